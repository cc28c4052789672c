/* Help given: until when, by whom, for how much; and what is left of a grant, counted by hand. */
#include "national.h"

static const char *help(struct fixture *f, enum who who, const char *person, const char *day, const char *more) {
	fixture_as(f, who);
	DO(f, service_record, "{'person': '%s', 'need': 'legal', 'happened': '%s'%s}", person, day, more);
	return fixture_get(f, "service");
}

static void refuses(struct fixture *f, const char *person, const char *more, const char *field) {
	fixture_as(f, ONA);
	assert_int_equal(CALL(f, service_record, "{'person': '%s', 'need': 'legal', 'happened': '2026-03-02'%s}", person, more),
		ERR_INVALID);
	assert_string_equal(f->cx.err.field, field);
}

static int64_t number(struct fixture *f, size_t i, const char *name) {
	return json_integer_value(json_object_get(json_array_get(json_object_get(f->answer, "rows"), i), name));
}

static void grant_is(struct fixture *f, enum who who, size_t i, const char *name, int64_t allocated, int64_t spent,
	int64_t n, int64_t people) {
	fixture_as(f, who);
	DO(f, grant_list, "{'year': 2026}");
	assert_string_equal(fixture_row(f, i, "grant_number"), name);
	assert_int_equal(number(f, i, "allocated"), allocated);
	assert_int_equal(number(f, i, "spent"), spent);
	assert_int_equal(number(f, i, "count"), n);
	assert_int_equal(number(f, i, "people"), people);
}

static const char *sign(struct fixture *f) {
	fixture_as(f, RASA);
	return fixture_sign(f);
}

static void what_is_left_of_a_grant_is_what_no_help_named(void **state) {
	struct fixture *f = *state;
	const char *a = sign(f), *b = sign(f);
	entry(f, WELFARE, "grant", "G-1", "2026-01-01", "recipient=silas purpose=victim_assistance amount=1000.00");
	entry(f, WELFARE, "grant", "G-2", "2026-02-01", "recipient=silas purpose=hotline amount=50.00");
	entry(f, WELFARE, "grant", "V-1", "2026-01-01", "recipient=viltis purpose=victim_assistance amount=700.00");
	entry(f, WELFARE, "grant", "G-0", "2025-01-01", "recipient=silas purpose=victim_assistance amount=900.00");
	const char *first = help(f, ONA, a, "2026-03-01", ", 'cost': 12550, 'grant_number': 'G-1', 'ends': '2026-03-09'");
	help(f, ONA, a, "2026-03-02", ", 'cost': 10000, 'grant_number': 'G-1'");
	help(f, ONA, b, "2026-03-03", ", 'cost': 500, 'grant_number': 'G-1', 'provider': 'viltis'");
	help(f, ONA, b, "2026-03-03", ", 'cost': 99999"); /* nobody's grant */
	help(f, ONA, b, "2026-03-03", ", 'grant_number': 'G-2'"); /* nobody knows what it cost */
	help(f, VIDA, b, "2026-03-03", ", 'cost': 100, 'grant_number': 'V-1'");
	grant_is(f, ONA, 0, "G-1", 100000, 23050, 3, 2);
	grant_is(f, ONA, 1, "G-2", 5000, 0, 1, 1);
	assert_int_equal(fixture_rows(f), 2);
	grant_is(f, VIDA, 0, "V-1", 70000, 100, 1, 1);
	assert_int_equal(fixture_rows(f), 1);
	/* A correction says all of it again; one that names no grant frees the money. */
	help(f, ONA, a, "2026-03-01", arena_printf(f->cx.arena, ", 'supersedes': '%s', 'cost': 1", first));
	grant_is(f, ONA, 0, "G-1", 100000, 10500, 2, 2);
	/* The two are one person. */
	fixture_as(f, RASA);
	fixture_open(f, a);
	fixture_open(f, b);
	DO(f, link_record, "{'person': '%s', 'other': '%s', 'like': 'same', 'why_same': 'said'}", b, a);
	assert_int_equal(fixture_agree(f, PETRAS), 0);
	grant_is(f, ONA, 0, "G-1", 100000, 10500, 2, 1);
	/* The ministry corrects the sum; help keeps to the grant. */
	entry(f, WELFARE, "grant", "G-1", "2026-01-01", "recipient=silas purpose=victim_assistance amount=80.00");
	grant_is(f, ONA, 0, "G-1", 8000, 10500, 2, 1); /* too much was spent, and it says so */
}

static void grant_of_others_or_of_another_year_pays_nothing(void **state) {
	struct fixture *f = *state;
	const char *person = sign(f);
	entry(f, WELFARE, "grant", "V-1", "2026-01-01", "recipient=viltis purpose=victim_assistance amount=700.00");
	entry(f, WELFARE, "grant", "G-0", "2025-01-01", "recipient=silas purpose=victim_assistance amount=900.00");
	entry(f, WELFARE, "grant", "G-9", "2026-01-01", "recipient=silas purpose=victim_assistance amount=900.00");
	DO(f, entry_void, "{'entry': '%s'}", fixture_get(f, "entry"));
	refuses(f, person, ", 'grant_number': 'V-1'", "grant_number");
	refuses(f, person, ", 'grant_number': 'G-0'", "grant_number");
	refuses(f, person, ", 'grant_number': 'G-9'", "grant_number"); /* taken back */
	refuses(f, person, ", 'grant_number': 'nobody'", "grant_number");
	refuses(f, person, ", 'ends': '2026-03-01'", "ends");
	refuses(f, person, ", 'cost': -1", "cost");
	refuses(f, person, ", 'provider': 'nobody-there'", "provider");
	fixture_as(f, ONA);
	DO(f, grant_list, "{'year': 2026}");
	assert_int_equal(fixture_rows(f), 0);
}

static void money_of_help_is_counted_by_need_and_against_the_plan(void **state) {
	struct fixture *f = *state;
	const char *person = sign(f);
	entry(f, WELFARE, "grant", "G-1", "2026-01-01", "recipient=silas purpose=victim_assistance amount=1000.00");
	entry(f, WELFARE, "plan_budget", "P-1", "2026-01-01", "line=Lawyers purpose=victim_assistance amount=500.00 need=legal");
	entry(f, WELFARE, "plan_budget", "P-2", "2026-01-01", "line=Posters purpose=prevention amount=300.00");
	help(f, ONA, person, "2026-03-01", ", 'cost': 12000, 'grant_number': 'G-1'");
	help(f, ONA, person, "2026-03-01", ", 'cost': 3000");
	assert_string_equal(figure(f, "cost_of_help", "total", 2026), "150");
	assert_string_equal(figure(f, "cost_of_help", "from_grants", 2026), "120");
	assert_int_equal(reasons(f, "not_meant", "grant"), 1);
	assert_string_equal(figure(f, "plan_and_help", "planned", 2026), "500");
	assert_string_equal(figure(f, "plan_and_help", "given", 2026), "150");
	assert_string_equal(figure(f, "plan_and_help", "planned_legal", 2026), "500");
	assert_string_equal(figure(f, "plan_and_help", "given_legal", 2026), "150");
	assert_string_equal(figure(f, "plan_and_help", "given_health", 2026), "not_reported");
}

static void cost_that_nobody_wrote_down_is_not_nought(void **state) {
	struct fixture *f = *state;
	const char *person = sign(f);
	help(f, ONA, person, "2026-03-01", "");
	static const enum who ngos[] = {ONA, VIDA};
	for (size_t i = 0; i < 2; i++) {
		fixture_as(f, ngos[i]);
		f->cx.actor.roles = 1u << ROLE_RECORDER;
		DO(f, return_record, "{'item': 'services', 'year': 2026, 'return_state': 'complete'}");
	}
	assert_string_equal(figure(f, "cost_of_help", "total", 2026), "not_reported");
	assert_string_equal(figure(f, "cost_of_help", "health", 2026), "0"); /* there was no such help */
	help(f, ONA, person, "2026-03-02", ", 'cost': 0");
	assert_string_equal(figure(f, "cost_of_help", "total", 2026), "0"); /* it was free, and somebody said so */
}

int main(void) {
	const struct CMUnitTest tests[] = {
		TEST(what_is_left_of_a_grant_is_what_no_help_named),
		TEST(grant_of_others_or_of_another_year_pays_nothing),
		TEST(money_of_help_is_counted_by_need_and_against_the_plan),
		TEST(cost_that_nobody_wrote_down_is_not_nought),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
