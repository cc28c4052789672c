#include "web/scgi.h"

#include <string.h>

#include "base/str.h"
#include "base/utf8.h"

struct block { /* where the headers of a request are */
	size_t head_at, head_n, body_n;
};

static int bad(struct cx *cx) {
	return err_say(cx, ERR_INVALID, NULL, N_("That is no request."), NULL);
}

/* Digits up to `end`; false for none, a leading nought, or more than eight of them. */
static bool digits(const char *s, size_t n, size_t *ret_n) {
	if (n == 0 || n > 8 || (s[0] == '0' && n > 1))
		return false;
	size_t x = 0;
	for (size_t i = 0; i < n; i++) {
		if (s[i] < '0' || s[i] > '9')
			return false;
		x = x * 10 + (size_t)(s[i] - '0');
	}
	*ret_n = x;
	return true;
}

/* Reads "70:CONTENT_LENGTH\0" "27\0": enough to know the size. ret->head_n == 0 when there is too little yet. */
static int measure(const char *bytes, size_t n, struct block *ret) {
	static const char first[] = "CONTENT_LENGTH"; /* its NUL is part of it */
	struct block b = {0};
	*ret = b;
	size_t look = n < 9 ? n : 9;
	const char *colon = memchr(bytes, ':', look);
	if (colon == NULL) {
		for (size_t i = 0; i < look; i++)
			if (bytes[i] < '0' || bytes[i] > '9')
				return ERR_INVALID;
		return look < 9 ? ERR_OK : ERR_INVALID;
	}
	b.head_at = (size_t)(colon - bytes) + 1;
	if (!digits(bytes, b.head_at - 1, &b.head_n))
		return ERR_INVALID;
	if (b.head_n > HTTP_HEAD_MAX)
		return ERR_LIMIT;
	if (b.head_n < sizeof first + 2)
		return ERR_INVALID;
	size_t have = n - b.head_at < b.head_n ? n - b.head_at : b.head_n;
	const char *head = bytes + b.head_at;
	if (memcmp(head, first, have < sizeof first ? have : sizeof first) != 0)
		return ERR_INVALID;
	if (have <= sizeof first)
		return ERR_OK;
	const char *value = head + sizeof first, *end = memchr(value, 0, have - sizeof first);
	if (end == NULL)
		return have - sizeof first > 8 || have == b.head_n ? ERR_INVALID : ERR_OK;
	if (!digits(value, (size_t)(end - value), &b.body_n))
		return ERR_INVALID;
	if (b.body_n > HTTP_UPLOAD_MAX)
		return ERR_LIMIT;
	*ret = b;
	return ERR_OK;
}

int scgi_size(const char *bytes, size_t n, size_t *ret_size) {
	struct block b;
	int rc = measure(bytes, n, &b);
	if (rc == 0)
		*ret_size = b.head_n == 0 ? 0 : b.head_at + b.head_n + 1 + b.body_n;
	return rc;
}

static bool text(const char *s) {
	for (const char *c = s; *c != 0; c++)
		if ((unsigned char)*c < 0x20 || *c == 0x7f)
			return false;
	return true;
}

/* The path of "/a%20b?c=d": decoded once, without empty, "." and ".." parts. */
static int split_target(struct cx *cx, struct http_request *r) {
	const char *target = r->target;
	if (target[0] != '/' || strlen(target) > HTTP_PATH_MAX + 4096)
		return bad(cx);
	size_t n = strcspn(target, "?");
	r->query = target[n] == '?' ? target + n + 1 : "";
	if (n > HTTP_PATH_MAX)
		return bad(cx);
	char *path = arena_alloc(cx->arena, n + 1);
	size_t k = 0;
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)target[i];
		if (c == '%') {
			char pair[3] = {target[i + 1], i + 1 < n ? target[i + 2] : 0, 0};
			if (n - i < 3 || !hex_get(&c, 1, pair) || c == '/') /* an encoded slash would make two paths of one */
				return bad(cx);
			i += 2;
		}
		if (c < 0x20 || c == 0x7f || c == '\\' || c == '#')
			return bad(cx);
		path[k++] = (char)c;
	}
	path[k] = 0;
	if (!utf8_valid(path, k) || strstr(path, "//") != NULL || strstr(path, "/./") != NULL ||
	    strstr(path, "/../") != NULL || str_ends(path, "/.") || str_ends(path, "/.."))
		return bad(cx);
	r->path = path;
	return ERR_OK;
}

int scgi_parse(struct cx *cx, const char *bytes, size_t n, struct http_request *ret_request) {
	struct block b;
	int rc = measure(bytes, n, &b);
	if (rc != 0)
		return err_say(cx, rc, NULL, N_("That is no request."), NULL);
	if (b.head_n == 0 || n != b.head_at + b.head_n + 1 + b.body_n || bytes[b.head_at + b.head_n] != ',' ||
	    bytes[b.head_at + b.head_n - 1] != 0)
		return bad(cx);
	struct http_request r = {.body = bytes + b.head_at + b.head_n + 1, .body_n = b.body_n};
	const char *method = NULL, *scgi = NULL, *https = NULL;
	const struct {
		const char *name, **to;
	} wanted[] = {
		{"SCGI", &scgi}, {"REQUEST_METHOD", &method}, {"REQUEST_URI", &r.target}, {"HTTPS", &https},
		{"REMOTE_ADDR", &r.from},
		{"CONTENT_TYPE", &r.content_type}, {"HTTP_HOST", &r.host}, {"HTTP_ORIGIN", &r.origin},
		{"HTTP_SEC_FETCH_SITE", &r.fetch_site}, {"HTTP_COOKIE", &r.cookie}, {"HTTP_ACCEPT", &r.accept},
		{"HTTP_ACCEPT_LANGUAGE", &r.accept_language}, {"HTTP_AUTHORIZATION", &r.authorization},
		{"HTTP_IDEMPOTENCY_KEY", &r.idempotency_key},
	};
	enum { WANTED = sizeof wanted / sizeof wanted[0] };
	/* Copied, because the head's last NUL is inside it and strings must outlive the read buffer. */
	char *head = arena_strndup(cx->arena, bytes + b.head_at, b.head_n), *end = head + b.head_n;
	for (char *name = head; name < end;) {
		char *value = name + strlen(name) + 1;
		if (value >= end || name[0] == 0)
			return bad(cx);
		char *next = value + strlen(value) + 1;
		for (size_t i = 0; i < WANTED; i++) {
			if (!str_equal(name, wanted[i].name))
				continue;
			if (*wanted[i].to != NULL || !text(value)) /* twice: nobody can say which one nginx meant */
				return bad(cx);
			*wanted[i].to = value;
		}
		name = next;
	}
	if (!str_equal(scgi, "1") || method == NULL || r.target == NULL)
		return bad(cx);
	for (size_t i = 0; i < WANTED; i++)
		if (*wanted[i].to == NULL)
			*wanted[i].to = "";
	r.tls = str_equal(https, "on");
	if (str_equal(method, "GET"))
		r.method = METHOD_GET;
	else if (str_equal(method, "HEAD"))
		r.method = METHOD_HEAD;
	else if (str_equal(method, "POST"))
		r.method = METHOD_POST;
	else
		return err_say(cx, ERR_DENIED, NULL, N_("That method is not used here."), NULL);
	rc = split_target(cx, &r);
	if (rc != 0)
		return rc;
	*ret_request = r;
	return ERR_OK;
}
