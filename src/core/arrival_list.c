/* arrival_list.c - who was registered at an organisation's centres, and what a registration says. */
#include "core/fact.h"
#include "core/operations.h"
#include "db/queries.h"

enum { LIST_MAX = 300, DAYS_SHOWN = 30, CITIZENSHIPS_MAX = 64 /* as many as the query gives */ };

static int counts_put(struct cx *cx, struct out *out) {
	struct row_arrival_counts n;
	int rc = q_arrival_counts(cx, cx->actor.org, day_of(cx->now), &n);
	if (rc != ERR_OK)
		return rc;
	out_number(out, F_WAITING, n.waiting);
	if (n.oldest != NONE)
		out_number(out, F_SINCE, n.oldest);
	out_number(out, F_TODAY_N, n.today_n);
	out_number(out, F_COUNT, n.all_n);
	out_number(out, F_FAMILIES, n.families);
	out_number(out, F_CHILDREN, n.children);
	return ERR_OK;
}

static void row_put(struct out *out, const struct row_arrival_page *a) {
	out_row(out);
	out_blob_ref(out, F_ARRIVAL, a->ref);
	out_blob_ref(out, F_PERSON, a->person);
	if (a->family.at != NULL)
		out_blob_ref(out, F_HOUSEHOLD, a->family);
	out_number(out, F_HAPPENED, a->happened);
	if (a->unit_name != NULL)
		out_text(out, F_UNIT_NAME, a->unit_name);
	out_code(out, F_MUNICIPALITY, a->municipality);
	out_code(out, F_AGE, a->age);
	out_code(out, F_SEX, a->sex);
	out_code(out, F_SPEECH, a->speech);
	if (a->accompanied != NONE)
		out_code(out, F_ACCOMPANIED, (int)a->accompanied);
	if (a->leaflet != NONE)
		out_code(out, F_LEAFLET, (int)a->leaflet);
	out_number(out, F_WISH, a->wishes);
	if (a->told_name != NULL)
		out_text(out, F_TOLD_ORG, a->told_name);
	if (a->state != NONE)
		out_code(out, F_REFERRAL_STATE, (int)a->state);
}

int arrival_list(struct cx *cx, const struct in *in, struct out *out) {
	struct rows rows;
	struct row_arrival_page each;
	int done = in_has(in, F_DONE) && in_number(in, F_DONE) != 0;
	int rc = counts_put(cx, out);
	if (rc == ERR_OK)
		rc = q_arrival_page(cx, cx->actor.org, cx->actor.unit, cx->actor.user, done, LIST_MAX, &rows);
	if (rc != ERR_OK)
		return rc;
	while (q_arrival_page_next(&rows, &each))
		row_put(out, &each);
	return rows_end(&rows);
}

int arrival_days(struct cx *cx, const struct in *in, struct out *out) {
	(void)in;
	struct rows rows;
	struct row_arrival_days each;
	int rc = q_arrival_days(cx, cx->actor.org, day_of(cx->now) - DAYS_SHOWN, &rows);
	if (rc != ERR_OK)
		return rc;
	while (q_arrival_days_next(&rows, &each)) {
		out_row(out);
		out_number(out, F_HAPPENED, each.happened);
		out_number(out, F_COUNT, each.n);
	}
	return rows_end(&rows);
}

/* What registering her wrote of her citizenship. */
static int citizenships_put(struct cx *cx, int64_t person, struct out *out) {
	struct row_arrival_citizenships c;
	struct rows rows;
	int codes[CITIZENSHIPS_MAX];
	size_t n = 0;
	int rc = q_arrival_citizenships(cx, person, cx->actor.org, TRAIT_CITIZENSHIP, &rows);
	if (rc != ERR_OK)
		return rc;
	while (n < CITIZENSHIPS_MAX && q_arrival_citizenships_next(&rows, &c)) {
		bool there = false; /* a correction may have written it again */
		for (size_t i = 0; i < n; i++)
			there |= codes[i] == c.value;
		if (!there)
			codes[n++] = c.value;
	}
	rc = rows_end(&rows);
	if (rc == ERR_OK && n > 0)
		out_codes(out, F_CITIZENSHIP, codes, n);
	return rc;
}

int arrival_read(struct cx *cx, const struct in *in, struct out *out) {
	struct row_arrival_read a;
	int rc = q_arrival_read(cx, in->person, cx->actor.org, &a);
	if (rc == ERR_NOTFOUND)
		return err_say(cx, ERR_CONFLICT, fields[F_PERSON].name, N_("Your organisation did not register this person."), NULL);
	if (rc != ERR_OK)
		return rc;
	out_blob_ref(out, F_ARRIVAL, a.ref);
	if (a.family.at != NULL)
		out_blob_ref(out, F_HOUSEHOLD, a.family);
	out_number(out, F_HAPPENED, a.happened);
	if (a.unit != NULL)
		out_text(out, F_UNIT, a.unit);
	out_code(out, F_MUNICIPALITY, a.municipality);
	out_code(out, F_AGE, a.age);
	out_code(out, F_SEX, a.sex);
	out_code(out, F_SPEECH, a.speech);
	if (a.country != NONE)
		out_code(out, F_COUNTRY, (int)a.country);
	if (a.route != NONE)
		out_code(out, F_ROUTE, (int)a.route);
	if (a.accompanied != NONE)
		out_code(out, F_ACCOMPANIED, (int)a.accompanied);
	if (a.leaflet != NONE)
		out_code(out, F_LEAFLET, (int)a.leaflet);
	out_number(out, F_WISH, a.wishes);
	if (a.told_name != NULL)
		out_text(out, F_TOLD_ORG, a.told_name);
	if (a.why != NONE)
		out_code(out, F_ARRIVAL_WHY, (int)a.why);
	return citizenships_put(cx, in->person, out);
}
