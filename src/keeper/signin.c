/*
 * Signing in, step by step: a password, then a second proof; proving again; sessions.
 *
 * Each step gives the session another text. A name that does not exist, a wrong password and a wait are told with the
 * same words after the same work. Argon2id runs in session_open and session_confirm, so their requests are never the
 * writer's.
 */
#include "base/log.h"
#include "base/str.h"
#include "core/account.h"
#include "core/device.h"
#include "core/factor.h"
#include "core/passkey.h"
#include "core/vault.h"
#include "crypt/ring.h"
#include "crypt/text64.h"
#include "db/queries.h"
#include "keeper/desk.h"
#include "keeper/signin.h"

/* What a try is counted against. */
struct budget {
	size_t n;
	struct {
		struct token key;
		enum throttle_kind kind;
	} at[3];
};

static int budget_add(struct cx *cx, struct budget *b, enum throttle_kind kind, const char *what, struct blob subject,
	struct blob place) {
	int r = throttle_key(cx, what, subject, place, &b->at[b->n].key);
	b->at[b->n++].kind = kind;
	return r;
}

/* A device the account came from before has a budget of its own. Others share one a network; and where the
   password is known to be right, all of them one more. */
static int budget_make(struct desk *d, const char *what, struct blob subject, int64_t device, bool codes,
	struct budget *ret_budget) {
	struct cx *cx = &d->cx;
	struct budget b = {0};
	uint8_t network[HASH_SIZE];
	int r = ERR_OK;
	if (device != 0) {
		r = budget_add(cx, &b, THROTTLE_NAME, what, subject, BLOB(&device, sizeof device));
	} else {
		r = throttle_network(cx, d->request->from, network);
		if (r == ERR_OK)
			r = budget_add(cx, &b, THROTTLE_NAME, what, subject, BLOB(network, sizeof network));
		if (r == ERR_OK)
			r = budget_add(cx, &b, THROTTLE_NETWORK, "network", BLOB(network, sizeof network), BLOB("", 0));
		if (r == ERR_OK && codes)
			r = budget_add(cx, &b, THROTTLE_CODE, what, subject, BLOB("", 0));
	}
	*ret_budget = b;
	return r;
}

static bool budget_spent(const struct desk *d, const struct budget *b) {
	bool spent = false;
	for (size_t i = 0; i < b->n; i++)
		spent = spent || throttle_ask(d->throttles, &d->cx, &b->at[i].key) != ERR_OK;
	return spent;
}

/* A success forgets nothing of a network: whoever has one account could go on against others for ever. */
static void budget_note(const struct desk *d, const struct budget *b, bool success) {
	for (size_t i = 0; i < b->n; i++)
		if (!success || b->at[i].kind != THROTTLE_NETWORK)
			throttle_note(d->throttles, &d->cx, &b->at[i].key, b->at[i].kind, success);
}

static int too_often(struct cx *cx) {
	return err_say(cx, ERR_BUSY, NULL, N_("This was wrong too often. Wait up to 15 minutes."), NULL);
}

static int wrong_name_or_password(struct cx *cx) {
	return err_say(cx, ERR_DENIED, NULL,
		N_("The sign-in name or the password is not right, or was wrong too often: then wait up to 15 minutes."), NULL);
}

/*
 * What the writer does with a sign-in.
 */
struct opened { /* of a password that was right */
	int64_t account;
	char session[SESSION_TEXT];
	uint8_t key[PASSWORD_KEY];
	char hash[PASSWORD_HASH_SIZE]; /* to store in place of one of the first version; "" to leave */
};

/* The account has no key pair yet, as one made before there were any. */
static int later_vault(struct desk *d, const void *arg) {
	const struct opened *o = arg;
	uint8_t secret[SESSION_KEY];
	int r = o->hash[0] == 0 ? vault_account_new(&d->cx, o->account, o->key, secret)
		: vault_account_renew(&d->cx, o->account, o->hash, o->key, secret);
	if (r == ERR_NOTFOUND) /* another sign-in was faster: this session has no key, the next one has */
		return ERR_OK;
	if (r == ERR_OK)
		session_key_put(d->sessions, &d->cx, o->session, secret);
	crypt_wipe(secret, sizeof secret);
	return r;
}

/* She has fully signed in: colleagues who wait for the organisation's vault are let in. */
static int later_welcome(struct desk *d, const void *arg) {
	const struct opened *o = arg;
	struct actor was = d->cx.actor;
	struct account a;
	uint8_t key[SESSION_KEY];
	int r = account_by_id(&d->cx, o->account, &a);
	if (r != ERR_OK)
		return r;
	d->cx.actor = account_actor(&a);
	if (session_key_get(d->sessions, &d->cx, o->session, key) == ERR_OK)
		d->cx.actor.vault = key;
	r = vault_welcome(&d->cx);
	crypt_wipe(key, sizeof key);
	d->cx.actor = was;
	return r;
}

static int later_used(struct desk *d, const void *arg) {
	return factor_used(&d->cx, arg);
}

struct came { /* from which device */
	int64_t account, device; /* 0: a new one */
	char session[SESSION_TEXT], text[SESSION_TEXT];
};

static int later_device(struct desk *d, const void *arg) {
	const struct came *c = arg;
	int64_t device = c->device;
	int r = device != 0 ? device_touch(&d->cx, device) : device_new(&d->cx, c->account, c->text);
	if (r == ERR_OK && device == 0)
		r = device_find(&d->cx, c->account, c->text, &device);
	if (r == ERR_OK)
		session_device(d->sessions, &d->cx, c->session, device);
	return r;
}

static void welcome(struct desk *d, int64_t account, const char *session) {
	struct opened o = {.account = account};
	snprintf(o.session, sizeof o.session, "%s", session);
	desk_later(d, later_welcome, &o, sizeof o);
}

/* The session's key to the vault, by the password; made later where the account has no pair. */
static int open_vault(struct desk *d, int64_t account, const char *stored, const char *password, struct opened *o) {
	struct cx *cx = &d->cx;
	uint8_t secret[SESSION_KEY];
	o->account = account;
	snprintf(o->session, sizeof o->session, "%s", d->session);
	int r = password_old(stored) ? ERR_NOTFOUND : vault_unlock(cx, account, o->key, secret);
	if (r == ERR_OK)
		session_key_put(d->sessions, cx, d->session, secret);
	crypt_wipe(secret, sizeof secret);
	if (r != ERR_NOTFOUND)
		return r;
	r = password_old(stored) ? password_hash(cx, password, o->hash, o->key) : ERR_OK;
	if (r == ERR_OK)
		desk_later(d, later_vault, o, sizeof *o);
	return r;
}

/*
 * The steps.
 */
static int begin(struct desk *d, int64_t account, enum session_level level) {
	char *text = arena_alloc(d->request->keep, SESSION_TEXT);
	int r = session_begin(d->sessions, &d->cx, account, level, text);
	if (r != ERR_OK)
		return r;
	session_end(d->sessions, d->session); /* signing in again does not leave the old session behind */
	d->session = text;
	return session_find(d->sessions, &d->cx, text, &d->state);
}

int session_open(struct cx *cx, const struct in *in, struct out *out) {
	struct desk *d = desk_of(cx);
	struct row_account_of_login row = {0};
	struct account a;
	struct token login;
	struct budget budget;
	struct opened opened = {0};
	int64_t device = 0;
	const char *password = in_text(in, F_PASSWORD);
	int found = ERR_NOTFOUND, step = STEP_DONE;
	int r = account_login_token(cx, in_text(in, F_LOGIN), &login);
	if (r == ERR_OK)
		found = q_account_of_login(cx, BLOB(login.at, sizeof login.at), &row);
	if (r == ERR_OK && found != ERR_OK && found != ERR_NOTFOUND)
		r = found;
	if (r == ERR_OK && found == ERR_OK)
		r = device_find(cx, row.id, in_has(in, F_DEVICE) ? in_text(in, F_DEVICE) : NULL, &device);
	if (r == ERR_OK)
		r = budget_make(d, "password", BLOB(login.at, sizeof login.at), device, false, &budget);
	if (r != ERR_OK)
		return r;
	if (budget_spent(d, &budget))
		return wrong_name_or_password(cx);
	r = password_check(cx, found == ERR_OK && row.active == 1 ? row.password : NULL, password, opened.key);
	if (r == ERR_OK)
		r = account_by_id(cx, row.id, &a);
	if (r == ERR_DENIED || r == ERR_NOTFOUND) {
		budget_note(d, &budget, false);
		return wrong_name_or_password(cx);
	}
	if (r != ERR_OK)
		return r;
	budget_note(d, &budget, true);
	bool whole = ring_demonstration(cx->ring);
	r = begin(d, a.id, whole ? SESSION_FULL : SESSION_HALF);
	if (r != ERR_OK)
		return r;
	session_device(d->sessions, cx, d->session, device);
	desk_act_as(d, &a, false);
	r = open_vault(d, a.id, row.password, password, &opened);
	crypt_wipe(&opened, sizeof opened);
	if (r == ERR_OK)
		r = desk_step(d, &cx->actor, d->state.level, &step);
	if (r != ERR_OK) {
		session_end(d->sessions, d->session);
		return r;
	}
	if (whole)
		welcome(d, a.id, d->session);
	out_text(out, F_SESSION, d->session);
	out_code(out, F_STEP, step);
	return ERR_OK;
}

int signin_complete(struct desk *d, bool by_passkey, struct out *out) {
	struct cx *cx = &d->cx;
	struct actor who = cx->actor;
	int64_t device = d->state.device;
	bool was_full = d->state.level == SESSION_FULL;
	bool whole = by_passkey || !factor_passkey_needed(cx, who.roles) || was_full;
	char *text = arena_alloc(d->request->keep, SESSION_TEXT);
	int step = STEP_DONE;
	struct account a;
	int r = session_turn(d->sessions, cx, d->session, whole ? SESSION_FULL : SESSION_PROVED, text);
	if (r != ERR_OK)
		return r;
	d->session = text;
	r = session_find(d->sessions, cx, text, &d->state);
	if (r == ERR_OK)
		r = account_by_id(cx, who.user, &a);
	if (r == ERR_OK) {
		desk_act_as(d, &a, false);
		r = desk_step(d, &cx->actor, d->state.level, &step);
	}
	if (r != ERR_OK)
		return r;
	out_text(out, F_SESSION, text);
	out_code(out, F_STEP, step);
	if (!whole || was_full)
		return ERR_OK;
	struct came came = {.account = who.user, .device = device};
	snprintf(came.session, sizeof came.session, "%s", text);
	if (device == 0) {
		crypt_token(cx, came.text);
		out_text(out, F_DEVICE, arena_printf(d->request->keep, "%s", came.text));
	}
	desk_later(d, later_device, &came, sizeof came);
	welcome(d, who.user, text);
	return ERR_OK;
}

int signin_in_session(struct desk *d) {
	return d->session != NULL && d->state.account != 0 ? ERR_OK
		: err_say(&d->cx, ERR_DENIED, NULL, N_("Only who is signed in can do this, not an operator."), NULL);
}

/* A code of this session's account; what it used is written down by the writer. */
static int take_code(struct desk *d, const char *code) {
	struct cx *cx = &d->cx;
	struct factor_use use;
	struct budget budget;
	int64_t account = cx->actor.user;
	int r = budget_make(d, "code", BLOB(&account, sizeof account), d->state.device, true, &budget);
	if (r == ERR_OK && budget_spent(d, &budget))
		return too_often(cx);
	if (r == ERR_OK)
		r = factor_check_code(cx, account, code, &use);
	if (r == ERR_OK && !session_claim(d->sessions, cx, use.kind == FACTOR_RECOVERY ? -use.id : use.id, use.step))
		r = err_say(cx, ERR_DENIED, "code", N_("That code is not right, or was used before."), NULL);
	if (r == ERR_OK || r == ERR_DENIED)
		budget_note(d, &budget, r == ERR_OK);
	if (r == ERR_OK)
		desk_later(d, later_used, &use, sizeof use);
	return r;
}

int session_code(struct cx *cx, const struct in *in, struct out *out) {
	struct desk *d = desk_of(cx);
	int r = signin_in_session(d);
	if (r == ERR_OK && d->state.level != SESSION_HALF)
		r = err_say(cx, ERR_CONFLICT, NULL, N_("You have given a code already."), NULL);
	if (r == ERR_OK)
		r = take_code(d, in_text(in, F_CODE));
	return r == ERR_OK ? signin_complete(d, false, out) : r;
}

int signin_put_challenge(struct desk *d, bool adds, struct out *out) {
	struct cx *cx = &d->cx;
	uint8_t challenge[SESSION_CHALLENGE];
	const char *numbers[FACTOR_MOST], *rp;
	size_t n = 0;
	int r = signin_in_session(d);
	if (r == ERR_OK)
		r = passkey_site(cx, d->request->origin, &rp);
	if (r == ERR_OK)
		r = factor_passkeys(cx, cx->actor.user, numbers, &n);
	if (r == ERR_OK)
		r = session_challenge_new(d->sessions, cx, d->session, adds, challenge);
	if (r != ERR_OK)
		return r;
	out_text(out, F_CHALLENGE, base64_put(cx, BLOB(challenge, sizeof challenge)));
	if (n > 0)
		out_texts(out, F_PASSKEY, numbers, n);
	return ERR_OK;
}

int session_challenge(struct cx *cx, const struct in *in, struct out *out) {
	(void)in;
	return signin_put_challenge(desk_of(cx), false, out);
}

int signin_client(struct desk *d, const char *text, bool adds, const char **ret_rp, uint8_t ret_hash[HASH_SIZE]) {
	struct cx *cx = &d->cx;
	uint8_t challenge[SESSION_CHALLENGE];
	int r = signin_in_session(d);
	if (r == ERR_OK)
		r = passkey_site(cx, d->request->origin, ret_rp);
	if (r == ERR_OK && session_challenge_take(d->sessions, cx, d->session, adds, challenge) != ERR_OK)
		r = err_say(cx, ERR_DENIED, "client_data", N_("That took too long. Begin again."), NULL);
	return r != ERR_OK ? r
		: passkey_client(cx, text, adds ? "webauthn.create" : "webauthn.get", challenge, d->request->origin, ret_hash);
}

/* In a session that is signed in wholly it proves again who one is. */
int session_passkey(struct cx *cx, const struct in *in, struct out *out) {
	struct desk *d = desk_of(cx);
	uint8_t client[HASH_SIZE], secret[SESSION_KEY];
	struct blob credential, authenticator, signature, prf = {0};
	struct factor_use use;
	struct budget budget;
	const char *rp = NULL;
	int64_t account = cx->actor.user;
	int r = budget_make(d, "passkey", BLOB(&account, sizeof account), d->state.device, true, &budget);
	if (r == ERR_OK && budget_spent(d, &budget))
		return too_often(cx);
	if (r == ERR_OK)
		r = signin_client(d, in_text(in, F_CLIENT_DATA), false, &rp, client);
	if (r == ERR_OK)
		r = base64_get(cx, "passkey", in_text(in, F_PASSKEY), &credential);
	if (r == ERR_OK)
		r = base64_get(cx, "authenticator", in_text(in, F_AUTHENTICATOR), &authenticator);
	if (r == ERR_OK)
		r = base64_get(cx, "signature", in_text(in, F_SIGNATURE), &signature);
	if (r == ERR_OK && in_has(in, F_PRF))
		r = base64_get(cx, "prf", in_text(in, F_PRF), &prf);
	if (r == ERR_OK)
		r = factor_check_passkey(cx, account, rp, credential, client, authenticator, signature, &use);
	if (r == ERR_OK || r == ERR_DENIED)
		budget_note(d, &budget, r == ERR_OK);
	if (r != ERR_OK)
		return r;
	if (prf.n == SESSION_KEY && cx->actor.vault == NULL && vault_passkey_open(cx, use.id, prf.at, secret) == ERR_OK)
		session_key_put(d->sessions, cx, d->session, secret);
	crypt_wipe(secret, sizeof secret);
	desk_later(d, later_used, &use, sizeof use);
	return signin_complete(d, true, out);
}

int session_confirm(struct cx *cx, const struct in *in, struct out *out) {
	struct desk *d = desk_of(cx);
	struct row_account_password row;
	struct factors has;
	struct budget budget;
	bool asks = !ring_demonstration(cx->ring);
	int r = signin_in_session(d);
	if (r == ERR_OK)
		r = signin_confirm_budget(d, &budget.at[0].key);
	if (r == ERR_OK && throttle_ask(d->throttles, cx, &budget.at[0].key) != ERR_OK)
		return too_often(cx);
	if (r == ERR_OK)
		r = q_account_password(cx, cx->actor.user, &row);
	if (r == ERR_OK)
		r = factor_of(cx, cx->actor.user, &has);
	if (r == ERR_OK && asks && has.totp == 0)
		return err_say(cx, ERR_DENIED, "code", N_("Prove it with your passkey."), NULL);
	if (r == ERR_OK && asks && !in_has(in, F_CODE))
		return err_say(cx, ERR_INVALID, "code", N_("This is needed."), NULL);
	if (r == ERR_OK)
		r = password_check(cx, row.password, in_text(in, F_PASSWORD), NULL);
	if (r == ERR_OK || r == ERR_DENIED)
		throttle_note(d->throttles, cx, &budget.at[0].key, THROTTLE_NAME, r == ERR_OK);
	if (r == ERR_DENIED)
		return err_say(cx, ERR_INVALID, "password", N_("That is not your password now."), NULL);
	if (r == ERR_OK && asks)
		r = take_code(d, in_text(in, F_CODE));
	if (r == ERR_DENIED)
		return err_say(cx, ERR_INVALID, "code", N_("That code is not right, or was used before."), NULL);
	if (r != ERR_OK)
		return r;
	cx->actor.fresh = session_refresh(d->sessions, cx, d->session);
	out_number(out, F_UNTIL, cx->actor.fresh);
	return ERR_OK;
}

int signin_confirm_budget(struct desk *d, struct token *ret_key) {
	int64_t account = d->cx.actor.user;
	return throttle_key(&d->cx, "confirm", BLOB(&account, sizeof account), BLOB(d->state.tag, SESSION_TAG), ret_key);
}

/*
 * Sessions.
 */
int session_list(struct cx *cx, const struct in *in, struct out *out) {
	struct desk *d = desk_of(cx);
	struct session_state all[SESSION_OF_ACCOUNT];
	(void)in;
	size_t n = sessions_of(d->sessions, cx, cx->actor.user, all);
	for (size_t i = 0; i < n; i++) {
		char tag[2 * SESSION_TAG + 1];
		hex_put(tag, all[i].tag, SESSION_TAG);
		out_row(out);
		out_text(out, F_TAG, tag);
		out_number(out, F_AT, all[i].begun);
		out_number(out, F_USED, all[i].used);
		out_number(out, F_CURRENT, d->session != NULL && memcmp(all[i].tag, d->state.tag, SESSION_TAG) == 0);
	}
	return ERR_OK;
}

int session_kill(struct cx *cx, const struct in *in, struct out *out) {
	struct desk *d = desk_of(cx);
	uint8_t tag[SESSION_TAG];
	(void)out;
	if (!hex_get(tag, sizeof tag, in_text(in, F_TAG)) || session_end_tagged(d->sessions, cx->actor.user, tag) != ERR_OK)
		return err_say(cx, ERR_NOTFOUND, NULL, err_kinds[ERR_NOTFOUND].say, NULL);
	return ERR_OK;
}

int session_close(struct cx *cx, const struct in *in, struct out *out) {
	struct desk *d = desk_of(cx);
	(void)in, (void)out;
	session_end(d->sessions, d->session);
	d->session = NULL;
	return ERR_OK;
}
