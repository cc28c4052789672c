#include "core/find.h"

#include "core/identity.h"
#include "crypt/token.h"
#include "db/queries.h"

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
