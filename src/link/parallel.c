#include "link/parallel.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <unistd.h>

struct job {
	atomic_size_t next;
	size_t n;
	void (*work)(void *arg, size_t piece, int thread);
	void *arg;
};

/* The helpers of a process, who wait for a job, and the one job they may join. Under the lock. */
static struct {
	pthread_mutex_t lock;
	pthread_cond_t come, gone;
	pid_t process;       /* that started them: after a fork there are none */
	int started;
	bool taken;
	struct job *job;     /* NULL: none to join */
	int wanted, joined;  /* helpers of this job */
	int busy;
} crew = {.lock = PTHREAD_MUTEX_INITIALIZER, .come = PTHREAD_COND_INITIALIZER, .gone = PTHREAD_COND_INITIALIZER};

static void run(struct job *j, int thread) {
	for (size_t i = atomic_fetch_add(&j->next, 1); i < j->n; i = atomic_fetch_add(&j->next, 1))
		j->work(j->arg, i, thread);
}

static void *help(void *arg) {
	(void)arg;
	pthread_mutex_lock(&crew.lock);
	for (;;) {
		while (crew.job == NULL || crew.joined == crew.wanted)
			pthread_cond_wait(&crew.come, &crew.lock);
		struct job *j = crew.job;
		int thread = ++crew.joined;
		crew.busy++;
		pthread_mutex_unlock(&crew.lock);
		run(j, thread);
		pthread_mutex_lock(&crew.lock);
		crew.busy--;
		if (crew.busy == 0)
			pthread_cond_signal(&crew.gone);
	}
	return NULL;
}

/* As many helpers as are wanted, or as the machine gives. */
static void start(int wanted) {
	pthread_attr_t detached;
	pthread_attr_init(&detached);
	pthread_attr_setdetachstate(&detached, PTHREAD_CREATE_DETACHED);
	for (pthread_t one; crew.started < wanted; crew.started++)
		if (pthread_create(&one, &detached, help, NULL) != 0)
			break;
	pthread_attr_destroy(&detached);
	crew.process = getpid();
}

static bool offer(struct job *j, int helpers) {
	bool mine = false;
	pthread_mutex_lock(&crew.lock);
	if (!crew.taken && (crew.started == 0 || crew.process == getpid())) {
		mine = crew.taken = true;
		start(helpers);
		crew.job = j;
		crew.wanted = helpers;
		crew.joined = 0;
		pthread_cond_broadcast(&crew.come);
	}
	pthread_mutex_unlock(&crew.lock);
	return mine;
}

/* Nobody may join any more; whoever did is waited for. */
static void take_back(void) {
	pthread_mutex_lock(&crew.lock);
	crew.job = NULL;
	while (crew.busy > 0)
		pthread_cond_wait(&crew.gone, &crew.lock);
	crew.taken = false;
	pthread_mutex_unlock(&crew.lock);
}

void link_parallel(size_t n, int threads, void (*work)(void *arg, size_t piece, int thread), void *arg) {
	struct job j = {.n = n, .work = work, .arg = arg};
	size_t hands = threads < 1 ? 1 : threads < LINK_THREADS ? (size_t)threads : LINK_THREADS;
	hands = hands < n ? hands : n;
	bool offered = hands > 1 && offer(&j, (int)hands - 1);
	run(&j, 0);
	if (offered)
		take_back();
}
