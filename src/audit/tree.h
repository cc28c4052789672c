/*
 * tree.h - the Merkle tree of RFC 6962 (and 9162): hashes, growth, proofs and their checking. Pure.
 *
 * A leaf's hash is SHA-256(0x00 | bytes), a node's SHA-256(0x01 | left | right), of an empty tree SHA-256 of nothing.
 * A growing tree is known by its peaks, the roots of its complete subtrees from left to right: one for every bit of
 * its size. A node is named by its height (0: a leaf) and its place from 0 at that height; it is always complete.
 */
#pragma once
#include "crypt/crypt.h"

enum {
	TREE_PEAKS = 48, /* more entries than 2^48 no log will have */
	TREE_PATH = 2 * TREE_PEAKS,
	TILE_HEIGHT = 8, /* hashes of nodes this high, and twice, three times ... are kept */
	TREE_TILES = TREE_PEAKS / TILE_HEIGHT,
};

struct tree {
	int64_t size;
	int peaks_n;
	uint8_t peaks[TREE_PEAKS][HASH_SIZE]; /* the highest first */
};

struct tree_tile { /* a complete node at a height of 8 * level */
	int level;
	int64_t i;
	uint8_t hash[HASH_SIZE];
};

void tree_leaf(uint8_t ret_hash[HASH_SIZE], struct blob bytes);
void tree_node(uint8_t ret_hash[HASH_SIZE], const uint8_t left[HASH_SIZE], const uint8_t right[HASH_SIZE]);

/* Adds a leaf by its hash; *ret_tiles_n tells how many tiles that completes. False, nothing done, if it is full. */
bool tree_push(struct tree *tree, const uint8_t leaf[HASH_SIZE], struct tree_tile ret_tiles[TREE_TILES],
	int *ret_tiles_n);

void tree_root(const struct tree *tree, uint8_t ret_root[HASH_SIZE]);

/* The tree of that size with those peaks, one after another. False if they are not as many as the size says. */
bool tree_of(int64_t size, struct blob peaks, struct tree *ret_tree);

/* Where a proof's maker finds nodes: the hash of the complete node of that height and place, or an error of its own. */
struct tree_source {
	int (*node)(void *arg, int height, int64_t i, uint8_t ret_hash[HASH_SIZE]);
	void *arg;
};

struct tree_path {
	size_t n;
	uint8_t hash[TREE_PATH][HASH_SIZE];
};

/* Root of the first `size` leaves. */
MUST_CHECK int tree_root_at(const struct tree_source *from, int64_t size, uint8_t ret_root[HASH_SIZE]);

/* That leaf `i` (from 0) stands in the tree of `size`: RFC 6962, 2.1.1. 0 <= i < size. */
MUST_CHECK int tree_inclusion(const struct tree_source *from, int64_t i, int64_t size, struct tree_path *ret_path);

/* That the tree of `size` begins with that of `old`: RFC 6962, 2.1.2. 0 <= old <= size; empty for 0 and for `size`. */
MUST_CHECK int tree_consistency(const struct tree_source *from, int64_t old, int64_t size, struct tree_path *ret_path);

/* Whether a path proves it; RFC 9162, 2.1.3.2 and 2.1.4.2. Nothing but the right path does. */
bool tree_check_inclusion(const uint8_t leaf[HASH_SIZE], int64_t i, int64_t size, const struct tree_path *path,
	const uint8_t root[HASH_SIZE]);
bool tree_check_consistency(int64_t old, const uint8_t old_root[HASH_SIZE], int64_t size,
	const uint8_t root[HASH_SIZE], const struct tree_path *path);
