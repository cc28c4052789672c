/* People no agency recorded: which estimates there are, asking for one, one with everything that must stand beside
   it. */
#include <string.h>

#include "base/str.h"
#include "base/time.h"
#include "op/profile.h"
#include "text/catalogue.h"
#include "text/format.h"
#include "web/ask.h"
#include "web/figures.h"
#include "web/route.h"

enum { AGAIN_SECONDS = 2, MODELS_SHOWN = 8 };

static bool has(const json_t *row, const char *key) {
	return json_is_integer(json_object_get(row, key));
}

static int64_t number(const json_t *row, const char *key) {
	return json_integer_value(json_object_get(row, key));
}

static const char *people(const struct page *page, const json_t *row, const char *key) {
	return text_number(page->cx->arena, page->cx->lang, number(row, key));
}

/* "2021-2023", or one year. */
static const char *years(const struct page *page, const json_t *e) {
	int from = (int)number(e, "from_year"), to = (int)number(e, "year");
	return from == to ? arena_printf(page->cx->arena, "%d", to) : arena_printf(page->cx->arena, "%d\xe2\x80\x93%d", from,
		to);
}

/* The finding in one sentence; it never is a number alone. */
static const char *finding_say(const struct page *page, const json_t *e) {
	const struct cx *cx = page->cx;
	const char *finding = json_text(e, "finding");
	const struct text_fill fills[] = {{"n", people(page, e, "estimated")}, {"from", people(page, e, "low")},
		{"to", people(page, e, "high")}, {"seen", people(page, e, "observed")}, {0}};
	const char *say = _("No number can be given. %{seen} people are on these lists; how many are on none cannot be told "
		"from them.");
	if (finding[0] == 0)
		return NULL;
	if (str_equal(finding, "number"))
		say = _("About %{n} people in all, between %{from} and %{to} with 95 % confidence if the assumptions hold. %{seen} "
			"of them are on these "
			"lists; no agency recorded the rest.");
	else if (str_equal(finding, "range") && has(e, "high"))
		say = _("Somewhere between %{from} and %{to} people in all; these lists do not allow one number. %{seen} are on "
			"them.");
	else if (str_equal(finding, "range"))
		say = _("At least %{from} people in all; these lists give no upper limit. %{seen} are on them.");
	return text_fill(cx->arena, say, fills);
}

static void say_one(const struct page *page, json_t *e) {
	const char *state = json_text(e, "estimate_state"), *say = finding_say(page, e);
	json_object_set_new(e, "years", json_string(years(page, e)));
	json_object_set_new(e, "say", say == NULL ? json_null() : json_string(say));
	json_object_set_new(e, "running", json_boolean(str_equal(state, "waiting") || str_equal(state, "running")));
	json_object_set_new(e, "done", json_boolean(str_equal(state, "done")));
	json_object_set_new(e, "is_released", json_boolean(json_object_get(e, "released") != NULL));
}

/* The list, and the form ------------------------------------------------------------------------------------------- */

static const char *year_before(const struct page *page) {
	return arena_printf(page->cx->arena, "%d", (int)day_year(day_of(page->cx->now)) - 1);
}

static int estimates_page(struct page *page) {
	json_t *in = page_form(page, OP_estimate_start);
	if (page_posted(page) && ask_complete(page, OP_estimate_start, in) == 0) {
		size_t call = page_add(page, OP_estimate_start, in);
		int begun = page_run(page);
		if (begun == 0)
			return page_redirect(page, "/estimates/%s", page_text(page, call, "estimate"));
		if (!page_mend(page, begun))
			return begun;
	}
	struct err err = page->cx->err;
	size_t list = page_add(page, OP_estimate_list, NULL), i;
	int rc = page_run(page);
	if (rc != 0)
		return rc;
	page->cx->err = err;
	json_t *rows = page_rows(page, list), *row;
	json_array_foreach(rows, i, row)
		say_one(page, row);
	return page_render(page, "estimates", json_pack("{s:s, s:s, s:O, s:b, s:o, s:o, s:o, s:o, s:o, s:o}", "title",
		N_("People no agency recorded"),
		"back", "/figures", "estimates", rows, "any", json_array_size(rows) > 0,
		"whom", ask_start(ask_choice(page, F_WHOM, N_("Who is counted?"), NULL), "presumed"),
		"strata", ask_start(ask_choice(page, F_STRATA, N_("Are some counted apart?"),
			N_("People of different kinds are met differently. Counted apart, that is not mixed up with the overlaps.")),
			"none"),
		"from", ask_start(ask_text(page, F_FROM_YEAR, N_("First year"), NULL), year_before(page)),
		"to", ask_start(ask_text(page, F_YEAR, N_("Last year"), NULL), year_before(page)),
		"lists", ask_choice(page, F_ORG_KIND, N_("Whose records are lists?"),
			N_("With none chosen: every kind of body that recorded ten people or more and shares some of them with another.")),
		"resamples", ask_text(page, F_RESAMPLES, N_("How many resamples?"),
			N_("1,000 where nothing is said. More take longer and make the limits firmer; 20,000 at most."))));
}

/* One -------------------------------------------------------------------------------------------------------------- */

struct shown {
	struct page *page;
	json_t *e, *rows;
	const char *id;
};

static json_t *rows_of(const struct shown *s, const char *part) {
	json_t *list = json_array(), *row;
	size_t i;
	json_array_foreach(s->rows, i, row)
		if (str_equal(json_text(row, "estimate_part"), part))
			json_array_append(list, row);
	return list;
}

static json_t *first_of(const struct shown *s, const char *part) {
	return json_array_get(rows_of(s, part), 0);
}

static const char *joined(const struct shown *s, const json_t *labels) {
	struct buf b = buf_new(s->page->cx->arena, 1 << 12);
	json_t *one;
	size_t i;
	json_array_foreach((json_t *)labels, i, one)
		buf_printf(&b, "%s%s", i == 0 ? "" : " + ", json_string_value(one));
	return b.n == 0 ? "" : b.at;
}

/* "police+ngo, ngo+labour" in words of the reader's language. */
static const char *terms(const struct shown *s, const json_t *row) {
	const struct cx *cx = s->page->cx;
	struct buf b = buf_new(cx->arena, 1 << 12);
	const char *at = json_text(row, "terms");
	if (*at == 0)
		return _("no list joined to another");
	while (*at != 0) {
		size_t n = strcspn(at, "+,");
		const char *label = page_label(s->page, L_ORG_KIND, arena_strndup(cx->arena, at, n));
		buf_str(&b, label);
		at += n;
		if (*at != 0)
			buf_str(&b, *at == '+' ? " + " : ", ");
		at += *at == 0 ? 0 : strspn(at, "+, ");
	}
	return b.at;
}

static json_t *chart(const struct shown *s, const char *kind, const char *name, const char *title) {
	const struct cx *cx = s->page->cx;
	const struct text_fill fills[] = {{"years", years(s->page, s->e)}, {"whom", json_text(s->e, "whom_label")}, {0}};
	return json_pack("{s:s, s:s, s:s, s:s, s:o, s:s, s:s}", "kind", kind, "id", name, "title", title, "source",
		figures_source(s->page, text_fill(cx->arena, "%{years}, %{whom}", fills), page_day(s->e, "as_of")), "rows",
		json_array(), "files", arena_printf(cx->arena, "/estimates/%s/chart/%s", s->id, name), "query", "");
}

static json_t *or_null(const json_t *row, const char *key) {
	return has(row, key) ? json_incref(json_object_get(row, key)) : json_null();
}

static void point(json_t *chart, const char *label, const json_t *row) {
	json_array_append_new(json_object_get(chart, "rows"), json_pack("{s:s, s:o, s:o, s:o}", "label", label, "value",
		or_null(row, "estimated"),
		"from", or_null(row, "low"), "to", or_null(row, "high")));
}

static json_t *finish(json_t *chart) {
	return json_array_size(json_object_get(chart, "rows")) == 0 ? json_null() : chart;
}

/* Each method, and the one that speaks without what referrals made and with missing links put back. */
static json_t *methods_chart(const struct shown *s) {
	const struct cx *cx = s->page->cx;
	json_t *c = chart(s, "intervals", "methods", _("Each method with its 95 % interval")), *row;
	size_t i;
	json_array_foreach(s->rows, i, row) {
		const char *part = json_text(row, "estimate_part");
		if (str_equal(part, "main") || str_equal(part, "method"))
			point(c, json_text(row, "way_label"), row);
		else if (str_equal(part, "own"))
			point(c, _("without overlaps made by referral"), row);
		else if (str_equal(part, "links"))
			point(c, _("with links put back that may be missing"), row);
	}
	return finish(c);
}

static json_t *overlap_chart(const struct shown *s) {
	const struct cx *cx = s->page->cx;
	json_t *c = chart(s, "upset", "overlap", _("Who is on which lists")), *sets = json_array(), *row, *label;
	size_t i, k;
	json_array_foreach(rows_of(s, "list"), i, row)
		json_array_append_new(sets, json_string(joined(s, json_object_get(row, "org_kind_label"))));
	json_array_foreach(rows_of(s, "overlap"), i, row) {
		json_t *in = json_array();
		json_array_foreach(json_object_get(row, "org_kind_label"), k, label)
			for (size_t at = 0; at < json_array_size(sets); at++)
				if (json_equal(json_array_get(sets, at), label))
					json_array_append_new(in, json_integer((json_int_t)at));
		json_array_append_new(json_object_get(c, "rows"), json_pack("{s:o, s:O}", "in", in, "value", json_object_get(row,
			"observed")));
	}
	json_object_set_new(c, "sets", sets);
	json_object_set_new(c, "head", json_pack("[s, s]", _("On the lists of"), _("People")));
	return finish(c);
}

static json_t *without_chart(const struct shown *s) {
	const struct cx *cx = s->page->cx;
	json_t *c = chart(s, "intervals", "without", _("What the answer is without one list")), *row;
	size_t i;
	json_array_foreach(rows_of(s, "without"), i, row)
		point(c, joined(s, json_object_get(row, "org_kind_label")), row);
	return finish(c);
}

static json_t *trajectory_chart(const struct shown *s) {
	const struct cx *cx = s->page->cx;
	json_t *c = chart(s, "intervals", "trajectory", _("What it is when lists are joined sooner or later")), *row;
	size_t i;
	json_array_foreach(rows_of(s, "threshold"), i, row)
		point(c, arena_printf(cx->arena, "p < %g", (double)number(row, "threshold") / 10000), row);
	return finish(c);
}

static json_t *models_chart(const struct shown *s) {
	const struct cx *cx = s->page->cx;
	json_t *c = chart(s, "intervals", "models", _("Models that fit nearly as well, and what they say")), *row;
	size_t i;
	json_array_foreach(rows_of(s, "model"), i, row)
		if (i < MODELS_SHOWN)
			point(c, terms(s, row), row);
	return finish(c);
}

static json_t *strata_chart(const struct shown *s) {
	const struct cx *cx = s->page->cx;
	json_t *c = chart(s, "intervals", "strata", _("Kinds of people counted apart")), *row, *sum = first_of(s, "sum");
	size_t i;
	json_array_foreach(rows_of(s, "stratum"), i, row)
		point(c, json_text(row, "stratum_label"), row);
	if (sum != NULL)
		point(c, _("together"), sum);
	return finish(c);
}

/* The same answer with and without the overlaps that referrals made: what only a registry can say. */
static json_t *referral_say(const struct shown *s) {
	const struct cx *cx = s->page->cx;
	json_t *own = first_of(s, "own"), *main = first_of(s, "main"), *row;
	int64_t sent = 0;
	size_t i;
	json_array_foreach(rows_of(s, "list"), i, row)
		sent += number(row, "sent_n");
	const struct text_fill fills[] = {{"sent", text_number(cx->arena, cx->lang, sent)},
		{"with", people(s->page, main, "estimated")}, {"without", people(s->page, own, "estimated")},
		{"from", people(s->page, own, "low")}, {"to", people(s->page, own, "high")}, {0}};
	if (main == NULL)
		return sent == 0 ? json_null() : json_string(text_fill(cx->arena,
			_("%{sent} places on these lists were made by referrals."), fills));
	if (sent == 0)
		return json_string(_("No list was sent anybody by another: each found its own people."));
	return json_string(text_fill(cx->arena, own == NULL || !has(own, "estimated")
		? _("%{sent} places on these lists were made by referrals. With them the best model says %{with}; without them "
		"there is no answer.")
		: _("%{sent} places on these lists were made by referrals. With them the best model says %{with}; without them "
		"%{without} (between "
			"%{from} and %{to})."), fills));
}

/* What those are told whom it was released to. */
static json_t *rounded_say(const struct shown *s) {
	const struct cx *cx = s->page->cx;
	const struct text_fill fills[] = {{"n", people(s->page, s->e, "rounded")}, {0}};
	return !has(s->e, "rounded") ? json_null() : json_string(text_fill(cx->arena,
		_("People on lists are rounded down to multiples of %{n}, so that nobody can be picked out; 0 means fewer than "
			"%{n}."), fills));
}

static json_t *list_rows(const struct shown *s, const char *part) {
	json_t *rows = rows_of(s, part), *row;
	size_t i;
	json_array_foreach(rows, i, row)
		json_object_set_new(row, "who_say", json_string(joined(s, json_object_get(row, "org_kind_label"))));
	return rows;
}

static int read_one(struct page *page, struct shown *s) {
	s->page = page;
	s->id = page_param(page, "estimate");
	size_t call = page_add(page, OP_estimate_read, json_pack("{s:s}", "estimate", s->id));
	struct err err = page->cx->err;
	int rc = page_run(page);
	if (rc != 0)
		return rc;
	page->cx->err = err;
	s->e = page_answer(page, call);
	s->rows = page_rows(page, call);
	say_one(page, s->e);
	return 0;
}

static int act(struct page *page) {
	enum op_id op = str_equal(page_field(page, "do"), "release") ? OP_estimate_release : OP_estimate_stop;
	int rc = 0;
	if (op == OP_estimate_release && !page_proved(page, &rc))
		return rc;
	page_add(page, op, json_pack("{s:s}", "estimate", page_param(page, "estimate")));
	rc = page_run(page);
	return rc != 0 ? rc : page_redirect(page, "/estimates/%s", page_param(page, "estimate"));
}

static int estimate_page(struct page *page) {
	struct shown s;
	if (page_posted(page)) {
		int rc = act(page);
		if (rc == 0 || !page_mend(page, rc))
			return rc;
	}
	int rc = read_one(page, &s);
	if (rc != 0)
		return rc;
	bool own = json_is_true(json_object_get(s.e, "may_write")), done = json_is_true(json_object_get(s.e, "done"));
	bool running = json_is_true(json_object_get(s.e, "running")), told = json_is_true(json_object_get(s.e, "is_released"));
	json_t *known = list_rows(&s, "known");
	json_t *view = json_pack("{s:s, s:s, s:O, s:o, s:o, s:o, s:o, s:b, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:b, s:b}",
		"title", N_("People no agency recorded"), "back", "/estimates", "it", s.e, "lists", list_rows(&s, "list"),
		"left_out", list_rows(&s, "left_out"),
		"doubts", rows_of(&s, "doubt"), "known", known, "any_known", json_array_size(known) > 0, "overlap",
		overlap_chart(&s), "methods", methods_chart(&s), "without", without_chart(&s), "trajectory", trajectory_chart(&s),
		"models", models_chart(&s), "strata", strata_chart(&s), "referral", referral_say(&s), "may_release", own && done
		&& !told, "may_stop", own && running);
	json_object_set_new(view, "rounded", rounded_say(&s));
	if (running)
		json_object_set_new(view, "again", json_integer(AGAIN_SECONDS));
	return page_render(page, "estimate", view);
}

static int chart_page(struct page *page) {
	struct shown s;
	const char *name = page_param(page, "name");
	int rc = read_one(page, &s);
	if (rc != 0)
		return rc;
	json_t *c = str_equal(name, "methods") ? methods_chart(&s) : str_equal(name, "overlap") ? overlap_chart(&s)
		: str_equal(name, "without") ? without_chart(&s) : str_equal(name, "trajectory") ? trajectory_chart(&s)
		: str_equal(name, "models") ? models_chart(&s) : str_equal(name, "strata") ? strata_chart(&s) : NULL;
	if (!json_is_object(c))
		return ERR_NOTFOUND;
	return figures_file(page, c, arena_printf(page->cx->arena, "%s-%s", name, years(page, s.e)), page_param(page,
		"format"));
}

const struct route routes_estimate[] = {
	{"/estimates", estimates_page, ROUTE_POST},
	{"/estimates/:estimate", estimate_page, ROUTE_POST},
	{"/estimates/:estimate/chart/:name/:format", chart_page, 0},
	{0},
};
