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
	struct session_state state = {0};
	return session_find(t->sessions, &t->cx, text, &state) == ERR_OK ? state.account : 0;
}

static struct session_state state_of(struct table *t, const char *text) {
	struct session_state state = {0};
	assert_int_equal(session_find(t->sessions, &t->cx, text, &state), 0);
	return state;
}

/* abuse 24 */
static void ends_after_a_quarter_of_an_hour_without_a_request(void **state) {
	struct table *t = *state;
	char text[SESSION_TEXT];
	assert_int_equal(session_begin(t->sessions, &t->cx, 7, SESSION_FULL, text), 0);
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
	assert_int_equal(session_begin(t->sessions, &t->cx, 7, SESSION_FULL, text), 0);
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
	assert_int_equal(session_begin(t->sessions, &t->cx, 8, SESSION_FULL, other), 0);
	for (int i = 0; i <= SESSION_OF_ACCOUNT; i++) {
		t->cx.now += SECOND;
		assert_int_equal(session_begin(t->sessions, &t->cx, 7, SESSION_FULL, text[i]), 0);
	}
	assert_int_equal(account_of(t, text[0]), 0);
	for (int i = 1; i <= SESSION_OF_ACCOUNT; i++)
		assert_int_equal(account_of(t, text[i]), 7);
	assert_int_equal(account_of(t, other), 8);
}

static void knows_no_session_by_a_wrong_or_cut_text(void **state) {
	struct table *t = *state;
	char text[SESSION_TEXT];
	assert_int_equal(session_begin(t->sessions, &t->cx, 7, SESSION_FULL, text), 0);
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
	assert_int_equal(session_begin(t->sessions, &t->cx, 7, SESSION_FULL, one), 0);
	assert_int_equal(session_begin(t->sessions, &t->cx, 7, SESSION_FULL, two), 0);
	assert_int_equal(session_begin(t->sessions, &t->cx, 8, SESSION_FULL, other), 0);
	session_end_others(t->sessions, 7, two);
	assert_int_equal(account_of(t, one), 0);
	assert_int_equal(account_of(t, two), 7);
	assert_int_equal(account_of(t, other), 8);
}

static void ends_a_half_session_after_a_quarter_of_an_hour_whatever_is_done(void **state) {
	struct table *t = *state;
	char text[SESSION_TEXT];
	assert_int_equal(session_begin(t->sessions, &t->cx, 7, SESSION_HALF, text), 0);
	t->cx.now += 10 * MINUTE;
	assert_int_equal(account_of(t, text), 7);
	t->cx.now += 5 * MINUTE;
	assert_int_equal(account_of(t, text), 0);
}

static void never_pushes_a_full_session_out_by_half_ones(void **state) {
	struct table *t = *state;
	char full[SESSION_TEXT], half[12][SESSION_TEXT];
	assert_int_equal(session_begin(t->sessions, &t->cx, 7, SESSION_FULL, full), 0);
	for (int i = 0; i < 12; i++) {
		t->cx.now += SECOND;
		assert_int_equal(session_begin(t->sessions, &t->cx, 7, SESSION_HALF, half[i]), 0);
	}
	assert_int_equal(account_of(t, full), 7);
	assert_int_equal(account_of(t, half[0]), 0);
	assert_int_equal(account_of(t, half[11]), 7);
}

/* abuse 14 */
static void goes_on_under_another_text_with_what_it_kept(void **state) {
	struct table *t = *state;
	char half[SESSION_TEXT], full[SESSION_TEXT];
	uint8_t key[SESSION_KEY], got[SESSION_KEY];
	memset(key, 0x5a, sizeof key);
	assert_int_equal(session_begin(t->sessions, &t->cx, 7, SESSION_HALF, half), 0);
	assert_int_equal(session_key_get(t->sessions, &t->cx, half, got), ERR_NOTFOUND);
	session_key_put(t->sessions, &t->cx, half, key);
	session_device(t->sessions, &t->cx, half, 3);
	assert_int_equal(session_turn(t->sessions, &t->cx, half, SESSION_FULL, full), 0);
	assert_string_not_equal(half, full);
	assert_int_equal(account_of(t, half), 0);
	struct session_state now = state_of(t, full);
	assert_int_equal(now.account, 7);
	assert_int_equal(now.level, SESSION_FULL);
	assert_int_equal(now.device, 3);
	assert_true(now.fresh > t->cx.now);
	assert_int_equal(session_key_get(t->sessions, &t->cx, full, got), 0);
	assert_memory_equal(got, key, sizeof key);
	assert_int_equal(session_key_get(t->sessions, &t->cx, half, got), ERR_NOTFOUND);
	assert_int_equal(session_turn(t->sessions, &t->cx, half, SESSION_FULL, full), ERR_NOTFOUND);
}

/* The key as such stands nowhere in the table. */
static void hides_what_it_keeps_under_its_text(void **state) {
	struct table *t = *state;
	char one[SESSION_TEXT];
	uint8_t key[SESSION_KEY];
	crypt_random(key, sizeof key);
	assert_int_equal(session_begin(t->sessions, &t->cx, 7, SESSION_FULL, one), 0);
	session_key_put(t->sessions, &t->cx, one, key);
	assert_null(memmem(t->sessions, 2 << 20, key, 8));
	assert_null(memmem(t->sessions, 2 << 20, one, 16));
}

static void counts_as_fresh_for_five_minutes(void **state) {
	struct table *t = *state;
	char text[SESSION_TEXT];
	assert_int_equal(session_begin(t->sessions, &t->cx, 7, SESSION_FULL, text), 0);
	t->cx.now += 6 * MINUTE;
	assert_true(state_of(t, text).fresh < t->cx.now);
	assert_int_equal(session_refresh(t->sessions, &t->cx, text), t->cx.now + 5 * MINUTE);
	t->cx.now += 4 * MINUTE;
	assert_true(state_of(t, text).fresh > t->cx.now);
}

static void lists_an_account_s_full_sessions_and_ends_one_by_its_tag(void **state) {
	struct table *t = *state;
	char one[SESSION_TEXT], two[SESSION_TEXT], half[SESSION_TEXT], other[SESSION_TEXT];
	struct session_state all[SESSION_OF_ACCOUNT];
	assert_int_equal(session_begin(t->sessions, &t->cx, 7, SESSION_FULL, one), 0);
	t->cx.now += SECOND;
	assert_int_equal(session_begin(t->sessions, &t->cx, 7, SESSION_FULL, two), 0);
	assert_int_equal(session_begin(t->sessions, &t->cx, 7, SESSION_HALF, half), 0);
	assert_int_equal(session_begin(t->sessions, &t->cx, 8, SESSION_FULL, other), 0);
	assert_int_equal(sessions_of(t->sessions, &t->cx, 7, all), 2);
	assert_memory_equal(all[0].tag, state_of(t, two).tag, SESSION_TAG);
	assert_int_equal(session_end_tagged(t->sessions, 8, all[1].tag), ERR_NOTFOUND);
	assert_int_equal(session_end_tagged(t->sessions, 7, all[1].tag), 0);
	assert_int_equal(account_of(t, one), 0);
	assert_int_equal(account_of(t, two), 7);
	assert_int_equal(account_of(t, other), 8);
}

static void gives_its_challenge_once_within_five_minutes_and_to_its_own_kind(void **state) {
	struct table *t = *state;
	char text[SESSION_TEXT];
	uint8_t one[SESSION_CHALLENGE], got[SESSION_CHALLENGE];
	assert_int_equal(session_begin(t->sessions, &t->cx, 7, SESSION_HALF, text), 0);
	assert_int_equal(session_challenge_take(t->sessions, &t->cx, text, false, got), ERR_NOTFOUND);
	assert_int_equal(session_challenge_new(t->sessions, &t->cx, text, false, one), 0);
	assert_int_equal(session_challenge_take(t->sessions, &t->cx, text, false, got), 0);
	assert_memory_equal(one, got, sizeof one);
	assert_int_equal(session_challenge_take(t->sessions, &t->cx, text, false, got), ERR_NOTFOUND);
	assert_int_equal(session_challenge_new(t->sessions, &t->cx, text, true, one), 0);
	assert_int_equal(session_challenge_take(t->sessions, &t->cx, text, false, got), ERR_NOTFOUND);
	assert_int_equal(session_challenge_take(t->sessions, &t->cx, text, true, got), ERR_NOTFOUND);
	assert_int_equal(session_challenge_new(t->sessions, &t->cx, text, true, one), 0);
	t->cx.now += 5 * MINUTE;
	assert_int_equal(session_challenge_take(t->sessions, &t->cx, text, true, got), ERR_NOTFOUND);
}

static void takes_a_step_once(void **state) {
	struct table *t = *state;
	assert_true(session_claim(t->sessions, &t->cx, 1, 100));
	assert_false(session_claim(t->sessions, &t->cx, 1, 100));
	assert_false(session_claim(t->sessions, &t->cx, 1, 99));
	assert_true(session_claim(t->sessions, &t->cx, 1, 101));
	assert_true(session_claim(t->sessions, &t->cx, -1, 1));
	assert_false(session_claim(t->sessions, &t->cx, -1, 1));
}

#define TABLE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void) {
	const struct CMUnitTest tests[] = {
		TABLE(ends_after_a_quarter_of_an_hour_without_a_request),
		TABLE(ends_after_twelve_hours_whatever_is_done),
		TABLE(ends_the_oldest_when_an_account_opens_a_sixth),
		TABLE(knows_no_session_by_a_wrong_or_cut_text),
		TABLE(ends_the_others_when_a_password_changes),
		TABLE(ends_a_half_session_after_a_quarter_of_an_hour_whatever_is_done),
		TABLE(never_pushes_a_full_session_out_by_half_ones),
		TABLE(goes_on_under_another_text_with_what_it_kept),
		TABLE(hides_what_it_keeps_under_its_text),
		TABLE(counts_as_fresh_for_five_minutes),
		TABLE(lists_an_account_s_full_sessions_and_ends_one_by_its_tag),
		TABLE(gives_its_challenge_once_within_five_minutes_and_to_its_own_kind),
		TABLE(takes_a_step_once),
	};
	return cmocka_run_group_tests_name("session", tests, NULL, NULL);
}
