/* signal.c - a sign that somebody may need help: the first fact about a person, who gets her reference here. */
#include "base/str.h"
#include "core/opening.h"
#include "core/projection.h"
#include "core/write.h"
#include "db/queries.h"

int person_new(struct cx *cx, struct ref *ret_ref, int64_t *ret_person) {
	struct ref ref = ref_new(cx);
	struct row_person_add made;
	int rc = q_person_add(cx, ref_blob(&ref), cx->actor.org, cx->act, &made);
	if (rc == ERR_OK) {
		*ret_ref = ref;
		*ret_person = made.id;
	}
	return rc;
}

int sign_write(struct cx *cx, struct fact *f, const struct sign *s, struct written *ret_written) {
	struct ref ref = ref_new(cx);
	struct row_signal_add row;
	int rc = q_signal_add(cx, FACT_HEAD(f), ref_blob(&ref), s->source, s->municipality, s->age, s->sex, s->speech, &row);
	if (rc == ERR_OK)
		rc = note_add(cx, f, 0, FACT_SIGNAL, row.id, s->note);
	if (rc == ERR_OK)
		rc = project_relation(cx, f->person);
	if (rc == ERR_OK)
		*ret_written = (struct written){row.id, ref, WRITTEN_PERSON};
	return rc;
}

int signal_write(struct cx *cx, const struct in *in, int64_t corrects, struct written *ret_written) {
	struct fact f = fact_new(cx, in);
	const struct sign s = {.source = in_code(in, F_SOURCE), .municipality = in_code(in, F_MUNICIPALITY),
		.age = in_code(in, F_AGE), .sex = in_code(in, F_SEX), .speech = in_code(in, F_SPEECH), .note = in_text(in, F_NOTE)};
	f.supersedes = corrects;
	int rc = fact_day(cx, in, F_HAPPENED, &f);
	return rc == ERR_OK ? sign_write(cx, &f, &s, ret_written) : rc;
}

int signal_record(struct cx *cx, const struct in *in, struct out *out) {
	struct in of_person = *in;
	struct ref person;
	struct written w;
	int rc = person_new(cx, &person, &of_person.person);
	if (rc == ERR_OK)
		rc = signal_write(cx, &of_person, NONE, &w);
	if (rc == ERR_OK)
		rc = written_project(cx, of_person.person, w.stands);
	if (rc == ERR_OK)
		rc = opening_begin(cx, of_person.person, USE_IDENTIFY);
	if (rc != ERR_OK)
		return rc;
	out_ref(out, F_PERSON, &person);
	out_ref(out, F_SIGNAL, &w.ref);
	return ERR_OK;
}
