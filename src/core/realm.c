#include "core/realm.h"

#include "core/account.h"
#include "db/queries.h"
#include "op/staff.h"

bool realm_independent(const struct cx *cx, int org_kind) {
	return profile_independent(cx->profile, org_kind);
}

/* At the machine, without an account. */
static bool alone(const struct cx *cx) {
	return cx->actor.operator && cx->actor.user == 0 && cx->actor.org == 0;
}

bool realm_makes(const struct cx *cx, int org_kind) {
	return alone(cx) || (cx->actor.org_kind == ORG_ADMINISTRATION && !realm_independent(cx, org_kind));
}

/* No change of the policy takes the keeping of accounts from administrators, nor gives it to anybody (core/policy.h). */
static int keeper(struct cx *cx, int64_t account, bool *ret_keeper) {
	uint32_t roles = 0;
	int rc = account_roles(cx, account, &roles);
	*ret_keeper = rc == ERR_OK && (role_capabilities(roles) >> CAN_ADMINISTER & 1) != 0;
	return rc;
}

int realm_kept(struct cx *cx, int64_t org, int64_t but, bool *ret_kept) {
	struct rows rows;
	struct row_account_of_org of_org;
	struct row_account_of_kind of_kind;
	bool kept = false;
	int rc = org != 0 ? q_account_of_org(cx, org, &rows) : q_account_of_kind(cx, ORG_ADMINISTRATION, &rows);
	if (rc != ERR_OK)
		return rc;
	if (org != 0)
		while (rc == ERR_OK && !kept && q_account_of_org_next(&rows, &of_org))
			rc = of_org.id == but ? ERR_OK : keeper(cx, of_org.id, &kept);
	else
		while (rc == ERR_OK && !kept && q_account_of_kind_next(&rows, &of_kind))
			rc = of_kind.id == but ? ERR_OK : keeper(cx, of_kind.id, &kept);
	int end = rows_end(&rows);
	*ret_kept = kept;
	return rc == ERR_OK ? end : rc;
}

int realm_administers(struct cx *cx, int64_t org, bool *ret_administers) {
	struct row_org_by_id row;
	bool own = true;
	if (alone(cx) || (cx->actor.user != 0 && cx->actor.org == org)) {
		*ret_administers = true;
		return ERR_OK;
	}
	*ret_administers = false;
	if (cx->actor.org_kind != ORG_ADMINISTRATION)
		return ERR_OK;
	int rc = q_org_by_id(cx, org, &row);
	if (rc == ERR_OK && !realm_independent(cx, row.kind))
		rc = realm_kept(cx, org, 0, &own);
	*ret_administers = rc == ERR_OK && !own;
	return rc;
}

int realm_say(struct cx *cx, enum field_id field, bool keeps) {
	return keeps ? ERR_OK : err_say(cx, ERR_DENIED, fields[field].name,
		N_("That organisation keeps its own accounts, or has another administrator."), NULL);
}
