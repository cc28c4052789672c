/* Proposals, as the second person and who asked see them. */
#include "core/account.h"
#include "core/fact.h"
#include "core/grow.h"
#include "core/proposal.h"
#include "crypt/ring.h"
#include "db/queries.h"
#include "op/profile.h"

struct ids {
	int64_t *at;
	size_t n;
};

static void id_add(struct cx *cx, struct ids *ids, int64_t id) {
	ids->at = grow(cx->arena, ids->at, ids->n, sizeof *ids->at);
	ids->at[ids->n++] = id;
}

static int waiting(struct cx *cx, struct ids *ids) {
	struct rows rows;
	struct row_proposal_waiting each;
	int rc = q_proposal_waiting(cx, cx->now, &rows);
	if (rc != ERR_OK)
		return rc;
	while (q_proposal_waiting_next(&rows, &each))
		id_add(cx, ids, each.id);
	return rows_end(&rows);
}

static int ended(struct cx *cx, int state, struct ids *ids) {
	struct rows rows;
	struct row_proposal_ended each;
	int rc = q_proposal_ended(cx, cx->actor.org, state, &rows);
	if (rc != ERR_OK)
		return rc;
	while (q_proposal_ended_next(&rows, &each))
		id_add(cx, ids, each.id);
	return rows_end(&rows);
}

/* One row, if it is the caller's own or the caller's to agree to. */
static int list_put(struct cx *cx, int64_t id, struct out *out) {
	struct proposal p;
	struct row_org_by_id org;
	bool may = false;
	int rc = proposal_get(cx, id, &p);
	if (rc != ERR_OK)
		return rc;
	rc = proposal_may(cx, &p, &cx->actor, &may);
	if (rc == ERR_OK && (may || p.account == cx->actor.user)) {
		rc = q_org_by_id(cx, p.org, &org);
		if (rc == ERR_OK) {
			out_row(out);
			out_ref(out, F_PROPOSAL, &p.ref);
			out_code(out, F_PROPOSAL_KIND, p.kind);
			out_code(out, F_PROPOSAL_STATE, p.state);
			out_number(out, F_AT, p.at);
			out_text(out, F_ORG_NAME, org.name);
			out_number(out, F_ALLOWED, may && p.state == PROPOSAL_OPEN);
		}
	}
	proposal_done(&p);
	return rc;
}

int proposal_list(struct cx *cx, const struct in *in, struct out *out) {
	struct ids ids = {0};
	static const int states[] = {PROPOSAL_OPEN, PROPOSAL_AGREED, PROPOSAL_REFUSED, PROPOSAL_EXPIRED};
	int rc = ERR_OK;
	for (size_t i = 0; rc == ERR_OK && i < sizeof states / sizeof *states; i++)
		if (!in_has(in, F_PROPOSAL_STATE) || in_code(in, F_PROPOSAL_STATE) == states[i])
			rc = states[i] == PROPOSAL_OPEN ? waiting(cx, &ids) : ended(cx, states[i], &ids);
	for (size_t i = 0; rc == ERR_OK && i < ids.n; i++)
		rc = list_put(cx, ids.at[i], out);
	return rc;
}

static int texts_put(struct cx *cx, const json_t *list, enum field_id field, struct out *out) {
	size_t n = json_array_size(list);
	const char **texts = arena_array(cx->arena, n + 1, sizeof *texts);
	for (size_t i = 0; i < n; i++) {
		texts[i] = json_string_value(json_array_get(list, i));
		if (bug_if(cx, texts[i] == NULL))
			return ERR_BUG;
	}
	if (n > 0)
		out_texts(out, field, texts, n);
	return ERR_OK;
}

static int person_put(struct cx *cx, int64_t person, enum field_id field, struct out *out) {
	struct ref ref;
	int rc = person == 0 ? ERR_OK : person_ref(cx, person, &ref);
	if (rc == ERR_OK && person != 0)
		out_ref(out, field, &ref);
	return rc;
}

/* Who asked may have left since. */
static int asker_put(struct cx *cx, const struct proposal *p, struct out *out) {
	struct row_account_get row;
	struct row_org_by_id org;
	const char *name = NULL;
	int rc = q_account_get(cx, p->account, &row);
	if (rc == ERR_OK)
		rc = account_name_open(cx, p->account, row.ref, row.name, &name);
	if (rc == ERR_OK)
		rc = q_org_by_id(cx, p->org, &org);
	if (rc == ERR_OK) {
		out_text(out, F_STAFF_NAME, name);
		out_text(out, F_ORG_NAME, org.name);
	}
	return rc;
}

/* Whom and what it is about. */
static int about_put(struct cx *cx, const struct proposal *p, struct out *out) {
	struct row_account_get account;
	struct row_likeness_get likeness;
	const json_t *pair = json_object_get(p->detail, "likeness"), *words = json_object_get(p->detail, "words");
	int rc = p->subject == 0 ? ERR_OK : q_account_get(cx, p->subject, &account);
	if (rc == ERR_OK && p->subject != 0)
		out_blob_ref(out, F_USER, account.ref);
	if (rc == ERR_OK)
		rc = person_put(cx, p->person, F_PERSON, out);
	if (rc == ERR_OK)
		rc = person_put(cx, p->other, F_OTHER, out);
	if (rc == ERR_OK && pair != NULL)
		rc = q_likeness_get(cx, json_integer_value(pair), &likeness);
	if (rc == ERR_OK && pair != NULL)
		out_blob_ref(out, F_LIKENESS, likeness.ref);
	if (rc == ERR_OK && json_is_string(words))
		out_text(out, F_WORDS, json_string_value(words));
	if (rc == ERR_OK)
		rc = texts_put(cx, json_object_get(p->detail, "grants"), F_GRANT, out);
	return rc == ERR_OK ? texts_put(cx, json_object_get(p->detail, "changes"), F_CHANGE, out) : rc;
}

int proposal_read(struct cx *cx, const struct in *in, struct out *out) {
	struct proposal p;
	bool may = false;
	int rc = proposal_get(cx, in->object, &p);
	if (rc != ERR_OK)
		return rc;
	rc = proposal_may(cx, &p, &cx->actor, &may);
	if (rc == ERR_OK) {
		out_ref(out, F_PROPOSAL, &p.ref);
		out_code(out, F_PROPOSAL_KIND, p.kind);
		out_code(out, F_PROPOSAL_STATE, p.state);
		out_number(out, F_AT, p.at);
		out_number(out, F_UNTIL, p.until);
		out_number(out, F_ALLOWED, may && p.state == PROPOSAL_OPEN);
		rc = asker_put(cx, &p, out);
	}
	if (rc == ERR_OK)
		rc = about_put(cx, &p, out);
	proposal_done(&p);
	return rc;
}

static int still_open(struct cx *cx, const struct proposal *p) {
	if (p->state == PROPOSAL_OPEN)
		return ERR_OK;
	return err_say(cx, ERR_CONFLICT, NULL, p->state == PROPOSAL_EXPIRED
		? N_("Nobody agreed in time: it has to be proposed again.") : N_("This was decided already."), NULL);
}

/* Who left asks for nothing any more. */
static int still_asked(struct cx *cx, const struct proposal *p) {
	struct row_account_get row;
	int rc = q_account_get(cx, p->account, &row);
	return rc == ERR_OK && row.active != 1
		? err_say(cx, ERR_CONFLICT, NULL, N_("Who asked has left: it has to be proposed again."), NULL) : rc;
}

/* The gate has asked this too; here it is asked of what is about to be done. */
static int second_person(struct cx *cx, const struct proposal *p) {
	bool may = false;
	if (cx->actor.operator && !ring_demonstration(cx->ring))
		return err_say(cx, ERR_DENIED, NULL, N_("The second person signs in herself: nobody agrees on her behalf."),
			NULL);
	int rc = proposal_may(cx, p, &cx->actor, &may);
	if (rc == ERR_OK && !may)
		return err_say(cx, ERR_DENIED, NULL, N_("Another person than who asked has to agree."), NULL);
	return rc;
}

int proposal_agree(struct cx *cx, const struct in *in, struct out *out) {
	struct proposal p;
	(void)out;
	int rc = proposal_get(cx, in->object, &p);
	if (rc != ERR_OK)
		return rc;
	rc = still_open(cx, &p);
	if (rc == ERR_OK)
		rc = second_person(cx, &p);
	if (rc == ERR_OK)
		rc = still_asked(cx, &p);
	if (rc == ERR_OK)
		rc = proposal_finish(cx, &p, PROPOSAL_AGREED);
	if (rc == ERR_OK)
		rc = proposal_apply_now(cx, &p);
	proposal_done(&p);
	return rc;
}

int proposal_refuse(struct cx *cx, const struct in *in, struct out *out) {
	struct proposal p;
	bool may = false;
	(void)out;
	int rc = proposal_get(cx, in->object, &p);
	if (rc != ERR_OK)
		return rc;
	rc = still_open(cx, &p);
	if (rc == ERR_OK && p.account != cx->actor.user)
		rc = proposal_may(cx, &p, &cx->actor, &may);
	if (rc == ERR_OK && p.account != cx->actor.user && !may)
		rc = err_say(cx, ERR_DENIED, NULL, N_("Another person than who asked has to agree."), NULL);
	if (rc == ERR_OK)
		rc = proposal_finish(cx, &p, PROPOSAL_REFUSED);
	proposal_done(&p);
	return rc;
}
