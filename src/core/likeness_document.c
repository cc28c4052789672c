/* likeness_document.c - equal documents link two records at once, in the registry's own name, and part them again. */
#include "core/likeness.h"

#include "core/fact.h"
#include "core/identity.h"
#include "core/projection.h"
#include "core/write.h"
#include "crypt/token.h"
#include "db/queries.h"
#include "op/profile.h"
#include "text/name.h"

enum { COMMON = 20 }; /* so many records with one document are no document */

struct found { /* another person with the same document */
	int64_t other;
	bool contradicts;
};

/* "none", "-" and "00000" are written where there is no number: a document's has five signs, three of them digits. */
static bool is_number(struct cx *cx, const char *document) {
	const char *s = document_canonical(cx->arena, document);
	size_t digits = 0, kinds = 0;
	for (size_t i = 0; s[i] != 0; i++) {
		digits += s[i] >= '0' && s[i] <= '9';
		kinds += memchr(s, s[i], i) == NULL;
	}
	return strlen(s) >= 5 && digits >= 3 && kinds >= 3;
}

/* Whether what two records say of birth and document cannot be of one person, or tells nothing. */
static int contradict(struct cx *cx, int64_t one, int64_t two, bool *ret_contradict) {
	struct identity a, b;
	int rc = identity_of(cx, one, &a);
	if (rc == ERR_OK)
		rc = identity_of(cx, two, &b);
	if (rc == ERR_OK)
		*ret_contradict |= (a.born != NONE && b.born != NONE && a.born != b.born)
			|| (a.birth != NONE && b.birth != NONE && a.birth != b.birth) || a.document == NULL
			|| !is_number(cx, a.document);
	else if (rc == ERR_NOTFOUND) /* erased: there is nothing to compare */
		*ret_contradict = true;
	return rc == ERR_NOTFOUND ? ERR_OK : rc;
}

/* Those with the same document; *ret_common where they are too many. */
static int find_same(struct cx *cx, int64_t person, struct found found[COMMON], size_t *ret_n, bool *ret_common) {
	struct rows rows;
	struct row_identity_same each, all[COMMON];
	size_t pairs = 0, n = 0;
	int rc = q_identity_same(cx, person, TOKEN_DOCUMENT, &rows);
	if (rc != ERR_OK)
		return rc;
	while (pairs < COMMON && q_identity_same_next(&rows, &each))
		all[pairs++] = each;
	rc = rows_end(&rows);
	for (size_t i = 0; rc == ERR_OK && i < pairs; i++) {
		if (n == 0 || found[n - 1].other != all[i].other)
			found[n++] = (struct found){.other = all[i].other};
		rc = contradict(cx, all[i].own, all[i].theirs, &found[n - 1].contradicts);
	}
	*ret_n = n;
	*ret_common = pairs == COMMON;
	return rc;
}

static bool is_found(const struct found *found, size_t n, int64_t other) {
	for (size_t i = 0; i < n; i++)
		if (found[i].other == other && !found[i].contradicts)
			return true;
	return false;
}

/* What the registry said before and would not say now. */
static int take_back(struct cx *cx, int64_t person, const struct found *found, size_t n) {
	struct rows rows;
	struct row_link_documents each;
	struct buf gone = buf_new(cx->arena, 1 << 16);
	int rc = q_link_documents(cx, person, &rows);
	if (rc != ERR_OK)
		return rc;
	while (q_link_documents_next(&rows, &each))
		if (!is_found(found, n, each.other))
			buf_add(&gone, &each.id, sizeof each.id);
	rc = rows_end(&rows);
	const int64_t *ids = (const int64_t *)(const void *)gone.at;
	for (size_t i = 0; rc == ERR_OK && i < gone.n / sizeof *ids; i++)
		rc = fact_retract(cx, FACT_LINK, ids[i]);
	return rc;
}

/* Whether people have said what the two are; who was not sure has not, nor has the registry, where it weighed them. */
static bool is_said(const struct row_link_newest *said) {
	return said->state != LIKE_UNSURE && said->why != WHY_SAME_WEIGHED;
}

/* Unless anybody has said what the two are. */
static int link_found(struct cx *cx, int64_t person, int64_t other) {
	struct row_likeness_pair pair;
	struct row_link_newest said;
	int64_t id;
	struct fact f = fact_new(cx, &(struct in){0});
	int rc = likeness_pair_get(cx, person, other, &pair);
	if (rc == ERR_OK)
		rc = q_link_newest(cx, pair.person, pair.other, &said);
	if (rc != ERR_NOTFOUND && (rc != ERR_OK || is_said(&said)))
		return rc;
	f.person = pair.person;
	f.certainty = CERTAINTY_CONFIRMED;
	rc = likeness_put(cx, &f, &pair, LIKE_SAME, WHY_SAME_DOCUMENT, &id);
	if (rc == ERR_OK)
		rc = q_task_likeness_done(cx, pair.person, pair.id);
	return rc == ERR_OK ? project_same_person(cx, person) : rc;
}

int likeness_documents(struct cx *cx, int64_t person, bool again) {
	struct found found[COMMON];
	size_t n = 0;
	bool common = false;
	int rc = find_same(cx, person, found, &n, &common);
	if (rc == ERR_OK && (again || common))
		rc = take_back(cx, person, found, common ? 0 : n);
	for (size_t i = 0; rc == ERR_OK && i < n; i++) {
		if (common)
			rc = take_back(cx, found[i].other, NULL, 0);
		else if (!found[i].contradicts)
			rc = link_found(cx, person, found[i].other);
	}
	return rc;
}
