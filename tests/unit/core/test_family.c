/* Figures of the work with people: a small world, counted by hand. */
#include "core/made_field.h"
#include "national.h"
#include "op/register.h"

#define IS(f, indicator, breakdown, want) assert_string_equal(figure((f), (indicator), (breakdown), 2026), (want))
#define WAS(f, indicator, breakdown, day, want) \
	assert_string_equal(figure_as_of((f), (indicator), (breakdown), 2026, (day)), (want))

struct world {
	const char *ada, *bea, *cora, *dan; /* whom people met */
	const char *help;                   /* that Bea was given */
};

static const char *met(struct fixture *f, size_t municipality, const char *age, const char *day) {
	fixture_as(f, RASA);
	DO(f, signal_record, "{'municipality': '%s', 'source': 'met', 'age': '%s', 'sex': 'female', 'language': 'uk', "
		"'happened': '%s'}", fixture_code(f, L_MUNICIPALITY, municipality), age, day);
	return fixture_get(f, "person");
}

static const char *refer(struct fixture *f, const char *person, const char *org) {
	fixture_as(f, RASA);
	DO(f, consent_record, "{'person': '%s', 'purpose': 'support', 'org': '%s', 'consent_state': 'given', "
		"'language': 'uk', 'read_aloud': true}", person, org);
	DO(f, referral_send, "{'person': '%s', 'org': '%s', 'purpose': 'support', 'need': ['shelter', 'legal']}", person,
		org);
	return fixture_get(f, "referral");
}

static void screen(struct fixture *f, const char *person) {
	const char *instrument = fixture_code(f, L_INSTRUMENT, 0);
	int number = code_at(f->profile, L_INSTRUMENT, 0);
	struct buf answers = buf_new(f->cx.arena, 4096);
	const json_t *questions = json_object_get(profile_entry(f->profile, L_INSTRUMENT, number), "questions");
	for (size_t i = 0; i < json_array_size(questions); i++)
		buf_printf(&answers, "%s'%s:no'", i == 0 ? "" : ", ",
			json_string_value(json_object_get(json_array_get(questions, i), "code")));
	fixture_as(f, RASA);
	DO(f, screening_record, "{'person': '%s', 'instrument': '%s', 'language': 'uk', 'answer': [%s]}", person, instrument,
		answers.at);
}

static const char *help(struct fixture *f, const char *person, const char *need, const char *more) {
	fixture_as(f, ONA);
	DO(f, service_record, "{'person': '%s', 'need': '%s', 'happened': '%s'%s}", person, need, fixture_day(f, 0), more);
	return fixture_get(f, "service");
}

static void stay(struct fixture *f, const char *person) {
	fixture_as(f, ONA);
	DO(f, place_create, "{'label': 'House', 'region': '%s', 'sex': 'female', 'beds': 3, 'language': ['uk'], "
		"'address': 'Somewhere 1'}", fixture_code(f, L_REGION, 0));
	DO(f, placement_start, "{'person': '%s', 'place': '%s', 'happened': '%s'}", person, fixture_get(f, "place"),
		fixture_day(f, 0));
}

/*
 * On 10 March at noon: Ada (city, sign of the 1st) is screened and referred; Bea (countryside, the 5th) is referred; Cora
 * (countryside, 1 February) waits; Dan is a child of the city, seen on the 1st. On the 11th Ada is accepted in time,
 * helped and housed, and Dan is decided about by a body nobody asked. On the 12th Bea is declined too late, and helped
 * by others.
 */
static struct world world_make(struct fixture *f) {
	struct world w = {met(f, 0, "25_39", "2026-03-01"), met(f, 1, "25_39", "2026-03-05"),
		met(f, 1, "40_up", "2026-02-01"), met(f, 0, "under_12", "2026-03-01"), NULL};
	screen(f, w.ada);
	const char *ada = refer(f, w.ada, "silas"), *bea = refer(f, w.bea, "viltis");
	fixture_wait(f, 20 * HOUR);
	fixture_as(f, ONA);
	DO(f, referral_accept, "{'referral': '%s'}", ada);
	help(f, w.ada, "legal", "");
	stay(f, w.ada);
	fixture_as(f, JONAS);
	DO(f, decision_record, "{'person': '%s', 'outcome': 'identified', 'form': ['labour_forced'], 'decided_on': '%s'}",
		w.dan, fixture_day(f, 0));
	fixture_wait(f, 24 * HOUR);
	fixture_as(f, VIDA);
	DO(f, referral_decline, "{'referral': '%s', 'decline': 'full'}", bea);
	w.help = help(f, w.bea, "legal", "");
	return w;
}

static void days_of_the_way_are_those_counted_by_hand(void **state) {
	struct fixture *f = *state;
	world_make(f);
	IS(f, "days_on_the_way", "referred_median", "7"); /* 9 and 5 */
	IS(f, "days_on_the_way", "referred_quartile1", "6");
	IS(f, "days_on_the_way", "referred_quartile3", "8");
	IS(f, "days_on_the_way", "referred_percentile90", "8.6");
	IS(f, "days_on_the_way", "referred_longest", "9");
	IS(f, "days_on_the_way", "referred_open", "2");
	assert_int_equal(reasons(f, "counted", NULL), 2);
	assert_int_equal(reasons(f, "not_meant", "referred"), 2);
	rows_agree(f);
	IS(f, "days_on_the_way", "answered_median", "1.5"); /* 1 and 2 */
	IS(f, "days_on_the_way", "accepted_median", "1");
	IS(f, "days_on_the_way", "accepted_open", "1");
	IS(f, "days_on_the_way", "helped_median", "8.5"); /* 10 and 7 */
	IS(f, "days_on_the_way", "decided_median", "10");
	IS(f, "days_on_the_way", "decided_open", "3");
	IS(f, "days_on_the_way", "placed_longest", "1");
	IS(f, "days_on_the_way", "placed_open", "1");
	IS(f, "places_asked_for", "total", "2");
	IS(f, "places_asked_for", "waiting_rural", "1");
}

static void nobody_waits_only_where_everybody_has_said_so(void **state) {
	struct fixture *f = *state;
	world_make(f);
	IS(f, "days_on_the_way", "answered_open", "not_reported");
	IS(f, "people_on_the_way", "presumed", "not_reported");
	fixture_as(f, RASA);
	static const enum who bodies[] = {RASA, ONA, VIDA, JONAS};
	for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
		fixture_as(f, bodies[i]);
		f->cx.actor.roles = 1u << ROLE_RECORDER;
		DO(f, return_record, "{'item': 'mechanism', 'year': 2026, 'return_state': 'complete'}");
	}
	IS(f, "days_on_the_way", "answered_open", "0");
	IS(f, "people_on_the_way", "presumed", "0");
	assert_string_equal(figure(f, "days_on_the_way", "referred_median", 2025), "not_reported");
}

static void people_on_the_way_are_counted_by_step_and_place(void **state) {
	struct fixture *f = *state;
	world_make(f);
	IS(f, "people_on_the_way", "total", "4");
	IS(f, "people_on_the_way", "referred", "2");
	IS(f, "people_on_the_way", "accepted", "1");
	IS(f, "people_on_the_way", "helped", "2");
	IS(f, "people_on_the_way", "decided", "1");
	IS(f, "people_by_place", "rural", "2");
	IS(f, "people_by_place", "urban", "2");
	IS(f, "people_by_place", arena_printf(f->cx.arena, "in-%s", fixture_code(f, L_MUNICIPALITY, 0)), "suppressed");
	IS(f, "people_by_place", arena_printf(f->cx.arena, "in-%s", fixture_code(f, L_MUNICIPALITY, 5)), "not_reported");
	assert_string_equal(figure(f, "people_on_the_way", "total", 2025), "not_reported");
	for (int i = 0; i < 3; i++)
		met(f, 0, "25_39", "2026-03-02");
	IS(f, "people_by_place", arena_printf(f->cx.arena, "in-%s", fixture_code(f, L_MUNICIPALITY, 0)), "5");
}

static void referrals_are_told_by_what_became_of_them(void **state) {
	struct fixture *f = *state;
	world_make(f);
	IS(f, "referrals", "total", "2");
	IS(f, "referrals", "accepted", "1");
	IS(f, "referrals", "declined", "1");
	IS(f, "referrals", "open", "not_reported");
	IS(f, "referrals_declined", "full", "1");
	IS(f, "referrals_late", "total", "1");
	IS(f, "referrals_late", "rural", "1");
	IS(f, "referrals_by_sender", "police", "2");
	IS(f, "referrals_by_receiver", "ngo", "2");
	WAS(f, "referrals", "open", "2026-03-10", "2");
	WAS(f, "referrals", "accepted", "2026-03-11", "1");
	WAS(f, "referrals_late", "total", "2026-03-10", "not_reported");
	WAS(f, "days_on_the_way", "helped_median", "2026-03-11", "10");
}

static void one_person_of_two_records_goes_one_way(void **state) {
	struct fixture *f = *state;
	struct world w = world_make(f);
	fixture_as(f, RASA);
	fixture_open(f, w.ada);
	fixture_open(f, w.cora);
	DO(f, link_record, "{'person': '%s', 'other': '%s', 'like': 'same', 'why_same': 'said'}", w.cora, w.ada);
	assert_int_equal(fixture_agree(f, PETRAS), 0);
	IS(f, "people_on_the_way", "total", "3");
	IS(f, "days_on_the_way", "referred_longest", "37"); /* Cora's first sign, Ada's referral */
	IS(f, "days_on_the_way", "referred_open", "1");
	IS(f, "people_by_place", "urban", "1");
	WAS(f, "people_on_the_way", "total", "2026-03-11", "4");
}

static void help_is_counted_by_need_and_citizenship_and_a_correction_moves_it(void **state) {
	struct fixture *f = *state;
	struct world w = world_make(f);
	IS(f, "help_by_need", "total", "2");
	IS(f, "help_by_need", "legal", "2");
	IS(f, "help_by_citizenship", "unknown", "2");
	fixture_as(f, ONA);
	DO(f, trait_record, "{'person': '%s', 'trait': 'citizenship', 'trait_value': 'ua', 'happened': '2026-03-11'}", w.ada);
	help(f, w.bea, "health", arena_printf(f->cx.arena, ", 'supersedes': '%s', 'cost': 1250", w.help));
	IS(f, "help_by_need", "legal", "1");
	IS(f, "help_by_need", "health", "1");
	IS(f, "help_by_citizenship", "unknown", "1");
	IS(f, "help_by_citizenship", "non_eu", "1");
	IS(f, "cost_of_help", "total", "13"); /* 12.50, half up */
	IS(f, "cost_of_help", "legal", "not_reported");
}

static void what_was_not_done_as_it_should_be_is_named(void **state) {
	struct fixture *f = *state;
	world_make(f);
	IS(f, "deviations", "total", "2"); /* Bea and Dan */
	IS(f, "deviations", "support_without_referral", "1");
	IS(f, "deviations", "referral_without_screening", "1");
	IS(f, "deviations", "late_answer", "1");
	IS(f, "deviations", "decision_without_referral", "1");
	IS(f, "deviations", "child_not_told", "1");
	IS(f, "deviations", "decision_without_consent", "not_reported"); /* a child's needs none */
	IS(f, "deviations", "rural", "1");
}

static void deviations_end_where_the_way_was_kept(void **state) {
	struct fixture *f = *state;
	const char *person = met(f, 0, "25_39", "2026-03-09");
	fixture_as(f, JONAS);
	DO(f, decision_record, "{'person': '%s', 'outcome': 'identified', 'form': ['labour_forced'], 'decided_on': '%s'}",
		person, fixture_day(f, 0));
	IS(f, "deviations", "decision_without_consent", "1");
	const char *other = met(f, 0, "25_39", "2026-03-09");
	screen(f, other);
	fixture_as(f, RASA);
	DO(f, consent_record, "{'person': '%s', 'purpose': 'decision', 'org': 'kpb', 'consent_state': 'given', "
		"'language': 'uk', 'read_aloud': true}", other);
	DO(f, referral_send, "{'person': '%s', 'org': 'kpb', 'purpose': 'decision', 'need': ['decision']}", other);
	const char *referral = fixture_get(f, "referral");
	fixture_as(f, JONAS);
	DO(f, referral_accept, "{'referral': '%s'}", referral);
	DO(f, decision_record, "{'person': '%s', 'outcome': 'identified', 'form': ['labour_forced'], 'decided_on': '%s'}",
		other, fixture_day(f, 0));
	IS(f, "deviations", "total", "1");
	IS(f, "people_on_the_way", "decided", "2");
}

/* The numbers in C are those of profiles/families.json. */
static void fields_of_families_are_numbered_as_they_are_filled(void **state) {
	struct fixture *f = *state;
	static const struct {
		const char *family, *field;
		int number;
		const char *code;
		int code_number;
	} all[] = {
		{"referrals", "state", REFERRAL_F_STATE, "returned", REFERRAL_RETURNED},
		{"referrals", "late", REFERRAL_F_LATE, "yes", MADE_YES},
		{"referrals", "receiver_region", REFERRAL_F_RECEIVER_REGION, NULL, 0},
		{"paths", "placed", PATH_PLACED, NULL, 0},
		{"paths", "deviation", PATH_DEVIATION, "child_not_told", DEVIATION_CHILD},
		{"paths", "deviation", PATH_DEVIATION, "late_answer", DEVIATION_LATE},
		{"paths", "same_interviewer", PATH_SAME_INTERVIEWER, "no", MADE_NO},
		{"paths", "referral", PATH_REFERRAL, "yes", MADE_YES},
		{"services", "cost", SERVICE_COST, NULL, 0},
		{"services", "provider_kind", SERVICE_PROVIDER_KIND, "ngo", ORG_NGO},
		{"clocks", "in_time", CLOCK_F_IN_TIME, "no", MADE_NO},
		{"clocks", "why", CLOCK_F_WHY, "health", CLOCK_WHY_HEALTH},
		{"person", "rural", PERSON_RURAL, "urban", MADE_URBAN},
		{"person", "status", PERSON_STATUS, "at_risk", STANDS_AT_RISK},
		{"person", "form", PERSON_FORM, "labour_forced", FORM_LABOUR},
	};
	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		struct cell_field field;
		int reg = register_of_family(f->profile, all[i].family, NULL, NULL);
		assert_true(register_find(f->profile, reg, all[i].field, &field));
		assert_int_equal(field.number, all[i].number);
		if (all[i].code != NULL)
			assert_int_equal(cell_code_find(f->profile, &field, all[i].code), all[i].code_number);
	}
}

int main(void) {
	const struct CMUnitTest tests[] = {
		TEST(days_of_the_way_are_those_counted_by_hand),
		TEST(nobody_waits_only_where_everybody_has_said_so),
		TEST(people_on_the_way_are_counted_by_step_and_place),
		TEST(referrals_are_told_by_what_became_of_them),
		TEST(one_person_of_two_records_goes_one_way),
		TEST(help_is_counted_by_need_and_citizenship_and_a_correction_moves_it),
		TEST(what_was_not_done_as_it_should_be_is_named),
		TEST(deviations_end_where_the_way_was_kept),
		TEST(fields_of_families_are_numbered_as_they_are_filled),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
