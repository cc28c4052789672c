/*
 * submission.h - a set of answers that was sent in, from its first byte until it has become records.
 *
 * It is sealed the moment it comes, piece by piece, with a key of its own that is sealed to the vault of its organisation.
 * Until all of it is there, and records were made of it or could not be, the registry's own key opens it too: whoever
 * sends it has no vault at hand. What has become records is gone; what cannot stays as it came, for the organisation alone.
 *
 * One instance id of one organisation is one submission, however often and in however many parts it is sent. The same id
 * with other answers is refused and changes nothing.
 */
#pragma once
#include "core/fact.h"
#include "crypt/box.h"

enum {
	SUBMISSION_FILES = 32,       /* the answers and what goes with them */
	SUBMISSION_PARTS = 96,       /* pieces of one file */
	SUBMISSION_BYTES = 32 << 20, /* all files together */
};

struct submission_row {
	int64_t id, account, turner, person; /* turner, person: NONE */
	int state;
	struct ref ref;
	const char *form, *version;
	struct blob hash, key, kept;
};

struct submission_name {
	int place;
	const char *name;
	int64_t bytes_n, done_n; /* bytes_n NONE: it has not begun to come */
};

/* The organisation's own submission in F_SUBMISSION of the input. ERR_NOTFOUND. */
MUST_CHECK int submission_of(struct cx *cx, const struct in *in, struct submission_row *ret_row);

/* A new key for it, in both places; then the key as it is kept. submission_key wants it open still (ERR_CONFLICT). */
MUST_CHECK int submission_key_new(struct cx *cx, int64_t id, const struct ref *ref, struct blob *ret_key,
	struct blob *ret_kept, struct key **ret_open);
MUST_CHECK int submission_key(struct cx *cx, const struct submission_row *s, struct key **ret_key);

/* The same with the vault, for who reads what her organisation has. ERR_NOTFOUND: nobody can open it any more. */
MUST_CHECK int submission_key_by_vault(struct cx *cx, const struct submission_row *s, struct key **ret_key);

/* Its files in order, in cx->arena. */
MUST_CHECK int submission_files(struct cx *cx, const struct submission_row *s, const struct key *key,
	struct submission_name **ret_names, size_t *ret_n);

/* Keyed hash of a file's name in this submission. */
MUST_CHECK int submission_token(struct cx *cx, int64_t id, const char *name, uint8_t ret_token[HASH_SIZE]);

MUST_CHECK int submission_name_seal(struct cx *cx, const struct submission_row *s, const struct key *key, int place,
	const char *name, struct blob *ret_sealed);

/* A piece of a file put away; a whole file. */
MUST_CHECK int submission_part_put(struct cx *cx, const struct submission_row *s, const struct key *key, int place,
	int part, struct blob bytes);
MUST_CHECK int submission_file_get(struct cx *cx, const struct submission_row *s, const struct key *key,
	const struct submission_name *file, struct blob *ret_bytes);

/* The job of a day: what has waited for thirty days for the rest of it is closed as it came. */
MUST_CHECK int submission_forget(struct cx *cx);

/* Rows of F_BYTES. */
void submission_bytes_out(struct cx *cx, struct out *out, struct blob bytes);
