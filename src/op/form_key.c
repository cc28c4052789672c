#include "op/form_key.h"

#include <string.h>

static bool is_name(char c) {
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
}

/* Whether a tag of that name, with any prefix, begins at `at` (behind its "<" or "</"); how long its prefix is with the
   colon, how long all of its name. */
static bool is_tag(const char *at, size_t n, const char *name, size_t *ret_prefix, size_t *ret_all) {
	size_t k = 0, prefix = 0, length = strlen(name);
	while (k < n && is_name(at[k]))
		k++;
	if (k < n && at[k] == ':') {
		prefix = k + 1;
		for (k = prefix; k < n && is_name(at[k]);)
			k++;
	}
	*ret_prefix = prefix;
	*ret_all = k;
	return k - prefix == length && memcmp(at + prefix, name, length) == 0 && k < n && strchr(" \t\r\n/>", at[k]) != NULL;
}

static struct blob put(struct arena *a, struct blob text, size_t at, const char *more) {
	size_t n = strlen(more);
	char *to = arena_alloc(a, text.n + n + 1);
	memcpy(to, text.at, at);
	memcpy(to + at, more, n);
	memcpy(to + at + n, (const char *)text.at + at, text.n - at);
	to[text.n + n] = 0;
	return (struct blob){to, text.n + n};
}

struct blob form_key_put(struct arena *a, struct blob text, const char *key) {
	const char *s = text.at, *end = s == NULL ? NULL : s + text.n, *model = NULL;
	size_t prefix, all, model_prefix = 0;
	for (const char *c = s; c != NULL && c < end; c = memchr(c + 1, '<', (size_t)(end - c - 1))) {
		size_t left = (size_t)(end - c);
		if (*c != '<' || left < 3)
			continue;
		if (is_tag(c + 1, left - 1, "submission", &prefix, &all))
			return put(a, text, (size_t)(c - s) + 1 + all, arena_printf(a, " base64RsaPublicKey=\"%s\"", key));
		if (c[1] == '/' && is_tag(c + 2, left - 2, "model", &prefix, &all)) {
			model = c;
			model_prefix = prefix;
		}
	}
	if (model == NULL)
		return text;
	return put(a, text, (size_t)(model - s), arena_printf(a, "<%.*ssubmission method=\"post\" base64RsaPublicKey=\"%s\"/>",
		(int)model_prefix, model + 2, key));
}
