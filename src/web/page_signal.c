/* From meeting somebody to asking for help: sign, questions, result, name, referral. Consent is page_consent.c. */
#include <string.h>

#include "base/arena.h"
#include "base/str.h"
#include "base/time.h"
#include "op/profile.h"
#include "text/catalogue.h"
#include "web/about.h"
#include "web/ask.h"
#include "web/page.h"
#include "web/result.h"
#include "web/route.h"
#include "web/when.h"
#include "web/where.h"
#include "web/words.h"

static int sign_page(struct page *page) {
	if (page_posted(page)) {
		json_t *in = page_form(page, OP_signal_record);
		int rc = ask_complete(page, OP_signal_record, in);
		if (rc == 0) {
			page_add(page, OP_signal_record, in);
			rc = page_run(page);
			if (rc == 0)
				return page_redirect(page, "/person/%s/%s?language=%s", page_text(page, 0, "person"), about_questions(page,
					page_field(page, "age")), form_encode(page->cx->arena, page_field(page, "language")));
			if (!page_mend(page, rc))
				return rc;
		}
	}
	int64_t today = day_of(page->cx->now);
	json_t *source = ask_choice(page, F_SOURCE, N_("How did you learn of the person?"), NULL);
	json_array_remove(json_object_get(source, "options"), json_array_size(json_object_get(source, "options")) - 1);
	return page_render(page, "sign", json_pack("{s:s, s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "title",
		N_("I met someone"), "back", "/work", "where", where_municipality(page, N_("Where did you meet?")), "how", ask_start(source, "met"), "age",
		ask_choice(page, F_AGE, N_("How old, as it seems?"), N_("In doubt, treat the person as a child.")), "sex",
		ask_choice(page, F_SEX, N_("Who is it?"), NULL), "speech",
		ask_choice(page, F_SPEECH, N_("Which language does the person speak?"),
			N_("The questions will stand there in it, beside yours.")), "day",
		ask_day(page, F_HAPPENED, N_("When was it?"), NULL, today), "note",
		ask_text(page, F_NOTE, N_("What did you notice?"),
			N_("A few words, no names. Only your own organisation reads this. You may leave it empty."))));
}


/* One row of answers: radios named by the question's code, nothing chosen beforehand. */
static json_t *answers_of(const struct page *page, const char *question, bool first) {
	const struct cx *cx = page->cx;
	const char *was = page_field(page, question);
	json_t *options = json_array();
	for (size_t i = 0; code_at(cx->profile, L_ANSWER, i) != 0; i++) {
		const char *code = code_name(cx->profile, L_ANSWER, code_at(cx->profile, L_ANSWER, i));
		const char *id = first && i == 0 ? "answer" : arena_printf(cx->arena, "%s-%s", question, code);
		json_array_append_new(options, json_pack("{s:s, s:s, s:s, s:s, s:b}", "code_of", question, "code", code,
			"label", page_label(page, L_ANSWER, code), "id", id, "chosen", str_equal(was, code)));
	}
	return options;
}

static json_t *questions(const struct page *page, const json_t *instrument, const char *hers) {
	const struct cx *cx = page->cx;
	json_t *list = json_array(), *q;
	size_t i;
	json_array_foreach(json_object_get(instrument, "questions"), i, q) {
		const json_t *say = json_object_get(q, "say"), *why = json_object_get(q, "why");
		json_array_append_new(list, json_pack("{s:s, s:I, s:s, s:b, s:s?, s:o, s:o}", "code", json_text(q, "code"), "number",
			(json_int_t)i + 1, "legend", profile_say(say, cx->lang), "reasons", why != NULL, "wrong",
			i == 0 ? json_string_value(json_object_get(json_array_get(page->errors, 0), "text")) : NULL, "sides",
			words_sides(page, hers, say, why), "answers",
			answers_of(page, json_text(q, "code"), i == 0)));
	}
	return list;
}

/* What was chosen, as the operation takes it: "q1:yes"; a question left alone was not asked. Gives how many were not. */
static size_t answers_in(const struct page *page, const json_t *instrument, json_t *list) {
	json_t *q;
	size_t i, given = 0;
	json_array_foreach(json_object_get(instrument, "questions"), i, q) {
		const char *answer = page_field(page, json_text(q, "code"));
		given += answer[0] != 0;
		json_array_append_new(list, json_string(arena_printf(page->cx->arena, "%s:%s", json_text(q, "code"),
		                                                     answer[0] != 0 ? answer : "not_asked")));
	}
	return given;
}

static int screening_page(struct page *page) {
	struct cx *cx = page->cx;
	int number = profile_number(cx->profile, L_INSTRUMENT, 0);
	const json_t *instrument = profile_entry(cx->profile, L_INSTRUMENT, number);
	if (page_posted(page)) {
		json_t *in = page_form(page, OP_screening_record), *answers = json_array();
		size_t given = answers_in(page, instrument, answers);
		int rc = 0;
		json_object_set_new(in, "person", json_string(page_param(page, "person")));
		if (json_object_get(in, "instrument") == NULL)
			json_object_set_new(in, "instrument", json_string(json_text(instrument, "code")));
		if (json_object_get(in, "answer") == NULL)
			json_object_set_new(in, "answer", answers);
		else
			given = 1; /* a program sends the list as it stands in the operation */
		if (given == 0)
			rc = err_say(cx, ERR_INVALID, "answer", N_("Choose an answer to at least one question."), NULL);
		if (rc == 0) {
			page_add(page, OP_screening_record, in);
			rc = page_run(page);
		}
		if (rc == 0)
			return result_told(page, page_answer(page, 0), json_text(instrument, "code"));
		if (!page_mend(page, rc))
			return rc;
	}
	size_t read = page_add(page, OP_person_read, about_person(page));
	int rc = page_run(page);
	if (rc != 0)
		return rc;
	const char *hers = about_language(page, page_answer(page, read));
	json_t *view = about_view(page, N_("Eight questions"), "");
	json_object_set_new(view, "language", json_string(hers));
	json_object_set_new(view, "two", json_boolean(words_two(page, hers)));
	json_object_set_new(view, "unspoken", words_unspoken(page, hers));
	json_object_set_new(view, "instrument", json_string(json_text(instrument, "code")));
	json_object_set_new(view, "basis", json_string(profile_say(json_object_get(instrument, "basis"), cx->lang)));
	json_object_set_new(view, "first",
		about_sides(words_list(page, hers, json_object_get(profile_consent(cx->profile), "before"))));
	json_object_set_new(view, "questions", questions(page, instrument, hers));
	bool child = about_may_be_child(page_answer(page, read));
	json_object_set_new(view, "adult", child ? ask_choice(page, F_ADULT, N_("Which adult is with the child?"),
		N_("A child, or a person who may be one, is asked with an adult the child trusts, who is no part of it.")) : json_null());
	json_object_set_new(view, "urgent", json_boolean(page_field(page, "urgent")[0] != 0));
	json_object_set_new(view, "others", json_string(about_path(page, "/ask")));
	json_object_set_new(view, "note", ask_text(page, F_NOTE, N_("Anything else you noticed?"),
		N_("Without a name. Only your own organisation reads this.")));
	return page_render(page, "screening", view);
}

/* Whom the organisation knows already by that name, but this person; nobody where a part is missing or one may not look. */
static json_t *known_already(struct page *page) {
	json_t *others = json_array(), *row;
	size_t i;
	if (page_field(page, "given")[0] == 0 || page_field(page, "family")[0] == 0)
		return others;
	size_t call = page_try(page, OP_person_find, page_form(page, OP_person_find));
	if (page_run(page) != 0)
		return others;
	json_array_foreach(page_rows(page, call), i, row)
		if (!str_equal(json_text(row, "person"), page_param(page, "person")))
			json_array_append(others, row);
	return others;
}

static int name_page(struct page *page) {
	json_t *known = page_posted(page) && page_field(page, "another")[0] == 0 ? known_already(page) : json_array();
	if (page_posted(page) && json_array_size(known) == 0) {
		json_t *in = page_form(page, OP_identity_record);
		json_object_set_new(in, "person", json_string(page_param(page, "person")));
		page_add(page, OP_identity_record, in);
		int rc = page_run(page);
		if (rc == 0)
			return page_redirect(page, "%s", about_path(page, "/consent"));
		if (!page_mend(page, rc))
			return rc;
	}
	page_add(page, OP_person_read, about_person(page)); /* a page for somebody who is not there would be a lie */
	int rc = page_run(page);
	if (rc != 0)
		return rc;
	json_t *view = about_view(page, N_("The name, if the person wants"), "/consent");
	json_object_set_new(view, "any_known", json_boolean(json_array_size(known) > 0));
	json_object_set_new(view, "known", known);
	json_object_set_new(view, "given", ask_text(page, F_GIVEN, N_("Given name"),
		N_("As the person says or writes it, in any alphabet.")));
	json_object_set_new(view, "family", ask_text(page, F_FAMILY, N_("Family name"), NULL));
	json_object_set_new(view, "born", ask_text(page, F_BORN, N_("Year of birth"), NULL));
	json_object_set_new(view, "safe", ask_text(page, F_SAFE, N_("A safe way to reach the person"),
		N_("In the person's own words: which telephone, at what hour, whom never to ask.")));
	json_object_set_new(view, "phone", ask_text(page, F_PHONE, N_("Telephone"), N_("Only if it is safe to ring.")));
	return page_render(page, "name", view);
}

const struct route routes_signal[] = {
	{"/sign/new", sign_page, ROUTE_POST},
	{"/person/:person/screening", screening_page, ROUTE_POST},
	{"/person/:person/name", name_page, ROUTE_POST},
	{0},
};
