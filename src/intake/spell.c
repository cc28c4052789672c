#include "intake/spell.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/utf8.h"
#include "text/name.h"

enum { ROOM = 8192, WORDS = 24 };

struct spell {
	struct spell *next;
	int list, value;
	const char *text;
};

struct spells {
	struct arena *arena, *scratch;
	struct spell *heads[ROOM];
};

struct spells *spells_new(struct arena *arena) {
	struct spells *s = arena_alloc(arena, sizeof *s);
	s->arena = arena;
	s->scratch = arena_new(64 << 10);
	return s;
}

void spells_free(struct spells *s) {
	if (s != NULL)
		arena_free(s->scratch);
}

static bool counts(uint32_t c) {
	if (c < 0x80)
		return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
	return c >= 0xaa && c != 0xab && c != 0xad && c != 0xb4 && c != 0xb7 && c != 0xbb && c != 0xd7 && c != 0xf7 &&
		c != 0x2bc &&
	       !(c >= 0x2000 && c <= 0x206f) && c != 0x2116 && c != 0xfeff;
}

/* What of a spelling counts. Most are plain letters, which need no tables. */
static size_t plain(const char *text, size_t n, char to[SPELL_TEXT + 1]) {
	size_t m = 0, i = 0;
	for (; i < n && m < SPELL_TEXT && (unsigned char)text[i] < 0x80; i++) {
		char c = text[i] >= 'A' && text[i] <= 'Z' ? (char)(text[i] + 32) : text[i];
		if (counts((unsigned char)c))
			to[m++] = c;
	}
	to[m] = 0;
	return i == n ? m : SIZE_MAX;
}

static size_t folded(const struct spells *s, const char *text, size_t n, char to[SPELL_TEXT + 1]) {
	size_t m = plain(text, n, to);
	if (m != SIZE_MAX)
		return m;
	const char *fold = text_fold(s->scratch, arena_strndup(s->scratch, text, n < SPELL_TEXT ? n :
		utf8_cut(text, SPELL_TEXT)));
	m = 0;
	for (size_t i = 0, k = 0; fold[i] != 0; i += k) {
		if (!counts(utf8_at(fold + i, &k)) || m + k > SPELL_TEXT)
			continue;
		memcpy(to + m, fold + i, k);
		m += k;
	}
	to[m] = 0;
	arena_reset(s->scratch);
	return m;
}

static size_t place(int list, const char *text) {
	uint32_t h = 2166136261U ^ (uint32_t)list * 97U;
	for (; *text != 0; text++)
		h = (h ^ (unsigned char)*text) * 16777619U;
	return h % ROOM;
}

static int find(const struct spells *s, int list, const char *plain_text) {
	for (const struct spell *each = s->heads[place(list, plain_text)]; each != NULL; each = each->next)
		if (each->list == list && strcmp(each->text, plain_text) == 0)
			return each->value;
	return 0;
}

void spells_add(struct spells *s, int list, const char *text, int value) {
	char key[SPELL_TEXT + 1];
	for (size_t n; *text != 0; text += n + (text[n] != 0)) {
		n = strcspn(text, "|");
		if (folded(s, text, n, key) == 0 || find(s, list, key) != 0)
			continue;
		struct spell *made = arena_alloc(s->arena, sizeof *made), **head = &s->heads[place(list, key)];
		*made = (struct spell){.next = *head, .list = list, .value = value, .text = arena_strdup(s->arena, key)};
		*head = made;
	}
}

int spells_find_n(const struct spells *s, int list, const char *text, size_t n) {
	char key[SPELL_TEXT + 1];
	return folded(s, text, n, key) == 0 ? 0 : find(s, list, key);
}

int spells_find(const struct spells *s, int list, const char *text) {
	return spells_find_n(s, list, text, strlen(text));
}

static bool parts(char c) {
	return strchr(";, \t\r\n", c) != NULL; /* and 0 */
}

/* Ends of the words that begin at `text`, at most WORDS. */
static size_t words_of(const char *text, size_t ends[WORDS]) {
	size_t n = 0, i = 0;
	while (n < WORDS) {
		while (text[i] != 0 && parts(text[i]))
			i++;
		if (text[i] == 0)
			break;
		while (!parts(text[i]))
			i++;
		ends[n++] = i;
	}
	return n;
}

int spells_several(const struct spells *s, int list, const char *text, int *ret, int most, const char **ret_wrong,
	size_t *ret_wrong_n) {
	int n = 0;
	for (;;) {
		size_t ends[WORDS];
		while (*text != 0 && parts(*text))
			text++;
		size_t words = words_of(text, ends);
		if (words == 0)
			return n;
		int value = 0;
		size_t used = words;
		while (used > 0 && value == 0)
			value = spells_find_n(s, list, text, ends[--used]);
		if (value == 0 || n == most) {
			*ret_wrong = text;
			*ret_wrong_n = ends[0];
			return -1;
		}
		bool again = false;
		for (int i = 0; i < n; i++)
			again |= ret[i] == value;
		if (!again)
			ret[n++] = value;
		text += ends[used];
	}
}
