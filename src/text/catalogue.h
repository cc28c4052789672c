/*
 * catalogue.h - what the program says, in the reader's language.
 *
 * A message id is the English text. lt, uk and ru have a catalogue (po/, compiled into the program); every other
 * language, and every message a catalogue lacks, is answered with the id itself. Nothing here allocates, locks
 * or reads a file; strings live as long as the program. libc's gettext is not used: it follows the process's
 * environment, and two readers of one process need two languages.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"

/* Where `cx` is in scope: the literal in the language of the request. po/ is extracted from this and from N_(). */
#define _(text) text_say(cx->lang, (text))

enum { TEXT_LANGS = 4 };
extern const char *const text_langs[TEXT_LANGS + 1]; /* "lt", "en", "uk", "ru", NULL */

/* One of text_langs: the language whose tag `tag` is or begins with ("uk-UA"); NULL for any other. */
const char *text_lang(const char *tag);

/* `msgid` in `lang`. NULL gives "". */
const char *text_say(const char *lang, const char *msgid);

/* The form of the message that goes with `n`; `one` and `many` are literals (they are extracted). */
const char *text_say_n(const char *lang, const char *one, const char *many, int64_t n);

/* Which of the gettext plural forms `n` takes: lt, uk, ru 0..2, others 0..1. */
unsigned text_plural(const char *lang, int64_t n);

struct text_fill {
	const char *name;
	const char *value;
};

/* `message` with every %{name} replaced; a name not in `fills` (ended by {0}) stays as it is written. */
const char *text_fill(struct arena *a, const char *message, const struct text_fill *fills);

/* The bytes of a .mo file, proven: every offset lies inside and every string ends. */
struct catalogue {
	const char *bytes;
	size_t n;
	uint32_t count, ids, texts;
};

/* ERR_INVALID for what is no .mo file of this machine's byte order, or is damaged. */
MUST_CHECK int catalogue_open(struct catalogue *ret_c, const void *bytes, size_t n);

/* The text of `msgid` (form 0..), or NULL. */
const char *catalogue_find(const struct catalogue *c, const char *msgid, unsigned form);
