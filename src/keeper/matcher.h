/*
 * matcher.h - a thread that holds every record of a name against all others, as they arrive and once a night all of them.
 *
 * It reads the store through a connection of its own and keeps an index of the names in memory (match_index.h). What it finds it
 * offers to the keeper's main thread, which writes it down in a transaction, an act and an entry of its own, together with the mark
 * up to which records were compared: a keeper that ends in between begins again from there, and loses nothing. While it reads or
 * compares all, others are served as ever. A keeper that lives for one command has none.
 */
#pragma once
#include "keeper/inside.h"

/* Starts the thread, before the sandbox closes. */
MUST_CHECK int matcher_start(struct keeper *k, struct cx *cx);

/* Ends what it does, and the thread. */
void matcher_end(struct keeper *k);

/* Hands work over, writes down what was found and how far a run is. Costs nothing while nothing was written. */
void matcher_run(struct keeper *k);

/* Milliseconds until that is of use again; -1: not before something is written. */
int matcher_timeout(const struct keeper *k);
