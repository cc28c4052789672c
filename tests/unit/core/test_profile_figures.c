/* Every figure and report of the country's profile can be counted, whatever its definition says. */
#include "fixture.h"

static const char *name_at(struct fixture *f, enum list list, size_t i) {
	int number = profile_number(f->profile, list, i);
	return number == 0 ? NULL : code_name(f->profile, list, number);
}

static bool counts_nothing(struct fixture *f, const char *indicator, const char *breakdown) {
	const json_t *own = profile_entry(f->profile, L_INDICATOR, profile_code(f->profile, L_INDICATOR, indicator));
	const json_t *part = json_object_get(json_object_get(own, "breakdowns"), breakdown);
	return json_object_get(part, "parameter") != NULL || json_object_get(part, "statute") != NULL;
}

static void every_report_is_as_long_as_its_definition_and_silent_without_records(void **state) {
	struct fixture *f = *state;
	size_t seen = 0;
	fixture_as(f, NIJOLE);
	for (size_t i = 0; name_at(f, L_REPORT, i) != NULL; i++) {
		const char *report = name_at(f, L_REPORT, i);
		const json_t *rows = json_object_get(profile_entry(f->profile, L_REPORT, profile_number(f->profile, L_REPORT,
			i)), "rows");
		DO(f, report_read, "{'report': '%s', 'year': 2022}", report);
		assert_int_equal(fixture_rows(f), json_array_size(rows));
		for (size_t k = 0; k < fixture_rows(f); k++, seen++) {
			const json_t *row = json_array_get(rows, k);
			const char *indicator = json_string_value(json_object_get(row, "indicator"));
			const char *breakdown = json_string_value(json_object_get(row, "breakdown"));
			const char *as = json_string_value(json_object_get(row, "as"));
			assert_string_equal(fixture_row(f, k, "indicator"), indicator);
			assert_string_equal(fixture_row(f, k, "breakdown"), as == NULL ? breakdown : as);
			assert_string_equal(fixture_row(f, k, "unit_of"), json_string_value(json_object_get(row, "unit")));
			if (counts_nothing(f, indicator, breakdown))
				assert_string_not_equal(fixture_row(f, k, "figure"), "not_reported");
			else
				assert_string_equal(fixture_row(f, k, "figure"), "not_reported");
		}
	}
	assert_true(seen > 75);
}

static void every_part_of_every_figure_can_be_asked_how_it_is_known(void **state) {
	struct fixture *f = *state;
	fixture_as(f, NIJOLE);
	for (size_t i = 0; name_at(f, L_INDICATOR, i) != NULL; i++) {
		const char *indicator = name_at(f, L_INDICATOR, i), *breakdown;
		json_t *parts = json_object_get(profile_entry(f->profile, L_INDICATOR, profile_number(f->profile, L_INDICATOR,
			i)), "breakdowns"), *part;
		json_object_foreach(parts, breakdown, part) {
			DO(f, figure_explain, "{'indicator': '%s', 'breakdown': '%s', 'year': 2022}", indicator, breakdown);
			assert_int_equal(fixture_rows(f), 0);
		}
	}
}

int main(void) {
	const struct CMUnitTest tests[] = {
		TEST(every_report_is_as_long_as_its_definition_and_silent_without_records),
		TEST(every_part_of_every_figure_can_be_asked_how_it_is_known),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
