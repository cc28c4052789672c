#include "core/measure.h"

#include "base/str.h"
#include "core/condition.h"
#include "core/inhabitants.h"
#include "op/profile.h"

enum period { PERIOD_IN_YEAR, PERIOD_ACTIVE, PERIOD_YEAR_END, PERIOD__MAX };
enum kind { KIND_COUNT, KIND_DISTINCT, KIND_SUM, KIND_MIN, KIND_MAX, KIND_VALUES, KIND_NEWEST,
	KIND_MEDIAN, KIND_QUARTILE1, KIND_QUARTILE3, KIND_PERCENTILE90, KIND_SHARE, KIND__MAX };

static const char *const periods[] = {"in_year", "active", "year_end"};
static const char *const kinds[] = {"count", "distinct", "sum", "min", "max", "values", "newest", "median",
	"quartile1", "quartile3", "percentile90", "share"};
static const int percents[KIND__MAX] = {[KIND_MEDIAN] = 50, [KIND_QUARTILE1] = 25, [KIND_QUARTILE3] = 75,
	[KIND_PERCENTILE90] = 90};

struct thing { /* a value of `of` in a record that is meant */
	int64_t number;
	const char *words;
	size_t row;
	const struct condition *failed; /* what the breakdown says against it, with "every" */
};

struct measuring {
	struct ledgers *ls;
	const struct bodies *bodies;
	const struct definition *d;
	struct ledger *l;
	struct allowed allowed;
	struct conditions own, part, with; /* with: what a share is of */
	struct cell_field begin, end, of; /* code is NULL where not given */
	enum period period;
	enum kind kind;
	bool every;
	int year, month; /* month: 0, or only records whose own day is in it */
	int32_t first, last; /* days of the year */
	int64_t divide;
	int64_t inhabitants; /* the figure is of so many of them; 0: it is a number */
	struct judged *rows;
	struct thing *things;
	size_t things_n;
	int64_t *numbers; /* of which a percentile is taken */
	size_t numbers_n;
};

/* The definition --------------------------------------------------------------------------------------------------- */

static int word_find(const char *const *words, int n, const char *word) {
	for (int i = 0; i < n && word != NULL; i++)
		if (strcmp(words[i], word) == 0)
			return i;
	return -1;
}

/* The field a key of the definition names; false if it names one that the register does not have. */
static bool field_read(struct measuring *m, int reg, const char *key, struct cell_field *ret_field) {
	const char *code = define_text(m->d, key);
	*ret_field = (struct cell_field){0};
	return code == NULL || register_find(m->ls->cx->profile, reg, code, ret_field);
}

static bool measure_fits(const struct measuring *m) {
	bool number = m->of.type == CELL_INT || m->of.type == CELL_MONEY;
	switch (m->kind) {
	case KIND_COUNT:
	case KIND_SHARE:
		return true;
	case KIND_DISTINCT:
	case KIND_VALUES:
		return m->of.code != NULL;
	default:
		return m->of.code != NULL && number;
	}
}

static bool day_field(const struct cell_field *f) {
	return f->code == NULL || f->type == CELL_DAY;
}

static void rows_clear(struct measuring *m) {
	struct scratch *s = &m->l->scratch;
	size_t size = (m->l->n + 1) * sizeof *s->rows;
	if (s->rows == NULL)
		s->rows = arena_alloc(m->ls->cx->arena, size);
	memset(s->rows, 0, size);
	m->rows = s->rows;
}

/* Room for one more than n things of that size. */
static void *scratch_grow(struct measuring *m, void *at, size_t n, size_t size, size_t *room) {
	size_t old = *room;
	if (n < old)
		return at;
	*room = old == 0 ? 64 : 2 * old;
	return arena_grow(m->ls->cx->arena, at, old * size, *room * size);
}

static int measuring_begin(struct measuring *m) {
	struct cx *cx = m->ls->cx;
	int reg = register_of_family(cx->profile, family_name(m->d->family), define_text(m->d, "register"),
		define_text(m->d, "sheet"));
	int period = word_find(periods, PERIOD__MAX, define_text(m->d, "period"));
	int kind = word_find(kinds, KIND__MAX, define_text(m->d, "measure"));
	if (bug_if(cx, reg == 0) || bug_if(cx, period < 0 || kind < 0))
		return ERR_BUG;
	m->period = (enum period)period;
	m->kind = (enum kind)kind;
	bool sound = field_read(m, reg, "begin", &m->begin) && field_read(m, reg, "end", &m->end)
		&& field_read(m, reg, "of", &m->of);
	if (bug_if(cx, !sound || !day_field(&m->begin) || !day_field(&m->end) || !measure_fits(m)))
		return ERR_BUG;
	m->every = json_is_true(define_get(m->d, "every"));
	m->divide = json_integer_value(define_get(m->d, "divide"));
	m->inhabitants = json_integer_value(define_get(m->d, "per"));
	m->month = (int)json_integer_value(define_get(m->d, "month"));
	int rc = ledger_read(m->ls, reg, &m->l);
	const json_t *group = json_object_get(m->d->part, "group"); /* stands before the indicator's */
	const char *form = define_text(m->d, "form");
	if (rc == 0)
		rc = conditions_read_group(cx, reg, json_object_get(m->d->own, "where"),
			group == NULL ? json_object_get(m->d->own, "group") : NULL, form, &m->own);
	if (rc == 0)
		rc = conditions_read_group(cx, reg, json_object_get(m->d->part, "where"), group, form, &m->part);
	if (rc == 0)
		rc = conditions_read_group(cx, reg, define_get(m->d, "with"), NULL, NULL, &m->with);
	if (rc == 0)
		rc = allowed_begin(m->ls, m->bodies, define_get(m->d, "orgs"), &m->allowed);
	if (rc == 0)
		rows_clear(m);
	return rc;
}

/* Judging one record ----------------------------------------------------------------------------------------------- */

static int64_t day_read(const struct measuring *m, const struct ledger_row *row, const struct cell_field *f,
	int64_t otherwise) {
	const struct cell *cell = f->code == NULL ? NULL : ledger_value(m->l, row, f->number);
	return cell == NULL ? otherwise : cell->amount;
}

static bool in_period(const struct measuring *m, const struct ledger_row *row) {
	int64_t begin = day_read(m, row, &m->begin, m->begin.code == NULL ? row->happened : NONE);
	int64_t end = day_read(m, row, &m->end, INT64_MAX);
	if (begin == NONE)
		return false;
	if (m->period == PERIOD_IN_YEAR)
		return begin >= m->first && begin <= m->last;
	return begin <= m->last && end >= (m->period == PERIOD_ACTIVE ? m->first : m->last);
}

static bool in_month(const struct measuring *m, const struct ledger_row *row) {
	int year, month, day;
	if (m->month == 0)
		return true;
	day_to_ymd(row->happened, &year, &month, &day);
	return month == m->month;
}

/* All that can be said of a record without looking at others: 0 if it is meant. *ret_failed: what the breakdown says
   against it, where that is a matter of the whole thing ("every"). */
static int row_judge(struct measuring *m, size_t i, const struct condition **ret_failed) {
	const struct ledger_row *row = &m->l->rows[i];
	struct judged *j = &m->rows[i];
	const struct condition *failed = NULL;
	*ret_failed = NULL;
	j->reason = row->reason;
	if (j->reason != 0)
		return 0;
	if (!in_period(m, row)) {
		j->reason = REASON_OTHER_YEAR;
		return 0;
	}
	if (!allowed_has(&m->allowed, m->bodies, row->org, m->year)) {
		j->reason = REASON_OTHER_BODY;
		return 0;
	}
	if (!in_month(m, row)) {
		*j = (struct judged){.reason = REASON_NOT_MEANT, .detail = "month"};
		return 0;
	}
	int rc = conditions_test(m->ls, &m->own, m->l, row, false, &failed);
	if (rc == 0 && failed == NULL) {
		rc = conditions_test(m->ls, &m->part, m->l, row, m->every, &failed);
		if (m->every) {
			*ret_failed = failed;
			failed = NULL;
		}
	}
	if (failed != NULL)
		*j = (struct judged){.reason = REASON_NOT_MEANT, .detail = failed->name};
	return rc;
}

/* Things: what is counted once ------------------------------------------------------------------------------------- */

static void thing_add(struct measuring *m, struct thing thing) {
	struct scratch *s = &m->l->scratch;
	m->things = s->things = scratch_grow(m, s->things, m->things_n, sizeof thing, &s->things_room);
	m->things[m->things_n++] = thing;
}

/* A link stands for the record it names; one that names none yet, for its own words. */
static int things_read(struct measuring *m, size_t i, const struct condition *failed) {
	const struct ledger_row *row = &m->l->rows[i];
	struct ledger *to = NULL;
	size_t k = 0, n = 0;
	int rc = m->of.type == CELL_LINK ? ledger_read(m->ls, m->of.to, &to) : 0;
	if (rc != 0)
		return rc;
	const struct cell *cell = ledger_next(m->l, row, m->of.number, &k);
	for (; cell != NULL; cell = ledger_next(m->l, row, m->of.number, &k)) {
		const struct ledger_row *target = to == NULL ? NULL : ledger_find(m->ls, to, cell->words, row->org);
		thing_add(m, (struct thing){.number = target != NULL ? target->id : cell->amount,
			.words = target != NULL ? NULL : cell->words, .row = i, .failed = failed});
		n++;
	}
	m->rows[i].reason = n == 0 ? REASON_NOTHING_MEASURED : 0;
	return 0;
}

static int thing_compare(const struct thing *x, const struct thing *y) {
	if (x->words != NULL && y->words != NULL)
		return strcmp(x->words, y->words);
	if (x->words != NULL || y->words != NULL)
		return x->words == NULL ? -1 : 1;
	return x->number < y->number ? -1 : x->number > y->number;
}

static int thing_order(const void *a, const void *b) {
	const struct thing *x = a, *y = b;
	int order = thing_compare(x, y);
	return order != 0 ? order : x->row < y->row ? -1 : x->row > y->row;
}

/* One thing, all records that name it: the first one is counted. A record that names several is counted if it is the
   first of one of them. */
static int64_t thing_judge(struct measuring *m, const struct thing *things, size_t n) {
	const struct condition *failed = NULL;
	for (size_t i = 0; i < n && failed == NULL; i++)
		failed = things[i].failed;
	for (size_t i = 0; i < n; i++) {
		struct judged *j = &m->rows[things[i].row];
		if (failed != NULL && j->reason == 0)
			*j = (struct judged){.reason = REASON_NOT_MEANT, .detail = failed->name};
		else if (failed == NULL && i == 0)
			*j = (struct judged){.reason = REASON_COUNTED};
		else if (failed == NULL && j->reason != REASON_COUNTED)
			*j = (struct judged){.reason = REASON_SAME_THING};
	}
	return failed == NULL;
}

static void things_count(struct measuring *m, struct amount *amount) {
	if (m->things_n > 0)
		qsort(m->things, m->things_n, sizeof *m->things, thing_order);
	for (size_t i = 0, n; i < m->things_n; i += n) {
		for (n = 1; i + n < m->things_n && thing_compare(&m->things[i], &m->things[i + n]) == 0;)
			n++;
		amount->n += thing_judge(m, &m->things[i], n);
	}
}

/* Numbers ---------------------------------------------------------------------------------------------------------- */

/* In hundredths of those that are meant: a record that is not among them is counted all the same, as one of the others. */
static int share_take(struct measuring *m, size_t i, struct amount *amount) {
	const struct condition *failed = NULL;
	int rc = conditions_test(m->ls, &m->with, m->l, &m->l->rows[i], false, &failed);
	m->rows[i].reason = REASON_COUNTED;
	amount->n += rc == 0 && failed == NULL ? 100 : 0;
	amount->of++;
	return rc;
}

static int number_take(struct measuring *m, size_t i, struct amount *amount) {
	struct judged *j = &m->rows[i];
	j->measured = m->kind == KIND_COUNT ? NULL : ledger_value(m->l, &m->l->rows[i], m->of.number);
	if (m->kind != KIND_COUNT && j->measured == NULL) {
		j->reason = REASON_NOTHING_MEASURED;
		amount->silent++;
		return 0;
	}
	int64_t n = j->measured == NULL ? 1 : j->measured->amount;
	j->reason = REASON_COUNTED;
	amount->of++;
	if (percents[m->kind] != 0) {
		struct scratch *s = &m->l->scratch;
		m->numbers = s->numbers = scratch_grow(m, s->numbers, m->numbers_n, sizeof n, &s->numbers_room);
		m->numbers[m->numbers_n++] = n;
		return 0;
	}
	if (m->kind == KIND_COUNT || m->kind == KIND_SUM) {
		if (__builtin_add_overflow(amount->n, n, &amount->n))
			return err_say(m->ls->cx, ERR_LIMIT, NULL, N_("The sum is too large to be a figure."), NULL);
		return 0;
	}
	if (!amount->there || (m->kind == KIND_MIN ? n < amount->n : n > amount->n))
		amount->n = n;
	amount->there = true;
	return 0;
}

static int number_order(const void *a, const void *b) {
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return x < y ? -1 : x > y;
}

/* Between the two numbers it falls between, in hundredths of their difference (Hyndman and Fan's seventh way, which is
   what spreadsheets and R do unasked). */
static int percentile_take(struct measuring *m, struct amount *amount) {
	size_t at = (m->numbers_n - 1) * (size_t)percents[m->kind];
	qsort(m->numbers, m->numbers_n, sizeof *m->numbers, number_order);
	int64_t low = m->numbers[at / 100], high = m->numbers[at / 100 + (at % 100 != 0)], step;
	if (__builtin_mul_overflow(high - low, (int64_t)(at % 100), &step) || __builtin_mul_overflow(low, 100, &low))
		return err_say(m->ls->cx, ERR_LIMIT, NULL, N_("The sum is too large to be a figure."), NULL);
	amount->n = low + step;
	amount->per = 100;
	amount->exact = amount->there = amount->middle = true;
	return 0;
}

/* What a record says of its own value, where its register has a field for that. */
static int state_of(const struct measuring *m, const struct ledger_row *row) {
	static const struct {
		const char *code;
		int status;
	} states[] = {{"zero", VALUE_ZERO}, {"not_reported", VALUE_NOT_REPORTED}, {"not_applicable", VALUE_NOT_APPLICABLE},
		{"suppressed", VALUE_SUPPRESSED}};
	struct cell_field state;
	if (!register_find(m->ls->cx->profile, m->l->reg, "state", &state) || state.type != CELL_CODE)
		return 0;
	const struct cell *cell = ledger_value(m->l, row, state.number);
	const char *code = cell == NULL ? NULL : cell_code_name(m->ls->cx->profile, &state, (int)cell->amount);
	for (size_t i = 0; i < sizeof states / sizeof *states; i++)
		if (str_equal(states[i].code, code))
			return states[i].status;
	return 0;
}

/* The day that decides which record is the newest; of one day the one written down last. */
static bool is_newer(const struct measuring *m, size_t i, size_t than) {
	const struct ledger_row *x = &m->l->rows[i], *y = &m->l->rows[than];
	int64_t a = day_read(m, x, &m->begin, x->happened), b = day_read(m, y, &m->begin, y->happened);
	return a > b || (a == b && x->id > y->id);
}

static void newest_take(struct measuring *m, size_t i, struct amount *amount) {
	struct judged *j = &m->rows[i];
	const struct ledger_row *row = &m->l->rows[i];
	amount->status = state_of(m, row);
	j->measured = ledger_value(m->l, row, m->of.number);
	amount->there = amount->status == VALUE_ZERO || (amount->status == 0 && j->measured != NULL);
	amount->n = amount->status == 0 && j->measured != NULL ? j->measured->amount : 0;
	j->reason = amount->there ? REASON_COUNTED : REASON_NOTHING_MEASURED;
}

/* All together ----------------------------------------------------------------------------------------------------- */

static int rows_judge(struct measuring *m, struct amount *amount) {
	size_t newest = SIZE_MAX;
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < m->l->n; i++) {
		const struct condition *failed;
		rc = row_judge(m, i, &failed);
		if (rc != 0 || m->rows[i].reason != 0)
			continue;
		if (m->kind == KIND_DISTINCT || m->kind == KIND_VALUES) {
			rc = things_read(m, i, failed);
		} else if (failed != NULL) {
			m->rows[i] = (struct judged){.reason = REASON_NOT_MEANT, .detail = failed->name};
		} else if (m->kind == KIND_NEWEST) {
			m->rows[i].reason = REASON_SAME_THING;
			newest = newest == SIZE_MAX || is_newer(m, i, newest) ? i : newest;
		} else if (m->kind == KIND_SHARE) {
			rc = share_take(m, i, amount);
		} else {
			rc = number_take(m, i, amount);
		}
	}
	if (rc == 0 && newest != SIZE_MAX)
		newest_take(m, newest, amount);
	return rc == 0 && m->numbers_n > 0 ? percentile_take(m, amount) : rc;
}

/* Of so many inhabitants; where nobody knows how many there are, it is not a nought. */
static void share(struct measuring *m, struct amount *amount) {
	int64_t n = inhabitants(m->ls->cx, m->d, m->year);
	if (n == NONE || __builtin_mul_overflow(amount->n, m->inhabitants, &amount->n)
		|| __builtin_mul_overflow(amount->per, n, &amount->per)) {
		amount->status = VALUE_NOT_REPORTED;
		return;
	}
	amount->exact = true;
}

int measure(struct ledgers *ls, const struct bodies *b, const struct definition *d, int year,
	struct measured *ret_measured) {
	struct measuring m = {.ls = ls, .bodies = b, .d = d, .year = year, .first = year_first(year),
		.last = year_last(year)};
	struct amount amount = {.per = 1};
	int rc = measuring_begin(&m);
	if (rc != 0)
		return rc;
	amount.there = m.kind == KIND_COUNT || m.kind == KIND_SUM || m.kind == KIND_DISTINCT || m.kind == KIND_VALUES;
	rc = rows_judge(&m, &amount);
	if (rc != 0)
		return rc;
	things_count(&m, &amount);
	if (m.things_n > 0)
		amount.of = amount.n;
	bool numbers = m.kind != KIND_COUNT && m.kind != KIND_SHARE && m.kind != KIND_DISTINCT && m.kind != KIND_VALUES;
	if (numbers && m.of.type == CELL_MONEY)
		amount.per *= 100;
	if (m.kind == KIND_SHARE && amount.of > 0) {
		amount.per = amount.of;
		amount.there = amount.middle = amount.exact = true;
	}
	if (m.divide > 1) {
		amount.per *= m.divide;
		amount.exact = true;
	}
	if (m.inhabitants > 0)
		share(&m, &amount);
	*ret_measured = (struct measured){.amount = amount, .ledger = m.l, .rows = m.rows};
	if (numbers)
		ret_measured->of = m.of;
	return 0;
}

int64_t amount_round(int64_t n, int64_t per, int64_t scale) {
	__int128 up = (__int128)n * scale * 2 + per, down = (__int128)per * 2;
	__int128 q = up / down;
	return (int64_t)(up % down < 0 ? q - 1 : q);
}

const char *amount_text(struct arena *a, const struct amount *amount) {
	if (!amount->exact)
		return arena_printf(a, "%lld", (long long)amount_round(amount->n, amount->per, 1));
	int64_t hundredths = amount_round(amount->n, amount->per, 100);
	long long whole = hundredths / 100, rest = hundredths % 100 < 0 ? -(hundredths % 100) : hundredths % 100;
	const char *sign = hundredths < 0 && whole == 0 ? "-" : "";
	if (rest == 0)
		return arena_printf(a, "%lld", whole);
	if (rest % 10 == 0)
		return arena_printf(a, "%s%lld.%lld", sign, whole, rest / 10);
	return arena_printf(a, "%s%lld.%02lld", sign, whole, rest);
}
