#include "core/draft.h"

#include "base/str.h"
#include "core/closed.h"
#include "core/fact.h"
#include "core/job.h"
#include "core/vault.h"
#include "db/queries.h"
#include "op/profile.h"

enum { DRAFTS_MAX = 20 };
#define KEPT (7 * 24 * HOUR)

struct draft { /* what is kept of it */
	int64_t person; /* NONE: about nobody who has a file */
	int kind;
	const char *text;
	int64_t until;
	struct blob key, sealed;
};

static struct seal_at place_of(int64_t id, const struct ref *ref) {
	return (struct seal_at){.table = "draft", .column = "sealed", .row = id, .subject = *ref, .c = C_NARR};
}

static int draft_seal(struct cx *cx, int64_t id, const struct ref *ref, struct draft *d) {
	const struct seal_at at = place_of(id, ref);
	struct key *key = NULL;
	uint8_t bytes[BOX_KEY];
	cx->rng(bytes, sizeof bytes);
	int rc = key_from(cx, at.c, ref, bytes, &key);
	if (rc == 0)
		rc = seal(cx, key, &at, d->text, &d->sealed);
	if (rc == 0)
		rc = vault_seal(cx, cx->actor.org, "draft", id, bytes, &d->key);
	key_close(key);
	crypt_wipe(bytes, sizeof bytes);
	return rc;
}

static int draft_unseal(struct cx *cx, const struct ref *ref, const struct row_draft_get *row, const char **ret_text) {
	const struct seal_at at = place_of(row->id, ref);
	struct vault vault = {0};
	struct key *key = NULL;
	uint8_t bytes[BOX_KEY] = {0};
	int rc = vault_open_for(cx, cx->actor.org, &vault);
	if (rc == 0)
		rc = vault_unseal(cx, &vault, "draft", row->id, row->key, bytes);
	if (rc == 0)
		rc = key_from(cx, at.c, ref, bytes, &key);
	if (rc == 0)
		rc = unseal(cx, key, &at, row->sealed, ret_text);
	key_close(key);
	vault_close(&vault);
	crypt_wipe(bytes, sizeof bytes);
	return rc;
}

static int missing(struct cx *cx) {
	return err_say(cx, ERR_NOTFOUND, NULL, err_kinds[ERR_NOTFOUND].say, NULL);
}

/* What an organisation may write down and never read again, nobody there keeps for later. */
static bool is_shut(const struct cx *cx, int kind) {
	return profile_prohibits_draft(cx->profile, cx->actor.org_kind, kind) != NULL;
}

static int kind_check(struct cx *cx, int kind) {
	const json_t *why = profile_prohibits_draft(cx->profile, cx->actor.org_kind, kind);
	return why == NULL ? 0 : err_say(cx, ERR_DENIED, NULL, profile_say(why, "en"), NULL);
}

/* Unknown, of others and closed have one answer. */
static int person_open(struct cx *cx, int64_t person) {
	struct row_relation_kinds relation;
	enum audit_verdict verdict = AUDIT_ALLOWED;
	if (person == NONE)
		return 0;
	int rc = q_relation_kinds(cx, person, cx->actor.org, &relation);
	if (rc == 0)
		rc = closed_to(cx, person, &verdict);
	if (rc == ERR_NOTFOUND || (rc == 0 && (relation.kinds == 0 || verdict != AUDIT_ALLOWED)))
		return missing(cx);
	return rc;
}

static int person_of(struct cx *cx, const struct in *in, int64_t *ret_person) {
	struct row_on_person person = {.id = NONE};
	int rc = in_has(in, F_PERSON) ? q_on_person(cx, ref_blob(in_ref(in, F_PERSON)), &person) : 0;
	if (rc == ERR_NOTFOUND)
		return missing(cx);
	if (rc == 0)
		rc = person_open(cx, person.id);
	if (rc == 0 && person.id != NONE)
		rc = person_not_erased(cx, person.id);
	if (rc == 0)
		*ret_person = person.id;
	return rc;
}

/* One's own, and about nobody whose file is closed by now. */
static int draft_of(struct cx *cx, const struct ref *ref, struct row_draft_get *ret_row) {
	struct row_draft_get row;
	int rc = q_draft_get(cx, ref_blob(ref), cx->actor.user, cx->now, &row);
	if (rc == 0)
		rc = person_open(cx, row.person);
	if (rc == 0)
		*ret_row = row;
	return rc;
}

/* After a removal: what is gone stands in the log no more. */
static int cut(struct cx *cx, int rc) {
	cx->wipe = cx->wipe || (rc == 0 && db_changed(cx) > 0);
	return rc;
}

/* One sweep a day is enough for everybody's. */
static int sweep_ask(struct cx *cx, int64_t until) {
	struct row_past_job_has has;
	int rc = q_past_job_has(cx, JOB_PAST, until, until + 24 * HOUR, &has);
	return rc == 0 && has.n == 0 ? q_past_job_add(cx, JOB_PAST, until + 24 * HOUR, cx->act) : rc;
}

static int draft_new(struct cx *cx, struct draft *d, struct ref *ret_ref) {
	struct ref ref = ref_new(cx);
	struct row_draft_next next;
	int rc = q_draft_next(cx, &next);
	if (rc == 0)
		rc = draft_seal(cx, next.id, &ref, d);
	if (rc == 0)
		rc = q_draft_add(cx, next.id, ref_blob(&ref), cx->actor.user, d->person, d->kind, cx->now, d->until, d->key,
			d->sealed);
	if (rc == 0)
		rc = cut(cx, q_draft_trim(cx, cx->actor.user, DRAFTS_MAX));
	if (rc == 0)
		*ret_ref = ref;
	return rc;
}

static int draft_renew(struct cx *cx, const struct ref *ref, struct draft *d) {
	struct row_draft_get row;
	int rc = draft_of(cx, ref, &row);
	if (rc == 0)
		rc = draft_seal(cx, row.id, ref, d);
	return rc == 0 ? q_draft_set(cx, row.id, d->person, d->kind, cx->now, d->until, d->key, d->sealed) : rc;
}

int draft_save(struct cx *cx, const struct in *in, struct out *out) {
	struct draft d = {.kind = in_code(in, F_DRAFT_OF), .text = in_text(in, F_DRAFT_TEXT), .until = cx->now + KEPT};
	struct ref ref;
	int rc = kind_check(cx, d.kind);
	if (rc == 0)
		rc = person_of(cx, in, &d.person);
	if (rc != 0)
		return rc;
	if (in_has(in, F_DRAFT)) {
		ref = *in_ref(in, F_DRAFT);
		rc = draft_renew(cx, &ref, &d);
	} else {
		rc = draft_new(cx, &d, &ref);
	}
	if (rc == 0)
		rc = sweep_ask(cx, d.until);
	if (rc != 0)
		return rc;
	out_ref(out, F_DRAFT, &ref);
	out_number(out, F_UNTIL, d.until);
	return 0;
}

int draft_list(struct cx *cx, const struct in *in, struct out *out) {
	struct rows rows;
	struct row_draft_own d;
	(void)in;
	int rc = q_draft_own(cx, cx->actor.org, cx->actor.user, cx->now, &rows);
	while (rc == 0 && q_draft_own_next(&rows, &d)) {
		enum audit_verdict verdict = AUDIT_ALLOWED;
		rc = d.person == NONE ? 0 : closed_to(cx, d.person, &verdict);
		if (rc != 0 || verdict != AUDIT_ALLOWED || is_shut(cx, d.kind))
			continue;
		out_row(out);
		out_blob_ref(out, F_DRAFT, d.ref);
		out_code(out, F_DRAFT_OF, d.kind);
		out_number(out, F_AT, d.at);
		out_number(out, F_UNTIL, d.until);
	}
	int end = rows_end(&rows);
	return rc != 0 ? rc : end;
}

int draft_read(struct cx *cx, const struct in *in, struct out *out) {
	struct row_draft_get row;
	const struct ref *ref = in_ref(in, F_DRAFT);
	const char *text = NULL;
	int rc = draft_of(cx, ref, &row);
	if (rc == 0)
		rc = kind_check(cx, row.kind);
	if (rc == 0)
		rc = draft_unseal(cx, ref, &row, &text);
	if (rc != 0)
		return rc;
	out_code(out, F_DRAFT_OF, row.kind);
	out_text(out, F_DRAFT_TEXT, text);
	out_number(out, F_UNTIL, row.until);
	return 0;
}

int draft_drop(struct cx *cx, const struct in *in, struct out *out) {
	struct row_draft_get row;
	(void)out;
	int rc = draft_of(cx, in_ref(in, F_DRAFT), &row);
	return rc == 0 ? cut(cx, q_draft_remove(cx, row.id)) : rc;
}

int draft_forget(struct cx *cx, int64_t account) {
	return cut(cx, q_draft_remove_all(cx, account));
}

int draft_past(struct cx *cx) {
	return cut(cx, q_draft_remove_past(cx, cx->now));
}
