/* The ways in: start page, signing in and out, what Atrama is. */
#include <string.h>

#include "base/arena.h"
#include "base/str.h"
#include "op/assets.h"
#include "op/profile.h"
#include "web/account.h"
#include "web/ask.h"
#include "web/page.h"
#include "web/route.h"

/*
 * The accounts of the demonstration, for whoever visits it. Nobody there is real and everybody may know the password;
 * a registry without the mark never gets here.
 */
static json_t *signins(const struct page *page) {
	struct cx *cx = page->cx;
	const char *path = arena_printf(cx->arena, "profiles/%s/demo.json", profile_name(cx->profile));
	const struct asset *asset = asset_find(&op_assets, path);
	json_t *demo = asset == NULL ? NULL : json_loadb((const char *)asset->at, asset->n, 0, NULL);
	const char *password = json_string_value(json_object_get(demo, "password"));
	json_t *list = json_array(), *account;
	size_t i;
	json_array_foreach(json_object_get(demo, "accounts"), i, account) {
		const char *login = json_string_value(json_object_get(account, "login"));
		const char *name = json_string_value(json_object_get(account, "staff_name"));
		const char *says = profile_say(json_object_get(account, "says"), cx->lang);
		if (login != NULL && name != NULL && says != NULL && password != NULL)
			json_array_append_new(list, json_pack("{s:s, s:s, s:s, s:s, s:O?}", "login", login, "staff_name", name, "says",
			                                      says, "password", password, "role", json_object_get(account, "role")));
	}
	return list;
}

static bool has_role(const json_t *account, const char *const *roles) {
	size_t i;
	json_t *role;
	json_array_foreach(json_object_get(account, "role"), i, role)
		for (const char *const *r = roles; *r != NULL; r++)
			if (str_equal(json_string_value(role), *r))
				return true;
	return false;
}

/* The others by what they do, each group one press further: a wall of names helps nobody. */
static json_t *groups(json_t *others) {
	static const struct {
		const char *title, *roles[4];
	} all[] = {
		{N_("Others who meet and help people"), {"officer", "support", "decider"}},
		{N_("Others who answer for figures and lists"), {"coordinator", "rapporteur", "recorder"}},
		{N_("Those who look over them: second person, log, accounts"), {"supervisor", "auditor", "administrator"}},
	};
	json_t *list = json_array(), *one;
	for (size_t g = 0; g < sizeof all / sizeof *all; g++) {
		json_t *rows = json_array();
		size_t i;
		json_array_foreach(others, i, one)
			if (has_role(one, all[g].roles))
				json_array_append(rows, one);
		if (json_array_size(rows) > 0)
			json_array_append_new(list, json_pack("{s:s, s:o}", "group", all[g].title, "rows", rows));
	}
	return list;
}

/* Who is there and which registry it is, asked without asking for anything. */
static json_t *entry_view(struct page *page, const char *title) {
	bool offered = page->demonstration && page->who == NULL;
	enum { SHOWN = 6 }; /* those the tour begins with */
	json_t *all = offered ? signins(page) : json_array(), *others = json_array();
	while (json_array_size(all) > SHOWN) {
		json_array_insert(others, 0, json_array_get(all, json_array_size(all) - 1));
		json_array_remove(all, json_array_size(all) - 1);
	}
	return json_pack("{s:s?, s:b, s:o, s:o}", "title", title, "offered", offered, "signins", all, "groups", groups(others));
}

static int start_page(struct page *page) {
	int rc = page_run(page);
	return rc != 0 ? rc : page_render(page, "start", entry_view(page, NULL));
}

static int sign_in_page(struct page *page) {
	int rc = 0;
	if (page_posted(page)) {
		page_add(page, OP_session_open, account_open_form(page));
		rc = page_run(page);
		if (rc == 0)
			return account_signed_in(page, 0);
		if (!page_mend(page, rc))
			return rc;
	} else {
		rc = page_run(page);
		if (rc != 0)
			return rc;
		if (page->half != NULL)
			return account_go_on(page);
	}
	json_t *view = entry_view(page, N_("Sign in"));
	json_object_set_new(view, "login", ask_text(page, F_LOGIN, N_("Sign-in name"), NULL));
	json_object_set_new(view, "password", ask_text(page, F_PASSWORD, N_("Password"), NULL));
	json_object_set_new(view, "next", json_string(page_next(page)));
	return page_render(page, "sign_in", view);
}

static int sign_out_page(struct page *page) {
	if (!page_posted(page))
		return page_redirect(page, "/");
	page_try(page, OP_session_close, NULL);
	int rc = page_run(page);
	if (rc != 0)
		return rc;
	page_sign_out(page);
	return page_redirect(page, "/");
}

static int password_page(struct page *page) {
	if (page_posted(page)) {
		page_add(page, OP_password_change, page_form(page, OP_password_change));
		int rc = page_run(page);
		if (rc == 0)
			return page_redirect(page, "/password?done=1");
		if (!page_mend(page, rc))
			return rc;
	}
	return page_render(page, "password", json_pack("{s:s, s:s, s:b, s:o, s:o}", "title", N_("Change my password"),
		"back", "/work", "done", str_equal(page_query(page, "done"), "1"),
		"password", ask_text(page, F_PASSWORD, N_("Password you have now"), NULL),
		"new_password", ask_text(page, F_NEW_PASSWORD, N_("New password"),
			N_("At least 12 characters. Four words that do not belong together are good."))));
}

static int about_page(struct page *page) {
	return page_render(page, "about", json_pack("{s:s, s:s}", "title", N_("About Atrama"), "back", "/"));
}

static int accessibility_page(struct page *page) {
	return page_render(page, "accessibility", json_pack("{s:s, s:s}", "title", N_("Accessibility"), "back", "/"));
}

const struct route routes_entry[] = {
	{"/", start_page, ROUTE_PUBLIC},
	{"/sign-in", sign_in_page, ROUTE_PUBLIC | ROUTE_POST},
	{"/sign-out", sign_out_page, ROUTE_PUBLIC | ROUTE_POST},
	{"/about", about_page, ROUTE_PUBLIC},
	{"/accessibility", accessibility_page, ROUTE_PUBLIC},
	{"/password", password_page, ROUTE_POST},
	{0},
};
