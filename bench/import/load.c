/*
 * load DIR ROWS WHOLE PAUSE - brings a list of ROWS invented persons into the registry in DIR, whose keeper runs, while
 * a second peer writes one sign after another with PAUSE milliseconds between them.
 *
 * A row is a sign, a name with birth and document, an identification decision, a citizenship and a disability: five
 * facts, sealed and logged like any others. One row in fifty names a document that an earlier one named. With WHOLE (1)
 * every row is tried before any is written. Prints one JSON line: seconds from begin to done, and how long the other
 * peer waited.
 */
#include <jansson.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/str.h"
#include "base/time.h"
#include "op/op.h"
#include "wire/client.h"

enum { ROWS_A_MESSAGE = 500, ARENA = 64 << 20, WAITS_MAX = 1000000 };

#define PASSWORD "a password for measuring"

struct peer {
	struct cx cx;
	struct wire *wire;
	uint64_t seed;
};

struct waits { /* shared with the child that measures */
	volatile int stop;
	size_t n;
	int64_t each[WAITS_MAX];
};

static _Noreturn void stop(const char *why) {
	fprintf(stderr, "load: %s\n", why);
	exit(1);
}

/* splitmix64: the same people at every run. */
static uint32_t draw(struct peer *p, uint32_t below) {
	uint64_t z = p->seed += UINT64_C(0x9e3779b97f4a7c15);
	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return (uint32_t)((z ^ z >> 31) % below);
}

static const char *quoted(struct peer *p, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
static const char *quoted(struct peer *p, const char *fmt, ...) {
	va_list ap;
	va_start(ap, fmt);
	char *text = arena_vprintf(p->cx.arena, fmt, ap);
	va_end(ap);
	for (char *c = text; *c != 0; c++)
		*c = *c == '\'' ? '"' : *c;
	return text;
}

/* Asks as `as`; the answer to the first call, which the caller frees. Every call must go well. */
static json_t *ask(struct peer *p, const char *as, const char *calls) {
	struct blob answer;
	const char *text = arena_printf(p->cx.arena, "{\"face\":\"cli\",%s\"calls\":[%s]}",
		as == NULL ? "" : arena_printf(p->cx.arena, "\"as\":\"%s\",", as), calls);
	if (wire_call(p->wire, &p->cx, (struct blob){text, strlen(text)}, &answer) != 0)
		stop("the keeper does not answer");
	json_t *json = json_loadb(answer.at, answer.n, 0, NULL), *answers = json_object_get(json, "answers"), *each;
	json_t *error = json_object_get(json, "error");
	size_t i;
	json_array_foreach(answers, i, each)
		error = error != NULL ? error : json_object_get(each, "error");
	if (error != NULL)
		stop(json_dumps(error, 0));
	json_t *ok = json_incref(json_object_get(json_array_get(answers, 0), "ok"));
	json_decref(json);
	return ok;
}

static void name(struct peer *p, struct buf *b) {
	static const char *const syllables[] = {"ba", "da", "ga", "ka", "la", "ma", "na", "pa", "ra", "sa", "ta", "va",
		"bi", "di", "gi", "ki", "li", "mi", "ni", "pi", "ri", "si", "ti", "vi", "bo", "do", "go", "ko", "lo", "mo",
		"no", "po"};
	for (int i = 0; i < 4; i++)
		buf_str(b, syllables[draw(p, 32)]);
}

static void row_put(struct peer *p, struct buf *b, int64_t i) {
	static const char *const countries[] = {"lt", "ua", "by", "vn"}, *const outcomes[] = {"identified",
		"not_identified"}, *const ages[] = {"18_24", "25_39", "40_up"}, *const told[] = {"yes", "no", "unknown"};
	int year = 2015 + (int)draw(p, 8), day = 1 + (int)draw(p, 28), month = 1 + (int)draw(p, 11);
	int64_t document = i > 50 && i % 50 == 0 ? i - 37 : i;
	buf_printf(b,
		"%s{'line':%lld,'number':'P-%lld','about':'P-%lld','calls':[['signal_record',{'municipality':'rokiskis',"
		"'source':'import','age':'%s','sex':'female','language':'uk','happened':'%d-%02d-%02d'}],['identity_record',{'given':'",
		b->n > 1 ? "," : "", (long long)i + 2, (long long)i, (long long)i, ages[draw(p, 3)], year, month, day);
	name(p, b);
	buf_str(b, "','family':'");
	name(p, b);
	buf_printf(b, "','birth':'%d-%02d-%02d','document':'LT %07lld'}],null,['decision_record',{'outcome':'%s','form':"
		"['labour_forced'],'decided_on':'%d-%02d-%02d'}],['trait_record',{'trait':'citizenship','trait_value':'%s','happened':"
		"'%d-%02d-%02d'}],['trait_record',{'trait':'disability','trait_value':'%s','happened':'%d-%02d-%02d'}]]}",
		1960 + (int)draw(p, 45), 1 + (int)draw(p, 12), 1 + (int)draw(p, 28), (long long)document, outcomes[draw(p, 2)],
		year, month + 1, day, countries[draw(p, 4)], year, month, day, told[draw(p, 3)], year, month, day);
}

static void rows_send(struct peer *p, const char *import, int64_t first, int64_t n) {
	struct buf rows = buf_new(p->cx.arena, 1 << 20), call = buf_new(p->cx.arena, 2 << 20);
	buf_char(&rows, '[');
	for (int64_t i = first; i < first + n; i++)
		row_put(p, &rows, i);
	buf_char(&rows, ']');
	buf_printf(&call, "{\"op\":\"import_add\",\"in\":{\"import\":\"%s\",\"rows_json\":\"", import);
	for (const char *c = rows.at; *c != 0; c++)
		buf_str(&call, *c == '\'' ? "\\\"" : (char[]){*c, 0});
	buf_str(&call, "\"}}");
	json_decref(ask(p, "org:bench", call.at));
	arena_reset(p->cx.arena);
}

static void peer_open(struct peer *p, const char *dir) {
	if (wire_open(&p->cx, dir, WIRE_OPERATOR, &p->wire) != 0)
		stop("there is no keeper to connect to");
}

static int64_t monotonic(void) {
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * SECOND + t.tv_nsec / 1000;
}

static _Noreturn void measure(const char *dir, int64_t pause, struct waits *w) {
	struct peer p = {.cx = {.arena = arena_new(ARENA), .lang = "en"}};
	peer_open(&p, dir);
	while (!w->stop && w->n < WAITS_MAX) {
		int64_t began = monotonic();
		json_decref(ask(&p, "other", quoted(&p, "{'op':'signal_record','in':{'municipality':'rokiskis','source':'met',"
			"'age':'25_39','sex':'female','language':'uk','happened':'2022-03-01'}}")));
		w->each[w->n++] = monotonic() - began;
		arena_reset(p.cx.arena);
		nanosleep(&(struct timespec){.tv_nsec = pause * 1000000}, NULL);
	}
	exit(0);
}

static int by_size(const void *a, const void *b) {
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return x < y ? -1 : x > y;
}

static double ms(struct waits *w, double part) {
	return w->n == 0 ? 0 : (double)w->each[(size_t)(part * (double)(w->n - 1))] / 1000;
}

int main(int argc, char **argv) {
	struct peer p = {.cx = {.arena = arena_new(ARENA), .lang = "en"}, .seed = 1};
	struct waits *w = mmap(NULL, sizeof *w, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	int64_t total, whole, pause;
	if (argc != 5 || !int_parse(argv[2], &total) || !int_parse(argv[3], &whole) || !int_parse(argv[4], &pause) ||
		total < 1
		|| pause < 0 || pause > 900)
		stop("load DIR ROWS WHOLE PAUSE");
	peer_open(&p, argv[1]);
	json_decref(ask(&p, NULL,
		quoted(&p, "{'op':'org_create','in':{'org':'bench','org_name':'Bench','org_kind':'police',"
		"'region':'panevezys'}},{'op':'user_create','in':{'login':'other','password':'" PASSWORD "','staff_name':'Other',"
		"'org':'bench','role':['officer']}}")));
	pid_t child = fork();
	if (child == 0)
		measure(argv[1], pause, w);
	int64_t began = monotonic();
	json_t *ok = ask(&p, "org:bench", quoted(&p, "{'op':'import_begin','in':{'kind':'persons','file_hash':'%064d',"
		"'rows_n':%lld,'whole':%s}}", 1, (long long)total, whole != 0 ? "true" : "false"));
	char import[REF_TEXT];
	snprintf(import, sizeof import, "%s", json_string_value(json_object_get(ok, "import")));
	json_decref(ok);
	for (int64_t i = 0; i < total; i += ROWS_A_MESSAGE)
		rows_send(&p, import, i, total - i < ROWS_A_MESSAGE ? total - i : ROWS_A_MESSAGE);
	int64_t staged = monotonic();
	json_decref(ask(&p, "org:bench", quoted(&p, "{'op':'import_run','in':{'import':'%s'}}", import)));
	for (const char *state = "";;) {
		nanosleep(&(struct timespec){.tv_nsec = 100000000}, NULL);
		arena_reset(p.cx.arena);
		ok = ask(&p, "org:bench", quoted(&p, "{'op':'import_read','in':{'import':'%s'}}", import));
		state = json_string_value(json_object_get(ok, "import_state"));
		bool ended = !str_equal(state, "checking") && !str_equal(state, "running");
		if (ended && json_integer_value(json_object_get(ok, "added_n")) != total)
			stop(json_dumps(ok, 0));
		json_decref(ok);
		if (ended)
			break;
	}
	int64_t done = monotonic();
	w->stop = 1;
	waitpid(child, NULL, 0);
	qsort(w->each, w->n, sizeof *w->each, by_size);
	printf("{\"rows\": %lld, \"seconds\": %.1f, \"staging_seconds\": %.1f, \"rows_s\": %.0f, \"others\": %zu, "
		"\"p50_ms\": %.1f, "
		"\"p99_ms\": %.1f, \"worst_ms\": %.1f}\n", (long long)total, (double)(done - began) / (double)SECOND,
		(double)(staged - began) / (double)SECOND, (double)total / ((double)(done - began) / (double)SECOND), w->n,
		ms(w, 0.5), ms(w, 0.99), ms(w, 1));
	return 0;
}
