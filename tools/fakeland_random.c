/* fakeland_random.c - a table of figures by chance, in which everything holds that must hold. */
#include "fakeland.h"

#include <stdio.h>
#include <string.h>

#define AUTHORITIES "victims_identified_authorities"
#define NGOS "potential_victims_identified_ngos"
#define SUPPORTED "victims_supported_funded_ngos"

enum { YEAR = 2022, ROWS = 128 };

struct draft {
	struct chance chance;
	int64_t values[ROWS]; /* in the order of known_rows; months where the unit is years of prison */
};

static void put(struct draft *d, const char *indicator, const char *breakdown, int offset, int64_t value) {
	bool found = false;
	for (size_t i = 0; i < known_n; i++) {
		const struct known *k = &known_rows[i];
		if (strcmp(k->indicator, indicator) != 0 || strcmp(k->breakdown, breakdown) != 0 || k->offset != offset)
			continue;
		d->values[i] = value >= 0 && strncmp(k->unit, "USD", 3) == 0 ? usd_of(value) : value;
		found = true;
	}
	if (!found)
		die("the report has no row %s, %s", indicator, breakdown);
}

/* Silence, nothing, or something up to `most`. */
static int64_t some(struct draft *d, int64_t most) {
	int64_t way = between(&d->chance, 0, 11);
	return way == 0 ? NOT_REPORTED : way <= 2 ? 0 : between(&d->chance, 1, most);
}

/* Something of a whole that may be silent. */
static int64_t some_of(struct draft *d, int64_t whole) {
	return whole < 0 ? whole : between(&d->chance, 0, whole);
}

static void put_parts(struct draft *d, const char *indicator, int64_t total) {
	int64_t a = some_of(d, total), b = total < 0 ? total : some_of(d, total - a);
	put(d, indicator, "total", 0, total);
	put(d, indicator, "sex_trafficking", 0, a);
	put(d, indicator, "labor_trafficking", 0, b);
	put(d, indicator, "unspecified", 0, total < 0 ? total : total - a - b);
}

static void justice(struct draft *d) {
	int64_t cases = some(d, 30), accused = some(d, 20), convicted = some(d, 30), fined, low, high;
	put_parts(d, "investigations", cases);
	put(d, "investigations", "total", -1, some(d, 25));
	put(d, "international_investigations", "total", 0, cases < 0 ? cases : between(&d->chance, 0, 30));
	put(d, "complicit_officials", "investigations", 0, cases < 0 || one_in(&d->chance, 3) ? NOT_REPORTED : some_of(d,
		cases > 3 ? 3 : cases));
	put(d, "prosecutions", "total", 0, accused);
	put(d, "prosecutions", "total", -1, some(d, 20));
	put(d, "complicit_officials", "prosecutions", 0, accused < 0 || one_in(&d->chance, 3) ? NOT_REPORTED : some_of(d,
		accused > 3 ? 3 : accused));
	put(d, "convictions", "total", 0, convicted);
	for (int back = 1; back <= 3; back++)
		put(d, "convictions", "total", -back, some(d, 30));
	put(d, "complicit_officials", "convictions", 0, convicted < 0 || one_in(&d->chance, 3) ? NOT_REPORTED : some_of(d,
		convicted > 3 ? 3 : convicted));
	fined = convicted < 0 ? convicted : one_in(&d->chance, 9) ? convicted : some_of(d, convicted / 3);
	low = between(&d->chance, 1, 20) * 3;
	high = convicted - fined == 1 ? low : low + between(&d->chance, 0, 40) * 3;
	put(d, "sentences", "fine_only", 0, fined);
	int64_t none = convicted < 0 ? NOT_REPORTED : NOT_APPLICABLE; /* nobody in prison: no term, although all is known */
	put(d, "sentences", "prison_term_min", 0, convicted > fined ? low : none);
	put(d, "sentences", "prison_term_max", 0, convicted > fined ? high : none);
	put(d, "extraditions", "total", 0, some(d, 6));
	put(d, "restitution_paid", "non_material_damages", 0, some(d, 90000));
}

/* How many years the value may be the lowest over, when two years before are given. */
static int64_t fewest(struct draft *d, int64_t now, int64_t before, int64_t before_that) {
	if (now < 0)
		return NOT_REPORTED;
	if (before >= 0 && before < now)
		return 1;
	if (before_that >= 0 && before_that < now)
		return before >= 0 || one_in(&d->chance, 2) ? 2 : 1;
	int64_t n = between(&d->chance, 1, 10);
	if ((n == 1 && before >= 0) || (n == 2 && before_that >= 0))
		n = 10; /* that year is not lower, so that it does not end the row */
	return n;
}

static void persons(struct draft *d) {
	int64_t now = some(d, 40), before = some(d, 40), before_that = some(d, 40);
	put_parts(d, AUTHORITIES, now);
	put(d, AUTHORITIES, "children", 0, some_of(d, now));
	put(d, AUTHORITIES, "persons_with_disabilities", 0, some_of(d, now));
	put(d, AUTHORITIES, "cooperated_with_law_enforcement", 0, some_of(d, now));
	put(d, AUTHORITIES, "total", -1, before);
	put(d, AUTHORITIES, "total", -2, before_that);
	put(d, AUTHORITIES, "fewest_in_years", 0, fewest(d, now, before, before_that));
	put_parts(d, NGOS, some(d, 90));
	put(d, "victims_identified_sbgs", "migrants", 0, some(d, 6));
	for (int back = 0; back <= 1; back++) {
		int64_t money = some(d, 400000);
		put(d, "funding_victim_assistance", "allocated", -back, money);
		put(d, SUPPORTED, "total", -back, money > 0 ? some(d, 110) : one_in(&d->chance, 2) ? 0 : NOT_REPORTED);
	}
}

static void offices_of(struct draft *d) {
	int64_t plan = some(d, 500000), calls = some(d, 90), silent = one_in(&d->chance, 10) ? NOT_REPORTED : 0;
	put(d, "funding_nap", "allocated", 0, plan);
	put(d, "funding_nap", "of_which_victim_assistance", 0, some_of(d, plan));
	put(d, "police_attaches", "united_kingdom", 0, some(d, 4));
	put(d, "specialized_trafficking_units", "police", 0, some(d, 4));
	put(d, "specialized_trafficking_units", "prosecution", 0, some(d, 4));
	put(d, "specialized_prosecutors", "total", 0, some(d, 15));
	put(d, "crisis_centers", "male_victims", 0, silent < 0 ? silent : between(&d->chance, 0, 9));
	put(d, "child_victim_shelters", "dedicated", 0, silent < 0 ? silent : between(&d->chance, 0, 3));
	put(d, "national_support_centers", "child_sexual_abuse_vilnius", 0, silent < 0 ? silent : between(&d->chance, 0,
		2));
	put(d, "children_in_state_childcare_institutions", "total", 0, some(d, 3000));
	put(d, "hotline", "trafficking_related_calls", 0, calls);
	put(d, "hotline", "calls_led_to_investigation", 0, some_of(d, calls));
	put(d, "temporary_employment_agencies", "operating", 0, some(d, 80));
	put(d, "labor_inspections", "total", 0, some(d, 100));
	put(d, "inspector_positions", "created", 0, some(d, 15));
	put(d, "inspector_positions", "planned", 1, some(d, 30));
	silent = one_in(&d->chance, 10) ? NOT_REPORTED : 0;
	put(d, "inspector_special_groups", "vilnius", 0, silent < 0 ? silent : between(&d->chance, 0, 2));
	put(d, "inspector_special_groups", "kaunas", 0, silent < 0 ? silent : between(&d->chance, 0, 2));
	silent = one_in(&d->chance, 10) ? NOT_REPORTED : 0;
	put(d, "information_languages", "labor_inspection_website", 0, silent < 0 ? silent : between(&d->chance, 0, 9));
	put(d, "information_languages", "police_refugee_questionnaire", 0, silent < 0 ? silent : between(&d->chance, 0, 9));
	put(d, "refugee_registrars", "ukrainians_employed_and_trained", 0, some(d, 20));
	silent = one_in(&d->chance, 10) ? NOT_REPORTED : 0;
	put(d, "irregular_migrants_belarus_route", "smuggled_more_than", 0, silent < 0 ? silent : between(&d->chance, 0,
		9000));
	put(d, "irregular_migrants_belarus_route", "held_in_detention_august", 0, silent < 0 ? silent :
		between(&d->chance, 0, 3000));
	put(d, "demand_reduction_efforts", "commercial_sex", 0, some(d, 5));
	put(d, "tip_report_tier", "lithuania", 1, one_in(&d->chance, 6) ? NOT_REPORTED : between(&d->chance, 1, 3));
}

static void parameters(struct draft *d) {
	put(d, "statutory_penalty_art_147_157", "min", 0, 2);
	put(d, "statutory_penalty_art_147_157", "max", 0, 12);
	put(d, "reflection_period", "foreign_victims", 0, 30);
	put(d, "hotline", "hours_per_day", 0, 24);
	put(d, "tea_rules", "report_interval", 0, 1);
	put(d, "tea_rules", "min_consecutive_months", 0, 3);
	put(d, "profile_window", "past_years", 0, 5);
}

/* Months as years, as the report prints them: 1, 1.5, 0.25. */
static void print_years(int64_t months) {
	int64_t hundredths = (months * 200 + 12) / 24;
	if (hundredths % 100 == 0)
		printf("%jd", (intmax_t)(hundredths / 100));
	else if (hundredths % 10 == 0)
		printf("%jd.%jd", (intmax_t)(hundredths / 100), (intmax_t)(hundredths % 100 / 10));
	else
		printf("%jd.%02jd", (intmax_t)(hundredths / 100), (intmax_t)(hundredths % 100));
}

static void print_row(const struct known *k, int64_t value) {
	printf("%d,%s,%s,", YEAR + k->offset, k->indicator, k->breakdown);
	if (value == NOT_REPORTED)
		fputs("not_reported", stdout);
	else if (value == NOT_APPLICABLE)
		fputs("not_applicable", stdout);
	else if (strcmp(k->indicator, "sentences") == 0 && strcmp(k->unit, "years") == 0)
		print_years(value);
	else
		printf("%jd", (intmax_t)value);
	printf(",%s\n", k->unit);
}

void figures_random(uint64_t seed) {
	struct draft d = {.chance = {seed * UINT64_C(0x5851f42d4c957f2d) + 1}};
	if (known_n > ROWS)
		die("more rows than a draft holds");
	for (size_t i = 0; i < known_n; i++)
		d.values[i] = ABSENT;
	justice(&d);
	persons(&d);
	offices_of(&d);
	parameters(&d);
	puts("year,indicator,breakdown,value,unit");
	for (size_t i = 0; i < known_n; i++) {
		if (d.values[i] == ABSENT)
			die("nothing was drawn for %s, %s", known_rows[i].indicator, known_rows[i].breakdown);
		print_row(&known_rows[i], d.values[i]);
	}
}
