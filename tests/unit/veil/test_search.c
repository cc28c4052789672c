/* Many comparisons at once against one at a time; the order of pairs; groups; whatever memory and threads there are. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "veil/groups.h"

enum { WORDS = 16, FILTERS = 400, MANY = 3200 };

static uint64_t seed;

static uint64_t random64(void) {
	uint64_t z = seed += UINT64_C(0x9e3779b97f4a7c15);
	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

static unsigned common(const uint64_t *a, const uint64_t *b, unsigned words) {
	unsigned n = 0;
	for (unsigned i = 0; i < words; i++)
		n += (unsigned)__builtin_popcountll(a[i] & b[i]);
	return n;
}

static void every_way_finds_the_same(void **state) {
	(void)state;
	for (unsigned words = 8; words <= 64; words *= 2) {
		static uint64_t plain[64][64], blocks[64 * 64];
		static uint16_t count[64];
		uint64_t left[64];
		struct dice_hit hits[64];
		seed = words;
		for (unsigned w = 0; w < words; w++)
			left[w] = random64();
		for (unsigned i = 0; i < 64; i++) {
			for (unsigned w = 0; w < words; w++) { /* from nearly the same to nothing in common; one empty, one full */
				uint64_t noise = random64();
				for (unsigned k = 0; k < i / 8; k++)
					noise &= random64();
				plain[i][w] = i == 0 ? 0 : i == 1 ? ~UINT64_C(0) : i % 5 == 0 ? random64() : left[w] ^ noise;
				blocks[(i / 8 * words + w) * 8 + i % 8] = plain[i][w];
			}
			count[i] = (uint16_t)veil_count(plain[i], words);
		}
		unsigned mine = veil_count(left, words);
		for (unsigned bar = 3000; bar <= DICE_ONE; bar += 700)
			for (int way = 0; way < DICE__MAX; way++) {
				if (!dice_can((enum dice_way)way))
					continue;
				size_t n = dice_scan((enum dice_way)way, left, mine, blocks, count, 8, words, bar, hits), k = 0;
				for (unsigned i = 0; i < 64; i++) {
					unsigned c = common(left, plain[i], words);
					if (c == 0 || 2ull * c * DICE_ONE < (uint64_t)bar * (mine + count[i]))
						continue;
					assert_true(k < n);
					assert_int_equal(hits[k].at, i);
					assert_int_equal(hits[k++].common, c);
					assert_true(dice_possible(mine, count[i], bar));
				}
				assert_int_equal(k, n);
			}
	}
}

/* Lists in files, as parties send them ---------------------------------------------------------------------------------- */

static struct cx cx;
static uint64_t filter[3][MANY][WORDS];

static char *path_of(int i) {
	const char *folder = getenv("TMP_DIR");
	return arena_printf(cx.arena, "%s/veil-test-%d-%d", folder == NULL ? "/tmp" : folder, (int)getpid(), i);
}

/* Three lists: filter i of each is the same person with some bits turned over; the third has some filters twice. */
static void lists_write(struct veil_list list[3], int n) {
	struct veil_plan plan = veil_plan_usual();
	struct pack_out o;
	uint8_t mark[VEIL_MARK] = {1};
	plan.weight[VEIL_SURNAME] = 5;
	seed = 7;
	for (int i = 0; i < n; i++)
		for (int w = 0; w < WORDS; w++) {
			uint64_t base = random64(), a = random64() & random64() & random64(), b = random64() & random64() & random64() & random64();
			filter[0][i][w] = base;
			filter[1][i][w] = base ^ a;
			filter[2][i][w] = i % 10 == 9 ? filter[2][i - 1][w] : base ^ b;
		}
	for (int k = 0; k < 3; k++) {
		assert_int_equal(veil_list_begin(&cx, path_of(k), &plan, mark, (uint32_t)(n - k), 0, &o), 0);
		pack_put(&o, filter[k], (size_t)(n - k) * WORDS * 8);
		assert_int_equal(pack_close(&o, true, NULL), 0);
		assert_int_equal(veil_list_open(&cx, path_of(k), &list[k]), 0);
		if (k > 0)
			assert_int_equal(veil_list_agree(&cx, &list[0], &list[k]), 0);
	}
}

struct result {
	uint64_t kept, sum; /* of all edges in their order */
	bool ordered;
	uint32_t root[3 * (MANY + 8)], places;
	struct { uint32_t party, record; } who[3 * (MANY + 8)];
};

static void search(struct veil_list list[3], unsigned bar, int threads, bool within, size_t memory, struct result *r) {
	bool small = memory < 8 << 20;
	struct link_memory *m = link_memory_new(memory);
	struct veil_store s;
	struct veil_edges e;
	struct veil_groups g;
	struct veil_search how = {.bar = bar, .threads = threads, .within = within, .way = dice_best()};
	memset(r, 0, sizeof *r);
	assert_int_equal(veil_store_fill(&cx, &s, m, list, 3), 0);
	assert_int_equal(s.blocks == NULL, small);
	assert_int_equal(veil_edges_find(&cx, &e, &s, &how), 0);
	r->kept = e.kept;
	r->places = s.places;
	assert_int_equal(e.runs > 1, small);
	uint64_t n = 0;
	uint32_t miss = 0;
	r->ordered = true;
	for (struct veil_edge x; veil_edges_next(&e, &x); n++) {
		r->ordered &= x.miss >= miss;
		miss = x.miss;
		r->sum = (r->sum ^ x.miss ^ (uint64_t)x.left << 20 ^ (uint64_t)x.right << 40) * UINT64_C(0x9e3779b97f4a7c15) + n;
	}
	assert_int_equal(n, e.kept);
	veil_edges_close(&e);
	assert_int_equal(veil_edges_find(&cx, &e, &s, &how), 0);
	assert_int_equal(veil_groups_make(&cx, &g, &s, &e, &how), 0);
	for (uint32_t i = 0; i < s.places; i++) {
		int p = veil_store_party(&s, i);
		r->root[i] = g.root[i];
		r->who[i].party = (uint32_t)p;
		r->who[i].record = i - s.party[p].first < s.party[p].records ? s.party[p].record[i - s.party[p].first] : UINT32_MAX;
	}
	veil_edges_close(&e);
	veil_store_close(&s);
	link_memory_free(m);
}

static void lists_close(struct veil_list list[3]) {
	for (int k = 0; k < 3; k++) {
		veil_list_close(&list[k]);
		remove(path_of(k));
	}
}

static uint64_t alike_by_hand(unsigned bar, bool within) {
	uint64_t n = 0;
	for (int p = 0; p < 3; p++)
		for (int q = p + !within; q < 3; q++)
			for (int i = 0; i < FILTERS - p; i++)
				for (int k = p == q ? i + 1 : 0; k < FILTERS - q; k++)
					n += 2ull * common(filter[p][i], filter[q][k], WORDS) * DICE_ONE >= (uint64_t)bar
						* (veil_count(filter[p][i], WORDS) + veil_count(filter[q][k], WORDS));
	return n;
}

static void pairs_and_people_do_not_hang_on_memory_or_threads(void **state) {
	static struct result one, other;
	struct veil_list list[3];
	(void)state;
	lists_write(list, FILTERS);
	search(list, 7000, 1, false, 64 << 20, &one);
	assert_int_equal(one.kept, alike_by_hand(7000, false));
	assert_true(one.ordered);
	search(list, 7000, 3, false, 64 << 20, &other);
	assert_memory_equal(&one, &other, sizeof one);
	uint32_t right = 0, wrong = 0;
	for (uint32_t i = 0; i < one.places; i++)
		for (uint32_t k = 0; k < i; k++)
			if (one.root[i] == one.root[k]) {
				assert_int_not_equal(one.who[i].party, one.who[k].party);
				right += one.who[i].record == one.who[k].record;
				wrong += one.who[i].record != one.who[k].record;
			}
	assert_true(right > 3 * (FILTERS - 50) && wrong < 40);
	search(list, 7000, 2, true, 64 << 20, &other);
	assert_int_equal(other.kept, alike_by_hand(7000, true));
	assert_true(other.kept >= one.kept + FILTERS / 10 - 1);
	lists_close(list);
}

static void what_does_not_fit_goes_through_files(void **state) {
	static struct result one, other;
	struct veil_list list[3];
	(void)state;
	lists_write(list, MANY);
	search(list, 5500, 2, false, 64 << 20, &one);
	assert_true(one.kept > 40000 && one.ordered);
	search(list, 5500, 2, false, 2400 << 10, &other);
	assert_memory_equal(&one, &other, sizeof one);
	lists_close(list);
}

int main(void) {
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_way_finds_the_same),
		cmocka_unit_test(pairs_and_people_do_not_hang_on_memory_or_threads),
		cmocka_unit_test(what_does_not_fit_goes_through_files),
	};
	cx = (struct cx){.arena = arena_new(ARENA_DEFAULT), .rng = crypt_random, .lang = "en"};
	return crypt_init() != 0 ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
}
