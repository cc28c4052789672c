#include "core/assignment.h"

#include "core/account.h"
#include "core/fact.h"
#include "core/grow.h"
#include "core/policy.h"
#include "core/task.h"
#include "db/queries.h"
#include "op/profile.h"

int assignment_put(struct cx *cx, int64_t person, struct out *out) {
	struct row_assignment_of found;
	struct row_account_get row;
	const char *name = NULL;
	int rc = q_assignment_of(cx, person, cx->actor.org, &found);
	if (rc == ERR_NOTFOUND)
		return ERR_OK;
	if (rc == ERR_OK)
		rc = q_account_get(cx, found.account, &row);
	if (rc == ERR_OK)
		rc = account_name_open(cx, found.account, row.ref, row.name, &name);
	if (rc == ERR_OK)
		out_text(out, F_STAFF_NAME, name);
	return rc;
}

/* An account of the caller's own organisation; of another there is none. */
static int own_account(struct cx *cx, const struct in *in, enum field_id field, int64_t *ret_id) {
	struct row_on_user row;
	int rc = q_on_user(cx, ref_blob(in_ref(in, field)), &row);
	if (rc == ERR_NOTFOUND || (rc == ERR_OK && row.org != cx->actor.org))
		return err_say(cx, ERR_INVALID, fields[field].name, N_("Choose a colleague of your own organisation."), NULL);
	if (rc == ERR_OK)
		*ret_id = row.id;
	return rc;
}

/* One who may sign in and works with persons. */
static int able(struct cx *cx, enum field_id field, int64_t id, struct account *ret_account) {
	struct policy policy;
	int rc = account_by_id(cx, id, ret_account);
	if (rc == ERR_NOTFOUND)
		return err_say(cx, ERR_INVALID, fields[field].name, N_("That colleague may no longer sign in."), NULL);
	if (rc == ERR_OK)
		rc = policy_in_force(cx, &policy);
	if (rc == ERR_OK)
		rc = bad_if(cx, (policy_capabilities_at(cx->profile, &policy, ret_account->roles, ret_account->org_kind)
			>> CAN_WORK & 1) == 0, fields[field].name, N_("That colleague does not work with persons."), NULL);
	return rc;
}

int assignment_colleague(struct cx *cx, const struct in *in, enum field_id field, struct account *ret_account) {
	int64_t id = 0;
	int rc = own_account(cx, in, field, &id);
	return rc == ERR_OK ? able(cx, field, id, ret_account) : rc;
}

int assignment_closed(struct cx *cx, int64_t person, const struct account *a, bool *ret_closed) {
	struct row_block_has row;
	int rc = q_block_has(cx, person, a->org, a->unit, a->id, &row);
	if (rc == ERR_OK)
		*ret_closed = row.n > 0;
	return rc;
}

int person_assign(struct cx *cx, const struct in *in, struct out *out) {
	struct account to;
	int64_t id = 0;
	bool closed = false;
	(void)out;
	int rc = own_account(cx, in, F_USER, &id);
	if (rc == ERR_OK)
		rc = able(cx, F_USER, id, &to);
	if (rc == ERR_OK)
		rc = assignment_closed(cx, in->person, &to, &closed);
	if (rc == ERR_OK) /* why is the person's, and the colleague's, own */
		rc = bad_if(cx, closed, fields[F_USER].name, N_("Choose another colleague for this person."), NULL);
	return rc == ERR_OK ? q_assignment_add(cx, in->person, cx->actor.org, id, cx->act) : rc;
}

/* Those who may sign in, and whoever left work behind. */
int colleague_list(struct cx *cx, const struct in *in, struct out *out) {
	struct rows rows;
	struct row_colleague_list row;
	(void)in;
	int rc = q_colleague_list(cx, cx->actor.org, &rows);
	if (rc != ERR_OK)
		return rc;
	while (rc == ERR_OK && q_colleague_list_next(&rows, &row)) {
		const char *name = NULL;
		if (row.active != 1 && row.people == 0)
			continue;
		rc = account_name_open(cx, row.id, row.ref, row.name, &name);
		if (rc != ERR_OK)
			break;
		out_row(out);
		out_blob_ref(out, F_USER, row.ref);
		out_text(out, F_STAFF_NAME, name);
		if (row.unit_name != NULL)
			out_text(out, F_UNIT_NAME, row.unit_name);
		out_number(out, F_PEOPLE, row.people);
	}
	int end = rows_end(&rows);
	return rc == ERR_OK ? end : rc;
}

struct persons {
	int64_t *at;
	size_t n;
};

static int persons_of(struct cx *cx, int64_t account, struct persons *ret) {
	struct rows rows;
	struct row_assignment_persons each;
	int rc = q_assignment_persons(cx, cx->actor.org, account, &rows);
	if (rc != ERR_OK)
		return rc;
	while (q_assignment_persons_next(&rows, &each)) {
		ret->at = grow(cx->arena, ret->at, ret->n, sizeof *ret->at);
		ret->at[ret->n++] = each.person;
	}
	return rows_end(&rows);
}

/* Whoever's file is closed to who takes over stays where she is: somebody else has to take her. */
int handover(struct cx *cx, const struct in *in, struct out *out) {
	struct account taker;
	struct persons persons = {0};
	int64_t from = 0, to = 0, handed = 0;
	int rc = own_account(cx, in, F_USER, &from);
	if (rc == ERR_OK)
		rc = own_account(cx, in, F_TO, &to);
	if (rc == ERR_OK)
		rc = bad_if(cx, from == to, fields[F_TO].name, N_("Choose two different colleagues."), NULL);
	if (rc == ERR_OK)
		rc = able(cx, F_TO, to, &taker);
	if (rc == ERR_OK)
		rc = persons_of(cx, from, &persons);
	for (size_t i = 0; rc == ERR_OK && i < persons.n; i++) {
		bool closed = false;
		rc = assignment_closed(cx, persons.at[i], &taker, &closed);
		if (rc != ERR_OK || closed)
			continue;
		handed++;
		rc = q_assignment_add(cx, persons.at[i], cx->actor.org, to, cx->act);
	}
	if (rc == ERR_OK && handed > 0)
		rc = task_add(cx, &TASK_NEW(.org = cx->actor.org, .account = to, .kind = TASK_HANDOVER,
			.due_at = cx->now + profile_rule(cx->profile, "referral_hours") * HOUR));
	if (rc == ERR_OK)
		out_number(out, F_PEOPLE, handed);
	return rc;
}
