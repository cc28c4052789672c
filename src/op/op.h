/*
 * op.h - the table of operations, as C sees it.
 *
 * Three lists, each written once: codes.def (code lists), fields.def (fields), ops.def (operations). From them come
 * the enums here, the input checks (in.h), the answers (out.h), the gate of the keeper, the API and its OpenAPI text.
 * All tables are constant. Numbers of codes are stored and never reused; numbers of fields and operations are not.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/compartment.h"
#include "base/cx.h"
#include "base/time.h"

enum list {
	L_NONE,
#define LIST(id, name) id,
#define CODE(list, id, number, name, label)
#include "op/codes.def"
#undef LIST
#undef CODE
	L_MUNICIPALITY, /* from here on: lists of the country's profile */
	L_REGION,
	L_INSTRUMENT,
	L_INDICATOR,
	L_REGISTER,
	L_ITEM,
	L_REPORT,
	L_STATUTE,
	L_COUNTRY,
	L_SHEET,
	L_CLOCK,
	L_FAMILY,
	L__MAX
};

enum {
#define LIST(id, name)
#define CODE(list, id, number, name, label) id = (number),
#include "op/codes.def"
#undef LIST
#undef CODE
};

enum type {
	T_REF,     /* 32 hex digits */
	T_INT,     /* a whole number in min..max */
	T_DAY,     /* "2026-03-01" on the wire, a day number inside */
	T_INSTANT, /* "2026-03-01T15:05:00Z" on the wire, microseconds inside */
	T_BOOL,    /* true or false ("yes" and "no" from a form) */
	T_CODE,    /* the name of an entry of `list`; its number inside */
	T_WORD,    /* a-z 0-9 and - _ . : */
	T_LINE,    /* one line of text */
	T_TEXT,    /* lines of text */
	T_NAME,    /* a name: letters of one script, spaces, hyphens, apostrophes, dots */
	T_SECRET,  /* one line, taken as it is, never stored or repeated in an error */
};

struct field {
	const char *name;
	enum type type;
	int64_t min, max;
	enum list list;
	enum compartment compartment;
	const char *help;
};

enum field_id {
	F__NONE, /* 0 ends a list of fields */
#define FIELD(id, name, type, min, max, list, compartment, help) id,
#include "op/fields.def"
#undef FIELD
	F__MAX
};

extern const struct field fields[F__MAX];

/* A field in a list of IN or OUT: its number and how often it may stand there. */
enum { FIELD_OPT = 0x4000, FIELD_MANY = 0x8000, FIELD_EACH = 0x2000, FIELD_ID = 0x1fff };
#define OPT(field) ((field) | FIELD_OPT)
#define MANY(field) ((field) | FIELD_MANY)
#define ANY(field) ((field) | FIELD_MANY | FIELD_OPT)
#define EACH FIELD_EACH /* from here on: the fields of every row */

enum capability {
	CAN_ENTER,   /* everybody, signed in or not */
	CAN_BE,      /* whoever is signed in */
	CAN_WORK,    /* whoever works with persons: reads what the relation opens */
	CAN_RECOGNISE,
	CAN_RECEIVE,
	CAN_SUPPORT,
	CAN_DECIDE,
	CAN_ASK,
	CAN_READ_FIGURES,
	CAN_EXPLAIN_FIGURES,
	CAN_DELIVER,
	CAN_SEE_REGISTERS,
	CAN_KEEP_REGISTERS,
	CAN_IMPORT,
	CAN_FREEZE,
	CAN_ADMINISTER,
	CAN_ENROL,   /* whoever has given a password, be it the first half of signing in */
	CAN_BREAK_GLASS,
	CAN_REVIEW,  /* second look, hand-over */
	CAN_OVERSEE, /* internal affairs, data protection: the log, never a person */
	CAN_HEAR,    /* complaints */
	CAN_FINISH,  /* whoever still owes the second proof, and nobody else */
	CAN_TEAM,    /* whoever reads what an organisation sealed, or leads those who do */
	CAN_LEAD,    /* leads them: hand-over, the vault phrase */
	CAN_CARE,    /* looks for a place to stay, knows whom she fears */
	CAN_SECOND,  /* may be the second person, or ask for one */
	CAN_SEE_POLICY,
	CAN_WEIGH_POLICY,
	CAN_WITNESS, /* watches that the log only grows */
	CAN_SEND,    /* a telephone that has shown its key, and nobody else */
	CAN__MAX
};

/* Relations of an organisation to a person (the first four are stored in `relation`) or to a thing. */
enum relation {
	REL_MET = 1,        /* recorded a sign of her */
	REL_SUPPORTS = 2,   /* accepted a referral for help */
	REL_DECIDER = 4,    /* accepted a referral for a decision */
	REL_OFFERED = 8,    /* was sent a referral it has not answered */
	REL_SENDER = 16,    /* sent the referral */
	REL_RECEIVER = 32,  /* was sent the referral */
	REL_OPERATOR = 64,  /* runs the place */
	REL_OWNER = 128,    /* the task or likeness is its own */
	REL_ADMINISTERS = 256, /* keeps the account's organisation (core/realm.h) */
	REL_APPROVER = 512, /* may agree to the proposal: another account than the one that asked */
	REL_ASKER = 1024,   /* made the proposal or complaint */
	REL_REVIEWER = 2048, /* may look at an opened file again: another account, of another unit */
	REL_HEARS = 4096,   /* hears the complaint: never the organisation it is about */
	REL_GLASS = 8192,   /* opened her file in an emergency, less than an hour ago */
	REL_WORKS = REL_MET | REL_SUPPORTS | REL_DECIDER,
};

enum audit_kind { AUDIT_WRITE, AUDIT_SEEN, AUDIT_NOTE };

enum scope { SCOPE_THING, SCOPE_NOTHING, SCOPE_ORG, SCOPE_NATIONAL };

struct on {
	enum scope scope;
	uint16_t field;
	unsigned relations;
};

struct in;
struct out;

struct op {
	const char *name, *title;
	enum capability capability;
	enum audit_kind audit;
	struct on on;
	const uint16_t *in;  /* ends with 0 */
	const uint16_t *out; /* ends with 0; EACH inside */
	size_t ceiling;      /* of the arena it runs in; 0: ARENA_DEFAULT */
	bool fresh;          /* only soon after the caller proved again who it is */
	bool opened;         /* only with the person's file opened, for a purpose, by this account */
	bool timed;          /* answered at a tick of the clock, so that the time tells nothing */
	bool keyed;          /* a telephone reaches it with its key alone */
};

enum op_id {
#define OP(name, ...) OP_##name,
#include "op/ops.def"
#undef OP
	OP__MAX
};

extern const struct op ops[OP__MAX];

/* The operation of that name, or -1; takes NULL. */
int op_find(const char *name);

/* The field of that wire name, or F__NONE. */
enum field_id field_find(const char *name);

/* Which operations a role may call: bits 1 << enum capability for the role bits of an actor. */
uint32_t role_capabilities(uint32_t roles);

struct profile;

/* One code list, of the program or of the country's profile. */
const char *list_name(enum list list);
enum list list_find(const char *name); /* L_NONE if there is none */

/* Number of the entry with that wire name, or 0. */
int code_find(const struct profile *profile, enum list list, const char *name);

/* Wire name of an entry; NULL if there is none. */
const char *code_name(const struct profile *profile, enum list list, int code);

/* Label of an entry: a message id for the program's own lists; for the profile's, the text in `lang` itself, with
   *ret_translated set. NULL if there is none. */
const char *code_label(const struct profile *profile, enum list list, int code, const char *lang, bool *ret_translated);

/* The i-th entry's number (0 past the end): to walk a list in its own order. */
int code_at(const struct profile *profile, enum list list, size_t i);
