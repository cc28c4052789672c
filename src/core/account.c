#include "core/account.h"

#include "base/str.h"
#include "base/utf8.h"
#include "core/fact.h"
#include "core/prepared.h"
#include "core/vault.h"
#include "crypt/password.h"
#include "crypt/token.h"
#include "db/queries.h"
#include "op/staff.h"
#include "text/name.h"

static struct seal_at name_at(int64_t id, const struct ref *ref) {
	return (struct seal_at){.table = "account", .column = "name", .row = id, .subject = *ref, .c = C_META};
}

int account_login_token(struct cx *cx, const char *login, struct token *ret_token) {
	return token_make(cx, TOKEN_LOGIN, text_fold(cx->arena, login), ret_token);
}

int account_name_seal(struct cx *cx, int64_t id, const struct ref *ref, const char *name, struct blob *ret_sealed) {
	struct seal_at at = name_at(id, ref);
	return seal_meta(cx, &at, name, ret_sealed);
}

int account_name_open(struct cx *cx, int64_t id, struct blob ref, struct blob sealed, const char **ret_name) {
	struct ref own;
	int rc = ref_of_blob(cx, ref, &own);
	if (rc != ERR_OK)
		return rc;
	struct seal_at at = name_at(id, &own);
	return unseal_meta(cx, &at, sealed, ret_name);
}

static int login_find(struct cx *cx, const char *login, struct row_account_of_login *ret_row) {
	struct token token;
	int rc = account_login_token(cx, login, &token);
	return rc == ERR_OK ? q_account_of_login(cx, BLOB(token.at, sizeof token.at), ret_row) : rc;
}

/* Bits 1 << enum CREDENTIAL_* of what the account has and has not run out. */
static int credentials_of(struct cx *cx, int64_t account, unsigned *ret_held) {
	struct rows rows;
	struct row_credential_list each;
	unsigned held = 0;
	int rc = q_credential_list(cx, account, &rows);
	if (rc != ERR_OK)
		return rc;
	while (q_credential_list_next(&rows, &each))
		if (each.until >= day_of(cx->now))
			held |= 1U << each.kind;
	rc = rows_end(&rows);
	if (rc == ERR_OK)
		*ret_held = held;
	return rc;
}

int account_roles(struct cx *cx, int64_t account, uint32_t *ret_roles) {
	struct rows rows;
	struct row_account_role_list each;
	uint32_t roles = 0;
	unsigned held = ~0U; /* nobody in a demonstration can be vetted */
	int rc = ring_demonstration(cx->ring) ? ERR_OK : credentials_of(cx, account, &held);
	if (rc == ERR_OK)
		rc = q_account_role_list(cx, account, &rows);
	if (rc != ERR_OK)
		return rc;
	while (q_account_role_list_next(&rows, &each)) {
		bool ended = each.until != NONE && each.until < day_of(cx->now);
		if (!ended && (profile_credentials(cx->profile, each.role) & ~held) == 0)
			roles |= UINT32_C(1) << each.role;
	}
	rc = rows_end(&rows);
	if (rc == ERR_OK)
		*ret_roles = roles;
	return rc;
}

int account_by_id(struct cx *cx, int64_t id, struct account *ret_account) {
	struct row_account_get row;
	struct account a = {.id = id};
	int rc = q_account_get(cx, id, &row);
	if (rc == ERR_OK && row.active != 1)
		rc = ERR_NOTFOUND;
	if (rc == ERR_NOTFOUND)
		return err_say(cx, ERR_NOTFOUND, NULL, N_("There is no such account."), NULL);
	if (rc == ERR_OK)
		rc = account_name_open(cx, id, row.ref, row.name, &a.name);
	if (rc == ERR_OK)
		rc = account_roles(cx, id, &a.roles);
	if (rc != ERR_OK)
		return rc;
	a.org = row.org;
	a.org_kind = row.org_kind;
	a.unit = row.unit == NONE ? 0 : row.unit;
	a.org_code = row.org_code;
	a.org_name = row.org_name;
	a.unit_code = row.unit_code;
	a.unit_name = row.unit_name;
	*ret_account = a;
	return ERR_OK;
}

struct actor account_actor(const struct account *a) {
	return (struct actor){.user = a->id, .org = a->org, .unit = a->unit, .org_kind = a->org_kind, .roles = a->roles};
}

int account_by_login(struct cx *cx, const char *login, struct account *ret_account) {
	struct row_account_of_login row;
	int rc = login_find(cx, login, &row);
	if (rc == ERR_NOTFOUND)
		return err_say(cx, ERR_NOTFOUND, NULL, N_("There is no such account."), NULL);
	return rc == ERR_OK ? account_by_id(cx, row.id, ret_account) : rc;
}

int account_sign_in(struct cx *cx, const char *login, const char *password, struct account *ret_account) {
	struct row_account_of_login row;
	int found = login_find(cx, login, &row);
	if (found != ERR_OK && found != ERR_NOTFOUND)
		return found;
	int rc = password_check(cx, found == ERR_OK && row.active == 1 ? row.password : NULL, password, NULL);
	return rc == ERR_OK ? account_by_id(cx, row.id, ret_account) : rc;
}

/* What is tried first by whoever guesses; compared without case and blanks. */
static const char *const weak[] = {"123456789012", "1234567890123", "0123456789012", "password1234", "passwordpassword",
	"password12345", "qwertyuiop12", "qwertyuiop123", "qwerty123456", "slaptazodis1", "slaptazodis12", "slaptazodis123",
	"letmeinletmein", "administrator", "administratorius", "iloveyou1234", "atramaatrama", "lietuva12345"};

static bool is_weak(struct cx *cx, const char *password, const char *login) {
	const char *folded = text_fold(cx->arena, password);
	uint32_t seen[4];
	size_t distinct = 0;
	for (size_t i = 0; i < sizeof weak / sizeof *weak; i++)
		if (strcmp(folded, weak[i]) == 0)
			return true;
	if (login != NULL && strlen(login) >= 4 && strstr(folded, text_fold(cx->arena, login)) != NULL)
		return true;
	for (size_t i = 0, n; folded[i] != 0; i += n) { /* four different characters are a pattern, not a password */
		uint32_t c = utf8_at(folded + i, &n);
		size_t k = 0;
		while (k < distinct && seen[k] != c)
			k++;
		if (k < distinct)
			continue;
		if (distinct == sizeof seen / sizeof *seen)
			return false;
		seen[distinct++] = c;
	}
	return true;
}

int account_password_take(struct cx *cx, enum field_id field, const char *password, const char *login,
	char ret_hash[PASSWORD_HASH_SIZE]) {
	int rc = password_rule(cx, password);
	if (rc == ERR_INVALID)
		cx->err.field = fields[field].name;
	if (rc == ERR_OK)
		rc = bad_if(cx, is_weak(cx, password, login), fields[field].name,
			N_("That password is among the first that others would try. Choose another."), NULL);
	const struct prepared *p = cx->prepared;
	if (rc != ERR_OK || p == NULL)
		return rc != ERR_OK ? rc : password_hash(cx, password, ret_hash, NULL);
	if (p->code != ERR_OK)
		return err_say(cx, p->code, p->field, p->rule, NULL);
	memcpy(ret_hash, p->hash, PASSWORD_HASH_SIZE);
	return ERR_OK;
}

int password_change(struct cx *cx, const struct in *in, struct out *out) {
	struct row_account_password row;
	struct prepared mine;
	char hash[PASSWORD_HASH_SIZE];
	const char *was = in_text(in, F_PASSWORD), *now = in_text(in, F_NEW_PASSWORD);
	(void)out;

	int rc = q_account_password(cx, cx->actor.user, &row);
	if (rc == ERR_OK && cx->prepared == NULL) {
		prepared_make(cx, row.password, was, now, &mine);
		cx->prepared = &mine;
	}
	const struct prepared *p = cx->prepared;
	if (rc == ERR_OK && p->code != ERR_OK)
		rc = err_say(cx, p->code, p->field, p->rule, NULL);
	if (rc == ERR_OK && strcmp(row.password, p->was) != 0)
		rc = err_say(cx, ERR_CONFLICT, "password", N_("Your password was changed in the meantime."), NULL);
	if (rc == ERR_OK)
		rc = bad_if(cx, strcmp(was, now) == 0, "new_password", N_("The new password is the old one."), NULL);
	if (rc == ERR_OK)
		rc = account_password_take(cx, F_NEW_PASSWORD, now, NULL, hash);
	if (rc == ERR_OK)
		rc = q_account_password_set(cx, cx->actor.user, hash);
	if (rc == ERR_OK)
		rc = vault_account_change(cx, cx->actor.user, p->was_key, p->key);
	cx->prepared = NULL;
	return rc;
}

int account_put_roles(struct cx *cx, int64_t account, struct out *out) {
	uint32_t roles;
	int codes[32];
	size_t n = 0;
	int rc = account_roles(cx, account, &roles);
	for (int role = 0; rc == ERR_OK && role < 32; role++)
		if (roles >> role & 1)
			codes[n++] = role;
	if (rc == ERR_OK)
		out_codes(out, F_ROLE, codes, n);
	return rc;
}
