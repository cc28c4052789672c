/*
 * inhabitants.h - how many people live where a figure counts, as the country's profile knows it.
 *
 * A municipality says it itself ("inhabitants", municipalities.json), the country in the parameter of that name. What is
 * not known of one of several places is not known of all of them together: nothing is guessed.
 */
#pragma once
#include "core/define.h"

struct profile;

/* People living in the places a definition is about in that year: those its "where" names by municipality, region or
   rural; the whole country where it names none. NONE: not known. */
int64_t inhabitants(struct cx *cx, const struct definition *d, int year);
