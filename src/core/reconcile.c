/* reconcile.c - figures of persons beside each other: why they differ, who recorded whom, from where to where. */
#include "core/explain.h"
#include "core/fact.h"
#include "core/figure.h"
#include "core/operations.h"
#include "db/queries.h"
#include "op/profile.h"

enum { COLUMNS = 16 }; /* figures side by side */

/* Room for an array by place: who has a place comes one by one. */
static void *by_place(struct cx *cx, void *at, size_t *room, uint32_t place, size_t size) {
	size_t was = *room;
	if (place < was)
		return at;
	while (place >= *room)
		*room = *room == 0 ? 256 : 2 * *room;
	return arena_grow(cx->arena, at, was * size, *room * size);
}

/* figure_reconcile ------------------------------------------------------------------------------------------------- */

struct column { /* one indicator */
	struct figures *f;
	const struct figure *figure;
	uint8_t *reasons; /* by place of a person; 0: no record */
	size_t room;
};

/* Of several records of a person the one that says most speaks. */
static int weight(int reason) {
	static const int order[] = {REASON_VOID, REASON_CORRECTED, REASON_OTHER_BODY, REASON_NEGATIVE, REASON_SAME_PERSON,
		REASON_NOT_MEANT, REASON_EARLIER_YEAR, REASON_COUNTED};
	for (size_t i = 0; i < sizeof order / sizeof *order; i++)
		if (order[i] == reason)
			return (int)i + 1;
	return 0;
}

static int column_tell(void *arg, const struct record *r, int reason) {
	struct column *c = arg;
	const char *detail;
	if (reason == REASON_OTHER_YEAR)
		return 0;
	uint32_t place = who_place(&c->f->who, r->person);
	struct hit hit = hit_of(r, place, c->figure->year);
	if (reason == REASON_COUNTED && filter_any(&c->figure->filter)
		&& !filter_test(&c->f->known, &c->f->bodies, &c->figure->filter, &hit, &detail))
		reason = REASON_NOT_MEANT;
	c->reasons = by_place(c->f->cx, c->reasons, &c->room, place, sizeof *c->reasons);
	if (weight(reason) > weight(c->reasons[place]))
		c->reasons[place] = (uint8_t)reason;
	return 0;
}

static int column_read(struct column *c) {
	struct figures *f = c->f;
	struct counter *counter;
	struct pass *p = figures_pass(f, c->figure->d.family);
	int rc = pass_counter(p, &f->ledgers, define_get(&c->figure->d, "orgs"), &counter);
	if (rc != 0)
		return rc;
	pass_want(p, counter, c->figure->year, false);
	return pass_walk(p, &f->extent, true, c->figure->year, column_tell, c);
}

struct marked { /* a person under a name of this answer's own */
	struct ref mark;
	uint32_t place;
};

static int marked_order(const void *a, const void *b) {
	return memcmp(((const struct marked *)a)->mark.at, ((const struct marked *)b)->mark.at, REF_SIZE);
}

/* Everybody who has a place and a record of the year. */
static int marks_read(struct figures *f, const struct in *in, const struct column *columns, struct marked *marks,
	size_t *ret_n) {
	struct rows rows;
	struct row_figure_person_refs each;
	size_t n = in_count(in, F_INDICATOR);
	int64_t numbers[COLUMNS + 1];
	*ret_n = 0;
	if (bug_if(f->cx, n > COLUMNS))
		return ERR_BUG;
	numbers[0] = in_number(in, F_YEAR);
	for (size_t i = 0; i < n; i++)
		numbers[i + 1] = in_at(in, F_INDICATOR, i)->number;
	if (f->who.n == 0)
		return 0;
	int rc = q_figure_person_refs(f->cx, f->who.first, f->who.last, &rows);
	while (rc == 0 && q_figure_person_refs_next(&rows, &each)) {
		uint32_t place = who_is(&f->who, each.id) == each.id ? who_find(&f->who, each.id) : 0;
		bool any = false;
		struct ref ref;
		for (size_t i = 0; i < n; i++)
			any |= place != 0 && place < columns[i].room && columns[i].reasons[place] != 0;
		if (!any)
			continue;
		rc = ref_of_blob(f->cx, each.ref, &ref);
		if (rc == 0)
			rc = explain_mark(f->cx, "figure person", numbers, n + 1, &ref, &marks[*ret_n].mark);
		marks[(*ret_n)++].place = place;
	}
	int end = rows_end(&rows);
	qsort(marks, *ret_n, sizeof *marks, marked_order); /* never NULL: there is room for one more */
	return rc != 0 ? rc : end;
}

static int columns_read(struct figures *f, const struct in *in, struct column *columns) {
	size_t n = in_count(in, F_INDICATOR), at[COLUMNS];
	int rc = bad_if(f->cx, n > COLUMNS, fields[F_INDICATOR].name,
		N_("Those are too many figures to lay side by side."), NULL);
	for (size_t i = 0; rc == 0 && i < n; i++) {
		rc = figures_want(f, (int)in_at(in, F_INDICATOR, i)->number, "total", (int)in_number(in, F_YEAR), &at[i]);
		if (rc == 0)
			rc = bad_if(f->cx, !family_of_persons(f->at[at[i]].d.family), fields[F_INDICATOR].name,
				N_("Only figures that count people can be laid side by side."), f->at[at[i]].d.breakdown);
	}
	if (rc == 0)
		rc = figures_count(f);
	for (size_t i = 0; rc == 0 && i < n; i++) {
		columns[i] = (struct column){.f = f, .figure = &f->at[at[i]]};
		rc = column_read(&columns[i]);
	}
	return rc;
}

int figure_reconcile(struct cx *cx, const struct in *in, struct out *out) {
	struct figures *f;
	struct column columns[COLUMNS] = {0};
	size_t n = 0;
	int32_t day;
	int64_t act;
	int rc = as_of_get(cx, in, &day, &act);
	if (rc == 0)
		rc = figures_begin(cx, act, &f);
	if (rc == 0)
		rc = columns_read(f, in, columns);
	if (rc != 0)
		return rc;
	struct marked *marks = arena_array(cx->arena, (size_t)f->who.n + 1, sizeof *marks);
	rc = marks_read(f, in, columns, marks, &n);
	if (rc != 0)
		return rc;
	out_number(out, F_YEAR, in_number(in, F_YEAR));
	out_number(out, F_AS_OF, day);
	for (size_t i = 0; i < n * in_count(in, F_INDICATOR); i++) {
		const struct marked *m = &marks[i / in_count(in, F_INDICATOR)];
		const struct column *c = &columns[i % in_count(in, F_INDICATOR)];
		int reason = m->place < c->room && c->reasons[m->place] != 0 ? c->reasons[m->place] : REASON_NO_RECORD;
		out_row(out);
		out_ref(out, F_RECORD, &m->mark);
		out_code(out, F_INDICATOR, c->figure->d.indicator);
		out_number(out, F_COUNTED, reason == REASON_COUNTED);
		out_code(out, F_REASON, reason);
	}
	return 0;
}

/* Registered persons of a year ------------------------------------------------------------------------------------- */

struct registered {
	struct figures *f;
	uint64_t *kinds; /* by place: bits 1 << enum ORG_* of those who recorded the person that year */
	size_t room;
};

/* Whose records the country's own figure of registered persons counts. */
static const json_t *registered_orgs(const struct cx *cx) {
	for (size_t i = 0; profile_number(cx->profile, L_INDICATOR, i) != 0; i++) {
		const json_t *one = profile_entry(cx->profile, L_INDICATOR, profile_number(cx->profile, L_INDICATOR, i));
		if (family_find(json_string_value(json_object_get(one, "family"))) == FAMILY_REGISTERED)
			return json_object_get(one, "orgs");
	}
	return NULL;
}

static int registered_tell(void *arg, const struct record *r, int reason) {
	struct registered *all = arg;
	struct who *who = &all->f->who;
	if (reason != REASON_COUNTED && reason != REASON_SAME_PERSON)
		return 0;
	uint32_t place = reason == REASON_COUNTED ? who_place(who, r->person) : who_find(who, r->person);
	all->kinds = by_place(all->f->cx, all->kinds, &all->room, place, sizeof *all->kinds);
	all->kinds[place] |= UINT64_C(1) << body_of(&all->f->bodies, r->org)->kind;
	return 0;
}

static int registered_read(struct cx *cx, const struct in *in, int32_t *ret_day, struct registered *ret) {
	struct counter *c;
	int64_t act;
	int year = (int)in_number(in, F_YEAR);
	int rc = as_of_get(cx, in, ret_day, &act);
	*ret = (struct registered){0};
	if (rc == 0)
		rc = figures_begin(cx, act, &ret->f);
	if (rc != 0)
		return rc;
	struct pass *p = figures_pass(ret->f, FAMILY_REGISTERED);
	rc = pass_counter(p, &ret->f->ledgers, registered_orgs(cx), &c);
	if (rc != 0)
		return rc;
	pass_want(p, c, year, false);
	return pass_walk(p, &ret->f->extent, false, year, registered_tell, ret);
}

struct tally { /* how many persons share something */
	uint64_t key;
	int64_t n;
};

static int key_order(const void *a, const void *b) {
	const struct tally *x = a, *y = b;
	return x->key < y->key ? -1 : x->key > y->key;
}

static int tally_order(const void *a, const void *b) {
	const struct tally *x = a, *y = b;
	return x->n != y->n ? (x->n > y->n ? -1 : 1) : key_order(a, b);
}

/* Equal keys become one; the most frequent first. Gives how many are left. */
static size_t tally(struct tally *at, size_t n) {
	size_t left = 0;
	qsort(at, n, sizeof *at, key_order);
	for (size_t i = 0; i < n; i++)
		if (left > 0 && at[left - 1].key == at[i].key)
			at[left - 1].n += at[i].n;
		else
			at[left++] = at[i];
	qsort(at, left, sizeof *at, tally_order);
	return left;
}

int figure_overlap(struct cx *cx, const struct in *in, struct out *out) {
	struct registered all;
	int32_t day;
	int rc = registered_read(cx, in, &day, &all);
	if (rc != 0)
		return rc;
	struct tally *sets = arena_array(cx->arena, (size_t)all.f->who.n + 1, sizeof *sets);
	for (uint32_t i = 1; i <= all.f->who.n; i++)
		sets[i - 1] = (struct tally){all.kinds[i], 1};
	size_t n = tally(sets, all.f->who.n);
	out_number(out, F_YEAR, in_number(in, F_YEAR));
	out_number(out, F_AS_OF, day);
	for (size_t i = 0; i < n; i++) {
		int kinds[64];
		size_t kinds_n = 0;
		for (int kind = 1; kind < 64; kind++)
			if (((sets[i].key >> kind) & 1) != 0)
				kinds[kinds_n++] = kind;
		out_row(out);
		out_codes(out, F_ORG_KIND, kinds, kinds_n);
		out_number(out, F_VALUE, sets[i].n);
	}
	return 0;
}

int figure_flows(struct cx *cx, const struct in *in, struct out *out) {
	struct registered all;
	int32_t day, last = year_last(in_number(in, F_YEAR));
	int rc = registered_read(cx, in, &day, &all);
	if (rc == 0)
		rc = known_read_trait(&all.f->known, TRAIT_CITIZENSHIP);
	if (rc == 0)
		rc = known_read_trait(&all.f->known, TRAIT_EXPLOITED_IN);
	if (rc != 0)
		return rc;
	struct tally *ways = arena_array(cx->arena, (size_t)all.f->who.n + 1, sizeof *ways);
	for (uint32_t i = 1; i <= all.f->who.n; i++) {
		int from = known_country(&all.f->known, TRAIT_CITIZENSHIP, i, last);
		int to = known_country(&all.f->known, TRAIT_EXPLOITED_IN, i, last);
		ways[i - 1] = (struct tally){(uint64_t)from << 32 | (uint64_t)to, 1};
	}
	size_t n = tally(ways, all.f->who.n);
	out_number(out, F_YEAR, in_number(in, F_YEAR));
	out_number(out, F_AS_OF, day);
	for (size_t i = 0; i < n; i++) {
		int from = (int)(ways[i].key >> 32), to = (int)(ways[i].key & 0xffffffff);
		out_row(out);
		if (from != 0)
			out_code(out, F_FROM_COUNTRY, from);
		if (to != 0)
			out_code(out, F_COUNTRY, to);
		out_number(out, F_VALUE, ways[i].n);
	}
	return 0;
}
