#include "core/person_word.h"

#include "base/str.h"
#include "crypt/token.h"

enum { WORD_BYTES = 8 };

int person_word(struct cx *cx, struct blob ref, const char **ret_word) {
	uint8_t mark[HASH_SIZE];
	char *word = arena_alloc(cx->arena, 2 * WORD_BYTES + 1);
	int rc = token_mark(cx, "atrama person word 1", ref, mark);
	if (rc != 0)
		return rc;
	hex_put(word, mark, WORD_BYTES);
	*ret_word = word;
	return 0;
}
