/*
 * arrival.c - somebody who arrived is registered at a centre.
 *
 * A registration is no sign: it makes a file and nobody's presumed victim, and no figure of victims counts her. Whoever
 * registers her has met her. A child, or somebody who may be one, who is alone or with a grown person who is no
 * relative is referred to child protection in the same act, so that it is their work at once. Names are sealed like any
 * other; a family is its first row and those that name it.
 */
#include <jansson.h>

#include "base/str.h"
#include "base/time.h"
#include "core/identity.h"
#include "core/opening.h"
#include "core/projection.h"
#include "core/task.h"
#include "core/write.h"
#include "db/queries.h"
#include "op/profile.h"

enum { LIST_MAX = 300, WISH_DAYS = 1, DAYS_SHOWN = 30 };

struct arrival { /* a registration before it is written */
	struct fact f;
	struct ref person, ref;
	int age;
	int64_t unit, family;
	int64_t told;          /* child protection that has to be told; NONE: nobody */
	const char *told_code; /* its code; NULL: we are child protection ourselves, or there is none */
};

static int64_t code_or_none(const struct in *in, enum field_id id) {
	return in_has(in, id) ? in_code(in, id) : NONE;
}

/* Whether one of the fields says who she is. */
static bool says_who(const struct in *in) {
	static const enum field_id who[] = {F_GIVEN, F_FAMILY, F_BORN, F_BIRTH, F_DOCUMENT, F_PHONE};
	for (size_t i = 0; i < sizeof who / sizeof *who; i++)
		if (in_has(in, who[i]))
			return true;
	return false;
}

/* As her date of birth says, else as it seems. ERR_INVALID where the two contradict each other. */
static int age_take(struct cx *cx, const struct in *in, struct arrival *a) {
	struct identity who = {.born = NONE, .birth = NONE};
	int rc = says_who(in) ? identity_take(cx, in, &who) : ERR_OK;
	if (rc != ERR_OK)
		return rc;
	int by_birth = identity_age(&who, a->f.happened), seems = in_has(in, F_AGE) ? in_code(in, F_AGE) : AGE_UNKNOWN;
	a->age = by_birth != 0 ? by_birth : seems;
	return bad_if(cx, by_birth != 0 && seems != AGE_UNKNOWN && seems != by_birth, fields[F_AGE].name,
		N_("This is another age than the date of birth says."), code_name(cx->profile, L_AGE, seems));
}

static bool may_be_child(int age) {
	return age == AGE_UNDER_12 || age == AGE_12_17 || age == AGE_UNKNOWN;
}

/* The region of a municipality of the profile. */
static int region_of(const struct cx *cx, int municipality) {
	return (int)json_integer_value(json_object_get(profile_entry(cx->profile, L_MUNICIPALITY, municipality), "region"));
}

/* Who has to hear of a child who is alone, or with somebody who is no relative. */
static int guardians_find(struct cx *cx, const struct in *in, struct arrival *a) {
	struct row_arrival_guardians org;
	int64_t with = code_or_none(in, F_ACCOMPANIED);
	int rc = bad_if(cx, may_be_child(a->age) && with == NONE, fields[F_ACCOMPANIED].name,
		N_("Say who is with the child, or with somebody who may be one."), NULL);
	if (rc != ERR_OK || !may_be_child(a->age) || (with != ACCOMPANIED_OTHER && with != ACCOMPANIED_NOBODY))
		return rc;
	if (cx->actor.org_kind == ORG_CHILD) {
		a->told = cx->actor.org;
		return ERR_OK;
	}
	rc = q_arrival_guardians(cx, ORG_CHILD, region_of(cx, in_code(in, F_MUNICIPALITY)), &org);
	if (rc == ERR_OK) {
		a->told = org.id;
		a->told_code = arena_strdup(cx->arena, org.code);
	}
	return rc == ERR_NOTFOUND ? ERR_OK : rc;
}

/* The centre, where one is named or the account is of one; and the family. */
static int where_take(struct cx *cx, const struct in *in, struct arrival *a) {
	struct row_arrival_family first;
	int64_t org = cx->actor.org;
	int rc = ERR_OK;
	a->unit = cx->actor.unit == 0 ? NONE : cx->actor.unit;
	if (in_has(in, F_UNIT))
		rc = unit_of_code(cx, in, F_UNIT, &a->unit, &org);
	if (rc == ERR_OK)
		rc = bad_if(cx, org != cx->actor.org, fields[F_UNIT].name, N_("Your organisation has no such centre."),
			in_text(in, F_UNIT));
	if (rc != ERR_OK || !in_has(in, F_HOUSEHOLD))
		return rc;
	rc = q_arrival_family(cx, ref_blob(in_ref(in, F_HOUSEHOLD)), cx->actor.org, &first);
	a->family = first.first;
	return rc == ERR_NOTFOUND ? err_say(cx, ERR_INVALID, fields[F_HOUSEHOLD].name,
		N_("Your organisation has registered nobody under that reference."), NULL) : rc;
}

static int arrival_append(struct cx *cx, const struct in *in, struct arrival *a, int64_t *ret_id) {
	struct row_arrival_add row;
	int rc = q_arrival_add(cx, FACT_HEAD(&a->f), ref_blob(&a->ref), a->unit, in_code(in, F_MUNICIPALITY), a->age,
		in_code(in, F_SEX), in_code(in, F_SPEECH), code_or_none(in, F_COUNTRY), code_or_none(in, F_ROUTE), a->family,
		may_be_child(a->age) ? code_or_none(in, F_ACCOMPANIED) : NONE, code_or_none(in, F_LEAFLET),
		in_has(in, F_WISH) && in_number(in, F_WISH) != 0, a->told, &row);
	if (rc == ERR_OK)
		*ret_id = row.id;
	return rc;
}

/* Another operation's function with an input of our own making, about the same person. */
static int also(struct cx *cx, enum op_id op, int64_t person, json_t *object, fact_write *write) {
	struct in in;
	struct written w;
	struct out out = out_new(cx, &ops[op]);
	int rc = bug_if(cx, object == NULL);
	if (rc == ERR_OK)
		rc = in_parse(cx, &ops[op], object, &in);
	json_decref(object);
	if (rc != ERR_OK)
		return rc;
	in.person = person;
	return write != NULL ? write(cx, &in, NONE, &w) : referral_send(cx, &in, &out);
}

static int citizenship_add(struct cx *cx, const struct in *in, const struct arrival *a, const char *person) {
	if (!in_has(in, F_CITIZENSHIP))
		return ERR_OK;
	return also(cx, OP_trait_record, a->f.person, json_pack("{s:s, s:s, s:s, s:s}", "person", person, "trait",
		"citizenship", "trait_value", code_name(cx->profile, L_COUNTRY, in_code(in, F_CITIZENSHIP)), "happened",
		day_text(cx->arena, a->f.happened)), trait_write);
}

/* A child's work for child protection, now; where there is none, somebody of us has to find who helps. */
static int guardians_tell(struct cx *cx, const struct in *in, const struct arrival *a, const char *person) {
	int64_t with = code_or_none(in, F_ACCOMPANIED);
	if (!may_be_child(a->age) || (with != ACCOMPANIED_OTHER && with != ACCOMPANIED_NOBODY))
		return ERR_OK;
	if (a->told_code != NULL)
		return also(cx, OP_referral_send, a->f.person, json_pack("{s:s, s:s, s:s, s:[s, s], s:b}", "person", person, "org",
			a->told_code, "purpose", "support", "need", "children", "safety", "danger", 1), NULL);
	const struct task t = TASK_NEW(.org = cx->actor.org, .kind = TASK_ALONE, .due_at = cx->now, .person = a->f.person,
		.danger = true);
	return task_add(cx, &t);
}

/* Whoever says that she wants help is not left waiting in a list. */
static int wish_hear(struct cx *cx, const struct in *in, int64_t person) {
	if (!in_has(in, F_WISH) || in_number(in, F_WISH) == 0)
		return ERR_OK;
	const struct task t = TASK_NEW(.org = cx->actor.org, .kind = TASK_FOLLOW, .due_at = cx->now + WISH_DAYS * 24 * HOUR,
		.person = person);
	return task_add(cx, &t);
}

int arrival_record(struct cx *cx, const struct in *in, struct out *out) {
	struct in of_person = *in;
	struct arrival a = {.f = fact_new(cx, in), .ref = ref_new(cx), .unit = NONE, .family = NONE, .told = NONE};
	struct row_org_by_id told;
	struct written w;
	char person[REF_TEXT];
	int64_t id;
	int rc = fact_day(cx, in, F_HAPPENED, &a.f);
	if (rc == ERR_OK)
		rc = age_take(cx, in, &a);
	if (rc == ERR_OK)
		rc = guardians_find(cx, in, &a);
	if (rc == ERR_OK)
		rc = where_take(cx, in, &a);
	if (rc == ERR_OK)
		rc = person_new(cx, &a.person, &a.f.person);
	of_person.person = a.f.person;
	if (rc == ERR_OK)
		rc = arrival_append(cx, in, &a, &id);
	if (rc == ERR_OK)
		rc = project_relation(cx, a.f.person);
	if (rc == ERR_OK)
		rc = project_person(cx, a.f.person);
	if (rc == ERR_OK)
		rc = opening_begin(cx, a.f.person, USE_IDENTIFY);
	if (rc == ERR_OK && says_who(in))
		rc = identity_write(cx, &of_person, NONE, &w);
	hex_put(person, a.person.at, REF_SIZE);
	if (rc == ERR_OK)
		rc = citizenship_add(cx, in, &a, person);
	if (rc == ERR_OK)
		rc = guardians_tell(cx, in, &a, person);
	if (rc == ERR_OK)
		rc = wish_hear(cx, in, a.f.person);
	if (rc == ERR_OK && a.told != NONE)
		rc = q_org_by_id(cx, a.told, &told);
	if (rc != ERR_OK)
		return rc;
	out_ref(out, F_PERSON, &a.person);
	out_ref(out, F_ARRIVAL, &a.ref);
	if (a.told != NONE)
		out_text(out, F_TOLD_ORG, told.name);
	return ERR_OK;
}

int arrival_sign(struct cx *cx, const struct in *in, struct out *out) {
	struct row_arrival_of was;
	struct fact f = fact_new(cx, in);
	struct written w;
	int rc = fact_day(cx, in, F_HAPPENED, &f);
	if (rc == ERR_OK)
		rc = q_arrival_of(cx, in->person, &was);
	if (rc == ERR_NOTFOUND)
		rc = err_say(cx, ERR_CONFLICT, fields[F_PERSON].name, N_("The person was not registered on arrival."), NULL);
	if (rc != ERR_OK)
		return rc;
	const struct sign sign = {.source = in_code(in, F_SOURCE), .municipality = was.municipality, .age = was.age,
		.sex = was.sex, .speech = was.speech, .note = in_text(in, F_NOTE)};
	rc = sign_write(cx, &f, &sign, &w);
	if (rc == ERR_OK)
		rc = written_project(cx, in->person, w.stands);
	if (rc == ERR_OK)
		out_ref(out, F_SIGNAL, &w.ref);
	return rc;
}

/* Lists ------------------------------------------------------------------------------------------------------------ */

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
