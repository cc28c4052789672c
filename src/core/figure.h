/*
 * figure.h - the figures of one answer: what is wanted is said first, then everything is counted at once.
 *
 * A figure is one breakdown of an indicator in one year, as the facts stood after one act. A family of persons is read
 * once for all figures that are wanted of it, a register once for all of its own. Nothing is rounded before it is
 * printed. A value above zero is always shown; zero only where everybody who answers for it has delivered; else it is
 * not reported.
 */
#pragma once
#include "core/known.h"
#include "core/made.h"
#include "core/measure.h"
#include "core/owed.h"

struct figure {
	struct definition d;
	int year;
	int status; /* enum VALUE_* */
	struct amount amount;
	struct delivery delivery;
	struct filter filter; /* of persons */
	struct counter *counter;
};

struct quotes;

struct figures {
	struct cx *cx;
	int64_t act;
	struct extent extent;
	struct bodies bodies;
	struct who who;
	struct standings standings;
	struct ledgers ledgers;
	struct known known;
	struct owed owed;
	struct made made;
	struct pass *passes[FAMILY__MAX];
	struct figure *at;
	size_t n;
	struct quotes *quotes;
};

struct in;

/* The day asked for in OPT(F_AS_OF), today if none was, and the newest act by its end (0: there was none). ERR_INVALID
   for a day that has not come yet. */
MUST_CHECK int as_of_get(struct cx *cx, const struct in *in, int32_t *ret_day, int64_t *ret_act);

/* Figures as recorded up to an act. */
MUST_CHECK int figures_begin(struct cx *cx, int64_t act, struct figures **ret_figures);

/* A pass over a family, of these figures' own time. */
struct pass *figures_pass(struct figures *f, enum family family);

/* Want a figure; *ret_i is its place. ERR_INVALID: the indicator has no such breakdown. */
MUST_CHECK int figures_want(struct figures *f, int indicator, const char *breakdown, int year, size_t *ret_i);

/* Count everything that is wanted; once. */
MUST_CHECK int figures_count(struct figures *f);

/* "16", "1.5" or "not_reported", as it is printed. */
const char *figure_text(struct figures *f, const struct figure *figure);

/* What others published for the same breakdown and year: "41 (TIP report 2017), 51 (press release 2017-03-22)"; NULL if
   nobody did. */
MUST_CHECK int figure_quoted(struct figures *f, const struct figure *figure, const char **ret_text);
