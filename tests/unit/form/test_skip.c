/* A form for a pen and for keying in: its numbers, when a question is asked in words, the key telephones get. */
#include "made.h"

#include "form/skip.h"
#include "op/form_key.h"

static struct xform *form_of(const char *binds, const char *body) {
	return form_read(made("<a/><b/><c/><d/><e/><n/><r><x/><y/></r>", binds, body));
}

static const char *said(const char *rule) {
	const char *binds = arena_printf(cx.arena, "<bind nodeset='/data/b' type='int'/><bind nodeset='/data/d' calculate=\"if(/data/b "
		"&gt; 17, 'no', 'yes')\"/><bind nodeset='/data/e' relevant=\"%s\"/><bind nodeset='/data/n' readonly='true()'/>", rule);
	struct answers *a;
	struct xform *f = form_of(binds,
		"<select1 ref='/data/a'><label>a</label><item><label>Yes!</label><value>yes</value></item><item><label>No</label>"
		"<value>no</value></item></select1><input ref='/data/n'><label>a note</label></input>"
		"<input ref='/data/b'><label>b</label></input><select ref='/data/c'><label>c</label><item><label>Papers</label>"
		"<value>p</value></item></select><input ref='/data/e'><label>e</label></input>");
	assert_int_equal(answers_new(&cx, f, &a), 0);
	return skip_say(a, xform_field_at(f, "/data/e"), "en");
}

static void numbers_what_somebody_answers(void **state) {
	(void)state;
	struct xform *f = form_of("<bind nodeset='/data/n' readonly='true()'/><bind nodeset='/data/d' calculate='1'/>",
		"<input ref='/data/a'><label>a</label></input><input ref='/data/n'><label>n</label></input>"
		"<input ref='/data/d'><label>d</label></input><group ref='/data/r'><repeat nodeset='/data/r'><input ref='/data/r/x'>"
		"<label>x</label></input><input ref='/data/r/y'><label>y</label></input></repeat></group>"
		"<input ref='/data/a'><label>again</label></input><input ref='/data/b'><label>b</label></input>");
	assert_int_equal(xform_field_at(f, "/data/a")->control->number, 1);
	assert_int_equal(xform_field_at(f, "/data/n")->control->number, 0);
	assert_int_equal(xform_field_at(f, "/data/d")->control->number, 0);
	assert_int_equal(xform_field_at(f, "/data/r/x")->control->number, 2);
	assert_int_equal(xform_field_at(f, "/data/r/y")->control->number, 3);
	assert_int_equal(xform_field_at(f, "/data/b")->control->number, 4);
	size_t n = 0, asked = 0;
	for (const struct xform_control *c = f->body; c != NULL; c = xform_next(c, true))
		n++;
	for (const struct xform_control *c = f->body; c != NULL; c = xform_next(c, false))
		asked += xform_asked(c);
	assert_int_equal(n, 9);
	assert_int_equal(asked, 4);
}

static void says_rules_by_numbers(void **state) {
	(void)state;
	assert_string_equal(said("/data/a = 'yes'"), "Only if 1 is “Yes!”.");
	assert_string_equal(said("'yes' != /data/a"), "Only if 1 is not “Yes!”.");
	assert_string_equal(said("17 &lt; /data/b"), "Only if 2 is more than 17.");
	assert_string_equal(said("not(../b &gt;= -1.5)"), "Only if 2 is less than -1.5.");
	assert_string_equal(said("selected(/data/c, 'p')"), "Only if “Papers” is ticked at 3.");
	assert_string_equal(said("not(selected(/data/c, 'p')) and /data/b != ''"),
		"Only if “Papers” is not ticked at 3 and 2 is answered.");
	assert_string_equal(said("/data/a = 'no' or (/data/b = '' and selected(/data/a, 'yes'))"),
		"Only if 1 is “No” or (2 is left open and 1 is “Yes!”).");
	assert_string_equal(said("not(/data/a = 'no' or /data/b = 3)"), "Only if 1 is not “No” and 2 is not “3”.");
	assert_string_equal(said("true()"), "");
	assert_string_equal(said("/data/b + 1 &gt; string-length(/data/a)"), "Only for some answers to 1, 2.");
	assert_string_equal(said("/data/d = 'yes'"), "Only for some answers to 2.");
	assert_string_equal(said("random() &gt; 0.5"), "Not in every case.");
}

static void leaves_answers_open_for_a_pen(void **state) {
	(void)state;
	struct answers *a;
	struct xform *f = form_of("", "<input ref='/data/a'><label>Of <output value='/data/b'/> people</label></input>");
	assert_int_equal(answers_new(&cx, f, &a), 0);
	a->pen = true;
	assert_string_equal(answers_say(a, NULL, f->body->label, "en"), "Of ______ people");
}

static const char *with_key(const char *text) {
	struct blob b = form_key_put(cx.arena, (struct blob){text, strlen(text)}, "QUJD");
	return arena_strndup(cx.arena, b.at, b.n);
}

static void puts_the_key_where_telephones_look(void **state) {
	(void)state;
	assert_string_equal(with_key("<h><model><instance/></model></h>"),
		"<h><model><instance/><submission method=\"post\" base64RsaPublicKey=\"QUJD\"/></model></h>");
	assert_string_equal(with_key("<x:model ><x:instance/></x:model\n></h>"),
		"<x:model ><x:instance/><x:submission method=\"post\" base64RsaPublicKey=\"QUJD\"/></x:model\n></h>");
	assert_string_equal(with_key("<model><submission method='post'/></model>"),
		"<model><submission base64RsaPublicKey=\"QUJD\" method='post'/></model>");
	assert_string_equal(with_key("<submissions/><model/>"), "<submissions/><model/>");
	assert_string_equal(with_key("</model"), "</model");
	assert_string_equal(with_key("<"), "<");
	assert_string_equal(with_key(""), "");
	struct xform *f = form_read(with_key(made("<a/>", "", "<input ref='/data/a'><label>a</label></input>")));
	assert_string_equal(f->submission_key, "QUJD");
}

static void says_months_in_the_forms_language(void **state) {
	(void)state;
	struct answers *a;
	struct xform *f = form_of("<itext><translation lang='English (en)'><text id='a'><value>A</value></text></translation>"
		"<translation lang='Lietuvi\xc5\xb3 (lt)'><text id='a'><value>B</value></text></translation></itext>",
		"<input ref='/data/a'><label><output value=\"format-date('2026-03-14', '%e %b, %a')\"/></label></input>");
	assert_int_equal(answers_new(&cx, f, &a), 0);
	assert_string_equal(answers_say(a, NULL, f->body->label, "en"), "14 Mar, Sat");
	assert_string_equal(answers_say(a, NULL, f->body->label, "lt"), "14 kov., št");
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(numbers_what_somebody_answers, set_up, tear_down),
		cmocka_unit_test_setup_teardown(says_rules_by_numbers, set_up, tear_down),
		cmocka_unit_test_setup_teardown(leaves_answers_open_for_a_pen, set_up, tear_down),
		cmocka_unit_test_setup_teardown(puts_the_key_where_telephones_look, set_up, tear_down),
		cmocka_unit_test_setup_teardown(says_months_in_the_forms_language, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
