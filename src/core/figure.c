/*
 * figure.c - the national figures, as recorded by the end of any day, and how each came about.
 *
 * figure_list and figure_explain judge every record with the same function (count.h), so the counted rows of an
 * explanation are the figure.
 */
#include "core/count.h"
#include "core/fact.h"
#include "crypt/token.h"
#include "db/queries.h"
#include "op/profile.h"

/* As of ------------------------------------------------------------------------------------------------------------- */

/* The day asked for, today if none was, and the newest act by its end; 0 if there was none. */
static int as_of_get(struct cx *cx, const struct in *in, int32_t *ret_day, int64_t *ret_act) {
	int32_t today = day_of(cx->now), day = in_has(in, F_AS_OF) ? in_day(in, F_AS_OF) : today;
	struct row_figure_act_before row = {0};
	int rc = bad_if(cx, day > today, fields[F_AS_OF].name, N_("That day has not come yet."), day_text(cx->arena, day));
	if (rc == 0)
		rc = q_figure_act_before(cx, day_start(day + 1), &row);
	if (rc != 0 && rc != ERR_NOTFOUND)
		return rc;
	*ret_day = day;
	*ret_act = rc == ERR_NOTFOUND ? 0 : row.n;
	return 0;
}

static int delivered_read(struct cx *cx, int indicator, int64_t act, int64_t first, int64_t last, struct year *years) {
	struct rows rows;
	struct row_figure_deliveries each;
	int rc = q_figure_deliveries(cx, first, last, act, &rows);
	while (rc == 0 && q_figure_deliveries_next(&rows, &each))
		if (each.indicator == indicator)
			years[each.year - first].delivered = true;
	return rows_end(&rows);
}

/* Nothing counted is "none" only if somebody answerable said that the records are complete. */
static void value_put(struct out *out, int64_t value, bool delivered) {
	if (value > 0 || delivered)
		out_number(out, F_VALUE, value);
	out_code(out, F_VALUE_STATUS, value > 0 ? VALUE_COUNTED : delivered ? VALUE_ZERO : VALUE_NOT_REPORTED);
}

/* figure_list ------------------------------------------------------------------------------------------------------- */

static void row_put(struct out *out, int indicator, int64_t year, int group, int64_t value, bool delivered) {
	out_row(out);
	out_code(out, F_INDICATOR, indicator);
	out_number(out, F_YEAR, year);
	if (group != 0)
		out_code(out, F_GROUP, group);
	value_put(out, value, delivered);
}

static int64_t group_total(const struct cx *cx, const struct year *y, int group) {
	int64_t n = 0;
	for (int form = 0; form < FORMS_MAX; form++)
		n += y->forms[form] != 0 && profile_group(cx->profile, form) == group ? y->forms[form] : 0;
	return n;
}

static int indicator_put(struct cx *cx, int indicator, int64_t act, int64_t first, int64_t last, struct out *out) {
	struct year *years = arena_array(cx->arena, (size_t)(last - first + 1), sizeof *years);
	struct count c;
	int rc = count_begin(cx, indicator, act, &c);
	if (rc == 0)
		rc = count_years(&c, first, last, years);
	if (rc == 0)
		rc = delivered_read(cx, indicator, act, first, last, years);
	for (int64_t year = first; rc == 0 && year <= last; year++) {
		const struct year *y = &years[year - first];
		row_put(out, indicator, year, 0, y->total, y->delivered);
		for (size_t i = 0; c.family->stage != 0 && code_at(cx->profile, L_GROUP, i) != 0; i++) {
			int group = code_at(cx->profile, L_GROUP, i);
			row_put(out, indicator, year, group, group_total(cx, y, group), y->delivered);
		}
	}
	return rc;
}

int figure_list(struct cx *cx, const struct in *in, struct out *out) {
	int32_t day;
	int64_t act;
	int rc = as_of_get(cx, in, &day, &act);
	if (rc != 0)
		return rc;
	int64_t last = day_year(day), first = last - profile_rule(cx->profile, "figure_years") + 1;
	if (first < fields[F_YEAR].min)
		first = fields[F_YEAR].min;
	out_number(out, F_AS_OF, day);
	for (size_t i = 0; rc == 0 && first <= last && profile_number(cx->profile, L_INDICATOR, i) != 0; i++)
		rc = indicator_put(cx, profile_number(cx->profile, L_INDICATOR, i), act, first, last, out);
	return rc;
}

/* figure_explain ---------------------------------------------------------------------------------------------------- */

struct reasoned { /* a record and why it is counted or not */
	struct ref ref;
	int64_t org, at;
	int32_t happened;
	int reason, precision, form;
};

struct reasons {
	struct reasoned *at;
	size_t n, room, counted;
};

/* A reference that stands for a record in this figure and year, and leads nobody to the person or the decision. */
static int figure_ref(struct cx *cx, int indicator, int64_t year, struct blob record, struct ref *ret_ref) {
	uint8_t bytes[8 + REF_SIZE], mark[HASH_SIZE];
	if (bug_if(cx, record.n != REF_SIZE))
		return ERR_BUG;
	for (int i = 0; i < 4; i++) {
		bytes[i] = (uint8_t)(indicator >> 8 * i);
		bytes[4 + i] = (uint8_t)(year >> 8 * i);
	}
	memcpy(bytes + 8, record.at, REF_SIZE);
	int rc = token_mark(cx, "figure record", BLOB(bytes, sizeof bytes), mark);
	if (rc == 0)
		memcpy(ret_ref->at, mark, REF_SIZE);
	return rc;
}

static void reason_add(struct count *c, struct reasons *rs, const struct record *r, struct reasoned what) {
	what.reason = count_judge(c, r);
	what.org = r->org;
	what.happened = r->happened;
	what.form = r->form;
	if (what.reason == 0)
		return;
	if (rs->n == rs->room) {
		size_t was = rs->room * sizeof *rs->at;
		rs->room = rs->room == 0 ? 64 : 2 * rs->room;
		rs->at = arena_grow(c->cx->arena, rs->at, was, rs->room * sizeof *rs->at);
	}
	rs->at[rs->n++] = what;
	rs->counted += what.reason == REASON_COUNTED;
}

static int decisions_explain(struct count *c, int indicator, int64_t year, struct reasons *rs) {
	struct rows rows;
	struct row_figure_decision_records d;
	int rc = q_figure_decision_records(c->cx, c->family->stage, OUTCOME_POSITIVE, OUTCOME_NEGATIVE, year_first(year),
		year_last(year), c->act, &rows);
	while (rc == 0 && q_figure_decision_records_next(&rows, &d)) {
		struct record r = {d.id, d.person, d.org, d.happened, d.form, d.outcome};
		struct reasoned what = {.at = d.at, .precision = d.precision};
		rc = figure_ref(c->cx, indicator, year, d.ref, &what.ref);
		if (rc == 0)
			reason_add(c, rs, &r, what);
	}
	int end = rows_end(&rows);
	return rc != 0 ? rc : end;
}

static int services_explain(struct count *c, int indicator, int64_t year, struct reasons *rs) {
	struct rows rows;
	struct row_figure_service_records s;
	int rc = q_figure_service_records(c->cx, year_first(year), year_last(year), c->act, &rows);
	while (rc == 0 && q_figure_service_records_next(&rows, &s)) {
		struct record r = {s.id, s.person, s.org, s.happened, 0, OUTCOME_POSITIVE};
		struct reasoned what = {.at = s.at, .precision = s.precision};
		rc = figure_ref(c->cx, indicator, year, s.ref, &what.ref);
		if (rc == 0)
			reason_add(c, rs, &r, what);
	}
	int end = rows_end(&rows);
	return rc != 0 ? rc : end;
}

static void reasons_put(const struct count *c, const struct reasons *rs, struct out *out) {
	for (size_t i = 0; i < rs->n; i++) {
		const struct reasoned *r = &rs->at[i];
		out_row(out);
		out_ref(out, F_RECORD, &r->ref);
		out_number(out, F_COUNTED, r->reason == REASON_COUNTED);
		out_code(out, F_REASON, r->reason);
		out_number(out, F_HAPPENED, r->happened);
		out_code(out, F_PRECISION, r->precision);
		out_number(out, F_AT, r->at);
		out_text(out, F_ORG_NAME, count_body(c, r->org)->name);
		if (r->form != 0)
			out_code(out, F_GROUP, profile_group(c->cx->profile, r->form));
	}
}

int figure_explain(struct cx *cx, const struct in *in, struct out *out) {
	int indicator = in_code(in, F_INDICATOR);
	int64_t year = in_number(in, F_YEAR), act;
	int32_t day;
	struct count c;
	struct year years[1] = {{0}};
	struct reasons rs = {0};
	int rc = as_of_get(cx, in, &day, &act);
	if (rc == 0)
		rc = count_begin(cx, indicator, act, &c);
	if (rc == 0 && c.family->ever)
		rc = count_years(&c, year, year - 1, NULL);
	if (rc == 0)
		rc = c.family->stage != 0 ? decisions_explain(&c, indicator, year, &rs) : services_explain(&c, indicator, year, &rs);
	if (rc == 0)
		rc = delivered_read(cx, indicator, act, year, year, years);
	if (rc != 0)
		return rc;
	out_code(out, F_INDICATOR, indicator);
	out_number(out, F_YEAR, year);
	out_number(out, F_AS_OF, day);
	out_number(out, F_VERSION, json_integer_value(json_object_get(profile_entry(cx->profile, L_INDICATOR, indicator),
		"version")));
	value_put(out, (int64_t)rs.counted, years[0].delivered);
	reasons_put(&c, &rs, out);
	return 0;
}

/* delivery_record --------------------------------------------------------------------------------------------------- */

int delivery_record(struct cx *cx, const struct in *in, struct out *out) {
	(void)out;
	int indicator = in_code(in, F_INDICATOR);
	int64_t year = in_number(in, F_YEAR);
	struct row_org_by_id org;
	struct row_delivery_of said;
	int rc = bad_if(cx, year > day_year(day_of(cx->now)), fields[F_YEAR].name, N_("That year has not come yet."), NULL);
	if (rc == 0)
		rc = q_org_by_id(cx, cx->actor.org, &org);
	if (rc == 0 && ((count_kinds(cx, indicator) >> org.kind) & 1) == 0)
		rc = err_say(cx, ERR_DENIED, fields[F_INDICATOR].name, N_("Your organisation does not answer for this figure."),
			NULL);
	if (rc == 0)
		rc = q_delivery_of(cx, cx->actor.org, indicator, year, &said);
	return rc != 0 || said.n > 0 ? rc : q_delivery_add(cx, cx->actor.org, indicator, year, cx->act);
}
