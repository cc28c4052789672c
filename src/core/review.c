#include "core/review.h"

#include "base/str.h"
#include "core/clock.h"
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

int review_answer(struct cx *cx, int64_t review, const struct fact *by, int64_t decision) {
	if (review == NONE)
		return ERR_OK;
	int rc = task_close_review(cx, review);
	if (rc == ERR_OK)
		rc = clock_event(cx, EVENT_BIT(EVENT_REVIEW_ANSWER), by->person, by->org, by->happened, decision, review);
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

/* The last day of the time the profile gives for the answer; where it gives none, that of a decision. */
static int due_of(struct cx *cx, int64_t person, int64_t review, int64_t *ret_due) {
	struct clock_row *rows = NULL;
	int rc = clock_all(cx, person, &rows);
	int32_t due = day_of(cx->now) + (int32_t)profile_rule(cx->profile, "decision_days");
	for (const struct clock_row *r = rows; r != NULL; r = r->next)
		if (r->review == review) {
			due = r->stand.ends;
			break;
		}
	*ret_due = day_start(due);
	return rc;
}

int review_ask(struct cx *cx, const struct in *in, struct out *out) {
	struct fact f = fact_new(cx, in);
	struct row_decision_any d;
	struct row_review_put row;
	struct ref ref = ref_new(cx);
	struct task t = TASK_NEW(.kind = TASK_AGAIN, .person = f.person);
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
		rc = due_of(cx, f.person, row.id, &t.due_at);
	t.org = d.org;
	t.review = row.id;
	if (rc == ERR_OK)
		rc = task_add(cx, &t);
	if (rc == ERR_OK)
		out_ref(out, F_REVIEW, &ref);
	return rc;
}
