#include "core/bodies.h"

#include "base/str.h"
#include "core/condition.h"
#include "db/queries.h"
#include "op/profile.h"

int bodies_read(struct cx *cx, int64_t max, struct bodies *ret_bodies) {
	struct rows rows;
	struct row_figure_orgs each;
	struct bodies b = {.n = (size_t)max + 1};
	b.at = arena_array(cx->arena, b.n, sizeof *b.at);
	int rc = q_figure_orgs(cx, &rows);
	while (rc == 0 && q_figure_orgs_next(&rows, &each))
		if ((size_t)each.id < b.n)
			b.at[each.id] = (struct body){each.kind, each.region, each.code, each.name};
	*ret_bodies = b;
	return rows_end(&rows);
}

const struct body *body_of(const struct bodies *b, int64_t org) {
	static const struct body nobody = {0, 0, "", ""};
	return org > 0 && (size_t)org < b->n && b->at[org].code != NULL ? &b->at[org] : &nobody;
}

static int64_t org_find(const struct bodies *b, const char *code) {
	for (size_t i = 0; i < b->n; i++)
		if (str_equal(b->at[i].code, code))
			return (int64_t)i;
	return 0;
}

/* Organisations named by the records of each year. */
static int named_read(struct ledgers *ls, const struct bodies *b, struct allowed *a) {
	struct cx *cx = ls->cx;
	const char *name = json_string_value(json_object_get(a->orgs, "register"));
	const char *code = json_string_value(json_object_get(a->orgs, "field"));
	int reg = name == NULL ? 0 : profile_code(cx->profile, L_REGISTER, name);
	struct cell_field field = {0};
	struct conditions where = {0};
	struct ledger *l;
	bool sound = reg != 0 && code != NULL && register_find(cx->profile, reg, code, &field) && field.type == CELL_TEXT;
	int rc = bug_if(cx, !sound);
	if (rc == 0)
		rc = conditions_read(cx, reg, json_object_get(a->orgs, "where"), &where);
	if (rc == 0)
		rc = ledger_read(ls, reg, &l);
	a->years = arena_array(cx->arena, YEARS, sizeof *a->years);
	for (size_t i = 0; rc == 0 && i < l->n; i++) {
		const struct condition *failed = NULL;
		const struct cell *cell = l->rows[i].reason != 0 ? NULL : ledger_value(l, &l->rows[i], field.number);
		if (cell == NULL)
			continue;
		rc = conditions_test(ls, &where, l, &l->rows[i], false, &failed);
		struct bits *year = &a->years[day_year(l->rows[i].happened) - YEAR_MIN];
		if (rc != 0 || failed != NULL)
			continue;
		if (year->at == NULL)
			*year = bits_new(cx, (int64_t)b->n);
		bits_set(year, org_find(b, cell->words));
	}
	return rc;
}

int allowed_begin(struct ledgers *ls, const struct bodies *b, const json_t *orgs,
	struct allowed *ret_allowed) {
	struct allowed a = {.orgs = orgs, .kinds = orgs == NULL ? UINT64_MAX : 0};
	const json_t *kind;
	size_t i;
	int rc = json_is_object(orgs) ? named_read(ls, b, &a) : 0;
	if (!json_is_object(orgs))
		json_array_foreach((json_t *)orgs, i, kind) {
			int number = json_is_string(kind) ? code_find(ls->cx->profile, L_ORG_KIND, json_string_value(kind)) : 0;
			if (bug_if(ls->cx, number == 0))
				return ERR_BUG;
			a.kinds |= UINT64_C(1) << number;
		}
	*ret_allowed = a;
	return rc;
}

bool allowed_has(const struct allowed *a, const struct bodies *b, int64_t org, int year) {
	if (a->years == NULL)
		return ((a->kinds >> body_of(b, org)->kind) & 1) != 0;
	return org > 0 && year >= YEAR_MIN && year < YEAR_MIN + YEARS && bits_get(&a->years[year - YEAR_MIN], org);
}
