/* Headings of the languages such lists come in, and contents that speak for themselves or against their heading. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "link/guess.h"

static void headings_are_known_in_many_languages(void **state) {
	static const struct { enum link_kind kind; const char *headings; } table[] = {
		{KIND_GIVEN, "Vardas|Имя|Ім'я|imię|FirstName|fname_c1|Given name|forename|VORNAME"},
		{KIND_SURNAME, "Pavardė|Фамилия|Прізвище|NAZWISKO|LAST_NAME|lname|family_name"},
		{KIND_FULL, "Vardas, pavardė|ФИО|full_name|name|pavarde_vardas|first_and_surname"},
		{KIND_MIDDLE, "Отчество|По батькові|middle_name"},
		{KIND_DATE, "Gimimo data|Дата рождения|Дата народження|dob|date_of_birth|Data urodzenia|bdate"},
		{KIND_YEAR, "age|Amžius|Возраст|year_of_birth"},
		{KIND_CATEGORY, "Lytis|Пол|стать|gender|Pilietybė|nationality"},
		{KIND_PLACE, "Miestas|Город|Місто|city|suburb|birth_place"},
		{KIND_ADDRESS, "Adresas|address_1|Gatvė|ulica"},
		{KIND_POSTCODE, "Pašto kodas|postcode_fake|zip"},
		{KIND_PHONE, "Telefonas|tel no|phone_number"},
		{KIND_EMAIL, "el. paštas|e-mail|Email"},
		{KIND_CODE, "Asmens kodas|soc_sec_id|passport_no|PESEL"},
		{KIND_IGNORE, "id|unique_id|rec_id|cluster|row"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		for (const char *at = table[i].headings; *at != 0;) {
			char heading[64] = {0};
			size_t n = strcspn(at, "|");
			memcpy(heading, at, n);
			enum link_kind k = link_guess_heading(heading);
			if (k != table[i].kind)
				fail_msg("%s is taken for %s", heading, k == LINK_KIND__MAX ? "nothing" : link_kind_names[k]);
			at += n + (at[n] == '|');
		}
	assert_int_equal(link_guess_heading("village"), KIND_PLACE); /* not an age */
	assert_int_equal(link_guess_heading("x7"), LINK_KIND__MAX);
}

enum { COLUMNS = 13, RECORDS = 400 };

static void contents_speak(void **state) {
	static const char *const names[COLUMNS] = {"c1", "c2", "c3", "c4", "c5", "dob", "c7", "c8", "c9", "c10", "born", "c12", "c13"};
	static const enum link_kind kinds[COLUMNS] = {KIND_DATE, KIND_EMAIL, KIND_CATEGORY, KIND_FULL, KIND_TEXT, KIND_TEXT, KIND_IGNORE, KIND_IGNORE,
		KIND_DATE, KIND_DATE, KIND_DATE, KIND_NUMBER, KIND_CODE};
	struct link_memory *m = link_memory_new(64 << 20);
	struct link_table t;
	struct link_guess guess[COLUMNS];
	static struct link_model model;
	bool own[COLUMNS] = {false};
	(void)state;
	link_table_init(&t, m, COLUMNS, names);
	for (int i = 0; i < RECORDS; i++) {
		char text[COLUMNS][64];
		const char *cells[COLUMNS];
		static const char *const syllable[] = {"ba", "ko", "ri", "ve", "na", "to", "mi", "lu"};
		snprintf(text[0], 64, "%02d.%02d.19%02d", 1 + i % 28, 1 + i % 12, 30 + i % 60);
		snprintf(text[1], 64, "%s%s@example.org", syllable[i % 8], syllable[i / 8 % 8]);
		snprintf(text[2], 64, "%s", i % 3 == 0 ? "m" : "f");
		snprintf(text[3], 64, "%s%s %s%sas", syllable[i % 8], syllable[i / 8 % 8], syllable[i / 64 % 8], syllable[i / 3 % 8]);
		snprintf(text[4], 64, "%s%s%s", syllable[i % 8], syllable[i / 8 % 8], syllable[i / 64 % 8]);
		snprintf(text[5], 64, "%s%s%s", syllable[i % 8], syllable[i / 8 % 8], syllable[i / 5 % 8]);
		snprintf(text[6], 64, "always");
		snprintf(text[7], 64, "%d-%d", 1000 + i, i);
		snprintf(text[8], 64, "%02d/%02d/1980", 1 + i % 12, 1 + i % 28);
		snprintf(text[9], 64, "%d %s %d", 1 + i % 28, i % 2 == 0 ? "May" : "sausio", 1950 + i % 50);
		snprintf(text[10], 64, "%d", 21000 + i % 350); /* days as a spreadsheet counts them; without such a heading it is a code, as the last */
		snprintf(text[11], 64, "%d.%02d", 10 + i % 9, i % 43);
		snprintf(text[12], 64, "%d", 21000 + i % 350);
		for (int k = 0; k < COLUMNS; k++)
			cells[k] = text[k];
		assert_true(link_table_add(&t, COLUMNS, cells));
	}
	link_table_close(&t);
	link_guess(&t, own, guess, &model);
	for (int i = 0; i < COLUMNS; i++)
		if (guess[i].kind != kinds[i])
			fail_msg("%s is taken for %s", names[i], link_kind_names[guess[i].kind]);
	assert_true(guess[0].day_first);
	assert_false(guess[8].day_first);
	assert_false(guess[5].by_heading); /* it is called dob and holds none */
	assert_non_null(guess[6].why);
	link_memory_free(m);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(headings_are_known_in_many_languages),
		cmocka_unit_test(contents_speak),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
