/*
 * page_by_hand.c - answers that could not become records by themselves, finished by somebody: place and day are asked, and
 * what the form has that any list of persons may have (intake/headings.def, the case data standard HTCDS among them)
 * is taken over beside them.
 *
 * Everything goes in one message: the sign, what is known of her, and that the answers are finished; all of it or nothing.
 * What is not understood is named, stays where it was until then, and never stops the rest.
 */
#include <string.h>

#include "base/str.h"
#include "base/time.h"
#include "form/answers.h"
#include "intake/intake.h"
#include "op/profile.h"
#include "web/about.h"
#include "web/ask.h"
#include "web/bytes64.h"
#include "web/route.h"
#include "web/where.h"

enum { XML_MOST = 33 << 20, CALLS_MOST = PAGE_CALLS - 4 };

struct hand {
	struct page *page;
	size_t n;                            /* answers that have a name and hold something */
	const char *names[TABLE_COLUMNS], *values[TABLE_COLUMNS];
	bool left[TABLE_COLUMNS];            /* not taken over: unknown here, or not understood */
	const char *why[TABLE_COLUMNS];      /* message id; NULL: there is no place for it */
	const char *json;                    /* the row as an import would bring it */
	bool again;
};

/* Reading ---------------------------------------------------------------------------------------------------------- */

static int xml_of(struct hand *h, size_t call, struct blob *ret_xml) {
	struct buf xml = buf_new(h->page->cx->arena, XML_MOST);
	json_t *row;
	size_t i;
	json_array_foreach(page_rows(h->page, call), i, row)
		if (bytes64_add(&xml, json_text(row, "bytes")) != 0)
			return bug_if(h->page->cx, true);
	*ret_xml = (struct blob){xml.n == 0 ? "" : xml.at, xml.n};
	return 0;
}

/* What a form notes by itself is no answer; of a name that stands twice the first counts. */
static bool counts(const struct hand *h, const struct node *n) {
	static const char *const own[] = {"instanceID", "instanceName", "deprecatedID", "start", "end", "today", "deviceid",
		"__version__"};
	if (n->name == NULL || n->first != NULL || n->value[strspn(n->value, " \t\n")] == 0)
		return false;
	for (size_t i = 0; i < sizeof own / sizeof *own; i++)
		if (str_equal(n->name, own[i]))
			return false;
	for (size_t i = 0; i < h->n; i++)
		if (str_equal(n->name, h->names[i]))
			return false;
	return h->n < TABLE_COLUMNS;
}

static int answers_take(struct hand *h, struct blob xml) {
	struct submission s;
	int rc = submission_read(h->page->cx, xml, &s);
	if (rc != 0)
		return rc == ERR_INVALID || rc == ERR_LIMIT ? 0 : rc; /* nothing can be taken over; a sign can be written */
	struct node *root = (struct node *)(uintptr_t)s.root;
	for (struct node *n = root; n != NULL; n = node_walk(root, n))
		if (counts(h, n)) {
			h->names[h->n] = n->name;
			h->values[h->n++] = n->value;
		}
	return 0;
}

/* Understanding ---------------------------------------------------------------------------------------------------- */

static int row_take(struct cx *cx, const char *json, size_t rows, void *arg) {
	struct hand *h = arg;
	h->json = rows == 0 ? NULL : arena_strdup(cx->arena, json);
	return 0;
}

/* What an answer cannot be understood by is left out, and all is read once more. */
static int bad_take(struct cx *cx, const struct intake_bad *bad, void *arg) {
	struct hand *h = arg;
	(void)cx;
	for (size_t i = 0; i < h->n; i++)
		if (!h->left[i] && str_equal(h->names[i], bad->column)) {
			h->left[i] = h->again = true;
			h->why[i] = bad->rule;
		}
	return 0;
}

static int understand_once(struct hand *h, const struct intake_as *as) {
	struct cx *cx = h->page->cx;
	const struct intake_to to = {.rows = row_take, .bad = bad_take, .arg = h};
	const struct intake_column *columns;
	const char *cells[TABLE_COLUMNS];
	struct intake *it = NULL;
	for (size_t i = 0; i < h->n; i++)
		cells[i] = h->left[i] ? "" : h->values[i];
	h->again = false;
	h->json = NULL;
	page_memory(NULL); /* what reads a list frees what it makes */
	int rc = intake_new(cx, as, &to, &it);
	if (rc == 0)
		rc = intake_take(cx, &(struct table_row){.line = 1, .n = h->n, .cells = h->names}, it);
	for (size_t i = 0, n = rc == 0 ? intake_columns(it, &columns) : 0; i < n && i < h->n; i++)
		if (columns[i].fate != INTAKE_TAKEN)
			h->left[i] = true;
	if (rc == 0)
		rc = intake_take(cx, &(struct table_row){.line = 2, .n = h->n, .cells = cells}, it);
	if (rc == 0)
		rc = intake_end(cx, it);
	intake_free(it);
	page_memory(cx->arena);
	if (rc != ERR_INVALID)
		return rc;
	for (size_t i = 0; i < h->n; i++) /* no heading that a list of persons has */
		h->left[i] = true;
	cx->err = (struct err){0};
	return 0;
}

static int understand(struct hand *h, const char *municipality, const char *day) {
	struct page *page = h->page;
	const char *org = json_text(page->who, "org");
	const struct intake_set sets[] = {{"municipality", municipality}, {"signal_date", day}};
	const struct intake_as as = {.kind = "persons", .org = org, .org_kind = code_find(page->cx->profile, L_ORG_KIND,
		json_text(page->who, "org_kind")), .sets = sets, .sets_n = 2};
	int rc = 0;
	do
		rc = h->n == 0 ? 0 : understand_once(h, &as);
	while (rc == 0 && h->again); /* each time with an answer less */
	return rc;
}

/* What would be recorded: [["signal_record", {...}], ...], nothing where nothing was understood. */
static json_t *calls_of(const struct hand *h) {
	json_t *rows = h->json == NULL ? NULL : json_loads(h->json, 0, NULL), *all = json_array(), *call;
	size_t i;
	json_array_foreach(json_object_get(json_array_get(rows, 0), "calls"), i, call)
		if (json_is_array(call))
			json_array_append(all, call);
	return all;
}

static const char *call_name(const json_t *call) {
	const char *name = json_string_value(json_array_get(call, 0));
	return name == NULL ? "" : name;
}

/* Reading the submission, and what of it is understood; "" stands in for a place and a day nobody has said yet. */
static int hand_read(struct page *page, struct hand **ret_hand) {
	struct hand *h = arena_alloc(page->cx->arena, sizeof *h);
	struct blob xml = {0};
	*h = (struct hand){.page = page};
	size_t call = page_add(page, OP_submission_view, json_pack("{s:s, s:s}", "submission", page_param(page, "submission"),
		"file_name", "submission.xml"));
	int rc = page_run(page);
	if (rc == ERR_INVALID)
		return ERR_NOTFOUND;
	if (rc == 0)
		rc = xml_of(h, call, &xml);
	if (rc == 0)
		rc = answers_take(h, xml);
	json_t *in = page_form(page, OP_signal_record);
	const char *where = json_text(in, "municipality"), *day = json_text(in, "happened");
	int first = code_at(page->cx->profile, L_MUNICIPALITY, 0);
	if (rc == 0)
		rc = understand(h, where[0] != 0 ? where : code_name(page->cx->profile, L_MUNICIPALITY, first),
			day[0] != 0 ? day : day_text(page->cx->arena, day_of(page->cx->now)));
	if (rc == 0)
		*ret_hand = h;
	return rc;
}

/* Recording -------------------------------------------------------------------------------------------------------- */

/* The sign as it was posted, then what the answers say of her, then that they are finished. */
static int record(struct hand *h, json_t *sign, const char **ret_person) {
	struct page *page = h->page;
	size_t from = page->calls_n, i, n = 0;
	json_t *call;
	size_t signal = page_add(page, OP_signal_record, sign);
	json_array_foreach(calls_of(h), i, call) {
		int op = op_find(call_name(call));
		if (op < 0 || op == OP_signal_record || n++ >= CALLS_MOST)
			continue;
		json_t *in = json_deep_copy(json_array_get(call, 1));
		json_object_set_new(in, "person", json_string(arena_printf(page->cx->arena, "$%zu.person", signal - from)));
		page_add(page, (enum op_id)op, in);
	}
	page_add(page, OP_submission_finish, json_pack("{s:s, s:s}", "submission", page_param(page, "submission"), "person",
		arena_printf(page->cx->arena, "$%zu.person", signal - from)));
	int rc = page_run(page);
	if (rc == 0)
		*ret_person = page_text(page, signal, "person");
	return rc;
}

/* Showing ---------------------------------------------------------------------------------------------------------- */

/* What is taken over besides the sign, in words. */
static json_t *taken(const struct hand *h) {
	json_t *list = json_array();
	for (size_t i = 0; i < h->n; i++)
		if (!h->left[i] && h->json != NULL)
			json_array_append_new(list, json_pack("{s:s, s:s}", "name", h->names[i], "value", h->values[i]));
	if (json_array_size(list) == 0)
		return json_null();
	return json_pack("{s:o}", "rows", list);
}

static json_t *left(const struct hand *h) {
	json_t *list = json_array();
	for (size_t i = 0; i < h->n; i++)
		if (h->left[i] || h->json == NULL)
			json_array_append_new(list, json_pack("{s:s, s:s, s:s?}", "name", h->names[i], "value", h->values[i], "why",
				h->why[i]));
	if (json_array_size(list) == 0)
		return json_null();
	return json_pack("{s:o}", "rows", list);
}

/* What the answers say already, for the questions of the sign; a day and a place nobody said are left open. */
static json_t *start(const struct hand *h, json_t *ask, const char *field) {
	json_t *call;
	size_t i;
	json_array_foreach(calls_of(h), i, call)
		if (str_equal(call_name(call), ops[OP_signal_record].name)) {
			const char *value = json_text(json_array_get(call, 1), field);
			if (value[0] != 0 && !str_equal(value, "unknown"))
				ask_start(ask, value);
		}
	return ask;
}

static bool said(const struct hand *h, const char *op) {
	json_t *call;
	size_t i;
	json_array_foreach(calls_of(h), i, call)
		if (str_equal(call_name(call), op))
			return true;
	return false;
}

static int hand_render(struct hand *h) {
	struct page *page = h->page;
	json_t *speech = ask_choice(page, F_SPEECH, N_("Which language does the person speak?"), NULL);
	json_t *view = json_pack("{s:s, s:s, s:s}", "title", N_("Record it by hand"), "back", arena_printf(page->cx->arena,
		"/forms/received/%s", page_param(page, "submission")), "submission", page_param(page, "submission"));
	json_t *source = ask_choice(page, F_SOURCE, N_("How did you learn of the person?"), NULL);
	json_object_set_new(view, "where", where_municipality(page, N_("Where did you meet?")));
	json_object_set_new(view, "sex", start(h, ask_choice(page, F_SEX, N_("Who is it?"), NULL), "sex"));
	json_object_set_new(view, "age", start(h, ask_choice(page, F_AGE, N_("How old, as it seems?"),
		N_("In doubt, treat the person as a child.")), "age"));
	json_object_set_new(view, "speech", speech);
	json_object_set_new(view, "how", ask_start(ask_without(source, "import"), "met"));
	json_object_set_new(view, "day", ask_day(page, F_HAPPENED, N_("When was it?"), NULL, NONE));
	json_object_set_new(view, "note", ask_text(page, F_NOTE, N_("What did you notice?"),
		N_("A few words, no names. Only your own organisation reads this. You may leave it empty.")));
	json_object_set_new(view, "taken", taken(h));
	json_object_set_new(view, "left", left(h));
	json_object_set_new(view, "presumed", json_boolean(said(h, ops[OP_presumption_record].name)));
	return page_render(page, "by_hand", view);
}

static int hand_page(struct page *page) {
	struct hand *h;
	int rc = hand_read(page, &h);
	if (rc != 0)
		return rc;
	if (page_posted(page)) {
		json_t *in = page_form(page, OP_signal_record);
		const char *person = "";
		if (ask_complete(page, OP_signal_record, in) == 0) {
			rc = record(h, in, &person);
			if (rc == 0)
				return page_redirect(page, "/person/%s", person);
			if (!page_mend(page, rc))
				return rc;
		}
	}
	return hand_render(h);
}

const struct route routes_by_hand[] = {
	{"/forms/received/:submission/person", hand_page, ROUTE_POST},
	{0},
};
