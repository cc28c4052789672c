/* count.c - one pass over the records of a family, in the order of their days. */
#include "core/count.h"

#include <stdlib.h>
#include <string.h>

#include "db/queries.h"
#include "op/profile.h"

static const struct family families[] = {
	{"identified", STAGE_FORMAL, true},
	{"presumed", STAGE_PRESUMED, false},
	{"supported", 0, false},
};

struct linked { /* a record that somebody said is of the same person as another, by row number ascending */
	int64_t person;
	size_t parent; /* place of an older record of the same person; its own place: the oldest */
};

struct pair {
	int64_t person, other;
};

static struct bits bits_new(struct cx *cx, int64_t max) {
	size_t n = (size_t)max + 1;
	return (struct bits){.at = arena_array(cx->arena, n / 64 + 1, sizeof(uint64_t)), .n = n};
}

static bool bits_get(const struct bits *b, int64_t i) {
	return (size_t)i < b->n && ((b->at[i / 64] >> (i % 64)) & 1) != 0;
}

static void bits_set(struct bits *b, int64_t i) {
	if ((size_t)i < b->n)
		b->at[i / 64] |= UINT64_C(1) << (i % 64);
}

/* Who is one person ------------------------------------------------------------------------------------------------- */

static int linked_order(const void *a, const void *b) {
	int64_t x = ((const struct linked *)a)->person, y = ((const struct linked *)b)->person;
	return x < y ? -1 : x > y;
}

static size_t linked_find(const struct count *c, int64_t person) {
	const struct linked *at = bsearch(&(struct linked){.person = person}, c->linked, c->linked_n, sizeof *c->linked,
		linked_order);
	return (size_t)(at - c->linked);
}

static size_t linked_root(const struct count *c, size_t i) {
	while (c->linked[i].parent != i) {
		c->linked[i].parent = c->linked[c->linked[i].parent].parent;
		i = c->linked[i].parent;
	}
	return i;
}

static int pairs_read(struct cx *cx, int64_t act, struct pair **ret_pairs, size_t *ret_n) {
	struct rows rows;
	struct row_figure_links each;
	struct pair *pairs = NULL;
	size_t n = 0, room = 0;
	int rc = q_figure_links(cx, act, LIKE_SAME, &rows);
	while (rc == 0 && q_figure_links_next(&rows, &each)) {
		if (n == room) {
			size_t was = room * sizeof *pairs;
			room = room == 0 ? 64 : 2 * room;
			pairs = arena_grow(cx->arena, pairs, was, room * sizeof *pairs);
		}
		pairs[n++] = (struct pair){each.person, each.other};
	}
	*ret_pairs = pairs;
	*ret_n = n;
	return rows_end(&rows);
}

static void linked_fill(struct count *c, const struct pair *pairs, size_t n) {
	c->linked = arena_array(c->cx->arena, 2 * n, sizeof *c->linked);
	for (size_t i = 0; i < n; i++) {
		c->linked[2 * i].person = pairs[i].person;
		c->linked[2 * i + 1].person = pairs[i].other;
	}
	qsort(c->linked, 2 * n, sizeof *c->linked, linked_order);
	for (size_t i = 0; i < 2 * n; i++)
		if (c->linked_n == 0 || c->linked[c->linked_n - 1].person != c->linked[i].person)
			c->linked[c->linked_n++] = c->linked[i];
	for (size_t i = 0; i < c->linked_n; i++) {
		c->linked[i].parent = i;
		bits_set(&c->is_linked, c->linked[i].person);
	}
}

/* The oldest record of a person is the one with the lowest number, as in same_person. */
static int links_read(struct count *c) {
	struct pair *pairs;
	size_t n;
	int rc = pairs_read(c->cx, c->act, &pairs, &n);
	if (rc != 0 || n == 0)
		return rc;
	linked_fill(c, pairs, n);
	for (size_t i = 0; i < n; i++) {
		size_t a = linked_root(c, linked_find(c, pairs[i].person)), b = linked_root(c, linked_find(c, pairs[i].other));
		c->linked[a > b ? a : b].parent = a < b ? a : b;
	}
	return 0;
}

static int64_t person_root(const struct count *c, int64_t person) {
	if (!bits_get(&c->is_linked, person))
		return person;
	return c->linked[linked_root(c, linked_find(c, person))].person;
}

/* What stands ------------------------------------------------------------------------------------------------------- */

static void superseding_note(struct count *c, int64_t id, int64_t supersedes, int voided) {
	bits_set(voided != 0 ? &c->voided : &c->corrected, supersedes);
	if (voided != 0)
		bits_set(&c->retracts, id);
}

static int superseding_read(struct count *c) {
	struct rows rows;
	int rc;
	if (c->family->stage != 0) {
		struct row_figure_decisions_superseding each;
		rc = q_figure_decisions_superseding(c->cx, c->act, &rows);
		while (rc == 0 && q_figure_decisions_superseding_next(&rows, &each))
			superseding_note(c, each.id, each.supersedes, each.voided);
	} else {
		struct row_figure_services_superseding each;
		rc = q_figure_services_superseding(c->cx, c->act, &rows);
		while (rc == 0 && q_figure_services_superseding_next(&rows, &each))
			superseding_note(c, each.id, each.supersedes, each.voided);
	}
	return rows_end(&rows);
}

static int bodies_read(struct count *c, int64_t max) {
	struct rows rows;
	struct row_figure_orgs each;
	c->bodies_n = (size_t)max + 1;
	c->bodies = arena_array(c->cx->arena, c->bodies_n, sizeof *c->bodies);
	int rc = q_figure_orgs(c->cx, &rows);
	while (rc == 0 && q_figure_orgs_next(&rows, &each))
		if ((size_t)each.id < c->bodies_n)
			c->bodies[each.id] = (struct body){each.kind, each.name};
	return rows_end(&rows);
}

const struct body *count_body(const struct count *c, int64_t org) {
	static const struct body nobody = {0, ""};
	return (size_t)org < c->bodies_n ? &c->bodies[org] : &nobody;
}

uint64_t count_kinds(const struct cx *cx, int indicator) {
	const json_t *kinds = json_object_get(profile_entry(cx->profile, L_INDICATOR, indicator), "kinds"), *kind;
	uint64_t bits = 0;
	size_t i;
	json_array_foreach((json_t *)kinds, i, kind) {
		const char *name = json_string_value(kind);
		int number = name == NULL ? 0 : code_find(cx->profile, L_ORG_KIND, name);
		bits |= number == 0 ? 0 : UINT64_C(1) << number;
	}
	return bits;
}

static const struct family *family_of(const json_t *indicator) {
	const char *name = json_string_value(json_object_get(indicator, "family"));
	for (size_t i = 0; name != NULL && i < sizeof families / sizeof *families; i++)
		if (strcmp(families[i].name, name) == 0)
			return &families[i];
	return NULL;
}

int count_begin(struct cx *cx, int indicator, int64_t act, struct count *c) {
	const json_t *entry = profile_entry(cx->profile, L_INDICATOR, indicator);
	struct row_figure_extent extent;
	*c = (struct count){.cx = cx, .family = family_of(entry), .act = act, .kinds = count_kinds(cx, indicator)};
	int rc = bug_if(cx, c->family == NULL); /* a profile that names a family nobody wrote */
	if (rc == 0)
		rc = q_figure_extent(cx, &extent);
	if (rc != 0)
		return rc;
	int64_t records = c->family->stage != 0 ? extent.decisions : extent.services;
	c->is_linked = bits_new(cx, extent.persons);
	c->earlier = bits_new(cx, extent.persons);
	c->seen = bits_new(cx, extent.persons);
	c->corrected = bits_new(cx, records);
	c->voided = bits_new(cx, records);
	c->retracts = bits_new(cx, records);
	c->year_end = INT32_MIN;
	rc = bodies_read(c, extent.orgs);
	if (rc == 0)
		rc = superseding_read(c);
	return rc != 0 ? rc : links_read(c);
}

/* Judging ----------------------------------------------------------------------------------------------------------- */

/* Begin the year of that day: who was counted before is remembered, if that matters, and the page is clean. */
static void year_turn(struct count *c, int32_t day) {
	for (size_t i = 0; c->family->ever && i <= c->seen.n / 64; i++)
		c->earlier.at[i] |= c->seen.at[i];
	memset(c->seen.at, 0, (c->seen.n / 64 + 1) * sizeof(uint64_t));
	c->year = day_year(day);
	c->year_end = day_from_ymd(c->year, 12, 31);
}

int count_judge(struct count *c, const struct record *r) {
	if (r->happened > c->year_end)
		year_turn(c, r->happened);
	if (bits_get(&c->retracts, r->id))
		return 0;
	if (bits_get(&c->voided, r->id))
		return REASON_VOID;
	if (bits_get(&c->corrected, r->id))
		return REASON_CORRECTED;
	if (((c->kinds >> count_body(c, r->org)->kind) & 1) == 0)
		return REASON_OTHER_BODY;
	if (r->outcome != OUTCOME_POSITIVE)
		return REASON_NEGATIVE;
	int64_t person = person_root(c, r->person);
	if (bits_get(&c->earlier, person))
		return REASON_EARLIER_YEAR;
	if (bits_get(&c->seen, person))
		return REASON_SAME_PERSON;
	bits_set(&c->seen, person);
	return REASON_COUNTED;
}

int count_years(struct count *c, int64_t first, int64_t last, struct year *years) {
	struct rows rows;
	struct record r = {.outcome = OUTCOME_POSITIVE};
	bool decisions = c->family->stage != 0;
	struct row_figure_decisions d;
	struct row_figure_services s;
	int32_t begin = year_first(first), from = c->family->ever ? DAY_MIN : begin, to = year_last(last);
	int rc = decisions ? q_figure_decisions(c->cx, c->family->stage, OUTCOME_POSITIVE, from, to, c->act, &rows)
		: q_figure_services(c->cx, from, to, c->act, &rows);
	while (rc == 0 && (decisions ? q_figure_decisions_next(&rows, &d) : q_figure_services_next(&rows, &s))) {
		if (decisions)
			r = (struct record){d.id, d.person, d.org, d.happened, d.form, OUTCOME_POSITIVE};
		else
			r = (struct record){s.id, s.person, s.org, s.happened, 0, OUTCOME_POSITIVE};
		if (count_judge(c, &r) != REASON_COUNTED || years == NULL || r.happened < begin)
			continue;
		struct year *y = &years[c->year - first];
		y->total++;
		y->forms[r.form < FORMS_MAX ? r.form : FORM_UNKNOWN]++;
	}
	return rows_end(&rows);
}
