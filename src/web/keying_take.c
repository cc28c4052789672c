/* keying_take.c - what was typed at a page of a form, as its fields take it; and all of it, to be looked over. */
#include <string.h>

#include "base/str.h"
#include "web/keying.h"

/* What was typed --------------------------------------------------------------------------------------------------- */

static const char *field(const struct keying *k, const char *name, const char *part) {
	const char *value = page_field(k->page, part == NULL ? name : arena_printf(k->page->cx->arena, "%s-%s", name, part));
	value += strspn(value, " \t\n");
	size_t n = strlen(value);
	while (n > 0 && strchr(" \t\n", value[n - 1]) != NULL)
		n--;
	return arena_strndup(k->page->cx->arena, value, n);
}

/* A day of three boxes; month and day may be left open where the form asks for less. */
static const char *day_of_boxes(const struct keying *k, const struct keying_ask *q) {
	const char *year = field(k, q->name, "year"), *month = field(k, q->name, "month"), *day = field(k, q->name, "day");
	if (year[0] == 0 && month[0] == 0 && day[0] == 0)
		return "";
	if (day[0] == 0 && xform_appears(q->control, "month-year"))
		day = "01";
	return arena_printf(k->page->cx->arena, "%s-%s%s-%s%s", year, strlen(month) == 1 ? "0" : "", month,
		strlen(day) == 1 ? "0" : "", day);
}

/* "9:05", "9.05", "905" as a clock has it; what is none stays as it is, to be said. */
static const char *clock_of(const struct keying *k, const char *text) {
	char figures[5] = "";
	size_t n = 0, hours = 0;
	for (const char *c = text; *c != 0; c++) {
		bool between = hours == 0 && n > 0 && n < 3 && strchr(":. ", *c) != NULL;
		if (!between && (*c < '0' || *c > '9' || n == 4))
			return text;
		if (between)
			hours = n;
		else
			figures[n++] = *c;
	}
	if (hours == 0)
		hours = n == 3 ? 1 : 2;
	return n == hours + 2 ? arena_printf(k->page->cx->arena, "%s%.*s:%s:00.000", hours == 1 ? "0" : "", (int)hours, figures,
		figures + hours) : text;
}

static const char *moment_of(const struct keying *k, const struct keying_ask *q) {
	const char *day = day_of_boxes(k, q), *clock = field(k, q->name, "clock");
	return day[0] == 0 && clock[0] == 0 ? "" : arena_printf(k->page->cx->arena, "%sT%s", day, clock_of(k, clock));
}

/* People write 3,5 and 54,687. */
static const char *number_of(const struct keying *k, const char *text) {
	char *value = arena_strdup(k->page->cx->arena, text);
	for (char *c = value; *c != 0; c++)
		*c = *c == ',' ? '.' : *c;
	return value;
}

static const char *place_of(const struct keying *k, const struct keying_ask *q) {
	const char *north = number_of(k, field(k, q->name, NULL)), *east = number_of(k, field(k, q->name, "east"));
	return north[0] == 0 && east[0] == 0 ? "" : arena_printf(k->page->cx->arena, "%s %s 0 0", north, east);
}

static const char *points_of(const struct keying *k, const char *text) {
	struct buf all = buf_new(k->page->cx->arena, HTTP_BODY_MAX);
	buf_str(&all, "");
	for (; *text != 0; text += strspn(text, "\n")) {
		size_t n = strcspn(text, "\n");
		char *line = arena_strndup(k->page->cx->arena, text, n);
		for (char *c = line; *c != 0; c++)
			*c = *c == ',' ? ' ' : *c;
		buf_printf(&all, "%s%s", all.n == 0 ? "" : ";", line);
		text += n;
	}
	return all.at;
}

/* All that was ticked, or the places of an order one after the other. */
static const char *several_of(const struct keying *k, const struct keying_ask *q) {
	struct buf all = buf_new(k->page->cx->arena, HTTP_BODY_MAX);
	size_t n = strlen(q->name);
	bool order = q->control->kind == CONTROL_RANK;
	buf_str(&all, "");
	for (size_t i = 0; i < k->page->posted.n; i++) {
		const struct form_field *f = &k->page->posted.fields[i];
		bool its = str_equal(f->name, q->name) || (order && strncmp(f->name, q->name, n) == 0 && str_starts(f->name + n, "-o"));
		if (its && f->value[0] != 0)
			buf_printf(&all, "%s%s", all.n == 0 ? "" : " ", f->value);
	}
	return all.at;
}

static const char *posted(struct keying *k, const struct keying_ask *q) {
	const char *how = keying_drawn(k, q);
	enum xform_type type = q->control->field->type;
	if (str_equal(how, "day"))
		return day_of_boxes(k, q);
	if (str_equal(how, "moment"))
		return moment_of(k, q);
	if (str_equal(how, "place"))
		return place_of(k, q);
	if (str_equal(how, "checks") || str_equal(how, "order"))
		return several_of(k, q);
	const char *value = field(k, q->name, NULL);
	if (type == TYPE_TIME)
		return clock_of(k, value);
	if (type == TYPE_DATE && value[0] != 0)
		return arena_printf(k->page->cx->arena, "%s-01-01", value);
	if (type == TYPE_INT || type == TYPE_DECIMAL || q->control->kind == CONTROL_RANGE)
		return number_of(k, value);
	return type == TYPE_GEOTRACE || type == TYPE_GEOSHAPE ? points_of(k, value) : value;
}

/* Taking it -------------------------------------------------------------------------------------------------------- */

static bool was_asked(const struct keying_ask *all, size_t n, const char *name) {
	for (size_t i = 0; i < n; i++)
		if (str_equal(all[i].name, name))
			return true;
	return false;
}

static void fault_add(struct page *page, const char *name, const char *label, const char *text) {
	if (page->errors == NULL)
		page->errors = json_array();
	json_array_append_new(page->errors, json_pack("{s:s, s:s, s:s, s:s}", "field", name, "href",
		arena_printf(page->cx->arena, "#%s", name), "text", text, "question_label", label));
}

int keying_take(struct keying *k, const char **ret_new) {
	struct cx *cx = k->page->cx;
	size_t n = k->asked_n;
	struct keying_ask *was = arena_array(cx->arena, n + 1, sizeof *was);
	json_t *items;
	int rc = 0;
	*ret_new = NULL;
	memcpy(was, k->asked, n * sizeof *was);
	for (size_t i = 0; rc == 0 && i < n; i++)
		if (!str_equal(keying_drawn(k, &was[i]), "later"))
			rc = answers_set(k->answers, was[i].at, posted(k, &was[i]));
	if (rc == 0)
		rc = answers_update(k->answers);
	if (rc == 0)
		rc = keying_items(k, k->sheet, &items); /* an answer may have brought up others */
	if (rc != 0)
		return rc;
	for (size_t i = 0; i < k->asked_n; i++) {
		const struct keying_ask *q = &k->asked[i];
		bool old = was_asked(was, n, q->name);
		const char *fault = old ? keying_fault(k, q, false) : NULL;
		if (!old && *ret_new == NULL)
			*ret_new = q->name;
		if (fault != NULL)
			fault_add(k->page, q->name, arena_printf(cx->arena, "%u. %s", q->control->number,
				answers_say(k->answers, q->at, q->control->label, k->lang)), fault);
	}
	return k->page->errors == NULL ? 0 : ERR_INVALID;
}

/* Looking over ----------------------------------------------------------------------------------------------------- */

static json_t *file_of(struct keying *k, const struct keying_ask *q, const char *label) {
	const char *type = q->control->mediatype, *wrong = NULL, *hint = answers_say(k->answers, q->at, q->control->hint, k->lang);
	json_t *error;
	size_t i;
	json_array_foreach(k->page->errors, i, error)
		if (str_equal(json_text(error, "field"), q->name))
			wrong = json_text(error, "text");
	return json_pack("{s:s, s:s, s:s, s:s, s:s?, s:s?}", "id", q->name, "name", q->name, "label", label, "hint", hint, "wrong",
		wrong, "accept", type[0] == 0 ? NULL : type);
}

int keying_said(struct keying *k, json_t **ret_said, json_t **ret_files) {
	json_t *said = json_array(), *files = json_array(), *items;
	int rc = 0;
	for (size_t s = 0; rc == 0 && s < k->sheets; s++) {
		rc = keying_items(k, s, &items);
		for (size_t i = 0; rc == 0 && i < k->asked_n; i++) {
			const struct keying_ask *q = &k->asked[i];
			const char *label = arena_printf(k->page->cx->arena, "%u. %s", q->control->number,
				answers_say(k->answers, q->at, q->control->label, k->lang));
			if (str_equal(keying_drawn(k, q), "later")) {
				json_array_append_new(files, file_of(k, q, label));
				continue;
			}
			json_array_append_new(said, json_pack("{s:s, s:s, s:s, s:s?}", "question", label, "said",
				answers_shown(k->answers, q->at, k->lang), "href", arena_printf(k->page->cx->arena, "%s#%s", keying_path(k, s),
				q->name), "wrong", keying_fault(k, q, false)));
		}
	}
	*ret_said = said;
	*ret_files = files;
	return rc;
}
