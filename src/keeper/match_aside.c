#include "keeper/match_aside.h"

#include "base/time.h"

/* A minute, then four, sixteen, an hour. */
static int64_t pause(int tries) {
	return MINUTE << 2 * (tries - 1);
}

void match_aside_put(struct match_asides *a, const struct match_pair *pair, int64_t now) {
	for (size_t i = 0; i < a->n; i++) {
		const struct match_pair *p = &a->at[i].pair;
		if ((p->person == pair->person && p->other == pair->other) || (p->person == pair->other && p->other == pair->person))
			return;
	}
	if (a->n == ASIDE_PAIRS) {
		a->more++;
		return;
	}
	a->at[a->n].pair = *pair;
	a->at[a->n].tries = 1;
	a->at[a->n++].due = now + pause(1);
}

int match_aside_next(const struct match_asides *a, int64_t now) {
	for (size_t i = 0; i < a->n; i++)
		if (a->at[i].due <= now)
			return (int)i;
	return -1;
}

void match_aside_tried(struct match_asides *a, int i, bool good, int64_t now) {
	if (good) {
		a->at[i] = a->at[--a->n];
		return;
	}
	int tries = ++a->at[i].tries;
	a->at[i].due = tries < ASIDE_TRIES ? now + pause(tries) : INT64_MAX;
}

int64_t match_aside_due(const struct match_asides *a) {
	int64_t due = INT64_MAX;
	for (size_t i = 0; i < a->n; i++)
		due = a->at[i].due < due ? a->at[i].due : due;
	return due;
}
