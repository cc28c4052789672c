/*
 * store.h - the store for a command that needs it whole: the lock, the keys and the file, with no keeper running.
 */
#pragma once
#include "base/cx.h"

/* Takes DIR's lock and opens keys and store, at this program's schema, into cx. ERR_CONFLICT while a keeper runs;
   ERR_NOTFOUND without a registry; ERR_CRYPTO if keys and store are not one registry's. */
MUST_CHECK int store_open(struct cx *cx, const char *dir, int *ret_lock);
void store_close(struct cx *cx, int lock);
