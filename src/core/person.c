/* person.c - what is known about a person, who said it, and who looked. */
#include "audit/audit.h"
#include "base/str.h"
#include "core/account.h"
#include "core/assignment.h"
#include "core/consent.h"
#include "core/detail.h"
#include "core/fact.h"
#include "core/find.h"
#include "core/identity.h"
#include "core/prepared.h"
#include "core/sheet.h"
#include "core/trait.h"
#include "core/vault.h"
#include "crypt/token.h"
#include "db/queries.h"

enum { PERSONS_OF_LIST = 50 };

static void person_put(struct out *out, const struct row_person_page *p) {
	out_row(out);
	out_blob_ref(out, F_PERSON, p->ref);
	out_code(out, F_STATUS, p->status);
	out_code(out, F_AGE, p->age);
	out_code(out, F_SEX, p->sex);
	out_code(out, F_SPEECH, p->speech);
	out_code(out, F_MUNICIPALITY, p->municipality);
	out_number(out, F_SINCE, p->since);
}

/* Row number of the last entry of the page before. Whoever would not stand in the list is as unknown as one that never
   was. */
static int page_after(struct cx *cx, const struct in *in, int64_t *ret_before) {
	struct row_on_person last;
	struct row_relation_kinds relation;
	struct row_block_has block = {0};
	if (!in_has(in, F_AFTER)) {
		*ret_before = INT64_MAX;
		return ERR_OK;
	}
	int rc = q_on_person(cx, ref_blob(in_ref(in, F_AFTER)), &last);
	if (rc == ERR_OK)
		rc = q_relation_kinds(cx, last.id, cx->actor.org, &relation);
	if (rc == ERR_OK)
		rc = q_block_has(cx, last.id, cx->actor.org, cx->actor.unit, cx->actor.user, &block);
	if (rc == ERR_OK && ((relation.kinds & REL_WORKS) == 0 || block.n > 0))
		rc = ERR_NOTFOUND;
	if (rc == ERR_NOTFOUND)
		return err_say(cx, ERR_INVALID, "after", N_("The list cannot go on from there. Begin at its first page."), NULL);
	if (rc == ERR_OK)
		*ret_before = last.id;
	return rc;
}

int person_list(struct cx *cx, const struct in *in, struct out *out) {
	struct rows rows;
	struct row_person_page p;
	int64_t before = 0;
	int64_t count = in_has(in, F_AT_MOST) ? in_number(in, F_AT_MOST) : PERSONS_OF_LIST;
	int rc = page_after(cx, in, &before);
	if (rc == ERR_OK)
		rc = q_person_page(cx, cx->actor.org, cx->actor.unit, cx->actor.user, before, count, &rows);
	if (rc != ERR_OK)
		return rc;
	while (q_person_page_next(&rows, &p))
		person_put(out, &p);
	return rows_end(&rows);
}

/* A name others wrote down is found only by whom she lets know it, whatever name the caller's own organisation knows her by. */
static int found_by_name(struct cx *cx, const struct alike *a, bool *ret_found) {
	struct row_identity_newest_of own;
	int rc = a->own ? q_identity_newest_of(cx, a->person, cx->actor.org, &own) : ERR_NOTFOUND;
	if (rc == ERR_NOTFOUND)
		return consent_covers(cx, a->person, cx->actor.org, SHARE_IDENTITY, ret_found);
	*ret_found = rc == ERR_OK;
	return rc;
}

enum { LOOKED_AT = 128 };

struct persons {
	size_t n;
	struct alike at[LOOKED_AT];
};

static void persons_add(struct persons *all, struct alike one) {
	for (size_t i = 0; i < all->n; i++)
		if (all->at[i].person == one.person && all->at[i].own == one.own)
			return;
	if (all->n < LOOKED_AT)
		all->at[all->n++] = one;
}

/* Those of the caller's organisation with that token. */
static int with_token(struct cx *cx, const struct token *token, struct persons *all) {
	struct rows rows;
	struct row_person_with_token p;
	int rc = q_person_with_token(cx, cx->actor.org, cx->actor.unit, cx->actor.user, TOKEN_NAME_YEAR,
		BLOB(token->at, sizeof token->at), &rows);
	if (rc != ERR_OK)
		return rc;
	while (q_person_with_token_next(&rows, &p))
		persons_add(all, (struct alike){p.id, p.own != 0});
	return rows_end(&rows);
}

/* By the name in any script, by other forms of the given name, and a year beside: the surest first. */
static int with_tokens(struct cx *cx, const struct in *in, struct persons *all) {
	struct token tokens[FIND_TOKENS];
	size_t n = 0;
	if (!in_has(in, F_BORN))
		return ERR_OK;
	int rc = find_tokens(cx, in_text(in, F_GIVEN), in_text(in, F_FAMILY), in_number(in, F_BORN), tokens, &n);
	for (size_t i = 0; rc == ERR_OK && i < n; i++)
		rc = with_token(cx, &tokens[i], all);
	return rc;
}

/* Whoever the caller works with and may find by this name; others are as if they were not there. */
static int put_found(struct cx *cx, const struct alike *a, struct out *out, bool *ret_put) {
	struct row_person_mine p;
	bool by_name = false;
	int rc = q_person_mine(cx, cx->actor.org, cx->actor.unit, cx->actor.user, a->person, &p);
	if (rc == ERR_OK)
		rc = found_by_name(cx, a, &by_name);
	if (rc == ERR_OK && by_name)
		person_put(out, &(struct row_person_page){p.ref, p.status, p.age, p.sex, p.speech, p.municipality, p.since});
	*ret_put = rc == ERR_OK && by_name;
	return rc == ERR_NOTFOUND ? ERR_OK : rc;
}

/* Somebody who is found by two records is put once, where the likest of those stands that may be told of. */
static int put_all(struct cx *cx, const struct persons *all, struct out *out) {
	bool put[LOOKED_AT] = {false};
	int rc = ERR_OK;
	for (size_t i = 0; rc == ERR_OK && i < all->n; i++) {
		bool before = false;
		for (size_t k = 0; k < i && !before; k++)
			before = put[k] && all->at[k].person == all->at[i].person;
		if (!before)
			rc = put_found(cx, &all->at[i], out, &put[i]);
	}
	return rc;
}

/* By what the names in the keeper's memory are like, the likest first, and by the tokens of the name: a keeper may have no names in
   memory now. */
int person_find(struct cx *cx, const struct in *in, struct out *out) {
	struct persons all = {0};
	for (size_t i = 0; cx->prepared != NULL && i < cx->prepared->alike_n; i++)
		persons_add(&all, cx->prepared->alike[i]);
	int rc = with_tokens(cx, in, &all);
	return rc == ERR_OK ? put_all(cx, &all, out) : rc;
}

int person_read(struct cx *cx, const struct in *in, struct out *out) {
	struct row_person_stands p;
	struct row_relation_kinds relation = {0};
	unsigned shares = 0;
	bool emergency = false;
	int rc = q_relation_kinds(cx, in->person, cx->actor.org, &relation);
	if (rc == ERR_OK || rc == ERR_NOTFOUND)
		rc = consent_reads(cx, in->person, &shares, &emergency);
	if (rc == ERR_OK)
		rc = q_person_stands(cx, in->person, &p);
	if (rc != ERR_OK)
		return rc;
	out_blob_ref(out, F_PERSON, p.ref);
	out_code(out, F_STATUS, p.status);
	out_code(out, F_AGE, p.age);
	out_code(out, F_SEX, p.sex);
	out_code(out, F_SPEECH, p.speech);
	out_code(out, F_MUNICIPALITY, p.municipality);
	out_number(out, F_SINCE, p.since);
	out_number(out, F_MAY_OPEN, (relation.kinds & REL_WORKS) != 0);
	/* Where she stays, even by the place's public name, is for those who support her, and for an emergency; nobody finds it
	   by having met her or by deciding. */
	bool supports = (relation.kinds & REL_SUPPORTS) != 0 && (role_capabilities(cx->actor.roles) >> CAN_SUPPORT & 1) != 0;
	if (p.place.at != NULL && (supports || emergency)) {
		out_blob_ref(out, F_PLACE, p.place);
		out_text(out, F_LABEL, p.label);
		out_text(out, F_ORG_NAME, p.place_org);
	}
	if (p.reflection_from != NONE) {
		out_number(out, F_STARTED, p.reflection_from);
		out_number(out, F_ENDS, p.reflection_to);
	}
	return (relation.kinds & REL_WORKS) != 0 ? assignment_put(cx, in->person, out) : ERR_OK;
}

int person_timeline(struct cx *cx, const struct in *in, struct out *out) {
	struct rows rows;
	struct row_timeline f;
	unsigned shares = 0;
	int rc = consent_reads(cx, in->person, &shares, NULL);
	if (rc == ERR_OK)
		rc = q_timeline(cx, in->person, cx->actor.org, cx->actor.unit, cx->actor.user, &rows);
	if (rc != ERR_OK)
		return rc;
	while (q_timeline_next(&rows, &f)) {
		int kind = detail_kind(f.kind, f.sort);
		if (kind == FACT_TRAIT && !trait_shown(cx, f.sort, f.org, shares))
			continue;
		if (kind == FACT_SHEET && !sheet_listed(cx, (int)f.detail, f.org, shares))
			continue;
		out_row(out);
		out_code(out, F_FACT, kind);
		out_number(out, F_HAPPENED, f.happened);
		out_code(out, F_PRECISION, f.precision);
		out_number(out, F_AT, f.at);
		out_text(out, F_ORG_NAME, f.org_name);
		detail_put(cx, kind, f.sort, f.detail, out);
	}
	return rows_end(&rows);
}

int person_notes(struct cx *cx, const struct in *in, struct out *out) {
	struct rows rows;
	struct row_note_list note;
	struct vault vault = {0};
	int rc = q_note_list(cx, in->person, cx->actor.org, &rows);
	if (rc != ERR_OK)
		return rc;
	while (rc == ERR_OK && q_note_list_next(&rows, &note)) {
		const char *text = NULL;
		const struct note_row row = {note.id, note.text, note.vault == NONE};
		rc = note_text(cx, &vault, in->person, &row, &text);
		if (rc != ERR_OK || text == NULL)
			continue;
		out_row(out);
		out_code(out, F_FACT, note.kind);
		out_number(out, F_HAPPENED, note.happened);
		out_text(out, F_NOTE, text);
	}
	vault_close(&vault);
	int end = rows_end(&rows);
	return rc == ERR_OK ? end : rc;
}

enum { LOOKS_MAX = 200 };

/*
 * A look is whatever changed or opened something, whatever was refused, and a person's page. The lists such a page is
 * made of are no looks of their own, and one page opened again by the same account says nothing new.
 */
static bool is_look(const struct row_looks *look, const struct row_looks *newer) {
	int op = op_find(look->op);
	if (op < 0)
		return false; /* the registry's own jobs */
	if (look->verdict != AUDIT_ALLOWED || ops[op].audit != AUDIT_NOTE)
		return true;
	return op == OP_person_read
		&& !(newer->op != NULL && newer->actor == look->actor && newer->verdict == AUDIT_ALLOWED
			&& strcmp(newer->op, look->op) == 0);
}

_Static_assert((int)AUDIT_ALLOWED == VERDICT_ALLOWED && (int)AUDIT_DENIED == VERDICT_DENIED
	&& (int)AUDIT_BLOCKED == VERDICT_BLOCKED && (int)AUDIT_HIDDEN == VERDICT_HIDDEN
	&& (int)AUDIT_FAILED == VERDICT_FAILED, "the log's verdicts are shown as entries of L_VERDICT");

int who_looked(struct cx *cx, const struct in *in, struct out *out) {
	struct rows rows;
	struct row_looks look, newer = {0};
	size_t n = 0;
	int rc = q_looks(cx, in->person, &rows);
	if (rc != ERR_OK)
		return rc;
	while (rc == ERR_OK && n < LOOKS_MAX && q_looks_next(&rows, &look)) {
		if (!is_look(&look, &newer))
			continue;
		newer = look;
		n++;
		out_row(out);
		out_number(out, F_AT, look.at);
		out_text(out, F_OPERATION, look.op);
		out_code(out, F_VERDICT, look.verdict);
		if (look.use != NONE && look.use != 0)
			out_code(out, F_USE, (int)look.use);
		if (look.org_name != NULL)
			out_text(out, F_ORG_NAME, look.org_name);
		if (look.unit_name != NULL)
			out_text(out, F_UNIT_NAME, look.unit_name);
		rc = account_put_roles(cx, look.actor, out);
	}
	int end = rows_end(&rows);
	return rc == ERR_OK ? end : rc;
}
