/*
 * fact.h - what all facts share: the head of their rows, the day they happened, and sealed texts.
 *
 * A fact is appended and never edited; a correction is a new row whose `supersedes` names the newest one. Every day
 * is one that has come (fact_day), in or after 1990. Free text is a note, sealed with the person's own key of
 * C_NARR and the writing organisation's; no column of a fact holds words in clear.
 */
#pragma once
#include "core/operations.h"
#include "crypt/seal.h"

struct fact { /* the head of a row, in the order of its columns */
	int64_t person, org;
	int32_t happened;
	int precision, certainty;
	int64_t act;
	int voided;         /* 1: retracts the row it supersedes */
	int64_t supersedes; /* NONE: corrects nothing */
};

/* The head as parameters of an INSERT, which declares them in this order: person, org, happened, precision, act,
   certainty, voided, supersedes. */
#define FACT_HEAD(f) \
	(f)->person, (f)->org, (f)->happened, (f)->precision, (f)->act, (f)->certainty, (f)->voided, (f)->supersedes

/* A fact about in->person by cx->actor.org in cx->act: today, exact to the day, as told, correcting nothing. */
struct fact fact_new(const struct cx *cx, const struct in *in);

/* Takes the day from field `id` of the input. ERR_INVALID if it has not come yet or is before 1990. */
MUST_CHECK int fact_day(struct cx *cx, const struct in *in, enum field_id id, struct fact *f);

/* Takes the precision from OPT(F_PRECISION) of the input, where it was given. */
void fact_precision(const struct in *in, struct fact *f);

/* The reference as a parameter of a query. */
struct blob ref_blob(const struct ref *ref);

/* A reference the store gave; ERR_BUG if it is none. */
MUST_CHECK int ref_of_blob(struct cx *cx, struct blob blob, struct ref *ret_ref);

/* Reference of a person by row number. */
MUST_CHECK int person_ref(struct cx *cx, int64_t person, struct ref *ret_ref);

/* ERR_CONFLICT where it was erased who the person is: nobody writes her down again. */
MUST_CHECK int person_not_erased(struct cx *cx, int64_t person);

/* The open key of a person and compartment; with `create` it is made at first use. ERR_NOTFOUND: none, or destroyed. */
MUST_CHECK int person_key_get(struct cx *cx, int64_t person, enum compartment c, bool create, struct key **ret_key);

/* Seal a text for column `column` of row `row` under the person's key, made at first use. */
MUST_CHECK int person_seal(struct cx *cx, int64_t person, enum compartment c, const char *table, const char *column,
	int64_t row, const char *text, struct blob *ret_sealed);

/* The text sealed there; NULL once the person's key has been destroyed. */
MUST_CHECK int person_unseal(struct cx *cx, int64_t person, enum compartment c, const char *table, const char *column,
	int64_t row, struct blob sealed, const char **ret_text);

/*
 * Notes (note.c). Half of a note's key is the person's, half is sealed to the vault of the organisation that wrote it
 * (core/vault.h): destroying the person's key erases it, and only that organisation's own people can read it.
 */

/* Keep a free text with fact `id` of kind `kind` (enum FACT_*), for the organisation of `f` and for `reader` (0: nobody
   else). NULL keeps nothing. */
MUST_CHECK int note_add(struct cx *cx, const struct fact *f, int64_t reader, int kind, int64_t id, const char *text);

/* The newest note of that fact as text; NULL if there is none. ERR_DENIED, with what to do, where the session of cx->actor
   cannot open it. */
MUST_CHECK int note_of(struct cx *cx, int64_t person, int kind, int64_t id, const char **ret_text);

struct vault;
struct note_row {
	int64_t id;
	struct blob text;
	bool old; /* the person's key alone opens it */
};

/* The text of one note, for the organisation of cx->actor, whose vault is opened at the first that needs it; the caller
   closes it. NULL once it was erased or nobody can open it any more. ERR_DENIED as note_of. */
MUST_CHECK int note_text(struct cx *cx, struct vault *vault, int64_t person, const struct note_row *note,
	const char **ret_text);

/* Up to `n` notes of an organisation that the root key still opens are sealed to its vault. */
MUST_CHECK int note_reseal_old(struct cx *cx, int64_t org, int n);

/* Row number of the organisation or unit with that code. ERR_INVALID names the field it came in. */
MUST_CHECK int org_of_code(struct cx *cx, const struct in *in, enum field_id field, int64_t *ret_org);
MUST_CHECK int unit_of_code(struct cx *cx, const struct in *in, enum field_id field, int64_t *ret_unit,
	int64_t *ret_org);
