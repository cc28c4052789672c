#include "link/compare.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "link/number.h"

enum { NEAR = 88, NEARER = 94, SOMEWHAT = 78, PHONE = 8 /* digits at the end that tell one telephone from another, as in rules */ };

/* Slots ------------------------------------------------------------------------------------------------------------------------ */

static int slot(struct link_rows *r, int column, int other, enum link_form form, int n, bool dense, bool glance) {
	int i = link_rows_slot(r, (struct link_term){(int16_t)column, (int16_t)other, (uint8_t)form, (uint8_t)n}, dense);
	if (i >= 0)
		r->slot[i].glanced |= glance;
	return i;
}

static void rare(struct link_view *v, int level, int one, int two) {
	v->rare[level][0] = (int8_t)one;
	v->rare[level][1] = (int8_t)two;
}

static void view_name(struct link_view *v, struct link_rows *r, int given, int surname) {
	v->slot[0] = slot(r, given, -1, FORM_PLAIN, 0, true, true);
	v->slot[1] = slot(r, given, -1, FORM_GIVEN, 0, true, false);
	v->slot[2] = slot(r, surname, -1, FORM_PLAIN, 0, true, true);
	v->slot[3] = slot(r, surname, -1, FORM_STEM, 0, true, false);
	v->slot[4] = slot(r, given, surname, FORM_EITHER, 0, false, false);
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

static void view_init(struct link_view *v, struct link_rows *r, const struct link_comparison *c, uint8_t kind) {
	static const enum link_form forms[LINK_MEASURE__MAX][2] = {
		[MEASURE_WORDS] = {FORM_PLAIN, FORM_WORDS}, [MEASURE_DATE] = {FORM_DATE, FORM_DATE}, [MEASURE_YEAR] = {FORM_PLAIN, FORM_PLAIN},
		[MEASURE_CATEGORY] = {FORM_PLAIN, FORM_PLAIN}, [MEASURE_TEXT] = {FORM_PLAIN, FORM_SOUND}, [MEASURE_CODE] = {FORM_COMPACT, FORM_COMPACT},
		[MEASURE_EMAIL] = {FORM_PLAIN, FORM_LOCAL}, [MEASURE_NUMBER] = {FORM_NUMBER, FORM_NUMBER},
		[MEASURE_POINT] = {FORM_LATITUDE, FORM_LONGITUDE}, [MEASURE_LIST] = {FORM_LIST, FORM_LIST},
	};
	int top = link_measures[c->measure].levels - 1;
	*v = (struct link_view){.measure = c->measure};
	memset(v->rare, -1, sizeof v->rare);
	if (c->measure <= MEASURE_SURNAME) {
		view_name(v, r, c->column[0], c->column[1]);
		return;
	}
	bool phone = kind == KIND_PHONE && c->measure == MEASURE_CODE; /* +370 612..., 8 612... and 00370 612... are one */
	for (int i = 0; i < 2; i++)
		v->slot[i] = slot(r, i > 0 && c->column[1] >= 0 ? c->column[1] : c->column[0], -1, phone ? FORM_DIGITS : forms[c->measure][i],
			phone ? PHONE : 0, true, c->measure != MEASURE_DATE && c->measure != MEASURE_POINT && c->measure != MEASURE_LIST);
	for (int i = 0; i < 2; i++)
		if (v->slot[i] >= 0)
			r->slot[v->slot[i]].counted |= c->measure == MEASURE_YEAR || c->measure == MEASURE_NUMBER || c->measure == MEASURE_POINT;
	rare(v, top, 0, -1);
	if (v->slot[1] != v->slot[0] && c->measure != MEASURE_POINT)
		rare(v, top - 1, 1, -1);
}

bool link_comparer_init(struct link_comparer *c, struct link_rows *rows, const struct link_model *model) {
	*c = (struct link_comparer){.rows = rows, .model = model, .views = model->comparisons, .residence = link_residence(model)};
	for (int i = 0; i < c->views; i++) {
		view_init(&c->view[i], rows, &model->comparison[i], model->kind[model->comparison[i].column[0]]);
		c->view[i].way = 2 * i;
		for (int k = 0; k < 5; k++)
			if (c->view[i].slot[k] < 0)
				return false;
		for (int k = 0; k < LINK_LEVELS && !model->comparison[i].frequency; k++)
			rare(&c->view[i], k, -1, -1);
	}
	return true;
}

/* Levels ------------------------------------------------------------------------------------------------------------------------ */

struct pair {
	const struct link_slot *slot;
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

/* How alike by letters; 0: surely less than `least`. */
static int alike(const struct pair *p, int i, int least) {
	int at = p->view->slot[i];
	return link_by_letters(&p->slot[at], p->view->way + (i == 2), p->l[at], p->r[at], least, p->seen);
}

/* An initial, or the first of several given names. */
static bool shortened(const struct pair *p, int i) {
	const struct link_slot *s = &p->slot[p->view->slot[i]];
	uint32_t x = p->l[p->view->slot[i]], y = p->r[p->view->slot[i]];
	if (((s->glance[x].head ^ s->glance[y].head) & 255) != 0)
		return false;
	size_t la = s->at[x + 1] - s->at[x], lb = s->at[y + 1] - s->at[y], k = 0;
	const char *a = s->text + s->at[x], *b = s->text + s->at[y];
	while (k < la && k < lb && a[k] == b[k])
		k++;
	return k > 0 && ((k == la && (k == 1 || b[k] == ' ')) || (k == lb && (k == 1 || a[k] == ' ')));
}

static bool other_form(const struct pair *p) {
	const struct name_groups *g = p->slot[p->view->slot[1]].groups;
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
		return alike(p, 0, NEAR) >= NEAR || shortened(p, 0) ? 6 : other_form(p) ? 8 : 3;
	bool surname_near = alike(p, 2, NEAR) >= NEAR;
	if (given)
		return surname_near ? 5 : 2;
	bool given_near = alike(p, 0, NEAR) >= NEAR;
	return given_near && surname_near ? 4 : given_near || surname_near;
}

/* One of the names, where the other cannot be compared; `at` is its first slot, `other` that of the other. */
static int part_level(const struct pair *p, int at, int other) {
	if (!both(p, at) || both(p, other))
		return LINK_NULL;
	return same(p, at) ? 3 : same(p, at + 1) ? 2 : alike(p, at, NEAR) >= NEAR;
}

/* One digit of eight wrong, or two neighbours changed. */
static bool one_key(uint32_t a, uint32_t b) {
	uint32_t x = a ^ b, wrong = (x | x >> 1 | x >> 2 | x >> 3) & 0x11111111, rest = wrong & (wrong - 1);
	if (rest == 0)
		return wrong != 0;
	int at = __builtin_ctz(wrong);
	return wrong == 0x11U << at && (a >> at & 15) == (b >> (at + 4) & 15) && (a >> (at + 4) & 15) == (b >> at & 15);
}

/* Known to the day. The first of January is how a year alone is written down where a form wants a day, and then tells no more than the year. */
static bool to_the_day(struct link_day x) {
	return (x.digits & 0xff) != 0 && (x.digits >> 8 & 0xff) != 0;
}

static bool year_alone(struct link_day x) {
	return (x.digits & 0xffff) <= 0x0101;
}

static int date_level(const struct pair *p) {
	int at = p->view->slot[0];
	if (!both(p, 0))
		return LINK_NULL;
	if (same(p, 0))
		return 7;
	const struct link_day a = p->slot[at].day[p->l[at]], b = p->slot[at].day[p->r[at]];
	uint32_t ma = a.digits >> 8 & 255, mb = b.digits >> 8 & 255, da = a.digits & 255, db = b.digits & 255;
	int apart = abs(a.number - b.number);
	bool year = a.digits >> 16 == b.digits >> 16, days = to_the_day(a) && to_the_day(b) && !(year_alone(a) && year_alone(b));
	if (days && one_key(a.digits, b.digits))
		return 6;
	if (days && year && ma == db && da == mb)
		return 5;
	if (days && ma == mb && da == db)
		return 4;
	if (year && ma != 0 && (ma == mb || (da == db && da > 1)))
		return 3;
	return year || apart <= 365 ? 2 : apart <= 3650;
}

static int number_level(const struct pair *p) {
	int at = p->view->slot[0];
	const struct link_slot *s = &p->slot[at];
	double x = s->amount[p->l[at]], y = s->amount[p->r[at]], apart = fabs(x - y);
	if (p->view->measure == MEASURE_YEAR)
		return apart <= 1 ? 2 : apart <= 3;
	apart /= fabs(x) + fabs(y) + 1e-9;
	if (apart <= 0.005 || link_by_slips(s, p->view->way, p->l[at], p->r[at], p->seen) <= 1)
		return 3;
	return apart <= 0.05 ? 2 : apart <= 0.125;
}

static int point_level(const struct pair *p) {
	const int *at = p->view->slot;
	if (!both(p, 0) || !both(p, 1))
		return LINK_NULL;
	if (same(p, 0) && same(p, 1))
		return 5;
	const double *north = p->slot[at[0]].amount, *east = p->slot[at[1]].amount;
	double km = link_kilometres(north[p->l[at[0]]], east[p->l[at[1]]], north[p->r[at[0]]], east[p->r[at[1]]]);
	return km <= 0.1 ? 4 : km <= 1 ? 3 : km <= 10 ? 2 : km <= 50;
}

static int level(const struct pair *p) {
	const struct link_view *v = p->view;
	int top = link_measures[v->measure].levels - 1, at = v->slot[0], x;
	if (v->measure == MEASURE_NAME)
		return name_level(p);
	if (v->measure == MEASURE_GIVEN)
		return part_level(p, 0, 2);
	if (v->measure == MEASURE_SURNAME)
		return part_level(p, 2, 0);
	if (v->measure == MEASURE_DATE)
		return date_level(p);
	if (v->measure == MEASURE_POINT)
		return point_level(p);
	if (!both(p, 0))
		return LINK_NULL;
	if (same(p, 0))
		return top;
	switch (v->measure) {
	case MEASURE_WORDS:
		return both(p, 1) ? link_by_words(&p->slot[v->slot[1]], v->way, p->l[v->slot[1]], p->r[v->slot[1]], p->seen) : 0;
	case MEASURE_TEXT:
		x = same(p, 1) ? 100 : alike(p, 0, SOMEWHAT);
		return x == 100 ? 4 : x >= NEARER ? 3 : x >= NEAR ? 2 : x >= SOMEWHAT;
	case MEASURE_CODE:
		return link_by_keys(&p->slot[at], v->way, p->l[at], p->r[at], p->seen);
	case MEASURE_EMAIL:
		return same(p, 1) ? 2 : both(p, 1) && alike(p, 1, NEAR) >= NEAR;
	case MEASURE_CATEGORY:
		return link_by_slips(&p->slot[at], v->way, p->l[at], p->r[at], p->seen) <= 1;
	case MEASURE_LIST:
		return link_by_values(&p->slot[at], v->way, p->l[at], p->r[at], p->seen);
	case MEASURE_YEAR:
	case MEASURE_NUMBER:
		return number_level(p);
	default:
		return LINK_NULL;
	}
}

uint64_t link_pattern(const struct link_comparer *c, uint32_t left, uint32_t right, struct link_seen *seen) {
	struct pair p = {.slot = c->rows->slot, .l = link_row(c->rows, left), .r = link_row(c->rows, right), .seen = seen};
	uint64_t pattern = 0;
	for (int i = 0; i < c->views; i++) {
		p.view = &c->view[i];
		pattern |= (uint64_t)(unsigned)level(&p) << (4 * i);
	}
	return pattern;
}

/* Weights ----------------------------------------------------------------------------------------------------------------------- */

/* As if it stood alone; of two rows. */
static inline int32_t part(const struct link_comparer *c, int i, uint64_t pattern, const uint32_t *left, const uint32_t *right) {
	const struct link_view *v = &c->view[i];
	int k = link_level(pattern, i);
	if (k == LINK_NULL)
		return 0;
	int32_t w = c->model->comparison[i].weight[k];
	for (int j = 0; j < 2 && v->rare[k][j] >= 0; j++) {
		int at = v->slot[v->rare[k][j]];
		const int32_t *rarity = c->rows->slot[at].rarity;
		int32_t l = rarity[left[at]], r = rarity[right[at]];
		w += l < r ? l : r;
	}
	return w;
}

int32_t link_part(const struct link_comparer *c, int i, uint64_t pattern, uint32_t left, uint32_t right) {
	const uint32_t *l = link_row(c->rows, left), *r = link_row(c->rows, right);
	int32_t w = part(c, i, pattern, l, r);
	for (unsigned rest = c->residence >> i & 1 ? c->residence : 0; rest != 0; rest &= rest - 1) {
		int j = __builtin_ctz(rest);
		int32_t x = j == i ? 0 : part(c, j, pattern, l, r);
		if (w < 0 && (x < w || (x == w && j < i)))
			return 0;
		if (w > 0 && (x > w || (x == w && j < i)))
			return w / 2;
	}
	return w;
}

int32_t link_weight(const struct link_comparer *c, uint64_t pattern, uint32_t left, uint32_t right) {
	const uint32_t *l = link_row(c->rows, left), *r = link_row(c->rows, right);
	int32_t w = c->model->prior, against = 0, most = 0;
	for (int i = 0; i < c->views; i++) {
		int32_t x = part(c, i, pattern, l, r);
		if ((c->residence >> i & 1) == 0) {
			w += x;
			continue;
		}
		w += x > 0 ? x / 2 : 0;
		against = x < against ? x : against;
		most = x > most ? x : most;
	}
	return w + against + most - most / 2;
}
