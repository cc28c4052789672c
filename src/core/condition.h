/*
 * condition.h - "where" of a definition: which records of a register are meant.
 *
 * {"outcome": ["convicted"], "accused.official": ["yes", null]}: every field must have one of its codes; null allows an
 * empty field, "*" anything that is said; "@home", "@eu", "@other" and "unknown" (or an empty field) part the
 * countries, of several the nearest; a name with a dot looks at a field of the record that a link names. "group" asks
 * for the report group of the first value of the field "form", or of the field that the definition names under "form".
 */
#pragma once
#include "core/ledger.h"

struct condition {
	const char *name; /* of the field, as the definition has it */
	struct cell_field field, beyond;
	bool hops, empty, any; /* looks one link further; an empty field will do; whatever is said will do */
	bool home, eu, other;       /* countries: ours, others of the union, the rest */
	bool unknown;               /* and none that is known */
	uint64_t groups;  /* bits 1 << enum GROUP_*, of a condition on "group" */
	const json_t *allowed;
	int64_t *codes;   /* of a field that holds whole numbers or codes */
	size_t codes_n;
};

struct conditions {
	struct condition *at;
	size_t n;
};

/* Read "where" of a register; NULL: none. ERR_BUG if the profile names a field or a code nobody has. */
MUST_CHECK int conditions_read(struct cx *cx, int reg, const json_t *where, struct conditions *ret_conditions);

/* The same, and the report groups of the field `form` besides (NULL: none). */
MUST_CHECK int conditions_read_group(struct cx *cx, int reg, const json_t *where, const json_t *group, const char *form,
	struct conditions *ret_conditions);

/* Sets *ret_failed to the first condition that a row does not meet; NULL if it meets all. With `every`, each value of a
   field must be allowed; else one will do. */
MUST_CHECK int conditions_test(struct ledgers *ls, const struct conditions *c, const struct ledger *l,
	const struct ledger_row *row, bool every, const struct condition **ret_failed);
