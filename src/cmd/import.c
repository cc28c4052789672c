/*
 * `atrama import DIR --org CODE --kind KIND FILE [--as LOGIN] [--set COLUMN=VALUE]... [--all-or-nothing]`
 *
 * The file is read twice, for nothing of it is kept: first every row is checked and counted, then the rows that are
 * right are handed to the keeper, which writes them while others work. What was wrong, here or there, stands in
 * FILE.errors.csv.
 */
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/str.h"
#include "cmd/badfile.h"
#include "cmd/cmd.h"
#include "cmd/lend.h"
#include "crypt/crypt.h"
#include "intake/intake.h"
#include "op/profile.h"
#include "text/catalogue.h"
#include "text/format.h"

enum { SETS = 32, STEP_ARENA = 256 << 20, POLL_FIRST_MS = 2, POLL_MS = 150 };

struct wrong { /* of the keeper: a row, the column it names, and why */
	int64_t row;
	int column;
	const char *field, *rule;
};

struct import {
	struct cx *cx;
	const char *dir, *org, *kind, *path, *as;
	struct intake_set sets[SETS];
	size_t sets_n;
	bool whole, terminal;
	int fd;
	int org_kind;
	struct lent lent;
	struct arena *step;          /* of one request */
	struct badfile errors;
	char hash[2 * HASH_SIZE + 1];
	const char *ref;             /* of the import, once it has begun */
	int64_t good, own_bad, sent, done, added, changed, same, keeper_bad;
	const char *state;
	struct wrong *wrong;         /* sorted by row */
	size_t wrong_n, told;
};

static volatile sig_atomic_t stopping;

static void on_stop(int number) {
	(void)number;
	stopping = 1;
}

/* Asking ----------------------------------------------------------------------------------------------------------- */

/* One operation; its answer, borrowed until the next: `*ret_answers` is the caller's to free. */
static int ask(struct import *m, const char *op, json_t *in, json_t **ret_answers, const json_t **ret_ok) {
	struct cx cx = *m->cx;
	json_t *answers = NULL;
	arena_reset(m->step);
	cx.arena = m->step;
	int rc = lend_ask(&cx, &m->lent, m->as, 0, json_pack("[{s:s, s:o}]", "op", op, "in", in), &answers);
	const json_t *ok = json_object_get(json_array_get(answers, 0), "ok");
	const json_t *error = json_object_get(json_array_get(answers, 0), "error");
	if (rc != 0) {
		m->cx->err = (struct err){.code = rc, .rule = cx.err.rule == NULL ? NULL : arena_strdup(m->cx->arena,
			cx.err.rule)};
	} else if (ok == NULL) {
		const char *rule = json_string_value(json_object_get(error, "rule"));
		const char *field = json_string_value(json_object_get(error, "field"));
		rc = err_say(m->cx, err_by_name(json_string_value(json_object_get(error, "code"))),
			field == NULL ? NULL : arena_strdup(m->cx->arena, field), rule == NULL ? NULL : arena_strdup(m->cx->arena,
			rule), NULL);
	}
	if (rc != 0) {
		json_decref(answers);
		return rc;
	}
	*ret_answers = answers;
	*ret_ok = ok;
	return 0;
}

static const char *word(const json_t *object, enum field_id field) {
	return json_string_value(json_object_get(object, fields[field].name));
}

static int64_t whole_number(const json_t *object, enum field_id field) {
	return json_integer_value(json_object_get(object, fields[field].name));
}

static int org_find(struct import *m) {
	json_t *answers = NULL;
	const json_t *ok, *org;
	size_t i;
	int rc = ask(m, "org_list", json_object(), &answers, &ok);
	if (rc != 0)
		return rc;
	json_array_foreach(json_object_get(ok, "rows"), i, org)
		if (str_equal(word(org, F_ORG), m->org))
			m->org_kind = code_find(m->cx->profile, L_ORG_KIND, word(org, F_ORG_KIND));
	json_decref(answers);
	return m->org_kind == 0 ? err_say(m->cx, ERR_NOTFOUND, "org", N_("There is no organisation with that code."),
		m->org) : 0;
}

/* The file --------------------------------------------------------------------------------------------------------- */

static int hash_file(struct import *m) {
	struct stat st;
	if (fstat(m->fd, &st) != 0)
		return err_say(m->cx, ERR_IO, NULL, N_("The file could not be read."), m->path);
	void *bytes = st.st_size == 0 ? NULL : mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, m->fd, 0);
	if (bytes == MAP_FAILED)
		return err_say(m->cx, ERR_IO, NULL, N_("The file could not be read."), m->path);
	uint8_t hash[HASH_SIZE];
	crypt_blake2b(hash, bytes, (size_t)st.st_size);
	hex_put(m->hash, hash, sizeof hash);
	if (bytes != NULL)
		munmap(bytes, (size_t)st.st_size);
	return 0;
}

static void progress(const struct import *m, const char *what, int64_t n, int64_t of) {
	if (!m->terminal)
		return;
	if (of > 0)
		fprintf(stderr, "\r\x1b[K%s %" PRId64 " / %" PRId64, what, n, of);
	else
		fprintf(stderr, "\r\x1b[K%s %" PRId64, what, n);
	fflush(stderr);
}

static void progress_end(const struct import *m) {
	if (m->terminal)
		fputs("\r\x1b[K", stderr);
}

static int stopped(struct cx *cx) {
	return stopping ? err_say(cx, ERR_BUSY, NULL,
		N_("Stopped. Bring the list again to go on: what is here already is not added twice."), NULL) : 0;
}

static int on_counted(struct cx *cx, const char *json, size_t n, void *arg) {
	struct import *m = arg;
	(void)json;
	m->good += (int64_t)n;
	progress(m, _("Rows checked:"), m->good, 0);
	return stopped(cx);
}

static int on_bad(struct cx *cx, const struct intake_bad *bad, void *arg) {
	struct import *m = arg;
	int rc = badfile_add(cx, &m->errors, bad->line, bad->column, bad->value, bad->rule);
	return rc == 0 ? stopped(cx) : rc;
}

static int on_rows(struct cx *cx, const char *json, size_t n, void *arg) {
	struct import *m = arg;
	json_t *answers = NULL;
	const json_t *ok;
	int rc = stopped(cx);
	if (rc == 0)
		rc = ask(m, "import_add", json_pack("{s:s, s:s}", fields[F_IMPORT].name, m->ref, fields[F_ROWS].name, json),
			&answers, &ok);
	json_decref(answers);
	m->sent += (int64_t)n;
	progress(m, _("Rows handed over:"), m->sent, m->good);
	return rc;
}

/* The whole file through an intake, which the caller frees. */
static int read_file(struct import *m, const struct intake_to *to, struct intake **ret_intake) {
	const struct intake_as as = {.kind = m->kind, .org = m->org, .org_kind = m->org_kind, .sets = m->sets,
		.sets_n = m->sets_n};
	int rc = intake_new(m->cx, &as, to, ret_intake);
	if (rc == 0 && lseek(m->fd, 0, SEEK_SET) != 0)
		rc = err_say(m->cx, ERR_IO, NULL, N_("The file could not be read."), m->path);
	if (rc == 0)
		rc = table_read(m->cx, m->fd, intake_take, *ret_intake);
	return rc == 0 ? intake_end(m->cx, *ret_intake) : rc;
}

/* The import ------------------------------------------------------------------------------------------------------- */

static int begin(struct import *m) {
	json_t *answers = NULL;
	const json_t *ok;
	int rc = ask(m, "import_begin", json_pack("{s:s, s:s, s:I, s:b}", fields[F_KIND].name, m->kind,
		fields[F_FILE_HASH].name, m->hash, fields[F_ROWS_N].name, (json_int_t)m->good, fields[F_WHOLE].name, m->whole),
		&answers, &ok);
	if (rc == 0)
		m->ref = arena_strdup(m->cx->arena, word(ok, F_IMPORT));
	json_decref(answers);
	return rc;
}

static int simple(struct import *m, const char *op) {
	json_t *answers = NULL;
	const json_t *ok;
	int rc = ask(m, op, json_pack("{s:s}", fields[F_IMPORT].name, m->ref), &answers, &ok);
	json_decref(answers);
	return rc;
}

static void tally(struct import *m, const json_t *from) {
	const char *state = word(from, F_IMPORT_STATE);
	m->state = state == NULL ? "" : code_name(m->cx->profile, L_IMPORT, code_find(m->cx->profile, L_IMPORT, state));
	m->done = whole_number(from, F_DONE_N);
	m->added = whole_number(from, F_ADDED_N);
	m->changed = whole_number(from, F_CHANGED_N);
	m->same = whole_number(from, F_SAME_N);
	m->keeper_bad = whole_number(from, F_BAD_N);
}

static bool ended(const struct import *m) {
	return str_equal(m->state, "done") || str_equal(m->state, "refused") || str_equal(m->state, "cancelled");
}

/* How far it is: without its errors, of which there may be many. */
static int look(struct import *m) {
	json_t *answers = NULL;
	const json_t *ok, *each;
	size_t i;
	int rc = ask(m, "import_list", json_object(), &answers, &ok);
	if (rc != 0)
		return rc;
	json_array_foreach(json_object_get(ok, "rows"), i, each)
		if (str_equal(word(each, F_IMPORT), m->ref))
			tally(m, each);
	json_decref(answers);
	return 0;
}

static int wait_for_end(struct import *m) {
	const struct cx *cx = m->cx;
	bool asked = false;
	for (long nap = POLL_FIRST_MS;; nap = 2 * nap < POLL_MS ? 2 * nap : POLL_MS) { /* a short list is done at once */
		int rc = look(m);
		if (rc != 0 || ended(m))
			return rc;
		progress(m, str_equal(m->state, "checking") ? _("Rows tried:") : _("Rows written:"), m->done, m->good);
		if (stopping && !asked) {
			asked = true; /* one that is being written whole is not left half done, and refuses */
			if (simple(m, "import_cancel") == 0)
				continue;
		}
		nanosleep(&(struct timespec){.tv_nsec = nap * 1000000L}, NULL);
	}
}

static int by_row(const void *a, const void *b) {
	int64_t x = ((const struct wrong *)a)->row, y = ((const struct wrong *)b)->row;
	return x < y ? -1 : x > y;
}

static int wrong_read(struct import *m, const struct intake *it) {
	json_t *answers = NULL;
	const json_t *ok, *each;
	size_t i;
	int rc = ask(m, "import_read", json_pack("{s:s}", fields[F_IMPORT].name, m->ref), &answers, &ok);
	if (rc != 0)
		return rc;
	tally(m, ok);
	const json_t *list = json_object_get(ok, "rows");
	m->wrong = arena_array(m->cx->arena, json_array_size(list) + 1, sizeof *m->wrong);
	json_array_foreach((json_t *)list, i, each) {
		const char *field = word(each, F_COLUMN), *rule = word(each, F_RULE);
		m->wrong[m->wrong_n++] = (struct wrong){.row = whole_number(each, F_ROW),
			.column = field == NULL ? -1 : intake_column_of(it, field),
			.field = field == NULL ? "" : arena_strdup(m->cx->arena, field),
			.rule = rule == NULL ? "" : arena_strdup(m->cx->arena, rule)};
	}
	json_decref(answers);
	qsort(m->wrong, m->wrong_n, sizeof *m->wrong, by_row);
	return 0;
}

/* The keeper never gives a value back: it is looked up in the file. */
static int on_row_again(struct cx *cx, const struct table_row *row, void *arg) {
	struct import *m = arg;
	int rc = 0;
	for (; rc == 0 && m->told < m->wrong_n && m->wrong[m->told].row <= row->line; m->told++) {
		const struct wrong *w = &m->wrong[m->told];
		bool here = w->row == row->line && w->column >= 0 && (size_t)w->column < row->n;
		rc = badfile_add(cx, &m->errors, w->row, w->field, here ? row->cells[w->column] : "", w->rule);
	}
	return rc;
}

static int wrong_tell(struct import *m, const struct intake *it) {
	const struct intake_column *columns;
	size_t n = intake_columns(it, &columns);
	int rc = wrong_read(m, it);
	for (size_t i = 0; i < m->wrong_n; i++)
		if (m->wrong[i].column >= 0 && (size_t)m->wrong[i].column < n)
			m->wrong[i].field = columns[m->wrong[i].column].heading;
	if (rc == 0 && m->wrong_n > 0 && lseek(m->fd, 0, SEEK_SET) == 0)
		rc = table_read(m->cx, m->fd, on_row_again, m);
	return rc;
}

/* Summary ---------------------------------------------------------------------------------------------------------- */

static void columns_print(struct cx *cx, const struct intake *it, enum intake_fate fate, const char *say) {
	const struct intake_column *columns;
	size_t n = intake_columns(it, &columns), said = 0;
	for (size_t i = 0; i < n; i++) {
		if (columns[i].fate != fate || columns[i].heading[0] == 0)
			continue;
		printf("%s %s", said == 0 ? text_say(cx->lang, say) : ",", columns[i].heading);
		said++;
	}
	if (said > 0)
		putchar('\n');
}

static void summary(struct import *m, const struct intake *it) {
	struct cx *cx = m->cx;
	struct intake_sum sum = intake_sum(it);
	printf("%s %" PRId64 "\n", _("Rows:"), sum.rows);
	printf("%s %" PRId64 "\n", _("New:"), m->added);
	printf("%s %" PRId64 "\n", _("Changed:"), m->changed);
	printf("%s %" PRId64 "\n", _("Here already:"), m->same);
	printf("%s %" PRId64 "\n", _("Wrong:"), m->own_bad + m->keeper_bad);
	columns_print(cx, it, INTAKE_UNKNOWN, N_("Unknown columns:"));
	columns_print(cx, it, INTAKE_NOT_STORED, N_("Columns not stored yet:"));
	columns_print(cx, it, INTAKE_REPEATED, N_("Columns that say again what another says:"));
}

/* What the command ends with when nothing failed on the way. */
static int verdict(struct import *m) {
	if (str_equal(m->state, "cancelled"))
		return stopping ? stopped(m->cx) : err_say(m->cx, ERR_CONFLICT, NULL, N_("Somebody stopped this import."),
			NULL);
	if (m->own_bad + m->keeper_bad == 0)
		return 0;
	return err_say(m->cx, ERR_INVALID, NULL, m->whole ?
		N_("Nothing was written, for some rows are wrong. They stand in a file beside the list.")
		: N_("Some rows are wrong. They stand in a file beside the list."), m->errors.path);
}

/* Flow ------------------------------------------------------------------------------------------------------------- */

/* Everything that is right goes to the keeper, and what it finds wrong comes back. */
static int hand_over(struct import *m, const struct intake *counted) {
	struct intake *it = NULL;
	int rc = hash_file(m);
	if (rc == 0)
		rc = begin(m);
	if (rc != 0)
		return rc;
	rc = read_file(m, &(struct intake_to){.rows = on_rows, .arg = m}, &it);
	intake_free(it);
	if (rc == 0)
		rc = simple(m, "import_run");
	if (rc != 0) { /* nothing of it is left waiting */
		struct err err = m->cx->err;
		int cancelled = simple(m, "import_cancel");
		if (cancelled == 0)
			cancelled = look(m);
		m->cx->err = err;
		return rc;
	}
	rc = wait_for_end(m);
	return rc == 0 ? wrong_tell(m, counted) : rc;
}

static int import(struct import *m) {
	struct intake *it = NULL;
	int rc = lend_profile(m->cx, &m->lent, (struct profile **)&m->cx->profile);
	if (rc == 0)
		rc = org_find(m);
	if (rc == 0)
		rc = read_file(m, &(struct intake_to){.rows = on_counted, .bad = on_bad, .arg = m}, &it);
	if (rc == 0) {
		m->own_bad = intake_sum(it).bad;
		m->state = "done";
		if (m->own_bad > 0 && m->whole)
			m->state = "refused";
		else if (m->good > 0)
			rc = hand_over(m, it);
	}
	progress_end(m);
	int closed = badfile_close(m->cx, &m->errors);
	if (rc == 0 || m->ref != NULL)
		summary(m, it);
	intake_free(it);
	return rc != 0 ? rc : closed != 0 ? closed : verdict(m);
}

static int options(struct import *m, int *argc, char **argv) {
	m->org = cmd_option(argc, argv, "--org");
	m->kind = cmd_option(argc, argv, "--kind");
	m->as = cmd_option(argc, argv, "--as");
	m->whole = cmd_flag(argc, argv, "--all-or-nothing");
	for (;;) {
		const char *set = cmd_option(argc, argv, "--set");
		if (set == NULL)
			break;
		const char *is = strchr(set, '=');
		if (is == NULL || m->sets_n == SETS)
			return ERR_INVALID;
		m->sets[m->sets_n++] = (struct intake_set){arena_strndup(m->cx->arena, set, (size_t)(is - set)), is + 1};
	}
	if (*argc != 3 || m->org == NULL || m->kind == NULL)
		return ERR_INVALID;
	m->dir = argv[1];
	m->path = argv[2];
	if (m->as == NULL)
		m->as = arena_printf(m->cx->arena, "org:%s", m->org);
	return 0;
}

static int open_list(struct import *m) {
	struct stat st;
	m->fd = open(m->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (m->fd < 0)
		return err_say(m->cx, ERR_NOTFOUND, NULL, N_("The file could not be read."), m->path);
	if (fstat(m->fd, &st) == 0 && S_ISREG(st.st_mode))
		return 0;
	close(m->fd);
	return err_say(m->cx, ERR_INVALID, NULL, N_("The list must be a file: it is read twice."), m->path);
}

int cmd_import(struct cx *cx, int argc, char **argv) {
	struct import m = {.cx = cx, .fd = -1, .terminal = isatty(STDERR_FILENO)};
	int rc = options(&m, &argc, argv);
	if (rc != 0)
		return rc;
	text_warm();
	rc = open_list(&m);
	if (rc != 0)
		return rc;
	m.step = arena_new(STEP_ARENA);
	rc = badfile_init(cx, &m.errors, m.path);
	if (rc == 0)
		rc = lend_open(cx, m.dir, &m.lent);
	if (rc == 0) {
		struct sigaction stop = {.sa_handler = on_stop, .sa_flags = SA_RESTART};
		sigaction(SIGINT, &stop, NULL);
		sigaction(SIGTERM, &stop, NULL);
		rc = import(&m);
		struct err err = cx->err;
		int closed = lend_close(cx, &m.lent);
		if (rc == 0)
			rc = closed;
		else
			cx->err = err;
		profile_free((struct profile *)cx->profile);
		cx->profile = NULL;
	}
	close(m.fd);
	arena_free(m.step);
	return rc;
}
