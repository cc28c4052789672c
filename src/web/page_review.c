/* What needs a second person: files opened in an emergency, and what colleagues propose. */
#include "base/str.h"
#include "text/catalogue.h"
#include "web/ask.h"
#include "web/rights.h"
#include "web/route.h"
#include "web/when.h"

/* The rows as lines of a list of work: where each leads, what it is, and what more there is to say. */
static void lines(const struct page *page, json_t *rows, const char *part, const char *ref, const char *what,
                  const char *about) {
	size_t i;
	json_t *row;
	json_array_foreach(rows, i, row) {
		json_object_set_new(row, "href", json_string(arena_printf(page->cx->arena, "/review/%s/%s", part, json_text(row, ref))));
		json_object_set_new(row, "what", json_string(json_text(row, what)));
		const char *more = json_text(row, about);
		json_object_set_new(row, "about", more[0] == 0 ? json_null() : json_string(more));
	}
}

static bool is_true(const json_t *row, const char *key) {
	return json_is_true(json_object_get(row, key));
}

/* Moves the rows whose `key` is `value` out of `rows`; gives both parts. */
static json_t *part_off(json_t *rows, const char *key, bool value, json_t **ret_rest) {
	json_t *some = json_array(), *rest = json_array(), *row;
	size_t i;
	json_array_foreach(rows, i, row)
		json_array_append(is_true(row, key) == value ? some : rest, row);
	*ret_rest = rest;
	return some;
}

static const struct ask_way done[] = {
	{"glass", N_("Your answer is written down.")},
	{"agreed", N_("You agreed. It is done.")},
	{"refused", N_("It is settled: nothing was changed.")},
	{"proposed", N_("It is proposed. A second person has to agree before it holds.")},
	{0},
};

static int review_page(struct page *page) {
	int rc = page_meet(page);
	if (rc != 0)
		return rc;
	bool reviews = rights_may(page, "review"), seconds = rights_may(page, "second");
	size_t proposals = seconds || !reviews ? page_add(page, OP_proposal_list, NULL) : 0;
	size_t glass = reviews ? page_add(page, OP_glass_list, NULL) : 0;
	rc = page_run(page);
	if (rc != 0)
		return rc;
	json_t *opened = reviews ? page_rows(page, glass) : json_array(), *looked_at, *ended, *asked;
	when_due(page, opened);
	lines(page, opened, "emergency", "glass", "glass_why_label", "unit_name");
	opened = part_off(opened, "reviewed", false, &looked_at);
	json_t *rows = seconds ? page_rows(page, proposals) : json_array();
	json_t *waiting = when_pick(rows, "proposal_state", "open", &ended);
	lines(page, rows, "proposal", "proposal", "proposal_kind_label", "org_name");
	waiting = part_off(waiting, "allowed", true, &asked);
	return page_render(page, "review", json_pack("{s:s, s:s, s:o, s:b, s:o, s:o, s:o, s:o, s:o}", "title",
		N_("What needs a second person"), "back", "/work", "told", ask_told(page, done), "reviews", reviews, "opened", when_some(opened), "looked_at",
		when_some(looked_at), "waiting", when_some(waiting), "asked", when_some(asked), "ended", when_some(ended)));
}

static const struct ask_way rightness[] = {
	{"yes", N_("Yes, it was right to open the file")},
	{"no", N_("No. It has to be cleared up")},
	{0},
};

static int emergency_page(struct page *page) {
	const char *glass = page_param(page, "glass");
	int rc;
	if (ask_recorded(page, OP_glass_review, json_pack("{s:s}", "glass", glass), "/review?done=glass", &rc))
		return rc;
	size_t read = page_add(page, OP_glass_read, json_pack("{s:s}", "glass", glass));
	rc = page_run(page);
	if (rc != 0)
		return rc;
	json_t *row = page_answer(page, read);
	when_due(page, json_pack("[O]", row));
	return page_render(page, "review_glass", json_pack("{s:s, s:s, s:O, s:o, s:o}", "title",
		N_("A file opened in an emergency"), "back", "/review", "item", row, "justified_ask",
		ask_ways(page, F_JUSTIFIED, N_("Was it right to open the file?"), NULL, rightness), "words_ask",
		ask_text(page, F_WORDS, N_("Why do you think so?"), N_("At least 20 letters, without names."))));
}

/* What agreeing does, in one sentence a kind. */
static const char *effect(const struct page *page, const json_t *row) {
	static const struct ask_way all[] = {
		{"role", N_("If you agree, the account has this right from the next sign-in on.")},
		{"policy", N_("If you agree, the change holds for everybody from that moment on.")},
		{"merge", N_("If you agree, the two records count as one person. It can be undone in the same way.")},
		{"erase", N_("If you agree, name, birth, documents and ways to reach the person are destroyed for ever. What was counted stays, without a name.")},
		{"reset", N_("If you agree, the account begins anew with the password it is told, and sets up its second proof again.")},
		{"unblock", N_("If you agree, they may see the file again. Agree only if the person herself said so.")},
		{0},
	};
	for (const struct ask_way *w = all; w->code != NULL; w++)
		if (str_equal(w->code, json_text(row, "proposal_kind")))
			return text_say(page->cx->lang, w->label);
	return "";
}

static int proposal_post(struct page *page, const char *proposal) {
	bool agrees = str_equal(page_field(page, "answer"), "agree");
	page_add(page, agrees ? OP_proposal_agree : OP_proposal_refuse, json_pack("{s:s}", "proposal", proposal));
	int rc = page_run(page);
	return rc != 0 ? rc : page_redirect(page, "/review?done=%s", agrees ? "agreed" : "refused");
}

static int proposal_page(struct page *page) {
	const char *proposal = page_param(page, "proposal");
	int rc;
	if (page_posted(page)) {
		rc = proposal_post(page, proposal);
		if (rc == 0 || !page_mend(page, rc))
			return rc;
	}
	size_t read = page_add(page, OP_proposal_read, json_pack("{s:s}", "proposal", proposal));
	rc = page_run(page);
	if (rc != 0)
		return rc;
	json_t *row = page_answer(page, read);
	bool open = str_equal(json_text(row, "proposal_state"), "open"), allowed = is_true(row, "allowed");
	if (open && allowed && !page_proved(page, &rc))
		return rc;
	return page_render(page, "review_proposal", json_pack("{s:s, s:s, s:O, s:b, s:b, s:s, s:o, s:o}", "title",
		N_("A proposal"), "back", "/review", "item", row, "waits", open, "agrees", open && allowed, "effect",
		effect(page, row), "grants", when_some(rights_held(page, json_object_get(row, "grant"), L_ROLE)), "changes",
		when_some(rights_changes(page, json_object_get(row, "change")))));
}

const struct route routes_review[] = {
	{"/review", review_page, 0},
	{"/review/emergency/:glass", emergency_page, ROUTE_POST},
	{"/review/proposal/:proposal", proposal_page, ROUTE_POST},
	{0},
};
