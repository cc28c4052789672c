/* DIR/keys/root with anything in it: one form opens, every other is ERR_CRYPTO. */
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "crypt/crypt.h"
#include "crypt/ring.h"
#include "fuzz/fuzz.h"

static char dir[] = "/tmp/atrama-fuzz-XXXXXX", keys[64], root[64];
static int file = -1;

static void forget(void) {
	unlink(root);
	rmdir(keys);
	rmdir(dir);
}

static void make(void) {
	MUST(crypt_init() == ERR_OK && mkdtemp(dir) != NULL);
	snprintf(keys, sizeof keys, "%s/keys", dir);
	snprintf(root, sizeof root, "%s/root", keys);
	MUST(mkdir(keys, 0700) == 0);
	file = open(root, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	MUST(file >= 0 && atexit(forget) == 0);
}

FUZZ(cx, at, n) {
	if (file < 0)
		make();
	MUST(ftruncate(file, 0) == 0 && pwrite(file, at, n, 0) == (ssize_t)n);
	struct ring *ring = NULL;
	int rc = ring_open(cx, dir, &ring);
	MUST(rc == ERR_OK || (rc == ERR_CRYPTO && ring == NULL && cx->err.value == NULL));
	if (rc == ERR_OK) {
		static const char plain[] = "atrama root key 1\n", demo[] = "atrama root key 1 demonstration\n";
		const char *head = ring_demonstration(ring) ? demo : plain;
		MUST(n == strlen(head) + 65 && memcmp(at, head, strlen(head)) == 0 && at[n - 1] == '\n');
	}
	ring_free(ring);
}
