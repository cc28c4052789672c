#include "fixture.h"

#include "core/account.h"
#include "core/realm.h"

static const char good[] = "keturi žirgai vežė šieną";

static void as_operator(struct fixture *f) {
	f->cx.actor = (struct actor){.operator = true, .roles = 1u << ROLE_ADMINISTRATOR};
}

static int create(struct fixture *f, const char *login, const char *org, const char *role) {
	return CALL(f, user_create, "{'login': '%s', 'password': '%s', 'staff_name': 'Jūratė Ž.', 'org': '%s', "
		"'role': ['%s']}", login, good, org, role);
}

static uint32_t roles_of(struct fixture *f, const char *login) {
	struct account a = {0};
	assert_int_equal(account_by_login(&f->cx, login, &a), 0);
	return a.roles;
}

static int end(struct fixture *f, enum who who, const char *role) {
	return CALL(f, role_end, "{'user': '%s', 'role': '%s'}", fixture_user(f, who), role);
}

/* abuse 32 */
static void a_new_account_may_do_nothing_until_a_second_person_agrees(void **state) {
	struct fixture *f = *state;
	fixture_as(f, ADMIN);
	DO(f, user_create, "{'login': 'jurate', 'password': '%s', 'staff_name': 'Jūratė Ž.', 'org': 'silas', 'role': "
		"['support', 'officer'], 'held': ['vetting:%s', 'training:%s']}", good, fixture_day(f, 30),
		fixture_day(f, 30));
	const json_t *proposals = json_object_get(f->answer, "proposal");
	assert_int_equal(json_array_size(proposals), 2);
	assert_int_equal(roles_of(f, "jurate"), 0);
	const char *one = arena_strdup(f->cx.arena, json_string_value(json_array_get(proposals, 0)));
	fixture_as(f, DEPUTY);
	DO(f, proposal_agree, "{'proposal': '%s'}", one);
	assert_int_equal(roles_of(f, "jurate"), 1u << ROLE_SUPPORT);
	fixture_wait(f, 31 * 24 * HOUR); /* training has run out: an officer would need vetting alone, and has it no more */
	assert_int_equal(roles_of(f, "jurate"), 0);
}

static void at_the_machine_the_first_roles_hold_at_once_for_a_year(void **state) {
	struct fixture *f = *state;
	as_operator(f);
	assert_int_equal(create(f, "jurate", "silas", "support"), 0);
	assert_null(json_object_get(f->answer, "proposal"));
	assert_int_equal(roles_of(f, "jurate"), 1u << ROLE_SUPPORT);
	fixture_wait(f, 365 * 24 * HOUR);
	assert_int_equal(roles_of(f, "jurate"), 1u << ROLE_SUPPORT);
	fixture_wait(f, 24 * HOUR);
	assert_int_equal(roles_of(f, "jurate"), 0);
	DO(f, user_create, "{'login': 'rapolas', 'password': '%s', 'staff_name': 'Rapolas', 'org': 'silas', 'role': "
		"['support'], 'held': ['training:%s']}", good, fixture_day(f, -1));
	assert_int_equal(roles_of(f, "rapolas"), 0); /* trained until yesterday, as was said */
}

static void refuses_credentials_it_cannot_read(void **state) {
	struct fixture *f = *state;
	static const char *const bad[] = {"vetting", "vetting:soon", "vetting:2026-02-30", "wizard:2026-03-01",
		"vetting:2099-01-01"};
	as_operator(f);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		assert_int_equal(CALL(f, user_create, "{'login': 'jurate', 'password': '%s', 'staff_name': 'J', 'org': 'silas', "
			"'role': ['support'], 'held': ['%s']}", good, bad[i]), ERR_INVALID);
		assert_string_equal(f->cx.err.field, "held");
	}
}

static void an_administrator_keeps_all_but_who_keeps_itself(void **state) {
	struct fixture *f = *state;
	bool keeps = false;
	static const struct {
		enum who who;
		enum whose org;
		bool keeps;
	} told[] = {{ADMIN, SILAS, true}, {ADMIN, POLICE, true}, {ADMIN, CENTRE, true}, {ADMIN, OMBUD, false},
		{ADMIN, WATCH, false}, {ADMIN, COUNTY, false}, {DEPUTY, COUNTY, true}, {DEPUTY, SILAS, false},
		{DEPUTY, CENTRE, false}, {KEEPER, OMBUD, true}, {KEEPER, SILAS, false}, {KEEPER, CENTRE, false}, {KEEPER, WATCH, false},
		{AUDITOR, SILAS, false}, {RASA, SILAS, false}, {NOBODY, SILAS, false}};
	for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
		fixture_as(f, told[i].who);
		assert_int_equal(realm_administers(&f->cx, f->orgs[told[i].org], &keeps), 0);
		assert_int_equal(keeps, told[i].keeps);
	}
	as_operator(f);
	assert_int_equal(realm_administers(&f->cx, f->orgs[OMBUD], &keeps), 0);
	assert_true(keeps);
	f->cx.actor = (struct actor){.operator = true, .org = f->orgs[SILAS], .org_kind = ORG_NGO}; /* org:silas */
	assert_int_equal(realm_administers(&f->cx, f->orgs[SILAS], &keeps), 0);
	assert_false(keeps);
}

static int org_new(struct fixture *f, const char *kind) {
	return CALL(f, org_create, "{'org': 'nauja-%s', 'org_name': 'Nauja', 'org_kind': '%s', 'region': '%s'}", kind, kind,
		fixture_code(f, L_REGION, 0));
}

static void no_ministry_account_reaches_the_rapporteur(void **state) {
	struct fixture *f = *state;
	static const char *const independent[] = {"rapporteur", "commissioner", "oversight"};
	fixture_as(f, ADMIN);
	for (size_t i = 0; i < sizeof independent / sizeof *independent; i++)
		assert_int_equal(org_new(f, independent[i]), ERR_DENIED);
	assert_int_equal(org_new(f, "ngo"), 0);
	assert_int_equal(create(f, "puppet", "ombud", "rapporteur"), ERR_DENIED);
	assert_string_equal(f->cx.err.field, "org");
	assert_int_equal(create(f, "puppet", "prieziura", "auditor"), ERR_DENIED);
	assert_int_equal(CALL(f, unit_create, "{'unit': 'inside', 'org': 'ombud', 'unit_name': 'Inside'}"), ERR_DENIED);
	DO(f, user_list, "{}");
	for (size_t i = 0; i < fixture_rows(f); i++) {
		assert_string_not_equal(fixture_row(f, i, "org"), "ombud");
		assert_string_not_equal(fixture_row(f, i, "org"), "prieziura");
	}
	fixture_as(f, KEEPER);
	assert_int_equal(org_new(f, "rapporteur"), ERR_DENIED); /* nor does the rapporteur's own administrator make another */
	assert_int_equal(org_new(f, "police"), ERR_DENIED);
	assert_int_equal(create(f, "puppet", "silas", "support"), ERR_DENIED);
	DO(f, user_list, "{}");
	assert_int_equal(fixture_rows(f), 2);
	as_operator(f);
	assert_int_equal(org_new(f, "commissioner"), 0);
	assert_int_equal(create(f, "john", "nauja-commissioner", "administrator"), 0);
}

static void an_organisation_that_keeps_itself_finds_its_second_person_inside(void **state) {
	struct fixture *f = *state;
	struct account a = {0};
	fixture_as(f, KEEPER);
	assert_int_equal(create(f, "jurate", "ombud", "rapporteur"), ERR_CONFLICT); /* she alone keeps it */
	as_operator(f);
	assert_int_equal(create(f, "inga", "ombud", "administrator"), 0);
	assert_int_equal(account_by_login(&f->cx, "inga", &a), 0);
	fixture_as(f, KEEPER);
	assert_int_equal(create(f, "jurate", "ombud", "rapporteur"), 0);
	const char *proposal = arena_strdup(f->cx.arena,
		json_string_value(json_array_get(json_object_get(f->answer, "proposal"), 0)));
	static const enum who outside[] = {ADMIN, DEPUTY, AUDITOR, CHIEF, NIJOLE, KEEPER};
	for (size_t i = 0; i < sizeof outside / sizeof *outside; i++) {
		fixture_as(f, outside[i]);
		assert_int_equal(CALL(f, proposal_agree, "{'proposal': '%s'}", proposal), ERR_DENIED);
	}
	f->cx.actor = account_actor(&a);
	DO(f, proposal_agree, "{'proposal': '%s'}", proposal);
	assert_int_equal(roles_of(f, "jurate"), 1u << ROLE_RAPPORTEUR);
}

static void an_organisation_with_an_administrator_is_kept_by_that_one_alone(void **state) {
	struct fixture *f = *state;
	bool keeps = false;
	fixture_as(f, ADMIN);
	assert_int_equal(create(f, "puppet", "apskritis", "coordinator"), ERR_DENIED);
	assert_int_equal(end(f, DEPUTY, "administrator"), 0); /* as the gate would let an administrator of the county */
	assert_int_equal(realm_administers(&f->cx, f->orgs[COUNTY], &keeps), 0);
	assert_true(keeps); /* left alone, it falls to the administration */
}

static void a_role_ends_on_its_day_and_is_given_for_a_year_at_most(void **state) {
	struct fixture *f = *state;
	static const char ask[] = "{'user': '%s', 'role': 'recorder', 'expires': '%s'}";
	fixture_as(f, ADMIN);
	assert_int_equal(CALL(f, role_grant, ask, fixture_user(f, ONA), fixture_day(f, -1)), ERR_INVALID);
	assert_int_equal(CALL(f, role_grant, ask, fixture_user(f, ONA), fixture_day(f, 366)), ERR_INVALID);
	assert_string_equal(f->cx.err.field, "expires");
	assert_int_equal(CALL(f, role_grant, "{'user': '%s', 'role': 'auditor'}", fixture_user(f, ONA)), ERR_INVALID);
	assert_string_equal(f->cx.err.field, "role"); /* an NGO has no auditors of the log */
	DO(f, role_grant, ask, fixture_user(f, ONA), fixture_day(f, 10));
	assert_int_equal(fixture_agree(f, DEPUTY), 0);
	assert_int_equal(roles_of(f, "ona"), 1u << ROLE_SUPPORT | 1u << ROLE_RECORDER);
	assert_int_equal(CALL(f, role_grant, ask, fixture_user(f, ONA), fixture_day(f, 9)), ERR_CONFLICT);
	DO(f, user_read, "{'user': '%s'}", fixture_user(f, ONA));
	assert_string_equal(json_string_value(json_array_get(json_object_get(f->answer, "grant"), 1)),
		arena_printf(f->cx.arena, "recorder:%s", fixture_day(f, 10)));
	assert_int_equal(json_array_size(json_object_get(f->answer, "held")), 2);
	fixture_wait(f, 11 * 24 * HOUR);
	assert_int_equal(roles_of(f, "ona"), 1u << ROLE_SUPPORT);
	DO(f, user_read, "{'user': '%s'}", fixture_user(f, ONA));
	assert_int_equal(json_array_size(json_object_get(f->answer, "grant")), 1);
}

static void a_role_is_ended_at_once_but_never_the_last_administrators(void **state) {
	struct fixture *f = *state;
	fixture_as(f, ADMIN);
	assert_int_equal(end(f, RASA, "officer"), 0);
	assert_int_equal(roles_of(f, "rasa"), 0);
	assert_int_equal(end(f, RASA, "officer"), ERR_CONFLICT);
	assert_int_equal(end(f, ADMIN, "administrator"), ERR_CONFLICT);
	assert_int_equal(CALL(f, user_close, "{'user': '%s', 'leave': 'left'}", fixture_user(f, ADMIN)), ERR_CONFLICT);
	assert_int_equal(roles_of(f, "admin"), 1u << ROLE_ADMINISTRATOR);
	fixture_as(f, KEEPER); /* another realm's administrator is no help */
	assert_int_equal(end(f, KEEPER, "administrator"), ERR_CONFLICT);
}

static void vetting_and_training_that_ran_out_end_the_right_and_bring_it_back(void **state) {
	struct fixture *f = *state;
	static const char record[] = "{'user': '%s', 'credential': '%s', 'expires': '%s'}";
	fixture_as(f, ADMIN);
	DO(f, credential_record, record, fixture_user(f, ONA), "training", fixture_day(f, -1));
	assert_int_equal(roles_of(f, "ona"), 0);
	DO(f, credential_record, record, fixture_user(f, RASA), "training", fixture_day(f, -1));
	assert_int_equal(roles_of(f, "rasa"), 1u << ROLE_OFFICER); /* who is not trained again may still see who needs help */
	DO(f, credential_record, record, fixture_user(f, RASA), "vetting", fixture_day(f, -1));
	assert_int_equal(roles_of(f, "rasa"), 0);
	DO(f, credential_record, record, fixture_user(f, ONA), "training", fixture_day(f, 0));
	assert_int_equal(roles_of(f, "ona"), 1u << ROLE_SUPPORT);
	assert_int_equal(CALL(f, credential_record, record, fixture_user(f, ADMIN), "vetting", fixture_day(f, 100)),
		ERR_DENIED);
	assert_int_equal(CALL(f, credential_record, record, fixture_user(f, ONA), "vetting", "2099-01-01"), ERR_INVALID);
}

static void who_moves_takes_along_what_was_closed_to_the_unit(void **state) {
	struct fixture *f = *state;
	struct row_block_has has;
	fixture_as(f, ONA);
	const char *person = fixture_sign(f);
	DO(f, block_record, "{'person': '%s', 'unit': 'rokiskis'}", person);
	fixture_as(f, ADMIN);
	assert_int_equal(CALL(f, user_move, "{'user': '%s', 'unit': 'rokiskis'}", fixture_user(f, RASA)), ERR_CONFLICT);
	DO(f, user_move, "{'user': '%s', 'unit': 'panevezys'}", fixture_user(f, RASA));
	struct account a;
	assert_int_equal(account_by_login(&f->cx, "rasa", &a), 0);
	assert_string_equal(a.unit_code, "panevezys");
	assert_int_equal(q_block_has(&f->cx, 1, a.org, a.unit, a.id, &has), 0);
	assert_int_equal(has.n > 0, 1);
	assert_int_equal(q_block_has(&f->cx, 1, a.org, a.unit, f->actors[PETRAS].user, &has), 0);
	assert_int_equal(has.n, 0); /* and Petras, who was there before, is not closed out with her */
	assert_int_equal(CALL(f, user_move, "{'user': '%s', 'unit': 'rokiskis'}", fixture_user(f, ONA)), ERR_INVALID);
}

static void an_account_that_ended_cannot_come_back(void **state) {
	struct fixture *f = *state;
	struct account a;
	fixture_as(f, ADMIN);
	DO(f, user_close, "{'user': '%s', 'leave': 'left'}", fixture_user(f, RASA));
	assert_int_equal(account_by_login(&f->cx, "rasa", &a), ERR_NOTFOUND);
	assert_int_equal(f->cx.sign_out, f->actors[RASA].user);
	DO(f, user_read, "{'user': '%s'}", fixture_user(f, RASA));
	assert_string_equal(fixture_get(f, "account_state"), "closed");
	assert_string_equal(fixture_get(f, "leave"), "left");
	assert_int_equal(CALL(f, role_grant, "{'user': '%s', 'role': 'decider'}", fixture_user(f, RASA)), ERR_CONFLICT);
	assert_int_equal(CALL(f, user_close, "{'user': '%s', 'leave': 'left'}", fixture_user(f, RASA)), ERR_CONFLICT);
}

/* abuse 33 */
static void a_forgotten_password_takes_two_people(void **state) {
	struct fixture *f = *state;
	struct account a;
	static const char reset[] = "{'user': '%s', 'new_password': '%s', 'words': 'She came to the office with her card.'}";
	as_operator(f);
	assert_int_equal(create(f, "jurate", "silas", "support"), 0);
	const char *user = fixture_get(f, "user");
	fixture_as(f, ADMIN);
	assert_int_equal(CALL(f, user_reset, reset, user, "passwordpassword"), ERR_INVALID);
	assert_int_equal(CALL(f, user_reset, reset, fixture_user(f, ADMIN), "three grey horses 9"), ERR_DENIED);
	DO(f, user_reset, reset, user, "three grey horses 9");
	assert_int_equal(account_sign_in(&f->cx, "jurate", "three grey horses 9", &a), ERR_DENIED);
	assert_int_equal(CALL(f, user_reset, reset, user, "three other horses 9"), ERR_CONFLICT);
	assert_int_equal(fixture_agree(f, ADMIN), ERR_DENIED);
	assert_int_equal(fixture_agree(f, DEPUTY), 0);
	assert_int_equal(account_sign_in(&f->cx, "jurate", good, &a), ERR_DENIED);
	assert_int_equal(account_sign_in(&f->cx, "jurate", "three grey horses 9", &a), 0);
	assert_int_equal(f->cx.sign_out, a.id);
}

/* A narrow account of another country's officer: nobody gives it without its end. */
static void a_seconded_officer_has_a_last_day_from_the_first(void **state) {
	struct fixture *f = *state;
	struct row_org_add abroad;
	static const char make[] = "{'login': 'oliver', 'password': '%s', 'staff_name': 'Oliver M.', 'org': 'police-gb', 'role': ['liaison'], "
		"'held': ['vetting:%s']%s}";
	assert_int_equal(db_begin(&f->cx), 0);
	assert_int_equal(q_org_add(&f->cx, "police-gb", "A force abroad", ORG_ABROAD, code_at(f->profile, L_REGION, 0), &abroad), 0);
	assert_int_equal(db_commit(&f->cx), 0);
	as_operator(f);
	assert_int_equal(CALL(f, user_create, make, good, fixture_day(f, 300), ""), ERR_INVALID);
	assert_string_equal(f->cx.err.field, "expires");
	const char *year = arena_printf(f->cx.arena, ", 'expires': '%s'", fixture_day(f, 367));
	assert_int_equal(CALL(f, user_create, make, good, fixture_day(f, 300), year), ERR_INVALID);
	assert_int_equal(create(f, "petra", "silas", "liaison"), ERR_INVALID); /* of no organisation here */
	const char *month = arena_printf(f->cx.arena, ", 'expires': '%s'", fixture_day(f, 30));
	DO(f, user_create, make, good, fixture_day(f, 300), month);
	assert_int_equal(roles_of(f, "oliver"), 1u << ROLE_LIAISON);
	const char *user = arena_strdup(f->cx.arena, fixture_get(f, "user"));
	fixture_as(f, ADMIN);
	assert_int_equal(CALL(f, role_grant, "{'user': '%s', 'role': 'liaison'}", user), ERR_INVALID);
	assert_string_equal(f->cx.err.field, "expires");
	fixture_wait(f, 31 * 24 * HOUR);
	assert_int_equal(roles_of(f, "oliver"), 0);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		TEST(a_new_account_may_do_nothing_until_a_second_person_agrees),
		TEST(at_the_machine_the_first_roles_hold_at_once_for_a_year),
		TEST(refuses_credentials_it_cannot_read),
		TEST(an_administrator_keeps_all_but_who_keeps_itself),
		TEST(no_ministry_account_reaches_the_rapporteur),
		TEST(an_organisation_that_keeps_itself_finds_its_second_person_inside),
		TEST(an_organisation_with_an_administrator_is_kept_by_that_one_alone),
		TEST(a_role_ends_on_its_day_and_is_given_for_a_year_at_most),
		TEST(a_role_is_ended_at_once_but_never_the_last_administrators),
		TEST(vetting_and_training_that_ran_out_end_the_right_and_bring_it_back),
		TEST(who_moves_takes_along_what_was_closed_to_the_unit),
		TEST(an_account_that_ended_cannot_come_back),
		TEST(a_forgotten_password_takes_two_people),
		TEST(a_seconded_officer_has_a_last_day_from_the_first),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
