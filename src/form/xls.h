/*
 * xls.h - an XLSForm, the spreadsheet in which field workers write their questions, turned into the XForm it means.
 *
 * The sheets survey, choices and settings are read as https://xlsform.org says and the XForm is written as pyxform 2
 * does: choices as secondary instances, ${name} as a path, relative inside a repeat. What would tell who or where the
 * worker is (deviceid, phonenumber, username, audit, a background sound ...), what sends the answers elsewhere
 * (submission_url) and what needs a file beside the form (pictures, sounds, lists in CSV) is refused by name.
 * The input is hostile: every error names its cell, and memory is bounded by io/table.h and the ceilings below.
 */
#pragma once
#include <jansson.h>

#include "base/buf.h"
#include "base/cx.h"

enum {
	XLS_ROWS = 20000,   /* of a sheet */
	XLS_DEPTH = 40,     /* groups and repeats inside one another */
	XLS_LANGS = 40,
	XLS_ERRORS = 100,   /* told; the rest is only counted as there */
	XLS_BYTES = 32 << 20 /* of the XForm */
};

/* Writes the XForm of the spreadsheet `xlsx` at the end of `out`. `id` is its form_id where the settings give none.
 * Everything lives in the arena of cx. ERR_INVALID: *ret_errors (the caller's) is an array of
 * {"cell": "survey!C12", "rule": text, "value": what stands there}, at least one; NULL when it worked. ERR_LIMIT. */
MUST_CHECK int xls_form(struct cx *cx, struct blob xlsx, const char *id, struct buf *out, json_t **ret_errors);
