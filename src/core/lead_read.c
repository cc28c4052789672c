/* lead_read.c - signals as their desk, and whoever is handed one, reads and counts them. */
#include "core/closed.h"
#include "core/fact.h"
#include "core/lead.h"
#include "core/vault.h"
#include "db/queries.h"

static void stand_put(struct out *out, int state, int64_t outcome, int64_t topic) {
	out_code(out, F_LEAD_STATE, state);
	if (outcome != NONE)
		out_code(out, F_LEAD_OUTCOME, (int)outcome);
	if (topic != NONE)
		out_code(out, F_TOPIC, (int)topic);
}

int lead_list(struct cx *cx, const struct in *in, struct out *out) {
	struct rows rows;
	struct row_lead_all l;
	(void)in;
	int rc = q_lead_all(cx, cx->actor.org, &rows);
	if (rc != ERR_OK)
		return rc;
	while (q_lead_all_next(&rows, &l)) {
		out_row(out);
		out_blob_ref(out, F_LEAD, l.ref);
		out_code(out, F_LEAD_FROM, l.source);
		if (l.municipality != NONE)
			out_code(out, F_MUNICIPALITY, (int)l.municipality);
		out_code(out, F_SPEECH, l.speech);
		out_number(out, F_DANGER, l.danger);
		out_number(out, F_AT, l.at);
		out_number(out, F_DUE, l.due_at);
		stand_put(out, l.state, l.outcome, l.topic);
		if (l.from_name != NULL)
			out_text(out, F_FROM_NAME, l.from_name);
		out_number(out, F_MINE, lead_is_mine(cx, l.state, l.account));
		out_number(out, F_OURS, l.desk == cx->actor.org);
	}
	return rows_end(&rows);
}

int lead_count(struct cx *cx, const struct in *in, struct out *out) {
	struct rows rows;
	struct row_lead_counts each;
	int year = (int)in_number(in, F_YEAR);
	int rc = q_lead_counts(cx, cx->actor.org, day_start(day_from_ymd(year, 1, 1)), day_start(day_from_ymd(year + 1, 1, 1)),
		&rows);
	if (rc != ERR_OK)
		return rc;
	while (q_lead_counts_next(&rows, &each)) {
		out_row(out);
		if (each.outcome != NONE)
			out_code(out, F_LEAD_OUTCOME, (int)each.outcome);
		if (each.topic != NONE)
			out_code(out, F_TOPIC, (int)each.topic);
		out_number(out, F_COUNT, each.n);
	}
	return rows_end(&rows);
}

/* A person who closed her file to the reader is not told of. */
static int person_put(struct cx *cx, int64_t person, struct out *out) {
	enum audit_verdict verdict = AUDIT_ALLOWED;
	struct ref ref;
	int rc = closed_to(cx, person, &verdict);
	if (rc == ERR_OK && verdict == AUDIT_ALLOWED)
		rc = person_ref(cx, person, &ref);
	if (rc == ERR_OK && verdict == AUDIT_ALLOWED)
		out_ref(out, F_PERSON, &ref);
	return rc;
}

/* To whom it is being handed it says what it is about, and not what the desk answered. */
static int lines_put(struct cx *cx, int64_t lead, const struct row_lead_get *l, struct out *out) {
	struct lead_text *lines = NULL;
	struct ref ref;
	size_t n = 0;
	int rc = ref_of_blob(cx, l->ref, &ref);
	if (rc == ERR_OK)
		rc = lead_lines_open(cx, lead, &ref, l->desk, &lines, &n);
	if (rc == ERR_DENIED) { /* the page says how to open them */
		int state = VAULT_SHUT;
		rc = vault_state(cx, &state);
		if (rc == ERR_OK)
			out_code(out, F_VAULT, state);
	}
	for (size_t i = 0; rc == ERR_OK && i < n; i++) {
		out_row(out);
		out_code(out, F_LEAD_LINE, lines[i].kind);
		out_text(out, F_LINE, lines[i].words);
		out_number(out, F_AT, lines[i].at);
	}
	return rc;
}

int lead_read(struct cx *cx, const struct in *in, struct out *out) {
	struct row_lead_get l;
	struct row_lead_stands s;
	int rc = q_lead_get(cx, in->object, &l);
	if (rc == ERR_OK)
		rc = q_lead_stands(cx, in->object, &s);
	if (rc != ERR_OK)
		return rc;
	bool ours = l.desk == cx->actor.org;
	out_blob_ref(out, F_LEAD, l.ref);
	out_code(out, F_LEAD_FROM, l.source);
	if (l.municipality != NONE)
		out_code(out, F_MUNICIPALITY, (int)l.municipality);
	if (l.happened != NONE)
		out_number(out, F_HAPPENED, l.happened);
	out_code(out, F_SPEECH, l.speech);
	out_number(out, F_DANGER, l.danger);
	out_number(out, F_AT, l.at);
	out_number(out, F_DUE, l.due_at);
	stand_put(out, s.state, s.outcome, s.topic);
	if (s.org_name != NULL)
		out_text(out, F_ORG_NAME, s.org_name);
	if (l.from_name != NULL || !ours)
		out_text(out, F_FROM_NAME, ours ? l.from_name : l.desk_name);
	out_number(out, F_MINE, lead_is_mine(cx, s.state, s.account));
	out_number(out, F_OURS, ours);
	if (s.person != NONE && ours)
		rc = person_put(cx, s.person, out);
	return rc == ERR_OK ? lines_put(cx, in->object, &l, out) : rc;
}
