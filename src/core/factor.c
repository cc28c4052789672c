#include "core/factor.h"

#include "base/str.h"
#include "core/fact.h"
#include "crypt/ring.h"
#include "crypt/text64.h"
#include "crypt/token.h"
#include "crypt/totp.h"
#include "db/queries.h"
#include "op/profile.h"
#include "op/staff.h"

int factor_of(struct cx *cx, int64_t account, struct factors *ret_factors) {
	struct row_factor_count totp, passkey;
	int r = q_factor_count(cx, account, FACTOR_TOTP, &totp);
	if (r == ERR_OK)
		r = q_factor_count(cx, account, FACTOR_PASSKEY, &passkey);
	if (r == ERR_OK)
		*ret_factors = (struct factors){totp.n, passkey.n};
	return r;
}

bool factor_passkey_needed(const struct cx *cx, uint32_t roles) {
	return !ring_demonstration(cx->ring) && profile_rule(cx->profile, "passkeys_required") != 0
		&& (roles & profile_passkey_roles(cx->profile)) != 0;
}

static struct seal_at secret_at(int64_t id, const struct ref *ref) {
	return (struct seal_at){.table = "factor", .column = "sealed", .row = id, .subject = *ref, .c = C_META};
}

static int secret_of(struct cx *cx, int64_t id, struct blob ref_bytes, struct blob sealed,
	uint8_t ret_secret[TOTP_SECRET]) {
	struct ref ref;
	const char *hex = NULL;
	int r = ref_of_blob(cx, ref_bytes, &ref);
	if (r != ERR_OK)
		return r;
	struct seal_at at = secret_at(id, &ref);
	r = unseal_meta(cx, &at, sealed, &hex);
	return r == ERR_OK ? bug_if(cx, hex == NULL || !hex_get(ret_secret, TOTP_SECRET, hex)) : r;
}

/* The authenticator among those of the account whose code it is. */
static int totp_find(struct cx *cx, int64_t account, bool confirmed, const char *code, struct factor_use *ret_use,
	bool *ret_any) {
	struct rows rows;
	struct row_factor_secrets row;
	uint8_t secret[TOTP_SECRET];
	int r = q_factor_secrets(cx, account, FACTOR_TOTP, confirmed, &rows), found = ERR_DENIED;
	*ret_any = false;
	while (r == ERR_OK && found == ERR_DENIED && q_factor_secrets_next(&rows, &row)) {
		int64_t step = 0;
		*ret_any = true;
		r = secret_of(cx, row.id, row.ref, row.sealed, secret);
		if (r == ERR_OK)
			found = totp_check(cx, secret, code, row.used, &step);
		if (r == ERR_OK && found == ERR_OK)
			*ret_use = (struct factor_use){FACTOR_TOTP, row.id, step};
	}
	int end = rows_end(&rows);
	crypt_wipe(secret, sizeof secret);
	return r != ERR_OK ? r : end != ERR_OK ? end : found;
}

/* A recovery code as it was made: people leave out hyphens, write capitals, and take l for 1. */
static const char letters[] = "0123456789abcdefghjkmnpqrstvwxyz";

static int recovery_hash(struct cx *cx, int64_t account, const char *code, uint8_t ret_hash[HASH_SIZE]) {
	struct buf b = buf_new(cx->arena, 256);
	buf_printf(&b, "%lld:", (long long)account);
	for (; *code != 0 && b.n < 200; code++) {
		char c = *code >= 'A' && *code <= 'Z' ? (char)(*code + 32) : *code;
		if (c != '-' && c != ' ')
			buf_char(&b, c == 'l' || c == 'i' ? '1' : c == 'o' ? '0' : c);
	}
	return token_mark(cx, "recovery 1", BLOB(b.at, b.n), ret_hash);
}

int factor_check_code(struct cx *cx, int64_t account, const char *code, struct factor_use *ret_use) {
	uint8_t hash[HASH_SIZE];
	struct row_recovery_find row;
	bool any = false;
	int r = totp_find(cx, account, true, code, ret_use, &any);
	if (r != ERR_DENIED)
		return r;
	r = recovery_hash(cx, account, code, hash);
	if (r == ERR_OK)
		r = q_recovery_find(cx, account, BLOB(hash, sizeof hash), &row);
	if (r == ERR_NOTFOUND)
		return err_say(cx, ERR_DENIED, "code", N_("That code is not right, or was used before."), NULL);
	if (r == ERR_OK)
		*ret_use = (struct factor_use){FACTOR_RECOVERY, row.id, 1};
	return r;
}

int factor_check_passkey(struct cx *cx, int64_t account, const char *rp, struct blob credential,
	const uint8_t client[HASH_SIZE], struct blob authenticator, struct blob signature, struct factor_use *ret_use) {
	struct row_factor_by_credential row;
	uint32_t counter = 0;
	int r = q_factor_by_credential(cx, account, credential, &row);
	if (r == ERR_NOTFOUND)
		return err_say(cx, ERR_DENIED, "passkey", N_("The passkey could not be checked."), NULL);
	if (r == ERR_OK)
		r = passkey_verify(cx, rp, row.key, client, authenticator, signature, &counter);
	if (r == ERR_OK && (counter != 0 || row.used != 0) && (int64_t)counter <= row.used)
		return err_say(cx, ERR_DENIED, "passkey", N_("The passkey could not be checked."), NULL);
	if (r == ERR_OK)
		*ret_use = (struct factor_use){FACTOR_PASSKEY, row.id, counter};
	return r;
}

int factor_used(struct cx *cx, const struct factor_use *use) {
	return use->kind == FACTOR_RECOVERY ? q_recovery_use(cx, use->id) : q_factor_set_used(cx, use->id, use->step);
}

static int room_for_another(struct cx *cx, int64_t account) {
	struct factors has;
	int r = factor_of(cx, account, &has);
	if (r == ERR_OK && has.totp + has.passkey >= FACTOR_MOST)
		return err_say(cx, ERR_CONFLICT, NULL, N_("You have ten already. Remove one first."), NULL);
	return r;
}

int factor_totp_new(struct cx *cx, const char *label, const char **ret_uri) {
	uint8_t secret[TOTP_SECRET];
	char hex[2 * TOTP_SECRET + 1];
	struct row_factor_next next;
	struct ref ref = ref_new(cx);
	struct blob sealed;
	int64_t account = cx->actor.user;
	int r = room_for_another(cx, account);
	if (r == ERR_OK)
		r = q_factor_drop_unconfirmed(cx, account);
	if (r == ERR_OK)
		r = q_factor_next(cx, &next);
	if (r != ERR_OK)
		return r;
	cx->rng(secret, sizeof secret);
	hex_put(hex, secret, sizeof secret);
	struct seal_at at = secret_at(next.id, &ref);
	r = seal_meta(cx, &at, hex, &sealed);
	if (r == ERR_OK)
		r = q_factor_add(cx, next.id, ref_blob(&ref), account, FACTOR_TOTP, "", sealed, BLOB(NULL, 0), BLOB(NULL, 0), 0, 0,
			cx->now, cx->act);
	if (r == ERR_OK)
		*ret_uri = arena_printf(cx->arena,
			"otpauth://totp/Atrama:%s?secret=%s&issuer=Atrama&algorithm=SHA1&digits=%d&period=%d",
			label, base32_put(cx, BLOB(secret, sizeof secret)), TOTP_DIGITS, TOTP_SECONDS);
	crypt_wipe(secret, sizeof secret);
	crypt_wipe(hex, sizeof hex);
	return r;
}

int factor_totp_confirm(struct cx *cx, const char *code) {
	struct factor_use use;
	bool any = false;
	int r = totp_find(cx, cx->actor.user, false, code, &use, &any);
	if (r == ERR_DENIED && !any)
		return err_say(cx, ERR_CONFLICT, NULL, N_("Set up an authenticator first."), NULL);
	if (r == ERR_DENIED)
		return err_say(cx, ERR_INVALID, "code",
			N_("That is not the code of the moment. Is the clock of the telephone right?"), NULL);
	return r == ERR_OK ? q_factor_confirm(cx, use.id, use.step) : r;
}

int factor_recovery_new(struct cx *cx, char ret_codes[RECOVERY_CODES][RECOVERY_TEXT]) {
	int r = q_recovery_drop_all(cx, cx->actor.user);
	for (int i = 0; r == ERR_OK && i < RECOVERY_CODES; i++) {
		uint8_t random[12], hash[HASH_SIZE];
		char *at = ret_codes[i];
		cx->rng(random, sizeof random);
		for (size_t k = 0; k < sizeof random; k++) {
			if (k == 4 || k == 8)
				*at++ = '-';
			*at++ = letters[random[k] % 32];
		}
		*at = 0;
		r = recovery_hash(cx, cx->actor.user, ret_codes[i], hash);
		if (r == ERR_OK)
			r = q_recovery_add(cx, cx->actor.user, BLOB(hash, sizeof hash), cx->act);
	}
	return r;
}

int factor_passkey_new(struct cx *cx, const char *label, const struct passkey *passkey, struct ref *ret_ref,
	int64_t *ret_factor) {
	struct row_factor_next next;
	struct ref ref = ref_new(cx);
	int r = room_for_another(cx, cx->actor.user);
	if (r == ERR_OK)
		r = q_factor_next(cx, &next);
	if (r == ERR_OK)
		r = q_factor_add(cx, next.id, ref_blob(&ref), cx->actor.user, FACTOR_PASSKEY, label, BLOB(NULL, 0), passkey->id,
			passkey->key, 1, passkey->counter, cx->now, cx->act);
	if (r == ERR_CONFLICT && cx->err.rule == NULL)
		return err_say(cx, ERR_CONFLICT, NULL, N_("This passkey is known already."), NULL);
	if (r == ERR_OK) {
		*ret_ref = ref;
		*ret_factor = next.id;
	}
	return r;
}

int factor_passkeys(struct cx *cx, int64_t account, const char *ret_numbers[FACTOR_MOST], size_t *ret_n) {
	struct rows rows;
	struct row_factor_passkeys row;
	size_t n = 0;
	int r = q_factor_passkeys(cx, account, FACTOR_PASSKEY, &rows);
	while (r == ERR_OK && n < FACTOR_MOST && q_factor_passkeys_next(&rows, &row))
		ret_numbers[n++] = base64_put(cx, row.credential);
	int end = rows_end(&rows);
	*ret_n = n;
	return r == ERR_OK ? end : r;
}

int factor_remove_one(struct cx *cx, const struct ref *ref) {
	struct row_factor_by_ref row;
	struct factors has;
	int r = q_factor_by_ref(cx, cx->actor.user, ref_blob(ref), &row);
	if (r == ERR_NOTFOUND)
		return err_say(cx, ERR_NOTFOUND, NULL, err_kinds[ERR_NOTFOUND].say, NULL);
	if (r == ERR_OK)
		r = factor_of(cx, cx->actor.user, &has);
	if (r == ERR_OK && has.totp + has.passkey == 1 && !ring_demonstration(cx->ring))
		return err_say(cx, ERR_CONFLICT, NULL, N_("This is the last one. Set up another before you remove it."), NULL);
	if (r == ERR_OK)
		r = q_factor_drop_vault(cx, row.id);
	return r == ERR_OK ? q_factor_drop(cx, row.id) : r;
}

int factor_put_left(struct cx *cx, struct out *out) {
	struct row_recovery_left left;
	int r = q_recovery_left(cx, cx->actor.user, &left);
	if (r == ERR_OK)
		out_number(out, F_LEFT, left.n);
	return r;
}

int factor_put_rows(struct cx *cx, struct out *out) {
	struct rows rows;
	struct row_factor_list row;
	int r = q_factor_list(cx, cx->actor.user, &rows);
	if (r != ERR_OK)
		return r;
	while (q_factor_list_next(&rows, &row)) {
		out_row(out);
		out_code(out, F_FACTOR, row.kind);
		out_blob_ref(out, F_FACTOR_ID, row.ref);
		if (row.label[0] != 0)
			out_text(out, F_LABEL, row.label);
		out_number(out, F_AT, row.at);
	}
	return rows_end(&rows);
}

int factor_forget(struct cx *cx, int64_t account) {
	int r = q_factor_drop_vaults(cx, account);
	if (r == ERR_OK)
		r = q_factor_drop_all(cx, account);
	if (r == ERR_OK)
		r = q_recovery_drop_all(cx, account);
	return r == ERR_OK ? q_device_drop_all(cx, account) : r;
}
