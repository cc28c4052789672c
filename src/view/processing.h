/*
 * processing.h - the record of processing, and the frame of an impact assessment, as documents.
 *
 * Both are made of the profile's purposes (op/processing.h) and nothing else, in the reader's language, so that what is
 * published, what a person is told and what the program does are one table. An article of law that nobody has checked is
 * marked as such.
 */
#pragma once
#include "op/processing.h"
#include "view/document.h"

enum processing_what { PROCESSING_RECORD, PROCESSING_IMPACT };

struct document *processing_document(struct cx *cx, const struct profile *p, enum processing_what what, const char *day);

/* Articles of a purpose as one text: "GDPR 6(1)(e), a task in the public interest (not verified); ...". */
const char *processing_basis_text(struct cx *cx, const json_t *of, const char *unverified);

/* "10 years, after the last record; ... (not verified)". */
const char *processing_retention_text(struct cx *cx, const json_t *of, const char *unverified);

/* Texts of a list, "a; b; c", in cx->lang. */
const char *processing_texts(struct cx *cx, const json_t *list);
