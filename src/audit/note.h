/*
 * note.h - the texts in which heads of logs travel: C2SP signed-note, tlog-checkpoint and tlog-cosignature. Pure.
 *
 * A checkpoint is three lines (origin, size, root in base64), an empty line, and signature lines "— name base64". A
 * registry signs as Ed25519 (key type 1), a witness as cosignature/v1 (key type 4, with the time of its clock). A
 * public key is one line, "name+key id+base64"; the key id also begins each signature. All texts are short and
 * strictly of one form: whatever would be written otherwise is refused.
 */
#pragma once
#include "audit/tree.h"
#include "crypt/sign.h"

enum {
	NOTE_NAME = 64,       /* bytes of a name, with the closing zero */
	NOTE_TEXT = 4000,     /* of a checkpoint with all its signatures */
	NOTE_LINES = 32,      /* signatures of one */
	NOTE_ED25519 = 1, NOTE_COSIGNATURE = 4, /* key types */
	NOTE_LINE = 300,
};

struct note_key {
	char name[NOTE_NAME];
	int type;
	uint8_t id[4];
	uint8_t public[SIGN_PUBLIC];
};

struct note_head { /* what a checkpoint says */
	char origin[NOTE_NAME];
	int64_t size;
	uint8_t root[HASH_SIZE];
};

struct note_signature {
	char name[NOTE_NAME];
	uint8_t id[4];
	uint8_t at[8];        /* of a cosignature: seconds since 1970, big-endian */
	size_t n;             /* 64, or 72 with `at` before them */
	uint8_t signature[SIGNATURE_SIZE];
};

struct note { /* a checkpoint as it was read */
	struct note_head head;
	size_t signatures_n;
	struct note_signature signatures[NOTE_LINES];
};

/* A key with its id. */
struct note_key note_key_of(const char *name, int type, const uint8_t public[SIGN_PUBLIC]);

/* As one line, in the arena, and read again. ERR_INVALID names `field`. */
const char *note_key_text(struct arena *a, const struct note_key *key);
MUST_CHECK int note_key_parse(struct cx *cx, const char *field, const char *text, struct note_key *ret_key);

/* The three lines of a head, which are what is signed. */
const char *note_body(struct arena *a, const struct note_head *head);

/* A whole checkpoint with the registry's signature; further lines may follow it. */
const char *note_checkpoint(struct arena *a, const struct note_head *head, const struct note_key *key,
	const uint8_t signature[SIGNATURE_SIZE]);

/* Reads one. ERR_INVALID names `field`. */
MUST_CHECK int note_parse(struct cx *cx, const char *field, const char *text, struct note *ret_note);

/* Whether the checkpoint carries a signature of that key over its head. */
bool note_signed(struct cx *cx, const struct note *note, const struct note_key *key);

/* The bytes a witness signs at `seconds`, in the arena. */
struct blob note_cosigned(struct arena *a, const struct note_head *head, int64_t seconds);

/* A witness's line, without its end, and read again. ERR_INVALID names `field`. */
const char *note_cosignature(struct arena *a, const struct note_key *key, int64_t seconds,
	const uint8_t signature[SIGNATURE_SIZE]);
MUST_CHECK int note_line_parse(struct cx *cx, const char *field, const char *line, struct note_signature *ret);

/* Whether that line is the key's over this head; *ret_seconds is when it says. */
bool note_cosignature_check(struct cx *cx, const struct note_head *head, const struct note_key *key,
	const struct note_signature *line, int64_t *ret_seconds);
