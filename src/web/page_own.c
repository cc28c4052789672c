/* People of one's own: declared once, so that their files never open to whoever is close to them. */
#include "base/str.h"
#include "web/ask.h"
#include "web/route.h"

static const struct ask_way done[] = {
	{"own", N_("It is written down. Only a word that stands for the name is kept, not the name.")},
	{0},
};

static int own_page(struct page *page) {
	if (page_posted(page)) {
		json_t *in = page_form(page, OP_own_record);
		page_add(page, OP_own_record, in);
		int rc = page_run(page);
		if (rc == 0)
			return page_redirect(page, "/own?done=own");
		if (!page_mend(page, rc))
			return rc;
	}
	size_t count = page_add(page, OP_own_count, NULL);
	int rc = page_run(page);
	if (rc != 0)
		return rc;
	return page_render(page, "own", json_pack("{s:s, s:s, s:o, s:O?, s:o, s:o, s:o, s:o, s:o}", "title",
		N_("People of my own"), "back", "/account", "told", ask_told(page, done), "own",
		json_object_get(page_answer(page, count), "own"), "given", ask_text(page, F_GIVEN, N_("Given name"), NULL), "family",
		ask_text(page, F_FAMILY, N_("Family name"), NULL), "born", ask_text(page, F_BORN, N_("Year of birth"), NULL), "phone",
		ask_text(page, F_PHONE, N_("Telephone"), NULL), "document", ask_text(page, F_DOCUMENT, N_("Document"), NULL)));
}

const struct route routes_own[] = {
	{"/own", own_page, ROUTE_POST},
	{0},
};
