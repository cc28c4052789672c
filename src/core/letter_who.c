/*
 * letter_who.c - who looked, on paper, with what shows a stranger that the list is whole.
 *
 * Every entry of the log about her stands in it, the one that says this paper was made too, as the last; none is left
 * out, whatever it was. Each carries its bytes and its path to the signed head, so the file of the paper needs nothing of
 * this registry to be checked.
 */
#include "audit/prove.h"
#include "base/str.h"
#include "core/letter.h"
#include "crypt/crypt.h"
#include "db/queries.h"

struct letter {
	struct out *out;
	struct rows rows; /* what people read of each entry, oldest first: as many as there are proofs */
};

static void proof_put(struct cx *cx, const struct tree_path *path, struct out *out) {
	const char **hashes = arena_array(cx->arena, path->n + 1, sizeof *hashes);
	for (size_t i = 0; i < path->n; i++) {
		char *hex = arena_alloc(cx->arena, 2 * HASH_SIZE + 1);
		hex_put(hex, path->hash[i], HASH_SIZE);
		hashes[i] = hex;
	}
	out_texts(out, F_PROOF, hashes, path->n);
}

static int entry_put(struct cx *cx, void *arg, const struct audit_listed *listed) {
	struct letter *letter = arg;
	struct row_letter_looks look;
	bool there = q_letter_looks_next(&letter->rows, &look);
	if (bug_if(cx, !there || look.n != listed->said.n))
		return ERR_BUG;
	char *hex = arena_alloc(cx->arena, 2 * listed->bytes.n + 1);
	hex_put(hex, listed->bytes.at, listed->bytes.n);
	out_row(letter->out);
	out_number(letter->out, F_LEAF_N, listed->said.n);
	out_text(letter->out, F_LEAF, hex);
	proof_put(cx, &listed->path, letter->out);
	out_number(letter->out, F_AT, look.at);
	out_text(letter->out, F_OPERATION, look.op);
	out_code(letter->out, F_VERDICT, look.verdict);
	if (look.use != NONE && look.use != 0)
		out_code(letter->out, F_USE, (int)look.use);
	if (look.org_name != NULL)
		out_text(letter->out, F_ORG_NAME, look.org_name);
	if (look.unit_name != NULL)
		out_text(letter->out, F_UNIT_NAME, look.unit_name);
	return ERR_OK;
}

int who_letter(struct cx *cx, const struct in *in, struct out *out) {
	struct paper paper;
	struct audit_list list;
	struct letter letter = {.out = out};
	struct row_gate_person opened = {.use = NONE};
	int rc = paper_begin(cx, in, "who", &paper);
	if (rc == ERR_OK)
		rc = q_gate_person(cx, in->person, cx->actor.org, cx->actor.unit, cx->actor.user, cx->now, &opened);
	struct audit_entry entry = audit_entry_of(cx, "who_letter", AUDIT_ALLOWED);
	entry.person = in->person;
	entry.object = BLOB(in_ref(in, F_PERSON)->at, REF_SIZE);
	entry.use = opened.use == NONE ? 0 : opened.use;
	if (rc == ERR_OK)
		rc = audit_list_begin(cx, &entry, &list);
	if (rc != ERR_OK)
		return rc;
	out_text(out, F_CHECKPOINT, list.checkpoint);
	out_text(out, F_PUBLIC_KEY, list.key);
	out_text(out, F_TOKEN, arena_printf(cx->arena, "person:%lld", (long long)in->person));
	rc = q_letter_looks(cx, in->person, &letter.rows);
	if (rc != ERR_OK)
		return rc;
	rc = audit_list_each(cx, &list, in->person, entry_put, &letter);
	int end = rows_end(&letter.rows);
	return rc == ERR_OK ? end : rc;
}
