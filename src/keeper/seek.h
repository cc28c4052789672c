/*
 * seek.h - whom a name that is being looked for is like: the matcher's index, lent to whoever asks.
 *
 * The index is the matcher's, which changes it in short moments under the lock and takes it back while it reads or compares all
 * anew; nobody is found by it then, and what the store's own tokens find has to do. Any thread may ask.
 */
#pragma once
#include <pthread.h>

#include "base/cx.h"

struct desk;
struct in;
struct match_index;

struct seek {
	pthread_mutex_t lock;
	struct match_index *index; /* NULL: it is not lent now */
};

/* From now on it may be asked; NULL: no longer, and nobody does any more. */
void seek_lend(struct seek *s, struct match_index *index);

/* Puts into cx->prepared whom a search is like. ERR_BUSY where its account searched too often. */
MUST_CHECK int seek_prepare(struct desk *d, const struct in *in);
