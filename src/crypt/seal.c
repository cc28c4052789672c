#include "crypt/seal.h"

#include <sodium.h>

#include "base/str.h"
#include "base/utf8.h"
#include "crypt/ring_keys.h"

/* alg (1) | keyver (2, LE) | nonce (24) | ciphertext | tag (16) */
enum {
	ALG_CLEAR = 0, /* exists only where ATRAMA_CLEAR_CONTROL is defined */
	ALG_XCHACHA20_POLY1305 = 1,
	HEAD = 3,
	NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
	TAG = crypto_aead_xchacha20poly1305_ietf_ABYTES,
	AROUND = HEAD + NONCE + TAG,
	KEY_PLAIN = 2 + KEY_SIZE, /* what a wrapped key holds: the subject key's version, the key */
	STEP_SMALL = 32,
	STEP_LARGE = 256,
	TEXT_MAX = 16 << 20,
	AAD_MAX = 256,
	NAME_MAX_BYTES = 63, /* of a table or a column */
	MIXED = 0x8000,      /* of a key's version: it needs other bytes too */
};

struct key {
	struct ref subject;
	enum compartment c;
	uint16_t version;
	uint8_t at[KEY_SIZE];
};

struct aad {
	uint8_t at[AAD_MAX];
	size_t n;
};

static void aad_add(struct aad *aad, const void *at, size_t n) {
	le_put(aad->at + aad->n, n, 4);
	memcpy(aad->at + aad->n + 4, at, n);
	aad->n += 4 + n;
}

static struct aad aad_end(struct aad aad, const struct ref *subject, enum compartment c, uint16_t version) {
	uint8_t compartment = (uint8_t)c, keyver[2];
	le_put(keyver, version, sizeof keyver);
	aad_add(&aad, subject->at, REF_SIZE);
	aad_add(&aad, &compartment, 1);
	aad_add(&aad, keyver, sizeof keyver);
	return aad;
}

static struct aad aad_of_text(const struct seal_at *at, uint16_t version) {
	struct aad aad = {0};
	uint8_t row[8];
	le_put(row, (uint64_t)at->row, sizeof row);
	aad_add(&aad, "f1", 2);
	aad_add(&aad, at->table, strlen(at->table));
	aad_add(&aad, at->column, strlen(at->column));
	aad_add(&aad, row, sizeof row);
	return aad_end(aad, &at->subject, at->c, version);
}

static struct aad aad_of_key(const struct ref *subject, enum compartment c, uint16_t version) {
	struct aad aad = {0};
	aad_add(&aad, "w1", 2);
	return aad_end(aad, subject, c, version);
}

static int refuse(struct cx *cx) {
	return err_say(cx, ERR_CRYPTO, NULL, N_("A sealed text does not open: it was moved, changed or sealed elsewhere."),
		NULL);
}

/* Fills to[0 .. AROUND + n). */
static void lock(struct cx *cx, uint8_t *to, const uint8_t *key, uint16_t version, const struct aad *aad,
	const uint8_t *plain, size_t n) {
	to[0] = ALG_XCHACHA20_POLY1305;
	le_put(to + 1, version, 2);
	cx->rng(to + HEAD, NONCE);
	crypto_aead_xchacha20poly1305_ietf_encrypt(to + HEAD + NONCE, NULL, plain, n, aad->at, aad->n, NULL, to + HEAD, key);
}

/* Fills plain[0 .. sealed.n - AROUND); the caller has seen that sealed.n >= AROUND. */
static bool unlock(uint8_t *plain, const uint8_t *key, uint16_t version, const struct aad *aad, struct blob sealed) {
	const uint8_t *at = sealed.at;
	return at[0] == ALG_XCHACHA20_POLY1305 && le_get(at + 1, 2) == version
		&& crypto_aead_xchacha20poly1305_ietf_decrypt(plain, NULL, NULL, at + HEAD + NONCE, sealed.n - HEAD - NONCE,
			   aad->at, aad->n, at + HEAD, key) == 0;
}

static bool compartment_has_keys(enum compartment c) {
	return c > C_META && c < C__MAX;
}

int key_new(struct cx *cx, enum compartment c, const struct ref *subject, struct blob *ret_wrapped) {
	uint8_t plain[KEY_PLAIN];
	if (bug_if(cx, cx->ring == NULL || !compartment_has_keys(c)))
		return ERR_BUG;
	uint8_t *to = arena_alloc(cx->arena, AROUND + KEY_PLAIN); /* before the secret exists: it may jump */
	struct aad aad = aad_of_key(subject, c, cx->ring->version);
	le_put(plain, 1, 2);
	cx->rng(plain + 2, KEY_SIZE);
	lock(cx, to, cx->ring->wrap[c], cx->ring->version, &aad, plain, sizeof plain);
	sodium_memzero(plain, sizeof plain);
	*ret_wrapped = BLOB(to, AROUND + KEY_PLAIN);
	return ERR_OK;
}

int key_open(struct cx *cx, enum compartment c, const struct ref *subject, struct blob wrapped, struct key **ret_key) {
	uint8_t plain[KEY_PLAIN];
	if (bug_if(cx, cx->ring == NULL || !compartment_has_keys(c)))
		return ERR_BUG;
	if (wrapped.at == NULL || wrapped.n != AROUND + KEY_PLAIN)
		return refuse(cx);
	struct key *key = arena_alloc(cx->arena, sizeof *key);
	struct aad aad = aad_of_key(subject, c, cx->ring->version);
	bool opened = unlock(plain, cx->ring->wrap[c], cx->ring->version, &aad, wrapped);
	if (opened) {
		*key = (struct key){.subject = *subject, .c = c, .version = (uint16_t)le_get(plain, 2)};
		memcpy(key->at, plain + 2, KEY_SIZE);
	}
	sodium_memzero(plain, sizeof plain);
	if (!opened)
		return refuse(cx);
	*ret_key = key;
	return ERR_OK;
}

int key_from(struct cx *cx, enum compartment c, const struct ref *subject, const uint8_t bytes[32],
	struct key **ret_key) {
	if (bug_if(cx, !compartment_has_keys(c)))
		return ERR_BUG;
	struct key *key = arena_alloc(cx->arena, sizeof *key);
	*key = (struct key){.subject = *subject, .c = c, .version = 1};
	memcpy(key->at, bytes, KEY_SIZE);
	*ret_key = key;
	return ERR_OK;
}

int key_mixed(struct cx *cx, const struct key *own, const uint8_t bytes[32], struct key **ret_key) {
	if (bug_if(cx, (own->version & MIXED) != 0))
		return ERR_BUG;
	struct key *key = arena_alloc(cx->arena, sizeof *key);
	*key = (struct key){.subject = own->subject, .c = own->c, .version = own->version | MIXED};
	hash_parts(key->at, KEY_SIZE, own->at, "atrama mixed key 1", (const struct blob[]){BLOB(bytes, KEY_SIZE)}, 1);
	*ret_key = key;
	return ERR_OK;
}

void key_close(struct key *key) {
	if (key != NULL)
		sodium_memzero(key, sizeof *key);
}

static size_t padded(size_t n) {
	size_t step = n < STEP_LARGE ? STEP_SMALL : STEP_LARGE;
	return (n / step + 1) * step; /* at least one byte: the mark 0x80 */
}

static bool place_is_named(const struct seal_at *at) {
	return at->table != NULL && at->column != NULL && strlen(at->table) <= NAME_MAX_BYTES
		&& strlen(at->column) <= NAME_MAX_BYTES;
}

static int seal_text(struct cx *cx, const uint8_t *key, uint16_t version, const struct seal_at *at, const char *text,
	struct blob *ret_sealed) {
	if (bug_if(cx, !place_is_named(at)))
		return ERR_BUG;
	if (text == NULL) {
		*ret_sealed = (struct blob){0};
		return ERR_OK;
	}
	size_t n = strlen(text), room = padded(n);
	if (n > TEXT_MAX)
		return err_say(cx, ERR_LIMIT, at->column, N_("This text is too long."), NULL);
#ifdef ATRAMA_CLEAR_CONTROL
	if (cx->ring->clear) {
		uint8_t *clear = arena_alloc(cx->arena, HEAD + n);
		le_put(clear, ALG_CLEAR, 1);
		le_put(clear + 1, version, 2);
		memcpy(clear + HEAD, text, n);
		*ret_sealed = BLOB(clear, HEAD + n);
		return ERR_OK;
	}
#endif
	uint8_t *plain = arena_alloc(cx->arena, room); /* zeroed; wiped with the arena, as `text` is */
	uint8_t *to = arena_alloc(cx->arena, AROUND + room);
	memcpy(plain, text, n);
	plain[n] = 0x80;
	struct aad aad = aad_of_text(at, version);
	lock(cx, to, key, version, &aad, plain, room);
	sodium_memzero(plain, room);
	*ret_sealed = BLOB(to, AROUND + room);
	return ERR_OK;
}

/* The length of the text in padded plain[0..n), or -1: 0x80 and zeros after it, in the step its length asks for. */
static ssize_t unpad(const uint8_t *plain, size_t n) {
	size_t i = n;
	while (i > 0 && plain[i - 1] == 0)
		i--;
	if (i == 0 || plain[i - 1] != 0x80 || padded(i - 1) != n)
		return -1;
	return (ssize_t)i - 1;
}

static int unseal_text(struct cx *cx, const uint8_t *key, uint16_t version, const struct seal_at *at,
	struct blob sealed, const char **ret_text) {
	if (bug_if(cx, !place_is_named(at)))
		return ERR_BUG;
	if (sealed.at == NULL) {
		*ret_text = NULL;
		return ERR_OK;
	}
#ifdef ATRAMA_CLEAR_CONTROL
	if (cx->ring->clear && sealed.n >= HEAD && *(const uint8_t *)sealed.at == ALG_CLEAR) {
		*ret_text = arena_strndup(cx->arena, (const char *)sealed.at + HEAD, sealed.n - HEAD);
		return ERR_OK;
	}
#endif
	if (sealed.n < AROUND + STEP_SMALL || sealed.n > AROUND + TEXT_MAX + STEP_LARGE)
		return refuse(cx);
	size_t room = sealed.n - AROUND;
	uint8_t *plain = arena_alloc(cx->arena, room);
	struct aad aad = aad_of_text(at, version);
	if (!unlock(plain, key, version, &aad, sealed))
		return refuse(cx);
	ssize_t n = unpad(plain, room);
	if (n < 0 || memchr(plain, 0, (size_t)n) != NULL || !utf8_valid((const char *)plain, (size_t)n)) {
		sodium_memzero(plain, room);
		return refuse(cx);
	}
	plain[n] = 0;
	*ret_text = (const char *)plain;
	return ERR_OK;
}

static bool key_fits(const struct key *key, const struct seal_at *at) {
	return key->c == at->c && ref_equal(&key->subject, &at->subject);
}

int seal(struct cx *cx, const struct key *key, const struct seal_at *at, const char *text, struct blob *ret_sealed) {
	if (bug_if(cx, cx->ring == NULL || !key_fits(key, at)))
		return ERR_BUG;
	return seal_text(cx, key->at, key->version, at, text, ret_sealed);
}

int unseal(struct cx *cx, const struct key *key, const struct seal_at *at, struct blob sealed, const char **ret_text) {
	if (bug_if(cx, cx->ring == NULL || !key_fits(key, at)))
		return ERR_BUG;
	return unseal_text(cx, key->at, key->version, at, sealed, ret_text);
}

int seal_meta(struct cx *cx, const struct seal_at *at, const char *text, struct blob *ret_sealed) {
	if (bug_if(cx, cx->ring == NULL || at->c != C_META))
		return ERR_BUG;
	return seal_text(cx, cx->ring->wrap[C_META], cx->ring->version, at, text, ret_sealed);
}

int unseal_meta(struct cx *cx, const struct seal_at *at, struct blob sealed, const char **ret_text) {
	if (bug_if(cx, cx->ring == NULL || at->c != C_META))
		return ERR_BUG;
	return unseal_text(cx, cx->ring->wrap[C_META], cx->ring->version, at, sealed, ret_text);
}
