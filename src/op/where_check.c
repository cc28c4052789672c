/* Fields of registers, and what may stand in them, as other definitions name them. */
#include <string.h>

#include "base/str.h"
#include "op/fault.h"
#include "op/register.h"

bool fault_path(struct fault *f, int reg, const char *path, struct cell_field *ret_field) {
	const char *dot = strchr(path, '.');
	char first[41];
	size_t n = dot == NULL ? strlen(path) : (size_t)(dot - path);
	if (n == 0 || n >= sizeof first)
		return fault_say(f, "there is no field \"%.60s\"", path);
	memcpy(first, path, n);
	first[n] = 0;
	if (!register_find(f->p, reg, first, ret_field))
		return fault_say(f, "register %s has no field \"%s\"", register_code(f->p, reg), first);
	if (ret_field->type == CELL_TEXT && reg >= REGISTER_SHEET)
		return fault_say(f, "\"%s\" holds words of a person's file, which are never counted", first);
	if (dot == NULL)
		return true;
	if (ret_field->type != CELL_LINK)
		return fault_say(f, "\"%s\" looks behind a field that is no link", path);
	int to = ret_field->to;
	return register_find(f->p, to, dot + 1, ret_field) ||
	       fault_say(f, "register %s has no field \"%.40s\"", register_code(f->p, to), dot + 1);
}

static bool value_check(struct fault *f, const char *path, const struct cell_field *field, const json_t *value) {
	const char *name = json_string_value(value);
	if (json_is_null(value) || (name != NULL && str_equal(name, "*")))
		return true;
	if (field->list == L_COUNTRY && name != NULL && word_among("@home @eu @other unknown", name))
		return true;
	if (field->type == CELL_CODE)
		return (name != NULL && cell_code_find(f->p, field, name) != 0) ||
		       fault_say(f, "\"%s\" cannot be \"%s\"", path, name == NULL ? "" : name);
	if (field->type == CELL_TEXT || field->type == CELL_LINK)
		return name != NULL || fault_say(f, "\"%s\" is compared with texts", path);
	return json_is_integer(value) || fault_say(f, "\"%s\" is compared with whole numbers", path);
}

bool fault_where(struct fault *f, int reg, const json_t *where) {
	const char *path;
	json_t *values, *one;
	size_t i;
	if (where != NULL && !json_is_object(where))
		return fault_say(f, "\"where\" is an object {...}");
	json_object_foreach((json_t *)where, path, values) {
		struct cell_field field;
		if (!fault_path(f, reg, path, &field))
			return false;
		if (json_array_size(values) == 0)
			return fault_say(f, "\"%s\" in \"where\" has a list of what is allowed", path);
		json_array_foreach(values, i, one)
			if (!value_check(f, path, &field, one))
				return false;
	}
	return true;
}
