#include "world.h"

#include "keeper/session.h"

struct table {
	struct cx cx;
	struct sessions *sessions;
};

static int setup(void **state) {
	struct table *t = calloc(1, sizeof *t);
	if (t == NULL || crypt_init() != 0)
		return -1;
	t->cx = (struct cx){.arena = arena_new(ARENA_DEFAULT), .rng = crypt_random, .now = 1000 * HOUR};
	t->sessions = sessions_new();
	*state = t;
	return 0;
}

static int teardown(void **state) {
	struct table *t = *state;
	sessions_free(t->sessions);
	arena_free(t->cx.arena);
	free(t);
	return 0;
}

static int64_t account_of(struct table *t, const char *text) {
	int64_t account = 0;
	return session_find(t->sessions, &t->cx, text, &account) == ERR_OK ? account : 0;
}

static void ends_after_a_quarter_of_an_hour_without_a_request(void **state) {
	struct table *t = *state;
	char text[SESSION_TEXT];
	assert_int_equal(session_begin(t->sessions, &t->cx, 7, text), 0);
	for (int i = 0; i < 3; i++) {
		t->cx.now += 14 * MINUTE;
		assert_int_equal(account_of(t, text), 7);
	}
	t->cx.now += 15 * MINUTE;
	assert_int_equal(account_of(t, text), 0);
	t->cx.now -= 15 * MINUTE;
	assert_int_equal(account_of(t, text), 0);
}

static void ends_after_twelve_hours_whatever_is_done(void **state) {
	struct table *t = *state;
	char text[SESSION_TEXT];
	assert_int_equal(session_begin(t->sessions, &t->cx, 7, text), 0);
	for (int64_t spent = 0; spent < 12 * HOUR - 10 * MINUTE; spent += 10 * MINUTE) {
		t->cx.now += 10 * MINUTE;
		assert_int_equal(account_of(t, text), 7);
	}
	t->cx.now += 10 * MINUTE;
	assert_int_equal(account_of(t, text), 0);
}

static void ends_the_oldest_when_an_account_opens_a_sixth(void **state) {
	struct table *t = *state;
	char text[SESSION_OF_ACCOUNT + 1][SESSION_TEXT], other[SESSION_TEXT];
	assert_int_equal(session_begin(t->sessions, &t->cx, 8, other), 0);
	for (int i = 0; i <= SESSION_OF_ACCOUNT; i++) {
		t->cx.now += SECOND;
		assert_int_equal(session_begin(t->sessions, &t->cx, 7, text[i]), 0);
	}
	assert_int_equal(account_of(t, text[0]), 0);
	for (int i = 1; i <= SESSION_OF_ACCOUNT; i++)
		assert_int_equal(account_of(t, text[i]), 7);
	assert_int_equal(account_of(t, other), 8);
}

static void knows_no_session_by_a_wrong_or_cut_text(void **state) {
	struct table *t = *state;
	char text[SESSION_TEXT];
	assert_int_equal(session_begin(t->sessions, &t->cx, 7, text), 0);
	assert_int_equal(account_of(t, NULL), 0);
	assert_int_equal(account_of(t, ""), 0);
	text[63] = text[63] == '0' ? '1' : '0';
	assert_int_equal(account_of(t, text), 0);
	text[63] = 0;
	assert_int_equal(account_of(t, text), 0);
}

static void ends_the_others_when_a_password_changes(void **state) {
	struct table *t = *state;
	char one[SESSION_TEXT], two[SESSION_TEXT], other[SESSION_TEXT];
	assert_int_equal(session_begin(t->sessions, &t->cx, 7, one), 0);
	assert_int_equal(session_begin(t->sessions, &t->cx, 7, two), 0);
	assert_int_equal(session_begin(t->sessions, &t->cx, 8, other), 0);
	session_end_others(t->sessions, 7, two);
	assert_int_equal(account_of(t, one), 0);
	assert_int_equal(account_of(t, two), 7);
	assert_int_equal(account_of(t, other), 8);
}

static void makes_a_name_wait_twice_as_long_each_time_up_to_a_quarter_of_an_hour(void **state) {
	struct table *t = *state;
	struct token rasa = {{1}}, ona = {{2}};
	for (int i = 0; i < THROTTLE_FREE; i++) {
		assert_int_equal(throttle_ask(t->sessions, &t->cx, &rasa), 0);
		throttle_note(t->sessions, &t->cx, &rasa, false);
	}
	int64_t wait = SECOND;
	for (int i = 0; i < 14; i++) {
		assert_int_equal(throttle_ask(t->sessions, &t->cx, &rasa), ERR_BUSY);
		assert_int_equal(throttle_ask(t->sessions, &t->cx, &ona), 0);
		t->cx.now += wait - 1;
		assert_int_equal(throttle_ask(t->sessions, &t->cx, &rasa), ERR_BUSY);
		t->cx.now++;
		assert_int_equal(throttle_ask(t->sessions, &t->cx, &rasa), 0);
		throttle_note(t->sessions, &t->cx, &rasa, false);
		wait = 2 * wait < THROTTLE_MAX * SECOND ? 2 * wait : THROTTLE_MAX * SECOND;
	}
	t->cx.now += THROTTLE_MAX * SECOND;
	throttle_note(t->sessions, &t->cx, &rasa, true);
	throttle_note(t->sessions, &t->cx, &rasa, false);
	assert_int_equal(throttle_ask(t->sessions, &t->cx, &rasa), 0);
}

static void forgets_the_name_left_alone_longest_when_a_set_is_full(void **state) {
	struct table *t = *state;
	for (uint8_t name = 0; name < 9; name++) { /* all of one set */
		struct token login = {{5, 5, name}};
		t->cx.now += SECOND;
		for (int i = 0; i < THROTTLE_FREE + 4; i++)
			throttle_note(t->sessions, &t->cx, &login, false);
	}
	assert_int_equal(throttle_ask(t->sessions, &t->cx, &(struct token){{5, 5, 0}}), 0);
	assert_int_equal(throttle_ask(t->sessions, &t->cx, &(struct token){{5, 5, 8}}), ERR_BUSY);
}

#define TABLE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void) {
	const struct CMUnitTest tests[] = {
		TABLE(ends_after_a_quarter_of_an_hour_without_a_request),
		TABLE(ends_after_twelve_hours_whatever_is_done),
		TABLE(ends_the_oldest_when_an_account_opens_a_sixth),
		TABLE(knows_no_session_by_a_wrong_or_cut_text),
		TABLE(ends_the_others_when_a_password_changes),
		TABLE(makes_a_name_wait_twice_as_long_each_time_up_to_a_quarter_of_an_hour),
		TABLE(forgets_the_name_left_alone_longest_when_a_set_is_full),
	};
	return cmocka_run_group_tests_name("session", tests, NULL, NULL);
}
