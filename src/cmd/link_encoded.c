/* atrama link --encoded LIST.enc...: who in lists that were encoded with one secret is the same person. */
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "base/str.h"
#include "cmd/cmd.h"
#include "cmd/link_veil.h"
#include "link/parallel.h"
#include "veil/groups.h"

struct job {
	struct cx *cx;
	struct link_memory *memory;
	int lists;
	struct veil_list list[VEIL_PARTIES];
	struct veil_store store;
	struct veil_search how;
	struct veil_edges edges;
	struct veil_groups groups;
	const char *out;
	bool json;
	uint32_t people, linked; /* groups of several, records in them */
	double load, compare, group;
};

static volatile sig_atomic_t stopping;

static void on_stop(int number) {
	(void)number;
	stopping = 1;
}

static bool go_on(void *arg, int done, int of) {
	const bool *terminal = arg;
	if (*terminal)
		fprintf(stderr, "\r\x1b[K%d / %d", done, of);
	return !stopping;
}

static double now(void) {
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static int threshold(struct cx *cx, const char *text, unsigned *ret) {
	char *end;
	double x = text == NULL ? 0 : strtod(text, &end);
	if (text == NULL)
		return err_say(cx, ERR_INVALID, "--threshold", N_("Say how alike two records have to be, from 0.3 to 1: docs/veil.md says how to choose."),
			NULL);
	if (end == text || *end != 0 || !(x >= 0.3 && x <= 1))
		return err_say(cx, ERR_INVALID, "--threshold", N_("How alike two records have to be is a number from 0.3 to 1."), text);
	*ret = (unsigned)(x * DICE_ONE + 0.5);
	return 0;
}

/* Output --------------------------------------------------------------------------------------------------------------- */

static void record_write(const struct job *j, FILE *to, uint32_t cluster, uint32_t place) {
	const struct veil_party *p = &j->store.party[veil_store_party(&j->store, place)];
	uint32_t record = p->record[place - p->first];
	fprintf(to, "%u,", cluster);
	veil_cell(to, p->file);
	if (p->names == NULL) {
		fprintf(to, ",%u\n", record + 1);
		return;
	}
	putc(',', to);
	veil_cell(to, p->names + p->name_at[record]);
	putc('\n', to);
}

/* Groups by the number of their first record, of the first list that has one; records by list. */
static void groups_write(struct job *j, FILE *to) {
	struct veil_store *s = &j->store;
	uint32_t *number = link_alloc(j->memory, s->places, sizeof *number), n = 0;
	for (int p = 0; p < s->parties; p++) {
		const struct veil_party *party = &s->party[p];
		uint32_t *place = link_alloc(j->memory, party->records, sizeof *place);
		for (uint32_t i = 0; i < party->records; i++)
			place[party->record[i]] = party->first + i;
		for (uint32_t i = 0; i < party->records; i++) {
			uint32_t root = j->groups.root[place[i]];
			if (j->groups.size[root] < 2)
				continue;
			j->linked++;
			if (number[root] != 0)
				continue;
			number[root] = ++n;
			uint32_t member = place[i];
			do {
				if (to != NULL)
					record_write(j, to, n, member);
				member = j->groups.next[member];
			} while (member != place[i]);
		}
		link_free(j->memory, place);
	}
	j->people = n;
	link_free(j->memory, number);
}

static int written(struct job *j) {
	struct pack_out o;
	if (j->out == NULL) {
		groups_write(j, NULL);
		return 0;
	}
	int rc = pack_open(j->cx, j->out, false, &o);
	if (rc != 0)
		return rc;
	fputs("cluster,source,id\n", o.to);
	groups_write(j, o.to);
	o.failed |= ferror(o.to) != 0;
	return pack_close(&o, false, NULL);
}

static void say(const struct job *j) {
	struct rusage use;
	uint64_t records = 0;
	getrusage(RUSAGE_SELF, &use);
	for (int i = 0; i < j->lists; i++)
		records += j->list[i].records;
	if (j->json)
		printf("{\"records\": %llu, \"lists\": %d, \"pairs\": %llu, \"compared\": %llu, \"alike\": %llu, \"people\": %u, \"linked\": %u, "
			"\"way\": \"%s\", \"resident\": %s, \"runs\": %d, \"seconds\": {\"load\": %.3f, \"compare\": %.3f, \"group\": %.3f}, \"peak_mib\": %.1f}\n",
			(unsigned long long)records, j->lists, (unsigned long long)j->edges.pairs, (unsigned long long)j->edges.compared,
			(unsigned long long)j->edges.kept, j->people, j->linked, dice_way_names[j->how.way], j->store.fd < 0 ? "true" : "false",
			j->edges.runs, j->load, j->compare, j->group, (double)use.ru_maxrss / 1024);
	else
		printf("%u people are in several lists, with %u of %llu records; %llu pairs alike of %llu, in %.1f s\n", j->people, j->linked,
			(unsigned long long)records, (unsigned long long)j->edges.kept, (unsigned long long)j->edges.pairs,
			j->load + j->compare + j->group);
}

/* Flow ----------------------------------------------------------------------------------------------------------------- */

static int run(struct job *j) {
	double from = now(), to;
	int rc = veil_store_fill(j->cx, &j->store, j->memory, j->list, j->lists);
	to = now(), j->load = to - from, from = to;
	if (rc == 0)
		rc = veil_edges_find(j->cx, &j->edges, &j->store, &j->how);
	to = now(), j->compare = to - from, from = to;
	if (rc == 0)
		rc = veil_groups_make(j->cx, &j->groups, &j->store, &j->edges, &j->how);
	j->group = now() - from;
	if (rc == 0)
		rc = written(j);
	if (rc == 0)
		say(j);
	return rc;
}

static int lists_open(struct job *j, int argc, char **argv) {
	int rc = argc < 2 ? ERR_INVALID : 0;
	for (int i = 1; rc == 0 && i < argc; i++) {
		if (argv[i][0] == '-' && argv[i][1] != 0)
			return err_say(j->cx, ERR_INVALID, NULL, N_("There is no such option."), argv[i]);
		if (j->lists == VEIL_PARTIES)
			return err_say(j->cx, ERR_LIMIT, NULL, N_("At most 64 lists can be linked at once."), argv[i]);
		rc = veil_list_open(j->cx, argv[i], &j->list[j->lists]);
		if (rc == 0 && j->lists > 0)
			rc = veil_list_agree(j->cx, &j->list[0], &j->list[j->lists]);
		j->lists += j->list[j->lists].from != NULL;
	}
	if (rc == 0 && j->lists == 1 && !j->how.within)
		rc = err_say(j->cx, ERR_INVALID, NULL, N_("One list alone has nobody to find, unless it may name a person twice: --duplicates."), NULL);
	return rc;
}

static int options(struct job *j, int *argc, char **argv, int64_t *mib) {
	struct cx *cx = j->cx;
	int64_t threads = sysconf(_SC_NPROCESSORS_ONLN);
	const char *bar = cmd_option(argc, argv, "--threshold"), *way = cmd_option(argc, argv, "--processor");
	j->out = cmd_option(argc, argv, "--out");
	j->json = cmd_flag(argc, argv, "--json");
	j->how = (struct veil_search){.within = cmd_flag(argc, argv, "--duplicates"), .way = dice_best()};
	threads = threads < 1 ? 1 : threads > LINK_THREADS ? LINK_THREADS : threads;
	int rc = threshold(cx, bar, &j->how.bar);
	if (rc == 0)
		rc = veil_number(cx, argc, argv, "--threads", 1, LINK_THREADS, &threads);
	if (rc == 0)
		rc = veil_number(cx, argc, argv, "--memory", 16, 1 << 20, mib);
	j->how.threads = (int)threads;
	for (int i = 0; rc == 0 && way != NULL && i <= DICE__MAX; i++) {
		if (i == DICE__MAX)
			return err_say(cx, ERR_INVALID, "--processor", N_("This processor has no such way. There are: plain, avx2, avx512."), way);
		if (!str_equal(way, dice_way_names[i]) || !dice_can((enum dice_way)i))
			continue;
		j->how.way = (enum dice_way)i;
		break;
	}
	return rc;
}

int cmd_link_encoded(struct cx *cx, int argc, char **argv) {
	struct job *j = arena_alloc(cx->arena, sizeof *j);
	bool terminal = isatty(STDERR_FILENO);
	int64_t mib = (int64_t)sysconf(_SC_PHYS_PAGES) / 1024 * sysconf(_SC_PAGESIZE) / 1024 * 3 / 4;
	jmp_buf trap;
	j->cx = cx;
	j->store.fd = j->edges.fd = -1;
	int rc = options(j, &argc, argv, &mib);
	j->how.go_on = go_on;
	j->how.arg = &terminal;
	if (rc == 0)
		rc = lists_open(j, argc, argv);
	if (rc == 0) {
		struct sigaction stop = {.sa_handler = on_stop, .sa_flags = SA_RESTART};
		sigaction(SIGINT, &stop, NULL);
		sigaction(SIGTERM, &stop, NULL);
		j->memory = link_memory_new((size_t)mib << 20);
		link_memory_trap(j->memory, &trap);
		if (setjmp(trap) == 0) {
			int done = run(j);
			rc = done;
		} else {
			rc = err_say(cx, ERR_LIMIT, "--memory", N_("This linkage needs more memory than it may have. Give more with --memory."), NULL);
		}
		veil_edges_close(&j->edges);
		veil_store_close(&j->store);
		link_memory_free(j->memory);
	}
	if (terminal)
		fputs("\r\x1b[K", stderr);
	for (int i = 0; i < j->lists; i++)
		veil_list_close(&j->list[i]);
	return rc;
}
