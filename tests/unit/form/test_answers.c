/* Filling a form in: what is asked, what is worked out, what is wrong, and the XML that leaves. */
#include "made.h"

static const char *choices(const char *field) {
	return arena_printf(cx.arena, "<select1 ref='/data/%s'><label>%s?</label><item><label>Yes</label><value>yes</value></item>"
		"<item><label>No</label><value>no</value></item></select1>", field, field);
}

static const char *input(const char *field) {
	return arena_printf(cx.arena, "<input ref='/data/%s'><label>%s?</label></input>", field, field);
}

static const char *pages(struct answers *a) {
	struct answers_page *at;
	size_t n;
	struct buf all = buf_new(cx.arena, 64 << 10);
	buf_str(&all, "");
	assert_int_equal(answers_pages(a, &at, &n), 0);
	for (size_t i = 0; i < n; i++)
		buf_printf(&all, "%s%s", i > 0 ? " " : "", at[i].path);
	return all.at;
}

static const char *fault(struct answers *a, const char *path) {
	bool ours;
	const char *said = answers_fault(a, answers_at(a, path), "en", &ours);
	return said == NULL ? "" : said;
}

static void asks_only_what_is_relevant(void **state) {
	(void)state;
	struct answers *a = answers_of(made("<held/><who/><group><more/></group><end>x</end>",
		"<bind nodeset='/data/who' relevant=\"/data/held = 'yes'\" required='true()'/>"
		"<bind nodeset='/data/group' relevant=\"/data/who != ''\"/>"
		"<bind nodeset='/data/group/more' relevant='true()'/>",
		arena_printf(cx.arena, "%s%s<group ref='/data/group'><label>G</label>%s</group>%s", choices("held"), input("who"),
			input("group/more"), input("end"))));
	assert_string_equal(pages(a), "/data/held /data/end");
	put(a, "/data/held", "yes");
	assert_string_equal(pages(a), "/data/held /data/who /data/end");
	assert_string_equal(fault(a, "/data/who"), "This question needs an answer.");
	put(a, "/data/who", "employer");
	put(a, "/data/group/more", "told");
	assert_string_equal(pages(a), "/data/held /data/who /data/group/more /data/end");
	put(a, "/data/held", "no");
	is(a, "/data/who", "");
	is(a, "/data/group/more", "");
	assert_string_equal(pages(a), "/data/held /data/end");
	struct blob xml = answers_write(a);
	assert_null(strstr(xml.at, "who"));
	assert_null(strstr(xml.at, "more"));
	assert_non_null(strstr(answers_save(a).at, "<who>employer</who>"));
	put(a, "/data/held", "yes"); /* she changes her mind: what was said is still there */
	is(a, "/data/group/more", "told");
}

static void works_out_in_order_whatever_the_order(void **state) {
	(void)state;
	struct answers *a = answers_of(made("<c/><b/><a>2</a><d/><day/><late/>",
		"<bind nodeset='/data/c' type='int' calculate='/data/b * 10'/><bind nodeset='/data/b' type='int' calculate='/data/a + 1'/>"
		"<bind nodeset='/data/d' relevant='/data/c &gt; 35'/><bind nodeset='/data/day' type='date' calculate='today() + /data/a'/>"
		"<bind nodeset='/data/late' type='int' calculate=\"/data/none + 1\"/>", input("a")));
	is(a, "/data/c", "30");
	is(a, "/data/day", "2026-02-27");
	is(a, "/data/late", "");
	assert_false(is_asked(a, "/data/d"));
	put(a, "/data/a", "3.9");
	is(a, "/data/b", "4");
	is(a, "/data/c", "40");
	assert_true(is_asked(a, "/data/d"));
	assert_int_equal(answers_set(a, answers_at(a, "/data/c"), "1"), ERR_INVALID);
}

static void says_what_is_wrong(void **state) {
	(void)state;
	struct answers *a = answers_of(made("<n/><day/><free/><one/><many/><far/>",
		"<itext><translation lang='English (en)'><text id='m'><value>At most <output value='/data/n'/>.</value></text></translation>"
		"<translation lang='lt'><text id='m'><value>Ne daugiau kaip <output value='/data/n'/>.</value></text></translation></itext>"
		"<bind nodeset='/data/n' type='int' constraint='. &lt; 10' jr:constraintMsg='Under ten.'/>"
		"<bind nodeset='/data/day' type='date' constraint='. &lt;= today()'/>"
		"<bind nodeset='/data/far' type='decimal' constraint='. &lt; /data/n' jr:constraintMsg=\"jr:itext('m')\"/>",
		arena_printf(cx.arena, "%s%s%s%s%s", input("n"), input("day"), choices("one"), input("far"),
			"<select ref='/data/many'><label>m</label><item><label>A</label><value>a</value></item><item><label>B</label>"
			"<value>b</value></item></select>")));
	put(a, "/data/n", "12");
	assert_string_equal(fault(a, "/data/n"), "Under ten.");
	put(a, "/data/n", "1.5");
	assert_string_equal(fault(a, "/data/n"), "Give a whole number.");
	put(a, "/data/n", "7");
	assert_string_equal(fault(a, "/data/n"), "");
	put(a, "/data/day", "2026-02-26");
	assert_string_equal(fault(a, "/data/day"), "This answer does not fit the question.");
	put(a, "/data/day", "2026-02-30");
	assert_string_equal(fault(a, "/data/day"), "There is no such day.");
	put(a, "/data/day", "2026-02-25");
	assert_string_equal(fault(a, "/data/day"), "");
	put(a, "/data/one", "maybe");
	assert_string_equal(fault(a, "/data/one"), "This is none of the choices.");
	put(a, "/data/one", "yes");
	put(a, "/data/many", "b a");
	assert_string_equal(fault(a, "/data/many"), "");
	assert_string_equal(answers_shown(a, answers_at(a, "/data/many"), "en"), "B, A");
	put(a, "/data/many", "b ab");
	assert_string_equal(fault(a, "/data/many"), "This is none of the choices.");
	assert_ptr_equal(answers_first_fault(a, NULL), answers_at(a, "/data/many"));
	put(a, "/data/far", "8");
	bool ours;
	assert_string_equal(answers_fault(a, answers_at(a, "/data/far"), "lt", &ours), "Ne daugiau kaip 7.");
	assert_false(ours);
	assert_string_equal(fault(a, "/data/far"), "At most 7.");
	cx.err = (struct err){0};
	refused(answers_set(a, answers_at(a, "/data/free"), "\x01"), ERR_INVALID, "characters");
	refused(answers_set(a, answers_at(a, "/data/free"), "\xff"), ERR_INVALID, "characters");
	char *big = arena_alloc(cx.arena, XFORM_TEXT + 2);
	memset(big, 'a', XFORM_TEXT + 1);
	refused(answers_set(a, answers_at(a, "/data/free"), big), ERR_LIMIT, "longer");
	refused(answers_set(a, a->root, "x"), ERR_INVALID, "holds questions");
}

static const char *repeat_form(const char *attributes) {
	return made("<n>2</n><child jr:template=''><name/><kind>new</kind><order/></child><child><name>Ona</name><kind>old</kind><order/></child>",
		"<bind nodeset='/data/child/order' type='int' calculate='position(..)'/>"
		"<bind nodeset='/data/child/kind' relevant=\"/data/child/name != ''\"/>",
		arena_printf(cx.arena, "<group ref='/data/child'><label>A child</label><repeat nodeset='/data/child'%s>"
			"<input ref='/data/child/name'><label>Name?</label></input><input ref='/data/child/kind'><label><output "
			"value='../name'/>: kind?</label></input></repeat></group>", attributes));
}

static void adds_and_takes_away_repeats(void **state) {
	(void)state;
	struct answers *a = answers_of(repeat_form(""));
	struct node *n;
	assert_string_equal(pages(a), "/data/child[1]/name /data/child[1]/kind +/data/child");
	assert_int_equal(answers_add(a, a->root, xform_field_at(a->form, "/data/child"), &n), 0);
	assert_int_equal(answers_update(a), 0);
	assert_string_equal(answers_path(a, n), "/data/child[2]");
	assert_string_equal(pages(a), "/data/child[1]/name /data/child[1]/kind /data/child[2]/name +/data/child");
	put(a, "/data/child[2]/name", "Jonas");
	is(a, "/data/child[2]/kind", "new");
	is(a, "/data/child[2]/order", "2");
	struct node *kind = answers_at(a, "/data/child[2]/kind");
	assert_string_equal(answers_say(a, kind, kind->field->control->label, "en"), "Jonas: kind?");
	assert_int_equal(answers_remove(a, answers_at(a, "/data/child[1]")), 0);
	assert_int_equal(answers_update(a), 0);
	is(a, "/data/child[1]/name", "Jonas");
	is(a, "/data/child[1]/order", "1");
	assert_null(answers_at(a, "/data/child[2]"));
	for (int i = 0; i < XFORM_REPEATS - 1; i++)
		assert_int_equal(answers_add(a, a->root, xform_field_at(a->form, "/data/child"), &n), 0);
	refused(answers_add(a, a->root, xform_field_at(a->form, "/data/child"), &n), ERR_LIMIT, "too often");
	a = answers_of(repeat_form(" jr:noAddRemove='true()'"));
	refused(answers_add(a, a->root, xform_field_at(a->form, "/data/child"), &n), ERR_INVALID, "Nothing can be added");
	assert_string_equal(pages(a), "/data/child[1]/name /data/child[1]/kind");
}

static void counts_repeats(void **state) {
	(void)state;
	struct answers *a = answers_of(repeat_form(" jr:count='/data/n'"));
	is(a, "/data/child[1]/name", "Ona");
	is(a, "/data/child[2]/order", "2");
	assert_null(answers_at(a, "/data/child[3]"));
	put(a, "/data/n", "0");
	assert_null(answers_at(a, "/data/child"));
	assert_int_equal(answers_set(a, answers_at(a, "/data/n"), "1000000000"), 0);
	refused(answers_update(a), ERR_LIMIT, "too often");
}

static void acts_on_events(void **state) {
	(void)state;
	struct answers *a = answers_of(made("<start/><day/><a/><b/><r jr:template=''><x/></r>",
		"<setvalue event='odk-instance-first-load' ref='/data/day' value='today()'/>"
		"<bind nodeset='/data/start' type='dateTime' jr:preload='timestamp' jr:preloadParams='start'/>"
		"<bind nodeset='/data/meta/instanceID' jr:preload='uid'/>",
		"<input ref='/data/a'><label>a</label><setvalue event='xforms-value-changed' ref='/data/b' value=\"concat(/data/a, '!')\"/></input>"
		"<repeat nodeset='/data/r'><setvalue event='odk-new-repeat' ref='/data/r/x' value='../../a'/><input ref='/data/r/x'>"
		"<label>x</label></input></repeat>"));
	is(a, "/data/day", "2026-02-25");
	is(a, "/data/start", "2026-02-25T08:13:20.123+02:00");
	assert_int_equal(strlen(answers_instance(a)), 41);
	put(a, "/data/a", "k");
	is(a, "/data/b", "k!");
	struct node *n;
	assert_int_equal(answers_add(a, a->root, xform_field_at(a->form, "/data/r"), &n), 0);
	is(a, "/data/r[1]/x", "k");
}

static void lists_choices_with_conditions(void **state) {
	(void)state;
	struct answers *a = answers_of(made("<land/><town/><label/>",
		"<itext><translation lang='en'><text id='t-v'><value>Vilnius</value></text><text id='t-k'><value>Kaunas</value></text>"
		"<text id='t-r'><value>Riga</value></text></translation><translation lang='lt'><text id='t-r'><value>Ryga</value></text>"
		"</translation></itext><instance id='towns'><root><item><itextId>t-v</itextId><name>v</name><in>lt</in></item><item>"
		"<itextId>t-k</itextId><name>k</name><in>lt</in></item><item><itextId>t-r</itextId><name>r</name><in>lv</in></item></root>"
		"</instance><bind nodeset='/data/label' calculate=\"jr:choice-name(/data/town, '/data/town')\"/>",
		"<input ref='/data/land'><label>land</label></input><select1 ref='/data/town'><label>town</label>"
		"<itemset nodeset=\"instance('towns')/root/item[in = /data/land]\"><value ref='name'/><label ref='jr:itext(itextId)'/>"
		"</itemset></select1>"));
	struct answers_choice *c;
	size_t n;
	struct node *town = answers_at(a, "/data/town");
	put(a, "/data/land", "lt");
	assert_int_equal(answers_choices(a, town->field->control, town, "en", &c, &n), 0);
	assert_int_equal(n, 2);
	assert_string_equal(c[1].label, "Kaunas");
	put(a, "/data/land", "lv");
	put(a, "/data/town", "r");
	assert_int_equal(answers_choices(a, town->field->control, town, "lt", &c, &n), 0);
	assert_int_equal(n, 1);
	assert_string_equal(c[0].label, "Ryga");
	assert_true(c[0].chosen);
	is(a, "/data/label", "Riga");
	assert_string_equal(answers_shown(a, town, "lt"), "Ryga");
	put(a, "/data/land", "lt");
	assert_string_equal(fault(a, "/data/town"), "This is none of the choices.");
}

static void takes_lists_from_outside(void **state) {
	(void)state;
	struct xform *form = form_read(made("<place/><org/>", "<instance id='services' src='jr://file-csv/services.csv'/>",
		"<select1 ref='/data/org'><label>o</label><itemset nodeset=\"instance('services')/root/item[place = /data/place]\">"
		"<value ref='org'/><label ref='name'/></itemset></select1>"));
	assert_int_equal(xform_feed(&cx, form, "nosuch", text_blob("a\n1\n")), ERR_NOTFOUND);
	assert_int_equal(xform_feed(&cx, form, "services", text_blob("place,org,name\nvilnius,o1,One\nkaunas,o2,Two\n")), 0);
	struct answers *a;
	assert_int_equal(answers_new(&cx, form, &a), 0);
	put(a, "/data/place", "kaunas");
	struct answers_choice *c;
	size_t n;
	struct node *org = answers_at(a, "/data/org");
	assert_int_equal(answers_choices(a, org->field->control, org, "en", &c, &n), 0);
	assert_int_equal(n, 1);
	assert_string_equal(c[0].label, "Two");
}

static void shows_what_was_written_and_no_noughts_behind_it(void **state) {
	(void)state;
	struct answers *a = answers_of(made("<begins/><where/><exact/>", "<bind nodeset='/data/begins' type='time'/>"
		"<bind nodeset='/data/where' type='geopoint'/><bind nodeset='/data/exact' type='geopoint'/>",
		arena_printf(cx.arena, "%s%s%s", input("begins"), input("where"), input("exact"))));
	put(a, "/data/begins", "07:30:00.000");
	put(a, "/data/where", "55.5 25.6 0 0");
	put(a, "/data/exact", "55.5 25.6 120 4");
	assert_string_equal(answers_shown(a, answers_at(a, "/data/begins"), "en"), "07:30");
	assert_string_equal(answers_shown(a, answers_at(a, "/data/where"), "en"), "55.5 25.6");
	assert_string_equal(answers_shown(a, answers_at(a, "/data/exact"), "en"), "55.5 25.6 120 4");
	put(a, "/data/begins", "07:30:15.000");
	assert_string_equal(answers_shown(a, answers_at(a, "/data/begins"), "en"), "07:30:15.000");
}

static void puts_a_field_list_on_one_page(void **state) {
	(void)state;
	struct answers *a = answers_of(made("<a/><b/><c/>", "<bind nodeset='/data/b' relevant=\"/data/a = '1'\"/>",
		arena_printf(cx.arena, "<group><label>Outer</label><group appearance='w2 field-list'><label>Both</label>%s%s</group></group>%s",
			input("a"), input("b"), input("c"))));
	struct answers_page *p, *q;
	size_t n, m;
	assert_string_equal(pages(a), "/data/a /data/c");
	assert_int_equal(answers_pages(a, &p, &n), 0);
	q = answers_questions(a, &p[0], &m);
	assert_int_equal(m, 1);
	put(a, "/data/a", "1");
	assert_int_equal(answers_pages(a, &p, &n), 0);
	q = answers_questions(a, &p[0], &m);
	assert_int_equal(m, 2);
	assert_string_equal(q[1].path, "/data/b");
	const char **headings = answers_headings(a, &q[1], "en");
	assert_string_equal(headings[0], "Outer");
	assert_string_equal(headings[1], "Both");
	assert_null(headings[2]);
}

static void what_is_written_is_read_again(void **state) {
	(void)state;
	const char *form = repeat_form("");
	struct answers *a = answers_of(form), *b;
	struct node *n;
	put(a, "/data/child[1]/name", "<Ona & \"Jonas\">\n\tąčę");
	assert_int_equal(answers_add(a, a->root, xform_field_at(a->form, "/data/child"), &n), 0);
	assert_int_equal(answers_update(a), 0);
	struct blob xml = answers_write(a);
	assert_int_equal(answers_read(&cx, a->form, xml, &b), 0);
	is(b, "/data/child[1]/name", "<Ona & \"Jonas\">\n\tąčę");
	assert_string_equal(answers_write(b).at, xml.at);
	assert_int_equal(answers_resume(&cx, a->form, answers_save(a), &b), 0);
	assert_string_equal(answers_save(b).at, answers_save(a).at);
	assert_string_equal(answers_instance(b), answers_instance(a));
}

static void an_instance_has_an_id_whatever_the_form(void **state) {
	(void)state;
	const char *const metas[] = {"", "<meta><start/></meta>", "<meta><instanceID/></meta>"};
	for (size_t i = 0; i < 4; i++) { /* the last: worked out by the form itself */
		struct answers *a = answers_of(arena_printf(cx.arena, MADE_HTML "<h:head><h:title>T</h:title><model><instance><d id='d'><a/>"
			"%s</d></instance>%s</model></h:head><h:body><input ref='/d/a'/></h:body></h:html>", metas[i > 2 ? 2 : i],
			i < 3 ? "" : "<bind nodeset='/d/meta/instanceID' calculate=\"once(concat('uuid:', uuid()))\"/>"));
		struct answers *b;
		struct submission s;
		struct blob xml = answers_write(a);
		assert_int_equal(submission_read(&cx, xml, &s), 0);
		assert_string_equal(s.instance, answers_instance(a));
		assert_int_equal(strlen(s.instance), 41);
		assert_int_equal(answers_read(&cx, a->form, xml, &b), 0);
		assert_string_equal(answers_instance(b), answers_instance(a));
		assert_string_equal(answers_write(b).at, xml.at);
	}
	struct xform *form = form_read(made("<a/>", "", ""));
	struct answers *a; /* what a client says besides in meta is let go */
	assert_int_equal(answers_read(&cx, form, text_blob("<data id='made' version='7'><orx:meta xmlns:orx='http://openrosa.org/xforms'>"
		"<orx:instanceID>uuid:9</orx:instanceID><orx:deprecatedID>uuid:8</orx:deprecatedID></orx:meta></data>"), &a), 0);
	assert_string_equal(answers_instance(a), "uuid:9");
}

static void refuses_answers_to_something_else(void **state) {
	(void)state;
	struct xform *form = form_read(repeat_form(""));
	struct answers *a;
	const struct {
		const char *xml, *words;
	} bad[] = {
		{"<other id='made' version='7'/>", "another form"},
		{"<data id='other' version='7'/>", "another form"},
		{"<data id='made' version='8'/>", "another version"},
		{"<data id='made'/>", "another version"},
		{"<data id='made' version='7'><evil/></data>", "does not have"},
		{"<data id='made' version='7'><n>1</n><n>2</n></data>", "stands twice"},
		{"<data id='made' version='7'><n><x/></n></data>", "holds elements"},
		{"<data id='made' version='7' xmlns='urn:x'><n>1</n></data>", "namespace"},
		{"<data id='made' version='7'><n>1</data>", "well-formed"},
		{"<!DOCTYPE data [<!ENTITY a 'b'>]><data id='made' version='7'><n>&a;</n></data>", "document type"},
		{"<data id='made' version='7'><n>&a;</n></data>", "well-formed"},
		{"", "well-formed"},
	};
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		refused(answers_read(&cx, form, text_blob(bad[i].xml), &a), ERR_INVALID, bad[i].words);
	assert_int_equal(answers_read(&cx, form, text_blob("<data id='made' version='7' xmlns='http://openrosa.org/xforms'><child>"
		"<name>A</name></child><n>5</n><child><name>B</name></child></data>"), &a), 0);
	is(a, "/data/child[2]/name", "B");
	is(a, "/data/n", "5");
	is(a, "/data/child[2]/order", ""); /* was not sent, and is not worked out again */
}

/* What was left out is put in before what stands behind it is counted: both count. */
static void refuses_more_fields_than_answers_may_have(void **state) {
	(void)state;
	struct buf fields = buf_new(cx.arena, 8 << 10), xml = buf_new(cx.arena, 64 << 10);
	buf_str(&fields, "<p jr:template=''>");
	for (int i = 0; i < 100; i++)
		buf_printf(&fields, "<q%d/>", i);
	buf_str(&fields, "</p><g><x jr:template=''/></g>");
	buf_str(&xml, "<data id='made' version='7'>");
	for (int i = 0; i < 485; i++)
		buf_str(&xml, "<p/>");
	buf_str(&xml, "<g>");
	for (int i = 0; i < 1990; i++)
		buf_str(&xml, "<x/>");
	buf_str(&xml, "</g></data>");
	struct answers *a;
	refused(answers_read(&cx, form_read(made(fields.at, "", "")), text_blob(xml.at), &a), ERR_LIMIT, "more fields");
}

static void says_what_a_submission_is(void **state) {
	(void)state;
	struct submission s;
	assert_int_equal(submission_read(&cx, text_blob("<data id='f' version='2'><orx:meta xmlns:orx='http://openrosa.org/xforms'>"
		"<orx:instanceID>uuid:1</orx:instanceID></orx:meta></data>"), &s), 0);
	assert_string_equal(s.form, "f");
	assert_string_equal(s.version, "2");
	assert_string_equal(s.instance, "uuid:1");
	assert_false(s.encrypted);
	assert_int_equal(submission_read(&cx, text_blob("<data xmlns='http://opendatakit.org/submissions' id='f' version='2' encrypted='yes'>"
		"<base64EncryptedKey>KEY</base64EncryptedKey><encryptedXmlFile>submission.xml.enc</encryptedXmlFile><media><file>a.jpg.enc"
		"</file></media><media><file>b.jpg.enc</file></media><base64EncryptedElementSignature>SIGN</base64EncryptedElementSignature>"
		"<meta xmlns='http://openrosa.org/xforms'><instanceID>uuid:2</instanceID></meta></data>"), &s), 0);
	assert_true(s.encrypted);
	assert_string_equal(s.key, "KEY");
	assert_string_equal(s.xml, "submission.xml.enc");
	assert_string_equal(s.signature, "SIGN");
	assert_string_equal(s.media[1], "b.jpg.enc");
	assert_null(s.media[2]);
	refused(submission_read(&cx, text_blob("<data id='f'/>"), &s), ERR_INVALID, "instanceID");
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(asks_only_what_is_relevant, set_up, tear_down),
		cmocka_unit_test_setup_teardown(works_out_in_order_whatever_the_order, set_up, tear_down),
		cmocka_unit_test_setup_teardown(says_what_is_wrong, set_up, tear_down),
		cmocka_unit_test_setup_teardown(adds_and_takes_away_repeats, set_up, tear_down),
		cmocka_unit_test_setup_teardown(counts_repeats, set_up, tear_down),
		cmocka_unit_test_setup_teardown(acts_on_events, set_up, tear_down),
		cmocka_unit_test_setup_teardown(lists_choices_with_conditions, set_up, tear_down),
		cmocka_unit_test_setup_teardown(takes_lists_from_outside, set_up, tear_down),
		cmocka_unit_test_setup_teardown(shows_what_was_written_and_no_noughts_behind_it, set_up, tear_down),
		cmocka_unit_test_setup_teardown(puts_a_field_list_on_one_page, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_is_written_is_read_again, set_up, tear_down),
		cmocka_unit_test_setup_teardown(an_instance_has_an_id_whatever_the_form, set_up, tear_down),
		cmocka_unit_test_setup_teardown(refuses_answers_to_something_else, set_up, tear_down),
		cmocka_unit_test_setup_teardown(refuses_more_fields_than_answers_may_have, set_up, tear_down),
		cmocka_unit_test_setup_teardown(says_what_a_submission_is, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
