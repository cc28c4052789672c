#include "link/column.h"

#include <string.h>

#include "link/hash.h"

static uint64_t eight(const char *s, size_t n) {
	uint64_t x = 0;
	memcpy(&x, s, n);
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

static void widen(struct link_memory *m, struct link_column *c) {
	uint64_t *old = c->table;
	uint32_t was = c->mask;
	c->mask = c->mask * 2 + 1;
	c->table = link_alloc(m, (size_t)c->mask + 1, sizeof *c->table);
	for (uint32_t i = 0; i <= was; i++) {
		uint32_t at = (uint32_t)(old[i] >> 32) & c->mask;
		if (old[i] == 0)
			continue;
		while (c->table[at] != 0)
			at = (at + 1) & c->mask;
		c->table[at] = old[i];
	}
	link_free(m, old);
	c->room = c->mask / 2 + 1;
	c->at = link_grow(m, c->at, (size_t)c->room + 2, sizeof *c->at);
	c->count = link_grow(m, c->count, (size_t)c->room + 2, sizeof *c->count);
}

/* 0: full. */
static uint32_t intern(struct link_memory *m, struct link_column *c, const char *s, size_t n) {
	uint64_t hash = link_hash(s, n);
	uint32_t high = (uint32_t)(hash >> 32) | 1, at = high & c->mask;
	for (; c->table[at] != 0; at = (at + 1) & c->mask) {
		uint32_t id = (uint32_t)c->table[at];
		if (c->table[at] >> 32 == high && c->at[id + 1] - c->at[id] == n && memcmp(c->text + c->at[id], s, n) == 0) {
			c->count[id]++;
			return id;
		}
	}
	if (c->values + 2 >= LINK_VALUES || c->text_n + n > UINT32_MAX)
		return 0;
	if (c->text_n + n > c->text_room) {
		c->text_room = (c->text_room + n) * 3 / 2 + 4096;
		c->text = link_grow(m, c->text, c->text_room, 1);
	}
	uint32_t id = ++c->values;
	memcpy(c->text + c->text_n, s, n);
	c->at[id] = (uint32_t)c->text_n;
	c->text_n += n;
	c->at[id + 1] = (uint32_t)c->text_n;
	c->count[id] = 1;
	c->table[at] = (uint64_t)high << 32 | id;
	if (c->values >= c->room)
		widen(m, c);
	return id;
}

bool link_table_add(struct link_table *t, size_t n, const char *const *cells) {
	if (t->records == t->room) {
		if (t->room >= LINK_VALUES / 2)
			return false;
		t->room = t->room < 4096 ? 4096 : t->room + t->room / 2;
		for (int i = 0; i < t->columns; i++)
			t->column[i].id = link_grow(t->memory, t->column[i].id, t->room, sizeof(uint32_t));
	}
	for (int i = 0; i < t->columns; i++) {
		struct link_column *c = &t->column[i];
		const char *s = (size_t)i < n ? cells[i] : "";
		uint32_t id = 0;
		if (*s != 0) {
			id = intern(t->memory, c, s, strlen(s));
			if (id == 0)
				return false;
			c->filled++;
		}
		c->id[t->records] = id;
	}
	t->records++;
	return true;
}

void link_table_close(struct link_table *t) {
	for (int i = 0; i < t->columns; i++) {
		struct link_column *c = &t->column[i];
		link_free(t->memory, c->table);
		c->table = NULL;
		c->id = link_grow(t->memory, c->id, t->records, sizeof *c->id);
		c->at = link_grow(t->memory, c->at, (size_t)c->values + 2, sizeof *c->at);
		c->count = link_grow(t->memory, c->count, (size_t)c->values + 2, sizeof *c->count);
		c->text = link_grow(t->memory, c->text, c->text_n, 1);
	}
}
