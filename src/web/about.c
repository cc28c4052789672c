#include "web/about.h"

#include "base/str.h"
#include "op/instrument.h"
#include "op/profile.h"

json_t *about_person(const struct page *page) {
	return json_pack("{s:s}", "person", page_param(page, "person"));
}

const char *about_path(const struct page *page, const char *rest) {
	return arena_printf(page->cx->arena, "/person/%s%s", page_param(page, "person"), rest);
}

json_t *about_view(const struct page *page, const char *title, const char *back) {
	return json_pack("{s:s, s:s, s:s, s:s}", "title", title, "person", page_param(page, "person"), "base",
	                 about_path(page, ""), "back", about_path(page, back));
}

const char *about_language(const struct page *page, const json_t *person) {
	const char *asked = page_posted(page) ? page_field(page, "language") : page_query(page, "language");
	if (asked[0] == 0)
		asked = json_text(person, "language");
	return code_find(page->cx->profile, L_SPEECH, asked) != 0 ? asked : page->cx->lang;
}

json_t *about_agreed(json_t *consents) {
	json_t *list = json_array(), *row;
	size_t i;
	json_array_foreach(consents, i, row) {
		bool yes = str_equal(json_text(row, "consent_state"), "given");
		json_object_set_new(row, "yes", json_boolean(yes));
		if (yes)
			json_array_append(list, row);
	}
	return list;
}

json_t *about_sides(json_t *sides) {
	return json_pack("{s:o}", "sides", sides);
}

static bool young(const char *age) {
	return age[0] == 0 || str_equal(age, "under_12") || str_equal(age, "12_17") || str_equal(age, "unknown");
}

bool about_may_be_child(const json_t *person) {
	return young(json_text(person, "age"));
}

const char *about_questions(const struct page *page, const char *age) {
	const struct profile *p = page->cx->profile;
	for (size_t i = 0; young(age) && profile_number(p, L_INSTRUMENT, i) != 0; i++)
		if (instrument_is_child(p, profile_number(p, L_INSTRUMENT, i)))
			return arena_printf(page->cx->arena, "ask/%s", code_name(p, L_INSTRUMENT, profile_number(p, L_INSTRUMENT, i)));
	return "screening";
}
