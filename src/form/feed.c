/* Lists that come from outside: a CSV becomes root/item/column. */
#include <string.h>

#include "base/str.h"
#include "form/xform.h"
#include "io/table.h"

enum { CELLS = 400000 };

struct feed {
	struct node *root;
	const char **columns;
	size_t columns_n, cells;
};

static bool is_heading(const char *s) {
	if (s[0] == 0 || strchr("0123456789-.", s[0]) != NULL)
		return false;
	for (; *s != 0; s++)
		if (strchr(" \t<>&\"'/@[]()|*=!,:", *s) != NULL)
			return false;
	return true;
}

static int take(struct cx *cx, const struct table_row *row, void *arg) {
	struct feed *f = arg;
	f->cells += row->n;
	if (f->cells > CELLS)
		return err_say(cx, ERR_LIMIT, "row", N_("This list has more cells than a list of a form may have."), NULL);
	if (f->columns == NULL) {
		f->columns = arena_array(cx->arena, row->n + 1, sizeof *f->columns);
		f->columns_n = row->n;
		for (size_t i = 0; i < row->n; i++)
			f->columns[i] = is_heading(row->cells[i]) ? arena_strdup(cx->arena, row->cells[i]) : NULL;
		return 0;
	}
	struct node *item = node_new(cx->arena, "", "item");
	for (size_t i = 0; i < row->n && i < f->columns_n; i++) {
		if (f->columns[i] == NULL)
			continue;
		struct node *cell = node_new(cx->arena, "", f->columns[i]);
		cell->value = arena_strdup(cx->arena, row->cells[i]);
		node_add(item, cell);
	}
	node_add(f->root, item);
	return 0;
}

int xform_feed(struct cx *cx, struct xform *form, const char *id, struct blob csv) {
	struct xform_instance *i = form->instances;
	while (i != NULL && !str_equal(i->id, id))
		i = i->next;
	if (i == NULL || i->source == NULL)
		return err_say(cx, ERR_NOTFOUND, "id", N_("This form has no list of that name from outside."), id);
	struct node *holder = node_new(cx->arena, "", "instance");
	struct feed f = {.root = node_new(cx->arena, "", "root")};
	node_add(holder, f.root);
	int rc = table_read_bytes(cx, csv, take, &f);
	if (rc == 0)
		i->root = holder;
	return rc;
}
