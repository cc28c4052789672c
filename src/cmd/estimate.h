/*
 * estimate.h - `atrama estimate`: from a table in a file to a verdict; for src/cmd/estimate*.c only.
 *
 * Nothing here gives a number without what must stand beside it: text, JSON and HTML all begin with the verdict and
 * carry its warnings. The same table, options and seed give the same bytes, but for the seconds it took.
 */
#pragma once
#include <jansson.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/cx.h"
#include "estimate/panel.h"

#define ESTIMATE_ENGINE "3" /* raised whenever the same table may give another answer */

enum { ESTIMATE_DROPPED = MSE_LISTS };

struct estimate_input {
	struct mse_table table;
	const char *names[MSE_LISTS];           /* of its lists */
	const char *dropped[ESTIMATE_DROPPED];  /* sentences: which list was left out, and why */
	size_t dropped_n;
	bool referral;                          /* columns LIST_referred say whom a list was sent: */
	struct mse_table own;                   /* the same people, on the lists that found them themselves */
	int64_t sent;                           /* places on lists that were made by a referral */
	size_t strata_n;
	struct mse_table strata[MSE_STRATA];
	const char *strata_names[MSE_STRATA];   /* "North / women" */
};

struct estimate {
	struct estimate_input in;
	struct mse_options options;
	struct mse_panel panel;
	const char *file, *rerun; /* name of the table; the command that repeats all this */
	char token[65];
	double seconds;
};

/* Reads the table. `strata` names the columns of strata, separated by commas; may be NULL. ERR_INVALID says line,
   column, value and rule. */
MUST_CHECK int estimate_table_read(struct cx *cx, const char *path, const char *strata,
	struct estimate_input *ret_input);

/* One short word of a warning or a verdict, for programs; one sentence or two, for people. */
const char *estimate_warning_name(int warning);
const char *estimate_warning_say(struct cx *cx, int warning);
const char *estimate_verdict_name(enum mse_verdict verdict);
const char *estimate_verdict_say(struct cx *cx, const struct estimate *e);

/* A number of people as text, "no estimate" for NAN, "no limit" for infinity. */
const char *estimate_number(struct cx *cx, double x);

/* A method by name, as people read it; a model with the names of its lists, "PF+NCA, LA+NG". */
const char *estimate_method_say(struct cx *cx, enum mse_method method);
const char *estimate_model_say(struct cx *cx, const struct estimate *e, const struct mse_model *m);

/* What averages over models say (estimate_bayes.c): entries of "results", lines, rows of the table of methods.
   Nothing where none was asked for; no number where the verdict is a refusal. */
void estimate_bayes_json(struct cx *cx, const struct estimate *e, json_t *results);
void estimate_bayes_print(struct cx *cx, const struct estimate *e, FILE *to);
void estimate_bayes_html(struct cx *cx, const struct estimate *e, struct buf *out);
json_t *estimate_warnings(struct cx *cx, uint32_t bits);

void estimate_print(struct cx *cx, const struct estimate *e, FILE *to);
json_t *estimate_json(struct cx *cx, const struct estimate *e);
MUST_CHECK int estimate_html(struct cx *cx, const struct estimate *e, struct buf *out);
