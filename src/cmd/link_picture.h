/*
 * link_picture.h - the pictures of link_html.c: SVG inside the page, without scripts, styles or fonts of their own.
 *
 * Blue speaks for one person and stands right of the middle line, orange against and stands left, so colour is never
 * alone. Every picture has its numbers in a table beside it; its label says the finding.
 */
#pragma once
#include "cmd/link_html.h"

/* One bar from a middle line, for a table's cell: `value` of `most` to either side. */
void link_picture_weight(struct buf *to, double value, double most);

/* A bar of a share, 0..1, for a table's cell. */
void link_picture_share(struct buf *to, double share);

/* Pairs by weight; known ones of one person darker; a line at the threshold. Heights are logarithms. */
void link_picture_weights(struct cx *cx, const struct link_report *r, struct buf *to);

/* Precision, recall and F1 by threshold. */
void link_picture_curve(struct cx *cx, const struct link_report_point *point, uint32_t n, double threshold, const char *label,
                        struct buf *to);

/* How one pair's weight comes together, comparison by comparison. */
void link_picture_waterfall(struct cx *cx, const struct link_report *r, const struct link_report_pair *pair, struct buf *to);

/* Clusters by size; heights are logarithms. */
void link_picture_sizes(struct cx *cx, const struct link_report *r, struct buf *to);
