/* A report in each of its formats. */
#include <string.h>

#include "io/book.h"
#include "op/op.h"
#include "op/profile.h"
#include "text/catalogue.h"
#include "text/format.h"
#include "view/report_inside.h"

void report_csv_cell(struct buf *out, const char *text) {
	bool formula = *text != 0 && strchr("=+-@\t\r", *text) != NULL;
	if (!formula && strpbrk(text, ",\"\r\n") == NULL) {
		buf_str(out, text);
		return;
	}
	buf_char(out, '"');
	if (formula)
		buf_char(out, '\'');
	for (; *text != 0; text++) {
		if (*text == '"')
			buf_char(out, '"');
		buf_char(out, *text);
	}
	buf_char(out, '"');
}

/* The very text an edition's hash is of: cells are codes and figures, and none begins like a formula. */
static void csv(const struct report *r, struct buf *out) {
	buf_str(out, "year,indicator,breakdown,value,unit\n");
	for (size_t i = 0; i < r->n; i++) {
		const struct report_cell *c = &r->cells[i];
		const char *const cells[] = {c->indicator, c->breakdown, c->figure, c->unit};
		buf_printf(out, "%lld", (long long)c->year);
		for (size_t k = 0; k < sizeof cells / sizeof *cells; k++) {
			buf_char(out, ',');
			report_csv_cell(out, cells[k]);
		}
		buf_char(out, '\n');
	}
}

static int dump_add(const char *piece, size_t n, void *to) {
	struct buf *out = to;
	if (n >= out->ceiling - out->n)
		return -1;
	buf_add(out, piece, n);
	return 0;
}

/* Straight into `out`: whoever calls may have given jansson an allocator of its own. */
static int dump(struct cx *cx, json_t *json, struct buf *out) {
	size_t before = out->n;
	int rc = json_dump_callback(json, dump_add, out, JSON_INDENT(1)) == 0 ? dump_add("\n", 1, out) : -1;
	json_decref(json);
	if (rc == 0)
		return ERR_OK;
	out->n = before;
	out->at[before] = 0;
	return err_say(cx, ERR_LIMIT, NULL, err_kinds[ERR_LIMIT].say, NULL);
}

/* What a figure's definition says, and its eleven keys as the profile has them. */
json_t *report_definition_json(const struct report_definition *d) {
	json_t *json = json_pack("{s:s, s:s?, s:s?, s:I}", "say", d->say, "definition", d->text, "source", d->source,
		"version", (json_int_t)d->version);
	for (size_t i = 0; report_keys[i] != NULL; i++) {
		json_t *value = json_object_get(d->json, report_keys[i]);
		json_object_set_new(json, report_keys[i], value == NULL ? json_null() : json_deep_copy(value));
	}
	if (d->json != NULL && d->version != d->today)
		json_object_set_new(json, "version_today", json_integer(d->today));
	return json;
}

int report_json_put(struct cx *cx, json_t *definition, const json_t *answer, struct buf *out) {
	json_t *copy = json_copy((json_t *)answer); /* the answer itself is not changed */
	json_object_set_new(copy, "definition", definition);
	return dump(cx, copy, out);
}

static int json(struct cx *cx, const struct report *r, const json_t *answer, struct buf *out) {
	json_t *copy = json_copy((json_t *)answer), *rows = json_array();
	for (size_t i = 0; i < r->n; i++) {
		json_t *row = json_copy(json_array_get(json_object_get(answer, "rows"), i));
		json_object_set_new(row, "definition", report_definition_json(r->cells[i].definition));
		json_array_append_new(rows, row);
	}
	json_object_set_new(copy, "rows", rows);
	json_object_set_new(copy, "say", json_string(r->say));
	return dump(cx, copy, out);
}

static const char *fill(struct cx *cx, const char *message, const char *name, const char *value) {
	return text_fill(cx->arena, message, (struct text_fill[]){{name, value}, {0}});
}

static const char *edition_say(struct cx *cx, const struct report *r) {
	return text_fill(cx->arena, _("%{edition}, frozen on %{when}"), (struct text_fill[]){
		{"edition", text_number(cx->arena, cx->lang, r->edition)}, {"when", r->frozen_say == NULL ? "" : r->frozen_say},
			{0}});
}

static const char *counts_say(struct cx *cx, const struct report *r) {
	return text_fill(cx->arena, _("%{all}, of which not reported: %{missing}"), (struct text_fill[]){
		{"all", text_number(cx->arena, cx->lang, (int64_t)r->n)},
		{"missing", text_number(cx->arena, cx->lang, (int64_t)r->missing)}, {0}});
}

static const char *subtitle(struct cx *cx, const struct report *r) {
	return fill(cx, _("Figures for %{year}"), "year", arena_printf(cx->arena, "%lld", (long long)r->year));
}

static const char *foot(struct cx *cx, const struct report *r) {
	const char *as_of = fill(cx, _("As recorded by the end of %{day}"), "day", r->as_of_say);
	return arena_printf(cx->arena, "%s \u00b7 %s", as_of, r->edition == 0 ? _("a working copy, not frozen")
		: fill(cx, _("edition %{edition}"), "edition", text_number(cx->arena, cx->lang, r->edition)));
}

static void rows_in(struct document *d, const struct report *r, const char *group) {
	struct cx *cx = d->cx;
	const char *head = NULL;
	for (size_t i = 0; i < r->n; i++) {
		const struct report_cell *c = &r->cells[i];
		if (strcmp(c->definition->group, group) != 0)
			continue;
		if (head == NULL || strcmp(head, c->indicator) != 0)
			document_head(d, c->definition->say);
		head = c->indicator;
		document_row(d);
		document_cell(d, DOCUMENT_QUIET, arena_printf(cx->arena, "%zu", c->n));
		document_cell(d, DOCUMENT_PLAIN, c->part_say);
		document_cell(d, DOCUMENT_PLAIN, arena_printf(cx->arena, "%lld", (long long)c->year));
		document_cell(d, c->missing ? DOCUMENT_MISSING : DOCUMENT_STRONG, c->figure_say);
		document_cell(d, DOCUMENT_PLAIN, c->unit_say);
		document_cell(d, c->delivered < c->bodies ? DOCUMENT_STRONG : DOCUMENT_QUIET,
			report_delivered_say(cx, c->bodies, c->delivered));
		if (c->quoted != NULL)
			document_note(d, fill(cx, _("Published elsewhere, not counted here: %{values}"), "values", c->quoted));
	}
}

static bool has_group(const struct report *r, const char *group) {
	for (size_t i = 0; i < r->n; i++)
		if (strcmp(r->cells[i].definition->group, group) == 0)
			return true;
	return false;
}

/* The order of the report: a group stands where its first figure does. */
static void tables_in(struct document *d, const struct report *r) {
	struct cx *cx = d->cx;
	struct document_column *columns = arena_array(cx->arena, 6, sizeof *columns);
	columns[0] = (struct document_column){_("Row"), 9, true, COLUMN_REST};
	columns[1] = (struct document_column){_("What is counted"), 37, false, COLUMN_MAIN};
	columns[2] = (struct document_column){_("Year"), 8, true, COLUMN_REST};
	columns[3] = (struct document_column){_("Figure"), 17, true, COLUMN_VALUE};
	columns[4] = (struct document_column){_("Measured in"), 17, false, COLUMN_REST};
	columns[5] = (struct document_column){_("Reported"), 12, false, COLUMN_REST};
	bool done[REPORT_GROUPS] = {false};
	for (size_t i = 0; i < r->n; i++)
		for (size_t g = 0; g < REPORT_GROUPS; g++) {
			if (done[g] || strcmp(r->cells[i].definition->group, report_groups[g].code) != 0 ||
				!has_group(r, report_groups[g].code))
				continue;
			done[g] = true;
			const char *title = text_say(cx->lang, report_groups[g].say);
			document_heading(d, 2, title);
			document_table(d, title, columns, 6);
			rows_in(d, r, report_groups[g].code);
		}
}

void report_rules(struct document *d) {
	struct cx *cx = d->cx;
	document_heading(d, 2, _("How these figures were made"));
	document_text(d, DOCUMENT_PLAIN, _("Every figure is counted from records of single cases and events, by a "
		"definition that is written down before. Nothing is typed in."));
	document_text(d, DOCUMENT_PLAIN, _("Nought is not silence. A figure is 0 only if every body that answers for it "
		"has reported for that time. Otherwise it is “not reported”: then nobody knows whether there were none."));
	document_text(d, DOCUMENT_PLAIN, _("What others published is quoted with its source beside a figure, and is "
		"never mixed with what is counted here."));
	document_text(d, DOCUMENT_PLAIN, _("“As recorded by the end of” a day: counted from what had been recorded by "
		"then. What is recorded or corrected later changes later reports, and this one can be counted again as it "
		"was."));
}

void report_define_in(struct document *d, const struct report_definition *what) {
	struct cx *cx = d->cx;
	document_heading(d, 3, what->say);
	if (what->json == NULL || what->version != what->today)
		document_text(d, DOCUMENT_QUIET, fill(cx,
			_("Counted by version %{version} of its definition, which is not today’s."), "version",
			text_number(cx->arena, cx->lang, what->version)));
	if (what->text != NULL)
		document_text(d, DOCUMENT_PLAIN, what->text);
	struct buf line = buf_new(cx->arena, 64 << 10);
	if (what->source != NULL)
		buf_printf(&line, "%s: %s. ", _("Source"), what->source);
	if (what->answers != NULL)
		buf_printf(&line, "%s: %s. ", _("What has to be reported for it"), what->answers);
	buf_printf(&line, "%s: %s, %s %s.", _("Definition"), what->code, _("version"),
	           text_number(cx->arena, cx->lang, what->version));
	document_text(d, DOCUMENT_QUIET, line.at);
}

static struct document *document(struct cx *cx, const struct report *r) {
	struct document *d = document_new(cx, r->say, subtitle(cx, r), foot(cx, r), r->as_of);
	if (r->about != NULL)
		document_text(d, DOCUMENT_PLAIN, r->about);
	document_fact(d, _("As recorded by the end of"), r->as_of_say);
	document_fact(d, _("Figures"), counts_say(cx, r));
	document_fact(d, _("Edition"), r->edition == 0 ? _("none: a working copy, not frozen") : edition_say(cx, r));
	if (r->edition != 0) {
		document_fact(d, _("Counted again"), r->unchanged ? _("the same to the byte") :
			_("differs from the frozen text"));
		document_fact(d, _("BLAKE2b-256 of its CSV"), r->hash);
	}
	document_text(d, DOCUMENT_QUIET,
		_("“Reported” says how many of the bodies that answer for a figure have reported for its "
		"year. “Row” is the row of the CSV file."));
	tables_in(d, r);
	document_heading(d, 2, _("What each figure counts"));
	for (size_t i = 0; i < r->definitions_n; i++)
		report_define_in(d, r->definitions[i]);
	report_rules(d);
	return d;
}

static void sheet_figures(struct cx *cx, const struct report *r, struct book *b) {
	static const double widths[] = {6, 34, 30, 8, 16, 14, 12, 12, 44, 30, 26, 16};
	const char *const heads[] = {_("Row"), _("Figure"), _("What is counted"), _("Year"), _("Value"), _("Measured in"),
		_("Bodies that answer"), _("of them reported"), _("Note"), "indicator", "breakdown", "unit"};
	book_sheet(b, _("Figures"), widths, sizeof widths / sizeof *widths);
	book_row(b);
	for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
		book_text(b, BOOK_HEAD, heads[i]);
	book_heading(b);
	for (size_t i = 0; i < r->n; i++) {
		const struct report_cell *c = &r->cells[i];
		book_row(b);
		book_number(b, (int64_t)c->n);
		book_text(b, BOOK_PLAIN, c->definition->say);
		book_text(b, BOOK_PLAIN, c->part_say);
		book_number(b, c->year);
		book_figure(b, c->missing ? c->figure_say : c->figure);
		book_text(b, BOOK_PLAIN, c->unit_say);
		book_number(b, c->bodies);
		book_number(b, c->delivered);
		struct buf note = buf_new(cx->arena, 8192);
		if (c->missing)
			buf_str(&note, _("Nought is not silence: not every body that answers for it has reported. "));
		if (strcmp(c->figure_say, c->figure) != 0 && !c->missing &&
			strspn(c->figure, "0123456789.") == strlen(c->figure) &&
			strcmp(c->figure_say, report_figure_say(cx, c->figure, "")) != 0)
			buf_printf(&note, "%s. ", c->figure_say); /* "about 1,350" */
		if (c->quoted != NULL)
			buf_str(&note, fill(cx, _("Published elsewhere, not counted here: %{values}"), "values", c->quoted));
		book_text(b, BOOK_QUIET, note.at);
		book_text(b, BOOK_QUIET, c->indicator);
		book_text(b, BOOK_QUIET, c->breakdown);
		book_text(b, BOOK_QUIET, c->unit);
	}
}

/* A value of the profile as one word or some. */
static const char *key_say(struct cx *cx, json_t *value) {
	if (json_is_string(value))
		return json_string_value(value);
	if (json_is_object(value))
		return profile_say(value, cx->lang);
	struct buf b = buf_new(cx->arena, 4096);
	json_t *one;
	size_t i;
	json_array_foreach(value, i, one)
		buf_printf(&b, "%s%s", i > 0 ? ", " : "", json_string_value(one) == NULL ? "" : json_string_value(one));
	return b.at;
}

static void sheet_definitions(struct cx *cx, const struct report *r, struct book *b) {
	static const double widths[] = {30, 34, 60, 30, 9, 12, 18, 18, 12, 12, 12, 12, 12, 14, 12, 14};
	const char *const heads[] = {"indicator", _("Figure"), _("Definition"), _("Source"), _("version")};
	book_sheet(b, _("Definitions"), widths, sizeof widths / sizeof *widths);
	book_row(b);
	for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
		book_text(b, BOOK_HEAD, heads[i]);
	for (size_t i = 0; report_keys[i] != NULL; i++)
		book_text(b, BOOK_HEAD, report_keys[i]);
	book_heading(b);
	for (size_t i = 0; i < r->definitions_n; i++) {
		const struct report_definition *d = r->definitions[i];
		book_row(b);
		book_text(b, BOOK_QUIET, d->code);
		book_text(b, BOOK_STRONG, d->say);
		book_text(b, BOOK_PLAIN, d->text == NULL ? "" : d->text);
		book_text(b, BOOK_PLAIN, d->source == NULL ? "" : d->source);
		book_number(b, d->version);
		for (size_t k = 0; report_keys[k] != NULL; k++)
			book_text(b, BOOK_QUIET, key_say(cx, json_object_get(d->json, report_keys[k])));
	}
}

void report_sheet_made(struct book *b, const struct document *d) {
	static const double widths[] = {34, 100};
	struct cx *cx = d->cx;
	book_sheet(b, _("How made"), widths, 2);
	book_row(b);
	book_text(b, BOOK_TITLE, d->title);
	book_row(b);
	book_text(b, BOOK_STRONG, d->subtitle);
	for (const struct document_block *at = d->blocks; at != NULL; at = at->next) {
		if (at->kind == BLOCK_FACTS)
			for (const struct document_row *row = at->rows; row != NULL; row = row->next) {
				book_row(b);
				book_text(b, BOOK_STRONG, row->cells[0].text);
				book_text(b, BOOK_PLAIN, row->cells[1].text);
			}
		if (at->kind == BLOCK_TEXT && at->style == DOCUMENT_PLAIN) {
			book_row(b);
			book_skip(b);
			book_text(b, BOOK_PLAIN, at->text);
		}
	}
}

static int xlsx(struct cx *cx, const struct report *r, struct buf *out) {
	struct document *d = document_new(cx, r->say, subtitle(cx, r), "", r->as_of);
	document_fact(d, _("As recorded by the end of"), r->as_of_say);
	document_fact(d, _("Figures"), counts_say(cx, r));
	document_fact(d, _("Edition"), r->edition == 0 ? _("none: a working copy, not frozen") : edition_say(cx, r));
	if (r->edition != 0)
		document_fact(d, _("BLAKE2b-256 of its CSV"), r->hash);
	report_rules(d);
	struct book *b = book_new(cx->arena, r->say);
	sheet_figures(cx, r, b);
	sheet_definitions(cx, r, b);
	report_sheet_made(b, d);
	return book_end(cx, b, out);
}

int report_render(struct cx *cx, const json_t *answer, enum report_format format, struct buf *out) {
	struct report r;
	int rc = report_model(cx, answer, &r);
	if (rc != 0)
		return rc;
	switch (format) {
	case REPORT_CSV: csv(&r, out); return ERR_OK;
	case REPORT_JSON: return json(cx, &r, answer, out);
	case REPORT_HTML: document_html(document(cx, &r), out); return ERR_OK;
	case REPORT_XLSX: return xlsx(cx, &r, out);
	case REPORT_PDF: return document_pdf(document(cx, &r), out);
	default: return bug_if(cx, "no such format");
	}
}
