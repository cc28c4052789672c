#include "estimate/method.h"

#include <math.h>
#include <string.h>

#include "estimate/search.h"
#include "estimate/stepwise.h"

static const char *const names[METHOD__MAX] = {"independent", "stepwise", "bic", "aic", "chao", "fixed"};

enum mse_method mse_method_find(const char *name) {
	int i = 0;
	while (i < METHOD__MAX && strcmp(names[i], name) != 0)
		i++;
	return (enum mse_method)i;
}

const char *mse_method_name(enum mse_method method) {
	return names[method];
}

static void by_search(const struct mse_procedure *how, const struct mse_data *d, struct mse_estimate *e) {
	struct mse_candidate best[1];
	struct mse_choice first;
	int lists = d->table->lists;
	struct mse_search s = {.order = how->order < lists ? how->order : lists - 1, .kept = best, .room = 1,
		.weight = how->method == METHOD_BIC ? d->log_observed : 2};
	bool given = how->fixed.lists == lists;
	if (!given)
		mse_stepwise(d, 0.02, &first);
	mse_search_run(&s, d, given ? &how->fixed : &first.model);
	e->exist = s.n == 0 ? MSE_NO_MAXIMUM : MSE_EXISTS;
	if (s.n == 0)
		return;
	e->model = best[0].model;
	mse_fit_model(d, &e->model, NULL, true, &e->fit);
}

static void by_selection(const struct mse_procedure *how, const struct mse_data *d, struct mse_estimate *e) {
	struct mse_choice c;
	mse_stepwise(d, how->method == METHOD_STEPWISE ? how->threshold : 0, &c);
	e->exist = c.exist;
	e->model = c.model;
	if (c.exist == MSE_EXISTS)
		mse_fit_model(d, &c.model, &c.fit, true, &e->fit);
}

static void by_model(const struct mse_procedure *how, const struct mse_data *d, struct mse_estimate *e) {
	e->model = how->fixed;
	e->exist = e->model.lists == d->table->lists ? mse_exist(d->table, &e->model) : MSE_NO_MAXIMUM;
	if (e->exist == MSE_EXISTS)
		mse_fit_model(d, &e->model, NULL, true, &e->fit);
}

static void by_chao(const struct mse_data *d, struct mse_estimate *e) {
	struct mse_hetero_fit f;
	struct mse_model main;
	mse_model_main(&main, d->table->lists);
	e->exist = mse_exist(d->table, &main);
	e->model.lists = 0;
	if (e->exist != MSE_EXISTS)
		return;
	mse_hetero_fit(d, HETERO_CHAO, true, &f);
	e->fit.dark = f.dark;
	e->fit.deviance = f.deviance;
	e->fit.aic = f.aic;
	e->fit.bic = f.bic;
	e->fit.params = f.params;
	e->fit.converged = f.converged;
}

void mse_estimate_run(const struct mse_procedure *how, const struct mse_table *t, struct mse_estimate *ret_estimate) {
	struct mse_table some = *t;
	struct mse_data d;
	struct mse_estimate *e = ret_estimate;
	for (int j = t->lists; j-- > 0;)
		if (some.super[1U << j] == 0 && some.lists > 1)
			mse_table_drop(&some, j, &some);
	e->total = NAN;
	e->exist = MSE_NO_MAXIMUM;
	e->model.lists = 0;
	if (some.observed == 0)
		return;
	mse_data_init(&d, &some);
	switch (how->method) {
	case METHOD_BIC:
	case METHOD_AIC:
		by_search(how, &d, e);
		break;
	case METHOD_CHAO:
		by_chao(&d, e);
		break;
	case METHOD_FIXED:
		by_model(how, &d, e);
		break;
	default:
		by_selection(how, &d, e);
	}
	if (e->exist == MSE_EXISTS && e->fit.converged)
		e->total = (double)some.observed + e->fit.dark;
}
