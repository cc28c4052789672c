/* Models as JSON. */
#include "link/model_file.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

#include "base/str.h"

static int bad(struct cx *cx, const char *where, const char *rule, const char *value) {
	return err_say(cx, ERR_INVALID, where, rule, value);
}

static int column_find(int columns, const char *const *names, const char *name) {
	for (int i = 0; i < columns; i++)
		if (name != NULL && str_equal(names[i], name))
			return i;
	return -1;
}

static int named(const char *const *names, int n, const char *name) {
	for (int i = 0; i < n; i++)
		if (name != NULL && str_equal(names[i], name))
			return i;
	return -1;
}

/* A number in [least, most]. */
static bool number(const json_t *j, double least, double most, double *ret) {
	double x = json_is_number(j) ? json_number_value(j) : NAN;
	if (!(x >= least && x <= most))
		return false;
	*ret = x;
	return true;
}

static int columns_read(struct cx *cx, const json_t *list, int columns, const char *const *names, struct link_model *m) {
	size_t i;
	json_t *one;
	json_array_foreach(list, i, one) {
		const char *name = json_string_value(json_object_get(one, "name"));
		int at = column_find(columns, names, name);
		int kind = named(link_kind_names, LINK_KIND__MAX, json_string_value(json_object_get(one, "kind")));
		if (at < 0)
			return bad(cx, "model, columns", N_("No column has this heading."), name);
		if (kind < 0)
			return bad(cx, "model, columns", N_("There is no such kind of column."), json_string_value(json_object_get(one, "kind")));
		m->kind[at] = (uint8_t)kind;
		m->day_first[at] = json_is_true(json_object_get(one, "day_first"));
	}
	return 0;
}

static int levels_read(struct cx *cx, const char *where, const json_t *list, struct link_comparison *c) {
	int levels = link_measures[c->measure].levels;
	if ((int)json_array_size(list) != levels)
		return bad(cx, where, N_("This comparison has another number of levels."), link_measures[c->measure].name);
	for (int k = 0; k < levels; k++) { /* the likest first */
		const json_t *one = json_array_get(list, (size_t)(levels - 1 - k));
		if (!number(json_object_get(one, "m"), 1e-9, 1, &c->m[k]) || !number(json_object_get(one, "u"), 1e-9, 1, &c->u[k]))
			return bad(cx, where, N_("The chances m and u of a level are numbers from 0.000000001 to 1."), NULL);
		c->trained[k] = json_is_true(json_object_get(one, "trained"));
	}
	return 0;
}

static int comparison_read(struct cx *cx, size_t i, const json_t *j, int columns, const char *const *names, struct link_comparison *c) {
	const char *where = arena_printf(cx->arena, "model, comparison %zu", i + 1);
	const char *measure = json_string_value(json_object_get(j, "measure"));
	const json_t *list = json_object_get(j, "columns");
	int found = 0, at[2] = {-1, -1};
	while (found < LINK_MEASURE__MAX && !str_equal(link_measures[found].name, measure))
		found++;
	if (found == LINK_MEASURE__MAX)
		return bad(cx, where, N_("There is no such comparison."), measure);
	size_t wanted = found <= MEASURE_SURNAME || (found == MEASURE_POINT && json_array_size(list) == 2) ? 2 : 1;
	if (json_array_size(list) != wanted)
		return bad(cx, where, N_("Comparisons of names take two columns, given and family name; places on the earth one or two; all others one."),
			measure);
	for (size_t k = 0; k < wanted; k++) {
		const char *name = json_string_value(json_array_get(list, k));
		at[k] = column_find(columns, names, name);
		if (at[k] < 0)
			return bad(cx, where, N_("No column has this heading."), name);
	}
	link_comparison_init(c, (enum link_measure)found, at[0], at[1]);
	c->frequency = !json_is_false(json_object_get(j, "frequency"));
	c->residence = json_is_true(json_object_get(j, "residence"));
	return levels_read(cx, where, json_object_get(j, "levels"), c);
}

static int rules_read(struct cx *cx, const json_t *list, int columns, const char *const *names, struct link_model *m) {
	struct buf b = buf_new(cx->arena, LINK_FILE * 2);
	size_t i;
	json_t *one;
	json_array_foreach(list, i, one) {
		const char *line = json_string_value(one);
		if (line == NULL || strchr(line, '\n') != NULL)
			return bad(cx, "model, rules", N_("Each rule is one line of text."), line);
		buf_str(&b, line);
		buf_char(&b, '\n');
	}
	return link_rules_read(cx, b.n == 0 ? "" : b.at, columns, names, m);
}

static int model_read(struct cx *cx, const json_t *root, int columns, const char *const *names, struct link_model *m) {
	const json_t *list = json_object_get(root, "comparisons"), *threshold = json_object_get(root, "threshold");
	if (!str_equal(json_string_value(json_object_get(root, "format")), "atrama-link-model-1"))
		return bad(cx, "model", N_("This is no model of this version: its format is not atrama-link-model-1."), NULL);
	if (!number(json_object_get(root, "lambda"), 1e-15, 0.5, &m->lambda))
		return bad(cx, "model, lambda", N_("lambda is a chance from 1e-15 to 0.5."), NULL);
	m->threshold = NAN;
	if (threshold != NULL && !json_is_null(threshold) && !number(threshold, -60, 60, &m->threshold))
		return bad(cx, "model, threshold", N_("A threshold is a weight in bits from -60 to 60."), NULL);
	const json_t *written = json_object_get(root, "names");
	m->as_written = str_equal(json_string_value(written), "written");
	if (written != NULL && !m->as_written && !str_equal(json_string_value(written), "folded"))
		return bad(cx, "model, names", N_("Names are compared folded, across scripts and spellings, or written, as they stand."),
			json_string_value(written));
	m->seed = (uint64_t)json_integer_value(json_object_get(root, "seed"));
	if (json_array_size(list) == 0 || json_array_size(list) > LINK_COMPARISONS)
		return bad(cx, "model, comparisons", N_("A model has one to sixteen comparisons."), NULL);
	int rc = columns_read(cx, json_object_get(root, "columns"), columns, names, m);
	for (size_t i = 0; rc == 0 && i < json_array_size(list); i++)
		rc = comparison_read(cx, i, json_array_get(list, i), columns, names, &m->comparison[m->comparisons++]);
	return rc == 0 ? rules_read(cx, json_object_get(root, "rules"), columns, names, m) : rc;
}

int link_model_read(struct cx *cx, const char *text, size_t n, int columns, const char *const *names, struct link_model *m) {
	json_error_t error;
	json_t *root = json_loadb(text, n, JSON_REJECT_DUPLICATES, &error);
	if (root == NULL)
		return bad(cx, arena_printf(cx->arena, "model, line %d", error.line), N_("This is not JSON."), NULL);
	*m = (struct link_model){.columns = columns};
	int rc = model_read(cx, root, columns, names, m);
	if (rc != 0 && cx->err.value != NULL) /* of the JSON, which goes */
		cx->err.value = arena_strdup(cx->arena, cx->err.value);
	json_decref(root);
	return rc;
}

/* Writing: our own, so that the same model is the same bytes ----------------------------------------------------------------- */

static void text_print(struct buf *to, const char *s) {
	json_t *j = json_stringn(s, strlen(s));
	char *text = json_dumps(j, JSON_ENCODE_ANY);
	buf_str(to, text == NULL ? "\"\"" : text);
	free(text);
	json_decref(j);
}

static void comparison_print(struct buf *to, const struct link_comparison *c, const char *const *names) {
	const struct link_measure_info *info = &link_measures[c->measure];
	buf_printf(to, "  {\"measure\": \"%s\", \"columns\": [", info->name);
	for (int i = 0; i < 2 && c->column[i] >= 0; i++) {
		buf_str(to, i > 0 ? ", " : "");
		text_print(to, names[c->column[i]]);
	}
	buf_printf(to, "], \"frequency\": %s, \"residence\": %s, \"levels\": [\n", c->frequency ? "true" : "false", c->residence ? "true" : "false");
	for (int k = info->levels - 1; k >= 0; k--)
		buf_printf(to, "   {\"level\": \"%s\", \"m\": %.9f, \"u\": %.9f, \"trained\": %s}%s\n", info->say[k], c->m[k], c->u[k],
			c->trained[k] ? "true" : "false", k > 0 ? "," : "");
	buf_str(to, "  ]}");
}

void link_model_print(struct buf *to, const struct link_model *m, const char *const *names) {
	buf_printf(to, "{\n \"format\": \"atrama-link-model-1\",\n \"seed\": %llu,\n \"lambda\": %.15f,\n \"threshold\": ",
		(unsigned long long)m->seed, m->lambda);
	if (isnan(m->threshold))
		buf_str(to, "null");
	else
		buf_printf(to, "%.3f", m->threshold);
	buf_str(to, m->as_written ? ",\n \"names\": \"written\"" : "");
	buf_str(to, ",\n \"columns\": [");
	for (int i = 0, n = 0; i < m->columns; i++) {
		if (m->kind[i] == KIND_IGNORE)
			continue;
		buf_str(to, n++ > 0 ? ",\n  {\"name\": " : "\n  {\"name\": ");
		text_print(to, names[i]);
		buf_printf(to, ", \"kind\": \"%s\", \"day_first\": %s}", link_kind_names[m->kind[i]], m->day_first[i] ? "true" : "false");
	}
	buf_str(to, "\n ],\n \"rules\": [");
	for (int i = 0; i < m->rules; i++) {
		struct buf line = buf_new(to->arena, 1 << 20);
		link_rule_print(&line, &m->rule[i], names);
		buf_str(to, i > 0 ? ",\n  " : "\n  ");
		text_print(to, line.at);
	}
	buf_str(to, "\n ],\n \"comparisons\": [\n");
	for (int i = 0; i < m->comparisons; i++) {
		comparison_print(to, &m->comparison[i], names);
		buf_str(to, i + 1 < m->comparisons ? ",\n" : "\n");
	}
	buf_str(to, " ]\n}\n");
}
