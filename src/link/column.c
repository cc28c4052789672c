#include "link/column.h"

#include <string.h>

#include "link/hash.h"
#include "link/parallel.h"

/* Up to eight bytes, the first lowest. */
static uint64_t eight(const char *s, size_t n) {
	uint64_t x = 0;
	uint32_t low, high;
	if (n == 8) {
		memcpy(&x, s, 8);
	} else if (n >= 4) {
		memcpy(&low, s, 4);
		memcpy(&high, s + n - 4, 4);
		x = low | (uint64_t)high << (n - 4) * 8;
	} else {
		for (size_t i = 0; i < n; i++)
			x |= (uint64_t)(uint8_t)s[i] << i * 8;
	}
	return x;
}

/* Little-endian machines only, as the rest of this program is. */
uint64_t link_hash(const char *s, size_t n) {
	uint64_t h = 0x9e3779b97f4a7c15ULL ^ n;
	for (; n > 8; s += 8, n -= 8)
		h = (h ^ eight(s, 8)) * 0xff51afd7ed558ccdULL, h ^= h >> 32;
	h = link_mix(h ^ eight(s, n) * 0x9fb21c651e98df25ULL);
	return h == 0 ? 1 : h;
}

void link_table_init(struct link_table *t, struct link_memory *memory, int columns, const char *const *names) {
	*t = (struct link_table){.memory = memory, .columns = columns, .column = link_alloc(memory, (size_t)columns, sizeof *t->column)};
	for (int i = 0; i < columns; i++) {
		struct link_column *c = &t->column[i];
		c->name = names[i];
		c->mask = 255;
		c->table = link_alloc(memory, c->mask + 1, sizeof *c->table);
		c->room = 128;
		c->at = link_alloc(memory, c->room + 2, sizeof *c->at);
		c->count = link_alloc(memory, c->room + 2, sizeof *c->count);
	}
}

static bool grown(struct link_memory *m, void *at, size_t n, size_t size) {
	void **to = at, *wider = link_try(m, *to, n, size);
	if (wider != NULL)
		*to = wider;
	return wider != NULL;
}

static bool widen(struct link_memory *m, struct link_column *c) {
	uint64_t *old = c->table;
	uint32_t was = c->mask, mask = was * 2 + 1;
	uint64_t *table = link_try(m, NULL, (size_t)mask + 1, sizeof *table);
	if (table == NULL)
		return false;
	memset(table, 0, ((size_t)mask + 1) * sizeof *table);
	for (uint32_t i = 0; i <= was; i++) {
		uint32_t at = (uint32_t)(old[i] >> 32) & mask;
		if (old[i] == 0)
			continue;
		while (table[at] != 0)
			at = (at + 1) & mask;
		table[at] = old[i];
	}
	link_free(m, old);
	c->table = table;
	c->mask = mask;
	c->room = mask / 2 + 1;
	return grown(m, &c->at, (size_t)c->room + 2, sizeof *c->at) && grown(m, &c->count, (size_t)c->room + 2, sizeof *c->count);
}

/* 0: full, or no memory. */
static uint32_t intern(struct link_memory *m, struct link_column *c, const char *s, size_t n, uint64_t hash, enum link_full *full) {
	uint32_t high = (uint32_t)(hash >> 32) | 1, at = high & c->mask;
	for (; c->table[at] != 0; at = (at + 1) & c->mask) {
		uint32_t id = (uint32_t)c->table[at];
		if (c->table[at] >> 32 == high && c->at[id + 1] - c->at[id] == n && memcmp(c->text + c->at[id], s, n) == 0) {
			c->count[id]++;
			return id;
		}
	}
	*full = c->values + 2 >= LINK_VALUES || c->text_n + n > UINT32_MAX ? LINK_FULL_VALUES : LINK_FULL_NOT;
	if (*full != LINK_FULL_NOT)
		return 0;
	if (c->text_n + n > c->text_room) {
		size_t room = (c->text_room + n) * 3 / 2 + 4096;
		if (!grown(m, &c->text, room, 1)) {
			*full = LINK_FULL_MEMORY;
			return 0;
		}
		c->text_room = room;
	}
	uint32_t id = ++c->values;
	memcpy(c->text + c->text_n, s, n);
	c->at[id] = (uint32_t)c->text_n;
	c->text_n += n;
	c->at[id + 1] = (uint32_t)c->text_n;
	c->count[id] = 1;
	c->table[at] = (uint64_t)high << 32 | id;
	if (c->values >= c->room && !widen(m, c)) {
		*full = LINK_FULL_MEMORY;
		return 0;
	}
	return id;
}

/* Batches ---------------------------------------------------------------------------------------------------------------------- */

bool link_batch_add(struct link_memory *m, struct link_batch *b, int columns, size_t n, const char *const *cells) {
	if (b->cell == NULL)
		b->cell = link_try(m, NULL, (size_t)LINK_BATCH * (size_t)columns, sizeof *b->cell);
	if (b->cell == NULL || b->rows == LINK_BATCH)
		return false;
	struct link_cell *cell = b->cell + (size_t)b->rows * (size_t)columns;
	for (size_t i = 0; i < (size_t)columns; i++) {
		size_t length = i < n ? strlen(cells[i]) : 0;
		cell[i] = (struct link_cell){(uint32_t)b->n, (uint32_t)length};
		if (b->n + length > b->room) {
			size_t room = (b->n + length) * 3 / 2 + LINK_BATCH_TEXT;
			if (room > UINT32_MAX || !grown(m, &b->text, room, 1))
				return false;
			b->room = room;
		}
		if (length > 0)
			memcpy(b->text + b->n, cells[i], length);
		b->n += length;
	}
	b->rows++;
	return true;
}

struct taking {
	struct link_table *t;
	const struct link_batch *b;
};

/* A column of a batch. What will be looked at of the dictionary is asked for some cells before. */
static void column_work(void *arg, size_t column, int thread) {
	enum { AHEAD = 16 };
	const struct taking *k = arg;
	const struct link_batch *b = k->b;
	struct link_column *c = &k->t->column[column];
	const struct link_cell *cell = b->cell + column;
	size_t step = (size_t)k->t->columns;
	uint64_t hash[AHEAD];
	(void)thread;
	for (uint32_t from = 0; from < b->rows && c->full == LINK_FULL_NOT; from += AHEAD) {
		uint32_t n = b->rows - from < AHEAD ? b->rows - from : AHEAD;
		for (uint32_t i = 0; i < n; i++) {
			struct link_cell x = cell[(from + i) * step];
			hash[i] = x.n == 0 ? 0 : link_hash(b->text + x.at, x.n);
			__builtin_prefetch(&c->table[(uint32_t)(hash[i] >> 32 | 1) & c->mask]);
		}
		for (uint32_t i = 0; i < n; i++)
			__builtin_prefetch(&c->at[(uint32_t)c->table[(uint32_t)(hash[i] >> 32 | 1) & c->mask]]);
		for (uint32_t i = 0; i < n; i++) {
			uint32_t id = (uint32_t)c->table[(uint32_t)(hash[i] >> 32 | 1) & c->mask];
			__builtin_prefetch(c->text + (id == 0 ? 0 : c->at[id]));
			__builtin_prefetch(&c->count[id], 1);
		}
		for (uint32_t i = 0; i < n; i++) {
			struct link_cell x = cell[(from + i) * step];
			uint32_t id = x.n == 0 ? 0 : intern(k->t->memory, c, b->text + x.at, x.n, hash[i], &c->full);
			c->filled += id != 0;
			c->id[k->t->records + from + i] = id;
		}
	}
}

bool link_table_take(struct link_table *t, struct link_batch *b, int threads) {
	struct taking k = {t, b};
	while (t->full == LINK_FULL_NOT && t->records + b->rows > t->room) {
		uint32_t room = t->room < 4096 ? 4096 : t->room + t->room / 2;
		t->full = t->room >= LINK_VALUES / 2 ? LINK_FULL_VALUES : LINK_FULL_NOT;
		for (int i = 0; i < t->columns && t->full == LINK_FULL_NOT; i++)
			if (!grown(t->memory, &t->column[i].id, room, sizeof(uint32_t)))
				t->full = LINK_FULL_MEMORY;
		t->room = t->full == LINK_FULL_NOT ? room : t->room;
	}
	if (t->full == LINK_FULL_NOT)
		link_parallel((size_t)t->columns, threads, column_work, &k);
	for (int i = 0; i < t->columns; i++)
		t->full = t->full == LINK_FULL_NOT ? t->column[i].full : t->full;
	t->records += b->rows;
	b->rows = 0;
	b->n = 0;
	return t->full == LINK_FULL_NOT;
}

void link_batch_free(struct link_memory *m, struct link_batch *b) {
	link_free(m, b->text);
	link_free(m, b->cell);
	*b = (struct link_batch){0};
}

bool link_table_add(struct link_table *t, size_t n, const char *const *cells) {
	struct link_batch *b = &t->batch;
	if (!link_batch_add(t->memory, b, t->columns, n, cells))
		t->full = t->full == LINK_FULL_NOT ? LINK_FULL_MEMORY : t->full;
	if (link_batch_is_full(b))
		link_table_take(t, b, 1);
	return t->full == LINK_FULL_NOT;
}

bool link_table_close(struct link_table *t) {
	if (t->full == LINK_FULL_NOT && t->batch.rows > 0)
		link_table_take(t, &t->batch, 1);
	link_batch_free(t->memory, &t->batch);
	for (int i = 0; i < t->columns; i++) {
		struct link_column *c = &t->column[i];
		link_free(t->memory, c->table);
		c->table = NULL;
		c->id = link_grow(t->memory, c->id, t->records, sizeof *c->id);
		c->at = link_grow(t->memory, c->at, (size_t)c->values + 2, sizeof *c->at);
		c->count = link_grow(t->memory, c->count, (size_t)c->values + 2, sizeof *c->count);
		c->text = link_grow(t->memory, c->text, c->text_n, 1);
	}
	return t->full == LINK_FULL_NOT;
}
