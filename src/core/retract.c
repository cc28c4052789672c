/* retract.c - facts that are taken back: a void row at the end of the chain, and the projections made again. */
#include "base/str.h"
#include "core/likeness.h"
#include "core/projection.h"
#include "core/write.h"
#include "db/queries.h"

/* The row that supersedes `id`; ERR_NOTFOUND at the end of the chain. */
static int after(struct cx *cx, int kind, int64_t id, int64_t *ret_id, int *ret_voided) {
#define AFTER(table) { \
		struct row_after_##table row; \
		int rc = q_after_##table(cx, id, &row); \
		if (rc == ERR_OK) { \
			*ret_id = row.id; \
			*ret_voided = row.voided; \
		} \
		return rc; \
	}
	switch (kind) {
	case FACT_SIGNAL:
		AFTER(signal)
	case FACT_IDENTITY:
		AFTER(identity)
	case FACT_CONSENT:
		AFTER(consent)
	case FACT_DECISION:
	case FACT_PRESUMPTION:
		AFTER(decision)
	case FACT_SERVICE:
		AFTER(service)
	case FACT_LINK:
		AFTER(link)
	case FACT_TRAIT:
		AFTER(trait)
	default:
		return err_bug(cx, "a fact of a kind that no list brings", __FILE__, __LINE__);
	}
#undef AFTER
}

int fact_newest(struct cx *cx, int kind, int64_t id, int64_t *ret_id, bool *ret_void) {
	int voided = 0, rc;
	do
		rc = after(cx, kind, id, &id, &voided);
	while (rc == ERR_OK);
	if (rc != ERR_NOTFOUND)
		return rc;
	*ret_id = id;
	*ret_void = voided != 0;
	return ERR_OK;
}

/* What is sealed cannot be repeated elsewhere: the row that takes a name back says nothing. */
static int identity_retract(struct cx *cx, int64_t id) {
	struct row_identity_get old;
	struct row_identity_next next;
	struct blob sealed;
	struct ref ref = ref_new(cx);
	int rc = q_identity_get(cx, id, &old);
	if (rc == ERR_OK)
		rc = q_identity_next(cx, &next);
	if (rc == ERR_OK)
		rc = person_seal(cx, old.person, C_IDENT, "identity", "sealed", next.id, "{}", &sealed);
	if (rc == ERR_OK)
		rc = q_identity_add(cx, next.id, old.person, old.org, day_of(cx->now), PRECISION_DAY, cx->act,
			CERTAINTY_REPORTED, 1, id, ref_blob(&ref), sealed);
	return rc == ERR_OK ? likeness_documents(cx, old.person, true) : rc;
}

static int consent_retract(struct cx *cx, int64_t id, struct blob ref, int32_t today) {
	struct row_retract_consent row;
	int rc = q_retract_consent(cx, id, ref, today, cx->act, &row);
	return rc == ERR_OK ? consent_ended(cx, row.person, row.recipient, row.purpose) : rc;
}

static int signal_retract(struct cx *cx, int64_t id, struct blob ref, int32_t today) {
	struct row_retract_signal row;
	int rc = q_retract_signal(cx, id, ref, today, cx->act, &row);
	if (rc == ERR_OK)
		rc = project_relation(cx, row.person);
	return rc == ERR_OK ? project_person(cx, row.person) : rc;
}

static int decision_retract(struct cx *cx, int64_t id, struct blob ref, int32_t today) {
	struct row_retract_decision row;
	int rc = q_retract_decision(cx, id, ref, today, cx->act, &row);
	if (rc != ERR_OK)
		return rc;
	struct fact f = {.person = row.person, .org = row.org, .happened = today, .precision = PRECISION_DAY,
		.certainty = CERTAINTY_CONFIRMED, .act = cx->act, .voided = 1, .supersedes = id};
	rc = row.stage == STAGE_PRESUMED ? ERR_OK : decision_undo(cx, &f, row.stage, row.id);
	if (rc == ERR_OK)
		rc = project_victim(cx, row.person);
	return rc == ERR_OK ? project_person(cx, row.person) : rc;
}

int fact_retract(struct cx *cx, int kind, int64_t id) {
	struct ref ref = ref_new(cx);
	struct row_retract_service service;
	struct row_retract_trait trait;
	struct row_retract_link link;
	int32_t today = day_of(cx->now);
	bool done = false;
	int rc = fact_newest(cx, kind, id, &id, &done);
	if (rc != ERR_OK || done)
		return rc;
	switch (kind) {
	case FACT_SIGNAL:
		return signal_retract(cx, id, ref_blob(&ref), today);
	case FACT_IDENTITY:
		return identity_retract(cx, id);
	case FACT_CONSENT:
		return consent_retract(cx, id, ref_blob(&ref), today);
	case FACT_DECISION:
	case FACT_PRESUMPTION:
		return decision_retract(cx, id, ref_blob(&ref), today);
	case FACT_SERVICE:
		return q_retract_service(cx, id, ref_blob(&ref), today, cx->act, &service);
	case FACT_TRAIT:
		return q_retract_trait(cx, id, ref_blob(&ref), today, cx->act, &trait);
	default: /* a link: fact_newest knows no other kind */
		rc = q_retract_link(cx, id, today, cx->act, &link);
		return rc == ERR_OK ? project_same_person(cx, link.person) : rc;
	}
}

int written_project(struct cx *cx, int64_t person, unsigned stands) {
	int rc = (stands & WRITTEN_VICTIM) != 0 ? project_victim(cx, person) : ERR_OK;
	return rc == ERR_OK && stands != 0 ? project_person(cx, person) : rc; /* person_now reads victim */
}

int supersedes_say(struct cx *cx, int found, int voided, int64_t superseded) {
	if (found != ERR_OK && found != ERR_NOTFOUND)
		return found;
	if (found == ERR_NOTFOUND || voided != 0 || superseded > 0)
		return err_say(cx, ERR_CONFLICT, fields[F_SUPERSEDES].name,
			N_("Only a record of your own that nothing has corrected yet can be corrected."), NULL);
	return ERR_OK;
}
