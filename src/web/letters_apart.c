#include "web/letters_apart.h"

#include <stdbool.h>
#include <string.h>

#include "base/utf8.h"

struct letters {
	size_t n;
	struct letter {
		uint32_t folded;
		const char *at;
		size_t bytes;
		bool shared;
	} at[LETTERS_MOST];
	const char *rest; /* what is not looked at */
};

/* Capitals of the scripts names are written in here; others stay as they are. */
static uint32_t fold(uint32_t c) {
	if ((c >= 'A' && c <= 'Z') || (c >= 0x410 && c <= 0x42f) || (c >= 0xc0 && c <= 0xde && c != 0xd7))
		return c + 32;
	if (c >= 0x400 && c <= 0x40f)
		return c + 80;
	return c >= 0x100 && c <= 0x137 ? c | 1 : (c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17e) ? c + (c & 1) : c >= 0x14a
		&& c <= 0x177 ? c | 1 : c;
}

static void read(struct letters *l, const char *text) {
	const char *at = text;
	l->n = 0;
	while (*at != 0 && l->n < LETTERS_MOST) {
		size_t bytes;
		uint32_t c = utf8_at(at, &bytes);
		l->at[l->n++] = (struct letter){fold(c), at, bytes, false};
		at += bytes;
	}
	l->rest = at;
}

/* The length of the longest common run from every pair of places on, then one such run from the beginning. */
static void share(struct letters *x, struct letters *y) {
	static const size_t row = LETTERS_MOST + 1;
	uint8_t common[(LETTERS_MOST + 1) * (LETTERS_MOST + 1)];
	memset(common, 0, sizeof common);
	for (size_t i = x->n; i-- > 0;)
		for (size_t j = y->n; j-- > 0;) {
			uint8_t down = common[(i + 1) * row + j], right = common[i * row + j + 1];
			common[i * row + j] = x->at[i].folded == y->at[j].folded ? (uint8_t)(common[(i + 1) * row + j + 1] + 1) : down > right
				? down : right;
		}
	for (size_t i = 0, j = 0; i < x->n && j < y->n;) {
		if (x->at[i].folded == y->at[j].folded)
			x->at[i++].shared = y->at[j++].shared = true;
		else if (common[(i + 1) * row + j] >= common[i * row + j + 1])
			i++;
		else
			j++;
	}
}

static json_t *pieces(struct arena *a, const struct letters *l) {
	json_t *list = json_array();
	for (size_t i = 0, j; i < l->n; i = j) {
		size_t bytes = 0;
		for (j = i; j < l->n && l->at[j].shared == l->at[i].shared; j++)
			bytes += l->at[j].bytes;
		json_array_append_new(list, json_pack("{s:s, s:b}", "text", arena_strndup(a, l->at[i].at, bytes), "apart", !l->at[i].shared));
	}
	if (*l->rest != 0)
		json_array_append_new(list, json_pack("{s:s, s:b}", "text", l->rest, "apart", 0));
	return list;
}

void letters_apart(struct arena *a, const char *one, const char *two, json_t **ret_one, json_t **ret_two) {
	struct letters x, y;
	read(&x, one);
	read(&y, two);
	share(&x, &y);
	*ret_one = pieces(a, &x);
	*ret_two = pieces(a, &y);
}
