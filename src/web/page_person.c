/* A person: where she stands, what is due, who looked; and what may be recorded about her, one thing a page. */
#include "base/str.h"
#include "base/time.h"
#include "op/profile.h"
#include "text/catalogue.h"
#include "text/format.h"
#include "web/about.h"
#include "web/ask.h"
#include "web/places.h"
#include "web/rights.h"
#include "web/route.h"
#include "web/sheets.h"
#include "web/when.h"

enum { SHEETS_SHOWN = 5 }; /* of a group */

static json_t *about(const struct page *page) {
	return json_pack("{s:s}", "person", page_param(page, "person"));
}

static const char *person_path(const struct page *page) {
	return arena_printf(page->cx->arena, "/person/%s", page_param(page, "person"));
}

/* What was just done, told once above the page it led to. */
static const char *told(const struct page *page) {
	static const struct {
		const char *done, *say;
	} all[] = {
		{"accepted", N_("You accepted. From now on you work with this person, and the name opens for you.")},
		{"place", N_("The place is given. Only those who run it can open its address.")},
		{"left", N_("The end of the stay is recorded.")},
		{"reflection", N_("The time to decide has begun. Nobody may press for a decision until it ends.")},
		{"service", N_("The help is recorded.")},
		{"presumed", N_("Recorded: a presumed victim. Help goes on as before.")},
		{"decision", N_("The decision is recorded. Help goes on whatever was decided.")},
		{"void", N_("The decision is taken back. It stays readable as a mistake, and no figure counts it.")},
		{"sent", N_("The referral is sent.")},
		{"consent", N_("What the person said is recorded.")},
		{"name", N_("The name is written down and sealed.")},
		{"assigned", N_("The colleague finds the person in the list of work.")},
	};
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (str_equal(all[i].done, page_query(page, "done")))
			return all[i].say;
	return NULL;
}

/* The counter of the time to decide; NULL without one. */
static json_t *counter(const struct page *page, const json_t *person) {
	const struct cx *cx = page->cx;
	int64_t first = page_day(person, "started"), last = page_day(person, "ends"), today = day_of(cx->now);
	if (first == NONE || last == NONE || last <= first)
		return json_null();
	int64_t of = last - first + 1, day = today - first + 1;
	day = day < 0 ? 0 : day;
	struct text_fill fills[] = {{"day", text_number(cx->arena, cx->lang, day)},
	                            {"of", text_number(cx->arena, cx->lang, of)},
	                            {"ends", text_day(cx->arena, cx->lang, last)},
	                            {0}};
	const char *title = text_fill(cx->arena, today > last ? _("The time to decide ended on %{ends}")
	                                                      : _("Day %{day} of the %{of} to decide"), fills);
	return json_pack("{s:s, s:s, s:I, s:I, s:s}", "kind", "ring", "title", title, "day", (json_int_t)day, "of",
	                 (json_int_t)of, "source",
	                 text_fill(cx->arena, _("Until %{ends} nobody may press the person to decide."), fills));
}

static bool has_fact(json_t *facts, const char *kind) {
	return json_array_size(when_pick(facts, "fact", kind, NULL)) > 0;
}

enum step_of { OF_HELP, OF_WORDS, OF_FILE, STEP_OF__MAX };

struct step {
	const char *can, *part, *what;
	enum step_of of;
};

/* What usually comes next for whoever reads: shown as the one button. It is advice; the keeper decides what is let. */
static const struct step *next_step(const struct page *page, const json_t *person, json_t *facts) {
	static const struct step place = {"support", "place", N_("Find a place to stay"), OF_HELP},
	                         reflection = {"support", "reflection", N_("Start the time to decide"), OF_HELP},
	                         service = {"support", "service", N_("Record help given"), OF_HELP},
	                         decision = {"decide", "decision", N_("Record the identification decision"), OF_FILE},
	                         screening = {"recognise", "screening", N_("Ask the questions"), OF_WORDS},
	                         consent = {"recognise", "consent", N_("Ask whether the person wants help"), OF_WORDS},
	                         refer = {"recognise", "refer", N_("Ask an organisation to help"), OF_HELP};
	if (rights_may(page, "decide"))
		return has_fact(when_pick(facts, "detail", "identified", NULL), "decision") ? NULL : &decision;
	if (rights_may(page, "support") && json_text(person, "place")[0] == 0)
		return &place;
	if (rights_may(page, "support"))
		return has_fact(facts, "reflection") ? &service : &reflection;
	if (!rights_may(page, "recognise"))
		return NULL;
	return !has_fact(facts, "screening") ? &screening : !has_fact(facts, "consent") ? &consent
	       : !has_fact(facts, "referral") ? &refer : NULL;
}

/* "Recorded at 09:30" says enough of what was written down on the day it happened. */
static void mark_same_day(const struct page *page, json_t *facts) {
	size_t i;
	json_t *row;
	json_array_foreach(facts, i, row) {
		int64_t at;
		bool same = instant_parse(json_text(row, "at"), &at) && json_is_null(json_object_get(row, "when")) &&
		            page_day(row, "happened") == day_of(at);
		json_object_set_new(row, "clock", same ? json_string(instant_clock(page->cx->arena, at)) : json_null());
	}
}

/* Whether there is anything to record of that kind now. */
static bool step_fits(const struct page *page, const json_t *person, const char *part) {
	bool placed = json_text(person, "place")[0] != 0;
	int64_t ends = page_day(person, "ends");
	if (str_equal(part, "leave"))
		return placed;
	if (str_equal(part, "place"))
		return !placed;
	return !str_equal(part, "reflection") || ends == NONE || ends < day_of(page->cx->now);
}

/* Its page; a child is asked a child's questions. */
static json_t *step_path(const struct page *page, const json_t *person, const struct step *s) {
	bool asks = str_equal(s->part, "screening");
	return json_sprintf("%s/%s", person_path(page), asks ? about_questions(page, json_text(person, "age")) : s->part);
}

/* Everything that may be recorded here by whoever reads, by what it is about, without what is the button already. */
static json_t *steps(const struct page *page, const json_t *person, const struct step *next) {
	static const char *const titles[STEP_OF__MAX] = {N_("Help"), N_("What the person says"), N_("File")};
	static const struct step all[] = {
		{"support", "place", N_("Find a place to stay"), OF_HELP},
		{"support", "leave", N_("Record the end of the stay"), OF_HELP},
		{"receive", "reflection", N_("Start the time to decide"), OF_HELP},
		{"support", "service", N_("Record help given"), OF_HELP},
		{"recognise", "refer", N_("Ask an organisation to help"), OF_HELP},
		{"recognise", "screening", N_("Ask the questions"), OF_WORDS},
		{"recognise", "ask", N_("Ask other questions: at work, online, migrant, child and more"), OF_WORDS},
		{"recognise", "consent", N_("Ask what the person agrees to"), OF_WORDS},
		{"recognise", "block", N_("Write down who must never know"), OF_WORDS},
		{"recognise", "name", N_("Write down a name"), OF_WORDS},
		{"recognise", "channels", N_("Write down a safe way to reach the person"), OF_WORDS},
		{"decide", "decision", N_("Record the identification decision"), OF_FILE},
		{"recognise", "presume", N_("Record a presumed victim"), OF_FILE},
		{"work", "sheets", N_("Write into the file: needs, plans, threats, counsel and more"), OF_FILE},
		{"recognise", "attachments", N_("Add a document or picture"), OF_FILE},
		{"work", "assign", N_("Say who of us works with the person"), OF_FILE},
	};
	json_t *groups = json_array(), *of[STEP_OF__MAX];
	for (int i = 0; i < STEP_OF__MAX; i++)
		of[i] = json_array();
	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		const struct step *s = &all[i];
		if (step_fits(page, person, s->part) && rights_may(page, s->can) && (next == NULL || !str_equal(next->part, s->part)))
			json_array_append_new(of[s->of], json_pack("{s:o, s:s}", "href",
				step_path(page, person, s), "what", s->what));
	}
	for (int i = 0; i < STEP_OF__MAX; i++)
		if (json_array_size(of[i]) > 0)
			json_array_append_new(groups, json_pack("{s:s, s:o}", "title", titles[i], "rows", of[i]));
	return groups;
}

/* Where a task about this person is worked on. */
static json_t *due_here(const struct page *page, json_t *tasks) {
	json_t *mine = when_pick(tasks, "person", page_param(page, "person"), NULL), *row, *list = json_array();
	size_t i;
	json_array_foreach(mine, i, row) {
		if (json_is_true(json_object_get(row, "done")))
			continue;
		const char *kind = json_text(row, "task_kind"), *likeness = json_text(row, "likeness");
		json_object_set_new(row, "href", likeness[0] != 0 ? json_sprintf("/likeness/%s", likeness)
		                                 : str_equal(kind, "decision")
		                                     ? json_sprintf("%s/decision", person_path(page))
		                                     : json_sprintf("/task/%s", json_text(row, "task")));
		json_object_set(row, "what", json_object_get(row, "task_kind_label"));
		json_object_set_new(row, "about", json_null());
		json_array_append(list, row);
	}
	when_due(page, list);
	json_array_foreach(list, i, row)
		if (when_news(row))
			when_never_due(row);
	return when_some(list);
}

/* The door before the place she stays at: who may open it, and the press for those who may. */
static json_t *place_door(const json_t *person, json_t *places) {
	const char *place = json_text(person, "place");
	if (place[0] == 0)
		return json_null();
	json_t *found = json_array_get(when_pick(places, "place", place, NULL), 0);
	bool opens = json_is_true(json_object_get(found, "may_open"));
	return json_pack("{s:s, s:s, s:O?, s:b, s:o, s:s}", "id", "door-place", "what", N_("Where the person stays"), "who_may",
	                 json_object_get(person, "org_name"), "logged", 1, "open",
	                 opens ? json_sprintf("/place/%s", place) : json_null(), "press", N_("Open the address"));
}

/* A presumption has no outcome to show, and of reasonable grounds "identified" is too much said. */
static void mark_formal(json_t *decisions) {
	size_t i;
	json_t *row;
	json_array_foreach(decisions, i, row) {
		bool grounds = str_equal(json_text(row, "stage"), "reasonable");
		bool yes = str_equal(json_text(row, "outcome"), "identified");
		json_object_set_new(row, "formal", json_boolean(str_equal(json_text(row, "stage"), "formal")));
		json_object_set_new(row, "grounds", json_boolean(grounds && yes));
		json_object_set_new(row, "no_grounds", json_boolean(grounds && !yes));
	}
}

/* A yes looks like a yes. */
static void mark_agreed(json_t *consents) {
	size_t i;
	json_t *row;
	json_array_foreach(consents, i, row)
		json_object_set_new(row, "yes", json_boolean(str_equal(json_text(row, "consent_state"), "given")));
}

/* In an emergency one reads the name, where she stands, who knows what and how to reach her; nothing else is asked for. */
static int emergency_page(struct page *page, json_t *person) {
	size_t name = page_add(page, OP_identity_read, about(page));
	size_t channels = page_try(page, OP_channel_list, about(page));
	size_t timeline = page_try(page, OP_person_timeline, about(page)), i;
	int rc = page_run(page);
	if (rc != 0)
		return rc;
	json_t *row;
	json_array_foreach(page_rows(page, channels), i, row)
		json_object_set_new(row, "safe_way", json_boolean(json_is_true(json_object_get(row, "is_safe"))));
	when_rows(page, page_rows(page, timeline));
	return page_render(page, "person_glass", json_pack("{s:s, s:s, s:O, s:O, s:o, s:o}", "title",
		N_("A person, in an emergency"), "back", "/work", "person", person, "identity", page_answer(page, name), "channels",
		when_some(page_rows(page, channels)), "facts", when_some(page_rows(page, timeline))));
}

/*
 * Each part of the file is asked for only where it may be had, so that the log holds no refusal that nobody meant: the
 * cover first, which says whether one works with her or reads because of an emergency; then what she agreed to, which
 * says whether the file is open, or closed to this kind of organisation; then the rest.
 */
static int person_page(struct page *page) {
	bool open = page_query(page, "open")[0] != 0, notes = page_query(page, "notes")[0] != 0;
	size_t read = page_add(page, OP_person_read, about(page));
	int rc = page_run(page);
	if (rc != 0)
		return rc;
	if (!json_is_true(json_object_get(page_answer(page, read), "may_open"))) /* readable, and not ours */
		return emergency_page(page, page_answer(page, read));
	size_t consents = page_try(page, OP_consent_list, about(page));
	rc = page_run(page);
	if (rc != 0)
		return rc;
	int closed = page_error(page, consents);
	if (page_unopened(page, consents) && !page->json)
		return page_redirect(page, "/open?person=%s&next=%s", page_param(page, "person"),
		                     form_encode(page->cx->arena, page->request->target));
	bool placed = closed == 0 && json_text(page_answer(page, read), "place")[0] != 0 && rights_may(page, "care");
	size_t tasks = page_try(page, OP_task_list, about(page)), none = consents; /* where closed: no rows, and how it failed */
	size_t timeline = closed == 0 ? page_try(page, OP_person_timeline, about(page)) : none;
	size_t decisions = closed == 0 ? page_try(page, OP_decision_list, about(page)) : none;
	size_t blocks = closed == 0 && rights_may(page, "care") ? page_try(page, OP_block_list, about(page)) : none;
	size_t places = placed ? page_try(page, OP_place_list, NULL) : none;
	size_t sheets = closed == 0 ? page_try(page, OP_sheet_list, about(page)) : none;
	size_t name = open ? page_add(page, OP_identity_read, about(page)) : none;
	size_t own = notes ? page_add(page, OP_person_notes, about(page)) : none;
	rc = page_run(page);
	if (rc != 0)
		return rc;
	json_t *person = page_answer(page, read), *facts = page_rows(page, timeline);
	json_t *identity = open ? page_answer(page, name) : NULL;
	const struct step *next = next_step(page, person, facts);
	when_rows(page, facts);
	mark_same_day(page, facts);
	mark_agreed(page_rows(page, consents));
	mark_formal(page_rows(page, decisions));
	const char *base = person_path(page);
	json_t *door = json_pack("{s:s, s:s, s:s, s:b, s:o, s:s}", "id", "door-name", "what", N_("The name"), "who_may",
	                         text_say(page->cx->lang, N_("the organisations that work with this person")), "logged", 1,
	                         "open", json_sprintf("%s?open=1", base), "press", N_("Open the name"));
	json_t *view = json_pack("{s:s, s:s, s:s, s:O, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "title", N_("A person"), "back",
		"/people", "base", base, "person", person, "facts", when_some(facts), "consents",
		when_some(page_rows(page, consents)), "blocks", blocks == none ? json_null() : when_some(page_rows(page, blocks)),
		"decisions",
		when_some(page_rows(page, decisions)), "due", due_here(page, page_rows(page, tasks)), "steps",
		when_some(steps(page, person, next)), "counter", counter(page, person));
	json_object_set_new(view, "told", told(page) == NULL ? json_null() : json_string(told(page)));
	json_object_set_new(view, "next", next == NULL ? json_null()
		: json_pack("{s:o, s:s}", "href", step_path(page, person, next), "what", next->what));
	json_object_set_new(view, "place_door", place_door(person, placed ? page_rows(page, places) : NULL));
	json_object_set_new(view, "name_door", identity == NULL ? door : json_null());
	json_object_set_new(view, "nameless", json_boolean(identity != NULL && json_text(identity, "given")[0] == 0 &&
	                                                   json_text(identity, "family")[0] == 0));
	json_object_set(view, "identity", identity == NULL ? json_null() : identity);
	json_object_set_new(view, "notes", notes ? json_pack("{s:O}", "rows", page_rows(page, own)) : json_null());
	json_object_set_new(view, "timeline_closed", json_boolean(closed != 0));
	json_object_set_new(view, "reads", json_boolean(closed == 0));
	json_object_set(view, "colleague", json_object_get(person, "staff_name"));
	json_t *records = sheets == none ? json_array() : page_rows(page, sheets);
	sheets_say(page, records);
	json_object_set_new(view, "sheets", sheets_groups(page, records, SHEETS_SHOWN));
	json_object_set_new(view, "aside", closed == 0 ? sheets_offers(page, true) : json_array());
	return page_render(page, "person", view);
}

/* Record `op` about the person from the posted form; after it, back to the person. As ask_recorded. */
static bool recorded(struct page *page, enum op_id op, const char *done, int *ret_rc) {
	return ask_recorded(page, op, about(page), arena_printf(page->cx->arena, "%s?done=%s", person_path(page), done), ret_rc);
}

/* Ask who she is, so that a form for a person one does not work with is never drawn; keeps her for the page. */
static int meet(struct page *page, json_t **ret_person) {
	size_t read = page_add(page, OP_person_read, about(page));
	int rc = page_run(page);
	if (rc == 0)
		*ret_person = page_answer(page, read);
	return rc;
}

static json_t *form_view(const struct page *page, const char *title, json_t *person) {
	return json_pack("{s:s, s:s, s:s, s:O}", "title", title, "back", person_path(page), "base", person_path(page),
	                 "person", person);
}

static int64_t today(const struct page *page) {
	return day_of(page->cx->now);
}

static int leave_page(struct page *page) {
	int rc;
	json_t *person = NULL;
	if (recorded(page, OP_placement_end, "left", &rc))
		return rc;
	rc = meet(page, &person);
	if (rc != 0)
		return rc;
	json_t *view = form_view(page, N_("The end of a stay"), person);
	json_object_set_new(view, "happened", ask_day(page, F_HAPPENED, N_("Last day at this place"), NULL, today(page)));
	return page_render(page, "leave", view);
}

static json_t *ask_forms(const struct page *page) {
	return ask_choice(page, F_FORM, N_("What was done to the person?"),
	                  N_("Choose all that you know of. The first in this list is counted as the main one."));
}

static int presume_page(struct page *page) {
	int rc;
	json_t *person = NULL;
	if (recorded(page, OP_presumption_record, "presumed", &rc))
		return rc;
	rc = meet(page, &person);
	if (rc != 0)
		return rc;
	json_t *view = form_view(page, N_("Presumed victim"), person);
	json_object_set_new(view, "form", ask_forms(page));
	json_object_set_new(view, "happened", ask_day(page, F_HAPPENED, N_("Since which day do you presume it?"), NULL, today(page)));
	return page_render(page, "presume", view);
}

/* What the list of places is narrowed by: what was asked for, at first what suits her. */
static json_t *place_filter(const struct page *page, const json_t *person) {
	json_t *in = page_form(page, OP_place_list);
	if (page->query.n > 0 && page_query(page, "lang")[0] == 0)
		return in;
	if (json_object_size(in) > 0)
		return in;
	const char *sex = json_text(person, "sex"), *language = json_text(person, "language"), *age = json_text(person, "age");
	if (age[0] != 0)
		json_object_set_new(in, "age", json_string(age));
	if (str_equal(sex, "female") || str_equal(sex, "male"))
		json_object_set_new(in, "sex", json_string(sex));
	if (language[0] != 0)
		json_object_set_new(in, "language", json_string(language));
	json_object_set_new(in, "free_only", json_string("yes"));
	return in;
}

/* Second step: this place, and from which day. */
static int place_take_page(struct page *page, json_t *person, const char *place) {
	size_t list = page_add(page, OP_place_list, NULL);
	int rc = page_run(page);
	if (rc != 0)
		return rc;
	json_t *found = when_pick(page_rows(page, list), "place", place, NULL);
	if (json_array_size(found) == 0)
		return err_say(page->cx, ERR_NOTFOUND, NULL, err_kinds[ERR_NOTFOUND].say, NULL);
	json_t *view = form_view(page, N_("A place to stay"), person);
	json_object_set_new(view, "back", json_sprintf("%s/place", person_path(page)));
	places_say(page, found);
	json_object_set(view, "place", json_array_get(found, 0));
	json_object_set_new(view, "happened", ask_day(page, F_HAPPENED, N_("From which day?"), NULL, today(page)));
	return page_render(page, "place_take", view);
}

static int place_page(struct page *page) {
	int rc;
	json_t *person = NULL;
	if (recorded(page, OP_placement_start, "place", &rc))
		return rc;
	rc = meet(page, &person);
	if (rc != 0)
		return rc;
	const char *place = page_posted(page) ? page_field(page, "place") : page_query(page, "place");
	if (place[0] != 0)
		return place_take_page(page, person, place);
	json_t *filter = place_filter(page, person);
	size_t list = page_add(page, OP_place_list, filter);
	rc = page_run(page);
	if (rc != 0)
		return rc;
	json_t *view = form_view(page, N_("Places to stay"), person);
	json_object_set_new(view, "found", when_some(places_say(page, page_rows(page, list))));
	places_filter(page, filter, view);
	return page_render(page, "place_choose", view);
}

const struct route routes_person[] = {
	{"/person/:person", person_page, 0},
	{"/person/:person/place", place_page, ROUTE_POST},
	{"/person/:person/leave", leave_page, ROUTE_POST},
	{"/person/:person/presume", presume_page, ROUTE_POST},
	{0},
};
