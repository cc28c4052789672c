#include "link/labels.h"

#include <math.h>

enum { BELIEVED = 10 /* pairs the model counts as beside labels */, LEAST = 20 /* sure pairs without which labels teach nothing */ };

static bool is_of(const struct link_label *l, int half) {
	return half == 2 || link_half(l->left + 1) == half;
}

void link_labels_teach(const struct link_comparer *c, struct link_seen *seen, const struct link_label *label, size_t n, int half,
	struct link_model *model) {
	double count[LINK_COMPARISONS][16] = {{0}}, all = 0;
	for (size_t i = 0; i < n; i++) {
		if (!is_of(&label[i], half) || label[i].score <= 0)
			continue;
		uint64_t pattern = link_pattern(c, label[i].left, label[i].right, seen);
		all += label[i].score;
		for (int k = 0; k < model->comparisons; k++)
			count[k][link_level(pattern, k)] += label[i].score;
	}
	if (all < LEAST)
		return;
	for (int i = 0; i < model->comparisons; i++) {
		struct link_comparison *to = &model->comparison[i];
		int levels = link_measures[to->measure].levels;
		double sum = BELIEVED;
		for (int k = 0; k < levels; k++)
			sum += count[i][k];
		for (int k = 0; k < levels; k++) {
			to->m[k] = (count[i][k] + BELIEVED * to->m[k]) / sum;
			to->trained[k] = to->trained[k] || count[i][k] >= 1;
		}
	}
	link_model_settle(model);
}

double link_labels_weigh(const struct link_blocks *b, const struct link_comparer *c, struct link_seen *seen, struct link_label *label, size_t n) {
	size_t same = 0, given = 0;
	for (size_t i = 0; i < n; i++) {
		struct link_label *l = &label[i];
		bool found = false;
		for (int rule = 0; rule < b->model->rules && !found; rule++)
			found = link_blocks_has(b, rule, link_row(b->rows, l->left), link_row(b->rows, l->right));
		l->weight = found ? link_weight(c, link_pattern(c, l->left, l->right, seen), l->left, l->right) : INT32_MIN;
		same += l->score >= 0.5;
		given += l->score >= 0.5 && found;
	}
	return same == 0 ? 1 : (double)given / (double)same;
}

struct tally {
	double right, found, all;
};

static void count(struct tally *t, const struct link_label *l, bool found) {
	bool same = l->score >= 0.5;
	t->all += same;
	t->found += found;
	t->right += same && found;
}

static struct link_quality quality(const struct tally *t, double bits) {
	struct link_quality q = {.threshold = bits, .precision = t->found > 0 ? t->right / t->found : 1, .recall = t->all > 0 ? t->right / t->all : 1};
	q.f1 = q.precision + q.recall > 0 ? 2 * q.precision * q.recall / (q.precision + q.recall) : 0;
	return q;
}

struct link_quality link_labels_by_weight(const struct link_label *label, size_t n, int half, double bits) {
	struct tally t = {0};
	for (size_t i = 0; i < n; i++)
		if (is_of(&label[i], half))
			count(&t, &label[i], label[i].weight != INT32_MIN && label[i].weight >= (int32_t)lrint(bits * LINK_BIT));
	return quality(&t, bits);
}

struct link_quality link_labels_by_cluster(const struct link_label *label, size_t n, int half, const uint32_t *cluster) {
	struct tally t = {0};
	for (size_t i = 0; i < n; i++)
		if (is_of(&label[i], half))
			count(&t, &label[i], cluster[label[i].left] == cluster[label[i].right]);
	return quality(&t, NAN);
}

double link_labels_best(const struct link_label *label, size_t n, int half) {
	double best = -1, from = 0, to = 0;
	for (int i = -40; i <= 120; i++) {
		double bits = i / 4.0, f1 = link_labels_by_weight(label, n, half, bits).f1;
		if (f1 > best) {
			best = f1;
			from = bits;
		}
		to = f1 == best ? bits : to;
	}
	return rint((from + to) * 2) / 4; /* the middle of those that are as good */
}
