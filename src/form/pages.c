/* The pages of a form as it stands now, in order; and what is on one. */
#include <string.h>

#include "base/str.h"
#include "form/inside.h"

enum { PAGES = 20000 };

struct pages {
	struct answers *a;
	struct answers_page *at;
	size_t n, room;
	bool questions;          /* of one page: groups do not make pages, repeats ask for no more */
	int rc;
};

static void add(struct pages *p, const struct xform_control *c, struct node *at, const char *path) {
	if (p->n == PAGES && p->rc == 0)
		p->rc = err_say(p->a->cx, ERR_LIMIT, NULL, N_("These answers have more pages than they may have."), NULL);
	if (p->rc != 0)
		return;
	if (p->n == p->room) {
		size_t room = p->room == 0 ? 32 : 2 * p->room;
		p->at = arena_grow(p->a->cx->arena, p->at, p->room * sizeof *p->at, room * sizeof *p->at);
		p->room = room;
	}
	p->at[p->n++] = (struct answers_page){c, at, path};
}

static void add_all(struct pages *p, const struct xform_control *first, struct node *at);

/* Where the first question of a group is; NULL: there is none now. */
static const char *first_question(struct answers *a, const struct xform_control *group, struct node *at) {
	struct pages inside = {.a = a, .questions = true};
	add_all(&inside, group->first, at);
	return inside.n == 0 ? NULL : inside.at[0].path;
}

/* Whether one more may be asked for: where there is none yet, its own condition is worked out for one not there. */
bool answers_may_grow(struct answers *a, const struct xform_control *c, struct node *parent) {
	if (c->fixed || !parent->relevant)
		return false;
	bool any = false, relevant = false;
	for (struct node *n = parent->first; n != NULL; n = n->next)
		if (n->field == c->field) {
			any = true;
			relevant = relevant || n->relevant;
		}
	if (any || c->field->relevant == NULL)
		return relevant || !any;
	struct node ghost = answers_ghost(parent, c->field);
	struct xpath_context at = answers_context(a, &ghost);
	struct xpath_value v;
	return xpath_evaluate(&at, c->field->relevant, &v) == 0 && xpath_boolean(&v);
}

static void add_group(struct pages *p, const struct xform_control *c, struct node *at) {
	bool apart = p->questions || !xform_appears(c, "field-list");
	const char *path = apart ? NULL : first_question(p->a, c, at);
	if (apart)
		add_all(p, c->first, at);
	else if (path != NULL)
		add(p, c, at, path);
}

static void add_repeat(struct pages *p, const struct xform_control *c, struct node *at) {
	struct node *parent = answers_from(p->a, at, c->field->parent);
	if (parent == NULL)
		return;
	for (struct node *n = parent->first; n != NULL && p->rc == 0; n = n->next)
		if (n->field == c->field && n->relevant)
			add_group(p, c, n);
	if (!p->questions && answers_may_grow(p->a, c, parent))
		add(p, c, parent, arena_printf(p->a->cx->arena, "+%s/%s", answers_path(p->a, parent), c->field->name));
}

static void add_all(struct pages *p, const struct xform_control *first, struct node *at) {
	for (const struct xform_control *c = first; c != NULL && p->rc == 0; c = c->next) {
		if (c->kind == CONTROL_REPEAT) {
			add_repeat(p, c, at);
			continue;
		}
		struct node *n = c->field == NULL ? at : c->kind == CONTROL_GROUP && c->field->repeat ? at :
			answers_from(p->a, at, c->field);
		if (n == NULL || !n->relevant)
			continue;
		if (c->kind == CONTROL_GROUP)
			add_group(p, c, n);
		else
			add(p, c, n, answers_path(p->a, n));
	}
}

int answers_pages(struct answers *a, struct answers_page **ret_pages, size_t *ret_n) {
	struct pages p = {.a = a};
	a->steps = XPATH_STEPS;
	add_all(&p, a->form->body, a->root);
	if (p.rc == 0) {
		*ret_pages = p.at;
		*ret_n = p.n;
	}
	return p.rc;
}

struct answers_page *answers_questions(struct answers *a, const struct answers_page *page, size_t *ret_n) {
	struct pages p = {.a = a, .questions = true};
	if (page->control->kind == CONTROL_GROUP || (page->control->kind == CONTROL_REPEAT && page->path[0] != '+'))
		add_all(&p, page->control->first, page->at);
	else if (page->path[0] != '+')
		add(&p, page->control, page->at, page->path);
	*ret_n = p.n;
	return p.at;
}

const char **answers_headings(struct answers *a, const struct answers_page *page, const char *lang) {
	size_t n = 0;
	for (const struct xform_control *c = page->control->parent; c != NULL; c = c->parent)
		n++;
	const char **all = arena_array(a->cx->arena, n + 1, sizeof *all), **to = all;
	for (size_t left = n; left > 0; left--) {
		const struct xform_control *c = page->control->parent;
		for (size_t up = 1; up < left; up++)
			c = c->parent;
		const char *said = answers_say(a, page->at, c->label, lang);
		if (said[0] != 0)
			*to++ = said;
	}
	return all;
}
