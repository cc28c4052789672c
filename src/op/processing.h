/*
 * processing.h - what personal data is processed for, as data of the country: the record of processing.
 *
 * profiles/purposes.json names the purposes, what data each needs and which operations serve it; processing.json of a
 * country says for each who answers for it, under which law and for how long. Every operation about a person
 * belongs to exactly one purpose: a profile in which one belongs to none, or to two, is not used. One table serves
 * the record of processing, the impact assessment, the public page and the person's own copy.
 */
#pragma once
#include <jansson.h>

#include "op/profile.h"

/* The purposes in their order: [{number, code, say, risk, categories, security, operations}]. */
const json_t *processing_purposes(const struct profile *p);

/* What the country says of a purpose: {controller, regime, basis, recipients, retention}. */
const json_t *processing_of(const struct profile *p, const char *purpose);

/* Who hears complaints about personal data: texts for profile_say. */
const json_t *processing_supervisor(const struct profile *p);

/* Whether an operation is about a person: her reference, name, token or file stands in its row. */
bool processing_concerns(const struct op *op);

/* The purpose an operation serves; NULL if it serves none. */
const json_t *processing_purpose(const struct profile *p, const struct op *op);

/* The first fault of a profile's papers and purposes as one English sentence; NULL if there is none. */
const char *processing_fault(struct cx *cx, const struct profile *p);
