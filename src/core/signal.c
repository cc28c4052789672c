/* signal.c - a sign that somebody may need help: the first fact about a person, who gets her reference here. */
#include "base/str.h"
#include "core/fact.h"
#include "core/projection.h"
#include "db/queries.h"

int signal_record(struct cx *cx, const struct in *in, struct out *out) {
	struct fact f = fact_new(cx, in);
	struct ref person = ref_new(cx), ref = ref_new(cx);
	struct row_person_add made;
	struct row_signal_add row;

	int rc = fact_day(cx, in, F_HAPPENED, &f);
	if (rc == ERR_OK)
		rc = q_person_add(cx, ref_blob(&person), cx->actor.org, cx->act, &made);
	if (rc != ERR_OK)
		return rc;
	f.person = made.id;
	rc = q_signal_add(cx, FACT_HEAD(&f), ref_blob(&ref), in_code(in, F_SOURCE), in_code(in, F_MUNICIPALITY),
		in_code(in, F_AGE), in_code(in, F_SEX), in_code(in, F_SPEECH), &row);
	if (rc == ERR_OK)
		rc = note_add(cx, &f, FACT_SIGNAL, row.id, in_text(in, F_NOTE));
	if (rc == ERR_OK)
		rc = project_relation(cx, f.person);
	if (rc == ERR_OK)
		rc = project_person(cx, f.person);
	if (rc != ERR_OK)
		return rc;
	out_ref(out, F_PERSON, &person);
	out_ref(out, F_SIGNAL, &ref);
	return ERR_OK;
}
