/*
 * estimator.h - a thread that counts estimates: it is given lists and gives a finding, and has no store, key or arena.
 *
 * The keeper's main thread hands work over, writes progress down, and writes what came out in a transaction, an act
 * and an entry of its own. One estimate at a time. A keeper that ends ends the one that runs; the next keeper begins
 * it anew.
 */
#pragma once
#include "keeper/inside.h"

/* Starts the thread, before the sandbox closes. */
MUST_CHECK int estimator_start(struct keeper *k, struct cx *cx);

/* Ends what it does, and the thread. */
void estimator_end(struct keeper *k);

/* Gives it the next estimate, notes how far it is, writes down what it found. Costs nothing while nobody asked for
   any. */
void estimator_run(struct keeper *k);

/* Milliseconds until that is of use again; -1: not before something was asked. */
int estimator_timeout(const struct keeper *k);
