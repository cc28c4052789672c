/* The ways in: start page, signing in and out, what Atrama is. */
#include <string.h>

#include "base/arena.h"
#include "base/str.h"
#include "op/assets.h"
#include "op/profile.h"
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
			json_array_append_new(list, json_pack("{s:s, s:s, s:s, s:s}", "login", login, "staff_name", name, "says",
			                                      says, "password", password));
	}
	return list;
}

/* Who is there and which registry it is, asked without asking for anything. */
static json_t *entry_view(struct page *page, const char *title) {
	bool offered = page->demonstration && page->who == NULL;
	enum { SHOWN = 6 }; /* those the tour needs; the others one press further */
	json_t *all = offered ? signins(page) : json_array(), *others = json_array();
	while (json_array_size(all) > SHOWN) {
		json_array_insert(others, 0, json_array_get(all, json_array_size(all) - 1));
		json_array_remove(all, json_array_size(all) - 1);
	}
	return json_pack("{s:s?, s:b, s:b, s:o, s:o}", "title", title, "offered", offered, "any_other",
	                 json_array_size(others) > 0, "signins", all, "others", others);
}

static int start_page(struct page *page) {
	int rc = page_run(page);
	return rc != 0 ? rc : page_render(page, "start", entry_view(page, NULL));
}

/* After signing in one goes where one wanted to go, else to one's work. */
static const char *after_sign_in(const struct page *page) {
	const char *next = page_next(page);
	return str_equal(next, "/") || str_starts(next, "/sign-") ? "/work" : next;
}

static int sign_in_page(struct page *page) {
	int rc = 0;
	if (page_posted(page)) {
		page_add(page, OP_session_open, page_form(page, OP_session_open));
		rc = page_run(page);
		if (rc == 0) {
			page_sign_in(page, page_text(page, 0, "session"));
			return page_redirect(page, "%s", after_sign_in(page));
		}
		if (!page_mend(page, rc))
			return rc;
	} else {
		rc = page_run(page);
		if (rc != 0)
			return rc;
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
