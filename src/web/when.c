#include "web/when.h"

#include "base/str.h"
#include "base/time.h"

void when_rows(const struct page *page, json_t *rows) {
	size_t i;
	json_t *row;
	json_array_foreach(rows, i, row) {
		const char *precision = json_string_value(json_object_get(row, "precision"));
		const char *day = json_string_value(json_object_get(row, "happened"));
		int n = str_equal(precision, "month") ? 7 : str_equal(precision, "year") ? 4 : 0;
		json_object_set_new(row, "when", n == 0 || day == NULL ? json_null()
		                                                       : json_string(arena_printf(page->cx->arena, "%.*s", n, day)));
	}
}

static void due_say(const struct page *page, json_t *row) {
	const char *text = json_string_value(json_object_get(row, "due"));
	int64_t due, now = page->cx->now;
	if (text == NULL || !instant_parse(text, &due))
		return;
	/* "Tomorrow by 00:00" is read as a day too late: what ends with a day is due on that day, by 24:00. */
	bool midnight = due == day_start(day_of(due));
	int32_t day = day_of(due) - midnight, today = day_of(now);
	bool late = due < now;
	json_object_set_new(row, "clock", json_string(midnight ? "24:00" : instant_clock(page->cx->arena, due)));
	json_object_set_new(row, "due_day", json_integer(day));
	json_object_set_new(row, "late", json_boolean(late));
	json_object_set_new(row, "soon", json_boolean(!late && day <= today + 1));
	json_object_set_new(row, "later", json_boolean(!late && day > today + 1));
	json_object_set_new(row, "by_today", json_boolean(!late && day == today));
	json_object_set_new(row, "by_tomorrow", json_boolean(!late && day == today + 1));
}

void when_due(const struct page *page, json_t *rows) {
	size_t i;
	json_t *row;
	json_array_foreach(rows, i, row)
		due_say(page, row);
}

bool when_news(const json_t *task) {
	static const char *const kinds[] = {"accepted", "replied", "handover"};
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (str_equal(json_string_value(json_object_get(task, "task_kind")), kinds[i]))
			return true;
	return false;
}

void when_never_due(json_t *task) {
	static const char *const flags[] = {"late", "soon", "by_today", "by_tomorrow", "later"};
	for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
		json_object_set_new(task, flags[i], json_false());
	json_object_set_new(task, "news", json_true());
}

json_t *when_pick(json_t *rows, const char *field, const char *value, json_t **ret_rest) {
	json_t *picked = json_array(), *rest = json_array(), *row;
	size_t i;
	json_array_foreach(rows, i, row)
		json_array_append(str_equal(json_string_value(json_object_get(row, field)), value) ? picked : rest, row);
	if (ret_rest != NULL)
		*ret_rest = rest;
	return picked;
}

json_t *when_some(json_t *rows) {
	return json_array_size(rows) == 0 ? json_null() : json_pack("{s:O}", "rows", rows);
}
