#include "link/load.h"

#include <pthread.h>

enum { BATCHES = 3 };

struct link_loader {
	struct link_table *table;
	struct link_memory *memory;
	int threads;
	bool helped; /* a second thread runs */
	pthread_t helper;
	pthread_mutex_t lock;
	pthread_cond_t changed;
	struct link_batch batch[BATCHES]; /* a ring */
	unsigned filled, taken;           /* how many were, ever */
	bool ended, full;                 /* full: the table takes no more */
	bool starved;                     /* no memory for a batch; of the reading thread alone */
};

static void *help(void *arg) {
	struct link_loader *l = arg;
	pthread_mutex_lock(&l->lock);
	for (;;) {
		while (l->taken == l->filled && !l->ended)
			pthread_cond_wait(&l->changed, &l->lock);
		if (l->taken == l->filled)
			break;
		struct link_batch *b = &l->batch[l->taken % BATCHES];
		pthread_mutex_unlock(&l->lock);
		bool done = l->table->full == LINK_FULL_NOT && link_table_take(l->table, b, l->threads - 1);
		pthread_mutex_lock(&l->lock);
		l->full |= !done;
		l->taken++;
		pthread_cond_signal(&l->changed);
	}
	pthread_mutex_unlock(&l->lock);
	return NULL;
}

struct link_loader *link_loader_start(struct link_table *t, int threads) {
	struct link_loader *l = link_try(t->memory, NULL, 1, sizeof *l);
	if (l == NULL)
		return NULL;
	*l = (struct link_loader){.table = t, .memory = t->memory, .threads = threads};
	pthread_mutex_init(&l->lock, NULL);
	pthread_cond_init(&l->changed, NULL);
	l->helped = threads > 1 && pthread_create(&l->helper, NULL, help, l) == 0;
	return l;
}

/* Hands the batch over, and waits until the next one is free. */
static bool hand_over(struct link_loader *l) {
	if (!l->helped)
		return link_table_take(l->table, &l->batch[0], 1);
	pthread_mutex_lock(&l->lock);
	l->filled++;
	pthread_cond_signal(&l->changed);
	while (l->filled - l->taken == BATCHES)
		pthread_cond_wait(&l->changed, &l->lock);
	bool full = l->full;
	pthread_mutex_unlock(&l->lock);
	return !full;
}

bool link_loader_add(struct link_loader *l, size_t n, const char *const *cells) {
	struct link_batch *b = &l->batch[l->helped ? l->filled % BATCHES : 0];
	if (!link_batch_add(l->memory, b, l->table->columns, n, cells)) {
		l->starved = true;
		return false;
	}
	return !link_batch_is_full(b) || hand_over(l);
}

bool link_loader_end(struct link_loader *l) {
	struct link_table *t = l->table;
	bool starved = l->starved;
	if (!starved && l->batch[l->helped ? l->filled % BATCHES : 0].rows > 0)
		hand_over(l);
	if (l->helped) {
		pthread_mutex_lock(&l->lock);
		l->ended = true;
		pthread_cond_signal(&l->changed);
		pthread_mutex_unlock(&l->lock);
		pthread_join(l->helper, NULL);
	}
	for (int i = 0; i < BATCHES; i++)
		link_batch_free(l->memory, &l->batch[i]);
	pthread_mutex_destroy(&l->lock);
	pthread_cond_destroy(&l->changed);
	link_free(l->memory, l);
	t->full = t->full == LINK_FULL_NOT && starved ? LINK_FULL_MEMORY : t->full;
	return t->full == LINK_FULL_NOT && link_table_close(t);
}
