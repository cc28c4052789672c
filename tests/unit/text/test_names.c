/* Names against each other: tables of our own, and the labelled pairs that lie beside the project. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text/fold.h"
#include "text/names.h"

enum { LINES = 400, WORDS_OF_LINE = 40 };

struct line {
	char text[1200];
	char *word[WORDS_OF_LINE];
	int words, full; /* full: how many stand before the bar */
};

static struct line lines[LINES];

static FILE *open_file(const char *below) {
	char path[600];
	const char *root = getenv("ROOT");
	snprintf(path, sizeof path, "%.300s/%.200s", root == NULL ? "." : root, below);
	return fopen(path, "r");
}

static int read_lines(const char *below) {
	FILE *f = open_file(below);
	int n = 0;
	if (f == NULL)
		return -1;
	while (n < LINES && fgets(lines[n].text, sizeof lines[n].text, f) != NULL) {
		struct line *l = &lines[n];
		l->words = l->full = 0;
		char *rest = l->text;
		for (char *w = strsep(&rest, " \n"); w != NULL && l->words < WORDS_OF_LINE; w = strsep(&rest, " \n"))
			if (strcmp(w, "|") == 0)
				l->full = l->words;
			else if (*w != 0)
				l->word[l->words++] = w;
		if (l->full == 0)
			l->full = l->words;
		n += l->text[0] != '#' && l->words > 1;
	}
	fclose(f);
	return n;
}

struct count {
	int found, missed, wrong, right;
};

static double share(int part, int other) {
	return part + other == 0 ? 1 : (double)part / (part + other);
}

/* Names that two lines both hold part nobody. */
static bool share_a_word(const struct line *a, const struct line *b) {
	for (int i = 1; i < a->words; i++)
		for (int j = 1; j < b->words; j++)
			if (strcmp(a->word[i], b->word[j]) == 0)
				return true;
	return false;
}

/* Pairs of a line should be related, those of two lines not. */
static void holds(const char *below, enum name_relation (*relation)(const char *, size_t, const char *, size_t), double recall,
                  double wrong) {
	int n = read_lines(below);
	struct count all = {0};
	if (n < 0)
		skip();
	assert_true(n > 50);
	for (int i = 0; i < n;) {
		struct count c = {0};
		const char *lang = lines[i].word[0];
		for (; i < n && strcmp(lines[i].word[0], lang) == 0; i++)
			for (int a = 1; a < lines[i].words; a++) {
				for (int b = a + 1; b < lines[i].words; b++) {
					const char *x = lines[i].word[a], *y = lines[i].word[b];
					bool yes = relation(x, strlen(x), y, strlen(y)) < NAME_NONE;
					c.found += yes;
					c.missed += !yes;
					if (!yes && getenv("SAY") != NULL)
						print_message("# missed %s %s\n", x, y);
				}
				for (int j = (i + a) % 5; j < n; j += 5) {
					const char *x = lines[i].word[a], *y = lines[j].word[1 + (a + j) % (lines[j].words - 1)];
					if (i == j || share_a_word(&lines[i], &lines[j]))
						continue;
					bool yes = relation(x, strlen(x), y, strlen(y)) < NAME_NONE;
					c.wrong += yes;
					c.right += !yes;
					if (yes && getenv("SAY") != NULL)
						print_message("# wrong %s %s\n", x, y);
				}
			}
		print_message("# %s %s: %d pairs, recall %.4f; %d pairs of others, taken for one %.5f\n", below, lang, c.found + c.missed,
			share(c.found, c.missed), c.wrong + c.right, share(c.wrong, c.right));
		all.found += c.found;
		all.missed += c.missed;
		all.wrong += c.wrong;
		all.right += c.right;
		assert_true(share(c.found, c.missed) >= recall - 0.1);
	}
	assert_true(share(all.found, all.missed) >= recall);
	assert_true(share(all.wrong, all.right) <= wrong);
}

static void spellings_of_a_family_name_have_one_stem(void **state) {
	(void)state;
	holds("tests/vectors/names/family.txt", name_family_relation, 0.97, 0.0005);
}

static void forms_of_a_given_name_are_known(void **state) {
	(void)state;
	holds("tests/vectors/names/given.txt", name_relation, 0.97, 0.003);
}

#define REL(a, b) name_relation((a), strlen(a), (b), strlen(b))
#define FAM(a, b) name_family_relation((a), strlen(a), (b), strlen(b))

static void a_relation_says_which_it_is(void **state) {
	(void)state;
	assert_int_equal(REL("Ona", "ONA"), NAME_SAME);
	assert_int_equal(REL("Rūta", "Ruta"), NAME_SAME);
	assert_int_equal(REL("Сергій", "Serhii"), NAME_SAME);
	assert_int_equal(REL("Julija", "Юлия"), NAME_TRANSLITERATION);
	assert_int_equal(REL("Oleksandr", "Aleksandras"), NAME_VARIANT);
	assert_int_equal(REL("Саша", "Oleksandr"), NAME_DIMINUTIVE);
	assert_int_equal(REL("Саша", "Aleksandra"), NAME_DIMINUTIVE);
	assert_int_equal(REL("Ona Marija", "Marija"), NAME_PART);
	assert_int_equal(REL("J.", "Jonas"), NAME_PART);
	assert_int_equal(REL("Jonas", "Petras"), NAME_NONE);
	assert_int_equal(REL("Ivan", "Ivanna"), NAME_NONE);
	assert_int_equal(REL("", "Jonas"), NAME_NONE);
	assert_int_equal(REL("", ""), NAME_NONE);
	assert_int_equal(FAM("Petrauskienė-Kazlauskaitė", "Petrauskas"), NAME_PART);
	assert_int_equal(FAM("Kazlauskas", "Kazlauskienė"), NAME_TRANSLITERATION);
}

static void relations_do_not_depend_on_the_side(void **state) {
	int n = read_lines("tests/vectors/names/given.txt");
	(void)state;
	if (n < 0)
		skip();
	for (int i = 0; i < n; i++)
		for (int a = 1; a < lines[i].words; a++) {
			const char *x = lines[i].word[a], *y = lines[(i * 7 + 1) % n].word[1], *z = lines[i].word[1];
			assert_int_equal(REL(x, y), REL(y, x));
			assert_int_equal(REL(x, z), REL(z, x));
			assert_int_equal(REL(x, x), NAME_SAME);
		}
}

static void whole_names_in_any_order_are_alike(void **state) {
	FILE *f = open_file("tests/vectors/names/whole.txt");
	(void)state;
	char line[400];
	struct count c = {0};
	if (f == NULL)
		skip();
	while (fgets(line, sizeof line, f) != NULL) {
		char *rest = line, *what = strsep(&rest, " ");
		if (*what == '#')
			continue;
		char *a = strsep(&rest, "|"), *b = strsep(&rest, "\n");
		double alike = name_alike(a, strlen(a), b, strlen(b));
		assert_true(alike == name_alike(b, strlen(b), a, strlen(a)));
		assert_true(alike >= 0 && alike <= 1);
		bool same = strcmp(what, "same") == 0, yes = alike >= 0.75;
		if (same != yes)
			print_message("# %s %.3f %s |%s\n", what, alike, a, b);
		c.found += same && yes;
		c.missed += same && !yes;
		c.wrong += !same && yes;
		c.right += !same && !yes;
	}
	fclose(f);
	print_message("# whole.txt: recall %.4f, taken for one %.4f\n", share(c.found, c.missed), share(c.wrong, c.right));
	assert_true(share(c.found, c.missed) >= 0.95);
	assert_true(share(c.wrong, c.right) <= 0.05);
}

/* One field of a line of CSV; quotes are taken off. */
static char *field(char **rest) {
	char *s = *rest;
	if (*s != '"') {
		char *one = strsep(rest, ",\n");
		return *rest == NULL ? (*rest = one + strlen(one), one) : one;
	}
	char *to = s, *p = s + 1;
	for (; *p != 0 && !(*p == '"' && p[1] != '"'); p++) {
		p += *p == '"';
		*to++ = *p;
	}
	*rest = *p == 0 ? p : p + 1 + (p[1] == ',');
	*to = 0;
	return s;
}

static void labelled_pairs_are_told_apart(void **state) {
	FILE *f = open_file("../shared/data/linkage/name_pairs.csv");
	(void)state;
	char line[2000];
	struct count c = {0};
	if (f == NULL)
		skip();
	while (fgets(line, sizeof line, f) != NULL) {
		char *rest = line;
		field(&rest);
		char *schema = field(&rest), *a = field(&rest), *b = field(&rest), *match = field(&rest);
		if (strcmp(schema, "Person") != 0)
			continue;
		bool same = strcmp(match, "true") == 0, yes = name_alike(a, strlen(a), b, strlen(b)) >= 0.75;
		c.found += same && yes;
		c.missed += same && !yes;
		c.wrong += !same && yes;
		c.right += !same && !yes;
	}
	fclose(f);
	double precision = share(c.found, c.wrong), recall = share(c.found, c.missed);
	print_message("# name_pairs.csv: %d pairs, precision %.4f, recall %.4f, F1 %.4f\n", c.found + c.missed + c.wrong + c.right, precision,
		recall, 2 * precision * recall / (precision + recall));
	assert_true(c.found + c.missed == 247 && c.wrong + c.right == 301);
	assert_true(2 * precision * recall / (precision + recall) > 0.84);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(spellings_of_a_family_name_have_one_stem),
		cmocka_unit_test(forms_of_a_given_name_are_known),
		cmocka_unit_test(a_relation_says_which_it_is),
		cmocka_unit_test(relations_do_not_depend_on_the_side),
		cmocka_unit_test(whole_names_in_any_order_are_alike),
		cmocka_unit_test(labelled_pairs_are_told_apart),
	};
	return cmocka_run_group_tests_name("names", tests, NULL, NULL);
}
