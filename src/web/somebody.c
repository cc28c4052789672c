#include "web/somebody.h"

#include "base/str.h"
#include "text/catalogue.h"

enum stage { CHILD, GROWN, EITHER, STAGE__MAX };

static enum stage stage_of(const char *age) {
	if (str_equal(age, "under_12") || str_equal(age, "12_17"))
		return CHILD;
	return str_equal(age, "unknown") ? EITHER : GROWN;
}

/* Neither sex, or not known: what is said of everybody. */
static const char *const plain[STAGE__MAX] = {N_("Child"), N_("Person"), N_("Person")};

static const char *noun(const char *sex, enum stage stage) {
	static const struct {
		const char *sex, *say[STAGE__MAX];
	} all[] = {
		{"female", {N_("Girl"), N_("Woman"), N_("Woman or girl")}},
		{"male", {N_("Boy"), N_("Man"), N_("Man or boy")}},
	};
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (str_equal(all[i].sex, sex))
			return all[i].say[stage];
	return plain[stage];
}

/* The label of the age begins a line; here it stands inside one. */
static const char *years(const struct cx *cx, const char *age, const char *label) {
	if (str_equal(age, "under_12"))
		return _("under 12");
	return str_equal(age, "unknown") ? _("age not known") : label;
}

void somebody_say(struct cx *cx, json_t *row) {
	const char *sex = json_string_value(json_object_get(row, "sex"));
	const char *age = json_string_value(json_object_get(row, "age"));
	const char *label = json_string_value(json_object_get(row, "age_label"));
	if (sex == NULL || age == NULL || label == NULL)
		return;
	json_object_set_new(row, "somebody", json_sprintf("%s, %s", text_say(cx->lang, noun(sex, stage_of(age))),
		years(cx, age, label)));
}
