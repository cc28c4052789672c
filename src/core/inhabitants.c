#include "core/inhabitants.h"

#include "base/str.h"
#include "op/profile.h"

#define NAME "inhabitants"

/* What a condition of a definition allows: of the breakdown, else of the indicator; NULL: everything. */
static const json_t *allowed(const struct definition *d, const char *field) {
	const json_t *part = json_object_get(json_object_get(d->part, "where"), field);
	return part != NULL ? part : json_object_get(json_object_get(d->own, "where"), field);
}

static bool allows(const json_t *codes, const char *code) {
	const json_t *one;
	size_t i;
	if (codes == NULL)
		return true;
	json_array_foreach((json_t *)codes, i, one)
		if (str_equal(json_string_value(one), code))
			return true;
	return false;
}

/* The newest number of a municipality that was there on the last day of the year. */
static int64_t number_of(struct cx *cx, const json_t *municipality, int year) {
	const char *last = day_text(cx->arena, year_last(year));
	const json_t *one;
	size_t i;
	int64_t n = NONE;
	json_array_foreach(json_object_get(municipality, NAME), i, one)
		if (strcmp(json_string_value(json_object_get(one, "from")), last) <= 0)
			n = json_integer_value(json_object_get(one, "value"));
	return n;
}

static const char *region_code(const struct cx *cx, const json_t *municipality) {
	return code_name(cx->profile, L_REGION, (int)json_integer_value(json_object_get(municipality, "region")));
}

int64_t inhabitants(struct cx *cx, const struct definition *d, int year) {
	const json_t *places = allowed(d, "municipality"), *regions = allowed(d, "region"), *rural = allowed(d, "rural");
	int64_t all = 0;
	if (places == NULL && regions == NULL && rural == NULL)
		return profile_parameter(cx->profile, NAME, day_text(cx->arena, year_last(year)));
	for (size_t i = 0; profile_number(cx->profile, L_MUNICIPALITY, i) != 0; i++) {
		const json_t *m = profile_entry(cx->profile, L_MUNICIPALITY, profile_number(cx->profile, L_MUNICIPALITY, i));
		if (!allows(places, json_string_value(json_object_get(m, "code"))) || !allows(regions, region_code(cx, m))
			|| !allows(rural, json_is_true(json_object_get(m, "rural")) ? "rural" : "urban"))
			continue;
		int64_t n = number_of(cx, m, year);
		if (n == NONE)
			return NONE;
		all += n;
	}
	return all == 0 ? NONE : all;
}
