/*
 * translit.h - Cyrillic names in Latin letters, as passports and offices of one time and country wrote them.
 *
 * For showing, for searching by every spelling, and for the tests of fold.h, whose sounds must not depend on the
 * scheme. Pure. Letters that are not Cyrillic stay as they are; case is kept. A scheme for any language (PL, LT, LV, EN, DE)
 * reads a name as Ukrainian or Belarusian when it has a letter that only these have, else as Russian.
 */
#pragma once
#include <stddef.h>

enum translit {
	TRANSLIT_UK_2010,   /* Ukraine, resolution 55 of 2010 (passports, road signs) */
	TRANSLIT_UK_1996,   /* Ukraine, decision 9 of 1996: sch for щ */
	TRANSLIT_UK_2007,   /* Ukraine, passports 2007-2010: g for г, no y at the beginning */
	TRANSLIT_RU_ICAO,   /* Russia, passports since 2014, ICAO Doc 9303: ie for ъ, iu, ia */
	TRANSLIT_RU_GOST,   /* Russia, GOST R 52535.1 of 2006: tc for ц */
	TRANSLIT_RU_2000,   /* Russia, passports 2000-2010: yu, ya, ye after vowels */
	TRANSLIT_RU_FRENCH, /* Soviet and Russian passports until 1997: tch, ch, ou, j */
	TRANSLIT_BE_2008,   /* Belarus, passports since 2008: u for ў, h for г */
	TRANSLIT_BE_LACINKA, /* Belarus, geographical names 2007: č, š, ž, ŭ, without the accents of soft letters */
	TRANSLIT_PL,        /* as a Polish office writes it: cz, sz, w, j */
	TRANSLIT_LT,        /* as a Lithuanian office writes it: č, š, v, j; no ending put on */
	TRANSLIT_LV,        /* as a Latvian office writes it, without endings */
	TRANSLIT_EN,        /* as English newspapers write it (BGN/PCGN) */
	TRANSLIT_DE,        /* as a German office wrote it: sch, tsch, w, j */
	TRANSLIT__MAX
};

/* utf8[0..n) in Latin letters; gives the length without the 0; as fold() for bad bytes and for `cap`. */
size_t translit(enum translit scheme, const char *utf8, size_t n, char *out, size_t cap);
