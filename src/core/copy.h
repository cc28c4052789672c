/*
 * copy.h - a person's own copy of what is kept about her, part by part (copy.c says what stands in it).
 */
#pragma once
#include "base/buf.h"
#include "core/letter.h"

struct copy {
	struct cx *cx;
	struct paper paper;
	struct out *out;
	int64_t person;
};

/* One line of a part; a text without anything in it is none. */
void copy_line(struct copy *c, const char *section, int64_t happened, const char *org_name, const char *text);

/* Adds to "a; b; c" what is not empty. */
void copy_join(struct buf *b, const char *text);

/* What she was asked, where and how, and what she answered (copy_screening.c). */
MUST_CHECK int copy_screenings(struct copy *c);

/* Her sheets, and the documents and pictures in her file (copy_sheet.c). What the caller's unit never sees is left out: it
   would tell who it is about. */
MUST_CHECK int copy_sheets(struct copy *c);
MUST_CHECK int copy_attachments(struct copy *c);
