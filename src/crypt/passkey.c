#include "crypt/passkey.h"

#include <fido.h>
#include <fido/eddsa.h>
#include <fido/es256.h>

#include "base/str.h"
#include "crypt/cbor.h"

enum { FLAG_PRESENT = 1, FLAG_VERIFIED = 4, FLAG_MADE = 64, FLAGS_AT = HASH_SIZE, HEAD = HASH_SIZE + 5 };

/* An attestation object: what kind of statement, the statement's own signature, and what it is about. */
struct parts {
	bool none, packed;
	uint64_t said_n, alg;  /* parts of the statement; -1 - the number of its kind of key */
	struct blob said;      /* authenticator data */
	struct blob signature; /* of a packed statement */
};

static int bad(struct cx *cx) {
	return err_say(cx, ERR_INVALID, "attestation", N_("This passkey is not of a kind that is taken here."), NULL);
}

/* "none" says nothing, "packed" by itself says {alg, sig}; certificates (x5c) are a third part, and not taken. */
static bool read_statement(struct cbor *c, struct parts *p) {
	enum cbor_kind kind;
	uint64_t n;
	if (!cbor_head(c, &kind, &n) || kind != CBOR_MAP || n > 2)
		return false;
	for (uint64_t i = 0; i < n; i++) {
		const uint8_t *name, *at;
		size_t length;
		bool fine = cbor_string(c, CBOR_TEXT, &name, &length) && length == 3;
		if (fine && memcmp(name, "alg", 3) == 0) {
			fine = cbor_head(c, &kind, &p->alg) && kind == CBOR_NEGATIVE;
		} else {
			fine = fine && memcmp(name, "sig", 3) == 0 && cbor_string(c, CBOR_BYTES, &at, &p->signature.n);
			if (fine)
				p->signature.at = at;
		}
		if (!fine)
			return false;
	}
	p->said_n = n;
	return true;
}

static bool read_parts(struct blob attestation, struct parts *p) {
	struct cbor c = {attestation.at, (const uint8_t *)attestation.at + attestation.n};
	enum cbor_kind kind;
	uint64_t n;
	*p = (struct parts){0};
	if (!cbor_head(&c, &kind, &n) || kind != CBOR_MAP || n != 3)
		return false;
	for (uint64_t i = 0; i < n; i++) {
		const uint8_t *name, *at;
		size_t length;
		bool fine = cbor_string(&c, CBOR_TEXT, &name, &length);
		if (fine && length == 3 && memcmp(name, "fmt", 3) == 0) {
			fine = cbor_string(&c, CBOR_TEXT, &at, &length);
			p->none = fine && length == 4 && memcmp(at, "none", 4) == 0;
			p->packed = fine && length == 6 && memcmp(at, "packed", 6) == 0;
		} else if (fine && length == 7 && memcmp(name, "attStmt", 7) == 0) {
			fine = read_statement(&c, p);
		} else if (fine && length == 8 && memcmp(name, "authData", 8) == 0) {
			fine = cbor_string(&c, CBOR_BYTES, &at, &length);
			if (fine)
				p->said = BLOB(at, length);
		} else {
			fine = false;
		}
		if (!fine)
			return false;
	}
	return c.at == c.end && p->said.at != NULL;
}

/* Whether the lists in what a passkey says are as long as they claim: the library makes room for what they claim. */
static bool lists_are_there(struct blob said) {
	enum { COUNTER_END = HEAD, NEW_KEY = FLAG_MADE, MORE = 128, NUMBER_AT = 18 };
	const uint8_t *at = said.at;
	if (said.n < COUNTER_END)
		return false;
	size_t from = COUNTER_END;
	if ((at[FLAGS_AT] & NEW_KEY) != 0) {
		if (said.n < COUNTER_END + NUMBER_AT)
			return false;
		from += NUMBER_AT + ((size_t)at[COUNTER_END + NUMBER_AT - 2] << 8 | at[COUNTER_END + NUMBER_AT - 1]);
	}
	if (from > said.n)
		return false;
	struct cbor c = {.at = at + from, .end = at + said.n};
	if ((at[FLAGS_AT] & NEW_KEY) != 0 && !cbor_skip(&c))
		return false;
	return ((at[FLAGS_AT] & MORE) == 0 || cbor_skip(&c)) && c.at == c.end;
}

/* Somebody was there and was verified, on a page of that site. */
static bool said_for(struct blob said, const char *rp, unsigned flags) {
	uint8_t site[HASH_SIZE];
	crypt_sha256(site, rp, strlen(rp));
	return said.n >= HEAD && crypt_equal(said.at, site, HASH_SIZE)
		&& (((const uint8_t *)said.at)[FLAGS_AT] & flags) == flags && lists_are_there(said);
}

static uint32_t counter_of(struct blob said) {
	const uint8_t *at = (const uint8_t *)said.at + FLAGS_AT + 1;
	return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static const int kinds[] = {COSE_ES256, COSE_EDDSA};
static const int extensions[] = {0, FIDO_EXT_HMAC_SECRET, FIDO_EXT_CRED_PROTECT,
	FIDO_EXT_HMAC_SECRET | FIDO_EXT_CRED_PROTECT};

enum { KINDS = sizeof kinds / sizeof *kinds, EXTENSIONS = sizeof extensions / sizeof *extensions };

/* The library wants to be told which extensions it will meet; only these may come. */
static bool signed_by_itself(const char *rp, const uint8_t client[HASH_SIZE], const struct parts *p, int kind) {
	bool good = false;
	for (int i = 0; i < EXTENSIONS && !good; i++) {
		fido_cred_t *cred = fido_cred_new();
		good = cred != NULL && fido_cred_set_type(cred, kind) == FIDO_OK
			&& fido_cred_set_rp(cred, rp, NULL) == FIDO_OK
			&& fido_cred_set_clientdata_hash(cred, client, HASH_SIZE) == FIDO_OK
			&& fido_cred_set_extensions(cred, extensions[i]) == FIDO_OK
			&& fido_cred_set_uv(cred, FIDO_OPT_TRUE) == FIDO_OK && fido_cred_set_fmt(cred, "packed") == FIDO_OK
			&& fido_cred_set_authdata_raw(cred, p->said.at, p->said.n) == FIDO_OK
			&& fido_cred_set_sig(cred, p->signature.at, p->signature.n) == FIDO_OK
			&& fido_cred_verify_self(cred) == FIDO_OK;
		fido_cred_free(&cred);
	}
	return good;
}

/* The number and the public key in what a new passkey says; false if it is none of that kind. */
static bool read_new(struct cx *cx, const struct parts *p, int kind, const char *rp, struct passkey *ret) {
	fido_cred_t *cred = fido_cred_new();
	bool good = cred != NULL && fido_cred_set_type(cred, kind) == FIDO_OK
		&& fido_cred_set_authdata_raw(cred, p->said.at, p->said.n) == FIDO_OK && fido_cred_id_len(cred) > 0
		&& fido_cred_id_len(cred) <= PASSKEY_ID_MAX && fido_cred_pubkey_len(cred) <= PASSKEY_KEY_MAX - 1 - HASH_SIZE;
	if (good) {
		size_t n = fido_cred_pubkey_len(cred);
		uint8_t *key = arena_alloc(cx->arena, PASSKEY_KEY_MAX);
		key[0] = (uint8_t)(kind == COSE_ES256 ? 1 : 2);
		crypt_sha256(key + 1, rp, strlen(rp));
		memcpy(key + 1 + HASH_SIZE, fido_cred_pubkey_ptr(cred), n);
		ret->key = BLOB(key, 1 + HASH_SIZE + n);
		ret->id = BLOB(arena_strndup(cx->arena, (const char *)fido_cred_id_ptr(cred), fido_cred_id_len(cred)),
			fido_cred_id_len(cred));
		ret->counter = counter_of(p->said);
	}
	fido_cred_free(&cred);
	return good;
}

int passkey_read(struct cx *cx, const char *rp, const uint8_t client[HASH_SIZE], struct blob attestation,
	struct passkey *ret_passkey) {
	struct parts p;
	if (!read_parts(attestation, &p) || !said_for(p.said, rp, FLAG_PRESENT | FLAG_VERIFIED | FLAG_MADE)
		|| !(p.none ? p.said_n == 0 : p.packed && p.said_n == 2 && p.signature.n > 0))
		return bad(cx);
	for (int i = 0; i < KINDS; i++) {
		struct passkey got;
		if (!read_new(cx, &p, kinds[i], rp, &got))
			continue;
		if (p.packed && (p.alg != (uint64_t)(-1 - kinds[i]) || !signed_by_itself(rp, client, &p, kinds[i])))
			return bad(cx);
		*ret_passkey = got;
		return ERR_OK;
	}
	return bad(cx);
}

static int signature_by(struct blob key, const char *rp, const uint8_t client[HASH_SIZE], struct blob said,
	struct blob signature, int extension) {
	const uint8_t *at = key.at;
	const uint8_t *public = at + 1 + HASH_SIZE;
	size_t n = key.n - 1 - HASH_SIZE;
	bool es256 = at[0] == 1;
	es256_pk_t *p256 = es256 ? es256_pk_new() : NULL;
	eddsa_pk_t *ed = es256 ? NULL : eddsa_pk_new();
	fido_assert_t *a = fido_assert_new();
	int r = a == NULL || (p256 == NULL && ed == NULL) ? FIDO_ERR_INTERNAL : FIDO_OK;
	if (r == FIDO_OK)
		r = es256 ? es256_pk_from_ptr(p256, public, n) : eddsa_pk_from_ptr(ed, public, n);
	if (r == FIDO_OK)
		r = fido_assert_set_clientdata_hash(a, client, HASH_SIZE);
	if (r == FIDO_OK)
		r = fido_assert_set_rp(a, rp);
	if (r == FIDO_OK)
		r = fido_assert_set_count(a, 1);
	if (r == FIDO_OK)
		r = fido_assert_set_extensions(a, extension);
	if (r == FIDO_OK)
		r = fido_assert_set_up(a, FIDO_OPT_TRUE);
	if (r == FIDO_OK)
		r = fido_assert_set_uv(a, FIDO_OPT_TRUE);
	if (r == FIDO_OK)
		r = fido_assert_set_authdata_raw(a, 0, said.at, said.n);
	if (r == FIDO_OK)
		r = fido_assert_set_sig(a, 0, signature.at, signature.n);
	if (r == FIDO_OK)
		r = fido_assert_verify(a, 0, es256 ? COSE_ES256 : COSE_EDDSA, es256 ? (const void *)p256 : (const void *)ed);
	fido_assert_free(&a);
	es256_pk_free(&p256);
	eddsa_pk_free(&ed);
	return r;
}

int passkey_verify(struct cx *cx, const char *rp, struct blob key, const uint8_t client[HASH_SIZE],
	struct blob authenticator, struct blob signature, uint32_t *ret_counter) {
	uint8_t site[HASH_SIZE];
	crypt_sha256(site, rp, strlen(rp));
	bool right = key.n > 1 + HASH_SIZE && crypt_equal((const uint8_t *)key.at + 1, site, HASH_SIZE)
		&& said_for(authenticator, rp, FLAG_PRESENT | FLAG_VERIFIED)
		&& (((const uint8_t *)authenticator.at)[FLAGS_AT] & FLAG_MADE) == 0; /* nothing new is made here */
	int r = FIDO_ERR_INVALID_SIG;
	for (int i = 0; right && i < EXTENSIONS && r != FIDO_OK; i++)
		r = signature_by(key, rp, client, authenticator, signature, extensions[i]);
	if (r != FIDO_OK)
		return err_say(cx, ERR_DENIED, "passkey", N_("The passkey could not be checked."), NULL);
	*ret_counter = counter_of(authenticator);
	return ERR_OK;
}

int passkey_warm(struct cx *cx) {
	/* A signature that is right, by a key whose secret half everybody may know (tests/unit/crypt/passkeys.h). */
	static const char public[] = "44213034a13dce9120a7de21428a618be3e4c7ddfcbd86177791b53be8d23681"
		"9f84aa608ed44be93c72fcf1ba555245abe826761f3fc6cfecd7bc9a808bd80b",
		said[] = "d56193c10d3e66cd48566f796b77cd15611cfb1cdde84570774724bead7917270500000009",
		signature[] = "304502207b312be214e37dd17e2a1ca5d8071d6a8292f02af6f087746ec73fec5c6e0dc2022100bbae29c58bdf50dc9a"
		"9f68ee798cd79a753b4d0ab7dae8c391c1118a2cd41830",
		client[] = "e9e0938f756aa0bfe93f4e90db4a93afbf308500f1af175f47b31c76ca0d68e1", site[] = "atrama.example";
	uint8_t key[PASSKEY_KEY_MAX] = {1}, bytes[2][128], hash[HASH_SIZE];
	uint32_t counter = 0;
	fido_init(0);
	crypt_sha256(key + 1, site, strlen(site));
	hex_get(key + 1 + HASH_SIZE, sizeof public / 2, public);
	hex_get(bytes[0], sizeof said / 2, said);
	hex_get(bytes[1], sizeof signature / 2, signature);
	hex_get(hash, sizeof hash, client);
	int r = passkey_verify(cx, site, BLOB(key, sizeof key), hash, BLOB(bytes[0], sizeof said / 2),
		BLOB(bytes[1], sizeof signature / 2), &counter);
	return r == ERR_OK && counter == 9 ? ERR_OK
		: err_say(cx, ERR_CRYPTO, NULL, N_("The library that checks passkeys does not work."), NULL);
}
