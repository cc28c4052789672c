/* Places to stay. Everybody who helps sees that a place exists; only its own people open the address. */
#include "base/str.h"
#include "text/catalogue.h"
#include "web/ask.h"
#include "web/places.h"
#include "web/route.h"
#include "web/when.h"

static int places_page(struct page *page) {
	json_t *filter = page_form(page, OP_place_list);
	page_add(page, OP_place_list, filter);
	int rc = page_run(page);
	if (rc != 0)
		return rc;
	json_t *view = json_pack("{s:s, s:o}", "title", N_("Places to stay"), "found", when_some(places_say(page, page_rows(page, 0))));
	places_filter(page, filter, view);
	return page_render(page, "places", view);
}

static int place_page(struct page *page) {
	const char *place = page_param(page, "place");
	size_t address = page_add(page, OP_place_address, json_pack("{s:s}", "place", place));
	size_t list = page_try(page, OP_place_list, NULL);
	int rc = page_run(page);
	if (rc != 0)
		return rc;
	json_t *found = when_pick(page_rows(page, list), "place", place, NULL);
	return page_render(page, "place", json_pack("{s:s, s:s, s:s, s:O}", "title", N_("A place to stay"), "back", "/places",
		"address", page_text(page, address, "address"), "place",
		json_array_size(found) == 0 ? json_null() : json_array_get(found, 0)));
}

static int new_page(struct page *page) {
	if (page_posted(page)) {
		page_add(page, OP_place_create, page_form(page, OP_place_create));
		int rc = page_run(page);
		if (rc == 0)
			return page_redirect(page, "/places");
		if (!page_mend(page, rc))
			return rc;
	}
	return page_render(page, "place_new", json_pack("{s:s, s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "title",
		N_("Add a place to stay"), "back", "/places",
		"label", ask_text(page, F_LABEL, N_("What others call it"), N_("A name that does not tell where it is.")),
		"region", ask_choice(page, F_REGION, N_("County"), NULL),
		"sex", places_ask_whom(page, N_("Who can stay here?")),
		"age", ask_choice(page, F_AGE, N_("Of which age?"), N_("Leave all open if everybody can stay here.")),
		"citizens", ask_choice(page, F_CITIZENS, N_("Citizens of which countries?"),
		                       N_("Leave all open if everybody can stay here.")),
		"beds", ask_text(page, F_BEDS, N_("How many beds?"), NULL),
		"language", ask_choice(page, F_SPEECH, N_("Languages spoken there"), NULL),
		"address", ask_text(page, F_ADDRESS, N_("Address"),
		                    N_("It is sealed at once. Only people of your organisation can open it, and each opening is written down."))));
}

/* For whom there is no place ------------------------------------------------------------------------------------ */

enum { CITIZENSHIPS = 3, GROWN = 3 };

/* Children, and who counts as a child, before the grown; within them by the list of ages. */
static int age_rank(const char *age) {
	static const char *const order[] = {"under_12", "12_17", "unknown", "18_24", "25_39", "40_up"};
	int i = 0;
	while (i < 6 && !str_equal(order[i], age))
		i++;
	return i;
}

/* The rows of one sex and age, one for each citizenship. */
static json_t *cells_of(json_t *rows, const char *sex, int rank) {
	json_t *cells = json_array(), *row;
	size_t i;
	json_array_foreach(rows, i, row)
		if (str_equal(json_text(row, "sex"), sex) && age_rank(json_text(row, "age")) == rank)
			json_array_append(cells, row);
	return cells;
}

static bool same_beds(const json_t *a, const json_t *b) {
	static const char *const numbers[] = {"dedicated", "beds", "free"};
	for (size_t i = 0; i < CITIZENSHIPS; i++)
		for (size_t k = 0; k < 3; k++)
			if (!json_equal(json_object_get(json_array_get(a, i), numbers[k]),
			                json_object_get(json_array_get(b, i), numbers[k])))
				return false;
	return true;
}

/* The rows of place_gaps as a table; ages that have the same beds share a row, the grown and children never do. */
static json_t *gaps_table(const struct page *page, json_t *rows) {
	static const char *const sexes[] = {"female", "male", "other"};
	json_t *table = json_array();
	for (size_t s = 0; s < 3; s++) {
		json_t *line = NULL;
		for (int rank = 0; rank < 6; rank++) {
			json_t *cells = cells_of(rows, sexes[s], rank);
			if (line == NULL || rank == GROWN || !same_beds(json_object_get(line, "cells"), cells)) {
				line = json_pack("{s:s, s:[], s:o}", "whom", places_whom(page, sexes[s]), "ages", "cells", cells);
				json_array_append_new(table, line);
			}
			json_array_append(json_object_get(line, "ages"), json_object_get(json_array_get(cells, 0), "age_label"));
		}
	}
	return table;
}

/* "Men and boys · 18 to 24, 25 to 39". */
static const char *line_label(struct cx *cx, const json_t *line) {
	const char *label = json_text(line, "whom");
	json_t *age;
	size_t i;
	json_array_foreach(json_object_get(line, "ages"), i, age)
		label = arena_printf(cx->arena, "%s%s%s", label, i == 0 ? " · " : ", ", json_string_value(age));
	return label;
}

/* Of each line the beds that whichever citizen is left with: the fewest of the three. */
static json_t *gaps_chart(const struct page *page, json_t *table, json_t *rows) {
	struct cx *cx = page->cx;
	json_t *bars = json_array(), *line, *cell;
	size_t i, k, none = 0;
	json_array_foreach(rows, i, cell) {
		bool gap = json_integer_value(json_object_get(cell, "dedicated")) == 0;
		json_object_set_new(cell, "gap", json_boolean(gap));
		none += gap;
	}
	json_array_foreach(table, i, line) {
		json_int_t fewest = INT64_MAX;
		json_array_foreach(json_object_get(line, "cells"), k, cell) {
			json_int_t beds = json_integer_value(json_object_get(cell, "dedicated"));
			fewest = beds < fewest ? beds : fewest;
		}
		json_array_append_new(bars, json_pack("{s:s, s:I}", "label", line_label(cx, line), "value", fewest));
	}
	const struct text_fill fills[] = {{"none", arena_printf(cx->arena, "%zu", none)},
		{"n", arena_printf(cx->arena, "%zu", json_array_size(rows))}, {0}};
	return json_pack("{s:s, s:s, s:s, s:o, s:[s,s]}", "kind", "bars", "title",
		text_fill(cx->arena, _("%{none} of %{n} groups have no bed for them alone"), fills), "source",
		_("Beds for a group alone, whichever its citizenship: the fewest of the three"), "rows", bars, "head",
		_("Group"), _("Beds for them alone"));
}

/* Who waits ------------------------------------------------------------------------------------------------------- */

static bool is_grown(const json_t *row) {
	return age_rank(json_text(row, "age")) >= GROWN;
}

/* NULL: neither of the two. */
static bool is_of(const json_t *row, const char *sex) {
	const char *said = json_text(row, "sex");
	return sex == NULL ? !str_equal(said, "female") && !str_equal(said, "male") : str_equal(said, sex);
}

static const char *waits_whom(const struct cx *cx, const char *sex, bool grown) {
	if (str_equal(sex, "female"))
		return grown ? _("Women") : _("Girls, and those whose age is not known");
	if (str_equal(sex, "male"))
		return grown ? _("Men") : _("Boys, and those whose age is not known");
	return grown ? _("Adults of another or unknown gender") : _("Children of another or unknown gender");
}

/* A line for women, girls, men, boys ...: of the rows of place_waits that are of it, together and since when. "few": some of
   them are too few to be told. */
static json_t *wait_line(const struct page *page, json_t *rows, const char *sex, bool grown) {
	json_int_t n = 0, since = DAY_MAX;
	bool few = false;
	json_t *row;
	size_t i;
	json_array_foreach(rows, i, row) {
		json_int_t day = page_day(row, "since");
		if (!is_of(row, sex) || is_grown(row) != grown)
			continue;
		few = few || day == NONE;
		if (day == NONE)
			continue;
		n += json_integer_value(json_object_get(row, "waiting"));
		since = day < since ? day : since;
	}
	struct cx *cx = page->cx;
	if (n == 0)
		return few ? json_pack("{s:s, s:n, s:b, s:n}", "label", waits_whom(cx, sex, grown), "value", "few", 1, "since") : NULL;
	return json_pack("{s:s, s:I, s:b, s:s, s:I}", "label", waits_whom(cx, sex, grown), "value", n, "few", few, "since",
		day_text(cx->arena, (int32_t)since), "days", (json_int_t)day_of(cx->now) - since);
}

/* The picture and the table of who waits; nothing where nobody does. */
static json_t *waits_say(const struct page *page, json_t *rows) {
	static const char *const sexes[] = {"female", "male", NULL}; /* NULL: any other */
	struct cx *cx = page->cx;
	json_t *lines = json_array(), *line;
	json_int_t all = 0;
	for (size_t i = 0; i < 2 * sizeof sexes / sizeof *sexes; i++) {
		line = wait_line(page, rows, sexes[i / 2], i % 2 == 0);
		if (line != NULL)
			json_array_append_new(lines, line);
	}
	size_t i;
	json_t *drawn = json_array();
	json_array_foreach(lines, i, line)
		if (json_is_integer(json_object_get(line, "value"))) {
			all += json_integer_value(json_object_get(line, "value"));
			json_array_append(drawn, line);
		}
	if (json_array_size(drawn) == 0)
		return json_pack("{s:n, s:o}", "picture", "lines", lines);
	const struct text_fill fills[] = {{"n", arena_printf(cx->arena, "%lld", (long long)all)}, {0}};
	const char *title = text_say_n(cx->lang, "%{n} person waits for a place", "%{n} people wait for a place", all);
	json_t *chart = json_pack("{s:s, s:s, s:s, s:O, s:[s,s]}", "kind", "bars", "title", text_fill(cx->arena, title, fills),
		"source", _("Referrals that asked for a place, from which no stay came yet"), "rows", drawn, "head", _("Group"),
		_("People waiting"));
	return json_pack("{s:o, s:o}", "picture", chart, "lines", lines);
}

static int gaps_page(struct page *page) {
	int rc = page_meet(page); /* since when somebody waits is told by the registry's clock */
	if (rc != 0)
		return rc;
	size_t gaps = page_add(page, OP_place_gaps, NULL), waits = page_add(page, OP_place_waits, NULL);
	rc = page_run(page);
	if (rc != 0)
		return rc;
	json_t *rows = page_rows(page, gaps), *table = gaps_table(page, rows), *heads = json_array(), *cell;
	json_t *waiting = page_rows(page, waits);
	size_t i;
	json_array_foreach(json_object_get(json_array_get(table, 0), "cells"), i, cell)
		json_array_append(heads, json_object_get(cell, "citizens_label"));
	json_t *chart = gaps_chart(page, table, rows);
	return page_render(page, "places_gaps", json_pack("{s:s, s:s, s:o, s:o, s:o, s:o}", "title", N_("For whom there is no place"),
		"back", "/places", "picture", chart, "heads", heads, "table", table, "waits",
		json_array_size(waiting) == 0 ? json_null() : waits_say(page, waiting)));
}

const struct route routes_place[] = {
	{"/places", places_page, 0},
	{"/places/new", new_page, ROUTE_POST},
	{"/places/gaps", gaps_page, 0},
	{"/place/:place", place_page, 0},
	{0},
};
