#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "io/table.h"
#include "op/profile.h"
#include "text/format.h"
#include "view/chart.h"
#include "view/picture.h"
#include "view/report.h"

static struct cx cx;
static struct profile *profile;

static int setup(void **state) {
	(void)state;
	cx = (struct cx){.arena = arena_new(256 << 20), .lang = "lt"};
	if (profile == NULL) {
		text_warm();
		assert_int_equal(profile_load(&cx, "lt", &profile), ERR_OK);
	}
	cx.profile = profile;
	return 0;
}

static int teardown(void **state) {
	(void)state;
	arena_free(cx.arena);
	return 0;
}

/* Every row of a report, with a value that tells which; the fourth is missing, the fifth quoted. */
static json_t *answer_of(const char *report) {
	const json_t *definition = profile_entry(profile, L_REPORT, profile_code(profile, L_REPORT, report));
	json_t *rows = json_array(), *wanted = json_object_get(definition, "rows"), *row;
	size_t i;
	assert_non_null(definition);
	json_array_foreach(wanted, i, row) {
		const char *indicator = json_string_value(json_object_get(row, "indicator"));
		const json_t *figure = profile_entry(profile, L_INDICATOR, profile_code(profile, L_INDICATOR, indicator));
		const char *part = json_string_value(json_object_get(row, "breakdown")),
			*as = json_string_value(json_object_get(row, "as"));
		const char *unit = json_string_value(json_object_get(row, "unit"));
		json_t *cell = json_pack("{s:I, s:s, s:s, s:s, s:s, s:s, s:O, s:i, s:i}", "year",
			2022 + json_integer_value(json_object_get(row, "offset")), "indicator", indicator, "breakdown", as == NULL ?
			part : as,
			"figure", i == 3 ? "not_reported" : arena_printf(cx.arena, "%zu", 1000 + i), "value_status",
			i == 3 ? "not_reported" : "value", "unit_of", unit == NULL ? json_string_value(json_object_get(figure,
			"unit")) : unit, "version", json_object_get(figure, "version"), "bodies", 3, "delivered", i == 3 ? 2 : 3);
		if (as != NULL)
			json_object_set_new(cell, "part", json_string(part));
		if (i == 4)
			json_object_set_new(cell, "quoted", json_string("51 (=HYPERLINK(\"x\"), 2017) <script>alert(1)</script>"));
		assert_non_null(cell);
		json_array_append_new(rows, cell);
	}
	return json_pack("{s:s, s:s, s:o}", "report", report, "as_of", "2023-03-01", "rows", rows);
}

static struct buf made(json_t *answer, enum report_format format) {
	struct buf out = buf_new(cx.arena, 32 << 20);
	assert_int_equal(report_render(&cx, answer, format, &out), ERR_OK);
	return out;
}

static bool holds(const struct buf *b, const char *text) {
	return memmem(b->at, b->n, text, strlen(text)) != NULL;
}

static void a_csv_is_the_rows_and_nothing_else(void **state) {
	(void)state;
	json_t *answer = answer_of("tip");
	struct buf csv = made(answer, REPORT_CSV);
	static const char begin[] = "year,indicator,breakdown,value,unit\n2022,investigations,total,1000,cases\n";
	assert_memory_equal(csv.at, begin, sizeof begin - 1);
	assert_true(holds(&csv, "\n2022,investigations,unspecified,not_reported,cases\n"));
	assert_true(holds(&csv, ",funding_victim_assistance,allocated,")); /* as the report prints it */
	assert_false(holds(&csv, "allocated_usd"));
	assert_null(strchr(csv.at, '\r'));
	size_t lines = 0;
	for (const char *at = csv.at; *at != 0; at++)
		lines += *at == '\n';
	assert_int_equal(lines, 76);
	json_decref(answer);
}

static void json_gives_every_cell_its_definition_with_eleven_keys(void **state) {
	(void)state;
	static const char *const keys[] = {"say", "definition", "source", "version", "unit", "concept", "event", "period",
		"age_rule", "form_rule", "carry_over", "statutes", "system", "suppress", "item"};
	json_t *answer = answer_of("tip"), *before = json_deep_copy(answer), *row;
	struct buf text = made(answer, REPORT_JSON);
	json_t *json = json_loads(text.at, 0, NULL);
	size_t i;
	assert_true(json_equal(answer, before)); /* the answer is left as it was */
	assert_int_equal(json_array_size(json_object_get(json, "rows")), 75);
	json_array_foreach(json_object_get(json, "rows"), i, row)
		for (size_t k = 0; k < sizeof keys / sizeof *keys; k++)
			assert_non_null(json_object_get(json_object_get(row, "definition"), keys[k]));
	json_decref(json);
	json_decref(before);
	json_decref(answer);
}

static void a_page_runs_no_script_and_loads_nothing(void **state) {
	(void)state;
	json_t *answer = answer_of("tip");
	struct buf html = made(answer, REPORT_HTML);
	assert_true(holds(&html, "default-src 'none'"));
	assert_true(holds(&html, "<html lang=\"lt\">"));
	assert_true(holds(&html, "&lt;script&gt;alert(1)"));
	static const char *const never[] = {"<script", "src=", "url(", "@import", "onload", "http://", "https://"};
	for (size_t i = 0; i < sizeof never / sizeof *never; i++)
		assert_false(holds(&html, never[i]));
	assert_true(holds(&html, "<td class=\"value number missing\""));
	json_decref(answer);
}

struct sheet {
	size_t rows;
	const char *cells[4][12]; /* heading, and rows 1, 4 and 5 */
};

static int take(struct cx *at, const struct table_row *row, void *arg) {
	struct sheet *s = arg;
	static const int kept[] = {0, 1, 4, 5};
	for (size_t k = 0; k < 4; k++)
		for (size_t i = 0; (size_t)kept[k] == s->rows && i < row->n && i < 12; i++)
			s->cells[k][i] = arena_strdup(at->arena, row->cells[i]);
	s->rows++;
	return ERR_OK;
}

static void a_workbook_is_read_back_cell_by_cell(void **state) {
	(void)state;
	json_t *answer = answer_of("tip");
	struct buf xlsx = made(answer, REPORT_XLSX);
	struct sheet s = {0};
	assert_int_equal(table_read_bytes(&cx, (struct blob){xlsx.at, xlsx.n}, take, &s), ERR_OK);
	assert_int_equal(s.rows, 76);
	assert_string_equal(s.cells[1][0], "1");
	assert_string_equal(s.cells[1][3], "2022");
	assert_string_equal(s.cells[1][4], "1000");
	assert_string_equal(s.cells[1][9], "investigations");
	assert_string_equal(s.cells[2][4], "nepateikta");
	assert_string_equal(s.cells[2][7], "2");
	assert_non_null(strstr(s.cells[3][8], "=HYPERLINK")); /* inside a text: it is one */
	json_decref(answer);
}

static void a_print_is_tagged_and_the_same_every_time(void **state) {
	(void)state;
	json_t *answer = answer_of("tip");
	struct buf pdf = made(answer, REPORT_PDF), again = made(answer, REPORT_PDF);
	assert_memory_equal(pdf.at, "%PDF-1.5", 8);
	assert_true(pdf.n > 20000);
	assert_int_equal(pdf.n, again.n);
	assert_memory_equal(pdf.at, again.at, pdf.n);
	assert_true(holds(&pdf, "/StructTreeRoot"));
	assert_true(holds(&pdf, "/Marked true"));
	struct buf book = made(answer, REPORT_XLSX), once_more = made(answer, REPORT_XLSX);
	assert_int_equal(book.n, once_more.n);
	assert_memory_equal(book.at, once_more.at, book.n);
	json_decref(answer);
}

static void every_report_is_printed_in_every_language(void **state) {
	(void)state;
	static const char *const langs[] = {"lt", "en", "uk", "ru"};
	for (size_t i = 0; profile_number(profile, L_REPORT, i) != 0; i++) {
		const json_t *definition = profile_entry(profile, L_REPORT, profile_number(profile, L_REPORT, i));
		json_t *answer = answer_of(json_string_value(json_object_get(definition, "code")));
		for (size_t k = 0; k < 4; k++)
			for (int f = 0; f < REPORT_FORMATS; f++) {
				cx.lang = langs[k];
				made(answer, (enum report_format)f);
			}
		json_decref(answer);
		teardown(NULL);
		setup(NULL);
	}
}

static void an_edition_says_its_number_and_hash(void **state) {
	(void)state;
	json_t *answer = answer_of("tip");
	json_object_set_new(answer, "edition", json_integer(3));
	json_object_set_new(answer, "hash",
		json_string("00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"));
	json_object_set_new(answer, "at", json_string("2023-03-02T09:15:00Z"));
	json_object_set_new(answer, "unchanged", json_true());
	struct buf html = made(answer, REPORT_HTML);
	assert_true(holds(&html, "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"));
	assert_true(holds(&html, "2023\u00a0m. kovo 2\u00a0d."));
	json_decref(answer);
}

static json_t *explained(void) {
	return json_pack("{s:s, s:s, s:i, s:s, s:i, s:s, s:s, s:s, s:i, s:i, s:[{s:s, s:b, s:s, s:s, s:s, s:s, s:s}, {s:s, "
		"s:b, s:s, s:s, s:s, "
		"s:s, s:s}]}", "indicator", "victims_identified_authorities", "breakdown", "total", "year", 2022, "as_of",
		"2023-03-01", "version", 2, "figure", "1", "value_status", "value", "unit_of", "persons", "bodies", 3,
		"delivered", 3, "rows", "record", "00112233445566778899aabbccddeeff", "counted", 1, "reason", "counted",
		"happened", "2022-05-04", "precision", "day", "at", "2022-06-01T10:00:00Z", "org_name", "=cmd|' /C calc'!A0",
		"record", "ff112233445566778899aabbccddeeff", "counted", 0, "reason", "earlier_year", "happened", "2022-05-05",
		"precision", "day", "at", "2022-06-01T10:00:00Z", "org_name", "Panevėžio policija");
}

static void an_explanation_gives_every_record_and_its_reason(void **state) {
	(void)state;
	json_t *answer = explained();
	struct buf out = buf_new(cx.arena, 32 << 20);
	assert_int_equal(explain_render(&cx, answer, REPORT_CSV, &out), ERR_OK);
	assert_string_equal(out.at, "record,counted,reason,figure,detail,group,happened,precision,at,org_name\n"
		"00112233445566778899aabbccddeeff,yes,counted,,,,2022-05-04,day,2022-06-01T10:00:00Z,\"'=cmd|' /C calc'!A0\"\n"
		"ff112233445566778899aabbccddeeff,no,earlier_year,,,,2022-05-05,day,2022-06-01T10:00:00Z,Panevėžio policija\n");
	for (int f = 0; f < REPORT_FORMATS; f++) {
		out.n = 0;
		assert_int_equal(explain_render(&cx, answer, (enum report_format)f, &out), ERR_OK);
		assert_true(out.n > 100);
	}
	json_decref(answer);
}

static void more_records_than_a_format_holds_are_refused(void **state) {
	(void)state;
	json_t *answer = explained(), *rows = json_object_get(answer, "rows"), *row = json_array_get(rows, 1);
	for (size_t i = 0; i < 20000; i++)
		json_array_append(rows, row);
	struct buf out = buf_new(cx.arena, 32 << 20);
	assert_int_equal(explain_render(&cx, answer, REPORT_PDF, &out), ERR_LIMIT);
	assert_int_equal(explain_render(&cx, answer, REPORT_CSV, &out), ERR_OK);
	assert_int_equal(explain_render(&cx, answer, REPORT_XLSX, &out), ERR_OK);
	json_decref(answer);
}

static void a_figure_is_said_with_its_precision(void **state) {
	(void)state;
	cx.lang = "en";
	assert_string_equal(report_figure_say(&cx, "1350", "agencies_approx"), "about 1,350");
	assert_string_equal(report_figure_say(&cx, "4500", "persons_more_than"), "more than 4,500");
	assert_string_equal(report_figure_say(&cx, "1.5", "years"), "1.5");
	assert_string_equal(report_figure_say(&cx, "not_reported", "persons"), "not reported");
	assert_string_equal(report_unit_say(&cx, "persons_approx"), "people");
	assert_string_equal(report_unit_say(&cx, "EUR_approx"), "EUR");
	assert_string_equal(report_unit_say(&cx, "things_nobody_named"), "things nobody named");
}

static void what_is_no_answer_is_a_bug_and_no_crash(void **state) {
	(void)state;
	static const char *const wrong[] = {"{}", "[]", "{\"report\": \"tip\", \"as_of\": \"2023-03-01\"}",
		"{\"report\": \"tip\", \"as_of\": \"2023-03-01\", \"rows\": [{}]}"};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		json_t *answer = json_loads(wrong[i], 0, NULL);
		struct buf out = buf_new(cx.arena, 1 << 20);
		assert_int_equal(report_render(&cx, answer, REPORT_PDF, &out), ERR_BUG);
		assert_int_equal(explain_render(&cx, answer, REPORT_CSV, &out), ERR_BUG);
		json_decref(answer);
	}
	json_t *empty = json_pack("{s:s, s:s, s:[]}", "report", "gone", "as_of", "2023-03-01", "rows");
	for (int f = 0; f < REPORT_FORMATS; f++)
		made(empty, (enum report_format)f);
	json_decref(empty);
}

static void a_ceiling_is_kept(void **state) {
	(void)state;
	json_t *answer = answer_of("tip");
	struct buf small = buf_new(cx.arena, 4000);
	assert_int_equal(report_render(&cx, answer, REPORT_PDF, &small), ERR_LIMIT);
	assert_int_equal(report_render(&cx, answer, REPORT_JSON, &small), ERR_LIMIT);
	assert_int_equal(small.n, 0);
	json_decref(answer);
}

static int png(const char *svg, int width, struct buf *out) {
	*out = buf_new(cx.arena, 16 << 20);
	return picture_png(&cx, (struct blob){svg, strlen(svg)}, width, out);
}

static void a_chart_becomes_a_png(void **state) {
	(void)state;
	struct buf svg = buf_new(cx.arena, 1 << 20), out;
	json_t *chart =
		json_loads("{\"kind\": \"bars\", \"title\": \"Nustatė 16\", \"source\": \"Šaltinis\", \"rows\": [{\"label\": "
		"\"Policija\","
		"\"value\": 16}, {\"label\": \"Гаряча лінія\", \"value\": null}]}", 0, NULL);
	assert_int_equal(chart_svg(&cx, chart, &svg), ERR_OK);
	assert_int_equal(png(svg.at, 800, &out), ERR_OK);
	assert_memory_equal(out.at, "\x89PNG\r\n\x1a\n", 8);
	assert_int_equal((unsigned char)out.at[18] << 8 | (unsigned char)out.at[19], 800);
	json_decref(chart);
}

#define SVG(inside) "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 40 20\">" inside "</svg>"

static void what_a_picture_cannot_show_is_never_left_out_in_silence(void **state) {
	(void)state;
	struct buf out;
	static const char *const good[] = {SVG(""), SVG("<rect width=\"4\" height=\"4\" rx=\"1\"><title>x</title></rect>"),
		SVG("<path d=\"M1 1h4v4l-2-2zM8,8c1 1 2 2 3 3s1 1 2 2q1 1 2 2t1 1a2 3 20 1 0 4 4Z\"/>"),
		SVG("<g transform=\"translate(2) rotate(45 1 1) scale(2 1)\" opacity=\".5\"><circle cx=\"1\" cy=\"1\" "
		"r=\"1\"/></g>"),
		SVG("<text x=\"3\" y=\"9\">a<tspan font-weight=\"700\">b</tspan> &amp; \xc5\xa1</text>")};
	static const char *const bad[] = {"", "text", "<svg>", "<svg viewBox=\"0 0 0 0\"></svg>",
		SVG("<image href=\"file:///etc/passwd\"/>"), SVG("<rect style=\"fill:red\"/>"),
		SVG("<rect clip-path=\"url(#a)\"/>"), SVG("<path d=\"M1\"/>"), SVG("<path d=\"1 1\"/>"),
		SVG("<rect width=\"9\" height=\"9\" fill=\"url(#nowhere)\"/>"), SVG("<rect fill=\"mauve\"/>"), SVG("<g>"),
		SVG("<text>"), SVG("<use href=\"#x\"/>"), SVG("<g transform=\"skewX(3)\"/>"),
		SVG("<pattern id=\"p\" width=\"2\" height=\"2\" patternUnits=\"userSpaceOnUse\"><rect width=\"2\" height=\"2\" "
		"fill=\"url(#p)\"/>"
		    "</pattern><rect width=\"9\" height=\"9\" fill=\"url(#p)\"/>")};
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		assert_int_equal(png(good[i], 80, &out), ERR_OK);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_int_equal(png(bad[i], 80, &out), ERR_BUG);
	assert_int_equal(png(SVG(""), 7000, &out), ERR_LIMIT);
}

int main(void) {
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
		TEST(a_csv_is_the_rows_and_nothing_else),
		TEST(json_gives_every_cell_its_definition_with_eleven_keys),
		TEST(a_page_runs_no_script_and_loads_nothing),
		TEST(a_workbook_is_read_back_cell_by_cell),
		TEST(a_print_is_tagged_and_the_same_every_time),
		TEST(every_report_is_printed_in_every_language),
		TEST(an_edition_says_its_number_and_hash),
		TEST(an_explanation_gives_every_record_and_its_reason),
		TEST(more_records_than_a_format_holds_are_refused),
		TEST(a_figure_is_said_with_its_precision),
		TEST(what_is_no_answer_is_a_bug_and_no_crash),
		TEST(a_ceiling_is_kept),
		TEST(a_chart_becomes_a_png),
		TEST(what_a_picture_cannot_show_is_never_left_out_in_silence),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	profile_free(profile);
	return failed;
}
