#include "core/lead.h"

#include <string.h>

#include "base/str.h"
#include "core/fact.h"
#include "core/job.h"
#include "core/task.h"
#include "db/queries.h"
#include "op/profile.h"

/* Choosing the desk --------------------------------------------------------------------------------------------- */

static const json_t *triage(const struct cx *cx, const char *key) {
	return json_object_get(profile_part(cx->profile, "triage"), key);
}

/* The first organisation the profile names that is here; 0: none. */
static int desk_named(struct cx *cx, int64_t *ret_desk) {
	const json_t *orgs = triage(cx, "orgs"), *code;
	size_t i;
	*ret_desk = 0;
	json_array_foreach((json_t *)orgs, i, code) {
		struct row_org_by_code row;
		int rc = q_org_by_code(cx, json_string_value(code), &row);
		if (rc == ERR_OK)
			*ret_desk = row.id;
		if (rc != ERR_NOTFOUND)
			return rc;
	}
	return ERR_OK;
}

/* The nearest one of a kind that sits at such a desk. */
static int desk_of_kind(struct cx *cx, int municipality, int64_t *ret_desk) {
	const json_t *met = municipality == 0 ? NULL : profile_entry(cx->profile, L_MUNICIPALITY, municipality);
	int region = (int)json_integer_value(json_object_get(met, "region"));
	const json_t *kinds = triage(cx, "kinds"), *kind;
	size_t i;
	int rc = ERR_OK;
	json_array_foreach((json_t *)kinds, i, kind) {
		struct rows rows;
		struct row_org_for_region each;
		rc = q_org_for_region(cx, code_find(cx->profile, L_ORG_KIND, json_string_value(kind)), region, &rows);
		if (rc == ERR_OK && *ret_desk == 0 && q_org_for_region_next(&rows, &each))
			*ret_desk = each.id;
		int end = rows_end(&rows);
		rc = rc == ERR_OK ? end : rc;
		if (rc != ERR_OK)
			break;
	}
	return rc;
}

static int desk_find(struct cx *cx, int municipality, int64_t *ret_desk) {
	int rc = desk_named(cx, ret_desk);
	if (rc == ERR_OK && *ret_desk == 0)
		rc = desk_of_kind(cx, municipality, ret_desk);
	if (rc == ERR_OK && *ret_desk == 0)
		return err_say(cx, ERR_CONFLICT, NULL, N_("Nobody reads signals here yet. Is somebody in danger? Ring 112."), NULL);
	return rc;
}

/* Steps --------------------------------------------------------------------------------------------------------- */

int lead_step(struct cx *cx, int64_t lead, const struct lead_step *step) {
	int rc = q_lead_step_add(cx, lead, step->state, step->outcome, step->topic, step->org, step->person,
		cx->actor.user == 0 ? NONE : cx->actor.user, cx->now, cx->act);
	return rc == ERR_OK && step->state != LEAD_CAME ? q_task_lead_done(cx, lead) : rc;
}

unsigned lead_held(const struct cx *cx, int64_t desk, int state, int64_t org) {
	if (cx->actor.org == 0)
		return 0;
	return (desk == cx->actor.org ? REL_OWNER : 0) | (state == LEAD_HANDED && org == cx->actor.org ? REL_RECEIVER : 0);
}

/* Sending ------------------------------------------------------------------------------------------------------- */

struct head {
	int64_t id, desk, municipality, happened, due_at;
	struct ref ref;
	bool danger;
	struct receipt receipt;
};

static int day_check(struct cx *cx, const struct in *in, struct head *h) {
	h->happened = in_has(in, F_HAPPENED) ? in_day(in, F_HAPPENED) : NONE;
	return bad_if(cx, h->happened != NONE && h->happened > day_of(cx->now), fields[F_HAPPENED].name,
		N_("That day has not come yet."), day_text(cx->arena, in_has(in, F_HAPPENED) ? in_day(in, F_HAPPENED) : 0));
}

static int head_write(struct cx *cx, const struct in *in, int64_t org, struct head *h) {
	uint8_t public[BOX_KEY];
	struct row_lead_next next;
	int rc = q_lead_next(cx, &next);
	if (rc != ERR_OK)
		return rc;
	h->id = next.id;
	h->ref = ref_new(cx);
	box_public(h->receipt.secret, public);
	return q_lead_add(cx, h->id, ref_blob(&h->ref), h->desk, org, in_code(in, F_LEAD_FROM), h->municipality, h->happened,
		in_code(in, F_SPEECH), h->danger, BLOB(h->receipt.token, HASH_SIZE), BLOB(public, BOX_KEY), cx->now, h->due_at, cx->act);
}

static int words_write(struct cx *cx, const struct in *in, const struct head *h) {
	int rc = lead_line_add(cx, h->id, &h->ref, h->desk, LEAD_LINE_TOLD, in_text(in, F_TELL), NULL);
	if (rc == ERR_OK && in_has(in, F_REACH))
		rc = lead_line_add(cx, h->id, &h->ref, h->desk, LEAD_LINE_REACH, in_text(in, F_REACH), NULL);
	return rc;
}

static int desk_tell(struct cx *cx, const struct head *h) {
	const struct lead_step came = {LEAD_CAME, NONE, NONE, NONE, NONE};
	int rc = lead_step(cx, h->id, &came);
	if (rc == ERR_OK)
		rc = task_add(cx, &TASK_NEW(.org = h->desk, .kind = TASK_LEAD, .due_at = h->due_at, .lead = h->id, .danger = h->danger));
	if (rc == ERR_OK)
		rc = job_add(cx, JOB_LEAD_LATE, h->due_at, NONE, NONE);
	return rc == ERR_OK ? job_add(cx, JOB_PAST, cx->now + LEAD_LONGEST * 24 * HOUR, NONE, NONE) : rc;
}

/* Whoever has no account may send as much as the desks can look at: a flood must not bury what came before it. */
static int room_check(struct cx *cx, int64_t org) {
	struct row_lead_unseen unseen = {0};
	int rc = org == NONE ? q_lead_unseen(cx, LEAD_UNSEEN_MOST, &unseen) : ERR_OK;
	if (rc == ERR_OK && unseen.n >= LEAD_UNSEEN_MOST)
		return err_say(cx, ERR_BUSY, NULL, N_("More came than people can read now. In danger? Ring 112. Else try again later."),
			NULL);
	return rc;
}

int lead_new(struct cx *cx, const struct in *in, int64_t org, struct ref *ret_ref, const char **ret_words) {
	struct head h = {.danger = in_has(in, F_DANGER) && in_number(in, F_DANGER) != 0};
	h.municipality = in_has(in, F_MUNICIPALITY) ? in_code(in, F_MUNICIPALITY) : NONE;
	h.due_at = cx->now + profile_rule(cx->profile, h.danger ? "lead_danger_hours" : "lead_hours") * HOUR;
	int rc = day_check(cx, in, &h);
	if (rc == ERR_OK)
		rc = room_check(cx, org);
	if (rc == ERR_OK)
		rc = desk_find(cx, h.municipality == NONE ? 0 : (int)h.municipality, &h.desk);
	if (rc == ERR_OK)
		rc = receipt_new(cx, &h.receipt);
	if (rc == ERR_OK)
		rc = head_write(cx, in, org, &h);
	crypt_wipe(h.receipt.secret, sizeof h.receipt.secret);
	if (rc == ERR_OK)
		rc = words_write(cx, in, &h);
	if (rc == ERR_OK)
		rc = desk_tell(cx, &h);
	if (rc == ERR_OK) {
		*ret_ref = h.ref;
		*ret_words = h.receipt.words;
	}
	return rc;
}

int lead_record(struct cx *cx, const struct in *in, struct out *out) {
	struct ref ref;
	const char *words = NULL;
	int rc = lead_new(cx, in, cx->actor.org, &ref, &words);
	if (rc != ERR_OK)
		return rc;
	out_ref(out, F_LEAD, &ref);
	out_text(out, F_RECEIPT, words);
	return ERR_OK;
}

/* By the words of the receipt ------------------------------------------------------------------------------------ */

/* Two lists share words, so that six of them may be a receipt of more than one: what was sent says which. */
static int by_receipt(struct cx *cx, const struct in *in, struct receipt *r, int64_t *ret_lead) {
	struct receipt all[RECEIPT_LISTS];
	struct row_lead_by_receipt row;
	size_t n = 0;
	int found = ERR_NOTFOUND, rc = receipt_read(cx, in_text(in, F_RECEIPT), all, &n);
	for (size_t i = 0; rc == ERR_OK && i < n; i++) {
		int one = q_lead_by_receipt(cx, BLOB(all[i].token, HASH_SIZE), &row);
		if (one == ERR_OK && found == ERR_NOTFOUND) {
			*r = all[i];
			*ret_lead = row.id;
		}
		found = one == ERR_NOTFOUND ? found : one;
	}
	crypt_wipe(all, sizeof all);
	if (rc == ERR_OK && found == ERR_NOTFOUND)
		return err_say(cx, ERR_NOTFOUND, fields[F_RECEIPT].name, err_kinds[ERR_NOTFOUND].say, NULL);
	return rc == ERR_OK ? found : rc;
}

static int can_add(struct cx *cx, int64_t lead, int state, bool *ret_can) {
	struct row_lead_line_count lines = {0};
	int rc = q_lead_line_count(cx, lead, LEAD_LINE_MORE, &lines);
	*ret_can = rc == ERR_OK && lines.n < LEAD_MORE_MOST && (state == LEAD_CAME || state == LEAD_TAKEN);
	return rc;
}

static int answers_put(struct cx *cx, const struct receipt *r, int64_t lead, struct out *out) {
	struct row_lead_get row;
	struct lead_text *lines = NULL;
	struct ref ref;
	size_t n = 0;
	int rc = q_lead_get(cx, lead, &row);
	if (rc == ERR_OK)
		rc = ref_of_blob(cx, row.ref, &ref);
	if (rc == ERR_OK)
		rc = lead_lines_answered(cx, lead, &ref, r->secret, &lines, &n);
	for (size_t i = 0; rc == ERR_OK && i < n; i++) {
		out_row(out);
		out_text(out, F_REPLY, lines[i].words);
		out_number(out, F_AT, lines[i].at);
	}
	return rc;
}

int lead_tell(struct cx *cx, const struct in *in, struct out *out) {
	struct receipt r = {0};
	struct row_lead_stands stands;
	int64_t lead = 0;
	bool can = false;
	int rc = by_receipt(cx, in, &r, &lead);
	if (rc == ERR_OK)
		rc = q_lead_stands(cx, lead, &stands);
	if (rc == ERR_OK)
		rc = can_add(cx, lead, stands.state, &can);
	if (rc == ERR_OK) {
		out_code(out, F_LEAD_STATE, stands.state);
		out_number(out, F_ADDABLE, can);
		rc = answers_put(cx, &r, lead, out);
	}
	crypt_wipe(r.secret, sizeof r.secret);
	return rc;
}

int lead_more(struct cx *cx, const struct in *in) {
	struct receipt r = {0};
	struct row_lead_stands stands;
	struct row_lead_get row;
	struct ref ref;
	int64_t lead = 0;
	bool can = false;
	int rc = by_receipt(cx, in, &r, &lead);
	crypt_wipe(r.secret, sizeof r.secret);
	if (rc == ERR_OK)
		rc = q_lead_stands(cx, lead, &stands);
	if (rc == ERR_OK)
		rc = can_add(cx, lead, stands.state, &can);
	if (rc == ERR_OK && !can)
		return err_say(cx, ERR_CONFLICT, NULL, N_("Nothing can be added to it any more: write anew."), NULL);
	if (rc == ERR_OK)
		rc = q_lead_get(cx, lead, &row);
	if (rc == ERR_OK)
		rc = ref_of_blob(cx, row.ref, &ref);
	if (rc == ERR_OK)
		rc = lead_line_add(cx, lead, &ref, row.desk, LEAD_LINE_MORE, in_text(in, F_MORE), NULL);
	if (rc == ERR_OK) /* where nobody has looked yet, that task stands already */
		rc = stands.state == LEAD_CAME ? ERR_OK : task_add(cx, &TASK_NEW(.org = row.desk, .kind = TASK_LEAD_MORE,
			.due_at = cx->now + profile_rule(cx->profile, "lead_hours") * HOUR, .lead = lead, .danger = row.danger != 0));
	return rc;
}
