#include "form/xls_item.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "form/xls.h"

enum { ROOM = 64, NAME = 100 };

static const struct {
	const char *say;
	enum xls_kind kind;
	const char *type, *media;
} types[] = {
	{"text", XLS_INPUT, "string", NULL}, {"string", XLS_INPUT, "string", NULL}, {"integer", XLS_INPUT, "int", NULL},
	{"int", XLS_INPUT, "int", NULL}, {"decimal", XLS_INPUT, "decimal", NULL}, {"range", XLS_RANGE, "int", NULL},
	{"date", XLS_INPUT, "date", NULL}, {"time", XLS_INPUT, "time", NULL}, {"datetime", XLS_INPUT, "dateTime", NULL},
	{"geopoint", XLS_INPUT, "geopoint", NULL}, {"geotrace", XLS_INPUT, "geotrace", NULL},
	{"geoshape", XLS_INPUT, "geoshape", NULL}, {"barcode", XLS_INPUT, "barcode", NULL},
	{"note", XLS_NOTE, "string", NULL}, {"acknowledge", XLS_TRIGGER, "string", NULL},
	{"trigger", XLS_TRIGGER, "string", NULL}, {"image", XLS_UPLOAD, "binary", "image/*"},
	{"photo", XLS_UPLOAD, "binary", "image/*"}, {"audio", XLS_UPLOAD, "binary", "audio/*"},
	{"video", XLS_UPLOAD, "binary", "video/*"}, {"file", XLS_UPLOAD, "binary", "application/*"},
	{"calculate", XLS_HIDDEN, "string", NULL}, {"hidden", XLS_HIDDEN, "string", NULL},
};

static const struct {
	const char *say, *preload, *type;
} own[] = {
	{"start", "timestamp start", "dateTime"}, {"end", "timestamp end", "dateTime"}, {"today", "date today", "date"},
};

static const char *const telling[] = {"deviceid", "phonenumber", "phone number", "username", "email", "simserial",
	"subscriberid", "audit", "start-geopoint", "background-audio", "background-geopoint", "imei"};

/* A name XForms can carry: letters, digits, - and _, a letter or _ first. */
static bool is_name(const char *name) {
	size_t n = strlen(name);
	if (n == 0 || n > NAME || (name[0] >= '0' && name[0] <= '9') || name[0] == '-' || name[0] == '.')
		return false;
	for (const char *c = name; *c != 0; c++)
		if (!((*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') || (*c >= '0' && *c <= '9') || *c == '_' || *c == '-'
				|| *c == '.'))
			return false;
	return true;
}

static struct xls_item *item_add(struct xls *x, struct xls_tree *t, struct xls_item *parent, const char *name) {
	struct arena *a = x->cx->arena;
	struct xls_item *item = arena_alloc(a, sizeof *item);
	item->name = name;
	item->parent = parent;
	item->depth = parent->depth + 1;
	item->path = arena_printf(a, "%s/%s", parent->path, name);
	*(parent->last == NULL ? &parent->first : &parent->last->next) = item;
	parent->last = item;
	if (t->n == t->room) {
		size_t room = t->room == 0 ? ROOM : 2 * t->room;
		t->all = arena_grow(a, t->all, t->room * sizeof *t->all, room * sizeof *t->all);
		t->room = room;
	}
	t->all[t->n++] = item;
	return item;
}

/* Lists ------------------------------------------------------------------------------------------------------------ */

struct choice {
	const char *list, *name;
	size_t row;
};

static int by_list(const void *a, const void *b) {
	const struct choice *x = a, *y = b;
	int order = strcmp(x->list, y->list);
	return order != 0 ? order : (x->row > y->row) - (x->row < y->row);
}

static int by_value(const void *a, const void *b) {
	const struct choice *x = a, *y = b;
	int order = strcmp(x->list, y->list);
	order = order != 0 ? order : strcmp(x->name, y->name);
	return order != 0 ? order : (x->row > y->row) - (x->row < y->row);
}

static size_t choices_take(struct xls *x, struct choice *all) {
	const struct xls_sheet *s = &x->choices;
	size_t n = 0;
	for (size_t i = 0; i < s->n; i++) {
		const struct xls_row *row = &s->rows[i];
		const char *list = xls_cell(s, row, "list_name"), *name = xls_cell(s, row, "name");
		if (list[0] == 0 && name[0] == 0)
			continue;
		if (!is_name(list))
			xls_wrong(x, s, row->line, "list_name",
				N_("A list's name has letters from a to z, digits, - and _, and begins with a letter."), list);
		else if (name[0] == 0 || strpbrk(name, " \t\n") != NULL)
			xls_wrong(x, s, row->line, "name", N_("A choice needs a name without blanks."), name);
		else
			all[n++] = (struct choice){list, name, i};
	}
	return n;
}

static void lists_build(struct xls *x, struct xls_tree *t) {
	struct arena *a = x->cx->arena;
	const struct xls_sheet *s = &x->choices;
	struct choice *all = arena_array(a, s->n + 1, sizeof *all);
	size_t n = choices_take(x, all);
	bool twice = x->settings.n > 0
		&& str_equal(xls_cell(&x->settings, &x->settings.rows[0], "allow_choice_duplicates"), "yes");
	qsort(all, n, sizeof *all, by_value);
	for (size_t i = 1; i < n && !twice; i++)
		if (str_equal(all[i].list, all[i - 1].list) && str_equal(all[i].name, all[i - 1].name))
			xls_wrong(x, s, s->rows[all[i].row].line, "name", N_("This choice stands in its list twice."), all[i].name);
	qsort(all, n, sizeof *all, by_list);
	t->order = arena_array(a, n + 1, sizeof *t->order);
	t->lists = arena_array(a, n + 1, sizeof *t->lists);
	for (size_t i = 0; i < n; i++) {
		t->order[i] = all[i].row;
		if (i == 0 || !str_equal(all[i].list, all[i - 1].list))
			t->lists[t->lists_n++] = (struct xls_list){.name = all[i].list, .first = i};
		t->lists[t->lists_n - 1].n++;
	}
}

static int list_named(const void *name, const void *list) {
	return strcmp(name, ((const struct xls_list *)list)->name);
}

/* Rows of the survey ----------------------------------------------------------------------------------------------- */

struct building {
	struct xls *x;
	struct xls_tree *t;
	struct xls_item *open; /* the group or repeat that rows go to */
	size_t deeper;         /* groups open below the deepest that is taken */
};

static void type_wrong(struct building *b, const struct xls_row *row, const char *rule) {
	xls_wrong(b->x, &b->x->survey, row->line, "type", rule, xls_cell(&b->x->survey, row, "type"));
}

/* "begin group", "begin_group", "begin repeat ...": XLS_GROUP or XLS_REPEAT; -1 for another word. */
static int block_of(const char *type, const char *word) {
	size_t n = strlen(word);
	if (strncmp(type, word, n) != 0 || (type[n] != ' ' && type[n] != '_'))
		return -1;
	const char *what = type + n + 1;
	return str_equal(what, "group") || str_equal(what, "lgroup") ? XLS_GROUP
		: str_equal(what, "repeat") || str_equal(what, "lrepeat") ? XLS_REPEAT : -1;
}

static const char *name_check(struct building *b, const struct xls_row *row) {
	const struct xls_sheet *s = &b->x->survey;
	const char *name = xls_cell(s, row, "name");
	if (!is_name(name)) {
		xls_wrong(b->x, s, row->line, "name",
			N_("A question's name has letters from a to z, digits, - and _, and begins with a letter."), name);
		return NULL;
	}
	for (const struct xls_item *i = b->open->first; i != NULL; i = i->next)
		if (str_equal(i->name, name)) {
			xls_wrong(b->x, s, row->line, "name", N_("This name stands in its group twice."), name);
			return NULL;
		}
	if (b->open->parent == NULL && str_equal(name, "meta")) {
		xls_wrong(b->x, s, row->line, "name", N_("This name is taken: every form has a part named meta."), name);
		return NULL;
	}
	return name;
}

static void block_begin(struct building *b, const struct xls_row *row, enum xls_kind kind) {
	struct arena *a = b->x->cx->arena;
	if (b->open->depth >= XLS_DEPTH) {
		if (b->deeper++ == 0)
			type_wrong(b, row, N_("Groups stand inside one another too deeply: at most 40."));
		return;
	}
	const char *name = name_check(b, row), *count = xls_cell(&b->x->survey, row, "repeat_count");
	name = name == NULL ? "_" : name;
	if (kind == XLS_REPEAT && count[0] != 0) {
		struct xls_item *n = item_add(b->x, b->t, b->open, arena_printf(a, "%s_count", name));
		n->kind = XLS_HIDDEN;
		n->type = "string";
		n->calculate = count;
	}
	b->open = item_add(b->x, b->t, b->open, name);
	b->open->kind = kind;
	b->open->row = row;
}

static void block_end(struct building *b, const struct xls_row *row, enum xls_kind kind) {
	if (b->deeper > 0)
		b->deeper--;
	else if (b->open->kind != kind)
		type_wrong(b, row, N_("This ends what was not begun."));
	else
		b->open = b->open->parent;
}

/* The rest of `type` behind "select_one" or its like; NULL for another word. */
static const char *select_of(const char *type, enum xls_kind *ret_kind) {
	static const struct {
		const char *say;
		enum xls_kind kind;
	} words[] = {{"select_one", XLS_SELECT1}, {"select one", XLS_SELECT1}, {"select1", XLS_SELECT1},
		{"select_multiple", XLS_SELECT}, {"select multiple", XLS_SELECT}, {"select all that apply", XLS_SELECT},
		{"rank", XLS_RANK}};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		size_t n = strlen(words[i].say);
		const char *rest = type + n;
		if (strncmp(type, words[i].say, n) != 0 || *rest != ' ')
			continue;
		*ret_kind = words[i].kind;
		rest += strspn(rest, " ");
		return str_starts(rest, "from ") ? rest + 5 : rest;
	}
	return NULL;
}

static void other_add(struct building *b, const struct xls_item *of) {
	struct arena *a = b->x->cx->arena;
	struct xls_item *other = item_add(b->x, b->t, b->open, arena_printf(a, "%s_other", of->name));
	other->kind = XLS_INPUT;
	other->type = "string";
	other->relevant = arena_printf(a, "selected(../%s, 'other')", of->name);
	other->label = "Specify other.";
}

static void select_add(struct building *b, const struct xls_row *row, const char *rest, enum xls_kind kind) {
	struct arena *a = b->x->cx->arena;
	size_t n = strcspn(rest, " ");
	const char *list = arena_strndup(a, rest, n);
	bool other = strstr(rest + n, "or_other") != NULL || strstr(rest + n, "or specify other") != NULL;
	struct xls_list *found = b->t->lists_n == 0 ? NULL
		: bsearch(list, b->t->lists, b->t->lists_n, sizeof *b->t->lists, list_named);
	if (found == NULL) {
		type_wrong(b, row, N_("There is no such list on the sheet choices."));
		return;
	}
	const char *name = name_check(b, row);
	if (name == NULL)
		return;
	struct xls_item *item = item_add(b->x, b->t, b->open, name);
	item->kind = kind;
	item->row = row;
	item->type = kind == XLS_RANK ? "odk:rank" : "string";
	item->list = found;
	found->used = true;
	bool has = false;
	for (size_t i = 0; other && i < found->n && !has; i++)
		has = str_equal(xls_cell(&b->x->choices, &b->x->choices.rows[b->t->order[found->first + i]], "name"), "other");
	if (other && !has)
		type_wrong(b, row, N_("Add a choice named other to the list: with or_other it is the one that asks what else."));
	else if (other)
		other_add(b, item);
}

static void plain_add(struct building *b, const struct xls_row *row, size_t type) {
	const char *name = name_check(b, row);
	if (name == NULL)
		return;
	struct xls_item *item = item_add(b->x, b->t, b->open, name);
	item->row = row;
	item->kind = types[type].kind;
	item->type = types[type].type;
	item->media = types[type].media;
	if (item->kind == XLS_RANGE && strchr(xls_cell(&b->x->survey, row, "parameters"), '.') != NULL)
		item->type = "decimal";
	if (item->kind == XLS_INPUT && xls_cell(&b->x->survey, row, "label")[0] == 0 && !xls_has(&b->x->survey, "label")
			&& xls_cell(&b->x->survey, row, "calculation")[0] != 0)
		item->kind = XLS_HIDDEN;
}

static void own_add(struct building *b, const struct xls_row *row, size_t which) {
	const char *name = name_check(b, row);
	if (name == NULL)
		return;
	struct xls_item *item = item_add(b->x, b->t, b->open, name);
	item->row = row;
	item->kind = XLS_HIDDEN;
	item->type = own[which].type;
	item->preload = own[which].preload;
}

/* A row that begins and ends nothing and chooses nothing. */
static void word_add(struct building *b, const struct xls_row *row, const char *type) {
	for (size_t i = 0; i < sizeof own / sizeof *own; i++)
		if (str_equal(type, own[i].say)) {
			own_add(b, row, i);
			return;
		}
	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (str_equal(type, types[i].say)) {
			plain_add(b, row, i);
			return;
		}
	for (size_t i = 0; i < sizeof telling / sizeof *telling; i++)
		if (str_equal(type, telling[i])) {
			type_wrong(b, row, N_("This would tell who filled the form in, or where, or on which telephone: it is not taken."));
			return;
		}
	type_wrong(b, row, N_("There is no such type of question."));
}

static void row_add(struct building *b, const struct xls_row *row) {
	char *type = arena_strdup(b->x->cx->arena, xls_cell(&b->x->survey, row, "type"));
	for (char *c = type; *c != 0 && *c != ' '; c++)
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c - 'A' + 'a');
	enum xls_kind kind = XLS_INPUT;
	const char *rest = select_of(type, &kind);
	if (type[0] == 0 && xls_cell(&b->x->survey, row, "name")[0] == 0)
		return; /* a comment */
	if (block_of(type, "begin") >= 0)
		block_begin(b, row, (enum xls_kind)block_of(type, "begin"));
	else if (block_of(type, "end") >= 0)
		block_end(b, row, (enum xls_kind)block_of(type, "end"));
	else if (str_starts(type, "select_one_from_file") || str_starts(type, "select_multiple_from_file")
			|| str_starts(type, "select_one_external") || str_equal(type, "xml-external") || str_equal(type, "csv-external"))
		type_wrong(b, row, N_("Lists in a file of their own are not taken: put the choices on the sheet choices."));
	else if (rest != NULL)
		select_add(b, row, rest, kind);
	else
		word_add(b, row, type);
}

static int by_name(const void *a, const void *b) {
	return strcmp((*(struct xls_item *const *)a)->name, (*(struct xls_item *const *)b)->name);
}

void xls_build(struct xls *x, struct xls_tree *t) {
	static const char *const needed[] = {"type", "name"};
	struct building b = {.x = x, .t = t, .open = &t->root};
	t->root = (struct xls_item){.kind = XLS_ROOT, .name = "data", .path = "/data"};
	for (size_t i = 0; i < 2; i++)
		if (!xls_has(&x->survey, needed[i]))
			xls_wrong(x, &x->survey, 0, NULL, N_("This sheet has no column of that name."), needed[i]);
	if (x->wrong > 0)
		return;
	lists_build(x, t);
	for (size_t i = 0; i < x->survey.n; i++)
		row_add(&b, &x->survey.rows[i]);
	if (b.open != &t->root && b.open->row != NULL)
		type_wrong(&b, b.open->row, N_("This is begun and never ended."));
	if (t->n == 0 && x->wrong == 0)
		xls_wrong(x, &x->survey, 0, NULL, N_("There is no question on this sheet."), NULL);
	if (t->n > 0)
		qsort(t->all, t->n, sizeof *t->all, by_name);
}

/* Names in words --------------------------------------------------------------------------------------------------- */

struct xls_item *xls_find(const struct xls_tree *t, const char *name, bool *ret_twice) {
	size_t low = 0, high = t->n;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (strcmp(t->all[middle]->name, name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == t->n || !str_equal(t->all[low]->name, name))
		return NULL;
	*ret_twice = low + 1 < t->n && str_equal(t->all[low + 1]->name, name);
	return t->all[low];
}

static bool is_under(const struct xls_item *item, const struct xls_item *top) {
	for (item = item->parent; item != NULL; item = item->parent)
		if (item == top)
			return true;
	return false;
}

const char *xls_path(struct arena *a, const struct xls_item *from, const struct xls_item *to, const char *here) {
	const struct xls_item *top = to->parent;
	while (top != NULL && !(top->kind == XLS_REPEAT && from != NULL && is_under(from, top)))
		top = top->parent;
	if (top == NULL)
		return to->path;
	const char *up = here;
	for (size_t i = top->depth; i < from->depth; i++)
		up = arena_printf(a, "%s%s..", up, up[0] == 0 || up[strlen(up) - 1] == '/' ? "" : "/");
	return arena_printf(a, "%s%s", up, to->path + strlen(top->path));
}
