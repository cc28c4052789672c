/* My work: what is due, who asks, whom my organisation works with. */
#include <stdlib.h>
#include <string.h>

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
	return arena_printf(a, "/task/%s", json_text(task, "task"));
}

static int by_due(const void *a, const void *b) {
	return strcmp(json_text(*(json_t *const *)a, "due"), json_text(*(json_t *const *)b, "due"));
}

/* Open tasks, the most urgent first; instants in UTC sort as text. */
static json_t *open_tasks(const struct page *page, json_t *tasks, json_t *people, json_t *referrals) {
	size_t n = 0, i;
	when_due(page, tasks);
	json_t *task, **at = arena_array(page->cx->arena, json_array_size(tasks) + 1, sizeof *at);
	json_array_foreach(tasks, i, task) {
		if (json_is_true(json_object_get(task, "done")))
			continue;
		const json_t *person = find_row(people, "person", json_text(task, "person"));
		const json_t *referral = find_row(referrals, "referral", json_text(task, "referral"));
		const char *about = person != NULL ? about_person(page, person)
		                  : referral != NULL ? arena_printf(page->cx->arena, "%s · %s", json_text(referral, "purpose_label"),
		                                                    json_text(referral, "from_name"))
		                  : json_text(task, "register")[0] != 0 ? json_text(task, "register_label") : NULL;
		json_object_set_new(task, "href", json_string(task_href(page, task)));
		json_object_set_new(task, "what", json_string(json_text(task, "task_kind_label")));
		json_object_set_new(task, "about", about == NULL ? json_null() : json_string(about));
		at[n++] = task;
	}
	qsort(at, n, sizeof *at, by_due);
	json_t *open = json_array();
	for (i = 0; i < n; i++)
		json_array_append(open, at[i]);
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

static int work_page(struct page *page) {
	enum { SHOWN = 8 };
	page_add(page, OP_task_list, NULL);
	page_try(page, OP_person_list, NULL);
	page_try(page, OP_referral_list, NULL);
	int rc = page_run(page);
	if (rc != 0)
		return rc;
	json_t *people = page_rows(page, 1), *referrals = page_rows(page, 2);
	json_t *tasks = open_tasks(page, page_rows(page, 0), people, referrals);
	json_t *sent = waiting(page, referrals);
	return page_render(page, "work", json_pack("{s:s, s:b, s:b, s:b, s:b, s:o, s:I, s:I, s:o, s:o, s:b}", "title",
		N_("My work"), "any_urgent", count_if(tasks, "late") + count_if(tasks, "by_today") > 0, "any_task",
		json_array_size(tasks) > 0, "any_sent", json_array_size(sent) > 0, "any_person", json_array_size(people) > 0, "tasks", tasks, "late_count", (json_int_t)count_if(tasks, "late"), "today_count",
		(json_int_t)count_if(tasks, "by_today"), "sent", sent, "persons", first_of(people, SHOWN),
		"more", json_array_size(people) > SHOWN));
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
	json_t *view = json_pack("{s:s, s:s, s:O}", "title", N_("A task"), "back", "/work", "item", row);
	static const char *const kinds[] = {"question", "overdue", "declined", "reflection", "decision", "follow", "withdrawn",
	                                    "glass", "review", "proposal", "conflict", "complaint", "handover"};
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		json_object_set_new(view, kinds[i], json_boolean(is(row, "task_kind", kinds[i])));
	json_object_set_new(view, "of_register", json_boolean(is(row, "task_kind", "register")));
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
	{"/people", people_page, ROUTE_POST},
	{0},
};
