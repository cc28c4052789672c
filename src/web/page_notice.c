/*
 * A grown person says no for now: counted without who it is. The form is the register "notice" of the profile, begun
 * with what the sign says of her and nothing that names her.
 */
#include "base/str.h"
#include "op/profile.h"
#include "web/about.h"
#include "web/ask.h"
#include "web/cells.h"
#include "web/route.h"

static int reg_of(const struct page *page) {
	return profile_code(page->cx->profile, L_REGISTER, "notice");
}

static struct cells cells_of(const struct page *page, int reg) {
	return (struct cells){.definition = profile_entry(page->cx->profile, L_REGISTER, reg)};
}

/* What is known already, as "field=value". */
static json_t *begun(const json_t *person) {
	static const char *const same[] = {"sex", "age", "municipality"};
	json_t *cells = json_array();
	for (size_t i = 0; i < sizeof same / sizeof *same; i++)
		json_array_append_new(cells, json_sprintf("%s=%s", same[i], json_text(person, same[i])));
	return cells;
}

/* The number is all that leads back to the record: whoever wants to may keep it. */
static int done_page(struct page *page, const char *number) {
	json_t *view = about_view(page, N_("A person says no for now"), "");
	json_object_set_new(view, "number", json_string(number));
	return page_render(page, "notice_done", view);
}

/* Asked only where the keeper doubts whether a word is a name, with what was written still there. */
static json_t *ask_checked(const struct page *page) {
	static const struct ask_way yes[] = {{"yes", N_("I checked: it names nobody")}, {0}};
	json_t *error;
	size_t i;
	bool doubt = page_field(page, fields[F_CHECKED].name)[0] != 0;
	json_array_foreach(page->errors, i, error)
		doubt = doubt || str_equal(json_text(error, "field"), fields[F_CHECKED].name);
	return doubt ? ask_ways(page, F_CHECKED, N_("Do the two words with capitals name somebody?"), NULL, yes) : json_null();
}

static bool recorded(struct page *page, const struct cells *c, int *ret_rc) {
	json_t *in = page_form(page, OP_notice_record), *cells = NULL;
	json_object_set_new(in, "person", json_string(page_param(page, "person")));
	int rc = ask_complete(page, OP_notice_record, in);
	if (cells_form(page, c, &cells) != 0 || rc != 0)
		return false;
	json_object_set_new(in, "cell", cells);
	size_t made = page_add(page, OP_notice_record, in);
	rc = page_run(page);
	if (rc != 0 && page_mend(page, rc))
		return false;
	*ret_rc = rc != 0 ? rc : done_page(page, page_text(page, made, "number"));
	return true;
}

static int notice_page(struct page *page) {
	int reg = reg_of(page), rc = reg == 0 ? ERR_NOTFOUND : 0;
	const struct cells c = cells_of(page, reg);
	if (rc != 0 || (page_posted(page) && recorded(page, &c, &rc)))
		return rc;
	size_t read = page_add(page, OP_person_read, about_person(page));
	rc = page_run(page);
	if (rc != 0)
		return rc;
	json_t *view = about_view(page, N_("A person says no for now"), "/consent");
	json_object_set_new(view, "about", json_string(profile_say(json_object_get(c.definition, "about"), page->cx->lang)));
	json_object_set_new(view, "happened", ask_day(page, F_HAPPENED, N_("When did the person say no?"), NULL,
		day_of(page->cx->now)));
	json_object_set_new(view, "questions", cells_ask(page, &c, begun(page_answer(page, read))));
	json_object_set_new(view, "checked", ask_checked(page));
	return page_render(page, "notice", view);
}

const struct route routes_notice[] = {
	{"/person/:person/notice", notice_page, ROUTE_POST},
	{0},
};
