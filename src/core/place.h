/*
 * place.h - what others need of places. Their address is open to the people of the organisation that runs them alone
 * (core/vault.h).
 */
#pragma once
#include "base/cx.h"

/* Addresses of an organisation that the root key still opens are sealed to its vault. On the writer. */
MUST_CHECK int place_reseal_old(struct cx *cx, int64_t org);
