/*
 * Documents and pictures: the first byte says what they are said to be. To a picture nothing is added but which way up
 * it is held; cleaned again it is the same bytes.
 */
#include <string.h>

#include "core/media.h"
#include "fuzz/fuzz.h"
#include "op/op.h"

FUZZ(cx, at, n) {
	enum { ADDED = 36 }; /* which way up it is held */
	struct blob clean, again;
	if (n == 0 || n > 64 << 10)
		return;
	int media = at[0] % 3 + MEDIA_PDF;
	const struct blob bytes = {at + 1, n - 1};
	int rc = media_clean(cx, media, bytes, &clean);
	MUST(rc == ERR_OK || rc == ERR_INVALID);
	if (rc != ERR_OK)
		return;
	MUST(media_begins(media, clean) && clean.n <= bytes.n + ADDED);
	MUST(media_clean(cx, media, clean, &again) == ERR_OK && again.n == clean.n && memcmp(again.at, clean.at, clean.n) == 0);
}
