/* Questions asked, people registered on arrival, and signals to the desk, as records: where, by whom, and what followed. */
#include "core/made.h"
#include "db/queries.h"
#include "op/profile.h"

struct last { /* of a person, by place (who.h): the last day on which ... */
	int32_t *helped; /* a referral for help was accepted, or help was given; 0: never */
	int32_t *asked;  /* questions were asked */
};

static int32_t *days_new(const struct made *made) {
	int32_t *days = arena_array(made->cx->arena, made->lives_n, sizeof *days);
	for (size_t i = 0; i < made->lives_n; i++)
		days[i] = INT32_MIN;
	return days;
}

static void day_note(const struct made *made, int32_t *days, int64_t person, int32_t day) {
	int32_t *last = &days[who_place(made->who, person)];
	*last = day > *last ? day : *last;
}

static int helps_read(const struct made *made, int32_t **ret_days) {
	struct rows rows;
	struct row_made_helps h;
	*ret_days = days_new(made);
	int rc = q_made_helps(made->cx, made->act, &rows);
	if (rc != 0)
		return rc;
	while (q_made_helps_next(&rows, &h))
		day_note(made, *ret_days, h.person, h.happened);
	return rows_end(&rows);
}

static int asked_read(const struct made *made, int32_t **ret_days) {
	struct rows rows;
	struct row_made_screenings s;
	*ret_days = days_new(made);
	int rc = q_made_screenings(made->cx, made->act, &rows);
	if (rc != 0)
		return rc;
	while (q_made_screenings_next(&rows, &s))
		day_note(made, *ret_days, s.person, s.happened);
	return rows_end(&rows);
}

static bool since(const struct made *made, const int32_t *days, int64_t person, int32_t day) {
	return days[who_place(made->who, person)] >= day;
}

/* Questions asked -------------------------------------------------------------------------------------------------- */

static void targets_add(struct making *m, struct rows *targets, struct row_made_screening_targets *next, bool *more,
	int64_t id) {
	for (; *more && next->screening == id; *more = q_made_screening_targets_next(targets, next))
		made_add(m, SCREENING_TARGET, next->value);
}

static void screening_make(struct making *m, const struct row_made_screenings_all *s, const int32_t *helped) {
	made_begin(m, &(struct ledger_row){.id = s->id, .org = s->org, .happened = s->happened}, s->ref, s->at, s->precision);
	made_add(m, SCREENING_INSTRUMENT, s->instrument);
	made_add(m, SCREENING_RESULT, s->judged != NONE ? s->judged : s->result);
	if (s->proactive != NONE)
		made_yes(m, SCREENING_PROACTIVE, s->proactive != 0);
	made_add(m, SCREENING_ASKED, s->asked);
	made_yes(m, SCREENING_COMPLETE, s->complete != 0);
	made_yes(m, SCREENING_HELPED, since(m->made, helped, s->person, s->happened));
}

int made_screenings(struct making *m) {
	const struct made *made = m->made;
	struct rows rows, targets;
	struct row_made_screenings_all s;
	struct row_made_screening_targets target;
	int32_t *helped;
	int rc = helps_read(made, &helped);
	if (rc != 0)
		return rc;
	rc = q_made_screenings_all(made->cx, made_first(made), made_last(made), made->act, &rows);
	if (rc != 0)
		return rc;
	int other = q_made_screening_targets(made->cx, made_first(made), made_last(made), made->act, &targets);
	bool more = other == 0 && q_made_screening_targets_next(&targets, &target);
	while (other == 0 && q_made_screenings_all_next(&rows, &s)) {
		const struct life *l = made_life(m->made, s.person);
		screening_make(m, &s, helped);
		targets_add(m, &targets, &target, &more, s.id);
		made_end_seen(m, s.person, &(struct made_seen){.municipality = s.municipality != NONE ? (int)s.municipality
			: l->municipality, .age = l->age, .sex = l->sex});
	}
	int end = other == 0 ? rows_end(&targets) : other;
	rc = rows_end(&rows);
	return rc != 0 ? rc : end;
}

/* People registered on arrival ------------------------------------------------------------------------------------- */

int made_arrivals(struct making *m) {
	const struct made *made = m->made;
	struct rows rows;
	struct row_made_arrivals a;
	int32_t *asked;
	int rc = asked_read(made, &asked);
	if (rc == 0)
		rc = q_made_arrivals(made->cx, made_first(made), made_last(made), made->act, &rows);
	if (rc != 0)
		return rc;
	while (q_made_arrivals_next(&rows, &a)) {
		made_begin(m, &(struct ledger_row){.id = a.id, .org = a.org, .happened = a.happened}, a.ref, a.at, a.precision);
		made_add(m, ARRIVAL_ROUTE, a.route);
		made_add(m, ARRIVAL_FROM, a.country);
		made_yes(m, ARRIVAL_INFORMED, a.leaflet != NONE);
		made_yes(m, ARRIVAL_WISHES, a.wishes != 0);
		made_add(m, ARRIVAL_ACCOMPANIED, a.accompanied);
		made_yes(m, ARRIVAL_ASKED, since(made, asked, a.person, a.happened));
		made_end_seen(m, a.person, &(struct made_seen){.municipality = a.municipality, .age = a.age, .sex = a.sex});
	}
	return rows_end(&rows);
}

/* Signals to the triage desk --------------------------------------------------------------------------------------- */

int made_leads(struct making *m) {
	const struct made *made = m->made;
	struct rows rows;
	struct row_made_leads l;
	int rc = q_made_leads(made->cx, day_start(made_first(made)), day_start(made_last(made) + 1), made->act, &rows);
	if (rc != 0)
		return rc;
	while (q_made_leads_next(&rows, &l)) {
		made_begin(m, &(struct ledger_row){.id = l.id, .org = l.desk, .happened = day_of(l.at)}, l.ref, l.at, PRECISION_DAY);
		made_add(m, LEAD_F_FROM, l.source);
		made_add(m, LEAD_F_STATE, l.state);
		made_add(m, LEAD_F_OUTCOME, l.outcome);
		made_add(m, LEAD_F_TOPIC, l.topic);
		made_yes(m, LEAD_F_DANGER, l.danger != 0);
		made_yes(m, LEAD_F_ACCOUNT, l.org != NONE);
		made_end_of_nobody(m, l.municipality == NONE ? 0 : (int)l.municipality);
	}
	return rows_end(&rows);
}
