#include "keeper/keeper.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "base/log.h"
#include "base/time.h"
#include "core/registry.h"
#include "crypt/crypt.h"
#include "crypt/passkey.h"
#include "crypt/ring.h"
#include "db/db.h"
#include "keeper/estimator.h"
#include "keeper/matcher.h"
#include "keeper/post.h"
#include "op/profile.h"
#include "text/format.h"

enum { READERS = 2, WAITING = 256, EVENTS = 64, ROUNDS = 4, FLUSH = 1000000, TICK = 100000 };

int keeper_lock(struct cx *cx, const char *dir, int *ret_fd) {
	char pid[24] = "";
	int fd = open(arena_printf(cx->arena, "%s/" KEEPER_LOCK, dir), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return errno == ENOENT || errno == ENOTDIR
			? err_say(cx, ERR_NOTFOUND, NULL, N_("There is no registry in this folder."), NULL)
			: err_say(cx, ERR_IO, NULL, N_("The registry's lock cannot be opened."), NULL);
	if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
		int r = errno == EWOULDBLOCK ? ERR_CONFLICT : ERR_IO;
		ssize_t n = pread(fd, pid, sizeof pid - 1, 0);
		pid[n > 0 ? strcspn(pid, "\n") : 0] = 0;
		close(fd);
		return err_say(cx, r, NULL, r == ERR_CONFLICT ? N_("Another keeper runs on this registry.")
			: N_("The registry's lock cannot be taken."), r == ERR_CONFLICT && *pid != 0
			? arena_printf(cx->arena, "pid %s", pid) : NULL);
	}
	int n = snprintf(pid, sizeof pid, "%d\n", (int)getpid());
	if (ftruncate(fd, 0) != 0 || pwrite(fd, pid, (size_t)n, 0) != n)
		log_warn("lock.unsigned"); /* it holds all the same */
	*ret_fd = fd;
	return ERR_OK;
}

static int machine(struct cx *cx, bool fine, const char *what) {
	return fine ? ERR_OK : err_say(cx, ERR_IO, NULL, N_("The machine does not give the keeper what it needs."), what);
}

static int watch(struct keeper *k, struct cx *cx, int *fd) {
	struct epoll_event event = {.events = EPOLLIN, .data.ptr = fd};
	return machine(cx, epoll_ctl(k->epoll_fd, EPOLL_CTL_ADD, *fd, &event) == 0, "epoll");
}

static int open_run(struct keeper *k, struct cx *cx) {
	const char *run = arena_printf(cx->arena, "%s/" KEEPER_RUN, k->dir);
	if (mkdir(run, 0700) != 0 && errno != EEXIST)
		return err_say(cx, ERR_IO, NULL, N_("The registry's folder cannot be written."), NULL);
	k->run_fd = open(run, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
	return machine(cx, k->run_fd >= 0, "run");
}

static int open_watch(struct keeper *k, struct cx *cx) {
	sigset_t stop;
	k->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
	k->finished_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	k->tick_fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
	int r = machine(cx, k->epoll_fd >= 0 && k->finished_fd >= 0 && k->tick_fd >= 0, "epoll");
	if (r == ERR_OK)
		r = watch(k, cx, &k->finished_fd);
	if (r == ERR_OK)
		r = watch(k, cx, &k->tick_fd);
	if (r == ERR_OK && !k->options->open) {
		sigemptyset(&stop);
		sigaddset(&stop, SIGTERM);
		sigaddset(&stop, SIGINT);
		pthread_sigmask(SIG_BLOCK, &stop, NULL); /* readers inherit it */
		k->signal_fd = signalfd(-1, &stop, SFD_CLOEXEC | SFD_NONBLOCK);
		r = machine(cx, k->signal_fd >= 0, "signalfd");
		if (r == ERR_OK)
			r = watch(k, cx, &k->signal_fd);
	}
	if (r == ERR_OK && k->options->stop_fd > 0) {
		struct epoll_event event = {.events = EPOLLIN, .data.ptr = &k->signal_fd};
		r = machine(cx, epoll_ctl(k->epoll_fd, EPOLL_CTL_ADD, k->options->stop_fd, &event) == 0, "epoll");
	}
	return r;
}

/* Whoever came in by the door already hears no more. */
static void say(const struct keeper *k, char what) {
	if (k->options->ready_fd > 0 && write(k->options->ready_fd, &what, 1) != 1 && errno != EPIPE)
		log_warn("ready.unheard");
}

/* Brings an older store up to this program; whoever started the keeper hears of it before. */
static int upgrade(struct keeper *k, struct cx *cx) {
	int r = db_current(cx);
	if (r != ERR_OK && r != ERR_CONFLICT)
		return r;
	if (r == ERR_CONFLICT)
		say(k, KEEPER_UPGRADES);
	return db_migrate(cx);
}

static int open_store(struct keeper *k, struct cx *cx) {
	struct registry registry;
	const char *profile_text = NULL;
	struct profile *profile = NULL;
	int r = ring_open(cx, k->dir, &k->desk.cx.ring);
	if (r == ERR_OK)
		r = db_open(cx, arena_printf(cx->arena, "%s/" KEEPER_STORE, k->dir), DB_WRITER, &k->desk.cx.db);
	if (r != ERR_OK)
		return r;
	cx->db = k->desk.cx.db;
	cx->ring = k->desk.cx.ring;
	r = upgrade(k, cx);
	if (r == ERR_OK)
		r = registry_check(cx, &registry);
	cx->db = NULL;
	cx->ring = NULL;
	if (r != ERR_OK)
		return r;
	profile_text = registry.profile;
	r = profile_load(cx, profile_text, &profile);
	if (r != ERR_OK)
		return r;
	k->desk.cx.profile = profile;
	k->built = registry.built || !registry.demonstration;
	k->registry.demonstration = registry.demonstration;
	snprintf(k->registry.profile, sizeof k->registry.profile, "%s", profile_text);
	k->slices = k->built; /* an import that was cut off is gone on with */
	return upkeep_begin(k);
}

static int start(struct keeper *k, struct cx *cx) {
	int r = keeper_lock(cx, k->dir, &k->lock_fd);
	if (r == ERR_OK)
		r = open_store(k, cx);
	if (r == ERR_OK)
		r = open_run(k, cx);
	if (r == ERR_OK)
		r = open_watch(k, cx);
	if (r == ERR_OK)
		r = conn_doors_open(k, cx);
	if (r == ERR_OK)
		r = post_open(k, cx);
	text_warm();
	if (r == ERR_OK)
		r = passkey_warm(cx);
	(void)day_of(k->desk.clock()); /* reads the time zone before the folders close */
	if (r == ERR_OK && !k->options->open)
		r = keeper_close_in(k, cx);
	if (r == ERR_OK)
		r = readers_start(k, cx);
	if (r == ERR_OK)
		r = estimator_start(k, cx);
	if (r == ERR_OK)
		r = matcher_start(k, cx);
	if (r == ERR_OK && !k->options->open)
		r = keeper_close_calls(cx);
	if (r == ERR_OK && k->options->ready_fd > 0) {
		say(k, KEEPER_READY);
		close(k->options->ready_fd);
	}
	return r;
}

static void on_event(struct keeper *k, const struct epoll_event *event) {
	uint64_t count;
	void *who = event->data.ptr;
	if (who == &k->finished_fd) {
		if (read(k->finished_fd, &count, sizeof count) < 0)
			return;
	} else if (who == &k->tick_fd) {
		conn_ticks(k);
	} else if (who == &k->signal_fd) {
		k->stopping = true;
	} else if (who == &k->listen_fd[WIRE_OPERATOR]) {
		conn_accept(k, WIRE_OPERATOR);
	} else if (who == &k->listen_fd[WIRE_WORKER]) {
		conn_accept(k, WIRE_WORKER);
	} else {
		conn_ready(k, who, event->events);
	}
}

int keeper_begin(struct keeper *k, bool later) {
	int64_t now = keeper_monotonic();
	bool wait = !later || now - k->durable >= SECOND;
	int r = db_sync(&k->desk.cx, !k->built ? DB_SYNC_NEVER : wait ? DB_SYNC : DB_SYNC_LATER);
	if (r == ERR_OK && wait)
		k->durable = now;
	return r == ERR_OK ? db_begin(&k->desk.cx) : r;
}

/* Takes whatever has come by now: a peer that has just been let in may have asked something already. */
static void take_all(struct keeper *k, int timeout) {
	struct epoll_event events[EVENTS];
	for (int round = 0; round < ROUNDS; round++) {
		int n = epoll_wait(k->epoll_fd, events, EVENTS, round == 0 ? timeout : 0);
		for (int i = 0; i < n; i++)
			on_event(k, &events[i]);
		if (n <= 0)
			return;
	}
}

static void loop(struct keeper *k) {
	while (!k->stopping && k->failed == 0) {
		take_all(k, writer_has_work(k) || slice_has_work(k) ? 0 : upkeep_timeout(k));
		writer_batch(k);
		matcher_run(k);
		upkeep_run(k);
		slice_run(k);
		estimator_run(k);
	}
}

/* Answers whatever was asked, then leaves the store without a write-ahead log. */
static void stop(struct keeper *k) {
	k->stopping = true;
	conn_doors_close(k);
	estimator_end(k);
	matcher_end(k);
	readers_stop(k);
	writer_batch(k);
	conn_flush(k, FLUSH);
	conn_close_all(k);
	upkeep_end(k);
}

static void shut(int fd) {
	if (fd >= 0)
		close(fd);
}

static void dispose(struct keeper *k) {
	conn_doors_close(k);
	estimator_end(k);
	matcher_end(k);
	readers_stop(k);
	conn_close_all(k);
	db_close(k->desk.cx.db);
	profile_free((struct profile *)(uintptr_t)k->desk.cx.profile);
	ring_free(k->desk.cx.ring);
	sessions_free(k->sessions);
	throttles_free(k->throttles);
	arena_free(k->desk.cx.arena);
	queue_dispose(&k->queue);
	pthread_barrier_destroy(&k->started);
	pthread_mutex_destroy(&k->finished_lock);
	pthread_mutex_destroy(&k->seek.lock);
	shut(k->finished_fd);
	shut(k->tick_fd);
	shut(k->signal_fd);
	shut(k->epoll_fd);
	shut(k->run_fd);
	shut(k->lock_fd); /* last: from here on another keeper may come */
	free(k->readers);
}

int keeper_run(struct cx *cx, const char *dir, const struct keeper_options *options) {
	int r = crypt_init();
	if (r != ERR_OK)
		return r;
	struct keeper *k = calloc(1, sizeof *k);
	if (k == NULL)
		abort();
	*k = (struct keeper){
		.options = options,
		.dir = dir,
		.sessions = sessions_new(),
		.throttles = throttles_new(),
		.readers_n = options->readers > 0 ? options->readers : READERS,
		.job_due = NONE, .post_due = NONE,
		.lock_fd = -1, .run_fd = -1, .epoll_fd = -1, .signal_fd = -1, .finished_fd = -1, .tick_fd = -1,
		.listen_fd = {-1, -1}, .tick = options->tick == 0 ? TICK : options->tick,
	};
	k->desk = (struct desk){
		.cx = {.arena = arena_new(ARENA_DEFAULT), .lang = "en", .rng = crypt_random},
		.bind = options->bind,
		.sessions = k->sessions,
		.throttles = k->throttles,
		.seek = &k->seek,
		.clock = options->clock != NULL ? options->clock : instant_now,
		.writer = true,
	};
	k->desk.cx.now = k->desk.clock();
	k->readers = calloc((size_t)k->readers_n, sizeof *k->readers);
	if (k->readers == NULL)
		abort();
	queue_init(&k->queue, k->readers_n, options->waiting > 0 ? options->waiting : WAITING);
	pthread_mutex_init(&k->finished_lock, NULL);
	pthread_mutex_init(&k->seek.lock, NULL);
	pthread_barrier_init(&k->started, NULL, 2);
	cx->rng = crypt_random;
	r = start(k, cx);
	if (r == ERR_OK) {
		log_info("keeper.ready", L_INT("readers", k->readers_n));
		loop(k);
		stop(k);
		r = k->failed == 0 ? ERR_OK : err_say(cx, k->failed, NULL, err_kinds[k->failed].say, NULL);
		log_info("keeper.ended", L_STR("code", err_kinds[r].name));
	}
	dispose(k);
	free(k);
	return r;
}
