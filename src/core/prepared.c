#include "core/prepared.h"

enum field_id prepared_field(enum op_id op) {
	switch (op) {
	case OP_user_create: return F_PASSWORD;
	case OP_user_reset:
	case OP_password_change: return F_NEW_PASSWORD;
	default: return F__NONE;
	}
}

void prepared_make(struct cx *cx, const char *stored, const char *was, const char *now, struct prepared *ret_prepared) {
	struct prepared p = {.was = stored};
	int r = was == NULL ? ERR_OK : password_check(cx, stored, was, p.was_key);
	if (r == ERR_DENIED)
		r = err_say(cx, ERR_INVALID, "password", N_("That is not your password now."), NULL);
	if (r == ERR_OK)
		r = password_hash(cx, now, p.hash, p.key);
	if (r != ERR_OK) {
		p.code = r;
		p.field = cx->err.code == r ? cx->err.field : NULL;
		p.rule = cx->err.code == r ? cx->err.rule : NULL;
	}
	*ret_prepared = p;
}
