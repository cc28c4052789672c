/* How do you know? One figure: its definition, who answers for it, what was counted and what was left out, and why. */
#include <string.h>

#include "base/str.h"
#include "base/time.h"
#include "op/profile.h"
#include "text/catalogue.h"
#include "text/format.h"
#include "web/figures.h"
#include "web/route.h"
#include "web/when.h"

enum { SHOWN = 200 }; /* of one reason: a page is read by people */

/* What the keys of a definition say, where they are one of a few words (profiles/README.md). */
static const struct {
	const char *word, *say;
} words[] = {
	{"in_year", N_("What happened in the year")},
	{"active", N_("What ran on any day of the year")},
	{"year_end", N_("What stood on the last day of the year")},
	{"at_decision", N_("The age on the day of the decision")},
	{"at_suspicion", N_("The age on the day of the suspicion")},
	{"primary", N_("The main form of each")},
	{"included", N_("Yes: what began earlier and goes on is counted again")},
	{"carry_none", N_("No: each stands in one year only")},
	{"rule_none", N_("It makes no difference")},
	{"persons", N_("The files of persons")},
	{"parameters", N_("The rules of the country")},
	{"statutes", N_("The law")},
};

static const char *word(const struct page *page, const char *key) {
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_equal(words[i].word, key))
			return text_say(page->cx->lang, words[i].say);
	return key;
}

/* A text of the definition in the reader's language, or a word of it as it stands. */
static const char *said(const struct page *page, const json_t *definition, const char *key) {
	const json_t *value = json_object_get(definition, key);
	return json_is_object(value) ? profile_say(value, page->cx->lang) : json_is_string(value) ?
		json_string_value(value) : "";
}

static const char *rule(const struct page *page, const json_t *definition, const char *key, const char *none) {
	const char *value = said(page, definition, key);
	return word(page, str_equal(value, "none") || value[0] == 0 ? none : value);
}

/* "Investigations, Prosecutions": the registers it reads. */
static const char *systems(const struct page *page, const json_t *definition) {
	struct buf b = buf_new(page->cx->arena, 1 << 16);
	for (const char *at = said(page, definition, "system"); *at != 0;) {
		size_t n = strcspn(at, ", ");
		const char *one = arena_strndup(page->cx->arena, at, n), *label = page_label(page, L_REGISTER, one);
		buf_printf(&b, "%s%s", b.n > 0 ? ", " : "", label[0] != 0 ? label : word(page, one));
		at += n + strspn(at + n, ", ");
	}
	return b.n == 0 ? "" : b.at;
}

static const char *statutes(const struct page *page, const json_t *definition) {
	const struct cx *cx = page->cx;
	struct buf b = buf_new(cx->arena, 1 << 16);
	size_t i;
	json_t *one;
	json_array_foreach(json_object_get(definition, "statutes"), i, one)
		buf_printf(&b, "%s%s", b.n > 0 ? "; " : "", page_label(page, L_STATUTE, json_string_value(one)));
	return b.n == 0 ? _("None: the figure does not depend on an article of the law") : b.at;
}

/* The eleven keys every definition has, in words. */
static json_t *definition_of(const struct page *page, const char *indicator) {
	const struct cx *cx = page->cx;
	const json_t *d = figures_definition(page, indicator);
	const char *item = json_string_value(json_object_get(d, "item"));
	const char *const rows[][2] = {
		{N_("What one is"), said(page, d, "concept")},
		{N_("What puts it in the count"), said(page, d, "event")},
		{N_("Which time"), rule(page, d, "period", "rule_none")},
		{N_("Which age"), rule(page, d, "age_rule", "rule_none")},
		{N_("Which form of exploitation"), rule(page, d, "form_rule", "rule_none")},
		{N_("Counted again the next year"), rule(page, d, "carry_over", "carry_none")},
		{N_("Which articles of the law"), statutes(page, d)},
		{N_("Where the records stand"), systems(page, d)},
		{N_("What is withheld"), json_is_null(json_object_get(d, "suppress")) ? _("Nothing") :
			said(page, d, "suppress")},
		{N_("Nothing counted is a zero once this was delivered"), item == NULL ? _("Nothing has to be delivered for it")
			: page_label(page, L_ITEM, item)},
	};
	json_t *list = json_array();
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (rows[i][1][0] != 0)
			json_array_append_new(list, json_pack("{s:s, s:s}", "key", rows[i][0], "value", rows[i][1]));
	return list;
}

/* The first `most` rows; how many more there are goes to *ret_more. */
static json_t *some_of(json_t *rows, size_t most, int64_t *ret_more) {
	json_t *some = json_array();
	for (size_t i = 0; i < most && i < json_array_size(rows); i++)
		json_array_append(some, json_array_get(rows, i));
	*ret_more = (int64_t)(json_array_size(rows) - json_array_size(some));
	return some;
}

/* How many rows give each reason, the commonest order being the list's own. */
static json_t *by_reason(const struct page *page, json_t *rows) {
	json_t *reasons = json_array();
	for (size_t i = 0; code_at(page->cx->profile, L_REASON, i) != 0; i++) {
		const char *reason = code_name(page->cx->profile, L_REASON, code_at(page->cx->profile, L_REASON, i));
		json_t *some = when_pick(rows, "reason", reason, NULL);
		int64_t more = 0;
		if (json_array_size(some) > 0)
			json_array_append_new(reasons, json_pack("{s:s, s:I, s:o, s:I}", "reason_label", page_label(page, L_REASON,
				reason), "n", (json_int_t)json_array_size(some), "rows", some_of(some, SHOWN, &more), "more",
				(json_int_t)more));
	}
	return reasons;
}

/* Who answers for the year: a body a row, with what it said. A monthly duty is one row a body, with its months. */
static json_t *bodies(json_t *returns, const char *item, int64_t year) {
	json_t *list = json_array(), *row, *known;
	size_t i, k;
	json_array_foreach(returns, i, row) {
		if (!str_equal(json_text(row, "item"), item) || json_integer_value(json_object_get(row, "year")) != year)
			continue;
		json_t *found = NULL;
		json_array_foreach(list, k, known)
			if (str_equal(json_text(known, "org_name"), json_text(row, "org_name")))
				found = known;
		bool word_given = json_text(row, "return_state")[0] != 0;
		bool back = str_equal(json_text(row, "return_state"), "withdrawn");
		int64_t entries = json_integer_value(json_object_get(row, "entries"));
		bool done = !back && (word_given || entries > 0);
		if (found == NULL) {
			found = json_pack("{s:s, s:s, s:I, s:I, s:I}", "org_name", json_text(row, "org_name"), "state",
				json_text(row, "return_state_label"), "entries", (json_int_t)0, "owed", (json_int_t)0, "done",
				(json_int_t)0);
			json_array_append_new(list, found);
		}
		json_object_set_new(found, "entries", json_integer(json_integer_value(json_object_get(found, "entries")) +
			entries));
		json_object_set_new(found, "owed", json_integer(json_integer_value(json_object_get(found, "owed")) + 1));
		json_object_set_new(found, "done", json_integer(json_integer_value(json_object_get(found, "done")) + done));
	}
	json_array_foreach(list, i, row) {
		json_int_t owed = json_integer_value(json_object_get(row, "owed"));
		json_object_set_new(row, "complete", json_boolean(json_integer_value(json_object_get(row, "done")) == owed));
		json_object_set_new(row, "monthly", json_boolean(owed > 1));
	}
	return list;
}

static const char *item_of(const struct page *page, const char *indicator, const char *breakdown) {
	const json_t *d = figures_definition(page, indicator);
	const json_t *part = json_object_get(json_object_get(json_object_get(d, "breakdowns"), breakdown), "item");
	const char *item = json_string_value(part != NULL ? part : json_object_get(d, "item"));
	return item == NULL ? "" : item;
}

/* The parts of this indicator, to go to from here. */
static json_t *parts_of(const struct page *page, const char *indicator, const char *chosen) {
	json_t *list = json_array(), *one;
	const char *name;
	json_object_foreach(json_object_get(figures_definition(page, indicator), "breakdowns"), name, one)
		json_array_append_new(list, json_pack("{s:s, s:s, s:b}", "breakdown", name, "say", figures_part(page, indicator,
			name),
		                                      "current", str_equal(name, chosen)));
	return list;
}

static const char *first_part(const struct page *page, const char *indicator) {
	const json_t *all = json_object_get(figures_definition(page, indicator), "breakdowns");
	void *first = json_object_iter((json_t *)all);
	return first == NULL || json_object_get(all, "total") != NULL ? "total" : json_object_iter_key(first);
}

static int explain_page(struct page *page) {
	const char *indicator = page_param(page, "indicator"), *breakdown = page_query(page, "breakdown");
	json_t *in = page_form(page, OP_figure_explain);
	breakdown = breakdown[0] == 0 ? first_part(page, indicator) : breakdown;
	int64_t year = figures_year(page_param(page, "year"), 0);
	json_object_set_new(in, "indicator", json_string(indicator));
	json_object_set_new(in, "breakdown", json_string(breakdown));
	json_object_set_new(in, "year", json_string(page_param(page, "year")));
	size_t call = page_add(page, OP_figure_explain, in), shift;
	/* what is owed of a year falls due in it or in the next */
	for (int64_t due = year; year != 0 && due <= year + 1; due++)
		page_try(page, OP_return_list, json_pack("{s:I}", "year", (json_int_t)due));
	int rc = figures_run(page, call, &shift);
	if (rc != 0)
		return rc;
	json_t *answer = page_answer(page, call + shift), *rows = page_rows(page, call + shift), *row;
	size_t i;
	json_t *in_it = json_array(), *out_of_it = json_array();
	when_rows(page, rows);
	json_array_foreach(rows, i, row) {
		json_object_set_new(row, "short", json_string(arena_printf(page->cx->arena, "%.8s", json_text(row, "record"))));
		json_array_append(json_is_true(json_object_get(row, "counted")) ? in_it : out_of_it, row);
	}
	int64_t as_of = page_day(answer, "as_of"), more = 0;
	json_t *returns = json_array();
	json_array_extend(returns, page_rows(page, call + shift + 1));
	json_array_extend(returns, page_rows(page, call + shift + 2));
	figures_say(page, json_pack("[O]", answer), as_of);
	json_t *reasons = by_reason(page, out_of_it), *who = bodies(returns,
		item_of(page, indicator, breakdown), year);
	json_t *view = json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:O, s:o, s:o, s:o, s:o, s:o, s:I, s:I, s:I}", "title",
		N_("How do you know?"), "back", "/figures", "label", page_label(page, L_INDICATOR, indicator), "definition",
		figures_text(page, indicator, "definition"), "source", figures_text(page, indicator, "source"), "breakdown",
		breakdown, "figure", answer, "keys", definition_of(page, indicator), "parts", parts_of(page, indicator,
		breakdown), "in_it", when_some(some_of(in_it, SHOWN, &more)), "out_of_it", when_some(reasons), "who_answers",
		when_some(who), "counted_n", (json_int_t)json_array_size(in_it), "excluded_n",
		(json_int_t)json_array_size(out_of_it), "counted_more", (json_int_t)more);
	json_object_set_new(view, "any_part", json_boolean(json_array_size(json_object_get(view, "parts")) > 1));
	figures_as_of(page, view, as_of, arena_printf(page->cx->arena, "&breakdown=%s", form_encode(page->cx->arena,
		breakdown)));
	return page_render(page, "explain", view);
}

const struct route routes_explain[] = {
	{"/figures/:indicator/:year", explain_page, 0},
	{0},
};
