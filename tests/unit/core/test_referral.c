/* Referrals: consent first, one at a time, and nobody named before somebody accepts. */
#include "fixture.h"

static void consent_as(struct fixture *f, const char *person, const char *org, const char *purpose, const char *state,
	const char *more) {
	fixture_as(f, RASA);
	DO(f, consent_record, "{'person': '%s', 'purpose': '%s', 'org': '%s', 'consent_state': '%s', 'language': 'uk', "
		"'read_aloud': true%s}", person, purpose, org, state, more);
}

static void consent(struct fixture *f, const char *person, const char *org, const char *purpose) {
	consent_as(f, person, org, purpose, "given", "");
}

static int send_to(struct fixture *f, const char *person, const char *org, const char *purpose) {
	fixture_as(f, RASA);
	return CALL(f, referral_send, "{'person': '%s', 'org': '%s', 'purpose': '%s', 'need': ['shelter', 'legal'], "
		"'note': 'Asks for a room on the ground floor.'}", person, org, purpose);
}

/* A sign, consent, and a referral to Silas. Gives the referral; the person in *ret_person. */
static const char *sent(struct fixture *f, const char **ret_person) {
	fixture_as(f, RASA);
	const char *person = fixture_sign(f);
	consent(f, person, "silas", "support");
	assert_int_equal(send_to(f, person, "silas", "support"), 0);
	*ret_person = person;
	return fixture_get(f, "referral");
}

static int read_as(struct fixture *f, enum who who, const char *referral) {
	fixture_as(f, who);
	return CALL(f, referral_read, "{'referral': '%s'}", referral);
}

static int accept_as(struct fixture *f, enum who who, const char *referral) {
	fixture_as(f, who);
	return CALL(f, referral_accept, "{'referral': '%s'}", referral);
}

/* Open tasks of that kind for whoever acts. */
static int work(struct fixture *f, enum who who, const char *kind) {
	fixture_as(f, who);
	DO(f, task_list, "{}");
	int n = 0;
	for (size_t i = 0; i < fixture_rows(f); i++)
		n += strcmp(fixture_row(f, i, "task_kind"), kind) == 0
			&& !json_is_true(json_object_get(json_array_get(json_object_get(f->answer, "rows"), i), "done"));
	return n;
}

/* What the relation of an organisation to a person is; 0 for none. */
static int64_t kinds(struct fixture *f, const char *person, enum whose org) {
	struct rows rows;
	struct row_dump_relation each;
	struct row_on_person row;
	struct ref ref;
	int64_t found = 0;
	assert_true(ref_parse(person, &ref));
	assert_int_equal(q_on_person(&f->cx, ref_blob(&ref), &row), 0);
	assert_int_equal(q_dump_relation(&f->cx, &rows), 0);
	while (q_dump_relation_next(&rows, &each))
		if (each.person == row.id && each.org == f->orgs[org])
			found = each.kinds;
	assert_int_equal(rows_end(&rows), 0);
	return found;
}

static void refuses_referral_without_consent(void **state) {
	struct fixture *f = *state;
	fixture_as(f, RASA);
	const char *person = fixture_sign(f);
	assert_int_equal(send_to(f, person, "silas", "support"), ERR_DENIED);
	assert_string_equal(f->cx.err.rule, "She has not agreed to this. Ask her first.");
	consent_as(f, person, "silas", "support", "refused", "");
	assert_int_equal(send_to(f, person, "silas", "support"), ERR_DENIED);
	consent(f, person, "silas", "health"); /* for another purpose */
	consent(f, person, "viltis", "support"); /* for another recipient */
	assert_int_equal(send_to(f, person, "silas", "support"), ERR_DENIED);
	consent(f, person, "silas", "support");
	consent_as(f, person, "silas", "support", "withdrawn", "");
	assert_int_equal(send_to(f, person, "silas", "support"), ERR_DENIED);
	consent(f, person, "silas", "support");
	assert_int_equal(send_to(f, person, "silas", "support"), 0);
}

static void consent_holds_to_its_last_day_and_no_longer(void **state) {
	struct fixture *f = *state;
	fixture_as(f, RASA);
	const char *person = fixture_sign(f);
	const char *until = arena_printf(f->cx.arena, ", 'expires': '%s'", fixture_day(f, 1));
	consent_as(f, person, "silas", "support", "given", until);
	fixture_wait(f, 24 * HOUR);
	assert_int_equal(send_to(f, person, "silas", "support"), 0);
	consent_as(f, person, "viltis", "support", "given", arena_printf(f->cx.arena, ", 'expires': '%s'", fixture_day(f, 0)));
	fixture_wait(f, 24 * HOUR);
	assert_int_equal(send_to(f, person, "viltis", "support"), ERR_DENIED);
}

static void child_needs_no_consent(void **state) {
	struct fixture *f = *state;
	static const char *const ages[] = {"under_12", "12_17", "unknown"};
	fixture_as(f, RASA);
	for (size_t i = 0; i < 3; i++) {
		DO(f, signal_record, "{'municipality': '%s', 'source': 'met', 'age': '%s', 'sex': 'unknown', 'language': 'other', "
			"'happened': '%s'}", fixture_code(f, L_MUNICIPALITY, 0), ages[i], fixture_day(f, 0));
		assert_int_equal(send_to(f, fixture_get(f, "person"), "silas", "support"), 0);
	}
}

static void refuses_wrong_receivers(void **state) {
	struct fixture *f = *state;
	fixture_as(f, RASA);
	const char *person = fixture_sign(f);
	assert_int_equal(send_to(f, person, "nobody-here", "support"), ERR_INVALID);
	assert_string_equal(f->cx.err.field, "org");
	assert_int_equal(send_to(f, person, "panevezio-vpk", "support"), ERR_INVALID);
	assert_string_equal(f->cx.err.field, "org");
	assert_int_equal(send_to(f, person, "silas; DROP TABLE referral", "support"), ERR_INVALID);
}

static void second_referral_waits_for_the_first(void **state) {
	struct fixture *f = *state;
	const char *person, *referral = sent(f, &person);
	assert_int_equal(send_to(f, person, "silas", "support"), ERR_CONFLICT);
	consent(f, person, "silas", "health");
	assert_int_equal(send_to(f, person, "silas", "health"), 0); /* another purpose is another matter */
	assert_int_equal(accept_as(f, ONA, referral), 0);
	assert_int_equal(send_to(f, person, "silas", "support"), 0);
}

static void is_due_after_the_profile_s_hours(void **state) {
	struct fixture *f = *state;
	const char *person;
	sent(f, &person);
	int64_t due = 0;
	assert_true(instant_parse(fixture_get(f, "due"), &due));
	assert_int_equal(due, f->cx.now + 24 * HOUR);
	assert_int_equal(work(f, ONA, "referral"), 1);
}

static void receiver_sees_need_age_and_language_before_accepting(void **state) {
	struct fixture *f = *state;
	const char *person, *referral = sent(f, &person);
	assert_int_equal(read_as(f, ONA, referral), 0);
	assert_string_equal(fixture_get(f, "age"), "25_39");
	assert_string_equal(fixture_get(f, "language"), "uk");
	assert_string_equal(fixture_get(f, "direction"), "in");
	assert_string_equal(fixture_get(f, "referral_state"), "open");
	assert_int_equal(json_array_size(json_object_get(f->answer, "need")), 2);
	assert_null(fixture_get(f, "person"));
	assert_null(fixture_get(f, "note"));
	assert_int_equal(kinds(f, person, SILAS), REL_OFFERED);
	assert_int_equal(work(f, ONA, "referral"), 1);
	assert_null(fixture_row(f, 0, "person"));
}

static void accepting_opens_name_and_note(void **state) {
	struct fixture *f = *state;
	const char *person, *referral = sent(f, &person);
	assert_int_equal(read_as(f, RASA, referral), 0); /* the sender wrote it */
	assert_string_equal(fixture_get(f, "person"), person);
	assert_string_equal(fixture_get(f, "direction"), "out");
	fixture_wait(f, HOUR);
	assert_int_equal(accept_as(f, ONA, referral), 0);
	assert_string_equal(fixture_get(f, "person"), person);
	assert_int_equal(kinds(f, person, SILAS), REL_SUPPORTS);
	assert_int_equal(work(f, ONA, "referral"), 0);
	assert_int_equal(read_as(f, ONA, referral), 0);
	assert_string_equal(fixture_get(f, "person"), person);
	assert_string_equal(fixture_get(f, "note"), "Asks for a room on the ground floor.");
	assert_string_equal(fixture_get(f, "answered"), instant_text(f->cx.arena, f->cx.now));
}

static void consent_taken_back_closes_the_door_before_it_opens(void **state) {
	struct fixture *f = *state;
	const char *person, *referral = sent(f, &person);
	consent_as(f, person, "silas", "support", "withdrawn", "");
	assert_int_equal(accept_as(f, ONA, referral), ERR_CONFLICT);
	assert_int_equal(read_as(f, ONA, referral), 0);
	assert_string_equal(fixture_get(f, "referral_state"), "withdrawn");
	assert_null(fixture_get(f, "person"));
}

static void consent_that_ran_out_since_opens_nothing(void **state) {
	struct fixture *f = *state;
	fixture_as(f, RASA);
	const char *person = fixture_sign(f);
	consent_as(f, person, "silas", "support", "given", arena_printf(f->cx.arena, ", 'expires': '%s'", fixture_day(f, 0)));
	assert_int_equal(send_to(f, person, "silas", "support"), 0);
	const char *referral = fixture_get(f, "referral");
	fixture_wait(f, 24 * HOUR);
	assert_int_equal(accept_as(f, ONA, referral), ERR_DENIED);
	assert_int_equal(read_as(f, ONA, referral), 0);
	assert_string_equal(fixture_get(f, "referral_state"), "open");
	assert_null(fixture_get(f, "person"));
}

static void decider_gets_the_decision_as_work(void **state) {
	struct fixture *f = *state;
	fixture_as(f, RASA);
	const char *person = fixture_sign(f);
	consent(f, person, "kpb", "decision");
	assert_int_equal(send_to(f, person, "kpb", "decision"), 0);
	assert_int_equal(accept_as(f, JONAS, fixture_get(f, "referral")), 0);
	assert_int_equal(kinds(f, person, BUREAU), REL_DECIDER);
	assert_int_equal(work(f, JONAS, "decision"), 1);
	assert_string_equal(fixture_row(f, 0, "person"), person);
	DO(f, decision_record, "{'person': '%s', 'outcome': 'identified', 'form': ['begging'], 'decided_on': '%s'}", person,
		fixture_day(f, 0));
	assert_int_equal(work(f, JONAS, "decision"), 0);
}

static void declining_tells_the_sender_until_another_is_asked(void **state) {
	struct fixture *f = *state;
	const char *person, *referral = sent(f, &person);
	fixture_as(f, ONA);
	assert_int_equal(CALL(f, referral_decline, "{'referral': '%s'}", referral), ERR_INVALID);
	DO(f, referral_decline, "{'referral': '%s', 'decline': 'full'}", referral);
	assert_int_equal(kinds(f, person, SILAS), 0);
	assert_int_equal(work(f, RASA, "declined"), 1);
	assert_int_equal(read_as(f, ONA, referral), 0);
	assert_string_equal(fixture_get(f, "decline"), "full");
	assert_null(fixture_get(f, "person"));
	consent(f, person, "viltis", "support");
	assert_int_equal(send_to(f, person, "viltis", "support"), 0);
	assert_int_equal(work(f, RASA, "declined"), 0);
}

static void answered_referral_never_returns(void **state) {
	struct fixture *f = *state;
	const char *person, *referral = sent(f, &person);
	fixture_as(f, RASA);
	DO(f, referral_withdraw, "{'referral': '%s'}", referral);
	assert_int_equal(accept_as(f, ONA, referral), ERR_CONFLICT);
	fixture_as(f, ONA);
	assert_int_equal(CALL(f, referral_decline, "{'referral': '%s', 'decline': 'other'}", referral), ERR_CONFLICT);
	fixture_as(f, RASA);
	assert_int_equal(CALL(f, referral_withdraw, "{'referral': '%s'}", referral), ERR_CONFLICT);
	assert_int_equal(work(f, ONA, "referral"), 0);
	assert_int_equal(send_to(f, person, "silas", "support"), 0);
}

static void list_shows_both_ways_open_first_and_newest_first(void **state) {
	struct fixture *f = *state;
	const char *person, *first = sent(f, &person), *second = sent(f, &person), *third = sent(f, &person);
	assert_int_equal(accept_as(f, ONA, third), 0);
	DO(f, referral_list, "{}");
	assert_int_equal(fixture_rows(f), 3);
	assert_string_equal(fixture_row(f, 0, "referral"), second);
	assert_string_equal(fixture_row(f, 1, "referral"), first);
	assert_string_equal(fixture_row(f, 2, "referral"), third);
	assert_string_equal(fixture_row(f, 0, "direction"), "in");
	assert_string_equal(fixture_row(f, 0, "from_name"), fixture_orgs[POLICE].name);
	fixture_as(f, RASA);
	DO(f, referral_list, "{'referral_state': 'accepted'}");
	assert_int_equal(fixture_rows(f), 1);
	assert_string_equal(fixture_row(f, 0, "direction"), "out");
	fixture_as(f, VIDA);
	DO(f, referral_list, "{}");
	assert_int_equal(fixture_rows(f), 0);
}

static void declined_referral_stays_in_the_receiver_s_list(void **state) {
	struct fixture *f = *state;
	const char *person, *referral = sent(f, &person);
	fixture_as(f, ONA);
	DO(f, referral_decline, "{'referral': '%s', 'decline': 'language'}", referral);
	DO(f, referral_list, "{}");
	assert_int_equal(fixture_rows(f), 1);
	assert_string_equal(fixture_row(f, 0, "referral_state"), "declined");
}

static void list_hides_what_a_blocked_unit_may_never_see(void **state) {
	struct fixture *f = *state;
	const char *person;
	sent(f, &person);
	fixture_as(f, RASA);
	DO(f, block_record, "{'person': '%s', 'unit': 'panevezys'}", person);
	DO(f, referral_list, "{}");
	assert_int_equal(fixture_rows(f), 1);
	fixture_as(f, PETRAS); /* the same organisation, the blocked unit */
	DO(f, referral_list, "{}");
	assert_int_equal(fixture_rows(f), 0);
}

static void list_ends_at_two_hundred(void **state) {
	struct fixture *f = *state;
	fixture_as(f, RASA);
	for (int i = 0; i < 205; i++) {
		DO(f, signal_record, "{'municipality': '%s', 'source': 'met', 'age': '12_17', 'sex': 'male', 'language': 'lt', "
			"'happened': '%s'}", fixture_code(f, L_MUNICIPALITY, 0), fixture_day(f, 0));
		assert_int_equal(send_to(f, fixture_get(f, "person"), "silas", "support"), 0);
	}
	const char *last = fixture_get(f, "referral");
	DO(f, referral_list, "{}");
	assert_int_equal(fixture_rows(f), 200);
	assert_string_equal(fixture_row(f, 0, "referral"), last);
}

/* A referral with more than the usual: `more` follows the fields ("" or ", 'unit': ..."). */
static int send_with(struct fixture *f, enum who who, const char *person, const char *org, const char *purpose,
	const char *more) {
	fixture_as(f, who);
	return CALL(f, referral_send, "{'person': '%s', 'org': '%s', 'purpose': '%s', 'need': ['shelter']%s}", person, org,
		purpose, more);
}

/* Somebody Silas met, who agrees that the police hear of her for a decision. */
static const char *to_police(struct fixture *f) {
	fixture_as(f, ONA);
	const char *person = fixture_sign(f);
	DO(f, consent_record, "{'person': '%s', 'purpose': 'decision', 'org': 'panevezio-vpk', 'consent_state': 'given', "
		"'language': 'uk', 'read_aloud': true}", person);
	return person;
}

static void desk_is_asked_where_it_is_one_of_the_receiver(void **state) {
	struct fixture *f = *state;
	const char *person = to_police(f);
	assert_int_equal(send_with(f, ONA, person, "panevezio-vpk", "decision", ", 'unit': 'nowhere'"), ERR_INVALID);
	assert_string_equal(f->cx.err.field, "unit");
	consent(f, person, "silas", "support");
	assert_int_equal(send_with(f, RASA, person, "silas", "support", ", 'unit': 'panevezys'"), ERR_INVALID);
	assert_string_equal(f->cx.err.field, "unit");
	assert_int_equal(send_with(f, ONA, person, "panevezio-vpk", "decision", ", 'unit': 'panevezys'"), 0);
	const char *referral = fixture_get(f, "referral");
	assert_int_equal(read_as(f, PETRAS, referral), 0);
	assert_string_equal(fixture_get(f, "unit_name"), "Panevezys");
	DO(f, referral_list, "{}");
	assert_string_equal(fixture_row(f, 0, "unit_name"), "Panevezys");
}

static void somebody_is_asked_by_name_and_alone_gets_the_task(void **state) {
	struct fixture *f = *state;
	fixture_as(f, RASA);
	const char *person = fixture_sign(f);
	consent(f, person, "silas", "support");
	assert_int_equal(send_with(f, RASA, person, "silas", "support", ", 'staff_name': 'Nobody There'"), ERR_INVALID);
	assert_string_equal(f->cx.err.field, "staff_name");
	assert_int_equal(send_with(f, RASA, person, "silas", "support", ", 'staff_name': 'Ona O.', 'unit': 'rokiskis'"),
		ERR_INVALID);
	assert_int_equal(send_with(f, RASA, person, "silas", "support", ", 'staff_name': 'o. ONA'"), 0);
	const char *referral = fixture_get(f, "referral");
	assert_int_equal(work(f, ONA, "referral"), 1);
	assert_int_equal(work(f, LAIMA, "referral"), 0);
	assert_int_equal(read_as(f, RASA, referral), 0);
	assert_string_equal(fixture_get(f, "staff_name"), "Ona O.");
	assert_string_equal(fixture_get(f, "from_unit"), "Rokiskis");
	assert_int_equal(accept_as(f, LAIMA, referral), 0); /* whoever is there may answer */
	assert_int_equal(work(f, ONA, "referral"), 0);
}

static void nobody_is_asked_who_cannot_answer(void **state) {
	struct fixture *f = *state;
	const char *person = to_police(f);
	assert_int_equal(send_with(f, ONA, person, "panevezio-vpk", "decision", ", 'staff_name': 'Rasa R.'"), ERR_INVALID);
	assert_string_equal(f->cx.err.field, "staff_name");
}

static void nobody_is_asked_to_whom_the_file_is_closed(void **state) {
	struct fixture *f = *state;
	const char *person = to_police(f);
	fixture_as(f, ONA);
	DO(f, block_record, "{'person': '%s', 'unit': 'panevezys'}", person);
	assert_int_equal(send_with(f, ONA, person, "panevezio-vpk", "decision", ", 'unit': 'panevezys'"), ERR_INVALID);
	assert_string_equal(f->cx.err.field, "unit");
	assert_null(strstr(f->cx.err.rule, "closed"));
	assert_int_equal(send_with(f, ONA, person, "panevezio-vpk", "decision", ", 'unit': 'rokiskis'"), 0);
	fixture_as(f, RASA);
	const char *other = fixture_sign(f);
	consent(f, other, "silas", "support");
	DO(f, block_record, "{'person': '%s', 'org': 'silas'}", other);
	assert_int_equal(send_to(f, other, "silas", "support"), ERR_DENIED);
}

static void closed_file_is_told_to_nobody_she_does_not_let_ask(void **state) {
	struct fixture *f = *state;
	static const char *const whom[] = {"", ", 'staff_name': 'Ona O.'"};
	fixture_as(f, RASA);
	const char *person = fixture_sign(f);
	DO(f, block_record, "{'person': '%s', 'org': 'silas'}", person);
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(send_with(f, RASA, person, "silas", "support", whom[i]), ERR_DENIED);
		assert_string_equal(f->cx.err.rule, "She has not agreed to this. Ask her first.");
	}
	assert_int_equal(send_with(f, RASA, person, "viltis", "support", ", 'staff_name': 'Vida V.'"), ERR_DENIED);
	assert_string_equal(f->cx.err.rule, "She has not agreed to this. Ask her first.");
}

static void colleague_who_knows_her_is_as_one_who_answers_nothing(void **state) {
	struct fixture *f = *state;
	fixture_as(f, RASA);
	const char *person = fixture_sign(f), *first = sent(f, &person);
	assert_int_equal(accept_as(f, LAIMA, first), 0);
	fixture_as(f, ONA);
	DO(f, file_open, "{'person': '%s', 'use': 'support', 'knows': 'yes'}", person);
	fixture_as(f, RASA);
	consent(f, person, "silas", "health");
	assert_int_equal(send_with(f, RASA, person, "silas", "health", ", 'staff_name': 'Ona O.'"), ERR_INVALID);
	assert_string_equal(f->cx.err.field, "staff_name");
	const char *said = arena_strdup(f->cx.arena, f->cx.err.rule);
	const char *other = to_police(f);
	assert_int_equal(send_with(f, ONA, other, "panevezio-vpk", "decision", ", 'staff_name': 'Rasa R.'"), ERR_INVALID);
	assert_string_equal(f->cx.err.rule, said);
	assert_int_equal(send_with(f, RASA, person, "silas", "health", ", 'staff_name': 'Laima L.'"), 0);
}

static void is_due_on_a_day_within_a_month_or_soon_in_danger(void **state) {
	struct fixture *f = *state;
	fixture_as(f, RASA);
	const char *person = fixture_sign(f);
	int64_t due = 0;
	consent(f, person, "silas", "support");
	static const int wrong[] = {-1, 32};
	for (size_t i = 0; i < 2; i++) {
		const char *on = arena_printf(f->cx.arena, ", 'due_on': '%s'", fixture_day(f, wrong[i]));
		assert_int_equal(send_with(f, RASA, person, "silas", "support", on), ERR_INVALID);
		assert_string_equal(f->cx.err.field, "due_on");
	}
	const char *last = arena_printf(f->cx.arena, ", 'due_on': '%s'", fixture_day(f, 31));
	assert_int_equal(send_with(f, RASA, person, "silas", "support", last), 0);
	assert_true(instant_parse(fixture_get(f, "due"), &due));
	assert_int_equal(due, day_start(day_of(f->cx.now) + 32) - MINUTE);
	consent(f, person, "viltis", "support");
	assert_int_equal(send_with(f, RASA, person, "viltis", "support", ", 'danger': true"), 0);
	assert_true(instant_parse(fixture_get(f, "due"), &due));
	assert_int_equal(due, f->cx.now + 4 * HOUR);
}

static bool is_true(struct fixture *f, size_t row, const char *key) {
	return json_is_true(json_object_get(json_array_get(json_object_get(f->answer, "rows"), row), key));
}

static void danger_stands_first_in_both_lists(void **state) {
	struct fixture *f = *state;
	const char *person;
	fixture_as(f, RASA);
	const char *hurried = fixture_sign(f);
	consent(f, hurried, "silas", "support");
	assert_int_equal(send_with(f, RASA, hurried, "silas", "support", ", 'danger': true"), 0);
	const char *first = fixture_get(f, "referral");
	sent(f, &person);
	sent(f, &person);
	static const enum who both[] = {RASA, ONA};
	for (size_t i = 0; i < 2; i++) {
		fixture_as(f, both[i]);
		DO(f, referral_list, "{}");
		assert_string_equal(fixture_row(f, 0, "referral"), first);
		assert_true(is_true(f, 0, "danger"));
		assert_false(is_true(f, 1, "danger"));
	}
}

static void sender_sees_when_it_came(void **state) {
	struct fixture *f = *state;
	const char *person, *referral = sent(f, &person);
	assert_int_equal(read_as(f, RASA, referral), 0);
	assert_null(fixture_get(f, "received"));
	fixture_wait(f, HOUR);
	const char *at = instant_text(f->cx.arena, f->cx.now);
	for (int i = 0; i < 2; i++) { /* a second look says nothing new */
		fixture_as(f, ONA);
		DO(f, referral_receive, "{'referral': '%s'}", referral);
		fixture_wait(f, HOUR);
	}
	assert_int_equal(read_as(f, RASA, referral), 0);
	assert_string_equal(fixture_get(f, "received"), at);
	DO(f, referral_list, "{}");
	assert_string_equal(fixture_row(f, 0, "received"), at);
}

static void look_after_the_answer_notes_nothing(void **state) {
	struct fixture *f = *state;
	const char *person, *referral = sent(f, &person);
	fixture_as(f, RASA);
	DO(f, referral_withdraw, "{'referral': '%s'}", referral);
	fixture_as(f, ONA);
	DO(f, referral_receive, "{'referral': '%s'}", referral);
	assert_int_equal(read_as(f, RASA, referral), 0);
	assert_null(fixture_get(f, "received"));
}

static void receiver_that_declined_reads_no_scope(void **state) {
	struct fixture *f = *state;
	const char *person, *referral = sent(f, &person);
	assert_int_equal(read_as(f, ONA, referral), 0);
	assert_non_null(json_object_get(f->answer, "scope"));
	DO(f, referral_decline, "{'referral': '%s', 'decline': 'full'}", referral);
	assert_int_equal(read_as(f, ONA, referral), 0);
	assert_null(json_object_get(f->answer, "scope"));
	assert_int_equal(read_as(f, RASA, referral), 0);
	assert_non_null(json_object_get(f->answer, "scope"));
}

static void sender_hears_of_each_answer(void **state) {
	struct fixture *f = *state;
	const char *person, *referral = sent(f, &person);
	assert_int_equal(accept_as(f, ONA, referral), 0);
	assert_int_equal(work(f, RASA, "accepted"), 1);
	fixture_as(f, ONA);
	DO(f, referral_reply, "{'referral': '%s', 'reply': 'She has a room from Thursday.'}", referral);
	DO(f, referral_reply, "{'referral': '%s', 'reply': 'She has a room from Friday.'}", referral);
	assert_int_equal(work(f, RASA, "replied"), 1);
	assert_int_equal(read_as(f, RASA, referral), 0);
	assert_string_equal(fixture_get(f, "reply"), "She has a room from Friday.");
	assert_int_equal(read_as(f, ONA, referral), 0);
	assert_string_equal(fixture_get(f, "reply"), "She has a room from Friday.");
}

static void reply_is_for_the_sender_alone(void **state) {
	struct fixture *f = *state;
	const char *person, *referral = sent(f, &person);
	assert_int_equal(accept_as(f, ONA, referral), 0);
	DO(f, referral_reply, "{'referral': '%s', 'reply': 'Between us.'}", referral);
	struct row_note_key_of key;
	struct row_note_next next;
	assert_int_equal(q_note_next(&f->cx, &next), 0);
	assert_int_equal(q_note_key_of(&f->cx, next.id - 1, f->orgs[SILAS], &key), 0);
	assert_int_equal(q_note_key_of(&f->cx, next.id - 1, f->orgs[POLICE], &key), 0);
	assert_int_equal(q_note_key_of(&f->cx, next.id - 1, f->orgs[VILTIS], &key), ERR_NOTFOUND);
	assert_int_equal(q_note_key_of(&f->cx, next.id - 1, f->orgs[BUREAU], &key), ERR_NOTFOUND);
}

static void given_back_ends_relation_key_and_stay(void **state) {
	struct fixture *f = *state;
	const char *person, *referral = sent(f, &person);
	fixture_as(f, ONA);
	assert_int_equal(CALL(f, referral_return, "{'referral': '%s', 'decline': 'full'}", referral), ERR_CONFLICT);
	assert_int_equal(accept_as(f, ONA, referral), 0);
	DO(f, place_create, "{'label': 'A house', 'region': '%s', 'sex': 'female', 'beds': 1, 'language': ['lt'], "
		"'address': 'Linden street 7'}", fixture_code(f, L_REGION, 0));
	DO(f, placement_start, "{'person': '%s', 'place': '%s', 'happened': '%s'}", person, fixture_get(f, "place"),
		fixture_day(f, 0));
	DO(f, referral_return, "{'referral': '%s', 'decline': 'full'}", referral);
	assert_int_equal(kinds(f, person, SILAS), 0);
	DO(f, place_list, "{'free_only': true}");
	assert_int_equal(fixture_rows(f), 1);
	assert_int_equal(read_as(f, ONA, referral), 0);
	assert_string_equal(fixture_get(f, "referral_state"), "returned");
	assert_null(fixture_get(f, "note"));
	assert_null(fixture_get(f, "person"));
	assert_int_equal(work(f, RASA, "returned"), 1);
	assert_int_equal(work(f, RASA, "accepted"), 0);
	assert_int_equal(read_as(f, RASA, referral), 0);
	assert_string_equal(fixture_get(f, "decline"), "full");
	fixture_as(f, ONA);
	assert_int_equal(CALL(f, referral_return, "{'referral': '%s', 'decline': 'full'}", referral), ERR_CONFLICT);
	consent(f, person, "viltis", "support");
	assert_int_equal(send_to(f, person, "viltis", "support"), 0);
	assert_int_equal(work(f, RASA, "returned"), 0);
}

static void sender_takes_an_accepted_one_back(void **state) {
	struct fixture *f = *state;
	const char *person, *referral = sent(f, &person);
	assert_int_equal(accept_as(f, ONA, referral), 0);
	fixture_as(f, RASA);
	DO(f, referral_withdraw, "{'referral': '%s'}", referral);
	assert_int_equal(kinds(f, person, SILAS), 0);
	assert_int_equal(work(f, ONA, "withdrawn"), 1);
	assert_int_equal(read_as(f, ONA, referral), 0);
	assert_string_equal(fixture_get(f, "referral_state"), "withdrawn");
	assert_null(fixture_get(f, "note"));
	fixture_as(f, RASA);
	assert_int_equal(CALL(f, referral_withdraw, "{'referral': '%s'}", referral), ERR_CONFLICT);
}

/* Vida answers for another country from here on. */
static void vida_is_abroad(struct fixture *f) {
	struct row_org_add org;
	assert_int_equal(db_begin(&f->cx), 0);
	assert_int_equal(q_org_add(&f->cx, "police-gb", "A police force", ORG_ABROAD, code_at(f->profile, L_REGION, 0), &org), 0);
	assert_int_equal(db_commit(&f->cx), 0);
	f->orgs[VILTIS] = f->actors[VIDA].org = org.id;
	f->actors[VIDA].org_kind = ORG_ABROAD;
}

static void question_without_her_word_crosses_a_border(void **state) {
	struct fixture *f = *state;
	const char *asked = ", 'note': 'Was she seen in May?', 'basis': 'life', 'danger': true";
	fixture_as(f, RASA);
	const char *person = fixture_sign(f);
	assert_int_equal(send_with(f, RASA, person, "viltis", "request", asked), ERR_INVALID);
	assert_string_equal(f->cx.err.field, "basis");
	consent(f, person, "viltis", "request"); /* asked at home on her word, it rests on that */
	assert_int_equal(send_with(f, RASA, person, "viltis", "request", asked), ERR_INVALID);
	vida_is_abroad(f);
	assert_int_equal(send_with(f, RASA, person, "police-gb", "request", asked), 0);
	fixture_as(f, VIDA);
	const char *theirs = fixture_sign(f);
	assert_int_equal(send_with(f, VIDA, theirs, "silas", "request", asked), 0); /* and from there to here */
}

static void question_from_another_country_rests_on_something(void **state) {
	struct fixture *f = *state;
	fixture_as(f, RASA);
	const char *person = fixture_sign(f), *note = ", 'note': 'Was she seen in May?'";
	assert_int_equal(send_with(f, RASA, person, "viltis", "request", note), ERR_INVALID);
	assert_string_equal(f->cx.err.field, "basis");
	assert_int_equal(send_with(f, RASA, person, "viltis", "request", ", 'basis': 'consent'"), ERR_INVALID);
	assert_string_equal(f->cx.err.field, "note");
	static const char *const bases[] = {"consent", "treaty", "consular"};
	for (size_t i = 0; i < 3; i++) /* none of them stands in for her word */
		assert_int_equal(send_with(f, RASA, person, "viltis", "request",
			arena_printf(f->cx.arena, "%s, 'basis': '%s'", note, bases[i])), ERR_DENIED);
	assert_int_equal(send_with(f, RASA, person, "viltis", "request",
		arena_printf(f->cx.arena, "%s, 'basis': 'life'", note)), ERR_INVALID); /* nobody is in danger */
	assert_int_equal(send_with(f, RASA, person, "viltis", "request",
		arena_printf(f->cx.arena, "%s, 'basis': 'child'", note)), ERR_DENIED);
	consent(f, person, "viltis", "request");
	assert_int_equal(send_with(f, RASA, person, "viltis", "request",
		arena_printf(f->cx.arena, "%s, 'basis': 'child'", note)), ERR_INVALID); /* she is none */
	assert_int_equal(send_with(f, RASA, person, "viltis", "request",
		arena_printf(f->cx.arena, "%s, 'basis': 'consent'", note)), 0);
	consent(f, person, "silas", "support");
	assert_int_equal(send_with(f, RASA, person, "silas", "support", ", 'basis': 'life'"), ERR_INVALID);
	assert_string_equal(f->cx.err.field, "basis");
}

static void question_is_answered_and_opens_no_file(void **state) {
	struct fixture *f = *state;
	fixture_as(f, RASA);
	const char *person = fixture_sign(f);
	vida_is_abroad(f);
	assert_int_equal(send_with(f, RASA, person, "police-gb", "request",
		", 'note': 'Was she seen in May?', 'basis': 'life', 'danger': true"), 0);
	const char *referral = fixture_get(f, "referral");
	assert_int_equal(kinds(f, person, VILTIS), 0);
	assert_int_equal(read_as(f, VIDA, referral), 0);
	assert_string_equal(fixture_get(f, "basis"), "life");
	assert_string_equal(fixture_get(f, "age"), "25_39");
	assert_null(fixture_get(f, "note"));
	assert_int_equal(accept_as(f, VIDA, referral), 0);
	assert_null(fixture_get(f, "person"));
	assert_int_equal(kinds(f, person, VILTIS), 0);
	assert_int_equal(read_as(f, VIDA, referral), 0);
	assert_string_equal(fixture_get(f, "note"), "Was she seen in May?");
	assert_null(fixture_get(f, "person"));
	DO(f, referral_reply, "{'referral': '%s', 'reply': 'Yes, at our door.'}", referral);
	assert_int_equal(read_as(f, RASA, referral), 0);
	assert_string_equal(fixture_get(f, "reply"), "Yes, at our door.");
	DO(f, person_list, "{}");
	assert_int_equal(fixture_rows(f), 1);
	fixture_as(f, VIDA);
	DO(f, person_list, "{}");
	assert_int_equal(fixture_rows(f), 0);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		TEST(refuses_referral_without_consent),
		TEST(consent_holds_to_its_last_day_and_no_longer),
		TEST(child_needs_no_consent),
		TEST(refuses_wrong_receivers),
		TEST(second_referral_waits_for_the_first),
		TEST(is_due_after_the_profile_s_hours),
		TEST(receiver_sees_need_age_and_language_before_accepting),
		TEST(accepting_opens_name_and_note),
		TEST(consent_taken_back_closes_the_door_before_it_opens),
		TEST(consent_that_ran_out_since_opens_nothing),
		TEST(decider_gets_the_decision_as_work),
		TEST(declining_tells_the_sender_until_another_is_asked),
		TEST(answered_referral_never_returns),
		TEST(list_shows_both_ways_open_first_and_newest_first),
		TEST(declined_referral_stays_in_the_receiver_s_list),
		TEST(list_hides_what_a_blocked_unit_may_never_see),
		TEST(list_ends_at_two_hundred),
		TEST(desk_is_asked_where_it_is_one_of_the_receiver),
		TEST(somebody_is_asked_by_name_and_alone_gets_the_task),
		TEST(nobody_is_asked_who_cannot_answer),
		TEST(nobody_is_asked_to_whom_the_file_is_closed),
		TEST(closed_file_is_told_to_nobody_she_does_not_let_ask),
		TEST(colleague_who_knows_her_is_as_one_who_answers_nothing),
		TEST(is_due_on_a_day_within_a_month_or_soon_in_danger),
		TEST(danger_stands_first_in_both_lists),
		TEST(sender_sees_when_it_came),
		TEST(look_after_the_answer_notes_nothing),
		TEST(receiver_that_declined_reads_no_scope),
		TEST(sender_hears_of_each_answer),
		TEST(reply_is_for_the_sender_alone),
		TEST(given_back_ends_relation_key_and_stay),
		TEST(sender_takes_an_accepted_one_back),
		TEST(question_without_her_word_crosses_a_border),
		TEST(question_from_another_country_rests_on_something),
		TEST(question_is_answered_and_opens_no_file),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
