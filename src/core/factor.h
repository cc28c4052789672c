/*
 * factor.h - how an account proves, beside its password, who it is.
 *
 * An authenticator's secret is sealed; recovery codes stand as keyed hashes; of a passkey there is only its public
 * half. A factor counts once it was shown to work. A step of an authenticator and a recovery code are taken once:
 * whoever checks one has `struct factor_use` written by the writer, in the transaction of the entry that tells of it.
 */
#pragma once
#include "base/cx.h"
#include "crypt/passkey.h"

struct out;

enum { FACTOR_MOST = 10, RECOVERY_CODES = 10, RECOVERY_TEXT = 15 /* "xxxx-xxxx-xxxx" and its NUL */ };

struct factors { /* how many of each an account has that were shown to work */
	int64_t totp, passkey;
};

struct factor_use { /* what a proof used up */
	int kind;         /* enum FACTOR_* */
	int64_t id, step; /* row; step of an authenticator, counter of a passkey */
};

MUST_CHECK int factor_of(struct cx *cx, int64_t account, struct factors *ret_factors);

/* Whether these roles need a passkey: the profile's "passkey_roles", once its rule "passkeys_required" is 1. */
bool factor_passkey_needed(const struct cx *cx, uint32_t roles);

/* An authenticator's code or a recovery code. ERR_DENIED, field "code". */
MUST_CHECK int factor_check_code(struct cx *cx, int64_t account, const char *code, struct factor_use *ret_use);

/* A passkey's signature over the hash `client` of what the browser says, on a page of the site `rp`. ERR_DENIED,
   also where its counter went back: then there are two of it. */
MUST_CHECK int factor_check_passkey(struct cx *cx, int64_t account, const char *rp, struct blob credential,
	const uint8_t client[HASH_SIZE], struct blob authenticator, struct blob signature, struct factor_use *ret_use);

/* Writes down that it was used; on the writer. */
MUST_CHECK int factor_used(struct cx *cx, const struct factor_use *use);

/* A new authenticator for the actor, in place of one that was not confirmed; *ret_uri is what it reads.
   ERR_CONFLICT where it has as many factors as it may. */
MUST_CHECK int factor_totp_new(struct cx *cx, const char *label, const char **ret_uri);

/* The authenticator begun last shows a code. ERR_INVALID, field "code"; ERR_CONFLICT where none was begun. */
MUST_CHECK int factor_totp_confirm(struct cx *cx, const char *code);

/* New recovery codes in place of all there were. */
MUST_CHECK int factor_recovery_new(struct cx *cx, char ret_codes[RECOVERY_CODES][RECOVERY_TEXT]);

/* A passkey for the actor. ERR_CONFLICT where it has as many as it may, or this one is somebody's. */
MUST_CHECK int factor_passkey_new(struct cx *cx, const char *label, const struct passkey *passkey, struct ref *ret_ref,
	int64_t *ret_factor);

/* Numbers of an account's passkeys, in base64url, in cx->arena; gives how many. */
MUST_CHECK int factor_passkeys(struct cx *cx, int64_t account, const char *ret_numbers[FACTOR_MOST], size_t *ret_n);

/* The actor's factor of that reference goes. ERR_NOTFOUND; ERR_CONFLICT for the last one outside a demonstration. */
MUST_CHECK int factor_remove_one(struct cx *cx, const struct ref *ref);

/* Rows of factor_list, and how many recovery codes are left. */
MUST_CHECK int factor_put_left(struct cx *cx, struct out *out);
MUST_CHECK int factor_put_rows(struct cx *cx, struct out *out);

/* All factors, recovery codes and devices of an account go: it begins anew. */
MUST_CHECK int factor_forget(struct cx *cx, int64_t account);
