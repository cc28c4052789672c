/*
 * SCGI. The first byte chooses: the bytes as they are, or a netstring built around them so that the headers are met
 * and not only the digits before them. A request that arrives in pieces must be measured like the whole.
 */
#include "base/utf8.h"
#include "fuzz/fuzz.h"
#include "web/scgi.h"

/* What scgi_size says of every beginning: nothing, then one size for good; or an error for good. */
static void measure(const char *bytes, size_t n) {
	size_t step = n / 256 + 1, size = 0;
	int rc = ERR_OK;
	for (size_t k = 0; k <= n; k += step) {
		char *piece = malloc(k); /* ends where its heap block does: reading on is caught */
		MUST(piece != NULL || k == 0);
		memcpy(piece, bytes, k);
		size_t now = 0;
		int rc_now = scgi_size(piece, k, &now);
		MUST(rc == ERR_OK || rc_now == rc);
		MUST(size == 0 || (rc_now == ERR_OK && now == size));
		MUST(rc_now == ERR_OK || rc_now == ERR_INVALID || rc_now == ERR_LIMIT);
		rc = rc_now;
		size = now;
		free(piece);
	}
}

static void parse(struct cx *cx, const char *bytes, size_t n) {
	size_t size = 0;
	struct http_request r;
	if (scgi_size(bytes, n, &size) != ERR_OK || size == 0 || size > n)
		return;
	if (scgi_parse(cx, bytes, size, &r) != ERR_OK) {
		MUST(cx->err.rule != NULL);
		return;
	}
	MUST(r.path[0] == '/' && utf8_valid(r.path, strlen(r.path)));
	MUST(strstr(r.path, "//") == NULL && strstr(r.path, "/../") == NULL && !str_ends(r.path, "/.."));
	MUST(r.body_n <= HTTP_UPLOAD_MAX && (r.body_n == 0 || (r.body >= bytes && r.body + r.body_n == bytes + size)));
	const char *const all[] = {r.target, r.query, r.host, r.origin, r.fetch_site, r.cookie, r.content_type, r.accept,
		r.accept_language, r.authorization, r.idempotency_key};
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		for (const char *c = all[i]; *c != 0; c++)
			MUST((unsigned char)*c >= 0x20 && *c != 0x7f);
}

/* Headers up to the first "\n\n" (with '\n' for NUL), then the body. */
static char *wrap(const char *bytes, size_t n, size_t *ret_n) {
	const char *end = memmem(bytes, n, "\n\n", 2);
	size_t head_n = end == NULL ? n : (size_t)(end - bytes) + 1, body_n = end == NULL ? 0 : n - head_n - 1;
	char first[64], length[16];
	size_t first_n = (size_t)snprintf(first, sizeof first, "CONTENT_LENGTH%c%zu%cSCGI%c1", 0, body_n, 0, 0) + 1;
	size_t length_n = (size_t)snprintf(length, sizeof length, "%zu:", first_n + head_n);
	*ret_n = length_n + first_n + head_n + 1 + body_n;
	char *to = malloc(*ret_n);
	MUST(to != NULL);
	memcpy(to, length, length_n);
	memcpy(to + length_n, first, first_n);
	char *head = to + length_n + first_n;
	memcpy(head, bytes, head_n);
	for (size_t i = 0; i < head_n; i++)
		head[i] = head[i] == '\n' ? 0 : head[i];
	head[head_n] = ',';
	memcpy(head + head_n + 1, bytes + n - body_n, body_n);
	return to;
}

FUZZ(cx, at, n) {
	bool whole = fuzz_take(&at, &n) % 2 == 1;
	char *bytes = NULL;
	if (whole) {
		bytes = wrap((const char *)at, n, &n);
		measure(bytes, n);
		parse(cx, bytes, n);
		free(bytes);
	} else {
		measure((const char *)at, n);
		parse(cx, (const char *)at, n);
	}
}
