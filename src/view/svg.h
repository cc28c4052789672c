/*
 * svg.h - reading the SVG that view/chart.c writes: tags, attributes, numbers, paths; for picture.c only.
 *
 * It reads our own pictures, which are well-formed; whatever else it meets makes it stop, never run past the end.
 * Nothing is allocated: names and values are pieces of the text itself.
 */
#pragma once
#include <cairo.h>
#include <stdbool.h>
#include <stddef.h>

struct piece { /* text[0..n), not ended by 0; at NULL: not there */
	const char *at;
	size_t n;
};

struct svg_reader {
	const char *at, *end;
};

struct svg_token {
	enum { SVG_OPEN, SVG_CLOSE, SVG_TEXT, SVG_END, SVG_WRONG } kind;
	struct piece name, attributes, text;
	bool empty; /* an SVG_OPEN that is its own end */
};

struct svg_token svg_next(struct svg_reader *r);

bool piece_is(struct piece p, const char *text);

/* Value of an attribute; at NULL if there is none. */
struct piece svg_attribute(struct piece attributes, const char *name);

/* The next attribute of those left in *attributes; false at the end. */
bool svg_attribute_next(struct piece *attributes, struct piece *ret_name, struct piece *ret_value);

/* The next number in a list ("1,2 3"), moving *p behind it; false if there is none. */
bool svg_number(struct piece *p, double *ret_x);

/* A text with its entities resolved, cut to `room`; gives its length. */
size_t svg_text(struct piece p, char *to, size_t room);

/* Make it cairo's present transformation too: translate, scale, rotate, matrix. False for any other word. */
bool svg_transform(struct piece p, cairo_matrix_t *ret_matrix);

/* Add the path of a "d" to cairo's. False where it cannot be read. */
bool svg_path(cairo_t *cairo, struct piece d);
