/* Waiting for a place: how many do, and that a bed is free again where somebody was refused one before. */
#include "base/time.h"
#include "core/fact.h"
#include "core/operations.h"
#include "core/place.h"
#include "core/task.h"
#include "db/queries.h"
#include "op/profile.h"

enum { TOLD_MAX = 3 }; /* one bed is free: more would hope in vain */

static int tell(struct cx *cx, const struct row_place_waiting *w) {
	int64_t due_at = cx->now + profile_rule(cx->profile, "referral_hours") * HOUR;
	struct task t = TASK_NEW(.org = w->sender, .kind = TASK_ROOM, .due_at = due_at, .person = w->person,
		.referral = w->referral, .danger = w->danger == 1);
	return task_add(cx, &t);
}

static int tell_of(struct cx *cx, int64_t place, int64_t org, int state, int *told) {
	struct row_place_waiting found[TOLD_MAX];
	struct rows rows;
	int n = 0;
	int rc = q_place_waiting(cx, place, org, state, DECLINE_FULL, TASK_ROOM, TOLD_MAX - *told, &rows);
	if (rc != ERR_OK)
		return rc;
	while (n < TOLD_MAX - *told && q_place_waiting_next(&rows, &found[n]))
		n++;
	rc = rows_end(&rows);
	for (int i = 0; rc == ERR_OK && i < n; i++) /* written only after reading */
		rc = tell(cx, &found[i]);
	*told += n;
	return rc;
}

/* Whoever looks for a bed for somebody sees every number; of a few others learn only that there are some. */
static int64_t least_shown(const struct cx *cx) {
	bool places = (role_capabilities(cx->actor.roles) >> CAN_SUPPORT & 1) != 0;
	return places ? NONE : profile_parameter(cx->profile, "suppress_below", day_text(cx->arena, day_of(cx->now)));
}

int place_waits(struct cx *cx, const struct in *in, struct out *out) {
	(void)in;
	struct rows rows;
	struct row_place_waits each;
	int64_t least = least_shown(cx);
	int rc = q_place_waits(cx, NEED_SHELTER, &rows);
	while (rc == ERR_OK && q_place_waits_next(&rows, &each)) {
		out_row(out);
		out_code(out, F_SEX, each.sex);
		out_code(out, F_AGE, each.age);
		if (least != NONE && each.people < least)
			continue;
		out_number(out, F_WAITING, each.people);
		out_number(out, F_SINCE, each.since);
	}
	return rc == ERR_OK ? rows_end(&rows) : rc;
}

int place_room_tell(struct cx *cx, int64_t place) {
	struct row_place_org of;
	int told = 0;
	int rc = q_place_org(cx, place, &of);
	if (rc == ERR_OK)
		rc = tell_of(cx, place, of.org, REFERRAL_DECLINED, &told);
	return rc == ERR_OK ? tell_of(cx, place, of.org, REFERRAL_RETURNED, &told) : rc;
}
