#include "core/given.h"

#include <string.h>

#include "base/str.h"

bool given_same(const struct cell *a, const struct cell *b) {
	return a->amount == b->amount && str_equal(a->words, b->words);
}

int given_add(struct cx *cx, struct given *g, const struct cell_field *field, const struct cell *cell) {
	struct given_value v = {.field = *field, .cell = *cell};
	int rc = bug_if(cx, g->n == GIVEN_MAX);
	for (size_t i = 0; rc == 0 && i < g->n; i++) {
		if (g->at[i].field.number != field->number)
			continue;
		v.rank++;
		if (!field->many)
			rc = err_say(cx, ERR_INVALID, field->code, N_("Give one answer, not several."), NULL);
		else if (given_same(&g->at[i].cell, cell)) /* what was sealed is not repeated */
			rc = err_say(cx, ERR_INVALID, field->code, N_("The same answer stands here twice."),
				field->sealed ? NULL : cell_text(cx, field, cell));
	}
	if (rc != 0)
		return rc;
	size_t at = g->n++;
	for (; at > 0 && g->at[at - 1].field.number > field->number; at--)
		g->at[at] = g->at[at - 1];
	g->at[at] = v;
	return 0;
}

const struct given_value *given_find(const struct given *g, const char *code) {
	for (size_t i = 0; code != NULL && i < g->n; i++)
		if (strcmp(g->at[i].field.code, code) == 0)
			return &g->at[i];
	return NULL;
}

int given_required(struct cx *cx, const struct given *g, const json_t *definition) {
	for (size_t i = 0; i < cell_fields(definition); i++) {
		struct cell_field f = cell_field_at(cx->profile, definition, i);
		if (f.required && given_find(g, f.code) == NULL)
			return err_say(cx, ERR_INVALID, f.code, N_("This is needed."), NULL);
	}
	return 0;
}
