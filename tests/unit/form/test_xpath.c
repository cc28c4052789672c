/* Expressions, one by one: what they give, as ODK's clients do; and which are refused. */
#include "made.h"

#include "form/xpath.h"

static struct answers *a;

static int set_up_answers(void **state) {
	set_up(state);
	a = answers_of(made("<name>Ona</name><age>17</age><none/><many>work debt online</many><born>2008-05-06</born>"
		"<seen>2026-02-24T23:30:00.000+02:00</seen><at>14:30:00.000+02:00</at><here>54.68 25.27 0 0</here><off>hidden</off>"
		"<child><sum>2</sum></child><child><sum>3</sum></child><child><sum/></child>",
		"<instance id='towns'><root><item><name>vln</name><label>Vilnius</label><people>580000</people></item>"
		"<item><name>kns</name><label>Kaunas</label><people>300000</people></item></root></instance>"
		"<bind nodeset='/data/age' type='int'/><bind nodeset='/data/born' type='date'/>"
		"<bind nodeset='/data/off' relevant='false()'/>",
		"<repeat nodeset='/data/child'><input ref='/data/child/sum'><label>s</label></input></repeat>"));
	return 0;
}

static const char *at(const char *path, const char *text) {
	struct xpath *x = NULL;
	struct xpath_value v = {0};
	cx.err = (struct err){0};
	int64_t steps = XPATH_STEPS;
	int rc = xpath_compile(&cx, "test", text, &x);
	struct xpath_context context = {.cx = &cx, .form = a->form, .root = a->root->parent, .current = answers_at(a, path),
		.steps = &steps, .scratch = a->scratch, .seed = 42};
	if (rc == 0)
		rc = xpath_evaluate(&context, x, &v);
	return rc != 0 ? arena_printf(cx.arena, "ERROR %s", cx.err.rule) : arena_strdup(cx.arena, xpath_string(&context, &v));
}

static void gives(const char *text, const char *expected) {
	const char *got = at("/data/name", text);
	if (!str_equal(got, expected))
		print_message("# %s\n#   gives %s\n#   wants %s\n", text, got, expected);
	assert_string_equal(got, expected);
}

static void works_out_operators(void **state) {
	(void)state;
	gives("1 + 2 * 3", "7");
	gives("(1 + 2) * 3", "9");
	gives("7 mod 4 - 10 div 4", "0.5");
	gives("-3 + 1", "-2");
	gives("- - 3", "3");
	gives("1 - 1 - 1", "-1");
	gives("2 = 2.0", "true");
	gives("'a' = 'b' or 1 < 2 and 3 >= 3", "true");
	gives("1 < 2 = true()", "true");
	gives("1 != 2", "true");
	gives("0.1 + 0.2", "0.30000000000000004");
	gives("1 div 0", "Infinity");
	gives("0 div 0", "NaN");
	gives("1000000 * 1000000", "1000000000000");
	gives("1 div 3 * 0.000001", "0.0000003333333333333333");
	gives("/data/age*2", "34");
	gives("/data/age -1", "16");
	gives("true() or nosuch/thing", "true");
}

static void finds_fields(void **state) {
	(void)state;
	gives("/data/name", "Ona");
	gives(".", "Ona");
	gives("../age + 1", "18");
	gives("current()/../age", "17");
	gives("/data/child[2]/sum", "3");
	gives("/data/child[position() = 2]/sum", "3");
	gives("/data/child[last()]/sum", "");
	gives("/data/child[sum > 2]/sum", "3");
	gives("count(/data/child[sum != ''])", "2");
	gives("/data/@id", "made");
	gives("count(//sum)", "3");
	gives("count(/data/*)", "12"); /* what is not relevant is not there */
	gives("/data/off", "");
	gives("/data/off = ''", "true");
	gives("/data/nosuch = ''", "true");
	gives("name(/data/*[1])", "name");
	gives("/data/child[1]/following-sibling::child[1]/sum", "3");
	gives("count(/data/child | /data/name)", "4");
	gives("instance('towns')/root/item[name = 'kns']/label", "Kaunas");
	gives("instance('towns')/root/item[people > 400000]/name", "vln");
	gives("count(instance('towns')/root/item)", "2");
}

static void a_path_stays_in_its_repeat(void **state) {
	(void)state;
	assert_string_equal(at("/data/child[2]/sum", "/data/child/sum"), "3");
	assert_string_equal(at("/data/child[2]/sum", "../sum"), "3");
	assert_string_equal(at("/data/child[2]/sum", "position(..)"), "2");
	assert_string_equal(at("/data/child[2]/sum", "count(/data/child)"), "3");
	assert_string_equal(at("/data/child[2]/sum", "sum(/data/child/sum)"), "3");
	assert_string_equal(at("/data/child[2]/sum", "indexed-repeat(/data/child/sum, /data/child, 1)"), "2");
	assert_string_equal(at("/data/child[2]/sum", "indexed-repeat(/data/child/sum, /data/child, position(..) - 1)"), "2");
	assert_string_equal(at("/data/child[2]/sum", "../preceding-sibling::child[1]/sum"), "2");
	gives("sum(/data/child/sum)", "5");
	gives("indexed-repeat(/data/child/sum, /data/child, 9)", "");
}

static void works_out_lists(void **state) {
	(void)state;
	gives("count-non-empty(/data/child/sum)", "2");
	gives("max(/data/child/sum)", "3");
	gives("min(/data/child/sum, 1)", "1");
	gives("max(/data/none)", "NaN");
	gives("sum(/data/none)", "0");
	gives("join(', ', /data/child/sum, 'x')", "2, 3, , x");
	gives("concat('a', 1, true(), /data/child/sum)", "a1true23");
	gives("count(randomize(/data/child))", "3");
	gives("randomize(instance('towns')/root/item/name, 42)", at("/data/name", "randomize(instance('towns')/root/item/name, 42)"));
}

static void works_out_choices(void **state) {
	(void)state;
	gives("selected(/data/many, 'debt')", "true");
	gives("selected(/data/many, 'deb')", "false");
	gives("selected(/data/none, '')", "false");
	gives("selected-at(/data/many, 0)", "work");
	gives("selected-at(/data/many, 3)", "");
	gives("selected-at(/data/many, -1)", "");
	gives("count-selected(/data/many)", "3");
	gives("count-selected(/data/none)", "0");
	gives("if(selected(/data/many, 'work'), 'yes', 'no')", "yes");
	gives("coalesce(/data/none, /data/name)", "Ona");
	gives("coalesce(/data/none, '', 'c')", "c");
	gives("once('other')", "Ona");
	gives("boolean-from-string('1')", "true");
	gives("boolean-from-string('yes')", "false");
	gives("checklist(1, 2, true(), false(), true())", "true");
	gives("checklist(3, -1, true(), false(), true())", "false");
	gives("weighted-checklist(4, -1, true(), 3, true(), 2)", "true");
	gives("not(/data/name)", "false");
}

static void works_out_texts(void **state) {
	(void)state;
	gives("string-length('ąčę')", "3");
	gives("substr('hello', 1, 3)", "el");
	gives("substr('ąčęė', 1)", "čęė");
	gives("substr('hello', -2)", "lo");
	gives("substring('12345', 2, 3)", "234");
	gives("substring-before('a/b', '/')", "a");
	gives("substring-after('a/b', '/')", "b");
	gives("translate('bar', 'abc', 'AB')", "BAr");
	gives("translate('šaltas', 'š', 's')", "saltas");
	gives("normalize-space('  a   b ')", "a b");
	gives("contains('abc', 'bc') and starts-with('abc', 'a') and ends-with('abc', 'c')", "true");
	gives("regex('+37060000000', '\\+370[0-9]{8}')", "true");
	gives("regex('x+37060000000', '\\+370[0-9]{8}')", "false");
	gives("regex('ą', '.')", "true");
	gives("upper-case('ab')", "AB");
	gives("string(1 = 1)", "true");
	gives("string(12.50)", "12.5");
	gives("string-length(uuid())", "36");
	gives("string-length(uuid(10))", "10");
}

static void works_out_numbers(void **state) {
	(void)state;
	gives("round(2.5)", "3");
	gives("round(-2.5)", "-2");
	gives("round(1.005, 1)", "1");
	gives("round(1234, -2)", "1200");
	gives("int(-2.7)", "-2");
	gives("pow(2, 10)", "1024");
	gives("abs(-4)", "4");
	gives("sqrt(9) + log10(100)", "5");
	gives("number('0x10')", "NaN");
	gives("number('1e3')", "NaN");
	gives("number(' 12 ')", "12");
	gives("random() < 1 and random() >= 0", "true");
	gives("round(distance('54.68 25.27;54.90 23.90') div 1000)", "91");
	gives("round(area('0 0;0 1;1 1;1 0;0 0') div 1000000)", "12391");
}

static void works_out_days(void **state) {
	(void)state;
	gives("today()", "2026-02-25");
	gives("now()", "2026-02-25T08:13:20.123+02:00");
	gives("today() > /data/born", "true");
	gives("/data/seen < today()", "true");
	gives("now() > today()", "true");
	gives("/data/born + 1", "14006");
	gives("date(/data/born + 1)", "2008-05-07");
	gives("int((today() - /data/born) div 365.25)", "17");
	gives("date('2026-02-25T23:00:00.000+02:00')", "2026-02-25");
	gives("date('2026-02-30')", "");
	gives("number(date('1970-01-02'))", "1");
	gives("decimal-date-time('1970-01-01T12:00:00.000Z')", "0.5");
	gives("decimal-time('18:00:00.000')", "0.75");
	gives("format-date(/data/born, '%Y/%m/%d %n %e %b %a %y')", "2008/05/06 5 6 May Tue 08");
	gives("format-date-time(/data/seen, '%H:%M:%S.%3')", "23:30:00.000");
	gives("format-date(/data/none, '%Y')", "");
}

static void compile_fails(const char *text, const char *words) {
	struct xpath *x = NULL;
	cx.err = (struct err){0};
	int rc = xpath_compile(&cx, "constraint of /data/a", text, &x);
	assert_int_not_equal(rc, 0);
	refused(rc, rc, words);
	assert_string_equal(cx.err.field, "constraint of /data/a");
	assert_non_null(cx.err.value);
}

static void refuses_what_cannot_be_read(void **state) {
	(void)state;
	const char *const bad[] = {"", "1 +", "(1", "a b", "1 2", "/data/", "a[", "a[1", "1 = = 2", "if(1, 2", "@", "$x", "a::b", "..a",
		"!", "a//", "'a' 'b'", "1 ] 2", "&&"};
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		compile_fails(bad[i], "cannot be read");
	compile_fails("'open", "no closing quotation mark");
	compile_fails("nosuch(1)", "not known");
	compile_fails("if(1, 2)", "too many values in its brackets, or too few");
	compile_fails("today(1)", "too many values in its brackets, or too few");
	compile_fails("pulldata('a', 'b', 'c', 'd')", "looks into files");
	compile_fails("regex(., '(')", "pattern in a rule of the form cannot be read");
	gives("instance('nosuch')/root", "ERROR A rule of the form names a list that the form does not have.");
	gives("count('a')", "ERROR A function in a rule of the form wants a list of fields.");
}

static const char *many(const char *before, const char *piece, size_t n, const char *after) {
	struct buf b = buf_new(cx.arena, 4 << 20);
	buf_str(&b, before);
	for (size_t i = 0; i < n; i++)
		buf_str(&b, piece);
	buf_str(&b, after);
	return b.at;
}

static void what_never_ends_ends(void **state) {
	(void)state;
	compile_fails(many("", "(", 5000, "1"), "too deep");
	compile_fails(many("", "not(", 3000, "1"), "too deep");
	compile_fails(many("", "a[", 5000, "1"), "too deep");
	compile_fails(many("1", "+1", 5000, ""), "too many parts");
	compile_fails(many("a", "/a", 5000, ""), "too many parts");
	compile_fails(many("'", "a", 20000, "'"), "too long");
	gives(many("1", "+1", 1000, ""), "1001");
	gives(many("", "-", 3000, "1"), "1");
	/* every node beside every other, beside every other, ... */
	gives("count(//*[//*[//*[//*[//*[//*[//*[//*]]]]]]])", "ERROR The rules of this form are too much work: they were stopped.");
	/* a text twice as long each time */
	const char *twice = "/data/name";
	for (int i = 0; i < 24; i++)
		twice = i % 2 == 0 ? arena_printf(cx.arena, "concat(%s, %s)", twice, "'xxxxxxxxxxxxxxxx'") : twice;
	gives(arena_printf(cx.arena, "string-length(%s)", twice), "195");
	gives(many("string-length(join('", "aaaaaaaaaaaaaaaa", 900, "', //node(), //node(), //node(), //node(), //node(), //node()))"),
		"ERROR A rule of this form needs more memory than a rule may have.");
	gives("regex('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab', '(a+)+$')", "ERROR The rules of this form are too much work: they were stopped.");
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(works_out_operators, set_up_answers, tear_down),
		cmocka_unit_test_setup_teardown(finds_fields, set_up_answers, tear_down),
		cmocka_unit_test_setup_teardown(a_path_stays_in_its_repeat, set_up_answers, tear_down),
		cmocka_unit_test_setup_teardown(works_out_lists, set_up_answers, tear_down),
		cmocka_unit_test_setup_teardown(works_out_choices, set_up_answers, tear_down),
		cmocka_unit_test_setup_teardown(works_out_texts, set_up_answers, tear_down),
		cmocka_unit_test_setup_teardown(works_out_numbers, set_up_answers, tear_down),
		cmocka_unit_test_setup_teardown(works_out_days, set_up_answers, tear_down),
		cmocka_unit_test_setup_teardown(refuses_what_cannot_be_read, set_up_answers, tear_down),
		cmocka_unit_test_setup_teardown(what_never_ends_ends, set_up_answers, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
