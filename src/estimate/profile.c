#include "estimate/profile.h"

#include <math.h>

#include "estimate/real.h"

enum { HALVINGS = 80 };
#define FAR 1e4 /* an upper limit beyond so many times the estimate is none */

struct curve {
	const struct mse_data *d;
	const struct mse_model *m;
	struct mse_fit fit;
};

/* Profile log-likelihood of the multinomial, but for what does not depend on x. */
static double at(struct curve *c, double x) {
	double total = (double)c->d->table->observed + x, sum = 0;
	mse_fit_with_unseen(c->d, c->m, x, &c->fit, &c->fit);
	if (!c->fit.converged)
		return -INFINITY;
	for (unsigned w = 1; w < mse_cells(c->d->table); w++)
		if (c->d->n[w] > 0)
			sum += c->d->n[w] * c->fit.eta[w];
	if (x > 0)
		sum += x * c->fit.eta[0];
	return sum + real_log_gamma(total + 1) - real_log_gamma(x + 1) - total * real_log(total);
}

/* Golden section on log(x + 1): the curve has one top. */
static double top(struct curve *c, double low, double high, double *ret_value) {
	const double ratio = 0.61803398874989484820;
	double a = real_log(low + 1), b = real_log(high + 1), x = b - ratio * (b - a), y = a + ratio * (b - a);
	double fx = at(c, real_exp(x) - 1), fy = at(c, real_exp(y) - 1);
	for (int i = 0; i < HALVINGS && b - a > 1e-9; i++) {
		if (fx > fy) {
			b = y;
			y = x;
			fy = fx;
			x = b - ratio * (b - a);
			fx = at(c, real_exp(x) - 1);
		} else {
			a = x;
			x = y;
			fx = fy;
			y = a + ratio * (b - a);
			fy = at(c, real_exp(y) - 1);
		}
	}
	*ret_value = fx > fy ? fx : fy;
	return real_exp((a + b) / 2) - 1;
}

/* Where the curve crosses `height` between an x above it and one below. */
static double crossing(struct curve *c, double above, double below, double height) {
	for (int i = 0; i < HALVINGS && fabs(below - above) > 1e-9 * (1 + fabs(above)); i++) {
		double middle = (above + below) / 2;
		if (at(c, middle) >= height)
			above = middle;
		else
			below = middle;
	}
	return (above + below) / 2;
}

void mse_profile_interval(const struct mse_data *d, const struct mse_model *m, const struct mse_fit *f,
	struct mse_profile *ret_profile) {
	static const double half_quantiles[2] = {1.92072941034706, 0.821187207574908}; /* chi-square(1), 0.95 and 0.80 */
	struct curve c = {.d = d, .m = m, .fit = *f};
	double observed = (double)d->table->observed, best, peak = top(&c, f->dark / 3, f->dark * 3 + 1, &best);
	ret_profile->best = observed + peak;
	for (int i = 0; i < 2; i++) {
		double height = best - half_quantiles[i], far = 2 * peak + 10;
		ret_profile->low[i] = observed + (at(&c, 0) >= height ? 0 : crossing(&c, peak, 0, height));
		while (far < FAR * (peak + 1) && at(&c, far) >= height)
			far *= 2;
		ret_profile->high[i] = at(&c, far) >= height ? INFINITY : observed + crossing(&c, peak, far, height);
	}
}
