#include "web/keying.h"

#include <string.h>

#include "base/str.h"
#include "base/time.h"
#include "web/draft.h"
#include "web/form.h"

static const char answers_name[] = "answers"; /* in the draft */

static const char *base_path(const struct keying *k) {
	return arena_printf(k->page->cx->arena, "/forms/%s/new", form_encode(k->page->cx->arena, k->form.name));
}

/* The answers so far ----------------------------------------------------------------------------------------------- */

/* The answers a draft holds; NULL: it is none of this form. */
static const char *kept_answers(const struct keying *k, const char *text) {
	json_t *kept = json_loads(text, JSON_REJECT_DUPLICATES, NULL), *pair;
	size_t i;
	if (!str_equal(json_text(kept, "to"), base_path(k)))
		return NULL;
	json_array_foreach(json_object_get(kept, "typed"), i, pair)
		if (str_equal(json_string_value(json_array_get(pair, 0)), answers_name))
			return json_string_value(json_array_get(pair, 1));
	return NULL;
}

static int kept_read(struct keying *k, const char **ret_xml) {
	struct page *page = k->page;
	size_t read = page_add(page, OP_draft_read, json_pack("{s:s}", "draft", k->kept));
	int rc = page_run(page);
	if (rc != 0)
		return rc == ERR_INVALID ? ERR_NOTFOUND : rc;
	k->until = page_day(page_answer(page, read), "until");
	const char *xml = kept_answers(k, page_text(page, read, "draft_text"));
	if (xml == NULL)
		return ERR_NOTFOUND;
	*ret_xml = xml;
	return 0;
}

static int answers_open(struct keying *k, const char *xml) {
	struct cx *cx = k->page->cx;
	int rc = xml[0] != 0 ? answers_resume(cx, k->form.form, (struct blob){xml, strlen(xml)}, &k->answers)
		: answers_new(cx, k->form.form, &k->answers);
	if (rc == ERR_INVALID && xml[0] != 0) /* of an older version of the program's own: begun anew */
		rc = answers_new(cx, k->form.form, &k->answers);
	if (rc != 0)
		return rc;
	answers_language(k->answers, k->lang);
	return answers_update(k->answers);
}

/* Pages ------------------------------------------------------------------------------------------------------------ */

static void unit_add(struct keying *k, const struct xform_control *c, size_t *on_sheet) {
	size_t n = xform_asked(c);
	bool part = c->kind == CONTROL_GROUP && c->parent == NULL && c->label != NULL;
	if (*on_sheet > 0 && (*on_sheet + n > KEYING_SHEET || (part && *on_sheet >= KEYING_SHEET / 3))) {
		k->sheets++;
		*on_sheet = 0;
	}
	*on_sheet += n;
	k->units[k->units_n] = c;
	k->sheet_of[k->units_n++] = k->sheets;
}

/* Always the same for a form: a group too large for one page is cut up, a repeat never. */
static void cut(struct keying *k) {
	const struct xform *form = k->form.form;
	size_t all = 0, on_sheet = 0;
	for (const struct xform_control *c = form->body; c != NULL; c = xform_next(c, true))
		all++;
	k->units = arena_array(k->page->cx->arena, all + 1, sizeof *k->units);
	k->sheet_of = arena_array(k->page->cx->arena, all + 1, sizeof *k->sheet_of);
	for (const struct xform_control *c = form->body; c != NULL;) {
		bool apart = c->kind == CONTROL_GROUP && xform_asked(c) > KEYING_SHEET && (c->field == NULL || !c->field->repeat);
		if (!apart)
			unit_add(k, c, &on_sheet);
		c = xform_next(c, apart);
	}
	k->sheets++;
}

int keying_open(struct page *page, struct keying *ret) {
	struct keying k = {.page = page, .until = NONE};
	const char *xml = "", *at = page_posted(page) ? page_field(page, "at") : page_query(page, "at");
	int64_t sheet = 0;
	if (!draft_may(page, DRAFT_FORM)) /* what is keyed in could be read again there */
		return err_say(page->cx, ERR_DENIED, NULL,
			N_("Your organisation may keep no answers. Fill the form in on a telephone."), NULL);
	int rc = own_forms_find(page, &k.form);
	if (rc != 0)
		return rc;
	k.lang = own_forms_language(page, k.form.form);
	k.kept = page_posted(page) ? page_field(page, "kept") : page_query(page, "draft");
	if (k.kept[0] != 0)
		rc = kept_read(&k, &xml);
	if (rc == 0)
		rc = answers_open(&k, xml);
	if (rc != 0)
		return rc;
	cut(&k);
	if (str_equal(at, KEYING_CHECK))
		k.sheet = k.sheets;
	else if (int_parse(at, &sheet) && sheet >= 1 && sheet <= (int64_t)k.sheets)
		k.sheet = (size_t)sheet - 1;
	*ret = k;
	return 0;
}

const char *keying_path(const struct keying *k, size_t sheet) {
	struct arena *a = k->page->cx->arena;
	const char *at = sheet >= k->sheets ? KEYING_CHECK : arena_printf(a, "%zu", sheet + 1);
	return arena_printf(a, "%s?at=%s&in=%s%s%s", base_path(k), at, form_encode(a, k->lang), k->kept[0] == 0 ? "" : "&draft=",
		k->kept);
}

/* Keeping ---------------------------------------------------------------------------------------------------------- */

static int put(const char *bytes, size_t n, void *text) {
	buf_add(text, bytes, n);
	return 0;
}

int keying_keep(struct keying *k) {
	struct page *page = k->page;
	struct blob xml = answers_save(k->answers);
	struct buf text = buf_new(page->cx->arena, 4 * HTTP_BODY_MAX);
	json_dump_callback(json_pack("{s:s, s:[[s, s%]]}", "to", base_path(k), "typed", answers_name, xml.at, xml.n), put, &text,
		JSON_COMPACT);
	buf_char(&text, 0);
	if (text.n > (size_t)fields[F_DRAFT_TEXT].max)
		return err_say(page->cx, ERR_LIMIT, NULL,
			N_("These answers are more than can be kept. Make a second set of them."), NULL);
	json_t *in = json_pack("{s:s, s:s}", "draft_of", "form", "draft_text", text.at);
	if (k->kept[0] != 0)
		json_object_set_new(in, "draft", json_string(k->kept));
	size_t save = page_add(page, OP_draft_save, in);
	int rc = page_run(page);
	if (rc == 0)
		k->kept = arena_strdup(page->cx->arena, page_text(page, save, "draft"));
	return rc;
}

int keying_change(struct keying *k, const char *what, const char *path) {
	struct answers *a = k->answers;
	const char *slash = strrchr(path, '/');
	struct node *n = NULL, *more;
	int rc;
	if (str_equal(what, "less")) {
		n = answers_at(a, path);
		rc = n == NULL || n->field == NULL || !n->field->repeat ? ERR_NOTFOUND : answers_remove(a, n);
	} else {
		n = slash == NULL ? NULL : answers_at(a, arena_strndup(k->page->cx->arena, path, (size_t)(slash - path)));
		const struct xform_field *f = n == NULL || n->field == NULL ? NULL : n->field->first;
		while (f != NULL && !str_equal(f->name, slash + 1))
			f = f->next;
		rc = f == NULL ? ERR_NOTFOUND : answers_add(a, n, f, &more);
	}
	return rc == 0 ? answers_update(a) : rc;
}
