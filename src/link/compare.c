#include "link/compare.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "link/alike.h"
#include "link/hash.h"
#include "link/spell.h"

enum { NEAR = 88, NEARER = 94, SOMEWHAT = 78 };

/* Slots ------------------------------------------------------------------------------------------------------------------------ */

static int slot(struct link_rows *r, int column, int other, enum link_form form, bool dense) {
	return link_rows_slot(r, (struct link_term){(int16_t)column, (int16_t)other, (uint8_t)form, 0}, dense);
}

static void rare(struct link_view *v, int level, int one, int two) {
	v->rare[level][0] = (int8_t)one;
	v->rare[level][1] = (int8_t)two;
}

static void view_name(struct link_view *v, struct link_rows *r, int given, int surname) {
	v->slot[0] = slot(r, given, -1, FORM_PLAIN, true);
	v->slot[1] = slot(r, given, -1, FORM_GIVEN, true);
	v->slot[2] = slot(r, surname, -1, FORM_PLAIN, true);
	v->slot[3] = slot(r, surname, -1, FORM_STEM, true);
	v->slot[4] = slot(r, given, surname, FORM_EITHER, false);
	if (v->measure == MEASURE_NAME) {
		rare(v, 10, 0, 2);
		rare(v, 9, 1, 3);
		rare(v, 8, 3, -1);
		rare(v, 7, 1, 3);
		rare(v, 6, 3, -1);
		rare(v, 5, 1, -1);
		rare(v, 3, 3, -1);
		rare(v, 2, 1, -1);
	} else {
		int first = v->measure == MEASURE_GIVEN ? 0 : 2;
		rare(v, 3, first, -1);
		rare(v, 2, first + 1, -1);
	}
}

static void view_init(struct link_view *v, struct link_rows *r, const struct link_comparison *c) {
	static const enum link_form forms[LINK_MEASURE__MAX][2] = {
		[MEASURE_WORDS] = {FORM_PLAIN, FORM_WORDS}, [MEASURE_DATE] = {FORM_DATE, FORM_DATE}, [MEASURE_YEAR] = {FORM_PLAIN, FORM_PLAIN},
		[MEASURE_CATEGORY] = {FORM_PLAIN, FORM_PLAIN}, [MEASURE_TEXT] = {FORM_PLAIN, FORM_SOUND}, [MEASURE_CODE] = {FORM_COMPACT, FORM_COMPACT},
		[MEASURE_EMAIL] = {FORM_PLAIN, FORM_LOCAL}, [MEASURE_NUMBER] = {FORM_PLAIN, FORM_PLAIN},
	};
	int top = link_measures[c->measure].levels - 1;
	*v = (struct link_view){.measure = c->measure};
	memset(v->rare, -1, sizeof v->rare);
	if (c->measure <= MEASURE_SURNAME) {
		view_name(v, r, c->column[0], c->column[1]);
		return;
	}
	for (int i = 0; i < 2; i++)
		v->slot[i] = slot(r, c->column[0], -1, forms[c->measure][i], true);
	rare(v, top, 0, -1);
	if (v->slot[1] != v->slot[0])
		rare(v, top - 1, 1, -1);
}

bool link_comparer_init(struct link_comparer *c, struct link_rows *rows, const struct link_model *model) {
	*c = (struct link_comparer){.rows = rows, .model = model, .views = model->comparisons};
	for (int i = 0; i < c->views; i++) {
		view_init(&c->view[i], rows, &model->comparison[i]);
		for (int k = 0; k < 5; k++)
			if (c->view[i].slot[k] < 0)
				return false;
		for (int k = 0; k < LINK_LEVELS && !model->comparison[i].frequency; k++)
			rare(&c->view[i], k, -1, -1);
	}
	return true;
}

/* Pairs of values, each compared once ------------------------------------------------------------------------------------------ */

static const char *text(const struct link_slot *s, uint32_t id, size_t *n) {
	*n = s->at[id + 1] - s->at[id];
	return s->text + s->at[id];
}

typedef uint8_t compare_values(const char *a, size_t la, const char *b, size_t lb);

static uint8_t by_letters(const char *a, size_t la, const char *b, size_t lb) {
	return (uint8_t)(link_jaro_winkler(a, la, b, lb) * 100 + 1e-9);
}

static uint8_t by_code(const char *a, size_t la, const char *b, size_t lb) {
	size_t shortest = la < lb ? la : lb, same = 0, longest = la > lb ? la : lb;
	int d = link_osa(a, la, b, lb);
	while (same < shortest && a[same] == b[same])
		same++;
	if (d <= 1 && shortest >= 3)
		return 4;
	if (d <= 2 && shortest >= 7)
		return 3;
	if (same + 2 >= longest && same >= 3)
		return 2;
	return same >= 2 && same * 2 >= longest;
}

/* The words of two texts, each with its like: 0 none in common, 1 one, 2 half, 3 most, 4 all of the shorter, 5 all. */
static uint8_t by_words(const char *a, size_t la, const char *b, size_t lb) {
	const char *left[24], *right[24];
	size_t ll[24], lr[24], n = link_words(a, la, left, ll), m = link_words(b, lb, right, lr), common = 0;
	bool taken[24] = {false};
	for (size_t i = 0; i < n; i++) {
		double best = 0.9;
		size_t at = m;
		for (size_t j = 0; j < m; j++) {
			if (taken[j])
				continue;
			double x = link_jaro_winkler(left[i], ll[i], right[j], lr[j]);
			if ((ll[i] == 1 || lr[j] == 1) && left[i][0] == right[j][0] && x < 0.9)
				x = 0.9;
			if (x >= best && (at == m || x > best)) {
				best = x;
				at = j;
			}
		}
		if (at < m) {
			taken[at] = true;
			common++;
		}
	}
	size_t shortest = n < m ? n : m;
	if (common == 0)
		return 0;
	if (common == n && n == m)
		return 5;
	if (common == shortest && common >= 2)
		return 4;
	if (common >= 2 && common * 3 >= shortest * 2)
		return 3;
	return common * 2 >= shortest && common >= 2 ? 2 : 1;
}

static uint8_t compared(const struct link_rows *r, int slot_n, uint32_t a, uint32_t b, compare_values *by, struct link_seen *seen) {
	const struct link_slot *s = &r->slot[slot_n];
	if (a > b) {
		uint32_t t = a;
		a = b;
		b = t;
	}
	uint64_t key = link_mix(((uint64_t)(unsigned)slot_n << 58 | (uint64_t)a << 29 | b) + 1);
	uint64_t *at = &seen->at[key & (LINK_SEEN - 1)];
	if ((*at ^ key) >> 8 == 0 && *at != 0)
		return (uint8_t)*at;
	size_t la, lb;
	const char *x = text(s, a, &la), *y = text(s, b, &lb);
	uint8_t level = by(x, la, y, lb);
	*at = (key & ~255ULL) | level;
	return level;
}

/* Levels ------------------------------------------------------------------------------------------------------------------------ */

struct pair {
	const struct link_rows *rows;
	const struct link_view *view;
	const uint32_t *l, *r;
	struct link_seen *seen;
};

static bool both(const struct pair *p, int i) {
	return p->l[p->view->slot[i]] != 0 && p->r[p->view->slot[i]] != 0;
}

static bool same(const struct pair *p, int i) {
	uint32_t x = p->l[p->view->slot[i]];
	return x != 0 && x == p->r[p->view->slot[i]];
}

static uint8_t near(const struct pair *p, int i, compare_values *by) {
	int at = p->view->slot[i];
	return compared(p->rows, at, p->l[at], p->r[at], by, p->seen);
}

/* An initial, or the first of several given names. */
static bool shortened(const struct pair *p, int i) {
	const struct link_slot *s = &p->rows->slot[p->view->slot[i]];
	size_t la, lb, k = 0;
	const char *a = text(s, p->l[p->view->slot[i]], &la), *b = text(s, p->r[p->view->slot[i]], &lb);
	while (k < la && k < lb && a[k] == b[k])
		k++;
	return k > 0 && ((k == la && (k == 1 || b[k] == ' ')) || (k == lb && (k == 1 || a[k] == ' ')));
}

static bool other_form(const struct pair *p) {
	const struct name_groups *g = p->rows->slot[p->view->slot[1]].groups;
	return g != NULL && name_groups_relation(g[p->l[p->view->slot[1]]], g[p->r[p->view->slot[1]]]) != NAME_NONE;
}

static int name_level(const struct pair *p) {
	if (!both(p, 0) || !both(p, 2))
		return LINK_NULL;
	bool given = same(p, 1), surname = same(p, 3);
	if (given && surname)
		return same(p, 0) && same(p, 2) ? 10 : 9;
	if (same(p, 4))
		return 7;
	if (surname)
		return near(p, 0, by_letters) >= NEAR || shortened(p, 0) ? 6 : other_form(p) ? 8 : 3;
	bool surname_near = near(p, 2, by_letters) >= NEAR;
	if (given)
		return surname_near ? 5 : 2;
	bool given_near = near(p, 0, by_letters) >= NEAR;
	return given_near && surname_near ? 4 : given_near || surname_near;
}

/* One of the names, where the other cannot be compared; `at` is its first slot, `other` that of the other. */
static int part_level(const struct pair *p, int at, int other) {
	if (!both(p, at) || both(p, other))
		return LINK_NULL;
	return same(p, at) ? 3 : same(p, at + 1) ? 2 : near(p, at, by_letters) >= NEAR;
}

static const int32_t *dates(const struct pair *p) {
	return p->rows->slot[p->view->slot[0]].date;
}

static int days(int32_t date) {
	int m = date / 100 % 100, d = date % 100;
	return date / 10000 * 365 + (m > 0 ? m - 1 : 6) * 30 + d;
}

/* One digit of eight wrong, or two neighbours changed. */
static bool one_key(int32_t a, int32_t b) {
	int wrong = 0, at = 0, left[8], right[8];
	for (int i = 7; i >= 0; i--, a /= 10, b /= 10) {
		left[i] = a % 10;
		right[i] = b % 10;
		if (left[i] != right[i]) {
			wrong++;
			at = i;
		}
	}
	return wrong == 1 || (wrong == 2 && left[at] == right[at + 1] && at < 7 && left[at + 1] == right[at]);
}

static int date_level(const struct pair *p) {
	if (!both(p, 0))
		return LINK_NULL;
	if (same(p, 0))
		return 7;
	int32_t a = dates(p)[p->l[p->view->slot[0]]], b = dates(p)[p->r[p->view->slot[0]]];
	int ma = a / 100 % 100, mb = b / 100 % 100, da = a % 100, db = b % 100, apart = abs(days(a) - days(b));
	bool year = a / 10000 == b / 10000;
	if (one_key(a, b))
		return 6;
	if (year && ma == db && da == mb)
		return 5;
	if (ma == mb && da == db && !(ma <= 1 && da <= 1))
		return 4;
	if (year && (ma == mb || (da == db && da > 1)))
		return 3;
	return year || apart <= 365 ? 2 : apart <= 3650;
}

static double number(const struct pair *p, const uint32_t *row) {
	const struct link_slot *s = &p->rows->slot[p->view->slot[0]];
	size_t n, i = 0;
	const char *at = text(s, row[p->view->slot[0]], &n);
	double x = 0, part = 1;
	for (; i < n && at[i] >= '0' && at[i] <= '9' && i < 15; i++)
		x = x * 10 + (at[i] - '0');
	for (i++; i < n && at[i] >= '0' && at[i] <= '9'; i++)
		x += (at[i] - '0') * (part /= 10);
	return x;
}

static int slips(const struct pair *p) {
	const struct link_slot *s = &p->rows->slot[p->view->slot[0]];
	size_t la, lb;
	const char *a = text(s, p->l[p->view->slot[0]], &la), *b = text(s, p->r[p->view->slot[0]], &lb);
	return la < 2 || lb < 2 ? 9 : link_osa(a, la, b, lb);
}

static int level(const struct pair *p) {
	const struct link_view *v = p->view;
	int top = link_measures[v->measure].levels - 1, x;
	double d;
	if (v->measure == MEASURE_NAME)
		return name_level(p);
	if (v->measure == MEASURE_GIVEN)
		return part_level(p, 0, 2);
	if (v->measure == MEASURE_SURNAME)
		return part_level(p, 2, 0);
	if (v->measure == MEASURE_DATE)
		return date_level(p);
	if (!both(p, 0))
		return LINK_NULL;
	if (same(p, 0))
		return top;
	switch (v->measure) {
	case MEASURE_WORDS:
		return both(p, 1) ? near(p, 1, by_words) : 0;
	case MEASURE_TEXT:
		x = same(p, 1) ? 100 : near(p, 0, by_letters);
		return x == 100 ? 4 : x >= NEARER ? 3 : x >= NEAR ? 2 : x >= SOMEWHAT;
	case MEASURE_CODE:
		return near(p, 0, by_code);
	case MEASURE_EMAIL:
		return same(p, 1) ? 2 : both(p, 1) && near(p, 1, by_letters) >= NEAR;
	case MEASURE_CATEGORY:
		return slips(p) <= 1;
	case MEASURE_YEAR:
		d = fabs(number(p, p->l) - number(p, p->r));
		return d <= 1 ? 2 : d <= 3;
	case MEASURE_NUMBER:
		d = fabs(number(p, p->l) - number(p, p->r)) / (number(p, p->l) + number(p, p->r) + 1e-9);
		return d <= 0.005 || slips(p) <= 1 ? 2 : d <= 0.05;
	default:
		return LINK_NULL;
	}
}

uint64_t link_pattern(const struct link_comparer *c, uint32_t left, uint32_t right, struct link_seen *seen) {
	struct pair p = {.rows = c->rows, .l = link_row(c->rows, left), .r = link_row(c->rows, right), .seen = seen};
	uint64_t pattern = 0;
	for (int i = 0; i < c->views; i++) {
		p.view = &c->view[i];
		pattern |= (uint64_t)(unsigned)level(&p) << (4 * i);
	}
	return pattern;
}

/* Weights ----------------------------------------------------------------------------------------------------------------------- */

int32_t link_part(const struct link_comparer *c, int i, uint64_t pattern, uint32_t left, uint32_t right) {
	const struct link_view *v = &c->view[i];
	int k = link_level(pattern, i);
	if (k == LINK_NULL)
		return 0;
	int32_t w = c->model->comparison[i].weight[k];
	for (int j = 0; j < 2; j++) {
		if (v->rare[k][j] < 0)
			continue;
		const struct link_slot *s = &c->rows->slot[v->slot[v->rare[k][j]]];
		int at = v->slot[v->rare[k][j]];
		int32_t l = s->rarity[link_row(c->rows, left)[at]], r = s->rarity[link_row(c->rows, right)[at]];
		w += l < r ? l : r;
	}
	return w;
}

int32_t link_weight(const struct link_comparer *c, uint64_t pattern, uint32_t left, uint32_t right) {
	int32_t w = c->model->prior;
	for (int i = 0; i < c->views; i++)
		w += link_part(c, i, pattern, left, right);
	return w;
}
