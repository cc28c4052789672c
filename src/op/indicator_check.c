/* Definitions of figures: every register, field and code they name is there. */
#include "base/str.h"
#include "op/fault.h"
#include "op/profile.h"
#include "op/profile_check.h"
#include "op/register.h"

#define MADE "referrals paths services clocks sheets screenings arrivals leads"
#define FAMILIES "entries identified presumed supported registered parameter statute derived " MADE
#define HEAD "number code version say definition source note unit concept event period age_rule form_rule carry_over " \
	"statutes system suppress item family breakdowns withhold"
#define COUNT "register sheet where begin end month group form measure of with divide per every fewest_of limit quoted " \
	"convert round"
#define PERSONS "orgs group age sex org_kind trait divide fewest_of limit quoted convert round"
#define FIXED "parameter statute fold fewest_of limit quoted convert round"
#define BREAKDOWN "say among item as unit period family stage withhold " COUNT " " PERSONS " " FIXED

static const json_t *at(const json_t *object, const char *key) {
	return json_object_get(object, key);
}

static const char *text(const json_t *object, const char *key) {
	return json_string_value(at(object, key));
}

/* Fields of registers ------------------------------------------------------------------------------------------- */

static bool day_field_check(struct fault *f, int reg, const json_t *named, const char *key) {
	const char *path = json_string_value(named);
	struct cell_field field;
	if (named == NULL)
		return true;
	if (path == NULL || !fault_path(f, reg, path, &field))
		return fault_say(f, "\"%s\" names a field", key);
	return field.type == CELL_DAY || fault_say(f, "\"%s\" names a field that holds a day", key);
}

static bool measure_check(struct fault *f, int reg, const char *measure, const json_t *of) {
	struct cell_field field;
	if (str_equal(measure, "count") || str_equal(measure, "share"))
		return true;
	if (!json_is_string(of))
		return fault_say(f, "measure \"%s\" is \"of\" a field", measure);
	if (!fault_path(f, reg, json_string_value(of), &field))
		return false;
	bool number = field.type == CELL_INT || field.type == CELL_MONEY;
	if (word_among("sum min max median quartile1 quartile3 percentile90", measure) && !number)
		return fault_say(f, "measure \"%s\" is of a number or money", measure);
	return !str_equal(measure, "values") || (field.type != CELL_INT && field.type != CELL_MONEY) ||
	       fault_say(f, "measure \"values\" is of codes, texts, links or days");
}

/* Parts: the indicator itself, and each breakdown on top of it -------------------------------------------------- */

static bool codes_check(struct fault *f, const json_t *part, const char *key, enum list list) {
	const json_t *codes = at(part, key), *one;
	size_t i;
	if (codes == NULL)
		return true;
	if (json_array_size(codes) == 0)
		return fault_say(f, "\"%s\" is a list of codes", key);
	json_array_foreach((json_t *)codes, i, one) {
		const char *name = json_string_value(one);
		if (name == NULL || code_find(f->p, list, name) == 0)
			return fault_say(f, "\"%s\" cannot be \"%s\"", key, name == NULL ? "" : name);
	}
	return true;
}

static bool is_trait_value(const struct fault *f, int trait, const char *value) {
	if (word_among("@home @eu @other unknown", value))
		return true;
	bool country = trait == TRAIT_CITIZENSHIP || trait == TRAIT_EXPLOITED_IN || trait == TRAIT_RECRUITED_IN;
	return code_find(f->p, country ? L_COUNTRY : L_TOLD, value) != 0;
}

static bool traits_check(struct fault *f, const json_t *part) {
	const char *name;
	json_t *values, *one;
	size_t i;
	if (at(part, "trait") != NULL && !json_is_object(at(part, "trait")))
		return fault_say(f, "\"trait\" is an object {...}");
	json_object_foreach((json_t *)at(part, "trait"), name, values) {
		int trait = code_find(f->p, L_TRAIT, name);
		if (trait == 0 || json_array_size(values) == 0)
			return fault_say(f, "there is no trait \"%.40s\", or it has no list of values", name);
		json_array_foreach(values, i, one)
			if (!json_is_string(one) || !is_trait_value(f, trait, json_string_value(one)))
				return fault_say(f, "trait %s has no such value", name);
	}
	return true;
}

static bool orgs_check(struct fault *f, const json_t *part) {
	const json_t *orgs = at(part, "orgs");
	struct cell_field field;
	if (orgs == NULL)
		return true;
	if (json_is_array(orgs))
		return codes_check(f, part, "orgs", L_ORG_KIND);
	if (!fault_keys(f, orgs, "register field where"))
		return false;
	int reg = text(orgs, "register") == NULL ? 0 : profile_code(f->p, L_REGISTER, text(orgs, "register"));
	if (reg == 0)
		return fault_say(f, "\"orgs\" names a register that is not there");
	if (text(orgs, "field") == NULL)
		return fault_say(f, "\"orgs\" names the \"field\" with the organisation's code");
	return fault_path(f, reg, text(orgs, "field"), &field) && fault_where(f, reg, at(orgs, "where"));
}

static bool derived_check(struct fault *f, const json_t *indicator, const json_t *part) {
	const char *of = text(part, "fewest_of"), *quoted = text(part, "quoted");
	int reg = profile_code(f->p, L_REGISTER, "quoted");
	struct cell_field from;
	if (at(part, "fewest_of") != NULL && (of == NULL || at(at(indicator, "breakdowns"), of) == NULL))
		return fault_say(f, "\"fewest_of\" names a breakdown of the same indicator");
	if (at(part, "quoted") != NULL && (quoted == NULL || reg == 0 || !register_find(f->p, reg, "from", &from) ||
	                                   cell_code_find(f->p, &from, quoted) == 0))
		return fault_say(f, "\"quoted\" names a source of the register quoted");
	if (at(part, "parameter") != NULL && (text(part, "parameter") == NULL ||
	                                      !profile_has_parameter(f->p, text(part, "parameter"))))
		return fault_say(f, "\"parameter\" names what parameters.json has not");
	return fault_number(f, part, "limit", 1, 100, true) && fault_number(f, part, "round", 1, 1000000, true) &&
	       fault_number(f, part, "divide", 1, 1000000, true) &&
	       fault_number(f, part, "per", 1, 1000000, true) && fault_word(f, part, "convert", "usd", true) &&
	       fault_word(f, part, "statute", "min_years max_years", true) && fault_word(f, part, "fold", "min max", true);
}

/* Of `part`, or of the indicator where the part leaves it out. */
static const json_t *either(const json_t *indicator, const json_t *part, const char *key) {
	const json_t *own = at(part, key);
	return own != NULL ? own : at(indicator, key);
}

static bool entries_check(struct fault *f, const json_t *indicator, const json_t *part) {
	const char *name = json_string_value(either(indicator, part, "register"));
	const char *sheet = json_string_value(either(indicator, part, "sheet"));
	const char *family = json_string_value(either(indicator, part, "family"));
	int reg = register_of_family(f->p, family, name, sheet);
	struct cell_field form;
	if (reg == 0)
		return fault_say(f, "there is no register \"%s\"", name != NULL ? name : sheet != NULL ? sheet : family);
	if (at(part, "every") != NULL && !json_is_boolean(at(part, "every")))
		return fault_say(f, "\"every\" is true or false");
	const char *path = json_string_value(either(indicator, part, "form"));
	bool grouped = at(part, "group") != NULL || at(part, "form") != NULL;
	if (grouped && !fault_path(f, reg, path == NULL ? "form" : path, &form))
		return false;
	if (grouped && form.list != L_FORM)
		return fault_say(f, "\"group\" is of a field of the list form");
	if (!fault_number(f, part, "month", 1, 12, true))
		return false;
	if (!fault_word(f, part, "measure", "count distinct sum min max values newest median quartile1 quartile3 "
		"percentile90 share", true))
		return false;
	if (!fault_where(f, reg, at(part, "with")))
		return false;
	const char *measure = json_string_value(either(indicator, part, "measure"));
	/* A breakdown of another register still has the indicator's own keys on it. */
	return fault_where(f, reg, at(part, "where")) && fault_where(f, reg, at(indicator, "where")) &&
	       day_field_check(f, reg, either(indicator, part, "begin"), "begin") &&
	       day_field_check(f, reg, either(indicator, part, "end"), "end") &&
	       measure_check(f, reg, measure == NULL ? "count" : measure, either(indicator, part, "of"));
}

static bool item_check(struct fault *f, const json_t *part) {
	const json_t *item = at(part, "item");
	return item == NULL || json_is_null(item) ||
	       (json_is_string(item) && profile_code(f->p, L_ITEM, json_string_value(item)) != 0) ||
	       fault_say(f, "\"item\" names an obligation that is not there");
}

static bool part_check(struct fault *f, const json_t *indicator, const json_t *part) {
	const char *family = json_string_value(either(indicator, part, "family"));
	if (!fault_word(f, part, "family", FAMILIES, true) || !item_check(f, part) ||
	    !codes_check(f, part, "group", L_GROUP) || !derived_check(f, indicator, part))
		return false;
	if (at(part, "among") != NULL && !fault_says(f, part, "among", true))
		return false;
	if (at(part, "withhold") != NULL && !json_is_boolean(at(part, "withhold")))
		return fault_say(f, "\"withhold\" is true or false");
	if (word_among("entries " MADE, family))
		return entries_check(f, indicator, part);
	if (!fault_word(f, part, "stage", "presumed formal", true))
		return false;
	return codes_check(f, part, "age", L_AGE) && codes_check(f, part, "sex", L_SEX) &&
	       codes_check(f, part, "org_kind", L_ORG_KIND) && traits_check(f, part) && orgs_check(f, part);
}

/* The eleven things a definition must say, null among them where there is nothing to say. */
static bool said_check(struct fault *f, const json_t *indicator) {
	static const char *const words[] = {"unit", "concept", "event", "period", "age_rule", "form_rule", "carry_over",
		"system"};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		const json_t *said = at(indicator, words[i]);
		bool shown = i == 1 || i == 2; /* to people, so perhaps in four languages */
		if (shown && json_is_object(said) ? !fault_says(f, indicator, words[i], false)
		                                  : json_string_length(said) == 0 &&
		                                    !fault_say(f, "lacks \"%s\", which every definition says", words[i]))
			return false;
	}
	if (at(indicator, "suppress") == NULL || at(indicator, "item") == NULL)
		return fault_say(f, "lacks \"%s\", which every definition says, if only as null",
			at(indicator, "item") == NULL ? "item" : "suppress");
	const json_t *suppress = at(indicator, "suppress");
	if (!json_is_null(suppress) && (!json_is_integer(suppress) || json_integer_value(suppress) < 1))
		return fault_say(f, "\"suppress\" is null or the least number that is shown");
	const json_t *statutes = at(indicator, "statutes");
	if (!json_is_array(statutes))
		return fault_say(f, "lacks \"statutes\", which every definition says, if only as an empty list");
	return json_array_size(statutes) == 0 || codes_check(f, indicator, "statutes", L_STATUTE);
}

static bool breakdowns_check(struct fault *f, const json_t *indicator) {
	const json_t *breakdowns = at(indicator, "breakdowns");
	const char *where = f->where, *code;
	json_t *part;
	if (json_object_size(breakdowns) == 0)
		return fault_say(f, "has \"breakdowns\", at least \"total\"");
	json_object_foreach((json_t *)breakdowns, code, part) {
		f->where = arena_printf(f->cx->arena, "%s, breakdown %.40s", where, code);
		if (!fault_is_code(code))
			return fault_say(f, "its code is a-z 0-9 _ and -, at most 40");
		if (!fault_keys(f, part, BREAKDOWN) || !fault_says(f, part, "say", true) || !part_check(f, indicator, part))
			return false;
	}
	f->where = where;
	return true;
}

static bool family_check(struct fault *f, const json_t *indicator) {
	const char *family = text(indicator, "family");
	if (word_among("entries " MADE, family))
		return fault_keys(f, indicator, HEAD " " COUNT) &&
		       fault_word(f, indicator, "period", "in_year active year_end", false);
	if (word_among("parameter statute derived", family))
		return fault_keys(f, indicator, HEAD " " FIXED);
	return fault_keys(f, indicator, HEAD " " PERSONS);
}

const char *indicator_fault(struct cx *cx, const struct profile *p, const json_t *indicator) {
	struct fault f = {.cx = cx, .p = p};
	fault_at(&f, "indicator", text(indicator, "code"));
	(void)(fault_word(&f, indicator, "family", FAMILIES, false) && family_check(&f, indicator) &&
		fault_number(&f, indicator, "number", 1, 999, false) && fault_number(&f, indicator, "version", 1, 1000,
		false) && fault_says(&f, indicator, "say", false) && fault_says(&f, indicator, "definition", false) &&
		fault_says(&f, indicator, "source", false) && said_check(&f, indicator) && part_check(&f, indicator,
		indicator) && breakdowns_check(&f, indicator));
	return f.say;
}
