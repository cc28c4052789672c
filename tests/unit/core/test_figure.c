/* Figures: who counts, when, as recorded by which day, and that every figure can say why. */
#include "core/projection.h"
#include "fixture.h"

#define AUTHORITIES "victims_identified_authorities"
#define POTENTIAL "potential_victims_ngos"
#define SUPPORTED "persons_supported"

static const char *decide(struct fixture *f, enum who who, const char *person, const char *outcome, const char *day) {
	fixture_as(f, who);
	DO(f, decision_record, "{'person': '%s', 'outcome': '%s', 'form': ['labour_forced'], 'decided_on': '%s'}", person,
		outcome, day);
	return fixture_get(f, "decision");
}

/* A row of the last figure_list; NULL if there is none. */
static const json_t *figure_row(struct fixture *f, const char *indicator, int year, const char *group) {
	const json_t *row;
	size_t i;
	json_array_foreach(json_object_get(f->answer, "rows"), i, row)
		if (str_equal(json_string_value(json_object_get(row, "indicator")), indicator)
			&& json_integer_value(json_object_get(row, "year")) == year
			&& str_equal(json_string_value(json_object_get(row, "group")), group))
			return row;
	return NULL;
}

enum { NOT_REPORTED = -1 };

/* What a row says: its value, or NOT_REPORTED. Its status must agree with it. */
static int64_t said(const json_t *row) {
	const char *status = json_string_value(json_object_get(row, "value_status"));
	const json_t *value = json_object_get(row, "value");
	assert_non_null(status);
	if (strcmp(status, "not_reported") == 0) {
		assert_null(value);
		return NOT_REPORTED;
	}
	assert_true(json_is_integer(value));
	assert_string_equal(status, json_integer_value(value) > 0 ? "value" : "zero");
	return json_integer_value(value);
}

static int64_t figure(struct fixture *f, const char *indicator, int year, const char *as_of) {
	fixture_as(f, NIJOLE);
	DO(f, figure_list, "{'as_of': '%s'}", as_of);
	return said(figure_row(f, indicator, year, NULL));
}

/* How many rows of the last explanation give that reason. */
static int reasons(struct fixture *f, const char *reason) {
	int n = 0;
	for (size_t i = 0; i < fixture_rows(f); i++)
		n += strcmp(fixture_row(f, i, "reason"), reason) == 0;
	return n;
}

static void explain(struct fixture *f, const char *indicator, int year, const char *as_of) {
	fixture_as(f, NIJOLE);
	DO(f, figure_explain, "{'indicator': '%s', 'year': %d, 'as_of': '%s'}", indicator, year, as_of);
}

static const char *sign(struct fixture *f) {
	fixture_as(f, RASA);
	return fixture_sign(f);
}

static void decision_raises_figure_by_one_and_yesterday_stays(void **state) {
	struct fixture *f = *state;
	const char *person = sign(f), *yesterday = fixture_day(f, 0);
	assert_int_equal(figure(f, AUTHORITIES, 2026, yesterday), NOT_REPORTED);
	fixture_wait(f, 24 * HOUR);
	decide(f, JONAS, person, "identified", fixture_day(f, 0));
	assert_int_equal(figure(f, AUTHORITIES, 2026, fixture_day(f, 0)), 1);
	assert_int_equal(said(figure_row(f, AUTHORITIES, 2026, "labour")), 1);
	assert_int_equal(said(figure_row(f, AUTHORITIES, 2026, "sex")), NOT_REPORTED);
	assert_int_equal(figure(f, AUTHORITIES, 2026, yesterday), NOT_REPORTED);
}

static void two_agencies_in_two_years_count_once_in_the_first(void **state) {
	struct fixture *f = *state;
	const char *person = sign(f);
	decide(f, JONAS, person, "identified", "2025-06-01");
	decide(f, PETRAS, person, "identified", "2024-12-31");
	const char *today = fixture_day(f, 0);
	assert_int_equal(figure(f, AUTHORITIES, 2024, today), 1);
	assert_int_equal(figure(f, AUTHORITIES, 2025, today), NOT_REPORTED);
	explain(f, AUTHORITIES, 2025, today);
	assert_int_equal(reasons(f, "earlier_year"), 1);
	assert_int_equal(reasons(f, "counted"), 0);
	assert_string_equal(fixture_get(f, "value_status"), "not_reported");
}

static void two_agencies_in_one_year_count_once(void **state) {
	struct fixture *f = *state;
	const char *person = sign(f);
	decide(f, JONAS, person, "identified", "2025-06-01");
	decide(f, PETRAS, person, "identified", "2025-06-01");
	explain(f, AUTHORITIES, 2025, fixture_day(f, 0));
	assert_int_equal(reasons(f, "counted"), 1);
	assert_int_equal(reasons(f, "same_person"), 1);
	assert_string_equal(fixture_row(f, 0, "reason"), "counted"); /* on one day the one recorded first */
	assert_string_equal(fixture_row(f, 0, "org_name"), fixture_orgs[BUREAU].name);
}

static void reversal_next_year_revises_the_series_and_not_the_past(void **state) {
	struct fixture *f = *state;
	const char *person = sign(f);
	const char *decision = decide(f, JONAS, person, "identified", "2025-11-30");
	const char *before = fixture_day(f, 0);
	fixture_wait(f, 24 * HOUR);
	DO(f, decision_record, "{'person': '%s', 'outcome': 'not_identified', 'form': ['labour_forced'], "
		"'decided_on': '2026-01-15', 'supersedes': '%s'}", person, decision);
	const char *today = fixture_day(f, 0);
	assert_int_equal(figure(f, AUTHORITIES, 2025, before), 1);
	assert_int_equal(figure(f, AUTHORITIES, 2025, today), NOT_REPORTED);
	explain(f, AUTHORITIES, 2025, today);
	assert_int_equal(reasons(f, "corrected"), 1);
	explain(f, AUTHORITIES, 2026, today);
	assert_int_equal(reasons(f, "negative"), 1);
}

static void taken_back_decision_is_named_as_such(void **state) {
	struct fixture *f = *state;
	const char *person = sign(f);
	const char *decision = decide(f, JONAS, person, "identified", "2025-11-30");
	DO(f, decision_void, "{'person': '%s', 'decision': '%s'}", person, decision);
	explain(f, AUTHORITIES, 2025, fixture_day(f, 0));
	assert_int_equal(fixture_rows(f), 1);
	assert_int_equal(reasons(f, "void"), 1);
	explain(f, AUTHORITIES, 2026, fixture_day(f, 0)); /* the retraction itself is no record */
	assert_int_equal(fixture_rows(f), 0);
}

static void other_bodies_are_shown_and_not_counted(void **state) {
	struct fixture *f = *state;
	const char *person = sign(f);
	decide(f, ONA, person, "identified", "2025-05-05");
	fixture_as(f, RASA);
	DO(f, presumption_record, "{'person': '%s', 'form': ['begging'], 'happened': '2025-05-05'}", person);
	explain(f, AUTHORITIES, 2025, fixture_day(f, 0));
	assert_int_equal(reasons(f, "other_body"), 1);
	explain(f, POTENTIAL, 2025, fixture_day(f, 0));
	assert_int_equal(reasons(f, "other_body"), 1);
}

static void presumptions_count_once_a_year(void **state) {
	struct fixture *f = *state;
	const char *person = sign(f);
	static const char *const days[] = {"2024-01-01", "2024-12-31", "2025-01-01"};
	fixture_as(f, ONA);
	for (size_t i = 0; i < 3; i++)
		DO(f, presumption_record, "{'person': '%s', 'form': ['sex_prostitution'], 'happened': '%s'}", person, days[i]);
	assert_int_equal(figure(f, POTENTIAL, 2024, fixture_day(f, 0)), 1);
	assert_int_equal(said(figure_row(f, POTENTIAL, 2025, NULL)), 1);
	assert_int_equal(said(figure_row(f, POTENTIAL, 2025, "sex")), 1);
	assert_int_equal(said(figure_row(f, AUTHORITIES, 2025, NULL)), NOT_REPORTED);
}

static void help_counts_persons_without_groups(void **state) {
	struct fixture *f = *state;
	const char *person = sign(f);
	for (enum who who = ONA; who <= VIDA; who++) {
		fixture_as(f, who);
		DO(f, service_record, "{'person': '%s', 'need': 'legal', 'happened': '2025-02-28', 'precision': 'month'}", person);
	}
	assert_int_equal(figure(f, SUPPORTED, 2025, fixture_day(f, 0)), 1);
	assert_null(figure_row(f, SUPPORTED, 2025, "labour"));
	explain(f, SUPPORTED, 2025, fixture_day(f, 0));
	assert_int_equal(reasons(f, "same_person"), 1);
	assert_string_equal(fixture_row(f, 0, "precision"), "month");
	assert_null(fixture_row(f, 0, "group"));
}

static void leap_day_counts_in_its_year(void **state) {
	struct fixture *f = *state;
	decide(f, JONAS, sign(f), "identified", "2024-02-29");
	assert_int_equal(figure(f, AUTHORITIES, 2024, fixture_day(f, 0)), 1);
	assert_int_equal(CALL(f, figure_list, "{'as_of': '2023-02-29'}"), ERR_INVALID);
}

static void nothing_is_zero_only_after_a_delivery(void **state) {
	struct fixture *f = *state;
	const char *today = fixture_day(f, 0);
	assert_int_equal(figure(f, AUTHORITIES, 2023, today), NOT_REPORTED);
	fixture_wait(f, 24 * HOUR);
	fixture_as(f, JONAS);
	DO(f, delivery_record, "{'indicator': '" AUTHORITIES "', 'year': 2023}");
	DO(f, delivery_record, "{'indicator': '" AUTHORITIES "', 'year': 2023}"); /* saying it twice says it once */
	assert_int_equal(figure(f, AUTHORITIES, 2023, fixture_day(f, 0)), 0);
	assert_int_equal(said(figure_row(f, AUTHORITIES, 2023, "labour")), 0);
	assert_int_equal(said(figure_row(f, POTENTIAL, 2023, NULL)), NOT_REPORTED);
	assert_int_equal(said(figure_row(f, AUTHORITIES, 2022, NULL)), NOT_REPORTED);
	assert_int_equal(figure(f, AUTHORITIES, 2023, today), NOT_REPORTED);
	explain(f, AUTHORITIES, 2023, fixture_day(f, 0));
	assert_string_equal(fixture_get(f, "value_status"), "zero");
}

static void refuses_deliveries_of_years_to_come_and_of_others(void **state) {
	struct fixture *f = *state;
	fixture_as(f, JONAS);
	assert_int_equal(CALL(f, delivery_record, "{'indicator': '" AUTHORITIES "', 'year': 2027}"), ERR_INVALID);
	assert_string_equal(f->cx.err.field, "year");
	fixture_as(f, ONA);
	assert_int_equal(CALL(f, delivery_record, "{'indicator': '" AUTHORITIES "', 'year': 2025}"), ERR_DENIED);
	DO(f, delivery_record, "{'indicator': '" SUPPORTED "', 'year': 2025}");
	assert_int_equal(CALL(f, delivery_record, "{'indicator': 'made_up', 'year': 2025}"), ERR_INVALID);
}

static void refuses_days_to_come_and_survives_days_before_everything(void **state) {
	struct fixture *f = *state;
	fixture_as(f, NIJOLE);
	assert_int_equal(CALL(f, figure_list, "{'as_of': '%s'}", fixture_day(f, 1)), ERR_INVALID);
	assert_string_equal(f->cx.err.field, "as_of");
	assert_int_equal(CALL(f, figure_explain, "{'indicator': '" SUPPORTED "', 'year': 2025, 'as_of': '2100-12-31'}"),
		ERR_INVALID);
	DO(f, figure_list, "{'as_of': '1870-01-01'}");
	assert_int_equal(fixture_rows(f), 0);
	DO(f, figure_list, "{'as_of': '1992-07-01'}");
	assert_null(figure_row(f, AUTHORITIES, 1989, NULL));
	assert_int_equal(said(figure_row(f, AUTHORITIES, 1990, NULL)), NOT_REPORTED);
	DO(f, figure_explain, "{'indicator': '" SUPPORTED "', 'year': 2100}");
	assert_int_equal(fixture_rows(f), 0);
	DO(f, figure_explain, "{'indicator': '" AUTHORITIES "', 'year': 1990}");
	assert_int_equal(fixture_rows(f), 0);
}

static void references_of_a_figure_lead_nowhere(void **state) {
	struct fixture *f = *state;
	const char *person = sign(f);
	const char *decision = decide(f, JONAS, person, "identified", "2025-05-05");
	decide(f, PETRAS, person, "identified", "2024-05-05");
	explain(f, AUTHORITIES, 2025, fixture_day(f, 0));
	const char *first = fixture_row(f, 0, "record");
	assert_string_not_equal(first, decision);
	assert_string_not_equal(first, person);
	explain(f, AUTHORITIES, 2025, fixture_day(f, 0));
	assert_string_equal(fixture_row(f, 0, "record"), first); /* asked twice, it is the same */
	explain(f, AUTHORITIES, 2024, fixture_day(f, 0));
	assert_string_not_equal(fixture_row(f, 0, "record"), first);
}

/* Random histories against a slow and simple count ------------------------------------------------------------------ */

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
	assert_int_equal(q_link_add(&f->cx, FACT_HEAD(&fact), h->likeness[newer][older], h->ids[older],
		same ? LIKE_SAME : LIKE_DIFFERENT), 0);
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
		DO(f, decision_record, "{'person': '%s', 'outcome': '%s', 'form': ['%s', 'organ_removal'], 'decided_on': '%s'%s}",
			h->persons[t->person], t->positive ? "identified" : "not_identified", t->form,
			day_text(f->cx.arena, t->happened),
			way == 2 ? arena_printf(f->cx.arena, ", 'supersedes': '%s'", h->told[old].ref) : "");
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
	assert_int_equal(q_service_add(&f->cx, FACT_HEAD(&fact), ref_blob(&ref), NEED_LEGAL), 0);
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

static bool stands(const struct history *h, int i, int stage, int day) {
	const struct told *t = &h->told[i];
	bool police = t->org == BUREAU || t->org == POLICE;
	return t->recorded <= day && t->stage == stage && !t->retracts && t->positive && !superseded(h, i, day)
		&& police == (stage == STAGE_FORMAL);
}

static int64_t expected(const struct history *h, int stage, int year, int day, const char *form) {
	int64_t n = 0;
	for (int p = 0; p < PERSONS; p++) { /* p stands for everybody who is p */
		int first = -1;
		for (int i = 0; i < h->n; i++)
			if (stands(h, i, stage, day) && oldest(h, h->told[i].person, day) == p
				&& (stage == STAGE_FORMAL || h->told[i].year == year)
				&& (first < 0 || h->told[i].happened < h->told[first].happened))
				first = i;
		n += first >= 0 && h->told[first].year == year && (form == NULL || strcmp(h->told[first].form, form) == 0);
	}
	return n;
}

static void check(const json_t *row, int64_t want) {
	assert_int_equal(said(row), want > 0 ? want : NOT_REPORTED);
}

static void check_year(struct fixture *f, const struct history *h, const json_t *list, int stage, int year, int day,
	const char *as_of) {
	const char *indicator = stage == STAGE_FORMAL ? AUTHORITIES : stage == STAGE_PRESUMED ? POTENTIAL : SUPPORTED;
	f->answer = (json_t *)list;
	int64_t want = expected(h, stage, year, day, NULL);
	check(figure_row(f, indicator, year, NULL), want);
	if (stage != 0) {
		check(figure_row(f, indicator, year, "sex"), expected(h, stage, year, day, "sex_remote"));
		check(figure_row(f, indicator, year, "labour"), expected(h, stage, year, day, "labour_domestic"));
		check(figure_row(f, indicator, year, "unspecified"), expected(h, stage, year, day, "marriage_sham"));
	}
	f->answer = NULL;
	explain(f, indicator, year, as_of);
	assert_int_equal(reasons(f, "counted"), want);
	int rows = 0;
	for (int i = 0; i < h->n; i++)
		rows += h->told[i].stage == stage && h->told[i].recorded <= day && !h->told[i].retracts && h->told[i].year == year;
	assert_int_equal(fixture_rows(f), rows); /* every record considered is there */
	json_decref(f->answer);
	f->answer = NULL;
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
		for (int day = 0; day < EVENTS; day += 1 + day % 3) {
			const char *as_of = day_text(f->cx.arena, start + day);
			fixture_as(f, NIJOLE);
			DO(f, figure_list, "{'as_of': '%s'}", as_of);
			json_t *list = f->answer;
			for (int year = FIRST; year <= LAST; year++)
				for (int stage = 0; stage <= STAGE_FORMAL; stage++)
					check_year(f, &h, list, stage, year, day, as_of);
			json_decref(list);
		}
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
		TEST(help_counts_persons_without_groups),
		TEST(leap_day_counts_in_its_year),
		TEST(nothing_is_zero_only_after_a_delivery),
		TEST(refuses_deliveries_of_years_to_come_and_of_others),
		TEST(refuses_days_to_come_and_survives_days_before_everything),
		TEST(references_of_a_figure_lead_nowhere),
		TEST(explained_records_are_the_figure_as_of_every_day),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
