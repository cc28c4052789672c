/* page_likeness.c - records that may be of one person: the queue, a pair side by side with what speaks for it, and the answers. */
#include <ctype.h>
#include <stdlib.h>

#include "base/str.h"
#include "op/profile.h"
#include "text/catalogue.h"
#include "text/name.h"
#include "web/ask.h"
#include "web/letters_apart.h"
#include "web/page.h"
#include "web/route.h"
#include "web/when.h"

/* Two records side by side ------------------------------------------------------------------------------------------ */

/* A name as it sounds in plain Latin letters, "Olena Kovalenko"; "" if that is how it is written. */
static const char *reads_as(struct arena *a, const char *name) {
	if (name_script(name) == SCRIPT_LATIN || name_script(name) == SCRIPT_NONE)
		return "";
	char *plain = arena_strdup(a, name_plain(a, name));
	for (size_t i = 0; plain[i] != 0; i++)
		if (i == 0 || plain[i - 1] == ' ')
			plain[i] = (char)toupper((unsigned char)plain[i]);
	return plain;
}

static const char *whole_name(struct arena *a, const json_t *record) {
	const char *given = json_text(record, "given"), *family = json_text(record, "family");
	return arena_printf(a, "%s%s%s", given, given[0] != 0 && family[0] != 0 ? " " : "", family);
}

/* Which letters differ: in the names as they are written where both are in one script, else as they read in Latin letters. */
static void mark_names(struct arena *a, json_t *side[2]) {
	const char *name[2] = {whole_name(a, side[0]), whole_name(a, side[1])};
	const char *latin[2] = {reads_as(a, name[0]), reads_as(a, name[1])};
	bool one_script = (latin[0][0] == 0) == (latin[1][0] == 0);
	json_t *letters[2];
	for (int s = 0; s < 2; s++) {
		json_object_set_new(side[s], "name", json_string(name[s]));
		json_object_set_new(side[s], "reads_as", json_string(latin[s]));
	}
	if (name[0][0] == 0 || name[1][0] == 0)
		return;
	letters_apart(a, one_script || latin[0][0] == 0 ? name[0] : latin[0], one_script || latin[1][0] == 0 ? name[1] : latin[1],
		&letters[0], &letters[1]);
	for (int s = 0; s < 2; s++) /* the other script stands there whole, and its reading marked below it */
		json_object_set_new(side[s], one_script || latin[s][0] == 0 ? "letters" : "read_letters", letters[s]);
}

/* "1990-03-12" or "1990": what is known of the birth, digits that differ marked where both are known. */
static void mark_births(struct arena *a, json_t *side[2]) {
	const char *birth[2];
	json_t *digits[2];
	for (int s = 0; s < 2; s++) {
		json_t *born = json_object_get(side[s], "born");
		birth[s] = json_text(side[s], "birth")[0] != 0 ? json_text(side[s], "birth")
			: json_is_integer(born) ? arena_printf(a, "%d", (int)json_integer_value(born)) : "";
		json_object_set_new(side[s], "birth_text", json_string(birth[s]));
	}
	if (birth[0][0] == 0 || birth[1][0] == 0)
		return;
	letters_apart(a, birth[0], birth[1], &digits[0], &digits[1]);
	for (int s = 0; s < 2; s++)
		json_object_set_new(side[s], "digits", digits[s]);
}

/* Whether both know a thing and say the same of it: "same", "other", or "" where one does not know. */
static const char *compare(const char *a, const char *b) {
	if (a[0] == 0 || b[0] == 0 || str_equal(a, "unknown") || str_equal(b, "unknown"))
		return "";
	return str_equal(a, b) ? "same" : "other";
}

static void mark(struct arena *a, json_t *one, json_t *two) {
	static const char *const keys[] = {"age", "sex", "language", "municipality"};
	json_t *side[2] = {one, two};
	mark_names(a, side);
	mark_births(a, side);
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		const char *told = compare(json_text(one, keys[i]), json_text(two, keys[i]));
		for (int s = 0; s < 2; s++) {
			json_object_set_new(side[s], arena_printf(a, "%s_same", keys[i]), json_boolean(str_equal(told, "same")));
			json_object_set_new(side[s], arena_printf(a, "%s_other", keys[i]), json_boolean(str_equal(told, "other")));
		}
	}
}

/* What speaks for one person, and what against ----------------------------------------------------------------------- */

enum { BAR = 100 /* units to either side */, BITS_MOST = 20 };

static const char *strength(int bits) {
	return bits >= 8 ? N_("speaks strongly for one person") : bits >= 3 ? N_("speaks for one person") : bits >= 1
		? N_("speaks a little for one person") : bits == 0 ? N_("says nothing") : bits > -3 ? N_("speaks a little against it")
		: bits > -8 ? N_("speaks against it") : N_("speaks strongly against it");
}

static const char *verdict(int64_t bits) {
	return bits >= 15 ? N_("Weighed together: almost surely one person.") : bits >= 7 ? N_("Weighed together: very likely one person.")
		: bits >= 3 ? N_("Weighed together: likely one person.") : N_("Weighed together: perhaps one person.");
}

/* "name:spelling:12" as a row with words and a bar, to the right for it, to the left against it. */
static json_t *speak(const struct page *page, const char *text) {
	struct arena *a = page->cx->arena;
	char *compared = arena_strdup(a, text), *agree = strchr(compared, ':'), *bits_text = agree == NULL ? NULL : strchr(agree + 1, ':');
	if (bits_text == NULL)
		return NULL;
	*agree++ = 0;
	*bits_text++ = 0;
	int64_t n = 0;
	if (!int_parse(bits_text, &n))
		return NULL;
	int bits = (int)n, width = (abs(bits) > BITS_MOST ? BITS_MOST : abs(bits)) * BAR / BITS_MOST;
	return json_pack("{s:s, s:s, s:s, s:i, s:i, s:b, s:b}", "compared", page_label(page, L_COMPARED, compared), "agree",
		page_label(page, L_AGREE, agree), "strength", strength(bits), "x", bits < 0 ? BAR - width : BAR, "width", width, "against",
		bits < 0, "missing", str_equal(agree, "missing"));
}

static json_t *speaks(const struct page *page, const json_t *answer) {
	json_t *list = json_array(), *one;
	size_t i;
	json_array_foreach(json_object_get(answer, "speaks"), i, one) {
		json_t *row = speak(page, json_string_value(one));
		if (row != NULL)
			json_array_append_new(list, row);
	}
	return list;
}

/* Answers ------------------------------------------------------------------------------------------------------------ */

static const struct ask_way done[] = {
	{"proposed", N_("It is proposed. A second colleague has to agree before the two records count as one person.")},
	{"undone", N_("Your answer is taken back. Both records stand as they did before.")},
	{"asked", N_("Your question has been passed on. If somebody can help, you will hear.")},
	{0},
};

/* Does what was posted: an answer, taking it back, or a question. False: the page is to be drawn. */
static bool answered(struct page *page, const char *likeness, int *ret_rc) {
	const char *what = page_field(page, "do");
	enum op_id op = str_equal(what, "undo") ? OP_likeness_undo : str_equal(what, "ask") ? OP_likeness_ask : OP_likeness_decide;
	json_t *in = page_form(page, op);
	json_object_set_new(in, op == OP_likeness_ask ? "task" : "likeness", json_string(op == OP_likeness_ask ? page_field(page, "task")
		: likeness));
	if (ask_complete(page, op, in) != 0)
		return false;
	page_add(page, op, in);
	int rc = page_run(page);
	const char *next = op == OP_likeness_undo ? "?done=undone" : op == OP_likeness_ask ? "?done=asked"
		: rc == 0 && page_text(page, 0, "proposal")[0] != 0 ? "?done=proposed" : "";
	if (rc == 0)
		rc = page_redirect(page, "/likeness/%s%s", likeness, next);
	else if (page_mend(page, rc))
		return false;
	*ret_rc = rc;
	return true;
}

static int likeness_page(struct page *page) {
	const char *likeness = page_param(page, "likeness");
	int rc;
	if (page_posted(page) && answered(page, likeness, &rc))
		return rc;
	size_t read = page_add(page, OP_likeness_read, json_pack("{s:s}", "likeness", likeness));
	rc = page_run(page);
	if (rc != 0)
		return rc;
	json_t *rows = page_rows(page, read), *answer = page_answer(page, read);
	if (json_array_size(rows) == 2)
		mark(page->cx->arena, json_array_get(rows, 0), json_array_get(rows, 1));
	json_t *ask = ask_without(ask_choice(page, F_LIKE, N_("Are these records of one person?"),
		N_("If they are, a second colleague has to agree before they count as one. Both records stay readable.")), "open");
	const char *state = page_text(page, read, "like");
	bool weighed = json_is_integer(json_object_get(answer, "bits"));
	return page_render(page, "likeness", json_pack("{s:s, s:s, s:o, s:O, s:b, s:O?, s:b, s:o, s:b, s:s, s:o, s:O?, s:s, s:o}", "title",
		N_("Perhaps the same person"), "back", "/likenesses", "told", ask_told(page, done), "rows", rows, "decided",
		!str_equal(state, "open"), "like_label", json_object_get(answer, "like_label"), "own_word",
		json_is_true(json_object_get(answer, "own_word")), "like", ask_start(ask, str_equal(state, "open") ? "" : state), "weighed",
		weighed, "verdict", weighed ? verdict(json_integer_value(json_object_get(answer, "bits"))) : "", "speaks",
		speaks(page, answer), "model", json_object_get(answer, "model"), "task", page_text(page, read, "task"),
		"why", ask_text(page, F_WHY, N_("What you want to know, and why"),
			N_("No name: they see which person of theirs it is about, and who asks."))));
}

/* The queue ---------------------------------------------------------------------------------------------------------- */

static json_t *likely(const json_t *row) {
	const json_t *bits = json_object_get(row, "bits");
	int64_t b = json_integer_value(bits);
	return !json_is_integer(bits) ? json_null() : json_string(b >= 15 ? N_("almost surely") : b >= 7 ? N_("very likely") : b >= 3
		? N_("likely") : N_("perhaps"));
}

static int likenesses_page(struct page *page) {
	size_t list = page_add(page, OP_likeness_list, NULL), i;
	int rc = page_run(page);
	if (rc != 0)
		return rc;
	json_t *pairs = json_array(), *alone = json_array(), *row;
	when_due(page, page_rows(page, list));
	json_array_foreach(page_rows(page, list), i, row) {
		bool pair = json_text(row, "likeness")[0] != 0;
		json_object_set_new(row, "href", pair ? json_sprintf("/likeness/%s", json_text(row, "likeness"))
			: json_sprintf("/elsewhere/%s", json_text(row, "task")));
		json_object_set_new(row, "likely", likely(row));
		json_object_set_new(row, "unsure", json_boolean(str_equal(json_text(row, "like"), "unsure")));
		json_array_append(pair ? pairs : alone, row);
	}
	return page_render(page, "likenesses", json_pack("{s:s, s:s, s:o, s:o, s:b, s:b}", "title", N_("Perhaps the same person"), "back",
		"/work", "pairs", pairs, "alone", alone, "any_pair", json_array_size(pairs) > 0, "any_alone", json_array_size(alone) > 0));
}

/* A person of ours whom another agency may know: nothing of its record is here, and all one can do is ask. */
static int elsewhere_page(struct page *page) {
	const char *task = page_param(page, "task");
	int rc;
	if (page_posted(page) && str_equal(page_field(page, "do"), "leave")) {
		page_add(page, OP_task_done, json_pack("{s:s}", "task", task));
		rc = page_run(page);
		return rc == 0 ? page_redirect(page, "/likenesses") : rc;
	}
	if (ask_recorded(page, OP_likeness_ask, json_pack("{s:s}", "task", task), "/elsewhere/asked", &rc))
		return rc;
	size_t read = page_add(page, OP_task_read, json_pack("{s:s}", "task", task));
	rc = page_run(page);
	if (rc != 0)
		return rc;
	if (!str_equal(page_text(page, read, "task_kind"), "elsewhere"))
		return ERR_NOTFOUND;
	return page_render(page, "elsewhere", json_pack("{s:s, s:s, s:O, s:b, s:o}", "title", N_("Another agency may know the same person"),
		"back", "/likenesses", "item", page_answer(page, read), "over", json_is_true(json_object_get(page_answer(page, read), "done")),
		"why", ask_text(page, F_WHY, N_("What you want to know, and why"),
			N_("No name: they see which person of theirs it is about, and who asks."))));
}

static int asked_page(struct page *page) {
	return page_render(page, "elsewhere_asked", json_pack("{s:s, s:s}", "title", N_("Your question has been passed on"), "back",
		"/likenesses"));
}

const struct route routes_likeness[] = {
	{"/likenesses", likenesses_page, 0},
	{"/likeness/:likeness", likeness_page, ROUTE_POST},
	{"/elsewhere/asked", asked_page, 0},
	{"/elsewhere/:task", elsewhere_page, ROUTE_POST},
	{0},
};
