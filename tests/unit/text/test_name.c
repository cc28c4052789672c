#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/utf8.h"
#include "text/name.h"

static struct arena *a;

static int setup(void **state) {
	(void)state;
	a = arena_new(8 << 20);
	return 0;
}

static int teardown(void **state) {
	(void)state;
	arena_free(a);
	return 0;
}

static void all_same(const char *const names[]) {
	const char *key = name_key(a, names[0]);
	for (int i = 1; names[i] != NULL; i++)
		assert_string_equal(name_key(a, names[i]), key);
}

#define SAME(...) all_same((const char *const[]){__VA_ARGS__, NULL})
#define OTHER(one, two) assert_string_not_equal(name_key(a, (one)), name_key(a, (two)))

static void one_name_in_two_alphabets_has_one_key(void **state) {
	(void)state;
	SAME("Олена Коваленко", "Olena Kovalenko", "OLENA KOVALENKO", "Olena Kowalenko", "Olena Kovalenka");
	SAME("Юлія", "Юлия", "Julija", "Yuliia", "Iuliia", "Yulia", "Julia", "Yuliya");
	SAME("Шевченко", "Shevchenko", "Ševčenko", "Szewczenko", "Schewtschenko", "Sevcenko");
	SAME("Марія", "Мария", "Maria", "Marija", "Mariia", "Mariya");
	SAME("Щербак", "Shcherbak", "Ščerbak", "Szczerbak", "Schtscherbak", "Scerbak");
	SAME("Зеленський", "Zelenskyi", "Zelenskyy", "Zelensky", "Zelenskij", "Зеленская", "Zelenska");
	SAME("Наталія", "Наталья", "Natalia", "Natalija", "Nataliya");
	SAME("Ольга", "Olga", "Olha", "Ol'ga");
	SAME("Харченко", "Kharchenko", "Harčenko");
	SAME("Цимбалюк", "Tsymbaliuk", "Cymbaljuk", "Cimbaliuk");
	SAME("Артём", "Артем", "Artem", "Artyom", "Artiom");
	SAME("Євген", "Yevhen", "Jevhen");
	SAME("Мар'яна", "Мар\u2019яна", "Mariana", "Maryana", "Marjana");
	SAME("Григорій", "Hryhorii", "Grigorij", "Hryhoriy");
	SAME("Віктория", "Viktorija", "Victoria", "Viktoriia");
}

static void gendered_endings_leave_one_stem(void **state) {
	(void)state;
	SAME("Kazlauskas", "Kazlauskienė", "Kazlauskaitė", "Kazlauskė", "Казлаускас", "Казлаускене", "Казлаускайте");
	SAME("Petraitis", "Petraitienė", "Petraitytė");
	SAME("Butkus", "Butkutė", "Butkuvienė");
	SAME("Balčius", "Balčiūtė", "Balčiuvienė");
	SAME("Žemaitis", "Žemaitienė", "Zemaitis", "Жемайтис");
	SAME("Иванов", "Иванова", "Ivanov", "Ivanova", "Ivanovas", "Ivanoff");
	SAME("Danielius", "Daniel");
}

static void different_names_keep_different_keys(void **state) {
	(void)state;
	OTHER("Olena", "Oksana");
	OTHER("Kovalenko", "Kovalchuk");
	OTHER("Jonas", "Tomas");
	OTHER("Petraitis", "Petrauskas");
	OTHER("Іваненко", "Іванченко");
	OTHER("Nguyễn Thị Lan", "Nguyễn Thị Hoa");
	OTHER("محمد", "احمد");
	OTHER("김종은", "김정은");
	OTHER("นารี", "นารา");
}

static void the_order_of_names_can_be_ignored(void **state) {
	(void)state;
	assert_string_equal(name_key_sorted(a, "Коваленко Олена"), name_key_sorted(a, "Olena Kovalenko"));
	OTHER("Kovalenko Olena", "Olena Kovalenko");
}

static void short_and_strange_names_do_not_vanish(void **state) {
	(void)state;
	static const char *const names[] = {"Ia", "Oe", "Ly", "Eve", "Ona", "محمد", "李明", "Ιωάννης", "X", "Ng"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const char *key = name_key(a, names[i]);
		assert_true(*key != 0);
		assert_true(utf8_valid(key, strlen(key)));
	}
	assert_string_equal(name_key(a, ""), "");
	assert_string_equal(name_key(a, " -- ., "), "");
}

static void composed_and_decomposed_letters_are_one(void **state) {
	(void)state;
	SAME("Andrij Šimkūnas", "Andrij S\u030cimku\u0304nas");
	SAME("Їжакевич Андрій", "\u0406\u0308жакевич Андри\u0306й");
}

static void hostile_text_gives_a_bounded_key(void **state) {
	(void)state;
	assert_string_equal(name_key(a, "\xff\xfe"), "");
	assert_string_equal(name_key(a, "ab\xc3"), "");
	char longer[8000];
	memset(longer, 'x', sizeof longer - 1);
	longer[sizeof longer - 1] = 0;
	assert_true(strlen(name_key(a, longer)) <= 2 * NAME_MAX_BYTES);
	struct { const char *piece; } expand[] = {{"\ufdfa"}, {"a "}, {"\u0301"}, {"щ"}, {"\u200b"}, {"x"}, {"\U0001d4d0"}};
	for (size_t i = 0; i < sizeof expand / sizeof *expand; i++) {
		size_t n = strlen(expand[i].piece);
		for (size_t k = 0; k + n < sizeof longer; k += n)
			memcpy(longer + k, expand[i].piece, n);
		longer[(sizeof longer - 1) / n * n] = 0;
		const char *key = name_key_sorted(a, longer), *fold = text_fold(a, longer);
		assert_true(utf8_valid(key, strlen(key)));
		assert_true(utf8_valid(fold, strlen(fold)));
	}
}

static void plain_latin_can_be_read(void **state) {
	(void)state;
	assert_string_equal(name_plain(a, "Олена Коваленко"), "olena kovalenko");
	assert_string_equal(name_plain(a, "Григорій Гнатюк"), "hryhoriy hnatyuk");
	assert_string_equal(name_plain(a, "Eglė Šimkūnaitė-Žukienė"), "egle simkunaite zukiene");
	assert_string_equal(name_plain(a, "Łukasz Đặng"), "lukasz dang");
}

static void tells_the_script_of_a_name(void **state) {
	(void)state;
	assert_int_equal(name_script("Eglė"), SCRIPT_LATIN);
	assert_int_equal(name_script("Олена"), SCRIPT_CYRILLIC);
	assert_int_equal(name_script("Олeна"), SCRIPT_MIXED); /* a Latin e */
	assert_int_equal(name_script("محمد"), SCRIPT_OTHER);
	assert_int_equal(name_script("12-34 '"), SCRIPT_NONE);
	assert_int_equal(name_script("O'Neil-Смит"), SCRIPT_MIXED);
	assert_int_equal(name_script("\xff"), SCRIPT_OTHER);
}

static void folding_is_for_finding(void **state) {
	(void)state;
	assert_string_equal(text_fold(a, "  ŽUKIENĖ \t Eglė\n"), "zukiene egle");
	assert_string_equal(text_fold(a, "Київ"), text_fold(a, "КИЇВ"));
	assert_string_equal(text_fold(a, "Straße"), "strasse");
	assert_string_equal(text_fold(a, "ﬁle ①"), "file 1");
}

static void document_numbers_have_one_spelling(void **state) {
	(void)state;
	assert_string_equal(document_canonical(a, "fк 123-456"), "FK123456");
	assert_string_equal(document_canonical(a, " FK\u00a0123 456 "), "FK123456");
	assert_string_equal(document_canonical(a, "ＡＢ１２"), "AB12");
	assert_string_equal(document_canonical(a, "٣٤"), "34");
	assert_string_equal(document_canonical(a, "№ --"), "NO");
}

static void telephone_numbers_have_one_spelling(void **state) {
	(void)state;
	static const char *const same[] = {"+370 612 34567", "8 612 34567", "861234567", "0 612 34567", "00370 612 34567",
	                                   "370 (612) 34-567", "61234567", "+37061234567 ext. 5"};
	for (size_t i = 0; i < sizeof same / sizeof *same; i++)
		assert_string_equal(phone_canonical(a, same[i], "370"), "+37061234567");
	assert_string_equal(phone_canonical(a, "+44 (0)20 7946 0000", "370"), "+442079460000");
	assert_string_equal(phone_canonical(a, "112", "370"), "+370112");
	assert_string_equal(phone_canonical(a, "", "370"), "");
	assert_string_equal(phone_canonical(a, "none", "370"), "");
	assert_string_equal(phone_canonical(a, "1234567890123456789012345678901234567890", "370"), "");
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(one_name_in_two_alphabets_has_one_key, setup, teardown),
		cmocka_unit_test_setup_teardown(gendered_endings_leave_one_stem, setup, teardown),
		cmocka_unit_test_setup_teardown(different_names_keep_different_keys, setup, teardown),
		cmocka_unit_test_setup_teardown(the_order_of_names_can_be_ignored, setup, teardown),
		cmocka_unit_test_setup_teardown(short_and_strange_names_do_not_vanish, setup, teardown),
		cmocka_unit_test_setup_teardown(composed_and_decomposed_letters_are_one, setup, teardown),
		cmocka_unit_test_setup_teardown(hostile_text_gives_a_bounded_key, setup, teardown),
		cmocka_unit_test_setup_teardown(plain_latin_can_be_read, setup, teardown),
		cmocka_unit_test_setup_teardown(tells_the_script_of_a_name, setup, teardown),
		cmocka_unit_test_setup_teardown(folding_is_for_finding, setup, teardown),
		cmocka_unit_test_setup_teardown(document_numbers_have_one_spelling, setup, teardown),
		cmocka_unit_test_setup_teardown(telephone_numbers_have_one_spelling, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
