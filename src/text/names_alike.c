/* How alike two whole names are: words are paired, the most alike first. */
#include <string.h>

#include "text/fold.h"
#include "text/names.h"

enum { LETTERS = 48 }; /* of a word; longer ones are cut */

/* Words of both names that have no like speak against, those of one name alone hardly; words less alike are not alike. */
static const double AGAINST = 4, ALONE = 0.4, LEAST = 0.72;

struct part {
	char sound[LETTERS + 1], plain[LETTERS + 1];
	size_t n, plain_n;
	double weight;
	struct name_groups groups;
};

struct whole {
	struct part part[FOLD_WORDS];
	size_t count;
	char run[LETTERS + 1]; /* all words in one, as "FridrichBuchenberg" has them */
	size_t run_n;
};

static size_t cut(enum fold_form form, const char *s, size_t n, char to[LETTERS + 1]) {
	char all[FOLD_OUTPUT_MAX];
	size_t k = fold(form, s, n, all, sizeof all);
	k = k < LETTERS ? k : LETTERS;
	memcpy(to, all, k);
	to[k] = 0;
	return k;
}

/* A patronymic is its father's name: -ovich and -ivna are in all of them. */
static void father(struct part *p) {
	size_t ending = p->sound[p->n - 1] == 'c' ? 4 : 3;
	p->weight = 0.35;
	if (p->n > ending + 1)
		p->n -= ending;
	memcpy(p->plain, p->sound, p->n);
	p->plain_n = p->n;
}

/* Words of a name; what does not tell people apart weighs little. */
static void read_name(struct whole *w, const char *utf8, size_t n) {
	char plain[FOLD_OUTPUT_MAX];
	size_t k = fold(FOLD_NAME, utf8, n, plain, sizeof plain);
	w->count = w->run_n = 0;
	for (size_t i = 0, from = 0; i <= k && k > 0; i++) {
		if (i < k && plain[i] != ' ')
			continue;
		struct part *p = &w->part[w->count];
		if (i > from && w->count < FOLD_WORDS) {
			p->plain_n = cut(FOLD_NAME, plain + from, i - from, p->plain);
			p->n = cut(FOLD_SOUND, plain + from, i - from, p->sound);
			p->groups = name_groups(plain + from, i - from);
			p->weight = p->plain_n == 1 ? 0.4 : fold_is_particle(plain + from, i - from) ? 0.2 : 1;
			w->count += p->n > 0;
		}
		from = i + 1;
	}
	for (size_t i = 1; i < w->count && w->count > 2; i++)
		if (fold_is_patronymic(w->part[i].plain, w->part[i].plain_n))
			father(&w->part[i]);
	for (size_t i = 0; i < w->count; i++)
		for (size_t j = 0; j < w->part[i].plain_n && w->run_n < LETTERS; j++)
			w->run[w->run_n++] = w->part[i].plain[j];
}

/* 1 - distance / length, counting swaps of neighbours as one (optimal string alignment). */
static double close_to(const char *a, size_t na, const char *b, size_t nb) {
	int row[3][LETTERS + 1];
	size_t longest = na > nb ? na : nb;
	if (longest == 0)
		return 0;
	for (size_t j = 0; j <= nb; j++)
		row[0][j] = (int)j;
	for (size_t i = 1; i <= na; i++) {
		int *now = row[i % 3], *one = row[(i + 2) % 3], *two = row[(i + 1) % 3];
		now[0] = (int)i;
		for (size_t j = 1; j <= nb; j++) {
			int d = one[j - 1] + (a[i - 1] != b[j - 1]);
			d = one[j] + 1 < d ? one[j] + 1 : d;
			d = now[j - 1] + 1 < d ? now[j - 1] + 1 : d;
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] && two[j - 2] + 1 < d)
				d = two[j - 2] + 1;
			now[j] = d;
		}
	}
	return 1 - (double)row[na % 3][nb] / (double)longest;
}

/* The sounds of an ending that thousands of families share; where two names have it, it does not make them alike. */
static size_t tail(const struct part *a, const struct part *b) {
	static const char *const tails[] = {"ovsk", "insk", "ovic", "enk", NULL};
	for (size_t i = 0; tails[i] != NULL; i++) {
		size_t n = strlen(tails[i]);
		if (a->n > n + 2 && b->n > n + 2 && memcmp(a->sound + a->n - n, tails[i], n) == 0 &&
		    memcmp(b->sound + b->n - n, tails[i], n) == 0)
			return n;
	}
	return 0;
}

static double parts_alike(const struct part *a, const struct part *b) {
	if (a->plain_n == 1 || b->plain_n == 1)
		return a->plain[0] == b->plain[0] ? (a->plain_n == b->plain_n ? 1 : 0.8) : 0;
	size_t same = tail(a, b);
	double sound = close_to(a->sound, a->n - same, b->sound, b->n - same);
	double plain = close_to(a->plain, a->plain_n, b->plain, b->plain_n);
	double best = sound < 1 ? (sound + plain) / 2 : 0.97 + 0.03 * plain;
	best = same > 0 && sound < LEAST ? sound : best > plain ? best : plain;
	enum name_relation r = name_groups_relation(a->groups, b->groups);
	if (r == NAME_NONE && a->groups.id[0] != 0 && b->groups.id[0] != 0 && plain < 1)
		return 0; /* two known names: Marija is no slip of Marina */
	double known = r == NAME_VARIANT ? 0.95 : r == NAME_DIMINUTIVE ? 0.88 : 0;
	best = best > known ? best : known;
	return best < LEAST ? 0 : best;
}

/* What the words without a like weigh. */
static double left_of(const struct whole *w, const bool used[]) {
	double sum = 0;
	for (size_t i = 0; i < w->count; i++)
		sum += used[i] ? 0 : w->part[i].weight;
	return sum;
}

double name_alike(const char *a, size_t na, const char *b, size_t nb) {
	struct whole x, y;
	double alike[FOLD_WORDS][FOLD_WORDS], sum = 0, all = 0;
	bool x_used[FOLD_WORDS] = {false}, y_used[FOLD_WORDS] = {false};
	read_name(&x, a, na);
	read_name(&y, b, nb);
	if (x.count == 0 || y.count == 0)
		return 0;
	for (size_t i = 0; i < x.count; i++)
		for (size_t j = 0; j < y.count; j++)
			alike[i][j] = parts_alike(&x.part[i], &y.part[j]);
	size_t pairs = 0;
	for (; pairs < x.count && pairs < y.count; pairs++) {
		size_t bi = 0, bj = 0;
		double best = 0;
		for (size_t i = 0; i < x.count; i++)
			for (size_t j = 0; j < y.count && !x_used[i]; j++)
				if (!y_used[j] && alike[i][j] > best)
					best = alike[bi = i][bj = j];
		if (best <= 0)
			break;
		x_used[bi] = y_used[bj] = true;
		double weight = x.part[bi].weight > y.part[bj].weight ? x.part[bi].weight : y.part[bj].weight;
		sum += 2 * weight * best;
		all += 2 * weight;
	}
	double x_left = left_of(&x, x_used), y_left = left_of(&y, y_used);
	double less = x_left < y_left ? x_left : y_left, more = x_left + y_left - less;
	all += AGAINST * less + ALONE * (more - less);
	double words = all > 0 ? sum / all : 0;
	double run = x.count != y.count || x.count == 1 ? close_to(x.run, x.run_n, y.run, y.run_n) : 0;
	return run > 0.85 && run > words ? run : words;
}
