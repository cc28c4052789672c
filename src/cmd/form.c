/*
 * `atrama form`: forms that an agency brings along.
 *
 *   form check FILE [--out FORM.xml]   say what is wrong with a form, cell by cell; write the XForm it means
 *   form add DIR FILE [--as LOGIN]     the same, and take it into a registry, beside its older versions
 *   form list DIR [--past]             the forms of a registry
 *
 * FILE is an XForm (.xml) or an XLSForm (.xlsx). What cannot be filled in in a browser is named, question by question.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/str.h"
#include "cmd/cmd.h"
#include "cmd/lend.h"
#include "form/own.h"
#include "text/catalogue.h"
#include "text/format.h"
#include "web/bytes64.h"
#include "web/own_forms.h"

enum { FILE_MOST = 16 << 20, PIECE = 64 << 10, FORM_PIECE = 600000 /* bytes of a form in one message */ };

static int file_bytes(struct cx *cx, const char *path, struct blob *ret_bytes) {
	struct buf all = buf_new(cx->arena, FILE_MOST + 2 * PIECE);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = 1;
	if (fd < 0)
		return err_say(cx, ERR_IO, NULL, N_("The file cannot be opened."), path);
	while (n > 0 && all.n <= FILE_MOST) {
		n = read(fd, buf_room(&all, PIECE), PIECE);
		if (n > 0)
			all.n += (size_t)n;
		else if (n < 0 && errno == EINTR)
			n = 1;
	}
	close(fd);
	if (n < 0)
		return err_say(cx, ERR_IO, NULL, N_("The file could not be read."), path);
	if (all.n > FILE_MOST)
		return err_say(cx, ERR_LIMIT, NULL, N_("A form may have at most 16 MiB."), path);
	*ret_bytes = (struct blob){all.at, all.n};
	return ERR_OK;
}

/* Reads the form in FILE; what is wrong with a spreadsheet is told cell by cell. */
static int form_take(struct cx *cx, const char *path, struct own_form *ret) {
	struct blob bytes;
	json_t *errors = NULL, *each;
	size_t i;
	int rc = file_bytes(cx, path, &bytes);
	if (rc == ERR_OK)
		rc = own_form_read(cx, bytes, path, ret, &errors);
	json_array_foreach(errors, i, each) {
		const char *cell = json_string_value(json_object_get(each, "cell"));
		const char *rule = json_string_value(json_object_get(each, "rule"));
		const char *value = json_string_value(json_object_get(each, "value"));
		fprintf(stderr, "%s: %s%s%s\n", cell, text_say(cx->lang, rule), value[0] == 0 ? "" : " ", value);
	}
	json_decref(errors);
	return rc;
}

static int file_write(struct cx *cx, const char *path, struct blob bytes) {
	FILE *f = fopen(path, "wbe");
	if (f == NULL)
		return err_say(cx, ERR_IO, NULL, N_("The file cannot be written."), path);
	bool whole = fwrite(bytes.at, 1, bytes.n, f) == bytes.n;
	whole = fclose(f) == 0 && whole;
	return whole ? ERR_OK : err_say(cx, ERR_IO, NULL, N_("The file cannot be written."), path);
}

static size_t asked(const struct xform *form) {
	size_t n = 0;
	for (size_t i = 0; i < form->fields_n; i++)
		n += form->fields[i]->control != NULL && form->fields[i]->first == NULL;
	return n;
}

/* What can be filled in on a telephone only, question by question. */
static void say_unfit(struct cx *cx, const struct xform *form) {
	json_t *unfit = own_forms_unfit(cx, form), *each;
	size_t i;
	json_array_foreach(unfit, i, each)
		printf("%s %s: %s\n", text_say(cx->lang, N_("not in a browser:")), json_string_value(json_object_get(each, "name")),
			text_say(cx->lang, json_string_value(json_object_get(each, "why"))));
	json_decref(unfit);
}

static int check(struct cx *cx, int argc, char **argv) {
	const char *to = cmd_option(&argc, argv, "--out");
	struct own_form own;
	if (argc != 3)
		return ERR_INVALID;
	int rc = form_take(cx, argv[2], &own);
	if (rc == ERR_OK && to != NULL)
		rc = file_write(cx, to, own.text);
	if (rc != ERR_OK)
		return rc;
	printf("%s%s%s: %zu questions", own.form->id, own.form->version[0] == 0 ? "" : " ", own.form->version, asked(own.form));
	for (size_t i = 0; i < own.form->languages_n; i++)
		printf("%s%s", i == 0 ? "; " : ", ", own.form->languages[i]);
	printf("\n");
	say_unfit(cx, own.form);
	return ERR_OK;
}

/* One message after the other: the last gives the form's hash. */
static int send_pieces(struct cx *cx, const char *dir, const char *as, const struct own_form *own, json_t **ret_ok) {
	const char *title = own->form->title[0] == 0 ? own->form->id : own->form->title;
	int rc = ERR_OK;
	for (size_t at = 0; rc == ERR_OK && at < own->text.n; at += FORM_PIECE) {
		size_t n = own->text.n - at < FORM_PIECE ? own->text.n - at : FORM_PIECE;
		json_t *in = json_pack("{s:s, s:s, s:s, s:I, s:I}", "form_id", own->form->id, "form_title", title, "xform",
			bytes64_put(cx->arena, (struct blob){(const char *)own->text.at + at, n}), "from_n", (json_int_t)at, "file_n",
			(json_int_t)own->text.n);
		if (in == NULL)
			return err_say(cx, ERR_INVALID, NULL, N_("The text is not well-formed UTF-8."), NULL);
		if (own->form->version[0] != 0)
			json_object_set_new(in, "form_version", json_string(own->form->version));
		json_decref(*ret_ok);
		*ret_ok = NULL;
		rc = lend_one(cx, dir, as, json_pack("{s:s, s:o}", "op", "form_add", "in", in), ret_ok);
	}
	return rc;
}

static int add(struct cx *cx, int argc, char **argv) {
	const char *as = cmd_option(&argc, argv, "--as");
	struct own_form own;
	json_t *ok = NULL;
	if (argc != 4)
		return ERR_INVALID;
	int rc = form_take(cx, argv[3], &own);
	if (rc == ERR_OK)
		rc = send_pieces(cx, argv[2], as, &own, &ok);
	if (rc == ERR_OK) {
		printf("%s%s%s %s\n", own.form->id, own.form->version[0] == 0 ? "" : " ", own.form->version,
			json_string_value(json_object_get(ok, "form_hash")));
		say_unfit(cx, own.form);
	}
	json_decref(ok);
	return rc;
}

static int list(struct cx *cx, int argc, char **argv) {
	const char *as = cmd_option(&argc, argv, "--as");
	bool past = cmd_flag(&argc, argv, "--past");
	json_t *ok = NULL, *each;
	size_t i;
	if (argc != 3)
		return ERR_INVALID;
	int rc = lend_one(cx, argv[2], as, json_pack("{s:s, s:{s:b}}", "op", "form_list", "in", "past", past), &ok);
	json_array_foreach(json_object_get(ok, "rows"), i, each) {
		const char *version = json_string_value(json_object_get(each, "form_version"));
		printf("%s\t%s\t%s\t%s%s\n", json_string_value(json_object_get(each, "form_id")), version == NULL ? "" : version,
			json_string_value(json_object_get(each, "form_title")), json_string_value(json_object_get(each, "at")),
			json_is_true(json_object_get(each, "past")) ? "\tpast" : "");
	}
	json_decref(ok);
	return rc;
}

int cmd_form(struct cx *cx, int argc, char **argv) {
	const char *what = argc > 1 ? argv[1] : "";
	if (str_equal(what, "check"))
		return check(cx, argc, argv);
	if (str_equal(what, "add"))
		return add(cx, argc, argv);
	return str_equal(what, "list") ? list(cx, argc, argv) : ERR_INVALID;
}
