/*
 * form_paper.h - a form for telephones and pages as a form for a pen (view/blank.h), from the same definition: the same
 * numbers, the same order, its rules of skipping in words.
 */
#pragma once
#include "view/blank.h"
#include "web/own_forms.h"

/* In one of the form's languages; the words around are in it too where the program speaks it. */
MUST_CHECK int form_paper(struct cx *cx, const struct own_form_found *form, const char *lang, struct buf *out);
