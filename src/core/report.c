#include "core/report.h"

#include "base/str.h"
#include "core/operations.h"
#include "op/profile.h"

enum { CSV_MAX = 4 << 20 };

static int row_want(struct cx *cx, const json_t *json, int year, struct report *r) {
	struct report_row *row = &r->rows[r->n++];
	const char *as = json_string_value(json_object_get(json, "as"));
	const char *name = json_string_value(json_object_get(json, "indicator"));
	int indicator = name == NULL ? 0 : profile_code(cx->profile, L_INDICATOR, name);
	row->part = json_string_value(json_object_get(json, "breakdown"));
	int rc = bug_if(cx, indicator == 0 || row->part == NULL);
	if (rc != 0)
		return rc;
	row->line.year = year + (int)json_integer_value(json_object_get(json, "offset"));
	rc = bad_if(cx, row->line.year < YEAR_MIN || row->line.year >= YEAR_MIN + YEARS, fields[F_YEAR].name,
		N_("That number is out of range."), arena_printf(cx->arena, "%d", row->line.year));
	if (rc != 0)
		return rc;
	row->line.indicator = name;
	row->line.breakdown = as != NULL ? as : row->part;
	row->line.unit = json_string_value(json_object_get(json, "unit"));
	return figures_want(r->figures, indicator, row->part, row->line.year, &row->figure);
}

int report_count(struct cx *cx, int number, int year, int64_t act, struct report *ret_report) {
	const json_t *rows = json_object_get(profile_entry(cx->profile, L_REPORT, number), "rows"), *json;
	struct report r = {.number = number, .rows = arena_array(cx->arena, json_array_size(rows) + 1, sizeof *r.rows)};
	size_t i;
	int rc = figures_begin(cx, act, &r.figures);
	json_array_foreach((json_t *)rows, i, json)
		rc = rc != 0 ? rc : row_want(cx, json, year, &r);
	if (rc == 0)
		rc = figures_count(r.figures);
	for (i = 0; rc == 0 && i < r.n; i++) {
		struct report_row *row = &r.rows[i];
		const struct figure *figure = &r.figures->at[row->figure];
		row->line.unit = row->line.unit != NULL ? row->line.unit : figure->d.unit;
		row->line.value = figure_text(r.figures, figure);
		rc = figure_quoted(r.figures, figure, &row->quoted);
	}
	*ret_report = r;
	return rc;
}

const char *report_csv(struct cx *cx, const struct report *r) {
	struct buf text = buf_new(cx->arena, CSV_MAX);
	report_text_begin(&text);
	for (size_t i = 0; i < r->n; i++)
		report_text_add(&text, &r->rows[i].line);
	return text.at;
}

void report_row_put(const struct report *r, size_t i, struct out *out) {
	const struct report_row *row = &r->rows[i];
	const struct figure *figure = &r->figures->at[row->figure];
	out_row(out);
	out_number(out, F_YEAR, row->line.year);
	out_code(out, F_INDICATOR, figure->d.indicator);
	out_text(out, F_BREAKDOWN, row->line.breakdown);
	out_text(out, F_FIGURE, row->line.value);
	out_code(out, F_VALUE_STATUS, figure->status);
	out_text(out, F_MEASURE, row->line.unit);
	out_number(out, F_VERSION, figure->d.version);
	out_number(out, F_BODIES, figure->delivery.bodies);
	out_number(out, F_DELIVERED, figure->delivery.delivered);
	if (row->quoted != NULL)
		out_text(out, F_QUOTED, row->quoted);
	if (!str_equal(row->part, row->line.breakdown))
		out_text(out, F_PART, row->part);
}

void report_links_put(const struct report *r, struct out *out) {
	const struct who_links *l = &r->figures->who.links;
	out_number(out, F_LINKS_CERTAIN, l->certain);
	out_number(out, F_LINKS_REVIEWED, l->reviewed);
	out_number(out, F_LINKS_AUTOMATIC, l->automatic);
}

int report_read(struct cx *cx, const struct in *in, struct out *out) {
	int32_t day;
	int64_t act;
	struct report r;
	int rc = as_of_get(cx, in, &day, &act);
	if (rc == 0)
		rc = report_count(cx, in_code(in, F_REPORT), (int)in_number(in, F_YEAR), act, &r);
	if (rc != 0)
		return rc;
	out_code(out, F_REPORT, r.number);
	out_number(out, F_AS_OF, day);
	report_links_put(&r, out);
	for (size_t i = 0; i < r.n; i++)
		report_row_put(&r, i, out);
	return 0;
}
