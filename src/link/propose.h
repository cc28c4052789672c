/*
 * propose.h - comparisons and blocking rules for columns of known kinds.
 *
 * Rules are chosen by trial: made-up pairs of one person, with errors as such lists have them and gaps as these columns have, and the number
 * of pairs each rule gives in a sample of the records. The rule that finds the most further pairs a pair looked at comes next, until
 * nothing is gained or as many pairs are looked at as the records bear.
 */
#pragma once
#include "link/guess.h"

void link_propose_comparisons(const struct link_table *t, const struct link_guess *guess, struct link_model *m);

/* `budget`: pairs to look at, 0: as the number of records bears. False: no memory. */
bool link_propose_rules(const struct link_table *t, struct link_model *m, uint64_t budget);
