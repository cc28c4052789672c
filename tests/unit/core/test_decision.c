/* Decisions: recorded, corrected once at the end of the chain, taken back; the newest formal one that stands counts. */
#include "core/write.h"
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

static int ask(struct fixture *f, const char *person, const char *decision, const char *by) {
	return CALL(f, review_ask, "{'person': '%s', 'decision': '%s', 'asked_by': '%s', 'words': 'New papers were found.'}", person,
		decision, by);
}

/* A second officer of the body that decides. */
static void as_colleague(struct fixture *f) {
	fixture_as(f, JONAS);
	f->cx.actor.user = f->actors[AUDITOR].user;
}

static int again(struct fixture *f) {
	int n = 0;
	DO(f, task_list, "{}");
	for (size_t i = 0; i < fixture_rows(f); i++)
		n += strcmp(fixture_row(f, i, "task_kind"), "again") == 0 &&
			!json_is_true(json_object_get(json_array_get(json_object_get(f->answer, "rows"), i), "done"));
	return n;
}

static void whoever_brought_the_case_does_not_decide_it(void **state) {
	struct fixture *f = *state;
	fixture_as(f, JONAS);
	const char *own = fixture_sign(f), *asked = sign(f);
	assert_int_equal(decide(f, own, "identified", "2026-03-05", NULL), ERR_DENIED);
	DO(f, consent_record, "{'person': '%s', 'purpose': 'decision', 'org': 'panevezio-vpk', 'consent_state': 'given', "
		"'language': 'uk', 'read_aloud': true}", asked);
	DO(f, referral_send, "{'person': '%s', 'org': 'panevezio-vpk', 'purpose': 'decision', 'need': ['legal']}", asked);
	assert_int_equal(decide(f, asked, "identified", "2026-03-05", NULL), ERR_DENIED);
	as_colleague(f);
	assert_int_equal(decide(f, own, "identified", "2026-03-05", NULL), 0);
	assert_int_equal(decide(f, asked, "identified", "2026-03-05", NULL), 0);
}

static void only_what_the_country_has_is_decided_and_by_whom_it_names(void **state) {
	struct fixture *f = *state;
	const char *person = sign(f);
	static const struct {
		const char *stage, *outcome, *field;
		int kind, code;
	} rows[] = {
		{"reasonable", "identified", "stage", ORG_POLICE, ERR_INVALID},
		{"presumed", "identified", "stage", ORG_POLICE, ERR_INVALID},
		{"formal", "suspended", "outcome", ORG_POLICE, ERR_INVALID},
		{"formal", "disqualified", "outcome", ORG_POLICE, ERR_INVALID},
		{"formal", "identified", "stage", ORG_NGO, ERR_DENIED},
		{"formal", "identified", NULL, ORG_PROSECUTION, 0},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		f->cx.actor.org_kind = rows[i].kind;
		assert_int_equal(CALL(f, decision_record, "{'person': '%s', 'outcome': '%s', 'form': ['begging'], 'decided_on': "
			"'2026-03-05', 'stage': '%s'}", person, rows[i].outcome, rows[i].stage), rows[i].code);
		if (rows[i].field != NULL)
			assert_string_equal(f->cx.err.field, rows[i].field);
	}
}

static void a_second_look_is_somebody_elses_and_takes_the_place_of_the_first(void **state) {
	struct fixture *f = *state;
	const char *person = sign(f), *no = decided(f, person, "not_identified", "2026-03-05");
	fixture_as(f, ONA);
	assert_int_equal(ask(f, person, no, "body"), ERR_INVALID); /* it did not decide */
	assert_int_equal(ask(f, person, "00000000000000000000000000000000", "self"), ERR_NOTFOUND);
	assert_int_equal(ask(f, person, no, "self"), 0);
	assert_int_equal(ask(f, person, no, "lawyer"), ERR_CONFLICT); /* once */
	const char *other = fixture_get(f, "review");
	DO(f, decision_list, "{'person': '%s'}", person);
	assert_string_equal(fixture_row(f, 0, "review"), other);
	assert_string_equal(fixture_row(f, 0, "asked_by"), "self");
	fixture_as(f, JONAS);
	assert_int_equal(again(f), 1);
	assert_int_equal(decide(f, person, "identified", "2026-03-06", no), ERR_DENIED); /* her own decision */
	assert_int_equal(take_back(f, person, no), ERR_DENIED);
	as_colleague(f);
	assert_int_equal(decide(f, person, "identified", "2026-03-06", NULL), ERR_CONFLICT); /* beside it is no answer */
	assert_int_equal(decide(f, person, "identified", "2026-03-06", no), 0);
	assert_int_equal(again(f), 0);
	assert_string_equal(status(f, person), "identified");
	DO(f, decision_list, "{'person': '%s'}", person);
	assert_int_equal(fixture_rows(f), 1);
	assert_null(fixture_row(f, 0, "review"));
	assert_string_equal(fixture_row(f, 0, "supersedes"), no);
	DO(f, decision_list, "{'person': '%s', 'past': true}", person);
	assert_int_equal(fixture_rows(f), 2);
	assert_true(json_is_true(json_object_get(json_array_get(json_object_get(f->answer, "rows"), 1), "past")));
	assert_string_equal(fixture_row(f, 1, "asked_by"), "self");
	assert_int_equal(ask(f, person, no, "self"), ERR_CONFLICT); /* it no longer stands */
}

static void a_second_look_may_say_the_same_again(void **state) {
	struct fixture *f = *state;
	const char *person = sign(f), *no = decided(f, person, "not_identified", "2026-03-05");
	assert_int_equal(ask(f, person, no, "body"), 0);
	as_colleague(f);
	assert_int_equal(decide(f, person, "not_identified", "2026-03-07", no), 0);
	const char *same = last(f);
	assert_int_equal(again(f), 0);
	assert_string_equal(status(f, person), "not_identified");
	assert_int_equal(ask(f, person, same, "court"), 0); /* and may be asked for again */
}

/* Two stand side by side, the newer is taken back: the older one may still be corrected, and looked at again. */
static void what_stands_is_corrected_beside_what_was_taken_back(void **state) {
	struct fixture *f = *state;
	const char *person = sign(f), *old = decided(f, person, "not_identified", "2026-03-05");
	const char *new = decided(f, person, "identified", "2026-03-06");
	assert_int_equal(ask(f, person, old, "self"), 0);
	assert_int_equal(take_back(f, person, new), 0);
	assert_int_equal(decide(f, person, "identified", "2026-03-07", new), ERR_CONFLICT);
	assert_int_equal(decide(f, person, "identified", "2026-03-07", old), ERR_DENIED); /* the wish is about that one */
	as_colleague(f);
	assert_int_equal(decide(f, person, "identified", "2026-03-07", NULL), ERR_CONFLICT);
	assert_int_equal(again(f), 1);
	assert_int_equal(decide(f, person, "identified", "2026-03-07", old), 0);
	assert_int_equal(again(f), 0);
	assert_string_equal(status(f, person), "identified");
}

static int64_t row_of(struct fixture *f, const char *person, const char *decision) {
	struct ref who, what;
	struct row_on_person on;
	struct row_decision_any any;
	assert_true(ref_parse(person, &who) && ref_parse(decision, &what));
	assert_int_equal(q_on_person(&f->cx, ref_blob(&who), &on), 0);
	assert_int_equal(q_decision_any(&f->cx, ref_blob(&what), on.id, &any), 0);
	return any.id;
}

static void a_list_that_takes_a_decision_back_answers_the_wish(void **state) {
	struct fixture *f = *state;
	struct row_act_begin act;
	const char *person = sign(f), *no = decided(f, person, "not_identified", "2026-03-05");
	assert_int_equal(ask(f, person, no, "self"), 0);
	assert_int_equal(again(f), 1);
	assert_int_equal(db_begin(&f->cx), 0);
	assert_int_equal(q_act_begin(&f->cx, f->cx.now, 0, "test", (struct blob){0}, (struct blob){0}, &act), 0);
	f->cx.act = act.n;
	assert_int_equal(fact_retract(&f->cx, FACT_DECISION, row_of(f, person, no)), 0);
	assert_int_equal(db_commit(&f->cx), 0);
	assert_int_equal(again(f), 0);
	DO(f, clock_list, "{'person': '%s'}", person);
	assert_string_equal(fixture_row(f, 0, "clock_state"), "met");
}

static int open_work(struct fixture *f, const char *person) {
	int n = 0;
	DO(f, task_list, "{'person': '%s'}", person);
	for (size_t i = 0; i < fixture_rows(f); i++)
		n += strcmp(fixture_row(f, i, "task_kind"), "decision") == 0;
	return n;
}

static void a_decision_taken_back_is_work_again_while_it_is_asked_for(void **state) {
	struct fixture *f = *state;
	const char *person = sign(f);
	fixture_as(f, PETRAS);
	DO(f, consent_record, "{'person': '%s', 'purpose': 'decision', 'org': 'kpb', 'consent_state': 'given', "
		"'language': 'uk', 'read_aloud': true}", person);
	DO(f, referral_send, "{'person': '%s', 'org': 'kpb', 'purpose': 'decision', 'need': ['legal']}", person);
	const char *referral = fixture_get(f, "referral");
	fixture_as(f, JONAS);
	DO(f, referral_accept, "{'referral': '%s'}", referral);
	assert_int_equal(open_work(f, person), 1);
	const char *yes = decided(f, person, "identified", "2026-03-05");
	assert_int_equal(open_work(f, person), 0);
	const char *beside = decided(f, person, "identified", "2026-03-06");
	assert_int_equal(take_back(f, person, beside), 0);
	assert_int_equal(open_work(f, person), 0); /* one stands */
	assert_int_equal(take_back(f, person, yes), 0);
	assert_int_equal(open_work(f, person), 1);
	yes = decided(f, person, "identified", "2026-03-07");
	DO(f, referral_return, "{'referral': '%s', 'decline': 'other'}", referral);
	assert_int_equal(take_back(f, person, yes), 0);
	assert_int_equal(open_work(f, person), 0); /* nobody asks any more */
}

static void a_presumption_is_not_looked_at_again(void **state) {
	struct fixture *f = *state;
	const char *person = sign(f);
	DO(f, presumption_record, "{'person': '%s', 'form': ['begging'], 'happened': '2026-02-01'}", person);
	assert_int_equal(ask(f, person, last(f), "self"), ERR_INVALID);
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
		TEST(whoever_brought_the_case_does_not_decide_it),
		TEST(only_what_the_country_has_is_decided_and_by_whom_it_names),
		TEST(a_second_look_is_somebody_elses_and_takes_the_place_of_the_first),
		TEST(a_second_look_may_say_the_same_again),
		TEST(what_stands_is_corrected_beside_what_was_taken_back),
		TEST(a_list_that_takes_a_decision_back_answers_the_wish),
		TEST(a_decision_taken_back_is_work_again_while_it_is_asked_for),
		TEST(a_presumption_is_not_looked_at_again),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
