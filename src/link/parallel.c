#include "link/parallel.h"

#include <pthread.h>
#include <stdatomic.h>

struct pool {
	atomic_size_t next;
	size_t n;
	void (*work)(void *arg, size_t piece, int thread);
	void *arg;
};

struct hand {
	struct pool *pool;
	int thread;
};

static void *run(void *arg) {
	struct hand *h = arg;
	struct pool *p = h->pool;
	for (size_t i = atomic_fetch_add(&p->next, 1); i < p->n; i = atomic_fetch_add(&p->next, 1))
		p->work(p->arg, i, h->thread);
	return NULL;
}

void link_parallel(size_t n, int threads, void (*work)(void *arg, size_t piece, int thread), void *arg) {
	struct pool p = {.n = n, .work = work, .arg = arg};
	struct hand hands[LINK_THREADS];
	pthread_t more[LINK_THREADS];
	int started = 1;
	for (; started < threads && started < LINK_THREADS && (size_t)started < n; started++) {
		hands[started] = (struct hand){&p, started};
		if (pthread_create(&more[started], NULL, run, &hands[started]) != 0)
			break;
	}
	hands[0] = (struct hand){&p, 0};
	run(&hands[0]);
	for (int i = 1; i < started; i++)
		pthread_join(more[i], NULL);
}
