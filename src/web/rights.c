#include "web/rights.h"

#include <string.h>

#include "base/str.h"
#include "base/time.h"
#include "text/catalogue.h"

bool rights_may(const struct page *page, const char *capability) {
	size_t i;
	json_t *one;
	json_array_foreach(json_object_get(page->who, "can"), i, one)
		if (str_equal(json_string_value(one), capability))
			return true;
	return false;
}

/* The first part of "officer:2027-03-01"; the rest goes to *ret_rest, "" without one. */
static const char *cut(const struct page *page, const char *text, const char **ret_rest) {
	size_t n = strcspn(text, ":");
	*ret_rest = text[n] == ':' ? text + n + 1 : "";
	return arena_strndup(page->cx->arena, text, n);
}

json_t *rights_held(const struct page *page, const json_t *texts, enum list codes) {
	json_t *list = json_array(), *one;
	size_t i;
	json_array_foreach((json_t *)texts, i, one) {
		const char *until, *code = cut(page, json_string_value(one), &until);
		int32_t day;
		bool ends = day_parse(until, &day);
		json_array_append_new(list, json_pack("{s:s, s:s, s:o, s:b}", "code", code, "label", page_label(page, codes, code),
			"until", ends ? json_string(until) : json_null(), "over", ends && day < day_of(page->cx->now)));
	}
	return list;
}

const char *rights_say(const struct page *page, const char *capability) {
	static const struct {
		const char *name, *say;
	} all[] = {
		{"work", N_("Work with the people of one's own organisation")},
		{"recognise", N_("Write down a sign, ask the questions, write down a name and consent, ask others to help")},
		{"receive", N_("Accept or decline a referral")},
		{"support", N_("Give a place to stay and record help")},
		{"decide", N_("Record the decision on victim status")},
		{"ask", N_("Ask another agency about a person")},
		{"break_glass", N_("Open a file in an emergency")},
		{"review", N_("Look at files opened in an emergency")},
		{"team", N_("See colleagues, and open what the organisation sealed")},
		{"lead", N_("Hand work over, and keep the words that open the sealed parts")},
		{"care", N_("See free places, and who may never see a file")},
		{"second", N_("Agree or refuse as the second person")},
		{"see_policy", N_("Read who may do what")},
		{"weigh_policy", N_("See what a change of the rules would do")},
		{"witness", N_("Add and carry witnesses of the log")},
		{"oversee", N_("Read what the log shows, never a person")},
		{"hear", N_("Hear and answer complaints")},
		{"read_figures", N_("Read figures and reports")},
		{"explain_figures", N_("Ask how a figure is known")},
		{"freeze", N_("Freeze a report as an edition")},
		{"deliver", N_("Say that records are complete")},
		{"see_registers", N_("Read registers")},
		{"keep_registers", N_("Write in registers")},
		{"import", N_("Bring in lists")},
		{"administer", N_("Keep accounts and organisations")},
	};
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (str_equal(all[i].name, capability))
			return text_say(page->cx->lang, all[i].say);
	return capability;
}

json_t *rights_changes(const struct page *page, const json_t *texts) {
	json_t *list = json_array(), *one;
	size_t i;
	json_array_foreach((json_t *)texts, i, one) {
		const char *rest, *allowed, *role = cut(page, json_string_value(one), &rest);
		const char *can = cut(page, rest, &allowed);
		json_array_append_new(list, json_pack("{s:O, s:s, s:s, s:b}", "change", one, "role_label",
			page_label(page, L_ROLE, role), "says", rights_say(page, can), "allowed", str_equal(allowed, "yes")));
	}
	return list;
}
