#include "core/account.h"

#include "base/str.h"
#include "base/utf8.h"
#include "core/fact.h"
#include "crypt/password.h"
#include "crypt/token.h"
#include "db/queries.h"
#include "text/name.h"

static struct seal_at name_at(int64_t id, const struct ref *ref) {
	return (struct seal_at){.table = "account", .column = "name", .row = id, .subject = *ref, .c = C_META};
}

/* A sign-in name is the same in capitals; nobody is kept out by a phone that writes the first letter large. */
static int login_token(struct cx *cx, const char *login, struct token *ret_token) {
	return token_make(cx, TOKEN_LOGIN, text_fold(cx->arena, login), ret_token);
}

static int login_find(struct cx *cx, const char *login, struct row_account_of_login *ret_row) {
	struct token token;
	int rc = login_token(cx, login, &token);
	return rc == ERR_OK ? q_account_of_login(cx, BLOB(token.at, sizeof token.at), ret_row) : rc;
}

static int roles_of(struct cx *cx, int64_t account, uint32_t *ret_roles) {
	struct rows rows;
	struct row_account_role_list each;
	uint32_t roles = 0;
	int rc = q_account_role_list(cx, account, &rows);
	if (rc != ERR_OK)
		return rc;
	while (q_account_role_list_next(&rows, &each))
		roles |= UINT32_C(1) << each.role;
	rc = rows_end(&rows);
	if (rc == ERR_OK)
		*ret_roles = roles;
	return rc;
}

int account_by_id(struct cx *cx, int64_t id, struct account *ret_account) {
	struct row_account_get row;
	struct account a = {.id = id};
	struct ref ref;
	int rc = q_account_get(cx, id, &row);
	if (rc == ERR_OK && row.active != 1)
		rc = ERR_NOTFOUND;
	if (rc == ERR_NOTFOUND)
		return err_say(cx, ERR_NOTFOUND, NULL, N_("There is no such account."), NULL);
	if (rc == ERR_OK)
		rc = ref_of_blob(cx, row.ref, &ref);
	if (rc == ERR_OK) {
		struct seal_at at = name_at(id, &ref);
		rc = unseal_meta(cx, &at, row.name, &a.name);
	}
	if (rc == ERR_OK)
		rc = roles_of(cx, id, &a.roles);
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
	int rc = password_check(cx, found == ERR_OK && row.active == 1 ? row.password : NULL, password);
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

static int password_take(struct cx *cx, enum field_id field, const char *password, const char *login,
	char ret_hash[PASSWORD_HASH_SIZE]) {
	int rc = password_rule(cx, password);
	if (rc == ERR_INVALID)
		cx->err.field = fields[field].name;
	if (rc == ERR_OK)
		rc = bad_if(cx, is_weak(cx, password, login), fields[field].name,
			N_("That password is among the first that others would try. Choose another."), NULL);
	return rc == ERR_OK ? password_hash(cx, password, ret_hash) : rc;
}

int password_change(struct cx *cx, const struct in *in, struct out *out) {
	struct row_account_password row;
	char hash[PASSWORD_HASH_SIZE];
	const char *was = in_text(in, F_PASSWORD), *now = in_text(in, F_NEW_PASSWORD);
	(void)out;

	int rc = q_account_password(cx, cx->actor.user, &row);
	if (rc == ERR_OK)
		rc = password_check(cx, row.password, was);
	if (rc == ERR_DENIED)
		return err_say(cx, ERR_INVALID, "password", N_("That is not your password now."), NULL);
	if (rc == ERR_OK)
		rc = bad_if(cx, strcmp(was, now) == 0, "new_password", N_("The new password is the old one."), NULL);
	if (rc == ERR_OK)
		rc = password_take(cx, F_NEW_PASSWORD, now, NULL, hash);
	return rc == ERR_OK ? q_account_password_set(cx, cx->actor.user, hash) : rc;
}

/* A UNIQUE code that is taken already. */
static int taken(struct cx *cx, int rc, enum field_id field, const char *rule, const char *value) {
	return rc == ERR_CONFLICT ? err_say(cx, ERR_CONFLICT, fields[field].name, rule, value) : rc;
}

int org_create(struct cx *cx, const struct in *in, struct out *out) {
	struct row_org_add row;
	const char *code = in_text(in, F_ORG);
	int rc = q_org_add(cx, code, in_text(in, F_ORG_NAME), in_code(in, F_ORG_KIND), in_code(in, F_REGION), &row);
	rc = taken(cx, rc, F_ORG, N_("There is an organisation with that code already."), code);
	if (rc == ERR_OK)
		out_text(out, F_ORG, code);
	return rc;
}

int unit_create(struct cx *cx, const struct in *in, struct out *out) {
	struct row_unit_add row;
	const char *code = in_text(in, F_UNIT);
	int64_t org;
	int rc = org_of_code(cx, in, F_ORG, &org);
	if (rc == ERR_OK)
		rc = q_unit_add(cx, org, code, in_text(in, F_UNIT_NAME),
			in_has(in, F_MUNICIPALITY) ? in_number(in, F_MUNICIPALITY) : NONE, &row);
	rc = taken(cx, rc, F_UNIT, N_("There is a unit with that code already."), code);
	if (rc == ERR_OK)
		out_text(out, F_UNIT, code);
	return rc;
}

static int login_rule(struct cx *cx, const char *login) {
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_@";
	return bad_if(cx, login[strspn(login, letters)] != 0, "login",
		N_("A sign-in name has letters a-z, digits, dots, hyphens and @ only."), NULL);
}

int user_create(struct cx *cx, const struct in *in, struct out *out) {
	const char *login = in_text(in, F_LOGIN);
	struct ref ref = ref_new(cx);
	struct row_account_next next;
	struct token token;
	struct blob name;
	char hash[PASSWORD_HASH_SIZE];
	int64_t org, unit = NONE, unit_org;

	int rc = login_rule(cx, login);
	if (rc == ERR_OK)
		rc = org_of_code(cx, in, F_ORG, &org);
	if (rc == ERR_OK && in_has(in, F_UNIT)) {
		rc = unit_of_code(cx, in, F_UNIT, &unit, &unit_org);
		if (rc == ERR_OK)
			rc = bad_if(cx, unit_org != org, "unit", N_("That unit belongs to another organisation."),
				in_text(in, F_UNIT));
	}
	if (rc == ERR_OK)
		rc = password_take(cx, F_PASSWORD, in_text(in, F_PASSWORD), login, hash);
	if (rc == ERR_OK)
		rc = login_token(cx, login, &token);
	if (rc == ERR_OK)
		rc = q_account_next(cx, &next);
	if (rc != ERR_OK)
		return rc;
	struct seal_at at = name_at(next.id, &ref);
	rc = seal_meta(cx, &at, in_text(in, F_STAFF_NAME), &name);
	if (rc == ERR_OK)
		rc = q_account_add(cx, next.id, ref_blob(&ref), org, unit, BLOB(token.at, sizeof token.at), name, hash);
	rc = taken(cx, rc, F_LOGIN, N_("There is an account with that sign-in name already."), NULL);
	for (size_t i = 0; rc == ERR_OK && i < in_count(in, F_ROLE); i++)
		rc = q_account_role_add(cx, next.id, (int)in_at(in, F_ROLE, i)->number);
	if (rc == ERR_OK)
		out_ref(out, F_USER, &ref);
	return rc;
}

/* Roles as a list of codes; gives how many. */
static size_t roles_list(uint32_t roles, int codes[32]) {
	size_t n = 0;
	for (int role = 0; role < 32; role++)
		if (roles >> role & 1)
			codes[n++] = role;
	return n;
}

int account_put_roles(struct cx *cx, int64_t account, struct out *out) {
	uint32_t roles;
	int codes[32];
	int rc = roles_of(cx, account, &roles);
	if (rc == ERR_OK)
		out_codes(out, F_ROLE, codes, roles_list(roles, codes));
	return rc;
}

int user_list(struct cx *cx, const struct in *in, struct out *out) {
	struct rows rows;
	struct row_account_list row;
	(void)in;
	int rc = q_account_list(cx, &rows);
	if (rc != ERR_OK)
		return rc;
	while (rc == ERR_OK && q_account_list_next(&rows, &row)) {
		struct ref ref;
		const char *name = NULL;
		rc = ref_of_blob(cx, row.ref, &ref);
		if (rc == ERR_OK) {
			struct seal_at at = name_at(row.id, &ref);
			rc = unseal_meta(cx, &at, row.name, &name);
		}
		if (rc != ERR_OK)
			break;
		out_row(out);
		out_ref(out, F_USER, &ref);
		out_text(out, F_STAFF_NAME, name);
		out_text(out, F_ORG, row.org_code);
		if (row.unit_code != NULL)
			out_text(out, F_UNIT, row.unit_code);
		rc = account_put_roles(cx, row.id, out);
	}
	int end = rows_end(&rows);
	return rc == ERR_OK ? end : rc;
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
