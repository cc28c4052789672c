/* What browsers send, and what only pretends to be a browser. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/buf.h"
#include "web/form.h"

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

static int parse(const char *text, size_t n, struct form *ret) {
	char *copy = malloc(n == 0 ? 1 : n);
	memcpy(copy, text, n);
	int rc = form_parse(&cx, copy, n, ret);
	free(copy);
	return rc;
}

static void reads_an_encoded_form(void **state) {
	(void)state;
	static const char text[] = "given=%D0%9E%D0%BB%D0%B5%D0%BD%D0%B0&need=shelter&need=legal&empty=&bare&&a+b=c+d%0D%0Ae";
	struct form f;
	assert_int_equal(parse(text, sizeof text - 1, &f), 0);
	assert_int_equal(f.n, 6);
	assert_string_equal(form_get(&f, "given"), "Олена");
	assert_string_equal(form_get(&f, "need"), "shelter");
	assert_string_equal(f.fields[2].name, "need");
	assert_string_equal(f.fields[2].value, "legal");
	assert_string_equal(form_get(&f, "empty"), "");
	assert_string_equal(form_get(&f, "bare"), "");
	assert_string_equal(form_get(&f, "a b"), "c d\ne");
	assert_null(form_get(&f, "none"));
}

static void refuses_what_is_no_text(void **state) {
	(void)state;
	static const char *const bad[] = {"a=%", "a=%4", "a=%zz", "a=%00", "%00=a", "a=%ff", "a=%c3%28", "a=%ed%a0%80", "%=a"};
	struct form f;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_int_equal(parse(bad[i], strlen(bad[i]), &f), ERR_INVALID);
	assert_int_equal(parse("a\0b=c", 5, &f), ERR_INVALID);
	assert_int_equal(parse("a=\xff", 3, &f), ERR_INVALID);
}

static void refuses_more_fields_than_any_form_has(void **state) {
	(void)state;
	struct buf b = buf_new(cx.arena, 1 << 20);
	struct form f;
	for (int i = 0; i < FORM_FIELDS; i++)
		buf_str(&b, "a=b&");
	assert_int_equal(parse(b.at, b.n, &f), 0);
	assert_int_equal(f.n, FORM_FIELDS);
	buf_str(&b, "a=b");
	assert_int_equal(parse(b.at, b.n, &f), ERR_LIMIT);
}

static const char type[] = "multipart/form-data; boundary=XyZ";

#define PART(name, value) "--XyZ\r\nContent-Disposition: form-data; name=\"" name "\"\r\n\r\n" value "\r\n"

static int parts(const char *text, size_t n, struct form *ret) {
	char *copy = malloc(n == 0 ? 1 : n);
	memcpy(copy, text, n);
	int rc = form_parse_parts(&cx, type, copy, n, ret);
	free(copy);
	return rc;
}

static void reads_a_form_in_parts(void **state) {
	(void)state;
	static const char text[] = PART("given", "Ona") PART("empty", "") PART("note", "one\r\ntwo --XyZ three")
		"--XyZ\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a\\\"b.csv\"\r\nContent-Type: text/csv\r\n\r\n"
		"1;2\r\n\0;3\r\n--XyZ--\r\n";
	struct form f;
	assert_int_equal(parts(text, sizeof text - 1, &f), 0);
	assert_int_equal(f.n, 4);
	assert_string_equal(form_get(&f, "given"), "Ona");
	assert_string_equal(form_get(&f, "empty"), "");
	assert_string_equal(form_get(&f, "note"), "one\ntwo --XyZ three");
	assert_string_equal(f.fields[3].file, "a\"b.csv");
	assert_int_equal(f.fields[3].n, 8);
	assert_memory_equal(f.fields[3].value, "1;2\r\n\0;3", 8);
}

static void refuses_every_form_in_parts_that_is_cut_short(void **state) {
	(void)state;
	static const char text[] = PART("given", "Ona") PART("empty", "") "--XyZ--";
	struct form f;
	for (size_t n = 0; n < sizeof text - 1; n++)
		assert_int_equal(parts(text, n, &f), ERR_INVALID);
	assert_int_equal(parts(text, sizeof text - 1, &f), 0);
}

static void refuses_parts_without_a_name_or_with_odd_ones(void **state) {
	(void)state;
	static const struct {
		const char *at;
		size_t n;
	} bad[] = {
#define B(s) {s, sizeof(s) - 1}
		B("--XyZ\r\n\r\nx\r\n--XyZ--"),
		B("--XyZ\r\nContent-Disposition: form-data\r\n\r\nx\r\n--XyZ--"),
		B("--XyZ\r\nContent-Disposition: form-data; name=\"a\r\n\r\nx\r\n--XyZ--"),
		B("--XyZ\r\nContent-Disposition: form-data; name=\"a\xff\"\r\n\r\nx\r\n--XyZ--"),
		B("--XyZ\r\nContent-Disposition: form-data; name=\"a\0\"\r\n\r\nx\r\n--XyZ--"),
		B("--XyZ\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Disposition: form-data; name=\"b\"\r\n\r\nx\r\n--XyZ--"),
		B(PART("a", "x\0y") "--XyZ--"),
		B(PART("a", "\xc3\x28") "--XyZ--"),
		B("preamble\r\n" PART("a", "b") "--XyZ--"),
	};
	struct form f;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (parts(bad[i].at, bad[i].n, &f) != ERR_INVALID)
			fail_msg("took part %zu", i);
	assert_int_equal(form_parse_parts(&cx, "multipart/form-data", "--XyZ--", 7, &f), ERR_INVALID);
	assert_int_equal(form_parse_parts(&cx, "multipart/form-data; boundary=\"", "--XyZ--", 7, &f), ERR_INVALID);
}

static void reads_cookies_and_trusts_no_second_one(void **state) {
	(void)state;
	assert_string_equal(cookie_get(cx.arena, "sid=abc; lang=lt", "sid"), "abc");
	assert_string_equal(cookie_get(cx.arena, "sid=abc; lang=lt ", "lang"), "lt");
	assert_string_equal(cookie_get(cx.arena, ";;  sid=", "sid"), "");
	assert_string_equal(cookie_get(cx.arena, "xsid=1; sid=a=b", "sid"), "a=b");
	assert_string_equal(cookie_get(cx.arena, "sid=a; sid=a", "sid"), "a");
	assert_null(cookie_get(cx.arena, "sid=a; sid=b", "sid"));
	assert_null(cookie_get(cx.arena, "sidx=a; SID=b; sid", "sid"));
	assert_null(cookie_get(cx.arena, "", "sid"));
}

static void encodes_so_that_it_reads_the_same_again(void **state) {
	(void)state;
	const char *text = "/person/1?a=b&c=Š ž+%";
	const char *pair = arena_printf(cx.arena, "next=%s", form_encode(cx.arena, text));
	struct form f;
	assert_int_equal(parse(pair, strlen(pair), &f), 0);
	assert_string_equal(form_get(&f, "next"), text);
}

int main(void) {
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
		TEST(reads_an_encoded_form),
		TEST(refuses_what_is_no_text),
		TEST(refuses_more_fields_than_any_form_has),
		TEST(reads_a_form_in_parts),
		TEST(refuses_every_form_in_parts_that_is_cut_short),
		TEST(refuses_parts_without_a_name_or_with_odd_ones),
		TEST(reads_cookies_and_trusts_no_second_one),
		TEST(encodes_so_that_it_reads_the_same_again),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
