/* fakeland_table.c - tables of figures: which rows there are, and what must hold between them. */
#include "fakeland.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define AUTHORITIES "victims_identified_authorities"
#define NGOS "potential_victims_identified_ngos"
#define SUPPORTED "victims_supported_funded_ngos"

const struct known known_rows[] = {
	{"investigations", "total", "cases", "investigations", 0},
	{"investigations", "sex_trafficking", "cases", "investigations", 0},
	{"investigations", "labor_trafficking", "cases", "investigations", 0},
	{"investigations", "unspecified", "cases", "investigations", 0},
	{"investigations", "total", "cases", "investigations", -1},
	{"prosecutions", "total", "persons", "prosecutions", 0},
	{"prosecutions", "total", "persons", "prosecutions", -1},
	{"convictions", "total", "persons", "verdicts", 0},
	{"convictions", "total", "persons", "verdicts", -1},
	{"convictions", "total", "persons", "verdicts", -2},
	{"convictions", "total", "persons", "verdicts", -3},
	{"sentences", "prison_term_min", "years", "verdicts", 0},
	{"sentences", "prison_term_max", "years", "verdicts", 0},
	{"sentences", "fine_only", "persons", "verdicts", 0},
	{"complicit_officials", "investigations", "cases", "complicit_investigations", 0},
	{"complicit_officials", "prosecutions", "persons", "complicit_prosecutions", 0},
	{"complicit_officials", "convictions", "persons", "complicit_convictions", 0},
	{"statutory_penalty_art_147_157", "min", "years", NULL, 0},
	{"statutory_penalty_art_147_157", "max", "years", NULL, 0},
	{"international_investigations", "total", "cases", "investigations", 0},
	{"extraditions", "total", "persons", "surrenders", 0},
	{"police_attaches", "united_kingdom", "persons", "attaches", 0},
	{"specialized_trafficking_units", "police", "units", "police_units", 0},
	{"specialized_trafficking_units", "prosecution", "units", "prosecution_units", 0},
	{"specialized_prosecutors", "total", "persons", "specialised_prosecutors", 0},
	{AUTHORITIES, "total", "persons", "decisions", 0},
	{AUTHORITIES, "sex_trafficking", "persons", "decisions", 0},
	{AUTHORITIES, "labor_trafficking", "persons", "decisions", 0},
	{AUTHORITIES, "unspecified", "persons", "decisions", 0},
	{AUTHORITIES, "children", "persons", "decisions", 0},
	{AUTHORITIES, "persons_with_disabilities", "persons", "decisions", 0},
	{AUTHORITIES, "cooperated_with_law_enforcement", "persons", "decisions", 0},
	{AUTHORITIES, "fewest_in_years", "years", "decisions", 0},
	{AUTHORITIES, "total", "persons", "decisions", -1},
	{AUTHORITIES, "total", "persons", "decisions", -2},
	{NGOS, "total", "persons", "presumptions", 0},
	{NGOS, "sex_trafficking", "persons", "presumptions", 0},
	{NGOS, "labor_trafficking", "persons", "presumptions", 0},
	{NGOS, "unspecified", "persons", "presumptions", 0},
	{SUPPORTED, "total", "persons", "services", 0},
	{SUPPORTED, "total", "persons", "services", -1},
	{"funding_victim_assistance", "allocated", "EUR", "grants", 0},
	{"funding_victim_assistance", "allocated", "USD", "grants", 0},
	{"funding_victim_assistance", "allocated", "EUR", "grants", -1},
	{"funding_nap", "allocated", "EUR_approx", "plan_budget", 0},
	{"funding_nap", "allocated", "USD_approx", "plan_budget", 0},
	{"funding_nap", "of_which_victim_assistance", "EUR", "plan_budget", 0},
	{"funding_nap", "of_which_victim_assistance", "USD", "plan_budget", 0},
	{"restitution_paid", "non_material_damages", "EUR_approx", "payments", 0},
	{"restitution_paid", "non_material_damages", "USD_approx", "payments", 0},
	{"crisis_centers", "male_victims", "centers", "facilities", 0},
	{"child_victim_shelters", "dedicated", "shelters", "facilities", 0},
	{"national_support_centers", "child_sexual_abuse_vilnius", "centers", "facilities", 0},
	{"children_in_state_childcare_institutions", "total", "persons", "childcare", 0},
	{"reflection_period", "foreign_victims", "days", NULL, 0},
	{"hotline", "hours_per_day", "hours", NULL, 0},
	{"hotline", "trafficking_related_calls", "calls", "calls", 0},
	{"hotline", "calls_led_to_investigation", "calls", "calls", 0},
	{"temporary_employment_agencies", "operating", "agencies_approx", "agencies", 0},
	{"tea_rules", "report_interval", "months", NULL, 0},
	{"tea_rules", "min_consecutive_months", "months", NULL, 0},
	{"labor_inspections", "total", "inspections", "inspections", 0},
	{"inspector_positions", "created", "positions", "inspector_posts", 0},
	{"inspector_positions", "planned", "positions", "planned_posts", 1},
	{"inspector_special_groups", "vilnius", "groups", "inspection_units", 0},
	{"inspector_special_groups", "kaunas", "groups", "inspection_units", 0},
	{"information_languages", "labor_inspection_website", "languages", "publications", 0},
	{"information_languages", "police_refugee_questionnaire", "languages", "publications", 0},
	{"refugee_registrars", "ukrainians_employed_and_trained", "persons", "registrars", 0},
	{"irregular_migrants_belarus_route", "smuggled_more_than", "persons_more_than", "arrivals", 0},
	{"irregular_migrants_belarus_route", "held_in_detention_august", "persons_approx", "arrivals", 0},
	{"victims_identified_sbgs", "migrants", "persons", "border_decisions", 0},
	{"demand_reduction_efforts", "commercial_sex", "activities", "demand_reduction", 0},
	{"tip_report_tier", "lithuania", "tier", "assessments", 1},
	{"profile_window", "past_years", "years", NULL, 0},
};
const size_t known_n = sizeof known_rows / sizeof *known_rows;

/* What the country's profile says, and no agency. */
static const struct {
	const char *indicator, *breakdown;
	int64_t value;
} fixed[] = {
	{"statutory_penalty_art_147_157", "min", 2}, {"statutory_penalty_art_147_157", "max", 12},
	{"reflection_period", "foreign_victims", 30}, {"hotline", "hours_per_day", 24},
	{"tea_rules", "report_interval", 1}, {"tea_rules", "min_consecutive_months", 3}, {"profile_window", "past_years",
		5},
};

static const char *const groups[] = {"sex_trafficking", "labor_trafficking", "unspecified"};

static bool same(const char *a, const char *b) {
	return strcmp(a, b) == 0;
}

_Noreturn static void refuse(const struct figure *f, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
_Noreturn static void refuse(const struct figure *f, const char *fmt, ...) {
	va_list ap;
	va_start(ap, fmt);
	fprintf(stderr, "fakeland: %s:%d: %d,%s,%s,%s,%s: ", f->file, f->line, f->year, f->indicator, f->breakdown, f->text,
		f->unit);
	vfprintf(stderr, fmt, ap);
	fputc('\n', stderr);
	va_end(ap);
	exit(1);
}

const struct figure *figure_row(const struct figures *f, int year, const char *indicator, const char *breakdown,
                                const char *unit) {
	for (size_t i = 0; i < f->n; i++)
		if (f->rows[i].year == year && same(f->rows[i].indicator, indicator) && same(f->rows[i].breakdown, breakdown) &&
			(unit == NULL || same(f->rows[i].unit, unit)))
			return &f->rows[i];
	return NULL;
}

int64_t figure(const struct figures *f, int year, const char *indicator, const char *breakdown, const char *unit) {
	const struct figure *row = figure_row(f, year, indicator, breakdown, unit);
	return row == NULL ? ABSENT : row->value;
}

int64_t usd_of(int64_t eur) {
	return (eur * 1000 + 4680) / 9360 * 10;
}

/* Reading --------------------------------------------------------------------------------------------------------- */

static const struct known *known_find(const struct figure *f) {
	const struct known *near = NULL;
	for (size_t i = 0; i < known_n; i++)
		if (same(known_rows[i].indicator, f->indicator) && same(known_rows[i].breakdown, f->breakdown)) {
			near = &known_rows[i];
			if (same(near->unit, f->unit))
				return near;
		}
	if (near != NULL)
		refuse(f, "the unit of this row is %s", near->unit);
	refuse(f, "the report has no such row");
}

static bool prison(const struct figure *f) {
	return same(f->indicator, "sentences") && same(f->unit, "years");
}

/* "16", "not_reported", and for prison "1.5" or "0.75", which are whole months, or "not_applicable". */
static int64_t value_read(const struct figure *f) {
	char *end = NULL;
	if (same(f->text, "not_reported"))
		return NOT_REPORTED;
	if (prison(f) && same(f->text, "not_applicable"))
		return NOT_APPLICABLE;
	errno = 0;
	double value = strtod(f->text, &end);
	if (errno != 0 || end == f->text || *end != 0 || f->text[0] < '0' || f->text[0] > '9' || value > 1e12)
		refuse(f, "the value is a whole number or not_reported");
	int64_t whole = (int64_t)(prison(f) ? value * 12 + 0.5 : value);
	double back = prison(f) ? (double)whole / 12 : (double)whole;
	if (back - value > 0.005 || value - back > 0.005)
		refuse(f, prison(f) ? "a prison term is so many whole months" : "the value is a whole number or not_reported");
	return whole;
}

static void row_add(struct figures *f, const struct figure *row) {
	const struct figure *before = figure_row(f, row->year, row->indicator, row->breakdown, row->unit);
	if (before != NULL)
		refuse(row, "this row stands in line %d of %s already", before->line, before->file);
	if (f->n == f->room) {
		size_t room = f->room == 0 ? 128 : 2 * f->room;
		f->rows = arena_grow(f->arena, f->rows, f->room * sizeof *f->rows, room * sizeof *f->rows);
		f->room = room;
	}
	f->rows[f->n++] = *row;
	f->first = f->n == 1 || row->year < f->first ? row->year : f->first;
	f->last = row->year > f->last ? row->year : f->last;
}

static void line_read(struct figures *f, const char *path, int number, char *text) {
	const char *cells[5] = {text};
	int n = 1;
	for (char *at = text; *at != 0; at++)
		if (*at == ',') {
			*at = 0;
			if (n < 5)
				cells[n] = at + 1;
			n++;
		}
	if (n != 5)
		die("%s:%d: a row has the five cells year,indicator,breakdown,value,unit", path, number);
	struct figure row = {.file = path, .line = number, .indicator = cells[1], .breakdown = cells[2], .text = cells[3],
		.unit = cells[4]};
	char *end = NULL;
	long year = strtol(cells[0], &end, 10);
	if (end == cells[0] || *end != 0 || year < 2000 || year > 2090)
		die("%s:%d: the year is a number from 2000 to 2090, not %s", path, number, cells[0]);
	row.year = (int)year;
	known_find(&row);
	row.value = value_read(&row);
	row_add(f, &row);
}

void figures_read(struct figures *f, const char *path) {
	FILE *in = fopen(path, "r");
	char line[512];
	if (in == NULL)
		die("%s: %s", path, strerror(errno));
	for (int number = 1; fgets(line, sizeof line, in) != NULL; number++) {
		line[strcspn(line, "\r\n")] = 0;
		if (number == 1 && !same(line, "year,indicator,breakdown,value,unit"))
			die("%s:1: the heading is year,indicator,breakdown,value,unit", path);
		if (number > 1 && *line != 0 && *line != '#')
			line_read(f, path, number, arena_strdup(f->arena, line));
	}
	fclose(in);
}

/* Rules ----------------------------------------------------------------------------------------------------------- */

static void parts_check(const struct figures *f, int year, const char *indicator) {
	const struct figure *total = figure_row(f, year, indicator, "total", NULL), *part = NULL;
	int64_t sum = 0;
	int given = 0;
	for (int g = 0; g < 3; g++) {
		const struct figure *row = figure_row(f, year, indicator, groups[g], NULL);
		if (row == NULL)
			continue;
		part = row;
		given++;
		sum += row->value > 0 ? row->value : 0;
		if (total != NULL && total->value >= 0 && row->value > total->value)
			refuse(row, "a part is larger than the total of %s", total->text);
	}
	if (given == 0)
		return;
	if (total == NULL)
		refuse(part, "a part stands without its total");
	if (given != 3)
		refuse(part, "the three parts sex_trafficking, labor_trafficking and unspecified stand together or not at all");
	if (total->value >= 0 && sum != total->value)
		refuse(total, "its three parts add up to %jd", (intmax_t)sum);
}

/* `part` counts some of what `whole` counts. */
static void within(const struct figures *f, int year, const char *const part[2], const char *const whole[2]) {
	const struct figure *p = figure_row(f, year, part[0], part[1], NULL), *w = figure_row(f, year, whole[0], whole[1],
		NULL);
	if (p == NULL || p->value <= 0)
		return;
	if (w == NULL || w->value == NOT_REPORTED)
		refuse(p, "it is part of %s, %s, which is not there", whole[0], whole[1]);
	if (p->value > w->value)
		refuse(p, "it is part of %s, %s, which is %s", whole[0], whole[1], w->text);
}

static void sentences_check(const struct figures *f, int year) {
	const struct figure *min = figure_row(f, year, "sentences", "prison_term_min", NULL);
	const struct figure *max = figure_row(f, year, "sentences", "prison_term_max", NULL);
	const struct figure *fine = figure_row(f, year, "sentences", "fine_only", NULL);
	int64_t convicted = figure(f, year, "convictions", "total", NULL);
	if (min == NULL && max == NULL && fine == NULL)
		return;
	const struct figure *any = min != NULL ? min : max != NULL ? max : fine;
	if (convicted == ABSENT)
		refuse(any, "sentences need the row convictions, total of their year");
	if (min == NULL || max == NULL)
		refuse(any, "prison_term_min and prison_term_max stand together");
	int64_t fined = fine == NULL || fine->value < 0 ? 0 : fine->value;
	if (fined > convicted && convicted >= 0)
		refuse(fine, "more people were only fined than the %jd convicted", (intmax_t)convicted);
	bool term = convicted > fined;
	int64_t silence = convicted < 0 ? NOT_REPORTED : NOT_APPLICABLE;
	if (!term && (min->value != silence || max->value != silence))
		refuse(min->value != silence ? min : max, "nobody was sentenced to prison, so that a term is %s",
			silence == NOT_REPORTED ? "not_reported" : "not_applicable");
	if (!term)
		return;
	if (min->value <= 0 || max->value <= 0)
		refuse(min->value <= 0 ? min : max, "%jd people were convicted to more than a fine, so that there is a term",
			(intmax_t)(convicted - fined));
	if (min->value > max->value)
		refuse(min, "the shortest term is longer than the longest");
	if (max->value > 600)
		refuse(max, "a term is at most 50 years");
	if (convicted - fined == 1 && min->value != max->value)
		refuse(min, "one sentence to prison has one term");
}

static void conversions_check(const struct figures *f, const struct figure *row) {
	if (strncmp(row->unit, "USD", 3) != 0)
		return;
	const char *unit = same(row->unit, "USD") ? "EUR" : "EUR_approx";
	const struct figure *eur = figure_row(f, row->year, row->indicator, row->breakdown, unit);
	if (eur == NULL)
		refuse(row, "an amount in USD needs the same in EUR");
	if (row->year != 2022)
		refuse(row, "the profile has a rate for 2022");
	int64_t usd = eur->value == NOT_REPORTED ? NOT_REPORTED : usd_of(eur->value);
	if (row->value != usd)
		refuse(row, usd < 0 ? "the same in EUR is not reported" : "%s EUR at 0.936, to the nearest ten, are %jd USD",
			eur->text, (intmax_t)usd);
}

/* Rows of one item and year: a body has delivered its records or it has not. */
static void silence_check(const struct figures *f, const struct figure *row) {
	const char *item = known_find(row)->item;
	for (size_t i = 0; item != NULL && i < f->n; i++) {
		const struct figure *other = &f->rows[i];
		const char *others = known_find(other)->item;
		if (other->year != row->year || others == NULL || !same(item, others) || row->value != NOT_REPORTED)
			continue;
		if (other->value != NOT_REPORTED)
			refuse(row, "it comes with line %d from the same records (%s): both are reported or neither", other->line,
				item);
	}
}

static void fewest_check(const struct figures *f, int year) {
	const struct figure *row = figure_row(f, year, AUTHORITIES, "fewest_in_years", NULL);
	const struct figure *total = figure_row(f, year, AUTHORITIES, "total", NULL);
	if (row == NULL)
		return;
	if (total == NULL)
		refuse(row, "it needs the total of its year");
	if (row->value == NOT_REPORTED || total->value == NOT_REPORTED)
		return; /* silence_check: both */
	if (row->value < 1 || row->value > 10)
		refuse(row, "it is from 1, the year itself, to 10");
	for (int back = 1; back < 10; back++) {
		const struct figure *past = figure_row(f, year - back, AUTHORITIES, "total", NULL);
		if (past == NULL || past->value == NOT_REPORTED)
			continue;
		if (back < row->value && past->value < total->value)
			refuse(row, "%d was lower, with %s", past->year, past->text);
		if (back == row->value && past->value >= total->value)
			refuse(row, "%d was not lower, with %s", past->year, past->text);
	}
}

static void year_check(const struct figures *f, int year) {
	static const char *const of_authorities[] = {AUTHORITIES, "total"};
	static const char *const some[][2][2] = {
		{{"complicit_officials", "investigations"}, {"investigations", "total"}},
		{{"complicit_officials", "prosecutions"}, {"prosecutions", "total"}},
		{{"complicit_officials", "convictions"}, {"convictions", "total"}},
		{{"funding_nap", "of_which_victim_assistance"}, {"funding_nap", "allocated"}},
		{{"hotline", "calls_led_to_investigation"}, {"hotline", "trafficking_related_calls"}},
	};
	static const char *const traits[] = {"children", "persons_with_disabilities", "cooperated_with_law_enforcement"};
	parts_check(f, year, "investigations");
	parts_check(f, year, AUTHORITIES);
	parts_check(f, year, NGOS);
	for (size_t i = 0; i < sizeof traits / sizeof *traits; i++)
		within(f, year, (const char *const[]){AUTHORITIES, traits[i]}, of_authorities);
	for (size_t i = 0; i < sizeof some / sizeof *some; i++)
		within(f, year, some[i][0], some[i][1]);
	sentences_check(f, year);
	fewest_check(f, year);
	const struct figure *supported = figure_row(f, year, SUPPORTED, "total", NULL);
	if (supported != NULL && supported->value > 0 && figure(f, year, "funding_victim_assistance", "allocated",
		"EUR") <= 0)
		refuse(supported, "people helped by funded organisations need a grant: funding_victim_assistance of that year");
}

void figures_check(const struct figures *f) {
	if (f->n == 0)
		die("the table has no row");
	if (f->last - f->first > 12)
		die("the table has years from %d to %d: at most twelve apart", f->first, f->last);
	for (size_t i = 0; i < f->n; i++) {
		const struct figure *row = &f->rows[i];
		for (size_t k = 0; k < sizeof fixed / sizeof *fixed; k++)
			if (same(row->indicator, fixed[k].indicator) && same(row->breakdown, fixed[k].breakdown) &&
				row->value != fixed[k].value * (prison(row) ? 12 : 1))
				refuse(row, "the profile says %jd", (intmax_t)fixed[k].value);
		if (same(row->indicator, "tip_report_tier") && row->value != NOT_REPORTED && (row->value < 1 || row->value > 3))
			refuse(row, "a tier is 1, 2 or 3");
		if (same(row->indicator, "information_languages") && row->value > 9)
			refuse(row, "there are nine languages to choose from");
		silence_check(f, row);
		conversions_check(f, row);
	}
	for (int year = f->first; year <= f->last; year++)
		year_check(f, year);
}
