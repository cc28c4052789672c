#include "keeper/seek.h"

#include <time.h>

#include "core/prepared.h"
#include "keeper/desk.h"
#include "keeper/match_index.h"

enum {
	BITS = -6,         /* among the some hundred or thousand people of one organisation: about as likely as not */
	PATIENCE = 20      /* milliseconds; the answer leaves at the same tick all the same */
};

void seek_lend(struct seek *s, struct match_index *index) {
	pthread_mutex_lock(&s->lock);
	s->index = index;
	pthread_mutex_unlock(&s->lock);
}

/* Who types asks a few times; who tries names one after another has to wait. An operator at the machine has the store. */
static int allowed(struct desk *d) {
	struct cx *cx = &d->cx;
	const int64_t who = cx->actor.user != 0 ? cx->actor.user : -cx->actor.org;
	struct token key;
	if (cx->actor.operator)
		return ERR_OK;
	int r = throttle_key(cx, "search", BLOB(&who, sizeof who), BLOB(NULL, 0), &key);
	if (r == ERR_OK)
		r = throttle_ask(d->throttles, cx, &key);
	if (r == ERR_BUSY)
		return err_say(cx, ERR_BUSY, NULL, N_("You have searched very often in this minute. Wait a little."), NULL);
	if (r == ERR_OK)
		throttle_note(d->throttles, cx, &key, THROTTLE_SEARCH, false);
	return r;
}

static size_t ask(struct seek *s, const char *const *cells, int64_t org, struct match_asked found[MATCH_ASKED]) {
	struct timespec until;
	size_t n = 0;
	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_nsec += PATIENCE * 1000000L;
	until.tv_sec += until.tv_nsec / 1000000000L;
	until.tv_nsec %= 1000000000L;
	if (pthread_mutex_timedlock(&s->lock, &until) != 0)
		return 0;
	if (s->index != NULL)
		n = match_index_ask(s->index, cells, org, BITS, found);
	pthread_mutex_unlock(&s->lock);
	return n;
}

int seek_prepare(struct desk *d, const struct in *in) {
	struct cx *cx = &d->cx;
	struct match_asked found[MATCH_ASKED];
	int r = allowed(d);
	if (r != ERR_OK || d->seek == NULL)
		return r;
	const char *cells[MATCH_COLUMNS] = {in_text(in, F_GIVEN), in_text(in, F_FAMILY), "", "", ""};
	if (in_has(in, F_BORN))
		cells[2] = arena_printf(cx->arena, "%d", (int)in_number(in, F_BORN));
	struct prepared *p = arena_array(cx->arena, 1, sizeof *p);
	struct alike *alike = arena_array(cx->arena, MATCH_ASKED, sizeof *alike);
	*p = (struct prepared){.alike = alike, .alike_n = ask(d->seek, cells, cx->actor.org, found)};
	for (size_t i = 0; i < p->alike_n; i++)
		alike[i] = (struct alike){found[i].person, found[i].own};
	cx->prepared = p;
	return ERR_OK;
}
