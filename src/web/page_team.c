/* Colleagues: who they are, how many people each works with, and handing work over. */
#include "web/ask.h"
#include "web/rights.h"
#include "web/route.h"
#include "web/when.h"

static const struct ask_way done[] = {
	{"handed", N_("The work is handed over. The colleague finds it in the list of work.")},
	{0},
};

static int team_page(struct page *page) {
	size_t list = page_add(page, OP_colleague_list, NULL);
	int rc = page_run(page);
	if (rc != 0)
		return rc;
	return page_render(page, "team", json_pack("{s:s, s:s, s:o, s:b, s:o}", "title", N_("Colleagues"), "back", "/work", "told",
		ask_told(page, done), "hands", rights_may(page, "lead"), "colleagues", when_some(page_rows(page, list))));
}

static int handover_page(struct page *page) {
	int rc;
	if (ask_recorded(page, OP_handover, NULL, "/team?done=handed", &rc))
		return rc;
	size_t list = page_add(page, OP_colleague_list, NULL);
	rc = page_run(page);
	if (rc != 0)
		return rc;
	if (!rights_may(page, "lead"))
		return err_say(page->cx, ERR_DENIED, NULL, err_kinds[ERR_DENIED].say, NULL);
	json_t *rows = page_rows(page, list);
	return page_render(page, "handover", json_pack("{s:s, s:s, s:o, s:o}", "title", N_("Hand work over"), "back", "/team",
		"user", ask_rows(page, F_USER, N_("Whose work?"), N_("Everything this colleague works on."), rows, "user", "staff_name"),
		"to", ask_rows(page, F_TO, N_("Who takes it over?"), NULL, rows, "user", "staff_name")));
}

const struct route routes_team[] = {
	{"/team", team_page, 0},
	{"/team/handover", handover_page, ROUTE_POST},
	{0},
};
