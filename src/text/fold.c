#include "text/fold.h"

#include <string.h>
#include <threads.h>

#include "text/letters.h"
#include "text/phonetic.h"

enum { WORD_LETTERS = PHONETIC_MAX / 6 }; /* a letter is at most three signs of sound, of which two become sounds */

static once_flag warmed = ONCE_FLAG_INIT;

void fold_warm(void) {
	call_once(&warmed, letters_warm);
}

struct out {
	char *at;
	size_t n, cap;
};

/* Appends all of it or nothing, so that no letter is cut. */
static void put(struct out *o, const char *s, size_t n) {
	if (n <= o->cap - o->n) {
		memcpy(o->at + o->n, s, n);
		o->n += n;
	} else
		o->cap = o->n; /* full: nothing shorter may slip in behind */
}

struct word {
	uint32_t *letter;
	size_t n;
};

/* A word of two scripts is read in one where look-alikes were typed for letters of the other: "Ивaнoв", Latin a and o. */
static void one_script(struct word w) {
	size_t latin = 0, cyrillic = 0, latin_alike = 0, cyrillic_alike = 0;
	for (size_t i = 0; i < w.n; i++) {
		uint8_t kind = letters_row(w.letter[i]).kind;
		latin += kind == LETTER_LATIN;
		cyrillic += kind == LETTER_CYRILLIC;
	}
	if (latin == 0 || cyrillic == 0)
		return;
	for (size_t i = 0; i < w.n; i++) {
		latin_alike += letters_alike_cyrillic(w.letter[i]) != 0;
		cyrillic_alike += letters_alike_latin(w.letter[i]) != 0;
	}
	bool latin_may = latin == latin_alike, cyrillic_may = cyrillic == cyrillic_alike;
	bool to_cyrillic = latin_may && (!cyrillic_may || cyrillic >= latin);
	bool to_latin = cyrillic_may && !to_cyrillic && latin >= cyrillic;
	if (!to_cyrillic && !to_latin)
		return; /* letters of two scripts in earnest: each is read as its own */
	for (size_t i = 0; i < w.n; i++) {
		uint32_t other = to_cyrillic ? letters_alike_cyrillic(w.letter[i]) : letters_alike_latin(w.letter[i]);
		if (other != 0)
			w.letter[i] = other;
	}
}

/* The words of a name; their letters stay where letters_read() put them. `marks` gets what all letters tell. */
static size_t words_of(uint32_t *letters, size_t n, struct word words[FOLD_WORDS], unsigned *marks) {
	size_t count = 0;
	bool mixed = false, latin = false, cyrillic = false;
	for (size_t i = 0, k = 0; i <= n && count < FOLD_WORDS; i++) {
		uint8_t kind = LETTER_BREAK;
		if (i < n) {
			struct letter_row row = letters_row(letters[i]);
			kind = row.kind;
			*marks |= row.marks;
			latin = latin || kind == LETTER_LATIN;
			cyrillic = cyrillic || kind == LETTER_CYRILLIC;
		}
		if (kind == LETTER_SKIP)
			continue;
		if (kind != LETTER_BREAK) {
			letters[k++] = letters[i];
			continue;
		}
		mixed = mixed || (latin && cyrillic);
		struct word w = {count == 0 ? letters : words[count - 1].letter + words[count - 1].n, 0};
		w.n = (size_t)(letters + k - w.letter);
		if (w.n > 0)
			words[count++] = w;
	}
	for (size_t i = 0; i < count && mixed; i++)
		one_script(words[i]);
	return count;
}

static void put_plain(struct out *o, struct word w, unsigned marks) {
	bool local = (marks & (MARK_UKRAINIAN | MARK_BELARUSIAN)) != 0;
	for (size_t i = 0; i < w.n; i++) {
		struct letter_row row = letters_row(w.letter[i]);
		char own[4];
		if (row.kind == LETTER_KEPT)
			put(o, own, letters_write(w.letter[i], own, sizeof own));
		else
			put(o, local ? row.local : row.plain, strlen(local ? row.local : row.plain));
	}
}

/* The letters of a word as phonetic.h reads them. */
static size_t spell(struct word w, char to[PHONETIC_MAX]) {
	size_t n = 0;
	for (size_t i = 0; i < w.n && i < WORD_LETTERS; i++) {
		struct letter_row row = letters_row(w.letter[i]);
		if (row.kind == LETTER_KEPT)
			n += letters_write(w.letter[i], to + n, PHONETIC_MAX / 2 - n);
		bool io = w.letter[i] == 0x44c && i + 1 < w.n && w.letter[i + 1] == 0x43e; /* ьо is ё */
		const char *sound = io ? "I" : row.sound;
		for (const char *p = sound; *p != 0 && n < PHONETIC_MAX / 2; p++)
			to[n++] = *p;
	}
	return n;
}

/* The sounds of all words, before endings go; spelling habits of one word are those of its neighbours. */
static void sounds_of(const struct word words[], size_t count, unsigned marks, char sounds[][PHONETIC_MAX],
                      size_t length[]) {
	char spelt[FOLD_WORDS][PHONETIC_MAX];
	unsigned habit[FOLD_WORDS], shared = 0;
	for (size_t i = 0; i < count; i++) {
		length[i] = spell(words[i], spelt[i]);
		habit[i] = phonetic_habits(spelt[i], length[i], marks);
		shared |= habit[i] & HABIT_SHARED;
	}
	for (size_t i = 0; i < count; i++)
		length[i] = phonetic_sounds(spelt[i], length[i], habit[i] | shared, sounds[i]);
}

static bool one_of(const char *const list[], const char *s, size_t n) {
	for (size_t i = 0; list[i] != NULL; i++)
		if (strlen(list[i]) == n && memcmp(list[i], s, n) == 0)
			return true;
	return false;
}

/* By their sounds, before endings go. */
static bool particle(const char *s, size_t n) {
	static const char *const list[] = {"van", "von", "fon", "der", "den", "de", "di", "da", "du", "del", "dela", "dos", "das",
	                                   "la", "le", "el", "al", "bin", "ben", "ibn", "abu", "ter", "ten", "zu", "zur", "af",
	                                   "av", "te", NULL};
	return n <= 4 && one_of(list, s, n);
}

static bool middle(const char *s, size_t n) {
	static const char *const list[] = {"van", "ti", "ohlu", "ohli", "kizi", "kzi", "hizi", NULL};
	return n <= 4 && one_of(list, s, n);
}

/* Which words of `count` are left out of a form: never all of them. */
static void leave_out(enum fold_form form, char sounds[][PHONETIC_MAX], size_t length[], size_t count) {
	size_t left = count;
	for (size_t i = 0; i < count && (form == FOLD_GIVEN || form == FOLD_STEM); i++) {
		bool out = form == FOLD_STEM ? particle(sounds[i], length[i]) && i + 1 < count
		                             : middle(sounds[i], length[i]) || (i > 0 && phonetic_patronymic(sounds[i], length[i]));
		if (out && left > 1) {
			length[i] = 0;
			left--;
		}
	}
}

size_t fold(enum fold_form form, const char *utf8, size_t n, char *out, size_t cap) {
	fold_warm();
	uint32_t letters[FOLD_INPUT_MAX];
	struct word words[FOLD_WORDS];
	struct out o = {out, 0, cap};
	unsigned marks = 0;
	size_t read = letters_read(utf8, n < FOLD_INPUT_MAX ? n : FOLD_INPUT_MAX, letters, FOLD_INPUT_MAX);
	size_t count = words_of(letters, read, words, &marks);
	if (form == FOLD_NAME)
		for (size_t i = 0; i < count; i++) {
			if (o.n > 0 && out[o.n - 1] != ' ') /* a word of a hard sign alone leaves nothing */
				put(&o, " ", 1);
			put_plain(&o, words[i], marks);
		}
	else {
		char sounds[FOLD_WORDS][PHONETIC_MAX];
		size_t length[FOLD_WORDS];
		sounds_of(words, count, marks, sounds, length);
		leave_out(form, sounds, length, count);
		for (size_t i = 0; i < count; i++) {
			size_t k = length[i] == 0       ? 0
			           : form == FOLD_GIVEN ? phonetic_given(sounds[i], length[i])
			                                : phonetic_stem(sounds[i], length[i]);
			if (form == FOLD_BONES)
				k = phonetic_bones(sounds[i], k);
			if (o.n > 0 && k > 0)
				put(&o, " ", 1);
			put(&o, sounds[i], k);
		}
	}
	while (o.n > 0 && out[o.n - 1] == ' ')
		o.n--;
	if (o.n < cap)
		out[o.n] = 0;
	return o.n;
}

/* The sounds, before endings go, of a text that is one word; 0 where it is not. */
static size_t one_word(const char *utf8, size_t n, char to[PHONETIC_MAX]) {
	fold_warm();
	uint32_t letters[FOLD_INPUT_MAX];
	struct word words[FOLD_WORDS];
	unsigned marks = 0;
	size_t read = letters_read(utf8, n < FOLD_INPUT_MAX ? n : FOLD_INPUT_MAX, letters, FOLD_INPUT_MAX);
	char sounds[FOLD_WORDS][PHONETIC_MAX];
	size_t length[FOLD_WORDS] = {0};
	if (words_of(letters, read, words, &marks) != 1)
		return 0;
	sounds_of(words, 1, marks, sounds, length);
	memcpy(to, sounds[0], length[0]);
	return length[0];
}

bool fold_is_patronymic(const char *utf8, size_t n) {
	char sounds[PHONETIC_MAX];
	size_t k = one_word(utf8, n, sounds);
	return phonetic_patronymic(sounds, k);
}

bool fold_is_particle(const char *utf8, size_t n) {
	char sounds[PHONETIC_MAX];
	size_t k = one_word(utf8, n, sounds);
	return k > 0 && (particle(sounds, k) || middle(sounds, k));
}

size_t fold_all(enum fold_form form, const char *text, const uint32_t at[], size_t count, char *out, size_t cap,
                uint32_t out_at[]) {
	size_t used = 0;
	out_at[0] = 0;
	for (size_t i = 0; i < count; i++) {
		char one[FOLD_OUTPUT_MAX];
		size_t n = fold(form, text + at[i], at[i + 1] - at[i], one, sizeof one);
		if (n > cap - used || used + n > UINT32_MAX)
			return i;
		memcpy(out + used, one, n);
		used += n;
		out_at[i + 1] = (uint32_t)used;
	}
	return count;
}
