/*
 * Setting up a second proof: authenticators, recovery codes, passkeys.
 *
 * Whoever knows only a password may set up the first one and nothing more; for another she proves first that it is
 * her. A half session that shows its new proof is signed in by it.
 */
#include "base/str.h"
#include "core/fact.h"
#include "core/factor.h"
#include "core/vault.h"
#include "crypt/text64.h"
#include "db/queries.h"
#include "keeper/desk.h"
#include "keeper/signin.h"

static int may_enrol(struct desk *d) {
	struct cx *cx = &d->cx;
	struct factors has;
	int r = signin_in_session(d);
	if (r == ERR_OK)
		r = factor_of(cx, cx->actor.user, &has);
	/* After a code a passkey may be set up where there is none yet: one that is there has to be shown. */
	int64_t unshown = d->state.level == SESSION_FULL ? 0 : has.passkey + (d->state.level == SESSION_HALF ? has.totp : 0);
	if (r == ERR_OK && unshown > 0)
		return err_say(cx, ERR_DENIED, NULL, N_("Finish signing in first."), NULL);
	return r;
}

int factor_list(struct cx *cx, const struct in *in, struct out *out) {
	int vault = VAULT_NONE;
	(void)in;
	int r = vault_state(cx, &vault);
	if (r == ERR_OK)
		r = factor_put_left(cx, out);
	if (r != ERR_OK)
		return r;
	out_code(out, F_VAULT, vault);
	return factor_put_rows(cx, out);
}

/* What the authenticator shows beside its codes: the organisation, and enough to tell two accounts apart. No name. */
static int label_of(struct cx *cx, const char **ret_label) {
	struct row_account_get row;
	struct ref ref;
	int r = q_account_get(cx, cx->actor.user, &row);
	if (r == ERR_OK)
		r = ref_of_blob(cx, row.ref, &ref);
	if (r == ERR_OK)
		*ret_label = arena_printf(cx->arena, "%s-%.4s", row.org_code, ref_text(cx->arena, &ref));
	return r;
}

int totp_begin(struct cx *cx, const struct in *in, struct out *out) {
	const char *label = NULL, *uri = NULL;
	(void)in;
	int r = may_enrol(desk_of(cx));
	if (r == ERR_OK)
		r = label_of(cx, &label);
	if (r == ERR_OK)
		r = factor_totp_new(cx, label, &uri);
	if (r == ERR_OK)
		out_text(out, F_TOTP_URI, uri);
	return r;
}

static int put_recovery(struct cx *cx, struct out *out) {
	char codes[RECOVERY_CODES][RECOVERY_TEXT];
	const char *texts[RECOVERY_CODES];
	int r = factor_recovery_new(cx, codes);
	if (r != ERR_OK)
		return r;
	for (int i = 0; i < RECOVERY_CODES; i++)
		texts[i] = codes[i];
	out_texts(out, F_RECOVERY, texts, RECOVERY_CODES);
	crypt_wipe(codes, sizeof codes);
	return ERR_OK;
}

/* In a half session the proof just shown is the second one. */
static int sign_in_by_it(struct desk *d, bool by_passkey, struct out *out) {
	return d->cx.actor.half ? signin_complete(d, by_passkey, out) : ERR_OK;
}

int totp_confirm(struct cx *cx, const struct in *in, struct out *out) {
	int r = may_enrol(desk_of(cx));
	if (r == ERR_OK)
		r = factor_totp_confirm(cx, in_text(in, F_CODE));
	if (r == ERR_OK)
		r = put_recovery(cx, out);
	return r == ERR_OK ? sign_in_by_it(desk_of(cx), false, out) : r;
}

int recovery_renew(struct cx *cx, const struct in *in, struct out *out) {
	(void)in;
	int r = signin_in_session(desk_of(cx));
	return r == ERR_OK ? put_recovery(cx, out) : r;
}

int passkey_begin(struct cx *cx, const struct in *in, struct out *out) {
	struct row_account_get row;
	(void)in;
	int r = may_enrol(desk_of(cx));
	if (r == ERR_OK)
		r = q_account_get(cx, cx->actor.user, &row);
	if (r == ERR_OK)
		r = signin_put_challenge(desk_of(cx), true, out);
	if (r == ERR_OK)
		out_blob_ref(out, F_USER, row.ref);
	return r;
}

int passkey_add(struct cx *cx, const struct in *in, struct out *out) {
	struct desk *d = desk_of(cx);
	struct passkey passkey;
	struct blob attestation, prf = {0};
	struct ref ref;
	uint8_t client[HASH_SIZE];
	const char *rp = NULL;
	int64_t factor = 0;
	int r = may_enrol(d);
	if (r == ERR_OK)
		r = signin_client(d, in_text(in, F_CLIENT_DATA), true, &rp, client);
	if (r == ERR_OK)
		r = base64_get(cx, "attestation", in_text(in, F_ATTESTATION), &attestation);
	if (r == ERR_OK && in_has(in, F_PRF))
		r = base64_get(cx, "prf", in_text(in, F_PRF), &prf);
	if (r == ERR_OK)
		r = passkey_read(cx, rp, client, attestation, &passkey);
	if (r == ERR_OK)
		r = factor_passkey_new(cx, in_text(in, F_LABEL), &passkey, &ref, &factor);
	if (r == ERR_OK && prf.n == SESSION_KEY)
		r = vault_passkey_put(cx, factor, prf.at);
	if (r != ERR_OK)
		return r;
	out_ref(out, F_FACTOR_ID, &ref);
	return sign_in_by_it(d, true, out);
}

int factor_remove(struct cx *cx, const struct in *in, struct out *out) {
	(void)out;
	int r = signin_in_session(desk_of(cx));
	return r == ERR_OK ? factor_remove_one(cx, in_ref(in, F_FACTOR_ID)) : r;
}
