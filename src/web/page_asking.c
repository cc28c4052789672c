/* Questions asked one at a time: which set, each page of it, looking over, and writing it down. */
#include <string.h>

#include "base/str.h"
#include "op/instrument.h"
#include "op/profile.h"
#include "web/about.h"
#include "web/ask.h"
#include "web/asking.h"
#include "web/openrosa.h"
#include "web/result.h"
#include "web/route.h"
#include "web/when.h"
#include "web/words.h"

/* Which questions? --------------------------------------------------------------------------------------------------- */

static json_t *set_of(const struct page *page, int instrument, bool child) {
	const struct profile *p = page->cx->profile;
	size_t asked = 0;
	for (size_t i = 0; i < instrument_questions(p, instrument); i++) {
		struct question q = instrument_question(p, instrument, i);
		asked += question_is_asked(p, instrument, &q, child) && q.kind != ASK_NOTE;
	}
	return json_pack("{s:s, s:s, s:s, s:I, s:s}", "href", arena_printf(page->cx->arena, "%s/%s", about_path(page, "/ask"),
		code_name(p, L_INSTRUMENT, instrument)), "label", profile_say(instrument_say(p, instrument, "say"), page->cx->lang),
		"for_whom", profile_say(instrument_say(p, instrument, "about"), page->cx->lang), "n", (json_int_t)asked, "basis",
		profile_say(instrument_say(p, instrument, "basis"), page->cx->lang));
}

/* For a child, or somebody who may be one, the sets for children come first. */
static int choose_page(struct page *page) {
	const struct profile *p = page->cx->profile;
	json_t *list = json_array();
	size_t read = page_add(page, OP_person_read, about_person(page)), expert = page_try(page, OP_expert_find, NULL);
	int rc = page_run(page);
	if (rc != 0)
		return rc;
	bool child = about_may_be_child(page_answer(page, read));
	for (int first = 1; first >= 0; first--)
		for (size_t i = 0; profile_number(p, L_INSTRUMENT, i) != 0; i++) {
			int instrument = profile_number(p, L_INSTRUMENT, i);
			if (instrument_is_child(p, instrument) == (first == child))
				json_array_append_new(list, set_of(page, instrument, child));
		}
	json_t *view = about_view(page, N_("Which questions?"), "");
	json_object_set_new(view, "child", json_boolean(child));
	json_object_set_new(view, "few", json_boolean(json_is_true(json_object_get(page_answer(page, expert), "few"))));
	json_object_set_new(view, "sets", list);
	return page_render(page, "asking_choose", view);
}

/* Writing down --------------------------------------------------------------------------------------------------------- */

/* What the answers become: records about the person of the address, who has a sign already. */
static int record(struct asking *a, size_t *ret_call) {
	struct page *page = a->page;
	struct submission sent;
	json_t *each, *calls;
	size_t i, call = 0;
	int rc = submission_read(page->cx, answers_write(a->answers), &sent);
	calls = rc == 0 ? openrosa_records(page->cx, &sent, a->instrument) : NULL;
	json_array_foreach(calls, i, each) {
		if (!str_equal(json_text(each, "op"), ops[OP_screening_record].name))
			continue;
		json_t *in = json_object_get(each, "in");
		const char *judged = page_field(page, "judged"), *because = page_field(page, "because");
		json_object_set_new(in, "person", json_string(page_param(page, "person")));
		json_object_set_new(in, "asked", json_string("in_person"));
		json_object_set_new(in, "language", json_string(a->hers));
		if (judged[0] != 0)
			json_object_set_new(in, "judged", json_string(judged));
		if (because[0] != 0)
			json_object_set_new(in, "because", json_string(because));
		call = page_add(page, OP_screening_record, json_incref(in));
	}
	if (rc == 0)
		rc = page_run(page);
	if (rc == 0)
		*ret_call = call;
	return rc;
}

static void drop(struct asking *a) {
	struct err err = a->page->cx->err;
	if (a->kept[0] == 0)
		return;
	page_try(a->page, OP_draft_drop, json_pack("{s:s}", "draft", a->kept));
	if (page_run(a->page) != 0) /* it goes by itself within a week */
		a->page->first = a->page->calls_n;
	a->page->cx->err = err;
}

static int check_render(struct asking *a) {
	struct page *page = a->page;
	json_t *view = about_view(page, N_("Look over the answers"), "");
	const char *fault = asking_fault(a);
	json_object_set_new(view, "form", json_string(a->form));
	json_object_set_new(view, "kept", json_string(a->kept));
	json_object_set_new(view, "said", asking_said(a));
	json_object_set_new(view, "fault", fault == NULL ? json_null() : json_string(asking_path(a, fault)));
	json_object_set_new(view, "fault_at", json_pack("s?", fault));
	json_object_set_new(view, "carried", asking_carried(a));
	json_object_set_new(view, "steps", asking_next_steps(a));
	json_object_set_new(view, "judged", ask_choice(page, F_JUDGED, N_("Do you yourself think otherwise than the answers say?"),
		N_("Leave it open if not. Both are kept: what the answers come to, and what you think.")));
	json_object_set_new(view, "because", ask_text(page, F_BECAUSE, N_("Why?"), N_("A few words, no names.")));
	return page_render(page, "asking_check", view);
}

static int check_page(struct asking *a) {
	struct page *page = a->page;
	size_t call = 0;
	if (page_posted(page) && str_equal(page_field(page, "at"), ASKING_CHECK) && asking_fault(a) == NULL) {
		int rc = record(a, &call);
		if (rc == 0) {
			drop(a);
			return result_told(page, page_answer(page, call), a->form);
		}
		if (!page_mend(page, rc))
			return rc;
	}
	return check_render(a);
}

/* One page ------------------------------------------------------------------------------------------------------------- */

/* Whose words the questions are, where that has to stand with them. */
static json_t *licence_of(const struct asking *a) {
	const json_t *says = instrument_say(a->page->cx->profile, a->instrument, "licence");
	return says == NULL ? json_null() : json_string(profile_say(says, a->page->cx->lang));
}

static int question_render(struct asking *a) {
	struct page *page = a->page;
	const struct profile *p = page->cx->profile;
	json_t *view = about_view(page, N_("Questions"), "");
	json_object_set_new(view, "form", json_string(a->form));
	json_object_set_new(view, "set", json_string(profile_say(instrument_say(p, a->instrument, "say"), page->cx->lang)));
	json_object_set_new(view, "kept", json_string(a->kept));
	json_object_set_new(view, "until", a->until == NONE ? json_null() : json_string(day_text(page->cx->arena, (int32_t)a->until)));
	json_object_set_new(view, "page_at", json_string(a->pages[a->at].path));
	json_object_set_new(view, "place", json_integer((json_int_t)a->at + 1));
	json_object_set_new(view, "of", json_integer((json_int_t)a->pages_n));
	json_object_set_new(view, "heading", asking_heading(a));
	json_object_set_new(view, "language", json_string(a->hers));
	json_object_set_new(view, "unspoken", words_unspoken(page, a->hers));
	json_object_set_new(view, "questions", asking_questions(a));
	json_object_set_new(view, "licence", licence_of(a));
	json_object_set_new(view, "steps", asking_next_steps(a));
	json_object_set_new(view, "before", a->at == 0 ? json_null() : json_string(asking_path(a, a->pages[a->at - 1].path)));
	json_object_set_new(view, "before_at", a->at == 0 ? json_null() : json_string(a->pages[a->at - 1].path));
	json_object_set_new(view, "carried", asking_carried(a));
	return page_render(page, "asking", view);
}

/* Show the page of that path, without an address of its own: what is carried stands in no address. */
static int carry_to(struct asking *a, const char *path) {
	int rc = asking_pages(a, path);
	a->page->errors = NULL;
	if (rc != 0)
		return rc;
	return a->at == a->pages_n ? check_render(a) : question_render(a);
}

/* Take what was answered and go on; what is wrong is kept all the same, and said on the page. */
static int question_posted(struct asking *a) {
	struct page *page = a->page;
	const char *here = a->pages[a->at].path;
	const char *to = page_field(page, "to");
	int wrong = asking_take(a), rc = wrong != 0 && wrong != ERR_INVALID ? wrong : asking_keep(a);
	if (rc != 0)
		return rc;
	if (str_equal(page_field(page, "go"), "later"))
		return page_redirect(page, "/drafts?done=kept");
	rc = asking_pages(a, here);
	if (rc != 0)
		return rc;
	if (a->carries && to[0] != 0)
		return carry_to(a, to);
	if (wrong != 0) {
		page->status = 422;
		return question_render(a);
	}
	bool last = a->at + 1 >= a->pages_n || str_equal(page_field(page, "go"), ASKING_CHECK);
	const char *next = last ? ASKING_CHECK : a->pages[a->at + 1].path;
	return a->carries ? carry_to(a, next) : page_redirect(page, "%s", asking_path(a, next));
}

static int asking_page(struct page *page) {
	struct asking a;
	int rc = asking_open(page, &a);
	if (rc != 0)
		return rc;
	if (a.at == a.pages_n && a.carries && page_posted(page) && page_field(page, "to")[0] != 0)
		return carry_to(&a, page_field(page, "to"));
	if (a.at == a.pages_n)
		return check_page(&a);
	return page_posted(page) ? question_posted(&a) : question_render(&a);
}

const struct route routes_asking[] = {
	{"/person/:person/ask", choose_page, 0},
	{"/person/:person/ask/:form", asking_page, ROUTE_POST},
	{0},
};
