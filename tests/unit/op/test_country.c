/* A second country is a second folder: nothing in C knows the first. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>

#include "base/log.h"
#include "base/str.h"
#include "op/profile.h"
#include "op/register.h"

static int load(struct cx *cx, const char *name, struct profile **ret_profile) {
	log_level_set(LOG_ERROR);
	*cx = (struct cx){.arena = arena_new(64 << 20), .lang = "en"};
	return profile_load(cx, name, ret_profile);
}

static void every_country_keeps_the_form_and_has_money_and_rules_of_its_own(void **state) {
	static const struct {
		const char *name, *money, *statute;
		int calling;
	} countries[] = {{"lt", "EUR", "147", 370}, {"uk", "GBP", "msa-2", 44}};
	(void)state;
	for (size_t i = 0; i < sizeof countries / sizeof *countries; i++) {
		struct cx cx;
		struct profile *p;
		assert_int_equal(load(&cx, countries[i].name, &p), 0);
		assert_string_equal(profile_currency(p, "code"), countries[i].money);
		assert_int_equal(profile_rule(p, "calling_code"), countries[i].calling);
		assert_int_not_equal(profile_code(p, L_STATUTE, countries[i].statute), 0);
		assert_int_equal(profile_code(p, L_STATUTE, countries[1 - i].statute), 0);
		assert_true(register_fields(p, profile_code(p, L_REGISTER, "verdict")) > 5);
		profile_free(p);
		arena_free(cx.arena);
	}
}

static void a_rule_that_changed_is_read_as_of_its_day(void **state) {
	struct cx cx;
	struct profile *p;
	(void)state;
	assert_int_equal(load(&cx, "uk", &p), 0);
	assert_int_equal(profile_parameter(p, "reflection_days", "2022-12-12"), 45);
	assert_int_equal(profile_parameter(p, "reflection_days", "2022-12-13"), 30);
	assert_int_equal(profile_parameter(p, "reflection_days", "2015-10-31"), NONE);
	assert_int_equal(profile_parameter(p, "usd_micro", "2022-12-31"), NONE);
	profile_free(p);
	arena_free(cx.arena);
	assert_int_equal(load(&cx, "lt", &p), 0);
	assert_int_equal(profile_parameter(p, "usd_micro", "2022-12-31"), 936000);
	assert_int_equal(profile_parameter(p, "usd_micro", "2023-01-01"), NONE); /* null: not known from then on */
	profile_free(p);
	arena_free(cx.arena);
}

static void a_country_that_nobody_wrote_is_not_found(void **state) {
	struct cx cx;
	struct profile *p = NULL;
	(void)state;
	assert_int_equal(load(&cx, "xx", &p), ERR_NOTFOUND);
	assert_null(p);
	arena_free(cx.arena);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_country_keeps_the_form_and_has_money_and_rules_of_its_own),
		cmocka_unit_test(a_rule_that_changed_is_read_as_of_its_day),
		cmocka_unit_test(a_country_that_nobody_wrote_is_not_found),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
