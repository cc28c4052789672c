/* Organisations, their units, and who may sign in. */
#include "web/ask.h"
#include "web/route.h"
#include "web/when.h"

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
	if (ask_recorded(page, OP_org_create, NULL, "/organisations", &rc))
		return rc;
	return page_render(page, "organisation_new", json_pack("{s:s, s:s, s:o, s:o, s:o, s:o}", "title",
		N_("Add an organisation"), "back", "/organisations",
		"org_name", ask_text(page, F_ORG_NAME, N_("Name"), NULL), "org", ask_text(page, F_ORG, N_("Code"), code_hint),
		"org_kind", ask_choice(page, F_ORG_KIND, N_("What kind of organisation is it?"), NULL),
		"region", ask_choice(page, F_REGION, N_("County"), NULL)));
}

static int unit_new_page(struct page *page) {
	int rc;
	if (ask_recorded(page, OP_unit_create, NULL, "/organisations", &rc))
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

/* Set `to` in every row: the name that `code` has in `names`, or null. */
static void name_rows(json_t *rows, const char *to, json_t *names, const char *code, const char *name) {
	size_t i;
	json_t *row;
	json_array_foreach(rows, i, row) {
		const char *value = json_string_value(json_object_get(row, code));
		json_t *found = value == NULL ? NULL : json_array_get(when_pick(names, code, value, NULL), 0);
		json_object_set(row, to, found == NULL ? json_null() : json_object_get(found, name));
	}
}

static int accounts_page(struct page *page) {
	size_t users = page_add(page, OP_user_list, NULL);
	size_t orgs = page_add(page, OP_org_list, NULL), units = page_add(page, OP_unit_list, NULL);
	int rc = page_run(page);
	if (rc != 0)
		return rc;
	json_t *rows = page_rows(page, users);
	name_rows(rows, "shown_org", page_rows(page, orgs), "org", "org_name");
	name_rows(rows, "shown_unit", page_rows(page, units), "unit", "unit_name");
	return page_render(page, "accounts", json_pack("{s:s, s:O}", "title", N_("Accounts"), "rows", rows));
}

static int account_new_page(struct page *page) {
	int rc;
	if (ask_recorded(page, OP_user_create, NULL, "/accounts", &rc))
		return rc;
	size_t orgs = page_add(page, OP_org_list, NULL), units = page_add(page, OP_unit_list, NULL);
	rc = page_run(page);
	if (rc != 0)
		return rc;
	json_t *password = ask_text(page, F_PASSWORD, N_("First password"),
	                            N_("Tell it to the person yourself. It should be changed at the first sign-in."));
	json_object_set_new(password, "auto", json_string("new-password"));
	json_t *login = ask_text(page, F_LOGIN, N_("Sign-in name"), NULL);
	json_object_set_new(login, "auto", json_string("off"));
	return page_render(page, "account_new", json_pack("{s:s, s:s, s:o, s:o, s:o, s:o, s:o, s:o}", "title",
		N_("Add an account"), "back", "/accounts", "staff_name", ask_text(page, F_STAFF_NAME, N_("Name"), NULL),
		"org", ask_rows(page, F_ORG, N_("Organisation"), NULL, page_rows(page, orgs), "org", "org_name"),
		"unit", ask_rows(page, F_UNIT, N_("Unit, if there is one"), NULL, page_rows(page, units), "unit", "unit_name"),
		"role", ask_choice(page, F_ROLE, N_("What may this account do?"), NULL), "login", login, "password", password));
}

const struct route routes_account[] = {
	{"/organisations", organisations_page, 0},
	{"/organisations/new", organisation_new_page, ROUTE_POST},
	{"/units/new", unit_new_page, ROUTE_POST},
	{"/accounts", accounts_page, 0},
	{"/accounts/new", account_new_page, ROUTE_POST},
	{0},
};
