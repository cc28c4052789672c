/*
 * gate.h - whether this caller may do this to that person or thing.
 *
 * The one place that decides: gate.c gathers the facts, decide.c says which question is answered no (decide.h has their
 * order). First the level of the session and the role; then what the country's profile forbids an organisation of this
 * kind whatever anybody grants it, which is found before the thing is looked for and so tells nothing about it; then
 * the thing: who she said may never see her file never does, whatever else would allow it, and nobody who knows her
 * does; then the relation of the caller's organisation; then whether the caller opened her file for a purpose. A thing
 * that does not exist, one that is hidden, one that is closed and one of somebody the caller knows get the same answer,
 * byte for byte; only the log knows which it was.
 */
#pragma once
#include "audit/audit.h"
#include "crypt/crypt.h"
#include "keeper/decide.h"
#include "op/in.h"

struct gate_said { /* for the log, whatever was decided */
	enum audit_verdict verdict;
	int use;                   /* enum USE_*: what the caller has opened the person's file for; 0: it has not */
	uint8_t policy[HASH_SIZE]; /* fingerprint of the policy in force */
	int64_t other;             /* the second person it is about, beside in->person; 0: there is none */
};

/*
 * Decides about the call in->op with that input by cx->actor. Sets in->person and in->object where the thing was found.
 * ERR_NOTFOUND for unknown, hidden, closed and conflict alike; ERR_DENIED, with field "opened" where the file has to be
 * opened first and "fresh" where the caller has to prove again who it is: nothing else gives these fields with that
 * code.
 */
MUST_CHECK int gate_pass(struct cx *cx, struct in *in, struct gate_said *ret_said);

/* All the facts about such a call, whatever the first of them say already: for whoever asks why. */
MUST_CHECK int gate_facts(struct cx *cx, struct in *in, struct facts *ret_facts);

/* The verdict of the log, and the sentence, for a call refused at that question. */
enum audit_verdict gate_verdict(enum gate_step step);
const char *gate_say(const struct cx *cx, const struct op *op, enum gate_step step);
