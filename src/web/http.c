#include "web/http.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/str.h"
#include "text/catalogue.h"

struct http_response http_response_new(struct arena *a) {
	return (struct http_response){
		.status = 200, .type = "text/html; charset=utf-8", .body = buf_new(a, HTTP_ANSWER_MAX)};
}

bool http_clean(const char *value) {
	for (; *value != 0; value++)
		if (*value < 0x20 || *value > 0x7e)
			return false;
	return true;
}

bool http_local(const char *to) {
	/* "//host" and "/\host" are other sites to a browser; blanks and controls are stripped by some before they look. */
	return to[0] == '/' && to[1] != '/' && strchr(to, '\\') == NULL && strchr(to, ' ') == NULL && http_clean(to) &&
	       strlen(to) <= HTTP_PATH_MAX;
}

void http_add(struct http_response *r, const char *name, const char *value) {
	if (r->headers_n == HTTP_HEADERS || !http_clean(value))
		abort();
	r->headers[r->headers_n++] = (struct http_header){name, value};
}

/* "Unprocessable Content" for 422, and so on. */
static const char *reason_of(int status) {
	switch (status) {
	case 200: return "OK";
	case 303: return "See Other";
	case 400: return "Bad Request";
	case 401: return "Unauthorized";
	case 403: return "Forbidden";
	case 404: return "Not Found";
	case 405: return "Method Not Allowed";
	case 409: return "Conflict";
	case 413: return "Content Too Large";
	case 415: return "Unsupported Media Type";
	case 422: return "Unprocessable Content";
	case 503: return "Service Unavailable";
	default: return status < 400 ? "OK" : status < 500 ? "Bad Request" : "Internal Server Error";
	}
}

void http_head(struct buf *out, const struct http_response *r) {
	buf_printf(out, "Status: %d %s\r\nContent-Type: %s\r\nContent-Length: %zu\r\n", r->status, reason_of(r->status),
	           r->type, r->body.n);
	for (size_t i = 0; i < r->headers_n; i++)
		buf_printf(out, "%s: %s\r\n", r->headers[i].name, r->headers[i].value);
	buf_str(out, "\r\n");
}

const char *http_cookie(struct arena *a, const struct http_request *request, const char *name, const char *value,
                        int64_t seconds) {
	const char *age = seconds < 0 ? "" : arena_printf(a, "; Max-Age=%" PRId64, seconds);
	return arena_printf(a, "%s=%s; Path=/; HttpOnly; SameSite=Strict%s%s", name, value, request->tls ? "; Secure" : "",
	                    age);
}

/* The weight of one element "text/html;q=0.8" in thousandths; its type is element[0..*ret_n). */
static int weight(const char *element, size_t n, size_t *ret_n) {
	size_t type = 0;
	while (type < n && element[type] != ';')
		type++;
	*ret_n = type;
	while (*ret_n > 0 && element[*ret_n - 1] == ' ')
		--*ret_n;
	for (size_t i = type; i + 2 < n; i++) {
		if ((element[i] | 32) != 'q' || element[i + 1] != '=')
			continue;
		if (element[i + 2] == '1')
			return 1000;
		int thousandths = 0, unit = 100;
		for (size_t k = i + 4; k < n && unit > 0 && element[k] >= '0' && element[k] <= '9'; k++, unit /= 10)
			thousandths += (element[k] - '0') * unit;
		return thousandths;
	}
	return 1000;
}

static const char *next_element(const char *at, size_t *ret_n) {
	at += strspn(at, ", \t");
	*ret_n = strcspn(at, ",");
	return *at == 0 ? NULL : at;
}

bool http_wants_json(const char *accept) {
	int html = 0, json = 0;
	size_t n;
	for (const char *at = next_element(accept, &n); at != NULL; at = next_element(at + n, &n)) {
		size_t type_n;
		int q = weight(at, n, &type_n);
		if (type_n == 16 && strncasecmp(at, "application/json", 16) == 0)
			json = q;
		else if (type_n == 9 && strncasecmp(at, "text/html", 9) == 0)
			html = q;
	}
	return json > html;
}

const char *http_lang(const char *accept_language) {
	const char *best = NULL;
	int best_q = 0;
	size_t n;
	for (const char *at = next_element(accept_language, &n); at != NULL; at = next_element(at + n, &n)) {
		size_t tag_n;
		int q = weight(at, n, &tag_n);
		char tag[12] = {0};
		if (tag_n >= sizeof tag || q <= best_q)
			continue;
		memcpy(tag, at, tag_n);
		const char *lang = text_lang(tag);
		if (lang != NULL) {
			best = lang;
			best_q = q;
		}
	}
	return best;
}
