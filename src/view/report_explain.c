/* What one figure is made of, in each format: the counted references and the others, each with its reason. */
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/time.h"
#include "io/book.h"
#include "op/op.h"
#include "text/catalogue.h"
#include "text/format.h"
#include "view/report_inside.h"

static const char *string(const json_t *object, const char *key) {
	return json_string_value(json_object_get(object, key));
}

static const char *or_empty(const char *text) {
	return text == NULL ? "" : text;
}

/* The columns of its CSV: fields of a row, as the answer names them. */
static const char *const fields_of[] = {"record", "counted", "reason", "figure", "detail", "group", "happened",
	"precision", "at", "org_name"};
enum { FIELDS = sizeof fields_of / sizeof *fields_of };
enum { PAGE_ROWS = 50000, SHEET_ROWS = 500000, PRINT_ROWS = 20000 };

static const char *plain(const json_t *row, const char *field) {
	const json_t *value = json_object_get(row, field);
	return json_is_boolean(value) ? (json_is_true(value) ? "yes" : "no") : or_empty(json_string_value(value));
}

static void csv(json_t *rows, struct buf *out) {
	json_t *row;
	size_t i;
	for (size_t k = 0; k < FIELDS; k++)
		buf_printf(out, "%s%s", k > 0 ? "," : "", fields_of[k]);
	buf_char(out, '\n');
	json_array_foreach(rows, i, row)
		for (size_t k = 0; k < FIELDS; k++) {
			if (k > 0)
				buf_char(out, ',');
			report_csv_cell(out, plain(row, fields_of[k]));
			if (k == FIELDS - 1)
				buf_char(out, '\n');
		}
}

static const char *fill(struct cx *cx, const char *message, const char *name, const char *value) {
	return text_fill(cx->arena, message, (struct text_fill[]){{name, value}, {0}});
}

static const char *number(struct cx *cx, int64_t n) {
	return text_number(cx->arena, cx->lang, n);
}

static const char *label(struct cx *cx, enum list list, const char *code) {
	bool translated = false;
	int n = code == NULL ? 0 : code_find(cx->profile, list, code);
	const char *say = n == 0 ? or_empty(code) : code_label(cx->profile, list, n, cx->lang, &translated);
	return n == 0 || translated ? say : text_say(cx->lang, say);
}

/* The first letters are enough to find it again; the CSV has all of them. */
static const char *short_ref(struct cx *cx, const json_t *row) {
	return arena_printf(cx->arena, "%.12s", or_empty(string(row, "record")));
}

enum part { COUNTED, EXCLUDED, OTHER_YEARS };

static enum part part_of(const json_t *row) {
	if (json_is_true(json_object_get(row, "counted")))
		return COUNTED;
	return str_equal(string(row, "reason"), "other_year") ? OTHER_YEARS : EXCLUDED;
}

static void row_in(struct document *d, const json_t *row) {
	struct cx *cx = d->cx;
	const char *adds = string(row, "figure");
	document_row(d);
	document_cell(d, DOCUMENT_QUIET, short_ref(cx, row));
	document_cell(d, DOCUMENT_PLAIN, report_day_say(cx, string(row, "happened")));
	document_cell(d, DOCUMENT_PLAIN, or_empty(string(row, "org_name")));
	document_cell(d, DOCUMENT_PLAIN, label(cx, L_REASON, string(row, "reason")));
	document_cell(d, DOCUMENT_STRONG, adds != NULL ? report_figure_say(cx, adds, "") : part_of(row) == COUNTED ? "1" :
		"");
}

static void rows_in(struct document *d, json_t *rows, enum part part) {
	struct cx *cx = d->cx;
	const char *const titles[] = {_("Counted"), _("Not counted, and why"), _("Of other years")};
	struct document_column *columns = arena_array(cx->arena, 5, sizeof *columns);
	json_t *row;
	size_t i, n = 0;
	columns[0] = (struct document_column){_("Reference"), 17, false, COLUMN_REST};
	columns[1] = (struct document_column){_("Day"), 25, false, COLUMN_REST};
	columns[2] = (struct document_column){_("Recorded by"), 28, false, COLUMN_REST};
	columns[3] = (struct document_column){_("Why"), 25, false, COLUMN_MAIN};
	columns[4] = (struct document_column){_("Adds"), 16, true, COLUMN_VALUE};
	json_array_foreach(rows, i, row)
		n += part_of(row) == part;
	if (n == 0 && part == OTHER_YEARS)
		return;
	document_heading(d, 2, arena_printf(cx->arena, "%s: %s", titles[part], number(cx, (int64_t)n)));
	if (n == 0) {
		document_text(d, DOCUMENT_PLAIN, _("None."));
		return;
	}
	document_table(d, titles[part], columns, 5);
	json_array_foreach(rows, i, row)
		if (part_of(row) == part)
			row_in(d, row);
}

struct explained {
	struct report_definition *definition;
	const char *part, *figure, *unit, *as_of, *quoted;
	int64_t year, bodies, delivered, others;
	json_t *rows;
};

static int model(struct cx *cx, const json_t *answer, struct explained *ret) {
	struct explained e = {.figure = string(answer, "figure"), .unit = string(answer, "unit_of"),
		.as_of = string(answer, "as_of"), .quoted = string(answer, "quoted"),
		.year = json_integer_value(json_object_get(answer, "year")),
		.bodies = json_integer_value(json_object_get(answer, "bodies")),
		.delivered = json_integer_value(json_object_get(answer, "delivered")),
		.others = json_integer_value(json_object_get(answer, "others")), .rows = json_object_get(answer, "rows")};
	const char *indicator = string(answer, "indicator"), *part = string(answer, "breakdown");
	if (bug_if(cx, indicator == NULL || part == NULL || e.figure == NULL || e.unit == NULL || e.as_of == NULL ||
		!json_is_array(e.rows)))
		return ERR_BUG;
	e.definition = report_define(cx, indicator, json_integer_value(json_object_get(answer, "version")));
	e.part = report_part_say(cx, e.definition, part);
	*ret = e;
	return ERR_OK;
}

static struct document *document(struct cx *cx, const struct explained *e) {
	const char *as_of = report_day_say(cx, e->as_of);
	struct document *d = document_new(cx, fill(cx, _("How do you know? %{figure}"), "figure", e->definition->say),
		arena_printf(cx->arena, "%s, %lld", e->part, (long long)e->year),
		fill(cx, _("As recorded by the end of %{day}"), "day", as_of), e->as_of);
	document_fact(d, _("Figure"), arena_printf(cx->arena, "%s %s", report_figure_say(cx, e->figure, e->unit),
		report_unit_say(cx, e->unit)));
	document_fact(d, _("As recorded by the end of"), as_of);
	document_fact(d, _("Bodies that have reported"), report_delivered_say(cx, e->bodies, e->delivered));
	if (e->quoted != NULL)
		document_fact(d, _("Published elsewhere, not counted here"), e->quoted);
	document_text(d, DOCUMENT_QUIET,
		_("Each record stands under a reference made for this figure alone. It names nobody, and leads to no file."));
	report_define_in(d, e->definition);
	return d;
}

static int xlsx(struct cx *cx, const struct explained *e, struct buf *out) {
	static const double widths[] = {36, 10, 20, 14, 24, 18, 14, 12, 22, 34};
	struct document *d = document(cx, e);
	struct book *b = book_new(cx->arena, d->title);
	json_t *row;
	size_t i;
	book_sheet(b, _("Records"), widths, FIELDS);
	book_row(b);
	for (size_t k = 0; k < FIELDS; k++)
		book_text(b, BOOK_HEAD, fields_of[k]);
	book_heading(b);
	json_array_foreach(e->rows, i, row) {
		book_row(b);
		for (size_t k = 0; k < FIELDS; k++) {
			const char *text = plain(row, fields_of[k]);
			if (str_equal(fields_of[k], "figure") && *text != 0)
				book_figure(b, text);
			else
				book_text(b, BOOK_PLAIN, text);
		}
	}
	report_rules(d);
	report_sheet_made(b, d);
	return book_end(cx, b, out);
}

int explain_render(struct cx *cx, const json_t *answer, enum report_format format, struct buf *out) {
	struct explained e;
	int rc = model(cx, answer, &e);
	if (rc != 0)
		return rc;
	static const size_t most[REPORT_FORMATS] = {SIZE_MAX, SIZE_MAX, PAGE_ROWS, SHEET_ROWS, PRINT_ROWS};
	if (json_array_size(e.rows) > most[format])
		return err_say(cx, ERR_LIMIT, "format", N_("There are too many records for this format. Take CSV."),
			report_format_name(format));
	if (format == REPORT_CSV) {
		csv(e.rows, out);
		return ERR_OK;
	}
	if (format == REPORT_JSON)
		return report_json_put(cx, report_definition_json(e.definition), answer, out);
	if (format == REPORT_XLSX)
		return xlsx(cx, &e, out);
	struct document *d = document(cx, &e);
	for (enum part part = COUNTED; part <= OTHER_YEARS; part++)
		rows_in(d, e.rows, part);
	if (e.others > 0)
		document_text(d, DOCUMENT_QUIET, fill(cx, _("And %{n} records of other years, too many to list."), "n",
			number(cx, e.others)));
	report_rules(d);
	if (format == REPORT_PDF)
		return document_pdf(d, out);
	document_html(d, out);
	return ERR_OK;
}
