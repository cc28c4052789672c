/*
 * detail.h - what a fact says, in one code.
 */
#pragma once
#include "op/out.h"

/* The kind a row of `timeline` or `fact_between` is to whoever reads it: decisions and presumptions stand in one table. */
int detail_kind(int kind, int sort);

/* The code list that the detail of a fact of that kind is from; L_NONE without one, and for a trait (trait_text). */
enum list detail_list(int kind);

/* The same for one fact; *detail becomes another code where its own would say too much of it. */
enum list detail_of(int kind, int sort, int64_t *detail);

/* F_TRAIT, F_DETAIL and F_DETAIL_LIST of a fact of that kind (enum FACT_*), as far as it has them. */
void detail_put(struct cx *cx, int kind, int sort, int64_t detail, struct out *out);
