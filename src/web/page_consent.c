/* What a person agrees to: asked in her language, one recipient and one purpose a time; and taken back as easily. */
#include "base/str.h"
#include "op/profile.h"
#include "web/about.h"
#include "web/ask.h"
#include "web/route.h"
#include "web/when.h"
#include "web/words.h"

/* Organisations that may be told: those that help first, then those that decide. */
static json_t *recipients(const struct page *page, json_t *orgs, const char *purpose) {
	json_t *list = json_array(), *row;
	bool decision = str_equal(purpose, "decision"), request = str_equal(purpose, "request");
	const char *own = json_text(page->who, "org");
	size_t i;
	json_array_foreach(orgs, i, row) {
		const char *kind = json_text(row, "org_kind");
		bool decides = str_equal(kind, "police") || str_equal(kind, "prosecution");
		bool helps = str_equal(kind, "ngo") || str_equal(kind, "municipality") || str_equal(kind, "child");
		bool abroad = str_equal(kind, "abroad");
		if ((request ? abroad : decision ? decides : helps) && !str_equal(json_text(row, "org"), own))
			json_array_append(list, row);
	}
	return list;
}

/* Somebody who was asked and said only no, where the country counts that without who it is. */
static bool says_no(const struct page *page, json_t *said, const json_t *person) {
	json_t *row;
	bool no = false, yes = false;
	size_t i;
	json_array_foreach(said, i, row) {
		yes = yes || str_equal(json_text(row, "consent_state"), "given");
		no = no || !str_equal(json_text(row, "consent_state"), "given");
	}
	const char *age = json_text(person, "age");
	bool child = str_equal(age, "under_12") || str_equal(age, "12_17");
	return no && !yes && !child && profile_code(page->cx->profile, L_REGISTER, "notice") != 0;
}

static const char *row_text(json_t *rows, const char *key, const char *value, const char *field) {
	size_t i;
	json_t *row;
	json_array_foreach(rows, i, row)
		if (str_equal(json_text(row, key), value))
			return json_text(row, field);
	return "";
}

static int consent_post(struct page *page, bool *ret_complete) {
	json_t *in = page_form(page, OP_consent_record);
	json_object_set_new(in, "person", json_string(page_param(page, "person")));
	if (json_object_get(in, "read_aloud") == NULL)
		json_object_set_new(in, "read_aloud", json_string("no"));
	/* A no names nothing to share, whatever stood chosen beforehand: it must cost nobody a second form. */
	if (str_equal(json_text(in, "consent_state"), "refused")) {
		json_object_del(in, "scope");
		json_object_del(in, "expires");
	}
	*ret_complete = ask_complete(page, OP_consent_record, in) == 0;
	if (*ret_complete)
		page_add(page, OP_consent_record, in);
	return *ret_complete ? page_run(page) : ERR_INVALID;
}

/* Which part of what is known: the little that help needs is chosen beforehand, a story and health never are. */
static json_t *ask_scope(const struct page *page) {
	json_t *ask = ask_choice(page, F_SCOPE, N_("What may they learn?"),
	                         N_("Ask for each. What is not chosen stays closed to them."));
	json_t *words = json_object_get(profile_consent(page->cx->profile), "scope"), *one;
	size_t i;
	json_array_foreach(json_object_get(ask, "options"), i, one) {
		const char *code = json_text(one, "code");
		if (json_object_get(words, code) != NULL)
			json_object_set_new(one, "about", json_string(profile_say(json_object_get(words, code), page->cx->lang)));
		if (!page_posted(page) && !str_equal(code, "story") && !str_equal(code, "health"))
			json_object_set_new(one, "chosen", json_true());
	}
	return ask;
}

/* The question to read aloud about one recipient and one purpose, and the answer. */
static int question_page(struct page *page, json_t *view, const char *hers, const char *org_name, const json_t *ask) {
	const json_t *words = profile_consent(page->cx->profile);
	const char *purpose = page_posted(page) ? page_field(page, "purpose") : page_query(page, "purpose");
	json_object_set_new(view, "org", json_string(page_posted(page) ? page_field(page, "org") : page_query(page, "org")));
	json_object_set_new(view, "org_name", json_string(org_name));
	json_object_set_new(view, "purpose", json_string(purpose));
	json_object_set_new(view, "purpose_label", json_string(page_label(page, L_PURPOSE, purpose)));
	json_object_set_new(view, "aloud", about_sides(words_question(page, hers, ask, org_name,
		json_object_get(words, "shared"))));
	json_object_set_new(view, "state",
		ask_without(ask_choice(page, F_CONSENT_STATE, N_("What does the person say?"), NULL), "withdrawn"));
	json_object_set_new(view, "scope", ask_scope(page));
	json_object_set_new(view, "consent_by", ask_start(ask_choice(page, F_CONSENT_BY, N_("Who agrees?"),
		N_("For a child a parent or guardian agrees too. Never somebody who may be part of the harm.")), "self"));
	json_object_set_new(view, "expires", ask_day(page, F_EXPIRES, N_("Last day it holds"),
		N_("Leave empty if it holds until it is taken back."), NONE));
	json_object_set_new(view, "read_chosen", json_boolean(str_equal(page_field(page, "read_aloud"), "yes")));
	return page_render(page, "consent_ask", view);
}

/* Without ?org= the page says what there is to agree to and whom one may ask for; with it the question to read aloud. */
static int consent_page(struct page *page) {
	struct cx *cx = page->cx;
	if (str_equal(page_query(page, "step"), "block") && !page_posted(page))
		return page_redirect(page, "%s?language=%s", about_path(page, "/block"),
		                     form_encode(cx->arena, page_query(page, "language")));
	if (page_posted(page)) {
		bool complete;
		int rc = consent_post(page, &complete);
		if (rc == 0)
			return page_redirect(page, "%s", about_path(page, "/consent"));
		if (complete && !page_mend(page, rc))
			return rc;
	}
	if (!page_posted(page) && page_query(page, "show")[0] != 0 && page_query(page, "org")[0] == 0 &&
	    !page_mend(page, err_say(cx, ERR_INVALID, "org", N_("This is needed."), NULL)))
		return ERR_INVALID;
	size_t read = page_add(page, OP_person_read, about_person(page));
	/* Whoever writes down what she says may not always read what she said before: some organisations never do. */
	size_t said = page_try(page, OP_consent_list, about_person(page));
	size_t blocks = page_try(page, OP_block_list, about_person(page));
	size_t orgs = page_add(page, OP_org_list, NULL);
	int rc = page_run(page);
	if (rc != 0)
		return rc;
	const json_t *words = profile_consent(cx->profile);
	const char *hers = about_language(page, page_answer(page, read));
	const char *org = page_posted(page) ? page_field(page, "org") : page_query(page, "org");
	const char *purpose = page_posted(page) ? page_field(page, "purpose") : page_query(page, "purpose");
	const char *org_name = row_text(page_rows(page, orgs), "org", org, "org_name");
	const json_t *ask = json_object_get(json_object_get(words, "ask"), purpose);
	bool question = org_name[0] != 0 && ask != NULL, decision = str_equal(purpose, "decision");
	json_t *view = about_view(page, N_("What the person agrees to"), question ? "/consent" : "");
	json_object_set_new(view, "language", json_string(hers));
	json_object_set_new(view, "two", json_boolean(words_two(page, hers)));
	json_object_set_new(view, "unspoken", words_unspoken(page, hers));
	if (question)
		return question_page(page, view, hers, org_name, ask);
	json_object_set_new(view, "consents", json_incref(page_rows(page, said)));
	json_object_set_new(view, "blocks", json_incref(page_rows(page, blocks)));
	json_object_set_new(view, "may_notice", json_boolean(says_no(page, page_rows(page, said), page_answer(page, read))));
	json_object_set_new(view, "agreed", json_boolean(json_array_size(about_agreed(page_rows(page, said))) > 0));
	bool any_said = json_array_size(page_rows(page, blocks)) + json_array_size(page_rows(page, said)) > 0;
	json_object_set_new(view, "any_said", json_boolean(any_said));
	/* Before the questions she heard the same sentences: they wait folded. */
	json_object_set_new(view, "heard", json_boolean(any_said || page_query(page, "heard")[0] != 0));
	json_object_set_new(view, "aloud", about_sides(words_list(page, hers, json_object_get(words, "before"))));
	bool request = str_equal(purpose, "request");
	json_object_set_new(view, "for_decision", json_boolean(decision));
	json_object_set_new(view, "for_request", json_boolean(request));
	json_object_set_new(view, "for_help", json_boolean(!decision && !request));
	/* What for, but a decision or a question to another country: these are asked of others, by links of their own. */
	json_object_set_new(view, "purposes", ask_start(ask_without(ask_without(ask_choice(page, F_PURPOSE, N_("What for?"), NULL),
		"decision"), "request"), "support"));
	json_object_set_new(view, "recipients", ask_rows(page, F_ORG, N_("Whom may I tell?"),
		N_("One at a time. Ask for the next one afterwards."),
		recipients(page, page_rows(page, orgs), purpose), "org", "org_name"));
	return page_render(page, "consent", view);
}

static const struct ask_way done[] = {
	{"back", N_("It is taken back, from this moment on. Whoever had been told is asked to confirm that they stopped.")},
	{0},
};

/* Everything she said so far; taking back takes one press here and one on the next page. */
static int agreed_page(struct page *page) {
	size_t said = page_add(page, OP_consent_list, about_person(page));
	int rc = page_run(page);
	if (rc != 0)
		return rc;
	json_t *rows = page_rows(page, said);
	about_agreed(rows);
	json_t *view = about_view(page, N_("What the person agrees to"), "");
	json_object_set_new(view, "told", ask_told(page, done));
	json_object_set_new(view, "consents", when_some(rows));
	return page_render(page, "agreed", view);
}

static int back_page(struct page *page) {
	const char *consent = page_param(page, "consent");
	size_t said = page_add(page, OP_consent_list, about_person(page));
	int rc = page_run(page);
	if (rc != 0)
		return rc;
	json_t *row = json_array_get(when_pick(about_agreed(page_rows(page, said)), "consent", consent, NULL), 0);
	if (row == NULL)
		return err_say(page->cx, ERR_NOTFOUND, NULL, err_kinds[ERR_NOTFOUND].say, NULL);
	if (page_posted(page)) {
		json_t *in = about_person(page);
		static const char *const same[] = {"purpose", "org", "language"};
		for (size_t i = 0; i < sizeof same / sizeof *same; i++)
			json_object_set(in, same[i], json_object_get(row, same[i]));
		json_object_set_new(in, "consent_state", json_string("withdrawn"));
		json_object_set_new(in, "read_aloud", json_string("no"));
		page_add(page, OP_consent_record, in);
		rc = page_run(page);
		if (rc == 0)
			return page_redirect(page, "%s?done=back", about_path(page, "/agreed"));
		if (!page_mend(page, rc))
			return rc;
	}
	json_t *view = about_view(page, N_("Taking back"), "/agreed");
	json_object_set(view, "item", row);
	return page_render(page, "agreed_back", view);
}

const struct route routes_consent[] = {
	{"/person/:person/consent", consent_page, ROUTE_POST},
	{"/person/:person/agreed", agreed_page, 0},
	{"/person/:person/agreed/:consent", back_page, ROUTE_POST},
	{0},
};
