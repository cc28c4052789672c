/*
 * profile_check.h - a profile's definitions, checked as it is loaded: a misspelt one would count something else.
 *
 * Each gives the first fault as one English sentence that names the definition, NULL if there is none.
 * profiles/README.md says what may stand where; the registers' own check is in register.h.
 */
#pragma once
#include <jansson.h>

#include "base/cx.h"

/* One definition, against the rest of profile `p`. */
const char *obligation_fault(struct cx *cx, const struct profile *p, const json_t *definition);
const char *indicator_fault(struct cx *cx, const struct profile *p, const json_t *definition);
const char *report_fault(struct cx *cx, const struct profile *p, const json_t *definition);
const char *statute_fault(struct cx *cx, const struct profile *p, const json_t *definition);

/* Every definition of a profile. */
const char *profile_fault(struct cx *cx, const struct profile *p);
