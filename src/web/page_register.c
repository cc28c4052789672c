/* Registers: one list, one form and one history for every register of the profile. */
#include <string.h>

#include "base/str.h"
#include "op/profile.h"
#include "text/catalogue.h"
#include "view/cell.h"
#include "web/ask.h"
#include "web/cells.h"
#include "web/csv.h"
#include "web/figures.h"
#include "web/route.h"
#include "web/when.h"

enum { LIST_PAGE = 50, YEARS = 15, COLUMNS = 4, CSV_PAGES = 400, NUMBER_SHORT = 16 };

/* The groups of the page of registers, in their order. */
static const struct {
	const char *code, *say;
} groups[] = {
	{"justice", N_("Justice")},
	{"support", N_("Support")},
	{"labour", N_("Labour")},
	{"prevention", N_("Prevention")},
	{"coordination", N_("Coordination")},
	{"money", N_("Money")},
	{"sources", N_("Other sources")},
};

static const json_t *definition(const struct page *page, int reg) {
	return profile_entry(page->cx->profile, L_REGISTER, reg);
}

static const char *say(const struct page *page, int reg, const char *what) {
	return profile_say(json_object_get(definition(page, reg), what), page->cx->lang);
}

static struct cells cells_of(const struct page *page, int reg) {
	return (struct cells){.definition = definition(page, reg)};
}

/* The register of the path; 0 if there is none. */
static int reg_of(const struct page *page) {
	return profile_code(page->cx->profile, L_REGISTER, page_param(page, "register"));
}

/* All registers ------------------------------------------------------------------------------------------------- */

/* The rows of one group, those that one's organisation keeps first. */
static json_t *group_of(const struct page *page, json_t *rows, const char *code) {
	json_t *kept = json_array(), *read = json_array(), *row;
	size_t i;
	json_array_foreach(rows, i, row) {
		int reg = profile_code(page->cx->profile, L_REGISTER, json_text(row, "register"));
		if (!str_equal(json_text(definition(page, reg), "group"), code))
			continue;
		json_object_set_new(row, "about", json_string(say(page, reg, "about")));
		json_array_append(json_is_true(json_object_get(row, "may_write")) ? kept : read, row);
	}
	json_array_extend(kept, read);
	return kept;
}

static int registers_page(struct page *page) {
	page_add(page, OP_register_list, NULL);
	int rc = page_run(page);
	if (rc != 0)
		return rc;
	json_t *list = json_array();
	for (size_t i = 0; i < sizeof groups / sizeof *groups; i++) {
		json_t *rows = group_of(page, page_rows(page, 0), groups[i].code);
		if (json_array_size(rows) > 0)
			json_array_append_new(list, json_pack("{s:s, s:s, s:o}", "group_code", groups[i].code, "group",
				groups[i].say, "rows", rows));
	}
	return page_render(page, "registers", json_pack("{s:s, s:o}", "title", N_("Registers"), "groups", list));
}

/* One register -------------------------------------------------------------------------------------------------- */

/* The first fields of a register that tell its records apart: what is needed first, then what else fits; days last, for
   most of them are ends that have not come. */
static size_t columns_of(const struct page *page, int reg, struct cell_field columns[COLUMNS]) {
	const struct profile *p = page->cx->profile;
	size_t n = 0;
	for (int pass = 0; pass < 3; pass++)
		for (size_t i = 0; i < register_fields(p, reg) && n < COLUMNS; i++) {
			struct cell_field f = register_field(p, reg, i);
			if (pass == (f.required ? 0 : f.type == CELL_DAY ? 2 : 1))
				columns[n++] = f;
		}
	return n;
}

/* Cells of a row for those columns: {"label", "values", "numbers"}, with no values where there are none. */
static json_t *row_cells(const struct page *page, int reg, const struct cell_field *columns, size_t n,
                         const json_t *row) {
	const struct cells c = cells_of(page, reg);
	json_t *said = cells_say(page, &c, json_object_get(row, "cell")), *cells = json_array(), *one;
	size_t k;
	for (size_t i = 0; i < n; i++) {
		json_t *cell = json_pack("{s:s, s:[], s:b}", "label", cell_field_say(page->cx, &columns[i]), "values",
			"numbers", columns[i].type == CELL_INT || columns[i].type == CELL_MONEY);
		json_array_foreach(said, k, one)
			if (str_equal(json_text(one, "field"), columns[i].code))
				cell = json_incref(one);
		json_array_append_new(cells, cell);
	}
	return cells;
}

static json_t *year_select(const struct page *page) {
	const char *chosen = page_query(page, "year");
	json_t *options = json_array();
	int this_year = day_year(day_of(page->cx->now));
	for (int i = 0; i < YEARS; i++) {
		const char *year = arena_printf(page->cx->arena, "%d", this_year - i);
		json_array_append_new(options, json_pack("{s:s, s:s, s:b}", "code", year, "label", year, "chosen",
			str_equal(chosen, year)));
	}
	return json_pack("{s:s, s:s, s:s, s:s, s:n, s:n, s:n, s:n, s:o}", "id", "year", "name", "year", "label", N_("Year"),
		"nothing", N_("All years"), "hint", "wrong", "told", "groups", "options", options);
}

/* The input of entry_list for this address. */
static json_t *list_in(const struct page *page, const char *after) {
	json_t *in = json_pack("{s:s}", "register", page_param(page, "register"));
	int64_t year;
	if (int_parse(page_query(page, "year"), &year))
		json_object_set_new(in, "year", json_integer(year));
	if (after[0] != 0)
		json_object_set_new(in, "after", json_string(after));
	return in;
}

static int register_page(struct page *page) {
	int reg = reg_of(page);
	if (reg == 0)
		return ERR_NOTFOUND;
	page_add(page, OP_entry_list, list_in(page, page_query(page, "after")));
	int rc = page_run(page);
	if (rc != 0)
		return rc;
	struct cell_field columns[COLUMNS];
	size_t n = columns_of(page, reg, columns), i;
	json_t *rows = page_rows(page, 0), *row, *heads = json_array();
	when_rows(page, rows);
	json_array_foreach(rows, i, row) {
		json_object_set_new(row, "columns", row_cells(page, reg, columns, n, row));
		json_object_set_new(row, "short", json_boolean(strlen(json_text(row, "number")) <= NUMBER_SHORT));
	}
	for (size_t k = 0; k < n; k++)
		json_array_append_new(heads, json_pack("{s:s, s:b}", "label", cell_field_say(page->cx, &columns[k]), "numbers",
			columns[k].type == CELL_INT || columns[k].type == CELL_MONEY));
	bool more = json_array_size(rows) == LIST_PAGE;
	const char *last = json_text(json_array_get(rows, json_array_size(rows) - 1), "entry");
	return page_render(page, "register", json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:o, s:o, s:o, s:o, s:O, s:s, s:b}",
		"title", say(page, reg, "say"), "back", "/registers", "register", page_param(page, "register"), "name",
		say(page, reg, "say"), "about", say(page, reg, "about"), "day_label", say(page, reg, "day"), "heads", heads,
		"found", when_some(rows), "next", more ? json_string(last) : json_null(), "year_ask", year_select(page),
		"may_write", json_object_get(page_answer(page, 0), "may_write"), "year_chosen", page_query(page, "year"),
		"further", page_query(page, "after")[0] != 0));
}

/* The list as a file -------------------------------------------------------------------------------------------- */

/* Codes as they are, so that the file can be brought in again; several values of a field in one cell, parted by ";". */
static void csv_row(const struct page *page, int reg, const json_t *row, struct buf *out) {
	const json_t *cells = json_object_get(row, "cell");
	csv_put(out, json_text(row, "number"), true);
	csv_put(out, json_text(row, "happened"), false);
	csv_put(out, json_text(row, "precision"), false);
	csv_put(out, json_text(row, "org_name"), false);
	for (size_t i = 0; i < register_fields(page->cx->profile, reg); i++) {
		struct cell_field f = register_field(page->cx->profile, reg, i);
		size_t n = strlen(f.code), k;
		const char *all = "";
		json_t *one;
		json_array_foreach((json_t *)cells, k, one) {
			const char *text = json_string_value(one);
			if (text != NULL && strncmp(text, f.code, n) == 0 && text[n] == '=')
				all = all[0] == 0 ? text + n + 1 : arena_printf(page->cx->arena, "%s;%s", all, text + n + 1);
		}
		csv_put(out, all, false);
	}
	buf_str(out, "\r\n");
}

static int register_csv(struct page *page) {
	int reg = reg_of(page);
	struct buf out = buf_new(page->cx->arena, HTTP_ANSWER_MAX);
	const char *after = "";
	size_t n = LIST_PAGE, pages = 0;
	if (reg == 0)
		return ERR_NOTFOUND;
	buf_str(&out, "number,happened,precision,organisation");
	for (size_t i = 0; i < register_fields(page->cx->profile, reg); i++)
		csv_put(&out, register_field(page->cx->profile, reg, i).code, false);
	buf_str(&out, "\r\n");
	for (; n == LIST_PAGE; pages++) {
		if (pages == CSV_PAGES)
			return err_say(page->cx, ERR_LIMIT, NULL, N_("That is too much for one file: take it year by year."), NULL);
		page->calls_n = page->first = 0; /* what was asked before is written already */
		page_add(page, OP_entry_list, list_in(page, after));
		int rc = page_run(page);
		if (rc != 0)
			return rc;
		json_t *rows = page_rows(page, 0), *row;
		size_t i;
		n = json_array_size(rows);
		json_array_foreach(rows, i, row)
			csv_row(page, reg, row, &out);
		after = json_text(json_array_get(rows, n - 1), "entry");
	}
	figures_attach(page, "text/csv; charset=utf-8", arena_printf(page->cx->arena, "%s.csv",
		page_param(page, "register")), &out);
	return 0;
}

/* The form ------------------------------------------------------------------------------------------------------ */

static int form_render(struct page *page, int reg, const json_t *entry, const char *number) {
	struct cx *cx = page->cx;
	const struct cells c = cells_of(page, reg);
	const char *code = page_param(page, "register");
	const char *back = number == NULL ? arena_printf(cx->arena, "/registers/%s", code)
		: arena_printf(cx->arena, "/registers/%s/%s", code, page_param(page, "entry"));
	int64_t day = entry == NULL ? day_of(cx->now) : page_day(entry, "happened");
	json_t *precision = ask_choice(page, F_PRECISION, N_("How exact is that day?"), NULL);
	json_object_set_new(precision, "small", json_true());
	json_object_set_new(precision, "inline", json_true());
	ask_start(precision, entry == NULL ? "day" : json_text(entry, "precision"));
	return page_render(page, "register_new", json_pack("{s:s, s:s, s:s, s:s?, s:o, s:o, s:o, s:o}", "title",
		say(page, reg, "say"), "back", back, "name", say(page, reg, "say"), "correcting", number,
		"number_ask", number != NULL ? json_null() : ask_text(page, F_NUMBER,
			N_("Its number in your organisation (optional)"),
			N_("A record gets a number of its own if you leave this empty. The same number again corrects the "
			"record.")),
		"day_ask", ask_day(page, F_HAPPENED, say(page, reg, "day"), NULL, day), "precision_ask", precision, "questions",
		cells_ask(page, &c, json_object_get(entry, "cell"))));
}

/* What looks unusual, in words: "field: message". */
static json_t *warnings_say(const struct page *page, int reg, const json_t *warnings) {
	json_t *said = json_array(), *one;
	size_t i;
	json_array_foreach((json_t *)warnings, i, one) {
		const char *text = json_string_value(one), *rest = text == NULL ? NULL : strstr(text, ": ");
		const char *code = rest == NULL ? "" : arena_strndup(page->cx->arena, text, (size_t)(rest - text));
		struct cell_field f;
		if (rest != NULL && register_find(page->cx->profile, reg, code, &f))
			json_array_append_new(said, json_pack("{s:s, s:s}", "label", cell_field_say(page->cx, &f), "rule",
				rest + 2));
	}
	return said;
}

/* Record what was posted; `number` of a record that is corrected, else NULL. False: the form is drawn again. */
static bool recorded(struct page *page, int reg, const char *number, int *ret_rc) {
	struct arena *a = page->cx->arena;
	const struct cells c = cells_of(page, reg);
	const char *code = page_param(page, "register");
	json_t *in = page_form(page, OP_entry_record), *cells = NULL;
	json_object_set_new(in, "register", json_string(code));
	if (number != NULL)
		json_object_set_new(in, "number", json_string(number));
	int bad = ask_complete(page, OP_entry_record, in);
	if (cells_form(page, &c, &cells) != 0 || bad != 0)
		return false;
	json_object_set_new(in, "cell", cells);
	size_t i = page_add(page, OP_entry_record, in);
	int rc = page_run(page);
	if (rc != 0 && page_mend(page, rc))
		return false;
	const char *href = arena_printf(a, "/registers/%s/%s", code, page_text(page, i, "entry"));
	json_t *warnings = warnings_say(page, reg, json_object_get(page_answer(page, i), "warning"));
	if (rc == 0 && json_array_size(warnings) > 0)
		rc = page_render(page, "register_warned", json_pack("{s:s, s:s, s:s, s:s, s:o, s:s}", "title",
			say(page, reg, "say"), "back", arena_printf(a, "/registers/%s", code), "name", say(page, reg, "say"),
			"number", page_text(page, i, "number"), "warnings", warnings, "href", href));
	else if (rc == 0)
		rc = page_redirect(page, "%s", href);
	*ret_rc = rc;
	return true;
}

/* Whether one's organisation keeps the register: nobody fills in a form that is refused in the end. */
static int keeps(struct page *page) {
	size_t call = page_add(page, OP_register_list, NULL);
	int rc = page_run(page);
	json_t *found = when_pick(page_rows(page, call), "register", page_param(page, "register"), NULL);
	if (rc != 0)
		return rc;
	return json_is_true(json_object_get(json_array_get(found, 0), "may_write")) ? 0
		: err_say(page->cx, ERR_DENIED, NULL, N_("Your organisation does not keep this register."), NULL);
}

static int new_page(struct page *page) {
	int reg = reg_of(page), rc = reg == 0 ? ERR_NOTFOUND : page_posted(page) ? 0 : keeps(page);
	if (rc != 0)
		return rc;
	if (page_posted(page) && recorded(page, reg, NULL, &rc))
		return rc;
	return form_render(page, reg, NULL, NULL);
}

/* One record ---------------------------------------------------------------------------------------------------- */

/* Reads the record of the path. ERR_NOTFOUND also where it stands in another register. */
static int entry_get(struct page *page, int *ret_reg, size_t *ret_call) {
	*ret_reg = reg_of(page);
	*ret_call = page_add(page, OP_entry_read, json_pack("{s:s}", "entry", page_param(page, "entry")));
	int rc = page_run(page);
	if (rc == 0 && !str_equal(page_text(page, *ret_call, "register"), page_param(page, "register")))
		rc = ERR_NOTFOUND;
	return rc == ERR_INVALID ? ERR_NOTFOUND : rc;
}

/* The newest row that says something. */
static json_t *last_said(json_t *rows) {
	json_t *row;
	size_t i;
	json_array_foreach(rows, i, row)
		if (!json_is_true(json_object_get(row, "void")))
			return row;
	return json_array_get(rows, 0);
}

static int correct_page(struct page *page) {
	int reg, rc;
	size_t call;
	rc = entry_get(page, &reg, &call);
	if (rc != 0)
		return rc;
	const char *number = page_text(page, call, "number");
	/* Its number in another organisation would be a record of one's own. */
	if (!json_is_true(json_object_get(page_answer(page, call), "may_write")))
		return err_say(page->cx, ERR_DENIED, NULL, N_("Only the organisation that recorded it can correct it."), NULL);
	if (page_posted(page) && recorded(page, reg, number, &rc))
		return rc;
	return form_render(page, reg, last_said(page_rows(page, call)), number);
}

/* Every row with what it changed of the one before it; the first says only that it was recorded. */
static json_t *history_of(const struct page *page, int reg, json_t *rows) {
	const struct cells c = cells_of(page, reg);
	json_t *list = json_array(), *row;
	size_t i, n = json_array_size(rows);
	when_rows(page, rows);
	json_array_foreach(rows, i, row) {
		json_t *before = json_array_get(rows, i + 1);
		bool voided = json_is_true(json_object_get(row, "void")), first = i + 1 == n;
		bool again = !first && json_is_true(json_object_get(before, "void"));
		bool moved = !first && (page_day(row, "happened") != page_day(before, "happened") ||
		                        !str_equal(json_text(row, "precision"), json_text(before, "precision")));
		json_t *changes = first || voided || again ? json_array()
			: cells_compare(page, &c, json_object_get(before, "cell"), json_object_get(row, "cell"));
		json_array_append_new(list, json_pack("{s:s, s:o, s:s, s:s, s:o}", "what",
			voided ? N_("Taken back") : first ? N_("Recorded") : again ? N_("Recorded again") : N_("Corrected"),
			"changes", changes, "at", json_text(row, "at"), "org_name", json_text(row, "org_name"), "day",
			moved && !voided ? json_pack("{s:s, s:O}", "happened", json_text(row, "happened"), "when",
				json_object_get(row, "when")) : json_null()));
	}
	return list;
}

static int entry_page(struct page *page) {
	struct arena *a = page->cx->arena;
	int reg;
	size_t call;
	if (page_posted(page)) {
		page_add(page, OP_entry_void, json_pack("{s:s}", "entry", page_param(page, "entry")));
		int rc = page_run(page);
		if (rc == 0)
			return page_redirect(page, "/registers/%s/%s", page_param(page, "register"), page_param(page, "entry"));
		if (!page_mend(page, rc))
			return rc;
	}
	int rc = entry_get(page, &reg, &call);
	if (rc != 0)
		return rc;
	json_t *rows = page_rows(page, call), *history = history_of(page, reg, rows), *row = last_said(rows);
	const char *base = arena_printf(a, "/registers/%s", page_param(page, "register"));
	const struct cells c = cells_of(page, reg);
	json_t *view = json_pack("{s:s, s:s, s:s, s:s, s:s, s:O, s:o, s:o, s:O, s:b}", "title", say(page, reg, "say"),
		"back", base, "name", say(page, reg, "say"), "number", page_text(page, call, "number"), "day_label",
		say(page, reg, "day"), "item", row, "cells", cells_say(page, &c, json_object_get(row, "cell")), "history",
		history, "may_write", json_object_get(page_answer(page, call), "may_write"), "voided",
		json_is_true(json_object_get(json_array_get(rows, 0), "void")));
	json_object_set_new(view, "href", json_string(arena_printf(a, "%s/%s", base, page_param(page, "entry"))));
	return page_render(page, "register_entry", view);
}

const struct route routes_register[] = {
	{"/registers", registers_page, 0},
	{"/registers/:register", register_page, 0},
	{"/registers/:register/new", new_page, ROUTE_POST},
	{"/registers/:register/csv", register_csv, 0},
	{"/registers/:register/:entry", entry_page, ROUTE_POST},
	{"/registers/:register/:entry/correct", correct_page, ROUTE_POST},
	{0},
};
