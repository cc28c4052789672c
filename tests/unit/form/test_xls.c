/* XLSForms as XForms: what comes out of sound ones, and which cell is named of the others. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "form/xform.h"
#include "form/xls.h"
#include "io/book.h"

static struct cx cx;

static void sevens(void *to, size_t n) {
	memset(to, 7, n);
}

static int set_up(void **state) {
	(void)state;
	cx = (struct cx){.arena = arena_new(256 << 20), .lang = "en", .rng = sevens};
	return 0;
}

static int tear_down(void **state) {
	(void)state;
	arena_free(cx.arena);
	return 0;
}

static void sheet(struct book *b, const char *name, const char *rows) {
	static const double widths[] = {10, 10, 10};
	book_sheet(b, name, widths, 3);
	for (const char *line = rows; *line != 0;) {
		size_t n = strcspn(line, "\n");
		book_row(b);
		for (const char *c = line; c <= line + n;) {
			size_t k = strcspn(c, "|\n");
			book_text(b, BOOK_PLAIN, arena_strndup(cx.arena, c, k));
			c += k + 1;
		}
		line += n + (line[n] == '\n');
	}
}

/* The XLSForm whose sheets are written with | between cells; `settings`, `choices` may be NULL. */
static struct blob written(const char *survey, const char *choices, const char *settings) {
	struct book *b = book_new(cx.arena, "form");
	struct buf out = buf_new(cx.arena, 8 << 20);
	sheet(b, "survey", survey);
	if (choices != NULL)
		sheet(b, "choices", choices);
	if (settings != NULL)
		sheet(b, "settings", settings);
	assert_int_equal(book_end(&cx, b, &out), 0);
	return (struct blob){out.at, out.n};
}

static const char *form_of(struct blob xlsx) {
	struct buf out = buf_new(cx.arena, XLS_BYTES);
	json_t *errors;
	int rc = xls_form(&cx, xlsx, "own", &out, &errors);
	if (errors != NULL) {
		char *text = json_dumps(errors, 0);
		print_message("%s\n", text);
		free(text);
	}
	assert_int_equal(rc, 0);
	buf_char(&out, 0);
	return out.at;
}

/* What is wrong with it is that cell and no other. */
static void wrong(struct blob xlsx, const char *cell, const char *rule) {
	struct buf out = buf_new(cx.arena, XLS_BYTES);
	json_t *errors;
	assert_int_equal(xls_form(&cx, xlsx, "own", &out, &errors), ERR_INVALID);
	assert_non_null(errors);
	assert_int_equal(out.n, 0);
	const json_t *first = json_array_get(errors, 0);
	assert_string_equal(json_string_value(json_object_get(first, "cell")), cell);
	if (strstr(json_string_value(json_object_get(first, "rule")), rule) == NULL)
		fail_msg("%s: %s", cell, json_string_value(json_object_get(first, "rule")));
	assert_int_equal(json_array_size(errors), 1);
	json_decref(errors);
}

static void has(const char *form, const char *part) {
	if (strstr(form, part) == NULL)
		fail_msg("not there: %s\nin: %s", part, form);
}

static void a_question_becomes_a_bind_and_a_control(void **state) {
	(void)state;
	const char *f = form_of(written(
		"type|name|label|required|relevant|constraint|constraint_message|calculation\n"
		"integer|age|How old?|yes||. < 120|Too old\n"
		"text|school|Which school of ${age} & more?|no|${age} < 18\n"
		"note|thanks|Thank you\n"
		"calculate|twice||||||${age} * 2\n", NULL, "form_title|form_id|version\nMine|mine|3\n"));
	has(f, "<h:title>Mine</h:title>");
	has(f, "<data id=\"mine\" version=\"3\"><age></age><school></school><thanks></thanks><twice></twice>");
	has(f, "<bind nodeset=\"/data/age\" type=\"int\" required=\"true()\" constraint=\". &lt; 120\" jr:constraintMsg=\"Too old\"/>");
	has(f, "<bind nodeset=\"/data/school\" type=\"string\" required=\"false()\" relevant=\" /data/age  &lt; 18\"/>");
	has(f, "<label>Which school of <output value=\" /data/age \"/> &amp; more?</label>");
	has(f, "<bind nodeset=\"/data/thanks\" type=\"string\" readonly=\"true()\"/>");
	has(f, "calculate=\" /data/age  * 2\"");
}

static void a_repeat_is_referred_to_from_where_one_stands(void **state) {
	(void)state;
	const char *f = form_of(written("type|name|label|relevant|repeat_count|choice_filter\n"
		"integer|n|How many?\n"
		"begin repeat|child|A child||${n}\n"
		"text|called|Name\n"
		"begin group|more|More\n"
		"select_one town|town|Where is ${called}?|${called} != ''||region = ${called}\n"
		"end group\n"
		"end_repeat\n", "list_name|name|label|region\ntown|a|A|1\ntown|b|B|2\n", NULL));
	has(f, "<repeat nodeset=\"/data/child\" jr:count=\" /data/child_count \">");
	has(f, "<bind nodeset=\"/data/child_count\" type=\"string\" calculate=\" /data/n \"/>");
	has(f, "<bind nodeset=\"/data/child/more/town\" type=\"string\" relevant=\" ../../called  != ''\"/>");
	has(f, "<itemset nodeset=\"instance('town')/root/item[region =  current()/../../called ]\">");
	has(f, "<item><label>A</label><name>a</name><region>1</region></item>");
	has(f, "<output value=\" ../../called \"/>");
}

static void languages_stand_side_by_side(void **state) {
	(void)state;
	const char *f = form_of(written("type|name|label::Lietuvių (lt)|label::English (en)|hint::English (en)\n"
		"select_multiple yn or_other|q|Ar?|Do you?|Ask gently\n"
		"text|w|Kas?|\n", "list_name|name|label::Lietuvių (lt)|label::English (en)\nyn|yes|Taip|Yes\nyn|other|Kita|Other\n",
		"default_language\nEnglish (en)\n"));
	has(f, "<translation lang=\"Lietuvių (lt)\"><text id=\"/data/q:label\"><value>Ar?</value></text>");
	has(f, "<translation lang=\"English (en)\" default=\"true()\"><text id=\"/data/q:label\"><value>Do you?</value></text>");
	has(f, "<text id=\"/data/w:label\"><value>Kas?</value></text>"); /* no English: the words there are */
	has(f, "<text id=\"yn-1\"><value>Kita</value></text>");
	has(f, "<label ref=\"jr:itext(itextId)\"/>");
	has(f, "<bind nodeset=\"/data/q_other\" type=\"string\" relevant=\"selected(../q, 'other')\"/>");
}

static void a_fault_is_named_by_its_cell(void **state) {
	(void)state;
	static const char list[] = "list_name|name|label\nyn|yes|Yes\nyn|no|No\n";
	wrong(written("type|name|label\ntext|1a|What?\n", NULL, NULL), "survey!B2", "letters from a to z");
	wrong(written("type|name|label\ntext|a|What?\ntext|a|Again?\n", NULL, NULL), "survey!B3", "twice");
	wrong(written("type|name|label\n\ntextt|a|What?\n", NULL, NULL), "survey!A3", "no such type");
	wrong(written("type|name|label\nselect_one ny|a|What?\n", list, NULL), "survey!A2", "no such list");
	wrong(written("type|name|label\ntext|a|What about ${b}?\n", NULL, NULL), "survey!C2", "no question of this name");
	wrong(written("type|name|label|relevant\ntext|a|What?|${b} = 1\n", NULL, NULL), "survey!D2", "no question of this name");
	wrong(written("type|name|label\ntext|a|\n", NULL, NULL), "survey!C2", "needs its words");
	wrong(written("type|name|label\nbegin group|g|G\ntext|a|A\n", NULL, NULL), "survey!A2", "never ended");
	wrong(written("type|name|label\ntext|a|A\nend repeat\n", NULL, NULL), "survey!A3", "not begun");
	wrong(written("type|name|label\ndeviceid|d|\ntext|a|A\n", NULL, NULL), "survey!A2", "which telephone");
	wrong(written("type|name|label\ncalculate|d|\n", NULL, NULL), "survey!2", "expression");
	wrong(written("type|name|label|media::image\ntext|a|A|x.png\n", NULL, NULL), "survey!D2", "Pictures");
	wrong(written("type|name|label\ntext|a|A\n", NULL, "submission_url\nhttps://elsewhere.example\n"), "settings!A2",
		"nowhere else");
	wrong(written("type|name|label\ntext|a|A\n", "list_name|name|label\nyn|yes|Yes\nyn|yes|No\n", NULL), "choices!B3", "twice");
	wrong(written("name|label\na|A\n", NULL, NULL), "survey", "no column");
	wrong(written("type|name|label\nselect_one yn or_other|a|A\n", list, NULL), "survey!A2", "choice named other");
}

static void a_spreadsheet_of_something_else_is_said_to_be_one(void **state) {
	(void)state;
	struct book *b = book_new(cx.arena, "x");
	struct buf out = buf_new(cx.arena, 1 << 20), form = buf_new(cx.arena, 1 << 20);
	json_t *errors;
	sheet(b, "people", "type|name\ntext|a\n");
	assert_int_equal(book_end(&cx, b, &out), 0);
	assert_int_equal(xls_form(&cx, (struct blob){out.at, out.n}, "x", &form, &errors), ERR_INVALID);
	assert_null(errors);
	assert_int_equal(xls_form(&cx, (struct blob){"type,name\n", 10}, "x", &form, &errors), ERR_INVALID);
	assert_null(errors);
}

static void groups_too_deep_are_refused_once(void **state) {
	(void)state;
	struct buf rows = buf_new(cx.arena, 1 << 20);
	buf_str(&rows, "type|name|label\n");
	for (int i = 0; i < 9000; i++)
		buf_printf(&rows, "begin group|g%d|G\n", i);
	buf_str(&rows, "text|a|A\n");
	for (int i = 0; i < 9000; i++)
		buf_str(&rows, "end group\n");
	buf_char(&rows, 0);
	wrong(written(rows.at, NULL, NULL), "survey!A42", "too deeply");
}

/* The published pair --------------------------------------------------------------------------------------------- */

static struct blob shared(const char *name) {
	char path[500];
	const char *root = getenv("ROOT");
	snprintf(path, sizeof path, "%.300s/../shared/data/htcds/%.60s", root == NULL ? "." : root, name);
	FILE *f = fopen(path, "rb");
	if (f == NULL)
		return (struct blob){0};
	struct buf all = buf_new(cx.arena, 16 << 20);
	for (size_t n = 1; n > 0;) {
		n = fread(buf_room(&all, 4096), 1, 4096, f);
		all.n += n;
	}
	fclose(f);
	return (struct blob){all.at, all.n};
}

static const char *plain(const struct xform_words *w) {
	return w == NULL || w->plain == NULL || w->plain->text == NULL ? "" : w->plain->text;
}

/* The choices of a control, from where they stand, as "value=label;" with blanks of any kind dropped. */
static const char *choices(const struct xform *form, const struct xform_control *c) {
	struct buf out = buf_new(cx.arena, 1 << 20);
	for (const struct xform_choice *o = c->choices; o != NULL; o = o->next)
		buf_printf(&out, "%s=%s;", o->value, plain(o->label));
	for (const struct xform_instance *i = form->instances; c->itemset != NULL && i != NULL; i = i->next)
		if (strstr(xpath_text(c->itemset), arena_printf(cx.arena, "'%s'", i->id)) != NULL)
			for (const struct node *n = node_child(i->root, NULL, "root")->first; n != NULL; n = n->next)
				buf_printf(&out, "%s=%s;", node_child(n, NULL, "name")->value, node_child(n, NULL, "label")->value);
	char *to = out.at;
	for (size_t k = 0; k < out.n; k++)
		if (out.at[k] != ' ' && (unsigned char)out.at[k] != 0xa0 && (unsigned char)out.at[k] != 0xc2)
			*to++ = out.at[k];
	if (out.n == 0)
		return "";
	*to = 0;
	return out.at;
}

static void the_published_pair_is_one_form(void **state) {
	(void)state;
	struct blob xlsx = shared("htcds_xlsform.xlsx"), xml = shared("htcds_xlsform.xml");
	struct xform *ours, *theirs;
	if (xlsx.n == 0)
		skip();
	const char *text = form_of(xlsx);
	assert_int_equal(xform_read(&cx, (struct blob){text, strlen(text)}, &ours), 0);
	assert_int_equal(xform_read(&cx, xml, &theirs), 0);
	assert_string_equal(ours->version, theirs->version);
	assert_int_equal(ours->fields_n, theirs->fields_n);
	for (size_t i = 0; i < ours->fields_n; i++) {
		const struct xform_field *a = ours->fields[i], *b = theirs->fields[i];
		assert_string_equal(a->path, b->path);
		assert_int_equal(a->type, b->type);
		assert_string_equal(a->preload == NULL ? "" : a->preload, b->preload == NULL ? "" : b->preload);
		assert_int_equal(a->calculate == NULL, b->calculate == NULL);
		assert_int_equal(a->control == NULL, b->control == NULL);
	}
	size_t n = 0, picked = 0;
	const struct xform_control *b = theirs->body;
	for (const struct xform_control *a = ours->body; a != NULL; a = a->next, b = b->next, n++) {
		assert_non_null(b);
		assert_int_equal(a->kind, b->kind);
		assert_string_equal(a->field->path, b->field->path);
		assert_string_equal(plain(a->label), plain(b->label));
		assert_string_equal(choices(ours, a), choices(theirs, b));
		picked += choices(ours, a)[0] != 0;
	}
	assert_null(b);
	assert_int_equal(n, 31);
	assert_int_equal(picked, 11);
}

/* One name eight thousand times in a cell, and its path is four thousand bytes long. */
static void what_grows_too_large_is_refused(void **state) {
	(void)state;
	struct buf rows = buf_new(cx.arena, 1 << 20), out = buf_new(cx.arena, XLS_BYTES);
	json_t *errors;
	buf_str(&rows, "type|name|label|calculation\n");
	for (int i = 0; i < XLS_DEPTH - 2; i++)
		buf_printf(&rows, "begin group|g%d%090d|G\n", i, 0);
	buf_str(&rows, "text|a|A\ncalculate|c||");
	for (int i = 0; i < 8000; i++)
		buf_str(&rows, "${a}");
	for (int i = 0; i < XLS_DEPTH - 2; i++)
		buf_str(&rows, "\nend group");
	assert_int_equal(xls_form(&cx, written(rows.at, NULL, NULL), "own", &out, &errors), ERR_LIMIT);
	assert_non_null(cx.err.rule);
	assert_null(errors);
	assert_int_equal(out.n, 0);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_question_becomes_a_bind_and_a_control),
		cmocka_unit_test(a_repeat_is_referred_to_from_where_one_stands),
		cmocka_unit_test(languages_stand_side_by_side),
		cmocka_unit_test(a_fault_is_named_by_its_cell),
		cmocka_unit_test(a_spreadsheet_of_something_else_is_said_to_be_one),
		cmocka_unit_test(groups_too_deep_are_refused_once),
		cmocka_unit_test(what_grows_too_large_is_refused),
		cmocka_unit_test(the_published_pair_is_one_form),
	};
	return cmocka_run_group_tests_name("xls", tests, set_up, tear_down);
}
