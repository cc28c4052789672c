/*
 * form.h - forms of the registry's own, version beside version, and pairs of keys for answers encrypted on a telephone.
 *
 * A version of a form is never changed: what was sent in with it is read with it, also after it was taken back. Each
 * organisation has a pair of its own, so what one's telephone encrypted another cannot have opened. The secret key is
 * sealed under the registry's own and never leaves the keeper.
 */
#pragma once
#include "base/cx.h"

/* Makes the pair of the actor's organisation where there is none yet. On the writer. */
MUST_CHECK int form_pair_make(struct cx *cx);

/* The secret key, as crypt/odk.h takes it. ERR_NOTFOUND: there is none yet. */
MUST_CHECK int form_pair_secret(struct cx *cx, const char **ret_secret);
