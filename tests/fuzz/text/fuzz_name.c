/* Names, documents, telephone numbers in any bytes at all: keys stay plain, short and the same for the same name. */
#include "base/utf8.h"
#include "fuzz/fuzz.h"
#include "text/format.h"
#include "text/name.h"

static void plain_words(const char *s) {
	MUST(*s != ' ' && !str_ends(s, " ") && strstr(s, "  ") == NULL);
	MUST(utf8_valid(s, strlen(s)));
	for (const char *c = s; *c != 0; c++)
		MUST((unsigned char)*c >= 0x20 && !(*c >= 'A' && *c <= 'Z'));
}

FUZZ(cx, at, n) {
	static bool warm;
	if (!warm)
		text_warm();
	warm = true;
	char *text = fuzz_text(at, n);
	bool valid = utf8_valid(text, utf8_cut(text, NAME_MAX_BYTES));
	enum name_script script = name_script(text);
	MUST(script < SCRIPT__MAX);
	const char *plain = name_plain(cx->arena, text), *key = name_key(cx->arena, text);
	const char *sorted = name_key_sorted(cx->arena, text), *fold = text_fold(cx->arena, text);
	plain_words(plain);
	plain_words(fold);
	MUST(utf8_valid(key, strlen(key)) && strlen(key) == strlen(sorted));
	MUST(valid || (*plain == 0 && *key == 0 && *sorted == 0 && *fold == 0));
	MUST(str_equal(key, name_key(cx->arena, text)));
	const char *document = document_canonical(cx->arena, text);
	MUST(strpbrk(document, " -./abcdefghijklmnopqrstuvwxyz") == NULL && utf8_valid(document, strlen(document)));
	const char *phone = phone_canonical(cx->arena, text, "370");
	if (*phone != 0) {
		MUST(phone[0] == '+' && strlen(phone) >= 7 && strlen(phone) <= 16);
		MUST(phone[1 + strspn(phone + 1, "0123456789")] == 0);
		MUST(str_equal(phone_canonical(cx->arena, phone, "370"), phone));
	}
	free(text);
}
