/*
 * Forms from strangers. What is refused says why. What is taken can be filled in with anything: each page is answered, and
 * the XML that leaves reads the same again.
 */
#include "form/answers.h"
#include "fuzz/fuzz.h"

static void said(const struct cx *cx, int rc) {
	MUST(rc == 0 || rc == ERR_INVALID || rc == ERR_LIMIT);
	MUST(rc == 0 || (cx->err.code == rc && cx->err.rule != NULL));
}

static void answer(struct cx *cx, struct answers *a) {
	static const char *const values[] = {"1", "yes", "2026-02-25", "a b", "<&>\r\n\t\"", "-7.5", "54 25;55 26"};
	struct answers_page *pages, *on;
	struct answers_choice *choices;
	size_t n, m, k;
	int rc = answers_pages(a, &pages, &n);
	said(cx, rc);
	for (size_t i = 0; rc == 0 && i < n && i < 40; i++) {
		on = answers_questions(a, &pages[i], &m);
		for (size_t q = 0; q < m && q < 10; q++) {
			bool ours;
			MUST(answers_at(a, on[q].path) == on[q].at);
			answers_say(a, on[q].at, on[q].control->label, "lt");
			said(cx, answers_set(a, on[q].at, values[(i + q) % (sizeof values / sizeof values[0])]));
			answers_fault(a, on[q].at, "en", &ours);
			if (on[q].control->kind == CONTROL_SELECT1)
				said(cx, answers_choices(a, on[q].control, on[q].at, "en", &choices, &k));
		}
		struct node *more;
		if (pages[i].control->kind == CONTROL_REPEAT && pages[i].path[0] == '+')
			said(cx, answers_add(a, pages[i].at, pages[i].control->field, &more));
	}
}

FUZZ(cx, at, n) {
	struct xform *form;
	struct answers *a, *b;
	char *bytes = malloc(n + (n == 0)); /* exactly as long */
	MUST(bytes != NULL);
	memcpy(bytes, at, n);
	int rc = xform_read(cx, (struct blob){bytes, n}, &form);
	free(bytes);
	said(cx, rc);
	if (rc == 0)
		said(cx, rc = answers_new(cx, form, &a));
	if (rc != 0)
		return;
	answer(cx, a);
	rc = answers_update(a);
	said(cx, rc);
	if (rc != 0)
		return;
	rc = answers_read(cx, form, answers_save(a), &b); /* which fills in what one of two repeats had not */
	said(cx, rc);
	if (rc != 0)
		return;
	struct blob xml = answers_save(b);
	rc = answers_read(cx, form, xml, &a);
	said(cx, rc);
	if (rc == 0) {
		struct blob again = answers_save(a);
		MUST(again.n == xml.n && memcmp(again.at, xml.at, xml.n) == 0);
	}
}
