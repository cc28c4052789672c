/* explain.c - how a figure came about: every record of its kind, and why it is counted or not. */
#include "core/explain.h"

#include "core/fact.h"
#include "core/figure.h"
#include "core/grow.h"
#include "core/operations.h"
#include "crypt/token.h"
#include "db/queries.h"
#include "op/profile.h"

enum { OTHERS_MAX = 20000, NUMBERS_MAX = 64 }; /* records of other years that are listed */

int explain_mark(struct cx *cx, const char *domain, const int64_t *numbers, size_t n,
	const struct ref *record, struct ref *ret_mark) {
	uint8_t bytes[NUMBERS_MAX * 8 + REF_SIZE], mark[HASH_SIZE];
	if (bug_if(cx, n > NUMBERS_MAX))
		return ERR_BUG;
	for (size_t i = 0; i < n; i++)
		for (int k = 0; k < 8; k++)
			bytes[8 * i + (size_t)k] = (uint8_t)((uint64_t)numbers[i] >> 8 * k);
	memcpy(bytes + 8 * n, record->at, REF_SIZE);
	int rc = token_mark(cx, domain, BLOB(bytes, 8 * n + REF_SIZE), mark);
	if (rc == 0)
		memcpy(ret_mark->at, mark, REF_SIZE);
	return rc;
}

struct line { /* a record and why it is counted or not */
	struct ref ref; /* of the record itself: a mark is made of it when it is put */
	int64_t org, at;
	int32_t happened;
	int reason, precision, group;
	const char *detail;
	const struct cell *measured;
};

struct explaining {
	struct cx *cx;
	struct figures *f;
	const struct figure *figure; /* whose records they are */
	struct cell_field of;        /* of what is measured */
	struct line *lines;
	size_t n;
	int64_t counted, others;
};

/* The record of another year that is one too many takes all of them with it: they are only told by their number. */
static void line_add(struct explaining *e, const struct line *line) {
	e->counted += line->reason == REASON_COUNTED;
	if (line->reason == REASON_OTHER_YEAR && e->others++ >= OTHERS_MAX)
		return;
	e->lines = grow(e->cx->arena, e->lines, e->n, sizeof *line);
	e->lines[e->n++] = *line;
}

/* Persons ---------------------------------------------------------------------------------------------------------- */

static int record_tell(void *arg, const struct record *r, int reason) {
	struct explaining *e = arg;
	struct line line = {.ref = r->ref, .org = r->org, .at = r->at, .happened = r->happened, .reason = reason,
		.precision = r->precision, .group = r->form == 0 ? 0 : profile_group(e->cx->profile, r->form)};
	struct hit hit = hit_of(r, who_find(&e->f->who, r->person), e->figure->year);
	if (reason == REASON_COUNTED && filter_any(&e->figure->filter)
		&& !filter_test(&e->f->known, &e->f->bodies, &e->figure->filter, &hit, &line.detail))
		line.reason = REASON_NOT_MEANT;
	line_add(e, &line);
	return 0;
}

static int persons_explain(struct explaining *e) {
	struct figures *f = e->f;
	struct counter *c;
	struct pass *p = figures_pass(f, e->figure->d.family);
	int rc = pass_counter(p, &f->ledgers, define_get(&e->figure->d, "orgs"), &c);
	if (rc != 0)
		return rc;
	pass_want(p, c, e->figure->year, false);
	return pass_walk(p, &f->extent, true, e->figure->year, record_tell, e);
}

/* Registers -------------------------------------------------------------------------------------------------------- */

static int group_of(struct explaining *e, const struct measured *m, const struct ledger_row *row) {
	struct cell_field form;
	if (!register_find(e->cx->profile, m->ledger->reg, "form", &form) || form.list != L_FORM || row->reason != 0)
		return 0;
	const struct cell *cell = ledger_value(m->ledger, row, form.number);
	return cell == NULL ? 0 : profile_group(e->cx->profile, (int)cell->amount);
}

static struct line line_of(struct explaining *e, const struct measured *m, size_t i) {
	const struct ledger_row *row = &m->ledger->rows[i];
	const struct judged *j = &m->rows[i];
	return (struct line){.org = row->org, .happened = row->happened, .reason = j->reason, .detail = j->detail,
		.group = group_of(e, m, row), .measured = j->measured};
}

/* Records that are made say themselves where they come from. */
static int made_explain(struct explaining *e, const struct measured *m) {
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < m->ledger->n; i++) {
		struct line line = line_of(e, m, i);
		struct ledger_source source;
		rc = made_source(&e->f->ledgers, m->ledger, i, &source);
		line.ref = source.ref;
		line.at = source.at;
		line.precision = source.precision;
		line_add(e, &line);
	}
	return rc;
}

static int entries_explain(struct explaining *e) {
	struct measured m;
	struct rows rows;
	struct row_figure_entry_records each;
	size_t i = 0;
	int rc = measure(&e->f->ledgers, &e->f->bodies, &e->figure->d, e->figure->year, &m);
	if (rc != 0)
		return rc;
	e->of = m.of;
	if (m.ledger->reg >= REGISTER_FAMILY)
		return made_explain(e, &m);
	rc = q_figure_entry_records(e->cx, m.ledger->reg, e->f->act, &rows);
	if (rc != 0)
		return rc;
	for (; rc == 0 && q_figure_entry_records_next(&rows, &each); i++) {
		rc = bug_if(e->cx, i >= m.ledger->n || m.ledger->rows[i].id != each.id);
		if (rc != 0)
			break;
		struct line line = line_of(e, &m, i);
		line.at = each.at;
		line.precision = each.precision;
		rc = ref_of_blob(e->cx, each.ref, &line.ref);
		line_add(e, &line);
	}
	int end = rows_end(&rows);
	return rc != 0 ? rc : end;
}

/* The answer ------------------------------------------------------------------------------------------------------- */

static int line_put(struct explaining *e, const struct line *line, struct out *out) {
	const int64_t numbers[] = {e->figure->d.indicator, e->figure->year};
	struct amount measured = {.per = e->of.type == CELL_MONEY ? 100 : 1, .exact = true};
	struct ref mark;
	int rc = explain_mark(e->cx, "figure record", numbers, 2, &line->ref, &mark);
	if (rc != 0)
		return rc;
	out_row(out);
	out_ref(out, F_RECORD, &mark);
	out_number(out, F_COUNTED, line->reason == REASON_COUNTED);
	out_code(out, F_REASON, line->reason);
	if (line->detail != NULL)
		out_text(out, F_DETAIL, line->detail);
	if (line->measured != NULL && line->measured->words == NULL) {
		measured.n = line->measured->amount;
		out_text(out, F_FIGURE, amount_text(e->cx->arena, &measured));
	}
	out_number(out, F_HAPPENED, line->happened);
	out_code(out, F_PRECISION, line->precision);
	out_number(out, F_AT, line->at);
	out_text(out, F_ORG_NAME, body_of(&e->f->bodies, line->org)->name);
	if (line->group != 0)
		out_code(out, F_GROUP, line->group);
	return 0;
}

static int head_put(struct explaining *e, const struct figure *asked, int32_t day, struct out *out) {
	const char *quoted;
	int rc = figure_quoted(e->f, asked, &quoted);
	if (rc != 0)
		return rc;
	out_code(out, F_INDICATOR, asked->d.indicator);
	out_text(out, F_BREAKDOWN, asked->d.breakdown);
	out_number(out, F_YEAR, asked->year);
	out_number(out, F_AS_OF, day);
	out_number(out, F_VERSION, asked->d.version);
	out_text(out, F_FIGURE, figure_text(e->f, asked));
	out_code(out, F_VALUE_STATUS, asked->status);
	out_text(out, F_MEASURE, asked->d.unit);
	out_number(out, F_BODIES, asked->delivery.bodies);
	out_number(out, F_DELIVERED, asked->delivery.delivered);
	if (quoted != NULL)
		out_text(out, F_QUOTED, quoted);
	if (e->others > OTHERS_MAX)
		out_number(out, F_OTHERS, e->others);
	return 0;
}

/* The records of a figure that is made of another one are those of that other one. */
static int records_explain(struct explaining *e) {
	if (family_of_persons(e->figure->d.family)) {
		int rc = persons_explain(e);
		return rc != 0 ? rc : bug_if(e->cx, e->counted != e->figure->amount.n); /* one judge for both */
	}
	return family_of_records(e->figure->d.family) ? entries_explain(e) : 0;
}

int figure_explain(struct cx *cx, const struct in *in, struct out *out) {
	struct explaining e = {.cx = cx};
	const char *breakdown = in_has(in, F_BREAKDOWN) ? in_text(in, F_BREAKDOWN) : "total";
	int year = (int)in_number(in, F_YEAR);
	int32_t day;
	int64_t act;
	size_t asked, base;
	int rc = as_of_get(cx, in, &day, &act);
	if (rc == 0)
		rc = figures_begin(cx, act, &e.f);
	if (rc == 0)
		rc = figures_want(e.f, in_code(in, F_INDICATOR), breakdown, year, &asked);
	if (rc == 0)
		rc = figures_count(e.f);
	if (rc != 0)
		return rc;
	base = asked;
	const char *fewest_of = e.f->at[asked].d.fewest_of;
	if (fewest_of != NULL)
		rc = figures_want(e.f, e.f->at[asked].d.indicator, fewest_of, year, &base);
	if (rc == 0) {
		e.figure = &e.f->at[base];
		rc = records_explain(&e);
	}
	if (rc == 0)
		rc = head_put(&e, &e.f->at[asked], day, out);
	for (size_t i = 0; rc == 0 && i < e.n; i++)
		if (e.lines[i].reason != REASON_OTHER_YEAR || e.others <= OTHERS_MAX)
			rc = line_put(&e, &e.lines[i], out);
	return rc;
}
