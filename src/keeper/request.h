/*
 * request.h - one message being answered, from its first byte to its last.
 *
 * Its answer and the audit entries it owes live in an arena of its own, because both outlast the work: an answer leaves
 * after the commit that holds its entries (hold), or at once and the entries follow. One thread at a time has it.
 */
#pragma once
#include <jansson.h>

#include "audit/audit.h"
#include "op/op.h"
#include "wire/client.h"
#include "wire/frame.h"

struct conn;
struct desk;
struct prepared; /* core/prepared.h */

enum queue_class { CLASS_PLAIN, CLASS_LONG, CLASS_PASSWORD, CLASS__MAX };
enum face { FACE_PAGE, FACE_API, FACE_CLI };
enum { REQUEST_CALLS = 500 }; /* calls in one request */

struct registry_head { /* what every answer says about the registry */
	bool demonstration;
	char profile[32];
};

struct entry { /* an audit entry that waits for the writer */
	struct entry *next;
	struct audit_entry audit;
};

struct later { /* something the writer does along with an entry of this request */
	struct later *next;
	int (*run)(struct desk *d, const void *arg);
	const void *arg;
};

typedef int later_run(struct desk *d, const void *arg);

struct ending { /* sessions that end once this is committed */
	struct ending *next;
	int64_t account;
	bool others; /* all but the one it was asked in */
};

struct request {
	struct request *next;
	struct conn *conn; /* NULL once nobody waits for the answer */
	int holders;       /* the connection, and whoever works on it; the main thread counts */
	uint64_t number;
	enum wire_door door;
	const struct registry_head *registry;

	json_t *json; /* what follows is borrowed from it */
	json_t *calls;
	size_t n;
	const char *session, *csrf, *as, *lang;
	const char *field_key; /* "NAME:PASSWORD" of a telephone */
	const char *from, *origin; /* the browser's address and the one it asked, as the worker was told; NULL: not told */
	enum face face;
	bool told; /* a page that asks once more: it has its alerts */
	int64_t at; /* NONE: the clock's */
	json_t *post; /* what the mailer tells (post.h); NULL in every other request */
	bool writes; /* some call does: the writer's */
	bool hashes; /* some call makes a hash of a password: a reader prepares it for the writer */
	struct prepared **prepared; /* one a call, or NULL */
	bool slices; /* some call leaves work for slices */
	bool estimates; /* or for the estimator */
	enum queue_class class;

	struct arena *keep;
	const char *who;      /* JSON */
	const char **answers; /* JSON, one a call */
	size_t spent;         /* bytes of them */
	struct blob answer;   /* the whole, ready to leave */
	struct entry *entries, **entries_end;
	bool hold;            /* the answer waits for the commit of its entries */
	struct later *laters, **laters_end;
	struct ending *endings;
};

/* Reads the message. Always gives a request, with two holders; where the message breaks its form, its answer says so
   already. */
struct request *request_new(struct blob text, enum wire_door door, const struct registry_head *registry);
void request_release(struct request *r); /* one of the two holders lets go */

/* Answers the whole request with one error, in place of whatever was answered so far. */
void request_refuse(struct request *r, int code, const char *field, const char *rule);

/* A copy of an error for call i, as JSON, in the request's arena. */
const char *request_error(struct request *r, const struct err *err);

/* Puts the whole answer together. */
void request_finish(struct request *r, int64_t now);

/* Puts together what the mailer is answered. */
struct letter;
void request_letters(struct request *r, const struct letter *letters, size_t n);

/* Keeps an entry for the writer, something to do along with it (`arg` is copied), and sessions to end after it. */
void request_owe(struct request *r, const struct audit_entry *entry);
void request_later(struct request *r, later_run *run, const void *arg, size_t n);
void request_ends(struct request *r, int64_t account, bool others);
