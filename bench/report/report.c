/*
 * report fill DIR PERSONS ENTRIES - makes a store and fills it, through the typed queries of the program: what makes a
 *                                   report slow is how much there is, not how it came in (bench/import measures that).
 * report time DIR RUNS [NAME]     - reads the report, the picture, an explanation ... (or the one of that name) RUNS
 * times;
 *                                   prints the medians as JSON.
 *
 * Everybody has a sign and a presumption, three in ten a decision, half of them help twice; one in a hundred is a
 * second record of somebody else, one decision in twenty is corrected. Records of registers hold any code their fields
 * allow.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "base/str.h"
#include "core/fact.h"
#include "core/operations.h"
#include "core/registry.h"
#include "crypt/crypt.h"
#include "crypt/ring.h"
#include "db/queries.h"
#include "op/profile.h"
#include "op/register.h"

enum { ORGS = 24, FIRST = 2013, LAST = 2022, BATCH = 20000, RUNS_MAX = 99 };

struct bench {
	struct cx cx;
	struct profile *profile;
	int64_t orgs[ORGS], act;
	uint64_t seed;
	const char *only; /* what is timed; NULL: everything */
};

static _Noreturn void stop(const char *why) {
	fprintf(stderr, "report: %s\n", why);
	exit(1);
}

static void must(int rc, const char *what) {
	if (rc != 0)
		stop(what);
}

/* splitmix64: the same people at every run. */
static uint64_t next(struct bench *b) {
	uint64_t z = b->seed += UINT64_C(0x9e3779b97f4a7c15);
	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

static int draw(struct bench *b, int below) {
	return (int)(next(b) % (uint64_t)below);
}

static struct blob ref_draw(struct bench *b, struct ref *to) {
	for (size_t i = 0; i < REF_SIZE; i += 8) {
		uint64_t z = next(b);
		memcpy(to->at + i, &z, 8);
	}
	return (struct blob){to->at, REF_SIZE};
}

static int32_t day_draw(struct bench *b) {
	return day_from_ymd(FIRST + draw(b, LAST - FIRST + 1), 1, 1) + draw(b, 365);
}

static double now(clockid_t clock) {
	struct timespec t;
	clock_gettime(clock, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void begin(struct bench *b, const char *dir, enum db_mode mode) {
	b->cx = (struct cx){.arena = arena_new((size_t)1 << 30), .rng = crypt_random, .lang = "en", .now = instant_now()};
	must(crypt_init(), "no random numbers");
	must(profile_load(&b->cx, "lt", &b->profile), "no profile");
	b->cx.profile = b->profile;
	if (mode == DB_CREATE) {
		must(mkdir(dir, 0700), "the folder is there already");
		must(ring_create(&b->cx, dir, true), "no keys");
	}
	must(ring_open(&b->cx, dir, &b->cx.ring), "no keys");
	must(db_open(&b->cx, arena_printf(b->cx.arena, "%s/store", dir), mode, &b->cx.db), "no store");
	b->cx.arena = arena_new((size_t)1 << 30); /* what stays is in the other one */
}

/* Filling ---------------------------------------------------------------------------------------------------------- */

static void act_next(struct bench *b) {
	struct row_act_begin act;
	must(q_act_begin(&b->cx, b->cx.now, 0, "bench", (struct blob){0}, (struct blob){0}, &act), "act");
	b->act = act.n;
}

static void batch(struct bench *b, int64_t i) {
	if (i % BATCH != 0)
		return;
	if (i > 0)
		must(db_commit(&b->cx), "commit");
	arena_reset(b->cx.arena);
	must(db_begin(&b->cx), "begin");
	act_next(b);
}

static void orgs_fill(struct bench *b) {
	static const int kinds[] = {ORG_POLICE, ORG_NGO, ORG_NGO, ORG_BORDER, ORG_PROSECUTION, ORG_LABOUR};
	must(db_begin(&b->cx), "begin");
	must(registry_create(&b->cx, "lt", true), "registry");
	for (int i = 0; i < ORGS; i++) {
		struct row_org_add org;
		const char *code = arena_printf(b->cx.arena, "body-%d", i);
		must(q_org_add(&b->cx, code, code, kinds[i % 6], code_at(b->profile, L_REGION, 0), &org), "org");
		b->orgs[i] = org.id;
	}
	must(db_commit(&b->cx), "commit");
}

/* A body of the i-th kind above. */
static int64_t body(struct bench *b, int kind) {
	return b->orgs[6 * draw(b, ORGS / 6) + kind];
}

static struct fact fact(struct bench *b, int64_t person, int64_t org, int32_t day) {
	return (struct fact){.person = person, .org = org, .happened = day, .precision = PRECISION_DAY,
		.certainty = CERTAINTY_REPORTED, .act = b->act, .supersedes = NONE};
}

static void decision_fill(struct bench *b, const struct fact *f, int stage) {
	struct row_decision_put put;
	struct ref ref;
	int form = 1 + draw(b, FORM_UNKNOWN), age = 1 + draw(b, AGE_UNKNOWN);
	struct fact again = *f;
	must(q_decision_put(&b->cx, FACT_HEAD(f), ref_draw(b, &ref), stage, OUTCOME_POSITIVE, form, age, &put), "decision");
	again.supersedes = put.id;
	if (draw(b, 20) == 0)
		must(q_decision_put(&b->cx, FACT_HEAD(&again), ref_draw(b, &ref), stage, OUTCOME_POSITIVE, form, age, &put),
			"decision");
}

static void trait_fill(struct bench *b, const struct fact *f, int kind, int value) {
	struct row_trait_add put;
	struct ref ref;
	must(q_trait_add(&b->cx, FACT_HEAD(f), ref_draw(b, &ref), kind, value, &put), "trait");
}

static void link_fill(struct bench *b, int64_t person) {
	struct row_link_put put;
	struct row_likeness_between there;
	struct ref ref;
	int64_t other = 1 + (int64_t)(next(b) % (uint64_t)(person - 1));
	struct fact f = fact(b, person, body(b, 1), day_draw(b));
	must(q_likeness_between(&b->cx, person, other, &there), "likeness");
	if (there.n > 0)
		return;
	must(q_likeness_add(&b->cx, ref_draw(b, &ref), person, other, b->act), "likeness");
	static int64_t likeness;
	must(q_link_put(&b->cx, FACT_HEAD(&f), ++likeness, other, LIKE_SAME, WHY_SAME_LOOKED, NULL, NONE, &put), "link");
}

static void person_fill(struct bench *b) {
	struct row_person_add person;
	struct row_signal_add sign;
	struct row_service_put help;
	struct ref ref;
	int32_t day = day_draw(b);
	must(q_person_add(&b->cx, ref_draw(b, &ref), body(b, 1), b->act, &person), "person");
	struct fact f = fact(b, person.id, body(b, 1), day);
	must(q_signal_add(&b->cx, FACT_HEAD(&f), ref_draw(b, &ref), SOURCE_MET, code_at(b->profile, L_MUNICIPALITY, 0),
		1 + draw(b, AGE_UNKNOWN), 1 + draw(b, SEX_UNKNOWN), SPEECH_UK, &sign), "signal");
	decision_fill(b, &f, STAGE_PRESUMED);
	trait_fill(b, &f, TRAIT_CITIZENSHIP, draw(b, 2) == 0 ? 440 : 804);
	if (draw(b, 10) < 3) {
		struct fact decided = fact(b, person.id, body(b, draw(b, 8) == 0 ? 3 : 0), day + draw(b, 60));
		decision_fill(b, &decided, STAGE_FORMAL);
		trait_fill(b, &decided, TRAIT_DISABILITY, 1 + draw(b, 3));
		trait_fill(b, &decided, TRAIT_COOPERATES, 1 + draw(b, 3));
	}
	for (int i = draw(b, 2) * 2; i > 0; i--) {
		struct fact helped = fact(b, person.id, body(b, 2), day_draw(b));
		must(q_service_put(&b->cx, FACT_HEAD(&helped), ref_draw(b, &ref), NEED_LEGAL, &help), "service");
	}
	if (person.id > 1 && draw(b, 100) == 0)
		link_fill(b, person.id);
}

static void cell_fill(struct bench *b, int64_t entry, const struct cell_field *f, int64_t number) {
	int64_t amount = NONE;
	const char *words = NULL;
	size_t n = 0;
	switch (f->type) {
	case CELL_CODE:
		while (cell_code_at(b->profile, f, n) != 0)
			n++;
		amount = n == 0 ? 1 : cell_code_at(b->profile, f, (size_t)draw(b, (int)n));
		break;
	case CELL_DAY:
		if (draw(b, 2) == 0)
			return;
		amount = day_draw(b);
		break;
	case CELL_TEXT:
		words = "body-1";
		break;
	case CELL_LINK:
		words = arena_printf(b->cx.arena, "%lld", (long long)(1 + next(b) % (uint64_t)number));
		break;
	default:
		amount = draw(b, 1000);
	}
	must(q_entry_value_add(&b->cx, entry, f->number, 0, amount, words), "value");
}

/* Half of all records are calls and inspections, as they are in a country. */
static void entry_fill(struct bench *b, int64_t i) {
	size_t regs = 0;
	struct row_entry_add put;
	struct ref ref;
	while (profile_number(b->profile, L_REGISTER, regs) != 0)
		regs++;
	int reg = profile_number(b->profile, L_REGISTER, (size_t)draw(b, (int)regs));
	if (draw(b, 2) == 0)
		reg = profile_code(b->profile, L_REGISTER, draw(b, 2) == 0 ? "call" : "inspection");
	const char *number = arena_printf(b->cx.arena, "%lld", (long long)i + 1);
	must(q_entry_add(&b->cx, ref_draw(b, &ref), reg, b->orgs[draw(b, ORGS)], number, day_draw(b), PRECISION_DAY, b->act,
		0, NONE, &put), "entry");
	for (size_t k = 0; k < register_fields(b->profile, reg); k++) {
		struct cell_field f = register_field(b->profile, reg, k);
		cell_fill(b, put.id, &f, i + 1);
	}
}

static void fill(struct bench *b, int64_t persons, int64_t entries) {
	must(db_migrate(&b->cx), "schema");
	orgs_fill(b);
	for (int64_t i = 0; i < persons; i++) {
		batch(b, i);
		person_fill(b);
	}
	must(db_commit(&b->cx), "commit");
	for (int64_t i = 0; i < entries; i++) {
		batch(b, i);
		entry_fill(b, i);
	}
	must(db_commit(&b->cx), "commit");
	must(db_checkpoint(&b->cx, true), "checkpoint");
}

/* Timing ----------------------------------------------------------------------------------------------------------- */

static int number_order(const void *a, const void *b) {
	double x = *(const double *)a, y = *(const double *)b;
	return x < y ? -1 : x > y;
}

/* Seconds of a call in the median, and the most memory it took. */
static void measure_call(struct bench *b, const char *name, enum op_id id, operation *run, const char *input,
	int runs) {
	double seconds[RUNS_MAX], cpu[RUNS_MAX]; /* the second tells a busy machine from a slow report */
	size_t used = 0;
	if (b->only != NULL && !str_equal(b->only, name))
		return;
	json_t *object = json_loads(input, 0, NULL);
	for (int i = 0; i < runs; i++) {
		struct in in = {0};
		arena_free(b->cx.arena);
		b->cx.arena = arena_new(ops[id].ceiling);
		double from = now(CLOCK_MONOTONIC), cpu_from = now(CLOCK_PROCESS_CPUTIME_ID);
		must(db_read_begin(&b->cx), "read");
		must(in_parse(&b->cx, &ops[id], object, &in), "input");
		struct out out = out_new(&b->cx, &ops[id]);
		must(run(&b->cx, &in, &out), name);
		must(out_end(&out), "answer");
		db_read_end(&b->cx);
		seconds[i] = now(CLOCK_MONOTONIC) - from;
		cpu[i] = now(CLOCK_PROCESS_CPUTIME_ID) - cpu_from;
		used = arena_used(b->cx.arena);
	}
	qsort(seconds, (size_t)runs, sizeof *seconds, number_order);
	qsort(cpu, (size_t)runs, sizeof *cpu, number_order);
	printf("\"%s\": {\"seconds\": %.3f, \"cpu\": %.3f, \"mib\": %zu}, ", name, seconds[runs / 2], cpu[runs / 2],
		used >> 20);
	json_decref(object);
}

static void measure_all(struct bench *b, int runs) {
	printf("{");
	measure_call(b, "tip", OP_report_read, report_read, "{\"report\":\"tip\",\"year\":2022}", runs);
	measure_call(b, "picture", OP_report_read, report_read, "{\"report\":\"picture\",\"year\":2022}", runs);
	measure_call(b, "mechanism", OP_report_read, report_read, "{\"report\":\"mechanism\",\"year\":2022}", runs);
	measure_call(b, "eurostat", OP_report_read, report_read, "{\"report\":\"eurostat\",\"year\":2022}", runs);
	measure_call(b, "explain", OP_figure_explain, figure_explain,
		"{\"indicator\":\"victims_identified_authorities\",\"year\":2022}", runs);
	measure_call(b, "overlap", OP_figure_overlap, figure_overlap, "{\"year\":2022}", runs);
	measure_call(b, "flows", OP_figure_flows, figure_flows, "{\"year\":2022}", runs);
	printf("\"runs\": %d}\n", runs);
}

int main(int argc, char **argv) {
	struct bench b = {.seed = 1};
	int64_t persons, entries, runs;
	if (argc == 5 && str_equal(argv[1], "fill") && int_parse(argv[3], &persons) && int_parse(argv[4], &entries)) {
		begin(&b, argv[2], DB_CREATE);
		fill(&b, persons, entries);
	} else if (argc >= 4 && str_equal(argv[1], "time") && int_parse(argv[3], &runs) && runs > 0 && runs <= RUNS_MAX) {
		b.only = argv[4];
		begin(&b, argv[2], DB_READER);
		measure_all(&b, (int)runs);
	} else {
		stop("fill DIR PERSONS ENTRIES, or time DIR RUNS [NAME]");
	}
	db_close(b.cx.db);
	return 0;
}
