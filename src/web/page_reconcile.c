/* Why figures differ: who stands in which of them, and why not in the others. */
#include <string.h>

#include "base/arena.h"
#include "base/str.h"
#include "base/time.h"
#include "op/profile.h"
#include "text/catalogue.h"
#include "text/format.h"
#include "web/figures.h"
#include "web/route.h"

enum { MOST = 6, REFS = 60 };

static bool of_persons(const json_t *definition) {
	const char *family = json_text(definition, "family");
	return str_equal(family, "identified") || str_equal(family, "presumed") || str_equal(family, "supported") ||
	       str_equal(family, "registered");
}

/* Every indicator that counts persons; chosen are those of the address, else the first of each family. */
static json_t *choices(const struct page *page) {
	const struct profile *profile = page->cx->profile;
	json_t *list = json_array(), *families = json_object();
	bool asked = page_query(page, "indicator")[0] != 0;
	for (size_t i = 0; profile_number(profile, L_INDICATOR, i) != 0; i++) {
		int number = profile_number(profile, L_INDICATOR, i);
		const json_t *definition = profile_entry(profile, L_INDICATOR, number);
		const char *code = code_name(profile, L_INDICATOR, number), *family = json_text(definition, "family");
		if (!of_persons(definition))
			continue;
		bool chosen = !asked && json_object_get(families, family) == NULL;
		json_object_set_new(families, family, json_true());
		for (size_t k = 0; asked && k < page->query.n; k++)
			chosen = chosen || (str_equal(page->query.fields[k].name, "indicator") &&
				str_equal(page->query.fields[k].value, code));
		json_array_append_new(list, json_pack("{s:s, s:s, s:b, s:o, s:n}", "code", code, "label",
			page_label(page, L_INDICATOR, code), "chosen", chosen, "id", json_sprintf("indicator-%d", number),
			"about"));
	}
	return list;
}

static json_t *chosen_of(json_t *list) {
	json_t *chosen = json_array(), *one;
	size_t i;
	json_array_foreach(list, i, one)
		if (json_is_true(json_object_get(one, "chosen")) && json_array_size(chosen) < MOST)
			json_array_append(chosen, one);
	return chosen;
}

static size_t place(json_t *chosen, const char *indicator) {
	size_t i;
	json_t *one;
	json_array_foreach(chosen, i, one)
		if (str_equal(json_text(one, "code"), indicator))
			return i;
	return MOST;
}

/* One person's place in each figure, as a text to sort and compare by: "+", or the reason it is not counted. */
static json_t *by_person(json_t *rows, json_t *chosen) {
	json_t *persons = json_object(), *row;
	size_t i;
	json_array_foreach(rows, i, row) {
		const char *record = json_text(row, "record");
		json_t *cells = json_object_get(persons, record);
		size_t at = place(chosen, json_text(row, "indicator"));
		if (at == MOST)
			continue;
		if (cells == NULL) {
			cells = json_array();
			for (size_t k = 0; k < json_array_size(chosen); k++)
				json_array_append_new(cells, json_null());
			json_object_set_new(persons, record, cells);
		}
		json_array_set(cells, at, row);
	}
	return persons;
}

static bool is_counted(const json_t *row) {
	return json_is_true(json_object_get(row, "counted"));
}

static const char *key_of(const struct page *page, json_t *cells) {
	struct buf b = buf_new(page->cx->arena, 4096);
	size_t i;
	json_t *row;
	json_array_foreach(cells, i, row)
		buf_printf(&b, "%s|", is_counted(row) ? "+" : json_is_null(row) ? "" : json_text(row, "reason"));
	return b.at;
}

/* What a pattern says of one figure. */
static json_t *pattern_cell(const struct page *page, const json_t *row, const json_t *indicator) {
	const struct cx *cx = page->cx;
	return json_pack("{s:s, s:b, s:s}", "label", json_text(indicator, "label"), "in_it", is_counted(row), "reason",
		is_counted(row) ? "" : json_is_null(row) ? _("No record for this figure") : json_text(row, "reason_label"));
}

static int by_number(const void *a, const void *b) {
	json_int_t x = json_integer_value(json_object_get(*(json_t *const *)a, "n"));
	json_int_t y = json_integer_value(json_object_get(*(json_t *const *)b, "n"));
	return x < y ? 1 : x > y ? -1 : 0;
}

/* Everybody with the same places in all figures, the most first: [{n, cells, refs, more, counted}]. */
static json_t *patterns(const struct page *page, json_t *persons, json_t *chosen) {
	json_t *found = json_object(), *list = json_array(), *cells, *one, *row;
	const char *record, *key;
	size_t i;
	json_object_foreach(persons, record, cells) {
		key = key_of(page, cells);
		one = json_object_get(found, key);
		if (one == NULL) {
			json_t *said = json_array();
			bool counted = false;
			json_array_foreach(cells, i, row) {
				json_array_append_new(said, pattern_cell(page, row, json_array_get(chosen, i)));
				counted = counted || is_counted(row);
			}
			one = json_pack("{s:I, s:o, s:[], s:I, s:b}", "n", (json_int_t)0, "cells", said, "refs", "more",
				(json_int_t)0,
			                "counted", counted);
			json_object_set_new(found, key, one);
		}
		json_object_set_new(one, "n", json_integer(json_integer_value(json_object_get(one, "n")) + 1));
		json_t *refs = json_object_get(one, "refs");
		if (json_array_size(refs) < REFS)
			json_array_append_new(refs, json_string(arena_printf(page->cx->arena, "%.8s", record)));
		else
			json_object_set_new(one, "more", json_integer(json_integer_value(json_object_get(one, "more")) + 1));
	}
	size_t n = 0;
	json_t **at = arena_array(page->cx->arena, json_object_size(found) + 1, sizeof *at);
	json_object_foreach(found, key, one)
		at[n++] = one;
	qsort(at, n, sizeof *at, by_number);
	for (i = 0; i < n; i++)
		json_array_append(list, at[i]);
	return list;
}

/* How many each figure counts, and how many are in all of them. */
static json_t *totals(json_t *list, json_t *chosen, int64_t *ret_all, int64_t *ret_every) {
	json_t *sums = json_array(), *one;
	size_t i, k;
	*ret_all = *ret_every = 0;
	for (k = 0; k < json_array_size(chosen); k++) {
		json_int_t sum = 0;
		json_array_foreach(list, i, one)
			if (json_is_true(json_object_get(json_array_get(json_object_get(one, "cells"), k), "in_it")))
				sum += json_integer_value(json_object_get(one, "n"));
		json_array_append_new(sums, json_integer(sum));
	}
	json_array_foreach(list, i, one) {
		bool every = true;
		json_t *cell;
		json_array_foreach(json_object_get(one, "cells"), k, cell)
			every = every && json_is_true(json_object_get(cell, "in_it"));
		json_int_t n = json_integer_value(json_object_get(one, "n"));
		*ret_all += json_is_true(json_object_get(one, "counted")) ? n : 0;
		*ret_every += every ? n : 0;
	}
	return sums;
}

static json_t *chart(const struct page *page, json_t *list, json_t *chosen, int64_t year, int64_t as_of,
	const char *query) {
	const struct cx *cx = page->cx;
	json_t *sets = json_array(), *rows = json_array(), *one, *cell;
	int64_t all, every;
	size_t i, k;
	totals(list, chosen, &all, &every);
	if (all == 0)
		return json_null();
	json_array_foreach(chosen, i, one)
		json_array_append(sets, json_object_get(one, "label"));
	json_array_foreach(list, i, one) {
		json_t *in = json_array();
		json_array_foreach(json_object_get(one, "cells"), k, cell)
			if (json_is_true(json_object_get(cell, "in_it")))
				json_array_append_new(in, json_integer((json_int_t)k));
		if (json_array_size(in) > 0)
			json_array_append_new(rows, json_pack("{s:o, s:O}", "in", in, "value", json_object_get(one, "n")));
	}
	struct text_fill fills[] = {{"year", arena_printf(cx->arena, "%d", (int)year)},
		{"n", text_number(cx->arena, cx->lang, all)},
		{"every", text_number(cx->arena, cx->lang, every)}, {0}};
	return json_pack("{s:s, s:s, s:s, s:s, s:o, s:o, s:s, s:s, s:[s, s]}", "kind", "upset", "id", "reconcile", "title",
		text_fill(cx->arena, text_say_n(cx->lang,
		"%{year}: %{n} person stands in at least one of these figures, %{every} in all of them",
			"%{year}: %{n} people stand in at least one of these figures, %{every} in all of them", all), fills),
			"source",
		figures_source(page, _("the registry, each figure by its own definition"), as_of), "sets", sets, "rows", rows,
			"files",
		"/reports/reconcile", "query", query, "head", _("Counted in"), _("People"));
}

/* The same patterns with two reasons may have one set of figures: the picture adds them up. */
static json_t *merged(const struct page *page, json_t *picture) {
	json_t *rows = json_array(), *found = json_object(), *row;
	size_t i;
	json_array_foreach(json_object_get(picture, "rows"), i, row) {
		struct buf key = buf_new(page->cx->arena, 4096);
		size_t k;
		json_t *one;
		json_array_foreach(json_object_get(row, "in"), k, one)
			buf_printf(&key, "%d ", (int)json_integer_value(one));
		json_t *was = json_object_get(found, key.at);
		if (was == NULL) {
			json_object_set(found, key.at, row);
			json_array_append(rows, row);
		} else {
			json_object_set_new(was, "value", json_integer(json_integer_value(json_object_get(was, "value")) +
				json_integer_value(json_object_get(row, "value"))));
		}
	}
	if (json_is_object(picture))
		json_object_set_new(picture, "rows", rows);
	return picture;
}

struct differences {
	json_t *choices, *chosen, *list, *picture;
	int64_t year, as_of;
};

static int read_differences(struct page *page, struct differences *ret) {
	int rc = page_meet(page);
	if (rc != 0)
		return rc;
	struct differences d = {.choices = choices(page)};
	d.year = figures_year(page_query(page, "year"), day_year(day_of(page->cx->now)) - 1);
	d.chosen = chosen_of(d.choices);
	json_t *in = page_form(page, OP_figure_reconcile), *names = json_array(), *one;
	size_t i, shift;
	struct buf query = buf_new(page->cx->arena, 8192);
	buf_printf(&query, "?year=%d", (int)d.year);
	json_array_foreach(d.chosen, i, one) {
		json_array_append(names, json_object_get(one, "code"));
		buf_printf(&query, "&indicator=%s", json_text(one, "code"));
	}
	json_object_set_new(in, "indicator", names);
	json_object_set_new(in, "year", json_integer(d.year));
	size_t call = page_add(page, OP_figure_reconcile, in);
	rc = figures_run(page, call, &shift);
	if (rc != 0)
		return rc;
	d.as_of = page_day(page_answer(page, call + shift), "as_of");
	buf_printf(&query, "&as_of=%s", day_text(page->cx->arena, (int32_t)d.as_of));
	d.list = patterns(page, by_person(page_rows(page, call + shift), d.chosen), d.chosen);
	d.picture = merged(page, chart(page, d.list, d.chosen, d.year, d.as_of, query.at));
	*ret = d;
	return ERR_OK;
}

static int reconcile_page(struct page *page) {
	struct differences d;
	int rc = read_differences(page, &d);
	if (rc != 0)
		return rc;
	int64_t all, every;
	json_t *sums = totals(d.list, d.chosen, &all, &every), *one;
	struct buf keep = buf_new(page->cx->arena, 8192);
	size_t i;
	json_array_foreach(d.chosen, i, one) {
		json_object_set(one, "value", json_array_get(sums, i));
		json_object_set_new(one, "why", json_sprintf("/figures/%s/%d?as_of=%s", json_text(one, "code"), (int)d.year,
			day_text(page->cx->arena, (int32_t)d.as_of)));
		buf_printf(&keep, "&indicator=%s", json_text(one, "code"));
	}
	json_t *view = json_pack("{s:s, s:s, s:I, s:O, s:O, s:O, s:b, s:o, s:o}", "title", N_("Why figures differ"), "back",
		"/reports", "year", (json_int_t)d.year, "chosen", d.chosen, "patterns", d.list, "picture", d.picture,
		"any_pattern", json_array_size(d.list) > 0, "years", figures_years(page, d.year, 12, keep.at), "figures",
		json_pack("{s:s, s:s, s:s, s:n, s:n, s:n, s:b, s:b, s:b, s:O}", "id", "indicator", "name", "indicator", "label",
			N_("Figures that count people"), "hint", "wrong", "told", "heading", 0, "small", 1, "inline", 0, "options",
			d.choices));
	buf_printf(&keep, "&year=%d", (int)d.year);
	figures_as_of(page, view, d.as_of, keep.at);
	return page_render(page, "reconcile", view);
}

static int file_page(struct page *page) {
	struct differences d;
	int rc = read_differences(page, &d);
	return rc != 0 ? rc : figures_file(page, d.picture, arena_printf(page->cx->arena, "reconcile-%d", (int)d.year),
	                                   page_param(page, "format"));
}

const struct route routes_reconcile[] = {
	{"/reports/reconcile", reconcile_page, 0},
	{"/reports/reconcile/:format", file_page, 0},
	{0},
};
