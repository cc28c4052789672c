#include "keeper/decide.h"

/* What belongs to no role: everybody has it, as far as the level goes. */
static bool is_everybodys(enum capability capability) {
	return capability == CAN_ENTER || capability == CAN_BE || capability == CAN_ENROL || capability == CAN_FINISH
		|| capability == CAN_SEND;
}

static bool level_reaches(const struct facts *f) {
	if (f->capability == CAN_ENTER)
		return true;
	switch (f->level) {
	case LEVEL_NOBODY: return false;
	case LEVEL_HALF: return f->capability == CAN_ENROL || f->capability == CAN_FINISH;
	case LEVEL_FULL: return f->capability != CAN_FINISH && f->capability != CAN_SEND;
	case LEVEL_MACHINE: return f->machine;
	case LEVEL_KEY: return f->keyed;
	}
	return false;
}

/* Whoever is at the machine for no organisation has no role: what is left to it was asked before. */
static bool role_allows(const struct facts *f) {
	return is_everybodys(f->capability) || (f->level == LEVEL_MACHINE && !f->org) || (f->can >> f->capability & 1) != 0;
}

static bool kind_allows(const struct facts *f) {
	return is_everybodys(f->capability) || f->level == LEVEL_MACHINE || (f->can_here >> f->capability & 1) != 0;
}

/* What was opened in an emergency is open for what an emergency allows, and for nothing more. */
static bool is_opened(const struct facts *f) {
	return f->use != 0 && (f->use != USE_EMERGENCY || (f->relations & f->held & REL_GLASS) != 0);
}

bool decide_step(const struct facts *f, enum gate_step step) {
	bool about_thing = f->scope == SCOPE_THING;
	switch (step) {
	case GATE_LEVEL: return level_reaches(f);
	case GATE_ROLE: return role_allows(f);
	case GATE_KIND: return kind_allows(f);
	case GATE_ORG: return f->scope != SCOPE_ORG || f->org;
	case GATE_PROHIBITION: return f->permitted;
	case GATE_FRESH: return !f->asks_fresh || f->fresh;
	case GATE_THING: return !about_thing || f->found;
	case GATE_CLOSED: return !about_thing || f->admitted;
	case GATE_CONFLICT: return !about_thing || f->impartial;
	case GATE_RELATION: return !about_thing || (f->held & f->relations) != 0;
	case GATE_OPENED: return !f->asks_opened || is_opened(f);
	case GATE_PASSED: break;
	}
	return false;
}

enum gate_step decide(const struct facts *f) {
	enum gate_step step = GATE_LEVEL;
	while (step < GATE_PASSED && decide_step(f, step))
		step++;
	return step;
}
