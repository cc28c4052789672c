/*
 * em.h - expectation and maximisation over patterns: what share of them is one person, and how such pairs differ.
 *
 * Reads the model, writes only what it is given: passes may run side by side.
 */
#pragma once
#include <stddef.h>
#include <stdint.h>

#include "link/model.h"

enum { LINK_PRIOR = 40 }; /* pairs that what is usual counts as */

/* Each pattern once, in rising order, and how many pairs have it. */
struct link_seen_patterns {
	size_t n;
	uint64_t *pattern;
	double *count;
};

typedef double link_chances[LINK_COMPARISONS][LINK_LEVELS];

/* What a pass teaches. */
struct link_taught {
	link_chances was;    /* expected counts of levels among matches */
	link_chances widest; /* u of weak comparisons as found; 0 at the top: none */
	uint64_t rounds;
};

/* same / other of each level; LINK_NULL has none. */
void link_ratios(const struct link_model *m, const link_chances same, const link_chances other, link_chances ret_ratio);

/* Chance that a pair of this pattern is one person, by the comparisons in `which`. Of those of `residence` the strongest speak, as in link_weight. */
double link_posterior(const struct link_model *m, unsigned which, unsigned residence, double lambda, const link_chances ratio, uint64_t pattern);

/* One pass, for the comparisons in `which`: one bit each. */
void link_em(const struct link_model *m, const struct link_seen_patterns *p, unsigned which, struct link_taught *ret);
