/* The form of a record: made of its register's definition, what was typed stays, all that is wrong is marked at
   once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "op/profile.h"
#include "op/sheet.h"
#include "text/format.h"
#include "view/cell.h"
#include "web/cells.h"
#include "web/route.h"

static struct cx cx = {.lang = "en"};
static struct profile *profile;
static struct http_request request;
static const struct route route = {.pattern = "/registers/:register/new", .flags = ROUTE_POST};

static struct page visited(void) {
	request.method = METHOD_GET;
	return (struct page){.cx = &cx, .request = &request, .route = &route, .csrf = ""};
}

static struct page posted(struct form_field *given, size_t n) {
	request.method = METHOD_POST;
	return (struct page){.cx = &cx, .request = &request, .route = &route, .csrf = "",
		.posted = {.n = n, .fields = given}};
}

static int reg(const char *code) {
	return profile_code(profile, L_REGISTER, code);
}

static struct cells kept(int number) {
	return (struct cells){.definition = profile_entry(profile, L_REGISTER, number)};
}

static struct cells sheet(const char *code) {
	int number = profile_code(profile, L_SHEET, code);
	assert_int_not_equal(number, 0);
	return (struct cells){.definition = profile_entry(profile, L_SHEET, number), .sheet = number};
}

/* The question of a field, and what kind it is. */
static json_t *question(json_t *questions, const char *code, const char **ret_kind) {
	size_t i;
	json_t *one, *ask;
	const char *kind;
	json_array_foreach(questions, i, one)
		json_object_foreach(one, kind, ask)
			if (json_is_object(ask) && str_equal(json_text(ask, "name"), code)) {
				*ret_kind = kind;
				return ask;
			}
	fail_msg("no question %s", code);
	return NULL;
}

static const char *chosen(const json_t *ask) {
	size_t i;
	json_t *one;
	json_array_foreach(json_object_get(ask, "options"), i, one)
		if (json_is_true(json_object_get(one, "chosen")))
			return json_text(one, "code");
	return NULL;
}

static void every_register_has_a_form_of_its_fields(void **state) {
	(void)state;
	struct page page = visited();
	for (size_t i = 0; profile_number(profile, L_REGISTER, i) != 0; i++) {
		int n = profile_number(profile, L_REGISTER, i);
		const struct cells c = kept(n);
		json_t *questions = cells_ask(&page, &c, NULL), *one, *ask;
		assert_int_equal(json_array_size(questions), register_fields(profile, n));
		size_t k;
		json_array_foreach(questions, k, one) {
			size_t kinds = 0;
			const char *kind;
			json_object_foreach(one, kind, ask)
				kinds += json_is_object(ask);
			assert_int_equal(kinds, 1);
		}
	}
}

static void a_record_stands_in_the_form_that_corrects_it(void **state) {
	(void)state;
	struct page page = visited();
	json_t *cells = json_pack("[s, s, s, s, s]", "led=abroad", "article=147", "ended=2026-03-05", "partner=de",
		"partner=pl");
	json_t *questions = cells_ask(&page, (struct cells[]){kept(reg("investigation"))}, cells);
	const char *kind;
	assert_string_equal(chosen(question(questions, "led", &kind)), "abroad");
	assert_string_equal(kind, "radios");
	assert_string_equal(chosen(question(questions, "article", &kind)), "147");
	assert_string_equal(kind, "checks");
	json_t *ended = question(questions, "ended", &kind);
	assert_string_equal(kind, "day");
	assert_string_equal(json_text(ended, "month"), "3");
	json_t *partner = question(questions, "partner", &kind);
	assert_string_equal(kind, "several");
	json_t *boxes = json_object_get(partner, "boxes");
	assert_int_equal(json_array_size(boxes), 4);
	assert_string_equal(chosen(json_array_get(boxes, 1)), "pl");
	assert_null(chosen(json_array_get(boxes, 2)));
	assert_string_equal(json_text(json_array_get(boxes, 0), "box"), "partner");
	assert_string_equal(json_text(json_array_get(boxes, 1), "box"), "partner-2");
}

static void what_was_typed_becomes_cells(void **state) {
	(void)state;
	struct form_field given[] = {{.name = "led", .value = "here"}, {.name = "article", .value = "147"},
		{.name = "article", .value = "157"}, {.name = "ended-year", .value = "2026"},
			{.name = "ended-month", .value = "3"},
		{.name = "ended-day", .value = "5"}, {.name = "partner", .value = ""}, {.name = "partner", .value = "de"},
		{.name = "csrf", .value = "x"}};
	struct page page = posted(given, sizeof given / sizeof *given);
	json_t *cells = NULL;
	assert_int_equal(cells_form(&page, (struct cells[]){kept(reg("investigation"))}, &cells), 0);
	json_t *meant = json_pack("[s, s, s, s, s]", "led=here", "article=147", "article=157", "ended=2026-03-05",
		"partner=de");
	assert_true(json_equal(cells, meant));
	assert_null(page.errors);
}

static void everything_that_is_wrong_is_marked_and_kept(void **state) {
	(void)state;
	struct form_field given[] = {{.name = "prison_months", .value = "many"}, {.name = "fine", .value = "1,234"},
		{.name = "outcome", .value = "<b>"}};
	struct page page = posted(given, sizeof given / sizeof *given);
	json_t *cells = NULL;
	assert_int_equal(cells_form(&page, (struct cells[]){kept(reg("verdict"))}, &cells), ERR_INVALID);
	assert_int_equal(json_array_size(page.errors), 4); /* and the accused, who is needed */
	json_t *questions = cells_ask(&page, (struct cells[]){kept(reg("verdict"))}, NULL);
	const char *kind;
	json_t *months = question(questions, "prison_months", &kind);
	assert_string_equal(json_text(months, "value"), "many");
	assert_true(json_text(months, "wrong")[0] != 0);
	assert_string_equal(json_text(months, "mode"), "numeric");
	assert_true(json_text(question(questions, "accused", &kind), "wrong")[0] != 0);
	assert_null(chosen(question(questions, "outcome", &kind)));
	assert_string_equal(json_text(json_array_get(page.errors, 0), "href"), "#accused");
}

static void words_and_changes_are_said_in_the_readers_language(void **state) {
	(void)state;
	struct page page = visited();
	json_t *was = json_pack("[s, s, s]", "accused=A-1", "outcome=convicted", "fine=1234.50");
	json_t *now = json_pack("[s, s, s, s]", "accused=A-1", "outcome=acquitted", "article=147", "article=157");
	cx.lang = "lt";
	json_t *said = cells_say(&page, (struct cells[]){kept(reg("verdict"))}, was);
	assert_int_equal(json_array_size(said), 3);
	const char *fine = json_string_value(json_array_get(json_object_get(json_array_get(said, 2), "values"), 0));
	assert_string_equal(fine, "1\u00a0234,50\u00a0€");
	json_t *changes = cells_compare(&page, (struct cells[]){kept(reg("verdict"))}, was, now);
	assert_int_equal(json_array_size(changes), 3);
	assert_true(json_is_null(json_object_get(json_array_get(changes, 1), "was")));
	assert_true(json_is_null(json_object_get(json_array_get(changes, 2), "now")));
	cx.lang = "en";
	assert_int_equal(json_array_size(cells_compare(&page, (struct cells[]){kept(reg("verdict"))}, was, was)), 0);
}

static void amounts_and_years_are_said_as_people_write_them(void **state) {
	(void)state;
	const struct cell_field money = {.code = "m", .type = CELL_MONEY}, whole = {.code = "n", .type = CELL_INT,
		.max = 9000000};
	const struct cell_field year = {.code = "y", .type = CELL_INT, .min = 1990, .max = 2100};
	assert_string_equal(cell_say(&cx, &money, &(struct cell){.amount = 123400}), "1,234\u00a0€");
	assert_string_equal(cell_say(&cx, &whole, &(struct cell){.amount = 12345}), "12,345");
	assert_string_equal(cell_say(&cx, &year, &(struct cell){.amount = 2022}), "2022");
}

static void words_of_a_sheet_have_room_and_bodies_are_chosen(void **state) {
	(void)state;
	struct page page = visited();
	struct cells c = sheet("interview");
	c.orgs = json_pack("[{s:s, s:s}, {s:s, s:s}]", "org", "police-a", "org_name", "Police A", "org", "ngo-b", "org_name",
		"NGO B");
	c.units = json_pack("[{s:s, s:s, s:s}]", "unit", "desk-1", "unit_name", "Desk 1", "org_name", "Police A");
	json_t *questions = cells_ask(&page, &c, NULL), *one, *ask;
	const char *kind;
	size_t i, bodies = 0;
	question(questions, "words", &kind);
	assert_string_equal(kind, "area");
	for (i = 0; i < json_array_size(questions); i++) {
		struct cell_field f = sheet_field(profile, c.sheet, i);
		ask = question(questions, f.code, &kind);
		if (f.type != CELL_ORG && f.type != CELL_UNIT)
			continue;
		bodies++;
		assert_string_equal(kind, "select");
		one = f.type == CELL_ORG ? json_object_get(ask, "options")
			: json_object_get(json_array_get(json_object_get(ask, "groups"), 0), "options");
		assert_int_equal(json_array_size(one), f.type == CELL_ORG ? 2 : 1);
		const char *pair = arena_printf(cx.arena, "%s=%s", f.code, f.type == CELL_ORG ? "ngo-b" : "desk-1");
		json_t *said = cells_say(&page, &c, json_pack("[s]", pair));
		assert_string_equal(json_string_value(json_array_get(json_object_get(json_array_get(said, 0), "values"), 0)),
			f.type == CELL_ORG ? "NGO B" : "Desk 1");
	}
	assert_true(bodies >= 2);
}

static void what_was_kept_stands_in_the_form_again(void **state) {
	(void)state;
	struct page page = visited();
	struct form_field given[] = {{.name = "need", .value = "legal"}, {.name = "words", .value = "Half of it."}};
	page.resumed = (struct form){.n = 2, .fields = given};
	const struct cells c = sheet("need");
	json_t *questions = cells_ask(&page, &c, json_pack("[s]", "need=shelter"));
	const char *kind;
	assert_string_equal(chosen(question(questions, "need", &kind)), "legal");
	assert_string_equal(json_text(question(questions, "words", &kind), "value"), "Half of it.");
}

static int set_up(void **state) {
	(void)state;
	cx.arena = arena_new(64 << 20);
	page_memory(arena_new(256 << 20));
	text_warm();
	if (profile_load(&cx, "lt", &profile) != 0)
		return -1;
	cx.profile = profile;
	return 0;
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_register_has_a_form_of_its_fields),
		cmocka_unit_test(a_record_stands_in_the_form_that_corrects_it),
		cmocka_unit_test(what_was_typed_becomes_cells),
		cmocka_unit_test(everything_that_is_wrong_is_marked_and_kept),
		cmocka_unit_test(words_and_changes_are_said_in_the_readers_language),
		cmocka_unit_test(amounts_and_years_are_said_as_people_write_them),
		cmocka_unit_test(words_of_a_sheet_have_room_and_bodies_are_chosen),
		cmocka_unit_test(what_was_kept_stands_in_the_form_again),
	};
	return cmocka_run_group_tests(tests, set_up, NULL);
}
