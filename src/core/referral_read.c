/* What a party to a referral reads of it. */
#include "core/account.h"
#include "core/centre.h"
#include "core/consent.h"
#include "core/referral.h"
#include "core/vault.h"
#include "db/queries.h"
#include "op/profile.h"

static int needs_put(struct cx *cx, int64_t referral, struct out *out) {
	struct rows rows;
	struct row_referral_need_list each;
	int needs[64];
	size_t n = 0;
	int rc = q_referral_need_list(cx, referral, &rows);
	while (rc == 0 && n < 64 && q_referral_need_list_next(&rows, &each))
		needs[n++] = each.need;
	rc = rows_end(&rows);
	if (rc == 0)
		out_codes(out, F_NEED, needs, n);
	return rc;
}

/* What a party reads of the person: the sender all of it; the receiver what her consent opens, while the referral
   waits or is accepted. One that declined, or had it taken back, reads nothing of her. A question from another country
   opens its own words once it is accepted, and never the file. */
struct seen {
	bool about; /* age and language */
	bool needs, note, person;
};

static int request_seen(struct cx *cx, const struct row_referral_get *r, struct seen *ret_seen) {
	int rc = referral_allowed(cx, r->person, r->receiver, r->purpose, r->basis);
	if (rc == ERR_DENIED || rc == ERR_INVALID) {
		cx->err = (struct err){0};
		return ERR_OK;
	}
	if (rc == ERR_OK)
		*ret_seen = (struct seen){.about = true, .needs = true, .note = r->state == REFERRAL_ACCEPTED};
	return rc;
}

static int seen_of(struct cx *cx, const struct row_referral_get *r, struct seen *ret_seen) {
	bool holds = false;
	unsigned shares = 0;
	if (cx->actor.org != r->receiver || r->sender == r->receiver) {
		*ret_seen = (struct seen){true, true, true, true};
		return 0;
	}
	*ret_seen = (struct seen){0};
	bool accepted = r->state == REFERRAL_ACCEPTED;
	if (!accepted && r->state != REFERRAL_OPEN)
		return 0;
	if (r->purpose == PURPOSE_REQUEST)
		return request_seen(cx, r, ret_seen);
	int rc = accepted ? 0 : consent_holds(cx, r->person, r->receiver, r->purpose, &holds);
	if (rc == 0)
		rc = consent_shares(cx, r->person, r->receiver, &shares);
	if (rc != 0)
		return rc;
	bool any = (accepted && shares != 0) || holds;
	*ret_seen = (struct seen){
		.about = any,
		.needs = any && (shares >> SHARE_NEEDS & 1) != 0,
		.note = accepted && any && (shares >> SHARE_STORY & 1) != 0,
		.person = accepted && any,
	};
	return 0;
}

/* The sealed words of one kind; the rest of the referral has to be read where they cannot be opened now. */
static int words_of(struct cx *cx, int64_t person, int kind, int64_t fact, const char **ret_words, int *shut) {
	*ret_words = NULL;
	if (profile_withholds(cx->profile, cx->actor.org_kind, OP_referral_read, F_NOTE))
		return ERR_OK;
	int rc = note_of(cx, person, kind, fact, ret_words);
	return rc == ERR_DENIED ? vault_state(cx, shut) : rc;
}

static int reply_of(struct cx *cx, int64_t person, int64_t referral, const char **ret_words, int *shut) {
	struct row_referral_reply_newest reply;
	int rc = q_referral_reply_newest(cx, referral, &reply);
	*ret_words = NULL;
	return rc == ERR_OK ? words_of(cx, person, FACT_REPLY, reply.id, ret_words, shut) : rc == ERR_NOTFOUND ? ERR_OK : rc;
}

static int person_put(struct cx *cx, int64_t referral, int64_t person, const struct seen *seen, struct out *out) {
	struct ref ref;
	const char *note = NULL, *reply = NULL;
	int shut = 0;
	int rc = seen->person ? person_ref(cx, person, &ref) : 0;
	if (rc == 0 && seen->note)
		rc = words_of(cx, person, FACT_REFERRAL, referral, &note, &shut);
	if (rc == 0)
		rc = reply_of(cx, person, referral, &reply, &shut);
	if (rc != 0)
		return rc;
	if (shut != 0)
		out_code(out, F_VAULT, shut);
	if (seen->person)
		out_ref(out, F_PERSON, &ref);
	if (note != NULL)
		out_text(out, F_NOTE, note);
	if (reply != NULL)
		out_text(out, F_REPLY, reply);
	return 0;
}

/* What her consent opens to the receiver; nothing where none stands or none is needed. */
static int scope_put(struct cx *cx, const struct row_referral_get *r, struct out *out) {
	struct row_referral_scope said;
	int codes[SHARE_HEALTH];
	bool holds = false;
	size_t n = 0;
	int rc = consent_holds(cx, r->person, r->receiver, r->purpose, &holds);
	if (rc == ERR_OK)
		rc = q_referral_scope(cx, r->person, r->receiver, r->purpose, &said);
	if (rc == ERR_NOTFOUND)
		return ERR_OK;
	for (int share = SHARE_IDENTITY; rc == ERR_OK && holds && share <= SHARE_HEALTH; share++)
		if (said.scope == NONE || (said.scope >> share & 1) != 0)
			codes[n++] = share;
	if (rc == ERR_OK && n > 0)
		out_codes(out, F_SCOPE, codes, n);
	return rc;
}

/* Desks and names of those who ask and who are asked. */
static int parties_put(struct cx *cx, const struct row_referral_get *r, struct out *out) {
	const char *name = NULL;
	out_text(out, F_FROM, r->sender_code);
	out_text(out, F_FROM_NAME, r->sender_name);
	out_text(out, F_ORG, r->receiver_code);
	out_text(out, F_ORG_NAME, r->receiver_name);
	if (r->unit_name != NULL)
		out_text(out, F_UNIT_NAME, r->unit_name);
	if (r->from_unit_name != NULL)
		out_text(out, F_FROM_UNIT, r->from_unit_name);
	int rc = r->account == NONE ? ERR_OK : account_name_open(cx, r->account, r->account_ref, r->account_name, &name);
	if (rc == ERR_OK && name != NULL)
		out_text(out, F_STAFF_NAME, name);
	return rc;
}

/* Of a child who was registered on arrival, whom to ring at the centre. */
static int coordinator_put(struct cx *cx, const struct row_referral_get *r, int64_t referral, struct out *out) {
	struct row_arrival_of_referral at;
	struct centre centre;
	bool is = false;
	int rc = q_arrival_of_referral(cx, referral, &at);
	if (rc == ERR_OK)
		rc = centre_coordinator(cx, r->sender, at.municipality, &centre, &is);
	if (rc != ERR_OK || !is)
		return rc == ERR_NOTFOUND ? ERR_OK : rc;
	out_text(out, F_CENTRE, centre.name);
	out_text(out, F_HELPER, centre.desk);
	if (centre.ring != NONE)
		out_number(out, F_RING, centre.ring);
	return ERR_OK;
}

static void times_put(const struct row_referral_get *r, struct out *out) {
	out_number(out, F_SENT, r->sent_at);
	if (r->received_at != NONE)
		out_number(out, F_RECEIVED, r->received_at);
	out_number(out, F_DUE, r->due_at);
	if (r->answered_at != NONE)
		out_number(out, F_ANSWERED, r->answered_at);
	if (r->decline != NONE)
		out_code(out, F_DECLINE, (int)r->decline);
	out_number(out, F_DANGER, r->danger == 1);
	if (r->basis != NONE)
		out_code(out, F_BASIS, (int)r->basis);
}

int referral_read(struct cx *cx, const struct in *in, struct out *out) {
	struct row_referral_get r;
	struct row_referral_person who = {.age = AGE_UNKNOWN};
	struct seen seen = {0};
	int rc = q_referral_get(cx, in->object, &r);
	if (rc == 0)
		rc = q_referral_person(cx, r.person, &who);
	if (rc == 0)
		rc = seen_of(cx, &r, &seen);
	if (rc != 0)
		return rc;
	out_blob_ref(out, F_REFERRAL, r.ref);
	out_code(out, F_DIRECTION, cx->actor.org == r.receiver ? DIRECTION_IN : DIRECTION_OUT);
	out_code(out, F_REFERRAL_STATE, r.state);
	out_code(out, F_PURPOSE, r.purpose);
	if (seen.needs)
		rc = needs_put(cx, in->object, out);
	if (rc == 0)
		rc = parties_put(cx, &r, out);
	if (rc == 0 && seen.about)
		rc = scope_put(cx, &r, out);
	if (rc == 0 && (r.state == REFERRAL_OPEN || r.state == REFERRAL_ACCEPTED))
		rc = coordinator_put(cx, &r, in->object, out);
	if (rc != 0)
		return rc;
	if (seen.about) {
		out_code(out, F_AGE, who.age);
		out_code(out, F_SPEECH, who.speech);
	}
	times_put(&r, out);
	return person_put(cx, in->object, r.person, &seen, out);
}
