#include "core/review.h"

#include "base/str.h"
#include "core/clock.h"
#include "core/grow.h"
#include "core/operations.h"
#include "core/task.h"
#include "db/queries.h"

int review_of(struct cx *cx, int64_t id, int64_t *ret_review, int64_t *ret_account) {
	struct row_review_open row = {.id = NONE};
	int rc = q_review_open(cx, id, &row);
	if (rc == ERR_OK) {
		*ret_review = row.id;
		*ret_account = row.account;
	}
	return rc == ERR_NOTFOUND ? ERR_OK : rc;
}

int review_all(struct cx *cx, int64_t person, int64_t org, int stage, struct review_list *ret_list) {
	struct review_list list = {0};
	size_t got = 0;
	int rc = ERR_OK;
	do {
		struct rows rows;
		struct row_review_stand each;
		int64_t after = list.n == 0 ? 0 : list.at[list.n - 1].id;
		got = 0;
		rc = q_review_stand(cx, person, org, stage, after, &rows);
		if (rc != ERR_OK)
			return rc;
		for (; q_review_stand_next(&rows, &each); got++) {
			list.at = grow(cx->arena, list.at, list.n, sizeof *list.at);
			list.at[list.n++] = each;
		}
		rc = rows_end(&rows);
	} while (rc == ERR_OK && got > 0);
	if (rc == ERR_OK)
		*ret_list = list;
	return rc;
}

static const struct clock_row *clock_of(const struct clock_row *rows, int64_t review) {
	while (rows != NULL && rows->review != review)
		rows = rows->next;
	return rows;
}

/* The last day of the time the profile gives for the answer; where it gives none, that of a decision. */
static int64_t due_of(const struct cx *cx, const struct clock_row *clock) {
	int32_t usual = day_of(cx->now) + (int32_t)profile_rule(cx->profile, "decision_days");
	return day_start(clock != NULL ? clock->stand.ends : usual);
}

static int task_of(struct cx *cx, int64_t person, int64_t org, int64_t review) {
	struct clock_row *clocks = NULL;
	struct task t = TASK_NEW(.kind = TASK_AGAIN, .person = person, .org = org, .review = review);
	int rc = clock_all(cx, person, &clocks);
	if (rc != ERR_OK)
		return rc;
	t.due_at = due_of(cx, clock_of(clocks, review));
	return task_add(cx, &t);
}

static int answered(struct cx *cx, const struct fact *by, int64_t review, int64_t decision) {
	int rc = task_close_review(cx, review);
	return rc != ERR_OK ? rc
		: clock_event(cx, EVENT_BIT(EVENT_REVIEW_ANSWER), by->person, by->org, by->happened, decision, review);
}

int review_settle(struct cx *cx, const struct fact *by, int stage, int64_t decision) {
	struct review_list list;
	struct clock_row *clocks = NULL;
	int rc = review_all(cx, by->person, by->org, stage, &list);
	if (rc == ERR_OK && list.n > 0)
		rc = clock_all(cx, by->person, &clocks);
	for (size_t i = 0; rc == ERR_OK && i < list.n; i++) {
		const struct row_review_stand *r = &list.at[i];
		const struct clock_row *clock = clock_of(clocks, r->id);
		if (r->waits > 0 && r->tasks == 0)
			rc = task_of(cx, by->person, by->org, r->id);
		else if (r->waits == 0 && (r->tasks > 0 || (clock != NULL && clock_waits(clock))))
			rc = answered(cx, by, r->id, decision);
	}
	return rc;
}

int review_put(struct cx *cx, int64_t person, int64_t id, bool open, struct out *out) {
	struct row_review_get row;
	const char *words = NULL;
	int rc = q_review_get(cx, id, &row);
	if (rc != ERR_OK)
		return rc;
	if (open)
		out_blob_ref(out, F_REVIEW, row.ref);
	out_code(out, F_ASKED_BY, row.asked_by);
	rc = open ? note_of(cx, person, FACT_REVIEW, id, &words) : ERR_OK;
	if (rc == ERR_DENIED) /* the words are for others, or this session cannot open them */
		rc = ERR_OK;
	if (rc == ERR_OK && words != NULL)
		out_text(out, F_WORDS, words);
	return rc;
}

static int decision_check(struct cx *cx, const struct in *in, const struct row_decision_any *d) {
	int64_t review = NONE, account = 0;
	if (d->stage == STAGE_PRESUMED)
		return err_say(cx, ERR_INVALID, fields[F_DECISION].name,
			N_("Nobody decided this: a presumption is corrected by whoever recorded it."), NULL);
	if (d->voided != 0 || d->superseded > 0)
		return err_say(cx, ERR_CONFLICT, fields[F_DECISION].name,
			N_("This decision has already been corrected or taken back."), NULL);
	int rc = bad_if(cx, in_code(in, F_ASKED_BY) == ASKED_BODY && d->org != cx->actor.org, fields[F_ASKED_BY].name,
		N_("Another body decided: say who asks it."), NULL);
	if (rc == ERR_OK)
		rc = review_of(cx, d->id, &review, &account);
	if (rc == ERR_OK && review != NONE)
		rc = err_say(cx, ERR_CONFLICT, fields[F_DECISION].name, N_("It was asked already, and is not answered yet."), NULL);
	return rc;
}

int review_ask(struct cx *cx, const struct in *in, struct out *out) {
	struct fact f = fact_new(cx, in);
	struct row_decision_any d;
	struct row_review_put row;
	struct ref ref = ref_new(cx);
	int rc = q_decision_any(cx, ref_blob(in_ref(in, F_DECISION)), f.person, &d);
	if (rc == ERR_NOTFOUND)
		return err_say(cx, ERR_NOTFOUND, fields[F_DECISION].name, err_kinds[ERR_NOTFOUND].say, NULL);
	if (rc == ERR_OK)
		rc = decision_check(cx, in, &d);
	if (rc == ERR_OK)
		rc = q_review_put(cx, FACT_HEAD(&f), ref_blob(&ref), d.id, in_code(in, F_ASKED_BY), &row);
	if (rc == ERR_OK)
		rc = note_add(cx, &f, d.org == f.org ? 0 : d.org, FACT_REVIEW, row.id, in_text(in, F_WORDS));
	if (rc == ERR_OK)
		rc = clock_event(cx, EVENT_BIT(EVENT_REVIEW), f.person, d.org, f.happened, NONE, row.id);
	if (rc == ERR_OK)
		rc = task_of(cx, f.person, d.org, row.id);
	if (rc == ERR_OK)
		out_ref(out, F_REVIEW, &ref);
	return rc;
}
