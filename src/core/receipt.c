#include "core/receipt.h"

#include <jansson.h>
#include <string.h>

#include "base/buf.h"
#include "base/str.h"
#include "crypt/token.h"
#include "op/assets.h"
#include "op/op.h"
#include "text/fold.h"

enum { WORD_BYTES = 64 };

struct pick { /* six places in one list */
	const char *lang;
	uint16_t at[RECEIPT_WORDS];
};

static json_t *lists_read(void) {
	const struct asset *asset = asset_find(&op_assets, "profiles/words.json");
	return asset == NULL ? NULL : json_loadb((const char *)asset->at, asset->n, 0, NULL);
}

/* Both from the same bytes, under names of their own: neither tells the other. */
static int keys_make(struct cx *cx, const struct pick *pick, struct receipt *r) {
	const struct blob bytes = BLOB_STR(arena_printf(cx->arena, "%s:%u-%u-%u-%u-%u-%u", pick->lang, pick->at[0], pick->at[1],
		pick->at[2], pick->at[3], pick->at[4], pick->at[5]));
	int rc = token_mark(cx, "lead receipt 1", bytes, r->token);
	return rc == ERR_OK ? token_mark(cx, "lead words 1", bytes, r->secret) : rc;
}

int receipt_new(struct cx *cx, struct receipt *ret_receipt) {
	json_t *lists = lists_read(), *list = json_object_get(lists, cx->lang);
	struct pick pick = {.lang = cx->lang};
	struct receipt r = {0};
	struct buf words = buf_new(cx->arena, RECEIPT_WORDS * WORD_BYTES);
	int rc = bug_if(cx, json_array_size(list) != RECEIPT_LIST);
	cx->rng(pick.at, sizeof pick.at);
	for (size_t i = 0; rc == ERR_OK && i < RECEIPT_WORDS; i++) {
		pick.at[i] %= RECEIPT_LIST; /* a power of two: each as likely as any other */
		buf_printf(&words, "%s%s", i == 0 ? "" : " ", json_string_value(json_array_get(list, pick.at[i])));
	}
	json_decref(lists);
	if (rc == ERR_OK)
		rc = keys_make(cx, &pick, &r);
	r.words = words.at;
	if (rc == ERR_OK)
		*ret_receipt = r;
	return rc;
}

static bool is_letter(unsigned char c) {
	return c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '\'';
}

/* The next word of what was typed, without capitals and accents. False at its end. */
static bool word_next(const char **at, char ret_word[WORD_BYTES]) {
	while (**at != 0 && !is_letter((unsigned char)**at))
		++*at;
	size_t n = 0;
	while (is_letter((unsigned char)(*at)[n]))
		n++;
	if (n == 0)
		return false;
	ret_word[fold_name(*at, n, ret_word, WORD_BYTES - 1)] = 0;
	*at += n;
	return true;
}

/* The place of a word in a list, or -1; looks at all of them, whichever it is. */
static int place_of(const json_t *list, const char *word) {
	int found = -1;
	size_t i;
	json_t *one;
	json_array_foreach((json_t *)list, i, one) {
		char folded[WORD_BYTES];
		const char *text = json_string_value(one);
		folded[fold_name(text, strlen(text), folded, sizeof folded - 1)] = 0;
		if (str_equal(folded, word))
			found = (int)i;
	}
	return found;
}

static bool all_in(const json_t *list, char words[RECEIPT_WORDS][WORD_BYTES], struct pick *pick) {
	bool all = true;
	for (size_t i = 0; i < RECEIPT_WORDS; i++) {
		int at = place_of(list, words[i]);
		all = all && at >= 0;
		pick->at[i] = (uint16_t)(at < 0 ? 0 : at);
	}
	return all;
}

/* One receipt of each list that has all the words. */
static int find(struct cx *cx, const json_t *lists, char words[RECEIPT_WORDS][WORD_BYTES], struct receipt *receipts, size_t *n) {
	const char *lang;
	json_t *list;
	int rc = ERR_OK;
	json_object_foreach((json_t *)lists, lang, list) {
		struct pick pick = {.lang = lang};
		if (rc != ERR_OK || *n == RECEIPT_LISTS || !all_in(list, words, &pick))
			continue;
		receipts[*n] = (struct receipt){0};
		rc = keys_make(cx, &pick, &receipts[*n]);
		++*n;
	}
	return rc;
}

int receipt_read(struct cx *cx, const char *typed, struct receipt ret_receipts[RECEIPT_LISTS], size_t *ret_n) {
	const char *field = fields[F_RECEIPT].name;
	char words[RECEIPT_WORDS][WORD_BYTES], more[WORD_BYTES];
	size_t n = 0;
	while (n < RECEIPT_WORDS && word_next(&typed, words[n]))
		n++;
	if (n < RECEIPT_WORDS || word_next(&typed, more))
		return err_say(cx, ERR_INVALID, field, N_("There are six words."), NULL);
	json_t *lists = lists_read();
	int rc = bug_if(cx, lists == NULL);
	*ret_n = 0;
	if (rc == ERR_OK)
		rc = find(cx, lists, words, ret_receipts, ret_n);
	json_decref(lists);
	return rc != ERR_OK || *ret_n > 0 ? rc
		: err_say(cx, ERR_INVALID, field, N_("One of these is none of our words: look for a wrong letter."), NULL);
}
