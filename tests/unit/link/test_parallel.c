/* Pieces of work: each is done once, whoever does it; helpers come back; who comes while they are away works alone. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdatomic.h>
#include <cmocka.h>
#include <sys/wait.h>
#include <unistd.h>

#include "link/parallel.h"

enum { PIECES = 1000 };

struct seen {
	atomic_int times[PIECES];
	atomic_uint threads; /* bits */
	atomic_int inner;
};

static void note(void *arg, size_t piece, int thread) {
	struct seen *s = arg;
	atomic_fetch_add(&s->times[piece], 1);
	atomic_fetch_or(&s->threads, 1U << thread);
}

static void each_piece_is_done_once(void **state) {
	(void)state;
	for (int threads = 0; threads <= LINK_THREADS + 4; threads++)
		for (size_t n = 0; n <= PIECES; n = n * 7 + 1) {
			struct seen s = {0};
			link_parallel(n, threads, note, &s);
			for (size_t i = 0; i < PIECES; i++)
				assert_int_equal(s.times[i], i < n);
			assert_true(threads >= LINK_THREADS || s.threads < 2U << (threads > 0 ? threads - 1 : 0));
		}
}

static void note_inner(void *arg, size_t piece, int thread) {
	struct seen *s = arg;
	(void)piece;
	assert_int_equal(thread, 0); /* the helpers are at work outside */
	atomic_fetch_add(&s->inner, 1);
}

static void note_outer(void *arg, size_t piece, int thread) {
	note(arg, piece, thread);
	link_parallel(10, 4, note_inner, arg);
}

static void work_within_work_is_done_alone(void **state) {
	struct seen s = {0};
	(void)state;
	link_parallel(100, 4, note_outer, &s);
	assert_int_equal(s.inner, 1000);
}

/* A child has its parent's memory and none of its threads. */
static void a_child_does_not_wait_for_helpers_it_has_not(void **state) {
	struct seen s = {0};
	int status;
	(void)state;
	link_parallel(PIECES, 4, note, &s);
	pid_t child = fork();
	if (child == 0) {
		struct seen own = {0};
		alarm(20);
		link_parallel(PIECES, 4, note, &own);
		_exit(own.threads == 1 && own.times[PIECES - 1] == 1 ? 0 : 1);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_piece_is_done_once),
		cmocka_unit_test(work_within_work_is_done_alone),
		cmocka_unit_test(a_child_does_not_wait_for_helpers_it_has_not),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
