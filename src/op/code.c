/* Code lists: the program's own from codes.def, the country's from the profile. */
#include <jansson.h>
#include <string.h>

#include "op/op.h"
#include "op/profile.h"

struct code {
	enum list list;
	int number;
	const char *name, *label;
};

static const struct code codes[] = {
#define LIST(id, name)
#define CODE(list_, id, number_, name_, label_) {(list_), (number_), (name_), (label_)},
#include "op/codes.def"
#undef LIST
#undef CODE
};

enum { CODES = sizeof codes / sizeof *codes };

/* Where a list begins in codes[]: a page with fifty rows asks for hundreds of entries. */
enum {
#define LIST(id, name) BEGIN_##id, BEFORE_##id = BEGIN_##id - 1,
#define CODE(list, id, number, name, label) PLACE_##id,
#include "op/codes.def"
#undef LIST
#undef CODE
};
static const uint16_t begins[L__MAX] = {
#define LIST(id, name) [id] = BEGIN_##id,
#define CODE(list, id, number, name, label)
#include "op/codes.def"
#undef LIST
#undef CODE
};

static const char *const list_names[L__MAX] = {
	[L_NONE] = "",
#define LIST(id, name) [id] = (name),
#define CODE(list, id, number, name, label)
#include "op/codes.def"
#undef LIST
#undef CODE
	[L_MUNICIPALITY] = "municipality",
	[L_REGION] = "region",
	[L_INSTRUMENT] = "instrument",
	[L_INDICATOR] = "indicator",
	[L_REGISTER] = "register",
	[L_ITEM] = "item",
	[L_REPORT] = "report",
	[L_STATUTE] = "statute",
	[L_COUNTRY] = "country",
	[L_SHEET] = "sheet",
	[L_CLOCK] = "clock",
	[L_FAMILY] = "family",
};

const char *list_name(enum list list) {
	return list_names[list];
}

enum list list_find(const char *name) {
	for (int i = 1; i < L__MAX; i++)
		if (strcmp(list_names[i], name) == 0)
			return (enum list)i;
	return L_NONE;
}

static const struct code *own(enum list list, int number, const char *name) {
	for (size_t i = begins[list]; i < CODES && codes[i].list == list; i++)
		if (name != NULL ? strcmp(codes[i].name, name) == 0 : codes[i].number == number)
			return &codes[i];
	return NULL;
}

int code_find(const struct profile *profile, enum list list, const char *name) {
	if (list >= L_MUNICIPALITY)
		return profile_code(profile, list, name);
	const struct code *c = own(list, 0, name);
	return c == NULL ? 0 : c->number;
}

const char *code_name(const struct profile *profile, enum list list, int number) {
	if (list >= L_MUNICIPALITY) {
		const json_t *entry = profile_entry(profile, list, number);
		return entry == NULL ? NULL : json_string_value(json_object_get(entry, "code"));
	}
	const struct code *c = own(list, number, NULL);
	return c == NULL ? NULL : c->name;
}

const char *code_label(const struct profile *profile, enum list list, int number, const char *lang, bool *ret_translated) {
	*ret_translated = list >= L_MUNICIPALITY;
	if (list >= L_MUNICIPALITY) {
		const json_t *entry = profile_entry(profile, list, number);
		return entry == NULL ? NULL : profile_say(json_object_get(entry, "say"), lang);
	}
	const struct code *c = own(list, number, NULL);
	return c == NULL ? NULL : c->label;
}

int code_at(const struct profile *profile, enum list list, size_t i) {
	if (list >= L_MUNICIPALITY)
		return profile_number(profile, list, i);
	size_t k = begins[list] + i;
	return i < CODES && k < CODES && codes[k].list == list ? codes[k].number : 0;
}
