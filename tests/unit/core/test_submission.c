/* Answers from telephones: sealed as they come, one for each id, and gone once records were made of them. */
#include "fixture.h"

#include "core/field_key.h"
#include "core/submission.h"
#include "db/queries.h"

#define ZEROS "0000000000000000000000000000000000000000000000000000000000000000"
#define ONES "1111111111111111111111111111111111111111111111111111111111111111"

/* "Kovalenko!" in two pieces: S292YWw and ZW5rbyE. */
static int put(struct fixture *f, const char *id, const char *hash, const char *name, int from, int n, const char *bytes) {
	return CALL(f, submission_put, "{'form_id': 'own', 'instance': '%s', 'file_hash': '%s', 'answers_name': 'submission.xml',"
		" 'wanted': ['a.png'], 'file_name': '%s', 'file_n': %d, 'from_n': %d, 'bytes': '%s'}", id, hash, name, n, from, bytes);
}

static const char *sent(struct fixture *f, const char *id) {
	assert_int_equal(put(f, id, ZEROS, "submission.xml", 0, 10, "S292YWw"), 0);
	assert_int_equal(put(f, id, ZEROS, "submission.xml", 5, 10, "ZW5rbyE"), 0);
	return fixture_get(f, "submission");
}

static bool is_state(struct fixture *f, const char *state) {
	return strcmp(fixture_get(f, "submission_state"), state) == 0;
}

static int view(struct fixture *f, const char *id) {
	return CALL(f, submission_view, "{'submission': '%s', 'file_name': 'submission.xml'}", id);
}

static void waits_until_all_of_it_is_there(void **state) {
	struct fixture *f = *state;
	fixture_as(f, ONA);
	assert_int_equal(put(f, "uuid:1", ZEROS, "submission.xml", 5, 10, "ZW5rbyE"), ERR_INVALID); /* the first is missing */
	const char *id = sent(f, "uuid:1");
	assert_true(is_state(f, "waiting"));
	assert_int_equal(put(f, "uuid:1", ZEROS, "a.png", 0, 4, "AAAAAA"), 0);
	assert_true(is_state(f, "whole"));
	assert_int_equal(put(f, "uuid:1", ZEROS, "a.png", 0, 4, "AAAAAA"), 0); /* again: nothing */
	assert_int_equal(put(f, "uuid:1", ZEROS, "a.png", 0, 5, "AAAAAA"), ERR_INVALID); /* another file */
	assert_string_equal(fixture_get(f, "submission"), id);
	DO(f, submission_list, "{}");
	assert_int_equal(fixture_rows(f), 1);
}

static void refuses_other_answers_under_the_same_id(void **state) {
	struct fixture *f = *state;
	fixture_as(f, ONA);
	const char *id = sent(f, "uuid:1");
	assert_int_equal(put(f, "uuid:1", ONES, "submission.xml", 0, 10, "S292YWw"), ERR_CONFLICT);
	assert_int_equal(view(f, id), 0);
	fixture_as(f, RASA); /* of another organisation: its own */
	assert_int_equal(put(f, "uuid:1", ONES, "submission.xml", 0, 10, "S292YWw"), 0);
	assert_int_equal(view(f, id), ERR_NOTFOUND);
}

static void is_read_by_its_organisation_until_it_has_become_records(void **state) {
	struct fixture *f = *state;
	fixture_as(f, ONA);
	const char *id = sent(f, "uuid:1");
	assert_int_equal(put(f, "uuid:1", ZEROS, "a.png", 0, 4, "AAAAAA"), 0);
	DO(f, submission_turn, "{'submission': '%s'}", id);
	fixture_as(f, LAIMA); /* a colleague does not make records of it a second time, but may read it */
	assert_int_equal(CALL(f, submission_turn, "{'submission': '%s'}", id), ERR_CONFLICT);
	assert_int_equal(view(f, id), 0);
	assert_string_equal(fixture_row(f, 0, "bytes"), "S292YWxlbmtvIQ");
	fixture_as(f, ONA);
	DO(f, submission_note, "{'submission': '%s', 'rule': 'This is needed.', 'column': 'municipality'}", id);
	assert_int_equal(CALL(f, submission_open, "{'submission': '%s', 'answers_name': 'submission.xml'}", id), ERR_CONFLICT);
	assert_int_equal(view(f, id), 0);
	DO(f, submission_done, "{'submission': '%s'}", id);
	assert_int_equal(view(f, id), ERR_CONFLICT);
	assert_int_equal(CALL(f, submission_done, "{'submission': '%s'}", id), ERR_CONFLICT);
	DO(f, submission_list, "{}");
	assert_int_equal(fixture_rows(f), 0);
	sent(f, "uuid:1"); /* sent once more: it is done */
	assert_true(is_state(f, "done"));
}

static void is_closed_after_thirty_days(void **state) {
	struct fixture *f = *state;
	fixture_as(f, ONA);
	const char *id = sent(f, "uuid:1");
	assert_int_equal(put(f, "uuid:1", ZEROS, "a.png", 0, 34000000, "AAAAAA"), ERR_INVALID); /* more than 32 MiB */
	fixture_wait(f, 32 * 24 * HOUR);
	assert_int_equal(submission_forget(&f->cx), 0);
	assert_int_equal(put(f, "uuid:1", ZEROS, "a.png", 0, 4, "AAAAAA"), ERR_CONFLICT);
	assert_int_equal(put(f, "uuid:1", ZEROS, "submission.xml", 0, 10, "S292YWw"), 0); /* what is there is there */
	assert_int_equal(view(f, id), 0);
	DO(f, submission_list, "{}");
	assert_string_equal(fixture_row(f, 0, "submission_state"), "received");
}

static void lets_a_telephone_in_until_its_last_day(void **state) {
	struct fixture *f = *state;
	struct field_key key;
	fixture_as(f, ONA);
	DO(f, field_key_make, "{'label': 'tel'}");
	const char *id = fixture_get(f, "field_key"), *name = fixture_get(f, "key_name"), *secret = fixture_get(f, "key_secret");
	assert_int_equal(field_key_check(&f->cx, name, secret, &key), 0);
	assert_int_equal(field_key_check(&f->cx, name, "another", &key), ERR_NOTFOUND);
	assert_int_equal(field_key_check(&f->cx, "tel-nobody", secret, &key), ERR_NOTFOUND);
	fixture_as(f, VIDA);
	assert_int_equal(CALL(f, field_key_end, "{'field_key': '%s'}", id), ERR_NOTFOUND);
	fixture_wait(f, 92 * 24 * HOUR);
	assert_int_equal(field_key_check(&f->cx, name, secret, &key), ERR_NOTFOUND);
	fixture_as(f, ONA);
	DO(f, field_key_list, "{}");
	assert_int_equal(fixture_rows(f), 0);
	for (int i = 0; i < 5; i++)
		DO(f, field_key_make, "{'label': 'tel'}");
	assert_int_equal(CALL(f, field_key_make, "{'label': 'tel'}"), ERR_CONFLICT);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		TEST(waits_until_all_of_it_is_there),
		TEST(refuses_other_answers_under_the_same_id),
		TEST(is_read_by_its_organisation_until_it_has_become_records),
		TEST(is_closed_after_thirty_days),
		TEST(lets_a_telephone_in_until_its_last_day),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
