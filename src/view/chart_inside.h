/*
 * chart_inside.h - what the kinds of pictures share; for src/view/chart*.c only.
 *
 * A kind is a pair of functions: one reads its object into `struct chart` (grid included: every number as text), the
 * other draws between chart_begin and chart_end. Drawing happens in one coordinate space, 320 units wide unless a
 * kind says otherwise; a page shows it in a figure, a file between its title and its source.
 */
#pragma once
#include "view/chart.h"

/* Units of the viewBox: a phone's column shows them at 0.9, a desktop's (30rem) at 1.5, so 15 is never too small. */
enum { WIDTH = 320, LINE = 19, SMALL = 13, SMALL_LINE = 16 };

#define INK "#16232b"
#define QUIET "#505a5f"
#define TRACK "#d5dde0"
#define SAND "#f6f1e7"
#define BLUE "#0072b2"      /* these three are Okabe and Ito's */
#define VERMILION "#d55e00"
#define GREEN "#00805e"     /* theirs, darkened for thin lines on white */

struct row {
	const char *label, *value; /* as text; value NULL: not reported */
	double x;
	size_t at;                 /* its place in the object, where rows are sorted */
};

struct grid { /* the table of a picture: cells[0..columns) is the heading */
	size_t columns, rows;
	const char **cells; /* NULL: not reported */
};

struct chart {
	struct cx *cx;
	struct buf *out;
	const json_t *json;
	const char *kind, *id, *title, *source;
	bool alone; /* a file, not a figure of a page */
	bool head;  /* the grid's heading is shown */
	struct grid grid;
	struct row *rows;
	size_t n;
	double most;
	double height;      /* of the drawing in a file, which chart_end needs */
	const char *notes;  /* sentences below the picture, NULL without */
};

double least(double a, double b);
double larger(double a, double b);
void chart_text(struct chart *c, const char *s);
const char *chart_not_reported(const struct cx *cx);

/* `v` as text of the language, and as a number; false if it is neither a number from nought up nor null. */
bool chart_value(struct chart *c, const json_t *v, struct row *ret_row);

/* "rows" of {"label", "value"} with a grid of two columns; false if they are not. */
bool chart_rows(struct chart *c);

/* Room for the table; `first` and `last` are its headings, where the object names no other. */
void chart_grid(struct chart *c, size_t columns, size_t rows);
void chart_heads(struct chart *c, const char *const *heads);
void chart_cell(struct chart *c, size_t row, size_t column, const char *text);

/* "2020, 2021: not reported", from the rows without a value; NULL without any. */
const char *chart_gaps(struct chart *c, const struct row *rows, size_t n);

/* The figure up to the drawing itself, and what follows it. */
void chart_begin(struct chart *c, double width, double height, const char *description);
void chart_end(struct chart *c, bool with_table);

/* The second half of that: notes, source, files and table, where the drawing is closed already. */
void chart_after(struct chart *c, bool with_table);

/* Every row of the grid in words: "Police: 16; Shelters: not reported." */
const char *chart_words(struct chart *c);

/* How many lines of `chars` letters `s` takes, at most `most`; with y >= 0 they are written from there, `step`
   apart. */
int chart_lines(struct chart *c, const char *s, double x, double y, int chars, int most, int step,
	const char *attributes);

/* A line through points, its gaps hatched, its ends written; in a box of that size from (0, 0). */
void chart_line(struct chart *c, const struct row *rows, size_t n, double width, double height);

/* One kind each: read what it needs (false: not such an object), then draw. */
bool chart_ring_read(struct chart *c);
void chart_ring(struct chart *c);
void chart_bars(struct chart *c);
void chart_spark(struct chart *c);
bool chart_small_read(struct chart *c);
void chart_small(struct chart *c);
bool chart_upset_read(struct chart *c);
void chart_upset(struct chart *c);
bool chart_flows_read(struct chart *c);
void chart_flows(struct chart *c);
bool chart_intervals_read(struct chart *c);
void chart_intervals(struct chart *c);
