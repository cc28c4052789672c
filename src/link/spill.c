#include "link/spill.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum {
	PAUSE = 500000,    /* nanoseconds between two looks */
	CHUNK = 1 << 20,   /* bytes whose pages go at once */
	WINDOW = 4,        /* a block may grow to so many times its size where it stands */
	TURN = 100000,     /* nanoseconds the watcher wants at a time */
	LEAST = 24 << 20,  /* bytes of blocks and of the program that stay, however much else there is */
	MARGIN = 128 << 20, /* bytes kept free below the limit, at most two fifths of it: what may come in while the watcher waits for its turn */
};

struct piece {
	char *at; /* NULL: a free number */
	size_t bytes;      /* mapped, whole pages */
	size_t from, room; /* in the file */
};

struct link_spill {
	pthread_mutex_t lock; /* pieces and hand: what is taken out has to be a block's */
	pthread_t watcher;
	atomic_bool ended;
	int fd, statm;
	size_t page, end, now, most;
	size_t high; /* bytes in memory from which pages are taken out */
	struct piece *piece;
	int pieces, room;
	int hand;        /* the piece whose turn it is to give pages back, and from where */
	size_t hand_at;
};

/* The file --------------------------------------------------------------------------------------------------------------------- */

static int file_open(const char *folder) {
	int fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC | O_EXCL, 0600);
	char path[4096];
	if (fd >= 0 || (errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL))
		return fd;
	int n = snprintf(path, sizeof path, "%s/atrama-XXXXXX", folder); /* where no file can do without a name, it loses it at once */
	fd = n < 0 || (size_t)n >= sizeof path ? -1 : mkostemp(path, O_CLOEXEC);
	if (fd >= 0 && unlink(path) != 0) {
		close(fd);
		return -1;
	}
	return fd;
}

static bool reserve(const struct link_spill *s, size_t from, size_t bytes) {
	int failed = EINTR;
	while (failed == EINTR)
		failed = posix_fallocate(s->fd, (off_t)from, (off_t)bytes);
	return failed == 0;
}

/* Gives room on the disk back, where the file system can; what was there is forgotten. */
static void release(const struct link_spill *s, size_t from, size_t bytes) {
	if (bytes > 0)
		(void)!fallocate(s->fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, (off_t)from, (off_t)bytes);
}

/* Watching --------------------------------------------------------------------------------------------------------------------- */

/* Bytes of this process in memory; *ret_own: of them those that no file gives back. */
static size_t resident(const struct link_spill *s, size_t *ret_own) {
	char text[96], *at = text;
	ssize_t n = pread(s->statm, text, sizeof text - 1, 0);
	text[n > 0 ? n : 0] = 0;
	(void)!strtoull(at, &at, 10);
	size_t all = (size_t)strtoull(at, &at, 10) * s->page, of_files = (size_t)strtoull(at, &at, 10) * s->page;
	*ret_own = all - of_files;
	return all;
}

/* Takes out the pages of the next chunk. False: the hand has come to the end of all pieces. */
static bool take_out(struct link_spill *s) {
	while (s->hand < s->pieces && (s->piece[s->hand].at == NULL || s->hand_at >= s->piece[s->hand].bytes)) {
		s->hand++;
		s->hand_at = 0;
	}
	if (s->hand >= s->pieces) {
		s->hand = 0;
		s->hand_at = 0;
		return false;
	}
	const struct piece *p = &s->piece[s->hand];
	size_t n = p->bytes - s->hand_at < CHUNK ? p->bytes - s->hand_at : CHUNK;
	(void)!madvise(p->at + s->hand_at, n, MADV_DONTNEED); /* of a shared mapping: what was written stays with the file */
	s->hand_at += n;
	return true;
}

/* Down to a sixteenth below where it begins, or once round: whoever works brings pages back meanwhile. */
static void sweep(struct link_spill *s, size_t high) {
	size_t low = high - high / 16, own;
	for (int ends = 0; ends < 2 && resident(s, &own) > low;) {
		pthread_mutex_lock(&s->lock);
		ends += !take_out(s);
		pthread_mutex_unlock(&s->lock);
	}
}

/* Who wants a short turn has it soon, behind many who work: Linux 6.12 and later. Before, who sleeps much has it anyway. */
static void turn_soon(void) {
	struct {
		uint32_t size, policy;
		uint64_t flags;
		int32_t nice;
		uint32_t priority;
		uint64_t runtime, deadline, period;
	} how = {.size = sizeof how};
	if (syscall(SYS_sched_getattr, 0, &how, sizeof how, 0) != 0)
		return;
	if (how.policy == SCHED_FIFO || how.policy == SCHED_RR)
		how.priority++; /* they never wait for their equals */
	else
		how.runtime = TURN;
	(void)!syscall(SYS_sched_setattr, 0, &how, 0);
}

static void *watch(void *arg) {
	struct link_spill *s = arg;
	turn_soon();
	const struct timespec pause = {.tv_nsec = PAUSE};
	while (!atomic_load(&s->ended)) {
		size_t own, here = resident(s, &own), high = own + LEAST > s->high ? own + LEAST : s->high;
		if (here > high)
			sweep(s, high);
		nanosleep(&pause, NULL);
	}
	return NULL;
}

struct link_spill *link_spill_new(const char *folder, size_t limit) {
	struct link_spill *s = calloc(1, sizeof *s);
	if (s == NULL)
		return NULL;
	s->page = (size_t)sysconf(_SC_PAGESIZE);
	s->high = limit - (limit / 5 * 2 < MARGIN ? limit / 5 * 2 : MARGIN);
	s->fd = file_open(folder);
	s->statm = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
	pthread_mutex_init(&s->lock, NULL);
	if (s->fd >= 0 && s->statm >= 0 && pthread_create(&s->watcher, NULL, watch, s) == 0)
		return s;
	if (s->fd >= 0)
		close(s->fd);
	if (s->statm >= 0)
		close(s->statm);
	free(s);
	return NULL;
}

void link_spill_free(struct link_spill *s) {
	if (s == NULL)
		return;
	atomic_store(&s->ended, true);
	pthread_join(s->watcher, NULL);
	for (int i = 0; i < s->pieces; i++)
		if (s->piece[i].at != NULL)
			munmap(s->piece[i].at, s->piece[i].bytes);
	close(s->fd);
	close(s->statm);
	pthread_mutex_destroy(&s->lock);
	free(s->piece);
	free(s);
}

/* Blocks ----------------------------------------------------------------------------------------------------------------------- */

/* Only who makes blocks changes the pieces, under the lock; the disk is not waited for there, since the watcher would wait, too. */
static void put_locked(struct link_spill *s, int block, struct piece p) {
	s->now += p.bytes - (s->piece[block].at == NULL ? 0 : s->piece[block].bytes);
	s->most = s->now > s->most ? s->now : s->most;
	s->piece[block] = p;
}

static void put(struct link_spill *s, int block, struct piece p) {
	pthread_mutex_lock(&s->lock);
	put_locked(s, block, p);
	pthread_mutex_unlock(&s->lock);
}

/* A free number; -1: no memory. */
static int number_take(struct link_spill *s) {
	int block = 0;
	while (block < s->pieces && s->piece[block].at != NULL)
		block++;
	pthread_mutex_lock(&s->lock);
	if (block == s->room) {
		struct piece *wider = realloc(s->piece, (size_t)(s->room * 2 + 64) * sizeof *wider);
		s->piece = wider == NULL ? s->piece : wider;
		s->room = wider == NULL ? s->room : s->room * 2 + 64;
	}
	if (block < s->room && block == s->pieces)
		s->piece[s->pieces++] = (struct piece){0};
	block = block < s->pieces ? block : -1;
	pthread_mutex_unlock(&s->lock);
	return block;
}

static bool piece_make(struct link_spill *s, size_t bytes, struct piece *ret) {
	struct piece p = {.bytes = bytes, .from = s->end, .room = bytes * WINDOW};
	p.at = !reserve(s, p.from, bytes) ? MAP_FAILED : mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, s->fd,
		(off_t)p.from);
	if (p.at == MAP_FAILED) {
		release(s, p.from, bytes);
		return false;
	}
	s->end += p.room; /* never given out again, so that a new block is zero */
	*ret = p;
	return true;
}

static void piece_end(const struct link_spill *s, struct piece p) {
	munmap(p.at, p.bytes);
	release(s, p.from, p.bytes);
}

/* What was copied goes out of memory at once. */
static void piece_copy(struct piece to, struct piece from) {
	for (size_t i = 0; i < from.bytes; i += CHUNK) {
		size_t n = from.bytes - i < CHUNK ? from.bytes - i : CHUNK;
		memcpy(to.at + i, from.at + i, n);
		(void)!madvise(from.at + i, n, MADV_DONTNEED);
		(void)!madvise(to.at + i, n, MADV_DONTNEED);
	}
}

/* Where it stands. */
static bool piece_stretch(struct link_spill *s, int block, size_t bytes) {
	struct piece was = s->piece[block], p = was;
	if (bytes > was.bytes && !reserve(s, was.from + was.bytes, bytes - was.bytes))
		return false;
	p.bytes = bytes;
	pthread_mutex_lock(&s->lock); /* pages may not be taken out while they move: soon somebody else may stand there */
	p.at = mremap(was.at, was.bytes, bytes, MREMAP_MAYMOVE);
	if (p.at != MAP_FAILED)
		put_locked(s, block, p);
	pthread_mutex_unlock(&s->lock);
	if (p.at == MAP_FAILED)
		return false;
	if (bytes < was.bytes)
		release(s, was.from + bytes, was.bytes - bytes);
	return true;
}

void *link_spill_grow(struct link_spill *s, int *ret_block, size_t n) {
	if (n > SIZE_MAX / 16)
		return NULL;
	size_t bytes = (n + s->page - 1) / s->page * s->page;
	int block = *ret_block >= 0 ? *ret_block : number_take(s);
	struct piece was = block < 0 ? (struct piece){0} : s->piece[block], p;
	if (block < 0)
		return NULL;
	if (was.at != NULL && bytes <= was.room) {
		if (bytes != was.bytes && !piece_stretch(s, block, bytes))
			return NULL;
	} else {
		if (!piece_make(s, bytes, &p))
			return NULL;
		if (was.at != NULL)
			piece_copy(p, was);
		put(s, block, p);
		if (was.at != NULL)
			piece_end(s, was);
	}
	*ret_block = block;
	return s->piece[block].at;
}

void link_spill_drop(struct link_spill *s, int block) {
	struct piece was = s->piece[block];
	put(s, block, (struct piece){0});
	piece_end(s, was);
}

size_t link_spill_most(const struct link_spill *s) {
	return s->most;
}
