#include "cmd/lists.h"

#include <string.h>

#include "base/str.h"
#include "base/time.h"
#include "cmd/assets.h"
#include "crypt/crypt.h"
#include "intake/intake.h"
#include "op/op.h"

#define IMPORTS "demo/imports"

enum { MORNING = 9 }; /* hours */

/* Where a line of the built-in file is read: day,org,kind,name,bytes and then so many bytes. */
struct place {
	const char *at, *end;
};

static bool word_take(struct cx *cx, struct place *p, char until, const char **ret_word) {
	const char *end = memchr(p->at, until, (size_t)(p->end - p->at));
	if (end == NULL)
		return false;
	*ret_word = arena_strndup(cx->arena, p->at, (size_t)(end - p->at));
	p->at = end + 1;
	return true;
}

static bool list_take(struct cx *cx, struct place *p, int32_t *ret_day, struct sent_list *ret_list) {
	const char *day, *bytes;
	int64_t n = 0;
	if (!word_take(cx, p, ',', &day) || !word_take(cx, p, ',', &ret_list->org) ||
		!word_take(cx, p, ',', &ret_list->kind)
		|| !word_take(cx, p, ',', &ret_list->name) || !word_take(cx, p, '\n', &bytes))
		return false;
	if (!day_parse(day, ret_day) || !int_parse(bytes, &n) || n < 0 || n > p->end - p->at)
		return false;
	ret_list->file = BLOB(p->at, (size_t)n);
	p->at += n;
	return true;
}

int lists_read(struct cx *cx, struct lists *ret_lists) {
	const struct asset *asset = asset_find(&cmd_assets, IMPORTS);
	struct lists lists = {0};
	struct sent_list one = {0};
	int32_t day = 0, before = 0;
	size_t room = 0;
	int64_t minute = 0;
	if (bug_if(cx, asset == NULL))
		return ERR_BUG;
	struct place p = {(const char *)asset->at, (const char *)asset->at + asset->n};
	while (p.at < p.end) {
		if (bug_if(cx, !list_take(cx, &p, &day, &one)) || bug_if(cx, day < before))
			return ERR_BUG;
		minute = day == before ? minute + 1 : 0;
		before = day;
		one.at = day_start(day) + MORNING * HOUR + minute * MINUTE;
		if (one.at >= cx->now)
			break;
		if (lists.n == room) {
			size_t more = room == 0 ? 256 : 2 * room;
			lists.at = arena_grow(cx->arena, lists.at, room * sizeof one, more * sizeof one);
			room = more;
		}
		lists.at[lists.n++] = one;
	}
	*ret_lists = lists;
	return ERR_OK;
}

/* Reading one ------------------------------------------------------------------------------------------------------ */

struct taker {
	const struct sent_list *list;
	json_t *calls;
};

static int rows_take(struct cx *cx, const char *json, size_t rows, void *arg) {
	struct taker *t = arg;
	(void)cx, (void)rows;
	return json_array_append_new(t->calls, json_pack("{s:s, s:{s:s, s:s}}", "op", ops[OP_import_add].name, "in",
		"import", "$0.import", fields[F_ROWS].name, json)) == 0 ? ERR_OK : ERR_BUG;
}

/* It is ours: what is wrong is told with file, line and rule, never with what stands there. */
static int bad_take(struct cx *cx, const struct intake_bad *bad, void *arg) {
	const struct taker *t = arg;
	return err_say(cx, ERR_BUG, NULL, arena_printf(cx->arena,
		"The demonstration's list %s is wrong in line %lld, %s: %s", t->list->name, (long long)bad->line, bad->column,
		bad->rule), NULL);
}

static json_t *begin_call(const struct sent_list *list, int64_t rows) {
	uint8_t hash[32];
	char hex[2 * sizeof hash + 1];
	crypt_blake2b(hash, list->file.at, list->file.n);
	hex_put(hex, hash, sizeof hash);
	return json_pack("{s:s, s:{s:s, s:s, s:I, s:b}}", "op", ops[OP_import_begin].name, "in", fields[F_KIND].name,
		list->kind, fields[F_FILE_HASH].name, hex, fields[F_ROWS_N].name, (json_int_t)rows, fields[F_WHOLE].name, 1);
}

int list_calls(struct cx *cx, const struct sent_list *list, int org_kind, json_t **ret_calls) {
	struct taker taker = {list, json_array()};
	const struct intake_as as = {.kind = list->kind, .org = list->org, .org_kind = org_kind};
	const struct intake_to to = {rows_take, bad_take, &taker};
	struct intake *it = NULL;
	int rc = intake_new(cx, &as, &to, &it);
	if (rc == ERR_OK)
		rc = table_read_bytes(cx, list->file, intake_take, it);
	if (rc == ERR_OK)
		rc = intake_end(cx, it);
	if (rc == ERR_OK) {
		json_array_insert_new(taker.calls, 0, begin_call(list, intake_sum(it).good));
		json_array_append_new(taker.calls, json_pack("{s:s, s:{s:s}}", "op", ops[OP_import_run].name, "in", "import",
			"$0.import"));
		*ret_calls = json_incref(taker.calls);
	}
	intake_free(it);
	json_decref(taker.calls);
	return rc;
}
