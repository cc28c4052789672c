#include "estimate/bootstrap.h"

#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "estimate/random.h"

/* Threads ---------------------------------------------------------------------------------------------------------- */

struct pool {
	atomic_size_t next;
	size_t n;
	void (*work)(void *arg, size_t i);
	void *arg;
};

static void *pool_run(void *arg) {
	struct pool *p = arg;
	for (size_t i = atomic_fetch_add(&p->next, 1); i < p->n; i = atomic_fetch_add(&p->next, 1))
		p->work(p->arg, i);
	return NULL;
}

void mse_parallel(size_t n, int threads, void (*work)(void *arg, size_t i), void *arg) {
	struct pool p = {.n = n, .work = work, .arg = arg};
	pthread_t more[MSE_THREADS];
	int started = 0;
	while (started < threads - 1 && (size_t)started + 1 < n && pthread_create(&more[started], NULL, pool_run, &p) == 0)
		started++;
	pool_run(&p);
	for (int i = 0; i < started; i++)
		pthread_join(more[i], NULL);
}

/* Replicates ------------------------------------------------------------------------------------------------------- */

struct run {
	const struct mse_bootstrap *b;
	double *values;
	atomic_size_t done;
	atomic_bool ended;
};

static double total_of(const struct mse_procedure *how, const struct mse_table *t) {
	struct mse_estimate e;
	mse_estimate_run(how, t, &e);
	return e.total;
}

static void replicate(void *arg, size_t i) {
	struct run *r = arg;
	const struct mse_bootstrap *b = r->b;
	double sum = 0;
	for (size_t s = 0; s < b->strata && !isnan(sum) && !atomic_load(&r->ended); s++) {
		const struct mse_table *t = &b->tables[s];
		struct mse_table drawn = {.lists = t->lists};
		struct mse_random random = mse_random_stream(b->seed, i * MSE_STRATA + s);
		mse_random_multinomial(&random, t->observed, t->n, t->observed, mse_cells(t), drawn.n);
		mse_table_close(&drawn);
		sum += total_of(b->how, &drawn);
	}
	r->values[i] = sum;
	size_t done = atomic_fetch_add(&r->done, 1);
	if (b->go_on != NULL && done % 16 == 0 && !b->go_on(b->arg, done))
		atomic_store(&r->ended, true);
}

/* The jackknife: one person less in a cell of a stratum, the other strata as they are ------------------------------ */

struct jack {
	const struct mse_bootstrap *b;
	double estimate;
	double own[MSE_STRATA]; /* estimates of the strata */
	struct {
		size_t stratum;
		unsigned cell;
	} *at;
	double *values;
	int64_t *weights;
	size_t n;
};

static void jack_one(void *arg, size_t i) {
	struct jack *j = arg;
	size_t s = j->at[i].stratum;
	struct mse_table t = j->b->tables[s];
	t.n[j->at[i].cell]--;
	mse_table_close(&t);
	j->values[i] = j->estimate - j->own[s] + total_of(j->b->how, &t);
}

static void jack_stratum(void *arg, size_t s) {
	struct jack *j = arg;
	j->own[s] = total_of(j->b->how, &j->b->tables[s]);
}

static bool jack_run(const struct mse_bootstrap *b, double estimate, struct jack *j) {
	size_t room = b->strata * MSE_CELLS;
	*j = (struct jack){.b = b, .estimate = estimate, .at = calloc(room, sizeof *j->at),
		.values = calloc(room, sizeof *j->values), .weights = calloc(room, sizeof *j->weights)};
	if (j->at == NULL || j->values == NULL || j->weights == NULL)
		return false;
	for (size_t s = 0; s < b->strata; s++)
		for (unsigned w = 1; w < mse_cells(&b->tables[s]); w++)
			if (b->tables[s].n[w] > 0) {
				j->at[j->n].stratum = s;
				j->at[j->n].cell = w;
				j->weights[j->n++] = b->tables[s].n[w];
			}
	mse_parallel(b->strata, b->threads, jack_stratum, j);
	mse_parallel(j->n, b->threads, jack_one, j);
	return true;
}

bool mse_bootstrap_run(const struct mse_bootstrap *b, double estimate, double *values, struct bca *ret_bca) {
	struct run r = {.b = b, .values = values};
	struct jack j;
	mse_parallel(b->replicates, b->threads, replicate, &r);
	bool whole = !atomic_load(&r.ended) && jack_run(b, estimate, &j);
	if (whole)
		*ret_bca = bca_of(estimate, values, b->replicates, j.values, j.weights, j.n);
	if (!atomic_load(&r.ended)) {
		free(j.at);
		free(j.values);
		free(j.weights);
	}
	return whole;
}
