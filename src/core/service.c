/* service.c - help given to a person: what it answered, who gave it until when, what it cost and which grant paid. */
#include "base/str.h"
#include "core/write.h"

#include "core/define.h"
#include "db/queries.h"
#include "op/profile.h"
#include "op/register.h"

#define REGISTER "grant"

struct grants { /* the register of grants, as the profile has it */
	int reg;
	struct cell_field recipient, amount;
};

struct more { /* a row of service_more */
	int64_t ends, provider, cost, granted_by;
	const char *grant_number;
};

/* False where the country keeps no such register. */
static bool grants_find(const struct profile *p, struct grants *ret_grants) {
	struct grants g = {.reg = profile_code(p, L_REGISTER, REGISTER)};
	bool there = g.reg != 0 && register_find(p, g.reg, "recipient", &g.recipient)
		&& register_find(p, g.reg, "amount", &g.amount) && g.amount.type == CELL_MONEY;
	*ret_grants = g;
	return there;
}

static int own_code(struct cx *cx, const char **ret_code) {
	struct row_org_by_id row;
	int rc = q_org_by_id(cx, cx->actor.org, &row);
	if (rc == 0)
		*ret_code = row.code;
	return rc;
}

/* The grant is one to the caller's own organisation, of the year the help was given in. */
static int grant_take(struct cx *cx, const char *number, int32_t day, int64_t *ret_granted_by) {
	struct grants g;
	struct rows rows;
	struct row_grant_find found;
	const char *code = NULL;
	int64_t org = NONE;
	int rc = grants_find(cx->profile, &g) ? own_code(cx, &code) : 0;
	if (rc == 0 && code != NULL) {
		int year = day_year(day);
		rc = q_grant_find(cx, g.reg, g.recipient.number, code, number, year_first(year), year_last(year), &rows);
		if (rc != 0)
			return rc;
		if (q_grant_find_next(&rows, &found))
			org = found.org;
		rc = rows_end(&rows);
	}
	if (rc == 0)
		rc = bad_if(cx, org == NONE, fields[F_GRANT_NUMBER].name,
			N_("Your organisation has no grant of that number in the year of the help."), number);
	*ret_granted_by = org;
	return rc;
}

static int more_take(struct cx *cx, const struct in *in, int32_t day, struct more *ret_more) {
	struct more m = {NONE, NONE, NONE, NONE, NULL};
	int rc = 0;
	if (in_has(in, F_ENDS)) {
		m.ends = in_day(in, F_ENDS);
		rc = bad_if(cx, m.ends < day, fields[F_ENDS].name, N_("It cannot end before it began."),
			day_text(cx->arena, (int32_t)m.ends));
	}
	if (rc == 0 && in_has(in, F_PROVIDER))
		rc = org_of_code(cx, in, F_PROVIDER, &m.provider);
	if (m.provider == cx->actor.org)
		m.provider = NONE;
	if (in_has(in, F_COST))
		m.cost = in_number(in, F_COST);
	m.grant_number = in_text(in, F_GRANT_NUMBER);
	if (rc == 0 && m.grant_number != NULL)
		rc = grant_take(cx, m.grant_number, day, &m.granted_by);
	*ret_more = m;
	return rc;
}

static bool more_any(const struct more *m) {
	return m->ends != NONE || m->provider != NONE || m->cost != NONE || m->granted_by != NONE;
}

int service_write(struct cx *cx, const struct in *in, int64_t corrects, struct written *ret_written) {
	struct fact f = fact_new(cx, in);
	struct ref ref = ref_new(cx);
	struct row_service_put row;
	struct more more;
	f.supersedes = corrects;
	fact_precision(in, &f);
	int rc = fact_day(cx, in, F_HAPPENED, &f);
	if (rc == 0)
		rc = more_take(cx, in, f.happened, &more);
	if (rc == 0)
		rc = q_service_put(cx, FACT_HEAD(&f), ref_blob(&ref), in_code(in, F_NEED), &row);
	if (rc == 0 && more_any(&more))
		rc = q_service_more_add(cx, row.id, more.ends, more.provider, more.cost, more.granted_by, more.grant_number);
	if (rc == 0)
		*ret_written = (struct written){.id = row.id, .ref = ref};
	return rc;
}

int service_record(struct cx *cx, const struct in *in, struct out *out) {
	struct row_service_own own = {0};
	struct written w;
	int64_t corrects = NONE;
	int rc = 0;
	if (in_has(in, F_SUPERSEDES)) {
		rc = q_service_own(cx, ref_blob(in_ref(in, F_SUPERSEDES)), in->person, cx->actor.org, &own);
		rc = supersedes_say(cx, rc, own.voided, own.superseded);
		corrects = own.id;
	}
	if (rc == 0)
		rc = service_write(cx, in, corrects, &w);
	if (rc == 0)
		out_ref(out, F_SERVICE, &w.ref);
	return rc;
}

/* Help of the year that names the grant is paid from it; what another organisation wrote down is not. */
int grant_list(struct cx *cx, const struct in *in, struct out *out) {
	struct grants g;
	struct rows rows;
	struct row_grant_sums each;
	const char *code = NULL;
	int year = (int)in_number(in, F_YEAR);
	int rc = grants_find(cx->profile, &g) ? own_code(cx, &code) : 0;
	if (rc != 0 || code == NULL)
		return rc;
	rc = q_grant_sums(cx, g.reg, g.recipient.number, code, g.amount.number, cx->actor.org, year_first(year),
		year_last(year), &rows);
	while (rc == 0 && q_grant_sums_next(&rows, &each)) {
		out_row(out);
		out_text(out, F_GRANT_NUMBER, each.number);
		out_number(out, F_ALLOCATED, each.allocated);
		out_number(out, F_SPENT, each.spent);
		out_number(out, F_COUNT, each.n);
		out_number(out, F_PEOPLE, each.people);
	}
	return rc != 0 ? rc : rows_end(&rows);
}
