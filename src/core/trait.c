/* trait.c - what is known about a person in one code a time: each kind has its list, each organisation its word. */
#include "base/str.h"
#include "core/consent.h"
#include "core/trait.h"
#include "core/write.h"
#include "db/queries.h"

/* The list a kind takes its values from. Of L_TOLD an organisation has one word, which a newer one corrects; countries
   may be several. */
static enum list list_of(int kind) {
	bool country = kind == TRAIT_CITIZENSHIP || kind == TRAIT_EXPLOITED_IN || kind == TRAIT_RECRUITED_IN;
	return country ? L_COUNTRY : L_TOLD;
}

/* What a new word of that kind and value takes the place of; NONE if nothing. The same value twice is one. */
static int standing(struct cx *cx, const struct fact *f, int kind, int value, int64_t *ret_id) {
	struct row_trait_standing last;
	struct row_trait_standing_value same;
	int rc = ERR_OK;
	if (list_of(kind) == L_TOLD) {
		rc = q_trait_standing(cx, f->person, f->org, kind, &last);
		*ret_id = rc == ERR_OK ? last.id : NONE;
	} else {
		rc = q_trait_standing_value(cx, f->person, f->org, kind, value, &same);
		*ret_id = rc == ERR_OK ? same.id : NONE;
	}
	return rc == ERR_NOTFOUND ? ERR_OK : rc;
}

int trait_write(struct cx *cx, const struct in *in, int64_t corrects, struct written *ret_written) {
	struct fact f = fact_new(cx, in);
	struct ref ref = ref_new(cx);
	struct row_trait_add row;
	int kind = in_code(in, F_TRAIT);
	int value = code_find(cx->profile, list_of(kind), in_text(in, F_TRAIT_VALUE));

	int rc = bad_if(cx, value == 0, fields[F_TRAIT_VALUE].name, N_("Choose one of the answers on offer."),
		in_text(in, F_TRAIT_VALUE));
	if (rc == ERR_OK)
		rc = fact_day(cx, in, F_HAPPENED, &f);
	f.supersedes = corrects;
	if (rc == ERR_OK && corrects == NONE)
		rc = standing(cx, &f, kind, value, &f.supersedes);
	if (rc == ERR_OK)
		rc = q_trait_add(cx, FACT_HEAD(&f), ref_blob(&ref), kind, value, &row);
	if (rc == ERR_OK)
		*ret_written = (struct written){.id = row.id, .ref = ref};
	return rc;
}

int trait_record(struct cx *cx, const struct in *in, struct out *out) {
	struct row_trait_own own = {0};
	struct written w;
	int64_t corrects = NONE;
	int rc = ERR_OK;
	if (in_has(in, F_SUPERSEDES)) {
		rc = q_trait_own(cx, ref_blob(in_ref(in, F_SUPERSEDES)), in->person, cx->actor.org, &own);
		rc = supersedes_say(cx, rc, own.voided, own.superseded);
		if (rc == ERR_OK)
			rc = bad_if(cx, own.kind != in_code(in, F_TRAIT), fields[F_SUPERSEDES].name,
				N_("This corrects something of another kind."), NULL);
		corrects = own.id;
	}
	if (rc == ERR_OK)
		rc = trait_write(cx, in, corrects, &w);
	if (rc == ERR_OK)
		out_ref(out, F_TRAIT_ID, &w.ref);
	return rc;
}

bool trait_shown(const struct cx *cx, int kind, int64_t org, unsigned shares) {
	if (org == cx->actor.org)
		return true;
	if (kind == TRAIT_DISABILITY)
		return (shares >> SHARE_HEALTH & 1) != 0;
	if (kind == TRAIT_EXPLOITED_IN || kind == TRAIT_RECRUITED_IN)
		return (shares >> SHARE_STORY & 1) != 0;
	return kind != TRAIT_COOPERATES || (role_capabilities(cx->actor.roles) >> CAN_DECIDE & 1) != 0;
}

const char *trait_text(const struct cx *cx, int kind, int value, enum list *ret_list) {
	*ret_list = list_of(kind);
	return code_name(cx->profile, *ret_list, value);
}

int trait_list(struct cx *cx, const struct in *in, struct out *out) {
	struct rows rows;
	struct row_trait_of_person t;
	enum list list;
	unsigned shares = 0;
	int rc = consent_shares(cx, in->person, cx->actor.org, &shares);
	if (rc == ERR_OK)
		rc = q_trait_of_person(cx, in->person, &rows);
	if (rc != ERR_OK)
		return rc;
	while (q_trait_of_person_next(&rows, &t)) {
		const char *value = trait_text(cx, t.kind, t.value, &list);
		if (!trait_shown(cx, t.kind, t.org, shares) || value == NULL)
			continue;
		out_row(out);
		out_blob_ref(out, F_TRAIT_ID, t.ref);
		out_code(out, F_TRAIT, t.kind);
		out_text(out, F_TRAIT_VALUE, value);
		out_number(out, F_HAPPENED, t.happened);
		out_text(out, F_ORG_NAME, t.org_name);
	}
	return rows_end(&rows);
}
