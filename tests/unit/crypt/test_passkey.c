#include "world.h"

#include "base/str.h"
#include "crypt/cbor.h"
#include "crypt/passkey.h"
#include "passkeys.h"

static struct blob bytes_of(struct cx *cx, const char *hex) {
	size_t n = strlen(hex) / 2;
	uint8_t *at = arena_alloc(cx->arena, n + 1);
	assert_true(hex_get(at, n, hex));
	return BLOB(at, n);
}

static const char site[] = "atrama.example";

struct said {
	const char *none, *packed, *id, *said, *signature, *unverified_said, *unverified_signature;
};

static const struct said both[] = {
	{none_es, packed_es, id_es, said_es, signature_es, unverified_said_es, unverified_signature_es},
	{none_ed, packed_ed, id_ed, said_ed, signature_ed, unverified_said_ed, unverified_signature_ed},
};

static void hash(struct cx *cx, const char *client, uint8_t ret[HASH_SIZE]) {
	struct blob bytes = bytes_of(cx, client);
	crypt_sha256(ret, bytes.at, bytes.n);
}

static void takes_a_new_passkey_and_what_it_signs(void **state) {
	struct world *w = *state;
	uint8_t made[HASH_SIZE], got[HASH_SIZE];
	hash(&w->cx, client_create, made);
	hash(&w->cx, client_get, got);
	for (int i = 0; i < 2; i++) {
		for (int packed = 0; packed < 2; packed++) {
			struct passkey p;
			struct blob id = bytes_of(&w->cx, both[i].id);
			uint32_t counter = 0;
			assert_int_equal(passkey_read(&w->cx, site, made, bytes_of(&w->cx, packed ? both[i].packed : both[i].none), &p), 0);
			assert_int_equal(p.id.n, id.n);
			assert_memory_equal(p.id.at, id.at, id.n);
			assert_int_equal(passkey_verify(&w->cx, site, p.key, got, bytes_of(&w->cx, both[i].said),
				bytes_of(&w->cx, both[i].signature), &counter), 0);
			assert_int_equal(counter, 9);
		}
	}
}

static void takes_nothing_for_another_site_or_another_page(void **state) {
	struct world *w = *state;
	struct cx *cx = &w->cx;
	uint8_t made[HASH_SIZE], got[HASH_SIZE];
	uint32_t counter;
	hash(cx, client_create, made);
	hash(cx, client_get, got);
	for (int i = 0; i < 2; i++) {
		struct passkey p, other;
		struct blob said = bytes_of(cx, both[i].said), signature = bytes_of(cx, both[i].signature);
		assert_int_equal(passkey_read(cx, "other.example", made, bytes_of(cx, both[i].none), &p), ERR_INVALID);
		assert_int_equal(passkey_read(cx, site, got, bytes_of(cx, both[i].packed), &p), ERR_INVALID);
		assert_int_equal(passkey_read(cx, site, made, bytes_of(cx, both[i].none), &p), 0);
		assert_int_equal(passkey_read(cx, site, made, bytes_of(cx, both[1 - i].none), &other), 0);
		assert_int_equal(passkey_verify(cx, "other.example", p.key, got, said, signature, &counter), ERR_DENIED);
		assert_int_equal(passkey_verify(cx, site, p.key, made, said, signature, &counter), ERR_DENIED);
		assert_int_equal(passkey_verify(cx, site, other.key, got, said, signature, &counter), ERR_DENIED);
		assert_int_equal(passkey_verify(cx, site, BLOB("", 0), got, said, signature, &counter), ERR_DENIED);
	}
}

static void asks_that_somebody_was_verified(void **state) {
	struct world *w = *state;
	struct cx *cx = &w->cx;
	uint8_t made[HASH_SIZE], got[HASH_SIZE];
	uint32_t counter;
	hash(cx, client_create, made);
	hash(cx, client_get, got);
	for (int i = 0; i < 2; i++) {
		struct passkey p;
		assert_int_equal(passkey_read(cx, site, made, bytes_of(cx, both[i].none), &p), 0);
		assert_int_equal(passkey_verify(cx, site, p.key, got, bytes_of(cx, both[i].unverified_said),
			bytes_of(cx, both[i].unverified_signature), &counter), ERR_DENIED);
	}
}

static void takes_nothing_in_which_a_bit_is_another(void **state) {
	struct world *w = *state;
	struct cx *cx = &w->cx;
	uint8_t made[HASH_SIZE], got[HASH_SIZE];
	uint32_t counter;
	hash(cx, client_create, made);
	hash(cx, client_get, got);
	int tried = 0;
	for (int i = 0; i < 2; i++) {
		struct passkey p;
		assert_int_equal(passkey_read(cx, site, made, bytes_of(cx, both[i].none), &p), 0);
		struct blob parts[] = {bytes_of(cx, both[i].said), bytes_of(cx, both[i].signature), bytes_of(cx, both[i].packed)};
		for (int part = 0; part < 3; part++) {
			uint8_t *at = (uint8_t *)(uintptr_t)parts[part].at;
			for (size_t bit = 0; bit < parts[part].n * 8; bit += part == 2 ? 3 : 1, tried++) {
				struct passkey other;
				at[bit / 8] ^= (uint8_t)(1 << bit % 8);
				if (part < 2)
					assert_int_not_equal(passkey_verify(cx, site, p.key, got, parts[0], parts[1], &counter), 0);
				else
					assert_int_not_equal(passkey_read(cx, site, made, parts[2], &other), 0);
				at[bit / 8] ^= (uint8_t)(1 << bit % 8);
			}
		}
	}
	assert_true(tried > 2000);
}

static void takes_nothing_cut_short_or_too_long(void **state) {
	struct world *w = *state;
	struct cx *cx = &w->cx;
	uint8_t made[HASH_SIZE];
	hash(cx, client_create, made);
	for (int i = 0; i < 2; i++) {
		struct passkey p;
		struct blob whole = bytes_of(cx, both[i].packed);
		for (size_t n = 0; n < whole.n; n++)
			assert_int_equal(passkey_read(cx, site, made, BLOB(arena_strndup(cx->arena, whole.at, n), n), &p), ERR_INVALID);
		uint8_t *longer = arena_alloc(cx->arena, whole.n + 1);
		memcpy(longer, whole.at, whole.n);
		assert_int_equal(passkey_read(cx, site, made, BLOB(longer, whole.n + 1), &p), ERR_INVALID);
	}
	static const char *const odd[] = {"a3", "bf", "a363666d74", "a3636666746461", "ffffffffffffffffff",
		"9bffffffffffffffff", "a3637830637830637830", "bb7fffffffffffffff", "a163666d74646e6f6e65",
		"8181818181818181818181818181818181818181"};
	for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
		struct passkey p;
		struct blob bytes = bytes_of(cx, odd[i]);
		struct cbor c = {bytes.at, (const uint8_t *)bytes.at + bytes.n};
		assert_int_equal(passkey_read(cx, site, made, bytes, &p), ERR_INVALID);
		while (c.at < c.end && cbor_skip(&c))
			assert_true(c.at <= c.end);
	}
}

static void verifies_at_the_start(void **state) {
	struct world *w = *state;
	assert_int_equal(passkey_warm(&w->cx), 0);
}

#define WORLD(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)

int main(void) {
	const struct CMUnitTest tests[] = {
		WORLD(verifies_at_the_start),
		WORLD(takes_a_new_passkey_and_what_it_signs),
		WORLD(takes_nothing_for_another_site_or_another_page),
		WORLD(asks_that_somebody_was_verified),
		WORLD(takes_nothing_in_which_a_bit_is_another),
		WORLD(takes_nothing_cut_short_or_too_long),
	};
	return cmocka_run_group_tests_name("passkey", tests, NULL, NULL);
}
