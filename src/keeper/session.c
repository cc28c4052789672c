#include "keeper/session.h"

#include <pthread.h>

#include "base/time.h"

enum { BUCKETS = 4096, SETS = 4096, WAYS = 8 };

struct session {
	uint8_t hash[HASH_SIZE];
	int64_t account; /* 0: free */
	int64_t begun, used;
	int32_t next; /* in its bucket or in the list of free ones; -1 ends */
};

/* Failures of one sign-in name. A name falls in a set by its keyed token, so nobody can aim at another's place. */
struct throttle {
	struct token login;
	int failures; /* 0: free */
	int64_t until, last;
};

struct sessions {
	pthread_mutex_t lock;
	struct session at[SESSION_MAX];
	int32_t bucket[BUCKETS], free;
	struct throttle throttle[SETS][WAYS];
};

struct sessions *sessions_new(void) {
	struct sessions *s = calloc(1, sizeof *s);
	if (s == NULL)
		abort();
	pthread_mutex_init(&s->lock, NULL);
	for (int i = 0; i < BUCKETS; i++)
		s->bucket[i] = -1;
	for (int32_t i = 0; i < SESSION_MAX; i++)
		s->at[i].next = i + 1 < SESSION_MAX ? i + 1 : -1;
	return s;
}

void sessions_free(struct sessions *s) {
	if (s == NULL)
		return;
	pthread_mutex_destroy(&s->lock);
	crypt_wipe(s, sizeof *s);
	free(s);
}

static void hash_of(uint8_t ret[HASH_SIZE], const char *text) {
	crypt_hash(ret, "session", BLOB_STR(text));
}

static int32_t *bucket_of(struct sessions *s, const uint8_t hash[HASH_SIZE]) {
	return &s->bucket[(hash[0] | hash[1] << 8) % BUCKETS];
}

static void drop(struct sessions *s, int32_t i) {
	int32_t *link = bucket_of(s, s->at[i].hash);
	while (*link != i)
		link = &s->at[*link].next;
	*link = s->at[i].next;
	s->at[i] = (struct session){.next = s->free};
	s->free = i;
}

static bool alive(const struct session *x, int64_t now) {
	return now - x->used < SESSION_IDLE * SECOND && now - x->begun < SESSION_LIFE * SECOND;
}

static int32_t find(struct sessions *s, const char *text) {
	uint8_t hash[HASH_SIZE];
	if (text == NULL || strlen(text) != SESSION_TEXT - 1)
		return -1;
	hash_of(hash, text);
	for (int32_t i = *bucket_of(s, hash); i >= 0; i = s->at[i].next)
		if (crypt_equal(s->at[i].hash, hash, HASH_SIZE))
			return i;
	return -1;
}

/* Ends what has run out, and the oldest of an account that has as many as it may. Sign-ins are rare beside requests. */
static void make_room(struct sessions *s, int64_t account, int64_t now) {
	int held = 0;
	int32_t oldest = -1;
	for (int32_t i = 0; i < SESSION_MAX; i++) {
		if (s->at[i].account == 0)
			continue;
		if (!alive(&s->at[i], now)) {
			drop(s, i);
		} else if (s->at[i].account == account) {
			held++;
			if (oldest < 0 || s->at[i].used < s->at[oldest].used)
				oldest = i;
		}
	}
	if (held >= SESSION_OF_ACCOUNT)
		drop(s, oldest);
}

int session_begin(struct sessions *s, struct cx *cx, int64_t account, char ret_text[SESSION_TEXT]) {
	int r = ERR_OK;
	pthread_mutex_lock(&s->lock);
	make_room(s, account, cx->now);
	int32_t i = s->free;
	if (i < 0) {
		r = err_say(cx, ERR_BUSY, NULL, err_kinds[ERR_BUSY].say, NULL);
		goto out;
	}
	s->free = s->at[i].next;
	crypt_token(cx, ret_text);
	struct session *x = &s->at[i];
	*x = (struct session){.account = account, .begun = cx->now, .used = cx->now};
	hash_of(x->hash, ret_text);
	int32_t *bucket = bucket_of(s, x->hash);
	x->next = *bucket;
	*bucket = i;
out:
	pthread_mutex_unlock(&s->lock);
	return r;
}

int session_find(struct sessions *s, const struct cx *cx, const char *text, int64_t *ret_account) {
	int r = ERR_NOTFOUND;
	pthread_mutex_lock(&s->lock);
	int32_t i = find(s, text);
	if (i >= 0 && alive(&s->at[i], cx->now)) {
		if (cx->now > s->at[i].used)
			s->at[i].used = cx->now;
		*ret_account = s->at[i].account;
		r = ERR_OK;
	} else if (i >= 0) {
		drop(s, i);
	}
	pthread_mutex_unlock(&s->lock);
	return r;
}

void session_end(struct sessions *s, const char *text) {
	pthread_mutex_lock(&s->lock);
	int32_t i = find(s, text);
	if (i >= 0)
		drop(s, i);
	pthread_mutex_unlock(&s->lock);
}

void session_end_others(struct sessions *s, int64_t account, const char *text) {
	pthread_mutex_lock(&s->lock);
	int32_t but = find(s, text);
	for (int32_t i = 0; i < SESSION_MAX; i++)
		if (s->at[i].account == account && i != but)
			drop(s, i);
	pthread_mutex_unlock(&s->lock);
}

/* The name's place in its set; else the place to take for it: a free one, or the one left alone longest. */
static struct throttle *place_of(struct sessions *s, const struct token *login, bool *ret_known) {
	struct throttle *set = s->throttle[(login->at[0] | login->at[1] << 8) % SETS];
	struct throttle *place = &set[0];
	*ret_known = false;
	for (int i = 0; i < WAYS; i++) {
		if (set[i].failures != 0 && memcmp(&set[i].login, login, sizeof *login) == 0) {
			*ret_known = true;
			return &set[i];
		}
		if (set[i].last < place->last)
			place = &set[i];
	}
	return place;
}

int throttle_ask(struct sessions *s, const struct cx *cx, const struct token *login) {
	bool known = false;
	pthread_mutex_lock(&s->lock);
	struct throttle *t = place_of(s, login, &known);
	int r = known && cx->now < t->until ? ERR_BUSY : ERR_OK;
	pthread_mutex_unlock(&s->lock);
	return r;
}

void throttle_note(struct sessions *s, const struct cx *cx, const struct token *login, bool success) {
	bool known = false;
	pthread_mutex_lock(&s->lock);
	struct throttle *t = place_of(s, login, &known);
	if (success) {
		if (known)
			*t = (struct throttle){0};
		goto out;
	}
	if (!known)
		*t = (struct throttle){.login = *login};
	t->failures++;
	t->last = cx->now;
	int over = t->failures - THROTTLE_FREE;
	if (over >= 0)
		t->until = cx->now + (over < 10 && 1 << over < THROTTLE_MAX ? 1 << over : THROTTLE_MAX) * SECOND;
out:
	pthread_mutex_unlock(&s->lock);
}
