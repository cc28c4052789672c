/*
 * media.h - documents and pictures as bytes: what kind they are, and pictures without what they tell of place and camera.
 *
 * Pure. A cleaned JPEG keeps what is needed to draw it and which way up it is held; a cleaned PNG its pixels. What comes
 * after the end of a picture (another picture, a film) goes too. A PDF stays as it is.
 */
#pragma once
#include "base/cx.h"

/* Whether bytes begin as a file of that kind (enum MEDIA_*) does. */
bool media_begins(int media, struct blob bytes);

/* The file without what tells of place and camera, in cx->arena. ERR_INVALID where it is no whole file of that kind. */
MUST_CHECK int media_clean(struct cx *cx, int media, struct blob bytes, struct blob *ret_clean);
