/* Sheets: what their definitions may say, who writes and reads them, what they say. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "op/profile.h"
#include "op/sheet.h"

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
#define HEAD "{'number': 900, 'code': 'trial', 'group': 'law', 'say': " T ", 'about': " T ", 'day': " T
#define SHEET(more) HEAD ", 'write': ['ngo'], 'read': ['*'], " more "}"
#define FIELDS "'fields': [" \
	"{'number': 1, 'code': 'state', " SAYS ", 'type': 'code', 'codes': [{'number': 1, 'code': 'open', " SAYS "}]}," \
	"{'number': 2, 'code': 'until', " SAYS ", 'type': 'day'}," \
	"{'number': 3, 'code': 'words', " SAYS ", 'type': 'text', 'max': 2000}," \
	"{'number': 4, 'code': 'about', " SAYS ", 'type': 'org', 'required': true}," \
	"{'number': 5, 'code': 'place', " SAYS ", 'type': 'unit'}]"

/* Single quotes stand for double ones. */
static const json_t *json_of(struct world *w, const char *text) {
	char *copy = arena_strdup(w->cx.arena, text);
	for (char *c = copy; *c != 0; c++)
		if (*c == '\'')
			*c = '"';
	json_t *json = json_loads(copy, JSON_DECODE_ANY, NULL);
	if (json == NULL)
		fail_msg("the test's own JSON: %s", copy);
	json_array_append_new(w->kept, json);
	return json;
}

static void takes_what_sheets_have_and_registers_have_not(void **state) {
	struct world *w = *state;
	const char *fault = sheet_fault(&w->cx, w->profile, json_of(w, SHEET(FIELDS ", 'can': 'decide', 'share': 'health', "
		"'unseen_by': 'about', 'ahead': true, 'due': {'field': 'until', 'days_before': [7, 0], 'unless': {'state': ['open']}}, "
		"'follow': {'field': 'until', 'months': [1, 12], 'by': 'need'}, 'open': {'state': ['open', null]}, "
		"'urgent': {'state': ['open']}, 'only': ['lt']")));
	if (fault != NULL)
		fail_msg("%s", fault);
}

static void refuses_a_misspelt_definition(void **state) {
	struct world *w = *state;
	static const char *const wrong[][2] = {
		{"{}", "lacks \"number\""},
		{SHEET(FIELDS ", 'ahaed': true"), "\"ahaed\""},
		{SHEET("'fields': {}"), "\"fields\" is a list"},
		{SHEET("'fields': [{'number': 1, 'code': 'says', " SAYS ", 'type': 'int'}]"), "already"},
		{SHEET("'fields': [{'number': 1, 'code': 'a', " SAYS ", 'type': 'link', 'to': 'verdict'}]"), "\"type\" is one of"},
		{SHEET("'fields': [{'number': 1, 'code': 'a', " SAYS ", 'type': 'text', 'max': 2001}]"), "from 1 to 2000"},
		{HEAD ", 'write': ['ngo'], " FIELDS "}", "lacks \"read\""},
		{SHEET(FIELDS ", 'can': 'fly'"), "\"can\" is one of"},
		{SHEET(FIELDS ", 'share': 'everything'"), "\"share\""},
		{SHEET(FIELDS ", 'share': 3"), "\"share\""},
		{SHEET(FIELDS ", 'unseen_by': 'state'"), "\"unseen_by\""},
		{SHEET(FIELDS ", 'unseen_by': 'place'"), "required"},
		{SHEET("'fields': [{'number': 1, 'code': 'a', " SAYS ", 'type': 'unit', 'required': true}], 'unseen_by': 'a'"), "type org that"},
		{SHEET(FIELDS ", 'unseen_unit': 'about'"), "\"unseen_unit\""},
		{SHEET(FIELDS ", 'unseen_by': 'about', 'unseen_unit': 'about'"), "\"unseen_unit\""},
		{SHEET(FIELDS ", 'due': {'field': 'words', 'days_before': [1]}"), "\"due\""},
		{SHEET(FIELDS ", 'follow': {'months': []}"), "\"months\""},
		{SHEET(FIELDS ", 'follow': {'months': [61]}"), "from 1 to 60"},
		{SHEET(FIELDS ", 'follow': {'months': [1], 'field': 'state'}"), "one day"},
		{SHEET(FIELDS ", 'follow': {'months': [1], 'by': 'nothing'}"), "\"nothing\""},
		{SHEET(FIELDS ", 'open': {'state': ['shut']}"), "\"shut\""},
		{SHEET(FIELDS ", 'open': {'colour': ['red']}"), "\"colour\""},
		{SHEET(FIELDS ", 'urgent': {'words': ['red']}"), "no code"},
		{HEAD ", 'write': ['ngo', 'police'], 'read': ['police'], 'aside': true, " FIELDS "}", "aside"},
	};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		const char *fault = sheet_fault(&w->cx, w->profile, json_of(w, wrong[i][0]));
		if (fault == NULL || strstr(fault, wrong[i][1]) == NULL)
			fail_msg("\"%s\" says nothing of \"%s\": %s", fault, wrong[i][1], wrong[i][0]);
	}
}

static int sheet(const struct world *w, const char *code) {
	int n = profile_code(w->profile, L_SHEET, code);
	if (n == 0)
		fail_msg("there is no sheet %s", code);
	return n;
}

static void who_writes_and_reads_the_definition_says(void **state) {
	const struct world *w = *state;
	const uint32_t support = 1u << CAN_SUPPORT | 1u << CAN_RECOGNISE | 1u << CAN_WORK, liaison = 1u << CAN_WORK;
	assert_true(sheet_writes(w->profile, sheet(w, "plan"), ORG_NGO, support));
	assert_false(sheet_writes(w->profile, sheet(w, "plan"), ORG_ABROAD, liaison));
	assert_false(sheet_writes(w->profile, sheet(w, "cooperation"), ORG_NGO, support));
	assert_true(sheet_writes(w->profile, sheet(w, "cooperation"), ORG_POLICE, support));
	assert_true(sheet_is_aside(w->profile, sheet(w, "cooperation")));
	assert_false(sheet_reads(w->profile, sheet(w, "cooperation"), ORG_NGO));
	assert_int_equal(sheet_share(w->profile, sheet(w, "health")), SHARE_HEALTH);
	assert_int_equal(sheet_share(w->profile, sheet(w, "feedback")), 0);
	struct cell_field f;
	assert_true(sheet_unseen(w->profile, sheet(w, "feedback"), &f));
	assert_string_equal(f.code, "about_org");
	assert_false(sheet_unseen(w->profile, sheet(w, "need"), &f));
	assert_true(sheet_find(w->profile, sheet(w, "need"), "words", &f) && f.sealed);
	assert_int_equal(f.max, SHEET_TEXT);
}

static void what_waits_and_what_is_urgent_it_says_itself(void **state) {
	const struct world *w = *state;
	const char *const high[] = {"level=high", "state=open"}, *const over[] = {"level=high", "state=settled"};
	const char *const low[] = {"level=low", "state=open"}, *const answered[] = {"what=theft", "answer=granted"};
	int threat = sheet(w, "threat"), offence = sheet(w, "offence"), need = sheet(w, "need");
	assert_true(sheet_says_open(w->profile, threat, low, 2));
	assert_false(sheet_says_open(w->profile, threat, over, 2));
	assert_true(sheet_says_urgent(w->profile, threat, high, 2));
	assert_false(sheet_says_urgent(w->profile, threat, over, 2));
	assert_false(sheet_says_urgent(w->profile, threat, low, 2));
	assert_true(sheet_says_open(w->profile, offence, answered, 1)); /* no answer yet */
	assert_false(sheet_says_open(w->profile, offence, answered, 2));
	assert_false(sheet_says_open(w->profile, need, low, 2));
	assert_false(sheet_says_urgent(w->profile, need, high, 2));
}

/* How many there are, none of which is only for others. */
static size_t sheets(const struct profile *p) {
	size_t n = 0;
	for (; profile_number(p, L_SHEET, n) != 0; n++) {
		const json_t *only = json_object_get(profile_entry(p, L_SHEET, profile_number(p, L_SHEET, n)), "only"), *one;
		bool ours = only == NULL;
		size_t i;
		json_array_foreach((json_t *)only, i, one)
			ours = ours || strcmp(json_string_value(one), profile_name(p)) == 0;
		assert_true(ours);
	}
	return n;
}

static void only_the_country_it_is_for_has_it(void **state) {
	struct world *w = *state;
	struct profile *uk = NULL;
	assert_int_equal(profile_load(&w->cx, "uk", &uk), 0);
	assert_true(sheets(w->profile) >= 23);
	assert_true(sheets(uk) >= 23);
	profile_free(uk);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(takes_what_sheets_have_and_registers_have_not),
		cmocka_unit_test(refuses_a_misspelt_definition),
		cmocka_unit_test(who_writes_and_reads_the_definition_says),
		cmocka_unit_test(what_waits_and_what_is_urgent_it_says_itself),
		cmocka_unit_test(only_the_country_it_is_for_has_it),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
