/* Signals: who reads one, what becomes of it, and what is left of its words. */
#include "fixture.h"

#include "core/job.h"
#include "core/lead.h"
#include "core/vault.h"

static uint8_t secrets[WHO__MAX][BOX_KEY];

/* Signs in as the keeper does. */
static void enter(struct fixture *f, enum who who) {
	struct cx *cx = &f->cx;
	uint8_t password[BOX_KEY];
	memset(password, (int)who + 1, sizeof password);
	fixture_as(f, who);
	assert_int_equal(db_begin(cx), 0);
	assert_int_equal(vault_account_new(cx, cx->actor.user, password, secrets[who]), 0);
	f->actors[who].vault = secrets[who];
	fixture_as(f, who);
	assert_int_equal(vault_welcome(cx), 0);
	assert_int_equal(audit_seal(cx), 0);
	assert_int_equal(db_commit(cx), 0);
}

static const char said[] = "A girl in the parish works at night and is never paid.";

/* The fixture has no house the profile names: the desk is the first NGO, Silas. */
static const char *send(struct fixture *f, enum who who, const char *more, const char **ret_words) {
	fixture_as(f, who);
	assert_int_equal(CALL(f, lead_record, "{'lead_from': 'church', 'language': 'lt', 'tell': '%s'%s}", said, more), 0);
	if (ret_words != NULL)
		*ret_words = arena_strdup(f->cx.arena, fixture_get(f, "receipt"));
	return arena_strdup(f->cx.arena, fixture_get(f, "lead"));
}

static size_t tasks(struct fixture *f, enum who who, const char *kind) {
	size_t n = 0;
	fixture_as(f, who);
	DO(f, task_list, "{'done': false}");
	for (size_t i = 0; i < fixture_rows(f); i++)
		n += strcmp(fixture_row(f, i, "task_kind"), kind) == 0;
	return n;
}

/* What is behind lead_check and lead_add in the keeper. */
static int check(struct cx *cx, const struct in *in, struct out *out) {
	return lead_tell(cx, in, out);
}
static int more(struct cx *cx, const struct in *in, struct out *out) {
	(void)out;
	return lead_more(cx, in);
}
#define CHECK(f, words) fixture_call((f), OP_lead_check, check, "{'receipt': '%s'}", (words))
#define MORE(f, words, text) fixture_call((f), OP_lead_add, more, "{'receipt': '%s', 'more': '%s'}", (words), (text))

static void nobody_but_the_desk_reads_it(void **state) {
	struct fixture *f = *state;
	enter(f, ONA);
	const char *words, *lead = send(f, RASA, ", 'danger': true, 'reach': 'After mass'", &words);
	assert_int_equal(tasks(f, ONA, "lead"), 1);
	assert_string_equal(fixture_row(f, 0, "lead"), lead);
	assert_true(json_is_true(json_object_get(json_array_get(json_object_get(f->answer, "rows"), 0), "urgent")));
	for (enum who who = RASA; who < WHO__MAX; who++) {
		struct row_on_lead row;
		struct ref ref;
		fixture_as(f, who);
		assert_true(ref_parse(lead, &ref));
		assert_int_equal(q_on_lead(&f->cx, ref_blob(&ref), &row), 0);
		assert_int_equal(lead_held(&f->cx, row.desk, row.state, row.org), who == ONA || who == LAIMA ? REL_OWNER : 0);
		DO(f, lead_list, "{}");
		assert_int_equal(fixture_rows(f), who == ONA || who == LAIMA ? 1 : 0);
	}
	fixture_as(f, LAIMA); /* of the desk, and her session opens nothing */
	DO(f, lead_read, "{'lead': '%s'}", lead);
	assert_int_equal(fixture_rows(f), 0);
	assert_non_null(json_object_get(f->answer, "vault"));
	fixture_as(f, ONA);
	DO(f, lead_read, "{'lead': '%s'}", lead);
	assert_int_equal(fixture_rows(f), 2);
	assert_string_equal(fixture_row(f, 0, "line"), said);
	assert_string_equal(fixture_row(f, 1, "line"), "After mass");
	assert_int_equal(CHECK(f, words), 0); /* whoever has the words does not see what was written */
	assert_int_equal(fixture_rows(f), 0);
	assert_string_equal(fixture_get(f, "lead_state"), "came");
}

static void what_is_stored_holds_no_word_of_it(void **state) {
	struct fixture *f = *state;
	struct rows rows;
	struct row_lead_lines each;
	const char *words;
	size_t n = 0;
	send(f, RASA, "", &words);
	assert_int_equal(q_lead_lines(&f->cx, 1, &rows), 0);
	while (q_lead_lines_next(&rows, &each)) {
		assert_null(memmem(each.words.at, each.words.n, "parish", 6));
		n++;
	}
	assert_int_equal(rows_end(&rows), 0);
	assert_int_equal(n, 1);
	FILE *store = fopen(arena_printf(f->cx.arena, "%s/store-wal", f->dir), "rb");
	assert_non_null(store);
	char *bytes = arena_alloc(f->cx.arena, 64 << 20);
	size_t size = fread(bytes, 1, 64 << 20, store);
	fclose(store);
	assert_true(size > 0);
	assert_null(memmem(bytes, size, "parish", 6));
	assert_null(memmem(bytes, size, words, strlen(words)));
}

static void an_answer_is_read_with_the_words_and_with_nothing_else(void **state) {
	struct fixture *f = *state;
	enter(f, ONA);
	const char *words, *others, *lead = send(f, RASA, "", &words);
	send(f, PETRAS, "", &others);
	fixture_as(f, ONA);
	DO(f, lead_take, "{'lead': '%s'}", lead);
	assert_int_equal(tasks(f, ONA, "lead"), 2); /* the other one, and the one in her hand */
	assert_int_equal(tasks(f, LAIMA, "lead"), 1);
	fixture_as(f, ONA);
	DO(f, lead_answer, "{'lead': '%s', 'say': 'We come tomorrow.'}", lead);
	fixture_as(f, NOBODY);
	assert_int_equal(CHECK(f, words), 0);
	assert_string_equal(fixture_get(f, "lead_state"), "taken");
	assert_string_equal(fixture_row(f, 0, "reply"), "We come tomorrow.");
	assert_int_equal(CHECK(f, others), 0);
	assert_int_equal(fixture_rows(f), 0);
	assert_int_equal(CHECK(f, "tent festival marble tree pottery cinema"), ERR_NOTFOUND);
}

static void three_lines_may_be_added_until_it_is_done(void **state) {
	struct fixture *f = *state;
	enter(f, ONA);
	const char *words, *lead = send(f, RASA, "", &words);
	fixture_as(f, NOBODY);
	assert_int_equal(MORE(f, words, "One."), 0);
	assert_int_equal(tasks(f, ONA, "lead_more"), 0); /* nobody has looked yet */
	fixture_as(f, ONA);
	DO(f, lead_take, "{'lead': '%s'}", lead);
	fixture_as(f, NOBODY);
	assert_int_equal(MORE(f, words, "Two."), 0);
	assert_int_equal(tasks(f, LAIMA, "lead_more"), 1);
	fixture_as(f, NOBODY);
	assert_int_equal(MORE(f, words, "Three."), 0);
	assert_int_equal(MORE(f, words, "Four."), ERR_CONFLICT);
	fixture_as(f, ONA);
	DO(f, lead_close, "{'lead': '%s', 'lead_outcome': 'advice'}", lead);
	assert_int_equal(tasks(f, LAIMA, "lead_more"), 0);
	assert_int_equal(CALL(f, lead_close, "{'lead': '%s', 'lead_outcome': 'advice'}", lead), ERR_CONFLICT);
}

static void it_becomes_a_sign_in_one_act_and_its_words_the_note(void **state) {
	struct fixture *f = *state;
	enter(f, ONA);
	const char *words, *lead = send(f, RASA, "", &words);
	fixture_as(f, NOBODY);
	assert_int_equal(MORE(f, words, "Her name is on the door."), 0);
	fixture_as(f, ONA);
	DO(f, lead_sign, "{'lead': '%s', 'municipality': 'rokiskis', 'age': '12_17', 'sex': 'female', 'language': 'lt'}", lead);
	const char *person = arena_strdup(f->cx.arena, fixture_get(f, "person"));
	DO(f, person_notes, "{'person': '%s'}", person);
	assert_int_equal(fixture_rows(f), 1);
	assert_non_null(strstr(fixture_row(f, 0, "note"), "never paid.\n\nHer name"));
	DO(f, lead_read, "{'lead': '%s'}", lead);
	assert_int_equal(fixture_rows(f), 0);
	assert_string_equal(fixture_get(f, "person"), person);
	assert_string_equal(fixture_get(f, "lead_outcome"), "sign");
	assert_true(f->cx.wipe); /* nor do they stay in the write-ahead log */
	assert_int_equal(CALL(f, lead_hand_over, "{'lead': '%s', 'topic': 'fraud'}", lead), ERR_CONFLICT);
}

static void another_crime_is_handed_over_counted_and_not_kept(void **state) {
	struct fixture *f = *state;
	enter(f, ONA);
	enter(f, JONAS);
	const char *words, *lead = send(f, RASA, "", &words);
	fixture_as(f, ONA);
	assert_int_equal(CALL(f, lead_hand_over, "{'lead': '%s', 'topic': 'hate_crime', 'org': 'silas'}", lead), ERR_INVALID);
	DO(f, lead_hand_over, "{'lead': '%s', 'topic': 'hate_crime', 'org': 'kpb'}", lead);
	assert_int_equal(tasks(f, JONAS, "lead_handed"), 1);
	fixture_as(f, JONAS);
	DO(f, lead_read, "{'lead': '%s'}", lead);
	assert_string_equal(fixture_row(f, 0, "line"), said);
	fixture_as(f, ONA);
	assert_int_equal(CALL(f, lead_received, "{'lead': '%s'}", lead), ERR_DENIED);
	fixture_as(f, JONAS);
	DO(f, lead_received, "{'lead': '%s'}", lead);
	DO(f, lead_list, "{}");
	assert_int_equal(fixture_rows(f), 0);
	assert_int_equal(tasks(f, JONAS, "lead_handed"), 0);
	fixture_as(f, ONA);
	DO(f, lead_read, "{'lead': '%s'}", lead);
	assert_int_equal(fixture_rows(f), 0);
	DO(f, lead_count, "{'year': 2026}");
	assert_int_equal(fixture_rows(f), 1);
	assert_string_equal(fixture_row(f, 0, "topic"), "hate_crime");
	assert_int_equal(CHECK(f, words), 0);
	assert_string_equal(fixture_get(f, "lead_state"), "passed");
}

static int64_t wait(struct fixture *f, int64_t hours) {
	int64_t ran = 0;
	fixture_wait(f, hours * HOUR);
	fixture_as(f, NOBODY);
	assert_int_equal(db_begin(&f->cx), 0);
	struct row_act_begin act;
	assert_int_equal(q_act_begin(&f->cx, f->cx.now, 0, "job", (struct blob){0}, (struct blob){0}, &act), 0);
	f->cx.act = act.n;
	assert_int_equal(job_run_due(&f->cx, &ran), 0);
	f->cx.act = 0;
	assert_int_equal(audit_seal(&f->cx), 0);
	assert_int_equal(db_commit(&f->cx), 0);
	return ran;
}

static void whoever_lets_it_lie_is_told_and_then_the_coordinators_are(void **state) {
	struct fixture *f = *state;
	enter(f, ONA);
	const char *lead = send(f, RASA, "", NULL), *taken = send(f, RASA, "", NULL);
	fixture_as(f, ONA);
	DO(f, lead_take, "{'lead': '%s'}", taken);
	wait(f, 23);
	assert_int_equal(tasks(f, ONA, "lead_late"), 0);
	wait(f, 1);
	assert_int_equal(tasks(f, ONA, "lead_late"), 1);
	assert_int_equal(tasks(f, KAZYS, "lead_late"), 0);
	wait(f, 12);
	assert_int_equal(tasks(f, KAZYS, "lead_late"), 1);
	assert_null(json_object_get(json_array_get(json_object_get(f->answer, "rows"), 0), "lead")); /* that, not which */
	wait(f, 48);
	assert_int_equal(tasks(f, KAZYS, "lead_late"), 1);
	fixture_as(f, ONA);
	DO(f, lead_take, "{'lead': '%s'}", lead);
	assert_int_equal(tasks(f, ONA, "lead_late"), 0);
}

static void whoever_is_handed_one_and_says_nothing_is_told_of(void **state) {
	struct fixture *f = *state;
	enter(f, ONA);
	const char *lead = send(f, RASA, "", NULL);
	fixture_as(f, ONA);
	DO(f, lead_hand_over, "{'lead': '%s', 'topic': 'home', 'org': 'kpb'}", lead);
	wait(f, 23);
	assert_int_equal(tasks(f, ONA, "lead_late"), 0);
	wait(f, 1);
	assert_int_equal(tasks(f, ONA, "lead_late"), 1);
	fixture_as(f, JONAS);
	DO(f, lead_received, "{'lead': '%s'}", lead);
	assert_int_equal(tasks(f, ONA, "lead_late"), 0);
}

static void danger_and_what_came_first_stand_first(void **state) {
	struct fixture *f = *state;
	const char *old = send(f, RASA, "", NULL), *danger = send(f, RASA, ", 'danger': true", NULL);
	const char *newer = send(f, RASA, ", 'danger': true", NULL);
	fixture_as(f, ONA);
	DO(f, lead_list, "{}");
	assert_string_equal(fixture_row(f, 0, "lead"), danger);
	assert_string_equal(fixture_row(f, 1, "lead"), newer);
	assert_string_equal(fixture_row(f, 2, "lead"), old);
}

static void nobody_can_tell_from_it_whom_a_closed_file_is_about(void **state) {
	struct fixture *f = *state;
	enter(f, ONA);
	const char *lead = send(f, RASA, "", NULL);
	fixture_as(f, ONA);
	DO(f, lead_sign, "{'lead': '%s', 'municipality': 'rokiskis', 'age': '18_24', 'sex': 'female', 'language': 'lt'}", lead);
	const char *person = arena_strdup(f->cx.arena, fixture_get(f, "person"));
	DO(f, file_open, "{'person': '%s', 'use': 'support', 'knows': true}", person);
	DO(f, lead_read, "{'lead': '%s'}", lead);
	assert_null(json_object_get(f->answer, "person"));
}

static void the_words_of_what_is_done_go_after_a_month(void **state) {
	struct fixture *f = *state;
	enter(f, ONA);
	const char *words, *lead = send(f, RASA, "", &words);
	fixture_as(f, ONA);
	DO(f, lead_answer, "{'lead': '%s', 'say': 'Ring us.'}", lead);
	DO(f, lead_close, "{'lead': '%s', 'lead_outcome': 'not_enough'}", lead);
	wait(f, 29 * 24);
	fixture_as(f, ONA);
	DO(f, lead_read, "{'lead': '%s'}", lead);
	assert_int_equal(fixture_rows(f), 2);
	wait(f, 24 + 1);
	fixture_as(f, ONA);
	DO(f, lead_read, "{'lead': '%s'}", lead);
	assert_int_equal(fixture_rows(f), 0);
	assert_int_equal(CHECK(f, words), 0);
	assert_int_equal(fixture_rows(f), 0);
	assert_string_equal(fixture_get(f, "lead_state"), "done");
}

int main(void) {
	const struct CMUnitTest tests[] = {
		TEST(nobody_but_the_desk_reads_it),
		TEST(what_is_stored_holds_no_word_of_it),
		TEST(an_answer_is_read_with_the_words_and_with_nothing_else),
		TEST(three_lines_may_be_added_until_it_is_done),
		TEST(it_becomes_a_sign_in_one_act_and_its_words_the_note),
		TEST(another_crime_is_handed_over_counted_and_not_kept),
		TEST(whoever_lets_it_lie_is_told_and_then_the_coordinators_are),
		TEST(whoever_is_handed_one_and_says_nothing_is_told_of),
		TEST(danger_and_what_came_first_stand_first),
		TEST(nobody_can_tell_from_it_whom_a_closed_file_is_about),
		TEST(the_words_of_what_is_done_go_after_a_month),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
