/*
 * guide.c - who asks and who does not, so that somebody with experience can be called, and where help is.
 *
 * What is told of a unit is how often it asked. Fewer than the parameter suppress_below are told as such and not as a
 * number: a village of one station has few people. Help and those who advise stand in the profile's register "help",
 * which names nobody.
 */
#include "base/str.h"
#include "core/define.h"
#include "core/fact.h"
#include "db/queries.h"
#include "op/profile.h"
#include "op/register.h"

#define REGISTER "help"

enum { HELPS = 300, EACH_MOST = 64, FEW = 5, EXPERIENCE_YEARS = 2 };

struct help { /* a record of the register; sets are bits 1 << code */
	const char *name;
	int64_t ring, until;
	int hours;
	uint64_t needs, speeches, sexes, ages;
	int municipalities[EACH_MOST];
	size_t municipalities_n;
	bool expert;
};

struct helps {
	struct help *at;
	size_t n;
};

static void value_take(struct cx *cx, struct help *h, const char *field, const struct row_help_values *v) {
	uint64_t bit = v->amount >= 0 && v->amount < 64 ? UINT64_C(1) << v->amount : 0;
	if (str_equal(field, "name"))
		h->name = v->words == NULL ? NULL : arena_strdup(cx->arena, v->words);
	else if (str_equal(field, "line"))
		h->ring = v->amount;
	else if (str_equal(field, "hours"))
		h->hours = (int)v->amount;
	else if (str_equal(field, "need"))
		h->needs |= bit;
	else if (str_equal(field, "languages"))
		h->speeches |= bit;
	else if (str_equal(field, "sex"))
		h->sexes |= bit;
	else if (str_equal(field, "age"))
		h->ages |= bit;
	else if (str_equal(field, "municipality") && h->municipalities_n < EACH_MOST)
		h->municipalities[h->municipalities_n++] = (int)v->amount;
	else if (str_equal(field, "expert"))
		h->expert = true;
	else if (str_equal(field, "until"))
		h->until = v->amount;
}

/* What stands in the register today. A country whose profile has no such register has nothing to tell. */
static int helps_read(struct cx *cx, struct helps *ret_helps) {
	int reg = profile_code(cx->profile, L_REGISTER, REGISTER);
	struct helps all = {.at = arena_array(cx->arena, HELPS, sizeof(struct help))};
	struct rows rows;
	struct row_help_values v;
	struct cell_field field;
	int64_t entry = NONE;
	int rc = q_help_values(cx, reg, &rows);
	if (rc != ERR_OK)
		return rc;
	while (q_help_values_next(&rows, &v)) {
		if (v.entry != entry && all.n == HELPS)
			break;
		if (v.entry != entry)
			all.at[all.n++] = (struct help){.ring = NONE, .until = NONE, .hours = HOURS_WORK};
		entry = v.entry;
		if (register_find_number(cx->profile, reg, v.field, &field))
			value_take(cx, &all.at[all.n - 1], field.code, &v);
	}
	*ret_helps = all;
	return rows_end(&rows);
}

static bool stands(const struct cx *cx, const struct help *h) {
	return h->name != NULL && (h->until == NONE || h->until >= day_of(cx->now));
}

static bool is_among(uint64_t set, const struct in *in, enum field_id id, bool empty_is_all) {
	if (!in_has(in, id) || (set == 0 && empty_is_all))
		return true;
	return (set >> in_code(in, id) & 1) != 0;
}

/* 1: of that municipality, 0: of the whole country, -1: of another one. */
static int nearness(const struct help *h, const struct in *in) {
	if (h->municipalities_n == 0 || !in_has(in, F_MUNICIPALITY))
		return 0;
	for (size_t i = 0; i < h->municipalities_n; i++)
		if (h->municipalities[i] == in_code(in, F_MUNICIPALITY))
			return 1;
	return -1;
}

/* Somebody whose age is not known is helped as a child; who helps children helps her. */
static bool fits(const struct cx *cx, const struct help *h, const struct in *in) {
	bool of_age = is_among(h->ages, in, F_AGE, true) || (in_has(in, F_AGE) && in_code(in, F_AGE) == AGE_UNKNOWN
		&& (h->ages >> AGE_12_17 & 1) != 0);
	return stands(cx, h) && !h->expert && is_among(h->speeches, in, F_SPEECH, false)
		&& is_among(h->sexes, in, F_SEX, true) && of_age && is_among(h->needs, in, F_NEED, false) && nearness(h, in) >= 0;
}

static void codes_put(struct out *out, enum field_id id, uint64_t set) {
	int codes[64];
	size_t n = 0;
	for (int code = 1; code < 64; code++)
		if ((set >> code & 1) != 0)
			codes[n++] = code;
	out_codes(out, id, codes, n);
}

static void help_put(struct out *out, const struct help *h) {
	out_row(out);
	out_text(out, F_HELPER, h->name);
	if (h->ring != NONE)
		out_number(out, F_RING, h->ring);
	out_code(out, F_HOURS, h->hours);
	codes_put(out, F_SPEECH, h->speeches);
}

int help_list(struct cx *cx, const struct in *in, struct out *out) {
	struct helps all;
	int rc = helps_read(cx, &all);
	for (int near = 1; rc == ERR_OK && near >= 0; near--)
		for (size_t i = 0; i < all.n; i++) {
			const struct help *h = &all.at[i];
			if (!fits(cx, h, in) || nearness(h, in) != near)
				continue;
			help_put(out, h);
			codes_put(out, F_NEED, h->needs);
			out_codes(out, F_MUNICIPALITY, h->municipalities, h->municipalities_n);
			out_number(out, F_NEAR, near);
		}
	return rc;
}

/* How often the caller's unit asked lately; of an account of no unit, its organisation. */
static int experience(struct cx *cx, int64_t *ret_n) {
	int year, month, day;
	struct row_practice_unit unit = {0};
	struct row_practice_org org = {0};
	day_to_ymd(day_of(cx->now), &year, &month, &day);
	int32_t since = day_from_ymd(year - EXPERIENCE_YEARS, month, 1);
	int rc = cx->actor.unit != 0 ? q_practice_unit(cx, cx->actor.unit, since, &unit)
		: q_practice_org(cx, cx->actor.org, since, &org);
	if (rc == ERR_OK)
		*ret_n = cx->actor.unit != 0 ? unit.n : org.n;
	return rc;
}

int expert_find(struct cx *cx, const struct in *in, struct out *out) {
	(void)in;
	struct helps all;
	int64_t n = 0, few = profile_parameter(cx->profile, "few_screenings", day_text(cx->arena, day_of(cx->now)));
	int rc = experience(cx, &n);
	if (rc == ERR_OK)
		rc = helps_read(cx, &all);
	if (rc != ERR_OK)
		return rc;
	out_number(out, F_COUNT, n);
	out_number(out, F_FEW, n < (few == NONE ? FEW : few));
	for (size_t i = 0; i < all.n; i++)
		if (all.at[i].expert && stands(cx, &all.at[i]))
			help_put(out, &all.at[i]);
	return ERR_OK;
}

int practice_units(struct cx *cx, const struct in *in, struct out *out) {
	struct rows rows;
	struct row_practice_units u;
	int64_t year = in_number(in, F_YEAR);
	int64_t least = profile_parameter(cx->profile, "suppress_below", day_text(cx->arena, year_last(year)));
	int rc = q_practice_units(cx, year_first(year), year_last(year), &rows);
	if (rc != ERR_OK)
		return rc;
	while (q_practice_units_next(&rows, &u)) {
		if ((profile_roles(cx->profile, u.org_kind) >> ROLE_OFFICER & 1) == 0)
			continue; /* nobody there asks people anything */
		out_row(out);
		out_text(out, F_UNIT, u.code);
		out_text(out, F_UNIT_NAME, u.name);
		out_text(out, F_ORG_NAME, u.org_name);
		out_code(out, F_ORG_KIND, u.org_kind);
		if (u.municipality != NONE)
			out_code(out, F_MUNICIPALITY, (int)u.municipality);
		out_number(out, F_NEVER, u.n == 0);
		if (least == NONE || u.n == 0 || u.n >= least)
			out_number(out, F_COUNT, u.n);
	}
	return rows_end(&rows);
}
