#include "core/arrival.h"

#include <jansson.h>

#include "base/str.h"
#include "base/time.h"
#include "core/identity.h"
#include "core/opening.h"
#include "core/operations.h"
#include "core/projection.h"
#include "core/task.h"
#include "core/write.h"
#include "db/queries.h"
#include "op/profile.h"

enum { WISH_DAYS = 1 };

struct arrival arrival_new(struct cx *cx, const struct in *in) {
	return (struct arrival){.f = fact_new(cx, in), .ref = ref_new(cx), .unit = NONE, .family = NONE, .told = NONE};
}

static int64_t code_or_none(const struct in *in, enum field_id id) {
	return in_has(in, id) ? in_code(in, id) : NONE;
}

bool arrival_says_who(const struct in *in) {
	static const enum field_id who[] = {F_GIVEN, F_FAMILY, F_BORN, F_BIRTH, F_DOCUMENT, F_PHONE};
	for (size_t i = 0; i < sizeof who / sizeof *who; i++)
		if (in_has(in, who[i]))
			return true;
	return false;
}

/* What we wrote down of her before, where she is in the registry already. */
static int who_before(struct cx *cx, const struct arrival *a, struct identity *who) {
	int rc = a->f.supersedes == NONE ? ERR_NOTFOUND : identity_get(cx, a->f.person, who);
	return rc == ERR_NOTFOUND ? ERR_OK : rc;
}

/* As her date of birth says, else as it seems. ERR_INVALID where the two contradict each other. */
static int age_take(struct cx *cx, const struct in *in, struct arrival *a) {
	struct identity who = {.born = NONE, .birth = NONE};
	int rc = who_before(cx, a, &who);
	if (rc == ERR_OK && arrival_says_who(in))
		rc = identity_take(cx, in, &who);
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

bool arrival_alone(int age, int64_t with) {
	return may_be_child(age) && (with == ACCOMPANIED_OTHER || with == ACCOMPANIED_NOBODY);
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
	if (rc != ERR_OK || !arrival_alone(a->age, with))
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
	if (a->unit == NONE && cx->actor.unit != 0)
		a->unit = cx->actor.unit;
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

int arrival_take(struct cx *cx, const struct in *in, struct arrival *a) {
	int rc = fact_day(cx, in, F_HAPPENED, &a->f);
	if (rc == ERR_OK)
		rc = age_take(cx, in, a);
	if (rc == ERR_OK)
		rc = guardians_find(cx, in, a);
	return rc == ERR_OK ? where_take(cx, in, a) : rc;
}

int arrival_append(struct cx *cx, const struct in *in, const struct arrival *a, int64_t *ret_id) {
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

int arrival_citizenship(struct cx *cx, const struct in *in, const struct arrival *a, const char *person) {
	if (!in_has(in, F_CITIZENSHIP))
		return ERR_OK;
	return also(cx, OP_trait_record, a->f.person, json_pack("{s:s, s:s, s:s, s:s}", "person", person, "trait",
		"citizenship", "trait_value", code_name(cx->profile, L_COUNTRY, in_code(in, F_CITIZENSHIP)), "happened",
		day_text(cx->arena, a->f.happened)), trait_write);
}

int arrival_guardians_tell(struct cx *cx, const struct in *in, const struct arrival *a, const char *person) {
	if (!arrival_alone(a->age, code_or_none(in, F_ACCOMPANIED)))
		return ERR_OK;
	if (a->told_code != NULL)
		return also(cx, OP_referral_send, a->f.person, json_pack("{s:s, s:s, s:s, s:[s, s], s:b}", "person", person, "org",
			a->told_code, "purpose", "support", "need", "children", "safety", "danger", 1), NULL);
	const struct task t = TASK_NEW(.org = cx->actor.org, .kind = TASK_ALONE, .due_at = cx->now, .person = a->f.person,
		.danger = true);
	return task_add(cx, &t);
}

int arrival_wish_hear(struct cx *cx, const struct in *in, int64_t person) {
	if (!in_has(in, F_WISH) || in_number(in, F_WISH) == 0)
		return ERR_OK;
	const struct task t = TASK_NEW(.org = cx->actor.org, .kind = TASK_FOLLOW, .due_at = cx->now + WISH_DAYS * 24 * HOUR,
		.person = person);
	return task_add(cx, &t);
}

int arrival_told_put(struct cx *cx, const struct arrival *a, struct out *out) {
	struct row_org_by_id told;
	int rc = a->told == NONE ? ERR_OK : q_org_by_id(cx, a->told, &told);
	if (rc == ERR_OK && a->told != NONE)
		out_text(out, F_TOLD_ORG, told.name);
	return rc;
}

int arrival_record(struct cx *cx, const struct in *in, struct out *out) {
	struct in of_person = *in;
	struct arrival a = arrival_new(cx, in);
	struct ref ref;
	struct written w;
	char person[REF_TEXT];
	int64_t id;
	int rc = arrival_take(cx, in, &a);
	if (rc == ERR_OK)
		rc = person_new(cx, &ref, &a.f.person);
	of_person.person = a.f.person;
	if (rc == ERR_OK)
		rc = arrival_append(cx, in, &a, &id);
	if (rc == ERR_OK)
		rc = project_relation(cx, a.f.person);
	if (rc == ERR_OK)
		rc = project_person(cx, a.f.person);
	if (rc == ERR_OK)
		rc = opening_begin(cx, a.f.person, USE_IDENTIFY);
	if (rc == ERR_OK && arrival_says_who(in))
		rc = identity_write(cx, &of_person, NONE, &w);
	if (rc != ERR_OK)
		return rc;
	hex_put(person, ref.at, REF_SIZE);
	rc = arrival_citizenship(cx, in, &a, person);
	if (rc == ERR_OK)
		rc = arrival_guardians_tell(cx, in, &a, person);
	if (rc == ERR_OK)
		rc = arrival_wish_hear(cx, in, a.f.person);
	if (rc == ERR_OK)
		rc = arrival_told_put(cx, &a, out);
	if (rc == ERR_OK) {
		out_ref(out, F_PERSON, &ref);
		out_ref(out, F_ARRIVAL, &a.ref);
	}
	return rc;
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
