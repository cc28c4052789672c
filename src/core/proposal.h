/*
 * proposal.h - what one person may ask for and only a second one can make happen.
 *
 * A proposal is open, agreed, refused or ended by itself after seven days; it never returns to open. Who asked never
 * agrees (here, and by a CHECK of the store), and neither does the account it is about. What is to be done is sealed
 * by the registry; it is done when the second person agrees, in that act, or not at all. A proposal nobody could agree
 * to is not taken. At the machine nobody agrees on somebody's behalf, except in a demonstration.
 *
 * Who may agree (proposal_second.c), and never who asked, nor whose account it is about:
 *   ROLE, RESET  an administrator of another organisation than the one that asks, or a supervisor of the account's, where
 *                that is another; for an organisation that keeps itself (realm.h), an administrator or supervisor of it.
 *   POLICY       an administrator or an auditor of another organisation.
 *   MERGE, ERASE, UNBLOCK
 *                whoever works with persons in an organisation that works with her (both of them), and may see her file.
 */
#pragma once
#include <jansson.h>

#include "base/cx.h"

struct proposal {
	int64_t id;
	struct ref ref;
	int kind;                       /* enum PROPOSAL_ROLE ... */
	int64_t account, org;           /* who asked, for which organisation */
	int64_t person, other, subject; /* persons and account it is about; 0 where there is none */
	const json_t *detail;           /* what is to be done */
	int64_t at, until;
	int state;                      /* enum PROPOSAL_OPEN ...; one nobody agreed to in time has expired */
};

/* What agreement does, in the act of the second person (cx->actor). One a kind, in the file of its thing. An error
   (expected: ERR_CONFLICT, where the thing has changed since) leaves the proposal open and reaches the second person. */
typedef int proposal_apply(struct cx *cx, const struct proposal *p);
proposal_apply role_apply, reset_apply, merge_apply, erase_apply; /* role.c, reset.c, likeness.c, erase.c */
proposal_apply policy_agreed, block_agreed;                       /* policy.c, block.c */

/*
 * Ask a second person, in the act at hand; those who can agree get a task. `person` and `subject` (an account) are 0 or
 * NONE where there is none. `detail` is taken over; it is the kind's own, but these keys are shown by proposal_read:
 * "words" (a text), "grants" (list of "role" or "role:2027-03-01"), "changes" (list of "role:capability:yes").
 * ERR_CONFLICT if the same waits already or nobody could agree; ERR_DENIED without an account that asks.
 */
MUST_CHECK int proposal_add(struct cx *cx, int kind, int64_t person, int64_t subject, json_t *detail,
	struct ref *ret_ref);

/* The same about two persons. */
MUST_CHECK int proposal_add_pair(struct cx *cx, int kind, int64_t person, int64_t other, json_t *detail,
	struct ref *ret_ref);

/* REL_ASKER, REL_APPROVER or 0: what the caller's account is to a proposal, whatever became of it. */
MUST_CHECK int proposal_relation(struct cx *cx, int64_t id, unsigned *ret_held);

/* The proposal of that row number, its detail opened; give it to proposal_done. */
MUST_CHECK int proposal_get(struct cx *cx, int64_t id, struct proposal *ret_proposal);
void proposal_done(const struct proposal *p);

/* Whether `who` could agree, were it open. */
MUST_CHECK int proposal_may(struct cx *cx, const struct proposal *p, const struct actor *who, bool *ret_may);

enum { ORGS_MOST = 8 };
struct orgs {
	int64_t at[ORGS_MOST];
	size_t n;
};

/* The nearest organisations in which somebody could agree now; none: nobody could. */
MUST_CHECK int proposal_nearest(struct cx *cx, const struct proposal *p, struct orgs *ret_orgs);

/* Does what is proposed, and says what became of it. Only proposal_agree and proposal_refuse call these. */
MUST_CHECK int proposal_apply_now(struct cx *cx, const struct proposal *p);
MUST_CHECK int proposal_finish(struct cx *cx, const struct proposal *p, int state);

/* Ends what nobody agreed to in time; for its job. */
MUST_CHECK int proposal_late(struct cx *cx);
