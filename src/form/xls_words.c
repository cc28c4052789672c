#include "form/xls_words.h"

#include <string.h>

#include "base/str.h"
#include "form/xml.h"

/* The path that "${name}" at `s` stands for; *ret_n gets the length of what is replaced, 0 where there is none. NULL and
   noted: the name is not known. */
static const char *reference(struct xls_out *o, const struct xls_sheet *sheet, const struct xls_row *row,
		const struct xls_item *at, const char *column, const char *s, const char *here, size_t *ret_n) {
	struct arena *a = o->x->cx->arena;
	const char *end = strchr(s, '}');
	*ret_n = 0;
	if (!str_starts(s, "${") || end == NULL)
		return NULL;
	*ret_n = (size_t)(end - s) + 1;
	const char *name = s + 2 + strspn(s + 2, " ");
	size_t n = strcspn(name, " }");
	bool twice = false;
	name = arena_strndup(a, name, n);
	const struct xls_item *to = xls_find(o->tree, name, &twice);
	if (to != NULL && !twice)
		return xls_path(a, at, to, here);
	xls_wrong(o->x, sheet, row == NULL ? 0 : row->line, column, to == NULL ? N_("There is no question of this name.")
		: N_("More than one question has this name: it cannot be referred to."), name);
	return "/";
}

const char *xls_resolved(struct xls_out *o, const struct xls_sheet *s, const struct xls_row *row, const struct xls_item *at,
		const char *name, const char *text, const char *here) {
	struct buf out = buf_new(o->x->cx->arena, 1 << 20);
	for (const char *c = text; *c != 0;) {
		size_t n = 0;
		const char *path = *c == '$' ? reference(o, s, row, at, name, c, here, &n) : NULL;
		if (n > 0)
			buf_printf(&out, " %s ", path);
		else
			buf_char(&out, *c);
		c += n > 0 ? n : 1;
	}
	buf_char(&out, 0);
	return out.at;
}

void xls_expression(struct xls_out *o, const struct xls_item *at, const char *name, const char *text, const char *as) {
	if (text[0] == 0)
		return;
	buf_printf(o->to, " %s=\"", as);
	xml_text(o->to, xls_resolved(o, &o->x->survey, at->row, at, name, text, ""));
	buf_char(o->to, '"');
}

void xls_say(struct xls_out *o, const struct xls_sheet *s, const struct xls_row *row, const struct xls_item *at,
		const char *name, const char *text) {
	for (const char *c = text; *c != 0;) {
		size_t n = 0, plain = strcspn(c, "$");
		const char *path = plain == 0 ? reference(o, s, row, at, name, c, "", &n) : NULL;
		if (n > 0)
			buf_printf(o->to, "<output value=\" %s \"/>", path);
		else
			xml_text(o->to, arena_strndup(o->x->cx->arena, c, n = plain == 0 ? 1 : plain));
		c += n;
	}
}

const char *xls_in(const struct xls_out *o, const struct xls_sheet *s, const struct xls_row *row, const char *name,
		const char *lang) {
	const char *text = xls_text(s, row, name, str_equal(lang, "default") ? "" : lang);
	if (text[0] == 0 && str_equal(lang, o->main))
		text = xls_cell(s, row, name);
	if (text[0] == 0)
		text = xls_text(s, row, name, str_equal(o->main, "default") ? "" : o->main);
	if (text[0] == 0)
		text = xls_cell(s, row, name);
	for (size_t i = 0; text[0] == 0 && i < o->x->langs_n; i++)
		text = xls_text(s, row, name, o->x->langs[i]);
	return text;
}
