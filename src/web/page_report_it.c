/*
 * Signals without an account: two ways to write, and what became of it by the words of a receipt.
 *
 * Nothing of it stays in the browser: no cookie is set or read, the language stands in the address, no answer is cached,
 * and leaving clears what a browser keeps of a site. No title and no address says what it is about (ROUTE_BARE).
 */
#include "base/str.h"
#include "op/profile.h"
#include "web/ask.h"
#include "web/http.h"
#include "web/route.h"
#include "web/when.h"
#include "web/where.h"

/* "?lang=uk" where the reader chose a language, for the next address. */
static const char *way_on(const struct page *page) {
	return page_query(page, "lang")[0] == 0 ? "" : arena_printf(page->cx->arena, "?lang=%s", page->cx->lang);
}

static json_t *view_of(const struct page *page, const char *back) {
	return json_pack("{s:s, s:s, s:o}", "way", way_on(page), "on", way_on(page), "back",
		back == NULL ? json_null() : json_string(arena_printf(page->cx->arena, "%s%s", back, way_on(page))));
}

static int start_page(struct page *page) {
	return page_render(page, "report_it", view_of(page, NULL));
}

static const struct ask_way yes_no[] = {{"yes", N_("Yes")}, {"no", N_("No")}, {0}};

static const struct ask_way from_me[] = {
	{"self", N_("I write for myself")},
	{"detention", N_("I write for myself, from a place where an authority holds me")},
	{0},
};

/* A line that is not remembered, in a box anybody may look at. */
static json_t *ask_plain(const struct page *page, enum field_id field, const char *label, const char *hint) {
	json_t *ask = ask_text(page, field, label, hint);
	json_object_set_new(ask, "type", json_string("text"));
	return ask;
}

static void questions_set(const struct page *page, json_t *view, bool me) {
	json_t *where = where_municipality(page, me ? N_("Where are you?") : N_("Where is it?"));
	json_object_set_new(where, "nothing", json_string(N_("I do not know, or would rather not say")));
	json_t *from = me ? ask_start(ask_ways(page, F_LEAD_FROM, N_("From where do you write?"), NULL, from_me), "self")
		: ask_start(ask_without(ask_choice(page, F_LEAD_FROM, N_("Who are you?"), NULL), "self"), "public");
	json_object_set_new(view, "tell", ask_text(page, F_TELL, me ? N_("What is happening?") : N_("What have you seen or heard?"),
		me ? N_("As much or as little as you want. You need not say who you are.")
		   : N_("What, where, when, how you know. A suspicion is enough. You need not say who you are.")));
	json_object_set_new(view, "danger", ask_ways(page, F_DANGER, N_("Is somebody in danger now?"), NULL, yes_no));
	json_object_set_new(view, "where", where);
	json_object_set_new(view, "from", from);
	json_object_set_new(view, "speech", ask_start(ask_choice(page, F_SPEECH, N_("In which language may we answer?"), NULL),
		page->cx->lang));
	json_object_set_new(view, "reach", ask_plain(page, F_REACH, N_("A safe way to reach you, if you want that"),
		N_("You may leave it empty: you can read our answer here. Never a telephone that somebody else looks into.")));
}

static int write_page(struct page *page, bool me) {
	if (page_posted(page)) {
		json_t *in = page_form(page, OP_lead_send);
		int rc = ask_complete(page, OP_lead_send, in);
		if (rc == 0) {
			size_t sent = page_add(page, OP_lead_send, in);
			rc = page_run(page);
			if (rc == 0) {
				json_t *view = view_of(page, NULL);
				json_object_set_new(view, "words", json_string(page_text(page, sent, "receipt")));
				json_object_set_new(view, "danger", json_boolean(str_equal(page_field(page, "danger"), "yes")));
				return page_render(page, "report_it_sent", view);
			}
			if (!page_mend(page, rc))
				return rc;
		}
	}
	json_t *view = view_of(page, "/report");
	json_object_set_new(view, "me", json_boolean(me));
	json_object_set_new(view, "action", json_string(arena_printf(page->cx->arena, "%s%s", me ? "/report/me" : "/report/other",
		way_on(page))));
	questions_set(page, view, me);
	return page_render(page, "report_it_write", view);
}

static int me_page(struct page *page) {
	return write_page(page, true);
}

static int other_page(struct page *page) {
	return write_page(page, false);
}

/* Words that nobody has are told of at the box, as words with a wrong letter are. */
static int unknown(struct page *page, int rc) {
	return rc != ERR_NOTFOUND ? rc
		: err_say(page->cx, ERR_INVALID, fields[F_RECEIPT].name,
			N_("Nothing was sent with these words. Look at each of them again."), NULL);
}

static int stands_page(struct page *page, size_t check, bool added) {
	json_t *view = view_of(page, "/report");
	bool more = json_is_true(json_object_get(page_answer(page, check), "addable"));
	json_object_set_new(view, "state", json_string(page_text(page, check, "lead_state_label")));
	json_object_set_new(view, "answers", when_some(page_rows(page, check)));
	json_object_set_new(view, "words", json_string(page_field(page, "receipt")));
	json_object_set_new(view, "added", json_boolean(added));
	json_object_set_new(view, "more", more ? ask_text(page, F_MORE, N_("Add something"), N_("Up to 500 letters."))
		: json_null());
	return page_render(page, "report_it_stands", view);
}

static int check_page(struct page *page) {
	if (page_posted(page)) {
		json_t *in = page_form(page, OP_lead_check);
		bool more = page_field(page, "more")[0] != 0;
		int rc = ask_complete(page, OP_lead_check, in);
		if (rc == 0) {
			if (more)
				page_add(page, OP_lead_add, page_form(page, OP_lead_add));
			size_t check = page_add(page, OP_lead_check, in);
			rc = unknown(page, page_run(page));
			if (rc == 0)
				return stands_page(page, check, more);
			if (!page_mend(page, rc))
				return rc;
		}
	}
	json_t *view = view_of(page, "/report");
	json_object_set_new(view, "receipt", ask_plain(page, F_RECEIPT, N_("Your six words"),
		N_("Capitals and accents do not matter.")));
	return page_render(page, "report_it_check", view);
}

/* Somewhere everyday, at once; the cookies go too, but for those of somebody who works here. */
static int leave_page(struct page *page) {
	struct http_response *response = page->response;
	const char *site = page->request->fetch_site;
	bool staff = cookie_get(page->cx->arena, page->request->cookie, page->request->tls ? "__Host-sid" : "sid") != NULL;
	page->led = true;
	response->status = 303;
	response->body.n = 0;
	http_add(response, "Location", profile_exit(page->cx->profile));
	if (site[0] == 0 || str_equal(site, "same-origin") || str_equal(site, "none")) /* another site may not clear ours */
		http_add(response, "Clear-Site-Data", staff ? "\"cache\", \"storage\"" : "\"cache\", \"cookies\", \"storage\"");
	return ERR_OK;
}

const struct route routes_report_it[] = {
	{"/report", start_page, ROUTE_PUBLIC | ROUTE_BARE},
	{"/report/me", me_page, ROUTE_PUBLIC | ROUTE_BARE | ROUTE_POST},
	{"/report/other", other_page, ROUTE_PUBLIC | ROUTE_BARE | ROUTE_POST},
	{"/report/check", check_page, ROUTE_PUBLIC | ROUTE_BARE | ROUTE_POST},
	{"/report/leave", leave_page, ROUTE_PUBLIC | ROUTE_BARE},
	{0},
};
