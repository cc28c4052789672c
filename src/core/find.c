#include "core/find.h"

#include <string.h>

#include "core/identity.h"
#include "crypt/token.h"
#include "db/queries.h"
#include "text/names.h"

static void found_add(struct found *found, int64_t person) {
	for (size_t i = 0; i < found->n; i++)
		if (found->persons[i] == person)
			return;
	if (found->n < FOUND_MAX)
		found->persons[found->n++] = person;
}

static int find_year(struct cx *cx, const char *given, const char *family, int64_t year, struct found *found) {
	struct rows rows;
	struct row_identity_asked each;
	struct token token;
	const char *value = identity_name_value(cx, given, family, arena_printf(cx->arena, "%d", (int)year));
	int rc = token_make(cx, TOKEN_NAME_YEAR, value == NULL ? "" : value, &token);
	if (rc == 0)
		rc = q_identity_asked(cx, TOKEN_NAME_YEAR, BLOB(token.at, sizeof token.at), &rows);
	if (rc != 0)
		return rc;
	while (q_identity_asked_next(&rows, &each))
		found_add(found, each.person);
	return rows_end(&rows);
}

int find_by_name(struct cx *cx, const char *given, const char *family, int64_t born, struct found *ret_found) {
	struct found found = {0};
	int rc = find_year(cx, given, family, born, &found);
	found.exact = found.n;
	if (rc == 0)
		rc = find_year(cx, given, family, born - 1, &found);
	if (rc == 0)
		rc = find_year(cx, given, family, born + 1, &found);
	if (rc == 0)
		*ret_found = found;
	return rc;
}

struct tokens {
	struct token *at;
	size_t n;
};

static int token_add(struct cx *cx, struct tokens *t, const char *given, const char *family, int64_t year) {
	struct token token;
	const char *value = identity_name_value(cx, given, family, arena_printf(cx->arena, "%d", (int)year));
	if (value == NULL || t->n == FIND_TOKENS)
		return ERR_OK;
	int rc = token_make(cx, TOKEN_NAME_YEAR, value, &token);
	for (size_t i = 0; rc == ERR_OK && i < t->n; i++)
		if (memcmp(t->at[i].at, token.at, sizeof token.at) == 0)
			return ERR_OK;
	if (rc == ERR_OK)
		t->at[t->n++] = token;
	return rc;
}

int find_tokens(struct cx *cx, const char *given, const char *family, int64_t born, struct token ret_tokens[FIND_TOKENS],
	size_t *ret_n) {
	enum { FORMS = FIND_TOKENS / 3 - 1 };
	struct name_form forms[FORMS];
	struct tokens t = {ret_tokens, 0};
	size_t n = name_forms(given, strlen(given), forms, FORMS);
	int rc = ERR_OK;
	for (int beside = 0; beside < 3; beside++) {
		int64_t year = born + (beside == 0 ? 0 : beside == 1 ? -1 : 1);
		if (rc == ERR_OK)
			rc = token_add(cx, &t, given, family, year);
		for (size_t i = 0; rc == ERR_OK && i < n; i++)
			rc = token_add(cx, &t, arena_strndup(cx->arena, forms[i].at, forms[i].n), family, year);
	}
	*ret_n = t.n;
	return rc;
}
