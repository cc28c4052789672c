/* People's paths as records: from the first sign to referral, answer, decision, help and a place, and what was not done
   as it should be. */
#include "core/grow.h"
#include "core/made.h"
#include "db/queries.h"
#include "op/profile.h"

#define INTERVIEWS "interview" /* the sheet, and its field that says who asked */
#define INTERVIEWER "interviewer"

enum kind { STEP_SIGN, STEP_SCREENING, STEP_CONSENT, STEP_REFERRAL, STEP_ANSWER, STEP_ACCEPTED, STEP_PRESUMED,
	STEP_DECIDED, STEP_HELPED, STEP_STAY, STEP_INTERVIEW, STEP__MAX };
enum { FLAG_SHELTER = 1, FLAG_LATE = 2, FLAG_CHILD = 4, FLAG_DECISION = 8, FLAG_ANOTHER = 16 };

struct step { /* something that happened to somebody */
	uint32_t place;
	int32_t day, org; /* who did it, or was asked */
	uint8_t kind, flags;
};

struct walk {
	struct making *m;
	struct made *made;
	struct step *steps;
	size_t n;
};

/* Steps ------------------------------------------------------------------------------------------------------------ */

static bool is_wanted(const struct made *made, const struct life *l) {
	return l->day >= made_first(made) && l->day <= made_last(made);
}

static void step_add(struct walk *w, int64_t person, enum kind kind, int32_t day, int64_t org, int flags) {
	uint32_t place = who_place(w->made->who, person);
	if (!is_wanted(w->made, &w->made->lives[place]))
		return;
	w->steps = grow(w->made->cx->arena, w->steps, w->n, sizeof *w->steps);
	w->steps[w->n++] = (struct step){place, day, (int32_t)org, (uint8_t)kind, (uint8_t)flags};
}

static int signs_add(struct walk *w) {
	struct rows rows;
	struct row_made_signals s;
	int rc = q_made_signals(w->made->cx, w->made->act, &rows);
	while (rc == 0 && q_made_signals_next(&rows, &s))
		step_add(w, s.person, STEP_SIGN, s.happened, s.org, 0);
	return rows_end(&rows);
}

static int screenings_add(struct walk *w) {
	struct rows rows;
	struct row_made_screenings s;
	int rc = q_made_screenings(w->made->cx, w->made->act, &rows);
	while (rc == 0 && q_made_screenings_next(&rows, &s))
		step_add(w, s.person, STEP_SCREENING, s.happened, s.org, 0);
	return rows_end(&rows);
}

static int consents_add(struct walk *w) {
	struct rows rows;
	struct row_made_consents c;
	int rc = q_made_consents(w->made->cx, CONSENT_GIVEN, w->made->act, &rows);
	while (rc == 0 && q_made_consents_next(&rows, &c))
		step_add(w, c.person, STEP_CONSENT, c.happened, c.recipient, 0);
	return rows_end(&rows);
}

static int decisions_add(struct walk *w) {
	struct rows rows;
	struct row_made_decisions d;
	int rc = q_made_decisions(w->made->cx, w->made->act, &rows);
	while (rc == 0 && q_made_decisions_next(&rows, &d)) {
		bool decided = d.stage == STAGE_FORMAL && d.outcome != OUTCOME_SUSPENDED;
		if (decided || (d.stage == STAGE_PRESUMED && d.outcome == OUTCOME_POSITIVE))
			step_add(w, d.person, decided ? STEP_DECIDED : STEP_PRESUMED, d.happened, d.org, 0);
	}
	return rows_end(&rows);
}

static int services_add(struct walk *w) {
	struct rows rows;
	struct row_made_services s;
	int rc = q_made_services(w->made->cx, DAY_MIN, DAY_MAX, w->made->act, &rows);
	while (rc == 0 && q_made_services_next(&rows, &s))
		step_add(w, s.person, STEP_HELPED, s.happened, s.org, 0);
	return rows_end(&rows);
}

static int stays_add(struct walk *w) {
	struct rows rows;
	struct row_made_placements p;
	int rc = q_made_placements(w->made->cx, w->made->act, &rows);
	while (rc == 0 && q_made_placements_next(&rows, &p))
		step_add(w, p.person, STEP_STAY, p.happened, p.org, 0);
	return rows_end(&rows);
}

static int flags_of(const struct walk *w, const struct row_made_referrals *r) {
	bool answered = r->answer == REFERRAL_ACCEPTED || r->answer == REFERRAL_DECLINED;
	bool late = answered ? r->answered_at > r->due_at : r->answer == NONE && w->made->now > r->due_at;
	bool child = body_of(w->made->bodies, r->receiver)->kind == ORG_CHILD;
	return (late ? FLAG_LATE : 0) | (child ? FLAG_CHILD : 0) | (r->purpose == PURPOSE_DECISION ? FLAG_DECISION : 0);
}

static void referral_add(struct walk *w, const struct row_made_referrals *r, bool shelter) {
	int flags = flags_of(w, r);
	step_add(w, r->person, STEP_REFERRAL, r->happened, r->receiver, flags | (shelter ? FLAG_SHELTER : 0));
	if (r->answer != REFERRAL_ACCEPTED && r->answer != REFERRAL_DECLINED)
		return;
	step_add(w, r->person, STEP_ANSWER, day_of(r->answered_at), r->receiver, flags);
	if (r->answer == REFERRAL_ACCEPTED)
		step_add(w, r->person, STEP_ACCEPTED, day_of(r->answered_at), r->receiver, flags);
}

static int referrals_add(struct walk *w) {
	struct cx *cx = w->made->cx;
	struct rows rows, needs;
	struct row_made_referrals r;
	struct row_made_referral_needs need;
	int rc = q_made_referrals(cx, DAY_MIN, DAY_MAX, w->made->act, &rows);
	if (rc != 0)
		return rc;
	rc = q_made_referral_needs(cx, DAY_MIN, DAY_MAX, w->made->act, &needs);
	bool more = rc == 0 && q_made_referral_needs_next(&needs, &need);
	while (rc == 0 && q_made_referrals_next(&rows, &r)) {
		bool shelter = false;
		for (; more && need.referral == r.id; more = q_made_referral_needs_next(&needs, &need))
			shelter |= need.need == NEED_SHELTER;
		referral_add(w, &r, shelter);
	}
	int end = rows_end(&needs), last = rows_end(&rows);
	return end != 0 ? end : last;
}

/* Each interview, and whether it was by somebody else than the one before. */
static int interviews_add(struct walk *w) {
	struct cx *cx = w->made->cx;
	int number = profile_code(cx->profile, L_SHEET, INTERVIEWS), reg = REGISTER_SHEET + number;
	struct cell_field who;
	struct ledger *l;
	if (number == 0 || !register_find(cx->profile, reg, INTERVIEWER, &who) || who.type != CELL_CODE)
		return 0;
	int another = cell_code_find(cx->profile, &who, "another");
	int rc = ledger_read(w->m->ls, reg, &l);
	for (size_t i = 0; rc == 0 && i < l->n; i++) {
		const struct cell *cell = ledger_value(l, &l->rows[i], who.number);
		const struct cell *person = ledger_value(l, &l->rows[i], PERSON_PERSON);
		step_add(w, person->amount, STEP_INTERVIEW, l->rows[i].happened, l->rows[i].org,
			cell != NULL && cell->amount == another ? FLAG_ANOTHER : 0);
	}
	return rc;
}

static int step_order(const void *a, const void *b) {
	const struct step *x = a, *y = b;
	if (x->place != y->place)
		return x->place < y->place ? -1 : 1;
	if (x->day != y->day)
		return x->day < y->day ? -1 : 1;
	return (int)x->kind - (int)y->kind;
}

/* One path --------------------------------------------------------------------------------------------------------- */

struct path { /* the steps of one person, in the order of their days */
	const struct walk *w;
	const struct life *life;
	const struct step *steps;
	size_t n;
	int32_t first[STEP__MAX], wants_place, stay; /* DAY_MAX: never; the stay is the first after a place was asked for */
	int64_t interviews;
	bool another;
};

static struct path path_read(const struct walk *w, const struct step *steps, size_t n) {
	struct path p = {.w = w, .life = &w->made->lives[steps->place], .steps = steps, .n = n, .wants_place = DAY_MAX,
		.stay = DAY_MAX};
	for (int k = 0; k < STEP__MAX; k++)
		p.first[k] = DAY_MAX;
	for (size_t i = 0; i < n; i++) {
		const struct step *s = &steps[i];
		if (s->day < p.first[s->kind])
			p.first[s->kind] = s->day;
		if (s->kind == STEP_REFERRAL && (s->flags & FLAG_SHELTER) != 0 && s->day < p.wants_place)
			p.wants_place = s->day;
		if (s->kind == STEP_STAY && s->day >= p.wants_place && s->day < p.stay)
			p.stay = s->day;
		p.interviews += s->kind == STEP_INTERVIEW;
		p.another |= s->kind == STEP_INTERVIEW && (s->flags & FLAG_ANOTHER) != 0;
	}
	return p;
}

/* Whether an organisation took such a step by that day; with `flags` one that has them. */
static bool has_step(const struct path *p, enum kind kind, int32_t org, int32_t until, int flags) {
	for (size_t i = 0; i < p->n; i++) {
		const struct step *s = &p->steps[i];
		if (s->kind == kind && s->org == org && s->day <= until && (s->flags & flags) == flags)
			return true;
	}
	return false;
}

static bool is_child(const struct life *l) {
	return l->age == AGE_UNDER_12 || l->age == AGE_12_17;
}

/* Who met the person needs nobody to send her, and asks her itself. */
static unsigned deviations_of(const struct path *p, const struct step *s) {
	unsigned found = 0;
	bool met = has_step(p, STEP_SIGN, s->org, DAY_MAX, 0);
	if (s->kind == STEP_REFERRAL && (s->flags & FLAG_LATE) != 0)
		found |= 1u << DEVIATION_LATE;
	if (s->kind == STEP_HELPED && !met && !has_step(p, STEP_ACCEPTED, s->org, s->day, 0))
		found |= 1u << DEVIATION_SUPPORT;
	if (s->kind != STEP_DECIDED || met)
		return found;
	if (!has_step(p, STEP_ACCEPTED, s->org, s->day, FLAG_DECISION))
		found |= 1u << DEVIATION_DECISION;
	if (!is_child(p->life) && p->life->age != AGE_UNKNOWN && !has_step(p, STEP_CONSENT, s->org, s->day, 0))
		found |= 1u << DEVIATION_CONSENT;
	return found;
}

/* Told is whoever protects children by a referral, or by having met the child. */
static bool child_untold(const struct path *p) {
	const struct made *made = p->w->made;
	int64_t days = profile_parameter(made->cx->profile, "child_told_days", day_text(made->cx->arena, p->life->day));
	if (!is_child(p->life) || days == NONE || day_of(made->now) <= p->life->day + days)
		return false;
	for (size_t i = 0; i < p->n; i++) {
		const struct step *s = &p->steps[i];
		bool child = s->kind == STEP_SIGN ? body_of(made->bodies, s->org)->kind == ORG_CHILD
			: s->kind == STEP_REFERRAL && (s->flags & FLAG_CHILD) != 0;
		if (child && s->day <= p->life->day + days)
			return false;
	}
	return true;
}

static void deviations_add(struct making *m, const struct path *p) {
	unsigned found = 0;
	for (size_t i = 0; i < p->n; i++)
		found |= deviations_of(p, &p->steps[i]);
	if (p->first[STEP_REFERRAL] != DAY_MAX && p->first[STEP_SCREENING] > p->first[STEP_REFERRAL])
		found |= 1u << DEVIATION_SCREENING;
	if (child_untold(p))
		found |= 1u << DEVIATION_CHILD;
	for (int i = 1; i < DEVIATION__MAX; i++)
		if ((found >> i & 1) != 0)
			made_add(m, PATH_DEVIATION, i);
}

/* Days from one to the other; what was written down as earlier came on the same day. */
static void days_add(struct making *m, int field, int32_t from, int32_t to) {
	if (from != DAY_MAX && to != DAY_MAX)
		made_add(m, field, to < from ? 0 : to - from);
}

static void path_make(struct walk *w, const struct step *steps, size_t n) {
	const struct path p = path_read(w, steps, n);
	struct making *m = w->m;
	const int32_t *first = p.first;
	int32_t sign = p.life->day, now = day_of(w->made->now);
	made_begin_path(m, &(struct ledger_row){.id = p.life->sign, .org = p.life->org, .happened = sign});
	days_add(m, PATH_REFERRED, sign, first[STEP_REFERRAL]);
	days_add(m, PATH_ANSWERED, first[STEP_REFERRAL], first[STEP_ANSWER]);
	days_add(m, PATH_ACCEPTED, first[STEP_REFERRAL], first[STEP_ACCEPTED]);
	days_add(m, PATH_PRESUMED, sign, first[STEP_PRESUMED]);
	days_add(m, PATH_DECIDED, sign, first[STEP_DECIDED]);
	days_add(m, PATH_HELPED, sign, first[STEP_HELPED]);
	days_add(m, PATH_PLACED, p.wants_place, p.stay);
	made_yes(m, PATH_WANTS_PLACE, p.wants_place != DAY_MAX);
	deviations_add(m, &p);
	made_add(m, PATH_INTERVIEWS, p.interviews);
	if (p.interviews > 1)
		made_yes(m, PATH_SAME_INTERVIEWER, !p.another);
	days_add(m, PATH_OPEN_DAYS, sign, now);
	if (p.stay == DAY_MAX)
		days_add(m, PATH_PLACE_DAYS, p.wants_place, now);
	made_yes(m, PATH_REFERRAL, first[STEP_REFERRAL] != DAY_MAX);
	made_end(m, p.life->person);
}

/* All -------------------------------------------------------------------------------------------------------------- */

struct turn { /* a person's place in the order of days and organisations */
	int32_t day, org;
	int64_t sign;
	size_t at, n; /* her steps */
};

static int turn_order(const void *a, const void *b) {
	const struct turn *x = a, *y = b;
	if (x->day != y->day)
		return x->day < y->day ? -1 : 1;
	if (x->org != y->org)
		return x->org < y->org ? -1 : 1;
	return x->sign < y->sign ? -1 : x->sign > y->sign;
}

static void paths_make(struct walk *w) {
	struct turn *turns = NULL;
	size_t turns_n = 0;
	qsort(w->steps, w->n, sizeof *w->steps, step_order);
	for (size_t i = 0, n; i < w->n; i += n) {
		const struct life *l = &w->made->lives[w->steps[i].place];
		for (n = 1; i + n < w->n && w->steps[i + n].place == w->steps[i].place;)
			n++;
		turns = grow(w->made->cx->arena, turns, turns_n, sizeof *turns);
		turns[turns_n++] = (struct turn){l->day, l->org, l->sign, i, n};
	}
	if (turns_n > 0)
		qsort(turns, turns_n, sizeof *turns, turn_order);
	for (size_t i = 0; i < turns_n; i++)
		path_make(w, &w->steps[turns[i].at], turns[i].n);
}

int made_paths(struct making *m) {
	static int (*const reads[])(struct walk *) = {signs_add, screenings_add, consents_add, referrals_add, decisions_add,
		services_add, stays_add, interviews_add};
	struct walk w = {.m = m, .made = m->made};
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < sizeof reads / sizeof *reads; i++)
		rc = reads[i](&w);
	if (rc == 0 && w.n > 0)
		paths_make(&w);
	return rc;
}
