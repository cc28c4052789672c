#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "view/chart.h"

static struct cx cx;

static int setup(void **state) {
	(void)state;
	cx = (struct cx){.arena = arena_new(16 << 20), .lang = "en"};
	return 0;
}

static int teardown(void **state) {
	(void)state;
	arena_free(cx.arena);
	return 0;
}

static int draw(const char *json, struct buf *out) {
	json_t *chart = json_loads(json, JSON_DECODE_ANY, NULL);
	assert_non_null(chart);
	*out = buf_new(cx.arena, 4 << 20);
	int e = chart_draw(&cx, chart, out);
	json_decref(chart);
	return e;
}

static bool has(const struct buf *b, const char *s) {
	return strstr(b->at, s) != NULL;
}

static void a_bar_says_its_value_as_it_is_written(void **state) {
	(void)state;
	struct buf out;
	assert_int_equal(draw("{\"kind\": \"bars\", \"title\": \"Asked\", \"rows\": [{\"label\": \"All\", \"value\": 0.04, \"say\":"
		"\"0.04\"}, {\"label\": \"Often\", \"value\": 4, \"say\": \"4%\"}, {\"label\": \"Silent\", \"value\": null, \"say\": null}]}",
		&out), ERR_OK);
	assert_true(has(&out, ">All: 0.04; Often: 4%; Silent: not reported.</desc>"));
	assert_true(has(&out, "font-weight=\"700\">0.04</text>"));
	assert_false(has(&out, "0.0<"));
}

static void a_picture_says_in_words_what_it_shows(void **state) {
	(void)state;
	struct buf out;
	assert_int_equal(draw("{\"kind\": \"bars\", \"id\": \"by-source\", \"title\": \"Police recorded 16\", \"source\": \"As of 1 March\","
	                      "\"rows\": [{\"label\": \"Police\", \"value\": 1600}, {\"label\": \"Shelters\", \"value\": null}]}", &out), ERR_OK);
	assert_true(has(&out, "role=\"img\" aria-labelledby=\"by-source-t by-source-d\""));
	assert_true(has(&out, "<title id=\"by-source-t\">Police recorded 16</title>"));
	assert_true(has(&out, "<desc id=\"by-source-d\">Police: 1,600; Shelters: not reported.</desc>"));
	assert_true(has(&out, "<p class=\"chart-source\">As of 1 March</p>"));
	assert_true(has(&out, "fill=\"url(#by-source-h)\""));
	assert_true(has(&out, "<th scope=\"row\" class=\"govuk-table__header\">Shelters</th>"));
}

static void nothing_in_it_needs_an_exception_of_the_content_policy(void **state) {
	(void)state;
	static const char *const charts[] = {
		"{\"kind\": \"bars\", \"title\": \"<t>\", \"source\": \"&\", \"rows\": [{\"label\": \"\\\"<script>\", \"value\": 0}]}",
		"{\"kind\": \"spark\", \"title\": \"<t>\", \"rows\": [{\"label\": \"<2022>\", \"value\": 1.5}]}",
		"{\"kind\": \"ring\", \"title\": \"<t>\", \"day\": 33, \"of\": 30}",
	};
	for (size_t i = 0; i < sizeof charts / sizeof *charts; i++) {
		struct buf out;
		assert_int_equal(draw(charts[i], &out), ERR_OK);
		assert_false(has(&out, "style="));
		assert_false(has(&out, "<script"));
		assert_false(has(&out, "<t>"));
		assert_true(has(&out, "&lt;t&gt;"));
		assert_false(has(&out, "nan"));
		assert_false(has(&out, "inf"));
	}
}

static void a_line_breaks_where_nothing_was_reported(void **state) {
	(void)state;
	struct buf out;
	assert_int_equal(draw("{\"kind\": \"spark\", \"title\": \"t\", \"rows\": [{\"label\": \"2018\", \"value\": null}, {\"label\": \"2019\", \"value\": 3},"
	                      "{\"label\": \"2020\", \"value\": 4}, {\"label\": \"2021\", \"value\": null}, {\"label\": \"2022\", \"value\": 6}]}", &out), ERR_OK);
	assert_true(has(&out, "d=\"M84.0 67.0L160.0 54.7M312.0 30.0\"")); /* 2021 parts them */
	assert_true(has(&out, "<p class=\"chart-note\">2018, 2021: not reported</p>"));
	assert_true(has(&out, "font-weight=\"700\">3</text>"));
	assert_true(has(&out, "font-weight=\"700\">6</text>"));
	assert_int_equal(draw("{\"kind\": \"spark\", \"title\": \"t\", \"rows\": [{\"label\": \"2018\", \"value\": null}]}", &out), ERR_OK);
}

static void a_counter_counts_days(void **state) {
	(void)state;
	struct buf out;
	assert_int_equal(draw("{\"kind\": \"ring\", \"title\": \"t\", \"day\": 12, \"of\": 30}", &out), ERR_OK);
	assert_true(has(&out, "Day 12 of 30."));
	assert_true(has(&out, ">of 30 days</text>"));
	assert_true(has(&out, "stroke-dasharray=\"165.88 414.69\""));
}

static void long_labels_wrap_between_letters(void **state) {
	(void)state;
	struct buf json = buf_new(cx.arena, 1 << 16), out;
	buf_str(&json, "{\"kind\": \"bars\", \"title\": \"t\", \"rows\": [{\"label\": \"");
	for (int i = 0; i < 300; i++)
		buf_str(&json, "щ");
	buf_str(&json, "\", \"value\": 5}, {\"label\": \"Valstybės vaiko teisių apsaugos ir įvaikinimo tarnyba prie ministerijos\", \"value\": 1},"
	               "{\"label\": \"\", \"value\": 9000000000000000}]}");
	assert_int_equal(draw(json.at, &out), ERR_OK);
	assert_true(has(&out, "щ\u2026</text>"));
	assert_true(has(&out, ">Valstybės vaiko teisių apsaugos ir</text>"));
	json_t *whole = json_string(out.at); /* refuses what is not UTF-8 */
	assert_non_null(whole);
	json_decref(whole);
}

static void what_is_no_chart_is_refused_and_draws_nothing(void **state) {
	(void)state;
	static const char *const bad[] = {
		"null", "[]", "{}", "{\"kind\": \"bars\"}", "{\"kind\": \"bars\", \"title\": \"t\", \"rows\": []}",
		"{\"kind\": \"bars\", \"title\": \"t\", \"rows\": [{\"label\": \"a\"}]}",
		"{\"kind\": \"bars\", \"title\": \"t\", \"rows\": [{\"value\": 1}]}",
		"{\"kind\": \"bars\", \"title\": \"t\", \"rows\": [{\"label\": \"a\", \"value\": -1}]}",
		"{\"kind\": \"bars\", \"title\": \"t\", \"rows\": [{\"label\": \"a\", \"value\": \"1\"}]}",
		"{\"kind\": \"pie\", \"title\": \"t\", \"rows\": [{\"label\": \"a\", \"value\": 1}]}",
		"{\"kind\": \"ring\", \"title\": \"t\", \"day\": 1, \"of\": 0}",
		"{\"kind\": \"ring\", \"title\": \"t\", \"day\": -1, \"of\": 30}",
		"{\"kind\": \"ring\", \"title\": \"t\", \"day\": 1.5, \"of\": 30}",
		"{\"kind\": \"ring\", \"title\": \"\", \"day\": 1, \"of\": 30}",
	};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct buf out;
		assert_int_equal(draw(bad[i], &out), ERR_INVALID);
		assert_int_equal(out.n, 0);
	}
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_picture_says_in_words_what_it_shows, setup, teardown),
		cmocka_unit_test_setup_teardown(a_bar_says_its_value_as_it_is_written, setup, teardown),
		cmocka_unit_test_setup_teardown(nothing_in_it_needs_an_exception_of_the_content_policy, setup, teardown),
		cmocka_unit_test_setup_teardown(a_line_breaks_where_nothing_was_reported, setup, teardown),
		cmocka_unit_test_setup_teardown(a_counter_counts_days, setup, teardown),
		cmocka_unit_test_setup_teardown(long_labels_wrap_between_letters, setup, teardown),
		cmocka_unit_test_setup_teardown(what_is_no_chart_is_refused_and_draws_nothing, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
