/* Functions of conditions and of whole values. */
#include <math.h>
#include <string.h>

#include "base/str.h"
#include "form/xpath_inside.h"

XPATH_FUNCTION(fn_if) {
	return xpath_boolean_of(e, call, 0) ? xpath_value_of(e, call, 1) : xpath_value_of(e, call, 2);
}

XPATH_FUNCTION(fn_coalesce) {
	for (size_t i = 0; xpath_argument(call, i) != NULL && e->rc == 0; i++) {
		const char *s = xpath_string_of(e, call, i);
		if (s[0] != 0)
			return xpath_from_string(s);
	}
	return xpath_from_string("");
}

XPATH_FUNCTION(fn_once) {
	const struct node *own = e->at->current;
	if (own != NULL && own->value[0] != 0)
		return xpath_from_string(own->value);
	return xpath_value_of(e, call, 0);
}

XPATH_FUNCTION(fn_not) {
	return xpath_from_boolean(!xpath_boolean_of(e, call, 0));
}

XPATH_FUNCTION(fn_true) {
	(void)e, (void)call;
	return xpath_from_boolean(true);
}

XPATH_FUNCTION(fn_false) {
	(void)e, (void)call;
	return xpath_from_boolean(false);
}

XPATH_FUNCTION(fn_boolean) {
	return xpath_from_boolean(xpath_boolean_of(e, call, 0));
}

XPATH_FUNCTION(fn_boolean_text) {
	const char *s = xpath_string_of(e, call, 0);
	return xpath_from_boolean(str_equal(s, "true") || str_equal(s, "1"));
}

static const char *here(const struct eval *e) {
	return e->node == NULL ? "" : e->node->value;
}

XPATH_FUNCTION(fn_string) {
	return xpath_from_string(call->first == NULL ? here(e) : xpath_string_of(e, call, 0));
}

XPATH_FUNCTION(fn_number) {
	return xpath_from_number(call->first == NULL ? xpath_text_number(here(e)) : xpath_number_of(e, call, 0));
}

/* Version 4; or where a length is given, that many letters and digits. */
XPATH_FUNCTION(fn_uuid) {
	uint8_t at[128] = {0};
	char text[129];
	double length = call->first == NULL ? 0 : xpath_number_of(e, call, 0);
	if (call->first != NULL && !(length >= 1 && length <= 128)) {
		xpath_fail(e, N_("uuid() makes between 1 and 128 letters."), e->x->text);
		return xpath_from_string("");
	}
	e->at->cx->rng(at, sizeof at);
	if (call->first == NULL) {
		at[6] = (uint8_t)((at[6] & 15) | 64);
		at[8] = (uint8_t)((at[8] & 63) | 128);
		char hex[33];
		hex_put(hex, at, 16);
		snprintf(text, sizeof text, "%.8s-%.4s-%.4s-%.4s-%.12s", hex, hex + 8, hex + 12, hex + 16, hex + 20);
		return xpath_from_string(xpath_copy(e, text, strlen(text)));
	}
	size_t n = (size_t)length;
	for (size_t i = 0; i < n; i++)
		text[i] = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_"[at[i] & 63];
	return xpath_from_string(xpath_copy(e, text, n));
}

/* Between `least` and `most` of the values are true; -1: no bound. Lists count each of their nodes. */
static struct xpath_value checklist(struct eval *e, const struct part *call, bool weighted) {
	double least = xpath_number_of(e, call, 0), most = xpath_number_of(e, call, 1), sum = 0;
	size_t step = weighted ? 2 : 1;
	for (size_t i = 2; xpath_argument(call, i) != NULL && e->rc == 0; i += step) {
		struct xpath_value v = xpath_value_of(e, call, i);
		double weight = weighted ? xpath_number_of(e, call, i + 1) : 1;
		if (e->rc != 0)
			break;
		if (v.kind != XPATH_NODES) {
			sum += xpath_boolean(&v) ? weight : 0;
			continue;
		}
		for (size_t k = 0; k < v.n; k++) {
			double n = xpath_node_number(v.nodes[k]);
			sum += str_equal(v.nodes[k]->value, "true") || (!isnan(n) && n != 0) ? weight : 0;
		}
	}
	return xpath_from_boolean((least < 0 || sum >= least) && (most < 0 || sum <= most));
}

XPATH_FUNCTION(fn_checklist) {
	return checklist(e, call, false);
}

XPATH_FUNCTION(fn_weighted) {
	return checklist(e, call, true);
}

/* What a telephone would tell of itself and its user: nothing here. */
XPATH_FUNCTION(fn_property) {
	xpath_string_of(e, call, 0);
	return xpath_from_string("");
}

XPATH_FUNCTION(fn_version) {
	(void)call;
	return xpath_from_string(e->at->form == NULL ? "" : e->at->form->version);
}
