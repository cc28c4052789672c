/* Figures of registers, by hand: every measure, period and reason; reports and their editions. */
#include "core/report_text.h"
#include "national.h"

#define IS(f, indicator, breakdown, year, want) assert_string_equal(figure((f), (indicator), (breakdown), (year)), (want))
#define WAS(f, indicator, breakdown, year, day, want) \
	assert_string_equal(figure_as_of((f), (indicator), (breakdown), (year), (day)), (want))

static const char *verdict(struct fixture *f, const char *number, const char *day, const char *cells) {
	return entry(f, COURTS, "verdict", number, day, cells);
}

/* Measures --------------------------------------------------------------------------------------------------------- */

static void convicted_persons_count_once_and_every_judgment_has_its_reason(void **state) {
	struct fixture *f = *state;
	entry(f, PROSECUTION, "accused", "A-1", "2021-05-05", "form=sex_prostitution");
	entry(f, PROSECUTION, "accused", "A-2", "2021-05-05", "form=labour_forced");
	verdict(f, "V-1", "2022-12-31", "accused=A-1 outcome=convicted article=147 instance=first");
	verdict(f, "V-2", "2022-03-01", "accused=A-1 outcome=convicted article=157");
	verdict(f, "V-3", "2022-03-01", "accused=A-2 outcome=acquitted article=147");
	verdict(f, "V-4", "2022-03-01", "accused=A-3 outcome=convicted article=other");
	verdict(f, "V-5", "2022-03-01", "accused=A-4 outcome=convicted article=147 instance=appeal");
	verdict(f, "V-6", "2023-01-02", "accused=A-5 outcome=convicted article=147");
	verdict(f, "V-7", "2022-03-01", "accused=A-6 outcome=acquitted article=147");
	verdict(f, "V-7", "2022-03-01", "accused=A-6 outcome=convicted article=147");
	const char *gone = verdict(f, "V-8", "2022-03-01", "accused=A-7 outcome=convicted article=147");
	DO(f, entry_void, "{'entry': '%s'}", gone);
	IS(f, "convictions", "total", 2022, "2"); /* */
	assert_int_equal(reasons(f, "counted", NULL), 2);
	assert_int_equal(reasons(f, "same_thing", NULL), 1);
	assert_int_equal(reasons(f, "not_meant", "outcome"), 1);
	assert_int_equal(reasons(f, "not_meant", "article"), 1);
	assert_int_equal(reasons(f, "not_meant", "instance"), 1);
	assert_int_equal(reasons(f, "other_year", NULL), 1);
	assert_int_equal(reasons(f, "corrected", NULL), 1);
	assert_int_equal(reasons(f, "void", NULL), 1);
	assert_int_equal(fixture_rows(f), 9);
	rows_agree(f);
	IS(f, "convictions", "sex_trafficking", 2022, "1");
	assert_int_equal(reasons(f, "not_meant", "accused.form"), 1);
	IS(f, "convictions", "unspecified", 2022, "1"); /* nobody wrote down what A-6 is accused of */
	IS(f, "convictions", "labor_trafficking", 2022, "0");
	IS(f, "judgments", "total", 2022, "4");
	IS(f, "convictions", "total", 2023, "1");
}

static void prison_terms_are_years_with_two_decimals_at_most(void **state) {
	struct fixture *f = *state;
	returned(f, COURTS, "verdicts", 2022, "complete");
	IS(f, "sentences", "prison_term_min", 2022, "not_applicable"); /* nobody was sent to prison */
	verdict(f, "V-1", "2022-01-01", "accused=A-1 outcome=convicted article=147 sanction=prison prison_months=120");
	verdict(f, "V-2", "2022-01-01", "accused=A-2 outcome=convicted article=147 sanction=prison prison_months=18");
	verdict(f, "V-3", "2022-01-01", "accused=A-3 outcome=convicted article=147 sanction=prison");
	verdict(f, "V-4", "2022-01-01", "accused=A-4 outcome=convicted article=147 sanction=suspended prison_months=6");
	IS(f, "sentences", "prison_term_max", 2022, "10");
	assert_string_equal(fixture_row(f, 0, "figure"), "120"); /* each record as it was written */
	IS(f, "sentences", "prison_term_min", 2022, "1.5");
	assert_int_equal(reasons(f, "nothing_measured", NULL), 1);
	assert_int_equal(reasons(f, "not_meant", "sanction"), 1);
	verdict(f, "V-2", "2022-01-01", "accused=A-2 outcome=convicted article=147 sanction=prison prison_months=13");
	IS(f, "sentences", "prison_term_min", 2022, "1.08");
	verdict(f, "V-2", "2022-01-01", "accused=A-2 outcome=convicted article=147 sanction=prison prison_months=12");
	IS(f, "sentences", "prison_term_min", 2022, "1");
}

static void only_a_fine_is_only_a_fine(void **state) {
	struct fixture *f = *state;
	verdict(f, "V-1", "2022-01-01", "accused=A-1 outcome=convicted article=147 sanction=fine");
	verdict(f, "V-2", "2022-01-01", "accused=A-2 outcome=convicted article=147 sanction=fine sanction=prison");
	verdict(f, "V-3", "2022-01-01", "accused=A-3 outcome=convicted article=147 sanction=fine");
	verdict(f, "V-4", "2022-02-01", "accused=A-3 outcome=convicted article=157 sanction=prison");
	verdict(f, "V-5", "2021-02-01", "accused=A-1 outcome=convicted article=157 sanction=prison");
	IS(f, "sentences", "fine_only", 2022, "1");
	assert_int_equal(reasons(f, "not_meant", "sanction"), 3);
	assert_int_equal(reasons(f, "other_year", NULL), 1);
	IS(f, "sentences", "fine", 2022, "3");
}

static void money_is_added_up_in_cents_and_converted_once(void **state) {
	struct fixture *f = *state;
	const char *before;
	entry(f, COURTS, "payment", "P-1", "2022-06-01", "step=paid damage=non_material amount=55999.60");
	entry(f, COURTS, "payment", "P-2", "2022-12-31", "step=paid damage=non_material amount=0.45");
	entry(f, COURTS, "payment", "P-3", "2023-01-02", "step=paid damage=non_material amount=9000");
	entry(f, COURTS, "payment", "P-4", "2022-06-01", "step=paid damage=material amount=100");
	entry(f, COURTS, "payment", "P-5", "2022-06-01", "step=ordered damage=non_material amount=100");
	IS(f, "restitution_paid", "non_material_damages", 2022, "56000");
	assert_int_equal(reasons(f, "other_year", NULL), 1);
	assert_int_equal(reasons(f, "not_meant", "damage"), 1);
	assert_int_equal(reasons(f, "not_meant", "step"), 1);
	assert_string_equal(fixture_row(f, 0, "figure"), "55999.6");
	IS(f, "restitution_paid", "non_material_damages_usd", 2022, "59830"); /* 56000.05 / 0.936 is 59829.1 */
	assert_string_equal(fixture_get(f, "unit_of"), "USD");
	IS(f, "restitution_paid", "non_material_damages", 2023, "9000");
	IS(f, "restitution_paid", "non_material_damages_usd", 2023, "not_reported"); /* no rate of that year */
	before = fixture_day(f, 0);
	fixture_wait(f, 24 * HOUR);
	/* a late correction */
	entry(f, COURTS, "payment", "P-2", "2022-12-31", "step=paid damage=non_material amount=1000.45");
	IS(f, "restitution_paid", "non_material_damages", 2022, "57000");
	assert_int_equal(reasons(f, "corrected", NULL), 1);
	WAS(f, "restitution_paid", "non_material_damages", 2022, before, "56000");
	assert_int_equal(reasons(f, "corrected", NULL), 0);
}

static void investigations_count_while_they_are_active(void **state) {
	struct fixture *f = *state;
	entry(f, LEAD, "investigation", "I-1", "2021-05-05", "led=here article=147 form=sex_prostitution ended=2022-01-01");
	entry(f, LEAD, "investigation", "I-2", "2021-05-05", "led=here article=147 ended=2021-12-31");
	entry(f, LEAD, "investigation", "I-3", "2022-12-31", "led=here article=157 form=labour_forced");
	entry(f, LEAD, "investigation", "I-4", "2023-01-01", "led=here article=147");
	entry(f, LEAD, "investigation", "I-5", "2022-05-05", "led=abroad article=147 partner=gb");
	entry(f, LEAD, "investigation", "I-6", "2022-05-05", "led=here article=147 article=other partner=gb partner=lv");
	IS(f, "investigations", "total", 2022, "3");
	assert_int_equal(reasons(f, "other_year", NULL), 2);
	assert_int_equal(reasons(f, "not_meant", "led"), 1);
	IS(f, "investigations", "sex_trafficking", 2022, "1");
	IS(f, "investigations", "labor_trafficking", 2022, "1");
	IS(f, "investigations", "unspecified", 2022, "1"); /* I-6 says no form */
	IS(f, "investigations", "total", 2021, "2");
	IS(f, "international_investigations", "total", 2022, "2");
	IS(f, "international_investigations", "countries", 2022, "2");
	IS(f, "investigations_ended", "total", 2022, "1");
	assert_int_equal(reasons(f, "not_meant", "ended") + reasons(f, "other_year", NULL), 5);
}

static void agencies_count_at_the_end_of_the_year(void **state) {
	struct fixture *f = *state;
	entry(f, INSPECTION, "agency", "T-1", "2019-01-01", "");
	entry(f, INSPECTION, "agency", "T-2", "2019-01-01", "ended=2022-12-31");
	entry(f, INSPECTION, "agency", "T-3", "2019-01-01", "ended=2022-03-15");
	entry(f, INSPECTION, "agency", "T-4", "2023-01-01", "");
	IS(f, "temporary_employment_agencies", "operating", 2022, "2");
	assert_int_equal(reasons(f, "other_year", NULL), 2);
	IS(f, "temporary_employment_agencies", "operating", 2021, "3");
}

static void languages_are_different_ones(void **state) {
	struct fixture *f = *state;
	entry(f, INSPECTION, "publication", "W-1", "2020-01-01",
		"title=Rights_at_work kind=website publisher=labour-inspection language=lt language=en");
	entry(f, INSPECTION, "publication", "W-2", "2021-01-01",
		"title=More_rights kind=website publisher=labour-inspection language=en language=uk");
	entry(f, INSPECTION, "publication", "W-3", "2021-01-01",
		"title=Old_rights kind=website publisher=labour-inspection language=pl until=2021-12-31");
	entry(f, INSPECTION, "publication", "W-4", "2021-01-01",
		"title=Ours kind=website publisher=somebody-else language=vi");
	entry(f, INSPECTION, "publication", "W-5", "2021-02-01",
		"title=Again kind=website publisher=labour-inspection language=uk");
	IS(f, "information_languages", "labor_inspection_website", 2022, "3");
	assert_int_equal(reasons(f, "counted", NULL), 2);
	assert_int_equal(reasons(f, "same_thing", NULL), 1);
	assert_int_equal(reasons(f, "not_meant", "publisher"), 1);
}

static void newest_return_stands_for_the_year(void **state) {
	struct fixture *f = *state;
	IS(f, "children_in_state_childcare_institutions", "total", 2022, "not_reported");
	entry(f, CHILDREN, "aggregate", "C-1", "2022-06-30", "about=childcare_children amount=1400 state=value");
	entry(f, CHILDREN, "aggregate", "C-2", "2022-12-31", "about=childcare_children amount=1350 state=value");
	entry(f, CHILDREN, "aggregate", "C-3", "2023-12-31", "about=childcare_children state=not_reported");
	entry(f, CHILDREN, "aggregate", "C-4", "2024-12-31", "about=childcare_children state=zero");
	IS(f, "children_in_state_childcare_institutions", "total", 2022, "1350");
	assert_int_equal(reasons(f, "same_thing", NULL), 1);
	IS(f, "children_in_state_childcare_institutions", "total", 2023, "not_reported");
	IS(f, "children_in_state_childcare_institutions", "total", 2024, "0");
	entry(f, BORDER, "aggregate", "B-1", "2022-08-31", "about=belarus_detained amount=1500 state=value");
	entry(f, BORDER, "aggregate", "B-2", "2022-09-30", "about=belarus_detained amount=900 state=value");
	IS(f, "irregular_migrants_belarus_route", "held_in_detention_august", 2022, "1500");
	assert_int_equal(reasons(f, "not_meant", "month"), 3); /* of the five other records two are of other years */
}

static void links_find_their_record_in_the_own_organisation_first(void **state) {
	struct fixture *f = *state;
	entry(f, PROSECUTION, "accused", "A-1", "2021-05-05", "form=sex_prostitution");
	entry(f, LEAD, "accused", "A-1", "2021-05-05", "form=labour_forced");
	entry(f, PROSECUTION, "prosecution", "S-1", "2022-05-05", "accused=A-1 article=147");
	verdict(f, "V-1", "2022-05-05", "accused=A-1 outcome=convicted article=147");
	IS(f, "prosecutions", "sex_trafficking", 2022, "1");
	/* the court has no A-1 of its own: the body that was there first */
	IS(f, "convictions", "sex_trafficking", 2022, "1");
	entry(f, HOTLINE, "call", "C-1", "2022-05-05", "related=yes investigation=I-99");
	entry(f, HOTLINE, "call", "C-2", "2022-05-05", "related=yes");
	IS(f, "hotline", "trafficking_related_calls", 2022, "2");
	IS(f, "hotline", "calls_led_to_investigation", 2022, "1");
	assert_int_equal(reasons(f, "not_meant", "investigation"), 1);
}

static void countries_of_an_accused_person_part_the_convictions(void **state) {
	struct fixture *f = *state;
	entry(f, PROSECUTION, "accused", "A-1", "2021-05-05", "citizenship=lt citizenship=ua");
	entry(f, PROSECUTION, "accused", "A-2", "2021-05-05", "citizenship=lv citizenship=ua");
	entry(f, PROSECUTION, "accused", "A-3", "2021-05-05", "citizenship=ua");
	entry(f, PROSECUTION, "accused", "A-4", "2021-05-05", "citizenship=unknown");
	for (int i = 1; i <= 5; i++) /* of A-5 nobody has heard */
		verdict(f, arena_printf(f->cx.arena, "V-%d", i), "2022-05-05", arena_printf(f->cx.arena,
			"accused=A-%d outcome=convicted article=147", i));
	IS(f, "convictions", "home", 2022, "1");
	IS(f, "convictions", "eu", 2022, "1");
	IS(f, "convictions", "non_eu", 2022, "1");
	IS(f, "convictions", "citizenship_unknown", 2022, "2");
}

static void a_sum_too_large_is_refused_and_not_wrapped(void **state) {
	struct fixture *f = *state;
	for (int i = 0; i < 2; i++) {
		fixture_as(f, NIJOLE);
		const char *number = arena_printf(f->cx.arena, "P-%d", i);
		int64_t org = national_as(f, COURTS);
		struct row_act_begin act;
		struct row_entry_add put;
		struct ref ref = ref_new(&f->cx);
		assert_int_equal(db_begin(&f->cx), 0);
		assert_int_equal(q_act_begin(&f->cx, f->cx.now, 0, "test", (struct blob){0}, (struct blob){0}, &act), 0);
		assert_int_equal(q_entry_add(&f->cx, ref_blob(&ref), profile_code(f->profile, L_REGISTER, "payment"), org,
			number, day_from_ymd(2022, 5, 5), PRECISION_DAY, act.n, 0, NONE, &put), 0);
		assert_int_equal(q_entry_value_add(&f->cx, put.id, 1, 0, 3, NULL), 0); /* paid */
		assert_int_equal(q_entry_value_add(&f->cx, put.id, 2, 0, 2, NULL), 0); /* non-material */
		assert_int_equal(q_entry_value_add(&f->cx, put.id, 3, 0, INT64_MAX - 1, NULL), 0);
		assert_int_equal(db_commit(&f->cx), 0);
	}
	fixture_as(f, NIJOLE);
	assert_int_equal(CALL(f, figure_explain,
		"{'indicator': 'restitution_paid', 'breakdown': 'non_material_damages', 'year': 2022}"), ERR_LIMIT);
	assert_int_equal(CALL(f, figure_explain,
		"{'indicator': 'restitution_paid', 'breakdown': 'material_damages', 'year': 2022}"), 0);
}

static void law_and_parameters_are_those_of_the_year(void **state) {
	struct fixture *f = *state;
	IS(f, "statutory_penalty_art_147_157", "min", 2022, "2");
	IS(f, "statutory_penalty_art_147_157", "max", 2022, "12");
	IS(f, "statutory_penalty_art_147_157", "max", 1995, "not_reported");
	IS(f, "reflection_period", "foreign_victims", 2022, "30");
	IS(f, "reflection_period", "foreign_victims", 2010, "not_reported");
	IS(f, "hotline", "hours_per_day", 2022, "24");
	assert_int_equal(fixture_rows(f), 0);
}

/* Zero is not silence ---------------------------------------------------------------------------------------------- */

static void nothing_is_zero_only_while_everybody_has_delivered(void **state) {
	struct fixture *f = *state;
	IS(f, "demand_reduction_efforts", "commercial_sex", 2022, "not_reported");
	IS(f, "complicit_officials", "convictions", 2022, "not_reported"); /* nobody of those who answer is there */
	returned(f, INTERIOR, "demand_reduction", 2022, "zero");
	IS(f, "demand_reduction_efforts", "commercial_sex", 2022, "0");
	assert_string_equal(fixture_get(f, "value_status"), "zero");
	const char *before = fixture_day(f, 0);
	fixture_wait(f, 24 * HOUR);
	returned(f, INTERIOR, "demand_reduction", 2022, "withdrawn");
	IS(f, "demand_reduction_efforts", "commercial_sex", 2022, "not_reported");
	WAS(f, "demand_reduction_efforts", "commercial_sex", 2022, before, "0");
	returned(f, INTERIOR, "demand_reduction", 2022, "complete");
	IS(f, "demand_reduction_efforts", "commercial_sex", 2022, "0");
	returned(f, INTERIOR, "demand_reduction", 2022, "not_applicable");
	IS(f, "demand_reduction_efforts", "commercial_sex", 2022, "not_applicable");
	entry(f, WELFARE, "awareness", "W-1", "2022-05-05", "theme=demand_reduction");
	IS(f, "demand_reduction_efforts", "commercial_sex", 2022, "1"); /* what is there is shown, whoever says what */
}

static void records_speak_for_a_body_until_it_takes_its_word_back(void **state) {
	struct fixture *f = *state;
	verdict(f, "V-1", "2022-03-01", "accused=A-1 outcome=acquitted article=147");
	IS(f, "convictions", "total", 2022, "0");
	IS(f, "complicit_officials", "convictions", 2022, "not_reported"); /* of which only its word counts */
	returned(f, COURTS, "verdicts", 2022, "complete");
	returned(f, COURTS, "verdicts", 2022, "withdrawn");
	IS(f, "convictions", "total", 2022, "not_reported");
	IS(f, "convictions", "total", 2021, "not_reported");
	explain(f, "convictions", "total", 2022, NULL);
	assert_int_equal(json_integer_value(json_object_get(f->answer, "bodies")), 1);
	assert_int_equal(json_integer_value(json_object_get(f->answer, "delivered")), 0);
}

static void quote(struct fixture *f, const char *number, const char *day, int year, const char *value, const char *from,
	const char *title) {
	entry(f, COMMISSION, "quoted", number, day, arena_printf(f->cx.arena,
		"indicator=victims_identified_authorities breakdown=total of_year=%d value=%s from=%s title=%s", year, value,
		from, title));
}

static void decided(struct fixture *f, enum who who, int year, int n) {
	for (int i = 0; i < n; i++) {
		fixture_as(f, RASA);
		const char *person = fixture_sign(f);
		fixture_as(f, who);
		DO(f, decision_record,
			"{'person': '%s', 'outcome': 'identified', 'form': ['begging'], 'decided_on': '%d-05-05'}", person, year);
	}
}

static void fewest_in_years_looks_back_over_counted_and_quoted_values(void **state) {
	struct fixture *f = *state;
	enum who both[] = {JONAS, PETRAS};
	const char *item = "{'item': 'decisions', 'year': 2022, 'return_state': '%s'}";
	for (int i = 0; i < 2; i++) {
		decided(f, both[i], 2022, 1);
		decided(f, both[i], 2021, 1 + i);
	}
	IS(f, "victims_identified_authorities", "fewest_in_years", 2022, "2"); /* of 2020 nobody knows anything */
	quote(f, "Q-1", "2021-06-01", 2020, "3", "tip", "TIP_report_2021");
	quote(f, "Q-2", "2020-06-01", 2019, "2", "tip", "TIP_report_2020");
	quote(f, "Q-3", "2019-06-01", 2018, "1", "press", "Press_release");
	/* as few is not fewer; the press is not asked */
	IS(f, "victims_identified_authorities", "fewest_in_years", 2022, "4");
	quote(f, "Q-4", "2019-07-01", 2018, "1", "tip", "TIP_report_2019");
	IS(f, "victims_identified_authorities", "fewest_in_years", 2022, "4");
	for (int year = 2018; year >= 2008; year--)
		quote(f, arena_printf(f->cx.arena, "R-%d", year), "2020-01-01", year, "9", "tip", "TIP_report");
	DO(f, entry_record,
		"{'register': 'quoted', 'number': 'Q-4', 'happened': '2019-07-01', 'cell': ['indicator=convictions', "
		"'breakdown=total', 'of_year=2018', 'value=1', 'from=tip', 'title=TIP report 2019']}");
	IS(f, "victims_identified_authorities", "fewest_in_years", 2022, "10"); /* it looks no further */
	assert_int_equal(fixture_rows(f), 5);
	assert_int_equal(reasons(f, "counted", NULL), 2);
	fixture_as(f, PETRAS);
	DO(f, return_record, item, "complete");
	DO(f, return_record, item, "withdrawn");
	IS(f, "victims_identified_authorities", "fewest_in_years", 2022, "not_reported");
	IS(f, "victims_identified_authorities", "total", 2022, "2");
	fixture_as(f, PETRAS);
	DO(f, return_record, item, "complete");
	IS(f, "victims_identified_authorities", "fewest_in_years", 2022, "10");
	IS(f, "victims_identified_authorities", "fewest_in_years", 2023, "not_reported");
}

static void quoted_values_stand_beside_and_are_never_counted(void **state) {
	struct fixture *f = *state;
	quote(f, "Q-1", "2017-06-27", 2016, "41", "tip", "TIP_report_2017");
	quote(f, "Q-2", "2017-03-22", 2016, "51", "press", "press_release_2017-03-22");
	explain(f, "victims_identified_authorities", "total", 2016, NULL);
	assert_string_equal(fixture_get(f, "quoted"), "51 (press release 2017-03-22), 41 (TIP report 2017)");
	assert_string_equal(fixture_get(f, "figure"), "not_reported");
	explain(f, "victims_identified_authorities", "total", 2017, NULL);
	assert_null(fixture_get(f, "quoted"));
}

static void refuses_what_cannot_be_asked(void **state) {
	struct fixture *f = *state;
	fixture_as(f, NIJOLE);
	assert_int_equal(CALL(f, figure_explain, "{'indicator': 'convictions', 'breakdown': 'made_up', 'year': 2022}"),
		ERR_INVALID);
	assert_string_equal(f->cx.err.field, "breakdown");
	assert_int_equal(CALL(f, figure_explain, "{'indicator': 'convictions', 'year': 2025, 'as_of': '%s'}",
		fixture_day(f, 1)), ERR_INVALID);
	assert_string_equal(f->cx.err.field, "as_of");
	assert_int_equal(CALL(f, report_read, "{'report': 'tip', 'year': 2022, 'as_of': '2100-12-31'}"), ERR_INVALID);
	DO(f, report_read, "{'report': 'tip', 'year': 2022, 'as_of': '1870-01-01'}");
	DO(f, report_read, "{'report': 'tip', 'year': 1990}");
	assert_int_equal(CALL(f, report_read, "{'report': 'tip', 'year': 2100}"), ERR_INVALID); /* it looks a year ahead */
	assert_string_equal(f->cx.err.field, "year");
	DO(f, figure_explain, "{'indicator': 'convictions', 'year': 1990}");
	assert_int_equal(fixture_rows(f), 0);
}

/* Reports ---------------------------------------------------------------------------------------------------------- */

/* The answer's rows as CSV text. */
static const char *csv_of(struct fixture *f) {
	struct buf text = buf_new(f->cx.arena, 1 << 20);
	report_text_begin(&text);
	for (size_t i = 0; i < fixture_rows(f); i++) {
		const json_t *row = json_array_get(json_object_get(f->answer, "rows"), i);
		struct report_line line = {(int)json_integer_value(json_object_get(row, "year")),
			fixture_row(f, i, "indicator"), fixture_row(f, i, "breakdown"), fixture_row(f, i, "figure"),
			fixture_row(f, i, "unit_of")};
		report_text_add(&text, &line);
	}
	return text.at;
}

static void every_report_of_the_profile_can_be_read_when_nothing_is_known(void **state) {
	struct fixture *f = *state;
	fixture_as(f, NIJOLE);
	for (size_t i = 0; fixture_code(f, L_REPORT, i) != NULL; i++) {
		DO(f, report_read, "{'report': '%s', 'year': 2022}", fixture_code(f, L_REPORT, i));
		assert_true(fixture_rows(f) > 0);
		for (size_t k = 0; k < fixture_rows(f); k++) {
			const char *status = fixture_row(f, k, "value_status");
			assert_true(str_equal(status, "not_reported") || str_equal(status, "value"));
		}
	}
	DO(f, report_read, "{'report': 'tip', 'year': 2022}");
	assert_int_equal(fixture_rows(f), 75);
	assert_string_equal(fixture_row(f, 42, "breakdown"), "allocated"); /* as it is printed */
	assert_string_equal(fixture_row(f, 42, "part"), "allocated_usd"); /* as it is asked for */
	assert_string_equal(fixture_row(f, 42, "unit_of"), "USD");
	assert_string_equal(fixture_row(f, 45, "unit_of"), "USD_approx");
	assert_null(fixture_row(f, 41, "part"));
}

static void every_figure_of_the_profile_can_be_explained(void **state) {
	struct fixture *f = *state;
	verdict(f, "V-1", "2022-03-01", "accused=A-1 outcome=convicted article=147");
	decided(f, JONAS, 2022, 1);
	for (size_t i = 0; profile_number(f->profile, L_INDICATOR, i) != 0; i++) {
		const json_t *one = profile_entry(f->profile, L_INDICATOR, profile_number(f->profile, L_INDICATOR, i));
		const char *breakdown;
		json_t *part;
		json_object_foreach(json_object_get(one, "breakdowns"), breakdown, part) {
			explain(f, json_string_value(json_object_get(one, "code")), breakdown, 2022, NULL);
			rows_agree(f);
		}
	}
}

static void editions_are_the_same_for_ever(void **state) {
	struct fixture *f = *state;
	verdict(f, "V-1", "2022-03-01", "accused=A-1 outcome=convicted article=147");
	fixture_as(f, NIJOLE);
	DO(f, report_read, "{'report': 'tip', 'year': 2022}");
	const char *csv = csv_of(f);
	DO(f, edition_freeze, "{'report': 'tip', 'year': 2022}");
	const char *hash = fixture_get(f, "hash");
	uint8_t bytes[HASH_SIZE];
	char text[2 * HASH_SIZE + 1];
	crypt_blake2b(bytes, csv, strlen(csv)); /* of the very text that report_read makes */
	assert_string_equal(hash, hex_put(text, bytes, HASH_SIZE));
	verdict(f, "V-2", "2022-03-01", "accused=A-2 outcome=convicted article=147"); /* on the same day */
	fixture_wait(f, 24 * HOUR);
	verdict(f, "V-1", "2022-03-01", "accused=A-1 outcome=acquitted article=147");
	verdict(f, "V-3", "2022-03-01", "accused=A-3 outcome=convicted article=147");
	returned(f, COURTS, "verdicts", 2022, "complete");
	fixture_as(f, NIJOLE);
	DO(f, edition_read, "{'report': 'tip', 'year': 2022, 'edition': 1}");
	assert_true(json_is_true(json_object_get(f->answer, "unchanged")));
	assert_string_equal(csv_of(f), csv);
	assert_string_equal(fixture_get(f, "hash"), hash);
	DO(f, report_read, "{'report': 'tip', 'year': 2022}");
	assert_string_not_equal(csv_of(f), csv);
	DO(f, edition_freeze, "{'report': 'tip', 'year': 2022}");
	assert_int_equal(json_integer_value(json_object_get(f->answer, "edition")), 2);
	assert_string_not_equal(fixture_get(f, "hash"), hash);
	DO(f, edition_freeze, "{'report': 'greta', 'year': 2022}");
	assert_int_equal(json_integer_value(json_object_get(f->answer, "edition")), 1);
	DO(f, edition_list, "{'report': 'tip'}");
	assert_int_equal(fixture_rows(f), 2);
	DO(f, edition_list, "{}");
	assert_int_equal(fixture_rows(f), 3);
	assert_int_equal(CALL(f, edition_read, "{'report': 'tip', 'year': 2022, 'edition': 3}"), ERR_NOTFOUND);
	assert_int_equal(CALL(f, edition_freeze, "{'report': 'tip', 'year': 2022, 'as_of': '%s'}", fixture_day(f, 1)),
		ERR_INVALID);
}

static void report_text_quotes_only_what_needs_it_and_reads_it_again(void **state) {
	struct fixture *f = *state;
	const struct report_line lines[] = {{2022, "a", "b,c", "1", "d \"e\""}, {2021, "f", "", "2\n3", "g"}};
	struct buf text = buf_new(f->cx.arena, 1000);
	struct report_line line;
	report_text_begin(&text);
	for (size_t i = 0; i < 2; i++)
		report_text_add(&text, &lines[i]);
	assert_string_equal(text.at,
		"year,indicator,breakdown,value,unit\n2022,a,\"b,c\",1,\"d \"\"e\"\"\"\n2021,f,,\"2\n3\",g\n");
	const char *at = text.at;
	assert_true(report_text_next(f->cx.arena, &at, &line));
	for (size_t i = 0; i < 2; i++) {
		assert_true(report_text_next(f->cx.arena, &at, &line));
		assert_int_equal(line.year, lines[i].year);
		assert_string_equal(line.indicator, lines[i].indicator);
		assert_string_equal(line.breakdown, lines[i].breakdown);
		assert_string_equal(line.value, lines[i].value);
		assert_string_equal(line.unit, lines[i].unit);
	}
	assert_false(report_text_next(f->cx.arena, &at, &line));
}

int main(void) {
	const struct CMUnitTest tests[] = {
		TEST(convicted_persons_count_once_and_every_judgment_has_its_reason),
		TEST(prison_terms_are_years_with_two_decimals_at_most),
		TEST(only_a_fine_is_only_a_fine),
		TEST(money_is_added_up_in_cents_and_converted_once),
		TEST(investigations_count_while_they_are_active),
		TEST(agencies_count_at_the_end_of_the_year),
		TEST(languages_are_different_ones),
		TEST(newest_return_stands_for_the_year),
		TEST(links_find_their_record_in_the_own_organisation_first),
		TEST(countries_of_an_accused_person_part_the_convictions),
		TEST(a_sum_too_large_is_refused_and_not_wrapped),
		TEST(law_and_parameters_are_those_of_the_year),
		TEST(nothing_is_zero_only_while_everybody_has_delivered),
		TEST(records_speak_for_a_body_until_it_takes_its_word_back),
		TEST(fewest_in_years_looks_back_over_counted_and_quoted_values),
		TEST(quoted_values_stand_beside_and_are_never_counted),
		TEST(refuses_what_cannot_be_asked),
		TEST(every_report_of_the_profile_can_be_read_when_nothing_is_known),
		TEST(every_figure_of_the_profile_can_be_explained),
		TEST(editions_are_the_same_for_ever),
		TEST(report_text_quotes_only_what_needs_it_and_reads_it_again),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
