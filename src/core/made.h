/*
 * made.h - records made of facts about persons, so that figures count them as they count those of a register.
 *
 * A ledger (ledger.h) of one of the families of profiles/families.json: referrals, paths, services, clocks, screenings, arrivals,
 * leads, or of a sheet of the file. Only what stood after the act of `ls` is in it; a record of a person counts under the oldest record of the
 * same person, as the links stood then. Paths have a record a person, on the day of her first sign. Paths, referrals,
 * services, screenings, arrivals and leads are those of the years that are wanted. Every record also has the fields of the family
 * "person"; a lead is about nobody and has of them only where it was and the kind of organisation that read it. "Now" is
 * the time of the newest act, so that an edition can be had again.
 *
 * Everything lives in cx->arena: 48 bytes a person, 24 a value.
 */
#pragma once
#include "core/bodies.h"
#include "core/define.h"
#include "core/made_field.h"
#include "core/who.h"

struct life { /* what is known of a person who has had a sign, by place (who.h) */
	int32_t day; /* of the first sign; DAY_MAX: there is none */
	int32_t org; /* that recorded it */
	int64_t person, sign; /* whose and which that is */
	int32_t age_day, sex_day, country_day, form_day;
	int16_t municipality, country;
	uint8_t age, sex, status, form;
};

struct made {
	struct cx *cx;
	int64_t act, now; /* when that act was */
	struct who *who;
	const struct bodies *bodies;
	int from, to; /* years that are wanted */
	struct life *lives; /* NULL until they are read */
	size_t lives_n;
};

struct making { /* a ledger in the making */
	struct ledgers *ls;
	struct made *made;
	struct ledger *ledger;
	struct ledger_value *values; /* of the record that is being made */
	size_t n, room;
};

/* Make the ledger of that number (REGISTER_FAMILY, REGISTER_SHEET and up). */
MUST_CHECK int made_read(struct ledgers *ls, struct ledger *l);

/* What an explanation needs of row i of a ledger that was made. */
MUST_CHECK int made_source(struct ledgers *ls, const struct ledger *l, size_t i, struct ledger_source *ret_source);

/* For the files core/made_*.c. Lives are read, once. A record begins; its values are added after it; it ends with those
   of its person. */
MUST_CHECK int made_lives(struct made *made);
const struct life *made_life(struct made *made, int64_t person); /* of the person with that record; never NULL */
void made_begin(struct making *m, const struct ledger_row *row, struct blob ref, int64_t at, int precision);
void made_begin_path(struct making *m, const struct ledger_row *row); /* its source is the sign of the row's number */
void made_add(struct making *m, int field, int64_t amount);
void made_words(struct making *m, int field, const char *words); /* NULL adds nothing, nor does NONE */
void made_yes(struct making *m, int field, bool yes);
void made_end(struct making *m, int64_t person);
void made_end_of_nobody(struct making *m, int municipality); /* 0: not known */

struct made_seen { /* what a record says itself of its person, where she has no sign yet or it was elsewhere */
	int municipality, age, sex; /* municipality 0: not known */
};
void made_end_seen(struct making *m, int64_t person, const struct made_seen *seen);

/* Years that are read of a family that has many records. */
int32_t made_first(const struct made *made);
int32_t made_last(const struct made *made);

/* The families. */
MUST_CHECK int made_referrals(struct making *m);
MUST_CHECK int made_paths(struct making *m);
MUST_CHECK int made_services(struct making *m);
MUST_CHECK int made_clocks(struct making *m);
MUST_CHECK int made_screenings(struct making *m);
MUST_CHECK int made_arrivals(struct making *m);
MUST_CHECK int made_leads(struct making *m);
MUST_CHECK int made_sheets(struct making *m, int sheet);
