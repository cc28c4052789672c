/*
 * names.h - what two names have to do with each other.
 *
 * The languages are those of the region: Lithuanian, Ukrainian, Russian, Belarusian, Polish, Latvian, English,
 * Vietnamese. Given names come from a table of families (names_table.h): full forms of one name in several languages,
 * and its short and fond forms. Everything is pure; thread-safe after fold_warm().
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* From near to far. */
enum name_relation {
	NAME_SAME,            /* letters alone differ in case, diacritics, look-alikes or blanks: one FOLD_NAME */
	NAME_TRANSLITERATION, /* one spelling system written in another: one sound */
	NAME_VARIANT,         /* the same name in another language: Oleksandr, Aleksandras */
	NAME_DIMINUTIVE,      /* a short or fond form: Sasha, Oleksandr; or two of one name */
	NAME_PART,            /* one holds the other: Ona, Ona Marija; Petrauskienė, Petrauskienė-Kazlauskaitė; an initial */
	NAME_NONE,
	NAME_RELATION__MAX
};

/* The families of given names a name belongs to, the surest first; 0 ends the list. Comparing two sets is cheap. */
enum { NAME_GROUPS = 6 };

struct name_groups {
	uint16_t id[NAME_GROUPS]; /* 1 + the row of the table; 0: none */
	uint8_t fond;             /* bit i: id[i] is reached by a short or fond form */
};

struct name_groups name_groups(const char *utf8, size_t n);

/* VARIANT, DIMINUTIVE or NONE. */
enum name_relation name_groups_relation(struct name_groups a, struct name_groups b);

/* The other forms of a given name, full and fond ones, in all languages of the table; at most `most`. Each is bytes of the table,
   not ended by 0. */
struct name_form {
	const char *at;
	size_t n;
};
size_t name_forms(const char *utf8, size_t n, struct name_form *ret_forms, size_t most);

/* Two given names (patronymics and middle words allowed). Either empty: NONE. */
enum name_relation name_relation(const char *a, size_t na, const char *b, size_t nb);

/* Two family names: SAME, TRANSLITERATION (one stem: a wife's, a daughter's or a foreign spelling), PART or NONE. */
enum name_relation name_family_relation(const char *a, size_t na, const char *b, size_t nb);

/*
 * How alike two whole names are, in any order of words: 0..1. 1 when each word has its like; patronymics, particles and
 * middle words weigh little where only one side has them. Above 0.75 most pairs are one name.
 */
double name_alike(const char *a, size_t na, const char *b, size_t nb);
