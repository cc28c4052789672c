#include "web/words.h"

#include "base/str.h"
#include "op/profile.h"
#include "text/catalogue.h"

/* The catalogue's language of that code, by its whole name: her "lt" is not the beginning of anything else. */
static const char *spoken(const char *code) {
	for (int i = 0; i < TEXT_LANGS; i++)
		if (str_equal(text_langs[i], code))
			return text_langs[i];
	return NULL;
}

bool words_two(const struct page *page, const char *hers) {
	const char *lang = spoken(hers);
	return lang != NULL && !str_equal(lang, page->cx->lang);
}

json_t *words_unspoken(const struct page *page, const char *hers) {
	return spoken(hers) != NULL ? json_null() : json_string(page_label(page, L_SPEECH, hers));
}

static json_t *side(const struct page *page, const char *lang, const json_t *ask, const char *org, const json_t *list,
                    const json_t *why) {
	struct cx *cx = page->cx;
	bool translated = false;
	const char *name = code_label(cx->profile, L_SPEECH, code_find(cx->profile, L_SPEECH, lang), lang, &translated);
	json_t *texts = json_array(), *one;
	size_t i;
	json_array_foreach((json_t *)list, i, one)
		json_array_append_new(texts, json_string(profile_say(one, lang)));
	const char *question = ask == NULL ? NULL : profile_say(ask, lang);
	if (question != NULL && org != NULL)
		question = text_fill(cx->arena, question, (const struct text_fill[]){{"org", org}, {0}});
	return json_pack("{s:s, s:s, s:s?, s:o, s:s, s:s?}", "lang", lang, "name", text_say(lang, name), "ask", question,
	                 "texts", texts, "why_label", text_say(lang, N_("Why we ask")), "why",
	                 why == NULL ? NULL : profile_say(why, lang));
}

static json_t *sides(const struct page *page, const char *hers, const json_t *ask, const char *org,
                     const json_t *list, const json_t *why) {
	json_t *both = json_array();
	if (words_two(page, hers))
		json_array_append_new(both, side(page, spoken(hers), ask, org, list, why));
	json_array_append_new(both, side(page, page->cx->lang, ask, org, list, why));
	return both;
}

json_t *words_sides(const struct page *page, const char *hers, const json_t *ask, const json_t *why) {
	return sides(page, hers, ask, NULL, NULL, why);
}

json_t *words_list(const struct page *page, const char *hers, const json_t *list) {
	return sides(page, hers, NULL, NULL, list, NULL);
}

json_t *words_question(const struct page *page, const char *hers, const json_t *ask, const char *org,
                       const json_t *list) {
	return sides(page, hers, ask, org, list, NULL);
}
