/* Memory that stands in a file: nothing of it is lost or stale, however often its pages go out; a file that cannot be is an answer. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <cmocka.h>

#include "link/hash.h"
#include "link/memory.h"
#include "link/parallel.h"

enum { LIMIT = 8 << 20, N = 1 << 20, BLOCKS = 6 };

static const char *folder(void) {
	const char *f = getenv("TMP_DIR");
	return f != NULL ? f : "/tmp";
}

static struct link_memory *begin(const char *where) {
	struct link_memory *m = link_memory_new(LIMIT);
	link_memory_spill(m, where, true);
	return m;
}

static void work(void *arg, size_t piece, int thread) {
	uint64_t *at = ((uint64_t **)arg)[piece];
	(void)thread;
	for (size_t round = 0; round < 3; round++)
		for (size_t i = 0; i < N; i++)
			at[i] += link_mix(i + piece);
}

/* 48 MiB under a limit of 8: the whole test process is above it all the time, so that pages go out as fast as they can. */
static void what_two_threads_write_stays(void **state) {
	struct link_memory *m = begin(folder());
	uint64_t *block[BLOCKS];
	(void)state;
	for (size_t b = 0; b < BLOCKS; b++)
		block[b] = link_alloc(m, N, sizeof *block[b]);
	link_parallel(BLOCKS, 2, work, block);
	assert_true(link_memory_spilled(m) >= sizeof(uint64_t) * N * BLOCKS);
	for (size_t b = 0; b < BLOCKS; b++)
		for (size_t i = 0; i < N; i++)
			assert_true(block[b][i] == 3 * link_mix(i + b));
	assert_true(link_memory_peak(m) < LIMIT);
	link_memory_free(m);
}

static void blocks_grow_shrink_and_come_back_empty(void **state) {
	struct link_memory *m = begin(folder());
	size_t had = 0, left = link_memory_left(m);
	unsigned char *at = NULL, *other = link_alloc(m, 3 << 20, 1);
	(void)state;
	memset(other, 7, 3 << 20);
	for (size_t n = 1000; n < (40U << 20); n = n * 5 / 2) { /* from malloc's into the file, in place, and elsewhere in it */
		at = link_grow(m, at, n, 1);
		for (size_t i = 0; i < had; i += 97)
			assert_int_equal(at[i], (unsigned char)link_mix(i));
		for (size_t i = had; i < n; i++)
			at[i] = (unsigned char)link_mix(i);
		had = n;
	}
	at = link_grow(m, at, 5000, 1);
	assert_int_equal(at[4999], (unsigned char)link_mix(4999));
	link_free(m, at);
	link_free(m, other);
	other = link_alloc(m, 30 << 20, 1);
	for (size_t i = 0; i < (30U << 20); i += 64)
		assert_int_equal(other[i], 0);
	assert_int_equal(link_memory_left(m), left); /* what is worked out does not hang on it */
	link_memory_free(m);
}

static void a_folder_that_is_none_is_said(void **state) {
	struct link_memory *m = begin("/nonexistent/folder");
	(void)state;
	assert_non_null(link_try(m, NULL, 1000, 1));
	assert_int_equal(link_memory_spill_failed(m), LINK_SPILL_NOT);
	assert_null(link_try(m, NULL, 4 << 20, 1));
	assert_int_equal(link_memory_spill_failed(m), LINK_SPILL_FOLDER);
	link_memory_free(m);
}

static void a_disk_without_room_is_said_before_it_is_written(void **state) {
	struct link_memory *m = begin(folder());
	struct rlimit was, little;
	(void)state;
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &was), 0);
	little = (struct rlimit){16 << 20, was.rlim_max};
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &little), 0);
	char *first = link_try(m, NULL, 4 << 20, 1), *second = link_try(m, NULL, 4 << 20, 1);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &was), 0);
	assert_non_null(first);
	assert_null(second);
	assert_int_equal(link_memory_spill_failed(m), LINK_SPILL_FULL);
	memset(first, 1, 4 << 20); /* what there is can be used to its end */
	link_memory_free(m);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_two_threads_write_stays),
		cmocka_unit_test(blocks_grow_shrink_and_come_back_empty),
		cmocka_unit_test(a_folder_that_is_none_is_said),
		cmocka_unit_test(a_disk_without_room_is_said_before_it_is_written),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
