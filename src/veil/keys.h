/*
 * keys.h - keys of several fields that two parties spell alike: "given+surname+birth", or nothing where one is missing.
 *
 * A part is what is left of a value when hand, alphabet and ending are taken off: names as sounds (text/fold.h), days as
 * eight digits, telephones as their last nine, codes as small letters and digits. Equal keys meet, nearly equal ones do not.
 */
#pragma once
#include "veil/plan.h"

enum { KEYS_MOST = 8, KEY_FIELDS = 6, KEY_PART = 256 };

struct veil_keys {
	int n;
	struct veil_key {
		int fields;
		enum veil_kind field[KEY_FIELDS];
	} key[KEYS_MOST];
};

/* "given+surname+birth,document". ERR_INVALID. */
MUST_CHECK int veil_keys_read(struct cx *cx, const char *field, const char *text, struct veil_keys *ret);

/* As the reader takes them. */
void veil_keys_print(struct buf *b, const struct veil_keys *keys);

/* The part of a value into out[KEY_PART]; gives its length, 0 where it cannot be part of a key. */
size_t veil_key_part(enum veil_kind kind, bool month_first, const char *s, size_t n, char *out);
