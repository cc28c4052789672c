#include "text/iso.h"

#include <stdio.h>
#include <string.h>
#include <unicode/uloc.h>

const char *iso_country3(const char *alpha2) {
	char locale[8];
	if (strlen(alpha2) != 2)
		return "";
	snprintf(locale, sizeof locale, "und_%s", alpha2);
	return uloc_getISO3Country(locale);
}

/* ICU knows the terminological codes; catalogues of libraries also use these. */
static const char *const bibliographic[][2] = {
	{"alb", "sq"}, {"arm", "hy"}, {"baq", "eu"}, {"bur", "my"}, {"chi", "zh"}, {"cze", "cs"}, {"dut", "nl"},
	{"fre", "fr"},
	{"geo", "ka"}, {"ger", "de"}, {"gre", "el"}, {"ice", "is"}, {"mac", "mk"}, {"mao", "mi"}, {"may", "ms"},
		{"per", "fa"},
	{"rum", "ro"}, {"slo", "sk"}, {"tib", "bo"}, {"wel", "cy"},
};

enum { BIBLIOGRAPHIC = sizeof bibliographic / sizeof *bibliographic };

const char *iso_language_at(size_t i, const char **ret_shortest) {
	if (i < BIBLIOGRAPHIC) {
		*ret_shortest = bibliographic[i][1];
		return bibliographic[i][0];
	}
	const char *const *each = uloc_getISOLanguages();
	for (i -= BIBLIOGRAPHIC; i >= 2 && *each != NULL; i -= 2)
		each++;
	*ret_shortest = *each;
	return *each == NULL || i == 0 ? *each : uloc_getISO3Language(*each);
}
