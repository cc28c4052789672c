/*
 * search.h - the best of all hierarchical models up to an order, by BIC or AIC, proved and not sampled.
 *
 * The deviance can only grow when terms go. So every model between a set of terms that stay, F, and the largest model
 * A still open has a criterion of at least deviance(A) + weight * |F|: branches above the best one found are cut, and
 * what is left is the whole truth about the catalogue (6 lists up to triples: 3,702,013 models). A model counts only
 * if it has an estimate (exist.h). Parameters at minus infinity are counted; the n of the BIC is the number of people
 * seen.
 */
#pragma once
#include "estimate/exist.h"
#include "estimate/fit.h"

struct mse_candidate {
	double criterion, dark, deviance;
	struct mse_model model;
};

struct mse_search {
	/* asked */
	int order;               /* 1 .. lists - 1: no term of all lists, about which nothing can be known */
	double weight;           /* of a parameter: log n for BIC, 2 for AIC; see mse_search_bic */
	double window;           /* models so far above the best are kept, too; 0: the best alone */
	bool whole;              /* cut nothing: every model is fitted */
	bool (*go_on)(void *arg, uint64_t fitted); /* asked now and then; false ends the search. NULL: never */
	void *arg;
	size_t room;             /* places in `kept`, the caller's; at least 1 */
	struct mse_candidate *kept;
	/* found */
	uint64_t fitted, cut, failing; /* models fitted, branches cut, models without an estimate */
	bool ended;              /* by go_on: nothing is proved */
	size_t n;                /* models kept, the best first; of more than `room` the best ones */
};

/* `first` (may be NULL) is a model likely to be good: the better it is, the more is cut. With n == 0 no model has an
   estimate. */
void mse_search_run(struct mse_search *s, const struct mse_data *d, const struct mse_model *first);
