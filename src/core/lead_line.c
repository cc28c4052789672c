/* lead_line.c - the words of a signal: each line under a key of its own, which is sealed to whoever may read it. */
#include <string.h>

#include "core/grow.h"
#include "core/lead.h"
#include "core/vault.h"
#include "crypt/seal.h"
#include "db/queries.h"

static struct seal_at words_at(int64_t id, const struct ref *ref) {
	return (struct seal_at){.table = "lead_line", .column = "words", .row = id, .subject = *ref, .c = C_NARR};
}

static struct box_use receipt_use(int64_t id) {
	return (struct box_use){.what = "lead receipt", .row = id, .version = 1};
}

static int text_seal(struct cx *cx, int64_t id, const struct ref *ref, const uint8_t bytes[BOX_KEY], const char *words,
	struct blob *ret_sealed) {
	struct seal_at at = words_at(id, ref);
	struct key *key = NULL;
	int rc = key_from(cx, C_NARR, ref, bytes, &key);
	if (rc == ERR_OK)
		rc = seal(cx, key, &at, words, ret_sealed);
	key_close(key);
	return rc;
}

static int text_open(struct cx *cx, int64_t id, const struct ref *ref, const uint8_t bytes[BOX_KEY], struct blob sealed,
	const char **ret_words) {
	struct seal_at at = words_at(id, ref);
	struct key *key = NULL;
	int rc = key_from(cx, C_NARR, ref, bytes, &key);
	if (rc == ERR_OK)
		rc = unseal(cx, key, &at, sealed, ret_words);
	key_close(key);
	return rc;
}

int lead_line_add(struct cx *cx, int64_t lead, const struct ref *ref, int64_t desk, int kind, const char *words,
	const uint8_t *receipt) {
	struct row_lead_line_next next;
	struct blob sealed, desk_key, receipt_key = BLOB(NULL, 0);
	uint8_t bytes[BOX_KEY];
	cx->rng(bytes, sizeof bytes);
	int rc = q_lead_line_next(cx, &next);
	if (rc == ERR_OK)
		rc = text_seal(cx, next.id, ref, bytes, words, &sealed);
	if (rc == ERR_OK)
		rc = vault_seal(cx, desk, "lead", next.id, bytes, &desk_key);
	if (rc == ERR_OK && receipt != NULL) {
		const struct box_use use = receipt_use(next.id);
		rc = box_seal(cx, receipt, &use, bytes, &receipt_key);
	}
	if (rc == ERR_OK)
		rc = q_lead_line_add(cx, next.id, lead, kind, sealed, desk_key, receipt_key, cx->now, cx->act);
	crypt_wipe(bytes, sizeof bytes);
	return rc;
}

struct lines {
	struct row_lead_lines *at;
	size_t n;
};

static int lines_read(struct cx *cx, int64_t lead, struct lines *ret) {
	struct rows rows;
	struct row_lead_lines each;
	struct lines all = {0};
	int rc = q_lead_lines(cx, lead, &rows);
	if (rc != ERR_OK)
		return rc;
	while (q_lead_lines_next(&rows, &each)) {
		all.at = grow(cx->arena, all.at, all.n, sizeof *all.at);
		all.at[all.n++] = each;
	}
	*ret = all;
	return rows_end(&rows);
}

/* Opens those that `key_of` has a key of, with `open`. */
typedef int line_key(struct cx *cx, const struct row_lead_lines *line, void *with, uint8_t ret_bytes[BOX_KEY]);

static int lines_open(struct cx *cx, int64_t lead, const struct ref *ref, line_key *open, void *with,
	struct lead_text **ret_lines, size_t *ret_n) {
	struct lines all;
	uint8_t bytes[BOX_KEY];
	int rc = lines_read(cx, lead, &all);
	if (rc != ERR_OK)
		return rc;
	struct lead_text *texts = arena_array(cx->arena, all.n + 1, sizeof *texts);
	size_t n = 0;
	for (size_t i = 0; rc == ERR_OK && i < all.n; i++) {
		const struct row_lead_lines *line = &all.at[i];
		if (line->words.at == NULL)
			continue;
		rc = open(cx, line, with, bytes);
		if (rc == ERR_NOTFOUND) { /* not for this reader, or nobody holds the key any more */
			rc = ERR_OK;
			continue;
		}
		if (rc == ERR_OK)
			rc = text_open(cx, line->id, ref, bytes, line->words, &texts[n].words);
		texts[n].kind = line->kind;
		texts[n].at = line->at;
		n++;
	}
	crypt_wipe(bytes, sizeof bytes);
	if (rc == ERR_OK) {
		*ret_lines = texts;
		*ret_n = n;
	}
	return rc;
}

struct reader {
	struct vault vault;
	bool desk;
};

static int key_of_org(struct cx *cx, const struct row_lead_lines *line, void *with, uint8_t ret_bytes[BOX_KEY]) {
	struct reader *r = with;
	struct blob key = r->desk ? line->desk_key : line->other_key;
	if (key.at == NULL)
		return ERR_NOTFOUND;
	int rc = r->vault.version == 0 ? vault_open_for(cx, cx->actor.org, &r->vault) : ERR_OK;
	return rc == ERR_OK ? vault_unseal(cx, &r->vault, r->desk ? "lead" : "lead handed", line->id, key, ret_bytes) : rc;
}

int lead_lines_open(struct cx *cx, int64_t lead, const struct ref *ref, int64_t desk, struct lead_text **ret_lines,
	size_t *ret_n) {
	struct reader r = {.desk = desk == cx->actor.org};
	int rc = lines_open(cx, lead, ref, key_of_org, &r, ret_lines, ret_n);
	vault_close(&r.vault);
	return rc;
}

static int key_of_receipt(struct cx *cx, const struct row_lead_lines *line, void *with, uint8_t ret_bytes[BOX_KEY]) {
	const struct box_use use = receipt_use(line->id);
	return line->receipt_key.at == NULL ? ERR_NOTFOUND : box_open(cx, with, &use, line->receipt_key, ret_bytes);
}

int lead_lines_answered(struct cx *cx, int64_t lead, const struct ref *ref, const uint8_t secret[BOX_KEY],
	struct lead_text **ret_lines, size_t *ret_n) {
	uint8_t own[BOX_KEY];
	memcpy(own, secret, sizeof own);
	int rc = lines_open(cx, lead, ref, key_of_receipt, own, ret_lines, ret_n);
	crypt_wipe(own, sizeof own);
	return rc;
}

int lead_lines_hand(struct cx *cx, int64_t lead, int64_t desk, int64_t org) {
	struct reader r = {.desk = desk == cx->actor.org};
	struct lines all;
	uint8_t bytes[BOX_KEY];
	int rc = lines_read(cx, lead, &all);
	for (size_t i = 0; rc == ERR_OK && i < all.n; i++) {
		struct blob sealed;
		if (all.at[i].words.at == NULL || all.at[i].kind == LEAD_LINE_ANSWER)
			continue;
		rc = key_of_org(cx, &all.at[i], &r, bytes);
		if (rc == ERR_OK)
			rc = vault_seal(cx, org, "lead handed", all.at[i].id, bytes, &sealed);
		if (rc == ERR_OK)
			rc = q_lead_line_hand(cx, all.at[i].id, sealed);
	}
	crypt_wipe(bytes, sizeof bytes);
	vault_close(&r.vault);
	return rc;
}
