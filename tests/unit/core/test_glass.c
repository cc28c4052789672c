#include "fixture.h"

#include "core/glass.h"
#include "core/job.h"

#define BREAK "{'given': '%s', 'family': '%s', 'born': %d, 'glass_why': 'life', 'words': 'Found unconscious at the border.'}"
#define WORDS "'words': 'Looked at it with care.'"

static const char *known_person(struct fixture *f) {
	fixture_as(f, ONA);
	const char *person = fixture_sign(f);
	DO(f, identity_record, "{'person': '%s', 'given': 'Олена', 'family': 'Коваленко', 'born': 1996}", person);
	return person;
}

static struct row_gate_person between(struct fixture *f) {
	struct row_gate_person row;
	assert_int_equal(q_gate_person(&f->cx, 1, f->cx.actor.org, f->cx.actor.unit, f->cx.actor.user, f->cx.now, &row), 0);
	return row;
}

static int64_t count_tasks(struct fixture *f, const char *kind) {
	DO(f, task_list, "{}");
	int64_t n = 0;
	for (size_t i = 0; i < fixture_rows(f); i++)
		n += strcmp(fixture_row(f, i, "task_kind"), kind) == 0;
	return n;
}

static void opens_for_an_hour_and_tells_her_helpers_who_reviews_and_oversight(void **state) {
	struct fixture *f = *state;
	const char *person = known_person(f);
	fixture_as(f, RASA);
	DO(f, glass_break, BREAK, "Olena", "Kovalenko", 1996);
	assert_int_equal(fixture_rows(f), 1);
	assert_string_equal(fixture_row(f, 0, "person"), person);
	assert_int_equal(between(f).glass, 1);
	assert_int_equal(between(f).use, USE_EMERGENCY);
	assert_int_equal(between(f).kinds, NONE); /* it makes no relation */
	assert_int_equal(count_tasks(f, "review"), 1);
	fixture_as(f, PETRAS); /* hers alone */
	assert_int_equal(between(f).glass, 0);
	fixture_as(f, AUDITOR);
	assert_int_equal(count_tasks(f, "review"), 1);
	fixture_as(f, ONA);
	assert_int_equal(count_tasks(f, "glass"), 1);
	size_t i = 0;
	while (strcmp(fixture_row(f, i, "task_kind"), "glass") != 0)
		i++;
	assert_string_equal(fixture_row(f, i, "person"), person);
	DO(f, task_read, "{'task': '%s'}", fixture_row(f, i, "task"));
	assert_string_equal(fixture_get(f, "org_name"), "Police of Panevezys county");
	assert_string_equal(fixture_get(f, "why"), "Found unconscious at the border.");
	assert_null(fixture_get(f, "unit_name")); /* no more than which organisation, and why */
	fixture_as(f, RASA);
	fixture_wait(f, GLASS_MINUTES * MINUTE - 1);
	assert_int_equal(between(f).glass, 1);
	fixture_wait(f, 1);
	assert_int_equal(between(f).glass, 0);
	assert_int_equal(between(f).use, NONE);
}

static void an_invented_name_a_closed_file_and_somebody_one_knows_read_the_same(void **state) {
	struct fixture *f = *state;
	const char *person = known_person(f);
	DO(f, block_record, "{'person': '%s', 'unit': 'panevezys'}", person);
	fixture_as(f, RASA);
	DO(f, own_record, "{'given': 'Olena', 'family': 'Kovalenko', 'born': 1996}");
	DO(f, glass_break, BREAK, "Olena", "Kovalenko", 1996);
	char *knows = json_dumps(f->answer, JSON_SORT_KEYS);
	DO(f, glass_break, BREAK, "Nera", "Tokios", 1980);
	char *invented = json_dumps(f->answer, JSON_SORT_KEYS);
	fixture_as(f, PETRAS);
	DO(f, glass_break, BREAK, "Olena", "Kovalenko", 1996);
	char *closed = json_dumps(f->answer, JSON_SORT_KEYS);
	assert_string_equal(knows, invented);
	assert_string_equal(closed, invented);
	free(knows);
	free(invented);
	free(closed);
	assert_int_equal(between(f).glass, 0);
	fixture_as(f, ONA);
	assert_int_equal(count_tasks(f, "glass"), 0);
	/* She and her helpers read of both. */
	DO(f, who_looked, "{'person': '%s'}", person);
	assert_int_equal(fixture_rows(f), 2);
	assert_string_equal(fixture_row(f, 0, "verdict"), "blocked");
	assert_string_equal(fixture_row(f, 1, "verdict"), "conflict");
}

static void a_year_off_is_found_where_nobody_was_born_that_very_year(void **state) {
	struct fixture *f = *state;
	const char *exact = known_person(f);
	const char *near = fixture_sign(f);
	DO(f, identity_record, "{'person': '%s', 'given': 'Olena', 'family': 'Kovalenko', 'born': 1997}", near);
	fixture_as(f, RASA);
	DO(f, glass_break, BREAK, "Olena", "Kovalenko", 1996);
	assert_int_equal(fixture_rows(f), 1);
	assert_string_equal(fixture_row(f, 0, "person"), exact);
	DO(f, glass_break, BREAK, "Olena", "Kovalenko", 1998);
	assert_int_equal(fixture_rows(f), 1);
	assert_string_equal(fixture_row(f, 0, "person"), near);
}

static void three_in_thirty_days_and_ten_tries(void **state) {
	struct fixture *f = *state;
	known_person(f);
	fixture_as(f, RASA);
	for (int i = 0; i < GLASS_OPENINGS; i++)
		DO(f, glass_break, BREAK, "Olena", "Kovalenko", 1996);
	assert_int_equal(CALL(f, glass_break, BREAK, "Olena", "Kovalenko", 1996), ERR_LIMIT);
	assert_int_equal(CALL(f, glass_break, BREAK, "Nera", "Tokios", 1980), ERR_LIMIT); /* whoever is asked for */
	fixture_as(f, PETRAS); /* each account has its own */
	for (int i = 0; i < GLASS_TRIES; i++)
		DO(f, glass_break, BREAK, "Nera", "Tokios", 1980);
	assert_int_equal(CALL(f, glass_break, BREAK, "Nera", "Tokios", 1980), ERR_LIMIT);
	fixture_wait(f, GLASS_DAYS * 24 * HOUR);
	DO(f, glass_break, BREAK, "Olena", "Kovalenko", 1996);
	assert_int_equal(fixture_rows(f), 1);
}

/* abuse 6 */
static void rests_until_somebody_has_looked_and_oversight_hears_of_it(void **state) {
	struct fixture *f = *state;
	known_person(f);
	fixture_as(f, RASA);
	DO(f, glass_break, BREAK, "Olena", "Kovalenko", 1996);
	const char *glass = fixture_row(f, 0, "glass");
	int64_t ran = 0;
	fixture_wait(f, GLASS_REVIEW_HOURS * HOUR - 1);
	DO(f, glass_break, BREAK, "Nera", "Tokios", 1980);
	fixture_wait(f, 1);
	assert_int_equal(CALL(f, glass_break, BREAK, "Nera", "Tokios", 1980), ERR_LIMIT);
	fixture_as(f, NOBODY);
	assert_int_equal(db_begin(&f->cx), 0);
	struct row_act_begin act;
	assert_int_equal(q_act_begin(&f->cx, f->cx.now, 0, "job", (struct blob){0}, (struct blob){0}, &act), 0);
	f->cx.act = act.n;
	assert_int_equal(job_run_due(&f->cx, &ran), 0);
	assert_int_equal(db_commit(&f->cx), 0);
	assert_true(ran >= 1);
	fixture_as(f, AUDITOR);
	assert_int_equal(count_tasks(f, "review"), 2);
	fixture_as(f, CHIEF);
	DO(f, glass_review, "{'glass': '%s', 'justified': 'yes', " WORDS "}", glass);
	assert_int_equal(count_tasks(f, "review"), 1); /* done, and listed as such */
	fixture_as(f, RASA);
	DO(f, glass_break, BREAK, "Nera", "Tokios", 1980);
}

static void is_looked_at_once_without_the_person_and_ends_where_it_was_wrong(void **state) {
	struct fixture *f = *state;
	const char *person = known_person(f);
	fixture_as(f, RASA);
	DO(f, glass_break, BREAK, "Olena", "Kovalenko", 1996);
	fixture_as(f, CHIEF);
	DO(f, glass_list, "{}");
	assert_int_equal(fixture_rows(f), 1);
	const char *glass = fixture_row(f, 0, "glass");
	assert_true(json_is_true(json_object_get(json_array_get(json_object_get(f->answer, "rows"), 0), "allowed")));
	DO(f, glass_read, "{'glass': '%s'}", glass);
	assert_string_equal(fixture_get(f, "words"), "Found unconscious at the border.");
	assert_string_equal(fixture_get(f, "staff_name"), "Rasa R.");
	char *text = json_dumps(f->answer, 0);
	assert_null(strstr(text, person));
	assert_null(strstr(text, "Kovalenko"));
	free(text);
	DO(f, glass_review, "{'glass': '%s', 'justified': 'no', " WORDS "}", glass);
	assert_int_equal(CALL(f, glass_review, "{'glass': '%s', 'justified': 'yes', " WORDS "}", glass), ERR_CONFLICT);
	fixture_as(f, RASA);
	assert_int_equal(between(f).glass, 0);
	fixture_as(f, AUDITOR);
	DO(f, glass_list, "{}");
	assert_int_equal(fixture_rows(f), 1);
	assert_true(json_is_false(json_object_get(json_array_get(json_object_get(f->answer, "rows"), 0), "justified")));
	fixture_as(f, LAIMA);
	DO(f, glass_list, "{}");
	assert_int_equal(fixture_rows(f), 0); /* another organisation's */
}

static void reviews_never_ones_own_and_never_ones_own_units(void **state) {
	struct fixture *f = *state;
	const struct actor *rasa = &f->actors[RASA], *petras = &f->actors[PETRAS];
	fixture_as(f, RASA);
	assert_false(glass_reviews(&f->cx, rasa->user, rasa->org, rasa->unit, true));
	assert_true(glass_reviews(&f->cx, petras->user, petras->org, petras->unit, true));
	assert_false(glass_reviews(&f->cx, petras->user, petras->org, rasa->unit, true));
	assert_true(glass_reviews(&f->cx, petras->user, petras->org, 0, true)); /* of no unit */
	assert_false(glass_reviews(&f->cx, petras->user, f->orgs[SILAS], petras->unit, true));
	fixture_as(f, LAIMA); /* an organisation without units */
	assert_true(glass_reviews(&f->cx, f->actors[ONA].user, f->orgs[SILAS], 0, false));
	assert_false(glass_reviews(&f->cx, f->actors[ONA].user, f->orgs[SILAS], 0, true));
	assert_false(glass_reviews(&f->cx, f->cx.actor.user, f->orgs[SILAS], 0, false));
	fixture_as(f, AUDITOR);
	assert_true(glass_reviews(&f->cx, petras->user, petras->org, petras->unit, true));
	assert_false(glass_reviews(&f->cx, f->cx.actor.user, petras->org, petras->unit, true));
	fixture_as(f, NOBODY);
	assert_false(glass_reviews(&f->cx, petras->user, petras->org, petras->unit, true));
}

int main(void) {
	const struct CMUnitTest tests[] = {
		TEST(opens_for_an_hour_and_tells_her_helpers_who_reviews_and_oversight),
		TEST(an_invented_name_a_closed_file_and_somebody_one_knows_read_the_same),
		TEST(a_year_off_is_found_where_nobody_was_born_that_very_year),
		TEST(three_in_thirty_days_and_ten_tries),
		TEST(rests_until_somebody_has_looked_and_oversight_hears_of_it),
		TEST(is_looked_at_once_without_the_person_and_ends_where_it_was_wrong),
		TEST(reviews_never_ones_own_and_never_ones_own_units),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
