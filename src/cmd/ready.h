/*
 * ready.h - hearing of a keeper that one has started: by a pipe, for a socket says nothing while a registry that an
 * older Atrama wrote is brought up to this one, which takes as long as the registry is large.
 */
#pragma once
#include "base/cx.h"

enum { READY_UPGRADE = 6 * 60 * 60 /* seconds that may take */ };

struct ready {
	int hear, tell;  /* our end and the keeper's, -1 where closed; the keeper's is to be kept open for it alone */
	bool upgrades;   /* it has said so */
};

#define READY_NONE ((struct ready){-1, -1, false})

/* ERR_IO without a pipe. */
MUST_CHECK int ready_open(struct cx *cx, struct ready *ret_ready);

/* For a keeper's arguments: the number of its end, which it inherits once ready_lend has been called. */
const char *ready_number(struct cx *cx, const struct ready *ready);
void ready_lend(const struct ready *ready);

/* The keeper has been started, or not: its end is closed here. */
void ready_lent(struct ready *ready);

/* What has been said by now; when that is the beginning of an upgrade, so is a line on standard error. */
void ready_hear(struct ready *ready);

void ready_close(struct ready *ready);
