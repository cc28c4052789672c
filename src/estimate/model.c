#include "estimate/model.h"

#include <string.h>

static bool before(unsigned a, unsigned b) {
	int x = __builtin_popcount(a), y = __builtin_popcount(b);
	return x != y ? x < y : a < b;
}

void mse_model_order(struct mse_model *m, int lists, int order) {
	m->lists = lists;
	m->n = 0;
	for (int size = 0; size <= order; size++)
		for (unsigned s = 0; s < 1U << lists; s++)
			if (__builtin_popcount(s) == size)
				m->terms[m->n++] = (uint8_t)s;
}

void mse_model_main(struct mse_model *m, int lists) {
	mse_model_order(m, lists, 1);
}

bool mse_model_has(const struct mse_model *m, unsigned term) {
	return memchr(m->terms, (int)term, (size_t)m->n) != NULL;
}

bool mse_model_add(struct mse_model *m, unsigned term) {
	if (term == 0 || term >= 1U << m->lists || mse_model_has(m, term))
		return false;
	for (unsigned bit = 1; bit < 1U << m->lists; bit <<= 1)
		if ((term & bit) != 0 && !mse_model_has(m, term ^ bit))
			return false;
	int at = m->n++;
	for (; at > 0 && before(term, m->terms[at - 1]); at--)
		m->terms[at] = m->terms[at - 1];
	m->terms[at] = (uint8_t)term;
	return true;
}

static bool add_all_of(struct mse_model *m, unsigned generator) {
	for (int size = 1; size <= __builtin_popcount(generator); size++)
		for (unsigned s = generator; s != 0; s = (s - 1) & generator)
			if (__builtin_popcount(s) == size && !mse_model_has(m, s) && !mse_model_add(m, s))
				return false;
	return true;
}

bool mse_model_read(struct mse_model *m, int lists, const char *text) {
	unsigned generator = 0;
	mse_model_main(m, lists);
	if (*text++ != '[')
		return false;
	for (; *text != 0; text++) {
		if (*text >= '1' && *text < '1' + lists) {
			unsigned bit = 1U << (*text - '1');
			if ((generator & bit) != 0)
				return false;
			generator |= bit;
		} else if (*text == ',' || *text == ']') {
			if (generator == 0 || !add_all_of(m, generator))
				return false;
			generator = 0;
			if (*text == ']')
				return text[1] == 0;
		} else {
			return false;
		}
	}
	return false;
}

static bool is_generator(const struct mse_model *m, unsigned term) {
	for (int i = 0; i < m->n; i++)
		if (m->terms[i] != term && (m->terms[i] & term) == term)
			return false;
	return true;
}

/* "12" before "13" before "2": the set with the lower list in it where two of a size differ first. */
static bool reads_before(unsigned a, unsigned b) {
	unsigned differ = a ^ b;
	return (a & (differ & -differ)) != 0;
}

/* The largest sets first, those of a size by the numbers of their lists, as the field writes them. */
size_t mse_model_write(const struct mse_model *m, char *text, size_t room) {
	unsigned generators[MSE_CELLS];
	int k = 0;
	size_t n = 0;
	for (int i = m->n - 1; i > 0; i--) {
		unsigned s = m->terms[i];
		if (!is_generator(m, s))
			continue;
		int at = k++;
		for (; at > 0 && __builtin_popcount(generators[at - 1]) == __builtin_popcount(s)
			&& reads_before(s, generators[at - 1]); at--)
			generators[at] = generators[at - 1];
		generators[at] = s;
	}
	for (int i = 0; i < k && n + MSE_LISTS + 3 < room; i++) {
		text[n++] = i == 0 ? '[' : ',';
		for (int j = 0; j < m->lists; j++)
			if ((generators[i] >> j & 1) != 0)
				text[n++] = (char)('1' + j);
	}
	text[n++] = ']';
	text[n] = 0;
	return n;
}
