/*
 * method.h - from a table to an estimate by one named procedure, so that selection can be repeated in every replicate.
 */
#pragma once
#include "estimate/exist.h"
#include "estimate/fit.h"
#include "estimate/hetero.h"

enum mse_method {
	METHOD_INDEPENDENT, /* single lists only: no overlap tells of another */
	METHOD_STEPWISE,    /* pairs by their surprise (stepwise.h) */
	METHOD_BIC,         /* the best of all hierarchical models up to `order`, proved (search.h) */
	METHOD_AIC,
	METHOD_CHAO,        /* a lower bound where people differ in how easily they are seen (hetero.h, one rate a list) */
	METHOD_FIXED,       /* the model given */
	METHOD__MAX
};

struct mse_procedure {
	enum mse_method method;
	double threshold;        /* of stepwise */
	int order;               /* of BIC and AIC; at most lists - 1 is used */
	struct mse_model fixed;  /* METHOD_FIXED; for BIC and AIC, if lists > 0: a model likely to be good */
};

struct mse_estimate {
	int exist;               /* 0, or why there is none (exist.h) */
	double total;            /* observed and dark figure together; NAN without an estimate */
	struct mse_model model;  /* lists 0 where the method has none (Chao) */
	struct mse_fit fit;      /* of it; after Chao only dark, deviance, aic, bic, params */
};

/* "stepwise", "bic" ...: METHOD__MAX for another word; and back. */
enum mse_method mse_method_find(const char *name);
const char *mse_method_name(enum mse_method method);

/* Lists nobody is on take no part. */
void mse_estimate_run(const struct mse_procedure *how, const struct mse_table *t, struct mse_estimate *ret_estimate);
