/*
 * nobody.h - what in a text would tell who somebody is, as far as its signs alone show.
 *
 * Input is well-formed UTF-8. A pattern finds what looks like it: it is no promise that a text names nobody.
 */
#pragma once
#include <stdbool.h>

bool nobody_has_mail(const char *text);  /* name@place.xx */
bool nobody_has_code(const char *text);  /* a personal code: eleven digits in a row */
bool nobody_has_phone(const char *text); /* nine digits, after a + seven */
bool nobody_has_day(const char *text);   /* a day of the calendar in digits, which may be one of birth */
