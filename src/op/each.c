#include "op/each.h"

#include <stdio.h>
#include <string.h>

#include "op/profile.h"

enum { CODE = 100 };

static const char *text(const json_t *object, const char *key) {
	return json_string_value(json_object_get(object, key));
}

/* The part as one entry of the list has it. */
static json_t *part_of(const json_t *part, const char *field, const json_t *entry) {
	json_t *one = json_deep_copy(part), *where = json_object_get(one, "where");
	json_object_del(one, "each");
	if (where == NULL) {
		where = json_object();
		json_object_set_new(one, "where", where);
	}
	json_object_set_new(where, field, json_pack("[O]", json_object_get(entry, "code")));
	json_object_set(one, "among", json_object_get(part, "say"));
	json_object_set(one, "say", json_object_get(entry, "say"));
	return one;
}

static void parts_add(const struct profile *p, enum list list, const char *name, const json_t *part, json_t *parts) {
	char code[CODE];
	for (size_t i = 0; profile_number(p, list, i) != 0; i++) {
		const json_t *entry = profile_entry(p, list, profile_number(p, list, i));
		snprintf(code, sizeof code, "%s-%s", name, text(entry, "code"));
		json_object_set_new(parts, code, part_of(part, list_name(list), entry));
	}
}

bool each_breakdowns(const struct profile *p, json_t *indicator) {
	json_t *old = json_object_get(indicator, "breakdowns"), *parts = json_object(), *part;
	const char *name;
	bool sound = true;
	json_object_foreach(old, name, part) {
		const json_t *each = json_object_get(part, "each");
		enum list list = json_is_string(each) ? list_find(json_string_value(each)) : L_NONE;
		if (each == NULL)
			json_object_set(parts, name, part);
		else if (list == L_MUNICIPALITY || list == L_REGION)
			parts_add(p, list, name, part, parts);
		else
			sound = false;
	}
	if (json_is_object(old))
		json_object_set(indicator, "breakdowns", parts);
	json_decref(parts);
	return sound;
}

static const json_t *breakdowns_of(const struct profile *p, const json_t *row) {
	const char *indicator = text(row, "indicator");
	int number = indicator == NULL ? 0 : profile_code(p, L_INDICATOR, indicator);
	return json_object_get(profile_entry(p, L_INDICATOR, number), "breakdowns");
}

/* Whether the row stands for many; its breakdown without the star begins all of theirs. */
static bool is_many(const json_t *row, size_t *ret_n) {
	const char *breakdown = text(row, "breakdown");
	size_t n = breakdown == NULL ? 0 : strlen(breakdown);
	*ret_n = n == 0 ? 0 : n - 1;
	return n > 2 && strcmp(breakdown + n - 2, "-*") == 0;
}

void each_rows(const struct profile *p, json_t *report) {
	json_t *old = json_object_get(report, "rows"), *rows = json_array(), *row, *one;
	const char *code;
	size_t i, n;
	json_array_foreach(old, i, row) {
		if (!is_many(row, &n)) {
			json_array_append(rows, row);
			continue;
		}
		json_object_foreach((json_t *)breakdowns_of(p, row), code, one) {
			if (strncmp(code, text(row, "breakdown"), n) != 0)
				continue;
			json_t *copy = json_copy(row);
			json_object_set_new(copy, "breakdown", json_string(code));
			json_array_append_new(rows, copy);
		}
	}
	if (json_is_array(old))
		json_object_set(report, "rows", rows);
	json_decref(rows);
}
