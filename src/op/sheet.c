#include "op/sheet.h"

#include <string.h>

#include "base/str.h"
#include "op/profile.h"

static const json_t *sheet_of(const struct profile *p, int sheet) {
	return profile_entry(p, L_SHEET, sheet);
}

static const char *word(const struct profile *p, int sheet, const char *key) {
	return json_string_value(json_object_get(sheet_of(p, sheet), key));
}

/* Texts of a sheet are sealed, so they may be longer than a register's and say who it is about. */
static struct cell_field as_sheet(struct cell_field f) {
	f.sealed = f.type == CELL_TEXT;
	if (f.sealed && json_object_get(f.json, "max") == NULL)
		f.max = SHEET_TEXT;
	return f;
}

size_t sheet_fields(const struct profile *p, int sheet) {
	return cell_fields(sheet_of(p, sheet));
}

struct cell_field sheet_field(const struct profile *p, int sheet, size_t i) {
	return as_sheet(cell_field_at(p, sheet_of(p, sheet), i));
}

bool sheet_find(const struct profile *p, int sheet, const char *code, struct cell_field *ret_field) {
	struct cell_field f;
	if (!cell_field_find(p, sheet_of(p, sheet), code, &f))
		return false;
	*ret_field = as_sheet(f);
	return true;
}

bool sheet_find_number(const struct profile *p, int sheet, int number, struct cell_field *ret_field) {
	struct cell_field f;
	if (!cell_field_find_number(p, sheet_of(p, sheet), number, &f))
		return false;
	*ret_field = as_sheet(f);
	return true;
}

int sheet_parse_pair(struct cx *cx, int sheet, const char *pair, struct cell_field *ret_field, struct cell *ret_cell) {
	const char *is = strchr(pair, '=');
	struct cell_field f;
	if (is == NULL || is == pair)
		return err_say(cx, ERR_INVALID, fields[F_SAYS].name, N_("Write a field of the record as field=value."), NULL);
	const char *code = arena_strndup(cx->arena, pair, (size_t)(is - pair));
	if (!sheet_find(cx->profile, sheet, code, &f)) /* what stands there may be anything: it is not repeated */
		return err_say(cx, ERR_INVALID, fields[F_SAYS].name, N_("This record has no such field."), NULL);
	int rc = cell_parse(cx, &f, is + 1, ret_cell);
	if (rc == 0)
		*ret_field = f;
	return rc;
}

/* Rights -------------------------------------------------------------------------------------------------------- */

static const struct {
	const char *name;
	enum capability needed;
} abilities[] = {
	{"work", CAN_WORK}, {"recognise", CAN_RECOGNISE}, {"receive", CAN_RECEIVE}, {"support", CAN_SUPPORT},
	{"decide", CAN_DECIDE},
};

/* A word that is none was refused when the profile was loaded. */
static enum capability needed(const struct profile *p, int sheet) {
	for (size_t i = 0; i < sizeof abilities / sizeof *abilities; i++)
		if (str_equal(abilities[i].name, word(p, sheet, "can")))
			return abilities[i].needed;
	return CAN_WORK;
}

bool sheet_writes(const struct profile *p, int sheet, int org_kind, uint32_t capabilities) {
	return cell_kind_listed(p, sheet_of(p, sheet), "write", org_kind) && (capabilities >> needed(p, sheet) & 1) != 0;
}

bool sheet_reads(const struct profile *p, int sheet, int org_kind) {
	return cell_kind_listed(p, sheet_of(p, sheet), "read", org_kind);
}

bool sheet_is_aside(const struct profile *p, int sheet) {
	return json_is_true(json_object_get(sheet_of(p, sheet), "aside"));
}

int sheet_share(const struct profile *p, int sheet) {
	const char *share = word(p, sheet, "share");
	return share == NULL ? 0 : code_find(p, L_SCOPE, share);
}

const char *sheet_group(const struct profile *p, int sheet) {
	return word(p, sheet, "group");
}

bool sheet_unseen(const struct profile *p, int sheet, struct cell_field *ret_field) {
	const char *field = word(p, sheet, "unseen_by");
	return field != NULL && sheet_find(p, sheet, field, ret_field);
}

bool sheet_unseen_unit(const struct profile *p, int sheet, struct cell_field *ret_field) {
	const char *field = word(p, sheet, "unseen_unit");
	return field != NULL && sheet_find(p, sheet, field, ret_field);
}

/* What waits ------------------------------------------------------------------------------------------------------ */

/* The value of a pair of that field; NULL if it is of another. */
static const char *said(const char *pair, const char *field) {
	size_t n = strlen(field);
	return strncmp(pair, field, n) == 0 && pair[n] == '=' ? pair + n + 1 : NULL;
}

static bool is_listed(const json_t *list, const char *value) {
	const json_t *one;
	size_t i;
	json_array_foreach((json_t *)list, i, one)
		if (value == NULL ? json_is_null(one) : str_equal(json_string_value(one), value))
			return true;
	return false;
}

/* Whether a value of the field is listed; null stands for no value at all. */
static bool says_listed(const char *field, const json_t *list, const char *const *says, size_t n) {
	bool any = false;
	for (size_t i = 0; i < n; i++) {
		const char *value = said(says[i], field);
		any = any || value != NULL;
		if (value != NULL && is_listed(list, value))
			return true;
	}
	return !any && is_listed(list, NULL);
}

bool sheet_says_open(const struct profile *p, int sheet, const char *const *says, size_t n) {
	const json_t *open = json_object_get(sheet_of(p, sheet), "open"), *list;
	const char *field;
	json_object_foreach((json_t *)open, field, list)
		if (says_listed(field, list, says, n))
			return true;
	return false;
}

bool sheet_says_urgent(const struct profile *p, int sheet, const char *const *says, size_t n) {
	const json_t *urgent = json_object_get(sheet_of(p, sheet), "urgent"), *list;
	const char *field;
	json_object_foreach((json_t *)urgent, field, list)
		if (!says_listed(field, list, says, n))
			return false;
	return urgent != NULL;
}
