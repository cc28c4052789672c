/* Estimates in the registry: who stands on which list, who was sent, whose they are until they are released. */
#include "core/estimate.h"
#include "core/projection.h"
#include "national.h"

enum { P = 1, N = 2, B = 4 };

static void help(struct fixture *f, const char *person, const char *day) {
	DO(f, service_record, "{'person': '%s', 'need': 'legal', 'happened': '%s'}", person, day);
}

static const char *sign_on(struct fixture *f, const char *sex, const char *day) {
	DO(f, signal_record, "{'municipality': '%s', 'source': 'met', 'age': '25_39', 'sex': '%s', 'language': 'uk', "
		"'happened': '%s'}",
		fixture_code(f, L_MUNICIPALITY, 0), sex, day);
	return fixture_get(f, "person");
}

/* Somebody on those lists, recorded on that day. */
static const char *somebody(struct fixture *f, unsigned lists, const char *sex, const char *day) {
	const char *person = NULL;
	for (unsigned bit = P; bit <= B; bit <<= 1) {
		if ((lists & bit) == 0)
			continue;
		if (bit == B)
			national_as(f, BORDER);
		else
			fixture_as(f, bit == P ? RASA : ONA);
		if (person == NULL)
			person = sign_on(f, sex, day);
		else
			help(f, person, day);
	}
	return person;
}

static void people(struct fixture *f, int n, unsigned lists, const char *sex, const char *day) {
	for (int i = 0; i < n; i++)
		somebody(f, lists, sex, day);
}

/* Registered on arrival and asked, and there was no sign: she stands on no list. */
static void registered(struct fixture *f, const char *day) {
	national_as(f, BORDER);
	DO(f, arrival_record, "{'municipality': '%s', 'age': '25_39', 'sex': 'female', 'language': 'uk', 'happened': '%s'}",
		fixture_code(f, L_MUNICIPALITY, 0), day);
	const char *person = fixture_get(f, "person");
	DO(f, screening_record, "{'person': '%s', 'instrument': 'field-8', 'language': 'uk', 'answer': ['q1:no'], 'happened': '%s'}",
		person, day);
}

/* Twelve on each list alone, and some on several. */
static void land(struct fixture *f) {
	people(f, 12, P, "female", "2025-03-01");
	people(f, 12, N, "female", "2025-04-01");
	people(f, 12, B, "male", "2025-05-01");
	people(f, 6, P | N, "female", "2025-06-01");
	people(f, 5, P | B, "male", "2025-06-01");
	people(f, 4, N | B, "female", "2025-06-01");
	people(f, 2, P | N | B, "female", "2025-06-01");
}

static const char *start(struct fixture *f, const char *more) {
	fixture_as(f, NIJOLE);
	DO(f, estimate_start, "{'year': 2025, 'whom': 'met', 'strata': 'none'%s}", more);
	return fixture_get(f, "estimate");
}

static struct estimate_job next(struct fixture *f) {
	struct estimate_job job;
	assert_int_equal(estimate_next(&f->cx, &job), 0);
	return job;
}

/* Bit of a list in the job, by its kind. */
static unsigned list_of(struct fixture *f, const struct estimate_job *job, int kind) {
	struct rows rows;
	struct row_estimate_lists each;
	int64_t place = -1;
	assert_int_equal(q_estimate_lists(&f->cx, job->id, &rows), 0);
	while (q_estimate_lists_next(&rows, &each))
		if (each.kind == kind)
			place = each.place;
	assert_int_equal(rows_end(&rows), 0);
	return place < 0 ? 0 : 1U << place;
}

static void end_all(struct fixture *f, const struct estimate_found *found) {
	struct estimate_job job;
	struct row_act_begin act;
	bool go_on;
	while (estimate_next(&f->cx, &job) == 0) {
		assert_int_equal(db_begin(&f->cx), 0);
		assert_int_equal(q_act_begin(&f->cx, f->cx.now, 0, "estimate_end", (struct blob){0}, (struct blob){0}, &act), 0);
		f->cx.act = act.n;
		assert_int_equal(estimate_going(&f->cx, job.id, 3, 9, &go_on), 0);
		assert_true(go_on);
		assert_int_equal(estimate_finish(&f->cx, job.id, found), 0);
		f->cx.act = 0;
		assert_int_equal(audit_seal(&f->cx), 0);
		assert_int_equal(db_commit(&f->cx), 0);
	}
}

static void people_stand_on_the_lists_of_those_who_recorded_them(void **state) {
	struct fixture *f = *state;
	land(f);
	people(f, 3, P | N, "female", "2024-06-01"); /* another year */
	registered(f, "2025-03-02");
	start(f, "");
	struct estimate_job job = next(f);
	unsigned p = list_of(f, &job, ORG_POLICE), n = list_of(f, &job, ORG_NGO), b = list_of(f, &job, ORG_BORDER);
	assert_int_equal(job.lists, 3);
	assert_int_equal(p | n | b, 7);
	assert_int_equal(job.n[p], 12);
	assert_int_equal(job.n[n], 12);
	assert_int_equal(job.n[b], 12);
	assert_int_equal(job.n[p | n], 6);
	assert_int_equal(job.n[p | b], 5);
	assert_int_equal(job.n[n | b], 4);
	assert_int_equal(job.n[p | n | b], 2);
	assert_false(job.referred || job.linked);
	assert_int_equal(job.strata, 0);
	end_all(f, NULL);
	start(f, ", 'from_year': 2024");
	job = next(f);
	assert_int_equal(job.n[list_of(f, &job, ORG_POLICE) | list_of(f, &job, ORG_NGO)], 9);
}

static void kinds_of_people_are_counted_apart(void **state) {
	struct fixture *f = *state;
	land(f);
	fixture_as(f, NIJOLE);
	DO(f, estimate_start, "{'year': 2025, 'whom': 'met', 'strata': 'sex'}");
	struct estimate_job job = next(f);
	unsigned p = list_of(f, &job, ORG_POLICE), b = list_of(f, &job, ORG_BORDER);
	assert_int_equal(job.strata, 2);
	assert_int_equal(job.stratum[0], STRATUM_WOMEN);
	assert_int_equal(job.stratum[1], STRATUM_MEN);
	assert_int_equal(job.of[0][p], 12);
	assert_int_equal(job.of[1][p], 0);
	assert_int_equal(job.of[1][p | b], 5);
	for (int w = 1; w < ESTIMATE_CELLS; w++)
		assert_int_equal(job.of[0][w] + job.of[1][w], job.n[w]);
}

/* Police met her and sent her: the shelter's list did not find her. Who had been there before is there by itself. */
static void whom_a_referral_brought_was_not_found(void **state) {
	struct fixture *f = *state;
	land(f);
	for (int known = 0; known < 2; known++) {
		fixture_as(f, RASA);
		const char *person = sign_on(f, "female", "2025-07-01");
		if (known == 1) {
			fixture_as(f, LAIMA);
			help(f, person, "2025-06-15");
			fixture_as(f, RASA);
		}
		DO(f, consent_record, "{'person': '%s', 'purpose': 'support', 'org': 'silas', 'consent_state': 'given', 'language': "
			"'uk', "
			"'read_aloud': true}", person);
		DO(f, referral_send, "{'person': '%s', 'org': 'silas', 'purpose': 'support', 'need': ['legal']}", person);
		const char *referral = fixture_get(f, "referral");
		fixture_as(f, ONA);
		DO(f, referral_accept, "{'referral': '%s'}", referral);
		help(f, person, fixture_day(f, 0));
	}
	fixture_as(f, NIJOLE);
	DO(f, estimate_start, "{'from_year': 2025, 'year': 2026, 'whom': 'met', 'strata': 'none'}");
	struct estimate_job job = next(f);
	unsigned p = list_of(f, &job, ORG_POLICE), n = list_of(f, &job, ORG_NGO);
	assert_true(job.referred);
	assert_int_equal(job.n[p | n], 8);
	assert_int_equal(job.own[p | n], 7);
	assert_int_equal(job.own[p], 13);
	int64_t all = 0, own = 0;
	for (int w = 1; w < ESTIMATE_CELLS; w++) {
		all += job.n[w];
		own += job.own[w];
	}
	assert_int_equal(all, own); /* nobody is lost */
}

/* Sent last year, recorded by both this year: the shelter has not found her this year either. */
static void whom_a_referral_brought_before_was_not_found_later(void **state) {
	struct fixture *f = *state;
	fixture_as(f, RASA);
	const char *person = sign_on(f, "female", fixture_day(f, 0));
	DO(f, consent_record, "{'person': '%s', 'purpose': 'support', 'org': 'silas', 'consent_state': 'given', 'language': 'uk', "
		"'read_aloud': true}", person);
	DO(f, referral_send, "{'person': '%s', 'org': 'silas', 'purpose': 'support', 'need': ['legal']}", person);
	const char *referral = fixture_get(f, "referral");
	fixture_as(f, ONA);
	DO(f, referral_accept, "{'referral': '%s'}", referral);
	f->cx.now += INT64_C(366) * 24 * 60 * MINUTE;
	int year = (int)day_year(day_of(f->cx.now));
	people(f, 3, P | N, "female", fixture_day(f, 0));
	help(f, person, fixture_day(f, 0));
	fixture_as(f, RASA);
	help(f, person, fixture_day(f, 0));
	fixture_as(f, NIJOLE);
	DO(f, estimate_start, "{'year': %d, 'whom': 'met', 'strata': 'none', 'org_kind': ['police', 'ngo']}", year);
	struct estimate_job job = next(f);
	unsigned p = list_of(f, &job, ORG_POLICE), n = list_of(f, &job, ORG_NGO);
	assert_int_equal(job.n[p | n], 4);
	assert_int_equal(job.own[p | n], 3);
	assert_int_equal(job.own[p], 1);
}

static void links_make_one_person_of_two_records(void **state) {
	struct fixture *f = *state;
	land(f);
	const char *a = somebody(f, P, "female", "2025-08-01"), *b = somebody(f, P | N, "female", "2025-08-02");
	const char *c = somebody(f, P, "female", "2025-08-03"), *d = somebody(f, N, "female", "2025-08-04");
	fixture_as(f, RASA);
	fixture_open(f, b);
	DO(f, link_record, "{'person': '%s', 'other': '%s', 'like': 'same', 'why_same': 'said'}", a, b);
	assert_int_equal(fixture_agree(f, PETRAS), 0);
	start(f, "");
	struct estimate_job job = next(f);
	unsigned p = list_of(f, &job, ORG_POLICE), n = list_of(f, &job, ORG_NGO);
	assert_int_equal(job.n[p | n], 7);
	assert_int_equal(job.n[p], 13);
	assert_false(job.linked);
	end_all(f, NULL);
	/* A likeness that nobody has judged: one was, and it was the same, so it is taken for 2 in 3. */
	struct row_on_person pc, pd;
	struct ref rc, rd, ref = ref_new(&f->cx);
	assert_true(ref_parse(c, &rc) && ref_parse(d, &rd));
	assert_int_equal(q_on_person(&f->cx, ref_blob(&rc), &pc), 0);
	assert_int_equal(q_on_person(&f->cx, ref_blob(&rd), &pd), 0);
	assert_int_equal(db_begin(&f->cx), 0);
	assert_int_equal(q_likeness_add(&f->cx, ref_blob(&ref), pd.id, pc.id, 1), 0);
	assert_int_equal(db_commit(&f->cx), 0);
	start(f, "");
	job = next(f);
	assert_true(job.linked);
	int i = __builtin_ctz(p < n ? p : n), j = __builtin_ctz(p < n ? n : p);
	double missing = 2.0 / 3, share = missing / (7 + 2 + missing); /* nine are on both by now */
	assert_true(job.missed[i][j] > share - 1e-4 && job.missed[i][j] < share + 1e-4);
}

static struct estimate_found *some_finding(struct fixture *f) {
	struct estimate_found *found = arena_alloc(f->cx.arena, sizeof *found);
	*found = (struct estimate_found){.finding = FINDING_NUMBER, .observed = 53, .value = 100, .low = 80, .high = 140,
		.n = 2};
	found->rows[0] = (struct estimate_row){.part = PART_MAIN, .way = WAY_BIC, .threshold = -1, .terms = "3 5",
		.observed = NONE, .value = 100, .low80 = 85, .high80 = 120, .low = 80, .high = 140};
	found->rows[1] = (struct estimate_row){.part = PART_DOUBT, .doubt = DOUBT_LINKAGE, .threshold = -1, .observed = NONE,
		.value = NONE, .low80 = NONE, .high80 = NONE, .low = NONE, .high = NONE};
	return found;
}

static void it_is_its_organisations_own_until_released(void **state) {
	struct fixture *f = *state;
	land(f);
	const char *estimate = start(f, "");
	assert_int_equal(CALL(f, estimate_release, "{'estimate': '%s'}", estimate), ERR_CONFLICT); /* not counted yet */
	end_all(f, some_finding(f));
	fixture_as(f, KAZYS);
	assert_int_equal(CALL(f, estimate_read, "{'estimate': '%s'}", estimate), ERR_NOTFOUND);
	DO(f, estimate_list, "{}");
	assert_int_equal(fixture_rows(f), 0);
	fixture_as(f, NIJOLE);
	DO(f, estimate_release, "{'estimate': '%s'}", estimate);
	assert_int_equal(CALL(f, estimate_release, "{'estimate': '%s'}", estimate), ERR_CONFLICT);
	fixture_as(f, KAZYS);
	assert_int_equal(CALL(f, estimate_release, "{'estimate': '%s'}", estimate), ERR_NOTFOUND); /* another's */
	DO(f, estimate_read, "{'estimate': '%s'}", estimate);
	assert_string_equal(fixture_get(f, "finding"), "number");
	assert_string_equal(fixture_row(f, fixture_rows(f) - 1, "doubt"), "linkage");
	assert_string_equal(fixture_row(f, fixture_rows(f) - 2, "way"), "bic");
	assert_non_null(strchr(fixture_row(f, fixture_rows(f) - 2, "terms"), '+'));
	DO(f, estimate_list, "{}");
	assert_int_equal(fixture_rows(f), 1);
}

/* Sum of the people told of on lists and overlaps; every one a multiple of `step`. */
static long told(struct fixture *f, long step) {
	long sum = 0;
	for (size_t i = 0; i < fixture_rows(f); i++) {
		const char *part = fixture_row(f, i, "estimate_part");
		if (!str_equal(part, "list") && !str_equal(part, "overlap"))
			continue;
		long n = json_integer_value(json_object_get(json_array_get(json_object_get(f->answer, "rows"), i), "observed"));
		assert_int_equal(n % step, 0);
		sum += n;
	}
	return sum;
}

/* That so many were seen, and that there are at least so many; the estimate stays what it is. */
static void head_says(const json_t *head, long seen) {
	assert_int_equal(json_integer_value(json_object_get(head, "observed")), seen);
	assert_int_equal(json_integer_value(json_object_get(head, "low")), seen);
	assert_int_equal(json_integer_value(json_object_get(head, "estimated")), 100);
	assert_int_equal(json_integer_value(json_object_get(head, "high")), 140);
}

/* 12, 12, 12, 6, 5, 4 and 2 on lists of 25, 24 and 23: others are told 10, 10, 10, 5, 5, 0 and 0 on 25, 20 and 20. */
static void others_are_not_told_small_numbers(void **state) {
	struct fixture *f = *state;
	land(f);
	const char *estimate = start(f, "");
	struct estimate_found *found = some_finding(f);
	found->low = found->rows[0].low = 53; /* at least as many as were seen */
	end_all(f, found);
	fixture_as(f, NIJOLE);
	DO(f, estimate_release, "{'estimate': '%s'}", estimate);
	DO(f, estimate_read, "{'estimate': '%s'}", estimate);
	assert_null(json_object_get(f->answer, "rounded"));
	assert_int_equal(told(f, 1), 53 + 72);
	head_says(f->answer, 53);
	fixture_as(f, KAZYS);
	DO(f, estimate_read, "{'estimate': '%s'}", estimate);
	assert_int_equal(json_integer_value(json_object_get(f->answer, "rounded")), 5);
	assert_int_equal(told(f, 5), 40 + 65);
	head_says(f->answer, 50);
	DO(f, estimate_list, "{}");
	head_says(json_array_get(json_object_get(f->answer, "rows"), 0), 50);
}

static void it_can_be_stopped_and_stays_so(void **state) {
	struct fixture *f = *state;
	bool go_on = true;
	land(f);
	const char *estimate = start(f, "");
	struct estimate_job job = next(f);
	DO(f, estimate_stop, "{'estimate': '%s'}", estimate);
	assert_int_equal(estimate_going(&f->cx, job.id, 1, 9, &go_on), 0);
	assert_false(go_on);
	assert_int_equal(db_begin(&f->cx), 0);
	assert_int_equal(estimate_finish(&f->cx, job.id, some_finding(f)), 0);
	assert_int_equal(db_commit(&f->cx), 0);
	DO(f, estimate_read, "{'estimate': '%s'}", estimate);
	assert_string_equal(fixture_get(f, "estimate_state"), "stopped");
	assert_null(fixture_get(f, "finding"));
	assert_int_equal(CALL(f, estimate_stop, "{'estimate': '%s'}", estimate), ERR_CONFLICT);
	assert_int_equal(estimate_next(&f->cx, &job), ERR_NOTFOUND);
}

static void refuses_what_makes_no_lists(void **state) {
	struct fixture *f = *state;
	fixture_as(f, NIJOLE);
	assert_int_equal(CALL(f, estimate_start, "{'year': 2025, 'whom': 'met', 'strata': 'none'}"), ERR_INVALID);
	assert_string_equal(f->cx.err.field, "org_kind");
	land(f);
	fixture_as(f, NIJOLE);
	assert_int_equal(CALL(f, estimate_start, "{'year': 2025, 'from_year': 2026, 'whom': 'met', 'strata': 'none'}"),
		ERR_INVALID);
	assert_int_equal(CALL(f, estimate_start, "{'year': 2025, 'from_year': 2010, 'whom': 'met', 'strata': 'none'}"),
		ERR_INVALID);
	/* nobody is */
	assert_int_equal(CALL(f, estimate_start, "{'year': 2025, 'whom': 'presumed', 'strata': 'none'}"), ERR_INVALID);
	DO(f, estimate_start, "{'year': 2025, 'whom': 'met', 'strata': 'none', 'org_kind': ['police', 'ngo']}");
	struct estimate_job job = next(f);
	assert_int_equal(job.lists, 2);
	assert_int_equal(job.n[3], 8); /* whoever is on the left out list besides is still on both */
}

int main(void) {
	const struct CMUnitTest tests[] = {
		TEST(people_stand_on_the_lists_of_those_who_recorded_them),
		TEST(kinds_of_people_are_counted_apart),
		TEST(whom_a_referral_brought_was_not_found),
		TEST(whom_a_referral_brought_before_was_not_found_later),
		TEST(links_make_one_person_of_two_records),
		TEST(it_is_its_organisations_own_until_released),
		TEST(others_are_not_told_small_numbers),
		TEST(it_can_be_stopped_and_stays_so),
		TEST(refuses_what_makes_no_lists),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
