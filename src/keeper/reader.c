/* Reader threads: each with its own read-only connection, arena and cx, and a fresh snapshot a request. */
#include <unistd.h>

#include "base/log.h"
#include "db/db.h"
#include "keeper/inside.h"

static void finish(struct keeper *k, struct request *r) {
	uint64_t one = 1;
	pthread_mutex_lock(&k->finished_lock);
	backlog_add(&k->finished, r);
	pthread_mutex_unlock(&k->finished_lock);
	if (write(k->finished_fd, &one, sizeof one) < 0)
		return; /* the counter is full: the writer has been told often enough */
}

static void *work(void *arg) {
	struct reader *reader = arg;
	struct keeper *k = reader->keeper;
	struct request *r;
	pthread_barrier_wait(&k->started);
	while ((r = queue_take(&k->queue)) != NULL) {
		enum queue_class class = r->class; /* from finish on the request is the writer's */
		if (r->writes)
			desk_prepare(&reader->desk, r);
		else
			dispatch(&reader->desk, r);
		queue_done(&k->queue, class);
		finish(k, r);
	}
	return NULL;
}

int readers_start(struct keeper *k, struct cx *cx) {
	const char *store = arena_printf(cx->arena, "%s/" KEEPER_STORE, k->dir);
	for (int i = 0; i < k->readers_n; i++) {
		struct reader *reader = &k->readers[i];
		reader->keeper = k;
		reader->desk = k->desk;
		reader->desk.writer = false;
		reader->desk.cx.db = NULL;
		reader->desk.cx.arena = arena_new(ARENA_DEFAULT);
		int r = db_open(cx, store, DB_READER, &reader->desk.cx.db);
		if (r != ERR_OK)
			return r;
		r = keeper_thread(k, cx, &reader->thread, work, reader);
		if (r != ERR_OK)
			return r;
		reader->running = true;
	}
	return ERR_OK;
}

void readers_stop(struct keeper *k) {
	queue_close(&k->queue);
	for (int i = 0; i < k->readers_n; i++) {
		struct reader *reader = &k->readers[i];
		if (reader->running)
			pthread_join(reader->thread, NULL);
		reader->running = false;
		db_close(reader->desk.cx.db);
		arena_free(reader->desk.cx.arena);
		reader->desk.cx.db = NULL;
		reader->desk.cx.arena = NULL;
	}
}
