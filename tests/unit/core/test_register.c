/* Records of registers: kept by number, corrected and taken back in the open, read by whom the profile names. */
#include "core/job.h"
#include "core/projection.h"
#include "core/register.h"
#include "fixture.h"

#define RECORD(f, reg, number, more) "{'register': '" reg "', 'number': '" number "', 'happened': '2026-03-01'" more "}"

static const char *field_of(struct fixture *f) {
	return f->cx.err.field == NULL ? "" : f->cx.err.field;
}

/* Whether row i of the last answer has that cell. */
static bool has_cell(struct fixture *f, size_t i, const char *cell) {
	json_t *cells = json_object_get(json_array_get(json_object_get(f->answer, "rows"), i), "cell"), *one;
	size_t k;
	json_array_foreach(cells, k, one)
		if (strcmp(json_string_value(one), cell) == 0)
			return true;
	return false;
}

static bool row_is(struct fixture *f, size_t i, const char *flag) {
	return json_is_true(json_object_get(json_array_get(json_object_get(f->answer, "rows"), i), flag));
}

static int64_t count(struct fixture *f, const char *reg) {
	DO(f, register_list, "{}");
	for (size_t i = 0; i < fixture_rows(f); i++)
		if (strcmp(fixture_row(f, i, "register"), reg) == 0)
			return json_integer_value(json_object_get(json_array_get(json_object_get(f->answer, "rows"), i),
				"entries"));
	return -1;
}

static void a_record_reads_back_as_it_was_written(void **state) {
	struct fixture *f = *state;
	fixture_as(f, RASA);
	DO(f, entry_record, RECORD(f, "investigation", "I-1", ", 'cell': ['led=here', 'form=begging', 'article=157', "
		"'article=147', 'ended=2026-03-05', 'partner=de', 'partner=pl']"));
	assert_string_equal(fixture_get(f, "number"), "I-1");
	assert_null(json_object_get(f->answer, "warning"));
	DO(f, entry_read, "{'entry': '%s'}", fixture_get(f, "entry"));
	assert_string_equal(fixture_get(f, "register"), "investigation");
	assert_true(json_is_true(json_object_get(f->answer, "may_write")));
	assert_int_equal(fixture_rows(f), 1);
	static const char *const cells[] = {"led=here", "form=begging", "article=157", "article=147", "ended=2026-03-05",
		"partner=de", "partner=pl"};
	for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
		assert_true(has_cell(f, 0, cells[i]));
	assert_string_equal(fixture_row(f, 0, "happened"), "2026-03-01");
	assert_string_equal(fixture_row(f, 0, "org_name"), "Police of Panevezys county");
	DO(f, entry_list, "{'register': 'investigation'}");
	assert_int_equal(fixture_rows(f), 1);
	assert_true(has_cell(f, 0, "form=begging"));
}

static void the_same_number_corrects_and_the_same_words_add_nothing(void **state) {
	struct fixture *f = *state;
	fixture_as(f, RASA);
	DO(f, entry_record, RECORD(f, "investigation", "I-1", ", 'cell': ['led=here', 'form=begging']"));
	const char *first = fixture_get(f, "entry");
	DO(f, entry_record, RECORD(f, "investigation", "I-1", ", 'cell': ['form=begging', 'led=here']"));
	assert_string_equal(fixture_get(f, "entry"), first);
	DO(f, entry_record, RECORD(f, "investigation", "I-1", ", 'cell': ['led=abroad', 'form=begging']"));
	const char *second = fixture_get(f, "entry");
	assert_string_not_equal(second, first);
	assert_int_equal(count(f, "investigation"), 1);
	DO(f, entry_read, "{'entry': '%s'}", first); /* the older row leads to the whole history */
	assert_int_equal(fixture_rows(f), 2);
	assert_string_equal(fixture_row(f, 0, "entry"), second);
	assert_true(has_cell(f, 0, "led=abroad"));
	assert_true(has_cell(f, 1, "led=here"));
	/* Each other word makes a row: a day, its precision, one cell fewer. */
	DO(f, entry_record,
		"{'register': 'investigation', 'number': 'I-1', 'happened': '2026-03-02', 'cell': ['led=abroad', "
		"'form=begging']}");
	DO(f, entry_record,
		"{'register': 'investigation', 'number': 'I-1', 'happened': '2026-03-02', 'precision': 'month', "
		"'cell': ['led=abroad', 'form=begging']}");
	DO(f, entry_record,
		"{'register': 'investigation', 'number': 'I-1', 'happened': '2026-03-02', 'precision': 'month', "
		"'cell': ['led=abroad']}");
	DO(f, entry_read, "{'entry': '%s'}", first);
	assert_int_equal(fixture_rows(f), 5);
	assert_int_equal(count(f, "investigation"), 1);
}

static void what_was_taken_back_stands_no_more_until_it_is_recorded_again(void **state) {
	struct fixture *f = *state;
	fixture_as(f, RASA);
	DO(f, entry_record, RECORD(f, "investigation", "I-1", ", 'cell': ['led=here']"));
	const char *entry = fixture_get(f, "entry");
	DO(f, entry_void, "{'entry': '%s'}", entry);
	assert_int_equal(count(f, "investigation"), 0);
	assert_int_equal(CALL(f, entry_void, "{'entry': '%s'}", entry), ERR_CONFLICT);
	DO(f, entry_read, "{'entry': '%s'}", entry);
	assert_int_equal(fixture_rows(f), 2);
	assert_true(row_is(f, 0, "void"));
	assert_false(row_is(f, 1, "void"));
	DO(f, entry_record, RECORD(f, "investigation", "I-1", ", 'cell': ['led=here']"));
	assert_string_not_equal(fixture_get(f, "entry"), entry);
	assert_int_equal(count(f, "investigation"), 1);
}

static void a_number_belongs_to_one_organisation(void **state) {
	struct fixture *f = *state;
	fixture_as(f, RASA);
	DO(f, entry_record, RECORD(f, "investigation", "I-1", ", 'cell': ['led=here']"));
	const char *entry = fixture_get(f, "entry");
	fixture_as(f, JONAS);
	DO(f, entry_record, RECORD(f, "investigation", "I-1", ", 'cell': ['led=abroad']"));
	assert_int_equal(count(f, "investigation"), 2);
	assert_int_equal(CALL(f, entry_void, "{'entry': '%s'}", entry), ERR_DENIED);
	DO(f, entry_read, "{'entry': '%s'}", entry);
	assert_int_equal(fixture_rows(f), 1);
	assert_false(json_is_true(json_object_get(f->answer, "may_write")));
}

static void a_number_is_made_where_none_was_given(void **state) {
	struct fixture *f = *state;
	fixture_as(f, RASA);
	for (int i = 1; i <= 20; i++) {
		DO(f, entry_record, "{'register': 'investigation', 'happened': '2025-03-%02d', 'cell': ['led=here']}", i);
		assert_string_equal(fixture_get(f, "number"), arena_printf(f->cx.arena, "2025-%d", i));
	}
	DO(f, entry_record, "{'register': 'investigation', 'happened': '2026-03-01', 'cell': ['led=here']}");
	assert_string_equal(fixture_get(f, "number"), "2026-1");
	fixture_as(f, JONAS);
	DO(f, entry_record, "{'register': 'investigation', 'happened': '2025-03-01', 'cell': ['led=here']}");
	assert_string_equal(fixture_get(f, "number"), "2025-1");
	assert_int_equal(count(f, "investigation"), 22);
}

static void what_breaks_a_rule_is_named(void **state) {
	struct fixture *f = *state;
	fixture_as(f, RASA);
	static const char *const wrong[][2] = {
		{"", "led"}, /* it is needed */
		{", 'cell': ['led=nowhere']", "led"},
		{", 'cell': ['led=here', 'led=abroad']", "led"},
		{", 'cell': ['led=here', 'partner=de', 'partner=Germany']", "partner"},
		{", 'cell': ['led=here', 'ended=2026-13-01']", "ended"},
		{", 'cell': ['led=here', 'colour=red']", "cell"},
		{", 'cell': ['led']", "cell"},
	};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		assert_int_equal(CALL(f, entry_record,
			"{'register': 'investigation', 'number': 'I-1', 'happened': '2026-03-01'%s}", wrong[i][0]), ERR_INVALID);
		assert_string_equal(field_of(f), wrong[i][1]);
	}
	assert_int_equal(CALL(f, entry_record,
		"{'register': 'investigation', 'happened': '2026-03-11', 'cell': ['led=here']}"), ERR_INVALID);
	assert_string_equal(field_of(f), "happened");
	assert_int_equal(CALL(f, entry_record,
		"{'register': 'investigation', 'happened': '1989-12-31', 'cell': ['led=here']}"), ERR_INVALID);
	assert_int_equal(CALL(f, entry_record,
		"{'register': 'investigation', 'number': '48001010000', 'happened': '2026-03-01', "
		"'cell': ['led=here']}"), ERR_INVALID);
	assert_string_equal(field_of(f), "number");
	assert_null(f->cx.err.value);
	assert_int_equal(count(f, "investigation"), 0);
}

static void only_those_the_profile_names_keep_and_read(void **state) {
	struct fixture *f = *state;
	fixture_as(f, ONA);
	assert_int_equal(CALL(f, entry_record, RECORD(f, "investigation", "I-1", ", 'cell': ['led=here']")), ERR_DENIED);
	fixture_as(f, RASA);
	DO(f, entry_record, RECORD(f, "investigation", "I-1", ", 'cell': ['led=here']"));
	const char *entry = fixture_get(f, "entry");
	struct profile *changed = NULL;
	assert_int_equal(profile_load(&f->cx, "lt", &changed), 0);
	int reg = profile_code(changed, L_REGISTER, "investigation");
	json_t *definition = (json_t *)profile_entry(changed, L_REGISTER, reg);
	json_object_set_new(definition, "read", json_pack("[s]", "rapporteur"));
	f->cx.profile = changed;
	fixture_as(f, ONA);
	assert_int_equal(CALL(f, entry_list, "{'register': 'investigation'}"), ERR_DENIED);
	assert_int_equal(CALL(f, entry_read, "{'entry': '%s'}", entry), ERR_NOTFOUND);
	assert_int_equal(CALL(f, entry_void, "{'entry': '%s'}", entry), ERR_NOTFOUND);
	assert_int_equal(count(f, "investigation"), -1);
	fixture_as(f, NIJOLE);
	assert_int_equal(count(f, "investigation"), 1);
	DO(f, entry_read, "{'entry': '%s'}", entry);
	fixture_as(f, JONAS); /* keeps it, reads its own only */
	assert_int_equal(count(f, "investigation"), 0);
	assert_int_equal(CALL(f, entry_read, "{'entry': '%s'}", entry), ERR_NOTFOUND);
	DO(f, entry_record, RECORD(f, "investigation", "I-2", ", 'cell': ['led=here']"));
	DO(f, entry_list, "{'register': 'investigation'}");
	assert_int_equal(fixture_rows(f), 1);
	assert_string_equal(fixture_row(f, 0, "number"), "I-2");
	profile_free(changed);
}

static void a_list_comes_in_pages_newest_first_and_by_year(void **state) {
	struct fixture *f = *state;
	fixture_as(f, RASA);
	for (int i = 0; i < 120; i++)
		DO(f, entry_record,
			"{'register': 'investigation', 'number': 'I-%d', 'happened': '%d-06-15', 'cell': ['led=here']}", i,
			i < 100 ? 2024 : 2025);
	const char *after = "";
	size_t seen = 0, pages = 0;
	bool of[120] = {false};
	for (size_t n = 50; n == 50; pages++) {
		DO(f, entry_list, "{'register': 'investigation'%s}", after);
		n = fixture_rows(f);
		for (size_t i = 0; i < n; i++) {
			int64_t k = -1;
			assert_true(int_parse(fixture_row(f, i, "number") + 2, &k) && k >= 0 && k < 120 && !of[k]);
			of[k] = true;
			assert_true(seen + i >= 20 ? k < 100 : k >= 100);
		}
		seen += n;
		if (n > 0)
			after = arena_printf(f->cx.arena, ", 'after': '%s'", fixture_row(f, n - 1, "entry"));
	}
	assert_int_equal(seen, 120);
	assert_int_equal(pages, 3);
	DO(f, entry_list, "{'register': 'investigation', 'year': 2025}");
	assert_int_equal(fixture_rows(f), 20);
	DO(f, entry_list, "{'register': 'investigation', 'year': 2023}");
	assert_int_equal(fixture_rows(f), 0);
	assert_int_equal(CALL(f, entry_list, "{'register': 'investigation', 'after': '%032d'}", 7), ERR_INVALID);
}

static void a_term_outside_its_article_is_warned_of_and_taken(void **state) {
	struct fixture *f = *state;
	fixture_as(f, RASA);
	f->cx.actor.org_kind = ORG_COURT;
	const json_t *article = profile_entry(f->profile, L_STATUTE, profile_code(f->profile, L_STATUTE, "147"));
	int least = (int)(12 * json_number_value(json_object_get(article, "min_years")));
	int most = (int)(12 * json_number_value(json_object_get(article, "max_years")));
	assert_true(least > 0 && most > least);
	const int months[] = {least - 1, least, most, most + 1};
	for (size_t i = 0; i < 4; i++) {
		DO(f, entry_record,
			"{'register': 'verdict', 'number': 'V-%d', 'happened': '2026-03-01', 'cell': ['accused=A-1', "
			"'outcome=convicted', 'article=147', 'prison_months=%d']}", (int)i, months[i]);
		const char *warning = json_string_value(json_array_get(json_object_get(f->answer, "warning"), 0));
		if (i == 1 || i == 2)
			assert_null(warning);
		else
			assert_true(warning != NULL && str_starts(warning, "prison_months: "));
	}
	assert_int_equal(count(f, "verdict"), 4);
}

/* As the keeper's timer does it. */
static int64_t run(struct fixture *f) {
	struct cx *cx = &f->cx;
	struct row_act_begin act;
	int64_t ran = -1;
	cx->actor = (struct actor){0};
	assert_int_equal(db_begin(cx), 0);
	assert_int_equal(q_act_begin(cx, cx->now, 0, "job", (struct blob){0}, (struct blob){0}, &act), 0);
	cx->act = act.n;
	assert_int_equal(job_run_due(cx, &ran), 0);
	cx->act = 0;
	assert_int_equal(db_commit(cx), 0);
	return ran;
}

/* How many open reminders an organisation has; *ret_entry is the last one's record. */
static size_t reminders(struct fixture *f, enum who who, const char **ret_entry) {
	size_t n = 0;
	fixture_as(f, who);
	DO(f, task_list, "{}");
	for (size_t i = 0; i < fixture_rows(f); i++) {
		if (strcmp(fixture_row(f, i, "task_kind"), "register") != 0 || row_is(f, i, "done"))
			continue;
		*ret_entry = fixture_row(f, i, "entry");
		assert_string_equal(fixture_row(f, i, "register"), "action");
		n++;
	}
	return n;
}

#define DAY (24 * HOUR)
#define ACTION(state, due) "{'register': 'action', 'number': 'A-1', 'happened': '2026-03-01', 'cell': ['title=Write to " \
	"the mayor', 'owner=county', 'state=" state "', 'due=" due "']}"

static void whoever_keeps_a_record_is_reminded_before_it_is_due(void **state) {
	struct fixture *f = *state;
	const char *entry = NULL, *task;
	fixture_as(f, KAZYS);
	DO(f, entry_record, ACTION("open", "2026-06-01"));
	const char *recorded = fixture_get(f, "entry");
	assert_int_equal(run(f), 0);
	assert_int_equal(reminders(f, KAZYS, &entry), 0);
	fixture_wait(f, 75 * DAY); /* 24 May: the first reminder, 14 days before, was due on the 18th */
	assert_int_equal(run(f), 1);
	assert_int_equal(reminders(f, KAZYS, &entry), 1);
	assert_string_equal(entry, recorded);
	assert_int_equal(reminders(f, RASA, &entry), 0);
	fixture_wait(f, 6 * DAY); /* the second takes its place */
	assert_int_equal(run(f), 1);
	assert_int_equal(reminders(f, KAZYS, &entry), 1);
	task = fixture_row(f, 0, "task");
	DO(f, task_read, "{'task': '%s'}", task);
	assert_string_equal(fixture_get(f, "entry"), recorded);
	assert_string_equal(fixture_get(f, "register"), "action");
	DO(f, task_done, "{'task': '%s'}", task);
	assert_int_equal(reminders(f, KAZYS, &entry), 0);
}

static void nobody_is_reminded_of_what_is_done_past_corrected_or_taken_back(void **state) {
	struct fixture *f = *state;
	const char *entry = NULL;
	fixture_as(f, KAZYS);
	DO(f, entry_record, ACTION("done", "2026-06-01"));
	fixture_wait(f, 82 * DAY);
	assert_int_equal(run(f), 0);
	fixture_as(f, KAZYS);
	DO(f, entry_record, ACTION("open", "2026-05-01")); /* its day is over */
	assert_int_equal(run(f), 0);
	fixture_as(f, KAZYS);
	DO(f, entry_record, ACTION("open", "2026-06-02")); /* told at once, for it is near */
	assert_int_equal(run(f), 1);
	assert_int_equal(reminders(f, KAZYS, &entry), 1);
	DO(f, entry_record, ACTION("done", "2026-06-02"));
	assert_int_equal(reminders(f, KAZYS, &entry), 0);
	DO(f, entry_record, ACTION("open", "2026-09-01"));
	DO(f, entry_void, "{'entry': '%s'}", fixture_get(f, "entry"));
	fixture_wait(f, 100 * DAY);
	assert_int_equal(run(f), 2); /* the jobs run, and tell nobody */
	assert_int_equal(reminders(f, KAZYS, &entry), 0);
}

static void what_stands_is_made_again_from_the_rows(void **state) {
	struct fixture *f = *state;
	uint8_t before[PROJECTION_PRINT], without[PROJECTION_PRINT], after[PROJECTION_PRINT];
	fixture_as(f, RASA);
	for (int i = 0; i < 12; i++)
		DO(f, entry_record,
			"{'register': 'investigation', 'number': 'I-%d', 'happened': '2025-06-15', 'cell': ['led=%s']}", i % 5,
			i % 2 == 0 ? "here" : "abroad");
	DO(f, entry_void, "{'entry': '%s'}", fixture_get(f, "entry"));
	assert_int_equal(count(f, "investigation"), 4);
	assert_int_equal(db_begin(&f->cx), 0);
	assert_int_equal(core_fingerprint(&f->cx, before), 0);
	assert_int_equal(q_entry_now_clear_all(&f->cx), 0);
	assert_int_equal(core_fingerprint(&f->cx, without), 0);
	assert_int_equal(core_rebuild(&f->cx), 0);
	assert_int_equal(core_fingerprint(&f->cx, after), 0);
	assert_int_equal(db_commit(&f->cx), 0);
	assert_memory_equal(before, after, sizeof before);
	assert_memory_not_equal(before, without, sizeof before);
	assert_int_equal(count(f, "investigation"), 4);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		TEST(a_record_reads_back_as_it_was_written),
		TEST(the_same_number_corrects_and_the_same_words_add_nothing),
		TEST(what_was_taken_back_stands_no_more_until_it_is_recorded_again),
		TEST(a_number_belongs_to_one_organisation),
		TEST(a_number_is_made_where_none_was_given),
		TEST(what_breaks_a_rule_is_named),
		TEST(only_those_the_profile_names_keep_and_read),
		TEST(a_list_comes_in_pages_newest_first_and_by_year),
		TEST(a_term_outside_its_article_is_warned_of_and_taken),
		TEST(whoever_keeps_a_record_is_reminded_before_it_is_due),
		TEST(nobody_is_reminded_of_what_is_done_past_corrected_or_taken_back),
		TEST(what_stands_is_made_again_from_the_rows),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
