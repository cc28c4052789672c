#include "view/cell.h"

#include "op/profile.h"
#include "text/catalogue.h"
#include "text/format.h"

static const char *money_say(struct cx *cx, int64_t cents) {
	const char *sign = profile_currency(cx->profile, "sign");
	const char *n = cents % 100 == 0 ? text_number(cx->arena, cx->lang, cents / 100)
	                                 : text_decimal(cx->arena, cx->lang, (double)cents / 100, 2);
	return sign == NULL ? n : arena_printf(cx->arena, "%s\u00a0%s", n, sign);
}

const char *cell_say(struct cx *cx, const struct cell_field *f, const struct cell *cell) {
	bool translated = true;
	switch (f->type) {
	case CELL_CODE: {
		const char *label = cell_code_label(cx->profile, f, (int)cell->amount, cx->lang, &translated);
		return label == NULL || translated ? label : text_say(cx->lang, label);
	}
	case CELL_INT:
		/* A year has no thousands. */
		return f->min >= 1900 && f->max <= 2100 ? arena_printf(cx->arena, "%d", (int)cell->amount)
		                                        : text_number(cx->arena, cx->lang, cell->amount);
	case CELL_MONEY:
		return money_say(cx, cell->amount);
	case CELL_DAY:
		return text_day(cx->arena, cx->lang, cell->amount);
	default:
		return cell->words;
	}
}

const char *cell_field_say(const struct cx *cx, const struct cell_field *f) {
	return profile_say(json_object_get(f->json, "say"), cx->lang);
}
