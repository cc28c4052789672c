/*
 * `atrama report DIR REPORT --year Y` and what belongs to it: explain a figure, freeze an edition, list editions,
 * read one.
 *
 * Figures name nobody, so an operator may read them without an account; an edition is frozen by somebody: --as.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/str.h"
#include "cmd/cmd.h"
#include "cmd/lend.h"
#include "op/profile.h"
#include "text/catalogue.h"
#include "text/format.h"
#include "view/report.h"

enum { FILE_MOST = 512 << 20 };

struct asked {
	const char *dir, *what, *which; /* what: a report's code, or explain, freeze, editions */
	const char *as, *to;
	json_t *in;
	enum report_format format;
	bool formatted;
};

/* The options of all forms, into `a` and the input of the operation. */
static int read_options(struct cx *cx, int *argc, char **argv, struct asked *a) {
	const char *year = cmd_option(argc, argv, "--year"), *as_of = cmd_option(argc, argv, "--as-of");
	const char *format = cmd_option(argc, argv, "--format"), *lang = cmd_option(argc, argv, "--lang");
	const char *edition = cmd_option(argc, argv, "--edition");
	int64_t n;
	a->as = cmd_option(argc, argv, "--as");
	a->to = cmd_option(argc, argv, "-o");
	if (lang != NULL && text_lang(lang) == NULL)
		return err_say(cx, ERR_INVALID, "lang", N_("There is no such language: lt, en, uk or ru."), lang);
	if (lang != NULL)
		cx->lang = text_lang(lang);
	if (format != NULL && !report_format_find(format, &a->format))
		return err_say(cx, ERR_INVALID, "format", N_("There is no such format: csv, json, html, xlsx or pdf."), format);
	a->formatted = format != NULL;
	if (year != NULL && !int_parse(year, &n))
		return err_say(cx, ERR_INVALID, "year", N_("That is no year."), year);
	if (year != NULL)
		json_object_set_new(a->in, "year", json_integer(n));
	if (edition != NULL && !int_parse(edition, &n))
		return err_say(cx, ERR_INVALID, "edition", N_("Give a whole number."), edition);
	if (edition != NULL)
		json_object_set_new(a->in, "edition", json_integer(n));
	if (as_of != NULL)
		json_object_set_new(a->in, "as_of", json_string(as_of));
	return ERR_OK;
}

static int call(struct cx *cx, const struct lent *lent, const struct asked *a, enum op_id op, json_t **ret_ok) {
	json_t *answers = NULL;
	int rc = lend_ask(cx, lent, a->as, 0, json_pack("[{s:s, s:O}]", "op", ops[op].name, "in", a->in), &answers);
	if (rc != 0)
		return rc;
	json_t *error = json_object_get(json_array_get(answers, 0), "error");
	const char *texts[3] = {"field", "rule", "value"};
	for (size_t i = 0; i < 3; i++) {
		const char *text = json_string_value(json_object_get(error, texts[i]));
		texts[i] = text == NULL ? NULL : arena_strdup(cx->arena, text);
	}
	if (error != NULL)
		rc = err_say(cx, err_by_name(json_string_value(json_object_get(error, "code"))), texts[0], texts[1], texts[2]);
	else
		*ret_ok = json_incref(json_object_get(json_array_get(answers, 0), "ok"));
	json_decref(answers);
	return rc;
}

static bool write_all(int fd, const char *at, size_t n) {
	while (n > 0) {
		ssize_t k = write(fd, at, n);
		if (k < 0 && errno != EINTR)
			return false;
		at += k > 0 ? k : 0;
		n -= k > 0 ? (size_t)k : 0;
	}
	return true;
}

/* On standard output, or as a file of its own: whole or not at all. */
static int put(struct cx *cx, const struct asked *a, const struct buf *b) {
	if (a->to == NULL) {
		bool binary = a->format == REPORT_PDF || a->format == REPORT_XLSX;
		if (binary && isatty(STDOUT_FILENO))
			return err_say(cx, ERR_INVALID, "-o", N_("Name a file for this format, with -o."), NULL);
		return write_all(STDOUT_FILENO, b->at, b->n) ? ERR_OK : ERR_IO;
	}
	const char *part = arena_printf(cx->arena, "%s.part", a->to);
	int fd = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	bool written = fd >= 0 && write_all(fd, b->at, b->n) && fsync(fd) == 0;
	if (fd >= 0)
		written = close(fd) == 0 && written;
	if (written && rename(part, a->to) == 0)
		return ERR_OK;
	if (fd >= 0)
		unlink(part);
	return err_say(cx, ERR_IO, "-o", N_("This file cannot be written."), a->to);
}

typedef int renderer(struct cx *cx, const json_t *answer, enum report_format format, struct buf *out);

static int render(struct cx *cx, const struct lent *lent, const struct asked *a, const json_t *answer, renderer *by) {
	struct profile *profile = NULL;
	struct buf out = buf_new(cx->arena, FILE_MOST);
	int rc = lend_profile(cx, lent, &profile);
	if (rc != 0)
		return rc;
	cx->profile = profile;
	text_warm();
	rc = by(cx, answer, a->format, &out);
	if (rc == 0)
		rc = put(cx, a, &out);
	cx->profile = NULL;
	profile_free(profile);
	return rc;
}

static int read_report(struct cx *cx, const struct lent *lent, const struct asked *a) {
	json_t *ok = NULL;
	json_object_set_new(a->in, "report", json_string(a->what));
	bool edition = json_object_get(a->in, "edition") != NULL;
	if (edition && json_object_get(a->in, "as_of") != NULL)
		return err_say(cx, ERR_INVALID, "as-of", N_("An edition has its day already."), NULL);
	int rc = call(cx, lent, a, edition ? OP_edition_read : OP_report_read, &ok);
	if (rc == ERR_INVALID && str_equal(cx->err.field, "report"))
		return err_say(cx, ERR_NOTFOUND, "report", N_("There is no such report."), a->what);
	if (rc == 0)
		rc = render(cx, lent, a, ok, report_render);
	json_decref(ok);
	return rc;
}

/* "convictions" or "convictions/total". */
static int explain(struct cx *cx, const struct lent *lent, const struct asked *a) {
	json_t *ok = NULL;
	const char *slash = strchr(a->which, '/');
	size_t n = slash == NULL ? strlen(a->which) : (size_t)(slash - a->which);
	json_object_set_new(a->in, "indicator", json_stringn(a->which, n));
	if (slash != NULL)
		json_object_set_new(a->in, "breakdown", json_string(slash + 1));
	int rc = call(cx, lent, a, OP_figure_explain, &ok);
	if (rc == ERR_INVALID && str_equal(cx->err.field, "indicator"))
		return err_say(cx, ERR_NOTFOUND, "figure", N_("There is no such figure."), a->which);
	if (rc == 0)
		rc = render(cx, lent, a, ok, explain_render);
	json_decref(ok);
	return rc;
}

static const char *text_of(const json_t *row, const char *key) {
	const char *text = json_string_value(json_object_get(row, key));
	return text == NULL ? "" : text;
}

static int freeze(struct cx *cx, const struct lent *lent, const struct asked *a) {
	json_t *ok = NULL;
	json_object_set_new(a->in, "report", json_string(a->which));
	int rc = call(cx, lent, a, OP_edition_freeze, &ok);
	if (rc == 0)
		printf("edition %lld %s\n", (long long)json_integer_value(json_object_get(ok, "edition")), text_of(ok, "hash"));
	json_decref(ok);
	return rc;
}

static int list(struct cx *cx, const struct lent *lent, const struct asked *a) {
	json_t *ok = NULL, *row;
	size_t i;
	if (a->which != NULL)
		json_object_set_new(a->in, "report", json_string(a->which));
	int rc = call(cx, lent, a, OP_edition_list, &ok);
	if (rc == 0)
		printf("report,year,edition,as_of,frozen,hash\n");
	json_array_foreach(json_object_get(ok, "rows"), i, row)
		printf("%s,%lld,%lld,%s,%s,%s\n", text_of(row, "report"),
			(long long)json_integer_value(json_object_get(row, "year")),
		       (long long)json_integer_value(json_object_get(row, "edition")), text_of(row, "as_of"),
		       text_of(row, "at"), text_of(row, "hash"));
	json_decref(ok);
	return rc;
}

/* Which form it is, by its words; NULL: none. */
static int (*form_of(struct asked *a, int argc, char **argv))(struct cx *, const struct lent *, const struct asked *) {
	bool year = json_object_get(a->in, "year") != NULL, edition = json_object_get(a->in, "edition") != NULL;
	a->dir = argc > 1 ? argv[1] : NULL;
	a->what = argc > 2 ? argv[2] : NULL;
	a->which = argc > 3 ? argv[3] : NULL;
	if (str_equal(a->what, "explain"))
		return argc == 4 && year && !edition ? explain : NULL;
	if (str_equal(a->what, "freeze"))
		return argc == 4 && year && !edition && !a->formatted && a->to == NULL ? freeze : NULL;
	if (str_equal(a->what, "editions"))
		return argc <= 4 && argc > 2 && !year && !edition && !a->formatted && a->to == NULL ? list : NULL;
	return argc == 3 && year ? read_report : NULL;
}

int cmd_report(struct cx *cx, int argc, char **argv) {
	struct asked a = {.in = json_object()};
	struct lent lent;
	int rc = read_options(cx, &argc, argv, &a);
	int (*form)(struct cx *, const struct lent *, const struct asked *) = rc == 0 ? form_of(&a, argc, argv) : NULL;
	if (rc == 0 && form == NULL)
		rc = ERR_INVALID;
	if (rc == 0)
		rc = lend_open(cx, a.dir, &lent);
	if (rc == 0) {
		rc = form(cx, &lent, &a);
		struct err err = cx->err; /* what went wrong first is what is told */
		int ended = lend_close(cx, &lent);
		if (rc != 0)
			cx->err = err;
		rc = rc != 0 ? rc : ended;
	}
	json_decref(a.in);
	return rc;
}
