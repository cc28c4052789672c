/*
 * place.h - what others need of places. Their address is open to the people of the organisation that runs them alone
 * (core/vault.h). Whoever was refused because a place was full waits for it until another organisation is asked.
 */
#pragma once
#include "base/cx.h"

/* A bed of the place is free again: whoever asked its organisation for somebody whom it takes, and was told that it is full,
   and has found nothing else since, hears of it; the most urgent, and who waits longest, first. */
MUST_CHECK int place_room_tell(struct cx *cx, int64_t place);

/* Addresses of an organisation that the root key still opens are sealed to its vault. On the writer. */
MUST_CHECK int place_reseal_old(struct cx *cx, int64_t org);
