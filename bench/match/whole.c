/*
 * whole name DIR PEOPLE.csv PERSONS - gives persons of a registry, whose keeper runs, names from a list of people.py; PERSONS
 *   has a line each: reference and number of the NGO that met her, as bench/registry/load makes them.
 * whole ask DIR PEOPLE.csv FROM N - measures what a worker waits for: N more people of the list from line FROM are searched
 *   for, met and named, one after the other. Prints a line of JSON, in milliseconds: `find`, the search, which leaves at a
 *   tick of 100; `save`, a person and a name, durable; `match`, until what her name is like has been written down, too,
 *   counted from the same moment.
 */
#include <fcntl.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/str.h"
#include "base/time.h"
#include "db/db.h"
#include "db/queries.h"
#include "io/table.h"
#include "op/op.h"
#include "wire/client.h"

enum { ARENA = 64 << 20, AT_ONCE = 200, NGOS = 8, MOST_ASKED = 20000, CONNECTIONS = 2 };
enum { GIVEN = 2, FAMILY, BORN, DOCUMENT }; /* columns */

struct people {
	size_t n, room;
	struct person {
		char *given, *family, *born, *document;
	} *at;
	bool headed;
};

struct asker {
	struct cx cx;
	struct wire *wire;
	struct buf text;
	int calls;
};

static _Noreturn void stop(const char *why) {
	fprintf(stderr, "whole: %s\n", why);
	exit(1);
}

static double now(void) {
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return 1e3 * (double)t.tv_sec + 1e-6 * (double)t.tv_nsec;
}

/* A slip of people.py may put a Latin letter into a Cyrillic name: the registry refuses that. */
static bool is_name(const char *s) {
	bool latin = false, cyrillic = false, any = *s != 0;
	for (; *s != 0; s++) {
		latin |= (*s >= 'a' && *s <= 'z') || (*s >= 'A' && *s <= 'Z');
		cyrillic |= (unsigned char)*s >= 0xd0 && (unsigned char)*s <= 0xd3;
	}
	return any && !(latin && cyrillic);
}

static int take(struct cx *cx, const struct table_row *row, void *arg) {
	struct people *l = arg;
	(void)cx;
	if (!l->headed || row->n <= FAMILY || !is_name(row->cells[GIVEN]) || !is_name(row->cells[FAMILY])) {
		l->headed = true;
		return 0;
	}
	if (l->n == l->room) {
		l->room = l->room * 2 + 4096;
		struct person *wider = realloc(l->at, l->room * sizeof *wider);
		if (wider == NULL)
			return ERR_LIMIT;
		l->at = wider;
	}
	l->at[l->n++] = (struct person){strdup(row->cells[GIVEN]), strdup(row->cells[FAMILY]),
		strdup(row->n > BORN ? row->cells[BORN] : ""), strdup(row->n > DOCUMENT ? row->cells[DOCUMENT] : "")};
	return 0;
}

static void begin(struct asker *a, int ngo) {
	arena_reset(a->cx.arena);
	a->text = buf_new(a->cx.arena, 1 << 20);
	a->calls = 0;
	buf_printf(&a->text, "{\"face\":\"cli\",\"lang\":\"en\",\"as\":\"worker-%d\",\"calls\":[", ngo);
}

static void call(struct asker *a, const char *op, json_t *in) {
	char *text = json_dumps(in, 0);
	buf_printf(&a->text, "%s{\"op\":\"%s\",\"in\":%s}", a->calls++ > 0 ? "," : "", op, text);
	free(text);
	json_decref(in);
}

static void end(struct asker *a) {
	struct blob answer;
	json_t *each;
	size_t i;
	buf_str(&a->text, "]}");
	if (wire_call(a->wire, &a->cx, (struct blob){a->text.at, a->text.n}, &answer) != 0)
		stop("the keeper does not answer");
	json_t *json = json_loadb(answer.at, answer.n, 0, NULL), *error = json_object_get(json, "error");
	json_array_foreach(json_object_get(json, "answers"), i, each)
		error = error != NULL ? error : json_object_get(each, "error");
	if (error != NULL)
		stop(json_dumps(error, 0));
	json_decref(json);
}

/* The name of a person as identity_record takes it; a year alone where a search takes no day. */
static json_t *named(const char *person, const struct person *p, bool search) {
	json_t *in = json_pack("{s:s, s:s}", "given", p->given, "family", p->family);
	size_t n = strlen(p->born);
	if (n >= 4 && (search || n == 4))
		json_object_set_new(in, "born", json_integer(atoi(p->born)));
	else if (n >= 4)
		json_object_set_new(in, "birth", json_string(p->born));
	if (!search && p->document[0] != 0)
		json_object_set_new(in, "document", json_string(p->document));
	if (person != NULL)
		json_object_set_new(in, "person", json_string(person));
	return in;
}

static void open_wire(struct asker *a, const char *dir) {
	*a = (struct asker){.cx = {.arena = arena_new(ARENA), .lang = "en", .now = instant_now()}};
	if (wire_open(&a->cx, dir, WIRE_OPERATOR, &a->wire) != 0)
		stop("there is no keeper to connect to");
}

/* Persons stand in order of their NGO; one message is of one. Each connection takes every CONNECTIONS-th message. */
static void name_all(const char *dir, const struct people *l, const char *path, int which) {
	struct asker a;
	char ref[33];
	int ngo, open = -1;
	size_t i = 0, message = 0;
	FILE *f = fopen(path, "r");
	if (f == NULL)
		stop("no list of persons");
	open_wire(&a, dir);
	for (; i < l->n && fscanf(f, "%32s %d", ref, &ngo) == 2; i++) {
		if (open >= 0 && (ngo != open || a.calls == AT_ONCE)) {
			if (message++ % CONNECTIONS == (size_t)which)
				end(&a);
			open = -1;
		}
		if (open < 0)
			begin(&a, open = ngo);
		call(&a, "identity_record", named(ref, &l->at[i], false));
	}
	if (open >= 0 && message % CONNECTIONS == (size_t)which)
		end(&a);
	fclose(f);
	wire_close(a.wire);
}

static int by_size(const void *x, const void *y) {
	const double *a = x, *b = y;
	return (*a > *b) - (*a < *b);
}

static void print(const char *what, double *ms, size_t n, const char *after) {
	qsort(ms, n, sizeof *ms, by_size);
	printf("\"%s\": {\"p50\": %.2f, \"p99\": %.2f, \"most\": %.2f}%s", what, ms[n / 2], ms[n * 99 / 100], ms[n - 1],
		after);
}

/* Until the matcher has compared all that is there. */
static void wait_matched(struct cx *cx) {
	struct row_match_mark_get row = {.newest = 1};
	while (row.mark < row.newest) {
		arena_reset(cx->arena);
		if (db_read_begin(cx) != 0 || q_match_mark_get(cx, &row) != 0)
			stop("the store cannot be read");
		db_read_end(cx);
		usleep(100);
	}
}

static void ask_all(const char *dir, const struct people *l, size_t from, size_t n) {
	static double find[MOST_ASKED], save[MOST_ASKED], match[MOST_ASKED];
	struct asker a;
	struct cx store = {.arena = arena_new(ARENA), .lang = "en"};
	open_wire(&a, dir);
	if (db_open(&store, arena_printf(arena_new(4096), "%s/store.db", dir), DB_READER, &store.db) != 0)
		stop("no store");
	wait_matched(&store);
	for (size_t i = 0; i < n; i++) {
		const struct person *p = &l->at[from + i];
		double at = now();
		begin(&a, (int)(i % NGOS));
		call(&a, "person_find", named(NULL, p, true));
		end(&a);
		find[i] = now() - at;
		at = now();
		begin(&a, (int)(i % NGOS));
		call(&a, "signal_record", json_pack("{s:s, s:s, s:s, s:s, s:s, s:s}", "municipality", "rokiskis", "source", "met",
			"age", "25_39", "sex", "female", "language", "uk", "happened", day_text(a.cx.arena, day_of(a.cx.now))));
		call(&a, "identity_record", named("$0.person", p, false));
		end(&a);
		save[i] = now() - at;
		wait_matched(&store);
		match[i] = now() - at;
	}
	printf("{\"asked\": %zu, ", n);
	print("find", find, n, ", ");
	print("save", save, n, ", ");
	print("match", match, n, "}\n");
}

int main(int argc, char **argv) {
	struct cx cx = {.arena = arena_new((size_t)1 << 30), .lang = "en"};
	struct people l = {0};
	int64_t from = 0, n = 0;
	bool naming = argc == 5 && str_equal(argv[1], "name"), asking = argc == 6 && str_equal(argv[1], "ask");
	if (!naming && !asking)
		stop("name DIR PEOPLE.csv PERSONS, or ask DIR PEOPLE.csv FROM N");
	int fd = open(argv[3], O_RDONLY), status, failed = 0;
	if (fd < 0 || table_read(&cx, fd, take, &l) != 0)
		stop("no list of people");
	if (asking && (!int_parse(argv[4], &from) || !int_parse(argv[5], &n) || n < 1 || n > MOST_ASKED || from < 0
		|| (size_t)(from + n) > l.n))
		stop("the list is shorter than that");
	if (asking) {
		ask_all(argv[2], &l, (size_t)from, (size_t)n);
		return 0;
	}
	for (int i = 0; i < CONNECTIONS; i++)
		if (fork() == 0) {
			name_all(argv[2], &l, argv[4], i);
			exit(0);
		}
	while (wait(&status) > 0)
		failed |= status;
	return failed != 0;
}
