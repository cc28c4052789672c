/* duty.c - who answers a hotline, from when to when, in which languages. */
#include "base/str.h"
#include "core/call.h"
#include "db/queries.h"

int duty_record(struct cx *cx, const struct in *in, struct out *out) {
	enum { LONGEST = 24 };
	struct row_duty_add row;
	int64_t from = in_number(in, F_BEGAN), until = in_number(in, F_UNTIL);
	(void)out;
	int rc = call_kept(cx);
	if (rc == ERR_OK && (until <= from || until - from > LONGEST * HOUR))
		return err_say(cx, ERR_INVALID, fields[F_UNTIL].name, N_("It ends after it begins, and within 24 hours."), NULL);
	if (rc == ERR_OK)
		rc = bad_if(cx, until <= cx->now, fields[F_UNTIL].name, N_("That time is over."), NULL);
	if (rc == ERR_OK)
		rc = q_duty_add(cx, cx->actor.org, cx->actor.user, from, until, cx->act, &row);
	for (size_t i = 0; rc == ERR_OK && i < in_count(in, F_SPEECH); i++)
		rc = q_duty_speech_add(cx, row.id, (int)in_at(in, F_SPEECH, i)->number);
	return rc;
}

static int speeches_put(struct cx *cx, int64_t duty, struct out *out) {
	struct rows rows;
	struct row_duty_speeches each;
	int speeches[32];
	size_t n = 0;
	int rc = q_duty_speeches(cx, duty, &rows);
	if (rc != ERR_OK)
		return rc;
	while (n < sizeof speeches / sizeof *speeches && q_duty_speeches_next(&rows, &each))
		speeches[n++] = each.speech;
	out_codes(out, F_SPEECH, speeches, n);
	return rows_end(&rows);
}

int duty_list(struct cx *cx, const struct in *in, struct out *out) {
	struct rows rows;
	struct row_duty_all d;
	(void)in;
	int rc = q_duty_all(cx, cx->actor.org, cx->now, &rows);
	if (rc != ERR_OK)
		return rc;
	while (rc == ERR_OK && q_duty_all_next(&rows, &d)) {
		out_row(out);
		rc = call_name_put(cx, d.account, out);
		if (rc != ERR_OK)
			break;
		out_number(out, F_BEGAN, d.from_at);
		out_number(out, F_UNTIL, d.until_at);
		out_number(out, F_CURRENT, d.from_at <= cx->now);
		out_number(out, F_MINE, d.account == cx->actor.user);
		rc = speeches_put(cx, d.id, out);
	}
	int end = rows_end(&rows);
	return rc == ERR_OK ? end : rc;
}
