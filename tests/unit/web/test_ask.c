/* Questions of a form: what was typed stays, what is wrong stands at its question, and secrets are not repeated. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "base/time.h"
#include "op/profile.h"
#include "web/ask.h"
#include "web/route.h"
#include "web/words.h"

static struct cx cx = {.lang = "lt"};
static const struct route route = {.pattern = "/sign/new", .flags = ROUTE_POST};

static struct page posted(struct form_field *fields_given, size_t n, struct http_request *request) {
	request->method = METHOD_POST;
	return (struct page){.cx = &cx, .request = request, .route = &route, .csrf = "",
		.posted = {.n = n, .fields = fields_given}};
}

static const char *text(json_t *object, const char *key) {
	return json_string_value(json_object_get(object, key));
}

static void keeps_what_was_typed_but_never_a_secret(void **state) {
	(void)state;
	struct http_request request = {0};
	struct form_field given[] = {{.name = "given", .value = "Олена"}, {.name = "password", .value = "nobody"}};
	struct page page = posted(given, 2, &request);
	assert_string_equal(text(ask_text(&page, F_GIVEN, "Given name", NULL), "value"), "Олена");
	assert_string_equal(text(ask_text(&page, F_PASSWORD, "Password", NULL), "value"), "");
	assert_string_equal(text(ask_text(&page, F_PASSWORD, "Password", NULL), "type"), "password");
}

static void marks_everything_that_is_missing_at_once(void **state) {
	(void)state;
	struct http_request request = {0};
	struct page page = posted(NULL, 0, &request);
	json_t *in = json_pack("{s:s}", "sex", "female");
	assert_int_equal(ask_complete(&page, OP_signal_record, in), ERR_INVALID);
	assert_int_equal(json_array_size(page.errors), 5); /* municipality, source, age, language, happened; the note is free */
	json_t *age = ask_choice(&page, F_AGE, "How old, as it seems?", "In doubt, treat the person as a child.");
	assert_non_null(text(age, "wrong"));
	assert_string_equal(text(age, "told"), "age-hint age-wrong");
	assert_null(text(ask_choice(&page, F_SEX, "Who is it?", NULL), "wrong"));
	assert_string_equal(text(json_array_get(page.errors, 2), "question_label"), "How old, as it seems?");
}

static void a_day_is_kept_as_it_was_typed_and_begins_with_the_given_one(void **state) {
	(void)state;
	struct http_request request = {0};
	struct form_field given[] = {{.name = "happened-year", .value = "2026"}, {.name = "happened-month", .value = "<13>"}};
	struct page page = posted(given, 2, &request);
	json_t *day = ask_day(&page, F_HAPPENED, "When was it?", NULL, day_from_ymd(2026, 3, 1));
	assert_string_equal(text(day, "month"), "<13>"); /* the template escapes it */
	assert_string_equal(text(day, "day"), "");
	request.method = METHOD_GET;
	day = ask_day(&page, F_HAPPENED, "When was it?", NULL, day_from_ymd(2026, 3, 1));
	assert_string_equal(text(day, "month"), "3");
}

static void a_beginning_does_not_replace_a_choice(void **state) {
	(void)state;
	struct http_request request = {0};
	struct form_field given[] = {{.name = "source", .value = "call"}};
	struct page page = posted(given, 1, &request);
	json_t *options = json_object_get(ask_start(ask_choice(&page, F_SOURCE, "How?", NULL), "met"), "options"), *one;
	size_t i, chosen = 0;
	json_array_foreach(options, i, one)
		if (json_is_true(json_object_get(one, "chosen"))) {
			chosen++;
			assert_string_equal(text(one, "code"), "call");
		}
	assert_int_equal(chosen, 1);
}

static void words_stand_in_two_languages_only_where_there_are_two(void **state) {
	(void)state;
	struct http_request request = {0};
	struct page page = posted(NULL, 0, &request);
	const json_t *before = json_object_get(profile_consent(cx.profile), "before");
	json_t *sides = words_list(&page, "uk", before);
	assert_int_equal(json_array_size(sides), 2);
	assert_string_equal(text(json_array_get(sides, 0), "lang"), "uk");
	assert_int_equal(json_array_size(words_list(&page, "lt", before)), 1);
	assert_int_equal(json_array_size(words_list(&page, "vi", before)), 1);
	assert_true(json_is_string(words_unspoken(&page, "vi")));
	assert_true(json_is_null(words_unspoken(&page, "uk")));
	assert_int_equal(json_array_size(words_list(&page, "../lt", before)), 1);
}

static void a_question_names_the_organisation_as_it_is_written(void **state) {
	(void)state;
	struct http_request request = {0};
	struct page page = posted(NULL, 0, &request);
	const json_t *words = profile_consent(cx.profile);
	json_t *sides = words_question(&page, "uk", json_object_get(json_object_get(words, "ask"), "support"),
	                               "%{org} & sons", json_object_get(words, "shared"));
	const char *ask = text(json_array_get(sides, 0), "ask");
	assert_non_null(strstr(ask, "«%{org} & sons»")); /* filled once, not again */
}

int main(void) {
	struct profile *profile = NULL;
	cx.arena = arena_new(8 * ARENA_DEFAULT);
	page_memory(cx.arena); /* as in a worker: what is not decref'ed goes with the arena */
	if (profile_load(&cx, "lt", &profile) != 0)
		return 1;
	cx.profile = profile;
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keeps_what_was_typed_but_never_a_secret),
		cmocka_unit_test(marks_everything_that_is_missing_at_once),
		cmocka_unit_test(a_day_is_kept_as_it_was_typed_and_begins_with_the_given_one),
		cmocka_unit_test(a_beginning_does_not_replace_a_choice),
		cmocka_unit_test(words_stand_in_two_languages_only_where_there_are_two),
		cmocka_unit_test(a_question_names_the_organisation_as_it_is_written),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
