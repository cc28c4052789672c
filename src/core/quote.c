#include "core/quote.h"

#include "base/buf.h"
#include "base/str.h"
#include "base/utf8.h"
#include "op/profile.h"

enum { QUOTED_MAX = 400 };

struct quotes { /* the register and the fields of it that are read here; reg is 0 where the profile has none */
	int reg;
	struct ledger *ledger;
	struct cell_field indicator, breakdown, of_year, value, from, title;
};

static int quotes_read(struct figures *f, const struct quotes **ret_quotes) {
	struct cx *cx = f->cx;
	const struct profile *p = cx->profile;
	*ret_quotes = f->quotes;
	if (f->quotes != NULL)
		return 0;
	struct quotes *q = f->quotes = arena_alloc(cx->arena, sizeof *q);
	*ret_quotes = q;
	q->reg = profile_code(p, L_REGISTER, "quoted");
	if (q->reg == 0)
		return 0;
	bool sound = register_find(p, q->reg, "indicator", &q->indicator)
		&& register_find(p, q->reg, "breakdown", &q->breakdown)
		&& register_find(p, q->reg, "of_year", &q->of_year) && register_find(p, q->reg, "value", &q->value)
		&& register_find(p, q->reg, "from", &q->from) && register_find(p, q->reg, "title", &q->title);
	return bug_if(cx, !sound) ? ERR_BUG : ledger_read(&f->ledgers, q->reg, &q->ledger);
}

static bool is_amount(const struct cell *cell, int64_t amount) {
	return cell != NULL && cell->amount == amount;
}

/* Whether a row is about that breakdown and year. */
static bool is_about(const struct quotes *q, const struct ledger_row *row, int indicator, const char *breakdown,
	int year) {
	const struct ledger *l = q->ledger;
	if (row->reason != 0 || !is_amount(ledger_value(l, row, q->indicator.number), indicator)
		|| !is_amount(ledger_value(l, row, q->of_year.number), year))
		return false;
	const struct cell *part = ledger_value(l, row, q->breakdown.number);
	return part != NULL && str_equal(part->words, breakdown);
}

static const char *words_of(const struct quotes *q, const struct ledger_row *row, const struct cell_field *field) {
	const struct cell *cell = ledger_value(q->ledger, row, field->number);
	return cell == NULL || cell->words == NULL ? "" : cell->words;
}

int quote_value(struct figures *f, int indicator, const char *breakdown, int year, const char *source,
	int64_t *ret_value) {
	const struct quotes *q;
	int rc = quotes_read(f, &q);
	*ret_value = NONE;
	if (rc != 0 || q->reg == 0)
		return rc;
	int from = source == NULL ? 0 : cell_code_find(f->cx->profile, &q->from, source);
	for (size_t i = 0; i < q->ledger->n; i++) {
		const struct ledger_row *row = &q->ledger->rows[i];
		int64_t value;
		bool theirs = is_amount(ledger_value(q->ledger, row, q->from.number), from);
		if (theirs && is_about(q, row, indicator, breakdown, year)
			&& int_parse(words_of(q, row, &q->value), &value))
			*ret_value = value;
	}
	return 0;
}

int figure_quoted(struct figures *f, const struct figure *figure, const char **ret_text) {
	const struct quotes *q;
	int rc = quotes_read(f, &q);
	*ret_text = NULL;
	if (rc != 0 || q->reg == 0)
		return rc;
	struct buf text = buf_new(f->cx->arena, 4096);
	for (size_t i = 0; i < q->ledger->n; i++) {
		const struct ledger_row *row = &q->ledger->rows[i];
		if (!is_about(q, row, figure->d.indicator, figure->d.breakdown, figure->year))
			continue;
		const char *one = arena_printf(f->cx->arena, "%s%s (%s)", text.n == 0 ? "" : ", ", words_of(q, row, &q->value),
			words_of(q, row, &q->title));
		if (utf8_count(text.at, text.n) + utf8_count(one, strlen(one)) > QUOTED_MAX)
			break;
		buf_str(&text, one);
	}
	*ret_text = text.n == 0 ? NULL : text.at;
	return 0;
}
