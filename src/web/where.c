#include "web/where.h"

#include "base/str.h"
#include "op/profile.h"
#include "web/ask.h"

json_t *where_municipality(const struct page *page, const char *label) {
	const struct cx *cx = page->cx;
	json_t *ask = ask_choice(page, F_MUNICIPALITY, label, NULL), *groups = json_array(), *option;
	for (size_t i = 0; profile_number(cx->profile, L_REGION, i) != 0; i++) {
		int region = profile_number(cx->profile, L_REGION, i);
		const json_t *entry = profile_entry(cx->profile, L_REGION, region);
		json_t *options = json_array();
		size_t k;
		json_array_foreach(json_object_get(ask, "options"), k, option) {
			int code = profile_code(cx->profile, L_MUNICIPALITY, json_text(option, "code"));
			const json_t *of = json_object_get(profile_entry(cx->profile, L_MUNICIPALITY, code), "region");
			if (json_integer_value(of) == region)
				json_array_append(options, option);
		}
		json_array_append_new(groups, json_pack("{s:s, s:o}", "group",
			profile_say(json_object_get(entry, "say"), cx->lang), "options", options));
	}
	json_object_set_new(ask, "groups", groups);
	json_object_set_new(ask, "options", json_array());
	json_object_set_new(ask, "nothing", json_string(N_("Choose a municipality")));
	return ask;
}

json_t *where_start(json_t *ask, const char *municipality) {
	json_t *group, *option, *found = NULL;
	size_t i, k;
	bool chosen = false;
	json_array_foreach(json_object_get(ask, "groups"), i, group)
		json_array_foreach(json_object_get(group, "options"), k, option) {
			chosen = chosen || json_is_true(json_object_get(option, "chosen"));
			if (str_equal(json_text(option, "code"), municipality))
				found = option;
		}
	if (!chosen && found != NULL)
		json_object_set_new(found, "chosen", json_true());
	return ask;
}
