#include "audit/chain.h"

static void le(uint8_t *to, uint64_t value, size_t n) {
	for (size_t i = 0; i < n; i++)
		to[i] = (uint8_t)(value >> (8 * i));
}

/* Length (u32 LE), then the bytes. Room has been checked. */
static void add(struct audit_bytes *b, const void *at, size_t n) {
	le(b->at + b->n, n, 4);
	if (n > 0)
		memcpy(b->at + b->n + 4, at, n);
	b->n += 4 + n;
}

static void add_null(struct audit_bytes *b) {
	le(b->at + b->n, UINT32_MAX, 4);
	b->n += 4;
}

static void add_int(struct audit_bytes *b, int64_t value) {
	uint8_t bytes[8];
	le(bytes, (uint64_t)value, sizeof bytes);
	add(b, bytes, sizeof bytes);
}

static void add_int_or_null(struct audit_bytes *b, int64_t value) {
	if (value == NONE)
		add_null(b);
	else
		add_int(b, value);
}

static void add_blob_or_null(struct audit_bytes *b, struct blob blob) {
	if (blob.at == NULL)
		add_null(b);
	else
		add(b, blob.at, blob.n);
}

static void add_str(struct audit_bytes *b, const char *s) {
	add(b, s, strlen(s));
}

void chain_first(uint8_t ret_hash[HASH_SIZE], const struct ref *registry) {
	static const char name[] = "atrama audit 1";
	uint8_t bytes[sizeof name - 1 + REF_SIZE];
	memcpy(bytes, name, sizeof name - 1);
	memcpy(bytes + sizeof name - 1, registry->at, REF_SIZE);
	crypt_sha256(ret_hash, bytes, sizeof bytes);
}

bool chain_next(uint8_t ret_hash[HASH_SIZE], const uint8_t before[HASH_SIZE], int64_t n,
	const struct audit_entry *e) {
	struct audit_bytes b;
	if (strlen(e->op) > AUDIT_OP_MAX || e->object.n > AUDIT_BLOB_MAX || e->digest.n > AUDIT_BLOB_MAX)
		return false;
	b.at[0] = 0; /* no hash over two hashes, as a later tree will have, can pass for a row */
	memcpy(b.at + 1, before, HASH_SIZE);
	b.n = 1 + HASH_SIZE;
	add_str(&b, "atrama audit row 1");
	add_int(&b, n);
	add_int(&b, e->at);
	add_int(&b, e->actor);
	add_int(&b, e->org);
	add_int(&b, e->as_operator);
	add_str(&b, e->op);
	add_int_or_null(&b, e->person);
	add_blob_or_null(&b, e->object);
	add_int(&b, e->purpose);
	add_int(&b, e->verdict);
	add_int(&b, e->shown);
	add_int_or_null(&b, e->act);
	add_blob_or_null(&b, e->digest);
	crypt_sha256(ret_hash, b.at, b.n);
	return true;
}

struct audit_bytes chain_statement(const struct chain_head *head) {
	struct audit_bytes b = {.n = 0};
	add_str(&b, "atrama audit head 1");
	add(&b, head->registry.at, REF_SIZE);
	add_int(&b, head->n);
	add(&b, head->hash, HASH_SIZE);
	add_int(&b, head->signed_at);
	return b;
}
