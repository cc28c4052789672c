/* atrama estimate TABLE: how many people no agency recorded, or why that cannot be said. */
#include <fcntl.h>
#include <math.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/blake.h"
#include "base/str.h"
#include "cmd/cmd.h"
#include "cmd/estimate.h"
#include "io/table.h"
#include "text/catalogue.h"

enum { AVERAGED = 40000 /* models, where nobody asked for more by name */, BOOT = 1000, BOOT_LEAST = 100,
	BOOT_MOST = 1000000, HTML = 64 << 20 };

struct command {
	struct cx *cx;
	const char *path, *strata, *missed, *links, *report, *token, *model;
	bool json;
	struct estimate *e;
};

static volatile sig_atomic_t stopping;
static atomic_int told = -1;

static void on_stop(int number) {
	(void)number;
	stopping = 1;
}

/* Called from several threads: whoever comes first to a new part says so. */
static bool go_on(void *arg, int part, int parts) {
	bool *terminal = arg;
	if (*terminal && atomic_exchange(&told, part) != part) {
		fprintf(stderr, "\r\x1b[K%d / %d", part, parts);
		fflush(stderr);
	}
	return !stopping;
}

/* Options ---------------------------------------------------------------------------------------------------------- */

static int share(struct cx *cx, const char *text, const char *option, double most, double *ret_p) {
	char *end;
	double p = strtod(text, &end);
	if (end == text || (*end != 0 && *end != ',') || !(p >= 0) || p > most)
		return err_say(cx, ERR_INVALID, option, most < 1 ? N_("That is a share from 0 to 0.9.")
			: N_("That is a share from 0 to 1."), text);
	*ret_p = p;
	return 0;
}

static int whole(struct cx *cx, int *argc, char **argv, const char *option, int64_t least, int64_t most, int64_t *n) {
	const char *text = cmd_option(argc, argv, option);
	if (text != NULL && (!int_parse(text, n) || *n < least || *n > most))
		return err_say(cx, ERR_INVALID, option, N_("That number is out of its range."), text);
	return 0;
}

static int methods(struct command *c, const char *names) {
	struct mse_options *o = &c->e->options;
	struct cx *cx = c->cx;
	char *copy = arena_strdup(cx->arena, names), *at = NULL;
	for (char *name = strtok_r(copy, ",", &at); name != NULL; name = strtok_r(NULL, ",", &at)) {
		enum mse_method m = mse_method_find(name);
		if (str_equal(name, "all")) {
			o->methods |= 1U << METHOD_INDEPENDENT | 1U << METHOD_STEPWISE | 1U << METHOD_BIC | 1U << METHOD_AIC
				| 1U << METHOD_CHAO;
			o->graphs = o->averaging = o->lcm = true;
			o->averaged_most = AVERAGED;
			continue;
		}
		if (str_equal(name, "graphs") || str_equal(name, "lcm")) {
			*(*name == 'g' ? &o->graphs : &o->lcm) = true;
			continue;
		}
		if (str_equal(name, "averaging")) {
			o->averaging = true;
			o->averaged_most = 0;
			continue;
		}
		o->despite_two = true; /* asked for by name */
		if (m == METHOD__MAX)
			return err_say(cx, ERR_INVALID, "--method",
				N_("There is no such method. There are: all, independent, stepwise, bic, aic, "
				"chao, graphs, averaging, lcm, fixed."), name);
		o->methods |= 1U << m;
	}
	if (o->methods == 0) /* an average needs somebody to stand beside */
		o->methods = 1U << METHOD_BIC;
	return 0;
}

static int options(struct command *c, int *argc, char **argv) {
	struct mse_options *o = &c->e->options;
	struct cx *cx = c->cx;
	int64_t order = 2, boot = BOOT, seed = 1, threads = sysconf(_SC_NPROCESSORS_ONLN);
	const char *method = cmd_option(argc, argv, "--method"), *threshold = cmd_option(argc, argv, "--threshold");
	c->model = cmd_option(argc, argv, "--model");
	c->strata = cmd_option(argc, argv, "--strata");
	c->missed = cmd_option(argc, argv, "--missed");
	c->links = cmd_option(argc, argv, "--links");
	c->report = cmd_option(argc, argv, "--report");
	c->token = cmd_option(argc, argv, "--token");
	c->json = cmd_flag(argc, argv, "--json");
	threads = threads < 1 ? 1 : threads > MSE_THREADS ? MSE_THREADS : threads;
	o->threshold = 0.02;
	int rc = methods(c, method == NULL ? c->model != NULL ? "fixed" : "all" : method);
	if (rc == 0 && threshold != NULL)
		rc = share(cx, threshold, "--threshold", 1, &o->threshold);
	if (rc == 0)
		rc = whole(cx, argc, argv, "--order", 2, 3, &order);
	if (rc == 0)
		rc = whole(cx, argc, argv, "--boot", BOOT_LEAST, BOOT_MOST, &boot);
	if (rc == 0)
		rc = whole(cx, argc, argv, "--seed", 0, INT64_MAX, &seed);
	if (rc == 0)
		rc = whole(cx, argc, argv, "--threads", 1, MSE_THREADS, &threads);
	if (rc != 0)
		return rc;
	o->order = (int)order;
	o->replicates = (size_t)boot;
	o->seed = (uint64_t)seed;
	o->threads = (int)threads;
	if ((o->methods >> METHOD_FIXED & 1) != (c->model != NULL))
		return err_say(cx, ERR_INVALID, "--model", N_("A model goes with --method fixed, and the other way round."),
			c->model);
	if (*argc != 2 || argv[1][0] == '-')
		return ERR_INVALID; /* usage */
	c->path = argv[1];
	return 0;
}

/* What is said to have been missed: one share, one a pair in the order 12, 13, ..., 23, or a file of pairs. */
static int missed(struct command *c) {
	struct mse_options *o = &c->e->options;
	int lists = c->e->in.table.lists, n = 0, rc = 0;
	double p = 0;
	const char *at = c->missed;
	bool several = at != NULL && strchr(at, ',') != NULL;
	for (int i = 0; rc == 0 && at != NULL && i < lists; i++)
		for (int j = i + 1; rc == 0 && j < lists; j++) {
			if (several && n > 0) {
				at = strchr(at, ',');
				if (at == NULL)
					return err_say(c->cx, ERR_INVALID, "--missed", N_("Give one share, or one for every pair of lists."), c->missed);
				at++;
			}
			rc = share(c->cx, at, "--missed", 0.9, &p);
			o->missed[i][j] = p;
			n++;
		}
	if (rc == 0 && several && at != NULL && strchr(at, ',') != NULL)
		return err_say(c->cx, ERR_INVALID, "--missed", N_("Give one share, or one for every pair of lists."), c->missed);
	o->missed_given = c->missed != NULL;
	return rc;
}

static int list_of(const struct command *c, const char *name) {
	int i = 0;
	while (i < c->e->in.table.lists && !str_equal(c->e->in.names[i], name))
		i++;
	return i;
}

/* A row of --links: two lists and the share of links between them that were missed; the first is its heading. */
static int take_link(struct cx *cx, const struct table_row *row, void *arg) {
	struct command *c = arg;
	struct mse_options *o = &c->e->options;
	const char *place = arena_printf(cx->arena, "--links, row %lld", (long long)row->line);
	double p = 0;
	if (row->line == 1)
		return 0;
	if (row->n != 3)
		return err_say(cx, ERR_INVALID, place, N_("A row of links is: list, list, share of links missed."), NULL);
	int i = list_of(c, row->cells[0]), j = list_of(c, row->cells[1]), lists = c->e->in.table.lists;
	if (i == lists || j == lists || i == j)
		return err_say(cx, ERR_INVALID, place, N_("These are not two lists of the table."), i == lists ? row->cells[0]
			: row->cells[1]);
	int rc = share(cx, row->cells[2], place, 0.9, &p);
	if (rc == 0)
		o->missed[i < j ? i : j][i < j ? j : i] = p;
	return rc;
}

static int links(struct command *c) {
	if (c->links == NULL)
		return 0;
	int fd = open(c->links, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return err_say(c->cx, ERR_NOTFOUND, NULL, N_("The file could not be read."), c->links);
	int rc = table_read(c->cx, fd, take_link, c);
	close(fd);
	c->e->options.missed_given = true;
	return rc;
}

/* The result's name ------------------------------------------------------------------------------------------------ */

static void table_put(struct buf *b, const struct mse_table *t) {
	buf_printf(b, "table %d", t->lists);
	for (unsigned w = 1; w < mse_cells(t); w++)
		if (t->n[w] > 0)
			buf_printf(b, " %u:%lld", w, (long long)t->n[w]);
	buf_char(b, '\n');
}

/* Everything the answer hangs on, and nothing else: not the names of lists, not the number of threads. */
static void token(struct command *c) {
	const struct mse_options *o = &c->e->options;
	struct buf b = buf_new(c->cx->arena, 1 << 20);
	buf_printf(&b, "engine %s methods %x %d %d %d %zu order %d threshold %a boot %zu seed %llu model %s two %d\n",
		ESTIMATE_ENGINE, o->methods, o->graphs, o->averaging, o->lcm, o->averaged_most, o->order, o->threshold,
		o->replicates, (unsigned long long)o->seed, c->model == NULL ? "" : c->model, o->despite_two);
	table_put(&b, &c->e->in.table);
	if (c->e->in.referral)
		table_put(&b, &c->e->in.own);
	for (size_t i = 0; i < c->e->in.strata_n; i++)
		table_put(&b, &c->e->in.strata[i]);
	for (int i = 0; o->missed_given && i < MSE_LISTS; i++)
		for (int j = i + 1; j < MSE_LISTS; j++)
			buf_printf(&b, " %a", o->missed[i][j]);
	blake_hex(c->e->token, b.at, b.n);
}

/* The words of the command, quoted where a shell needs it. */
static const char *command_line(struct cx *cx, int argc, char **argv) {
	struct buf b = buf_new(cx->arena, 1 << 20);
	buf_str(&b, "atrama");
	for (int i = 0; i < argc; i++) {
		bool plain = argv[i][strspn(argv[i], "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789./_-=,+")] == 0;
		buf_str(&b, plain ? " " : " '");
		for (const char *s = argv[i]; *s != 0; s++)
			if (*s == '\'')
				buf_str(&b, "'\\''");
			else
				buf_char(&b, *s);
		buf_str(&b, plain ? "" : "'");
	}
	return b.at;
}

/* Flow ------------------------------------------------------------------------------------------------------------- */

static int write_report(struct command *c) {
	struct buf out = buf_new(c->cx->arena, HTML);
	int rc = estimate_html(c->cx, c->e, &out);
	if (rc != 0)
		return rc;
	FILE *f = fopen(c->report, "we");
	bool written = f != NULL && fwrite(out.at, 1, out.n, f) == out.n;
	if (f != NULL && fclose(f) != 0)
		written = false;
	return written ? 0 : err_say(c->cx, ERR_IO, NULL, N_("The report could not be written."), c->report);
}

static int model_read(const struct command *c) {
	struct mse_options *o = &c->e->options;
	if (c->model == NULL || (strlen(c->model) < 600 && mse_model_read(&o->fixed, c->e->in.table.lists, c->model)
		&& !mse_model_has(&o->fixed, mse_cells(&c->e->in.table) - 1)))
		return 0;
	return err_say(c->cx, ERR_INVALID, "--model",
		N_("A model is written [12,13,2]: lists by their numbers, and not all of them together."), c->model);
}

static int run(struct command *c) {
	struct estimate *e = c->e;
	bool terminal = isatty(STDERR_FILENO);
	struct timespec from, to;
	int rc = estimate_table_read(c->cx, c->path, c->strata, &e->in);
	if (rc == 0)
		rc = model_read(c);
	if (rc == 0)
		rc = missed(c);
	if (rc == 0)
		rc = links(c);
	if (rc != 0)
		return rc;
	token(c);
	if (c->token != NULL && !str_equal(c->token, e->token))
		return err_say(c->cx, ERR_CONFLICT, "--token",
			N_("This table with these options is not what the token was given for."), e->token);
	struct sigaction stop = {.sa_handler = on_stop, .sa_flags = SA_RESTART};
	sigaction(SIGINT, &stop, NULL);
	sigaction(SIGTERM, &stop, NULL);
	e->options.go_on = go_on;
	e->options.arg = &terminal;
	e->options.strata = e->in.strata;
	e->options.strata_n = e->in.strata_n;
	e->options.own = e->in.referral ? &e->in.own : NULL;
	e->panel.models = calloc(PANEL_MODELS, sizeof *e->panel.models);
	if (e->panel.models == NULL)
		return err_say(c->cx, ERR_LIMIT, NULL, N_("There is not enough memory."), NULL);
	clock_gettime(CLOCK_MONOTONIC, &from);
	mse_panel_run(&e->options, &e->in.table, &e->panel);
	clock_gettime(CLOCK_MONOTONIC, &to);
	e->seconds = (double)(to.tv_sec - from.tv_sec) + 1e-9 * (double)(to.tv_nsec - from.tv_nsec);
	if (terminal)
		fputs("\r\x1b[K", stderr);
	if (e->panel.ended)
		rc = err_say(c->cx, ERR_BUSY, NULL, N_("Stopped: there is no result."), NULL);
	if (rc == 0 && c->report != NULL)
		rc = write_report(c);
	if (rc == 0 && c->json) {
		json_t *json = estimate_json(c->cx, e);
		json_dumpf(json, stdout, JSON_INDENT(1) | JSON_REAL_PRECISION(15));
		putchar('\n');
		json_decref(json);
	} else if (rc == 0) {
		estimate_print(c->cx, e, stdout);
	}
	free(e->panel.models);
	return rc;
}

int cmd_estimate(struct cx *cx, int argc, char **argv) {
	struct command c = {.cx = cx, .e = arena_alloc(cx->arena, sizeof *c.e)};
	c.e->rerun = command_line(cx, argc, argv);
	int rc = options(&c, &argc, argv);
	if (rc != 0)
		return rc;
	const char *slash = strrchr(c.path, '/');
	c.e->file = slash == NULL ? c.path : slash + 1;
	return run(&c);
}
