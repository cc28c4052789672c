#include "web/places.h"

#include "base/str.h"
#include "text/catalogue.h"
#include "web/ask.h"

static const char *whom(const struct cx *cx, const char *sex) {
	return str_equal(sex, "female") ? _("Women and girls") : str_equal(sex, "male") ? _("Men and boys") : _("Everybody");
}

json_t *places_say(const struct page *page, json_t *rows) {
	size_t i;
	json_t *row, *own = json_array(), *others = json_array();
	json_array_foreach(rows, i, row) {
		json_object_set_new(row, "for_label", json_string(whom(page->cx, json_string_value(json_object_get(row, "sex")))));
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

void places_filter(const struct page *page, const json_t *filter, json_t *view) {
	json_object_set_new(view, "sex", any(places_ask_whom(page, N_("For whom")), filter, "sex"));
	json_object_set_new(view, "region", any(ask_choice(page, F_REGION, N_("Where"), NULL), filter, "region"));
	json_object_set_new(view, "language", any(ask_choice(page, F_SPEECH, N_("Language"), NULL), filter, "language"));
	json_object_set_new(view, "free_only",
	                    json_boolean(str_equal(json_string_value(json_object_get(filter, "free_only")), "yes")));
}
