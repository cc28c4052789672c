#include "fixture.h"

static int64_t people(struct fixture *f, enum who who) {
	DO(f, colleague_list, "{}");
	for (size_t i = 0; i < fixture_rows(f); i++) {
		const json_t *row = json_array_get(json_object_get(f->answer, "rows"), i);
		if (strcmp(fixture_row(f, i, "user"), fixture_user(f, who)) == 0)
			return json_integer_value(json_object_get(row, "people"));
	}
	return -1;
}

static int assign(struct fixture *f, const char *person, enum who who) {
	return CALL(f, person_assign, "{'person': '%s', 'user': '%s'}", person, fixture_user(f, who));
}

static void a_person_has_one_who_works_with_her_in_each_house(void **state) {
	struct fixture *f = *state;
	fixture_as(f, ONA);
	const char *a = fixture_sign(f), *b = fixture_sign(f);
	DO(f, person_read, "{'person': '%s'}", a);
	assert_null(fixture_get(f, "staff_name"));
	assert_int_equal(assign(f, a, ONA), 0);
	assert_int_equal(assign(f, b, ONA), 0);
	assert_int_equal(people(f, ONA), 2);
	assert_int_equal(assign(f, a, LAIMA), 0);
	assert_int_equal(people(f, ONA), 1);
	assert_int_equal(people(f, LAIMA), 1);
	DO(f, person_read, "{'person': '%s'}", a);
	assert_string_equal(fixture_get(f, "staff_name"), "Laima L.");
	assert_int_equal(people(f, VIDA), -1); /* of another organisation */
	assert_int_equal(assign(f, a, VIDA), ERR_INVALID);
	assert_int_equal(assign(f, a, ADMIN), ERR_INVALID);
	fixture_as(f, RASA);
	const char *c = fixture_sign(f);
	assert_int_equal(assign(f, c, CHIEF), ERR_INVALID); /* a supervisor sees nobody */
	DO(f, block_record, "{'person': '%s', 'unit': 'panevezys'}", c);
	assert_int_equal(assign(f, c, PETRAS), ERR_INVALID);
	assert_int_equal(assign(f, c, RASA), 0);
}

static void all_of_a_colleagues_work_is_handed_over_and_nothing_else(void **state) {
	struct fixture *f = *state;
	const char *p[4];
	static const char hand[] = "{'user': '%s', 'to': '%s'}";
	fixture_as(f, RASA);
	for (int i = 0; i < 4; i++) {
		p[i] = fixture_sign(f);
		assert_int_equal(assign(f, p[i], i < 3 ? RASA : PETRAS), 0);
	}
	DO(f, block_record, "{'person': '%s', 'unit': 'panevezys'}", p[2]); /* never Petras's */
	fixture_as(f, CHIEF);
	assert_int_equal(CALL(f, handover, hand, fixture_user(f, RASA), fixture_user(f, RASA)), ERR_INVALID);
	assert_int_equal(CALL(f, handover, hand, fixture_user(f, RASA), fixture_user(f, ONA)), ERR_INVALID);
	assert_int_equal(CALL(f, handover, hand, fixture_user(f, ONA), fixture_user(f, PETRAS)), ERR_INVALID);
	assert_int_equal(q_account_close(&f->cx, f->actors[RASA].user, LEAVE_LEFT), 0);
	assert_int_equal(people(f, RASA), 3); /* who left is listed while somebody is hers */
	DO(f, handover, hand, fixture_user(f, RASA), fixture_user(f, PETRAS));
	assert_int_equal(json_integer_value(json_object_get(f->answer, "people")), 2);
	assert_int_equal(people(f, PETRAS), 3);
	assert_int_equal(people(f, RASA), 1);
	DO(f, task_list, "{}");
	assert_int_equal(fixture_rows(f), 0); /* it is told to who takes over alone */
	fixture_as(f, PETRAS);
	DO(f, task_list, "{}");
	assert_int_equal(fixture_rows(f), 1);
	assert_string_equal(fixture_row(f, 0, "task_kind"), "handover");
}

int main(void) {
	const struct CMUnitTest tests[] = {
		TEST(a_person_has_one_who_works_with_her_in_each_house),
		TEST(all_of_a_colleagues_work_is_handed_over_and_nothing_else),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
