/* channel.c - ways to reach the person: written down, listed, and asked before anything leaves for her. */
#include "core/channel.h"

#include "base/str.h"
#include "core/consent.h"
#include "db/queries.h"

int channel_record(struct cx *cx, const struct in *in, struct out *out) {
	struct fact f = fact_new(cx, in);
	struct ref ref = ref_new(cx);
	struct row_channel_next next;
	struct blob sealed = {0};
	int rc = q_channel_next(cx, &next);
	if (rc == ERR_OK && in_has(in, F_CHANNEL_TEXT))
		rc = person_seal(cx, f.person, C_IDENT, "channel", "sealed", next.id, in_text(in, F_CHANNEL_TEXT), &sealed);
	if (rc == ERR_OK)
		rc = q_channel_add(cx, next.id, FACT_HEAD(&f), ref_blob(&ref), in_code(in, F_CHANNEL),
			in_number(in, F_IS_SAFE) != 0, sealed);
	if (rc == ERR_OK)
		out_ref(out, F_CHANNEL_ID, &ref);
	return rc;
}

/* Number and words are read by whoever wrote them, and by whom she lets reach her. */
static int text_put(struct cx *cx, const struct in *in, const struct row_channel_all *c, unsigned shares,
	struct out *out) {
	const char *text = NULL;
	if (c->sealed.at == NULL || (c->org != cx->actor.org && (shares >> SHARE_CONTACT & 1) == 0))
		return ERR_OK;
	int rc = person_unseal(cx, in->person, C_IDENT, "channel", "sealed", c->id, c->sealed, &text);
	if (rc == ERR_OK && text != NULL)
		out_text(out, F_CHANNEL_TEXT, text);
	return rc;
}

int channel_list(struct cx *cx, const struct in *in, struct out *out) {
	struct rows rows;
	struct row_channel_all c;
	unsigned shares = 0;
	int rc = consent_reads(cx, in->person, &shares, NULL);
	if (rc == ERR_OK)
		rc = q_channel_all(cx, in->person, &rows);
	if (rc != ERR_OK)
		return rc;
	while (rc == ERR_OK && q_channel_all_next(&rows, &c)) {
		out_row(out);
		out_blob_ref(out, F_CHANNEL_ID, c.ref);
		out_code(out, F_CHANNEL, c.kind);
		out_number(out, F_IS_SAFE, c.safe);
		rc = text_put(cx, in, &c, shares, out);
		out_number(out, F_HAPPENED, c.happened);
		out_text(out, F_ORG_NAME, c.org_name);
	}
	int end = rows_end(&rows);
	return rc == ERR_OK ? end : rc;
}

int channel_safe(struct cx *cx, int64_t person, int kind) {
	struct row_channel_standing last;
	int rc = q_channel_standing(cx, person, kind, &last);
	if (rc != ERR_OK && rc != ERR_NOTFOUND)
		return rc;
	bool safe = rc == ERR_OK ? last.safe == 1 : kind == CHANNEL_HAND;
	return safe ? ERR_OK : err_say(cx, ERR_DENIED, fields[F_CHANNEL].name, rc == ERR_OK
		? N_("The person said that this way is not safe. Choose another.")
		: N_("The person has not marked this way as safe. Ask her first, or give it into her hand."), NULL);
}
