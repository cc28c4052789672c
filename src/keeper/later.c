/* What a reader leaves for the writer, and Argon2id made before the writer has a request. */
#include "base/log.h"
#include "core/policy.h"
#include "core/prepared.h"
#include "db/db.h"
#include "db/queries.h"
#include "keeper/desk.h"
#include "keeper/signin.h"

struct part { /* of the transaction */
	later_run *run;
	const void *arg;
};

/* Undone by itself if it fails. */
static int part_step(struct desk *d, void *arg) {
	const struct part *p = arg;
	return p->run(d, p->arg);
}

static bool run_part(struct desk *d, later_run *run, const void *arg) {
	struct part p = {run, arg};
	int r = db_savepoint(&d->cx);
	if (r != ERR_OK)
		return false;
	r = desk_guard(d, part_step, &p);
	if (r == ERR_OK)
		return db_release(&d->cx) == ERR_OK;
	log_error("later.failed", L_STR("code", err_kinds[r].name));
	db_forget(&d->cx);
	return db_undo(&d->cx) == ERR_OK;
}

void desk_later(struct desk *d, later_run *run, const void *arg, size_t n) {
	if (!d->writer)
		request_later(d->request, run, arg, n);
	else if (!run_part(d, run, arg))
		d->lost = true;
}

bool desk_run_later(struct desk *d, const struct later *later) {
	d->cx.actor = (struct actor){0};
	d->cx.act = 0;
	d->cx.now = d->clock();
	return run_part(d, later->run, later->arg);
}

struct job { /* one call's passwords */
	const char *stored, *was, *now;
	struct token key;
	bool asks; /* for the present password: wrong ones are counted */
	struct prepared *to;
};

struct jobs {
	struct request *request;
	struct job *at; /* one a call; `to` is NULL where there is nothing to do */
};

static bool may_call(struct desk *d, const struct op *op) {
	const struct actor *a = &d->cx.actor;
	uint32_t may = 0;
	if (a->operator)
		return true;
	return a->user != 0 && !a->half && policy_may(&d->cx, &may) == ERR_OK
		&& ((may | 1U << CAN_BE) >> op->capability & 1) != 0;
}

static const char *text_of(const json_t *in, enum field_id field) {
	const char *text = json_string_value(json_object_get(in, fields[field].name));
	return text != NULL && strlen(text) <= PASSWORD_MAX ? text : NULL;
}

/* The present password of whoever changes hers. */
static int ask_present(struct desk *d, const json_t *in, struct job *job) {
	struct row_account_password row;
	job->was = text_of(in, F_PASSWORD);
	if (job->was == NULL)
		return ERR_OK;
	int r = signin_confirm_budget(d, &job->key);
	if (r == ERR_OK)
		r = q_account_password(&d->cx, d->cx.actor.user, &row);
	if (r != ERR_OK)
		return r;
	job->asks = true;
	job->stored = arena_strndup(d->request->keep, row.password, strlen(row.password));
	return ERR_OK;
}

static int look_step(struct desk *d, void *arg) {
	struct jobs *jobs = arg;
	struct request *r = jobs->request;
	int code = desk_identify(d, r);
	for (size_t i = 0; i < r->n && code == ERR_OK; i++) {
		const json_t *call = json_array_get(r->calls, i), *in = json_object_get(call, "in");
		int id = op_find(json_string_value(json_object_get(call, "op")));
		enum field_id field = id < 0 ? F__NONE : prepared_field((enum op_id)id);
		struct job job = {.now = field == F__NONE ? NULL : text_of(in, field)};
		if (job.now == NULL || !may_call(d, &ops[id]))
			continue;
		if (id == OP_password_change)
			code = ask_present(d, in, &job);
		if (code != ERR_OK || (id == OP_password_change && !job.asks))
			continue;
		job.to = arena_alloc(r->keep, sizeof *job.to);
		jobs->at[i] = job;
	}
	return code;
}

static int make_step(struct desk *d, void *arg) {
	struct job *job = arg;
	if (job->asks && throttle_ask(d->throttles, &d->cx, &job->key) != ERR_OK) {
		*job->to = (struct prepared){.code = ERR_BUSY, .rule = N_("This was wrong too often. Wait up to 15 minutes.")};
		return ERR_OK;
	}
	prepared_make(&d->cx, job->stored, job->was, job->now, job->to);
	if (job->asks && (job->to->code == ERR_OK || job->to->code == ERR_INVALID))
		throttle_note(d->throttles, &d->cx, &job->key, THROTTLE_NAME, job->to->code == ERR_OK);
	return ERR_OK;
}

void desk_prepare(struct desk *d, struct request *r) {
	struct jobs jobs = {r, arena_array(r->keep, r->n + 1, sizeof *jobs.at)};
	r->prepared = arena_array(r->keep, r->n + 1, sizeof *r->prepared);
	for (size_t i = 0; i < r->n; i++) {
		jobs.at[i] = (struct job){0};
		r->prepared[i] = NULL;
	}
	arena_reset(d->cx.arena);
	d->request = r;
	d->cx.err = (struct err){0};
	/* What cannot be found out here is found out, and answered, by the writer. */
	if (db_read_begin(&d->cx) == ERR_OK) {
		if (desk_guard(d, look_step, &jobs) != ERR_OK)
			r->who = "null";
		db_forget(&d->cx);
		db_read_end(&d->cx);
	}
	for (size_t i = 0; i < r->n; i++) {
		arena_reset(d->cx.arena);
		d->cx.err = (struct err){0};
		if (jobs.at[i].to != NULL && desk_guard(d, make_step, &jobs.at[i]) == ERR_OK)
			r->prepared[i] = jobs.at[i].to;
	}
	arena_reset(d->cx.arena);
	d->request = NULL;
}
