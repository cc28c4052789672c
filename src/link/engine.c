#include "link/engine.h"

#include <math.h>
#include <string.h>

#include "link/propose.h"
#include "text/fold.h"

enum {
	USUAL_BAR = -1,  /* bits: the bar where nothing says another */
	BELOW = 4,       /* bits under the bar that are still kept: means of groups need them */
	LOWEST = -10,    /* bars tried with the truth */
};

static int no_memory(struct cx *cx) {
	return err_say(cx, ERR_LIMIT, NULL, N_("This linkage needs more memory than it may have. Give more with --memory, or use fewer "
		"columns."), NULL);
}

int link_prepare(struct cx *cx, struct link_engine *e, const struct link_table *t, const struct link_options *o, const bool *own) {
	e->table = t;
	fold_warm();
	e->options = *o;
	e->guess = link_alloc(t->memory, (size_t)t->columns, sizeof *e->guess);
	struct link_model *m = &e->model, given = *m;
	link_guess(t, own, e->guess, m);
	if (o->model_given)
		memcpy(m->kind, given.kind, sizeof m->kind), memcpy(m->day_first, given.day_first, sizeof m->day_first);
	else
		link_propose_comparisons(t, e->guess, m);
	if (m->comparisons == 0)
		return err_say(cx, ERR_INVALID, NULL, N_("No column of this list tells one person from another, so nobody can be found in it twice."),
			NULL);
	if (!o->model_given && !o->rules_given && !link_propose_rules(t, m, o->budget))
		return no_memory(cx);
	if (m->rules == 0)
		return err_say(cx, ERR_INVALID, NULL, N_("There is no blocking rule, so no pair would be looked at."), NULL);
	e->rows = (struct link_rows){.memory = t->memory};
	if (!link_comparer_init(&e->comparer, &e->rows, m) || !link_blocks_init(&e->blocks, &e->rows, m))
		return err_say(cx, ERR_LIMIT, NULL, N_("The model and its rules look at too many forms of columns."), NULL);
	e->blocks.threads = o->threads;
	e->blocks.source = o->across ? o->source : NULL;
	e->seen = link_alloc(t->memory, (size_t)o->threads, sizeof *e->seen);
	return link_rows_make(&e->rows, t, m, o->threads) ? 0 : no_memory(cx);
}

static bool judged_by_labels(const struct link_options *o) {
	return o->truth == NULL && o->labels_n > 0;
}

bool link_is_judged(const struct link_options *o) {
	return o->truth != NULL || o->labels_n > 0;
}

int link_learn(struct cx *cx, struct link_engine *e) {
	if (e->options.model_given) {
		link_model_weigh(&e->model);
		return link_count(&e->blocks, &e->model, &e->training.candidates) ? 0 : no_memory(cx);
	}
	const struct link_options *o = &e->options;
	if (!link_train(&e->blocks, &e->comparer, e->seen, &e->model, &e->training))
		return no_memory(cx);
	link_labels_teach(&e->comparer, e->seen, o->label, o->labels_n, judged_by_labels(o) ? 0 : 2, &e->model);
	return 0;
}

static bool chooses_by_truth(const struct link_engine *e) {
	return isnan(e->options.threshold) && link_is_judged(&e->options) && !e->options.model_given;
}

/* The half of the labels that did not teach; all, where none did. */
static int judging_half(const struct link_engine *e) {
	return e->options.model_given ? 2 : 1;
}

static void weigh_labels(struct link_engine *e, double bar, bool by_truth) {
	const struct link_options *o = &e->options;
	e->blocking_recall = link_labels_weigh(&e->blocks, &e->comparer, e->seen, o->label, o->labels_n);
	e->pair = link_labels_by_weight(o->label, o->labels_n, judging_half(e), by_truth ? link_labels_best(o->label, o->labels_n, 0) : bar);
}

int link_weigh(struct cx *cx, struct link_engine *e) {
	struct link_memory *m = e->table->memory;
	const struct link_options *o = &e->options;
	const uint32_t *source = e->blocks.source;
	bool by_truth = chooses_by_truth(e);
	double bar = !isnan(o->threshold) ? o->threshold : isnan(e->model.threshold) ? USUAL_BAR : e->model.threshold;
	e->threshold = bar;
	double floor = by_truth ? LOWEST - BELOW : fmax(bar - BELOW, -30);
	size_t most = link_memory_left(m) / (3 * sizeof(struct link_edge)) + 1024;
	if (!link_score(&e->blocks, &e->comparer, e->seen, &e->training.pairs, o->truth, (int32_t)(floor * LINK_BIT), most, o->go_on, o->arg, &e->scores))
		return no_memory(cx);
	if (judged_by_labels(o))
		weigh_labels(e, bar, by_truth);
	link_blocks_end(&e->blocks);
	if (o->truth == NULL)
		return 0;
	if (!link_true_pairs(m, o->truth, source, e->rows.records, e->true_pairs))
		return no_memory(cx);
	e->blocking_recall = link_pair_quality(&e->scores, e->true_pairs, 0, 2).recall;
	int bin = by_truth ? link_best_bin(&e->scores, e->true_pairs, 0) : link_bin((int32_t)(bar * LINK_BIT));
	e->pair = link_pair_quality(&e->scores, e->true_pairs, bin, by_truth ? 1 : 2);
	return 0;
}

static bool group(struct link_engine *e, double bar) {
	struct link_clustering how = {.method = e->options.method, .threads = e->options.threads, .bar = (int32_t)lrint(bar * LINK_BIT),
		.source = e->options.source, .said = e->options.said, .said_n = e->options.said_n, .copy = e->copy};
	int32_t floor = how.bar - BELOW * LINK_BIT;
	size_t edges = 0;
	while (edges < e->scores.edges && e->scores.edge[edges].weight >= floor)
		edges++;
	return link_cluster(&e->comparer, e->seen, e->scores.edge, edges, &how, e->cluster)
		&& link_cluster_sizes(e->table->memory, e->cluster, e->rows.records, &e->sizes);
}

static bool judge(struct link_engine *e, struct link_bar *b, double bar) {
	struct link_quality *q[3] = {&b->half[0], &b->half[1], &b->all};
	const struct link_options *o = &e->options;
	for (int half = 0; half < 3; half++) {
		if (judged_by_labels(o))
			*q[half] = link_labels_by_cluster(o->label, o->labels_n, half, e->cluster);
		else if (!link_cluster_quality(e->table->memory, e->cluster, e->options.truth, e->blocks.source, e->rows.records, e->true_pairs, half,
			q[half]))
			return false;
		q[half]->threshold = bar;
	}
	b->largest = e->sizes.largest;
	return true;
}

static bool try_bar(struct link_engine *e, double bar, double *best, double *at) {
	struct link_bar *b = &e->bar[e->bars];
	for (int i = 0; i < e->bars; i++)
		if (e->bar[i].all.threshold == bar)
			return true;
	if (e->bars == LINK_BARS)
		return true;
	e->bars++;
	if (!group(e, bar) || !judge(e, b, bar))
		return false;
	if (b->half[0].f1 > *best || (b->half[0].f1 == *best && fabs(bar - USUAL_BAR) < fabs(*at - USUAL_BAR))) {
		*best = b->half[0].f1;
		*at = bar;
	}
	return true;
}

/* Bars on half 0 of the people: every fourth bit, then around the best. */
static bool try_bars(struct link_engine *e) {
	double best = -1, at = LOWEST;
	for (double bar = LOWEST; bar <= 10; bar += 4)
		if (!try_bar(e, bar, &best, &at))
			return false;
	for (double step = 2; step >= 1; step /= 2) {
		double middle = at;
		for (int side = -1; side <= 1; side += 2)
			if (!try_bar(e, middle + side * step, &best, &at))
				return false;
	}
	for (int i = 0; i < e->bars; i++) /* by rising bar */
		for (int j = i; j > 0 && e->bar[j].all.threshold < e->bar[j - 1].all.threshold; j--) {
			struct link_bar t = e->bar[j];
			e->bar[j] = e->bar[j - 1];
			e->bar[j - 1] = t;
		}
	e->threshold = at;
	return true;
}

int link_choose(struct cx *cx, struct link_engine *e) {
	e->cluster = link_alloc(e->table->memory, e->rows.records, sizeof *e->cluster);
	e->by_truth = chooses_by_truth(e);
	if (e->options.method == CLUSTER_AVERAGE && e->blocks.source == NULL) {
		e->copy = link_alloc(e->table->memory, e->rows.records, sizeof *e->copy);
		if (!link_copies(&e->comparer, e->options.threads, e->copy))
			return no_memory(cx);
	}
	return !e->by_truth || try_bars(e) ? 0 : no_memory(cx);
}

int link_group(struct cx *cx, struct link_engine *e) {
	return group(e, e->threshold) ? 0 : no_memory(cx);
}

int link_judge(struct cx *cx, struct link_engine *e) {
	struct link_bar last;
	if (!link_is_judged(&e->options))
		return 0;
	if (!judge(e, &last, e->threshold))
		return no_memory(cx);
	e->clusters = e->by_truth || (judged_by_labels(&e->options) && judging_half(e) == 1) ? last.half[1] : last.all;
	return 0;
}
