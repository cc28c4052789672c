/*
 * prove.h - what the log can show to a stranger: its signed head, that an entry stands in it, that it only grew.
 *
 * Entries are numbered from 1 here, as everywhere; a tree of `size` has entries 1 to `size`. Proofs are made from
 * hashes the store keeps: one reads some hundred rows, whatever the size. Everything is read in the caller's
 * transaction or snapshot. ERR_CRYPTO: the store lacks what the head says it has.
 */
#pragma once
#include "audit/leaf.h"
#include "audit/note.h"

/* The registry's public key for its heads. */
MUST_CHECK int audit_key(struct cx *cx, struct note_key *ret_key);

/* The signed head, as text and in parts (either may be NULL). ERR_CRYPTO if it is not this registry's. */
MUST_CHECK int audit_checkpoint(struct cx *cx, const char **ret_text, struct note_head *ret_head);

/* Root of the log when it had `size` entries, 0 to as many as it has. ERR_INVALID: it never had so many. */
MUST_CHECK int audit_root_at(struct cx *cx, int64_t size, uint8_t ret_root[HASH_SIZE]);

/* That entry n stands in the log of `size`. ERR_NOTFOUND: it does not. */
MUST_CHECK int audit_inclusion(struct cx *cx, int64_t n, int64_t size, struct tree_path *ret_path);

/* That the log of `size` begins with the log of `old`. ERR_INVALID: old > size, or it never had so many. */
MUST_CHECK int audit_consistency(struct cx *cx, int64_t old, int64_t size, struct tree_path *ret_path);

/* The bytes of entry n. ERR_NOTFOUND; ERR_CRYPTO if they do not fit its hash. */
MUST_CHECK int audit_leaf(struct cx *cx, int64_t n, struct leaf_bytes *ret_bytes);

/*
 * The list of all entries about a person, complete up to one that is made here: `entry` is appended (as the K-th about
 * her) and the head signed, in the writer's transaction, so that it is the last entry of the log that the checkpoint
 * tells of. Then `each` gets entries 1 ... K about her, oldest first, each with its proof.
 */
struct audit_listed {
	struct leaf_said said;
	struct leaf_bytes bytes;
	struct tree_path path;
};

struct audit_list {
	const char *checkpoint; /* in cx->arena */
	const char *key;        /* the public key, as note_key_text */
	int64_t size, k;
};

struct audit_entry;
MUST_CHECK int audit_list_begin(struct cx *cx, const struct audit_entry *entry, struct audit_list *ret_list);
MUST_CHECK int audit_list_each(struct cx *cx, const struct audit_list *list, int64_t person,
	int (*each)(struct cx *cx, void *arg, const struct audit_listed *listed), void *arg);
