#include "web/cells.h"

#include <string.h>

#include "base/str.h"
#include "op/profile.h"
#include "op/sheet.h"
#include "text/catalogue.h"
#include "view/cell.h"

enum {
	RADIOS_MOST = 7,  /* answers of which one is needed, side by side */
	FREE_MOST = 2,    /* the same where none is needed: a list is shorter */
	CHECKS_MOST = 18, /* of which several may hold */
	BOXES_SPARE = 2,  /* empty boxes below those that are filled in */
	BOXES_MOST = 24,
};

static size_t fields_n(const struct page *page, const struct cells *c) {
	return c->sheet != 0 ? sheet_fields(page->cx->profile, c->sheet) : cell_fields(c->definition);
}

static struct cell_field field_at(const struct page *page, const struct cells *c, size_t i) {
	const struct profile *p = page->cx->profile;
	return c->sheet != 0 ? sheet_field(p, c->sheet, i) : cell_field_at(p, c->definition, i);
}

/* The values of a field in `cells`, as the wire has them. */
static json_t *values_of(const json_t *cells, const char *code) {
	size_t n = strlen(code), i;
	json_t *values = json_array(), *cell;
	json_array_foreach((json_t *)cells, i, cell) {
		const char *text = json_string_value(cell);
		if (text != NULL && strncmp(text, code, n) == 0 && text[n] == '=')
			json_array_append_new(values, json_string(text + n + 1));
	}
	return values;
}

static bool is_typed(const struct page *page) {
	return page_posted(page) || page->resumed.n > 0;
}

static const char *typed_text(const struct page *page, const char *name) {
	const char *text = form_get(page_typed(page), name);
	return text == NULL ? "" : text;
}

/* A day comes in three boxes; what is typed into them need not be one. */
static const char *day_typed(const struct page *page, const char *code) {
	struct arena *a = page->cx->arena;
	const char *year = typed_text(page, arena_printf(a, "%s-year", code));
	const char *month = typed_text(page, arena_printf(a, "%s-month", code));
	const char *day = typed_text(page, arena_printf(a, "%s-day", code));
	if (year[0] == 0 && month[0] == 0 && day[0] == 0)
		return "";
	return arena_printf(a, "%s-%s%s-%s%s", year, strlen(month) == 1 ? "0" : "", month, strlen(day) == 1 ? "0" : "",
		day);
}

static json_t *values_typed(const struct page *page, const struct cell_field *f) {
	json_t *values = json_array();
	const char *day = f->type == CELL_DAY ? day_typed(page, f->code) : "";
	if (day[0] != 0)
		json_array_append_new(values, json_string(day));
	const struct form *typed = page_typed(page);
	for (size_t i = 0; i < typed->n; i++) {
		const struct form_field *field = &typed->fields[i];
		if (field->file == NULL && str_equal(field->name, f->code) &&
			field->value[strspn(field->value, " \t\r\n")] != 0)
			json_array_append_new(values, json_string(field->value));
	}
	return values;
}

static bool holds(const json_t *values, const char *text) {
	size_t i;
	json_t *one;
	json_array_foreach((json_t *)values, i, one)
		if (str_equal(json_string_value(one), text))
			return true;
	return false;
}

/* Questions ----------------------------------------------------------------------------------------------------- */

static const char *wrong(const struct page *page, const struct cell_field *f) {
	size_t i;
	json_t *error;
	json_array_foreach(page->errors, i, error)
		if (str_equal(json_text(error, "field"), f->code)) {
			json_object_set_new(error, "question_label", json_string(cell_field_say(page->cx, f)));
			return json_text(error, "text");
		}
	return NULL;
}

/* What the definition says below the label; of a link, where the number comes from. */
static const char *hint_of(const struct page *page, const struct cell_field *f) {
	struct cx *cx = page->cx;
	const json_t *hint = json_object_get(f->json, "hint");
	if (hint != NULL)
		return profile_say(hint, cx->lang);
	if (f->type != CELL_LINK)
		return NULL;
	const char *of = profile_say(json_object_get(profile_entry(cx->profile, L_REGISTER, f->to), "say"), cx->lang);
	return text_fill(cx->arena, _("The record's number in: %{register}"), (const struct text_fill[]){{"register", of},
		{0}});
}

static json_t *ask_new(const struct page *page, const struct cell_field *f) {
	struct arena *a = page->cx->arena;
	const char *why = wrong(page, f), *hint = hint_of(page, f), *label = cell_field_say(page->cx, f);
	if (!f->required)
		label = arena_printf(a, "%s %s", label, text_say(page->cx->lang, N_("(optional)")));
	const char *told = arena_printf(a, "%s%s%s%s%s", hint == NULL ? "" : f->code, hint == NULL ? "" : "-hint",
	                                hint == NULL || why == NULL ? "" : " ", why == NULL ? "" : f->code,
	                                why == NULL ? "" : "-wrong");
	return json_pack("{s:s, s:s, s:s, s:s?, s:s?, s:s, s:b, s:b, s:b, s:s, s:n, s:n}", "id", f->code, "name", f->code,
	                 "label", label, "hint", hint, "wrong", why, "told", told, "heading", 0, "small", 0, "inline", 0,
	                 "nothing", N_("Choose"), "options", "groups");
}

static void option_add(const struct page *page, const struct cell_field *f, json_t *options, const char *code,
                       const char *label, bool chosen) {
	size_t n = json_array_size(options) + 1;
	const char *id = n == 1 ? f->code : arena_printf(page->cx->arena, "%s-%zu", f->code, n);
	json_array_append_new(options, json_pack("{s:s, s:s, s:b, s:s, s:n}", "code", code, "label", label, "chosen",
		chosen,
	                                         "id", id, "about"));
}

static json_t *options_of(const struct page *page, const struct cell_field *f, const json_t *values, bool none) {
	struct cx *cx = page->cx;
	json_t *options = json_array();
	for (size_t i = 0; cell_code_at(cx->profile, f, i) != 0; i++) {
		const struct cell cell = {.amount = cell_code_at(cx->profile, f, i)};
		const char *code = cell_code_name(cx->profile, f, (int)cell.amount), *label = cell_say(cx, f, &cell);
		if (code != NULL && label != NULL)
			option_add(page, f, options, code, label, holds(values, code));
	}
	if (none)
		option_add(page, f, options, "", text_say(cx->lang, N_("Not said")), json_array_size(values) == 0);
	return options;
}

static size_t codes_n(const struct page *page, const struct cell_field *f) {
	size_t n = 0;
	while (n < 1000 && cell_code_at(page->cx->profile, f, n) != 0)
		n++;
	return n;
}

/* One line of text, or the box for one of several values. */
static void text_put(json_t *ask, const struct cell_field *f, const char *value) {
	bool number = f->type == CELL_INT || f->type == CELL_MONEY;
	json_object_set_new(ask, "value", json_string(value));
	json_object_set_new(ask, "type", json_string("text"));
	json_object_set_new(ask, "mode", number ? json_string(f->type == CELL_INT ? "numeric" : "decimal") : json_null());
	json_object_set_new(ask, "short", json_boolean(number || f->type == CELL_LINK || f->max < 25));
	json_object_set_new(ask, "auto", json_string("off"));
}

/* One of the organisations, or of the units under their organisations. */
static void bodies_put(const struct page *page, json_t *ask, const struct cells *c, const struct cell_field *f,
                       const char *value) {
	json_t *rows = f->type == CELL_ORG ? c->orgs : c->units, *groups = json_array(), *options = json_array(), *row;
	const char *code = f->type == CELL_ORG ? "org" : "unit", *name = f->type == CELL_ORG ? "org_name" : "unit_name",
		*group = "";
	size_t i;
	json_array_foreach(rows, i, row) {
		if (f->type == CELL_UNIT && !str_equal(json_text(row, "org_name"), group)) {
			group = json_text(row, "org_name");
			options = json_array();
			json_array_append_new(groups, json_pack("{s:s, s:O}", "group", group, "options", options));
		}
		option_add(page, f, options, json_text(row, code), json_text(row, name), str_equal(json_text(row, code), value));
	}
	json_object_set_new(ask, "options", f->type == CELL_ORG ? options : json_array());
	json_object_set_new(ask, "groups", groups);
}

/* Boxes for several values: selects where there are codes, lines otherwise. */
static void several_put(const struct page *page, json_t *ask, const struct cell_field *f, const json_t *values) {
	size_t n = json_array_size(values) + BOXES_SPARE;
	json_t *boxes = json_array();
	for (size_t i = 0; i < n && i < BOXES_MOST; i++) {
		const char *value = json_string_value(json_array_get(values, i));
		json_t *one = json_pack("[s]", value == NULL ? "" : value);
		json_t *box = json_pack("{s:s, s:s, s:s, s:i, s:b, s:o}", "box",
			i == 0 ? f->code : arena_printf(page->cx->arena, "%s-%zu", f->code, i + 1), "name", f->code, "value",
			value == NULL ? "" : value, "n", (int)i + 1, "is_select", f->type == CELL_CODE, "options",
			f->type == CELL_CODE ? options_of(page, f, one, false) : json_null());
		json_array_append_new(boxes, box);
	}
	json_object_set_new(ask, "boxes", boxes);
	json_object_set_new(ask, "mode", f->type == CELL_INT ? json_string("numeric") : json_null());
}

static void day_put(const struct page *page, json_t *ask, const struct cell_field *f, const json_t *values) {
	static const char *const parts[3] = {"year", "month", "day"};
	struct arena *a = page->cx->arena;
	const char *box[3] = {"", "", ""}, *value = json_string_value(json_array_get(values, 0));
	int32_t day;
	if (is_typed(page)) {
		for (int i = 0; i < 3; i++)
			box[i] = typed_text(page, arena_printf(a, "%s-%s", f->code, parts[i]));
	} else if (value != NULL && day_parse(value, &day)) {
		int year, month, of_month;
		day_to_ymd(day, &year, &month, &of_month);
		box[0] = arena_printf(a, "%d", year);
		box[1] = arena_printf(a, "%d", month);
		box[2] = arena_printf(a, "%d", of_month);
	}
	for (int i = 0; i < 3; i++)
		json_object_set_new(ask, parts[i], json_string(box[i]));
}

/* The kind of question a field is; puts into `ask` what that kind needs. */
static const char *kind_put(const struct page *page, json_t *ask, const struct cells *c, const struct cell_field *f,
                            const json_t *values) {
	const char *value = json_string_value(json_array_get(values, 0));
	if (f->type == CELL_ORG || f->type == CELL_UNIT) {
		bodies_put(page, ask, c, f, value);
		return "select";
	}
	size_t n = f->type == CELL_CODE ? codes_n(page, f) : 0;
	if (f->type == CELL_DAY && !f->many) {
		day_put(page, ask, f, values);
		return "day";
	}
	if (f->many && (n == 0 || n > CHECKS_MOST)) {
		several_put(page, ask, f, values);
		return "several";
	}
	if (n > 0) {
		bool radios = !f->many && n <= (f->required ? RADIOS_MOST : FREE_MOST);
		json_object_set_new(ask, "options", options_of(page, f, values, radios && !f->required));
		json_object_set_new(ask, "inline", json_boolean(radios && n <= 2));
		return f->many ? "checks" : radios ? "radios" : "select";
	}
	text_put(ask, f, value == NULL ? "" : value);
	return f->sealed ? "area" : "text";
}

json_t *cells_ask(const struct page *page, const struct cells *c, const json_t *cells) {
	json_t *questions = json_array();
	for (size_t i = 0; i < fields_n(page, c); i++) {
		struct cell_field f = field_at(page, c, i);
		json_t *ask = ask_new(page, &f);
		const char *kind = kind_put(page, ask, c, &f, is_typed(page) ? values_typed(page, &f) : values_of(cells, f.code));
		json_t *question = json_pack("{s:n, s:n, s:n, s:n, s:n, s:n, s:n}", "radios", "checks", "select", "text", "area",
			"day", "several");
		json_object_set_new(question, kind, ask);
		json_array_append_new(questions, question);
	}
	return questions;
}

/* Answers ------------------------------------------------------------------------------------------------------- */

static int cell_take(struct page *page, const struct cell_field *f, const json_t *values, json_t *cells) {
	struct cx *cx = page->cx;
	size_t i;
	json_t *one;
	if (f->required && json_array_size(values) == 0)
		return err_say(cx, ERR_INVALID, f->code, N_("This is needed."), NULL);
	json_array_foreach((json_t *)values, i, one) {
		struct cell cell;
		int rc = cell_parse(cx, f, json_string_value(one), &cell);
		if (rc != 0)
			return rc;
		json_array_append_new(cells, json_string(arena_printf(cx->arena, "%s=%s", f->code, json_string_value(one))));
	}
	return 0;
}

int cells_form(struct page *page, const struct cells *c, json_t **ret_cells) {
	json_t *cells = json_array();
	int bad = 0;
	for (size_t i = 0; i < fields_n(page, c); i++) {
		struct cell_field f = field_at(page, c, i);
		int rc = cell_take(page, &f, values_typed(page, &f), cells);
		if (rc != 0) {
			bad = rc;
			page_mend(page, rc);
		}
	}
	*ret_cells = cells;
	return bad;
}

/* Words --------------------------------------------------------------------------------------------------------- */

/* What the rows of a list of bodies call it; its code where they do not have it. */
static const char *body_say(json_t *rows, const char *code_of, const char *name_of, const char *code) {
	size_t i;
	json_t *row;
	json_array_foreach(rows, i, row)
		if (str_equal(json_text(row, code_of), code))
			return json_text(row, name_of);
	return code;
}

static json_t *words_of(const struct page *page, const struct cells *c, const struct cell_field *f,
                        const json_t *values) {
	json_t *words = json_array(), *one;
	size_t i;
	json_array_foreach((json_t *)values, i, one) {
		struct cell cell;
		const char *say = cell_parse(page->cx, f, json_string_value(one), &cell) == 0 ? cell_say(page->cx, f, &cell) :
			NULL;
		if (f->type == CELL_ORG)
			say = body_say(c->orgs, "org", "org_name", json_string_value(one));
		else if (f->type == CELL_UNIT)
			say = body_say(c->units, "unit", "unit_name", json_string_value(one));
		json_array_append_new(words, json_string(say == NULL ? json_string_value(one) : say));
	}
	return words;
}

json_t *cells_say(const struct page *page, const struct cells *c, const json_t *cells) {
	json_t *said = json_array();
	for (size_t i = 0; i < fields_n(page, c); i++) {
		struct cell_field f = field_at(page, c, i);
		json_t *values = values_of(cells, f.code);
		if (json_array_size(values) > 0)
			json_array_append_new(said, json_pack("{s:s, s:s, s:o, s:b, s:b, s:b}", "field", f.code,
				"label", cell_field_say(page->cx, &f), "values", words_of(page, c, &f, values), "numbers",
				f.type == CELL_INT || f.type == CELL_MONEY, "sealed", f.sealed, "body",
				f.type == CELL_ORG || f.type == CELL_UNIT));
	}
	return said;
}

static const char *joined(const struct page *page, const json_t *words) {
	const char *all = NULL;
	size_t i;
	json_t *one;
	json_array_foreach((json_t *)words, i, one)
		all = all == NULL ? json_string_value(one) : arena_printf(page->cx->arena, "%s, %s", all,
			json_string_value(one));
	return all;
}

json_t *cells_compare(const struct page *page, const struct cells *c, const json_t *before, const json_t *after) {
	json_t *changes = json_array();
	for (size_t i = 0; i < fields_n(page, c); i++) {
		struct cell_field f = field_at(page, c, i);
		const char *was = joined(page, words_of(page, c, &f, values_of(before, f.code)));
		const char *now = joined(page, words_of(page, c, &f, values_of(after, f.code)));
		if (!str_equal(was, now))
			json_array_append_new(changes, json_pack("{s:s, s:s, s:s?, s:s?}", "field", f.code, "label",
				cell_field_say(page->cx, &f), "was", was, "now", now));
	}
	return changes;
}
