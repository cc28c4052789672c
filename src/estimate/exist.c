#include "estimate/exist.h"

#include <stdlib.h>
#include <string.h>

typedef __int128 whole;

enum { COLUMNS = 128 };

struct problem { /* the cells of the fit as rows of X over its finite terms */
	int p, positive_n, zero_n;
	uint8_t terms[MSE_CELLS];
	uint8_t positive[MSE_CELLS], zero[MSE_CELLS];
};

static void reduce(const struct mse_table *t, const struct mse_model *m, struct problem *k) {
	unsigned cells = mse_cells(t);
	uint8_t emptied[MSE_CELLS] = {0};
	k->p = k->positive_n = k->zero_n = 0;
	for (int i = 0; i < m->n; i++) {
		unsigned s = m->terms[i];
		if (t->super[s] > 0) {
			k->terms[k->p++] = (uint8_t)s;
			continue;
		}
		for (unsigned w = s; w < cells; w = (w + 1) | s)
			emptied[w] = 1;
	}
	for (unsigned w = 1; w < cells; w++) {
		if (t->n[w] > 0)
			k->positive[k->positive_n++] = (uint8_t)w;
		else if (!emptied[w])
			k->zero[k->zero_n++] = (uint8_t)w;
	}
}

/* Full rank of the positive cells modulo 2 is full rank: an odd determinant is not 0. Settles nearly every question. */
static bool full_rank_modulo_2(const struct problem *k) {
	typedef unsigned __int128 bits;
	bits basis[COLUMNS] = {0}, with[MSE_LISTS] = {0}; /* terms that hold a list */
	int rank = 0;
	if (k->p > COLUMNS || k->positive_n < k->p)
		return false;
	for (int j = 0; j < k->p; j++)
		for (unsigned lists = k->terms[j]; lists != 0; lists &= lists - 1)
			with[__builtin_ctz(lists)] |= (bits)1 << j;
	for (int i = 0; i < k->positive_n && rank < k->p; i++) {
		bits row = k->p == COLUMNS ? ~(bits)0 : ((bits)1 << k->p) - 1;
		for (unsigned lists = ~k->positive[i] & (MSE_CELLS - 1U); lists != 0; lists &= lists - 1)
			row &= ~with[__builtin_ctz(lists)];
		while (row != 0) {
			uint64_t high = (uint64_t)(row >> 64);
			int j = high != 0 ? 127 - __builtin_clzll(high) : 63 - __builtin_clzll((uint64_t)row);
			if (basis[j] == 0) {
				basis[j] = row;
				rank++;
				break;
			}
			row ^= basis[j];
		}
	}
	return rank == k->p;
}

/* Exact elimination ------------------------------------------------------------------------------------------------ */

struct matrix {
	int rows, columns;
	whole *at; /* row after row */
};

static whole *cell(const struct matrix *x, int i, int j) {
	return &x->at[(size_t)i * (size_t)x->columns + (size_t)j];
}

static bool matrix_new(struct matrix *x, int rows, int columns) {
	*x = (struct matrix){rows, columns, calloc((size_t)rows * (size_t)columns + 1, sizeof(whole))};
	return x->at != NULL;
}

/* Takes row `at` times the pivot of row r, minus what clears column c; divides by the pivot before (Bareiss: the
   division leaves nothing over). False on overflow. */
static bool clear(const struct matrix *x, int at, int r, int c, whole before) {
	whole pivot = *cell(x, r, c), factor = *cell(x, at, c), a, b;
	for (int j = 0; j < x->columns; j++) {
		if (__builtin_mul_overflow(*cell(x, at, j), pivot, &a) || __builtin_mul_overflow(*cell(x, r, j), factor, &b)
			|| __builtin_sub_overflow(a, b, &a))
			return false;
		*cell(x, at, j) = a / before;
	}
	return true;
}

static void swap_rows(const struct matrix *x, int a, int b) {
	for (int j = 0; a != b && j < x->columns; j++) {
		whole t = *cell(x, a, j);
		*cell(x, a, j) = *cell(x, b, j);
		*cell(x, b, j) = t;
	}
}

/* Reduced row echelon form times its last pivot; pivot[i] is the column of row i. Rank, or -1 on overflow. */
static int echelon(const struct matrix *x, int *pivot, whole *ret_last) {
	whole last = 1;
	int rank = 0;
	for (int c = 0; c < x->columns && rank < x->rows; c++) {
		int found = rank;
		while (found < x->rows && *cell(x, found, c) == 0)
			found++;
		if (found == x->rows)
			continue;
		swap_rows(x, rank, found);
		for (int i = 0; i < x->rows; i++)
			if (i != rank && !clear(x, i, rank, c, last))
				return -1;
		last = *cell(x, rank, c);
		pivot[rank++] = c;
	}
	*ret_last = last;
	return rank;
}

/* The directions that change no cell where somebody was seen, applied to the empty cells: V, zero_n x k. */
static int directions(const struct problem *q, struct matrix *ret_v) {
	struct matrix x, v;
	int pivot[MSE_CELLS], next = 0, rank = -1;
	whole last = 1;
	bool is_pivot[MSE_CELLS] = {false};
	if (!matrix_new(&x, q->positive_n, q->p))
		return -1;
	for (int i = 0; i < q->positive_n; i++)
		for (int j = 0; j < q->p; j++)
			*cell(&x, i, j) = (q->terms[j] & ~q->positive[i]) == 0;
	rank = echelon(&x, pivot, &last);
	if (rank < 0 || !matrix_new(&v, q->zero_n, q->p - rank)) {
		free(x.at);
		return -1;
	}
	for (int i = 0; i < rank; i++)
		is_pivot[pivot[i]] = true;
	for (int j = 0; j < q->p; j++) {
		if (is_pivot[j])
			continue;
		for (int w = 0; w < q->zero_n; w++) { /* free term j is `last`, the term of pivot i is minus its entry in column j */
			whole sum = (q->terms[j] & ~q->zero[w]) == 0 ? last : 0;
			for (int i = 0; i < rank; i++)
				if ((q->terms[pivot[i]] & ~q->zero[w]) == 0)
					sum -= *cell(&x, i, j);
			*cell(&v, w, next) = sum;
		}
		next++;
	}
	free(x.at);
	*ret_v = v;
	return q->p - rank;
}

/* One sign everywhere ---------------------------------------------------------------------------------------------- */

static bool one_sign(const struct matrix *v) {
	bool plus = false, minus = false;
	for (int w = 0; w < v->rows; w++) {
		plus = plus || *cell(v, w, 0) > 0;
		minus = minus || *cell(v, w, 0) < 0;
	}
	return plus != minus;
}

/*
 * Whether Vg <= 0, not all 0, for some g. By Stiemke's lemma that is so iff no y > 0 has V'y = 0, that is, iff no z
 * >= 0 has V'z = -V'1: the first phase of the simplex method, in whole numbers (every entry a minor of V, as in
 * Edmonds' pivoting), with Bland's rule, so that it ends.
 */
static int has_direction(const struct matrix *v) {
	int k = v->columns, m = v->rows, result = -1;
	struct matrix t; /* k rows and the cost; m columns, k artificial ones, right side */
	int *basis = calloc((size_t)k + 1, sizeof *basis);
	whole last = 1;
	if (basis == NULL || !matrix_new(&t, k + 1, m + k + 1)) {
		free(basis);
		return -1;
	}
	for (int i = 0; i < k; i++) {
		whole right = 0;
		for (int j = 0; j < m; j++)
			right -= *cell(v, j, i);
		int sign = right < 0 ? -1 : 1;
		for (int j = 0; j < m; j++)
			*cell(&t, i, j) = sign * *cell(v, j, i);
		*cell(&t, i, m + i) = 1;
		*cell(&t, i, m + k) = sign * right;
		basis[i] = m + i;
		for (int j = 0; j < t.columns; j++)
			if (j < m || j == m + k)
				*cell(&t, k, j) -= *cell(&t, i, j);
	}
	for (;;) {
		int enter = 0, leave = -1;
		while (enter < m && *cell(&t, k, enter) >= 0)
			enter++;
		if (enter == m)
			break;
		for (int i = 0; i < k; i++) {
			whole a, b, above = *cell(&t, i, enter);
			if (above <= 0)
				continue;
			if (leave < 0) {
				leave = i;
				continue;
			}
			if (__builtin_mul_overflow(*cell(&t, i, m + k), *cell(&t, leave, enter), &a)
				|| __builtin_mul_overflow(*cell(&t, leave, m + k), above, &b))
				goto out;
			if (a < b || (a == b && basis[i] < basis[leave]))
				leave = i;
		}
		if (leave < 0) /* the cost is bounded below by 0 */
			goto out;
		for (int i = 0; i <= k; i++)
			if (i != leave && !clear(&t, i, leave, enter, last))
				goto out;
		last = *cell(&t, leave, enter);
		basis[leave] = enter;
	}
	result = *cell(&t, k, m + k) < 0; /* minus the least sum of the artificial variables */
out:
	free(t.at);
	free(basis);
	return result;
}

bool mse_exist_surely(const struct mse_table *t, const struct mse_model *m) {
	struct problem q;
	reduce(t, m, &q);
	return full_rank_modulo_2(&q);
}

int mse_exist(const struct mse_table *t, const struct mse_model *m) {
	struct problem q;
	struct matrix v;
	int pivot[MSE_CELLS], code = MSE_EXISTS;
	whole last;
	reduce(t, m, &q);
	if (full_rank_modulo_2(&q))
		return MSE_EXISTS;
	int k = directions(&q, &v);
	if (k < 0)
		return MSE_UNDECIDED;
	if (k == 1) {
		code |= one_sign(&v) ? MSE_NO_MAXIMUM : 0;
	} else if (k > 1) {
		int has = has_direction(&v);
		code |= has < 0 ? MSE_UNDECIDED : has;
	}
	if (k > 0) {
		int rank = echelon(&v, pivot, &last);
		code |= rank < 0 ? MSE_UNDECIDED : rank < k ? MSE_NOT_IDENTIFIED : 0;
	}
	free(v.at);
	return code;
}
