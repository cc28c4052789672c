/*
 * leaf.h - the bytes of an entry of the log; for this storey and who checks it. Pure.
 *
 * One entry has one text of bytes: every member in the order of docs/format-sealed.md, each with its length.
 */
#pragma once
#include "audit/audit.h"
#include "audit/tree.h"

enum {
	LEAF_WROTE_MAX = 63 * 17, /* every table with its sum; what one operation writes is some ten */
	LEAF_MAX = 1536,
	LEAF_MEMBERS = 21,
};

struct leaf_bytes {
	uint8_t at[LEAF_MAX];
	size_t n;
};

/* Bytes of entry n. False where a member is longer than any of ours. */
bool leaf_make(int64_t n, const struct audit_entry *entry, struct leaf_bytes *ret_bytes);

/* What a stranger needs of a leaf's bytes. */
struct leaf_said {
	int64_t n, at, actor, org, unit, roles, person, person_n, use, act; /* NONE where not said */
	int verdict;
	char op[AUDIT_OP_MAX + 1];
};

/* Reads bytes that leaf_make made; false for any others. */
bool leaf_read(struct blob bytes, struct leaf_said *ret_said);
