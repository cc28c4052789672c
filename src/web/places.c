#include "web/places.h"

#include "base/str.h"
#include "text/catalogue.h"
#include "web/ask.h"

static const char *whom(const struct cx *cx, const char *sex) {
	return str_equal(sex, "female") ? _("Women and girls") : str_equal(sex, "male") ? _("Men and boys") : _("Everybody");
}

const char *places_whom(const struct page *page, const char *sex) {
	return str_equal(sex, "other") ? page_label(page, L_SEX, sex) : whom(page->cx, sex);
}

json_t *places_say(const struct page *page, json_t *rows) {
	size_t i;
	json_t *row, *own = json_array(), *others = json_array();
	json_array_foreach(rows, i, row) {
		json_object_set_new(row, "for_label", json_string(whom(page->cx, json_string_value(json_object_get(row, "sex")))));
		json_object_set_new(row, "some_ages", json_boolean(json_array_size(json_object_get(row, "age")) > 0));
		json_object_set_new(row, "some_citizens", json_boolean(json_array_size(json_object_get(row, "citizens")) > 0));
		json_array_append(json_is_true(json_object_get(row, "may_open")) ? own : others, row);
	}
	json_array_extend(own, others);
	return own;
}

json_t *places_ask_whom(const struct page *page, const char *label) {
	json_t *ask = ask_choice(page, F_SEX, label, NULL), *option, *options = json_array();
	size_t i;
	json_array_foreach(json_object_get(ask, "options"), i, option) {
		const char *code = json_string_value(json_object_get(option, "code"));
		if (str_equal(code, "unknown"))
			continue; /* a place knows whom it takes */
		json_object_set_new(option, "label", json_string(whom(page->cx, code)));
		json_array_append(options, option);
	}
	json_object_set(ask, "options", options);
	return ask;
}

static json_t *any(json_t *ask, const json_t *filter, const char *field) {
	const char *value = json_string_value(json_object_get(filter, field));
	json_object_set_new(ask, "nothing", json_string(N_("Any")));
	return ask_start(ask, value == NULL ? "" : value);
}

json_t *places_for(const struct page *page, size_t person) {
	const char *of = arena_printf(page->cx->arena, "$%zu", person - page->first);
	return json_pack("{s:o, s:o, s:s}", "sex", json_sprintf("%s.sex", of), "age", json_sprintf("%s.age", of), "free_only",
	                 "yes");
}

void places_room(const struct page *page, const json_t *rows, const char *org, json_t *option) {
	const struct cx *cx = page->cx;
	json_t *row;
	json_int_t beds = 0;
	size_t i;
	json_array_foreach((json_t *)rows, i, row)
		if (str_equal(json_text(row, "org"), org))
			beds += json_integer_value(json_object_get(row, "free"));
	const char *n = arena_printf(cx->arena, "%lld", (long long)beds);
	const struct text_fill fills[] = {{"n", n}, {0}};
	if (beds > 0)
		json_object_set_new(option, "about", json_string(text_fill(cx->arena, text_say_n(cx->lang,
			"%{n} free bed that would suit", "%{n} free beds that would suit", beds), fills)));
}

void places_filter(const struct page *page, const json_t *filter, json_t *view) {
	json_object_set_new(view, "sex", any(places_ask_whom(page, N_("For whom")), filter, "sex"));
	json_object_set_new(view, "region", any(ask_choice(page, F_REGION, N_("Where"), NULL), filter, "region"));
	json_object_set_new(view, "age", any(ask_choice(page, F_AGE, N_("Age"), NULL), filter, "age"));
	json_object_set_new(view, "citizens", any(ask_choice(page, F_CITIZENS, N_("Citizenship"), NULL), filter, "citizens"));
	json_object_set_new(view, "language", any(ask_choice(page, F_SPEECH, N_("Language"), NULL), filter, "language"));
	json_object_set_new(view, "free_only",
	                    json_boolean(str_equal(json_string_value(json_object_get(filter, "free_only")), "yes")));
}
