/* Opening a file: what for, and that one does not know the person. */
#include "base/str.h"
#include "web/ask.h"
#include "web/rights.h"
#include "web/route.h"

/* Either answer is right: the first opens the file, the second hands it to a colleague. */
static const struct ask_way knows[] = {
	{"no", N_("I do not know this person or anybody close to her")},
	{"yes", N_("I know her, or somebody close to her")},
	{0},
};

/* An emergency has a page of its own; only those who decide open a file to decide. */
static json_t *ask_use(const struct page *page) {
	json_t *ask = ask_without(ask_choice(page, F_USE, N_("What do you open this file for?"), NULL), "emergency");
	return rights_may(page, "decide") ? ask : ask_without(ask, "decision");
}

/* What is opened: one person's file, or both of a pair of records that look alike. */
struct opened {
	const char *field, *ref;
	enum op_id op;
};

static struct opened what(const struct page *page) {
	const char *pair = page_posted(page) ? page_field(page, "likeness") : page_query(page, "likeness");
	const char *one = page_posted(page) ? page_field(page, "person") : page_query(page, "person");
	return pair[0] != 0 ? (struct opened){"likeness", pair, OP_likeness_open} : (struct opened){"person", one, OP_file_open};
}

/* The page one wanted, else the one of what was opened. */
static const char *wanted(const struct page *page, const char *own) {
	const char *next = page_next(page);
	return str_equal(next, "/") || str_starts(next, "/open") ? own : next;
}

static int open_page(struct page *page) {
	struct opened of = what(page);
	const char *own = arena_printf(page->cx->arena, "/%s/%s", of.field, form_encode(page->cx->arena, of.ref));
	const char *next = wanted(page, own);
	bool pair = of.op == OP_likeness_open;
	int rc = page_meet(page);
	if (rc != 0)
		return rc;
	if (page_posted(page)) {
		json_t *in = page_form(page, of.op);
		if (ask_complete(page, of.op, in) == 0) {
			page_add(page, of.op, in);
			rc = page_run(page);
			bool known = str_equal(page_field(page, "knows"), "yes");
			if (rc == 0)
				return page_redirect(page, "%s", known ? "/open/closed" : next);
			if (!page_mend(page, rc))
				return rc;
		}
	}
	size_t read = pair ? 0 : page_add(page, OP_person_read, json_pack("{s:s}", "person", of.ref));
	rc = pair ? 0 : page_run(page);
	if (rc != 0)
		return rc == ERR_INVALID ? ERR_NOTFOUND : rc;
	return page_render(page, "open", json_pack("{s:s, s:s, s:s, s:s, s:b, s:O?, s:o, s:o, s:s}", "title", N_("Open a file"),
		"back", pair ? "/work" : "/people", "field", of.field, "ref", of.ref, "pair", pair, "person",
		pair ? NULL : page_answer(page, read), "use",
		ask_use(page), "knows",
		ask_ways(page, F_KNOWS, N_("Do you know this person, or anybody close to her, outside your work?"), NULL, knows),
		"next", next));
}

/* Where the second answer leads: nothing here says whose file it was. */
static int closed_page(struct page *page) {
	return page_render(page, "open_closed", json_pack("{s:s, s:s}", "title", N_("The file is closed to you"), "back",
	                                                  "/work"));
}

const struct route routes_open[] = {
	{"/open", open_page, ROUTE_POST},
	{"/open/closed", closed_page, 0},
	{0},
};
