/*
 * fold.h - forms of a name that outlive the hand, the alphabet and the country that wrote it.
 *
 * Three forms, from plain to bare:
 *	FOLD_NAME      small Latin letters, words parted by one blank; one romanisation; diacritics gone.
 *	               "Žygimantas Ąžuolas" -> "zygimantas azuolas". Letters of scripts without a table stay as they are.
 *	FOLD_SOUND     what the usual spellings agree on: sh/sz/š, kh/ch/h/g, y/i/j, w/v, ie/je/e are each one sound;
 *	               endings of case and gender are off. "Олександр", "Oleksandr", "Ołeksandr" -> one text.
 *	FOLD_GIVEN     as FOLD_SOUND for a given name: a last -a stays, because it parts Ivan from Ivana; patronymics and
 *	               Vietnamese middle words are off where another word is left.
 *	FOLD_STEM      as FOLD_SOUND for a family name: Lithuanian, Slavic and Latvian endings of men, wives and daughters are
 *	               off, particles (van, de, von) where another word is left.
 *	FOLD_BONES     the consonants of FOLD_SOUND, with one sign for a first vowel: a key for blocking.
 *
 * A form finds and never decides: different names may share one. These are for comparing, never for stores: tokens
 * are made of name.h's keys, which are another thing and do not change with this.
 *
 * Tables are made once, by fold_warm() or by the first call; every function may be called from several threads, reads
 * no locale and no clock, and gives the same bytes on every machine. Input may hold any bytes: what is not UTF-8 is
 * skipped, only the first FOLD_INPUT_MAX bytes and FOLD_WORDS words are read. Output is small, never cut inside a
 * letter, and ends with a 0 where `cap` has room for it (always, for cap >= FOLD_OUTPUT_MAX).
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum fold_form { FOLD_NAME, FOLD_SOUND, FOLD_GIVEN, FOLD_STEM, FOLD_BONES, FOLD__MAX };

enum { FOLD_INPUT_MAX = 400, FOLD_OUTPUT_MAX = 2048, FOLD_WORDS = 24 };

/* Make the tables now (before a sandbox, before a clock is read). A second call does nothing. */
void fold_warm(void);

/* The form of utf8[0..n) into out[0..cap); gives its length without the 0. */
size_t fold(enum fold_form form, const char *utf8, size_t n, char *out, size_t cap);

static inline size_t fold_name(const char *utf8, size_t n, char *out, size_t cap) {
	return fold(FOLD_NAME, utf8, n, out, cap);
}

static inline size_t fold_skeleton(const char *utf8, size_t n, char *out, size_t cap) {
	return fold(FOLD_SOUND, utf8, n, out, cap);
}

static inline size_t fold_given(const char *utf8, size_t n, char *out, size_t cap) {
	return fold(FOLD_GIVEN, utf8, n, out, cap);
}

static inline size_t fold_surname_stem(const char *utf8, size_t n, char *out, size_t cap) {
	return fold(FOLD_STEM, utf8, n, out, cap);
}

static inline size_t fold_bones(const char *utf8, size_t n, char *out, size_t cap) {
	return fold(FOLD_BONES, utf8, n, out, cap);
}

/* Whether a single word is a patronymic by its form ("Petrivna", "Иванович"). Family names can be, too. */
bool fold_is_patronymic(const char *utf8, size_t n);

/* Whether a single word is a particle (van, de, bin), or a middle word as Vietnamese names have it (Thị). */
bool fold_is_particle(const char *utf8, size_t n);

/*
 * Many at once, as columns hold them: name i is text[at[i] .. at[i + 1]) (so `at` has count + 1 entries, ascending).
 * The forms are written one behind the other, without a 0, into out[0..cap); out_at gets count + 1 entries. Gives how
 * many names were done: fewer than `count` where out is full (call again with the rest). A form is never longer than
 * FOLD_OUTPUT_MAX; 2 * bytes + 4 * count is always room enough for Latin and Cyrillic text.
 */
size_t fold_all(enum fold_form form, const char *text, const uint32_t at[], size_t count, char *out, size_t cap,
                uint32_t out_at[]);
