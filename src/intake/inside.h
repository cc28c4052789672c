/*
 * inside.h - what the files of this storey share: columns, the row at hand, and its calls.
 *
 * A row is read into `cells` by column, each answer is looked up or checked, and calls are added in the fixed order of
 * the kind. Whatever is wrong is said with in_bad, which marks the row; the row goes out only without a mark.
 */
#pragma once
#include <jansson.h>

#include "base/buf.h"
#include "intake/intake.h"
#include "intake/spell.h"
#include "op/in.h"
#include "op/register.h"

enum { KIND_PERSONS = 1, KIND_SERVICES = 2, KIND_LINKS = 4, KIND_RETURNS = 8, KIND_REGISTER = 16 };

enum column {
	COLUMN_NONE, COLUMN_NUMBER, COLUMN_SIGNAL_DATE, COLUMN_REFERRED, COLUMN_MUNICIPALITY, COLUMN_GIVEN, COLUMN_FAMILY,
	COLUMN_BIRTH, COLUMN_BORN, COLUMN_AGE, COLUMN_SEX, COLUMN_CITIZENSHIP, COLUMN_DOCUMENT, COLUMN_PHONE,
	COLUMN_HOME_PHONE, COLUMN_LANGUAGE, COLUMN_STATUS, COLUMN_STATUS_ORG, COLUMN_FORM, COLUMN_SEX_TYPE, COLUMN_INDUSTRY,
	COLUMN_CONSENT, COLUMN_DECISION_DATE, COLUMN_DISABILITY, COLUMN_COOPERATES, COLUMN_MIGRANT, COLUMN_EXPLOITED_IN,
	COLUMN_RECRUITED_IN, COLUMN_NOTE, COLUMN_PERSON, COLUMN_NEED, COLUMN_DATE, COLUMN_OTHER, COLUMN_LIKE,
	COLUMN_WHY_SAME, COLUMN_ITEM, COLUMN_YEAR, COLUMN_MONTH, COLUMN_RETURN_STATE, COLUMN__MAX
};

/* Lists of values.def that are no lists of the API, and answers in them; numbers above those of enum list, of forms. */
enum { LIST_HEADING = L__MAX, LIST_STATUS, LIST_STATUS_ORG, LIST_SEX_TYPE, LIST_INDUSTRY, LIST_OWN };
enum { STATUS_AS_PRESUMED = 1, STATUS_AS_IDENTIFIED, STATUS_AS_NOT };
enum { STATUS_BY_POLICE = 1, STATUS_BY_NGO, STATUS_BY_COURT, STATUS_BY_GOVERNMENT, STATUS_BY_OTHER };
enum { INDUSTRY_HOUSEHOLDS = 1, INDUSTRY_OTHER };
enum { TYPE_FORCED_LABOUR = 1001, TYPE_SEXUAL };

enum { SEVERAL = 64, FIELD_NONE = -1 };

struct intake {
	struct arena *arena, *scratch; /* of the whole file; of the row at hand */
	struct cx row;                 /* the world with the row's own arena */
	struct cx *outer;
	struct intake_to to;
	struct spells *spells;
	/* lists whose answers stand in `spells`; codes of all languages do */
	bool loaded[LIST_OWN + REGISTER_FIELDS], languages;
	unsigned kind;                 /* one of KIND_* */
	int reg, org_kind;
	const char *org;

	bool headed;                   /* the heading has been read */
	struct intake_column columns[TABLE_COLUMNS];
	bool bare[TABLE_COLUMNS];      /* has no heading */
	enum column means[TABLE_COLUMNS];
	int field_of[TABLE_COLUMNS];   /* of a register: place of its field, or FIELD_NONE */
	size_t columns_n;
	int at[COLUMN__MAX];           /* where a column stands in the file, or -1 */
	int field_at[REGISTER_FIELDS];
	struct cell_field fields[REGISTER_FIELDS];
	size_t fields_n;
	const char *set[COLUMN__MAX], *field_set[REGISTER_FIELDS];

	const struct table_row *now;   /* the row at hand */
	bool wrong;                    /* something is wrong with it */
	int rc;                        /* of a callback that wants to leave */
	json_t *calls;                 /* of the row at hand */
	struct buf batch;
	size_t batch_rows, batch_escaped;
	struct intake_sum sum;
};

/* headings.c: what a heading means. */
void headings_load(struct intake *it);
MUST_CHECK int headings_read(struct cx *cx, struct intake *it, const struct table_row *row);
/* a second line of headings, as the standard's sheet has */
bool headings_again(struct intake *it, const struct table_row *row);
MUST_CHECK int headings_set(struct cx *cx, struct intake *it, const struct intake_set *set);
const char *column_name(unsigned kind, enum column column);
const char *column_heading(const struct intake *it, enum column column);

/* value.c: what an answer means; a list is loaded when it is first asked for. "" for an empty cell. */
int answer_find(struct intake *it, int list, const char *text);
int codes_find(struct intake *it, int list, const char *text, int *ret, int most, const char **ret_wrong,
	size_t *ret_wrong_n);
const char *cell_of(const struct intake *it, enum column column);
void in_bad(struct intake *it, enum column column, const char *rule);
void in_bad_at(struct intake *it, const char *heading, const char *value, const char *rule);

/* The code in a cell; `otherwise` if it is empty; 0 with in_bad if it is none. */
int code_of_cell(struct intake *it, enum column column, int list, int otherwise);

/* Several; how many, 0 with in_bad if one is none or there are more than `most`. */
size_t codes_of_cell(struct intake *it, enum column column, int list, int *ret, size_t most);

/* A day; NONE if the cell is empty, or with in_bad. `ret_precision` NULL: it must be a day, not a month or year. */
int64_t day_of_cell(struct intake *it, enum column column, int *ret_precision);

/* The same of any text: the rule it breaks, or NULL. */
const char *day_read(const char *text, int32_t *ret_day, int *ret_precision);

/* Age band of whoever was born that day, or in that year (`birth` NONE), on `day`. */
int age_on(int64_t birth, int64_t born, int64_t day);
int age_band(int64_t years);

/* row.c: calls of the row at hand; `in` is taken over. `mine` is the column to blame for a field that no column
   fills. */
void call_add(struct intake *it, enum op_id op, json_t *in, enum column mine);
void call_none(struct intake *it);
json_t *code_json(const struct intake *it, enum list list, int code);
json_t *day_json(struct intake *it, int64_t day);
bool number_check(struct intake *it, enum column column, bool needed);

/* The kinds. Each adds its calls, and blames what is wrong. */
void persons_row(struct intake *it);
void services_row(struct intake *it);
void links_row(struct intake *it);
void returns_row(struct intake *it);
void register_row(struct intake *it);
