/* Records held against all others: who is told of what, what is answered, and that it all can be taken back. */
#include "core/match.h"
#include "fixture.h"

#include "base/time.h"
#include "core/likeness.h"
#include "core/write.h"

static int64_t person_id(struct fixture *f, const char *person) {
	struct row_on_person on;
	struct ref ref;
	assert_true(ref_parse(person, &ref));
	assert_int_equal(q_on_person(&f->cx, ref_blob(&ref), &on), 0);
	return on.id;
}

static const char *named(struct fixture *f, enum who who, const char *given, const char *family, const char *birth) {
	fixture_as(f, who);
	const char *person = fixture_sign(f);
	DO(f, identity_record, "{'person': '%s', 'given': '%s', 'family': '%s', 'birth': '%s'}", person, given, family, birth);
	return person;
}

/* What the keeper's thread found, written down as the keeper writes it. */
static int64_t found(struct fixture *f, const char *one, const char *two, int bits, bool full) {
	struct match_pair pair = {person_id(f, one), person_id(f, two), bits, full, {{COMPARED_NAME, AGREE_SPELLING, bits - 4},
		{COMPARED_BORN, AGREE_EXACT, 4}, {COMPARED_DOCUMENT, AGREE_MISSING, 0}}, bits};
	struct row_act_begin act;
	int64_t new = -1;
	struct actor was = f->cx.actor;
	f->cx.actor = (struct actor){0};
	assert_int_equal(db_begin(&f->cx), 0);
	assert_int_equal(q_act_begin(&f->cx, f->cx.now, 0, "match", BLOB(NULL, 0), BLOB(NULL, 0), &act), 0);
	f->cx.act = act.n;
	assert_int_equal(match_note(&f->cx, &pair, 1, &new), 0);
	f->cx.act = 0;
	assert_int_equal(db_commit(&f->cx), 0);
	f->cx.actor = was;
	return new;
}

/* How many tasks of that kind the actor's organisation has open; the reference of the newest, and of its likeness. */
static size_t tasks(struct fixture *f, enum who who, const char *kind, const char **ret_task, const char **ret_likeness) {
	size_t n = 0;
	fixture_as(f, who);
	DO(f, task_list, "{'done': false}");
	for (size_t i = 0; i < fixture_rows(f); i++)
		if (strcmp(fixture_row(f, i, "task_kind"), kind) == 0) {
			n++;
			if (ret_task != NULL)
				*ret_task = arena_strdup(f->cx.arena, fixture_row(f, i, "task"));
			if (ret_likeness != NULL)
				*ret_likeness = fixture_row(f, i, "likeness");
		}
	return n;
}

static int64_t first_of(struct fixture *f, const char *person) {
	struct rows rows;
	struct row_same_person_all each;
	int64_t first = 0;
	assert_int_equal(q_same_person_all(&f->cx, person_id(f, person), &rows), 0);
	while (q_same_person_all_next(&rows, &each))
		first = first == 0 || each.member < first ? each.member : first;
	assert_int_equal(rows_end(&rows), 0);
	return first;
}

static void names_are_read_in_their_order_and_what_is_taken_back_is_bare(void **state) {
	struct fixture *f = *state;
	struct match_row *rows;
	size_t n;
	const char *person = named(f, ONA, "Олена", "Коваленко", "1996-03-12");
	DO(f, identity_record, "{'person': '%s', 'given': 'Olena', 'document': 'FB 123456'}", person);
	assert_int_equal(match_rows(&f->cx, 0, false, &rows, &n), 0);
	assert_int_equal(n, 2);
	assert_string_equal(rows[0].cells[0], "Олена");
	assert_string_equal(rows[0].cells[2], "1996-03-12");
	assert_string_equal(rows[1].cells[0], "Olena");
	assert_string_equal(rows[1].cells[3], "FB 123456");
	assert_int_equal(rows[1].supersedes, rows[0].identity);
	assert_int_equal(match_rows(&f->cx, 0, true, &rows, &n), 0);
	assert_int_equal(n, 1);
	assert_string_equal(rows[0].cells[0], "Olena");
	assert_int_equal(match_rows(&f->cx, rows[0].identity, false, &rows, &n), 0);
	assert_int_equal(n, 0);
}

/* Silas takes on a referral of somebody whom Viltis met. */
static void help_as_far(struct fixture *f, const char *person, const char *scope) {
	fixture_as(f, VIDA);
	DO(f, consent_record, "{'person': '%s', 'purpose': 'support', 'org': 'silas', 'consent_state': 'given', "
		"'language': 'uk', 'read_aloud': true%s}", person, scope);
	DO(f, referral_send, "{'person': '%s', 'org': 'silas', 'purpose': 'support', 'need': ['shelter']}", person);
	const char *referral = fixture_get(f, "referral");
	fixture_as(f, ONA);
	DO(f, referral_accept, "{'referral': '%s'}", referral);
}

static void help(struct fixture *f, const char *person) {
	help_as_far(f, person, "");
}

/* Somebody with a name whom Viltis met and Silas helps. */
static const char *helped(struct fixture *f, const char *given, const char *family, const char *birth) {
	const char *person = named(f, VIDA, given, family, birth);
	help(f, person);
	return person;
}

static void who_helps_one_side_hears_that_and_nothing_else(void **state) {
	struct fixture *f = *state;
	const char *task = NULL, *likeness = "none", *at_silas = helped(f, "Olena", "Kovalenko", "1996-03-12");
	const char *at_police = named(f, RASA, "Jelena", "Kovalenka", "1996-03-12");
	assert_int_equal(found(f, at_police, at_silas, 9, false), 1);
	assert_int_equal(found(f, at_police, at_silas, 9, false), 0); /* said once */
	assert_int_equal(tasks(f, ONA, "elsewhere", &task, &likeness), 1);
	assert_null(likeness);
	assert_int_equal(tasks(f, ONA, "likeness", NULL, NULL), 0);
	fixture_as(f, ONA);
	DO(f, likeness_list, "{}");
	assert_int_equal(fixture_rows(f), 1);
	assert_string_equal(fixture_row(f, 0, "person"), at_silas);
	assert_null(json_object_get(json_array_get(json_object_get(f->answer, "rows"), 0), "bits"));
	assert_null(fixture_row(f, 0, "likeness"));

	DO(f, likeness_ask, "{'task': '%s', 'why': 'Is she safe with you already?'}", task);
	assert_int_equal(tasks(f, ONA, "elsewhere", NULL, NULL), 0);
	assert_int_equal(tasks(f, RASA, "question", &task, NULL), 1);
	DO(f, task_read, "{'task': '%s'}", task);
	assert_string_equal(fixture_get(f, "person"), at_police);
	assert_string_equal(fixture_get(f, "org_name"), "Silas");
	assert_string_equal(fixture_get(f, "why"), "Is she safe with you already?");
}

/* Whoever looks for a woman has her name and her birthday, and may have an account at a house that helps. */
static void nobody_learns_by_writing_a_name_down_that_she_is_here(void **state) {
	struct fixture *f = *state;
	const char *trap = named(f, LAIMA, "Olena", "Kovalenko", "1996-03-12"); /* lies in wait for her */
	const char *at_viltis = named(f, VIDA, "Olena", "Kovalenko", "1996-03-12");
	const char *after = named(f, LAIMA, "Olena", "Kovalenko", "1996-03-12"); /* asks whether she is here */
	found(f, at_viltis, trap, 20, true);
	found(f, after, at_viltis, 20, true);
	assert_int_equal(tasks(f, LAIMA, "elsewhere", NULL, NULL), 0);
	assert_int_equal(tasks(f, VIDA, "elsewhere", NULL, NULL), 0);

	/* Not even a person who is helped in earnest, and then called by another name. */
	const char *renamed = helped(f, "Nera", "Tokios", "1980-01-01"), *she = named(f, RASA, "Iryna", "Bondar", "1999-09-09");
	fixture_as(f, ONA);
	DO(f, identity_record, "{'person': '%s', 'given': 'Iryna', 'family': 'Bondar', 'birth': '1999-09-09'}", renamed);
	found(f, she, renamed, 20, true);
	assert_int_equal(tasks(f, ONA, "elsewhere", NULL, NULL), 0);
}

/* Two records that weigh alike count as one; the file of neither opens, closes or tells more for it. */
static void what_the_registry_links_alone_closes_no_file(void **state) {
	struct fixture *f = *state;
	struct row_block_has block;
	const char *she = named(f, VIDA, "Olena", "Kovalenko", "1996-03-12");
	DO(f, block_record, "{'person': '%s', 'org': 'silas'}", she);
	const char *made_up = named(f, ONA, "Olena", "Kovalenko", "1996-03-12");
	DO(f, block_record, "{'person': '%s', 'org': 'viltis'}", made_up);
	found(f, made_up, she, 20, true);
	assert_int_equal(q_block_has(&f->cx, person_id(f, made_up), f->orgs[SILAS], 0, f->actors[ONA].user, &block), 0);
	assert_int_equal(block.n, 0); /* or Ona would know that Olena is here, and named Silas */
	assert_int_equal(q_block_has(&f->cx, person_id(f, she), f->orgs[VILTIS], 0, f->actors[VIDA].user, &block), 0);
	assert_int_equal(block.n, 0); /* or Ona would have shut those out who help her */
}

static void what_a_helper_wrote_is_not_made_felt_outside_those_who_help(void **state) {
	struct fixture *f = *state;
	const char *at_silas = helped(f, "Olena", "Kovalenko", "1996-03-12");
	const char *at_police = named(f, RASA, "Jelena", "Kovalenka", "1996-03-12");
	found(f, at_police, at_silas, 9, false);
	assert_int_equal(tasks(f, RASA, "elsewhere", NULL, NULL), 0);
	assert_int_equal(tasks(f, ONA, "elsewhere", NULL, NULL), 1);
	assert_int_equal(tasks(f, VIDA, "elsewhere", NULL, NULL), 0); /* met her, and sent her on */
}

static void whom_a_file_is_closed_to_hears_nothing(void **state) {
	struct fixture *f = *state;
	const char *task = NULL, *at_silas = helped(f, "Olena", "Kovalenko", "1996-03-12");
	const char *closed = named(f, RASA, "Jelena", "Kovalenka", "1996-03-12");
	DO(f, block_record, "{'person': '%s', 'org': 'silas'}", closed);
	found(f, closed, at_silas, 9, false);
	assert_int_equal(tasks(f, ONA, "elsewhere", NULL, NULL), 0);
	fixture_as(f, ONA);
	DO(f, block_record, "{'person': '%s', 'org': 'panevezio-vpk'}", at_silas);
	const char *open = named(f, RASA, "Helena", "Kovalenka", "1996-03-12");
	found(f, open, at_silas, 9, false);
	assert_int_equal(tasks(f, ONA, "elsewhere", &task, NULL), 1);
	DO(f, likeness_ask, "{'task': '%s', 'why': 'Is she safe with you already?'}", task); /* answered as ever ... */
	assert_int_equal(tasks(f, RASA, "question", NULL, NULL), 0);                         /* ... and told to nobody */
}

static void both_records_are_read_with_what_speaks_for_one_person(void **state) {
	struct fixture *f = *state;
	const char *likeness = NULL, *one = named(f, ONA, "Olena", "Kovalenko", "1996-03-12");
	const char *two = named(f, ONA, "Jelena", "Kovalenka", "1996-03-12");
	found(f, two, one, 9, false);
	assert_int_equal(tasks(f, ONA, "likeness", NULL, &likeness), 1);
	DO(f, likeness_read, "{'likeness': '%s'}", likeness);
	assert_int_equal(json_integer_value(json_object_get(f->answer, "bits")), 9);
	assert_string_equal(fixture_get(f, "model"), MATCH_MODEL);
	const json_t *speaks = json_object_get(f->answer, "speaks");
	assert_int_equal(json_array_size(speaks), 3);
	assert_string_equal(json_string_value(json_array_get(speaks, 0)), "name:spelling:5");
	assert_string_equal(json_string_value(json_array_get(speaks, 2)), "document:missing:0");
	DO(f, likeness_list, "{}");
	assert_int_equal(json_integer_value(json_object_get(json_array_get(json_object_get(f->answer, "rows"), 0), "bits")), 7); /* very likely */

	/* Not sure: off the list, and nothing counts as decided; taken back it is on the list again. */
	DO(f, likeness_decide, "{'likeness': '%s', 'like': 'unsure'}", likeness);
	assert_int_equal(tasks(f, ONA, "likeness", NULL, NULL), 0);
	assert_int_equal(first_of(f, one), 0);
	DO(f, likeness_undo, "{'likeness': '%s'}", likeness);
	assert_string_equal(fixture_get(f, "like"), "open");
	assert_int_equal(tasks(f, ONA, "likeness", NULL, NULL), 1);
	assert_int_equal(CALL(f, likeness_undo, "{'likeness': '%s'}", likeness), ERR_CONFLICT);

	/* The same: two people say so, the link says by what weight, and one of them takes it back: both stand as before. */
	DO(f, likeness_decide, "{'likeness': '%s', 'like': 'same'}", likeness);
	assert_int_equal(first_of(f, one), 0);
	assert_int_equal(fixture_agree(f, LAIMA), 0);
	assert_int_equal(first_of(f, two), person_id(f, one));
	struct row_link_newest said;
	assert_int_equal(q_link_newest(&f->cx, person_id(f, two), person_id(f, one), &said), 0);
	struct row_link_weighed link;
	assert_int_equal(q_link_weighed(&f->cx, said.id, &link), 0);
	assert_string_equal(link.model, MATCH_MODEL);
	assert_int_equal(link.bits, 9);
	fixture_as(f, ONA);
	DO(f, likeness_undo, "{'likeness': '%s'}", likeness);
	assert_int_equal(first_of(f, one), 0);
	assert_int_equal(first_of(f, two), 0);
	assert_int_equal(tasks(f, ONA, "likeness", NULL, NULL), 1);
}

/* Silas helps somebody who did not agree that it reads her name: a record Ona makes up confirms nothing of it. */
static void what_only_others_wrote_is_not_confirmed(void **state) {
	struct fixture *f = *state;
	const char *likeness = NULL, *nameless = named(f, VIDA, "Olena", "Kovalenko", "1996-03-12");
	help_as_far(f, nameless, ", 'scope': ['needs']");
	const char *guess = named(f, ONA, "Olena", "Kovalenko", "1996-03-12");
	found(f, guess, nameless, 9, false);
	assert_int_equal(tasks(f, ONA, "likeness", NULL, &likeness), 1);
	DO(f, likeness_read, "{'likeness': '%s'}", likeness);
	const json_t *speaks = json_object_get(f->answer, "speaks");
	assert_string_equal(json_string_value(json_array_get(speaks, 0)), "name:missing:0");
	assert_string_equal(json_string_value(json_array_get(speaks, 1)), "born:missing:0");
	assert_int_equal(json_integer_value(json_object_get(f->answer, "bits")), 0);
}

static void not_sure_takes_nobodys_word_back(void **state) {
	struct fixture *f = *state;
	const char *likeness = NULL, *one = named(f, ONA, "Olena", "Kovalenko", "1996-03-12");
	const char *two = named(f, ONA, "Jelena", "Kovalenka", "1996-03-12");
	found(f, two, one, 9, false);
	tasks(f, ONA, "likeness", NULL, &likeness);
	DO(f, likeness_decide, "{'likeness': '%s', 'like': 'same'}", likeness);
	assert_int_equal(fixture_agree(f, LAIMA), 0);
	int64_t id;
	f->cx.actor = f->actors[VIDA];
	assert_int_equal(db_begin(&f->cx), 0);
	struct row_act_begin act;
	assert_int_equal(q_act_begin(&f->cx, f->cx.now, 0, "test", BLOB(NULL, 0), BLOB(NULL, 0), &act), 0);
	f->cx.act = act.n;
	assert_int_equal(link_write(&f->cx, person_id(f, one), person_id(f, two), LIKE_UNSURE, WHY_SAME_LOOKED, &id), 0);
	f->cx.act = 0;
	assert_int_equal(db_commit(&f->cx), 0);
	assert_int_equal(first_of(f, two), person_id(f, one));
}

static void what_one_agency_takes_back_the_other_has_to_look_at_again(void **state) {
	struct fixture *f = *state;
	const char *likeness = NULL, *one = helped(f, "Olena", "Kovalenko", "1996-03-12");
	const char *two = helped(f, "Jelena", "Kovalenka", "1996-03-12");
	found(f, two, one, 9, false);
	assert_int_equal(tasks(f, VIDA, "likeness", NULL, NULL), 1);
	assert_int_equal(tasks(f, ONA, "likeness", NULL, &likeness), 1);
	DO(f, likeness_decide, "{'likeness': '%s', 'like': 'different'}", likeness);
	assert_int_equal(tasks(f, VIDA, "likeness", NULL, NULL), 0);
	fixture_as(f, ONA);
	DO(f, likeness_undo, "{'likeness': '%s'}", likeness);
	assert_int_equal(tasks(f, ONA, "likeness", NULL, NULL), 1);
	assert_int_equal(tasks(f, VIDA, "likeness", NULL, NULL), 1);

	DO(f, likeness_decide, "{'likeness': '%s', 'like': 'unsure'}", likeness); /* Viltis, which stays so */
	fixture_as(f, ONA);
	DO(f, likeness_decide, "{'likeness': '%s', 'like': 'different'}", likeness);
	DO(f, likeness_undo, "{'likeness': '%s'}", likeness);
	assert_int_equal(tasks(f, ONA, "likeness", NULL, NULL), 1);
	assert_int_equal(tasks(f, VIDA, "likeness", NULL, NULL), 0);
}

static void where_one_agency_is_not_sure_the_other_still_hears(void **state) {
	struct fixture *f = *state;
	const char *likeness = NULL, *one = named(f, VIDA, "Olena", "Kovalenko", "1996-03-12");
	const char *two = named(f, VIDA, "Jelena", "Kovalenka", "1996-03-12");
	found(f, two, one, 9, false);
	assert_int_equal(tasks(f, VIDA, "likeness", NULL, &likeness), 1);
	DO(f, likeness_decide, "{'likeness': '%s', 'like': 'unsure'}", likeness);
	help(f, one);
	found(f, two, one, 9, false);
	assert_int_equal(tasks(f, ONA, "elsewhere", NULL, NULL), 1);
}

/* How many links figures count. */
static size_t counted(struct fixture *f) {
	struct rows rows;
	struct row_figure_links each;
	size_t n = 0;
	assert_int_equal(q_figure_links(&f->cx, INT64_MAX, LIKE_SAME, &rows), 0);
	while (q_figure_links_next(&rows, &each))
		n++;
	assert_int_equal(rows_end(&rows), 0);
	return n;
}

static void what_all_agrees_counts_as_one_until_somebody_parts_it(void **state) {
	struct fixture *f = *state;
	const char *one = named(f, ONA, "Olena", "Kovalenko", "1996-03-12");
	const char *two = named(f, VIDA, "Olena", "Kovalenko", "1996-03-12");
	found(f, two, one, 14, true); /* under the bar */
	assert_int_equal(counted(f), 0);
	found(f, two, one, 20, false); /* a name or a day is not whole */
	assert_int_equal(counted(f), 0);
	found(f, two, one, 20, true);
	assert_int_equal(counted(f), 1);
	assert_int_equal(first_of(f, two), 0); /* in figures alone */
	struct row_link_newest said;
	assert_int_equal(q_link_newest(&f->cx, person_id(f, two), person_id(f, one), &said), 0);
	assert_int_equal(said.why, WHY_SAME_WEIGHED);
	int64_t id;
	assert_int_equal(db_begin(&f->cx), 0);
	struct row_act_begin act;
	assert_int_equal(q_act_begin(&f->cx, f->cx.now, 0, "test", BLOB(NULL, 0), BLOB(NULL, 0), &act), 0);
	f->cx.act = act.n;
	fixture_as(f, ONA);
	assert_int_equal(link_write(&f->cx, person_id(f, one), person_id(f, two), LIKE_DIFFERENT, WHY_SAME_LOOKED, &id), 0);
	f->cx.act = 0;
	assert_int_equal(db_commit(&f->cx), 0);
	assert_int_equal(counted(f), 0);
	found(f, two, one, 21, true); /* people have spoken: the registry says nothing any more */
	assert_int_equal(counted(f), 0);
}

/* A document says more than a name and a birthday, and than somebody who was not sure. */
static void one_document_links_also_what_was_only_weighed(void **state) {
	struct fixture *f = *state;
	static const char *const identity = "{'person': '%s', 'given': 'Olena', 'family': 'Kovalenko', 'birth': '1996-03-12', "
		"'document': 'FB 123456'}";
	const char *one = named(f, ONA, "Olena", "Kovalenko", "1996-03-12");
	const char *two = named(f, VIDA, "Olena", "Kovalenko", "1996-03-12");
	found(f, two, one, 20, true);
	DO(f, identity_record, identity, two);
	fixture_as(f, ONA);
	assert_int_equal(first_of(f, two), 0);
	DO(f, identity_record, identity, one);
	assert_int_equal(first_of(f, two), person_id(f, one));
	assert_int_equal(counted(f), 1);
	struct row_link_newest said;
	assert_int_equal(q_link_newest(&f->cx, person_id(f, two), person_id(f, one), &said), 0);
	assert_int_equal(said.why, WHY_SAME_DOCUMENT);
}

static void a_run_is_asked_for_once_and_stopped_once(void **state) {
	struct fixture *f = *state;
	int64_t run, due;
	bool go_on = false;
	assert_int_equal(match_next(&f->cx, &run, &due), 0);
	assert_true(run == NONE && due <= f->cx.now); /* the first is due at once */
	fixture_as(f, ADMIN);
	DO(f, match_start, "{}");
	assert_int_equal(CALL(f, match_start, "{}"), ERR_CONFLICT);
	assert_int_equal(match_next(&f->cx, &run, &due), 0);
	assert_int_equal(match_going(&f->cx, run, 1, 4, &go_on), 0);
	assert_true(go_on);
	DO(f, match_list, "{}");
	assert_string_equal(fixture_row(f, 0, "match_state"), "running");
	assert_int_equal(json_integer_value(json_object_get(json_array_get(json_object_get(f->answer, "rows"), 0), "progress")), 25);
	DO(f, match_stop, "{}");
	assert_int_equal(CALL(f, match_stop, "{}"), ERR_CONFLICT);
	assert_int_equal(match_going(&f->cx, run, 2, 4, &go_on), 0);
	assert_false(go_on);
	assert_int_equal(match_end(&f->cx, run, &(struct match_told){5, 1, 9}), 0);
	DO(f, match_list, "{}");
	assert_string_equal(fixture_row(f, 0, "match_state"), "stopped"); /* and stays so */
	assert_int_equal(match_next(&f->cx, &run, &due), 0);
	assert_true(run == NONE && due > f->cx.now && due <= f->cx.now + 24 * HOUR);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		TEST(names_are_read_in_their_order_and_what_is_taken_back_is_bare),
		TEST(who_helps_one_side_hears_that_and_nothing_else),
		TEST(nobody_learns_by_writing_a_name_down_that_she_is_here),
		TEST(what_the_registry_links_alone_closes_no_file),
		TEST(what_a_helper_wrote_is_not_made_felt_outside_those_who_help),
		TEST(whom_a_file_is_closed_to_hears_nothing),
		TEST(both_records_are_read_with_what_speaks_for_one_person),
		TEST(what_only_others_wrote_is_not_confirmed),
		TEST(not_sure_takes_nobodys_word_back),
		TEST(what_one_agency_takes_back_the_other_has_to_look_at_again),
		TEST(where_one_agency_is_not_sure_the_other_still_hears),
		TEST(what_all_agrees_counts_as_one_until_somebody_parts_it),
		TEST(one_document_links_also_what_was_only_weighed),
		TEST(a_run_is_asked_for_once_and_stopped_once),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
