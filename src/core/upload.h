/*
 * upload.h - a document or picture on its way into a person's file, piece by piece.
 */
#pragma once
#include "core/fact.h"

enum { UPLOAD_PART = 450000, UPLOAD_PARTS = 64 }; /* bytes of a piece as it is kept; pieces it may come in */

struct upload_whole { /* all of it, cleaned */
	struct ref ref;
	int media;
	const char *title;
	struct blob bytes;
};

/* Seals it into the person's file as fact `f` (attachment.c). */
MUST_CHECK int attachment_seal(struct cx *cx, const struct fact *f, const struct upload_whole *whole);
