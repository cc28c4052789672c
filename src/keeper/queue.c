#include "keeper/queue.h"

void queue_init(struct queue *q, int readers, int waiting_max) {
	*q = (struct queue){.waiting_max = waiting_max};
	pthread_mutex_init(&q->lock, NULL);
	pthread_cond_init(&q->work, NULL);
	pthread_cond_init(&q->idle, NULL);
	for (int i = 0; i < CLASS__MAX; i++) {
		q->class_running_max[i] = readers;
		q->class_waiting_max[i] = waiting_max;
	}
	q->class_running_max[CLASS_LONG] = readers > 1 ? readers - 1 : 1;
	q->class_running_max[CLASS_PASSWORD] = readers > QUEUE_PASSWORDS_RUNNING ? QUEUE_PASSWORDS_RUNNING
		: readers > 1 ? readers - 1 : 1;
	q->class_waiting_max[CLASS_PASSWORD] = QUEUE_PASSWORDS_WAITING;
}

void queue_dispose(struct queue *q) {
	pthread_cond_destroy(&q->idle);
	pthread_cond_destroy(&q->work);
	pthread_mutex_destroy(&q->lock);
}

int queue_push(struct queue *q, struct request *r) {
	int code = ERR_OK;
	pthread_mutex_lock(&q->lock);
	if (q->closed || q->waiting >= q->waiting_max || q->class_waiting[r->class] >= q->class_waiting_max[r->class]) {
		code = ERR_BUSY;
	} else {
		r->next = NULL;
		*(q->last == NULL ? &q->first : &q->last->next) = r;
		q->last = r;
		q->waiting++;
		q->class_waiting[r->class]++;
		pthread_cond_signal(&q->work);
	}
	pthread_mutex_unlock(&q->lock);
	return code;
}

static struct request *unlink_first_free(struct queue *q) {
	struct request *before = NULL;
	for (struct request *r = q->first; r != NULL; before = r, r = r->next) {
		if (q->class_running[r->class] >= q->class_running_max[r->class])
			continue;
		*(before == NULL ? &q->first : &before->next) = r->next;
		if (q->last == r)
			q->last = before;
		r->next = NULL;
		return r;
	}
	return NULL;
}

struct request *queue_take(struct queue *q) {
	struct request *r = NULL;
	pthread_mutex_lock(&q->lock);
	for (;;) {
		r = q->paused ? NULL : unlink_first_free(q);
		if (r != NULL || (q->closed && q->first == NULL))
			break;
		pthread_cond_wait(&q->work, &q->lock);
	}
	if (r != NULL) {
		q->waiting--;
		q->class_waiting[r->class]--;
		q->running++;
		q->class_running[r->class]++;
	}
	pthread_mutex_unlock(&q->lock);
	return r;
}

void queue_done(struct queue *q, enum queue_class class) {
	pthread_mutex_lock(&q->lock);
	q->running--;
	q->class_running[class]--;
	/* Somebody of this class may have been passed over by threads that now sleep. */
	pthread_cond_broadcast(&q->work);
	if (q->running == 0)
		pthread_cond_signal(&q->idle);
	pthread_mutex_unlock(&q->lock);
}

void queue_pause(struct queue *q) {
	pthread_mutex_lock(&q->lock);
	q->paused = true;
	while (q->running > 0)
		pthread_cond_wait(&q->idle, &q->lock);
	pthread_mutex_unlock(&q->lock);
}

void queue_resume(struct queue *q) {
	pthread_mutex_lock(&q->lock);
	q->paused = false;
	pthread_cond_broadcast(&q->work);
	pthread_mutex_unlock(&q->lock);
}

void queue_close(struct queue *q) {
	pthread_mutex_lock(&q->lock);
	q->closed = true;
	pthread_cond_broadcast(&q->work);
	pthread_mutex_unlock(&q->lock);
}
