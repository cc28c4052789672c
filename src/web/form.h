/*
 * form.h - what browsers send: queries, forms, cookies.
 *
 * Pure: bytes in, fields out. A field's name and value are well-formed UTF-8 without NUL; everything else about them
 * is for the operation to check. Line ends in values are made "\n". Strings live in cx->arena.
 */
#pragma once
#include "base/cx.h"

enum { FORM_FIELDS = 500, FORM_NAME_MAX = 100, FORM_PARTS_HEAD = 2048 /* bytes of headers of one part */ };

struct form_field {
	const char *name, *value;
	const char *file; /* file name of an uploaded part, else NULL */
	size_t n;         /* bytes of value; only a file may hold a NUL */
};

struct form {
	size_t n;
	struct form_field *fields;
};

/* application/x-www-form-urlencoded, also the query of an address. ERR_INVALID: bad percent, not UTF-8, a NUL;
 * ERR_LIMIT: too many fields. */
MUST_CHECK int form_parse(struct cx *cx, const char *bytes, size_t n, struct form *ret_form);

/* multipart/form-data; `type` is the Content-Type with its boundary. Errors as above. */
MUST_CHECK int form_parse_parts(struct cx *cx, const char *type, const char *bytes, size_t n, struct form *ret_form);

/* The first value of that name, or NULL. */
const char *form_get(const struct form *form, const char *name);

/* The value of a cookie in a Cookie header; NULL if it is not there or stands twice with different values. */
const char *cookie_get(struct arena *a, const char *header, const char *name);

/* `text` percent-encoded for a query. */
const char *form_encode(struct arena *a, const char *text);
