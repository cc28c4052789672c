/*
 * iso.h - codes of countries and languages as the standards write them: ISO 3166 and ISO 639.
 *
 * The tables are ICU's own and compiled into it: no file is read. Thread-safe. Results live as long as the program.
 */
#pragma once
#include <stddef.h>

/* The three letters of a country by its two, in any case ("lt" -> "LTU"); "" for what is no country's code. */
const char *iso_country3(const char *alpha2);

/* The i-th code of a language, in lower case, and the shortest code of that language: "lit" and "lt" -> "lt". NULL past
   the end. Slow: to fill a table with, not to look up. */
const char *iso_language_at(size_t i, const char **ret_shortest);
