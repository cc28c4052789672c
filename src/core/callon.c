/*
 * callon.c - people to call on: protection, not suspicion.
 *
 * Who stands in the list is said by a sheet of the profile (SHEET_LIST), written by somebody of the same organisation,
 * until its last day: the one it names, at most CALL_ON_DAYS (a parameter) after its own, so that nobody stands there
 * forgotten. The list tells who and by when, never why: that is read in her file, where every look is written down.
 */
#include "base/time.h"
#include "core/fact.h"
#include "db/queries.h"
#include "op/profile.h"
#include "op/sheet.h"

#define SHEET_LIST "call_on"
#define SHEET_CALL "check_call"

enum { CALL_ON_DAYS = 90 };

/* The number of a field of a sheet, 0 where the profile has none: then no row has it either. */
static int field_of(const struct cx *cx, int sheet, const char *code) {
	struct cell_field field;
	return sheet != 0 && sheet_find(cx->profile, sheet, code, &field) ? field.number : 0;
}

static int64_t days_of(struct cx *cx) {
	int64_t days = profile_parameter(cx->profile, "call_on_days", day_text(cx->arena, day_of(cx->now)));
	return days == NONE ? CALL_ON_DAYS : days;
}

int callon_list(struct cx *cx, const struct in *in, struct out *out) {
	(void)in;
	struct rows rows;
	struct row_callon_page each;
	int list = profile_code(cx->profile, L_SHEET, SHEET_LIST), call = profile_code(cx->profile, L_SHEET, SHEET_CALL);
	int64_t days = days_of(cx);
	int rc = q_callon_page(cx, cx->actor.org, cx->actor.unit, cx->actor.user, list, call, field_of(cx, list, "state"),
		field_of(cx, list, "until"), field_of(cx, call, "next"), 1, day_of(cx->now), days, &rows);
	if (rc != ERR_OK)
		return rc;
	while (q_callon_page_next(&rows, &each)) {
		int64_t last = each.happened + days;
		out_row(out);
		out_blob_ref(out, F_PERSON, each.person);
		out_code(out, F_STATUS, each.status);
		out_code(out, F_AGE, each.age);
		out_code(out, F_SEX, each.sex);
		out_code(out, F_SPEECH, each.speech);
		out_code(out, F_MUNICIPALITY, each.municipality);
		out_number(out, F_HAPPENED, each.happened);
		out_number(out, F_ENDS, each.until != NONE && each.until < last ? each.until : last);
		if (each.due != NONE)
			out_number(out, F_CALL_DUE, each.due);
		if (each.called != NONE)
			out_number(out, F_CALLED, each.called);
	}
	return rows_end(&rows);
}
