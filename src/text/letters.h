/*
 * letters.h - a table of the letters names are written in, for fold.c and what stands on it.
 *
 * Every code point below LETTERS_END has a row; letters of the scripts named in letters.c are spelt in a-z. In `sound`
 * a capital is a sound that is settled ("Č" is C, "х" is X), a small letter one that its neighbours decide ("ch").
 * The rows are made by letters_warm() from our own lists and Unicode's decompositions, which never change.
 */
#pragma once
#include <stddef.h>
#include <stdint.h>

enum { LETTERS_END = 0x2200 };

enum letter_kind {
	LETTER_BREAK, /* parts words */
	LETTER_SKIP,  /* accents, apostrophes, invisible signs: nothing at all */
	LETTER_LATIN,
	LETTER_CYRILLIC,
	LETTER_SPELT, /* of another script, spelt in a-z by the table */
	LETTER_DIGIT,
	LETTER_KEPT,  /* of a script without a table: stays as it is */
};

enum letter_mark { /* whose orthography the letter tells of */
	MARK_CARON = 1,  /* č š ž ļ: Lithuanian, Latvian, Czech */
	MARK_POLISH = 2, /* ł ż ś */
	MARK_UKRAINIAN = 4,
	MARK_BELARUSIAN = 8,
};

struct letter_row {
	char plain[5], local[5], sound[4]; /* local: as plain, in Ukrainian and Belarusian */
	uint8_t kind, marks;
};

void letters_warm(void);

/* The row of a code point; for LETTERS_END and above a row with the kind alone. */
struct letter_row letters_row(uint32_t c);

/*
 * The code points of utf8[0..n), small, letters put together with their accents; what is not UTF-8 is left out. Gives
 * how many; at most `cap`.
 */
size_t letters_read(const char *utf8, size_t n, uint32_t to[], size_t cap);

/* Latin letters that look like Cyrillic ones (and back), so that a word of both is read in the script of most. 0: none. */
uint32_t letters_alike_cyrillic(uint32_t latin);
uint32_t letters_alike_latin(uint32_t cyrillic);

/* Append the code point to to[0..room) as UTF-8; gives the bytes written, 0 where there is no room. */
size_t letters_write(uint32_t c, char *to, size_t room);
