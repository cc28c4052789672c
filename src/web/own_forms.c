#include "web/own_forms.h"

#include <string.h>

#include "base/str.h"
#include "text/catalogue.h"
#include "web/bytes64.h"
#include "web/form.h"

struct openrosa own_forms_speak(struct page *page) {
	return (struct openrosa){.cx = page->cx, .wire = page->wire, .request = page->request, .response = page->response,
		.session = page->session, .csrf = page_posted(page) ? page_field(page, "csrf") : page->csrf};
}

/* Lists ------------------------------------------------------------------------------------------------------------ */

/* "services.csv" of "jr://file-csv/services.csv". */
static const char *file_of(const struct xform_instance *i) {
	const char *slash = i->source == NULL ? NULL : strrchr(i->source, '/');
	return slash == NULL ? "" : slash + 1;
}

static int feed_all(struct page *page, struct xform *form) {
	struct openrosa o = own_forms_speak(page);
	int rc = 0;
	for (const struct xform_instance *i = form->instances; i != NULL && rc == 0; i = i->next)
		for (size_t k = 0; openrosa_list_name(k) != NULL && rc == 0; k++)
			if (str_equal(file_of(i), openrosa_list_name(k))) {
				struct buf csv = openrosa_list(&o, k);
				rc = xform_feed(page->cx, form, i->id, (struct blob){csv.at, csv.n});
			}
	return rc;
}

/* Finding ---------------------------------------------------------------------------------------------------------- */

static int shipped(struct page *page, const char *name, struct own_form_found *ret, struct blob *ret_text) {
	struct openrosa o = own_forms_speak(page);
	for (size_t i = 0; i < openrosa_shipped_n(&o); i++) {
		struct openrosa_form f;
		int rc = openrosa_shipped(&o, i, false, &f);
		if (rc == 0 && !str_equal(f.id, name))
			continue;
		if (rc == 0)
			rc = openrosa_shipped(&o, i, true, &f);
		*ret = (struct own_form_found){.id = f.id, .version = f.version, .title = f.title, .name = f.id, .shipped = true};
		*ret_text = f.text;
		return rc;
	}
	return ERR_NOTFOUND;
}

static int own(struct page *page, const char *name, struct own_form_found *ret, struct blob *ret_text) {
	size_t list = page_add(page, OP_form_list, json_pack("{s:b}", "past", 1)), i;
	const json_t *row, *found = NULL;
	int rc = page_run(page);
	if (rc != 0)
		return rc;
	json_array_foreach(page_rows(page, list), i, row)
		if (str_equal(json_text(row, "form_hash"), name) ||
			(str_equal(json_text(row, "form_id"), name) && !json_is_true(json_object_get(row, "past"))))
			found = row;
	if (found == NULL)
		return ERR_NOTFOUND;
	json_t *in = json_pack("{s:s}", "form_id", json_text(found, "form_id"));
	if (json_text(found, "form_version")[0] != 0)
		json_object_set(in, "form_version", json_object_get(found, "form_version"));
	size_t read = page_add(page, OP_form_read, in);
	rc = page_run(page);
	struct buf text = buf_new(page->cx->arena, XFORM_BYTES);
	json_array_foreach(page_rows(page, read), i, row)
		if (rc == 0)
			rc = bytes64_add(&text, json_text(row, "xform"));
	*ret = (struct own_form_found){.id = json_text(found, "form_id"), .version = json_text(found, "form_version"),
		.title = json_text(found, "form_title"), .name = json_text(found, "form_hash")};
	*ret_text = (struct blob){text.n == 0 ? "" : text.at, text.n};
	return rc;
}

int own_forms_find(struct page *page, struct own_form_found *ret_found) {
	const char *name = page_param(page, "form");
	struct own_form_found found;
	struct blob text;
	int rc = shipped(page, name, &found, &text);
	if (rc == ERR_NOTFOUND)
		rc = own(page, name, &found, &text);
	if (rc == 0)
		rc = xform_read(page->cx, text, &found.form);
	if (rc == 0)
		rc = feed_all(page, found.form);
	if (rc == 0)
		*ret_found = found;
	return rc;
}

/* Languages -------------------------------------------------------------------------------------------------------- */

const char *own_forms_language(const struct page *page, const struct xform *form) {
	const char *asked = page_posted(page) ? page_field(page, "in") : page_query(page, "in");
	for (size_t i = 0; i < form->languages_n; i++)
		if (str_equal(form->languages[i], asked))
			return form->languages[i];
	return form->languages_n == 0 ? page->cx->lang : form->languages[xform_language(form, page->cx->lang)];
}

json_t *own_forms_languages(const struct page *page, const struct xform *form, const char *lang, const char *path,
	const char *more) {
	struct arena *a = page->cx->arena;
	json_t *all = json_array();
	for (size_t i = 0; form->languages_n > 1 && i < form->languages_n; i++)
		json_array_append_new(all, json_pack("{s:s, s:s, s:b}", "name", form->languages[i], "href",
			arena_printf(a, "%s?in=%s%s", path, form_encode(a, form->languages[i]), more), "current",
			(int)str_equal(form->languages[i], lang)));
	return all;
}

/* What a browser cannot do ----------------------------------------------------------------------------------------- */

static bool we_have(const struct xform_instance *i) {
	bool has = i->source == NULL || str_equal(i->source, "jr://instance/last-saved");
	for (size_t k = 0; !has && openrosa_list_name(k) != NULL; k++)
		has = str_equal(file_of(i), openrosa_list_name(k));
	return has;
}

/* The list a question chooses from, where it is one that nobody has. */
static const char *wanting(const struct xform *form, const struct xform_control *c) {
	const char *text = c->itemset == NULL ? "" : xpath_text(c->itemset);
	for (const struct xform_instance *i = form->instances; i != NULL; i = i->next) {
		const char *at = we_have(i) ? NULL : strstr(text, "instance(");
		size_t n = strlen(i->id);
		if (at != NULL && strlen(at) > n + 10 && memcmp(at + 10, i->id, n) == 0 && (at[10 + n] == '\'' || at[10 + n] == '"'))
			return N_("It chooses from a list in a file that the registry does not have.");
	}
	return NULL;
}

json_t *own_forms_unfit(struct cx *cx, const struct xform *form) {
	json_t *all = json_array();
	(void)cx;
	for (const struct xform_control *c = form->body; c != NULL; c = xform_next(c, true)) {
		const char *why = c->number == 0 ? NULL : wanting(form, c);
		if (why != NULL)
			json_array_append_new(all, json_pack("{s:i, s:s, s:s}", "number", (int)c->number, "name", c->field->path, "why", why));
	}
	return all;
}
