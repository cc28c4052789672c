/*
 * Where help is. For anybody, without an account: nothing stays in the browser, and what is looked for stands in no
 * address (ROUTE_BARE, a posted form). For workers the same, and whom to ring who has asked these questions before.
 */
#include "base/str.h"
#include "op/profile.h"
#include "web/arrived.h"
#include "web/ask.h"
#include "web/route.h"
#include "web/when.h"
#include "web/where.h"

/* "href" and "digits" of a number; languages and needs in one line each. */
static void say(const struct page *page, json_t *row) {
	static const struct {
		const char *labels, *line;
	} lists[] = {{"language_label", "languages"}, {"need_label", "needs"}, {"municipality_label", "places"}};
	struct arena *a = page->cx->arena;
	arrived_ring(page, row);
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
		const char *line = NULL;
		json_t *one;
		size_t k;
		json_array_foreach(json_object_get(row, lists[i].labels), k, one)
			line = line == NULL ? json_string_value(one) : arena_printf(a, "%s, %s", line, json_string_value(one));
		json_object_set_new(row, lists[i].line, line == NULL ? json_null() : json_string(line));
	}
}

static json_t *search(struct page *page, json_t *rows, const char *action) {
	json_t *row;
	size_t i;
	json_array_foreach(rows, i, row)
		say(page, row);
	const char *lang = page_query(page, "lang");
	json_t *view = json_pack("{s:s, s:s}", "title", N_("Where help is"), "action", lang[0] == 0 ? action
		: arena_printf(page->cx->arena, "%s?lang=%s", action, page->cx->lang));
	json_object_set_new(view, "speech", ask_choice(page, F_SPEECH, N_("Language"), NULL));
	json_object_set_new(view, "where", where_municipality(page, N_("Where?")));
	json_object_set_new(view, "sex", ask_choice(page, F_SEX, N_("For whom?"), NULL));
	json_object_set_new(view, "age", ask_choice(page, F_AGE, N_("How old?"), NULL));
	json_object_set_new(view, "need", ask_choice(page, F_NEED, N_("With what?"), NULL));
	json_object_set_new(view, "found", when_some(rows));
	return view;
}

static int help_page(struct page *page) {
	size_t list = page_add(page, OP_help_list, page_form(page, OP_help_list));
	int rc = page_run(page);
	return rc != 0 ? rc : page_render(page, "help", search(page, page_rows(page, list), "/help"));
}

static int near_page(struct page *page) {
	size_t list = page_add(page, OP_help_list, page_form(page, OP_help_list)), i;
	size_t expert = page_try(page, OP_expert_find, NULL);
	int rc = page_run(page);
	if (rc != 0)
		return rc;
	json_t *experts = page_rows(page, expert), *row, *view = search(page, page_rows(page, list), "/near");
	json_array_foreach(experts, i, row)
		say(page, row);
	json_object_set_new(view, "back", json_string("/work"));
	json_object_set_new(view, "few", json_boolean(json_is_true(json_object_get(page_answer(page, expert), "few"))));
	json_object_set_new(view, "experts", when_some(experts));
	return page_render(page, "help", view);
}

const struct route routes_help[] = {
	{"/help", help_page, ROUTE_PUBLIC | ROUTE_BARE | ROUTE_POST},
	{"/near", near_page, ROUTE_POST},
	{0},
};
