/* The verdict, strata, missed links, and that no number of threads changes a bit. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "published.h"
#include "estimate/panel.h"

static struct mse_panel *panel(const struct mse_table *t, struct mse_options *o) {
	struct mse_panel *p = calloc(1, sizeof *p);
	assert_non_null(p);
	p->models = calloc(PANEL_MODELS, sizeof *p->models);
	assert_non_null(p->models);
	o->threshold = o->threshold > 0 ? o->threshold : 0.02;
	o->order = o->order > 0 ? o->order : 2;
	o->replicates = o->replicates > 0 ? o->replicates : 100;
	o->threads = o->threads > 0 ? o->threads : 2;
	o->methods = o->methods != 0 ? o->methods : 1U << METHOD_STEPWISE;
	mse_panel_run(o, t, p);
	return p;
}

static void let_go(struct mse_panel *p) {
	free(p->models);
	free(p);
}

static void near(double a, double b, double relative) {
	if (!(fabs(a - b) <= relative * fabs(b)))
		fail_msg("%.12g, not %.12g", a, b);
}

static void the_panel_of_the_uk_table_is_what_r_says(void **state) {
	static const double thresholds[] = {14324.6330738384, 13181.2405117083, 12349.586953562, 12349.586953562, 11417.9910915046,
		11417.9910915046, 11417.9910915046, 11989.8182748444, 10887.6974254621, 10568.706729809};
	static const double predicted[] = {139.871909270677, 350.803582938097};
	struct mse_table t;
	struct mse_options o = {.seed = 1, .order = 3};
	(void)state;
	published_table("UKdat", &t);
	struct mse_panel *p = panel(&t, &o);
	near(p->methods[0].estimate.total, 11417.9910915046, 1e-6);
	near(p->methods[0].interval.acceleration, -0.012871164848582, 1e-5);
	near(p->without[2], 19845.4663885877, 1e-6);
	near(p->merged[0][1], 13579.8129014054, 1e-6);
	for (int i = 0; i < PANEL_THRESHOLDS; i++)
		near(p->trajectory[i], thresholds[i], 1e-6);
	for (int i = 0; i < 2; i++)
		near(p->predicted[i], predicted[i], 1e-6);
	assert_true(isnan(p->predicted[4])); /* no estimate exists; the package gives 8e11 */
	near(p->with_missed[0], 11536.7326642237, 1e-6);
	near(p->with_missed[1], 11657.7979462038, 1e-6);
	assert_int_equal(p->models_n, 54);
	near(p->lowest, 10615, 1e-4);
	near(p->highest, 25703, 1e-4);
	assert_int_equal(p->verdict, VERDICT_RANGE); /* models within 10 BIC differ by more than two */
	assert_true(p->from <= p->lowest && p->to >= p->highest);
	let_go(p);
}

static void two_lists_are_refused_unless_asked_for_by_name(void **state) {
	struct mse_table t = {.lists = 2, .n = {0, 300, 200, 100}};
	struct mse_options o = {.methods = 1U << METHOD_INDEPENDENT};
	(void)state;
	mse_table_close(&t);
	struct mse_panel *p = panel(&t, &o);
	assert_int_equal(p->verdict, VERDICT_REFUSAL);
	let_go(p);
	o.despite_two = true;
	p = panel(&t, &o);
	assert_int_not_equal(p->verdict, VERDICT_REFUSAL);
	assert_true((p->warnings & 1U << WARN_FEW_LISTS) != 0);
	let_go(p);
}

static void lists_that_share_nobody_are_refused(void **state) {
	struct mse_table t = {.lists = 3, .n = {0, 300, 200, 0, 100, 0, 0, 0}};
	struct mse_options o = {.methods = 0x1f};
	(void)state;
	mse_table_close(&t);
	struct mse_panel *p = panel(&t, &o);
	assert_int_equal(p->verdict, VERDICT_REFUSAL);
	assert_true(isnan(p->number) && (p->warnings & 1U << WARN_NO_OVERLAP) != 0);
	let_go(p);
}

static void threads_change_nothing(void **state) {
	struct mse_table t;
	struct bca first = {0};
	(void)state;
	published_table("Kosovo", &t);
	for (int threads = 1; threads <= 3; threads++) {
		struct mse_options o = {.seed = 9, .threads = threads, .methods = 1U << METHOD_BIC, .replicates = 150, .missed_given = true};
		o.missed[0][1] = o.missed[1][2] = 0.1;
		struct mse_panel *p = panel(&t, &o);
		if (threads == 1)
			first = p->methods[0].interval;
		for (int i = 0; i < BCA_LIMITS; i++)
			assert_memory_equal(&p->methods[0].interval.limit[i], &first.limit[i], sizeof(double));
		static double middle;
		middle = threads == 1 ? p->linkage.middle : middle;
		assert_memory_equal(&p->linkage.middle, &middle, sizeof middle);
		let_go(p);
	}
}

static void strata_add_up_and_one_without_estimate_is_a_lower_bound(void **state) {
	struct mse_table strata[2], t;
	struct mse_options o = {.strata = strata, .strata_n = 2};
	(void)state;
	published_table("Kosovo", &strata[0]);
	strata[1] = strata[0];
	t = strata[0];
	for (unsigned w = 1; w < 16; w++)
		t.n[w] *= 2;
	mse_table_close(&t);
	struct mse_panel *p = panel(&t, &o);
	near(p->strata.sum, 2 * p->strata.total[0], 1e-12);
	assert_true(p->strata.interval.limit[0] < p->strata.sum && p->strata.sum < p->strata.interval.limit[3]);
	assert_true((p->warnings & 1U << WARN_STRATA) == 0);
	let_go(p);
	strata[1] = (struct mse_table){.lists = 4, .n = {0, 30, 20, 0, 10, 0, 0, 0, 4}};
	mse_table_close(&strata[1]);
	p = panel(&t, &o);
	assert_true(isnan(p->strata.total[1]) && p->strata.missing == 1 && (p->warnings & 1U << WARN_STRATA) != 0);
	near(p->strata.sum, p->strata.total[0] + 64, 1e-12);
	let_go(p);
}

/* Ten in a hundred links missed make a population a ninth too large: putting them back takes that away again. */
static void links_put_back_lower_the_estimate(void **state) {
	struct mse_table t = {.lists = 2, .n = {0, 9000, 9000, 1000}};
	struct mse_options o = {.methods = 1U << METHOD_INDEPENDENT, .despite_two = true, .missed_given = true, .replicates = 400};
	(void)state;
	mse_table_close(&t);
	o.missed[0][1] = 0.1;
	struct mse_panel *p = panel(&t, &o);
	near(p->methods[0].estimate.total, 100000, 1e-9);
	near(p->linkage.middle, 90000, 0.01);
	assert_true(p->linkage.both[0] < p->linkage.links[0] && p->linkage.links[3] < p->linkage.both[3]);
	assert_true((p->warnings & 1U << WARN_LINKAGE) == 0);
	struct mse_table drawn;
	struct mse_linkage k = {.table = &t, .seed = 1};
	k.missed[0][1] = 0.1;
	mse_linkage_draw(&k, 3, &drawn);
	assert_int_equal(drawn.super[1], t.super[1]); /* each list is as long as it was */
	assert_int_equal(drawn.super[2], t.super[2]);
	assert_true(drawn.super[3] > t.super[3]);
	let_go(p);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_panel_of_the_uk_table_is_what_r_says),
		cmocka_unit_test(two_lists_are_refused_unless_asked_for_by_name),
		cmocka_unit_test(lists_that_share_nobody_are_refused),
		cmocka_unit_test(threads_change_nothing),
		cmocka_unit_test(strata_add_up_and_one_without_estimate_is_a_lower_bound),
		cmocka_unit_test(links_put_back_lower_the_estimate),
	};
	return cmocka_run_group_tests_name("panel", tests, NULL, NULL);
}
