/*
 * name.h - what stays the same when a name is written by another hand.
 *
 * A key is no transcription and is shown to nobody: it is the part of a name that survives Latin and Cyrillic
 * spelling, diacritics, Lithuanian and Slavic gendered endings and the usual romanisations. Two spellings of a
 * name should give one key; two names may share a key, so a key finds and never decides. Blind tokens are made of
 * keys, so a change here is a migration: NAME_KEY_VERSION goes up and every token is made again. That is why the
 * alphabet tables are ours and only normalisation (stable by Unicode's policy) is ICU's.
 *
 * Input is well-formed UTF-8 (anything else gives ""); at most NAME_MAX_BYTES of it are read. Thread-safe after
 * text_warm(). Results live in the arena.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

enum { NAME_KEY_VERSION = 1, NAME_MAX_BYTES = 400 };

enum name_script { SCRIPT_NONE, SCRIPT_LATIN, SCRIPT_CYRILLIC, SCRIPT_OTHER, SCRIPT_MIXED, SCRIPT__MAX };

/* The script of the letters in `text`: NONE without letters, MIXED with more than one script. */
enum name_script name_script(const char *text);

/* Plain lower-case Latin of a name, words kept and parted by one blank: "Олена Коваленко" -> "olena kovalenko". */
const char *name_plain(struct arena *a, const char *text);

/* The key of a given name, a family name or both; words parted by one blank, in the order given. */
const char *name_key(struct arena *a, const char *name);

/* The same with the words sorted, for names whose order is not known. */
const char *name_key_sorted(struct arena *a, const char *name);

/* For search: NFKD, marks dropped, casefolded, blanks squeezed; script kept. */
const char *text_fold(struct arena *a, const char *text);

/* Letters and digits only, upper case, look-alike Cyrillic capitals as Latin: "fк 123-456" -> "FK123456". */
const char *document_canonical(struct arena *a, const char *number);

/*
 * A telephone number as + and digits; `country` is the calling code for numbers without one ("370"; a leading
 * 8 or 0 is then the trunk prefix). "" when fewer than 6 or more than 15 digits are left.
 */
const char *phone_canonical(struct arena *a, const char *number, const char *country);
