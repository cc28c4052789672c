/* Figures of people's files: money of compensation, interviews, people at risk, times that run; counted by hand. */
#include "national.h"

#define IS(f, indicator, breakdown, want) assert_string_equal(figure((f), (indicator), (breakdown), 2026), (want))

static const char *sign(struct fixture *f) {
	fixture_as(f, RASA);
	return fixture_sign(f);
}

static const char *put(struct fixture *f, const char *person, const char *sheet, const char *day, const char *says) {
	fixture_as(f, ONA);
	DO(f, sheet_record, "{'person': '%s', 'sheet': '%s', 'happened': '%s', 'says': [%s]}", person, sheet, day, says);
	return fixture_get(f, "sheet_id");
}

static void over(struct fixture *f, const char *person, const char *sheet, const char *says, const char *old) {
	fixture_as(f, ONA);
	DO(f, sheet_record, "{'person': '%s', 'sheet': '%s', 'happened': '%s', 'says': [%s], 'supersedes': ['%s']}", person,
		sheet, fixture_day(f, 0), says, old);
}

static void compensation_ordered_and_paid_is_that_of_the_day_of_each(void **state) {
	struct fixture *f = *state;
	const char *a = sign(f), *b = sign(f), *before = fixture_day(f, 0);
	put(f, a, "compensation", "2026-02-01", "'state=paid', 'kind=moral', 'source=offender', 'ordered=5000.00', "
		"'ordered_on=2025-11-03', 'paid=1200.50', 'paid_on=2026-01-20'");
	const char *old = put(f, b, "compensation", "2026-02-01", "'state=ordered', 'kind=material', 'source=state_fund', "
		"'ordered=300.00', 'ordered_on=2026-01-05', 'words=Ona Onaite, 8600'");
	IS(f, "compensation_in_files", "ordered", "300");
	IS(f, "compensation_in_files", "paid", "1201"); /* half up */
	IS(f, "compensation_in_files", "paid_by_offender", "1201");
	IS(f, "compensation_in_files", "paid_by_state_fund", "not_reported");
	IS(f, "compensation_in_files", "people_ordered", "1");
	assert_string_equal(figure(f, "compensation_in_files", "ordered", 2025), "5000");
	fixture_wait(f, 24 * HOUR);
	over(f, b, "compensation", "'state=paid', 'kind=material', 'source=state_fund', 'ordered=300.00', "
		"'ordered_on=2026-01-05', 'paid=300.00', 'paid_on=2026-03-10'", old);
	IS(f, "compensation_in_files", "ordered", "300");
	IS(f, "compensation_in_files", "paid", "1501"); /* 1500.50 */
	IS(f, "compensation_in_files", "paid_by_state_fund", "300");
	IS(f, "compensation_in_files", "people_paid", "2");
	assert_string_equal(figure_as_of(f, "compensation_in_files", "paid", 2026, before), "1201");
	rows_agree(f);
}

static void interviews_of_one_person_are_by_one_interviewer_or_not(void **state) {
	struct fixture *f = *state;
	const char *a = sign(f), *b = sign(f), *c = sign(f);
	put(f, a, "interview", "2026-03-01", "'by_org=kpb', 'language=uk', "
		"'step=first', 'interviewer=only', 'present=nobody'");
	put(f, a, "interview", "2026-03-02", "'by_org=kpb', 'language=uk', "
		"'step=investigation', 'interviewer=same', 'present=counsel'");
	put(f, b, "interview", "2026-03-01", "'by_org=kpb', 'language=uk', 'step=first', 'interviewer=only'");
	put(f, b, "interview", "2026-03-03", "'by_org=kpb', 'language=uk', 'step=investigation', 'interviewer=same'");
	put(f, b, "interview", "2026-03-04", "'by_org=kpb', 'language=uk', 'step=court', 'interviewer=another'");
	put(f, c, "interview", "2026-03-04", "'by_org=kpb', 'language=uk', 'step=first', 'interviewer=only'");
	IS(f, "interviews", "total", "6");
	IS(f, "interviews", "people", "3");
	IS(f, "interviews", "same", "1");
	IS(f, "interviews", "another", "1");
	IS(f, "interviews", "most", "3");
	IS(f, "interviews", "child_alone", "1");
}

static void people_at_risk_are_apart_from_those_presumed(void **state) {
	struct fixture *f = *state;
	const char *a = sign(f), *b = sign(f);
	put(f, a, "at_risk", "2026-03-01", "'why=debt', 'state=ongoing'");
	put(f, b, "at_risk", "2026-03-01", "'why=offer', 'state=ongoing'");
	fixture_as(f, ONA);
	DO(f, service_record, "{'person': '%s', 'need': 'legal', 'happened': '2026-03-02'}", a);
	IS(f, "people_at_risk", "total", "2");
	IS(f, "people_at_risk", "helped", "1");
	fixture_as(f, ONA);
	DO(f, presumption_record, "{'person': '%s', 'form': ['labour_forced'], 'happened': '2026-03-03'}", b);
	IS(f, "people_at_risk", "total", "1");
	IS(f, "people_on_the_way", "presumed", "1");
	assert_string_equal(figure_as_of(f, "people_at_risk", "total", 2026, "2026-03-09"), "not_reported");
}

/* A body is asked to decide, and says that it will: from then on its time runs. */
static void asked(struct fixture *f, const char *person) {
	fixture_as(f, RASA);
	DO(f, consent_record, "{'person': '%s', 'purpose': 'decision', 'org': 'kpb', 'consent_state': 'given', "
		"'language': 'uk', 'read_aloud': true}", person);
	DO(f, referral_send, "{'person': '%s', 'org': 'kpb', 'purpose': 'decision', 'need': ['decision']}", person);
	const char *referral = fixture_get(f, "referral");
	fixture_as(f, JONAS);
	DO(f, referral_accept, "{'referral': '%s'}", referral);
}

static void decided(struct fixture *f, const char *person) {
	fixture_as(f, JONAS);
	DO(f, decision_record, "{'person': '%s', 'outcome': 'identified', 'form': ['labour_forced'], 'decided_on': '%s'}",
		person, fixture_day(f, 0));
}

static void times_are_kept_missed_made_longer_or_ended(void **state) {
	struct fixture *f = *state;
	const char *a = sign(f), *b = sign(f), *c = sign(f), *d = sign(f);
	asked(f, a);
	asked(f, b);
	asked(f, d);
	decided(f, b); /* on the same day */
	fixture_as(f, ONA);
	DO(f, clock_start, "{'person': '%s', 'clock': 'reflection', 'happened': '2026-03-02'}", c);
	const char *longer = fixture_get(f, "clock_id"), *ends = fixture_get(f, "ends");
	int32_t day;
	assert_true(day_parse(ends, &day));
	DO(f, clock_change, "{'person': '%s', 'clock_id': '%s', 'clock_change': 'extend', 'happened': '2026-03-10', "
		"'ends': '%s', 'clock_why': 'health'}", c, longer, day_text(f->cx.arena, day + 10));
	IS(f, "deadlines", "total", "4");
	IS(f, "deadlines", "in_time", "1");
	IS(f, "deadlines", "late", "not_reported");
	IS(f, "deadlines", "extended", "1");
	IS(f, "deadlines", "early", "not_reported");
	IS(f, "deadlines", "reflection", "1");
	const char *still = sign(f);
	asked(f, still);
	fixture_as(f, JONAS);
	DO(f, clock_list, "{'person': '%s'}", still);
	DO(f, clock_change, "{'person': '%s', 'clock_id': '%s', 'clock_change': 'pause', 'happened': '%s', 'clock_why': 'health'}",
		still, fixture_row(f, 0, "clock_id"), fixture_day(f, 0)); /* neither kept nor missed, however long */
	fixture_wait(f, 40 * 24 * HOUR);
	decided(f, d); /* far too late; nobody has decided about the first one at all */
	IS(f, "deadlines", "in_time", "1");
	IS(f, "deadlines", "late", "2");
	IS(f, "deadlines", "decision_late", "2");
	rows_agree(f);
	const char *e = sign(f);
	fixture_as(f, ONA);
	DO(f, clock_start, "{'person': '%s', 'clock': 'reflection', 'happened': '%s'}", e, fixture_day(f, 0));
	const char *short_one = fixture_get(f, "clock_id");
	DO(f, clock_change, "{'person': '%s', 'clock_id': '%s', 'clock_change': 'end', 'happened': '%s', "
		"'clock_why': 'asked'}", e, short_one, fixture_day(f, 0));
	IS(f, "deadlines", "early", "1");
	IS(f, "deadlines", "reflection", "2");
	assert_string_equal(figure_as_of(f, "deadlines", "late", 2026, "2026-03-10"), "not_reported");
}

int main(void) {
	const struct CMUnitTest tests[] = {
		TEST(compensation_ordered_and_paid_is_that_of_the_day_of_each),
		TEST(interviews_of_one_person_are_by_one_interviewer_or_not),
		TEST(people_at_risk_are_apart_from_those_presumed),
		TEST(times_are_kept_missed_made_longer_or_ended),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
