/* Who asks: a session, an operator on somebody's behalf, or the registry itself. */
#include "base/str.h"
#include "core/account.h"
#include "core/registry.h"
#include "db/queries.h"
#include "keeper/desk.h"
#include "op/out.h"
#include "op/policy.h"
#include "op/profile.h"
#include "text/name.h"

static void member(struct buf *b, const char *name, const char *text) {
	buf_printf(b, "%s\"%s\":", b->at[b->n - 1] == '{' ? "" : ",", name);
	if (text == NULL)
		buf_str(b, "null");
	else
		json_put(b, text);
}

static void who_put(struct desk *d, struct request *r, const struct account *a, const char *csrf) {
	struct buf b = buf_new(r->keep, FRAME_PAYLOAD);
	uint32_t can = role_capabilities(a->roles) | 1U << CAN_BE;
	buf_char(&b, '{');
	member(&b, "name", a->name);
	member(&b, "org", a->org_code);
	member(&b, "org_name", a->org_name);
	member(&b, "unit", a->unit_code);
	member(&b, "unit_name", a->unit_name);
	buf_str(&b, ",\"roles\":[");
	const char *comma = "";
	for (size_t i = 0; code_at(d->cx.profile, L_ROLE, i) != 0; i++) {
		int role = code_at(d->cx.profile, L_ROLE, i);
		if ((a->roles >> role & 1) == 0)
			continue;
		buf_printf(&b, "%s\"%s\"", comma, code_name(d->cx.profile, L_ROLE, role));
		comma = ",";
	}
	buf_str(&b, "],\"can\":[");
	comma = "";
	for (int c = 0; c < CAN__MAX; c++) {
		if ((can >> c & 1) == 0)
			continue;
		buf_printf(&b, "%s\"%s\"", comma, capability_name((enum capability)c));
		comma = ",";
	}
	buf_char(&b, ']');
	member(&b, "csrf", csrf);
	buf_char(&b, '}');
	r->who = b.at;
	r->spent += b.n;
}

static void act_as(struct desk *d, const struct account *a, bool operator) {
	d->cx.actor = (struct actor){.user = a->id, .org = a->org, .unit = a->unit, .org_kind = a->org_kind, .roles = a->roles,
		.operator = operator};
}

int desk_who(struct desk *d, struct request *r) {
	struct account a;
	char csrf[CSRF_TEXT];
	int64_t id = 0;
	r->who = "null";
	if (d->session == NULL || session_find(d->sessions, &d->cx, d->session, &id) != ERR_OK)
		return ERR_OK;
	int code = account_by_id(&d->cx, id, &a);
	if (code == ERR_NOTFOUND) { /* it may no longer sign in */
		session_end(d->sessions, d->session);
		return ERR_OK;
	}
	if (code == ERR_OK)
		code = crypt_csrf(&d->cx, d->session, csrf);
	if (code != ERR_OK)
		return code;
	act_as(d, &a, false);
	who_put(d, r, &a, csrf);
	return ERR_OK;
}

/* "org:CODE": whoever holds the keys brings in an organisation's lists. It is nobody's account, so it is logged as the
   operator, and cannot do what an account answers for by name. */
static int for_organisation(struct desk *d, struct request *r, const char *code) {
	struct row_org_by_code org;
	int rc = q_org_by_code(&d->cx, code, &org);
	if (rc == ERR_NOTFOUND)
		return err_say(&d->cx, ERR_NOTFOUND, "as", N_("There is no organisation with that code."), NULL);
	if (rc != ERR_OK)
		return rc;
	struct account a = {.org = org.id, .org_kind = org.kind, .org_code = code, .org_name = org.name,
		.roles = 1U << ROLE_RECORDER | 1U << ROLE_SUPPORT};
	if (profile_decides(d->cx.profile, org.kind))
		a.roles |= 1U << ROLE_DECIDER;
	act_as(d, &a, true);
	who_put(d, r, &a, NULL);
	return ERR_OK;
}

static int on_behalf(struct desk *d, struct request *r) {
	struct account a;
	if (str_starts(r->as, "org:"))
		return for_organisation(d, r, r->as + strlen("org:"));
	int code = account_by_login(&d->cx, r->as, &a);
	if (code == ERR_NOTFOUND)
		return err_say(&d->cx, ERR_NOTFOUND, "as", N_("There is no account with that sign-in name."), NULL);
	if (code != ERR_OK)
		return code;
	act_as(d, &a, true);
	who_put(d, r, &a, NULL);
	return ERR_OK;
}

/* The clock is the machine's, but while a demonstration is being made. */
static int set_clock(struct desk *d, const struct request *r) {
	struct registry registry;
	d->cx.now = d->clock();
	if (r->at == NONE)
		return ERR_OK;
	int code = registry_read(&d->cx, &registry);
	if (code != ERR_OK)
		return code;
	if (!registry.demonstration || registry.built)
		return err_say(&d->cx, ERR_DENIED, "at", N_("Only a demonstration that is being made has a clock that can be set."),
			NULL);
	d->cx.now = r->at;
	return ERR_OK;
}

int desk_identify(struct desk *d, struct request *r) {
	d->cx.actor = (struct actor){0};
	d->cx.lang = r->lang;
	d->session = r->session;
	int code = set_clock(d, r);
	if (code != ERR_OK)
		return code;
	if (r->session != NULL) {
		code = desk_who(d, r);
		if (d->cx.actor.user == 0)
			d->session = NULL;
		return code;
	}
	if (r->as != NULL)
		return on_behalf(d, r);
	if (r->door == WIRE_OPERATOR)
		d->cx.actor = (struct actor){.operator = true, .roles = 1U << ROLE_ADMINISTRATOR};
	return ERR_OK;
}

static struct desk *desk_of(struct cx *cx) {
	return (struct desk *)cx; /* desk.h: the cx of a desk stands first in it */
}

/* Argon2id runs in here, so the request is never the writer's (request.c). */
int session_open(struct cx *cx, const struct in *in, struct out *out) {
	struct desk *d = desk_of(cx);
	struct account a;
	struct token login;
	char *text = arena_alloc(d->request->keep, SESSION_TEXT);
	int r = token_make(cx, TOKEN_LOGIN, text_fold(cx->arena, in_text(in, F_LOGIN)), &login);
	if (r != ERR_OK)
		return r;
	bool wait = throttle_ask(d->sessions, cx, &login) != ERR_OK;
	r = wait ? ERR_DENIED : account_sign_in(cx, in_text(in, F_LOGIN), in_text(in, F_PASSWORD), &a);
	if (r == ERR_DENIED) {
		if (!wait)
			throttle_note(d->sessions, cx, &login, false);
		return err_say(cx, ERR_DENIED, NULL,
			N_("The sign-in name or the password is not right, or was wrong too often: then wait up to 15 minutes."), NULL);
	}
	if (r != ERR_OK)
		return r;
	throttle_note(d->sessions, cx, &login, true);
	r = session_begin(d->sessions, cx, a.id, text);
	if (r != ERR_OK)
		return r;
	session_end(d->sessions, d->session); /* signing in again does not leave the old session behind */
	d->session = text;
	act_as(d, &a, false);
	out_text(out, F_SESSION, text);
	return ERR_OK;
}

int session_close(struct cx *cx, const struct in *in, struct out *out) {
	struct desk *d = desk_of(cx);
	(void)in, (void)out;
	session_end(d->sessions, d->session);
	d->session = NULL;
	return ERR_OK;
}
