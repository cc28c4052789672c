#include "web/ask.h"

#include <string.h>

#include "base/str.h"
#include "base/time.h"
#include "text/catalogue.h"

static const char *given(const struct page *page, const char *name) {
	const char *value = form_get(page_typed(page), name);
	return value == NULL ? "" : value;
}

/* What is wrong with this question, or NULL. The summary at the top of the page then names the question. */
static const char *wrong(const struct page *page, const char *name, const char *label) {
	size_t i;
	json_t *error;
	json_array_foreach(page->errors, i, error)
		if (str_equal(json_string_value(json_object_get(error, "field")), name)) {
			json_object_set_new(error, "question_label", json_string(label));
			return json_string_value(json_object_get(error, "text"));
		}
	return NULL;
}

/* Every key the partials read stands in every question: a name that is missing would be looked for further out. */
static json_t *ask_new(const struct page *page, enum field_id id, const char *label, const char *hint) {
	const char *name = fields[id].name, *why = wrong(page, name, label);
	const char *told = arena_printf(page->cx->arena, "%s%s%s%s%s", hint == NULL ? "" : name,
	                                hint == NULL ? "" : "-hint", hint == NULL || why == NULL ? "" : " ",
	                                why == NULL ? "" : name, why == NULL ? "" : "-wrong");
	return json_pack("{s:s, s:s, s:s, s:s?, s:s?, s:s, s:b, s:b, s:b, s:n, s:n}", "id", name, "name", name, "label",
	                 label, "hint", hint, "wrong", why, "told", told, "heading", 0, "small", 0, "inline", 0, "options",
	                 "groups");
}

json_t *ask_text(const struct page *page, enum field_id id, const char *label, const char *hint) {
	const struct field *field = &fields[id];
	bool secret = field->type == T_SECRET, password = secret && id != F_LOGIN;
	json_t *ask = ask_new(page, id, label, hint);
	json_object_set_new(ask, "value", json_string(secret ? "" : given(page, field->name)));
	json_object_set_new(ask, "type", json_string(password ? "password" : id == F_PHONE ? "tel" : "text"));
	json_object_set_new(ask, "mode", field->type == T_INT ? json_string("numeric") : json_null());
	json_object_set_new(ask, "short", json_boolean(field->type == T_INT || (!secret && field->max < 20)));
	/* A browser on a shared machine must not offer one person's name to the next reader. */
	json_object_set_new(ask, "auto", json_string(id == F_LOGIN          ? "username"
	                                             : id == F_PASSWORD     ? "current-password"
	                                             : id == F_NEW_PASSWORD ? "new-password"
	                                                                    : "off"));
	return ask;
}

json_t *ask_choice(const struct page *page, enum field_id field, const char *label, const char *hint) {
	json_t *ask = ask_new(page, field, label, hint);
	json_object_set_new(ask, "options", page_options(page, field));
	json_object_set_new(ask, "nothing", json_string(N_("Choose")));
	return ask;
}

json_t *ask_rows(const struct page *page, enum field_id field, const char *label, const char *hint, json_t *rows,
                 const char *code, const char *shown) {
	json_t *ask = ask_new(page, field, label, hint);
	json_object_set_new(ask, "options", page_options_rows(page, field, rows, code, shown));
	json_object_set_new(ask, "nothing", json_string(N_("Choose")));
	return ask;
}

json_t *ask_ways(const struct page *page, enum field_id id, const char *label, const char *hint,
                 const struct ask_way *ways) {
	json_t *rows = json_array();
	for (const struct ask_way *w = ways; w->code != NULL; w++)
		json_array_append_new(rows, json_pack("{s:s, s:s}", "code", w->code, "label", text_say(page->cx->lang, w->label)));
	return ask_rows(page, id, label, hint, rows, "code", "label");
}

json_t *ask_told(const struct page *page, const struct ask_way *all) {
	for (const struct ask_way *w = all; w->code != NULL; w++)
		if (str_equal(w->code, page_query(page, "done")))
			return json_string(w->label);
	return json_null();
}

json_t *ask_without(json_t *ask, const char *code) {
	json_t *left = json_array(), *one;
	size_t i;
	json_array_foreach(json_object_get(ask, "options"), i, one)
		if (!str_equal(json_text(one, "code"), code))
			json_array_append(left, one);
	json_object_set_new(ask, "options", left);
	return ask;
}

json_t *ask_day(const struct page *page, enum field_id id, const char *label, const char *hint, int64_t day) {
	struct arena *a = page->cx->arena;
	static const char *const parts[3] = {"year", "month", "day"};
	const char *name = fields[id].name, *whole = given(page, name), *box[3];
	bool typed = false;
	for (int i = 0; i < 3; i++) {
		box[i] = given(page, arena_printf(a, "%s-%s", name, parts[i]));
		typed = typed || box[i][0] != 0;
	}
	int32_t one;
	if (!typed && day_parse(whole, &one))
		day = one;
	if (!typed && day != NONE && (!page_posted(page) || whole[0] != 0)) {
		int year, month, of_month;
		day_to_ymd((int32_t)day, &year, &month, &of_month);
		box[0] = arena_printf(a, "%d", year);
		box[1] = arena_printf(a, "%d", month);
		box[2] = arena_printf(a, "%d", of_month);
	}
	json_t *ask = ask_new(page, id, label, hint);
	for (int i = 0; i < 3; i++)
		json_object_set_new(ask, parts[i], json_string(box[i]));
	return ask;
}

static bool has_choice(const json_t *options) {
	size_t i;
	json_t *option;
	json_array_foreach((json_t *)options, i, option)
		if (json_is_true(json_object_get(option, "chosen")))
			return true;
	return false;
}

static void choose(json_t *options, const char *code) {
	size_t i;
	json_t *option;
	json_array_foreach(options, i, option)
		if (str_equal(json_string_value(json_object_get(option, "code")), code))
			json_object_set_new(option, "chosen", json_true());
}

json_t *ask_start(json_t *ask, const char *value) {
	json_t *options = json_object_get(ask, "options");
	const char *text = json_string_value(json_object_get(ask, "value"));
	if (json_is_array(options) && !has_choice(options))
		choose(options, value);
	else if (text != NULL && text[0] == 0)
		json_object_set_new(ask, "value", json_string(value));
	return ask;
}

int ask_complete(struct page *page, enum op_id op, const json_t *in) {
	int rc = 0;
	for (const uint16_t *f = ops[op].in; *f != 0; f++) {
		const char *name = fields[*f & FIELD_ID].name;
		if ((*f & FIELD_OPT) != 0 || json_object_get(in, name) != NULL)
			continue;
		rc = err_say(page->cx, ERR_INVALID, name, N_("This is needed."), NULL);
		page_mend(page, rc);
	}
	return rc;
}

bool ask_recorded(struct page *page, enum op_id op, json_t *more, const char *to, int *ret_rc) {
	*ret_rc = ERR_OK;
	if (!page_posted(page))
		return false;
	json_t *in = page_form(page, op);
	if (more != NULL)
		json_object_update(in, more);
	if (ask_complete(page, op, in) != 0)
		return false;
	page_add(page, op, in);
	int rc = page_run(page);
	if (rc != 0 && page_mend(page, rc))
		return false;
	*ret_rc = rc != 0 ? rc : page_redirect(page, "%s", to);
	return true;
}
