#include "core/fact.h"

#include "db/queries.h"

struct blob ref_blob(const struct ref *ref) {
	return (struct blob){ref->at, REF_SIZE};
}

int ref_of_blob(struct cx *cx, struct blob blob, struct ref *ret_ref) {
	if (bug_if(cx, blob.at == NULL || blob.n != REF_SIZE))
		return ERR_BUG;
	memcpy(ret_ref->at, blob.at, REF_SIZE);
	return ERR_OK;
}

struct fact fact_new(const struct cx *cx, const struct in *in) {
	return (struct fact){
		.person = in->person,
		.org = cx->actor.org,
		.happened = day_of(cx->now),
		.precision = PRECISION_DAY,
		.certainty = CERTAINTY_REPORTED,
		.act = cx->act,
		.supersedes = NONE,
	};
}

int fact_day(struct cx *cx, const struct in *in, enum field_id id, struct fact *f) {
	int32_t day = in_day(in, id);
	const char *name = fields[id].name;
	int rc = bad_if(cx, day > day_of(cx->now), name, N_("That day has not come yet."), day_text(cx->arena, day));
	if (rc == ERR_OK)
		rc = bad_if(cx, day < day_from_ymd(1990, 1, 1), name, N_("The registry begins in 1990."),
			day_text(cx->arena, day));
	if (rc == ERR_OK)
		f->happened = day;
	return rc;
}

void fact_precision(const struct in *in, struct fact *f) {
	if (in_has(in, F_PRECISION))
		f->precision = in_code(in, F_PRECISION);
}

int person_ref(struct cx *cx, int64_t person, struct ref *ret_ref) {
	struct row_person_get row;
	int rc = q_person_get(cx, person, &row);
	return rc == ERR_OK ? ref_of_blob(cx, row.ref, ret_ref) : rc;
}

int person_not_erased(struct cx *cx, int64_t person) {
	struct row_erased_has row;
	int rc = q_erased_has(cx, person, &row);
	return rc == ERR_OK && row.n > 0
		? err_say(cx, ERR_CONFLICT, NULL, N_("Who this person is was erased."), NULL) : rc;
}

static int key_of(struct cx *cx, int64_t person, const struct ref *ref, enum compartment c, bool create,
	struct key **ret_key) {
	struct row_person_key_of row;
	int rc = q_person_key_of(cx, person, (int)c, &row);
	if (rc == ERR_NOTFOUND && create) {
		rc = person_not_erased(cx, person);
		if (rc == ERR_OK)
			rc = key_new(cx, c, ref, &row.wrapped);
		if (rc == ERR_OK)
			rc = q_person_key_add(cx, person, (int)c, row.wrapped);
	}
	return rc == ERR_OK ? key_open(cx, c, ref, row.wrapped, ret_key) : rc;
}

int person_key_get(struct cx *cx, int64_t person, enum compartment c, bool create, struct key **ret_key) {
	struct ref ref;
	int rc = person_ref(cx, person, &ref);
	return rc == ERR_OK ? key_of(cx, person, &ref, c, create, ret_key) : rc;
}

int person_seal(struct cx *cx, int64_t person, enum compartment c, const char *table, const char *column, int64_t row,
	const char *text, struct blob *ret_sealed) {
	struct seal_at at = {.table = table, .column = column, .row = row, .c = c};
	struct key *key = NULL;
	int rc = person_ref(cx, person, &at.subject);
	if (rc == ERR_OK)
		rc = key_of(cx, person, &at.subject, c, true, &key);
	if (rc == ERR_OK)
		rc = seal(cx, key, &at, text, ret_sealed);
	key_close(key);
	return rc;
}

int person_unseal(struct cx *cx, int64_t person, enum compartment c, const char *table, const char *column, int64_t row,
	struct blob sealed, const char **ret_text) {
	struct seal_at at = {.table = table, .column = column, .row = row, .c = c};
	struct key *key = NULL;
	int rc = person_ref(cx, person, &at.subject);
	if (rc != ERR_OK)
		return rc;
	rc = key_of(cx, person, &at.subject, c, false, &key);
	if (rc == ERR_NOTFOUND) { /* erased */
		*ret_text = NULL;
		return ERR_OK;
	}
	if (rc == ERR_OK)
		rc = unseal(cx, key, &at, sealed, ret_text);
	key_close(key);
	return rc;
}

int org_of_code(struct cx *cx, const struct in *in, enum field_id field, int64_t *ret_org) {
	struct row_org_by_code row;
	int rc = q_org_by_code(cx, in_text(in, field), &row);
	if (rc == ERR_NOTFOUND)
		return err_say(cx, ERR_INVALID, fields[field].name, N_("There is no organisation with that code."),
			in_text(in, field));
	if (rc == ERR_OK)
		*ret_org = row.id;
	return rc;
}

int unit_of_code(struct cx *cx, const struct in *in, enum field_id field, int64_t *ret_unit, int64_t *ret_org) {
	struct row_unit_by_code row;
	int rc = q_unit_by_code(cx, in_text(in, field), &row);
	if (rc == ERR_NOTFOUND)
		return err_say(cx, ERR_INVALID, fields[field].name, N_("There is no unit with that code."),
			in_text(in, field));
	if (rc == ERR_OK) {
		*ret_unit = row.id;
		*ret_org = row.org;
	}
	return rc;
}
