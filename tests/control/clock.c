/*
 * clock.c - the same program with a clock that a test sets, and with passwords that cost nothing to try (quick.c).
 *
 * Linked into build-test/tests/control/atrama-clock only. ATRAMA_CLOCK names a file of eight bytes: the microseconds by which every
 * clock of the service is ahead of the machine's. It is mapped before anything closes, so a keeper in its sandbox follows
 * at once. tests/http/policy signs eighty accounts in three times, which Argon2id as it is would take a minute for.
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/time.h"

int64_t __real_instant_now(void);
__typeof__(instant_now) __wrap_instant_now;

static const volatile int64_t *ahead;

__attribute__((constructor)) static void clock_open(void) {
	const char *path = getenv("ATRAMA_CLOCK");
	int fd = path == NULL ? -1 : open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return;
	void *at = mmap(NULL, sizeof *ahead, PROT_READ, MAP_SHARED, fd, 0);
	close(fd);
	if (at != MAP_FAILED)
		ahead = at;
}

int64_t __wrap_instant_now(void) {
	return __real_instant_now() + (ahead == NULL ? 0 : *ahead);
}
