#include "link/em.h"

#include <math.h>
#include <string.h>

#include "link/compare.h"

enum { ROUNDS = 60, MOST = 6000 };

#define FIRM 0.25 /* of a pass's other pairs: how firmly u of telling values is believed */

void link_ratios(const struct link_model *m, const link_chances same, const link_chances other, link_chances ret_ratio) {
	for (int i = 0; i < m->comparisons; i++)
		for (int k = 0; k < link_measures[m->comparison[i].measure].levels; k++)
			ret_ratio[i][k] = same[i][k] / other[i][k];
}

double link_posterior(const struct link_model *m, unsigned which, unsigned residence, double lambda, const link_chances ratio,
	uint64_t pattern) {
	double odds = lambda / (1 - lambda), against = 1, most = 1;
	for (int i = 0; i < m->comparisons; i++) {
		int k = link_level(pattern, i);
		if ((which >> i & 1) == 0 || k == LINK_NULL)
			continue;
		double x = ratio[i][k];
		if ((residence >> i & 1) == 0) {
			odds *= x;
			continue;
		}
		odds *= x > 1 ? sqrt(x) : 1;
		against = fmin(against, x);
		most = fmax(most, x);
	}
	odds *= against * sqrt(most);
	return odds / (1 + odds);
}

/* A value that many share: within a rule's pairs two persons share it more often than two drawn at random, so its u is found anew. */
static bool is_weak(const struct link_comparison *c) {
	return c->u[link_measures[c->measure].levels - 1] > 0.02;
}

/* New chances of a comparison's levels from expected counts and `usual`, which counts as `prior` pairs; gives the largest change. */
static double update(double chance[LINK_LEVELS], const double count[LINK_LEVELS], const double usual[LINK_LEVELS], int levels, double prior) {
	double sum = 0, change = 0;
	for (int k = 0; k < levels; k++)
		sum += count[k] + usual[k] * prior;
	for (int k = 0; k < levels; k++) {
		double x = (count[k] + usual[k] * prior) / sum;
		change = fmax(change, fabs(x - chance[k]));
		chance[k] = x;
	}
	return change;
}

/* Expected counts of levels among matches and among the rest; gives the matches. */
static double expect(const struct link_model *m, const struct link_seen_patterns *p, unsigned which, double lambda, const link_chances ratio,
	link_chances count, link_chances rest) {
	const unsigned residence = link_residence(m);
	double matches = 0;
	memset(count, 0, sizeof(link_chances));
	memset(rest, 0, sizeof(link_chances));
	for (size_t j = 0; j < p->n; j++) {
		double x = link_posterior(m, which, residence, lambda, ratio, p->pattern[j]) * p->count[j], other = p->count[j] - x;
		matches += x;
		for (int i = 0; i < m->comparisons; i++) {
			int k = link_level(p->pattern[j], i);
			if (k == LINK_NULL)
				continue;
			count[i][k] += x;
			rest[i][k] += other;
		}
	}
	return matches;
}

void link_em(const struct link_model *m, const struct link_seen_patterns *p, unsigned which, struct link_taught *ret) {
	link_chances same, other, ratio, count, rest;
	double lambda = 0.5, total = 0, matches = 0;
	memset(ret, 0, sizeof *ret);
	for (int i = 0; i < m->comparisons; i++) {
		memcpy(same[i], link_measures[m->comparison[i].measure].m, sizeof same[i]);
		memcpy(other[i], m->comparison[i].u, sizeof other[i]);
	}
	for (size_t i = 0; i < p->n; i++)
		total += p->count[i];
	if (total == 0)
		return;
	for (double change = 1; ret->rounds < ROUNDS && change > 1e-4; ret->rounds++) {
		double was = lambda;
		link_ratios(m, same, other, ratio);
		matches = expect(m, p, which, lambda, ratio, count, rest);
		lambda = fmin(fmax(matches / total, 1e-7), 0.999);
		change = fabs(was - lambda);
		for (int i = 0; i < m->comparisons; i++) {
			const struct link_comparison *c = &m->comparison[i];
			const struct link_measure_info *info = &link_measures[c->measure];
			if ((which >> i & 1) == 0)
				continue;
			change = fmax(change, update(same[i], count[i], info->m, info->levels, LINK_PRIOR));
			change = fmax(change, update(other[i], rest[i], c->u, info->levels, is_weak(c) ? LINK_PRIOR : FIRM * (total - matches)));
		}
	}
	for (int i = 0; i < m->comparisons; i++) /* the most that two persons were seen to share a weak value is believed */
		if ((which >> i & 1) != 0 && is_weak(&m->comparison[i]) && total - matches > 500)
			memcpy(ret->widest[i], other[i], sizeof other[i]);
	double scale = matches > MOST ? MOST / matches : 1;
	for (int i = 0; i < m->comparisons; i++)
		for (int k = 0; k < LINK_LEVELS; k++)
			ret->was[i][k] = (which >> i & 1) != 0 ? count[i][k] * scale : 0;
}
