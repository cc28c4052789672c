/* Places to stay. Everybody who helps sees that a place exists; only its own people open the address. */
#include "web/ask.h"
#include "web/places.h"
#include "web/route.h"
#include "web/when.h"

static int places_page(struct page *page) {
	json_t *filter = page_form(page, OP_place_list);
	page_add(page, OP_place_list, filter);
	int rc = page_run(page);
	if (rc != 0)
		return rc;
	json_t *view = json_pack("{s:s, s:o}", "title", N_("Places to stay"), "found", when_some(places_say(page, page_rows(page, 0))));
	places_filter(page, filter, view);
	return page_render(page, "places", view);
}

static int place_page(struct page *page) {
	const char *place = page_param(page, "place");
	size_t address = page_add(page, OP_place_address, json_pack("{s:s}", "place", place));
	size_t list = page_try(page, OP_place_list, NULL);
	int rc = page_run(page);
	if (rc != 0)
		return rc;
	json_t *found = when_pick(page_rows(page, list), "place", place, NULL);
	return page_render(page, "place", json_pack("{s:s, s:s, s:s, s:O}", "title", N_("A place to stay"), "back", "/places",
		"address", page_text(page, address, "address"), "place",
		json_array_size(found) == 0 ? json_null() : json_array_get(found, 0)));
}

static int new_page(struct page *page) {
	if (page_posted(page)) {
		page_add(page, OP_place_create, page_form(page, OP_place_create));
		int rc = page_run(page);
		if (rc == 0)
			return page_redirect(page, "/places");
		if (!page_mend(page, rc))
			return rc;
	}
	return page_render(page, "place_new", json_pack("{s:s, s:s, s:o, s:o, s:o, s:o, s:o, s:o}", "title",
		N_("Add a place to stay"), "back", "/places",
		"label", ask_text(page, F_LABEL, N_("What others call it"), N_("A name that does not tell where it is.")),
		"region", ask_choice(page, F_REGION, N_("County"), NULL),
		"sex", places_ask_whom(page, N_("Who can stay here?")),
		"beds", ask_text(page, F_BEDS, N_("How many beds?"), NULL),
		"language", ask_choice(page, F_SPEECH, N_("Languages spoken there"), NULL),
		"address", ask_text(page, F_ADDRESS, N_("Address"),
		                    N_("It is sealed at once. Only people of your organisation can open it, and each opening is written down."))));
}

const struct route routes_place[] = {
	{"/places", places_page, 0},
	{"/places/new", new_page, ROUTE_POST},
	{"/place/:place", place_page, 0},
	{0},
};
