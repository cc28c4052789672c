/* Asking another agency about a person. */
#include "web/ask.h"
#include "web/route.h"

/* One answer, whoever is asked about and whatever is known: only the day in it differs. */
static int ask_page(struct page *page) {
	json_t *due = NULL;
	if (page_posted(page)) {
		json_t *in = page_form(page, OP_ask_record);
		if (ask_complete(page, OP_ask_record, in) == 0) {
			size_t call = page_add(page, OP_ask_record, in);
			int rc = page_run(page);
			if (rc == 0)
				due = json_string(page_text(page, call, "due"));
			else if (!page_mend(page, rc))
				return rc;
		}
	}
	return page_render(page, "ask", json_pack("{s:s, s:s, s:o?, s:o, s:o, s:o, s:o}", "title", N_("Ask about a person"),
		"back", "/work", "due", due, "given", ask_text(page, F_GIVEN, N_("Given name"),
		N_("As the person says it, in any script.")), "family", ask_text(page, F_FAMILY, N_("Family name"), NULL),
		"born", ask_text(page, F_BORN, N_("Year of birth"), N_("For example 1994.")), "why",
		ask_text(page, F_WHY, N_("Why do you ask?"),
		N_("Whoever is responsible reads this before deciding whether to answer."))));
}

const struct route routes_ask[] = {
	{"/ask", ask_page, ROUTE_POST},
	{0},
};
