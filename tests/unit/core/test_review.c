/* A decision looked at again, when the answer is taken back: the wish waits again, and is answered once. */
#include "core/write.h"
#include "fixture.h"

static int decide(struct fixture *f, const char *person, const char *outcome, const char *supersedes) {
	const char *more = supersedes == NULL ? "" : arena_printf(f->cx.arena, ", 'supersedes': '%s'", supersedes);
	return CALL(f, decision_record, "{'person': '%s', 'outcome': '%s', 'form': ['begging'], 'decided_on': '2026-03-10'%s}",
		person, outcome, more);
}

static const char *decided(struct fixture *f, const char *person, const char *outcome, const char *supersedes) {
	assert_int_equal(decide(f, person, outcome, supersedes), 0);
	return fixture_get(f, "decision");
}

static int take_back(struct fixture *f, const char *person, const char *decision) {
	return CALL(f, decision_void, "{'person': '%s', 'decision': '%s'}", person, decision);
}

static void ask(struct fixture *f, const char *person, const char *decision) {
	DO(f, review_ask, "{'person': '%s', 'decision': '%s', 'asked_by': 'self', 'words': 'New papers were found.'}", person,
		decision);
}

static const char *sign(struct fixture *f) {
	int32_t day = 0;
	fixture_as(f, RASA);
	const char *person = fixture_sign(f);
	assert_true(day_parse("2026-03-11", &day));
	f->cx.now = day_start(day) + 8 * HOUR;
	fixture_as(f, JONAS);
	return person;
}

/* A second officer of the body that decides. */
static void as_colleague(struct fixture *f) {
	fixture_as(f, JONAS);
	f->cx.actor.user = f->actors[AUDITOR].user;
}

/* States of the times to answer a wish, the newest first: "runs met". */
static const char *times(struct fixture *f, const char *person) {
	const char *all = "";
	DO(f, clock_list, "{'person': '%s'}", person);
	for (size_t i = 0; i < fixture_rows(f); i++)
		if (strcmp(fixture_row(f, i, "clock"), "review") == 0)
			all = arena_printf(f->cx.arena, "%s%s%s", all, all[0] == 0 ? "" : " ", fixture_row(f, i, "clock_state"));
	return all;
}

static int work(struct fixture *f, const char *kind) {
	int n = 0;
	DO(f, task_list, "{}");
	for (size_t i = 0; i < fixture_rows(f); i++)
		n += strcmp(fixture_row(f, i, "task_kind"), kind) == 0 &&
			!json_is_true(json_object_get(json_array_get(json_object_get(f->answer, "rows"), i), "done"));
	return n;
}

/* What decision_list says of the wish about the oldest decision: its reference, or NULL where it is answered. */
static const char *wish(struct fixture *f, const char *person) {
	DO(f, decision_list, "{'person': '%s', 'past': true}", person);
	assert_true(fixture_rows(f) > 0);
	assert_string_equal(fixture_row(f, fixture_rows(f) - 1, "asked_by"), "self");
	return fixture_row(f, fixture_rows(f) - 1, "review");
}

static void an_answer_taken_back_leaves_the_wish_waiting(void **state) {
	struct fixture *f = *state;
	const char *person = sign(f), *no = decided(f, person, "not_identified", NULL);
	ask(f, person, no);
	as_colleague(f);
	const char *yes = decided(f, person, "identified", no);
	assert_string_equal(times(f, person), "met");
	assert_int_equal(work(f, "again"), 0);
	assert_null(wish(f, person));
	assert_int_equal(take_back(f, person, yes), 0);
	assert_string_equal(times(f, person), "runs"); /* its own time, from the day she asked */
	assert_int_equal(work(f, "again"), 1);
	assert_non_null(wish(f, person));
}

static void the_next_decision_answers_it_by_another_hand(void **state) {
	struct fixture *f = *state;
	const char *person = sign(f), *no = decided(f, person, "not_identified", NULL);
	ask(f, person, no);
	as_colleague(f);
	assert_int_equal(take_back(f, person, decided(f, person, "identified", no)), 0);
	fixture_as(f, JONAS);
	assert_int_equal(decide(f, person, "not_identified", NULL), ERR_DENIED); /* she made the one that is looked at */
	as_colleague(f);
	const char *third = decided(f, person, "identified", NULL);
	assert_string_equal(times(f, person), "met");
	assert_int_equal(work(f, "again"), 0);
	assert_null(wish(f, person));
	assert_int_equal(take_back(f, person, third), 0); /* and the same once more */
	assert_string_equal(times(f, person), "runs");
	assert_int_equal(work(f, "again"), 1);
}

/* The second wish was about the answer itself: with that gone there is nothing to look at. The first one waits. */
static void a_wish_about_what_is_taken_back_is_answered(void **state) {
	struct fixture *f = *state;
	const char *person = sign(f), *no = decided(f, person, "not_identified", NULL);
	ask(f, person, no);
	as_colleague(f);
	const char *yes = decided(f, person, "identified", no);
	DO(f, clock_list, "{'person': '%s'}", person);
	const char *first = fixture_row(f, 0, "ends");
	f->cx.now += 24 * HOUR;
	ask(f, person, yes);
	assert_string_equal(times(f, person), "runs met");
	fixture_as(f, JONAS);
	assert_int_equal(take_back(f, person, yes), 0);
	assert_string_equal(times(f, person), "runs met"); /* what runs is listed first */
	assert_string_equal(fixture_row(f, 0, "ends"), first);
	assert_int_equal(work(f, "again"), 1);
}

/* What was decided beside it since stands: the body has said something anew, and nothing runs on. */
static void what_stands_beside_it_closes_it(void **state) {
	struct fixture *f = *state;
	const char *person = sign(f), *no = decided(f, person, "not_identified", NULL);
	ask(f, person, no);
	as_colleague(f);
	const char *yes = decided(f, person, "identified", no);
	decided(f, person, "identified", NULL);
	assert_int_equal(take_back(f, person, yes), 0);
	assert_string_equal(times(f, person), "met");
	assert_int_equal(work(f, "again"), 0);
	assert_null(wish(f, person));
}

/* A wish that waits is the work; the referral's task beside it would ask for the same. */
static void the_work_is_there_once(void **state) {
	struct fixture *f = *state;
	const char *person = sign(f);
	fixture_as(f, PETRAS);
	DO(f, consent_record, "{'person': '%s', 'purpose': 'decision', 'org': 'kpb', 'consent_state': 'given', "
		"'language': 'uk', 'read_aloud': true}", person);
	DO(f, referral_send, "{'person': '%s', 'org': 'kpb', 'purpose': 'decision', 'need': ['legal']}", person);
	const char *referral = fixture_get(f, "referral");
	fixture_as(f, JONAS);
	DO(f, referral_accept, "{'referral': '%s'}", referral);
	const char *no = decided(f, person, "not_identified", NULL);
	ask(f, person, no);
	as_colleague(f);
	assert_int_equal(take_back(f, person, decided(f, person, "identified", no)), 0);
	assert_int_equal(work(f, "again"), 1);
	assert_int_equal(work(f, "decision"), 0);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		TEST(an_answer_taken_back_leaves_the_wish_waiting),
		TEST(the_next_decision_answers_it_by_another_hand),
		TEST(a_wish_about_what_is_taken_back_is_answered),
		TEST(what_stands_beside_it_closes_it),
		TEST(the_work_is_there_once),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
