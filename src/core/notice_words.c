/* What in words about somebody who said no would tell who she is. */
#include <ctype.h>
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "core/notice.h"
#include "core/operations.h"
#include "op/nobody.h"
#include "text/name.h"

enum { STEM_MIN = 3, ENDING_MAX = 4 };

/* In plain Latin letters, of Lithuanian, English, Ukrainian and Russian: what stands beside the number of a house. */
static const char *const streets[] = {"g", "gatve", "gatveje", "gatves", "pr", "prospektas", "prospekte", "al", "aleja",
	"plentas", "kelias", "street", "st", "road", "rd", "avenue", "ave", "lane", "vul", "vulitsa", "vulytsia", "vulytsya",
	"bud", "budynok", "ul", "ulitsa", "dom", "kv", "kvartyra", "kvartira", "butas", "flat"};

struct word {
	const char *at; /* its letters, NUL-ended; "" for a number */
	bool number;    /* begins with a digit */
	bool capital;   /* begins with a capital letter */
	bool first;     /* begins a sentence */
};

static bool is_upper(uint32_t c) {
	return (c >= 'A' && c <= 'Z') || (c >= 0xc0 && c <= 0xde && c != 0xd7) ||
	       (c >= 0x100 && c <= 0x17f && (c >= 0x139 && c <= 0x148 ? c % 2 == 1 : c >= 0x179 && c <= 0x17e ? c % 2 == 1
	                                                                                            : c % 2 == 0)) ||
	       (c >= 0x400 && c <= 0x42f) || c == 0x490;
}

static bool is_letter(uint32_t c) {
	return c >= 0x80 ? !(c >= 0x2010 && c <= 0x206f) && c != 0xa0 && c != 0xab && c != 0xbb
	                 : isalpha((int)c) != 0 || c == '\'';
}

/* The next word at *s; false at the end. A sentence begins after . ! ? : and at the beginning. */
static bool next_word(struct arena *a, const char **s, bool *begins, struct word *ret) {
	size_t n = 0;
	for (; **s != 0; *s += n) {
		uint32_t c = utf8_at(*s, &n);
		if (is_letter(c) || (c >= '0' && c <= '9'))
			break;
		if (c < 0x80 && strchr(".!?:\n", (int)c) != NULL)
			*begins = true;
	}
	if (**s == 0)
		return false;
	const char *from = *s;
	uint32_t first = utf8_at(from, &n);
	bool number = first >= '0' && first <= '9';
	while (**s != 0) {
		uint32_t c = utf8_at(*s, &n);
		if (!is_letter(c) && !(number && c >= '0' && c <= '9'))
			break;
		*s += n;
	}
	*ret = (struct word){.at = arena_strndup(a, from, (size_t)(*s - from)), .number = number, .capital = is_upper(first),
		.first = *begins};
	/* "g." and "ul." are shortened words, no end of a sentence: a number goes on after them. */
	*begins = false;
	return true;
}

static bool is_street(struct arena *a, const struct word *w) {
	const char *plain = w->number ? "" : name_plain(a, w->at);
	for (size_t i = 0; i < sizeof streets / sizeof *streets; i++)
		if (strcmp(plain, streets[i]) == 0)
			return true;
	return false;
}

/* A number of a house; a year is none. */
static bool is_house(const struct word *w) {
	return w->number && strlen(w->at) <= 4 && strspn(w->at, "0123456789") != 4;
}

/* A street and then a number ("Liepu g. 7", "ul. Mira 12"), or a number and then a street that is written as a name
   ("12 Linden Street"). */
static bool has_address(struct arena *a, const char *text) {
	struct word before = {.at = ""}, was = {.at = ""}, now;
	bool begins = true;
	for (const char *s = text; next_word(a, &s, &begins, &now); before = was, was = now) {
		if (is_house(&now) && (is_street(a, &was) || (was.capital && is_street(a, &before))))
			return true;
		if ((is_house(&was) || is_house(&before)) && now.capital && is_street(a, &now))
			return true;
	}
	return false;
}

/* Without the endings that a name takes in a sentence: "Olenai" and "Olena" share "olen". */
static size_t stem_of(const char *plain) {
	size_t n = strlen(plain);
	while (n > STEM_MIN && strchr("aeiouys", plain[n - 1]) != NULL)
		n--;
	return n;
}

static bool is_like(struct arena *a, const struct word *w, const char *name) {
	const char *word = name_plain(a, w->at), *key = name_key(a, name);
	size_t stem = stem_of(name);
	if (*word == 0 || *name == 0)
		return false;
	if (strcmp(word, name) == 0 || (*key != 0 && w->capital && strcmp(name_key(a, w->at), key) == 0))
		return true;
	return strlen(name) >= STEM_MIN && strncmp(word, name, stem) == 0 && strlen(word) <= stem + ENDING_MAX &&
	       (w->capital || stem > STEM_MIN);
}

/* Names of several words count by each of them. */
static bool has_name(struct arena *a, const char *text, const char *all) {
	char *names = arena_strdup(a, name_plain(a, all)), *save = NULL;
	for (char *name = strtok_r(names, " -", &save); name != NULL; name = strtok_r(NULL, " -", &save)) {
		struct word w;
		bool begins = true;
		if (strlen(name) < 2)
			continue;
		for (const char *s = text; next_word(a, &s, &begins, &w);)
			if (!w.number && is_like(a, &w, name))
				return true;
	}
	return false;
}

const char *notice_fault(struct arena *a, const char *text, const char *const *names, size_t n) {
	if (nobody_has_mail(text))
		return N_("A notice names nobody: leave the e-mail address out.");
	if (nobody_has_code(text))
		return N_("A notice names nobody: this looks like a personal code.");
	if (nobody_has_day(text))
		return N_("A notice names nobody: leave days of birth and other days out, months are enough.");
	if (nobody_has_phone(text))
		return N_("A notice names nobody: this looks like a telephone number.");
	if (has_address(a, text))
		return N_("A notice names nobody: this looks like an address.");
	for (size_t i = 0; i < n; i++)
		if (names[i] != NULL && has_name(a, text, names[i]))
			return N_("A notice names nobody: a word looks like the person's name.");
	return NULL;
}

const char *notice_doubt(struct arena *a, const char *text) {
	struct word was = {.at = ""}, now;
	bool begins = true;
	for (const char *s = text; next_word(a, &s, &begins, &now); was = now)
		if (was.capital && !was.first && now.capital && !now.first)
			return arena_printf(a, "%s %s", was.at, now.at);
	return NULL;
}
