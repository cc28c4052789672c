#include "form/xls_sheet.h"

#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/str.h"
#include "form/xls.h"
#include "io/table.h"

static const struct { const char *say, *name; } other_names[] = {
	{"caption", "label"}, {"command", "type"}, {"tag", "name"}, {"value", "name"}, {"list name", "list_name"},
	{"relevance", "relevant"}, {"calculate", "calculation"}, {"read_only", "readonly"}, {"read only", "readonly"},
	{"count", "repeat_count"}, {"image", "media::image"}, {"audio", "media::audio"}, {"video", "media::video"},
	{"required message", "required_message"}, {"constraint message", "constraint_message"},
	{"guidance hint", "guidance_hint"}, {"repeat count", "repeat_count"}, {"choice filter", "choice_filter"},
	{"form id", "form_id"}, {"id_string", "form_id"}, {"title", "form_title"}, {"form title", "form_title"},
	{"default language", "default_language"}, {"public key", "public_key"}, {"submission url", "submission_url"},
	{"instance name", "instance_name"}, {"bind::relevant", "relevant"}, {"bind::required", "required"},
	{"bind::constraint", "constraint"}, {"bind::jr:constraintmsg", "constraint_message"},
	{"bind::jr:requiredmsg", "required_message"}, {"bind::readonly", "readonly"}, {"bind::calculate", "calculation"},
	{"control::appearance", "appearance"}, {"jr:count", "repeat_count"},
};

static const char *const translated[] = {"label", "hint", "guidance_hint", "constraint_message", "required_message"};

static const char *name_of(struct arena *a, const char *say) {
	char *name = arena_strdup(a, say);
	for (char *c = name; *c != 0; c++)
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c - 'A' + 'a');
	for (size_t i = 0; i < sizeof other_names / sizeof *other_names; i++)
		if (str_equal(name, other_names[i].say))
			return other_names[i].name;
	return name;
}

/* "label::Lietuvių (lt)", also with one colon and blanks; "media::image::English" keeps its two words. */
static struct xls_head head_of(struct arena *a, const char *text) {
	for (size_t i = 0; i < sizeof translated / sizeof *translated; i++) {
		size_t n = strlen(translated[i]);
		if (strncasecmp(text, translated[i], n) != 0)
			continue;
		const char *lang = text + n + strspn(text + n, " ");
		if (*lang != ':')
			continue;
		lang += strspn(lang, ": ");
		return (struct xls_head){translated[i], arena_strdup(a, lang)};
	}
	const char *name = name_of(a, text);
	return (struct xls_head){str_starts(name, "media::") ? "media" : name, ""};
}

struct taking {
	struct xls *x;
	struct xls_sheet *sheet;
};

static void heading(struct xls *x, struct xls_sheet *s, const struct table_row *row) {
	struct arena *a = x->cx->arena;
	s->heads_n = row->n;
	s->heads = arena_array(a, row->n, sizeof *s->heads);
	for (size_t i = 0; i < row->n; i++)
		s->heads[i] = head_of(a, row->cells[i]);
	for (size_t i = 0; i < row->n; i++)
		for (size_t k = 0; k < i; k++)
			if (s->heads[i].name[0] != 0 && !str_equal(s->heads[i].name, "media")
					&& str_equal(s->heads[i].name, s->heads[k].name) && str_equal(s->heads[i].lang, s->heads[k].lang))
				xls_wrong(x, s, row->line, NULL, N_("This column stands there twice."), row->cells[i]);
}

/* Blanks that no keyboard shows, at the ends. */
static const char *trimmed(struct arena *a, const char *text) {
	static const char nbsp[] = "\xc2\xa0";
	while (*text == ' ' || str_starts(text, nbsp))
		text += *text == ' ' ? 1 : 2;
	size_t n = strlen(text);
	while (n > 0 && (text[n - 1] == ' ' || (n > 1 && memcmp(text + n - 2, nbsp, 2) == 0)))
		n -= text[n - 1] == ' ' ? 1 : 2;
	return n == 0 ? "" : arena_strndup(a, text, n);
}

static int take(struct cx *cx, const struct table_row *row, void *arg) {
	struct taking *t = arg;
	struct xls_sheet *s = t->sheet;
	(void)cx;
	if (s->heads == NULL) {
		heading(t->x, s, row);
		return 0;
	}
	struct arena *a = t->x->cx->arena;
	if (s->n == XLS_ROWS)
		return err_say(t->x->cx, ERR_LIMIT, NULL, N_("A sheet of a form may have at most 20,000 rows."), s->name);
	if (s->n == s->room) {
		size_t room = s->room == 0 ? 64 : 2 * s->room;
		s->rows = arena_grow(a, s->rows, s->room * sizeof *s->rows, room * sizeof *s->rows);
		s->room = room;
	}
	struct xls_row *r = &s->rows[s->n++];
	r->line = row->line;
	r->cells = arena_array(a, s->heads_n, sizeof *r->cells);
	for (size_t i = 0; i < s->heads_n; i++)
		r->cells[i] = i < row->n ? trimmed(a, row->cells[i]) : "";
	return 0;
}

static void lang_add(struct xls *x, const char *lang) {
	for (size_t i = 0; i < x->langs_n; i++)
		if (str_equal(x->langs[i], lang))
			return;
	if (x->langs_n < XLS_LANGS)
		x->langs[x->langs_n++] = lang;
	else
		xls_wrong(x, &x->survey, 1, NULL, N_("A form may have at most 40 languages."), lang);
}

static void langs_of(struct xls *x, const struct xls_sheet *s) {
	for (size_t i = 0; i < s->heads_n; i++)
		for (size_t k = 0; k < sizeof translated / sizeof *translated; k++)
			if (str_equal(s->heads[i].name, translated[k]) && s->heads[i].lang[0] != 0)
				lang_add(x, s->heads[i].lang);
}

int xls_read(struct xls *x, struct blob xlsx) {
	struct {
		struct xls_sheet *sheet;
		const char *name;
	} const sheets[] = {{&x->survey, "survey"}, {&x->choices, "choices"}, {&x->settings, "settings"}};
	for (size_t i = 0; i < 3; i++) {
		struct taking t = {.x = x, .sheet = sheets[i].sheet};
		t.sheet->name = sheets[i].name;
		int rc = table_read_sheet(x->cx, xlsx, t.sheet->name, take, &t);
		if (rc == ERR_NOTFOUND && i == 0)
			return err_say(x->cx, ERR_INVALID, "form", N_("There is no sheet named survey: this is no XLSForm."), NULL);
		if (rc != 0 && rc != ERR_NOTFOUND)
			return rc;
	}
	x->langs = arena_array(x->cx->arena, XLS_LANGS, sizeof *x->langs);
	langs_of(x, &x->survey);
	langs_of(x, &x->choices);
	return 0;
}

const char *xls_text(const struct xls_sheet *s, const struct xls_row *row, const char *name, const char *lang) {
	for (size_t i = 0; i < s->heads_n; i++)
		if (str_equal(s->heads[i].name, name) && str_equal(s->heads[i].lang, lang))
			return row->cells[i];
	return "";
}

const char *xls_cell(const struct xls_sheet *s, const struct xls_row *row, const char *name) {
	return xls_text(s, row, name, "");
}

bool xls_has(const struct xls_sheet *s, const char *name) {
	for (size_t i = 0; i < s->heads_n; i++)
		if (str_equal(s->heads[i].name, name))
			return true;
	return false;
}

/* "C" of the third column, "AA" of the 27th. */
static const char *letters(struct arena *a, size_t column) {
	char text[8];
	size_t at = sizeof text - 1;
	text[at] = 0;
	for (column++; column > 0 && at > 0; column = (column - 1) / 26)
		text[--at] = (char)('A' + (column - 1) % 26);
	return arena_strdup(a, text + at);
}

void xls_wrong(struct xls *x, const struct xls_sheet *s, int64_t line, const char *name, const char *rule,
		const char *value) {
	if (x->wrong++ >= XLS_ERRORS)
		return;
	struct arena *a = x->cx->arena;
	const char *column = "";
	for (size_t i = 0; name != NULL && i < s->heads_n; i++)
		if (column[0] == 0 && str_equal(s->heads[i].name, name))
			column = letters(a, i);
	const char *cell = line == 0 ? s->name : arena_printf(a, "%s!%s%lld", s->name, column, (long long)line);
	json_array_append_new(x->errors, json_pack("{s:s, s:s, s:s}", "cell", cell, "rule", rule, "value",
		value == NULL ? "" : value));
}
