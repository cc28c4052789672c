/*
 * bodies.h - organisations, and which of them a figure counts.
 *
 * "orgs" of a definition is a list of kinds, or names a register in whose standing records of a year the organisations
 * of that year stand: {"register": "grant", "field": "recipient", "where": {...}}. Without it everybody's count.
 */
#pragma once
#include "core/ledger.h"
#include "core/who.h"

enum { YEAR_MIN = 1870, YEARS = 231 }; /* of DAY_MIN .. DAY_MAX */

struct body { /* an organisation, by row number */
	int kind, region;
	const char *code, *name;
};

struct bodies {
	struct body *at;
	size_t n; /* the highest row number + 1 */
};

struct allowed { /* whose records count */
	const json_t *orgs; /* as the definition has it; NULL: everybody's */
	uint64_t kinds;     /* bits 1 << enum ORG_* */
	struct bits *years; /* of organisations, from YEAR_MIN on; NULL where kinds are given */
};

MUST_CHECK int bodies_read(struct cx *cx, int64_t max, struct bodies *ret_bodies);

/* An organisation by row number; nobody in particular for a number nobody has. */
const struct body *body_of(const struct bodies *b, int64_t org);

MUST_CHECK int allowed_begin(struct ledgers *ls, const struct bodies *b, const json_t *orgs,
	struct allowed *ret_allowed);

/* Whether the records of an organisation count in a year. */
bool allowed_has(const struct allowed *a, const struct bodies *b, int64_t org, int year);
