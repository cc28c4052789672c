#include "link/memory.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "link/spill.h"

enum { SMALL = 1 << 16, LARGE = 1 << 20 }; /* bytes below which a block never goes to the file; from which it always does, once spilling */

#define ENDLESS ((size_t)1 << 42)

struct block {
	struct block *before, *after;
	size_t n;
	int number; /* in the file; -1: it is malloc's */
	int pad;    /* what follows stays aligned to 16 */
};

struct link_memory {
	pthread_mutex_t lock;
	struct block first;
	size_t used, peak, limit; /* of malloc's */
	jmp_buf *trap;
	const char *folder; /* NULL: nothing is spilled */
	bool at_once;
	struct link_spill *spill;
	enum link_spilled failed;
};

struct link_memory *link_memory_new(size_t limit) {
	struct link_memory *m = calloc(1, sizeof *m);
	if (m == NULL)
		abort();
	pthread_mutex_init(&m->lock, NULL);
	m->limit = limit;
	m->first.before = m->first.after = &m->first;
	return m;
}

void link_memory_free(struct link_memory *m) {
	for (struct block *b = m->first.after, *next; b != &m->first; b = next) {
		next = b->after;
		if (b->number < 0)
			free(b);
	}
	link_spill_free(m->spill);
	pthread_mutex_destroy(&m->lock);
	free(m);
}

void link_memory_trap(struct link_memory *m, jmp_buf *trap) {
	m->trap = trap;
}

size_t link_memory_peak(const struct link_memory *m) {
	return m->peak;
}

void link_memory_spill(struct link_memory *m, const char *folder, bool at_once) {
	m->folder = folder;
	m->at_once = at_once;
}

enum link_spilled link_memory_spill_failed(struct link_memory *m) {
	pthread_mutex_lock(&m->lock);
	enum link_spilled failed = m->failed;
	pthread_mutex_unlock(&m->lock);
	return failed;
}

size_t link_memory_spilled(const struct link_memory *m) {
	return m->spill == NULL ? 0 : link_spill_most(m->spill);
}

size_t link_memory_left(struct link_memory *m) {
	if (m->folder != NULL)
		return ENDLESS;
	pthread_mutex_lock(&m->lock);
	size_t left = m->limit - m->used;
	pthread_mutex_unlock(&m->lock);
	return left;
}

static struct block *block_of(void *at) {
	return at == NULL ? NULL : (struct block *)at - 1;
}

static void tie(struct block *b) {
	b->before->after = b;
	b->after->before = b;
}

/* Whether a block of n bytes, of which malloc has `was` so far, is to stand in the file. */
static bool goes_out(const struct link_memory *m, size_t was, size_t n) {
	if (m->folder == NULL || n < SMALL)
		return false;
	size_t others = m->used - was;
	return m->at_once ? n >= LARGE || others + n > m->limit / 8 : others + n > m->limit / 4 * 3;
}

/* The block in the file, moved there if it was malloc's. NULL: no room. */
static struct block *put_out(struct link_memory *m, struct block *old, size_t n) {
	int number = old == NULL ? -1 : old->number; /* the file's own blocks may move: `old` is gone afterwards */
	bool moves = old != NULL && number < 0;
	if (m->spill == NULL)
		m->spill = link_spill_new(m->folder, m->limit);
	if (m->spill == NULL) {
		m->failed = LINK_SPILL_FOLDER;
		return NULL;
	}
	struct block *b = link_spill_grow(m->spill, &number, sizeof *b + n);
	if (b == NULL) {
		m->failed = LINK_SPILL_FULL;
		return NULL;
	}
	if (moves) {
		memcpy(b, old, sizeof *b + (old->n < n ? old->n : n));
		m->used -= old->n;
		free(old);
	}
	b->number = number;
	return b;
}

/* Under the lock. `zero` only without `old`. */
static void *change(struct link_memory *m, struct block *old, size_t n, bool zero) {
	bool is_out = old != NULL && old->number >= 0;
	size_t was = old == NULL || is_out ? 0 : old->n;
	struct block *b;
	if (is_out || goes_out(m, was, n)) {
		b = put_out(m, old, n);
	} else {
		if (n > m->limit || m->used - was > m->limit - n)
			return NULL;
		b = zero ? calloc(1, sizeof *b + n) : realloc(old, sizeof *b + n);
		if (b != NULL) {
			m->used += n - was;
			b->number = -1;
		}
	}
	if (b == NULL)
		return NULL;
	if (old == NULL) {
		b->before = &m->first;
		b->after = m->first.after;
	}
	b->n = n;
	tie(b);
	m->peak = m->used > m->peak ? m->used : m->peak;
	return b + 1;
}

static void *locked(struct link_memory *m, void *old, size_t n, size_t size, bool zero) {
	if (size != 0 && n > SIZE_MAX / 2 / size)
		return NULL;
	pthread_mutex_lock(&m->lock);
	void *at = change(m, block_of(old), n * size + (n * size == 0), zero);
	pthread_mutex_unlock(&m->lock);
	return at;
}

static void *or_jump(struct link_memory *m, void *at) {
	if (at == NULL && m->trap != NULL)
		longjmp(*m->trap, 1);
	if (at == NULL)
		abort();
	return at;
}

void *link_alloc(struct link_memory *m, size_t n, size_t size) {
	return or_jump(m, locked(m, NULL, n, size, true));
}

void *link_grow(struct link_memory *m, void *old, size_t n, size_t size) {
	return or_jump(m, locked(m, old, n, size, false));
}

void *link_try(struct link_memory *m, void *old, size_t n, size_t size) {
	return locked(m, old, n, size, false);
}

void link_free(struct link_memory *m, void *at) {
	struct block *b = block_of(at);
	if (b == NULL)
		return;
	pthread_mutex_lock(&m->lock);
	b->before->after = b->after;
	b->after->before = b->before;
	if (b->number < 0) {
		m->used -= b->n;
		free(b);
	} else {
		link_spill_drop(m->spill, b->number);
	}
	pthread_mutex_unlock(&m->lock);
}
