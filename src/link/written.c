#include "link/written.h"

#include <stdlib.h>
#include <string.h>

#include "text/letters.h"

enum { LETTERS = 400, WORDS = 24 };

struct word {
	const char *at;
	size_t n;
};

static int by_text(const void *a, const void *b) {
	const struct word *x = a, *y = b;
	int order = memcmp(x->at, y->at, x->n < y->n ? x->n : y->n);
	return order != 0 ? order : (x->n > y->n) - (x->n < y->n);
}

static size_t sorted(char *s, size_t n) {
	const char *at[WORDS];
	char copy[SPELL_MOST];
	struct word word[WORDS];
	size_t length[WORDS], k = 0;
	memcpy(copy, s, n);
	size_t words = link_words(copy, n, at, length);
	for (size_t i = 0; i < words; i++)
		word[i] = (struct word){at[i], length[i]};
	qsort(word, words, sizeof *word, by_text);
	for (size_t i = 0; i < words; i++) {
		if (i > 0)
			s[k++] = ' ';
		memcpy(s + k, word[i].at, word[i].n);
		k += word[i].n;
	}
	return k;
}

bool link_is_written(const struct link_model *m, int column) {
	int kind = m->kind[column];
	return m->as_written && (kind == KIND_GIVEN || kind == KIND_SURNAME || kind == KIND_FULL || kind == KIND_MIDDLE);
}

size_t link_written(enum link_form form, int n, const char *s, size_t length, char *out) {
	uint32_t letter[LETTERS];
	bool head = form == FORM_HEAD || form == FORM_PREFIX, words = form == FORM_WORDS || form == FORM_RARE || form == FORM_RARE2;
	if (!head && !words && form != FORM_PLAIN && form != FORM_SOUND && form != FORM_GIVEN && form != FORM_STEM && form != FORM_EITHER)
		return link_spell(form, n, s, length, out);
	size_t count = letters_read(s, length, letter, LETTERS), k = 0;
	bool parted = false;
	for (size_t i = 0, taken = 0; i < count && !(head && taken == (size_t)n); i++) {
		if (letters_row(letter[i]).kind == LETTER_BREAK) {
			parted = k > 0 && !head;
			continue;
		}
		if (parted)
			out[k++] = ' ';
		parted = false;
		k += letters_write(letter[i], out + k, SPELL_MOST - k);
		taken++;
	}
	return words ? sorted(out, k) : k;
}
