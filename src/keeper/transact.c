/* transact.c - what the main thread does of itself: threads that begin, and a step in a transaction of its own. */
#include "audit/audit.h"
#include "db/db.h"
#include "keeper/inside.h"

int keeper_thread(struct keeper *k, struct cx *cx, pthread_t *ret_thread, void *(*work)(void *), void *arg) {
	if (pthread_create(ret_thread, NULL, work, arg) != 0)
		return err_say(cx, ERR_IO, NULL, N_("The machine gives no more threads."), NULL);
	pthread_barrier_wait(&k->started);
	return ERR_OK;
}

int keeper_transact(struct keeper *k, bool later, int (*step)(struct desk *, void *), void *arg) {
	struct cx *cx = &k->desk.cx;
	cx->now = k->desk.clock();
	cx->actor = (struct actor){0};
	arena_reset(cx->arena);
	int r = keeper_begin(k, later);
	if (r != ERR_OK)
		return r;
	r = desk_guard(&k->desk, step, arg);
	db_forget(cx);
	cx->act = 0;
	arena_reset(cx->arena); /* nothing traps what is asked for from here on */
	if (r == ERR_OK)
		r = audit_seal(cx);
	if (r == ERR_OK) {
		r = db_commit(cx);
		if (r != ERR_OK && !db_full(cx))
			k->failed = ERR_DB; /* as after any commit: nothing more may be promised */
	}
	if (r != ERR_OK)
		db_rollback(cx);
	k->quiet_since = keeper_monotonic();
	return r;
}
