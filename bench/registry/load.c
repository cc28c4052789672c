/*
 * load DIR PERSONS REFERENCES - fills the registry in DIR, whose keeper runs, by its own operations.
 *
 * Every person is somebody met by one of eight NGOs: a sign, a screening, a yes and a no, a presumption. One in ten is
 * also referred to the next NGO, which accepts and gives help; one in five has a name written down, sealed like any
 * other. Nothing goes around the keeper: each row has its act, its entry in the chained log, its projections. What makes it fast is
 * only that some 500 calls travel in one message and four connections keep the queue full.
 *
 * REFERENCES gets the persons of the first NGO, for pages to be asked about. Prints one JSON line.
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
#include "op/profile.h"
#include "wire/client.h"

enum { NGOS = 8, CONNECTIONS = 4, PERSONS = 64 /* a message */, ARENA = 64 << 20 };

#define PASSWORD "a password for measuring"

struct loader {
	struct cx cx;
	struct wire *wire;
	const struct profile *profile;
	uint64_t seed;
	struct buf text;
	int calls; /* in the message */
	int64_t sent;
	int references;
};

static _Noreturn void stop(const char *why) {
	fprintf(stderr, "load: %s\n", why);
	exit(1);
}

/* splitmix64: the same people at every run. */
static uint32_t draw(struct loader *l, uint32_t below) {
	uint64_t z = l->seed += UINT64_C(0x9e3779b97f4a7c15);
	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return (uint32_t)((z ^ z >> 31) % below);
}

static const char *pick(struct loader *l, enum list list) {
	static size_t lengths[L__MAX];
	if (lengths[list] == 0)
		while (code_at(l->profile, list, lengths[list]) != 0)
			lengths[list]++;
	return code_name(l->profile, list, code_at(l->profile, list, draw(l, (uint32_t)lengths[list])));
}

static void begin(struct loader *l, int ngo) {
	arena_reset(l->cx.arena);
	l->text = buf_new(l->cx.arena, 1 << 20);
	l->calls = 0;
	buf_str(&l->text, "{\"face\":\"cli\",\"lang\":\"en\",");
	if (ngo >= 0)
		buf_printf(&l->text, "\"as\":\"worker-%d\",", ngo);
	buf_str(&l->text, "\"calls\":[");
}

/* Adds a call; its number in the message. */
__attribute__((format(printf, 3, 4)))
static int call(struct loader *l, enum op_id op, const char *in, ...) {
	va_list ap;
	va_start(ap, in);
	char *text = arena_vprintf(l->cx.arena, in, ap);
	va_end(ap);
	for (char *c = text; *c != 0; c++) /* no value here holds an apostrophe */
		*c = *c == '\'' ? '"' : *c;
	buf_printf(&l->text, "%s{\"op\":\"%s\",\"in\":{%s}}", l->calls > 0 ? "," : "", ops[op].name, text);
	l->sent++;
	return l->calls++;
}

/* Sends the message. Every call must have gone well: a loader has no business with exceptions. */
static json_t *end(struct loader *l) {
	struct blob answer;
	buf_str(&l->text, "]}");
	if (wire_call(l->wire, &l->cx, (struct blob){l->text.at, l->text.n}, &answer) != 0)
		stop("the keeper does not answer");
	json_t *json = json_loadb(answer.at, answer.n, 0, NULL), *answers = json_incref(json_object_get(json, "answers"));
	json_t *each, *error = json_object_get(json, "error");
	size_t i;
	json_array_foreach(answers, i, each)
		error = error != NULL ? error : json_object_get(each, "error");
	if (error != NULL)
		stop(json_dumps(error, 0));
	json_decref(json);
	return answers;
}

static void connect_to(struct loader *l, const char *dir) {
	if (wire_open(&l->cx, dir, WIRE_OPERATOR, &l->wire) != 0)
		stop("there is no keeper to connect to");
}

static void set_up(struct loader *l) {
	begin(l, -1);
	for (int i = 0; i < NGOS; i++)
		call(l, OP_org_create, "'org':'ngo-%d','org_name':'NGO %d','org_kind':'ngo','region':'%s'", i, i, pick(l, L_REGION));
	call(l, OP_org_create, "'org':'police','org_name':'Police','org_kind':'police','region':'%s'", pick(l, L_REGION));
	call(l, OP_org_create, "'org':'ombud','org_name':'Ombud','org_kind':'rapporteur','region':'%s'", pick(l, L_REGION));
	for (int i = 0; i < NGOS; i++)
		call(l, OP_user_create, "'login':'worker-%d','password':'" PASSWORD "','staff_name':'Worker','org':'ngo-%d','role':['support']",
			i, i);
	call(l, OP_user_create, "'login':'rapporteur','password':'" PASSWORD "','staff_name':'Rapporteur','org':'ombud',"
		"'role':['rapporteur']");
	json_decref(end(l));
}

static const char *name(struct loader *l) {
	static const char *const syllables[] = {"ba", "da", "ga", "ka", "la", "ma", "na", "pa", "ra", "sa", "ta", "va", "bi",
		"di", "gi", "ki", "li", "mi", "ni", "pi", "ri", "si", "ti", "vi", "bo", "do", "go", "ko", "lo", "mo", "no", "po"};
	char *text = arena_printf(l->cx.arena, "%s%s%s%s", syllables[draw(l, 32)], syllables[draw(l, 32)], syllables[draw(l, 32)],
		syllables[draw(l, 32)]);
	text[0] = (char)(text[0] - 'a' + 'A');
	return text;
}

/* One person, as her first NGO writes her down; the number of the call that gives her referral, or -1. */
static int person(struct loader *l, int ngo, int64_t i) {
	static const char *const ages[] = {"18_24", "25_39", "40_up"}, *const sexes[] = {"female", "male"},
		*const answers[] = {"yes", "no", "unclear"}, *const sources[] = {"met", "call", "colleague", "public", "self"};
	struct arena *a = l->cx.arena;
	int32_t today = day_of(l->cx.now), day = today - (int32_t)draw(l, 5 * 365);
	int next = (ngo + 1) % NGOS;
	int met = call(l, OP_signal_record, "'municipality':'%s','source':'%s','age':'%s','sex':'%s','language':'%s','happened':'%s'",
		pick(l, L_MUNICIPALITY), sources[draw(l, 5)], ages[draw(l, 3)], sexes[draw(l, 2)], pick(l, L_SPEECH), day_text(a, day));
	call(l, OP_screening_record, "'person':'$%d.person','instrument':'field-8','language':'%s',"
		"'answer':['q1:%s','q2:%s','q3:%s']", met, pick(l, L_SPEECH), answers[draw(l, 3)], answers[draw(l, 3)], answers[draw(l, 3)]);
	call(l, OP_consent_record, "'person':'$%d.person','purpose':'support','org':'ngo-%d','consent_state':'given','language':'uk',"
		"'read_aloud':true", met, next);
	call(l, OP_consent_record, "'person':'$%d.person','purpose':'decision','org':'police','consent_state':'refused',"
		"'language':'uk','read_aloud':true", met);
	call(l, OP_presumption_record, "'person':'$%d.person','form':['%s'],'happened':'%s'", met, pick(l, L_FORM), day_text(a, day));
	if (i % 5 == 0)
		call(l, OP_identity_record, "'person':'$%d.person','given':'%s','family':'%s','born':%d,'document':'DOC%lld'", met,
			name(l), name(l), 1960 + (int)draw(l, 45), (long long)i);
	return i % 10 != 0 ? -1 : call(l, OP_referral_send, "'person':'$%d.person','org':'ngo-%d','purpose':'support','need':['shelter']",
		met, next);
}

static void persons(struct loader *l, int ngo, int64_t first, int64_t n) {
	int met[PERSONS], referrals[PERSONS], count = 0;
	begin(l, ngo);
	for (int64_t i = 0; i < n; i++) {
		met[i] = l->calls;
		int sent = person(l, ngo, first + i);
		if (sent >= 0)
			referrals[count++] = sent;
	}
	json_t *answers = end(l);
	for (int64_t i = 0; ngo == 0 && i < n; i++)
		dprintf(l->references, "%s\n",
			json_string_value(json_object_get(json_object_get(json_array_get(answers, (size_t)met[i]), "ok"), "person")));
	begin(l, (ngo + 1) % NGOS);
	for (int i = 0; i < count; i++) {
		const json_t *sent = json_object_get(json_array_get(answers, (size_t)referrals[i]), "ok");
		int accepted = call(l, OP_referral_accept, "'referral':'%s'", json_string_value(json_object_get(sent, "referral")));
		call(l, OP_service_record, "'person':'$%d.person','need':'shelter','happened':'%s'", accepted,
			day_text(l->cx.arena, day_of(l->cx.now)));
	}
	json_decref(answers);
	if (count > 0)
		json_decref(end(l));
}

/* One connection's share: every CONNECTIONS-th message. Gives the calls it sent through the pipe. */
static _Noreturn void share(struct loader *l, const char *dir, int which, int64_t total, int to) {
	l->seed = (uint64_t)which + 1;
	connect_to(l, dir);
	for (int64_t first = (int64_t)which * PERSONS, turn = which; first < total; first += CONNECTIONS * PERSONS, turn++)
		persons(l, (int)(turn % NGOS), first, total - first < PERSONS ? total - first : PERSONS);
	wire_close(l->wire);
	exit(write(to, &l->sent, sizeof l->sent) == sizeof l->sent ? 0 : 1);
}

int main(int argc, char **argv) {
	struct loader l = {.cx = {.arena = arena_new(ARENA), .lang = "en", .now = instant_now()}};
	struct profile *profile;
	int64_t total, calls = 0, sent, began;
	int ends[2], status, failed = 0;
	if (argc != 4 || !int_parse(argv[2], &total) || total < 1)
		stop("load DIR PERSONS REFERENCES");
	if (profile_load(&l.cx, "lt", &profile) != 0 || pipe(ends) != 0)
		stop("no profile");
	l.profile = profile;
	l.references = open(argv[3], O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, 0600);
	l.cx.arena = arena_new(ARENA); /* the profile stays in the other one */
	connect_to(&l, argv[1]);
	set_up(&l);
	wire_close(l.wire);
	began = instant_now();
	for (int i = 0; i < CONNECTIONS; i++)
		if (fork() == 0)
			share(&l, argv[1], i, total, ends[1]);
	close(ends[1]);
	while (read(ends[0], &sent, sizeof sent) == sizeof sent)
		calls += sent - l.sent;
	while (wait(&status) > 0)
		failed |= status;
	if (failed != 0)
		return 1;
	printf("{\"persons\": %lld, \"calls\": %lld, \"seconds\": %.1f}\n", (long long)total, (long long)calls,
		(double)(instant_now() - began) / (double)SECOND);
	return 0;
}
