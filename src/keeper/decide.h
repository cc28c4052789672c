/*
 * decide.h - the decision itself: whether a call passes, as a pure function of what is known about it.
 *
 * Eleven questions, asked in the order of enum gate_step; the first that is answered no refuses, and nothing is allowed
 * that does not pass them all. Facts nobody has gathered are zeros, and zeros refuse: whoever forgets to look something
 * up allows nothing. No clock, no store, no memory here, so that every combination can be tried
 * (tests/unit/keeper/test_decide.c).
 */
#pragma once
#include "op/op.h"

enum gate_step {
	GATE_LEVEL,       /* is it signed in as far as this needs? */
	GATE_ROLE,        /* has one of its roles the capability, by the policy in force? */
	GATE_KIND,        /* may its kind of organisation hold such a role? */
	GATE_ORG,         /* has it an organisation to act for? */
	GATE_PROHIBITION, /* does the country's profile leave it to such an organisation? */
	GATE_FRESH,       /* has it just proved who it is? */
	GATE_THING,       /* is there such a thing? */
	GATE_CLOSED,      /* may it see the file, by the person's own words? */
	GATE_CONFLICT,    /* does it know the person only from its work? */
	GATE_RELATION,    /* has it to do with the thing, in a way the operation asks for? */
	GATE_OPENED,      /* has it opened the file, for a purpose? */
	GATE_PASSED
};

enum level {
	LEVEL_NOBODY,  /* nobody is signed in */
	LEVEL_HALF,    /* a password was given, not yet the second proof */
	LEVEL_FULL,    /* an account */
	LEVEL_MACHINE, /* an operator at the machine, for nobody's account */
	LEVEL_KEY,     /* a telephone with its key: an account, for what is left to telephones */
};

struct facts {
	/* Of the operation, from its row: */
	enum capability capability;
	enum scope scope;
	unsigned relations;
	bool asks_fresh, asks_opened;
	/* Of the caller: */
	enum level level;
	bool machine;      /* it is left to whoever stands at the machine */
	bool keyed;        /* it is left to telephones */
	bool org;          /* there is an organisation it acts for */
	uint32_t can;      /* capabilities its roles have, bits 1 << enum capability */
	uint32_t can_here; /* those of the roles that its kind of organisation may hold */
	bool permitted;    /* no prohibition forbids the operation to its kind of organisation */
	bool fresh;
	/* Of the thing, once it was looked for: */
	bool found;
	bool admitted;     /* no person concerned closed her file to it */
	bool impartial;    /* it knows no person concerned outside its work */
	unsigned held;     /* relations it has */
	int use;           /* enum USE_*: what it has opened the person's file for; 0 where it has not */
};

/* Whether one question is answered yes. */
bool decide_step(const struct facts *f, enum gate_step step);

/* The first question that is answered no; GATE_PASSED if none is. */
enum gate_step decide(const struct facts *f);
