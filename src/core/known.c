#include "core/known.h"

#include "base/str.h"
#include "core/grow.h"
#include "db/queries.h"
#include "op/profile.h"

/* Reading ---------------------------------------------------------------------------------------------------------- */

static void told_add(struct known *k, struct told_list *l, struct told told) {
	if (told.place == 0)
		return;
	l->at = grow(k->cx->arena, l->at, l->n, sizeof told);
	l->at[l->n++] = told;
}

static int told_compare(const struct told *x, const struct told *y) {
	if (x->place != y->place)
		return x->place < y->place ? -1 : 1;
	if (x->happened != y->happened)
		return x->happened < y->happened ? -1 : 1;
	return x->value - y->value;
}

static int told_order(const void *a, const void *b) {
	return told_compare(a, b);
}

static void told_sort(struct known *k, struct told_list *l) {
	bool sorted = true;
	for (size_t i = 1; i < l->n && sorted; i++)
		sorted = told_compare(&l->at[i - 1], &l->at[i]) <= 0;
	if (!sorted)
		qsort(l->at, l->n, sizeof *l->at, told_order);
	l->begins = arena_array(k->cx->arena, (size_t)k->who->n + 2, sizeof *l->begins);
	size_t i = 0;
	for (uint32_t place = 0; place <= k->who->n + 1; place++) {
		while (i < l->n && l->at[i].place < place)
			i++;
		l->begins[place] = i;
	}
	l->places = k->who->n;
	l->read = true;
}

struct gone { /* rows that something took the place of, and rows that only take back */
	struct bits bits;
};

static void gone_note(struct gone *g, int64_t id, int64_t supersedes, int voided) {
	bits_set(&g->bits, supersedes);
	if (voided != 0)
		bits_set(&g->bits, id);
}

static int signs_read(struct known *k) {
	struct rows rows;
	struct row_figure_signals_superseding old;
	struct row_figure_signals each;
	struct gone gone = {bits_new(k->cx, k->extent->signals)};
	int rc = q_figure_signals_superseding(k->cx, k->act, &rows);
	while (rc == 0 && q_figure_signals_superseding_next(&rows, &old))
		gone_note(&gone, old.id, old.supersedes, old.voided);
	rc = rows_end(&rows);
	if (rc == 0)
		rc = q_figure_signals(k->cx, k->who->first, k->who->last, k->act, &rows);
	if (rc != 0)
		return rc;
	while (q_figure_signals_next(&rows, &each))
		if (!bits_get(&gone.bits, each.id))
			told_add(k, &k->signs, (struct told){who_find(k->who, each.person), each.happened,
				each.age * 16 + each.sex});
	told_sort(k, &k->signs);
	return rows_end(&rows);
}

int known_read_trait(struct known *k, int kind) {
	struct rows rows;
	struct row_figure_traits_superseding old;
	struct row_figure_traits each;
	if (bug_if(k->cx, kind < 0 || kind >= TRAITS))
		return ERR_BUG;
	struct told_list *l = &k->traits[kind];
	if (l->read || k->who->n == 0)
		return 0;
	struct gone gone = {bits_new(k->cx, k->extent->traits)};
	int rc = q_figure_traits_superseding(k->cx, k->act, &rows);
	while (rc == 0 && q_figure_traits_superseding_next(&rows, &old))
		gone_note(&gone, old.id, old.supersedes, old.voided);
	rc = rows_end(&rows);
	if (rc == 0)
		rc = q_figure_traits(k->cx, kind, k->who->first, k->who->last, k->act, &rows);
	if (rc != 0)
		return rc;
	while (q_figure_traits_next(&rows, &each))
		if (!bits_get(&gone.bits, each.id))
			told_add(k, l, (struct told){who_find(k->who, each.person), each.happened, each.value});
	told_sort(k, l);
	return rows_end(&rows);
}

int known_read(struct known *k, const struct filter *f) {
	int rc = 0;
	if ((f->ages != 0 || f->sexes != 0) && !k->signs.read && k->who->n > 0)
		rc = signs_read(k);
	for (size_t i = 0; rc == 0 && i < f->traits_n; i++)
		rc = known_read_trait(k, f->traits[i].kind);
	return rc;
}

/* Answering -------------------------------------------------------------------------------------------------------- */

static size_t told_begin(const struct told_list *l, uint32_t place) {
	return l->read && place <= l->places ? l->begins[place] : 0;
}

static size_t told_end(const struct told_list *l, uint32_t place) {
	return l->read && place <= l->places ? l->begins[place + 1] : 0;
}

/* As the decision has it; else as the newest sign of that time that knows it, else the first one after. */
static int age_of(const struct known *k, const struct hit *h) {
	const struct told_list *l = &k->signs;
	const struct told *best = NULL;
	if (h->age != 0)
		return h->age;
	for (size_t i = told_begin(l, h->place); i < told_end(l, h->place); i++) {
		const struct told *t = &l->at[i];
		if (t->value / 16 == AGE_UNKNOWN)
			continue;
		if (best == NULL || (t->happened <= h->happened && t->happened > best->happened))
			best = t;
	}
	return best == NULL ? AGE_UNKNOWN : best->value / 16;
}

/* The newest sign that knows it. */
static int sex_of(const struct known *k, uint32_t place) {
	const struct told_list *l = &k->signs;
	int sex = SEX_UNKNOWN;
	int32_t day = INT32_MIN;
	for (size_t i = told_begin(l, place); i < told_end(l, place); i++) {
		int said = l->at[i].value % 16;
		if (said != SEX_UNKNOWN && (l->at[i].happened > day || said < sex)) {
			sex = said;
			day = l->at[i].happened;
		}
	}
	return sex;
}

static int told_of(const struct told_list *l, uint32_t place, int32_t day) {
	int value = TOLD_UNKNOWN;
	int32_t when = INT32_MIN;
	for (size_t i = told_begin(l, place); i < told_end(l, place); i++) {
		const struct told *t = &l->at[i];
		if (t->happened <= day && t->value != TOLD_UNKNOWN && t->happened > when) {
			value = t->value; /* of one day the lowest code stands first */
			when = t->happened;
		}
	}
	return value;
}

/* A list may say in so many words that nobody knows. */
static bool is_known(const struct known *k, int country) {
	return country != profile_code(k->cx->profile, L_COUNTRY, "unknown");
}

int known_country(const struct known *k, int kind, uint32_t place, int32_t day) {
	const struct told_list *l = &k->traits[kind];
	for (size_t i = told_begin(l, place); i < told_end(l, place) && l->at[i].happened <= day; i++)
		if (is_known(k, l->at[i].value))
			return l->at[i].value;
	return 0;
}

static bool is_eu(const struct known *k, int country) {
	return json_is_true(json_object_get(profile_entry(k->cx->profile, L_COUNTRY, country), "eu"));
}

/* Home, the union and the rest part everybody: who has several counts by the nearest. */
static bool countries_test(const struct known *k, const struct trait_filter *f, uint32_t place, int32_t day) {
	const struct told_list *l = &k->traits[f->kind];
	int home = profile_code(k->cx->profile, L_COUNTRY, profile_name(k->cx->profile));
	bool any = false, at_home = false, in_eu = false, named = false;
	for (size_t i = told_begin(l, place); i < told_end(l, place) && l->at[i].happened <= day; i++) {
		int country = l->at[i].value;
		if (!is_known(k, country))
			continue;
		any = true;
		at_home |= country == home;
		in_eu |= is_eu(k, country);
		for (size_t c = 0; c < f->codes_n; c++)
			named |= f->codes[c] == country;
	}
	if (!any)
		return f->unknown;
	return named || (at_home ? f->home : in_eu ? f->eu : f->other);
}

static bool in_bits(uint64_t bits, int code) {
	return bits == 0 || ((bits >> code) & 1) != 0;
}

bool filter_test(const struct known *k, const struct bodies *b, const struct filter *f, const struct hit *h,
	const char **ret_detail) {
	const char *no = NULL;
	if (!in_bits(f->groups, profile_group(k->cx->profile, h->form)))
		no = "group";
	else if (!in_bits(f->stages, h->stage))
		no = "stage";
	else if (!in_bits(f->kinds, body_of(b, h->org)->kind))
		no = "org_kind";
	else if (f->ages != 0 && !in_bits(f->ages, age_of(k, h)))
		no = "age";
	else if (f->sexes != 0 && !in_bits(f->sexes, sex_of(k, h->place)))
		no = "sex";
	for (size_t i = 0; no == NULL && i < f->traits_n; i++) {
		const struct trait_filter *t = &f->traits[i];
		int32_t day = year_last(h->year);
		bool good = t->told != 0 ? in_bits(t->told, told_of(&k->traits[t->kind], h->place, day))
			: countries_test(k, t, h->place, day);
		if (!good)
			no = code_name(k->cx->profile, L_TRAIT, t->kind);
	}
	*ret_detail = no;
	return no == NULL;
}

/* Filters of the profile ------------------------------------------------------------------------------------------- */

static bool codes_read(const struct cx *cx, const json_t *codes, enum list list, uint64_t *ret_bits) {
	const json_t *one;
	size_t i;
	*ret_bits = 0;
	json_array_foreach((json_t *)codes, i, one) {
		int number = json_is_string(one) ? code_find(cx->profile, list, json_string_value(one)) : 0;
		if (number <= 0 || number >= 64)
			return false;
		*ret_bits |= UINT64_C(1) << number;
	}
	return codes == NULL || *ret_bits != 0;
}

static bool countries_read(struct cx *cx, const json_t *codes, struct trait_filter *f) {
	int *numbers = arena_array(cx->arena, json_array_size(codes) + 1, sizeof *numbers);
	const json_t *one;
	size_t i;
	json_array_foreach((json_t *)codes, i, one) {
		const char *name = json_string_value(one);
		f->home |= str_equal(name, "@home");
		f->eu |= str_equal(name, "@eu");
		f->other |= str_equal(name, "@other");
		f->unknown |= str_equal(name, "unknown");
		if (name == NULL || *name == '@' || str_equal(name, "unknown"))
			continue;
		numbers[f->codes_n] = code_find(cx->profile, L_COUNTRY, name);
		if (numbers[f->codes_n++] == 0)
			return false;
	}
	f->codes = numbers;
	return f->codes_n > 0 || f->home || f->eu || f->other || f->unknown;
}

static bool traits_read(struct cx *cx, const json_t *traits, struct filter *f) {
	const char *name;
	json_t *codes;
	json_object_foreach((json_t *)traits, name, codes) {
		struct trait_filter *t = &f->traits[f->traits_n];
		int kind = code_find(cx->profile, L_TRAIT, name);
		bool country = kind == TRAIT_CITIZENSHIP || kind == TRAIT_EXPLOITED_IN || kind == TRAIT_RECRUITED_IN;
		if (kind <= 0 || kind >= TRAITS || ++f->traits_n == TRAITS)
			return false;
		*t = (struct trait_filter){.kind = kind};
		if (!(country ? countries_read(cx, codes, t) : codes_read(cx, codes, L_TOLD, &t->told)))
			return false;
	}
	return true;
}

int filter_read(struct cx *cx, const struct definition *d, struct filter *ret_filter) {
	struct filter f = {0};
	bool sound = codes_read(cx, define_get(d, "group"), L_GROUP, &f.groups)
		&& codes_read(cx, define_get(d, "age"), L_AGE, &f.ages)
		&& codes_read(cx, define_get(d, "sex"), L_SEX, &f.sexes)
		&& codes_read(cx, define_get(d, "org_kind"), L_ORG_KIND, &f.kinds)
		&& codes_read(cx, define_get(d, "stage"), L_STAGE, &f.stages)
		&& traits_read(cx, define_get(d, "trait"), &f);
	*ret_filter = f;
	return bug_if(cx, !sound);
}

bool filter_any(const struct filter *f) {
	return (f->groups | f->ages | f->sexes | f->kinds | f->stages) != 0 || f->traits_n > 0;
}
