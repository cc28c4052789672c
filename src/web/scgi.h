/*
 * scgi.h - the one wire format of the network side: a netstring of headers and a body, from nginx.
 *
 * Pure. "70:CONTENT_LENGTH\0" "27\0" "SCGI\0" "1\0" ... ",body". CONTENT_LENGTH is the first header and SCGI is 1, no
 * header stands twice, and what is not text is refused. nginx has already refused what HTTP forbids; this
 * parser trusts it in nothing but the addresses it listens on.
 */
#pragma once
#include "web/http.h"

/* How many bytes the whole request has: 0 when more must be read to tell. ERR_INVALID: it is no SCGI request.
 * ERR_LIMIT: header or body pass HTTP_HEAD_MAX, HTTP_UPLOAD_MAX. */
MUST_CHECK int scgi_size(const char *bytes, size_t n, size_t *ret_size);

/* The request in bytes[0..n), n being what scgi_size said. ERR_INVALID, ERR_LIMIT as above; ERR_DENIED for a method
 * other than GET, HEAD and POST. The body is not copied. */
MUST_CHECK int scgi_parse(struct cx *cx, const char *bytes, size_t n, struct http_request *ret_request);
