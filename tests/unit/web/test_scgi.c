/* The one parser that faces what came from the network. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/buf.h"
#include "web/scgi.h"

static struct cx cx;

static int setup(void **state) {
	(void)state;
	cx = (struct cx){.arena = arena_new(16 << 20)};
	return 0;
}

static int teardown(void **state) {
	(void)state;
	arena_free(cx.arena);
	return 0;
}

struct text {
	const char *at;
	size_t n;
};

/* A request of the given headers ("NAME=value" ...) and body, its lengths right. */
static struct text request(const char *const *headers, const char *body) {
	struct buf head = buf_new(cx.arena, 1 << 20), whole = buf_new(cx.arena, 4 << 20);
	buf_printf(&head, "CONTENT_LENGTH%c%zu%c", 0, strlen(body), 0);
	for (; *headers != NULL; headers++) {
		size_t name = strcspn(*headers, "=");
		buf_add(&head, *headers, name);
		buf_char(&head, 0);
		buf_add(&head, *headers + name + 1, strlen(*headers + name + 1) + 1);
	}
	buf_printf(&whole, "%zu:", head.n);
	buf_add(&whole, head.at, head.n);
	buf_printf(&whole, ",%s", body);
	return (struct text){whole.at, whole.n};
}

static int parse(struct text t, struct http_request *ret) {
	/* exactly sized, so that a read past the end is seen */
	char *copy = malloc(t.n == 0 ? 1 : t.n);
	memcpy(copy, t.at, t.n);
	int rc = scgi_parse(&cx, copy, t.n, ret);
	free(copy);
	return rc;
}

#define HEADERS(...) ((const char *const[]){__VA_ARGS__, NULL})

static void reads_what_nginx_sends(void **state) {
	(void)state;
	struct text t = request(HEADERS("SCGI=1", "REQUEST_METHOD=POST", "REQUEST_URI=/person/ab%C4%8D/x?y=z&q",
		"CONTENT_TYPE=text/plain", "HTTPS=on", "HTTP_HOST=localhost:8080", "HTTP_COOKIE=sid=1; lang=lt",
		"HTTP_X_OTHER=\xff"), "hello");
	struct http_request r;
	size_t size = 0;
	assert_int_equal(scgi_size(t.at, t.n, &size), 0);
	assert_int_equal(size, t.n);
	assert_int_equal(scgi_parse(&cx, t.at, t.n, &r), 0);
	assert_int_equal(r.method, METHOD_POST);
	assert_string_equal(r.path, "/person/ab\xc4\x8d/x");
	assert_string_equal(r.query, "y=z&q");
	assert_string_equal(r.host, "localhost:8080");
	assert_string_equal(r.cookie, "sid=1; lang=lt");
	assert_string_equal(r.origin, "");
	assert_true(r.tls);
	assert_memory_equal(r.body, "hello", 5);
}

static void asks_for_more_until_the_length_is_known(void **state) {
	(void)state;
	struct text t = request(HEADERS("SCGI=1", "REQUEST_METHOD=GET", "REQUEST_URI=/"), "12345");
	struct http_request r;
	for (size_t n = 0; n < t.n; n++) {
		size_t size = 99;
		char *copy = malloc(n == 0 ? 1 : n);
		memcpy(copy, t.at, n);
		assert_int_equal(scgi_size(copy, n, &size), 0);
		assert_true(size == 0 || size == t.n);
		assert_int_not_equal(scgi_parse(&cx, copy, n, &r), 0);
		free(copy);
	}
}

static void refuses_what_is_no_scgi(void **state) {
	(void)state;
	static const struct text bad[] = {
#define T(s) {s, sizeof(s) - 1}
		T("GET / HTTP/1.1\r\n"), T(":"), T("-1:x"), T("07:CONTENT"), T("0:,"), T("3:a\0b"), T("999999999:"),
		T("24:CONTENT_LENGTX\0" "0\0SCGI\0" "1\0,"), T("24:SCGI\0" "1\0CONTENT_LENGTH\0" "0\0,"),
		T("24:CONTENT_LENGTH\0x\0SCGI\0" "1\0,"), T("24:CONTENT_LENGTH\0" "-\0SCGI\0" "1\0,"),
		T("24:CONTENT_LENGTH\0\0SCGI\0" "1\0,,"), T("70000:CONTENT_LENGTH\0" "0\0"),
		T("40:CONTENT_LENGTH\0" "99999999\0"), T("40:CONTENT_LENGTH\0" "00\0"),
		T("40:CONTENT_LENGTH\0" "999999999999999"),
	};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct http_request r;
		assert_int_not_equal(parse(bad[i], &r), 0);
	}
	size_t size;
	assert_int_equal(scgi_size(bad[14 - 2].at, bad[14 - 2].n, &size), ERR_LIMIT);
	assert_int_equal(scgi_size(bad[13].at, bad[13].n, &size), ERR_LIMIT);
}

static void refuses_a_header_block_that_does_not_end(void **state) {
	(void)state;
	struct http_request r;
	struct text t = request(HEADERS("SCGI=1", "REQUEST_METHOD=GET", "REQUEST_URI=/"), "");
	char *copy = arena_strndup(cx.arena, t.at, t.n);
	copy[t.n - 2] = 'x'; /* the last NUL */
	assert_int_not_equal(parse((struct text){copy, t.n}, &r), 0);
	copy[t.n - 2] = 0;
	assert_int_equal(parse((struct text){copy, t.n}, &r), 0);
	copy[t.n - 1] = ';'; /* the comma */
	assert_int_not_equal(parse((struct text){copy, t.n}, &r), 0);
}

static void refuses_a_header_twice(void **state) {
	(void)state;
	struct http_request r;
	assert_int_equal(parse(request(HEADERS("SCGI=1", "REQUEST_METHOD=GET", "REQUEST_URI=/", "HTTP_HOST=a",
		"HTTP_HOST=b"), ""), &r), ERR_INVALID);
	assert_int_equal(parse(request(HEADERS("SCGI=1", "SCGI=1", "REQUEST_METHOD=GET", "REQUEST_URI=/"), ""), &r),
	                 ERR_INVALID);
	/* what nobody reads may stand twice, as nginx passes it */
	assert_int_equal(parse(request(HEADERS("SCGI=1", "REQUEST_METHOD=GET", "REQUEST_URI=/", "HTTP_X=a", "HTTP_X=b"),
	                               ""), &r), 0);
}

static void refuses_other_methods_and_missing_parts(void **state) {
	(void)state;
	struct http_request r;
	assert_int_equal(parse(request(HEADERS("SCGI=1", "REQUEST_METHOD=DELETE", "REQUEST_URI=/"), ""), &r), ERR_DENIED);
	assert_int_equal(parse(request(HEADERS("SCGI=1", "REQUEST_METHOD=get", "REQUEST_URI=/"), ""), &r), ERR_DENIED);
	assert_int_equal(parse(request(HEADERS("SCGI=1", "REQUEST_METHOD=GET"), ""), &r), ERR_INVALID);
	assert_int_equal(parse(request(HEADERS("SCGI=2", "REQUEST_METHOD=GET", "REQUEST_URI=/"), ""), &r), ERR_INVALID);
	assert_int_equal(parse(request(HEADERS("REQUEST_METHOD=GET", "REQUEST_URI=/"), ""), &r), ERR_INVALID);
}

static void refuses_paths_that_could_mean_another(void **state) {
	(void)state;
	static const char *const bad[] = {"", "x", "http://other/", "*", "//", "/a//b", "/./a", "/a/../b", "/a/..", "/.",
		"/a%2fb", "/a%2Fb", "/a%00b", "/a%", "/a%4", "/a%zz", "/a%0ab", "/%ff", "/%c3%28", "/a\\b", "/%2e%2e/b",
		"/a\x01", "/a%7f", "/%5c", "/a%23"};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct http_request r;
		const char *uri = arena_printf(cx.arena, "REQUEST_URI=%s", bad[i]);
		if (parse(request(HEADERS("SCGI=1", "REQUEST_METHOD=GET", uri), ""), &r) == 0)
			fail_msg("took %s", bad[i]);
	}
	struct http_request r;
	char *uri = arena_alloc(cx.arena, HTTP_PATH_MAX + 100);
	memset(uri, 'a', HTTP_PATH_MAX + 90);
	memcpy(uri, "REQUEST_URI=/", 13);
	assert_int_equal(parse(request(HEADERS("SCGI=1", "REQUEST_METHOD=GET", uri), ""), &r), ERR_INVALID);
}

static void survives_every_byte_changed(void **state) {
	(void)state;
	struct text t = request(HEADERS("SCGI=1", "REQUEST_METHOD=POST", "REQUEST_URI=/a%20b?c", "HTTP_COOKIE=sid=1"),
		"ab");
	static const char with[] = {0, ':', ',', '0', '9', '%', '/', '\xff', '\n'};
	for (size_t i = 0; i < t.n; i++)
		for (size_t k = 0; k < sizeof with; k++) {
			struct http_request r;
			char *copy = malloc(t.n);
			memcpy(copy, t.at, t.n);
			copy[i] = with[k];
			size_t size = 0;
			int rc = scgi_size(copy, t.n, &size);
			if (rc == 0 && size > 0)
				rc = scgi_parse(&cx, copy, size < t.n ? size : t.n, &r);
			assert_in_range(rc, 0, ERR__MAX - 1);
			free(copy);
			arena_reset(cx.arena);
			t = request(HEADERS("SCGI=1", "REQUEST_METHOD=POST", "REQUEST_URI=/a%20b?c", "HTTP_COOKIE=sid=1"), "ab");
		}
}

int main(void) {
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
		TEST(reads_what_nginx_sends),
		TEST(asks_for_more_until_the_length_is_known),
		TEST(refuses_what_is_no_scgi),
		TEST(refuses_a_header_block_that_does_not_end),
		TEST(refuses_a_header_twice),
		TEST(refuses_other_methods_and_missing_parts),
		TEST(refuses_paths_that_could_mean_another),
		TEST(survives_every_byte_changed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
