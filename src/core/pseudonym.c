#include "core/pseudonym.h"

#include "base/str.h"
#include "crypt/token.h"

int pseudonym(struct cx *cx, const char *use, int64_t org, int64_t year, int64_t person, char ret_word[PSEUDONYM_TEXT]) {
	const int64_t bytes[] = {org, year, person};
	uint8_t mark[HASH_SIZE];
	int rc = token_mark(cx, use, BLOB(bytes, sizeof bytes), mark);
	if (rc == ERR_OK)
		hex_put(ret_word, mark, (PSEUDONYM_TEXT - 1) / 2);
	return rc;
}
