/* atrama link LIST...: who in these lists is the same person. */
#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "base/str.h"
#include "cmd/cmd.h"
#include "cmd/link.h"
#include "link/model_file.h"
#include "link/parallel.h"
#include "text/fold.h"

enum { LEAST_MIB = 64, MOST_MIB = 1 << 20 };

static volatile sig_atomic_t stopping;

static void on_stop(int number) {
	(void)number;
	stopping = 1;
}

static bool go_on(void *arg, int done, int of) {
	const bool *terminal = arg;
	if (*terminal) {
		fprintf(stderr, "\r\x1b[K%d / %d", done, of);
		fflush(stderr);
	}
	return !stopping;
}

static double now(void) {
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Options -------------------------------------------------------------------------------------------------------------------------- */

static int whole(struct cx *cx, int *argc, char **argv, const char *option, int64_t least, int64_t most, int64_t *n) {
	const char *text = cmd_option(argc, argv, option);
	if (text != NULL && (!int_parse(text, n) || *n < least || *n > most))
		return err_say(cx, ERR_INVALID, option, N_("That number is out of its range."), text);
	return 0;
}

static int threshold(struct cx *cx, const char *text, double *ret) {
	char *end;
	*ret = NAN;
	if (text == NULL)
		return 0;
	double x = strtod(text, &end);
	if (end == text || *end != 0 || !(x >= -60 && x <= 60))
		return err_say(cx, ERR_INVALID, "--threshold", N_("A threshold is a weight in bits from -60 to 60."), text);
	*ret = x;
	return 0;
}

static int method(struct cx *cx, const char *text, enum link_method *ret) {
	int m = 0;
	while (text != NULL && m < LINK_METHOD__MAX && !str_equal(link_method_names[m], text))
		m++;
	if (m == LINK_METHOD__MAX)
		return err_say(cx, ERR_INVALID, "--cluster", N_("There is no such way to join pairs. There are: average, components, one."), text);
	*ret = (enum link_method)m;
	return 0;
}

static int names_option(struct cx *cx, const char *text, bool model, bool *ret_written) {
	if (text != NULL && model)
		return err_say(cx, ERR_INVALID, "--names", N_("A model says itself how names are compared."), text);
	if (text != NULL && !str_equal(text, "folded") && !str_equal(text, "written"))
		return err_say(cx, ERR_INVALID, "--names", N_("Names are compared folded, across scripts and spellings, or written, as they stand."), text);
	*ret_written = text != NULL && str_equal(text, "written");
	return 0;
}

static int64_t usual_mib(void) {
	int64_t mib = (int64_t)sysconf(_SC_PHYS_PAGES) / 1024 * sysconf(_SC_PAGESIZE) / 1024 * 3 / 4;
	return mib < LEAST_MIB ? LEAST_MIB : mib > MOST_MIB ? MOST_MIB : mib;
}

static int names_read(struct link_job *job, int argc, char **argv) {
	for (int i = 1; i < argc; i++) {
		if (argv[i][0] == '-' && argv[i][1] != 0)
			return err_say(job->cx, ERR_INVALID, NULL, N_("There is no such option."), argv[i]);
		if (job->files == LINK_FILES)
			return err_say(job->cx, ERR_LIMIT, NULL, N_("At most 64 lists can be linked at once."), argv[i]);
		const char *slash = strrchr(argv[i], '/');
		job->path[job->files] = argv[i];
		job->name[job->files++] = slash == NULL ? argv[i] : slash + 1;
	}
	return job->files > 0 ? 0 : ERR_INVALID;
}

static int options(struct link_job *job, int *argc, char **argv, int64_t *mib, struct link_options *o) {
	struct cx *cx = job->cx;
	int64_t threads = sysconf(_SC_NPROCESSORS_ONLN), seed = 1, budget = 0;
	threads = threads < 1 ? 1 : threads > LINK_THREADS ? LINK_THREADS : threads;
	job->model = cmd_option(argc, argv, "--model");
	job->model_out = cmd_option(argc, argv, "--write-model");
	job->rules = cmd_option(argc, argv, "--rules");
	job->decisions = cmd_option(argc, argv, "--decisions");
	job->labels = cmd_option(argc, argv, "--labels");
	job->id = cmd_option(argc, argv, "--id");
	job->source = cmd_option(argc, argv, "--source");
	job->truth = cmd_option(argc, argv, "--truth");
	job->out = cmd_option(argc, argv, "--out");
	job->pairs = cmd_option(argc, argv, "--pairs");
	job->report = cmd_option(argc, argv, "--report");
	const char *bar = cmd_option(argc, argv, "--threshold"), *how = cmd_option(argc, argv, "--cluster");
	job->json = cmd_flag(argc, argv, "--json");
	o->across = cmd_flag(argc, argv, "--across");
	const char *names = cmd_option(argc, argv, "--names");
	*mib = 0;
	int rc = threshold(cx, bar, &o->threshold);
	if (rc == 0)
		rc = names_option(cx, names, job->model != NULL, &job->engine->model.as_written);
	if (rc == 0)
		rc = method(cx, how, &o->method);
	if (rc == 0)
		rc = whole(cx, argc, argv, "--threads", 1, LINK_THREADS, &threads);
	if (rc == 0)
		rc = whole(cx, argc, argv, "--memory", LEAST_MIB, MOST_MIB, mib);
	if (rc == 0)
		rc = whole(cx, argc, argv, "--seed", 0, INT64_MAX, &seed);
	if (rc == 0)
		rc = whole(cx, argc, argv, "--most-pairs", 0, INT64_C(1) << 40, &budget);
	if (rc == 0)
		rc = names_read(job, *argc, argv);
	if (rc == 0 && job->model != NULL && job->rules != NULL)
		rc = err_say(cx, ERR_INVALID, "--rules", N_("A model has its own rules."), job->rules);
	o->threads = job->threads = (int)threads;
	o->budget = (uint64_t)budget;
	job->engine->model.seed = (uint64_t)seed;
	job->engine->model.threshold = NAN;
	return rc;
}

/* Flow ------------------------------------------------------------------------------------------------------------------------------ */

static int model_read(struct link_job *job, struct link_options *o) {
	struct link_engine *e = job->engine;
	struct buf b;
	bool automatic = job->rules == NULL || str_equal(job->rules, "auto");
	o->model_given = job->model != NULL;
	o->rules_given = job->model == NULL && !automatic;
	if (!o->model_given && !o->rules_given)
		return 0;
	int rc = link_text_read(job->cx, o->model_given ? job->model : job->rules, LINK_FILE, &b);
	if (rc != 0)
		return rc;
	return o->model_given ? link_model_read(job->cx, b.at, b.n, job->table.columns, job->heading, &e->model)
		: link_rules_read(job->cx, b.at, job->table.columns, job->heading, &e->model);
}

static int sources(struct link_job *job, struct link_options *o) {
	o->source = job->source_column >= 0 ? job->table.column[job->source_column].id : job->file_of;
	o->truth = job->truth_column >= 0 ? job->table.column[job->truth_column].id : NULL;
	o->said = job->said;
	o->said_n = job->said_n;
	o->label = job->label;
	o->labels_n = job->labels_n;
	if ((o->across || o->method == CLUSTER_ONE) && o->source == NULL)
		return err_say(job->cx, ERR_INVALID, o->across ? "--across" : "--cluster", N_("That needs several lists, or --source."), NULL);
	return 0;
}

static void lap(double *from, double *ret) {
	double t = now();
	*ret = t - *from;
	*from = t;
}

/* Whatever a step gave: who stopped it wants none of it. */
static int unless_stopped(struct cx *cx, int rc) {
	return stopping ? err_say(cx, ERR_BUSY, NULL, N_("Stopped: there is no result."), NULL) : rc;
}

static int run(struct link_job *job, struct link_options *o) {
	struct cx *cx = job->cx;
	struct link_engine *e = job->engine;
	struct link_seconds *s = &job->seconds;
	double from = now(), begun = from;
	int rc = link_files_read(job);
	if (rc == 0)
		rc = link_said_read(job);
	if (rc == 0)
		rc = model_read(job, o);
	if (rc == 0)
		rc = sources(job, o);
	rc = unless_stopped(cx, rc);
	lap(&from, &s->load);
	if (rc == 0)
		rc = link_prepare(cx, e, &job->table, o, job->own);
	if (rc == 0)
		rc = link_learn(cx, e);
	rc = unless_stopped(cx, rc);
	lap(&from, &s->train);
	if (rc == 0)
		rc = link_weigh(cx, e);
	rc = unless_stopped(cx, rc);
	lap(&from, &s->score);
	if (rc == 0)
		rc = link_choose(cx, e);
	rc = unless_stopped(cx, rc);
	lap(&from, &s->choose);
	if (rc == 0)
		rc = link_group(cx, e);
	lap(&from, &s->cluster);
	s->total = from - begun - s->choose;
	if (rc == 0)
		rc = link_judge(cx, e);
	return unless_stopped(cx, rc);
}

static int written(struct link_job *job) {
	struct rusage use;
	int rc = link_clusters_write(job);
	if (rc == 0)
		rc = link_pairs_write(job);
	if (rc == 0)
		rc = link_model_write(job);
	getrusage(RUSAGE_SELF, &use);
	job->peak_mib = (double)use.ru_maxrss / 1024;
	job->spilled_mib = (double)link_memory_spilled(job->memory) / (1 << 20);
	if (rc == 0 && job->report != NULL)
		rc = link_report_write(job);
	if (rc == 0 && job->json)
		link_json(job, stdout);
	else if (rc == 0)
		link_say(job, stdout);
	return rc;
}

int cmd_link(struct cx *cx, int argc, char **argv) {
	struct link_job *job = arena_alloc(cx->arena, sizeof *job);
	struct link_options o = {.threads = 1};
	int64_t mib;
	bool terminal = isatty(STDERR_FILENO);
	jmp_buf trap;
	job->cx = cx;
	job->engine = arena_alloc(cx->arena, sizeof *job->engine);
	int rc = options(job, &argc, argv, &mib, &o);
	if (rc != 0)
		return rc;
	struct sigaction stop = {.sa_handler = on_stop, .sa_flags = SA_RESTART};
	sigaction(SIGINT, &stop, NULL);
	sigaction(SIGTERM, &stop, NULL);
	fold_warm();
	o.go_on = go_on;
	o.arg = &terminal;
	job->memory = link_memory_new((size_t)(mib > 0 ? mib : usual_mib()) << 20);
	link_memory_trap(job->memory, &trap);
	if (mib > 0)
		rc = link_spill_ready(job, (size_t)mib << 20);
	if (rc != 0) {
		link_memory_free(job->memory);
		return rc;
	}
	if (setjmp(trap) != 0) {
		rc = err_say(cx, ERR_LIMIT, "--memory", N_("This linkage needs more memory than it may have. Give more with --memory, or use fewer "
			"columns."), NULL);
	} else {
		int done = run(job, &o);
		rc = done != 0 ? done : written(job);
	}
	rc = link_spill_said(job, rc);
	if (terminal)
		fputs("\r\x1b[K", stderr);
	link_memory_free(job->memory);
	return rc;
}
