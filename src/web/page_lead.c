/* The triage desk: signals that came, what they say, and what becomes of them; and sending one from any account. */
#include "base/str.h"
#include "op/profile.h"
#include "op/register.h"
#include "text/catalogue.h"
#include "web/ask.h"
#include "web/rights.h"
#include "web/route.h"
#include "web/when.h"
#include "web/where.h"

static const struct ask_way done[] = {
	{"taken", N_("You have it in hand.")},
	{"said", N_("The answer is written: whoever sent the signal reads it with the words of the receipt.")},
	{"closed", N_("It is written down what became of it.")},
	{"handed", N_("It is on its way to the right desk. Its words go from here once that desk has them.")},
	{"received", N_("The words are gone from the signal. That it was, and what about, is still counted.")},
	{0},
};

static const struct ask_way yes_no[] = {{"yes", N_("Yes")}, {"no", N_("No")}, {0}};

/* The list ------------------------------------------------------------------------------------------------------ */

static void rows_dress(const struct page *page, json_t *rows) {
	size_t i;
	json_t *row;
	when_due(page, rows);
	json_array_foreach(rows, i, row) {
		const char *state = json_text(row, "lead_state");
		json_object_set_new(row, "href", json_string(arena_printf(page->cx->arena, "/leads/%s", json_text(row, "lead"))));
		if (!str_equal(state, "came")) { /* somebody has it: its time was for looking at it */
			when_never_due(row);
			json_object_set_new(row, "news", json_false());
		}
		json_object_set_new(row, "waits", json_boolean(!str_equal(state, "passed") && !str_equal(state, "done")));
	}
}

/* What became of this year's signals, as a picture; null where there were none. */
static json_t *picture(const struct page *page, json_t *counts) {
	const struct cx *cx = page->cx;
	json_t *rows = json_array(), *row;
	size_t i;
	json_array_foreach(counts, i, row) {
		const char *outcome = json_text(row, "lead_outcome_label"), *topic = json_text(row, "topic_label");
		const char *label = topic[0] != 0 ? topic : outcome[0] != 0 ? outcome : text_say(cx->lang, N_("Not said yet"));
		json_array_append_new(rows, json_pack("{s:s, s:O}", "label", label, "value", json_object_get(row, "count")));
	}
	if (json_array_size(rows) == 0)
		return json_null();
	return json_pack("{s:s, s:s, s:o}", "kind", "bars", "title", text_say(cx->lang, N_("What became of this year's signals")),
		"rows", rows);
}

/* Whether the reader's organisation keeps the register of calls. */
static bool answers_calls(const struct page *page) {
	const struct profile *p = page->cx->profile;
	int reg = profile_code(p, L_REGISTER, "call");
	return reg != 0 && register_writes(p, reg, code_find(p, L_ORG_KIND, json_text(page->who, "org_kind")));
}

static int leads_page(struct page *page) {
	int rc = page_meet(page);
	if (rc != 0)
		return rc;
	bool desk = rights_may(page, "recognise");
	json_t *open = json_array(), *past = json_array(), *drawn = json_null();
	if (desk) {
		size_t list = page_try(page, OP_lead_list, NULL);
		size_t count = page_try(page, OP_lead_count, json_pack("{s:i}", "year", day_year(day_of(page->cx->now))));
		rc = page_run(page);
		if (rc != 0)
			return rc;
		json_t *rows = page_rows(page, list), *row;
		size_t i;
		rows_dress(page, rows);
		json_array_foreach(rows, i, row)
			json_array_append(json_is_true(json_object_get(row, "waits")) ? open : past, row);
		drawn = picture(page, page_rows(page, count));
	}
	return page_render(page, "leads", json_pack("{s:s, s:s, s:b, s:o, s:o, s:o, s:b}", "title", N_("Signals"), "back", "/work",
		"desk", desk, "open", when_some(open), "past", when_some(past), "picture", drawn, "calls",
		answers_calls(page)));
}

/* Sending ------------------------------------------------------------------------------------------------------- */

static int new_page(struct page *page) {
	if (page_posted(page)) {
		json_t *in = page_form(page, OP_lead_record);
		int rc = ask_complete(page, OP_lead_record, in);
		if (rc == 0) {
			size_t sent = page_add(page, OP_lead_record, in);
			rc = page_run(page);
			if (rc == 0)
				return page_render(page, "lead_sent", json_pack("{s:s, s:s, s:s}", "title", N_("A signal was sent"), "back", "/leads",
					"words", page_text(page, sent, "receipt")));
			if (!page_mend(page, rc))
				return rc;
		}
	}
	json_t *where = where_municipality(page, N_("Where is it?"));
	json_object_set_new(where, "nothing", json_string(N_("Not known")));
	return page_render(page, "lead_new", json_pack("{s:s, s:s, s:o, s:o, s:o, s:o, s:o, s:o}", "title", N_("Send a signal"), "back",
		"/leads", "from", ask_choice(page, F_LEAD_FROM, N_("From whom is it?"), NULL), "tell", ask_text(page, F_TELL,
			N_("What was seen or heard?"), N_("A suspicion is enough. A name is not needed; leave it out if you can.")),
		"danger", ask_ways(page, F_DANGER, N_("Is somebody in danger now?"), NULL, yes_no), "where", where, "speech",
		ask_start(ask_choice(page, F_SPEECH, N_("In which language may the desk answer?"), NULL), page->cx->lang), "reach",
		ask_text(page, F_REACH, N_("How may the desk reach you?"), N_("You may leave it empty."))));
}

/* One signal ---------------------------------------------------------------------------------------------------- */

static const struct deed {
	const char *act;
	enum op_id op;
	const char *done;
} deeds[] = {
	{"take", OP_lead_take, "taken"},
	{"say", OP_lead_answer, "said"},
	{"close", OP_lead_close, "closed"},
	{"hand", OP_lead_hand_over, "handed"},
	{"received", OP_lead_received, "received"},
	{"sign", OP_lead_sign, "sign"},
};

/* Does what the pressed button says. True: all is answered, as *ret_rc says. */
static bool deed_do(struct page *page, const char *lead, int *ret_rc) {
	const struct deed *deed = NULL;
	*ret_rc = 0;
	for (size_t i = 0; page_posted(page) && i < sizeof deeds / sizeof *deeds; i++)
		if (str_equal(deeds[i].act, page_field(page, "act")))
			deed = &deeds[i];
	if (deed == NULL)
		return false;
	json_t *in = page_form(page, deed->op);
	json_object_set_new(in, "lead", json_string(lead));
	if (ask_complete(page, deed->op, in) != 0)
		return false;
	size_t i = page_add(page, deed->op, in);
	int rc = page_run(page);
	if (rc != 0 && page_mend(page, rc))
		return false;
	*ret_rc = rc != 0 ? rc : deed->op == OP_lead_sign ? page_redirect(page, "/person/%s", page_text(page, i, "person"))
		: deed->op == OP_lead_received ? page_redirect(page, "/leads?done=received")
		: page_redirect(page, "/leads/%s?done=%s", lead, deed->done);
	return true;
}

/* Whoever may read it here; nobody: the desk tells them itself. */
static json_t *ask_desk(const struct page *page, json_t *orgs) {
	const struct cx *cx = page->cx;
	json_t *rows = json_array(), *row;
	size_t i;
	json_array_foreach(orgs, i, row) {
		int kind = code_find(cx->profile, L_ORG_KIND, json_text(row, "org_kind"));
		if (profile_prohibits(cx->profile, kind, OP_lead_read) == NULL &&
		    !str_equal(json_text(row, "org"), json_text(page->who, "org")))
			json_array_append(rows, row);
	}
	json_t *ask = ask_rows(page, F_ORG, N_("To whom?"), N_("They read it here, and say that they have it."), rows, "org",
		"org_name");
	json_object_set_new(ask, "nothing", json_string(N_("Somebody who is not here: we tell them ourselves")));
	return ask;
}

/* What the desk may do while nothing was said of it yet. */
static void forms_set(const struct page *page, json_t *view, const json_t *lead, json_t *orgs) {
	json_t *where = where_municipality(page, N_("Where?"));
	json_t *close = ask_without(ask_choice(page, F_LEAD_OUTCOME, N_("What became of it?"), NULL), "sign");
	ask_without(close, "other_crime");
	json_object_set_new(view, "sign", json_pack("{s:o, s:o, s:o, s:o}", "where", where, "age",
		ask_choice(page, F_AGE, N_("How old, as it seems?"), N_("In doubt, treat the person as a child.")), "sex",
		ask_choice(page, F_SEX, N_("Who is it?"), NULL), "speech", ask_start(ask_choice(page, F_SPEECH,
			N_("Which language does the person speak?"), NULL), json_text(lead, "language"))));
	json_object_set_new(view, "close", json_pack("{s:o}", "outcome", close));
	json_object_set_new(view, "hand", json_pack("{s:o, s:o}", "topic",
		ask_choice(page, F_TOPIC, N_("What is it about?"), NULL), "org", ask_desk(page, orgs)));
}

static int lead_page(struct page *page) {
	const char *ref = page_param(page, "lead");
	int rc;
	if (deed_do(page, ref, &rc))
		return rc;
	size_t read = page_add(page, OP_lead_read, json_pack("{s:s}", "lead", ref));
	size_t orgs = page_try(page, OP_org_list, NULL);
	rc = page_run(page);
	if (rc != 0)
		return rc;
	json_t *lead = page_answer(page, read);
	const char *state = json_text(lead, "lead_state");
	bool ours = json_is_true(json_object_get(lead, "ours")), handed = str_equal(state, "handed");
	bool open = ours && (str_equal(state, "came") || str_equal(state, "taken"));
	json_t *view = json_pack("{s:s, s:s, s:O, s:o, s:b, s:b, s:b, s:o, s:b}", "title", N_("A signal"), "back", "/leads", "item", lead,
		"told", ask_told(page, done), "open", open, "take", open && !json_is_true(json_object_get(lead, "mine")), "receive",
		handed && (!ours || json_text(lead, "org_name")[0] == 0), "lines", when_some(page_rows(page, read)), "paper",
		handed && ours && json_text(lead, "org_name")[0] == 0);
	json_object_set_new(view, "rang", ours && answers_calls(page) ? json_string(ref) : json_null());
	if (open)
		forms_set(page, view, lead, page_rows(page, orgs));
	if (ours)
		json_object_set_new(view, "say", ask_text(page, F_SAY, N_("Answer whoever sent it"),
			N_("Short, without a name. It is read with the words of the receipt, and by nobody else.")));
	return page_render(page, "lead", view);
}

const struct route routes_lead[] = {
	{"/leads", leads_page, 0},
	{"/leads/new", new_page, ROUTE_POST},
	{"/leads/:lead", lead_page, ROUTE_POST},
	{0},
};
