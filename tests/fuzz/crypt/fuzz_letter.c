/*
 * Encrypted answers as anybody may send them in a telephone's name: a sound letter of which the input changes one part. Only
 * the letter as it was opens, and gives what was sealed; everything else is refused by its key or its signature, with none of
 * its own words in the refusal.
 */
#include "crypt/odk.h"
#include "crypt/text64.h"
#include "fuzz/fuzz.h"
#include "unit/crypt/odk.h"

enum { PHOTO, ANSWERS, KEY, SIGNATURE, FORM, VERSION, INSTANCE, NAME, FEWER, PARTS };

static struct blob bytes_of(struct cx *cx, const char *text) {
	struct blob bytes;
	char *clean = arena_strdup(cx->arena, text), *to = clean;
	for (const char *c = text; *c != 0; c++)
		if (*c != '=')
			*to++ = *c == '+' ? '-' : *c == '/' ? '_' : *c;
	*to = 0;
	MUST(base64_get(cx, "x", clean, &bytes) == ERR_OK);
	return bytes;
}

static bool same(struct blob a, struct blob b) {
	return a.n == b.n && memcmp(a.at, b.at, a.n) == 0;
}

FUZZ(cx, at, n) {
	struct odk_file files[2] = {{.name = "photo.jpg", .sealed = bytes_of(cx, ODK_PHOTO)},
		{.name = "submission.xml", .sealed = bytes_of(cx, ODK_ANSWERS)}};
	struct odk_letter l = {.form = "own", .version = "3", .instance = "uuid:5b9cf8d1-106f-4004-844f-c072d76762ed",
		.key = ODK_KEY, .signature = ODK_SIGNATURE, .n = 2, .files = files};
	const char **texts[PARTS] = {[KEY] = &l.key, [SIGNATURE] = &l.signature, [FORM] = &l.form, [VERSION] = &l.version,
		[INSTANCE] = &l.instance, [NAME] = &files[0].name};
	int part = fuzz_take(&at, &n) % PARTS;
	struct blob other = BLOB(at, n);
	char *text = fuzz_text(at, n);
	bool changed = true;
	if (part == PHOTO || part == ANSWERS) {
		changed = !same(files[part].sealed, other);
		files[part].sealed = other;
	} else if (part == FEWER) {
		l.n = 1;
	} else {
		changed = strcmp(*texts[part], text) != 0;
		*texts[part] = arena_strdup(cx->arena, text);
	}
	free(text);
	int rc = odk_open(cx, ODK_SECRET, &l);
	if (rc == ERR_OK) { /* Base64 has blanks and line ends, and its padding, wherever anybody likes them; its last letter has bits to spare */
		MUST(!changed || part == KEY || part == SIGNATURE);
		MUST(same(files[0].clear, BLOB("\xff\xd8\xffpicture", 10)) && str_starts(files[1].clear.at, "<data id=\"own\""));
		return;
	}
	MUST(changed && rc == ERR_INVALID && cx->err.value == NULL);
	MUST(strcmp(cx->err.field, "signature") == 0 || (part == KEY && strcmp(cx->err.field, "key") == 0));
}
