#include "op/in.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/log.h"
#include "base/str.h"
#include "base/utf8.h"

enum { MANY_MAX = 64, SAID_BACK = 4096 }; /* bytes of a wrong value that its sender hears again */

static int bad(struct cx *cx, enum field_id id, const char *rule, const char *value) {
	if (fields[id].type == T_SECRET || (value != NULL && strlen(value) > SAID_BACK))
		value = NULL;
	return err_say(cx, ERR_INVALID, fields[id].name, rule, value);
}

/* Characters that could make a line read otherwise than it is stored. */
static bool deceives(uint32_t c) {
	return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0x200e || c == 0x200f || c == 0xfeff ||
	       c == 0x200b || c == 0x2060 || c == 0xad || c == 0xfffd || (c >= 0xe0000 && c <= 0xe0fff);
}

static bool is_latin(uint32_t c) {
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= 0xc0 && c <= 0x24f && c != 0xd7 && c != 0xf7) ||
	       (c >= 0x1e00 && c <= 0x1eff);
}

static bool is_greek(uint32_t c) {
	return (c >= 0x370 && c <= 0x3ff) || (c >= 0x1f00 && c <= 0x1fff);
}

static bool is_cyrillic(uint32_t c) {
	return c >= 0x400 && c <= 0x52f;
}

static int check_text(struct cx *cx, enum field_id id, const char *s) {
	bool lines = fields[id].type == T_TEXT, name = fields[id].type == T_NAME;
	bool latin = false, cyrillic = false, greek = false;
	for (size_t i = 0, n = 0; s[i] != 0; i += n) {
		uint32_t c = utf8_at(s + i, &n);
		bool control = c < 0x20 || (c >= 0x7f && c < 0xa0);
		if (control && !(lines && (c == '\n' || c == '\t')))
			return bad(cx, id, N_("Write it without control characters."), s);
		if (deceives(c))
			return bad(cx, id, N_("Write it without invisible characters that turn the direction of text."), s);
		latin |= is_latin(c);
		cyrillic |= is_cyrillic(c);
		greek |= is_greek(c);
		if (name && (c < 0xc0) && !is_latin(c) && strchr(" -'.", (int)c) == NULL)
			return bad(cx, id, N_("A name has letters, spaces, hyphens, apostrophes and dots only."), s);
	}
	if (name && latin + cyrillic + greek > 1)
		return bad(cx, id, N_("Write a name in one alphabet: these letters look alike but are from two."), s);
	return 0;
}

/* The text without blanks at its ends; CR LF from a form becomes LF. */
static char *trim(struct cx *cx, const char *s, size_t n) {
	while (n > 0 && strchr(" \t\r\n", s[n - 1]) != NULL)
		n--;
	while (n > 0 && strchr(" \t\r\n", *s) != NULL)
		s++, n--;
	char *to = arena_alloc(cx->arena, n + 1);
	size_t m = 0;
	for (size_t i = 0; i < n; i++)
		if (!(s[i] == '\r' && i + 1 < n && s[i + 1] == '\n'))
			to[m++] = s[i];
	return to;
}

static int parse_number(struct cx *cx, enum field_id id, const json_t *json, const char *text, struct value *ret) {
	const struct field *f = &fields[id];
	if (json_is_integer(json))
		ret->number = json_integer_value(json);
	else if (text == NULL || !int_parse(text, &ret->number))
		return bad(cx, id, N_("Write a whole number."), text);
	if (ret->number < f->min || ret->number > f->max)
		return bad(cx, id, N_("That number is out of range."), arena_printf(cx->arena, "%lld", (long long)ret->number));
	return 0;
}

static int parse_words(struct cx *cx, enum field_id id, const char *text, struct value *ret) {
	const struct field *f = &fields[id];
	if (!utf8_valid(text, strlen(text)))
		return bad(cx, id, N_("The text is not well-formed UTF-8."), NULL);
	size_t count = utf8_count(text, strlen(text));
	if ((int64_t)count < f->min)
		return bad(cx, id, N_("That is too short."), text);
	if ((int64_t)count > f->max)
		return bad(cx, id, N_("That is too long."), text);
	ret->text = text;
	if (f->type == T_WORD) {
		for (const char *s = text; *s != 0; s++)
			if (!((*s >= 'a' && *s <= 'z') || (*s >= '0' && *s <= '9') || strchr("-_.:", *s) != NULL))
				return bad(cx, id, N_("Use only a-z, 0-9 and - _ . :"), text);
		return 0;
	}
	return check_text(cx, id, text);
}

static int parse_bool(struct cx *cx, enum field_id id, const json_t *json, const char *text, struct value *ret) {
	if (json_is_boolean(json))
		ret->number = json_is_true(json);
	else if (str_equal(text, "yes") || str_equal(text, "true"))
		ret->number = 1;
	else if (str_equal(text, "no") || str_equal(text, "false"))
		ret->number = 0;
	else
		return bad(cx, id, N_("Answer yes or no."), text);
	return 0;
}

static int parse_value(struct cx *cx, enum field_id id, const json_t *json, struct value *ret) {
	const struct field *f = &fields[id];
	const char *text = json_string_value(json);
	if (text != NULL)
		text = f->type == T_SECRET ? arena_strdup(cx->arena, text) : trim(cx, text, json_string_length(json));
	if (f->type == T_INT)
		return parse_number(cx, id, json, text, ret);
	if (f->type == T_BOOL)
		return parse_bool(cx, id, json, text, ret);
	if (text == NULL)
		return bad(cx, id, N_("This must be text."), NULL);
	int32_t day;
	switch (f->type) {
	case T_REF:
		if (!ref_parse(text, &ret->ref))
			return bad(cx, id, N_("That is not a reference of this registry."), text);
		return 0;
	case T_DAY:
		if (!day_parse(text, &day))
			return bad(cx, id, N_("Write a day of the calendar, as 2026-03-01."), text);
		ret->number = day;
		return 0;
	case T_INSTANT:
		if (!instant_parse(text, &ret->number))
			return bad(cx, id, N_("Write a time as 2026-03-01T15:05:00Z."), text);
		return 0;
	case T_CODE:
		ret->number = code_find(cx->profile, f->list, text);
		if (ret->number == 0)
			return bad(cx, id, N_("Choose one of the answers on offer."), text);
		ret->text = text;
		return 0;
	default:
		return parse_words(cx, id, text, ret);
	}
}

static bool is_blank(const json_t *json) {
	if (json_is_null(json))
		return true;
	const char *s = json_string_value(json);
	return s != NULL && s[strspn(s, " \t\r\n")] == 0;
}

static bool is_same(enum field_id id, const struct value *a, const struct value *b) {
	if (fields[id].type == T_REF)
		return memcmp(&a->ref, &b->ref, sizeof a->ref) == 0;
	return a->text != NULL && str_equal(a->text, b->text);
}

static int parse_field(struct cx *cx, uint16_t row, const json_t *json, struct in_field *f) {
	enum field_id id = f->id;
	bool many = (row & FIELD_MANY) != 0, optional = (row & FIELD_OPT) != 0;
	size_t given = json == NULL ? 0 : json_is_array(json) ? json_array_size(json) : 1;
	if (given == 1 && is_blank(json_is_array(json) ? json_array_get(json, 0) : json))
		given = 0;
	if (given == 0)
		return optional ? 0 : bad(cx, id, N_("This is needed."), NULL);
	if (json_is_array(json) && !many)
		return bad(cx, id, N_("Give one answer, not several."), NULL);
	if (given > MANY_MAX)
		return bad(cx, id, N_("That is too many."), NULL);
	struct value *values = arena_array(cx->arena, given, sizeof *values);
	for (size_t i = 0; i < given; i++) {
		int rc = parse_value(cx, id, json_is_array(json) ? json_array_get(json, i) : json, &values[i]);
		if (rc != 0)
			return rc;
		for (size_t k = 0; k < i; k++)
			if (is_same(id, &values[k], &values[i]))
				return bad(cx, id, N_("The same answer stands here twice."), values[i].text);
	}
	f->n = given;
	f->values = values;
	return 0;
}

static bool declared(const struct op *op, const char *name) {
	for (const uint16_t *row = op->in; *row != 0; row++)
		if (strcmp(fields[*row & FIELD_ID].name, name) == 0)
			return true;
	return false;
}

int in_parse(struct cx *cx, const struct op *op, const json_t *object, struct in *ret_in) {
	struct in in = {.op = op};
	const char *name;
	json_t *value;
	if (object != NULL && !json_is_object(object))
		return err_say(cx, ERR_INVALID, NULL, N_("The input of an operation is an object."), NULL);
	json_object_foreach((json_t *)object, name, value)
		if (!declared(op, name))
			return err_say(cx, ERR_INVALID, arena_strndup(cx->arena, name, utf8_cut(name, 40)),
			               N_("This operation has no such field."), NULL);
	while (op->in[in.n] != 0)
		in.n++;
	in.fields = arena_array(cx->arena, in.n, sizeof *in.fields);
	for (size_t i = 0; i < in.n; i++) {
		in.fields[i].id = op->in[i] & FIELD_ID;
		int rc = parse_field(cx, op->in[i], json_object_get(object, fields[in.fields[i].id].name), &in.fields[i]);
		if (rc != 0)
			return rc;
	}
	*ret_in = in;
	return 0;
}

static const struct in_field *find(const struct in *in, enum field_id id) {
	for (size_t i = 0; i < in->n; i++)
		if (in->fields[i].id == id)
			return &in->fields[i];
	log_error("in.undeclared", L_STR("operation", in->op->name), L_STR("field", fields[id].name));
	abort();
}

bool in_has(const struct in *in, enum field_id id) {
	return find(in, id)->n > 0;
}

size_t in_count(const struct in *in, enum field_id id) {
	return find(in, id)->n;
}

const struct value *in_at(const struct in *in, enum field_id id, size_t i) {
	const struct in_field *f = find(in, id);
	if (i >= f->n) {
		log_error("in.absent", L_STR("operation", in->op->name), L_STR("field", fields[id].name));
		abort();
	}
	return &f->values[i];
}

int64_t in_number(const struct in *in, enum field_id id) {
	return in_at(in, id, 0)->number;
}

int in_code(const struct in *in, enum field_id id) {
	return (int)in_at(in, id, 0)->number;
}

int32_t in_day(const struct in *in, enum field_id id) {
	return (int32_t)in_at(in, id, 0)->number;
}

const char *in_text(const struct in *in, enum field_id id) {
	return in_has(in, id) ? in_at(in, id, 0)->text : NULL;
}

const struct ref *in_ref(const struct in *in, enum field_id id) {
	return &in_at(in, id, 0)->ref;
}

struct blob in_bytes(struct cx *cx, const struct in *in) {
	struct buf b = buf_new(cx->arena, 1 << 20);
	buf_str(&b, in->op->name);
	for (size_t i = 0; i < in->n; i++)
		for (size_t k = 0; k < in->fields[i].n; k++) {
			const struct value *v = &in->fields[i].values[k];
			uint32_t n = v->text == NULL ? 0 : (uint32_t)strlen(v->text);
			uint16_t id = (uint16_t)in->fields[i].id;
			buf_add(&b, &id, sizeof id);
			buf_add(&b, &v->number, sizeof v->number);
			buf_add(&b, v->ref.at, REF_SIZE);
			buf_add(&b, &n, sizeof n);
			if (n > 0)
				buf_add(&b, v->text, n);
		}
	return (struct blob){b.at, b.n};
}
