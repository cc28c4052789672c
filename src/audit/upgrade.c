/* upgrade.c - a log from before the tree becomes one: its chain is checked row by row, then the tree is built over the
   same rows, and an entry of its own keeps what the chain ended with. */
#include "audit/audit.h"

#include "audit/chain.h"
#include "audit/head.h"
#include "audit/leaf.h"
#include "base/log.h"
#include "crypt/token.h"
#include "db/content.h"
#include "db/queries.h"

enum { PAGE = 500, PAGE_BYTES = 4 << 20 };

static int broken(struct cx *cx) {
	return err_say(cx, ERR_CRYPTO, NULL,
		N_("The log in this store was not signed with this key file: one of the two was changed, or is another registry's."),
		NULL);
}

static int chain_head_read(struct cx *cx, struct chain_head *ret) {
	struct row_audit_head row;
	uint8_t key[SIGN_PUBLIC];
	int r = q_audit_head(cx, &row);
	if (r == ERR_OK)
		r = sign_public(cx, key);
	if (r != ERR_OK)
		return r;
	if (row.registry.n != REF_SIZE || row.hash.n != HASH_SIZE || row.n < 0)
		return broken(cx);
	*ret = (struct chain_head){.n = row.n, .signed_at = row.signed_at};
	memcpy(ret->registry.at, row.registry.at, REF_SIZE);
	memcpy(ret->hash, row.hash.at, HASH_SIZE);
	struct audit_bytes b = chain_statement(ret);
	return sign_check(key, BLOB(b.at, b.n), row.signature) ? ERR_OK : broken(cx);
}

struct moving {
	struct audit_head head;
	uint8_t chain[HASH_SIZE]; /* hash of the row before, as the chain has it */
};

static int person_number(struct cx *cx, struct audit_entry *e, int64_t n) {
	struct row_audit_person_last last = {.person_n = 0};
	if (e->person == NONE)
		return ERR_OK;
	int r = q_audit_person_last(cx, e->person, n, &last);
	if (r == ERR_OK || r == ERR_NOTFOUND)
		e->person_n = r == ERR_OK ? last.person_n + 1 : 1;
	return r == ERR_NOTFOUND ? ERR_OK : r;
}

static int move_row(struct cx *cx, struct moving *m, const struct row_audit_page *row) {
	struct leaf_bytes bytes;
	uint8_t hash[HASH_SIZE];
	struct audit_entry e = AUDIT_ENTRY_OF(row);
	bool fits = row->n == m->head.tree.size + 1 && row->hash.n == HASH_SIZE
		&& audit_entry_finish(&e, row->as_operator, row->session) && chain_next(m->chain, m->chain, row->n, &e)
		&& memcmp(m->chain, row->hash.at, HASH_SIZE) == 0;
	if (!fits) {
		log_error("audit.chain", L_INT("n", row->n));
		return broken(cx);
	}
	int r = person_number(cx, &e, row->n);
	if (r == ERR_OK)
		r = bug_if(cx, !leaf_make(row->n, &e, &bytes));
	if (r != ERR_OK)
		return r;
	tree_leaf(hash, BLOB(bytes.at, bytes.n));
	r = q_audit_upgrade(cx, row->n, e.person_n, BLOB(hash, HASH_SIZE));
	return r == ERR_OK ? audit_head_push(cx, &m->head, hash) : r;
}

static int move_all(struct cx *cx, struct moving *m) {
	struct arena *caller = cx->arena, *pages = arena_new(PAGE_BYTES);
	bool more = true;
	int r = ERR_OK;
	cx->arena = pages;
	while (r == ERR_OK && more) {
		struct rows rows;
		struct row_audit_page page[PAGE];
		int n = 0;
		r = q_audit_page(cx, m->head.tree.size + 1, PAGE, &rows);
		while (r == ERR_OK && n < PAGE && q_audit_page_next(&rows, &page[n]))
			n++;
		int end = rows_end(&rows); /* before the rows are written to */
		r = r == ERR_OK ? end : r;
		for (int i = 0; r == ERR_OK && i < n; i++)
			r = move_row(cx, m, &page[i]);
		more = n == PAGE;
		arena_reset(pages);
	}
	cx->arena = caller;
	arena_free(pages);
	cx->err.value = NULL;
	return r;
}

static void row_hash(const void *key, const struct blob *parts, size_t n, uint8_t ret_hash[CONTENT_SUM]) {
	token_row(key, parts, n, ret_hash);
}

struct summing {
	uint8_t *sum;
};

static int sum_row(void *arg, int64_t act, const uint8_t hash[CONTENT_SUM]) {
	struct summing *s = arg;
	(void)act;
	content_add(s->sum, hash);
	return ERR_OK;
}

/* What stands in the tables by now, vouched for all together. */
static int stands(struct cx *cx, struct blob *ret_wrote) {
	struct content all = {.touched = 0};
	const char *name;
	bool lasting;
	int r = ERR_OK;
	for (int i = 0, number = db_content_table(cx, 0, &name, &lasting); r == ERR_OK && number != 0;
		number = db_content_table(cx, ++i, &name, &lasting)) {
		struct summing s = {all.sum[number]};
		all.touched |= (unsigned __int128)1 << number;
		r = db_content_read(cx, i, row_hash, cx->ring, sum_row, &s);
	}
	if (r == ERR_OK)
		*ret_wrote = audit_wrote(cx, &all);
	return r;
}

static int upgrade(struct cx *cx, void *arg) {
	struct moving m = {.head = {.signed_at = cx->now}};
	struct chain_head was;
	struct row_audit_act_last act;
	struct actor actor = cx->actor;
	(void)arg;
	int r = chain_head_read(cx, &was);
	if (r != ERR_OK)
		return r;
	m.head.registry = was.registry;
	chain_first(m.chain, &was.registry);
	r = move_all(cx, &m);
	if (r == ERR_OK && (m.head.tree.size != was.n || memcmp(m.chain, was.hash, HASH_SIZE) != 0))
		r = broken(cx);
	if (r == ERR_OK)
		r = audit_head_put(cx, &m.head, true);
	if (r == ERR_OK)
		r = q_audit_act_last(cx, &act);
	if (r != ERR_OK)
		return r;
	cx->actor = (struct actor){0};
	struct audit_entry e = audit_entry_of(cx, AUDIT_UPGRADE_OP, AUDIT_ALLOWED);
	cx->actor = actor;
	e.act = NONE;
	e.shown = act.n;
	e.digest = BLOB(was.hash, HASH_SIZE);
	r = stands(cx, &e.wrote);
	if (r == ERR_OK)
		r = audit_append(cx, &e);
	return r == ERR_OK ? audit_seal(cx) : r;
}

int audit_upgrade(struct cx *cx) {
	int r = db_tx(cx, upgrade, NULL);
	if (r == ERR_OK)
		log_info("audit.upgraded");
	return r;
}
