/* A record of a register as it is written: values checked, the row before it superseded. */
#include "base/str.h"
#include "core/fact.h"
#include "core/given.h"
#include "core/register.h"
#include "db/queries.h"
#include "op/profile.h"
#include "op/register.h"

struct draft { /* a record before it is written */
	int reg, precision;
	int32_t happened;
	const char *number;
	struct given given;
};

/* Reading ------------------------------------------------------------------------------------------------------- */

static int value_take(struct cx *cx, const char *pair, struct draft *d) {
	struct cell_field field;
	struct cell cell;
	int rc = cell_parse_pair(cx, d->reg, pair, &field, &cell);
	return rc == 0 ? given_add(cx, &d->given, &field, &cell) : rc;
}

/* A plan or a training may be written down before its day; whatever else happened has happened. */
static int day_take(struct cx *cx, const struct in *in, struct draft *d) {
	bool ahead = json_is_true(json_object_get(profile_entry(cx->profile, L_REGISTER, d->reg), "ahead"));
	const char *field = fields[F_HAPPENED].name;
	d->happened = in_day(in, F_HAPPENED);
	d->precision = in_has(in, F_PRECISION) ? in_code(in, F_PRECISION) : PRECISION_DAY;
	if (!ahead && d->happened > day_of(cx->now))
		return err_say(cx, ERR_INVALID, field, N_("That day has not come yet."), day_text(cx->arena, d->happened));
	return bad_if(cx, d->happened < day_from_ymd(1990, 1, 1), field, N_("The registry begins in 1990."),
		day_text(cx->arena, d->happened));
}

static int take_draft(struct cx *cx, const struct in *in, struct draft *d) {
	d->reg = in_code(in, F_REGISTER);
	d->number = in_text(in, F_NUMBER);
	if (!register_writes(cx->profile, d->reg, cx->actor.org_kind))
		return err_say(cx, ERR_DENIED, fields[F_REGISTER].name, N_("Your organisation does not keep this register."),
			NULL);
	int rc = day_take(cx, in, d);
	if (rc == 0 && d->number != NULL)
		rc = register_number_check(cx, fields[F_NUMBER].name, d->number);
	for (size_t i = 0; rc == 0 && i < in_count(in, F_CELL); i++)
		rc = value_take(cx, in_at(in, F_CELL, i)->text, d);
	return rc == 0 ? given_required(cx, &d->given, profile_entry(cx->profile, L_REGISTER, d->reg)) : rc;
}

/* Numbers ------------------------------------------------------------------------------------------------------- */

static int is_taken(struct cx *cx, const struct draft *d, int64_t n, const char **ret_number, bool *ret_taken) {
	struct row_entry_newest row;
	*ret_number = arena_printf(cx->arena, "%d-%lld", day_year(d->happened), (long long)n);
	int rc = q_entry_newest(cx, d->reg, cx->actor.org, *ret_number, &row);
	*ret_taken = rc == 0;
	return rc == ERR_NOTFOUND ? 0 : rc;
}

/* A number nobody has used, "2026-17": steps that double until one is free, then halves back to the edge, so that a
   list of a hundred thousand without numbers costs no hundred thousand looks each. */
static int number_make(struct cx *cx, struct draft *d) {
	int64_t taken = 0, unused = 1;
	const char *number = NULL;
	bool is = true;
	int rc = 0;
	while (rc == 0 && is) {
		rc = is_taken(cx, d, unused, &number, &is);
		if (rc == 0 && is) {
			taken = unused;
			unused *= 2;
		}
	}
	while (rc == 0 && unused - taken > 1) {
		int64_t middle = taken + (unused - taken) / 2;
		rc = is_taken(cx, d, middle, &number, &is);
		*(is ? &taken : &unused) = middle;
	}
	if (rc == 0)
		d->number = arena_printf(cx->arena, "%d-%lld", day_year(d->happened), (long long)unused);
	return rc;
}

/* What stands already ------------------------------------------------------------------------------------------- */

static int is_same(struct cx *cx, const struct draft *d, const struct row_entry_newest *row, bool *ret_same) {
	struct rows rows;
	struct row_entry_values each;
	size_t n = 0;
	bool same = row->voided == 0 && row->happened == d->happened && row->precision == d->precision;
	if (!same) {
		*ret_same = false;
		return 0;
	}
	int rc = q_entry_values(cx, row->id, &rows);
	while (rc == 0 && q_entry_values_next(&rows, &each)) {
		const struct cell cell = {each.amount, each.words};
		const struct given_value *v = &d->given.at[n];
		same = same && n < d->given.n && v->field.number == each.field && given_same(&v->cell, &cell);
		n++;
	}
	*ret_same = same && n == d->given.n;
	int end = rows_end(&rows);
	return rc != 0 ? rc : end;
}

/* Warnings ------------------------------------------------------------------------------------------------------ */

static void warn(struct entry_put *put, struct cx *cx, const char *field, const char *rule) {
	if (put->warnings_n < ENTRY_WARNINGS)
		put->warnings[put->warnings_n++] = arena_printf(cx->arena, "%s: %s", field, rule);
}

static double years_of(const json_t *statute, const char *key, double otherwise) {
	const json_t *years = json_object_get(statute, key);
	return json_is_number(years) ? json_number_value(years) : otherwise;
}

/* "warn": months outside what any of the record's articles allows. */
static void months_check(struct cx *cx, const struct draft *d, const json_t *rule, struct entry_put *put) {
	const struct given_value *months = given_find(&d->given, json_string_value(json_object_get(rule, "field")));
	const char *articles = json_string_value(json_object_get(rule, "statute"));
	double least = 1e9, most = -1;
	if (months == NULL || articles == NULL)
		return;
	for (size_t i = 0; i < d->given.n; i++) {
		if (strcmp(d->given.at[i].field.code, articles) != 0)
			continue;
		const json_t *statute = profile_entry(cx->profile, L_STATUTE, (int)d->given.at[i].cell.amount);
		double min = years_of(statute, "min_years", 0), max = years_of(statute, "max_years", 1e6);
		least = min < least ? min : least;
		most = max > most ? max : most;
	}
	double n = (double)months->cell.amount;
	if (most >= 0 && n < 12 * least)
		warn(put, cx, months->field.code, N_("Fewer months than the article says."));
	if (most >= 0 && n > 12 * most)
		warn(put, cx, months->field.code, N_("More months than the article allows."));
}

static void warnings_make(struct cx *cx, const struct draft *d, struct entry_put *put) {
	const json_t *rules = json_object_get(profile_entry(cx->profile, L_REGISTER, d->reg), "warn"), *rule;
	size_t i;
	json_array_foreach((json_t *)rules, i, rule)
		months_check(cx, d, rule, put);
}

/* Writing ------------------------------------------------------------------------------------------------------- */

static int values_write(struct cx *cx, const struct draft *d, int64_t entry) {
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < d->given.n; i++) {
		const struct given_value *v = &d->given.at[i];
		rc = q_entry_value_add(cx, entry, v->field.number, v->rank, v->cell.amount, v->cell.words);
	}
	return rc;
}

static int row_write(struct cx *cx, const struct draft *d, int64_t org, int voided, int64_t supersedes,
	struct entry_put *put) {
	struct row_entry_add added;
	put->ref = ref_new(cx);
	int rc = q_entry_add(cx, ref_blob(&put->ref), d->reg, org, d->number, d->happened, d->precision, cx->act, voided,
		supersedes, &added);
	if (rc == 0)
		put->id = added.id;
	if (rc == 0)
		rc = values_write(cx, d, added.id);
	if (rc == 0)
		rc = entry_project(cx, added.id);
	if (rc == 0 && supersedes != NONE)
		rc = q_task_entry_done(cx, supersedes);
	return rc;
}

int entry_put(struct cx *cx, const struct in *in, struct entry_put *ret_put) {
	struct draft *d = arena_alloc(cx->arena, sizeof *d);
	struct row_entry_newest row = {.id = NONE};
	struct entry_put put = {0};
	bool same = false;
	int rc = take_draft(cx, in, d);
	if (rc == 0)
		rc = d->number == NULL ? number_make(cx, d) : q_entry_newest(cx, d->reg, cx->actor.org, d->number, &row);
	if (rc == ERR_NOTFOUND)
		rc = 0;
	else if (rc == 0 && row.id != NONE)
		rc = is_same(cx, d, &row, &same);
	if (rc != 0)
		return rc;
	warnings_make(cx, d, &put);
	put.number = d->number;
	put.id = row.id;
	if (same) {
		rc = ref_of_blob(cx, row.ref, &put.ref);
	} else {
		put.changed = true;
		put.corrected = row.id != NONE;
		rc = row_write(cx, d, cx->actor.org, 0, row.id, &put);
		if (rc == 0)
			rc = entry_due_ask(cx, d->reg, put.id);
	}
	if (rc == 0)
		*ret_put = put;
	return rc;
}

int entry_retract(struct cx *cx, int64_t id) {
	struct row_entry_get e;
	struct row_entry_newest row;
	struct entry_put put = {0};
	int rc = q_entry_get(cx, id, &e);
	if (rc == 0)
		rc = q_entry_newest(cx, e.reg, e.org, e.number, &row);
	if (rc == 0 && row.voided != 0)
		return err_say(cx, ERR_CONFLICT, NULL, N_("This record was taken back already."), NULL);
	if (rc != 0)
		return rc;
	struct draft *d = arena_alloc(cx->arena, sizeof *d);
	d->reg = e.reg;
	d->number = e.number;
	d->happened = row.happened;
	d->precision = row.precision;
	return row_write(cx, d, e.org, 1, row.id, &put);
}

/* entry_now ----------------------------------------------------------------------------------------------------- */

int entry_project(struct cx *cx, int64_t id) {
	int rc = q_entry_now_clear(cx, id);
	return rc == 0 ? q_entry_now_make(cx, id) : rc;
}

int entries_project(struct cx *cx) {
	enum { SLICE = 1000 };
	struct rows rows;
	struct row_project_slice_entries each;
	int64_t ids[SLICE], after = 0;
	size_t n = SLICE;
	int rc = q_entry_now_clear_all(cx);
	while (rc == 0 && n == SLICE) {
		n = 0;
		rc = q_project_slice_entries(cx, after, &rows);
		while (rc == 0 && n < SLICE && q_project_slice_entries_next(&rows, &each))
			ids[n++] = each.id;
		int end = rows_end(&rows);
		rc = rc != 0 ? rc : end;
		for (size_t i = 0; rc == 0 && i < n; i++)
			rc = entry_project(cx, ids[i]);
		after = n > 0 ? ids[n - 1] : after;
	}
	return rc;
}
