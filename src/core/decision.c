/* decision.c - presumptions and identification decisions: recorded, corrected, taken back. */
#include "base/str.h"
#include "core/fact.h"
#include "core/projection.h"
#include "db/queries.h"

/* The forms a decision names, the first one the main one. */
static int forms_add(struct cx *cx, const struct in *in, int64_t decision) {
	int rc = 0;
	for (size_t i = 0; i < in_count(in, F_FORM) && rc == 0; i++)
		rc = q_decision_form_add(cx, decision, (int)i, (int)in_at(in, F_FORM, i)->number);
	return rc;
}

static int project(struct cx *cx, int64_t person) {
	int rc = project_victim(cx, person);
	return rc != 0 ? rc : project_person(cx, person);
}

static int decision_append(struct cx *cx, const struct fact *f, const struct in *in, int stage, int outcome, struct out *out,
	int64_t *ret_id) {
	struct ref ref = ref_new(cx);
	struct row_decision_add row;
	int form = (int)in_at(in, F_FORM, 0)->number;
	int rc = q_decision_add(cx, FACT_HEAD(f), ref_blob(&ref), stage, outcome, form, &row);
	if (rc == 0)
		rc = forms_add(cx, in, row.id);
	if (rc == 0)
		rc = project(cx, f->person);
	if (rc != 0)
		return rc;
	out_ref(out, F_DECISION, &ref);
	*ret_id = row.id;
	return 0;
}

int presumption_record(struct cx *cx, const struct in *in, struct out *out) {
	struct fact f = fact_new(cx, in);
	int64_t id = 0;
	fact_precision(in, &f);
	int rc = fact_day(cx, in, F_HAPPENED, &f);
	return rc != 0 ? rc : decision_append(cx, &f, in, STAGE_PRESUMED, OUTCOME_POSITIVE, out, &id);
}

/* Only the newest decision of an organisation about a person can be corrected: history does not fork. */
static int supersedes_newest(struct cx *cx, const struct in *in, struct fact *f) {
	struct row_decision_newest newest;
	int rc = q_decision_newest(cx, f->person, f->org, STAGE_FORMAL, &newest);
	if (rc != 0 && rc != ERR_NOTFOUND)
		return rc;
	struct ref ref = {0};
	bool there = rc == 0 && newest.voided == 0;
	rc = there ? ref_of_blob(cx, newest.ref, &ref) : 0;
	if (rc == 0 && (!there || !ref_equal(&ref, in_ref(in, F_SUPERSEDES))))
		rc = err_say(cx, ERR_CONFLICT, fields[F_SUPERSEDES].name,
			N_("Only your newest decision about this person can be corrected."), NULL);
	if (rc == 0)
		f->supersedes = newest.id;
	return rc;
}

int decision_record(struct cx *cx, const struct in *in, struct out *out) {
	struct fact f = fact_new(cx, in);
	int64_t id = 0;
	f.certainty = CERTAINTY_CONFIRMED;
	fact_precision(in, &f);
	int rc = fact_day(cx, in, F_DECIDED_ON, &f);
	if (rc == 0 && in_has(in, F_SUPERSEDES))
		rc = supersedes_newest(cx, in, &f);
	if (rc == 0)
		rc = decision_append(cx, &f, in, STAGE_FORMAL, in_code(in, F_OUTCOME), out, &id);
	if (rc == 0)
		rc = note_add(cx, &f, FACT_DECISION, id, in_text(in, F_NOTE));
	return rc != 0 ? rc : q_decision_task_close(cx, f.org, f.person, TASK_DECISION);
}

int decision_void(struct cx *cx, const struct in *in, struct out *out) {
	struct fact f = fact_new(cx, in);
	struct row_decision_own old;
	struct row_decision_add row;
	struct ref ref = ref_new(cx);
	int rc = q_decision_own(cx, ref_blob(in_ref(in, F_DECISION)), f.person, f.org, STAGE_FORMAL, &old);
	if (rc == ERR_NOTFOUND)
		rc = err_say(cx, ERR_NOTFOUND, fields[F_DECISION].name, err_kinds[ERR_NOTFOUND].say, NULL);
	if (rc == 0 && (old.voided != 0 || old.superseded > 0))
		rc = err_say(cx, ERR_CONFLICT, fields[F_DECISION].name,
			N_("This decision has already been corrected or taken back."), NULL);
	if (rc != 0)
		return rc;
	f.certainty = CERTAINTY_CONFIRMED;
	f.voided = 1;
	f.supersedes = old.id;
	rc = q_decision_add(cx, FACT_HEAD(&f), ref_blob(&ref), STAGE_FORMAL, old.outcome, old.form, &row);
	if (rc == 0)
		rc = project(cx, f.person);
	if (rc == 0)
		out_ref(out, F_DECISION, &ref);
	return rc;
}

static int forms_put(struct cx *cx, int64_t decision, struct out *out) {
	struct rows rows;
	struct row_decision_form_list each;
	int forms[64];
	size_t n = 0;
	int rc = q_decision_form_list(cx, decision, &rows);
	while (rc == 0 && n < 64 && q_decision_form_list_next(&rows, &each))
		forms[n++] = each.form;
	rc = rows_end(&rows);
	if (rc == 0)
		out_codes(out, F_FORM, forms, n);
	return rc;
}

int decision_list(struct cx *cx, const struct in *in, struct out *out) {
	struct rows rows;
	struct row_decision_of_person each;
	int rc = q_decision_of_person(cx, in->person, &rows);
	while (rc == 0 && q_decision_of_person_next(&rows, &each)) {
		out_row(out);
		out_blob_ref(out, F_DECISION, each.ref);
		out_code(out, F_STAGE, each.stage);
		out_code(out, F_OUTCOME, each.outcome);
		rc = forms_put(cx, each.id, out);
		out_number(out, F_DECIDED_ON, each.happened);
		out_text(out, F_ORG_NAME, each.org_name);
	}
	int end = rows_end(&rows);
	return rc != 0 ? rc : end;
}
