/* The page of a linkage: everything it was given is there, escaped, and nothing is fetched or run. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmd/link_html.h"
#include "text/format.h"

static const struct link_report_column column[] = {
	{"first_name", "given name", 0.94, 812, LINK_USE_COMPARED},
	{"surname", "family name", 1, 40021, LINK_USE_BOTH},
	{"dob", "date of birth", 0.71, 20113, LINK_USE_BOTH},
	{"<b>note</b>", "free text", 0.02, 17, LINK_USE_NONE},
};

static const struct link_report_rule rule[] = {
	{"surname (sound) + dob", 120331, 120331, 0.6124}, {"first_name (sound) + dob", 88120, 31077, 0.7420}};

static const struct link_report_level name_level[] = {
	{"same", 0.71, 0.0008, 9.8, 81234, false, true},     {"same sound", 0.12, 0.0004, 8.2, 15123, false, true},
	{"one known as the other", 0.03, 0.0011, 4.8, 4021, false, true}, {"alike", 0.06, 0.004, 3.9, 9000, false, false},
	{"different", 0.08, 0.9937, -3.6, 40000, false, true}, {"one is empty", NAN, NAN, 0, 1200, true, true}};
static const struct link_report_level date_level[] = {
	{"same", 0.81, 0.00005, 14, 91234, false, true}, {"day and month swapped", 0.04, 0.0000002, 17.6, 3210, false, true},
	{"different", 0.15, 0.9999, -2.7, 50000, false, true}};
static const struct link_report_comparison comparison[] = {{"surname", name_level, 6}, {"date of birth", date_level, 3}};

static const struct link_report_part part[] = {
	{"surname", "Ковале\"нко", "Kovalenko<script>", "same sound", 8.2}, {"date of birth", "1987-03-12", "1987-12-03", "day and month swapped", 17.6},
	{"city", "Vilnius", "Kaunas", "different", -1.4}, {"nationality", "", "UA", "one is empty", 0}};
static const struct link_report_pair pair[] = {{"a:17", "b:4 & 5", part, 4, -19.9, 4.5, 1, "just above the threshold"},
	{"a:18", "b:90", part, 2, -19.9, 5.9, -1, NULL}};

static struct link_report_bin bin[40];
static struct link_report_point point[30];
static const struct link_report_size size[] = {{1, 60123}, {2, 9120}, {3, 2011}, {4, 300}, {9, 1}};
static const char *const file[] = {"police.csv", "shelters.csv"}, *const said[] = {"Columns were read by their content."};

static struct link_report whole(void) {
	for (int i = 0; i < 40; i++)
		bin[i] = (struct link_report_bin){i - 20, i - 19, (uint64_t)(100000 / (1 + abs(i - 12) * abs(i - 12)) + 8000 / (1 + abs(i - 34))),
			(uint64_t)(i < 20 ? i : 7900 / (1 + abs(i - 34)))};
	for (int i = 0; i < 30; i++) {
		double p = 1 / (1 + exp(-(i - 6) / 2.0)), r = 1 / (1 + exp((i - 24) / 3.0));
		point[i] = (struct link_report_point){i - 10, p, r, 2 * p * r / (p + r), (uint64_t)(200000 - 6000 * i)};
	}
	return (struct link_report){.file = file, .files = 2, .records = 81234, .pairs = 151408, .people = 71555, .threshold = 4.2, .seconds = 0.71,
		.peak_mib = 78.4, .said = said, .said_n = 1, .column = column, .columns = 4, .rule = rule, .rules = 2, .comparison = comparison,
		.comparisons = 2, .pair = pair, .pairs_shown = 2, .bin = bin, .bins = 40, .size = size, .sizes = 5, .truth = true,
		.blocking_recall = 0.742, .pair_curve = point, .pair_points = 30, .cluster_curve = point, .cluster_points = 30, .pair_best = point[15],
		.cluster_now = point[14]};
}

static const char *page(struct arena *a, const char *lang, const struct link_report *r) {
	struct cx cx = {.arena = a, .lang = lang};
	struct buf to = buf_new(a, 4 << 20);
	link_html(&cx, r, &to);
	return to.at;
}

static int times(const char *text, const char *what) {
	int n = 0;
	for (const char *p = strstr(text, what); p != NULL; p = strstr(p + 1, what))
		n++;
	return n;
}

static void everything_is_there_and_nothing_runs(void **state) {
	struct arena *a = arena_new(16 << 20);
	struct link_report r = whole();
	const char *html = page(a, "en", &r);
	(void)state;
	assert_non_null(strstr(html, "81,234"));
	assert_non_null(strstr(html, "&lt;b&gt;note&lt;/b&gt;"));
	assert_null(strstr(html, "<script"));
	assert_null(strstr(html, "nan"));
	assert_null(strstr(html, "src="));
	assert_non_null(strstr(html, "b:4 &amp; 5"));
	assert_non_null(strstr(html, "<mark>"));
	assert_int_equal(times(html, "<details"), times(html, "</details>"));
	assert_int_equal(times(html, "<svg"), times(html, "</svg>"));
	assert_int_equal(times(html, "<table"), times(html, "</table>"));
	assert_int_equal(times(html, "<h2>"), 7);
	const char *shots = getenv("SHOTS");
	if (shots != NULL) {
		char path[400];
		snprintf(path, sizeof path, "%.300s/link.html", shots);
		FILE *f = fopen(path, "w");
		if (f != NULL) {
			fputs(html, f);
			fclose(f);
		}
	}
	arena_free(a);
}

static void what_is_not_known_is_left_out(void **state) {
	struct arena *a = arena_new(16 << 20);
	struct link_report r = {.file = file, .files = 1, .threshold = NAN, .seconds = NAN, .peak_mib = NAN, .blocking_recall = NAN};
	const char *html = page(a, "lt", &r);
	(void)state;
	assert_int_equal(times(html, "<h2>"), 0);
	assert_null(strstr(html, "nan"));
	r = whole();
	r.truth = false;
	r.threshold = NAN;
	r.bins = 0;
	r.pair_points = 0;
	html = page(a, "en", &r);
	assert_int_equal(times(html, "<h2>"), 5);
	assert_null(strstr(html, "nan"));
	assert_null(strstr(html, "inf\""));
	arena_free(a);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(everything_is_there_and_nothing_runs),
		cmocka_unit_test(what_is_not_known_is_left_out),
	};
	text_warm();
	return cmocka_run_group_tests_name("link_html", tests, NULL, NULL);
}
