/*
 * What a browser says of a passkey: a new one's statement, a signature, and what was signed. Only the statement of a page of
 * this site is taken, only what was signed is believed, and of the client data only these very bytes to sign.
 */
#include "base/str.h"
#include "core/passkey.h"
#include "crypt/passkey.h"
#include "crypt/text64.h"
#include "fuzz/fuzz.h"
#include "unit/crypt/passkeys.h"

static const char site[] = "atrama.example", origin[] = "https://atrama.example";

static struct blob bytes_of(struct cx *cx, const char *hex) {
	size_t n = strlen(hex) / 2;
	uint8_t *at = arena_alloc(cx->arena, n);
	MUST(hex_get(at, n, hex));
	return BLOB(at, n);
}

static void read_one(struct cx *cx, struct blob bytes) {
	struct passkey p;
	uint8_t client[HASH_SIZE] = {0};
	int rc = passkey_read(cx, site, client, bytes, &p);
	MUST(rc == ERR_OK || rc == ERR_INVALID);
	if (rc == ERR_OK)
		MUST(p.id.n > 0 && p.id.n <= PASSKEY_ID_MAX && p.key.n > 1 + HASH_SIZE && p.key.n <= PASSKEY_KEY_MAX);
}

/* The first two bytes say where the signature begins. */
static void verify_one(struct cx *cx, struct blob bytes, const char *new, const char *said) {
	struct passkey p;
	uint8_t client[HASH_SIZE] = {0}, signed_client[HASH_SIZE];
	uint32_t counter = 0;
	struct blob got = bytes_of(cx, client_get), right = bytes_of(cx, said);
	crypt_sha256(signed_client, got.at, got.n);
	MUST(passkey_read(cx, site, client, bytes_of(cx, new), &p) == ERR_OK);
	if (bytes.n < 2)
		return;
	const uint8_t *at = bytes.at;
	size_t n = ((size_t)at[0] << 8 | at[1]) % (bytes.n - 1);
	struct blob authenticator = {at + 2, n}, signature = {at + 2 + n, bytes.n - 2 - n};
	int rc = passkey_verify(cx, site, p.key, signed_client, authenticator, signature, &counter);
	MUST(rc == ERR_OK || rc == ERR_DENIED);
	if (rc == ERR_OK)
		MUST(n == right.n && memcmp(authenticator.at, right.at, n) == 0 && counter == 9);
}

static void read_client(struct cx *cx, struct blob bytes) {
	uint8_t challenge[CLIENT_CHALLENGE], hash[HASH_SIZE];
	memset(challenge, 7, sizeof challenge);
	int rc = passkey_client(cx, base64_put(cx, bytes), "webauthn.get", challenge, origin, hash);
	MUST(rc == ERR_OK || rc == ERR_INVALID || rc == ERR_DENIED);
	if (rc == ERR_OK)
		MUST(memmem(bytes.at, bytes.n, "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc", 43) != NULL
			|| memchr(bytes.at, '\\', bytes.n) != NULL);
}

FUZZ(cx, at, n) {
	static bool begun;
	if (!begun)
		MUST(crypt_init() == ERR_OK && passkey_warm(cx) == ERR_OK);
	begun = true;
	if (n == 0 || n > 16 << 10)
		return;
	struct blob bytes = {arena_strndup(cx->arena, (const char *)at + 1, n - 1), n - 1};
	switch (at[0] % 4) {
	case 0: read_one(cx, bytes); break;
	case 1: verify_one(cx, bytes, none_es, said_es); break;
	case 2: verify_one(cx, bytes, none_ed, said_ed); break;
	default: read_client(cx, bytes); break;
	}
}
