/* What belongs to a person's file: ways to reach her, who of us works with her, and the end of her identity. */
#include "base/str.h"
#include "web/about.h"
#include "web/ask.h"
#include "web/route.h"
#include "web/when.h"

static const struct ask_way safety[] = {
	{"yes", N_("The person says it is safe")},
	{"no", N_("Not safe: never use it")},
	{0},
};

static const struct ask_way done[] = {
	{"channel", N_("It is written down.")},
	{0},
};

/* Behind the same door as the name: whoever has not opened the file is asked first what for. */
static int channels_page(struct page *page) {
	int rc;
	if (ask_recorded(page, OP_channel_record, about_person(page), about_path(page, "/channels?done=channel"), &rc))
		return rc;
	size_t list = page_add(page, OP_channel_list, about_person(page)), i;
	rc = page_run(page);
	if (rc != 0)
		return rc;
	json_t *rows = page_rows(page, list), *row;
	json_array_foreach(rows, i, row)
		json_object_set_new(row, "safe", json_boolean(json_is_true(json_object_get(row, "is_safe"))));
	json_t *view = about_view(page, N_("Ways to reach the person"), "");
	json_object_set_new(view, "told", ask_told(page, done));
	json_object_set_new(view, "channels", when_some(rows));
	json_object_set_new(view, "channel_ask", ask_choice(page, F_CHANNEL, N_("Which way?"), NULL));
	json_object_set_new(view, "safe_ask", ask_ways(page, F_IS_SAFE, N_("Is it safe?"), NULL, safety));
	json_object_set_new(view, "text_ask", ask_text(page, F_CHANNEL_TEXT, N_("What has to be known?"),
		N_("Number or address, at what hours, what to say, whom never to ask. It is sealed.")));
	return page_render(page, "channels", view);
}

static int assign_page(struct page *page) {
	int rc;
	if (ask_recorded(page, OP_person_assign, about_person(page), about_path(page, "?done=assigned"), &rc))
		return rc;
	size_t read = page_add(page, OP_person_read, about_person(page));
	size_t list = page_add(page, OP_colleague_list, NULL);
	rc = page_run(page);
	if (rc != 0)
		return rc;
	json_t *view = about_view(page, N_("Who of us works with the person"), "");
	json_object_set(view, "person_row", page_answer(page, read));
	json_object_set_new(view, "user", ask_rows(page, F_USER, N_("Who works with the person from now on?"), NULL,
		page_rows(page, list), "user", "staff_name"));
	return page_render(page, "assign", view);
}

static int erase_page(struct page *page) {
	int rc;
	if (!page_proved(page, &rc) || ask_recorded(page, OP_person_erase, about_person(page), "/review?done=proposed", &rc))
		return rc;
	size_t read = page_add(page, OP_person_read, about_person(page));
	rc = page_run(page);
	if (rc != 0)
		return rc;
	json_t *view = about_view(page, N_("Erase who the person is"), "");
	json_object_set(view, "person_row", page_answer(page, read));
	json_object_set_new(view, "words_ask", ask_text(page, F_WORDS, N_("What did the person ask for, and when?"),
		N_("At least 20 letters, without names. Whoever agrees reads this.")));
	return page_render(page, "erase", view);
}

const struct route routes_file[] = {
	{"/person/:person/channels", channels_page, ROUTE_POST},
	{"/person/:person/assign", assign_page, ROUTE_POST},
	{"/person/:person/erase", erase_page, ROUTE_POST},
	{0},
};
