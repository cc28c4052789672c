/*
 * known.h - what is known of persons who are counted: age, sex, traits; and whether they are those a figure means.
 *
 * Read in one pass a table, for everybody who has a place (who.h), from what stood after one act. Several records of
 * one person speak together. Of two words on a thing that can only be one way the newer one holds, of one day the one
 * with the lower code; "unknown" holds only where nobody knows more. Countries are all that were said.
 */
#pragma once
#include "core/count.h"

enum { TRAITS = 16 };

struct told { /* something said of a person */
	uint32_t place;
	int32_t happened;
	int value;
};

struct told_list {
	bool read;
	struct told *at;
	size_t n;
	size_t *begins; /* by place; one more than there were places */
	uint32_t places;
};

struct known {
	struct cx *cx;
	int64_t act;
	const struct extent *extent;
	const struct who *who;
	struct told_list signs;          /* value: age * 16 + sex */
	struct told_list traits[TRAITS]; /* by enum TRAIT_* */
};

struct trait_filter {
	int kind;           /* enum TRAIT_* */
	uint64_t told;      /* bits 1 << enum TOLD_* */
	const int *codes;   /* of countries */
	size_t codes_n;
	bool home, eu, other, unknown;
};

struct filter { /* which of the counted persons a breakdown means; 0: whoever */
	uint64_t groups, ages, sexes, kinds, stages; /* bits 1 << code */
	struct trait_filter traits[TRAITS];
	size_t traits_n;
};

/* The filter of a definition. ERR_BUG if it names what nobody has. */
MUST_CHECK int filter_read(struct cx *cx, const struct definition *d, struct filter *ret_filter);
bool filter_any(const struct filter *f); /* whether it leaves anybody out */

/* Read what a filter needs to know, once. Everybody who matters has a place by now. */
MUST_CHECK int known_read(struct known *k, const struct filter *f);
MUST_CHECK int known_read_trait(struct known *k, int kind);

/* Whether a hit is meant; *ret_detail is what says no: "group", "age", "disability" ... */
bool filter_test(const struct known *k, const struct bodies *b, const struct filter *f, const struct hit *h,
	const char **ret_detail);

/* The first country said of somebody by that day, 0 if none was. */
int known_country(const struct known *k, int kind, uint32_t place, int32_t day);
