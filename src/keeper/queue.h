/*
 * queue.h - what waits for a reader thread.
 *
 * Bounded: past the bound the asker is told to come back. First come, first served, but for two classes of work that
 * may not take all readers at once: long ones (figures) and sign-ins (64 MiB and a fifth of a second each).
 */
#pragma once
#include <pthread.h>

#include "keeper/request.h"

struct queue {
	pthread_mutex_t lock;
	pthread_cond_t work, idle;
	struct request *first, *last;
	int waiting, waiting_max;
	int class_waiting[CLASS__MAX], class_waiting_max[CLASS__MAX];
	int running, class_running[CLASS__MAX], class_running_max[CLASS__MAX];
	bool paused, closed;
};

enum { QUEUE_PASSWORDS_RUNNING = 2, QUEUE_PASSWORDS_WAITING = 16 };

void queue_init(struct queue *q, int readers, int waiting_max);
void queue_dispose(struct queue *q);

/* ERR_BUSY when too much waits already. */
MUST_CHECK int queue_push(struct queue *q, struct request *r);

/* The next request that may run now; waits for one. NULL once the queue is closed and empty. */
struct request *queue_take(struct queue *q);

/* The thread that took a request of this class has let go of its snapshot. */
void queue_done(struct queue *q, enum queue_class class);

/* No reader holds a snapshot between queue_pause, which waits for those that do, and queue_resume. */
void queue_pause(struct queue *q);
void queue_resume(struct queue *q);

/* What waits is still answered; then queue_take gives NULL. */
void queue_close(struct queue *q);
