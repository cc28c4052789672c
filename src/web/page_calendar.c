/* Who owes what when, who has not answered, and saying so for one's own organisation. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/str.h"
#include "base/time.h"
#include "op/profile.h"
#include "text/catalogue.h"
#include "web/ask.h"
#include "web/figures.h"
#include "web/route.h"
#include "web/when.h"

enum { SOON = 31 /* days */, SHOWN = 300, YEARS_OFFERED = 8 };

static int64_t number_of(const json_t *row, const char *key) {
	return json_integer_value(json_object_get(row, key));
}

/* Records alone are an answer, until the body takes its word back. */
static bool answered(const json_t *row) {
	const char *state = json_text(row, "return_state");
	return !str_equal(state, "withdrawn") && (state[0] != 0 || number_of(row, "entries") > 0);
}

/* "2022", "2022-03": which time is owed. */
static const char *time_of(const struct page *page, const json_t *row) {
	int64_t month = number_of(row, "month");
	return month == 0 ? arena_printf(page->cx->arena, "%d", (int)number_of(row, "year"))
	                  : arena_printf(page->cx->arena, "%d-%02d", (int)number_of(row, "year"), (int)month);
}

static void say(const struct page *page, json_t *rows, bool own) {
	size_t i;
	json_t *row;
	int32_t today = day_of(page->cx->now);
	json_array_foreach(rows, i, row) {
		int64_t due = page_day(row, "due_on");
		bool done = answered(row), late = !done && due != NONE && due < today;
		json_object_set_new(row, "time", json_string(time_of(page, row)));
		json_object_set_new(row, "answered", json_boolean(done));
		json_object_set_new(row, "back", json_boolean(str_equal(json_text(row, "return_state"), "withdrawn")));
		json_object_set_new(row, "worded", json_boolean(json_text(row, "return_state")[0] != 0));
		json_object_set_new(row, "late", json_boolean(late));
		json_object_set_new(row, "soon", json_boolean(!done && !late && due != NONE && due <= today + SOON));
		json_object_set_new(row, "href", own ? json_sprintf("/calendar/%s/%s", json_text(row, "item"),
			time_of(page, row)) : json_null());
	}
}

static int by_due(const void *a, const void *b) {
	const json_t *x = *(json_t *const *)a, *y = *(json_t *const *)b;
	int order = strcmp(json_text(x, "due_on"), json_text(y, "due_on"));
	order = order != 0 ? order : strcmp(json_text(x, "item_label"), json_text(y, "item_label"));
	return order != 0 ? order : strcmp(json_text(x, "org_name"), json_text(y, "org_name"));
}

/* Rows with `flag`, or those without any of the three, by the day they are due; {"rows", "n", "more"} or null. */
static json_t *pick(const struct page *page, json_t *rows, const char *flag) {
	size_t i, n = 0;
	json_t *row, **at = arena_array(page->cx->arena, json_array_size(rows) + 1, sizeof *at), *list = json_array();
	json_array_foreach(rows, i, row) {
		bool later = !json_is_true(json_object_get(row, "answered")) && !json_is_true(json_object_get(row, "late")) &&
		             !json_is_true(json_object_get(row, "soon"));
		if (flag == NULL ? later : json_is_true(json_object_get(row, flag)))
			at[n++] = row;
	}
	if (n == 0)
		return json_null();
	qsort(at, n, sizeof *at, by_due);
	for (i = 0; i < n && i < SHOWN; i++)
		json_array_append(list, at[i]);
	return json_pack("{s:o, s:I, s:I}", "rows", list, "n", (json_int_t)n, "more", (json_int_t)(n > SHOWN ? n - SHOWN :
		0));
}

static json_t *parts(const struct page *page, json_t *rows, bool own) {
	say(page, rows, own);
	return json_pack("{s:b, s:b, s:o, s:o, s:o, s:o}", "own", own, "any", json_array_size(rows) > 0, "late",
		pick(page, rows, "late"), "soon", pick(page, rows, "soon"), "later", pick(page, rows, NULL), "done",
		pick(page, rows, "answered"));
}

static bool may(const struct page *page, const char *what) {
	size_t i;
	json_t *one;
	json_array_foreach(json_object_get(page->who, "can"), i, one)
		if (str_equal(json_string_value(one), what))
			return true;
	return false;
}

/* One's own first; everybody's for those who read figures. */
static int calendar_page(struct page *page) {
	int rc = page_meet(page);
	if (rc != 0)
		return rc;
	/* in which it is due */
	int64_t now = day_year(day_of(page->cx->now)), year = figures_year(page_query(page, "year"), now);
	bool mine = may(page, "deliver"), all = may(page, "read_figures");
	size_t own = 0, others = 0;
	if (mine || !all)
		own = page_add(page, OP_return_mine, json_pack("{s:I}", "year", (json_int_t)year));
	if (all)
		others = page_add(page, OP_return_list, json_pack("{s:I}", "year", (json_int_t)year));
	rc = page_run(page);
	if (rc != 0)
		return rc;
	return page_render(page, "calendar", json_pack("{s:s, s:I, s:o, s:b, s:o, s:o}", "title", N_("Calendar"), "year",
		(json_int_t)year, "years", figures_years(page, year, YEARS_OFFERED, ""), "done",
		page_query(page, "done")[0] != 0, "mine", mine ? parts(page, page_rows(page, own), true) : json_null(),
		"everybody", all ? parts(page, page_rows(page, others), false) : json_null()));
}

/* "2022" or "2022-03" into the fields of an operation. */
static bool read_time(const char *time, json_t *in) {
	int64_t year, month;
	if (strlen(time) == 4 && int_parse(time, &year)) {
		json_object_set_new(in, "year", json_integer(year));
		return true;
	}
	if (strlen(time) != 7 || time[4] != '-')
		return false;
	char head[5] = {time[0], time[1], time[2], time[3], 0};
	const char *tail = time[5] == '0' ? time + 6 : time + 5;
	if (!int_parse(head, &year) || !int_parse(tail, &month))
		return false;
	json_object_set_new(in, "year", json_integer(year));
	json_object_set_new(in, "month", json_integer(month));
	return true;
}

static const json_t *find_return(json_t *rows, const char *item, const json_t *in) {
	size_t i;
	json_t *row;
	json_array_foreach(rows, i, row)
		if (str_equal(json_text(row, "item"), item) && number_of(row, "year") == number_of(in, "year") &&
		    number_of(row, "month") == number_of(in, "month"))
			return row;
	return NULL;
}

/* One thing owed: what the organisation says of it. */
static int return_page(struct page *page) {
	const char *item = page_param(page, "item");
	json_t *in = page_form(page, OP_return_record);
	if (!read_time(page_param(page, "time"), in))
		return ERR_NOTFOUND;
	json_object_set_new(in, "item", json_string(item));
	if (page_posted(page) && ask_complete(page, OP_return_record, in) == 0) {
		page_add(page, OP_return_record, json_incref(in));
		int rc = page_run(page);
		if (rc == 0)
			return page_redirect(page, "/calendar?year=%d&done=1", (int)number_of(in, "year") + 1);
		if (!page_mend(page, rc))
			return rc;
	}
	/* What is owed of a year falls due in it or in the next. */
	json_int_t year = (json_int_t)number_of(in, "year");
	size_t call = page_add(page, OP_return_mine, json_pack("{s:I}", "year", year));
	page_add(page, OP_return_mine, json_pack("{s:I}", "year", year + 1));
	int rc = page_run(page);
	if (rc != 0)
		return rc;
	json_t *row = (json_t *)find_return(page_rows(page, call), item, in);
	row = row != NULL ? row : (json_t *)find_return(page_rows(page, call + 1), item, in);
	if (row == NULL)
		return ERR_NOTFOUND; /* nothing this organisation owes */
	say(page, json_pack("[O]", row), true);
	json_t *state = ask_choice(page, F_RETURN_STATE, N_("What do you say of this time?"), NULL);
	return page_render(page, "return", json_pack("{s:s, s:o, s:O, s:o}", "title", N_("What we owe"), "back",
		json_sprintf("/calendar?year=%d", (int)day_year((int32_t)page_day(row, "due_on"))), "row", row, "state",
		ask_start(state, json_text(row, "return_state"))));
}

const struct route routes_calendar[] = {
	{"/calendar", calendar_page, 0},
	{"/calendar/:item/:time", return_page, ROUTE_POST},
	{0},
};
