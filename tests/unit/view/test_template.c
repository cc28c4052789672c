#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/time.h"
#include "view/template.h"

static struct cx cx;

static int setup(void **state) {
	(void)state;
	setenv("TZ", "Europe/Vilnius", 1);
	cx = (struct cx){.arena = arena_new(64 << 20), .lang = "en", .now = 1795255200 * SECOND}; /* 2026-11-21 12:00 local */
	return 0;
}

static int teardown(void **state) {
	(void)state;
	arena_free(cx.arena);
	return 0;
}

/* Compile `text` as "page" with the partials "part" and "tree". Gives the set, or NULL and *ret_why. */
static struct template_set *compile(const char *text, const char **ret_why) {
	static const char part[] = "<b>{{name}}</b>", tree[] = "({{v}}{{#kids}}{{>tree}}{{/kids}})";
	struct template_file files[] = {
		{"page", text, strlen(text)},
		{"part", part, sizeof part - 1},
		{"tree", tree, sizeof tree - 1},
	};
	struct template_set *set = NULL;
	return template_compile(cx.arena, files, 3, &set, ret_why) == ERR_OK ? set : NULL;
}

static const char *missing_keys;

static const char *render(const char *text, const char *json) {
	const char *why = "";
	struct template_set *set = compile(text, &why);
	if (set == NULL)
		fail_msg("%s", why);
	json_t *view = json_loads(json, JSON_DECODE_ANY, NULL);
	assert_non_null(view);
	struct buf out = buf_new(cx.arena, 32 << 20), missing = buf_new(cx.arena, 1 << 20);
	assert_int_equal(template_set_render(set, &cx, "page", view, &out, &missing), ERR_OK);
	json_decref(view);
	missing_keys = missing.at;
	return out.at;
}

#define SHOWS(text, json, html) assert_string_equal(render((text), (json)), (html))

static void refused(const char *text, const char *because) {
	const char *why = "";
	assert_null(compile(text, &why));
	assert_string_equal(why, because);
}

/* abuse 15 */
static void every_value_is_escaped(void **state) {
	(void)state;
	SHOWS("<p title=\"{{x}}\">{{x}}</p>", "{\"x\": \"<a href='#'>&\\\"\"}",
	      "<p title=\"&lt;a href=&#39;#&#39;&gt;&amp;&quot;\">&lt;a href=&#39;#&#39;&gt;&amp;&quot;</p>");
	SHOWS("{{_ Hello %{x}}}", "{\"x\": \"<script>\"}", "Hello &lt;script&gt;");
	SHOWS("{{_ a < b & c}}", "{}", "a &lt; b &amp; c");
	SHOWS("{{n_ n|%{x} once|%{x} %{n} times}}", "{\"n\": 2, \"x\": \"<\"}", "&lt; 2 times");
	SHOWS("{{m x}}", "{\"x\": \"<b>\"}", "&lt;b&gt;");
	SHOWS("{{#x}}{{.}}{{/x}}", "{\"x\": \"<b>\"}", "&lt;b&gt;");
}

static void there_is_no_raw_tag(void **state) {
	(void)state;
	refused("{{{x}}}", "page.html:1: this is no name: {x");
	refused("\n{{& x}}", "page.html:2: this tag is not known: & x");
	refused("{{=<% %>=}}", "page.html:1: this tag is not known: =<% %>=");
}

static void names_are_searched_outwards(void **state) {
	(void)state;
	SHOWS("{{a.b.c}}", "{\"a\": {\"b\": {\"c\": 7}}}", "7");
	SHOWS("{{#a}}{{x}}{{y}}{{/a}}", "{\"x\": 1, \"y\": 2, \"a\": {\"x\": 3}}", "32");
	SHOWS("{{#a}}{{b.x}}|{{/a}}", "{\"b\": {\"x\": 1}, \"a\": {\"b\": {}}}", "|"); /* the nearer b has no x */
	SHOWS("{{#list}}{{@n}}:{{.}} {{/list}}", "{\"list\": [\"a\", \"b\"]}", "1:a 2:b ");
	SHOWS("{{#list}}{{#name}}{{@n}}{{name}}{{/name}}{{/list}}", "{\"list\": [{\"name\": \"a\"}, {}]}", "1a");
}

static void sections_know_what_is_nothing(void **state) {
	(void)state;
	static const char *const nothing[] = {"null", "false", "0", "0.0", "\"\"", "[]"};
	static const char *const something[] = {"true", "1", "\"a\"", "{}", "[1]", "-0.5"};
	for (int i = 0; i < 6; i++) {
		SHOWS("{{#x}}yes{{/x}}{{^x}}no{{/x}}", arena_printf(cx.arena, "{\"x\": %s}", nothing[i]), "no");
		SHOWS("{{#x}}yes{{/x}}{{^x}}no{{/x}}", arena_printf(cx.arena, "{\"x\": %s}", something[i]), "yes");
	}
	SHOWS("{{#x}}yes{{/x}}{{^x}}no{{/x}}", "{}", "no");
	SHOWS("{{#a}}{{#b}}{{x}}{{/b}}{{/a}}", "{\"a\": [{\"b\": [{\"x\": 1}, {\"x\": 2}]}, {\"b\": true, \"x\": 3}]}", "123");
}

static void lone_tags_leave_no_blank_lines(void **state) {
	(void)state;
	SHOWS("<ul>\n  {{#x}}\n  <li>{{.}}</li>\n  {{/x}}\n</ul>\n", "{\"x\": [1, 2]}",
	      "<ul>\n  <li>1</li>\n  <li>2</li>\n</ul>\n");
	SHOWS("a\n{{! a note }}\nb {{! another }} c\n", "{}", "a\nb  c\n");
	SHOWS("{{#x}}\r\na{{/x}}", "{\"x\": 1}", "a");
}

static void partials_see_what_is_around_them(void **state) {
	(void)state;
	SHOWS("{{#people}}{{>part}}{{/people}}", "{\"people\": [{\"name\": \"A\"}, {\"name\": \"B\"}]}", "<b>A</b><b>B</b>");
	SHOWS("{{>tree}}", "{\"v\": 1, \"kids\": [{\"v\": 2, \"kids\": []}, {\"v\": 3, \"kids\": null}]}", "(1(2)(3))");
	refused("a\nb\n{{>none}}", "page.html:3: there is no such partial: none");
}

static void days_and_figures_are_the_reader_s(void **state) {
	(void)state;
	SHOWS("{{d x}}|{{iso x}}|{{r x}}|{{f n}}|{{n}}", "{\"x\": 20779, \"n\": 12345}",
	      "22 November 2026|2026-11-22|tomorrow|12,345|12345");
	SHOWS("{{d x}}|{{d y}}|{{d z}}", "{\"x\": \"2026-11-21\", \"y\": \"soon\", \"z\": null}", "21 November 2026||");
	SHOWS("{{t x}}", "{\"x\": 1795255200000000}", "21 November 2026, 12:00");
	SHOWS("{{t x}}", "{\"x\": \"2026-11-21T10:00:00Z\"}", "21 November 2026, 12:00");
	cx.lang = "lt";
	SHOWS("<html lang=\"{{@lang}}\">{{r x}}, {{d x}}", "{\"x\": 20778}", "<html lang=\"lt\">šiandien, 2026\u00a0m. lapkričio 21\u00a0d.");
	SHOWS("{{d x}}", "{\"x\": 9223372036854775807}", "");
}

static void messages_take_placeholders(void **state) {
	(void)state;
	SHOWS("{{_ By %{who.name}\n\t on   %{day:d} (%{day:r}), %{n:f}}}", "{\"who\": {\"name\": \"A\"}, \"day\": 20778, \"n\": 1000}",
	      "By A on 21 November 2026 (today), 1,000");
	SHOWS("{{n_ due|One thing|%{n} things}} {{n_ many|One thing|%{n} things}}", "{\"due\": 1, \"many\": 1200}",
	      "One thing 1,200 things");
	SHOWS("{{_ %{a}%{b}}}", "{\"a\": \"%{b}\", \"b\": \"x\"}", "%{b}x"); /* a value is never read for placeholders */
	SHOWS("{{m rule}}", "{\"rule\": \"No more than %{max}.\", \"max\": 5}", "No more than 5.");
	SHOWS("{{m a}}", "{\"a\": \"%{a:m}\"}", "");
	cx.lang = "lt";
	SHOWS("{{m rule}}", "{\"rule\": \"today\"}", "šiandien");
}

static void an_address_leads_nowhere_dangerous(void **state) {
	(void)state;
	SHOWS("<a href=\"{{x}}\">", "{\"x\": \"/people?a=1&b=2\"}", "<a href=\"/people?a=1&amp;b=2\">");
	static const char *const bad[] = {"javascript:alert(1)", "//evil.example", "data:text/html,x", " javascript:x", "/\\\\evil",
	                                  "JavaScript:x", "http://plain.example"};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		SHOWS("<a HREF='{{x}}'>", arena_printf(cx.arena, "{\"x\": \"%s\"}", bad[i]), "<a HREF='#'>");
	SHOWS("<a href=\"{{#x}}{{.}}{{/x}}\">", "{\"x\": \"javascript:x\"}", "<a href=\"#\">");
	SHOWS("<a href=\"/find?name={{u x}}\">", "{\"x\": \"Žuk & co/\\\"\"}", "<a href=\"/find?name=%C5%BDuk%20%26%20co%2F%22\">");
	SHOWS("<a href=\"tel:{{x}}\">{{x}}", "{\"x\": \"112\"}", "<a href=\"tel:112\">112");
}

static void a_value_may_not_stand_where_escaping_fails(void **state) {
	(void)state;
	refused("<p class={{x}}>", "page.html:1: put the attribute's value in quotes: class");
	refused("<p class=a{{x}}>", "page.html:1: put the attribute's value in quotes: class");
	refused("<script>\nvar x = '{{x}}';</script>", "page.html:2: no value may stand in this element: script");
	refused("<style>{{x}}</style>", "page.html:1: no value may stand in this element: style");
	refused("<p onclick=\"f({{x}})\">", "page.html:1: no value may stand in this attribute: onclick");
	refused("<p STYLE='color: {{x}}'>", "page.html:1: no value may stand in this attribute: style");
	refused("<h{{x}}>", "page.html:1: no value may stand in the name of a tag or attribute");
	refused("<p {{x}}>", "page.html:1: no value may stand in the name of a tag or attribute");
	refused("<p data-{{x}}=\"\">", "page.html:1: no value may stand in the name of a tag or attribute");
	refused("<!-- {{x}} -->", "page.html:1: no value may stand in an HTML comment");
	refused("<p title=\"{{>part}}\">", "page.html:1: a partial stands between elements: >part");
	refused("<p title=\"{{chart x}}\">", "page.html:1: a chart stands between elements: chart x");
	refused("<p title=\"a", "page.html:1: the file ends inside a tag, a comment or a script");
	SHOWS("<script src=\"/a.js\"></script>{{x}}<input{{#y}} checked{{/y}} value='{{x}}'>1 < 2 {{x}}", "{\"x\": 1, \"y\": true}",
	      "<script src=\"/a.js\"></script>1<input checked value='1'>1 < 2 1");
}

static void mistakes_name_their_line(void **state) {
	(void)state;
	refused("a\n\n{{#x}}\n", "page.html:3: a section is left open: {{#x}}");
	refused("{{#x}}\n{{/y}}", "page.html:2: the open section is {{#x}} of line 1, and this closes: /y");
	refused("{{/x}}", "page.html:1: closes a section that is not open: /x");
	refused("a {{x", "page.html:1: a tag is left open: {{x");
	refused("{{_ %{x }}", "page.html:1: a tag is left open: {{_ %{x }}");
	refused("{{}}", "page.html:1: an empty tag");
	refused("{{_ }}", "page.html:1: this is no message: _");
	refused("{{_ a | b}}", "page.html:1: this is no message: _ a | b");
	refused("{{n_ x|one}}", "page.html:1: a plural is {{n_ key|one|many}}:  x|one");
	refused("{{q x}}", "page.html:1: this tag is not known: q x");
	refused("{{a..b}}", "page.html:1: this is no name: a..b");
	refused("{{a.b.c.d.e.f.g.h.i}}", "page.html:1: this is no name: a.b.c.d.e.f.g.h.i");
	refused("{{#a b}}{{/a b}}", "page.html:1: this is no name: #a b");
}

static void strict_mode_tells_what_was_missing(void **state) {
	(void)state;
	SHOWS("{{a}}{{b}}{{#c}}{{/c}}{{_ %{d}}}{{n_ e|one|many}}", "{\"b\": null}", "");
	assert_string_equal(missing_keys, "page: a\npage: d\npage: one\n");
	SHOWS("{{a}}", "{\"a\": {\"b\": 1}}", "");
	assert_string_equal(missing_keys, "page: a\n");
}

static void depth_and_size_have_ceilings(void **state) {
	(void)state;
	const char *why = "";
	struct buf json = buf_new(cx.arena, 1 << 20);
	for (int i = 0; i < 200; i++)
		buf_str(&json, "{\"v\":1,\"kids\":[");
	for (int i = 0; i < 200; i++)
		buf_str(&json, "]}");
	json_t *view = json_loads(json.at, 0, NULL);
	struct template_set *set = compile("{{>tree}}", &why);
	struct buf out = buf_new(cx.arena, 32 << 20);
	buf_str(&out, "before");
	assert_int_equal(template_set_render(set, &cx, "page", view, &out, NULL), ERR_LIMIT);
	assert_string_equal(out.at, "before");
	json_decref(view);

	char *big = arena_alloc(cx.arena, 2 << 20);
	memset(big, 'x', (2 << 20) - 1);
	view = json_pack("{s:s}", "x", big);
	set = compile("{{x}}{{x}}{{x}}", &why);
	assert_int_equal(template_set_render(set, &cx, "page", view, &out, NULL), ERR_LIMIT);
	assert_string_equal(out.at, "before");
	assert_int_equal(template_set_render(set, &cx, "other", view, &out, NULL), ERR_NOTFOUND);
	json_decref(view);

	struct buf deep = buf_new(cx.arena, 1 << 20);
	for (int i = 0; i < 1000; i++)
		buf_str(&deep, "{{#x}}");
	assert_null(compile(deep.at, &why));
}

static void any_bytes_compile_or_are_refused(void **state) {
	(void)state;
	static const char *const pieces[] = {"{{", "}}", "#x", "/x", "<p a=\"", "\"", ">", "%{", "}", "_ ", "n_ a|b|c", "<!--", "-->",
	                                     "\n", " ", "<script>", "</script>", "{{#x}}", "{{/x}}", "{{>tree}}", "\xff", "'", "="};
	uint32_t seed = 1;
	for (int round = 0; round < 3000; round++) {
		struct buf text = buf_new(cx.arena, 1 << 16);
		for (int i = 0; i < 12; i++) {
			seed = seed * 1664525 + 1013904223;
			buf_str(&text, pieces[(seed >> 16) % (sizeof pieces / sizeof *pieces)]);
		}
		const char *why = NULL;
		struct template_set *set = compile(text.at, &why);
		assert_true(set != NULL || why != NULL);
		if (set != NULL) {
			json_t *view = json_pack("{s:[i,i]}", "x", 1, 2);
			struct buf out = buf_new(cx.arena, 1 << 20);
			(void)!template_set_render(set, &cx, "page", view, &out, NULL);
			json_decref(view);
		}
		if (round % 100 == 0)
			arena_reset(cx.arena);
	}
}

static void the_program_s_own_templates_compile(void **state) {
	(void)state;
	template_warm();
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(every_value_is_escaped, setup, teardown),
		cmocka_unit_test_setup_teardown(there_is_no_raw_tag, setup, teardown),
		cmocka_unit_test_setup_teardown(names_are_searched_outwards, setup, teardown),
		cmocka_unit_test_setup_teardown(sections_know_what_is_nothing, setup, teardown),
		cmocka_unit_test_setup_teardown(lone_tags_leave_no_blank_lines, setup, teardown),
		cmocka_unit_test_setup_teardown(partials_see_what_is_around_them, setup, teardown),
		cmocka_unit_test_setup_teardown(days_and_figures_are_the_reader_s, setup, teardown),
		cmocka_unit_test_setup_teardown(messages_take_placeholders, setup, teardown),
		cmocka_unit_test_setup_teardown(an_address_leads_nowhere_dangerous, setup, teardown),
		cmocka_unit_test_setup_teardown(a_value_may_not_stand_where_escaping_fails, setup, teardown),
		cmocka_unit_test_setup_teardown(mistakes_name_their_line, setup, teardown),
		cmocka_unit_test_setup_teardown(strict_mode_tells_what_was_missing, setup, teardown),
		cmocka_unit_test_setup_teardown(depth_and_size_have_ceilings, setup, teardown),
		cmocka_unit_test_setup_teardown(any_bytes_compile_or_are_refused, setup, teardown),
		cmocka_unit_test_setup_teardown(the_program_s_own_templates_compile, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
