/*
 * receipt.h - what somebody without an account keeps of what she sent: six ordinary words that can be learned by heart.
 *
 * The words are 54 random bits out of a list of the reader's language (profiles/words.json) and name nothing. The store
 * holds a keyed hash of them, and a public key whose secret one is made of them and of the registry's own key: an answer
 * sealed to it opens with the words alone. Typed again, capitals, accents, blanks and the language of the page do not
 * matter.
 */
#pragma once
#include "crypt/box.h"

enum { RECEIPT_WORDS = 6, RECEIPT_LIST = 512 /* words of each list */, RECEIPT_LISTS = 4 };

struct receipt {
	const char *words;          /* of a new one; NULL of one that was typed */
	uint8_t token[HASH_SIZE];   /* what stands in the store */
	uint8_t secret[BOX_KEY];    /* opens what was answered; to be wiped */
};

/* A new one in the language of cx. */
MUST_CHECK int receipt_new(struct cx *cx, struct receipt *ret_receipt);

/* The receipts that words somebody typed may be: one of each list that has all six. ERR_INVALID where no list has, which any
   reader of the lists can tell. */
MUST_CHECK int receipt_read(struct cx *cx, const char *typed, struct receipt ret_receipts[RECEIPT_LISTS], size_t *ret_n);
