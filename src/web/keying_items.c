/* keying_items.c - what stands on one page of a form that is keyed in: questions, headings, copies of repeats. */
#include "base/str.h"
#include "text/catalogue.h"
#include "web/keying_inside.h"

void keying_add(struct drawing *d, const char *key, json_t *item) {
	json_array_append_new(d->list, json_pack("{s:o}", key, item));
}

const char *keying_say(struct keying *k, struct node *at, const struct xform_words *words) {
	return answers_say(k->answers, at, words, k->lang);
}

/* "q12", in the second copy of a repeat "q12c2"; `up`: the node it stands in. */
static const char *name_of(struct keying *k, const char *letter, size_t number, const struct node *up) {
	struct buf name = buf_new(k->page->cx->arena, 100);
	buf_printf(&name, "%s%zu", letter, number);
	for (; up != NULL && up->field != NULL; up = up->parent) {
		size_t place = 1;
		for (const struct node *b = up->before; b != NULL && up->field->repeat; b = b->before)
			place += b->field == up->field;
		if (up->field->repeat && name.n < 80)
			buf_printf(&name, "c%zu", place);
	}
	return name.at;
}

static void draw(struct drawing *d, const struct xform_control *c, struct node *at, int depth);

static void draw_all(struct drawing *d, const struct xform_control *first, struct node *at, int depth) {
	for (const struct xform_control *c = first; c != NULL && d->rc == 0; c = c->next)
		draw(d, c, at, depth);
}

static void heading(struct drawing *d, const struct xform_control *c, struct node *at, int depth) {
	const char *label = keying_say(d->k, at, c->label);
	if (label[0] != 0)
		keying_add(d, depth == 0 ? "heading" : "lower", json_string(label));
}

static void draw_repeat(struct drawing *d, const struct xform_control *c, struct node *at, int depth) {
	struct keying *k = d->k;
	struct arena *a = k->page->cx->arena;
	struct node *parent = answers_from_field(k->answers, at, c->field->parent);
	size_t n = 0;
	if (parent == NULL || depth > 20)
		return;
	const char *label = "";
	for (const struct xform_control *up = c; up != NULL && label[0] == 0 && (up == c || up->field == c->field); up = up->parent)
		label = keying_say(k, parent, up->label);
	label = label[0] == 0 ? text_say(k->page->cx->lang, N_("Entry")) : label;
	for (struct node *each = parent->first; each != NULL && d->rc == 0; each = each->next) {
		if (each->field != c->field || !each->relevant)
			continue;
		const char *title = arena_printf(a, "%s: %zu", label, ++n), *path = answers_path(k->answers, each);
		keying_add(d, "open", json_pack("{s:s, s:s}", "title", title, "id", name_of(k, "r", c->field->number, each)));
		draw_all(d, c->first, each, depth + 1);
		if (!c->fixed)
			keying_add(d, "less", json_pack("{s:s, s:s}", "path", path, "title", title));
		keying_add(d, "close", json_true());
	}
	if (answers_may_grow(k->answers, c, parent))
		keying_add(d, "more", json_pack("{s:s, s:s, s:b}", "path", arena_printf(a, "%s/%s", answers_path(k->answers, parent),
			c->field->name), "title", label, "first", n == 0));
}

static void draw(struct drawing *d, const struct xform_control *c, struct node *at, int depth) {
	struct keying *k = d->k;
	if (c->kind == CONTROL_REPEAT) {
		draw_repeat(d, c, at, depth);
		return;
	}
	struct node *n = c->field == NULL || (c->kind == CONTROL_GROUP && c->field->repeat) ? at
		: answers_from_field(k->answers, at, c->field);
	if (n == NULL || !n->relevant)
		return;
	if (c->kind == CONTROL_GROUP) {
		size_t was = json_array_size(d->list);
		heading(d, c, n, depth);
		size_t with = json_array_size(d->list);
		draw_all(d, c->first, n, depth + 1);
		if (json_array_size(d->list) == with && with > was) /* nothing is asked under it now */
			json_array_remove(d->list, was);
		return;
	}
	if (c->number == 0 || n->readonly) {
		const char *label = keying_say(k, n, c->label), *hint = keying_say(k, n, c->hint);
		if (label[0] != 0 && c->field->control == c)
			keying_add(d, "say", json_pack("{s:s, s:s, s:b}", "label", label, "hint", hint, "strong", 0));
		return;
	}
	if (k->asked_n == KEYING_ASKED) {
		d->rc = err_say(k->page->cx, ERR_LIMIT, NULL, N_("These answers have more questions than a page may have."), NULL);
		return;
	}
	struct keying_ask *q = &k->asked[k->asked_n++];
	*q = (struct keying_ask){c, n, name_of(k, "q", c->number, n->parent)};
	d->rc = keying_question(d, q);
}

/* The headings of the groups a page begins in the middle of, or that were cut up. */
static void headings_above(struct drawing *d, const struct xform_control *c, const struct xform_control *before) {
	if (c == NULL)
		return;
	headings_above(d, c->parent, before);
	for (const struct xform_control *b = before; b != NULL; b = b->parent)
		if (b == c)
			return;
	struct node *at = c->field == NULL ? d->k->answers->root : answers_from_field(d->k->answers, d->k->answers->root, c->field);
	if (at != NULL && at->relevant)
		heading(d, c, at, c->parent == NULL ? 0 : 1);
}

int keying_items(struct keying *k, size_t sheet, json_t **ret_items) {
	struct drawing d = {.k = k, .list = json_array()};
	const struct xform_control *before = NULL;
	if (k->asked == NULL)
		k->asked = arena_array(k->page->cx->arena, KEYING_ASKED, sizeof *k->asked);
	k->asked_n = 0;
	for (size_t i = 0; i < k->units_n && d.rc == 0; i++) {
		if (k->sheet_of[i] != sheet)
			continue;
		const struct xform_control *c = k->units[i], *up = c->parent;
		while (up != NULL && up->field == NULL)
			up = up->parent;
		struct node *at = up == NULL ? k->answers->root : answers_from_field(k->answers, k->answers->root, up->field);
		if (at == NULL || !at->relevant)
			continue;
		headings_above(&d, c->parent, before == NULL ? NULL : before->parent);
		draw(&d, c, at, c->parent == NULL ? 0 : 1);
		before = c;
	}
	*ret_items = d.list;
	return d.rc;
}

bool keying_has(struct keying *k, size_t sheet) {
	json_t *items;
	return sheet < k->sheets && keying_items(k, sheet, &items) == 0 && json_array_size(items) > 0;
}
