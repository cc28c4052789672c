/*
 * Decisions about a person: what was decided and how it changed, deciding, taking back, and asking that somebody else
 * looks again. A decision stands apart from the criminal case.
 */
#include "base/str.h"
#include "base/time.h"
#include "op/stage.h"
#include "web/about.h"
#include "web/ask.h"
#include "web/rights.h"
#include "web/route.h"
#include "web/when.h"

static bool is(const json_t *row, const char *key, const char *value) {
	return str_equal(json_text(row, key), value);
}

/* A presumption has no outcome to show, and of reasonable grounds "identified" is too much said. What no longer stands is
   looked at again where the answer was taken back: the new decision names nothing. */
static void row_say(const struct page *page, json_t *row) {
	bool past = json_is_true(json_object_get(row, "past")), presumed = is(row, "stage", "presumed");
	bool asked = json_text(row, "review")[0] != 0;
	const char *id = json_text(row, "decision");
	struct arena *a = page->cx->arena;
	json_object_set_new(row, "formal", json_boolean(is(row, "stage", "formal")));
	json_object_set_new(row, "grounds", json_boolean(is(row, "stage", "reasonable") && is(row, "outcome", "identified")));
	json_object_set_new(row, "no_grounds", json_boolean(is(row, "stage", "reasonable") && !is(row, "outcome", "identified")));
	json_object_set_new(row, "gone", json_boolean(past));
	json_object_set_new(row, "again", json_boolean(asked));
	json_object_set_new(row, "forms", when_some(json_incref(json_object_get(row, "form_label"))));
	json_object_set_new(row, "corrects", json_boolean(json_text(row, "supersedes")[0] != 0));
	json_object_set_new(row, "ask_href", !past && !presumed && !asked && rights_may(page, "recognise") ?
		json_string(about_path(page, arena_printf(a, "/review/%s", id))) : json_null());
	json_object_set_new(row, "again_href", !asked || !rights_may(page, "decide") ? json_null() : past
		? json_sprintf("%s?stage=%s", about_path(page, "/decision"), json_text(row, "stage"))
		: json_sprintf("%s?supersedes=%s&stage=%s", about_path(page, "/decision"), id, json_text(row, "stage")));
	json_object_set_new(row, "back_href", !past && !presumed && rights_may(page, "decide") ?
		json_string(about_path(page, arena_printf(a, "/decision/%s", id))) : json_null());
	static const char *const maybe[] = {"words", "asked_by_label"};
	for (size_t i = 0; i < sizeof maybe / sizeof *maybe; i++)
		if (json_object_get(row, maybe[i]) == NULL)
			json_object_set_new(row, maybe[i], json_null());
}

static size_t list_add(struct page *page) {
	json_t *in = about_person(page);
	json_object_set_new(in, "past", json_true());
	return page_add(page, OP_decision_list, in);
}

static int decisions_page(struct page *page) {
	static const struct ask_way done[] = {
		{"decision", N_("The decision is recorded. Help goes on whatever was decided.")},
		{"void", N_("The decision is taken back. It stays readable as a mistake, and no figure counts it.")},
		{"asked", N_("Somebody else of the deciding body looks at it again.")},
		{0},
	};
	size_t list = list_add(page), i;
	int rc = page_run(page);
	if (rc != 0)
		return rc;
	json_t *row;
	json_array_foreach(page_rows(page, list), i, row)
		row_say(page, row);
	json_t *view = about_view(page, N_("Decisions"), "");
	json_object_set_new(view, "told", ask_told(page, done));
	json_object_set_new(view, "found", when_some(page_rows(page, list)));
	return page_render(page, "decisions", view);
}

/* Deciding -------------------------------------------------------------------------------------------------------- */

static bool is_allowed(const struct page *page, int outcome) {
	return stage_allows(page->cx->profile, STAGE_FORMAL, outcome) || stage_allows(page->cx->profile, STAGE_REASONABLE, outcome);
}

static json_t *ask_outcome(const struct page *page) {
	json_t *ask = ask_choice(page, F_OUTCOME, N_("What was decided?"), NULL);
	for (size_t i = 0; code_at(page->cx->profile, L_OUTCOME, i) != 0; i++) {
		int code = code_at(page->cx->profile, L_OUTCOME, i);
		if (!is_allowed(page, code))
			ask = ask_without(ask, code_name(page->cx->profile, L_OUTCOME, code));
	}
	return ask;
}

/* Asked only where a country has more than one decision. */
static json_t *ask_stage(const struct page *page) {
	const char *stage = page_query(page, "stage");
	if (!stage_has(page->cx->profile, STAGE_REASONABLE))
		return json_null();
	return ask_start(ask_without(ask_choice(page, F_STAGE, N_("Which decision is it?"), NULL), "presumed"),
		stage[0] == 0 ? "reasonable" : stage);
}

/* The decision that is looked at again, by the address or the form; null without one. */
static json_t *looked_at(struct page *page, json_t *rows) {
	const char *id = page_posted(page) ? page_field(page, "supersedes") : page_query(page, "supersedes");
	json_t *row = id[0] == 0 ? NULL : json_array_get(when_pick(rows, "decision", id, NULL), 0);
	if (row == NULL)
		return json_null();
	row_say(page, row);
	return json_incref(row);
}

static int decision_page(struct page *page) {
	int rc;
	if (ask_recorded(page, OP_decision_record, about_person(page), about_path(page, "?done=decision"), &rc))
		return rc;
	size_t read = page_add(page, OP_person_read, about_person(page));
	size_t list = page_try(page, OP_decision_list, about_person(page));
	rc = page_run(page);
	if (rc != 0)
		return rc;
	json_t *view = about_view(page, N_("Identification decision"), "");
	json_object_set(view, "person", page_answer(page, read));
	json_object_set_new(view, "before", looked_at(page, page_rows(page, list)));
	json_object_set_new(view, "stage", ask_stage(page));
	json_object_set_new(view, "outcome", ask_outcome(page));
	json_object_set_new(view, "form", ask_choice(page, F_FORM, N_("What was done to the person?"),
		N_("Choose all that you know of. The first in this list is counted as the main one.")));
	json_object_set_new(view, "decided_on", ask_day(page, F_DECIDED_ON, N_("Day of the decision"), NULL, day_of(page->cx->now)));
	json_object_set_new(view, "note", ask_text(page, F_NOTE, N_("Reasons, in short"),
		N_("You may leave this empty. It is sealed, and only your own organisation reads it.")));
	return page_render(page, "decision", view);
}

/* The row of the path; NULL if there is none that stands. */
static json_t *row_of(struct page *page, size_t list) {
	return json_array_get(when_pick(page_rows(page, list), "decision", page_param(page, "decision"), NULL), 0);
}

static json_t *in_of(const struct page *page) {
	json_t *in = about_person(page);
	json_object_set_new(in, "decision", json_string(page_param(page, "decision")));
	return in;
}

static int back_page(struct page *page) {
	int rc;
	if (ask_recorded(page, OP_decision_void, in_of(page), about_path(page, "?done=void"), &rc))
		return rc;
	size_t list = page_add(page, OP_decision_list, about_person(page));
	rc = page_run(page);
	if (rc != 0)
		return rc;
	if (row_of(page, list) == NULL)
		return err_say(page->cx, ERR_NOTFOUND, NULL, err_kinds[ERR_NOTFOUND].say, NULL);
	json_t *view = about_view(page, N_("Take back a decision"), "/decisions");
	json_object_set(view, "decision", row_of(page, list));
	return page_render(page, "decision_back", view);
}

static int review_page(struct page *page) {
	int rc;
	if (ask_recorded(page, OP_review_ask, in_of(page), about_path(page, "/decisions?done=asked"), &rc))
		return rc;
	size_t list = page_add(page, OP_decision_list, about_person(page));
	rc = page_run(page);
	if (rc != 0)
		return rc;
	json_t *row = row_of(page, list);
	if (row == NULL)
		return err_say(page->cx, ERR_NOTFOUND, NULL, err_kinds[ERR_NOTFOUND].say, NULL);
	row_say(page, row);
	json_t *view = about_view(page, N_("Look at a decision again"), "/decisions");
	json_object_set(view, "decision", row);
	json_object_set_new(view, "asked_by", ask_choice(page, F_ASKED_BY, N_("Who asks for it?"), NULL));
	json_object_set_new(view, "words", ask_text(page, F_WORDS, N_("Why?"),
		N_("Sealed: your organisation and the one that decided read it.")));
	return page_render(page, "decision_again", view);
}

const struct route routes_decision[] = {
	{"/person/:person/decisions", decisions_page, 0},
	{"/person/:person/decision", decision_page, ROUTE_POST},
	{"/person/:person/decision/:decision", back_page, ROUTE_POST},
	{"/person/:person/review/:decision", review_page, ROUTE_POST},
	{0},
};
