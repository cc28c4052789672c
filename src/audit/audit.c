#include "audit/audit.h"

#include "audit/chain.h"
#include "audit/head.h"
#include "crypt/token.h"
#include "db/queries.h"

static int tampered(struct cx *cx) {
	return err_say(cx, ERR_CRYPTO, NULL, N_("The log does not end where its signed head says. Verify it."), NULL);
}

static struct blob hash_blob(const uint8_t hash[HASH_SIZE]) {
	return BLOB(hash, HASH_SIZE);
}

static int head_mark(struct cx *cx, const struct audit_head *head, uint8_t ret_mark[HASH_SIZE]) {
	struct audit_bytes b = chain_statement(head);
	return token_mark(cx, "atrama audit pending 1", BLOB(b.at, b.n), ret_mark);
}

static int head_sign(struct cx *cx, const struct audit_head *head, uint8_t ret_signature[SIGNATURE_SIZE]) {
	struct audit_bytes b = chain_statement(head);
	return sign_make(cx, BLOB(b.at, b.n), ret_signature);
}

int audit_head_read(struct cx *cx, struct audit_head *ret_head, enum head_state *ret_state) {
	struct row_audit_head row;
	struct audit_head head = {0};
	uint8_t key[SIGN_PUBLIC], mark[HASH_SIZE];

	*ret_state = HEAD_FORGED;
	int r = q_audit_head(cx, &row);
	if (r == ERR_NOTFOUND) {
		*ret_state = HEAD_ABSENT;
		return ERR_OK;
	}
	if (r == ERR_BUG) /* two heads, or a NULL: somebody went around the schema */
		return ERR_OK;
	if (r != ERR_OK)
		return r;
	head.n = row.n;
	head.signed_at = row.signed_at;
	if (row.registry.n == REF_SIZE && row.hash.n == HASH_SIZE) {
		memcpy(head.registry.at, row.registry.at, REF_SIZE);
		memcpy(head.hash, row.hash.at, HASH_SIZE);
		struct audit_bytes b = chain_statement(&head);
		if (row.signature.n == SIGNATURE_SIZE) {
			r = sign_public(cx, key);
			if (r != ERR_OK)
				return r;
			if (sign_check(key, BLOB(b.at, b.n), row.signature))
				*ret_state = HEAD_SIGNED;
		} else if (row.signature.n == HASH_SIZE) {
			r = head_mark(cx, &head, mark);
			if (r != ERR_OK)
				return r;
			if (crypt_equal(mark, row.signature.at, HASH_SIZE))
				*ret_state = HEAD_PENDING;
		}
	}
	*ret_head = head;
	return ERR_OK;
}

struct audit_entry audit_entry_of(const struct cx *cx, const char *op, enum audit_verdict verdict) {
	return (struct audit_entry){
		.at = cx->now,
		.actor = cx->actor.user,
		.org = cx->actor.org,
		.as_operator = cx->actor.operator,
		.op = op,
		.person = NONE,
		.verdict = verdict,
		.act = cx->act == 0 ? NONE : cx->act,
	};
}

int audit_start(struct cx *cx, const struct ref *registry) {
	struct audit_head head = {.registry = *registry, .signed_at = cx->now};
	uint8_t signature[SIGNATURE_SIZE];
	struct row_audit_last last;

	/* A log without a head is not begun again: that would make it the evidence of nothing. */
	int r = q_audit_last(cx, &last);
	if (r == ERR_OK)
		return err_say(cx, ERR_CONFLICT, NULL, N_("This registry has a log already."), NULL);
	if (r != ERR_NOTFOUND)
		return r;
	chain_first(head.hash, registry);
	r = head_sign(cx, &head, signature);
	if (r != ERR_OK)
		return r;
	return q_audit_head_add(cx, BLOB(registry->at, REF_SIZE), hash_blob(head.hash), BLOB(signature, sizeof signature),
		head.signed_at);
}

int audit_signed_here(struct cx *cx) {
	struct audit_head head = {0};
	enum head_state state;
	int r = audit_head_read(cx, &head, &state);
	if (r != ERR_OK || state == HEAD_SIGNED)
		return r;
	return err_say(cx, ERR_CRYPTO, NULL,
		N_("The log in this store was not signed with this key file: one of the two was changed, or is another registry's."),
		NULL);
}

/* Whether the table ends with the row the head names. */
static int ends_at_head(struct cx *cx, const struct audit_head *head) {
	struct row_audit_last last;
	int r = q_audit_last(cx, &last);
	if (r == ERR_NOTFOUND)
		return head->n == 0 ? ERR_OK : tampered(cx);
	if (r != ERR_OK)
		return r;
	return last.n == head->n && last.hash.n == HASH_SIZE && crypt_equal(last.hash.at, head->hash, HASH_SIZE)
		? ERR_OK : tampered(cx);
}

int audit_append(struct cx *cx, const struct audit_entry *e) {
	struct audit_head head = {0};
	enum head_state state;
	uint8_t mark[HASH_SIZE];

	if (bug_if(cx, e->op == NULL || e->verdict < AUDIT_ALLOWED || e->verdict >= AUDIT_VERDICT__MAX))
		return ERR_BUG;
	int r = audit_head_read(cx, &head, &state);
	if (r != ERR_OK)
		return r;
	if (state != HEAD_SIGNED && state != HEAD_PENDING)
		return tampered(cx);
	r = ends_at_head(cx, &head);
	if (r != ERR_OK)
		return r;
	head.n++;
	if (bug_if(cx, !chain_next(head.hash, head.hash, head.n, e)))
		return ERR_BUG;
	r = q_audit_add(cx, head.n, e->at, e->actor, e->org, e->as_operator, e->op, e->person, e->object, e->purpose,
		(int)e->verdict, e->shown, e->act, e->digest, hash_blob(head.hash));
	if (r != ERR_OK)
		return r;
	r = head_mark(cx, &head, mark);
	if (r != ERR_OK)
		return r;
	return q_audit_head_set(cx, head.n, hash_blob(head.hash), hash_blob(mark), head.signed_at);
}

int audit_seal(struct cx *cx) {
	struct audit_head head = {0};
	enum head_state state;
	uint8_t signature[SIGNATURE_SIZE];

	int r = audit_head_read(cx, &head, &state);
	if (r != ERR_OK)
		return r;
	if (state == HEAD_SIGNED)
		return ERR_OK;
	if (state != HEAD_PENDING)
		return tampered(cx);
	head.signed_at = cx->now;
	r = head_sign(cx, &head, signature);
	if (r != ERR_OK)
		return r;
	return q_audit_head_set(cx, head.n, hash_blob(head.hash), BLOB(signature, sizeof signature), head.signed_at);
}
