/*
 * Lists that are being brought in, a slice at a time: each in a transaction of its own, after whatever others have
 * asked for, and shorter when somebody waits.
 */
#include <sys/epoll.h>

#include "audit/audit.h"
#include "base/log.h"
#include "base/time.h"
#include "db/db.h"
#include "keeper/inside.h"

#define LONGEST (50 * SECOND / 1000)
#define SHORTEST (15 * SECOND / 1000)
#define RETRY MINUTE
enum { PARTS_AT_ONCE = 20 }; /* while a demonstration is made: the same slices on every machine */

struct spent {
	const struct keeper *k;
	int64_t began;
	int parts;
};

static bool somebody_waits(const struct keeper *k) {
	struct epoll_event event;
	return k->writes.first != NULL || epoll_wait(k->epoll_fd, &event, 1, 0) > 0; /* what has come is told again */
}

static bool by_time(void *arg) {
	const struct spent *spent = arg;
	int64_t so_far = keeper_monotonic() - spent->began;
	return so_far < SHORTEST || (so_far < LONGEST && !somebody_waits(spent->k));
}

static bool by_parts(void *arg) {
	struct spent *spent = arg;
	return ++spent->parts < PARTS_AT_ONCE;
}

struct step {
	struct import_pace pace;
	struct import_told told;
};

static int slice_step(struct desk *d, void *arg) {
	struct step *step = arg;
	return d->bind->slice_run(&d->cx, &step->pace, &step->told);
}

static int one_slice(struct desk *d, void *step) {
	arena_reset(d->cx.arena);
	d->cx.actor = (struct actor){0};
	int r = desk_guard(d, slice_step, step);
	db_forget(&d->cx);
	d->cx.act = 0;
	d->cx.actor = (struct actor){0};
	return r;
}

int slices_all(struct desk *d) {
	struct spent spent = {0};
	struct step step = {.pace = {by_parts, &spent, false}, .told = {.left = true}};
	int r = ERR_OK;
	while (r == ERR_OK && step.told.left) {
		spent.parts = 0;
		r = one_slice(d, &step);
	}
	return r;
}

bool slice_has_work(const struct keeper *k) {
	return k->slices && k->failed == 0 && keeper_monotonic() >= k->slice_due;
}

void slice_run(struct keeper *k) {
	struct spent spent = {.k = k, .began = keeper_monotonic()};
	struct step step = {.pace = {by_time, &spent, !k->slice_wrong}};
	if (!slice_has_work(k) || k->stopping)
		return;
	int r = keeper_transact(k, true, one_slice, &step);
	if (r == ERR_INVALID && step.pace.bare) {
		step.pace.bare = false;
		spent.began = keeper_monotonic();
		r = keeper_transact(k, true, one_slice, &step);
	}
	k->slice_wrong = step.told.wrong;
	k->slices = r != ERR_OK || step.told.left;
	if (r != ERR_OK) {
		log_error("slice.failed", L_STR("code", err_kinds[r].name));
		k->slice_due = keeper_monotonic() + RETRY;
	}
}
