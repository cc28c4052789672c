/* Organisations and units, kept by whoever administers them (realm.h). */
#include "core/fact.h"
#include "core/realm.h"
#include "db/queries.h"

/* A UNIQUE code that is taken already. */
static int taken(struct cx *cx, int rc, enum field_id field, const char *rule, const char *value) {
	return rc == ERR_CONFLICT ? err_say(cx, ERR_CONFLICT, fields[field].name, rule, value) : rc;
}

int org_create(struct cx *cx, const struct in *in, struct out *out) {
	struct row_org_add row;
	const char *code = in_text(in, F_ORG);
	int rc = realm_say(cx, F_ORG_KIND, realm_makes(cx, in_code(in, F_ORG_KIND)));
	if (rc == ERR_OK)
		rc = q_org_add(cx, code, in_text(in, F_ORG_NAME), in_code(in, F_ORG_KIND), in_code(in, F_REGION), &row);
	rc = taken(cx, rc, F_ORG, N_("There is an organisation with that code already."), code);
	if (rc == ERR_OK)
		out_text(out, F_ORG, code);
	return rc;
}

int unit_create(struct cx *cx, const struct in *in, struct out *out) {
	struct row_unit_add row;
	const char *code = in_text(in, F_UNIT);
	int64_t org;
	bool keeps = false;
	int rc = org_of_code(cx, in, F_ORG, &org);
	if (rc == ERR_OK)
		rc = realm_administers(cx, org, &keeps);
	if (rc == ERR_OK)
		rc = realm_say(cx, F_ORG, keeps);
	if (rc == ERR_OK)
		rc = q_unit_add(cx, org, code, in_text(in, F_UNIT_NAME),
			in_has(in, F_MUNICIPALITY) ? in_number(in, F_MUNICIPALITY) : NONE, &row);
	rc = taken(cx, rc, F_UNIT, N_("There is a unit with that code already."), code);
	if (rc == ERR_OK)
		out_text(out, F_UNIT, code);
	return rc;
}

static void org_put(struct out *out, const char *code, const char *name, int kind, int region) {
	out_row(out);
	out_text(out, F_ORG, code);
	out_text(out, F_ORG_NAME, name);
	out_code(out, F_ORG_KIND, kind);
	out_code(out, F_REGION, region);
}

int org_list(struct cx *cx, const struct in *in, struct out *out) {
	struct rows rows;
	struct row_org_all all;
	struct row_org_of_kind one;
	bool of_kind = in_has(in, F_ORG_KIND);
	int rc = of_kind ? q_org_of_kind(cx, in_code(in, F_ORG_KIND), &rows) : q_org_all(cx, &rows);
	if (rc != ERR_OK)
		return rc;
	if (of_kind)
		while (q_org_of_kind_next(&rows, &one))
			org_put(out, one.code, one.name, one.kind, one.region);
	else
		while (q_org_all_next(&rows, &all))
			org_put(out, all.code, all.name, all.kind, all.region);
	return rows_end(&rows);
}

static void unit_put(struct out *out, const char *code, const char *name, const char *org_code, const char *org_name) {
	out_row(out);
	out_text(out, F_UNIT, code);
	out_text(out, F_UNIT_NAME, name);
	out_text(out, F_ORG, org_code);
	out_text(out, F_ORG_NAME, org_name);
}

int unit_list(struct cx *cx, const struct in *in, struct out *out) {
	struct rows rows;
	struct row_unit_all all;
	struct row_unit_of_org one;
	bool of_org = in_has(in, F_ORG);
	int64_t org = 0;
	int rc = of_org ? org_of_code(cx, in, F_ORG, &org) : ERR_OK;
	if (rc == ERR_OK)
		rc = of_org ? q_unit_of_org(cx, org, &rows) : q_unit_all(cx, &rows);
	if (rc != ERR_OK)
		return rc;
	if (of_org)
		while (q_unit_of_org_next(&rows, &one))
			unit_put(out, one.code, one.name, one.org_code, one.org_name);
	else
		while (q_unit_all_next(&rows, &all))
			unit_put(out, all.code, all.name, all.org_code, all.org_name);
	return rows_end(&rows);
}
