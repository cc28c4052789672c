/* Accounts, as those who keep them see them: joiner, mover, leaver. */
#include "base/str.h"
#include "core/account.h"
#include "core/draft.h"
#include "core/field_key.h"
#include "core/fact.h"
#include "core/factor.h"
#include "core/grow.h"
#include "core/mail.h"
#include "core/prepared.h"
#include "core/projection.h"
#include "core/proposal.h"
#include "core/realm.h"
#include "core/role.h"
#include "core/vault.h"
#include "db/queries.h"
#include "op/profile.h"

static int login_rule(struct cx *cx, const char *login) {
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_@";
	return bad_if(cx, login[strspn(login, letters)] != 0, "login",
		N_("A sign-in name has letters a-z, digits, dots, hyphens and @ only."), NULL);
}

/* The unit given, of that organisation; NONE where none was. */
static int unit_of(struct cx *cx, const struct in *in, int64_t org, int64_t *ret_unit) {
	int64_t unit_org;
	*ret_unit = NONE;
	if (!in_has(in, F_UNIT))
		return ERR_OK;
	int rc = unit_of_code(cx, in, F_UNIT, ret_unit, &unit_org);
	return rc == ERR_OK ? bad_if(cx, unit_org != org, "unit", N_("That unit belongs to another organisation."),
		in_text(in, F_UNIT)) : rc;
}

/* At the machine, without an account: there is nobody yet who could agree. */
static bool alone(const struct cx *cx) {
	return cx->actor.operator && cx->actor.user == 0 && cx->actor.org == 0;
}

static int add(struct cx *cx, const struct in *in, int64_t org, int64_t unit, const char *hash, int64_t *ret_id,
	struct ref *ret_ref) {
	struct ref ref = ref_new(cx);
	struct row_account_next next;
	struct token token;
	struct blob name;
	int rc = account_login_token(cx, in_text(in, F_LOGIN), &token);
	if (rc == ERR_OK)
		rc = q_account_next(cx, &next);
	if (rc == ERR_OK)
		rc = account_name_seal(cx, next.id, &ref, in_text(in, F_STAFF_NAME), &name);
	if (rc == ERR_OK)
		rc = q_account_add(cx, next.id, ref_blob(&ref), org, unit, BLOB(token.at, sizeof token.at), name, hash);
	if (rc == ERR_CONFLICT)
		return err_say(cx, ERR_CONFLICT, fields[F_LOGIN].name, N_("There is an account with that sign-in name already."),
			NULL);
	if (rc == ERR_OK) {
		*ret_id = next.id;
		*ret_ref = ref;
	}
	return rc;
}

/* The account's key pair, where its password's key is at hand: a colleague lets it in before it has ever signed in.
   Else it is made at the first sign-in. */
static int pair_new(struct cx *cx, int64_t account) {
	uint8_t secret[BOX_KEY];
	if (cx->prepared == NULL)
		return ERR_OK;
	int rc = vault_account_new(cx, account, cx->prepared->key, secret);
	crypt_wipe(secret, sizeof secret);
	return rc;
}

/* As given; the first accounts, whom nobody else could vouch for, have a year of whatever was not given. */
static int credentials(struct cx *cx, const struct in *in, int64_t account) {
	unsigned given = 0;
	int rc = ERR_OK;
	for (size_t i = 0; rc == ERR_OK && i < in_count(in, F_HELD); i++) {
		int kind = 0;
		int32_t until = 0;
		rc = credential_parse(cx, in_at(in, F_HELD, i)->text, &kind, &until);
		if (rc == ERR_OK)
			rc = credential_put(cx, account, F_HELD, kind, until);
		given |= 1U << kind;
	}
	for (size_t i = 0; rc == ERR_OK && alone(cx) && code_at(cx->profile, L_CREDENTIAL, i) != 0; i++) {
		int kind = code_at(cx->profile, L_CREDENTIAL, i);
		if ((given >> kind & 1) == 0)
			rc = credential_put(cx, account, F_HELD, kind, role_last_day(cx));
	}
	return rc;
}

/* A demonstration's hold for ever, or until the day given, however far: it is made years back. */
static int roles_until(struct cx *cx, const struct in *in, int64_t *ret_until) {
	int32_t until = 0;
	if (ring_demonstration(cx->ring)) {
		*ret_until = in_has(in, F_EXPIRES) ? in_day(in, F_EXPIRES) : NONE;
		return ERR_OK;
	}
	int rc = role_until(cx, in, &until);
	*ret_until = until;
	return rc;
}

/* Each role at once where nobody could agree yet; else each waits for a second person. */
static int roles(struct cx *cx, const struct in *in, int64_t account, int org_kind, struct out *out) {
	size_t n = in_count(in, F_ROLE);
	struct ref *proposals = arena_array(cx->arena, n, sizeof *proposals);
	int64_t until = NONE;
	size_t asked = 0;
	int rc = roles_until(cx, in, &until);
	for (size_t i = 0; rc == ERR_OK && i < n; i++) {
		int role = (int)in_at(in, F_ROLE, i)->number;
		rc = role_fits(cx, role, org_kind);
		if (rc == ERR_OK)
			rc = role_dated(cx, in, role);
		if (rc == ERR_OK)
			rc = alone(cx) ? role_put(cx, account, role, until) : role_propose(cx, account, role,
				until == NONE ? role_last_day(cx) : (int32_t)until, &proposals[asked++]);
	}
	if (rc == ERR_OK && asked > 0)
		out_refs(out, F_PROPOSAL, proposals, asked);
	return rc;
}

int user_create(struct cx *cx, const struct in *in, struct out *out) {
	char hash[PASSWORD_HASH_SIZE];
	struct row_org_by_id row;
	struct ref ref;
	int64_t org, unit = NONE, id = 0;
	bool keeps = false;
	const char *login = in_text(in, F_LOGIN);

	int rc = login_rule(cx, login);
	if (rc == ERR_OK)
		rc = org_of_code(cx, in, F_ORG, &org);
	if (rc == ERR_OK)
		rc = realm_administers(cx, org, &keeps);
	if (rc == ERR_OK)
		rc = realm_say(cx, F_ORG, keeps);
	if (rc == ERR_OK)
		rc = unit_of(cx, in, org, &unit);
	if (rc == ERR_OK)
		rc = q_org_by_id(cx, org, &row);
	if (rc == ERR_OK)
		rc = account_password_take(cx, F_PASSWORD, in_text(in, F_PASSWORD), login, hash);
	if (rc == ERR_OK)
		rc = add(cx, in, org, unit, hash, &id, &ref);
	if (rc == ERR_OK)
		rc = pair_new(cx, id);
	if (rc == ERR_OK)
		rc = credentials(cx, in, id);
	if (rc == ERR_OK) {
		out_ref(out, F_USER, &ref);
		rc = roles(cx, in, id, row.kind, out);
	}
	return rc;
}

/* The last organisation asked for, since its accounts often follow one another. */
struct kept {
	int64_t org;
	bool keeps;
};

static int keeps_of(struct cx *cx, int64_t org, struct kept *kept) {
	if (kept->org == org)
		return ERR_OK;
	kept->org = org;
	return realm_administers(cx, org, &kept->keeps);
}

static int listed_put(struct cx *cx, const struct row_account_list *row, struct out *out) {
	const char *name = NULL;
	int rc = account_name_open(cx, row->id, row->ref, row->name, &name);
	if (rc != ERR_OK)
		return rc;
	out_row(out);
	out_blob_ref(out, F_USER, row->ref);
	out_text(out, F_STAFF_NAME, name);
	out_text(out, F_ORG, row->org_code);
	if (row->unit_code != NULL)
		out_text(out, F_UNIT, row->unit_code);
	out_code(out, F_ACCOUNT_STATE, row->active == 1 ? ACCOUNT_ACTIVE : ACCOUNT_CLOSED);
	return account_put_roles(cx, row->id, out);
}

int user_list(struct cx *cx, const struct in *in, struct out *out) {
	struct rows rows;
	struct row_account_list row;
	struct kept kept = {0};
	(void)in;
	int rc = q_account_list(cx, &rows);
	if (rc != ERR_OK)
		return rc;
	while (rc == ERR_OK && q_account_list_next(&rows, &row)) {
		rc = keeps_of(cx, row.org, &kept);
		if (rc == ERR_OK && kept.keeps)
			rc = listed_put(cx, &row, out);
	}
	int end = rows_end(&rows);
	return rc == ERR_OK ? end : rc;
}

static const char *dated(struct cx *cx, enum list list, int code, int64_t until) {
	const char *name = code_name(cx->profile, list, code);
	return until == NONE ? name : arena_printf(cx->arena, "%s:%s", name, day_text(cx->arena, (int32_t)until));
}

struct texts {
	const char **at;
	size_t n;
};

static void text_add(struct cx *cx, struct texts *t, const char *text) {
	t->at = grow(cx->arena, t->at, t->n, sizeof *t->at);
	t->at[t->n++] = text;
}

/* Roles that have not ended, and all vetting and training: what has run out is what an administrator looks for. */
static int rights_put(struct cx *cx, int64_t account, struct out *out) {
	struct rows rows;
	struct row_account_role_list role;
	struct row_credential_list credential;
	struct texts grants = {0}, held = {0};
	int rc = q_account_role_list(cx, account, &rows);
	if (rc != ERR_OK)
		return rc;
	while (q_account_role_list_next(&rows, &role))
		if (role.until == NONE || role.until >= day_of(cx->now))
			text_add(cx, &grants, dated(cx, L_ROLE, role.role, role.until));
	rc = rows_end(&rows);
	if (rc == ERR_OK)
		rc = q_credential_list(cx, account, &rows);
	if (rc != ERR_OK)
		return rc;
	while (q_credential_list_next(&rows, &credential))
		text_add(cx, &held, dated(cx, L_CREDENTIAL, credential.kind, credential.until));
	rc = rows_end(&rows);
	if (rc == ERR_OK && grants.n > 0)
		out_texts(out, F_GRANT, grants.at, grants.n);
	if (rc == ERR_OK && held.n > 0)
		out_texts(out, F_HELD, held.at, held.n);
	return rc;
}

static int factors_put(struct cx *cx, int64_t account, struct out *out) {
	struct rows rows;
	struct row_account_factors each;
	int kinds[8];
	size_t n = 0;
	int rc = q_account_factors(cx, account, &rows);
	if (rc != ERR_OK)
		return rc;
	while (n < sizeof kinds / sizeof *kinds && q_account_factors_next(&rows, &each))
		kinds[n++] = each.kind;
	rc = rows_end(&rows);
	if (rc == ERR_OK && n > 0)
		out_codes(out, F_FACTOR, kinds, n);
	return rc;
}

int user_read(struct cx *cx, const struct in *in, struct out *out) {
	struct row_account_get row;
	const char *name = NULL;
	int rc = q_account_get(cx, in->object, &row);
	if (rc == ERR_OK)
		rc = account_name_open(cx, in->object, row.ref, row.name, &name);
	if (rc != ERR_OK)
		return rc;
	out_blob_ref(out, F_USER, row.ref);
	out_text(out, F_STAFF_NAME, name);
	out_text(out, F_ORG, row.org_code);
	out_text(out, F_ORG_NAME, row.org_name);
	if (row.unit_code != NULL)
		out_text(out, F_UNIT, row.unit_code);
	out_code(out, F_ACCOUNT_STATE, row.active == 1 ? ACCOUNT_ACTIVE : ACCOUNT_CLOSED);
	if (row.leave != NONE)
		out_code(out, F_LEAVE, (int)row.leave);
	rc = rights_put(cx, in->object, out);
	return rc == ERR_OK ? factors_put(cx, in->object, out) : rc;
}

static int active(struct cx *cx, int64_t account, struct row_account_get *ret_row) {
	int rc = q_account_get(cx, account, ret_row);
	return rc == ERR_OK && ret_row->active != 1
		? err_say(cx, ERR_CONFLICT, fields[F_USER].name, N_("This account has ended: make a new one."), NULL) : rc;
}

/* Whoever's file was closed to the unit stays closed to who leaves it: a move lifts nothing she said. */
static int carry_closed(struct cx *cx, int64_t account, int64_t org, int64_t unit) {
	struct rows rows;
	struct row_block_of_unit each, *all = NULL;
	size_t n = 0;
	int rc = q_block_of_unit(cx, org, unit, account, &rows);
	if (rc != ERR_OK)
		return rc;
	while (q_block_of_unit_next(&rows, &each)) {
		all = grow(cx->arena, all, n, sizeof *all);
		all[n++] = each;
	}
	rc = rows_end(&rows);
	for (size_t i = 0; rc == ERR_OK && i < n; i++) {
		struct fact f = fact_new(cx, &(struct in){.person = all[i].person});
		struct row_block_add row;
		struct ref ref = ref_new(cx);
		f.org = all[i].org;
		rc = q_block_add(cx, FACT_HEAD(&f), ref_blob(&ref), org, NONE, account, &row);
		if (rc == ERR_OK)
			rc = project_closed(cx, all[i].person);
	}
	return rc;
}

int user_move(struct cx *cx, const struct in *in, struct out *out) {
	struct row_account_get row;
	int64_t unit = NONE;
	(void)out;
	int rc = active(cx, in->object, &row);
	if (rc == ERR_OK)
		rc = unit_of(cx, in, row.org, &unit);
	if (rc == ERR_OK && unit == row.unit)
		return err_say(cx, ERR_CONFLICT, fields[F_UNIT].name, N_("The account is there already."), NULL);
	if (rc == ERR_OK && row.unit != NONE)
		rc = carry_closed(cx, in->object, row.org, row.unit);
	return rc == ERR_OK ? q_account_move(cx, in->object, unit) : rc;
}

/* Its sessions end with it: nobody finds the account any more. */
int user_close(struct cx *cx, const struct in *in, struct out *out) {
	struct row_account_get row;
	(void)out;
	int rc = active(cx, in->object, &row);
	if (rc == ERR_OK)
		rc = role_last_keeper(cx, in->object);
	if (rc == ERR_OK)
		rc = q_account_close(cx, in->object, in_code(in, F_LEAVE));
	if (rc == ERR_OK)
		rc = vault_forget(cx, in->object);
	if (rc == ERR_OK)
		rc = mail_forget(cx, in->object);
	if (rc == ERR_OK)
		rc = draft_forget(cx, in->object);
	if (rc == ERR_OK)
		rc = field_key_forget(cx, in->object);
	cx->sign_out = rc == ERR_OK ? in->object : cx->sign_out;
	return rc;
}

/* A new password and no second proof ----------------------------------------------------------------------------- */

int user_reset(struct cx *cx, const struct in *in, struct out *out) {
	struct row_account_get row;
	char hash[PASSWORD_HASH_SIZE];
	struct ref proposal;
	int rc = active(cx, in->object, &row);
	if (rc == ERR_OK && in->object == cx->actor.user)
		rc = err_say(cx, ERR_DENIED, NULL, N_("Change your own password on the page of your account."), NULL);
	if (rc == ERR_OK)
		rc = account_password_take(cx, F_NEW_PASSWORD, in_text(in, F_NEW_PASSWORD), NULL, hash);
	if (rc == ERR_OK)
		rc = proposal_add(cx, PROPOSAL_RESET, 0, in->object,
			json_pack("{s:s, s:s}", "hash", hash, "words", in_text(in, F_WORDS)), &proposal);
	if (rc == ERR_OK)
		out_ref(out, F_PROPOSAL, &proposal);
	return rc;
}

int reset_apply(struct cx *cx, const struct proposal *p) {
	struct row_account_get row;
	const char *hash = json_string_value(json_object_get(p->detail, "hash"));
	if (bug_if(cx, hash == NULL))
		return ERR_BUG;
	int rc = active(cx, p->subject, &row);
	if (rc == ERR_OK)
		rc = q_account_password_set(cx, p->subject, hash);
	if (rc == ERR_OK)
		rc = factor_forget(cx, p->subject);
	if (rc == ERR_OK)
		rc = vault_forget(cx, p->subject);
	if (rc == ERR_OK)
		rc = field_key_forget(cx, p->subject);
	cx->sign_out = rc == ERR_OK ? p->subject : cx->sign_out;
	return rc;
}
