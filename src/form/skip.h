/*
 * skip.h - when a question is asked, in words for somebody with a pen: by the numbers of the questions before it.
 *
 * What a rule compares with fixed answers is said whole, "Only if 4 is “Yes” and 7 is more than 17."; of any other rule only
 * which answers it depends on is said, through whatever is worked out in between. A rule that always holds says nothing.
 */
#pragma once
#include "form/answers.h"

/* The rule by which the field is asked, or ""; `a` for the words of choices, in the language `lang` of the form; the
   words around them are cx->lang's. */
const char *skip_say(struct answers *a, const struct xform_field *field, const char *lang);
