/* Which fields an expression looks at, told from its text alone. */
#include <string.h>

#include "base/str.h"
#include "form/xpath_inside.h"

/* `path` with one step more. A step to any field, or to those beside, gives the path so far: whoever depends on that
   depends on what is in it. *ret_stop: no further. */
static const char *longer(struct arena *a, const char *path, const struct step *s, bool *ret_stop) {
	const char *last = strrchr(path, '/');
	switch (s->axis) {
	case AXIS_CHILD:
		if (s->name != NULL)
			return arena_printf(a, "%s/%s", path, s->name);
		break;
	case AXIS_SELF:
		return path;
	case AXIS_PARENT:
		return last == NULL ? "" : arena_strndup(a, path, (size_t)(last - path));
	case AXIS_BEFORE:
	case AXIS_AFTER:
		if (s->name != NULL && last != NULL)
			return arena_printf(a, "%.*s/%s", (int)(last - path), path, s->name);
		break;
	default:
		break;
	}
	*ret_stop = true;
	return path;
}

static bool is_call(const struct part *p, XPATH_FUNCTION((*run))) {
	while (p != NULL && p->kind == PART_CHAIN && p->first != NULL && p->first->next == NULL)
		p = p->first;
	return p != NULL && p->kind == PART_CALL && p->function->run == run;
}

const char *xpath_plain(struct arena *a, const struct part *p, const char *at, bool *ret_apart) {
	if (p == NULL || p->kind != PART_PATH)
		return NULL;
	const char *path = at;
	if (p->start == FROM_ROOT)
		path = "";
	else if (p->start == FROM_VALUE && !is_call(p->value, fn_current))
		return NULL;
	bool stop = false;
	for (const struct step *s = p->steps; s != NULL && !stop; s = s->next) {
		path = longer(a, path, s, &stop);
		if (s->first != NULL || s->axis == AXIS_BEFORE || s->axis == AXIS_AFTER)
			*ret_apart = true;
	}
	return path;
}

struct look {
	struct arena *arena;
	const char *current;
	void (*see)(void *arg, const char *path, bool apart);
	void *arg;
};

static void look(const struct look *l, const struct part *p, const char *at, bool apart);

static void look_path(const struct look *l, const struct part *p, const char *at, bool apart) {
	bool own = apart;
	const char *plain = xpath_plain(l->arena, p, at, &own);
	if (p->start == FROM_VALUE)
		look(l, p->value, at, apart);
	for (const struct part *c = p->conditions; c != NULL; c = c->next)
		look(l, c, plain == NULL ? "" : plain, apart);
	if (plain != NULL)
		l->see(l->arg, plain, own);
	const char *path = p->start == FROM_ROOT || plain == NULL ? "" : p->start == FROM_VALUE ? l->current : at;
	bool stop = plain == NULL;
	for (const struct step *s = p->steps; s != NULL; s = s->next) {
		if (!stop)
			path = longer(l->arena, path, s, &stop);
		for (const struct part *c = s->first; c != NULL; c = c->next)
			look(l, c, plain == NULL ? "" : path, apart || plain != NULL);
	}
}

/* `at`: the path relative paths stand on; "" in the conditions of a list beside the answers: its names are no paths. */
static void look(const struct look *l, const struct part *p, const char *at, bool apart) {
	if (p->kind == PART_PATH) {
		bool in_list = at[0] == 0 && p->start == FROM_HERE;
		if (!in_list)
			look_path(l, p, p->start == FROM_VALUE && is_call(p->value, fn_current) ? l->current : at, apart);
		else
			for (const struct step *s = p->steps; s != NULL; s = s->next)
				for (const struct part *c = s->first; c != NULL; c = c->next)
					look(l, c, at, apart);
		return;
	}
	if (p->value != NULL)
		look(l, p->value, at, apart);
	bool indexed = p->kind == PART_CALL && p->function->run == fn_indexed;
	for (const struct part *c = p->first; c != NULL; c = c->next)
		look(l, c, at, apart || indexed);
}

void xpath_paths(struct cx *cx, const struct xpath *x, const char *at,
	void (*see)(void *arg, const char *path, bool apart), void *arg) {
	look(&(struct look){cx->arena, at, see, arg}, x->root, at, false);
}
