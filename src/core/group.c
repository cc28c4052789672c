/*
 * group.c - people found together: a list of persons that an organisation made, and nothing more.
 *
 * A group gives no right to anybody: whoever reads it sees of its people those its organisation works with and whose
 * file is not closed to the account; where nobody is left of those who stand in it, it is hidden whole. Its name names
 * nobody. Whoever joins it has a record of her own, as any other.
 */
#include "base/str.h"
#include "core/opening.h"
#include "core/projection.h"
#include "core/write.h"
#include "db/queries.h"
#include "op/register.h"

enum { STATES = 8 }; /* above every REFERRAL_* */

/* What a list is called is checked as the words of a register are. */
static int label_check(struct cx *cx, const char *label) {
	const struct cell_field f = {.code = fields[F_LABEL].name, .type = CELL_TEXT, .min = 1, .max = fields[F_LABEL].max};
	struct cell cell;
	return cell_parse(cx, &f, label, &cell);
}

int group_create(struct cx *cx, const struct in *in, struct out *out) {
	struct ref ref = ref_new(cx);
	struct fact f = fact_new(cx, in);
	struct row_group_add row;
	int rc = fact_day(cx, in, F_HAPPENED, &f);
	if (rc == ERR_OK)
		rc = label_check(cx, in_text(in, F_LABEL));
	if (rc == ERR_OK)
		rc = q_group_add(cx, ref_blob(&ref), f.org, in_text(in, F_LABEL), in_code(in, F_MUNICIPALITY), f.happened,
			cx->act, &row);
	if (rc == ERR_OK)
		out_ref(out, F_GROUP_ID, &ref);
	return rc;
}

/* How many people of a group the account is shown; ERR_NOTFOUND where all who stand in it are hidden from it. */
static int people_shown(struct cx *cx, int64_t group, int64_t *ret_n) {
	struct row_group_people people;
	int rc = q_group_people(cx, cx->actor.org, cx->actor.unit, cx->actor.user, group, &people);
	if (rc == ERR_OK && people.n == 0 && people.members > 0)
		return ERR_NOTFOUND;
	if (rc == ERR_OK)
		*ret_n = people.n;
	return rc;
}

/* Another organisation's group, and a hidden one, is as unknown as one that never was. */
static int group_get(struct cx *cx, const struct in *in, struct row_group_own *ret_group) {
	int64_t n = 0;
	int rc = q_group_own(cx, ref_blob(in_ref(in, F_GROUP_ID)), cx->actor.org, ret_group);
	if (rc == ERR_OK)
		rc = people_shown(cx, ret_group->id, &n);
	return rc == ERR_NOTFOUND ? err_say(cx, ERR_INVALID, fields[F_GROUP_ID].name,
		N_("Your organisation has no such list of people."), NULL) : rc;
}

static int one_add(struct cx *cx, const struct row_group_own *group, const struct sign *sign, struct ref *ret_person) {
	struct fact f = fact_new(cx, &(struct in){0});
	struct written w;
	f.happened = group->happened;
	int rc = person_new(cx, ret_person, &f.person);
	if (rc == ERR_OK)
		rc = sign_write(cx, &f, sign, &w);
	if (rc == ERR_OK)
		rc = q_group_member_add(cx, FACT_HEAD(&f), group->id);
	if (rc == ERR_OK)
		rc = written_project(cx, f.person, w.stands);
	return rc == ERR_OK ? opening_begin(cx, f.person, USE_IDENTIFY) : rc;
}

int group_signs(struct cx *cx, const struct in *in, struct out *out) {
	struct row_group_own group;
	int rc = group_get(cx, in, &group);
	if (rc != ERR_OK)
		return rc;
	const struct sign sign = {.source = in_code(in, F_SOURCE), .municipality = group.municipality,
		.age = in_code(in, F_AGE), .sex = in_code(in, F_SEX), .speech = in_code(in, F_SPEECH)};
	size_t heads = (size_t)in_number(in, F_HEADS);
	struct ref *persons = arena_array(cx->arena, heads, sizeof *persons);
	for (size_t i = 0; rc == ERR_OK && i < heads; i++)
		rc = one_add(cx, &group, &sign, &persons[i]);
	if (rc == ERR_OK)
		out_refs(out, F_PERSON, persons, heads);
	return rc;
}

int group_add(struct cx *cx, const struct in *in, struct out *out) {
	(void)out;
	struct fact f = fact_new(cx, in);
	struct row_group_own group;
	struct row_group_has has = {0};
	int rc = group_get(cx, in, &group);
	if (rc == ERR_OK)
		rc = q_group_has(cx, group.id, in->person, &has);
	if (rc == ERR_OK && has.n > 0)
		rc = err_say(cx, ERR_CONFLICT, fields[F_GROUP_ID].name, N_("This person stands in that list already."), NULL);
	f.happened = group.happened;
	return rc == ERR_OK ? q_group_member_add(cx, FACT_HEAD(&f), group.id) : rc;
}

int group_list(struct cx *cx, const struct in *in, struct out *out) {
	(void)in;
	struct rows rows;
	struct row_group_of_org g;
	int64_t n = 0;
	int rc = q_group_of_org(cx, cx->actor.org, &rows);
	if (rc != ERR_OK)
		return rc;
	while (rc == ERR_OK && q_group_of_org_next(&rows, &g)) {
		rc = people_shown(cx, g.id, &n);
		if (rc == ERR_NOTFOUND) {
			rc = ERR_OK;
			continue;
		}
		if (rc != ERR_OK)
			break;
		out_row(out);
		out_blob_ref(out, F_GROUP_ID, g.ref);
		out_text(out, F_LABEL, g.label);
		out_code(out, F_MUNICIPALITY, g.municipality);
		out_number(out, F_HAPPENED, g.happened);
		out_number(out, F_PEOPLE, n);
	}
	int end = rows_end(&rows);
	return rc != ERR_OK ? rc : end;
}

/* How far the referrals of one of them are that the organisation sent or was sent. */
static void states_put(int64_t bits, struct out *out) {
	int states[STATES];
	size_t n = 0;
	for (int state = 0; state < STATES; state++)
		if ((bits >> state & 1) != 0)
			states[n++] = state;
	out_codes(out, F_REFERRAL_STATE, states, n);
}

int group_read(struct cx *cx, const struct in *in, struct out *out) {
	struct row_group_own group;
	struct rows rows;
	struct row_group_members m;
	int rc = group_get(cx, in, &group);
	if (rc == ERR_OK)
		rc = q_group_members(cx, cx->actor.org, cx->actor.unit, cx->actor.user, group.id, &rows);
	if (rc != ERR_OK)
		return rc;
	out_text(out, F_LABEL, group.label);
	out_code(out, F_MUNICIPALITY, group.municipality);
	out_number(out, F_HAPPENED, group.happened);
	while (q_group_members_next(&rows, &m)) {
		out_row(out);
		out_blob_ref(out, F_PERSON, m.ref);
		out_code(out, F_STATUS, m.status);
		out_code(out, F_AGE, m.age);
		out_code(out, F_SEX, m.sex);
		out_code(out, F_SPEECH, m.speech);
		out_number(out, F_SINCE, m.since);
		states_put(m.states, out);
	}
	return rows_end(&rows);
}
