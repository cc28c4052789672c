/*
 * arrival.h - somebody who arrived is registered at a centre.
 *
 * A registration is no sign: it makes a file and nobody's presumed victim, and no figure of victims counts her. Whoever
 * registers her has met her. A child, or somebody who may be one, who is alone or with a grown person who is no
 * relative is referred to child protection in the same act, so that it is their work at once. Names are sealed like any
 * other; a family is its first row and those that name it. It is corrected and taken back as any fact is, each time with
 * a reason; the alarm and the work it made follow what stands (arrival_mend.c).
 */
#pragma once
#include "core/fact.h"

struct arrival { /* a registration before it is written */
	struct fact f;
	struct ref ref;
	int age;
	int64_t unit, family;
	int64_t told;          /* child protection that has to be told; NONE: nobody */
	const char *told_code; /* its code; NULL: we are child protection ourselves, or there is none */
};

/* Nothing taken yet; f.person and f.supersedes are the caller's to set. */
struct arrival arrival_new(struct cx *cx, const struct in *in);

/* Day, age, whom to tell, centre and family, out of the input of arrival_record or arrival_correct. ERR_INVALID names
   the field. Where it corrects, what we wrote of her before counts too. */
MUST_CHECK int arrival_take(struct cx *cx, const struct in *in, struct arrival *a);

MUST_CHECK int arrival_append(struct cx *cx, const struct in *in, const struct arrival *a, int64_t *ret_id);

/* Whether one of the fields says who she is. */
bool arrival_says_who(const struct in *in);

/* A child, or somebody who may be one, nobody of hers is with. `with` is enum ACCOMPANIED_* or NONE. */
bool arrival_alone(int age, int64_t with);

/* What goes with a registration; `person` is her reference as text. A child's work for child protection, now: where there
   is none, somebody of us has to find who helps. Whoever says that she wants help is not left waiting in a list. */
MUST_CHECK int arrival_citizenship(struct cx *cx, const struct in *in, const struct arrival *a, const char *person);
MUST_CHECK int arrival_guardians_tell(struct cx *cx, const struct in *in, const struct arrival *a, const char *person);
MUST_CHECK int arrival_wish_hear(struct cx *cx, const struct in *in, int64_t person);

/* Who was told, into the answer. */
MUST_CHECK int arrival_told_put(struct cx *cx, const struct arrival *a, struct out *out);
