/* Checkpoints, keys and cosignatures as text: C2SP's own examples, and that nothing else than one form is read. */
#include "audit/note.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/str.h"

static int setup(void **state) {
	static struct cx cx;
	cx = (struct cx){.arena = arena_new(ARENA_DEFAULT)};
	*state = &cx;
	return crypt_init();
}

static int teardown(void **state) {
	arena_free(((struct cx *)*state)->arena);
	return 0;
}

static const uint8_t seed[SIGN_SEED] = {7, 7, 7};

static struct note_key key_of(const char *name, int type) {
	uint8_t public[SIGN_PUBLIC];
	sign_seed_public(seed, public);
	return note_key_of(name, type, public);
}

static struct note_head head(int64_t size) {
	struct note_head h = {.origin = "atrama/00", .size = size};
	for (int i = 0; i < HASH_SIZE; i++)
		h.root[i] = (uint8_t)(i * 5);
	return h;
}

/* https://c2sp.org/signed-note: the note signed by PeterNeumann, a key that stands there. */
static void reads_the_key_of_the_specification(void **state) {
	struct cx *cx = *state;
	struct note_key key;
	static const char text[] = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
	assert_int_equal(note_key_parse(cx, "key", text, &key), 0);
	assert_string_equal(key.name, "PeterNeumann");
	assert_int_equal(key.type, NOTE_ED25519);
	assert_string_equal(note_key_text(cx->arena, &key), text);
	static const char note_text[] = "If you think cryptography is the answer to your problem,\n"
		"then you don't know what your problem is.\n";
	struct note_signature line;
	assert_int_equal(note_line_parse(cx, "line", "\xe2\x80\x94 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNI"
		"uGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=", &line), 0);
	assert_true(sign_check(key.public, BLOB_STR(note_text), BLOB(line.signature, SIGNATURE_SIZE)));
	assert_memory_equal(line.id, key.id, 4);
}

static void reads_what_it_writes(void **state) {
	struct cx *cx = *state;
	struct note_head h = head(1234);
	struct note_key key = key_of("atrama/00", NOTE_ED25519);
	struct note note;
	uint8_t signature[SIGNATURE_SIZE];
	sign_seed_make(seed, BLOB_STR(note_body(cx->arena, &h)), signature);
	const char *text = note_checkpoint(cx->arena, &h, &key, signature);
	assert_int_equal(note_parse(cx, "note", text, &note), 0);
	assert_true(note_signed(cx, &note, &key));
	assert_int_equal(note.head.size, 1234);
	assert_memory_equal(note.head.root, h.root, HASH_SIZE);
	struct note_key other = key_of("atrama/01", NOTE_ED25519);
	assert_false(note_signed(cx, &note, &other));
	note.head.size++;
	assert_false(note_signed(cx, &note, &key));
}

/* Every text that differs in one byte is refused, or is no longer signed. */
static void finds_every_flipped_bit(void **state) {
	struct cx *cx = *state;
	struct note_head h = head(98765);
	struct note_key key = key_of("atrama/00", NOTE_ED25519);
	struct note note;
	uint8_t signature[SIGNATURE_SIZE];
	int tried = 0;
	sign_seed_make(seed, BLOB_STR(note_body(cx->arena, &h)), signature);
	char *text = arena_strdup(cx->arena, note_checkpoint(cx->arena, &h, &key, signature));
	for (size_t i = 0; text[i] != 0; i++) {
		for (int bit = 0; bit < 8; bit++) {
			text[i] = (char)(text[i] ^ 1 << bit);
			assert_false(note_parse(cx, "note", text, &note) == 0 && note_signed(cx, &note, &key));
			text[i] = (char)(text[i] ^ 1 << bit);
			tried++;
		}
	}
	assert_int_equal(note_parse(cx, "note", text, &note), 0);
	assert_true(note_signed(cx, &note, &key));
	print_message("# %d flips, all found\n", tried);
}

static void cosigns_with_its_time(void **state) {
	struct cx *cx = *state;
	struct note_head h = head(5);
	struct note_key key = key_of("ngo", NOTE_COSIGNATURE), ed = key_of("ngo", NOTE_ED25519);
	struct note_signature line;
	uint8_t signature[SIGNATURE_SIZE];
	int64_t seconds = 0;
	sign_seed_make(seed, note_cosigned(cx->arena, &h, 1700000000), signature);
	const char *text = note_cosignature(cx->arena, &key, 1700000000, signature);
	assert_int_equal(note_line_parse(cx, "line", text, &line), 0);
	assert_true(note_cosignature_check(cx, &h, &key, &line, &seconds));
	assert_int_equal(seconds, 1700000000);
	line.at[7] ^= 1;
	assert_false(note_cosignature_check(cx, &h, &key, &line, &seconds));
	line.at[7] ^= 1;
	h.size++;
	assert_false(note_cosignature_check(cx, &h, &key, &line, &seconds));
	h.size--;
	assert_false(note_cosignature_check(cx, &h, &ed, &line, &seconds));
}

static void refuses_any_other_form(void **state) {
	struct cx *cx = *state;
	struct note note;
	struct note_key key;
	struct note_signature line;
#define ROOT "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
	static const char *const notes[] = {
		"", "\n", "a\n1\n", "a\n1\n" ROOT "\n", "a\n1\n" ROOT "\n\n", "a\n01\n" ROOT "\n\n\xe2\x80\x94 a AAAA\n",
		"a\n-1\n" ROOT "\n\n", "a b\n1\n" ROOT "\n\n", "a\r\n1\n" ROOT "\n\n", "a\n1\nAAAA\n\n",
		"a\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB=\n\n", "a\n99999999999999999999\n" ROOT "\n\n",
	};
	for (size_t i = 0; i < sizeof notes / sizeof *notes; i++)
		assert_int_equal(note_parse(cx, "note", notes[i], &note), ERR_INVALID);
	static const char *const keys[] = {
		"", "a", "a+b", "a+00000000+AAAA", "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
		"PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
		"PeterNeumann+c74f20a3+CRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
	};
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		assert_int_equal(note_key_parse(cx, "key", keys[i], &key), ERR_INVALID);
	assert_int_equal(note_line_parse(cx, "line", "- a AAAA", &line), ERR_INVALID);
	assert_int_equal(note_line_parse(cx, "line", "\xe2\x80\x94 a  AAAA", &line), ERR_INVALID);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(reads_the_key_of_the_specification, setup, teardown),
		cmocka_unit_test_setup_teardown(reads_what_it_writes, setup, teardown),
		cmocka_unit_test_setup_teardown(finds_every_flipped_bit, setup, teardown),
		cmocka_unit_test_setup_teardown(cosigns_with_its_time, setup, teardown),
		cmocka_unit_test_setup_teardown(refuses_any_other_form, setup, teardown),
	};
	return cmocka_run_group_tests_name("note", tests, NULL, NULL);
}
