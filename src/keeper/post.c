#include "keeper/post.h"

#include "audit/audit.h"
#include "base/log.h"
#include "base/str.h"
#include "base/time.h"
#include "core/mail.h"
#include "db/db.h"

#define POST_OP "post"
#define POST_WAIT (30 * SECOND)

int post_open(struct keeper *k, struct cx *cx) {
	return k->options->post_fd > 0 ? conn_adopt(k, cx, k->options->post_fd) : ERR_OK;
}

static const json_t *told(const struct request *r, const char *key) {
	return json_object_get(r->post, key);
}

static bool is_due(const struct keeper *k) {
	return k->post_due != NONE && k->post_due <= k->desk.clock();
}

bool post_waits(struct keeper *k, struct request *r) {
	bool tells = json_array_size(told(r, "sent")) > 0 || json_array_size(told(r, "failed")) > 0;
	if (r->post == NULL || tells || is_due(k) || k->stopping || k->post != NULL)
		return false;
	k->post = r;
	k->post_until = keeper_monotonic() + POST_WAIT;
	return true;
}

int64_t post_left(const struct keeper *k) {
	if (k->post == NULL)
		return INT64_MAX;
	int64_t left = k->post_until - keeper_monotonic();
	int64_t due = k->post_due == NONE ? INT64_MAX : k->post_due - k->desk.clock();
	left = due < left ? due : left;
	return left < 0 ? 0 : left;
}

void post_run(struct keeper *k) {
	if (k->post == NULL || post_left(k) > 0)
		return;
	backlog_add(&k->writes, k->post);
	k->post = NULL;
}

static int plan_step(struct desk *d, void *arg) {
	return mail_next(&d->cx, arg);
}

int post_plan(struct keeper *k) {
	int64_t due = NONE;
	if (k->options->post_fd <= 0 || !k->built)
		return ERR_OK;
	arena_reset(k->desk.cx.arena);
	int r = desk_guard(&k->desk, plan_step, &due);
	db_forget(&k->desk.cx);
	if (r == ERR_OK)
		k->post_due = due;
	return r;
}

void post_forget(struct keeper *k, struct request *r) {
	if (k->post != r)
		return;
	k->post = NULL;
	request_release(r);
}

static int settle(struct cx *cx, const json_t *ids, bool sent) {
	size_t i;
	json_t *id;
	int r = ERR_OK;
	json_array_foreach((json_t *)ids, i, id)
		if (r == ERR_OK && json_is_integer(id))
			r = mail_settle(cx, json_integer_value(id), sent);
	return r;
}

static int post_step(struct desk *d, void *arg) {
	struct request *r = arg;
	struct cx *cx = &d->cx;
	struct letter letters[MAIL_TAKEN];
	size_t n = 0;
	int code = settle(cx, told(r, "sent"), true);
	if (code == ERR_OK)
		code = settle(cx, told(r, "failed"), false);
	if (code == ERR_OK)
		code = mail_take(cx, letters, &n);
	if (code == ERR_OK && n > 0) {
		struct audit_entry entry = audit_entry_of(cx, POST_OP, AUDIT_ALLOWED);
		entry.shown = (int64_t)n;
		code = audit_append(cx, &entry);
	}
	if (code == ERR_OK)
		request_letters(r, letters, n);
	return code;
}

void post_dispatch(struct desk *d, struct request *r) {
	struct cx *cx = &d->cx;
	cx->actor = (struct actor){0};
	cx->now = d->clock();
	int code = db_savepoint(cx);
	if (code == ERR_OK) {
		code = desk_guard(d, post_step, r);
		db_forget(cx);
		int end = code == ERR_OK ? db_release(cx) : db_undo(cx);
		d->lost = d->lost || end != ERR_OK;
	}
	if (code == ERR_OK)
		return;
	log_error("post.failed", L_STR("code", err_kinds[code].name));
	request_refuse(r, code, NULL, err_kinds[code].say);
}
