/*
 * Telephones of an account that fetch forms and send them in: a key for one more, shown once as words and as a picture
 * that ODK Collect reads; which there are; ending one.
 */
#include <string.h>

#include "base/str.h"
#include "view/qr.h"
#include "web/ask.h"
#include "web/bytes64.h"
#include "web/route.h"

enum { SETTINGS_MOST = 2000 };

static uint32_t adler(const char *text, size_t n) {
	uint32_t a = 1, b = 0;
	for (size_t i = 0; i < n; i++) {
		a = (a + (unsigned char)text[i]) % 65521;
		b = (b + a) % 65521;
	}
	return b << 16 | a;
}

/* The settings as Collect reads them from a picture: JSON in a zlib stream of one stored block, in base64. */
static const char *settings_of(const struct page *page, const char *name, const char *secret) {
	struct cx *cx = page->cx;
	const char *site = arena_printf(cx->arena, "%s://%s/openrosa", page->request->tls ? "https" : "http", page->request->host);
	json_t *settings = json_pack("{s:{s:s, s:s, s:s, s:s, s:b, s:b}, s:{}, s:{s:s}}", "general", "protocol", "odk_default",
		"server_url", site, "username", name, "password", secret, "analytics", 0, "delete_send", 1, "admin", "project", "name",
		"Atrama");
	char json[SETTINGS_MOST];
	size_t n = json_dumpb(settings, json, sizeof json, JSON_COMPACT);
	if (n > sizeof json)
		return NULL;
	uint32_t sum = adler(json, n);
	struct buf b = buf_new(cx->arena, SETTINGS_MOST + 16);
	const char head[] = {0x78, 0x01, 0x01, (char)(n & 0xff), (char)(n >> 8), (char)(~n & 0xff), (char)(~n >> 8 & 0xff)};
	const char tail[] = {(char)(sum >> 24), (char)(sum >> 16), (char)(sum >> 8), (char)sum};
	buf_add(&b, head, sizeof head);
	buf_add(&b, json, n);
	buf_add(&b, tail, sizeof tail);
	char *text = arena_strdup(cx->arena, bytes64_put(cx->arena, (struct blob){b.at, b.n})); /* now the alphabet of RFC 2045 */
	for (char *c = text; *c != 0; c++)
		*c = *c == '-' ? '+' : *c == '_' ? '/' : *c;
	return arena_printf(cx->arena, "%s%s", text, strlen(text) % 4 == 2 ? "==" : strlen(text) % 4 == 3 ? "=" : "");
}

static int made_page(struct page *page, size_t call) {
	const char *name = page_text(page, call, "key_name"), *secret = page_text(page, call, "key_secret"), *path = NULL;
	const char *settings = settings_of(page, name, secret);
	int side = 0;
	int rc = settings == NULL ? ERR_LIMIT : qr_path(page->cx, settings, &side, &path);
	if (rc != 0)
		return rc;
	struct buf spaced = buf_new(page->cx->arena, 256);
	for (size_t i = 0; secret[i] != 0; i++)
		buf_printf(&spaced, "%s%c", i > 0 && i % 4 == 0 ? " " : "", secret[i]);
	return page_render(page, "telephone", json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:O, s:{s:i, s:s}}", "title",
		N_("A telephone's key"), "back", "/account/telephones", "site",
		arena_printf(page->cx->arena, "%s://%s/openrosa", page->request->tls ? "https" : "http", page->request->host),
		"name", name, "secret", secret, "spaced", spaced.at, "until",
		json_object_get(page_answer(page, call), "until"), "qr", "side", side, "path", path));
}

static int telephones_page(struct page *page) {
	static const struct ask_way done[] = {{"ended", N_("The key has ended. What that telephone has not sent yet stays on it.")}, {0}};
	int rc;
	if (!page_proved(page, &rc))
		return rc;
	if (page_posted(page)) {
		size_t call = page_add(page, OP_field_key_make, page_form(page, OP_field_key_make));
		rc = page_run(page);
		if (rc == 0)
			return made_page(page, call);
		if (!page_mend(page, rc))
			return rc;
	}
	size_t list = page_add(page, OP_field_key_list, NULL);
	rc = page_run(page);
	if (rc != 0)
		return rc;
	return page_render(page, "telephones", json_pack("{s:s, s:s, s:o, s:O, s:o}", "title", N_("Telephones in the field"),
		"back", "/account", "told", ask_told(page, done), "keys", page_rows(page, list),
		"label", ask_text(page, F_LABEL, N_("What do you call the telephone?"), N_("For example: patrol car 2, or my own."))));
}

static int end_page(struct page *page) {
	if (!page_posted(page))
		return page_redirect(page, "/account/telephones");
	page_add(page, OP_field_key_end, page_form(page, OP_field_key_end));
	int rc = page_run(page);
	return rc != 0 ? rc : page_redirect(page, "/account/telephones?done=ended");
}

const struct route routes_telephone[] = {
	{"/account/telephones", telephones_page, ROUTE_POST},
	{"/account/telephones/end", end_page, ROUTE_POST},
	{0},
};
