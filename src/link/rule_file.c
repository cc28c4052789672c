/* Rules as lines of text. */
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "link/model_file.h"

static const char *skip(const char *s) {
	return s + strspn(s, " \t\r");
}

/* A name of a column, quoted or up to one of the signs; gives its end or NULL. */
static const char *name_read(struct cx *cx, const char *s, const char **ret_name) {
	s = skip(s);
	if (*s != '"') {
		size_t n = strcspn(s, "+|:\n"), k = n;
		while (k > 0 && strchr(" \t\r", s[k - 1]) != NULL)
			k--;
		*ret_name = arena_strndup(cx->arena, s, k);
		return k == 0 ? NULL : s + n;
	}
	struct buf b = buf_new(cx->arena, 1 << 16);
	for (s++; *s != 0 && *s != '\n' && b.n < 60000; s++) {
		if (*s == '"' && s[1] != '"') {
			*ret_name = b.n == 0 ? "" : b.at;
			return skip(s + 1);
		}
		s += *s == '"';
		buf_char(&b, *s);
	}
	return NULL;
}

static int column_find(int columns, const char *const *names, const char *name) {
	for (int i = 0; i < columns; i++)
		if (str_equal(names[i], name))
			return i;
	return -1;
}

static int bad(struct cx *cx, int64_t line, const char *rule, const char *value) {
	return err_say(cx, ERR_INVALID, arena_printf(cx->arena, "rules, line %lld", (long long)line), rule, value);
}

/* "stem", "prefix3". */
static int form_read(struct cx *cx, const char **at, int64_t line, struct link_term *t) {
	const char *s = skip(*at);
	size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyz_");
	const char *word = arena_strndup(cx->arena, s, n);
	int form = 0;
	if (str_equal(word, "rare") && s[n] == '2')
		n++, word = "rare2";
	while (form < LINK_FORM__MAX && !str_equal(link_form_names[form], word))
		form++;
	if (form == LINK_FORM__MAX)
		return bad(cx, line, N_("There is no such form of a column. There are: plain, sound, given, stem, prefix, digits, compact, head, date, "
			"year, year_month, month_day, day_swap, local, words, rare, rare2, either, number, latitude, longitude, list."), word);
	t->form = (uint8_t)form;
	s += n;
	n = strspn(s, "0123456789");
	int64_t number = 0;
	if (n > 0 && (n > 2 || !int_parse(arena_strndup(cx->arena, s, n), &number) || number > 40))
		return bad(cx, line, N_("The number of letters of a form is at most 40."), word);
	bool wants = form == FORM_PREFIX || form == FORM_HEAD, may = wants || form == FORM_DIGITS || form == FORM_LATITUDE || form == FORM_LONGITUDE;
	if ((wants && number == 0) || (!may && n > 0))
		return bad(cx, line, N_("The forms prefix and head have a number of letters; digits, latitude and longitude may have one; others have none."), word);
	t->n = (uint8_t)number;
	*at = skip(s + n);
	return 0;
}

static int term_read(struct cx *cx, const char **at, int64_t line, int columns, const char *const *names, struct link_term *t) {
	const char *name, *s = name_read(cx, *at, &name);
	*t = (struct link_term){.other = -1, .form = FORM_PLAIN};
	if (s == NULL)
		return bad(cx, line, N_("The name of a column is missing here."), NULL);
	t->column = (int16_t)column_find(columns, names, name);
	if (t->column < 0)
		return bad(cx, line, N_("No column has this heading."), name);
	if (*s == '|') {
		s = name_read(cx, s + 1, &name);
		t->other = s == NULL ? -1 : (int16_t)column_find(columns, names, name);
		if (t->other < 0)
			return bad(cx, line, N_("No column has this heading."), s == NULL ? NULL : name);
	}
	if (*s == ':') {
		s++;
		int rc = form_read(cx, &s, line, t);
		if (rc != 0)
			return rc;
	}
	if ((t->other >= 0) != (t->form == FORM_EITHER))
		return bad(cx, line, N_("The form either takes two columns with | between, and no other form does."), names[t->column]);
	*at = s;
	return 0;
}

static int rule_read(struct cx *cx, const char *line_text, int64_t line, int columns, const char *const *names, struct link_rule *r) {
	*r = (struct link_rule){.pairs = 0};
	for (const char *s = line_text;; s++) {
		if (r->terms == LINK_TERMS)
			return bad(cx, line, N_("A rule has at most four terms."), NULL);
		int rc = term_read(cx, &s, line, columns, names, &r->term[r->terms++]);
		if (rc != 0)
			return rc;
		s = skip(s);
		if (*s == 0)
			return 0;
		if (*s != '+')
			return bad(cx, line, N_("Terms of a rule are joined by +."), s);
	}
}

int link_rules_read(struct cx *cx, const char *text, int columns, const char *const *names, struct link_model *m) {
	int64_t line = 1;
	m->rules = 0;
	for (const char *s = text; *s != 0; line++) {
		size_t n = strcspn(s, "\n");
		const char *one = skip(arena_strndup(cx->arena, s, n));
		s += n + (s[n] == '\n');
		if (*one == 0 || *one == '#')
			continue;
		if (m->rules == LINK_RULES)
			return bad(cx, line, N_("There are at most 32 rules."), NULL);
		int rc = rule_read(cx, one, line, columns, names, &m->rule[m->rules]);
		if (rc != 0)
			return rc;
		m->rules++;
	}
	return m->rules > 0 ? 0 : bad(cx, line, N_("There is no rule in it."), NULL);
}

static void name_print(struct buf *to, const char *name) {
	bool plain = name[0] != 0 && name[0] != '#' && name[strcspn(name, "+|:\"\n\r\t")] == 0 && name[0] != ' ' && !str_ends(name, " ");
	if (plain) {
		buf_str(to, name);
		return;
	}
	buf_char(to, '"');
	for (; *name != 0; name++) {
		if (*name == '"')
			buf_char(to, '"');
		buf_char(to, *name == '\n' ? ' ' : *name);
	}
	buf_char(to, '"');
}

void link_rule_print(struct buf *to, const struct link_rule *r, const char *const *names) {
	for (int i = 0; i < r->terms; i++) {
		const struct link_term *t = &r->term[i];
		buf_str(to, i > 0 ? " + " : "");
		name_print(to, names[t->column]);
		if (t->other >= 0) {
			buf_char(to, '|');
			name_print(to, names[t->other]);
		}
		buf_printf(to, ":%s", link_form_names[t->form]);
		if (t->n > 0)
			buf_printf(to, "%d", t->n);
	}
}
