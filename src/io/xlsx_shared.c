/* The texts of a workbook, which cells name by number. */
#include <string.h>

#include "io/xlsx.h"

struct reader {
	struct xlsx *x;
	bool in_text;
	unsigned phonetic;       /* inside the reading of a text, which is no part of it */
	char text[TABLE_CELL + 1];
	size_t n;
};

static int too_many(struct xlsx *x) {
	return err_say(x->package.cx, ERR_LIMIT, NULL, N_("The texts of this spreadsheet take more than 64 MiB."), NULL);
}

static void grow(struct shared *s) {
	size_t room = s->room == 0 ? 1024 : s->room * 2;
	s->starts = arena_grow(s->arena, s->starts, s->room * sizeof *s->starts, room * sizeof *s->starts);
	s->room = room;
}

static void add(struct xlsx *x, const char *text, size_t n) {
	struct shared *s = &x->shared;
	s->charged += n + 1 + sizeof *s->starts;
	if (s->charged > TABLE_SHARED) {
		x->package.rc = too_many(x);
		return;
	}
	if (s->blocks == NULL)
		s->blocks = arena_array(s->arena, 2 * (TABLE_SHARED / XLSX_BLOCK), sizeof *s->blocks);
	/* a text is shorter than a block's half: two blocks hold one's worth */
	if (s->blocks_n == 0 || s->used + n + 1 > XLSX_BLOCK) {
		s->blocks[s->blocks_n++] = arena_alloc(s->arena, XLSX_BLOCK);
		s->used = 0;
	}
	if (s->n == s->room)
		grow(s);
	char *to = s->blocks[s->blocks_n - 1] + s->used;
	memcpy(to, text, n);
	to[n] = 0;
	s->starts[s->n++] = (s->blocks_n - 1) * XLSX_BLOCK + s->used;
	s->used += n + 1;
}

static void on_start(void *arg, const char *name, const char **attributes) {
	struct reader *r = arg;
	(void)attributes;
	if (is_named(name, "si"))
		r->n = 0;
	else if (is_named(name, "rPh"))
		r->phonetic++;
	else if (is_named(name, "t"))
		r->in_text = r->phonetic == 0;
}

static void on_end(void *arg, const char *name) {
	struct reader *r = arg;
	if (is_named(name, "si"))
		add(r->x, r->text, r->n);
	else if (is_named(name, "rPh"))
		r->phonetic--;
	else if (is_named(name, "t"))
		r->in_text = false;
}

static void on_text(void *arg, const char *s, int n) {
	struct reader *r = arg;
	if (!r->in_text)
		return;
	if ((size_t)n > TABLE_CELL - r->n) {
		r->x->package.rc = err_say(r->x->package.cx, ERR_LIMIT, NULL,
			N_("A text of this spreadsheet is longer than 32 KiB."), NULL);
		return;
	}
	memcpy(r->text + r->n, s, (size_t)n);
	r->n += (size_t)n;
}

int xlsx_shared_read(struct xlsx *x, const char *part) {
	struct reader *r = arena_alloc(x->arena, sizeof *r);
	r->x = x;
	return package_parse(&x->package, part,
		&(struct part_handler){.start = on_start, .end = on_end, .text = on_text, .arg = r});
}

const char *xlsx_shared(const struct xlsx *x, size_t i) {
	const struct shared *s = &x->shared;
	return i >= s->n ? NULL : s->blocks[s->starts[i] / XLSX_BLOCK] + s->starts[i] % XLSX_BLOCK;
}
