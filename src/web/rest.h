/*
 * rest.h - the operations as an API: what a page can do, a program can do.
 *
 *   POST /api/v1/NAME       input as JSON; GET with a query for what does not write
 *   POST /api/v1/batch      {"calls": [{"op", "key", "in"}]}: one message, done in order
 *   GET  /api/openapi.json  all of it described; no sign-in
 *
 * "Authorization: Bearer" carries the session that session_open gave; cookies are not looked at, so no site can make
 * a browser call this. A write needs "Idempotency-Key", 32 hex digits: sent again it is answered again and not done
 * again. Errors are {"error": {"code", "say", "field", "rule", "value"}} with the status of err_kinds.
 */
#pragma once
#include "web/page.h"

/* Answer a request under /api/. Never fails: every failure becomes an answer. */
void rest_answer(struct cx *cx, struct wire *wire, const struct http_request *request, struct http_response *response);
