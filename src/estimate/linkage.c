#include "estimate/linkage.h"

#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "estimate/random.h"
#include "estimate/real.h"

enum { LINKS = 1 << 20, SAMPLES = 1 << 21 }; /* streams of their own beside those of the bootstrap */

struct run {
	const struct mse_linkage *k;
	double *links, *both;
	atomic_size_t done;
	atomic_bool ended;
};

/* Poisson with a gamma mean: the number of failures before k + 1 successes. */
static int64_t missed_of(struct mse_random *r, int64_t k, double p) {
	const double trials = 0x1p30;
	double mean = real_exp(mse_random_log_gamma(r, (double)k + 1)) * p / (1 - p);
	return mean >= trials / 2 ? (int64_t)mean : mse_random_binomial(r, (int64_t)trials, mean / trials);
}

/* The share missed among people of history w, and how likely each list's record is the lost one. */
static double share_of(const struct mse_linkage *k, unsigned w, double by_list[MSE_LISTS]) {
	double sum = 0, pairs = 0;
	for (int i = 0; i < MSE_LISTS; i++)
		by_list[i] = 0;
	for (int i = 0; i < k->table->lists; i++)
		for (int j = i + 1; j < k->table->lists; j++)
			if ((w >> i & 1) != 0 && (w >> j & 1) != 0) {
				by_list[i] += k->missed[i][j];
				by_list[j] += k->missed[i][j];
				sum += k->missed[i][j];
				pairs++;
			}
	for (int i = 0; sum > 0 && i < MSE_LISTS; i++)
		by_list[i] /= 2 * sum;
	return pairs > 0 ? sum / pairs : 0;
}

void mse_linkage_draw(const struct mse_linkage *k, uint64_t draw, struct mse_table *ret_table) {
	struct mse_random r = mse_random_stream(k->seed, draw * 4 * LINKS + LINKS);
	struct mse_table t = *k->table;
	for (unsigned w = 1; w < mse_cells(&t); w++) {
		double by_list[MSE_LISTS], p = share_of(k, w, by_list), rest = 1;
		if (p <= 0 || k->table->n[w] == 0)
			continue;
		int64_t found = missed_of(&r, k->table->n[w], p);
		for (int i = 0; i < t.lists && found > 0; i++) {
			unsigned alone = 1U << i, others = w ^ alone;
			if (by_list[i] <= 0)
				continue;
			int64_t x = by_list[i] >= rest ? found : mse_random_binomial(&r, found, by_list[i] / rest);
			found -= x;
			rest -= by_list[i];
			int64_t most = alone == others ? 0 : t.n[alone] < t.n[others] ? t.n[alone] : t.n[others];
			x = x < most ? x : most; /* nobody is left to be found */
			t.n[alone] -= x;
			t.n[others] -= x;
			t.n[w] += x;
		}
	}
	mse_table_close(&t);
	*ret_table = t;
}

static void draw(void *arg, size_t i) {
	struct run *r = arg;
	const struct mse_linkage *k = r->k;
	struct mse_table t, drawn;
	struct mse_estimate e;
	r->links[i] = r->both[i] = NAN;
	if (atomic_load(&r->ended))
		return;
	mse_linkage_draw(k, i, &t);
	mse_estimate_run(k->how, &t, &e);
	r->links[i] = e.total;
	struct mse_random random = mse_random_stream(k->seed, i * 4 * LINKS + SAMPLES);
	drawn = (struct mse_table){.lists = t.lists};
	mse_random_multinomial(&random, t.observed, t.n, t.observed, mse_cells(&t), drawn.n);
	mse_table_close(&drawn);
	mse_estimate_run(k->how, &drawn, &e);
	r->both[i] = e.total;
	size_t done = atomic_fetch_add(&r->done, 1);
	if (k->go_on != NULL && done % 16 == 0 && !k->go_on(k->arg, done))
		atomic_store(&r->ended, true);
}

void mse_linkage_run(const struct mse_linkage *k, struct mse_linkage_result *ret_result) {
	struct run r = {.k = k, .links = calloc(k->draws + 1, sizeof(double)), .both = calloc(k->draws + 1, sizeof(double))};
	if (r.links == NULL || r.both == NULL)
		abort();
	mse_parallel(k->draws, k->threads, draw, &r);
	struct bca links = bca_of(0, r.links, k->draws, NULL, NULL, 0), both = bca_of(0, r.both, k->draws, NULL, NULL, 0);
	*ret_result = (struct mse_linkage_result){.middle = NAN, .failed = links.failed, .ended = atomic_load(&r.ended)};
	if (links.failed < k->draws)
		ret_result->middle = quantile_type_8(r.links, k->draws - links.failed, 0.5);
	for (int i = 0; i < BCA_LIMITS; i++) {
		ret_result->links[i] = links.percentile[i];
		ret_result->both[i] = both.percentile[i];
	}
	free(r.links);
	free(r.both);
}
