/*
 * session.h - who is signed in, and who has tried too often.
 *
 * Sessions live in memory only and end with the keeper. The table knows a session by the hash of its text, so
 * nobody can take one from it. A session ends after 15 minutes without a request and after 12 hours; an account has at
 * most 5, and a sixth ends its oldest. After 5 failures a sign-in name has to wait, twice as long each time, up
 * to 15 minutes; a name that does not exist waits the same. Every function here may be called by any thread.
 */
#pragma once
#include "crypt/token.h"

enum {
	SESSION_IDLE = 15 * 60,      /* seconds */
	SESSION_LIFE = 12 * 60 * 60, /* seconds */
	SESSION_OF_ACCOUNT = 5,
	SESSION_MAX = 16384,
	THROTTLE_FREE = 5,      /* failures before the first wait */
	THROTTLE_MAX = 15 * 60, /* seconds */
};

struct sessions;

struct sessions *sessions_new(void);
void sessions_free(struct sessions *sessions);

/* Begin a session of `account`. ERR_BUSY when the table is full of living ones. */
MUST_CHECK int session_begin(struct sessions *sessions, struct cx *cx, int64_t account, char ret_text[SESSION_TEXT]);

/* The account of a session that is alive at cx->now, which keeps it alive. ERR_NOTFOUND; takes NULL. */
MUST_CHECK int session_find(struct sessions *sessions, const struct cx *cx, const char *text, int64_t *ret_account);

void session_end(struct sessions *sessions, const char *text);

/* End every session of `account` but that one (NULL: every one): its password has changed. */
void session_end_others(struct sessions *sessions, int64_t account, const char *text);

/* Whether the name may try again. ERR_BUSY: not yet. */
MUST_CHECK int throttle_ask(struct sessions *sessions, const struct cx *cx, const struct token *login);
void throttle_note(struct sessions *sessions, const struct cx *cx, const struct token *login, bool success);
