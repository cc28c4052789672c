/* vault.c - an organisation's pair: made, opened, sealed to; and the phrase that stands in for its people. */
#include "core/vault.h"

#include "core/operations.h"
#include "core/vault_pair.h"
#include "db/queries.h"

struct box_use vault_use(const char *what, int64_t org, int64_t row, int64_t version) {
	return (struct box_use){.what = what, .org = org, .row = row, .version = (uint16_t)version};
}

int vault_key_of(struct cx *cx, struct blob blob, const uint8_t **ret_key) {
	if (bug_if(cx, blob.at == NULL || blob.n != BOX_KEY))
		return ERR_BUG;
	*ret_key = blob.at;
	return ERR_OK;
}

/* A vault nobody holds yet: its secret key is kept under the root key. */
static int make_kept(struct cx *cx, int64_t org, struct row_vault_get *ret_row) {
	uint8_t secret[BOX_KEY], *public = arena_alloc(cx->arena, BOX_KEY);
	struct blob kept;
	const struct box_use use = vault_use("kept", org, 0, 1);
	box_pair(cx, public, secret);
	int rc = box_keep(cx, &use, secret, &kept);
	crypt_wipe(secret, sizeof secret);
	if (rc == ERR_OK)
		rc = q_vault_put(cx, org, 1, BLOB(public, BOX_KEY), kept);
	if (rc == ERR_OK)
		*ret_row = (struct row_vault_get){.version = 1, .public = BLOB(public, BOX_KEY), .kept = kept};
	return rc;
}

int vault_seal(struct cx *cx, int64_t org, const char *what, int64_t row, const uint8_t key[BOX_KEY],
	struct blob *ret_sealed) {
	struct row_vault_get v;
	const uint8_t *public = NULL;
	int rc = q_vault_get(cx, org, &v);
	if (rc == ERR_NOTFOUND)
		rc = make_kept(cx, org, &v);
	if (rc == ERR_OK)
		rc = vault_key_of(cx, v.public, &public);
	if (rc != ERR_OK)
		return rc;
	const struct box_use use = vault_use(what, org, row, v.version);
	return box_seal(cx, public, &use, key, ret_sealed);
}

/* Whether the session's key is that of the account's pair: not once another session has set another password. */
static bool key_is_current(struct cx *cx) {
	struct row_vault_account_get row;
	uint8_t own[BOX_KEY];
	box_public(cx->actor.vault, own);
	return q_vault_account_get(cx, cx->actor.user, &row) == ERR_OK && row.public.n == BOX_KEY
		&& memcmp(own, row.public.at, BOX_KEY) == 0;
}

/* With the account's secret key of the session. ERR_NOTFOUND: she is no member. */
static int open_as_member(struct cx *cx, int64_t org, int64_t version, uint8_t ret_secret[BOX_KEY]) {
	struct row_vault_member_of m;
	int rc = cx->actor.vault == NULL || cx->actor.user == 0 ? ERR_NOTFOUND
		: q_vault_member_of(cx, org, cx->actor.user, &m);
	if (rc != ERR_OK)
		return rc;
	const struct box_use use = vault_use("member", org, cx->actor.user, version);
	rc = box_open(cx, cx->actor.vault, &use, m.sealed, ret_secret);
	if (rc == ERR_CRYPTO && !key_is_current(cx)) {
		cx->actor.vault = NULL; /* as a session without one */
		rc = ERR_NOTFOUND;
	}
	return rc;
}

static int refuse(struct cx *cx) {
	return cx->actor.vault == NULL
		? err_say(cx, ERR_DENIED, "vault", N_("Sign in with your password to open this."), NULL)
		: err_say(cx, ERR_DENIED, "vault",
			N_("A colleague who can open this has to sign in first, and so lets you in. Or open it with the vault phrase."),
			NULL);
}

int vault_open_for(struct cx *cx, int64_t org, struct vault *ret_vault) {
	struct row_vault_get v;
	struct vault vault = {.org = org};
	int rc = q_vault_get(cx, org, &v);
	if (rc == ERR_NOTFOUND)
		return refuse(cx); /* nothing was ever sealed to it */
	if (rc != ERR_OK)
		return rc;
	rc = open_as_member(cx, org, v.version, vault.secret);
	if (rc == ERR_NOTFOUND && v.kept.at != NULL) {
		const struct box_use use = vault_use("kept", org, 0, v.version);
		rc = box_kept(cx, &use, v.kept, vault.secret);
	}
	if (rc == ERR_NOTFOUND)
		return refuse(cx);
	if (rc != ERR_OK)
		return rc;
	vault.version = (uint16_t)v.version;
	*ret_vault = vault;
	crypt_wipe(&vault, sizeof vault);
	return ERR_OK;
}

void vault_close(struct vault *vault) {
	crypt_wipe(vault, sizeof *vault);
}

int vault_unseal(struct cx *cx, const struct vault *vault, const char *what, int64_t row, struct blob sealed,
	uint8_t ret_key[BOX_KEY]) {
	uint16_t version = box_version(sealed);
	if (version != 0 && version < vault->version)
		return err_say(cx, ERR_NOTFOUND, NULL,
			N_("Nobody can open this any more: all who could have left, or begun anew with another password."), NULL);
	const struct box_use use = vault_use(what, vault->org, row, vault->version);
	return box_open(cx, vault->secret, &use, sealed, ret_key);
}

int vault_state(struct cx *cx, int *ret_state) {
	struct row_vault_get v;
	struct vault vault = {0};
	int rc = q_vault_get(cx, cx->actor.org, &v);
	if (rc == ERR_NOTFOUND) {
		*ret_state = VAULT_NONE;
		return ERR_OK;
	}
	if (rc == ERR_OK)
		rc = vault_open_for(cx, cx->actor.org, &vault);
	vault_close(&vault);
	if (rc != ERR_OK && rc != ERR_DENIED)
		return rc;
	*ret_state = rc == ERR_OK ? VAULT_OPEN : cx->actor.vault == NULL ? VAULT_SHUT : VAULT_WAITING;
	cx->err = (struct err){0};
	return ERR_OK;
}

int vault_phrase(struct cx *cx, const struct in *in, struct out *out) {
	struct vault vault = {0};
	char phrase[BOX_PHRASE];
	uint8_t key[BOX_KEY];
	struct blob sealed;
	(void)in;
	if (cx->actor.vault == NULL)
		return refuse(cx); /* an operator, though the root key may keep it still: the words are for its own people */
	int rc = vault_open_for(cx, cx->actor.org, &vault);
	if (rc != ERR_OK)
		return rc;
	box_phrase_new(cx, phrase, key);
	const struct box_use use = vault_use("phrase", vault.org, 0, vault.version);
	rc = box_lock(cx, key, &use, vault.secret, &sealed);
	if (rc == ERR_OK)
		rc = q_vault_phrase_set(cx, vault.org, sealed);
	if (rc == ERR_OK)
		out_text(out, F_PHRASE, phrase);
	crypt_wipe(phrase, sizeof phrase);
	crypt_wipe(key, sizeof key);
	vault_close(&vault);
	return rc;
}

static int phrase_opens(struct cx *cx, const char *phrase, const struct row_vault_get *v, uint8_t ret_secret[BOX_KEY]) {
	uint8_t key[BOX_KEY];
	const struct box_use use = vault_use("phrase", cx->actor.org, 0, v->version);
	int rc = bad_if(cx, v->phrase.at == NULL, "phrase", N_("Your organisation has not written down a phrase."), NULL);
	if (rc == ERR_OK)
		rc = box_phrase_key(cx, phrase, key);
	if (rc == ERR_OK)
		rc = box_unlock(cx, key, &use, v->phrase, ret_secret);
	crypt_wipe(key, sizeof key);
	return rc == ERR_CRYPTO
		? err_say(cx, ERR_INVALID, "phrase", N_("That is not the phrase of your organisation, or no longer."), NULL)
		: rc;
}

int vault_open(struct cx *cx, const struct in *in, struct out *out) {
	struct row_vault_get v;
	uint8_t secret[BOX_KEY];
	if (cx->actor.vault == NULL)
		return err_say(cx, ERR_DENIED, NULL, N_("Sign in with your password first: the phrase lets you in for good."),
			NULL);
	if (!vault_entitles(cx->actor.roles))
		return err_say(cx, ERR_DENIED, NULL, N_("Your roles open no sealed parts."), NULL);
	int rc = q_vault_get(cx, cx->actor.org, &v);
	if (rc == ERR_NOTFOUND)
		return err_say(cx, ERR_INVALID, "phrase", N_("Your organisation has not written down a phrase."), NULL);
	if (rc == ERR_OK)
		rc = phrase_opens(cx, in_text(in, F_PHRASE), &v, secret);
	if (rc == ERR_OK) {
		uint8_t public[BOX_KEY];
		box_public(cx->actor.vault, public);
		rc = vault_member_add(cx, v.version, cx->actor.user, public, secret);
	}
	crypt_wipe(secret, sizeof secret);
	if (rc == ERR_OK)
		out_code(out, F_VAULT, VAULT_OPEN);
	return rc;
}
