/* A number, a range, or a refusal. Limits marked "ours" are choices of this program; the others are the field's. */
#include <math.h>

#include "estimate/panel.h"
#include "estimate/real.h"

#define TAIL 20            /* replicates beyond a limit */
#define RIVAL_BIC 2        /* M1: "not worth more than a bare mention" (Kass & Raftery 1995) */
#define RIVAL_APART 1.25   /* M1, ours */
#define SPREAD 2           /* M2, ours */
#define WIDE 3             /* M3, ours */
#define LEAVE_ONE 1.5      /* L1, ours */
#define SCORE 0.405465108  /* L2: log 1.5 */
#define OVERLAP 0.05       /* S3, ours */
#define PRESSED 0.01       /* D1 D2, ours: share of a posterior at its upper end */

/* Beyond x: the continued fraction of the incomplete gamma function; before it the series (Numerical recipes'
   split). */
double chi_square_tail(double x, int freedom) {
	double a = freedom / 2.0, y = x / 2, front;
	if (!(x > 0))
		return 1;
	front = real_exp(a * real_log(y) - y - real_log_gamma(a));
	if (y < a + 1) {
		double term = 1 / a, sum = term;
		for (int k = 1; k < 1000 && term > sum * 1e-16; k++) {
			term *= y / (a + k);
			sum += term;
		}
		return 1 - front * sum;
	}
	double b = y + 1 - a, c = 1e300, d = 1 / b, h = d;
	for (int k = 1; k < 1000; k++) {
		double step = -k * (k - a);
		b += 2;
		d = 1 / (step * d + b);
		c = b + step / c;
		h *= d * c;
		if (fabs(d * c - 1) < 1e-16)
			break;
	}
	return front * h;
}

static uint32_t of_table(const struct mse_table *t) {
	uint32_t w = t->lists < 3 ? 1U << WARN_FEW_LISTS : 0;
	int64_t shared = 0;
	for (unsigned s = 1; s < mse_cells(t); s++)
		shared += __builtin_popcount(s) > 1 ? t->n[s] : 0;
	if (shared == 0)
		w |= 1U << WARN_NO_OVERLAP;
	if (shared < 30 || (double)shared < OVERLAP * (double)t->observed)
		w |= 1U << WARN_THIN_OVERLAP;
	for (int i = 0; i < t->lists; i++) {
		int64_t met = 0;
		for (int j = 0; j < t->lists; j++) {
			int64_t common = i == j ? 0 : t->super[1U << i | 1U << j];
			met += common;
			if (i < j && common == 0)
				w |= 1U << WARN_EMPTY_PAIR;
		}
		if (met == 0)
			w |= 1U << WARN_ISLAND;
		if (t->super[1U << i] < 10)
			w |= 1U << WARN_SMALL_LIST;
	}
	return w;
}

static uint32_t of_method(const struct mse_method_result *r) {
	const struct bca *b = &r->interval;
	double n = (double)(b->replicates - b->failed);
	uint32_t w = r->freedom <= 0 ? 1U << WARN_SATURATED : 0;
	if (isnan(r->estimate.total))
		return 1U << WARN_NO_ESTIMATE;
	if (r->fit_p < 0.01)
		w |= 1U << WARN_POOR_FIT;
	if (r->one_person > 0.05)
		w |= 1U << WARN_ONE_PERSON;
	if (!(b->at[0] * n >= TAIL) || !((1 - b->at[3]) * n >= TAIL))
		w |= 1U << WARN_THIN_TAIL;
	if (!(fabs(b->z0) <= 0.25))
		w |= 1U << WARN_ONE_SIDED;
	if ((double)b->failed > 0.01 * (double)b->replicates)
		w |= 1U << WARN_LOST_REPLICATES;
	if (!(b->limit[3] <= WIDE * r->estimate.total) || isinf(r->profile.high[0]))
		w |= 1U << WARN_WIDE;
	return w;
}

static uint32_t of_rivals(const struct mse_panel *p) {
	uint32_t w = 0;
	if (p->models_n > 1 && p->models[1].criterion - p->models[0].criterion < RIVAL_BIC) {
		double a = (double)p->table.observed + p->models[0].dark, b = (double)p->table.observed + p->models[1].dark;
		if (a > RIVAL_APART * b || b > RIVAL_APART * a)
			w |= 1U << WARN_CLOSE_RIVAL;
	}
	if (p->models_n > 0 && p->highest > SPREAD * p->lowest)
		w |= 1U << WARN_MANY_ANSWERS;
	double own = p->methods[p->main].estimate.total;
	for (int i = 0; i < HETERO__MAX; i++) {
		bool apart = p->unlike[i] > RIVAL_APART * own || own > RIVAL_APART * p->unlike[i];
		if (p->unlike_behind[i] < RIVAL_BIC && apart)
			w |= 1U << WARN_CLOSE_RIVAL;
		if (p->unlike_behind[i] < PANEL_WINDOW && (p->unlike[i] > SPREAD * own || own > SPREAD * p->unlike[i]))
			w |= 1U << WARN_MANY_ANSWERS;
	}
	return w;
}

static uint32_t of_lists(const struct mse_panel *p, double total) {
	uint32_t w = p->score > SCORE ? 1U << WARN_INCONSISTENT : 0;
	for (int i = 0; i < p->table.lists; i++)
		if (!(p->without[i] < LEAVE_ONE * total && total < LEAVE_ONE * p->without[i]))
			w |= 1U << WARN_LEAVE_ONE;
	return w;
}

static bool apart(double a, double b) {
	return a > SPREAD * b || b > SPREAD * a;
}

/* What referrals made, and averages over models. */
static uint32_t of_averages(const struct mse_panel *p, double total) {
	const struct mse_graphs *g = &p->graphs;
	const struct mse_average *a = &p->average;
	const struct mse_lcm *l = &p->lcm;
	uint32_t w = 0;
	if (p->parted && !(p->own.estimate.total < RIVAL_APART * total && total < RIVAL_APART * p->own.estimate.total))
		w |= 1U << WARN_REFERRAL;
	if ((p->graphed && (apart(g->median, p->graphs_even.median) || g->tail > PRESSED))
		|| (p->averaged && (apart(a->median, p->average_unit.median) || a->tail > PRESSED)))
		w |= 1U << WARN_PRIOR;
	if (p->classed && (!l->mixed || l->pressed > PRESSED))
		w |= 1U << WARN_CHAINS;
	if ((p->graphed && (total < g->limit[0] || total > g->limit[3]))
		|| (p->averaged && (total < a->limit[0] || total > a->limit[3]))
		|| (p->classed && l->mixed && (total < l->limit[0] || total > l->limit[3])))
		w |= 1U << WARN_OTHER_WAY;
	return w;
}

/* The range: every model within the window, every method's estimate, and the main method's own limits. */
static void range(struct mse_panel *p) {
	const struct mse_method_result *main = &p->methods[p->main];
	double from = main->interval.limit[0], to = main->interval.limit[3];
	if (!(from > (double)p->table.observed))
		from = (double)p->table.observed;
	if (isnan(to))
		to = INFINITY; /* the resamples gave none */
	for (size_t i = 0; i < p->methods_n; i++) {
		double total = p->methods[i].estimate.total;
		from = total < from ? total : from;
		to = total > to ? total : to;
	}
	for (int i = 0; i < HETERO__MAX; i++)
		if (p->unlike_behind[i] < PANEL_WINDOW) {
			from = p->unlike[i] < from ? p->unlike[i] : from;
			to = p->unlike[i] > to ? p->unlike[i] : to;
		}
	double averages[] = {p->parted ? p->own.estimate.total : NAN, p->graphed ? p->graphs.median : NAN,
		p->averaged ? p->average.median : NAN, p->classed && p->lcm.mixed ? p->lcm.median : NAN};
	for (size_t i = 0; i < sizeof averages / sizeof *averages; i++) {
		from = averages[i] < from ? averages[i] : from;
		to = averages[i] > to ? averages[i] : to;
	}
	p->from = p->models_n > 0 && p->lowest < from ? p->lowest : from;
	p->to = p->models_n > 0 && p->highest > to ? p->highest : to;
}

void mse_panel_judge(struct mse_panel *p) {
	enum { REFUSE = 1U << WARN_FEW_LISTS | 1U << WARN_NO_OVERLAP | 1U << WARN_NO_ESTIMATE | 1U << WARN_ISLAND,
		NO_NUMBER = 1U << WARN_MANY_ANSWERS | 1U << WARN_WIDE | 1U << WARN_REFERRAL };
	p->warnings = of_table(&p->table) | 1U << WARN_LINKAGE;
	if (p->linked) /* K1: what was missed has been said */
		p->warnings &= ~(1U << WARN_LINKAGE);
	if (p->strata.missing > 0)
		p->warnings |= 1U << WARN_STRATA;
	p->number = p->from = p->to = NAN;
	for (size_t i = 0; i < p->methods_n; i++)
		p->methods[i].warnings = of_method(&p->methods[i]);
	if (p->main < 0) {
		p->warnings |= 1U << WARN_NO_ESTIMATE;
	} else {
		const struct mse_method_result *main = &p->methods[p->main];
		p->warnings |= main->warnings | of_rivals(p) | of_lists(p, main->estimate.total)
			| of_averages(p, main->estimate.total);
	}
	uint32_t refuse = p->despite_two ? REFUSE & ~(1U << WARN_FEW_LISTS) : REFUSE;
	if ((p->warnings & refuse) != 0 || p->main < 0) {
		p->verdict = VERDICT_REFUSAL;
	} else if ((p->warnings & NO_NUMBER) != 0 || isnan(p->methods[p->main].interval.limit[0])) {
		p->verdict = VERDICT_RANGE;
		range(p);
	} else {
		p->verdict = VERDICT_NUMBER;
		p->number = p->methods[p->main].estimate.total;
		p->from = p->methods[p->main].interval.limit[0];
		p->to = p->methods[p->main].interval.limit[3];
	}
}
