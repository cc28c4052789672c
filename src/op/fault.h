/*
 * fault.h - what is wrong with a definition, as one English sentence for the log.
 *
 * Checks stop at the first fault: each returns false once there is one, and nobody overwrites it.
 */
#pragma once
#include <jansson.h>

#include "op/op.h"
#include "op/register.h"

struct fault {
	struct cx *cx;
	const struct profile *p;
	const char *where; /* "register verdict, field outcome" */
	const char *say;   /* NULL: nothing is wrong */
	bool sheet;        /* a record of the file rather than of a register: other types of fields */
};

/* Says `where: what`, if nothing was said before. Gives false. */
bool fault_say(struct fault *f, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* From now on the checks speak of "kind code". */
void fault_at(struct fault *f, const char *kind, const char *code);

/* Whether the definition is an object with known keys only. `known` is parted by blanks. */
bool fault_keys(struct fault *f, const json_t *object, const char *known);

/* Whether the key holds a text in every language of the profile's. Left out it is a fault unless `optional`. */
bool fault_says(struct fault *f, const json_t *object, const char *key, bool optional);

/* Whether text is a code: a-z 0-9 _ and -, at most 40. */
bool fault_is_code(const char *text);

/* A whole number in min..max; left out it is a fault unless `optional`. */
bool fault_number(struct fault *f, const json_t *object, const char *key, int64_t min, int64_t max, bool optional);

/* One of the words, parted by blanks. */
bool fault_word(struct fault *f, const json_t *object, const char *key, const char *words, bool optional);

/* A list of strings that is not empty, each of which `ok` takes; `ok` may be NULL. */
bool fault_list(struct fault *f, const json_t *object, const char *key, bool (*ok)(const struct fault *, const char *),
	bool optional);

/* For fault_list: a kind of organisation, or "*". */
bool fault_is_kind(const struct fault *f, const char *text);

/* The field of a register that "field" names, or "link.field" one link further. */
bool fault_path(struct fault *f, int reg, const char *path, struct cell_field *ret_field);

/* "where": {"path": [what is allowed]}: null for an empty field, "*" for any value, of countries also @home @eu @other
   unknown. NULL is sound. */
bool fault_where(struct fault *f, int reg, const json_t *where);

/* The "fields" of a register or sheet, and its "due"; the field of that code, NULL if there is none. */
bool fault_fields(struct fault *f, const json_t *definition);
bool fault_due(struct fault *f, const json_t *definition);
const json_t *fault_field(const json_t *definition, const char *code);

/* Whether `word` stands in a list of words parted by blanks. */
bool word_among(const char *words, const char *word);
