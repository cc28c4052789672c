#include "world.h"

#include "keeper/queue.h"

static struct request *request_of(enum queue_class class) {
	struct request *r = calloc(1, sizeof *r);
	assert_non_null(r);
	r->class = class;
	return r;
}

static void take_is(struct queue *q, struct request *expected) {
	struct request *r = queue_take(q);
	assert_ptr_equal(r, expected);
	free(r);
}

static void lets_short_work_pass_long_work_that_may_not_take_every_reader(void **state) {
	(void)state;
	struct queue q;
	queue_init(&q, 2, 10);
	struct request *one = request_of(CLASS_LONG), *two = request_of(CLASS_LONG), *plain = request_of(CLASS_PLAIN);
	assert_int_equal(queue_push(&q, one), 0);
	assert_int_equal(queue_push(&q, two), 0);
	assert_int_equal(queue_push(&q, plain), 0);
	take_is(&q, one);
	take_is(&q, plain);
	queue_done(&q, CLASS_PLAIN);
	queue_done(&q, CLASS_LONG);
	take_is(&q, two);
	queue_done(&q, CLASS_LONG);
	queue_close(&q);
	assert_null(queue_take(&q));
	queue_dispose(&q);
}

/* abuse 36 */
static void says_busy_past_its_bound_and_to_the_seventeenth_sign_in(void **state) {
	(void)state;
	struct queue q;
	struct request *held[64];
	int n = 0;
	queue_init(&q, 2, 20);
	for (; n < QUEUE_PASSWORDS_WAITING; n++)
		assert_int_equal(queue_push(&q, held[n] = request_of(CLASS_PASSWORD)), 0);
	struct request *more = request_of(CLASS_PASSWORD);
	assert_int_equal(queue_push(&q, more), ERR_BUSY);
	more->class = CLASS_PLAIN;
	for (; n < 20; n++)
		assert_int_equal(queue_push(&q, held[n] = request_of(CLASS_PLAIN)), 0);
	assert_int_equal(queue_push(&q, more), ERR_BUSY);
	queue_close(&q);
	for (int i = 0; i < n; i++) {
		struct request *r = queue_take(&q);
		assert_non_null(r);
		queue_done(&q, r->class);
		free(r);
	}
	assert_null(queue_take(&q));
	assert_int_equal(queue_push(&q, more), ERR_BUSY); /* closed */
	free(more);
	queue_dispose(&q);
}

static void *take_one(void *arg) {
	struct request *r = queue_take(arg);
	usleep(20000);
	queue_done(arg, r->class);
	free(r);
	return NULL;
}

static void waits_for_those_at_work_and_holds_the_others(void **state) {
	(void)state;
	struct queue q;
	pthread_t thread;
	queue_init(&q, 2, 10);
	assert_int_equal(pthread_create(&thread, NULL, take_one, &q), 0);
	assert_int_equal(queue_push(&q, request_of(CLASS_PLAIN)), 0);
	usleep(5000);
	queue_pause(&q);
	assert_int_equal(q.running, 0);
	pthread_t other;
	assert_int_equal(pthread_create(&other, NULL, take_one, &q), 0);
	assert_int_equal(queue_push(&q, request_of(CLASS_PLAIN)), 0);
	usleep(20000);
	assert_int_equal(q.running, 0);
	queue_resume(&q);
	pthread_join(thread, NULL);
	pthread_join(other, NULL);
	queue_dispose(&q);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lets_short_work_pass_long_work_that_may_not_take_every_reader),
		cmocka_unit_test(says_busy_past_its_bound_and_to_the_seventeenth_sign_in),
		cmocka_unit_test(waits_for_those_at_work_and_holds_the_others),
	};
	return cmocka_run_group_tests_name("queue", tests, NULL, NULL);
}
