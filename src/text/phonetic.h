/*
 * phonetic.h - the sounds of one word, for fold.c.
 *
 * A word comes as the `sound` column of letters.h spells it: capitals are settled, small letters wait for their
 * neighbours, bytes above 0x7f belong to scripts without a table and pass through. Sounds are a-z without g j q w x y.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>

enum { PHONETIC_MAX = 160 }; /* bytes of a word; sounds are never more than twice its letters */

/* Whose spelling a word follows, by what only that spelling writes. */
enum phonetic_habit {
	HABIT_POLISH = 1, /* cz, sz, ł */
	HABIT_CARON = 2,  /* č, ž: Lithuanian, Latvian, Czech */
	HABIT_J = 4,      /* j for й: all of these and German */
	HABIT_FRENCH = 8,
	HABIT_GERMAN = 16,
	HABIT_SHARED = HABIT_POLISH | HABIT_CARON | HABIT_J, /* of one word, and so of the name's others */
};

/* The habits of s[0..n); `marks` as in letters.h. */
unsigned phonetic_habits(const char *s, size_t n, unsigned marks);

/* The sounds of s[0..n), n <= PHONETIC_MAX / 2, into `to`. Gives their number. */
size_t phonetic_sounds(const char *s, size_t n, unsigned habits, char to[PHONETIC_MAX]);

/* The sounds without endings: of a family name or a word of which that is not known, and of a given name. */
size_t phonetic_stem(char *s, size_t n);
size_t phonetic_given(char *s, size_t n);

/* The consonants of sounds, a first vowel as "a"; in place. */
size_t phonetic_bones(char *s, size_t n);

/* Whether sounds have the form of a patronymic. */
bool phonetic_patronymic(const char *s, size_t n);
