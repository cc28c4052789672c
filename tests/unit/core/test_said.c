/* Returns: who may say what of which time, and who has not answered. */
#include "national.h"

static int say(struct fixture *f, enum body_name body, const char *item, const char *time, const char *state) {
	national_as(f, body);
	return CALL(f, return_record, "{'item': '%s', %s, 'return_state': '%s'}", item, time, state);
}

static void only_whoever_owes_may_say(void **state) {
	struct fixture *f = *state;
	assert_int_equal(say(f, COURTS, "verdicts", "'year': 2025", "complete"), 0);
	assert_int_equal(say(f, PROSECUTION, "verdicts", "'year': 2025", "complete"), ERR_DENIED);
	assert_string_equal(f->cx.err.field, "item");
	fixture_as(f, ONA); /* an NGO, by its kind */
	DO(f, return_record, "{'item': 'services', 'year': 2025, 'return_state': 'zero'}");
	assert_int_equal(CALL(f, return_record, "{'item': 'made_up', 'year': 2025, 'return_state': 'zero'}"), ERR_INVALID);
}

static void times_that_have_not_come_cannot_be_complete(void **state) {
	struct fixture *f = *state;
	assert_int_equal(say(f, COURTS, "verdicts", "'year': 2027", "complete"), ERR_INVALID);
	assert_string_equal(f->cx.err.field, "year");
	assert_int_equal(say(f, COURTS, "verdicts", "'year': 2026", "complete"), 0);
	assert_int_equal(say(f, COURTS, "verdicts", "'year': 2025, 'month': 3", "complete"), ERR_INVALID);
	assert_string_equal(f->cx.err.field, "month");
	assert_int_equal(say(f, INSPECTION, "agency_reports", "'year': 2025", "complete"), ERR_INVALID);
	assert_string_equal(f->cx.err.field, "month");
	assert_int_equal(say(f, INSPECTION, "agency_reports", "'year': 2026, 'month': 4", "complete"), ERR_INVALID);
	assert_int_equal(say(f, INSPECTION, "agency_reports", "'year': 2026, 'month': 2", "complete"), 0);
}

static void nothing_is_taken_back_that_was_not_said(void **state) {
	struct fixture *f = *state;
	assert_int_equal(say(f, COURTS, "verdicts", "'year': 2025", "withdrawn"), ERR_CONFLICT);
	assert_int_equal(say(f, COURTS, "verdicts", "'year': 2025", "complete"), 0);
	assert_int_equal(say(f, COURTS, "verdicts", "'year': 2025", "complete"), 0); /* saying it twice says it once */
	assert_int_equal(say(f, COURTS, "verdicts", "'year': 2025", "withdrawn"), 0);
	assert_int_equal(say(f, COURTS, "verdicts", "'year': 2025", "zero"), 0);
}

/* The row of the last list for a body, an item and a time. */
static const json_t *row_of(struct fixture *f, const char *org, const char *item, int year, int month) {
	const json_t *row;
	size_t i;
	json_array_foreach(json_object_get(f->answer, "rows"), i, row)
		if (str_equal(json_string_value(json_object_get(row, "item")), item)
			&& str_equal(json_string_value(json_object_get(row, "org_name")), org)
			&& json_integer_value(json_object_get(row, "year")) == year
			&& json_integer_value(json_object_get(row, "month")) == month)
			return row;
	return NULL;
}

static void check_row(const json_t *row, const char *due, const char *state, int entries) {
	assert_non_null(row);
	assert_string_equal(json_string_value(json_object_get(row, "due_on")), due);
	assert_true(str_equal(json_string_value(json_object_get(row, "return_state")), state));
	assert_int_equal(json_integer_value(json_object_get(row, "entries")), entries);
	assert_true((json_object_get(row, "at") == NULL) == (state == NULL));
}

static void list_says_who_has_not_answered(void **state) {
	struct fixture *f = *state;
	entry(f, COURTS, "verdict", "V-1", "2024-12-31", "accused=A-1 outcome=convicted");
	entry(f, COURTS, "verdict", "V-2", "2025-01-01", "accused=A-1 outcome=convicted");
	entry(f, COURTS, "verdict", "V-2", "2025-01-01", "accused=A-2 outcome=convicted");
	entry(f, INSPECTION, "agency_report", "R-1", "2025-12-31", "agency=T-1 workers=10");
	fixture_as(f, RASA);
	const char *person = fixture_sign(f);
	fixture_as(f, ONA);
	DO(f, service_record, "{'person': '%s', 'need': 'legal', 'happened': '2025-05-05'}", person);
	assert_int_equal(say(f, COURTS, "verdicts", "'year': 2025", "complete"), 0);
	assert_int_equal(say(f, COURTS, "verdicts", "'year': 2025", "withdrawn"), 0);
	fixture_as(f, NIJOLE);
	DO(f, return_list, "{}"); /* what is due in 2025 and 2026 */
	check_row(row_of(f, "courts", "verdicts", 2024, 0), "2025-01-31", NULL, 1);
	check_row(row_of(f, "courts", "verdicts", 2025, 0), "2026-01-31", "withdrawn", 1);
	assert_null(row_of(f, "courts", "verdicts", 2026, 0));
	assert_null(row_of(f, "courts", "verdicts", 2023, 0));
	check_row(row_of(f, "Silas", "services", 2025, 0), "2026-01-31", NULL, 1);
	check_row(row_of(f, "Viltis", "services", 2025, 0), "2026-01-31", NULL, 0);
	check_row(row_of(f, "labour-inspection", "agency_reports", 2025, 12), "2026-01-20", NULL, 1);
	check_row(row_of(f, "labour-inspection", "agency_reports", 2026, 3), "2026-04-20", NULL, 0);
	assert_null(row_of(f, "labour-inspection", "agency_reports", 2026, 4));
	DO(f, return_list, "{'year': 2024}");
	check_row(row_of(f, "courts", "verdicts", 2023, 0), "2024-01-31", NULL, 0);
	assert_null(row_of(f, "courts", "verdicts", 2024, 0));
	national_as(f, COURTS);
	DO(f, return_mine, "{}");
	assert_non_null(row_of(f, "courts", "verdicts", 2025, 0));
	assert_null(row_of(f, "Silas", "services", 2025, 0));
	national_as(f, BORDER);
	DO(f, return_mine, "{'year': 2026}");
	check_row(row_of(f, "border", "border_decisions", 2025, 0), "2026-01-31", NULL, 0);
}

static void what_is_owed_every_month_is_whole_when_each_month_is(void **state) {
	struct fixture *f = *state;
	national_as(f, INSPECTION);
	for (int month = 1; month <= 12; month++)
		assert_int_equal(say(f, INSPECTION, "agency_reports", arena_printf(f->cx.arena, "'year': 2025, 'month': %d",
			month), "zero"), 0);
	fixture_as(f, NIJOLE);
	DO(f, return_list, "{'year': 2026}");
	check_row(row_of(f, "labour-inspection", "agency_reports", 2025, 12), "2026-01-20", "zero", 0);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		TEST(only_whoever_owes_may_say),
		TEST(times_that_have_not_come_cannot_be_complete),
		TEST(nothing_is_taken_back_that_was_not_said),
		TEST(list_says_who_has_not_answered),
		TEST(what_is_owed_every_month_is_whole_when_each_month_is),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
