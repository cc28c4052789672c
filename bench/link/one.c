/* one FILE.csv TRUTH: how long one record takes against all of a list, as JSON: microseconds at the median, at 99 and 99.9 of 100. */
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "io/table.h"
#include "link/find.h"
#include "link/hash.h"

enum { ASKED = 200000 };

static struct link_table table;

static int take(struct cx *cx, const struct table_row *row, void *arg) {
	if (table.column == NULL) {
		const char **names = arena_array(cx->arena, row->n, sizeof *names);
		for (size_t i = 0; i < row->n; i++)
			names[i] = arena_strdup(cx->arena, row->cells[i]);
		link_table_init(&table, arg, (int)row->n, names);
		return 0;
	}
	return link_table_add(&table, row->n, row->cells) ? 0 : ERR_LIMIT;
}

static double now(void) {
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e6 + 1e-3 * (double)t.tv_nsec;
}

static int by_size(const void *a, const void *b) {
	const float *x = a, *y = b;
	return (*x > *y) - (*x < *y);
}

static int failed(const struct cx *cx) {
	fprintf(stderr, "one: %s\n", cx->err.rule == NULL ? "failed" : cx->err.rule);
	return 1;
}

int main(int argc, char **argv) {
	struct cx cx = {.arena = arena_new(1 << 30), .lang = "en"};
	struct link_memory *memory = link_memory_new((size_t)4 << 30);
	struct link_engine *e = calloc(1, sizeof *e);
	struct link_index x;
	bool own[LINK_COLUMNS] = {false};
	int fd = argc < 3 ? -1 : open(argv[1], O_RDONLY);
	if (fd < 0 || e == NULL || table_read(&cx, fd, take, memory) != 0)
		return failed(&cx);
	close(fd);
	link_table_close(&table);
	for (int i = 0; i < table.columns; i++)
		own[i] = strcmp(table.column[i].name, argv[2]) == 0;
	e->model.seed = 1;
	e->model.threshold = NAN;
	struct link_options o = {.threads = 2, .threshold = 0};
	if (link_prepare(&cx, e, &table, &o, own) != 0 || link_learn(&cx, e) != 0 || !link_index_make(&x, e))
		return failed(&cx);
	static float us[ASKED];
	uint64_t weighed = 0, kept = 0;
	for (uint32_t i = 0; i < ASKED; i++) {
		struct link_edge found[LINK_FOUND];
		uint32_t n, record = (uint32_t)(link_mix(i + 1) % table.records);
		double from = now();
		kept += (uint64_t)link_find(&x, record, 0, e->seen, found, &n);
		us[i] = (float)(now() - from);
		weighed += n;
	}
	qsort(us, ASKED, sizeof *us, by_size);
	printf("{\"records\": %u, \"asked\": %d, \"p50_us\": %.1f, \"p99_us\": %.1f, \"p999_us\": %.1f, \"weighed\": %.1f, \"kept\": %.2f}\n", table.records,
		ASKED, us[ASKED / 2], us[ASKED * 99L / 100], us[ASKED * 999L / 1000], (double)weighed / ASKED, (double)kept / ASKED);
	return 0;
}
