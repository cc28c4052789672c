/*
 * Asking an organisation to help: whom, for what, by when; looked at once more before it goes, if one likes.
 *
 * With ?purpose=request it is a question to another country, which rests on more than her word.
 */
#include "base/str.h"
#include "op/profile.h"
#include "web/about.h"
#include "web/ask.h"
#include "web/places.h"
#include "web/route.h"
#include "web/when.h"

/* What was typed: now, or into a draft. */
static const char *typed(const struct page *page, const char *field) {
	const char *text = form_get(page_typed(page), field);
	return text == NULL ? "" : text;
}

static bool is_request(const struct page *page) {
	return str_equal(typed(page, "purpose"), "request");
}

/* The form has one list of "who and for what"; the operation takes the two apart. */
static json_t *refer_in(const struct page *page) {
	json_t *in = page_form(page, OP_referral_send);
	const char *both = page_field(page, "org"), *colon = strrchr(both, ':');
	if (colon != NULL && json_object_get(in, "purpose") == NULL) {
		json_object_set_new(in, "org", json_string(arena_strndup(page->cx->arena, both, (size_t)(colon - both))));
		json_object_set_new(in, "purpose", json_string(colon + 1));
	}
	json_object_set_new(in, "person", json_string(page_param(page, "person")));
	return in;
}

/* Some organisations write down what she says and never read it again: to those all stand there, and the keeper
 * looks. */
static json_t *all_recipients(struct page *page) {
	size_t orgs = page_add(page, OP_org_list, NULL), i;
	json_t *list = json_array(), *row;
	if (page_run(page) != 0)
		return list;
	json_array_foreach(page_rows(page, orgs), i, row) {
		const char *kind = json_text(row, "org_kind");
		bool decides = str_equal(kind, "police") || str_equal(kind, "prosecution");
		bool helps = str_equal(kind, "ngo") || str_equal(kind, "municipality") || str_equal(kind, "child");
		const char *purpose = decides ? "decision" : "support";
		if (decides || helps)
			json_array_append_new(list, json_pack("{s:O, s:O, s:s, s:s, s:s}", "org", json_object_get(row, "org"), "org_name",
				json_object_get(row, "org_name"), "purpose", purpose, "purpose_label",
				page_label(page, L_PURPOSE, purpose), "consent_state", "given"));
	}
	return list;
}

/* Of a child, and of somebody who may be one, child protection is told whatever anybody agreed to: it stands first. */
static json_t *protecting(const struct page *page, json_t *orgs) {
	json_t *list = json_array(), *row;
	size_t i;
	const char *own = json_text(page->who, "org");
	json_array_foreach(orgs, i, row)
		if (str_equal(json_text(row, "org_kind"), "child") && !str_equal(json_text(row, "org"), own))
			json_array_append_new(list, json_pack("{s:O, s:O, s:s, s:s, s:s}", "org", json_object_get(row, "org"), "org_name",
				json_object_get(row, "org_name"), "purpose", "support", "purpose_label", page_label(page, L_PURPOSE, "support"),
				"consent_state", "given"));
	return list;
}

/* Those that protect, then those agreed to, each once. */
static json_t *after_protecting(json_t *first, json_t *consents) {
	json_t *row;
	size_t i;
	json_array_foreach(consents, i, row) {
		json_t *same = when_pick(first, "org", json_text(row, "org"), NULL);
		if (json_array_size(when_pick(same, "purpose", json_text(row, "purpose"), NULL)) == 0)
			json_array_append(first, row);
	}
	return first;
}

/* "%{org}: 3 free beds": beside each organisation what room it has for her now. */
static json_t *ask_recipient(const struct page *page, json_t *consents, const json_t *places, bool child) {
	json_t *named = json_array(), *row;
	size_t i;
	json_array_foreach(about_agreed(consents), i, row)
		json_array_append_new(named, json_pack("{s:s, s:s}", "both",
			arena_printf(page->cx->arena, "%s:%s", json_text(row, "org"), json_text(row, "purpose")), "shown",
			arena_printf(page->cx->arena, "%s · %s", json_text(row, "org_name"), json_text(row, "purpose_label"))));
	json_t *ask = ask_rows(page, F_ORG, N_("Whom do you ask?"), child
		? N_("Child protection is told without anybody's word. Others stand here once somebody who may has agreed.")
		: N_("Only those the person agreed to stand here."), named, "both", "shown");
	if (json_array_size(named) == 1)
		ask_start(ask, json_text(json_array_get(named, 0), "both"));
	json_array_foreach(json_object_get(ask, "options"), i, row) {
		const char *code = json_text(row, "code"), *colon = strrchr(code, ':');
		if (colon != NULL && str_equal(colon + 1, "support"))
			places_room(page, places, arena_strndup(page->cx->arena, code, (size_t)(colon - code)), row);
	}
	return ask;
}

/* Desks that can be asked, by organisation. */
static json_t *ask_desk(const struct page *page, json_t *units) {
	json_t *ask = ask_rows(page, F_UNIT, N_("A desk there"), N_("Leave it open to ask the whole organisation."),
	                       json_array(), "unit", "unit_name");
	json_t *row, *group = NULL, *groups = json_array();
	const char *own = json_text(page->who, "org"), *was = "", *chosen = typed(page, "unit");
	size_t i;
	json_array_foreach(units, i, row) {
		if (str_equal(json_text(row, "org"), own))
			continue;
		if (group == NULL || !str_equal(json_text(row, "org"), was)) {
			group = json_pack("{s:O, s:[]}", "group", json_object_get(row, "org_name"), "options");
			json_array_append_new(groups, group);
			was = json_text(row, "org");
		}
		json_array_append_new(json_object_get(group, "options"), json_pack("{s:O, s:O, s:b}", "code",
			json_object_get(row, "unit"), "label", json_object_get(row, "unit_name"), "chosen",
			str_equal(json_text(row, "unit"), chosen)));
	}
	json_object_set_new(ask, "groups", groups);
	json_object_set_new(ask, "nothing", json_string(N_("The whole organisation")));
	return ask;
}

/* After sending: by when they must answer, and what happens if they do not. */
static int sent_page(struct page *page, const char *referral) {
	size_t read = page_add(page, OP_referral_read, json_pack("{s:s}", "referral", referral));
	int rc = page_run(page);
	if (rc != 0)
		return rc;
	json_t *row = page_answer(page, read);
	when_due(page, json_pack("[O]", row));
	json_t *view = about_view(page, N_("The referral is sent"), "");
	json_object_set(view, "sent_to", row);
	return page_render(page, "referred", view);
}

static bool holds(const json_t *codes, const char *code) {
	json_t *one;
	size_t i;
	json_array_foreach((json_t *)codes, i, one)
		if (str_equal(json_string_value(one), code))
			return true;
	return false;
}

/* Before it goes: all that was written, what they see at once and what only once they accept. */
static int check_page(struct page *page, const json_t *in) {
	size_t orgs = page_add(page, OP_org_list, NULL), read = page_add(page, OP_person_read, about_person(page));
	size_t said = page_try(page, OP_consent_list, about_person(page)), i;
	int rc = page_run(page);
	if (rc != 0)
		return rc;
	json_t *row, *kept = json_array(), *needs = json_array(), *one;
	const char *key, *org = json_text(in, "org"), *purpose = json_text(in, "purpose");
	json_t *view = about_view(page, N_("Check before you send"), "/refer");
	json_object_foreach((json_t *)in, key, row) {
		if (str_equal(key, "person"))
			continue;
		json_t *all = json_is_array(row) ? row : json_pack("[O]", row);
		json_array_foreach(all, i, one)
			json_array_append_new(kept, json_pack("{s:s, s:O}", "name", key, "value", one));
	}
	json_array_foreach(json_object_get(in, "need"), i, one)
		json_array_append_new(needs, json_string(page_label(page, L_NEED, json_string_value(one))));
	json_t *found = json_array_get(when_pick(page_rows(page, orgs), "org", org, NULL), 0);
	json_t *agreed = json_array_get(when_pick(when_pick(page_rows(page, said), "org", org, NULL), "purpose", purpose,
		NULL), 0);
	json_object_set_new(view, "kept", kept);
	json_object_set_new(view, "org_name", json_string(json_text(found, "org_name")));
	json_object_set_new(view, "purpose_label", json_string(page_label(page, L_PURPOSE, purpose)));
	json_object_set_new(view, "needs", needs);
	json_object_set(view, "subject", page_answer(page, read));
	json_object_set_new(view, "note", json_string(json_text(in, "note")));
	json_object_set_new(view, "due_on", json_string(json_text(in, "due_on")));
	json_object_set_new(view, "danger", json_boolean(str_equal(json_text(in, "danger"), "yes")));
	json_object_set_new(view, "staff", json_string(json_text(in, "staff_name")));
	json_object_set_new(view, "basis_label", json_string(page_label(page, L_BASIS, json_text(in, "basis"))));
	json_object_set_new(view, "shares", agreed == NULL ? json_array() : json_incref(json_object_get(agreed,
		"scope_label")));
	json_object_set_new(view, "request", json_boolean(str_equal(purpose, "request")));
	json_object_set_new(view, "note_shut", json_boolean(agreed != NULL && !str_equal(purpose, "request") &&
		!holds(json_object_get(agreed, "scope"), "story")));
	return page_render(page, "refer_check", view);
}

/* What was posted is sent, or shown once more; false where the form is to be drawn (again). */
static bool posted(struct page *page, int *ret_rc) {
	json_t *in = refer_in(page);
	if (str_equal(page_field(page, "press"), "change"))
		return false;
	bool whole = json_object_get(in, "purpose") != NULL;
	if (!whole)
		json_object_set_new(in, "purpose", json_string("")); /* one question asks for both: say once that it is open */
	int rc = ask_complete(page, OP_referral_send, in);
	if (rc == 0 && !whole)
		page_mend(page, rc = err_say(page->cx, ERR_INVALID, "org", N_("This is needed."), NULL));
	if (rc != 0)
		return false;
	if (str_equal(page_field(page, "press"), "check")) {
		*ret_rc = check_page(page, in);
		return true;
	}
	size_t sent = page_add(page, OP_referral_send, in);
	rc = page_run(page);
	if (rc == 0)
		rc = page_redirect(page, "%s?sent=%s", about_path(page, "/refer"), page_text(page, sent, "referral"));
	else if (page_mend(page, rc))
		return false;
	*ret_rc = rc;
	return true;
}

/* A question to another country: whom, what, and on what it rests. */
static void request_view(const struct page *page, json_t *orgs, json_t *view) {
	json_object_set_new(view, "request", json_true());
	json_object_set_new(view, "agreed", json_true());
	json_object_set_new(view, "recipient", ask_rows(page, F_ORG, N_("Whom do you ask?"), NULL,
		when_pick(orgs, "org_kind", "abroad", NULL), "org", "org_name"));
	json_object_set_new(view, "basis", ask_choice(page, F_BASIS, N_("What does the question rest on?"),
		N_("Without the person's word only where life is in danger, or for a child.")));
	json_object_set_new(view, "needs", ask_choice(page, F_NEED, N_("What is it for?"), NULL));
	json_object_set_new(view, "note", ask_text(page, F_NOTE, N_("What do you ask?"),
		N_("As little as an answer needs. They read it once they have taken the question on.")));
}

static void help_view(const struct page *page, json_t *consents, const json_t *places, bool child, json_t *view) {
	json_object_set_new(view, "agreed", json_boolean(json_array_size(about_agreed(consents)) > 0));
	json_object_set_new(view, "recipient", ask_recipient(page, consents, places, child));
	json_object_set_new(view, "needs", ask_choice(page, F_NEED, N_("What does the person need?"),
		N_("Choose all that is needed. This, the age band and the language are all they see before they accept.")));
	json_object_set_new(view, "note", ask_text(page, F_NOTE, N_("What else should they know?"),
		N_("Without a name. You may leave it empty.")));
}

static int refer_page(struct page *page) {
	int rc = 0;
	if (page_posted(page) && posted(page, &rc))
		return rc;
	if (!page_posted(page) && page_query(page, "sent")[0] != 0)
		return sent_page(page, page_query(page, "sent"));
	bool request = is_request(page);
	size_t said = page_try(page, OP_consent_list, about_person(page));
	size_t read = page_add(page, OP_person_read, about_person(page));
	size_t places = page_try(page, OP_place_list, places_for(page, read));
	size_t orgs = page_add(page, OP_org_list, NULL), units = page_add(page, OP_unit_list, NULL);
	rc = page_run(page);
	if (rc != 0)
		return rc;
	int code = page_error(page, said);
	if (code == ERR_NOTFOUND || (page_unopened(page, said) && !page->json))
		return code == ERR_NOTFOUND ? code : page_redirect(page, "/open?person=%s&next=%s", page_param(page, "person"),
		                                                   form_encode(page->cx->arena, page->request->path));
	json_t *unit_rows = page_rows(page, units), *org_rows = page_rows(page, orgs), *free_rows = page_rows(page, places);
	json_t *consents = code == 0 ? page_rows(page, said) : all_recipients(page);
	bool child = !request && code == 0 && about_may_be_child(page_answer(page, read)) &&
		profile_rule(page->cx->profile, "child_without_consent") != 0;
	if (child)
		consents = after_protecting(protecting(page, org_rows), consents);
	json_t *view = about_view(page, request ? N_("Ask another country") : N_("Ask for help"), "/consent");
	if (request)
		request_view(page, org_rows, view);
	else
		help_view(page, consents, free_rows, child, view);
	json_object_set_new(view, "desk", ask_desk(page, unit_rows));
	json_object_set_new(view, "staff_name", ask_text(page, F_STAFF_NAME, N_("Or somebody there, by name"), NULL));
	json_object_set_new(view, "due_on", ask_day(page, F_DUE_ON, N_("Answer by this day"),
		N_("Leave it open for the usual time."), NONE));
	json_object_set_new(view, "danger", json_boolean(str_equal(typed(page, "danger"), "yes")));
	return page_render(page, "refer", view);
}

const struct route routes_refer[] = {
	{"/person/:person/refer", refer_page, ROUTE_POST},
	{0},
};
