/* `atrama audit check FILE`: what a proof file proves, to somebody who has nothing but the registry's public key. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "audit/leaf.h"
#include "audit/note.h"
#include "base/buf.h"
#include "base/str.h"
#include "base/time.h"
#include "cmd/audit_file.h"
#include "op/op.h"
#include "text/catalogue.h"

enum { FILE_MAX = 64 << 20 };

int audit_file_read(struct cx *cx, const char *path, const char **ret_text) {
	FILE *f = str_equal(path, "-") ? stdin : fopen(path, "r");
	if (f == NULL)
		return err_say(cx, ERR_NOTFOUND, NULL, N_("This file cannot be opened."), path);
	struct buf b = buf_new(cx->arena, (size_t)FILE_MAX + 1);
	char piece[16384];
	bool long_one = false;
	for (size_t n = fread(piece, 1, sizeof piece, f); n > 0 && !long_one; n = fread(piece, 1, sizeof piece, f)) {
		long_one = b.n + n > FILE_MAX;
		if (!long_one)
			buf_add(&b, piece, n);
	}
	bool failed = ferror(f) != 0;
	if (f != stdin)
		fclose(f);
	if (failed || long_one || strlen(b.at) != b.n)
		return err_say(cx, failed ? ERR_IO : long_one ? ERR_LIMIT : ERR_INVALID, NULL,
			failed ? N_("This file cannot be read.") : N_("This is not a text of at most 64 MiB."), path);
	*ret_text = b.at;
	return ERR_OK;
}

int audit_file_print(struct cx *cx, json_t *json) {
	char *text = json_dumps(json, JSON_INDENT(2) | JSON_PRESERVE_ORDER);
	json_decref(json);
	if (bug_if(cx, text == NULL))
		return ERR_BUG;
	printf("%s\n", text);
	free(text);
	return ERR_OK;
}

static int no_proof(struct cx *cx, int64_t n, const char *rule) {
	return err_say(cx, ERR_CRYPTO, NULL, rule, n == 0 ? NULL : arena_printf(cx->arena, "%" PRId64, n));
}

static const char *text_in(const json_t *from, const char *name) {
	const char *text = json_string_value(json_object_get(from, name));
	return text == NULL ? "" : text;
}

static bool path_of(const json_t *proof, struct tree_path *ret) {
	ret->n = json_array_size(proof);
	if (!json_is_array(proof) || ret->n > TREE_PATH)
		return false;
	for (size_t i = 0; i < ret->n; i++) {
		const char *hex = json_string_value(json_array_get(proof, i));
		if (hex == NULL || !hex_get(ret->hash[i], HASH_SIZE, hex))
			return false;
	}
	return true;
}

/* What the file says of an entry beside its leaf, for people, against the leaf. */
static bool says_the_same(struct cx *cx, const json_t *row, const struct leaf_said *said) {
	const char *at = json_string_value(json_object_get(row, "at")), *op = text_in(row, "operation");
	const char *verdict = json_string_value(json_object_get(row, "verdict")), *use = text_in(row, "use");
	const char *use_name = said->use == NONE ? "" : code_name(NULL, L_USE, (int)said->use);
	const char *verdict_name = code_name(NULL, L_VERDICT, said->verdict);
	if (at != NULL && !str_equal(at, instant_text(cx->arena, said->at)))
		return false;
	return (*op == 0 || str_equal(op, said->op)) && (verdict == NULL || str_equal(verdict, verdict_name))
		&& (*use == 0 || str_equal(use, use_name));
}

static int check_row(struct cx *cx, const json_t *row, const struct note_head *head, struct leaf_said *ret_said) {
	uint8_t bytes[LEAF_MAX], hash[HASH_SIZE];
	struct tree_path path;
	const char *hex = text_in(row, "leaf");
	size_t n = strlen(hex) / 2;
	int64_t number = json_integer_value(json_object_get(row, "leaf_n"));
	if (n == 0 || n > sizeof bytes || !hex_get(bytes, n, hex) || !path_of(json_object_get(row, "proof"), &path))
		return err_say(cx, ERR_INVALID, "leaf", N_("This file is not a proof of entries of a log."), NULL);
	tree_leaf(hash, BLOB(bytes, n));
	if (!leaf_read(BLOB(bytes, n), ret_said) || ret_said->n != number)
		return no_proof(cx, number, N_("The bytes of this entry do not say what the file says."));
	if (!tree_check_inclusion(hash, number - 1, head->size, &path, head->root))
		return no_proof(cx, number, N_("This entry does not stand in the log that was signed."));
	if (!says_the_same(cx, row, ret_said))
		return no_proof(cx, number, N_("The bytes of this entry do not say what the file says."));
	return ERR_OK;
}

/* All entries about one person, the last of them the making of this list: so none is left out. */
static int check_whole(struct cx *cx, const struct leaf_said *said, int64_t k, int64_t person, int64_t size,
	bool last) {
	if (said->person == NONE || said->person != person)
		return no_proof(cx, said->n, N_("The entries are not all about one person."));
	if (said->person_n != k)
		return no_proof(cx, said->n, N_("An entry about the person was left out before this one."));
	if (last && (!str_equal(said->op, "who_letter") || said->n != size))
		return no_proof(cx, said->n, N_("The list does not end with its own making, so entries may be left out at its end."));
	return ERR_OK;
}

static int check_all(struct cx *cx, const json_t *file) {
	const json_t *rows = json_object_get(file, "rows"), *row;
	bool whole = str_equal(text_in(file, "format"), "atrama-who-1");
	struct note note;
	struct note_key key;
	struct leaf_said said = {.n = 0};
	int64_t person = NONE;
	size_t i, n = json_array_size(rows);
	if (n == 0 || (!whole && !str_equal(text_in(file, "format"), "atrama-proof-1")))
		return err_say(cx, ERR_INVALID, "format", N_("This file is not a proof of entries of a log."), NULL);
	int rc = note_parse(cx, "checkpoint", text_in(file, "checkpoint"), &note);
	if (rc == ERR_OK)
		rc = note_key_parse(cx, "public_key", text_in(file, "public_key"), &key);
	if (rc == ERR_OK && (!str_equal(note.head.origin, key.name) || !note_signed(cx, &note, &key)))
		rc = no_proof(cx, 0, N_("The checkpoint was not signed with this public key."));
	json_array_foreach((json_t *)rows, i, row) {
		if (rc == ERR_OK)
			rc = check_row(cx, row, &note.head, &said);
		if (i == 0)
			person = said.person;
		if (rc == ERR_OK && whole)
			rc = check_whole(cx, &said, (int64_t)i + 1, person, note.head.size, i + 1 == n);
	}
	if (rc != ERR_OK)
		return rc;
	printf("%s\n", text_say(cx->lang, whole
		? N_("Every entry about this person stands here, up to the making of this list.")
		: N_("These entries stand in the log that was signed.")));
	printf("entries %zu, of a log of %" PRId64 ", the last at %s\n", n, note.head.size, instant_text(cx->arena, said.at));
	printf("%s\n%s\n", text_say(cx->lang, N_("This holds if the registry publishes this key as its own:")),
		note_key_text(cx->arena, &key));
	return ERR_OK;
}

int audit_check(struct cx *cx, const char *path) {
	const char *text;
	int rc = audit_file_read(cx, path, &text);
	if (rc != ERR_OK)
		return rc;
	json_t *file = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
	rc = json_is_object(file) ? check_all(cx, file)
		: err_say(cx, ERR_INVALID, NULL, N_("This file is not a proof of entries of a log."), NULL);
	json_decref(file);
	return rc;
}
