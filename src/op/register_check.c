/* Definitions of registers, checked before anybody fills in a form made of one. */
#include <string.h>

#include "base/str.h"
#include "op/fault.h"
#include "op/profile.h"
#include "op/register.h"
#include "op/sheet.h"

#define GROUPS "justice labour support money coordination prevention sources"
#define KEYS "number code group say about day write read ahead fields due warn"
#define TAKEN "number happened precision org organisation register sheet sheet_id cell says beside supersedes entry " \
	"csrf key"
#define REGISTER_TYPES "code int money day text link"
#define SHEET_TYPES "code int money day text org unit"
#define FIELD_KEYS "number code say hint type required many aliases list codes min max to"

static const json_t *at(const json_t *object, const char *key) {
	return json_object_get(object, key);
}

static const char *text(const json_t *object, const char *key) {
	return json_string_value(at(object, key));
}

/* Whether the value of `key` stands once among the objects of a list, up to the i-th. */
static bool is_new(const json_t *list, size_t i, const char *key) {
	const json_t *one = at(json_array_get(list, i), key);
	for (size_t k = 0; k < i; k++)
		if (json_equal(at(json_array_get(list, k), key), one))
			return false;
	return true;
}

static bool codes_check(struct fault *f, const json_t *field) {
	const json_t *codes = at(field, "codes"), *one;
	size_t i;
	if (at(field, "list") != NULL) {
		const char *list = text(field, "list");
		if (codes != NULL)
			return fault_say(f, "has \"list\" or \"codes\", not both");
		if (list == NULL || *list == 0 || list_find(list) == L_NONE)
			return fault_say(f, "there is no list \"%s\"", list == NULL ? "" : list);
		return true;
	}
	if (json_array_size(codes) == 0)
		return fault_say(f, "a code has a \"list\" or \"codes\" of its own");
	json_array_foreach((json_t *)codes, i, one) {
		if (!fault_keys(f, one, "number code say") || !fault_number(f, one, "number", 1, 999, false))
			return false;
		if (!fault_is_code(text(one, "code")))
			return fault_say(f, "a code is a-z 0-9 _ and -, at most 40");
		if (!is_new(codes, i, "number") || !is_new(codes, i, "code"))
			return fault_say(f, "code %s stands twice, or its number does", text(one, "code"));
		if (!fault_says(f, one, "say", false))
			return false;
	}
	return true;
}

static bool bounds_check(struct fault *f, const json_t *field, const char *type) {
	bool number = word_among("int money", type), words = str_equal(type, "text");
	if (at(field, "min") != NULL && !number)
		return fault_say(f, "\"min\" is for int and money");
	if (at(field, "max") != NULL && !number && !words)
		return fault_say(f, "\"max\" is for int, money and text");
	if (words)
		return fault_number(f, field, "max", 1, f->sheet ? SHEET_TEXT : 900, true);
	if (!fault_number(f, field, "min", -INT64_C(100000000000000), INT64_C(100000000000000), true) ||
	    !fault_number(f, field, "max", -INT64_C(100000000000000), INT64_C(100000000000000), true))
		return false;
	struct cell_field read = cell_field_read(f->p, field);
	return !number || read.min <= read.max || fault_say(f, "\"min\" is above \"max\"");
}

static bool flag_check(struct fault *f, const json_t *field, const char *key) {
	return at(field, key) == NULL || json_is_boolean(at(field, key)) || fault_say(f, "\"%s\" is true or false", key);
}

static bool field_check(struct fault *f, const json_t *field) {
	const char *type = text(field, "type");
	if (!fault_keys(f, field, FIELD_KEYS) || !fault_number(f, field, "number", 1, REGISTER_FIELDS, false) ||
	    !fault_says(f, field, "say", false) || !fault_says(f, field, "hint", true) ||
	    !fault_word(f, field, "type", f->sheet ? SHEET_TYPES : REGISTER_TYPES, false) || !flag_check(f, field, "required") ||
	    !flag_check(f, field, "many") || !fault_list(f, field, "aliases", NULL, true))
		return false;
	if (!fault_is_code(text(field, "code")))
		return fault_say(f, "a field's code is a-z 0-9 _ and -, at most 40");
	if (word_among(TAKEN, text(field, "code")))
		return fault_say(f, "every record has a \"%s\" already", text(field, "code"));
	if (!str_equal(type, "code") && (at(field, "list") != NULL || at(field, "codes") != NULL))
		return fault_say(f, "\"list\" and \"codes\" are for codes");
	if (str_equal(type, "code") && !codes_check(f, field))
		return false;
	if (!str_equal(type, "link") && at(field, "to") != NULL)
		return fault_say(f, "\"to\" is for links");
	if (str_equal(type, "link") && (text(field, "to") == NULL || profile_code(f->p, L_REGISTER,
		text(field, "to")) == 0))
		return fault_say(f, "a link goes \"to\" a register; there is no \"%s\"",
			text(field, "to") == NULL ? "" : text(field, "to"));
	return bounds_check(f, field, type);
}

const json_t *fault_field(const json_t *definition, const char *code) {
	const json_t *list = at(definition, "fields"), *one;
	size_t i;
	json_array_foreach((json_t *)list, i, one)
		if (code != NULL && str_equal(text(one, "code"), code))
			return one;
	return NULL;
}

bool fault_due(struct fault *f, const json_t *definition) {
	const json_t *due = at(definition, "due"), *days = at(due, "days_before"), *one, *field;
	size_t i;
	if (due == NULL)
		return true;
	if (!fault_keys(f, due, "field days_before unless"))
		return false;
	field = fault_field(definition, text(due, "field"));
	if (field == NULL || !str_equal(text(field, "type"), "day") || json_is_true(at(field, "many")))
		return fault_say(f, "\"due\" names a field that holds one day");
	if (json_array_size(days) == 0 || json_array_size(days) > 8)
		return fault_say(f, "\"due\" says how many \"days_before\", one to eight times");
	json_array_foreach((json_t *)days, i, one)
		if (!json_is_integer(one) || json_integer_value(one) < 0 || json_integer_value(one) > 3650)
			return fault_say(f, "\"days_before\" are whole numbers from 0 to 3650");
	return true;
}

static bool warn_check(struct fault *f, const json_t *definition) {
	const json_t *warn = at(definition, "warn"), *one;
	size_t i;
	if (warn != NULL && !json_is_array(warn))
		return fault_say(f, "\"warn\" is a list");
	json_array_foreach((json_t *)warn, i, one) {
		if (!fault_keys(f, one, "field statute"))
			return false;
		const json_t *field = fault_field(definition, text(one, "field"));
		const json_t *statute = fault_field(definition, text(one, "statute"));
		if (field == NULL || !str_equal(text(field, "type"), "int"))
			return fault_say(f, "\"warn\" names a \"field\" that holds months");
		if (statute == NULL || !str_equal(text(statute, "list"), "statute"))
			return fault_say(f, "\"warn\" names a field of the list statute as \"statute\"");
	}
	return true;
}

bool fault_fields(struct fault *f, const json_t *definition) {
	const json_t *list = at(definition, "fields"), *one;
	const char *reg = f->where;
	size_t i;
	if (!json_is_array(list) || json_array_size(list) > REGISTER_FIELDS)
		return fault_say(f, "\"fields\" is a list of at most %d", REGISTER_FIELDS);
	json_array_foreach((json_t *)list, i, one) {
		const char *code = text(one, "code");
		f->where = arena_printf(f->cx->arena, "%s, field %s", reg, code == NULL ? "without a code" : code);
		if (!field_check(f, one))
			return false;
		if (!is_new(list, i, "number") || !is_new(list, i, "code"))
			return fault_say(f, "its code or its number stands twice");
	}
	f->where = reg;
	return true;
}

const char *register_fault(struct cx *cx, const struct profile *p, const json_t *definition) {
	struct fault f = {.cx = cx, .p = p};
	fault_at(&f, "register", text(definition, "code"));
	(void)(fault_keys(&f, definition, KEYS) && fault_number(&f, definition, "number", 1, 999, false) &&
		(fault_is_code(text(definition, "code")) || fault_say(&f, "its code is a-z 0-9 _ and -, at most 40")) &&
		fault_word(&f, definition, "group", GROUPS, false) && fault_says(&f, definition, "say", false) &&
		fault_says(&f, definition, "about", false) && fault_says(&f, definition, "day", false) &&
		fault_list(&f, definition, "write", fault_is_kind, false) &&
		fault_list(&f, definition, "read", fault_is_kind, false) && fault_fields(&f, definition) &&
		fault_due(&f, definition) && warn_check(&f, definition));
	return f.say;
}

const char *registers_fault(struct cx *cx, const struct profile *p) {
	const char *fault = NULL;
	for (size_t i = 0; fault == NULL && profile_number(p, L_REGISTER, i) != 0; i++)
		fault = register_fault(cx, p, profile_entry(p, L_REGISTER, profile_number(p, L_REGISTER, i)));
	return fault;
}
