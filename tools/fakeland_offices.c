/*
 * fakeland_offices.c - calls, inspections, agencies, posts, units, facilities, money, publications, totals of others.
 *
 * What must not count, and is there: calls about something else, inspections without the police or without looking for
 * trafficking, an agency struck off in March, plans that are not posts, posts that ended, crisis centres for women,
 * budget lines for training, questionnaires of others, totals that say they are not known.
 */
#include "fakeland.h"

#include <string.h>

#define ANY(l, words) (words)[between(&(l)->chance, 0, (int64_t)(sizeof(words) / sizeof *(words)) - 1)]

static const char *const towns[] = {"vilnius-city", "kaunas-city", "klaipeda-city", "panevezys-city", "siauliai-city",
	"alytus-city", "utena", "jonava"};

static int in_year(struct land *l, int year) {
	return day_of(year, 1, 8) + (int)between(&l->chance, 0, 350);
}

static int64_t value(const struct land *l, int year, const char *indicator, const char *breakdown) {
	return figure(l->figures, year, indicator, breakdown, NULL);
}

/* A row of that register, begun: number and day are set. */
static struct sheet *row(struct land *l, int year, const char *org, const char *kind, int day) {
	struct sheet *s = sheet_of(l, year < l->first ? l->first : year, org, kind, FIRST);
	set(s, "number", number_new(l, org, year_of(day)));
	set_day(s, "happened", day);
	return s;
}

/* What stands ------------------------------------------------------------------------------------------------------ */

struct standing { /* rows of which so many stand in a year */
	const char *indicator, *breakdown, *org, *register_code, *until;
	const char *cells[10]; /* column, value ...; NULL ends them */
	bool all_year;         /* counted whenever it stood in the year, not only on the last day */
};

static void standing_row(struct land *l, const struct standing *t, int begins, int ends) {
	struct sheet *s = row(l, year_of(begins), t->org, t->register_code, begins);
	for (size_t i = 0; t->cells[i] != NULL; i += 2)
		set(s, t->cells[i], t->cells[i + 1]);
	if (ends != 0)
		set_day(s, t->until, ends);
	if (strcmp(t->register_code, "post") == 0 && strcmp(t->cells[1], "registrar") == 0)
		set_day(s, "trained", begins + 10);
	if (strcmp(t->register_code, "facility") == 0)
		set_number(s, "places", between(&l->chance, 4, 30));
	if (strcmp(t->register_code, "agency") == 0)
		set(s, "name", arena_printf(l->arena, "UAB Pramanyta %d", l->numbers));
	row_end(s);
}

/* A stack of those that stand: each year begins or ends as many as the figures need. */
static void stand(struct land *l, const struct standing *t) {
	enum { MOST = 4000 };
	int *begun = arena_array(l->arena, MOST, sizeof *begun), n = 0;
	bool asked = false;
	for (int year = l->first; year <= l->last; year++) {
		int64_t wanted = value(l, year, t->indicator, t->breakdown);
		if (wanted == ABSENT)
			continue;
		wanted = wanted < 0 ? 0 : wanted;
		if (wanted > MOST)
			die("%s, %s: more than %d", t->indicator, t->breakdown, MOST);
		for (; n > wanted; n--)
			standing_row(l, t, begun[n - 1], t->all_year ? day_of(year - 1, 12, 31) : day_of(year, 2, 1) +
				(int)between(&l->chance, 0, 300));
		for (; n < wanted; n++)
			begun[n] = asked ? day_of(year, 1, 10) + (int)between(&l->chance, 0, 330)
				: day_of(l->first - 3, 1, 10) + (int)between(&l->chance, 0, 365 * (year - l->first + 3) + 300);
		asked = true;
	}
	for (int i = 0; i < n; i++)
		standing_row(l, t, begun[i], 0);
}

static const struct standing standings[] = {
	{"police_attaches", "united_kingdom", "police-bureau", "post", "until",
		{"kind", "attache", "state", "filled", "country", "gb"}, false},
	{"specialized_prosecutors", "total", "prosecution", "post", "until",
		{"kind", "specialised_prosecutor", "state", "filled"}, false},
	{"specialized_trafficking_units", "police", "police-bureau", "unit", "until",
		{"kind", "police", "specialised", "yes", "municipality", "vilnius-city"}, false},
	{"specialized_trafficking_units", "prosecution", "prosecution", "unit", "until",
		{"kind", "prosecution", "specialised", "yes", "municipality", "vilnius-city"}, false},
	{"inspector_special_groups", "vilnius", "labour-inspection", "unit", "until",
		{"kind", "inspection", "specialised", "yes", "municipality", "vilnius-city"}, false},
	{"inspector_special_groups", "kaunas", "labour-inspection", "unit", "until",
		{"kind", "inspection", "specialised", "yes", "municipality", "kaunas-city"}, false},
	{"refugee_registrars", "ukrainians_employed_and_trained", "migration", "post", "until",
		{"kind", "registrar", "state", "filled", "citizenship", "ua"}, true},
	{"crisis_centers", "male_victims", "social-ministry", "facility", "ended",
		{"kind", "crisis_center", "serves", "men", "topic", "trafficking"}, false},
	{"child_victim_shelters", "dedicated", "social-ministry", "facility", "ended",
		{"kind", "shelter", "serves", "children", "dedicated", "yes", "topic", "trafficking"}, false},
	{"national_support_centers", "child_sexual_abuse_vilnius", "social-ministry", "facility", "ended",
		{"kind", "support_center", "serves", "children", "topic", "child_sexual_abuse", "municipality", "vilnius-city"},
			false},
	{"temporary_employment_agencies", "operating", "labour-inspection", "agency", "ended", {NULL}, false},
};

/* Beside them: {indicator and breakdown whose being reported calls for it, the rest as above}. They stand for ever. */
static const struct standing aside[] = {
	{"police_attaches", "united_kingdom", "police-bureau", "post", "until",
		{"kind", "attache", "state", "planned", "country", "gb"}, false},
	{"police_attaches", "united_kingdom", "police-bureau", "post", "until",
		{"kind", "attache", "state", "filled", "country", "de"}, false},
	{"specialized_prosecutors", "total", "prosecution", "post", "until",
		{"kind", "specialised_prosecutor", "state", "planned"}, false},
	{"specialized_trafficking_units", "police", "police-bureau", "unit", "until",
		{"kind", "police", "specialised", "no", "municipality", "vilnius-city"}, false},
	{"specialized_trafficking_units", "prosecution", "prosecution", "unit", "until",
		{"kind", "prosecution", "specialised", "no", "municipality", "kaunas-city"}, false},
	{"inspector_special_groups", "vilnius", "labour-inspection", "unit", "until",
		{"kind", "inspection", "specialised", "no", "municipality", "vilnius-city"}, false},
	{"refugee_registrars", "ukrainians_employed_and_trained", "migration", "post", "until",
		{"kind", "registrar", "state", "planned", "citizenship", "ua"}, false},
	{"crisis_centers", "male_victims", "social-ministry", "facility", "ended",
		{"kind", "crisis_center", "serves", "women", "topic", "domestic_violence"}, false},
	{"child_victim_shelters", "dedicated", "social-ministry", "facility", "ended",
		{"kind", "child_home", "serves", "children", "dedicated", "no", "topic", "general"}, false},
	{"national_support_centers", "child_sexual_abuse_vilnius", "social-ministry", "facility", "ended",
		{"kind", "support_center", "serves", "children", "topic", "child_sexual_abuse", "municipality", "kaunas-city"},
			false},
};

static bool ever(const struct land *l, const char *indicator, const char *breakdown) {
	for (int year = l->first; year <= l->last; year++)
		if (value(l, year, indicator, breakdown) >= 0)
			return true;
	return false;
}

static void standing_all(struct land *l) {
	for (size_t i = 0; i < sizeof standings / sizeof *standings; i++)
		stand(l, &standings[i]);
	for (size_t i = 0; i < sizeof aside / sizeof *aside; i++)
		if (ever(l, aside[i].indicator, aside[i].breakdown))
			standing_row(l, &aside[i], day_of(l->first, 2, 1) + (int)i, 0);
}

/* Agencies whose months are told, and the one that left the list in March. */
static void agencies_told(struct land *l, int year) {
	enum { TOLD = 8 };
	int64_t n = value(l, year, "temporary_employment_agencies", "operating");
	if (n < 0)
		return;
	bool asked = value(l, year - 1, "temporary_employment_agencies", "operating") != ABSENT;
	int begins = asked ? day_of(year, 1, 5) : day_of(year - 1, 5, 4);
	struct sheet *gone = row(l, year_of(begins), "labour-inspection", "agency", begins);
	set_day(gone, "ended", day_of(year, 3, 17));
	set(gone, "name", "UAB Nebėra");
	const char *numbers[TOLD];
	numbers[0] = gone->cells[0];
	row_end(gone);
	for (int i = 1; i < TOLD; i++) { /* on the list and off it again within the year */
		struct sheet *s = row(l, year, "labour-inspection", "agency", day_of(year, 1, 9) + i);
		set_day(s, "ended", day_of(year, 12, 30) - i);
		set(s, "name", arena_printf(l->arena, "UAB Trumpai %d", i));
		numbers[i] = s->cells[0];
		row_end(s);
	}
	for (int month = 7; month <= 12; month++)
		for (int i = 1; i < TOLD; i++) {
			struct sheet *s = row(l, year, "labour-inspection", "agency_report", day_of(year, month + 1, 1) - 1);
			int64_t workers = between(&l->chance, 5, 400);
			set(s, "agency", numbers[i]);
			set_number(s, "workers", workers);
			set_number(s, "foreign", between(&l->chance, 0, workers));
			set_number(s, "assignments_short", one_in(&l->chance, 5) ? between(&l->chance, 1, 4) : 0);
			row_end(s);
		}
}

/* What happens ---------------------------------------------------------------------------------------------------- */

static void call(struct land *l, int year, const char *related, const char *inquiry, const char *outcome) {
	static const char *const languages[] = {"lt", "lt", "lt", "ru", "uk", "en", "pl"};
	struct sheet *s = row(l, year, "silto-vejo", "call", in_year(l, year));
	set(s, "related", related);
	set(s, "language", ANY(l, languages));
	set(s, "investigation", inquiry);
	set(s, "outcome", outcome);
	row_end(s);
}

static const char *some_inquiry(struct land *l) {
	return l->inquiry_n == 0 ? "PB-0000-1" : l->inquiries[between(&l->chance, 0, (int64_t)l->inquiry_n - 1)];
}

static void calls(struct land *l, int year) {
	static const char *const related_not[] = {"no", "no", "unclear", "other_exploitation", "test"};
	static const char *const outcomes[] = {"advice", "advice", "signal", "referral", "none"};
	int64_t n = value(l, year, "hotline", "trafficking_related_calls");
	int64_t led = value(l, year, "hotline", "calls_led_to_investigation");
	for (int64_t i = 0; i < n; i++) {
		const char *inquiry = i >= led ? NULL : i % 2 == 0 ? arena_printf(l->arena, "%s;%s-b", some_inquiry(l),
			some_inquiry(l))
			: some_inquiry(l);
		call(l, year, "yes", inquiry, i < led ? "police" : ANY(l, outcomes));
	}
	for (int64_t i = 0; n >= 0 && i < 5 + n / 3; i++)
		call(l, year, ANY(l, related_not), NULL, "advice");
}

static void inspection(struct land *l, int year, const char *trafficking, const char *police, const char *sector) {
	struct sheet *s = row(l, year, "labour-inspection", "inspection", in_year(l, year));
	set(s, "trafficking", trafficking);
	set(s, "with_police", police);
	set(s, "sector", sector);
	set(s, "municipality", ANY(l, towns));
	set(s, "target", one_in(&l->chance, 4) ? "refugees" : "general");
	set(s, "found", one_in(&l->chance, 3) ? "pay;documents" : "nothing");
	set_number(s, "workers", between(&l->chance, 2, 90));
	row_end(s);
}

static void inspections(struct land *l, int year) {
	static const char *const sectors[] = {"agriculture", "construction", "transport", "services", "manufacturing",
		"hospitality"};
	int64_t n = value(l, year, "labor_inspections", "total");
	for (int64_t i = 0; i < n; i++)
		inspection(l, year, "yes", "yes", ANY(l, sectors));
	for (int64_t i = 0; n >= 0 && i < 6 + n / 4; i++)
		inspection(l, year, i % 3 == 0 ? "no" : "yes", i % 3 == 1 ? "no" : "yes", i % 3 == 2 ? "other" : "transport");
}

/* Posts made in the year, and posts planned for it, which its predecessor tells. */
static void posts(struct land *l, int year) {
	int64_t created = value(l, year, "inspector_positions", "created");
	int64_t planned = value(l, year, "inspector_positions", "planned");
	for (int64_t i = 0; i < created; i++) {
		struct sheet *s = row(l, year, "labour-inspection", "post", in_year(l, year));
		set(s, "kind", "inspector");
		set(s, "state", i % 3 == 0 ? "filled" : "created");
		row_end(s);
	}
	for (int64_t i = 0; i < planned; i++) {
		struct sheet *s = row(l, year - 1, "labour-inspection", "post", day_of(year, 1, 2));
		set(s, "kind", "inspector");
		set(s, "state", "planned");
		row_end(s);
	}
}

static void grant(struct land *l, int year, const char *recipient, const char *purpose, int64_t cents) {
	struct sheet *s = row(l, year, "social-ministry", "grant", day_of(year, 1, 2) + (int)between(&l->chance, 0, 60));
	set(s, "recipient", recipient);
	set(s, "purpose", purpose);
	set_money(s, "amount", cents);
	set(s, "funder", "Socialinės apsaugos ir darbo ministerija");
	row_end(s);
}

static void grants(struct land *l, int year) {
	int64_t n = value(l, year, "funding_victim_assistance", "allocated"), cents = n * 100;
	if (n < 0)
		return;
	if (n > 0) {
		int64_t first = between(&l->chance, cents / 4, cents / 2), third = cents / 10;
		grant(l, year, "silto-vejo", "victim_assistance", first);
		grant(l, year, "saules-slenkstis", "victim_assistance", cents - first - third);
		grant(l, year, "tolimas-krantas", "victim_assistance", third);
	}
	grant(l, year, "tolimas-krantas", "prevention", 1500000);
	grant(l, year, "silto-vejo", "hotline", 2000000);
}

static void budget_line(struct land *l, int year, const char *line, const char *purpose, int64_t cents) {
	struct sheet *s = row(l, year, "interior-ministry", "plan_budget", day_of(year, 1, 2));
	set(s, "line", line);
	set(s, "purpose", purpose);
	set_money(s, "amount", cents);
	row_end(s);
}

static void budget(struct land *l, int year) {
	int64_t all = value(l, year, "funding_nap", "allocated"), help = value(l, year, "funding_nap",
		"of_which_victim_assistance");
	if (all < 0)
		return;
	help = help < 0 ? all / 2 : help;
	int64_t rest = (all - help) * 100, training = rest / 3;
	budget_line(l, year, "Pagalba nukentėjusiems", "victim_assistance", help * 60);
	budget_line(l, year, "Pagalba, būstas ir maistas", "victim_assistance", help * 40);
	budget_line(l, year, "Pareigūnų mokymai", "training", training);
	budget_line(l, year, "Prevencija", "prevention", rest - training);
}

static void total_of(struct land *l, int year, const char *org, const char *about, int64_t n, int day) {
	struct sheet *s = row(l, year, org, "aggregate", day);
	set(s, "about", about);
	if (n > 0)
		set_number(s, "amount", n);
	set(s, "state", n > 0 ? "value" : n == 0 ? "zero" : "not_reported");
	row_end(s);
}

static void totals(struct land *l, int year) {
	int64_t children = value(l, year, "children_in_state_childcare_institutions", "total");
	int64_t came = value(l, year, "irregular_migrants_belarus_route", "smuggled_more_than");
	int64_t held = value(l, year, "irregular_migrants_belarus_route", "held_in_detention_august");
	if (children != ABSENT)
		total_of(l, year, "child-protection", "childcare_children", children, day_of(year, 12, 31));
	if (came > 0) {
		total_of(l, year, "border", "belarus_smuggled", came - came / 3, day_of(year, 6, 30));
		total_of(l, year, "border", "belarus_smuggled", came / 3, day_of(year, 12, 31));
	} else if (came != ABSENT) {
		total_of(l, year, "border", "belarus_smuggled", came, day_of(year, 12, 31));
	}
	if (held != ABSENT)
		total_of(l, year, "border", "belarus_detained", held, day_of(year, 8, 31));
	if (held >= 0)
		total_of(l, year, "border", "belarus_detained", 77, day_of(year, 11, 30));
}

static void publication(struct land *l, int year, const char *org, const char *kind, const char *publisher,
	const char *to,
                        int64_t languages) {
	static const char *const tongues = "lt;en;ru;uk;pl;be;vi;ar;other";
	const char *end = tongues;
	if (languages <= 0)
		return;
	for (int64_t i = 0; i < languages; i++)
		end += strcspn(end + (i > 0 ? 1 : 0), ";") + (i > 0 ? 1 : 0);
	struct sheet *s = row(l, year, org, "publication", day_of(year, 2, 1) + (int)between(&l->chance, 0, 300));
	set(s, "title", strcmp(kind, "website") == 0 ? "Darbo sąlygos Lietuvoje" : "Klausimynas atvykusiems");
	set(s, "kind", kind);
	set(s, "publisher", publisher);
	set(s, "language", arena_strndup(l->arena, tongues, (size_t)(end - tongues)));
	set(s, "audience", to);
	set_day(s, "until", day_of(year, 12, 31)); /* each year anew */
	row_end(s);
}

static void publications(struct land *l, int year) {
	int64_t site = value(l, year, "information_languages", "labor_inspection_website");
	int64_t asked = value(l, year, "information_languages", "police_refugee_questionnaire");
	publication(l, year, "labour-inspection", "website", "labour-inspection", "workers", site);
	publication(l, year, "police-bureau", "questionnaire", "police-bureau", "refugees", asked);
	if (site >= 0 || asked >= 0) {
		publication(l, year, "labour-inspection", "leaflet", "labour-inspection", "public", 7);
		publication(l, year, "police-bureau", "questionnaire", "police-bureau", "officials", 6);
		publication(l, year, "police-bureau", "website", "police-bureau", "public", 5);
	}
}

static void awareness(struct land *l, int year) {
	static const char *const themes[] = {"labour", "children", "online", "general", "sexual"};
	int64_t n = value(l, year, "demand_reduction_efforts", "commercial_sex");
	for (int64_t i = 0; n >= 0 && i < n + 5; i++) {
		struct sheet *s = row(l, year, i % 2 == 0 ? "education-agency" : "social-ministry", "awareness",
			in_year(l, year));
		set(s, "theme", i < n ? "demand_reduction" : themes[i - n]);
		set_number(s, "reach", between(&l->chance, 40, 9000));
		row_end(s);
	}
}

/* Told by the commission when the report of others came out, in June. */
static void tiers(struct land *l, int year) {
	int64_t tier = value(l, year, "tip_report_tier", "lithuania");
	if (tier < 0)
		return;
	struct sheet *s = row(l, year, "commission", "assessment", day_of(year, 6, 15));
	s->day = day_of(year, 6, 21);
	set(s, "source", "tip");
	set_number(s, "of_year", year);
	set_number(s, "result", tier);
	set(s, "title", "Trafficking in Persons Report");
	row_end(s);
	s = row(l, year, "commission", "assessment", day_of(year, 6, 3));
	set(s, "source", "greta");
	set_number(s, "of_year", year);
	set_number(s, "result", 3);
	set(s, "title", "Evaluation by GRETA");
	row_end(s);
}

void offices(struct land *l) {
	standing_all(l);
	for (int year = l->first; year <= l->last; year++) {
		agencies_told(l, year);
		calls(l, year);
		inspections(l, year);
		posts(l, year);
		grants(l, year);
		budget(l, year);
		totals(l, year);
		publications(l, year);
		awareness(l, year);
		tiers(l, year);
	}
}
