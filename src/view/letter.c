#include "view/letter.h"

#include "base/str.h"
#include "base/time.h"
#include "op/processing.h"
#include "text/catalogue.h"
#include "text/format.h"
#include "view/processing.h"

static const char *text_at(const json_t *object, const char *key) {
	const char *text = json_string_value(json_object_get(object, key));
	return text == NULL ? "" : text;
}

static const json_t *paper_of(const struct profile *p, const char *which) {
	return json_object_get(profile_papers(p), which);
}

static const char *say(const struct cx *cx, const json_t *paper, const char *key) {
	const char *text = profile_say(json_object_get(paper, key), cx->lang);
	return text == NULL ? "" : text;
}

static const char *fill(struct cx *cx, const char *text, const char *name, const char *value) {
	const struct text_fill fills[] = {{name, value}, {0}};
	return text_fill(cx->arena, text, fills);
}

static struct document *begin(struct cx *cx, const char *title) {
	return document_new(cx, title, "", "", day_text(cx->arena, day_of(cx->now)));
}

/* Texts of a list as paragraphs, %{day} filled with today. */
static void paragraphs(struct document *d, const json_t *list) {
	struct cx *cx = d->cx;
	const json_t *one;
	size_t i;
	json_array_foreach((json_t *)list, i, one)
		document_text(d, DOCUMENT_PLAIN, fill(cx, profile_say(one, cx->lang), "day",
			text_day(cx->arena, cx->lang, day_of(cx->now))));
}

static struct document_column *columns_of(struct cx *cx, const json_t *paper, const int *widths, size_t n) {
	struct document_column *columns = arena_array(cx->arena, n, sizeof *columns);
	const json_t *heads = json_object_get(paper, "columns");
	for (size_t i = 0; i < n; i++)
		columns[i] = (struct document_column){.title = profile_say(json_array_get(heads, i), cx->lang), .width = widths[i],
			.role = i == 0 ? COLUMN_MAIN : COLUMN_REST};
	for (size_t i = 0; i < n; i++)
		columns[i].title = columns[i].title == NULL ? "" : columns[i].title;
	return columns;
}

/* What she agrees to ----------------------------------------------------------------------------------------------- */

struct document *letter_consent(struct cx *cx, const json_t *answer) {
	const json_t *row, *rows = json_object_get(answer, "rows");
	struct document *d = NULL;
	size_t i;
	json_array_foreach((json_t *)rows, i, row) {
		const char *section = text_at(row, "section"), *line = text_at(row, "line");
		if (d == NULL)
			d = begin(cx, line); /* the first row is the title */
		else if (str_equal(section, "scope_title") || str_equal(section, "change_title"))
			document_heading(d, 2, line);
		else
			document_text(d, str_equal(section, "named") ? DOCUMENT_QUIET : str_equal(section, "ask") ? DOCUMENT_STRONG
				: DOCUMENT_PLAIN, str_equal(section, "scope") ? arena_printf(cx->arena, "[   ] %s", line) : line);
	}
	return d == NULL ? begin(cx, "") : d;
}

/* That a time runs ------------------------------------------------------------------------------------------------ */

struct document *letter_clock(struct cx *cx, const json_t *answer) {
	const json_t *row, *rows = json_object_get(answer, "rows");
	struct document *d = NULL;
	size_t i;
	json_array_foreach((json_t *)rows, i, row) {
		const char *section = text_at(row, "section"), *line = text_at(row, "line");
		if (d == NULL)
			d = begin(cx, line);
		else if (str_equal(section, "second"))
			document_heading(d, 2, line);
		else
			document_text(d, str_equal(section, "number") ? DOCUMENT_QUIET : str_equal(section, "runs") ||
				str_equal(section, "stops") ? DOCUMENT_STRONG : DOCUMENT_PLAIN, line);
	}
	return d == NULL ? begin(cx, "") : d;
}

/* Who looked ------------------------------------------------------------------------------------------------------- */

/* The lists a page is made of are no looks of their own; the file of the paper has them all the same. */
static bool is_look(const json_t *row) {
	int op = op_find(text_at(row, "operation"));
	if (!str_equal(text_at(row, "verdict"), "allowed"))
		return true;
	return op >= 0 && (ops[op].audit != AUDIT_NOTE || op == OP_person_read);
}

static bool is_same(const json_t *a, const json_t *b) {
	static const char *const keys[] = {"operation", "verdict", "org_name", "unit_name", "use"};
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		if (!str_equal(text_at(a, keys[i]), text_at(b, keys[i])))
			return false;
	return str_equal(text_at(a, "verdict"), "allowed");
}

static const char *who_of(struct cx *cx, const json_t *paper, const json_t *row) {
	const char *org = text_at(row, "org_name"), *unit = text_at(row, "unit_name");
	if (*org == 0)
		return say(cx, paper, "itself");
	return *unit == 0 ? org : arena_printf(cx->arena, "%s, %s", org, unit);
}

/* What for; a refusal says so instead. */
static const char *why_of(struct cx *cx, const struct profile *p, const json_t *paper, const json_t *row) {
	bool translated = false;
	if (!str_equal(text_at(row, "verdict"), "allowed"))
		return say(cx, paper, "refused");
	int use = code_find(p, L_USE, text_at(row, "use"));
	const char *label = use == 0 ? NULL : code_label(p, L_USE, use, cx->lang, &translated);
	return label == NULL ? "" : text_say(cx->lang, label);
}

static size_t looks_put(struct document *d, const struct profile *p, const json_t *paper, const json_t *rows) {
	static const int widths[] = {20, 26, 30, 24};
	struct cx *cx = d->cx;
	const json_t *row, *last = NULL;
	size_t i, n = 0;
	json_array_foreach((json_t *)rows, i, row) {
		int64_t at = 0;
		int op = op_find(text_at(row, "operation"));
		if (!is_look(row) || (last != NULL && is_same(last, row)))
			continue;
		last = row;
		if (n++ == 0)
			document_table(d, say(cx, paper, "title"), columns_of(cx, paper, widths, 4), 4);
		document_row(d);
		document_cell(d, DOCUMENT_PLAIN, instant_parse(text_at(row, "at"), &at) ? text_instant(cx->arena, cx->lang, at) : "");
		document_cell(d, DOCUMENT_PLAIN, who_of(cx, paper, row));
		document_cell(d, DOCUMENT_PLAIN, op < 0 ? "" : text_say(cx->lang, ops[op].title));
		document_cell(d, DOCUMENT_PLAIN, why_of(cx, p, paper, row));
	}
	return n;
}

/* A text of several lines, each a paragraph of its own. */
static void lines_put(struct document *d, const char *text) {
	while (*text != 0) {
		size_t n = strcspn(text, "\n");
		if (n > 0)
			document_text(d, DOCUMENT_QUIET, arena_strndup(d->cx->arena, text, n));
		text += n + (text[n] == '\n');
	}
}

static void proof_put(struct document *d, const json_t *paper, const json_t *answer) {
	struct cx *cx = d->cx;
	const json_t *one;
	size_t i;
	const char *n = text_number(cx->arena, cx->lang, (int64_t)json_array_size(json_object_get(answer, "rows")));
	document_heading(d, 2, say(cx, paper, "proof_title"));
	json_array_foreach((json_t *)json_object_get(paper, "proof"), i, one)
		document_text(d, DOCUMENT_PLAIN, fill(cx, profile_say(one, cx->lang), "n", n));
	document_fact(d, say(cx, paper, "token"), text_at(answer, "token"));
	document_fact(d, say(cx, paper, "key"), text_at(answer, "public_key"));
	document_heading(d, 3, say(cx, paper, "head"));
	lines_put(d, text_at(answer, "checkpoint"));
}

struct document *letter_who(struct cx *cx, const struct profile *p, const json_t *answer) {
	const json_t *paper = paper_of(p, "who");
	struct document *d = begin(cx, say(cx, paper, "title"));
	paragraphs(d, json_object_get(paper, "about"));
	if (looks_put(d, p, paper, json_object_get(answer, "rows")) == 0)
		document_text(d, DOCUMENT_PLAIN, say(cx, paper, "none"));
	document_heading(d, 2, say(cx, paper, "wrong_title"));
	document_text(d, DOCUMENT_PLAIN, fill(cx, say(cx, paper, "wrong"), "body", profile_say(processing_supervisor(p), cx->lang)));
	proof_put(d, paper, answer);
	return d;
}

/* Her own copy ----------------------------------------------------------------------------------------------------- */

static void purposes_put(struct document *d, const struct profile *p, const json_t *paper) {
	struct cx *cx = d->cx;
	const json_t *purpose, *facts = json_object_get(paper, "facts");
	const char *unverified = say(cx, paper, "unverified");
	size_t i;
	document_heading(d, 2, say(cx, paper, "purposes_title"));
	json_array_foreach((json_t *)processing_purposes(p), i, purpose) {
		const json_t *of = processing_of(p, text_at(purpose, "code"));
		document_heading(d, 3, profile_say(json_object_get(purpose, "say"), cx->lang));
		document_fact(d, say(cx, facts, "controller"), profile_say(json_object_get(of, "controller"), cx->lang));
		document_fact(d, say(cx, facts, "basis"), processing_basis_text(cx, of, unverified));
		document_fact(d, say(cx, facts, "categories"), processing_texts(cx, json_object_get(purpose, "categories")));
		document_fact(d, say(cx, facts, "recipients"), processing_texts(cx, json_object_get(of, "recipients")));
		document_fact(d, say(cx, facts, "retention"), processing_retention_text(cx, of, unverified));
	}
}

struct document *letter_copy(struct cx *cx, const struct profile *p, const json_t *answer) {
	static const int widths[] = {18, 28, 54};
	const json_t *paper = paper_of(p, "copy"), *row;
	struct document *d = begin(cx, say(cx, paper, "title"));
	const char *section = "";
	size_t i;
	paragraphs(d, json_object_get(paper, "about"));
	json_array_foreach((json_t *)json_object_get(answer, "rows"), i, row) {
		int32_t day = 0;
		if (!str_equal(section, text_at(row, "section"))) { /* rows of a section stand together */
			section = text_at(row, "section");
			const char *head = say(cx, json_object_get(paper, "sections"), section);
			document_heading(d, 2, head);
			document_table(d, head, columns_of(cx, paper, widths, 3), 3);
		}
		document_row(d);
		document_cell(d, DOCUMENT_PLAIN, day_parse(text_at(row, "happened"), &day) ? text_day(cx->arena, cx->lang, day) : "");
		document_cell(d, DOCUMENT_QUIET, text_at(row, "org_name"));
		document_cell(d, DOCUMENT_PLAIN, text_at(row, "line"));
	}
	purposes_put(d, p, paper);
	return d;
}
