#include "core/opening.h"

#include "base/time.h"
#include "core/operations.h"
#include "core/task.h"
#include "db/queries.h"
#include "op/profile.h"

/* What a file may be opened for, by what the organisation is to the person. */
static const struct {
	int use;
	unsigned relations;
} fits[] = {
	{USE_IDENTIFY, REL_MET},
	{USE_SUPPORT, REL_MET | REL_SUPPORTS},
	{USE_PROTECT, REL_WORKS},
	{USE_DECIDE, REL_DECIDER},
	{USE_RETURN, REL_MET | REL_SUPPORTS},
	{USE_ANSWER, REL_WORKS},
};

static int opening_write(struct cx *cx, int64_t person, int use) {
	return q_opening_add(cx, person, cx->actor.user, use, cx->now + OPENING_HOURS * HOUR, cx->act);
}

int opening_begin(struct cx *cx, int64_t person, int use) {
	return cx->actor.user == 0 ? ERR_OK : opening_write(cx, person, use);
}

int opening_by_recorder(struct cx *cx, int64_t person) {
	struct row_signal_by_account recorded;
	if (cx->actor.user == 0)
		return ERR_OK;
	int rc = q_signal_by_account(cx, person, cx->actor.user, &recorded);
	return rc == ERR_OK && recorded.n > 0 ? opening_write(cx, person, USE_IDENTIFY) : rc;
}

int opening_has(struct cx *cx, int64_t person, bool *ret_has) {
	struct row_gate_person row;
	int rc = q_gate_person(cx, person, cx->actor.org, cx->actor.unit, cx->actor.user, cx->now, &row);
	if (rc == ERR_OK)
		*ret_has = row.use != NONE && row.use != USE_EMERGENCY;
	return rc;
}

static int use_check(struct cx *cx, int64_t person, int use) {
	struct row_relation_kinds relation = {0};
	int rc = q_relation_kinds(cx, person, cx->actor.org, &relation);
	if (rc != ERR_OK)
		return rc;
	for (size_t i = 0; i < sizeof fits / sizeof *fits; i++)
		if (fits[i].use == use && ((unsigned)relation.kinds & fits[i].relations) != 0)
			return ERR_OK;
	return err_say(cx, ERR_INVALID, "use", N_("Your organisation has nothing to do with the person in that way."),
		code_name(cx->profile, L_USE, use));
}

/* From now on the person is hidden from this account; somebody else of the organisation takes over. */
static int conflict_write(struct cx *cx, int64_t person) {
	int rc = q_conflict_add(cx, person, cx->actor.user, cx->act);
	return rc != ERR_OK ? rc : task_add(cx, &TASK_NEW(.org = cx->actor.org, .kind = TASK_CONFLICT,
		.due_at = cx->now + profile_rule(cx->profile, "referral_hours") * HOUR, .person = person));
}

int file_open(struct cx *cx, const struct in *in, struct out *out) {
	bool knows = in_number(in, F_KNOWS) != 0;
	int rc = use_check(cx, in->person, in_code(in, F_USE));
	if (rc == ERR_OK)
		rc = knows ? conflict_write(cx, in->person) : opening_write(cx, in->person, in_code(in, F_USE));
	if (rc == ERR_OK)
		out_number(out, F_UNTIL, knows ? cx->now : cx->now + OPENING_HOURS * HOUR);
	return rc;
}

/* Whoever knows one of the two is hidden from both: which of them it is, nobody has to say. */
int likeness_open(struct cx *cx, const struct in *in, struct out *out) {
	bool knows = in_number(in, F_KNOWS) != 0;
	struct row_likeness_persons pair;
	int rc = q_likeness_persons(cx, in->object, &pair);
	int64_t both[] = {pair.person, pair.other};
	for (size_t i = 0; rc == ERR_OK && i < 2; i++) {
		rc = use_check(cx, both[i], in_code(in, F_USE));
		if (rc == ERR_OK)
			rc = knows ? conflict_write(cx, both[i]) : opening_write(cx, both[i], in_code(in, F_USE));
	}
	if (rc == ERR_OK)
		out_number(out, F_UNTIL, knows ? cx->now : cx->now + OPENING_HOURS * HOUR);
	return rc;
}
