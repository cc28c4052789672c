/* My work: what is due, who asks, whom my organisation works with. */
#include "base/arena.h"
#include "base/str.h"
#include "text/catalogue.h"
#include "web/about.h"
#include "web/ask.h"
#include "web/draft.h"
#include "web/page.h"
#include "web/route.h"
#include "web/when.h"

static bool is(const json_t *object, const char *field, const char *value) {
	return str_equal(json_text(object, field), value);
}

/* "Woman, 25 to 39 · Ukrainian · Rokiškis district": who it is about, without who it is; or which referral, sheet or
 * register; NULL: nothing of these. */
static const char *about(const struct page *page, const json_t *task) {
	struct arena *a = page->cx->arena;
	if (json_text(task, "sex")[0] != 0)
		return arena_printf(a, "%s · %s · %s", json_text(task, "somebody"), json_text(task, "language_label"),
		                    json_text(task, "municipality_label"));
	if (json_text(task, "purpose")[0] != 0)
		return arena_printf(a, "%s · %s", json_text(task, "purpose_label"), json_text(task, "from_name"));
	if (json_text(task, "sheet")[0] != 0)
		return json_text(task, "sheet_label");
	return json_text(task, "register")[0] != 0 ? json_text(task, "register_label") : NULL;
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
		{"lead", "lead", "/leads/"},
		{"lead_late", "lead", "/leads/"},
		{"lead_more", "lead", "/leads/"},
		{"lead_handed", "lead", "/leads/"},
	};
	struct arena *a = page->cx->arena;
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (is(task, "task_kind", all[i].kind) && json_text(task, all[i].ref)[0] != 0)
			return arena_printf(a, "%s%s", all[i].at, json_text(task, all[i].ref));
	if (is(task, "task_kind", "elsewhere"))
		return arena_printf(a, "/elsewhere/%s", json_text(task, "task"));
	if (is(task, "task_kind", "review"))
		return "/review";
	if (is(task, "task_kind", "rival") && json_text(task, "person")[0] != 0)
		return arena_printf(a, "/person/%s/sheet/%s", json_text(task, "person"), json_text(task, "sheet"));
	if (is(task, "task_kind", "finish") && json_text(task, "person")[0] != 0)
		return arena_printf(a, "/person/%s/%s", json_text(task, "person"), about_questions(page, "unknown"));
	return arena_printf(a, "/task/%s", json_text(task, "task"));
}

/* Open tasks, in the order they come: urgent ones first; news apart. */
static json_t *open_tasks(const struct page *page, json_t *tasks, json_t **ret_news) {
	size_t i;
	json_t *task, *open = json_array(), *news = json_array();
	when_due(page, tasks);
	json_array_foreach(tasks, i, task) {
		const char *of = about(page, task);
		json_object_set_new(task, "href", json_string(task_href(page, task)));
		json_object_set_new(task, "what", json_string(json_text(task, "task_kind_label")));
		json_object_set_new(task, "about", of == NULL ? json_null() : json_string(of));
		if (when_news(task))
			when_never_due(task);
		json_array_append(when_news(task) ? news : open, task);
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

/* How much is urgent, late, due today: of a list that is here as a whole counted in it; of a longer one the keeper has
 * counted what is all our work, and of what is mine nothing is said that half a list would get wrong. */
static json_t *summary(const struct page *page, json_t *tasks, bool mine, bool whole) {
	const json_t *alerts = mine || whole ? NULL : json_object_get(page->who, "alerts");
	json_int_t urgent = whole ? (json_int_t)count_if(tasks, "urgent") : json_integer_value(json_object_get(alerts, "urgent"));
	json_int_t late = whole ? (json_int_t)count_if(tasks, "late") : json_integer_value(json_object_get(alerts, "late"));
	json_int_t today = whole ? (json_int_t)count_if(tasks, "by_today") : 0;
	if (urgent + late + today == 0)
		return json_null();
	return json_pack("{s:I, s:I, s:I}", "urgent_count", urgent, "late_count", late, "today_count", today);
}

static json_t *list_of(bool mine, const char *after, int at_most) {
	json_t *in = json_pack("{s:b, s:i}", "done", 0, "at_most", at_most);
	if (mine)
		json_object_set_new(in, "mine", json_true());
	if (after[0] != 0)
		json_object_set_new(in, "after", json_string(after));
	return in;
}

/* How many drafts go within two days, with the answers in them; null: none. */
static json_t *drafts_going(const struct page *page, json_t *drafts) {
	drafts_warn(page, drafts);
	size_t n = count_if(drafts, "going");
	return n == 0 ? json_null() : json_integer((json_int_t)n);
}

/* Whether some of it is about records that may be of one person, which have a list of their own. */
static bool any_alike(json_t *tasks) {
	size_t i;
	json_t *task;
	bool any = false;
	json_array_foreach(tasks, i, task)
		any |= is(task, "task_kind", "likeness") || is(task, "task_kind", "elsewhere");
	return any;
}

/* The queue of the organisation, or what of it is mine; thirty things a page. */
static int work_page(struct page *page) {
	enum { TASKS = 30, PEOPLE = 8 };
	bool mine = page_query(page, "mine")[0] != 0;
	const char *after = page_query(page, "after");
	page_add(page, OP_task_list, list_of(mine, after, TASKS));
	page_try(page, OP_person_list, json_pack("{s:i}", "at_most", PEOPLE + 1));
	page_try(page, OP_referral_list, json_pack("{s:s}", "referral_state", "open"));
	size_t drafts = page_try(page, OP_draft_list, NULL), received = page_try(page, OP_submission_list, NULL);
	int rc = page_run(page);
	if (rc != 0)
		return rc;
	json_t *rows = page_rows(page, 0), *people = page_rows(page, 1), *news = NULL;
	size_t n = json_array_size(rows);
	json_t *tasks = open_tasks(page, rows, &news), *sent = waiting(page, page_rows(page, 2));
	return page_render(page, "work", json_pack(
		"{s:s, s:b, s:b, s:b, s:o, s:o, s:b, s:b, s:b, s:o, s:I, s:o, s:I, s:o, s:o, s:o, s:b, s:b, s:o}",
		"title", N_("My work"), "mine", mine, "further", after[0] != 0, "any_news", json_array_size(news) > 0, "news_rows", news,
		"summary", summary(page, tasks, mine, after[0] == 0 && n < TASKS), "any_task", json_array_size(tasks) > 0,
		"any_sent", json_array_size(sent) > 0, "any_person", json_array_size(people) > 0, "tasks", tasks,
		"drafts", (json_int_t)json_array_size(page_rows(page, drafts)), "going", drafts_going(page, page_rows(page, drafts)),
		"received", (json_int_t)json_array_size(page_rows(page, received)), "sent", sent, "persons", first_of(people, PEOPLE),
		"told", ask_told(page, said), "more", json_array_size(people) > PEOPLE,
		"alike", any_alike(rows), "next", n < TASKS ? json_null() : json_string(json_text(json_array_get(rows, n - 1), "task"))));
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
	if (when_news(row))
		when_never_due(row);
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

/* Part of a page, for the script that asks while a name is typed (atrama.js): whom one's organisation may know already. */
static int like_page(struct page *page) {
	enum { SHOWN = 8 };
	json_t *known = json_array(), *row;
	size_t i;
	if (!page_posted(page))
		return page_redirect(page, "/people");
	page_add(page, OP_person_find, page_form(page, OP_person_find));
	int rc = page_run(page);
	if (rc != 0)
		return rc;
	json_array_foreach(page_rows(page, 0), i, row)
		if (json_array_size(known) < SHOWN && !is(row, "person", page_field(page, "except")))
			json_array_append(known, row);
	bool any = json_array_size(known) > 0;
	return page_render(page, "like", json_pack("{s:s, s:b, s:o}", "title", N_("People"), "any", any, "known", known));
}

const struct route routes_work[] = {
	{"/work", work_page, 0},
	{"/task/:task", task_page, ROUTE_POST},
	{"/shift", shift_page, ROUTE_POST},
	{"/mail", mail_page, ROUTE_POST},
	{"/people", people_page, ROUTE_POST},
	{"/people/like", like_page, ROUTE_POST},
	{0},
};
