/* Rules and models of any bytes: what is taken, written again, is taken as the same. */
#include "fuzz/fuzz.h"
#include "link/model_file.h"

static const char *const names[] = {"given", "family", "born", "a + b", "code"};
enum { COLUMNS = 5 };

static void rules(struct cx *cx, const char *text) {
	struct link_model m = {0}, again = {0};
	if (link_rules_read(cx, text, COLUMNS, names, &m) != 0) {
		MUST(cx->err.rule != NULL);
		return;
	}
	struct buf b = buf_new(cx->arena, 1 << 20);
	for (int i = 0; i < m.rules; i++) {
		link_rule_print(&b, &m.rule[i], names);
		buf_char(&b, '\n');
	}
	MUST(link_rules_read(cx, b.at, COLUMNS, names, &again) == 0);
	MUST(memcmp(&m, &again, sizeof m) == 0);
}

static void model(struct cx *cx, const char *text, size_t n) {
	struct link_model *m = arena_alloc(cx->arena, 2 * sizeof *m);
	if (link_model_read(cx, text, n, COLUMNS, names, &m[0]) != 0) {
		MUST(cx->err.rule != NULL);
		return;
	}
	struct buf b = buf_new(cx->arena, 4 << 20), c = buf_new(cx->arena, 4 << 20);
	link_model_print(&b, &m[0], names);
	MUST(link_model_read(cx, b.at, b.n, COLUMNS, names, &m[1]) == 0);
	link_model_print(&c, &m[1], names);
	MUST(b.n == c.n && memcmp(b.at, c.at, b.n) == 0);
	link_model_weigh(&m[0]);
}

FUZZ(cx, at, n) {
	bool json = n > 0 && at[0] == '{';
	if (json) {
		char *text = malloc(n);
		MUST(text != NULL);
		memcpy(text, at, n);
		model(cx, text, n);
		free(text);
	} else {
		char *text = fuzz_text(at, n);
		rules(cx, text);
		free(text);
	}
}
