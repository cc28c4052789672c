/*
 * picture.h - a chart as a PNG, drawn from the SVG that view/chart.h makes of it.
 *
 * This is no renderer of SVG at large but of what our charts are made of: svg, g, rect, circle, line, path,
 * polyline, polygon, text, tspan, patterns, and attributes for them; no style sheet, no link, no file. Whatever
 * else it meets is ERR_BUG rather than a picture with something missing. (librsvg would draw anything, for 10 MB
 * more in an idle service and threads that a worker's sandbox does not let start: docs/decisions/0005.) White
 * paper, Noto Sans.
 */
#pragma once
#include "base/buf.h"
#include "base/cx.h"

enum { PICTURE_SIDE = 6000, PICTURE_DOTS = 16000000 }; /* the longest side, and all of it, in dots */

/* Draw `svg` as a PNG `width` dots wide at the end of `out`. ERR_BUG; ERR_LIMIT for one that would be too large. */
MUST_CHECK int picture_png(struct cx *cx, struct blob svg, int width, struct buf *out);
