/* Decisions: recorded, corrected once at the end of the chain, taken back; the newest formal one that stands counts. */
#include "fixture.h"

/* Reference of the decision just recorded. */
static const char *last(struct fixture *f) {
	const char *decision = fixture_get(f, "decision");
	return decision == NULL ? "" : decision;
}

static const char *sign(struct fixture *f) {
	fixture_as(f, RASA);
	const char *person = fixture_sign(f);
	fixture_as(f, JONAS);
	return person;
}

static int decide(struct fixture *f, const char *person, const char *outcome, const char *day, const char *supersedes) {
	const char *more = supersedes == NULL ? "" : arena_printf(f->cx.arena, ", 'supersedes': '%s'", supersedes);
	return CALL(f, decision_record, "{'person': '%s', 'outcome': '%s', 'form': ['labour_forced', 'begging'], "
		"'decided_on': '%s', 'note': 'Seen by two officers.'%s}", person, outcome, day, more);
}

static int take_back(struct fixture *f, const char *person, const char *decision) {
	return CALL(f, decision_void, "{'person': '%s', 'decision': '%s'}", person, decision);
}

static const char *decided(struct fixture *f, const char *person, const char *outcome, const char *day) {
	assert_int_equal(decide(f, person, outcome, day, NULL), 0);
	return last(f);
}

static const char *status(struct fixture *f, const char *person) {
	DO(f, person_read, "{'person': '%s'}", person);
	return fixture_get(f, "status");
}

static void status_follows_what_stands(void **state) {
	struct fixture *f = *state;
	const char *person = sign(f);
	assert_string_equal(status(f, person), "signal");
	DO(f, presumption_record, "{'person': '%s', 'form': ['unknown'], 'happened': '2026-03-01', 'precision': 'month'}", person);
	assert_string_equal(status(f, person), "presumed");
	const char *yes = decided(f, person, "identified", "2026-03-05");
	assert_string_equal(status(f, person), "identified");
	assert_int_equal(decide(f, person, "not_identified", "2026-03-06", yes), 0);
	const char *no = last(f);
	assert_string_equal(status(f, person), "not_identified");
	assert_int_equal(take_back(f, person, no), 0);
	assert_string_equal(status(f, person), "presumed"); /* taking back a correction does not bring back what it corrected */
}

static void list_shows_the_main_form_first(void **state) {
	struct fixture *f = *state;
	const char *person = sign(f);
	decided(f, person, "identified", "2026-03-05");
	DO(f, decision_list, "{'person': '%s'}", person);
	assert_int_equal(fixture_rows(f), 1);
	const json_t *forms = json_object_get(json_array_get(json_object_get(f->answer, "rows"), 0), "form");
	assert_int_equal(json_array_size(forms), 2);
	assert_string_equal(json_string_value(json_array_get(forms, 0)), "labour_forced");
	assert_string_equal(fixture_row(f, 0, "decided_on"), "2026-03-05");
	assert_string_equal(fixture_row(f, 0, "org_name"), fixture_orgs[BUREAU].name);
}

static void list_shows_only_what_stands(void **state) {
	struct fixture *f = *state;
	const char *person = sign(f);
	const char *first = decided(f, person, "not_identified", "2026-03-05");
	assert_int_equal(decide(f, person, "identified", "2026-03-06", first), 0);
	const char *second = last(f);
	fixture_as(f, ONA);
	DO(f, presumption_record, "{'person': '%s', 'form': ['begging'], 'happened': '2026-02-01'}", person);
	DO(f, decision_list, "{'person': '%s'}", person);
	assert_int_equal(fixture_rows(f), 2);
	assert_string_equal(fixture_row(f, 0, "decision"), second);
	assert_string_equal(fixture_row(f, 0, "stage"), "formal");
	assert_string_equal(fixture_row(f, 1, "stage"), "presumed");
}

static void only_the_newest_own_decision_can_be_corrected(void **state) {
	struct fixture *f = *state;
	const char *person = sign(f), *other = sign(f);
	const char *first = decided(f, person, "identified", "2026-03-05");
	const char *elsewhere = decided(f, other, "identified", "2026-03-05");
	assert_int_equal(decide(f, person, "not_identified", "2026-03-06", first), 0);
	const char *second = last(f);
	assert_int_equal(decide(f, person, "identified", "2026-03-07", first), ERR_CONFLICT); /* history does not fork */
	assert_string_equal(f->cx.err.field, "supersedes");
	assert_int_equal(decide(f, person, "identified", "2026-03-07", elsewhere), ERR_CONFLICT);
	assert_int_equal(decide(f, person, "identified", "2026-03-07", "00000000000000000000000000000000"), ERR_CONFLICT);
	fixture_as(f, PETRAS); /* of another organisation */
	assert_int_equal(decide(f, person, "identified", "2026-03-07", second), ERR_CONFLICT);
	fixture_as(f, JONAS);
	assert_int_equal(decide(f, person, "identified", "2026-03-07", second), 0);
}

static void presumption_is_not_corrected_by_a_decision(void **state) {
	struct fixture *f = *state;
	const char *person = sign(f);
	DO(f, presumption_record, "{'person': '%s', 'form': ['begging'], 'happened': '2026-02-01'}", person);
	const char *presumption = last(f);
	assert_int_equal(decide(f, person, "identified", "2026-03-07", presumption), ERR_CONFLICT);
	assert_int_equal(take_back(f, person, presumption), ERR_NOTFOUND);
}

static void decision_is_taken_back_once_and_by_its_own_body(void **state) {
	struct fixture *f = *state;
	const char *person = sign(f);
	const char *decision = decided(f, person, "identified", "2026-03-05");
	fixture_as(f, PETRAS);
	assert_int_equal(take_back(f, person, decision), ERR_NOTFOUND);
	fixture_as(f, JONAS);
	assert_int_equal(take_back(f, person, decision), 0);
	const char *retraction = last(f);
	assert_string_equal(status(f, person), "signal");
	assert_int_equal(take_back(f, person, decision), ERR_CONFLICT);
	assert_int_equal(take_back(f, person, retraction), ERR_CONFLICT);
	assert_int_equal(decide(f, person, "identified", "2026-03-07", retraction), ERR_CONFLICT);
	decided(f, person, "identified", "2026-03-08");
	assert_string_equal(status(f, person), "identified");
}

static void agencies_may_disagree_side_by_side(void **state) {
	struct fixture *f = *state;
	const char *person = sign(f);
	decided(f, person, "identified", "2026-03-05");
	fixture_as(f, PETRAS);
	decided(f, person, "not_identified", "2026-03-04");
	DO(f, decision_list, "{'person': '%s'}", person);
	assert_int_equal(fixture_rows(f), 2);
	assert_string_equal(status(f, person), "identified"); /* the later day stands first */
}

static void refuses_days_that_are_none(void **state) {
	struct fixture *f = *state;
	const char *person = sign(f);
	assert_int_equal(decide(f, person, "identified", fixture_day(f, 1), NULL), ERR_INVALID);
	assert_string_equal(f->cx.err.field, "decided_on");
	assert_int_equal(decide(f, person, "identified", "2025-02-29", NULL), ERR_INVALID);
	assert_int_equal(decide(f, person, "identified", "1989-12-31", NULL), ERR_INVALID);
	assert_int_equal(decide(f, person, "perhaps", "2026-03-05", NULL), ERR_INVALID);
	assert_int_equal(decide(f, person, "identified", "2024-02-29", NULL), 0);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		TEST(status_follows_what_stands),
		TEST(list_shows_the_main_form_first),
		TEST(list_shows_only_what_stands),
		TEST(only_the_newest_own_decision_can_be_corrected),
		TEST(presumption_is_not_corrected_by_a_decision),
		TEST(decision_is_taken_back_once_and_by_its_own_body),
		TEST(agencies_may_disagree_side_by_side),
		TEST(refuses_days_that_are_none),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
