/*
 * paper.h - words on a drawing: two faces of Noto Sans, shaped by HarfBuzz and set by cairo.
 *
 * The faces (web/fonts) are built into the program: nothing here opens a file, starts a thread or asks the machine
 * which fonts it has, so it works inside the worker's sandbox and gives the same print everywhere. They hold
 * Latin, Greek and Cyrillic letters; a letter of another script is drawn as an empty box, and is still the letter
 * for whoever copies it. Text runs from left to right. One thread at a time. Nothing here allocates from an arena,
 * so a ceiling can never be passed while cairo holds something. Sizes and places are in the drawing's own units.
 */
#pragma once
#include <cairo.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/cx.h"

enum paper_face { PAPER_REGULAR, PAPER_BOLD, PAPER_FACES };

struct paper_font {
	enum paper_face face;
	double size;
};

/* How wide text[0..n) runs. */
double paper_width(struct paper_font font, const char *text, size_t n);

/* Draw it in cairo's present colour, its base line beginning at x, y. The words can be copied out of a PDF again. */
void paper_text(cairo_t *cairo, struct paper_font font, double x, double y, const char *text, size_t n);

/* How many bytes of text[0..n) fit a line of that width: up to a blank or after a hyphen where there is one, else as
 * many letters as fit and one at least; all of them where a line break of the text's own ends the line. */
size_t paper_line(struct paper_font font, const char *text, size_t n, double width);

/* What cairo writes, gathered outside every arena. Give `paper_sink_write` and a sink to cairo. What passes the
 * ceiling is dropped, and found at the end: told that a write failed, cairo 1.16 may end the process. */
struct paper_sink {
	unsigned char *at;
	size_t n, room, ceiling;
	bool over;
};

cairo_status_t paper_sink_write(void *sink, const unsigned char *bytes, unsigned n);

/* Add it to `out`, unless `status` is a failure (ERR_BUG) or it was too much (ERR_LIMIT); forget it in any case. */
MUST_CHECK int paper_sink_take(struct cx *cx, struct paper_sink *sink, cairo_status_t status, struct buf *out);
