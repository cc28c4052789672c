/*
 * screening.h - questions asked of a person, as the store keeps them.
 *
 * What was asked is kept by the number of instrument and question, with the version that was asked; what an answer came to
 * is kept beside it and not counted again when a definition changes. Words are sealed for the organisation that asked
 * (a note of kind FACT_TOLD). Nothing of it is ever read for immigration enforcement, fines or labour inspection: the
 * profile's prohibitions say so of screening_latest and screening_list.
 */
#pragma once
#include "core/fact.h"
#include "db/queries.h"
#include "op/instrument.h"

enum screening_mark { MARK_TARGET = 1, MARK_DIMENSION, MARK_TRIGGER };

/* The answers of a screening in the order of its numbers, without what was told in words. An answer whose question or
   choice has left the profile is passed over. */
MUST_CHECK int screening_said(struct cx *cx, int instrument, int64_t screening, struct said said[INSTRUMENT_SAID],
	size_t *ret_n);

/* What was told in words, as "code:words", and why whoever asked found otherwise (NULL where not). ERR_DENIED as
   note_of. */
struct screening_words {
	size_t n;
	const char *told[INSTRUMENT_QUESTIONS];
	const char *because;
};
MUST_CHECK int screening_words(struct cx *cx, int64_t person, int instrument, int64_t screening,
	struct screening_words *ret_words);
