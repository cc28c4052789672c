/*
 * chain.h - the bytes of a log from before the tree, where each row's hash covered the one before it: only
 * audit_upgrade reads them. Pure; for this storey only.
 */
#pragma once
#include "audit/audit.h"
#include "crypt/crypt.h"

struct chain_head {
	struct ref registry;
	int64_t n;
	uint8_t hash[HASH_SIZE];
	int64_t signed_at;
};

enum { AUDIT_BYTES_MAX = 512 };

struct audit_bytes {
	uint8_t at[AUDIT_BYTES_MAX];
	size_t n;
};

/* The hash before row 1. */
void chain_first(uint8_t ret_hash[HASH_SIZE], const struct ref *registry);

/* Hash of row n after `before`. False, and nothing made, where a field is longer than any row of ours. */
bool chain_next(uint8_t ret_hash[HASH_SIZE], const uint8_t before[HASH_SIZE], int64_t n,
	const struct audit_entry *entry);

/* What the head's signature and mark are made over. */
struct audit_bytes chain_statement(const struct chain_head *head);
