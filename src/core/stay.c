/* stay.c - a person's stay at a place, her time to decide, and the help she was given. */
#include "base/str.h"
#include "core/place.h"
#include "core/projection.h"
#include "core/task.h"
#include "core/write.h"
#include "db/queries.h"
#include "op/profile.h"

enum { REFLECTION_NOTICE = 5 }; /* days before its last one that the end of the time to decide becomes work */

/* The stay that has not ended; its id is 0 where there is none. */
static int running(struct cx *cx, int64_t person, struct row_placement_running *ret_row) {
	struct row_placement_running row = {0};
	int rc = q_placement_running(cx, person, &row);
	if (rc != 0 && rc != ERR_NOTFOUND)
		return rc;
	*ret_row = rc == 0 ? row : (struct row_placement_running){0};
	return 0;
}

static int project(struct cx *cx, int64_t place, int64_t person) {
	int rc = project_place(cx, place);
	return rc != 0 ? rc : project_person(cx, person);
}

int placement_start(struct cx *cx, const struct in *in, struct out *out) {
	struct fact f = fact_new(cx, in);
	struct row_place_room room;
	struct row_placement_running stay;
	int rc = fact_day(cx, in, F_HAPPENED, &f);
	if (rc == 0)
		rc = q_place_room(cx, ref_blob(in_ref(in, F_PLACE)), &room);
	if (rc == ERR_NOTFOUND)
		rc = err_say(cx, ERR_INVALID, fields[F_PLACE].name, N_("There is no such place."), NULL);
	if (rc == 0 && room.org != cx->actor.org)
		rc = err_say(cx, ERR_DENIED, fields[F_PLACE].name,
			N_("Another organisation runs this place. Refer the person to it first."), NULL);
	if (rc == 0)
		rc = running(cx, f.person, &stay);
	if (rc != 0)
		return rc;
	if (stay.id != 0)
		return err_say(cx, ERR_CONFLICT, fields[F_PERSON].name,
			N_("This person has a place already. End that stay first."), NULL);
	if (room.taken >= room.beds)
		return err_say(cx, ERR_CONFLICT, fields[F_PLACE].name, N_("This place is full. Choose another."), NULL);
	struct ref ref = ref_new(cx);
	rc = q_placement_add(cx, FACT_HEAD(&f), ref_blob(&ref), room.id);
	if (rc == 0)
		rc = project(cx, room.id, f.person);
	if (rc == 0)
		out_ref(out, F_PLACEMENT, &ref);
	return rc;
}

int placement_end(struct cx *cx, const struct in *in, struct out *out) {
	(void)out;
	struct fact f = fact_new(cx, in);
	struct row_placement_running stay;
	int rc = fact_day(cx, in, F_HAPPENED, &f);
	if (rc == 0)
		rc = running(cx, f.person, &stay);
	if (rc == 0 && stay.id == 0)
		rc = err_say(cx, ERR_CONFLICT, fields[F_PERSON].name, N_("This person has no place to leave."), NULL);
	if (rc == 0)
		rc = bad_if(cx, f.happened < stay.happened, fields[F_HAPPENED].name,
			N_("This is before the stay began."), day_text(cx->arena, f.happened));
	if (rc == 0)
		rc = q_placement_end_add(cx, FACT_HEAD(&f), stay.id);
	if (rc == 0)
		rc = project(cx, stay.place, f.person);
	return rc != 0 ? rc : place_room_tell(cx, stay.place);
}
