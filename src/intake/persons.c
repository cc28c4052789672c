/*
 * A row of a list of persons. Its calls have fixed places, so that a changed row corrects what the same place said:
 *
 *	0 signal  1 identity  2 presumption  3 decision  4 consent  5 disability  6 cooperates  7 migrant
 *	8.. citizenship  13.. exploited_in  18.. recruited_in   (countries in the order of their codes)
 */
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "intake/inside.h"
#include "op/profile.h"

enum { COUNTRIES = 5, FORMS = 16 };

struct person {
	int64_t met, decided, birth, born;
	int precision;     /* of `decided` */
	int age;           /* band as the list says it, 0 where it says none */
	int speech;
};

/* "17" is years, "12_17" or "12 to 17" a band. */
static int age_of_cell(struct intake *it) {
	const char *text = cell_of(it, COLUMN_AGE);
	int64_t years = 0;
	size_t digits = strspn(text, "0123456789");
	if (digits == 0 || text[digits] != 0 || digits > 3)
		return code_of_cell(it, COLUMN_AGE, L_AGE, 0);
	if (!int_parse(text, &years) || years > 120)
		in_bad(it, COLUMN_AGE, N_("That number is out of range."));
	return age_band(years);
}

/* A year alone is known to be one. */
static void birth_read(struct intake *it, struct person *p) {
	int precision = PRECISION_DAY;
	p->birth = day_of_cell(it, COLUMN_BIRTH, &precision);
	if (p->birth != NONE && precision != PRECISION_DAY) {
		p->born = day_year((int32_t)p->birth);
		p->birth = NONE;
	}
	const char *year = cell_of(it, COLUMN_BORN);
	if (year[0] == 0 || p->birth != NONE)
		return;
	if (!int_parse(year, &p->born)) {
		p->born = NONE;
		in_bad(it, COLUMN_BORN, N_("Write a whole number."));
	}
}

static struct person person_read(struct intake *it) {
	struct person p = {.born = NONE, .precision = PRECISION_DAY};
	p.met = day_of_cell(it, COLUMN_SIGNAL_DATE, NULL);
	int64_t referred = day_of_cell(it, COLUMN_REFERRED, NULL);
	p.decided = day_of_cell(it, COLUMN_DECISION_DATE, &p.precision);
	if (p.met == NONE && cell_of(it, COLUMN_SIGNAL_DATE)[0] == 0)
		p.met = referred != NONE ? referred : p.precision == PRECISION_DAY ? p.decided : NONE;
	if (p.decided == NONE)
		p.decided = p.met;
	birth_read(it, &p);
	p.age = age_of_cell(it);
	p.speech = code_of_cell(it, COLUMN_LANGUAGE, L_SPEECH, SPEECH_OTHER);
	return p;
}

/* On that day: from the birth where it is known, else what the list says. */
static int person_age(const struct person *p, int64_t day) {
	int age = day == NONE ? AGE_UNKNOWN : age_on(p->birth, p->born, day);
	return age != AGE_UNKNOWN || p->age == 0 ? age : p->age;
}

static void signal_add(struct intake *it, const struct person *p) {
	int municipality = code_of_cell(it, COLUMN_MUNICIPALITY, L_MUNICIPALITY, 0);
	int sex = code_of_cell(it, COLUMN_SEX, L_SEX, SEX_UNKNOWN);
	bool said = it->wrong;
	if (municipality == 0 && cell_of(it, COLUMN_MUNICIPALITY)[0] == 0)
		in_bad(it, COLUMN_MUNICIPALITY, N_("This is needed."));
	if (p->met == NONE && !said)
		in_bad(it, COLUMN_SIGNAL_DATE, N_("This is needed."));
	if (it->wrong)
		return call_none(it);
	json_t *in = json_pack("{s:o, s:s, s:o, s:o, s:o, s:o}", "municipality", code_json(it, L_MUNICIPALITY,
		municipality), "source", "import", "age", code_json(it, L_AGE, person_age(p, p->met)), "sex",
		code_json(it, L_SEX, sex), "language", code_json(it, L_SPEECH, p->speech), "happened", day_json(it, p->met));
	if (cell_of(it, COLUMN_NOTE)[0] != 0)
		json_object_set_new(in, "note", json_string(cell_of(it, COLUMN_NOTE)));
	call_add(it, OP_signal_record, in, COLUMN_SIGNAL_DATE);
}

static void text_set(const struct intake *it, json_t *in, const char *field, enum column column) {
	const char *text = cell_of(it, column);
	if (text[0] != 0 && json_object_get(in, field) == NULL)
		json_object_set_new(in, field, json_string(text));
}

static void identity_add(struct intake *it, const struct person *p) {
	json_t *in = json_object();
	text_set(it, in, "given", COLUMN_GIVEN);
	text_set(it, in, "family", COLUMN_FAMILY);
	text_set(it, in, "document", COLUMN_DOCUMENT);
	text_set(it, in, "phone", COLUMN_PHONE);
	text_set(it, in, "phone", COLUMN_HOME_PHONE);
	if (p->birth != NONE)
		json_object_set_new(in, "birth", day_json(it, p->birth));
	else if (p->born != NONE)
		json_object_set_new(in, "born", json_integer(p->born));
	if (json_object_size(in) == 0) {
		json_decref(in);
		return call_none(it);
	}
	call_add(it, OP_identity_record, in, COLUMN_GIVEN);
}

/* Form and status -------------------------------------------------------------------------------------------------- */

static void form_put(json_t *list, const struct intake *it, int form) {
	const json_t *one;
	json_t *name = code_json(it, L_FORM, form);
	size_t i;
	json_array_foreach(list, i, one)
		if (json_equal(one, name)) {
			json_decref(name);
			return;
		}
	json_array_append_new(list, name);
}

/* The standard's words for sexual exploitation are made exact by its second column and by age, those for work by the
   third. */
static json_t *forms_of(struct intake *it, const struct person *p) {
	int types[FORMS], sexual[FORMS], industry[SEVERAL];
	size_t n = codes_of_cell(it, COLUMN_FORM, L_FORM, types, FORMS);
	size_t sexual_n = codes_of_cell(it, COLUMN_SEX_TYPE, LIST_SEX_TYPE, sexual, FORMS);
	const char *wrong;
	size_t wrong_n;
	int households = codes_find(it, LIST_INDUSTRY, cell_of(it, COLUMN_INDUSTRY), industry, SEVERAL, &wrong, &wrong_n);
	int age = person_age(p, p->decided);
	bool child = age == AGE_UNDER_12 || age == AGE_12_17, said = false;
	json_t *list = json_array();
	for (size_t i = 0; i < n; i++) {
		if (types[i] == TYPE_FORCED_LABOUR) {
			form_put(list, it, households == 1 ? FORM_DOMESTIC : FORM_LABOUR);
		} else if (types[i] != TYPE_SEXUAL) {
			form_put(list, it, types[i]);
		} else {
			said = true;
			for (size_t k = 0; k < sexual_n; k++)
				form_put(list, it, child && sexual[k] == FORM_SEX ? FORM_SEX_CHILD : sexual[k]);
			if (sexual_n == 0)
				form_put(list, it, child ? FORM_SEX_CHILD : FORM_SEX);
		}
	}
	for (size_t k = 0; k < sexual_n && !said; k++)
		form_put(list, it, child && sexual[k] == FORM_SEX ? FORM_SEX_CHILD : sexual[k]);
	if (json_array_size(list) == 0)
		form_put(list, it, FORM_UNKNOWN);
	return list;
}


static json_t *judged(struct intake *it, const struct person *p, const char *day) {
	json_t *in = json_pack("{s:o, s:o, s:o}", "form", forms_of(it, p), day, day_json(it, p->decided), "age",
		code_json(it, L_AGE, person_age(p, p->decided)));
	if (p->precision != PRECISION_DAY)
		json_object_set_new(in, "precision", code_json(it, L_PRECISION, p->precision));
	return in;
}

static void status_add(struct intake *it, const struct person *p) {
	int status = code_of_cell(it, COLUMN_STATUS, LIST_STATUS, 0);
	int by = code_of_cell(it, COLUMN_STATUS_ORG, LIST_STATUS_ORG, STATUS_BY_OTHER);
	bool formal = profile_decides(it->row.profile, it->org_kind) && by != STATUS_BY_NGO;
	if (status == STATUS_AS_PRESUMED || (status == STATUS_AS_IDENTIFIED && !formal)) {
		if (p->decided == NONE)
			return;
		call_add(it, OP_presumption_record, judged(it, p, "happened"), COLUMN_STATUS);
		return call_none(it);
	}
	call_none(it);
	if (status == 0 || p->decided == NONE || !formal)
		return call_none(it);
	json_t *in = judged(it, p, "decided_on");
	json_object_set_new(in, "outcome", json_string(status == STATUS_AS_IDENTIFIED ? "identified" : "not_identified"));
	call_add(it, OP_decision_record, in, COLUMN_STATUS);
}

static void consent_add(struct intake *it, const struct person *p) {
	int said = code_of_cell(it, COLUMN_CONSENT, L_TOLD, 0);
	if (said != TOLD_YES && said != TOLD_NO)
		return call_none(it);
	call_add(it, OP_consent_record, json_pack("{s:s, s:s, s:s, s:o, s:b}", "purpose", "support", "org", it->org,
		"consent_state", said == TOLD_YES ? "given" : "refused", "language", code_json(it, L_SPEECH, p->speech),
		"read_aloud", 0), COLUMN_CONSENT);
}

/* Traits ----------------------------------------------------------------------------------------------------------- */

static void trait_add(struct intake *it, const struct person *p, const char *trait, json_t *value, enum column column) {
	if (p->met == NONE) {
		json_decref(value);
		return;
	}
	call_add(it, OP_trait_record, json_pack("{s:s, s:o, s:o}", "trait", trait, "trait_value", value, "happened",
		day_json(it, p->met)), column);
}

static void told_add(struct intake *it, const struct person *p, const char *trait, enum column column) {
	int said = code_of_cell(it, column, L_TOLD, 0);
	if (said == 0)
		return call_none(it);
	trait_add(it, p, trait, code_json(it, L_TOLD, said), column);
}

static int by_number(const void *a, const void *b) {
	return *(const int *)a - *(const int *)b;
}

static void countries_add(struct intake *it, const struct person *p, const char *trait, enum column column) {
	int codes[COUNTRIES];
	size_t n = codes_of_cell(it, column, L_COUNTRY, codes, COUNTRIES);
	qsort(codes, n, sizeof *codes, by_number);
	for (size_t i = 0; i < COUNTRIES; i++) {
		if (i < n)
			trait_add(it, p, trait, code_json(it, L_COUNTRY, codes[i]), column);
		else
			call_none(it);
	}
}

void persons_row(struct intake *it) {
	struct person p = person_read(it);
	number_check(it, COLUMN_NUMBER, false);
	signal_add(it, &p);
	identity_add(it, &p);
	status_add(it, &p);
	consent_add(it, &p);
	told_add(it, &p, "disability", COLUMN_DISABILITY);
	told_add(it, &p, "cooperates", COLUMN_COOPERATES);
	told_add(it, &p, "migrant", COLUMN_MIGRANT);
	countries_add(it, &p, "citizenship", COLUMN_CITIZENSHIP);
	countries_add(it, &p, "exploited_in", COLUMN_EXPLOITED_IN);
	countries_add(it, &p, "recruited_in", COLUMN_RECRUITED_IN);
}
