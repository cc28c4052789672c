/* Drafts: two days before one goes it is said so, and where answers are never read again none is kept. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/str.h"
#include "base/time.h"
#include "op/profile.h"
#include "web/draft.h"

static struct cx cx = {.lang = "en"};

static json_t *row(int64_t until) {
	return json_pack("{s:s}", "until", instant_text(cx.arena, until));
}

static bool going(const json_t *rows, size_t i) {
	return json_is_true(json_object_get(json_array_get(rows, i), "going"));
}

static void says_two_days_before_that_one_goes(void **state) {
	(void)state;
	struct page page = {.cx = &cx};
	const int64_t kept = INT64_C(1767225600) * SECOND, until = kept + 7 * 24 * HOUR;
	json_t *rows = json_pack("[o, o]", row(until), row(until + 3 * 24 * HOUR));
	static const struct {
		int64_t after;
		bool first, second;
	} days[] = {
		{0, false, false}, {5 * 24 * HOUR - SECOND, false, false}, {5 * 24 * HOUR, true, false},
		{7 * 24 * HOUR - SECOND, true, false}, {8 * 24 * HOUR, true, true},
	};
	for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
		cx.now = kept + days[i].after;
		drafts_warn(&page, rows);
		assert_int_equal(going(rows, 0), days[i].first);
		assert_int_equal(going(rows, 1), days[i].second);
	}
	json_object_set_new(json_array_get(rows, 0), "until", json_string("soon")); /* no instant: no warning is made up */
	drafts_warn(&page, rows);
	assert_false(going(rows, 0));
}

static void keeps_no_answers_where_nobody_may_read_them(void **state) {
	(void)state;
	static const struct {
		const char *kind;
		bool answers;
	} orgs[] = {{"police", true}, {"ngo", true}, {"child", true}, {"municipality", true}, {"labour", false}, {"migration", false}};
	for (size_t i = 0; i < sizeof orgs / sizeof *orgs; i++) {
		struct page page = {.cx = &cx, .who = json_pack("{s:s}", "org_kind", orgs[i].kind)};
		assert_int_equal(draft_may(&page, DRAFT_SCREENING), orgs[i].answers);
		assert_int_equal(draft_may(&page, DRAFT_SHEET), orgs[i].answers);
		assert_true(draft_may(&page, DRAFT_SIGNAL)); /* what the writer saw herself */
	}
}

int main(void) {
	struct profile *profile = NULL;
	cx.arena = arena_new(8 * ARENA_DEFAULT);
	page_memory(cx.arena);
	if (profile_load(&cx, "lt", &profile) != 0)
		return 1;
	cx.profile = profile;
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(says_two_days_before_that_one_goes),
		cmocka_unit_test(keeps_no_answers_where_nobody_may_read_them),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
