/*
 * letter.h - what papers for the person share: her language, the profile's words, a way to give them that is safe.
 *
 * A paper is in a language she reads, not in the worker's; its heading says nothing to whoever finds it; it leaves only by
 * a way she marked as safe (channel.h), and making it is an act of its own in the log.
 */
#pragma once
#include "core/operations.h"

struct paper {
	const char *lang;   /* "lt", "en", "uk" or "ru" */
	const json_t *text; /* of papers.json: "consent", "who" or "copy" */
};

/* May this paper leave at all, and in which words? ERR_INVALID where there are none in that language; ERR_DENIED for a
   channel that is not safe. */
MUST_CHECK int paper_begin(struct cx *cx, const struct in *in, const char *which, struct paper *ret_paper);

/* The words under that key, in her language; "" where the profile has none. */
const char *paper_say(const struct paper *p, const char *key);

/* The same with %{day} or %{org} filled in. */
const char *paper_fill(struct cx *cx, const char *words, const char *name, const char *value);

/* What a code is called in her language. */
const char *paper_label(struct cx *cx, const struct paper *p, enum list list, int code);
