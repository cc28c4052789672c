/* Who works on the case: organisations with a relation to the person, or asked and not yet heard of. */
#include "core/fact.h"
#include "db/queries.h"

/* The bits of a relation are those of L_PARTY, in their order. */
_Static_assert(1 << (PARTY_MET - 1) == REL_MET && 1 << (PARTY_SUPPORTS - 1) == REL_SUPPORTS
	&& 1 << (PARTY_DECIDES - 1) == REL_DECIDER && 1 << (PARTY_ASKED - 1) == REL_OFFERED, "parties are relations");

static void party_put(struct out *out, const struct row_person_party *row) {
	int codes[PARTY_ASKED];
	size_t n = 0;
	for (int party = PARTY_MET; party <= PARTY_ASKED; party++)
		if ((row->kinds >> (party - 1) & 1) != 0)
			codes[n++] = party;
	out_row(out);
	out_text(out, F_ORG, row->code);
	out_text(out, F_ORG_NAME, row->name);
	out_code(out, F_ORG_KIND, row->kind);
	out_codes(out, F_PARTY, codes, n);
	if (row->since != NONE)
		out_number(out, F_SINCE, row->since);
}

int person_parties(struct cx *cx, const struct in *in, struct out *out) {
	struct rows rows;
	struct row_person_party each;
	int rc = q_person_party(cx, in->person, &rows);
	if (rc != ERR_OK)
		return rc;
	while (q_person_party_next(&rows, &each))
		party_put(out, &each);
	return rows_end(&rows);
}
