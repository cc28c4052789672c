/* The description of the API: complete, well-formed, and the same as the table. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include <jansson.h>

#include "op/openapi.h"

static struct cx cx;
static json_t *doc;

static int setup(void **state) {
	(void)state;
	cx = (struct cx){.arena = arena_new(64 << 20)};
	struct buf text = buf_new(cx.arena, 8 << 20);
	openapi_write(&cx, &text);
	doc = json_loadb(text.at, text.n, JSON_REJECT_DUPLICATES, NULL);
	return doc == NULL;
}

static int teardown(void **state) {
	(void)state;
	json_decref(doc);
	arena_free(cx.arena);
	return 0;
}

static json_t *at(json_t *from, const char *one, const char *two, const char *three) {
	return json_object_get(json_object_get(json_object_get(from, one), two), three);
}

static void has_every_operation_with_its_answers(void **state) {
	(void)state;
	json_t *paths = json_object_get(doc, "paths");
	assert_int_equal(json_object_size(paths), OP__MAX + 1); /* and the batch */
	for (int i = 0; i < OP__MAX; i++) {
		json_t *path = json_object_get(paths, arena_printf(cx.arena, "/%s", ops[i].name));
		json_t *responses = at(path, "post", "responses", "200");
		assert_non_null(responses);
		assert_non_null(json_object_get(at(responses, "content", "application/json", "schema"), "properties"));
		assert_non_null(at(path, "post", "responses", "422"));
		assert_non_null(at(path, "post", "responses", "403"));
		assert_true((json_object_get(path, "get") != NULL) <= (ops[i].audit != AUDIT_WRITE));
	}
}

static void puts_no_secret_into_an_address(void **state) {
	(void)state;
	assert_null(at(doc, "paths", "/session_open", "get"));
	assert_non_null(at(doc, "paths", "/person_list", "get"));
}

/* Every "$ref" in the document leads to something in it. */
static void follow(json_t *node) {
	const char *key;
	json_t *value;
	size_t i;
	json_array_foreach(node, i, value)
		follow(value);
	json_object_foreach(node, key, value) {
		if (strcmp(key, "$ref") == 0 && json_is_string(value)) {
			json_t *found = doc;
			char *path = arena_strdup(cx.arena, json_string_value(value)), *save = NULL;
			for (char *part = strtok_r(path, "#/", &save); part != NULL; part = strtok_r(NULL, "#/", &save))
				found = json_object_get(found, part);
			if (found == NULL)
				fail_msg("%s leads nowhere", json_string_value(value));
		}
		follow(value);
	}
}

static void leads_nowhere_with_no_reference(void **state) {
	(void)state;
	follow(doc);
}

static void names_the_codes_of_a_list(void **state) {
	(void)state;
	assert_string_equal(json_string_value(json_array_get(json_object_get(at(doc, "components", "schemas", "sex"), "enum"), 0)),
	                    "female");
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(has_every_operation_with_its_answers),
		cmocka_unit_test(puts_no_secret_into_an_address),
		cmocka_unit_test(leads_nowhere_with_no_reference),
		cmocka_unit_test(names_the_codes_of_a_list),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
