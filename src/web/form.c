#include "web/form.h"

#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/str.h"
#include "base/utf8.h"

enum { VALUE_MAX = 1 << 20 };

static int bad(struct cx *cx) {
	return err_say(cx, ERR_INVALID, NULL, N_("The browser sent a form that cannot be read."), NULL);
}

static int hex_digit(char c) {
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 32;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* s[0..n) decoded into the arena; NULL for what is no text. */
static char *decode(struct arena *a, const char *s, size_t n, size_t *ret_n) {
	char *to = arena_alloc(a, n + 1);
	size_t k = 0;
	for (size_t i = 0; i < n; i++) {
		if (s[i] == '+') {
			to[k++] = ' ';
		} else if (s[i] == '%') {
			if (n - i < 3)
				return NULL;
			int high = hex_digit(s[i + 1]), low = hex_digit(s[i + 2]);
			if (high < 0 || low < 0)
				return NULL;
			to[k++] = (char)(high << 4 | low);
			i += 2;
		} else {
			to[k++] = s[i];
		}
	}
	if (memchr(to, 0, k) != NULL || !utf8_valid(to, k))
		return NULL;
	to[k] = 0;
	*ret_n = k;
	return to;
}

/* "\r\n" and "\r" become "\n", in place. */
static size_t line_ends(char *s, size_t n) {
	size_t k = 0;
	for (size_t i = 0; i < n; i++) {
		if (s[i] == '\r') {
			s[k++] = '\n';
			if (i + 1 < n && s[i + 1] == '\n')
				i++;
		} else {
			s[k++] = s[i];
		}
	}
	s[k] = 0;
	return k;
}

static int add(struct cx *cx, struct form *form, const struct form_field *field) {
	if (form->n == FORM_FIELDS)
		return err_say(cx, ERR_LIMIT, NULL, N_("That form has too many fields."), NULL);
	if (form->fields == NULL)
		form->fields = arena_array(cx->arena, 8, sizeof *form->fields);
	else if (form->n >= 8 && (form->n & (form->n - 1)) == 0)
		form->fields = arena_grow(cx->arena, form->fields, form->n * sizeof *form->fields,
		                          2 * form->n * sizeof *form->fields);
	form->fields[form->n++] = *field;
	return ERR_OK;
}

int form_parse(struct cx *cx, const char *bytes, size_t n, struct form *ret_form) {
	struct form form = {0};
	for (size_t at = 0; at < n;) {
		const char *end = memchr(bytes + at, '&', n - at);
		size_t length = end == NULL ? n - at : (size_t)(end - bytes) - at;
		if (length > 0) {
			const char *pair = bytes + at, *equals = memchr(pair, '=', length);
			size_t name_n = equals == NULL ? length : (size_t)(equals - pair);
			const char *value = equals == NULL ? "" : equals + 1;
			struct form_field field = {0};
			size_t decoded;
			field.name = decode(cx->arena, pair, name_n, &decoded);
			if (field.name == NULL || decoded > FORM_NAME_MAX)
				return bad(cx);
			char *text = decode(cx->arena, value, equals == NULL ? 0 : length - name_n - 1, &decoded);
			if (text == NULL)
				return bad(cx);
			field.value = text;
			field.n = line_ends(text, decoded);
			int rc = add(cx, &form, &field);
			if (rc != 0)
				return rc;
		}
		at += length + 1;
	}
	*ret_form = form;
	return ERR_OK;
}

/* The value of `name` in "form-data; name="x"; filename="y"", unquoted into the arena; NULL without. */
static char *parameter(struct arena *a, const char *header, size_t n, const char *name) {
	size_t name_n = strlen(name);
	bool quoted = false;
	for (size_t i = 0; i < n; i++) {
		if (header[i] == '\\' && quoted) {
			i++;
			continue;
		}
		if (header[i] == '"')
			quoted = !quoted;
		if (header[i] != ';' || quoted)
			continue;
		size_t k = i + 1;
		while (k < n && (header[k] == ' ' || header[k] == '\t'))
			k++;
		if (n - k <= name_n || strncasecmp(header + k, name, name_n) != 0 || header[k + name_n] != '=')
			continue;
		k += name_n + 1;
		char *to = arena_alloc(a, n - k + 1);
		size_t to_n = 0;
		if (k < n && header[k] == '"') {
			for (k++; k < n && header[k] != '"'; k++) {
				/* browsers write %22 for a quote; only a backslash before a quote is an escape */
				if (header[k] == '\\' && k + 1 < n && header[k + 1] == '"')
					k++;
				to[to_n++] = header[k];
			}
			return k < n ? to : NULL;
		}
		while (k < n && header[k] != ';' && header[k] != ' ' && header[k] != '\t')
			to[to_n++] = header[k++];
		return to_n > 0 ? to : NULL;
	}
	return NULL;
}

/* The header block of a part: only its Content-Disposition matters. */
static int part_head(struct cx *cx, const char *head, size_t n, struct form_field *ret_field) {
	for (size_t at = 0; at < n;) {
		const char *end = memmem(head + at, n - at, "\r\n", 2);
		size_t length = end == NULL ? n - at : (size_t)(end - head) - at;
		static const char wanted[] = "content-disposition:";
		if (length > sizeof wanted && strncasecmp(head + at, wanted, sizeof wanted - 1) == 0) {
			if (ret_field->name != NULL)
				return bad(cx);
			ret_field->name = parameter(cx->arena, head + at, length, "name");
			ret_field->file = parameter(cx->arena, head + at, length, "filename");
		}
		at += length + 2;
	}
	const char *name = ret_field->name, *file = ret_field->file;
	if (name == NULL || strlen(name) > FORM_NAME_MAX || !utf8_valid(name, strlen(name)) ||
	    (file != NULL && !utf8_valid(file, strlen(file))))
		return bad(cx);
	return ERR_OK;
}

int form_parse_parts(struct cx *cx, const char *type, const char *bytes, size_t n, struct form *ret_form) {
	const char *boundary = parameter(cx->arena, type, strlen(type), "boundary");
	if (boundary == NULL || strlen(boundary) > 70)
		return bad(cx);
	const char *mark = arena_printf(cx->arena, "\r\n--%s", boundary);
	size_t mark_n = strlen(mark);
	/* The first boundary has no line end of its own before it. */
	if (n < mark_n - 2 || memcmp(bytes, mark + 2, mark_n - 2) != 0)
		return bad(cx);
	struct form form = {0};
	size_t at = mark_n - 2;
	for (;;) {
		if (n - at >= 2 && memcmp(bytes + at, "--", 2) == 0)
			break;
		if (n - at < 2 || memcmp(bytes + at, "\r\n", 2) != 0)
			return bad(cx);
		at += 2;
		size_t look = n - at < FORM_PARTS_HEAD ? n - at : FORM_PARTS_HEAD;
		const char *head_end = memmem(bytes + at, look, "\r\n\r\n", 4);
		if (head_end == NULL || memchr(bytes + at, 0, (size_t)(head_end - bytes) - at) != NULL)
			return bad(cx);
		struct form_field field = {0};
		int rc = part_head(cx, bytes + at, (size_t)(head_end - bytes) - at, &field);
		if (rc != 0)
			return rc;
		at = (size_t)(head_end - bytes) + 4;
		/* An empty part: the line end before its boundary is the one that ended the headers. */
		const char *end = memmem(bytes + at - 2, n - at + 2, mark, mark_n);
		if (end == NULL)
			return bad(cx);
		size_t value_n = end < bytes + at ? 0 : (size_t)(end - bytes) - at;
		char *value = arena_strndup(cx->arena, bytes + at, value_n);
		field.value = value;
		field.n = value_n;
		if (field.file == NULL) {
			if (memchr(value, 0, value_n) != NULL || !utf8_valid(value, value_n))
				return bad(cx);
			field.n = line_ends(value, value_n);
		}
		rc = add(cx, &form, &field);
		if (rc != 0)
			return rc;
		at = (size_t)(end - bytes) + mark_n;
	}
	*ret_form = form;
	return ERR_OK;
}

const char *form_get(const struct form *form, const char *name) {
	for (size_t i = 0; i < form->n; i++)
		if (str_equal(form->fields[i].name, name))
			return form->fields[i].value;
	return NULL;
}

const char *cookie_get(struct arena *a, const char *header, const char *name) {
	size_t name_n = strlen(name);
	const char *found = NULL;
	for (const char *at = header; *at != 0;) {
		at += strspn(at, " ;\t");
		size_t length = strcspn(at, ";");
		if (length > name_n && strncmp(at, name, name_n) == 0 && at[name_n] == '=') {
			size_t n = length - name_n - 1;
			while (n > 0 && (at[name_n + n] == ' ' || at[name_n + n] == '\t'))
				n--;
			const char *value = arena_strndup(a, at + name_n + 1, n);
			if (found != NULL && !str_equal(found, value))
				return NULL; /* somebody else planted a second one: trust neither */
			found = value;
		}
		at += length;
	}
	return found;
}

const char *form_encode(struct arena *a, const char *text) {
	struct buf b = buf_new(a, 3 * VALUE_MAX + 64);
	for (; *text != 0; text++) {
		unsigned char c = (unsigned char)*text;
		bool plain = (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || strchr("-._~", c) != NULL;
		if (plain)
			buf_char(&b, *text);
		else
			buf_printf(&b, "%%%02X", c);
	}
	return b.at;
}
