/* Lists become rows for the keeper; what is wrong with them is told, by row, column, value and rule. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <jansson.h>

#include "base/buf.h"
#include "htcds.h"
#include "intake/inside.h"
#include "intake/row.h"
#include "op/profile.h"
#include "text/format.h"
#include "wire/frame.h"

static struct cx cx;
static struct profile *profile;
static json_t *rows;        /* all that came out */
static struct buf bad;      /* "line column=value rule\n" */
static size_t batches, largest;
static struct intake *last; /* kept, to be asked about its columns */

static int set_up(void **state) {
	(void)state;
	text_warm();
	cx = (struct cx){.arena = arena_new(64 << 20), .lang = "en"};
	assert_int_equal(profile_load(&cx, "lt", &profile), 0);
	cx.profile = profile;
	return 0;
}

static int tear_down(void **state) {
	(void)state;
	intake_free(last);
	json_decref(rows);
	last = NULL;
	rows = NULL;
	profile_free(profile);
	arena_free(cx.arena);
	return 0;
}

static int on_rows(struct cx *in, const char *json, size_t n, void *arg) {
	(void)in, (void)arg;
	json_t *list = json_loads(json, JSON_REJECT_DUPLICATES, NULL);
	assert_true(json_is_array(list));
	assert_int_equal(json_array_size(list), n);
	assert_true(n > 0 && n <= IMPORT_ROWS);
	json_array_extend(rows, list);
	json_decref(list);
	batches++;
	/* as it goes out */
	json_t *request = json_pack("{s:s}", "rows_json", json);
	char *text = json_dumps(request, JSON_COMPACT);
	if (strlen(text) > largest)
		largest = strlen(text);
	free(text);
	json_decref(request);
	return 0;
}

static int on_bad(struct cx *in, const struct intake_bad *b, void *arg) {
	(void)in, (void)arg;
	buf_printf(&bad, "%lld %s=%s %s\n", (long long)b->line, b->column, b->value, b->rule);
	return 0;
}

static int take_as(const struct intake_as *as, const char *csv, size_t n) {
	static const struct intake_to to = {.rows = on_rows, .bad = on_bad};
	intake_free(last);
	last = NULL;
	json_decref(rows);
	rows = json_array();
	bad = buf_new(cx.arena, 8 << 20);
	buf_str(&bad, "");
	buf_room(&bad, 1);
	batches = largest = 0;
	cx.err = (struct err){0};
	int rc = intake_new(&cx, as, &to, &last);
	if (rc == 0)
		rc = table_read_bytes(&cx, (struct blob){csv, n}, intake_take, last);
	return rc == 0 ? intake_end(&cx, last) : rc;
}

static int take(const char *kind, int org_kind, const char *csv) {
	return take_as(&(struct intake_as){.kind = kind, .org = "haven", .org_kind = org_kind}, csv, strlen(csv));
}

static void takes(const char *kind, int org_kind, const char *csv) {
	int rc = take(kind, org_kind, csv);
	if (rc != 0)
		print_error("%s: %s %s\n", cx.err.field, cx.err.rule, cx.err.value);
	assert_int_equal(rc, 0);
}

static void gives(const char *kind, int org_kind, const char *csv, const char *json) {
	takes(kind, org_kind, csv);
	assert_string_equal(bad.at, "");
	char *text = json_dumps(rows, JSON_COMPACT);
	assert_string_equal(text, json);
	free(text);
}

static void has(const char *what, const char *csv, const char *part) {
	takes("persons", ORG_POLICE, csv);
	if (bad.n > 0)
		print_error("%s: %s\n", what, bad.at);
	assert_int_equal(bad.n, 0);
	char *text = json_dumps(rows, JSON_COMPACT);
	if (strstr(text, part) == NULL)
		print_error("%s: no %s in %s\n", what, part, text);
	assert_non_null(strstr(text, part));
	free(text);
}

static enum intake_fate fate(size_t i) {
	const struct intake_column *columns;
	assert_true(i < intake_columns(last, &columns));
	return columns[i].fate;
}

/* Headings --------------------------------------------------------------------------------------------------------- */

static void heading_is(const char *spelling, const char *taken) {
	char csv[1000];
	snprintf(csv, sizeof csv, "municipality,signal_date,\"%s\"\n", spelling);
	takes("persons", ORG_NGO, csv);
	if (fate(2) != (taken == NULL ? INTAKE_NOT_STORED : INTAKE_TAKEN))
		print_error("%s\n", spelling);
	assert_int_equal(fate(2), taken == NULL ? INTAKE_NOT_STORED : INTAKE_TAKEN);
}

/* "prs_FirstName" as XLSForm would have it: "prs_First_Name". */
static void parted(const char *name, char to[200]) {
	size_t n = 0;
	for (const char *s = name; *s != 0; s++) {
		if (s > name + 4 && *s >= 'A' && *s <= 'Z' && s[-1] != '_')
			to[n++] = '_';
		to[n++] = *s;
	}
	to[n] = 0;
}

static void knows_every_field_of_the_standard_in_all_its_spellings(void **state) {
	(void)state;
	char text[200];
	assert_int_equal(HTCDS_FIELDS, 84);
	for (size_t i = 0; i < HTCDS_FIELDS; i++) {
		const struct htcds_field *f = &htcds_fields[i];
		heading_is(f->name, f->taken);
		if (f->label != NULL)
			heading_is(f->label, f->taken);
		if (f->elsewhere != NULL)
			heading_is(f->elsewhere, f->taken);
		parted(f->name, text);
		heading_is(text, f->taken);
		for (char *s = text; *s != 0; s++)
			*s = *s >= 'a' && *s <= 'z' ? (char)(*s - 32) : *s == '_' ? ' ' : *s;
		heading_is(text, f->taken);
	}
}

static void knows_its_own_columns_in_four_languages(void **state) {
	(void)state;
	static const char *const same[][8] = {
		{"Vardas", "Ім'я", "имя", "Given name", "given"}, {"Pavardė", "pavarde", "Прізвище", "ФАМИЛИЯ", "surname"},
		{"Gimimo data", "Дата народження", "Дата рождения", "date of birth"}, {"Lytis", "Стать", "Пол", "sex"},
		{"Pilietybė", "Громадянство", "Гражданство", "nationality"}, {"Asmens kodas", "Номер документа", "document"},
		{"Sprendimo data", "Дата рішення", "decision_date", "Decision date"},
		{"Išnaudojimo šalis", "Країна експлуатації", "exploited in"},
	};
	for (size_t i = 0; i < sizeof same / sizeof *same; i++)
		for (size_t k = 0; k < 8 && same[i][k] != NULL; k++)
			heading_is(same[i][k], "");
	takes("persons", ORG_NGO, "Savivaldybė;Дата;№\nRokiškio r.;2022-03-01;7\n");
	assert_string_equal(json_string_value(json_object_get(json_array_get(rows, 0), "number")), "7");
}

static void names_what_it_does_not_know_or_takes_elsewhere(void **state) {
	(void)state;
	takes("persons", ORG_NGO,
		"municipality,signal_date,shoe size,First Name,prs_FirstName,Email,,\"Last "
		"Name\"\nrokiskis,2022-03-01,38,Ona,,a,x,\n");
	assert_int_equal(fate(2), INTAKE_UNKNOWN);
	assert_int_equal(fate(3), INTAKE_TAKEN);
	assert_int_equal(fate(4), INTAKE_REPEATED);
	assert_int_equal(fate(5), INTAKE_NOT_STORED);
	assert_int_equal(fate(6), INTAKE_UNKNOWN);
	const struct intake_column *columns;
	assert_int_equal(intake_columns(last, &columns), 8);
	assert_string_equal(columns[2].heading, "shoe size");
	assert_string_equal(columns[6].heading, "#7");
	assert_int_equal(take("persons", ORG_NGO, "a,b\n1,2\n"), ERR_INVALID);
	assert_non_null(strstr(cx.err.rule, "No heading"));
	assert_int_equal(take("persons", ORG_NGO, "signal_date\n2022-01-01\n"), ERR_INVALID);
	assert_string_equal(cx.err.field, "municipality");
	assert_int_equal(take("giraffes", ORG_NGO, "a\n"), ERR_NOTFOUND);
}

/* The standard's sheet: names in a hidden first row, labels in the second, numbered empty rows after the last. */
static void reads_the_sheet_of_the_standard(void **state) {
	(void)state;
	const struct intake_set sets[] = {{"municipality", "vilnius-city"}};
	const struct intake_as as = {.kind = "persons", .org = "haven", .org_kind = ORG_NGO, .sets = sets, .sets_n = 1};
	static const char csv[] =
		",cas_CaseOwner,prs_FirstName,prs_SecondName,con_Consent,prs_Birthdate,vic_TraffickingStatus,cas_IncomingReferralDate,\n"
		",Case Owner,First Name,Second Name,Consent,Birthdate,Trafficking Status,Incoming Referral Date,Reason for "
		"Outgoing Referral\n"
		"1,,Rūta,Miglė,TRUE,2001-05-06,PossibleVictimOfTrafficking,2022-03-01,Other\n2,,,,,,,,\n3,,,,,,,,\n";
	assert_int_equal(take_as(&as, csv, sizeof csv - 1), 0);
	assert_string_equal(bad.at, "");
	assert_int_equal(json_array_size(rows), 1);
	assert_int_equal(json_integer_value(json_object_get(json_array_get(rows, 0), "line")), 3);
	assert_int_equal(fate(8), INTAKE_NOT_STORED);
}

/* Persons ---------------------------------------------------------------------------------------------------------- */

static void makes_the_calls_of_a_person_in_their_places(void **state) {
	(void)state;
	gives("persons", ORG_NGO,
		"number,signal_date,municipality,prs_FirstName,prs_SecondName,prs_Birthdate,prs_Gender,prs_Citizenship,prs_PrimaryLanguage,"
		"vic_TraffickingStatus,vic_TypeOfExploitation,decision_date,disability,exploited_in,con_Consent\n"
		"P-1,2022-03-01,Rokiškio r.,Rūta,Miglė,2005-06-07,Feminine,UA;LT,ukr,PossibleVictimOfTrafficking,"
		"ForcedLabour; SexualExploitation,05.04.2022,no,Germany,TRUE\n",
		"[{\"line\":2,\"calls\":[[\"signal_record\",{\"municipality\":\"rokiskis\",\"source\":\"import\",\"age\":\"12_17\","
		"\"sex\":\"female\",\"language\":\"uk\",\"happened\":\"2022-03-01\"}],"
		"[\"identity_record\",{\"given\":\"Rūta\",\"family\":\"Miglė\",\"birth\":\"2005-06-07\"}],"
		"[\"presumption_record\",{\"form\":[\"labour_forced\",\"sex_child\"],\"happened\":\"2022-04-05\",\"age\":\"12_17\"}],null,"
		"[\"consent_record\",{\"purpose\":\"support\",\"org\":\"haven\",\"consent_state\":\"given\",\"language\":\"uk\","
		"\"read_aloud\":false}],"
		"[\"trait_record\",{\"trait\":\"disability\",\"trait_value\":\"no\",\"happened\":\"2022-03-01\"}],null,null,"
		"[\"trait_record\",{\"trait\":\"citizenship\",\"trait_value\":\"lt\",\"happened\":\"2022-03-01\"}],"
		"[\"trait_record\",{\"trait\":\"citizenship\",\"trait_value\":\"ua\",\"happened\":\"2022-03-01\"}],null,null,null,"
		"[\"trait_record\",{\"trait\":\"exploited_in\",\"trait_value\":\"de\",\"happened\":\"2022-03-01\"}]],"
		"\"number\":\"P-1\",\"about\":\"P-1\"}]");
	gives("persons", ORG_NGO, "signal_date,municipality\n2022-03-01,rokiskis\n",
		"[{\"line\":2,\"calls\":[[\"signal_record\",{\"municipality\":\"rokiskis\",\"source\":\"import\",\"age\":\"unknown\","
		"\"sex\":\"unknown\",\"language\":\"other\",\"happened\":\"2022-03-01\"}]]}]");
}

static void takes_every_answer_of_the_standard(void **state) {
	(void)state;
	char csv[1000], part[200];
	for (size_t i = 0; i < sizeof htcds_answers / sizeof *htcds_answers; i++)
		for (const char *s = htcds_answers[i].answers; *s != 0; s += strcspn(s, "|"), s += *s == '|') {
			snprintf(csv, sizeof csv, "municipality,signal_date,%s\nrokiskis,2022-03-01,\"%.*s\"\n",
				htcds_answers[i].field, (int)strcspn(s, "|"), s);
			has(csv, csv, htcds_answers[i].here);
		}
	for (size_t i = 0; i < sizeof htcds_types / sizeof *htcds_types; i++)
		for (const char *s = htcds_types[i].answers; *s != 0; s += strcspn(s, "|"), s += *s == '|') {
			snprintf(csv, sizeof csv,
				"municipality,signal_date,vic_TraffickingStatus,%s\nrokiskis,2022-03-01,Possible,\"%.*s\"\n",
				htcds_types[i].field, (int)strcspn(s, "|"), s);
			snprintf(part, sizeof part, "\"form\":[\"%s\"]", htcds_types[i].here);
			has(csv, csv, part);
		}
}

static void takes_several_answers_however_they_are_parted(void **state) {
	(void)state;
	static const char *const cells[] = {"ForcedLabour;ForcedBegging", "ForcedLabour, ForcedBegging",
		"ForcedLabour ForcedBegging", "Forced labour; Forced begging", "forced labour forced begging",
		"ForcedLabour;\nForcedBegging;", "labour_forced begging"};
	char csv[300];
	for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
		snprintf(csv, sizeof csv, "municipality;signal_date;victim status;form\nrokiskis;2022-03-01;possible;\"%s\"\n",
			cells[i]);
		has(cells[i], csv, "\"form\":[\"labour_forced\",\"begging\"]");
	}
	has("countries", "municipality\tdate\tcitizenship\nrokiskis\t2022-03-01\tKorea, Republic of, Congo, Viet Nam LT\n",
		"\"kr\"");
	assert_int_equal(json_array_size(json_object_get(json_array_get(rows, 0), "calls")), 12);
	takes("persons", ORG_NGO, "municipality;date;citizenship\nrokiskis;2022-03-01;LT Narnia UA\n");
	assert_string_equal(bad.at, "2 citizenship=Narnia Choose one of the answers on offer.\n");
	takes("persons", ORG_NGO, "municipality;date;citizenship\nrokiskis;2022-03-01;LT LV EE PL DE FR\n");
	assert_string_equal(bad.at, "2 citizenship=FR That is too many.\n");
}

static void makes_forms_exact_by_the_other_columns(void **state) {
	(void)state;
	static const char head[] =
		"municipality,date,prs_Birthdate,status of victim,vic_TraffickingStatus,vic_TypeOfExploitation,"
		"vic_TypeOfSexExploitation,vic_ForcedLabourIndustry\n";
	static const struct {
		const char *row, *forms;
	} each[] = {
		{"rokiskis,2022-03-01,,,Possible,ForcedLabour,,T_ActivitiesOfHouseholdsAsEmployers", "[\"labour_domestic\"]"},
		{"rokiskis,2022-03-01,,,Possible,ForcedLabour,,F_Construction T_ActivitiesOfHouseholdsAsEmployers",
			"[\"labour_forced\"]"},
		{"rokiskis,2022-03-01,,,Possible,SexualExploitation,Prostitution;Pornography,",
			"[\"sex_prostitution\",\"sex_remote\"]"},
		{"rokiskis,2022-03-01,2010-01-01,,Possible,SexualExploitation,,", "[\"sex_child\"]"},
		{"rokiskis,2022-03-01,1990-01-01,,Possible,SexualExploitation,,", "[\"sex_prostitution\"]"},
		{"rokiskis,2022-03-01,,,Possible,,Pornography,", "[\"sex_remote\"]"},
		{"rokiskis,2022-03-01,,,Possible,,,", "[\"unknown\"]"},
	};
	char csv[600], part[200];
	for (size_t i = 0; i < sizeof each / sizeof *each; i++) {
		snprintf(csv, sizeof csv, "%s%s\n", head, each[i].row);
		snprintf(part, sizeof part, "\"form\":%s", each[i].forms);
		has(each[i].row, csv, part);
	}
}

static void lets_only_deciding_bodies_decide(void **state) {
	(void)state;
	static const struct {
		int org_kind;
		const char *row, *call; /* NULL: neither */
	} each[] = {
		{ORG_POLICE, "ActualVictimOfTrafficking,Police", "decision_record"},
		{ORG_BORDER, "ActualVictimOfTrafficking,", "decision_record"},
		{ORG_POLICE, "ActualVictimOfTrafficking,NGO", "presumption_record"},
		{ORG_NGO, "ActualVictimOfTrafficking,Police", "presumption_record"},
		{ORG_NGO, "PossibleVictimOfTrafficking,", "presumption_record"},
		{ORG_POLICE, "NotAVictimOfTrafficking,Police", "decision_record"},
		{ORG_NGO, "NotAVictimOfTrafficking,Police", NULL},
		{ORG_POLICE, ",Police", NULL},
	};
	char csv[600];
	for (size_t i = 0; i < sizeof each / sizeof *each; i++) {
		snprintf(csv, sizeof csv,
			"municipality,date,decision_date,vic_TraffickingStatus,vic_TraffickinStatusDecisionMakingOrg\n"
			"rokiskis,2022-03-01,2022-05,%s\n", each[i].row);
		takes("persons", each[i].org_kind, csv);
		assert_string_equal(bad.at, "");
		char *text = json_dumps(rows, JSON_COMPACT);
		assert_int_equal(strstr(text, "presumption_record") != NULL, each[i].call != NULL && each[i].call[0] == 'p');
		assert_int_equal(strstr(text, "decision_record") != NULL, each[i].call != NULL && each[i].call[0] == 'd');
		if (each[i].call != NULL)
			assert_non_null(strstr(text, each[i].call[0] == 'p' ? "\"happened\":\"2022-05-01\"" :
				"\"decided_on\":\"2022-05-01\""));
		if (each[i].call != NULL)
			assert_non_null(strstr(text, "\"precision\":\"month\""));
		free(text);
	}
}

static void knows_the_age_from_what_is_given(void **state) {
	(void)state;
	static const struct {
		const char *birth, *age, *band;
	} each[] = {
		{"2004-03-01", "", "18_24"}, {"2004-03-02", "", "12_17"}, {"01.01.2015", "", "under_12"}, {"1980", "", "40_up"},
		{"2004", "", "unknown"}, {"2003", "", "18_24"}, {"", "17", "12_17"}, {"", "12-17", "12_17"},
			{"", "18 to 24", "18_24"},
		{"", "40_up", "40_up"}, {"", "11", "under_12"}, {"", "", "unknown"}, {"2004", "17", "12_17"},
	};
	char csv[300], part[60];
	for (size_t i = 0; i < sizeof each / sizeof *each; i++) {
		snprintf(csv, sizeof csv, "municipality,date,birth,age\nrokiskis,2022-03-01,%s,%s\n", each[i].birth,
			each[i].age);
		snprintf(part, sizeof part, "\"age\":\"%s\"", each[i].band);
		has(csv, csv, part);
	}
}

/* What is wrong ---------------------------------------------------------------------------------------------------- */

static void names_row_column_value_and_rule_and_goes_on(void **state) {
	(void)state;
	takes("persons", ORG_NGO,
		"Nr;Kreipimosi data;Savivaldybė;Vardas;Lytis;Gimimo data\n"
		"1;2022-03-01;rokiskis;Ona;moteris;1990-01-01\n"
		"2;2022-13-01;rokiskis;Ona;m;90-01-01\n"
		"3;03/04/2022;Atlantida;Onа;moteris;\n"
		"4;;rokiskis;;;\n"
		"5;2022-03-01;rokiskis;Jonas;vyras;;too much\n"
		"6;2022-03-01;rokiskis;Jonas;vyras;\n");
	assert_string_equal(bad.at,
		"3 Kreipimosi data=2022-13-01 Write a day of the calendar, as 2026-03-01.\n"
		"3 Gimimo data=90-01-01 Write the year with four digits.\n"
		"3 Lytis=m One letter means different things in different languages: write the word.\n"
		"4 Kreipimosi data=03/04/2022 This can be read as two days. Write it as 2026-03-01.\n"
		"4 Savivaldybė=Atlantida Choose one of the answers on offer.\n"
		"4 Vardas=Onа Write a name in one alphabet: these letters look alike but are from two.\n"
		"5 Kreipimosi data= This is needed.\n"
		"6 =too much This row has more cells than the first row has headings.\n");
	assert_int_equal(json_array_size(rows), 2);
	struct intake_sum sum = intake_sum(last);
	assert_int_equal(sum.rows, 6);
	assert_int_equal(sum.good, 2);
	assert_int_equal(sum.bad, 4);
	assert_int_equal(intake_column_of(last, "given"), 3);
	assert_int_equal(intake_column_of(last, "family"), -1);
	assert_int_equal(intake_column_of(last, "happened"), 1);
}

static void reads_days_as_lists_have_them(void **state) {
	(void)state;
	static const struct {
		const char *text, *day; /* NULL: refused */
		int precision;
	} each[] = {
		{"2022-03-01", "2022-03-01", PRECISION_DAY}, {"2022.3.1", "2022-03-01", PRECISION_DAY},
		{"2022/03/01", "2022-03-01", PRECISION_DAY}, {"01.03.2022", "2022-03-01", PRECISION_DAY},
		{"1.3.2022", "2022-03-01", PRECISION_DAY}, {"31/12/2022", "2022-12-31", PRECISION_DAY},
		{"05/05/2022", "2022-05-05", PRECISION_DAY}, {"31-12-2022", "2022-12-31", PRECISION_DAY},
		{"2022-03-01T10:00:00Z", "2022-03-01", PRECISION_DAY}, {"01.03.2022 10:00", "2022-03-01", PRECISION_DAY},
		{"2022 03 01", "2022-03-01", PRECISION_DAY}, {"2024-02-29", "2024-02-29", PRECISION_DAY},
		{"2022-03", "2022-03-01", PRECISION_MONTH}, {"03.2022", "2022-03-01", PRECISION_MONTH},
		{"2022", "2022-01-01", PRECISION_YEAR},
		{"03/04/2022", NULL, 0}, {"12/31/2022", NULL, 0}, {"01.03.22", NULL, 0}, {"22-03-01", NULL, 0},
			{"2023-02-29", NULL, 0},
		{"2022-00-10", NULL, 0}, {"2022-03-01-05", NULL, 0}, {"2022-", NULL, 0}, {"", NULL, 0}, {"today", NULL, 0},
		{"44621", NULL, 0}, {"20220301", NULL, 0}, {"9999-01-01", NULL, 0}, {"2022-3/1", NULL, 0}, {"-1", NULL, 0},
		{"2022-003-1", NULL, 0}, {"2022-03-01 tomorrow", NULL, 0},
	};
	for (size_t i = 0; i < sizeof each / sizeof *each; i++) {
		int32_t day = 0;
		int precision = 0;
		const char *rule = day_read(each[i].text, &day, &precision);
		if ((rule == NULL) != (each[i].day != NULL))
			print_error("%s\n", each[i].text);
		assert_int_equal(rule == NULL, each[i].day != NULL);
		if (rule == NULL) {
			assert_string_equal(day_text(cx.arena, day), each[i].day);
			assert_int_equal(precision, each[i].precision);
		}
	}
}

/* The other kinds -------------------------------------------------------------------------------------------------- */

static void reads_services_links_and_returns(void **state) {
	(void)state;
	gives("services", ORG_NGO,
		"numeris;asmuo;paslauga;data\nS-1;P-1;Teisinė pagalba;2022-03\n;P-2;shelter;01.02.2022\n",
		"[{\"line\":2,\"calls\":[[\"service_record\",{\"need\":\"legal\",\"happened\":\"2022-03-01\",\"precision\":\"month\"}]],"
		"\"number\":\"S-1\",\"about\":\"P-1\"},"
		"{\"line\":3,\"calls\":[[\"service_record\",{\"need\":\"shelter\",\"happened\":\"2022-02-01\"}]],\"about\":\"P-2\"}]");
	gives("links", ORG_NGO, "person,other,like\nP-1,P-2,\nP-1,P-3,no\n",
		"[{\"line\":2,\"calls\":[[\"link_record\",{\"like\":\"same\",\"why_same\":\"listed\"}]],\"about\":\"P-1\",\"other\":\"P-2\"},"
		"{\"line\":3,\"calls\":[[\"link_record\",{\"like\":\"different\",\"why_same\":\"listed\"}]],\"about\":\"P-1\","
		"\"other\":\"P-3\"}]");
	gives("returns", ORG_NGO, "item,year,month,return_state\nservices,2022,,complete\n",
		"[{\"line\":2,\"calls\":[[\"return_record\",{\"year\":\"2022\",\"month\":\"\",\"item\":\"services\","
		"\"return_state\":\"complete\"}]]}]");
	takes("links", ORG_NGO, "person,other\nP-1,P-1\n,P-2\n");
	assert_string_equal(bad.at,
		"2 other=P-1 A record is of the same person as itself: name another one.\n3 person= This is needed.\n");
	takes("returns", ORG_NGO, "item,year,return_state\nservices,22,complete\n");
	assert_string_equal(bad.at, "2 year=22 That number is out of range.\n");
	assert_int_equal(take("services", ORG_NGO, "number,person,date\n1,P-1,2022-01-01\n"), ERR_INVALID);
	assert_string_equal(cx.err.field, "need");
}

static void reads_registers_by_their_definitions(void **state) {
	(void)state;
	gives("verdict", ORG_COURT,
		"number,date,accused,outcome,article,sanction,prison_months,fine,final\n"
		"V-1,2022-11-03,A-1,convicted,147,prison;fine,36,\"1 234,50\",yes\n",
		"[{\"line\":2,\"calls\":[[\"entry_record\",{\"register\":\"verdict\",\"cell\":[\"accused=A-1\",\"outcome=convicted\","
		"\"article=147\",\"final=yes\",\"sanction=prison\",\"sanction=fine\",\"prison_months=36\",\"fine=1234.50\"],"
		"\"number\":\"V-1\",\"happened\":\"2022-11-03\"}]],\"number\":\"V-1\"}]");
	takes("verdict", ORG_COURT,
		"number,date,accused,outcome,fine\nV-1,2022-11-03,A-1,guilty,\nV-2,2022-11-03,,convicted,much\n");
	assert_string_equal(bad.at, "2 outcome=guilty Choose one of the answers on offer.\n"
		"3 accused= This is needed.\n"
		"3 fine=much Write an amount as 1234.50, without thousands of another sign than a blank.\n");
	assert_int_equal(take("verdict", ORG_NGO, "number,date,accused,outcome\n"), ERR_DENIED);
	assert_int_equal(take("verdict", ORG_COURT, "number,date,outcome\n"), ERR_INVALID);
	assert_string_equal(cx.err.field, "accused");
}

static void reads_every_register_by_its_own_labels(void **state) {
	(void)state;
	static const char *const languages[] = {"lt", "en", "uk", "ru"};
	for (size_t r = 0; code_at(profile, L_REGISTER, r) != 0; r++) {
		int reg = code_at(profile, L_REGISTER, r), org_kind = 0;
		while (!register_writes(profile, reg, org_kind))
			org_kind++;
		for (size_t l = 0; l < 4; l++) {
			struct buf b = buf_new(cx.arena, 64 << 10);
			buf_printf(&b, "\"%s\"", profile_say(json_object_get(profile_entry(profile, L_REGISTER, reg), "day"),
				languages[l]));
			for (size_t i = 0; i < register_fields(profile, reg); i++)
				buf_printf(&b, ";\"%s\"", profile_say(json_object_get(register_field(profile, reg, i).json, "say"),
					languages[l]));
			buf_char(&b, '\n');
			takes(code_name(profile, L_REGISTER, reg), org_kind, b.at);
			for (size_t i = 0; i <= register_fields(profile, reg); i++) {
				if (fate(i) != INTAKE_TAKEN)
					print_error("%s %s: %s\n", code_name(profile, L_REGISTER, reg), languages[l], b.at);
				assert_int_equal(fate(i), INTAKE_TAKEN);
			}
		}
	}
}

static void fills_what_the_file_does_not_have(void **state) {
	(void)state;
	const struct intake_set sets[] = {{"Savivaldybė", "rokiskis"}, {"signal_date", "2022-12-31"}};
	struct intake_as as = {.kind = "persons", .org = "haven", .org_kind = ORG_NGO, .sets = sets, .sets_n = 2};
	static const char csv[] = "First Name,signal_date\nOna,\nRūta,2022-01-02\n";
	assert_int_equal(take_as(&as, csv, sizeof csv - 1), 0);
	assert_string_equal(bad.at, "");
	char *text = json_dumps(rows, JSON_COMPACT);
	assert_non_null(strstr(text, "\"happened\":\"2022-12-31\""));
	assert_non_null(strstr(text, "\"happened\":\"2022-01-02\""));
	free(text);
	as.sets = &(struct intake_set){"shoe size", "38"};
	as.sets_n = 1;
	assert_int_equal(take_as(&as, csv, sizeof csv - 1), ERR_INVALID);
}

static void parts_batches_by_rows_and_by_bytes(void **state) {
	(void)state;
	struct buf b = buf_new(cx.arena, 32 << 20);
	buf_str(&b, "municipality,date,prs_FirstName,note\n");
	for (int i = 0; i < 1201; i++)
		buf_str(&b, "rokiskis,2022-03-01,Ona,\n");
	takes("persons", ORG_NGO, b.at);
	assert_int_equal(json_array_size(rows), 1201);
	assert_int_equal(batches, 3);
	b.n = 0;
	buf_str(&b, "municipality,date,prs_FirstName,note\n");
	for (int i = 0; i < 600; i++) {
		buf_str(&b, "rokiskis,2022-03-01,Ona,\"");
		for (int k = 0; k < 1900; k++)
			buf_str(&b, k % 7 == 0 ? "\"\"" : "Ж");
		buf_str(&b, "\"\n");
	}
	takes("persons", ORG_NGO, b.at);
	assert_string_equal(bad.at, "");
	assert_int_equal(json_array_size(rows), 600);
	assert_true(batches > 5);
	assert_true(largest < FRAME_REQUEST_MAX - 4096);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(knows_every_field_of_the_standard_in_all_its_spellings, set_up, tear_down),
		cmocka_unit_test_setup_teardown(knows_its_own_columns_in_four_languages, set_up, tear_down),
		cmocka_unit_test_setup_teardown(names_what_it_does_not_know_or_takes_elsewhere, set_up, tear_down),
		cmocka_unit_test_setup_teardown(reads_the_sheet_of_the_standard, set_up, tear_down),
		cmocka_unit_test_setup_teardown(makes_the_calls_of_a_person_in_their_places, set_up, tear_down),
		cmocka_unit_test_setup_teardown(takes_every_answer_of_the_standard, set_up, tear_down),
		cmocka_unit_test_setup_teardown(takes_several_answers_however_they_are_parted, set_up, tear_down),
		cmocka_unit_test_setup_teardown(makes_forms_exact_by_the_other_columns, set_up, tear_down),
		cmocka_unit_test_setup_teardown(lets_only_deciding_bodies_decide, set_up, tear_down),
		cmocka_unit_test_setup_teardown(knows_the_age_from_what_is_given, set_up, tear_down),
		cmocka_unit_test_setup_teardown(names_row_column_value_and_rule_and_goes_on, set_up, tear_down),
		cmocka_unit_test_setup_teardown(reads_days_as_lists_have_them, set_up, tear_down),
		cmocka_unit_test_setup_teardown(reads_services_links_and_returns, set_up, tear_down),
		cmocka_unit_test_setup_teardown(reads_registers_by_their_definitions, set_up, tear_down),
		cmocka_unit_test_setup_teardown(reads_every_register_by_its_own_labels, set_up, tear_down),
		cmocka_unit_test_setup_teardown(fills_what_the_file_does_not_have, set_up, tear_down),
		cmocka_unit_test_setup_teardown(parts_batches_by_rows_and_by_bytes, set_up, tear_down),
	};
	return cmocka_run_group_tests_name("intake", tests, NULL, NULL);
}
