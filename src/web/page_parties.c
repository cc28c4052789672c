/* Who works on the case: for those who work on it, so that nobody writes to somebody who has long left it. */
#include "web/about.h"
#include "web/route.h"

static int parties_page(struct page *page) {
	size_t list = page_add(page, OP_person_parties, about_person(page)), i, k;
	int rc = page_run(page);
	if (rc != 0)
		return rc;
	json_t *rows = page_rows(page, list), *row, *label;
	json_array_foreach(rows, i, row) {
		const char *all = NULL;
		json_array_foreach(json_object_get(row, "party_label"), k, label)
			all = all == NULL ? json_string_value(label)
			                  : arena_printf(page->cx->arena, "%s, %s", all, json_string_value(label));
		json_object_set_new(row, "does", json_string(all == NULL ? "" : all));
		if (json_object_get(row, "since") == NULL)
			json_object_set_new(row, "since", json_null());
	}
	json_t *view = about_view(page, N_("Who works on the case"), "");
	json_object_set(view, "bodies", rows);
	return page_render(page, "parties", view);
}

const struct route routes_parties[] = {
	{"/person/:person/parties", parties_page, 0},
	{0},
};
