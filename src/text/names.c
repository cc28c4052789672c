#include "text/names.h"

#include <string.h>
#include <threads.h>

#include "text/fold.h"
#include "text/names_table.h"

enum { PLACES = 1 << 14 }; /* twice the words of the table, at least */

struct place {
	uint64_t key, plain; /* hashes of a FOLD_GIVEN and of its FOLD_NAME; key 0: empty */
	uint16_t group;
	bool fond;
};

static struct place places[PLACES];
static once_flag warmed = ONCE_FLAG_INIT;

static uint64_t hash(const char *s, size_t n) { /* FNV-1a, mixed */
	uint64_t h = 0xcbf29ce484222325;
	for (size_t i = 0; i < n; i++)
		h = (h ^ (unsigned char)s[i]) * 0x100000001b3;
	h = (h ^ h >> 32) * 0xd6e8feb86659fd93;
	h ^= h >> 32;
	return h != 0 ? h : 1;
}

static void add(uint64_t key, uint64_t plain, uint16_t group, bool fond) {
	size_t i = key & (PLACES - 1);
	while (places[i].key != 0) {
		if (places[i].key == key && places[i].group == group && places[i].plain == plain)
			return; /* a full form first: the table has them before the bar */
		i = (i + 1) & (PLACES - 1);
	}
	places[i] = (struct place){key, plain, group, fond};
}

static void warm(void) {
	for (uint16_t group = 1; names_table[group - 1] != NULL; group++) {
		bool fond = false;
		for (const char *p = names_table[group - 1]; *p != 0;) {
			size_t n = strcspn(p, " ");
			char sound[FOLD_OUTPUT_MAX], plain[FOLD_OUTPUT_MAX];
			size_t k = fold(FOLD_GIVEN, p, n, sound, sizeof sound), m = fold(FOLD_NAME, p, n, plain, sizeof plain);
			if (*p == '|')
				fond = true;
			else if (k > 0)
				add(hash(sound, k), hash(plain, m), group, fond);
			p += n + (p[n] == ' ');
		}
	}
}

/*
 * Whether an entry of the table is meant. A full form spelt alike hides those of its sound, a full form of its sound hides
 * short ones ("Aleksej" sounds like "Aleks", and is not short for Aleksandr); a short form spelt alike is always meant.
 */
enum hidden { NOTHING, SOUND_OF_SHORT, SOUND };

static bool meant(const struct place *p, uint64_t key, uint64_t plain, enum hidden hidden) {
	return p->key == key && (p->plain == plain || hidden == NOTHING || (hidden == SOUND_OF_SHORT && !p->fond));
}

static struct name_groups groups_of(uint64_t key, uint64_t plain) {
	struct name_groups g = {{0}, 0};
	call_once(&warmed, warm);
	enum hidden hidden = NOTHING;
	int count = 0;
	size_t first = key & (PLACES - 1);
	for (size_t i = first; places[i].key != 0; i = (i + 1) & (PLACES - 1))
		if (places[i].key == key && !places[i].fond)
			hidden = places[i].plain == plain || hidden == SOUND ? SOUND : SOUND_OF_SHORT;
	for (int fond = 0; fond < 2; fond++)
		for (size_t i = first; places[i].key != 0; i = (i + 1) & (PLACES - 1))
			if (places[i].fond == (fond == 1) && meant(&places[i], key, plain, hidden) && count < NAME_GROUPS &&
			    (count == 0 || g.id[count - 1] != places[i].group)) {
				g.fond = (uint8_t)(g.fond | fond << count);
				g.id[count++] = places[i].group;
			}
	return g;
}

static size_t first_word(const char *s, size_t n) {
	const char *blank = memchr(s, ' ', n);
	return blank == NULL ? n : (size_t)(blank - s);
}

struct name_groups name_groups(const char *utf8, size_t n) {
	char sound[FOLD_OUTPUT_MAX], plain[FOLD_OUTPUT_MAX];
	size_t k = first_word(sound, fold(FOLD_GIVEN, utf8, n, sound, sizeof sound));
	size_t m = first_word(plain, fold(FOLD_NAME, utf8, n, plain, sizeof plain));
	return k == 0 ? (struct name_groups){{0}, 0} : groups_of(hash(sound, k), hash(plain, m));
}

size_t name_forms(const char *utf8, size_t n, struct name_form *ret_forms, size_t most) {
	struct name_groups g = name_groups(utf8, n);
	size_t count = 0;
	for (int i = 0; i < NAME_GROUPS && g.id[i] != 0; i++)
		for (const char *p = names_table[g.id[i] - 1]; *p != 0 && count < most;) {
			size_t length = strcspn(p, " ");
			if (*p != '|')
				ret_forms[count++] = (struct name_form){p, length};
			p += length + (p[length] == ' ');
		}
	return count;
}

enum name_relation name_groups_relation(struct name_groups a, struct name_groups b) {
	enum name_relation best = NAME_NONE;
	for (int i = 0; i < NAME_GROUPS && a.id[i] != 0; i++)
		for (int j = 0; j < NAME_GROUPS && b.id[j] != 0; j++)
			if (a.id[i] == b.id[j]) {
				if (((a.fond >> i | b.fond >> j) & 1) == 0)
					return NAME_VARIANT;
				best = NAME_DIMINUTIVE;
			}
	return best;
}

/* A text as words: where each begins, and its end behind the last. */
struct split {
	char text[FOLD_OUTPUT_MAX];
	size_t at[FOLD_WORDS], n[FOLD_WORDS], count;
};

static void split(struct split *s, enum fold_form form, const char *utf8, size_t n) {
	size_t k = fold(form, utf8, n, s->text, sizeof s->text);
	s->count = 0;
	for (size_t i = 0, from = 0; i <= k && k > 0; i++)
		if (i == k || s->text[i] == ' ') {
			if (i > from && s->count < FOLD_WORDS) {
				s->at[s->count] = from;
				s->n[s->count++] = i - from;
			}
			from = i + 1;
		}
}

static bool same_text(enum fold_form form, const char *a, size_t na, const char *b, size_t nb) {
	char x[FOLD_OUTPUT_MAX], y[FOLD_OUTPUT_MAX];
	size_t nx = fold(form, a, na, x, sizeof x), ny = fold(form, b, nb, y, sizeof y);
	return nx > 0 && nx == ny && memcmp(x, y, nx) == 0;
}

static bool has_word(const struct split *s, const char *word, size_t n) {
	for (size_t i = 0; i < s->count; i++)
		if (s->n[i] == n && memcmp(s->text + s->at[i], word, n) == 0)
			return true;
	return false;
}

/* Each word of `few` is among `many`, or is the first letter of one. */
static bool held(const struct split *few, const struct split *many) {
	for (size_t i = 0; i < few->count; i++) {
		const char *w = few->text + few->at[i];
		bool found = has_word(many, w, few->n[i]);
		for (size_t j = 0; j < many->count && !found && few->n[i] == 1; j++)
			found = many->text[many->at[j]] == *w;
		if (!found)
			return false;
	}
	return few->count > 0;
}

static enum name_relation part_of(enum fold_form form, const char *a, size_t na, const char *b, size_t nb) {
	struct split x, y;
	split(&x, form, a, na);
	split(&y, form, b, nb);
	return held(&x, &y) || held(&y, &x) ? NAME_PART : NAME_NONE;
}

enum name_relation name_relation(const char *a, size_t na, const char *b, size_t nb) {
	if (same_text(FOLD_NAME, a, na, b, nb))
		return NAME_SAME;
	if (same_text(FOLD_GIVEN, a, na, b, nb))
		return NAME_TRANSLITERATION;
	enum name_relation r = name_groups_relation(name_groups(a, na), name_groups(b, nb));
	return r != NAME_NONE ? r : part_of(FOLD_GIVEN, a, na, b, nb);
}

enum name_relation name_family_relation(const char *a, size_t na, const char *b, size_t nb) {
	if (same_text(FOLD_NAME, a, na, b, nb))
		return NAME_SAME;
	return same_text(FOLD_STEM, a, na, b, nb) ? NAME_TRANSLITERATION : part_of(FOLD_STEM, a, na, b, nb);
}
