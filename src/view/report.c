#include "view/report.h"

#include <string.h>

#include "base/str.h"
#include "base/time.h"
#include "op/profile.h"
#include "text/catalogue.h"
#include "text/format.h"
#include "view/report_inside.h"

static const struct {
	const char *name, *type;
} formats[REPORT_FORMATS] = {
	[REPORT_CSV] = {"csv", "text/csv; charset=utf-8"},
	[REPORT_JSON] = {"json", "application/json"},
	[REPORT_HTML] = {"html", "text/html; charset=utf-8"},
	[REPORT_XLSX] = {"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
	[REPORT_PDF] = {"pdf", "application/pdf"},
};

const struct report_group report_groups[] = {
	{"people", N_("People")},
	{"justice", N_("Investigations and courts")},
	{"support", N_("Help and services")},
	{"labour", N_("Work and inspections")},
	{"money", N_("Money")},
	{"coordination", N_("Coordination and capacity")},
	{"prevention", N_("Prevention and training")},
	{"sources", N_("What agencies and others report as a sum")},
	{"rules", N_("Rules in force")},
	{"made", N_("Worked out from other figures")},
	{"other", N_("Other figures")},
};
_Static_assert(sizeof report_groups / sizeof *report_groups == REPORT_GROUPS, "groups");

const char *const report_keys[12] = {"unit", "concept", "event", "period", "age_rule", "form_rule", "carry_over",
	"statutes", "system", "suppress", "item", NULL};

bool report_format_find(const char *name, enum report_format *ret_format) {
	for (int i = 0; i < REPORT_FORMATS; i++)
		if (str_equal(formats[i].name, name)) {
			*ret_format = (enum report_format)i;
			return true;
		}
	return false;
}

const char *report_format_name(enum report_format format) {
	return formats[format].name;
}

const char *report_media_type(enum report_format format) {
	return formats[format].type;
}

static const char *string(const json_t *object, const char *key) {
	return json_string_value(json_object_get(object, key));
}

static int64_t whole(const json_t *object, const char *key) {
	return json_integer_value(json_object_get(object, key));
}

/* What is counted, without what the report adds of its precision. */
static const struct {
	const char *unit, *say;
} units[] = {
	{"persons", N_("people")}, {"cases", N_("cases")}, {"years", N_("years")}, {"months", N_("months")},
	{"days", N_("days")},
	{"hours", N_("hours")}, {"units", N_("units")}, {"centers", N_("centres")}, {"shelters", N_("shelters")},
	{"calls", N_("calls")}, {"agencies", N_("agencies")}, {"inspections", N_("inspections")},
		{"positions", N_("positions")},
	{"groups", N_("groups")}, {"languages", N_("languages")}, {"activities", N_("activities")}, {"tier", N_("tier")},
	{"actions", N_("actions")}, {"assessments", N_("assessments")}, {"contacts", N_("contact points")},
	{"countries", N_("countries")}, {"decisions", N_("decisions")}, {"events", N_("events")},
		{"judgments", N_("judgments")},
	{"measures", N_("measures")}, {"meetings", N_("meetings")}, {"organisations", N_("organisations")},
	{"payments", N_("payments")}, {"places", N_("places")}, {"posts", N_("posts")},
		{"publications", N_("publications")},
	{"recommendations", N_("recommendations")}, {"reports", N_("reports")}, {"records", N_("records")},
	{"screenings", N_("sets of questions")}, {"percent", N_("per cent")}, {"per_10000", N_("for 10,000 inhabitants")},
};

static const char *spaced(struct cx *cx, const char *code) {
	char *text = arena_strdup(cx->arena, code);
	for (char *c = text; *c != 0; c++)
		*c = *c == '_' ? ' ' : *c;
	return text;
}

const char *report_unit_say(struct cx *cx, const char *unit) {
	char *plain = arena_strdup(cx->arena, unit);
	if (str_ends(plain, "_approx"))
		plain[strlen(plain) - strlen("_approx")] = 0;
	else if (str_ends(plain, "_more_than"))
		plain[strlen(plain) - strlen("_more_than")] = 0;
	for (size_t i = 0; i < sizeof units / sizeof *units; i++)
		if (str_equal(units[i].unit, plain))
			return text_say(cx->lang, units[i].say);
	return spaced(cx, plain);
}

/* "1350" and "1.5" by the language; anything else is no number. */
static const char *number_say(struct cx *cx, const char *figure) {
	int64_t n;
	const char *point = strchr(figure, '.');
	if (point == NULL)
		return int_parse(figure, &n) ? text_number(cx->arena, cx->lang, n) : NULL;
	size_t places = strlen(point + 1);
	if (places == 0 || places > 6 || strspn(figure, "0123456789.") != strlen(figure))
		return NULL;
	return text_decimal(cx->arena, cx->lang, strtod(figure, NULL), (int)places);
}

const char *report_figure_say(struct cx *cx, const char *figure, const char *unit) {
	const char *number = number_say(cx, figure), *message = NULL;
	switch (code_find(cx->profile, L_VALUE, figure)) {
	case VALUE_NOT_REPORTED: return _("not reported");
	case VALUE_NOT_APPLICABLE: return _("does not apply");
	case VALUE_SUPPRESSED: return _("withheld");
	default: break;
	}
	if (number == NULL)
		return spaced(cx, figure);
	if (str_ends(unit, "_approx"))
		message = _("about %{number}");
	else if (str_ends(unit, "_more_than"))
		message = _("more than %{number}");
	return message == NULL ? number : text_fill(cx->arena, message, (struct text_fill[]){{"number", number}, {0}});
}

const char *report_day_say(struct cx *cx, const char *day) {
	int32_t n;
	return day != NULL && day_parse(day, &n) ? text_day(cx->arena, cx->lang, n) : "";
}

const char *report_delivered_say(struct cx *cx, int64_t bodies, int64_t delivered) {
	if (bodies == 0)
		return "\u2013";
	return text_fill(cx->arena, _("%{n} of %{all}"),
		(struct text_fill[]){{"n", text_number(cx->arena, cx->lang, delivered)},
		{"all", text_number(cx->arena, cx->lang, bodies)}, {0}});
}

static const char *group_of(struct cx *cx, const json_t *definition) {
	static const char *const persons[] = {"identified", "presumed", "supported", "registered"};
	static const char *const helps[] = {"paths", "referrals", "services", "clocks", "sheets", "screenings", "arrivals",
		"leads"};
	const char *family = string(definition, "family"), *reg = string(definition, "register");
	for (size_t i = 0; i < sizeof persons / sizeof *persons; i++)
		if (str_equal(family, persons[i]))
			return "people";
	for (size_t i = 0; i < sizeof helps / sizeof *helps; i++)
		if (str_equal(family, helps[i]))
			return "support";
	if (str_equal(family, "parameter") || str_equal(family, "statute"))
		return "rules";
	if (str_equal(family, "derived"))
		return "made";
	int n = reg == NULL ? 0 : code_find(cx->profile, L_REGISTER, reg);
	const char *group = n == 0 ? NULL : string(profile_entry(cx->profile, L_REGISTER, n), "group");
	for (size_t i = 0; i < REPORT_GROUPS; i++)
		if (str_equal(group, report_groups[i].code))
			return group;
	return "other";
}

struct report_definition *report_define(struct cx *cx, const char *indicator, int64_t version) {
	struct report_definition *d = arena_alloc(cx->arena, sizeof *d);
	int n = code_find(cx->profile, L_INDICATOR, indicator);
	const json_t *json = n == 0 ? NULL : profile_entry(cx->profile, L_INDICATOR, n);
	*d = (struct report_definition){.code = indicator, .say = spaced(cx, indicator), .json = json, .version = version,
		.group = "other"};
	if (json == NULL)
		return d;
	const char *item = string(json, "item");
	int owed = item == NULL ? 0 : code_find(cx->profile, L_ITEM, item);
	bool translated;
	d->say = profile_say(json_object_get(json, "say"), cx->lang);
	d->text = profile_say(json_object_get(json, "definition"), cx->lang);
	d->source = profile_say(json_object_get(json, "source"), cx->lang);
	d->today = whole(json, "version");
	d->group = group_of(cx, json);
	d->answers = owed == 0 ? NULL : code_label(cx->profile, L_ITEM, owed, cx->lang, &translated);
	return d;
}

const char *report_part_say(struct cx *cx, const struct report_definition *d, const char *part) {
	const json_t *breakdown = json_object_get(json_object_get(d->json, "breakdowns"), part);
	const char *say = profile_say(json_object_get(breakdown, "say"), cx->lang);
	return say != NULL ? say : str_equal(part, "total") ? _("Total") : spaced(cx, part);
}

static struct report_definition *defined(struct cx *cx, struct report *r, const char *indicator, int64_t version) {
	for (size_t i = 0; i < r->definitions_n; i++)
		if (str_equal(r->definitions[i]->code, indicator) && r->definitions[i]->version == version)
			return r->definitions[i];
	return r->definitions[r->definitions_n++] = report_define(cx, indicator, version);
}

static int cell_model(struct cx *cx, struct report *r, const json_t *row) {
	struct report_cell *c = &r->cells[r->n];
	const char *part = string(row, "part");
	*c = (struct report_cell){.n = r->n + 1, .year = whole(row, "year"), .bodies = whole(row, "bodies"),
		.delivered = whole(row, "delivered"), .indicator = string(row, "indicator"),
		.breakdown = string(row, "breakdown"), .figure = string(row, "figure"), .unit = string(row, "unit_of"),
		.quoted = string(row, "quoted")};
	if (bug_if(cx, c->indicator == NULL || c->breakdown == NULL || c->figure == NULL || c->unit == NULL))
		return ERR_BUG;
	c->definition = defined(cx, r, c->indicator, whole(row, "version"));
	c->part_say = report_part_say(cx, c->definition, part != NULL ? part : c->breakdown);
	c->figure_say = report_figure_say(cx, c->figure, c->unit);
	c->unit_say = report_unit_say(cx, c->unit);
	c->missing = code_find(cx->profile, L_VALUE, c->figure) == VALUE_NOT_REPORTED;
	r->missing += c->missing;
	r->n++;
	return ERR_OK;
}

/* The year the report is of: the profile says how many years before it its first row is. */
static int64_t year_of(const json_t *definition, const struct report *r) {
	const json_t *first = json_array_get(json_object_get(definition, "rows"), 0);
	int64_t latest = 0;
	if (r->n > 0 && str_equal(string(first, "indicator"), r->cells[0].indicator))
		return r->cells[0].year - whole(first, "offset");
	for (size_t i = 0; i < r->n; i++)
		latest = r->cells[i].year > latest ? r->cells[i].year : latest;
	return latest;
}

int report_model(struct cx *cx, const json_t *answer, struct report *ret_report) {
	json_t *rows = json_object_get(answer, "rows"), *row;
	size_t i, n = json_array_size(rows);
	struct report r = {.code = string(answer, "report"), .as_of = string(answer, "as_of"),
		.edition = whole(answer, "edition"), .hash = string(answer, "hash"),
		.unchanged = json_is_true(json_object_get(answer, "unchanged"))};
	int64_t at;
	if (bug_if(cx, r.code == NULL || r.as_of == NULL || !json_is_array(rows)))
		return ERR_BUG;
	int number = code_find(cx->profile, L_REPORT, r.code);
	const json_t *definition = number == 0 ? NULL : profile_entry(cx->profile, L_REPORT, number);
	r.say = definition == NULL ? spaced(cx, r.code) : profile_say(json_object_get(definition, "say"), cx->lang);
	r.about = definition == NULL ? NULL : profile_say(json_object_get(definition, "about"), cx->lang);
	r.as_of_say = report_day_say(cx, r.as_of);
	if (string(answer, "at") != NULL && instant_parse(string(answer, "at"), &at))
		r.frozen_say = text_instant(cx->arena, cx->lang, at);
	r.cells = arena_array(cx->arena, n + 1, sizeof *r.cells);
	r.definitions = arena_array(cx->arena, n + 1, sizeof *r.definitions);
	json_array_foreach(rows, i, row) {
		int rc = cell_model(cx, &r, row);
		if (rc != 0)
			return rc;
	}
	r.year = year_of(definition, &r);
	*ret_report = r;
	return ERR_OK;
}
