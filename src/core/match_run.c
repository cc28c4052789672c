/* match_run.c - comparing all records with all: when it is due, how far it is, how it went. */
#include "base/time.h"
#include "core/match.h"
#include "core/operations.h"
#include "db/queries.h"
#include "op/profile.h"

enum { NIGHT = 2 /* o'clock, by the country's time */, KEPT = 400 };

/* The first two o'clock at night after an instant. */
static int64_t night_after(int64_t at) {
	int32_t day = day_of(at);
	int64_t night = day_start(day) + NIGHT * HOUR;
	return night > at ? night : day_start(day + 1) + NIGHT * HOUR;
}

int match_next(struct cx *cx, int64_t *ret_run, int64_t *ret_due) {
	struct row_match_run_open open;
	struct row_match_run_last last;
	int rc = q_match_run_open(cx, &open);
	*ret_run = NONE;
	if (rc == ERR_OK) {
		*ret_run = open.id;
		*ret_due = cx->now;
		return ERR_OK;
	}
	if (rc != ERR_NOTFOUND)
		return rc;
	rc = q_match_run_last(cx, &last);
	if (rc == ERR_OK || rc == ERR_NOTFOUND) {
		*ret_due = rc == ERR_OK ? night_after(last.started) : cx->now;
		rc = ERR_OK;
	}
	return rc;
}

int match_going(struct cx *cx, int64_t run, int done, int parts, bool *ret_go_on) {
	struct row_match_run_state row;
	int rc = q_match_run_state(cx, run, &row);
	if (rc != ERR_OK)
		return rc;
	*ret_go_on = row.state == MATCH_WAITING || row.state == MATCH_RUNNING;
	return *ret_go_on ? q_match_run_set(cx, run, MATCH_RUNNING, done, parts) : ERR_OK;
}

int match_end(struct cx *cx, int64_t run, const struct match_told *told) {
	int rc = q_match_run_end(cx, run, told == NULL ? MATCH_FAILED : MATCH_DONE, cx->now, told == NULL ? NONE : told->records,
		told == NULL ? NONE : told->pairs, told == NULL ? NONE : told->kib, told == NULL ? NULL : MATCH_MODEL);
	return rc == ERR_OK ? q_match_run_tidy(cx, run - KEPT) : rc;
}

int match_aside(struct cx *cx, int64_t n) {
	return q_match_run_aside(cx, n);
}

int match_start(struct cx *cx, const struct in *in, struct out *out) {
	struct row_match_run_open open;
	struct row_match_run_add row;
	(void)in;
	(void)out;
	int rc = q_match_run_open(cx, &open);
	if (rc == ERR_OK)
		return err_say(cx, ERR_CONFLICT, "match_state", N_("Records are being compared already."), NULL);
	return rc == ERR_NOTFOUND ? q_match_run_add(cx, cx->now, &row) : rc;
}

int match_stop(struct cx *cx, const struct in *in, struct out *out) {
	struct row_match_run_open open;
	(void)in;
	(void)out;
	int rc = q_match_run_open(cx, &open);
	if (rc == ERR_NOTFOUND)
		return err_say(cx, ERR_CONFLICT, "match_state", N_("Nothing is being compared now."), NULL);
	return rc == ERR_OK ? q_match_run_end(cx, open.id, MATCH_STOPPED, cx->now, NONE, NONE, NONE, NULL) : rc;
}

int match_list(struct cx *cx, const struct in *in, struct out *out) {
	struct rows rows;
	struct row_match_runs each;
	(void)in;
	int rc = q_match_runs(cx, &rows);
	while (rc == ERR_OK && q_match_runs_next(&rows, &each)) {
		out_row(out);
		out_number(out, F_AT, each.started);
		out_code(out, F_MATCH_STATE, each.state);
		out_number(out, F_PROGRESS, each.parts == 0 ? 0 : 100 * each.done / each.parts);
		if (each.ended != NONE)
			out_number(out, F_SECONDS, (each.ended - each.started) / SECOND);
		if (each.records != NONE)
			out_number(out, F_COMPARED_N, each.records);
		if (each.pairs != NONE)
			out_number(out, F_PAIRS_N, each.pairs);
		if (each.kib != NONE)
			out_number(out, F_MEMORY_KIB, each.kib);
		if (each.model != NULL)
			out_text(out, F_MODEL, each.model);
		out_number(out, F_ASIDE_N, each.aside);
	}
	return rows_end(&rows);
}
