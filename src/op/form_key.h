/*
 * form_key.h - where in an XForm's text the key stands to which telephones encrypt its answers.
 *
 * Pure, and no reader of XML: what was added to a registry was read before, and read again with a key in it
 * (form/own.h). The key goes into the form's own <submission>, or into a new one at the end of its <model>.
 */
#pragma once
#include "base/cx.h"

/* The text with the key (base64) in it, in the arena; the text itself where it has no model. */
struct blob form_key_put(struct arena *a, struct blob text, const char *key);
