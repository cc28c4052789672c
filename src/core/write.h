/*
 * write.h - the facts a list of an organisation can bring, written for whoever knows the person already.
 *
 * The operations of the same names (signal_record ...) find what they correct by reference and then come here; an
 * import knows it by row number. in->person is set. `corrects` is the newest row of a chain of the caller's own
 * organisation, or NONE. Where the person stands is projected by written_project once all is written; the rest at once.
 */
#pragma once
#include "core/fact.h"

struct written {
	int64_t id; /* row number of the new fact */
	struct ref ref;
	unsigned stands; /* bits WRITTEN_*: what it says of where the person stands */
};

enum { WRITTEN_PERSON = 1, WRITTEN_VICTIM = 2 };

/* Make the projections that facts with these bits, or-ed together, have changed. */
MUST_CHECK int written_project(struct cx *cx, int64_t person, unsigned stands);

typedef int fact_write(struct cx *cx, const struct in *in, int64_t corrects, struct written *ret_written);

fact_write signal_write, identity_write, consent_write, presumption_write, decision_write, service_write, trait_write;

struct sign { /* what is seen of somebody at first; note may be NULL */
	int source, municipality, age, sex, speech;
	const char *note;
};

/* The same as signal_write, of the fact `f` as it is. */
MUST_CHECK int sign_write(struct cx *cx, struct fact *f, const struct sign *s, struct written *ret_written);

/* A person of whom nothing is known yet. */
MUST_CHECK int person_new(struct cx *cx, struct ref *ret_ref, int64_t *ret_person);

/* The age band (enum AGE_*) a decision on that day says: as given, else by the newest date of birth, else as the newest
   sign says. `in` is the input of decision_record or presumption_record. */
MUST_CHECK int decision_age(struct cx *cx, const struct in *in, int32_t day, int *ret_age);

/* The row `by->supersedes` was taken back by row `id`: what it and those it corrected began, met or ended by themselves is
   as if it had not been; what waits for a decision at `stage` again has its work and its time again. */
MUST_CHECK int decision_undo(struct cx *cx, const struct fact *by, int stage, int64_t id);

/* The same as link_record, whoever else was of another opinion. Neither person may be the other. */
MUST_CHECK int link_write(struct cx *cx, int64_t person, int64_t other, int state, int why, int64_t *ret_id);

/* The newest row of the chain that fact `id` of kind `kind` (enum FACT_*) stands in, and whether it takes back. */
MUST_CHECK int fact_newest(struct cx *cx, int kind, int64_t id, int64_t *ret_id, bool *ret_void);

/* Takes a fact of the caller's organisation back, whatever corrected it since; nothing to do where that was done.
   Kinds: signal, identity, consent, decision, presumption, service, link, trait. */
MUST_CHECK int fact_retract(struct cx *cx, int kind, int64_t id);

/* A reference that ON did not find, for OPT(F_SUPERSEDES): ERR_CONFLICT unless the row is there and stands. */
MUST_CHECK int supersedes_say(struct cx *cx, int found, int voided, int64_t superseded);

/* What the consents that stand no longer carry is withdrawn. */
MUST_CHECK int consent_ended(struct cx *cx, int64_t person, int64_t recipient, int purpose);
