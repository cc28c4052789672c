/* What is known in one code a time, who is one person, and how old she was. */
#include "fixture.h"

static const char *person(struct fixture *f, enum who who) {
	fixture_as(f, who);
	return fixture_sign(f);
}

static int tell(struct fixture *f, const char *who, const char *trait, const char *value) {
	return CALL(f, trait_record, "{'person': '%s', 'trait': '%s', 'trait_value': '%s', 'happened': '2026-03-01'}", who,
		trait, value);
}

/* The values of a kind that trait_list shows, one after another. */
static const char *told(struct fixture *f, const char *who, const char *trait) {
	struct buf b = buf_new(f->cx.arena, 1000);
	DO(f, trait_list, "{'person': '%s'}", who);
	for (size_t i = 0; i < fixture_rows(f); i++)
		if (strcmp(fixture_row(f, i, "trait"), trait) == 0)
			buf_printf(&b, "%s ", fixture_row(f, i, "trait_value"));
	return b.at;
}

static void a_newer_word_of_yes_or_no_takes_the_place_of_the_older(void **state) {
	struct fixture *f = *state;
	const char *p = person(f, ONA);
	assert_int_equal(tell(f, p, "disability", "unknown"), 0);
	assert_int_equal(tell(f, p, "disability", "yes"), 0);
	assert_string_equal(told(f, p, "disability"), "yes ");
	fixture_as(f, VIDA); /* another organisation has a word of its own */
	assert_int_equal(tell(f, p, "disability", "no"), 0);
	assert_string_equal(told(f, p, "disability"), "no "); /* and reads no other without the person's word */
	fixture_as(f, ONA);
	assert_string_equal(told(f, p, "disability"), "no yes ");
	assert_int_equal(tell(f, p, "disability", "perhaps"), ERR_INVALID);
	assert_string_equal(f->cx.err.field, "trait_value");
	assert_int_equal(tell(f, p, "disability", "lt"), ERR_INVALID);
}

static void a_person_has_several_citizenships_and_each_once(void **state) {
	struct fixture *f = *state;
	const char *p = person(f, ONA);
	assert_int_equal(tell(f, p, "citizenship", "ua"), 0);
	const char *ua = fixture_get(f, "trait_id");
	assert_int_equal(tell(f, p, "citizenship", "lt"), 0);
	assert_string_equal(told(f, p, "citizenship"), "lt ua ");
	assert_int_equal(tell(f, p, "citizenship", "yes"), ERR_INVALID);
	assert_int_equal(tell(f, p, "citizenship", "lt"), 0);
	assert_string_equal(told(f, p, "citizenship"), "lt ua ");
	DO(f, trait_record, "{'person': '%s', 'trait': 'citizenship', 'trait_value': 'by', 'happened': '2026-03-02', "
		"'supersedes': '%s'}", p, ua);
	assert_string_equal(told(f, p, "citizenship"), "by lt ");
	assert_int_equal(CALL(f, trait_record, "{'person': '%s', 'trait': 'citizenship', 'trait_value': 'pl', "
		"'happened': '2026-03-02', 'supersedes': '%s'}", p, ua), ERR_CONFLICT);
	assert_int_equal(CALL(f, trait_record, "{'person': '%s', 'trait': 'citizenship', 'trait_value': 'pl', "
		"'happened': '2027-03-02'}", p), ERR_INVALID);
}

static size_t timeline_traits(struct fixture *f, const char *who) {
	size_t n = 0;
	DO(f, person_timeline, "{'person': '%s'}", who);
	for (size_t i = 0; i < fixture_rows(f); i++)
		n += strcmp(fixture_row(f, i, "fact"), "trait") == 0;
	return n;
}

static void the_timeline_says_what_is_known(void **state) {
	struct fixture *f = *state;
	const char *p = person(f, ONA);
	assert_int_equal(tell(f, p, "exploited_in", "gb"), 0);
	assert_int_equal(timeline_traits(f, p), 1);
	assert_string_equal(fixture_row(f, 1, "trait"), "exploited_in");
	assert_string_equal(fixture_row(f, 1, "detail"), "gb");
	assert_string_equal(fixture_row(f, 1, "detail_list"), "country");
}

static void who_helps_does_not_see_whether_she_works_with_the_police(void **state) {
	struct fixture *f = *state;
	const char *p = person(f, JONAS);
	assert_int_equal(tell(f, p, "cooperates", "no"), 0);
	assert_string_equal(told(f, p, "cooperates"), "no ");
	assert_int_equal(timeline_traits(f, p), 1);
	fixture_as(f, ONA);
	assert_string_equal(told(f, p, "cooperates"), "");
	assert_int_equal(timeline_traits(f, p), 0);
}

/* The oldest record of the same person; 0 where nobody said so. */
static int64_t first_of(struct fixture *f, const char *who) {
	struct rows rows;
	struct row_dump_same_person each;
	struct row_on_person on;
	struct ref ref;
	int64_t first = 0;
	assert_true(ref_parse(who, &ref));
	assert_int_equal(q_on_person(&f->cx, ref_blob(&ref), &on), 0);
	assert_int_equal(q_dump_same_person(&f->cx, &rows), 0);
	while (q_dump_same_person_next(&rows, &each))
		if (each.person == on.id)
			first = each.first;
	assert_int_equal(rows_end(&rows), 0);
	return first;
}

static int say(struct fixture *f, const char *one, const char *other, const char *like, const char *why) {
	int rc = CALL(f, link_record, "{'person': '%s', 'other': '%s', 'like': '%s', 'why_same': '%s'}", one, other, like,
		why);
	bool second = rc == 0 && strcmp(like, "same") == 0;
	return second ? fixture_agree(f, f->cx.actor.org == f->orgs[SILAS] ? LAIMA : PETRAS) : rc;
}

static void who_works_with_both_says_that_they_are_one_and_takes_it_back(void **state) {
	struct fixture *f = *state;
	const char *a = person(f, ONA), *b = person(f, ONA);
	assert_int_equal(say(f, a, b, "same", "said"), 0);
	assert_int_equal(first_of(f, a), 1);
	assert_int_equal(first_of(f, b), 1);
	assert_int_equal(say(f, b, a, "same", "said"), ERR_CONFLICT); /* the same two, said the other way round */
	assert_int_equal(say(f, b, a, "different", "looked"), 0);
	assert_int_equal(first_of(f, a), 0);
	assert_int_equal(say(f, a, b, "same", "looked"), 0);
	assert_int_equal(first_of(f, b), 1);
	assert_int_equal(say(f, a, a, "same", "said"), ERR_INVALID);
	assert_int_equal(say(f, a, b, "open", "said"), ERR_INVALID);
	assert_int_equal(say(f, a, b, "different", "document"), ERR_INVALID);
	const char *elsewhere = person(f, VIDA);
	fixture_as(f, ONA);
	assert_int_equal(say(f, a, elsewhere, "same", "said"), ERR_NOTFOUND);
	assert_int_equal(say(f, a, "0123456789abcdef0123456789abcdef", "same", "said"), ERR_NOTFOUND);
	DO(f, block_record, "{'person': '%s', 'unit': 'rokiskis'}", b);
	const char *ours = person(f, RASA);
	assert_int_equal(say(f, ours, b, "same", "said"), ERR_NOTFOUND);
}

static void name(struct fixture *f, const char *who, const char *document, const char *more) {
	DO(f, identity_record, "{'person': '%s', 'document': '%s'%s}", who, document, more);
}

static void equal_documents_make_one_person_and_tell_nobody(void **state) {
	struct fixture *f = *state;
	const char *a = person(f, RASA);
	name(f, a, "FK 123456", ", 'birth': '1996-05-04'");
	const char *b = person(f, VIDA);
	name(f, b, "fk-123456", ", 'born': 1996");
	assert_int_equal(first_of(f, a), 1);
	assert_int_equal(first_of(f, b), 1);
	DO(f, task_list, "{}");
	assert_int_equal(fixture_rows(f), 0);
	DO(f, person_timeline, "{'person': '%s'}", b);
	assert_int_equal(fixture_rows(f), 2); /* a sign and a name, as before */
	fixture_as(f, RASA);
	DO(f, person_timeline, "{'person': '%s'}", a);
	assert_int_equal(fixture_rows(f), 2);
	const char *c = person(f, RASA); /* who knows both is shown */
	name(f, c, "FK123456", "");
	DO(f, person_timeline, "{'person': '%s'}", c);
	assert_string_equal(fixture_row(f, 0, "fact"), "link");
	assert_int_equal(fixture_rows(f), 3);
}

static void births_that_contradict_and_people_who_said_no_come_first(void **state) {
	struct fixture *f = *state;
	const char *a = person(f, ONA), *b = person(f, ONA), *c = person(f, ONA);
	name(f, a, "AA 300001", ", 'birth': '1996-05-04'");
	name(f, b, "AA 300001", ", 'birth': '1996-05-05'");
	assert_int_equal(first_of(f, b), 0);
	assert_int_equal(say(f, a, c, "different", "looked"), 0);
	name(f, c, "AA 300001", "");
	assert_int_equal(first_of(f, a), 0);
	assert_int_equal(first_of(f, c), 2); /* with b nobody has said anything */
	name(f, b, "AA 300002", ""); /* a number that was wrong */
	assert_int_equal(first_of(f, c), 0);
	name(f, b, "AA 300001", ", 'birth': '1996-05-04'");
	assert_int_equal(first_of(f, a), 1);
	assert_int_equal(say(f, a, b, "same", "looked"), 0); /* people may confirm, and then their word stands */
	name(f, b, "AA 300003", "");
	assert_int_equal(first_of(f, a), 1);
}

static void what_is_no_number_makes_nobody_the_same(void **state) {
	struct fixture *f = *state;
	static const char *const none[] = {"none", "0000000", "AB 12", "nera dokumento"};
	for (size_t i = 0; i < 4; i++) {
		const char *a = person(f, ONA), *b = person(f, ONA);
		name(f, a, none[i], "");
		name(f, b, none[i], "");
		assert_int_equal(first_of(f, a), 0);
	}
	for (int i = 0; i < 25; i++)
		name(f, person(f, ONA), "AB 112233", "");
	const char *last = person(f, ONA);
	name(f, last, "AB 112233", "");
	assert_int_equal(first_of(f, last), 0);
	struct row_figure_extent extent;
	assert_int_equal(q_figure_extent(&f->cx, &extent), 0);
	struct rows rows;
	struct row_dump_same_person each;
	assert_int_equal(q_dump_same_person(&f->cx, &rows), 0);
	assert_false(q_dump_same_person_next(&rows, &each));
	assert_int_equal(rows_end(&rows), 0);
}

/* The age band of the newest decision row. */
static int64_t age_now(struct fixture *f) {
	struct row_figure_extent extent;
	struct row_decision_age age;
	assert_int_equal(q_figure_extent(&f->cx, &extent), 0);
	assert_int_equal(q_decision_age(&f->cx, extent.decisions, &age), 0);
	return age.age;
}

static void presume(struct fixture *f, const char *who, const char *day, const char *more) {
	DO(f, presumption_record, "{'person': '%s', 'form': ['begging'], 'happened': '%s'%s}", who, day, more);
}

static void a_decision_keeps_the_age_of_its_own_day(void **state) {
	struct fixture *f = *state;
	const char *p = person(f, ONA);
	presume(f, p, "2026-03-01", "");
	assert_int_equal(age_now(f), AGE_25_39); /* as the sign says */
	DO(f, identity_record, "{'person': '%s', 'birth': '2008-02-29'}", p);
	presume(f, p, "2026-02-28", "");
	assert_int_equal(age_now(f), AGE_12_17);
	presume(f, p, "2026-03-01", "");
	assert_int_equal(age_now(f), AGE_18_24);
	presume(f, p, "2026-03-01", ", 'age': 'under_12'");
	assert_int_equal(age_now(f), AGE_UNDER_12);
	const char *by_year = person(f, ONA);
	DO(f, identity_record, "{'person': '%s', 'born': 2010}", by_year);
	presume(f, by_year, "2026-03-01", "");
	assert_int_equal(age_now(f), AGE_12_17); /* 15 or 16 */
	DO(f, identity_record, "{'person': '%s', 'born': 2008}", by_year);
	presume(f, by_year, "2026-03-01", "");
	assert_int_equal(age_now(f), AGE_25_39); /* 17 or 18: the sign decides */
}

static void only_what_stands_and_is_ones_own_is_corrected(void **state) {
	struct fixture *f = *state;
	const char *p = person(f, ONA);
	presume(f, p, "2026-03-01", "");
	const char *first = fixture_get(f, "decision");
	presume(f, p, "2026-03-02", arena_printf(f->cx.arena, ", 'supersedes': '%s'", first));
	DO(f, decision_list, "{'person': '%s'}", p);
	assert_int_equal(fixture_rows(f), 1);
	assert_string_equal(fixture_row(f, 0, "decided_on"), "2026-03-02");
	assert_int_equal(CALL(f, presumption_record, "{'person': '%s', 'form': ['begging'], 'happened': '2026-03-02', "
		"'supersedes': '%s'}", p, first), ERR_CONFLICT);
	DO(f, service_record, "{'person': '%s', 'need': 'legal', 'happened': '2026-03-02'}", p);
	const char *help = fixture_get(f, "service");
	fixture_as(f, VIDA);
	assert_int_equal(CALL(f, service_record, "{'person': '%s', 'need': 'health', 'happened': '2026-03-02', "
		"'supersedes': '%s'}", p, help), ERR_CONFLICT);
	fixture_as(f, ONA);
	DO(f, service_record, "{'person': '%s', 'need': 'health', 'happened': '2026-03-02', 'supersedes': '%s'}", p, help);
	assert_int_equal(CALL(f, service_record, "{'person': '%s', 'need': 'health', 'happened': '2026-03-02', "
		"'supersedes': '%s'}", p, help), ERR_CONFLICT);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		TEST(a_newer_word_of_yes_or_no_takes_the_place_of_the_older),
		TEST(a_person_has_several_citizenships_and_each_once),
		TEST(the_timeline_says_what_is_known),
		TEST(who_helps_does_not_see_whether_she_works_with_the_police),
		TEST(who_works_with_both_says_that_they_are_one_and_takes_it_back),
		TEST(equal_documents_make_one_person_and_tell_nobody),
		TEST(births_that_contradict_and_people_who_said_no_come_first),
		TEST(what_is_no_number_makes_nobody_the_same),
		TEST(a_decision_keeps_the_age_of_its_own_day),
		TEST(only_what_stands_and_is_ones_own_is_corrected),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
