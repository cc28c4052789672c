/*
 * A definition of a profile, then values. The first byte picks the kind of definition, the first line is its JSON. It
 * is sound or its fault is one line of text; a sound register or sheet takes every further line as a value of each of its
 * fields, and what is taken, written again, is taken as the same value and names nobody.
 */
#include <jansson.h>

#include "base/utf8.h"
#include "fuzz/fuzz.h"
#include "op/profile.h"
#include "op/profile_check.h"
#include "op/register.h"
#include "op/sheet.h"

static struct profile *profile;

typedef const char *checker(struct cx *cx, const struct profile *p, const json_t *definition);

static checker *const checkers[] = {register_fault, indicator_fault, obligation_fault, report_fault, statute_fault,
	sheet_fault};

static void value(struct cx *cx, const struct cell_field *f, const char *text) {
	struct cell cell, again;
	int rc = cell_parse(cx, f, text, &cell);
	if (rc != 0) {
		MUST(rc == ERR_INVALID && cx->err.rule != NULL && str_equal(cx->err.field, f->code));
		MUST(cx->err.value == NULL || utf8_valid(cx->err.value, strlen(cx->err.value)));
		return;
	}
	MUST((cell.amount == NONE) == (cell.words != NULL));
	if (f->type == CELL_INT || f->type == CELL_MONEY || f->type == CELL_DAY)
		MUST(cell.amount >= f->min && cell.amount <= f->max);
	if (cell.words != NULL)
		MUST(utf8_valid(cell.words, strlen(cell.words)) && (int64_t)utf8_count(cell.words,
			strlen(cell.words)) <= f->max);
	const char *wire = cell_text(cx, f, &cell);
	MUST(wire != NULL && cell_parse(cx, f, wire, &again) == 0);
	MUST(again.amount == cell.amount && str_equal(again.words, cell.words));
}

static void values(struct cx *cx, const json_t *definition, bool sheet, const char *lines) {
	enum { LINES = 16 };
	const json_t *list = json_object_get(definition, "fields"), *one;
	size_t i;
	for (int k = 0; k < LINES && lines != NULL; k++) {
		size_t n = strcspn(lines, "\n");
		char *line = arena_strndup(cx->arena, lines, n < 2000 ? n : 2000);
		json_array_foreach((json_t *)list, i, one) {
			struct cell_field f = cell_field_read(cx->profile, one);
			f.sealed = sheet && f.type == CELL_TEXT;
			value(cx, &f, line);
		}
		lines = lines[n] == 0 ? NULL : lines + n + 1;
	}
}

static void forget(void) {
	profile_free(profile); /* it lies in an arena, where the search for leaks does not look */
}

FUZZ(cx, at, n) {
	if (profile == NULL) {
		static struct cx once;
		once = (struct cx){.arena = arena_new(64 << 20), .rng = fuzz_rng, .lang = "en"};
		MUST(profile_load(&once, "lt", &profile) == ERR_OK && atexit(forget) == 0);
	}
	cx->profile = profile;
	size_t kind = fuzz_take(&at, &n) % (sizeof checkers / sizeof *checkers);
	char *text = fuzz_text(at, n), *rest = strchr(text, '\n');
	json_t *definition = json_loadb(text, rest == NULL ? strlen(text) : (size_t)(rest - text), JSON_REJECT_DUPLICATES,
		NULL);
	if (definition != NULL) {
		const char *fault = checkers[kind](cx, profile, definition);
		MUST(fault == NULL || (*fault != 0 && utf8_valid(fault, strlen(fault))));
		bool sheet = checkers[kind] == sheet_fault;
		if (fault == NULL && (kind == 0 || sheet) && rest != NULL)
			values(cx, definition, sheet, rest + 1);
	}
	json_decref(definition);
	free(text);
}
