/* Rights in words, and the two refusals that lead to where they are mended. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "base/time.h"
#include "op/policy.h"
#include "op/profile.h"
#include "web/ask.h"
#include "web/rights.h"
#include "web/route.h"

static struct cx cx = {.lang = "en"};
static const struct route route = {.pattern = "/person/:person", .flags = ROUTE_POST};

static const char *text(json_t *object, const char *key) {
	return json_string_value(json_object_get(object, key));
}

static void a_role_has_its_last_day_and_is_over_after_it(void **state) {
	(void)state;
	struct page page = {.cx = &cx};
	cx.now = day_start(day_from_ymd(2027, 3, 1)) + HOUR;
	json_t *all = rights_held(&page, json_pack("[s, s, s]", "officer", "support:2027-03-01", "decider:2027-02-28"), L_ROLE);
	assert_int_equal(json_array_size(all), 3);
	assert_string_equal(text(json_array_get(all, 0), "label"), "First-line officer");
	assert_true(json_is_null(json_object_get(json_array_get(all, 0), "until")));
	assert_string_equal(text(json_array_get(all, 1), "until"), "2027-03-01");
	assert_true(json_is_false(json_object_get(json_array_get(all, 1), "over")));
	assert_true(json_is_true(json_object_get(json_array_get(all, 2), "over")));
	assert_int_equal(json_array_size(rights_held(&page, NULL, L_ROLE)), 0);
}

static void a_change_of_the_policy_is_said_in_words(void **state) {
	(void)state;
	struct page page = {.cx = &cx};
	json_t *one = json_array_get(rights_changes(&page, json_pack("[s]", "officer:ask:no")), 0);
	assert_string_equal(text(one, "role_label"), "First-line officer");
	assert_string_equal(text(one, "says"), "Ask another agency about a person");
	assert_true(json_is_false(json_object_get(one, "allowed")));
	one = json_array_get(rights_changes(&page, json_pack("[s]", "officer")), 0); /* what a later version may say */
	assert_string_equal(text(one, "says"), "");
}

/* Every capability that a role may have stands on the page of the policy in words of its own. */
static void every_capability_has_words(void **state) {
	(void)state;
	struct page page = {.cx = &cx};
	for (int c = 0; c < CAN__MAX; c++) {
		const char *name = capability_name((enum capability)c);
		bool everybodys = c == CAN_ENTER || c == CAN_BE || c == CAN_ENROL || c == CAN_FINISH || c == CAN_SEND;
		assert_true(str_equal(rights_say(&page, name), name) == everybodys);
	}
}

static const char *location(const struct http_response *response) {
	for (size_t i = 0; i < response->headers_n; i++)
		if (str_equal(response->headers[i].name, "Location"))
			return response->headers[i].value;
	return NULL;
}

static struct page refused(struct http_request *request, struct http_response *response, const char *field) {
	struct page page = {.cx = &cx, .request = request, .response = response, .route = &route, .csrf = "", .sent = true,
		.who = json_object(), .calls_n = 1, .first = 1};
	page.calls[0] = (struct page_call){.op = OP_person_notes, .code = ERR_DENIED, .field = field,
		.in = json_pack("{s:s}", "person", "00112233445566778899aabbccddeeff")};
	return page;
}

static void a_closed_file_leads_to_its_door_and_back(void **state) {
	(void)state;
	struct http_request request = {.target = "/person/x?notes=1", .path = "/person/x"};
	struct http_response response = http_response_new(cx.arena);
	struct page page = refused(&request, &response, "opened");
	int rc = err_say(&cx, ERR_DENIED, "opened", "closed", NULL);
	page_refuse(&page, rc);
	assert_int_equal(response.status, 303);
	assert_string_equal(location(&response),
	                    "/open?person=00112233445566778899aabbccddeeff&next=%2Fperson%2Fx%3Fnotes%3D1");
}

static void a_proof_too_old_leads_to_another_and_a_form_keeps_what_was_typed(void **state) {
	(void)state;
	struct http_request request = {.target = "/person/x/erase?a=b", .path = "/person/x/erase"};
	struct http_response response = http_response_new(cx.arena);
	struct page page = refused(&request, &response, "fresh");
	int rc = err_say(&cx, ERR_DENIED, "fresh", "old", NULL);
	page_refuse(&page, rc);
	assert_string_equal(location(&response), "/prove?next=%2Fperson%2Fx%2Ferase%3Fa%3Db");
	request.method = METHOD_POST;
	rc = err_say(&cx, ERR_DENIED, "fresh", "old", NULL);
	assert_true(page_mend(&page, rc));
	assert_string_equal(text(json_array_get(page.errors, 0), "href"), "/prove?next=%2Fperson%2Fx%2Ferase");
	rc = err_say(&cx, ERR_DENIED, NULL, "no", NULL);
	assert_false(page_mend(&page, rc)); /* any other refusal is one */
}

int main(void) {
	struct profile *profile = NULL;
	cx.arena = arena_new(8 * ARENA_DEFAULT);
	page_memory(cx.arena);
	if (profile_load(&cx, "lt", &profile) != 0)
		return 1;
	cx.profile = profile;
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_role_has_its_last_day_and_is_over_after_it),
		cmocka_unit_test(a_change_of_the_policy_is_said_in_words),
		cmocka_unit_test(every_capability_has_words),
		cmocka_unit_test(a_closed_file_leads_to_its_door_and_back),
		cmocka_unit_test(a_proof_too_old_leads_to_another_and_a_form_keeps_what_was_typed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
