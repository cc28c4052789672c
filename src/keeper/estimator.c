#include "keeper/estimator.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

#include "audit/audit.h"
#include "base/log.h"
#include "base/time.h"
#include "db/db.h"
#include "db/queries.h"
#include "keeper/estimate_count.h"

#define END_ACT "estimate_end"
enum { LOOK = 500 /* milliseconds between two notes of progress */ };
#define RETRY MINUTE

struct estimator {
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t work;
	enum { IDLE, BUSY, DONE } state; /* under the lock */
	bool closing;                    /* under the lock */
	bool counted;                    /* whether `found` is a finding: the thread's until DONE */
	atomic_bool stop;
	atomic_int part, parts;
	int finished_fd;
	int64_t due;                     /* monotonic, the main thread's: not before */
	bool failed;                     /* the main thread's: the last thing it tried */
	struct estimate_job job;
	struct estimate_found found;
};

/* The thread ------------------------------------------------------------------------------------------------------- */

static bool go_on(void *arg, int part, int parts) {
	struct estimator *e = arg;
	atomic_store(&e->parts, parts);
	atomic_store(&e->part, part);
	return !atomic_load(&e->stop);
}

static void *work(void *arg) {
	struct keeper *k = arg;
	struct estimator *e = k->estimator;
	uint64_t one = 1;
	pthread_barrier_wait(&k->started);
	pthread_mutex_lock(&e->lock);
	while (!e->closing) {
		if (e->state != BUSY) {
			pthread_cond_wait(&e->work, &e->lock);
			continue;
		}
		pthread_mutex_unlock(&e->lock);
		bool counted = estimate_count(&e->job, go_on, e, &e->found);
		pthread_mutex_lock(&e->lock);
		e->counted = counted;
		e->state = DONE;
		if (write(e->finished_fd, &one, sizeof one) < 0)
			continue; /* the counter is full: the main thread has been told often enough */
	}
	pthread_mutex_unlock(&e->lock);
	return NULL;
}

int estimator_start(struct keeper *k, struct cx *cx) {
	struct estimator *e = calloc(1, sizeof *e);
	if (e == NULL)
		abort();
	pthread_mutex_init(&e->lock, NULL);
	pthread_cond_init(&e->work, NULL);
	e->finished_fd = k->finished_fd;
	k->estimator = e;
	k->estimates = k->built && k->desk.bind->estimate_next != NULL; /* one that was cut off is begun anew */
	int r = keeper_thread(k, cx, &e->thread, work, k);
	if (r != ERR_OK) {
		free(e);
		k->estimator = NULL;
	}
	return r;
}

void estimator_end(struct keeper *k) {
	struct estimator *e = k->estimator;
	if (e == NULL)
		return;
	atomic_store(&e->stop, true);
	pthread_mutex_lock(&e->lock);
	e->closing = true;
	pthread_cond_signal(&e->work);
	pthread_mutex_unlock(&e->lock);
	pthread_join(e->thread, NULL);
	pthread_mutex_destroy(&e->lock);
	pthread_cond_destroy(&e->work);
	free(e);
	k->estimator = NULL;
}

/* The main thread -------------------------------------------------------------------------------------------------- */

static int state_of(struct estimator *e) {
	pthread_mutex_lock(&e->lock);
	int state = e->state;
	pthread_mutex_unlock(&e->lock);
	return state;
}

static void state_set(struct estimator *e, int state) {
	pthread_mutex_lock(&e->lock);
	e->state = state;
	pthread_cond_signal(&e->work);
	pthread_mutex_unlock(&e->lock);
}

static int next_step(struct desk *d, void *arg) {
	return d->bind->estimate_next(&d->cx, arg);
}

struct going {
	struct estimator *e;
	bool go_on;
};

static int going_step(struct desk *d, void *arg) {
	struct going *g = arg;
	return d->bind->estimate_going(&d->cx, g->e->job.id, atomic_load(&g->e->part), atomic_load(&g->e->parts), &g->go_on);
}

static int finish_step(struct desk *d, void *arg) {
	struct estimator *e = arg;
	struct cx *cx = &d->cx;
	struct row_act_begin act;
	int r = q_act_begin(cx, cx->now, 0, END_ACT, BLOB(NULL, 0), BLOB(NULL, 0), &act);
	if (r != ERR_OK)
		return r;
	cx->act = act.n;
	r = d->bind->estimate_finish(cx, e->job.id, e->counted ? &e->found : NULL);
	if (r != ERR_OK)
		return r;
	struct audit_entry entry = audit_entry_of(cx, END_ACT, AUDIT_ALLOWED);
	return audit_append(cx, &entry);
}

static int look(struct keeper *k, struct estimator *e) {
	struct going g = {e, true};
	int r = keeper_transact(k, true, going_step, &g);
	if (r == ERR_OK && !g.go_on)
		atomic_store(&e->stop, true);
	return r;
}

/* One that the keeper itself ended was not finished: it stays as it is. */
static int finish(struct keeper *k, struct estimator *e) {
	int r = keeper_transact(k, true, finish_step, e);
	if (r == ERR_OK)
		state_set(e, IDLE);
	return r;
}

static int take(struct keeper *k, struct estimator *e) {
	int r;
	arena_reset(k->desk.cx.arena);
	r = desk_guard(&k->desk, next_step, &e->job);
	db_forget(&k->desk.cx);
	k->estimates = r == ERR_OK;
	if (r != ERR_OK)
		return r == ERR_NOTFOUND ? ERR_OK : r;
	atomic_store(&e->stop, false);
	atomic_store(&e->part, 0);
	atomic_store(&e->parts, 1);
	state_set(e, BUSY);
	return ERR_OK;
}

void estimator_run(struct keeper *k) {
	struct estimator *e = k->estimator;
	if (e == NULL || !k->estimates || k->failed != 0 || k->stopping)
		return;
	int state = state_of(e), r = ERR_OK;
	if (keeper_monotonic() < e->due && (state != DONE || e->failed))
		return;
	if (state == DONE)
		r = finish(k, e);
	else if (state == BUSY)
		r = look(k, e);
	if (r == ERR_OK && state_of(e) == IDLE)
		r = take(k, e);
	e->failed = r != ERR_OK;
	e->due = state_of(e) == BUSY ? keeper_monotonic() + LOOK * SECOND / 1000 : 0;
	if (r != ERR_OK) {
		log_error("estimate.failed", L_STR("code", err_kinds[r].name));
		e->due = keeper_monotonic() + RETRY;
		k->estimates = true;
	}
}

int estimator_timeout(const struct keeper *k) {
	if (k->estimator == NULL || !k->estimates)
		return -1;
	int64_t left = k->estimator->due - keeper_monotonic();
	return left < 0 ? 0 : (int)((left + 999) / 1000);
}
