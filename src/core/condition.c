#include "core/condition.h"

#include "base/str.h"
#include "op/profile.h"

/* Reading ---------------------------------------------------------------------------------------------------------- */

static bool field_read(struct cx *cx, int reg, struct condition *c) {
	const char *dot = strchr(c->name, '.');
	if (dot == NULL)
		return register_find(cx->profile, reg, c->name, &c->field);
	c->hops = true;
	return register_find(cx->profile, reg, arena_strndup(cx->arena, c->name, (size_t)(dot - c->name)), &c->field)
		&& c->field.type == CELL_LINK && register_find(cx->profile, c->field.to, dot + 1, &c->beyond);
}

/* One word of the list that a field may have. */
static bool word_read(struct cx *cx, const struct cell_field *f, const char *word, struct condition *c) {
	bool country = f->type == CELL_CODE && f->list == L_COUNTRY;
	if (str_equal(word, "*"))
		return (c->any = true);
	if (country && str_equal(word, "@home"))
		return (c->home = true);
	if (country && str_equal(word, "@eu"))
		return (c->eu = true);
	if (country && str_equal(word, "@other"))
		return (c->other = true);
	if (country && str_equal(word, "unknown"))
		return (c->empty = c->unknown = true);
	if (f->type != CELL_CODE)
		return f->type == CELL_TEXT || f->type == CELL_LINK;
	c->codes[c->codes_n] = cell_code_find(cx->profile, f, word);
	return c->codes[c->codes_n++] != 0;
}

static bool allowed_read(struct cx *cx, struct condition *c) {
	const struct cell_field *f = c->hops ? &c->beyond : &c->field;
	const json_t *one;
	bool sound = json_array_size(c->allowed) > 0;
	size_t i;
	c->codes = arena_array(cx->arena, json_array_size(c->allowed) + 1, sizeof *c->codes);
	json_array_foreach((json_t *)c->allowed, i, one) {
		if (json_is_null(one))
			c->empty = true;
		else if (json_is_integer(one) && f->type == CELL_INT)
			c->codes[c->codes_n++] = json_integer_value(one);
		else
			sound = sound && json_is_string(one) && word_read(cx, f, json_string_value(one), c);
	}
	return sound;
}

static bool group_read(struct cx *cx, int reg, const json_t *group, const char *form, struct condition *c) {
	const json_t *one;
	size_t i;
	*c = (struct condition){.name = form, .allowed = group};
	json_array_foreach((json_t *)group, i, one) {
		int number = json_is_string(one) ? code_find(cx->profile, L_GROUP, json_string_value(one)) : 0;
		if (number == 0)
			return false;
		c->groups |= UINT64_C(1) << number;
	}
	return field_read(cx, reg, c) && (c->hops ? c->beyond : c->field).list == L_FORM && c->groups != 0;
}

int conditions_read_group(struct cx *cx, int reg, const json_t *where, const json_t *group, const char *form,
	struct conditions *ret_conditions) {
	struct conditions cs = {.at = arena_array(cx->arena, json_object_size(where) + 1, sizeof *cs.at)};
	const char *key;
	json_t *allowed;
	bool sound = where == NULL || json_is_object(where);
	json_object_foreach((json_t *)where, key, allowed) {
		struct condition *c = &cs.at[cs.n++];
		*c = (struct condition){.name = key, .allowed = allowed};
		sound = sound && field_read(cx, reg, c) && allowed_read(cx, c);
	}
	if (group != NULL)
		sound = sound && group_read(cx, reg, group, form == NULL ? "form" : form, &cs.at[cs.n++]);
	*ret_conditions = cs;
	return bug_if(cx, !sound);
}

int conditions_read(struct cx *cx, int reg, const json_t *where, struct conditions *ret_conditions) {
	return conditions_read_group(cx, reg, where, NULL, NULL, ret_conditions);
}

/* Testing ---------------------------------------------------------------------------------------------------------- */

/* Where the countries of a record belong: of several, to the nearest. */
struct nearness {
	bool known, home, eu;
};

static void nearness_note(const struct profile *p, const struct cell *cell, struct nearness *n) {
	int country = (int)cell->amount;
	n->known |= country != profile_code(p, L_COUNTRY, "unknown");
	n->home |= country == profile_code(p, L_COUNTRY, profile_name(p));
	n->eu |= json_is_true(json_object_get(profile_entry(p, L_COUNTRY, country), "eu"));
}

static bool is_near(const struct condition *c, const struct nearness *n) {
	return !n->known ? c->unknown : n->home ? c->home : n->eu ? c->eu : c->other;
}

static bool is_allowed(const struct condition *c, const struct cell *cell) {
	const json_t *one;
	size_t i;
	if (c->any)
		return true;
	if (cell->words == NULL) {
		for (i = 0; i < c->codes_n; i++)
			if (c->codes[i] == cell->amount)
				return true;
		return false;
	}
	json_array_foreach((json_t *)c->allowed, i, one)
		if (str_equal(json_string_value(one), cell->words))
			return true;
	return false;
}

static bool values_test(const struct profile *p, const struct condition *c, const struct ledger *l,
	const struct ledger_row *row, int field, bool every) {
	size_t i = 0, n = 0, good = 0;
	bool near = c->home || c->eu || c->other || c->unknown;
	struct nearness nearness = {0};
	const struct cell *cell = row == NULL ? NULL : ledger_next(l, row, field, &i);
	for (; cell != NULL; cell = ledger_next(l, row, field, &i)) {
		n++;
		good += is_allowed(c, cell);
		if (near)
			nearness_note(p, cell, &nearness);
	}
	if (n == 0)
		return c->empty;
	return (every ? good == n : good > 0) || (near && is_near(c, &nearness));
}

static bool group_test(const struct profile *p, const struct condition *c, const struct ledger *l,
	const struct ledger_row *row, int field) {
	const struct cell *form = row == NULL ? NULL : ledger_value(l, row, field);
	int group = profile_group(p, form == NULL ? 0 : (int)form->amount);
	return ((c->groups >> group) & 1) != 0;
}

/* The record that a condition looks at: the row itself, or the one its link names; NULL if that is not there. */
static int row_meant(struct ledgers *ls, const struct condition *c, const struct ledger **l,
	const struct ledger_row **row) {
	if (!c->hops)
		return 0;
	const struct cell *link = ledger_value(*l, *row, c->field.number);
	struct ledger *to;
	int rc = ledger_read(ls, c->field.to, &to);
	if (rc != 0)
		return rc;
	*row = link == NULL || link->words == NULL ? NULL : ledger_find(ls, to, link->words, (*row)->org);
	*l = to;
	return 0;
}

int conditions_test(struct ledgers *ls, const struct conditions *cs, const struct ledger *l,
	const struct ledger_row *row, bool every, const struct condition **ret_failed) {
	for (size_t i = 0; i < cs->n; i++) {
		const struct condition *c = &cs->at[i];
		const struct ledger *in = l;
		const struct ledger_row *meant = row;
		int rc = row_meant(ls, c, &in, &meant), field = c->hops ? c->beyond.number : c->field.number;
		if (rc != 0)
			return rc;
		bool good = c->groups != 0 ? group_test(ls->cx->profile, c, in, meant, field)
			: values_test(ls->cx->profile, c, in, meant, field, every);
		if (!good) {
			*ret_failed = c;
			return 0;
		}
	}
	*ret_failed = NULL;
	return 0;
}
