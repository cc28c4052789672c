/*
 * Whether the answer to a question about a person tells anything of her by its bytes or its time.
 *
 *	constant N TICK [LEAK]   N questions at random of four kinds, through a real keeper; TICK in microseconds, 0 for the
 *	                         keeper's own, -1 for answers that are not held; LEAK: microseconds more for whoever is known.
 *	                         Not held and leaking is the control, which must be told apart
 *
 * Kinds: somebody known, an invented name, somebody who shut the asker's unit out, and one known asked about by an
 * organisation that no right lets read names. Measured at the keeper's own socket, where nothing else blurs it; prints one
 * JSON line and TAP. The keeper's clock goes on by twenty minutes a question, so that nobody's share of questions is used
 * up.
 */
#include "world.h"

#include <math.h>
#include <time.h>

enum { KNOWN, UNKNOWN, BLOCKED, FORBIDDEN, KINDS };
static const char *const kinds[KINDS] = {"known", "unknown", "blocked", "forbidden"};

struct series {
	double *at; /* microseconds */
	size_t n;
};

static double now_us(void) {
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static uint64_t seed = 7;

static uint32_t chance(uint32_t n) {
	seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
	return (uint32_t)((seed >> 33) % n);
}

static const char *key(struct world *w) {
	char *text = arena_alloc(w->cx.arena, 33);
	for (int i = 0; i < 32; i++)
		text[i] = "0123456789abcdef"[chance(16)];
	return text;
}

static int order(const void *a, const void *b) {
	double x = *(const double *)a, y = *(const double *)b;
	return x < y ? -1 : x > y;
}

static double median(const struct series *s) {
	double *copy = malloc(s->n * sizeof *copy);
	memcpy(copy, s->at, s->n * sizeof *copy);
	qsort(copy, s->n, sizeof *copy, order);
	double m = copy[s->n / 2];
	free(copy);
	return m;
}

static void moments(const struct series *s, double *ret_mean, double *ret_variance) {
	double mean = 0, sum = 0;
	for (size_t i = 0; i < s->n; i++)
		mean += s->at[i] / (double)s->n;
	for (size_t i = 0; i < s->n; i++)
		sum += (s->at[i] - mean) * (s->at[i] - mean);
	*ret_mean = mean;
	*ret_variance = sum / (double)(s->n - 1);
}

static double welch(const struct series *a, const struct series *b) {
	double ma, va, mb, vb;
	moments(a, &ma, &va);
	moments(b, &mb, &vb);
	return (ma - mb) / sqrt(va / (double)a->n + vb / (double)b->n);
}

static void person(struct world *w, const char *family, const char *block) {
	const json_t *a = ASK(w, "{'as': 'rasa', 'calls': [" SIGN ", {'op': 'identity_record', 'in': {'person': '$0.person', "
		"'given': 'Olena', 'family': '%s', 'born': 1996}}%s]}", family, block);
	assert_string_equal(code(a, 1), "ok");
	if (*block != 0)
		assert_string_equal(code(a, 2), "ok");
}

/* Officers of three units and of an organisation that fines people; two persons, one of whom shut a unit out. */
static void people(struct world *w) {
	world_people(w);
	const json_t *a = ASK(w, "{'calls': ["
		"{'op': 'unit_create', 'in': {'unit': 'pol-2', 'org': 'police', 'unit_name': 'Unit two'}},"
		"{'op': 'org_create', 'in': {'org': 'fines', 'org_name': 'Migration', 'org_kind': 'migration', 'region': 'panevezys'}},"
		"{'op': 'user_create', 'in': {'login': 'petras', 'password': 'correct horse', 'staff_name': 'Petras', 'org': 'police',"
		" 'unit': 'pol-2', 'role': ['officer']}},"
		"{'op': 'user_create', 'in': {'login': 'mindaugas', 'password': 'correct horse', 'staff_name': 'Mindaugas',"
		" 'org': 'fines', 'role': ['officer']}}]}");
	for (size_t i = 0; i < 4; i++)
		assert_string_equal(code(a, i), "ok");
	person(w, "Kovalenko", "");
	person(w, "Bondarenko", ", {'op': 'block_record', 'in': {'person': '$0.person', 'unit': 'pol-2'}}");
}

static int64_t leak;

/* The operation itself, and then as long again as a careless one might take for somebody it knows. */
static int ask_leaking(struct cx *cx, const struct in *in, struct out *out) {
	int rc = ask_record(cx, in, out);
	bool known = str_equal(in_text(in, F_FAMILY), "Kovalenko") || str_equal(in_text(in, F_FAMILY), "Bondarenko");
	for (double until = now_us() + (known ? (double)leak : 0); now_us() < until;)
		continue;
	return rc;
}

static const char *question(struct world *w, int kind) {
	static const char letters[] = "abcdefghijklmnoprstuvz";
	char invented[10];
	for (size_t i = 0; i < sizeof invented - 1; i++)
		invented[i] = letters[chance(sizeof letters - 1)];
	invented[0] = (char)(invented[0] - 'a' + 'A');
	invented[9] = 0;
	return arena_printf(w->cx.arena, "{\"as\": \"%s\", \"calls\": [{\"op\": \"ask_record\", \"key\": \"%s\", \"in\": {\"given\": "
		"\"%s\", \"family\": \"%s\", \"born\": 1996, \"why\": \"Her mother is looking for her.\"}}]}",
		kind == FORBIDDEN ? "mindaugas" : "petras", key(w), "Olena",
		kind == UNKNOWN ? invented : kind == BLOCKED ? "Bondarenko" : "Kovalenko");
}

/* What an asker reads of the answer; all else in it is of the asker: name, organisation, the time. */
static const char *told(struct world *w) {
	return dump(w, json_object_get(w->answer, "answers"));
}

int main(int argc, char **argv) {
	int64_t n = 0, tick = 0;
	void *state = NULL;
	if (argc < 3 || argc > 4 || !int_parse(argv[1], &n) || !int_parse(argv[2], &tick) || n < 40
		|| (argc == 4 && !int_parse(argv[3], &leak))) {
		fprintf(stderr, "usage: constant N TICK [LEAK]\n");
		return 2;
	}
	if (world_setup_demonstration(&state) != 0)
		return 2;
	struct world *w = state;
	w->options.tick = (int)tick;
	w->bind.run[OP_ask_record] = ask_leaking;
	world_start(w);
	people(w);
	struct series all[KINDS];
	size_t differ = 0;
	for (int kind = 0; kind < KINDS; kind++)
		all[kind] = (struct series){.at = malloc((size_t)n * sizeof(double))};
	struct arena *own = w->cx.arena;
	for (int64_t i = 0; i < n + 20; i++) { /* the first twenty warm up */
		w->cx.arena = arena_new(1 << 20);
		int kind = (int)chance(KINDS);
		world_now += 20 * MINUTE;
		const char *text = question(w, kind);
		double begin = now_us();
		world_ask(w, w->wire, text);
		double took = now_us() - begin;
		if (i >= 20)
			all[kind].at[all[kind].n++] = took;
		const char *due = instant_text(w->cx.arena, world_now + 72 * HOUR);
		differ += strcmp(told(w), arena_printf(w->cx.arena, "[{\"ok\":{\"due\":\"%s\"}}]", due)) != 0;
		arena_free(w->cx.arena);
		w->cx.arena = own;
	}
	double worst = 0, apart = 0;
	printf("1..3\n{\"questions\": %lld, \"tick_us\": %lld, \"leak_us\": %lld", (long long)n, (long long)tick, (long long)leak);
	for (int kind = 0; kind < KINDS; kind++) {
		double mean, variance;
		moments(&all[kind], &mean, &variance);
		printf(", \"%s\": {\"n\": %zu, \"median_us\": %.1f, \"mean_us\": %.1f, \"sd_us\": %.1f}", kinds[kind], all[kind].n,
			median(&all[kind]), mean, sqrt(variance));
		for (int other = 0; other < kind; other++) {
			worst = fmax(worst, fabs(welch(&all[kind], &all[other])));
			apart = fmax(apart, fabs(median(&all[kind]) - median(&all[other])));
		}
	}
	printf(", \"worst_t\": %.2f, \"worst_median_us\": %.1f}\n", worst, apart);
	printf("%s 1 - every answer has the same bytes\n", differ == 0 ? "ok" : "not ok");
	if (tick < 0 && leak > 0) {
		printf("%s 2 - without the tick a leak is told apart\n", worst >= 4.5 ? "ok" : "not ok");
		printf("ok 3 - # SKIP medians of the control\n");
	} else {
		printf("%s 2 - the time does not tell the four kinds apart (Welch, |t| < 4.5)\n", worst < 4.5 ? "ok" : "not ok");
		printf("%s 3 - nor do the medians, by 0.2 ms\n", apart < 200 ? "ok" : "not ok");
	}
	for (int kind = 0; kind < KINDS; kind++)
		free(all[kind].at);
	world_teardown(&state);
	return 0;
}
