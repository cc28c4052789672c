/*
 * head.h - the log's head and what is made from it; for this storey only.
 *
 * The row in the store carries a keyed mark over all of itself. While a transaction runs, the signature is empty and
 * `root` is that of the last commit: root and signature are made once, by audit_seal.
 */
#pragma once
#include "audit/audit.h"
#include "audit/note.h"
#include "audit/tree.h"

struct audit_head {
	struct ref registry;
	struct tree tree;
	uint8_t root[HASH_SIZE];
	uint8_t last[HASH_SIZE]; /* hash of the last entry; zeros before the first */
	uint8_t signature[SIGNATURE_SIZE];
	int64_t signed_at;
};

enum head_state {
	HEAD_ABSENT,
	HEAD_FORGED,  /* not as this registry left it */
	HEAD_CHAIN,   /* of a log from before the tree: audit_upgrade */
	HEAD_SIGNED,
	HEAD_PENDING, /* moved in this transaction, to be signed before COMMIT */
};

/* The head and how far to trust it. `whole`: signature and root are checked too, not only the mark. What can be read
   of a forged head stands in *ret_head. */
MUST_CHECK int audit_head_read(struct cx *cx, bool whole, struct audit_head *ret_head, enum head_state *ret_state);

/* Writes the head as pending, or signed at cx->now. */
MUST_CHECK int audit_head_put(struct cx *cx, struct audit_head *head, bool sign);

/* As a checkpoint says it. */
struct note_head audit_head_note(const struct audit_head *head);

/* One entry put into the tree and the store, tiles too; `head` moves. `hash` of an entry that has a row already. */
MUST_CHECK int audit_head_push(struct cx *cx, struct audit_head *head, const uint8_t hash[HASH_SIZE]);

/* An entry as a row of the store says it. Rows of q_audit_page and q_audit_entry have the same members. */
#define AUDIT_ENTRY_OF(row) \
	((struct audit_entry){.at = (row)->at, .actor = (row)->actor, .org = (row)->org, .unit = (row)->unit, \
		.roles = (row)->roles, .as_operator = (row)->as_operator == 1, .op = (row)->op, .person = (row)->person, \
		.person_n = (row)->person_n, .object = (row)->object, .purpose = (row)->purpose, .use = (row)->use, \
		.verdict = (enum audit_verdict)(row)->verdict, .shown = (row)->shown, .act = (row)->act, \
		.digest = (row)->digest, .policy = (row)->policy, .wrote = (row)->wrote})

struct content;

/* Sums as they stand in an entry: table (1 byte) and sum (16), in the arena; NULL for none. */
struct blob audit_wrote(struct cx *cx, const struct content *content);

/* The rest of it: false where the row holds what no entry has. */
bool audit_entry_finish(struct audit_entry *entry, int as_operator, struct blob session);
