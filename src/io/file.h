/*
 * file.h - a file as its readers see it: a descriptor or bytes in memory; for the files of this storey only.
 */
#pragma once
#include "io/row.h"

enum { FILE_PIECE = 64 << 10 };

struct file {
	int fd;           /* -1: in memory */
	struct blob at;   /* the bytes, or what was read of them already to see what they are */
	bool ended;       /* nothing follows `at` */
};

/* At most FILE_PIECE further bytes into `to`; *ret_n is 0 at the end. ERR_IO. */
MUST_CHECK int file_read(struct cx *cx, const struct file *f, char *to, size_t *ret_n);

/* Read `f` as CSV, as XLSX, into `row`. What they allocate lies in `arena`, or is let go by the matching _dispose,
   which is called however the reading ended. Both give row->rc or what went wrong before there were rows. */
struct csv;
struct csv *csv_new(struct arena *arena);
MUST_CHECK int csv_read(struct csv *c, const struct file *f, struct row *row);
void csv_dispose(struct csv *c);

struct xlsx;
struct xlsx *xlsx_new(struct arena *arena, const char *sheet); /* NULL: the first that is shown */
MUST_CHECK int xlsx_read(struct xlsx *x, const struct file *f, struct row *row);
void xlsx_dispose(struct xlsx *x);
