/* regex(): the whole text against a pattern, with a ceiling on how often a match is tried. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <string.h>

#include "form/xpath_inside.h"

enum { TRIES = 20000, HEAP = 512, WORK = 5000 }; /* HEAP: KiB; WORK: steps a match counts as */

static void *from_arena(size_t n, void *arena) {
	return arena_alloc(arena, n);
}

static void keep(void *at, void *arena) {
	(void)at, (void)arena;
}

void *xpath_pattern(struct arena *a, const char *text, const char **ret_fault) {
	size_t n = strlen(text);
	*ret_fault = NULL;
	if (n > XPATH_PATTERN) {
		*ret_fault = N_("A pattern in a rule of the form is too long.");
		return NULL;
	}
	int code;
	size_t where;
	pcre2_general_context *own = pcre2_general_context_create(from_arena, keep, a);
	pcre2_compile_context *bounds = pcre2_compile_context_create(own);
	pcre2_set_parens_nest_limit(bounds, 50);
	pcre2_code *pattern = pcre2_compile((PCRE2_SPTR)text, n,
		PCRE2_UTF | PCRE2_ANCHORED | PCRE2_ENDANCHORED | PCRE2_NEVER_BACKSLASH_C, &code, &where, bounds);
	if (pattern == NULL)
		*ret_fault = N_("A pattern in a rule of the form cannot be read.");
	return pattern;
}

XPATH_FUNCTION(fn_regex) {
	const char *s = xpath_string_of(e, call, 0), *fault = NULL;
	const pcre2_code *pattern = call->pattern;
	if (pattern == NULL && e->rc == 0) {
		const char *text = xpath_string_of(e, call, 1);
		pattern = e->rc != 0 ? NULL : xpath_pattern(e->at->cx->arena, text, &fault);
		if (fault != NULL)
			xpath_fail(e, fault, text);
	}
	if (pattern == NULL || !xpath_tick(e, WORK + strlen(s)))
		return xpath_from_boolean(false);
	pcre2_match_context *bounds = pcre2_match_context_create(NULL);
	pcre2_match_data *match = pcre2_match_data_create(1, NULL);
	int found = PCRE2_ERROR_NOMEMORY;
	if (bounds != NULL && match != NULL) {
		pcre2_set_match_limit(bounds, TRIES);
		pcre2_set_depth_limit(bounds, TRIES);
		pcre2_set_heap_limit(bounds, HEAP);
		found = pcre2_match(pattern, (PCRE2_SPTR)s, strlen(s), 0, 0, match, bounds);
	}
	pcre2_match_data_free(match);
	pcre2_match_context_free(bounds);
	if (found < 0 && found != PCRE2_ERROR_NOMATCH)
		e->rc = err_say(e->at->cx, ERR_LIMIT, e->x->place,
			N_("The rules of this form are too much work: they were stopped."), e->x->text);
	return xpath_from_boolean(found >= 0);
}
