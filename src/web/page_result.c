/*
 * What the answers come to, in words: the result, what spoke and what to do about it, what is still open. No number is
 * shown, and nothing is decided here.
 */
#include <string.h>

#include "base/str.h"
#include "op/instrument.h"
#include "op/profile.h"
#include "web/about.h"
#include "web/result.h"
#include "web/route.h"

/* What spoke: "trigger:held" of the set's triggers with what to do now, or "dimension:forced" of its dimensions. */
static json_t *spoke(const struct page *page, int instrument, const json_t *codes, const char *kind, const char *part) {
	const struct profile *p = page->cx->profile;
	json_t *list = json_array(), *code, *entry;
	size_t i, k, n = strlen(kind);
	json_array_foreach((json_t *)codes, i, code) {
		const char *text = json_string_value(code);
		json_array_foreach((json_t *)instrument_say(p, instrument, part), k, entry)
			if (str_starts(text, kind) && str_equal(text + n, json_text(entry, "code"))) {
				const json_t *next = json_object_get(entry, "next");
				json_array_append_new(list, json_pack("{s:s, s:s?}", "what", profile_say(json_object_get(entry, "say"),
					page->cx->lang), "next", next == NULL ? NULL : profile_say(next, page->cx->lang)));
			}
	}
	if (json_array_size(list) == 0)
		return json_null();
	return json_pack("{s:o}", "rows", list);
}

/* "yes" of a question, in words. */
static const char *said(const struct page *page, int instrument, const struct question *q, const char *value) {
	const struct profile *p = page->cx->profile;
	if (q->kind == ASK_YES_NO)
		return page_label(page, L_ANSWER, value);
	if (q->kind == ASK_PLACE)
		return page_label(page, L_MUNICIPALITY, value);
	for (size_t i = 0; i < question_choices(q); i++) {
		struct choice c = question_choice(p, instrument, q, i);
		if (str_equal(c.code, value))
			return profile_say(c.say, page->cx->lang);
	}
	return value;
}

/* The questions with what was answered; an answer is "code:value". */
static void answered(const struct page *page, int instrument, const json_t *answers, json_t *list) {
	json_t *one;
	size_t i;
	json_array_foreach((json_t *)answers, i, one) {
		const char *answer = json_string_value(one), *colon = answer == NULL ? NULL : strchr(answer, ':');
		if (colon == NULL)
			continue;
		const char *code = arena_strndup(page->cx->arena, answer, (size_t)(colon - answer));
		int place = instrument_question_find(page->cx->profile, instrument, code);
		if (place < 0)
			continue;
		struct question q = instrument_question(page->cx->profile, instrument, (size_t)place);
		json_array_append_new(list, json_pack("{s:s, s:s}", "question", profile_say(q.say, page->cx->lang), "said",
			said(page, instrument, &q, colon + 1)));
	}
}

static json_t *all_answered(const struct page *page, int instrument, const json_t *screening) {
	json_t *list = json_array();
	answered(page, instrument, json_object_get(screening, "answer"), list);
	answered(page, instrument, json_object_get(screening, "told"), list);
	return list;
}

static bool has(const json_t *list, const char *word) {
	json_t *one;
	size_t i;
	json_array_foreach((json_t *)list, i, one)
		if (str_equal(json_string_value(one), word))
			return true;
	return false;
}

static const char *text_or_null(const json_t *object, const char *field) {
	const char *text = json_text(object, field);
	return text[0] == 0 ? NULL : text;
}

static json_t *says(const struct page *page, const json_t *texts) {
	return texts == NULL ? json_null() : json_string(profile_say(texts, page->cx->lang));
}

/* The set whose advice is given: for a child, and whoever may be one, that of the first set for children. */
static int advising(const struct page *page, int instrument, bool child) {
	const struct profile *p = page->cx->profile;
	for (size_t i = 0; child && !instrument_is_child(p, instrument) && profile_number(p, L_INSTRUMENT, i) != 0; i++)
		if (instrument_is_child(p, profile_number(p, L_INSTRUMENT, i)))
			return profile_number(p, L_INSTRUMENT, i);
	return instrument;
}

/* Which version was asked, where there is a newer one by now: what it came to was said by that version's rule. */
static void version_set(const struct page *page, json_t *view, int instrument, int version) {
	const struct profile *p = page->cx->profile;
	bool old = version > 0 && version < instrument_version(p, instrument);
	json_object_set_new(view, "version", json_integer(version));
	json_object_set_new(view, "newest", old ? json_integer(instrument_version(p, instrument)) : json_null());
	json_object_set_new(view, "basis", says(page, instrument_said_then(p, instrument, version, "basis")));
	json_object_set_new(view, "set", says(page, instrument_said_then(p, instrument, version, "say")));
	json_object_set_new(view, "licence", says(page, instrument_said_then(p, instrument, version, "licence")));
}

static int result_render(struct page *page, const json_t *screening, bool child) {
	const struct profile *p = page->cx->profile;
	const json_t *codes = json_object_get(screening, "spoke");
	const char *result = json_text(screening, "result"), *set = json_text(screening, "instrument");
	int instrument = profile_code(p, L_INSTRUMENT, set), advice = advising(page, instrument, child);
	int version = (int)json_integer_value(json_object_get(screening, "version"));
	if (version == 0) /* written down just now */
		version = instrument_version(p, instrument);
	json_t *view = about_view(page, N_("What the answers say"), "");
	json_object_set_new(view, "result", json_string(page_label(page, L_RESULT, result)));
	json_object_set_new(view, "present", json_boolean(str_equal(result, "signs_present")));
	json_object_set_new(view, "child", json_boolean(child));
	json_object_set_new(view, "protects", json_boolean(str_equal(json_text(page->who, "org_kind"), "child")));
	json_object_set_new(view, "next", says(page, advice == instrument
		? instrument_next_then(p, instrument, version, code_find(p, L_RESULT, result))
		: instrument_next(p, advice, code_find(p, L_RESULT, result))));
	version_set(page, view, instrument, version);
	json_object_set_new(view, "again", json_string(about_path(page, arena_printf(page->cx->arena, "/ask/%s", set))));
	json_object_set_new(view, "triggers", spoke(page, instrument, codes, "trigger:", "triggers"));
	json_object_set_new(view, "dimensions", spoke(page, instrument, codes, "dimension:", "dimensions"));
	json_object_set_new(view, "unfinished", json_boolean(!json_is_true(json_object_get(screening, "complete"))));
	json_object_set_new(view, "offence", json_boolean(has(json_object_get(screening, "target"), "offence")));
	json_object_set_new(view, "thinks", json_pack("s?", text_or_null(screening, "judged_label")));
	json_object_set_new(view, "because", json_pack("s?", text_or_null(screening, "because")));
	json_object_set_new(view, "language", json_string(json_text(screening, "language")));
	json_object_set_new(view, "happened", json_string(json_text(screening, "happened")));
	json_object_set_new(view, "answered", all_answered(page, instrument, screening));
	return page_render(page, "result", view);
}

static int result_page(struct page *page) {
	size_t latest = page_add(page, OP_screening_latest, about_person(page));
	size_t read = page_add(page, OP_person_read, about_person(page));
	int rc = page_run(page);
	return rc != 0 ? rc : result_render(page, page_answer(page, latest), about_may_be_child(page_answer(page, read)));
}

int result_told(struct page *page, const json_t *recorded, const char *set) {
	size_t latest = page_try(page, OP_screening_latest, about_person(page));
	size_t read = page_add(page, OP_person_read, about_person(page));
	int rc = page_run(page);
	if (rc != 0)
		return rc;
	if (page_error(page, latest) != ERR_DENIED)
		return page_redirect(page, "%s", about_path(page, "/result"));
	json_t *screening = json_copy((json_t *)recorded);
	json_object_set_new(screening, "instrument", json_string(set));
	return result_render(page, screening, about_may_be_child(page_answer(page, read)));
}

const struct route routes_result[] = {
	{"/person/:person/result", result_page, 0},
	{0},
};
