/*
 * box.h - keys of 32 bytes, sealed to a public key (X25519) or under another key.
 *
 * Everything here is bound to what it is for: a word, an organisation and a row. What is moved to another row, another
 * organisation or another use does not open, nor does anything cut, changed or sealed with another algorithm. To seal
 * to a public key needs no secret; to open it needs the secret key of that pair and nothing else.
 * A version (u16) stands in every blob in clear and is bound too: which of a vault's pairs it was sealed to.
 * The bytes are described in docs/format-sealed.md.
 */
#pragma once
#include "crypt/crypt.h"

enum {
	BOX_KEY = 32,                             /* a public key, a secret key, and whatever is sealed here */
	BOX_SEALED = 3 + BOX_KEY + BOX_KEY + 16,  /* to a public key */
	BOX_LOCKED = 3 + 24 + BOX_KEY + 16,       /* under a key */
	BOX_PHRASE = 9 * 6                        /* words of a phrase, with the NUL */
};

struct box_use { /* what a sealed key is for */
	const char *what; /* a word of the program: "place", "note", "member" ... */
	int64_t org, row; /* 0 where there is none */
	uint16_t version; /* 1 or more */
};

/* A new pair. */
void box_pair(struct cx *cx, uint8_t ret_public[BOX_KEY], uint8_t ret_secret[BOX_KEY]);

/* The public key of a secret key. */
void box_public(const uint8_t secret[BOX_KEY], uint8_t ret_public[BOX_KEY]);

/* Seals a key to a public key. ERR_CRYPTO if that is none anybody could have made. The blob lies in cx->arena. */
MUST_CHECK int box_seal(struct cx *cx, const uint8_t public[BOX_KEY], const struct box_use *use,
	const uint8_t key[BOX_KEY], struct blob *ret_sealed);

/* The key sealed so. ERR_CRYPTO if it was sealed to another pair or for another use, or is damaged. */
MUST_CHECK int box_open(struct cx *cx, const uint8_t secret[BOX_KEY], const struct box_use *use, struct blob sealed,
	uint8_t ret_key[BOX_KEY]);

/* The same under a key both sides know. */
MUST_CHECK int box_lock(struct cx *cx, const uint8_t with[BOX_KEY], const struct box_use *use,
	const uint8_t key[BOX_KEY], struct blob *ret_locked);
MUST_CHECK int box_unlock(struct cx *cx, const uint8_t with[BOX_KEY], const struct box_use *use, struct blob locked,
	uint8_t ret_key[BOX_KEY]);

/* The same under the registry's own root key: for what nobody can hold yet. */
MUST_CHECK int box_keep(struct cx *cx, const struct box_use *use, const uint8_t key[BOX_KEY], struct blob *ret_kept);
MUST_CHECK int box_kept(struct cx *cx, const struct box_use *use, struct blob kept, uint8_t ret_key[BOX_KEY]);

/* The version a blob says it was sealed with; 0 for what is none. */
uint16_t box_version(struct blob sealed);

/* Whether a blob is sealed to a public key, by its first byte. */
bool box_is_sealed(struct blob blob);

/*
 * Nine words of five letters that can be said aloud in any of the four languages: eight are 128 random bits, the ninth
 * tells whether they were written down rightly. The key comes from the words by one hash: there is nothing to guess.
 */
void box_phrase_new(struct cx *cx, char ret_phrase[BOX_PHRASE], uint8_t ret_key[BOX_KEY]);

/* The key of a phrase as somebody typed it: capitals, blanks, hyphens and lines do not matter. ERR_INVALID says what is
   wrong with it, never what it was. */
MUST_CHECK int box_phrase_key(struct cx *cx, const char *phrase, uint8_t ret_key[BOX_KEY]);
