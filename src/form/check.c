/* What is wrong with a value: by its type here; by the form's rules; by what may be chosen. */
#include <ctype.h>
#include <math.h>
#include <string.h>

#include "base/str.h"
#include "base/time.h"
#include "form/inside.h"
#include "text/catalogue.h"

static bool is_number(const char *s, bool whole) {
	s += *s == '-' || *s == '+';
	size_t n = strspn(s, "0123456789"), part = 0;
	if (s[n] == '.' && !whole)
		part = 1 + strspn(s + n + 1, "0123456789");
	return n + part > (part > 0) && n <= 18 && part <= 30 && s[n + part] == 0;
}

static bool is_point(const char *s, const char **ret_end) {
	double at[4] = {0};
	int n = 0;
	for (s += strspn(s, " "); *s != 0 && *s != ';' && n < 4; n++, s += strspn(s, " ")) {
		char *end;
		at[n] = strtod(s, &end);
		if (end == s || isnan(at[n]))
			return false;
		s = end;
	}
	*ret_end = s;
	return n >= 2 && (*s == 0 || *s == ';') && fabs(at[0]) <= 90 && fabs(at[1]) <= 180;
}

static bool is_points(const char *s, size_t least) {
	size_t n = 0;
	while (*s != 0 && is_point(s, &s)) {
		n++;
		s += *s == ';';
		s += strspn(s, " ");
	}
	return *s == 0 && n >= least;
}

static bool is_clock(const char *s) {
	int64_t instant;
	char text[64];
	snprintf(text, sizeof text, "2000-01-01T%.40s", s);
	return xpath_parse_instant(text, &instant);
}

static bool is_file(const char *s) {
	return strlen(s) <= 255 && strpbrk(s, "/\\") == NULL && s[0] != '.';
}

const char *answers_type_fault(enum xform_type type, const char *value) {
	int32_t day;
	int64_t instant;
	switch (type) {
	case TYPE_INT:
		return is_number(value, true) ? NULL : N_("Give a whole number.");
	case TYPE_DECIMAL:
		return is_number(value, false) ? NULL : N_("Give a number.");
	case TYPE_BOOLEAN:
		return strchr("01", value[0]) != NULL && value[1] == 0 ? NULL : str_equal(value, "true") ||
			str_equal(value, "false") ? NULL : N_("Give yes or no.");
	case TYPE_DATE:
		return day_parse(value, &day) ? NULL : N_("There is no such day.");
	case TYPE_TIME:
		return is_clock(value) ? NULL : N_("There is no such time of day.");
	case TYPE_DATETIME:
		return xpath_parse_instant(value, &instant) ? NULL : N_("There is no such day and time.");
	case TYPE_GEOPOINT:
		return is_points(value, 1) && strchr(value, ';') == NULL ? NULL : N_("This is no place on a map.");
	case TYPE_GEOTRACE:
		return is_points(value, 2) ? NULL : N_("This is no line on a map.");
	case TYPE_GEOSHAPE:
		return is_points(value, 3) ? NULL : N_("This is no area on a map.");
	case TYPE_BINARY:
		return is_file(value) ? NULL : N_("This is no name of a file.");
	default:
		return NULL;
	}
}

const char *answers_typed(struct xpath_context *at, const struct xform_field *field, const struct xpath_value *value) {
	struct xpath_value v = *value;
	if (v.kind == XPATH_NUMBER && isnan(v.number))
		return "";
	if (field->type == TYPE_INT && v.kind != XPATH_BOOLEAN) {
		double n = xpath_number(at, &v);
		if (!isnan(n) && fabs(n) < 1e15)
			v = xpath_from_number(trunc(n));
	}
	if (field->type == TYPE_DATE && v.kind != XPATH_BOOLEAN) {
		double days = xpath_number(at, &v);
		if (days >= DAY_MIN && days < DAY_MAX + 1.0)
			return day_text(at->cx->arena, (int32_t)floor(days));
	}
	return xpath_string(at, &v);
}

static bool is_choice(enum control_kind kind) {
	return kind == CONTROL_SELECT || kind == CONTROL_SELECT1 || kind == CONTROL_RANK;
}

/* A code that is no choice now: of a list with a condition it may have been one when it was chosen. */
static bool chosen_wrongly(struct answers *a, struct node *n) {
	const struct xform_control *c = n->field->control;
	if (c == NULL || !is_choice(c->kind) || n->value[0] == 0)
		return false;
	struct answers_choice *choices;
	size_t count;
	if (answers_choices(a, c, n, "", &choices, &count) != 0)
		return true;
	if (c->itemset != NULL && count == 0) /* the list is not here */
		return false;
	for (const char *at = n->value; *at != 0;) {
		size_t length = c->kind == CONTROL_SELECT1 ? strlen(at) : strcspn(at, " ");
		bool found = length == 0;
		for (size_t i = 0; i < count && !found; i++)
			found = strlen(choices[i].value) == length && memcmp(choices[i].value, at, length) == 0;
		if (!found)
			return true;
		at += length;
		at += *at == ' ';
	}
	return false;
}

const char *answers_fault(struct answers *a, struct node *n, const char *lang, bool *ret_ours) {
	*ret_ours = true;
	if (!n->relevant || n->field->first != NULL)
		return NULL;
	if (n->value[0] == 0) {
		if (!n->required)
			return NULL;
		const char *own = answers_say(a, n, n->field->required_say, lang);
		*ret_ours = own[0] == 0;
		return own[0] != 0 ? own : N_("This question needs an answer.");
	}
	if (n->fault != NULL)
		return n->fault;
	if (n->failed != NULL) {
		const char *own = answers_say(a, n, n->failed, lang);
		*ret_ours = own[0] == 0;
		return own[0] != 0 ? own : N_("This answer does not fit the question.");
	}
	return chosen_wrongly(a, n) ? N_("This is none of the choices.") : NULL;
}

struct node *answers_first_fault(struct answers *a, struct node *after) {
	bool ours;
	struct node *n = after == NULL ? a->root : node_walk(a->root, after);
	while (n != NULL && answers_fault(a, n, "", &ours) == NULL)
		n = node_walk(a->root, n);
	return n;
}
