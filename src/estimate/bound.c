#include "estimate/bound.h"

#include <math.h>
#include <string.h>

#include "estimate/chol.h"
#include "estimate/real.h"
#include "estimate/wide.h"

enum { STEPS = 8 };
#define LITTLE 1e-3   /* sum mu (change of log mu)^2 */
#define FLOOR (-600.0)
#define STEEP 50.0    /* |b| is smaller */
#define at(array, w) (*(four_reals *)((array) + (w)))

/* Terms that are finite, and what the others empty: mu = 1 elsewhere. */
static void reduce(const struct mse_data *d, const struct mse_model *m, struct mse_bound *b) {
	unsigned cells = mse_cells(d->table);
	b->p = 0;
	b->mu[0] = 0;
	for (unsigned w = 1; w < cells; w++)
		b->mu[w] = 1;
	for (int i = 0; i < m->n; i++) {
		unsigned s = m->terms[i];
		if (d->table->super[s] > 0) {
			b->terms[b->p++] = (uint8_t)s;
			continue;
		}
		for (unsigned w = s; w < cells; w = (w + 1) | s)
			b->mu[w] = 0;
	}
	b->width = chol_width(b->p);
}

/* By Fenchel, of cells `line` that should have the table's margins over these terms. */
WIDE static double least_of(const struct mse_data *d, const double *line, const uint8_t *terms, int p) {
	double logs[MSE_CELLS], sums[MSE_CELLS], off = 0;
	unsigned cells = mse_cells(d->table);
	four_reals all = {0}, lowest = {0};
	real_log_all(line, logs, cells);
	for (unsigned w = 0; w < cells; w += 4) {
		four_reals m = at(line, w);
		lowest += (four_reals)((four_naturals)m & (0 - ((four_naturals)m >> 63))); /* negative ones alone */
		all += at(d->n_log_n, w) - at(d->n, w) - m * at(logs, w) + m;
	}
	if (!((lowest[0] + lowest[1]) + (lowest[2] + lowest[3]) >= 0))
		return -INFINITY;
	memcpy(sums, line, cells * sizeof *sums);
	mse_superset_sum(sums, d->table->lists);
	for (int i = 0; i < p; i++)
		off += fabs(sums[terms[i]] - (double)d->table->super[terms[i]]);
	double least = 2 * ((all[0] + all[1]) + (all[2] + all[3])) - 2 * STEEP * off - 1e-10;
	return isfinite(least) ? least : -INFINITY;
}

struct work {
	double keep[MSE_CELLS], begin[MSE_CELLS], weight[MSE_CELLS], response[MSE_CELLS];
	double a[MSE_CELLS * MSE_CELLS];
};

/* From log cells k->begin to b->eta; gives what it moved, negative where it cannot be made. */
WIDE static double step(const struct mse_data *d, struct work *k, struct mse_bound *b) {
	unsigned cells = mse_cells(d->table);
	four_reals moved = {0};
	real_exp_all(k->begin, b->mu, cells);
	for (unsigned w = 0; w < cells; w += 4) {
		at(b->mu, w) *= at(k->keep, w);
		at(k->weight, w) = at(b->mu, w);
		at(k->response, w) = at(k->keep, w) * (at(b->mu, w) * at(k->begin, w) + at(d->n, w) - at(b->mu, w));
	}
	mse_superset_sum(k->weight, d->table->lists);
	mse_superset_sum(k->response, d->table->lists);
	for (int i = 0; i < b->p; i++) {
		for (int j = i & ~3; j < b->p; j++)
			k->a[i * b->width + j] = k->weight[b->terms[i] | b->terms[j]];
		b->b[i] = k->response[b->terms[i]];
	}
	if (!chol_factor(k->a, b->p, b->width))
		return -1;
	chol_solve(k->a, b->p, b->width, b->b);
	memset(b->eta, 0, cells * sizeof *b->eta);
	for (int i = 0; i < b->p; i++)
		b->eta[b->terms[i]] = b->b[i];
	mse_subset_sum(b->eta, d->table->lists);
	for (unsigned w = 0; w < cells; w += 4) {
		four_reals by = at(b->eta, w) - at(k->begin, w);
		at(b->line, w) = at(b->mu, w) * (1 + by);
		moved += at(b->mu, w) * by * by;
	}
	double sum = (moved[0] + moved[1]) + (moved[2] + moved[3]);
	return isfinite(sum) ? sum : -1;
}

void mse_bound_model(const struct mse_data *d, const struct mse_model *m, const double *eta, double enough,
	struct mse_bound *ret_bound) {
	static _Thread_local struct work k;
	struct mse_bound *b = ret_bound;
	unsigned cells = mse_cells(d->table);
	b->moved = INFINITY;
	b->least = -INFINITY;
	reduce(d, m, b);
	memcpy(k.keep, b->mu, cells * sizeof *k.keep);
	k.begin[0] = 0;
	for (unsigned w = 1; w < cells; w++)
		k.begin[w] = eta == NULL || !(eta[w] > FLOOR) ? d->start[w] : eta[w];
	for (int i = 0; i < STEPS && b->moved > LITTLE && b->least <= enough; i++) {
		b->moved = step(d, &k, b);
		if (b->moved < 0)
			break;
		double least = least_of(d, b->line, b->terms, b->p);
		b->least = least > b->least ? least : b->least;
		memcpy(k.begin + 1, b->eta + 1, (cells - 1) * sizeof *k.begin);
	}
	b->sound = b->moved >= 0;
	if (b->sound && b->inverse != NULL && b->p <= BOUND_TERMS)
		chol_invert(k.a, b->p, b->width, b->inverse);
	for (unsigned w = 1; w < cells; w++)
		if (k.keep[w] == 0)
			b->eta[w] = -INFINITY;
}

/* Places of the terms that go, and how far each is away from nought: V_SS^-1 b_S. Gives their number, -1 where the
   bound says nothing. */
static int leaving(const struct mse_bound *b, const bool *gone, uint8_t *places, double *ret_by) {
	static _Thread_local double a[BOUND_TERMS * (BOUND_TERMS + 4)];
	int n = 0;
	if (!b->sound || b->inverse == NULL || b->p > BOUND_TERMS)
		return -1;
	for (int i = 0; i < b->p; i++)
		if (gone[b->terms[i]]) {
			places[n] = (uint8_t)i;
			ret_by[n++] = b->b[i];
		}
	int width = chol_width(n);
	for (int i = 0; i < n; i++)
		for (int j = i & ~3; j < n; j++)
			a[i * width + j] = b->inverse[places[i] * b->width + places[j]];
	if (n == 1) {
		ret_by[0] /= a[0];
	} else if (n > 1) {
		if (!chol_factor(a, n, width))
			return -1;
		chol_solve(a, n, width, ret_by);
	}
	return n;
}

/* By how much less log mu is in every cell. */
static void less_of(const struct mse_bound *b, int lists, const uint8_t *places, const double *by, int n,
	double *ret_less) {
	memset(ret_less, 0, sizeof *ret_less << lists);
	for (int j = 0; j < b->p; j++) {
		const double *row = b->inverse + j * b->width;
		for (int i = 0; i < n; i++)
			ret_less[b->terms[j]] += by[i] * row[places[i]];
	}
	mse_subset_sum(ret_less, lists);
}

double mse_bound_least(const struct mse_data *d, const struct mse_bound *b, const bool *gone) {
	uint8_t places[MSE_CELLS], left[MSE_CELLS];
	double by[MSE_CELLS], less[MSE_CELLS];
	int n = leaving(b, gone, places, by), p = 0;
	if (n < 0)
		return -INFINITY;
	less_of(b, d->table->lists, places, by, n, less);
	for (unsigned w = 0; w < mse_cells(d->table); w += 4)
		at(less, w) = at(b->line, w) - at(b->mu, w) * at(less, w);
	for (int i = 0; i < b->p; i++)
		if (!gone[b->terms[i]])
			left[p++] = b->terms[i];
	return least_of(d, less, left, p);
}

/* V less v v' / v_ss for every term that goes, one after the other. */
WIDE static bool sweep(const struct mse_bound *b, const uint8_t *places, int n, double *v) {
	memcpy(v, b->inverse, (size_t)b->p * (size_t)b->width * sizeof *v);
	for (int i = 0; i < n; i++) {
		double column[MSE_CELLS], pivot = v[places[i] * b->width + places[i]];
		if (!(pivot > 1e-12 * b->inverse[places[i] * b->width + places[i]]))
			return false;
		memcpy(column, v + places[i] * b->width, (size_t)b->width * sizeof *column);
		for (int j = 0; j < b->p; j++) {
			double factor = column[j] / pivot, *row = v + j * b->width;
			for (int l = 0; l < b->p; l += 4)
				at(row, l) -= factor * at(column, l);
		}
	}
	return true;
}

bool mse_bound_without(const struct mse_data *d, const struct mse_bound *b, const bool *gone,
	struct mse_bound *ret_bound) {
	static _Thread_local double v[BOUND_TERMS * (BOUND_TERMS + 4)];
	struct mse_bound *o = ret_bound;
	uint8_t places[MSE_CELLS], left[MSE_CELLS];
	double by[MSE_CELLS], less[MSE_CELLS];
	unsigned cells = mse_cells(d->table);
	int n = leaving(b, gone, places, by);
	if (n < 0 || !sweep(b, places, n, v))
		return false;
	less_of(b, d->table->lists, places, by, n, less);
	o->sound = true;
	o->p = 0;
	for (int i = 0; i < b->p; i++)
		if (!gone[b->terms[i]]) {
			double fewer = 0;
			left[o->p] = (uint8_t)i;
			for (int j = 0; j < n; j++)
				fewer += by[j] * b->inverse[i * b->width + places[j]];
			o->terms[o->p] = b->terms[i];
			o->b[o->p++] = b->b[i] - fewer;
		}
	o->width = chol_width(o->p);
	for (int i = 0; i < o->p; i++)
		for (int j = 0; j < o->p; j++)
			o->inverse[i * o->width + j] = v[left[i] * b->width + left[j]];
	four_reals moved = {0};
	for (unsigned w = 0; w < cells; w += 4) {
		at(o->mu, w) = at(b->mu, w);
		at(o->line, w) = at(b->line, w) - at(b->mu, w) * at(less, w);
		at(o->eta, w) = at(b->eta, w) - at(less, w);
		four_reals change = at(o->line, w) - at(o->mu, w);
		moved += change * change / (at(o->mu, w) + 1e-300);
	}
	o->moved = (moved[0] + moved[1]) + (moved[2] + moved[3]);
	o->least = least_of(d, o->line, o->terms, o->p);
	return true;
}
