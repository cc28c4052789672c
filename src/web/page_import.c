/*
 * An organisation's list comes in: read here and now, its good rows are laid ready at the keeper, and a page says what
 * is wrong with the others. Written is what somebody then says yes to. A worker keeps nothing between two requests.
 */
#include <setjmp.h>
#include <string.h>

#include "base/arena.h"
#include "base/blake.h"
#include "base/str.h"
#include "intake/intake.h"
#include "intake/row.h"
#include "op/profile.h"
#include "op/register.h"
#include "text/catalogue.h"
#include "text/format.h"
#include "web/ask.h"
#include "web/figures.h"
#include "web/route.h"

enum {
	BAD_SHOWN = 100,           /* wrong cells on the page */
	BAD_KEPT = 2000,           /* and in the list to take along */
	BAD_BYTES = 600 << 10,
	CHUNK_ARENA = 48 << 20,
	AGAIN_SECONDS = 2,         /* after which a page of a running import asks again */
};

static const char *const kinds[][2] = {
	{"persons", N_("Persons: signs, decisions, what is known")},
	{"services", N_("Help given to persons")},
	{"links", N_("Which records are of one person")},
	{"returns", N_("What is complete: returns")},
};

struct upload {
	struct page *page;
	struct intake *intake;
	const char *import; /* its reference, once begun */
	json_t *bad;
	struct buf csv;     /* what was wrong, to take along */
	size_t bad_n;
	uint16_t chunk;
	struct arena *arena; /* of one message to the keeper, forgotten after it */
};

/* What a list may be: the four kinds about persons, and the registers this organisation keeps. */
static json_t *kinds_of(const struct page *page, json_t *registers) {
	json_t *list = json_array(), *row;
	size_t i;
	for (i = 0; i < sizeof kinds / sizeof *kinds; i++)
		json_array_append_new(list, json_pack("{s:s, s:s}", "code", kinds[i][0], "label",
			text_say(page->cx->lang, kinds[i][1])));
	json_array_foreach(registers, i, row)
		if (json_is_true(json_object_get(row, "may_write")))
			json_array_append_new(list, json_pack("{s:s, s:s}", "code", json_text(row, "register"), "label",
				json_text(row, "register_label")));
	return list;
}

static const char *kind_say(const struct page *page, const char *kind) {
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (str_equal(kinds[i][0], kind))
			return text_say(page->cx->lang, kinds[i][1]);
	return page_label(page, L_REGISTER, kind);
}

static void say_imports(const struct page *page, json_t *rows) {
	size_t i;
	json_t *row;
	json_array_foreach(rows, i, row) {
		json_object_set_new(row, "kind_say", json_string(kind_say(page, json_text(row, "kind"))));
		json_object_set_new(row, "waiting", json_boolean(str_equal(json_text(row, "import_state"), "open")));
	}
}

/* The form, with what was done before below it. */
static int form_view(struct page *page) {
	size_t list = page_add(page, OP_import_list, NULL), registers = page_try(page, OP_register_list, NULL);
	struct err err = page->cx->err;
	int rc = page_run(page);
	if (rc != 0)
		return rc;
	page->cx->err = err;
	json_t *kind = ask_rows(page, F_KIND, N_("What does the list hold?"), NULL,
		kinds_of(page, page_rows(page, registers)), "code",
	                        "label");
	const char *wrong = NULL;
	size_t i;
	json_t *error;
	json_array_foreach(page->errors, i, error)
		if (!str_equal(json_text(error, "field"), "kind")) { /* whatever else is wrong, it is the file's fault */
			json_object_set_new(error, "href", json_string("#file"));
			wrong = json_text(error, "text");
		}
	say_imports(page, page_rows(page, list));
	return page_render(page, "import", json_pack("{s:s, s:o, s:s?, s:b, s:O, s:b}", "title", N_("Bring in a list"),
		"kind", kind, "wrong_file", wrong, "whole", page_field(page, "whole")[0] != 0, "imports", page_rows(page, list),
		"any_import", json_array_size(page_rows(page, list)) > 0));
}

static void csv_cell(struct buf *out, const char *s, char after) {
	buf_char(out, '"');
	if (s[0] != 0 && strchr("=+-@\t\r", s[0]) != NULL)
		buf_char(out, '\''); /* no spreadsheet takes it for a formula */
	for (; *s != 0; s++) {
		if (*s == '"')
			buf_char(out, '"');
		buf_char(out, *s);
	}
	buf_char(out, '"');
	buf_char(out, after);
}

static void csv_line(struct buf *out, const char *row, const char *column, const char *value, const char *rule) {
	csv_cell(out, row, ',');
	csv_cell(out, column, ',');
	csv_cell(out, value, ',');
	csv_cell(out, rule, '\n');
}

static void csv_head(struct cx *cx, struct buf *out) {
	*out = buf_new(cx->arena, HTTP_ANSWER_MAX);
	csv_line(out, _("Row"), _("Column"), _("Value"), _("What is wrong"));
}

static int take_bad(struct cx *cx, const struct intake_bad *bad, void *arg) {
	struct upload *u = arg;
	page_memory(cx->arena); /* while a file is read, JSON is malloc's */
	const char *line = arena_printf(cx->arena, "%lld", (long long)bad->line), *rule = text_say(cx->lang, bad->rule);
	u->bad_n++;
	if (json_array_size(u->bad) < BAD_SHOWN)
		json_array_append_new(u->bad, json_pack("{s:s, s:s, s:s, s:s}", "row", line, "column", bad->column, "value",
			bad->value,
		                                        "rule", rule));
	if (u->bad_n <= BAD_KEPT && u->csv.n < BAD_BYTES)
		csv_line(&u->csv, line, bad->column, bad->value, rule);
	page_memory(NULL);
	return ERR_OK;
}

/* The key of a message: the form's own, moved on, so that a form sent twice brings its rows once. */
static const char *chunk_key(struct upload *u) {
	struct ref key;
	if (!ref_parse(page_field(u->page, "key"), &key))
		return NULL;
	u->chunk++;
	key.at[0] = (uint8_t)(key.at[0] ^ (u->chunk >> 8));
	key.at[1] = (uint8_t)(key.at[1] ^ (u->chunk & 0xff));
	return ref_text(u->page->cx->arena, &key);
}

static int send_rows(struct upload *u, const char *rows) {
	struct page *page = u->page;
	const char *key = chunk_key(u);
	json_t *call = json_pack("{s:s, s:{s:s, s:s}}", "op", ops[OP_import_add].name, "in", "import", u->import,
		"rows_json", rows);
	if (key != NULL)
		json_object_set_new(call, "key", json_string(key));
	json_t *request = json_pack("{s:s, s:s, s:[o], s:s, s:s}", "lang", page->cx->lang, "face", "page", "calls", call,
		"session", page->session, "csrf", page_field(page, "csrf")), *answer = NULL;
	int rc = page_ask(page->cx, page->wire, request, &answer);
	const json_t *error = json_object_get(json_array_get(json_object_get(answer, "answers"), 0), "error");
	return rc != 0 || error == NULL ? rc : page_say_error(page->cx, error);
}

/* Rows go to the keeper as they come; what a message needs is forgotten after it, so that a long list needs no more
   memory than a short one. */
static int take_rows(struct cx *cx, const char *json, size_t rows, void *arg) {
	struct upload *u = arg;
	struct arena *whole = cx->arena;
	jmp_buf trap;
	volatile int rc = ERR_LIMIT;
	(void)rows;
	cx->arena = u->arena;
	page_memory(u->arena);
	arena_trap(u->arena, &trap);
	if (setjmp(trap) == 0)
		rc = send_rows(u, json);
	if (rc != 0) { /* what it says must outlive the message */
		struct err err = cx->err;
		err.field = err.field == NULL ? NULL : arena_strdup(whole, err.field);
		err.rule = err.rule == NULL ? NULL : arena_strdup(whole, err.rule);
		err.value = err.value == NULL ? NULL : arena_strdup(whole, err.value);
		cx->err = err;
	}
	cx->arena = whole;
	page_memory(NULL);
	arena_reset(u->arena);
	return rc;
}

static const struct form_field *file_of(const struct page *page) {
	for (size_t i = 0; i < page->posted.n; i++)
		if (str_equal(page->posted.fields[i].name, "file") && page->posted.fields[i].file != NULL)
			return &page->posted.fields[i];
	return NULL;
}

/* Whose list it is: the organisation of the reader, and its kind. */
static int whose(struct page *page, struct intake_as *as) {
	size_t call = page_add(page, OP_org_list, NULL), i;
	int rc = page_run(page);
	if (rc != 0)
		return rc;
	json_t *row;
	as->kind = page_field(page, "kind");
	as->org = json_text(page->who, "org");
	json_array_foreach(page_rows(page, call), i, row)
		if (str_equal(json_text(row, "org"), as->org))
			as->org_kind = code_find(page->cx->profile, L_ORG_KIND, json_text(row, "org_kind"));
	return ERR_OK;
}

/* Read the file once; `to` says what is done with it. */
static int read_file(struct upload *u, const struct intake_as *as, const struct intake_to *to) {
	struct cx *cx = u->page->cx;
	const struct form_field *file = file_of(u->page);
	page_memory(NULL); /* what reads a file frees what it makes, row by row */
	intake_free(u->intake);
	u->intake = NULL;
	int rc = intake_new(cx, as, to, &u->intake);
	if (rc == 0)
		rc = table_read_bytes(cx, (struct blob){file->value, file->n}, intake_take, u->intake);
	if (rc == 0)
		rc = intake_end(cx, u->intake);
	page_memory(cx->arena);
	return rc;
}

/* Lay the good rows ready. */
static int lay_ready(struct upload *u, const struct intake_as *as) {
	struct page *page = u->page;
	const struct form_field *file = file_of(page);
	char hash[BLAKE_TEXT];
	size_t call = page_add(page, OP_import_begin, json_pack("{s:s, s:s, s:I, s:b}", "kind", as->kind, "file_hash",
		blake_hex(hash, file->value, file->n), "rows_n", (json_int_t)intake_sum(u->intake).good, "whole",
		page_field(page, "whole")[0] != 0));
	int rc = page_run(page);
	if (rc != 0)
		return rc;
	u->import = page_text(page, call, "import");
	u->arena = arena_new(CHUNK_ARENA);
	rc = read_file(u, as, &(struct intake_to){.rows = take_rows, .arg = u});
	arena_free(u->arena);
	u->arena = NULL;
	return rc;
}

static const char *fates(enum intake_fate fate) {
	return fate == INTAKE_TAKEN ? "taken" : fate == INTAKE_NOT_STORED ? "not_stored" : fate == INTAKE_REPEATED ?
		"repeated" : "unknown";
}

static json_t *columns(const struct upload *u) {
	const struct intake_column *at = NULL;
	size_t n = intake_columns(u->intake, &at);
	json_t *all = json_pack("{s:[], s:[], s:[], s:[]}", "taken", "not_stored", "repeated", "unknown");
	for (size_t i = 0; i < n; i++)
		json_array_append_new(json_object_get(all, fates(at[i].fate)), json_string(at[i].heading[0] != 0 ? at[i].heading
			: text_say(u->page->cx->lang, N_("a column without a heading"))));
	for (int i = INTAKE_TAKEN; i <= INTAKE_UNKNOWN; i++) {
		const char *fate = fates((enum intake_fate)i);
		json_t *list = json_object_get(all, fate);
		if (json_array_size(list) == 0)
			json_object_set_new(all, fate, json_null());
		else
			json_object_set_new(all, fate, json_pack("{s:O}", "rows", list));
	}
	return all;
}

/* The file is read, its rows wait: what is in it, and whether they shall be written. */
static int preview(struct upload *u, const struct intake_as *as) {
	struct page *page = u->page;
	struct intake_sum sum = intake_sum(u->intake);
	bool whole = page_field(page, "whole")[0] != 0;
	return page_render(page, "import_preview",
		json_pack("{s:s, s:s, s:s, s:s, s:I, s:I, s:I, s:o, s:O, s:I, s:b, s:s, s:b, s:s?}", "title",
		N_("What the list holds"), "back", "/import", "kind_say", kind_say(page, as->kind), "file", file_of(page)->file,
		"rows_n", (json_int_t)sum.rows, "good_n", (json_int_t)sum.good, "bad_n", (json_int_t)sum.bad, "columns",
		columns(u), "bad", u->bad, "bad_more", (json_int_t)(u->bad_n - json_array_size(u->bad)), "any_bad",
		u->bad_n > 0, "csv", u->csv.at, "stopped", whole && sum.bad > 0, "import", u->import));
}

static int upload(struct page *page) {
	struct cx *cx = page->cx;
	struct upload u = {.page = page, .bad = json_array()};
	struct intake_as as = {0};
	const struct form_field *file = file_of(page);
	if (file == NULL || file->n == 0)
		return err_say(cx, ERR_INVALID, "file", N_("Choose a file: CSV or XLSX."), NULL);
	int rc = whose(page, &as);
	if (rc != 0)
		return rc;
	if (as.kind[0] == 0)
		return err_say(cx, ERR_INVALID, "kind", N_("Say what the list holds."), NULL);
	csv_head(cx, &u.csv);
	rc = read_file(&u, &as, &(struct intake_to){.bad = take_bad, .arg = &u});
	bool stopped = page_field(page, "whole")[0] != 0 && rc == 0 && intake_sum(u.intake).bad > 0;
	if (rc == 0 && !stopped && intake_sum(u.intake).good > 0)
		rc = lay_ready(&u, &as);
	if (rc == 0)
		rc = preview(&u, &as);
	page_memory(NULL);
	intake_free(u.intake);
	page_memory(cx->arena);
	return rc;
}

static int import_page(struct page *page) {
	if (!page_posted(page))
		return form_view(page);
	int rc = upload(page);
	if (rc == 0)
		return rc;
	if (rc == ERR_NOTFOUND) /* a kind nobody knows: a form that was changed by hand */
		rc = err_say(page->cx, ERR_INVALID, "kind", N_("Say what the list holds."), NULL);
	if (rc == ERR_LIMIT)
		rc = err_say(page->cx, ERR_INVALID, "file",
			N_("The file holds more than can be read at once. Send it in parts."), NULL);
	if (!page_mend(page, rc))
		return rc;
	page->first = page->calls_n = 0; /* what was asked before stands in no answer */
	return form_view(page);
}

/* One import: waiting, running, done. */
static int one_page(struct page *page) {
	const char *import = page_param(page, "import");
	if (page_posted(page)) {
		bool stop = str_equal(page_field(page, "do"), "cancel");
		page_add(page, stop ? OP_import_cancel : OP_import_run, json_pack("{s:s}", "import", import));
		int rc = page_run(page);
		if (rc == 0)
			return page_redirect(page, "/import/%s", import);
		if (!page_mend(page, rc))
			return rc;
	}
	size_t call = page_add(page, OP_import_read, json_pack("{s:s}", "import", import));
	int rc = page_run(page);
	if (rc != 0)
		return rc;
	json_t *answer = page_answer(page, call), *rows = page_rows(page, call), *some = json_array(), *row;
	const char *state = json_text(answer, "import_state");
	bool running = str_equal(state, "running") || str_equal(state, "checking");
	int64_t rows_n = json_integer_value(json_object_get(answer, "rows_n")),
		done = json_integer_value(json_object_get(answer, "done_n"));
	size_t i;
	json_array_foreach(rows, i, row) {
		json_object_set_new(row, "rule", json_string(text_say(page->cx->lang, json_text(row, "rule"))));
		if (json_array_size(some) < BAD_SHOWN)
			json_array_append(some, row);
	}
	say_imports(page, json_pack("[O]", answer));
	json_t *view = json_pack("{s:s, s:s, s:s, s:O, s:b, s:b, s:b, s:b, s:o, s:I, s:I, s:b}", "title",
		N_("A list brought in"), "back", "/import", "import", import, "it", answer, "waits", str_equal(state, "open"),
		"running", running, "done", str_equal(state, "done"), "refused", str_equal(state, "refused"), "bad", some,
		"bad_more", (json_int_t)(json_array_size(rows) - json_array_size(some)), "percent",
		(json_int_t)(rows_n == 0 ? 0 : done * 100 / rows_n), "any_bad", json_array_size(rows) > 0);
	if (running)
		json_object_set_new(view, "again", json_integer(AGAIN_SECONDS));
	return page_render(page, "import_one", view);
}

/* What the keeper found wrong, as a list to take along. */
static int errors_page(struct page *page) {
	struct cx *cx = page->cx;
	size_t call = page_add(page, OP_import_read, json_pack("{s:s}", "import", page_param(page, "import"))), i;
	int rc = page_run(page);
	if (rc != 0)
		return rc;
	struct buf csv;
	json_t *row;
	csv_head(cx, &csv);
	json_array_foreach(page_rows(page, call), i, row)
		csv_line(&csv, arena_printf(cx->arena, "%lld", (long long)json_integer_value(json_object_get(row, "row"))),
		         json_text(row, "column"), "", text_say(cx->lang, json_text(row, "rule")));
	figures_attach(page, "text/csv; charset=utf-8", "errors.csv", &csv);
	return ERR_OK;
}

/* The list of wrong cells that a preview showed comes back with the press of its button, and is saved. */
static int keep_page(struct page *page) {
	int rc = page_meet(page);
	if (rc != 0)
		return rc;
	const char *text = page_field(page, "csv");
	struct buf csv = buf_new(page->cx->arena, HTTP_ANSWER_MAX);
	if (!page_posted(page) || text[0] == 0 || page->who == NULL)
		return ERR_NOTFOUND;
	buf_str(&csv, text);
	figures_attach(page, "text/csv; charset=utf-8", "errors.csv", &csv);
	return ERR_OK;
}

const struct route routes_import[] = {
	{"/import", import_page, ROUTE_POST | ROUTE_UPLOAD},
	{"/import/errors", keep_page, ROUTE_POST},
	{"/import/:import", one_page, ROUTE_POST},
	{"/import/:import/errors", errors_page, 0},
	{0},
};
