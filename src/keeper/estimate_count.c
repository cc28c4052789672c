#include "keeper/estimate_count.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "estimate/panel.h"
#include "op/op.h"

enum { AVERAGED = 40000 /* models */, MODELS = 12 };

struct telling {
	const struct estimate_job *job;
	const struct mse_panel *p;
	const int *place; /* of a list of the panel: its place among those asked for */
	struct estimate_found *f;
};

/* Tables ----------------------------------------------------------------------------------------------------------- */

static void table_of(const int64_t *n, int lists, struct mse_table *t) {
	*t = (struct mse_table){.lists = lists};
	for (unsigned w = 1; w < mse_cells(t); w++)
		t->n[w] = n[w];
	mse_table_close(t);
}

/* A list that nobody is on, that everybody is on, or that is the same as a later one tells nothing. */
static bool is_idle(const struct mse_table *t, int i) {
	int64_t n = t->super[1U << i];
	if (n == 0 || n == t->observed)
		return true;
	for (int j = i + 1; j < t->lists; j++)
		if (t->super[1U << j] == n && t->super[1U << i | 1U << j] == n)
			return true;
	return false;
}

static void drop_idle(struct mse_table *t, struct mse_table *own, struct mse_table *strata, int n, int *place) {
	for (int i = t->lists; i-- > 0;) {
		if (t->lists < 2 || !is_idle(t, i))
			continue;
		mse_table_drop(t, i, t);
		mse_table_drop(own, i, own);
		for (int s = 0; s < n; s++)
			mse_table_drop(&strata[s], i, &strata[s]);
		for (int j = i; j < t->lists; j++)
			place[j] = place[j + 1];
	}
}

/* Telling ---------------------------------------------------------------------------------------------------------- */

static int64_t people(double x) {
	return isfinite(x) && x < 9e15 ? (int64_t)(x + 0.5) : NONE;
}

static unsigned lists_of(const struct telling *k, unsigned set) {
	unsigned w = 0;
	for (int i = 0; i < k->p->table.lists; i++)
		w |= (set >> i & 1) != 0 ? 1U << k->place[i] : 0;
	return w;
}

static struct estimate_row *row(struct telling *k, int part) {
	struct estimate_row *r = &k->f->rows[k->f->n < ESTIMATE_ROWS - 1 ? k->f->n++ : ESTIMATE_ROWS - 1];
	*r = (struct estimate_row){.part = part, .threshold = -1, .observed = NONE, .value = NONE, .low80 = NONE,
		.high80 = NONE, .low = NONE, .high = NONE};
	return r;
}

static void limits(struct estimate_row *r, double value, const double limit[4]) {
	r->value = people(value);
	r->low = people(limit[0]);
	r->low80 = people(limit[1]);
	r->high80 = people(limit[2]);
	r->high = people(limit[3]);
}

/* The largest sets of lists a model joins. */
static void terms(const struct telling *k, const struct mse_model *m, struct estimate_row *r) {
	size_t n = 0;
	for (int i = 0; i < m->n; i++) {
		unsigned s = m->terms[i];
		bool largest = __builtin_popcount(s) > 1;
		for (int j = 0; j < m->n; j++)
			largest = largest && (j == i || (m->terms[j] & s) != s);
		if (largest && n + 5 < ESTIMATE_TERMS)
			n += (size_t)snprintf(r->terms + n, ESTIMATE_TERMS - n, "%s%u", n > 0 ? " " : "", lists_of(k, s));
	}
}

static void tell_methods(struct telling *k) {
	const struct mse_panel *p = k->p;
	static const int ways[METHOD__MAX] = {WAY_INDEPENDENT, WAY_STEPWISE, WAY_BIC, WAY_AIC, WAY_CHAO, 0};
	for (size_t i = 0; i < p->methods_n; i++) {
		const struct mse_method_result *m = &p->methods[i];
		struct estimate_row *r = row(k, (int)i == p->main ? PART_MAIN : PART_METHOD);
		r->way = ways[m->method];
		if (isnan(m->estimate.total))
			continue;
		limits(r, m->estimate.total, m->interval.limit);
		if (m->estimate.model.lists > 0)
			terms(k, &m->estimate.model, r);
	}
	if (p->graphed) {
		struct estimate_row *r = row(k, PART_METHOD);
		r->way = WAY_GRAPHS;
		limits(r, p->graphs.median, p->graphs.limit);
	}
	if (p->averaged) {
		struct estimate_row *r = row(k, PART_METHOD);
		r->way = WAY_AVERAGING;
		limits(r, p->average.median, p->average.limit);
	}
	if (p->classed) {
		struct estimate_row *r = row(k, PART_METHOD);
		r->way = WAY_CLASSES;
		limits(r, p->lcm.median, p->lcm.limit);
	}
}

static void tell_lists(struct telling *k) {
	const struct mse_panel *p = k->p;
	for (int i = 0; i < p->table.lists; i++) {
		struct estimate_row *r = row(k, PART_WITHOUT);
		r->lists = lists_of(k, 1U << i);
		r->value = people(p->without[i]);
	}
	for (int i = 0; i < p->table.lists; i++) {
		struct estimate_row *r = row(k, PART_KNOWN);
		r->lists = lists_of(k, 1U << i);
		r->observed = p->size[i];
		r->value = people(p->predicted[i]);
	}
	for (int i = 0; i < PANEL_THRESHOLDS; i++) {
		struct estimate_row *r = row(k, PART_THRESHOLD);
		r->threshold = (int)(p->thresholds[i] * 10000 + 0.5);
		r->value = people(p->trajectory[i]);
	}
	for (size_t i = 0; i < p->models_n && i < MODELS; i++) {
		struct estimate_row *r = row(k, PART_MODEL);
		r->value = people((double)p->table.observed + p->models[i].dark);
		terms(k, &p->models[i].model, r);
	}
}

static void tell_others(struct telling *k) {
	const struct mse_panel *p = k->p;
	if (p->parted)
		limits(row(k, PART_OWN), p->own.estimate.total, p->own.interval.limit);
	if (p->linked)
		limits(row(k, PART_LINKS), p->linkage.middle, p->linkage.both);
	for (size_t i = 0; i < p->strata.n; i++) {
		struct estimate_row *r = row(k, PART_STRATUM);
		r->stratum = k->job->stratum[i];
		r->observed = p->strata.observed[i];
		r->value = people(p->strata.total[i]);
	}
	if (p->strata.n > 0)
		limits(row(k, PART_SUM), p->strata.sum, p->strata.interval.limit);
}

static void tell(struct telling *k) {
	static const int findings[] = {[VERDICT_NUMBER] = FINDING_NUMBER, [VERDICT_RANGE] = FINDING_RANGE,
		[VERDICT_REFUSAL] = FINDING_NONE};
	const struct mse_panel *p = k->p;
	struct estimate_found *f = k->f;
	f->n = 0;
	f->finding = findings[p->verdict];
	f->observed = p->table.observed;
	f->value = people(p->number);
	f->low = people(p->from);
	f->high = people(p->to);
	if (p->verdict != VERDICT_REFUSAL) { /* what is refused is not there to be quoted */
		tell_methods(k);
		tell_others(k);
		tell_lists(k);
	}
	for (int i = 0; i < WARN__MAX; i++)
		if ((p->warnings >> i & 1) != 0)
			row(k, PART_DOUBT)->doubt = DOUBT_FEW_LISTS + i;
}

/* The whole -------------------------------------------------------------------------------------------------------- */

struct tables {
	struct mse_table all, own, strata[ESTIMATE_STRATA];
	struct mse_panel panel;
	struct mse_candidate models[PANEL_MODELS];
};

static bool count(const struct estimate_job *job, struct tables *t, bool (*go_on)(void *, int, int), void *arg,
	struct estimate_found *ret_found) {
	int place[ESTIMATE_LISTS] = {0, 1, 2, 3, 4, 5, 6, 7};
	struct telling k = {.job = job, .p = &t->panel, .place = place, .f = ret_found};
	struct mse_options o = {.threshold = 0.02, .order = 2, .replicates = (size_t)job->resamples,
		.seed = (uint64_t)job->seed, .threads = 1, .methods =
		1U << METHOD_INDEPENDENT | 1U << METHOD_STEPWISE | 1U << METHOD_BIC | 1U << METHOD_AIC | 1U << METHOD_CHAO,
		.averaging = true, .averaged_most = AVERAGED, .lcm = true, .missed_given = job->linked, .go_on = go_on, .arg = arg};
	table_of(job->n, job->lists, &t->all);
	table_of(job->own, job->lists, &t->own);
	for (int i = 0; i < job->strata; i++)
		table_of(job->of[i], job->lists, &t->strata[i]);
	drop_idle(&t->all, &t->own, t->strata, job->strata, place);
	o.own = job->referred ? &t->own : NULL;
	o.strata = t->strata;
	o.strata_n = job->strata > 1 ? (size_t)job->strata : 0;
	o.graphs = t->all.lists < GRAPH_LISTS; /* of seven lists there are 617,675 */
	for (int i = 0; i < t->all.lists; i++)
		for (int j = i + 1; j < t->all.lists; j++)
			o.missed[i][j] = job->missed[place[i]][place[j]];
	t->panel.models = t->models;
	if (t->all.lists < 2) {
		t->panel = (struct mse_panel){.table = t->all, .main = -1, .number = NAN, .from = NAN, .to = NAN};
		mse_panel_judge(&t->panel);
	} else {
		mse_panel_run(&o, &t->all, &t->panel);
	}
	if (!t->panel.ended)
		tell(&k);
	return !t->panel.ended;
}

bool estimate_count(const struct estimate_job *job, bool (*go_on)(void *arg, int part, int parts), void *arg,
	struct estimate_found *ret_found) {
	struct tables *t = calloc(1, sizeof *t);
	bool whole = t != NULL && count(job, t, go_on, arg, ret_found);
	free(t);
	return whole;
}
