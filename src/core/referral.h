/*
 * referral.h - a request from one organisation to another to act for a person, or (PURPOSE_REQUEST) to answer a question
 * about her from another country, which opens no file.
 *
 * A referral is open, accepted, declined or withdrawn; it is answered once and never returns to open. The answer is a
 * fact of its own, and the work that waited for it ends with it. An accepted one ends with the consent behind it, when
 * the sender takes it back, or when the receiver gives it back: with it end relation, key and stay.
 */
#pragma once
#include "core/fact.h"

struct referral_whom { /* whom exactly a referral asks; 0: nobody in particular */
	int64_t org, unit, account;
};

/* The organisation, desk or member of staff of the input of referral_send, whoever the person is. ERR_INVALID names the
   field. */
MUST_CHECK int referral_whom(struct cx *cx, const struct in *in, struct referral_whom *ret_whom);

/* Whether the person's file is open to them, to be asked last: nobody whom she does not let ask learns whom she fears.
   ERR_DENIED where it is closed to the whole organisation; ERR_INVALID where it is closed to the desk, or to the member of
   staff in words that do not tell why. */
MUST_CHECK int referral_whom_open(struct cx *cx, int64_t person, const struct referral_whom *whom);

/* By when the input of referral_send asks for an answer. ERR_INVALID for a day that has passed or is too far. */
MUST_CHECK int referral_due(struct cx *cx, const struct in *in, int64_t *ret_due);

/* ERR_DENIED unless the newest thing she said about this recipient and purpose is yes, and it still holds, or none is
   needed; of a request also life or a child in danger (`basis`, enum BASIS_* or NONE) does. */
MUST_CHECK int referral_allowed(struct cx *cx, int64_t person, int64_t recipient, int purpose, int64_t basis);

/* Answer an open referral (enum REFERRAL_*; `decline` is enum DECLINE_* or NONE) with the fact `f`, end the tasks that
   waited, project the referral. The caller then calls project_relation, once however many it answers. */
MUST_CHECK int referral_answer(struct cx *cx, const struct fact *f, int64_t referral, int state, int64_t decline);

/* End an accepted referral with the fact `f`: by its receiver with `decline`, else (NONE) taken back. The caller then
   calls project_relation, and referral_stay_over for the receiver. */
MUST_CHECK int referral_over(struct cx *cx, const struct fact *f, int64_t referral, int64_t decline);

/* Once an organisation no longer works with her, nobody could say that its bed is free again: the stay ends. */
MUST_CHECK int referral_stay_over(struct cx *cx, const struct fact *f, int64_t org);

/* The receiver confirms that it stopped, within the profile's hours. */
MUST_CHECK int referral_stop_ask(struct cx *cx, int64_t receiver, int64_t referral);

/* A job's work: a referral still waits at its time. First the sender and the coordinators hear of it; half of the time it
   had later everybody of the receiver's organisation, also whoever supervises. */
MUST_CHECK int referral_overdue(struct cx *cx, int64_t referral);
