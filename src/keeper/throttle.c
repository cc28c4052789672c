#include "keeper/throttle.h"

#include <arpa/inet.h>
#include <pthread.h>

#include "base/time.h"

enum { SETS = 4096, WAYS = 8, NETWORK_FREE = 20, DAY_FREE = 60, SEARCH_FREE = 60 };

/* A key falls in a set by its own bytes, which are a keyed hash: nobody can aim at another's place. */
struct throttle {
	struct token key;
	int failures; /* 0: free */
	int64_t until, last, began;
};

struct throttles {
	pthread_mutex_t lock;
	struct throttle at[SETS][WAYS];
};

struct throttles *throttles_new(void) {
	struct throttles *t = calloc(1, sizeof *t);
	if (t == NULL)
		abort();
	pthread_mutex_init(&t->lock, NULL);
	return t;
}

void throttles_free(struct throttles *t) {
	if (t == NULL)
		return;
	pthread_mutex_destroy(&t->lock);
	free(t);
}

/* The key's place in its set; else the place to take for it: a free one, or the one left alone longest. */
static struct throttle *place_of(struct throttles *t, const struct token *key, bool *ret_known) {
	struct throttle *set = t->at[(key->at[0] | key->at[1] << 8) % SETS];
	struct throttle *place = &set[0];
	*ret_known = false;
	for (int i = 0; i < WAYS; i++) {
		if (set[i].failures != 0 && memcmp(&set[i].key, key, sizeof *key) == 0) {
			*ret_known = true;
			return &set[i];
		}
		if (set[i].last < place->last)
			place = &set[i];
	}
	return place;
}

int throttle_ask(struct throttles *t, const struct cx *cx, const struct token *key) {
	bool known = false;
	pthread_mutex_lock(&t->lock);
	const struct throttle *place = place_of(t, key, &known);
	int r = known && cx->now < place->until ? ERR_BUSY : ERR_OK;
	pthread_mutex_unlock(&t->lock);
	return r;
}

static void fail(struct throttle *place, int64_t now, enum throttle_kind kind) {
	static const int free_of[THROTTLE__KINDS] = {[THROTTLE_NAME] = 5, [THROTTLE_CODE] = 20,
		[THROTTLE_NETWORK] = NETWORK_FREE, [THROTTLE_DAY] = DAY_FREE, [THROTTLE_SEARCH] = SEARCH_FREE};
	int64_t span = kind == THROTTLE_NETWORK || kind == THROTTLE_SEARCH ? MINUTE : kind == THROTTLE_DAY ? 24 * HOUR : 0;
	if (span != 0 && now - place->began >= span) {
		place->failures = 0;
		place->began = now;
	}
	place->failures++;
	place->last = now;
	int over = place->failures - free_of[kind];
	if (over < 0)
		return;
	if (span != 0)
		place->until = place->began + span;
	else
		place->until = now + (over < 10 && 1 << over < THROTTLE_LONGEST ? 1 << over : THROTTLE_LONGEST) * SECOND;
}

void throttle_note(struct throttles *t, const struct cx *cx, const struct token *key, enum throttle_kind kind,
	bool success) {
	bool known = false;
	pthread_mutex_lock(&t->lock);
	struct throttle *place = place_of(t, key, &known);
	if (success) {
		if (known)
			*place = (struct throttle){0};
	} else {
		if (!known)
			*place = (struct throttle){.key = *key, .began = cx->now};
		fail(place, cx->now, kind);
	}
	pthread_mutex_unlock(&t->lock);
}

int throttle_key(struct cx *cx, const char *what, struct blob subject, struct blob place, struct token *ret_key) {
	uint8_t both[HASH_SIZE], mark[HASH_SIZE];
	crypt_hash(both, "throttle", BLOB_STR(what), subject, place);
	int r = token_mark(cx, "throttle 1", BLOB(both, sizeof both), mark);
	if (r == ERR_OK)
		memcpy(ret_key->at, mark, sizeof ret_key->at);
	return r;
}

int throttle_network(struct cx *cx, const char *from, uint8_t ret_network[HASH_SIZE]) {
	static const uint8_t mapped[12] = {[10] = 0xff, [11] = 0xff};
	uint8_t address[16];
	struct blob place = BLOB_STR(from == NULL ? "" : from);
	if (from != NULL && inet_pton(AF_INET, from, address) == 1)
		place = BLOB(address, 4);
	else if (from != NULL && inet_pton(AF_INET6, from, address) == 1)
		place = memcmp(address, mapped, sizeof mapped) == 0 ? BLOB(address + 12, 4) : BLOB(address, 8);
	return token_mark(cx, "network 1", place, ret_network);
}
