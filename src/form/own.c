#include "form/own.h"

#include <setjmp.h>
#include <string.h>

#include "base/str.h"
#include "form/xls.h"
#include "op/form_key.h"

enum { ID = 64 };

/* An id out of a file's name: its letters, digits, - and _, without folders and ending. */
static const char *id_of(struct arena *a, const char *name) {
	const char *slash = strrchr(name, '/');
	name = slash == NULL ? name : slash + 1;
	const char *dot = strrchr(name, '.');
	size_t n = dot == NULL || dot == name ? strlen(name) : (size_t)(dot - name), k = 0;
	char *id = arena_alloc(a, ID + 1);
	for (size_t i = 0; i < n && k < ID; i++) {
		char c = name[i];
		bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
		id[k++] = plain ? c : '_';
	}
	return k == 0 ? "form" : id;
}

static bool is_package(struct blob bytes) {
	return bytes.n >= 4 && memcmp(bytes.at, "PK\3\4", 4) == 0;
}

/* Telephones get it with the key of their organisation in it: it has to be a form then too, with that key. */
static int key_fits(struct cx *cx, struct blob text) {
	static const char key[] = "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A";
	struct xform *sealed = NULL;
	int rc = xform_read(cx, form_key_put(cx->arena, text, key), &sealed);
	if (rc == 0 && sealed->submission_key != NULL && str_equal(sealed->submission_key, key))
		return 0;
	return rc == ERR_LIMIT ? rc : err_say(cx, ERR_INVALID, "form",
		N_("The key that answers are sealed with finds no place in this form. Write its model and submission plainly."), NULL);
}

static int form_take(struct cx *cx, struct blob bytes, const char *name, struct own_form *ret, json_t **ret_errors) {
	struct own_form own = {.text = bytes, .converted = is_package(bytes)};
	if (own.converted) {
		struct buf out = buf_new(cx->arena, XLS_BYTES);
		int rc = xls_form(cx, bytes, id_of(cx->arena, name), &out, ret_errors);
		if (rc != 0)
			return rc;
		own.text = (struct blob){out.at, out.n};
	}
	int rc = xform_read(cx, own.text, &own.form);
	if (rc != 0)
		return rc;
	if (own.form->submission_url != NULL && own.form->submission_url[0] != 0)
		return err_say(cx, ERR_INVALID, "form", N_("Answers of a form are sent to this registry and nowhere else."),
			own.form->submission_url);
	if (own.form->submission_key != NULL && own.form->submission_key[0] != 0)
		return err_say(cx, ERR_INVALID, "form", N_("Forms are sealed to the registry's own key, not to another."), NULL);
	rc = key_fits(cx, own.text);
	if (rc == 0)
		*ret = own;
	return rc;
}

/* A program at a terminal has no other trap: a form too large is refused, and does not end it. */
int own_form_read(struct cx *cx, struct blob bytes, const char *name, struct own_form *ret, json_t **ret_errors) {
	jmp_buf trap, *const was = arena_trap(cx->arena, &trap);
	int rc;
	*ret_errors = NULL;
	if (setjmp(trap) == 0)
		rc = form_take(cx, bytes, name, ret, ret_errors);
	else
		rc = err_say(cx, ERR_LIMIT, "form", N_("This file needs more memory than one file may have."), NULL);
	arena_trap(cx->arena, was);
	return rc;
}
