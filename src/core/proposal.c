#include "core/proposal.h"

#include "base/str.h"
#include "base/time.h"
#include "core/fact.h"
#include "core/grow.h"
#include "core/job.h"
#include "core/task.h"
#include "db/queries.h"
#include "op/profile.h"

static proposal_apply *const apply[] = {
	[PROPOSAL_ROLE] = role_apply,
	[PROPOSAL_POLICY] = policy_agreed,
	[PROPOSAL_MERGE] = merge_apply,
	[PROPOSAL_ERASE] = erase_apply,
	[PROPOSAL_RESET] = reset_apply,
	[PROPOSAL_UNBLOCK] = block_agreed,
};

static struct seal_at detail_at(const struct proposal *p) {
	return (struct seal_at){.table = "proposal", .column = "detail", .row = p->id, .subject = p->ref, .c = C_META};
}

static int64_t or_zero(int64_t id) {
	return id == NONE ? 0 : id;
}

static int64_t or_none(int64_t id) {
	return id == 0 ? NONE : id;
}

int proposal_get(struct cx *cx, int64_t id, struct proposal *ret_proposal) {
	struct row_proposal_get row;
	struct proposal p = {.id = id};
	const char *text = NULL;
	int rc = q_proposal_get(cx, id, &row);
	if (rc == ERR_OK)
		rc = ref_of_blob(cx, row.ref, &p.ref);
	if (rc == ERR_OK) {
		struct seal_at at = detail_at(&p);
		rc = unseal_meta(cx, &at, row.detail, &text);
	}
	if (rc != ERR_OK)
		return rc;
	json_t *detail = json_loads(text, 0, NULL);
	if (bug_if(cx, !json_is_object(detail) || row.kind <= 0 || row.kind >= (int)(sizeof apply / sizeof *apply))) {
		json_decref(detail);
		return ERR_BUG;
	}
	p.kind = row.kind;
	p.account = row.account;
	p.org = row.org;
	p.person = or_zero(row.person);
	p.other = or_zero(row.other);
	p.subject = or_zero(row.subject);
	p.detail = detail;
	p.at = row.at;
	p.until = row.until;
	p.state = row.state == PROPOSAL_OPEN && row.until <= cx->now ? PROPOSAL_EXPIRED : row.state;
	*ret_proposal = p;
	return ERR_OK;
}

void proposal_done(const struct proposal *p) {
	json_decref((json_t *)p->detail);
}

/* What two proposals of the same must not share: their words, and the hash of a password, may differ. */
static bool alike(const json_t *a, const json_t *b) {
	json_t *one = json_copy((json_t *)a), *two = json_copy((json_t *)b);
	static const char *const free_to_differ[] = {"words", "hash"};
	for (size_t i = 0; i < sizeof free_to_differ / sizeof *free_to_differ; i++) {
		json_object_del(one, free_to_differ[i]);
		json_object_del(two, free_to_differ[i]);
	}
	bool same = json_equal(one, two) != 0;
	json_decref(one);
	json_decref(two);
	return same;
}

static int not_twice(struct cx *cx, const struct proposal *p) {
	struct rows rows;
	struct row_proposal_alike each;
	bool twice = false;
	int rc = q_proposal_alike(cx, cx->now, p->kind, p->person, p->other, p->subject, &rows);
	if (rc != ERR_OK)
		return rc;
	while (rc == ERR_OK && !twice && q_proposal_alike_next(&rows, &each)) {
		struct proposal found;
		rc = proposal_get(cx, each.id, &found);
		if (rc == ERR_OK) {
			twice = alike(found.detail, p->detail);
			proposal_done(&found);
		}
	}
	int end = rows_end(&rows);
	rc = rc == ERR_OK ? end : rc;
	return rc == ERR_OK && twice
		? err_say(cx, ERR_CONFLICT, NULL, N_("This waits for a second person already."), NULL) : rc;
}

/* Whoever else could agree finds it in the list. */
static int tell(struct cx *cx, const struct proposal *p, const struct orgs *orgs) {
	int rc = ERR_OK;
	for (size_t i = 0; rc == ERR_OK && i < orgs->n; i++)
		rc = task_add(cx, &TASK_NEW(.org = orgs->at[i], .kind = TASK_PROPOSAL, .due_at = p->until, .person = p->person,
			.likeness = json_integer_value(json_object_get(p->detail, "likeness")), .proposal = p->id));
	return rc;
}

static int put(struct cx *cx, struct proposal *p) {
	struct row_proposal_next next;
	struct orgs orgs;
	struct blob sealed;
	int rc = not_twice(cx, p);
	if (rc == ERR_OK)
		rc = proposal_nearest(cx, p, &orgs);
	if (rc == ERR_OK && orgs.n == 0)
		return err_say(cx, ERR_CONFLICT, NULL, N_("Nobody else could agree to this now: a second person is needed."),
			NULL);
	if (rc == ERR_OK)
		rc = q_proposal_next(cx, &next);
	if (rc != ERR_OK)
		return rc;
	p->id = next.id;
	char *text = json_dumps(p->detail, JSON_COMPACT);
	if (bug_if(cx, text == NULL))
		return ERR_BUG;
	struct seal_at at = detail_at(p);
	rc = seal_meta(cx, &at, arena_strdup(cx->arena, text), &sealed);
	free(text);
	if (rc == ERR_OK)
		rc = q_proposal_insert(cx, p->id, ref_blob(&p->ref), p->kind, p->account, p->org, or_none(p->person),
			or_none(p->other), or_none(p->subject), sealed, p->at, p->until, cx->act);
	if (rc == ERR_OK)
		rc = job_add(cx, JOB_PROPOSAL_LATE, p->until, NONE, NONE);
	return rc == ERR_OK ? tell(cx, p, &orgs) : rc;
}

static int add(struct cx *cx, struct proposal p, struct ref *ret_ref) {
	int rc = ERR_OK;
	p.ref = ref_new(cx);
	p.account = cx->actor.user;
	p.org = cx->actor.org;
	p.at = cx->now;
	p.until = cx->now + profile_rule(cx->profile, "proposal_days") * 24 * HOUR;
	if (p.account == 0)
		rc = err_say(cx, ERR_DENIED, NULL, N_("Say on whose behalf, with --as."), NULL);
	if (rc == ERR_OK)
		rc = put(cx, &p);
	if (rc == ERR_OK)
		*ret_ref = p.ref;
	proposal_done(&p);
	return rc;
}

int proposal_add(struct cx *cx, int kind, int64_t person, int64_t subject, json_t *detail, struct ref *ret_ref) {
	return add(cx, (struct proposal){.kind = kind, .person = or_zero(person), .subject = or_zero(subject),
		.detail = detail}, ret_ref);
}

int proposal_add_pair(struct cx *cx, int kind, int64_t person, int64_t other, json_t *detail, struct ref *ret_ref) {
	return add(cx, (struct proposal){.kind = kind, .person = person, .other = other, .detail = detail}, ret_ref);
}

int proposal_relation(struct cx *cx, int64_t id, unsigned *ret_held) {
	struct proposal p;
	bool may = false;
	int rc = proposal_get(cx, id, &p);
	if (rc != ERR_OK)
		return rc;
	rc = proposal_may(cx, &p, &cx->actor, &may);
	if (rc == ERR_OK)
		*ret_held = cx->actor.user != 0 && p.account == cx->actor.user ? REL_ASKER : may ? REL_APPROVER : 0;
	proposal_done(&p);
	return rc;
}

int proposal_finish(struct cx *cx, const struct proposal *p, int state) {
	int64_t account = state == PROPOSAL_EXPIRED ? NONE : cx->actor.user;
	int rc = q_proposal_finish(cx, p->id, state, account, cx->act);
	return rc == ERR_OK ? q_task_proposal_done(cx, p->id) : rc;
}

int proposal_apply_now(struct cx *cx, const struct proposal *p) {
	return apply[p->kind](cx, p);
}

int proposal_late(struct cx *cx) {
	struct rows rows;
	struct row_proposal_late each;
	int64_t *ids = NULL; /* a list is not changed under the reader */
	size_t n = 0;
	int rc = q_proposal_late(cx, cx->now, &rows);
	if (rc != ERR_OK)
		return rc;
	while (q_proposal_late_next(&rows, &each)) {
		ids = grow(cx->arena, ids, n, sizeof *ids);
		ids[n++] = each.id;
	}
	rc = rows_end(&rows);
	for (size_t i = 0; rc == ERR_OK && i < n; i++)
		rc = proposal_finish(cx, &(struct proposal){.id = ids[i]}, PROPOSAL_EXPIRED);
	return rc;
}
