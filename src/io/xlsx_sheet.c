/* The cells of a sheet, row by row, as they stream by. */
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "io/xlsx.h"

enum cell_kind { CELL_NUMBER, CELL_SHARED, CELL_INLINE, CELL_STRING, CELL_TRUTH, CELL_DAY, CELL_ERROR };

struct reader {
	struct xlsx *x;
	struct row *row;
	size_t column;        /* of this cell, from 1; 0 before the first */
	enum cell_kind kind;
	size_t style;
	bool in_cell, in_value, formula, valued;
	unsigned phonetic;
	char text[TABLE_CELL + 1];
	size_t n;
	int64_t last;         /* number of the row before */
};

static void leave(struct reader *r) {
	if (r->row->rc != 0)
		r->x->package.rc = r->row->rc;
}

static void bad(struct reader *r, int code, const char *rule) {
	row_bad(r->row, code, rule);
	leave(r);
}

/* "AB12" is column 28; 0 for what is no place. */
static size_t column_of(const char *place) {
	size_t n = 0;
	for (; *place >= 'A' && *place <= 'Z' && n < 100000; place++)
		n = n * 26 + (size_t)(*place - 'A' + 1);
	return *place >= '0' && *place <= '9' ? n : 0;
}

static enum cell_kind kind_of(const char *type) {
	static const struct {
		const char *name;
		enum cell_kind kind;
	} kinds[] = {{"s", CELL_SHARED}, {"inlineStr", CELL_INLINE}, {"str", CELL_STRING}, {"b", CELL_TRUTH},
		{"d", CELL_DAY},
		{"e", CELL_ERROR}};
	for (size_t i = 0; type != NULL && i < sizeof kinds / sizeof *kinds; i++)
		if (str_equal(type, kinds[i].name))
			return kinds[i].kind;
	return CELL_NUMBER;
}

static void row_start(struct reader *r, const char **attributes) {
	const char *at = attribute(attributes, "r");
	int64_t line = 0;
	if (at == NULL || !int_parse(at, &line) || line <= r->last || line > INT32_MAX) /* and so may be counted on from */
		line = r->last + 1;
	r->last = r->row->line = line;
	r->column = 0;
}

static void cell_start(struct reader *r, const char **attributes) {
	const char *at = attribute(attributes, "r"), *style = attribute(attributes, "s");
	int64_t n = 0;
	size_t column = at == NULL ? 0 : column_of(at);
	r->column = column > 0 ? column : r->column + 1;
	r->kind = kind_of(attribute(attributes, "t"));
	r->style = style != NULL && int_parse(style, &n) && n >= 0 ? (size_t)n : 0;
	r->in_cell = true;
	r->formula = r->valued = false;
	r->n = 0;
}

static void on_start(void *arg, const char *name, const char **attributes) {
	struct reader *r = arg;
	if (is_named(name, "row")) {
		row_start(r, attributes);
	} else if (is_named(name, "c")) {
		cell_start(r, attributes);
	} else if (r->in_cell && is_named(name, "f")) {
		r->formula = true;
	} else if (r->in_cell && is_named(name, "rPh")) {
		r->phonetic++;
	} else if (r->in_cell && (is_named(name, "v") || (is_named(name, "t") && r->phonetic == 0))) {
		r->in_value = r->valued = true;
	}
}

static void number_end(struct reader *r) {
	char shown[64];
	size_t n = r->n < 60 ? xlsx_number(r->x, r->text, xlsx_is_date(r->x, r->style), shown) : 0;
	if (n > 0)
		row_cell(r->row, r->column - 1, shown, n);
	else if (r->n > 0)
		row_cell(r->row, r->column - 1, r->text, r->n);
}

static void shared_end(struct reader *r) {
	int64_t i = 0;
	const char *text = int_parse(r->text, &i) && i >= 0 ? xlsx_shared(r->x, (size_t)i) : NULL;
	if (text == NULL)
		bad(r, ERR_INVALID, N_("A cell of this row names a text that the spreadsheet does not hold."));
	else
		row_cell(r->row, r->column - 1, text, strlen(text));
}

static void cell_end(struct reader *r) {
	r->in_cell = r->in_value = false;
	r->phonetic = 0;
	if (!r->valued && r->formula)
		return bad(r, ERR_INVALID,
			N_("A cell of this row has a formula without its value. Open the file in a spreadsheet program and save it "
			"again."));
	if (!r->valued)
		return;
	r->text[r->n] = 0;
	if (strlen(r->text) != r->n || !utf8_valid(r->text, r->n))
		bad(r, ERR_INVALID, N_("The text is not well-formed UTF-8."));
	else if (r->kind == CELL_NUMBER)
		number_end(r);
	else if (r->kind == CELL_SHARED)
		shared_end(r);
	else if (r->kind == CELL_TRUTH)
		row_cell(r->row, r->column - 1, r->text[0] == '1' ? "TRUE" : "FALSE", r->text[0] == '1' ? 4 : 5);
	else if (r->kind == CELL_DAY && r->n > 10 && r->text[10] == 'T')
		row_cell(r->row, r->column - 1, r->text, 10);
	else
		row_cell(r->row, r->column - 1, r->text, r->n);
	leave(r);
}

static void on_end(void *arg, const char *name) {
	struct reader *r = arg;
	if (is_named(name, "c") && r->in_cell) {
		cell_end(r);
	} else if (is_named(name, "row")) {
		row_end(r->row);
		leave(r);
	} else if (is_named(name, "rPh") && r->phonetic > 0) {
		r->phonetic--;
	} else if (is_named(name, "v") || is_named(name, "t")) {
		r->in_value = false;
	}
}

static void on_text(void *arg, const char *s, int n) {
	struct reader *r = arg;
	if (!r->in_value)
		return;
	if ((size_t)n > TABLE_CELL - r->n)
		return bad(r, ERR_LIMIT, N_("A cell of this row is longer than 32 KiB."));
	memcpy(r->text + r->n, s, (size_t)n);
	r->n += (size_t)n;
}

int xlsx_sheet_read(struct xlsx *x, const char *part, struct row *row) {
	struct reader *r = arena_alloc(x->arena, sizeof *r);
	r->x = x;
	r->row = row;
	return package_parse(&x->package, part,
		&(struct part_handler){.start = on_start, .end = on_end, .text = on_text, .arg = r});
}
