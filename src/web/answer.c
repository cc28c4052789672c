/* From a request to an answer: who is asked, in which language, and what no handler needs to check again. */
#include <string.h>
#include <strings.h>

#include "base/log.h"
#include "base/str.h"
#include "text/catalogue.h"
#include "web/draft.h"
#include "web/openrosa.h"
#include "web/rest.h"
#include "web/route.h"

enum { LANG_SECONDS = 365 * 24 * 3600 };

static const struct route *const tables[] = {
#define X(name) routes_##name,
	ROUTE_TABLES(X)
#undef X
};

const struct route *route_find(struct arena *a, const char *path, struct page_params *ret_params) {
	const struct route *best = NULL;
	size_t best_literal = 0, literal = 0;
	struct page_params params;
	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
		const struct route *r = route_match(a, tables[i], path, &params, &literal);
		if (r == NULL || (best != NULL && literal <= best_literal))
			continue;
		best = r;
		best_literal = literal;
		*ret_params = params;
	}
	return best;
}

bool route_takes_upload(struct arena *a, const char *path) {
	struct page_params params;
	if (str_equal(path, "/openrosa/submission"))
		return true;
	const struct route *route = route_find(a, path, &params);
	return route != NULL && (route->flags & ROUTE_UPLOAD) != 0;
}

static const char *session_of(struct arena *a, const struct http_request *request) {
	const char *value = cookie_get(a, request->cookie, request->tls ? "__Host-sid" : "sid");
	uint8_t bytes[32];
	return value != NULL && hex_get(bytes, sizeof bytes, value) ? value : NULL;
}

static const char *lang_of(struct arena *a, const struct http_request *request) {
	const char *cookie = cookie_get(a, request->cookie, "lang");
	const char *lang = cookie == NULL ? NULL : text_lang(cookie);
	if (lang == NULL)
		lang = http_lang(request->accept_language);
	return lang == NULL ? "lt" : lang;
}

/* A form comes from a page of this site: browsers say so, and what says nothing at all has no cookie to misuse. */
static bool from_here(struct cx *cx, const struct http_request *request) {
	const char *site = request->fetch_site, *origin = request->origin;
	if (site[0] != 0 && !str_equal(site, "same-origin") && !str_equal(site, "none"))
		return false;
	if (site[0] != 0 && str_equal(origin, "null"))
		return true; /* what a browser sends from a page with `Referrer-Policy: no-referrer`, as ours are */
	return origin[0] == 0 ||
	       str_equal(origin, arena_printf(cx->arena, "%s://%s", request->tls ? "https" : "http", request->host));
}

static bool is_type(const char *content_type, const char *type) {
	size_t n = strlen(type);
	return strncasecmp(content_type, type, n) == 0 && strchr("; ", content_type[n]) != NULL;
}

static int read_post(struct page *page) {
	struct cx *cx = page->cx;
	const struct http_request *r = page->request;
	if (!from_here(cx, r))
		return err_say(cx, ERR_DENIED, NULL, N_("That form did not come from this site."), NULL);
	if (is_type(r->content_type, "application/x-www-form-urlencoded"))
		return form_parse(cx, r->body, r->body_n, &page->posted);
	if (is_type(r->content_type, "multipart/form-data"))
		return form_parse_parts(cx, r->content_type, r->body, r->body_n, &page->posted);
	return err_say(cx, ERR_INVALID, NULL, N_("Send it as a form."), NULL);
}

/* "?lang=uk": remember it and show the same page without the word. */
static int turn_language(struct page *page, const char *lang) {
	struct cx *cx = page->cx;
	http_add(page->response, "Set-Cookie", http_cookie(cx->arena, page->request, "lang", lang, LANG_SECONDS));
	struct buf to = buf_new(cx->arena, 2 * HTTP_HEAD_MAX);
	buf_add(&to, page->request->target, strcspn(page->request->target, "?"));
	char join = '?';
	for (size_t i = 0; i < page->query.n; i++) {
		const struct form_field *f = &page->query.fields[i];
		if (str_equal(f->name, "lang"))
			continue;
		buf_printf(&to, "%c%s=%s", join, form_encode(cx->arena, f->name), form_encode(cx->arena, f->value));
		join = '&';
	}
	page->json = false;
	return page_redirect(page, "%s", http_local(to.at) ? to.at : "/");
}

static int answer(struct page *page) {
	struct cx *cx = page->cx;
	const struct http_request *request = page->request;
	page->route = route_find(cx->arena, request->path, &page->params);
	int rc = form_parse(cx, request->query, strlen(request->query), &page->query);
	if (rc != 0)
		return rc;
	const char *lang = text_lang(page_query(page, "lang"));
	if (page->route != NULL && (page->route->flags & ROUTE_BARE) != 0) {
		page->session = NULL;
		cx->lang = lang != NULL ? lang : cx->lang;
	} else if (lang != NULL && request->method == METHOD_GET)
		return turn_language(page, lang); /* a page that is not there, too */
	if (page->route == NULL) {
		rc = page_meet(page);
		return rc == 0 ? ERR_NOTFOUND : rc;
	}
	if (page->session == NULL && (page->route->flags & ROUTE_PUBLIC) == 0) {
		page->sent = true; /* the keeper has nothing to say about nobody */
		return ERR_DENIED;
	}
	if (request->method == METHOD_POST) {
		rc = (page->route->flags & ROUTE_POST) != 0 ? read_post(page)
		     : err_say(cx, ERR_DENIED, NULL, N_("This page takes no form."), NULL);
		if (rc != 0)
			return rc;
	}
	if (draft_kept(page, &rc))
		return rc;
	rc = draft_resume(page);
	if (rc == 0)
		rc = page->route->handle(page);
	if (rc == 0)
		draft_done(page);
	return rc;
}

void route_answer(struct cx *cx, struct wire *wire, const struct http_request *request,
                  struct http_response *response) {
	cx->lang = lang_of(cx->arena, request);
	if (str_starts(request->path, "/api/")) {
		rest_answer(cx, wire, request, response);
		return;
	}
	if (str_starts(request->path, "/openrosa/")) {
		openrosa_answer(cx, wire, request, response);
		return;
	}
	struct page page = {.cx = cx, .wire = wire, .request = request, .response = response, .csrf = ""};
	page.session = session_of(cx->arena, request);
	page.json = http_wants_json(request->accept);
	int rc = answer(&page);
	if (rc == 0)
		return;
	if (rc == ERR_BUG)
		log_error("page.bug", L_STR("route", page.route == NULL ? "" : page.route->pattern));
	struct err err = cx->err;
	if (!page.sent && page_meet(&page) != 0) /* an error page, too, knows its reader */
		page.sent = true;
	if (err.code == rc)
		cx->err = err;
	page_refuse(&page, rc);
}
