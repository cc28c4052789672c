/*
 * consent.h - whether what the person agreed to still holds, and what it opens.
 *
 * She agrees for one purpose, to one recipient, to some parts of what is known (enum SHARE_*), perhaps until a day. Her
 * newest word on a purpose and recipient stands. A child, and somebody who may be one, is helped without it where the
 * profile's rule child_without_consent says so.
 *
 * What a part opens to an organisation that was asked to act for her, and did not meet her itself:
 *   identity  names, birth, documents: as others wrote them down, and finding her by them
 *   contact   telephone, safe words, ways to reach her, as others wrote them down
 *   needs     what help is asked for
 *   story     the note of a referral, the questions asked, where she was exploited and recruited
 *   health    disability
 * What the organisation wrote itself is its own and open to it. Age band, language and what was decided go with any
 * consent that holds; nothing goes with one that does not.
 */
#pragma once
#include "core/fact.h"

/* Whether help may go on without her word: by the age band (enum AGE_*). */
bool consent_not_needed(const struct cx *cx, int age);

/* Her age band (enum AGE_*) as it stands now. */
MUST_CHECK int consent_age(struct cx *cx, int64_t person, int *ret_age);

/* Whether her newest word on that recipient and purpose is yes and holds today, or none is needed. */
MUST_CHECK int consent_holds(struct cx *cx, int64_t person, int64_t recipient, int purpose, bool *ret_holds);

/* What an organisation may read of what others wrote down, as bits 1 << enum SHARE_*: all of it where it met her itself
   or none of her words is needed; else what the consents behind its referrals, open or accepted, name together; else
   nothing. An open file in an emergency is the gate's affair, not asked here. */
MUST_CHECK int consent_shares(struct cx *cx, int64_t person, int64_t org, unsigned *ret_shares);

/* The same for cx->actor, whom the gate let in: an emergency (*ret_emergency; may be NULL) opens all of it for its hour. */
MUST_CHECK int consent_reads(struct cx *cx, int64_t person, unsigned *ret_shares, bool *ret_emergency);

/* Whether that is part of it. */
MUST_CHECK int consent_covers(struct cx *cx, int64_t person, int64_t org, int share, bool *ret_covers);

/* Her word, fact `f`, no longer carries that purpose and recipient: what stood on it ends. */
MUST_CHECK int consent_stop(struct cx *cx, const struct fact *f, int64_t recipient, int purpose);

/* The job of a day: what stood on consents of hers that have run out ends, as if she had taken them back. */
MUST_CHECK int consent_run_out(struct cx *cx, int64_t person);
