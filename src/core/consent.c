/*
 * consent.c - what the person agrees to, for one purpose and one recipient, and who may never see her file.
 *
 * The newest word stands. What stood on a consent that is taken back or refused ends in the same transaction
 * (consent_end.c). A "no" is taken from anybody; a "yes" for a child only from whoever may say it by the profile's rule.
 */
#include "base/str.h"
#include "core/consent.h"
#include "core/identity.h"
#include "core/job.h"
#include "core/write.h"
#include "db/queries.h"
#include "op/profile.h"

enum { ADULT = 18 };

/* How many years she has at least: by the newest birth that was written down, else by the band of the newest sign. */
static int years_at_least(struct cx *cx, int64_t person, int *ret_years) {
	static const int from[] = {[AGE_UNDER_12] = 0, [AGE_12_17] = 12, [AGE_UNKNOWN] = 0, [AGE_18_24] = ADULT,
		[AGE_25_39] = 25, [AGE_40_UP] = 40};
	struct identity who;
	int32_t today = day_of(cx->now);
	int age = AGE_UNKNOWN;
	int rc = identity_newest(cx, person, &who);
	if (rc == ERR_OK && who.birth != NONE) {
		*ret_years = day_years((int32_t)who.birth, today);
		return ERR_OK;
	}
	if (rc == ERR_OK && who.born != NONE) {
		*ret_years = (int)(day_year(today) - who.born) - 1;
		return ERR_OK;
	}
	if (rc == ERR_OK || rc == ERR_NOTFOUND)
		rc = consent_age(cx, person, &age);
	if (rc == ERR_OK)
		*ret_years = age > 0 && age < (int)(sizeof from / sizeof *from) ? from[age] : 0;
	return rc;
}

/* Whether whoever says yes may say it for her. */
static int giver_check(struct cx *cx, const struct in *in) {
	int by = in_has(in, F_CONSENT_BY) ? in_code(in, F_CONSENT_BY) : BY_SELF, years = 0;
	if (in_code(in, F_CONSENT_STATE) != CONSENT_GIVEN || by == BY_REPRESENTATIVE)
		return ERR_OK;
	int rc = years_at_least(cx, in->person, &years);
	if (rc == ERR_OK)
		rc = bad_if(cx, by == BY_SELF && years < profile_rule(cx->profile, "child_consents_from"), "consent_by",
			N_("For a child, and for somebody who may be one, a parent or guardian agrees too. Write down who."), NULL);
	if (rc == ERR_OK)
		rc = bad_if(cx, by == BY_PARENT && years >= ADULT, "consent_by",
			N_("A grown person agrees herself or by a representative."), NULL);
	return rc;
}

/* Bits 1 << enum SHARE_*; NONE where nothing was said of it: everything. */
static int scope_take(struct cx *cx, const struct in *in, int64_t *ret_scope) {
	int64_t scope = 0;
	int rc = bad_if(cx, in_count(in, F_SCOPE) > 0 && in_code(in, F_CONSENT_STATE) != CONSENT_GIVEN, "scope",
		N_("Only a consent that was given names what may be shared."), NULL);
	for (size_t i = 0; rc == ERR_OK && i < in_count(in, F_SCOPE); i++)
		scope |= INT64_C(1) << in_at(in, F_SCOPE, i)->number;
	if (rc == ERR_OK)
		*ret_scope = scope == 0 ? NONE : scope;
	return rc;
}

/* Of several words on one purpose and recipient the newest counts, so what this corrects is taken back only after
   it. */
int consent_write(struct cx *cx, const struct in *in, int64_t corrects, struct written *ret_written) {
	struct fact f = fact_new(cx, in);
	struct ref ref = ref_new(cx);
	struct row_consent_standing last;
	struct row_consent_add row;
	int purpose = in_code(in, F_PURPOSE), state = in_code(in, F_CONSENT_STATE);
	int64_t recipient, expires = in_has(in, F_EXPIRES) ? in_day(in, F_EXPIRES) : NONE, scope = NONE;
	int64_t by = in_has(in, F_CONSENT_BY) ? in_code(in, F_CONSENT_BY) : NONE;

	int rc = org_of_code(cx, in, F_ORG, &recipient);
	if (rc == ERR_OK)
		rc = bad_if(cx, expires != NONE && state != CONSENT_GIVEN, "expires",
			N_("Only a consent that was given can end."), NULL);
	if (rc == ERR_OK)
		rc = bad_if(cx, expires != NONE && expires < f.happened, "expires", N_("That day has passed."),
			expires == NONE ? NULL : day_text(cx->arena, (int32_t)expires));
	if (rc == ERR_OK)
		rc = scope_take(cx, in, &scope);
	if (rc != ERR_OK)
		return rc;
	rc = q_consent_standing(cx, f.person, recipient, purpose, &last);
	bool given = rc == ERR_OK && last.state == CONSENT_GIVEN;
	if (rc == ERR_OK || rc == ERR_NOTFOUND)
		rc = bad_if(cx, state == CONSENT_WITHDRAWN && !given, "consent_state",
			N_("There is no consent to take back: write that the person says no."), NULL);
	if (rc == ERR_OK)
		rc = q_consent_add(cx, FACT_HEAD(&f), ref_blob(&ref), purpose, recipient, state, in_code(in, F_SPEECH),
			in_number(in, F_READ_ALOUD) != 0, expires, scope, by, cx->actor.user == 0 ? NONE : cx->actor.user, &row);
	if (rc == ERR_OK && state != CONSENT_GIVEN)
		rc = consent_stop(cx, &f, recipient, purpose);
	if (rc == ERR_OK && expires != NONE)
		rc = job_add(cx, JOB_CONSENT_PAST, day_start((int32_t)expires + 1), NONE, f.person);
	if (rc == ERR_OK && corrects != NONE)
		rc = fact_retract(cx, FACT_CONSENT, corrects);
	if (rc == ERR_OK)
		*ret_written = (struct written){.id = row.id, .ref = ref};
	return rc;
}

int consent_record(struct cx *cx, const struct in *in, struct out *out) {
	struct written w;
	int rc = giver_check(cx, in);
	if (rc == ERR_OK)
		rc = consent_write(cx, in, NONE, &w);
	if (rc == ERR_OK)
		out_ref(out, F_CONSENT, &w.ref);
	return rc;
}

static void scope_put(const struct row_consent_all *c, struct out *out) {
	int codes[SHARE_HEALTH], n = 0;
	for (int share = SHARE_IDENTITY; share <= SHARE_HEALTH; share++)
		if (c->scope == NONE || (c->scope >> share & 1) != 0)
			codes[n++] = share;
	out_codes(out, F_SCOPE, codes, c->state == CONSENT_GIVEN ? (size_t)n : 0);
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
		scope_put(&c, out);
		out_code(out, F_CONSENT_BY, c.given_by == NONE ? BY_SELF : (int)c.given_by);
		out_text(out, F_FROM_NAME, c.from_name);
	}
	return rows_end(&rows);
}
