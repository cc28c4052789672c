/* Rows of the short lists: help given, links between records, what a body says of its records, and registers. */
#include <string.h>

#include "base/str.h"
#include "intake/inside.h"

static void day_set(struct intake *it, json_t *in, const char *field, int64_t day, int precision) {
	if (day == NONE)
		return;
	json_object_set_new(in, field, day_json(it, day));
	if (precision != PRECISION_DAY)
		json_object_set_new(in, "precision", code_json(it, L_PRECISION, precision));
}

void services_row(struct intake *it) {
	int precision = PRECISION_DAY;
	number_check(it, COLUMN_NUMBER, false);
	number_check(it, COLUMN_PERSON, true);
	int need = code_of_cell(it, COLUMN_NEED, L_NEED, 0);
	int64_t day = day_of_cell(it, COLUMN_DATE, &precision);
	if (it->wrong)
		return;
	json_t *in = json_object();
	if (need != 0)
		json_object_set_new(in, "need", code_json(it, L_NEED, need));
	day_set(it, in, "happened", day, precision);
	call_add(it, OP_service_record, in, COLUMN_NEED);
}

void links_row(struct intake *it) {
	number_check(it, COLUMN_PERSON, true);
	number_check(it, COLUMN_OTHER, true);
	int like = code_of_cell(it, COLUMN_LIKE, L_LIKE, LIKE_SAME);
	int why = code_of_cell(it, COLUMN_WHY_SAME, L_WHY_SAME, WHY_SAME_LISTED);
	if (!it->wrong && str_equal(cell_of(it, COLUMN_PERSON), cell_of(it, COLUMN_OTHER)))
		in_bad(it, COLUMN_OTHER, N_("A record is of the same person as itself: name another one."));
	if (it->wrong)
		return;
	call_add(it, OP_link_record, json_pack("{s:o, s:o}", "like", code_json(it, L_LIKE, like), "why_same",
		code_json(it, L_WHY_SAME, why)), COLUMN_OTHER);
}

void returns_row(struct intake *it) {
	int item = code_of_cell(it, COLUMN_ITEM, L_ITEM, 0), state = code_of_cell(it, COLUMN_RETURN_STATE, L_RETURN, 0);
	if (it->wrong)
		return;
	json_t *in = json_pack("{s:s, s:s}", "year", cell_of(it, COLUMN_YEAR), "month", cell_of(it, COLUMN_MONTH));
	if (item != 0)
		json_object_set_new(in, "item", code_json(it, L_ITEM, item));
	if (state != 0)
		json_object_set_new(in, "return_state", code_json(it, L_RETURN, state));
	call_add(it, OP_return_record, in, COLUMN_ITEM);
}

/* Registers -------------------------------------------------------------------------------------------------------- */

static const char *field_heading(const struct intake *it, size_t field) {
	return it->field_at[field] >= 0 ? it->columns[it->field_at[field]].heading : it->fields[field].code;
}

static const char *field_cell(const struct intake *it, size_t field) {
	int at = it->field_at[field];
	const char *text = at >= 0 && (size_t)at < it->now->n ? it->now->cells[at] : "";
	return text[0] == 0 && it->field_set[field] != NULL ? it->field_set[field] : text;
}

/* As the keeper takes it, and written one way whatever way the list writes it. */
static void cell_put(struct intake *it, size_t field, const char *text, json_t *cells) {
	const struct cell_field *f = &it->fields[field];
	struct cell cell;
	const char *written = cell_parse(&it->row, f, text, &cell) == 0 ? cell_text(&it->row, f, &cell) : NULL;
	if (written == NULL)
		in_bad_at(it, field_heading(it, field), text, it->row.err.rule);
	else
		json_array_append_new(cells, json_string(arena_printf(it->scratch, "%s=%s", f->code, written)));
}

static void codes_put(struct intake *it, size_t field, const char *text, json_t *cells) {
	const struct cell_field *f = &it->fields[field];
	int codes[SEVERAL] = {0}, list = f->list != L_NONE ? (int)f->list : LIST_OWN + (int)field;
	const char *wrong = text;
	size_t wrong_n = strlen(text);
	int n = f->many ? codes_find(it, list, text, codes, SEVERAL, &wrong, &wrong_n) : 1;
	if (!f->many)
		codes[0] = answer_find(it, list, text);
	if (n < 0 || codes[0] == 0)
		return in_bad_at(it, field_heading(it, field), arena_strndup(it->scratch, wrong, wrong_n),
			N_("Choose one of the answers on offer."));
	for (int i = 0; i < n; i++)
		cell_put(it, field, cell_code_name(it->row.profile, f, codes[i]), cells);
}

static void day_put(struct intake *it, size_t field, const char *text, json_t *cells) {
	int32_t day = 0;
	int precision = PRECISION_DAY;
	const char *rule = day_read(text, &day, &precision);
	if (rule == NULL && precision != PRECISION_DAY)
		rule = N_("Write a day of the calendar, as 2026-03-01.");
	if (rule != NULL)
		in_bad_at(it, field_heading(it, field), text, rule);
	else
		cell_put(it, field, day_text(it->scratch, day), cells);
}

/* The values of a cell that holds several, parted by semicolons. */
static void several_put(struct intake *it, size_t field, const char *text, json_t *cells) {
	for (size_t n, k = 0; *text != 0; text += n + (text[n] != 0), k++) {
		n = strcspn(text, ";");
		const char *one = arena_strndup(it->scratch, text, n);
		if (k >= SEVERAL)
			return in_bad_at(it, field_heading(it, field), "", N_("That is too many."));
		if (one[strspn(one, " \t\r\n")] != 0)
			cell_put(it, field, one, cells);
	}
}

static void field_put(struct intake *it, size_t field, json_t *cells) {
	const struct cell_field *f = &it->fields[field];
	const char *text = field_cell(it, field);
	if (text[0] == 0) {
		if (f->required)
			in_bad_at(it, field_heading(it, field), "", N_("This is needed."));
	} else if (f->type == CELL_CODE) {
		codes_put(it, field, text, cells);
	} else if (f->type == CELL_DAY) {
		day_put(it, field, text, cells);
	} else if (f->many) {
		several_put(it, field, text, cells);
	} else {
		cell_put(it, field, text, cells);
	}
}

void register_row(struct intake *it) {
	int precision = PRECISION_DAY;
	json_t *cells = json_array();
	bool numbered = number_check(it, COLUMN_NUMBER, false);
	if (numbered && register_number_check(&it->row, "number", cell_of(it, COLUMN_NUMBER)) != 0)
		in_bad(it, COLUMN_NUMBER, it->row.err.rule);
	int64_t day = day_of_cell(it, COLUMN_DATE, &precision);
	for (size_t i = 0; i < it->fields_n; i++)
		field_put(it, i, cells);
	json_t *in = json_pack("{s:o, s:o}", "register", code_json(it, L_REGISTER, it->reg), "cell", cells);
	if (numbered)
		json_object_set_new(in, "number", json_string(cell_of(it, COLUMN_NUMBER)));
	day_set(it, in, "happened", day, precision);
	if (!it->wrong)
		call_add(it, OP_entry_record, in, COLUMN_DATE);
	else
		json_decref(in);
}
