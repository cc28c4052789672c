/* Registers as people and scripts ask for them. Who may read one reads all of it; who only keeps it reads its own. */
#include "core/register.h"

#include "core/fact.h"
#include "db/queries.h"
#include "op/profile.h"
#include "op/register.h"

enum reach { REACH_NOTHING, REACH_OWN, REACH_ALL };

static enum reach reach_of(const struct cx *cx, int reg) {
	if (register_reads(cx->profile, reg, cx->actor.org_kind))
		return REACH_ALL;
	return register_writes(cx->profile, reg, cx->actor.org_kind) ? REACH_OWN : REACH_NOTHING;
}

static int register_put(struct cx *cx, int reg, enum reach reach, struct out *out) {
	struct row_entry_count_all all;
	struct row_entry_count_own own;
	int rc = reach == REACH_ALL ? q_entry_count_all(cx, reg, &all) : q_entry_count_own(cx, reg, cx->actor.org, &own);
	if (rc != 0)
		return rc;
	int64_t n = reach == REACH_ALL ? all.n : own.n, newest = reach == REACH_ALL ? all.newest : own.newest;
	out_row(out);
	out_code(out, F_REGISTER, reg);
	out_number(out, F_ENTRIES, n);
	out_number(out, F_MAY_WRITE, register_writes(cx->profile, reg, cx->actor.org_kind));
	if (newest != NONE)
		out_number(out, F_HAPPENED, newest);
	return 0;
}

int register_list(struct cx *cx, const struct in *in, struct out *out) {
	(void)in;
	int rc = 0;
	for (size_t i = 0; rc == 0 && profile_number(cx->profile, L_REGISTER, i) != 0; i++) {
		int reg = profile_number(cx->profile, L_REGISTER, i);
		enum reach reach = reach_of(cx, reg);
		if (reach != REACH_NOTHING)
			rc = register_put(cx, reg, reach, out);
	}
	return rc;
}

int entry_record(struct cx *cx, const struct in *in, struct out *out) {
	struct entry_put put;
	int rc = entry_put(cx, in, &put);
	if (rc != 0)
		return rc;
	out_ref(out, F_ENTRY, &put.ref);
	out_text(out, F_NUMBER, put.number);
	if (put.warnings_n > 0)
		out_texts(out, F_WARNING, put.warnings, put.warnings_n);
	return 0;
}

/* The record behind a reference, as far as the caller may read it: else ERR_NOTFOUND. */
static int entry_find(struct cx *cx, const struct in *in, struct row_entry_by_ref *ret_entry) {
	struct row_entry_by_ref e;
	int rc = q_entry_by_ref(cx, ref_blob(in_ref(in, F_ENTRY)), &e);
	if (rc != 0)
		return rc;
	enum reach reach = reach_of(cx, e.reg);
	if (reach == REACH_NOTHING || (reach == REACH_OWN && e.org != cx->actor.org))
		return ERR_NOTFOUND;
	*ret_entry = e;
	return 0;
}

static bool may_write(const struct cx *cx, const struct row_entry_by_ref *e) {
	return e->org == cx->actor.org && register_writes(cx->profile, e->reg, cx->actor.org_kind);
}

int entry_void(struct cx *cx, const struct in *in, struct out *out) {
	struct row_entry_by_ref e;
	(void)out;
	int rc = entry_find(cx, in, &e);
	if (rc == 0 && !may_write(cx, &e))
		return err_say(cx, ERR_DENIED, NULL, N_("Only the organisation that recorded it can take it back."), NULL);
	return rc == 0 ? entry_retract(cx, e.id) : rc;
}

/* The values of a row as "field=value"; one whose code has left the profile is passed over. */
static int cells_put(struct cx *cx, int reg, int64_t entry, struct out *out) {
	enum { MOST = 64 };
	const char *texts[MOST];
	struct rows rows;
	struct row_entry_values each;
	size_t n = 0;
	int rc = q_entry_values(cx, entry, &rows);
	while (rc == 0 && n < MOST && q_entry_values_next(&rows, &each)) {
		struct cell_field f;
		const struct cell cell = {each.amount, each.words};
		if (!register_find_number(cx->profile, reg, each.field, &f))
			continue;
		const char *text = cell_text(cx, &f, &cell);
		if (text != NULL)
			texts[n++] = arena_printf(cx->arena, "%s=%s", f.code, text);
	}
	int end = rows_end(&rows);
	rc = rc != 0 ? rc : end;
	if (rc == 0 && n > 0)
		out_texts(out, F_CELL, texts, n);
	return rc;
}

struct page_of { /* where a page of a list begins and ends */
	int32_t from, to, day;
	int64_t id;
};

static int page_of(struct cx *cx, const struct in *in, enum reach reach, struct page_of *ret_page) {
	struct page_of page = {.from = DAY_MIN, .to = DAY_MAX, .day = DAY_MAX + 1, .id = 0};
	struct row_entry_by_ref after;
	if (in_has(in, F_YEAR)) {
		page.from = day_from_ymd((int)in_number(in, F_YEAR), 1, 1);
		page.to = day_from_ymd((int)in_number(in, F_YEAR), 12, 31);
	}
	if (in_has(in, F_AFTER)) {
		int rc = q_entry_by_ref(cx, ref_blob(in_ref(in, F_AFTER)), &after);
		if (rc == 0 && (after.reg != in_code(in, F_REGISTER) || (reach == REACH_OWN && after.org != cx->actor.org)))
			rc = ERR_NOTFOUND; /* of a list the caller does not see: as if it were not there */
		if (rc == ERR_NOTFOUND)
			return err_say(cx, ERR_INVALID, fields[F_AFTER].name, N_("There is no such record."), NULL);
		if (rc != 0)
			return rc;
		page.day = after.happened;
		page.id = after.id;
		page.to = page.to < page.day ? page.to : page.day; /* the index is entered there */
	}
	*ret_page = page;
	return 0;
}

static int row_put(struct cx *cx, int reg, const struct row_entry_page_all *r, struct out *out) {
	out_row(out);
	out_blob_ref(out, F_ENTRY, r->ref);
	out_text(out, F_NUMBER, r->number);
	out_number(out, F_HAPPENED, r->happened);
	out_code(out, F_PRECISION, r->precision);
	out_text(out, F_ORG_NAME, r->org_name);
	return cells_put(cx, reg, r->id, out);
}

int entry_list(struct cx *cx, const struct in *in, struct out *out) {
	int reg = in_code(in, F_REGISTER);
	enum reach reach = reach_of(cx, reg);
	struct page_of p = {0};
	struct rows rows;
	struct row_entry_page_all r;
	struct row_entry_page_own own;
	if (reach == REACH_NOTHING)
		return err_say(cx, ERR_DENIED, fields[F_REGISTER].name, N_("Your organisation does not read this register."),
			NULL);
	int rc = page_of(cx, in, reach, &p);
	if (rc != 0)
		return rc;
	out_number(out, F_MAY_WRITE, register_writes(cx->profile, reg, cx->actor.org_kind));
	if (reach == REACH_ALL) {
		rc = q_entry_page_all(cx, reg, p.from, p.to, p.day, p.id, &rows);
		while (rc == 0 && q_entry_page_all_next(&rows, &r))
			rc = row_put(cx, reg, &r, out);
	} else {
		rc = q_entry_page_own(cx, reg, cx->actor.org, p.from, p.to, p.day, p.id, &rows);
		while (rc == 0 && q_entry_page_own_next(&rows, &own)) {
			r = (struct row_entry_page_all){own.id, own.ref, own.number, own.happened, own.precision, own.org_name};
			rc = row_put(cx, reg, &r, out);
		}
	}
	int end = rows_end(&rows);
	return rc != 0 ? rc : end;
}

int entry_read(struct cx *cx, const struct in *in, struct out *out) {
	struct row_entry_by_ref e;
	struct rows rows;
	struct row_entry_history each;
	int rc = entry_find(cx, in, &e);
	if (rc != 0)
		return rc;
	out_code(out, F_REGISTER, e.reg);
	out_text(out, F_NUMBER, e.number);
	out_number(out, F_MAY_WRITE, may_write(cx, &e));
	rc = q_entry_history(cx, e.reg, e.org, e.number, &rows);
	while (rc == 0 && q_entry_history_next(&rows, &each)) {
		out_row(out);
		out_blob_ref(out, F_ENTRY, each.ref);
		out_number(out, F_HAPPENED, each.happened);
		out_code(out, F_PRECISION, each.precision);
		out_number(out, F_AT, each.at);
		out_text(out, F_ORG_NAME, each.org_name);
		out_number(out, F_VOID, each.voided);
		rc = cells_put(cx, e.reg, each.id, out);
	}
	int end = rows_end(&rows);
	return rc != 0 ? rc : end;
}
