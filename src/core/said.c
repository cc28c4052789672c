/*
 * said.c - returns: what bodies say of their records of a time, and who has not said anything.
 *
 * A word is appended and never edited; the newest one on an item and time stands. Who owes what when stands in the
 * profile
 * (profiles/README.md, "An obligation").
 */
#include "base/str.h"
#include "core/condition.h"
#include "core/fact.h"
#include "core/figure.h"
#include "core/grow.h"
#include "core/operations.h"
#include "db/queries.h"
#include "op/profile.h"

enum { MONTHS = 12 };

/* return_record ---------------------------------------------------------------------------------------------------- */

/* First day of a year (month 0) or a month. */
static int32_t period_first(int64_t year, int64_t month) {
	return day_from_ymd((int)year, month == 0 ? 1 : (int)month, 1);
}

static int period_check(struct cx *cx, int item, int64_t year, int64_t month) {
	bool monthly = item_monthly(cx->profile, item);
	int rc = bad_if(cx, monthly && month == 0, fields[F_MONTH].name, N_("This is owed every month: say which."), NULL);
	if (rc == 0)
		rc = bad_if(cx, !monthly && month != 0, fields[F_MONTH].name, N_("This is owed for whole years."), NULL);
	if (rc == 0)
		rc = bad_if(cx, period_first(year, month) > day_of(cx->now), fields[monthly ? F_MONTH : F_YEAR].name,
			monthly ? N_("That month has not come yet.") : N_("That year has not come yet."), NULL);
	return rc;
}

/* The organisation that acts, as those who answer are known. */
static int body_read(struct cx *cx, struct body *ret_body) {
	struct row_org_by_id org;
	int rc = q_org_by_id(cx, cx->actor.org, &org);
	if (rc == 0)
		*ret_body = (struct body){org.kind, org.region, org.code, org.name};
	return rc;
}

int return_record(struct cx *cx, const struct in *in, struct out *out) {
	int item = in_code(in, F_ITEM), state = in_code(in, F_RETURN_STATE);
	int64_t year = in_number(in, F_YEAR), month = in_has(in, F_MONTH) ? in_number(in, F_MONTH) : 0;
	struct body body = {0};
	struct row_said_newest newest = {0};
	(void)out;
	int rc = body_read(cx, &body);
	if (rc == 0 && !item_owes(cx->profile, item, &body))
		rc = err_say(cx, ERR_DENIED, fields[F_ITEM].name, N_("Your organisation does not owe this."), NULL);
	if (rc == 0)
		rc = period_check(cx, item, year, month);
	if (rc == 0)
		rc = q_said_newest(cx, cx->actor.org, item, year, month, &newest);
	if (rc == ERR_NOTFOUND)
		rc = state != RETURN_WITHDRAWN ? 0 : err_say(cx, ERR_CONFLICT, fields[F_RETURN_STATE].name,
			N_("Your organisation has said nothing of that time that it could take back."), NULL);
	return rc != 0 || newest.state == state ? rc : q_said_add(cx, cx->actor.org, item, year, month, state, cx->act);
}

/* Lists ------------------------------------------------------------------------------------------------------------ */

struct saying { /* the newest word of a body on a time */
	int item, month, state;
	int64_t org, year, at;
	size_t place; /* among all words: the last one of equal ones stands */
};

struct owing { /* the list that is made */
	struct cx *cx;
	struct figures *f;
	int64_t only; /* organisation, 0: everybody */
	int64_t from, to; /* years in which something is due */
	struct saying *words;
	size_t words_n;
	int64_t *records; /* of the item at hand: by organisation and month since January of from - 1 */
	size_t months;
};

static int saying_order(const void *a, const void *b) {
	const struct saying *x = a, *y = b;
	if (x->item != y->item)
		return x->item < y->item ? -1 : 1;
	if (x->org != y->org)
		return x->org < y->org ? -1 : 1;
	if (x->year != y->year)
		return x->year < y->year ? -1 : 1;
	return x->month != y->month ? x->month - y->month : 0;
}

static int saying_order_placed(const void *a, const void *b) {
	int order = saying_order(a, b);
	return order != 0 ? order : ((const struct saying *)a)->place < ((const struct saying *)b)->place ? -1 : 1;
}

static int words_read(struct owing *o) {
	struct rows rows;
	struct row_said_of_years each;
	size_t n = 0;
	int rc = q_said_of_years(o->cx, o->from - 1, o->to, &rows);
	while (rc == 0 && q_said_of_years_next(&rows, &each)) {
		o->words = grow(o->cx->arena, o->words, n, sizeof *o->words);
		o->words[n] = (struct saying){each.item, (int)each.month, each.state, each.org, each.year, each.at, n};
		n++;
	}
	if (n > 0)
		qsort(o->words, n, sizeof *o->words, saying_order_placed);
	for (size_t i = 0; i < n; i++) { /* the last of equal ones */
		if (o->words_n > 0 && saying_order(&o->words[o->words_n - 1], &o->words[i]) == 0)
			o->words_n--;
		o->words[o->words_n++] = o->words[i];
	}
	return rows_end(&rows);
}

static void record_note(struct owing *o, int64_t org, int32_t happened, int64_t n) {
	int year, month, day;
	day_to_ymd(happened, &year, &month, &day);
	int64_t at = (year - (o->from - 1)) * MONTHS + month - 1;
	if (at >= 0 && (size_t)at < o->months && org > 0 && (size_t)org < o->f->bodies.n)
		o->records[(size_t)org * o->months + (size_t)at] += n;
}

static int register_note(struct owing *o, const json_t *records) {
	struct ledgers *ls = &o->f->ledgers;
	int reg = profile_code(o->cx->profile, L_REGISTER, json_string_value(json_object_get(records, "register")));
	const json_t *where = json_object_get(records, "where");
	struct conditions conditions = {0};
	struct ledger *l;
	int rc = bug_if(o->cx, reg == 0);
	if (rc == 0)
		rc = where == NULL ? ledger_rows(ls, reg, &l) : ledger_read(ls, reg, &l);
	if (rc == 0)
		rc = conditions_read(o->cx, reg, where, &conditions);
	for (size_t i = 0; rc == 0 && i < l->n; i++) {
		const struct condition *failed = NULL;
		if (l->rows[i].reason == 0)
			rc = conditions_test(ls, &conditions, l, &l->rows[i], false, &failed);
		if (rc == 0 && l->rows[i].reason == 0 && failed == NULL)
			record_note(o, l->rows[i].org, l->rows[i].happened, 1);
	}
	return rc;
}

static int decisions_note(struct owing *o, int stage) {
	struct rows rows;
	struct row_said_decisions each;
	int rc = q_said_decisions(o->cx, stage, OUTCOME_POSITIVE, year_first(o->from - 1), year_last(o->to), o->f->act,
		&rows);
	while (rc == 0 && q_said_decisions_next(&rows, &each))
		record_note(o, each.org, each.happened, each.n);
	return rows_end(&rows);
}

static int services_note(struct owing *o) {
	struct rows rows;
	struct row_said_services each;
	int rc = q_said_services(o->cx, year_first(o->from - 1), year_last(o->to), o->f->act, &rows);
	while (rc == 0 && q_said_services_next(&rows, &each))
		record_note(o, each.org, each.happened, each.n);
	return rows_end(&rows);
}

/* How many records bodies have of an item, by month. */
static int records_note(struct owing *o, int item) {
	const json_t *records = json_object_get(profile_entry(o->cx->profile, L_ITEM, item), "records");
	int rc;
	memset(o->records, 0, o->f->bodies.n * o->months * sizeof *o->records);
	switch (family_find(json_string_value(json_object_get(records, "family")))) {
	case FAMILY_NONE:
		return records == NULL ? 0 : register_note(o, records);
	case FAMILY_SUPPORTED:
		return services_note(o);
	case FAMILY_PRESUMED:
		return decisions_note(o, STAGE_PRESUMED);
	case FAMILY_REGISTERED:
		rc = decisions_note(o, STAGE_PRESUMED);
		return rc != 0 ? rc : decisions_note(o, STAGE_FORMAL);
	default:
		return decisions_note(o, STAGE_FORMAL);
	}
}

static int64_t records_of(const struct owing *o, int64_t org, int64_t year, int month) {
	size_t first = (size_t)((year - (o->from - 1)) * MONTHS + (month == 0 ? 0 : month - 1));
	int64_t n = 0;
	for (size_t i = first; i < first + (month == 0 ? MONTHS : 1) && i < o->months; i++)
		n += o->records[(size_t)org * o->months + i];
	return n;
}

/* The day in that month, or its last one. */
static int32_t day_in_month(int year, int month, int day) {
	int32_t last = (month == 12 ? day_from_ymd(year + 1, 1, 1) : day_from_ymd(year, month + 1, 1)) - 1;
	int32_t at = day_from_ymd(year, month, 1) + (day < 1 ? 0 : day - 1);
	return at > last ? last : at;
}

/* The day by which a time is owed. */
static int32_t due_day(const json_t *item, int64_t year, int month) {
	const json_t *due = json_object_get(item, "due");
	int day = (int)json_integer_value(json_object_get(due, "day"));
	if (month != 0)
		return day_in_month((int)year + (month == MONTHS), month % MONTHS + 1, day);
	int in = (int)json_integer_value(json_object_get(due, "month"));
	return day_in_month((int)year + 1, in < 1 || in > MONTHS ? 1 : in, day);
}

static void period_put(struct owing *o, int item, int64_t org, int64_t year, int month, int32_t due, struct out *out) {
	const struct saying key = {.item = item, .org = org, .year = year, .month = month};
	const struct saying *said = o->words_n == 0 ? NULL : bsearch(&key, o->words, o->words_n, sizeof key, saying_order);
	out_row(out);
	out_code(out, F_ITEM, item);
	out_number(out, F_YEAR, year);
	if (month != 0)
		out_number(out, F_MONTH, month);
	out_text(out, F_ORG_NAME, body_of(&o->f->bodies, org)->name);
	out_number(out, F_DUE_ON, due);
	if (said != NULL) {
		out_code(out, F_RETURN_STATE, said->state);
		out_number(out, F_AT, said->at);
	}
	out_number(out, F_ENTRIES, records_of(o, org, year, month));
}

static bool owes(const struct owing *o, int item, size_t org) {
	return (o->only == 0 || o->only == (int64_t)org)
		&& item_owes(o->cx->profile, item, body_of(&o->f->bodies, (int64_t)org));
}

/* Every time of an item that is due in the years asked for and has begun. */
static void item_put(struct owing *o, int item, struct out *out) {
	const json_t *json = profile_entry(o->cx->profile, L_ITEM, item);
	bool monthly = item_monthly(o->cx->profile, item);
	for (int64_t year = o->from - 1; year <= o->to; year++)
		for (int month = monthly; month <= (monthly ? MONTHS : 0); month++) {
			int32_t due = due_day(json, year, month);
			if (due < year_first(o->from) || due > year_last(o->to) || period_first(year, month) > day_of(o->cx->now))
				continue;
			for (size_t org = 0; org < o->f->bodies.n; org++)
				if (owes(o, item, org))
					period_put(o, item, (int64_t)org, year, month, due, out);
		}
}

static bool anybody_owes(const struct owing *o, int item) {
	for (size_t org = 0; org < o->f->bodies.n; org++)
		if (owes(o, item, org))
			return true;
	return false;
}

static int owing_put(struct cx *cx, const struct in *in, int64_t only, struct out *out) {
	int64_t now = day_year(day_of(cx->now));
	struct owing o = {.cx = cx, .only = only, .from = in_has(in, F_YEAR) ? in_number(in, F_YEAR) : now - 1};
	struct row_figure_act_newest newest;
	o.to = in_has(in, F_YEAR) ? o.from : now;
	o.months = (size_t)(o.to - o.from + 2) * MONTHS;
	int rc = q_figure_act_newest(cx, &newest);
	if (rc == 0)
		rc = figures_begin(cx, newest.n, &o.f);
	if (rc == 0)
		rc = words_read(&o);
	if (rc != 0)
		return rc;
	o.records = arena_array(cx->arena, o.f->bodies.n * o.months, sizeof *o.records);
	for (size_t i = 0; rc == 0 && profile_number(cx->profile, L_ITEM, i) != 0; i++) {
		int item = profile_number(cx->profile, L_ITEM, i);
		if (!anybody_owes(&o, item))
			continue;
		rc = records_note(&o, item);
		if (rc == 0)
			item_put(&o, item, out);
	}
	return rc;
}

int return_mine(struct cx *cx, const struct in *in, struct out *out) {
	return owing_put(cx, in, cx->actor.org, out);
}

int return_list(struct cx *cx, const struct in *in, struct out *out) {
	return owing_put(cx, in, 0, out);
}
