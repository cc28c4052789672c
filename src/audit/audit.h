/*
 * audit.h - the log of who did or saw what: append, seal, verify.
 *
 * Entries are numbered 1, 2, 3 ... without a gap and are the leaves of a Merkle tree (audit/tree.h); the head holds its
 * size and root under the registry's signature, so nobody without the key file can edit, remove, reorder or add an
 * entry and not be found (docs/format-sealed.md has the bytes). No entry holds a name: persons and accounts stand in it
 * by number, inputs by keyed hash, what was written by keyed sums. The entries about a person are numbered too, so that
 * a list of them can be shown to be complete.
 *
 * The state is in the store alone: an append reads the head in the caller's transaction and moves it. So an undone
 * savepoint or a rollback undoes entries and head together, and the caller then appends the entry of the failure.
 * Inside a transaction the head is not signed; audit_seal does that before COMMIT. Every append checks the keyed mark over
 * the head and that the log ends where it says: a row planted while the keeper ran is refused, not signed. What this cannot
 * see is the whole store put back to an older state: that is what witnesses are for (core/witness.h).
 */
#pragma once
#include "base/cx.h"

enum audit_verdict { /* part of the stored format */
	AUDIT_ALLOWED = 1,
	AUDIT_DENIED = 2,  /* no capability, a prohibition of the country's, no organisation */
	AUDIT_BLOCKED = 3, /* the person said this one may not see her file */
	AUDIT_HIDDEN = 4,  /* not there, or no relation to it: told alike */
	AUDIT_FAILED = 5,  /* allowed, and then refused by a rule or an error */
	AUDIT_CONFLICT = 6, /* the account knows the person outside work */
	AUDIT_UNOPENED = 7, /* the account has not opened the person's file for a purpose */
	AUDIT_STALE = 8,    /* it has to prove again who it is */
	AUDIT_VERDICT__MAX
};

enum { AUDIT_OP_MAX = 63, AUDIT_BLOB_MAX = 64 }; /* bytes: op; object and digest */

struct audit_entry {
	int64_t at;
	int64_t actor, org; /* 0 where nobody is signed in */
	int64_t unit;       /* 0 or NONE: no unit */
	int64_t roles;      /* bits 1 << enum role; NONE in entries older than version 2 */
	uint8_t session[8]; /* tells sessions apart; zeros without one */
	bool as_operator;
	const char *op;     /* name of the operation */
	int64_t person;     /* NONE: no one person is concerned */
	struct blob object; /* reference of the thing acted on, or NULL */
	int purpose;
	int64_t use;        /* enum USE_*: what the person's file was opened for; 0 or NONE: nothing */
	enum audit_verdict verdict;
	int64_t shown;      /* persons or rows the answer shows */
	int64_t act;        /* NONE for a read, and for a failure: its act was undone */
	struct blob digest; /* token_digest of the input, or NULL */
	struct blob policy; /* fingerprint of the policy in force, at most 32 bytes, or NULL */

	/* Given by audit_append, and by whoever reads an entry: */
	int64_t person_n;   /* the how-manieth entry about that person it is, from 1; NONE without one */
	struct blob wrote;  /* what was written since the entry before it (db/content.h): table and sum; or NULL */
};

/* An entry of `op` by cx->actor at cx->now, with cx->act where there is one; the rest is "none". */
struct audit_entry audit_entry_of(const struct cx *cx, const char *op, enum audit_verdict verdict);

/* Begins the log of a new registry. ERR_CONFLICT if it has one. */
MUST_CHECK int audit_start(struct cx *cx, const struct ref *registry);

/*
 * Readies the log for writing, once the store is open: a log from before the tree is made one (audit_upgrade), the head
 * is checked, and from here on the connection sums up what it writes. Outside any transaction. ERR_CRYPTO if the head
 * was not signed with the keys in hand: they are not this registry's, or the log was changed.
 */
MUST_CHECK int audit_open(struct cx *cx);

#define AUDIT_UPGRADE_OP "log_upgrade" /* the entry that says so: what the chain ended with, the last act before it */

/* The log of an older program as a tree, in one transaction, after its chain was checked row by row. ERR_CRYPTO if that
   does not hold: then nothing is changed. */
MUST_CHECK int audit_upgrade(struct cx *cx);

/* Adds an entry, in the caller's transaction. ERR_CRYPTO if the log does not end where its head says. */
MUST_CHECK int audit_append(struct cx *cx, const struct audit_entry *entry);

/* Signs the head; once a transaction, before COMMIT. Does nothing when nothing was appended. ERR_CRYPTO as above. */
MUST_CHECK int audit_seal(struct cx *cx);

enum audit_reason {
	AUDIT_SOUND,
	AUDIT_HEAD_MISSING,
	AUDIT_BAD_SIGNATURE, /* the head is not what this registry signed */
	AUDIT_GAP,           /* a number is missing, in the middle or at the end */
	AUDIT_EDITED,        /* an entry does not fit its hash */
	AUDIT_BROKEN,        /* entries sound in themselves, and not those that were signed */
	AUDIT_BEYOND_HEAD,   /* entries after the last one signed */
	AUDIT_BAD_TILE,      /* a kept hash is not that of its entries, which are those signed */
	AUDIT_PERSON_GAP,    /* the entries about a person are not numbered one by one */
	AUDIT_REWRITTEN,     /* the log does not begin with the one a checkpoint tells of */
	AUDIT_ROLLED_BACK,   /* the log is shorter than a checkpoint says it was */
	AUDIT_OLD,           /* the log is from before the tree: start a keeper first */
	AUDIT_REASON__MAX
};

struct audit_report {
	bool ok;
	int64_t rows;      /* entries read */
	int64_t head;      /* the last number the head names; 0 without one */
	int64_t first_bad; /* number of the first entry that is wrong or missing; 0 if none is */
	int64_t last_bad;  /* where only a stretch can be named: its end; else first_bad */
	enum audit_reason reason;
};

/* What a verifier may be given to hold the log against, and who else wants to see its entries. */
struct audit_with {
	int64_t size;         /* of a checkpoint this registry signed; -1 for none */
	const uint8_t *root;  /* its root, 32 bytes */
	void (*entry)(void *arg, int64_t n, const struct audit_entry *entry); /* sound ones, in their order; or NULL */
	void *arg;
};

/*
 * Walks the whole log, inside the caller's snapshot (db_read_begin). What is wrong stands in the report, not in the
 * result: an error means that the log could not be read. `with` may be NULL.
 */
MUST_CHECK int audit_verify(struct cx *cx, const struct audit_with *with, struct audit_report *ret_report);

/* One sentence a reason: a message id. */
const char *audit_reason_say(enum audit_reason reason);

enum audit_fault_kind {
	AUDIT_ACT_UNTOLD,     /* an act of which no entry tells as it is */
	AUDIT_ACT_UNKNOWN,    /* an entry tells of an act that is not there */
	AUDIT_ROWS_DIFFER,    /* what an act wrote into a table is not what stands there */
};

struct audit_fault {
	enum audit_fault_kind kind;
	int64_t act;       /* 0: not told */
	const char *table; /* of AUDIT_ROWS_DIFFER */
};

enum { AUDIT_FAULTS_MAX = 20 };

struct audit_depth {
	int64_t acts, rows;       /* compared */
	int64_t before;           /* up to this act only all together was compared: they are from before the tree */
	int faults_n;             /* of all; the first AUDIT_FAULTS_MAX stand here */
	struct audit_fault faults[AUDIT_FAULTS_MAX];
};

/*
 * audit_verify, and then that what the log says was written is what stands: every act has its entry, and the rows of
 * every table of sql/content.txt are those the entries vouch for, by act where they last. Needs 32 bytes an act and
 * table in cx->arena.
 */
MUST_CHECK int audit_deep(struct cx *cx, const struct audit_with *with, struct audit_report *ret_report,
	struct audit_depth *ret_depth);
