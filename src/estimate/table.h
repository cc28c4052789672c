/*
 * table.h - the overlap of several lists: how many people have each history.
 *
 * A history is a bit mask w in 1..2^lists-1: bit j is set for whoever is on list j. n[w] people have exactly history w;
 * n[0], the people on no list, cannot be seen and stays 0. Counts are whole numbers, so sums are exact.
 */
#pragma once
#include <stdbool.h>
#include <stdint.h>

enum {
	MSE_LISTS = 8,            /* lists at most */
	MSE_CELLS = 1 << MSE_LISTS,
};

struct mse_table {
	int lists;                 /* 2..MSE_LISTS */
	int64_t observed;          /* sum of n: everybody who was seen */
	int64_t n[MSE_CELLS];      /* by history */
	int64_t super[MSE_CELLS];  /* by set of lists: people on all of them, whatever else; super[0] is `observed` */
};

/* Number of cells, the unseen one included. */
static inline unsigned mse_cells(const struct mse_table *t) {
	return 1U << t->lists;
}

/* Fills `observed` and `super` from `lists` and `n`. */
void mse_table_close(struct mse_table *t);

/* The table without list `j`: histories that differ in nothing else become one, and whoever was on that list alone is
   not seen any more. */
void mse_table_drop(const struct mse_table *t, int j, struct mse_table *ret_table);

/* The table with lists i < j made into one, in the place of i. */
void mse_table_merge(const struct mse_table *t, int i, int j, struct mse_table *ret_table);

/* Superset sums in place: a[w] becomes the sum of a over all supersets of w (fast zeta transform, lists * 2^lists
   additions). The other one sums over subsets. */
void mse_superset_sum(double *a, int lists);
void mse_subset_sum(double *a, int lists);
