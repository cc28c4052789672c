#include "core/task.h"

#include "base/str.h"
#include "core/fact.h"
#include "db/queries.h"

static int64_t or_none(int64_t id) {
	return id == 0 ? NONE : id;
}

int task_add(struct cx *cx, const struct task *t) {
	struct ref ref = ref_new(cx);
	return q_task_insert(cx, ref_blob(&ref), t->org, or_none(t->account), t->kind, t->due_at, or_none(t->person),
		or_none(t->referral), or_none(t->likeness), or_none(t->question), or_none(t->entry), or_none(t->proposal),
		or_none(t->complaint), cx->act);
}

static void task_put(struct out *out, const struct row_task_open *t) {
	out_blob_ref(out, F_TASK, t->ref);
	out_code(out, F_TASK_KIND, t->kind);
	out_number(out, F_DUE, t->due_at);
	out_number(out, F_DONE, t->done);
	if (t->person.at != NULL)
		out_blob_ref(out, F_PERSON, t->person);
	if (t->referral.at != NULL)
		out_blob_ref(out, F_REFERRAL, t->referral);
	if (t->likeness.at != NULL)
		out_blob_ref(out, F_LIKENESS, t->likeness);
	if (t->proposal.at != NULL)
		out_blob_ref(out, F_PROPOSAL, t->proposal);
	if (t->complaint.at != NULL)
		out_blob_ref(out, F_COMPLAINT, t->complaint);
	if (t->entry.at != NULL) {
		out_blob_ref(out, F_ENTRY, t->entry);
		out_code(out, F_REGISTER, (int)t->reg);
	}
}

/* Each of the queries has a row type of its own, with these columns. */
#define TASK_ROW(t) (&(struct row_task_open){(t).ref, (t).kind, (t).due_at, (t).done, (t).person, (t).referral, \
	(t).likeness, (t).proposal, (t).complaint, (t).entry, (t).reg})

#define PUT_ALL(query, ...) \
	do { \
		struct rows rows; \
		struct row_##query t; \
		rc = rc == ERR_OK ? q_##query(cx, cx->actor.org, cx->actor.unit, cx->actor.user, ##__VA_ARGS__, &rows) : rc; \
		if (rc != ERR_OK) \
			return rc; \
		while (q_##query##_next(&rows, &t)) { \
			out_row(out); \
			task_put(out, TASK_ROW(t)); \
		} \
		rc = rows_end(&rows); \
	} while (0)

int task_list(struct cx *cx, const struct in *in, struct out *out) {
	struct row_on_person person;
	int rc = ERR_OK;
	if (in_has(in, F_PERSON)) {
		rc = q_on_person(cx, ref_blob(in_ref(in, F_PERSON)), &person);
		if (rc == ERR_NOTFOUND) /* nobody: there is no work about her, as about one who is another's */
			return ERR_OK;
		PUT_ALL(task_about, person.id);
		return rc;
	}
	PUT_ALL(task_open);
	PUT_ALL(task_past);
	return rc;
}

/* Who asks, and why: the words were sealed by the registry, for no person may have been meant by them. */
static int question_put(struct cx *cx, int64_t id, struct out *out) {
	struct row_question_get q;
	struct seal_at at = {.table = "question", .column = "sealed", .row = id, .c = C_META};
	const char *text = NULL;
	int rc = q_question_get(cx, id, &q);
	if (rc == ERR_OK)
		rc = ref_of_blob(cx, q.ref, &at.subject);
	if (rc == ERR_OK)
		rc = unseal_meta(cx, &at, q.sealed, &text);
	if (rc != ERR_OK)
		return rc;
	json_t *asked = json_loads(text, 0, NULL);
	const char *why = json_string_value(json_object_get(asked, "why"));
	rc = bug_if(cx, why == NULL);
	if (rc == ERR_OK) {
		out_text(out, F_ORG_NAME, q.org_name);
		if (q.unit_name != NULL)
			out_text(out, F_UNIT_NAME, q.unit_name);
		out_text(out, F_WHY, why);
	}
	json_decref(asked);
	return rc;
}

int task_read(struct cx *cx, const struct in *in, struct out *out) {
	struct row_task_get t;
	int rc = q_task_get(cx, in->object, cx->actor.org, &t);
	if (rc != ERR_OK)
		return rc;
	task_put(out, TASK_ROW(t));
	return t.question == NONE ? ERR_OK : question_put(cx, t.question, out);
}

int task_done(struct cx *cx, const struct in *in, struct out *out) {
	struct row_task_get t;
	(void)out;
	int rc = q_task_get(cx, in->object, cx->actor.org, &t);
	if (rc == ERR_OK && t.kind == TASK_REFERRAL && t.done == 0)
		return err_say(cx, ERR_CONFLICT, NULL, N_("Answer the referral: this task closes with it."), NULL);
	if (rc == ERR_OK)
		rc = q_task_set_done(cx, in->object);
	if (rc == ERR_OK && db_changed(cx) == 0)
		return err_say(cx, ERR_CONFLICT, NULL, N_("This task is done already."), NULL);
	return rc;
}
