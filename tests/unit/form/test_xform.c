/* Forms as strangers send them: what is read, and what is refused, why, how soon and within which memory. */
#include "made.h"

#include <time.h>

static const char *repeated(const char *before, const char *piece, size_t n, const char *after) {
	struct buf b = buf_new(cx.arena, 64 << 20);
	buf_str(&b, before);
	for (size_t i = 0; i < n; i++)
		buf_str(&b, piece);
	buf_str(&b, after);
	return b.at;
}

static void reads_the_frame(void **state) {
	(void)state;
	struct xform *f = form_read(made("<a/><g><b/></g>",
		"<itext><translation lang='English (en)'><text id='a'><value>A</value></text></translation>"
		"<translation lang='Lietuvi\xc5\xb3 (lt)' default='true()'><text id='a'><value>B</value><value form='guidance'>G</value>"
		"<value form='image'>jr://images/a.png</value></text></translation></itext>"
		"<submission action='https://x.example/openrosa' method='post' base64RsaPublicKey='QUJD'/>"
		"<bind nodeset='/data/g/b' type='xsd:int' required='true()' id='b'/>",
		"<input ref='/data/a'><label ref=\"jr:itext('a')\"/><hint>h</hint></input><group ref='/data/g' appearance='field-list'>"
		"<label>G</label><input bind='b'><label>b</label></input></group>"));
	assert_string_equal(f->id, "made");
	assert_string_equal(f->version, "7");
	assert_string_equal(f->title, "Made");
	assert_string_equal(f->submission_key, "QUJD");
	assert_int_equal(f->languages_n, 2);
	assert_int_equal(f->language, 1);
	assert_int_equal(xform_language(f, "en"), 0);
	assert_int_equal(xform_language(f, "lt"), 1);
	assert_int_equal(xform_language(f, "uk"), 1);
	assert_false(xform_has_language(f, "uk"));
	const struct xform_field *b = xform_field_at(f, "/data/g/b");
	assert_int_equal(b->type, TYPE_INT);
	assert_ptr_equal(b->control->field, b);
	assert_true(xform_appears(b->control->parent, "field-list"));
	struct answers *a;
	assert_int_equal(answers_new(&cx, f, &a), 0);
	const struct xform_words *label = f->body->label;
	assert_string_equal(answers_say(a, NULL, label, "en"), "A");
	assert_string_equal(answers_say(a, NULL, label, "uk"), "B");
	assert_string_equal(answers_say_form(a, NULL, label, "lt", WORDS_GUIDANCE), "G");
	assert_string_equal(answers_say_form(a, NULL, label, "en", WORDS_IMAGE), "jr://images/a.png");
}

static void refuses_with_a_reason(void **state) {
	(void)state;
	const struct {
		const char *form, *words;
	} bad[] = {
		{"", "well-formed"},
		{"<a", "well-formed"},
		{"\xff\xfe<\0a", "well-formed"},
		{"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><a/>", "document type"},
		{"<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>", "document type"},
		{"<html/>", "namespace of XHTML"},
		{"<h:html xmlns:h='http://www.w3.org/1999/xhtml'/>", "a head and a body"},
		{"<h:html xmlns:h='http://www.w3.org/1999/xhtml'><h:head><model/></h:head><h:body/></h:html>", "model of the namespace"},
		{"<h:html xmlns:h='http://www.w3.org/1999/xhtml' xmlns='http://www.w3.org/2002/xforms'><h:head><model/></h:head><h:body/></h:html>",
			"no first instance"},
		{"<h:html xmlns:h='http://www.w3.org/1999/xhtml' xmlns='http://www.w3.org/2002/xforms'><h:head><model><instance><data/></instance>"
			"</model></h:head><h:body/></h:html>", "no id"},
		{made("<a/>", "<bind nodeset='/data/b'/>", ""), "does not have"},
		{made("<a/>", "<bind nodeset='/data/a'/><bind nodeset='/data/a'/>", ""), "Two binds"},
		{made("<a/>", "<bind type='int'/>", ""), "says no field"},
		{made("<a/>", "<bind nodeset='/data/a' relevant='1 +'/>", ""), "cannot be read"},
		{made("<a/>", "<bind nodeset='/data/a' calculate='pulldata(1)'/>", ""), "looks into files"},
		{made("<a/><b/>", "<bind nodeset='/data/a' calculate='/data/b'/><bind nodeset='/data/b' calculate='../a'/>", ""), "circle"},
		{made("<a/>", "<bind nodeset='/data/a' calculate='. + 1'/>", ""), "circle"},
		{made("<a/><a/>", "", ""), "stands twice"},
		{made("<a/>", "", "<input ref='/data/b'/>"), "does not have"},
		{made("<a/>", "", "<input/>"), "writes to no field"},
		{made("<g><a/></g>", "", "<input ref='/data/g'/>"), "holds fields"},
		{made("<a/>", "", "<dance ref='/data/a'/>"), "not known here"},
		{made("<a/>", "", "<select ref='/data/a'><item><label>x</label><value>a b</value></item></select>"), "blank"},
		{made("<a/>", "", "<select1 ref='/data/a'><item><label>x</label></item></select1>"), "no value"},
		{made("<a/>", "", "<select1 ref='/data/a'><itemset nodeset='/data/x'/></select1>"), "list of choices"},
		{made("<a/>", "", "<range ref='/data/a' start='x' end='2' step='1'/>"), "bound that is no number"},
		{made("<a/>", "", "<range ref='/data/a' start='1' end='2' step='0'/>"), "more than 0"},
		{made("<a/>", "", "<repeat nodeset='/data'/>"), "cannot be repeated"},
		{made("<a/>", "", "<input ref='/data/a'><label ref=\"jr:itext('x')\"/></input>"), "text that the form does not have"},
		{made("<a/>", "<itext><translation lang='a'/><translation lang='a'/></itext>", ""), "language stands twice"},
		{made("<a/>", "<instance id='x'><a/></instance><instance id='x'><a/></instance>", ""), "same id"},
		{made("<a/>", "<setvalue event='odk-instance-first-load' value='1'/>", ""), "needs an event"},
	};
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		form_refused(bad[i].form, ERR_INVALID, bad[i].words);
		assert_non_null(cx.err.field != NULL ? cx.err.field : cx.err.value);
	}
}

static void refuses_what_is_too_much(void **state) {
	(void)state;
	const char *head = MADE_HTML "<h:head><h:title>T</h:title><model><instance><data id='d'>";
	const char *rest = "</data></instance></model></h:head><h:body>";
	form_refused(repeated("", "<g>", 10000, ""), ERR_LIMIT, "too deep");
	form_refused(repeated(arena_printf(cx.arena, "%s<a/>%s", head, rest), "<group>", 10000, ""), ERR_LIMIT, "too deep");
	form_refused(repeated(head, "<a/>", 100000, ""), ERR_LIMIT, "too many elements");
	form_refused(repeated("<a>", "aaaaaaaaaaaaaaaa", 100000, "</a>"), ERR_LIMIT, "too long");
	form_refused(repeated("<a ", "b='' ", 50, "/>"), ERR_INVALID, "well-formed");
	struct buf b = buf_new(cx.arena, 8 << 20);
	buf_str(&b, "<a ");
	for (int i = 0; i < 5000; i++)
		buf_printf(&b, "b%d='' ", i);
	buf_str(&b, "/>");
	form_refused(b.at, ERR_LIMIT, "too many attributes");
	b.n = 0;
	buf_str(&b, head);
	for (int i = 0; i < XFORM_FIELDS; i++)
		buf_printf(&b, "<f%d/>", i);
	buf_printf(&b, "%s</h:body></h:html>", rest);
	form_refused(b.at, ERR_LIMIT, "more fields");
	form_refused(repeated("<a>", "aaaaaaaaaaaaaaaa", (XFORM_BYTES >> 4) + 1, "</a>"), ERR_LIMIT, "larger");
	b.n = 0;
	buf_str(&b, "<itext>");
	for (int i = 0; i <= XFORM_LANGUAGES; i++)
		buf_printf(&b, "<translation lang='l%d'/>", i);
	buf_str(&b, "</itext>");
	form_refused(made("<a/>", b.at, ""), ERR_INVALID, "more languages");
}

/* The worst of each kind that is still taken, or is refused late: soon, and in a fixed memory. */
static void is_soon_done_with_anything(void **state) {
	(void)state;
	struct buf binds = buf_new(cx.arena, 8 << 20), fields = buf_new(cx.arena, 8 << 20), body = buf_new(cx.arena, 8 << 20);
	const int n = 2000;
	for (int i = 0; i < n; i++) { /* each depends on the one behind it: a chain as long as a form may be */
		buf_printf(&fields, "<f%d>%d</f%d>", i, i == n - 1, i);
		if (i < n - 1)
			buf_printf(&binds, "<bind nodeset='/data/f%d' type='int' relevant='/data/f%d &gt; 0' calculate='/data/f%d + 1'/>", i,
				i + 1, i + 1);
		buf_printf(&body, "<input ref='/data/f%d'><label><output value='/data/f%d'/></label></input>", i, i);
	}
	const char *chain = made(fields.at, binds.at, body.at);
	const char *loop = made("<a/><r jr:template=''><s jr:template=''><x/></s></r>",
		"<bind nodeset='/data/a' calculate='count(//*[//*[//*[//*[//*[//*]]]]])'/>",
		"<repeat nodeset='/data/r' jr:count='2000'><repeat nodeset='/data/r/s' jr:count='2000'><input ref='/data/r/s/x'>"
		"<label>x</label></input></repeat></repeat>");
	const char *growing = made("<a>xxxxxxxxxxxxxxxx</a><b/><c/><d/><e/>",
		"<bind nodeset='/data/b' calculate='concat(/data/a, /data/a, /data/a, /data/a, /data/a, /data/a, /data/a, /data/a)'/>"
		"<bind nodeset='/data/c' calculate='concat(/data/b, /data/b, /data/b, /data/b, /data/b, /data/b, /data/b, /data/b)'/>"
		"<bind nodeset='/data/d' calculate='concat(/data/c, /data/c, /data/c, /data/c, /data/c, /data/c, /data/c, /data/c)'/>"
		"<bind nodeset='/data/e' calculate='concat(/data/d, /data/d, /data/d, /data/d, /data/d, /data/d, /data/d, /data/d, /data/d)'/>", "");
	const char *itself = made("<a/>", "<itext><translation lang='en'><text id='t'><value><output value=\"jr:itext('t')\"/></value></text>"
		"</translation></itext><bind nodeset='/data/a' calculate=\"jr:itext('t')\"/>", "");
	const struct {
		const char *form;
		int code;
		const char *words;
	} worst[] = {{chain, 0, ""}, {loop, ERR_LIMIT, ""}, {growing, ERR_LIMIT, "longer"}, {itself, 0, ""}};
	for (size_t i = 0; i < sizeof worst / sizeof worst[0]; i++) {
		struct xform *form = NULL;
		struct answers *a = NULL;
		struct timespec from, to;
		size_t used = arena_used(cx.arena);
		cx.err = (struct err){0};
		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
		int rc = xform_read(&cx, text_blob(worst[i].form), &form);
		if (rc == 0)
			rc = answers_new(&cx, form, &a);
		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
		double seconds = (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9;
		print_message("# %zu: %d in %.2f s, %zu KiB: %s\n", i, rc, seconds, (arena_used(cx.arena) - used) >> 10,
			cx.err.rule == NULL ? "" : cx.err.rule);
		assert_int_equal(rc, worst[i].code);
		assert_true(rc == 0 || strstr(cx.err.rule, worst[i].words) != NULL);
		assert_true(seconds < 2);
		assert_true(arena_used(cx.arena) - used < 64 << 20);
		if (i == 0)
			assert_string_equal(answers_get(a, "/data/f0"), "2000");
	}
}

/* The Human Trafficking Case Data Standard's own form, as shipped (UN Migration, CC BY 4.0). */
static void takes_the_standards_own_form(void **state) {
	(void)state;
	const char *root = getenv("ROOT");
	char path[400];
	snprintf(path, sizeof path, "%.300s/tests/vectors/forms/htcds.xml", root == NULL ? "." : root);
	FILE *f = fopen(path, "rb");
	if (f == NULL)
		skip();
	char *text = arena_alloc(cx.arena, 64 << 10);
	size_t n = fread(text, 1, (64 << 10) - 1, f);
	fclose(f);
	text[n] = 0;
	struct answers *a = answers_of(text);
	struct answers_page *pages;
	assert_int_equal(answers_pages(a, &pages, &n), 0);
	assert_int_equal(n, 31);
	put(a, "/data/prs_Gender", "nosuch");
	bool ours;
	assert_string_equal(answers_fault(a, answers_at(a, "/data/prs_Gender"), "en", &ours), "This is none of the choices.");
	put(a, "/data/vic_Methods_of_Control", "DebtBondage TakesEarnings");
	assert_string_equal(answers_shown(a, answers_at(a, "/data/vic_Methods_of_Control"), "en"), "Debt bondage, Takes earnings");
	struct answers *b;
	assert_int_equal(answers_read(&cx, a->form, answers_write(a), &b), 0);
	is(b, "/data/vic_Methods_of_Control", "DebtBondage TakesEarnings");
}

/* An arena that is too small ends where its owner said, not in this reader. */
static void a_small_arena_is_an_error(void **state) {
	(void)state;
	struct arena *was = cx.arena;
	const char *form = repeated(MADE_HTML "<h:head>", "<a>some text</a>", 30000, "</h:head></h:html>");
	cx.arena = arena_new(1 << 20);
	jmp_buf trap;
	arena_trap(cx.arena, &trap);
	struct xform *f;
	int rc = ERR_BUG;
	if (setjmp(trap) == 0)
		rc = xform_read(&cx, text_blob(form), &f);
	else
		rc = ERR_LIMIT;
	assert_int_equal(rc, ERR_LIMIT);
	arena_free(cx.arena);
	cx.arena = was;
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(reads_the_frame, set_up, tear_down),
		cmocka_unit_test_setup_teardown(refuses_with_a_reason, set_up, tear_down),
		cmocka_unit_test_setup_teardown(refuses_what_is_too_much, set_up, tear_down),
		cmocka_unit_test_setup_teardown(is_soon_done_with_anything, set_up, tear_down),
		cmocka_unit_test_setup_teardown(takes_the_standards_own_form, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_small_arena_is_an_error, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
