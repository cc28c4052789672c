#include "audit/prove.h"

#include "audit/head.h"
#include "db/queries.h"

static int lacks(struct cx *cx) {
	return err_say(cx, ERR_CRYPTO, NULL, N_("The log lacks what its head says it has. Verify it."), NULL);
}

/* The one node above 2^depth nodes, which are folded where they lie. */
static void fold(uint8_t (*all)[HASH_SIZE], int depth, uint8_t ret[HASH_SIZE]) {
	for (int d = depth; d > 0; d--)
		for (int i = 0; i < 1 << (d - 1); i++)
			tree_node(all[i], all[2 * i], all[2 * i + 1]);
	memcpy(ret, all[0], HASH_SIZE);
}

static int read_hashes(struct cx *cx, int64_t first, int count, uint8_t (*all)[HASH_SIZE]) {
	struct rows rows;
	struct row_audit_hashes row;
	int n = 0;
	int r = q_audit_hashes(cx, first, count, &rows);
	while (r == ERR_OK && n < count && q_audit_hashes_next(&rows, &row) && row.n == first + n && row.hash.n == HASH_SIZE)
		memcpy(all[n++], row.hash.at, HASH_SIZE);
	int end = rows_end(&rows);
	return r != ERR_OK ? r : end != ERR_OK ? end : n == count ? ERR_OK : lacks(cx);
}

static int read_tiles(struct cx *cx, int level, int64_t first, int count, uint8_t (*all)[HASH_SIZE]) {
	struct rows rows;
	struct row_audit_tiles row;
	int n = 0;
	int r = q_audit_tiles(cx, level, first, count, &rows);
	while (r == ERR_OK && n < count && q_audit_tiles_next(&rows, &row) && row.i == first + n && row.hash.n == HASH_SIZE)
		memcpy(all[n++], row.hash.at, HASH_SIZE);
	int end = rows_end(&rows);
	return r != ERR_OK ? r : end != ERR_OK ? end : n == count ? ERR_OK : lacks(cx);
}

static int stored_node(void *arg, int height, int64_t i, uint8_t ret_hash[HASH_SIZE]) {
	struct cx *cx = arg;
	uint8_t all[1 << TILE_HEIGHT][HASH_SIZE];
	int depth = height % TILE_HEIGHT, level = height / TILE_HEIGHT;
	int r = level == 0 ? read_hashes(cx, (i << depth) + 1, 1 << depth, all)
		: read_tiles(cx, level, i << depth, 1 << depth, all);
	if (r == ERR_OK)
		fold(all, depth, ret_hash);
	return r;
}

static struct tree_source stored(struct cx *cx) {
	return (struct tree_source){stored_node, cx};
}

/* The head as it stands, signed or about to be. */
static int head_of(struct cx *cx, struct audit_head *ret_head, bool *ret_signed) {
	enum head_state state;
	int r = audit_head_read(cx, false, ret_head, &state);
	if (r != ERR_OK)
		return r;
	*ret_signed = state == HEAD_SIGNED;
	return state == HEAD_SIGNED || state == HEAD_PENDING ? ERR_OK
		: err_say(cx, ERR_CRYPTO, NULL, N_("The log's head was not signed by this registry."), NULL);
}

static int in_reach(struct cx *cx, int64_t size) {
	struct audit_head head;
	bool is_signed;
	int r = head_of(cx, &head, &is_signed);
	if (r == ERR_OK && (size < 0 || size > head.tree.size))
		return err_say(cx, ERR_INVALID, "size", N_("The log never had so many entries."), NULL);
	return r;
}

int audit_key(struct cx *cx, struct note_key *ret_key) {
	uint8_t public[SIGN_PUBLIC];
	struct audit_head head;
	bool is_signed;
	int r = head_of(cx, &head, &is_signed);
	if (r == ERR_OK)
		r = sign_public(cx, public);
	if (r == ERR_OK)
		*ret_key = note_key_of(audit_head_note(&head).origin, NOTE_ED25519, public);
	return r;
}

int audit_checkpoint(struct cx *cx, const char **ret_text, struct note_head *ret_head) {
	struct audit_head head;
	struct note_key key;
	bool is_signed;
	int r = head_of(cx, &head, &is_signed);
	if (r == ERR_OK)
		r = bug_if(cx, !is_signed);
	if (r == ERR_OK)
		r = audit_key(cx, &key);
	if (r != ERR_OK)
		return r;
	struct note_head note = audit_head_note(&head);
	if (ret_text != NULL)
		*ret_text = note_checkpoint(cx->arena, &note, &key, head.signature);
	if (ret_head != NULL)
		*ret_head = note;
	return ERR_OK;
}

int audit_root_at(struct cx *cx, int64_t size, uint8_t ret_root[HASH_SIZE]) {
	struct tree_source from = stored(cx);
	int r = in_reach(cx, size);
	return r == ERR_OK ? tree_root_at(&from, size, ret_root) : r;
}

int audit_inclusion(struct cx *cx, int64_t n, int64_t size, struct tree_path *ret_path) {
	struct tree_source from = stored(cx);
	int r = in_reach(cx, size);
	if (r == ERR_OK && (n < 1 || n > size))
		return err_say(cx, ERR_NOTFOUND, NULL, N_("The log has no entry of that number."), NULL);
	return r == ERR_OK ? tree_inclusion(&from, n - 1, size, ret_path) : r;
}

int audit_consistency(struct cx *cx, int64_t old, int64_t size, struct tree_path *ret_path) {
	struct tree_source from = stored(cx);
	int r = in_reach(cx, size);
	if (r == ERR_OK && (old < 0 || old > size))
		return err_say(cx, ERR_INVALID, "old_size", N_("The log never had so many entries."), NULL);
	return r == ERR_OK ? tree_consistency(&from, old, size, ret_path) : r;
}

int audit_leaf(struct cx *cx, int64_t n, struct leaf_bytes *ret_bytes) {
	struct row_audit_entry row;
	uint8_t hash[HASH_SIZE];
	int r = q_audit_entry(cx, n, &row);
	if (r == ERR_NOTFOUND)
		return err_say(cx, ERR_NOTFOUND, NULL, N_("The log has no entry of that number."), NULL);
	if (r != ERR_OK)
		return r;
	struct audit_entry e = AUDIT_ENTRY_OF(&row);
	if (!audit_entry_finish(&e, row.as_operator, row.session) || !leaf_make(row.n, &e, ret_bytes))
		return lacks(cx);
	tree_leaf(hash, BLOB(ret_bytes->at, ret_bytes->n));
	return row.hash.n == HASH_SIZE && memcmp(hash, row.hash.at, HASH_SIZE) == 0 ? ERR_OK : lacks(cx);
}

int audit_list_begin(struct cx *cx, const struct audit_entry *entry, struct audit_list *ret_list) {
	struct audit_list list = {.k = 0};
	struct row_audit_person_last last;
	struct note_head head;
	struct note_key key;
	int r = bug_if(cx, entry->person == NONE);
	if (r == ERR_OK)
		r = audit_append(cx, entry);
	if (r == ERR_OK)
		r = audit_seal(cx);
	if (r == ERR_OK)
		r = audit_checkpoint(cx, &list.checkpoint, &head);
	if (r == ERR_OK)
		r = audit_key(cx, &key);
	if (r == ERR_OK)
		r = q_audit_person_last(cx, entry->person, INT64_MAX, &last);
	if (r != ERR_OK)
		return r;
	list.key = note_key_text(cx->arena, &key);
	list.size = head.size;
	list.k = last.person_n;
	*ret_list = list;
	return ERR_OK;
}

int audit_list_each(struct cx *cx, const struct audit_list *list, int64_t person,
	int (*each)(struct cx *cx, void *arg, const struct audit_listed *listed), void *arg) {
	struct rows rows;
	struct row_audit_person_list row;
	int64_t k = 0;
	int r = q_audit_person_list(cx, person, 1, list->k, &rows);
	while (r == ERR_OK && q_audit_person_list_next(&rows, &row)) {
		struct audit_listed listed;
		if (row.person_n != ++k)
			r = lacks(cx);
		if (r == ERR_OK)
			r = audit_leaf(cx, row.n, &listed.bytes);
		if (r == ERR_OK && !leaf_read(BLOB(listed.bytes.at, listed.bytes.n), &listed.said))
			r = lacks(cx);
		if (r == ERR_OK)
			r = audit_inclusion(cx, row.n, list->size, &listed.path);
		if (r == ERR_OK)
			r = each(cx, arg, &listed);
	}
	int end = rows_end(&rows);
	if (r == ERR_OK)
		r = end;
	return r == ERR_OK && k != list->k ? lacks(cx) : r;
}
