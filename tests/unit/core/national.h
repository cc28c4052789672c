/*
 * national.h - more organisations for tests of figures: bodies that keep registers and owe returns, as the profile "lt"
 * names them, and short ways to record, to ask for a figure, and to look at its explanation.
 */
#pragma once
#include "fixture.h"

enum body_name { COURTS, PROSECUTION, INSPECTION, WELFARE, HOTLINE, BORDER, CHILDREN, INTERIOR, COMMISSION, LEAD,
	BODY__MAX };

static const struct {
	const char *code;
	int kind;
} national_bodies[BODY__MAX] = {
	[COURTS] = {"courts", ORG_COURT},
	[PROSECUTION] = {"prosecution", ORG_PROSECUTION},
	[INSPECTION] = {"labour-inspection", ORG_LABOUR},
	[WELFARE] = {"social-ministry", ORG_MINISTRY},
	[HOTLINE] = {"silto-vejo", ORG_NGO},
	[BORDER] = {"border", ORG_BORDER},
	[CHILDREN] = {"child-protection", ORG_CHILD},
	[INTERIOR] = {"interior-ministry", ORG_MINISTRY},
	[COMMISSION] = {"commission", ORG_COORDINATION},
	[LEAD] = {"police-bureau", ORG_POLICE},
};

/* Acts for a body; it is added when it first acts. */
static inline int64_t national_as(struct fixture *f, enum body_name body) {
	struct row_org_by_code org;
	struct row_org_add added;
	struct cx *cx = &f->cx;
	int rc = q_org_by_code(cx, national_bodies[body].code, &org);
	if (rc == ERR_NOTFOUND) {
		assert_int_equal(db_begin(cx), 0);
		assert_int_equal(q_org_add(cx, national_bodies[body].code, national_bodies[body].code,
			national_bodies[body].kind, code_at(f->profile, L_REGION, 0), &added), 0);
		assert_int_equal(db_commit(cx), 0);
		org.id = added.id;
		rc = 0;
	}
	assert_int_equal(rc, 0);
	cx->actor = (struct actor){.user = f->actors[ADMIN].user, .org = org.id, .org_kind = national_bodies[body].kind,
		.roles = 1u << ROLE_RECORDER};
	return org.id;
}

/* A record: cells as "field=value", parted by blanks; "_" stands for a blank in a value. Gives its reference. */
static inline const char *entry(struct fixture *f, enum body_name body, const char *reg, const char *number,
	const char *day, const char *cells) {
	struct buf list = buf_new(f->cx.arena, 4096);
	for (const char *c = cells; *c != 0; c += strspn(c, " ")) {
		size_t n = strcspn(c, " ");
		char *cell = arena_strndup(f->cx.arena, c, n);
		for (char *b = cell; *b != 0; b++)
			*b = *b == '_' && strchr(cell, '=') != NULL && b > strchr(cell, '=') && strncmp(cell, "title=", 6) == 0 ?
				' ' : *b;
		buf_printf(&list, "%s'%s'", list.n == 0 ? "" : ", ", cell);
		c += n;
	}
	national_as(f, body);
	DO(f, entry_record, "{'register': '%s', 'number': '%s', 'happened': '%s', 'cell': [%s]}", reg, number, day,
		list.at);
	return fixture_get(f, "entry");
}

static inline void returned(struct fixture *f, enum body_name body, const char *item, int year, const char *state) {
	national_as(f, body);
	DO(f, return_record, "{'item': '%s', 'year': %d, 'return_state': '%s'}", item, year, state);
}

/* Asks how a figure came about, in an arena of its own: tests ask often. NULL: as of today. */
static inline void explain(struct fixture *f, const char *indicator, const char *breakdown, int year,
	const char *as_of) {
	struct arena *own = f->cx.arena;
	f->cx.arena = arena_new(64 << 20);
	fixture_as(f, NIJOLE);
	DO(f, figure_explain, "{'indicator': '%s', 'breakdown': '%s', 'year': %d%s%s%s}", indicator, breakdown, year,
		as_of == NULL ? "" : ", 'as_of': '", as_of == NULL ? "" : as_of, as_of == NULL ? "" : "'");
	arena_free(f->cx.arena);
	f->cx.arena = own;
}

static inline const char *figure_as_of(struct fixture *f, const char *indicator, const char *breakdown, int year,
	const char *as_of) {
	explain(f, indicator, breakdown, year, as_of);
	return fixture_get(f, "figure");
}

static inline const char *figure(struct fixture *f, const char *indicator, const char *breakdown, int year) {
	return figure_as_of(f, indicator, breakdown, year, NULL);
}

/* How many rows of the last explanation give that reason; with `detail` only those that name that field. */
static inline int reasons(struct fixture *f, const char *reason, const char *detail) {
	const json_t *row;
	size_t i;
	int n = 0;
	json_array_foreach(json_object_get(f->answer, "rows"), i, row)
		n += str_equal(json_string_value(json_object_get(row, "reason")), reason)
			&& (detail == NULL || str_equal(json_string_value(json_object_get(row, "detail")), detail));
	return n;
}

/* Whether what is said to be counted is what the reasons say, and no reference stands there twice. */
static inline void rows_agree(struct fixture *f) {
	const json_t *row;
	json_t *seen = json_object();
	size_t i;
	json_array_foreach(json_object_get(f->answer, "rows"), i, row) {
		const char *record = json_string_value(json_object_get(row, "record"));
		bool counted = json_is_true(json_object_get(row, "counted"));
		assert_int_equal(counted, str_equal(json_string_value(json_object_get(row, "reason")), "counted"));
		assert_null(json_object_get(seen, record));
		json_object_set_new(seen, record, json_true());
	}
	json_decref(seen);
}
