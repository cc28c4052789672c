/*
 * train.h - the model learned from the records themselves, without an answer anybody gave.
 *
 * u comes from pairs drawn at random. m comes from several passes of EM, each over the pairs of one rule and only for comparisons of
 * columns that rule does not use; passes are added up with what was believed before, so that a level nobody saw keeps a sane weight.
 * lambda is what makes the pairs of all rules add up. Counts are whole numbers: the answer does not hang on threads.
 */
#pragma once
#include "link/block.h"
#include "link/compare.h"
#include "link/parallel.h"

enum { LINK_DRAWN = 1 << 20 };

/* Pairs of all rules, each once, with their patterns: kept from learning to weighing where there are at most LINK_DRAWN. */
struct link_drawn {
	bool kept;
	size_t n[LINK_THREADS], room[LINK_THREADS];
	struct link_drawn_pair {
		uint32_t left, right;
		uint64_t pattern;
	} *pair[LINK_THREADS];
	size_t until[LINK_RULES][LINK_THREADS]; /* how many there were after each rule */
};

struct link_training {
	uint64_t random_pairs, passes, rounds;
	double expected;       /* pairs of one person among all pairs of the rules */
	uint64_t candidates;   /* pairs of all rules, each once */
	uint64_t drawn;        /* of them, for lambda */
	struct link_drawn pairs;
};

/* Sets m, u, lambda and weights of *model, which `c` and `b` look at; pairs of each rule. False: no memory. */
bool link_train(struct link_blocks *b, const struct link_comparer *c, struct link_seen *seen, struct link_model *model,
	struct link_training *ret);

void link_drawn_free(struct link_memory *m, struct link_drawn *d);

/* Only counts the rules' pairs and their groups too large: for a model from a file. */
bool link_count(struct link_blocks *b, struct link_model *model, uint64_t *ret_candidates);
