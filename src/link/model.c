#include "link/model.h"

#include <math.h>

#include "base/err.h"

const char *const link_kind_names[LINK_KIND__MAX] = {
	[KIND_IGNORE] = "ignore", [KIND_GIVEN] = "given_name", [KIND_SURNAME] = "family_name", [KIND_FULL] = "full_name",
	[KIND_MIDDLE] = "middle_name", [KIND_DATE] = "date", [KIND_YEAR] = "year", [KIND_CATEGORY] = "category", [KIND_PLACE] = "place",
	[KIND_ADDRESS] = "address", [KIND_POSTCODE] = "postcode", [KIND_PHONE] = "phone", [KIND_EMAIL] = "email", [KIND_CODE] = "code",
	[KIND_NUMBER] = "number", [KIND_TEXT] = "text", [KIND_LATITUDE] = "latitude", [KIND_LONGITUDE] = "longitude",
	[KIND_POINT] = "coordinates", [KIND_LIST] = "list",
};

const char *const link_form_names[LINK_FORM__MAX] = {
	[FORM_PLAIN] = "plain", [FORM_SOUND] = "sound", [FORM_GIVEN] = "given", [FORM_STEM] = "stem", [FORM_PREFIX] = "prefix",
	[FORM_DIGITS] = "digits", [FORM_COMPACT] = "compact", [FORM_HEAD] = "head", [FORM_DATE] = "date", [FORM_YEAR] = "year",
	[FORM_YEARMONTH] = "year_month", [FORM_MONTHDAY] = "month_day", [FORM_DAYSWAP] = "day_swap", [FORM_LOCAL] = "local",
	[FORM_WORDS] = "words", [FORM_RARE] = "rare", [FORM_RARE2] = "rare2", [FORM_EITHER] = "either",
	[FORM_NUMBER] = "number", [FORM_LATITUDE] = "latitude", [FORM_LONGITUDE] = "longitude", [FORM_LIST] = "list",
};

const struct link_measure_info link_measures[LINK_MEASURE__MAX] = {
	[MEASURE_NAME] = {"name", 11, {N_("different"), N_("one of the names nearly the same"), N_("same given name"),
		N_("same family name"), N_("both nearly the same"), N_("same given name, family name nearly"),
		N_("same family name, given name nearly"), N_("changed places"), N_("another form of the given name"),
		N_("the same but for the spelling"), N_("exactly the same")},
		{0.03, 0.03, 0.04, 0.04, 0.05, 0.08, 0.08, 0.03, 0.03, 0.09, 0.50}},
	[MEASURE_GIVEN] = {"given", 4, {N_("different"), N_("nearly the same"), N_("the same but for the spelling"), N_("exactly the same")},
		{0.10, 0.10, 0.10, 0.70}},
	[MEASURE_SURNAME] = {"surname", 4, {N_("different"), N_("nearly the same"), N_("the same but for the spelling"),
		N_("exactly the same")}, {0.10, 0.10, 0.10, 0.70}},
	[MEASURE_WORDS] = {"words", 7, {N_("no word in common"), N_("one word in common"), N_("half of the words in common"),
		N_("most words in common"), N_("all words of the shorter"), N_("the same words"), N_("exactly the same")},
		{0.06, 0.06, 0.08, 0.10, 0.10, 0.10, 0.50}},
	[MEASURE_DATE] = {"date", 8, {N_("different"), N_("within ten years"), N_("same year or within a year"),
		N_("same year and month or year and day"), N_("same day and month"), N_("day and month changed places"),
		N_("one keystroke apart"), N_("exactly the same")}, {0.03, 0.02, 0.03, 0.03, 0.04, 0.03, 0.07, 0.75}},
	[MEASURE_YEAR] = {"year", 4, {N_("different"), N_("within three"), N_("within one"), N_("exactly the same")}, {0.06, 0.06, 0.13, 0.75}},
	[MEASURE_CATEGORY] = {"category", 3, {N_("different"), N_("one keystroke apart"), N_("exactly the same")}, {0.10, 0.05, 0.85}},
	[MEASURE_TEXT] = {"text", 6, {N_("different"), N_("somewhat alike"), N_("alike"), N_("nearly the same"),
		N_("the same but for the spelling"), N_("exactly the same")}, {0.20, 0.04, 0.05, 0.06, 0.05, 0.60}},
	[MEASURE_CODE] = {"code", 6, {N_("different"), N_("same beginning"), N_("same but for the end"), N_("two keystrokes apart"),
		N_("one keystroke apart"), N_("exactly the same")}, {0.13, 0.04, 0.05, 0.05, 0.08, 0.65}},
	[MEASURE_EMAIL] = {"email", 4, {N_("different"), N_("nearly the same name"), N_("same name before the @"), N_("exactly the same")},
		{0.15, 0.10, 0.10, 0.65}},
	[MEASURE_NUMBER] = {"number", 5, {N_("different"), N_("within a quarter"), N_("within a tenth"),
		N_("one keystroke apart or within a hundredth"), N_("exactly the same")}, {0.12, 0.05, 0.05, 0.10, 0.68}},
	[MEASURE_POINT] = {"point", 6, {N_("farther apart than 50 km"), N_("within 50 km"), N_("within 10 km"), N_("within 1 km"),
		N_("within 100 m"), N_("exactly the same")}, {0.12, 0.06, 0.08, 0.10, 0.14, 0.50}},
	[MEASURE_LIST] = {"list", 5, {N_("nothing in common"), N_("one value in common"), N_("half of the values in common"),
		N_("all values of the shorter list"), N_("the same values")}, {0.20, 0.12, 0.12, 0.16, 0.40}},
};

void link_comparison_init(struct link_comparison *c, enum link_measure measure, int column, int second) {
	*c = (struct link_comparison){.measure = measure, .column = {(int16_t)column, (int16_t)second}, .frequency = true};
	for (int k = 0; k < link_measures[measure].levels; k++) {
		c->m[k] = link_measures[measure].m[k];
		c->u[k] = 1.0 / link_measures[measure].levels;
	}
}

unsigned link_residence(const struct link_model *m) {
	unsigned which = 0;
	for (int i = 0; i < m->comparisons; i++)
		which |= (unsigned)m->comparison[i].residence << i;
	return (which & (which - 1)) == 0 ? 0 : which;
}

/* Chances come rounded to what a file keeps of them, so that a machine's last digit of a logarithm never shows. */
static int32_t bits(double x) {
	double w = log2(x) * LINK_BIT;
	return (int32_t)lrint(fmin(fmax(w, -30.0 * LINK_BIT), 30.0 * LINK_BIT));
}

void link_model_weigh(struct link_model *m) {
	for (int i = 0; i < m->comparisons; i++) {
		struct link_comparison *c = &m->comparison[i];
		for (int k = 0; k < link_measures[c->measure].levels; k++)
			c->weight[k] = bits(c->m[k] / c->u[k]);
	}
	m->prior = bits(m->lambda / (1 - m->lambda));
}

/* As a file keeps them, so that a model read again gives the same weights. */
static double rounded(double x) {
	return fmax(rint(x * 1e9) / 1e9, 1e-9);
}

void link_model_settle(struct link_model *m) {
	for (int i = 0; i < m->comparisons; i++)
		for (int k = 0; k < link_measures[m->comparison[i].measure].levels; k++) {
			m->comparison[i].m[k] = rounded(m->comparison[i].m[k]);
			m->comparison[i].u[k] = rounded(m->comparison[i].u[k]);
		}
	m->lambda = fmax(rint(m->lambda * 1e15) / 1e15, 1e-15);
	link_model_weigh(m);
}
