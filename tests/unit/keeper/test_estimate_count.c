/* From lists to a finding, in the registry's codes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "keeper/estimate_count.h"
#include "op/op.h"

static struct estimate_found found;

static const struct estimate_row *row(int part, size_t i) {
	for (size_t k = 0; k < found.n; k++)
		if (found.rows[k].part == part && i-- == 0)
			return &found.rows[k];
	return NULL;
}

static bool doubts(int doubt) {
	for (size_t k = 0; k < found.n; k++)
		if (found.rows[k].part == PART_DOUBT && found.rows[k].doubt == doubt)
			return true;
	return false;
}

static struct estimate_job sound(void) {
	struct estimate_job job = {.id = 1, .resamples = 100, .seed = 1, .lists = 3,
		.n = {0, 400, 300, 60, 350, 70, 50, 12}};
	memcpy(job.own, job.n, sizeof job.n);
	return job;
}

static void sound_lists_have_a_number_with_everything_beside_it(void **state) {
	struct estimate_job job = sound();
	(void)state;
	assert_true(estimate_count(&job, NULL, NULL, &found));
	assert_int_equal(found.finding, FINDING_NUMBER);
	assert_int_equal(found.observed, 1242);
	assert_true(found.low < found.value && found.value < found.high && found.low > 1242);
	const struct estimate_row *main = row(PART_MAIN, 0);
	assert_non_null(main);
	assert_int_equal(main->way, WAY_BIC);
	assert_int_equal(main->value, found.value);
	assert_true(main->low <= main->low80 && main->high80 <= main->high);
	assert_non_null(row(PART_METHOD, 6)); /* four others, graphs, models, classes */
	assert_null(row(PART_METHOD, 7));
	assert_non_null(row(PART_WITHOUT, 2));
	assert_non_null(row(PART_THRESHOLD, 9));
	assert_int_equal(row(PART_KNOWN, 0)->observed, 400 + 60 + 70 + 12);
	assert_null(row(PART_OWN, 0));
	assert_true(doubts(DOUBT_LINKAGE));
}

static void referrals_links_and_kinds_of_people_are_told(void **state) {
	struct estimate_job job = sound();
	(void)state;
	job.referred = job.linked = true;
	job.own[3] -= 50;
	job.own[1] += 50;
	job.missed[0][1] = 0.2;
	job.strata = 2;
	job.stratum[0] = STRATUM_WOMEN;
	job.stratum[1] = STRATUM_MEN;
	for (int w = 1; w < 8; w++) {
		job.of[0][w] = job.n[w] / 2;
		job.of[1][w] = job.n[w] - job.of[0][w];
	}
	assert_true(estimate_count(&job, NULL, NULL, &found));
	assert_int_equal(found.finding, FINDING_RANGE); /* what referrals made moves it by more than a quarter */
	assert_true(doubts(DOUBT_REFERRAL) && !doubts(DOUBT_LINKAGE));
	assert_true(row(PART_OWN, 0)->value > 5 * row(PART_MAIN, 0)->value / 4);
	assert_true(row(PART_LINKS, 0)->value < row(PART_MAIN, 0)->value);
	assert_int_equal(row(PART_STRATUM, 1)->stratum, STRATUM_MEN);
	assert_non_null(row(PART_SUM, 0));
}

/* A list of everybody, between others, tells nothing and is left out; what is said of a list is said of the right
   one. */
static void idle_lists_are_left_out(void **state) {
	struct estimate_job job = sound(), wide = {.id = 1, .resamples = 100, .seed = 1, .lists = 5};
	int64_t value;
	(void)state;
	assert_true(estimate_count(&job, NULL, NULL, &found));
	value = found.value;
	for (unsigned w = 1; w < 8; w++) /* a, everybody, b, c, and b once more */
		wide.n[(w & 1) | 2 | (w & 2) << 1 | (w & 4) << 1 | (w & 2) << 3] =
			wide.own[(w & 1) | 2 | (w & 2) << 1 | (w & 4) << 1 | (w & 2) << 3] = job.n[w];
	assert_true(estimate_count(&wide, NULL, NULL, &found));
	assert_int_equal(found.value, value);
	assert_int_equal(row(PART_WITHOUT, 0)->lists, 1);
	assert_int_equal(row(PART_WITHOUT, 1)->lists, 8);
	assert_int_equal(row(PART_WITHOUT, 2)->lists, 16);
	assert_null(row(PART_WITHOUT, 3));
}

static void a_refusal_says_no_number(void **state) {
	struct estimate_job two = {.id = 1, .resamples = 100, .seed = 1, .lists = 2, .n = {0, 30, 20, 5}, .own = {0, 30, 20,
		5}};
	struct estimate_job apart = {.id = 1, .resamples = 100, .seed = 1, .lists = 3, .n = {0, 30, 20, 0, 10}, .own = {0, 30,
		20, 0, 10}};
	struct estimate_job one = {.id = 1, .resamples = 100, .seed = 1, .lists = 2, .n = {0, 30, 0, 5}, .own = {0, 30, 0, 5}};
	const struct estimate_job *all[] = {&two, &apart, &one};
	(void)state;
	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		assert_true(estimate_count(all[i], NULL, NULL, &found));
		assert_int_equal(found.finding, FINDING_NONE);
		assert_true(found.value == NONE && found.low == NONE && found.high == NONE && found.n > 0);
		for (size_t k = 0; k < found.n; k++)
			assert_true(found.rows[k].part == PART_DOUBT && found.rows[k].value == NONE);
	}
	assert_true(doubts(DOUBT_FEW_LISTS));
}

static bool never(void *arg, int part, int parts) {
	(void)part;
	(void)parts;
	++*(int *)arg;
	return false;
}

static void it_can_be_ended(void **state) {
	struct estimate_job job = sound();
	int asked = 0;
	(void)state;
	assert_false(estimate_count(&job, never, &asked, &found));
	assert_true(asked > 0);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sound_lists_have_a_number_with_everything_beside_it),
		cmocka_unit_test(referrals_links_and_kinds_of_people_are_told),
		cmocka_unit_test(idle_lists_are_left_out),
		cmocka_unit_test(a_refusal_says_no_number),
		cmocka_unit_test(it_can_be_ended),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
