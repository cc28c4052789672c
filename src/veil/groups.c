#include "veil/groups.h"

#include "base/str.h"

static unsigned common(const uint64_t *a, const uint64_t *b, unsigned words) {
	unsigned n = 0;
	for (unsigned i = 0; i < words; i++)
		n += (unsigned)__builtin_popcountll(a[i] & b[i]);
	return n;
}

/* Whether the mean over the cross pairs of two groups reaches the bar. */
static bool near_enough(const struct veil_groups *g, struct veil_store *s, uint32_t a, uint32_t b, unsigned bar) {
	uint64_t one[VEIL_WORDS_MOST], two[VEIL_WORDS_MOST], sum = 0, n = 0;
	uint32_t i = a;
	for (uint32_t x = 0; x < g->size[a] && x < GROUP_LOOKED; x++, i = g->next[i]) {
		uint32_t k = b;
		veil_store_filter(s, i, one);
		for (uint32_t y = 0; y < g->size[b] && y < GROUP_LOOKED; y++, k = g->next[k], n++) {
			veil_store_filter(s, k, two);
			sum += (uint64_t)2 * common(one, two, s->words) * EDGE_ONE / ((unsigned)s->count[i] + s->count[k]);
		}
	}
	return sum * DICE_ONE >= n * bar * EDGE_ONE;
}

static void join(struct veil_groups *g, uint32_t a, uint32_t b) {
	uint32_t keep = g->size[a] >= g->size[b] ? a : b, gone = keep == a ? b : a, i = gone;
	do {
		g->root[i] = keep;
		i = g->next[i];
	} while (i != gone);
	uint32_t after = g->next[keep];
	g->next[keep] = g->next[gone];
	g->next[gone] = after;
	g->size[keep] += g->size[gone];
	g->parties[keep] |= g->parties[gone];
	g->joined++;
}

int veil_groups_make(struct cx *cx, struct veil_groups *g, struct veil_store *s, struct veil_edges *e,
	const struct veil_search *how) {
	struct veil_edge x;
	*g = (struct veil_groups){.root = link_alloc(s->memory, s->places, sizeof *g->root),
		.next = link_alloc(s->memory, s->places, sizeof *g->next), .size = link_alloc(s->memory, s->places, sizeof *g->size),
		.parties = link_alloc(s->memory, s->places, sizeof *g->parties)};
	for (uint32_t i = 0; i < s->places; i++) {
		g->root[i] = g->next[i] = i;
		g->size[i] = 1;
		g->parties[i] = UINT64_C(1) << veil_store_party(s, i);
	}
	while (veil_edges_next(e, &x)) {
		uint32_t a = g->root[x.left], b = g->root[x.right];
		if (a == b || (!how->within && (g->parties[a] & g->parties[b]) != 0))
			continue;
		if ((g->size[a] == 1 && g->size[b] == 1) || near_enough(g, s, a, b, how->bar))
			join(g, a, b);
	}
	if (e->failed || s->failed)
		return err_say(cx, ERR_IO, "TMPDIR", N_("The pairs could not be read back from the folder of temporary files."), NULL);
	return 0;
}
