/* The log: what its rules found, what was found out about it, and the head that proves that nothing was taken out. */
#include "base/str.h"
#include "web/ask.h"
#include "web/route.h"
#include "web/when.h"

static const struct ask_way done[] = {
	{"closed", N_("What you found out is written down.")},
	{"witness", N_("The witness is added.")},
	{0},
};

static int oversight_page(struct page *page) {
	size_t list = page_add(page, OP_alarm_list, NULL), i;
	int rc = page_run(page);
	if (rc != 0)
		return rc;
	json_t *rows = page_rows(page, list), *row, *closed;
	json_array_foreach(rows, i, row)
		json_object_set_new(row, "href",
		                    json_string(arena_printf(page->cx->arena, "/oversight/%s", json_text(row, "alarm"))));
	json_t *open = when_pick(rows, "alarm_state", "open", &closed);
	return page_render(page, "oversight", json_pack("{s:s, s:s, s:o, s:o, s:o}", "title", N_("What the log shows"), "back",
		"/work", "told", ask_told(page, done), "open", when_some(open), "closed", when_some(closed)));
}

static int alarm_page(struct page *page) {
	const char *alarm = page_param(page, "alarm");
	int rc;
	if (ask_recorded(page, OP_alarm_close, json_pack("{s:s}", "alarm", alarm), "/oversight?done=closed", &rc))
		return rc;
	size_t list = page_add(page, OP_alarm_list, NULL);
	rc = page_run(page);
	if (rc != 0)
		return rc;
	json_t *row = json_array_get(when_pick(page_rows(page, list), "alarm", alarm, NULL), 0);
	if (row == NULL)
		return err_say(page->cx, ERR_NOTFOUND, NULL, err_kinds[ERR_NOTFOUND].say, NULL);
	return page_render(page, "alarm", json_pack("{s:s, s:s, s:O, s:b, s:o, s:o}", "title", N_("Something in the log"), "back",
		"/oversight", "item", row, "waits", str_equal(json_text(row, "alarm_state"), "open"), "alarm_state_ask",
		ask_without(ask_choice(page, F_ALARM_STATE, N_("What did you find out?"), NULL), "open"), "words_ask",
		ask_text(page, F_WORDS, N_("How, and what follows?"), N_("At least 20 letters, without names."))));
}

static int log_page(struct page *page) {
	size_t head = page_add(page, OP_log_head, NULL);
	int rc = page_run(page);
	if (rc != 0)
		return rc;
	json_t *row = page_answer(page, head);
	return page_render(page, "log", json_pack("{s:s, s:s, s:O, s:o}", "title", N_("The head of the log"), "back", "/work",
		"item", row, "witnesses", when_some(page_rows(page, head))));
}

static int witness_page(struct page *page) {
	int rc;
	if (!page_proved(page, &rc) || ask_recorded(page, OP_witness_add, NULL, "/oversight?done=witness", &rc))
		return rc;
	return page_render(page, "witness", json_pack("{s:s, s:s, s:o}", "title", N_("Add a witness"), "back", "/oversight",
		"public_key", ask_text(page, F_PUBLIC_KEY, N_("The witness's public key"),
			N_("One line: its name, a plus sign, eight digits, a plus sign, the key."))));
}

const struct route routes_oversight[] = {
	{"/oversight", oversight_page, 0},
	{"/oversight/witness", witness_page, ROUTE_POST},
	{"/oversight/:alarm", alarm_page, ROUTE_POST},
	{"/log", log_page, 0},
	{0},
};
