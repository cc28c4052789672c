/*
 * facts.c - the facts of all agencies, without identity: for the rapporteur, and an independent commissioner of another
 * country, who is given persons her country has to do with and nobody else.
 *
 * A person is a word of the reader's organisation and the year (pseudonym.h), a day is its month, and persons are listed
 * in the order of those words: neither whole days nor the order of records lead to anybody.
 */
#include "base/str.h"
#include "core/detail.h"
#include "core/fact.h"
#include "core/grow.h"
#include "core/pseudonym.h"
#include "core/who.h"
#include "db/queries.h"
#include "op/sheet.h"
#include "op/staff.h"

enum { PAGE = 500 }; /* rows of an answer; a person's stay together */

struct listed {
	char word[PSEUDONYM_TEXT];
	int32_t month;
	int kind, sort, precision;
	int64_t org, detail;
};

struct fact_page {
	struct listed *at;
	size_t n;
	struct bits mine; /* persons a commissioner is given; .n == 0: everybody */
	int64_t org;      /* only facts of this one; 0: of all */
};

static int32_t month_of(int32_t day, int precision) {
	int y, m, d;
	day_to_ymd(day, &y, &m, &d);
	return day_from_ymd(y, precision == PRECISION_YEAR ? 1 : m, 1);
}

/* The persons a country has to do with; of a commissioner the profile gives no country, nobody. */
static int mine(struct cx *cx, struct fact_page *list) {
	struct row_person_count persons;
	struct row_org_by_id org;
	struct rows rows;
	struct row_fact_of_country each;
	if (cx->actor.org_kind != ORG_COMMISSIONER)
		return ERR_OK;
	int rc = q_person_count(cx, &persons);
	if (rc == ERR_OK)
		rc = q_org_by_id(cx, cx->actor.org, &org);
	if (rc != ERR_OK)
		return rc;
	list->mine = bits_new(cx, persons.n);
	int country = profile_commissioner(cx->profile, org.code);
	if (country == 0)
		return ERR_OK;
	rc = q_fact_of_country(cx, country, &rows);
	if (rc != ERR_OK)
		return rc;
	while (q_fact_of_country_next(&rows, &each))
		bits_set(&list->mine, each.first);
	return rows_end(&rows);
}

static int collect(struct cx *cx, int year, struct fact_page *list) {
	struct rows rows;
	struct row_fact_between f;
	int rc = q_fact_between(cx, day_from_ymd(year, 1, 1), day_from_ymd(year, 12, 31), &rows);
	if (rc != ERR_OK)
		return rc;
	while (rc == ERR_OK && q_fact_between_next(&rows, &f)) {
		if ((list->mine.n > 0 && !bits_get(&list->mine, f.first)) || (list->org != 0 && f.org != list->org))
			continue;
		if (f.kind == FACT_SHEET && sheet_is_aside(cx->profile, (int)f.detail)
			&& !sheet_reads(cx->profile, (int)f.detail, cx->actor.org_kind))
			continue;
		list->at = grow(cx->arena, list->at, list->n, sizeof *list->at);
		struct listed *one = &list->at[list->n++];
		*one = (struct listed){.month = month_of(f.happened, f.precision), .kind = detail_kind(f.kind, f.sort),
			.sort = f.sort, .precision = f.precision == PRECISION_DAY ? PRECISION_MONTH : f.precision, .org = f.org,
			.detail = f.detail};
		rc = pseudonym(cx, "facts", cx->actor.org, year, f.first, one->word);
	}
	int end = rows_end(&rows);
	return rc == ERR_OK ? end : rc;
}

static int by_word(const void *a, const void *b) {
	const struct listed *x = a, *y = b;
	int c = strcmp(x->word, y->word);
	if (c != 0)
		return c;
	if (x->month != y->month)
		return x->month < y->month ? -1 : 1;
	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	if (x->sort != y->sort)
		return x->sort < y->sort ? -1 : 1;
	if (x->org != y->org)
		return x->org < y->org ? -1 : 1;
	return (x->detail > y->detail) - (x->detail < y->detail);
}

static int listed_put(struct cx *cx, const struct listed *f, struct out *out) {
	struct row_org_by_id org;
	int rc = q_org_by_id(cx, f->org, &org);
	if (rc != ERR_OK)
		return rc;
	out_row(out);
	out_text(out, F_TOKEN, f->word);
	out_code(out, F_FACT, f->kind);
	out_number(out, F_HAPPENED, f->month);
	out_code(out, F_PRECISION, f->precision);
	out_text(out, F_ORG_NAME, org.name);
	detail_put(cx, f->kind, f->sort, f->detail, out);
	return ERR_OK;
}

/* Where the page begins and ends that comes after the word `after`: whole persons, one at least. */
static void page_of(const struct fact_page *list, const char *after, size_t *ret_from, size_t *ret_to) {
	size_t from = 0;
	while (after != NULL && from < list->n && strcmp(list->at[from].word, after) <= 0)
		from++;
	size_t to = from;
	while (to < list->n && (to - from < PAGE || strcmp(list->at[to].word, list->at[to - 1].word) == 0))
		to++;
	*ret_from = from;
	*ret_to = to;
}

int fact_list(struct cx *cx, const struct in *in, struct out *out) {
	struct fact_page list = {0};
	size_t from, to;
	int rc = in_has(in, F_ORG) ? org_of_code(cx, in, F_ORG, &list.org) : ERR_OK;
	if (rc == ERR_OK)
		rc = mine(cx, &list);
	if (rc == ERR_OK)
		rc = collect(cx, (int)in_number(in, F_YEAR), &list);
	if (rc != ERR_OK)
		return rc;
	if (list.n > 0)
		qsort(list.at, list.n, sizeof *list.at, by_word);
	page_of(&list, in_has(in, F_NUMBER) ? in_text(in, F_NUMBER) : NULL, &from, &to);
	if (to < list.n)
		out_text(out, F_NUMBER, list.at[to - 1].word);
	for (size_t i = from; rc == ERR_OK && i < to; i++)
		rc = listed_put(cx, &list.at[i], out);
	return rc;
}
