#include "crypt/box.h"

#include <sodium.h>

#include "crypt/ring_keys.h"

/*
 * to a public key: alg (1) | version (2, LE) | ephemeral public key (32) | ciphertext | tag (16), nonce of zeros: the
 *                  key is used once
 * under a key:     alg (1) | version (2, LE) | nonce (24) | ciphertext | tag (16)
 */
enum {
	ALG_KEY = 1,
	ALG_X25519 = 2,
	HEAD = 3,
	NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
	TAG = crypto_aead_xchacha20poly1305_ietf_ABYTES,
	WHAT_MAX = 31,
	BOUND_MAX = 4 + 2 + 4 + WHAT_MAX + 4 + 8 + 4 + 8 + 4 + 2,
};

struct bound { /* the associated data */
	uint8_t at[BOUND_MAX];
	size_t n;
};

static void bound_add(struct bound *b, const void *at, size_t n) {
	le_put(b->at + b->n, n, 4);
	memcpy(b->at + b->n + 4, at, n);
	b->n += 4 + n;
}

static struct bound bound_of(const struct box_use *use) {
	struct bound b = {0};
	uint8_t org[8], row[8], version[2];
	le_put(org, (uint64_t)use->org, sizeof org);
	le_put(row, (uint64_t)use->row, sizeof row);
	le_put(version, use->version, sizeof version);
	bound_add(&b, "b1", 2);
	bound_add(&b, use->what, strlen(use->what));
	bound_add(&b, org, sizeof org);
	bound_add(&b, row, sizeof row);
	bound_add(&b, version, sizeof version);
	return b;
}

static bool is_named(const struct box_use *use) {
	return use->what != NULL && use->what[0] != 0 && strlen(use->what) <= WHAT_MAX && use->version > 0;
}

static int refuse(struct cx *cx) {
	return err_say(cx, ERR_CRYPTO, NULL, N_("A sealed key does not open: it was moved, changed or sealed for another."),
		NULL);
}

void box_public(const uint8_t secret[BOX_KEY], uint8_t ret_public[BOX_KEY]) {
	crypto_scalarmult_base(ret_public, secret);
}

void box_pair(struct cx *cx, uint8_t ret_public[BOX_KEY], uint8_t ret_secret[BOX_KEY]) {
	cx->rng(ret_secret, BOX_KEY);
	box_public(ret_secret, ret_public);
}

/* The key both ends of one box make; false for a public key that gives zeros with every secret. */
static bool shared_key(const uint8_t secret[BOX_KEY], const uint8_t theirs[BOX_KEY], const uint8_t ephemeral[BOX_KEY],
	const uint8_t recipient[BOX_KEY], uint8_t ret[KEY_SIZE]) {
	uint8_t shared[BOX_KEY];
	bool sound = crypto_scalarmult(shared, secret, theirs) == 0;
	const struct blob parts[] = {BLOB(ephemeral, BOX_KEY), BLOB(recipient, BOX_KEY)};
	hash_parts(ret, KEY_SIZE, shared, "atrama box 1", parts, 2);
	sodium_memzero(shared, sizeof shared);
	return sound;
}

int box_seal(struct cx *cx, const uint8_t public[BOX_KEY], const struct box_use *use, const uint8_t key[BOX_KEY],
	struct blob *ret_sealed) {
	static const uint8_t zeros[NONCE];
	uint8_t ephemeral[BOX_KEY], once[KEY_SIZE];
	if (bug_if(cx, !is_named(use)))
		return ERR_BUG;
	uint8_t *to = arena_alloc(cx->arena, BOX_SEALED);
	to[0] = ALG_X25519;
	le_put(to + 1, use->version, 2);
	box_pair(cx, to + HEAD, ephemeral);
	bool sound = shared_key(ephemeral, public, to + HEAD, public, once);
	struct bound bound = bound_of(use);
	if (sound)
		crypto_aead_xchacha20poly1305_ietf_encrypt(to + HEAD + BOX_KEY, NULL, key, BOX_KEY, bound.at, bound.n, NULL,
			zeros, once);
	sodium_memzero(ephemeral, sizeof ephemeral);
	sodium_memzero(once, sizeof once);
	if (!sound)
		return refuse(cx);
	*ret_sealed = BLOB(to, BOX_SEALED);
	return ERR_OK;
}

int box_open(struct cx *cx, const uint8_t secret[BOX_KEY], const struct box_use *use, struct blob sealed,
	uint8_t ret_key[BOX_KEY]) {
	static const uint8_t zeros[NONCE];
	uint8_t public[BOX_KEY], once[KEY_SIZE], key[BOX_KEY];
	const uint8_t *at = sealed.at;
	if (bug_if(cx, !is_named(use)))
		return ERR_BUG;
	if (at == NULL || sealed.n != BOX_SEALED || at[0] != ALG_X25519 || le_get(at + 1, 2) != use->version)
		return refuse(cx);
	box_public(secret, public);
	struct bound bound = bound_of(use);
	bool opens = shared_key(secret, at + HEAD, at + HEAD, public, once)
		&& crypto_aead_xchacha20poly1305_ietf_decrypt(key, NULL, NULL, at + HEAD + BOX_KEY, BOX_KEY + TAG, bound.at,
			   bound.n, zeros, once) == 0;
	sodium_memzero(once, sizeof once);
	if (!opens)
		return refuse(cx);
	memcpy(ret_key, key, BOX_KEY);
	sodium_memzero(key, sizeof key);
	return ERR_OK;
}

int box_lock(struct cx *cx, const uint8_t with[BOX_KEY], const struct box_use *use, const uint8_t key[BOX_KEY],
	struct blob *ret_locked) {
	if (bug_if(cx, !is_named(use)))
		return ERR_BUG;
	uint8_t *to = arena_alloc(cx->arena, BOX_LOCKED);
	struct bound bound = bound_of(use);
	to[0] = ALG_KEY;
	le_put(to + 1, use->version, 2);
	cx->rng(to + HEAD, NONCE);
	crypto_aead_xchacha20poly1305_ietf_encrypt(to + HEAD + NONCE, NULL, key, BOX_KEY, bound.at, bound.n, NULL,
		to + HEAD, with);
	*ret_locked = BLOB(to, BOX_LOCKED);
	return ERR_OK;
}

int box_unlock(struct cx *cx, const uint8_t with[BOX_KEY], const struct box_use *use, struct blob locked,
	uint8_t ret_key[BOX_KEY]) {
	uint8_t key[BOX_KEY];
	const uint8_t *at = locked.at;
	if (bug_if(cx, !is_named(use)))
		return ERR_BUG;
	if (at == NULL || locked.n != BOX_LOCKED || at[0] != ALG_KEY || le_get(at + 1, 2) != use->version)
		return refuse(cx);
	struct bound bound = bound_of(use);
	if (crypto_aead_xchacha20poly1305_ietf_decrypt(key, NULL, NULL, at + HEAD + NONCE, BOX_KEY + TAG, bound.at, bound.n,
			at + HEAD, with) != 0)
		return refuse(cx);
	memcpy(ret_key, key, BOX_KEY);
	sodium_memzero(key, sizeof key);
	return ERR_OK;
}

int box_keep(struct cx *cx, const struct box_use *use, const uint8_t key[BOX_KEY], struct blob *ret_kept) {
	return bug_if(cx, cx->ring == NULL) ? ERR_BUG : box_lock(cx, cx->ring->vault, use, key, ret_kept);
}

int box_kept(struct cx *cx, const struct box_use *use, struct blob kept, uint8_t ret_key[BOX_KEY]) {
	return bug_if(cx, cx->ring == NULL) ? ERR_BUG : box_unlock(cx, cx->ring->vault, use, kept, ret_key);
}

bool box_is_sealed(struct blob blob) {
	return blob.at != NULL && blob.n == BOX_SEALED && *(const uint8_t *)blob.at == ALG_X25519;
}

uint16_t box_version(struct blob sealed) {
	return sealed.at == NULL || sealed.n < HEAD ? 0 : (uint16_t)le_get((const uint8_t *)sealed.at + 1, 2);
}

/* Words: consonant, vowel, consonant, vowel, consonant; 4 + 2 + 4 + 2 + 4 bits, as in proquints (Wilkerson 2009). */
static const char consonants[] = "bdfghjklmnprstvz", vowels[] = "aiou";
enum { WORDS = 9, WORD = 5, RANDOM = 16 };

static void word_put(char to[WORD], unsigned bits) {
	to[0] = consonants[bits >> 12 & 15];
	to[1] = vowels[bits >> 10 & 3];
	to[2] = consonants[bits >> 6 & 15];
	to[3] = vowels[bits >> 4 & 3];
	to[4] = consonants[bits & 15];
}

static int letter(const char *letters, char c) {
	const char *at = c == 0 ? NULL : strchr(letters, c);
	return at == NULL ? -1 : (int)(at - letters);
}

/* The bits of five letters, or -1. */
static int word_get(const char from[WORD]) {
	int a = letter(consonants, from[0]), b = letter(vowels, from[1]), c = letter(consonants, from[2]),
		d = letter(vowels, from[3]), e = letter(consonants, from[4]);
	return a < 0 || b < 0 || c < 0 || d < 0 || e < 0 ? -1 : a << 12 | b << 10 | c << 6 | d << 4 | e;
}

static unsigned check_word(const uint8_t random[RANDOM]) {
	uint8_t hash[HASH_SIZE];
	crypt_hash(hash, "atrama vault phrase check 1", BLOB(random, RANDOM));
	return (unsigned)hash[0] << 8 | hash[1];
}

static void phrase_key(const uint8_t random[RANDOM], uint8_t ret_key[BOX_KEY]) {
	crypt_hash(ret_key, "atrama vault phrase 1", BLOB(random, RANDOM));
}

void box_phrase_new(struct cx *cx, char ret_phrase[BOX_PHRASE], uint8_t ret_key[BOX_KEY]) {
	uint8_t random[RANDOM];
	cx->rng(random, sizeof random);
	for (size_t i = 0; i < WORDS; i++) {
		unsigned bits = i < RANDOM / 2 ? (unsigned)random[2 * i] << 8 | random[2 * i + 1] : check_word(random);
		word_put(ret_phrase + i * (WORD + 1), bits);
		ret_phrase[i * (WORD + 1) + WORD] = i + 1 < WORDS ? ' ' : 0;
	}
	phrase_key(random, ret_key);
	sodium_memzero(random, sizeof random);
}

int box_phrase_key(struct cx *cx, const char *phrase, uint8_t ret_key[BOX_KEY]) {
	char letters[WORDS * WORD];
	uint8_t random[RANDOM];
	size_t n = 0;
	int check = -1, code = ERR_OK;
	for (const char *c = phrase; *c != 0 && code == ERR_OK; c++) {
		char small = *c >= 'A' && *c <= 'Z' ? (char)(*c - 'A' + 'a') : *c;
		if (small >= 'a' && small <= 'z' && n < sizeof letters)
			letters[n++] = small;
		else if (strchr(" \t\r\n-.,", *c) == NULL)
			code = bad_if(cx, true, "phrase", N_("The phrase has nine words of five letters."), NULL);
	}
	if (code == ERR_OK)
		code = bad_if(cx, n != sizeof letters, "phrase", N_("The phrase has nine words of five letters."), NULL);
	for (size_t i = 0; i < WORDS && code == ERR_OK; i++) {
		int bits = word_get(letters + i * WORD);
		code = bad_if(cx, bits < 0, "phrase",
			N_("A word of the phrase is none of these words: look for a wrong letter."), NULL);
		if (code == ERR_OK && i < RANDOM / 2) {
			random[2 * i] = (uint8_t)(bits >> 8);
			random[2 * i + 1] = (uint8_t)bits;
		}
		check = bits;
	}
	if (code == ERR_OK)
		code = bad_if(cx, (unsigned)check != check_word(random), "phrase",
			N_("The words do not fit together: one of them is wrong, or they are not in their order."), NULL);
	if (code == ERR_OK)
		phrase_key(random, ret_key);
	sodium_memzero(letters, sizeof letters);
	sodium_memzero(random, sizeof random);
	return code;
}
