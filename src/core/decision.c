/* decision.c - presumptions and identification decisions: recorded, corrected, taken back. */
#include "base/str.h"
#include "core/identity.h"
#include "core/write.h"
#include "db/queries.h"

/* The forms a decision names, the first one the main one. */
static int forms_add(struct cx *cx, const struct in *in, int64_t decision) {
	int rc = 0;
	for (size_t i = 0; i < in_count(in, F_FORM) && rc == 0; i++)
		rc = q_decision_form_add(cx, decision, (int)i, (int)in_at(in, F_FORM, i)->number);
	return rc;
}

static int band_of(int years) {
	return years < 12 ? AGE_UNDER_12 : years < 18 ? AGE_12_17 : years < 25 ? AGE_18_24 : years < 40 ? AGE_25_39 :
		AGE_40_UP;
}

/* Full years on that day; the 29th of February has its birthday on the 1st of March. */
/* 0 where the record does not tell: a year of birth alone leaves two ages, which may be of two bands. */
static int band_by_birth(const struct identity *who, int32_t day) {
	if (who->birth != NONE)
		return who->birth > day ? 0 : band_of(day_years((int32_t)who->birth, day));
	int64_t years = who->born == NONE ? -1 : day_year(day) - who->born;
	return years < 1 || band_of((int)years) != band_of((int)years - 1) ? 0 : band_of((int)years);
}

int decision_age(struct cx *cx, const struct in *in, int32_t day, int *ret_age) {
	struct identity who;
	struct row_signal_age sign;
	int age = in_has(in, F_AGE) ? in_code(in, F_AGE) : 0;
	int rc = ERR_OK;
	if (age == 0) {
		rc = identity_newest(cx, in->person, &who);
		age = rc == ERR_OK ? band_by_birth(&who, day) : 0;
	}
	if (age == 0 && (rc == ERR_OK || rc == ERR_NOTFOUND)) {
		rc = q_signal_age(cx, in->person, &sign);
		age = rc == ERR_OK ? sign.age : AGE_UNKNOWN;
	}
	*ret_age = age;
	return rc == ERR_NOTFOUND ? ERR_OK : rc;
}

static int decision_append(struct cx *cx, const struct fact *f, const struct in *in, int stage, int outcome,
	struct written *ret_written) {
	struct ref ref = ref_new(cx);
	struct row_decision_put row;
	int form = (int)in_at(in, F_FORM, 0)->number, age = 0;
	int rc = decision_age(cx, in, f->happened, &age);
	if (rc == 0)
		rc = q_decision_put(cx, FACT_HEAD(f), ref_blob(&ref), stage, outcome, form, age, &row);
	if (rc == 0)
		rc = forms_add(cx, in, row.id);
	if (rc == 0)
		*ret_written = (struct written){row.id, ref, WRITTEN_PERSON | WRITTEN_VICTIM};
	return rc;
}

int presumption_write(struct cx *cx, const struct in *in, int64_t corrects, struct written *ret_written) {
	struct fact f = fact_new(cx, in);
	f.supersedes = corrects;
	fact_precision(in, &f);
	int rc = fact_day(cx, in, F_HAPPENED, &f);
	return rc != 0 ? rc : decision_append(cx, &f, in, STAGE_PRESUMED, OUTCOME_POSITIVE, ret_written);
}

int decision_write(struct cx *cx, const struct in *in, int64_t corrects, struct written *ret_written) {
	struct fact f = fact_new(cx, in);
	struct written w;
	f.certainty = CERTAINTY_CONFIRMED;
	f.supersedes = corrects;
	fact_precision(in, &f);
	int rc = fact_day(cx, in, F_DECIDED_ON, &f);
	if (rc == 0)
		rc = decision_append(cx, &f, in, STAGE_FORMAL, in_code(in, F_OUTCOME), &w);
	if (rc == 0)
		rc = note_add(cx, &f, 0, FACT_DECISION, w.id, in_text(in, F_NOTE));
	if (rc == 0)
		rc = q_decision_task_close(cx, f.org, f.person, TASK_DECISION);
	if (rc == 0)
		*ret_written = w;
	return rc;
}

/* Only the newest decision of an organisation about a person can be corrected: history does not fork. */
static int corrected_newest(struct cx *cx, const struct in *in, int stage, int64_t *ret_id) {
	struct row_decision_newest newest;
	*ret_id = NONE;
	if (!in_has(in, F_SUPERSEDES))
		return 0;
	int rc = q_decision_newest(cx, in->person, cx->actor.org, stage, &newest);
	if (rc != 0 && rc != ERR_NOTFOUND)
		return rc;
	struct ref ref = {0};
	bool there = rc == 0 && newest.voided == 0;
	rc = there ? ref_of_blob(cx, newest.ref, &ref) : 0;
	if (rc == 0 && (!there || !ref_equal(&ref, in_ref(in, F_SUPERSEDES))))
		rc = err_say(cx, ERR_CONFLICT, fields[F_SUPERSEDES].name,
			N_("Only your newest decision about this person can be corrected."), NULL);
	if (rc == 0)
		*ret_id = newest.id;
	return rc;
}

int presumption_record(struct cx *cx, const struct in *in, struct out *out) {
	struct written w;
	int64_t corrects;
	int rc = corrected_newest(cx, in, STAGE_PRESUMED, &corrects);
	if (rc == 0)
		rc = presumption_write(cx, in, corrects, &w);
	if (rc == 0)
		rc = written_project(cx, in->person, w.stands);
	if (rc == 0)
		out_ref(out, F_DECISION, &w.ref);
	return rc;
}

int decision_record(struct cx *cx, const struct in *in, struct out *out) {
	struct written w;
	int64_t corrects;
	int rc = corrected_newest(cx, in, STAGE_FORMAL, &corrects);
	if (rc == 0)
		rc = decision_write(cx, in, corrects, &w);
	if (rc == 0)
		rc = written_project(cx, in->person, w.stands);
	if (rc == 0)
		out_ref(out, F_DECISION, &w.ref);
	return rc;
}

int decision_void(struct cx *cx, const struct in *in, struct out *out) {
	struct fact f = fact_new(cx, in);
	struct row_decision_own old;
	struct row_decision_put row;
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
	rc = q_decision_put(cx, FACT_HEAD(&f), ref_blob(&ref), STAGE_FORMAL, old.outcome, old.form, NONE, &row);
	if (rc == 0)
		rc = written_project(cx, f.person, WRITTEN_PERSON | WRITTEN_VICTIM);
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
