#include "fixture.h"

#include "core/projection.h"

enum { PERSONS = 12, STEPS = 200 };

struct scene {
	struct fixture *f;
	const char *person[PERSONS], *place[2];
	uint64_t dice;
};

static size_t roll(struct scene *s, size_t n) {
	s->dice = s->dice * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (size_t)(s->dice >> 33) % n;
}

static const char *const ngos[] = {"silas", "viltis"};

static void place_add(struct scene *s, int i) {
	struct fixture *f = s->f;
	fixture_as(f, i == 0 ? ONA : VIDA);
	DO(f, place_create, "{'label': 'House', 'region': '%s', 'sex': 'other', 'beds': 3, 'language': ['lt'], "
		"'address': 'Linden street 7'}", fixture_code(f, L_REGION, 0));
	s->place[i] = fixture_get(f, "place");
}

/* Any of the first open things an account finds in a list of its own; NULL without one. */
static const char *pick(struct scene *s, const char *name) {
	size_t n = fixture_rows(s->f);
	return n == 0 ? NULL : fixture_row(s->f, roll(s, n), name);
}

/* That two records are of one person takes a second officer. */
static int decide(struct scene *s, const char *likeness, const char *like) {
	int rc = CALL(s->f, likeness_decide, "{'likeness': '%s', 'like': '%s'}", likeness, like);
	return rc == 0 && strcmp(like, "same") == 0 ? fixture_agree(s->f, PETRAS) : rc;
}

/* One step of somebody's day. What the state of things forbids is refused and changes nothing, which is part of it. */
static int step(struct scene *s) {
	struct fixture *f = s->f;
	const char *p = s->person[roll(s, PERSONS)], *org = ngos[roll(s, 2)], *today = fixture_day(f, 0), *found;
	enum who ngo = roll(s, 2) == 0 ? ONA : VIDA;
	fixture_wait(f, 3 * HOUR);
	fixture_as(f, RASA);
	switch (roll(s, 13)) {
	case 0:
	case 1:
		return CALL(f, consent_record, "{'person': '%s', 'purpose': '%s', 'org': '%s', 'consent_state': '%s', "
			"'language': 'uk', 'read_aloud': true}", p, roll(s, 3) == 0 ? "decision" : "support",
			roll(s, 3) == 0 ? "kpb" : org, roll(s, 4) == 0 ? "refused" : "given");
	case 2:
	case 3:
		return CALL(f, referral_send, "{'person': '%s', 'org': '%s', 'purpose': '%s', 'need': ['shelter']}", p,
			roll(s, 3) == 0 ? "kpb" : org, roll(s, 3) == 0 ? "decision" : "support");
	case 4:
	case 5:
		fixture_as(f, roll(s, 3) == 0 ? JONAS : ngo);
		DO(f, referral_list, "{'referral_state': 'open'}");
		found = pick(s, "referral");
		if (found == NULL)
			return 0;
		return roll(s, 3) == 0 ? CALL(f, referral_decline, "{'referral': '%s', 'decline': 'full'}", found)
			: CALL(f, referral_accept, "{'referral': '%s'}", found);
	case 6:
		fixture_as(f, ngo);
		return CALL(f, placement_start, "{'person': '%s', 'place': '%s', 'happened': '%s'}", p, s->place[ngo == VIDA],
			today);
	case 7:
		fixture_as(f, ngo);
		return CALL(f, placement_end, "{'person': '%s', 'happened': '%s'}", p, today);
	case 8:
		fixture_as(f, ngo);
		return CALL(f, clock_start, "{'person': '%s', 'clock': 'reflection', 'happened': '%s'}", p, today);
	case 9:
		fixture_as(f, ngo);
		return CALL(f, presumption_record, "{'person': '%s', 'form': ['unknown'], 'happened': '%s'}", p, today);
	case 10:
		fixture_as(f, JONAS);
		return CALL(f, decision_record, "{'person': '%s', 'outcome': '%s', 'form': ['begging'], 'decided_on': '%s'}", p,
			roll(s, 2) == 0 ? "identified" : "not_identified", today);
	case 11:
		fixture_as(f, JONAS);
		DO(f, decision_list, "{'person': '%s'}", p);
		found = pick(s, "decision");
		return found == NULL ? 0 : CALL(f, decision_void, "{'person': '%s', 'decision': '%s'}", p, found);
	default:
		DO(f, task_list, "{}");
		found = pick(s, "likeness");
		return found == NULL ? 0 : decide(s, found, roll(s, 3) == 0 ? "different" : "same");
	}
}

static void play(struct scene *s) {
	struct fixture *f = s->f;
	place_add(s, 0);
	place_add(s, 1);
	fixture_as(f, RASA);
	for (size_t i = 0; i < PERSONS; i++) { /* telephones of three, so that there are likenesses */
		s->person[i] = fixture_sign(f);
		DO(f, identity_record, "{'person': '%s', 'phone': '+3706000000%zu'}", s->person[i], i / 3);
	}
	size_t done = 0;
	for (size_t i = 0; i < STEPS; i++)
		done += step(s) == 0;
	assert_true(done > STEPS / 4);
}

static void rebuild(struct cx *cx) {
	assert_int_equal(db_begin(cx), 0);
	assert_int_equal(core_rebuild(cx), 0);
	assert_int_equal(db_commit(cx), 0);
}

/* All six tables as text, a line a row. */
static const char *dump(struct cx *cx) {
	struct buf b = buf_new(cx->arena, 1 << 20);
	struct rows rows;
#define DUMP(query, format, ...) do { \
		struct row_##query r; \
		size_t n = 0; \
		assert_int_equal(q_##query(cx, &rows), 0); \
		for (; q_##query##_next(&rows, &r); n++) \
			buf_printf(&b, #query " " format "\n", __VA_ARGS__); \
		assert_int_equal(rows_end(&rows), 0); \
		assert_true(n > 0); \
	} while (0)
	DUMP(dump_person_now, "%ld %d %d %d %d %d %d %ld %ld %ld %ld", r.person, r.status, r.age, r.sex, r.speech,
		r.municipality, r.since, r.place, r.placed, r.reflection_from, r.reflection_to);
	DUMP(dump_relation, "%ld %ld %ld", r.person, r.org, r.kinds);
	DUMP(dump_victim, "%ld %ld %d %d", r.person, r.decision, r.stage, r.outcome);
	DUMP(dump_same_person, "%ld %ld", r.person, r.first);
	DUMP(dump_referral_now, "%ld %ld %ld %ld %d", r.referral, r.person, r.sender, r.receiver, r.state);
	DUMP(dump_place_now, "%ld %ld", r.place, r.taken);
#undef DUMP
	return b.at;
}

static void a_rebuild_makes_the_same_tables_byte_for_byte(void **state) {
	for (uint64_t dice = 1; dice <= 3; dice++) {
		struct scene s = {.f = *state, .dice = dice};
		struct cx *cx = &s.f->cx;
		uint8_t before[PROJECTION_PRINT], after[PROJECTION_PRINT];
		play(&s);
		const char *was = dump(cx);
		assert_int_equal(core_fingerprint(cx, before), 0);
		rebuild(cx);
		assert_string_equal(dump(cx), was);
		assert_int_equal(core_fingerprint(cx, after), 0);
		assert_memory_equal(before, after, sizeof before);
	}
}

static void a_rebuild_mends_what_was_written_by_hand_and_the_fingerprint_shows_it(void **state) {
	struct scene s = {.f = *state, .dice = 7};
	struct cx *cx = &s.f->cx;
	uint8_t sound[PROJECTION_PRINT], touched[PROJECTION_PRINT];
	play(&s);
	const char *was = dump(cx);
	assert_int_equal(core_fingerprint(cx, sound), 0);
	assert_int_equal(q_project_relation_clear(cx, 1), 0);
	assert_int_equal(q_same_person_clear(cx, 1), 0);
	assert_int_equal(q_same_person_add(cx, 1, 9), 0);
	assert_int_equal(core_fingerprint(cx, touched), 0);
	assert_memory_not_equal(sound, touched, sizeof sound);
	rebuild(cx);
	assert_string_equal(dump(cx), was);
	assert_int_equal(core_fingerprint(cx, touched), 0);
	assert_memory_equal(sound, touched, sizeof sound);
}

static void projecting_twice_changes_nothing(void **state) {
	struct scene s = {.f = *state, .dice = 11};
	struct cx *cx = &s.f->cx;
	play(&s);
	const char *was = dump(cx);
	for (int64_t person = 1; person <= PERSONS; person++) {
		assert_int_equal(project_relation(cx, person), 0);
		assert_int_equal(project_victim(cx, person), 0);
		assert_int_equal(project_person(cx, person), 0);
		assert_int_equal(project_same_person(cx, person), 0);
	}
	assert_int_equal(project_place(cx, 1), 0);
	assert_string_equal(dump(cx), was);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		TEST(a_rebuild_makes_the_same_tables_byte_for_byte),
		TEST(a_rebuild_mends_what_was_written_by_hand_and_the_fingerprint_shows_it),
		TEST(projecting_twice_changes_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
