/* alarm_list.c - what whoever oversees sees of the alarms, and says about them. */
#include "core/account.h"
#include "core/fact.h"
#include "crypt/token.h"
#include "base/str.h"
#include "db/queries.h"

enum { TOKENS = 50, TOKEN_DIGITS = 16 };

/* Who it was about, by words of this alarm alone: the same person has another in the next. */
static int put_tokens(struct cx *cx, const struct row_alarm_all *a, struct out *out) {
	struct rows rows;
	struct row_alarm_persons p;
	const char *tokens[TOKENS];
	size_t n = 0;
	int rc = q_alarm_persons(cx, a->id, &rows);
	while (rc == ERR_OK && n < TOKENS && q_alarm_persons_next(&rows, &p)) {
		uint8_t both[2 * REF_SIZE], mark[HASH_SIZE];
		char *text = arena_alloc(cx->arena, TOKEN_DIGITS + 1);
		memcpy(both, a->ref.at, REF_SIZE);
		memcpy(both + REF_SIZE, p.ref.at, REF_SIZE);
		rc = token_mark(cx, "atrama alarm person 1", BLOB(both, sizeof both), mark);
		hex_put(text, mark, TOKEN_DIGITS / 2);
		tokens[n++] = text;
	}
	int end = rows_end(&rows);
	rc = rc == ERR_OK ? end : rc;
	if (rc == ERR_OK && n > 0)
		out_texts(out, F_TOKEN, tokens, n);
	return rc;
}

static int put_alarm(struct cx *cx, const struct row_alarm_all *a, struct out *out) {
	const char *name = "-";
	int rc = ERR_OK;
	if (a->account_ref.at != NULL)
		rc = account_name_open(cx, a->account, a->account_ref, a->name, &name);
	if (rc != ERR_OK)
		return rc;
	out_row(out);
	out_blob_ref(out, F_ALARM, a->ref);
	out_code(out, F_ALARM_RULE, a->rule);
	out_code(out, F_ALARM_STATE, a->state == NONE ? ALARM_OPEN : (int)a->state);
	out_number(out, F_AT, a->at);
	out_text(out, F_STAFF_NAME, name);
	out_text(out, F_ORG_NAME, a->org_name == NULL ? "-" : a->org_name);
	if (a->unit_name != NULL)
		out_text(out, F_UNIT_NAME, a->unit_name);
	out_number(out, F_COUNT, a->count);
	return put_tokens(cx, a, out);
}

int alarm_list(struct cx *cx, const struct in *in, struct out *out) {
	struct rows rows;
	struct row_alarm_all a;
	int state = in_has(in, F_ALARM_STATE) ? in_code(in, F_ALARM_STATE) : 0;
	int rc = q_alarm_all(cx, &rows);
	while (rc == ERR_OK && q_alarm_all_next(&rows, &a)) {
		int is = a.state == NONE ? ALARM_OPEN : (int)a.state;
		if (a.account == cx->actor.user) /* nobody oversees herself */
			continue;
		if (state == 0 || state == is)
			rc = put_alarm(cx, &a, out);
	}
	int end = rows_end(&rows);
	return rc == ERR_OK ? end : rc;
}

int alarm_close(struct cx *cx, const struct in *in, struct out *out) {
	const struct ref *ref = in_ref(in, F_ALARM);
	struct row_alarm_by_ref a;
	struct blob sealed;
	(void)out;
	int rc = q_alarm_by_ref(cx, ref_blob(ref), &a);
	if (rc == ERR_OK && a.account == cx->actor.user)
		rc = ERR_NOTFOUND;
	if (rc == ERR_NOTFOUND)
		return err_say(cx, ERR_NOTFOUND, "alarm", err_kinds[ERR_NOTFOUND].say, NULL);
	if (rc != ERR_OK)
		return rc;
	if (in_code(in, F_ALARM_STATE) == ALARM_OPEN)
		return err_say(cx, ERR_INVALID, "alarm_state", N_("Say what was found out."), NULL);
	if (a.state != NONE)
		return err_say(cx, ERR_CONFLICT, "alarm", N_("Somebody has looked at this already."), NULL);
	struct seal_at at = {.table = "alarm_end", .column = "words", .row = a.id, .subject = *ref, .c = C_META};
	rc = seal_meta(cx, &at, in_text(in, F_WORDS), &sealed);
	return rc == ERR_OK ? q_alarm_end_add(cx, a.id, in_code(in, F_ALARM_STATE), sealed, cx->actor.user, cx->act) : rc;
}
