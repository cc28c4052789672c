/*
 * odk.h - answers that ODK's clients have encrypted on a telephone, to the key of the registry.
 *
 * As https://getodk.github.io/xforms-spec/encryption has it: a key of 32 bytes for each set of answers, sealed with
 * RSA-2048 (OAEP, SHA-256); every file in AES-256-CFB with PKCS #7 padding, each with a starting block of its own, made
 * from the instance's id, the key and the file's place; and a sealed MD5 over the names and sums of all of them. Nobody
 * signs anything there: what the "signature" shows is that the files belong together and came whole, not from whom.
 * A failure says that the key is another's or that the files and their signature do not fit, and nothing more.
 */
#pragma once
#include "crypt/crypt.h"

enum { ODK_FILES = 32 };

/* A new pair: the public key as a form has it (base64 of its DER), and the secret one as text to be sealed. */
MUST_CHECK int odk_pair(struct cx *cx, const char **ret_public, const char **ret_secret);

struct odk_file {
	const char *name;     /* as it was before: "photo.jpg", "submission.xml" */
	struct blob sealed, clear;
};

struct odk_letter { /* the texts as the manifest has them */
	const char *form, *version; /* version "" where there is none */
	const char *instance, *key, *signature;
	size_t n;
	struct odk_file *files; /* in the manifest's order, the answers last */
};

/* Opens every file of it, in cx->arena. ERR_INVALID, with the field "key" or "signature".
   A broken file and a wrong signature have one answer: two would let whoever holds a captured letter read it by asking. */
MUST_CHECK int odk_open(struct cx *cx, const char *secret, struct odk_letter *letter);
