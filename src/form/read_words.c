/* Words for people: as they stand in the form, or by their id in its table of texts. */
#include <string.h>

#include "base/str.h"
#include "form/read.h"

/* Texts and <output>s of an element, in order. `at` NULL: no field is looked for. */
static int read_pieces(struct reading *r, const struct node *n, const char *at, const struct xform_piece **ret_first) {
	const struct xform_piece *first = NULL, **end = &first;
	int rc = 0;
	if (n->first == NULL) {
		struct xform_piece *only = arena_alloc(r->cx->arena, sizeof *only);
		only->text = n->value;
		*ret_first = only;
		return 0;
	}
	for (const struct node *c = n->first; c != NULL && rc == 0; c = c->next) {
		struct xform_piece *p = arena_alloc(r->cx->arena, sizeof *p);
		if (c->name == NULL) {
			p->text = c->value;
		} else {
			const char *value = node_attribute(c, "", "value");
			if (value == NULL)
				value = node_attribute(c, "", "ref");
			if (!node_is(c, NULL, "output")) /* emphasis and the like: its words stay */
				value = NULL;
			p->text = value == NULL ? c->value : NULL;
			rc = read_rule(r, c, "output", value, at, &p->output);
			if (p->output == NULL && p->text == NULL)
				p->text = "";
		}
		*end = p;
		end = &p->next;
	}
	if (rc == 0)
		*ret_first = first;
	return rc;
}

static const char *const forms[WORDS__MAX] = {
	[WORDS_SHORT] = "short", [WORDS_GUIDANCE] = "guidance", [WORDS_IMAGE] = "image", [WORDS_AUDIO] = "audio",
	[WORDS_VIDEO] = "video",
};

static int read_text(struct reading *r, const struct node *n, size_t language) {
	const char *id = node_attribute(n, "", "id");
	if (id == NULL)
		return read_fault(r, n, N_("A text of this form has no id."), NULL);
	struct xform_text *t = map_get(r->form->texts, id);
	if (t == NULL) {
		t = arena_alloc(r->cx->arena, sizeof *t + r->form->languages_n * sizeof t->forms[0]);
		t->id = id;
		map_put(r->form->texts, id, t);
	}
	if (t->forms[language] == NULL)
		t->forms[language] = arena_array(r->cx->arena, WORDS__MAX, sizeof *t->forms[language]);
	int rc = 0;
	const struct node *v = node_child(n, XFORMS_NS, "value");
	for (; v != NULL && rc == 0; v = node_next(v, XFORMS_NS, "value")) {
		const char *form = node_attribute(v, "", "form");
		int which = WORDS_LONG;
		for (int i = 1; i < WORDS__MAX && form != NULL; i++)
			if (str_equal(form, forms[i]))
				which = i;
		if (form != NULL && which == WORDS_LONG && !str_equal(form, "long"))
			continue; /* a form of text we have no use for, "big-image" */
		rc = read_pieces(r, v, NULL, &t->forms[language][which]);
	}
	return rc;
}

int read_texts(struct reading *r) {
	const struct node *itext = node_child(r->model, XFORMS_NS, "itext");
	r->form->languages = arena_array(r->cx->arena, XFORM_LANGUAGES, sizeof *r->form->languages);
	if (itext == NULL)
		return 0;
	const struct node *n = node_child(itext, XFORMS_NS, "translation");
	for (; n != NULL; n = node_next(n, XFORMS_NS, "translation")) {
		const char *lang = node_attribute(n, "", "lang"), *is_default = node_attribute(n, "", "default");
		if (lang == NULL)
			return read_fault(r, n, N_("A translation in this form says no language."), NULL);
		for (size_t i = 0; i < r->form->languages_n; i++)
			if (str_equal(lang, r->form->languages[i]))
				return read_fault(r, n, N_("A language stands twice in this form."), lang);
		if (r->form->languages_n == XFORM_LANGUAGES)
			return read_fault(r, n, N_("This form has more languages than a form may have."), lang);
		if (is_default != NULL)
			r->form->language = r->form->languages_n;
		r->form->languages[r->form->languages_n++] = lang;
	}
	int rc = 0;
	size_t i = 0;
	for (n = node_child(itext, XFORMS_NS, "translation"); n != NULL && rc == 0;
		n = node_next(n, XFORMS_NS, "translation"), i++)
		for (const struct node *t = node_child(n, XFORMS_NS, "text"); t != NULL && rc == 0;
			t = node_next(t, XFORMS_NS, "text"))
			rc = read_text(r, t, i);
	return rc;
}

/* jr:itext('id') names a text; jr:itext(anything else) works an id out. *ret_words stays NULL where it is neither. */
static int read_itext(struct reading *r, const struct node *n, const char *text, const char *at,
	struct xform_words **ret_words) {
	struct xpath *x;
	int rc = xpath_compile(r->cx, node_place(r->cx->arena, n), text, &x);
	if (rc != 0)
		return rc;
	struct xform_words *words = arena_alloc(r->cx->arena, sizeof *words);
	if (x->root->kind == PART_CALL && x->root->function->run == fn_itext) {
		const struct part *id = xpath_argument(x->root, 0);
		if (id->kind == PART_STRING) {
			words->text = map_get(r->form->texts, id->text);
			if (words->text == NULL)
				return read_fault(r, n, N_("This names a text that the form does not have."), id->text);
			*ret_words = words;
			return 0;
		}
	}
	struct xform_piece *piece = arena_alloc(r->cx->arena, sizeof *piece);
	rc = read_rule(r, n, "ref", text, at, &piece->output);
	words->plain = piece;
	if (rc == 0)
		*ret_words = words;
	return rc;
}

int read_words(struct reading *r, const struct node *n, const char *at, const struct xform_words **ret_words) {
	const char *ref = node_attribute(n, "", "ref");
	struct xform_words *words = NULL;
	int rc = 0;
	if (ref != NULL) {
		rc = read_itext(r, n, ref, at, &words);
	} else {
		words = arena_alloc(r->cx->arena, sizeof *words);
		rc = read_pieces(r, n, at, &words->plain);
	}
	if (rc == 0)
		*ret_words = words;
	return rc;
}

int read_message(struct reading *r, const struct node *n, const char *text, const struct xform_words **ret_words) {
	if (text == NULL || text[0] == 0)
		return 0;
	struct xform_words *words = NULL;
	int rc = 0;
	if (str_starts(text, "jr:itext(")) {
		rc = read_itext(r, n, text, NULL, &words);
	} else {
		words = arena_alloc(r->cx->arena, sizeof *words);
		struct xform_piece *only = arena_alloc(r->cx->arena, sizeof *only);
		only->text = text;
		words->plain = only;
	}
	if (rc == 0)
		*ret_words = words;
	return rc;
}

/* "lt" names "lt", "lt-LT", "LT" and "Lietuvių (lt)". */
static bool is_language(const char *name, const char *lang) {
	size_t n = strlen(lang);
	const char *bracket = strrchr(name, '(');
	if (strncasecmp(name, lang, n) == 0 && (name[n] == 0 || name[n] == '-' || name[n] == '_'))
		return true;
	return bracket != NULL && strncasecmp(bracket + 1, lang, n) == 0 &&
		(bracket[n + 1] == ')' || bracket[n + 1] == '-');
}

static size_t find_language(const struct xform *form, const char *lang) {
	size_t i = 0;
	while (i < form->languages_n && !is_language(form->languages[i], lang))
		i++;
	return i;
}

size_t xform_language(const struct xform *form, const char *lang) {
	size_t i = find_language(form, lang);
	return i < form->languages_n ? i : form->language;
}

bool xform_has_language(const struct xform *form, const char *lang) {
	return find_language(form, lang) < form->languages_n;
}
