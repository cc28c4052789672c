/*
 * Sealed texts, wrapped keys and boxes as a hostile store would give them, and phrases as anybody might type them. Whatever
 * is not byte for byte what was sealed for this very place answers ERR_CRYPTO; what was sealed comes back.
 */
#include <unistd.h>

#include "base/utf8.h"
#include "crypt/box.h"
#include "crypt/crypt.h"
#include "crypt/seal.h"
#include "fuzz/fuzz.h"

static struct ring *ring;

static void open_ring(void) {
	char dir[] = "/tmp/atrama-fuzz-XXXXXX", path[64];
	struct cx cx = {.arena = arena_new(1 << 20), .rng = fuzz_rng, .lang = "en"};
	MUST(crypt_init() == ERR_OK && mkdtemp(dir) != NULL);
	MUST(ring_create(&cx, dir, true) == ERR_OK && ring_open(&cx, dir, &ring) == ERR_OK);
	snprintf(path, sizeof path, "%s/keys/root", dir);
	unlink(path);
	snprintf(path, sizeof path, "%s/keys", dir);
	rmdir(path);
	rmdir(dir);
	arena_free(cx.arena);
}

/* Bytes of the input over `real` at a place the input names: a copy with some of it changed, or only of other length. */
static struct blob spoil(struct cx *cx, struct blob real, const uint8_t *at, size_t n) {
	size_t from = (size_t)(fuzz_take(&at, &n) | fuzz_take(&at, &n) << 8) % (real.n + 1);
	size_t size = from + n > real.n ? from + n : real.n - fuzz_take(&at, &n) % (real.n + 1);
	uint8_t *to = arena_alloc(cx->arena, size + 1);
	memcpy(to, real.at, size < real.n ? size : real.n);
	for (size_t i = 0; i < n && from + i < size; i++)
		to[from + i] = at[i];
	return BLOB(to, size);
}

static bool same(struct blob a, struct blob b) {
	return a.n == b.n && memcmp(a.at, b.at, a.n) == 0;
}

static void boxes(struct cx *cx, const uint8_t *at, size_t n) {
	const struct box_use use = {"place", 2, 5, 1};
	uint8_t public[BOX_KEY], secret[BOX_KEY], key[BOX_KEY];
	struct blob sealed, locked;
	box_pair(cx, public, secret);
	MUST(box_open(cx, secret, &use, BLOB(at, n), key) == ERR_CRYPTO && box_unlock(cx, secret, &use, BLOB(at, n), key) == ERR_CRYPTO);
	MUST(box_seal(cx, public, &use, public, &sealed) == ERR_OK && box_lock(cx, secret, &use, public, &locked) == ERR_OK);
	struct blob hostile = spoil(cx, sealed, at, n);
	int rc = box_open(cx, secret, &use, hostile, key);
	MUST(rc == (same(hostile, sealed) ? ERR_OK : ERR_CRYPTO) && (rc != ERR_OK || memcmp(key, public, BOX_KEY) == 0));
	hostile = spoil(cx, locked, at, n);
	rc = box_unlock(cx, secret, &use, hostile, key);
	MUST(rc == (same(hostile, locked) ? ERR_OK : ERR_CRYPTO) && (rc != ERR_OK || memcmp(key, public, BOX_KEY) == 0));
	char *typed = fuzz_text(at, n);
	rc = box_phrase_key(cx, typed, key);
	MUST(rc == ERR_OK || (rc == ERR_INVALID && cx->err.value == NULL));
	free(typed);
}

FUZZ(cx, at, n) {
	if (ring == NULL)
		open_ring();
	fuzz_seed = 1;
	cx->ring = ring;
	boxes(cx, at, n);
	const struct ref subject = {{7}};
	const struct seal_at there = {"ident", "family", 5, subject, C_IDENT}, elsewhere = {"ident", "family", 6, subject, C_IDENT};
	const struct seal_at meta = {"account", "name", 5, subject, C_META};
	struct blob wrapped, sealed, hostile = BLOB(at, n);
	struct key *key, *other;
	const char *text = NULL;
	MUST(key_new(cx, C_IDENT, &subject, &wrapped) == ERR_OK && key_open(cx, C_IDENT, &subject, wrapped, &key) == ERR_OK);

	/* Entirely made up. */
	MUST(n == 0 || unseal(cx, key, &there, hostile, &text) == ERR_CRYPTO);
	MUST(n == 0 || unseal_meta(cx, &meta, hostile, &text) == ERR_CRYPTO);
	MUST(key_open(cx, C_IDENT, &subject, hostile, &other) == ERR_CRYPTO && text == NULL);

	/* Real, and then not quite. */
	char *given = fuzz_text(at, n);
	bool valid = utf8_valid(given, strlen(given));
	MUST(seal(cx, key, &there, given, &sealed) == ERR_OK);
	int rc = unseal(cx, key, &there, sealed, &text);
	MUST(valid ? rc == ERR_OK && str_equal(text, given) : rc == ERR_CRYPTO);
	MUST(unseal(cx, key, &elsewhere, sealed, &text) == ERR_CRYPTO);
	free(given);
	hostile = spoil(cx, sealed, at, n);
	rc = unseal(cx, key, &there, hostile, &text);
	MUST(rc == (valid && same(hostile, sealed) ? ERR_OK : ERR_CRYPTO));
	hostile = spoil(cx, wrapped, at, n);
	MUST(key_open(cx, C_IDENT, &subject, hostile, &other) == (same(hostile, wrapped) ? ERR_OK : ERR_CRYPTO));
}
