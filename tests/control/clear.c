/*
 * clear.c - the positive control: the same program with sealing off.
 *
 * Linked into build-test/tests/atrama-clear only. tests/cli/sealed.sh proves with it that its grep would find a name.
 */
#include "crypt/ring.h"

int __real_ring_open(struct cx *cx, const char *dir, struct ring **ret_ring);
int __wrap_ring_open(struct cx *cx, const char *dir, struct ring **ret_ring);

int __wrap_ring_open(struct cx *cx, const char *dir, struct ring **ret_ring) {
	int rc = __real_ring_open(cx, dir, ret_ring);
	if (rc == 0)
		ring_set_clear(*ret_ring);
	return rc;
}
