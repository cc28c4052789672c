/* Uploads. The first line is the Content-Type, the rest the body. */
#include "base/utf8.h"
#include "fuzz/fuzz.h"
#include "web/form.h"

FUZZ(cx, at, n) {
	const uint8_t *end = memchr(at, '\n', n);
	size_t type_n = end == NULL ? n : (size_t)(end - at), body_at = end == NULL ? n : type_n + 1;
	char *type = fuzz_text(at, type_n);
	char *body = malloc(n - body_at); /* apart from the type, so that reading past either is caught */
	MUST(body != NULL || n == body_at);
	if (n > body_at)
		memcpy(body, at + body_at, n - body_at);
	struct form form;
	int rc = form_parse_parts(cx, type, body, n - body_at, &form);
	free(type);
	free(body); /* fields are copies */
	MUST(rc == ERR_OK || rc == ERR_INVALID || rc == ERR_LIMIT);
	if (rc != ERR_OK)
		return;
	MUST(form.n <= FORM_FIELDS);
	for (size_t i = 0; i < form.n; i++) {
		const struct form_field *f = &form.fields[i];
		MUST(utf8_valid(f->name, strlen(f->name)) && f->value[f->n] == 0);
		if (f->file != NULL)
			MUST(utf8_valid(f->file, strlen(f->file)));
		else
			MUST(strlen(f->value) == f->n && utf8_valid(f->value, f->n) && strchr(f->value, '\r') == NULL);
		MUST(form_get(&form, f->name) != NULL);
	}
}
