/*
 * fakeland - import files for any table of figures.
 *
 *   fakeland SEED FIGURES.csv... DIR     writes files and the manifest imports.csv (day, org, kind, file) into DIR
 *   fakeland --together SEED FIGURES.csv... DIR   the same, all years of a body and kind in one file
 *   fakeland --one SEED FIGURES.csv... FILE   all in one file, each list after a line day,org,kind,file,bytes
 *   fakeland --random SEED               writes a random table that is consistent on standard output
 *
 * Nobody in the files is real. A table that cannot be true is refused with the row and the rule.
 */
#include "fakeland.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void die(const char *fmt, ...) {
	va_list ap;
	va_start(ap, fmt);
	fputs("fakeland: ", stderr);
	vfprintf(stderr, fmt, ap);
	fputc('\n', stderr);
	va_end(ap);
	exit(1);
}

/* splitmix64 */
uint64_t chance_next(struct chance *c) {
	uint64_t z = (c->state += UINT64_C(0x9e3779b97f4a7c15));
	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

int64_t between(struct chance *c, int64_t low, int64_t high) {
	return high <= low ? low : low + (int64_t)(chance_next(c) % (uint64_t)(high - low + 1));
}

bool one_in(struct chance *c, int n) {
	return chance_next(c) % (uint64_t)n == 0;
}

void shuffle(struct chance *c, int *at, size_t n) {
	for (size_t i = n; i > 1; i--) {
		size_t k = (size_t)between(c, 0, (int64_t)i - 1);
		int was = at[i - 1];
		at[i - 1] = at[k];
		at[k] = was;
	}
}

/* Howard Hinnant's days_from_civil and its inverse. */
int day_of(int year, int month, int day) {
	int y = month <= 2 ? year - 1 : year, era = y / 400, yoe = y - era * 400;
	int doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

static void civil(int day, int *ret_year, int *ret_month, int *ret_day) {
	int z = day + 719468, era = z / 146097, doe = z - era * 146097;
	int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
	*ret_day = doy - (153 * mp + 2) / 5 + 1;
	*ret_month = mp < 10 ? mp + 3 : mp - 9;
	*ret_year = yoe + era * 400 + (*ret_month <= 2 ? 1 : 0);
}

const char *day_words(struct arena *a, int day) {
	int y, m, d;
	civil(day, &y, &m, &d);
	return arena_printf(a, "%04d-%02d-%02d", y, m, d);
}

int year_of(int day) {
	int y, m, d;
	civil(day, &y, &m, &d);
	return y;
}

int years_between(int from, int to) {
	int y1, m1, d1, y2, m2, d2;
	civil(from, &y1, &m1, &d1);
	civil(to, &y2, &m2, &d2);
	return y2 - y1 - (m2 < m1 || (m2 == m1 && d2 < d1) ? 1 : 0);
}

static uint64_t seed_of(const char *text) {
	char *end = NULL;
	errno = 0;
	unsigned long long seed = strtoull(text, &end, 10);
	if (errno != 0 || end == text || *end != 0)
		die("the seed is a whole number, not %s", text);
	return seed;
}

int main(int argc, char **argv) {
	if (argc == 3 && strcmp(argv[1], "--random") == 0) {
		figures_random(seed_of(argv[2]));
		return 0;
	}
	bool one = argc > 1 && strcmp(argv[1], "--one") == 0, together = argc > 1 && strcmp(argv[1], "--together") == 0;
	if (one || together) {
		argv++;
		argc--;
	}
	if (argc < 4)
		die("usage: fakeland [--together] SEED FIGURES.csv... DIR | --one SEED FIGURES.csv... FILE | --random SEED");
	struct arena *arena = arena_new((size_t)1 << 30);
	struct figures figures = {.arena = arena};
	for (int i = 2; i < argc - 1; i++)
		figures_read(&figures, argv[i]);
	figures_check(&figures);
	struct land land = {.arena = arena, .chance = {seed_of(argv[1])}, .figures = &figures, .together = together};
	land.first = figures.first;
	land.last = figures.last;
	people(&land);
	cases(&land);
	offices(&land);
	published(&land);
	returns(&land);
	if (one)
		sheets_write_one(&land, argv[argc - 1]);
	else
		sheets_write(&land, argv[argc - 1]);
	arena_free(arena);
	return 0;
}
