#include "core/owed.h"

#include "base/str.h"
#include "core/condition.h"
#include "core/grow.h"
#include "db/queries.h"
#include "op/profile.h"

enum { MONTHS = 12 };

struct word { /* what a body said of an item and a time */
	int item, year, month, state;
	int64_t org;
};

/* The profile ------------------------------------------------------------------------------------------------------ */

bool item_owes(const struct profile *p, int item, const struct body *body) {
	const json_t *who = json_object_get(profile_entry(p, L_ITEM, item), "who"), *one;
	const char *kind = code_name(p, L_ORG_KIND, body->kind);
	size_t i;
	if (kind == NULL)
		return false;
	json_array_foreach((json_t *)who, i, one) {
		const char *name = json_string_value(one);
		if (name != NULL && (strncmp(name, "kind:", 5) == 0 ? str_equal(name + 5, kind) : str_equal(name, body->code)))
			return true;
	}
	return false;
}

bool item_monthly(const struct profile *p, int item) {
	return str_equal(json_string_value(json_object_get(profile_entry(p, L_ITEM, item), "every")), "month");
}

/* Words ------------------------------------------------------------------------------------------------------------ */

int owed_begin(struct ledgers *ls, const struct bodies *b, struct pass **passes, struct owed *ret_owed) {
	struct owed o = {.ls = ls, .bodies = b, .passes = passes};
	struct rows rows;
	struct row_figure_said each;
	int rc = q_figure_said(ls->cx, ls->act, &rows);
	while (rc == 0 && q_figure_said_next(&rows, &each)) {
		o.words = grow(ls->cx->arena, o.words, o.words_n, sizeof *o.words);
		o.words[o.words_n++] = (struct word){each.item, (int)each.year, (int)each.month, each.state, each.org};
	}
	*ret_owed = o;
	return rows_end(&rows);
}

static int word_order(const struct word *w, int item, int year, int month, int64_t org) {
	if (w->item != item)
		return w->item < item ? -1 : 1;
	if (w->year != year)
		return w->year < year ? -1 : 1;
	if (w->month != month)
		return w->month < month ? -1 : 1;
	return w->org < org ? -1 : w->org > org;
}

/* The newest word, 0 if there is none. */
static int word_of(const struct owed *o, int item, int year, int month, int64_t org) {
	size_t low = 0, high = o->words_n;
	while (low < high) { /* the first one after them */
		size_t middle = low + (high - low) / 2;
		if (word_order(&o->words[middle], item, year, month, org) <= 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low > 0 && word_order(&o->words[low - 1], item, year, month, org) == 0 ? o->words[low - 1].state : 0;
}

/* Records ---------------------------------------------------------------------------------------------------------- */

struct presence { /* organisations that have records of a year, and of each of its months */
	struct bits year, months[MONTHS];
};

static void presence_note(struct presence *p, int64_t org, int32_t happened) {
	int year, month, day;
	day_to_ymd(happened, &year, &month, &day);
	bits_set(&p->year, org);
	bits_set(&p->months[month - 1], org);
}

static int register_presence(struct owed *o, const json_t *records, int year, struct presence *p) {
	struct cx *cx = o->ls->cx;
	const json_t *where = json_object_get(records, "where");
	int reg = profile_code(cx->profile, L_REGISTER, json_string_value(json_object_get(records, "register")));
	struct conditions conditions = {0};
	struct ledger *l;
	int rc = bug_if(cx, reg == 0);
	if (rc == 0)
		rc = where == NULL ? ledger_rows(o->ls, reg, &l) : ledger_read(o->ls, reg, &l);
	if (rc == 0)
		rc = conditions_read(cx, reg, where, &conditions);
	int32_t first = year_first(year), last = year_last(year);
	for (size_t i = 0; rc == 0 && i < l->n; i++) {
		const struct ledger_row *row = &l->rows[i];
		const struct condition *failed = NULL;
		if (row->reason != 0 || row->happened < first || row->happened > last)
			continue;
		rc = conditions_test(o->ls, &conditions, l, row, false, &failed);
		if (rc == 0 && failed == NULL)
			presence_note(p, row->org, row->happened);
	}
	return rc;
}

static int decisions_presence(struct owed *o, int stage, int year, struct presence *p) {
	struct rows rows;
	struct row_said_decisions each;
	int rc = q_said_decisions(o->ls->cx, stage, OUTCOME_POSITIVE, year_first(year), year_last(year), o->ls->act, &rows);
	while (rc == 0 && q_said_decisions_next(&rows, &each))
		presence_note(p, each.org, each.happened);
	return rows_end(&rows);
}

static int services_presence(struct owed *o, int year, struct presence *p) {
	struct rows rows;
	struct row_said_services each;
	int rc = q_said_services(o->ls->cx, year_first(year), year_last(year), o->ls->act, &rows);
	while (rc == 0 && q_said_services_next(&rows, &each))
		presence_note(p, each.org, each.happened);
	return rows_end(&rows);
}

/* A pass that went over the year has seen who has records; what nobody read is asked for. */
static int family_presence(struct owed *o, enum family family, int year, bool monthly, struct presence *p) {
	const struct pass *pass = o->passes[family];
	bool once = family == FAMILY_IDENTIFIED || family == FAMILY_REGISTERED;
	if (pass != NULL && !monthly && year <= pass->to && (once || year >= pass->from)) {
		if (pass->present[year - YEAR_MIN].at != NULL)
			p->year = pass->present[year - YEAR_MIN];
		return 0;
	}
	int rc = 0;
	if (family == FAMILY_SUPPORTED)
		return services_presence(o, year, p);
	if (family == FAMILY_PRESUMED || family == FAMILY_REGISTERED)
		rc = decisions_presence(o, STAGE_PRESUMED, year, p);
	if (rc == 0 && family != FAMILY_PRESUMED)
		rc = decisions_presence(o, STAGE_FORMAL, year, p);
	return rc;
}

static int presence_read(struct owed *o, int item, int year, struct presence *p) {
	struct cx *cx = o->ls->cx;
	const json_t *records = json_object_get(profile_entry(cx->profile, L_ITEM, item), "records");
	enum family family = family_find(json_string_value(json_object_get(records, "family")));
	bool monthly = item_monthly(cx->profile, item);
	p->year = bits_new(cx, (int64_t)o->bodies->n);
	for (int i = 0; i < MONTHS; i++)
		p->months[i] = bits_new(cx, (int64_t)o->bodies->n);
	if (records == NULL)
		return 0;
	if (bug_if(cx, family == FAMILY_NONE && json_object_get(records, "register") == NULL))
		return ERR_BUG;
	if (family != FAMILY_NONE)
		return family_presence(o, family, year, monthly, p);
	return register_presence(o, records, year, p);
}

/* Deliveries ------------------------------------------------------------------------------------------------------- */

static bool has_delivered(const struct owed *o, struct delivery *d, int month, int64_t org, const struct presence *p) {
	int word = word_of(o, d->item, d->year, month, org);
	d->applies |= word != RETURN_NOT_APPLICABLE;
	if (word != 0)
		return word != RETURN_WITHDRAWN;
	return bits_get(month == 0 ? &p->year : &p->months[month - 1], org);
}

static void body_take(const struct owed *o, int64_t org, const struct presence *p, struct delivery *d) {
	bool whole = true, monthly = item_monthly(o->ls->cx->profile, d->item);
	for (int month = monthly ? 1 : 0; month <= (monthly ? MONTHS : 0); month++)
		whole = has_delivered(o, d, month, org, p) && whole;
	d->bodies++;
	d->delivered += whole;
}

int owed_read(struct owed *o, int item, int year, struct delivery *ret_delivery) {
	struct delivery d = {.item = item, .year = year};
	struct presence p;
	*ret_delivery = d;
	for (size_t i = 0; i < o->known_n; i++)
		if (o->known[i].item == item && o->known[i].year == year) {
			*ret_delivery = o->known[i];
			return 0;
		}
	int rc = item == 0 ? 0 : presence_read(o, item, year, &p);
	for (size_t org = 0; rc == 0 && item != 0 && org < o->bodies->n; org++)
		if (item_owes(o->ls->cx->profile, item, body_of(o->bodies, (int64_t)org)))
			body_take(o, (int64_t)org, &p, &d);
	if (rc != 0)
		return rc;
	o->known = grow(o->ls->cx->arena, o->known, o->known_n, sizeof d);
	o->known[o->known_n++] = d;
	*ret_delivery = d;
	return 0;
}
