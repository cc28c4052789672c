#include "core/define.h"

#include "op/op.h"
#include "op/profile.h"

static const char *const families[FAMILY__MAX] = {
	[FAMILY_ENTRIES] = "entries",
	[FAMILY_IDENTIFIED] = "identified",
	[FAMILY_PRESUMED] = "presumed",
	[FAMILY_SUPPORTED] = "supported",
	[FAMILY_REGISTERED] = "registered",
	[FAMILY_PARAMETER] = "parameter",
	[FAMILY_STATUTE] = "statute",
	[FAMILY_REFERRALS] = "referrals",
	[FAMILY_PATHS] = "paths",
	[FAMILY_SERVICES] = "services",
	[FAMILY_CLOCKS] = "clocks",
	[FAMILY_SHEETS] = "sheets",
	[FAMILY_SCREENINGS] = "screenings",
	[FAMILY_ARRIVALS] = "arrivals",
	[FAMILY_LEADS] = "leads",
};

enum family family_find(const char *name) {
	for (int i = 1; i < FAMILY__MAX && name != NULL; i++)
		if (strcmp(families[i], name) == 0)
			return (enum family)i;
	return FAMILY_NONE;
}

const char *family_name(enum family family) {
	return families[family];
}

const json_t *define_get(const struct definition *d, const char *key) {
	const json_t *value = json_object_get(d->part, key);
	return value != NULL ? value : json_object_get(d->own, key);
}

const char *define_text(const struct definition *d, const char *key) {
	return json_string_value(define_get(d, key));
}

/* {"parameter": ...} and {"statute": ...} say their family themselves. */
static enum family family_of(const struct definition *d) {
	if (json_object_get(d->part, "parameter") != NULL)
		return FAMILY_PARAMETER;
	if (json_object_get(d->part, "statute") != NULL)
		return FAMILY_STATUTE;
	return family_find(define_text(d, "family"));
}

int define(struct cx *cx, int indicator, const char *breakdown, struct definition *ret_definition) {
	struct definition d = {.indicator = indicator, .breakdown = breakdown,
		.own = profile_entry(cx->profile, L_INDICATOR, indicator)};
	d.part = json_object_get(json_object_get(d.own, "breakdowns"), breakdown);
	int rc = bug_if(cx, d.own == NULL);
	if (rc == 0)
		rc = bad_if(cx, d.part == NULL, fields[F_BREAKDOWN].name, N_("This figure has no such part."), breakdown);
	if (rc != 0)
		return rc;
	const char *item = define_text(&d, "item");
	d.version = (int)json_integer_value(json_object_get(d.own, "version"));
	d.unit = define_text(&d, "unit");
	d.family = family_of(&d);
	d.item = item == NULL ? 0 : profile_code(cx->profile, L_ITEM, item);
	d.fewest_of = json_string_value(json_object_get(d.part, "fewest_of"));
	d.quoted = json_string_value(json_object_get(d.part, "quoted"));
	d.withhold = json_is_true(define_get(&d, "withhold"));
	d.limit = json_integer_value(json_object_get(d.part, "limit"));
	d.convert = json_string_value(json_object_get(d.part, "convert"));
	d.round = json_integer_value(json_object_get(d.part, "round"));
	if (d.round < 1)
		d.round = 1;
	*ret_definition = d;
	return bug_if(cx, d.family == FAMILY_NONE || d.unit == NULL || (item != NULL && d.item == 0));
}
