#include "crypt/password.h"

#include <sodium.h>

#include "base/str.h"
#include "base/utf8.h"
#include "crypt/ring_keys.h"

#define PHC "$argon2id$v=19$m=65536,t=3,p=1$"
enum { PASSES = 3, MEMORY = 64 << 20, SALT = crypto_pwhash_SALTBYTES, HASH = 32, VERSION = 2 };
enum { BASE64 = sodium_base64_VARIANT_ORIGINAL_NO_PADDING, SALT_TEXT = 22, HASH_TEXT = 43 };

/* A well-formed text that is nobody's: checked against when there is no account. */
static const char nobody[] = "p2" PHC "AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

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

/* 64 bytes of Argon2id (half of them for a text of the first version); false where there is no memory. */
static bool stretch(const struct ring *ring, const char *text, const uint8_t salt[SALT], uint8_t *ret, size_t n) {
	uint8_t peppered[HASH];
	pepper(ring, text, peppered);
	int failed = crypto_pwhash(ret, n, (const char *)peppered, sizeof peppered, salt, PASSES, MEMORY,
		crypto_pwhash_ALG_ARGON2ID13);
	sodium_memzero(peppered, sizeof peppered);
	return failed == 0;
}

static int busy(struct cx *cx) {
	return err_say(cx, ERR_BUSY, NULL, N_("Too many people are signing in at this moment."), NULL);
}

/* What is stored of the first half: whoever holds only the store cannot try passwords against it. */
static void verifier(const struct ring *ring, const uint8_t half[HASH], uint8_t ret[HASH]) {
	hash_parts(ret, HASH, ring->pepper, "atrama password 2", (const struct blob[]){BLOB(half, HASH)}, 1);
}

int password_hash(struct cx *cx, const char *text, char ret_hash[PASSWORD_HASH_SIZE], uint8_t ret_key[PASSWORD_KEY]) {
	uint8_t salt[SALT], both[HASH + PASSWORD_KEY], kept[HASH];
	char salt_text[SALT_TEXT + 1], kept_text[HASH_TEXT + 1];

	if (bug_if(cx, cx->ring == NULL || cx->ring->version != 1)) /* "p2" says nothing of another */
		return ERR_BUG;
	cx->rng(salt, sizeof salt);
	if (!stretch(cx->ring, text, salt, both, sizeof both))
		return busy(cx);
	verifier(cx->ring, both, kept);
	if (ret_key != NULL)
		memcpy(ret_key, both + HASH, PASSWORD_KEY);
	sodium_memzero(both, sizeof both);
	sodium_bin2base64(salt_text, sizeof salt_text, salt, sizeof salt, BASE64);
	sodium_bin2base64(kept_text, sizeof kept_text, kept, sizeof kept, BASE64);
	snprintf(ret_hash, PASSWORD_HASH_SIZE, "p%d" PHC "%s$%s", VERSION, salt_text, kept_text);
	return ERR_OK;
}

/* Salt and hash of a stored text; gives its version, 0 if it is none. Only what password_hash writes, or wrote: a
   stored text cannot ask for other work, nor be cheaper to check than another. */
static int readable(const char *hash, uint8_t ret_salt[SALT], uint8_t ret_kept[HASH]) {
	size_t n = 0;
	if (hash == NULL)
		return 0;
	const char *salt = hash + strlen("p2" PHC);
	if (strlen(hash) != sizeof nobody - 1 || hash[0] != 'p' || (hash[1] != '1' && hash[1] != '2')
		|| !str_starts(hash + 2, PHC) || salt[SALT_TEXT] != '$')
		return 0;
	if (sodium_base642bin(ret_salt, SALT, salt, SALT_TEXT, NULL, &n, NULL, BASE64) != 0 || n != SALT)
		return 0;
	if (sodium_base642bin(ret_kept, HASH, salt + SALT_TEXT + 1, HASH_TEXT, NULL, &n, NULL, BASE64) != 0 || n != HASH)
		return 0;
	return hash[1] - '0';
}

int password_check(struct cx *cx, const char *hash, const char *text, uint8_t ret_key[PASSWORD_KEY]) {
	uint8_t salt[SALT], kept[HASH], given[HASH], both[HASH + PASSWORD_KEY] = {0};

	if (bug_if(cx, cx->ring == NULL))
		return ERR_BUG;
	int version = readable(hash, salt, kept);
	if (version == 0)
		(void)!readable(nobody, salt, kept);
	if (!stretch(cx->ring, text, salt, both, version == 1 ? HASH : sizeof both))
		return busy(cx);
	if (version == 1)
		memcpy(given, both, HASH);
	else
		verifier(cx->ring, both, given);
	bool same = sodium_memcmp(given, kept, HASH) == 0 && version != 0;
	if (same && ret_key != NULL)
		memcpy(ret_key, both + HASH, PASSWORD_KEY);
	sodium_memzero(both, sizeof both);
	return same ? ERR_OK : err_say(cx, ERR_DENIED, NULL, N_("The name or the password is not right."), NULL);
}

bool password_old(const char *hash) {
	return str_starts(hash, "p1$");
}
