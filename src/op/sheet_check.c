/* Definitions of sheets, checked before anybody fills in a form made of one. */
#include "base/str.h"
#include "op/fault.h"
#include "op/profile.h"
#include "op/sheet.h"

#define KEYS "number code group say about day write read can share aside unseen_by unseen_unit ahead fields due follow open " \
	"urgent only"
#define GROUPS "support safety law home after"
#define ABILITIES "work recognise receive support decide"

static const json_t *at(const json_t *object, const char *key) {
	return json_object_get(object, key);
}

static const char *text(const json_t *object, const char *key) {
	return json_string_value(at(object, key));
}

static bool flag_check(struct fault *f, const json_t *definition, const char *key) {
	return at(definition, key) == NULL || json_is_boolean(at(definition, key)) ||
	       fault_say(f, "\"%s\" is true or false", key);
}

/* The parts of a consent that a sheet can go with. */
static bool share_check(struct fault *f, const json_t *definition) {
	const char *share = text(definition, "share");
	return at(definition, "share") == NULL || (share != NULL && code_find(f->p, L_SCOPE, share) != 0) ||
	       fault_say(f, "\"share\" is a part of a consent: needs, story, health, identity or contact");
}

/* A field of that type that holds one. */
static bool is_one(const json_t *field, const char *type) {
	return field != NULL && str_equal(text(field, "type"), type) && !json_is_true(at(field, "many"));
}

/* A field that holds one organisation, always: who is not named would see it. Beside it perhaps one for a unit of it. */
static bool unseen_check(struct fault *f, const json_t *definition) {
	const char *unit = text(definition, "unseen_unit");
	if (at(definition, "unseen_unit") != NULL && (at(definition, "unseen_by") == NULL || unit == NULL ||
	    !is_one(fault_field(definition, unit), "unit")))
		return fault_say(f, "\"unseen_unit\" goes with \"unseen_by\" and names a field of type unit that holds one");
	if (at(definition, "unseen_by") == NULL)
		return true;
	const json_t *field = fault_field(definition, text(definition, "unseen_by"));
	return (is_one(field, "org") && json_is_true(at(field, "required"))) ||
	       fault_say(f, "\"unseen_by\" names a field of type org that is required and holds one");
}

static bool months_check(struct fault *f, const json_t *months) {
	const json_t *one;
	size_t i;
	if (json_array_size(months) == 0 || json_array_size(months) > 8)
		return fault_say(f, "\"follow\" says after how many \"months\", one to eight times");
	json_array_foreach((json_t *)months, i, one)
		if (!json_is_integer(one) || json_integer_value(one) < 1 || json_integer_value(one) > 60)
			return fault_say(f, "\"months\" are whole numbers from 1 to 60");
	return true;
}

static bool follow_check(struct fault *f, const json_t *definition) {
	const json_t *follow = at(definition, "follow"), *field;
	if (follow == NULL)
		return true;
	if (!fault_keys(f, follow, "field months by") || !months_check(f, at(follow, "months")))
		return false;
	field = fault_field(definition, text(follow, "field"));
	if (at(follow, "field") != NULL &&
	    (field == NULL || !str_equal(text(field, "type"), "day") || json_is_true(at(field, "many"))))
		return fault_say(f, "\"field\" in \"follow\" is one that holds one day");
	const char *by = text(follow, "by");
	return at(follow, "by") == NULL || (by != NULL && profile_code(f->p, L_SHEET, by) != 0) ||
	       fault_say(f, "\"by\" in \"follow\" is a sheet; there is no \"%s\"", by == NULL ? "" : by);
}

static bool open_values_check(struct fault *f, const char *key, const json_t *field, const char *name, const json_t *list) {
	const json_t *one;
	size_t i;
	struct cell_field read = cell_field_read(f->p, field);
	if (json_array_size(list) == 0)
		return fault_say(f, "\"%s\" lists values of %s", key, name);
	json_array_foreach((json_t *)list, i, one) {
		const char *value = json_string_value(one);
		if (!json_is_null(one) && value == NULL)
			return fault_say(f, "\"%s\" of %s is a list of texts and null", key, name);
		if (value != NULL && (read.type != CELL_CODE || cell_code_find(f->p, &read, value) == 0))
			return fault_say(f, "\"%s\" in \"%s\" is no code of %s", value, key, name);
	}
	return true;
}

/* "open", "urgent": {field: [values]} */
static bool values_check(struct fault *f, const json_t *definition, const char *key) {
	const json_t *open = at(definition, key), *list;
	const char *name;
	if (open != NULL && !json_is_object(open))
		return fault_say(f, "\"%s\" is an object {field: [values]}", key);
	json_object_foreach((json_t *)open, name, list) {
		const json_t *field = fault_field(definition, name);
		if (field == NULL)
			return fault_say(f, "\"%s\" names a field; there is no \"%.40s\"", key, name);
		if (!open_values_check(f, key, field, name, list))
			return false;
	}
	return true;
}

/* What is shown aside is told to few: whoever writes it reads it. */
static bool aside_check(struct fault *f, const json_t *definition) {
	const json_t *list = at(definition, "write"), *one;
	size_t i;
	if (!flag_check(f, definition, "aside") || !json_is_true(at(definition, "aside")))
		return f->say == NULL;
	json_array_foreach((json_t *)list, i, one)
		if (!cell_kind_listed(f->p, definition, "read", code_find(f->p, L_ORG_KIND, json_string_value(one))))
			return fault_say(f, "who writes a sheet that stands aside is named in \"read\", by kind");
	return true;
}

const char *sheet_fault(struct cx *cx, const struct profile *p, const json_t *definition) {
	struct fault f = {.cx = cx, .p = p, .sheet = true};
	fault_at(&f, "sheet", text(definition, "code"));
	(void)(fault_keys(&f, definition, KEYS) && fault_number(&f, definition, "number", 1, 999, false) &&
		(fault_is_code(text(definition, "code")) || fault_say(&f, "its code is a-z 0-9 _ and -, at most 40")) &&
		fault_word(&f, definition, "group", GROUPS, false) && fault_says(&f, definition, "say", false) &&
		fault_says(&f, definition, "about", false) && fault_says(&f, definition, "day", false) &&
		fault_list(&f, definition, "write", fault_is_kind, false) &&
		fault_list(&f, definition, "read", fault_is_kind, false) &&
		fault_list(&f, definition, "only", NULL, true) && fault_word(&f, definition, "can", ABILITIES, true) &&
		share_check(&f, definition) && flag_check(&f, definition, "ahead") && fault_fields(&f, definition) &&
		aside_check(&f, definition) && unseen_check(&f, definition) && fault_due(&f, definition) &&
		follow_check(&f, definition) && values_check(&f, definition, "open") && values_check(&f, definition, "urgent"));
	return f.say;
}
