/*
 * Lists from strangers, as every kind of every organisation. The first two bytes pick the kind and the organisation's.
 * Every row that is right is one the keeper's checks let through; every row that is wrong is named, with a rule.
 */
#include <jansson.h>

#include "base/utf8.h"
#include "fuzz/fuzz.h"
#include "intake/intake.h"
#include "intake/row.h"
#include "op/in.h"
#include "op/profile.h"
#include "text/format.h"

static struct profile *profile;

struct seen {
	int64_t good, bad, line;
};

static void check_call(struct cx *cx, const json_t *call) {
	static const char nobody[] = "00000000000000000000000000000000";
	struct in in;
	if (json_is_null(call))
		return;
	int op = op_find(json_string_value(json_array_get(call, 0)));
	MUST(op >= 0);
	json_t *object = json_deep_copy(json_array_get(call, 1));
	for (const uint16_t *row = ops[op].in; *row != 0; row++)
		if ((*row & FIELD_ID) == F_PERSON || (*row & FIELD_ID) == F_OTHER)
			json_object_set_new(object, fields[*row & FIELD_ID].name, json_string(nobody));
	int rc = in_parse(cx, &ops[op], object, &in);
	json_decref(object);
	MUST(rc == 0);
}

static int on_rows(struct cx *cx, const char *text, size_t n, void *arg) {
	struct seen *s = arg;
	json_t *rows = json_loads(text, JSON_REJECT_DUPLICATES, NULL), *row, *call;
	size_t i, k;
	MUST(json_array_size(rows) == n && n > 0 && n <= IMPORT_ROWS && strlen(text) < 900000);
	for (const char *c = text; *c != 0; c++)
		MUST(*c >= 0x20 && *c < 0x7f);
	json_array_foreach(rows, i, row) {
		MUST(json_integer_value(json_object_get(row, "line")) > s->line);
		s->line = json_integer_value(json_object_get(row, "line"));
		MUST(json_array_size(json_object_get(row, "calls")) > 0);
		json_array_foreach(json_object_get(row, "calls"), k, call)
			check_call(cx, call);
	}
	json_decref(rows);
	s->good += (int64_t)n;
	return 0;
}

static int on_bad(struct cx *cx, const struct intake_bad *bad, void *arg) {
	struct seen *s = arg;
	(void)cx;
	MUST(bad->line > 0 && bad->column != NULL && bad->value != NULL && bad->rule != NULL && bad->rule[0] != 0);
	MUST(utf8_valid(bad->value, strlen(bad->value)));
	s->bad++;
	return 0;
}

static void forget(void) {
	profile_free(profile); /* it lies in an arena, where the search for leaks does not look */
}

static const char *kind_of(uint8_t which) {
	static const char *const kinds[] = {"persons", "services", "links", "returns"};
	if (which % 8 < 5)
		return kinds[which % 8 < 2 ? 0 : which % 8 - 1];
	size_t n = 0;
	while (code_at(profile, L_REGISTER, n) != 0)
		n++;
	return code_name(profile, L_REGISTER, code_at(profile, L_REGISTER, which / 8U % n));
}

FUZZ(cx, at, n) {
	struct seen s = {0};
	struct intake *it = NULL;
	if (profile == NULL) {
		static struct cx once;
		once = (struct cx){.arena = arena_new(64 << 20), .rng = fuzz_rng, .lang = "en"};
		text_warm();
		MUST(profile_load(&once, "lt", &profile) == ERR_OK && atexit(forget) == 0);
	}
	cx->profile = profile;
	const char *kind = kind_of(fuzz_take(&at, &n));
	struct intake_as as = {.kind = kind, .org = "haven", .org_kind = fuzz_take(&at, &n) % 16 + 1};
	int rc = intake_new(cx, &as, &(struct intake_to){on_rows, on_bad, &s}, &it);
	if (rc != 0) {
		MUST(rc == ERR_DENIED);
		return;
	}
	rc = table_read_bytes(cx, (struct blob){at, n}, intake_take, it);
	if (rc == 0)
		rc = intake_end(cx, it);
	MUST(rc == 0 || rc == ERR_INVALID || rc == ERR_LIMIT);
	MUST(rc == 0 || cx->err.rule != NULL);
	struct intake_sum sum = intake_sum(it);
	MUST(sum.rows == sum.good + sum.bad && sum.bad <= s.bad);
	MUST(rc != 0 || sum.good == s.good);
	intake_free(it);
}
