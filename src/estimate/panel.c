#include "estimate/panel.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "estimate/real.h"
#include "estimate/stepwise.h"

struct making {
	const struct mse_options *o;
	struct mse_panel *p;
	struct mse_procedure how; /* the main method, for what is asked of other tables */
	int part, parts;
};

/* Methods ---------------------------------------------------------------------------------------------------------- */

static bool go_on_replicates(void *arg, size_t done) {
	struct making *k = arg;
	(void)done;
	return k->o->go_on == NULL || k->o->go_on(k->o->arg, k->part, k->parts);
}

/* One person less in each cell in turn: the largest change. */
static double one_person(const struct mse_procedure *how, const struct mse_table *t, double total) {
	double most = 0;
	for (unsigned w = 1; w < mse_cells(t); w++) {
		struct mse_table less = *t;
		struct mse_estimate e;
		if (t->n[w] == 0)
			continue;
		less.n[w]--;
		mse_table_close(&less);
		mse_estimate_run(how, &less, &e);
		double change = isnan(e.total) ? INFINITY : fabs(e.total - total) / total;
		most = change > most ? change : most;
	}
	return most;
}

static void fit_of(const struct mse_table *t, struct mse_method_result *r) {
	int cells = 0;
	for (unsigned w = 1; w < mse_cells(t); w++)
		cells += r->estimate.model.lists == 0 || r->estimate.fit.mu[w] > 0;
	r->freedom = cells - (r->estimate.fit.params - (r->estimate.model.lists == 0 ? 0 : r->estimate.fit.infinite));
	r->fit_p = r->freedom > 0 ? chi_square_tail(r->estimate.fit.deviance, r->freedom) : NAN;
}

static void method_run(struct making *k, enum mse_method method, const struct mse_table *t,
	struct mse_method_result *r) {
	struct mse_procedure how = {.method = method, .threshold = k->o->threshold, .order = k->o->order};
	double *values = calloc(k->o->replicates, sizeof *values);
	if (values == NULL)
		abort();
	if (method == METHOD_FIXED)
		how.fixed = k->o->fixed;
	*r = (struct mse_method_result){.method = method};
	mse_estimate_run(&how, t, &r->estimate);
	r->profile = (struct mse_profile){NAN, {NAN, NAN}, {NAN, NAN}};
	if (!isnan(r->estimate.total)) {
		if (method == METHOD_BIC || method == METHOD_AIC)
			how.fixed = r->estimate.model; /* a good first guess, in every replicate */
		struct mse_bootstrap b = {.how = &how, .tables = t, .strata = 1, .replicates = k->o->replicates, .seed = k->o->seed,
			.threads = k->o->threads, .go_on = go_on_replicates, .arg = k};
		k->p->ended = k->p->ended || !mse_bootstrap_run(&b, r->estimate.total, values, &r->interval);
		fit_of(t, r);
		r->one_person = one_person(&how, t, r->estimate.total);
		if (r->estimate.model.lists == t->lists) {
			struct mse_data d;
			mse_data_init(&d, t);
			mse_profile_interval(&d, &r->estimate.model, &r->estimate.fit, &r->profile);
		}
	}
	free(values);
}

/* Other tables made of this one ------------------------------------------------------------------------------------ */

static double total_of(const struct making *k, const struct mse_table *t) {
	struct mse_procedure how = k->how;
	struct mse_estimate e;
	how.fixed.lists = 0;
	if (t->lists < 2)
		return NAN;
	mse_estimate_run(&how, t, &e);
	return e.total;
}

static void lists_run(const struct making *k) {
	struct mse_panel *p = k->p;
	const struct mse_table *t = &p->table;
	struct mse_table other;
	for (int i = 0; i < t->lists; i++) {
		mse_table_drop(t, i, &other);
		p->without[i] = total_of(k, &other);
		for (int j = i + 1; j < t->lists; j++) {
			mse_table_merge(t, i, j, &other);
			p->merged[i][j] = total_of(k, &other);
		}
	}
}

static void thresholds_run(const struct making *k) {
	static const double thresholds[PANEL_THRESHOLDS] = {0.0001, 0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1};
	struct mse_procedure how = {.method = METHOD_STEPWISE};
	struct mse_estimate e;
	for (int i = 0; i < PANEL_THRESHOLDS; i++) {
		how.threshold = k->p->thresholds[i] = thresholds[i];
		mse_estimate_run(&how, &k->p->table, &e);
		k->p->trajectory[i] = e.total;
	}
}

static int by_size(const void *a, const void *b) {
	double x = *(const double *)a, y = *(const double *)b;
	return x < y ? -1 : x > y;
}

/* The people of list j are a population whose size is known: what do the other lists say of it? */
static void consistency_run(const struct making *k) {
	struct mse_panel *p = k->p;
	double ratios[MSE_LISTS];
	int n = 0;
	for (int j = 0; j < p->table.lists; j++) {
		struct mse_table own = {.lists = p->table.lists}, other;
		for (unsigned w = 0; w < mse_cells(&own); w++)
			own.n[w] = (w >> j & 1) != 0 ? p->table.n[w] : 0;
		mse_table_close(&own);
		mse_table_drop(&own, j, &other);
		p->size[j] = p->table.super[1U << j];
		p->predicted[j] = total_of(k, &other);
		if (p->size[j] > 0)
			ratios[n++] = isnan(p->predicted[j]) ? INFINITY : fabs(real_log(p->predicted[j] / (double)p->size[j]));
	}
	qsort(ratios, (size_t)n, sizeof *ratios, by_size);
	p->score = n == 0 ? NAN : n % 2 != 0 ? ratios[n / 2] : (ratios[n / 2 - 1] + ratios[n / 2]) / 2;
}

/* Overlaps --------------------------------------------------------------------------------------------------------- */

static void empty_run(const struct making *k) {
	struct mse_panel *p = k->p;
	const struct mse_method_result *main = &p->methods[p->main];
	for (int i = 0; i < p->table.lists; i++)
		for (int j = 0; j < p->table.lists; j++) {
			unsigned both = 1U << i | 1U << j;
			p->empty[i][j] = NAN;
			if (i >= j || p->table.super[both] > 0 || main->estimate.model.lists != p->table.lists)
				continue;
			struct mse_model m; /* the main model without that pair and what holds it */
			struct mse_fit f;
			struct mse_data d;
			double overlap = 0;
			mse_model_main(&m, p->table.lists);
			for (int s = 0; s < main->estimate.model.n; s++)
				if ((main->estimate.model.terms[s] & both) != both)
					mse_model_add(&m, main->estimate.model.terms[s]);
			mse_data_init(&d, &p->table);
			mse_fit_model(&d, &m, NULL, false, &f);
			for (unsigned w = 0; w < mse_cells(&p->table); w++)
				overlap += (w & both) == both ? f.mu[w] : 0;
			p->empty[i][j] = f.converged ? real_exp(-overlap) : NAN;
		}
}

/* A share of the people on two lists and more lose one record to a person of its own: the expected table, the same
   model. */
static void missed_run(const struct making *k) {
	static const double shares[PANEL_MISSED] = {0.01, 0.02, 0.05, 0.1, 0.2};
	struct mse_panel *p = k->p;
	const struct mse_estimate *main = &p->methods[p->main].estimate;
	for (int i = 0; i < PANEL_MISSED; i++) {
		double n[MSE_CELLS] = {0}, seen = 0;
		struct mse_data d;
		struct mse_fit f;
		p->missed[i] = shares[i];
		p->with_missed[i] = NAN;
		if (main->model.lists != p->table.lists)
			continue;
		for (unsigned w = 1; w < mse_cells(&p->table); w++) {
			int lists = __builtin_popcount(w);
			double lost = lists > 1 ? shares[i] * (double)p->table.n[w] : 0;
			n[w] += (double)p->table.n[w] - lost;
			for (unsigned bit = 1; bit <= w && lost > 0; bit <<= 1)
				if ((w & bit) != 0) {
					n[w ^ bit] += lost / lists;
					n[bit] += lost / lists;
				}
			seen += (double)p->table.n[w] + lost;
		}
		mse_data_init_expected(&d, &p->table, n);
		mse_fit_model(&d, &main->model, NULL, false, &f);
		p->with_missed[i] = f.converged ? seen + f.dark : NAN;
	}
}

/* Rivals: all models nearly as good as the best -------------------------------------------------------------------- */

static bool go_on_search(void *arg, uint64_t fitted) {
	return go_on_replicates(arg, (size_t)fitted);
}

static void rivals_run(struct making *k) {
	struct mse_panel *p = k->p;
	struct mse_data d;
	struct mse_choice first;
	mse_data_init(&d, &p->table);
	mse_stepwise(&d, 0.02, &first);
	struct mse_search s = {.order = k->o->order < p->table.lists ? k->o->order : p->table.lists - 1,
		.weight = d.log_observed, .window = PANEL_WINDOW, .room = PANEL_MODELS, .kept = p->models, .go_on = go_on_search,
		.arg = k};
	mse_search_run(&s, &d, &first.model);
	p->models_n = s.n;
	p->fitted = s.fitted;
	p->cut = s.cut;
	p->ended = p->ended || s.ended;
	p->lowest = INFINITY;
	p->highest = 0;
	for (size_t i = 0; i < s.n; i++) {
		double total = (double)p->table.observed + s.kept[i].dark;
		p->lowest = total < p->lowest ? total : p->lowest;
		p->highest = total > p->highest ? total : p->highest;
	}
}

/* Parts of the table, and links put back --------------------------------------------------------------------------- */

static void strata_run(struct making *k) {
	const struct mse_options *o = k->o;
	struct mse_bootstrap b = {.how = &k->how, .tables = o->strata, .strata = o->strata_n, .replicates = o->replicates,
		.seed = o->seed, .threads = o->threads, .go_on = go_on_replicates, .arg = k};
	if (o->strata_n == 0)
		return;
	mse_strata_run(&b, &k->p->strata);
	k->p->ended = k->p->ended || k->p->strata.ended;
}

static void linkage_run(struct making *k) {
	struct mse_panel *p = k->p;
	struct mse_linkage l = {.how = &k->how, .table = &p->table, .draws = k->o->replicates, .seed = k->o->seed,
		.threads = k->o->threads, .go_on = go_on_replicates, .arg = k};
	if (!k->o->missed_given)
		return;
	memcpy(l.missed, k->o->missed, sizeof l.missed);
	mse_linkage_run(&l, &p->linkage);
	p->linked = true;
	p->ended = p->ended || p->linkage.ended;
}

/* Averages over models. Chains get longer as more resamples are asked for. */
static void averages_run(struct making *k) {
	const struct mse_options *o = k->o;
	struct mse_panel *p = k->p;
	struct mse_graphs_asked asked = {.threads = o->threads};
	struct mse_lcm_asked classes = {.seed = o->seed, .threads = o->threads, .burn = 5 * o->replicates,
		.samples = 5 * o->replicates / 2};
	p->graphed = o->graphs && mse_graphs_run(&asked, &p->table, &p->graphs);
	asked.delta = 0.5;
	p->graphed = p->graphed && mse_graphs_run(&asked, &p->table, &p->graphs_even);
	struct mse_average_asked models = {.order = o->order, .models_most = o->averaged_most, .threads = o->threads,
		.go_on = go_on_replicates, .arg = k};
	p->averaged = o->averaging && mse_average_run(&models, &p->table, &p->average);
	models.prior = PRIOR_UNIT;
	p->averaged = p->averaged && mse_average_run(&models, &p->table, &p->average_unit);
	p->ended = p->ended || (o->go_on != NULL && !o->go_on(o->arg, k->part, k->parts));
	p->classed = o->lcm && !p->ended && mse_lcm_run(&classes, &p->table, &p->lcm);
}

/* People may differ in how easily they are seen, which no model of lists says: Chao's, the Poisson and Darroch's
   models do. */
static void unlike_run(const struct making *k) {
	struct mse_panel *p = k->p;
	struct mse_data d;
	struct mse_hetero_fit f;
	mse_data_init(&d, &p->table);
	for (int kind = HETERO_CHAO; kind <= HETERO_DARROCH && p->models_n > 0 && p->table.lists > 2; kind++) {
		mse_hetero_fit(&d, (enum mse_hetero)kind, true, &f);
		if (!f.converged || !isfinite(f.dark))
			continue;
		p->unlike[kind] = (double)p->table.observed + f.dark;
		p->unlike_behind[kind] = f.deviance + d.log_observed * f.params - p->models[0].criterion;
	}
}

/* The whole -------------------------------------------------------------------------------------------------------- */

static void next_part(struct making *k) {
	k->part++;
	if (!k->p->ended && k->o->go_on != NULL && !k->o->go_on(k->o->arg, k->part, k->parts))
		k->p->ended = true;
}

/* BIC speaks, for its minimum is proved; else whatever gave an estimate first. */
static int main_of(const struct mse_panel *p) {
	int found = -1;
	for (size_t i = 0; i < p->methods_n; i++) {
		bool sound = !isnan(p->methods[i].estimate.total) && p->methods[i].method != METHOD_CHAO;
		if (sound && (found < 0 || p->methods[i].method == METHOD_BIC))
			found = (int)i;
	}
	return found;
}

void mse_panel_run(const struct mse_options *o, const struct mse_table *t, struct mse_panel *ret_panel) {
	struct mse_panel *p = ret_panel;
	struct mse_candidate *models = p->models;
	struct making k = {.o = o, .p = p, .parts = __builtin_popcount(o->methods) + 3 + (o->graphs || o->averaging
		|| o->lcm)};
	*p = (struct mse_panel){.table = *t, .models = models, .main = -1, .score = NAN, .despite_two = o->despite_two};
	for (int i = 0; i < HETERO__MAX; i++)
		p->unlike[i] = p->unlike_behind[i] = NAN;
	for (int i = 0; i < MSE_LISTS; i++) {
		p->without[i] = p->predicted[i] = NAN;
		for (int j = 0; j < MSE_LISTS; j++)
			p->merged[i][j] = p->empty[i][j] = NAN;
	}
	for (int m = 0; m < METHOD__MAX && !p->ended; m++)
		if ((o->methods >> m & 1) != 0) {
			method_run(&k, (enum mse_method)m, t, &p->methods[p->methods_n++]);
			next_part(&k);
		}
	p->main = main_of(p);
	if (!p->ended && p->main >= 0) {
		k.how = (struct mse_procedure){.method = p->methods[p->main].method, .threshold = o->threshold, .order = o->order};
		if (k.how.method == METHOD_FIXED)
			k.how.method = METHOD_STEPWISE; /* a model of these lists says nothing about fewer */
		rivals_run(&k);
		unlike_run(&k);
		next_part(&k);
	}
	if (!p->ended && p->main >= 0) {
		lists_run(&k);
		thresholds_run(&k);
		consistency_run(&k);
		empty_run(&k);
		missed_run(&k);
		next_part(&k);
	}
	if (!p->ended && p->main >= 0) {
		strata_run(&k);
		linkage_run(&k);
		next_part(&k);
	}
	if (!p->ended && p->main >= 0 && o->own != NULL) {
		method_run(&k, k.how.method, o->own, &p->own);
		p->parted = true;
	}
	if (!p->ended && p->main >= 0 && (o->graphs || o->averaging || o->lcm)) {
		averages_run(&k);
		next_part(&k);
	}
	mse_panel_judge(p);
}
