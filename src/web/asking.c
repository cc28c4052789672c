#include "web/asking.h"

#include <string.h>

#include "base/str.h"
#include "base/time.h"
#include "form/write.h"
#include "op/instrument.h"
#include "op/profile.h"
#include "text/catalogue.h"
#include "web/about.h"
#include "web/draft.h"
#include "web/words.h"

static const char answers_name[] = "answers"; /* in the draft */

/* Reading the form and what was answered ------------------------------------------------------------------------- */

/* What her file says already: whether she is asked as a child follows from it. */
static int set(struct answers *a, const char *path, const char *value) {
	struct node *n = value[0] == 0 ? NULL : answers_at(a, path);
	return n == NULL ? 0 : answers_set(a, n, value);
}

static int known_set(struct asking *a) {
	int rc = set(a->answers, "/data/signal_record/age", json_text(a->person, "age"));
	if (rc == 0)
		rc = set(a->answers, "/data/signal_record/sex", json_text(a->person, "sex"));
	if (rc == 0)
		rc = set(a->answers, "/data/signal_record/language", a->hers);
	return rc == 0 ? answers_update(a->answers) : rc;
}

/* The answers a draft holds; NULL: it is none of this form about this person. */
static const char *kept_answers(const struct asking *a, const char *text) {
	json_t *kept = json_loads(text, JSON_REJECT_DUPLICATES, NULL), *pair;
	size_t i;
	if (!str_equal(json_text(kept, "to"), about_path(a->page, arena_printf(a->page->cx->arena, "/ask/%s", a->form))))
		return NULL;
	json_array_foreach(json_object_get(kept, "typed"), i, pair)
		if (str_equal(json_string_value(json_array_get(pair, 0)), answers_name))
			return json_string_value(json_array_get(pair, 1));
	return NULL;
}

static int kept_read(struct asking *a, const char **ret_xml) {
	struct page *page = a->page;
	size_t read = page_add(page, OP_draft_read, json_pack("{s:s}", "draft", a->kept));
	int rc = page_run(page);
	if (rc != 0)
		return rc == ERR_INVALID ? ERR_NOTFOUND : rc;
	a->until = page_day(page_answer(page, read), "until");
	const char *xml = kept_answers(a, page_text(page, read, "draft_text"));
	if (xml == NULL)
		return ERR_NOTFOUND;
	*ret_xml = xml;
	return 0;
}

static int answers_open(struct asking *a, const char *xml) {
	struct cx *cx = a->page->cx;
	struct xform *form;
	struct blob text;
	int rc = xform_of_instrument(cx, cx->profile, a->instrument, NULL, &text);
	if (rc == 0)
		rc = xform_read(cx, text, &form);
	if (rc == 0 && xml[0] != 0)
		rc = answers_resume(cx, form, (struct blob){xml, strlen(xml)}, &a->answers);
	else if (rc == 0)
		rc = answers_new(cx, form, &a->answers);
	if (rc == ERR_INVALID && xml[0] != 0) /* of an older version of the set: begun anew */
		rc = answers_new(cx, form, &a->answers);
	if (rc != 0)
		return rc;
	answers_language(a->answers, cx->lang);
	return known_set(a);
}

int asking_open(struct page *page, struct asking *ret) {
	struct asking a = {.page = page, .form = page_param(page, "form"), .until = NONE};
	const char *xml = "";
	a.instrument = profile_code(page->cx->profile, L_INSTRUMENT, a.form);
	if (a.instrument == 0)
		return ERR_NOTFOUND;
	size_t read = page_add(page, OP_person_read, about_person(page));
	int rc = page_run(page);
	if (rc != 0)
		return rc;
	a.person = page_answer(page, read);
	a.hers = about_language(page, a.person);
	a.carries = !draft_may(page, DRAFT_SCREENING);
	a.kept = a.carries ? "" : page_posted(page) ? page_field(page, "kept") : page_query(page, "draft");
	if (a.carries && page_posted(page))
		xml = page_field(page, "answers");
	if (a.kept[0] != 0)
		rc = kept_read(&a, &xml);
	if (rc == 0)
		rc = answers_open(&a, xml);
	if (rc == 0)
		rc = asking_pages(&a, page_posted(page) ? page_field(page, "at") : page_query(page, "at"));
	if (rc == 0)
		*ret = a;
	return rc;
}

/* Pages ------------------------------------------------------------------------------------------------------------ */

/* What her file has already, and what only explains, is not asked here. */
static bool left_out(struct asking *a, const struct answers_page *p) {
	static const char *const parts[] = {"/data/signal_record", "/data/named", "/data/identity_record", "/data/shown"};
	size_t n;
	struct answers_page *q = answers_questions(a->answers, p, &n);
	const char *path = n == 0 ? p->path : answers_path(a->answers, q[0].at);
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		if (str_starts(path, parts[i]) && strchr("/[", path[strlen(parts[i])]) != NULL)
			return true;
	return n == 0;
}

int asking_pages(struct asking *a, const char *path) {
	struct answers_page *all;
	size_t n;
	int rc = answers_pages(a->answers, &all, &n);
	if (rc != 0)
		return rc;
	a->pages = arena_array(a->page->cx->arena, n + 1, sizeof *a->pages);
	a->pages_n = 0;
	for (size_t i = 0; i < n; i++)
		if (!left_out(a, &all[i]))
			a->pages[a->pages_n++] = all[i];
	a->at = str_equal(path, ASKING_CHECK) ? a->pages_n : 0;
	for (size_t i = 0; i < a->pages_n; i++)
		if (str_equal(a->pages[i].path, path))
			a->at = i;
	return 0;
}

const char *asking_path(const struct asking *a, const char *at) {
	struct arena *arena = a->page->cx->arena;
	return arena_printf(arena, "%s?at=%s%s%s", about_path(a->page, arena_printf(arena, "/ask/%s", a->form)),
		form_encode(arena, at), a->kept[0] == 0 ? "" : "&draft=", a->kept);
}

/* One question ----------------------------------------------------------------------------------------------------- */

static const char *name_of(const struct asking *a, size_t i) {
	return arena_printf(a->page->cx->arena, "q%zu", i + 1);
}

/* Asked of her, so it stands in her language too; what the worker sees is nobody's to read out. */
static bool is_hers(const struct asking *a, const struct answers_page *q) {
	static const char answer[] = "/data/answer/";
	const struct profile *p = a->page->cx->profile;
	const char *path = answers_path(a->answers, q->at);
	int place = str_starts(path, answer) ? instrument_question_find(p, a->instrument, path + strlen(answer)) : -1;
	return place >= 0 && !instrument_question(p, a->instrument, (size_t)place).seen;
}

static bool readonly(const struct answers_page *q) {
	return q->at->readonly || q->control->kind == CONTROL_GROUP;
}

/* Words of the form in the reader's language and hers, as profile_say takes them. */
static json_t *both(const struct asking *a, const struct answers_page *q, const struct xform_words *words) {
	const char *mine = a->page->cx->lang;
	json_t *texts = json_pack("{s:s}", mine, answers_say(a->answers, q->at, words, mine));
	if (xform_has_language(a->answers->form, a->hers))
		json_object_set_new(texts, a->hers, json_string(answers_say(a->answers, q->at, words, a->hers)));
	return texts;
}

static const char *wrong_of(const struct asking *a, const char *name) {
	json_t *error;
	size_t i;
	json_array_foreach(a->page->errors, i, error)
		if (str_equal(json_text(error, "field"), name))
			return json_text(error, "text");
	return NULL;
}

static json_t *options_of(struct asking *a, const struct answers_page *q, const char *name) {
	struct answers_choice *mine, *hers = NULL;
	size_t n = 0, hers_n = 0;
	json_t *list = json_array();
	struct arena *arena = a->page->cx->arena;
	bool two = is_hers(a, q) && words_two(a->page, a->hers);
	int rc = answers_choices(a->answers, q->control, q->at, a->page->cx->lang, &mine, &n);
	if (rc == 0 && two)
		rc = answers_choices(a->answers, q->control, q->at, a->hers, &hers, &hers_n);
	for (size_t i = 0; rc == 0 && i < n; i++) {
		bool other = two && i < hers_n && !str_equal(mine[i].label, hers[i].label);
		json_array_append_new(list, json_pack("{s:s, s:s, s:s, s:s, s:b, s:n}", "name", name, "code", mine[i].value, "label",
			other ? arena_printf(arena, "%s · %s", mine[i].label, hers[i].label) : mine[i].label, "id",
			i == 0 ? name : arena_printf(arena, "%s-%zu", name, i + 1), "chosen", (int)mine[i].chosen, "about"));
	}
	return list;
}

/* How it is drawn: the key of the partial. */
static const char *drawn(const struct answers_page *q) {
	enum xform_type type = q->control->field == NULL ? TYPE_STRING : q->control->field->type;
	if (readonly(q))
		return "note";
	switch (q->control->kind) {
	case CONTROL_SELECT1: return xform_appears(q->control, "minimal") ? "select" : "radios";
	case CONTROL_SELECT: return "checks";
	case CONTROL_INPUT: return type == TYPE_DATE ? "day" : xform_appears(q->control, "multiline") ? "area" : "text";
	case CONTROL_RANGE: return "text";
	default: return "elsewhere"; /* pictures, places on a map: on a telephone */
	}
}

static json_t *question_of(struct asking *a, const struct answers_page *q, size_t i) {
	const char *name = name_of(a, i), *wrong = wrong_of(a, name), *how = drawn(q), *mine = a->page->cx->lang;
	const char *hint = answers_say(a->answers, q->at, q->control->hint, mine);
	bool duo = is_hers(a, q) && !str_equal(how, "note");
	enum xform_type type = q->control->field == NULL ? TYPE_STRING : q->control->field->type;
	json_t *ask = json_pack("{s:s, s:s, s:s, s:s?, s:s?, s:s, s:b, s:b, s:b, s:b}", "id", name, "name", name, "label",
		answers_say(a->answers, q->at, q->control->label, mine), "hint", duo || hint[0] == 0 ? NULL : hint, "wrong", wrong,
		"told", arena_printf(a->page->cx->arena, "%s%s%s", duo || hint[0] == 0 ? "" : arena_printf(a->page->cx->arena,
		"%s-hint ", name), wrong == NULL ? "" : name, wrong == NULL ? "" : "-wrong"), "heading", 0, "small", 0, "inline",
		0, "duo", (int)duo);
	json_object_set_new(ask, "reasons", json_boolean(q->control->hint != NULL));
	json_object_set_new(ask, "sides", duo ? words_sides(a->page, a->hers, both(a, q, q->control->label),
		hint[0] == 0 ? NULL : both(a, q, q->control->hint)) : json_array());
	json_object_set_new(ask, "two", json_boolean(words_two(a->page, a->hers)));
	json_object_set_new(ask, "value", json_string(q->at->value));
	json_object_set_new(ask, "type", json_string("text"));
	json_object_set_new(ask, "auto", json_string("off"));
	json_object_set_new(ask, "mode", type == TYPE_INT || type == TYPE_DECIMAL ? json_string("numeric") : json_null());
	json_object_set_new(ask, "short", json_boolean(type == TYPE_INT || type == TYPE_DECIMAL));
	json_object_set_new(ask, "options", strchr("rcs", how[0]) != NULL ? options_of(a, q, name) : json_null());
	json_object_set_new(ask, "groups", json_null());
	json_object_set_new(ask, "nothing", json_string(N_("Choose")));
	if (str_equal(how, "day")) {
		const char *v = strlen(q->at->value) >= 10 ? q->at->value : "0000-00-00";
		bool has = v != q->at->value ? false : true;
		json_object_set_new(ask, "year", json_string(has ? arena_strndup(a->page->cx->arena, v, 4) : ""));
		json_object_set_new(ask, "month", json_string(has ? arena_strndup(a->page->cx->arena, v + 5, 2) : ""));
		json_object_set_new(ask, "day", json_string(has ? arena_strndup(a->page->cx->arena, v + 8, 2) : ""));
	}
	return json_pack("{s:o}", how, ask);
}

/* What the questions of a page say to do next, once they are answered: its notes that are shown now. */
static void notes_of(struct asking *a, const struct answers_page *p, json_t *list) {
	size_t n;
	struct answers_page *q = answers_questions(a->answers, p, &n);
	for (size_t i = 0; n > 1 && i < n; i++)
		if (readonly(&q[i]))
			json_array_append_new(list, json_string(answers_say(a->answers, q[i].at, q[i].control->label, a->page->cx->lang)));
}

json_t *asking_heading(struct asking *a) {
	const struct answers_page *p = &a->pages[a->at];
	const char *lang = a->page->cx->lang, **around = answers_headings(a->answers, p, lang);
	const char *text = p->control->kind == CONTROL_GROUP ? answers_say(a->answers, p->at, p->control->label, lang) : "";
	for (size_t i = 0; text[0] == 0 && around[i] != NULL; i++)
		text = around[i];
	return text[0] == 0 ? json_null() : json_string(text);
}

json_t *asking_questions(struct asking *a) {
	json_t *list = json_array();
	size_t n;
	struct answers_page *q = answers_questions(a->answers, &a->pages[a->at], &n);
	for (size_t i = 0; i < n; i++)
		if (n == 1 || !readonly(&q[i]))
			json_array_append_new(list, question_of(a, &q[i], i));
	return list;
}

json_t *asking_next_steps(struct asking *a) {
	json_t *list = json_array();
	if (a->at > 0)
		notes_of(a, &a->pages[a->at - 1], list);
	return list;
}

/* Answers ---------------------------------------------------------------------------------------------------------- */

/* What was posted for a question: codes with blanks between, a day of three boxes. */
static const char *posted(const struct asking *a, const struct answers_page *q, const char *name) {
	struct arena *arena = a->page->cx->arena;
	if (str_equal(drawn(q), "day")) {
		const char *year = page_field(a->page, arena_printf(arena, "%s-year", name));
		const char *month = page_field(a->page, arena_printf(arena, "%s-month", name));
		const char *day = page_field(a->page, arena_printf(arena, "%s-day", name));
		return year[0] == 0 && month[0] == 0 && day[0] == 0 ? "" : arena_printf(arena, "%s-%s%s-%s%s", year,
			strlen(month) == 1 ? "0" : "", month, strlen(day) == 1 ? "0" : "", day);
	}
	if (q->control->kind != CONTROL_SELECT)
		return page_field(a->page, name);
	struct buf all = buf_new(arena, HTTP_BODY_MAX);
	for (size_t i = 0; i < a->page->posted.n; i++)
		if (str_equal(a->page->posted.fields[i].name, name))
			buf_printf(&all, "%s%s", all.n == 0 ? "" : " ", a->page->posted.fields[i].value);
	return all.n == 0 ? "" : all.at;
}

static void fault_add(struct asking *a, const char *name, const char *label, const char *text) {
	struct page *page = a->page;
	if (page->errors == NULL)
		page->errors = json_array();
	json_array_append_new(page->errors, json_pack("{s:s, s:s, s:s, s:s}", "field", name, "href",
		arena_printf(page->cx->arena, "#%s", name), "text", text, "question_label", label));
}

static const char *fault_of(struct asking *a, struct node *n) {
	bool ours = false;
	const char *fault = answers_fault(a->answers, n, a->page->cx->lang, &ours);
	return fault != NULL && ours ? text_say(a->page->cx->lang, fault) : fault;
}

int asking_take(struct asking *a) {
	size_t n;
	struct answers_page *q = answers_questions(a->answers, &a->pages[a->at], &n);
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < n; i++)
		if (!readonly(&q[i]) && !str_equal(drawn(&q[i]), "elsewhere"))
			rc = answers_set(a->answers, q[i].at, posted(a, &q[i], name_of(a, i)));
	if (rc == 0)
		rc = answers_update(a->answers);
	if (rc != 0)
		return rc;
	q = answers_questions(a->answers, &a->pages[a->at], &n); /* an answer may have brought up a further question */
	for (size_t i = 0; i < n; i++) {
		const char *fault = readonly(&q[i]) ? NULL : fault_of(a, q[i].at);
		if (fault != NULL)
			fault_add(a, name_of(a, i), answers_say(a->answers, q[i].at, q[i].control->label, a->page->cx->lang), fault);
	}
	return a->page->errors == NULL ? 0 : ERR_INVALID;
}

static int put(const char *bytes, size_t n, void *text) {
	buf_add(text, bytes, n);
	return 0;
}

json_t *asking_carried(struct asking *a) {
	if (!a->carries)
		return json_null();
	struct blob xml = answers_save(a->answers);
	return json_stringn(xml.at, xml.n);
}

int asking_keep(struct asking *a) {
	struct page *page = a->page;
	if (a->carries)
		return 0;
	struct blob xml = answers_save(a->answers);
	struct buf text = buf_new(page->cx->arena, HTTP_BODY_MAX);
	json_dump_callback(json_pack("{s:s, s:[[s, s%]]}", "to", about_path(page, arena_printf(page->cx->arena, "/ask/%s", a->form)),
		"typed", answers_name, xml.at, xml.n), put, &text, JSON_COMPACT);
	buf_char(&text, 0);
	json_t *in = json_pack("{s:s, s:s, s:s}", "draft_of", "screening", "draft_text", text.at, "person",
		page_param(page, "person"));
	if (a->kept[0] != 0)
		json_object_set_new(in, "draft", json_string(a->kept));
	size_t save = page_add(page, OP_draft_save, in);
	int rc = page_run(page);
	if (rc == 0)
		a->kept = arena_strdup(page->cx->arena, page_text(page, save, "draft"));
	return rc;
}

/* Looking over ----------------------------------------------------------------------------------------------------- */

json_t *asking_said(struct asking *a) {
	json_t *list = json_array();
	for (size_t p = 0; p < a->pages_n; p++) {
		size_t n;
		struct answers_page *q = answers_questions(a->answers, &a->pages[p], &n);
		for (size_t i = 0; i < n; i++) {
			if (readonly(&q[i]))
				continue;
			const char *said = answers_shown(a->answers, q[i].at, a->page->cx->lang);
			json_array_append_new(list, json_pack("{s:s, s:s, s:s, s:s, s:s?}", "question",
				answers_say(a->answers, q[i].at, q[i].control->label, a->page->cx->lang), "said", said, "href",
				asking_path(a, a->pages[p].path), "at", a->pages[p].path, "wrong", fault_of(a, q[i].at)));
		}
	}
	return list;
}

const char *asking_fault(struct asking *a) {
	for (size_t p = 0; p < a->pages_n; p++) {
		size_t n;
		struct answers_page *q = answers_questions(a->answers, &a->pages[p], &n);
		for (size_t i = 0; i < n; i++)
			if (!readonly(&q[i]) && fault_of(a, q[i].at) != NULL)
				return a->pages[p].path;
	}
	return NULL;
}
