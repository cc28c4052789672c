/*
 * qr.h - a text as a QR code, for an <svg> of one path: what an authenticator reads from the screen.
 */
#pragma once
#include "base/cx.h"

/* The side in modules, quiet zone included, and the path of the dark ones. ERR_INVALID: too long for one. */
MUST_CHECK int qr_path(struct cx *cx, const char *text, int *ret_side, const char **ret_path);
