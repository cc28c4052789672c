/*
 * registry.h - the registry itself: one row, made once.
 *
 * Its random reference begins the audit log, so that no log can be passed off as another registry's. Whether it is a
 * demonstration is said once, here, and never again. A demonstration's clock may be set until it is built.
 */
#pragma once
#include "base/cx.h"

struct registry {
	struct ref ref;
	const char *profile;
	bool demonstration, built;
	int64_t created;
};

/* Make the row and begin the log. ERR_CONFLICT if there is one. */
MUST_CHECK int registry_create(struct cx *cx, const char *profile, bool demonstration);

/* ERR_NOTFOUND in a store that holds no registry yet. */
MUST_CHECK int registry_read(struct cx *cx, struct registry *ret_registry);

/* The same, where keys, store and log are one registry's. The mark of a demonstration is in every key; the store only says
   it again. ERR_CRYPTO if the key file is another's, or if the mark was changed in either or in both. */
MUST_CHECK int registry_check(struct cx *cx, struct registry *ret_registry);

/* A demonstration is complete: from now on the clock is the machine's. ERR_CONFLICT in a registry that is none. */
MUST_CHECK int registry_built(struct cx *cx);
