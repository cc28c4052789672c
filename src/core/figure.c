#include "core/figure.h"

#include "base/str.h"
#include "core/grow.h"
#include "core/quote.h"
#include "db/queries.h"
#include "op/in.h"
#include "op/profile.h"

enum { LIMIT_MAX = 100 }; /* years that are compared */

/* As of ------------------------------------------------------------------------------------------------------------ */

/* Today is everything there is: a clock that was set back hides nothing. */
int as_of_get(struct cx *cx, const struct in *in, int32_t *ret_day, int64_t *ret_act) {
	int32_t today = day_of(cx->now), day = in_has(in, F_AS_OF) ? in_day(in, F_AS_OF) : today;
	struct row_figure_act_before row = {0};
	struct row_figure_act_newest newest = {0};
	int rc = bad_if(cx, day > today, fields[F_AS_OF].name, N_("That day has not come yet."), day_text(cx->arena, day));
	if (rc == 0 && day == today)
		rc = q_figure_act_newest(cx, &newest);
	else if (rc == 0)
		rc = q_figure_act_before(cx, day_start(day + 1), &row);
	if (rc != 0 && rc != ERR_NOTFOUND)
		return rc;
	*ret_day = day;
	*ret_act = rc == ERR_NOTFOUND ? 0 : day == today ? newest.n : row.n;
	return 0;
}

int figures_begin(struct cx *cx, int64_t act, struct figures **ret_figures) {
	struct row_figure_extent e;
	struct figures *f = arena_alloc(cx->arena, sizeof *f);
	f->cx = cx;
	f->act = act;
	int rc = q_figure_extent(cx, &e);
	if (rc != 0)
		return rc;
	f->extent = (struct extent){e.persons, e.orgs, e.decisions, e.services, e.traits, e.signals, e.entries};
	f->ledgers.cx = cx;
	f->ledgers.act = act;
	f->ledgers.entries = e.entries;
	f->made = (struct made){.cx = cx, .act = act, .who = &f->who, .bodies = &f->bodies, .from = YEAR_MIN + YEARS,
		.to = YEAR_MIN};
	f->ledgers.made = &f->made;
	f->known = (struct known){.cx = cx, .act = act, .extent = &f->extent, .who = &f->who};
	rc = bodies_read(cx, e.orgs, &f->bodies);
	if (rc == 0)
		rc = who_begin(cx, act, e.persons, &f->who);
	if (rc == 0)
		rc = owed_begin(&f->ledgers, &f->bodies, f->passes, &f->owed);
	*ret_figures = f;
	return rc;
}

/* What is wanted --------------------------------------------------------------------------------------------------- */

/* The years a figure is compared with are wanted too. */
static int compared_want(struct figures *f, const struct definition *d, int year) {
	size_t i;
	int rc = bug_if(f->cx, d->limit < 1 || d->limit > LIMIT_MAX);
	for (int64_t k = 0; rc == 0 && k < d->limit && year - k >= YEAR_MIN; k++)
		rc = figures_want(f, d->indicator, d->fewest_of, year - (int)k, &i);
	return rc;
}

int figures_want(struct figures *f, int indicator, const char *breakdown, int year, size_t *ret_i) {
	struct figure one = {.year = year};
	for (size_t i = 0; i < f->n; i++)
		if (f->at[i].d.indicator == indicator && f->at[i].year == year && str_equal(f->at[i].d.breakdown, breakdown)) {
			*ret_i = i;
			return 0;
		}
	int rc = define(f->cx, indicator, breakdown, &one.d);
	if (rc == 0)
		rc = bug_if(f->cx, year < YEAR_MIN || year >= YEAR_MIN + YEARS);
	if (rc != 0)
		return rc;
	f->at = grow(f->cx->arena, f->at, f->n, sizeof one);
	*ret_i = f->n;
	f->at[f->n++] = one;
	f->made.from = year < f->made.from ? year : f->made.from;
	f->made.to = year > f->made.to ? year : f->made.to;
	return one.d.fewest_of == NULL ? 0 : compared_want(f, &one.d, year);
}

struct pass *figures_pass(struct figures *f, enum family family) {
	return pass_new(family, f->act, &f->who, &f->bodies, &f->standings);
}

/* Persons ---------------------------------------------------------------------------------------------------------- */

static int persons_prepare(struct figures *f, struct figure *one) {
	struct pass **p = &f->passes[one->d.family];
	if (*p == NULL)
		*p = figures_pass(f, one->d.family);
	int rc = filter_read(f->cx, &one->d, &one->filter);
	if (rc == 0)
		rc = pass_counter(*p, &f->ledgers, define_get(&one->d, "orgs"), &one->counter);
	if (rc == 0)
		pass_want(*p, one->counter, one->year, filter_any(&one->filter));
	return rc;
}

static int persons_read(struct figures *f) {
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < f->n; i++)
		if (f->at[i].d.fewest_of == NULL && family_of_persons(f->at[i].d.family))
			rc = persons_prepare(f, &f->at[i]);
	for (int i = 0; rc == 0 && i < FAMILY__MAX; i++)
		rc = f->passes[i] == NULL ? 0 : pass_run(f->passes[i], &f->extent);
	for (size_t i = 0; rc == 0 && i < f->n; i++)
		rc = known_read(&f->known, &f->at[i].filter);
	return rc;
}

static void persons_count(struct figures *f, struct figure *one) {
	const struct counter *c = one->counter;
	const char *detail;
	one->amount = (struct amount){.there = true, .per = 1, .n = c->total[one->year - YEAR_MIN]};
	one->amount.of = one->amount.n;
	if (!filter_any(&one->filter))
		return;
	one->amount.n = 0;
	for (size_t i = 0; i < c->n; i++)
		one->amount.n += c->hits[i].year == one->year
			&& filter_test(&f->known, &f->bodies, &one->filter, &c->hits[i], &detail);
	one->amount.of = one->amount.n;
}

/* What counts nothing ---------------------------------------------------------------------------------------------- */

static const char *last_day(struct figures *f, int year) {
	return day_text(f->cx->arena, year_last(year));
}

static void parameter_read(struct figures *f, struct figure *one) {
	const char *name = define_text(&one->d, "parameter");
	int64_t n = name == NULL ? NONE : profile_parameter(f->cx->profile, name, last_day(f, one->year));
	one->amount = (struct amount){.there = n != NONE, .n = n == NONE ? 0 : n, .per = 1};
}

/* A number of the trafficking articles in force on the last day of the year, the lowest or the highest. */
static int statute_read(struct figures *f, struct figure *one) {
	const struct profile *p = f->cx->profile;
	const char *key = define_text(&one->d, "statute"), *fold = define_text(&one->d, "fold");
	const char *day = last_day(f, one->year);
	bool lowest = str_equal(fold, "min");
	if (bug_if(f->cx, key == NULL || (!lowest && !str_equal(fold, "max"))))
		return ERR_BUG;
	one->amount = (struct amount){.per = 1};
	for (size_t i = 0; profile_number(p, L_STATUTE, i) != 0; i++) {
		const json_t *article = profile_entry(p, L_STATUTE, profile_number(p, L_STATUTE, i));
		const char *from = json_string_value(json_object_get(article, "from"));
		const char *to = json_string_value(json_object_get(article, "to"));
		const json_t *value = json_object_get(article, key);
		if (!json_is_true(json_object_get(article, "trafficking")) || !json_is_integer(value))
			continue;
		if ((from != NULL && strcmp(from, day) > 0) || (to != NULL && strcmp(to, day) < 0))
			continue;
		int64_t n = json_integer_value(value);
		if (!one->amount.there || (lowest ? n < one->amount.n : n > one->amount.n))
			one->amount.n = n;
		one->amount.there = true;
	}
	return 0;
}

/* Status ----------------------------------------------------------------------------------------------------------- */

/* Whether it rests on so few that it is withheld. Nothing at all is no secret: it is a zero, or not reported. */
static bool is_few(struct figures *f, const struct figure *one) {
	int64_t least = one->d.withhold ? profile_parameter(f->cx->profile, "suppress_below", last_day(f, one->year)) : NONE;
	return least != NONE && one->amount.of > 0 && one->amount.of < least;
}

static int settle(struct figures *f, struct figure *one) {
	const struct amount *a = &one->amount;
	int rc = owed_read(&f->owed, one->d.item, one->year, &one->delivery);
	bool given = one->d.family == FAMILY_PARAMETER || one->d.family == FAMILY_STATUTE;
	bool whole = delivery_whole(&one->delivery), newest = str_equal(define_text(&one->d, "measure"), "newest");
	if (a->status != 0 && a->status != VALUE_ZERO)
		one->status = a->status;
	else if (is_few(f, one))
		one->status = VALUE_SUPPRESSED;
	else if (a->there && (a->n != 0 || a->middle))
		one->status = VALUE_COUNTED;
	else if (given)
		one->status = a->there ? VALUE_ZERO : VALUE_NOT_REPORTED;
	else if (!whole || (one->d.family > FAMILY_ENTRIES && a->of == 0 && a->silent > 0))
		one->status = VALUE_NOT_REPORTED; /* what nobody wrote down of help that was given is not nought */
	else
		one->status = one->delivery.applies && (a->there || newest) ? VALUE_ZERO : VALUE_NOT_APPLICABLE;
	return rc;
}

static bool has_value(const struct figure *one) {
	return one->status == VALUE_COUNTED || one->status == VALUE_ZERO;
}

/* At the rate of the year's last day, rounded once. A year without a rate has no such amount. */
static int converted(struct figures *f, struct figure *one) {
	const char *name = arena_printf(f->cx->arena, "%s_micro", one->d.convert);
	int64_t rate = profile_parameter(f->cx->profile, name, last_day(f, one->year)), down = 0;
	if (!has_value(one))
		return 0;
	if (rate == NONE || rate <= 0) {
		one->status = VALUE_NOT_REPORTED;
		return 0;
	}
	if (__builtin_mul_overflow(rate, one->amount.per * one->d.round, &down) || one->amount.n > INT64_MAX / 2000000)
		return err_say(f->cx, ERR_LIMIT, NULL, N_("The sum is too large to be a figure."), NULL);
	int64_t steps = amount_round(one->amount.n, down, 1000000);
	one->amount = (struct amount){.there = true, .per = 1, .n = steps * one->d.round};
	return 0;
}

/* A year's value for the comparison: counted, else published by others; NONE if there is neither. In units of `per`. */
static int compared_value(struct figures *f, const struct definition *d, int year, int64_t *ret_n) {
	size_t i;
	int rc = figures_want(f, d->indicator, d->fewest_of, year, &i);
	if (rc != 0)
		return rc;
	const struct figure *base = &f->at[i];
	if (has_value(base)) {
		*ret_n = base->amount.n;
		return 0;
	}
	rc = quote_value(f, d->indicator, d->fewest_of, year, d->quoted, ret_n);
	int64_t per = base->amount.per > 0 ? base->amount.per : 1;
	if (rc == 0 && *ret_n != NONE && __builtin_mul_overflow(*ret_n, per, ret_n))
		*ret_n = NONE;
	return rc;
}

/* Nobody may say "the fewest" of a year of which somebody has not delivered. */
static int fewest_count(struct figures *f, struct figure *one) {
	struct definition d = one->d;
	int64_t own, other, years = 1;
	size_t i;
	int rc = owed_read(&f->owed, d.item, one->year, &one->delivery);
	if (rc == 0)
		rc = figures_want(f, d.indicator, d.fewest_of, one->year, &i);
	if (rc != 0)
		return rc;
	one->status = VALUE_NOT_REPORTED;
	if (!has_value(&f->at[i]) || !delivery_whole(&one->delivery))
		return 0;
	own = f->at[i].amount.n;
	for (; years < d.limit; years++) {
		rc = one->year - years < YEAR_MIN ? 0 : compared_value(f, &d, one->year - (int)years, &other);
		if (rc != 0)
			return rc;
		if (one->year - years < YEAR_MIN || other == NONE || other < own)
			break;
	}
	one->status = VALUE_COUNTED;
	one->amount = (struct amount){.there = true, .n = years, .per = 1};
	return 0;
}

/* All together ----------------------------------------------------------------------------------------------------- */

static int one_count(struct figures *f, struct figure *one) {
	struct measured measured;
	int rc = 0;
	switch (one->d.family) {
	case FAMILY_ENTRIES:
	case FAMILY_REFERRALS:
	case FAMILY_PATHS:
	case FAMILY_SERVICES:
	case FAMILY_CLOCKS:
	case FAMILY_SHEETS:
	case FAMILY_SCREENINGS:
	case FAMILY_ARRIVALS:
	case FAMILY_LEADS:
		rc = measure(&f->ledgers, &f->bodies, &one->d, one->year, &measured);
		if (rc == 0)
			one->amount = measured.amount;
		break;
	case FAMILY_PARAMETER:
		parameter_read(f, one);
		break;
	case FAMILY_STATUTE:
		rc = statute_read(f, one);
		break;
	default:
		persons_count(f, one);
	}
	if (rc == 0)
		rc = settle(f, one);
	return rc == 0 && one->d.convert != NULL ? converted(f, one) : rc;
}

int figures_count(struct figures *f) {
	int rc = persons_read(f);
	for (size_t i = 0; rc == 0 && i < f->n; i++)
		rc = f->at[i].d.fewest_of == NULL ? one_count(f, &f->at[i]) : 0;
	for (size_t i = 0; rc == 0 && i < f->n; i++)
		rc = f->at[i].d.fewest_of != NULL ? fewest_count(f, &f->at[i]) : 0;
	return rc;
}

const char *figure_text(struct figures *f, const struct figure *one) {
	return has_value(one) ? amount_text(f->cx->arena, &one->amount) : code_name(f->cx->profile, L_VALUE, one->status);
}
