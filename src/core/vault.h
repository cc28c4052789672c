/*
 * vault.h - what only an organisation's own people can open.
 *
 * Every account has a key pair; its secret key is sealed under the key its password gives and under each of its
 * passkeys, so a session that began with either has it in cx->actor.vault. Every organisation that has something to
 * seal has a key pair too, its vault; the vault's secret key is sealed to the public key of each member. A key sealed to
 * a vault can be made by anybody (imports, operators) and opened only by a session of a member: the registry's root key
 * does not do. One exception: until the first member of an organisation has signed in, somebody has to hold the vault's
 * secret key; it is kept under the root key, and that copy goes when she does sign in.
 *
 * A member is an account that works with persons or looks after those who do (CAN_WORK, CAN_REVIEW). Whoever is new
 * waits until a colleague signs in. Once a vault has no member, no kept key and no phrase left, nobody can open what is
 * in it any more: the next member to sign in begins another version of it.
 */
#pragma once
#include "crypt/box.h"

/*
 * The account's own pair. All on the writer, but vault_unlock and vault_passkey_open, which only read.
 */

/* The account's secret key, with the key its password gives. ERR_NOTFOUND: it has no pair, or not under that one. */
MUST_CHECK int vault_unlock(struct cx *cx, int64_t account, const uint8_t key[BOX_KEY], uint8_t ret_secret[BOX_KEY]);

/* A new pair for the account, in place of one it had; it waits to be let in. One that this very key opens stays. */
MUST_CHECK int vault_account_new(struct cx *cx, int64_t account, const uint8_t key[BOX_KEY],
	uint8_t ret_secret[BOX_KEY]);

/* The same after signing in with a password stored by the first version: `hash` is stored in its place. ERR_NOTFOUND
   where another sign-in of the same moment was faster: a second pair would shut out the first. */
MUST_CHECK int vault_account_renew(struct cx *cx, int64_t account, const char *hash, const uint8_t key[BOX_KEY],
	uint8_t ret_secret[BOX_KEY]);

/* Seals the account's secret key under the key of its new password; a new pair where the old one opens none, which then
   stands in cx->actor.vault if it is the actor's own. */
MUST_CHECK int vault_account_change(struct cx *cx, int64_t account, const uint8_t was[BOX_KEY],
	const uint8_t now[BOX_KEY]);

/* The account has no pair any more and is no member: it left, or its password was set by others. */
MUST_CHECK int vault_forget(struct cx *cx, int64_t account);

/* Seals cx->actor.vault under a passkey's own secret; nothing where the session has none. */
MUST_CHECK int vault_passkey_put(struct cx *cx, int64_t factor, const uint8_t prf[BOX_KEY]);

/* The account's secret key, with its passkey. ERR_NOTFOUND: that passkey opens none. */
MUST_CHECK int vault_passkey_open(struct cx *cx, int64_t factor, const uint8_t prf[BOX_KEY],
	uint8_t ret_secret[BOX_KEY]);

/*
 * On the writer, once somebody has fully signed in (cx->actor with its vault): she becomes a member where nobody else
 * has to let her in, those who wait are let in, and what the root key could still open is sealed anew. Others: nothing.
 */
MUST_CHECK int vault_welcome(struct cx *cx);

/* Whether the sealed parts are open to cx->actor: enum VAULT_*. */
MUST_CHECK int vault_state(struct cx *cx, int *ret_state);

/*
 * The organisation's pair.
 */

/* Seals a key for the people of `org`, for one use. On the writer: it makes the vault where there is none. */
MUST_CHECK int vault_seal(struct cx *cx, int64_t org, const char *what, int64_t row, const uint8_t key[BOX_KEY],
	struct blob *ret_sealed);

struct vault { /* an open one; wiped with vault_close, which takes one that was never opened (all zeros) */
	int64_t org;
	uint16_t version; /* 0: not open */
	uint8_t secret[BOX_KEY];
};

/* Opens the vault of `org` for cx->actor. ERR_DENIED, with what to do, where her session cannot. */
MUST_CHECK int vault_open_for(struct cx *cx, int64_t org, struct vault *ret_vault);
void vault_close(struct vault *vault);

/* The key sealed so. ERR_NOTFOUND where nobody can open it any more; ERR_CRYPTO where it was sealed for another use, or
   is damaged. */
MUST_CHECK int vault_unseal(struct cx *cx, const struct vault *vault, const char *what, int64_t row, struct blob sealed,
	uint8_t ret_key[BOX_KEY]);
