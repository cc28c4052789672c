#include "core/clock.h"

#include "base/str.h"
#include "core/operations.h"
#include "core/projection.h"
#include "core/task.h"
#include "db/queries.h"

static struct fact fact_of(const struct cx *cx, int64_t person, int64_t org, int32_t day) {
	return (struct fact){.person = person, .org = org, .happened = day, .precision = PRECISION_DAY,
		.certainty = CERTAINTY_REPORTED, .act = cx->act, .supersedes = NONE};
}

/* person_now shows the first time of every profile. */
static int project(struct cx *cx, int64_t person, int number) {
	return number == 1 ? project_person(cx, person) : ERR_OK;
}

/* Beginning ------------------------------------------------------------------------------------------------------- */

struct begin {
	struct clock clock;
	int64_t decision, review;
	int32_t ends;
	struct ref ref;
};

static int begin(struct cx *cx, const struct fact *f, struct begin *b) {
	struct row_clock_put row;
	b->ref = ref_new(cx);
	int rc = q_clock_put(cx, FACT_HEAD(f), ref_blob(&b->ref), b->ends, b->clock.number, b->decision, b->review, &row);
	if (rc == ERR_OK)
		rc = clock_plan(cx, f->person, row.id, &b->clock, b->ends);
	return rc == ERR_OK ? project(cx, f->person, b->clock.number) : rc;
}

/* Whether a time of the same kind shares a day with from..to. What was met waits no more; where one was ended, another may
   begin the same day. */
static bool is_taken(const struct clock_row *rows, int number, int32_t from, int32_t to, const struct clock_row *but) {
	for (const struct clock_row *r = rows; r != NULL; r = r->next)
		if (r != but && r->clock.number == number && r->stand.started <= to && r->stand.state != CLOCK_MET &&
		    (r->stand.open || r->stand.state == CLOCK_PAUSED ||
		     r->stand.ends >= (r->stand.state == CLOCK_ENDED ? from + 1 : from)))
			return true;
	return false;
}

static int region_of(struct cx *cx, int64_t org, int *ret_region) {
	struct row_clock_org row;
	int rc = q_clock_org(cx, org, &row);
	if (rc == ERR_OK)
		*ret_region = row.region;
	return rc;
}

int clock_start(struct cx *cx, const struct in *in, struct out *out) {
	struct fact f = fact_new(cx, in);
	struct begin b = {.decision = NONE, .review = NONE};
	struct clock_row *rows = NULL;
	struct calendar calendar;
	int region = 0;
	int rc = fact_day(cx, in, F_HAPPENED, &f);
	if (rc == ERR_OK)
		rc = region_of(cx, f.org, &region);
	if (rc == ERR_OK)
		rc = bug_if(cx, !clock_read(cx->profile, in_code(in, F_CLOCK), &b.clock));
	if (rc == ERR_OK && !b.clock.by_hand)
		rc = err_say(cx, ERR_INVALID, fields[F_CLOCK].name, N_("This time begins by itself; nobody starts it."), NULL);
	if (rc != ERR_OK)
		return rc;
	calendar = calendar_of(cx->profile, region);
	rc = bad_if(cx, !clock_ends(&b.clock, &calendar, f.happened, &b.ends), fields[F_HAPPENED].name,
		N_("The law did not know this time on that day."), day_text(cx->arena, f.happened));
	if (rc == ERR_OK)
		rc = clock_all(cx, f.person, &rows);
	if (rc == ERR_OK && is_taken(rows, b.clock.number, f.happened, b.ends, NULL))
		rc = err_say(cx, ERR_CONFLICT, fields[F_HAPPENED].name, N_("This time is already running for the person."),
			day_text(cx->arena, f.happened));
	if (rc == ERR_OK)
		rc = begin(cx, &f, &b);
	if (rc == ERR_OK) {
		out_ref(out, F_CLOCK_ID, &b.ref);
		out_number(out, F_ENDS, b.ends);
	}
	return rc;
}

/* Changing -------------------------------------------------------------------------------------------------------- */

/* Keep a change, and ask for the jobs of the last day it leads to. */
static int change(struct cx *cx, const struct fact *f, struct clock_row *row, int what, int64_t why, int32_t ends,
	int64_t decision) {
	struct ref ref = ref_new(cx);
	if (row->n == CLOCK_CHANGES)
		return err_say(cx, ERR_LIMIT, fields[F_CLOCK_ID].name, N_("This time was changed too often. Begin another."), NULL);
	row->steps[row->n++] = (struct clock_step){what, f->happened, ends};
	row->stand = clock_stand(&row->clock, &row->calendar, row->stand.started, row->steps, row->n, day_of(cx->now));
	int rc = q_clock_change_put(cx, FACT_HEAD(f), ref_blob(&ref), row->id, what, why, row->stand.ends, decision);
	if (rc == ERR_OK)
		rc = task_close_clock(cx, row->id);
	if (rc == ERR_OK && row->stand.state == CLOCK_RUNS)
		rc = clock_plan(cx, f->person, row->id, &row->clock, row->stand.ends);
	return rc == ERR_OK ? project(cx, f->person, row->clock.number) : rc;
}

static bool has_why(const struct in *in, unsigned allowed) {
	return in_has(in, F_CLOCK_WHY) && (allowed >> in_code(in, F_CLOCK_WHY) & 1) != 0;
}

static int pause_check(struct cx *cx, const struct in *in, const struct clock_row *row, const struct fact *f) {
	if (row->clock.pause == 0)
		return err_say(cx, ERR_INVALID, fields[F_CLOCK_CHANGE].name, N_("This time never stands still."), NULL);
	if (row->stand.state != CLOCK_RUNS || f->happened > row->stand.ends)
		return err_say(cx, ERR_CONFLICT, fields[F_CLOCK_CHANGE].name, N_("This time does not run on that day."),
			day_text(cx->arena, f->happened));
	return bad_if(cx, !has_why(in, row->clock.pause), fields[F_CLOCK_WHY].name,
		N_("Say why: one of the reasons for which this time may stand still."), NULL);
}

static int extend_check(struct cx *cx, const struct in *in, struct clock_row *row, const struct clock_row *all,
	const struct fact *f, int32_t *ret_ends) {
	const struct clock *c = &row->clock;
	if (c->extend == 0)
		return err_say(cx, ERR_INVALID, fields[F_CLOCK_CHANGE].name, N_("This time cannot be made longer."), NULL);
	if (row->stand.state != CLOCK_RUNS || f->happened > row->stand.ends)
		return err_say(cx, ERR_CONFLICT, fields[F_CLOCK_CHANGE].name,
			N_("A time is made longer while it runs, not after its last day."), day_text(cx->arena, row->stand.ends));
	if (c->longer_times > 0 && row->stand.extended >= c->longer_times)
		return err_say(cx, ERR_CONFLICT, fields[F_CLOCK_CHANGE].name,
			N_("This time was made longer as often as the law lets it be."), NULL);
	int rc = bad_if(cx, !has_why(in, c->extend), fields[F_CLOCK_WHY].name,
		N_("Say why: one of the reasons for which this time may be made longer."), NULL);
	int32_t most = clock_longest(c, &row->calendar, row->stand.ends);
	int32_t ends = in_has(in, F_ENDS) ? in_day(in, F_ENDS) : most;
	if (rc == ERR_OK)
		rc = bad_if(cx, ends <= row->stand.ends || ends > most, fields[F_ENDS].name,
			N_("The new last day is after the old one, and not later than the law lets it be."), day_text(cx->arena, most));
	if (rc == ERR_OK && is_taken(all, c->number, row->stand.started, ends, row))
		rc = err_say(cx, ERR_CONFLICT, fields[F_ENDS].name, N_("This time is already running for the person."), NULL);
	*ret_ends = ends;
	return rc;
}

/* Ended early, it takes something from her: by her own wish, or by those who decide. */
static int end_check(struct cx *cx, const struct in *in, const struct clock_row *row, const struct fact *f, bool decides) {
	if (row->clock.end == 0)
		return err_say(cx, ERR_INVALID, fields[F_CLOCK_CHANGE].name, N_("This time is not ended before its last day."),
			NULL);
	if (row->stand.state != CLOCK_RUNS && row->stand.state != CLOCK_PAUSED)
		return err_say(cx, ERR_CONFLICT, fields[F_CLOCK_CHANGE].name, N_("This time is over already."), NULL);
	if (!row->stand.open && row->stand.state == CLOCK_RUNS && f->happened > row->stand.ends)
		return err_say(cx, ERR_CONFLICT, fields[F_HAPPENED].name, N_("This time does not run on that day."), NULL);
	int rc = bad_if(cx, !has_why(in, row->clock.end), fields[F_CLOCK_WHY].name,
		N_("Say why: one of the reasons for which this time may end early."), NULL);
	if (rc == ERR_OK && !decides && in_code(in, F_CLOCK_WHY) != CLOCK_WHY_ASKED)
		rc = err_say(cx, ERR_DENIED, fields[F_CLOCK_WHY].name,
			N_("Only an organisation that decides may end this time against the person's wish."), NULL);
	return rc;
}

static int change_check(struct cx *cx, const struct in *in, struct clock_row *row, const struct clock_row *all,
	const struct fact *f, bool decides, int32_t *ret_ends) {
	switch (in_code(in, F_CLOCK_CHANGE)) {
	case CHANGE_PAUSE:
		return pause_check(cx, in, row, f);
	case CHANGE_RESUME:
		return row->stand.state == CLOCK_PAUSED ? ERR_OK : err_say(cx, ERR_CONFLICT, fields[F_CLOCK_CHANGE].name,
			N_("This time does not stand still."), NULL);
	case CHANGE_EXTEND:
		return extend_check(cx, in, row, all, f, ret_ends);
	case CHANGE_END:
		return end_check(cx, in, row, f, decides);
	default:
		if (!row->clock.deadline)
			return err_say(cx, ERR_INVALID, fields[F_CLOCK_CHANGE].name,
				N_("This time waits for nothing but its last day."), NULL);
		return row->stand.state != CLOCK_MET && row->stand.state != CLOCK_ENDED ? ERR_OK : err_say(cx, ERR_CONFLICT,
			fields[F_CLOCK_CHANGE].name, N_("This time is over already."), NULL);
	}
}

static struct clock_row *row_of(struct clock_row *rows, const struct ref *ref) {
	while (rows != NULL && memcmp(rows->ref.at, ref->at, REF_SIZE) != 0)
		rows = rows->next;
	return rows;
}

int clock_change(struct cx *cx, const struct in *in, struct out *out) {
	struct fact f = fact_new(cx, in);
	struct clock_row *all = NULL;
	struct row_relation_kinds relation = {0};
	int32_t ends = 0;
	int rc = fact_day(cx, in, F_HAPPENED, &f);
	if (rc == ERR_OK)
		rc = clock_all(cx, f.person, &all);
	if (rc == ERR_OK)
		rc = q_relation_kinds(cx, f.person, f.org, &relation);
	if (rc != ERR_OK && rc != ERR_NOTFOUND)
		return rc;
	struct clock_row *row = row_of(all, in_ref(in, F_CLOCK_ID));
	bool decides = (relation.kinds & REL_DECIDER) != 0;
	if (row == NULL)
		return err_say(cx, ERR_NOTFOUND, fields[F_CLOCK_ID].name, err_kinds[ERR_NOTFOUND].say, NULL);
	if (row->org != f.org && !decides)
		return err_say(cx, ERR_DENIED, fields[F_CLOCK_ID].name,
			N_("Only the organisation that began this time, or one that decides, may change it."), NULL);
	int32_t earliest = row->n > 0 ? row->steps[row->n - 1].on : row->stand.started;
	rc = bad_if(cx, f.happened < earliest, fields[F_HAPPENED].name,
		N_("This is before the time began, or before it was changed last."), day_text(cx->arena, earliest));
	if (rc == ERR_OK)
		rc = change_check(cx, in, row, all, &f, decides, &ends);
	if (rc == ERR_OK)
		rc = change(cx, &f, row, in_code(in, F_CLOCK_CHANGE), in_has(in, F_CLOCK_WHY) ? in_code(in, F_CLOCK_WHY) : NONE,
			ends, NONE);
	if (rc == ERR_OK)
		out_number(out, F_ENDS, row->stand.ends);
	return rc;
}

/* By itself ------------------------------------------------------------------------------------------------------- */

bool clock_waits(const struct clock_row *row) {
	return row->stand.state == CLOCK_RUNS || row->stand.state == CLOCK_PAUSED ||
	       (row->clock.deadline && row->stand.state == CLOCK_OVER);
}

static bool was_met(const struct clock_row *row) {
	for (size_t i = 0; i < row->n; i++)
		if (row->steps[i].what == CHANGE_MET)
			return true;
	return false;
}

/* What waits for it is met; what it ends is ended. A day before it began, or before it was changed, counts as that day. The
   answer to a wish meets the time of that wish alone. */
static int meet(struct cx *cx, unsigned all, struct clock_row *rows, int64_t person, int64_t org, int32_t day,
	int64_t decision, int64_t review) {
	int rc = ERR_OK;
	for (struct clock_row *row = rows; rc == ERR_OK && row != NULL; row = row->next) {
		unsigned events = row->review == review ? all : all & ~EVENT_BIT(EVENT_REVIEW_ANSWER);
		bool ends = (row->clock.ended_by & events) != 0, met = (row->clock.met_by & events) != 0;
		int32_t earliest = row->n > 0 ? row->steps[row->n - 1].on : row->stand.started;
		if (!clock_waits(row) || (!ends && !met) || (!ends && was_met(row)))
			continue;
		struct fact f = fact_of(cx, person, org, day < earliest ? earliest : day);
		rc = change(cx, &f, row, ends ? CHANGE_END : CHANGE_MET, NONE, 0, decision);
	}
	return rc;
}

int clock_event(struct cx *cx, unsigned events, int64_t person, int64_t org, int32_t day, int64_t decision,
	int64_t review) {
	struct clock_row *rows = NULL;
	int region = 0;
	int rc = clock_all(cx, person, &rows);
	if (rc == ERR_OK)
		rc = region_of(cx, org, &region);
	if (rc == ERR_OK)
		rc = meet(cx, events, rows, person, org, day, decision, review);
	struct calendar calendar = calendar_of(cx->profile, region);
	for (size_t i = 0; rc == ERR_OK && profile_number(cx->profile, L_CLOCK, i) != 0; i++) {
		struct begin b = {.decision = decision, .review = NONE};
		if (!clock_read(cx->profile, profile_number(cx->profile, L_CLOCK, i), &b.clock) ||
		    (b.clock.starts_on & events) == 0 || !clock_ends(&b.clock, &calendar, day, &b.ends))
			continue;
		if ((b.clock.starts_on & events & EVENT_BIT(EVENT_REVIEW)) != 0) /* each wish has a time of its own */
			b.review = review;
		if (b.review == NONE && is_taken(rows, b.clock.number, day, b.ends, NULL))
			continue;
		struct fact f = fact_of(cx, person, org, day);
		rc = begin(cx, &f, &b);
	}
	return rc;
}

int clock_asked_no_more(struct cx *cx, const struct fact *by, int64_t org) {
	struct clock_row *rows = NULL;
	int rc = clock_all(cx, by->person, &rows);
	for (struct clock_row *row = rows; rc == ERR_OK && row != NULL; row = row->next) {
		int32_t earliest = row->n > 0 ? row->steps[row->n - 1].on : row->stand.started;
		if (row->org != org || (row->clock.starts_on & EVENT_BIT(EVENT_REFERRAL)) == 0 || !clock_waits(row))
			continue;
		struct fact f = fact_of(cx, by->person, by->org, by->happened < earliest ? earliest : by->happened);
		rc = change(cx, &f, row, CHANGE_END, NONE, 0, NONE);
	}
	return rc;
}

enum { UNDO_MAX = 32 };

/* Void rows at the end of each chain, and the jobs of what runs again. */
static int undo_changes(struct cx *cx, int64_t person, int64_t decision) {
	struct rows rows;
	struct row_clock_change_by_decision all[UNDO_MAX];
	struct clock_row *row = arena_alloc(cx->arena, sizeof *row);
	size_t n = 0;
	int rc = q_clock_change_by_decision(cx, person, decision, &rows);
	while (rc == ERR_OK && n < UNDO_MAX && q_clock_change_by_decision_next(&rows, &all[n]))
		n++;
	if (rc == ERR_OK)
		rc = rows_end(&rows);
	for (size_t i = 0; rc == ERR_OK && i < n; i++) {
		struct fact f = fact_of(cx, person, cx->actor.org, day_of(cx->now));
		struct ref ref = ref_new(cx);
		f.voided = 1;
		f.supersedes = all[i].id;
		rc = q_clock_change_put(cx, FACT_HEAD(&f), ref_blob(&ref), all[i].clock, all[i].what, NONE, all[i].ends, decision);
		if (rc == ERR_OK)
			rc = clock_one(cx, all[i].clock, row);
		if (rc == ERR_OK && row->stand.state == CLOCK_RUNS)
			rc = clock_plan(cx, person, row->id, &row->clock, row->stand.ends);
		rc = rc == ERR_NOTFOUND ? ERR_OK : rc;
	}
	return rc;
}

int clock_undo(struct cx *cx, int64_t person, int64_t decision) {
	struct rows rows;
	struct row_clock_by_decision all[UNDO_MAX];
	size_t n = 0;
	int rc = q_clock_by_decision(cx, person, decision, &rows);
	while (rc == ERR_OK && n < UNDO_MAX && q_clock_by_decision_next(&rows, &all[n]))
		n++;
	if (rc == ERR_OK)
		rc = rows_end(&rows);
	for (size_t i = 0; rc == ERR_OK && i < n; i++) {
		struct fact f = fact_of(cx, person, cx->actor.org, all[i].started);
		struct ref ref = ref_new(cx);
		struct row_clock_put row;
		f.voided = 1;
		f.supersedes = all[i].id;
		rc = task_close_clock(cx, all[i].id);
		if (rc == ERR_OK)
			rc = q_clock_put(cx, FACT_HEAD(&f), ref_blob(&ref), all[i].ends, all[i].kind, decision, NONE, &row);
	}
	if (rc == ERR_OK)
		rc = undo_changes(cx, person, decision);
	return rc == ERR_OK ? project_person(cx, person) : rc;
}
