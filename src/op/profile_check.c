#include "op/profile_check.h"

#include "base/str.h"
#include "op/calendar.h"
#include "op/clock.h"
#include "op/fault.h"
#include "op/instrument.h"
#include "op/processing.h"
#include "op/profile.h"
#include "op/register.h"
#include "op/sheet.h"
#include "op/staff.h"
#include "op/stage.h"

static const json_t *at(const json_t *object, const char *key) {
	return json_object_get(object, key);
}

static const char *text(const json_t *object, const char *key) {
	return json_string_value(at(object, key));
}

static bool head_check(struct fault *f, const json_t *definition, const char *kind, const char *keys) {
	fault_at(f, kind, text(definition, "code"));
	return fault_keys(f, definition, keys) && fault_number(f, definition, "number", 1, 999, false) &&
	       (fault_is_code(text(definition, "code")) || fault_say(f, "its code is a-z 0-9 _ and -, at most 40")) &&
	       fault_says(f, definition, "say", false);
}

/* Obligations --------------------------------------------------------------------------------------------------- */

static bool is_body(const struct fault *f, const char *who) {
	return str_starts(who, "kind:") ? code_find(f->p, L_ORG_KIND, who + 5) != 0 : fault_is_code(who);
}

static bool due_check(struct fault *f, const json_t *definition) {
	const json_t *due = at(definition, "due");
	if (str_equal(text(definition, "every"), "month"))
		return fault_keys(f, due, "day") && fault_number(f, due, "day", 1, 28, false);
	return fault_keys(f, due, "month day") && fault_number(f, due, "month", 1, 12, false) &&
	       fault_number(f, due, "day", 1, 31, false);
}

static bool records_check(struct fault *f, const json_t *definition) {
	const json_t *records = at(definition, "records");
	if (records == NULL)
		return true;
	if (!fault_keys(f, records, "register family where"))
		return false;
	const char *reg = text(records, "register"), *family = text(records, "family");
	if ((at(records, "register") == NULL) == (at(records, "family") == NULL))
		return fault_say(f, "\"records\" names a register or a family");
	if (family != NULL)
		return fault_word(f, records, "family", "identified presumed supported registered", false);
	int number = reg == NULL ? 0 : profile_code(f->p, L_REGISTER, reg);
	if (number == 0)
		return fault_say(f, "there is no register \"%s\"", reg == NULL ? "" : reg);
	return fault_where(f, number, at(records, "where"));
}

const char *obligation_fault(struct cx *cx, const struct profile *p, const json_t *definition) {
	struct fault f = {.cx = cx, .p = p};
	(void)(head_check(&f, definition, "obligation", "number code say about aliases who every due records") &&
		fault_list(&f, definition, "aliases", NULL, true) &&
		fault_list(&f, definition, "who", is_body, false) && fault_word(&f, definition, "every", "year month", false) &&
		due_check(&f, definition) && records_check(&f, definition));
	return f.say;
}

/* Reports ------------------------------------------------------------------------------------------------------- */

static bool row_check(struct fault *f, const json_t *row) {
	const char *indicator = text(row, "indicator"), *breakdown = text(row, "breakdown");
	if (!fault_keys(f, row, "indicator breakdown as offset unit say"))
		return false;
	const json_t *found = indicator == NULL ? NULL
		: profile_entry(f->p, L_INDICATOR, profile_code(f->p, L_INDICATOR, indicator));
	if (found == NULL)
		return fault_say(f, "there is no indicator \"%s\"", indicator == NULL ? "" : indicator);
	if (breakdown == NULL || at(at(found, "breakdowns"), breakdown) == NULL)
		return fault_say(f, "indicator %s has no breakdown \"%s\"", indicator, breakdown == NULL ? "" : breakdown);
	if (at(row, "as") != NULL && !fault_is_code(text(row, "as")))
		return fault_say(f, "\"as\" is a word of a-z 0-9 _ and -");
	if (text(row, "unit") == NULL)
		return fault_say(f, "every row has a \"unit\"");
	return fault_number(f, row, "offset", -20, 5, false);
}

const char *report_fault(struct cx *cx, const struct profile *p, const json_t *definition) {
	struct fault f = {.cx = cx, .p = p};
	const json_t *rows = at(definition, "rows"), *row;
	bool sound = head_check(&f, definition, "report", "number code say about due rows");
	sound = sound && fault_says(&f, definition, "about", true);
	if (sound && at(definition, "due") != NULL)
		sound = due_check(&f, definition);
	if (sound && json_array_size(rows) == 0)
		sound = fault_say(&f, "\"rows\" is a list that is not empty");
	const char *where = f.where;
	size_t i;
	if (sound)
		json_array_foreach((json_t *)rows, i, row) {
			f.where = arena_printf(cx->arena, "%s, row %zu", where, i + 1);
			if (!row_check(&f, row))
				break;
		}
	return f.say;
}

/* Statutes ------------------------------------------------------------------------------------------------------ */

static bool day_check(struct fault *f, const json_t *definition, const char *key) {
	const json_t *day = at(definition, key);
	int32_t n;
	return day == NULL || json_is_null(day) || (json_is_string(day) && day_parse(json_string_value(day), &n)) ||
	       fault_say(f, "\"%s\" is a day as 2022-12-31", key);
}

static bool years_check(struct fault *f, const json_t *definition, const char *key) {
	const json_t *years = at(definition, key);
	return years == NULL || json_is_null(years) || (json_is_number(years) && json_number_value(years) >= 0) ||
	       fault_say(f, "\"%s\" is a number of years", key);
}

const char *statute_fault(struct cx *cx, const struct profile *p, const json_t *definition) {
	struct fault f = {.cx = cx, .p = p};
	(void)(head_check(&f, definition, "statute",
		"number code say about aliases trafficking from to min_years max_years") &&
		(at(definition, "trafficking") == NULL || json_is_boolean(at(definition, "trafficking")) ||
			fault_say(&f, "\"trafficking\" is true or false")) &&
		fault_list(&f, definition, "aliases", NULL, true) && day_check(&f, definition, "from") &&
		day_check(&f, definition, "to") && years_check(&f, definition, "min_years") &&
		years_check(&f, definition, "max_years"));
	return f.say;
}

/* All ----------------------------------------------------------------------------------------------------------- */

typedef const char *check(struct cx *cx, const struct profile *p, const json_t *definition);

const char *profile_fault(struct cx *cx, const struct profile *p) {
	static const struct {
		enum list list;
		check *check;
	} checks[] = {
		{L_REGISTER, register_fault}, {L_STATUTE, statute_fault}, {L_ITEM, obligation_fault},
		{L_INDICATOR, indicator_fault}, {L_REPORT, report_fault}, {L_CLOCK, clock_fault}, {L_SHEET, sheet_fault},
		{L_INSTRUMENT, instrument_fault},
	};
	const char *fault = staff_fault(cx, p);
	if (fault == NULL)
		fault = stage_fault(cx, p);
	if (fault == NULL)
		fault = calendar_fault(cx, p);
	for (size_t i = 0; fault == NULL && i < sizeof checks / sizeof *checks; i++)
		for (size_t k = 0; fault == NULL && profile_number(p, checks[i].list, k) != 0; k++)
			fault = checks[i].check(cx, p, profile_entry(p, checks[i].list, profile_number(p, checks[i].list, k)));
	return fault == NULL ? processing_fault(cx, p) : fault;
}
