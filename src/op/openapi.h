/*
 * openapi.h - the operations as an OpenAPI 3.1 document, made from the same table that the keeper enforces.
 *
 * Every operation has its request, its answer and every error it can give. Code lists are those of cx->profile, or only
 * the program's own where that is NULL. The text is the same for the same table and profile.
 */
#pragma once
#include "base/buf.h"
#include "op/op.h"

/* The document at the end of `out`, about 150 KiB. */
void openapi_write(struct cx *cx, struct buf *out);
