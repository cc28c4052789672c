#include "audit/audit.h"

#include "audit/head.h"
#include "audit/leaf.h"
#include "base/log.h"
#include "base/str.h"
#include "crypt/token.h"
#include "db/content.h"
#include "db/queries.h"

static int tampered(struct cx *cx) {
	return err_say(cx, ERR_CRYPTO, NULL, N_("The log does not end where its signed head says. Verify it."), NULL);
}

static struct blob hash_blob(const uint8_t hash[HASH_SIZE]) {
	return BLOB(hash, HASH_SIZE);
}

static struct blob peaks_blob(const struct tree *tree) {
	return BLOB(tree->peaks, (size_t)tree->peaks_n * HASH_SIZE);
}

static struct blob last_blob(const struct audit_head *head) {
	return head->tree.size == 0 ? BLOB(NULL, 0) : hash_blob(head->last);
}

/* The keyed mark over a head: every member with its length, as crypt_hash has them. */
static int head_mark(struct cx *cx, const struct audit_head *head, struct blob signature, uint8_t ret_mark[HASH_SIZE]) {
	const int64_t numbers[2] = {head->tree.size, head->signed_at};
	uint8_t all[HASH_SIZE];
	crypt_hash(all, "atrama audit head 2", BLOB(head->registry.at, REF_SIZE), BLOB(numbers, sizeof numbers),
		hash_blob(head->root), signature, peaks_blob(&head->tree), last_blob(head));
	return token_mark(cx, "atrama audit head 2", hash_blob(all), ret_mark);
}

struct note_head audit_head_note(const struct audit_head *head) {
	static const char name[] = "atrama/";
	struct note_head note = {.size = head->tree.size};
	memcpy(note.origin, name, sizeof name - 1);
	hex_put(note.origin + sizeof name - 1, head->registry.at, REF_SIZE);
	memcpy(note.root, head->root, HASH_SIZE);
	return note;
}

/* Whether root and signature are right too. */
static int head_whole(struct cx *cx, const struct audit_head *head, bool *ret_fine) {
	uint8_t root[HASH_SIZE], key[SIGN_PUBLIC];
	struct note_head note = audit_head_note(head);
	const char *body = note_body(cx->arena, &note);
	tree_root(&head->tree, root);
	int r = sign_public(cx, key);
	if (r == ERR_OK)
		*ret_fine = crypt_equal(root, head->root, HASH_SIZE)
			&& sign_check(key, BLOB_STR(body), BLOB(head->signature, SIGNATURE_SIZE));
	return r;
}

int audit_head_read(struct cx *cx, bool whole, struct audit_head *ret_head, enum head_state *ret_state) {
	struct row_audit_head row;
	struct audit_head head = {.signed_at = 0};
	uint8_t mark[HASH_SIZE];
	bool fine = true;

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
	if (row.peaks.at == NULL && row.mark.at == NULL) {
		*ret_state = HEAD_CHAIN;
		return ERR_OK;
	}
	head.signed_at = row.signed_at;
	ret_head->tree.size = row.n < 0 ? 0 : row.n; /* what a forged head claims */
	bool is = row.registry.n == REF_SIZE && row.hash.n == HASH_SIZE && row.mark.n == HASH_SIZE && row.peaks.at != NULL
		&& (row.signature.n == 0 || row.signature.n == SIGNATURE_SIZE)
		&& (row.n > 0 ? row.last.n == HASH_SIZE : row.last.at == NULL) && tree_of(row.n, row.peaks, &head.tree);
	if (!is)
		return ERR_OK;
	memcpy(head.registry.at, row.registry.at, REF_SIZE);
	memcpy(head.root, row.hash.at, HASH_SIZE);
	if (row.n > 0)
		memcpy(head.last, row.last.at, HASH_SIZE);
	if (row.signature.n > 0)
		memcpy(head.signature, row.signature.at, SIGNATURE_SIZE);
	*ret_head = head;
	r = head_mark(cx, &head, row.signature, mark);
	if (r != ERR_OK || !crypt_equal(mark, row.mark.at, HASH_SIZE))
		return r;
	if (row.signature.n == 0) {
		*ret_state = HEAD_PENDING;
		return ERR_OK;
	}
	if (whole)
		r = head_whole(cx, &head, &fine);
	if (r == ERR_OK && fine)
		*ret_state = HEAD_SIGNED;
	return r;
}

int audit_head_put(struct cx *cx, struct audit_head *head, bool sign) {
	uint8_t mark[HASH_SIZE];
	struct blob signature = BLOB("", 0);
	int r = ERR_OK;
	if (sign) {
		head->signed_at = cx->now;
		tree_root(&head->tree, head->root);
		struct note_head note = audit_head_note(head);
		const char *body = note_body(cx->arena, &note);
		r = sign_make(cx, BLOB_STR(body), head->signature);
		signature = BLOB(head->signature, SIGNATURE_SIZE);
	}
	if (r == ERR_OK)
		r = head_mark(cx, head, signature, mark);
	if (r == ERR_OK)
		r = q_audit_head_set(cx, head->tree.size, hash_blob(head->root), signature, head->signed_at,
			peaks_blob(&head->tree), last_blob(head), hash_blob(mark));
	return r;
}

int audit_head_push(struct cx *cx, struct audit_head *head, const uint8_t hash[HASH_SIZE]) {
	struct tree_tile tiles[TREE_TILES];
	int n = 0, r = ERR_OK;
	if (bug_if(cx, !tree_push(&head->tree, hash, tiles, &n)))
		return ERR_BUG;
	memcpy(head->last, hash, HASH_SIZE);
	for (int i = 0; r == ERR_OK && i < n; i++)
		r = q_audit_tile_add(cx, tiles[i].level, tiles[i].i, hash_blob(tiles[i].hash));
	return r;
}

bool audit_entry_finish(struct audit_entry *entry, int as_operator, struct blob session) {
	static const uint8_t none[sizeof entry->session];
	if (session.at != NULL && (session.n != sizeof entry->session || memcmp(session.at, none, sizeof none) == 0))
		return false;
	if (session.at != NULL)
		memcpy(entry->session, session.at, sizeof entry->session);
	return (as_operator == 0 || as_operator == 1);
}

struct audit_entry audit_entry_of(const struct cx *cx, const char *op, enum audit_verdict verdict) {
	struct audit_entry e = {
		.at = cx->now,
		.actor = cx->actor.user,
		.org = cx->actor.org,
		.unit = cx->actor.unit,
		.roles = cx->actor.roles,
		.as_operator = cx->actor.operator,
		.op = op,
		.person = NONE,
		.verdict = verdict,
		.act = cx->act == 0 ? NONE : cx->act,
		.person_n = NONE,
	};
	memcpy(e.session, cx->actor.session, sizeof e.session);
	return e;
}

int audit_start(struct cx *cx, const struct ref *registry) {
	struct audit_head head = {.registry = *registry, .signed_at = cx->now};
	uint8_t mark[HASH_SIZE];
	struct row_audit_last last;

	/* A log without a head is not begun again: that would make it the evidence of nothing. */
	int r = q_audit_last(cx, &last);
	if (r == ERR_OK)
		return err_say(cx, ERR_CONFLICT, NULL, N_("This registry has a log already."), NULL);
	if (r != ERR_NOTFOUND)
		return r;
	memset(mark, 0, sizeof mark);
	r = q_audit_head_add(cx, BLOB(registry->at, REF_SIZE), hash_blob(head.root), BLOB("", 0), head.signed_at,
		BLOB("", 0), hash_blob(mark));
	return r == ERR_OK ? audit_head_put(cx, &head, true) : r;
}

static void watch_hash(const void *key, const struct blob *parts, size_t n, uint8_t ret_hash[CONTENT_SUM]) {
	token_row(key, parts, n, ret_hash);
}

int audit_open(struct cx *cx) {
	struct audit_head head = {.signed_at = 0};
	enum head_state state;
	int r = audit_head_read(cx, true, &head, &state);
	if (r == ERR_OK && state == HEAD_CHAIN) {
		r = audit_upgrade(cx);
		if (r == ERR_OK)
			r = audit_head_read(cx, true, &head, &state);
	}
	if (r != ERR_OK)
		return r;
	if (state != HEAD_SIGNED)
		return err_say(cx, ERR_CRYPTO, NULL,
			N_("The log in this store was not signed with this key file: one of the two was changed, or is another registry's."),
			NULL);
	return db_content_watch(cx, watch_hash, cx->ring);
}

/* Whether the table ends with the row the head names. */
static int ends_at_head(struct cx *cx, const struct audit_head *head) {
	struct row_audit_last last;
	int r = q_audit_last(cx, &last);
	if (r == ERR_NOTFOUND)
		return head->tree.size == 0 ? ERR_OK : tampered(cx);
	if (r != ERR_OK)
		return r;
	return last.n == head->tree.size && last.hash.n == HASH_SIZE && crypt_equal(last.hash.at, head->last, HASH_SIZE)
		? ERR_OK : tampered(cx);
}

static int64_t or_none(int64_t value) {
	return value == 0 ? NONE : value;
}

static int person_number(struct cx *cx, int64_t person, int64_t n, int64_t *ret) {
	struct row_audit_person_last last = {.person_n = 0};
	*ret = NONE;
	if (person == NONE)
		return ERR_OK;
	int r = q_audit_person_last(cx, person, n, &last);
	if (r != ERR_OK && r != ERR_NOTFOUND)
		return r;
	if (r == ERR_OK && last.person_n < 1) /* an entry without its number: not one of ours */
		return tampered(cx);
	*ret = r == ERR_OK ? last.person_n + 1 : 1;
	return ERR_OK;
}

struct blob audit_wrote(struct cx *cx, const struct content *content) {
	if (content->touched == 0)
		return BLOB(NULL, 0);
	uint8_t *to = arena_alloc(cx->arena, CONTENT_SLOTS * (1 + CONTENT_SUM));
	size_t n = 0;
	for (int i = 0; i < CONTENT_SLOTS; i++) {
		if ((content->touched >> i & 1) == 0 || content_zero(content->sum[i]))
			continue;
		to[n] = (uint8_t)i;
		memcpy(to + n + 1, content->sum[i], CONTENT_SUM);
		n += 1 + CONTENT_SUM;
	}
	return n == 0 ? BLOB(NULL, 0) : BLOB(to, n);
}

/* The entry as it will stand: what this storey gives, and one way to say "none". */
static int entry_complete(struct cx *cx, struct audit_entry *e, int64_t n) {
	struct content wrote;
	e->unit = or_none(e->unit);
	e->use = or_none(e->use);
	if (e->roles == NONE)
		e->roles = 0;
	db_content_take(cx, &wrote);
	if (e->wrote.at == NULL)
		e->wrote = audit_wrote(cx, &wrote);
	return person_number(cx, e->person, n, &e->person_n);
}

int audit_append(struct cx *cx, const struct audit_entry *entry) {
	static const uint8_t no_session[sizeof entry->session];
	struct audit_head head = {.signed_at = 0};
	enum head_state state;
	struct leaf_bytes bytes;
	uint8_t hash[HASH_SIZE];
	struct audit_entry e = *entry;

	if (bug_if(cx, e.op == NULL || e.verdict < AUDIT_ALLOWED || e.verdict >= AUDIT_VERDICT__MAX))
		return ERR_BUG;
	int r = audit_head_read(cx, false, &head, &state);
	if (r != ERR_OK)
		return r;
	if (state != HEAD_SIGNED && state != HEAD_PENDING)
		return tampered(cx);
	r = ends_at_head(cx, &head);
	int64_t n = head.tree.size + 1;
	if (r == ERR_OK)
		r = entry_complete(cx, &e, n);
	if (r != ERR_OK)
		return r;
	if (bug_if(cx, !leaf_make(n, &e, &bytes)))
		return ERR_BUG;
	tree_leaf(hash, BLOB(bytes.at, bytes.n));
	bool session = memcmp(e.session, no_session, sizeof no_session) != 0;
	r = q_audit_add(cx, n, e.at, e.actor, e.org, e.unit, e.roles, e.as_operator,
		session ? BLOB(e.session, sizeof e.session) : BLOB(NULL, 0), e.op, e.person, e.person_n, e.object, e.purpose,
		e.use, (int)e.verdict, e.shown, e.act, e.digest, e.policy, e.wrote, hash_blob(hash));
	if (r == ERR_OK)
		r = audit_head_push(cx, &head, hash);
	return r == ERR_OK ? audit_head_put(cx, &head, false) : r;
}

int audit_seal(struct cx *cx) {
	struct audit_head head = {.signed_at = 0};
	enum head_state state;

	if (db_content_waits(cx)) {
		log_error("audit.unwritten"); /* rows that no entry tells of: they must not be committed */
		return err_say(cx, ERR_BUG, NULL, err_kinds[ERR_BUG].say, NULL);
	}
	int r = audit_head_read(cx, false, &head, &state);
	if (r != ERR_OK)
		return r;
	if (state == HEAD_SIGNED)
		return ERR_OK;
	if (state != HEAD_PENDING)
		return tampered(cx);
	return audit_head_put(cx, &head, true);
}
