/* import_mark.c - how a row of a list is known again, and whether it says what it said. */
#include "core/import_mark.h"

#include "base/buf.h"
#include "crypt/token.h"
#include "op/op.h"

enum { BYTES_MAX = 1 << 20 };

/* A value as bytes that no other value gives. */
static void bytes_put(struct buf *b, const json_t *value) {
	char type = (char)('0' + (value == NULL ? JSON_NULL : json_typeof(value)));
	const char *text = json_string_value(value), *key;
	uint32_t n = (uint32_t)(text != NULL ? json_string_length(value) : json_is_array(value) ? json_array_size(value)
		: json_object_size(value));
	int64_t number = json_integer_value(value);
	double real = json_real_value(value);
	json_t *each;
	size_t i;
	buf_char(b, type);
	buf_add(b, &n, sizeof n);
	if (text != NULL)
		buf_add(b, text, n);
	else if (json_is_integer(value))
		buf_add(b, &number, sizeof number);
	else if (json_is_real(value))
		buf_add(b, &real, sizeof real);
	json_array_foreach((json_t *)value, i, each)
		bytes_put(b, each);
	json_object_foreach((json_t *)value, key, each) {
		uint32_t k = (uint32_t)strlen(key);
		buf_add(b, &k, sizeof k);
		buf_add(b, key, k);
		bytes_put(b, each);
	}
}

/* The same bytes for 3, "3" and nothing and "". */
static void scalar_put(struct buf *b, const json_t *value) {
	if (json_is_integer(value))
		buf_printf(b, "%lld", (long long)json_integer_value(value));
	else if (json_is_string(value))
		buf_str(b, json_string_value(value));
	buf_char(b, 0);
}

int import_digest(struct cx *cx, const json_t *row, uint8_t ret_digest[HASH_SIZE]) {
	struct buf b = buf_new(cx->arena, BYTES_MAX);
	bytes_put(&b, json_object_get(row, "about"));
	bytes_put(&b, json_object_get(row, "other"));
	bytes_put(&b, json_object_get(row, "calls"));
	return token_digest(cx, "import row", BLOB(b.at, b.n), ret_digest);
}

/* What `what` is known by, of a list of that kind. */
static int mark_of(struct cx *cx, const char *kind, struct blob what, uint8_t ret_mark[HASH_SIZE]) {
	struct buf b = buf_new(cx->arena, BYTES_MAX);
	buf_add(&b, &cx->actor.org, sizeof cx->actor.org);
	buf_add(&b, kind, strlen(kind) + 1);
	buf_add(&b, what.at, what.n);
	return token_digest(cx, "import mark", BLOB(b.at, b.n), ret_mark);
}

int import_mark_of_number(struct cx *cx, const char *kind, const char *number, uint8_t ret_mark[HASH_SIZE]) {
	return mark_of(cx, kind, BLOB_STR(number), ret_mark);
}

/* How the row is known again: by its number; a word on two persons by the two; a return by what it is for and when;
   else by all it says. */
int import_mark(struct cx *cx, const struct import_work *w, const json_t *row, const uint8_t digest[HASH_SIZE],
	uint8_t ret_mark[HASH_SIZE]) {
	const json_t *in = json_array_get(json_array_get(json_object_get(row, "calls"), 0), 1);
	struct buf b = buf_new(cx->arena, BYTES_MAX);
	const char *number = json_string_value(json_object_get(row, "number"));
	if (w->kind == KIND_RETURNS) {
		scalar_put(&b, json_object_get(in, fields[F_ITEM].name));
		scalar_put(&b, json_object_get(in, fields[F_YEAR].name));
		scalar_put(&b, json_object_get(in, fields[F_MONTH].name));
		return mark_of(cx, w->name, BLOB(b.at, b.n), ret_mark);
	}
	if (number != NULL)
		return import_mark_of_number(cx, w->name, number, ret_mark);
	buf_char(&b, 0); /* no number begins so */
	if (w->kind == KIND_LINKS) {
		bytes_put(&b, json_object_get(row, "about"));
		bytes_put(&b, json_object_get(row, "other"));
	} else {
		buf_add(&b, digest, HASH_SIZE);
	}
	return mark_of(cx, w->name, BLOB(b.at, b.n), ret_mark);
}
