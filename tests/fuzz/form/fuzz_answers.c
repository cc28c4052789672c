/*
 * Submissions from strangers, to a form we know. What is taken, written and read again, is the same; what is worked out is
 * never what the form does not have.
 */
#include "form/answers.h"
#include "fuzz/fuzz.h"

static const char form_text[] =
	"<h:html xmlns='http://www.w3.org/2002/xforms' xmlns:h='http://www.w3.org/1999/xhtml' "
	"xmlns:jr='http://openrosa.org/javarosa'><h:head><h:title>f</h:title><model><instance><data id='f' version='1'><a/><n/>"
	"<g><b/><c/></g><r jr:template=''><x/><y/></r><meta><instanceID/></meta></data></instance>"
	"<bind nodeset='/data/n' type='int' constraint='. &gt; 0'/><bind nodeset='/data/g' relevant='/data/n &gt; 1'/>"
	"<bind nodeset='/data/r/y' relevant=\"selected(../x, 'b')\" calculate='position(..) + sum(/data/r/x)'/></model></h:head>"
	"<h:body><input ref='/data/a'/><input ref='/data/n'/><group ref='/data/g'><input ref='/data/g/b'/></group>"
	"<repeat nodeset='/data/r'><select ref='/data/r/x'><item><value>a</value></item><item><value>b</value></item></select>"
	"</repeat></h:body></h:html>";

FUZZ(cx, at, n) {
	struct xform *form;
	struct answers *a, *b;
	struct submission s;
	MUST(xform_read(cx, (struct blob){form_text, sizeof form_text - 1}, &form) == 0);
	bool received = fuzz_take(&at, &n) % 2 == 0;
	char *bytes = malloc(n + (n == 0)); /* exactly as long */
	MUST(bytes != NULL);
	memcpy(bytes, at, n);
	int seen = submission_read(cx, (struct blob){bytes, n}, &s);
	MUST(seen == 0 || cx->err.rule != NULL);
	MUST(seen != 0 || (s.instance[0] != 0 && s.form[0] != 0 && s.media != NULL));
	int rc = received ? answers_read(cx, form, (struct blob){bytes, n}, &a) :
		answers_resume(cx, form, (struct blob){bytes, n}, &a);
	free(bytes);
	MUST(rc == 0 || rc == ERR_INVALID || rc == ERR_LIMIT);
	if (rc != 0) {
		MUST(cx->err.code == rc && cx->err.rule != NULL);
		return;
	}
	struct blob xml = answers_save(a);
	MUST(answers_read(cx, form, xml, &b) == 0);
	struct blob again = answers_save(b);
	MUST(again.n == xml.n && memcmp(again.at, xml.at, xml.n) == 0);
	for (struct node *node = b->root; node != NULL; node = node_walk(b->root, node)) {
		bool ours;
		MUST(answers_at(b, answers_path(b, node)) == node);
		MUST(node->parent->field == NULL || node->parent->relevant || !node->relevant);
		answers_fault(b, node, "lt", &ours);
	}
}
