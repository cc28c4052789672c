/*
 * ring.h - the keys of a registry, all derived from one root key file.
 *
 * DIR/keys is a folder of mode 0700 and holds `root`, of mode 0600: a header line naming format and version, and
 * 32 random bytes in hex. Every key is BLAKE2b of the root key and a name of its own (docs/format-sealed.md), so one
 * key tells nothing of another. A ring lives in guarded memory, is read-only once opened, and may be read by
 * several threads. Later work changes where keys come from; every sealed blob already names algorithm and key version.
 */
#pragma once
#include "base/compartment.h"
#include "base/cx.h"

struct ring;

/*
 * Makes DIR/keys/root from cx->rng, for a demonstration or a registry of real people: for good, since the mark goes
 * into every key. ERR_CONFLICT if there is one, ERR_DENIED if others may read DIR/keys, ERR_IO.
 */
MUST_CHECK int ring_create(struct cx *cx, const char *dir, bool demonstration);

/* Opens DIR/keys/root. ERR_NOTFOUND without one, ERR_DENIED if others may read it, ERR_CRYPTO if it is not a key file. */
MUST_CHECK int ring_open(struct cx *cx, const char *dir, struct ring **ret_ring);
void ring_free(struct ring *ring); /* wipes; takes NULL */

/* Whether the key file is that of a demonstration, where nobody is real. */
bool ring_demonstration(const struct ring *ring);

#ifdef ATRAMA_CLEAR_CONTROL
/*
 * The positive control of the test that greps the store for names: from here on seal() stores its text in clear.
 * No product build contains this function.
 */
void ring_set_clear(struct ring *ring);
#endif
