/*
 * Checkpoints, keys, signature lines, leaves and proofs from strangers. The first byte says which. What is read is
 * written again as the same text; no proof holds for a root that its maker did not choose.
 */
#include "audit/leaf.h"
#include "audit/note.h"
#include "fuzz/fuzz.h"

static void checkpoint(struct cx *cx, const char *text) {
	struct note note;
	int rc = note_parse(cx, "checkpoint", text, &note);
	MUST(rc == 0 || rc == ERR_INVALID);
	if (rc != 0)
		return;
	MUST(note.signatures_n > 0 && note.signatures_n <= NOTE_LINES && note.head.size >= 0);
	const char *body = note_body(cx->arena, &note.head);
	MUST(strncmp(text, body, strlen(body)) == 0 && text[strlen(body)] == '\n');
	uint8_t none[SIGN_PUBLIC] = {1};
	struct note_key key = note_key_of(note.head.origin, NOTE_ED25519, none);
	MUST(!note_signed(cx, &note, &key));
}

static void key_line(struct cx *cx, const char *text) {
	struct note_key key;
	int rc = note_key_parse(cx, "key", text, &key);
	MUST(rc == 0 || rc == ERR_INVALID);
	MUST(rc != 0 || str_equal(note_key_text(cx->arena, &key), text));
}

static void signature_line(struct cx *cx, const char *text) {
	struct note_signature s;
	struct note_head head = {.origin = "atrama/00", .size = 3};
	int64_t seconds;
	uint8_t none[SIGN_PUBLIC] = {1};
	int rc = note_line_parse(cx, "line", text, &s);
	MUST(rc == 0 || rc == ERR_INVALID);
	if (rc != 0)
		return;
	MUST(s.n == SIGNATURE_SIZE || s.n == SIGNATURE_SIZE + 8);
	struct note_key key = note_key_of(s.name, NOTE_COSIGNATURE, none);
	MUST(!note_cosignature_check(cx, &head, &key, &s, &seconds));
}

static void leaf(const uint8_t *at, size_t n) {
	struct leaf_said said;
	if (leaf_read(BLOB(at, n), &said))
		MUST(said.n > 0 && said.verdict > 0 && strlen(said.op) <= AUDIT_OP_MAX);
}

/* 8 bytes of place, 8 of size, the rest hashes: nothing of it leads to a root that is the hash of something else. */
static void proof(const uint8_t *at, size_t n) {
	static const uint8_t root[HASH_SIZE] = {9}, one[HASH_SIZE] = {8};
	struct tree_path path;
	int64_t numbers[2] = {0};
	if (n < sizeof numbers)
		return;
	memcpy(numbers, at, sizeof numbers);
	path.n = (n - sizeof numbers) / HASH_SIZE;
	if (path.n > TREE_PATH)
		path.n = TREE_PATH;
	memcpy(path.hash, at + sizeof numbers, path.n * HASH_SIZE);
	MUST(!tree_check_inclusion(one, numbers[0], numbers[1], &path, root));
	MUST(!tree_check_consistency(numbers[0], one, numbers[1], root, &path));
}

FUZZ(cx, at, n) {
	uint8_t what = fuzz_take(&at, &n);
	if (what % 5 == 3) {
		leaf(at, n);
	} else if (what % 5 == 4) {
		proof(at, n);
	} else {
		char *text = fuzz_text(at, n), *copy = arena_strdup(cx->arena, text);
		free(text); /* a ceiling may end this input */
		(what % 5 == 0 ? checkpoint : what % 5 == 1 ? key_line : signature_line)(cx, copy);
	}
}
