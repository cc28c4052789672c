/* one FILE.csv: names of people.py in the keeper's index: seconds and memory it takes, how long one record against all takes, and all
   against all; as JSON. The last tenth of the list arrives one by one. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "io/table.h"
#include "keeper/match_index.h"
#include "text/fold.h"

enum { BITS = 2, FIRST = 2, COLUMNS_MOST = 40 };

struct list {
	size_t n, room;
	struct match_row *rows;
	bool headed;
};

static double now(void) {
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static int take(struct cx *cx, const struct table_row *row, void *arg) {
	struct list *l = arg;
	(void)cx;
	if (!l->headed) {
		l->headed = true;
		return 0;
	}
	if (l->n == l->room) {
		l->room = l->room * 2 + 4096;
		struct match_row *wider = realloc(l->rows, l->room * sizeof *wider);
		if (wider == NULL)
			return ERR_LIMIT;
		l->rows = wider;
	}
	struct match_row *r = &l->rows[l->n++];
	*r = (struct match_row){.identity = (int64_t)l->n, .person = (int64_t)l->n, .supersedes = NONE};
	for (size_t i = 0; i < MATCH_COLUMNS; i++)
		r->cells[i] = i + FIRST < row->n ? strdup(row->cells[i + FIRST]) : "";
	return 0;
}

static bool go_on(void *arg, int done, int parts) {
	(void)arg;
	(void)done;
	(void)parts;
	return true;
}

static bool count(void *arg, const struct match_pair *pair) {
	int64_t *n = arg;
	(void)pair;
	++*n;
	return true;
}

static int by_size(const void *a, const void *b) {
	const float *x = a, *y = b;
	return (*x > *y) - (*x < *y);
}

int main(int argc, char **argv) {
	struct cx cx = {.arena = arena_new((size_t)1 << 30), .lang = "en"};
	struct list l = {0};
	struct match_index *x = match_index_new((size_t)8 << 30);
	int64_t pairs = 0, given = 0;
	int fd = argc < 2 ? -1 : open(argv[1], O_RDONLY);
	fold_warm();
	if (fd < 0 || x == NULL || table_read(&cx, fd, take, &l) != 0 || l.n < 100) {
		fprintf(stderr, "one: no list\n");
		return 1;
	}
	size_t base = l.n - l.n / 10;
	double began = now();
	for (size_t i = 0; i < base; i++)
		if (!match_index_add(x, &l.rows[i]))
			return 1;
	if (!match_index_make(x, &cx))
		return 1;
	double made = now() - began;
	size_t bytes = match_index_bytes(x);
	began = now();
	if (!match_index_all(x, BITS, go_on, count, &given, &pairs))
		return 1;
	double all = now() - began;
	float *us = malloc((l.n - base) * sizeof *us);
	if (us == NULL)
		return 1;
	size_t found = 0, n = 0;
	for (size_t i = base; i < l.n; i++) {
		struct match_pair some[MATCH_FOUND];
		double from = now();
		if (!match_index_add(x, &l.rows[i]))
			return 1;
		found += match_index_find(x, l.rows[i].identity, BITS, some);
		us[n++] = (float)((now() - from) * 1e6);
	}
	qsort(us, n, sizeof *us, by_size);
	printf("{\"records\": %zu, \"make_s\": %.2f, \"bytes\": %zu, \"all_s\": %.2f, \"pairs\": %lld, \"arrived\": %zu, \"p50_us\": %.1f, "
		"\"p99_us\": %.1f, \"p999_us\": %.1f, \"most_us\": %.1f, \"found\": %.2f, \"bytes_after\": %zu}\n", base, made, bytes, all,
		(long long)pairs, n, us[n / 2], us[n * 99 / 100], us[n * 999 / 1000], us[n - 1], (double)found / (double)n, match_index_bytes(x));
	return 0;
}
