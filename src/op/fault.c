#include "op/fault.h"

#include <string.h>

#include "base/str.h"
#include "base/utf8.h"

/* What a "%.40s" cut inside a letter is a letter no more. */
static const char *whole_letters(char *text) {
	for (size_t i = 0, n = strlen(text), k; i < n; i += k) {
		for (k = 1; k <= 4 && k <= n - i && !utf8_valid(text + i, k); k++)
			continue;
		if (k > 4 || k > n - i) {
			text[i] = '?';
			k = 1;
		}
	}
	return text;
}

bool fault_say(struct fault *f, const char *fmt, ...) {
	va_list ap;
	va_start(ap, fmt);
	const char *what = whole_letters(arena_vprintf(f->cx->arena, fmt, ap));
	va_end(ap);
	if (f->say == NULL)
		f->say = arena_printf(f->cx->arena, "%s: %s.", f->where, what);
	return false;
}

void fault_at(struct fault *f, const char *kind, const char *code) {
	f->where = arena_printf(f->cx->arena, "%s %s", kind, code == NULL ? "without a code" : code);
}

bool word_among(const char *words, const char *word) {
	size_t n = strlen(word);
	for (const char *at = strstr(words, word); n > 0 && at != NULL; at = strstr(at + 1, word))
		if ((at == words || at[-1] == ' ') && (at[n] == 0 || at[n] == ' '))
			return true;
	return false;
}

bool fault_keys(struct fault *f, const json_t *object, const char *known) {
	const char *key;
	json_t *value;
	if (!json_is_object(object))
		return fault_say(f, "is an object {...}");
	json_object_foreach((json_t *)object, key, value)
		if (strchr(key, ' ') != NULL || !word_among(known, key))
			return fault_say(f, "there is no key \"%.40s\" here; known are: %s", key, known);
	return true;
}

bool fault_says(struct fault *f, const json_t *object, const char *key, bool optional) {
	static const char *const languages[] = {"lt", "en", "uk", "ru"};
	const json_t *texts = json_object_get(object, key);
	if (texts == NULL)
		return optional || fault_say(f, "lacks \"%s\"", key);
	for (size_t i = 0; i < sizeof languages / sizeof *languages; i++) {
		const char *text = json_string_value(json_object_get(texts, languages[i]));
		if (text == NULL || *text == 0)
			return fault_say(f, "\"%s\" says nothing in \"%s\"", key, languages[i]);
	}
	return true;
}

bool fault_is_code(const char *text) {
	if (text == NULL)
		return false;
	size_t n = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_-");
	return n > 0 && n <= 40 && text[n] == 0;
}

bool fault_number(struct fault *f, const json_t *object, const char *key, int64_t min, int64_t max, bool optional) {
	const json_t *value = json_object_get(object, key);
	if (value == NULL)
		return optional || fault_say(f, "lacks \"%s\"", key);
	if (!json_is_integer(value) || json_integer_value(value) < min || json_integer_value(value) > max)
		return fault_say(f, "\"%s\" is a whole number from %lld to %lld", key, (long long)min, (long long)max);
	return true;
}

bool fault_word(struct fault *f, const json_t *object, const char *key, const char *words, bool optional) {
	const char *text = json_string_value(json_object_get(object, key));
	if (json_object_get(object, key) == NULL)
		return optional || fault_say(f, "lacks \"%s\"", key);
	if (text == NULL || strchr(text, ' ') != NULL || !word_among(words, text))
		return fault_say(f, "\"%s\" is one of: %s", key, words);
	return true;
}

bool fault_list(struct fault *f, const json_t *object, const char *key, bool (*ok)(const struct fault *, const char *),
	bool optional) {
	const json_t *list = json_object_get(object, key), *one;
	size_t i;
	if (list == NULL)
		return optional || fault_say(f, "lacks \"%s\"", key);
	if (json_array_size(list) == 0)
		return fault_say(f, "\"%s\" is a list that is not empty", key);
	json_array_foreach((json_t *)list, i, one) {
		const char *text = json_string_value(one);
		if (text == NULL || *text == 0)
			return fault_say(f, "\"%s\" is a list of texts", key);
		if (ok != NULL && !ok(f, text))
			return fault_say(f, "\"%s\" in \"%s\" is unknown", text, key);
	}
	return true;
}

bool fault_is_kind(const struct fault *f, const char *text) {
	return str_equal(text, "*") || code_find(f->p, L_ORG_KIND, text) != 0;
}
