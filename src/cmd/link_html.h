/*
 * link_html.h - the report of a linkage as one page that stands alone: no script, nothing fetched, pictures in SVG.
 *
 * Plain arrays: whoever runs the linkage fills them (link_fill.c), link_html.c draws. Texts are as the files have them;
 * everything is escaped here. Weights are in bits (log2 m/u). NAN stands for a number that is not known. Arrays that
 * are empty leave their part of the page out, with a sentence where the reader would look for it.
 */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/cx.h"

enum link_column_use { LINK_USE_NONE, LINK_USE_COMPARED, LINK_USE_BLOCKING, LINK_USE_BOTH };

struct link_report_column {
	const char *name, *kind; /* kind: what the content looks like, in words ("given name", "date of birth") */
	double filled;           /* share of records, 0..1 */
	uint32_t distinct;
	enum link_column_use use;
};

struct link_report_rule {
	const char *name; /* "surname sound + year of birth" */
	uint64_t pairs;   /* the rule's own, before others are taken off */
	uint64_t more;    /* those no rule before it found */
	double truth;     /* share of the true pairs found up to and with this rule; NAN */
};

struct link_report_level {
	const char *name;
	double m, u;      /* 0..1 */
	double weight;
	uint64_t pairs;   /* scored pairs on this level */
	bool missing;     /* the level of an empty cell: weight 0, m and u not drawn */
	bool trained;     /* false: no pair of the training showed it, the weight is a guess */
};

struct link_report_comparison {
	const char *name;
	const struct link_report_level *level;
	uint32_t levels;
};

/* One comparison of one pair. */
struct link_report_part {
	const char *name, *left, *right, *level;
	double weight;
};

struct link_report_pair {
	const char *left, *right; /* ids of the records */
	const struct link_report_part *part;
	uint32_t parts;
	double prior, weight;     /* weight: prior and all parts */
	int truth;                /* 1 the same, 0 different, -1 not known */
	const char *why;          /* why it is shown: "just above the threshold"; NULL */
};

struct link_report_bin {
	double from, to;
	uint64_t pairs, same; /* same: those known to be one person; 0 without truth */
};

struct link_report_point {
	double threshold, precision, recall, f1;
	uint64_t pairs;
};

struct link_report_size {
	uint32_t size;     /* records of a cluster */
	uint64_t clusters;
};

struct link_report {
	const char *const *file; /* names as given */
	uint32_t files;
	uint64_t records, pairs, people; /* people: clusters */
	double threshold, seconds, peak_mib;
	const char *model;       /* where it came from, in words; NULL: trained on these files */
	const char *const *said; /* what the program did and why, sentence by sentence */
	uint32_t said_n;

	const struct link_report_column *column;
	uint32_t columns;
	const struct link_report_rule *rule;
	uint32_t rules;
	const struct link_report_comparison *comparison;
	uint32_t comparisons;
	const struct link_report_pair *pair;
	uint32_t pairs_shown;
	const struct link_report_bin *bin;
	uint32_t bins;
	const struct link_report_size *size;
	uint32_t sizes;

	bool truth;              /* a column with the truth was named */
	double blocking_recall;  /* the rest only with truth */
	const struct link_report_point *pair_curve, *cluster_curve; /* ascending thresholds */
	uint32_t pair_points, cluster_points;
	struct link_report_point pair_best, cluster_now;
};

/* The page in cx->lang, at the end of `to`. Wants text_warm() done. */
void link_html(struct cx *cx, const struct link_report *r, struct buf *to);
