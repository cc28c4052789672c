/*
 * engine.h - the whole way from a table to people, in six steps; everything else of this folder is called from here.
 *
 * Reads arrays and writes arrays: no file, no clock, no output. The same table, options and model give the same answer on any machine and
 * with any number of threads. All memory is from the table's, and asking for more than it may hold leaves by its trap, or gives false.
 */
#pragma once
#include "base/cx.h"
#include "link/cluster.h"
#include "link/guess.h"
#include "link/labels.h"
#include "link/train.h"
#include "link/truth.h"

enum { LINK_BARS = 17 };

struct link_options {
	int threads;
	bool model_given, rules_given;   /* parts of `model` that are not to be learned, or proposed */
	bool across;                     /* only pairs of different sources */
	enum link_method method;
	double threshold;                /* bits; NAN: the model's, or what the truth of half of the people says */
	uint64_t budget;                 /* pairs to look at; 0: as it sees fit */
	const uint32_t *source, *truth;  /* one a record, 0 unknown; NULL */
	const struct link_said *said;
	size_t said_n;
	struct link_label *label;        /* pairs people looked at: they teach, and where there is no truth half of them judge */
	size_t labels_n;
	bool (*go_on)(void *arg, int done, int of);
	void *arg;
};

struct link_bar {
	struct link_quality half[2]; /* of clusters, by halves of the people */
	struct link_quality all;
	uint32_t largest;
};

struct link_engine {
	const struct link_table *table;
	struct link_options options;
	struct link_guess *guess;     /* a column */
	struct link_model model;
	struct link_rows rows;
	struct link_blocks blocks;
	struct link_comparer comparer;
	struct link_seen *seen;       /* a thread */
	struct link_training training;
	struct link_scores scores;
	double threshold;             /* what was taken */
	bool by_truth;                /* it was chosen on one half of the people, or of the labels: figures are of the other */
	uint32_t *cluster;            /* a record */
	uint32_t *copy;               /* as of struct link_clustering */
	struct link_sizes sizes;
	/* with truth; without, the last two and the recall are of labels */
	uint64_t true_pairs[2];
	double blocking_recall;
	struct link_quality pair, clusters;
	int bars;
	struct link_bar bar[LINK_BARS];
};

/* `own`: columns of ids, sources and answers. `e` comes zeroed but for model, where options say so. ERR_INVALID, ERR_LIMIT: no memory. */
/* Whether there is anything to judge an answer by. */
bool link_is_judged(const struct link_options *o);

MUST_CHECK int link_prepare(struct cx *cx, struct link_engine *e, const struct link_table *t, const struct link_options *o, const bool *own);
MUST_CHECK int link_learn(struct cx *cx, struct link_engine *e);
MUST_CHECK int link_weigh(struct cx *cx, struct link_engine *e);
/* Where the truth is to say the threshold: it is tried on half of the people. */
MUST_CHECK int link_choose(struct cx *cx, struct link_engine *e);
MUST_CHECK int link_group(struct cx *cx, struct link_engine *e);
MUST_CHECK int link_judge(struct cx *cx, struct link_engine *e); /* against the truth, where there is one */
