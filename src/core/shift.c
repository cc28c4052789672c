#include "core/shift.h"

#include "base/str.h"
#include "core/account.h"
#include "core/assignment.h"
#include "core/fact.h"
#include "core/grow.h"
#include "core/task.h"
#include "db/queries.h"
#include "op/nobody.h"
#include "op/profile.h"

static struct seal_at words_at(int64_t id, const struct ref *ref) {
	return (struct seal_at){.table = "shift", .column = "words", .row = id, .subject = *ref, .c = C_META};
}

int shift_put(struct cx *cx, int64_t shift, struct out *out) {
	struct row_shift_get row;
	struct row_account_get account;
	struct ref ref;
	const char *name = NULL, *words = NULL;
	int rc = q_shift_get(cx, shift, &row);
	if (rc == ERR_OK)
		rc = ref_of_blob(cx, row.ref, &ref);
	if (rc == ERR_OK)
		rc = q_account_get(cx, row.account, &account);
	if (rc == ERR_OK)
		rc = account_name_open(cx, row.account, account.ref, account.name, &name);
	struct seal_at at = words_at(shift, &ref);
	if (rc == ERR_OK)
		rc = unseal_meta(cx, &at, row.words, &words);
	if (rc != ERR_OK)
		return rc;
	out_text(out, F_STAFF_NAME, name);
	out_number(out, F_COUNT, row.tasks);
	if (words != NULL)
		out_text(out, F_WHY, words);
	return ERR_OK;
}

int shift_said(struct cx *cx, int64_t shift) {
	int rc = q_shift_said(cx, shift);
	cx->wipe = cx->wipe || (rc == ERR_OK && db_changed(cx) > 0); /* nor do they stay in the write-ahead log */
	return rc;
}

/* The same signs as in a register: the words go round the helped persons' own keys. */
static int words_check(struct cx *cx, const char *words) {
	const char *field = fields[F_WORDS].name;
	if (words == NULL)
		return ERR_OK;
	if (nobody_has_mail(words))
		return err_say(cx, ERR_INVALID, field, N_("A register names no person: leave the e-mail address out."), NULL);
	if (nobody_has_code(words))
		return err_say(cx, ERR_INVALID, field, N_("A register names no person: this looks like a personal code."), NULL);
	if (nobody_has_phone(words))
		return err_say(cx, ERR_INVALID, field, N_("A register names no person: this looks like a telephone number."), NULL);
	return ERR_OK;
}

struct tasks {
	struct row_task_to_hand *at;
	size_t n;
};

static int tasks_read(struct cx *cx, struct tasks *ret) {
	struct rows rows;
	struct row_task_to_hand each;
	int rc = q_task_to_hand(cx, cx->actor.org, cx->actor.user, &rows);
	if (rc != ERR_OK)
		return rc;
	while (q_task_to_hand_next(&rows, &each)) {
		ret->at = grow(cx->arena, ret->at, ret->n, sizeof *ret->at);
		ret->at[ret->n++] = each;
	}
	return rows_end(&rows);
}

static int hand_all(struct cx *cx, const struct tasks *tasks, const struct account *taker, int64_t *ret_n) {
	int64_t n = 0;
	int rc = ERR_OK;
	for (size_t i = 0; rc == ERR_OK && i < tasks->n; i++) {
		bool closed = false;
		if (tasks->at[i].person != NONE)
			rc = assignment_closed(cx, tasks->at[i].person, taker, &closed);
		if (rc != ERR_OK || closed)
			continue;
		n++;
		rc = q_task_hand(cx, tasks->at[i].id, taker->id);
	}
	*ret_n = n;
	return rc;
}

static int shift_keep(struct cx *cx, int64_t taker, int64_t tasks, const char *words, int64_t *ret_id) {
	struct row_shift_next next;
	struct ref ref = ref_new(cx);
	struct blob sealed;
	int rc = q_shift_next(cx, &next);
	if (rc != ERR_OK)
		return rc;
	struct seal_at at = words_at(next.id, &ref);
	rc = seal_meta(cx, &at, words, &sealed);
	if (rc == ERR_OK)
		rc = q_shift_add(cx, next.id, ref_blob(&ref), cx->actor.org, cx->actor.user, taker, tasks, sealed, cx->act);
	if (rc == ERR_OK)
		*ret_id = next.id;
	return rc;
}

/* Words alone may be handed over too: a quiet night has something to tell as well. */
int shift_hand(struct cx *cx, const struct in *in, struct out *out) {
	struct account taker;
	struct tasks tasks = {0};
	int64_t n = 0, shift = 0;
	const char *words = in_has(in, F_WORDS) ? in_text(in, F_WORDS) : NULL;
	int rc = words_check(cx, words);
	if (rc == ERR_OK)
		rc = assignment_colleague(cx, in, F_TO, &taker);
	if (rc == ERR_OK)
		rc = bad_if(cx, taker.id == cx->actor.user, fields[F_TO].name, N_("Choose a colleague, not yourself."), NULL);
	if (rc == ERR_OK)
		rc = tasks_read(cx, &tasks);
	if (rc == ERR_OK)
		rc = hand_all(cx, &tasks, &taker, &n);
	if (rc == ERR_OK && n == 0 && words == NULL)
		return err_say(cx, ERR_CONFLICT, NULL, N_("You have no open work that this colleague could take."), NULL);
	if (rc == ERR_OK)
		rc = shift_keep(cx, taker.id, n, words, &shift);
	if (rc == ERR_OK)
		rc = task_add(cx, &TASK_NEW(.org = cx->actor.org, .account = taker.id, .kind = TASK_HANDOVER, .shift = shift,
			.due_at = cx->now + profile_rule(cx->profile, "referral_hours") * HOUR));
	if (rc == ERR_OK)
		out_number(out, F_COUNT, n);
	return rc;
}
