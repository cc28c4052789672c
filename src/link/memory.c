#include "link/memory.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct block {
	struct block *before, *after;
	size_t n;
	size_t pad; /* what follows stays aligned to 16 */
};

struct link_memory {
	pthread_mutex_t lock;
	struct block first;
	size_t used, peak, limit;
	jmp_buf *trap;
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
		free(b);
	}
	pthread_mutex_destroy(&m->lock);
	free(m);
}

void link_memory_trap(struct link_memory *m, jmp_buf *trap) {
	m->trap = trap;
}

size_t link_memory_peak(const struct link_memory *m) {
	return m->peak;
}

size_t link_memory_left(struct link_memory *m) {
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

/* Under the lock. `zero` only without `old`. */
static void *change(struct link_memory *m, struct block *old, size_t n, bool zero) {
	size_t was = old == NULL ? 0 : old->n;
	if (n > m->limit || m->used - was > m->limit - n)
		return NULL;
	struct block *b = zero ? calloc(1, sizeof *b + n) : realloc(old, sizeof *b + n);
	if (b == NULL)
		return NULL;
	if (old == NULL) {
		b->before = &m->first;
		b->after = m->first.after;
	}
	b->n = n;
	tie(b);
	m->used += n - was;
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
	m->used -= b->n;
	pthread_mutex_unlock(&m->lock);
	free(b);
}
