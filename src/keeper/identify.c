/* Who asks: a session, an operator on somebody's behalf, or the registry itself. */
#include "base/str.h"
#include "core/account.h"
#include "core/factor.h"
#include "core/policy.h"
#include "core/registry.h"
#include "core/task.h"
#include "crypt/ring.h"
#include "db/queries.h"
#include "keeper/desk.h"
#include "op/out.h"
#include "op/policy.h"
#include "op/profile.h"

static void member(struct buf *b, const char *name, const char *text) {
	buf_printf(b, "%s\"%s\":", b->at[b->n - 1] == '{' ? "" : ",", name);
	if (text == NULL)
		buf_str(b, "null");
	else
		json_put(b, text);
}

static void who_keep(struct request *r, const struct buf *b) {
	r->who = b->at;
	r->spent += b->n;
}

/* What a page says at its head: how much work is urgent, how much is late. */
static int alerts_put(struct desk *d, const struct request *r, struct buf *b) {
	struct task_alerts alerts;
	if (r->face != FACE_PAGE || r->told)
		return ERR_OK;
	int rc = task_alerts(&d->cx, &alerts);
	if (rc == ERR_OK)
		buf_printf(b, ",\"alerts\":{\"urgent\":%d,\"late\":%d}", (int)alerts.urgent, (int)alerts.late);
	return rc;
}

static int who_put(struct desk *d, struct request *r, const struct account *a, const char *csrf) {
	struct buf b = buf_new(r->keep, FRAME_PAYLOAD);
	uint32_t can = 0;
	int rc = policy_may(&d->cx, &can);
	if (rc != ERR_OK)
		return rc;
	can |= 1U << CAN_BE;
	buf_char(&b, '{');
	member(&b, "name", a->name);
	member(&b, "org", a->org_code);
	member(&b, "org_name", a->org_name);
	member(&b, "org_kind", code_name(d->cx.profile, L_ORG_KIND, a->org_kind));
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
	buf_printf(&b, "],\"fresh\":%s", d->cx.actor.fresh > d->cx.now ? "true" : "false");
	member(&b, "csrf", csrf);
	rc = alerts_put(d, r, &b);
	buf_char(&b, '}');
	who_keep(r, &b);
	return rc;
}

/* Whoever has given a password only is told what is missing, and nothing about the account. */
static int half_put(struct desk *d, struct request *r, const char *csrf) {
	struct buf b = buf_new(r->keep, FRAME_PAYLOAD);
	int step = 0;
	int rc = desk_step(d, &d->cx.actor, d->state.level, &step);
	if (rc != ERR_OK)
		return rc;
	buf_str(&b, "{\"half\":true");
	member(&b, "step", code_name(d->cx.profile, L_STEP, step));
	member(&b, "csrf", csrf);
	buf_char(&b, '}');
	who_keep(r, &b);
	return ERR_OK;
}

void desk_act_as(struct desk *d, const struct account *a, bool operator) {
	struct actor actor = account_actor(a);
	actor.operator = operator;
	if (d->session != NULL && d->state.account == a->id) {
		uint8_t *key = arena_alloc(d->request->keep, SESSION_KEY);
		actor.half = d->state.level != SESSION_FULL;
		/* A half session began with a password, and is over before that is long ago. */
		actor.fresh = actor.half ? d->state.begun + SESSION_HALF_LIFE * SECOND : d->state.fresh;
		memcpy(actor.session, d->state.tag, sizeof actor.session);
		if (session_key_get(d->sessions, &d->cx, d->session, key) == ERR_OK)
			actor.vault = key;
	}
	if (operator || (ring_demonstration(d->cx.ring) && !actor.half))
		actor.fresh = d->cx.now + SESSION_FRESH * SECOND;
	d->cx.actor = actor;
}

int desk_step(struct desk *d, const struct actor *actor, enum session_level level, int *ret_step) {
	struct factors has;
	int rc = factor_of(&d->cx, actor->user, &has);
	if (rc != ERR_OK)
		return rc;
	bool passkey = factor_passkey_needed(&d->cx, actor->roles);
	if (level == SESSION_FULL)
		*ret_step = STEP_DONE;
	else if (level == SESSION_PROVED)
		*ret_step = has.passkey > 0 ? STEP_PASSKEY : STEP_ENROL;
	else if (has.totp > 0 && !(passkey && has.passkey > 0))
		*ret_step = STEP_CODE;
	else
		*ret_step = has.passkey > 0 ? STEP_PASSKEY : STEP_ENROL;
	return ERR_OK;
}

int desk_who(struct desk *d, struct request *r) {
	struct account a;
	char csrf[CSRF_TEXT];
	r->who = "null";
	d->state = (struct session_state){0};
	if (d->session == NULL || session_find(d->sessions, &d->cx, d->session, &d->state) != ERR_OK)
		return ERR_OK;
	int code = account_by_id(&d->cx, d->state.account, &a);
	if (code == ERR_NOTFOUND) { /* it may no longer sign in */
		session_end(d->sessions, d->session);
		d->state = (struct session_state){0};
		return ERR_OK;
	}
	if (code == ERR_OK)
		code = crypt_csrf(&d->cx, d->session, csrf);
	if (code != ERR_OK)
		return code;
	desk_act_as(d, &a, false);
	return d->cx.actor.half ? half_put(d, r, csrf) : who_put(d, r, &a, csrf);
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
	desk_act_as(d, &a, true);
	return who_put(d, r, &a, NULL);
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
	desk_act_as(d, &a, true);
	return who_put(d, r, &a, NULL);
}

static int with_key(struct desk *d, struct request *r) {
	struct account a;
	int code = desk_by_key(d, r, &a);
	if (code == ERR_NOTFOUND)
		d->cx.err = (struct err){0};
	return code == ERR_OK ? who_put(d, r, &a, NULL) : code == ERR_NOTFOUND ? ERR_OK : code;
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
	d->state = (struct session_state){0};
	int code = set_clock(d, r);
	if (code != ERR_OK)
		return code;
	if (r->session != NULL) {
		code = desk_who(d, r);
		if (d->cx.actor.user == 0)
			d->session = NULL;
		return code;
	}
	if (r->field_key != NULL)
		return with_key(d, r);
	if (r->as != NULL)
		return on_behalf(d, r);
	if (r->door == WIRE_OPERATOR)
		d->cx.actor = (struct actor){.operator = true, .roles = 1U << ROLE_ADMINISTRATOR};
	return ERR_OK;
}
