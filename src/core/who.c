#include "core/who.h"

#include "core/grow.h"
#include "db/queries.h"
#include "op/op.h"

struct linked { /* a record that somebody said is of the same person as another, by row number ascending */
	int64_t person;
	size_t parent; /* place of an older record of the same person; its own place: the oldest */
};

struct pair {
	int64_t person, other;
};

struct bits bits_new(struct cx *cx, int64_t max) {
	size_t n = (size_t)max + 1;
	return (struct bits){.at = arena_array(cx->arena, n / 64 + 1, sizeof(uint64_t)), .n = n};
}

static int linked_order(const void *a, const void *b) {
	int64_t x = ((const struct linked *)a)->person, y = ((const struct linked *)b)->person;
	return x < y ? -1 : x > y;
}

static size_t linked_find(const struct who *w, int64_t person) {
	const struct linked *at = bsearch(&(struct linked){.person = person}, w->linked, w->linked_n, sizeof *w->linked,
		linked_order);
	return (size_t)(at - w->linked);
}

static size_t linked_root(const struct who *w, size_t i) {
	while (w->linked[i].parent != i) {
		w->linked[i].parent = w->linked[w->linked[i].parent].parent;
		i = w->linked[i].parent;
	}
	return i;
}

static void link_tally(struct who_links *l, int64_t why) {
	if (why == WHY_SAME_DOCUMENT)
		l->certain++;
	else if (why == WHY_SAME_WEIGHED)
		l->automatic++;
	else
		l->reviewed++;
}

static int pairs_read(struct cx *cx, int64_t act, struct pair **ret_pairs, size_t *ret_n, struct who_links *links) {
	struct rows rows;
	struct row_figure_links each;
	struct pair *pairs = NULL;
	size_t n = 0;
	int rc = q_figure_links(cx, act, LIKE_SAME, &rows);
	while (rc == 0 && q_figure_links_next(&rows, &each)) {
		pairs = grow(cx->arena, pairs, n, sizeof *pairs);
		pairs[n++] = (struct pair){each.person, each.other};
		link_tally(links, each.why);
	}
	*ret_pairs = pairs;
	*ret_n = n;
	return rows_end(&rows);
}

static void linked_fill(struct who *w, const struct pair *pairs, size_t n) {
	w->linked = arena_array(w->cx->arena, 2 * n, sizeof *w->linked);
	for (size_t i = 0; i < n; i++) {
		w->linked[2 * i].person = pairs[i].person;
		w->linked[2 * i + 1].person = pairs[i].other;
	}
	qsort(w->linked, 2 * n, sizeof *w->linked, linked_order);
	for (size_t i = 0; i < 2 * n; i++)
		if (w->linked_n == 0 || w->linked[w->linked_n - 1].person != w->linked[i].person)
			w->linked[w->linked_n++] = w->linked[i];
	for (size_t i = 0; i < w->linked_n; i++) {
		w->linked[i].parent = i;
		bits_set(&w->is_linked, w->linked[i].person);
	}
}

/* The oldest record of a person is the one with the lowest number, as in same_person. */
int who_begin(struct cx *cx, int64_t act, int64_t persons, struct who *ret_who) {
	struct pair *pairs;
	size_t n;
	struct who w = {.cx = cx, .persons = persons, .is_linked = bits_new(cx, persons), .first = INT64_MAX};
	int rc = pairs_read(cx, act, &pairs, &n, &w.links);
	if (rc != 0)
		return rc;
	if (n > 0)
		linked_fill(&w, pairs, n);
	for (size_t i = 0; i < n; i++) {
		size_t a = linked_root(&w, linked_find(&w, pairs[i].person));
		size_t b = linked_root(&w, linked_find(&w, pairs[i].other));
		w.linked[a > b ? a : b].parent = a < b ? a : b;
	}
	*ret_who = w;
	return 0;
}

int64_t who_is(const struct who *w, int64_t person) {
	if (!bits_get(&w->is_linked, person))
		return person;
	return w->linked[linked_root(w, linked_find(w, person))].person;
}

/* A linked person's records may be anywhere among the linked ones. */
static void range_widen(struct who *w, int64_t person) {
	int64_t last = bits_get(&w->is_linked, person) ? w->linked[w->linked_n - 1].person : person;
	w->first = person < w->first ? person : w->first;
	w->last = last > w->last ? last : w->last;
}

uint32_t who_place(struct who *w, int64_t person) {
	int64_t one = who_is(w, person);
	if (w->places == NULL)
		w->places = arena_array(w->cx->arena, (size_t)w->persons + 1, sizeof *w->places);
	if (w->places[one] == 0) {
		w->places[one] = ++w->n;
		range_widen(w, one);
	}
	return w->places[one];
}

uint32_t who_find(const struct who *w, int64_t person) {
	return w->places == NULL ? 0 : w->places[who_is(w, person)];
}
