/*
 * own_forms.h - a form by the name an address has for it: one the program brings along, by its id; one of the registry's
 * own, by its id (the version in use) or by the MD5 of its text (that very version, also one taken back).
 *
 * A form is read anew for every page. Lists it wants from outside that the registry has are in it; others stay empty.
 */
#pragma once
#include "form/answers.h"
#include "web/openrosa.h"
#include "web/page.h"

struct own_form_found {
	const char *id, *version, *title;
	const char *name;  /* the part of an address that names this very version */
	bool shipped;
	struct xform *form;
};

/* The form of the address (":form"). ERR_NOTFOUND. */
MUST_CHECK int own_forms_find(struct page *page, struct own_form_found *ret_found);

/* One of the languages the form itself names, by ?in=, the posted `in`, else the page's own, else the form's. */
const char *own_forms_language(const struct page *page, const struct xform *form);

/* Its languages as links to `path`: [{name, href, current}]; empty where there is but one. `more` ("&draft=...") goes behind. */
json_t *own_forms_languages(const struct page *page, const struct xform *form, const char *lang, const char *path,
	const char *more);

/* What speaks to the keeper as telephones do, with the session of the page. */
struct openrosa own_forms_speak(struct page *page);

/* Questions that cannot be answered in a browser: [{"number", "name", "why"}]; why: a message id. */
json_t *own_forms_unfit(struct cx *cx, const struct xform *form);
