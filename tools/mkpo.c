/*
 * mkpo - keeps po/ in step with what the program says.
 *
 *   mkpo extract ROOT          write ROOT/po/atrama.pot: every message of src/ and web/templates/
 *   mkpo merge [--prune] ROOT  add missing messages to po/{lt,uk,ru}.po; --prune drops what nobody says any more
 *   mkpo check ROOT            TAP: are the catalogues complete and sound?
 *
 * Messages are N_("...") and _("...") and text_say_n(lang, "one", "many", n) in C, {{_ ...}} and {{n_ key|one|many}}
 * in templates. Files are sorted by message and name no line, so that a merge changes only what changed.
 * A message may be the same as the English one, or without Cyrillic, only if it is a line of po/same.txt.
 */
#include <ctype.h>
#include <ftw.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"

enum { FORMS = 3, MESSAGES = 20000, FILE_MAX_BYTES = 4 << 20 };

struct message {
	const char *id, *plural;   /* plural NULL: there is one form */
	const char *text[FORMS];
	const char *from;          /* the file that says it; in a catalogue NULL */
	bool fuzzy, used;
};

struct list {
	struct message *at;
	size_t n;
	const char *header; /* of a catalogue */
};

static const char *const langs[] = {"lt", "uk", "ru"};
static struct arena *arena;
static struct list said; /* nftw hands its callback nothing of ours */
static const char *root;

static void die(const char *where, const char *why) {
	fprintf(stderr, "mkpo: %s: %s\n", where, why);
	exit(1);
}

static char *file_read(const char *path, size_t *ret_n) {
	FILE *f = fopen(path, "rb");
	if (f == NULL)
		return NULL;
	struct buf b = buf_new(arena, FILE_MAX_BYTES);
	for (size_t n = 1; n > 0;) {
		n = fread(buf_room(&b, 8192), 1, 8192, f);
		b.n += n;
	}
	fclose(f);
	b.at[b.n] = 0;
	*ret_n = b.n;
	return b.at;
}

static struct message *message_find(const struct list *list, const char *id) {
	for (size_t i = 0; i < list->n; i++)
		if (strcmp(list->at[i].id, id) == 0)
			return &list->at[i];
	return NULL;
}

static struct message *message_add(struct list *list, const char *id) {
	if (list->n == MESSAGES)
		die("po", "too many messages");
	list->at[list->n] = (struct message){.id = id};
	return &list->at[list->n++];
}

static void say(const char *from, const char *one, const char *many) {
	if (*one == 0)
		die(from, "an empty message");
	struct message *m = message_find(&said, one);
	if (m == NULL)
		m = message_add(&said, one);
	if (many != NULL && m->plural != NULL && strcmp(m->plural, many) != 0)
		die(from, arena_printf(arena, "two plurals for one message: %s", one));
	if (many != NULL)
		m->plural = many;
	if (m->from == NULL)
		m->from = from;
}

/* C: literals */

static const char *blanks(const char *p) {
	for (;; p++) {
		if (p[0] == '/' && p[1] == '/')
			p += strcspn(p, "\n");
		else if (p[0] == '/' && p[1] == '*')
			p = strstr(p + 2, "*/") != NULL ? strstr(p + 2, "*/") + 1 : p + strlen(p);
		if (*p == '\\' && p[1] == '\n')
			p++;
		if (*p == 0 || !isspace((unsigned char)*p))
			return p;
	}
}

/* Adjoining literals at `p` as one text; gives what follows, or NULL if there is none. */
static const char *literal(const char *p, const char **ret_text) {
	struct buf b = buf_new(arena, FILE_MAX_BYTES);
	if (*p != '"')
		return NULL;
	while (*p == '"') {
		for (p++; *p != '"'; p++) {
			if (*p == 0)
				return NULL;
			if (*p != '\\') {
				buf_char(&b, *p);
				continue;
			}
			p++;
			if (*p == 'u' && strspn(p + 1, "0123456789abcdefABCDEF") >= 4) {
				char hex[5] = {p[1], p[2], p[3], p[4], 0};
				unsigned long c = strtoul(hex, NULL, 16);
				if (c >= 0x800)
					buf_printf(&b, "%c%c%c", (char)(0xe0 | c >> 12), (char)(0x80 | (c >> 6 & 63)), (char)(0x80 | (c & 63)));
				else
					buf_printf(&b, "%c%c", (char)(0xc0 | c >> 6), (char)(0x80 | (c & 63)));
				p += 4;
			} else {
				buf_char(&b, *p == 'n' ? '\n' : *p == 't' ? '\t' : *p);
			}
		}
		p = blanks(p + 1);
	}
	*ret_text = b.at;
	return p;
}

/* Past the argument that begins at `p`, to its comma; NULL if there is none. */
static const char *argument(const char *p) {
	int depth = 0;
	for (; *p != 0; p++) {
		if (*p == '(')
			depth++;
		else if (*p == ')' && depth-- == 0)
			return NULL;
		else if (*p == ',' && depth == 0)
			return p;
	}
	return NULL;
}

static void c_scan(const char *path, const char *p) {
	while (*p != 0) {
		p = blanks(p);
		if (isalpha((unsigned char)*p) || *p == '_') {
			size_t n = 1;
			while (isalnum((unsigned char)p[n]) || p[n] == '_')
				n++;
			bool one = (n == 2 && memcmp(p, "N_", 2) == 0) || (n == 1 && *p == '_');
			bool several = n == 10 && memcmp(p, "text_say_n", 10) == 0;
			p = blanks(p + n);
			const char *id = NULL, *many = NULL, *next;
			if (one && *p == '(') {
				next = literal(blanks(p + 1), &id);
				if (next != NULL && *next != ')')
					die(path, arena_printf(arena, "a message must be one literal: %s", id));
				if (next != NULL)
					say(path, id, NULL);
			} else if (several && *p == '(') {
				next = argument(p + 1);
				next = next == NULL ? NULL : literal(blanks(next + 1), &id);
				next = next == NULL || *next != ',' ? NULL : literal(blanks(next + 1), &many);
				if (next != NULL)
					say(path, id, many);
			}
		} else if (*p == '"' || *p == '\'') {
			char quote = *p++;
			while (*p != 0 && *p != quote)
				p += p[0] == '\\' && p[1] != 0 ? 2 : 1;
			p += *p != 0;
		} else if (*p != 0) {
			p++;
		}
	}
}

/* Templates: the rules are those of src/view/template_compile.c */

static const char *message_of(const char *s, size_t n) {
	char *to = arena_alloc(arena, n + 1);
	size_t k = 0;
	for (size_t i = 0; i < n; i++)
		if (!isspace((unsigned char)s[i]))
			to[k++] = s[i];
		else if (k > 0 && to[k - 1] != ' ')
			to[k++] = ' ';
	to[k - (k > 0 && to[k - 1] == ' ')] = 0;
	return to;
}

static void template_scan(const char *path, const char *p) {
	for (p = strstr(p, "{{"); p != NULL; p = strstr(p, "{{")) {
		const char *s = blanks(p + 2), *end = p + 2;
		while (*end != 0 && !(end[0] == '}' && end[1] == '}'))
			if (end[0] == '%' && end[1] == '{')
				end += strcspn(end, "}") + (strchr(end, '}') != NULL);
			else
				end++;
		if (s[0] == '_' && isspace((unsigned char)s[1])) {
			say(path, message_of(s + 1, (size_t)(end - s) - 1), NULL);
		} else if (s[0] == 'n' && s[1] == '_' && isspace((unsigned char)s[2])) {
			const char *bar = memchr(s, '|', (size_t)(end - s));
			const char *second = bar == NULL ? NULL : memchr(bar + 1, '|', (size_t)(end - bar) - 1);
			if (second == NULL)
				die(path, "a plural is {{n_ key|one|many}}");
			say(path, message_of(bar + 1, (size_t)(second - bar) - 1), message_of(second + 1, (size_t)(end - second) - 1));
		}
		p = end;
	}
}

static bool ends(const char *s, const char *suffix) {
	size_t n = strlen(s), m = strlen(suffix);
	return n >= m && strcmp(s + n - m, suffix) == 0;
}

static int scan(const char *path, const struct stat *st, int type, struct FTW *ftw) {
	(void)st, (void)ftw;
	bool html = ends(path, ".html"), c = ends(path, ".c") || ends(path, ".h") || ends(path, ".def");
	if (type != FTW_F || !(html || c))
		return 0;
	size_t n;
	const char *text = file_read(path, &n);
	if (text == NULL)
		die(path, "cannot be read");
	(html ? template_scan : c_scan)(arena_strdup(arena, path + strlen(root) + 1), text);
	return 0;
}

static int by_id(const void *a, const void *b) {
	return strcmp(((const struct message *)a)->id, ((const struct message *)b)->id);
}

static void scan_all(void) {
	said.at = arena_array(arena, MESSAGES, sizeof *said.at);
	static const char *const folders[] = {"src", "web/templates"};
	for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
		nftw(arena_printf(arena, "%s/%s", root, folders[i]), scan, 16, FTW_PHYS);
	if (said.n == 0)
		die(root, "no messages: is this the source tree?");
	qsort(said.at, said.n, sizeof *said.at, by_id);
}

/* Catalogues */

static const char *quoted(const char *s) {
	struct buf b = buf_new(arena, FILE_MAX_BYTES);
	buf_char(&b, '"');
	for (; *s != 0; s++)
		if (*s == '"' || *s == '\\')
			buf_printf(&b, "\\%c", *s);
		else if (*s == '\n')
			buf_str(&b, "\\n");
		else if (*s == '\t')
			buf_str(&b, "\\t");
		else
			buf_char(&b, *s);
	buf_char(&b, '"');
	return b.at;
}

static const char *po_path(const char *name) {
	return arena_printf(arena, "%s/po/%s", root, name);
}

/* The value of a keyword at the line `p`, moving past it; NULL if the line is another's. */
static const char *keyword(const char **p, const char *word) {
	size_t n = strlen(word);
	const char *text = NULL;
	if (strncmp(*p, word, n) != 0 || (*p)[n] != ' ')
		return NULL;
	const char *next = literal(blanks(*p + n), &text);
	if (next == NULL)
		die(word, "a text was expected");
	*p = next;
	return text;
}

static struct list po_read(const char *lang) {
	const char *path = po_path(arena_printf(arena, "%s.po", lang));
	size_t n;
	const char *p = file_read(path, &n);
	if (p == NULL)
		die(path, "cannot be read");
	struct list list = {.at = arena_array(arena, MESSAGES, sizeof *list.at), .header = ""};
	struct message *m = NULL;
	bool fuzzy = false;
	while (*p != 0) {
		const char *text;
		if (isspace((unsigned char)*p)) {
			p++;
		} else if (*p == '#') {
			size_t line = strcspn(p, "\n");
			fuzzy = fuzzy || (p[1] == ',' && memmem(p, line, "fuzzy", 5) != NULL);
			p += line;
		} else if ((text = keyword(&p, "msgid")) != NULL) {
			m = message_add(&list, text);
			m->fuzzy = fuzzy;
			fuzzy = false;
		} else if (m != NULL && (text = keyword(&p, "msgid_plural")) != NULL) {
			m->plural = text;
		} else if (m != NULL && (text = keyword(&p, "msgstr")) != NULL) {
			m->text[0] = text;
		} else {
			int form = 0;
			while (form < FORMS && m != NULL && (text = keyword(&p, (const char *[]){"msgstr[0]", "msgstr[1]", "msgstr[2]"}[form])) == NULL)
				form++;
			if (m == NULL || form == FORMS)
				die(path, arena_printf(arena, "this line is not understood: %.60s", p));
			m->text[form] = text;
		}
	}
	if (list.n > 0 && *list.at->id == 0) {
		list.header = list.at->text[0];
		list.at++;
		list.n--;
	}
	return list;
}

static void message_write(FILE *f, const struct message *m) {
	fprintf(f, "\n%smsgid %s\n", m->fuzzy ? "#, fuzzy\n" : "", quoted(m->id));
	if (m->plural == NULL) {
		fprintf(f, "msgstr %s\n", quoted(m->text[0] != NULL ? m->text[0] : ""));
		return;
	}
	fprintf(f, "msgid_plural %s\n", quoted(m->plural));
	for (int i = 0; i < FORMS; i++)
		fprintf(f, "msgstr[%d] %s\n", i, quoted(m->text[i] != NULL ? m->text[i] : ""));
}

static void list_write(const char *name, const char *header, const struct list *list) {
	const char *path = po_path(name);
	FILE *f = fopen(path, "w");
	if (f == NULL)
		die(path, "cannot be written");
	fputs("msgid \"\"\nmsgstr \"\"\n", f);
	for (const char *p = header; *p != 0;) {
		size_t n = strcspn(p, "\n");
		n += p[n] != 0;
		fprintf(f, "%s\n", quoted(arena_strndup(arena, p, n)));
		p += n;
	}
	for (size_t i = 0; i < list->n; i++)
		message_write(f, &list->at[i]);
	if (fclose(f) != 0)
		die(path, "cannot be written");
}

static void merge(bool prune) {
	for (size_t l = 0; l < sizeof langs / sizeof *langs; l++) {
		struct list was = po_read(langs[l]), now = {.at = arena_array(arena, MESSAGES, sizeof *now.at)};
		size_t added = 0, unused = 0;
		for (size_t i = 0; i < said.n; i++) {
			struct message *m = message_add(&now, said.at[i].id), *old = message_find(&was, m->id);
			if (old != NULL)
				*m = *old;
			m->plural = said.at[i].plural;
			added += old == NULL;
			if (old != NULL && (old->plural == NULL) != (m->plural == NULL))
				m->text[0] = m->text[1] = m->text[2] = NULL;
		}
		for (size_t i = 0; i < was.n; i++)
			if (message_find(&said, was.at[i].id) == NULL) {
				unused++;
				if (!prune)
					*message_add(&now, was.at[i].id) = was.at[i];
			}
		qsort(now.at, now.n, sizeof *now.at, by_id);
		list_write(arena_printf(arena, "%s.po", langs[l]), was.header, &now);
		printf("%s: %zu messages, %zu added, %zu unused%s\n", langs[l], now.n, added, unused,
		       unused > 0 && prune ? " and dropped" : "");
	}
}

/* Checks */

static int tests, failures;

static void verdict(const char *lang, const char *what, const struct buf *why) {
	failures += why->n > 0;
	printf("%sok %d - %s: %s\n%s", why->n > 0 ? "not " : "", ++tests, lang, what, why->at);
}

/* The placeholders of `s`, sorted, as one text. */
static const char *placeholders(const char *s) {
	const char *found[40];
	size_t n = 0;
	for (s = strstr(s, "%{"); s != NULL && strchr(s, '}') != NULL && n < 40; s = strstr(s + 2, "%{")) {
		char *one = arena_strndup(arena, s, strcspn(s, "}") + 1);
		size_t i = n++;
		for (; i > 0 && strcmp(found[i - 1], one) > 0; i--)
			found[i] = found[i - 1];
		found[i] = one;
	}
	struct buf b = buf_new(arena, FILE_MAX_BYTES);
	for (size_t i = 0; i < n; i++)
		buf_str(&b, found[i]);
	return b.at;
}

static bool has_words(const char *s) { /* a letter outside a placeholder */
	for (; *s != 0; s++) {
		if (s[0] == '%' && s[1] == '{' && strchr(s, '}') != NULL)
			s = strchr(s, '}');
		else if (isalpha((unsigned char)*s) || (*s & 0x80) != 0)
			return true;
	}
	return false;
}

static bool has_cyrillic(const char *s) {
	for (; *s != 0; s++)
		if (((unsigned char)*s & 0xfc) == 0xd0)
			return true;
	return false;
}

static bool allowed_same(const char *same, const char *id) {
	size_t n = strlen(id);
	for (const char *p = same; p != NULL && *p != 0; p += strcspn(p, "\n"), p += *p == '\n')
		if (strcspn(p, "\n") == n && memcmp(p, id, n) == 0)
			return true;
	return false;
}

static void check_lang(const char *lang, const char *same) {
	struct list list = po_read(lang);
	enum { MISSING, PLACES, ENGLISH, SCRIPT, UNUSED, CHECKS };
	static const char *const what[CHECKS] = {
		[MISSING] = "every message is translated", [PLACES] = "placeholders are those of the message",
		[ENGLISH] = "nothing is left in English", [SCRIPT] = "translations are in its own script",
		[UNUSED] = "nothing is there that nobody says, or twice",
	};
	struct buf why[CHECKS];
	for (int i = 0; i < CHECKS; i++)
		why[i] = buf_new(arena, FILE_MAX_BYTES);
	bool cyrillic = strcmp(lang, "lt") != 0;
	for (size_t i = 0; i < said.n; i++) {
		const struct message *m = &said.at[i], *t = message_find(&list, m->id);
		int forms = m->plural == NULL ? 1 : FORMS;
		bool whole = t != NULL && !t->fuzzy && (t->plural == NULL) == (m->plural == NULL) &&
		             (m->plural == NULL || strcmp(t->plural, m->plural) == 0);
		for (int k = 0; whole && k < forms; k++)
			whole = t->text[k] != NULL && *t->text[k] != 0;
		if (!whole) {
			buf_printf(&why[MISSING], "# %s: %s\n", m->from, quoted(m->id));
			continue;
		}
		for (int k = 0; k < forms; k++) {
			const char *text = t->text[k], *english = m->plural != NULL ? m->plural : m->id;
			bool same_allowed = allowed_same(same, m->id) || !has_words(english);
			if (strcmp(placeholders(text), placeholders(english)) != 0)
				buf_printf(&why[PLACES], "# %s\n", quoted(text));
			if (!same_allowed && (strcmp(text, m->id) == 0 || strcmp(text, english) == 0))
				buf_printf(&why[ENGLISH], "# %s\n", quoted(text));
			if (!same_allowed && cyrillic != has_cyrillic(text))
				buf_printf(&why[SCRIPT], "# %s\n", quoted(text));
		}
	}
	for (size_t i = 0; i < list.n; i++)
		if (message_find(&said, list.at[i].id) == NULL || message_find(&list, list.at[i].id) != &list.at[i])
			buf_printf(&why[UNUSED], "# %s\n", quoted(list.at[i].id));
	for (int i = 0; i < CHECKS; i++)
		verdict(lang, what[i], &why[i]);
}

int main(int argc, char **argv) {
	bool prune = argc == 4 && strcmp(argv[2], "--prune") == 0;
	if (argc != 3 && !prune) {
		fputs("usage: mkpo extract|merge [--prune]|check ROOT\n", stderr);
		return 2;
	}
	arena = arena_new((size_t)1 << 30);
	root = argv[argc - 1];
	scan_all();
	if (strcmp(argv[1], "extract") == 0) {
		list_write("atrama.pot", "Content-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\n", &said);
	} else if (strcmp(argv[1], "merge") == 0) {
		merge(prune);
	} else if (strcmp(argv[1], "check") == 0) {
		size_t n;
		const char *same = file_read(po_path("same.txt"), &n);
		for (size_t l = 0; l < sizeof langs / sizeof *langs; l++)
			check_lang(langs[l], same);
		printf("1..%d\n", tests);
		return failures > 0;
	} else {
		fprintf(stderr, "mkpo: there is no command %s\n", argv[1]);
		return 2;
	}
	return 0;
}
