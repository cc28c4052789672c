/* Records of the file as records of a register: what is coded in them, never their words. */
#include "core/made.h"
#include "db/queries.h"

/* Whether a value stands before those of a record, in the order in which both are read: it is of one that no longer
   stands. */
static bool is_before(const struct row_made_sheet_values *v, const struct row_made_sheets *s) {
	if (v->happened != s->happened)
		return v->happened < s->happened;
	return v->org != s->org ? v->org < s->org : v->sheet < s->id;
}

static int records_make(struct making *m, struct rows *rows, struct rows *values) {
	struct row_made_sheets s;
	struct row_made_sheet_values v;
	bool more = q_made_sheet_values_next(values, &v);
	while (q_made_sheets_next(rows, &s)) {
		made_begin(m, &(struct ledger_row){.id = s.id, .org = s.org, .happened = s.happened}, s.ref, s.at, s.precision);
		while (more && is_before(&v, &s))
			more = q_made_sheet_values_next(values, &v);
		for (; more && v.sheet == s.id; more = q_made_sheet_values_next(values, &v))
			made_add(m, v.field, v.amount);
		made_end(m, s.person);
	}
	int end = rows_end(values), rc = rows_end(rows);
	return rc != 0 ? rc : end;
}

int made_sheets(struct making *m, int sheet) {
	const struct made *made = m->made;
	struct rows rows, values;
	int rc = q_made_sheets(made->cx, sheet, made->act, &rows);
	if (rc != 0)
		return rc;
	rc = q_made_sheet_values(made->cx, sheet, made->act, &values);
	if (rc == 0)
		return records_make(m, &rows, &values);
	int end = rows_end(&rows);
	return rc != 0 ? rc : end;
}
