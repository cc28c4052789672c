/* Lists brought in: rows known again, corrected and taken back; in any order, in slices, whole or in part. */
#include "fixture.h"

#include "core/import.h"
#include "core/projection.h"

enum { EVERYTHING = 1 << 20 };

static void as_recorder(struct fixture *f, enum whose org) {
	f->cx.actor = (struct actor){.user = f->actors[ADMIN].user, .org = f->orgs[org], .org_kind = fixture_orgs[org].kind,
		.roles = 1U << ROLE_RECORDER};
}

/* JSON with single quotes for double ones. */
__attribute__((format(printf, 2, 3)))
static const char *text(struct fixture *f, const char *fmt, ...) {
	va_list ap;
	va_start(ap, fmt);
	char *t = arena_vprintf(f->cx.arena, fmt, ap);
	va_end(ap);
	for (char *c = t; *c != 0; c++)
		*c = *c == '\'' ? '"' : *c;
	return t;
}

static const char *begin(struct fixture *f, const char *kind, bool whole, int rows) {
	char hash[65];
	memset(hash, 'a', 64);
	hash[64] = 0;
	DO(f, import_begin, "{'kind': '%s', 'file_hash': '%s', 'rows_n': %d, 'whole': %s}", kind, hash, rows,
		whole ? "true" : "false");
	return fixture_get(f, "import");
}

static int add(struct fixture *f, const char *import, const char *rows) {
	json_t *in = json_pack("{s:s, s:s}", "import", import, "rows_json", rows);
	int rc = fixture_run(f, &ops[OP_import_add], import_add, in);
	json_decref(in);
	return rc;
}

static bool count_down(void *arg) {
	int *parts = arg;
	return --*parts > 0;
}

/* One slice of so many parts, as the keeper does them; whether something is left. A crash comes before its commit. */
static bool slice(struct fixture *f, int parts, bool crash) {
	struct cx *cx = &f->cx;
	struct actor actor = cx->actor;
	struct import_told told = {0};
	int rc = ERR_INVALID;
	for (int bare = 1; bare >= 0 && rc == ERR_INVALID; bare--) {
		int left = parts;
		struct import_pace pace = {count_down, &left, bare != 0};
		assert_int_equal(db_begin(cx), 0);
		rc = import_slice(cx, &pace, &told);
		db_forget(cx);
		cx->act = 0;
		cx->actor = actor;
		if (rc == ERR_INVALID)
			db_rollback(cx);
	}
	if (rc != 0)
		fail_msg("slice: %s, %s", err_kinds[rc].name, cx->err.rule);
	if (crash) {
		db_rollback(cx);
		return true;
	}
	assert_int_equal(audit_seal(cx), 0);
	assert_int_equal(db_commit(cx), 0);
	return told.left;
}

static int64_t sum(struct fixture *f, const char *import, const char *name) {
	DO(f, import_read, "{'import': '%s'}", import);
	return json_integer_value(json_object_get(f->answer, name));
}

static const char *state_of(struct fixture *f, const char *import) {
	DO(f, import_read, "{'import': '%s'}", import);
	return fixture_get(f, "import_state");
}

/* A list from its first row to its last. */
static const char *bring(struct fixture *f, const char *kind, bool whole, const char *rows) {
	json_t *list = json_loads(rows, 0, NULL);
	const char *import = begin(f, kind, whole, (int)json_array_size(list));
	json_decref(list);
	int rc = add(f, import, rows);
	if (rc != 0)
		fail_msg("add: %s, %s", f->cx.err.field, f->cx.err.rule);
	DO(f, import_run, "{'import': '%s'}", import);
	while (slice(f, EVERYTHING, false))
		continue;
	return import;
}

static void is(struct fixture *f, const char *import, int64_t added, int64_t changed, int64_t same, int64_t bad) {
	DO(f, import_read, "{'import': '%s'}", import);
	if (fixture_rows(f) > 0 && bad == 0)
		fail_msg("row %lld: %s %s", (long long)json_integer_value(json_object_get(
			json_array_get(json_object_get(f->answer, "rows"), 0), "row")), fixture_row(f, 0, "column"),
			fixture_row(f, 0, "rule"));
	assert_int_equal(json_integer_value(json_object_get(f->answer, "added_n")), added);
	assert_int_equal(json_integer_value(json_object_get(f->answer, "changed_n")), changed);
	assert_int_equal(json_integer_value(json_object_get(f->answer, "same_n")), same);
	assert_int_equal(json_integer_value(json_object_get(f->answer, "bad_n")), bad);
}

struct extent {
	struct row_figure_extent rows;
	int64_t acts;
};

static struct extent extent(struct fixture *f) {
	struct extent e = {0};
	struct row_figure_act_before act;
	assert_int_equal(q_figure_extent(&f->cx, &e.rows), 0);
	if (q_figure_act_before(&f->cx, INT64_MAX, &act) == 0)
		e.acts = act.n;
	return e;
}

#define SIGNAL "['signal_record', {'municipality': 'rokiskis', 'source': 'import', 'age': '25_39', 'sex': 'female', " \
	"'language': 'uk', 'happened': '2026-01-10'}]"
#define NAMED(family, document) "['identity_record', {'given': 'Olena', 'family': '" family "', 'birth': '1996-05-04', " \
	"'document': '" document "'}]"
#define PRESUMED "['presumption_record', {'form': ['labour_forced'], 'happened': '2026-01-20'}]"
#define DECIDED(outcome) "['decision_record', {'outcome': '" outcome "', 'form': ['labour_forced'], 'decided_on': '2026-02-01'}]"
#define CITIZEN(country) "['trait_record', {'trait': 'citizenship', 'trait_value': '" country "', 'happened': '2026-01-10'}]"
#define ROW(line, number, ...) "{'line': " line ", 'number': '" number "', 'about': '" number "', 'calls': [" __VA_ARGS__ "]}"

/* References of the persons the caller's organisation works with, the oldest first. */
static const char *known(struct fixture *f, size_t i) {
	DO(f, person_list, "{}");
	assert_true(i < fixture_rows(f));
	return fixture_row(f, fixture_rows(f) - 1 - i, "person");
}

static size_t decisions(struct fixture *f, const char *person) {
	DO(f, decision_list, "{'person': '%s'}", person);
	return fixture_rows(f);
}

static const char *family(struct fixture *f, const char *person) {
	DO(f, identity_read, "{'person': '%s'}", person);
	return fixture_get(f, "family");
}

/* All that the projections say is what the facts say. */
static void is_sound(struct fixture *f) {
	uint8_t before[PROJECTION_PRINT], after[PROJECTION_PRINT];
	assert_int_equal(core_fingerprint(&f->cx, before), 0);
	assert_int_equal(db_begin(&f->cx), 0);
	assert_int_equal(core_rebuild(&f->cx), 0);
	assert_int_equal(db_commit(&f->cx), 0);
	assert_int_equal(core_fingerprint(&f->cx, after), 0);
	assert_memory_equal(before, after, PROJECTION_PRINT);
}

static const char *three(struct fixture *f) {
	return text(f, "[" ROW("2", "P-1", SIGNAL "," NAMED("Kovalenko",
		"FK 100001") "," PRESUMED ", null," CITIZEN("ua")) ","
		ROW("3", "P-2", SIGNAL "," NAMED("Bondarenko",
			"FK 100002") ", null," DECIDED("identified") "," CITIZEN("lt")) ","
		ROW("4", "P-3", SIGNAL "," NAMED("Tkachenko", "FK 100003") ", null," DECIDED("not_identified")) "]");
}

static void the_same_list_twice_adds_nothing(void **state) {
	struct fixture *f = *state;
	as_recorder(f, BUREAU);
	is(f, bring(f, "persons", false, three(f)), 3, 0, 0, 0);
	struct extent before = extent(f);
	assert_int_equal(before.rows.persons, 3);
	assert_int_equal(before.rows.decisions, 3);
	assert_string_equal(family(f, known(f, 0)), "Kovalenko");
	is(f, bring(f, "persons", false, three(f)), 0, 0, 3, 0);
	struct extent after = extent(f);
	assert_memory_equal(&before.rows, &after.rows, sizeof before.rows);
	is_sound(f);
}

static void a_slice_is_one_act_and_one_entry_of_the_log(void **state) {
	struct fixture *f = *state;
	as_recorder(f, BUREAU);
	struct extent before = extent(f);
	const char *import = bring(f, "persons", false, three(f));
	struct row_audit_last last;
	struct row_audit_page entry;
	struct rows rows;
	assert_int_equal(extent(f).acts - before.acts, 4); /* begin, add, run; the slice */
	assert_int_equal(q_audit_last(&f->cx, &last), 0);
	assert_int_equal(q_audit_page(&f->cx, last.n, 1, &rows), 0);
	assert_true(q_audit_page_next(&rows, &entry));
	assert_int_equal(rows_end(&rows), 0);
	assert_string_equal(entry.op, "import_run");
	assert_int_equal(entry.shown, 3);
	assert_int_equal(entry.act, extent(f).acts);
	struct ref ref;
	assert_true(ref_parse(import, &ref));
	assert_memory_equal(entry.object.at, ref.at, REF_SIZE);
}

static void a_changed_row_corrects_call_by_call(void **state) {
	struct fixture *f = *state;
	as_recorder(f, BUREAU);
	bring(f, "persons", false, three(f));
	const char *second = known(f, 1);
	is(f, bring(f, "persons", false, text(f, "["
		ROW("2", "P-2", SIGNAL "," NAMED("Bondar",
			"FK 100002") ", null," DECIDED("not_identified") "," CITIZEN("by")) "]")),
		0, 1, 0, 0);
	assert_string_equal(family(f, second), "Bondar");
	assert_int_equal(decisions(f, second), 1);
	assert_string_equal(fixture_row(f, 0, "outcome"), "not_identified");
	DO(f, trait_list, "{'person': '%s'}", second);
	assert_int_equal(fixture_rows(f), 1);
	assert_string_equal(fixture_row(f, 0, "trait_value"), "by");
	struct extent e = extent(f);
	assert_int_equal(e.rows.persons, 3);
	assert_int_equal(e.rows.decisions, 4);
	is_sound(f);
}

static void a_call_that_is_gone_takes_its_fact_back(void **state) {
	struct fixture *f = *state;
	as_recorder(f, BUREAU);
	bring(f, "persons", false, three(f));
	const char *first = known(f, 0);
	is(f, bring(f, "persons", false, text(f, "[" ROW("2", "P-1", SIGNAL) "]")), 0, 1, 0, 0);
	assert_int_equal(decisions(f, first), 0);
	DO(f, trait_list, "{'person': '%s'}", first);
	assert_int_equal(fixture_rows(f), 0);
	assert_int_equal(CALL(f, identity_read, "{'person': '%s'}", first), ERR_NOTFOUND);
	DO(f, person_read, "{'person': '%s'}", first);
	assert_string_equal(fixture_get(f, "status"), "signal");
	is_sound(f);
	/* and it may come again */
	is(f, bring(f, "persons", false, text(f, "[" ROW("2", "P-1", SIGNAL ", null," PRESUMED) "]")), 0, 1, 0, 0);
	assert_int_equal(decisions(f, first), 1);
	is_sound(f);
}

static void what_was_added_by_hand_outlives_the_next_list(void **state) {
	struct fixture *f = *state;
	as_recorder(f, BUREAU);
	bring(f, "persons", false, three(f));
	const char *first = known(f, 0);
	DO(f, identity_record, "{'person': '%s', 'safe': 'Ask for Ruta'}", first);
	bring(f, "persons", false, text(f, "["
		ROW("2", "P-1",
			SIGNAL ", ['identity_record', {'given': 'Olena', 'family': 'Koval'}]," PRESUMED ", "
			"null," CITIZEN("ua")) "]"));
	assert_string_equal(family(f, first), "Koval");
	assert_string_equal(fixture_get(f, "safe"), "Ask for Ruta");
	assert_null(fixture_get(f, "document")); /* the list does not say it any more */
	assert_null(fixture_get(f, "birth"));
}

static void a_corrected_birth_corrects_the_age_at_the_decision(void **state) {
	struct fixture *f = *state;
	struct row_decision_age age;
	as_recorder(f, BUREAU);
	bring(f, "persons", false, text(f, "[" ROW("2", "P-2",
		SIGNAL "," NAMED("B", "FK 100002") "," DECIDED("identified")) "]"));
	assert_int_equal(q_decision_age(&f->cx, extent(f).rows.decisions, &age), 0);
	assert_int_equal(age.age, AGE_25_39);
	bring(f, "persons", false, text(f, "[" ROW("2", "P-2", SIGNAL ", ['identity_record', {'birth': '2010-05-04'}],"
		DECIDED("identified")) "]"));
	assert_int_equal(extent(f).rows.decisions, 2);
	assert_int_equal(q_decision_age(&f->cx, 2, &age), 0);
	assert_int_equal(age.age, AGE_12_17);
	assert_int_equal(decisions(f, known(f, 0)), 1);
}

static void a_bad_row_is_named_and_the_good_ones_go_in(void **state) {
	struct fixture *f = *state;
	as_recorder(f, BUREAU);
	const char *import = bring(f, "persons", false, text(f, "["
		ROW("2", "P-1", SIGNAL "," NAMED("Kovalenko", "FK 100001")) ","
		ROW("3", "P-2", SIGNAL ", null, ['presumption_record', {'form': ['nonsense'], 'happened': '2026-01-20'}]") ","
		ROW("4", "P-3", SIGNAL ", null, ['decision_record', {'outcome': 'identified', 'form': ['begging'], "
			"'decided_on': '2031-01-01'}]") ","
		ROW("5", "P-4", SIGNAL ", ['identity_record', {'given': 'Оlena'}]") ","
		ROW("6", "P-5",
			SIGNAL ", ['trait_record', {'trait': 'citizenship', 'trait_value': 'atlantis', 'happened': '2026-01-10'}]") ","
		ROW("7", "P-6", SIGNAL ", ['identity_record', {'given': 'Olena', 'Kovalenko': 'x'}]")
		"]"));
	is(f, import, 1, 0, 0, 5);
	assert_int_equal(fixture_rows(f), 5);
	static const char *const columns[] = {"form", "decided_on", "given", "trait_value"};
	for (size_t i = 0; i < 4; i++) {
		assert_string_equal(fixture_row(f, i, "column"), columns[i]);
		assert_int_equal(json_integer_value(json_object_get(json_array_get(json_object_get(f->answer, "rows"), i),
			"row")), 3 + i);
	}
	assert_string_equal(fixture_row(f, 1, "rule"), "That day has not come yet.");
	char *all = json_dumps(f->answer, 0);
	assert_null(strstr(all, "nonsense"));
	assert_null(strstr(all, "atlantis"));
	assert_null(strstr(all, "Kovalenko")); /* nor what a row calls a field */
	free(all);
	assert_int_equal(extent(f).rows.persons, 1); /* a bad row leaves nothing */
	is_sound(f);
}

static void whole_writes_nothing_when_one_row_is_wrong(void **state) {
	struct fixture *f = *state;
	as_recorder(f, BUREAU);
	struct extent before = extent(f);
	const char *import = bring(f, "persons", true, text(f, "[" ROW("2", "P-1", SIGNAL "," PRESUMED) ","
		ROW("3", "P-2",
			SIGNAL ", null, ['presumption_record', {'form': ['nonsense'], 'happened': '2026-01-20'}]") "]"));
	assert_string_equal(state_of(f, import), "refused");
	is(f, import, 0, 0, 0, 1);
	struct extent after = extent(f);
	assert_memory_equal(&before.rows, &after.rows, sizeof before.rows);
	import = bring(f, "persons", true, three(f));
	assert_string_equal(state_of(f, import), "done");
	is(f, import, 3, 0, 0, 0);
	is_sound(f);
}

static const char *many(struct fixture *f, int from, int to, int step) {
	struct buf b = buf_new(f->cx.arena, 1 << 20);
	buf_char(&b, '[');
	for (int i = from; i != to; i += step)
		buf_printf(&b, "%s" ROW("%d", "N-%d", SIGNAL "," NAMED("K", "XY 3%05d") "," PRESUMED), b.n > 1 ? "," : "",
			2 + abs(i), i, i, i);
	buf_char(&b, ']');
	return text(f, "%s", b.at);
}

static void a_crash_between_slices_loses_and_doubles_nothing(void **state) {
	struct fixture *f = *state;
	as_recorder(f, BUREAU);
	for (int whole = 0; whole < 2; whole++) {
		const char *import = begin(f, "persons", whole, 200);
		assert_int_equal(add(f, import, many(f, whole * 1000, whole * 1000 + 200, 1)), 0);
		DO(f, import_run, "{'import': '%s'}", import);
		int slices = 0;
		for (bool left = true; left; slices++)
			left = slice(f, 2, slices % 3 == 1);
		assert_true(slices > 5);
		assert_string_equal(state_of(f, import), "done");
		is(f, import, 200, 0, 0, 0);
		assert_int_equal(extent(f).rows.persons, 200 * (whole + 1));
		assert_int_equal(extent(f).rows.decisions, 200 * (whole + 1));
	}
	is_sound(f);
}

static void the_order_of_rows_changes_nothing(void **state) {
	struct fixture *f = *state;
	as_recorder(f, BUREAU);
	bring(f, "persons", false, many(f, 0, 60, 1));
	/* but for the line, which is no part of a row */
	is(f, bring(f, "persons", false, many(f, 59, -1, -1)), 0, 0, 60, 0);
}

#define HELP(line, number, person, day) "{'line': " line ", 'number': '" number "', 'about': '" person "', 'calls': " \
	"[['service_record', {'need': 'legal', 'happened': '" day "'}]]}"

static void help_may_come_before_the_person_it_was_given_to(void **state) {
	struct fixture *f = *state;
	for (enum whose org = SILAS; org <= VILTIS; org++) { /* two organisations, two orders, the same in the end */
		const char *help = text(f, "[" HELP("2", "S-1", "P-1", "2026-02-01") "," HELP("3", "S-2", "P-1",
			"2026-02-02") ","
			HELP("4", "S-3", "P-2", "2026-02-03") "]");
		const char *persons = text(f, "[" ROW("2", "P-1", SIGNAL "," NAMED("K", "-x1234-") "," PRESUMED) ","
			ROW("3", "P-2", SIGNAL) "]");
		as_recorder(f, org);
		struct extent before = extent(f);
		if (org == SILAS) {
			is(f, bring(f, "services", false, help), 3, 0, 0, 0);
			assert_int_equal(extent(f).rows.persons, 2);
			DO(f, person_list, "{}");
			assert_int_equal(fixture_rows(f), 0); /* nothing is known of them yet */
			is_sound(f);
		}
		is(f, bring(f, "persons", false, persons), 2, 0, 0, 0);
		if (org == VILTIS)
			is(f, bring(f, "services", false, help), 3, 0, 0, 0);
		assert_int_equal(extent(f).rows.persons - before.rows.persons, 2);
		assert_int_equal(extent(f).rows.services - before.rows.services, 3);
		const char *first = known(f, 0);
		DO(f, person_timeline, "{'person': '%s'}", first);
		assert_int_equal(fixture_rows(f), 5);
	}
	is_sound(f);
}

static void help_that_was_another_persons_moves(void **state) {
	struct fixture *f = *state;
	as_recorder(f, SILAS);
	bring(f, "persons", false, text(f, "[" ROW("2", "P-1", SIGNAL) "," ROW("3", "P-2", SIGNAL) "]"));
	bring(f, "services", false, text(f, "[" HELP("2", "S-1", "P-1", "2026-02-01") "]"));
	const char *one = known(f, 0), *two = known(f, 1);
	DO(f, person_timeline, "{'person': '%s'}", one);
	assert_int_equal(fixture_rows(f), 2);
	is(f, bring(f, "services", false, text(f, "[" HELP("2", "S-1", "P-2", "2026-02-01") "]")), 0, 1, 0, 0);
	DO(f, person_timeline, "{'person': '%s'}", one);
	assert_int_equal(fixture_rows(f), 1);
	DO(f, person_timeline, "{'person': '%s'}", two);
	assert_int_equal(fixture_rows(f), 2);
}

#define PAIR(line, one, two, like) "{'line': " line ", 'about': '" one "', 'other': '" two "', 'calls': " \
	"[['link_record', {'like': '" like "', 'why_same': 'listed'}]]}"

static size_t same(struct fixture *f) {
	struct rows rows;
	struct row_dump_same_person each;
	size_t n = 0;
	assert_int_equal(q_dump_same_person(&f->cx, &rows), 0);
	while (q_dump_same_person_next(&rows, &each))
		n++;
	assert_int_equal(rows_end(&rows), 0);
	return n;
}

static void a_list_says_who_is_one_person_and_takes_it_back(void **state) {
	struct fixture *f = *state;
	as_recorder(f, SILAS);
	is(f, bring(f, "links", false, text(f, "[" PAIR("2", "P-1", "P-2", "same") "," PAIR("3", "P-2", "P-1",
		"same") "]")), 2, 0, 0, 0);
	assert_int_equal(same(f), 2);
	bring(f, "persons", false, text(f, "[" ROW("2", "P-2", SIGNAL) "," ROW("3", "P-1", SIGNAL) "," ROW("4", "P-3",
		SIGNAL) "]"));
	assert_int_equal(same(f), 2);
	is(f, bring(f, "links", false, text(f, "[" PAIR("2", "P-1", "P-2", "same") "]")), 0, 0, 1, 0);
	is(f, bring(f, "links", false, text(f, "[" PAIR("2", "P-1", "P-2", "different") "]")), 0, 1, 0, 0);
	assert_int_equal(same(f), 0);
	is(f, bring(f, "links", false, text(f, "[" PAIR("2", "P-1", "P-2", "same") "," PAIR("3", "P-2", "P-3",
		"same") "]")), 1, 1, 0, 0);
	assert_int_equal(same(f), 3);
	is(f, bring(f, "links", false, text(f, "[" PAIR("2", "P-1", "P-1", "same") "]")), 0, 0, 0, 1);
	is_sound(f);
}

static void equal_documents_of_two_organisations_are_one_person_until_one_is_corrected(void **state) {
	struct fixture *f = *state;
	as_recorder(f, SILAS);
	bring(f, "persons", false, text(f, "[" ROW("2", "A-1", SIGNAL "," NAMED("Kovalenko", "FK 100001")) "]"));
	as_recorder(f, BUREAU);
	bring(f, "persons", false, text(f, "[" ROW("2", "1/2026", SIGNAL "," NAMED("Коваленко", "fk100001")) "]"));
	assert_int_equal(same(f), 2);
	bring(f, "persons", false, text(f, "[" ROW("2", "1/2026", SIGNAL "," NAMED("Коваленко", "FK 100009")) "]"));
	assert_int_equal(same(f), 0);
	bring(f, "persons", false, text(f, "[" ROW("2", "1/2026", SIGNAL "," NAMED("Коваленко", "FK 100001")) "]"));
	assert_int_equal(same(f), 2);
	bring(f, "persons", false, text(f, "[" ROW("2", "1/2026", SIGNAL) "]"));
	assert_int_equal(same(f), 0);
	is_sound(f);
}

static void only_bodies_that_decide_bring_decisions(void **state) {
	struct fixture *f = *state;
	as_recorder(f, SILAS);
	const char *import = bring(f, "persons", false, three(f));
	is(f, import, 1, 0, 0, 2);
	assert_string_equal(fixture_row(f, 0, "column"), "outcome");
	f->cx.actor.roles = 1U << ROLE_OFFICER; /* as if a role without it could begin one */
	is(f, bring(f, "services", false, text(f, "[" HELP("2", "S-1", "P-1", "2026-02-01") "]")), 0, 0, 0, 1);
	assert_string_equal(fixture_row(f, 0, "rule"), err_kinds[ERR_DENIED].say);
}

static void who_said_never_is_not_written_about(void **state) {
	struct fixture *f = *state;
	as_recorder(f, POLICE);
	bring(f, "persons", false, text(f, "[" ROW("2", "P-1", SIGNAL) "]"));
	DO(f, block_record, "{'person': '%s', 'unit': 'rokiskis'}", known(f, 0));
	const char *import = bring(f, "services", false, text(f, "[" HELP("2", "S-1", "P-1", "2026-02-01") "]"));
	is(f, import, 0, 0, 0, 1);
	assert_string_equal(fixture_row(f, 0, "rule"), err_kinds[ERR_NOTFOUND].say);
}

static void a_row_without_a_number_is_known_by_what_it_says(void **state) {
	struct fixture *f = *state;
	as_recorder(f, SILAS);
	const char *rows = text(f, "[{'line': 2, 'calls': [" SIGNAL "," NAMED("K", "AB 123456") "]}, {'line': 3, 'calls': ["
		SIGNAL "," NAMED("L", "AB 123457") "]}]");
	is(f, bring(f, "persons", false, rows), 2, 0, 0, 0);
	is(f, bring(f, "persons", false, rows), 0, 0, 2, 0);
}

static void what_is_no_row_of_the_kind_is_a_bad_row(void **state) {
	struct fixture *f = *state;
	static const char *const wrong[] = {"{'line': 2}", "{'line': 0, 'calls': [" SIGNAL "]}",
		"{'line': 2, 'calls': []}", "{'line': 2, 'calls': [null]}", "{'line': 2, 'calls': [['user_create', {}]]}",
		"{'line': 2, 'calls': [" PRESUMED "]}", "{'line': 2, 'calls': [" SIGNAL "," SIGNAL "]}",
		"{'line': 2, 'more': 1, 'calls': [" SIGNAL "]}", "{'line': 2, 'number': '', 'calls': [" SIGNAL "]}",
		"{'line': 2, 'number': 7, 'calls': [" SIGNAL "]}",
		"{'line': 2, 'calls': [['signal_record', {}, {}]]}", "{'line': 2, 'line': 3, 'calls': [" SIGNAL "]}"};
	as_recorder(f, SILAS);
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		const char *import = begin(f, "persons", false, 1);
		assert_int_equal(add(f, import, text(f, "[%s]", wrong[i])), 0);
		DO(f, import_run, "{'import': '%s'}", import);
		while (slice(f, EVERYTHING, false))
			continue;
		is(f, import, 0, 0, 0, 1);
		assert_string_equal(fixture_row(f, 0, "rule"), "This is no row of a list of this kind.");
	}
	is(f, bring(f, "links", false, text(f, "[" ROW("2", "P-1", SIGNAL) "]")), 0, 0, 0, 1);
	assert_int_equal(extent(f).rows.persons, 0);
}

static void refuses_what_is_no_list(void **state) {
	struct fixture *f = *state;
	as_recorder(f, SILAS);
	const char *persons = begin(f, "persons", false, 2);
	static const char *const no_list[] = {"{}", "[]", "[1]", "7", "[{'line': 2}", "[{'line': 2},]", "[{'line': 2}]]",
		"[{]}", "[{'line': 2, 'calls': [}]}]"};
	for (size_t i = 0; i < sizeof no_list / sizeof *no_list; i++)
		assert_int_equal(add(f, persons, text(f, "%s", no_list[i])), ERR_INVALID);
	assert_int_equal(add(f, persons, three(f)), ERR_INVALID); /* more than announced */
	assert_int_equal(CALL(f, import_run, "{'import': '%s'}", persons), ERR_CONFLICT); /* not all have come */
	as_recorder(f, VILTIS);
	assert_int_equal(CALL(f, import_read, "{'import': '%s'}", persons), ERR_NOTFOUND);
	assert_int_equal(CALL(f, import_cancel, "{'import': '%s'}", persons), ERR_NOTFOUND);
	assert_int_equal(CALL(f, import_begin, "{'kind': 'spells', 'file_hash': '%064d', 'rows_n': 1, 'whole': false}", 1),
		ERR_INVALID);
	assert_int_equal(CALL(f, import_begin, "{'kind': 'links', 'file_hash': '%064d', 'rows_n': 9000000, 'whole': false}",
		1), ERR_LIMIT);
}

static void a_stopped_import_leaves_no_rows_behind(void **state) {
	struct fixture *f = *state;
	as_recorder(f, SILAS);
	const char *import = begin(f, "persons", false, 100);
	assert_int_equal(add(f, import, many(f, 0, 100, 1)), 0);
	DO(f, import_run, "{'import': '%s'}", import);
	slice(f, 1, false);
	DO(f, import_cancel, "{'import': '%s'}", import);
	while (slice(f, EVERYTHING, false))
		continue;
	assert_string_equal(state_of(f, import), "cancelled");
	assert_int_equal(sum(f, import, "added_n"), 25);
	assert_int_equal(extent(f).rows.persons, 25);
	struct rows rows;
	struct row_import_part_left part;
	assert_int_equal(q_import_part_left(&f->cx, &rows), 0);
	assert_false(q_import_part_left_next(&rows, &part));
	assert_int_equal(rows_end(&rows), 0);
	assert_int_equal(CALL(f, import_run, "{'import': '%s'}", import), ERR_CONFLICT);
	assert_int_equal(CALL(f, import_cancel, "{'import': '%s'}", import), ERR_CONFLICT);
}

static void rows_nobody_starts_are_gone_after_a_week(void **state) {
	struct fixture *f = *state;
	as_recorder(f, SILAS);
	const char *import = begin(f, "persons", false, 50);
	assert_int_equal(add(f, import, many(f, 0, 50, 1)), 0);
	f->cx.now += 6 * 24 * HOUR;
	while (slice(f, EVERYTHING, false))
		continue;
	assert_string_equal(state_of(f, import), "open");
	f->cx.now += 2 * 24 * HOUR;
	while (slice(f, EVERYTHING, false))
		continue;
	assert_string_equal(state_of(f, import), "cancelled");
	struct row_import_part_at part;
	struct row_import_next next;
	assert_int_equal(q_import_next(&f->cx, &next), 0);
	assert_int_equal(q_import_part_at(&f->cx, next.id - 1, 0, &part), ERR_NOTFOUND);
}

static bool file_has(const char *path, const char *what) {
	FILE *file = fopen(path, "rb");
	static char bytes[16 << 20];
	size_t n = file == NULL ? 0 : fread(bytes, 1, sizeof bytes, file);
	if (file != NULL)
		fclose(file);
	return memmem(bytes, n, what, strlen(what)) != NULL;
}

static void no_word_of_a_row_stands_in_clear_while_it_waits_or_after(void **state) {
	struct fixture *f = *state;
	static const char *const words[] = {"Kovalenko", "FK 100001", "P-1-secret", "signal_record"};
	as_recorder(f, SILAS);
	const char *import = begin(f, "persons", false, 1);
	assert_int_equal(add(f, import, text(f, "[" ROW("2", "P-1-secret", SIGNAL "," NAMED("Kovalenko",
		"FK 100001")) "]")), 0);
	for (int round = 0; round < 2; round++) {
		for (size_t i = 0; i < 4; i++) { /* the operation's own name stands in the log, as import_run */
			const char *store = arena_printf(f->cx.arena, "%s/store", f->dir), *wal = arena_printf(f->cx.arena,
				"%s-wal", store);
			assert_false(file_has(store, words[i]));
			assert_false(file_has(wal, words[i]));
		}
		DO(f, import_run, "{'import': '%s'}", import);
		while (slice(f, EVERYTHING, false))
			continue;
		import = begin(f, "persons", false, 0);
	}
}

int main(void) {
	const struct CMUnitTest tests[] = {
		TEST(the_same_list_twice_adds_nothing),
		TEST(a_slice_is_one_act_and_one_entry_of_the_log),
		TEST(a_changed_row_corrects_call_by_call),
		TEST(a_call_that_is_gone_takes_its_fact_back),
		TEST(what_was_added_by_hand_outlives_the_next_list),
		TEST(a_corrected_birth_corrects_the_age_at_the_decision),
		TEST(a_bad_row_is_named_and_the_good_ones_go_in),
		TEST(whole_writes_nothing_when_one_row_is_wrong),
		TEST(a_crash_between_slices_loses_and_doubles_nothing),
		TEST(the_order_of_rows_changes_nothing),
		TEST(help_may_come_before_the_person_it_was_given_to),
		TEST(help_that_was_another_persons_moves),
		TEST(a_list_says_who_is_one_person_and_takes_it_back),
		TEST(equal_documents_of_two_organisations_are_one_person_until_one_is_corrected),
		TEST(only_bodies_that_decide_bring_decisions),
		TEST(who_said_never_is_not_written_about),
		TEST(a_row_without_a_number_is_known_by_what_it_says),
		TEST(what_is_no_row_of_the_kind_is_a_bad_row),
		TEST(refuses_what_is_no_list),
		TEST(a_stopped_import_leaves_no_rows_behind),
		TEST(rows_nobody_starts_are_gone_after_a_week),
		TEST(no_word_of_a_row_stands_in_clear_while_it_waits_or_after),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
