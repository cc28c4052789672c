#include "core/role.h"

#include "base/str.h"
#include "core/account.h"
#include "core/fact.h"
#include "core/proposal.h"
#include "core/realm.h"
#include "db/queries.h"
#include "op/policy.h"
#include "op/staff.h"

enum { CREDENTIAL_YEARS = 10 }; /* nobody is vetted for longer: it is a slip of the pen */

int32_t role_last_day(const struct cx *cx) {
	int year, month, day;
	day_to_ymd(day_of(cx->now), &year, &month, &day);
	month += (int)profile_rule(cx->profile, "grant_months") - 1;
	return day_from_ymd(year + month / 12, month % 12 + 1, day);
}

int role_fits(struct cx *cx, int role, int org_kind) {
	return bad_if(cx, !profile_holds(cx->profile, role, org_kind), fields[F_ROLE].name,
		N_("An organisation of that kind has nobody with that role."), code_name(cx->profile, L_ROLE, role));
}

int role_dated(struct cx *cx, const struct in *in, int role) {
	return bad_if(cx, role == ROLE_LIAISON && !in_has(in, F_EXPIRES), fields[F_EXPIRES].name,
		N_("Say until when the officer is seconded."), NULL);
}

int role_put(struct cx *cx, int64_t account, int role, int64_t until) {
	return q_account_role_put(cx, account, role, until);
}

/* "support:2027-03-01" */
static const char *grant_text(struct cx *cx, int role, int64_t until) {
	const char *name = code_name(cx->profile, L_ROLE, role);
	return until == NONE ? name : arena_printf(cx->arena, "%s:%s", name, day_text(cx->arena, (int32_t)until));
}

int role_propose(struct cx *cx, int64_t account, int role, int32_t until, struct ref *ret_proposal) {
	return proposal_add(cx, PROPOSAL_ROLE, 0, account, json_pack("{s:[s]}", "grants", grant_text(cx, role, until)),
		ret_proposal);
}

/* An account that may sign in, of an organisation the caller keeps. */
static int account_of(struct cx *cx, int64_t id, struct row_account_get *ret_account) {
	int rc = q_account_get(cx, id, ret_account);
	if (rc == ERR_OK && ret_account->active != 1)
		return err_say(cx, ERR_CONFLICT, fields[F_USER].name, N_("This account has ended: make a new one."), NULL);
	return rc;
}

int role_until(struct cx *cx, const struct in *in, int32_t *ret_until) {
	int32_t last = role_last_day(cx), until = in_has(in, F_EXPIRES) ? in_day(in, F_EXPIRES) : last;
	const char *field = fields[F_EXPIRES].name;
	int rc = bad_if(cx, until < day_of(cx->now), field, N_("That day has passed."), day_text(cx->arena, until));
	if (rc == ERR_OK)
		rc = bad_if(cx, until > last, field, N_("A role is given for a year at most, and then again."),
			day_text(cx->arena, until));
	if (rc == ERR_OK)
		*ret_until = until;
	return rc;
}

/* The day a role it has ends; 0 without it. */
static int role_held(struct cx *cx, int64_t account, int role, int64_t *ret_until) {
	struct rows rows;
	struct row_account_role_list each;
	int64_t until = 0;
	int rc = q_account_role_list(cx, account, &rows);
	if (rc != ERR_OK)
		return rc;
	while (q_account_role_list_next(&rows, &each))
		if (each.role == role && (each.until == NONE || each.until >= day_of(cx->now)))
			until = each.until == NONE ? DAY_MAX : each.until;
	*ret_until = until;
	return rows_end(&rows);
}

int role_grant(struct cx *cx, const struct in *in, struct out *out) {
	struct row_account_get account;
	struct ref proposal;
	int32_t until = 0;
	int64_t has = 0;
	int role = in_code(in, F_ROLE);
	int rc = account_of(cx, in->object, &account);
	if (rc == ERR_OK)
		rc = role_fits(cx, role, account.org_kind);
	if (rc == ERR_OK)
		rc = role_dated(cx, in, role);
	if (rc == ERR_OK)
		rc = role_until(cx, in, &until);
	if (rc == ERR_OK)
		rc = role_held(cx, in->object, role, &has);
	if (rc == ERR_OK && has >= until)
		return err_say(cx, ERR_CONFLICT, fields[F_ROLE].name, N_("The account has this role until then already."),
			code_name(cx->profile, L_ROLE, role));
	if (rc == ERR_OK)
		rc = role_propose(cx, in->object, role, until, &proposal);
	if (rc == ERR_OK)
		out_ref(out, F_PROPOSAL, &proposal);
	return rc;
}

int role_apply(struct cx *cx, const struct proposal *p) {
	const char *text = json_string_value(json_array_get(json_object_get(p->detail, "grants"), 0));
	const char *colon = text == NULL ? NULL : strchr(text, ':');
	struct row_account_get account;
	int32_t until = 0;
	if (bug_if(cx, colon == NULL || !day_parse(colon + 1, &until)))
		return ERR_BUG;
	int role = code_find(cx->profile, L_ROLE, arena_strndup(cx->arena, text, (size_t)(colon - text)));
	if (bug_if(cx, role == 0))
		return ERR_BUG;
	int rc = account_of(cx, p->subject, &account);
	if (rc == ERR_OK)
		rc = role_fits(cx, role, account.org_kind);
	return rc == ERR_OK ? role_put(cx, p->subject, role, until) : rc;
}

static bool administers(uint32_t roles) {
	return (role_capabilities(roles) >> CAN_ADMINISTER & 1) != 0;
}

/* An organisation without an administrator of its own is kept by an administration; these and the independent ones are
   not. */
int role_last_keeper(struct cx *cx, int64_t account) {
	struct row_account_get row;
	uint32_t roles = 0;
	bool kept = true;
	int rc = account_roles(cx, account, &roles);
	if (rc == ERR_OK && administers(roles))
		rc = q_account_get(cx, account, &row);
	if (rc != ERR_OK || !administers(roles))
		return rc;
	if (realm_independent(cx, row.org_kind))
		rc = realm_kept(cx, row.org, account, &kept);
	else if (row.org_kind == ORG_ADMINISTRATION)
		rc = realm_kept(cx, 0, account, &kept);
	return rc == ERR_OK && !kept ? err_say(cx, ERR_CONFLICT, fields[F_USER].name,
		N_("Nobody else could keep these accounts: name another administrator first."), NULL) : rc;
}

int role_end(struct cx *cx, const struct in *in, struct out *out) {
	int64_t has = 0;
	int role = in_code(in, F_ROLE);
	(void)out;
	int rc = role_held(cx, in->object, role, &has);
	if (rc == ERR_OK && has == 0)
		return err_say(cx, ERR_CONFLICT, fields[F_ROLE].name, N_("The account does not have this role."),
			code_name(cx->profile, L_ROLE, role));
	if (rc == ERR_OK && administers(1U << role))
		rc = role_last_keeper(cx, in->object);
	return rc == ERR_OK ? role_put(cx, in->object, role, day_of(cx->now) - 1) : rc;
}

/* Vetting and training ------------------------------------------------------------------------------------------- */

int credential_parse(struct cx *cx, const char *text, int *ret_kind, int32_t *ret_until) {
	const char *colon = strchr(text, ':');
	int32_t until = 0;
	int kind = colon == NULL ? 0
		: code_find(cx->profile, L_CREDENTIAL, arena_strndup(cx->arena, text, (size_t)(colon - text)));
	int rc = bad_if(cx, kind == 0 || !day_parse(colon + 1, &until), fields[F_HELD].name,
		N_("Write it as vetting:2027-03-01 or training:2027-03-01."), text);
	if (rc == ERR_OK) {
		*ret_kind = kind;
		*ret_until = until;
	}
	return rc;
}

int credential_put(struct cx *cx, int64_t account, enum field_id field, int kind, int32_t until) {
	int32_t today = day_of(cx->now);
	int rc = bad_if(cx, until > today + CREDENTIAL_YEARS * 366, fields[field].name,
		N_("That is more than ten years from now."), day_text(cx->arena, until));
	return rc == ERR_OK ? q_credential_add(cx, account, kind, until, cx->act) : rc;
}

int credential_record(struct cx *cx, const struct in *in, struct out *out) {
	struct row_account_get account;
	(void)out;
	int rc = account_of(cx, in->object, &account);
	if (rc == ERR_OK && in->object == cx->actor.user)
		rc = err_say(cx, ERR_DENIED, NULL, N_("Somebody else writes down your own vetting and training."), NULL);
	return rc == ERR_OK
		? credential_put(cx, in->object, F_EXPIRES, in_code(in, F_CREDENTIAL), in_day(in, F_EXPIRES)) : rc;
}
