/*
 * edition.c - reports as they were frozen: numbered, hashed, and counted again whenever somebody looks.
 *
 * An edition keeps its CSV text and the act up to which it was counted. What is recorded later changes nothing of it;
 * only another definition in the profile can, and then the answer says so and shows what was frozen.
 */
#include "base/str.h"
#include "core/fact.h"
#include "core/operations.h"
#include "core/report.h"
#include "crypt/crypt.h"
#include "db/queries.h"
#include "op/profile.h"

enum { HASH_TEXT = 2 * HASH_SIZE + 1 };

static const char *hash_of(struct cx *cx, const char *text) {
	uint8_t hash[HASH_SIZE];
	crypt_blake2b(hash, text, strlen(text));
	return hex_put(arena_alloc(cx->arena, HASH_TEXT), hash, HASH_SIZE);
}

int edition_freeze(struct cx *cx, const struct in *in, struct out *out) {
	int report = in_code(in, F_REPORT);
	int64_t year = in_number(in, F_YEAR), act;
	int32_t day;
	struct report r;
	struct row_edition_next next;
	int rc = as_of_get(cx, in, &day, &act);
	if (rc == 0)
		rc = report_count(cx, report, (int)year, act, &r);
	if (rc == 0)
		rc = q_edition_next(cx, report, year, &next);
	if (rc != 0)
		return rc;
	const char *csv = report_csv(cx, &r), *hash = hash_of(cx, csv);
	rc = q_edition_add(cx, report, year, next.n, day, act, hash, csv, cx->actor.org, cx->act);
	if (rc != 0)
		return rc;
	out_number(out, F_EDITION, next.n);
	out_text(out, F_HASH, hash);
	return 0;
}

int edition_list(struct cx *cx, const struct in *in, struct out *out) {
	struct rows rows;
	struct row_edition_list each;
	int rc = q_edition_list(cx, &rows);
	while (rc == 0 && q_edition_list_next(&rows, &each)) {
		if (in_has(in, F_REPORT) && each.report != in_code(in, F_REPORT))
			continue;
		out_row(out);
		out_code(out, F_REPORT, each.report);
		out_number(out, F_YEAR, each.year);
		out_number(out, F_EDITION, each.number);
		out_number(out, F_AS_OF, each.as_of);
		out_text(out, F_HASH, each.hash);
		out_number(out, F_AT, each.at);
		out_text(out, F_ORG_NAME, each.org_name);
	}
	return rows_end(&rows);
}

/* What a printed value says of itself. */
static int status_of(const struct cx *cx, const char *value) {
	int status = code_find(cx->profile, L_VALUE, value);
	return status > VALUE_ZERO ? status : str_equal(value, "0") ? VALUE_ZERO : VALUE_COUNTED;
}

/* The row that is counted today for a frozen line; NULL if the report has none any more. */
static const struct report_row *row_find(const struct report *r, const struct report_line *line) {
	for (size_t i = 0; i < r->n; i++) {
		const struct report_line *l = &r->rows[i].line;
		if (l->year == line->year && str_equal(l->indicator, line->indicator)
			&& str_equal(l->breakdown, line->breakdown) && str_equal(l->unit, line->unit))
			return &r->rows[i];
	}
	return NULL;
}

static int frozen_put(struct cx *cx, const struct report *r, const struct report_line *line, struct out *out) {
	const struct report_row *row = row_find(r, line);
	const struct figure *figure = row == NULL ? NULL : &r->figures->at[row->figure];
	int indicator = profile_code(cx->profile, L_INDICATOR, line->indicator);
	const json_t *now = profile_entry(cx->profile, L_INDICATOR, indicator);
	if (bug_if(cx, now == NULL)) /* a profile that forgot an indicator it had */
		return ERR_BUG;
	out_row(out);
	out_number(out, F_YEAR, line->year);
	out_code(out, F_INDICATOR, indicator);
	out_text(out, F_BREAKDOWN, line->breakdown);
	out_text(out, F_FIGURE, line->value);
	out_code(out, F_VALUE_STATUS, status_of(cx, line->value));
	out_text(out, F_MEASURE, line->unit);
	out_number(out, F_VERSION, json_integer_value(json_object_get(now, "version")));
	out_number(out, F_BODIES, figure == NULL ? 0 : figure->delivery.bodies);
	out_number(out, F_DELIVERED, figure == NULL ? 0 : figure->delivery.delivered);
	if (row != NULL && row->quoted != NULL)
		out_text(out, F_QUOTED, row->quoted);
	if (row != NULL && !str_equal(row->part, line->breakdown))
		out_text(out, F_PART, row->part);
	return 0;
}

int edition_read(struct cx *cx, const struct in *in, struct out *out) {
	int report = in_code(in, F_REPORT);
	int64_t year = in_number(in, F_YEAR), number = in_number(in, F_EDITION);
	struct row_edition_get e;
	struct report r;
	struct report_line line;
	int rc = q_edition_get(cx, report, year, number, &e);
	if (rc == ERR_NOTFOUND)
		return err_say(cx, ERR_NOTFOUND, fields[F_EDITION].name, N_("There is no such edition."), NULL);
	if (rc == 0)
		rc = report_count(cx, report, (int)year, e.upto, &r);
	if (rc != 0)
		return rc;
	bool unchanged = str_equal(report_csv(cx, &r), e.csv) && str_equal(hash_of(cx, e.csv), e.hash);
	out_code(out, F_REPORT, report);
	out_number(out, F_AS_OF, e.as_of);
	out_number(out, F_EDITION, number);
	out_text(out, F_HASH, e.hash);
	out_number(out, F_UNCHANGED, unchanged);
	out_number(out, F_AT, e.at);
	report_links_put(&r, out);
	for (size_t i = 0; unchanged && i < r.n; i++)
		report_row_put(&r, i, out);
	const char *at = e.csv;
	rc = unchanged || report_text_next(cx->arena, &at, &line) ? 0 : bug_if(cx, "an edition has lost its header");
	while (rc == 0 && !unchanged && report_text_next(cx->arena, &at, &line))
		rc = frozen_put(cx, &r, &line, out);
	return rc;
}
