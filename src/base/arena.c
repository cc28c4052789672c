#include "base/arena.h"

#include <stdalign.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum { BLOCK = 64 << 10, ALIGN = 16 };

struct block {
	struct block *next; /* the block filled before this one */
	size_t room, used;
	alignas(ALIGN) char at[];
};

struct arena {
	struct block *top;
	size_t ceiling, used;
	jmp_buf *trap;
};

static struct block *block_new(size_t room) {
	size_t bytes = sizeof(struct block) + room;
	struct block *b = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (b == MAP_FAILED) {
		fputs("atrama: out of memory\n", stderr);
		abort();
	}
	b->room = room;
	return b;
}

static void block_free(struct block *b) {
	explicit_bzero(b->at, b->used);
	munmap(b, sizeof *b + b->room);
}

struct arena *arena_new(size_t ceiling) {
	struct arena *a = malloc(sizeof *a);
	if (a == NULL) {
		fputs("atrama: out of memory\n", stderr);
		abort();
	}
	*a = (struct arena){.top = block_new(BLOCK - sizeof(struct block)), .ceiling = ceiling};
	return a;
}

void arena_free(struct arena *a) {
	if (a == NULL)
		return;
	for (struct block *b = a->top, *next; b != NULL; b = next) {
		next = b->next;
		block_free(b);
	}
	free(a);
}

struct arena_mark arena_here(const struct arena *a) {
	return (struct arena_mark){.block = a->top, .at = a->top->used, .used = a->used};
}

void arena_back(struct arena *a, struct arena_mark to) {
	while (a->top != to.block) {
		struct block *b = a->top;
		a->top = b->next;
		block_free(b);
	}
	explicit_bzero(a->top->at + to.at, a->top->used - to.at);
	a->top->used = to.at;
	a->used = to.used;
}

void arena_reset(struct arena *a) {
	struct block *first = a->top;
	while (first->next != NULL)
		first = first->next;
	arena_back(a, (struct arena_mark){.block = first});
}

jmp_buf *arena_trap(struct arena *a, jmp_buf *trap) {
	jmp_buf *was = a->trap;
	a->trap = trap;
	return was;
}

size_t arena_used(const struct arena *a) {
	return a->used;
}

static _Noreturn void spring(struct arena *a) {
	if (a->trap != NULL)
		longjmp(*a->trap, 1);
	fprintf(stderr, "atrama: a task passed its memory ceiling of %zu bytes\n", a->ceiling);
	abort();
}

void *arena_alloc(struct arena *a, size_t n) {
	if (n > a->ceiling - a->used || a->ceiling < a->used)
		spring(a);
	size_t need = (n + ALIGN - 1) / ALIGN * ALIGN;
	if (need == 0)
		need = ALIGN;
	if (need > a->top->room - a->top->used) {
		size_t room = BLOCK - sizeof(struct block);
		if (a->top->room >= room && a->used > room) /* large requests: fewer, larger blocks */
			room = a->used < (4U << 20) ? a->used : (4U << 20);
		struct block *b = block_new(need > room ? need : room);
		b->next = a->top;
		a->top = b;
	}
	void *p = a->top->at + a->top->used;
	a->top->used += need;
	a->used += need;
	return p;
}

void *arena_array(struct arena *a, size_t n, size_t size) {
	size_t bytes = 0;
	if (__builtin_mul_overflow(n, size, &bytes))
		spring(a);
	return arena_alloc(a, bytes);
}

void *arena_grow(struct arena *a, void *old, size_t was, size_t n) {
	if (n <= was)
		return old;
	size_t held = (was + ALIGN - 1) / ALIGN * ALIGN;
	size_t need = (n + ALIGN - 1) / ALIGN * ALIGN;
	struct block *b = a->top;
	bool last = old != NULL && held > 0 && (char *)old + held == b->at + b->used;
	if (last && need - held <= b->room - b->used && need - held <= a->ceiling - a->used) {
		b->used += need - held;
		a->used += need - held;
		return old;
	}
	void *p = arena_alloc(a, n);
	if (was > 0)
		memcpy(p, old, was);
	return p;
}

char *arena_strndup(struct arena *a, const char *s, size_t n) {
	char *p = arena_alloc(a, n + 1);
	if (n > 0)
		memcpy(p, s, n);
	return p;
}

char *arena_strdup(struct arena *a, const char *s) {
	return arena_strndup(a, s, strlen(s));
}

char *arena_vprintf(struct arena *a, const char *fmt, va_list ap) {
	va_list again;
	va_copy(again, ap);
	int n = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	if (n < 0)
		abort();
	char *p = arena_alloc(a, (size_t)n + 1);
	vsnprintf(p, (size_t)n + 1, fmt, ap);
	return p;
}

char *arena_printf(struct arena *a, const char *fmt, ...) {
	va_list ap;
	va_start(ap, fmt);
	char *p = arena_vprintf(a, fmt, ap);
	va_end(ap);
	return p;
}
