/* Answers: spellings of codes, the cells of the row at hand, and what is wrong with them. */
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "intake/inside.h"
#include "op/profile.h"
#include "text/catalogue.h"
#include "text/iso.h"

static const struct {
	int list, value;
	const char *spellings;
} values[] = {
#define VALUE(list_, value_, spellings_) {(list_), (value_), (spellings_)},
#define COUNTRY(code_, spellings_)
#include "intake/values.def"
#undef VALUE
#undef COUNTRY
};

static const struct {
	const char *code, *spellings;
} countries[] = {
#define VALUE(list_, value_, spellings_)
#define COUNTRY(code_, spellings_) {(code_), (spellings_)},
#include "intake/values.def"
#undef VALUE
#undef COUNTRY
};

/* An entry of a list by its code, its labels in all languages and, of the profile's lists, its aliases. */
static void entry_add(struct intake *it, enum list list, int code) {
	const struct profile *p = it->row.profile;
	spells_add(it->spells, (int)list, code_name(p, list, code), code);
	for (const char *const *lang = text_langs; *lang != NULL; lang++) {
		bool translated = false;
		const char *label = code_label(p, list, code, *lang, &translated);
		if (label != NULL)
			spells_add(it->spells, (int)list, translated ? label : text_say(*lang, label), code);
	}
	if (list < L_MUNICIPALITY)
		return;
	const json_t *aliases = json_object_get(profile_entry(p, list, code), "aliases"), *alias;
	size_t i;
	json_array_foreach((json_t *)aliases, i, alias)
		if (json_is_string(alias))
			spells_add(it->spells, (int)list, json_string_value(alias), code);
}

/* Whatever else is a language's code is another language. Some twelve hundred, so only a list that has one loads
   them. */
static void languages_add(struct intake *it) {
	const char *shortest = NULL;
	for (size_t i = 0; iso_language_at(i, &shortest) != NULL; i++) {
		int known = code_find(it->row.profile, L_SPEECH, shortest);
		spells_add(it->spells, L_SPEECH, iso_language_at(i, &shortest), known != 0 ? known : SPEECH_OTHER);
	}
}

static void list_add(struct intake *it, enum list list) {
	const struct profile *p = it->row.profile;
	for (size_t i = 0; i < sizeof values / sizeof *values; i++)
		if (values[i].list == (int)list)
			spells_add(it->spells, values[i].list, values[i].spellings, values[i].value);
	for (size_t i = 0; code_at(p, list, i) != 0; i++)
		entry_add(it, list, code_at(p, list, i));
	if (list != L_COUNTRY)
		return;
	for (size_t i = 0; code_at(p, list, i) != 0; i++)
		spells_add(it->spells, L_COUNTRY, iso_country3(code_name(p, list, code_at(p, list, i))), code_at(p, list, i));
	for (size_t i = 0; i < sizeof countries / sizeof *countries; i++)
		spells_add(it->spells, L_COUNTRY, countries[i].spellings, code_find(p, L_COUNTRY, countries[i].code));
}

static void own_codes_add(struct intake *it, size_t field) {
	const json_t *codes = json_object_get(it->fields[field].json, "codes"), *one;
	size_t i;
	json_array_foreach((json_t *)codes, i, one) {
		int number = (int)json_integer_value(json_object_get(one, "number")), list = LIST_OWN + (int)field;
		const char *lang, *code = json_string_value(json_object_get(one, "code"));
		json_t *text;
		if (number > 0 && code != NULL)
			spells_add(it->spells, list, code, number);
		json_object_foreach(json_object_get(one, "say"), lang, text)
			if (number > 0 && json_is_string(text))
				spells_add(it->spells, list, json_string_value(text), number);
	}
}

static void list_need(struct intake *it, int list) {
	if (it->loaded[list])
		return;
	it->loaded[list] = true;
	if (list < L__MAX)
		return list_add(it, (enum list)list);
	if (list >= LIST_OWN)
		return own_codes_add(it, (size_t)(list - LIST_OWN));
	for (size_t i = 0; i < sizeof values / sizeof *values; i++)
		if (values[i].list == list)
			spells_add(it->spells, list, values[i].spellings, values[i].value);
}

int answer_find(struct intake *it, int list, const char *text) {
	list_need(it, list);
	int code = spells_find(it->spells, list, text);
	if (code == 0 && list == L_SPEECH && !it->languages && text[0] != 0) {
		it->languages = true;
		languages_add(it);
		code = spells_find(it->spells, list, text);
	}
	return code;
}

int codes_find(struct intake *it, int list, const char *text, int *ret, int most, const char **ret_wrong,
	size_t *ret_wrong_n) {
	list_need(it, list);
	return spells_several(it->spells, list, text, ret, most, ret_wrong, ret_wrong_n);
}

/* Cells ------------------------------------------------------------------------------------------------------------ */

const char *cell_of(const struct intake *it, enum column column) {
	int at = it->at[column];
	const char *text = at >= 0 && (size_t)at < it->now->n ? it->now->cells[at] : "";
	return text[0] == 0 && it->set[column] != NULL ? it->set[column] : text;
}

void in_bad_at(struct intake *it, const char *heading, const char *value, const char *rule) {
	it->wrong = true;
	if (it->rc == 0 && it->to.bad != NULL)
		it->rc = it->to.bad(it->outer,
			&(struct intake_bad){.line = it->now->line, .column = heading, .value = value, .rule = rule}, it->to.arg);
}

void in_bad(struct intake *it, enum column column, const char *rule) {
	in_bad_at(it, column_heading(it, column), cell_of(it, column), rule);
}

/* One letter that means woman in one language and man in another. */
static bool is_torn(int list, const char *text) {
	return list == L_SEX && (str_equal(text, "m") || str_equal(text, "M"));
}

int code_of_cell(struct intake *it, enum column column, int list, int otherwise) {
	const char *text = cell_of(it, column);
	if (text[0] == 0)
		return otherwise;
	int code = answer_find(it, list, text);
	if (is_torn(list, text))
		in_bad(it, column, N_("One letter means different things in different languages: write the word."));
	else if (code == 0)
		in_bad(it, column, N_("Choose one of the answers on offer."));
	return is_torn(list, text) ? 0 : code;
}

size_t codes_of_cell(struct intake *it, enum column column, int list, int *ret, size_t most) {
	const char *wrong = "";
	size_t wrong_n = 0;
	if (cell_of(it, column)[0] == 0)
		return 0;
	int n = codes_find(it, list, cell_of(it, column), ret, (int)most, &wrong, &wrong_n);
	if (n >= 0)
		return (size_t)n;
	bool known = spells_find_n(it->spells, list, wrong, wrong_n) != 0;
	in_bad_at(it, column_heading(it, column), arena_strndup(it->scratch, wrong, wrong_n),
		known ? N_("That is too many.") : N_("Choose one of the answers on offer."));
	return 0;
}

int64_t day_of_cell(struct intake *it, enum column column, int *ret_precision) {
	const char *text = cell_of(it, column);
	int32_t day = 0;
	int precision = PRECISION_DAY;
	if (text[0] == 0)
		return NONE;
	const char *rule = day_read(text, &day, &precision);
	if (rule == NULL && precision != PRECISION_DAY && ret_precision == NULL)
		rule = N_("Write a day of the calendar, as 2026-03-01.");
	if (rule != NULL) {
		in_bad(it, column, rule);
		return NONE;
	}
	if (ret_precision != NULL)
		*ret_precision = precision;
	return day;
}

json_t *code_json(const struct intake *it, enum list list, int code) {
	return json_string(code_name(it->row.profile, list, code));
}

json_t *day_json(struct intake *it, int64_t day) {
	return json_string(day_text(it->scratch, (int32_t)day));
}
