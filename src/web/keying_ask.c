/* keying_ask.c - one question of a form that is keyed in: how it is drawn, what is wrong with its answer. */
#include <math.h>
#include <string.h>

#include "base/str.h"
#include "text/catalogue.h"
#include "web/keying_inside.h"

enum { RADIOS = 12 /* more choices than that are a list */, STEPS = 10, ORDER = 30 };

static size_t range_steps(const struct xform_control *c) {
	double n = fabs(c->end - c->start) / c->step;
	return n > 1000 ? 1000 : (size_t)n;
}

static size_t choices_n(struct keying *k, const struct keying_ask *q) {
	struct answers_choice *all;
	size_t n = 0;
	return answers_choices(k->answers, q->control, q->at, k->lang, &all, &n) == 0 ? n : 0;
}

const char *keying_drawn(struct keying *k, const struct keying_ask *q) {
	const struct xform_control *c = q->control;
	enum xform_type type = c->field->type;
	switch (c->kind) {
	case CONTROL_SELECT: return "checks";
	case CONTROL_SELECT1: return xform_appears(c, "minimal") || choices_n(k, q) > RADIOS ? "select" : "radios";
	case CONTROL_RANK: return "order";
	case CONTROL_RANGE: return range_steps(c) <= STEPS ? "radios" : "text";
	case CONTROL_UPLOAD: return "later";
	case CONTROL_TRIGGER: return "checks";
	default: break;
	}
	switch (type) {
	case TYPE_DATE: return xform_appears(c, "year") ? "text" : "day";
	case TYPE_DATETIME: return "moment";
	case TYPE_GEOPOINT: return "place";
	case TYPE_GEOTRACE:
	case TYPE_GEOSHAPE: return "area";
	case TYPE_BOOLEAN: return "radios";
	case TYPE_BINARY: return "later";
	default: return xform_appears(c, "multiline") ? "area" : "text";
	}
}

/* Faults ----------------------------------------------------------------------------------------------------------- */

static const char *range_fault(const struct xform_control *c, const char *value) {
	double x = strtod(value, NULL), low = fmin(c->start, c->end), high = fmax(c->start, c->end);
	double steps = (x - c->start) / c->step;
	bool fits = x >= low && x <= high && fabs(steps - round(steps)) < 1e-6;
	return fits ? NULL : N_("This number is not on the scale.");
}

/* Each place once, and none left out between. */
static const char *order_fault(struct keying *k, const struct keying_ask *q) {
	size_t n = 0, all = choices_n(k, q);
	for (const char *at = q->at->value; *at != 0; n++) {
		size_t length = strcspn(at, " ");
		const char *rest = at + length + strspn(at + length, " ");
		for (const char *b = rest; *b != 0; b += strcspn(b, " "), b += strspn(b, " "))
			if (strcspn(b, " ") == length && memcmp(b, at, length) == 0)
				return N_("Each may stand in one place only.");
		at = rest;
	}
	return n == 0 || n == all ? NULL : N_("Give every one of them a place.");
}

const char *keying_fault(struct keying *k, const struct keying_ask *q, bool files) {
	bool ours = false, later = str_equal(keying_drawn(k, q), "later");
	if (later && !files)
		return NULL;
	const char *fault = answers_fault(k->answers, q->at, k->lang, &ours);
	if (fault == NULL && q->at->value[0] != 0) {
		fault = q->control->kind == CONTROL_RANGE ? range_fault(q->control, q->at->value)
			: q->control->kind == CONTROL_RANK ? order_fault(k, q) : NULL;
		ours = true;
	}
	return fault != NULL && ours ? text_say(k->page->cx->lang, fault) : fault;
}

/* One question ----------------------------------------------------------------------------------------------------- */

static const char *wrong_of(const struct keying *k, const char *name) {
	json_t *error;
	size_t i;
	json_array_foreach(k->page->errors, i, error)
		if (str_equal(json_text(error, "field"), name))
			return json_text(error, "text");
	return NULL;
}

/* What every partial of ask.h reads. */
static json_t *ask(struct keying *k, const char *name, const char *label, const char *hint, const char *wrong,
	const char *value) {
	struct arena *a = k->page->cx->arena;
	json_t *ask = json_pack("{s:s, s:s, s:s, s:s?, s:s?, s:s, s:s, s:b, s:b, s:b, s:b, s:b}", "id", name, "name", name, "label",
		label, "hint", hint[0] == 0 ? NULL : hint, "wrong", wrong, "told", arena_printf(a, "%s%s%s%s", hint[0] == 0 ? "" : name,
		hint[0] == 0 ? "" : "-hint ", wrong == NULL ? "" : name, wrong == NULL ? "" : "-wrong"), "value", value, "heading", 0,
		"small", 1, "inline", 0, "duo", 0, "short", 0);
	json_object_set_new(ask, "type", json_string("text"));
	json_object_set_new(ask, "auto", json_string("off"));
	json_object_set_new(ask, "mode", json_null());
	json_object_set_new(ask, "groups", json_null());
	json_object_set_new(ask, "options", json_array());
	json_object_set_new(ask, "nothing", json_string(N_("Choose")));
	return ask;
}

static void option(struct keying *k, json_t *ask, const char *code, const char *label, bool chosen) {
	json_t *options = json_object_get(ask, "options");
	size_t n = json_array_size(options);
	const char *name = json_text(ask, "name");
	json_array_append_new(options, json_pack("{s:s, s:s, s:s, s:s, s:b, s:n}", "name", name, "code", code, "label", label, "id",
		n == 0 ? name : arena_printf(k->page->cx->arena, "%s-%zu", name, n + 1), "chosen", (int)chosen, "about"));
}

static void options_range(struct keying *k, const struct keying_ask *q, json_t *ask) {
	double step = q->control->end < q->control->start ? -q->control->step : q->control->step;
	for (size_t i = 0; i <= range_steps(q->control); i++) {
		const char *code = arena_printf(k->page->cx->arena, "%.10g", q->control->start + (double)i * step);
		option(k, ask, code, code, str_equal(q->at->value, code));
	}
}

static int options_of(struct keying *k, const struct keying_ask *q, json_t *ask) {
	struct answers_choice *all;
	size_t n = 0;
	const char *value = q->at->value;
	bool open = q->control->kind != CONTROL_SELECT && q->control->kind != CONTROL_TRIGGER && value[0] != 0 && !q->at->required;
	if (q->control->kind == CONTROL_RANGE) {
		options_range(k, q, ask);
	} else if (q->control->kind == CONTROL_TRIGGER) {
		option(k, ask, "OK", text_say(k->page->cx->lang, N_("Yes")), value[0] != 0);
	} else if (q->control->kind == CONTROL_INPUT) {
		option(k, ask, "true", text_say(k->page->cx->lang, N_("Yes")), str_equal(value, "true") || str_equal(value, "1"));
		option(k, ask, "false", text_say(k->page->cx->lang, N_("No")), str_equal(value, "false") || str_equal(value, "0"));
	} else {
		int rc = answers_choices(k->answers, q->control, q->at, k->lang, &all, &n);
		for (size_t i = 0; rc == 0 && i < n; i++)
			option(k, ask, all[i].value, all[i].label, all[i].chosen);
		if (rc != 0)
			return rc;
	}
	if (open && !str_equal(keying_drawn(k, q), "select")) /* a radio button is let go of by another */
		option(k, ask, "", text_say(k->page->cx->lang, N_("No answer")), false);
	return 0;
}

/* "2026-11-2" in its three boxes, whatever was typed there. */
static void day_boxes(struct keying *k, json_t *ask, const char *value) {
	static const char *const boxes[] = {"year", "month", "day"};
	size_t n = strcspn(value, "T");
	for (size_t i = 0; i < 3; i++) {
		size_t length = strcspn(value, "-T");
		length = length < n ? length : n;
		json_object_set_new(ask, boxes[i], json_string(arena_strndup(k->page->cx->arena, value, length)));
		length += length < n && value[length] == '-';
		value += length;
		n -= length;
	}
}

static const char *part_name(struct keying *k, const char *name, const char *part) {
	return arena_printf(k->page->cx->arena, "%s-%s", name, part);
}

/* Day and clock. */
static void moment(struct drawing *d, const struct keying_ask *q, const char *label, const char *hint, const char *wrong) {
	struct keying *k = d->k;
	const char *clock = strchr(q->at->value, 'T');
	json_t *day = ask(k, q->name, label, hint, wrong, "");
	day_boxes(k, day, q->at->value);
	keying_add(d, "day", day);
	json_t *time = ask(k, part_name(k, q->name, "clock"), N_("Time of day"), N_("As 15:05."), NULL,
		clock == NULL ? "" : arena_printf(k->page->cx->arena, "%.5s", clock + 1));
	json_object_set_new(time, "short", json_true());
	keying_add(d, "text", time);
}

static const char *word_at(struct arena *a, const char *text, size_t i) {
	text += strspn(text, " ");
	for (; i > 0; i--) {
		text += strcspn(text, " ");
		text += strspn(text, " ");
	}
	return arena_strndup(a, text, strcspn(text, " "));
}

static void place(struct drawing *d, const struct keying_ask *q, const char *label, const char *hint, const char *wrong) {
	struct keying *k = d->k;
	struct arena *a = k->page->cx->arena;
	const char *lang = k->page->cx->lang;
	json_t *north = ask(k, q->name, arena_printf(a, "%s (%s)", label, text_say(lang, N_("latitude"))),
		hint[0] == 0 ? N_("In degrees, as 54.687. South is less than 0.") : hint, wrong, word_at(a, q->at->value, 0));
	json_t *east = ask(k, part_name(k, q->name, "east"), arena_printf(a, "%s (%s)", label, text_say(lang, N_("longitude"))),
		N_("In degrees, as 25.28. West is less than 0."), NULL, word_at(a, q->at->value, 1));
	json_object_set_new(north, "short", json_true());
	json_object_set_new(east, "short", json_true());
	keying_add(d, "text", north);
	keying_add(d, "text", east);
}

/* A list for each place, from the first on. */
static int order(struct drawing *d, const struct keying_ask *q, const char *label, const char *hint, const char *wrong) {
	struct keying *k = d->k;
	struct arena *a = k->page->cx->arena;
	size_t n = choices_n(k, q);
	keying_add(d, "say", json_pack("{s:s, s:s, s:b}", "label", label, "hint", hint, "strong", 1));
	for (size_t i = 0; i < n && i < ORDER; i++) {
		const char *at = word_at(a, q->at->value, i);
		const char *message = text_fill(a, text_say(k->page->cx->lang, N_("Place %{n}")),
			(struct text_fill[]){{"n", arena_printf(a, "%zu", i + 1)}, {0}});
		json_t *one = ask(k, i == 0 ? q->name : part_name(k, q->name, arena_printf(a, "o%zu", i + 1)), message, "",
			i == 0 ? wrong : NULL, at);
		int rc = options_of(k, q, one);
		if (rc != 0)
			return rc;
		json_t *option;
		size_t o;
		json_array_foreach(json_object_get(one, "options"), o, option)
			json_object_set_new(option, "chosen", json_boolean(at[0] != 0 && str_equal(json_text(option, "code"), at)));
		keying_add(d, "select", one);
	}
	return 0;
}

/* The form's own hint, and how we want it written. */
static const char *hint_of(struct keying *k, const struct keying_ask *q, const char *how) {
	const char *own = keying_say(k, q->at, q->control->hint), *lang = k->page->cx->lang, *ours = "";
	enum xform_type type = q->control->field->type;
	struct arena *a = k->page->cx->arena;
	if (q->control->kind == CONTROL_RANGE && str_equal(how, "text"))
		ours = text_fill(a, text_say(lang, N_("From %{from} to %{to}, by %{step}.")), (struct text_fill[]){
			{"from", arena_printf(a, "%.10g", q->control->start)}, {"to", arena_printf(a, "%.10g", q->control->end)},
			{"step", arena_printf(a, "%.10g", q->control->step)}, {0}});
	else if (type == TYPE_TIME)
		ours = text_say(lang, N_("As 15:05."));
	else if (type == TYPE_GEOTRACE || type == TYPE_GEOSHAPE)
		ours = text_say(lang, N_("One point on each line: latitude, longitude, in degrees."));
	else if (type == TYPE_DATE && str_equal(how, "text"))
		ours = text_say(lang, N_("The year, as 2009."));
	else if (str_equal(how, "later"))
		ours = text_say(lang, N_("You give the file at the end, before you send this in."));
	return own[0] == 0 ? ours : ours[0] == 0 ? own : arena_printf(a, "%s %s", own, ours);
}

/* A value as it is typed: one point a line, a year alone. */
static const char *typed(struct keying *k, const struct keying_ask *q, const char *how) {
	enum xform_type type = q->control->field->type;
	if (type == TYPE_TIME && strlen(q->at->value) > 5 && strchr(q->at->value, ':') == q->at->value + 2)
		return arena_strndup(k->page->cx->arena, q->at->value, 5);
	if (type == TYPE_DATE && str_equal(how, "text"))
		return arena_strndup(k->page->cx->arena, q->at->value, strcspn(q->at->value, "-"));
	char *value = arena_strdup(k->page->cx->arena, q->at->value);
	for (char *c = value; (type == TYPE_GEOTRACE || type == TYPE_GEOSHAPE) && *c != 0; c++)
		*c = *c == ';' ? '\n' : *c;
	return value;
}

int keying_question(struct drawing *d, const struct keying_ask *q) {
	struct keying *k = d->k;
	const char *how = keying_drawn(k, q), *hint = hint_of(k, q, how), *wrong = wrong_of(k, q->name);
	const char *label = arena_printf(k->page->cx->arena, "%u. %s", q->control->number, keying_say(k, q->at, q->control->label));
	enum xform_type type = q->control->field->type;
	int rc = 0;
	if (str_equal(how, "moment")) {
		moment(d, q, label, hint, wrong);
	} else if (str_equal(how, "place")) {
		place(d, q, label, hint, wrong);
	} else if (str_equal(how, "order")) {
		rc = order(d, q, label, hint, wrong);
	} else if (str_equal(how, "later")) {
		keying_add(d, "say", json_pack("{s:s, s:s, s:b}", "label", label, "hint", hint, "strong", 1));
	} else {
		json_t *one = ask(k, q->name, label, hint, wrong, typed(k, q, how));
		bool figures = type == TYPE_INT || type == TYPE_DECIMAL || q->control->kind == CONTROL_RANGE;
		if (strchr("rcs", how[0]) != NULL)
			rc = options_of(k, q, one);
		if (figures)
			json_object_set_new(one, "mode", json_string("decimal"));
		if (figures || type == TYPE_TIME || type == TYPE_DATE)
			json_object_set_new(one, "short", json_true());
		if (q->control->kind == CONTROL_RANGE)
			json_object_set_new(one, "inline", json_true());
		if (str_equal(how, "day"))
			day_boxes(k, one, q->at->value);
		keying_add(d, how, one);
	}
	return rc;
}
