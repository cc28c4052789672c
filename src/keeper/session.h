/*
 * session.h - who is signed in, and how far.
 *
 * Sessions live in memory only and end with the keeper. The table knows a session by the hash of its text, so nobody
 * can take one from it, and keeps what its account's vault opens with only hidden under that text. A session ends
 * after 15 minutes without a request and after 12 hours; an account has at most 5, and a sixth ends its oldest. A
 * half one (the password was right, the second proof has not come) ends after 15 minutes, and pushes out half ones
 * only, so that whoever knows a password cannot sign its owner out. Every function here may be called by any thread.
 */
#pragma once
#include "crypt/token.h"

enum {
	SESSION_IDLE = 15 * 60,      /* seconds */
	SESSION_LIFE = 12 * 60 * 60, /* seconds */
	SESSION_HALF_LIFE = 15 * 60, /* seconds */
	SESSION_FRESH = 5 * 60,      /* seconds for which a proof holds */
	SESSION_OF_ACCOUNT = 5,
	SESSION_MAX = 16384,
	SESSION_TAG = 8,
	SESSION_KEY = 32,
	SESSION_CHALLENGE = 32,
};

enum session_level {
	SESSION_HALF,   /* the password was right */
	SESSION_PROVED, /* a code was right, too, but its account needs a passkey */
	SESSION_FULL
};

struct session_state {
	int64_t account;
	enum session_level level;
	int64_t fresh;            /* until when it counts as having just proved who it is; 0: it does not */
	int64_t begun, used;
	int64_t device;           /* row of the device it came from; 0: not known */
	uint8_t tag[SESSION_TAG]; /* tells sessions apart and opens nothing */
};

struct sessions;

struct sessions *sessions_new(void);
void sessions_free(struct sessions *sessions);

/* Begin a session of `account`. ERR_BUSY when the table is full of living ones. */
MUST_CHECK int session_begin(struct sessions *sessions, struct cx *cx, int64_t account, enum session_level level,
	char ret_text[SESSION_TEXT]);

/* The session of that text as it stands now, under another text and fresh: whoever learnt the old one has nothing.
   ERR_NOTFOUND if it is not alive. */
MUST_CHECK int session_turn(struct sessions *sessions, struct cx *cx, const char *text, enum session_level level,
	char ret_text[SESSION_TEXT]);

/* A session that is alive at cx->now, which keeps it alive. ERR_NOTFOUND; takes NULL. */
MUST_CHECK int session_find(struct sessions *sessions, const struct cx *cx, const char *text,
	struct session_state *ret_state);

/* It has proved again who it is; gives until when that holds. */
int64_t session_refresh(struct sessions *sessions, const struct cx *cx, const char *text);

/* The device it came from is known by now, or was just made known. */
void session_device(struct sessions *sessions, const struct cx *cx, const char *text, int64_t device);

void session_end(struct sessions *sessions, const char *text);

/* End every session of `account` but that one (NULL: every one): its password has changed. */
void session_end_others(struct sessions *sessions, int64_t account, const char *text);

/* The living sessions of an account, the newest first, half ones left out; gives how many. */
size_t sessions_of(struct sessions *sessions, const struct cx *cx, int64_t account,
	struct session_state ret_states[SESSION_OF_ACCOUNT]);

/* End the session of `account` with that tag. ERR_NOTFOUND. */
MUST_CHECK int session_end_tagged(struct sessions *sessions, int64_t account, const uint8_t tag[SESSION_TAG]);

/* Keep 32 bytes with a session, and have them back; the table holds them hidden under the session's text. ERR_NOTFOUND
   where the session has none, or is not alive. */
void session_key_put(struct sessions *sessions, struct cx *cx, const char *text, const uint8_t key[SESSION_KEY]);
MUST_CHECK int session_key_get(struct sessions *sessions, const struct cx *cx, const char *text,
	uint8_t ret_key[SESSION_KEY]);

/*
 * What a passkey has to sign: random bytes that stand with the session for 5 minutes and are taken once. `adds` tells
 * those for a new passkey from those for signing in. ERR_NOTFOUND where there are none of that kind.
 */
MUST_CHECK int session_challenge_new(struct sessions *sessions, struct cx *cx, const char *text, bool adds,
	uint8_t ret_challenge[SESSION_CHALLENGE]);
MUST_CHECK int session_challenge_take(struct sessions *sessions, const struct cx *cx, const char *text, bool adds,
	uint8_t ret_challenge[SESSION_CHALLENGE]);

/* A code works once, also for two that come at the same moment: whether `step` of `factor` is later than any taken
   so far by this keeper. The store remembers it too. */
bool session_claim(struct sessions *sessions, const struct cx *cx, int64_t factor, int64_t step);
