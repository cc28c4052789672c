/* Times that run for a person: begun, changed, told of once, met by what happens, taken back with a decision. */
#include "core/clock.h"
#include "core/job.h"
#include "core/projection.h"
#include "fixture.h"

static const char *sign(struct fixture *f) {
	fixture_as(f, RASA);
	const char *person = fixture_sign(f);
	fixture_as(f, ONA);
	return person;
}

static int start(struct fixture *f, const char *person, const char *clock, const char *day) {
	return CALL(f, clock_start, "{'person': '%s', 'clock': '%s', 'happened': '%s'}", person, clock, day);
}

static const char *started(struct fixture *f, const char *person, const char *clock, const char *day) {
	assert_int_equal(start(f, person, clock, day), 0);
	return fixture_get(f, "clock_id");
}

static int change(struct fixture *f, const char *person, const char *id, const char *what, const char *day, const char *more) {
	return CALL(f, clock_change, "{'person': '%s', 'clock_id': '%s', 'clock_change': '%s', 'happened': '%s'%s}", person, id,
		what, day, more);
}

/* Row i of the person's times: "reflection runs 2026-03-30 20". */
static const char *shown(struct fixture *f, const char *person, size_t i) {
	DO(f, clock_list, "{'person': '%s'}", person);
	if (i >= fixture_rows(f))
		return "none";
	const json_t *row = json_array_get(json_object_get(f->answer, "rows"), i);
	return arena_printf(f->cx.arena, "%s %s %s %lld", fixture_row(f, i, "clock"), fixture_row(f, i, "clock_state"),
		fixture_row(f, i, "ends"), (long long)json_integer_value(json_object_get(row, "days_left")));
}

/* As the keeper's timer does it. */
static int64_t run(struct fixture *f) {
	struct cx *cx = &f->cx;
	struct actor was = cx->actor;
	struct row_act_begin act;
	int64_t ran = -1;
	cx->actor = (struct actor){0};
	assert_int_equal(db_begin(cx), 0);
	assert_int_equal(q_act_begin(cx, cx->now, 0, "job", (struct blob){0}, (struct blob){0}, &act), 0);
	cx->act = act.n;
	assert_int_equal(job_run_due(cx, &ran), 0);
	cx->act = 0;
	assert_int_equal(audit_seal(cx), 0);
	assert_int_equal(db_commit(cx), 0);
	cx->actor = was;
	return ran;
}

static void at(struct fixture *f, const char *text) {
	int32_t day = 0;
	assert_true(day_parse(text, &day));
	f->cx.now = day_start(day) + 8 * HOUR;
}

/* Open tasks of a kind, for whoever acts. */
static int tasks(struct fixture *f, const char *kind) {
	int n = 0;
	DO(f, task_list, "{}");
	for (size_t i = 0; i < fixture_rows(f); i++)
		n += strcmp(fixture_row(f, i, "task_kind"), kind) == 0 &&
			!json_is_true(json_object_get(json_array_get(json_object_get(f->answer, "rows"), i), "done"));
	return n;
}

static const char *refer(struct fixture *f, const char *person, const char *org, const char *purpose, enum who who) {
	fixture_as(f, PETRAS); /* not the one who recorded the sign */
	DO(f, consent_record, "{'person': '%s', 'purpose': '%s', 'org': '%s', 'consent_state': 'given', 'language': 'uk', "
		"'read_aloud': true}", person, purpose, org);
	DO(f, referral_send, "{'person': '%s', 'org': '%s', 'purpose': '%s', 'need': ['shelter']}", person, org, purpose);
	const char *referral = fixture_get(f, "referral");
	fixture_as(f, who);
	DO(f, referral_accept, "{'referral': '%s'}", referral);
	return referral;
}

static int decide(struct fixture *f, const char *person, const char *stage, const char *outcome, const char *supersedes) {
	return CALL(f, decision_record, "{'person': '%s', 'outcome': '%s', 'form': ['labour_forced'], 'decided_on': '%s', "
		"'stage': '%s'%s}", person, outcome, fixture_day(f, 0), stage,
		supersedes == NULL ? "" : arena_printf(f->cx.arena, ", 'supersedes': '%s'", supersedes));
}

static void thirty_days_begin_with_the_first(void **state) {
	struct fixture *f = *state;
	const char *person = sign(f);
	started(f, person, "reflection", "2026-03-01");
	assert_string_equal(fixture_get(f, "ends"), "2026-03-30");
	assert_string_equal(shown(f, person, 0), "reflection runs 2026-03-30 20");
	const json_t *stops = json_object_get(json_array_get(json_object_get(f->answer, "rows"), 0), "stops");
	assert_int_equal(json_array_size(stops), 2);
	assert_string_equal(fixture_row(f, 0, "org_name"), fixture_orgs[SILAS].name);
	DO(f, person_read, "{'person': '%s'}", person);
	assert_string_equal(fixture_get(f, "started"), "2026-03-01");
	assert_string_equal(fixture_get(f, "ends"), "2026-03-30");
	bool stopped = false;
	struct row_on_person on;
	struct ref ref;
	assert_true(ref_parse(person, &ref));
	assert_int_equal(q_on_person(&f->cx, ref_blob(&ref), &on), 0);
	assert_int_equal(clock_stops(&f->cx, on.id, STOPS_REMOVAL, &stopped), 0);
	assert_true(stopped);
	at(f, "2026-03-31"); /* over without anything happening */
	assert_string_equal(shown(f, person, 0), "reflection over 2026-03-30 -1");
	assert_null(json_object_get(json_array_get(json_object_get(f->answer, "rows"), 0), "stops"));
	assert_int_equal(clock_stops(&f->cx, on.id, STOPS_REMOVAL, &stopped), 0);
	assert_false(stopped);
}

static void counts_leap_days_and_refuses_days_that_are_none(void **state) {
	struct fixture *f = *state;
	const char *person = sign(f);
	started(f, person, "reflection", "2024-02-01");
	assert_string_equal(fixture_get(f, "ends"), "2024-03-01");
	assert_int_equal(start(f, person, "reflection", "2025-02-29"), ERR_INVALID);
	assert_int_equal(start(f, person, "reflection", fixture_day(f, 1)), ERR_INVALID);
	assert_string_equal(f->cx.err.field, "happened");
	assert_int_equal(start(f, person, "reflection", "2010-12-31"), ERR_INVALID); /* before the law */
	assert_int_equal(start(f, person, "spring", "2026-01-01"), ERR_INVALID);
	assert_int_equal(start(f, person, "decision", "2026-01-01"), ERR_INVALID); /* it begins by itself */
	assert_string_equal(f->cx.err.field, "clock");
}

static void does_not_run_twice_at_once(void **state) {
	struct fixture *f = *state;
	const char *person = sign(f);
	started(f, person, "reflection", "2026-01-01");
	assert_int_equal(start(f, person, "reflection", "2026-01-30"), ERR_CONFLICT);
	assert_int_equal(start(f, person, "reflection", "2025-12-03"), ERR_CONFLICT);
	started(f, person, "reflection", "2026-01-31");
	started(f, person, "residence", "2026-01-31"); /* another one beside it */
	assert_int_equal(start(f, sign(f), "reflection", "2026-01-15"), 0);
}

static void is_made_longer_once_and_ended_for_a_reason(void **state) {
	struct fixture *f = *state;
	const char *person = sign(f), *id = started(f, person, "reflection", "2026-03-01");
	assert_int_equal(change(f, person, id, "extend", "2026-03-10", ""), ERR_INVALID);
	assert_string_equal(f->cx.err.field, "clock_why");
	assert_int_equal(change(f, person, id, "extend", "2026-03-10", ", 'clock_why': 'health', 'ends': '2026-04-30'"), ERR_INVALID);
	assert_string_equal(f->cx.err.value, "2026-04-29");
	assert_int_equal(change(f, person, id, "extend", "2026-03-10", ", 'clock_why': 'health', 'ends': '2026-03-30'"), ERR_INVALID);
	assert_int_equal(change(f, person, id, "extend", "2026-02-20", ", 'clock_why': 'health'"), ERR_INVALID); /* before it began */
	assert_int_equal(change(f, person, id, "pause", "2026-03-10", ", 'clock_why': 'health'"), ERR_INVALID);
	assert_int_equal(change(f, person, id, "resume", "2026-03-10", ""), ERR_CONFLICT);
	assert_int_equal(change(f, person, id, "met", "2026-03-10", ""), ERR_INVALID);
	fixture_as(f, VIDA); /* neither began it nor decides */
	assert_int_equal(change(f, person, id, "extend", "2026-03-10", ", 'clock_why': 'health'"), ERR_DENIED);
	fixture_as(f, ONA);
	assert_int_equal(change(f, person, id, "extend", "2026-03-10", ", 'clock_why': 'health'"), 0);
	assert_string_equal(fixture_get(f, "ends"), "2026-04-29");
	assert_string_equal(shown(f, person, 0), "reflection runs 2026-04-29 50");
	assert_int_equal(change(f, person, id, "extend", "2026-03-10", ", 'clock_why': 'health'"), ERR_CONFLICT);
	DO(f, person_read, "{'person': '%s'}", person);
	assert_string_equal(fixture_get(f, "ends"), "2026-04-29");
	assert_int_equal(change(f, person, id, "end", "2026-03-10", ", 'clock_why': 'public_order'"), ERR_DENIED);
	assert_int_equal(change(f, person, id, "end", "2026-03-10", ", 'clock_why': 'asked'"), 0);
	assert_string_equal(shown(f, person, 0), "reflection ended 2026-03-10 0");
	assert_int_equal(change(f, person, id, "end", "2026-03-10", ", 'clock_why': 'asked'"), ERR_CONFLICT);
	assert_int_equal(change(f, person, "00000000000000000000000000000000", "end", "2026-03-10", ""), ERR_NOTFOUND);
	assert_int_equal(start(f, person, "reflection", "2026-03-09"), ERR_CONFLICT);
	assert_int_equal(start(f, person, "reflection", "2026-03-10"), 0); /* ended by mistake, begun again the same day */
}

static void against_her_wish_only_who_decides_ends_it(void **state) {
	struct fixture *f = *state;
	const char *person = sign(f), *id = started(f, person, "reflection", "2026-03-01");
	refer(f, person, "kpb", "decision", JONAS);
	assert_int_equal(change(f, person, id, "end", "2026-03-10", ", 'clock_why': 'contact'"), 0);
	assert_string_equal(shown(f, person, 1), "reflection ended 2026-03-10 0"); /* what runs stands before it */
}

static void warns_once_and_tells_once_that_it_is_over(void **state) {
	struct fixture *f = *state;
	const char *person = sign(f);
	refer(f, person, "silas", "support", ONA);
	fixture_as(f, RASA);
	started(f, person, "reflection", "2026-03-01");
	fixture_as(f, ONA);
	run(f);
	assert_int_equal(tasks(f, "reflection"), 0); /* 2026-03-10: too early */
	at(f, "2026-03-24");
	run(f);
	assert_int_equal(tasks(f, "reflection"), 0);
	at(f, "2026-03-25");
	run(f);
	assert_int_equal(tasks(f, "reflection"), 1); /* who helps is told */
	fixture_as(f, JONAS);
	assert_int_equal(tasks(f, "reflection"), 0); /* others are not */
	fixture_as(f, RASA);
	assert_int_equal(tasks(f, "reflection"), 1); /* and who began it */
	run(f);
	assert_int_equal(tasks(f, "reflection"), 1);
	at(f, "2026-03-31");
	run(f);
	assert_int_equal(tasks(f, "reflection"), 1); /* the warning is closed, and it is told that it is over */
	at(f, "2026-06-01");
	run(f);
	assert_int_equal(tasks(f, "reflection"), 1);
}

static void a_last_day_that_moved_warns_at_its_new_place_alone(void **state) {
	struct fixture *f = *state;
	const char *person = sign(f);
	fixture_as(f, RASA);
	const char *id = started(f, person, "reflection", "2026-03-01");
	assert_int_equal(change(f, person, id, "extend", "2026-03-10", ", 'clock_why': 'asked', 'ends': '2026-04-10'"), 0);
	at(f, "2026-03-25");
	run(f);
	at(f, "2026-03-31");
	run(f);
	assert_int_equal(tasks(f, "reflection"), 0); /* the days of before tell nobody */
	at(f, "2026-04-05");
	run(f);
	assert_int_equal(tasks(f, "reflection"), 1);
	assert_int_equal(change(f, person, id, "end", "2026-04-05", ", 'clock_why': 'asked'"), 0);
	assert_int_equal(tasks(f, "reflection"), 0); /* nothing left to be reminded of */
	at(f, "2026-04-11");
	run(f);
	assert_int_equal(tasks(f, "reflection"), 0);
}

static void three_days_without_a_keeper_are_caught_up_once(void **state) {
	struct fixture *f = *state;
	const char *people[40];
	for (int i = 0; i < 40; i++) { /* each has its warning or its end in the three days */
		people[i] = sign(f);
		fixture_as(f, RASA);
		started(f, people[i], "reflection", i % 2 == 0 ? "2026-02-22" : "2026-02-17");
	}
	at(f, "2026-03-17");
	run(f);
	assert_int_equal(tasks(f, "reflection"), 20);
	at(f, "2026-03-22"); /* nobody ran anything from the 17th to the 22nd */
	assert_int_equal(run(f), 40);
	assert_int_equal(tasks(f, "reflection"), 40);
	assert_int_equal(run(f), 0);
	assert_int_equal(tasks(f, "reflection"), 40);
	for (int i = 0; i < 40; i++) {
		DO(f, task_list, "{'person': '%s'}", people[i]);
		assert_int_equal(fixture_rows(f), 1);
	}
}

static void a_deadline_begins_and_is_met_by_itself(void **state) {
	struct fixture *f = *state;
	const char *person = sign(f);
	refer(f, person, "kpb", "decision", JONAS); /* Tuesday, 10 March */
	assert_string_equal(shown(f, person, 0), "decision runs 2026-03-20 10");
	DO(f, clock_list, "{'person': '%s'}", person);
	const char *id = fixture_row(f, 0, "clock_id");
	assert_int_equal(change(f, person, id, "pause", "2026-03-10", ", 'clock_why': 'asked'"), ERR_INVALID);
	assert_int_equal(change(f, person, id, "pause", "2026-03-10", ", 'clock_why': 'unreached'"), 0);
	assert_string_equal(shown(f, person, 0), "decision paused 2026-03-20 10");
	at(f, "2026-03-16");
	assert_int_equal(change(f, person, id, "pause", "2026-03-16", ", 'clock_why': 'unreached'"), ERR_CONFLICT);
	assert_int_equal(change(f, person, id, "resume", "2026-03-16", ""), 0);
	assert_string_equal(shown(f, person, 0), "decision runs 2026-03-25 9");
	at(f, "2026-03-22");
	run(f);
	assert_int_equal(tasks(f, "clock"), 1);
	assert_int_equal(decide(f, person, "formal", "identified", NULL), 0);
	assert_string_equal(shown(f, person, 0), "decision met 2026-03-25 3");
	assert_int_equal(tasks(f, "clock"), 0);
	at(f, "2026-04-01");
	run(f);
	assert_int_equal(tasks(f, "clock"), 0);
}

static void a_decision_taken_back_leaves_the_time_running(void **state) {
	struct fixture *f = *state;
	const char *person = sign(f);
	refer(f, person, "kpb", "decision", JONAS);
	assert_int_equal(decide(f, person, "formal", "identified", NULL), 0);
	assert_string_equal(shown(f, person, 0), "decision met 2026-03-20 10");
	DO(f, decision_list, "{'person': '%s'}", person);
	DO(f, decision_void, "{'person': '%s', 'decision': '%s'}", person, fixture_row(f, 0, "decision"));
	assert_string_equal(shown(f, person, 0), "decision runs 2026-03-20 10");
	at(f, "2026-03-21");
	run(f);
	assert_int_equal(tasks(f, "clock"), 1); /* it is past, and nobody decided */
}

static void a_deadline_ends_with_the_referral_that_asked(void **state) {
	struct fixture *f = *state;
	const char *person = sign(f), *other = sign(f), *third = sign(f);
	const char *referral = refer(f, person, "kpb", "decision", JONAS);
	DO(f, referral_return, "{'referral': '%s', 'decline': 'other'}", referral);
	assert_string_equal(shown(f, person, 0), "decision ended 2026-03-10 0");
	referral = refer(f, person, "kpb", "decision", JONAS); /* asked again the same day: it runs again */
	assert_string_equal(shown(f, person, 0), "decision runs 2026-03-20 10");
	fixture_as(f, PETRAS);
	DO(f, referral_withdraw, "{'referral': '%s'}", referral);
	assert_string_equal(shown(f, person, 0), "decision ended 2026-03-10 0");
	refer(f, other, "kpb", "decision", JONAS);
	fixture_as(f, PETRAS);
	DO(f, consent_record, "{'person': '%s', 'purpose': 'decision', 'org': 'kpb', 'consent_state': 'withdrawn', 'language': 'uk', "
		"'read_aloud': true}", other);
	assert_string_equal(shown(f, other, 0), "decision ended 2026-03-10 0");
	referral = refer(f, third, "silas", "support", ONA); /* another thing that ends leaves it alone */
	refer(f, third, "kpb", "decision", JONAS);
	fixture_as(f, ONA);
	DO(f, referral_return, "{'referral': '%s', 'decline': 'other'}", referral);
	assert_string_equal(shown(f, third, 0), "decision runs 2026-03-20 10");
	at(f, "2026-03-30");
	run(f);
	fixture_as(f, JONAS);
	assert_int_equal(tasks(f, "clock"), 1); /* nothing is told of what is owed no more */
}

static void a_case_decided_and_asked_anew_has_a_time_of_its_own(void **state) {
	struct fixture *f = *state;
	const char *person = sign(f);
	refer(f, person, "kpb", "decision", JONAS);
	assert_int_equal(decide(f, person, "formal", "not_identified", NULL), 0);
	at(f, "2026-03-12");
	refer(f, person, "kpb", "decision", JONAS);
	assert_string_equal(shown(f, person, 0), "decision runs 2026-03-23 11"); /* the 22nd is a Sunday */
	assert_string_equal(shown(f, person, 1), "decision met 2026-03-20 10");
}

/* A second officer of the body that decides. */
static void as_colleague(struct fixture *f) {
	fixture_as(f, JONAS);
	f->cx.actor.user = f->actors[AUDITOR].user;
}

static void each_wish_has_a_time_of_its_own(void **state) {
	struct fixture *f = *state;
	const char *person = sign(f);
	fixture_as(f, JONAS);
	assert_int_equal(decide(f, person, "formal", "not_identified", NULL), 0);
	const char *one = fixture_get(f, "decision");
	assert_int_equal(decide(f, person, "formal", "not_identified", NULL), 0);
	const char *two = fixture_get(f, "decision");
	DO(f, review_ask, "{'person': '%s', 'decision': '%s', 'asked_by': 'self', 'words': 'New papers were found.'}", person, one);
	at(f, "2026-03-12");
	DO(f, review_ask, "{'person': '%s', 'decision': '%s', 'asked_by': 'self', 'words': 'New papers were found.'}", person, two);
	assert_string_equal(shown(f, person, 0), "review runs 2026-04-10 20");
	assert_string_equal(shown(f, person, 1), "review runs 2026-04-09 19");
	as_colleague(f);
	assert_int_equal(decide(f, person, "formal", "identified", two), 0);
	assert_string_equal(shown(f, person, 0), "review runs 2026-04-09 19"); /* the other is not answered */
	assert_string_equal(shown(f, person, 1), "review met 2026-04-10 20");
	assert_int_equal(decide(f, person, "formal", "identified", one), 0);
	assert_string_equal(shown(f, person, 0), "review met 2026-04-10 20");
	assert_string_equal(shown(f, person, 1), "review met 2026-04-09 19");
}

/* Told while it stood met, the same last day is told again once it runs again; a day that moved tells nothing twice. */
static void what_was_told_in_vain_is_told_again(void **state) {
	struct fixture *f = *state;
	const char *person = sign(f);
	refer(f, person, "kpb", "decision", JONAS);
	assert_int_equal(decide(f, person, "formal", "identified", NULL), 0);
	const char *decision = fixture_get(f, "decision");
	at(f, "2026-03-17");
	run(f); /* the warning's day: there is nothing to warn of */
	assert_int_equal(tasks(f, "clock"), 0);
	DO(f, decision_void, "{'person': '%s', 'decision': '%s'}", person, decision);
	run(f);
	assert_int_equal(tasks(f, "clock"), 1);
	run(f);
	assert_int_equal(tasks(f, "clock"), 1);
}

/* A change of law moves the last day of what runs, and only its jobs know the old one. */
static void a_law_that_moves_the_last_day_tells_once(void **state) {
	struct fixture *f = *state;
	struct profile *moved = NULL;
	struct row_on_person on;
	struct clock_row *rows = NULL;
	struct ref ref;
	const char *person = sign(f);
	refer(f, person, "kpb", "decision", JONAS);
	assert_int_equal(profile_load(&f->cx, "lt", &moved), 0);
	json_t *law = json_object_get((json_t *)profile_entry(moved, L_CLOCK, 3), "length");
	json_array_append_new(law, json_pack("{s:s,s:i}", "from", "2026-03-15", "days", 13)); /* the 23rd, warning on the 20th */
	f->cx.profile = moved;
	assert_true(ref_parse(person, &ref));
	assert_int_equal(q_on_person(&f->cx, ref_blob(&ref), &on), 0);
	assert_int_equal(clock_all(&f->cx, on.id, &rows), 0);
	assert_string_equal(day_text(f->cx.arena, rows->stand.ends), "2026-03-23");
	at(f, "2026-03-18"); /* the old warning */
	run(f);
	assert_int_equal(tasks(f, "clock"), 0);
	at(f, "2026-03-20");
	run(f);
	assert_int_equal(tasks(f, "clock"), 1);
	for (size_t i = 0; i < fixture_rows(f); i++)
		if (strcmp(fixture_row(f, i, "task_kind"), "clock") == 0)
			DO(f, task_done, "{'task': '%s'}", fixture_row(f, i, "task"));
	at(f, "2026-03-21"); /* the day after the old last one */
	run(f);
	assert_int_equal(tasks(f, "clock"), 0);
	at(f, "2026-03-24");
	run(f);
	assert_int_equal(tasks(f, "clock"), 1);
	profile_free(moved);
	f->cx.profile = f->profile;
}

/* A row of before there were kinds, where the first time now waits for a decision. */
static void a_period_of_before_ends_with_its_last_day(void **state) {
	struct fixture *f = *state;
	struct profile *uk = NULL;
	struct row_on_person on;
	struct row_act_begin act;
	struct row_clock_put row;
	struct ref ref, own = ref_new(&f->cx);
	int32_t first = 0;
	const char *person = sign(f);
	assert_int_equal(profile_load(&f->cx, "uk", &uk), 0);
	f->cx.profile = uk;
	assert_true(ref_parse(person, &ref) && day_parse("2026-01-01", &first));
	assert_int_equal(q_on_person(&f->cx, ref_blob(&ref), &on), 0);
	assert_int_equal(db_begin(&f->cx), 0);
	assert_int_equal(q_act_begin(&f->cx, f->cx.now, 0, "test", (struct blob){0}, (struct blob){0}, &act), 0);
	assert_int_equal(q_clock_put(&f->cx, on.id, f->cx.actor.org, first, PRECISION_DAY, act.n, CERTAINTY_REPORTED, 0, NONE,
		ref_blob(&own), first + 29, NONE, NONE, NONE, &row), 0);
	assert_int_equal(db_commit(&f->cx), 0);
	assert_string_equal(shown(f, person, 0), "reflection over 2026-01-30 -39");
	started(f, person, "reflection", "2026-02-01"); /* it takes nothing */
	assert_string_equal(shown(f, person, 0), "reflection runs 2026-03-02 0"); /* this one waits */
	profile_free(uk);
	f->cx.profile = f->profile;
}

/* The other country: what runs after reasonable grounds, and after the conclusive decision. */
static void the_british_times_follow_one_another(void **state) {
	struct fixture *f = *state;
	struct profile *uk = NULL;
	const char *person = sign(f);
	assert_int_equal(profile_load(&f->cx, "uk", &uk), 0);
	f->cx.profile = uk;
	f->actors[JONAS].org_kind = ORG_MINISTRY;
	at(f, "2026-04-01");
	refer(f, person, "kpb", "decision", JONAS);
	assert_string_equal(shown(f, person, 0), "reasonable runs 2026-04-10 5"); /* Good Friday and Easter Monday between */
	assert_int_equal(decide(f, person, "formal", "identified", NULL), ERR_CONFLICT); /* not before the first */
	assert_int_equal(decide(f, person, "reasonable", "suspended", NULL), ERR_INVALID);
	at(f, "2026-04-09");
	assert_int_equal(decide(f, person, "reasonable", "identified", NULL), 0);
	assert_string_equal(shown(f, person, 0), "conclusive runs 2026-05-08 29");
	assert_string_equal(shown(f, person, 1), "reflection runs 2026-05-08 29");
	assert_string_equal(shown(f, person, 2), "reasonable met 2026-04-10 1");
	DO(f, person_read, "{'person': '%s'}", person);
	assert_string_equal(fixture_get(f, "status"), "presumed"); /* not yet identified */
	at(f, "2026-06-01");
	assert_string_equal(shown(f, person, 0), "reflection runs 2026-05-08 0"); /* until the conclusive decision */
	assert_string_equal(shown(f, person, 1), "conclusive over 2026-05-08 -24");
	assert_int_equal(decide(f, person, "formal", "suspended", NULL), 0);
	assert_string_equal(shown(f, person, 1), "conclusive over 2026-05-08 -24"); /* not decided */
	assert_int_equal(decide(f, person, "formal", "identified", NULL), 0);
	assert_string_equal(shown(f, person, 0), "move_on runs 2026-07-15 44");
	assert_string_equal(shown(f, person, 1), "reflection runs 2026-06-01 0"); /* its last day is the day of the decision */
	assert_string_equal(shown(f, person, 2), "conclusive met 2026-05-08 -24");
	DO(f, person_read, "{'person': '%s'}", person);
	assert_string_equal(fixture_get(f, "status"), "identified");
	profile_free(uk);
	f->cx.profile = f->profile;
}

static void a_negative_first_decision_begins_nothing(void **state) {
	struct fixture *f = *state;
	struct profile *uk = NULL;
	const char *person = sign(f);
	assert_int_equal(profile_load(&f->cx, "uk", &uk), 0);
	f->cx.profile = uk;
	f->actors[JONAS].org_kind = ORG_MINISTRY;
	refer(f, person, "kpb", "decision", JONAS);
	assert_int_equal(decide(f, person, "reasonable", "not_identified", NULL), 0);
	assert_string_equal(shown(f, person, 0), "reasonable met 2026-03-17 5");
	assert_string_equal(shown(f, person, 1), "none");
	assert_int_equal(decide(f, person, "formal", "identified", NULL), ERR_CONFLICT);
	DO(f, person_read, "{'person': '%s'}", person);
	assert_string_equal(fixture_get(f, "status"), "not_identified");
	profile_free(uk);
	f->cx.profile = f->profile;
}

static int of_age(struct fixture *f) {
	return tasks(f, "adult");
}

static void a_child_is_asked_anew_in_the_month_it_comes_of_age(void **state) {
	struct fixture *f = *state;
	fixture_as(f, RASA);
	DO(f, signal_record, "{'municipality': '%s', 'source': 'met', 'age': '12_17', 'sex': 'male', 'language': 'lt', "
		"'happened': '%s'}", fixture_code(f, L_MUNICIPALITY, 0), fixture_day(f, 0));
	const char *person = fixture_get(f, "person");
	DO(f, identity_record, "{'person': '%s', 'given': 'Jonas', 'birth': '2008-06-20'}", person);
	DO(f, identity_record, "{'person': '%s', 'phone': '+37060000001'}", person); /* one watch, not two */
	for (const char *const *day = (const char *const[]){"2026-04-01", "2026-05-01", NULL}; *day != NULL; day++) {
		at(f, *day);
		assert_int_equal(run(f), 1);
		assert_int_equal(of_age(f), 0);
	}
	at(f, "2026-06-03");
	assert_int_equal(run(f), 1);
	assert_int_equal(of_age(f), 1);
	assert_string_equal(fixture_row(f, 0, "due"), "2026-06-30T21:00:00Z"); /* the month's end, not the birthday */
	at(f, "2026-09-01");
	assert_int_equal(run(f), 0);
	assert_int_equal(of_age(f), 1);
}

static void an_age_that_proves_to_be_an_adults_is_told_at_once(void **state) {
	struct fixture *f = *state;
	fixture_as(f, RASA);
	DO(f, signal_record, "{'municipality': '%s', 'source': 'met', 'age': '12_17', 'sex': 'male', 'language': 'lt', "
		"'happened': '%s'}", fixture_code(f, L_MUNICIPALITY, 0), fixture_day(f, 0));
	const char *person = fixture_get(f, "person");
	DO(f, identity_record, "{'person': '%s', 'given': 'Jonas', 'born': 2008}", person); /* 17 or 18: a child still */
	assert_int_equal(of_age(f), 0);
	DO(f, identity_record, "{'person': '%s', 'birth': '2008-03-10'}", person); /* 18 today */
	assert_int_equal(of_age(f), 1);
	DO(f, identity_record, "{'person': '%s', 'family': 'Jonaitis'}", person);
	assert_int_equal(of_age(f), 1);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		TEST(thirty_days_begin_with_the_first),
		TEST(counts_leap_days_and_refuses_days_that_are_none),
		TEST(does_not_run_twice_at_once),
		TEST(is_made_longer_once_and_ended_for_a_reason),
		TEST(against_her_wish_only_who_decides_ends_it),
		TEST(warns_once_and_tells_once_that_it_is_over),
		TEST(a_last_day_that_moved_warns_at_its_new_place_alone),
		TEST(three_days_without_a_keeper_are_caught_up_once),
		TEST(a_deadline_begins_and_is_met_by_itself),
		TEST(a_decision_taken_back_leaves_the_time_running),
		TEST(a_deadline_ends_with_the_referral_that_asked),
		TEST(a_case_decided_and_asked_anew_has_a_time_of_its_own),
		TEST(each_wish_has_a_time_of_its_own),
		TEST(what_was_told_in_vain_is_told_again),
		TEST(a_law_that_moves_the_last_day_tells_once),
		TEST(a_period_of_before_ends_with_its_last_day),
		TEST(the_british_times_follow_one_another),
		TEST(a_negative_first_decision_begins_nothing),
		TEST(a_child_is_asked_anew_in_the_month_it_comes_of_age),
		TEST(an_age_that_proves_to_be_an_adults_is_told_at_once),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
