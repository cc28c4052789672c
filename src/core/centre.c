#include "core/centre.h"

#include "base/str.h"
#include "base/time.h"
#include "core/operations.h"
#include "db/queries.h"
#include "op/profile.h"
#include "op/register.h"

#define REGISTER "centre"

enum { CENTRES = 64 };

static void value_take(struct cx *cx, struct centre *c, const char *field, const struct row_centre_values *v) {
	const char *words = v->words == NULL ? NULL : arena_strdup(cx->arena, v->words);
	if (str_equal(field, "name"))
		c->name = words;
	else if (str_equal(field, "desk"))
		c->desk = words;
	else if (str_equal(field, "line"))
		c->ring = v->amount;
	else if (str_equal(field, "municipality"))
		c->municipality = v->amount;
	else if (str_equal(field, "until"))
		c->until = v->amount;
}

static bool is_open(const struct cx *cx, const struct centre *c) {
	return c->name != NULL && (c->until == NONE || c->until >= day_of(cx->now));
}

int centre_all(struct cx *cx, int64_t org, struct centre **ret_centres, size_t *ret_n) {
	int reg = profile_code(cx->profile, L_REGISTER, REGISTER);
	struct centre *all = arena_array(cx->arena, CENTRES, sizeof *all);
	struct row_centre_values v;
	struct cell_field field;
	struct rows rows;
	int64_t entry = NONE;
	size_t n = 0, open = 0;
	int rc = q_centre_values(cx, reg, org, &rows);
	if (rc != ERR_OK)
		return rc;
	while (q_centre_values_next(&rows, &v)) {
		if (v.entry != entry && n == CENTRES)
			break;
		if (v.entry != entry)
			all[n++] = (struct centre){.municipality = NONE, .ring = NONE, .until = NONE};
		entry = v.entry;
		if (register_find_number(cx->profile, reg, v.field, &field))
			value_take(cx, &all[n - 1], field.code, &v);
	}
	rc = rows_end(&rows);
	for (size_t i = 0; i < n; i++)
		if (is_open(cx, &all[i]))
			all[open++] = all[i];
	*ret_centres = all;
	*ret_n = open;
	return rc;
}

int centre_coordinator(struct cx *cx, int64_t org, int64_t municipality, struct centre *ret_centre, bool *ret_is) {
	struct centre *all = NULL;
	const struct centre *best = NULL;
	size_t n = 0;
	int rc = centre_all(cx, org, &all, &n);
	for (size_t i = 0; rc == ERR_OK && i < n; i++)
		if (all[i].desk != NULL && (best == NULL || (best->municipality != municipality && all[i].municipality == municipality)))
			best = &all[i];
	*ret_is = best != NULL;
	if (best != NULL)
		*ret_centre = *best;
	return rc;
}

int centre_list(struct cx *cx, const struct in *in, struct out *out) {
	(void)in;
	struct centre *all = NULL;
	size_t n = 0;
	int rc = centre_all(cx, cx->actor.org, &all, &n);
	for (size_t i = 0; rc == ERR_OK && i < n; i++) {
		out_row(out);
		out_text(out, F_CENTRE, all[i].name);
		if (all[i].municipality != NONE)
			out_code(out, F_MUNICIPALITY, (int)all[i].municipality);
		if (all[i].desk != NULL)
			out_text(out, F_HELPER, all[i].desk);
		if (all[i].ring != NONE)
			out_number(out, F_RING, all[i].ring);
	}
	return rc;
}
