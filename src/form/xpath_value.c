/* One kind of value as another, and which of two is more. */
#include <math.h>
#include <string.h>

#include "base/str.h"
#include "form/xpath_inside.h"

bool xpath_boolean(const struct xpath_value *v) {
	switch (v->kind) {
	case XPATH_NODES:
		return v->n > 0;
	case XPATH_STRING:
		return v->string[0] != 0;
	case XPATH_NUMBER:
		return v->number != 0 && !isnan(v->number);
	case XPATH_BOOLEAN:
		break;
	}
	return v->boolean;
}

/* What strtod would take and XPath would not (hexadecimal, "inf", an exponent) is no number. */
static bool plain_number(const char *s, double *ret_n) {
	const char *at = s + strspn(s, " \t\r\n");
	const char *digits = at + (*at == '-');
	size_t whole = strspn(digits, "0123456789"), part = 0;
	const char *end = digits + whole;
	if (*end == '.') {
		part = strspn(end + 1, "0123456789");
		end += 1 + part;
	}
	if (whole + part == 0 || whole + part > 300 || end[strspn(end, " \t\r\n")] != 0)
		return false;
	*ret_n = strtod(at, NULL);
	return true;
}

double xpath_text_number(const char *text) {
	double n;
	if (plain_number(text, &n) || xpath_parse_day(text, &n))
		return n;
	return (double)NAN;
}

double xpath_node_number(const struct node *n) {
	return xpath_text_number(n->value);
}

double xpath_number(struct xpath_context *at, const struct xpath_value *v) {
	(void)at;
	switch (v->kind) {
	case XPATH_NODES:
		return v->n == 0 ? (double)NAN : xpath_node_number(v->nodes[0]);
	case XPATH_STRING:
		return xpath_text_number(v->string);
	case XPATH_NUMBER:
		return v->number;
	case XPATH_BOOLEAN:
		break;
	}
	return v->boolean ? 1 : 0;
}

/* As XPath writes numbers: no exponent, no more digits than tell it from its neighbours. */
const char *xpath_number_text(struct eval *e, double n) {
	char text[400];
	if (isnan(n))
		return "NaN";
	if (isinf(n))
		return n < 0 ? "-Infinity" : "Infinity";
	if (n == 0)
		return "0";
	if (n == floor(n) && fabs(n) < 1e15) {
		snprintf(text, sizeof text, "%.0f", n);
		return xpath_copy(e, text, strlen(text));
	}
	int digits = 15;
	do {
		snprintf(text, sizeof text, "%.*g", digits, n);
	} while (strtod(text, NULL) != n && ++digits <= 17);
	if (strchr(text, 'e') != NULL) {
		int after = fabs(n) >= 1 ? 0 : digits - (int)floor(log10(fabs(n)));
		snprintf(text, sizeof text, "%.*f", after > 60 ? 60 : after, n);
		if (strchr(text, '.') != NULL) {
			size_t end = strlen(text);
			while (end > 0 && text[end - 1] == '0')
				text[--end] = 0;
			if (end > 0 && text[end - 1] == '.')
				text[end - 1] = 0;
		}
	}
	return xpath_copy(e, text, strlen(text));
}

const char *xpath_string(struct xpath_context *at, const struct xpath_value *v) {
	struct xpath none = {.text = "", .place = NULL};
	struct eval e = {.at = at, .x = &none};
	switch (v->kind) {
	case XPATH_NODES:
		return v->n == 0 ? "" : v->nodes[0]->value;
	case XPATH_STRING:
		return v->string;
	case XPATH_NUMBER:
		return xpath_number_text(&e, v->number);
	case XPATH_BOOLEAN:
		break;
	}
	return v->boolean ? "true" : "false";
}

static bool holds(enum operator how, double a, double b) {
	switch (how) {
	case OP_EQUAL:
		return a == b;
	case OP_UNEQUAL:
		return a != b;
	case OP_LESS:
		return a < b;
	case OP_LESS_EQUAL:
		return a <= b;
	case OP_MORE:
		return a > b;
	default:
		return a >= b;
	}
}

static bool is_counted(const struct node *n) {
	return n->field != NULL && (n->field->type == TYPE_INT || n->field->type == TYPE_DECIMAL) && n->value[0] != 0;
}

/* A list's node, or the value itself, as one side of a comparison. */
struct side {
	const char *text; /* NULL: a number */
	double number;
	bool counted;     /* a field of numbers: "5" is "5.0" */
};

static struct side side_of(const struct xpath_value *v, size_t i) {
	if (v->kind == XPATH_NODES)
		return (struct side){v->nodes[i]->value, 0, is_counted(v->nodes[i])};
	if (v->kind == XPATH_STRING)
		return (struct side){v->string, 0, false};
	return (struct side){NULL, v->kind == XPATH_NUMBER ? v->number : v->boolean ? 1 : 0, true};
}

static double side_number(const struct side *s) {
	return s->text == NULL ? s->number : xpath_text_number(s->text);
}

static bool compare_sides(enum operator how, const struct side *a, const struct side *b) {
	bool as_text = how <= OP_UNEQUAL && a->text != NULL && b->text != NULL && !(a->counted && b->counted);
	if (as_text)
		return str_equal(a->text, b->text) == (how == OP_EQUAL);
	return holds(how, side_number(a), side_number(b));
}

bool xpath_compare(struct eval *e, enum operator how, const struct xpath_value *a, const struct xpath_value *b) {
	if (a->kind == XPATH_BOOLEAN || b->kind == XPATH_BOOLEAN)
		return holds(how, xpath_boolean(a), xpath_boolean(b));
	size_t an = a->kind == XPATH_NODES ? a->n : 1, bn = b->kind == XPATH_NODES ? b->n : 1;
	/* A field that is not there, or not relevant, is an empty text: "how = ''" holds for it, as in ODK's clients. */
	struct xpath_value empty = xpath_from_string("");
	if (an == 0) {
		a = &empty;
		an = 1;
	}
	if (bn == 0) {
		b = &empty;
		bn = 1;
	}
	for (size_t i = 0; i < an; i++)
		for (size_t k = 0; k < bn && xpath_tick(e, 1); k++) {
			struct side left = side_of(a, i), right = side_of(b, k);
			if (compare_sides(how, &left, &right))
				return true;
		}
	return false;
}
