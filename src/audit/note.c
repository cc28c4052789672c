#include "audit/note.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/armor.h"
#include "base/buf.h"
#include "base/str.h"
#include "base/utf8.h"

#define DASH "\xe2\x80\x94 " /* em dash and blank, with which a signature line begins */
enum { ID_SIZE = 4, TIME_SIZE = 8 };

/* A name has no blanks, no plus sign, and is plain: what a C2SP name may be besides, nobody here needs. */
static bool name_fits(const char *name, size_t n) {
	if (n == 0 || n >= NOTE_NAME)
		return false;
	for (size_t i = 0; i < n; i++)
		if (name[i] <= ' ' || name[i] == '+' || name[i] > '~')
			return false;
	return true;
}

struct note_key note_key_of(const char *name, int type, const uint8_t public[SIGN_PUBLIC]) {
	struct note_key key = {.type = type};
	uint8_t bytes[NOTE_NAME + 2 + SIGN_PUBLIC], hash[HASH_SIZE];
	size_t n = strlen(name);
	memcpy(key.public, public, SIGN_PUBLIC);
	if (!name_fits(name, n))
		return key; /* an empty name, which no text has */
	memcpy(key.name, name, n + 1);
	memcpy(bytes, name, n);
	bytes[n] = '\n';
	bytes[n + 1] = (uint8_t)type;
	memcpy(bytes + n + 2, public, SIGN_PUBLIC);
	crypt_sha256(hash, bytes, n + 2 + SIGN_PUBLIC);
	memcpy(key.id, hash, ID_SIZE);
	return key;
}

const char *note_key_text(struct arena *a, const struct note_key *key) {
	uint8_t bytes[1 + SIGN_PUBLIC];
	char id[2 * ID_SIZE + 1], text[ARMOR_TEXT(sizeof bytes)];
	bytes[0] = (uint8_t)key->type;
	memcpy(bytes + 1, key->public, SIGN_PUBLIC);
	return arena_printf(a, "%s+%s+%s", key->name, hex_put(id, key->id, ID_SIZE), armor_put(text, bytes, sizeof bytes));
}

static int no_key(struct cx *cx, const char *field, const char *text) {
	return err_say(cx, ERR_INVALID, field, N_("This is not a public key: name+key id+base64."), text);
}

int note_key_parse(struct cx *cx, const char *field, const char *text, struct note_key *ret_key) {
	uint8_t bytes[1 + SIGN_PUBLIC];
	size_t n = 0, name = strcspn(text, "+");
	if (strlen(text) > NOTE_LINE || !name_fits(text, name) || text[name] != '+' || strlen(text) < name + 2 + 2 * ID_SIZE
		|| text[name + 1 + 2 * ID_SIZE] != '+')
		return no_key(cx, field, text);
	const char *key = text + name + 2 + 2 * ID_SIZE;
	if (!armor_get(bytes, sizeof bytes, key, strlen(key), &n) || n != sizeof bytes
		|| (bytes[0] != NOTE_ED25519 && bytes[0] != NOTE_COSIGNATURE))
		return no_key(cx, field, text);
	struct note_key made = note_key_of(arena_strndup(cx->arena, text, name), bytes[0], bytes + 1);
	if (!str_equal(note_key_text(cx->arena, &made), text))
		return no_key(cx, field, text);
	*ret_key = made;
	return ERR_OK;
}

const char *note_body(struct arena *a, const struct note_head *head) {
	char root[ARMOR_TEXT(HASH_SIZE)];
	return arena_printf(a, "%s\n%" PRId64 "\n%s\n", head->origin, head->size, armor_put(root, head->root, HASH_SIZE));
}

static const char *line_of(struct arena *a, const struct note_key *key, const uint8_t *at, size_t at_n,
	const uint8_t signature[SIGNATURE_SIZE]) {
	uint8_t bytes[ID_SIZE + TIME_SIZE + SIGNATURE_SIZE];
	char text[ARMOR_TEXT(sizeof bytes)];
	memcpy(bytes, key->id, ID_SIZE);
	if (at_n > 0)
		memcpy(bytes + ID_SIZE, at, at_n);
	memcpy(bytes + ID_SIZE + at_n, signature, SIGNATURE_SIZE);
	return arena_printf(a, DASH "%s %s", key->name, armor_put(text, bytes, ID_SIZE + at_n + SIGNATURE_SIZE));
}

const char *note_checkpoint(struct arena *a, const struct note_head *head, const struct note_key *key,
	const uint8_t signature[SIGNATURE_SIZE]) {
	return arena_printf(a, "%s\n%s\n", note_body(a, head), line_of(a, key, NULL, 0, signature));
}

int note_line_parse(struct cx *cx, const char *field, const char *line, struct note_signature *ret) {
	struct note_signature s = {.n = 0};
	uint8_t bytes[ID_SIZE + TIME_SIZE + SIGNATURE_SIZE];
	size_t n = 0;
	const char *name = line + sizeof DASH - 1;
	size_t name_n = str_starts(line, DASH) ? strcspn(name, " ") : 0;
	bool fine = strlen(line) <= NOTE_LINE && name_fits(name, name_n) && name[name_n] == ' ';
	fine = fine && armor_get(bytes, sizeof bytes, name + name_n + 1, strlen(name + name_n + 1), &n)
		&& (n == ID_SIZE + SIGNATURE_SIZE || n == sizeof bytes);
	if (!fine)
		return err_say(cx, ERR_INVALID, field, N_("This is not a signature line of a checkpoint."), NULL);
	memcpy(s.name, name, name_n);
	memcpy(s.id, bytes, ID_SIZE);
	s.n = n - ID_SIZE;
	if (s.n > SIGNATURE_SIZE)
		memcpy(s.at, bytes + ID_SIZE, TIME_SIZE);
	memcpy(s.signature, bytes + n - SIGNATURE_SIZE, SIGNATURE_SIZE);
	*ret = s;
	return ERR_OK;
}

static int no_note(struct cx *cx, const char *field) {
	return err_say(cx, ERR_INVALID, field, N_("This is not a checkpoint: origin, size, root, an empty line, signatures."),
		NULL);
}

/* The next line, without its end, in the arena; NULL where no whole line is left. */
static const char *line_next(struct cx *cx, const char **text) {
	const char *end = strchr(*text, '\n');
	if (end == NULL)
		return NULL;
	const char *line = arena_strndup(cx->arena, *text, (size_t)(end - *text));
	*text = end + 1;
	return line;
}

static bool head_parse(struct cx *cx, const char **text, struct note_head *ret) {
	const char *origin = line_next(cx, text), *size = origin == NULL ? NULL : line_next(cx, text);
	const char *root = size == NULL ? NULL : line_next(cx, text);
	size_t n = 0;
	struct note_head head = {.size = -1};
	if (root == NULL || !name_fits(origin, strlen(origin)) || strlen(size) > 18 || !int_parse(size, &head.size)
		|| !armor_get(head.root, HASH_SIZE, root, strlen(root), &n) || n != HASH_SIZE)
		return false;
	memcpy(head.origin, origin, strlen(origin) + 1);
	*ret = head;
	return head.size >= 0 && head.size <= INT64_C(1) << TREE_PEAKS
		&& str_equal(size, arena_printf(cx->arena, "%" PRId64, head.size));
}

int note_parse(struct cx *cx, const char *field, const char *text, struct note *ret_note) {
	struct note *note = ret_note;
	if (strlen(text) > NOTE_TEXT || !utf8_valid(text, strlen(text)))
		return no_note(cx, field);
	note->signatures_n = 0;
	if (!head_parse(cx, &text, &note->head) || *text++ != '\n')
		return no_note(cx, field);
	while (*text != 0) {
		const char *line = line_next(cx, &text);
		if (line == NULL || note->signatures_n == NOTE_LINES)
			return no_note(cx, field);
		int r = note_line_parse(cx, field, line, &note->signatures[note->signatures_n++]);
		if (r != ERR_OK)
			return r;
	}
	return note->signatures_n > 0 ? ERR_OK : no_note(cx, field);
}

static bool is_of(const struct note_signature *s, const struct note_key *key, size_t n) {
	return s->n == n && str_equal(s->name, key->name) && memcmp(s->id, key->id, ID_SIZE) == 0;
}

bool note_signed(struct cx *cx, const struct note *note, const struct note_key *key) {
	const char *body = note_body(cx->arena, &note->head);
	for (size_t i = 0; i < note->signatures_n; i++) {
		const struct note_signature *s = &note->signatures[i];
		if (key->type == NOTE_ED25519 && is_of(s, key, SIGNATURE_SIZE)
			&& sign_check(key->public, BLOB_STR(body), BLOB(s->signature, SIGNATURE_SIZE)))
			return true;
	}
	return false;
}

struct blob note_cosigned(struct arena *a, const struct note_head *head, int64_t seconds) {
	const char *text = arena_printf(a, "cosignature/v1\ntime %" PRId64 "\n%s", seconds, note_body(a, head));
	return BLOB_STR(text);
}

const char *note_cosignature(struct arena *a, const struct note_key *key, int64_t seconds,
	const uint8_t signature[SIGNATURE_SIZE]) {
	uint8_t at[TIME_SIZE];
	for (int i = 0; i < TIME_SIZE; i++)
		at[i] = (uint8_t)((uint64_t)seconds >> (56 - 8 * i));
	return line_of(a, key, at, sizeof at, signature);
}

bool note_cosignature_check(struct cx *cx, const struct note_head *head, const struct note_key *key,
	const struct note_signature *line, int64_t *ret_seconds) {
	uint64_t seconds = 0;
	for (int i = 0; i < TIME_SIZE; i++)
		seconds = seconds << 8 | line->at[i];
	if (key->type != NOTE_COSIGNATURE || !is_of(line, key, TIME_SIZE + SIGNATURE_SIZE) || seconds > INT64_MAX / 1000000)
		return false;
	*ret_seconds = (int64_t)seconds;
	return sign_check(key->public, note_cosigned(cx->arena, head, (int64_t)seconds),
		BLOB(line->signature, SIGNATURE_SIZE));
}
