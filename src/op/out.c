#include "op/out.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/str.h"
#include "base/utf8.h"

static _Noreturn void wrong(const struct out *out, enum field_id id, const char *what) {
	log_error("out.wrong", L_STR("operation", out->op->name), L_STR("field", fields[id].name), L_STR("what", what));
	abort();
}

void json_put(struct buf *b, const char *text) {
	buf_char(b, '"');
	for (const char *s = text; *s != 0; s++) {
		unsigned char c = (unsigned char)*s;
		if (c == '"' || c == '\\') {
			buf_char(b, '\\');
			buf_char(b, (char)c);
		} else if (c < 0x20) {
			buf_printf(b, "\\u%04x", c);
		} else {
			const char *end = s + 1;
			while ((unsigned char)*end >= 0x20 && *end != '"' && *end != '\\')
				end++;
			buf_add(b, s, (size_t)(end - s));
			s = end - 1;
		}
	}
	buf_char(b, '"');
}

struct out out_new(struct cx *cx, const struct op *op) {
	struct out out = {.cx = cx, .op = op, .text = buf_new(cx->arena, OUT_CEILING)};
	buf_char(&out.text, '{');
	return out;
}

/* Index of a field among those declared for the part being written, or -1. */
static int place_of(const struct out *out, enum field_id id, uint16_t *ret_row) {
	bool rows = false;
	int at = 0;
	for (const uint16_t *row = out->op->out; *row != 0; row++) {
		if (*row == EACH) {
			rows = true;
			at = 0;
			continue;
		}
		if (rows == out->in_rows && (*row & FIELD_ID) == (uint16_t)id) {
			*ret_row = *row;
			return at;
		}
		at++;
	}
	return -1;
}

static bool has_rows(const struct op *op) {
	for (const uint16_t *row = op->out; *row != 0; row++)
		if (*row == EACH)
			return true;
	return false;
}

static void begin(struct out *out, enum field_id id, bool many) {
	uint16_t row = 0;
	int at = place_of(out, id, &row);
	if (at < 0 || at >= 64)
		wrong(out, id, "is not declared here");
	if (out->seen & (UINT64_C(1) << at))
		wrong(out, id, "stands here already");
	if (many != ((row & FIELD_MANY) != 0))
		wrong(out, id, many ? "takes one value" : "takes several values");
	out->seen |= UINT64_C(1) << at;
	char last = out->text.at[out->text.n - 1];
	if (last != '{')
		buf_char(&out->text, ',');
	buf_char(&out->text, '"');
	buf_str(&out->text, fields[id].name);
	buf_str(&out->text, "\":");
}

/* A bug if a required field of the part being written is missing. */
static int missing(struct out *out) {
	bool rows = false;
	int at = 0;
	for (const uint16_t *row = out->op->out; *row != 0; row++) {
		if (*row == EACH) {
			rows = true;
			at = 0;
			continue;
		}
		bool required = (*row & FIELD_OPT) == 0;
		if (rows == out->in_rows && required && !(out->seen & (UINT64_C(1) << at))) {
			log_error("out.missing", L_STR("operation", out->op->name), L_STR("field", fields[*row & FIELD_ID].name));
			return ERR_BUG;
		}
		at++;
	}
	return 0;
}

static void open_rows(struct out *out) {
	if (missing(out) != 0)
		wrong(out, F__NONE, "the answer lacks a field before its rows");
	buf_str(&out->text, out->text.n > 1 ? ",\"rows\":[" : "\"rows\":[");
	out->in_rows = true;
}

void out_row(struct out *out) {
	if (!has_rows(out->op))
		wrong(out, F__NONE, "has no rows");
	if (!out->in_rows) {
		open_rows(out);
	} else {
		if (missing(out) != 0)
			wrong(out, F__NONE, "a row lacks a field");
		buf_str(&out->text, "},");
	}
	buf_char(&out->text, '{');
	out->seen = 0;
	out->rows++;
}

void out_number(struct out *out, enum field_id id, int64_t n) {
	begin(out, id, false);
	switch (fields[id].type) {
	case T_INT:
		buf_printf(&out->text, "%" PRId64, n);
		break;
	case T_DAY:
		buf_printf(&out->text, "\"%s\"", day_text(out->cx->arena, (int32_t)n));
		break;
	case T_INSTANT:
		buf_printf(&out->text, "\"%s\"", instant_text(out->cx->arena, n));
		break;
	case T_BOOL:
		buf_str(&out->text, n != 0 ? "true" : "false");
		break;
	default:
		wrong(out, id, "is not a number");
	}
}

static void put_code(struct out *out, enum field_id id, int code) {
	const char *name = fields[id].type == T_CODE ? code_name(out->cx->profile, fields[id].list, code) : NULL;
	if (name == NULL)
		wrong(out, id, "has no such code");
	buf_printf(&out->text, "\"%s\"", name);
}

void out_code(struct out *out, enum field_id id, int code) {
	begin(out, id, false);
	put_code(out, id, code);
}

void out_codes(struct out *out, enum field_id id, const int *codes, size_t n) {
	begin(out, id, true);
	buf_char(&out->text, '[');
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			buf_char(&out->text, ',');
		put_code(out, id, codes[i]);
	}
	buf_char(&out->text, ']');
}

static bool is_text(enum type type) {
	return type == T_WORD || type == T_LINE || type == T_TEXT || type == T_NAME || type == T_SECRET;
}

void out_text(struct out *out, enum field_id id, const char *text) {
	begin(out, id, false);
	if (!is_text(fields[id].type))
		wrong(out, id, "is not text");
	json_put(&out->text, text);
}

void out_texts(struct out *out, enum field_id id, const char *const *texts, size_t n) {
	begin(out, id, true);
	if (!is_text(fields[id].type))
		wrong(out, id, "is not text");
	buf_char(&out->text, '[');
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			buf_char(&out->text, ',');
		json_put(&out->text, texts[i]);
	}
	buf_char(&out->text, ']');
}

void out_ref(struct out *out, enum field_id id, const struct ref *ref) {
	begin(out, id, false);
	if (fields[id].type != T_REF)
		wrong(out, id, "is not a reference");
	char text[REF_TEXT];
	buf_printf(&out->text, "\"%s\"", hex_put(text, ref->at, REF_SIZE));
}

void out_refs(struct out *out, enum field_id id, const struct ref *refs, size_t n) {
	begin(out, id, true);
	if (fields[id].type != T_REF)
		wrong(out, id, "is not a reference");
	buf_char(&out->text, '[');
	for (size_t i = 0; i < n; i++) {
		char text[REF_TEXT];
		buf_printf(&out->text, "%s\"%s\"", i > 0 ? "," : "", hex_put(text, refs[i].at, REF_SIZE));
	}
	buf_char(&out->text, ']');
}

void out_blob_ref(struct out *out, enum field_id id, struct blob ref) {
	struct ref r;
	if (ref.n != REF_SIZE)
		wrong(out, id, "is not a reference");
	memcpy(r.at, ref.at, REF_SIZE);
	out_ref(out, id, &r);
}

int out_end(struct out *out) {
	int rc = 0;
	if (!out->in_rows && has_rows(out->op)) {
		rc = missing(out);
		buf_str(&out->text, out->text.n > 1 ? ",\"rows\":[]}" : "\"rows\":[]}");
		return rc;
	}
	rc = missing(out);
	buf_str(&out->text, out->in_rows ? "}]}" : "}");
	return rc;
}
