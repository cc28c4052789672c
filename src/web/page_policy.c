/* Who may do what, in words; a change is looked at before it is proposed, and a second person agrees. */
#include "base/str.h"
#include "web/ask.h"
#include "web/rights.h"
#include "web/route.h"
#include "web/when.h"

/* The rows of policy_read, role by role: [{role, role_label, rows: [{says, changed}], lost: ...}]. */
static json_t *by_role(const struct page *page, json_t *rows) {
	json_t *list = json_array(), *row, *last = NULL;
	size_t i;
	json_array_foreach(rows, i, row) {
		bool allowed = json_is_true(json_object_get(row, "allowed")), changed = json_is_true(json_object_get(row, "changed"));
		if (last == NULL || !str_equal(json_text(last, "role"), json_text(row, "role"))) {
			last = json_pack("{s:s, s:s, s:s, s:[], s:[]}", "role", json_text(row, "role"), "role_label",
			                 json_text(row, "role_label"), "id", arena_printf(page->cx->arena, "role-%s", json_text(row, "role")),
			                 "may_do", "lost");
			json_array_append_new(list, last);
		}
		if (allowed || changed)
			json_array_append_new(json_object_get(last, allowed ? "may_do" : "lost"), json_pack("{s:s, s:b}", "says",
				rights_say(page, json_text(row, "can")), "changed", changed));
	}
	return list;
}

static int policy_page(struct page *page) {
	size_t read = page_add(page, OP_policy_read, NULL), history = page_add(page, OP_policy_history, NULL);
	int rc = page_run(page);
	if (rc != 0)
		return rc;
	json_t *past = page_rows(page, history), *row;
	size_t i;
	json_array_foreach(past, i, row)
		json_object_update(row, json_array_get(rights_changes(page, json_pack("[O]", json_object_get(row, "change"))), 0));
	return page_render(page, "policy", json_pack("{s:s, s:s, s:o, s:o}", "title", N_("Who may do what"), "back", "/work",
		"roles", by_role(page, page_rows(page, read)), "history", when_some(past)));
}

static bool is_posted(const struct page *page, const char *field, const char *value) {
	for (size_t i = 0; i < page->posted.n; i++)
		if (str_equal(page->posted.fields[i].name, field) && str_equal(page->posted.fields[i].value, value))
			return true;
	return false;
}

/* What the boxes say that differs from what holds: "officer:ask:no". */
static json_t *differences(const struct page *page, json_t *rows, const char *role) {
	json_t *changes = json_array(), *row;
	size_t i;
	json_array_foreach(rows, i, row) {
		bool now = json_is_true(json_object_get(row, "allowed")), then = is_posted(page, "can", json_text(row, "can"));
		if (str_equal(json_text(row, "role"), role) && now != then)
			json_array_append_new(changes, json_string(arena_printf(page->cx->arena, "%s:%s:%s", role, json_text(row, "can"),
			                                                        then ? "yes" : "no")));
	}
	return changes;
}

/* What each change would open or close: operations by name, and how many accounts it concerns. */
static json_t *effects(const struct page *page, const json_t *changes, json_t *rows) {
	json_t *list = rights_changes(page, changes), *change, *row;
	size_t i, k;
	json_array_foreach(list, i, change) {
		json_t *what = json_array(), *mine = when_pick(rows, "change", json_text(change, "change"), NULL);
		json_array_foreach(mine, k, row)
			json_array_append(what, json_object_get(row, "operation"));
		json_object_set_new(change, "operations", json_integer((json_int_t)json_array_size(what)));
		json_object_set(change, "people", json_array_size(mine) == 0 ? json_integer(0)
		                                                             : json_object_get(json_array_get(mine, 0), "people"));
		json_object_set_new(change, "what", what);
	}
	return list;
}

/* What the change would do, and the question why. */
static int preview_page(struct page *page, json_t *changes) {
	size_t preview = page_add(page, OP_policy_preview, json_pack("{s:O}", "change", changes));
	int rc = page_run(page);
	if (rc != 0)
		return rc;
	return page_render(page, "policy_preview", json_pack("{s:s, s:s, s:o, s:O?, s:o}", "title", N_("What the change would do"),
		"back", "/policy", "changes", effects(page, changes, page_rows(page, preview)), "people",
		json_object_get(page_answer(page, preview), "people"), "words", ask_text(page, F_WORDS, N_("Why is it needed?"),
		N_("At least 20 letters. Whoever agrees reads this, and it stays readable."))));
}

/* The boxes of one role, as they stand now. */
static json_t *boxes(const struct page *page, json_t *rows, const char *role) {
	json_t *list = json_array(), *row;
	size_t i;
	json_array_foreach(when_pick(rows, "role", role, NULL), i, row)
		json_array_append_new(list, json_pack("{s:s, s:s, s:b, s:s}", "code", json_text(row, "can"), "label",
			rights_say(page, json_text(row, "can")), "chosen", json_is_true(json_object_get(row, "allowed")), "id",
			i == 0 ? "can" : arena_printf(page->cx->arena, "can-%zu", i + 1)));
	return list;
}

static int propose(struct page *page, bool *ret_again) {
	json_t *in = page_form(page, OP_policy_propose);
	*ret_again = ask_complete(page, OP_policy_propose, in) != 0;
	if (*ret_again)
		return 0;
	page_add(page, OP_policy_propose, in);
	int rc = page_run(page);
	*ret_again = rc != 0 && page_mend(page, rc);
	return rc != 0 ? rc : page_redirect(page, "/review?done=proposed");
}

static int change_page(struct page *page) {
	int rc;
	if (!page_proved(page, &rc))
		return rc;
	bool again;
	if (page_posted(page) && page_field(page, "change")[0] != 0) {
		rc = propose(page, &again);
		return again ? preview_page(page, json_object_get(page_form(page, OP_policy_propose), "change")) : rc;
	}
	size_t read = page_add(page, OP_policy_read, NULL);
	rc = page_run(page);
	if (rc != 0)
		return rc;
	const char *role = page_posted(page) ? page_field(page, "role") : page_query(page, "role");
	json_t *rows = page_rows(page, read), *changes = page_posted(page) ? differences(page, rows, role) : NULL;
	if (json_array_size(changes) > 0) {
		rc = preview_page(page, changes);
		if (rc == 0 || !page_mend(page, rc))
			return rc;
	} else if (changes != NULL) {
		page_mend(page, err_say(page->cx, ERR_INVALID, "can", N_("Nothing would change. Set or clear a box first."), NULL));
	}
	json_t *all = boxes(page, rows, role);
	if (json_array_size(all) == 0)
		return err_say(page->cx, ERR_NOTFOUND, NULL, err_kinds[ERR_NOTFOUND].say, NULL);
	json_t *ask = ask_text(page, F_CAN, N_("What this role may do"), NULL);
	json_object_set_new(ask, "options", all);
	return page_render(page, "policy_change", json_pack("{s:s, s:s, s:s, s:s, s:o}", "title", N_("Propose a change"), "back",
		"/policy", "role", role, "role_label", page_label(page, L_ROLE, role), "can", ask));
}

const struct route routes_policy[] = {
	{"/policy", policy_page, 0},
	{"/policy/change", change_page, ROUTE_POST},
	{0},
};
