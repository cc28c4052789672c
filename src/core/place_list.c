/*
 * Places to stay as a list without addresses, and for whom there is none.
 *
 * A place takes one sex or everybody, and the ages and citizens it names, or all. Somebody of unknown age counts as a
 * child. A bed is for a group alone where its place takes that sex only (a place for everybody is for no sex alone, but
 * is where people of another gender go) and names ages that are all of children, or all of adults. A group without such
 * a bed is a gap.
 */
#include "core/operations.h"
#include "db/queries.h"

enum { CHILDREN = 1 << AGE_UNDER_12 | 1 << AGE_12_17 | 1 << AGE_UNKNOWN };

struct wish { /* who is looked for a place; 0 asks for nothing */
	int sex, age, citizens, region, speech;
	bool only_free;
};

static int code_or_0(const struct in *in, enum field_id id) {
	return in_has(in, id) ? in_code(in, id) : 0;
}

static bool takes_age(int64_t ages, int age) {
	int64_t asked = INT64_C(1) << age;
	if (age == AGE_UNKNOWN)
		asked = CHILDREN;
	return age == 0 || ages == NONE || (ages & asked) != 0;
}

static bool takes_citizens(int64_t citizens, int of) {
	return of == 0 || citizens == NONE || (citizens >> of & 1) != 0;
}

/* A place for another gender takes everybody; one for women takes nobody whose gender is not known. */
static bool takes(const struct wish *w, const struct row_place_all *p) {
	return (w->sex == 0 || p->sex == w->sex || p->sex == SEX_OTHER) && takes_age(p->ages, w->age)
		&& takes_citizens(p->citizens, w->citizens);
}

static bool is_alone(const struct wish *w, const struct row_place_all *p) {
	bool child = (CHILDREN >> w->age & 1) != 0;
	bool others = p->ages == NONE || (p->ages & (child ? ~(int64_t)CHILDREN : (int64_t)CHILDREN)) != 0;
	return takes(w, p) && p->sex == w->sex && !others;
}

static bool suits(const struct wish *w, const struct row_place_all *p, int64_t free, const int *speech, size_t n) {
	if (!takes(w, p) || (w->region != 0 && p->region != w->region) || (w->only_free && free == 0))
		return false;
	for (size_t i = 0; w->speech != 0 && i < n; i++)
		if (speech[i] == w->speech)
			return true;
	return w->speech == 0;
}

static int speech_of(struct cx *cx, int64_t place, int speech[64], size_t *ret_n) {
	struct rows rows;
	struct row_place_speech_list each;
	size_t n = 0;
	int rc = q_place_speech_list(cx, place, &rows);
	while (rc == 0 && n < 64 && q_place_speech_list_next(&rows, &each))
		speech[n++] = each.speech;
	*ret_n = n;
	return rows_end(&rows);
}

static void bits_put(struct out *out, enum field_id field, int64_t bits, int last) {
	int codes[64];
	size_t n = 0;
	for (int code = 1; bits != NONE && code <= last; code++)
		if ((bits >> code & 1) != 0)
			codes[n++] = code;
	out_codes(out, field, codes, n);
}

static int64_t free_of(const struct row_place_all *p) {
	return p->beds > p->taken ? p->beds - p->taken : 0;
}

static void place_put(struct cx *cx, const struct row_place_all *p, const int *speech, size_t n, struct out *out) {
	out_row(out);
	out_blob_ref(out, F_PLACE, p->ref);
	out_text(out, F_LABEL, p->label);
	out_text(out, F_ORG, p->org_code);
	out_text(out, F_ORG_NAME, p->org_name);
	out_code(out, F_REGION, p->region);
	out_code(out, F_SEX, p->sex);
	out_number(out, F_BEDS, p->beds);
	out_number(out, F_FREE, free_of(p));
	out_codes(out, F_SPEECH, speech, n);
	out_number(out, F_MAY_OPEN, p->org == cx->actor.org);
	bits_put(out, F_AGE, p->ages, AGE_UNKNOWN);
	bits_put(out, F_CITIZENS, p->citizens, CITIZENS_OTHER);
}

int place_list(struct cx *cx, const struct in *in, struct out *out) {
	const struct wish wish = {
		.sex = code_or_0(in, F_SEX),
		.age = code_or_0(in, F_AGE),
		.citizens = code_or_0(in, F_CITIZENS),
		.region = code_or_0(in, F_REGION),
		.speech = code_or_0(in, F_SPEECH),
		.only_free = in_has(in, F_FREE_ONLY) && in_number(in, F_FREE_ONLY) != 0,
	};
	struct rows rows;
	struct row_place_all p;
	int rc = q_place_all(cx, &rows);
	while (rc == 0 && q_place_all_next(&rows, &p)) {
		int speech[64];
		size_t n = 0;
		rc = speech_of(cx, p.id, speech, &n);
		if (rc == 0 && suits(&wish, &p, free_of(&p), speech, n))
			place_put(cx, &p, speech, n, out);
	}
	int end = rows_end(&rows);
	return rc != 0 ? rc : end;
}

struct gap { /* the beds of one group */
	struct wish who;
	int64_t alone, beds, free;
};

enum { SEXES = SEX_OTHER, AGES = AGE_UNKNOWN, CITIZENS = CITIZENS_OTHER, GROUPS = SEXES * AGES * CITIZENS };

static void gap_add(struct gap *g, const struct row_place_all *p) {
	if (!takes(&g->who, p))
		return;
	g->beds += p->beds;
	g->free += free_of(p);
	g->alone += is_alone(&g->who, p) ? p->beds : 0;
}

int place_gaps(struct cx *cx, const struct in *in, struct out *out) {
	(void)in;
	struct gap groups[GROUPS];
	struct rows rows;
	struct row_place_all p;
	for (int i = 0; i < GROUPS; i++)
		groups[i] = (struct gap){.who = {.sex = 1 + i / (AGES * CITIZENS), .age = 1 + i / CITIZENS % AGES,
			.citizens = 1 + i % CITIZENS}};
	int rc = q_place_all(cx, &rows);
	while (rc == 0 && q_place_all_next(&rows, &p))
		for (int i = 0; i < GROUPS; i++)
			gap_add(&groups[i], &p);
	rc = rows_end(&rows);
	for (int i = 0; rc == 0 && i < GROUPS; i++) {
		out_row(out);
		out_code(out, F_SEX, groups[i].who.sex);
		out_code(out, F_AGE, groups[i].who.age);
		out_code(out, F_CITIZENS, groups[i].who.citizens);
		out_number(out, F_DEDICATED, groups[i].alone);
		out_number(out, F_BEDS, groups[i].beds);
		out_number(out, F_FREE, groups[i].free);
	}
	return rc;
}
