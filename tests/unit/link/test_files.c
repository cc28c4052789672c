/* Rules and models as text: what is written, read again, is the same; what is wrong is named. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "base/cx.h"
#include "link/model_file.h"

static const char *const names[] = {"given", "family", "born", "a + b: \"c\"", "code"};
enum { COLUMNS = 5 };

static struct cx cx;

static int fresh(void **state) {
	(void)state;
	arena_reset(cx.arena);
	cx.err = (struct err){0};
	return 0;
}

static const char *print(const struct link_model *m) {
	struct buf b = buf_new(cx.arena, 1 << 20);
	for (int i = 0; i < m->rules; i++) {
		link_rule_print(&b, &m->rule[i], names);
		buf_char(&b, '\n');
	}
	return b.at;
}

static void rules_survive_a_round(void **state) {
	static const char text[] = "family:stem + born:year_month\ngiven|family:either + code:head3\n\"a + b: \"\"c\"\"\":plain\ncode:digits\nborn:day_swap\n";
	struct link_model m = {0}, again = {0};
	(void)state;
	assert_int_equal(link_rules_read(&cx, text, COLUMNS, names, &m), 0);
	assert_int_equal(m.rules, 5);
	assert_int_equal(m.rule[1].term[0].other, 1);
	assert_int_equal(m.rule[1].term[1].n, 3);
	assert_string_equal(print(&m), text);
	assert_int_equal(link_rules_read(&cx, print(&m), COLUMNS, names, &again), 0);
	assert_memory_equal(&m, &again, sizeof m);
}

static void remarks_and_blanks_are_allowed(void **state) {
	struct link_model m = {0};
	(void)state;
	assert_int_equal(link_rules_read(&cx, "# of last year\n\n  family :stem+given\r\n", COLUMNS, names, &m), 0);
	assert_string_equal(print(&m), "family:stem + given:plain\n");
}

static void a_wrong_rule_is_named_with_its_line(void **state) {
	static const struct { const char *text, *field, *value; } table[] = {
		{"family\nsurname\n", "rules, line 2", "surname"}, {"family:shape", "rules, line 1", "shape"}, {"family:head", "rules, line 1", "head"},
		{"family:stem4", "rules, line 1", "stem"}, {"family:head99", "rules, line 1", "head"}, {"family:head111111111111", "rules, line 1", "head"},
		{"family given", "rules, line 1", "family given"}, {"given|family", "rules, line 1", "given"}, {"given:either", "rules, line 1", "given"},
		{"+", "rules, line 1", NULL}, {"", "rules, line 1", NULL}, {"given+given+given+given+given", "rules, line 1", NULL},
		{"\"given", "rules, line 1", NULL}, {"given|nobody:either", "rules, line 1", "nobody"}, {"# nothing\n", "rules, line 2", NULL},
	};
	(void)state;
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		struct link_model m = {0};
		cx.err = (struct err){0};
		assert_int_equal(link_rules_read(&cx, table[i].text, COLUMNS, names, &m), ERR_INVALID);
		assert_string_equal(cx.err.field, table[i].field);
		if (table[i].value != NULL)
			assert_string_equal(cx.err.value, table[i].value);
	}
}

static struct link_model model(void) {
	struct link_model m = {.columns = COLUMNS, .lambda = 0.000123456, .threshold = -1.5, .seed = 7, .comparisons = 3};
	m.kind[0] = KIND_GIVEN;
	m.kind[1] = KIND_SURNAME;
	m.kind[2] = KIND_DATE;
	m.day_first[2] = 1;
	link_comparison_init(&m.comparison[0], MEASURE_NAME, 0, 1);
	link_comparison_init(&m.comparison[1], MEASURE_DATE, 2, -1);
	link_comparison_init(&m.comparison[2], MEASURE_CODE, 4, -1);
	m.comparison[1].trained[7] = true;
	m.comparison[2].frequency = false;
	assert_int_equal(link_rules_read(&cx, "family:stem + born:year\ngiven", COLUMNS, names, &m), 0);
	return m;
}

static void a_model_survives_a_round(void **state) {
	struct link_model m = model(), again;
	struct buf b = buf_new(cx.arena, 1 << 20), c = buf_new(cx.arena, 1 << 20);
	(void)state;
	link_model_print(&b, &m, names);
	assert_int_equal(link_model_read(&cx, b.at, b.n, COLUMNS, names, &again), 0);
	link_model_print(&c, &again, names);
	assert_string_equal(b.at, c.at);
	link_model_weigh(&m);
	link_model_weigh(&again);
	assert_int_equal(m.prior, again.prior);
	for (int i = 0; i < m.comparisons; i++)
		assert_memory_equal(m.comparison[i].weight, again.comparison[i].weight, sizeof m.comparison[i].weight);
}

/* Every number and word of a sound model, spoilt in turn. */
static void a_spoilt_model_is_refused(void **state) {
	static const struct { const char *from, *to, *field; } spoil[] = {
		{"atrama-link-model-1", "atrama-link-model-9", "model"}, {"\"lambda\": 0.000123456000000", "\"lambda\": 2", "model, lambda"},
		{"\"threshold\": -1.500", "\"threshold\": 1e9", "model, threshold"}, {"\"measure\": \"date\"", "\"measure\": \"dote\"", "model, comparison 2"},
		{"[\"born\"]", "[\"burn\"]", "model, comparison 2"}, {"[\"born\"]", "[\"born\", \"given\"]", "model, comparison 2"},
		{"\"kind\": \"date\"", "\"kind\": \"dish\"", "model, columns"}, {"\"name\": \"given\"", "\"name\": \"gaven\"", "model, columns"},
		{"family:stem", "family:steam", "rules, line 1"}, {"\"u\": 0.125", "\"u\": -0.125", "model, comparison 2"},
		{"\"format\"", "\"format\" 1", "model, line 2"}, {"\"u\": 0.125000000, \"trained\": true},", "\"u\": 0.125},{},", "model, comparison 2"},
	};
	struct link_model m = model(), again;
	(void)state;
	struct buf b = buf_new(cx.arena, 1 << 20);
	link_model_print(&b, &m, names);
	for (size_t i = 0; i < sizeof spoil / sizeof *spoil; i++) {
		const char *at = strstr(b.at, spoil[i].from);
		if (at == NULL)
			fail_msg("the model has no %s", spoil[i].from);
		const char *text = arena_printf(cx.arena, "%.*s%s%s", (int)(at - b.at), b.at, spoil[i].to, at + strlen(spoil[i].from));
		cx.err = (struct err){0};
		if (link_model_read(&cx, text, strlen(text), COLUMNS, names, &again) != ERR_INVALID)
			fail_msg("%s was taken", spoil[i].to);
		assert_string_equal(cx.err.field, spoil[i].field);
	}
}

int main(void) {
	cx = (struct cx){.arena = arena_new(64 << 20), .lang = "en"};
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(rules_survive_a_round, fresh),
		cmocka_unit_test_setup(remarks_and_blanks_are_allowed, fresh),
		cmocka_unit_test_setup(a_wrong_rule_is_named_with_its_line, fresh),
		cmocka_unit_test_setup(a_model_survives_a_round, fresh),
		cmocka_unit_test_setup(a_spoilt_model_is_refused, fresh),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
