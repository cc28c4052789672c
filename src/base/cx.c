#include "base/cx.h"

#include "base/log.h"
#include "base/utf8.h"

int err_say(struct cx *cx, int code, const char *field, const char *rule, const char *value) {
	cx->err = (struct err){.code = code, .field = field, .rule = rule};
	if (value != NULL)
		cx->err.value = arena_strndup(cx->arena, value, utf8_cut(value, 80));
	return code;
}

int err_bug(struct cx *cx, const char *what, const char *file, int line) {
	log_error("bug", L_STR("file", file), L_INT("line", line), L_STR("what", what));
	cx->err = (struct err){.code = ERR_BUG, .rule = err_kinds[ERR_BUG].say};
	return ERR_BUG;
}
