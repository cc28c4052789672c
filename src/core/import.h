/*
 * import.h - bringing in an organisation's lists, without holding anybody up.
 *
 * Rows are staged sealed, a few dozen in a part, and worked through in slices: each one act, one transaction and one
 * entry of the log with the keyed hash of its rows, a savepoint a row. What was wrong with a row stands in import_error
 * without its value. An import that may not be half done is first tried row by row, and nothing of that stays; once it
 * is being written it is written to its end, also after a crash. Parts are deleted as they are worked through.
 */
#pragma once
#include "base/cx.h"

struct import_pace {
	bool (*go_on)(void *arg); /* whether the slice may be longer; asked between parts */
	void *arg;
	bool bare;                /* without savepoints, which cost a third: the first wrong row ends the slice */
};

struct import_told {
	bool left;  /* there is more to do */
	bool wrong; /* some row of this slice was wrong */
};

/*
 * Work through some of what waits, in the caller's transaction. cx->actor and cx->act are set here. After an error all
 * since the transaction's begin is to be undone: ERR_INVALID says that a bare slice met a wrong row and is to be asked
 * for again, not bare; any other is the store's or ours.
 */
MUST_CHECK int import_slice(struct cx *cx, const struct import_pace *pace, struct import_told *ret_told);
