#include "link/batch.h"

enum { AHEAD = 8, LOOKS = 2 * LINK_COMPARISONS };

/* A slot whose values are looked at where two differ. */
struct look {
	int slot;
	const struct link_glance *glance;
	const struct link_day *day;
};

static int looks_of(const struct link_comparer *c, struct look look[LOOKS]) {
	int n = 0;
	for (int s = 0; s < c->rows->slots && n < LOOKS; s++) {
		const struct link_slot *slot = &c->rows->slot[s];
		if (slot->glance != NULL || slot->day != NULL)
			look[n++] = (struct look){s, slot->glance, slot->day};
	}
	return n;
}

static void ask(const struct look *look, uint32_t x) {
	if (look->glance != NULL)
		__builtin_prefetch(&look->glance[x]);
	else
		__builtin_prefetch(&look->day[x]);
}

static void ask_for(const struct link_comparer *c, const struct look *look, int looks, struct link_pair p) {
	const uint32_t *l = link_row(c->rows, p.left), *r = link_row(c->rows, p.right);
	for (int k = 0; k < looks; k++) {
		uint32_t x = l[look[k].slot], y = r[look[k].slot];
		if (x == y || x == 0 || y == 0)
			continue;
		ask(&look[k], x);
		ask(&look[k], y);
	}
}

void link_patterns(const struct link_comparer *c, const struct link_pair *pair, size_t n, struct link_seen *seen, uint64_t *ret_pattern) {
	struct look look[LOOKS];
	int looks = looks_of(c, look);
	for (size_t i = 0; i < n + AHEAD; i++) {
		if (i < n)
			ask_for(c, look, looks, pair[i]);
		if (i >= AHEAD)
			ret_pattern[i - AHEAD] = link_pattern(c, pair[i - AHEAD].left, pair[i - AHEAD].right, seen);
	}
}
