#include "core/detail.h"

#include "core/trait.h"

int detail_kind(int kind, int sort) {
	return kind == FACT_DECISION && sort == STAGE_PRESUMED ? FACT_PRESUMPTION : kind;
}

enum list detail_list(int kind) {
	switch (kind) {
	case FACT_SIGNAL:
		return L_SOURCE;
	case FACT_SCREENING:
		return L_RESULT;
	case FACT_CONSENT:
		return L_CONSENT;
	case FACT_REFERRAL:
		return L_PURPOSE;
	case FACT_ANSWER:
		return L_REFERRAL;
	case FACT_DECISION:
		return L_OUTCOME;
	case FACT_SERVICE:
		return L_NEED;
	case FACT_LINK:
		return L_LIKE;
	case FACT_SHEET:
		return L_SHEET;
	case FACT_ATTACHMENT:
		return L_MEDIA;
	case FACT_CLOCK:
		return L_CLOCK;
	case FACT_REVIEW:
		return L_ASKED_BY;
	default:
		return L_NONE;
	}
}

enum list detail_of(int kind, int sort, int64_t *detail) {
	if (kind != FACT_DECISION || sort != STAGE_REASONABLE || *detail != OUTCOME_POSITIVE)
		return detail_list(kind);
	*detail = STAGE_REASONABLE; /* not "identified": that is the identification decision's word */
	return L_STAGE;
}

void detail_put(struct cx *cx, int kind, int sort, int64_t detail, struct out *out) {
	enum list list = detail_of(kind, sort, &detail);
	const char *text = list == L_NONE || detail == NONE ? NULL : code_name(cx->profile, list, (int)detail);
	if (kind == FACT_TRAIT) {
		out_code(out, F_TRAIT, sort);
		text = trait_text(cx, sort, (int)detail, &list);
	}
	if (text != NULL) {
		out_text(out, F_DETAIL, text);
		out_text(out, F_DETAIL_LIST, list_name(list));
	}
}
