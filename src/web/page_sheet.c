/*
 * The records of a person's file: what is planned and done, one page a kind, one form for all, and two versions side by
 * side where two people wrote at once.
 *
 * A correction names the record it was drawn from. Where somebody corrected that record in the meantime both are kept,
 * and whoever saves second is led to both.
 */
#include "base/str.h"
#include "base/time.h"
#include "op/profile.h"
#include "op/sheet.h"
#include "text/catalogue.h"
#include "web/about.h"
#include "web/ask.h"
#include "web/draft.h"
#include "web/route.h"
#include "web/sheets.h"
#include "web/when.h"

enum { GROUP_MOST = 50 };

/* The sheet of the path; 0 if there is none. */
static int sheet_of(const struct page *page) {
	return profile_code(page->cx->profile, L_SHEET, page_param(page, "sheet"));
}

static const char *sheet_path(const struct page *page, const char *rest) {
	return about_path(page, arena_printf(page->cx->arena, "/sheet/%s%s", page_param(page, "sheet"), rest));
}

static json_t *in_of(const struct page *page, const char *sheet, const char *id) {
	json_t *in = about_person(page);
	if (sheet != NULL)
		json_object_set_new(in, "sheet", json_string(sheet));
	if (id != NULL)
		json_object_set_new(in, "sheet_id", json_string(id));
	return in;
}

static json_t *sheet_view(const struct page *page, int sheet, const char *title, const char *back) {
	json_t *view = about_view(page, title, "");
	json_object_set_new(view, "back", json_string(back));
	json_object_set_new(view, "name", json_string(sheets_text(page, sheet, "say")));
	json_object_set_new(view, "sheet_about", json_string(sheets_text(page, sheet, "about")));
	json_object_set_new(view, "day_label", json_string(sheets_text(page, sheet, "day")));
	json_object_set_new(view, "sheet_path", json_string(sheet_path(page, "")));
	return view;
}

/* Everything ------------------------------------------------------------------------------------------------------ */

static int sheets_page(struct page *page) {
	size_t list = page_add(page, OP_sheet_list, about_person(page));
	int rc = page_run(page);
	if (rc != 0)
		return rc;
	json_t *rows = page_rows(page, list);
	sheets_say(page, rows);
	json_t *view = about_view(page, N_("What is planned and done"), "");
	json_object_set_new(view, "found", sheets_groups(page, rows, GROUP_MOST));
	json_object_set_new(view, "offers", sheets_offers(page, false));
	return page_render(page, "sheets", view);
}

/* One kind -------------------------------------------------------------------------------------------------------- */

static int sheet_page(struct page *page) {
	static const struct ask_way done[] = {
		{"recorded", N_("It is recorded.")},
		{"settled", N_("It is put together. Both versions stay readable.")},
		{"void", N_("It is taken back. It stays readable as a mistake.")},
		{0},
	};
	int sheet = sheet_of(page);
	if (sheet == 0)
		return ERR_NOTFOUND;
	struct cells c = sheets_cells(page, sheet);
	size_t list = page_add(page, OP_sheet_list, in_of(page, page_param(page, "sheet"), NULL)), i;
	int bodies = sheets_ask_bodies(page, &c), rc = page_run(page);
	if (rc != 0)
		return rc;
	sheets_take_bodies(page, &c, bodies);
	json_t *rows = page_rows(page, list), *row;
	sheets_say(page, rows);
	json_array_foreach(rows, i, row)
		json_object_set_new(row, "cells", cells_say(page, &c, json_object_get(row, "says")));
	json_t *view = sheet_view(page, sheet, N_("A record of the file"), about_path(page, "/sheets"));
	json_object_set_new(view, "told", ask_told(page, done));
	json_object_set_new(view, "found", when_some(rows));
	json_object_set_new(view, "writes", json_boolean(sheets_may_write(page, sheet)));
	json_object_set_new(view, "aside", json_boolean(sheet_is_aside(page->cx->profile, sheet)));
	return page_render(page, "sheet", view);
}

/* The form -------------------------------------------------------------------------------------------------------- */

static int form_render(struct page *page, int sheet, const struct cells *c, const json_t *was, const char *id) {
	const char *back = id == NULL ? sheet_path(page, "") : sheet_path(page, arena_printf(page->cx->arena, "/%s", id));
	int64_t day = was == NULL ? day_of(page->cx->now) : page_day(was, "happened");
	json_t *precision = ask_choice(page, F_PRECISION, N_("How exact is that day?"), NULL), *supersedes = json_array();
	json_object_set_new(precision, "small", json_true());
	json_object_set_new(precision, "inline", json_true());
	ask_start(precision, was == NULL ? "day" : json_text(was, "precision"));
	json_t *view = sheet_view(page, sheet, N_("A record of the file"), back);
	const char *beside = page_query(page, "beside");
	if (id != NULL)
		json_array_append_new(supersedes, json_string(beside[0] != 0 ? id : json_text(was, "sheet_id")));
	if (beside[0] != 0)
		json_array_append_new(supersedes, json_string(beside));
	json_object_set_new(view, "correcting", json_boolean(id != NULL));
	json_object_set_new(view, "supersedes", supersedes);
	json_object_set_new(view, "day_ask", ask_day(page, F_HAPPENED, sheets_text(page, sheet, "day"), NULL, day));
	json_object_set_new(view, "precision_ask", precision);
	json_object_set_new(view, "questions", cells_ask(page, c, json_object_get(was, "says")));
	json_object_set_new(view, "keeps", json_boolean(draft_may(page, DRAFT_SHEET)));
	return page_render(page, "sheet_new", view);
}

/* Record what was posted. False: the form is drawn again. */
static bool recorded(struct page *page, const struct cells *c, int *ret_rc) {
	struct arena *a = page->cx->arena;
	json_t *in = page_form(page, OP_sheet_record), *says = NULL;
	json_object_update(in, in_of(page, page_param(page, "sheet"), NULL));
	int bad = ask_complete(page, OP_sheet_record, in);
	if (cells_form(page, c, &says) != 0 || bad != 0)
		return false;
	json_object_set_new(in, "says", says);
	size_t i = page_add(page, OP_sheet_record, in);
	int rc = page_run(page);
	if (rc != 0 && page_mend(page, rc))
		return false;
	bool beside = page_text(page, i, "beside")[0] != 0;
	*ret_rc = rc != 0 ? rc : page_redirect(page, "%s", beside
		? sheet_path(page, arena_printf(a, "/%s/beside", page_text(page, i, "sheet_id")))
		: sheet_path(page, "?done=recorded"));
	return true;
}

/* Nobody fills in a form that is refused in the end. */
static int may_write(struct page *page, int sheet) {
	int rc = page_meet(page);
	if (rc != 0 || sheets_may_write(page, sheet))
		return rc;
	return err_say(page->cx, ERR_DENIED, NULL, N_("This is recorded by other organisations."), NULL);
}

static int new_page(struct page *page) {
	int sheet = sheet_of(page);
	if (sheet == 0)
		return ERR_NOTFOUND;
	struct cells c = sheets_cells(page, sheet);
	int rc = ERR_OK;
	if (page_posted(page) && recorded(page, &c, &rc))
		return rc;
	size_t call = page->calls_n;
	page_add(page, OP_person_read, about_person(page)); /* a form about somebody who is not there would be a lie */
	int bodies = sheets_ask_bodies(page, &c);
	rc = page_run(page);
	if (rc == 0 && !json_is_true(json_object_get(page_answer(page, call), "may_open")))
		rc = ERR_NOTFOUND;
	if (rc == 0)
		rc = may_write(page, sheet);
	sheets_take_bodies(page, &c, bodies);
	return rc != 0 ? rc : form_render(page, sheet, &c, NULL, NULL);
}

/* One record ------------------------------------------------------------------------------------------------------ */

/* Reads the record of the path. ERR_NOTFOUND also where it is of another sheet. */
static int record_get(struct page *page, int *ret_sheet, struct cells *ret_c, size_t *ret_call) {
	*ret_sheet = sheet_of(page);
	if (*ret_sheet == 0)
		return ERR_NOTFOUND;
	*ret_c = sheets_cells(page, *ret_sheet);
	*ret_call = page_add(page, OP_sheet_read, in_of(page, NULL, page_param(page, "sheet_id")));
	int bodies = sheets_ask_bodies(page, ret_c), rc = page_run(page);
	sheets_take_bodies(page, ret_c, bodies);
	if (rc == 0 && !str_equal(page_text(page, *ret_call, "sheet"), page_param(page, "sheet")))
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

/* Words that are sealed and cannot be opened now would be missing in a new version. */
static bool is_shut(const struct page *page, size_t call) {
	return json_object_get(page_answer(page, call), "vault") != NULL &&
	       !json_is_null(json_object_get(page_answer(page, call), "vault"));
}

static int correct_page(struct page *page) {
	int sheet, rc;
	struct cells c;
	size_t call;
	if (page_posted(page) && sheet_of(page) != 0) {
		c = sheets_cells(page, sheet_of(page));
		if (recorded(page, &c, &rc))
			return rc;
	}
	rc = record_get(page, &sheet, &c, &call);
	if (rc != 0)
		return rc;
	if (!json_is_true(json_object_get(page_answer(page, call), "may_write")) || is_shut(page, call))
		return err_say(page->cx, ERR_DENIED, is_shut(page, call) ? "vault" : NULL, is_shut(page, call)
			? N_("Open the sealed parts of your organisation first.")
			: N_("Only the organisation that recorded it can correct it."), NULL);
	return form_render(page, sheet, &c, last_said(page_rows(page, call)), page_param(page, "sheet_id"));
}

/* Every row with what it changed of the one before it; the first says only that it was recorded. */
static json_t *history_of(const struct page *page, const struct cells *c, json_t *rows) {
	json_t *list = json_array(), *row;
	size_t i, n = json_array_size(rows);
	when_rows(page, rows);
	json_array_foreach(rows, i, row) {
		json_t *before = json_array_get(rows, i + 1);
		bool voided = json_is_true(json_object_get(row, "void")), first = i + 1 == n;
		bool moved = !first && !voided && (page_day(row, "happened") != page_day(before, "happened") ||
		                                   !str_equal(json_text(row, "precision"), json_text(before, "precision")));
		json_t *changes = first || voided ? json_array()
			: cells_compare(page, c, json_object_get(before, "says"), json_object_get(row, "says"));
		json_array_append_new(list, json_pack("{s:s, s:o, s:s, s:s, s:o}", "what",
			voided ? N_("Taken back") : first ? N_("Recorded") : N_("Corrected"), "changes", changes, "at",
			json_text(row, "at"), "org_name", json_text(row, "org_name"), "day", moved
				? json_pack("{s:s, s:O}", "happened", json_text(row, "happened"), "when", json_object_get(row, "when"))
				: json_null()));
	}
	return list;
}

static bool has_rival(json_t *rows) {
	size_t i;
	json_t *row;
	json_array_foreach(rows, i, row)
		if (json_text(row, "beside")[0] != 0)
			return true;
	return false;
}

static int record_page(struct page *page) {
	int sheet, rc;
	struct cells c;
	size_t call;
	if (page_posted(page)) {
		page_add(page, OP_sheet_void, in_of(page, NULL, page_param(page, "sheet_id")));
		rc = page_run(page);
		if (rc == 0)
			return page_redirect(page, "%s", sheet_path(page, "?done=void"));
		if (!page_mend(page, rc))
			return rc;
	}
	rc = record_get(page, &sheet, &c, &call);
	if (rc != 0)
		return rc;
	json_t *rows = page_rows(page, call), *history = history_of(page, &c, rows), *row = last_said(rows);
	bool shut = is_shut(page, call), may = json_is_true(json_object_get(page_answer(page, call), "may_write"));
	json_t *view = sheet_view(page, sheet, N_("A record of the file"), sheet_path(page, ""));
	json_object_set(view, "item", row);
	json_object_set_new(view, "cells", cells_say(page, &c, json_object_get(row, "says")));
	json_object_set_new(view, "history", history);
	json_object_set_new(view, "shut", json_boolean(shut));
	json_object_set_new(view, "corrects", json_boolean(may && !shut));
	json_object_set_new(view, "may_write", json_boolean(may));
	json_object_set_new(view, "rival", json_boolean(has_rival(rows)));
	json_object_set_new(view, "voided", json_boolean(json_is_true(json_object_get(json_array_get(rows, 0), "void"))));
	json_object_set_new(view, "href", json_string(sheet_path(page, arena_printf(page->cx->arena, "/%s",
		page_param(page, "sheet_id")))));
	return page_render(page, "sheet_record", view);
}

/* Two versions ---------------------------------------------------------------------------------------------------- */

static json_t *row_of(json_t *rows, const char *id) {
	return json_array_get(when_pick(rows, "sheet_id", id, NULL), 0);
}

/* The two that stand: saved first, saved second. ERR_CONFLICT: they were put together meanwhile. */
static int both_get(struct page *page, int *ret_sheet, struct cells *ret_c, json_t *ret_rows[2], bool *ret_shut) {
	size_t call, i;
	int rc = record_get(page, ret_sheet, ret_c, &call);
	if (rc != 0)
		return rc;
	json_t *rows = page_rows(page, call), *row;
	*ret_shut = is_shut(page, call);
	json_array_foreach(rows, i, row) /* newest first */
		if (ret_rows[1] == NULL && json_text(row, "beside")[0] != 0) {
			ret_rows[1] = row;
			ret_rows[0] = row_of(rows, json_text(row, "beside"));
		}
	return ret_rows[0] == NULL ? ERR_CONFLICT : ERR_OK;
}

/* One version is to stand for both. */
static int settle(struct page *page, json_t *const rows[2], const json_t *taken) {
	json_t *in = in_of(page, page_param(page, "sheet"), NULL);
	json_object_set(in, "happened", json_object_get(taken, "happened"));
	json_object_set(in, "precision", json_object_get(taken, "precision"));
	json_object_set(in, "says", json_object_get(taken, "says"));
	json_object_set_new(in, "supersedes", json_pack("[s, s]", json_text(rows[0], "sheet_id"),
		json_text(rows[1], "sheet_id")));
	page_add(page, OP_sheet_record, in);
	return page_run(page);
}

/* Field by field: what each says, and whether they differ. */
static json_t *compared(const struct page *page, const struct cells *c, json_t *const rows[2]) {
	json_t *lines = json_array(), *differ = cells_compare(page, c, json_object_get(rows[0], "says"),
		json_object_get(rows[1], "says")), *one;
	json_t *said[2] = {cells_say(page, c, json_object_get(rows[0], "says")),
		cells_say(page, c, json_object_get(rows[1], "says"))};
	size_t i;
	json_array_foreach(differ, i, one)
		json_array_append_new(lines, json_pack("{s:s, s:O, s:O, s:b}", "label", json_text(one, "label"), "first",
			json_object_get(one, "was"), "second", json_object_get(one, "now"), "differs", 1));
	json_array_foreach(said[0], i, one) {
		if (json_array_size(when_pick(differ, "field", json_text(one, "field"), NULL)) > 0)
			continue;
		const char *text = NULL;
		size_t k;
		json_t *word;
		json_array_foreach(json_object_get(one, "values"), k, word)
			text = text == NULL ? json_string_value(word) : arena_printf(page->cx->arena, "%s, %s", text,
				json_string_value(word));
		json_array_append_new(lines, json_pack("{s:s, s:s?, s:s?, s:b}", "label", json_text(one, "label"), "first", text,
			"second", text, "differs", 0));
	}
	return lines;
}

static int beside_page(struct page *page) {
	int sheet;
	struct cells c;
	json_t *rows[2] = {NULL, NULL};
	bool shut = false;
	int rc = both_get(page, &sheet, &c, rows, &shut);
	if (rc == ERR_CONFLICT)
		return page_redirect(page, "%s", sheet_path(page, "?done=settled"));
	if (rc != 0)
		return rc;
	const char *take = page_posted(page) ? page_field(page, "take") : "";
	if (!shut && (str_equal(take, "first") || str_equal(take, "second"))) {
		rc = settle(page, rows, rows[str_equal(take, "second")]);
		if (rc == 0)
			return page_redirect(page, "%s", sheet_path(page, "?done=settled"));
		if (!page_mend(page, rc))
			return rc;
	}
	when_rows(page, json_pack("[O, O]", rows[0], rows[1]));
	json_t *view = sheet_view(page, sheet, N_("Two versions"), sheet_path(page, ""));
	json_object_set(view, "first_row", rows[0]);
	json_object_set(view, "second_row", rows[1]);
	json_object_set_new(view, "lines", compared(page, &c, rows));
	json_object_set_new(view, "days_differ", json_boolean(page_day(rows[0], "happened") != page_day(rows[1], "happened")));
	json_object_set_new(view, "shut", json_boolean(shut));
	json_object_set_new(view, "anew", json_string(sheet_path(page, arena_printf(page->cx->arena, "/%s/correct?beside=%s",
		json_text(rows[0], "sheet_id"), json_text(rows[1], "sheet_id")))));
	return page_render(page, "sheet_beside", view);
}

const struct route routes_sheet[] = {
	{"/person/:person/sheets", sheets_page, 0},
	{"/person/:person/sheet/:sheet", sheet_page, 0},
	{"/person/:person/sheet/:sheet/new", new_page, ROUTE_POST},
	{"/person/:person/sheet/:sheet/:sheet_id", record_page, ROUTE_POST},
	{"/person/:person/sheet/:sheet/:sheet_id/correct", correct_page, ROUTE_POST},
	{"/person/:person/sheet/:sheet/:sheet_id/beside", beside_page, ROUTE_POST},
	{0},
};
