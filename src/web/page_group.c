/*
 * People found together: groups of one's organisation, the people of one, and more signs in one step.
 *
 * A group is a list and no more: everybody in it is a person with a file of her or his own. What is done for many of
 * them at once is page_group_act.c.
 */
#include "base/str.h"
#include "base/time.h"
#include "text/catalogue.h"
#include "text/format.h"
#include "web/ask.h"
#include "web/rights.h"
#include "web/route.h"
#include "web/when.h"
#include "web/where.h"

enum { LIKE_ROWS = 6, HEADS_MOST = 300 }; /* kinds of people a form takes; people in a group */

static int groups_page(struct page *page) {
	size_t list = page_add(page, OP_group_list, NULL);
	int rc = page_run(page);
	if (rc != 0)
		return rc;
	return page_render(page, "groups", json_pack("{s:s, s:s, s:o}", "title", N_("Groups of people"), "back", "/work",
		"found", when_some(page_rows(page, list))));
}

static int new_page(struct page *page) {
	if (page_posted(page)) {
		json_t *in = page_form(page, OP_group_create);
		int rc = ask_complete(page, OP_group_create, in);
		if (rc == 0) {
			size_t i = page_add(page, OP_group_create, in);
			rc = page_run(page);
			if (rc == 0)
				return page_redirect(page, "/groups/%s/more", page_text(page, i, "group_id"));
			if (!page_mend(page, rc))
				return rc;
		}
	}
	return page_render(page, "group_new", json_pack("{s:s, s:s, s:o, s:o, s:o}", "title", N_("A group of people"), "back",
		"/groups", "label_ask", ask_text(page, F_LABEL, N_("What do you call the group?"),
			N_("A place or a piece of work: brickworks, hotel on the river. No names, no telephone numbers.")), "where",
		where_municipality(page, N_("Where did you meet them?")), "day",
		ask_day(page, F_HAPPENED, N_("When was it?"), NULL, day_of(page->cx->now))));
}

/* People alike, row by row ---------------------------------------------------------------------------------------- */

static const char *numbered(const struct page *page, const char *name, int i) {
	return arena_printf(page->cx->arena, "%s-%d", name, i);
}

/* One question of row i: its name, id and chosen answer belong to that row. */
static json_t *row_choice(const struct page *page, enum field_id field, const char *label, int i) {
	const char *name = numbered(page, fields[field].name, i), *was = form_get(page_typed(page), name);
	json_t *ask = ask_choice(page, field, label, NULL), *option;
	size_t k;
	json_array_foreach(json_object_get(ask, "options"), k, option)
		json_object_set_new(option, "chosen", json_boolean(was != NULL && str_equal(json_text(option, "code"), was)));
	json_object_set_new(ask, "id", json_string(name));
	json_object_set_new(ask, "name", json_string(name));
	json_object_set_new(ask, "told", json_string(""));
	return ask;
}

/* What is wrong with row i stands at its number of people, and once in the summary. */
static json_t *row_heads(const struct page *page, int i) {
	const char *name = numbered(page, "heads", i), *was = form_get(page_typed(page), name);
	json_t *ask = ask_text(page, F_HEADS, N_("How many people"), NULL), *error;
	size_t k;
	json_array_foreach(page->errors, k, error)
		if (str_equal(json_text(error, "field"), name)) {
			json_object_set_new(error, "question_label", json_string(N_("How many people")));
			json_object_set_new(ask, "wrong", json_string(json_text(error, "text")));
			json_object_set_new(ask, "told", json_string(arena_printf(page->cx->arena, "%s-wrong", name)));
		}
	json_object_set_new(ask, "id", json_string(name));
	json_object_set_new(ask, "name", json_string(name));
	json_object_set_new(ask, "value", json_string(was == NULL ? "" : was));
	return ask;
}

static json_t *rows_ask(const struct page *page) {
	json_t *rows = json_array();
	for (int i = 1; i <= LIKE_ROWS; i++)
		json_array_append_new(rows, json_pack("{s:i, s:o, s:o, s:o, s:o}", "n", i, "heads_ask", row_heads(page, i), "sex_ask",
			row_choice(page, F_SEX, N_("Who are they?"), i), "age_ask",
			row_choice(page, F_AGE, N_("How old?"), i), "speech_ask",
			row_choice(page, F_SPEECH, N_("Which language?"), i)));
	return rows;
}

static int wrong(struct page *page, int i, const char *rule) {
	int rc = err_say(page->cx, ERR_INVALID, numbered(page, "heads", i), rule, NULL);
	page_mend(page, rc);
	return rc;
}

/* The input of row i; *ret_heads is 0 where the row is empty. Marks what is wrong. */
static int row_in(struct page *page, int i, json_t **ret_in, int64_t *ret_heads) {
	static const enum field_id like[] = {F_SEX, F_AGE, F_SPEECH};
	const char *heads = page_field(page, numbered(page, "heads", i));
	json_t *in = json_pack("{s:s, s:s}", "group_id", page_param(page, "group"), "source", page_field(page, "source"));
	size_t given = heads[0] != 0;
	*ret_heads = 0;
	for (size_t k = 0; k < sizeof like / sizeof *like; k++) {
		const char *value = page_field(page, numbered(page, fields[like[k]].name, i));
		given += value[0] != 0;
		json_object_set_new(in, fields[like[k]].name, json_string(value));
	}
	*ret_in = in;
	if (given == 0)
		return ERR_OK;
	if (!int_parse(heads, ret_heads) || *ret_heads < 1 || *ret_heads > HEADS_MOST)
		return wrong(page, i, N_("How many people: a whole number from 1 to 300."));
	json_object_set_new(in, "heads", json_integer(*ret_heads));
	return given == 4 ? ERR_OK
		: wrong(page, i, N_("Say of these people who they are, how old and which language they speak."));
}

/* Every row with people in it, in one message; false: the form is drawn again. */
static bool recorded(struct page *page, int *ret_rc) {
	int bad = 0, n = 0;
	int64_t all = 0, heads;
	json_t *in;
	if (page_field(page, "source")[0] == 0)
		page_mend(page, bad = err_say(page->cx, ERR_INVALID, "source", N_("This is needed."), NULL));
	for (int i = 1; i <= LIKE_ROWS; i++) {
		int rc = row_in(page, i, &in, &heads);
		bad = bad == 0 ? rc : bad;
		all += heads;
		if (rc == 0 && heads > 0 && bad == 0) {
			page_add(page, OP_group_signs, in);
			n++;
		}
	}
	if (bad == 0 && n == 0)
		bad = wrong(page, 1, N_("Say at least of one kind of people how many there are."));
	if (bad == 0 && all > HEADS_MOST)
		bad = wrong(page, 1, N_("That is more than 300 people at once. Write the others down after these."));
	if (bad != 0) {
		page->calls_n = page->first;
		return false;
	}
	int rc = page_run(page);
	if (rc != 0 && page_mend(page, rc))
		return false;
	*ret_rc = rc != 0 ? rc : page_redirect(page, "/groups/%s?done=more", page_param(page, "group"));
	return true;
}

static int more_page(struct page *page) {
	int rc = ERR_OK;
	if (page_posted(page) && recorded(page, &rc))
		return rc;
	size_t read = page->calls_n;
	page_add(page, OP_group_read, json_pack("{s:s}", "group_id", page_param(page, "group")));
	rc = page_run(page);
	if (rc != 0)
		return rc == ERR_INVALID ? ERR_NOTFOUND : rc;
	json_t *source = ask_choice(page, F_SOURCE, N_("How did you learn of them?"), NULL);
	json_array_remove(json_object_get(source, "options"), json_array_size(json_object_get(source, "options")) - 1);
	return page_render(page, "group_more", json_pack("{s:s, s:s, s:s, s:o, s:o}", "title", N_("People of a group"), "back",
		arena_printf(page->cx->arena, "/groups/%s", page_param(page, "group")), "group_label", page_text(page, read, "label"),
		"source_ask", ask_start(source, "met"), "rows", rows_ask(page)));
}

/* One group ------------------------------------------------------------------------------------------------------- */

/* Where each of them stands, as a picture with its table. */
static json_t *counted(const struct page *page, json_t *rows) {
	json_t *all = json_array(), *row, *one;
	size_t i, k;
	json_array_foreach(rows, i, row) {
		bool found = false;
		json_array_foreach(all, k, one)
			if (str_equal(json_text(one, "code"), json_text(row, "status"))) {
				json_object_set_new(one, "value", json_integer(json_integer_value(json_object_get(one, "value")) + 1));
				found = true;
			}
		if (!found)
			json_array_append_new(all, json_pack("{s:s, s:s, s:i}", "code", json_text(row, "status"), "label",
				json_text(row, "status_label"), "value", 1));
	}
	size_t n = json_array_size(rows);
	struct text_fill fills[] = {{"n", text_number(page->cx->arena, page->cx->lang, (int64_t)n)}, {0}};
	return n == 0 ? json_null() : json_pack("{s:s, s:s, s:s, s:o}", "kind", "bars", "title",
		text_fill(page->cx->arena, text_say(page->cx->lang, N_("Where the %{n} people stand")), fills), "source", "",
		"rows", all);
}

static int group_page(struct page *page) {
	static const struct ask_way done[] = {
		{"more", N_("They are written down. Each of them has a file.")},
		{"nobody", N_("Nobody was chosen: mark the people first.")},
		{0},
	};
	size_t read = page_add(page, OP_group_read, json_pack("{s:s}", "group_id", page_param(page, "group"))), i, k;
	int rc = page_run(page);
	if (rc != 0)
		return rc == ERR_INVALID ? ERR_NOTFOUND : rc;
	json_t *rows = page_rows(page, read), *row, *state;
	json_array_foreach(rows, i, row) {
		const char *states = NULL;
		json_array_foreach(json_object_get(row, "referral_state_label"), k, state)
			states = states == NULL ? json_string_value(state)
			                        : arena_printf(page->cx->arena, "%s, %s", states, json_string_value(state));
		json_object_set_new(row, "states", states == NULL ? json_null() : json_string(states));
		json_object_set_new(row, "n", json_integer((json_int_t)i + 1));
	}
	json_t *answer = page_answer(page, read);
	return page_render(page, "group", json_pack("{s:s, s:s, s:s, s:O, s:O, s:O, s:o, s:o, s:I, s:o, s:b, s:b}", "title",
		N_("A group of people"), "back", "/groups", "group", page_param(page, "group"), "group_label",
		json_object_get(answer, "label"), "municipality_label", json_object_get(answer, "municipality_label"), "happened",
		json_object_get(answer, "happened"), "told", ask_told(page, done), "members", when_some(rows), "count",
		(json_int_t)json_array_size(rows), "counts", counted(page, rows), "supports", rights_may(page, "support"),
		"recognises", rights_may(page, "recognise")));
}

const struct route routes_group[] = {
	{"/groups", groups_page, 0},
	{"/groups/new", new_page, ROUTE_POST},
	{"/groups/:group", group_page, 0},
	{"/groups/:group/more", more_page, ROUTE_POST},
	{0},
};
