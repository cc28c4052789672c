#include "core/ledger.h"

#include "core/grow.h"
#include "core/made.h"
#include "core/who.h"
#include "db/queries.h"

/* Rows ------------------------------------------------------------------------------------------------------------- */

struct marks { /* which rows another one takes the place of */
	struct bits corrected, voided;
};

static int rows_read(struct ledgers *ls, struct ledger *l, struct marks *marks) {
	struct rows rows;
	struct row_figure_entries each;
	int rc = q_figure_entries(ls->cx, l->reg, ls->act, &rows);
	while (rc == 0 && q_figure_entries_next(&rows, &each)) {
		if (each.supersedes != NONE)
			bits_set(each.voided != 0 ? &marks->voided : &marks->corrected, each.supersedes);
		if (each.voided != 0)
			continue;
		l->rows = grow(ls->cx->arena, l->rows, l->n, sizeof *l->rows);
		l->rows[l->n++] = (struct ledger_row){.id = each.id, .org = each.org, .happened = each.happened,
			.number = each.number};
	}
	return rows_end(&rows);
}

int ledger_rows(struct ledgers *ls, int reg, struct ledger **ret_ledger) {
	if (bug_if(ls->cx, reg < 1 || reg >= LEDGERS))
		return ERR_BUG;
	*ret_ledger = ls->at[reg];
	if (*ret_ledger != NULL)
		return 0;
	struct ledger *l = arena_alloc(ls->cx->arena, sizeof *l);
	l->reg = reg;
	if (reg >= REGISTER_FAMILY) {
		l->has_values = true;
		*ret_ledger = ls->at[reg] = l;
		return made_read(ls, l);
	}
	struct marks marks = {bits_new(ls->cx, ls->entries), bits_new(ls->cx, ls->entries)};
	int rc = rows_read(ls, l, &marks);
	if (rc != 0)
		return rc;
	for (size_t i = 0; i < l->n; i++) {
		struct ledger_row *row = &l->rows[i];
		bool corrected = bits_get(&marks.corrected, row->id);
		row->reason = bits_get(&marks.voided, row->id) ? REASON_VOID : corrected ? REASON_CORRECTED : 0;
	}
	*ret_ledger = ls->at[reg] = l;
	return 0;
}

/* Values ----------------------------------------------------------------------------------------------------------- */

/* Values come in the order of the rows, so one walk gives each its own. */
static int values_read(struct ledgers *ls, struct ledger *l) {
	struct rows rows;
	struct row_figure_entry_values each;
	size_t at = 0;
	int rc = q_figure_entry_values(ls->cx, l->reg, ls->act, &rows);
	while (rc == 0 && q_figure_entry_values_next(&rows, &each)) {
		while (at < l->n && l->rows[at].id != each.entry)
			at++;
		rc = bug_if(ls->cx, at == l->n);
		if (rc != 0 || l->rows[at].reason != 0)
			continue;
		l->values = grow(ls->cx->arena, l->values, l->values_n, sizeof *l->values);
		if (l->rows[at].n == 0)
			l->rows[at].first = l->values_n;
		l->rows[at].n++;
		l->values[l->values_n++] = (struct ledger_value){each.field, {each.amount, each.words}};
	}
	for (size_t i = 0; i < l->n && l->values != NULL; i++)
		l->rows[i].values = &l->values[l->rows[i].first];
	int end = rows_end(&rows);
	return rc != 0 ? rc : end;
}

int ledger_read(struct ledgers *ls, int reg, struct ledger **ret_ledger) {
	int rc = ledger_rows(ls, reg, ret_ledger);
	if (rc != 0 || (*ret_ledger)->has_values)
		return rc;
	(*ret_ledger)->has_values = true;
	return values_read(ls, *ret_ledger);
}

const struct cell *ledger_next(const struct ledger *l, const struct ledger_row *row, int field, size_t *i) {
	(void)l;
	for (; *i < row->n; (*i)++)
		if (row->values[*i].field == field)
			return &row->values[(*i)++].cell;
	return NULL;
}

const struct cell *ledger_value(const struct ledger *l, const struct ledger_row *row, int field) {
	size_t i = 0;
	return ledger_next(l, row, field, &i);
}

/* Links ------------------------------------------------------------------------------------------------------------ */

static int number_order(const void *a, const void *b, void *arg) {
	const struct ledger *l = arg;
	const struct ledger_row *x = &l->rows[*(const size_t *)a], *y = &l->rows[*(const size_t *)b];
	int order = strcmp(x->number, y->number);
	if (order == 0)
		order = x->org < y->org ? -1 : x->org > y->org;
	return order != 0 ? order : x->id < y->id ? -1 : x->id > y->id;
}

static void numbers_sort(struct ledgers *ls, struct ledger *l) {
	l->by_number = arena_array(ls->cx->arena, l->n + 1, sizeof *l->by_number);
	for (size_t i = 0; i < l->n; i++)
		if (l->rows[i].reason == 0)
			l->by_number[l->numbers_n++] = i;
	qsort_r(l->by_number, l->numbers_n, sizeof *l->by_number, number_order, l);
}

const struct ledger_row *ledger_find(struct ledgers *ls, struct ledger *l, const char *number, int64_t org) {
	if (l->by_number == NULL)
		numbers_sort(ls, l);
	size_t low = 0, high = l->numbers_n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (strcmp(l->rows[l->by_number[middle]].number, number) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	const struct ledger_row *first = NULL;
	for (; low < l->numbers_n; low++) {
		const struct ledger_row *row = &l->rows[l->by_number[low]];
		if (strcmp(row->number, number) != 0)
			break;
		if (row->org == org)
			return row;
		first = first == NULL ? row : first;
	}
	return first;
}
