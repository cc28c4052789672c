/*
 * bind.h - which function stands behind which operation.
 *
 * The keeper knows operations by number and calls them through this table, so tests run it with operations of
 * their own.
 */
#pragma once
#include "core/estimate.h"
#include "core/import.h"
#include "core/match.h"
#include "core/operations.h"

struct binding {
	operation *run[OP__MAX];

	/* Do what is due by cx->now, in the caller's transaction and act; how much was done. */
	int (*jobs_run)(struct cx *cx, int64_t *ret_ran);

	/* When the next thing is due; NONE if nothing ever is. */
	int (*jobs_next)(struct cx *cx, int64_t *ret_instant);

	/* Work through some of the lists that are being brought in, in the caller's transaction. */
	int (*slice_run)(struct cx *cx, const struct import_pace *pace, struct import_told *ret_told);

	/* Estimates that wait to be counted (core/estimate.h); NULL: there are none. */
	int (*estimate_next)(struct cx *cx, struct estimate_job *ret_job);
	int (*estimate_going)(struct cx *cx, int64_t id, int done, int parts, bool *ret_go_on);
	int (*estimate_finish)(struct cx *cx, int64_t id, const struct estimate_found *found);

	/* Names to be compared, and what came of it (core/match.h); NULL: nothing is. */
	int (*match_rows)(struct cx *cx, int64_t after, bool standing, struct match_row **ret_rows, size_t *ret_n);
	int (*match_mark)(struct cx *cx, int64_t *ret_newest, int64_t *ret_mark);
	int (*match_mark_set)(struct cx *cx, int64_t identity);
	int (*match_note)(struct cx *cx, const struct match_pair *pairs, size_t n, int64_t *ret_new);
	int (*match_aside)(struct cx *cx, int64_t n);
	int (*match_next)(struct cx *cx, int64_t *ret_run, int64_t *ret_due);
	int (*match_going)(struct cx *cx, int64_t run, int done, int parts, bool *ret_go_on);
	int (*match_end)(struct cx *cx, int64_t run, const struct match_told *told);
};

extern const struct binding binding_core;
