/* Referrals, before and after they are answered; and two records that may be of one person. */
#include <ctype.h>

#include "base/str.h"
#include "text/name.h"
#include "web/arrived.h"
#include "web/ask.h"
#include "web/route.h"
#include "web/when.h"

/* As rows of part_task: what, about, href, due. */
static json_t *as_work(const struct page *page, json_t *rows, const char *other) {
	json_t *row;
	size_t i;
	when_due(page, rows);
	json_array_foreach(rows, i, row) {
		json_object_set_new(row, "href", json_sprintf("/referral/%s", json_text(row, "referral")));
		json_object_set(row, "what", json_object_get(row, "purpose_label"));
		json_object_set(row, "about", json_object_get(row, other));
		json_object_set(row, "urgent", json_object_get(row, "danger"));
	}
	return rows;
}

static int referrals_page(struct page *page) {
	page_add(page, OP_referral_list, page_form(page, OP_referral_list));
	int rc = page_run(page);
	if (rc != 0)
		return rc;
	json_t *answered = NULL, *open = when_pick(page_rows(page, 0), "referral_state", "open", &answered), *ours = NULL;
	json_t *theirs = when_pick(open, "direction", "in", &ours);
	return page_render(page, "referrals", json_pack("{s:s, s:o, s:o, s:o}", "title", N_("Referrals"), "for_us",
		when_some(as_work(page, theirs, "from_name")), "for_others", when_some(as_work(page, ours, "org_name")), "answered",
		when_some(answered)));
}

/* The button that was pressed. */
static const struct {
	const char *press;
	enum op_id op;
} answers[] = {
	{"accept", OP_referral_accept},
	{"withdraw", OP_referral_withdraw},
	{"return", OP_referral_return},
	{"reply", OP_referral_reply},
	{"decline", OP_referral_decline},
};

static int answer_referral(struct page *page) {
	const char *press = page_field(page, "press"), *referral = page_param(page, "referral");
	enum op_id op = OP_referral_decline;
	for (size_t i = 0; i < sizeof answers / sizeof *answers; i++)
		if (str_equal(answers[i].press, press))
			op = answers[i].op;
	json_t *in = page_form(page, op);
	json_object_set_new(in, "referral", json_string(referral));
	page_add(page, op, in);
	int rc = page_run(page);
	if (rc != 0)
		return rc;
	const char *person = page_text(page, 0, "person");
	if (op == OP_referral_accept && person[0] != 0)
		return page_redirect(page, "/person/%s?done=accepted", person);
	return page_redirect(page, "/referral/%s%s", referral, op == OP_referral_reply ? "?done=replied" : "");
}

static const struct ask_way replied[] = {
	{"replied", N_("The reply is sent. Whoever asked finds it in their work.")},
	{0},
};

/* Who asked is told that it came: the first look by the receiver says so. */
static void receipt(struct page *page, const json_t *referral) {
	if (json_object_get(referral, "received") != NULL || page_posted(page))
		return;
	page_note(page, OP_referral_receive, json_pack("{s:s}", "referral", page_param(page, "referral")));
	if (page_run(page) != 0)
		page->cx->err = (struct err){0}; /* it can be read nevertheless */
}

static json_t *ask_why(const struct page *page, const char *label, const char *id) {
	json_t *ask = ask_choice(page, F_DECLINE, label, N_("Whoever asked reads the reason and looks for another place."));
	json_t *option;
	size_t i;
	json_array_foreach(json_object_get(ask, "options"), i, option)
		json_object_set_new(option, "id", i == 0 ? json_string(id) : json_sprintf("%s-%zu", id, i + 1));
	json_object_set_new(ask, "id", json_string(id));
	return ask;
}

static int referral_page(struct page *page) {
	if (page_posted(page)) {
		int rc = answer_referral(page);
		if (rc == 0 || !page_mend(page, rc))
			return rc;
	}
	size_t read = page_add(page, OP_referral_read, json_pack("{s:s}", "referral", page_param(page, "referral")));
	int rc = page_run(page);
	if (rc != 0)
		return rc;
	json_t *referral = page_answer(page, read);
	bool to_us = str_equal(json_text(referral, "direction"), "in");
	const char *state = json_text(referral, "referral_state");
	bool open = str_equal(state, "open"), accepted = str_equal(state, "accepted");
	bool request = str_equal(json_text(referral, "purpose"), "request");
	when_due(page, json_pack("[O]", referral));
	arrived_ring(page, referral);
	if (to_us && open)
		receipt(page, referral);
	/* What was asked for is not shown to whoever declined, nor after she took her consent back. */
	json_object_set_new(referral, "any_need", json_boolean(json_array_size(json_object_get(referral, "need")) > 0));
	json_object_set_new(referral, "any_scope", json_boolean(json_array_size(json_object_get(referral, "scope")) > 0));
	json_t *view = json_pack("{s:s, s:s, s:O, s:b, s:b, s:b, s:b, s:b, s:b, s:b, s:b, s:b}", "title", N_("A referral"),
		"back", "/referrals", "referral", referral, "waiting", open, "to_us", to_us, "to_answer", to_us && open, "to_withdraw",
		!to_us && (open || accepted), "to_return", to_us && accepted, "to_reply", to_us && (open || accepted), "accepted",
		accepted, "declined", str_equal(state, "declined") || str_equal(state, "returned"), "request", request);
	json_object_set_new(view, "told", ask_told(page, replied));
	json_object_set_new(view, "decline", ask_why(page, N_("Why can you not help this person?"), "decline"));
	json_object_set_new(view, "give_back", ask_why(page, N_("Why can you not go on?"), "back-decline"));
	json_object_set_new(view, "reply_ask", ask_text(page, F_REPLY, N_("Words for whoever asked"),
		N_("Only they and you can read them.")));
	return page_render(page, "referral", view);
}

const struct route routes_referral[] = {
	{"/referrals", referrals_page, 0},
	{"/referral/:referral", referral_page, ROUTE_POST},
	{0},
};
