/*
 * device.h - devices an account has signed in from.
 *
 * A device shows 32 random bytes that it was given at a full sign-in; the store has their keyed hash. Showing it proves
 * nothing about a person: it only keeps a budget of its own when strangers try passwords, so that they lock nobody out.
 * At most 10 an account; an eleventh takes the place of the one left alone longest.
 */
#pragma once
#include "base/cx.h"

enum { DEVICE_MOST = 10 };

/* The device of that account; 0 for one that is not known. `text` may be NULL. */
MUST_CHECK int device_find(struct cx *cx, int64_t account, const char *text, int64_t *ret_device);

/* On the writer. */
MUST_CHECK int device_new(struct cx *cx, int64_t account, const char *text);
MUST_CHECK int device_touch(struct cx *cx, int64_t device);
