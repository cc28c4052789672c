/* Which handler a path leads to, and what headers are made of. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "web/route.h"

static struct arena *a;

static int setup(void **state) {
	(void)state;
	a = arena_new(1 << 20);
	return 0;
}

static int teardown(void **state) {
	(void)state;
	arena_free(a);
	return 0;
}

static const struct route routes[] = {
	{"/", NULL, 0}, {"/person/:person", NULL, 0}, {"/person/find", NULL, 0}, {"/person/:person/note/:note", NULL, 0},
	{"/work", NULL, 0}, {0}};

static const char *match(const char *path, struct page_params *params) {
	size_t literal;
	const struct route *r = route_match(a, routes, path, params, &literal);
	return r == NULL ? "" : r->pattern;
}

static void finds_the_pattern_and_its_parts(void **state) {
	(void)state;
	struct page_params p = {0};
	assert_string_equal(match("/", &p), "/");
	assert_string_equal(match("/work", &p), "/work");
	assert_string_equal(match("/person/abc", &p), "/person/:person");
	assert_int_equal(p.n, 1);
	assert_string_equal(p.at[0].name, "person");
	assert_string_equal(p.at[0].value, "abc");
	assert_string_equal(match("/person/abc/note/7", &p), "/person/:person/note/:note");
	assert_string_equal(p.at[0].name, "person");
	assert_string_equal(p.at[1].name, "note");
	assert_string_equal(p.at[1].value, "7");
}

static void prefers_the_literal_part(void **state) {
	(void)state;
	struct page_params p = {0};
	assert_string_equal(match("/person/find", &p), "/person/find");
	assert_string_equal(match("/person/finder", &p), "/person/:person");
}

static void finds_nothing_for_other_paths(void **state) {
	(void)state;
	static const char *const paths[] = {"", "/work/", "/workx", "/wor", "/person", "/person/", "/person/a/note",
		"/person/a/note/", "/person/a/note/b/c", "/Work", "//"};
	struct page_params p = {0};
	for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
		assert_string_equal(match(paths[i], &p), "");
}

static void redirects_only_within_the_site(void **state) {
	(void)state;
	static const char *const good[] = {"/", "/work", "/person/1?x=y#z"};
	static const char *const bad[] = {"", "work", "//other", "/\\other", "https://other", "/a b", "/a\r\nSet-Cookie: x",
		"/\xc4\x85", "\\/x", "/a\x7f"};
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		assert_true(http_local(good[i]));
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(http_local(bad[i]));
}

static void gives_json_only_to_who_asks_for_it(void **state) {
	(void)state;
	assert_true(http_wants_json("application/json"));
	assert_true(http_wants_json("text/html;q=0.5, application/json"));
	assert_true(http_wants_json("*/*, APPLICATION/JSON;q=0.1"));
	assert_false(http_wants_json(""));
	assert_false(http_wants_json("*/*"));
	assert_false(http_wants_json("text/html,application/xhtml+xml,application/json;q=0.9"));
	assert_false(http_wants_json("application/json;q=0"));
	assert_false(http_wants_json("application/jsonx"));
	assert_false(http_wants_json(",,;q=,;;"));
}

static void chooses_the_language_a_browser_would_rather_have(void **state) {
	(void)state;
	assert_string_equal(http_lang("uk-UA,uk;q=0.9,en;q=0.8"), "uk");
	assert_string_equal(http_lang("de, en;q=0.2, ru;q=0.7"), "ru");
	assert_string_equal(http_lang("fr;q=1.0,lt;q=0.001"), "lt");
	assert_null(http_lang("de,fr"));
	assert_null(http_lang("en;q=0"));
	assert_null(http_lang(""));
	assert_null(http_lang(";;;q=,,,-;q=9"));
}

static void writes_a_head_nginx_understands(void **state) {
	(void)state;
	struct http_response r = http_response_new(a);
	struct http_request q = {.tls = true};
	r.status = 422;
	buf_str(&r.body, "abc");
	http_add(&r, "Set-Cookie", http_cookie(a, &q, "__Host-sid", "x", 0));
	struct buf out = buf_new(a, 1 << 16);
	http_head(&out, &r);
	assert_string_equal(out.at, "Status: 422 Unprocessable Content\r\nContent-Type: text/html; charset=utf-8\r\n"
		"Content-Length: 3\r\nSet-Cookie: __Host-sid=x; Path=/; HttpOnly; SameSite=Strict; Secure; Max-Age=0\r\n\r\n");
}

int main(void) {
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
		TEST(finds_the_pattern_and_its_parts),
		TEST(prefers_the_literal_part),
		TEST(finds_nothing_for_other_paths),
		TEST(redirects_only_within_the_site),
		TEST(gives_json_only_to_who_asks_for_it),
		TEST(chooses_the_language_a_browser_would_rather_have),
		TEST(writes_a_head_nginx_understands),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
