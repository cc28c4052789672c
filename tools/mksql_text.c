/* mksql_text.c - small things done to SQL text. */
#include "mksql.h"

#include <ctype.h>
#include <strings.h>

const char *const word_names[DB_WORD__MAX] = {"id", "int", "day", "instant", "code", "text", "blob"};
const char *const word_postgres[DB_WORD__MAX] = {"BIGINT", "BIGINT", "INTEGER", "BIGINT", "INTEGER", "TEXT", "BYTEA"};

/* PostgreSQL 15, appendix C, column "reserved"; SQLite refuses its own by itself. */
static const char *const reserved[] = {"all", "analyse", "analyze", "and", "any", "array", "as", "asc", "asymmetric",
	"authorization", "binary", "both", "case", "cast", "check", "collate", "collation", "column", "concurrently",
	"constraint", "create", "cross", "current_catalog", "current_date", "current_role", "current_schema", "current_time",
	"current_timestamp", "current_user", "default", "deferrable", "desc", "distinct", "do", "else", "end", "except",
	"false", "fetch", "for", "foreign", "freeze", "from", "full", "grant", "group", "having", "ilike", "in", "initially",
	"inner", "intersect", "into", "is", "isnull", "join", "lateral", "leading", "left", "like", "limit", "localtime",
	"localtimestamp", "natural", "not", "notnull", "null", "offset", "on", "only", "or", "order", "outer", "overlaps",
	"placing", "primary", "references", "returning", "right", "select", "session_user", "similar", "some", "symmetric",
	"table", "tablesample", "then", "to", "trailing", "true", "union", "unique", "user", "using", "variadic", "verbose",
	"when", "where", "window", "with"};

bool is_name(char c) {
	return isalnum((unsigned char)c) || c == '_';
}

char *trim(char *s) {
	while (isspace((unsigned char)*s))
		s++;
	size_t n = strlen(s);
	while (n > 0 && isspace((unsigned char)s[n - 1]))
		s[--n] = 0;
	return s;
}

const char *name_take(struct work *w, const char **s) {
	const char *at = *s;
	while (isspace((unsigned char)*at))
		at++;
	const char *end = at;
	while (is_name(*end))
		end++;
	if (end == at)
		return NULL;
	const char *name = arena_strndup(w->arena, at, (size_t)(end - at));
	while (isspace((unsigned char)*end))
		end++;
	*s = end;
	return name;
}

bool word_is(const char *s, const char *word) {
	size_t n = strlen(word);
	return strncasecmp(s, word, n) == 0 && !is_name(s[n]);
}

const char *skip_quoted(const char *s) {
	char quote = *s++;
	while (*s != 0 && *s != quote) /* a doubled quote closes and opens again */
		s++;
	return *s == 0 ? s : s + 1;
}

const char *sql_clean(struct work *w, const char *s, size_t n) {
	struct buf to = buf_new(w->arena, TEXT_MAX);
	const char *end = s + n;
	bool blank = false;
	while (s < end) {
		if (s[0] == '-' && s[1] == '-') {
			while (s < end && *s != '\n')
				s++;
			continue;
		}
		if (isspace((unsigned char)*s)) {
			blank = true;
			s++;
			continue;
		}
		if (blank && to.n > 0)
			buf_char(&to, ' ');
		blank = false;
		if (*s == '"')
			refuse(w, "names are not quoted, and strings stand in single quotes");
		if (*s == '\'') {
			const char *after = skip_quoted(s);
			buf_add(&to, s, (size_t)(after - s));
			s = after;
			continue;
		}
		buf_char(&to, *s++);
	}
	return to.at;
}

int word_parse(const char *name) {
	for (int i = 0; i < DB_WORD__MAX; i++)
		if (strcmp(word_names[i], name) == 0)
			return i;
	return -1;
}

void name_check(struct work *w, const char *name) {
	for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++)
		if (strcasecmp(reserved[i], name) == 0)
			refuse(w, "'%s' is a reserved word of SQL: choose another name", name);
	for (const char *c = name; *c != 0; c++)
		if (isupper((unsigned char)*c))
			refuse(w, "'%s': names are lower case", name);
	if (!islower((unsigned char)*name))
		refuse(w, "'%s': a name begins with a letter", name);
	if (strlen(name) > 63)
		refuse(w, "'%s': PostgreSQL cuts names at 63 characters", name);
}

struct table *table_find(struct work *w, const char *name) {
	for (int i = 0; i < w->table_n; i++)
		if (strcasecmp(w->tables[i]->name, name) == 0)
			return w->tables[i];
	return NULL;
}

struct column *column_find(struct column *columns, int n, const char *name) {
	for (int i = 0; i < n; i++)
		if (strcmp(columns[i].name, name) == 0)
			return &columns[i];
	return NULL;
}
