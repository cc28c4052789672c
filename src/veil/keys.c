#include "veil/keys.h"

#include <ctype.h>
#include <string.h>

#include "base/str.h"
#include "text/fold.h"
#include "veil/token.h"

static int key_read(const char **at, struct veil_key *key) {
	for (;;) {
		size_t n = strcspn(*at, "+,");
		enum veil_kind kind = veil_kind_find(*at, n);
		if (kind == VEIL__MAX || key->fields == KEY_FIELDS)
			return ERR_INVALID;
		for (int i = 0; i < key->fields; i++)
			if (key->field[i] == kind)
				return ERR_INVALID;
		key->field[key->fields++] = kind;
		*at += n;
		if (**at != '+')
			return 0;
		++*at;
	}
}

int veil_keys_read(struct cx *cx, const char *field, const char *text, struct veil_keys *ret) {
	struct veil_keys keys = {0};
	const char *at = text;
	int rc = 0;
	for (bool more = true; rc == 0 && more;) {
		rc = keys.n == KEYS_MOST ? ERR_INVALID : key_read(&at, &keys.key[keys.n++]);
		for (int i = 0; rc == 0 && i < keys.n - 1; i++)
			if (memcmp(&keys.key[i], &keys.key[keys.n - 1], sizeof keys.key[i]) == 0)
				rc = ERR_INVALID;
		more = *at == ',';
		at += more;
	}
	if (rc != 0)
		return err_say(cx, ERR_INVALID, field, N_("Keys are up to eight, parted by commas, each of up to six fields parted by +, as in "
			"given+surname+birth,document."), text);
	*ret = keys;
	return 0;
}

void veil_keys_print(struct buf *b, const struct veil_keys *keys) {
	for (int i = 0; i < keys->n; i++)
		for (int k = 0; k < keys->key[i].fields; k++)
			buf_printf(b, "%s%s", k > 0 ? "+" : i > 0 ? "," : "", veil_kind_names[keys->key[i].field[k]]);
}

static size_t folded(enum fold_form form, const char *s, size_t n, char *out) {
	char whole[FOLD_OUTPUT_MAX];
	size_t k = fold(form, s, n, whole, sizeof whole);
	k = k < KEY_PART ? k : 0; /* what does not fit is no key */
	memcpy(out, whole, k);
	return k;
}

static size_t bare(const char *s, size_t n, bool digits, char *out) {
	size_t k = 0;
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];
		if (!isdigit(c) && (digits || !isalpha(c)))
			continue;
		if (k == KEY_PART)
			return 0;
		out[k++] = (char)tolower(c);
	}
	return k;
}

/* A whole day and nothing else. */
static size_t whole_day(const char *s, size_t n, bool month_first, char *out) {
	if (!veil_day(s, n, month_first, out) || memcmp(out + 4, "00", 2) == 0 || memcmp(out + 6, "00", 2) == 0)
		return 0;
	for (int i = 0; i < 8; i++)
		if (!isdigit((unsigned char)out[i]))
			return 0;
	return 8;
}

size_t veil_key_part(enum veil_kind kind, bool month_first, const char *s, size_t n, char *out) {
	size_t k;
	switch (kind) {
	case VEIL_GIVEN:
		return folded(FOLD_GIVEN, s, n, out);
	case VEIL_SURNAME:
		return folded(FOLD_STEM, s, n, out);
	case VEIL_NAME:
		return folded(FOLD_SOUND, s, n, out);
	case VEIL_BIRTH:
		return whole_day(s, n, month_first, out);
	case VEIL_YEAR:
		k = bare(s, n, true, out);
		return k == 4 ? 4 : 0;
	case VEIL_PHONE:
		k = bare(s, n, true, out);
		if (k > 9)
			memmove(out, out + k - 9, 9);
		return k < 6 ? 0 : k > 9 ? 9 : k;
	case VEIL_POSTCODE:
	case VEIL_DOCUMENT:
		k = bare(s, n, false, out);
		return k < 3 ? 0 : k;
	case VEIL_NUMBER:
		return bare(s, n, true, out);
	default:
		return folded(FOLD_NAME, s, n, out);
	}
}
