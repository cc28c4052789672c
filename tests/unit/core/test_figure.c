/* Figures of persons: who counts, when, as recorded by which day, and that every figure can say why. */
#include "core/projection.h"
#include "national.h"

#define AUTHORITIES "victims_identified_authorities"
#define POTENTIAL "potential_victims_identified_ngos"
#define HELPED "persons_helped"
#define REGISTERED "registered_persons"

static const char *decide_form(struct fixture *f, enum who who, const char *person, const char *outcome,
	const char *day, const char *form) {
	fixture_as(f, who);
	f->cx.actor.org_kind = ORG_POLICE; /* lists bring decisions of bodies that decide nothing today */
	DO(f, decision_record, "{'person': '%s', 'outcome': '%s', 'form': ['%s'], 'decided_on': '%s'}", person, outcome,
		form, day);
	return fixture_get(f, "decision");
}

static const char *decide(struct fixture *f, enum who who, const char *person, const char *outcome, const char *day) {
	return decide_form(f, who, person, outcome, day, "labour_forced");
}

static void presume(struct fixture *f, enum who who, const char *person, const char *day, const char *form) {
	fixture_as(f, who);
	DO(f, presumption_record, "{'person': '%s', 'form': ['%s'], 'happened': '%s'}", person, form, day);
}

static void help(struct fixture *f, enum who who, const char *person, const char *day) {
	fixture_as(f, who);
	DO(f, service_record, "{'person': '%s', 'need': 'legal', 'happened': '%s', 'precision': 'month'}", person, day);
}

static void trait(struct fixture *f, enum who who, const char *person, const char *kind, const char *value,
	const char *day) {
	fixture_as(f, who);
	DO(f, trait_record, "{'person': '%s', 'trait': '%s', 'trait_value': '%s', 'happened': '%s'}", person, kind, value,
		day);
}

static void link_say(struct fixture *f, const char *person, const char *other, const char *like) {
	fixture_as(f, RASA);
	fixture_open(f, other);
	DO(f, link_record, "{'person': '%s', 'other': '%s', 'like': '%s', 'why_same': 'said'}", person, other, like);
	if (strcmp(like, "same") == 0)
		assert_int_equal(fixture_agree(f, PETRAS), 0);
}

static const char *sign(struct fixture *f) {
	fixture_as(f, RASA);
	return fixture_sign(f);
}

static const char *sign_of(struct fixture *f, const char *age, const char *sex, const char *day) {
	fixture_as(f, RASA);
	DO(f, signal_record,
		"{'municipality': '%s', 'source': 'met', 'age': '%s', 'sex': '%s', 'language': 'uk', 'happened': '%s'}",
		fixture_code(f, L_MUNICIPALITY, 0), age, sex, day);
	return fixture_get(f, "person");
}

#define IS(f, indicator, breakdown, year, want) assert_string_equal(figure((f), (indicator), (breakdown), (year)), (want))
#define WAS(f, indicator, breakdown, year, day, want) \
	assert_string_equal(figure_as_of((f), (indicator), (breakdown), (year), (day)), (want))

static void decision_raises_figure_by_one_and_yesterday_stays(void **state) {
	struct fixture *f = *state;
	const char *person = sign(f), *yesterday = fixture_day(f, 0);
	IS(f, AUTHORITIES, "total", 2026, "not_reported");
	fixture_wait(f, 24 * HOUR);
	decide(f, JONAS, person, "identified", fixture_day(f, 0));
	IS(f, AUTHORITIES, "total", 2026, "1");
	IS(f, AUTHORITIES, "labor_trafficking", 2026, "1");
	IS(f, AUTHORITIES, "sex_trafficking", 2026, "not_reported");
	assert_int_equal(reasons(f, "not_meant", "group"), 1);
	WAS(f, AUTHORITIES, "total", 2026, yesterday, "not_reported");
}

static void two_agencies_in_two_years_count_once_in_the_first(void **state) {
	struct fixture *f = *state;
	const char *person = sign(f);
	decide(f, JONAS, person, "identified", "2025-06-01");
	decide(f, PETRAS, person, "identified", "2024-12-31");
	IS(f, AUTHORITIES, "total", 2024, "1");
	assert_int_equal(reasons(f, "other_year", NULL), 1);
	IS(f, AUTHORITIES, "total", 2025, "not_reported");
	assert_int_equal(reasons(f, "earlier_year", NULL), 1);
	assert_int_equal(reasons(f, "counted", NULL), 0);
	assert_string_equal(fixture_get(f, "value_status"), "not_reported");
}

static void two_agencies_in_one_year_count_once(void **state) {
	struct fixture *f = *state;
	const char *person = sign(f);
	decide(f, JONAS, person, "identified", "2025-06-01");
	decide(f, PETRAS, person, "identified", "2025-06-01");
	IS(f, AUTHORITIES, "total", 2025, "1");
	assert_int_equal(reasons(f, "same_person", NULL), 1);
	/* On one day the organisation that was there first, whoever wrote it down first. */
	assert_string_equal(fixture_row(f, 0, "reason"), "counted");
	assert_string_equal(fixture_row(f, 0, "org_name"), fixture_orgs[POLICE].name);
	rows_agree(f);
}

static void reversal_next_year_revises_the_series_and_not_the_past(void **state) {
	struct fixture *f = *state;
	const char *person = sign(f);
	const char *decision = decide(f, JONAS, person, "identified", "2025-11-30");
	const char *before = fixture_day(f, 0);
	fixture_wait(f, 24 * HOUR);
	DO(f, decision_record, "{'person': '%s', 'outcome': 'not_identified', 'form': ['labour_forced'], "
		"'decided_on': '2026-01-15', 'supersedes': '%s'}", person, decision);
	WAS(f, AUTHORITIES, "total", 2025, before, "1");
	IS(f, AUTHORITIES, "total", 2025, "not_reported");
	assert_int_equal(reasons(f, "corrected", NULL), 1);
	assert_int_equal(reasons(f, "other_year", NULL), 1);
	explain(f, AUTHORITIES, "total", 2026, NULL);
	assert_int_equal(reasons(f, "negative", NULL), 1);
}

static void taken_back_decision_is_named_as_such(void **state) {
	struct fixture *f = *state;
	const char *person = sign(f);
	const char *decision = decide(f, JONAS, person, "identified", "2025-11-30");
	DO(f, decision_void, "{'person': '%s', 'decision': '%s'}", person, decision);
	explain(f, AUTHORITIES, "total", 2025, NULL);
	assert_int_equal(fixture_rows(f), 1); /* the retraction itself is no record */
	assert_int_equal(reasons(f, "void", NULL), 1);
}

static void other_bodies_are_shown_and_not_counted(void **state) {
	struct fixture *f = *state;
	const char *person = sign(f);
	decide(f, ONA, person, "identified", "2025-05-05");
	presume(f, RASA, person, "2025-05-05", "begging");
	explain(f, AUTHORITIES, "total", 2025, NULL);
	assert_int_equal(reasons(f, "other_body", NULL), 1);
	explain(f, POTENTIAL, "total", 2025, NULL);
	assert_int_equal(reasons(f, "other_body", NULL), 1);
	IS(f, "presumed_persons", "total", 2025, "1"); /* which counts everybody's */
}

static void presumptions_count_once_a_year(void **state) {
	struct fixture *f = *state;
	const char *person = sign(f);
	static const char *const days[] = {"2024-01-01", "2024-12-31", "2025-01-01"};
	for (size_t i = 0; i < 3; i++)
		presume(f, ONA, person, days[i], "sex_prostitution");
	IS(f, POTENTIAL, "total", 2024, "1");
	assert_int_equal(reasons(f, "same_person", NULL), 1);
	IS(f, POTENTIAL, "total", 2025, "1");
	IS(f, POTENTIAL, "sex_trafficking", 2025, "1");
	IS(f, AUTHORITIES, "total", 2025, "not_reported");
}

static void help_counts_persons_once_a_year(void **state) {
	struct fixture *f = *state;
	const char *person = sign(f);
	help(f, ONA, person, "2025-02-28");
	help(f, VIDA, person, "2025-02-28");
	help(f, VIDA, person, "2024-02-28");
	IS(f, HELPED, "total", 2025, "1");
	assert_int_equal(reasons(f, "same_person", NULL), 1);
	assert_int_equal(reasons(f, "other_year", NULL), 1);
	assert_string_equal(fixture_row(f, 1, "precision"), "month");
	assert_null(fixture_row(f, 1, "group"));
	IS(f, HELPED, "total", 2024, "1");
	IS(f, HELPED, "female", 2025, "1");
	IS(f, HELPED, "male", 2025, "0"); /* both NGOs have records of that year */
}

static void help_counts_where_the_state_paid_for_it(void **state) {
	struct fixture *f = *state;
	const char *person = sign(f), *other = sign(f);
	help(f, ONA, person, "2025-02-28");
	help(f, VIDA, person, "2025-01-28");
	help(f, VIDA, other, "2025-01-28");
	IS(f, "victims_supported_funded_ngos", "total", 2025, "0");
	assert_int_equal(reasons(f, "other_body", NULL), 3);
	entry(f, WELFARE, "grant", "G-1", "2025-01-01", "recipient=silas purpose=victim_assistance amount=1000");
	entry(f, WELFARE, "grant", "G-2", "2025-01-01", "recipient=viltis purpose=prevention amount=1000");
	IS(f, "victims_supported_funded_ngos", "total", 2025, "1");
	assert_int_equal(reasons(f, "other_body", NULL), 2);
	entry(f, WELFARE, "grant", "G-2", "2024-01-01", "recipient=viltis purpose=victim_assistance amount=1000");
	IS(f, "victims_supported_funded_ngos", "total", 2025, "1"); /* paid for another year */
	entry(f, WELFARE, "grant", "G-2", "2025-03-01", "recipient=viltis purpose=victim_assistance amount=1000");
	IS(f, "victims_supported_funded_ngos", "total", 2025, "2");
}

static void leap_day_counts_in_its_year(void **state) {
	struct fixture *f = *state;
	decide(f, JONAS, sign(f), "identified", "2024-02-29");
	IS(f, AUTHORITIES, "total", 2024, "1");
	assert_int_equal(CALL(f, figure_explain, "{'indicator': '" AUTHORITIES "', 'year': 2024, 'as_of': '2023-02-29'}"),
		ERR_INVALID);
}

/* Everybody's first record, whichever stage it is, once for ever. */
static void registered_persons_count_at_their_first_record(void **state) {
	struct fixture *f = *state;
	const char *a = sign(f), *b = sign(f), *c = sign(f);
	presume(f, ONA, a, "2024-05-05", "begging");
	decide(f, JONAS, a, "identified", "2025-05-05");
	decide(f, JONAS, b, "identified", "2025-05-06");
	presume(f, ONA, b, "2025-05-07", "begging");
	decide(f, JONAS, c, "not_identified", "2025-05-06");
	IS(f, REGISTERED, "total", 2024, "1");
	IS(f, REGISTERED, "by_ngo", 2024, "1");
	IS(f, REGISTERED, "total", 2025, "1");
	assert_int_equal(reasons(f, "earlier_year", NULL), 1);
	assert_int_equal(reasons(f, "same_person", NULL), 1);
	assert_int_equal(reasons(f, "negative", NULL), 1);
	assert_int_equal(reasons(f, "other_year", NULL), 1);
	assert_int_equal(fixture_rows(f), 5);
	IS(f, REGISTERED, "by_ngo", 2025, "not_reported");
	assert_int_equal(reasons(f, "not_meant", "org_kind"), 1);
}

static void linked_records_are_one_person_and_again_two(void **state) {
	struct fixture *f = *state;
	const char *a = sign(f), *b = sign(f), *c = sign(f), *two;
	decide(f, JONAS, a, "identified", "2025-03-03");
	decide(f, PETRAS, b, "identified", "2025-04-04");
	decide(f, PETRAS, c, "identified", "2024-04-04");
	IS(f, AUTHORITIES, "total", 2025, "2");
	two = fixture_day(f, 0);
	fixture_wait(f, 24 * HOUR);
	link_say(f, a, b, "same");
	IS(f, AUTHORITIES, "total", 2025, "1");
	link_say(f, b, c, "same");
	IS(f, AUTHORITIES, "total", 2025, "0"); /* over b, a is c, who counts in 2024 */
	assert_int_equal(reasons(f, "earlier_year", NULL), 2);
	WAS(f, AUTHORITIES, "total", 2025, two, "2");
	fixture_wait(f, 24 * HOUR);
	link_say(f, b, c, "different");
	link_say(f, a, b, "different");
	IS(f, AUTHORITIES, "total", 2025, "2");
	WAS(f, AUTHORITIES, "total", 2025, fixture_day(f, -1), "0");
}

static void age_is_that_of_the_decision(void **state) {
	struct fixture *f = *state;
	const char *child = sign_of(f, "12_17", "female", "2025-01-01"), *grown = sign_of(f, "18_24", "male", "2025-01-01");
	decide(f, JONAS, child, "identified", "2025-02-02");
	fixture_as(f, JONAS);
	DO(f, decision_record, "{'person': '%s', 'outcome': 'identified', 'form': ['begging'], 'decided_on': '2025-02-02', "
		"'age': 'under_12'}", grown);
	IS(f, AUTHORITIES, "children", 2025, "2");
	IS(f, AUTHORITIES, "adults", 2025, "not_reported");
	assert_int_equal(reasons(f, "not_meant", "age"), 2);
	IS(f, AUTHORITIES, "female", 2025, "1");
	IS(f, AUTHORITIES, "male", 2025, "1");
	IS(f, AUTHORITIES, "sex_other", 2025, "not_reported");
	assert_int_equal(reasons(f, "not_meant", "sex"), 2);
}

static void traits_count_as_they_stood_at_the_end_of_the_year(void **state) {
	struct fixture *f = *state;
	const char *a = sign(f), *b = sign(f), *before;
	decide(f, JONAS, a, "identified", "2025-02-02");
	decide(f, JONAS, b, "identified", "2025-02-02");
	trait(f, JONAS, a, "disability", "no", "2025-02-02");
	trait(f, JONAS, a, "disability", "yes", "2025-12-31");
	trait(f, PETRAS, a, "disability", "unknown", "2025-12-31"); /* who does not know says nothing */
	trait(f, JONAS, b, "disability", "yes", "2026-01-01");
	IS(f, AUTHORITIES, "persons_with_disabilities", 2025, "1");
	assert_int_equal(reasons(f, "not_meant", "disability"), 1);
	before = fixture_day(f, 0);
	fixture_wait(f, 24 * HOUR);
	fixture_as(f, JONAS);
	DO(f, trait_list, "{'person': '%s'}", a);
	const char *newest = NULL;
	for (size_t i = 0; i < fixture_rows(f); i++)
		if (str_equal(fixture_row(f, i, "happened"), "2025-12-31") && str_equal(fixture_row(f, i, "trait_value"),
			"yes"))
			newest = fixture_row(f, i, "trait_id");
	assert_non_null(newest);
	DO(f, trait_record, "{'person': '%s', 'trait': 'disability', 'trait_value': 'no', 'happened': '2025-12-31', "
		"'supersedes': '%s'}", a, newest);
	IS(f, AUTHORITIES, "persons_with_disabilities", 2025, "not_reported");
	WAS(f, AUTHORITIES, "persons_with_disabilities", 2025, before, "1");
}

static void countries_part_everybody(void **state) {
	struct fixture *f = *state;
	const char *home = sign(f), *eu = sign(f), *other = sign(f), *nobody = sign(f), *not_told = sign(f);
	const char *all[] = {home, eu, other, nobody, not_told};
	for (size_t i = 0; i < 5; i++)
		decide(f, JONAS, all[i], "identified", "2025-02-02");
	trait(f, JONAS, home, "citizenship", "lt", "2025-01-01");
	trait(f, JONAS, home, "citizenship", "ua", "2025-01-01");
	trait(f, JONAS, eu, "citizenship", "lv", "2025-01-01");
	trait(f, JONAS, other, "citizenship", "ua", "2025-01-01");
	trait(f, JONAS, not_told, "citizenship", "unknown", "2025-01-01");
	static const char *const parts[] = {"home", "eu", "non_eu"};
	for (size_t i = 0; i < 3; i++)
		IS(f, AUTHORITIES, parts[i], 2025, "1");
	IS(f, AUTHORITIES, "citizenship_unknown", 2025, "2");
}

static void references_of_a_figure_lead_nowhere(void **state) {
	struct fixture *f = *state;
	const char *person = sign(f);
	const char *decision = decide(f, JONAS, person, "identified", "2025-05-05");
	explain(f, AUTHORITIES, "total", 2025, NULL);
	const char *first = fixture_row(f, 0, "record");
	assert_string_not_equal(first, decision);
	assert_string_not_equal(first, person);
	explain(f, AUTHORITIES, "total", 2025, NULL);
	assert_string_equal(fixture_row(f, 0, "record"), first); /* asked twice, it is the same */
	explain(f, AUTHORITIES, "total", 2024, NULL);
	assert_string_not_equal(fixture_row(f, 0, "record"), first);
}

static void figures_are_laid_side_by_side_person_by_person(void **state) {
	struct fixture *f = *state;
	const char *a = sign(f), *b = sign(f);
	decide(f, JONAS, a, "identified", "2024-05-05");
	presume(f, ONA, a, "2025-05-05", "begging");
	help(f, ONA, a, "2025-05-05");
	presume(f, ONA, b, "2024-05-05", "begging");
	help(f, ONA, b, "2025-05-05");
	fixture_as(f, NIJOLE);
	DO(f, figure_reconcile,
		"{'indicator': ['" AUTHORITIES "', '" POTENTIAL "', '" HELPED "', '" REGISTERED "'], 'year': 2025}");
	assert_int_equal(fixture_rows(f), 8);
	assert_int_equal(reasons(f, "counted", NULL), 3);
	assert_int_equal(reasons(f, "earlier_year", NULL), 1); /* a is registered since 2024 */
	assert_int_equal(reasons(f, "no_record", NULL), 4);
	for (size_t i = 0; i < 8; i++) {
		assert_string_equal(fixture_row(f, i, "record"), fixture_row(f, i - i % 4, "record"));
		assert_string_not_equal(fixture_row(f, i, "record"), a);
		assert_string_not_equal(fixture_row(f, i, "record"), b);
	}
	assert_string_not_equal(fixture_row(f, 0, "record"), fixture_row(f, 4, "record"));
	assert_int_equal(CALL(f, figure_reconcile, "{'indicator': ['convictions'], 'year': 2025}"), ERR_INVALID);
	assert_string_equal(f->cx.err.field, "indicator");
}

static void overlaps_and_flows_are_of_registered_persons(void **state) {
	struct fixture *f = *state;
	const char *a = sign(f), *b = sign(f), *c = sign(f);
	presume(f, ONA, a, "2025-01-05", "begging");
	decide(f, JONAS, a, "identified", "2025-05-05");
	presume(f, VIDA, b, "2025-05-05", "begging");
	presume(f, VIDA, c, "2024-05-05", "begging");
	trait(f, JONAS, a, "citizenship", "lt", "2025-01-01");
	trait(f, JONAS, a, "exploited_in", "gb", "2025-01-01");
	fixture_as(f, NIJOLE);
	DO(f, figure_overlap, "{'year': 2025}");
	assert_int_equal(fixture_rows(f), 2);
	int64_t both = 0, ngos = 0;
	for (size_t i = 0; i < 2; i++) {
		const json_t *row = json_array_get(json_object_get(f->answer, "rows"), i);
		size_t kinds = json_array_size(json_object_get(row, "org_kind"));
		*(kinds == 2 ? &both : &ngos) += json_integer_value(json_object_get(row, "value"));
	}
	assert_int_equal(both, 1);
	assert_int_equal(ngos, 1);
	DO(f, figure_flows, "{'year': 2025}");
	assert_int_equal(fixture_rows(f), 2);
	size_t known = fixture_row(f, 0, "country") != NULL ? 0 : 1;
	assert_string_equal(fixture_row(f, known, "from_country"), "lt");
	assert_string_equal(fixture_row(f, known, "country"), "gb");
	assert_null(fixture_row(f, 1 - known, "country"));
}

/* Random histories against a slow and simple count ----------------------------------------------------------------- */

enum { PERSONS = 7, EVENTS = 90, HISTORIES = 3, FIRST = 2022, LAST = 2026, YEARS = LAST - FIRST + 1 };

struct told { /* a decision, a presumption or help, as the test knows it */
	int person, stage, recorded, year; /* recorded: number of the day */
	int32_t happened;
	enum whose org;
	bool positive, retracts;
	const char *form, *ref;
	int supersedes; /* -1: none */
};

struct joined { /* a word on whether two persons are one */
	int a, b, recorded;
	bool same;
};

struct history {
	const char *persons[PERSONS];
	int64_t ids[PERSONS];
	struct told told[EVENTS];
	int n;
	struct joined joined[EVENTS];
	int joined_n;
	int likeness[PERSONS][PERSONS]; /* row number, 0: none */
	int likeness_n, services;
	int service_of[EVENTS]; /* row number of help */
	uint64_t dice;
};

static int roll(struct history *h, int sides) {
	h->dice = h->dice * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (int)((h->dice >> 33) % (uint64_t)sides);
}

static struct fact fact_begin(struct fixture *f, struct history *h, int person, enum whose org) {
	struct row_act_begin act;
	assert_int_equal(db_begin(&f->cx), 0);
	assert_int_equal(q_act_begin(&f->cx, f->cx.now, 0, "test", (struct blob){0}, (struct blob){0}, &act), 0);
	return (struct fact){.person = h->ids[person], .org = f->orgs[org], .happened = day_of(f->cx.now),
		.precision = PRECISION_DAY, .certainty = CERTAINTY_CONFIRMED, .act = act.n, .supersedes = NONE};
}

static void join(struct fixture *f, struct history *h, int day) {
	int a = roll(h, PERSONS), b = roll(h, PERSONS);
	if (a == b)
		return;
	int newer = a > b ? a : b, older = a > b ? b : a;
	struct fact fact = fact_begin(f, h, newer, SILAS);
	if (h->likeness[newer][older] == 0) {
		struct ref ref = ref_new(&f->cx);
		assert_int_equal(q_likeness_add(&f->cx, ref_blob(&ref), h->ids[newer], h->ids[older], fact.act), 0);
		h->likeness[newer][older] = ++h->likeness_n;
	}
	bool same = roll(h, 2) == 0;
	struct row_link_put put;
	assert_int_equal(q_link_put(&f->cx, FACT_HEAD(&fact), h->likeness[newer][older], h->ids[older],
		same ? LIKE_SAME : LIKE_DIFFERENT, WHY_SAME_LOOKED, NULL, NONE, &put), 0);
	assert_int_equal(project_same_person(&f->cx, h->ids[newer]), 0);
	assert_int_equal(project_same_person(&f->cx, h->ids[older]), 0);
	assert_int_equal(db_commit(&f->cx), 0);
	h->joined[h->joined_n++] = (struct joined){newer, older, day, same};
}

static bool superseded(const struct history *h, int i, int day) {
	for (int k = 0; k < h->n; k++)
		if (h->told[k].supersedes == i && h->told[k].recorded <= day)
			return true;
	return false;
}

/* The newest row of that body about that person at that stage, -1 if there is none or it is a retraction. */
static int newest(const struct history *h, int person, enum whose org, int stage) {
	for (int i = h->n - 1; i >= 0; i--)
		if (h->told[i].person == person && h->told[i].org == org && h->told[i].stage == stage)
			return h->told[i].retracts ? -1 : i;
	return -1;
}

static void decision_roll(struct fixture *f, struct history *h, struct told *t) {
	t->org = (const enum whose[]){BUREAU, BUREAU, POLICE, SILAS}[roll(h, 4)];
	fixture_as(f, (const enum who[]){[BUREAU] = JONAS, [POLICE] = PETRAS, [SILAS] = ONA}[t->org]);
	int old = newest(h, t->person, t->org, STAGE_FORMAL);
	int way = old < 0 || superseded(h, old, INT32_MAX) ? 0 : roll(h, 4);
	t->positive = roll(h, 4) != 0;
	if (way == 1) {
		t->retracts = true;
		t->supersedes = old;
		DO(f, decision_void, "{'person': '%s', 'decision': '%s'}", h->persons[t->person], h->told[old].ref);
	} else {
		t->supersedes = way == 2 ? old : -1;
		f->cx.actor.org_kind = ORG_POLICE;
		DO(f, decision_record,
			"{'person': '%s', 'outcome': '%s', 'form': ['%s', 'organ_removal'], 'decided_on': '%s'%s}",
			h->persons[t->person], t->positive ? "identified" : "not_identified", t->form,
			day_text(f->cx.arena, t->happened), way == 2 ? arena_printf(f->cx.arena, ", 'supersedes': '%s'",
			h->told[old].ref) : "");
	}
	t->ref = fixture_get(f, "decision");
}

static void service_roll(struct fixture *f, struct history *h, struct told *t) {
	t->org = (const enum whose[]){SILAS, VILTIS, POLICE}[roll(h, 3)];
	int old = newest(h, t->person, t->org, 0);
	int way = old < 0 || superseded(h, old, INT32_MAX) ? 0 : roll(h, 4);
	t->retracts = way == 1;
	t->supersedes = way == 1 || way == 2 ? old : -1;
	struct fact fact = fact_begin(f, h, t->person, t->org);
	struct ref ref = ref_new(&f->cx);
	fact.happened = t->happened;
	fact.voided = t->retracts;
	fact.supersedes = t->supersedes < 0 ? NONE : h->service_of[t->supersedes];
	struct row_service_put put;
	assert_int_equal(q_service_put(&f->cx, FACT_HEAD(&fact), ref_blob(&ref), NEED_LEGAL, &put), 0);
	assert_int_equal(db_commit(&f->cx), 0);
	h->service_of[h->n] = ++h->services;
}

static void event(struct fixture *f, struct history *h, int day) {
	static const char *const forms[] = {"sex_remote", "labour_domestic", "marriage_sham"};
	struct told t = {.person = roll(h, PERSONS), .recorded = day, .supersedes = -1, .positive = true};
	t.year = FIRST + roll(h, YEARS);
	t.happened = day_from_ymd(t.year, 1, 1) + (t.year == LAST ? roll(h, 60) : roll(h, 365));
	if (roll(h, 5) == 0)
		t.happened = day_from_ymd(t.year, 1, 1); /* many on one day */
	t.form = forms[roll(h, 3)];
	switch (roll(h, 5)) {
	case 0:
		join(f, h, day);
		return;
	case 1:
		t.stage = STAGE_PRESUMED;
		t.org = roll(h, 3) == 0 ? POLICE : VILTIS;
		fixture_as(f, t.org == POLICE ? RASA : VIDA);
		DO(f, presumption_record, "{'person': '%s', 'form': ['%s'], 'happened': '%s'}", h->persons[t.person], t.form,
			day_text(f->cx.arena, t.happened));
		break;
	case 2:
		service_roll(f, h, &t);
		break;
	default:
		t.stage = STAGE_FORMAL;
		decision_roll(f, h, &t);
	}
	h->told[h->n++] = t;
}

/* The lowest number among all records that were one person by the end of that day. */
static int oldest(const struct history *h, int person, int day) {
	int who[PERSONS];
	for (int i = 0; i < PERSONS; i++)
		who[i] = i;
	for (int pass = 0; pass < PERSONS; pass++)
		for (int i = 0; i < h->joined_n; i++) {
			const struct joined *j = &h->joined[i];
			bool last = j->recorded <= day;
			for (int k = i + 1; k < h->joined_n; k++)
				last = last && !(h->joined[k].a == j->a && h->joined[k].b == j->b && h->joined[k].recorded <= day);
			int low = who[j->a] < who[j->b] ? who[j->a] : who[j->b];
			if (last && j->same)
				who[j->a] = who[j->b] = low;
		}
	return who[person];
}

/* Whether a record of that year counts for a figure: of the police's decisions, of NGOs' presumptions, of anybody's
   help. */
static bool stands(const struct history *h, int i, int stage, int day) {
	const struct told *t = &h->told[i];
	bool police = t->org == BUREAU || t->org == POLICE;
	return t->recorded <= day && t->stage == stage && !t->retracts && t->positive && !superseded(h, i, day)
		&& (stage == 0 || police == (stage == STAGE_FORMAL));
}

static bool comes_before(struct fixture *f, const struct told *x, const struct told *y) {
	if (x->happened != y->happened)
		return x->happened < y->happened;
	return x->org != y->org && f->orgs[x->org] < f->orgs[y->org];
}

static int64_t expected(struct fixture *f, const struct history *h, int stage, int year, int day, const char *form) {
	int64_t n = 0;
	for (int p = 0; p < PERSONS; p++) { /* p stands for everybody who is p */
		int first = -1;
		for (int i = 0; i < h->n; i++)
			if (stands(h, i, stage, day) && oldest(h, h->told[i].person, day) == p
				&& (stage == STAGE_FORMAL || h->told[i].year == year)
				&& (first < 0 || comes_before(f, &h->told[i], &h->told[first])))
				first = i;
		n += first >= 0 && h->told[first].year == year && (form == NULL || strcmp(h->told[first].form, form) == 0);
	}
	return n;
}

/* Whether both bodies that answer have a record of that year that stands. */
static bool delivered(const struct history *h, int stage, int year, int day) {
	bool first = false, second = false;
	for (int i = 0; i < h->n; i++) {
		const struct told *t = &h->told[i];
		if (t->year != year || t->recorded > day || t->stage != stage || t->retracts || !t->positive ||
			superseded(h, i, day))
			continue;
		first |= t->org == (stage == STAGE_FORMAL ? BUREAU : SILAS);
		second |= t->org == (stage == STAGE_FORMAL ? POLICE : VILTIS);
	}
	return first && second;
}

static void check(struct fixture *f, const char *indicator, const char *breakdown, int year, const char *as_of,
	int64_t want, bool zero) {
	const char *is = figure_as_of(f, indicator, breakdown, year, as_of);
	if (want > 0)
		assert_string_equal(is, arena_printf(f->cx.arena, "%lld", (long long)want));
	else
		assert_string_equal(is, zero ? "0" : "not_reported");
	assert_int_equal(reasons(f, "counted", NULL), want);
}

static void check_year(struct fixture *f, const struct history *h, int stage, int year, int day, const char *as_of) {
	const char *indicator = stage == STAGE_FORMAL ? AUTHORITIES : stage == STAGE_PRESUMED ? POTENTIAL : HELPED;
	bool zero = delivered(h, stage, year, day);
	if (stage != 0) {
		check(f, indicator, "sex_trafficking", year, as_of, expected(f, h, stage, year, day, "sex_remote"), zero);
		check(f, indicator, "unspecified", year, as_of, expected(f, h, stage, year, day, "marriage_sham"), zero);
	}
	check(f, indicator, "total", year, as_of, expected(f, h, stage, year, day, NULL), zero);
	int rows = 0, others = 0;
	for (int i = 0; i < h->n; i++) {
		bool there = h->told[i].stage == stage && h->told[i].recorded <= day && !h->told[i].retracts;
		rows += there;
		others += there && h->told[i].year != year;
	}
	assert_int_equal(fixture_rows(f), rows); /* every record there is, of whatever year */
	assert_int_equal(reasons(f, "other_year", NULL), others);
	rows_agree(f);
}

static void explained_records_are_the_figure_as_of_every_day(void **state) {
	struct fixture *f = *state;
	for (int seed = 1; seed <= HISTORIES; seed++) {
		struct history h = {.dice = (uint64_t)seed};
		int32_t start = day_of(f->cx.now);
		for (int i = 0; i < PERSONS; i++) {
			struct row_on_person row;
			struct ref ref;
			h.persons[i] = sign(f);
			assert_true(ref_parse(h.persons[i], &ref));
			assert_int_equal(q_on_person(&f->cx, ref_blob(&ref), &row), 0);
			h.ids[i] = row.id;
		}
		for (int day = 0; day < EVENTS; day++) {
			event(f, &h, day);
			fixture_wait(f, 24 * HOUR);
		}
		for (int day = 0; day < EVENTS; day += 3 + day % 7)
			for (int year = FIRST; year <= LAST; year++)
				for (int stage = 0; stage <= STAGE_FORMAL; stage++)
					check_year(f, &h, stage, year, day, day_text(f->cx.arena, start + day));
		assert_int_equal(fixture_teardown(state), 0);
		assert_int_equal(fixture_setup(state), 0);
		f = *state;
	}
}

int main(void) {
	const struct CMUnitTest tests[] = {
		TEST(decision_raises_figure_by_one_and_yesterday_stays),
		TEST(two_agencies_in_two_years_count_once_in_the_first),
		TEST(two_agencies_in_one_year_count_once),
		TEST(reversal_next_year_revises_the_series_and_not_the_past),
		TEST(taken_back_decision_is_named_as_such),
		TEST(other_bodies_are_shown_and_not_counted),
		TEST(presumptions_count_once_a_year),
		TEST(help_counts_persons_once_a_year),
		TEST(help_counts_where_the_state_paid_for_it),
		TEST(leap_day_counts_in_its_year),
		TEST(registered_persons_count_at_their_first_record),
		TEST(linked_records_are_one_person_and_again_two),
		TEST(age_is_that_of_the_decision),
		TEST(traits_count_as_they_stood_at_the_end_of_the_year),
		TEST(countries_part_everybody),
		TEST(references_of_a_figure_lead_nowhere),
		TEST(figures_are_laid_side_by_side_person_by_person),
		TEST(overlaps_and_flows_are_of_registered_persons),
		TEST(explained_records_are_the_figure_as_of_every_day),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
