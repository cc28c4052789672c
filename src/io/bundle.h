/*
 * bundle.h - a few files as one ZIP archive, in memory.
 *
 * Names are the program's own: short, plain, without a folder. The day of every file is 1980-01-01, so that the same
 * files make the same archive and it tells nobody when it was made.
 */
#pragma once
#include "base/buf.h"
#include "base/cx.h"

struct bundled {
	const char *name;
	struct blob bytes;
};

/* Appends the archive of `n` files to `out`. ERR_LIMIT past the ceiling of `out`. */
MUST_CHECK int bundle_write(struct cx *cx, const struct bundled *files, size_t n, struct buf *out);
