/* Functions of choices, and of the form's texts. */
#include <math.h>
#include <string.h>

#include "base/str.h"
#include "form/inside.h"

/* The next word of a list of codes; its length, 0 at the end. */
static size_t word(const char **at) {
	*at += strspn(*at, " \t\r\n");
	return strcspn(*at, " \t\r\n");
}

XPATH_FUNCTION(fn_selected) {
	const char *list = xpath_string_of(e, call, 0), *code = xpath_string_of(e, call, 1);
	word(&code);
	size_t want = strlen(code);
	while (want > 0 && strchr(" \t\r\n", code[want - 1]) != NULL)
		want--;
	xpath_tick(e, strlen(list) / 16);
	for (size_t n; (n = word(&list)) > 0; list += n)
		if (n == want && memcmp(list, code, n) == 0)
			return xpath_from_boolean(true);
	return xpath_from_boolean(false);
}

XPATH_FUNCTION(fn_selected_at) {
	const char *list = xpath_string_of(e, call, 0);
	double want = xpath_number_of(e, call, 1), i = 0;
	for (size_t n; (n = word(&list)) > 0; list += n, i++)
		if (i == want)
			return xpath_from_string(xpath_copy(e, list, n));
	return xpath_from_string("");
}

XPATH_FUNCTION(fn_count_selected) {
	const char *list = xpath_string_of(e, call, 0);
	double count = 0;
	for (size_t n; (n = word(&list)) > 0; list += n)
		count++;
	return xpath_from_number(count);
}

/* jr:choice-name(code, 'path of the question'): the path is a text. */
XPATH_FUNCTION(fn_choice_name) {
	const char *code = xpath_string_of(e, call, 0), *text = xpath_string_of(e, call, 1);
	struct xpath *x;
	bool apart = false;
	if (e->rc != 0 || e->at->form == NULL)
		return xpath_from_string("");
	const char *at = e->at->current == NULL || e->at->current->field == NULL ? "" : e->at->current->field->path;
	int rc = xpath_compile(e->at->cx, e->x->place, text, &x);
	const char *path = rc == 0 ? xpath_plain(e->at->cx->arena, x->root, at, &apart) : NULL;
	const struct xform_field *field = path == NULL ? NULL : xform_field_at(e->at->form, path);
	if (field == NULL || field->control == NULL) {
		xpath_fail(e, N_("jr:choice-name() wants the path of a question with choices."), text);
		return xpath_from_string("");
	}
	if (code[0] == 0 || !xpath_tick(e, 16))
		return xpath_from_string("");
	const char *label = choice_label(e->at, field->control, code);
	return xpath_from_string(label == NULL ? "" : label);
}

XPATH_FUNCTION(fn_itext) {
	const char *id = xpath_string_of(e, call, 0);
	const struct xform_text *text = e->rc != 0 || e->at->form == NULL ? NULL : map_get(e->at->form->texts, id);
	if (text == NULL)
		return xpath_from_string("");
	return xpath_from_string(words_text(e->at, text, WORDS_LONG));
}
