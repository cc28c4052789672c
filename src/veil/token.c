#include "veil/token.h"

#include <ctype.h>
#include <string.h>

#include "base/str.h"
#include "text/birth.h"
#include "text/fold.h"

enum { DIGITS = 40, LATEST = 2100 };

static void put(struct veil_tokens *t, const char *s, size_t n) {
	struct veil_token x = {.n = (uint8_t)n};
	if (n > TOKEN_BYTES || t->n == TOKENS_MOST)
		return;
	memcpy(x.text, s, n);
	for (int i = 0; i < t->n; i++)
		if (memcmp(&t->token[i], &x, sizeof x) == 0)
			return;
	t->token[t->n++] = x;
}

/* A piece of one view: a letter for the view, then up to four letters or bytes. */
static void put_at(struct veil_tokens *t, char view, int place, const char *s, size_t n) {
	char text[TOKEN_BYTES];
	size_t k = 0;
	text[k++] = view;
	if (place >= 0)
		text[k++] = (char)('A' + place);
	for (size_t i = 0; i < n && k < sizeof text; i++)
		text[k++] = s[i];
	put(t, text, k);
}

static size_t letter(const char *s, size_t n) {
	size_t k = 1;
	while (k < n && k < 4 && ((unsigned char)s[k] & 0xc0) == 0x80)
		k++;
	return k;
}

/* Pairs of letters of one word, a blank before and behind. */
static void pairs_of(struct veil_tokens *t, char view, const char *s, size_t n) {
	char pair[9] = " ";
	size_t last = 1;
	for (size_t i = 0; i < n; i += letter(s + i, n - i)) {
		size_t k = letter(s + i, n - i);
		memcpy(pair + last, s + i, k);
		put_at(t, view, -1, pair, last + k);
		memcpy(pair, s + i, k);
		last = k;
	}
	pair[last] = ' ';
	put_at(t, view, -1, pair, last + 1);
}

static void words(struct veil_tokens *t, char view, enum fold_form form, const char *s, size_t n) {
	char out[FOLD_OUTPUT_MAX];
	size_t length = fold(form, s, n, out, sizeof out);
	for (size_t from = 0; from < length;) {
		size_t to = from;
		while (to < length && out[to] != ' ')
			to++;
		if (to > from)
			pairs_of(t, view, out + from, to - from);
		from = to + 1;
	}
}

/* Letters and digits alone, small; gives how many. */
static size_t bare(const char *s, size_t n, bool digits, char out[DIGITS]) {
	size_t k = 0;
	for (size_t i = 0; i < n && k < DIGITS; i++) {
		unsigned char c = (unsigned char)s[i];
		if (isdigit(c) || (!digits && isalpha(c)))
			out[k++] = (char)tolower(c);
	}
	return k;
}

/* Pairs, and each sign at its place from the end. */
static void code(struct veil_tokens *t, const char *s, size_t n) {
	if (n == 0)
		return;
	pairs_of(t, 'c', s, n);
	for (size_t i = 0; i < n && i < 20; i++)
		put_at(t, 'e', (int)i, s + n - 1 - i, 1);
}

/* Days ---------------------------------------------------------------------------------------------------------------- */

/* Runs of letters and digits; gives their number, at most 4. */
static int runs(const char *s, size_t n, const char *at[4], size_t length[4]) {
	int k = 0;
	for (size_t i = 0; i < n && k < 4;) {
		while (i < n && !isalnum((unsigned char)s[i]))
			i++;
		size_t from = i;
		while (i < n && isalnum((unsigned char)s[i]))
			i++;
		if (i > from) {
			at[k] = s + from;
			length[k++] = i - from;
		}
	}
	return k;
}

static bool part(char *to, size_t size, const char *s, size_t n) {
	bool digit = false;
	if (n > size || n == 0)
		return false;
	memset(to, '0', size);
	for (size_t i = 0; i < n; i++) {
		to[size - n + i] = (char)tolower((unsigned char)s[i]);
		digit |= isdigit((unsigned char)s[i]) != 0;
	}
	return digit;
}

static bool year_first(const char *s) {
	return (s[0] == '1' && (s[1] == '8' || s[1] == '9')) || (s[0] == '2' && s[1] == '0');
}

bool veil_day(const char *s, size_t n, bool month_first, char ret[8]) {
	const char *at[4];
	size_t length[4];
	int k = runs(s, n, at, length), middle = month_first ? 0 : 1, other = 1 - middle;
	if (k == 3 && length[0] == 4)
		return part(ret, 4, at[0], 4) && part(ret + 4, 2, at[1], length[1]) && part(ret + 6, 2, at[2], length[2]);
	if (k == 3 && length[2] == 4)
		return part(ret, 4, at[2], 4) && part(ret + 4, 2, at[middle], length[middle])
			&& part(ret + 6, 2, at[other], length[other]);
	if (k == 1 && length[0] == 8) {
		const char *d = at[0];
		if (year_first(d))
			return part(ret, 8, d, 8);
		return part(ret, 4, d + 4, 4) && part(ret + 4, 2, d + 2 * middle, 2) && part(ret + 6, 2, d + 2 * other, 2);
	}
	int32_t date = date_read(s, n, month_first ? DATE_MDY : DATE_DMY, LATEST);
	if (date == 0)
		return false;
	for (int i = 7; i >= 0; i--, date /= 10)
		ret[i] = (char)('0' + date % 10);
	return true;
}

static int digits_of(const char *s, int n) {
	int x = 0;
	for (int i = 0; i < n; i++) {
		if (!isdigit((unsigned char)s[i]))
			return -1;
		x = x * 10 + (s[i] - '0');
	}
	return x;
}

static void year(struct veil_tokens *t, int y, int apart) {
	for (int i = -apart; i <= apart && y > 0; i++) {
		char text[8];
		put_at(t, 'y', -1, text, (size_t)snprintf(text, sizeof text, "%d", (y + i) % 10000));
	}
}

static void day(struct veil_tokens *t, const char *s, size_t n, bool month_first) {
	char d[8], both[4];
	if (!veil_day(s, n, month_first, d))
		return;
	int m = digits_of(d + 4, 2), k = digits_of(d + 6, 2);
	year(t, digits_of(d, 4), 1);
	for (int i = 2; i < 8; i++) /* an unknown month or day says nothing */
		if (i < 4 || (i < 6 && m != 0) || (i >= 6 && k != 0))
			put_at(t, 'd', i, d + i, 1);
	if (m == 0 || k == 0)
		return;
	put_at(t, 'm', -1, d + 4, 2);
	put_at(t, 't', -1, d + 6, 2);
	bool swap = memcmp(d + 4, d + 6, 2) > 0;
	memcpy(both, d + (swap ? 6 : 4), 2);
	memcpy(both + 2, d + (swap ? 4 : 6), 2);
	put_at(t, 'b', -1, both, 4);
	put_at(t, 'w', -1, d, 8);
}

/* Kinds ---------------------------------------------------------------------------------------------------------------- */

static void sex(struct veil_tokens *t, const char *s, size_t n) {
	static const char men[] = " male man men boy v vyr vyras vyrai muzskoi muzhskoy muzhskoi cholovik cholovicha mezczyzna ",
		women[] = " female f woman girl mot moteris zhenskii zhenskiy zhenskyi zhinka zhinocha kobieta w ";
	char out[FOLD_OUTPUT_MAX], word[40];
	size_t k = fold(FOLD_NAME, s, n, out, sizeof out);
	if (k == 0)
		return;
	if (k < sizeof word - 2) {
		snprintf(word, sizeof word, " %.*s ", (int)k, out);
		if (strstr(men, word) != NULL || strstr(women, word) != NULL) {
			bool man = strstr(men, word) != NULL;
			k = man ? 4 : 6;
			memcpy(out, man ? "male" : "female", k);
		}
	}
	pairs_of(t, 'p', out, k < DIGITS ? k : DIGITS);
}

void veil_tokens(enum veil_kind kind, bool month_first, const char *s, size_t n, struct veil_tokens *ret) {
	char text[DIGITS];
	memset(ret, 0, sizeof *ret);
	switch (kind) {
	case VEIL_GIVEN:
	case VEIL_SURNAME:
	case VEIL_NAME:
		words(ret, 'p', FOLD_NAME, s, n);
		words(ret, 's', kind == VEIL_GIVEN ? FOLD_GIVEN : kind == VEIL_SURNAME ? FOLD_STEM : FOLD_SOUND, s, n);
		break;
	case VEIL_BIRTH:
		day(ret, s, n, month_first);
		break;
	case VEIL_YEAR:
		year(ret, digits_of(text, (int)bare(s, n < 5 ? n : 5, true, text)), 2);
		break;
	case VEIL_SEX:
		sex(ret, s, n);
		break;
	case VEIL_PHONE: { /* the last nine digits: calling codes come and go */
		size_t k = bare(s, n, true, text);
		code(ret, k > 9 ? text + k - 9 : text, k > 9 ? 9 : k);
		break;
	}
	case VEIL_POSTCODE:
	case VEIL_DOCUMENT:
		code(ret, text, bare(s, n, false, text));
		break;
	case VEIL_NUMBER:
		code(ret, text, bare(s, n, true, text));
		break;
	default:
		words(ret, 'p', FOLD_NAME, s, n);
	}
}

void veil_folding(uint8_t ret[FOLDING_SUM]) {
	static const char *const probe[] = {"Žygimantas Ąžuolas", "Олена Коваленко", "Юрій Щербак", "Сергей Ёлкин", "Надзея Ўласава",
		"Świętosława Brzęczyszczykiewicz", "Nguyễn Thị Hồng", "Petrauskienė-Kazlauskaitė", "Jānis Bērziņš", "O'Connor", "van der Berg",
		"Aleksandra Iwanowna", "Müller", "Χρήστος", "محمد"};
	char out[FOLD_OUTPUT_MAX];
	uint8_t sum[HASH_SIZE];
	struct blob part[sizeof probe / sizeof *probe * FOLD__MAX];
	char kept[sizeof probe / sizeof *probe * FOLD__MAX][64];
	size_t parts = 0;
	for (size_t i = 0; i < sizeof probe / sizeof *probe; i++)
		for (int form = 0; form < FOLD__MAX; form++) {
			size_t n = fold((enum fold_form)form, probe[i], strlen(probe[i]), out, sizeof out);
			n = n < sizeof kept[0] ? n : sizeof kept[0];
			memcpy(kept[parts], out, n);
			part[parts] = BLOB(kept[parts], n);
			parts++;
		}
	crypt_hash_parts(sum, "atrama veil 1 folding", part, parts);
	memcpy(ret, sum, FOLDING_SUM);
}
