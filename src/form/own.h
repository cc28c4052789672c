/*
 * own.h - a form that an agency brings along: an XForm as it is, or an XLSForm turned into one.
 *
 * Either way what comes out was read by xform_read, sends its answers nowhere else, is sealed to no other's key, and takes
 * the key of an organisation (op/form_key.h).
 */
#pragma once
#include <jansson.h>

#include "form/xform.h"

struct own_form {
	struct blob text;    /* the XForm */
	struct xform *form;  /* the same, read */
	bool converted;      /* out of a spreadsheet */
};

/* `name` is the file's: the form's id where neither says one. Everything lives in cx->arena.
 * ERR_INVALID: *ret_errors (the caller's, or NULL) names the cells of a spreadsheet as form/xls.h; ERR_LIMIT. */
MUST_CHECK int own_form_read(struct cx *cx, struct blob bytes, const char *name, struct own_form *ret, json_t **ret_errors);
