#include "base/buf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct buf buf_new(struct arena *a, size_t ceiling) {
	return (struct buf){.arena = a, .at = arena_alloc(a, 64), .room = 64, .ceiling = ceiling};
}

char *buf_room(struct buf *b, size_t n) {
	if (n > b->ceiling || b->n > b->ceiling - n)
		arena_alloc(b->arena, (size_t)-1 >> 1); /* springs the trap */
	if (b->n + n + 1 > b->room) {
		size_t room = b->room * 2;
		while (room < b->n + n + 1)
			room *= 2;
		b->at = arena_grow(b->arena, b->at, b->room, room);
		b->room = room;
	}
	return b->at + b->n;
}

void buf_add(struct buf *b, const void *bytes, size_t n) {
	char *to = buf_room(b, n);
	if (n > 0)
		memcpy(to, bytes, n);
	b->n += n;
	b->at[b->n] = 0;
}

void buf_str(struct buf *b, const char *s) {
	buf_add(b, s, strlen(s));
}

void buf_char(struct buf *b, char c) {
	buf_add(b, &c, 1);
}

void buf_printf(struct buf *b, const char *fmt, ...) {
	va_list ap, again;
	va_start(ap, fmt);
	va_copy(again, ap);
	int n = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	if (n < 0)
		abort();
	char *to = buf_room(b, (size_t)n);
	vsnprintf(to, (size_t)n + 1, fmt, ap);
	va_end(ap);
	b->n += (size_t)n;
}
