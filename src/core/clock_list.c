/* clock_list.c - where the times of a person stand. */
#include "core/clock.h"
#include "core/operations.h"
#include "db/queries.h"

static int steps_read(struct cx *cx, int64_t person, struct clock_row *row) {
	struct rows rows;
	struct row_clock_changes each;
	int rc = q_clock_changes(cx, person, row->id, &rows);
	if (rc != ERR_OK)
		return rc;
	while (row->n < CLOCK_CHANGES && q_clock_changes_next(&rows, &each))
		row->steps[row->n++] = (struct clock_step){each.what, each.happened, each.ends};
	return rows_end(&rows);
}

/* Reads its changes and makes out where it stands; false in *ret_known where the profile has no such time. One without a
   kind is of before there were kinds: the first one, which then ended with its last day whatever else had happened. */
static int row_fill(struct cx *cx, int64_t person, struct clock_row *row, int64_t kind, int region, int32_t started,
	bool *ret_known) {
	int rc = steps_read(cx, person, row);
	*ret_known = clock_read(cx->profile, kind == NONE ? 1 : (int)kind, &row->clock);
	row->clock.at_least = row->clock.at_least && kind != NONE;
	if (rc == ERR_OK && *ret_known) {
		row->calendar = calendar_of(cx->profile, region);
		row->stand = clock_stand(&row->clock, &row->calendar, started, row->steps, row->n, day_of(cx->now));
	}
	return rc;
}

int clock_all(struct cx *cx, int64_t person, struct clock_row **ret_rows) {
	struct clock_row *first = NULL;
	struct rows rows;
	struct row_clock_of_person each;
	int rc = q_clock_of_person(cx, person, &rows);
	if (rc != ERR_OK)
		return rc;
	while (rc == ERR_OK && q_clock_of_person_next(&rows, &each)) {
		struct clock_row *row = arena_alloc(cx->arena, sizeof *row);
		bool known;
		*row = (struct clock_row){.id = each.id, .org = each.org, .review = each.review,
			.org_name = arena_strdup(cx->arena, each.org_name)};
		rc = ref_of_blob(cx, each.ref, &row->ref);
		if (rc == ERR_OK)
			rc = row_fill(cx, person, row, each.kind, each.region, each.started, &known);
		if (rc == ERR_OK && known) {
			row->next = first;
			first = row;
		}
	}
	int end = rows_end(&rows);
	rc = rc == ERR_OK ? end : rc;
	if (rc == ERR_OK)
		*ret_rows = first;
	return rc;
}

int clock_one(struct cx *cx, int64_t id, struct clock_row *ret_row) {
	struct row_clock_get r;
	bool known = false;
	int rc = q_clock_get(cx, id, &r);
	if (rc != ERR_OK)
		return rc;
	*ret_row = (struct clock_row){.id = id, .org = r.org, .review = r.review};
	rc = row_fill(cx, r.person, ret_row, r.kind, r.region, r.started, &known);
	return rc == ERR_OK && !known ? ERR_NOTFOUND : rc;
}

static bool is_running(const struct clock_row *row) {
	return row->stand.state == CLOCK_RUNS || row->stand.state == CLOCK_PAUSED;
}

int clock_stops(struct cx *cx, int64_t person, int stops, bool *ret_stops) {
	struct clock_row *row = NULL;
	bool any = false;
	int rc = clock_all(cx, person, &row);
	for (; rc == ERR_OK && row != NULL; row = row->next)
		any = any || (is_running(row) && (row->clock.stops >> stops & 1) != 0);
	if (rc == ERR_OK)
		*ret_stops = any;
	return rc;
}

static void row_put(struct out *out, const struct clock_row *row) {
	int stops[32];
	size_t n = 0;
	for (int code = 1; code < 32; code++)
		if (is_running(row) && (row->clock.stops >> code & 1) != 0)
			stops[n++] = code;
	out_row(out);
	out_ref(out, F_CLOCK_ID, &row->ref);
	out_code(out, F_CLOCK, row->clock.number);
	out_code(out, F_CLOCK_STATE, row->stand.state);
	out_number(out, F_STARTED, row->stand.started);
	out_number(out, F_ENDS, row->stand.ends);
	out_number(out, F_DAYS_LEFT, row->stand.left);
	if (n > 0)
		out_codes(out, F_STOPS, stops, n);
	out_text(out, F_ORG_NAME, row->org_name);
}

/* What runs stands first. */
int clock_list(struct cx *cx, const struct in *in, struct out *out) {
	struct clock_row *first = NULL;
	int rc = clock_all(cx, in->person, &first);
	for (int running = 1; rc == ERR_OK && running >= 0; running--)
		for (const struct clock_row *row = first; row != NULL; row = row->next)
			if (is_running(row) == (running == 1))
				row_put(out, row);
	return rc;
}
