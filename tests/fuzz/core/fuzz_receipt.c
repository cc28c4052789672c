/*
 * The six words of a receipt as anybody might type them. What is taken is a receipt of at least one list; a receipt that was
 * given, typed with other blanks and signs between its words and with capitals, is that receipt; a refusal repeats no word.
 */
#include <unistd.h>

#include "core/receipt.h"
#include "crypt/crypt.h"
#include "crypt/ring.h"
#include "fuzz/fuzz.h"

static struct ring *ring;

static void open_ring(void) {
	char dir[] = "/tmp/atrama-fuzz-XXXXXX", path[64];
	struct cx cx = {.arena = arena_new(1 << 20), .rng = fuzz_rng, .lang = "en"};
	MUST(crypt_init() == ERR_OK && mkdtemp(dir) != NULL);
	MUST(ring_create(&cx, dir, true) == ERR_OK && ring_open(&cx, dir, &ring) == ERR_OK);
	snprintf(path, sizeof path, "%s/keys/root", dir);
	unlink(path);
	snprintf(path, sizeof path, "%s/keys", dir);
	rmdir(path);
	rmdir(dir);
	arena_free(cx.arena);
}

/* The words, parted by what the input says, some of their letters large. */
static const char *typed(struct cx *cx, const char *words, const uint8_t *at, size_t n) {
	static const char between[] = " ,.-;:\t\n/0123456789()";
	char *text = arena_alloc(cx->arena, 2 * strlen(words) + 1), *to = text;
	for (const char *c = words; *c != 0; c++) {
		uint8_t how = fuzz_take(&at, &n);
		if (*c != ' ') {
			*to++ = (how & 1) != 0 && *c >= 'a' && *c <= 'z' ? (char)(*c - 'a' + 'A') : *c;
			continue;
		}
		*to++ = between[how % (sizeof between - 1)];
		*to++ = between[(how >> 4) % (sizeof between - 1)];
	}
	*to = 0;
	return text;
}

FUZZ(cx, at, n) {
	static const char *const langs[] = {"lt", "en", "uk", "ru"};
	struct receipt made, read[RECEIPT_LISTS];
	size_t found = 0;
	if (ring == NULL)
		open_ring();
	cx->ring = ring;
	uint8_t how = fuzz_take(&at, &n);
	if (how % 2 == 0) { /* reading takes long: one a run */
		char *text = fuzz_text(at, n);
		int rc = receipt_read(cx, text, read, &found);
		free(text);
		MUST(rc == ERR_OK ? found > 0 && found <= RECEIPT_LISTS : rc == ERR_INVALID && cx->err.value == NULL);
		return;
	}
	cx->lang = langs[how / 2 % (sizeof langs / sizeof *langs)];
	fuzz_seed += fuzz_take(&at, &n);
	MUST(receipt_new(cx, &made) == ERR_OK);
	MUST(receipt_read(cx, typed(cx, made.words, at, n), read, &found) == ERR_OK);
	bool there = false;
	for (size_t i = 0; i < found; i++)
		there = there || (memcmp(read[i].token, made.token, sizeof made.token) == 0
			&& memcmp(read[i].secret, made.secret, sizeof made.secret) == 0);
	MUST(there);
}
