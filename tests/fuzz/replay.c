/*
 * replay.c - runs a fuzz target without libFuzzer: every seed as it is, then seeds changed at random, for a while.
 *
 *	fuzz_x SECONDS PREFIX [FOLDER|FILE]...
 *
 * This is what `make test` does with the programs it has built anyway; `make soak` lets libFuzzer search by coverage,
 * with a build of its own. The input that fails is written to PREFIX and a number. FUZZ_SEED=N changes in another way.
 */
#include <dirent.h>
#include <fcntl.h>
#include <sanitizer/common_interface_defs.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { SEEDS = 4096, LONGEST = 65536, CHANGES = 8 };

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t n);

struct seed {
	uint8_t *at;
	size_t n;
};

static struct seed seeds[SEEDS];
static size_t seeds_n;
static uint8_t now[LONGEST];
static size_t now_n;
static char failed_path[600];
static uint64_t state;

static uint64_t draw(uint64_t below) {
	uint64_t z = state += UINT64_C(0x9e3779b97f4a7c15);
	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return (z ^ z >> 31) % below;
}

static void keep(void) {
	static int kept;
	int fd = kept++ > 0 ? -1 : open(failed_path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd >= 0 && write(fd, now, now_n) == (ssize_t)now_n)
		fprintf(stderr, "the input is kept in %s\n", failed_path);
}

static void on_signal(int number) {
	keep();
	signal(number, SIG_DFL);
	raise(number);
}

static void run_now(void) {
	uint8_t *exact = malloc(now_n + (now_n == 0)); /* as long as it is: a reader one byte too far is caught */
	if (exact == NULL)
		abort();
	memcpy(exact, now, now_n);
	alarm(10);
	LLVMFuzzerTestOneInput(exact, now_n);
	alarm(0);
	free(exact);
}

static void seed_add(const char *path) {
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd >= 0 && seeds_n < SEEDS && fstat(fd, &st) == 0 && S_ISREG(st.st_mode)) {
		struct seed *s = &seeds[seeds_n];
		s->n = st.st_size > LONGEST ? LONGEST : (size_t)st.st_size;
		s->at = malloc(s->n + 1);
		if (s->at != NULL && read(fd, s->at, s->n) == (ssize_t)s->n)
			seeds_n++;
	}
	if (fd >= 0)
		close(fd);
}

static void seeds_add(const char *path) {
	DIR *folder = opendir(path);
	struct dirent *entry = NULL;
	if (folder == NULL) {
		seed_add(path);
		return;
	}
	while ((entry = readdir(folder)) != NULL) {
		char file[1200];
		snprintf(file, sizeof file, "%.500s/%.600s", path, entry->d_name);
		if (entry->d_name[0] != '.')
			seed_add(file);
	}
	closedir(folder);
}

/* One change: a byte, a bit, a piece taken out, doubled, or put in from another seed, an end cut off. */
static void change(void) {
	size_t at = now_n == 0 ? 0 : (size_t)draw(now_n), n = now_n - at > 0 ? 1 + (size_t)draw(now_n - at) : 0;
	n = n > 64 && draw(4) != 0 ? 1 + (size_t)draw(64) : n;
	switch (draw(6)) {
	case 0:
		if (now_n > 0)
			now[at] = (uint8_t)draw(256);
		break;
	case 1:
		if (now_n > 0)
			now[at] ^= (uint8_t)(1U << draw(8));
		break;
	case 2:
		memmove(now + at, now + at + n, now_n - at - n);
		now_n -= n;
		break;
	case 3:
		if (now_n + n <= LONGEST) {
			memmove(now + at + n, now + at, now_n - at);
			now_n += n;
		}
		break;
	case 4: {
		const struct seed *other = seeds_n == 0 ? NULL : &seeds[draw(seeds_n)];
		size_t from = other == NULL || other->n == 0 ? 0 : (size_t)draw(other->n);
		size_t m = other == NULL || other->n == 0 ? 0 : 1 + (size_t)draw(other->n - from);
		if (m > 0 && now_n + m <= LONGEST) {
			memmove(now + at + m, now + at, now_n - at);
			memcpy(now + at, other->at + from, m);
			now_n += m;
		}
		break;
	}
	default:
		now_n = draw(8) == 0 ? at : now_n;
	}
}

static void seed_take(size_t i) {
	now_n = seeds[i].n;
	memcpy(now, seeds[i].at, now_n);
}

int main(int argc, char **argv) {
	const char *given = getenv("FUZZ_SEED");
	long tries = 0;
	if (argc < 3) {
		fprintf(stderr, "usage: %s SECONDS PREFIX [FOLDER|FILE]...\n", argv[0]);
		return 2;
	}
	state = given != NULL ? strtoull(given, NULL, 10) : 1; /* one commit, one answer; FUZZ_SEED=$RANDOM for others */
	fprintf(stderr, "FUZZ_SEED=%llu\n", (unsigned long long)state);
	snprintf(failed_path, sizeof failed_path, "%.500s%llu", argv[2], (unsigned long long)state);
	for (int i = 3; i < argc; i++)
		seeds_add(argv[i]);
	__sanitizer_set_death_callback(keep);
	signal(SIGABRT, on_signal);
	signal(SIGSEGV, on_signal);
	signal(SIGALRM, on_signal);
	for (size_t i = 0; i < seeds_n; i++, tries++) {
		seed_take(i);
		run_now();
	}
	for (time_t end = time(NULL) + atoi(argv[1]); time(NULL) < end; tries++) {
		now_n = 0;
		if (seeds_n > 0)
			seed_take((size_t)draw(seeds_n));
		for (uint64_t k = 1 + draw(CHANGES); k > 0; k--)
			change();
		run_now();
	}
	fprintf(stderr, "%zu seeds, %ld inputs\n", seeds_n, tries);
	return 0;
}
