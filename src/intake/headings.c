/* Headings: one table for all spellings. What the file's columns became is kept, so that nobody has to guess. */
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "intake/inside.h"
#include "op/profile.h"

struct our {
	unsigned kinds;
	enum column column;
	const char *name, *spellings;
};

static const struct our ours[] = {
#define OUR(kinds_, column_, name_, spellings_) {(kinds_), (column_), (name_), (spellings_)},
#define HTCDS(column_, spellings_)
#include "intake/headings.def"
#undef OUR
#undef HTCDS
};

static const struct {
	enum column column;
	const char *spellings;
} standard[] = {
#define OUR(kinds_, column_, name_, spellings_)
#define HTCDS(column_, spellings_) {(column_), (spellings_)},
#include "intake/headings.def"
#undef OUR
#undef HTCDS
};

enum { OURS = sizeof ours / sizeof *ours, STANDARD = sizeof standard / sizeof *standard };

/* In the table of headings: a column is itself, what is not stored is beyond them, a register's field beyond that. */
enum { MEANS_NOT_STORED = COLUMN__MAX, MEANS_FIELD };

/* The standard's own names, and the same without their prefix: "prs_FirstName", "FirstName". */
static void standard_add(struct intake *it, const char *spellings, int value) {
	spells_add(it->spells, LIST_HEADING, spellings, value);
	for (const char *s = spellings; *s != 0; s += strcspn(s, "|"), s += *s == '|') {
		size_t n = strcspn(s, "|");
		if (n > 4 && s[3] == '_' && s[0] >= 'a' && s[0] <= 'z')
			spells_add(it->spells, LIST_HEADING, arena_strndup(it->arena, s + 4, n - 4), value);
	}
}

static void says_add(struct intake *it, const json_t *texts, int value) {
	const char *lang;
	json_t *text;
	json_object_foreach((json_t *)texts, lang, text)
		if (json_is_string(text))
			spells_add(it->spells, LIST_HEADING, json_string_value(text), value);
}

static void fields_load(struct intake *it) {
	const struct profile *p = it->row.profile;
	it->fields_n = register_fields(p, it->reg);
	if (it->fields_n > REGISTER_FIELDS)
		it->fields_n = REGISTER_FIELDS;
	for (size_t i = 0; i < it->fields_n; i++) { /* codes go before anybody's labels */
		it->fields[i] = register_field(p, it->reg, i);
		spells_add(it->spells, LIST_HEADING, it->fields[i].code, MEANS_FIELD + (int)i);
	}
}

static void labels_load(struct intake *it) {
	for (size_t i = 0; i < it->fields_n; i++) {
		const json_t *aliases = json_object_get(it->fields[i].json, "aliases"), *alias;
		size_t k;
		json_array_foreach((json_t *)aliases, k, alias)
			if (json_is_string(alias))
				spells_add(it->spells, LIST_HEADING, json_string_value(alias), MEANS_FIELD + (int)i);
		says_add(it, json_object_get(it->fields[i].json, "say"), MEANS_FIELD + (int)i);
	}
	says_add(it, json_object_get(profile_entry(it->row.profile, L_REGISTER, it->reg), "day"), COLUMN_DATE);
}

void headings_load(struct intake *it) {
	for (size_t i = 0; i < COLUMN__MAX; i++)
		it->at[i] = -1;
	for (size_t i = 0; i < REGISTER_FIELDS; i++)
		it->field_at[i] = -1;
	if (it->kind == KIND_REGISTER)
		fields_load(it);
	for (size_t i = 0; i < OURS; i++)
		if ((ours[i].kinds & it->kind) != 0)
			spells_add(it->spells, LIST_HEADING, ours[i].name, ours[i].column);
	if (it->kind == KIND_REGISTER)
		labels_load(it);
	for (size_t i = 0; i < OURS; i++)
		if ((ours[i].kinds & it->kind) != 0)
			spells_add(it->spells, LIST_HEADING, ours[i].spellings, ours[i].column);
	for (size_t i = 0; i < STANDARD && it->kind == KIND_PERSONS; i++)
		standard_add(it, standard[i].spellings, standard[i].column == COLUMN_NONE ? MEANS_NOT_STORED :
			(int)standard[i].column);
}

const char *column_name(unsigned kind, enum column column) {
	for (size_t i = 0; i < OURS; i++)
		if (ours[i].column == column && (ours[i].kinds & kind) != 0)
			return ours[i].name;
	for (size_t i = 0; i < STANDARD; i++)
		if (standard[i].column == column && column != COLUMN_NONE)
			return standard[i].spellings; /* more than one: cut by who shows it */
	return "";
}

const char *column_heading(const struct intake *it, enum column column) {
	if (it->at[column] >= 0)
		return it->columns[it->at[column]].heading;
	const char *name = column_name(it->kind, column);
	return arena_strndup(it->scratch, name, strcspn(name, "|"));
}

static enum intake_fate place(struct intake *it, int at, int means) {
	int *where = means >= MEANS_FIELD ? &it->field_at[means - MEANS_FIELD] : &it->at[means];
	if (*where >= 0)
		return INTAKE_REPEATED;
	*where = at;
	if (means >= MEANS_FIELD)
		it->field_of[at] = means - MEANS_FIELD;
	else
		it->means[at] = (enum column)means;
	return INTAKE_TAKEN;
}

static void heading_read(struct intake *it, size_t i, const char *heading) {
	int means = spells_find(it->spells, LIST_HEADING, heading);
	struct intake_column *c = &it->columns[i];
	c->heading = arena_strdup(it->arena, heading);
	it->bare[i] = false;
	if (means == 0)
		c->fate = INTAKE_UNKNOWN;
	else if (means == MEANS_NOT_STORED)
		c->fate = INTAKE_NOT_STORED;
	else
		c->fate = place(it, (int)i, means);
}

/* A column without which no row can be right: said once, not in every row. */
static int needed(struct cx *cx, const struct intake *it) {
	static const struct {
		unsigned kind;
		enum column either, or;
	} needs[] = {
		{KIND_PERSONS, COLUMN_MUNICIPALITY, COLUMN_NONE}, {KIND_PERSONS, COLUMN_SIGNAL_DATE, COLUMN_REFERRED},
		{KIND_SERVICES | KIND_LINKS, COLUMN_PERSON, COLUMN_NONE}, {KIND_SERVICES, COLUMN_NEED, COLUMN_NONE},
		{KIND_SERVICES | KIND_REGISTER, COLUMN_DATE, COLUMN_NONE}, {KIND_LINKS, COLUMN_OTHER, COLUMN_NONE},
		{KIND_RETURNS, COLUMN_ITEM, COLUMN_NONE}, {KIND_RETURNS, COLUMN_YEAR, COLUMN_NONE},
		{KIND_RETURNS, COLUMN_RETURN_STATE, COLUMN_NONE},
	};
	for (size_t i = 0; i < sizeof needs / sizeof *needs; i++) {
		enum column a = needs[i].either, b = needs[i].or;
		bool has = it->at[a] >= 0 || it->set[a] != NULL || (b != COLUMN_NONE && (it->at[b] >= 0 || it->set[b] != NULL));
		bool decided = a == COLUMN_SIGNAL_DATE && it->at[COLUMN_DECISION_DATE] >= 0;
		if ((needs[i].kind & it->kind) != 0 && !has && !decided)
			return err_say(cx, ERR_INVALID, arena_strdup(cx->arena, column_name(it->kind, a)),
				N_("The file has no such column, and no row can do without it."), NULL);
	}
	for (size_t i = 0; i < it->fields_n; i++)
		if (it->fields[i].required && it->field_at[i] < 0 && it->field_set[i] == NULL)
			return err_say(cx, ERR_INVALID, it->fields[i].code,
				N_("The file has no such column, and no row can do without it."), NULL);
	return 0;
}

int headings_read(struct cx *cx, struct intake *it, const struct table_row *row) {
	size_t taken = 0;
	it->columns_n = row->n;
	for (size_t i = 0; i < TABLE_COLUMNS; i++) {
		it->field_of[i] = FIELD_NONE;
		it->columns[i].heading = "";
		it->columns[i].fate = INTAKE_UNKNOWN;
		it->bare[i] = true;
	}
	for (size_t i = 0; i < row->n; i++) {
		if (row->cells[i][0] != 0)
			heading_read(it, i, row->cells[i]);
		taken += row->cells[i][0] != 0 && it->columns[i].fate == INTAKE_TAKEN;
	}
	it->headed = true;
	if (taken == 0)
		return err_say(cx, ERR_INVALID, NULL,
			N_("No heading in the first row is known: is this the right kind of list?"), NULL);
	return needed(cx, it);
}

/* The standard's own sheet has its names in a first row, hidden, and labels in the second. */
bool headings_again(struct intake *it, const struct table_row *row) {
	size_t known = 0;
	for (size_t i = 0; i < row->n; i++) {
		if (row->cells[i][0] == 0)
			continue;
		if (spells_find(it->spells, LIST_HEADING, row->cells[i]) == 0)
			return false;
		known++;
	}
	if (known < 3)
		return false;
	for (size_t i = 0; i < row->n; i++)
		if (it->bare[i] && row->cells[i][0] != 0)
			heading_read(it, i, row->cells[i]);
	if (it->columns_n < row->n)
		it->columns_n = row->n;
	return true;
}

int headings_set(struct cx *cx, struct intake *it, const struct intake_set *set) {
	bool right = utf8_valid(set->column, strlen(set->column)) && utf8_valid(set->value, strlen(set->value));
	int means = right ? spells_find(it->spells, LIST_HEADING, set->column) : 0;
	if (!right)
		return err_say(cx, ERR_INVALID, "set", N_("The text is not well-formed UTF-8."), NULL);
	if (means == 0 || means == MEANS_NOT_STORED)
		return err_say(cx, ERR_INVALID, "set", N_("This kind of list has no such column."), set->column);
	*(means >= MEANS_FIELD ? &it->field_set[means - MEANS_FIELD] : &it->set[means]) = arena_strdup(it->arena,
		set->value);
	return 0;
}
