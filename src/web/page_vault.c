/*
 * The sealed parts of one's organisation: whether they are open, the words that open them, and writing those down.
 *
 * The words are shown on the answer to the form that made them, once; no address holds them.
 */
#include "base/str.h"
#include "web/ask.h"
#include "web/rights.h"
#include "web/route.h"

static int vault_page(struct page *page) {
	if (page_posted(page)) {
		page_add(page, OP_vault_open, page_form(page, OP_vault_open));
		int rc = page_run(page);
		if (rc == 0)
			return page_redirect(page, "/account/vault");
		if (!page_mend(page, rc))
			return rc;
	}
	size_t how = page_add(page, OP_factor_list, NULL);
	int rc = page_run(page);
	if (rc != 0)
		return rc;
	const char *state = page_text(page, how, "vault");
	json_t *phrase = ask_text(page, F_PHRASE, N_("The nine words"),
		N_("Capitals and spaces do not matter. A supervisor of your organisation has them on paper."));
	json_object_set_new(phrase, "type", json_string("text"));
	json_object_set_new(phrase, "auto", json_string("off"));
	if (!str_equal(state, "waiting")) {
		json_decref(phrase);
		phrase = json_null();
	}
	return page_render(page, "vault", json_pack("{s:s, s:s, s:O, s:o, s:b}", "title", N_("Sealed parts"), "back",
		"/account", "how", page_answer(page, how), "phrase", phrase, "writes",
		rights_may(page, "review") && str_equal(state, "open")));
}

static int phrase_page(struct page *page) {
	int rc;
	if (!page_proved(page, &rc))
		return rc;
	if (page_posted(page)) {
		size_t i = page_add(page, OP_vault_phrase, NULL);
		rc = page_run(page);
		if (rc == 0)
			return page_render(page, "vault_phrase", json_pack("{s:s, s:s}", "title",
				N_("The words that open the sealed parts"), "phrase", page_text(page, i, "phrase")));
		if (!page_mend(page, rc))
			return rc;
	}
	return page_render(page, "vault_phrase", json_pack("{s:s, s:s, s:n}", "title",
		N_("The words that open the sealed parts"), "back", "/account/vault", "phrase"));
}

const struct route routes_vault[] = {
	{"/account/vault", vault_page, ROUTE_POST},
	{"/account/vault/phrase", phrase_page, ROUTE_POST},
	{0},
};
