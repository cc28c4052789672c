#include "core/projection.h"

#include "base/buf.h"
#include "core/register.h"
#include "crypt/crypt.h"
#include "db/queries.h"

int project_person(struct cx *cx, int64_t person) {
	int rc = q_project_person_clear(cx, person);
	return rc == ERR_OK ? q_project_person_make(cx, person) : rc;
}

/* Not in one query: this is asked for every row of a list, and a sorter costs more than all the rest. */
int project_relation(struct cx *cx, int64_t person) {
	struct rows rows;
	struct row_project_relation_asked each;
	struct buf asked = buf_new(cx->arena, 1 << 20); /* written only after reading */
	int rc = q_project_relation_clear(cx, person);
	if (rc == ERR_OK)
		rc = q_project_relation_met(cx, person);
	if (rc == ERR_OK)
		rc = q_project_relation_asked(cx, person, &rows);
	if (rc != ERR_OK)
		return rc;
	while (q_project_relation_asked_next(&rows, &each))
		buf_add(&asked, &each, sizeof each);
	rc = rows_end(&rows);
	for (size_t at = 0; rc == ERR_OK && at < asked.n; at += sizeof each) {
		memcpy(&each, asked.at + at, sizeof each);
		rc = q_project_relation_add(cx, person, each.org, each.kind);
	}
	return rc;
}

/* The identification decision before reasonable grounds, and these before a presumption. */
static int weight_of(int stage) {
	return stage == STAGE_FORMAL ? 2 : stage == STAGE_REASONABLE ? 1 : 0;
}

/* Waiting, or keeping somebody out of protection, says nothing of whether she is a victim. */
static bool says_status(const struct row_project_victim_of *d) {
	return d->outcome == OUTCOME_POSITIVE || d->outcome == OUTCOME_NEGATIVE;
}

/* The weightier stage, then the later day before the earlier, the later record before the earlier. */
static bool decides_over(const struct row_project_victim_of *a, const struct row_project_victim_of *b) {
	if (a->stage != b->stage)
		return weight_of(a->stage) > weight_of(b->stage);
	return a->happened != b->happened ? a->happened > b->happened : a->id > b->id;
}

int project_victim(struct cx *cx, int64_t person) {
	struct rows rows;
	struct row_project_victim_of each, first = {.id = NONE};
	int rc = q_project_victim_clear(cx, person);
	if (rc == ERR_OK)
		rc = q_project_victim_of(cx, person, &rows);
	if (rc != ERR_OK)
		return rc;
	while (q_project_victim_of_next(&rows, &each))
		if (says_status(&each) && (first.id == NONE || decides_over(&each, &first)))
			first = each;
	rc = rows_end(&rows);
	if (rc != ERR_OK || first.id == NONE)
		return rc;
	return q_project_victim_put(cx, person, first.id, first.stage, first.outcome);
}

int project_referral(struct cx *cx, int64_t referral) {
	int rc = q_project_referral_clear(cx, referral);
	return rc == ERR_OK ? q_project_referral_make(cx, referral) : rc;
}

int project_place(struct cx *cx, int64_t place) {
	int rc = q_project_place_clear(cx, place);
	return rc == ERR_OK ? q_project_place_make(cx, place) : rc;
}

struct set { /* of persons; small, for it holds records of one person */
	struct buf at;
};

static struct set set_new(struct cx *cx) {
	return (struct set){buf_new(cx->arena, 1 << 20)};
}

static size_t set_n(const struct set *s) {
	return s->at.n / sizeof(int64_t);
}

static int64_t set_at(const struct set *s, size_t i) {
	int64_t person;
	memcpy(&person, s->at.at + i * sizeof person, sizeof person);
	return person;
}

static bool set_has(const struct set *s, int64_t person) {
	for (size_t i = 0; i < set_n(s); i++)
		if (set_at(s, i) == person)
			return true;
	return false;
}

static void set_add(struct set *s, int64_t person) {
	if (!set_has(s, person))
		buf_add(&s->at, &person, sizeof person);
}

/* Everybody reached from `person` over links that say "the same"; itself first. */
static int component(struct cx *cx, int64_t person, struct set *ret_set) {
	struct set s = set_new(cx);
	struct rows rows;
	struct row_link_same each;
	int rc = ERR_OK;
	set_add(&s, person);
	for (size_t i = 0; rc == ERR_OK && i < set_n(&s); i++) {
		rc = q_link_same(cx, set_at(&s, i), &rows);
		if (rc != ERR_OK)
			break;
		while (q_link_same_next(&rows, &each))
			set_add(&s, each.other);
		rc = rows_end(&rows);
	}
	*ret_set = s;
	return rc;
}

static int component_write(struct cx *cx, const struct set *s) {
	int64_t first = set_at(s, 0);
	int rc = ERR_OK;
	for (size_t i = 0; i < set_n(s); i++)
		first = set_at(s, i) < first ? set_at(s, i) : first;
	for (size_t i = 0; rc == ERR_OK && i < set_n(s); i++) {
		rc = q_same_person_clear(cx, set_at(s, i));
		if (rc == ERR_OK && set_n(s) > 1)
			rc = q_same_person_add(cx, set_at(s, i), first);
	}
	return rc;
}

static int closed_write(struct cx *cx, int64_t person) {
	int rc = q_project_closed_clear(cx, person);
	return rc == ERR_OK ? q_project_closed_make(cx, person) : rc;
}

int project_closed(struct cx *cx, int64_t person) {
	struct set all = set_new(cx);
	int rc = component(cx, person, &all);
	for (size_t i = 0; rc == ERR_OK && i < set_n(&all); i++)
		rc = closed_write(cx, set_at(&all, i));
	return rc;
}

int project_same_person(struct cx *cx, int64_t person) {
	struct set before = set_new(cx), done = set_new(cx), now;
	struct rows rows;
	struct row_same_person_all each;

	set_add(&before, person);
	int rc = q_same_person_all(cx, person, &rows);
	if (rc != ERR_OK)
		return rc;
	while (q_same_person_all_next(&rows, &each))
		set_add(&before, each.member);
	rc = rows_end(&rows);
	/* A link taken back may have parted those who stood together: each of them is looked at. */
	for (size_t i = 0; rc == ERR_OK && i < set_n(&before); i++) {
		if (set_has(&done, set_at(&before, i)))
			continue;
		rc = component(cx, set_at(&before, i), &now);
		if (rc == ERR_OK)
			rc = component_write(cx, &now);
		for (size_t k = 0; rc == ERR_OK && k < set_n(&now); k++)
			set_add(&done, set_at(&now, k));
	}
	for (size_t i = 0; rc == ERR_OK && i < set_n(&done); i++)
		rc = closed_write(cx, set_at(&done, i));
	return rc;
}

enum { SLICE = 1000 };

typedef int project(struct cx *cx, int64_t id);

/* The next row numbers of a table after `after`; gives how many, SLICE at most. */
#define IDS(query) \
	static int query##_ids(struct cx *cx, int64_t after, int64_t ids[SLICE], size_t *ret_n) { \
		struct rows rows; \
		struct row_##query each; \
		size_t n = 0; \
		int rc = q_##query(cx, after, &rows); \
		if (rc != ERR_OK) \
			return rc; \
		while (n < SLICE && q_##query##_next(&rows, &each)) \
			ids[n++] = each.id; \
		*ret_n = n; \
		return rows_end(&rows); \
	}

IDS(project_slice_referrals)
IDS(project_slice_persons)
IDS(project_slice_places)
IDS(project_slice_linked)

static int rebuild(struct cx *cx, int (*slice)(struct cx *, int64_t, int64_t[SLICE], size_t *), project *fn) {
	int64_t ids[SLICE], after = 0;
	size_t n;
	do {
		int rc = slice(cx, after, ids, &n);
		for (size_t i = 0; rc == ERR_OK && i < n; i++)
			rc = fn(cx, ids[i]);
		if (rc != ERR_OK)
			return rc;
		after = n > 0 ? ids[n - 1] : after;
	} while (n == SLICE);
	return ERR_OK;
}

static int clear_all(struct cx *cx) {
	int rc = q_project_clear_same(cx);
	if (rc == ERR_OK)
		rc = q_project_clear_closed(cx);
	if (rc == ERR_OK)
		rc = q_project_clear_places(cx);
	if (rc == ERR_OK)
		rc = q_project_clear_persons(cx);
	if (rc == ERR_OK)
		rc = q_project_clear_victims(cx);
	if (rc == ERR_OK)
		rc = q_project_clear_relations(cx);
	return rc == ERR_OK ? q_project_clear_referrals(cx) : rc;
}

/* In this order: relation reads referral_now, person_now reads victim. */
int core_rebuild(struct cx *cx) {
	int rc = clear_all(cx);
	if (rc == ERR_OK)
		rc = rebuild(cx, project_slice_referrals_ids, project_referral);
	if (rc == ERR_OK)
		rc = rebuild(cx, project_slice_persons_ids, project_relation);
	if (rc == ERR_OK)
		rc = rebuild(cx, project_slice_persons_ids, project_victim);
	if (rc == ERR_OK)
		rc = rebuild(cx, project_slice_persons_ids, project_person);
	if (rc == ERR_OK)
		rc = rebuild(cx, project_slice_places_ids, project_place);
	if (rc == ERR_OK)
		rc = rebuild(cx, project_slice_linked_ids, project_same_person);
	if (rc == ERR_OK)
		rc = rebuild(cx, project_slice_persons_ids, closed_write);
	if (rc == ERR_OK)
		rc = entries_project(cx);
	return rc;
}

_Static_assert((int)PROJECTION_PRINT == (int)HASH_SIZE, "a fingerprint is one hash");

static void print_add(uint8_t print[HASH_SIZE], const char *table, const int64_t *row, size_t n) {
	crypt_hash(print, "atrama projection 1", BLOB(print, HASH_SIZE), BLOB_STR(table), BLOB(row, n * sizeof *row));
}

/* Adds every row of a table to the fingerprint: its columns as whole numbers, in their order. */
#define PRINT(query, ...) \
	do { \
		struct row_##query r; \
		rc = rc == ERR_OK ? q_##query(cx, &rows) : rc; \
		if (rc != ERR_OK) \
			return rc; \
		while (q_##query##_next(&rows, &r)) \
			print_add(print, #query, (const int64_t[]){__VA_ARGS__}, \
				sizeof((const int64_t[]){__VA_ARGS__}) / sizeof(int64_t)); \
		rc = rows_end(&rows); \
	} while (0)

int core_fingerprint(struct cx *cx, uint8_t ret_print[PROJECTION_PRINT]) {
	uint8_t print[HASH_SIZE] = {0};
	struct rows rows;
	int rc = ERR_OK;
	PRINT(dump_person_now, r.person, r.status, r.age, r.sex, r.speech, r.municipality, r.since, r.place, r.placed,
		r.reflection_from, r.reflection_to);
	PRINT(dump_relation, r.person, r.org, r.kinds);
	PRINT(dump_victim, r.person, r.decision, r.stage, r.outcome);
	PRINT(dump_same_person, r.person, r.first);
	PRINT(dump_closed, r.person, r.org, r.unit, r.account);
	PRINT(dump_referral_now, r.referral, r.person, r.sender, r.receiver, r.state, r.danger);
	PRINT(dump_place_now, r.place, r.taken);
	PRINT(dump_entry_now, r.entry, r.reg, r.org, r.happened);
	if (rc == ERR_OK)
		memcpy(ret_print, print, HASH_SIZE);
	return rc;
}
