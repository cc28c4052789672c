/*
 * head.h - reading the log's head; for this storey only.
 */
#pragma once
#include "audit/chain.h"
#include "crypt/sign.h"

enum head_state {
	HEAD_ABSENT,
	HEAD_FORGED,  /* neither signed nor marked by this registry */
	HEAD_SIGNED,
	HEAD_PENDING, /* moved in this transaction, to be signed before COMMIT */
};

/* The head and how far to trust it; ret_head is untouched where none can be read. */
MUST_CHECK int audit_head_read(struct cx *cx, struct audit_head *ret_head, enum head_state *ret_state);
