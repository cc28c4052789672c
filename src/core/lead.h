/*
 * lead.h - a signal that somebody may need help, from an agency, a priest, the public or the person herself.
 *
 * It is nobody's file: it names no person the registry knows, and is read by the triage desk alone (profile: "triage").
 * What it says is sealed to the desk's own vault; an answer is sealed to the words of its receipt too (core/receipt.h).
 * It ends as a first sign of a person, as advice, as nothing to go on, or as another crime: then its words are handed to
 * that desk, and go here once they have come; that it was, and what about, stays to be counted.
 */
#pragma once
#include "core/operations.h"
#include "core/receipt.h"

enum {
	LEAD_MORE_MOST = 3,     /* lines that may be added */
	LEAD_UNSEEN_MOST = 500, /* signals without an account that nobody has looked at: more are not taken */
	LEAD_LONGEST = 366      /* days after which the words go, whatever became of it */
};

/* Writes the signal of lead_send or lead_record; `org` NONE: nobody's account. ERR_CONFLICT: there is no desk. */
MUST_CHECK int lead_new(struct cx *cx, const struct in *in, int64_t org, struct ref *ret_ref, const char **ret_words);

/* What stands of the signal of a receipt, for lead_check; a line more, for lead_add. ERR_NOTFOUND: no such receipt. */
MUST_CHECK int lead_tell(struct cx *cx, const struct in *in, struct out *out);
MUST_CHECK int lead_more(struct cx *cx, const struct in *in);

/* REL_OWNER of the desk, REL_RECEIVER of whom it is being handed to, or 0, for cx->actor. */
unsigned lead_held(const struct cx *cx, int64_t desk, int state, int64_t org);

/* Whether cx->actor's account has it in hand; of its newest step. */
bool lead_is_mine(const struct cx *cx, int state, int64_t account);

/* Jobs: signals nobody has in hand in time; words of signals that are done with. */
MUST_CHECK int lead_late(struct cx *cx);
MUST_CHECK int lead_past(struct cx *cx);

/* One more step, in the act at hand; but for the first one, the work there was about it closes. */
struct lead_step {
	int state;
	int64_t outcome, topic, org, person; /* NONE where there is none */
};
MUST_CHECK int lead_step(struct cx *cx, int64_t lead, const struct lead_step *step);

/*
 * Lines.
 */
struct lead_text { /* one line, opened */
	int kind;
	int64_t at;
	const char *words;
};

/* Seals a line for the desk; to the words of the receipt too where `receipt` is not NULL. */
MUST_CHECK int lead_line_add(struct cx *cx, int64_t lead, const struct ref *ref, int64_t desk, int kind,
	const char *words, const uint8_t *receipt);

/* All lines that still have words, opened for cx->actor.org, which is the desk or who it is handed to. ERR_DENIED, with
   what to do, where her session cannot. */
MUST_CHECK int lead_lines_open(struct cx *cx, int64_t lead, const struct ref *ref, int64_t desk,
	struct lead_text **ret_lines, size_t *ret_n);

/* The answers, opened with the words of the receipt. */
MUST_CHECK int lead_lines_answered(struct cx *cx, int64_t lead, const struct ref *ref, const uint8_t secret[BOX_KEY],
	struct lead_text **ret_lines, size_t *ret_n);

/* What was told and how to reach who told it, sealed for another organisation too. */
MUST_CHECK int lead_lines_hand(struct cx *cx, int64_t lead, int64_t desk, int64_t org);
