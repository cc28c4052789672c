#include "audit/tree.h"

void tree_leaf(uint8_t ret_hash[HASH_SIZE], struct blob bytes) {
	uint8_t small[2048];
	if (bytes.n < sizeof small) { /* every leaf of ours */
		small[0] = 0;
		if (bytes.n > 0)
			memcpy(small + 1, bytes.at, bytes.n);
		crypt_sha256(ret_hash, small, bytes.n + 1);
		return;
	}
	struct arena *a = arena_new(bytes.n + (64 << 10));
	uint8_t *all = arena_alloc(a, bytes.n + 1);
	all[0] = 0;
	memcpy(all + 1, bytes.at, bytes.n);
	crypt_sha256(ret_hash, all, bytes.n + 1);
	arena_free(a);
}

void tree_node(uint8_t ret_hash[HASH_SIZE], const uint8_t left[HASH_SIZE], const uint8_t right[HASH_SIZE]) {
	uint8_t both[1 + 2 * HASH_SIZE];
	both[0] = 1;
	memcpy(both + 1, left, HASH_SIZE);
	memcpy(both + 1 + HASH_SIZE, right, HASH_SIZE);
	crypt_sha256(ret_hash, both, sizeof both);
}

bool tree_push(struct tree *tree, const uint8_t leaf[HASH_SIZE], struct tree_tile ret_tiles[TREE_TILES],
	int *ret_tiles_n) {
	uint8_t hash[HASH_SIZE];
	int tiles = 0, height = 0;
	if (tree->size < 0 || tree->size >= INT64_C(1) << TREE_PEAKS)
		return false;
	memcpy(hash, leaf, HASH_SIZE);
	for (int64_t rest = tree->size; (rest & 1) != 0; rest >>= 1) {
		tree->peaks_n--;
		tree_node(hash, tree->peaks[tree->peaks_n], hash);
		height++;
		if (height % TILE_HEIGHT == 0) {
			struct tree_tile *t = &ret_tiles[tiles++];
			*t = (struct tree_tile){.level = height / TILE_HEIGHT, .i = tree->size >> height};
			memcpy(t->hash, hash, HASH_SIZE);
		}
	}
	memcpy(tree->peaks[tree->peaks_n++], hash, HASH_SIZE);
	tree->size++;
	*ret_tiles_n = tiles;
	return true;
}

void tree_root(const struct tree *tree, uint8_t ret_root[HASH_SIZE]) {
	if (tree->peaks_n == 0) {
		crypt_sha256(ret_root, "", 0);
		return;
	}
	uint8_t hash[HASH_SIZE];
	memcpy(hash, tree->peaks[tree->peaks_n - 1], HASH_SIZE);
	for (int i = tree->peaks_n - 2; i >= 0; i--)
		tree_node(hash, tree->peaks[i], hash);
	memcpy(ret_root, hash, HASH_SIZE);
}

bool tree_of(int64_t size, struct blob peaks, struct tree *ret_tree) {
	int n = __builtin_popcountll((uint64_t)size);
	if (size < 0 || size > INT64_C(1) << TREE_PEAKS || peaks.n != (size_t)n * HASH_SIZE)
		return false;
	ret_tree->size = size;
	ret_tree->peaks_n = n;
	if (n > 0)
		memcpy(ret_tree->peaks, peaks.at, peaks.n);
	return true;
}

/* The largest power of two below n, as its height; n > 1. */
static int split(int64_t n) {
	return 63 - __builtin_clzll((uint64_t)(n - 1));
}

/* Root of `n` leaves from `start` on, a place where such a subtree may begin. n > 0. */
static int range_root(const struct tree_source *from, int64_t start, int64_t n, uint8_t ret[HASH_SIZE]) {
	uint8_t left[HASH_SIZE], right[HASH_SIZE];
	if ((n & (n - 1)) == 0) {
		int height = __builtin_ctzll((uint64_t)n);
		return from->node(from->arg, height, start >> height, ret);
	}
	int height = split(n);
	int r = from->node(from->arg, height, start >> height, left);
	if (r == ERR_OK)
		r = range_root(from, start + (INT64_C(1) << height), n - (INT64_C(1) << height), right);
	if (r == ERR_OK)
		tree_node(ret, left, right);
	return r;
}

int tree_root_at(const struct tree_source *from, int64_t size, uint8_t ret_root[HASH_SIZE]) {
	if (size > 0)
		return range_root(from, 0, size, ret_root);
	crypt_sha256(ret_root, "", 0);
	return ERR_OK;
}

static int inclusion(const struct tree_source *from, int64_t start, int64_t i, int64_t n, struct tree_path *path) {
	if (n <= 1)
		return ERR_OK;
	int64_t k = INT64_C(1) << split(n);
	bool left = i < k;
	int r = left ? inclusion(from, start, i, k, path) : inclusion(from, start + k, i - k, n - k, path);
	if (r == ERR_OK)
		r = left ? range_root(from, start + k, n - k, path->hash[path->n]) : range_root(from, start, k, path->hash[path->n]);
	path->n++;
	return r;
}

int tree_inclusion(const struct tree_source *from, int64_t i, int64_t size, struct tree_path *ret_path) {
	ret_path->n = 0;
	return inclusion(from, 0, i, size, ret_path);
}

/* SUBPROOF(m, D[n], b) of RFC 6962. */
static int subproof(const struct tree_source *from, int64_t start, int64_t m, int64_t n, bool whole,
	struct tree_path *path) {
	int r = ERR_OK;
	if (m == n) {
		if (!whole)
			r = range_root(from, start, n, path->hash[path->n++]);
		return r;
	}
	int64_t k = INT64_C(1) << split(n);
	if (m <= k) {
		r = subproof(from, start, m, k, whole, path);
		if (r == ERR_OK)
			r = range_root(from, start + k, n - k, path->hash[path->n++]);
	} else {
		r = subproof(from, start + k, m - k, n - k, false, path);
		if (r == ERR_OK)
			r = range_root(from, start, k, path->hash[path->n++]);
	}
	return r;
}

int tree_consistency(const struct tree_source *from, int64_t old, int64_t size, struct tree_path *ret_path) {
	ret_path->n = 0;
	return old == 0 || old == size ? ERR_OK : subproof(from, 0, old, size, true, ret_path);
}

static bool same(const uint8_t a[HASH_SIZE], const uint8_t b[HASH_SIZE]) {
	return memcmp(a, b, HASH_SIZE) == 0;
}

bool tree_check_inclusion(const uint8_t leaf[HASH_SIZE], int64_t i, int64_t size, const struct tree_path *path,
	const uint8_t root[HASH_SIZE]) {
	if (i < 0 || i >= size || path->n > TREE_PATH)
		return false;
	int64_t fn = i, sn = size - 1;
	uint8_t r[HASH_SIZE];
	memcpy(r, leaf, HASH_SIZE);
	for (size_t k = 0; k < path->n; k++) {
		if (sn == 0)
			return false;
		if ((fn & 1) != 0 || fn == sn) {
			tree_node(r, path->hash[k], r);
			while ((fn & 1) == 0 && fn != 0) {
				fn >>= 1;
				sn >>= 1;
			}
		} else {
			tree_node(r, r, path->hash[k]);
		}
		fn >>= 1;
		sn >>= 1;
	}
	return sn == 0 && same(r, root);
}

bool tree_check_consistency(int64_t old, const uint8_t old_root[HASH_SIZE], int64_t size,
	const uint8_t root[HASH_SIZE], const struct tree_path *path) {
	uint8_t empty[HASH_SIZE], fr[HASH_SIZE], sr[HASH_SIZE];
	crypt_sha256(empty, "", 0);
	if (old < 0 || old > size || path->n > TREE_PATH)
		return false;
	if (old == 0)
		return path->n == 0 && same(old_root, empty) && (size > 0 || same(root, empty));
	if (old == size)
		return path->n == 0 && same(old_root, root);
	/* A power of two: the path leaves out the old root, which is a node of the new tree. */
	size_t k = 0;
	const uint8_t *first = old_root;
	if ((old & (old - 1)) != 0) {
		if (path->n == 0)
			return false;
		first = path->hash[k++];
	}
	int64_t fn = old - 1, sn = size - 1;
	while ((fn & 1) != 0) {
		fn >>= 1;
		sn >>= 1;
	}
	memcpy(fr, first, HASH_SIZE);
	memcpy(sr, first, HASH_SIZE);
	for (; k < path->n; k++) {
		if (sn == 0)
			return false;
		if ((fn & 1) != 0 || fn == sn) {
			tree_node(fr, path->hash[k], fr);
			tree_node(sr, path->hash[k], sr);
			while ((fn & 1) == 0 && fn != 0) {
				fn >>= 1;
				sn >>= 1;
			}
		} else {
			tree_node(sr, sr, path->hash[k]);
		}
		fn >>= 1;
		sn >>= 1;
	}
	return sn == 0 && same(fr, old_root) && same(sr, root);
}
