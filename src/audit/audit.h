/*
 * audit.h - the log of who did or saw what: append, seal, verify.
 *
 * Rows are numbered 1, 2, 3 ... without a gap. Each row's hash covers the row and the hash before it; the head holds the
 * last number and hash under the registry's signature, so nobody without the key file can edit, remove, reorder or add a
 * row and not be found (docs/format-sealed.md has the bytes). No row holds a name: persons and accounts stand in it by
 * number, inputs by keyed hash.
 *
 * The state is in the store alone: an append reads the head in the caller's transaction and moves it. So an undone
 * savepoint or a rollback undoes rows and head together, and the caller then appends the entry of the failure. Inside a
 * transaction the head carries a keyed mark; audit_seal turns it into a signature before COMMIT. Every first
 * append of a transaction checks that signature and that the log ends where it says: a row planted while the keeper
 * ran is refused, not signed. What this cannot see is the whole store put back to an older state.
 */
#pragma once
#include "base/cx.h"

enum audit_verdict { /* part of the stored format */
	AUDIT_ALLOWED = 1,
	AUDIT_DENIED = 2,  /* no capability, a prohibition of the country's, no organisation */
	AUDIT_BLOCKED = 3, /* the person said this one may not see her file */
	AUDIT_HIDDEN = 4,  /* not there, or no relation to it: told alike */
	AUDIT_FAILED = 5,  /* allowed, and then refused by a rule or an error */
	AUDIT_VERDICT__MAX
};

enum { AUDIT_OP_MAX = 63, AUDIT_BLOB_MAX = 64 }; /* bytes: op; object and digest */

struct audit_entry {
	int64_t at;
	int64_t actor, org; /* 0 where nobody is signed in */
	bool as_operator;
	const char *op;     /* name of the operation */
	int64_t person;     /* NONE: no one person is concerned */
	struct blob object; /* reference of the thing acted on, or NULL */
	int purpose;
	enum audit_verdict verdict;
	int64_t shown;      /* persons or rows the answer shows */
	int64_t act;        /* NONE for a read, and for a failure: its act was undone */
	struct blob digest; /* token_digest of the input, or NULL */
};

/* An entry of `op` by cx->actor at cx->now, with cx->act where there is one; the rest is "none". */
struct audit_entry audit_entry_of(const struct cx *cx, const char *op, enum audit_verdict verdict);

/* Begins the log of a new registry. ERR_CONFLICT if it has one. */
MUST_CHECK int audit_start(struct cx *cx, const struct ref *registry);

/* ERR_CRYPTO if the head was not signed with the keys in hand: they are not this registry's, or the head was changed. */
MUST_CHECK int audit_signed_here(struct cx *cx);

/* Adds an entry, in the caller's transaction. ERR_CRYPTO if the log does not end where its head says. */
MUST_CHECK int audit_append(struct cx *cx, const struct audit_entry *entry);

/* Signs the head; once a transaction, before COMMIT. Does nothing when nothing was appended. ERR_CRYPTO as above. */
MUST_CHECK int audit_seal(struct cx *cx);

enum audit_reason {
	AUDIT_SOUND,
	AUDIT_HEAD_MISSING,
	AUDIT_BAD_SIGNATURE, /* the head is not what this registry signed */
	AUDIT_GAP,           /* a number is missing, in the middle or at the end */
	AUDIT_EDITED,        /* the row does not fit its hash, and the next row stands on that hash */
	AUDIT_BROKEN,        /* the row continues nothing: hashes replaced, rows exchanged or put in */
	AUDIT_BEYOND_HEAD,   /* rows after the last one signed */
	AUDIT_REASON__MAX
};

struct audit_report {
	bool ok;
	int64_t rows;            /* rows read */
	int64_t head;            /* the last number the head names; 0 without one */
	int64_t first_bad;       /* number of the first row that is wrong or missing; 0 if none is */
	enum audit_reason reason;
};

/*
 * Walks the whole log, inside the caller's snapshot (db_read_begin). What is wrong stands in the report, not in the
 * result: an error means that the log could not be read.
 */
MUST_CHECK int audit_verify(struct cx *cx, struct audit_report *ret_report);

/* One sentence a reason: a message id. */
const char *audit_reason_say(enum audit_reason reason);
