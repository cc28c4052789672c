/* Opening a file in an emergency: the same answer for everybody, and below it what it opened, if anything. */
#include "web/ask.h"
#include "web/route.h"

static int emergency_page(struct page *page) {
	int rc;
	if (!page_proved(page, &rc))
		return rc;
	json_t *in = page_posted(page) ? page_form(page, OP_glass_break) : NULL;
	if (in != NULL && ask_complete(page, OP_glass_break, in) == 0) {
		size_t call = page_add(page, OP_glass_break, in);
		rc = page_run(page);
		if (rc == 0)
			return page_render(page, "emergency_open", json_pack("{s:s, s:s, s:O, s:b}", "title", N_("Emergency"), "back",
				"/work", "rows", page_rows(page, call), "any", json_array_size(page_rows(page, call)) > 0));
		if (!page_mend(page, rc))
			return rc;
	}
	return page_render(page, "emergency", json_pack("{s:s, s:s, s:o, s:o, s:o, s:o, s:o}", "title", N_("Emergency"), "back",
		"/work", "given", ask_text(page, F_GIVEN, N_("Given name"), N_("As the person says it, in any script.")),
		"family", ask_text(page, F_FAMILY, N_("Family name"), NULL),
		"born", ask_text(page, F_BORN, N_("Year of birth"), N_("For example 1994.")),
		"glass_why", ask_choice(page, F_GLASS_WHY, N_("What emergency is it?"), NULL),
		"words", ask_text(page, F_WORDS, N_("What is happening, and why can it not wait?"),
			N_("At least 20 letters, without names. Whoever looks at it tomorrow reads this."))));
}

const struct route routes_glass[] = {
	{"/emergency", emergency_page, ROUTE_POST},
	{0},
};
