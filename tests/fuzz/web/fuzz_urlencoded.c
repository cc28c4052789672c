/* Forms and queries: what was read, encoded again, reads the same. */
#include "base/buf.h"
#include "base/utf8.h"
#include "fuzz/fuzz.h"
#include "web/form.h"

FUZZ(cx, at, n) {
	struct form form, again;
	int rc = form_parse(cx, (const char *)at, n, &form);
	MUST(rc == ERR_OK || rc == ERR_INVALID || rc == ERR_LIMIT);
	if (rc != ERR_OK)
		return;
	MUST(form.n <= FORM_FIELDS);
	struct buf text = buf_new(cx->arena, 4 << 20);
	for (size_t i = 0; i < form.n; i++) {
		const struct form_field *f = &form.fields[i];
		MUST(strlen(f->value) == f->n && strlen(f->name) <= FORM_NAME_MAX && f->file == NULL);
		MUST(utf8_valid(f->name, strlen(f->name)) && utf8_valid(f->value, f->n));
		MUST(strchr(f->value, '\r') == NULL);
		MUST(form_get(&form, f->name) != NULL);
		buf_str(&text, form_encode(cx->arena, f->name));
		buf_char(&text, '=');
		buf_str(&text, form_encode(cx->arena, f->value));
		buf_char(&text, '&');
	}
	MUST(form_parse(cx, text.at, text.n, &again) == ERR_OK && again.n == form.n);
	for (size_t i = 0; i < form.n; i++)
		MUST(str_equal(form.fields[i].name, again.fields[i].name) && str_equal(form.fields[i].value, again.fields[i].value));
}
