/*
 * graphs.h - averaging over decomposable graphs: every way in which lists may hang together two by two, each with its
 * weight.
 *
 * A graph on the lists says which pairs may depend on each other directly. A decomposable (chordal) one is a product
 * of margins over its cliques and separators; with a hyper-Dirichlet prior of `delta` a cell of the full table its
 * marginal likelihood at a given dark figure x is in closed form, and the posterior of x is the sum over all graphs
 * (Madigan & York 1997, Biometrika 84; Lum, Johndrow & Ball, dga). Prior of the population N = observed + x: 1/N, for
 * x in 1..most. Log-sum-exp throughout.
 *
 * The complete graph says nothing about x but what the prior says, and stays in the average: its weight is given, and
 * so is the share of the posterior in the last tenth of 1..most. Cost: graphs that matter times some thousand places of
 * x, between which the posterior, no narrower than sqrt(x), is a polynomial to 1e-10; the other graphs are left out
 * once a coarse look along x shows that all of them together cannot move the answer by 1e-9.
 */
#pragma once
#include <stddef.h>

#include "estimate/table.h"

enum { GRAPH_LISTS = 7, GRAPH_TOP = 5, GRAPH_LIMITS = 4 };

struct mse_graph {
	uint32_t edges;      /* bit of the pair i < j: graph_pair(i, j) */
	double weight;       /* posterior probability */
	double mean;         /* of N, given this graph */
};

struct mse_graphs_asked {
	double delta;        /* > 0; 0: 2^-lists, as the method's authors suggest */
	int64_t most;        /* largest dark figure; 0: 30 times the observed */
	int threads;         /* 1 or more; the result does not depend on it */
};

struct mse_graphs {
	size_t graphs;       /* decomposable graphs on these lists */
	size_t weighed;      /* of them, those that were summed along all of x */
	double delta;
	int64_t most;
	double mean, median, mode;          /* of N */
	double limit[GRAPH_LIMITS];         /* 2.5, 10, 90 and 97.5 per cent */
	double tail;                        /* posterior of the last tenth of x */
	double complete;                    /* posterior of the complete graph */
	double edges[GRAPH_LISTS][GRAPH_LISTS]; /* posterior that i < j depend on each other directly */
	size_t top_n;
	struct mse_graph top[GRAPH_TOP];    /* the heaviest first */
};

/* Place of the pair i < j in `edges`: 12, 13, 23, 14, 24, 34 ... */
static inline int graph_pair(int i, int j) {
	return j * (j - 1) / 2 + i;
}

/* Needs 2..GRAPH_LISTS lists and somebody observed; false otherwise, or without memory. */
bool mse_graphs_run(const struct mse_graphs_asked *asked, const struct mse_table *t, struct mse_graphs *ret_graphs);

/* Cliques and separators as "C=123,34,25;S=3,2", lists numbered from 1. */
void mse_graph_write(uint32_t edges, int lists, char *text, size_t n);
