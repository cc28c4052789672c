#include "audit/leaf.h"

#define VERSION "atrama audit leaf 2"

static void le(uint8_t *to, uint64_t value, size_t n) {
	for (size_t i = 0; i < n; i++)
		to[i] = (uint8_t)(value >> (8 * i));
}

/* Length (u32 LE), then the bytes. Room has been checked. */
static void add(struct leaf_bytes *b, const void *at, size_t n) {
	le(b->at + b->n, n, 4);
	if (n > 0)
		memcpy(b->at + b->n + 4, at, n);
	b->n += 4 + n;
}

static void add_null(struct leaf_bytes *b) {
	le(b->at + b->n, UINT32_MAX, 4);
	b->n += 4;
}

static void add_int(struct leaf_bytes *b, int64_t value) {
	uint8_t bytes[8];
	if (value == NONE) {
		add_null(b);
		return;
	}
	le(bytes, (uint64_t)value, sizeof bytes);
	add(b, bytes, sizeof bytes);
}

static void add_blob(struct leaf_bytes *b, struct blob blob) {
	if (blob.at == NULL)
		add_null(b);
	else
		add(b, blob.at, blob.n);
}

static bool has_session(const struct audit_entry *e) {
	static const uint8_t none[sizeof e->session];
	return memcmp(e->session, none, sizeof none) != 0;
}

bool leaf_make(int64_t n, const struct audit_entry *e, struct leaf_bytes *ret_bytes) {
	struct leaf_bytes *b = ret_bytes;
	if (strlen(e->op) > AUDIT_OP_MAX || e->object.n > AUDIT_BLOB_MAX || e->digest.n > AUDIT_BLOB_MAX
		|| e->policy.n > HASH_SIZE || e->wrote.n > LEAF_WROTE_MAX)
		return false;
	b->n = 0;
	add(b, VERSION, sizeof VERSION - 1);
	add_int(b, n);
	add_int(b, e->at);
	add_int(b, e->actor);
	add_int(b, e->org);
	add_int(b, e->unit);
	add_int(b, e->roles);
	add_int(b, e->as_operator);
	add_blob(b, has_session(e) ? BLOB(e->session, sizeof e->session) : BLOB(NULL, 0));
	add(b, e->op, strlen(e->op));
	add_int(b, e->person);
	add_int(b, e->person_n);
	add_blob(b, e->object);
	add_int(b, e->purpose);
	add_int(b, e->use);
	add_int(b, e->verdict);
	add_int(b, e->shown);
	add_int(b, e->act);
	add_blob(b, e->digest);
	add_blob(b, e->policy);
	add_blob(b, e->wrote);
	return true;
}

/* The next member; at NULL: it is absent. */
static bool take(struct blob *rest, struct blob *ret) {
	const uint8_t *at = rest->at;
	if (rest->n < 4)
		return false;
	uint32_t n = (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
	*rest = BLOB(at + 4, rest->n - 4);
	*ret = (struct blob){0};
	if (n == UINT32_MAX)
		return true;
	if (n > rest->n)
		return false;
	*ret = BLOB(at + 4, n);
	*rest = BLOB(at + 4 + n, rest->n - n);
	return true;
}

static bool int_of(struct blob member, bool absent, int64_t *ret) {
	const uint8_t *at = member.at;
	uint64_t value = 0;
	*ret = NONE;
	if (at == NULL)
		return absent;
	if (member.n != 8)
		return false;
	for (int i = 7; i >= 0; i--)
		value = value << 8 | at[i];
	*ret = (int64_t)value;
	return value != (uint64_t)NONE;
}

bool leaf_read(struct blob bytes, struct leaf_said *ret_said) {
	enum { AT_VERSION, AT_N, AT_AT, AT_ACTOR, AT_ORG, AT_UNIT, AT_ROLES, AT_OPERATOR, AT_SESSION, AT_OP, AT_PERSON,
		AT_PERSON_N, AT_OBJECT, AT_PURPOSE, AT_USE, AT_VERDICT, AT_SHOWN, AT_ACT, AT_DIGEST, AT_POLICY, AT_WROTE };
	struct blob m[LEAF_MEMBERS], rest = bytes;
	int64_t verdict = 0, skip;
	struct leaf_said s;
	if (bytes.n > LEAF_MAX)
		return false;
	for (int i = 0; i < LEAF_MEMBERS; i++)
		if (!take(&rest, &m[i]))
			return false;
	bool fine = rest.n == 0 && m[AT_VERSION].n == sizeof VERSION - 1
		&& memcmp(m[AT_VERSION].at, VERSION, sizeof VERSION - 1) == 0
		&& int_of(m[AT_N], false, &s.n) && int_of(m[AT_AT], false, &s.at) && int_of(m[AT_PERSON], true, &s.person)
		&& int_of(m[AT_PERSON_N], true, &s.person_n) && int_of(m[AT_VERDICT], false, &verdict)
		&& int_of(m[AT_ACT], true, &s.act) && int_of(m[AT_ACTOR], false, &s.actor) && int_of(m[AT_ORG], false, &s.org)
		&& int_of(m[AT_UNIT], true, &s.unit) && int_of(m[AT_ROLES], true, &s.roles)
		&& int_of(m[AT_OPERATOR], false, &skip) && int_of(m[AT_PURPOSE], false, &skip) && int_of(m[AT_USE], true, &s.use)
		&& int_of(m[AT_SHOWN], false, &skip) && (m[AT_SESSION].at == NULL || m[AT_SESSION].n == 8)
		&& m[AT_OP].at != NULL && m[AT_OP].n <= AUDIT_OP_MAX && memchr(m[AT_OP].at, 0, m[AT_OP].n) == NULL
		&& m[AT_OBJECT].n <= AUDIT_BLOB_MAX && m[AT_DIGEST].n <= AUDIT_BLOB_MAX && m[AT_POLICY].n <= HASH_SIZE
		&& m[AT_WROTE].n <= LEAF_WROTE_MAX && verdict > 0 && verdict < 1000 && s.n > 0;
	if (!fine)
		return false;
	memcpy(s.op, m[AT_OP].at, m[AT_OP].n);
	s.op[m[AT_OP].n] = 0;
	s.verdict = (int)verdict;
	*ret_said = s;
	return true;
}
