/* What is not finished: one's own drafts, each gone on with where it was written, or thrown away. */
#include <string.h>

#include "web/ask.h"
#include "web/draft.h"
#include "web/route.h"
#include "web/when.h"

static int drafts_page(struct page *page) {
	static const struct ask_way done[] = {
		{"kept", N_("Kept for you alone, for a week. Nothing is recorded yet.")},
		{"dropped", N_("It is thrown away.")},
		{0},
	};
	size_t list = page_add(page, OP_draft_list, NULL);
	int rc = page_run(page);
	if (rc != 0)
		return rc;
	drafts_warn(page, page_rows(page, list));
	return page_render(page, "drafts", json_pack("{s:s, s:s, s:o, s:o}", "title", N_("Not finished"), "back", "/work",
		"told", ask_told(page, done), "found", when_some(page_rows(page, list))));
}

/* GET: back to the form, with what was written. POST: it is thrown away. */
static int draft_page(struct page *page) {
	const char *draft = page_param(page, "draft");
	size_t call = page_add(page, page_posted(page) ? OP_draft_drop : OP_draft_read, json_pack("{s:s}", "draft", draft));
	int rc = page_run(page);
	if (rc != 0)
		return rc == ERR_INVALID ? ERR_NOTFOUND : rc;
	if (page_posted(page))
		return page_redirect(page, "/drafts?done=dropped");
	const char *to = draft_path(page_text(page, call, "draft_text"));
	if (to == NULL)
		return ERR_NOTFOUND;
	return page_redirect(page, "%s%cdraft=%s", to, strchr(to, '?') == NULL ? '?' : '&', draft);
}

const struct route routes_draft[] = {
	{"/drafts", drafts_page, 0},
	{"/drafts/:draft", draft_page, ROUTE_POST},
	{0},
};
