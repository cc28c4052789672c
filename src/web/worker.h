/*
 * worker.h - the web workers: one parent that has warmed up, and forks of it that each answer one request at a time.
 *
 * A worker holds no key, no store and no memory of the request before: everything of a request is in one arena, which
 * is wiped. What goes wrong in a request ends at most the worker; the parent replaces it, with growing pauses when
 * it keeps happening. A worker leaves after its connection to the keeper is lost.
 */
#pragma once
#include "base/cx.h"

enum {
	WEB_WORKERS = 16,
	WEB_WORKERS_MAX = 128,
	WEB_ARENA = 160 << 20, /* ceiling of one request: a list of HTTP_UPLOAD_MAX twice, and room to say what is in it */
};

/* Run `workers` of them on DIR/run/web.sock until SIGTERM. ERR_IO; what wire_open and profile_load say. */
MUST_CHECK int web_run(struct cx *cx, const char *dir, int workers);
