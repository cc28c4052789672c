/* One call after another: input, role, thing, log, function. The order here is the order of the promises in gate.h. */
#include "crypt/crypt.h"
#include "crypt/token.h"
#include "base/log.h"
#include "base/str.h"
#include "db/queries.h"
#include "keeper/desk.h"
#include "keeper/gate.h"
#include "keeper/seek.h"

enum { KEY_BYTES = 16, ANSWER_SPARE = 256 << 10 };

struct call {
	struct request *request;
	size_t index;
	json_t *json;
	const struct op *op;
	enum op_id id;
	struct in in;
	struct audit_entry entry;
	struct gate_said said;
	uint8_t digest[HASH_SIZE], key[HASH_SIZE];
	bool saved;         /* a savepoint is open */
	const char *answer; /* JSON in the request's arena */
};

int desk_guard(struct desk *d, int (*step)(struct desk *d, void *arg), void *arg) {
	jmp_buf trap;
	jmp_buf *was = arena_trap(d->cx.arena, &trap);
	int r = ERR_LIMIT;
	if (setjmp(trap) == 0) {
		r = step(d, arg);
	} else {
		db_forget(&d->cx);
		d->cx.err = (struct err){.code = ERR_LIMIT, .rule = err_kinds[ERR_LIMIT].say};
	}
	arena_trap(d->cx.arena, was);
	return r;
}

static int log_step(struct desk *d, void *arg) {
	return audit_append(&d->cx, arg);
}

int desk_log(struct desk *d, const struct audit_entry *entry) {
	struct audit_entry copy = *entry;
	int r = desk_guard(d, log_step, &copy);
	if (r != ERR_OK)
		d->lost = true;
	return r;
}

static int owe(struct desk *d, struct call *c) {
	if (d->writer)
		return audit_append(&d->cx, &c->entry);
	request_owe(c->request, &c->entry);
	if (c->op->audit != AUDIT_NOTE || c->entry.verdict != AUDIT_ALLOWED)
		c->request->hold = true;
	return ERR_OK;
}

/* Free text is never read as a reference to an earlier answer. */
static bool may_refer(enum field_id id) {
	return fields[id].type == T_REF || fields[id].type == T_WORD || fields[id].type == T_CODE;
}

/* "$0.person" is the field `person` of the answer to call 0. */
static int refer(struct cx *cx, struct call *c, const char *field, const char *text, json_t **ret_value) {
	char *dot = strchr(text, '.');
	int64_t i = -1;
	*ret_value = NULL;
	if (text[0] == '$' && dot != NULL && int_parse(arena_strndup(cx->arena, text + 1, (size_t)(dot - text - 1)), &i)
		&& i >= 0 && i < (int64_t)c->index) {
		json_t *answer = json_loads(c->request->answers[i], 0, NULL);
		*ret_value = json_incref(json_object_get(json_object_get(answer, "ok"), dot + 1));
		json_decref(answer);
	}
	if (json_is_string(*ret_value))
		return ERR_OK;
	json_decref(*ret_value);
	return err_say(cx, ERR_INVALID, field, N_("No earlier step gave this."), text);
}

static int refer_all(struct cx *cx, struct call *c, json_t *input) {
	const char *name;
	json_t *value, *found;
	json_object_foreach(input, name, value) {
		if (!may_refer(field_find(name)))
			continue;
		const char *text = json_string_value(value);
		if (text != NULL && text[0] == '$') {
			int r = refer(cx, c, name, text, &found);
			if (r != ERR_OK)
				return r;
			json_object_set_new(input, name, found); /* of a key that is there: allowed while walking */
			continue;
		}
		for (size_t i = 0; i < json_array_size(value); i++) {
			text = json_string_value(json_array_get(value, i));
			if (text == NULL || text[0] != '$')
				continue;
			int r = refer(cx, c, name, text, &found);
			if (r != ERR_OK)
				return r;
			json_array_set_new(value, i, found);
		}
	}
	return ERR_OK;
}

/* The input, checked; what the log says about it. */
static int take_input(struct cx *cx, struct call *c) {
	json_t *input = json_object_get(c->json, "in");
	if (input == NULL) {
		input = json_object();
		json_object_set_new(c->json, "in", input);
	}
	int r = refer_all(cx, c, input);
	if (r == ERR_OK)
		r = in_parse(cx, c->op, input, &c->in);
	if (r != ERR_OK) {
		c->entry.verdict = AUDIT_FAILED;
		return r;
	}
	r = token_digest(cx, c->op->name, in_bytes(cx, &c->in), c->digest);
	if (r != ERR_OK)
		return r;
	c->entry.digest = BLOB(c->digest, HASH_SIZE);
	for (const uint16_t *f = c->op->in; *f != 0; f++) {
		if ((*f & FIELD_ID) == F_PURPOSE && in_has(&c->in, F_PURPOSE))
			c->entry.purpose = in_code(&c->in, F_PURPOSE);
		if ((*f & FIELD_ID) == F_USE) /* a file that is being opened: for what, from now on */
			c->entry.use = in_code(&c->in, F_USE);
	}
	if (c->op->on.scope == SCOPE_THING)
		c->entry.object = BLOB(in_ref(&c->in, (enum field_id)c->op->on.field)->at, REF_SIZE);
	return ERR_OK;
}

static int pass_gate(struct cx *cx, struct call *c) {
	const struct request *r = c->request;
	c->entry.verdict = AUDIT_DENIED;
	if (c->op->audit == AUDIT_WRITE && r->face == FACE_PAGE && cx->actor.user != 0 && !cx->actor.operator
		&& !crypt_csrf_check(cx, r->session, r->csrf))
		return err_say(cx, ERR_DENIED, NULL, N_("This form is too old. Open the page again."), NULL);
	int code = gate_pass(cx, &c->in, &c->said);
	c->entry.person = c->in.person == 0 ? NONE : c->in.person;
	c->entry.verdict = c->said.verdict;
	if (c->entry.use == 0)
		c->entry.use = c->said.use;
	c->entry.policy = BLOB(c->said.policy, sizeof c->said.policy);
	return code;
}

/* The idempotency key as it stands in the store: mixed with the actor, so nobody meets another's. */
static int take_key(struct cx *cx, struct call *c) {
	uint8_t given[KEY_BYTES];
	const char *text = json_string_value(json_object_get(c->json, "key"));
	if (text == NULL && c->request->face == FACE_CLI)
		cx->rng(given, sizeof given);
	else if (text == NULL || !hex_get(given, sizeof given, text))
		return err_say(cx, ERR_INVALID, "key", N_("A change needs a key of its own: 32 hex digits."), NULL);
	const int64_t who = cx->actor.user != 0 ? cx->actor.user : -cx->actor.org; /* no account: the organisation's */
	crypt_hash(c->key, "act key", BLOB(&who, sizeof who), BLOB(given, sizeof given));
	return ERR_OK;
}

static int keep_answer(struct call *c, const char *text, size_t n, struct cx *cx) {
	struct request *r = c->request;
	if (r->spent + n > FRAME_ANSWER_MAX - ANSWER_SPARE)
		return err_say(cx, ERR_LIMIT, NULL, err_kinds[ERR_LIMIT].say, NULL);
	struct buf b = buf_new(r->keep, FRAME_ANSWER_MAX);
	buf_room(&b, n + 8);
	buf_str(&b, "{\"ok\":");
	buf_add(&b, text, n);
	buf_char(&b, '}');
	r->spent += b.n;
	c->answer = b.at;
	return ERR_OK;
}

/* Codes and words that are shown once, and what is sealed: such an answer is kept nowhere. */
static bool answers_once(const struct op *op) {
	for (const uint16_t *f = op->out; *f != 0; f++)
		if (*f != EACH && fields[*f & FIELD_ID].compartment != C_META)
			return true;
	return false;
}

/* Whether this very change was made before; its answer then stands in c->answer. */
static int replayed(struct cx *cx, struct call *c) {
	struct row_act_by_key row;
	int r = q_act_by_key(cx, BLOB(c->key, HASH_SIZE), &row);
	if (r == ERR_NOTFOUND)
		return ERR_OK;
	if (r != ERR_OK)
		return r;
	if (answers_once(c->op))
		return err_say(cx, ERR_CONFLICT, "key", N_("This was done already, and what it answered is shown only once."), NULL);
	if (row.answer == NULL || row.digest.n != HASH_SIZE || memcmp(row.digest.at, c->digest, HASH_SIZE) != 0)
		return err_say(cx, ERR_CONFLICT, "key", N_("This key was used for another change."), NULL);
	return keep_answer(c, row.answer, strlen(row.answer), cx);
}

static int begin_change(struct cx *cx, struct call *c) {
	struct row_act_begin act;
	int r = db_savepoint(cx);
	if (r != ERR_OK)
		return r;
	c->saved = true;
	r = q_act_begin(cx, cx->now, cx->actor.user, c->op->name, BLOB(c->key, HASH_SIZE), BLOB(c->digest, HASH_SIZE), &act);
	if (r != ERR_OK)
		return r;
	cx->act = act.n;
	return ERR_OK;
}

/* What shows two persons is in the log of both. */
static int owe_other(struct desk *d, const struct call *c) {
	struct call other = *c;
	if (c->said.other == 0 || c->said.other == c->in.person)
		return ERR_OK;
	other.entry.person = c->said.other;
	other.entry.shown = 1;
	return owe(d, &other);
}

static int perform(struct desk *d, struct call *c) {
	struct cx *cx = &d->cx;
	bool change = c->op->audit == AUDIT_WRITE;
	int r = c->id == OP_person_find ? seek_prepare(d, &c->in) : ERR_OK;
	if (r == ERR_OK && change)
		r = begin_change(cx, c);
	if (r != ERR_OK)
		return r;
	struct out out = out_new(cx, c->op);
	const uint8_t *vault = cx->actor.vault;
	r = d->bind->run[c->id](cx, &c->in, &out);
	if (r == ERR_OK)
		r = out_end(&out);
	if (r == ERR_OK)
		r = keep_answer(c, out.text.at, out.text.n, cx);
	if (r == ERR_OK && change && !answers_once(c->op))
		r = q_act_answer(cx, cx->act, out.text.at);
	if (r != ERR_OK)
		return r;
	if (cx->actor.vault != NULL && cx->actor.vault != vault && d->session != NULL)
		session_key_put(d->sessions, cx, d->session, cx->actor.vault);
	c->entry.actor = cx->actor.user; /* session_open: nobody before it */
	c->entry.org = cx->actor.org;
	c->entry.act = change ? cx->act : NONE;
	c->entry.shown = out.rows > 0 ? (int64_t)out.rows : c->in.person != 0;
	r = owe(d, c);
	if (r == ERR_OK)
		r = change ? db_release(cx) : owe_other(d, c);
	c->saved = c->saved && r != ERR_OK;
	return r;
}

static int call_step(struct desk *d, void *arg) {
	struct call *c = arg;
	struct cx *cx = &d->cx;
	c->entry = audit_entry_of(cx, c->op->name, AUDIT_FAILED);
	int r = take_input(cx, c);
	if (r == ERR_OK)
		r = pass_gate(cx, c);
	if (r == ERR_OK && c->op->audit == AUDIT_WRITE) {
		r = take_key(cx, c);
		if (r == ERR_OK)
			r = replayed(cx, c);
		if (r == ERR_OK && c->answer != NULL)
			return owe(d, c);
	}
	return r == ERR_OK ? perform(d, c) : r;
}

/* A core function may pass on an error of ours that it has no words for. */
static const struct err *words_for(struct cx *cx, int code) {
	bool ours = code == ERR_IO || code == ERR_DB || code == ERR_CRYPTO || code == ERR_BUG;
	if (cx->err.code != code || cx->err.rule == NULL || ours)
		cx->err = (struct err){.code = code, .rule = err_kinds[code].say};
	return &cx->err;
}

static void call_failed(struct desk *d, struct call *c, int code) {
	const struct err *err = words_for(&d->cx, code);
	c->answer = request_error(c->request, err);
	if (code >= ERR_IO)
		log_error("operation.failed", L_STR("operation", c->op->name), L_STR("code", err_kinds[code].name));
	db_forget(&d->cx);
	if (c->saved && db_undo(&d->cx) != ERR_OK)
		d->lost = true;
	d->cx.act = 0;
	if (c->entry.op == NULL)
		c->entry = audit_entry_of(&d->cx, c->op->name, AUDIT_FAILED);
	if (c->entry.verdict == AUDIT_ALLOWED)
		c->entry.verdict = AUDIT_FAILED;
	c->entry.act = NONE;
	c->entry.shown = 0;
	arena_reset(d->cx.arena); /* it may be full; references and digest of the entry are moved first */
}

/* Gives the code it was answered with. */
static int call_run(struct desk *d, struct request *r, size_t i) {
	struct call c = {.request = r, .index = i, .json = json_array_get(r->calls, i)};
	uint8_t object[REF_SIZE];
	struct arena *own = d->cx.arena;
	int id = op_find(json_string_value(json_object_get(c.json, "op")));
	if (id < 0) {
		struct err err = {.code = ERR_NOTFOUND, .field = "op", .rule = N_("There is no such operation.")};
		r->answers[i] = request_error(r, &err);
		return ERR_NOTFOUND;
	}
	c.id = (enum op_id)id;
	c.op = &ops[id];
	arena_reset(own);
	if (c.op->ceiling != 0)
		d->cx.arena = arena_new(c.op->ceiling);
	d->cx.act = 0;
	d->cx.sign_out = 0;
	d->cx.prepared = r->prepared == NULL ? NULL : r->prepared[i];
	d->cx.err = (struct err){0};
	int code = desk_guard(d, call_step, &c);
	if (code != ERR_OK) {
		if (c.entry.object.at != NULL) {
			memcpy(object, c.entry.object.at, sizeof object);
			c.entry.object.at = object;
		}
		call_failed(d, &c, code);
		/* An entry that could not be written on the way in cannot be written now: that loses the transaction. */
		if (d->writer)
			(void)!desk_log(d, &c.entry);
		else if (owe(d, &c) != ERR_OK)
			r->hold = true;
	}
	r->answers[i] = c.answer;
	if (code == ERR_OK && id == OP_password_change)
		request_ends(r, d->cx.actor.user, true);
	if (code == ERR_OK && d->cx.sign_out != 0)
		request_ends(r, d->cx.sign_out, false);
	d->cx.sign_out = 0;
	d->cx.act = 0;
	d->cx.err = (struct err){0}; /* its value may lie in an arena that goes now */
	if (d->cx.arena != own)
		arena_free(d->cx.arena);
	d->cx.arena = own;
	return code;
}

static int identify_step(struct desk *d, void *arg) {
	return desk_identify(d, arg);
}

static int who_step(struct desk *d, void *arg) {
	return desk_who(d, arg);
}

static void answer_all(struct desk *d, struct request *r) {
	bool stopped = false;
	const char *before = r->session;
	int code = desk_guard(d, identify_step, r);
	if (code != ERR_OK) {
		const struct err *err = words_for(&d->cx, code);
		request_refuse(r, code, err->field, err->rule);
		return;
	}
	static const struct err earlier = {.code = ERR_CONFLICT, .rule = N_("An earlier step failed.")};
	for (size_t i = 0; i < r->n; i++) {
		if (stopped) {
			r->answers[i] = request_error(r, &earlier);
			continue;
		}
		code = call_run(d, r, i);
		int id = op_find(json_string_value(json_object_get(json_array_get(r->calls, i), "op")));
		stopped = code != ERR_OK && id >= 0 && ops[id].audit == AUDIT_WRITE;
	}
	arena_reset(d->cx.arena);
	if (d->session != before && r->as == NULL && desk_guard(d, who_step, r) != ERR_OK)
		r->who = "null";
	request_finish(r, d->cx.now);
}

void dispatch(struct desk *d, struct request *r) {
	arena_reset(d->cx.arena);
	d->request = r;
	d->cx.err = (struct err){0};
	if (d->writer) {
		answer_all(d, r);
	} else if (db_read_begin(&d->cx) != ERR_OK) {
		request_refuse(r, ERR_DB, NULL, err_kinds[ERR_DB].say);
	} else {
		answer_all(d, r);
		db_forget(&d->cx);
		db_read_end(&d->cx);
	}
	arena_reset(d->cx.arena);
	d->request = NULL;
}
