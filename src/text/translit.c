#include "text/translit.h"

#include <stdbool.h>
#include <string.h>

#include "text/fold.h"
#include "text/letters.h"

/*
 * "letter=text"; "letter=first^inner": the first at the beginning of a word; "letter=first/inner": there and after a vowel
 * or a sign. What a scheme does not say is said by `common`.
 */
static const char common[] = "а=a б=b в=v г=g ґ=g д=d е=e ё=yo є=ie ж=zh з=z и=i і=i ї=i й=i к=k л=l м=m н=n о=o п=p р=r с=s т=t "
                             "у=u ў=u ф=f х=kh ц=ts ч=ch ш=sh щ=shch ъ= ы=y ь= э=e ю=iu я=ia ’= '= ";

static const char *const schemes[TRANSLIT__MAX] = {
	[TRANSLIT_UK_2010] = "г=h и=y є=ye^ie ї=yi^i й=y^i ю=yu^iu я=ya^ia ",
	[TRANSLIT_UK_1996] = "г=h и=y є=ye^ie ї=yi^i й=y^i ю=yu^iu я=ya^ia щ=sch ",
	[TRANSLIT_UK_2007] = "г=g и=y ",
	[TRANSLIT_RU_ICAO] = "ё=e ъ=ie ",
	[TRANSLIT_RU_GOST] = "ё=e ц=tc ",
	[TRANSLIT_RU_2000] = "е=ye/e ё=yo/e й=y ю=yu я=ya ",
	[TRANSLIT_RU_FRENCH] = "ё=io ж=j у=ou ч=tch ш=ch щ=chtch ю=iou ",
	[TRANSLIT_BE_2008] = "г=h е=ye/e ё=yo/io ю=yu/iu я=ya/ia ",
	[TRANSLIT_BE_LACINKA] = "г=h е=je/ie ё=jo/io ж=ž й=j ў=ŭ х=ch ц=c ч=č ш=š ю=ju/iu я=ja/ia ",
	[TRANSLIT_PL] = "в=w е=je/e ё=jo/io є=je/ie ж=ż ї=ji й=j х=ch ц=c ч=cz ш=sz щ=szcz ю=ju/iu я=ja/ia ",
	[TRANSLIT_LT] = "е=je/e ё=jo/io є=je/ie ж=ž ї=ji й=j х=ch ц=c ч=č ш=š щ=šč ю=ju/iu я=ja/ia ",
	[TRANSLIT_LV] = "е=je/e ё=jo є=je ж=ž ї=ji й=j х=h ц=c ч=č ш=š щ=šč ы=i ю=ju я=ja ",
	[TRANSLIT_EN] = "е=ye/e є=ye ї=yi й=y ю=yu я=ya ",
	[TRANSLIT_DE] = "в=w е=je/e ё=jo є=je ж=sch з=s ї=ji й=j х=ch ц=z ч=tsch ш=sch щ=schtsch ю=ju я=ja ",
};

/* What a letter (as UTF-8) stands for in a list; NULL: the list says nothing. *ret_n gets its length. */
static const char *find(const char *list, const char *letter, size_t n, bool start, bool open, size_t *ret_n) {
	for (const char *p = list; *p != 0; p += strcspn(p, " ") + 1) {
		if (strncmp(p, letter, n) != 0 || p[n] != '=')
			continue;
		const char *at = p + n + 1;
		size_t all = strcspn(at, " "), part = strcspn(at, "/^ ");
		bool inner = part < all && !(at[part] == '^' ? start : start || open);
		*ret_n = inner ? all - part - 1 : part;
		return inner ? at + part + 1 : at;
	}
	return NULL;
}

static bool vowel_or_sign(uint32_t c) {
	static const uint16_t list[] = {0x430, 0x435, 0x451, 0x454, 0x438, 0x456, 0x457, 0x43e, 0x443, 0x44b, 0x44d, 0x44e,
	                                0x44f, 0x439, 0x44a, 0x44c, 0x45e, '\'', 0x2019, 0x2bc};
	for (size_t i = 0; i < sizeof list / sizeof *list; i++)
		if (list[i] == c)
			return true;
	return false;
}

/* Whether a word-writer of this scheme hears Ukrainian: г is h and и is y then. */
static bool local(enum translit scheme, const uint32_t low[], size_t n) {
	bool any = scheme >= TRANSLIT_PL; /* for any language */
	for (size_t i = 0; i < n && any; i++)
		if ((letters_row(low[i]).marks & (MARK_UKRAINIAN | MARK_BELARUSIAN)) != 0)
			return true;
	return false;
}

struct text {
	char *at;
	size_t n, cap;
};

static void put(struct text *to, const char *s, size_t n) {
	if (n <= to->cap - to->n) {
		memcpy(to->at + to->n, s, n);
		to->n += n;
	} else
		to->cap = to->n;
}

/* The first letter of s[0..n) as a capital: a-z and the three letters with a caron or dot, ū-like ones. */
static void put_capital(struct text *to, const char *s, size_t n) {
	char first[2] = {s[0], n > 1 ? s[1] : 0};
	if (n == 0)
		return;
	if (first[0] >= 'a' && first[0] <= 'z') {
		first[0] = (char)(first[0] - 'a' + 'A');
		put(to, first, 1);
		put(to, s + 1, n - 1);
	} else { /* č š ž ż ŭ: the capital is the code point before */
		first[1]--;
		put(to, first, 2);
		put(to, s + 2, n - 2);
	}
}

size_t translit(enum translit scheme, const char *utf8, size_t n, char *out, size_t cap) {
	uint32_t low[FOLD_INPUT_MAX];
	struct text to = {out, 0, cap};
	fold_warm();
	size_t count = letters_read(utf8, n < FOLD_INPUT_MAX ? n : FOLD_INPUT_MAX, low, FOLD_INPUT_MAX), from = 0;
	bool ukrainian = local(scheme, low, count);
	for (size_t i = 0; i < count; i++) {
		char letter[4], was[4];
		size_t m = letters_write(low[i], letter, sizeof letter), k = 0;
		while (from < n && (utf8[from] & 0xc0) == 0x80)
			from++;
		for (; from < n && k < sizeof was && (k == 0 || (utf8[from] & 0xc0) == 0x80); from++)
			was[k++] = utf8[from];
		bool capital = k != m || memcmp(was, letter, m) != 0;
		bool cyrillic = letters_row(low[i]).kind == LETTER_CYRILLIC || low[i] == '\'' || low[i] == 0x2019;
		bool start = i == 0 || letters_row(low[i - 1]).kind == LETTER_BREAK, open = i > 0 && vowel_or_sign(low[i - 1]);
		const char *text = NULL;
		size_t length = 0;
		if (cyrillic && ukrainian)
			text = find("г=h и=y ", letter, m, start, open, &length);
		if (cyrillic && text == NULL)
			text = find(schemes[scheme], letter, m, start, open, &length);
		if (cyrillic && text == NULL)
			text = find(common, letter, m, start, open, &length);
		if (text == NULL)
			put(&to, was, k);
		else if (capital)
			put_capital(&to, text, length);
		else
			put(&to, text, length);
	}
	if (to.n < cap)
		out[to.n] = 0;
	return to.n;
}
