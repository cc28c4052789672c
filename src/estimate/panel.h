/*
 * panel.h - everything that must stand beside a number before it may leave the program.
 *
 * Several methods side by side, each with selection inside its interval; what happens without one list, with two
 * lists as one, at other thresholds; whether the lists can predict each other, whose size is known; how many models
 * fit as well and what they say; what the empty overlaps mean; what missed links would do. From all of it: a number,
 * a range, or a refusal. Sources: Silverman (2020), Chan, Silverman & Vincent (2021), Silverman, Chan & Vincent
 * (2024), Binette & Steorts (2022), Sharifi Far, King et al. (2021), van Hest et al. (2007); the limits marked "ours"
 * in verdict.c are no standard.
 */
#pragma once
#include "estimate/average.h"
#include "estimate/graphs.h"
#include "estimate/lcm.h"
#include "estimate/linkage.h"
#include "estimate/profile.h"
#include "estimate/search.h"
#include "estimate/strata.h"

enum {
	PANEL_METHODS = 6,
	PANEL_THRESHOLDS = 10,
	PANEL_MISSED = 5,
	PANEL_MODELS = 2000,   /* models kept within the window */
};
#define PANEL_WINDOW 10.0  /* BIC */

enum mse_warning { /* bits 1 << ..., in the order in which people should hear of them */
	WARN_FEW_LISTS,        /* E1 fewer than three lists: that they are independent cannot be tested */
	WARN_NO_OVERLAP,       /* E2 nobody is on two lists */
	WARN_NO_ESTIMATE,      /* E3 E4 the chosen model has no estimate, or says nothing about the unseen */
	WARN_SATURATED,        /* E5 as many parameters as cells: nothing is left to test the model with */
	WARN_ISLAND,           /* S1 a list shares nobody with any other */
	WARN_EMPTY_PAIR,       /* S2 two lists share nobody */
	WARN_THIN_OVERLAP,     /* S3 less than 5 per cent, or fewer than 30 people, are on two lists */
	WARN_SMALL_LIST,       /* S4 a list with fewer than 10 people */
	WARN_ONE_PERSON,       /* S5 one person more or less moves the estimate by more than 5 per cent */
	WARN_CLOSE_RIVAL,      /* M1 the second model is as good and says something else */
	WARN_MANY_ANSWERS,     /* M2 models as good as the best differ by more than a factor of two */
	WARN_WIDE,             /* M3 the upper limit is over three times the estimate, or does not exist */
	WARN_THIN_TAIL,        /* B1 a limit rests on fewer than 20 replicates */
	WARN_ONE_SIDED,        /* B2 the estimate lies far from the middle of its own replicates */
	WARN_LOST_REPLICATES,  /* B3 more than 1 per cent of replicates gave no estimate */
	WARN_LEAVE_ONE,        /* L1 without one list the answer changes by more than a half */
	WARN_INCONSISTENT,     /* L2 the lists cannot predict each other's size */
	WARN_POOR_FIT,         /* G1 the best model fits badly */
	WARN_LINKAGE,          /* K1 perfect linkage is assumed */
	WARN_STRATA,           /* a stratum has no estimate: the total is a lower bound */
	WARN_REFERRAL,         /* R1 without the overlaps that referrals made the answer is another */
	WARN_PRIOR,            /* D1 an average over models hangs on its prior */
	WARN_CHAINS,           /* D2 the chains of the latent classes have not met, or press against the end */
	WARN_OTHER_WAY,        /* D3 an average over models excludes the number */
	WARN__MAX
};

enum mse_verdict { VERDICT_NUMBER, VERDICT_RANGE, VERDICT_REFUSAL };

struct mse_options {
	double threshold;      /* of stepwise; 0.02 */
	int order;             /* of the terms; 2 or 3 */
	size_t replicates;     /* 1,000 or more */
	uint64_t seed;
	int threads;
	uint32_t methods;      /* bits 1 << enum mse_method */
	struct mse_model fixed;/* METHOD_FIXED */
	const struct mse_table *strata; /* the table in parts, `strata_n` of them; 0: none */
	size_t strata_n;
	const struct mse_table *own; /* the same people without overlaps that a referral made; NULL: not known */
	bool graphs, averaging, lcm; /* averages over decomposable graphs, and log-linear models; latent classes */
	size_t averaged_most;  /* models of the catalogue averaged; 0: as many as there can be (average.h) */
	bool despite_two;      /* an estimate from two lists is wanted all the same: a warning, no refusal */
	bool missed_given;     /* `missed` says what links were missed: draws are made */
	double missed[MSE_LISTS][MSE_LISTS]; /* as in linkage.h */
	bool (*go_on)(void *arg, int part, int parts); /* may be NULL; false ends the panel */
	void *arg;
};

struct mse_method_result {
	enum mse_method method;
	struct mse_estimate estimate;
	struct bca interval;
	struct mse_profile profile; /* given the model; NAN for chao */
	double fit_p;               /* chi-square p-value of the deviance; NAN without degrees of freedom */
	int freedom;
	double one_person;          /* largest relative change by one person less in a cell */
	uint32_t warnings;
};

struct mse_panel {
	struct mse_table table;
	size_t methods_n;
	struct mse_method_result methods[PANEL_METHODS];
	int main;                   /* place of the method the verdict speaks of; -1: none has an estimate */
	double without[MSE_LISTS];  /* estimate without a list, by the main method; NAN: none */
	double merged[MSE_LISTS][MSE_LISTS]; /* with lists i < j as one */
	double thresholds[PANEL_THRESHOLDS], trajectory[PANEL_THRESHOLDS]; /* stepwise */
	int64_t size[MSE_LISTS];    /* people on each list, and what the other lists say of it */
	double predicted[MSE_LISTS], score; /* score: median |log(predicted / size)| */
	double empty[MSE_LISTS][MSE_LISTS]; /* Pr(no common person | model without that term); NAN where some are common */
	size_t models_n;            /* models within PANEL_WINDOW of the best BIC */
	struct mse_candidate *models; /* PANEL_MODELS places, the caller's; the best first */
	double lowest, highest;     /* of their totals */
	uint64_t fitted, cut;       /* by that search */
	double unlike[HETERO__MAX], unlike_behind[HETERO__MAX]; /* totals where people differ in how easily they are seen
		   (hetero.h, one
	                               rate a list), and how far behind the best BIC; NAN: not converged or not asked */
	double missed[PANEL_MISSED], with_missed[PANEL_MISSED]; /* share of true links missed; the main model's total then */
	struct mse_strata strata;   /* n == 0: not asked */
	bool parted;                /* `own` was given: */
	struct mse_method_result own; /* what the main method says of it */
	bool graphed, averaged, classed; /* these were asked for, and there is an answer: */
	struct mse_graphs graphs, graphs_even; /* with the usual prior, and with half a person a cell */
	struct mse_average average, average_unit; /* with an unknown variance, and with that of one cell */
	struct mse_lcm lcm;
	bool linked;                /* draws of links were made: */
	struct mse_linkage_result linkage;
	bool despite_two;           /* as asked */
	uint32_t warnings;
	enum mse_verdict verdict;
	double number, from, to;    /* number: with its 95 per cent interval; range: from, to; refusal: NAN */
	bool ended;                 /* by go_on */
};

/* Fills `ret_panel`, whose `models` the caller has set. */
void mse_panel_run(const struct mse_options *o, const struct mse_table *t, struct mse_panel *ret_panel);

/* The verdict from all that stands in the panel: warnings, verdict, number, from, to. */
void mse_panel_judge(struct mse_panel *p);

/* Upper tail of chi-square with `freedom` > 0, to 1e-10. */
double chi_square_tail(double x, int freedom);
