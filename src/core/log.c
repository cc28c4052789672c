/*
 * log.c - what anybody inside may know of the log: its signed head, that it only grew, which other bodies have seen it.
 *
 * None of it tells of a person: a root is a hash over hashes. A witness is a program of another body, whose account
 * here only carries what its own key has signed; of each witness one signature is kept, and a new one a minute at most.
 */
#include "audit/prove.h"
#include "base/str.h"
#include "base/time.h"
#include "core/operations.h"
#include "db/queries.h"

#define CLOCKS (10 * MINUTE) /* a witness's may be wrong by as much */
#define AGAIN (MINUTE)       /* between two signatures of one witness under the same head */
enum { NAME_MIN = 2, NAME_MAX = 40 };

static const char *hex_of(struct cx *cx, const uint8_t hash[HASH_SIZE]) {
	return hex_put(arena_alloc(cx->arena, 2 * HASH_SIZE + 1), hash, HASH_SIZE);
}

int log_head(struct cx *cx, const struct in *in, struct out *out) {
	const char *text;
	struct note_head head;
	struct note_key key;
	struct rows rows;
	struct row_witness_all w;
	(void)in;
	int rc = audit_checkpoint(cx, &text, &head);
	if (rc == ERR_OK)
		rc = audit_key(cx, &key);
	if (rc == ERR_OK)
		rc = q_witness_all(cx, &rows);
	if (rc != ERR_OK)
		return rc;
	out_text(out, F_CHECKPOINT, text);
	out_text(out, F_PUBLIC_KEY, note_key_text(cx->arena, &key));
	out_number(out, F_SIZE, head.size);
	out_text(out, F_ROOT, hex_of(cx, head.root));
	while (q_witness_all_next(&rows, &w)) {
		out_row(out);
		out_text(out, F_WITNESS, w.name);
		if (w.size != NONE) {
			out_number(out, F_SIZE, w.size);
			out_number(out, F_AT, w.at);
		}
	}
	return rows_end(&rows);
}

int log_consistency(struct cx *cx, const struct in *in, struct out *out) {
	const char *text, *proof[TREE_PATH];
	struct note_head head;
	struct tree_path path;
	int rc = audit_checkpoint(cx, &text, &head);
	if (rc == ERR_OK)
		rc = audit_consistency(cx, in_number(in, F_OLD_SIZE), head.size, &path);
	if (rc != ERR_OK)
		return rc;
	for (size_t i = 0; i < path.n; i++)
		proof[i] = hex_of(cx, path.hash[i]);
	out_text(out, F_CHECKPOINT, text);
	out_number(out, F_SIZE, head.size);
	if (path.n > 0)
		out_texts(out, F_PROOF, proof, path.n);
	return ERR_OK;
}

static int no_witness(struct cx *cx) {
	return err_say(cx, ERR_DENIED, "cosignature", N_("No witness of this registry signed that."), NULL);
}

/* The witness whose line it is, and the signature checked over the log as it was at `size`. */
static int find_signer(struct cx *cx, const struct note_signature *line, int64_t size, int64_t *ret_id,
	int64_t *ret_at) {
	struct row_witness_by_name w;
	struct note_head head = {.size = size};
	struct note_key own;
	int64_t seconds = 0;
	int rc = q_witness_by_name(cx, line->name, &w);
	if (rc == ERR_NOTFOUND)
		return no_witness(cx);
	if (rc == ERR_OK)
		rc = audit_key(cx, &own);
	if (rc == ERR_OK)
		rc = audit_root_at(cx, size, head.root);
	if (rc != ERR_OK)
		return rc;
	if (bug_if(cx, w.key.n != SIGN_PUBLIC))
		return ERR_BUG;
	memcpy(head.origin, own.name, sizeof head.origin);
	struct note_key key = note_key_of(line->name, NOTE_COSIGNATURE, w.key.at);
	if (!note_cosignature_check(cx, &head, &key, line, &seconds))
		return no_witness(cx);
	*ret_id = w.id;
	*ret_at = seconds * SECOND;
	return ERR_OK;
}

int log_cosign(struct cx *cx, const struct in *in, struct out *out) {
	struct note_signature line;
	struct row_cosignature_newest newest = {.size = -1};
	int64_t witness = 0, at = 0, size = in_number(in, F_SIZE);
	int rc = note_line_parse(cx, "cosignature", in_text(in, F_COSIGNATURE), &line);
	if (rc == ERR_OK)
		rc = find_signer(cx, &line, size, &witness, &at);
	if (rc != ERR_OK)
		return rc;
	if (at > cx->now + CLOCKS || at < cx->now - 24 * HOUR)
		return err_say(cx, ERR_INVALID, "cosignature",
			N_("The witness's clock is wrong, or this was signed more than a day ago."),
			NULL);
	rc = q_cosignature_newest(cx, witness, &newest);
	if (rc != ERR_OK && rc != ERR_NOTFOUND)
		return rc;
	/* One row a witness, and a new one at most a minute: whoever has heard an old signature can do nothing with it. */
	if (rc == ERR_OK && (size < newest.size || at < newest.at + AGAIN))
		return err_say(cx, ERR_CONFLICT, "size", N_("This witness has signed a later head, or this one a moment ago."), NULL);
	rc = q_cosignature_put(cx, witness, size, at, BLOB(line.signature, SIGNATURE_SIZE));
	if (rc == ERR_OK)
		rc = q_cosignature_drop(cx, witness, size);
	if (rc == ERR_OK)
		out_text(out, F_WITNESS, line.name);
	return rc;
}

static bool is_word(const char *name) {
	size_t n = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-_.:");
	return n >= NAME_MIN && n <= NAME_MAX && name[n] == 0;
}

int witness_add(struct cx *cx, const struct in *in, struct out *out) {
	struct note_key key;
	struct row_witness_insert row;
	int rc = note_key_parse(cx, "public_key", in_text(in, F_PUBLIC_KEY), &key);
	if (rc != ERR_OK)
		return rc;
	if (key.type != NOTE_COSIGNATURE)
		return err_say(cx, ERR_INVALID, "public_key",
			N_("This is not the key of a witness: it must be one for cosignatures."), NULL);
	if (!is_word(key.name))
		return err_say(cx, ERR_INVALID, "public_key",
			N_("A witness's name is 2 to 40 small letters, digits, hyphens, dots, colons."), key.name);
	rc = q_witness_insert(cx, key.name, BLOB(key.public, SIGN_PUBLIC), cx->act, &row);
	if (rc == ERR_CONFLICT)
		return err_say(cx, ERR_CONFLICT, "public_key", N_("There is a witness of this name already."), key.name);
	if (rc == ERR_OK)
		out_text(out, F_WITNESS, key.name);
	return rc;
}
