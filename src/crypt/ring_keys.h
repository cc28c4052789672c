/*
 * ring_keys.h - what is in a ring; for the files of this storey only.
 */
#pragma once
#include "crypt/hash.h"
#include "crypt/ring.h"
#include "crypt/sign.h"

enum { RING_VERSION = 1, SIGN_SECRET = 64 };

struct ring {
	uint16_t version;           /* of the root key: the keyver of what it wraps and of C_META texts */
	bool demonstration;         /* as the header of the key file says */
	bool clear;                 /* never set in a product build */
	uint8_t wrap[C__MAX][KEY_SIZE]; /* wrap[C_META] seals the registry's own texts; the others wrap subjects' keys */
	uint8_t index[KEY_SIZE];    /* blind tokens */
	uint8_t pepper[KEY_SIZE];   /* passwords */
	uint8_t csrf[KEY_SIZE];
	uint8_t digest[KEY_SIZE];   /* fingerprints of operation inputs in the log */
	uint8_t vault[KEY_SIZE];    /* keeps an organisation's secret key until its first member signs in */
	uint8_t mark[KEY_SIZE];     /* bytes only this registry writes and reads */
	uint8_t sign_public[SIGN_PUBLIC];
	uint8_t sign_secret[SIGN_SECRET];
};
