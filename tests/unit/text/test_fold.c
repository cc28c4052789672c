/* Forms of names: what each drops and keeps, whatever passport the name came from, and any bytes at all. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <threads.h>

#include "text/fold.h"
#include "text/translit.h"

static const char *form(enum fold_form f, const char *name) {
	static char out[8][FOLD_OUTPUT_MAX];
	static int at;
	char *to = out[at++ % 8];
	size_t n = fold(f, name, strlen(name), to, FOLD_OUTPUT_MAX);
	assert_int_equal(strlen(to), n);
	return to;
}

#define IS(f, name, as) assert_string_equal(form((f), (name)), (as))
#define ALIKE(f, a, b) assert_string_equal(form((f), (a)), form((f), (b)))
#define UNLIKE(f, a, b) assert_string_not_equal(form((f), (a)), form((f), (b)))

static void a_plain_form_is_small_latin_without_accents(void **state) {
	(void)state;
	IS(FOLD_NAME, "Žygimantas  ĄŽUOLAS", "zygimantas azuolas");
	IS(FOLD_NAME, "Олена Коваленко", "olena kovalenko");
	IS(FOLD_NAME, "Григорій", "hryhorii");
	IS(FOLD_NAME, "Григорий", "grigoriy");
	IS(FOLD_NAME, "Nguyễn Thị Hoà", "nguyen thi hoa");
	IS(FOLD_NAME, "Łukasz Wójcik-Żak", "lukasz wojcik zak");
	IS(FOLD_NAME, "O’Brien", "obrien");
	IS(FOLD_NAME, "В’ячеслав", "vyacheslav");
	IS(FOLD_NAME, "Straße", "strasse");
	IS(FOLD_NAME, "ＷＩＤＥ", "wide");
	IS(FOLD_NAME, "Κυριάκος", "kyriakos");
	IS(FOLD_NAME, "ბარაკ", "barak");
	IS(FOLD_NAME, "٣ 3", "3 3");
	IS(FOLD_NAME, "习近平", "习近平");
	IS(FOLD_NAME, " ,.- ", "");
	IS(FOLD_NAME, "", "");
}

static void accents_apart_are_the_same_as_accents_within(void **state) {
	(void)state;
	for (enum fold_form f = 0; f < FOLD__MAX; f++) {
		ALIKE(f, "C\xcc\x8c" "esnulis", "Česnulis");
		ALIKE(f, "Андреи\xcc\x86", "Андрей");
		ALIKE(f, "Ки\xd1\x96\xcc\x88в", "Київ");
		ALIKE(f, "Nguye\xcc\x82\xcc\x83n", "Nguyễn");
	}
}

static void a_look_alike_of_another_script_is_read_as_the_word_is(void **state) {
	(void)state;
	IS(FOLD_NAME, "Ивaнoв", "ivanov");      /* Latin a and o */
	IS(FOLD_NAME, "Кpaвec", "kraves");      /* Latin p, a, c: р, а, с */
	IS(FOLD_NAME, "Pеtrаuskas", "petrauskas"); /* Cyrillic е and а */
	ALIKE(FOLD_SOUND, "Шевчeнкo", "Шевченко");
}

/* Every scheme of transliteration gives the sound of the Cyrillic name. */
static void a_sound_does_not_depend_on_the_passport(void **state) {
	static const char *const names[] = {
		"Олександр Шевченко", "Наталія Ткаченко", "Ірина Щербакова", "Юлія Яковенко", "Євген Бондар", "Володимир Бойко",
		"Богдан Мельник", "Світлана Гончарук", "Сергій Олійник", "Ганна Поліщук", "Дмитро Марченко", "Екатерина Воробьёва",
		"Фёдор Соловьёв", "Юрий Щукин", "Наталья Петрова", "Сергей Чехов", "Ольга Васильева", "Мікалай Статкевіч",
		"Яўген Каваленка", "Ілля Соловйов", "В’ячеслав Пилип’юк", "Остап Чорний", "Андрій Кравченко", "Василь Лисенко",
		"Тетяна Кушнір", "Леонід Яременко", "Анна Лебедева", "Игорь Фомин", "Виктор Тарасов", "Сяргей Лукашэвіч"};
	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		for (enum translit scheme = 0; scheme < TRANSLIT__MAX; scheme++) {
			char latin[FOLD_OUTPUT_MAX];
			size_t n = translit(scheme, names[i], strlen(names[i]), latin, sizeof latin);
			assert_true(n > 0);
			ALIKE(FOLD_SOUND, latin, names[i]);
		}
}

static void a_stem_has_no_ending_of_man_wife_or_daughter(void **state) {
	(void)state;
	IS(FOLD_STEM, "Stankevičiūtė", "stankovic");
	ALIKE(FOLD_STEM, "Butkus", "Butkuvienė");
	ALIKE(FOLD_STEM, "Иванова", "Ivanovaitė");
	ALIKE(FOLD_STEM, "Kowalska", "Kovalskis");
	ALIKE(FOLD_STEM, "Bērziņa", "Bērziņš");
	ALIKE(FOLD_STEM, "van den Berg", "Berg");
	UNLIKE(FOLD_STEM, "Kazlauskas", "Kavaliauskas");
	UNLIKE(FOLD_STEM, "Kovalenko", "Kovalchuk");
	IS(FOLD_STEM, "Van", "van"); /* nothing else is left */
}

static void a_given_name_keeps_what_parts_women_from_men(void **state) {
	(void)state;
	UNLIKE(FOLD_GIVEN, "Ivan", "Ivana");
	UNLIKE(FOLD_GIVEN, "Aleksandr", "Aleksandra");
	ALIKE(FOLD_GIVEN, "Vladimiras", "Владимир");
	ALIKE(FOLD_GIVEN, "Julija", "Юлія");
	ALIKE(FOLD_GIVEN, "Олена Петрівна", "Olena");
	ALIKE(FOLD_GIVEN, "Thị Hoa", "Hoa");
	IS(FOLD_GIVEN, "Петрівна", "petrivna");
	assert_true(fold_is_patronymic("Иванович", strlen("Иванович")));
	assert_true(fold_is_patronymic("Petrivna", strlen("Petrivna")));
	assert_false(fold_is_patronymic("Kovalenko", strlen("Kovalenko")));
	assert_false(fold_is_patronymic("Van", strlen("Van")));
	assert_true(fold_is_particle("Thị", strlen("Thị")));
}

static void bones_are_consonants(void **state) {
	(void)state;
	IS(FOLD_BONES, "Олена Коваленко", "aln kvlnk");
	ALIKE(FOLD_BONES, "Каваленка", "Коваленко");
}

static void any_bytes_are_read_and_no_room_is_passed(void **state) {
	(void)state;
	char all[4096], out[FOLD_OUTPUT_MAX + 8];
	uint64_t seed = 7;
	for (int round = 0; round < 4000; round++) {
		size_t n = (size_t)(round % 700);
		for (size_t i = 0; i < n; i++) {
			seed = seed * 6364136223846793005U + 1442695040888963407U;
			all[i] = round % 3 == 0 ? (char)(seed >> 56) : (char)("\xd0\xb6\xc5\xbe schtsz\xe1\xba\xbf\xcc\x8c"[(seed >> 56) % 17]);
		}
		size_t cap = (size_t)(seed >> 40) % (FOLD_OUTPUT_MAX + 1);
		for (enum fold_form f = 0; f < FOLD__MAX; f++) {
			memset(out, 0x55, sizeof out);
			size_t k = fold(f, all, n, out, cap);
			assert_true(k <= cap && out[cap] == 0x55);
			assert_true(k == cap || out[k] == 0);
			assert_true(k == 0 || (out[0] != ' ' && out[k - 1] != ' '));
		}
		assert_true(translit((enum translit)(round % TRANSLIT__MAX), all, n, out, cap) <= cap && out[cap] == 0x55);
	}
	char *kilo = malloc(10000000);
	assert_non_null(kilo);
	memset(kilo, 'a', 10000000);
	assert_true(fold(FOLD_SOUND, kilo, 10000000, out, FOLD_OUTPUT_MAX) < FOLD_OUTPUT_MAX);
	free(kilo);
	IS(FOLD_NAME, "Egl\xeb \xff Jonait\xc4", "egl jonait"); /* not UTF-8: left out */
}

static void a_column_is_what_its_names_are(void **state) {
	(void)state;
	static const char text[] = "ОленаKazlauskienėŠimkus";
	const uint32_t at[] = {0, 10, 10, 23, 30};
	char out[64];
	uint32_t out_at[5];
	assert_int_equal(at[4], strlen(text));
	assert_int_equal(fold_all(FOLD_STEM, text, at, 4, out, sizeof out, out_at), 4);
	assert_memory_equal(out, "olenkazlovsksimk", out_at[4]);
	assert_int_equal(out_at[2], 4);
	assert_int_equal(fold_all(FOLD_STEM, text, at, 4, out, 14, out_at), 3); /* the last has no room */
}

static int same_again(void *arg) {
	const char *expected = arg;
	char out[FOLD_OUTPUT_MAX];
	for (int i = 0; i < 2000; i++)
		if (fold(FOLD_SOUND, "Кравець Світлана", strlen("Кравець Світлана"), out, sizeof out) == 0 || strcmp(out, expected) != 0)
			return 1;
	return 0;
}

static void threads_agree(void **state) {
	(void)state;
	thrd_t thread[4];
	char expected[FOLD_OUTPUT_MAX];
	snprintf(expected, sizeof expected, "%s", form(FOLD_SOUND, "Кравець Світлана"));
	for (int i = 0; i < 4; i++)
		assert_int_equal(thrd_create(&thread[i], same_again, expected), thrd_success);
	for (int i = 0; i < 4; i++) {
		int wrong = 1;
		thrd_join(thread[i], &wrong);
		assert_int_equal(wrong, 0);
	}
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_plain_form_is_small_latin_without_accents),
		cmocka_unit_test(accents_apart_are_the_same_as_accents_within),
		cmocka_unit_test(a_look_alike_of_another_script_is_read_as_the_word_is),
		cmocka_unit_test(a_sound_does_not_depend_on_the_passport),
		cmocka_unit_test(a_stem_has_no_ending_of_man_wife_or_daughter),
		cmocka_unit_test(a_given_name_keeps_what_parts_women_from_men),
		cmocka_unit_test(bones_are_consonants),
		cmocka_unit_test(any_bytes_are_read_and_no_room_is_passed),
		cmocka_unit_test(a_column_is_what_its_names_are),
		cmocka_unit_test(threads_agree),
	};
	return cmocka_run_group_tests_name("fold", tests, NULL, NULL);
}
