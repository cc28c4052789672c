/* Headers a browser chooses: cookies, what it would rather have, where it wants to go. */
#include "fuzz/fuzz.h"
#include "text/catalogue.h"
#include "web/form.h"
#include "web/http.h"

FUZZ(cx, at, n) {
	char *text = fuzz_text(at, n);
	const char *cookie = cookie_get(cx->arena, text, "atrama");
	if (cookie != NULL) {
		MUST(strchr(cookie, ';') == NULL && strlen(cookie) < n);
		/* The same cookie alone reads the same; planted twice with another value it is not trusted. */
		const char *alone = arena_printf(cx->arena, "atrama=%s", cookie);
		MUST(str_equal(cookie_get(cx->arena, alone, "atrama"), cookie));
		MUST(cookie_get(cx->arena, arena_printf(cx->arena, "%s; atrama=%sx", text, cookie), "atrama") == NULL);
	}
	const char *lang = http_lang(text);
	if (lang != NULL)
		MUST(text_lang(lang) == lang);
	(void)http_wants_json(text);
	bool clean = http_clean(text);
	for (const char *c = text; clean && *c != 0; c++)
		MUST(*c >= 0x20 && *c < 0x7f);
	if (http_local(text)) {
		MUST(text[0] == '/' && text[1] != '/' && text[1] != '\\');
		for (const char *c = text; *c != 0; c++)
			MUST((unsigned char)*c > 0x20 && *c != '\\');
	}
	free(text);
}
