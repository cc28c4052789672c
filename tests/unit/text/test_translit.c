/* Spellings that offices of each country print. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "text/translit.h"

static void each_scheme_spells_as_its_office_does(void **state) {
	static const struct {
		enum translit scheme;
		const char *name, *is;
	} cases[] = {
		{TRANSLIT_UK_2010, "Згорани Єнакієве Їжакевич Йосипівка Юрій Крюківка Ярошенко Костянтин",
			"Zhorany Yenakiieve Yizhakevych Yosypivka Yurii Kriukivka Yaroshenko Kostiantyn"},
		{TRANSLIT_UK_2010, "Щербухи Знам’янка Русь Феодосія", "Shcherbukhy Znamianka Rus Feodosiia"},
		{TRANSLIT_UK_2007, "Олег Гончаренко Юлія", "Oleg Goncharenko Iuliia"},
		{TRANSLIT_UK_1996, "Щукін", "Schukin"},
		{TRANSLIT_RU_ICAO, "Подъячев Юрий Щёлоков", "Podieiachev Iurii Shchelokov"},
		{TRANSLIT_RU_GOST, "Кузнецова", "Kuznetcova"},
		{TRANSLIT_RU_2000, "Юрий Алексеев Елена", "Yuriy Alekseyev Yelena"},
		{TRANSLIT_RU_FRENCH, "Чехов Пушкин Жуков", "Tchekhov Pouchkin Joukov"},
		{TRANSLIT_BE_2008, "Яўген Быкаў Алёна", "Yauhen Bykau Aliona"},
		{TRANSLIT_BE_LACINKA, "Ціханоўская Жук", "Cichanoŭskaja Žuk"},
		{TRANSLIT_PL, "Щербак Шевченко Чорний Жук", "Szczerbak Szewczenko Czornij Żuk"},
		{TRANSLIT_LT, "Шевченко Яна Щукин", "Ševčenko Jana Ščukin"},
		{TRANSLIT_LV, "Чехов Юля", "Čehov Julja"},
		{TRANSLIT_EN, "Андрей Алексеев Яна", "Andrey Alekseyev Yana"},
		{TRANSLIT_DE, "Хрущёв Жуков Зайцев", "Chruschtschjow Schukow Sajzew"},
		{TRANSLIT_EN, "Jonas Ž. 12", "Jonas Ž. 12"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char out[400];
		translit(cases[i].scheme, cases[i].name, strlen(cases[i].name), out, sizeof out);
		assert_string_equal(out, cases[i].is);
	}
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_scheme_spells_as_its_office_does),
	};
	return cmocka_run_group_tests_name("translit", tests, NULL, NULL);
}
