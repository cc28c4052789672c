/* fakeland_said.c - what others published of earlier years, and what bodies say of their records. */
#include "fakeland.h"

#include <string.h>

#define AUTHORITIES "victims_identified_authorities"

/* Published -------------------------------------------------------------------------------------------------------- */

struct quote {
	int of_year;
	const char *indicator, *breakdown, *value, *from, *day, *title;
	bool fictitious;
};

static const struct quote quotes[] = { /* 2015-2018 as published; the years before are made up, and say so */
	{2013, AUTHORITIES, "total", "22", "tip", "2014-06-20", "Pramanytas šaltinis (2014)", true},
	{2014, AUTHORITIES, "total", "43", "tip", "2015-07-27", "Pramanytas šaltinis (2015)", true},
	{2015, AUTHORITIES, "total", "79", "tip", "2017-06-27", "Trafficking in Persons Report 2017", false},
	{2016, AUTHORITIES, "total", "41", "tip", "2017-06-27", "Trafficking in Persons Report 2017", false},
	{2016, AUTHORITIES, "total", "51", "press", "2017-03-22", "Press release, 22 March 2017", false},
	{2016, AUTHORITIES, "united_kingdom", "25", "press", "2017-03-22", "Press release, 22 March 2017", false},
	{2017, AUTHORITIES, "total", "60", "tip", "2018-06-28", "Trafficking in Persons Report 2018", false},
	{2018, AUTHORITIES, "total", "58", "tip", "2019-06-20", "Trafficking in Persons Report 2019", false},
	{2015, AUTHORITIES, "children", "18", "tip", "2017-06-27", "Trafficking in Persons Report 2017", false},
	{2016, AUTHORITIES, "children", "4", "tip", "2017-06-27", "Trafficking in Persons Report 2017", false},
	{2017, AUTHORITIES, "children", "8", "tip", "2018-06-28", "Trafficking in Persons Report 2018", false},
	{2018, AUTHORITIES, "children", "3", "tip", "2019-06-20", "Trafficking in Persons Report 2019", false},
	{2015, "victims_supported_funded_ngos", "total", "139", "tip", "2017-06-27", "Trafficking in Persons Report 2017",
		false},
	{2016, "victims_supported_funded_ngos", "total", "179", "tip", "2017-06-27", "Trafficking in Persons Report 2017",
		false},
	{2017, "victims_supported_funded_ngos", "total", "219", "tip", "2018-06-28", "Trafficking in Persons Report 2018",
		false},
	{2018, "victims_supported_funded_ngos", "total", "239", "tip", "2019-06-20", "Trafficking in Persons Report 2019",
		false},
	{2017, "funding_victim_assistance", "allocated", "115000", "tip", "2018-06-28",
		"Trafficking in Persons Report 2018", false},
	{2018, "funding_victim_assistance", "allocated", "165000", "tip", "2019-06-20",
		"Trafficking in Persons Report 2019", false},
	{2019, "funding_victim_assistance", "allocated", "165000", "tip", "2020-06-25",
		"Trafficking in Persons Report 2020", false},
	{2019, "funding_victim_assistance", "allocated", "190000", "tip", "2021-07-01",
		"Trafficking in Persons Report 2021", false},
	{2018, AUTHORITIES, "total", "1", "other", "2019-03-01", "Pramanytas šaltinis (2019)", true},
};

enum { QUOTES = sizeof quotes / sizeof *quotes, WINDOW = 10, COUNTED_2019 = 36 };

/* The newest year that says over how many years its value is the lowest. */
static int fewest_year(const struct figures *f) {
	for (int year = f->last; year >= f->first; year--)
		if (figure(f, year, AUTHORITIES, "fewest_in_years", NULL) > 0)
			return year;
	return 0;
}

static int64_t published_value(int year) {
	if (year == 2019)
		return COUNTED_2019;
	for (size_t i = 0; i < QUOTES; i++)
		if (quotes[i].of_year == year && strcmp(quotes[i].from, "tip") == 0 && strcmp(quotes[i].breakdown,
			"total") == 0 && strcmp(quotes[i].indicator, AUTHORITIES) == 0)
			return strtoll(quotes[i].value, NULL, 10);
	return ABSENT;
}

/* A value of a year before that lets `wanted` come out: as it was published if that will do. ABSENT: silence will. */
static int64_t value_before(const struct land *l, int year) {
	int of = fewest_year(l->figures), back = of - year;
	if (of == 0 || back < 1 || back >= WINDOW)
		return ABSENT;
	int64_t now = figure(l->figures, of, AUTHORITIES, "total", NULL), was = published_value(year);
	int64_t wanted = figure(l->figures, of, AUTHORITIES, "fewest_in_years", NULL);
	if (back > wanted)
		return was;
	if (back < wanted)
		return was > now ? was : now + 3 + year % 17;
	if (was >= 0 && was < now)
		return was;
	return now == 0 ? ABSENT : now - 1 - year % now;
}

int64_t fewest_value(const struct land *l, int year) {
	int64_t given = figure(l->figures, year, AUTHORITIES, "total", NULL);
	return given != ABSENT ? given : value_before(l, year);
}

static void quote_write(struct land *l, const struct quote *q, const char *value, bool made_up) {
	struct sheet *s = sheet_of(l, l->first - 1, "commission", "quoted", FIRST);
	s->day = day_of(l->first, 7, 20);
	set(s, "number", number_new(l, "commission", l->first));
	set(s, "happened", q->day);
	set(s, "indicator", q->indicator);
	set(s, "breakdown", q->breakdown);
	set_number(s, "of_year", q->of_year);
	set(s, "value", value);
	set(s, "from", q->from);
	set(s, "title", made_up ? "Pramanytas šaltinis" : q->title);
	set(s, "fictitious", made_up ? "yes" : "no");
	row_end(s);
}

/* Years of which nothing was counted: all of them before the first, and those of which nobody has said anything. */
static void quote_missing(struct land *l, int year) {
	struct quote q = {year, AUTHORITIES, "total", NULL, "tip", NULL, NULL, true};
	int64_t value = value_before(l, year), was = published_value(year);
	bool counted = year >= l->first && figure(l->figures, year, AUTHORITIES, "total", NULL) != NOT_REPORTED;
	if (counted || value < 0 || value == was)
		return;
	q.day = day_words(l->arena, day_of(year < l->first ? year + 1 : l->first, 6, 20));
	quote_write(l, &q, arena_printf(l->arena, "%jd", (intmax_t)value), true);
}

/* As published, unless the table needs another value, or none, in that year. */
static void quote_known(struct land *l, const struct quote *q) {
	bool total = strcmp(q->indicator, AUTHORITIES) == 0 && strcmp(q->breakdown, "total") == 0 &&
		strcmp(q->from, "tip") == 0;
	if (q->of_year >= l->first && strcmp(q->indicator, AUTHORITIES) == 0)
		return;
	if (year_of(day_of(l->first, 7, 20)) < l->first || strcmp(q->day, day_words(l->arena, day_of(l->first, 7, 20))) > 0)
		return; /* not published yet when the list was made */
	int of = fewest_year(l->figures), back = of - q->of_year;
	if (total && of != 0 && back >= 1 && back < WINDOW && value_before(l, q->of_year) != published_value(q->of_year))
		return;
	quote_write(l, q, q->value, q->fictitious);
}

void published(struct land *l) {
	int of = fewest_year(l->figures);
	for (size_t i = 0; i < QUOTES; i++)
		quote_known(l, &quotes[i]);
	for (int year = of - WINDOW + 1; of != 0 && year < of; year++)
		quote_missing(l, year);
}

/* Returns ---------------------------------------------------------------------------------------------------------- */

struct duty {
	const char *item;
	const char *bodies[5];
};

static const struct duty duties[] = {
	{"decisions", {"police-bureau", "police-vilnius", "police-panevezys", "prosecution"}},
	{"presumptions", {"silto-vejo", "saules-slenkstis", "kranto-ziburys"}},
	{"services", {"silto-vejo", "saules-slenkstis", "kranto-ziburys"}},
	{"investigations", {"police-bureau", "prosecution"}},
	{"prosecutions", {"prosecution"}},
	{"verdicts", {"courts"}},
	{"complicit_investigations", {"prosecution"}},
	{"complicit_prosecutions", {"prosecution"}},
	{"complicit_convictions", {"courts"}},
	{"surrenders", {"prosecution"}},
	{"payments", {"courts"}},
	{"calls", {"silto-vejo"}},
	{"inspections", {"labour-inspection"}},
	{"agencies", {"labour-inspection"}},
	{"grants", {"social-ministry"}},
	{"plan_budget", {"interior-ministry"}},
	{"police_units", {"police-bureau"}},
	{"prosecution_units", {"prosecution"}},
	{"inspection_units", {"labour-inspection"}},
	{"attaches", {"police-bureau"}},
	{"specialised_prosecutors", {"prosecution"}},
	{"inspector_posts", {"labour-inspection"}},
	{"planned_posts", {"labour-inspection"}},
	{"registrars", {"migration"}},
	{"facilities", {"social-ministry"}},
	{"childcare", {"child-protection"}},
	{"arrivals", {"border"}},
	{"border_decisions", {"border"}},
	{"publications", {"labour-inspection", "police-bureau"}},
	{"demand_reduction", {"interior-ministry"}},
	{"assessments", {"commission"}},
};

/* What the rows of an item say together: ABSENT nobody asks, NOT_REPORTED, 0, or more. */
static int64_t item_value(const struct land *l, const char *item, int year) {
	int64_t most = ABSENT;
	for (size_t i = 0; i < known_n; i++)
		if (known_rows[i].item != NULL && strcmp(known_rows[i].item, item) == 0) {
			int64_t value = figure(l->figures, year, known_rows[i].indicator, known_rows[i].breakdown, NULL);
			most = value > most ? value : most;
		}
	if (strcmp(item, "decisions") == 0 && most == ABSENT)
		most = fewest_value(l, year);
	return most;
}

static void said(struct land *l, int year, const char *org, const char *item, int month, const char *state) {
	/* what is planned for a year is told in the January it begins */
	int told = strcmp(item, "planned_posts") == 0 ? year - 1 : year;
	struct sheet *s = sheet_of(l, told, org, "returns", FIRST);
	set(s, "item", item);
	set_number(s, "year", year);
	if (month > 0)
		set_number(s, "month", month);
	set(s, "return_state", state);
	row_end(s);
}

void returns(struct land *l) {
	for (int year = l->first; year <= l->last; year++) {
		for (size_t i = 0; i < sizeof duties / sizeof *duties; i++) {
			int64_t value = item_value(l, duties[i].item, year);
			for (size_t b = 0; value >= 0 && duties[i].bodies[b] != NULL; b++)
				said(l, year, duties[i].bodies[b], duties[i].item, 0, value > 0 ? "complete" : "zero");
		}
		for (int month = 7; month <= 12; month++)
			if (item_value(l, "agencies", year) >= 0)
				said(l, year, "labour-inspection", "agency_reports", month, "complete");
	}
}
