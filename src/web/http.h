/*
 * http.h - one request as nginx handed it over, and the answer to it.
 *
 * Nothing in a request is to be trusted but its shape: no string holds a NUL, `method` is one of enum method, `path`
 * begins with '/', is percent-decoded once, is well-formed UTF-8 and has no empty, "." or ".." part. Headers a request
 * did not have are "". Strings live in the arena of the request.
 */
#pragma once
#include "base/buf.h"
#include "base/cx.h"

enum {
	HTTP_HEAD_MAX = 64 << 10,   /* bytes of an SCGI header block */
	HTTP_BODY_MAX = 1 << 20,    /* of a body; nginx refuses more before we see it */
	HTTP_UPLOAD_MAX = 32 << 20, /* of a body of a ROUTE_UPLOAD (route.h) */
	HTTP_ANSWER_MAX = 33 << 20, /* of an answer: the longest of the keeper, and its wrapping */
	HTTP_PATH_MAX = 2048,
	HTTP_HEADERS = 8 /* an answer may add to those every answer has */
};

enum method { METHOD_GET, METHOD_HEAD, METHOD_POST };

struct http_request {
	enum method method;
	const char *target; /* as it came, query included: for links back to it */
	const char *path;
	const char *query; /* without '?', as it came */
	const char *host, *origin, *fetch_site, *cookie, *content_type, *accept, *accept_language, *authorization,
		*idempotency_key;
	const char *from; /* address of the browser, as nginx saw it */
	bool tls;
	const char *body;
	size_t body_n;
};

struct http_header {
	const char *name, *value;
};

struct http_response {
	int status;
	const char *type;      /* Content-Type */
	size_t headers_n;
	struct http_header headers[HTTP_HEADERS];
	struct buf body;
};

struct http_response http_response_new(struct arena *a);

/* Add a header. `value` must be clean (see http_clean); more than HTTP_HEADERS is a bug and ends the process. */
void http_add(struct http_response *r, const char *name, const char *value);

/* Whether it may stand in a header: visible ASCII and blanks. */
bool http_clean(const char *value);

/* Whether `to` is a path of this site and nothing else: what a redirect may lead to. */
bool http_local(const char *to);

/* The head of the answer as SCGI gives it to nginx, up to the empty line. The headers every answer has
 * (content policy, caching ...) are nginx's to add, because it also answers without us: see cmd/nginx.c. */
void http_head(struct buf *out, const struct http_response *r);

/* A cookie of this site, which no script and no other site can use. `seconds` < 0 keeps it for the session, 0 ends it. */
const char *http_cookie(struct arena *a, const struct http_request *request, const char *name, const char *value,
                        int64_t seconds);

/* "text/html" or "application/json", whichever an Accept header would rather have: JSON only if it names it. */
bool http_wants_json(const char *accept);

/* The first of our languages in an Accept-Language header, by its weights; NULL if it has none of them. */
const char *http_lang(const char *accept_language);

