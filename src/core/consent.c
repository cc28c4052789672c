/*
 * consent.c - what the person agrees to, for one purpose and one recipient, and who may never see her file.
 *
 * The newest word stands. What was sent on a consent that is taken back or refused is withdrawn in the same
 * transaction, as long as nobody has answered it.
 */
#include "base/str.h"
#include "core/projection.h"
#include "core/referral.h"
#include "core/write.h"
#include "db/queries.h"

static int referrals_take_back(struct cx *cx, const struct fact *f, int64_t recipient, int purpose) {
	struct rows rows;
	struct row_consent_open_referrals each;
	struct buf open = buf_new(cx->arena, 1 << 16);
	int rc = q_consent_open_referrals(cx, f->person, recipient, purpose, &rows);
	if (rc != ERR_OK)
		return rc;
	while (q_consent_open_referrals_next(&rows, &each))
		buf_add(&open, &each.id, sizeof each.id);
	rc = rows_end(&rows);
	const int64_t *ids = (const int64_t *)(const void *)open.at;
	size_t n = open.n / sizeof *ids;
	for (size_t i = 0; rc == ERR_OK && i < n; i++)
		rc = referral_answer(cx, f, ids[i], REFERRAL_WITHDRAWN, NONE);
	return rc == ERR_OK && n > 0 ? project_relation(cx, f->person) : rc;
}

int consent_ended(struct cx *cx, int64_t person, int64_t recipient, int purpose) {
	struct row_consent_standing last;
	struct fact f = fact_new(cx, &(struct in){.person = person});
	int rc = q_consent_standing(cx, person, recipient, purpose, &last);
	if (rc == ERR_OK && last.state == CONSENT_GIVEN)
		return ERR_OK;
	return rc == ERR_OK || rc == ERR_NOTFOUND ? referrals_take_back(cx, &f, recipient, purpose) : rc;
}

/* Of several words on one purpose and recipient the newest counts, so what this corrects is taken back only after
   it. */
int consent_write(struct cx *cx, const struct in *in, int64_t corrects, struct written *ret_written) {
	struct fact f = fact_new(cx, in);
	struct ref ref = ref_new(cx);
	struct row_consent_standing last;
	struct row_consent_add row;
	int purpose = in_code(in, F_PURPOSE), state = in_code(in, F_CONSENT_STATE);
	int64_t recipient, expires = in_has(in, F_EXPIRES) ? in_day(in, F_EXPIRES) : NONE;

	int rc = org_of_code(cx, in, F_ORG, &recipient);
	if (rc == ERR_OK)
		rc = bad_if(cx, expires != NONE && state != CONSENT_GIVEN, "expires",
			N_("Only a consent that was given can end."), NULL);
	if (rc == ERR_OK)
		rc = bad_if(cx, expires != NONE && expires < f.happened, "expires", N_("That day has passed."),
			expires == NONE ? NULL : day_text(cx->arena, (int32_t)expires));
	if (rc != ERR_OK)
		return rc;
	rc = q_consent_standing(cx, f.person, recipient, purpose, &last);
	bool given = rc == ERR_OK && last.state == CONSENT_GIVEN;
	if (rc == ERR_OK || rc == ERR_NOTFOUND)
		rc = bad_if(cx, state == CONSENT_WITHDRAWN && !given, "consent_state",
			N_("There is no consent to take back: write that the person says no."), NULL);
	if (rc == ERR_OK)
		rc = q_consent_add(cx, FACT_HEAD(&f), ref_blob(&ref), purpose, recipient, state, in_code(in, F_SPEECH),
			in_number(in, F_READ_ALOUD) != 0, expires, &row);
	if (rc == ERR_OK && state != CONSENT_GIVEN)
		rc = referrals_take_back(cx, &f, recipient, purpose);
	if (rc == ERR_OK && corrects != NONE)
		rc = fact_retract(cx, FACT_CONSENT, corrects);
	if (rc == ERR_OK)
		*ret_written = (struct written){.id = row.id, .ref = ref};
	return rc;
}

int consent_record(struct cx *cx, const struct in *in, struct out *out) {
	struct written w;
	int rc = consent_write(cx, in, NONE, &w);
	if (rc == ERR_OK)
		out_ref(out, F_CONSENT, &w.ref);
	return rc;
}

int consent_list(struct cx *cx, const struct in *in, struct out *out) {
	struct rows rows;
	struct row_consent_all c;
	int rc = q_consent_all(cx, in->person, &rows);
	if (rc != ERR_OK)
		return rc;
	while (q_consent_all_next(&rows, &c)) {
		out_row(out);
		out_blob_ref(out, F_CONSENT, c.ref);
		out_code(out, F_PURPOSE, c.purpose);
		out_text(out, F_ORG, c.org_code);
		out_text(out, F_ORG_NAME, c.org_name);
		out_code(out, F_CONSENT_STATE, c.state);
		out_code(out, F_SPEECH, c.speech);
		out_number(out, F_READ_ALOUD, c.read_aloud);
		out_number(out, F_HAPPENED, c.happened);
		if (c.expires != NONE)
			out_number(out, F_EXPIRES, c.expires);
	}
	return rows_end(&rows);
}

int block_record(struct cx *cx, const struct in *in, struct out *out) {
	struct fact f = fact_new(cx, in);
	struct ref ref = ref_new(cx);
	struct row_block_has has;
	struct row_block_add row;
	int64_t unit, org;

	int rc = unit_of_code(cx, in, F_UNIT, &unit, &org);
	if (rc == ERR_OK)
		rc = q_block_has(cx, f.person, org, unit, &has);
	if (rc == ERR_OK && has.n > 0)
		return err_say(cx, ERR_CONFLICT, "unit", N_("This is written down already."), in_text(in, F_UNIT));
	if (rc == ERR_OK)
		rc = q_block_add(cx, FACT_HEAD(&f), ref_blob(&ref), unit, &row);
	if (rc == ERR_OK)
		out_ref(out, F_BLOCK, &ref);
	return rc;
}

int block_list(struct cx *cx, const struct in *in, struct out *out) {
	struct rows rows;
	struct row_block_all b;
	int rc = q_block_all(cx, in->person, &rows);
	if (rc != ERR_OK)
		return rc;
	while (q_block_all_next(&rows, &b)) {
		out_row(out);
		out_blob_ref(out, F_BLOCK, b.ref);
		out_text(out, F_UNIT, b.unit_code);
		out_text(out, F_UNIT_NAME, b.unit_name);
		out_text(out, F_ORG_NAME, b.org_name);
		out_number(out, F_HAPPENED, b.happened);
	}
	return rows_end(&rows);
}
