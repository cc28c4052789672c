#include "web/peer.h"

void peer_tell(struct cx *cx, json_t *message, const struct http_request *r) {
	if (r->from[0] != 0)
		json_object_set_new(message, "from", json_string(r->from));
	if (r->host[0] != 0)
		json_object_set_new(message, "origin",
			json_string(arena_printf(cx->arena, "%s://%s", r->tls ? "https" : "http", r->host)));
}
