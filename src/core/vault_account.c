/* vault_account.c - the pair of an account, by password or passkey. */
#include "base/log.h"
#include "core/vault_pair.h"
#include "crypt/password.h"
#include "db/queries.h"

static struct box_use use_of_account(int64_t account) {
	return vault_use("account", 0, account, 1);
}

static bool is_zero(const uint8_t key[BOX_KEY]) {
	static const uint8_t zeros[BOX_KEY];
	return crypt_equal(key, zeros, BOX_KEY);
}

/* Whether a secret key is that of the pair. */
static bool is_pair(const uint8_t secret[BOX_KEY], struct blob public) {
	uint8_t own[BOX_KEY];
	box_public(secret, own);
	return public.n == BOX_KEY && memcmp(own, public.at, BOX_KEY) == 0;
}

int vault_unlock(struct cx *cx, int64_t account, const uint8_t key[BOX_KEY], uint8_t ret_secret[BOX_KEY]) {
	struct row_vault_account_get row;
	uint8_t secret[BOX_KEY];
	const struct box_use use = use_of_account(account);
	int rc = is_zero(key) ? ERR_NOTFOUND : q_vault_account_get(cx, account, &row);
	if (rc == ERR_OK)
		rc = box_unlock(cx, key, &use, row.password, secret);
	if (rc == ERR_OK && !is_pair(secret, row.public))
		rc = ERR_CRYPTO;
	if (rc == ERR_CRYPTO) { /* of another password: others have set the one of now */
		cx->err = (struct err){0};
		log_warn("vault.account");
		rc = ERR_NOTFOUND;
	}
	if (rc == ERR_OK)
		memcpy(ret_secret, secret, BOX_KEY);
	crypt_wipe(secret, sizeof secret);
	return rc;
}

int vault_forget(struct cx *cx, int64_t account) {
	int rc = q_vault_member_drop(cx, account);
	if (rc == ERR_OK)
		rc = q_vault_passkey_drop(cx, account);
	return rc == ERR_OK ? q_vault_account_drop(cx, account) : rc;
}

static int put(struct cx *cx, int64_t account, const uint8_t key[BOX_KEY], const uint8_t secret[BOX_KEY]) {
	uint8_t public[BOX_KEY];
	struct blob locked;
	const struct box_use use = use_of_account(account);
	box_public(secret, public);
	int rc = box_lock(cx, key, &use, secret, &locked);
	return rc == ERR_OK ? q_vault_account_put(cx, account, BLOB(public, BOX_KEY), locked) : rc;
}

int vault_account_new(struct cx *cx, int64_t account, const uint8_t key[BOX_KEY], uint8_t ret_secret[BOX_KEY]) {
	uint8_t public[BOX_KEY], secret[BOX_KEY];
	if (bug_if(cx, is_zero(key)))
		return ERR_BUG;
	int rc = vault_unlock(cx, account, key, ret_secret); /* two sign-ins at once make one pair */
	if (rc != ERR_NOTFOUND)
		return rc;
	rc = vault_forget(cx, account);
	box_pair(cx, public, secret);
	if (rc == ERR_OK)
		rc = put(cx, account, key, secret);
	if (rc == ERR_OK)
		memcpy(ret_secret, secret, BOX_KEY);
	crypt_wipe(secret, sizeof secret);
	return rc;
}

int vault_account_renew(struct cx *cx, int64_t account, const char *hash, const uint8_t key[BOX_KEY],
	uint8_t ret_secret[BOX_KEY]) {
	struct row_account_password row;
	int rc = q_account_password(cx, account, &row);
	if (rc == ERR_OK && !password_old(row.password))
		rc = ERR_NOTFOUND;
	if (rc == ERR_OK)
		rc = q_account_password_set(cx, account, hash);
	return rc == ERR_OK ? vault_account_new(cx, account, key, ret_secret) : rc;
}

/* The session's own secret key, where it is still that of the account. */
static bool session_has(struct cx *cx, int64_t account, uint8_t ret_secret[BOX_KEY]) {
	struct row_vault_account_get row;
	if (cx->actor.vault == NULL || cx->actor.user != account || q_vault_account_get(cx, account, &row) != ERR_OK
		|| !is_pair(cx->actor.vault, row.public))
		return false;
	memcpy(ret_secret, cx->actor.vault, BOX_KEY);
	return true;
}

int vault_account_change(struct cx *cx, int64_t account, const uint8_t was[BOX_KEY], const uint8_t now[BOX_KEY]) {
	uint8_t *secret = arena_alloc(cx->arena, BOX_KEY); /* it may become the actor's */
	int rc = vault_unlock(cx, account, was, secret);
	if (rc == ERR_NOTFOUND && session_has(cx, account, secret))
		rc = ERR_OK;
	if (rc == ERR_OK)
		return put(cx, account, now, secret);
	if (rc != ERR_NOTFOUND)
		return rc;
	rc = vault_account_new(cx, account, now, secret);
	if (rc == ERR_OK && cx->actor.user == account && !cx->actor.operator)
		cx->actor.vault = secret;
	return rc;
}

static void passkey_key(const uint8_t prf[BOX_KEY], uint8_t ret_key[BOX_KEY]) {
	crypt_hash(ret_key, "atrama passkey 1", BLOB(prf, BOX_KEY));
}

int vault_passkey_put(struct cx *cx, int64_t factor, const uint8_t prf[BOX_KEY]) {
	uint8_t key[BOX_KEY];
	struct blob locked;
	const struct box_use use = vault_use("passkey", 0, factor, 1);
	if (cx->actor.vault == NULL)
		return ERR_OK;
	passkey_key(prf, key);
	int rc = box_lock(cx, key, &use, cx->actor.vault, &locked);
	crypt_wipe(key, sizeof key);
	return rc == ERR_OK ? q_vault_passkey_put(cx, factor, locked) : rc;
}

int vault_passkey_open(struct cx *cx, int64_t factor, const uint8_t prf[BOX_KEY], uint8_t ret_secret[BOX_KEY]) {
	struct row_vault_passkey_get row;
	struct row_vault_account_get pair;
	uint8_t key[BOX_KEY], secret[BOX_KEY];
	const struct box_use use = vault_use("passkey", 0, factor, 1);
	int rc = q_vault_passkey_get(cx, factor, &row);
	if (rc == ERR_OK)
		rc = q_vault_account_get(cx, row.account, &pair);
	if (rc != ERR_OK)
		return rc;
	passkey_key(prf, key);
	rc = box_unlock(cx, key, &use, row.sealed, secret);
	if (rc == ERR_OK && !is_pair(secret, pair.public))
		rc = ERR_CRYPTO;
	if (rc == ERR_CRYPTO) {
		cx->err = (struct err){0};
		log_warn("vault.passkey");
		rc = ERR_NOTFOUND;
	}
	if (rc == ERR_OK)
		memcpy(ret_secret, secret, BOX_KEY);
	crypt_wipe(key, sizeof key);
	crypt_wipe(secret, sizeof secret);
	return rc;
}
