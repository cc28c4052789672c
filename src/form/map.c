/* Open addressing; grows at three quarters. */
#include "form/map.h"

#include <string.h>

struct slot {
	const char *key;
	size_t n;
	void *thing;
};

struct map {
	struct arena *arena;
	uint64_t seed;
	struct slot *slots;
	size_t n, room; /* room: a power of two */
};

struct map *map_new(struct cx *cx) {
	struct map *m = arena_alloc(cx->arena, sizeof *m);
	*m = (struct map){.arena = cx->arena, .room = 64};
	cx->rng(&m->seed, sizeof m->seed);
	m->slots = arena_array(m->arena, m->room, sizeof *m->slots);
	return m;
}

/* Eight bytes at a time, multiplied and folded: with a seed nobody knows, nobody knows what falls together. */
static uint64_t mix(uint64_t seed, const char *s, size_t n) {
	uint64_t h = seed ^ n * UINT64_C(0x9e3779b97f4a7c15);
	while (n > 0) {
		uint64_t word = 0;
		size_t take = n < 8 ? n : 8;
		memcpy(&word, s, take);
		unsigned __int128 product = (unsigned __int128)(h ^ word ^ UINT64_C(0xa0761d6478bd642f)) *
			(seed | 1 | UINT64_C(0xe7037ed1) << 32);
		h = (uint64_t)product ^ (uint64_t)(product >> 64);
		s += take;
		n -= take;
	}
	return h ^ h >> 29;
}

static struct slot *find(const struct map *m, const char *key, size_t n) {
	for (size_t i = mix(m->seed, key, n);; i++) {
		struct slot *s = &m->slots[i & (m->room - 1)];
		if (s->key == NULL || (s->n == n && memcmp(s->key, key, n) == 0))
			return s;
	}
}

void *map_get_n(const struct map *m, const char *key, size_t n) {
	return find(m, key, n)->thing;
}

void *map_get(const struct map *m, const char *key) {
	return map_get_n(m, key, strlen(key));
}

void map_put(struct map *m, const char *key, void *thing) {
	struct slot *s = find(m, key, strlen(key));
	if (s->key == NULL)
		m->n++;
	*s = (struct slot){key, strlen(key), thing};
	if (m->n < m->room / 4 * 3)
		return;
	struct slot *old = m->slots;
	size_t was = m->room;
	m->room *= 2;
	m->slots = arena_array(m->arena, m->room, sizeof *m->slots);
	for (size_t i = 0; i < was; i++)
		if (old[i].key != NULL)
			*find(m, old[i].key, old[i].n) = old[i];
}

size_t map_count(const struct map *m) {
	return m->n;
}
