/*
 * JSON into every operation. The first byte picks the row, the rest is its input. What is taken, written again from
 * its parsed values, is taken again as the same bytes; what is refused names its field and never repeats a secret.
 */
#include <jansson.h>

#include "base/utf8.h"
#include "fuzz/fuzz.h"
#include "op/in.h"
#include "op/profile.h"

static struct profile *profile;

static json_t *write_value(struct cx *cx, enum field_id id, const struct value *v) {
	switch (fields[id].type) {
	case T_INT:
		return json_integer(v->number);
	case T_BOOL:
		return json_boolean(v->number != 0);
	case T_DAY:
		return json_string(day_text(cx->arena, (int32_t)v->number));
	case T_INSTANT:
		return json_string(instant_text(cx->arena, v->number));
	case T_REF:
		return json_string(ref_text(cx->arena, &v->ref));
	case T_CODE:
		return json_string(code_name(cx->profile, fields[id].list, (int)v->number));
	default:
		return json_string(v->text);
	}
}

/* Every value is within what its field declares. */
static void check_value(enum field_id id, const struct value *v) {
	const struct field *f = &fields[id];
	if (f->type == T_INT || f->type == T_DAY)
		MUST(v->number >= f->min && v->number <= f->max);
	if (f->type < T_WORD)
		return;
	size_t n = strlen(v->text);
	MUST(utf8_valid(v->text, n));
	MUST((int64_t)utf8_count(v->text, n) >= f->min && (int64_t)utf8_count(v->text, n) <= f->max);
	for (const char *c = v->text; *c != 0; c++)
		MUST((unsigned char)*c >= 0x20 || (f->type == T_TEXT && (*c == '\n' || *c == '\t')));
}

static bool has_instant(const struct op *op) {
	for (const uint16_t *row = op->in; *row != 0; row++)
		if (fields[*row & FIELD_ID].type == T_INSTANT)
			return true;
	return false;
}

static void taken(struct cx *cx, const struct in *in) {
	json_t *object = json_object();
	for (size_t i = 0; i < in->n; i++) {
		const struct in_field *f = &in->fields[i];
		MUST(f->n <= 1 || (in->op->in[i] & FIELD_MANY) != 0);
		MUST(f->n > 0 || (in->op->in[i] & FIELD_OPT) != 0);
		json_t *list = json_array();
		for (size_t k = 0; k < f->n; k++) {
			check_value(f->id, &f->values[k]);
			json_array_append_new(list, write_value(cx, f->id, &f->values[k]));
		}
		if ((in->op->in[i] & FIELD_MANY) != 0)
			json_object_set(object, fields[f->id].name, list);
		else if (f->n > 0)
			json_object_set(object, fields[f->id].name, json_array_get(list, 0));
		json_decref(list);
	}
	struct in again;
	int rc = in_parse(cx, in->op, object, &again);
	json_decref(object);
	MUST(rc == ERR_OK);
	struct blob one = in_bytes(cx, in), two = in_bytes(cx, &again);
	MUST(has_instant(in->op) || (one.n == two.n && memcmp(one.at, two.at, one.n) == 0));
}

static void forget(void) {
	profile_free(profile); /* it lies in an arena, where the search for leaks does not look */
}

FUZZ(cx, at, n) {
	if (profile == NULL) {
		static struct cx once;
		once = (struct cx){.arena = arena_new(64 << 20), .rng = fuzz_rng, .lang = "en"};
		MUST(profile_load(&once, "lt", &profile) == ERR_OK && atexit(forget) == 0);
	}
	cx->profile = profile;
	const struct op *op = &ops[fuzz_take(&at, &n) % OP__MAX];
	json_t *object = json_loadb((const char *)at, n, JSON_REJECT_DUPLICATES, NULL);
	if (object == NULL)
		return;
	struct in in;
	int rc = in_parse(cx, op, object, &in);
	json_decref(object); /* strings of the input live in the arena */
	if (rc == ERR_OK) {
		taken(cx, &in);
		return;
	}
	MUST(rc == ERR_INVALID && cx->err.code == rc && cx->err.rule != NULL);
	if (cx->err.value != NULL) {
		MUST(strlen(cx->err.value) <= 80 && utf8_valid(cx->err.value, strlen(cx->err.value)));
		MUST(cx->err.field != NULL && fields[field_find(cx->err.field)].type != T_SECRET);
	}
}
