/*
 * link.h - `atrama link`: lists in, people out; for src/cmd/link*.c only.
 *
 * Names of persons go where the user said and nowhere else: not to standard error, not into messages.
 */
#pragma once
#include <stdio.h>

#include "base/buf.h"
#include "base/cx.h"
#include "link/engine.h"

enum { LINK_FILES = 64, LINK_OUT = 8 << 20, LINK_RECORDS = 100000000 };

struct link_seconds {
	double load, train, score, choose, cluster, total;
};

struct link_job {
	struct cx *cx;
	int files;
	const char *path[LINK_FILES], *name[LINK_FILES];
	const char *model, *model_out, *rules, *decisions, *labels, *id, *source, *truth, *out, *pairs, *report;
	bool json;
	int threads;
	/* the table */
	struct link_memory *memory;
	struct link_table table;
	const char **heading;         /* a column */
	bool own[LINK_COLUMNS];
	int id_column, source_column, truth_column; /* -1: none */
	uint32_t *file_of;            /* of a record, from 1; NULL with one file */
	uint32_t same_ids;            /* records whose id another has, too */
	struct link_said *said;
	size_t said_n;
	struct link_label *label;
	size_t labels_n;
	struct link_engine *engine;
	struct link_seconds seconds;
	double peak_mib, spilled_mib;
	const char *spill_folder;     /* NULL: what does not fit is an error */
};

/* Reads the files into job->table and finds its own columns. ERR_INVALID names file, row and rule. */
MUST_CHECK int link_files_read(struct link_job *job);
MUST_CHECK int link_said_read(struct link_job *job); /* decisions and labels */

/* Everything of a file of at most `most` bytes, ended by a 0. ERR_NOTFOUND, ERR_LIMIT, ERR_IO. */
MUST_CHECK int link_text_read(struct cx *cx, const char *path, size_t most, struct buf *ret);

/* What a record is called: its id, or the number of its row. */
const char *link_record_name(const struct link_job *job, uint32_t record, char number[16], size_t *ret_n);

MUST_CHECK int link_clusters_write(const struct link_job *job);
MUST_CHECK int link_pairs_write(const struct link_job *job);
MUST_CHECK int link_model_write(const struct link_job *job);
MUST_CHECK int link_report_write(const struct link_job *job); /* link_fill.c */

/* From now on what does not fit into `limit` bytes goes to a file (link_spill.c). ERR_LIMIT: that is too little for lists of their size. */
MUST_CHECK int link_spill_ready(struct link_job *job, size_t limit);
/* What a failure was, if the file was its cause. */
int link_spill_said(const struct link_job *job, int rc);

void link_json(const struct link_job *job, FILE *to);
void link_say(const struct link_job *job, FILE *to);
