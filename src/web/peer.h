/*
 * peer.h - what the keeper is told of who asks: the address nginx saw, and the one that was asked.
 *
 * The first lets it count wrong passwords by network; it keeps a keyed hash of it. The second is what a passkey's
 * statement has to name.
 */
#pragma once
#include <jansson.h>

#include "web/http.h"

/* Puts both into a message to the keeper. */
void peer_tell(struct cx *cx, json_t *message, const struct http_request *request);
