/* Small multiples, overlaps and flows: what they say in words, what they leave out, and the files they make. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "view/chart.h"
#include "view/chart_map.h"
#include "view/picture.h"

static struct cx cx;

static int setup(void **state) {
	(void)state;
	cx = (struct cx){.arena = arena_new(64 << 20), .lang = "en"};
	return 0;
}

static int teardown(void **state) {
	(void)state;
	arena_free(cx.arena);
	return 0;
}

typedef int drawing(struct cx *cx, json_t *chart, struct buf *out);

static int make(drawing *how, const char *json, struct buf *out) {
	json_t *chart = json_loads(json, JSON_DECODE_ANY, NULL);
	assert_non_null(chart);
	*out = buf_new(cx.arena, 4 << 20);
	int e = how(&cx, chart, out);
	json_decref(chart);
	return e;
}

static bool has(const struct buf *b, const char *s) {
	return strstr(b->at, s) != NULL;
}

static size_t count(const struct buf *b, const char *s) {
	size_t n = 0;
	for (const char *at = strstr(b->at, s); at != NULL; at = strstr(at + 1, s))
		n++;
	return n;
}

#define LINES "{\"kind\": \"lines\", \"title\": \"t\", \"source\": \"s\", \"labels\": [\"2020\", \"2021\", \"2022\"], \"rows\": [" \
	"{\"label\": \"Calls & more\", \"values\": [1, null, 3]}, {\"label\": \"Cases\", \"values\": [7, 8.5, 9]}]}"
#define UPSET "{\"kind\": \"upset\", \"title\": \"t\", \"sets\": [\"Police\", \"NGO\"], \"rows\": [{\"in\": [0], \"value\": 4}, " \
	"{\"in\": [1], \"value\": 171}, {\"in\": [0, 1], \"value\": 12}], \"files\": \"/figures/chart/x\", \"query\": \"?year=2022&as_of=2026-01-01\"}"
#define FLOWS "{\"kind\": \"flows\", \"title\": \"t\", \"home\": 440, \"rows\": [" \
	"{\"from\": 804, \"to\": 440, \"from_label\": \"Ukraine\", \"to_label\": \"Lithuania\", \"value\": 9}, " \
	"{\"from\": 440, \"to\": 826, \"from_label\": \"Lithuania\", \"to_label\": \"United Kingdom\", \"value\": 6}, " \
	"{\"from\": null, \"to\": 440, \"to_label\": \"Lithuania\", \"value\": 2}]}"

static void small_multiples_say_every_year_and_every_gap(void **state) {
	(void)state;
	struct buf out;
	assert_int_equal(make(chart_draw, LINES, &out), 0);
	assert_int_equal(count(&out, "class=\"chart-panel\""), 2);
	assert_true(has(&out, "aria-label=\"Calls &amp; more. 2020: 1; 2021: not reported; 2022: 3\""));
	assert_true(has(&out, "<p class=\"chart-note\">2021: not reported</p>"));
	assert_true(has(&out, "<th scope=\"col\" class=\"govuk-table__header govuk-table__header--numeric\">2021</th>"));
	assert_int_equal(make(chart_svg, LINES, &out), 0);
	assert_true(has(&out, "Calls &amp; more: 2020 1, 2021 not reported, 2022 3; Cases: 2020 7, 2021 8.5, 2022 9."));
	assert_int_equal(make(chart_csv, LINES, &out), 0);
	assert_string_equal(out.at, "\"\",\"2020\",\"2021\",\"2022\"\r\n\"Calls & more\",\"1\",\"not_reported\",\"3\"\r\n"
	                            "\"Cases\",\"7\",\"8.5\",\"9\"\r\n");
}

static void an_overlap_is_sorted_and_adds_up_each_set(void **state) {
	(void)state;
	struct buf out;
	assert_int_equal(make(chart_draw, UPSET, &out), 0);
	assert_true(has(&out, "NGO: 171; Police + NGO: 12; Police: 4."));
	assert_true(has(&out, "16\u00a0\u00b7 Police"));
	assert_true(has(&out, "183\u00a0\u00b7 NGO"));
	assert_true(has(&out, "href=\"/figures/chart/x/svg?year=2022&amp;as_of=2026-01-01\""));
}

static void a_map_names_places_and_leaves_what_is_not_known_to_its_table(void **state) {
	(void)state;
	struct buf out;
	assert_int_equal(make(chart_draw, FLOWS, &out), 0);
	assert_true(has(&out,
		"Ukraine \u2192 Lithuania: 9; Lithuania \u2192 United Kingdom: 6; not known \u2192 Lithuania: 2."));
	assert_true(has(&out, ">Ukraine <tspan font-weight=\"700\" fill=\"#0072b2\">9</tspan>"));
	assert_true(has(&out, ">United Kingdom <tspan font-weight=\"700\" fill=\"#d55e00\">6</tspan>"));
	assert_true(has(&out, "stroke-dasharray=\"7 3\""));
	assert_true(has(&out, "2 stand in the table only."));
	assert_true(out.n < 40000); /* a page is not its map */
}

static void a_map_widens_for_far_places_and_knows_its_own(void **state) {
	(void)state;
	double lon, lat, x, y;
	assert_true(map_place(440, &lon, &lat));
	assert_true(lon > 21 && lon < 27 && lat > 53 && lat < 57);
	assert_false(map_place(0, &lon, &lat));
	assert_false(map_place(999, &lon, &lat));
	const int far[] = {704, 566};
	struct map_view near = map_view(far, 0, 320), wide = map_view(far, 2, 320);
	assert_true(near.scale > wide.scale);
	for (size_t i = 0; i < 2; i++) {
		assert_true(map_place(far[i], &lon, &lat) && map_point(&wide, lon, lat, &x, &y));
		assert_true(x > 0 && x < wide.width && y > 0 && y < wide.height);
	}
}

static void every_kind_is_a_file_that_can_be_drawn_as_dots(void **state) {
	(void)state;
	static const char *const charts[] = {LINES, UPSET, FLOWS,
		"{\"kind\": \"bars\", \"title\": \"<t>\", \"source\": \"s\", "
		"\"rows\": [{\"label\": \"a\", \"value\": 1}, {\"label\": \"b\", \"value\": null}]}",
		"{\"kind\": \"spark\", \"title\": \"t\", \"rows\": [{\"label\": \"2022\", \"value\": 1.5}]}",
		"{\"kind\": \"ring\", \"title\": \"t\", \"day\": 33, \"of\": 30}"};
	for (size_t i = 0; i < sizeof charts / sizeof *charts; i++) {
		struct buf svg, png = buf_new(cx.arena, 16 << 20);
		assert_int_equal(make(chart_svg, charts[i], &svg), 0);
		assert_int_equal(strncmp(svg.at, "<?xml", 5), 0);
		assert_false(has(&svg, "style="));
		assert_false(has(&svg, "<t>"));
		assert_false(has(&svg, "nan"));
		assert_int_equal(picture_png(&cx, (struct blob){svg.at, svg.n}, 704, &png), 0);
		assert_memory_equal(png.at, "\x89PNG", 4);
	}
}

/* abuse 18 */
static void no_cell_of_a_csv_is_a_formula(void **state) {
	(void)state;
	struct buf out;
	assert_int_equal(make(chart_csv,
		"{\"kind\": \"bars\", \"title\": \"t\", \"rows\": [{\"label\": \"=1+1\", \"value\": 2}, "
		"{\"label\": \"a\\\"b\", \"value\": null}]}", &out), 0);
	assert_string_equal(out.at, "\"'=1+1\",\"2\"\r\n\"a\"\"b\",\"not_reported\"\r\n");
}

static void what_is_no_such_picture_is_refused(void **state) {
	(void)state;
	static const char *const bad[] = {
		"{\"kind\": \"lines\", \"title\": \"t\", \"labels\": [], \"rows\": []}",
		"{\"kind\": \"lines\", \"title\": \"t\", \"labels\": [\"a\"], \"rows\": [{\"label\": \"x\", \"values\": [1, "
		"2]}]}",
		"{\"kind\": \"lines\", \"title\": \"t\", \"labels\": [1], \"rows\": [{\"label\": \"x\", \"values\": [1]}]}",
		"{\"kind\": \"upset\", \"title\": \"t\", \"sets\": [], \"rows\": [{\"in\": [0], \"value\": 1}]}",
		"{\"kind\": \"upset\", \"title\": \"t\", \"sets\": [\"a\"], \"rows\": [{\"in\": 0, \"value\": 1}]}",
		"{\"kind\": \"upset\", \"title\": \"t\", \"sets\": [\"a\"], \"rows\": [{\"in\": [0], \"value\": null}]}",
		"{\"kind\": \"flows\", \"title\": \"t\", \"rows\": []}",
		"{\"kind\": \"flows\", \"title\": \"t\", \"rows\": [{\"from\": \"lt\", \"to\": 440, \"to_label\": \"x\", "
		"\"value\": 1}]}",
		"{\"kind\": \"flows\", \"title\": \"t\", \"rows\": [{\"from\": 440, \"to\": 804, \"value\": 1}]}",
	};
	struct buf out;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		assert_int_equal(make(chart_draw, bad[i], &out), ERR_INVALID);
		assert_int_equal(out.n, 0);
	}
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(small_multiples_say_every_year_and_every_gap),
		cmocka_unit_test(an_overlap_is_sorted_and_adds_up_each_set),
		cmocka_unit_test(a_map_names_places_and_leaves_what_is_not_known_to_its_table),
		cmocka_unit_test(a_map_widens_for_far_places_and_knows_its_own),
		cmocka_unit_test(every_kind_is_a_file_that_can_be_drawn_as_dots),
		cmocka_unit_test(no_cell_of_a_csv_is_a_formula),
		cmocka_unit_test(what_is_no_such_picture_is_refused),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
