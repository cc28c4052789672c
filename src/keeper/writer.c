/*
 * The batch rule: whatever waits when the last commit ends goes into the next transaction, and nothing waits for
 * company. An answer leaves after the commit that holds its entries; only reads nobody needs to be told of durably
 * leave at once, and their entries go along with the next batch.
 */
#include "base/log.h"
#include "db/db.h"
#include "keeper/post.h"

void backlog_add(struct backlog *backlog, struct request *r) {
	r->next = NULL;
	*(backlog->last == NULL ? &backlog->first : &backlog->last->next) = r;
	backlog->last = r;
}

struct request *backlog_take(struct backlog *backlog) {
	struct request *r = backlog->first;
	if (r == NULL)
		return NULL;
	backlog->first = r->next;
	if (backlog->first == NULL)
		backlog->last = NULL;
	r->next = NULL;
	return r;
}

void writer_take(struct keeper *k, struct request *r) {
	if (r->answer.at != NULL) { /* refused while it was read */
		conn_answer(k, r);
		request_release(r);
	} else if (post_waits(k, r)) {
		return; /* nothing for it yet: kept by whoever looks after the timer */
	} else if (r->writes && !r->hashes) {
		backlog_add(&k->writes, r);
	} else if (queue_push(&k->queue, r) != ERR_OK) {
		request_refuse(r, ERR_BUSY, NULL, err_kinds[ERR_BUSY].say);
		conn_answer(k, r);
		request_release(r);
	}
}

bool writer_has_work(struct keeper *k) {
	pthread_mutex_lock(&k->finished_lock);
	bool any = k->finished.first != NULL;
	pthread_mutex_unlock(&k->finished_lock);
	return any || k->writes.first != NULL;
}

/* While a demonstration is being made its jobs are done when its own clock says so. */
static int jobs_before(struct desk *d, const struct request *r) {
	d->cx.now = r->at;
	return upkeep_jobs(d);
}

static int do_all(struct keeper *k, const struct backlog *reads, const struct backlog *writes) {
	struct desk *d = &k->desk;
	d->lost = false;
	for (const struct request *r = reads->first; r != NULL && !d->lost; r = r->next) {
		for (const struct later *l = r->laters; l != NULL && !d->lost; l = l->next) {
			arena_reset(d->cx.arena);
			d->lost = !desk_run_later(d, l); /* before the entry, which then vouches for what it wrote */
		}
		for (const struct entry *e = r->entries; e != NULL && !d->lost; e = e->next) {
			arena_reset(d->cx.arena);
			(void)!desk_log(d, &e->audit);
		}
	}
	for (struct request *r = writes->first; r != NULL && !d->lost; r = r->next) {
		if (r->at != NONE && !k->built && jobs_before(d, r) != ERR_OK)
			return ERR_DB;
		if (r->post != NULL)
			post_dispatch(d, r);
		else
			dispatch(d, r);
		k->slices = k->slices || r->slices;
		k->estimates = k->estimates || (r->estimates && k->built);
		if (r->slices && !k->built && !d->lost && slices_all(d) != ERR_OK)
			return ERR_DB;
	}
	if (d->lost)
		return ERR_DB;
	arena_reset(d->cx.arena);
	d->cx.now = d->clock();
	return audit_seal(&d->cx);
}

static int in_one_transaction(struct keeper *k, const struct backlog *reads, const struct backlog *writes) {
	struct cx *cx = &k->desk.cx;
	arena_reset(cx->arena);
	int r = keeper_begin(k, false);
	if (r != ERR_OK) {
		k->log_broken = true;
		return r;
	}
	r = do_all(k, reads, writes);
	db_forget(cx);
	if (r != ERR_OK) {
		db_rollback(cx);
		k->log_broken = true;
		log_error("batch.undone", L_STR("code", err_kinds[r].name));
		return r;
	}
	r = db_commit(cx);
	if (r != ERR_OK) {
		/* A full disk took nothing. After anything else what it holds is not known: nothing may be promised on top
		   of it. */
		bool full = db_full(cx);
		db_rollback(cx);
		k->log_broken = true;
		k->failed = full ? 0 : ERR_DB;
		log_error(full ? "disk.full" : "commit.failed", L_STR("code", err_kinds[r].name));
		return r;
	}
	k->log_broken = false;
	return ERR_OK;
}

void writer_batch(struct keeper *k) {
	struct backlog writes = k->writes, reads = {0}, owing = k->owing;
	struct request *r;
	k->writes = k->owing = (struct backlog){0};
	pthread_mutex_lock(&k->finished_lock);
	reads = k->finished;
	k->finished = (struct backlog){0};
	pthread_mutex_unlock(&k->finished_lock);
	bool news = writes.first != NULL;
	while ((r = backlog_take(&reads)) != NULL) {
		if (r->writes) { /* a reader has prepared it */
			backlog_add(&writes, r);
			news = true;
			continue;
		}
		r->hold = r->hold || ((k->log_broken || k->failed != 0) && r->entries != NULL);
		if (!r->hold)
			conn_answer(k, r);
		if (r->hold || r->entries != NULL) {
			backlog_add(&owing, r);
			news = true;
		} else {
			request_release(r);
		}
	}
	if (!news && !k->stopping) {
		k->owing = owing; /* tried again along with the next */
		return;
	}
	if (owing.first == NULL && writes.first == NULL)
		return;
	int code = k->failed != 0 ? k->failed : in_one_transaction(k, &owing, &writes);
	while ((r = backlog_take(&owing)) != NULL) {
		if (code != ERR_OK && !r->hold) { /* its answer has left: the entry is owed until it can be written */
			backlog_add(&k->owing, r);
			continue;
		}
		if (code != ERR_OK)
			request_refuse(r, ERR_DB, NULL, err_kinds[ERR_DB].say);
		if (r->hold)
			conn_answer(k, r);
		request_release(r);
	}
	while ((r = backlog_take(&writes)) != NULL) {
		if (code != ERR_OK)
			request_refuse(r, ERR_DB, NULL, err_kinds[ERR_DB].say);
		else
			for (const struct ending *e = r->endings; e != NULL; e = e->next)
				session_end_others(k->sessions, e->account, e->others ? r->session : NULL);
		conn_answer(k, r);
		request_release(r);
	}
	k->quiet_since = keeper_monotonic();
	if (code == ERR_OK && upkeep_plan(k) != ERR_OK)
		log_warn("jobs.unknown");
}
