#include "fixture.h"

#include "core/account.h"

static const char good[] = "keturi žirgai vežė šieną";

static int create(struct fixture *f, const char *login, const char *password, const char *org, const char *unit) {
	f->cx.actor = (struct actor){.operator = true, .roles = 1u << ROLE_ADMINISTRATOR}; /* at the machine: its roles hold */
	return CALL(f, user_create, "{'login': '%s', 'password': '%s', 'staff_name': 'Jūratė Ž.', 'org': '%s', 'unit': '%s', "
		"'role': ['officer', 'recorder']}", login, password, org, unit);
}

static void an_account_signs_in_with_its_password_and_no_other(void **state) {
	struct fixture *f = *state;
	struct account a = {0};
	fixture_as(f, ADMIN);
	assert_int_equal(create(f, "Jurate", good, "panevezio-vpk", "rokiskis"), 0);
	assert_int_equal(account_sign_in(&f->cx, "jurate", good, &a), 0);
	assert_string_equal(a.name, "Jūratė Ž.");
	assert_string_equal(a.org_code, "panevezio-vpk");
	assert_string_equal(a.unit_code, "rokiskis");
	assert_int_equal(a.roles, 1u << ROLE_OFFICER | 1u << ROLE_RECORDER);
	struct account b = {0};
	assert_int_equal(account_sign_in(&f->cx, "jurate", "keturi zirgai veze siena", &b), ERR_DENIED);
	const char *said = f->cx.err.rule;
	assert_int_equal(account_sign_in(&f->cx, "nobody", good, &b), ERR_DENIED);
	assert_ptr_equal(said, f->cx.err.rule); /* an unknown name reads the same */
	assert_int_equal(b.id, 0);
	assert_int_equal(account_by_login(&f->cx, "JURATE", &b), 0);
	assert_int_equal(b.id, a.id);
	assert_int_equal(account_by_login(&f->cx, "nobody", &b), ERR_NOTFOUND);
	assert_int_equal(account_by_id(&f->cx, 9999, &b), ERR_NOTFOUND);
}

static void the_store_holds_neither_sign_in_name_nor_name_of_staff(void **state) {
	struct fixture *f = *state;
	struct rows rows;
	struct row_account_list each;
	size_t n = 0;
	assert_int_equal(q_account_list(&f->cx, &rows), 0);
	for (; q_account_list_next(&rows, &each); n++)
		for (enum who i = RASA; i < WHO__MAX; i++)
			assert_null(memmem(each.name.at, each.name.n, fixture_people[i].name, strlen(fixture_people[i].name)));
	assert_int_equal(rows_end(&rows), 0);
	assert_int_equal(n, WHO__MAX - 1);
	fixture_as(f, ADMIN);
	DO(f, user_list, "{}");
	assert_int_equal(fixture_rows(f), WHO__MAX - 6); /* not those of organisations that keep themselves */
	assert_string_equal(fixture_row(f, 0, "staff_name"), "Rasa R.");
	assert_string_equal(fixture_row(f, 0, "unit"), "rokiskis");
}

/* abuse 34 */
static void refuses_passwords_that_others_would_try(void **state) {
	struct fixture *f = *state;
	fixture_as(f, ADMIN);
	static const char *const bad[] = {"short", "qwerty123456", "SLAPTAZODIS12", "aaaaaaaaaaaaaa", "ababababababab",
		"jurate-2026-x", "žžžžžžžžžžž"};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		assert_int_equal(create(f, "jurate", bad[i], "silas", ""), ERR_INVALID);
		assert_string_equal(f->cx.err.field, "password");
		assert_null(f->cx.err.value);
	}
}

static void refuses_accounts_that_fit_nowhere(void **state) {
	struct fixture *f = *state;
	fixture_as(f, ADMIN);
	assert_int_equal(create(f, "jurate", good, "nowhere", ""), ERR_INVALID);
	assert_string_equal(f->cx.err.field, "org");
	assert_int_equal(create(f, "jurate", good, "silas", "rokiskis"), ERR_INVALID);
	assert_string_equal(f->cx.err.field, "unit");
	assert_int_equal(create(f, "jurate ohara", good, "silas", ""), ERR_INVALID);
	assert_string_equal(f->cx.err.field, "login");
	assert_int_equal(create(f, "RASA", good, "silas", ""), ERR_CONFLICT);
	assert_string_equal(f->cx.err.field, "login");
	assert_int_equal(CALL(f, org_create, "{'org': 'silas', 'org_name': 'Again', 'org_kind': 'ngo', 'region': '%s'}",
		fixture_code(f, L_REGION, 0)), ERR_CONFLICT);
	assert_int_equal(CALL(f, unit_create, "{'unit': 'rokiskis', 'org': 'silas', 'unit_name': 'Again'}"), ERR_CONFLICT);
	assert_int_equal(CALL(f, unit_create, "{'unit': 'new', 'org': 'nowhere', 'unit_name': 'New'}"), ERR_INVALID);
}

static void organisations_and_units_are_listed(void **state) {
	struct fixture *f = *state;
	fixture_as(f, ADMIN);
	DO(f, org_create, "{'org': 'nauja', 'org_name': 'Nauja', 'org_kind': 'ngo', 'region': '%s'}",
		fixture_code(f, L_REGION, 0));
	DO(f, unit_create, "{'unit': 'nauja-1', 'org': 'nauja', 'unit_name': 'First', 'municipality': '%s'}",
		fixture_code(f, L_MUNICIPALITY, 0));
	DO(f, org_list, "{'org_kind': 'ngo'}");
	assert_int_equal(fixture_rows(f), 3);
	assert_string_equal(fixture_row(f, 0, "org"), "nauja");
	DO(f, org_list, "{}");
	assert_int_equal(fixture_rows(f), WHOSE__MAX);
	DO(f, unit_list, "{'org': 'nauja'}");
	assert_int_equal(fixture_rows(f), 1);
	assert_string_equal(fixture_row(f, 0, "org_name"), "Nauja");
	DO(f, unit_list, "{}");
	assert_int_equal(fixture_rows(f), 3);
	assert_int_equal(CALL(f, unit_list, "{'org': 'nowhere'}"), ERR_INVALID);
}

static void a_password_is_changed_by_who_knows_the_old_one(void **state) {
	struct fixture *f = *state;
	struct account a;
	fixture_as(f, ADMIN);
	assert_int_equal(create(f, "jurate", good, "silas", ""), 0);
	assert_int_equal(account_by_login(&f->cx, "jurate", &a), 0);
	f->cx.actor = (struct actor){.user = a.id, .org = a.org, .roles = a.roles};
	static const char change[] = "{'password': '%s', 'new_password': '%s'}";
	assert_int_equal(CALL(f, password_change, change, "not mine at all", "a quiet morning 7"), ERR_INVALID);
	assert_string_equal(f->cx.err.field, "password");
	assert_int_equal(CALL(f, password_change, change, good, good), ERR_INVALID);
	assert_string_equal(f->cx.err.field, "new_password");
	assert_int_equal(CALL(f, password_change, change, good, "passwordpassword"), ERR_INVALID);
	assert_string_equal(f->cx.err.field, "new_password");
	assert_int_equal(CALL(f, password_change, change, good, "a quiet morning 7"), 0);
	assert_int_equal(account_sign_in(&f->cx, "jurate", good, &a), ERR_DENIED);
	assert_int_equal(account_sign_in(&f->cx, "jurate", "a quiet morning 7", &a), 0);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		TEST(an_account_signs_in_with_its_password_and_no_other),
		TEST(the_store_holds_neither_sign_in_name_nor_name_of_staff),
		TEST(refuses_passwords_that_others_would_try),
		TEST(refuses_accounts_that_fit_nowhere),
		TEST(organisations_and_units_are_listed),
		TEST(a_password_is_changed_by_who_knows_the_old_one),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
