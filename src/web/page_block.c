/* Who may never see a person's file: named by her, one at a time; and seen again only if she herself says so. */
#include "base/str.h"
#include "op/profile.h"
#include "web/about.h"
#include "web/ask.h"
#include "web/route.h"
#include "web/when.h"
#include "web/words.h"

/* "Šilto vėjo namai · 2nd unit", "the whole organisation", or one person's name: whom a row closes the file to. */
static void name_rows(json_t *rows) {
	size_t i;
	json_t *row;
	json_array_foreach(rows, i, row)
		json_object_set_new(row, "whole",
		                    json_boolean(json_text(row, "unit")[0] == 0 && json_text(row, "staff_name")[0] == 0));
}

/* Units, each with its organisation before it. */
static json_t *ask_unit(const struct page *page, json_t *units) {
	json_t *named = json_array(), *row;
	size_t i;
	json_array_foreach(units, i, row)
		json_array_append_new(named, json_pack("{s:s, s:s}", "unit", json_text(row, "unit"), "shown",
			arena_printf(page->cx->arena, "%s · %s", json_text(row, "org_name"), json_text(row, "unit_name"))));
	json_t *ask = ask_rows(page, F_UNIT, N_("Who must never see this file?"), NULL, named, "unit", "shown");
	json_object_set_new(ask, "nothing", json_string(N_("Choose a unit")));
	return ask;
}

static const char *whom(const struct page *page) {
	const char *said = page_posted(page) ? page_field(page, "whom") : page_query(page, "whom");
	return str_equal(said, "org") || str_equal(said, "one") ? said : "unit";
}

/* The form says what it asks for; an answer that is missing is marked at its own question. */
static int post(struct page *page, const char *by) {
	json_t *in = page_form(page, OP_block_record);
	json_object_set_new(in, "person", json_string(page_param(page, "person")));
	const char *const needs[] = {str_equal(by, "unit") ? "unit" : "org", str_equal(by, "one") ? "staff_name" : NULL};
	int rc = 0;
	for (size_t i = 0; i < 2; i++)
		if (needs[i] != NULL && json_object_get(in, needs[i]) == NULL) {
			rc = err_say(page->cx, ERR_INVALID, needs[i], N_("This is needed."), NULL);
			page_mend(page, rc);
		}
	if (rc != 0)
		return rc;
	page_add(page, OP_block_record, in);
	rc = page_run(page);
	if (rc != 0)
		page_mend(page, rc);
	return rc;
}

static const struct ask_way done[] = {
	{"closed", N_("The file is closed to them, from this moment on.")},
	{0},
};

static int block_page(struct page *page) {
	const char *by = whom(page);
	if (page_posted(page)) {
		int rc = post(page, by);
		if (rc == 0)
			return page_redirect(page, "%s?done=closed", about_path(page, "/block"));
		if (page->errors == NULL)
			return rc;
	}
	size_t read = page_add(page, OP_person_read, about_person(page));
	size_t blocks = page_try(page, OP_block_list, about_person(page)); /* who writes one down may not always read them */
	size_t orgs = page_add(page, OP_org_list, NULL), units = page_add(page, OP_unit_list, NULL);
	int rc = page_run(page);
	if (rc != 0)
		return rc;
	const char *hers = about_language(page, page_answer(page, read));
	json_t *view = about_view(page, N_("Who must never know"), "/consent");
	name_rows(page_rows(page, blocks));
	json_object_set_new(view, "told", ask_told(page, done));
	json_object_set_new(view, "language", json_string(hers));
	json_object_set_new(view, "unspoken", words_unspoken(page, hers));
	json_object_set_new(view, "blocks", when_some(page_rows(page, blocks)));
	json_object_set_new(view, "aloud",
		about_sides(words_list(page, hers, json_object_get(profile_consent(page->cx->profile), "block"))));
	json_object_set_new(view, "whom", json_string(by));
	bool one = str_equal(by, "one"), org = str_equal(by, "org");
	json_object_set_new(view, "by_unit", json_boolean(!one && !org));
	json_object_set_new(view, "by_org", json_boolean(org));
	json_object_set_new(view, "by_one", json_boolean(one));
	json_object_set_new(view, "unit", ask_unit(page, page_rows(page, units)));
	json_object_set_new(view, "org", ask_rows(page, F_ORG, one ? N_("Where does this person work?")
		: N_("Who must never see this file?"), NULL, page_rows(page, orgs), "org", "org_name"));
	json_object_set_new(view, "staff_ask", ask_text(page, F_STAFF_NAME, N_("The name, as the registry knows it"),
		N_("Given name and family name. Colleagues of your own organisation, too.")));
	return page_render(page, "consent_block", view);
}

static int lift_page(struct page *page) {
	int rc;
	json_t *more = about_person(page);
	json_object_set_new(more, "block", json_string(page_param(page, "block")));
	if (!page_proved(page, &rc) || ask_recorded(page, OP_block_lift, more, "/review?done=proposed", &rc))
		return rc;
	size_t blocks = page_add(page, OP_block_list, about_person(page));
	rc = page_run(page);
	if (rc != 0)
		return rc;
	json_t *row = json_array_get(when_pick(page_rows(page, blocks), "block", page_param(page, "block"), NULL), 0);
	if (row == NULL)
		return err_say(page->cx, ERR_NOTFOUND, NULL, err_kinds[ERR_NOTFOUND].say, NULL);
	json_t *view = about_view(page, N_("May see the file again"), "/block");
	name_rows(json_pack("[O]", row));
	json_object_set(view, "item", row);
	json_object_set_new(view, "words_ask", ask_text(page, F_WORDS, N_("What did the person say, when and to whom?"),
		N_("At least 20 letters, without names. Whoever agrees reads this.")));
	return page_render(page, "block_lift", view);
}

const struct route routes_block[] = {
	{"/person/:person/block", block_page, ROUTE_POST},
	{"/person/:person/block/:block", lift_page, ROUTE_POST},
	{0},
};
