/* Accounts: who may sign in, with which rights, and until when. */
#include "base/str.h"
#include "base/time.h"
#include "web/ask.h"
#include "web/rights.h"
#include "web/route.h"
#include "web/when.h"

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
	json_t *rows = page_rows(page, users), *closed, *row;
	size_t i;
	name_rows(rows, "shown_org", page_rows(page, orgs), "org", "org_name");
	name_rows(rows, "shown_unit", page_rows(page, units), "unit", "unit_name");
	json_array_foreach(rows, i, row)
		json_object_set_new(row, "href", json_string(arena_printf(page->cx->arena, "/accounts/%s", json_text(row, "user"))));
	json_t *active = when_pick(rows, "account_state", "active", &closed);
	return page_render(page, "accounts", json_pack("{s:s, s:O, s:o}", "title", N_("Accounts"), "rows", active, "closed",
	                                               when_some(closed)));
}

/* A role of one account is proposed after it is made, each by itself: a second person agrees to each. */
static int account_new_page(struct page *page) {
	int rc;
	if (!page_proved(page, &rc) || ask_recorded(page, OP_user_create, NULL, "/review?done=proposed", &rc))
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
	return page_render(page, "account_new", json_pack("{s:s, s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "title",
		N_("Add an account"), "back", "/accounts", "staff_name", ask_text(page, F_STAFF_NAME, N_("Name"), NULL),
		"org", ask_rows(page, F_ORG, N_("Organisation"), NULL, page_rows(page, orgs), "org", "org_name"),
		"unit", ask_rows(page, F_UNIT, N_("Unit, if there is one"), NULL, page_rows(page, units), "unit", "unit_name"),
		"role", ask_choice(page, F_ROLE, N_("What may this account do?"),
			N_("A second person has to agree to each role before it holds.")),
		"expires", ask_day(page, F_EXPIRES, N_("Until when, if you know it"), N_("A seconded officer needs it."), NONE), "login", login, "password", password));
}

static const char *account_path(const struct page *page) {
	return arena_printf(page->cx->arena, "/accounts/%s", page_param(page, "user"));
}

static json_t *about(const struct page *page) {
	return json_pack("{s:s}", "user", page_param(page, "user"));
}

/* One change of the account from the posted form; after it, back to the account. As ask_recorded. */
static bool changed(struct page *page, enum op_id op, const char *done, int *ret_rc) {
	return ask_recorded(page, op, about(page), arena_printf(page->cx->arena, "%s?done=%s", account_path(page), done), ret_rc);
}

/* The account, and the frame of a form about it. */
static int form_view(struct page *page, const char *title, json_t **ret_view) {
	size_t read = page_add(page, OP_user_read, about(page));
	int rc = page_run(page);
	if (rc == 0)
		*ret_view = json_pack("{s:s, s:s, s:s, s:O}", "title", title, "back", account_path(page), "base",
		                      account_path(page), "account", page_answer(page, read));
	return rc;
}

static const struct ask_way done[] = {
	{"proposed", N_("It is proposed. A second person has to agree before it holds.")},
	{"ended", N_("The role is ended, from this moment on.")},
	{"held", N_("It is written down.")},
	{"moved", N_("The account belongs to another unit now.")},
	{"closed", N_("The account is ended. Whoever had it is signed out everywhere.")},
	{0},
};

static int account_page(struct page *page) {
	if (page_posted(page)) {
		json_t *in = about(page);
		json_object_set_new(in, "role", json_string(page_field(page, "role")));
		page_add(page, OP_role_end, in);
		int rc = page_run(page);
		if (rc == 0)
			return page_redirect(page, "%s?done=ended", account_path(page));
		if (!page_mend(page, rc))
			return rc;
	}
	json_t *view;
	int rc = form_view(page, N_("An account"), &view);
	if (rc != 0)
		return rc;
	const json_t *row = json_object_get(view, "account");
	size_t units = page_add(page, OP_unit_list, NULL);
	rc = page_run(page);
	if (rc != 0)
		return rc;
	json_t *found = json_array_get(when_pick(page_rows(page, units), "unit", json_text(row, "unit"), NULL), 0);
	json_object_set_new(view, "back", json_string("/accounts"));
	json_object_set_new(view, "told", ask_told(page, done));
	json_object_set_new(view, "active", json_boolean(str_equal(json_text(row, "account_state"), "active")));
	json_object_set(view, "shown_unit", found == NULL ? json_null() : json_object_get(found, "unit_name"));
	json_object_set_new(view, "grants", when_some(rights_held(page, json_object_get(row, "grant"), L_ROLE)));
	json_object_set_new(view, "helds", when_some(rights_held(page, json_object_get(row, "held"), L_CREDENTIAL)));
	return page_render(page, "staff", view);
}

static int role_page(struct page *page) {
	int rc;
	json_t *view;
	if (!page_proved(page, &rc) || changed(page, OP_role_grant, "proposed", &rc))
		return rc;
	rc = form_view(page, N_("Propose a role"), &view);
	if (rc != 0)
		return rc;
	json_object_set_new(view, "role", ask_choice(page, F_ROLE, N_("Which role?"), NULL));
	json_object_set_new(view, "expires", ask_day(page, F_EXPIRES, N_("Its last day"),
		N_("Leave empty if it holds until it is ended. A role for a time should end by itself."), NONE));
	return page_render(page, "staff_role", view);
}

static int credential_page(struct page *page) {
	int rc;
	json_t *view;
	if (!page_proved(page, &rc) || changed(page, OP_credential_record, "held", &rc))
		return rc;
	rc = form_view(page, N_("Vetting and training"), &view);
	if (rc != 0)
		return rc;
	json_object_set_new(view, "credential", ask_choice(page, F_CREDENTIAL, N_("What is it?"), NULL));
	json_object_set_new(view, "expires", ask_day(page, F_EXPIRES, N_("Last day it holds"),
		N_("After that day the rights that depend on it end by themselves."), NONE));
	return page_render(page, "staff_credential", view);
}

static int move_page(struct page *page) {
	int rc;
	json_t *view;
	if (!page_proved(page, &rc) || changed(page, OP_user_move, "moved", &rc))
		return rc;
	rc = form_view(page, N_("Move to another unit"), &view);
	if (rc != 0)
		return rc;
	const char *org = json_text(json_object_get(view, "account"), "org");
	size_t units = page_add(page, OP_unit_list, json_pack("{s:s}", "org", org));
	rc = page_run(page);
	if (rc != 0)
		return rc;
	json_t *unit = ask_rows(page, F_UNIT, N_("Unit"), NULL, page_rows(page, units), "unit", "unit_name");
	json_object_set_new(unit, "nothing", json_string(N_("No unit")));
	json_object_set_new(view, "unit", ask_start(unit, json_text(json_object_get(view, "account"), "unit")));
	return page_render(page, "staff_move", view);
}

static int end_page(struct page *page) {
	int rc;
	json_t *view;
	if (!page_proved(page, &rc) || changed(page, OP_user_close, "closed", &rc))
		return rc;
	rc = form_view(page, N_("End an account"), &view);
	if (rc != 0)
		return rc;
	json_object_set_new(view, "leave", ask_choice(page, F_LEAVE, N_("Why does it end?"), NULL));
	return page_render(page, "staff_end", view);
}

static int reset_page(struct page *page) {
	int rc;
	json_t *view;
	if (!page_proved(page, &rc) || changed(page, OP_user_reset, "proposed", &rc))
		return rc;
	rc = form_view(page, N_("Begin anew"), &view);
	if (rc != 0)
		return rc;
	json_object_set_new(view, "new_password", ask_text(page, F_NEW_PASSWORD, N_("New first password"),
		N_("Tell it to the person yourself, face to face or by a number you know. Never by mail.")));
	json_object_set_new(view, "words", ask_text(page, F_WORDS, N_("Why, and how did you make sure who asks?"),
		N_("At least 20 letters. Whoever agrees reads this.")));
	return page_render(page, "staff_reset", view);
}

const struct route routes_staff[] = {
	{"/accounts", accounts_page, 0},
	{"/accounts/new", account_new_page, ROUTE_POST},
	{"/accounts/:user", account_page, ROUTE_POST},
	{"/accounts/:user/role", role_page, ROUTE_POST},
	{"/accounts/:user/credential", credential_page, ROUTE_POST},
	{"/accounts/:user/move", move_page, ROUTE_POST},
	{"/accounts/:user/end", end_page, ROUTE_POST},
	{"/accounts/:user/reset", reset_page, ROUTE_POST},
	{0},
};
