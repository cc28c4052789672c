/*
 * Many who arrived at once: a table as CSV or XLSX, each row a registration of its own, as if it had been typed.
 *
 * The headings are the fields' names or the words of the form in any of our languages; a cell is a code or its label. A row
 * that is wrong is named with the reason and the others are kept. The key of a row comes from what it says, so that the file,
 * mended or not, can be sent again: who is registered already is not registered twice.
 */
#include <string.h>
#include <strings.h>

#include "base/blake.h"
#include "base/str.h"
#include "io/table.h"
#include "op/profile.h"
#include "text/catalogue.h"
#include "web/ask.h"
#include "web/csv.h"
#include "web/figures.h"
#include "web/route.h"

enum { ROWS_MOST = 500, COLUMNS = 17, WRONG_MOST = 200 };

static const struct column {
	enum field_id field;
	const char *say; /* the form's words */
} columns[COLUMNS] = {
	{F_GIVEN, N_("Given name")}, {F_FAMILY, N_("Family name")}, {F_BIRTH, N_("Day of birth")}, {F_AGE, N_("Age")},
	{F_SEX, N_("Sex")}, {F_SPEECH, N_("Language")}, {F_CITIZENSHIP, N_("Citizenship")}, {F_DOCUMENT, N_("Document")},
	{F_PHONE, N_("Telephone")}, {F_HOUSEHOLD, N_("Family number")}, {F_ACCOMPANIED, N_("Who is with the child?")},
	{F_LEAFLET, N_("Leaflet given, in which language?")}, {F_COUNTRY, N_("From which country?")},
	{F_ROUTE, N_("How did the person come in?")}, {F_MUNICIPALITY, N_("Where is the centre?")}, {F_HAPPENED, N_("When?")},
	{F_WISH, N_("Wants help")},
};

struct arrivals {
	struct page *page;
	int at[TABLE_COLUMNS];      /* of each cell: place in columns, or -1 */
	size_t cells;
	bool headed;
	size_t rows, kept;
	json_t *wrong;
	const char *families[ROWS_MOST]; /* "7": the number a list gives a family, and its first registration */
	const char *first[ROWS_MOST];
	size_t families_n;
	const char *seen[ROWS_MOST];     /* hashes of the rows before: two alike are two people */
};

static const char *org_of(const struct page *page) {
	return json_text(page->who, "org");
}

static bool means(const struct column *c, const char *text) {
	if (str_equal(text, fields[c->field].name))
		return true;
	for (size_t i = 0; text_langs[i] != NULL; i++)
		if (strcasecmp(text, text_say(text_langs[i], c->say)) == 0)
			return true;
	return false;
}

static void heading(struct arrivals *a, const struct table_row *row) {
	a->cells = row->n;
	for (size_t i = 0; i < row->n; i++) {
		a->at[i] = -1;
		for (int c = 0; c < COLUMNS; c++)
			if (means(&columns[c], row->cells[i]))
				a->at[i] = c;
	}
	a->headed = true;
}

/* A code of the field's list by its name or its label in any language; the cell itself where it is neither. */
static const char *code_of(const struct page *page, enum field_id field, const char *text) {
	const struct profile *p = page->cx->profile;
	enum list list = fields[field].list;
	for (size_t i = 0; code_at(p, list, i) != 0; i++) {
		int code = code_at(p, list, i);
		for (size_t k = 0; text_langs[k] != NULL; k++) {
			bool translated = false;
			const char *label = code_label(p, list, code, text_langs[k], &translated);
			if (strcasecmp(translated ? label : text_say(text_langs[k], label), text) == 0)
				return code_name(p, list, code);
		}
	}
	return text;
}

static bool is_yes(const char *text) {
	static const char *const words[] = {"yes", "true", "1", "x", "taip", "так", "да"};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strcasecmp(words[i], text) == 0)
			return true;
	return false;
}

static json_t *cell_of(const struct page *page, enum field_id field, const char *text) {
	if (fields[field].type == T_BOOL)
		return json_boolean(is_yes(text));
	return json_string(fields[field].type == T_CODE ? code_of(page, field, text) : text);
}

/* The first of that family so far; a family met anew is remembered by its first registration. */
static const char *family_of(const struct arrivals *a, const char *number) {
	for (size_t i = 0; i < a->families_n; i++)
		if (str_equal(a->families[i], number))
			return a->first[i];
	return NULL;
}

static json_t *input_of(struct arrivals *a, const struct table_row *row, const char **ret_family, struct buf *said) {
	json_t *in = json_pack("{s:b}", "wish", 0);
	*ret_family = "";
	for (size_t i = 0; i < row->n && i < a->cells; i++) {
		const char *text = row->cells[i];
		if (a->at[i] < 0 || text[0] == 0)
			continue;
		const struct column *c = &columns[a->at[i]];
		buf_printf(said, "%s=%s\n", fields[c->field].name, text);
		if (c->field != F_HOUSEHOLD) {
			json_object_set_new(in, fields[c->field].name, cell_of(a->page, c->field, text));
			continue;
		}
		*ret_family = arena_strdup(a->page->cx->arena, text);
		const char *first = family_of(a, text);
		if (first != NULL)
			json_object_set_new(in, "household", json_string(first));
	}
	return in;
}

/* What is alike in one file is told apart by how often it came before. */
static void key_set(struct arrivals *a, struct buf *said) {
	struct page *page = a->page;
	char hash[BLAKE_TEXT];
	size_t same = 0;
	blake_hex(hash, said->at, said->n);
	for (size_t i = 0; i < a->rows; i++)
		same += str_equal(a->seen[i], hash);
	a->seen[a->rows] = arena_strdup(page->cx->arena, hash);
	buf_printf(said, "arrival of %s, number %zu", org_of(page), same);
	blake_hex(hash, said->at, said->n);
	hash[2 * REF_SIZE] = 0;
	page->by_itself = ref_parse(hash, &page->own_key);
}

static void wrong_add(struct arrivals *a, int64_t line, int rc) {
	const struct err *err = &a->page->cx->err;
	const char *lang = a->page->cx->lang, *rule = err->rule == NULL ? err_kinds[rc].say : err->rule;
	const char *column = "";
	for (size_t i = 0; err->field != NULL && i < COLUMNS; i++)
		if (str_equal(err->field, fields[columns[i].field].name))
			column = text_say(lang, columns[i].say);
	if (json_array_size(a->wrong) < WRONG_MOST)
		json_array_append_new(a->wrong, json_pack("{s:I, s:s, s:s}", "line", (json_int_t)line, "column", column, "rule",
			text_say(lang, rule)));
}

static int take(struct cx *cx, const struct table_row *row, void *arg) {
	struct arrivals *a = arg;
	struct page *page = a->page;
	const char *family;
	if (!a->headed) {
		heading(a, row);
		return 0;
	}
	if (a->rows == ROWS_MOST)
		return err_say(cx, ERR_INVALID, "file", N_("A list may have at most 500 people. Send it in parts."), NULL);
	struct buf said = buf_new(page->cx->arena, TABLE_ROW + 4096);
	buf_str(&said, "");
	json_t *in = input_of(a, row, &family, &said);
	key_set(a, &said);
	a->rows++;
	page->calls_n = page->first = 0; /* each row is an act of its own */
	size_t call = page_add(page, OP_arrival_record, in);
	int rc = page_run(page);
	if (rc == ERR_DENIED || rc == ERR_BUSY || rc == ERR_DB || rc == ERR_IO || rc == ERR_BUG)
		return rc;
	if (rc != 0) {
		wrong_add(a, row->line, rc);
		return 0;
	}
	a->kept++;
	if (family[0] != 0 && family_of(a, family) == NULL) {
		a->families[a->families_n] = family;
		a->first[a->families_n++] = arena_strdup(page->cx->arena, page_text(page, call, "arrival"));
	}
	return 0;
}

static const struct form_field *file_of(const struct page *page) {
	for (size_t i = 0; i < page->posted.n; i++)
		if (page->posted.fields[i].file != NULL)
			return &page->posted.fields[i];
	return NULL;
}

static int take_file(struct arrivals *a) {
	struct page *page = a->page;
	const struct form_field *file = file_of(page);
	if (file == NULL || file->n == 0)
		return err_say(page->cx, ERR_INVALID, "file", N_("Choose a file: CSV or XLSX."), NULL);
	int rc = page_meet(page);
	if (rc == 0)
		rc = table_read_bytes(page->cx, (struct blob){file->value, file->n}, take, a);
	page->by_itself = false;
	page->calls_n = page->first = 0;
	return rc;
}

static int arrivals_page(struct page *page) {
	struct arrivals *a = arena_alloc(page->cx->arena, sizeof *a);
	a->page = page;
	a->wrong = json_array();
	if (page_posted(page)) {
		int rc = take_file(a);
		if (rc != 0 && !page_mend(page, rc))
			return rc;
	}
	json_t *names = json_array();
	for (size_t i = 0; i < COLUMNS; i++)
		json_array_append_new(names, json_string(columns[i].say));
	size_t wrong = json_array_size(a->wrong);
	return page_render(page, "centre_list", json_pack("{s:s, s:s, s:b, s:I, s:o, s:b, s:o, s:s?}", "title",
		N_("Bring in a list of people who arrived"), "back", "/centre", "taken", (int)(a->rows > 0), "kept",
		(json_int_t)a->kept, "wrong", a->wrong, "any_wrong", (int)(wrong > 0), "columns", names, "wrong_file",
		page->errors == NULL ? NULL : json_text(json_array_get(page->errors, 0), "text")));
}

/* The headings in the reader's language, to be filled in. */
static int template_page(struct page *page) {
	struct buf out = buf_new(page->cx->arena, 64 << 10);
	for (size_t i = 0; i < COLUMNS; i++)
		csv_put(&out, text_say(page->cx->lang, columns[i].say), i == 0);
	buf_str(&out, "\r\n");
	figures_attach(page, "text/csv; charset=utf-8", "arrivals.csv", &out);
	return 0;
}

const struct route routes_arrivals[] = {
	{"/centre/list", arrivals_page, ROUTE_POST | ROUTE_UPLOAD},
	{"/centre/list/csv", template_page, 0},
	{0},
};
