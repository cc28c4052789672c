#include "keeper/matcher.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

#include "audit/audit.h"
#include "base/log.h"
#include "base/time.h"
#include "db/db.h"
#include "db/queries.h"
#include "keeper/match_aside.h"
#include "keeper/match_index.h"
#include "op/profile.h"

#define MATCH_ACT "match"
#define INDEX_MOST ((size_t)4 << 30)
#define RETRY MINUTE
enum { OFFER_PAIRS = 128, LOOK = 500 /* milliseconds between two notes of progress */, STRETCH = 8 << 20 };

struct offer { /* what the thread has found; the main thread's while the state is OFFERED */
	struct match_pair pairs[OFFER_PAIRS];
	size_t n;
	int64_t mark; /* records up to here were compared; NONE: not yet */
	int64_t run;  /* a run that has ended with it; NONE */
	bool failed;
	struct match_told told;
};

struct matcher {
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t work;
	enum { RESTING, WORKING, OFFERED } state; /* under the lock, as all up to `offer` */
	bool closing, look, anew;
	int64_t run; /* that is wanted */
	struct offer offer;
	atomic_bool stop;
	atomic_int part, parts;

	/* the thread's own */
	struct desk desk;
	struct match_index *index;
	struct seek *seek; /* to whom it is lent */
	int64_t mark;
	int bits;
	int finished_fd;
	int64_t retry;   /* monotonic: not before, after the index could not be read */

	/* the main thread's own */
	int64_t running; /* NONE: no run */
	int64_t seen;    /* newest record it was told of */
	int64_t looked;  /* `quiet_since` when it was last looked whether anything came */
	int64_t run_due, progress_due, due;
	bool wiped;
	struct match_asides asides;
};

/* The thread -------------------------------------------------------------------------------------------------------- */

static bool ends(struct matcher *m) {
	return atomic_load(&m->stop);
}

/* Waits until the main thread has written it down. False: the keeper ends. */
static bool offer(struct matcher *m) {
	uint64_t one = 1;
	pthread_mutex_lock(&m->lock);
	m->state = OFFERED;
	if (write(m->finished_fd, &one, sizeof one) < 0)
		log_warn("match.unheard"); /* the counter is full: the main thread has been told often enough */
	while (m->state == OFFERED && !m->closing)
		pthread_cond_wait(&m->work, &m->lock);
	bool taken = m->state != OFFERED;
	pthread_mutex_unlock(&m->lock);
	m->offer = (struct offer){.mark = NONE, .run = NONE};
	return taken;
}

static bool offer_pair(void *arg, const struct match_pair *pair) {
	struct matcher *m = arg;
	m->offer.pairs[m->offer.n++] = *pair;
	return m->offer.n < OFFER_PAIRS || (offer(m) && !ends(m));
}

struct reading {
	int64_t after, newest, mark;
	bool standing;
	struct match_row *rows;
	size_t n;
};

static int read_step(struct desk *d, void *arg) {
	struct reading *r = arg;
	return d->bind->match_rows(&d->cx, r->after, r->standing, &r->rows, &r->n);
}

static int mark_step(struct desk *d, void *arg) {
	struct reading *r = arg;
	return d->bind->match_mark(&d->cx, &r->newest, &r->mark);
}

/* One snapshot of the store, a stretch of it; the rows stay in the arena until the next. */
static int look_into(struct matcher *m, int (*step)(struct desk *, void *), struct reading *r) {
	struct cx *cx = &m->desk.cx;
	arena_reset(cx->arena);
	int rc = db_read_begin(cx);
	if (rc != ERR_OK)
		return rc;
	rc = desk_guard(&m->desk, step, r);
	db_forget(cx);
	db_read_end(cx);
	return rc;
}

static void index_drop(struct matcher *m) {
	seek_lend(m->seek, NULL);
	match_index_free(m->index);
	m->index = NULL;
}

/* All names, from the store into a new index. */
static bool index_read(struct matcher *m) {
	struct reading r = {.standing = true, .mark = NONE};
	index_drop(m);
	struct match_index *x = match_index_new(INDEX_MOST);
	int64_t began = keeper_monotonic();
	bool good = x != NULL && look_into(m, mark_step, &r) == ERR_OK;
	int64_t mark = r.mark;
	do {
		good = good && !ends(m) && look_into(m, read_step, &r) == ERR_OK;
		for (size_t i = 0; good && i < r.n; i++)
			good = match_index_add(x, &r.rows[i]);
		r.after = good && r.n > 0 ? r.rows[r.n - 1].identity : r.after;
	} while (good && r.n == MATCH_ROWS);
	arena_reset(m->desk.cx.arena);
	good = good && match_index_make(x, &m->desk.cx);
	arena_reset(m->desk.cx.arena);
	if (!good) {
		match_index_free(x);
		return false;
	}
	m->index = x;
	m->mark = mark == NONE ? match_index_newest(x) : mark; /* never compared: the run that is due does it */
	log_info("match.read", L_INT("count", match_index_records(x)), L_INT("bytes", (int64_t)match_index_bytes(x)),
		L_INT("us", keeper_monotonic() - began));
	return true;
}

/* Who is like the record of that row. */
static bool find_one(struct matcher *m, int64_t identity) {
	struct match_pair found[MATCH_FOUND];
	pthread_mutex_lock(&m->seek->lock);
	size_t n = match_index_find(m->index, identity, m->bits, found);
	pthread_mutex_unlock(&m->seek->lock);
	bool goes = true;
	for (size_t i = 0; goes && i < n; i++)
		goes = offer_pair(m, &found[i]);
	return goes;
}

static bool offer_mark(struct matcher *m, int64_t mark) {
	m->offer.mark = mark;
	m->mark = mark;
	return offer(m) && !ends(m);
}

/* A record more; others may look into the index at the same time. */
static bool add_one(struct matcher *m, const struct match_row *row) {
	pthread_mutex_lock(&m->seek->lock);
	bool good = match_index_add(m->index, row);
	pthread_mutex_unlock(&m->seek->lock);
	return good;
}

/* What came since the index was read, and what it holds and nobody has compared yet. */
static bool catch_up(struct matcher *m) {
	struct reading r;
	bool goes = true;
	for (int64_t at = m->mark + 1; goes && at <= match_index_newest(m->index); at++)
		goes = find_one(m, at) && (at % MATCH_ROWS != 0 || offer_mark(m, at));
	if (goes && m->mark < match_index_newest(m->index))
		goes = offer_mark(m, match_index_newest(m->index));
	do {
		r = (struct reading){.after = match_index_newest(m->index)};
		goes = goes && look_into(m, read_step, &r) == ERR_OK;
		for (size_t i = 0; goes && i < r.n; i++)
			goes = add_one(m, &r.rows[i]) && find_one(m, r.rows[i].identity);
		if (goes && r.n > 0)
			goes = offer_mark(m, r.rows[r.n - 1].identity);
		arena_reset(m->desk.cx.arena);
	} while (goes && r.n == MATCH_ROWS);
	return goes;
}

static bool go_on(void *arg, int done, int parts) {
	struct matcher *m = arg;
	atomic_store(&m->parts, parts + 1);
	atomic_store(&m->part, done);
	return !ends(m);
}

/* Everybody with everybody; what came of it goes with the last offer. */
static bool compare_all(struct matcher *m, int64_t run) {
	int64_t pairs = 0;
	m->mark = match_index_newest(m->index);
	m->offer.told = (struct match_told){.records = match_index_records(m->index)};
	bool good = match_index_all(m->index, m->bits, go_on, offer_pair, m, &pairs);
	if (ends(m))
		return false;
	m->offer.run = run;
	m->offer.failed = !good;
	m->offer.told = (struct match_told){match_index_records(m->index), pairs, (int64_t)match_index_bytes(m->index) / 1024};
	return good ? offer_mark(m, m->mark) : offer(m);
}

/* Where something failed the index is read again when there is work: it may lack what was on its way. */
static void do_work(struct matcher *m, bool anew, int64_t run) {
	bool good = true;
	m->offer = (struct offer){.mark = NONE, .run = NONE};
	if (m->index == NULL && run == NONE && keeper_monotonic() < m->retry)
		return;
	if (m->index == NULL || anew || run != NONE)
		good = index_read(m);
	if (run != NONE && !good && !ends(m)) {
		m->offer.run = run;
		m->offer.failed = true;
		good = offer(m) && false;
	}
	if (good && run != NONE)
		good = compare_all(m, run);
	if (good)
		seek_lend(m->seek, m->index);
	if (good)
		good = catch_up(m);
	if (good)
		return;
	index_drop(m);
	if (!ends(m)) {
		log_error("match.lost");
		m->retry = keeper_monotonic() + 10 * RETRY;
	}
}

static void *work(void *arg) {
	struct keeper *k = arg;
	struct matcher *m = k->matcher;
	uint64_t one = 1;
	pthread_barrier_wait(&k->started);
	pthread_mutex_lock(&m->lock);
	while (!m->closing) {
		if (!m->look && !m->anew && m->run == NONE) {
			m->state = RESTING;
			pthread_cond_wait(&m->work, &m->lock);
			continue;
		}
		bool anew = m->anew;
		int64_t run = m->run;
		m->look = m->anew = false;
		m->run = NONE;
		m->state = WORKING;
		pthread_mutex_unlock(&m->lock);
		do_work(m, anew, run);
		pthread_mutex_lock(&m->lock);
		m->state = RESTING;
		if (run != NONE && write(m->finished_fd, &one, sizeof one) < 0)
			log_warn("match.unheard");
	}
	pthread_mutex_unlock(&m->lock);
	index_drop(m);
	return NULL;
}

int matcher_start(struct keeper *k, struct cx *cx) {
	if (!k->options->matches || k->desk.bind->match_rows == NULL || !k->built)
		return ERR_OK;
	struct matcher *m = calloc(1, sizeof *m);
	if (m == NULL)
		abort();
	pthread_mutex_init(&m->lock, NULL);
	pthread_cond_init(&m->work, NULL);
	m->finished_fd = k->finished_fd;
	m->seek = &k->seek;
	m->run = m->running = NONE;
	m->looked = -1;
	m->bits = (int)profile_rule(k->desk.cx.profile, "match_bits");
	m->desk = k->desk;
	m->desk.writer = false;
	m->desk.cx.db = NULL;
	m->desk.cx.arena = arena_new(STRETCH);
	k->matcher = m;
	int r = db_open(cx, arena_printf(cx->arena, "%s/" KEEPER_STORE, k->dir), DB_READER, &m->desk.cx.db);
	if (r == ERR_OK)
		r = keeper_thread(k, cx, &m->thread, work, k);
	if (r != ERR_OK) {
		db_close(m->desk.cx.db);
		arena_free(m->desk.cx.arena);
		free(m);
		k->matcher = NULL;
	}
	return r;
}

void matcher_end(struct keeper *k) {
	struct matcher *m = k->matcher;
	if (m == NULL)
		return;
	atomic_store(&m->stop, true);
	pthread_mutex_lock(&m->lock);
	m->closing = true;
	pthread_cond_broadcast(&m->work);
	pthread_mutex_unlock(&m->lock);
	pthread_join(m->thread, NULL);
	db_close(m->desk.cx.db);
	arena_free(m->desk.cx.arena);
	pthread_mutex_destroy(&m->lock);
	pthread_cond_destroy(&m->work);
	free(m);
	k->matcher = NULL;
}

/* The main thread --------------------------------------------------------------------------------------------------- */

static int state_of(struct matcher *m) {
	pthread_mutex_lock(&m->lock);
	int state = m->state;
	pthread_mutex_unlock(&m->lock);
	return state;
}

struct noting {
	const struct match_pair *pairs;
	size_t n;
};

/* An act and an entry where people's records are written. */
static int note_step(struct desk *d, void *arg) {
	const struct noting *o = arg;
	struct cx *cx = &d->cx;
	struct row_act_begin act;
	int64_t new;
	int r = q_act_begin(cx, cx->now, 0, MATCH_ACT, BLOB(NULL, 0), BLOB(NULL, 0), &act);
	if (r == ERR_OK)
		cx->act = act.n;
	if (r == ERR_OK)
		r = d->bind->match_note(cx, o->pairs, o->n, &new);
	struct audit_entry entry = audit_entry_of(cx, MATCH_ACT, AUDIT_ALLOWED);
	return r == ERR_OK ? audit_append(cx, &entry) : r;
}

/* How far it has come is no fact. */
static int offer_step(struct desk *d, void *arg) {
	struct offer *o = arg;
	struct cx *cx = &d->cx;
	int r = o->n > 0 ? note_step(d, &(struct noting){o->pairs, o->n}) : ERR_OK;
	if (r == ERR_OK && o->mark != NONE)
		r = d->bind->match_mark_set(cx, o->mark);
	if (r == ERR_OK && o->run != NONE)
		r = d->bind->match_end(cx, o->run, o->failed ? NULL : &o->told);
	return r;
}

static int aside_step(struct desk *d, void *arg) {
	const struct match_asides *a = arg;
	return d->bind->match_aside(&d->cx, (int64_t)(a->n + a->more));
}

/*
 * It could not be written as a whole: each pair by itself, then the rest. Where that can be written the pairs that failed are at fault, and
 * are set aside; else the store is, and all of it waits.
 */
static int take_apart(struct keeper *k, struct matcher *m, int why) {
	struct offer *o = &m->offer;
	size_t n = o->n, failed = 0;
	for (size_t i = 0; i < n && k->failed == 0; i++)
		if (keeper_transact(k, true, note_step, &(struct noting){&o->pairs[i], 1}) != ERR_OK)
			o->pairs[failed++] = o->pairs[i];
	bool rest = n > 0 && (o->mark != NONE || o->run != NONE);
	o->n = 0;
	int r = k->failed != 0 ? ERR_DB : rest ? keeper_transact(k, true, offer_step, o) : failed < n ? ERR_OK : why;
	o->n = failed;
	if (r != ERR_OK || failed == 0)
		return r;
	for (size_t i = 0; i < failed; i++)
		match_aside_put(&m->asides, &o->pairs[i], keeper_monotonic());
	log_error("match.aside", L_INT("count", (int64_t)failed), L_STR("code", err_kinds[why].name));
	return keeper_transact(k, true, aside_step, &m->asides);
}

static int take_offer(struct keeper *k, struct matcher *m) {
	int r = keeper_transact(k, true, offer_step, &m->offer);
	if (r != ERR_OK)
		r = take_apart(k, m, r);
	if (r != ERR_OK)
		return r;
	m->running = m->offer.run == m->running ? NONE : m->running;
	pthread_mutex_lock(&m->lock);
	m->state = WORKING;
	pthread_cond_broadcast(&m->work);
	pthread_mutex_unlock(&m->lock);
	return ERR_OK;
}

/* One that was set aside. */
static int retry(struct keeper *k, struct matcher *m, int i) {
	bool good = keeper_transact(k, true, note_step, &(struct noting){&m->asides.at[i].pair, 1}) == ERR_OK;
	match_aside_tried(&m->asides, i, good, keeper_monotonic());
	return good ? keeper_transact(k, true, aside_step, &m->asides) : ERR_OK;
}

struct going {
	struct matcher *m;
	bool go_on;
};

static int going_step(struct desk *d, void *arg) {
	struct going *g = arg;
	return d->bind->match_going(&d->cx, g->m->running, atomic_load(&g->m->part), atomic_load(&g->m->parts), &g->go_on);
}

static int progress(struct keeper *k, struct matcher *m) {
	struct going g = {m, true};
	int r = keeper_transact(k, true, going_step, &g);
	m->progress_due = keeper_monotonic() + LOOK * SECOND / 1000;
	if (r == ERR_OK && !g.go_on)
		atomic_store(&m->stop, true);
	return r;
}

struct asked {
	int64_t newest, mark, run, due;
};

static int asked_step(struct desk *d, void *arg) {
	struct asked *a = arg;
	int r = d->bind->match_mark(&d->cx, &a->newest, &a->mark);
	return r == ERR_OK ? d->bind->match_next(&d->cx, &a->run, &a->due) : r;
}

static int start_step(struct desk *d, void *arg) {
	struct asked *a = arg;
	struct row_match_run_add row;
	int r = q_match_run_add(&d->cx, d->cx.now, &row);
	if (r == ERR_OK)
		a->run = row.id;
	return r;
}

/* Whether anything came, a run was asked for, or falls due. */
static int look(struct keeper *k, struct matcher *m) {
	struct asked a = {.run = NONE};
	k->desk.cx.now = k->desk.clock();
	arena_reset(k->desk.cx.arena);
	int r = desk_guard(&k->desk, asked_step, &a);
	db_forget(&k->desk.cx);
	if (r == ERR_OK && a.run == NONE && a.due <= k->desk.cx.now)
		r = keeper_transact(k, true, start_step, &a);
	if (r != ERR_OK)
		return r;
	m->looked = k->quiet_since;
	m->run_due = a.due;
	bool run = a.run != NONE && a.run != m->running, came = a.newest > m->seen, anew = k->desk.cx.wipe && !m->wiped;
	m->wiped = k->desk.cx.wipe;
	m->seen = a.newest;
	if (!run && !came && !anew)
		return ERR_OK;
	if (run) {
		m->running = a.run;
		m->asides = (struct match_asides){0}; /* it finds them again */
		m->progress_due = 0;
		atomic_store(&m->part, 0);
		atomic_store(&m->parts, 1);
	}
	atomic_store(&m->stop, false);
	pthread_mutex_lock(&m->lock);
	m->look |= came;
	m->anew |= anew;
	m->run = run ? a.run : m->run;
	pthread_cond_broadcast(&m->work);
	pthread_mutex_unlock(&m->lock);
	return ERR_OK;
}

void matcher_run(struct keeper *k) {
	struct matcher *m = k->matcher;
	if (m == NULL || k->failed != 0 || k->stopping || keeper_monotonic() < m->due)
		return;
	int state = state_of(m), r = ERR_OK;
	if (state == OFFERED)
		r = take_offer(k, m);
	if (r == ERR_OK && state == RESTING && atomic_load(&m->stop)) /* a run was stopped: what it left is done otherwise */
		m->running = NONE, m->looked = -1, m->seen = 0;
	if (r == ERR_OK && m->running != NONE && keeper_monotonic() >= m->progress_due)
		r = progress(k, m);
	if (r == ERR_OK && (m->looked != k->quiet_since || m->run_due <= k->desk.clock()) && m->running == NONE)
		r = look(k, m);
	int aside = match_aside_next(&m->asides, keeper_monotonic());
	if (r == ERR_OK && aside >= 0)
		r = retry(k, m, aside);
	m->due = 0;
	if (r != ERR_OK) {
		log_error("match.failed", L_STR("code", err_kinds[r].name));
		m->due = keeper_monotonic() + RETRY;
	}
}

int matcher_timeout(const struct keeper *k) {
	const struct matcher *m = k->matcher;
	if (m == NULL)
		return -1;
	int64_t now = keeper_monotonic(), aside = match_aside_due(&m->asides);
	if (m->due > now)
		return (int)((m->due - now + 999) / 1000);
	if (aside <= now)
		return 0;
	if (m->running != NONE)
		return m->progress_due <= now ? 0 : (int)((m->progress_due - now + 999) / 1000);
	if (m->looked != k->quiet_since)
		return 0;
	int64_t left = m->run_due - k->desk.clock();
	left = aside - now < left ? aside - now : left;
	return left <= 0 ? 0 : left > HOUR ? (int)(HOUR / 1000) : (int)((left + 999) / 1000);
}
