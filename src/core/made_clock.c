/* Times that run as records: how each stands, whether it was met in time, made longer, stopped or ended early. */
#include "core/made.h"
#include "db/queries.h"
#include "op/clock.h"
#include "op/profile.h"

struct changes { /* of one time */
	struct clock_step steps[CLOCK_CHANGES];
	size_t n;
	int32_t met; /* day it was met, DAY_MAX: it was not */
	bool paused;
	uint64_t why; /* bits 1 << enum CLOCK_WHY_* */
};

static void change_note(struct changes *c, const struct row_made_clock_changes *row) {
	if (c->n == CLOCK_CHANGES)
		return;
	c->steps[c->n++] = (struct clock_step){row->what, row->happened, row->ends};
	if (row->what == CHANGE_MET)
		c->met = row->happened;
	c->paused |= row->what == CHANGE_PAUSE;
	if (row->why != NONE)
		c->why |= UINT64_C(1) << row->why;
}

/* A deadline is kept or not, or stands still; a period is only over. */
static void in_time_add(struct making *m, const struct clock *clock, const struct clock_stand *stand,
	const struct changes *c, int32_t today) {
	if (!clock->deadline)
		return;
	if (c->met != DAY_MAX)
		made_yes(m, CLOCK_F_IN_TIME, c->met <= stand->ends);
	else if (stand->state != CLOCK_ENDED && stand->state != CLOCK_PAUSED && stand->ends < today)
		made_yes(m, CLOCK_F_IN_TIME, false);
}

static void one_make(struct making *m, const struct row_made_clocks *row, const struct changes *c) {
	const struct made *made = m->made;
	const struct profile *p = made->cx->profile;
	int number = row->kind != NONE ? (int)row->kind : profile_number(p, L_CLOCK, 0);
	int32_t today = day_of(made->now), over;
	struct calendar calendar;
	struct clock clock;
	if (!clock_read(p, number, &clock))
		return;
	clock.at_least = clock.at_least && row->kind != NONE; /* as row_fill of clock_list.c */
	calendar = calendar_of(p, body_of(made->bodies, row->org)->region);
	struct clock_stand stand = clock_stand(&clock, &calendar, row->happened, c->steps, c->n, today);
	made_begin(m, &(struct ledger_row){.id = row->id, .org = row->org, .happened = row->happened}, row->ref, row->at,
		row->precision);
	made_add(m, CLOCK_F_CLOCK, number);
	made_add(m, CLOCK_F_STATE, stand.state);
	made_yes(m, CLOCK_F_EXTENDED, stand.extended > 0);
	made_yes(m, CLOCK_F_EARLY, stand.state == CLOCK_ENDED);
	in_time_add(m, &clock, &stand, c, today);
	made_add(m, CLOCK_F_ENDS, stand.ends);
	over = c->met != DAY_MAX ? c->met : stand.ends < today ? stand.ends : today;
	made_add(m, CLOCK_F_DAYS, over < row->happened ? 0 : over - row->happened + 1);
	made_yes(m, CLOCK_F_PAUSED, c->paused);
	for (int why = 1; why < 64; why++)
		if ((c->why >> why & 1) != 0)
			made_add(m, CLOCK_F_WHY, why);
	made_end(m, row->person);
}

static int clocks_make(struct making *m, struct rows *rows, struct rows *changes) {
	struct row_made_clocks row;
	struct row_made_clock_changes change;
	bool more = q_made_clock_changes_next(changes, &change);
	while (q_made_clocks_next(rows, &row)) {
		struct changes c = {.met = DAY_MAX};
		for (; more && change.clock == row.id; more = q_made_clock_changes_next(changes, &change))
			change_note(&c, &change);
		one_make(m, &row, &c);
	}
	int end = rows_end(changes), rc = rows_end(rows);
	return rc != 0 ? rc : end;
}

int made_clocks(struct making *m) {
	const struct made *made = m->made;
	struct rows rows, changes;
	int rc = q_made_clocks(made->cx, made->act, &rows);
	if (rc != 0)
		return rc;
	rc = q_made_clock_changes(made->cx, made->act, &changes);
	if (rc == 0)
		return clocks_make(m, &rows, &changes);
	int end = rows_end(&rows);
	return rc != 0 ? rc : end;
}
