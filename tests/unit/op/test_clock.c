/* Times that run: weekends, holidays, leap days, the change of the clock, laws that change in mid-case, standing still. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/str.h"
#include "base/time.h"
#include "op/clock.h"

#include "clock_rows.h"

enum { COUNTRIES = 2 };

static const char *const countries[COUNTRIES] = {"lt", "uk"};

struct world {
	struct cx cx[COUNTRIES];
	struct profile *profiles[COUNTRIES];
};

static int setup(void **state) {
	struct world *w = calloc(1, sizeof *w);
	log_level_set(LOG_ERROR);
	for (int i = 0; i < COUNTRIES; i++) {
		w->cx[i] = (struct cx){.arena = arena_new(64 << 20), .lang = "en"};
		assert_int_equal(profile_load(&w->cx[i], countries[i], &w->profiles[i]), 0);
	}
	*state = w;
	return 0;
}

static int teardown(void **state) {
	struct world *w = *state;
	for (int i = 0; i < COUNTRIES; i++) {
		profile_free(w->profiles[i]);
		arena_free(w->cx[i].arena);
	}
	free(w);
	return 0;
}

static const struct profile *profile_of(const struct world *w, const char *name) {
	return w->profiles[str_equal(name, "uk")];
}

static int32_t day(const char *text, size_t n) {
	char copy[11] = {0};
	int32_t d = 0;
	memcpy(copy, text, n < 10 ? n : 10);
	if (!day_parse(copy, &d))
		fail_msg("the test's own day: %s", text);
	return d;
}

/* "pause 2026-03-05; extend 2026-03-10 2026-03-23" */
static size_t steps_of(const char *text, struct clock_step *steps) {
	static const struct {
		const char *word;
		int what;
	} words[] = {{"pause ", CHANGE_PAUSE}, {"resume ", CHANGE_RESUME}, {"extend ", CHANGE_EXTEND}, {"end ", CHANGE_END},
		{"met ", CHANGE_MET}};
	size_t n = 0;
	while (*text != 0) {
		for (size_t i = 0; i < sizeof words / sizeof *words; i++)
			if (str_starts(text, words[i].word)) {
				text += strlen(words[i].word);
				steps[n] = (struct clock_step){words[i].what, day(text, 10), 0};
				text += 10;
				if (words[i].what == CHANGE_EXTEND) {
					steps[n].ends = day(text + 1, 10);
					text += 11;
				}
				n++;
				break;
			}
		text += strspn(text, "; ");
	}
	return n;
}

static void every_row_of_the_table_stands(void **state) {
	const struct world *w = *state;
	size_t wrong = 0;
	assert_true(sizeof rows / sizeof *rows >= 120);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const struct profile *p = profile_of(w, rows[i].profile);
		struct clock_step steps[CLOCK_CHANGES];
		struct calendar calendar = calendar_of(p, rows[i].region);
		struct clock c;
		int32_t ends;
		assert_true(clock_read(p, profile_code(p, L_CLOCK, rows[i].clock), &c));
		bool known = clock_ends(&c, &calendar, day(rows[i].first, 10), &ends);
		if (*rows[i].ends == 0) {
			wrong += known;
			continue;
		}
		struct clock_stand s = clock_stand(&c, &calendar, day(rows[i].first, 10), steps, steps_of(rows[i].changes, steps),
			day(rows[i].today, 10));
		if (!known || s.state != rows[i].state || s.ends != day(rows[i].ends, 10) || s.left != rows[i].left) {
			print_error("%s %d %s from %s, %s, on %s: ends %s, state %d, left %d; not %s, %d, %d\n", rows[i].profile,
				rows[i].region, rows[i].clock, rows[i].first, rows[i].changes, rows[i].today,
				day_text(w->cx[0].arena, s.ends), s.state, s.left, rows[i].ends, rows[i].state, rows[i].left);
			wrong++;
		}
	}
	assert_int_equal(wrong, 0);
}

/* From day to day nothing jumps: one day less each day, and the days that are over and left make all. */
static void days_pass_one_by_one(void **state) {
	const struct world *w = *state;
	for (int k = 0; k < COUNTRIES; k++)
		for (size_t i = 0; profile_number(w->profiles[k], L_CLOCK, i) != 0; i++) {
			struct calendar calendar = calendar_of(w->profiles[k], 1);
			struct clock c;
			assert_true(clock_read(w->profiles[k], profile_number(w->profiles[k], L_CLOCK, i), &c));
			for (int32_t first = day("2026-02-20", 10); first < day("2026-04-20", 10); first++) {
				struct clock_stand was = clock_stand(&c, &calendar, first, NULL, 0, first);
				for (int32_t today = first; today <= was.ends; today++) {
					struct clock_stand s = clock_stand(&c, &calendar, first, NULL, 0, today);
					assert_int_equal(s.state, CLOCK_RUNS);
					assert_int_equal(s.ends, was.ends);
					assert_int_equal(s.day + s.left, s.of);
					assert_true(was.left - s.left == 0 || was.left - s.left == 1);
					was = s;
				}
				assert_int_equal(was.left, 0);
				assert_int_equal(was.day, was.of);
			}
		}
}

/* However often it stands still, as many days run as the law gives. */
static void standing_still_takes_no_day_away(void **state) {
	const struct world *w = *state;
	const struct profile *p = profile_of(w, "uk");
	struct calendar calendar = calendar_of(p, 1);
	struct clock c;
	assert_true(clock_read(p, profile_code(p, L_CLOCK, "reasonable"), &c));
	for (int32_t first = day("2026-03-20", 10); first < day("2026-04-10", 10); first++)
		for (int at = 0; at < 9; at++)
			for (int still = 0; still < 12; still++) {
				struct clock_step steps[] = {{CHANGE_PAUSE, first + at, 0}, {CHANGE_RESUME, first + at + still, 0}};
				struct clock_stand s = clock_stand(&c, &calendar, first, steps, 0, first);
				if (first + at > s.ends)
					continue;
				s = clock_stand(&c, &calendar, first, steps, 2, first + at + still);
				int ran = calendar_count(&calendar, first + 1, first + at - 1) +
					calendar_count(&calendar, first + at + still > first ? first + at + still : first + 1, s.ends);
				assert_int_equal(ran, 5);
			}
}

static void the_first_time_is_as_long_as_the_figure_says(void **state) {
	const struct world *w = *state;
	static const char *const days[] = {"2011-01-01", "2015-11-01", "2022-12-12", "2022-12-13", "2026-06-01"};
	for (int k = 0; k < COUNTRIES; k++)
		for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
			struct calendar calendar = calendar_of(w->profiles[k], 0);
			struct clock c;
			int32_t ends = 0;
			int64_t n = profile_parameter(w->profiles[k], "reflection_days", days[i]);
			assert_true(clock_read(w->profiles[k], 1, &c));
			assert_int_equal(clock_ends(&c, &calendar, day(days[i], 10), &ends), n != NONE);
			if (n != NONE)
				assert_int_equal(ends, day(days[i], 10) + n - 1);
		}
}

static const char *fault(const struct world *w, const char *text) {
	struct cx cx = w->cx[0];
	json_t *d = json_loads(text, 0, NULL);
	if (d == NULL)
		fail_msg("the test's own JSON: %s", text);
	const char *say = clock_fault(&cx, w->profiles[0], d);
	json_decref(d);
	return say;
}

#define HEAD "\"number\": 1, \"code\": \"x\", \"say\": {\"lt\": \"a\", \"en\": \"a\", \"uk\": \"a\", \"ru\": \"a\"}, " \
	"\"about\": {\"lt\": \"a\", \"en\": \"a\", \"uk\": \"a\", \"ru\": \"a\"}, \"tells\": [\"writer\"], "

static void a_definition_that_says_nothing_sound_is_refused(void **state) {
	static const struct {
		const char *text, *says;
	} all[] = {
		{"\"sort\": \"age\", \"law\": \"start\", \"length\": []", "\"sort\" is one of"},
		{"\"sort\": \"period\", \"law\": \"later\", \"length\": []", "\"law\" is one of"},
		{"\"sort\": \"period\", \"law\": \"now\", \"length\": []", "\"length\" is a list"},
		{"\"sort\": \"period\", \"law\": \"now\", \"length\": [{\"from\": \"2011-01-01\"}]", "one of \"days\""},
		{"\"sort\": \"period\", \"law\": \"now\", \"length\": [{\"from\": \"2011-01-01\", \"days\": 1, \"months\": 1}]", "one of"},
		{"\"sort\": \"period\", \"law\": \"now\", \"length\": [{\"from\": \"2011-02-30\", \"days\": 1}]", "oldest first"},
		{"\"sort\": \"period\", \"law\": \"now\", \"length\": [{\"from\": \"2012-01-01\", \"days\": 1}, "
			"{\"from\": \"2011-01-01\", \"days\": 2}]", "oldest first"},
		{"\"sort\": \"period\", \"law\": \"now\", \"length\": [{\"from\": \"2011-01-01\", \"days\": 0}]", "1 to 3660"},
		{"\"sort\": \"period\", \"law\": \"now\", \"length\": [{\"from\": \"2011-01-01\", \"days\": 3}], \"stops\": [\"joy\"]",
			"\"joy\" in \"stops\""},
		{"\"sort\": \"period\", \"law\": \"now\", \"length\": [{\"from\": \"2011-01-01\", \"days\": 3}], \"warn\": [-1]", "\"warn\""},
		{"\"sort\": \"period\", \"law\": \"now\", \"length\": [{\"from\": \"2011-01-01\", \"days\": 3}]", "nothing starts it"},
		{"\"sort\": \"deadline\", \"law\": \"now\", \"by_hand\": true, \"length\": [{\"from\": \"2011-01-01\", \"days\": 3}]",
			"waits for something"},
		{"\"sort\": \"period\", \"law\": \"now\", \"by_hand\": true, \"length\": [{\"from\": \"2011-01-01\", \"days\": 3}], "
			"\"extend\": {\"days\": 3}", "lacks \"why\""},
		{"\"sort\": \"period\", \"law\": \"now\", \"by_hand\": true, \"length\": [{\"from\": \"2011-01-01\", \"days\": 3}], "
			"\"starts_on\": [\"spring\"]", "\"spring\" in \"starts_on\""},
		{"\"sort\": \"period\", \"law\": \"now\", \"by_hand\": true, \"length\": [{\"from\": \"2011-01-01\", \"days\": 3}], "
			"\"colour\": 1", "no key \"colour\""},
	};
	const struct world *w = *state;
	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		const char *say = fault(w, arena_printf(w->cx[0].arena, "{" HEAD "%s}", all[i].text));
		if (say == NULL || strstr(say, all[i].says) == NULL)
			fail_msg("%s: %s, not %s", all[i].text, say == NULL ? "nothing" : say, all[i].says);
	}
	assert_null(fault(w, "{" HEAD "\"sort\": \"period\", \"law\": \"now\", \"by_hand\": true, "
		"\"length\": [{\"from\": \"2011-01-01\", \"days\": 3}]}"));
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_row_of_the_table_stands),
		cmocka_unit_test(days_pass_one_by_one),
		cmocka_unit_test(standing_still_takes_no_day_away),
		cmocka_unit_test(the_first_time_is_as_long_as_the_figure_says),
		cmocka_unit_test(a_definition_that_says_nothing_sound_is_refused),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
