#include "crypt/password.h"

#include <errno.h>
#include <sodium.h>

#include "base/str.h"
#include "base/utf8.h"
#include "crypt/ring_keys.h"

#define PHC "$argon2id$v=19$m=65536,t=3,p=1$"
enum { PASSES = 3, MEMORY = 64 << 20, SALT = crypto_pwhash_SALTBYTES, HASH = 32 };

/* A well-formed hash that is nobody's: checked against when there is no account. */
static const char nobody[] = "p1" PHC "AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

int password_rule(struct cx *cx, const char *text) {
	size_t n = strlen(text);
	if (n > PASSWORD_MAX)
		return err_say(cx, ERR_INVALID, "password", N_("A password has at most 1,024 bytes."), NULL);
	if (!utf8_valid(text, n) || utf8_count(text, n) < PASSWORD_MIN)
		return err_say(cx, ERR_INVALID, "password", N_("A password has at least 12 characters."), NULL);
	return ERR_OK;
}

static void pepper(const struct ring *ring, const char *text, uint8_t ret[HASH]) {
	hash_parts(ret, HASH, ring->pepper, "atrama password 1", (const struct blob[]){BLOB_STR(text)}, 1);
}

int password_hash(struct cx *cx, const char *text, char ret_hash[PASSWORD_HASH_SIZE]) {
	uint8_t peppered[HASH], salt[SALT], hash[HASH];
	char salt_text[32], hash_text[64];

	if (bug_if(cx, cx->ring == NULL || cx->ring->version != 1)) /* the "p1" below */
		return ERR_BUG;
	pepper(cx->ring, text, peppered);
	cx->rng(salt, sizeof salt);
	int failed = crypto_pwhash(hash, sizeof hash, (const char *)peppered, sizeof peppered, salt, PASSES, MEMORY,
		crypto_pwhash_ALG_ARGON2ID13);
	sodium_memzero(peppered, sizeof peppered);
	if (failed != 0)
		return err_say(cx, ERR_BUSY, NULL, N_("Too many people are signing in at this moment."), NULL);
	sodium_bin2base64(salt_text, sizeof salt_text, salt, sizeof salt, sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
	sodium_bin2base64(hash_text, sizeof hash_text, hash, sizeof hash, sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
	snprintf(ret_hash, PASSWORD_HASH_SIZE, "p1" PHC "%s$%s", salt_text, hash_text);
	return ERR_OK;
}

/* Only what password_hash writes: a stored text cannot ask for other work, nor be cheaper to check than another. */
static bool readable(const char *hash) {
	return hash != NULL && str_starts(hash, "p1" PHC) && strlen(hash) == sizeof nobody - 1;
}

int password_check(struct cx *cx, const char *hash, const char *text) {
	uint8_t peppered[HASH];
	char phc[crypto_pwhash_STRBYTES] = {0}; /* libsodium asks for all of its bytes */
	bool known = readable(hash);

	if (bug_if(cx, cx->ring == NULL))
		return ERR_BUG;
	pepper(cx->ring, text, peppered);
	memcpy(phc, (known ? hash : nobody) + 2, sizeof nobody - 2);
	errno = 0;
	int differs = crypto_pwhash_str_verify(phc, (const char *)peppered, sizeof peppered);
	int why = errno;
	sodium_memzero(peppered, sizeof peppered);
	if (differs != 0 && why == ENOMEM)
		return err_say(cx, ERR_BUSY, NULL, N_("Too many people are signing in at this moment."), NULL);
	if (differs != 0 || !known)
		return err_say(cx, ERR_DENIED, NULL, N_("The name or the password is not right."), NULL);
	return ERR_OK;
}
