/* Functions of texts. Places in a text count letters, not bytes. */
#include <math.h>
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "form/xpath_inside.h"

/* Each value is worked out once, then all are put into one text. */
XPATH_FUNCTION(fn_concat) {
	size_t values = 0, n = 0, used = 0;
	while (xpath_argument(call, values) != NULL)
		values++;
	struct xpath_value *v = xpath_memory(e, (values + 1) * sizeof *v);
	for (size_t i = 0; i < values && v != NULL && e->rc == 0; i++) {
		v[i] = xpath_value_of(e, call, i);
		if (e->rc != 0)
			break;
		if (v[i].kind != XPATH_NODES)
			v[i] = xpath_from_string(xpath_string(e->at, &v[i]));
		n += v[i].kind == XPATH_NODES ? 0 : strlen(v[i].string);
		for (size_t k = 0; v[i].kind == XPATH_NODES && k < v[i].n && xpath_tick(e, 1); k++)
			n += strlen(v[i].nodes[k]->value);
	}
	char *to = v == NULL || e->rc != 0 || !xpath_tick(e, n / 16) ? NULL : xpath_memory(e, n + 1);
	if (to == NULL)
		return xpath_from_string("");
	for (size_t i = 0; i < values; i++) {
		size_t pieces = v[i].kind == XPATH_NODES ? v[i].n : 1;
		for (size_t k = 0; k < pieces; k++) {
			const char *s = v[i].kind == XPATH_NODES ? v[i].nodes[k]->value : v[i].string;
			memcpy(to + used, s, strlen(s));
			used += strlen(s);
		}
	}
	to[used] = 0;
	return xpath_from_string(to);
}

XPATH_FUNCTION(fn_contains) {
	const char *in = xpath_string_of(e, call, 0), *what = xpath_string_of(e, call, 1);
	xpath_tick(e, strlen(in) / 16);
	return xpath_from_boolean(strstr(in, what) != NULL);
}

XPATH_FUNCTION(fn_starts) {
	const char *in = xpath_string_of(e, call, 0), *what = xpath_string_of(e, call, 1);
	return xpath_from_boolean(str_starts(in, what));
}

XPATH_FUNCTION(fn_ends) {
	const char *in = xpath_string_of(e, call, 0), *what = xpath_string_of(e, call, 1);
	return xpath_from_boolean(str_ends(in, what));
}

/* Letters from..to of s, from 0; bounds outside are cut. */
static struct xpath_value cut(struct eval *e, const char *s, double from, double to) {
	size_t n = strlen(s), begin = 0, end = 0;
	double at = 0;
	if (!xpath_tick(e, n / 16))
		return xpath_from_string("");
	for (size_t i = 0, step; i < n; i += step, at++) {
		utf8_at(s + i, &step);
		if (at < from)
			begin = i + step;
		if (at < to)
			end = i + step;
	}
	return xpath_from_string(end <= begin ? "" : xpath_copy(e, s + begin, end - begin));
}

/* substr(s, from, to): from 0, `to` not taken; a negative place counts from the end. */
XPATH_FUNCTION(fn_substr) {
	const char *s = xpath_string_of(e, call, 0);
	double n = (double)utf8_count(s, strlen(s)), from = xpath_number_of(e, call, 1);
	double to = xpath_argument(call, 2) == NULL ? n : xpath_number_of(e, call, 2);
	if (isnan(from) || isnan(to))
		return xpath_from_string("");
	return cut(e, s, from < 0 ? from + n : from, to < 0 ? to + n : to);
}

/* XPath's own: from 1, and how many. */
XPATH_FUNCTION(fn_substring) {
	const char *s = xpath_string_of(e, call, 0);
	double from = round(xpath_number_of(e, call, 1));
	double many = xpath_argument(call, 2) == NULL ? (double)INFINITY : round(xpath_number_of(e, call, 2));
	if (isnan(from) || isnan(many) || isnan(from + many))
		return xpath_from_string("");
	return cut(e, s, from - 1, from - 1 + many);
}

XPATH_FUNCTION(fn_before) {
	const char *s = xpath_string_of(e, call, 0), *found = strstr(s, xpath_string_of(e, call, 1));
	return xpath_from_string(found == NULL ? "" : xpath_copy(e, s, (size_t)(found - s)));
}

XPATH_FUNCTION(fn_after) {
	const char *s = xpath_string_of(e, call, 0), *what = xpath_string_of(e, call, 1), *found = strstr(s, what);
	return xpath_from_string(found == NULL ? "" : found + strlen(what));
}

XPATH_FUNCTION(fn_translate) {
	const char *s = xpath_string_of(e, call, 0), *from = xpath_string_of(e, call, 1), *to = xpath_string_of(e, call, 2);
	size_t n = strlen(s), m = strlen(from), used = 0;
	char *result = xpath_tick(e, n * (m + 1)) ? xpath_memory(e, 4 * n + 1) : NULL;
	if (result == NULL)
		return xpath_from_string("");
	for (size_t i = 0, step; i < n; i += step) {
		uint32_t c = utf8_at(s + i, &step);
		size_t width, place = 0, j = 0;
		while (j < m && utf8_at(from + j, &width) != c) {
			j += width;
			place++;
		}
		const char *put = s + i;
		size_t wide = step;
		if (j < m) { /* the letter of the same place; none: it goes */
			put = to;
			while (*put != 0 && place > 0) {
				utf8_at(put, &wide);
				put += wide;
				place--;
			}
			wide = 0;
			if (*put != 0)
				utf8_at(put, &wide);
		}
		memcpy(result + used, put, wide);
		used += wide;
	}
	result[used] = 0;
	return xpath_from_string(result);
}

static const char *own_or(struct eval *e, const struct part *call) {
	if (call->first != NULL)
		return xpath_string_of(e, call, 0);
	return e->node == NULL ? "" : e->node->value;
}

XPATH_FUNCTION(fn_length) {
	const char *s = own_or(e, call);
	return xpath_from_number((double)utf8_count(s, strlen(s)));
}

XPATH_FUNCTION(fn_normalize) {
	const char *s = own_or(e, call);
	size_t used = 0;
	char *to = xpath_memory(e, strlen(s) + 1);
	if (to == NULL)
		return xpath_from_string("");
	for (s += strspn(s, " \t\r\n"); *s != 0;) {
		size_t word = strcspn(s, " \t\r\n"), gap = strspn(s + word, " \t\r\n");
		memcpy(to + used, s, word);
		used += word;
		s += word + gap;
		if (*s != 0)
			to[used++] = ' ';
	}
	to[used] = 0;
	return xpath_from_string(to);
}

static struct xpath_value cased(struct eval *e, const char *s, char first, char last, int by) {
	size_t n = strlen(s);
	char *to = xpath_memory(e, n + 1);
	if (to == NULL)
		return xpath_from_string("");
	for (size_t i = 0; i <= n; i++)
		to[i] = s[i] >= first && s[i] <= last ? (char)(s[i] + by) : s[i];
	return xpath_from_string(to);
}

XPATH_FUNCTION(fn_upper) {
	return cased(e, xpath_string_of(e, call, 0), 'a', 'z', 'A' - 'a');
}

XPATH_FUNCTION(fn_lower) {
	return cased(e, xpath_string_of(e, call, 0), 'A', 'Z', 'a' - 'A');
}
