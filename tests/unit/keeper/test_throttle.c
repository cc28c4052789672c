#include "world.h"

#include "crypt/crypt.h"
#include "crypt/ring.h"
#include "keeper/throttle.h"

struct table {
	struct cx cx;
	struct throttles *throttles;
	char dir[64];
};

static int setup(void **state) {
	struct table *t = calloc(1, sizeof *t);
	if (t == NULL || crypt_init() != 0)
		return -1;
	t->cx = (struct cx){.arena = arena_new(ARENA_DEFAULT), .rng = crypt_random, .now = 1000 * HOUR};
	t->throttles = throttles_new();
	snprintf(t->dir, sizeof t->dir, "/tmp/atrama-test-XXXXXX");
	if (mkdtemp(t->dir) == NULL || ring_create(&t->cx, t->dir, false) != 0 || ring_open(&t->cx, t->dir, &t->cx.ring) != 0)
		return -1;
	*state = t;
	return 0;
}

static int teardown(void **state) {
	struct table *t = *state;
	unlink(arena_printf(t->cx.arena, "%s/keys/root", t->dir));
	rmdir(arena_printf(t->cx.arena, "%s/keys", t->dir));
	rmdir(t->dir);
	ring_free(t->cx.ring);
	throttles_free(t->throttles);
	arena_free(t->cx.arena);
	free(t);
	return 0;
}

/* abuse 34 */
static void makes_a_name_wait_twice_as_long_each_time_up_to_a_quarter_of_an_hour(void **state) {
	struct table *t = *state;
	struct token rasa = {{1}}, ona = {{2}};
	for (int i = 0; i < 5; i++) {
		assert_int_equal(throttle_ask(t->throttles, &t->cx, &rasa), 0);
		throttle_note(t->throttles, &t->cx, &rasa, THROTTLE_NAME, false);
	}
	int64_t wait = SECOND;
	for (int i = 0; i < 14; i++) {
		assert_int_equal(throttle_ask(t->throttles, &t->cx, &rasa), ERR_BUSY);
		assert_int_equal(throttle_ask(t->throttles, &t->cx, &ona), 0);
		t->cx.now += wait - 1;
		assert_int_equal(throttle_ask(t->throttles, &t->cx, &rasa), ERR_BUSY);
		t->cx.now++;
		assert_int_equal(throttle_ask(t->throttles, &t->cx, &rasa), 0);
		throttle_note(t->throttles, &t->cx, &rasa, THROTTLE_NAME, false);
		wait = 2 * wait < THROTTLE_LONGEST * SECOND ? 2 * wait : THROTTLE_LONGEST * SECOND;
	}
	t->cx.now += THROTTLE_LONGEST * SECOND;
	throttle_note(t->throttles, &t->cx, &rasa, THROTTLE_NAME, true);
	throttle_note(t->throttles, &t->cx, &rasa, THROTTLE_NAME, false);
	assert_int_equal(throttle_ask(t->throttles, &t->cx, &rasa), 0);
}

static void lets_a_network_fail_twenty_times_a_minute(void **state) {
	struct table *t = *state;
	struct token network = {{9}};
	for (int minute = 0; minute < 3; minute++) {
		for (int i = 0; i < 20; i++) {
			assert_int_equal(throttle_ask(t->throttles, &t->cx, &network), 0);
			throttle_note(t->throttles, &t->cx, &network, THROTTLE_NETWORK, false);
			t->cx.now += SECOND;
		}
		assert_int_equal(throttle_ask(t->throttles, &t->cx, &network), ERR_BUSY);
		t->cx.now += 39 * SECOND;
		assert_int_equal(throttle_ask(t->throttles, &t->cx, &network), ERR_BUSY);
		t->cx.now += SECOND;
	}
}

static void lets_a_known_password_fail_twenty_codes(void **state) {
	struct table *t = *state;
	struct token key = {{7}};
	for (int i = 0; i < 20; i++) {
		assert_int_equal(throttle_ask(t->throttles, &t->cx, &key), 0);
		throttle_note(t->throttles, &t->cx, &key, THROTTLE_CODE, false);
	}
	assert_int_equal(throttle_ask(t->throttles, &t->cx, &key), ERR_BUSY);
}

static void forgets_the_key_left_alone_longest_when_a_set_is_full(void **state) {
	struct table *t = *state;
	for (uint8_t name = 0; name < 9; name++) { /* all of one set */
		struct token key = {{5, 5, name}};
		t->cx.now += SECOND;
		for (int i = 0; i < 9; i++)
			throttle_note(t->throttles, &t->cx, &key, THROTTLE_NAME, false);
	}
	assert_int_equal(throttle_ask(t->throttles, &t->cx, &(struct token){{5, 5, 0}}), 0);
	assert_int_equal(throttle_ask(t->throttles, &t->cx, &(struct token){{5, 5, 8}}), ERR_BUSY);
}

static bool same_network(struct table *t, const char *one, const char *two) {
	uint8_t a[HASH_SIZE], b[HASH_SIZE];
	assert_int_equal(throttle_network(&t->cx, one, a), 0);
	assert_int_equal(throttle_network(&t->cx, two, b), 0);
	return memcmp(a, b, sizeof a) == 0;
}

static void knows_a_network_by_what_a_line_is_given(void **state) {
	struct table *t = *state;
	assert_true(same_network(t, "192.0.2.1", "192.0.2.1"));
	assert_false(same_network(t, "192.0.2.1", "192.0.2.2"));
	assert_true(same_network(t, "192.0.2.1", "::ffff:192.0.2.1"));
	assert_true(same_network(t, "2001:db8:1:2::1", "2001:db8:1:2:ffff::9"));
	assert_false(same_network(t, "2001:db8:1:2::1", "2001:db8:1:3::1"));
	assert_true(same_network(t, NULL, ""));
	assert_false(same_network(t, "x", "y"));
}

static void keeps_apart_what_is_tried_and_from_where(void **state) {
	struct table *t = *state;
	struct token keys[4];
	assert_int_equal(throttle_key(&t->cx, "a", BLOB_STR("x"), BLOB_STR("y"), &keys[0]), 0);
	assert_int_equal(throttle_key(&t->cx, "b", BLOB_STR("x"), BLOB_STR("y"), &keys[1]), 0);
	assert_int_equal(throttle_key(&t->cx, "a", BLOB_STR("xy"), BLOB_STR(""), &keys[2]), 0);
	assert_int_equal(throttle_key(&t->cx, "a", BLOB_STR(""), BLOB_STR("xy"), &keys[3]), 0);
	for (int i = 0; i < 4; i++)
		for (int k = 0; k < i; k++)
			assert_memory_not_equal(&keys[i], &keys[k], sizeof keys[i]);
}

#define TABLE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void) {
	const struct CMUnitTest tests[] = {
		TABLE(makes_a_name_wait_twice_as_long_each_time_up_to_a_quarter_of_an_hour),
		TABLE(lets_a_network_fail_twenty_times_a_minute),
		TABLE(lets_a_known_password_fail_twenty_codes),
		TABLE(forgets_the_key_left_alone_longest_when_a_set_is_full),
		TABLE(knows_a_network_by_what_a_line_is_given),
		TABLE(keeps_apart_what_is_tried_and_from_where),
	};
	return cmocka_run_group_tests_name("throttle", tests, NULL, NULL);
}
