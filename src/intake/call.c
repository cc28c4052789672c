/* Calls of a row: checked here as the keeper will check them, so that an error can name the column. */
#include <string.h>

#include "base/str.h"
#include "intake/inside.h"

/* Which column fills a field of an operation. */
static const struct {
	int op; /* -1: any */
	enum field_id field;
	enum column column;
} fills[] = {
	{OP_signal_record, F_HAPPENED, COLUMN_SIGNAL_DATE},
	{OP_presumption_record, F_HAPPENED, COLUMN_DECISION_DATE},
	{OP_service_record, F_HAPPENED, COLUMN_DATE},
	{OP_entry_record, F_HAPPENED, COLUMN_DATE},
	{-1, F_DECIDED_ON, COLUMN_DECISION_DATE},
	{-1, F_MUNICIPALITY, COLUMN_MUNICIPALITY},
	{-1, F_AGE, COLUMN_AGE},
	{-1, F_SEX, COLUMN_SEX},
	{-1, F_SPEECH, COLUMN_LANGUAGE},
	{-1, F_NOTE, COLUMN_NOTE},
	{-1, F_GIVEN, COLUMN_GIVEN},
	{-1, F_FAMILY, COLUMN_FAMILY},
	{-1, F_BORN, COLUMN_BORN},
	{-1, F_BIRTH, COLUMN_BIRTH},
	{-1, F_DOCUMENT, COLUMN_DOCUMENT},
	{-1, F_PHONE, COLUMN_PHONE},
	{-1, F_FORM, COLUMN_FORM},
	{-1, F_OUTCOME, COLUMN_STATUS},
	{-1, F_CONSENT_STATE, COLUMN_CONSENT},
	{-1, F_NUMBER, COLUMN_NUMBER},
	{-1, F_PERSON, COLUMN_PERSON},
	{-1, F_OTHER, COLUMN_OTHER},
	{-1, F_NEED, COLUMN_NEED},
	{-1, F_LIKE, COLUMN_LIKE},
	{-1, F_WHY_SAME, COLUMN_WHY_SAME},
	{-1, F_ITEM, COLUMN_ITEM},
	{-1, F_YEAR, COLUMN_YEAR},
	{-1, F_MONTH, COLUMN_MONTH},
	{-1, F_RETURN_STATE, COLUMN_RETURN_STATE},
	{-1, F_HAPPENED, COLUMN_SIGNAL_DATE}, /* where the keeper says no more */
};

enum { FILLS = sizeof fills / sizeof *fills };

static enum column column_of(const struct intake *it, int op, const char *field, enum column otherwise) {
	enum field_id id = field == NULL ? F__NONE : field_find(field);
	for (size_t i = 0; i < FILLS && id != F__NONE; i++)
		if (fills[i].field == id && (op < 0 || fills[i].op < 0 || fills[i].op == op) &&
		    (op >= 0 || it->at[fills[i].column] >= 0))
			return fills[i].column;
	return otherwise;
}

int intake_column_of(const struct intake *it, const char *field) {
	for (size_t i = 0; i < it->fields_n; i++)
		if (str_equal(it->fields[i].code, field) && it->field_at[i] >= 0)
			return it->field_at[i];
	enum column column = column_of(it, -1, field, COLUMN_NONE);
	return column == COLUMN_NONE ? -1 : it->at[column];
}

/* The persons of a row are put in by the keeper: for the check, anybody. */
static void stand_in(const struct op *op, json_t *in) {
	static const char nobody[] = "00000000000000000000000000000000";
	for (const uint16_t *row = op->in; *row != 0; row++)
		if ((*row & FIELD_ID) == F_PERSON || (*row & FIELD_ID) == F_OTHER)
			json_object_set_new(in, fields[*row & FIELD_ID].name, json_string(nobody));
}

static void stand_out(json_t *in) {
	json_object_del(in, fields[F_PERSON].name);
	json_object_del(in, fields[F_OTHER].name);
}

void call_add(struct intake *it, enum op_id op, json_t *in, enum column mine) {
	struct in parsed;
	stand_in(&ops[op], in);
	if (in_parse(&it->row, &ops[op], in, &parsed) != 0)
		in_bad(it, column_of(it, (int)op, it->row.err.field, mine), it->row.err.rule);
	stand_out(in);
	json_array_append_new(it->calls, json_pack("[s, o]", ops[op].name, in));
}

void call_none(struct intake *it) {
	json_array_append_new(it->calls, json_null());
}

/* A number of our own has the form of any other number of a record. */
bool number_check(struct intake *it, enum column column, bool needed) {
	static const uint16_t fields_in[] = {F_NUMBER | FIELD_OPT, 0};
	static const struct op only_number = {.name = "number", .in = fields_in};
	const char *text = cell_of(it, column);
	json_t *in = json_pack("{s:s}", fields[F_NUMBER].name, text);
	struct in parsed;
	bool right = in != NULL && in_parse(&it->row, &only_number, in, &parsed) == 0 && (!needed || text[0] != 0);
	if (!right)
		in_bad(it, column, text[0] == 0 ? N_("This is needed.") : it->row.err.rule);
	json_decref(in);
	return right && text[0] != 0;
}
