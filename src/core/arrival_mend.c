/*
 * arrival_mend.c - a registration on arrival is corrected, or taken back.
 *
 * Both are rows that supersede the newest one, with the reason beside them (arrival_change). What the registration set going
 * follows what stands now: a child who turns out to be alone is told of at once; but child protection, once told, is not
 * untold: whoever brought a child could otherwise make the alarm vanish before anybody has looked. A correction leaves the
 * referral with them, and a registration is taken back only after they have answered. Somebody registered twice keeps one
 * registration; what was written of her under the other is taken back with it.
 */
#include "base/str.h"
#include "core/arrival.h"
#include "core/operations.h"
#include "core/projection.h"
#include "core/task.h"
#include "core/write.h"
#include "db/queries.h"
#include "op/profile.h"

enum { CITIZENSHIPS_MAX = 64 /* as many as the query gives */ };

/* The registration the input names, which must be ours, the newest, and stand. */
static int own_get(struct cx *cx, const struct in *in, struct row_arrival_own *ret) {
	struct row_arrival_own own = {0};
	int rc = q_arrival_own(cx, ref_blob(in_ref(in, F_SUPERSEDES)), in->person, cx->actor.org, &own);
	rc = supersedes_say(cx, rc, own.voided, own.superseded);
	if (rc == ERR_OK)
		*ret = own;
	return rc;
}

static int why_check(struct cx *cx, const struct in *in, int one, int other) {
	int why = in_code(in, F_ARRIVAL_WHY);
	return bad_if(cx, why != one && why != other, fields[F_ARRIVAL_WHY].name, N_("This is no reason for that."),
		code_name(cx->profile, L_ARRIVAL_WHY, why));
}

enum { MOST = 32 };

/* Who was told of her by registering her and has not answered, or has her in hand; NULL: nobody. */
static int holder_get(struct cx *cx, int64_t person, const char **ret_holder) {
	struct row_arrival_referrals each;
	struct rows rows;
	int rc = q_arrival_referrals(cx, person, cx->actor.org, &rows);
	*ret_holder = NULL;
	while (rc == ERR_OK && q_arrival_referrals_next(&rows, &each))
		*ret_holder = arena_strdup(cx->arena, each.receiver_name);
	return rc == ERR_OK ? rows_end(&rows) : rc;
}

/* Referrals that were sent by registering her and taken on are taken back: who has her in hand is asked to stop. ERR_CONFLICT while
   child protection has not answered. */
static int referrals_back(struct cx *cx, const struct in *in) {
	struct row_arrival_referrals each;
	struct rows rows;
	int64_t back[MOST];
	size_t n = 0;
	int rc = q_arrival_referrals(cx, in->person, cx->actor.org, &rows);
	if (rc != ERR_OK)
		return rc;
	while (n < MOST && q_arrival_referrals_next(&rows, &each))
		back[n++] = each.id;
	rc = rows_end(&rows);
	for (size_t i = 0; rc == ERR_OK && i < n; i++) {
		struct in of = *in;
		struct out out = out_new(cx, &ops[OP_referral_withdraw]);
		of.object = back[i];
		rc = referral_withdraw(cx, &of, &out);
	}
	return rc == ERR_OK ? q_arrival_task_done(cx, in->person, cx->actor.org, TASK_ALONE) : rc;
}

/* A citizenship that was written down by mistake is retracted. Only what registering her wrote: what we learned of her since is
   corrected in her file. */
static int citizenship_back(struct cx *cx, const struct in *in, int country) {
	struct row_arrival_citizenships each;
	struct rows rows;
	int64_t id[CITIZENSHIPS_MAX];
	size_t n = 0;
	bool again = in_has(in, F_CITIZENSHIP) && in_code(in, F_CITIZENSHIP) == country;
	const char *name = code_name(cx->profile, L_COUNTRY, country);
	int rc = bad_if(cx, again, fields[F_NOT_CITIZEN].name, N_("The same country is taken away and written down."), name);
	if (rc == ERR_OK)
		rc = q_arrival_citizenships(cx, in->person, cx->actor.org, TRAIT_CITIZENSHIP, &rows);
	if (rc != ERR_OK)
		return rc;
	while (n < CITIZENSHIPS_MAX && q_arrival_citizenships_next(&rows, &each))
		if (each.value == country) /* more than once where a correction wrote it again */
			id[n++] = each.id;
	rc = rows_end(&rows);
	if (rc == ERR_OK)
		rc = bad_if(cx, n == 0, fields[F_NOT_CITIZEN].name,
			N_("Registering this person wrote down no citizenship of that country."), name);
	for (size_t i = 0; rc == ERR_OK && i < n; i++)
		rc = fact_retract(cx, FACT_TRAIT, id[i]);
	return rc;
}

static int citizenships_back(struct cx *cx, const struct in *in) {
	int rc = ERR_OK;
	for (size_t i = 0; rc == ERR_OK && i < in_count(in, F_NOT_CITIZEN); i++)
		rc = citizenship_back(cx, in, (int)in_at(in, F_NOT_CITIZEN, i)->number);
	return rc;
}

/* The alarm and the wish, as they stand now against what they were. */
static int set_going(struct cx *cx, const struct in *in, const struct row_arrival_own *was, struct arrival *a,
	const char **ret_holder) {
	char person[REF_TEXT];
	struct ref ref;
	bool wishes = in_has(in, F_WISH) && in_number(in, F_WISH) != 0;
	bool before = arrival_alone(was->age, was->accompanied);
	bool alone = arrival_alone(a->age, in_has(in, F_ACCOMPANIED) ? in_code(in, F_ACCOMPANIED) : NONE);
	int rc = person_ref(cx, in->person, &ref);
	if (rc != ERR_OK)
		return rc;
	hex_put(person, ref.at, REF_SIZE);
	rc = arrival_citizenship(cx, in, a, person);
	if (rc == ERR_OK && alone != before)
		rc = holder_get(cx, in->person, ret_holder);
	if (rc == ERR_OK && alone && !before && *ret_holder == NULL)
		rc = arrival_guardians_tell(cx, in, a, person);
	if (rc == ERR_OK && !alone && before)
		rc = q_arrival_task_done(cx, in->person, cx->actor.org, TASK_ALONE);
	if (rc == ERR_OK && wishes && was->wishes == 0)
		rc = arrival_wish_hear(cx, in, in->person);
	return rc == ERR_OK && !wishes && was->wishes != 0 ? q_arrival_task_done(cx, in->person, cx->actor.org, TASK_FOLLOW) : rc;
}

int arrival_correct(struct cx *cx, const struct in *in, struct out *out) {
	struct arrival a = arrival_new(cx, in);
	struct row_arrival_own was;
	struct written w;
	const char *holder = NULL;
	int64_t id = 0;
	int rc = own_get(cx, in, &was);
	if (rc == ERR_OK)
		rc = why_check(cx, in, ARRIVAL_MISTYPED, ARRIVAL_SAID_LATER);
	if (rc != ERR_OK)
		return rc;
	a.f.supersedes = was.id;
	a.unit = was.unit;
	rc = arrival_take(cx, in, &a);
	if (rc == ERR_OK)
		rc = citizenships_back(cx, in);
	bool told_already = a.told != NONE && arrival_alone(was.age, was.accompanied);
	if (told_already)
		a.told = was.told;
	if (rc == ERR_OK)
		rc = arrival_append(cx, in, &a, &id);
	if (rc == ERR_OK)
		rc = q_arrival_change_add(cx, id, in_code(in, F_ARRIVAL_WHY), NONE);
	if (rc == ERR_OK && arrival_says_who(in))
		rc = identity_write(cx, in, NONE, &w);
	if (rc == ERR_OK)
		rc = project_relation(cx, in->person);
	if (rc == ERR_OK)
		rc = project_person(cx, in->person);
	if (rc == ERR_OK)
		rc = set_going(cx, in, &was, &a, &holder);
	if (rc == ERR_OK && !told_already)
		rc = arrival_told_put(cx, &a, out);
	if (rc != ERR_OK)
		return rc;
	out_ref(out, F_ARRIVAL, &a.ref);
	if (holder != NULL)
		out_text(out, F_ORG_NAME, holder);
	return ERR_OK;
}

/* Taking back ------------------------------------------------------------------------------------------------------ */

/* The registration of the same person that stands; unknown, of others and closed to the caller have one answer. */
static int same_get(struct cx *cx, const struct in *in, int64_t *ret_same, int64_t *ret_other) {
	struct row_on_person other;
	struct row_arrival_standing row;
	struct row_block_has block = {0};
	bool twice = in_code(in, F_ARRIVAL_WHY) == ARRIVAL_TWICE;
	*ret_same = NONE;
	int rc = bad_if(cx, twice != in_has(in, F_OTHER), fields[F_OTHER].name,
		N_("Say which other registration is of the same person, if there is one, and only then."), NULL);
	if (rc != ERR_OK || !twice)
		return rc;
	rc = q_on_person(cx, ref_blob(in_ref(in, F_OTHER)), &other);
	if (rc == ERR_OK)
		rc = q_arrival_standing(cx, other.id, cx->actor.org, &row);
	if (rc == ERR_OK)
		rc = q_block_has(cx, other.id, cx->actor.org, cx->actor.unit, cx->actor.user, &block);
	if (rc == ERR_NOTFOUND || (rc == ERR_OK && (block.n > 0 || other.id == in->person)))
		return err_say(cx, ERR_INVALID, fields[F_OTHER].name,
			N_("Your organisation has registered nobody else under that reference."), NULL);
	*ret_same = row.id;
	*ret_other = other.id;
	return rc;
}

/* Her name and what else was written by registering her: an empty file is nobody's. */
static int written_back(struct cx *cx, int64_t person) {
	struct row_identity_newest_of name;
	struct row_arrival_traits each;
	struct rows rows;
	int64_t traits[64];
	size_t n = 0;
	int rc = q_identity_newest_of(cx, person, cx->actor.org, &name);
	if (rc == ERR_OK)
		rc = fact_retract(cx, FACT_IDENTITY, name.id);
	if (rc == ERR_OK || rc == ERR_NOTFOUND)
		rc = q_arrival_traits(cx, person, cx->actor.org, &rows);
	if (rc != ERR_OK)
		return rc;
	while (n < 64 && q_arrival_traits_next(&rows, &each))
		traits[n++] = each.id;
	rc = rows_end(&rows);
	for (size_t i = 0; rc == ERR_OK && i < n; i++)
		rc = fact_retract(cx, FACT_TRAIT, traits[i]);
	return rc;
}

/* Nobody is asked any more whether the two are one. */
static int likeness_over(struct cx *cx, int64_t person, int64_t other) {
	struct row_likeness_pair pair;
	int rc = q_likeness_pair(cx, person, other, &pair);
	if (rc == ERR_OK)
		rc = q_task_likeness_done(cx, pair.person, pair.id);
	return rc == ERR_NOTFOUND ? ERR_OK : rc;
}

int arrival_withdraw(struct cx *cx, const struct in *in, struct out *out) {
	(void)out;
	struct row_arrival_own was;
	struct row_arrival_leans leans = {0};
	struct row_arrival_take_back row;
	struct ref ref = ref_new(cx);
	int64_t same = NONE, other = 0;
	int rc = own_get(cx, in, &was);
	if (rc == ERR_OK)
		rc = why_check(cx, in, ARRIVAL_TWICE, ARRIVAL_MISTAKE);
	if (rc == ERR_OK)
		rc = same_get(cx, in, &same, &other);
	if (rc == ERR_OK)
		rc = q_arrival_leans(cx, in->person, cx->actor.org, &leans);
	if (rc == ERR_OK && leans.n > 0)
		return err_say(cx, ERR_CONFLICT, NULL, N_("Questions were asked of this person, or records written: nobody would find "
			"them again. Registered twice? Take the other registration back."), NULL);
	if (rc == ERR_OK) /* while the file still says who is answerable for it */
		rc = referrals_back(cx, in);
	if (rc == ERR_OK)
		rc = q_arrival_task_done(cx, in->person, cx->actor.org, TASK_FOLLOW);
	if (rc == ERR_OK)
		rc = q_arrival_take_back(cx, was.id, ref_blob(&ref), day_of(cx->now), cx->act, &row);
	if (rc == ERR_OK)
		rc = q_arrival_change_add(cx, row.id, in_code(in, F_ARRIVAL_WHY), same);
	if (rc == ERR_OK && same != NONE)
		rc = likeness_over(cx, in->person, other);
	if (rc == ERR_OK)
		rc = project_relation(cx, in->person);
	if (rc == ERR_OK)
		rc = project_person(cx, in->person);
	struct row_relation_kinds kinds;
	int known = rc == ERR_OK ? q_relation_kinds(cx, in->person, cx->actor.org, &kinds) : rc;
	return known == ERR_NOTFOUND ? written_back(cx, in->person) : known;
}
