/* import.c - an import from outside: begun, given its rows, started, stopped, asked about. */
#include "core/import.h"

#include "base/str.h"
#include "core/fact.h"
#include "core/import_row.h"
#include "core/operations.h"
#include "crypt/token.h"
#include "db/queries.h"
#include "op/profile.h"

enum {
	ROWS_A_MESSAGE = 500, /* intake/row.h */
	ROWS_A_PART = 25,     /* a slice ends between parts */
	ROWS_MAX = 2000000,
	WAITING_MAX = 20,
};

static int not_now(struct cx *cx, const char *rule) {
	return err_say(cx, ERR_CONFLICT, fields[F_IMPORT].name, rule, NULL);
}

int import_begin(struct cx *cx, const struct in *in, struct out *out) {
	struct row_import_next next;
	struct row_import_waiting waiting;
	struct ref ref = ref_new(cx);
	enum import_kind kind;
	uint8_t hash[HASH_SIZE], file[HASH_SIZE];
	const char *name = in_text(in, F_KIND);
	int64_t rows = in_number(in, F_ROWS_N);

	int rc = bad_if(cx, !import_kind_find(cx->profile, name, &kind), fields[F_KIND].name,
		N_("There is no list of this kind."), name);
	if (rc == ERR_OK)
		rc = bad_if(cx, !hex_get(hash, sizeof hash, in_text(in, F_FILE_HASH)), fields[F_FILE_HASH].name,
			N_("Write the hash of the file in hex."), NULL);
	if (rc == ERR_OK && rows > ROWS_MAX)
		rc = err_say(cx, ERR_LIMIT, fields[F_ROWS_N].name, N_("A list may have two million rows. Bring it in parts."), NULL);
	if (rc == ERR_OK)
		rc = q_import_waiting(cx, cx->actor.org, IMPORT_OPEN, &waiting);
	if (rc == ERR_OK && waiting.n >= WAITING_MAX)
		rc = not_now(cx, N_("Too many imports of your organisation wait for their rows. Stop one first."));
	if (rc == ERR_OK)
		rc = token_digest(cx, "import file", BLOB(hash, sizeof hash), file);
	if (rc == ERR_OK)
		rc = q_import_next(cx, &next);
	if (rc == ERR_OK)
		rc = q_import_put(cx, next.id, ref_blob(&ref), cx->actor.org, cx->actor.user, cx->actor.roles, name,
			BLOB(file, HASH_SIZE), in_number(in, F_WHOLE) != 0, IMPORT_OPEN, rows, cx->act);
	if (rc == ERR_OK)
		out_ref(out, F_IMPORT, &ref);
	return rc;
}

/* The caller's organisation's import; another's is as unknown as one that never was. */
static int import_get(struct cx *cx, const struct in *in, struct row_import_by_ref *ret) {
	int rc = q_import_by_ref(cx, ref_blob(in_ref(in, F_IMPORT)), cx->actor.org, ret);
	return rc == ERR_NOTFOUND ? err_say(cx, rc, NULL, err_kinds[rc].say, NULL) : rc;
}

static int import_put(struct cx *cx, const struct row_import_by_ref *i) {
	return q_import_set(cx, i->id, i->state, i->staged, i->tried, i->done, i->added, i->changed, i->same, i->bad);
}

/* Where a value ends: at the comma or bracket after it. */
static const char *value_end(const char *s) {
	int depth = 0;
	for (bool text = false; *s != 0; s++) {
		if (text && *s == '\\' && s[1] != 0)
			s++; /* what is escaped ends nothing */
		else if (*s == '"')
			text = !text;
		else if (text)
			continue;
		else if (depth == 0 && (*s == '}' || *s == ']' || *s == ','))
			break;
		else
			depth += *s == '{' || *s == '[' ? 1 : *s == '}' || *s == ']' ? -1 : 0;
	}
	return s;
}

/* n rows from `text` on, sealed as one part that is known by the number of its first row; *text moves behind them. */
static int part_keep(struct cx *cx, const struct row_import_by_ref *i, int64_t first, size_t n, const char **text) {
	struct seal_at at = {.table = "import_part", .column = "sealed", .row = first, .c = C_META};
	struct blob sealed = {0};
	const char *end = *text;
	for (size_t k = 0; k < n; k++)
		end = value_end(k == 0 ? end : end + 1);
	const char *part = arena_printf(cx->arena, "[%.*s]", (int)(end - *text), *text);
	*text = end + 1;
	int rc = ref_of_blob(cx, i->ref, &at.subject);
	if (rc == ERR_OK)
		rc = seal_meta(cx, &at, part, &sealed);
	return rc == ERR_OK ? q_import_part_put(cx, i->id, at.row, (int64_t)n, sealed) : rc;
}

/* How many rows a message holds, by its brackets; 0 if it is no list of objects. What a row says is looked at when it
   is written: then only that row is wrong. */
static size_t rows_count(const char *text) {
	size_t n = 0;
	if (text[0] != '[')
		return 0;
	do {
		text += 1 + strspn(text + 1, " \t\r\n");
		if (*text != '{')
			return 0;
		text = value_end(text);
		n++;
	} while (*text == ',');
	return text[0] == ']' && text[1] == 0 ? n : 0;
}

int import_add(struct cx *cx, const struct in *in, struct out *out) {
	struct row_import_by_ref i;
	const char *field = fields[F_ROWS].name, *text = in_text(in, F_ROWS);
	int rc = import_get(cx, in, &i);
	if (rc == ERR_OK && i.state != IMPORT_OPEN)
		rc = not_now(cx, N_("This import takes no more rows."));
	if (rc != ERR_OK)
		return rc;
	size_t n = rows_count(text);
	rc = bad_if(cx, n == 0 || n > ROWS_A_MESSAGE, field, N_("This is no list of up to 500 rows."), NULL);
	if (rc == ERR_OK)
		rc = bad_if(cx, i.staged + (int64_t)n > i.row_count, field, N_("These are more rows than were announced."), NULL);
	text++;
	for (size_t k = 0; rc == ERR_OK && k < n; k += ROWS_A_PART)
		rc = part_keep(cx, &i, i.staged + (int64_t)k, k + ROWS_A_PART < n ? ROWS_A_PART : n - k, &text);
	i.staged += (int64_t)n;
	if (rc == ERR_OK)
		rc = import_put(cx, &i);
	if (rc == ERR_OK)
		out_number(out, F_DONE_N, i.staged);
	return rc;
}

int import_run(struct cx *cx, const struct in *in, struct out *out) {
	struct row_import_by_ref i;
	(void)out;
	int rc = import_get(cx, in, &i);
	if (rc == ERR_OK && i.state != IMPORT_OPEN)
		rc = not_now(cx, N_("This import was started already."));
	if (rc == ERR_OK && i.staged != i.row_count)
		rc = not_now(cx, N_("Not all rows that were announced have come."));
	if (rc != ERR_OK)
		return rc;
	i.state = i.whole != 0 ? IMPORT_CHECKING : IMPORT_RUNNING;
	return import_put(cx, &i);
}

int import_cancel(struct cx *cx, const struct in *in, struct out *out) {
	struct row_import_by_ref i;
	(void)out;
	int rc = import_get(cx, in, &i);
	if (rc == ERR_OK && i.state != IMPORT_OPEN && i.state != IMPORT_CHECKING && i.state != IMPORT_RUNNING)
		rc = not_now(cx, N_("This import has ended."));
	if (rc == ERR_OK && i.state == IMPORT_RUNNING && i.whole != 0)
		rc = not_now(cx, N_("This import is being written whole, and is not left half done."));
	if (rc != ERR_OK)
		return rc;
	i.state = IMPORT_CANCELLED;
	return import_put(cx, &i);
}

int import_read(struct cx *cx, const struct in *in, struct out *out) {
	struct row_import_by_ref i;
	struct rows rows;
	struct row_import_errors e;
	int rc = import_get(cx, in, &i);
	if (rc == ERR_OK)
		rc = q_import_errors(cx, i.id, &rows);
	if (rc != ERR_OK)
		return rc;
	out_text(out, F_KIND, i.kind);
	out_code(out, F_IMPORT_STATE, i.state);
	out_number(out, F_ROWS_N, i.row_count);
	out_number(out, F_DONE_N, i.state == IMPORT_CHECKING ? i.tried : i.done);
	out_number(out, F_ADDED_N, i.added);
	out_number(out, F_CHANGED_N, i.changed);
	out_number(out, F_SAME_N, i.same);
	out_number(out, F_BAD_N, i.bad);
	while (q_import_errors_next(&rows, &e)) {
		out_row(out);
		out_number(out, F_ROW, e.line);
		if (e.field != NULL)
			out_text(out, F_COLUMN, e.field);
		out_text(out, F_RULE, e.rule);
	}
	return rows_end(&rows);
}

int import_list(struct cx *cx, const struct in *in, struct out *out) {
	struct rows rows;
	struct row_import_of_org i;
	(void)in;
	int rc = q_import_of_org(cx, cx->actor.org, &rows);
	if (rc != ERR_OK)
		return rc;
	while (q_import_of_org_next(&rows, &i)) {
		out_row(out);
		out_blob_ref(out, F_IMPORT, i.ref);
		out_text(out, F_KIND, i.kind);
		out_number(out, F_AT, i.at);
		out_code(out, F_IMPORT_STATE, i.state);
		out_number(out, F_ROWS_N, i.row_count);
		out_number(out, F_DONE_N, i.state == IMPORT_CHECKING ? i.tried : i.done);
		out_number(out, F_ADDED_N, i.added);
		out_number(out, F_CHANGED_N, i.changed);
		out_number(out, F_SAME_N, i.same);
		out_number(out, F_BAD_N, i.bad);
	}
	return rows_end(&rows);
}
