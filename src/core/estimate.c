/* estimate.c - an estimate of the people no agency recorded: asked for, stopped, read, released. */
#include "core/estimate.h"

#include <stdlib.h>

#include "base/str.h"
#include "base/time.h"
#include "core/fact.h"
#include "core/figure.h"
#include "db/queries.h"
#include "op/profile.h"

enum { RESAMPLES = 1000, WAITING_MOST = 10, YEARS_MOST = 10, SEED = 1 };

int estimate_start(struct cx *cx, const struct in *in, struct out *out) {
	struct ref ref = ref_new(cx);
	struct row_estimate_busy busy;
	struct row_estimate_add row;
	int32_t day;
	struct estimate_asked asked = {.year = (int)in_number(in, F_YEAR), .whom = in_code(in, F_WHOM), .strata = in_code(in,
		F_STRATA)};
	int64_t resamples = in_has(in, F_RESAMPLES) ? in_number(in, F_RESAMPLES) : RESAMPLES;
	asked.from_year = in_has(in, F_FROM_YEAR) ? (int)in_number(in, F_FROM_YEAR) : asked.year;
	for (size_t i = 0; i < in_count(in, F_ORG_KIND); i++)
		asked.kinds |= 1U << in_at(in, F_ORG_KIND, i)->number;
	int rc = bad_if(cx, asked.from_year > asked.year, fields[F_FROM_YEAR].name,
		N_("The first year is after the last one."), NULL);
	if (rc == 0)
		rc = bad_if(cx, asked.year - asked.from_year >= YEARS_MOST, fields[F_FROM_YEAR].name,
			N_("An estimate takes ten years at most."), NULL);
	if (rc == 0)
		rc = bad_if(cx, __builtin_popcount(asked.kinds) > ESTIMATE_LISTS, fields[F_ORG_KIND].name,
			N_("An estimate takes eight lists at most."), NULL);
	if (rc == 0)
		rc = q_estimate_busy(cx, ESTIMATE_WAITING, ESTIMATE_RUNNING, &busy);
	if (rc == 0 && busy.n >= WAITING_MOST)
		rc = err_say(cx, ERR_CONFLICT, fields[F_ESTIMATE].name, N_("Ten estimates wait already. Stop one first."), NULL);
	if (rc == 0)
		rc = as_of_get(cx, in, &day, &asked.act);
	if (rc == 0)
		rc = q_estimate_add(cx, ref_blob(&ref), cx->actor.org, asked.from_year, asked.year, asked.whom, asked.strata, day,
			asked.act, resamples, SEED, cx->act, &row);
	if (rc == 0)
		rc = estimate_lists_make(cx, &asked, row.id);
	if (rc == 0)
		rc = q_estimate_run_add(cx, row.id, ESTIMATE_WAITING);
	if (rc == 0)
		out_ref(out, F_ESTIMATE, &ref);
	return rc;
}

/* The caller's own, or one that was released; another's is as unknown as one that never was. */
static int get(struct cx *cx, const struct in *in, struct row_estimate_get *ret) {
	int rc = q_estimate_get(cx, ref_blob(in_ref(in, F_ESTIMATE)), cx->actor.org, ret);
	return rc == ERR_NOTFOUND ? err_say(cx, rc, NULL, err_kinds[rc].say, NULL) : rc;
}

static int get_own(struct cx *cx, const struct in *in, struct row_estimate_get *ret) {
	int rc = get(cx, in, ret);
	return rc == 0 && ret->org != cx->actor.org ? err_say(cx, ERR_NOTFOUND, NULL, err_kinds[ERR_NOTFOUND].say, NULL) : rc;
}

static bool is_open(int state) {
	return state == ESTIMATE_WAITING || state == ESTIMATE_RUNNING;
}

static int end(struct cx *cx, int64_t id, int state, const struct estimate_found *f, int64_t *ret_end) {
	struct row_estimate_end_add row;
	int rc = q_estimate_run_set(cx, id, state, 1, 1);
	if (rc == 0)
		rc = q_estimate_end_add(cx, id, state, f == NULL ? NONE : f->finding, f == NULL ? NONE : f->observed, f == NULL
			? NONE : f->value, f == NULL ? NONE : f->low, f == NULL ? NONE : f->high, cx->act, &row);
	if (rc == 0)
		*ret_end = row.id;
	return rc;
}

int estimate_stop(struct cx *cx, const struct in *in, struct out *out) {
	struct row_estimate_get e;
	int64_t ended;
	(void)out;
	int rc = get_own(cx, in, &e);
	if (rc == 0 && !is_open(e.state))
		rc = err_say(cx, ERR_CONFLICT, fields[F_ESTIMATE].name, N_("This estimate has ended."), NULL);
	return rc == 0 ? end(cx, e.id, ESTIMATE_STOPPED, NULL, &ended) : rc;
}

int estimate_release(struct cx *cx, const struct in *in, struct out *out) {
	struct row_estimate_get e;
	(void)out;
	int rc = get_own(cx, in, &e);
	if (rc == 0 && e.state != ESTIMATE_DONE)
		rc = err_say(cx, ERR_CONFLICT, fields[F_ESTIMATE].name, N_("Only an estimate that was counted can be released."),
			NULL);
	if (rc == 0 && e.released != NONE)
		rc = err_say(cx, ERR_CONFLICT, fields[F_ESTIMATE].name, N_("This estimate has been released."), NULL);
	return rc == 0 ? q_estimate_release_add(cx, e.id, cx->actor.org, cx->act) : rc;
}

/* Reading ---------------------------------------------------------------------------------------------------------- */

static void out_known(struct out *out, enum field_id id, int64_t n) {
	if (n != NONE)
		out_number(out, id, n);
}

/* To whomever it was released to, counts of people are rounded down to multiples of the profile's least number: all
   that were seen, cells, lists and strata alike, so that no sum gives a small one back. */
static int64_t step_of(struct cx *cx, int64_t org, int64_t year) {
	int64_t least = org == cx->actor.org ? NONE : profile_parameter(cx->profile, "suppress_below",
		day_text(cx->arena, year_last((int)year)));
	return least == NONE || least < 1 ? 1 : least;
}

static int64_t told(int64_t step, int64_t n) {
	return n == NONE ? NONE : n - n % step;
}

/* A limit may be the very number that was seen; told as that one is. */
static int64_t told_limit(int64_t step, int64_t n, int64_t seen) {
	return n == NONE || seen == NONE || n > seen ? n : told(step, n);
}

/* The head: the same of one and of many. */
#define HEAD(out, e, step) do { \
		out_blob_ref((out), F_ESTIMATE, (e)->ref); \
		out_code((out), F_ESTIMATE_STATE, (e)->state); \
		out_number((out), F_FROM_YEAR, (e)->from_year); \
		out_number((out), F_YEAR, (e)->year); \
		out_code((out), F_WHOM, (e)->whom); \
		out_code((out), F_STRATA, (e)->strata); \
		out_number((out), F_AS_OF, (e)->as_of); \
		out_number((out), F_AT, (e)->at); \
		out_text((out), F_ORG_NAME, (e)->org_name); \
		out_number((out), F_RESAMPLES, (e)->resamples); \
		out_number((out), F_PROGRESS, (e)->parts == 0 ? 0 : 100 * (e)->done / (e)->parts); \
		if ((e)->finding != NONE) \
			out_code((out), F_FINDING, (int)(e)->finding); \
		out_known((out), F_OBSERVED, told((step), (e)->observed)); \
		out_known((out), F_ESTIMATED, told_limit((step), (e)->value, (e)->observed)); \
		out_known((out), F_LOW, told_limit((step), (e)->low, (e)->observed)); \
		out_known((out), F_HIGH, told_limit((step), (e)->high, (e)->observed)); \
		out_known((out), F_RELEASED, (e)->released); \
	} while (0)

int estimate_list(struct cx *cx, const struct in *in, struct out *out) {
	struct rows rows;
	struct row_estimate_all each;
	(void)in;
	int rc = q_estimate_all(cx, cx->actor.org, &rows);
	while (rc == 0 && q_estimate_all_next(&rows, &each)) {
		int64_t step = step_of(cx, each.org, each.year);
		out_row(out);
		HEAD(out, &each, step);
	}
	return rows_end(&rows);
}

struct lists { /* kinds of body by place */
	int kind[ESTIMATE_LISTS], n;
	int64_t step; /* what the reader is told of people is a multiple of this */
	int64_t seen; /* people on the lists; NONE: not counted yet */
};

static void kinds_put(const struct lists *l, unsigned history, struct out *out) {
	int kinds[ESTIMATE_LISTS];
	size_t n = 0;
	for (int i = 0; i < l->n; i++)
		if ((history >> i & 1) != 0)
			kinds[n++] = l->kind[i];
	out_codes(out, F_ORG_KIND, kinds, n);
}

static int lists_put(struct cx *cx, int64_t id, struct lists *l, struct out *out) {
	struct rows rows;
	struct row_estimate_lists each;
	int rc = q_estimate_lists(cx, id, &rows);
	l->n = 0;
	while (rc == 0 && q_estimate_lists_next(&rows, &each)) {
		if (each.place >= 0)
			l->kind[l->n++] = each.kind; /* they come in the order of their places */
		out_row(out);
		out_code(out, F_ESTIMATE_PART, each.place < 0 ? PART_LEFT_OUT : PART_LIST);
		out_codes(out, F_ORG_KIND, &each.kind, 1);
		out_number(out, F_OBSERVED, told(l->step, each.n));
		out_number(out, F_SENT_N, told(l->step, each.sent));
	}
	return rows_end(&rows);
}

static int cells_put(struct cx *cx, int64_t id, const struct lists *l, struct out *out) {
	struct rows rows;
	struct row_estimate_cells each;
	int64_t n[ESTIMATE_CELLS] = {0};
	int rc = q_estimate_cells(cx, id, &rows);
	while (rc == 0 && q_estimate_cells_next(&rows, &each))
		if (each.own == 0 && each.history < ESTIMATE_CELLS)
			n[each.history] += each.n;
	rc = rows_end(&rows);
	for (unsigned w = 1; rc == 0 && w < ESTIMATE_CELLS; w++) {
		if (n[w] == 0)
			continue;
		out_row(out);
		out_code(out, F_ESTIMATE_PART, PART_OVERLAP);
		kinds_put(l, w, out);
		out_number(out, F_OBSERVED, told(l->step, n[w]));
	}
	return rc;
}

/* "3 5": sets of lists by their bits; their names are the reader's business. */
static void terms_put(const struct lists *l, const char *terms, struct out *out) {
	struct buf b = buf_new(out->cx->arena, 1 << 12);
	char *end;
	for (const char *at = terms; *at != 0; at = *end == ' ' ? end + 1 : end) {
		unsigned long set = strtoul(at, &end, 10);
		if (end == at)
			break;
		buf_str(&b, b.n > 0 ? ", " : "");
		for (int i = 0, said = 0; i < l->n; i++)
			if ((set >> i & 1) != 0)
				buf_printf(&b, "%s%s", said++ > 0 ? "+" : "", code_name(out->cx->profile, L_ORG_KIND, l->kind[i]));
	}
	if (b.n > 0)
		out_text(out, F_TERMS, b.at);
}

static int rows_put(struct cx *cx, int64_t id, const struct lists *l, struct out *out) {
	struct rows rows;
	struct row_estimate_rows each;
	int rc = q_estimate_rows(cx, id, &rows);
	while (rc == 0 && q_estimate_rows_next(&rows, &each)) {
		out_row(out);
		out_code(out, F_ESTIMATE_PART, each.part);
		kinds_put(l, (unsigned)each.lists, out);
		if (each.method != NONE)
			out_code(out, F_WAY, (int)each.method);
		if (each.doubt != NONE)
			out_code(out, F_DOUBT, (int)each.doubt);
		if (each.stratum != NONE)
			out_code(out, F_STRATUM, (int)each.stratum);
		out_known(out, F_THRESHOLD, each.threshold);
		if (each.terms != NULL)
			terms_put(l, each.terms, out);
		out_known(out, F_OBSERVED, told(l->step, each.observed));
		if (each.part == PART_STRATUM && told(l->step, each.observed) == 0)
			continue; /* so few that an estimate of them would be a count */
		out_known(out, F_ESTIMATED, told_limit(l->step, each.value, l->seen));
		out_known(out, F_LOW80, told_limit(l->step, each.low80, l->seen));
		out_known(out, F_HIGH80, told_limit(l->step, each.high80, l->seen));
		out_known(out, F_LOW, told_limit(l->step, each.low, l->seen));
		out_known(out, F_HIGH, told_limit(l->step, each.high, l->seen));
	}
	return rows_end(&rows);
}

int estimate_read(struct cx *cx, const struct in *in, struct out *out) {
	struct row_estimate_get e;
	struct lists l = {0};
	int rc = get(cx, in, &e);
	if (rc != 0)
		return rc;
	l.step = step_of(cx, e.org, e.year);
	l.seen = e.observed;
	HEAD(out, &e, l.step);
	out_number(out, F_MAY_WRITE, e.org == cx->actor.org);
	if (l.step > 1)
		out_number(out, F_ROUNDED, l.step);
	rc = lists_put(cx, e.id, &l, out);
	if (rc == 0)
		rc = cells_put(cx, e.id, &l, out);
	return rc == 0 ? rows_put(cx, e.id, &l, out) : rc;
}

/* For whoever counts ----------------------------------------------------------------------------------------------- */

static int cells_get(struct cx *cx, struct estimate_job *job) {
	struct rows rows;
	struct row_estimate_cells each;
	int rc = q_estimate_cells(cx, job->id, &rows);
	while (rc == 0 && q_estimate_cells_next(&rows, &each)) {
		int64_t *all = each.own != 0 ? job->own : job->n;
		int at = 0;
		if (each.history < 1 || each.history >= ESTIMATE_CELLS)
			continue;
		all[each.history] += each.n;
		while (at < job->strata && job->stratum[at] != each.stratum)
			at++;
		if (each.own != 0 || each.stratum == STRATUM_ALL || at == ESTIMATE_STRATA)
			continue;
		job->stratum[at] = each.stratum;
		job->strata = at == job->strata ? at + 1 : job->strata;
		job->of[at][each.history] += each.n;
	}
	job->referred = memcmp(job->n, job->own, sizeof job->n) != 0;
	return rows_end(&rows);
}

static int pairs_get(struct cx *cx, struct estimate_job *job) {
	struct rows rows;
	struct row_estimate_pairs each;
	int rc = q_estimate_pairs(cx, job->id, &rows);
	while (rc == 0 && q_estimate_pairs_next(&rows, &each))
		if (each.first >= 0 && each.first < each.second && each.second < ESTIMATE_LISTS) {
			job->missed[each.first][each.second] = (double)each.missed / 1e6;
			job->linked = true;
		}
	return rows_end(&rows);
}

int estimate_next(struct cx *cx, struct estimate_job *ret_job) {
	struct row_estimate_next next;
	struct rows rows;
	struct row_estimate_lists list;
	int rc = q_estimate_next(cx, ESTIMATE_WAITING, ESTIMATE_RUNNING, &next);
	if (rc != 0)
		return rc;
	*ret_job = (struct estimate_job){.id = next.id, .resamples = next.resamples, .seed = next.seed};
	rc = q_estimate_lists(cx, next.id, &rows);
	while (rc == 0 && q_estimate_lists_next(&rows, &list))
		ret_job->lists += list.place >= 0;
	rc = rows_end(&rows);
	if (rc == 0)
		rc = cells_get(cx, ret_job);
	return rc == 0 ? pairs_get(cx, ret_job) : rc;
}

int estimate_going(struct cx *cx, int64_t id, int done, int parts, bool *ret_go_on) {
	struct row_estimate_run_get run;
	int rc = q_estimate_run_get(cx, id, &run);
	if (rc != 0)
		return rc;
	*ret_go_on = is_open(run.state);
	bool news = run.state != ESTIMATE_RUNNING || run.done != done || run.parts != parts;
	return *ret_go_on && news ? q_estimate_run_set(cx, id, ESTIMATE_RUNNING, done, parts) : 0;
}

static int64_t code_or_none(int code) {
	return code == 0 ? NONE : code;
}

int estimate_finish(struct cx *cx, int64_t id, const struct estimate_found *found) {
	struct row_estimate_run_get run;
	int64_t ended;
	int rc = q_estimate_run_get(cx, id, &run);
	if (rc != 0 || !is_open(run.state))
		return rc;
	rc = end(cx, id, found == NULL ? ESTIMATE_FAILED : ESTIMATE_DONE, found, &ended);
	for (size_t i = 0; rc == 0 && found != NULL && i < found->n; i++) {
		const struct estimate_row *r = &found->rows[i];
		rc = q_estimate_row_add(cx, ended, (int64_t)i, r->part, r->lists, code_or_none(r->way), code_or_none(r->doubt),
			code_or_none(r->stratum), r->threshold < 0 ? NONE : r->threshold, r->terms[0] == 0 ? NULL : r->terms, r->observed,
			r->value, r->low80, r->high80, r->low, r->high);
	}
	return rc;
}
