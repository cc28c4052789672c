/* My work: what is due, who asks, whom my organisation works with. */
#include "base/arena.h"
#include "base/str.h"
#include "text/catalogue.h"
#include "web/ask.h"
#include "web/page.h"
#include "web/route.h"
#include "web/when.h"

static bool is(const json_t *object, const char *field, const char *value) {
	return str_equal(json_text(object, field), value);
}

/* "Woman or girl, 25 to 39 · Ukrainian · Rokiškis district": who it is about, without who it is. */
static const char *about_person(const struct page *page, const json_t *person) {
	return arena_printf(page->cx->arena, "%s, %s · %s · %s", json_text(person, "sex_label"), json_text(person, "age_label"),
	                    json_text(person, "language_label"), json_text(person, "municipality_label"));
}

static const json_t *find_row(json_t *rows, const char *field, const char *value) {
	size_t i;
	json_t *row;
	json_array_foreach(rows, i, row)
		if (value[0] != 0 && is(row, field, value))
			return row;
	return NULL;
}

/* Where the work of a task is done; a task without a page of its own is read, and ended, on its page. */
static const char *task_href(const struct page *page, const json_t *task) {
	static const struct {
		const char *kind, *ref, *at;
	} all[] = {
		{"referral", "referral", "/referral/"},
		{"likeness", "likeness", "/likeness/"},
		{"proposal", "proposal", "/review/proposal/"},
		{"complaint", "complaint", "/complaints/"},
	};
	struct arena *a = page->cx->arena;
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (is(task, "task_kind", all[i].kind) && json_text(task, all[i].ref)[0] != 0)
			return arena_printf(a, "%s%s", all[i].at, json_text(task, all[i].ref));
	if (is(task, "task_kind", "review"))
		return "/review";
	if (is(task, "task_kind", "rival") && json_text(task, "person")[0] != 0)
		return arena_printf(a, "/person/%s/sheet/%s", json_text(task, "person"), json_text(task, "sheet"));
	return arena_printf(a, "/task/%s", json_text(task, "task"));
}

/* What only tells: it has no deadline, whatever day it came with. */
static bool is_news(const json_t *task) {
	return is(task, "task_kind", "accepted") || is(task, "task_kind", "replied") || is(task, "task_kind", "handover");
}

static void without_deadline(json_t *task) {
	static const char *const flags[] = {"late", "by_today", "by_tomorrow", "later"};
	for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
		json_object_set_new(task, flags[i], json_false());
	json_object_set_new(task, "news", json_true());
}

/* Open tasks, in the order they come: urgent ones first; news apart. */
static json_t *open_tasks(const struct page *page, json_t *tasks, json_t *people, json_t *referrals, json_t **ret_news) {
	size_t i;
	json_t *task, *open = json_array(), *news = json_array();
	when_due(page, tasks);
	json_array_foreach(tasks, i, task) {
		if (json_is_true(json_object_get(task, "done")))
			continue;
		const json_t *person = find_row(people, "person", json_text(task, "person"));
		const json_t *referral = find_row(referrals, "referral", json_text(task, "referral"));
		const char *about = person != NULL ? about_person(page, person)
		                  : referral != NULL ? arena_printf(page->cx->arena, "%s · %s", json_text(referral, "purpose_label"),
		                                                    json_text(referral, "from_name"))
		                  : json_text(task, "sheet")[0] != 0 ? json_text(task, "sheet_label")
		                  : json_text(task, "register")[0] != 0 ? json_text(task, "register_label") : NULL;
		json_object_set_new(task, "href", json_string(task_href(page, task)));
		json_object_set_new(task, "what", json_string(json_text(task, "task_kind_label")));
		json_object_set_new(task, "about", about == NULL ? json_null() : json_string(about));
		if (is_news(task))
			without_deadline(task);
		json_array_append(is_news(task) ? news : open, task);
	}
	*ret_news = news;
	return open;
}

static size_t count_if(json_t *rows, const char *flag) {
	size_t n = 0, i;
	json_t *row;
	json_array_foreach(rows, i, row)
		n += json_is_true(json_object_get(row, flag));
	return n;
}

static json_t *waiting(const struct page *page, json_t *referrals) {
	json_t *list = json_array(), *row;
	size_t i;
	json_array_foreach(referrals, i, row) {
		if (!is(row, "direction", "out") || !is(row, "referral_state", "open"))
			continue; /* those to us stand among our tasks */
		const char *to = json_text(row, "org_name");
		json_object_set_new(row, "href",
		                    json_string(arena_printf(page->cx->arena, "/referral/%s", json_text(row, "referral"))));
		json_object_set_new(row, "what", json_string(to));
		json_object_set_new(row, "about", json_string(json_text(row, "purpose_label")));
		json_array_append(list, row);
	}
	when_due(page, list);
	return list;
}

static json_t *first_of(json_t *rows, size_t n) {
	json_t *some = json_array();
	for (size_t i = 0; i < n && i < json_array_size(rows); i++)
		json_array_append(some, json_array_get(rows, i));
	return some;
}

static const struct ask_way said[] = {
	{"handed", N_("Your work is handed over. The colleague finds your words in the list of work.")},
	{"mail", N_("Your address is changed.")},
	{0},
};

/* The queue of the organisation, or what of it is mine. */
static int work_page(struct page *page) {
	enum { SHOWN = 8 };
	bool mine = page_query(page, "mine")[0] != 0;
	page_add(page, OP_task_list, mine ? json_pack("{s:b}", "mine", 1) : NULL);
	page_try(page, OP_person_list, NULL);
	page_try(page, OP_referral_list, NULL);
	size_t drafts = page_try(page, OP_draft_list, NULL);
	int rc = page_run(page);
	if (rc != 0)
		return rc;
	json_t *people = page_rows(page, 1), *referrals = page_rows(page, 2), *news = NULL;
	json_t *tasks = open_tasks(page, page_rows(page, 0), people, referrals, &news);
	json_t *sent = waiting(page, referrals);
	size_t late = count_if(tasks, "late"), today = count_if(tasks, "by_today"), urgent = count_if(tasks, "urgent");
	return page_render(page, "work", json_pack(
		"{s:s, s:b, s:b, s:o, s:b, s:b, s:b, s:b, s:o, s:I, s:I, s:I, s:I, s:o, s:o, s:o, s:b}",
		"title", N_("My work"), "mine", mine, "any_news", json_array_size(news) > 0, "news_rows", news,
		"any_urgent", late + today + urgent > 0, "any_task", json_array_size(tasks) > 0,
		"any_sent", json_array_size(sent) > 0, "any_person", json_array_size(people) > 0, "tasks", tasks,
		"urgent_count", (json_int_t)urgent, "late_count", (json_int_t)late, "today_count", (json_int_t)today,
		"drafts", (json_int_t)json_array_size(page_rows(page, drafts)), "sent", sent, "persons", first_of(people, SHOWN),
		"told", ask_told(page, said), "more", json_array_size(people) > SHOWN));
}

/* What lies open goes to a colleague at the end of a shift, with a word. */
static int shift_page(struct page *page) {
	int rc;
	if (ask_recorded(page, OP_shift_hand, NULL, "/work?done=handed", &rc))
		return rc;
	size_t list = page_add(page, OP_colleague_list, NULL), tasks = page_add(page, OP_task_list, json_pack("{s:b}", "mine", 1));
	rc = page_run(page);
	if (rc != 0)
		return rc;
	return page_render(page, "shift", json_pack("{s:s, s:s, s:I, s:o, s:o}", "title", N_("End of my shift"), "back", "/work",
		"count", (json_int_t)json_array_size(page_rows(page, tasks)),
		"to", ask_rows(page, F_TO, N_("Who goes on?"), NULL, page_rows(page, list), "user", "staff_name"),
		"words", ask_text(page, F_WORDS, N_("What the colleague has to know"),
			N_("You may leave it empty. No names: the colleague finds them in the files."))));
}

static int mail_page(struct page *page) {
	int rc;
	if (ask_recorded(page, OP_mail_set, NULL, "/work?done=mail", &rc))
		return rc;
	size_t read = page_add(page, OP_mail_read, NULL);
	rc = page_run(page);
	if (rc != 0)
		return rc;
	return page_render(page, "mail", json_pack("{s:s, s:s, s:o}", "title", N_("Messages about work"), "back", "/work",
		"mail", ask_start(ask_text(page, F_MAIL, N_("Your address"),
			N_("For example name@place.lt. Leave it empty for no messages.")), page_text(page, read, "mail"))));
}

static int task_page(struct page *page) {
	const char *task = page_param(page, "task");
	if (page_posted(page)) {
		page_add(page, OP_task_done, json_pack("{s:s}", "task", task));
		int rc = page_run(page);
		if (rc == 0)
			return page_redirect(page, "/work");
		if (!page_mend(page, rc))
			return rc;
	}
	size_t read = page_add(page, OP_task_read, json_pack("{s:s}", "task", task));
	int rc = page_run(page);
	if (rc != 0)
		return rc;
	json_t *row = page_answer(page, read);
	when_due(page, json_pack("[O]", row));
	if (is_news(row))
		without_deadline(row);
	json_t *view = json_pack("{s:s, s:s, s:O}", "title", N_("A task"), "back", "/work", "item", row);
	static const char *const kinds[] = {"question", "overdue", "declined", "reflection", "decision", "follow", "withdrawn",
	                                    "glass", "review", "proposal", "conflict", "complaint", "handover", "accepted",
	                                    "returned", "replied", "rival", "clock", "again", "adult", "room"};
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		json_object_set_new(view, kinds[i], json_boolean(is(row, "task_kind", kinds[i])));
	json_object_set_new(view, "of_register", json_boolean(is(row, "task_kind", "register")));
	json_object_set_new(view, "of_sheet", json_boolean(is(row, "task_kind", "sheet")));
	json_object_set_new(view, "ends", json_boolean(!is(row, "task_kind", "rival") && !is(row, "task_kind", "again") &&
	                                               !is(row, "task_kind", "referral")));
	return page_render(page, "task", view);
}

/* Search first: a name and a year of birth, posted, so that no name stands in an address; below it the people whom
 * one's organisation works with. */
static int people_page(struct page *page) {
	enum { PAGE_OF_LIST = 50 };
	bool asked = page_posted(page);
	const char *after = page_query(page, "after");
	if (asked)
		page_add(page, OP_person_find, page_form(page, OP_person_find));
	else
		page_add(page, OP_person_list, after[0] == 0 ? NULL : json_pack("{s:s}", "after", after));
	int rc = page_run(page);
	if (rc != 0 && !(asked && page_mend(page, rc)))
		return rc;
	json_t *rows = page_rows(page, 0);
	size_t n = json_array_size(rows);
	const char *last = n == 0 ? "" : json_text(json_array_get(rows, n - 1), "person");
	return page_render(page, "people", json_pack("{s:s, s:b, s:b, s:b, s:O, s:o, s:o, s:o, s:o}", "title", N_("People"),
		"any_person", n > 0, "asked", asked && rc == 0, "further", after[0] != 0, "persons", rows,
		"next", !asked && n >= PAGE_OF_LIST ? json_string(last) : json_null(),
		"given", ask_text(page, F_GIVEN, N_("Given name"), NULL),
		"family", ask_text(page, F_FAMILY, N_("Family name"), NULL),
		"born", ask_text(page, F_BORN, N_("Year of birth"), NULL)));
}

const struct route routes_work[] = {
	{"/work", work_page, 0},
	{"/task/:task", task_page, ROUTE_POST},
	{"/shift", shift_page, ROUTE_POST},
	{"/mail", mail_page, ROUTE_POST},
	{"/people", people_page, ROUTE_POST},
	{0},
};
