#include "web/csv.h"

#include <string.h>

void csv_put(struct buf *out, const char *text, bool first) {
	if (!first)
		buf_char(out, ',');
	bool formula = text[0] != 0 && strchr("=+-@\t", text[0]) != NULL;
	bool quoted = formula || strpbrk(text, ",;\"\r\n") != NULL;
	if (quoted)
		buf_char(out, '"');
	if (formula)
		buf_char(out, '\'');
	for (const char *s = text; *s != 0; s++) {
		if (*s == '"')
			buf_char(out, '"');
		buf_char(out, *s);
	}
	if (quoted)
		buf_char(out, '"');
}
