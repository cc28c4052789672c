/*
 * inside.h - the keeper as its own files see it.
 *
 * The main thread owns everything here but three things behind a lock each: the queue, the finished list, the sessions.
 * It alone touches connections and the writing desk.
 */
#pragma once
#include "keeper/desk.h"
#include "keeper/keeper.h"
#include "keeper/queue.h"
#include "keeper/seek.h"

struct backlog { /* of requests, first come first */
	struct request *first, *last;
};

void backlog_add(struct backlog *backlog, struct request *r);
struct request *backlog_take(struct backlog *backlog);

/* one peer; at most one request of it is being worked on, and nothing more is read until it is answered */
struct conn {
	struct conn *next, *before;
	int fd;
	enum wire_door door;
	bool proven; /* has shown what its door asks for; until then `in` takes nothing but that */
	struct frame_state in;
	struct request *request; /* being worked on, or its answer on the way out */
	struct frame_out out;
	bool sending;
	int64_t arrived; /* monotonic: when the message with a TIMED call was there; NONE: the answer leaves when it is done */
	bool held;       /* it is done, and waits for its tick */
	int64_t due;     /* monotonic: that tick */
};

enum { KEEPER_CONNS = 512 };

struct reader {
	struct keeper *keeper;
	struct desk desk;
	pthread_t thread;
	bool running;
};

struct estimator;
struct matcher;

struct keeper {
	const struct keeper_options *options;
	const char *dir;
	struct registry_head registry;
	bool built; /* false while a demonstration is being made: its jobs follow the clock it is given */
	struct sessions *sessions;
	struct throttles *throttles;
	struct seek seek;
	struct desk desk; /* the writer's */
	struct queue queue;
	struct reader *readers;
	int readers_n;

	pthread_barrier_t started; /* a reader and the main thread meet here once */
	pthread_mutex_t finished_lock;
	struct backlog finished; /* answered by readers */

	struct backlog writes;  /* wait for the next transaction */
	struct backlog owing;   /* answered, and their entries could not be written yet */
	bool log_broken;     /* the last one could not be logged: until one can, no answer leaves before its entry */
	int failed;          /* why the keeper has to end, or 0 */
	bool stopping;

	int64_t job_due;     /* NONE: nothing is */
	int64_t post_due;    /* NONE: no mail waits */
	struct request *post; /* the mailer's question, while there is nothing for it */
	int64_t post_until;  /* monotonic: when that is answered all the same */
	bool slices;         /* lists are being brought in */
	bool estimates;      /* some wait, or one is being counted */
	struct estimator *estimator;
	struct matcher *matcher; /* NULL: names are not compared */
	bool slice_wrong;    /* the last slice met wrong rows */
	int64_t durable;     /* monotonic: when a commit last waited for the disk */
	int64_t slice_due;   /* monotonic: not before, after one failed */
	int64_t quiet_since; /* monotonic, microseconds: when the last transaction ended */
	int64_t wipe_due;    /* monotonic: when cutting off the log is tried again */
	int64_t copied;      /* bytes of the write-ahead log left by the last checkpoint */

	char proof[WIRE_PROOF_TEXT + 1]; /* what the operators' door asks for */
	const char *proof_path;          /* where it stands; NULL while it does not */
	int64_t tick;                    /* microseconds a tick; 0: answers are not held */
	int lock_fd, run_fd, epoll_fd, signal_fd, finished_fd, tick_fd, listen_fd[WIRE__DOORS];
	struct conn *conns;
	int conns_n;
};

int64_t keeper_monotonic(void);

/* Begins the writer's transaction. What somebody is told of waits for the disk at its commit; a slice (`later`) goes
   there along with the next that waits, a second later at most; a demonstration while it is made, which is thrown away
   if that is cut off, does not wait at all. */
MUST_CHECK int keeper_begin(struct keeper *k, bool later);

/* transact.c: step(desk, arg) by nobody, in a transaction of its own that is undone where it fails; `later` as above. */
MUST_CHECK int keeper_transact(struct keeper *k, bool later, int (*step)(struct desk *, void *), void *arg);

/* Begins a thread, which meets the main thread at k->started: what a thread does to begin is more than the sandbox will allow. */
MUST_CHECK int keeper_thread(struct keeper *k, struct cx *cx, pthread_t *ret_thread, void *(*work)(void *), void *arg);

/* conn.c */
MUST_CHECK int conn_doors_open(struct keeper *k, struct cx *cx);
void conn_doors_close(struct keeper *k);
void conn_accept(struct keeper *k, enum wire_door door);
MUST_CHECK int conn_adopt(struct keeper *k, struct cx *cx, int fd); /* the mailer's socket */
void conn_ready(struct keeper *k, struct conn *c, uint32_t events);
void conn_answer(struct keeper *k, struct request *r); /* send, or hold; the request stays its caller's */
void conn_ticks(struct keeper *k);                     /* what was held until now leaves */
void conn_flush(struct keeper *k, int64_t for_microseconds);
void conn_close_all(struct keeper *k);

/* writer.c */
void writer_take(struct keeper *k, struct request *r); /* a whole message has come */
void writer_batch(struct keeper *k);                   /* everything that waits, in one transaction */
bool writer_has_work(struct keeper *k);

/* reader.c */
MUST_CHECK int readers_start(struct keeper *k, struct cx *cx);
void readers_stop(struct keeper *k); /* after what waits has been answered */

/* upkeep.c: jobs, and copying the write-ahead log into the store */
MUST_CHECK int upkeep_begin(struct keeper *k);
MUST_CHECK int upkeep_plan(struct keeper *k);
int upkeep_timeout(const struct keeper *k); /* milliseconds until something is to be done; -1 for never */
void upkeep_run(struct keeper *k);
void upkeep_end(struct keeper *k);
MUST_CHECK int upkeep_jobs(struct desk *d); /* what is due by cx->now; inside the writer's transaction */

/* slice.c: lists brought in, a slice at a time between the transactions of others */
bool slice_has_work(const struct keeper *k);
void slice_run(struct keeper *k);
MUST_CHECK int slices_all(struct desk *d); /* all of it at once, inside the writer's transaction */

/* close.c */
MUST_CHECK int keeper_close_in(struct keeper *k, struct cx *cx);   /* before the readers start */
MUST_CHECK int keeper_close_calls(struct cx *cx);                  /* after: no new threads either */
