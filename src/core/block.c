/*
 * block.c - who may never see a person's file: one account, a unit, or a whole organisation, as she says.
 *
 * Nothing opens the file to them again but her own word, which takes two people to write down. Nobody learns from here
 * that she named a colleague of his organisation, but who wrote it down. An organisation that is the only one to work
 * with her cannot be shut out as a whole: then nobody would help.
 */
#include "base/str.h"
#include "core/account.h"
#include "core/fact.h"
#include "core/grow.h"
#include "core/projection.h"
#include "core/proposal.h"
#include "db/queries.h"
#include "text/name.h"

struct barred { /* unit and accounts: 0 where it is the whole organisation */
	int64_t org, unit;
	int64_t *accounts;
	size_t n;
};

/* Everybody of that name there: she cannot tell two of one name apart, and need not. */
static int accounts_by_name(struct cx *cx, const char *name, struct barred *b) {
	struct rows rows;
	struct row_block_names each;
	const char *key = name_key_sorted(cx->arena, name);
	int rc = q_block_names(cx, b->org, &rows);
	if (rc != ERR_OK)
		return rc;
	while (rc == ERR_OK && q_block_names_next(&rows, &each)) {
		const char *theirs = "";
		rc = account_name_open(cx, each.id, each.ref, each.name, &theirs);
		if (rc != ERR_OK || *key == 0 || !str_equal(name_key_sorted(cx->arena, theirs), key))
			continue;
		b->accounts = grow(cx->arena, b->accounts, b->n, sizeof *b->accounts);
		b->accounts[b->n++] = each.id;
	}
	int end = rows_end(&rows);
	if (rc != ERR_OK || end != ERR_OK)
		return rc != ERR_OK ? rc : end;
	return bad_if(cx, b->n == 0, "staff_name",
		N_("Nobody of that name has an account there: close the file to the unit or to the whole organisation."), NULL);
}

static int alone_check(struct cx *cx, int64_t person, int64_t org) {
	struct rows rows;
	struct row_relation_orgs each;
	bool others = false, itself = false;
	int rc = q_relation_orgs(cx, person, &rows);
	if (rc != ERR_OK)
		return rc;
	while (q_relation_orgs_next(&rows, &each)) {
		bool works = (each.kinds & REL_WORKS) != 0;
		itself = itself || (works && each.org == org);
		others = others || (works && each.org != org);
	}
	rc = rows_end(&rows);
	if (rc == ERR_OK && itself && !others)
		return err_say(cx, ERR_CONFLICT, "org",
			N_("Nobody else works with the person yet: refer her first, so that somebody can help."), NULL);
	return rc;
}

static int barred_of(struct cx *cx, const struct in *in, struct barred *b) {
	if (in_has(in, F_UNIT)) {
		int rc = bad_if(cx, in_has(in, F_ORG) || in_has(in, F_STAFF_NAME), "unit",
			N_("Name a unit, or an organisation, or somebody of an organisation."), NULL);
		return rc == ERR_OK ? unit_of_code(cx, in, F_UNIT, &b->unit, &b->org) : rc;
	}
	int rc = bad_if(cx, !in_has(in, F_ORG), "org",
		N_("Name a unit, or an organisation, or somebody of an organisation."), NULL);
	if (rc == ERR_OK)
		rc = org_of_code(cx, in, F_ORG, &b->org);
	if (rc != ERR_OK)
		return rc;
	return in_has(in, F_STAFF_NAME) ? accounts_by_name(cx, in_text(in, F_STAFF_NAME), b)
		: alone_check(cx, in->person, b->org);
}

static int block_write(struct cx *cx, const struct in *in, const struct barred *b, int64_t account,
	struct ref *ret_ref) {
	struct fact f = fact_new(cx, in);
	struct ref ref = ref_new(cx);
	struct row_block_same same;
	struct row_block_add row;
	int rc = q_block_same(cx, f.person, b->org, b->unit, account, cx->actor.org, cx->actor.user, &same);
	if (rc == ERR_OK && same.n > 0)
		return err_say(cx, ERR_CONFLICT, b->unit != 0 ? "unit" : account != 0 ? "staff_name" : "org",
			N_("This is written down already."), NULL);
	if (rc == ERR_OK)
		rc = q_block_add(cx, FACT_HEAD(&f), ref_blob(&ref), b->org, b->unit == 0 ? NONE : b->unit,
			account == 0 ? NONE : account, &row);
	if (rc == ERR_OK)
		rc = project_closed(cx, f.person);
	if (rc == ERR_OK)
		*ret_ref = ref;
	return rc;
}

int block_record(struct cx *cx, const struct in *in, struct out *out) {
	struct barred b = {0};
	struct ref ref;
	int rc = barred_of(cx, in, &b);
	if (rc == ERR_OK)
		rc = block_write(cx, in, &b, b.n == 0 ? 0 : b.accounts[0], &ref);
	for (size_t i = 1; rc == ERR_OK && i < b.n; i++)
		rc = block_write(cx, in, &b, b.accounts[i], &ref);
	if (rc == ERR_OK)
		out_ref(out, F_BLOCK, &ref);
	return rc;
}

int block_list(struct cx *cx, const struct in *in, struct out *out) {
	struct rows rows;
	struct row_block_all b;
	const char *name = NULL;
	int rc = q_block_all(cx, in->person, cx->actor.org, cx->actor.user, &rows);
	if (rc != ERR_OK)
		return rc;
	while (rc == ERR_OK && q_block_all_next(&rows, &b)) {
		if (b.account != NONE)
			rc = account_name_open(cx, b.account, b.account_ref, b.account_name, &name);
		if (rc != ERR_OK)
			break;
		out_row(out);
		out_blob_ref(out, F_BLOCK, b.ref);
		if (b.unit_code != NULL) {
			out_text(out, F_UNIT, b.unit_code);
			out_text(out, F_UNIT_NAME, b.unit_name);
		}
		if (b.account != NONE)
			out_text(out, F_STAFF_NAME, name);
		out_text(out, F_ORG_NAME, b.org_name);
		out_number(out, F_HAPPENED, b.happened);
	}
	int end = rows_end(&rows);
	return rc != ERR_OK ? rc : end;
}

/* A row the caller cannot read is not there. */
int block_lift(struct cx *cx, const struct in *in, struct out *out) {
	struct row_block_get b;
	struct ref ref;
	char hex[2 * REF_SIZE + 1];
	int rc = q_block_get(cx, ref_blob(in_ref(in, F_BLOCK)), in->person, cx->actor.org, cx->actor.user, &b);
	if (rc == ERR_NOTFOUND)
		return err_say(cx, ERR_INVALID, "block", N_("Nothing like this is written down about the person."), NULL);
	if (rc != ERR_OK)
		return rc;
	hex_put(hex, in_ref(in, F_BLOCK)->at, REF_SIZE);
	rc = proposal_add(cx, PROPOSAL_UNBLOCK, in->person, NONE, json_pack("{s:s, s:s}", "block", hex, "words",
		in_text(in, F_WORDS)), &ref);
	if (rc == ERR_OK)
		out_ref(out, F_PROPOSAL, &ref);
	return rc;
}

int block_agreed(struct cx *cx, const struct proposal *p) {
	const char *hex = json_string_value(json_object_get(p->detail, "block"));
	struct ref old, ref = ref_new(cx);
	struct row_block_standing b;
	struct row_block_add row;
	struct fact f = fact_new(cx, &(struct in){.person = p->person});
	int rc = bug_if(cx, hex == NULL || !hex_get(old.at, REF_SIZE, hex));
	if (rc == ERR_OK)
		rc = q_block_standing(cx, ref_blob(&old), p->person, &b);
	if (rc == ERR_NOTFOUND)
		return err_say(cx, ERR_CONFLICT, NULL, N_("This was taken back already."), NULL);
	f.supersedes = b.id;
	f.voided = 1;
	if (rc == ERR_OK)
		rc = q_block_add(cx, FACT_HEAD(&f), ref_blob(&ref), b.target, b.unit, b.account, &row);
	if (rc == ERR_OK)
		rc = project_closed(cx, p->person);
	return rc;
}
