/* The tree: the vectors of Certificate Transparency, and every proof there is up to 300 entries. */
#include "audit/tree.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>

#include "base/str.h"

enum { MAX = 300, HEIGHTS = 10 };

static const struct {
	const char *leaf; /* hex */
	const char *root; /* of the tree that it ends */
} vectors[] = {
	{"", "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"},
	{"00", "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"},
	{"10", "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"},
	{"2021", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"},
	{"3031", "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"},
	{"40414243", "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"},
	{"5051525354555657", "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"},
	{"606162636465666768696a6b6c6d6e6f", "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"},
};

static uint8_t nodes[HEIGHTS][MAX][HASH_SIZE]; /* by height: complete ones */
static uint8_t roots[MAX + 1][HASH_SIZE];

static int node_at(void *arg, int height, int64_t i, uint8_t ret_hash[HASH_SIZE]) {
	(void)arg;
	assert_true(height < HEIGHTS && (i + 1) << height <= MAX);
	memcpy(ret_hash, nodes[height][i], HASH_SIZE);
	return 0;
}

static const struct tree_source from = {node_at, NULL};

static void grow_one(struct tree *tree, struct blob leaf, struct tree_tile tiles[TREE_TILES], int *ret_tiles) {
	int64_t n = tree->size;
	tree_leaf(nodes[0][n], leaf);
	for (int h = 1; h < HEIGHTS && ((n + 1) & ((1 << h) - 1)) == 0; h++)
		tree_node(nodes[h][n >> h], nodes[h - 1][2 * (n >> h)], nodes[h - 1][2 * (n >> h) + 1]);
	assert_true(tree_push(tree, nodes[0][n], tiles, ret_tiles));
	tree_root(tree, roots[n + 1]);
}

static void is_hex(const uint8_t hash[HASH_SIZE], const char *hex) {
	char text[2 * HASH_SIZE + 1];
	assert_string_equal(hex_put(text, hash, HASH_SIZE), hex);
}

static void fits_the_published_vectors(void **state) {
	(void)state;
	struct tree tree = {.size = 0};
	struct tree_tile tiles[TREE_TILES];
	struct tree_path path;
	uint8_t bytes[32];
	int n;
	tree_root(&tree, roots[0]);
	is_hex(roots[0], "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
		size_t length = strlen(vectors[i].leaf) / 2;
		assert_true(hex_get(bytes, length, vectors[i].leaf));
		grow_one(&tree, BLOB(bytes, length), tiles, &n);
		assert_int_equal(n, 0);
		is_hex(roots[i + 1], vectors[i].root);
	}
	assert_int_equal(tree_inclusion(&from, 0, 8, &path), 0);
	assert_int_equal(path.n, 3);
	is_hex(path.hash[0], "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7");
	is_hex(path.hash[1], "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e");
	is_hex(path.hash[2], "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4");
	assert_int_equal(tree_consistency(&from, 6, 8, &path), 0);
	assert_int_equal(path.n, 3);
	is_hex(path.hash[0], "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a");
	is_hex(path.hash[1], "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0");
	is_hex(path.hash[2], "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7");
}

static void grow_all(struct tree *tree) {
	struct tree_tile tiles[TREE_TILES];
	int n, kept = 0;
	*tree = (struct tree){.size = 0};
	for (int i = 0; i < MAX; i++) {
		grow_one(tree, BLOB(&i, sizeof i), tiles, &n);
		kept += n;
		if (n > 0) {
			assert_true(i == 255 && tiles[0].level == 1 && tiles[0].i == 0);
			assert_memory_equal(tiles[0].hash, nodes[8][0], HASH_SIZE);
		}
	}
	assert_int_equal(kept, 1);
}

/* One bit of a proof, another each time. */
static void flip(struct tree_path *path, uint32_t *seed) {
	*seed = *seed * 1664525 + 1013904223;
	uint32_t bit = (*seed >> 8) % (uint32_t)(path->n * HASH_SIZE * 8);
	path->hash[bit / 256][bit / 8 % HASH_SIZE] ^= (uint8_t)(1 << bit % 8);
}

static void proves_every_entry_of_every_size(void **state) {
	(void)state;
	struct tree tree;
	struct tree_path path;
	uint8_t root[HASH_SIZE];
	uint32_t seed = 1;
	int proved = 0, refused = 0;
	grow_all(&tree);
	for (int64_t size = 1; size <= MAX; size++) {
		assert_int_equal(tree_root_at(&from, size, root), 0);
		assert_memory_equal(root, roots[size], HASH_SIZE);
		for (int64_t i = 0; i < size; i++) {
			assert_int_equal(tree_inclusion(&from, i, size, &path), 0);
			assert_true(tree_check_inclusion(nodes[0][i], i, size, &path, roots[size]));
			proved++;
			if (path.n == 0)
				continue;
			if (i + 1 < size)
				assert_false(tree_check_inclusion(nodes[0][i], i + 1, size, &path, roots[size]));
			path.n--;
			assert_false(tree_check_inclusion(nodes[0][i], i, size, &path, roots[size]));
			path.n++;
			flip(&path, &seed);
			assert_false(tree_check_inclusion(nodes[0][i], i, size, &path, roots[size]));
			refused += 3;
		}
	}
	print_message("# inclusion: %d proved, %d spoilt ones refused\n", proved, refused);
}

static void proves_that_every_size_grew_from_every_other(void **state) {
	(void)state;
	struct tree tree;
	struct tree_path path;
	uint32_t seed = 2;
	int proved = 0, refused = 0;
	grow_all(&tree);
	for (int64_t size = 0; size <= MAX; size++) {
		for (int64_t old = 0; old <= size; old++) {
			assert_int_equal(tree_consistency(&from, old, size, &path), 0);
			assert_true(tree_check_consistency(old, roots[old], size, roots[size], &path));
			proved++;
			if (old > 0 && size < MAX)
				assert_false(tree_check_consistency(old, roots[old], size, roots[size + 1], &path));
			if (path.n == 0)
				continue;
			assert_false(tree_check_consistency(old, roots[old - 1], size, roots[size], &path));
			flip(&path, &seed);
			assert_false(tree_check_consistency(old, roots[old], size, roots[size], &path));
			path.n--;
			assert_false(tree_check_consistency(old, roots[old], size, roots[size], &path));
			refused += 3;
		}
	}
	print_message("# consistency: %d proved, %d spoilt ones refused\n", proved, refused);
}

static void knows_a_tree_by_its_peaks(void **state) {
	(void)state;
	struct tree tree, again;
	uint8_t root[HASH_SIZE];
	grow_all(&tree);
	assert_true(tree_of(MAX, BLOB(tree.peaks, (size_t)tree.peaks_n * HASH_SIZE), &again));
	tree_root(&again, root);
	assert_memory_equal(root, roots[MAX], HASH_SIZE);
	assert_false(tree_of(MAX - 1, BLOB(tree.peaks, (size_t)tree.peaks_n * HASH_SIZE), &again));
	assert_false(tree_of(-1, BLOB(NULL, 0), &again));
	assert_true(tree_of(0, BLOB(NULL, 0), &again));
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fits_the_published_vectors),
		cmocka_unit_test(proves_every_entry_of_every_size),
		cmocka_unit_test(proves_that_every_size_grew_from_every_other),
		cmocka_unit_test(knows_a_tree_by_its_peaks),
	};
	return crypt_init() == 0 ? cmocka_run_group_tests_name("tree", tests, NULL, NULL) : 1;
}
