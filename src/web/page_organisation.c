/* Organisations and their units. */
#include "web/ask.h"
#include "web/route.h"

static int organisations_page(struct page *page) {
	size_t orgs = page_add(page, OP_org_list, page_form(page, OP_org_list));
	size_t units = page_add(page, OP_unit_list, NULL);
	int rc = page_run(page);
	if (rc != 0)
		return rc;
	return page_render(page, "organisations", json_pack("{s:s, s:O, s:O}", "title", N_("Organisations"), "rows",
	                                                    page_rows(page, orgs), "units", page_rows(page, units)));
}

static const char *const code_hint = N_("Small letters, digits and hyphens. It can never be changed.");

static int organisation_new_page(struct page *page) {
	int rc;
	if (!page_proved(page, &rc) || ask_recorded(page, OP_org_create, NULL, "/organisations", &rc))
		return rc;
	return page_render(page, "organisation_new", json_pack("{s:s, s:s, s:o, s:o, s:o, s:o}", "title",
		N_("Add an organisation"), "back", "/organisations",
		"org_name", ask_text(page, F_ORG_NAME, N_("Name"), NULL), "org", ask_text(page, F_ORG, N_("Code"), code_hint),
		"org_kind", ask_choice(page, F_ORG_KIND, N_("What kind of organisation is it?"), NULL),
		"region", ask_choice(page, F_REGION, N_("County"), NULL)));
}

static int unit_new_page(struct page *page) {
	int rc;
	if (!page_proved(page, &rc) || ask_recorded(page, OP_unit_create, NULL, "/organisations", &rc))
		return rc;
	size_t orgs = page_add(page, OP_org_list, NULL);
	rc = page_run(page);
	if (rc != 0)
		return rc;
	return page_render(page, "unit_new", json_pack("{s:s, s:s, s:o, s:o, s:o, s:o}", "title", N_("Add a unit"), "back",
		"/organisations", "org", ask_rows(page, F_ORG, N_("Organisation"), NULL, page_rows(page, orgs), "org", "org_name"),
		"unit_name", ask_text(page, F_UNIT_NAME, N_("Name of the unit"), NULL),
		"unit", ask_text(page, F_UNIT, N_("Code"), code_hint),
		"municipality", ask_choice(page, F_MUNICIPALITY, N_("Municipality, if it has one"), NULL)));
}

const struct route routes_organisation[] = {
	{"/organisations", organisations_page, 0},
	{"/organisations/new", organisation_new_page, ROUTE_POST},
	{"/units/new", unit_new_page, ROUTE_POST},
	{0},
};
