/* A registration on arrival is corrected, or taken back: of the pages of a person who was registered. */
#include "base/str.h"
#include "base/time.h"
#include "text/catalogue.h"
#include "text/format.h"
#include "web/about.h"
#include "web/arrived.h"
#include "web/ask.h"
#include "web/route.h"

/* Somebody else who waits, in the words of the list: no name stands there. */
static json_t *shown(const struct page *page, const json_t *row, const char *code) {
	struct cx *cx = page->cx;
	return json_pack("{s:s, s:s}", "code", code, "label", arena_printf(cx->arena, "%s · %s · %s", json_text(row, "somebody"),
		json_text(row, "language_label"), text_day(cx->arena, cx->lang, page_day(row, "happened"))));
}

/* Families to choose from, each by one of it; of a row of a family its own name for it. */
static json_t *families(const struct page *page, json_t *rows, const char *person) {
	json_t *list = json_array(), *row, *one;
	size_t i, k;
	json_array_foreach(rows, i, row) {
		const char *household = json_text(row, "household"), *code = household[0] != 0 ? household : json_text(row, "arrival");
		bool there = str_equal(json_text(row, "person"), person);
		json_array_foreach(list, k, one)
			there = there || str_equal(json_text(one, "code"), code);
		if (!there)
			json_array_append_new(list, shown(page, row, code));
	}
	return list;
}

static json_t *others(const struct page *page, json_t *rows, const char *person) {
	json_t *list = json_array(), *row;
	size_t i;
	json_array_foreach(rows, i, row)
		if (!str_equal(json_text(row, "person"), person))
			json_array_append_new(list, shown(page, row, json_text(row, "person")));
	return list;
}

/* Both lists: who waits to be asked, and who was asked. */
static json_t *registered(struct page *page, const size_t lists[2]) {
	json_t *all = json_array();
	for (int i = 0; i < 2; i++)
		json_array_extend(all, page_rows(page, lists[i]));
	return all;
}

static void lists_add(struct page *page, size_t lists[2]) {
	for (int i = 0; i < 2; i++)
		lists[i] = page_try(page, OP_arrival_list, json_pack("{s:b}", "done", i));
}

/* Where the family was one that no list has any more (its first was taken back), it stays one to choose. */
static json_t *family_ask(const struct page *page, json_t *rows, const json_t *was, const char *person) {
	const char *own = json_text(was, "household");
	json_t *list = families(page, rows, person), *one;
	bool there = own[0] == 0;
	size_t i;
	json_array_foreach(list, i, one)
		there = there || str_equal(json_text(one, "code"), own);
	if (!there)
		json_array_insert_new(list, 0, json_pack("{s:s, s:s}", "code", own, "label",
			text_say(page->cx->lang, N_("The family it stands in"))));
	json_t *ask = ask_rows(page, F_HOUSEHOLD, N_("Of whose family?"), NULL, list, "code", "label");
	json_object_set_new(ask, "nothing", json_string(N_("No family here")));
	return page_posted(page) ? ask : ask_start(ask, own);
}

static json_t *why_ask(const struct page *page, const char *label, const char *const without[2]) {
	json_t *ask = ask_choice(page, F_ARRIVAL_WHY, label, NULL);
	return ask_without(ask_without(ask, without[0]), without[1]);
}

/* Which of the citizenships that were written down is wrong; null where there is none. */
static json_t *not_citizen_ask(const struct page *page, const json_t *was) {
	const json_t *codes = json_object_get(was, "citizenship"), *labels = json_object_get(was, "citizenship_label");
	json_t *rows = json_array();
	for (size_t i = 0; i < json_array_size(codes); i++)
		json_array_append_new(rows, json_pack("{s:O, s:O}", "code", json_array_get(codes, i), "label", json_array_get(labels, i)));
	if (json_array_size(rows) == 0)
		return json_null();
	json_t *ask = ask_rows(page, F_NOT_CITIZEN, N_("Citizenship: what was written down by mistake?"),
		N_("What you tick is taken away. A country you choose above is written down besides."), rows, "code", "label");
	json_object_set_new(ask, "small", json_true());
	return ask;
}

static int done(struct page *page, const char *told) {
	return page_redirect(page, "/centre?done=%s", told);
}

static int correct_page(struct page *page) {
	static const char *const not_why[2] = {"twice", "mistake"};
	const char *person = page_param(page, "person");
	size_t lists[2];
	if (page_posted(page)) {
		json_t *in = arrived_in(page, OP_arrival_correct);
		json_object_set_new(in, "person", json_string(person));
		int rc = ask_complete(page, OP_arrival_correct, in);
		if (rc == 0) {
			size_t call = page_add(page, OP_arrival_correct, in);
			rc = page_run(page);
			if (rc == 0)
				return done(page, page_text(page, call, "told_org")[0] != 0 ? "told" : page_text(page, call, "org_name")[0] != 0
					? "held" : "corrected");
			if (!page_mend(page, rc))
				return rc;
		}
	}
	size_t read = page_add(page, OP_arrival_read, about_person(page));
	size_t who = page_try(page, OP_identity_read, about_person(page));
	lists_add(page, lists);
	page_add(page, OP_person_read, about_person(page));
	int rc = page_run(page);
	if (rc != 0)
		return rc;
	json_t *was = page_answer(page, read), *view = about_view(page, N_("Correct a registration"), "");
	arrived_ask(page, view, was, page_answer(page, who));
	json_object_set(view, "supersedes", json_object_get(was, "arrival"));
	json_object_set_new(view, "unnamed", json_boolean(page_answer(page, who) == NULL));
	json_object_set_new(view, "household", family_ask(page, registered(page, lists), was, person));
	json_object_set_new(view, "not_citizen", not_citizen_ask(page, was));
	json_object_set_new(view, "why", why_ask(page, N_("Why is it corrected?"), not_why));
	json_object_set_new(view, "take_back", json_string(about_path(page, "/arrived/back")));
	return page_render(page, "centre_correct", view);
}

static int back_page(struct page *page) {
	static const char *const not_why[2] = {"mistyped", "said_later"};
	const char *person = page_param(page, "person");
	size_t lists[2];
	int rc = 0;
	if (ask_recorded(page, OP_arrival_withdraw, about_person(page), "/centre?done=back", &rc))
		return rc;
	size_t read = page_add(page, OP_arrival_read, about_person(page));
	lists_add(page, lists);
	page_add(page, OP_person_read, about_person(page));
	rc = page_run(page);
	if (rc != 0)
		return rc;
	json_t *view = about_view(page, N_("Take a registration back"), "/arrived/correct");
	json_t *ask = ask_rows(page, F_OTHER, N_("Registered twice: which other registration stays?"),
		N_("Only if the person is registered twice."), others(page, registered(page, lists), person), "code", "label");
	json_object_set_new(ask, "nothing", json_string(N_("None: registered by mistake")));
	json_object_set_new(view, "other", ask);
	json_object_set_new(view, "why", why_ask(page, N_("Why is it taken back?"), not_why));
	json_object_set(view, "supersedes", json_object_get(page_answer(page, read), "arrival"));
	return page_render(page, "centre_back", view);
}

const struct route routes_arrived[] = {
	{"/person/:person/arrived/correct", correct_page, ROUTE_POST},
	{"/person/:person/arrived/back", back_page, ROUTE_POST},
	{0},
};
