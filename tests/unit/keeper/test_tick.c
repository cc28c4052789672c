/* Answers to TIMED calls leave at a tick counted from when they were asked; nobody else waits. */
#include "world.h"

enum { TICK = 60000 };

/* An asked person takes a tenth of a tick longer than a stranger, and once more than a whole one. */
static _Atomic int slow;

static int ask(struct cx *cx, const struct in *in, struct out *out) {
	(void)in;
	struct timespec wait = {.tv_nsec = slow * 1000L};
	nanosleep(&wait, NULL);
	out_number(out, F_DUE, cx->now);
	return ERR_OK;
}

static int64_t monotonic(void) {
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * SECOND + t.tv_nsec / 1000;
}

#define QUESTION "{'as': 'rasa', 'calls': [{'op': 'ask_record', 'in': {'given': 'Olena', 'family': 'Kovalenko', 'born': 1996," \
	" 'why': 'Her mother is looking for her.'}}]}"

static int64_t took(struct world *w, const char *text) {
	int64_t begin = monotonic();
	const json_t *a = ASK(w, "%s", text);
	assert_string_equal(code(a, 0), "ok");
	return monotonic() - begin;
}

static void ready(struct world *w, int tick) {
	w->bind.run[OP_ask_record] = ask;
	w->options.tick = tick;
	world_start(w);
	world_people(w);
}

static void an_answer_leaves_at_a_tick_whatever_the_work_took(void **state) {
	struct world *w = *state;
	ready(w, TICK);
	for (slow = 0; slow <= TICK / 2; slow += TICK / 4)
		assert_in_range(took(w, QUESTION), TICK, 2 * TICK - TICK / 4); /* one tick, and a loaded machine's delay */
	slow = TICK + TICK / 10;
	assert_in_range(took(w, QUESTION), 2 * TICK, 4 * TICK);
}

static void what_is_not_timed_does_not_wait(void **state) {
	struct world *w = *state;
	ready(w, 4 * SECOND);
	assert_true(took(w, "{'as': 'rasa', 'calls': [{'op': 'person_list', 'in': {}}]}") < SECOND);
}

static void *ask_and_wait(void *arg) {
	struct world *w = arg;
	struct cx cx = {.arena = arena_new(1 << 20), .lang = "en"};
	struct wire *wire;
	struct blob raw = {0};
	char *text = arena_strdup(cx.arena, QUESTION);
	for (char *c = text; *c != 0; c++)
		*c = *c == '\'' ? '"' : *c;
	bool answered = wire_open(&cx, w->dir, WIRE_OPERATOR, &wire) == ERR_OK
		&& wire_call(wire, &cx, (struct blob){text, strlen(text)}, &raw) == ERR_OK && strstr(raw.at, "\"ok\"") != NULL;
	wire_close(wire);
	arena_free(cx.arena);
	return answered ? w : NULL;
}

static void one_who_waits_for_a_tick_holds_up_nobody_and_is_answered_when_the_keeper_ends(void **state) {
	struct world *w = *state;
	pthread_t thread;
	void *answered = NULL;
	struct timespec moment = {.tv_nsec = 200000000};
	ready(w, (int)(SECOND * 9 / 10));
	slow = 0;
	assert_int_equal(pthread_create(&thread, NULL, ask_and_wait, w), 0);
	nanosleep(&moment, NULL);
	assert_true(took(w, "{'as': 'rasa', 'calls': [" SIGN "]}") < SECOND / 2);
	world_stop(w);
	pthread_join(thread, &answered);
	assert_non_null(answered);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		DEMONSTRATION(an_answer_leaves_at_a_tick_whatever_the_work_took),
		DEMONSTRATION(what_is_not_timed_does_not_wait),
		DEMONSTRATION(one_who_waits_for_a_tick_holds_up_nobody_and_is_answered_when_the_keeper_ends),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
