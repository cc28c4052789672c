/*
 * stage.h - which decisions a country has, and who makes them ("stages" in profile.json).
 *
 * A country without reasonable grounds has one stage, the formal one. What may be decided there stands in its list, and
 * `after` names the stage that has to have been decided in her favour before.
 */
#pragma once
#include "op/profile.h"

/* Whether the profile has that stage (enum STAGE_*), and organisations of that kind decide there. */
bool stage_has(const struct profile *p, int stage);
bool stage_decides(const struct profile *p, int stage, int org_kind);

/* Whether that outcome (enum OUTCOME_*) may be decided there. */
bool stage_allows(const struct profile *p, int stage, int outcome);

/* The stage that has to stand as positive before a decision in her favour; 0: none. */
int stage_after(const struct profile *p, int stage);

/* What is wrong with "stages", as one English sentence; NULL if nothing is. */
const char *stage_fault(struct cx *cx, const struct profile *p);
