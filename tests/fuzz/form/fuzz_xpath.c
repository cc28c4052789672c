/*
 * Expressions from strangers, worked out in answers we know: they end, within their steps and their memory, with a sound
 * value; the same expression gives the same again.
 */
#include "base/utf8.h"
#include "form/answers.h"
#include "fuzz/fuzz.h"

static const char form_text[] =
	"<h:html xmlns='http://www.w3.org/2002/xforms' xmlns:h='http://www.w3.org/1999/xhtml' "
	"xmlns:jr='http://openrosa.org/javarosa'><h:head><h:title>f</h:title><model><itext><translation lang='en'><text id='t'>"
	"<value>T <output value='/data/a'/></value></text></translation></itext><instance><data id='f' version='1'><a>ąč b</a>"
	"<n>3</n><d>2026-02-25</d><p>54 25;55 26;54 26</p><r><x>1</x></r><r><x>2</x></r></data></instance>"
	"<instance id='i'><root><item><k>a</k></item><item><k>b</k></item></root></instance>"
	"<bind nodeset='/data/n' type='int'/></model></h:head><h:body><select1 ref='/data/a'><itemset nodeset=\"instance('i')/root/item\">"
	"<value ref='k'/><label ref='k'/></itemset></select1><repeat nodeset='/data/r'><input ref='/data/r/x'/></repeat>"
	"</h:body></h:html>";

FUZZ(cx, at, n) {
	struct xform *form;
	struct answers *a;
	MUST(xform_read(cx, (struct blob){form_text, sizeof form_text - 1}, &form) == 0);
	MUST(answers_new(cx, form, &a) == 0);
	char *text = fuzz_text(at, n);
	char *kept = arena_strdup(cx->arena, text);
	free(text);
	struct xpath *x;
	if (!utf8_valid(kept, strlen(kept)))
		return; /* XML gives no such text */
	int rc = xpath_compile(cx, "fuzz", kept, &x);
	MUST(rc == 0 || rc == ERR_INVALID || rc == ERR_LIMIT);
	MUST(rc == 0 || (cx->err.code == rc && cx->err.rule != NULL));
	for (int i = 0; rc == 0 && i < 2; i++) {
		int64_t steps = 200000;
		struct xpath_value v;
		struct xpath_context context = {.cx = cx, .form = form, .root = a->root->parent, .steps = &steps, .scratch = a->scratch,
			.current = answers_at(a, i == 0 ? "/data/a" : "/data/r[2]/x"), .seed = 7};
		rc = xpath_evaluate(&context, x, &v);
		MUST(rc == 0 || rc == ERR_INVALID || rc == ERR_LIMIT);
		MUST(rc == 0 || cx->err.rule != NULL);
		MUST(context.used <= XPATH_SCRATCH);
		if (rc != 0)
			continue;
		const char *said = xpath_string(&context, &v);
		MUST(utf8_valid(said, strlen(said)));
		xpath_boolean(&v);
		xpath_number(&context, &v);
	}
}
