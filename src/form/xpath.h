/*
 * xpath.h - the expressions of forms: XPath 1.0's paths and operators with ODK's functions.
 *
 * Compiled once, with every function known and its number of arguments right; then evaluated as often as wanted. A day or
 * an instant in text counts as the days since 1970-01-01 wherever a number is wanted, so that days can be compared and
 * subtracted. A path from the root leads, inside a repeat, to the same repeat's fields. Fields that are not relevant are
 * not there. Work is counted: each evaluation takes from `steps` what it looked at and from a scratch memory of fixed
 * size what it made, and ends with ERR_LIMIT where either is used up: an expression that never ends, ends.
 */
#pragma once
#include "form/xml.h"

enum {
	XPATH_BYTES = 16 << 10, /* of one expression */
	XPATH_DEPTH = 60,       /* of brackets and operators in one another */
	XPATH_PARTS = 4000,     /* of one expression */
	XPATH_PATTERN = 1000,   /* bytes of a regular expression */
	XPATH_SCRATCH = 1 << 20,
};
#define XPATH_STEPS INT64_C(8000000) /* of one go through all rules */

struct xpath;
struct xform;

/* What a compiled expression says of itself. */
const char *xpath_text(const struct xpath *x);

/* Calls `see` with each path in the expression, as "/data/a/b": what is relative stands on `at`, the path of the field
   the rule belongs to; a path into a list (instance) is not seen. `apart`: it leads to one repeat among several by a
   condition or indexed-repeat, and not to the field's own. */
void xpath_paths(struct cx *cx, const struct xpath *x, const char *at,
	void (*see)(void *arg, const char *path, bool apart), void *arg);

struct xpath_context {
	struct cx *cx;
	const struct xform *form;    /* its lists and texts; NULL: none */
	struct node *root;           /* what the answers' first element stands in */
	struct node *current;        /* current(), and where the expression stands unless: */
	struct node *here;           /* NULL: at current */
	size_t language;
	bool pen;                    /* for paper: answers in texts are left open */
	int64_t *steps;              /* left */
	char *scratch;               /* XPATH_SCRATCH bytes */
	size_t used, depth;
	uint32_t seed;               /* of lists in random order */
};

enum xpath_kind { XPATH_NODES, XPATH_STRING, XPATH_NUMBER, XPATH_BOOLEAN };

struct xpath_value {
	enum xpath_kind kind;
	double number;
	bool boolean;
	const char *string;
	struct node **nodes;
	size_t n;
};

/* ERR_INVALID: field is `place`, the rule says what is wrong, the value is where. */
MUST_CHECK int xpath_compile(struct cx *cx, const char *place, const char *text, struct xpath **ret_xpath);

/* ERR_LIMIT; ERR_INVALID for what only shows when it is worked out. The value lives in the scratch memory, until the
   next evaluation with that context. */
MUST_CHECK int xpath_evaluate(struct xpath_context *at, const struct xpath *x, struct xpath_value *ret_value);

/* The value as another kind. */
double xpath_number(struct xpath_context *at, const struct xpath_value *value);
bool xpath_boolean(const struct xpath_value *value);
const char *xpath_string(struct xpath_context *at, const struct xpath_value *value);
