#include "text/catalogue.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "text/assets.h"

enum { MO_MAGIC = 0x950412de, MO_HEADER = 28, MESSAGE_MAX = 64 << 10 };

const char *const text_langs[TEXT_LANGS + 1] = {"lt", "en", "uk", "ru", NULL};

/* The catalogues built into the program, proven once and only read afterwards. */
static struct catalogue catalogues[TEXT_LANGS];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static uint32_t u32_at(const char *bytes, size_t at) {
	uint32_t v;
	memcpy(&v, bytes + at, sizeof v);
	return v;
}

/* Whether entry `i` of the table at `table` is a string that lies inside and ends in NUL. */
static bool entry_sound(const char *bytes, size_t n, uint32_t table, uint32_t i) {
	size_t length = u32_at(bytes, table + 8U * (size_t)i), at = u32_at(bytes, table + 8U * (size_t)i + 4);
	return at < n && length < n - at && bytes[at + length] == 0;
}

int catalogue_open(struct catalogue *ret_c, const void *bytes, size_t n) {
	const char *p = bytes;
	if (n < MO_HEADER || u32_at(p, 0) != MO_MAGIC || u32_at(p, 4) >> 16 != 0)
		return ERR_INVALID;
	struct catalogue c = {.bytes = p, .n = n, .count = u32_at(p, 8), .ids = u32_at(p, 12), .texts = u32_at(p, 16)};
	if (c.count > n / 16 || c.ids > n || c.texts > n || (n - c.ids) / 8 < c.count || (n - c.texts) / 8 < c.count)
		return ERR_INVALID;
	for (uint32_t i = 0; i < c.count; i++)
		if (!entry_sound(p, n, c.ids, i) || !entry_sound(p, n, c.texts, i))
			return ERR_INVALID;
	*ret_c = c;
	return ERR_OK;
}

/* A plural entry is "one\0many" -> "form 0\0form 1\0form 2"; comparing as C strings finds it by "one". */
const char *catalogue_find(const struct catalogue *c, const char *msgid, unsigned form) {
	uint32_t low = 0, high = c->count;
	while (low < high) {
		uint32_t mid = low + (high - low) / 2;
		int order = strcmp(msgid, c->bytes + u32_at(c->bytes, c->ids + 8U * (size_t)mid + 4));
		if (order == 0) {
			size_t length = u32_at(c->bytes, c->texts + 8U * (size_t)mid);
			const char *text = c->bytes + u32_at(c->bytes, c->texts + 8U * (size_t)mid + 4), *end = text + length;
			for (; form > 0 && text < end; form--)
				text += strlen(text) + 1;
			return text < end ? text : NULL;
		}
		if (order < 0)
			high = mid;
		else
			low = mid + 1;
	}
	return NULL;
}

const char *text_lang(const char *tag) {
	for (int i = 0; tag != NULL && i < TEXT_LANGS; i++)
		if (strncasecmp(tag, text_langs[i], 2) == 0 && (tag[2] == 0 || tag[2] == '-' || tag[2] == '_'))
			return text_langs[i];
	return NULL;
}

static void open_all(void) {
	for (int i = 0; i < TEXT_LANGS; i++) {
		char path[16];
		snprintf(path, sizeof path, "po/%s.mo", text_langs[i]);
		const struct asset *m = asset_find(&text_assets, path);
		if (m != NULL && catalogue_open(&catalogues[i], m->at, m->n) != ERR_OK) {
			fprintf(stderr, "atrama: the catalogue %s is damaged\n", path);
			abort();
		}
	}
}

static const char *find(const char *lang, const char *msgid, unsigned form) {
	pthread_once(&once, open_all);
	const char *known = text_lang(lang);
	for (int i = 0; i < TEXT_LANGS; i++)
		if (known == text_langs[i])
			return catalogue_find(&catalogues[i], msgid, form);
	return NULL;
}

const char *text_say(const char *lang, const char *msgid) {
	if (msgid == NULL || *msgid == 0) /* the empty id is the catalogue's own header */
		return "";
	const char *text = find(lang, msgid, 0);
	return text != NULL && *text != 0 ? text : msgid;
}

unsigned text_plural(const char *lang, int64_t n) {
	uint64_t m = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;
	uint64_t ten = m % 10, hundred = m % 100;
	if (lang != NULL && strncmp(lang, "lt", 2) == 0)
		return ten == 1 && hundred != 11 ? 0 : ten >= 2 && (hundred < 10 || hundred >= 20) ? 1 : 2;
	if (lang != NULL && (strncmp(lang, "uk", 2) == 0 || strncmp(lang, "ru", 2) == 0))
		return ten == 1 && hundred != 11 ? 0 : ten >= 2 && ten <= 4 && (hundred < 12 || hundred > 14) ? 1 : 2;
	return m != 1;
}

const char *text_say_n(const char *lang, const char *one, const char *many, int64_t n) {
	const char *text = find(lang, one, text_plural(lang, n));
	return text != NULL && *text != 0 ? text : n == 1 || n == -1 ? one : many;
}

const char *text_fill(struct arena *a, const char *message, const struct text_fill *fills) {
	struct buf b = buf_new(a, MESSAGE_MAX);
	for (const char *p = message; *p != 0;) {
		const char *end = p[0] == '%' && p[1] == '{' ? strchr(p, '}') : NULL;
		const struct text_fill *f = fills;
		if (end != NULL) {
			size_t n = (size_t)(end - p) - 2;
			while (f->name != NULL && (strncmp(f->name, p + 2, n) != 0 || f->name[n] != 0))
				f++;
		}
		if (end != NULL && f->name != NULL) {
			buf_str(&b, f->value != NULL ? f->value : "");
			p = end + 1;
		} else {
			buf_char(&b, *p++);
		}
	}
	return b.at;
}
