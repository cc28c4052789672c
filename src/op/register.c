#include "op/register.h"

#include <inttypes.h>
#include <string.h>

#include "base/str.h"
#include "op/profile.h"

/* Fields -------------------------------------------------------------------------------------------------------- */

static const char *word(const json_t *object, const char *key) {
	const char *text = json_string_value(json_object_get(object, key));
	return text == NULL ? "" : text;
}

static int64_t number(const json_t *object, const char *key, int64_t otherwise) {
	const json_t *value = json_object_get(object, key);
	return json_is_integer(value) ? json_integer_value(value) : otherwise;
}

static const struct { /* the types, and what a definition may leave out */
	const char *name;
	int64_t min, max;
} types[] = {
	[CELL_CODE] = {"code", 0, 0},
	[CELL_INT] = {"int", 0, INT64_C(1000000000000)},
	[CELL_MONEY] = {"money", 0, INT64_C(100000000000000)},
	[CELL_DAY] = {"day", DAY_MIN, DAY_MAX},
	[CELL_TEXT] = {"text", 1, 200},
	[CELL_LINK] = {"link", 1, 60},
	[CELL_ORG] = {"org", 1, 40},
	[CELL_UNIT] = {"unit", 1, 40},
};

enum { TYPES = sizeof types / sizeof *types };

struct cell_field cell_field_read(const struct profile *p, const json_t *definition) {
	struct cell_field f = {.code = word(definition, "code"), .number = (int)number(definition, "number", 0),
		.json = definition};
	for (int i = 0; i < TYPES; i++)
		if (str_equal(types[i].name, word(definition, "type")))
			f.type = (enum cell_type)i;
	f.list = f.type == CELL_CODE ? list_find(word(definition, "list")) : L_NONE;
	f.min = number(definition, "min", types[f.type].min);
	f.max = number(definition, "max", types[f.type].max);
	f.to = f.type == CELL_LINK ? profile_code(p, L_REGISTER, word(definition, "to")) : 0;
	f.many = json_is_true(json_object_get(definition, "many"));
	f.required = json_is_true(json_object_get(definition, "required"));
	return f;
}

size_t cell_fields(const json_t *definition) {
	return json_array_size(json_object_get(definition, "fields"));
}

struct cell_field cell_field_at(const struct profile *p, const json_t *definition, size_t i) {
	return cell_field_read(p, json_array_get(json_object_get(definition, "fields"), i));
}

bool cell_field_find(const struct profile *p, const json_t *definition, const char *code, struct cell_field *ret_field) {
	const json_t *list = json_object_get(definition, "fields"), *one;
	size_t i;
	json_array_foreach((json_t *)list, i, one)
		if (strcmp(word(one, "code"), code) == 0) {
			*ret_field = cell_field_read(p, one);
			return true;
		}
	return false;
}

bool cell_field_find_number(const struct profile *p, const json_t *definition, int wanted, struct cell_field *ret_field) {
	const json_t *list = json_object_get(definition, "fields"), *one;
	size_t i;
	json_array_foreach((json_t *)list, i, one)
		if (number(one, "number", 0) == wanted) {
			*ret_field = cell_field_read(p, one);
			return true;
		}
	return false;
}

size_t register_fields(const struct profile *p, int reg) {
	return cell_fields(profile_entry(p, L_REGISTER, reg));
}

struct cell_field register_field(const struct profile *p, int reg, size_t i) {
	return cell_field_at(p, profile_entry(p, L_REGISTER, reg), i);
}

/* A register, a family of records that are made, or a sheet of the file. */
static const json_t *definition_of(const struct profile *p, int reg) {
	if (reg >= REGISTER_SHEET)
		return profile_entry(p, L_SHEET, reg - REGISTER_SHEET);
	return reg >= REGISTER_FAMILY ? profile_entry(p, L_FAMILY, reg - REGISTER_FAMILY) : profile_entry(p, L_REGISTER, reg);
}

int register_of_family(const struct profile *p, const char *family, const char *reg, const char *sheet) {
	bool sheets = str_equal(family, "sheets"), entries = str_equal(family, "entries");
	const char *name = entries ? reg : sheets ? sheet : family;
	int number = name == NULL ? 0 : profile_code(p, entries ? L_REGISTER : sheets ? L_SHEET : L_FAMILY, name);
	return number == 0 || entries ? number : number + (sheets ? REGISTER_SHEET : REGISTER_FAMILY);
}

const char *register_code(const struct profile *p, int reg) {
	const char *code = json_string_value(json_object_get(definition_of(p, reg), "code"));
	return code == NULL ? "" : code;
}

bool register_find(const struct profile *p, int reg, const char *code, struct cell_field *ret_field) {
	if (cell_field_find(p, definition_of(p, reg), code, ret_field))
		return true;
	const json_t *person = profile_entry(p, L_FAMILY, profile_code(p, L_FAMILY, "person"));
	return reg >= REGISTER_FAMILY && cell_field_find(p, person, code, ret_field);
}

bool register_find_number(const struct profile *p, int reg, int wanted, struct cell_field *ret_field) {
	return cell_field_find_number(p, profile_entry(p, L_REGISTER, reg), wanted, ret_field);
}

/* Codes --------------------------------------------------------------------------------------------------------- */

static const json_t *own_codes(const struct cell_field *f) {
	return json_object_get(f->json, "codes");
}

static const json_t *own_code(const struct cell_field *f, int code) {
	const json_t *list = own_codes(f), *one;
	size_t i;
	json_array_foreach((json_t *)list, i, one)
		if (number(one, "number", 0) == code)
			return one;
	return NULL;
}

int cell_code_find(const struct profile *p, const struct cell_field *f, const char *name) {
	const json_t *list = own_codes(f), *one;
	size_t i;
	if (f->list != L_NONE)
		return code_find(p, f->list, name);
	json_array_foreach((json_t *)list, i, one)
		if (strcmp(word(one, "code"), name) == 0)
			return (int)number(one, "number", 0);
	return 0;
}

const char *cell_code_name(const struct profile *p, const struct cell_field *f, int code) {
	if (f->list != L_NONE)
		return code_name(p, f->list, code);
	return json_string_value(json_object_get(own_code(f, code), "code"));
}

int cell_code_at(const struct profile *p, const struct cell_field *f, size_t i) {
	return f->list != L_NONE ? code_at(p, f->list, i) : (int)number(json_array_get(own_codes(f), i), "number", 0);
}

const char *cell_code_label(const struct profile *p, const struct cell_field *f, int code, const char *lang,
	bool *ret_translated) {
	*ret_translated = true;
	if (f->list != L_NONE)
		return code_label(p, f->list, code, lang, ret_translated);
	const json_t *own = own_code(f, code);
	return own == NULL ? NULL : profile_say(json_object_get(own, "say"), lang);
}

/* Words --------------------------------------------------------------------------------------------------------- */

const char *cell_text(struct cx *cx, const struct cell_field *f, const struct cell *cell) {
	int64_t n = cell->amount;
	switch (f->type) {
	case CELL_CODE:
		return cell_code_name(cx->profile, f, (int)n);
	case CELL_INT:
		return arena_printf(cx->arena, "%" PRId64, n);
	case CELL_MONEY:
		return arena_printf(cx->arena, "%s%" PRId64 ".%02d", n < 0 ? "-" : "", n < 0 ? -(n / 100) : n / 100,
			(int)(n < 0 ? -(n % 100) : n % 100));
	case CELL_DAY:
		return day_text(cx->arena, (int32_t)n);
	default:
		return cell->words;
	}
}

/* Rights -------------------------------------------------------------------------------------------------------- */

bool cell_kind_listed(const struct profile *p, const json_t *definition, const char *key, int org_kind) {
	const json_t *list = json_object_get(definition, key), *one;
	const char *kind = code_name(p, L_ORG_KIND, org_kind);
	size_t i;
	if (kind == NULL)
		return false;
	json_array_foreach((json_t *)list, i, one)
		if (str_equal(json_string_value(one), "*") || str_equal(json_string_value(one), kind))
			return true;
	return false;
}

bool register_writes(const struct profile *p, int reg, int org_kind) {
	return cell_kind_listed(p, profile_entry(p, L_REGISTER, reg), "write", org_kind);
}

bool register_reads(const struct profile *p, int reg, int org_kind) {
	return cell_kind_listed(p, profile_entry(p, L_REGISTER, reg), "read", org_kind);
}
