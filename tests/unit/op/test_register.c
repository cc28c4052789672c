/* Registers: what their definitions may say, and which values people write are taken. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/str.h"
#include "op/fold.h"
#include "op/profile.h"
#include "op/profile_check.h"
#include "op/register.h"

struct world {
	struct cx cx;
	struct profile *profile;
	json_t *kept; /* what json_of made */
};

static int setup(void **state) {
	struct world *w = calloc(1, sizeof *w);
	if (w == NULL)
		return -1;
	log_level_set(LOG_ERROR);
	w->cx = (struct cx){.arena = arena_new(64 << 20), .lang = "en"};
	w->kept = json_array();
	*state = w;
	if (profile_load(&w->cx, "lt", &w->profile) != 0)
		return -1;
	w->cx.profile = w->profile;
	return 0;
}

static int teardown(void **state) {
	struct world *w = *state;
	json_decref(w->kept);
	profile_free(w->profile);
	arena_free(w->cx.arena);
	free(w);
	return 0;
}

#define T "{'lt': 'a', 'en': 'b', 'uk': 'c', 'ru': 'd'}"
#define SAYS "'say': " T
#define REGISTER(more) "{'number': 900, 'code': 'trial', 'group': 'justice', 'say': " T ", 'about': " T ", 'day': " T \
	", 'write': ['ngo'], 'read': ['*'], " more "}"
#define FIELDS(...) REGISTER("'fields': [" __VA_ARGS__ "]")

/* Single quotes stand for double ones. */
static json_t *json_of(struct world *w, const char *text) {
	char *copy = arena_strdup(w->cx.arena, text);
	for (char *c = copy; *c != 0; c++)
		if (*c == '\'')
			*c = '"';
	json_error_t why;
	json_t *json = json_loads(copy, JSON_DECODE_ANY, &why);
	if (json == NULL)
		fail_msg("the test's own JSON: %s in %s", why.text, copy);
	json_array_append_new(w->kept, json);
	return json;
}

typedef const char *checker(struct cx *cx, const struct profile *p, const json_t *definition);

/* The fault must say `part`. */
static void refuses(struct world *w, checker *check, const char *definition, const char *part) {
	json_t *json = json_of(w, definition);
	const char *fault = check(&w->cx, w->profile, json);
	if (fault == NULL)
		fail_msg("taken: %s", definition);
	if (strstr(fault, part) == NULL)
		fail_msg("\"%s\" says nothing of \"%s\"", fault, part);
}

static void takes(struct world *w, checker *check, const char *definition) {
	json_t *json = json_of(w, definition);
	const char *fault = check(&w->cx, w->profile, json);
	if (fault != NULL)
		fail_msg("%s", fault);
}

static void takes_a_register_of_every_type_of_field(void **state) {
	takes(*state, register_fault, FIELDS(
		"{'number': 1, 'code': 'a', " SAYS ", 'type': 'code', 'list': 'told', 'required': true},"
		"{'number': 2, 'code': 'b', " SAYS ", 'type': 'code', 'many': true, 'codes': [{'number': 1, 'code': 'x', "
		"" SAYS "}]},"
		"{'number': 3, 'code': 'c', " SAYS ", 'type': 'int', 'min': 0, 'max': 9, 'aliases': ['Count']},"
		"{'number': 4, 'code': 'd', " SAYS ", 'type': 'money'},"
		"{'number': 5, 'code': 'e', " SAYS ", 'hint': " T ", 'type': 'day'},"
		"{'number': 6, 'code': 'f', " SAYS ", 'type': 'text', 'max': 40},"
		"{'number': 7, 'code': 'g', " SAYS ", 'type': 'link', 'to': 'verdict'}"));
}

static void refuses_a_misspelt_definition_of_a_register(void **state) {
	static const char *const wrong[][2] = {
		{"[]", "is an object"},
		{"{}", "lacks \"number\""},
		{REGISTER("'fields': [], 'colour': 'red'"), "\"colour\""},
		{REGISTER("'fields': {}"), "\"fields\" is a list"},
		{FIELDS("{'number': 1, 'code': 'a', 'type': 'int'}"), "lacks \"say\""},
		{FIELDS("{'number': 1, 'code': 'a', 'say': {'lt': 'a', 'en': 'b', 'uk': 'c'}, 'type': 'int'}"), "in \"ru\""},
		{FIELDS("{'number': 1, 'code': 'a', " SAYS ", 'type': 'number'}"), "\"type\" is one of"},
		{FIELDS("{'number': 0, 'code': 'a', " SAYS ", 'type': 'int'}"), "from 1 to 32"},
		{FIELDS("{'number': 1, 'code': 'A b', " SAYS ", 'type': 'int'}"), "a field's code"},
		{FIELDS("{'number': 1, 'code': 'happened', " SAYS ", 'type': 'day'}"), "already"},
		{FIELDS("{'number': 1, 'code': 'a', " SAYS ", 'type': 'code', 'list': 'toldd'}"), "no list \"toldd\""},
		{FIELDS("{'number': 1, 'code': 'a', " SAYS ", 'type': 'code'}"), "\"codes\" of its own"},
		{FIELDS("{'number': 1, 'code': 'a', " SAYS ", 'type': 'code', 'list': 'told', 'codes': []}"), "not both"},
		{FIELDS("{'number': 1, 'code': 'a', " SAYS ", 'type': 'code', 'codes': [{'number': 1, 'code': 'x', " SAYS
			"}, {'number': 1, 'code': 'y', " SAYS "}]}"), "stands twice"},
		{FIELDS("{'number': 1, 'code': 'a', " SAYS ", 'type': 'int', 'list': 'told'}"), "are for codes"},
		{FIELDS("{'number': 1, 'code': 'a', " SAYS ", 'type': 'int', 'min': 9, 'max': 1}"), "above"},
		{FIELDS("{'number': 1, 'code': 'a', " SAYS ", 'type': 'text', 'max': 5000}"), "from 1 to 900"},
		{FIELDS("{'number': 1, 'code': 'a', " SAYS ", 'type': 'day', 'max': 5}"), "\"max\" is for"},
		{FIELDS("{'number': 1, 'code': 'a', " SAYS ", 'type': 'link', 'to': 'nowhere'}"), "\"nowhere\""},
		{FIELDS("{'number': 1, 'code': 'a', " SAYS ", 'type': 'int', 'to': 'verdict'}"), "for links"},
		{FIELDS("{'number': 1, 'code': 'a', " SAYS ", 'type': 'int', 'required': 'yes'}"), "true or false"},
		{FIELDS("{'number': 1, 'code': 'a', " SAYS ", 'type': 'int', 'aliases': [5]}"), "list of texts"},
		{FIELDS("{'number': 1, 'code': 'a', " SAYS ", 'type': 'int'}, {'number': 1, 'code': 'b', " SAYS
			", 'type': 'int'}"), "stands twice"},
		{REGISTER("'fields': [], 'due': {'field': 'a', 'days_before': [1]}"), "holds one day"},
		{REGISTER("'fields': [{'number': 1, 'code': 'a', " SAYS ", 'type': 'day'}], 'due': {'field': 'a'}"),
			"days_before"},
		{REGISTER("'fields': [], 'warn': [{'field': 'a', 'statute': 'b'}]"), "holds months"},
		{"{'number': 900, 'code': 'trial', 'group': 'law', " SAYS "}", "\"group\" is one of"},
		{"{'number': 900, 'code': 'trial', 'group': 'justice', " SAYS ", 'about': " T ", 'day': " T
			", 'write': ['ngos'], 'read': ['*'], 'fields': []}", "\"ngos\""},
	};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		refuses(*state, register_fault, wrong[i][0], wrong[i][1]);
}

#define SAID "'unit': 'persons', 'concept': 'c', 'event': 'e', 'period': 'in_year', 'age_rule': 'none', 'form_rule': 'none', " \
	"'carry_over': 'none', 'statutes': [], 'system': 's', 'suppress': null, 'item': null"
#define INDICATOR(more) "{'number': 900, 'code': 'trial', 'version': 1, 'say': " T ", 'definition': " T ", 'source': " T \
	", " SAID ", " more "}"
#define ENTRIES(more) INDICATOR("'family': 'entries', 'register': 'verdict', " more)

static void takes_a_figure_of_records(void **state) {
	takes(*state, indicator_fault, ENTRIES("'where': {'outcome': ['convicted', null], 'accused.official': ['yes']}, "
		"'measure': 'distinct', 'of': 'accused', 'breakdowns': {'total': {}, "
		"'fine_only': {'where': {'sanction': ['fine']}, 'every': true}, "
		"'months': {'measure': 'max', 'of': 'prison_months', 'divide': 12}}"));
	takes(*state, indicator_fault, INDICATOR("'family': 'identified', 'orgs': ['police'], 'breakdowns': {'total': {}, "
		"'children': {'age': ['12_17']}, 'sex': {'group': ['sex'], 'trait': {'citizenship': ['@home', 'ua']}}}"));
}

static void refuses_a_misspelt_definition_of_a_figure(void **state) {
	static const char *const wrong[][2] = {
		{"{}", "lacks \"family\""},
		{"{'family': 'entry'}", "\"family\" is one of"},
		{ENTRIES("'breakdowns': {}"), "at least \"total\""},
		{ENTRIES("'breakdowns': {'total': {}}, 'wehre': {}"), "\"wehre\""},
		{ENTRIES("'breakdowns': {'total': {'wher': {}}}"), "breakdown total: there is no key \"wher\""},
		{ENTRIES("'where': {'outcom': ['convicted']}, 'breakdowns': {'total': {}}"), "no field \"outcom\""},
		{ENTRIES("'where': {'outcome': ['convictd']}, 'breakdowns': {'total': {}}"), "cannot be \"convictd\""},
		{ENTRIES("'where': {'outcome': 'convicted'}, 'breakdowns': {'total': {}}"), "list of what is allowed"},
		{ENTRIES("'where': {'accused.officia': ['yes']}, 'breakdowns': {'total': {}}"), "no field \"officia\""},
		{ENTRIES("'where': {'outcome.official': ['yes']}, 'breakdowns': {'total': {}}"), "no link"},
		{ENTRIES("'where': {'outcome': ['convicted']}, 'breakdowns': {'total': {'register': 'accused'}}"),
			"no field \"outcome\""},
		{ENTRIES("'measure': 'sum', 'breakdowns': {'total': {}}"), "\"of\" a field"},
		{ENTRIES("'measure': 'sum', 'of': 'outcome', 'breakdowns': {'total': {}}"), "number or money"},
		{ENTRIES("'measure': 'values', 'of': 'fine', 'breakdowns': {'total': {}}"), "of codes"},
		{ENTRIES("'measure': 'total', 'breakdowns': {'total': {}}"), "\"measure\" is one of"},
		{ENTRIES("'begin': 'outcome', 'breakdowns': {'total': {}}"), "holds a day"},
		{ENTRIES("'breakdowns': {'total': {'item': 'nobody'}}"), "obligation"},
		{ENTRIES("'breakdowns': {'total': {}, 'few': {'fewest_of': 'totl'}}"), "\"fewest_of\""},
		{ENTRIES("'breakdowns': {'total': {'group': ['sexual']}}"), "cannot be \"sexual\""},
		{INDICATOR("'family': 'identified', 'orgs': ['polise'], 'breakdowns': {'total': {}}"), "\"polise\""},
		{INDICATOR("'family': 'identified', 'breakdowns': {'total': {'age': ['kid']}}"), "\"kid\""},
		{INDICATOR("'family': 'identified', 'breakdowns': {'total': {'trait': {'height': ['yes']}}}"), "trait"},
		{INDICATOR("'family': 'identified', 'breakdowns': {'total': {'trait': {'citizenship': ['@mars']}}}"),
			"no such value"},
		{INDICATOR("'family': 'parameter', 'parameter': 'nothing_of_that_name', 'breakdowns': {'total': {}}"),
			"parameters.json"},
		{"{'family': 'entries', 'number': 900, 'code': 'trial', 'version': 1, 'period': 'yearly'}",
			"\"period\" is one of"},
	};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		refuses(*state, indicator_fault, wrong[i][0], wrong[i][1]);
}

/* Each of the eleven is left out once. */
static void refuses_a_figure_that_does_not_say_one_of_eleven_things(void **state) {
	static const char *const keys[] = {"unit", "concept", "event", "period", "age_rule", "form_rule", "carry_over",
		"statutes", "system", "suppress", "item"};
	struct world *w = *state;
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		json_t *json = json_of(w, ENTRIES("'breakdowns': {'total': {}}"));
		assert_int_equal(json_object_del(json, keys[i]), 0);
		const char *fault = indicator_fault(&w->cx, w->profile, json);
		assert_non_null(fault);
		if (strstr(fault, arena_printf(w->cx.arena, "lacks \"%s\"", keys[i])) == NULL)
			fail_msg("\"%s\" says nothing of %s", fault, keys[i]);
		}
}

static void refuses_a_misspelt_obligation_or_report(void **state) {
	static const char *const owed[][2] = {
		{"{'number': 900, 'code': 'x', " SAYS ", 'who': ['kind:ngos'], 'every': 'year', 'due': {'month': 1, 'day': "
		"31}}",
			"\"kind:ngos\""},
		{"{'number': 900, 'code': 'x', " SAYS ", 'who': ['courts'], 'every': 'week', 'due': {'month': 1, 'day': 31}}",
			"\"every\" is one of"},
		{"{'number': 900, 'code': 'x', " SAYS ", 'who': ['courts'], 'every': 'month', 'due': {'month': 1, 'day': 31}}",
			"\"month\""},
		{"{'number': 900, 'code': 'x', " SAYS ", 'who': ['courts'], 'every': 'year', 'due': {'month': 13, 'day': 31}}",
			"from 1 to 12"},
		{"{'number': 900, 'code': 'x', " SAYS ", 'who': ['courts'], 'every': 'year', 'due': {'month': 1, 'day': 31}, "
			"'records': {'register': 'verdicts'}}", "no register \"verdicts\""},
		{"{'number': 900, 'code': 'x', " SAYS ", 'who': ['courts'], 'every': 'year', 'due': {'month': 1, 'day': 31}, "
			"'records': {'register': 'verdict', 'family': 'identified'}}", "a register or a family"},
	};
	static const char *const reports[][2] = {
		{"{'number': 900, 'code': 'x', " SAYS ", 'rows': []}", "not empty"},
		{"{'number': 900, 'code': 'x', " SAYS ", 'rows': [{'indicator': 'nothing', 'breakdown': 'total', 'offset': 0, "
			"'unit': 'persons'}]}", "row 1: there is no indicator \"nothing\""},
		{"{'number': 900, 'code': 'x', " SAYS ", 'rows': [{'indicator': 'victims_identified_authorities', "
			"'breakdown': 'totals', 'offset': 0, 'unit': 'persons'}]}", "no breakdown \"totals\""},
	};
	for (size_t i = 0; i < sizeof owed / sizeof *owed; i++)
		refuses(*state, obligation_fault, owed[i][0], owed[i][1]);
	for (size_t i = 0; i < sizeof reports / sizeof *reports; i++)
		refuses(*state, report_fault, reports[i][0], reports[i][1]);
}

static void finds_no_fault_in_the_profile_that_is_built_in(void **state) {
	struct world *w = *state;
	const char *fault = profile_fault(&w->cx, w->profile);
	if (fault != NULL)
		fail_msg("%s", fault);
	assert_true(profile_number(w->profile, L_REGISTER, 0) != 0);
}

static void takes_a_second_country_as_it_is(void **state) {
	struct world *w = *state;
	struct profile *second = NULL;
	assert_int_equal(profile_load(&w->cx, "uk", &second), 0);
	profile_free(second);
	assert_int_equal(profile_load(&w->cx, "lt", &second), 0); /* days are Vilnius's again */
	profile_free(second);
}

/* Values ----------------------------------------------------------------------------------------------------------- */

static struct cell_field field_of(struct world *w, const char *definition) {
	return cell_field_read(w->profile, json_of(w, definition));
}

#define OF(type) "{'number': 1, 'code': 'a', 'type': '" type "'}"

/* What goes in, and the same as the wire has it; NULL: refused. */
static void reads(struct world *w, const struct cell_field *f, const char *text, const char *wire) {
	struct cell cell;
	int rc = cell_parse(&w->cx, f, text, &cell);
	if (wire == NULL && rc != ERR_INVALID)
		fail_msg("taken: %s", text);
	if (wire == NULL) {
		assert_string_equal(w->cx.err.field, f->code);
		return;
	}
	if (rc != 0)
		fail_msg("%s: %s", text, w->cx.err.rule);
	assert_string_equal(cell_text(&w->cx, f, &cell), wire);
	struct cell again;
	assert_int_equal(cell_parse(&w->cx, f, wire, &again), 0);
	assert_true(again.amount == cell.amount && str_equal(again.words, cell.words));
}

static void reads_amounts_as_people_write_them(void **state) {
	static const char *const amounts[][2] = {
		{"1234.50", "1234.50"}, {"1 234,50", "1234.50"}, {"1234", "1234.00"}, {"1\u00a0234\u00a0567,5", "1234567.50"},
		{"0,05", "0.05"}, {" 12 ", "12.00"}, {"10\u202f000", "10000.00"}, {"0", "0.00"}, {"+5", "5.00"},
		{"1,234", NULL}, {"1.234.567", NULL}, {"1 23", NULL}, {"12 34,5", NULL}, {"1,234.50", NULL}, {"", NULL},
			{".", NULL},
		{"-5", NULL}, {"5,", NULL}, {",5", NULL}, {"5.123", NULL}, {"1e5", NULL}, {"0x10", NULL}, {"NaN", NULL},
		{"99999999999999999999999", NULL}, {"9999999999999999", NULL}, {"5\n6", NULL}, {"1  234", NULL}, {"- 5", NULL},
	};
	struct world *w = *state;
	struct cell_field f = field_of(w, OF("money"));
	for (size_t i = 0; i < sizeof amounts / sizeof *amounts; i++)
		reads(w, &f, amounts[i][0], amounts[i][1]);
	const char *code = profile_currency(w->profile, "code");
	if (code != NULL) {
		reads(w, &f, arena_printf(w->cx.arena, "1 234,50 %s", code), "1234.50");
		reads(w, &f, arena_printf(w->cx.arena, "%s\u00a012", code), "12.00");
		reads(w, &f, code, NULL);
	}
}

static void reads_whole_numbers_and_days(void **state) {
	struct world *w = *state;
	struct cell_field n = field_of(w, "{'number': 1, 'code': 'n', 'type': 'int', 'min': 0, 'max': 2000}");
	struct cell_field d = field_of(w, OF("day"));
	reads(w, &n, "1 500", "1500");
	reads(w, &n, "007", "7");
	reads(w, &n, "2001", NULL);
	reads(w, &n, "-1", NULL);
	reads(w, &n, "1.0", NULL);
	reads(w, &n, "99999999999999999999", NULL);
	reads(w, &d, "2024-02-29", "2024-02-29");
	reads(w, &d, "2023-02-29", NULL);
	reads(w, &d, "2023-2-9", NULL);
	reads(w, &d, "9999-01-01", NULL);
}

static void reads_codes_by_code_and_by_label_whatever_the_case(void **state) {
	struct world *w = *state;
	struct cell_field own = field_of(w,
		"{'number': 1, 'code': 'c', 'type': 'code', 'codes': [{'number': 7, 'code': 'to_court', "
		"'say': {'lt': 'Perduota teismui – ŠĮ', 'en': 'Sent to court', 'uk': 'Передано до суду', 'ru': 'Передано в "
		"суд'}}]}");
	reads(w, &own, "to_court", "to_court");
	reads(w, &own, "TO_COURT", "to_court");
	reads(w, &own, "sent  to court", "to_court");
	reads(w, &own, "PERDUOTA TEISMUI – šį", "to_court");
	reads(w, &own, "ПЕРЕДАНО В СУД", "to_court");
	reads(w, &own, "передано ДО суду", "to_court");
	reads(w, &own, "court", NULL);
	struct cell_field country = field_of(w, "{'number': 1, 'code': 'c', 'type': 'code', 'list': 'country'}");
	const char *code = code_name(w->profile, L_COUNTRY, code_at(w->profile, L_COUNTRY, 0));
	reads(w, &country, code, code);
	reads(w, &country, profile_say(json_object_get(profile_entry(w->profile, L_COUNTRY, code_at(w->profile, L_COUNTRY,
		0)), "say"), "ru"), code);
	struct cell_field told = field_of(w, "{'number': 1, 'code': 'c', 'type': 'code', 'list': 'told'}");
	reads(w, &told, "Yes", "yes");
	reads(w, &told, "maybe", NULL);
}

static void lets_nobody_be_named_in_a_text(void **state) {
	static const char *const named[] = {"write to ona.pavyzde@example.lt", "tel. 8 612 34567", "+370 612 34567",
		"(8-5) 271 70000", "865212345 Ona", "personal code 48001010000", "48001010000", "asmens kodas: 38501010001.",
		"+37061234567", "call 0037061234567 now"};
	static const char *const taken[] = {"Plan of 2020-2022", "Training, 2021-03-04 to 2021-03-05",
		"Order V-1234, 2020-02-03", "100 participants @ Vilnius", "1 000 000 leaflets", "Article 147, part 2",
		"Don't look away: 116 111"};
	struct world *w = *state;
	struct cell_field f = field_of(w, OF("text"));
	for (size_t i = 0; i < sizeof named / sizeof *named; i++) {
		reads(w, &f, named[i], NULL);
		assert_null(w->cx.err.value);
	}
	for (size_t i = 0; i < sizeof taken / sizeof *taken; i++)
		reads(w, &f, taken[i], taken[i]);
}

static void refuses_texts_that_deceive_or_run_over(void **state) {
	struct world *w = *state;
	struct cell_field f = field_of(w, "{'number': 1, 'code': 'a', 'type': 'text', 'max': 5}");
	reads(w, &f, "ąčęėį", "ąčęėį");
	reads(w, &f, "ąčęėįš", NULL);
	reads(w, &f, "a\x01z", NULL);
	reads(w, &f, "a\nb", NULL);
	reads(w, &f, "a\u202e", NULL);
	reads(w, &f, "\xff\xfe", NULL);
	reads(w, &f, "   ", NULL);
	reads(w, &f, " ab ", "ab");
	struct cell_field link = field_of(w, OF("link"));
	reads(w, &link, "01-1-12345-22", "01-1-12345-22");
	reads(w, &link, "48001010000", NULL);
	assert_int_equal(register_number_check(&w->cx, "number", "x@y.lt"), ERR_INVALID);
}

static void reads_a_value_with_its_field(void **state) {
	struct world *w = *state;
	int reg = profile_code(w->profile, L_REGISTER, "verdict");
	struct cell_field found;
	struct cell cell;
	assert_int_equal(cell_parse_pair(&w->cx, reg, "prison_months=24", &found, &cell), 0);
	assert_int_equal(cell.amount, 24);
	assert_int_equal(cell_parse_pair(&w->cx, reg, "prison=24", &found, &cell), ERR_INVALID);
	assert_string_equal(w->cx.err.value, "prison");
	assert_int_equal(cell_parse_pair(&w->cx, reg, "=24", &found, &cell), ERR_INVALID);
	assert_int_equal(cell_parse_pair(&w->cx, reg, "nothing", &found, &cell), ERR_INVALID);
}

static void opens_a_register_to_those_it_names(void **state) {
	struct world *w = *state;
	int reg = profile_code(w->profile, L_REGISTER, "verdict");
	assert_true(register_writes(w->profile, reg, ORG_COURT));
	assert_true(register_reads(w->profile, reg, ORG_COURT));
	assert_false(register_writes(w->profile, reg, ORG_NGO));
	assert_false(register_writes(w->profile, reg, 0));
	assert_false(register_reads(w->profile, reg, 0));
}

static void folds_letters_of_four_languages(void **state) {
	(void)state;
	assert_true(fold_alike("ĄČĘĖĮŠŲŪŽ", "ąčęėįšųūž"));
	assert_true(fold_alike("ҐЄІЇЙЁ", "ґєіїйё"));
	assert_true(fold_alike("  a_b-c ", "A B C"));
	assert_true(fold_alike("", " - "));
	assert_false(fold_alike("ab", "a b"));
	assert_false(fold_alike("prison", "prison_months"));
	assert_false(fold_alike("×", "÷"));
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(takes_a_register_of_every_type_of_field),
		cmocka_unit_test(refuses_a_misspelt_definition_of_a_register),
		cmocka_unit_test(takes_a_figure_of_records),
		cmocka_unit_test(refuses_a_misspelt_definition_of_a_figure),
		cmocka_unit_test(refuses_a_figure_that_does_not_say_one_of_eleven_things),
		cmocka_unit_test(refuses_a_misspelt_obligation_or_report),
		cmocka_unit_test(finds_no_fault_in_the_profile_that_is_built_in),
		cmocka_unit_test(takes_a_second_country_as_it_is),
		cmocka_unit_test(reads_amounts_as_people_write_them),
		cmocka_unit_test(reads_whole_numbers_and_days),
		cmocka_unit_test(reads_codes_by_code_and_by_label_whatever_the_case),
		cmocka_unit_test(lets_nobody_be_named_in_a_text),
		cmocka_unit_test(refuses_texts_that_deceive_or_run_over),
		cmocka_unit_test(reads_a_value_with_its_field),
		cmocka_unit_test(opens_a_register_to_those_it_names),
		cmocka_unit_test(folds_letters_of_four_languages),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
