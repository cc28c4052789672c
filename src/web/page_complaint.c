/* Complaints: written for a person or about what one saw; heard by a body that the agency concerned cannot reach. */
#include "base/str.h"
#include "web/ask.h"
#include "web/rights.h"
#include "web/route.h"
#include "web/when.h"

static const struct ask_way done[] = {
	{"sent", N_("The complaint is written down. Whoever it is about can neither read nor change it.")},
	{"answered", N_("The answer is written down. Whoever complained reads it.")},
	{0},
};

static void set_href(const struct page *page, json_t *rows) {
	size_t i;
	json_t *row;
	json_array_foreach(rows, i, row)
		json_object_set_new(row, "href",
		                    json_string(arena_printf(page->cx->arena, "/complaints/%s", json_text(row, "complaint"))));
}

static int complaints_page(struct page *page) {
	size_t mine = page_try(page, OP_complaint_mine, NULL);
	int rc = page_run(page);
	if (rc != 0)
		return rc;
	bool hears = rights_may(page, "hear");
	size_t list = hears ? page_add(page, OP_complaint_list, NULL) : 0;
	rc = hears ? page_run(page) : 0;
	if (rc != 0)
		return rc;
	json_t *heard = hears ? page_rows(page, list) : json_array(), *answered;
	set_href(page, heard);
	heard = when_pick(heard, "complaint_state", "open", &answered);
	return page_render(page, "complaints", json_pack("{s:s, s:s, s:o, s:b, s:o, s:o, s:o}", "title", N_("Complaints"), "back",
		"/work", "told", ask_told(page, done), "hears", hears, "heard", when_some(heard), "answered", when_some(answered),
		"mine", when_some(page_rows(page, mine))));
}

/* For a person, where one comes from her page. */
static int new_page(struct page *page) {
	int rc;
	if (ask_recorded(page, OP_complaint_record, NULL, "/complaints?done=sent", &rc))
		return rc;
	size_t orgs = page_add(page, OP_org_list, NULL);
	rc = page_run(page);
	if (rc != 0)
		return rc;
	const char *person = page_posted(page) ? page_field(page, "person") : page_query(page, "person");
	return page_render(page, "complaint_new", json_pack("{s:s, s:s, s:s, s:o, s:o, s:o}", "title", N_("Write a complaint"),
		"back", person[0] == 0 ? "/complaints" : arena_printf(page->cx->arena, "/person/%s", person), "person", person, "org",
		ask_rows(page, F_ORG, N_("Whom is it about?"), NULL, page_rows(page, orgs), "org", "org_name"), "matter",
		ask_choice(page, F_COMPLAINT_ABOUT, N_("What is it about?"), NULL), "words", ask_text(page, F_WORDS,
		N_("What happened?"), N_("At least 20 letters. Leave out names: the person is known by the file."))));
}

static int complaint_page(struct page *page) {
	const char *complaint = page_param(page, "complaint");
	int rc;
	if (ask_recorded(page, OP_complaint_answer, json_pack("{s:s}", "complaint", complaint), "/complaints?done=answered", &rc))
		return rc;
	size_t list = page_add(page, OP_complaint_list, NULL);
	rc = page_run(page);
	if (rc != 0)
		return rc;
	json_t *row = json_array_get(when_pick(page_rows(page, list), "complaint", complaint, NULL), 0);
	if (row == NULL)
		return err_say(page->cx, ERR_NOTFOUND, NULL, err_kinds[ERR_NOTFOUND].say, NULL);
	return page_render(page, "complaint", json_pack("{s:s, s:s, s:O, s:b, s:o, s:o}", "title", N_("A complaint"), "back",
		"/complaints", "item", row, "waits", str_equal(json_text(row, "complaint_state"), "open"), "state_ask",
		ask_without(ask_choice(page, F_COMPLAINT_STATE, N_("What did you find?"), NULL), "open"), "reply_ask",
		ask_text(page, F_REPLY, N_("What was found, and what follows?"), N_("Whoever complained reads this."))));
}

const struct route routes_complaint[] = {
	{"/complaints", complaints_page, 0},
	{"/complaints/new", new_page, ROUTE_POST},
	{"/complaints/:complaint", complaint_page, ROUTE_POST},
	{0},
};
