#include "keeper/session.h"

#include <pthread.h>

#include "base/time.h"

enum { BUCKETS = 4096, CLAIMS = 512, CHALLENGE_LIFE = 5 * 60, NONCE = 16 };

struct session {
	struct session_state is; /* account 0: free */
	uint8_t hash[HASH_SIZE];
	int32_t next; /* in its bucket or in the list of free ones; -1 ends */
	bool has_key, adds;
	uint8_t nonce[NONCE], key[SESSION_KEY]; /* the key, hidden */
	uint8_t challenge[SESSION_CHALLENGE];
	int64_t challenge_until; /* 0: there is none */
};

struct claim { /* a code that was taken; the store remembers it a moment later */
	int64_t factor, step, at;
};

struct sessions {
	pthread_mutex_t lock;
	struct session at[SESSION_MAX];
	int32_t bucket[BUCKETS], free;
	struct claim claim[CLAIMS];
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
	crypt_wipe(&s->at[i], sizeof s->at[i]);
	s->at[i].next = s->free;
	s->free = i;
}

static bool alive(const struct session *x, int64_t now) {
	int64_t life = x->is.level == SESSION_FULL ? SESSION_LIFE : SESSION_HALF_LIFE;
	return now - x->is.used < SESSION_IDLE * SECOND && now - x->is.begun < life * SECOND;
}

/* Its place, whether it is alive or not; -1 if there is none. */
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

static struct session *living(struct sessions *s, const struct cx *cx, const char *text) {
	int32_t i = find(s, text);
	return i >= 0 && alive(&s->at[i], cx->now) ? &s->at[i] : NULL;
}

/* Ends what has run out, and the oldest of an account that has as many as it may: of full ones, or of half ones.
   Sign-ins are rare beside requests. */
static void make_room(struct sessions *s, int64_t account, bool full, int64_t now) {
	int held = 0;
	int32_t oldest = -1;
	for (int32_t i = 0; i < SESSION_MAX; i++) {
		const struct session *x = &s->at[i];
		if (x->is.account == 0)
			continue;
		if (!alive(x, now)) {
			drop(s, i);
		} else if (x->is.account == account && (x->is.level == SESSION_FULL) == full) {
			held++;
			if (oldest < 0 || x->is.used < s->at[oldest].is.used)
				oldest = i;
		}
	}
	if (held >= SESSION_OF_ACCOUNT)
		drop(s, oldest);
}

/* A free place of a new text; NULL when all are taken. */
static struct session *take_place(struct sessions *s, struct cx *cx, char ret_text[SESSION_TEXT]) {
	int32_t i = s->free;
	if (i < 0)
		return NULL;
	struct session *x = &s->at[i];
	s->free = x->next;
	crypt_token(cx, ret_text);
	hash_of(x->hash, ret_text);
	int32_t *bucket = bucket_of(s, x->hash);
	x->next = *bucket;
	*bucket = i;
	uint8_t tag[HASH_SIZE];
	crypt_hash(tag, "session tag", BLOB(x->hash, HASH_SIZE));
	memcpy(x->is.tag, tag, SESSION_TAG);
	return x;
}

int session_begin(struct sessions *s, struct cx *cx, int64_t account, enum session_level level,
	char ret_text[SESSION_TEXT]) {
	pthread_mutex_lock(&s->lock);
	make_room(s, account, level == SESSION_FULL, cx->now);
	struct session *x = take_place(s, cx, ret_text);
	if (x != NULL) {
		x->is.account = account;
		x->is.level = level;
		x->is.begun = x->is.used = cx->now;
		x->is.fresh = level == SESSION_FULL ? cx->now + SESSION_FRESH * SECOND : 0;
	}
	pthread_mutex_unlock(&s->lock);
	return x != NULL ? ERR_OK : err_say(cx, ERR_BUSY, NULL, err_kinds[ERR_BUSY].say, NULL);
}

static void hide(struct session *x, const char *text, const uint8_t from[SESSION_KEY], uint8_t to[SESSION_KEY]) {
	uint8_t pad[HASH_SIZE];
	crypt_hash(pad, "session key", BLOB_STR(text), BLOB(x->nonce, NONCE));
	for (int i = 0; i < SESSION_KEY; i++)
		to[i] = from[i] ^ pad[i];
	crypt_wipe(pad, sizeof pad);
}

static void key_keep(struct session *x, struct cx *cx, const char *text, const uint8_t key[SESSION_KEY]) {
	cx->rng(x->nonce, NONCE);
	hide(x, text, key, x->key);
	x->has_key = true;
}

int session_turn(struct sessions *s, struct cx *cx, const char *text, enum session_level level,
	char ret_text[SESSION_TEXT]) {
	int r = ERR_NOTFOUND;
	uint8_t key[SESSION_KEY];
	pthread_mutex_lock(&s->lock);
	struct session *was = living(s, cx, text);
	if (was != NULL && was->is.level != SESSION_FULL && level == SESSION_FULL)
		make_room(s, was->is.account, true, cx->now); /* drops full ones only, so `was` stays */
	struct session *x = was == NULL ? NULL : take_place(s, cx, ret_text);
	if (x != NULL) {
		x->is.account = was->is.account;
		x->is.level = level;
		x->is.begun = was->is.begun;
		x->is.used = cx->now;
		x->is.fresh = cx->now + SESSION_FRESH * SECOND;
		x->is.device = was->is.device;
		if (was->has_key) {
			hide(was, text, was->key, key);
			key_keep(x, cx, ret_text, key);
			crypt_wipe(key, sizeof key);
		}
		drop(s, (int32_t)(was - s->at));
		r = ERR_OK;
	} else if (was != NULL) {
		r = ERR_BUSY;
	}
	pthread_mutex_unlock(&s->lock);
	return r == ERR_OK ? r : err_say(cx, r, NULL, err_kinds[r].say, NULL);
}

int session_find(struct sessions *s, const struct cx *cx, const char *text, struct session_state *ret_state) {
	int r = ERR_NOTFOUND;
	pthread_mutex_lock(&s->lock);
	int32_t i = find(s, text);
	if (i >= 0 && alive(&s->at[i], cx->now)) {
		if (cx->now > s->at[i].is.used)
			s->at[i].is.used = cx->now;
		*ret_state = s->at[i].is;
		r = ERR_OK;
	} else if (i >= 0) {
		drop(s, i);
	}
	pthread_mutex_unlock(&s->lock);
	return r;
}

int64_t session_refresh(struct sessions *s, const struct cx *cx, const char *text) {
	int64_t until = cx->now + SESSION_FRESH * SECOND;
	pthread_mutex_lock(&s->lock);
	struct session *x = living(s, cx, text);
	if (x != NULL)
		x->is.fresh = until;
	pthread_mutex_unlock(&s->lock);
	return until;
}

void session_device(struct sessions *s, const struct cx *cx, const char *text, int64_t device) {
	pthread_mutex_lock(&s->lock);
	struct session *x = living(s, cx, text);
	if (x != NULL)
		x->is.device = device;
	pthread_mutex_unlock(&s->lock);
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
		if (s->at[i].is.account == account && i != but)
			drop(s, i);
	pthread_mutex_unlock(&s->lock);
}

size_t sessions_of(struct sessions *s, const struct cx *cx, int64_t account,
	struct session_state ret_states[SESSION_OF_ACCOUNT]) {
	size_t n = 0;
	pthread_mutex_lock(&s->lock);
	for (int32_t i = 0; i < SESSION_MAX && n < SESSION_OF_ACCOUNT; i++) {
		const struct session *x = &s->at[i];
		if (x->is.account != account || x->is.level != SESSION_FULL || !alive(x, cx->now))
			continue;
		size_t k = n++;
		for (; k > 0 && ret_states[k - 1].begun < x->is.begun; k--)
			ret_states[k] = ret_states[k - 1];
		ret_states[k] = x->is;
	}
	pthread_mutex_unlock(&s->lock);
	return n;
}

int session_end_tagged(struct sessions *s, int64_t account, const uint8_t tag[SESSION_TAG]) {
	int r = ERR_NOTFOUND;
	pthread_mutex_lock(&s->lock);
	for (int32_t i = 0; i < SESSION_MAX; i++)
		if (s->at[i].is.account == account && memcmp(s->at[i].is.tag, tag, SESSION_TAG) == 0) {
			drop(s, i);
			r = ERR_OK;
		}
	pthread_mutex_unlock(&s->lock);
	return r;
}

void session_key_put(struct sessions *s, struct cx *cx, const char *text, const uint8_t key[SESSION_KEY]) {
	pthread_mutex_lock(&s->lock);
	struct session *x = living(s, cx, text);
	if (x != NULL)
		key_keep(x, cx, text, key);
	pthread_mutex_unlock(&s->lock);
}

int session_key_get(struct sessions *s, const struct cx *cx, const char *text, uint8_t ret_key[SESSION_KEY]) {
	pthread_mutex_lock(&s->lock);
	struct session *x = living(s, cx, text);
	bool has = x != NULL && x->has_key;
	if (has)
		hide(x, text, x->key, ret_key);
	pthread_mutex_unlock(&s->lock);
	return has ? ERR_OK : ERR_NOTFOUND;
}

int session_challenge_new(struct sessions *s, struct cx *cx, const char *text, bool adds,
	uint8_t ret_challenge[SESSION_CHALLENGE]) {
	pthread_mutex_lock(&s->lock);
	struct session *x = living(s, cx, text);
	if (x != NULL) {
		cx->rng(x->challenge, SESSION_CHALLENGE);
		memcpy(ret_challenge, x->challenge, SESSION_CHALLENGE);
		x->adds = adds;
		x->challenge_until = cx->now + CHALLENGE_LIFE * SECOND;
	}
	pthread_mutex_unlock(&s->lock);
	return x != NULL ? ERR_OK : ERR_NOTFOUND;
}

int session_challenge_take(struct sessions *s, const struct cx *cx, const char *text, bool adds,
	uint8_t ret_challenge[SESSION_CHALLENGE]) {
	pthread_mutex_lock(&s->lock);
	struct session *x = living(s, cx, text);
	bool has = x != NULL && x->adds == adds && cx->now < x->challenge_until;
	if (has)
		memcpy(ret_challenge, x->challenge, SESSION_CHALLENGE);
	if (x != NULL)
		x->challenge_until = 0;
	pthread_mutex_unlock(&s->lock);
	return has ? ERR_OK : ERR_NOTFOUND;
}

bool session_claim(struct sessions *s, const struct cx *cx, int64_t factor, int64_t step) {
	pthread_mutex_lock(&s->lock);
	struct claim *place = NULL, *oldest = &s->claim[0];
	for (int i = 0; i < CLAIMS && place == NULL; i++) {
		if (s->claim[i].factor == factor && s->claim[i].at != 0)
			place = &s->claim[i];
		if (s->claim[i].at < oldest->at)
			oldest = &s->claim[i];
	}
	bool first = place == NULL || place->step < step;
	if (first)
		*(place != NULL ? place : oldest) = (struct claim){factor, step, cx->now};
	pthread_mutex_unlock(&s->lock);
	return first;
}
