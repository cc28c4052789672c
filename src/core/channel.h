/*
 * channel.h - ways to reach the person, and which of them she marked as safe.
 *
 * Of each kind (enum CHANNEL_*) the newest word of anybody stands. Nothing reaches her by a way that is not marked as
 * safe now; what is given into her hand is safe until she says otherwise.
 */
#pragma once
#include "base/cx.h"

/* ERR_DENIED unless she marked that way as safe. */
MUST_CHECK int channel_safe(struct cx *cx, int64_t person, int kind);
