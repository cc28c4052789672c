/* The keeper at work: batches, savepoints, keys, limits, what leaves when, and what does not end it. */
#include "world.h"

#include <errno.h>
#include <fcntl.h>
#include <semaphore.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>

#define ORG(code) "{'op': 'org_create', 'in': {'org': '" code "', 'org_name': 'Name of it', 'org_kind': 'ngo'," \
	" 'region': 'utena'}}"

static void answers_who_nobody_is_and_what_the_registry_is(void **state) {
	struct world *w = *state;
	world_start(w);
	struct wire *worker = NULL;
	assert_int_equal(wire_open(&w->cx, w->dir, WIRE_WORKER, &worker), 0);
	world_ask(w, worker, "{'face': 'page', 'lang': 'lt', 'calls': []}");
	assert_string_equal(dump(w, w->answer), "{\"who\":null,\"registry\":{\"demonstration\":true,\"profile\":\"lt\"},"
		"\"now\":\"2026-03-01T16:00:00Z\",\"answers\":[]}");
	wire_close(worker);
}

static void undoes_a_failed_call_alone_and_stops_there(void **state) {
	struct world *w = *state;
	world_start(w);
	const json_t *a = ASK(w, "{'calls': [" ORG("one") "," ORG("one") "," ORG("two") "]}");
	assert_string_equal(code(a, 0), "ok");
	assert_string_equal(code(a, 1), "conflict");
	assert_string_equal(code(a, 2), "conflict");
	assert_non_null(strstr(dump(w, json_array_get(a, 2)), "An earlier step failed."));
	assert_string_equal(code(ASK(w, "{'calls': [" ORG("two") "]}"), 0), "ok");
	assert_string_equal(code(ASK(w, "{'calls': [" ORG("one") "]}"), 0), "conflict");
}

static sem_t wedge, wedged;

/* Holds the writer until the test has put its next requests in line. */
static int hold_writer(struct cx *cx, const struct in *in, struct out *out) {
	(void)cx, (void)in;
	sem_post(&wedged);
	sem_wait(&wedge);
	out_text(out, F_UNIT, "held");
	return ERR_OK;
}

struct asker {
	struct world *w;
	const char *text;
	pthread_t thread;
	char *answer;
};

static void *ask_apart(void *arg) {
	struct asker *a = arg;
	struct cx cx = {.arena = arena_new(1 << 20)};
	struct wire *wire = NULL;
	struct blob answer = {0};
	if (wire_open(&cx, a->w->dir, WIRE_OPERATOR, &wire) == 0
		&& wire_call(wire, &cx, (struct blob){a->text, strlen(a->text)}, &answer) == 0)
		a->answer = strdup(answer.at);
	wire_close(wire);
	arena_free(cx.arena);
	return NULL;
}

static struct asker *ask_start(struct world *w, const char *text) {
	struct asker *a = calloc(1, sizeof *a);
	assert_non_null(a);
	char *json = arena_strdup(w->cx.arena, text);
	for (char *s = json; *s != 0; s++)
		if (*s == '\'')
			*s = '"';
	*a = (struct asker){.w = w, .text = json};
	assert_int_equal(pthread_create(&a->thread, NULL, ask_apart, a), 0);
	return a;
}

static bool ask_end(struct asker *a, const char *part) {
	pthread_join(a->thread, NULL);
	bool has = a->answer != NULL && strstr(a->answer, part) != NULL;
	free(a->answer);
	free(a);
	return has;
}

#define HOLD "{'calls': [{'op': 'unit_create', 'in': {'unit': 'any', 'org': 'any', 'unit_name': 'Any'}}]}"

static void puts_what_waited_into_one_transaction_and_loses_only_what_failed(void **state) {
	struct world *w = *state;
	struct asker *askers[6];
	sem_init(&wedge, 0, 0);
	sem_init(&wedged, 0, 0);
	w->bind.run[OP_unit_create] = hold_writer;
	world_start(w);
	assert_string_equal(code(ASK(w, "{'calls': [" ORG("taken") "]}"), 0), "ok");
	struct asker *holder = ask_start(w, HOLD);
	sem_wait(&wedged);
	int before = world_batches;
	static const char *const texts[] = {ORG("a1"), ORG("a2"), ORG("taken"), ORG("a3"), ORG("taken"), ORG("a4")};
	for (size_t i = 0; i < 6; i++)
		askers[i] = ask_start(w, arena_printf(w->cx.arena, "{'calls': [%s]}", texts[i]));
	usleep(300000); /* all of them are in line by now */
	sem_post(&wedge);
	assert_true(ask_end(holder, "\"ok\""));
	for (size_t i = 0; i < 6; i++)
		assert_true(ask_end(askers[i], i == 2 || i == 4 ? "\"conflict\"" : "\"ok\""));
	usleep(50000);
	assert_int_equal(world_batches - before, 2); /* the holder's, and one for the six */
}

static void repeats_the_recorded_answer_for_the_same_key(void **state) {
	struct world *w = *state;
	world_start(w);
	world_people(w);
	const char *sign =
		"{'as': 'rasa', 'calls': [{'op': 'signal_record', 'key': '000102030405060708090a0b0c0d0e0f', 'in': "
		"{'municipality': 'rokiskis', 'source': 'met', 'age': '%s', 'sex': 'female', 'language': 'uk', "
		"'happened': '2026-03-01'}}]}";
	const json_t *a = world_ask(w, w->wire, arena_printf(w->cx.arena, sign, "18_24"));
	const char *first = arena_strdup(w->cx.arena, dump(w, a));
	assert_string_equal(code(a, 0), "ok");
	int64_t log = world_log(w, NULL);
	a = world_ask(w, w->wire, arena_printf(w->cx.arena, sign, "18_24"));
	assert_string_equal(dump(w, a), first);
	assert_int_equal(world_log(w, NULL), log + 1); /* that it was asked again is logged */
	a = world_ask(w, w->wire, arena_printf(w->cx.arena, sign, "25_39"));
	assert_string_equal(code(a, 0), "conflict");
	/* Another account's key is another key. */
	a = world_ask(w, w->wire, "{'as': 'ona', 'calls': [{'op': 'signal_record', "
		"'key': '000102030405060708090a0b0c0d0e0f', 'in': {'municipality': 'rokiskis', 'source': 'met', 'age': '18_24', "
		""
		"'sex': 'female', 'language': 'uk', 'happened': '2026-03-01'}}]}");
	assert_string_equal(code(a, 0), "ok");
	assert_string_not_equal(dump(w, a), first);
}

static void wants_a_key_for_every_change_but_on_the_command_line(void **state) {
	struct world *w = *state;
	world_start(w);
	world_people(w);
	assert_string_equal(code(ASK(w, "{'as': 'rasa', 'face': 'api', 'calls': [" SIGN "]}"), 0), "invalid");
	assert_string_equal(code(ASK(w, "{'as': 'rasa', 'face': 'cli', 'calls': [" SIGN "]}"), 0), "ok");
}

static void lets_a_later_call_name_what_an_earlier_one_gave(void **state) {
	struct world *w = *state;
	world_start(w);
	world_people(w);
	const json_t *a = ASK(w, "{'as': 'rasa', 'calls': [" SIGN ",{'op': 'identity_record', 'in': {'person': '$0.person',"
		" 'given': 'Oksana'}},{'op': 'person_read', 'in': {'person': '$0.person'}}]}");
	assert_string_equal(code(a, 1), "ok");
	assert_string_equal(code(a, 2), "ok");
	assert_string_equal(ok_text(w, a, 2, "person"), ok_text(w, a, 0, "person"));
	static const char *const wrong[] = {"$0.nothing", "$1.person", "$5.person", "$.person", "$-1.person", "$0", "$",
		"$99999999999999999999.person"};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		a = ASK(w, "{'as': 'rasa', 'calls': [" SIGN ",{'op': 'person_read', 'in': {'person': '%s'}}]}", wrong[i]);
		assert_string_equal(code(a, 1), "invalid");
	}
}

static void never_reads_free_text_as_a_reference(void **state) {
	struct world *w = *state;
	world_start(w);
	world_people(w);
	const json_t *a = ASK(w,
		"{'as': 'rasa', 'calls': [" SIGN ",{'op': 'signal_record', 'in': {'municipality': 'rokiskis',"
		" 'source': 'met', 'age': '18_24', 'sex': 'female', 'language': 'uk', 'happened': '2026-03-01',"
		" 'note': '$0.person'}},{'op': 'person_notes', 'in': {'person': '$1.person'}}]}");
	assert_string_equal(code(a, 1), "ok");
	assert_non_null(strstr(dump(w, a), "\"note\":\"$0.person\""));
}

static void makes_the_log_of_a_name_durable_before_the_name_leaves(void **state) {
	struct world *w = *state;
	struct row_audit_page row;
	world_start(w);
	world_people(w);
	const json_t *a = ASK(w, "{'as': 'rasa', 'calls': [" SIGN ",{'op': 'identity_record', 'in': {'person': '$0.person',"
		" 'given': 'Oksana'}}]}");
	const char *person = ok_text(w, a, 0, "person");
	for (int i = 0; i < 20; i++) {
		int64_t before = world_log(w, NULL);
		a = ASK(w, "{'as': 'rasa', 'calls': [{'op': 'identity_read', 'in': {'person': '%s'}}]}", person);
		assert_string_equal(ok_text(w, a, 0, "given"), "Oksana");
		assert_int_equal(world_log(w, &row), before + 1);
		assert_string_equal(row.op, "identity_read");
		assert_int_equal(row.verdict, AUDIT_ALLOWED);
		assert_int_equal(row.as_operator, 1);
	}
}

/* abuse 13 */
static void shows_nothing_once_the_log_cannot_be_written(void **state) {
	struct world *w = *state;
	world_start(w);
	world_people(w);
	const json_t *a = ASK(w, "{'as': 'rasa', 'calls': [" SIGN ",{'op': 'identity_record', 'in': {'person': '$0.person',"
		" 'given': 'Oksana'}}]}");
	const char *person = ok_text(w, a, 0, "person");
	/* Somebody at the machine puts a row of his own at the end of the log. */
	static const uint8_t hash[32];
	struct blob none = {0};
	assert_int_equal(db_open(&w->cx, arena_printf(w->cx.arena, "%s/" KEEPER_STORE, w->dir), DB_WRITER, &w->cx.db), 0);
	assert_int_equal(db_begin(&w->cx), 0);
	assert_int_equal(q_audit_add(&w->cx, 1000, 1, 0, 0, NONE, 0, 0, none, "planted", NONE, NONE, none, 0, NONE, 1, 0, NONE,
		none, none, none, (struct blob){hash, sizeof hash}), 0);
	assert_int_equal(db_commit(&w->cx), 0);
	db_close(w->cx.db);
	w->cx.db = NULL;
	log_level_set(LOG_ERROR);
	a = ASK(w, "{'as': 'rasa', 'calls': [{'op': 'identity_read', 'in': {'person': '%s'}}]}", person);
	assert_string_equal(code(a, 0), "db");
	assert_null(strstr(w->raw.at, "Oksana"));
	a = ASK(w, "{'as': 'rasa', 'calls': [" SIGN "]}");
	assert_string_equal(code(a, 0), "db");
	a = ASK(w, "{'as': 'rasa', 'calls': [{'op': 'person_read', 'in': {'person': '%s'}}]}", person);
	assert_string_equal(code(a, 0), "db"); /* reads that otherwise leave at once do not either */
}

static void refuses_a_second_keeper_and_names_the_first(void **state) {
	struct world *w = *state;
	world_start(w);
	struct cx cx = {.arena = arena_new(ARENA_DEFAULT)};
	assert_int_equal(keeper_run(&cx, w->dir, &KEEPER_OPTIONS(.bind = &w->bind, .open = true)), ERR_CONFLICT);
	assert_string_equal(cx.err.value, arena_printf(cx.arena, "pid %d", (int)getpid()));
	arena_free(cx.arena);
	assert_string_equal(code(ASK(w, "{'calls': [" ORG("one") "]}"), 0), "ok");
}

static void starts_again_after_a_crash_that_left_its_sockets(void **state) {
	struct world *w = *state;
	char path[128];
	world_start(w);
	assert_string_equal(code(ASK(w, "{'calls': [" ORG("one") "]}"), 0), "ok");
	world_stop(w);
	assert_int_equal(w->result, 0);
	snprintf(path, sizeof path, "%s/run/worker.sock", w->dir);
	assert_int_not_equal(access(path, F_OK), 0);
	int left = socket(AF_UNIX, SOCK_SEQPACKET, 0);
	struct sockaddr_un at = {.sun_family = AF_UNIX};
	assert_true(strlen(path) < sizeof at.sun_path);
	memcpy(at.sun_path, path, strlen(path) + 1);
	assert_int_equal(bind(left, (struct sockaddr *)&at, sizeof at), 0);
	close(left);
	world_start(w);
	struct stat st;
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_string_equal(code(ASK(w, "{'calls': [" ORG("one") "]}"), 0), "conflict");
}

static void leaves_no_write_ahead_log_behind(void **state) {
	struct world *w = *state;
	struct stat st;
	world_start(w);
	assert_string_equal(code(ASK(w, "{'calls': [" ORG("one") "]}"), 0), "ok");
	world_stop(w);
	int there = stat(arena_printf(w->cx.arena, "%s/" KEEPER_STORE "-wal", w->dir), &st);
	assert_true(there != 0 || st.st_size == 0);
}

static int eats_memory(struct cx *cx, const struct in *in, struct out *out) {
	(void)in, (void)out;
	struct rows rows;
	struct row_org_all each;
	int r = q_org_all(cx, &rows); /* left open by the jump */
	if (r != ERR_OK)
		return r;
	if (!q_org_all_next(&rows, &each))
		return rows_end(&rows);
	for (;;)
		memset(arena_alloc(cx->arena, 100000), 1, 100000);
}

static void answers_limit_to_an_operation_past_its_ceiling_and_lives_on(void **state) {
	struct world *w = *state;
	world_start(w);
	world_people(w);
	world_stop(w);
	w->bind.run[OP_place_list] = eats_memory; /* a reader's */
	w->bind.run[OP_task_done] = eats_memory;
	w->bind.run[OP_own_record] = eats_memory; /* the writer's */
	world_start(w);
	for (int i = 0; i < 3; i++) {
		const json_t *a = ASK(w, "{'as': 'rasa', 'calls': [{'op': 'place_list'}, {'op': 'org_list'}]}");
		assert_string_equal(code(a, 0), "limit");
		assert_string_equal(code(a, 1), "ok");
		a = ASK(w,
			"{'as': 'ona', 'calls': [{'op': 'own_record', 'in': {'given': 'Jonas', 'family': 'Niekieno', 'born': 1990}}]}");
		assert_string_equal(code(a, 0), "limit");
		assert_string_equal(code(ASK(w, "{'as': 'ona', 'calls': [" SIGN "]}"), 0), "ok");
	}
}

static void takes_a_request_of_a_mebibyte_and_no_more(void **state) {
	struct world *w = *state;
	struct blob answer;
	world_start(w);
	const char *head = "{\"calls\": [{\"op\": \"org_list\", \"key\": \"", *tail = "\"}]}";
	size_t n = FRAME_REQUEST_MAX, at = n - strlen(tail);
	char *text = malloc(n + 2);
	assert_non_null(text);
	memset(text, 'x', n);
	memcpy(text, head, strlen(head));
	memcpy(text + at, tail, strlen(tail));
	assert_int_equal(wire_call(w->wire, &w->cx, (struct blob){text, n}, &answer), 0);
	assert_non_null(strstr(answer.at, "\"denied\"")); /* it was read: the registry itself may not */
	assert_int_equal(wire_call(w->wire, &w->cx, (struct blob){text, n + 1}, &answer), ERR_LIMIT);
	/* A peer that does not look first is told by the keeper. */
	struct frame_out out = {.type = FRAME_REQUEST, .request = 99, .text = {text, n + 1}};
	struct frame_state in;
	frame_init(&in, FRAME_ANSWER, FRAME_ANSWER_MAX);
	assert_int_equal(frame_send(wire_fd(w->wire), &out, 0), 0);
	assert_int_equal(frame_receive(wire_fd(w->wire), &in, 0), FRAME_WHOLE);
	assert_non_null(strstr(in.text.at, "\"error\":{\"code\":\"limit\""));
	frame_dispose(&in);
	free(text);
}

static int answers_at_length(struct cx *cx, const struct in *in, struct out *out) {
	(void)cx, (void)in;
	for (int i = 0; i < 20000; i++) {
		out_row(out);
		out_text(out, F_ORG, "org");
		out_text(out, F_ORG_NAME, "A name of a hundred letters, more or less, so that the answer needs some parts");
		out_code(out, F_ORG_KIND, ORG_NGO);
		out_code(out, F_REGION, 1);
	}
	return ERR_OK;
}

static void sends_a_long_answer_in_parts_and_says_limit_past_32_mebibytes(void **state) {
	struct world *w = *state;
	char calls[2048] = "";
	world_start(w);
	world_people(w);
	world_stop(w);
	w->bind.run[OP_org_list] = answers_at_length;
	world_start(w);
	const json_t *a = ASK(w, "{'as': 'rasa', 'calls': [{'op': 'org_list'}]}");
	assert_int_equal(json_array_size(json_object_get(json_object_get(json_array_get(a, 0), "ok"), "rows")), 20000);
	for (int i = 0; i < 16; i++)
		snprintf(calls + strlen(calls), sizeof calls - strlen(calls), "%s{'op': 'org_list'}", i ? "," : "");
	w->cx.arena = (arena_free(w->cx.arena), arena_new(256 << 20));
	a = ASK(w, "{'as': 'rasa', 'calls': [%s]}", calls);
	assert_string_equal(code(a, 0), "ok");
	assert_string_equal(code(a, 15), "limit");
	assert_true(w->raw.n <= FRAME_ANSWER_MAX);
}

static void cuts_off_a_peer_that_breaks_the_form_and_nobody_else(void **state) {
	struct world *w = *state;
	world_start(w);
	struct wire *bad = NULL;
	char byte;
	assert_int_equal(wire_open(&w->cx, w->dir, WIRE_WORKER, &bad), 0);
	assert_int_equal(send(wire_fd(bad), "no header", 9, 0), 9);
	assert_int_equal(recv(wire_fd(bad), &byte, 1, 0), 0);
	wire_close(bad);
	assert_string_equal(code(ASK(w, "{'calls': [" ORG("one") "]}"), 0), "ok");
}

static void refuses_requests_that_break_their_form(void **state) {
	struct world *w = *state;
	world_start(w);
	struct wire *worker = NULL;
	assert_int_equal(wire_open(&w->cx, w->dir, WIRE_WORKER, &worker), 0);
	static const char *const wrong[] = {
		"", "[]", "{}", "{'calls': {}}", "{'calls': [1]}", "{'calls': [{}]}", "{'calls': [{'op': 1}]}",
		"{'calls': [{'op': 'org_list', 'in': []}]}", "{'calls': [{'op': 'org_list', 'more': 'x'}]}",
		"{'calls': [], 'calls': []}", "{'calls': [], 'lang': 'xx'}", "{'calls': [], 'face': 'cli'}",
		"{'calls': [], 'as': 'rasa'}", "{'calls': [], 'at': '2026-01-01T00:00:00Z'}", "{'calls': [], 'session': 1}",
		"{'calls': [], 'unknown': 'x'}", "{'calls': [{'op': 'session_open', 'in': {}}, {'op': 'task_done', 'in': {}}]}",
	};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		world_ask(w, worker, wrong[i]);
		assert_string_equal(json_string_value(json_object_get(json_object_get(w->answer, "error"), "code")), "invalid");
	}
	/* A fifth of a second and 64 MiB each: one at a time. */
	world_ask(w, worker, "{'calls': [{'op': 'session_open', 'in': {'login': 'a1', 'password': 'b'}},"
		" {'op': 'session_open', 'in': {'login': 'a2', 'password': 'b'}}]}");
	assert_string_equal(json_string_value(json_object_get(json_object_get(w->answer, "error"), "code")), "limit");
	assert_string_equal(code(world_ask(w, worker, "{'calls': [{'op': 'no_such'}]}"), 0), "not_found");
	assert_string_equal(code(world_ask(w, worker, "{'calls': [{'op': 'org_list'}]}"), 0), "denied");
	wire_close(worker);
}

static void ends_with_an_answer_for_whoever_was_waiting(void **state) {
	struct world *w = *state;
	sem_init(&wedge, 0, 0);
	sem_init(&wedged, 0, 0);
	w->bind.run[OP_unit_create] = hold_writer;
	world_start(w);
	struct asker *holder = ask_start(w, HOLD);
	sem_wait(&wedged);
	assert_int_equal(write(w->stop[1], "x", 1), 1);
	usleep(50000);
	sem_post(&wedge);
	assert_true(ask_end(holder, "\"ok\""));
}

static void lets_the_clock_be_set_only_while_a_demonstration_is_made(void **state) {
	struct world *w = *state;
	struct row_audit_page row;
	world_start(w);
	const json_t *a = ASK(w, "{'at': '2025-01-01T09:00:00Z', 'calls': [" ORG("one") "]}");
	assert_string_equal(code(a, 0), "ok");
	assert_string_equal(json_string_value(json_object_get(w->answer, "now")), "2025-01-01T09:00:00Z");
	world_log(w, &row);
	assert_int_equal(row.at, INT64_C(1735722000000000));
	world_stop(w);
	assert_int_equal(db_open(&w->cx, arena_printf(w->cx.arena, "%s/" KEEPER_STORE, w->dir), DB_WRITER, &w->cx.db), 0);
	assert_int_equal(db_begin(&w->cx), 0);
	assert_int_equal(q_registry_set_built(&w->cx), 0);
	assert_int_equal(db_commit(&w->cx), 0);
	db_close(w->cx.db);
	w->cx.db = NULL;
	world_start(w);
	a = ASK(w, "{'at': '2025-01-01T09:00:00Z', 'calls': [" ORG("two") "]}");
	assert_string_equal(code(a, 0), "denied");
}

static int tries_the_sandbox(struct cx *cx, const struct in *in, struct out *out) {
	(void)in;
	int fd = open("/etc/passwd", O_RDONLY);
	if (fd >= 0 || errno != EACCES)
		return err_say(cx, ERR_BUG, NULL, "it could be opened", NULL);
	out_row(out);
	out_text(out, F_ORG, "closed");
	out_text(out, F_ORG_NAME, "Closed in");
	out_code(out, F_ORG_KIND, ORG_NGO);
	out_code(out, F_REGION, 1);
	return ERR_OK;
}

static int leaves_the_sandbox(struct cx *cx, const struct in *in, struct out *out) {
	(void)in, (void)out;
	execl("/bin/true", "true", (char *)NULL);
	return err_say(cx, ERR_BUG, NULL, "it came back", NULL);
}

static void works_closed_in_and_ends_at_what_no_keeper_does(void **state) {
	struct world *w = *state;
	char byte, path[64], status[4096] = "";
	int ready[2], ended = 0;
	world_start(w);
	world_people(w);
	world_stop(w);
	w->bind.run[OP_org_list] = tries_the_sandbox;
	w->bind.run[OP_unit_list] = leaves_the_sandbox;
	for (int round = 0; round < 2; round++) {
		assert_int_equal(pipe(ready), 0);
		fflush(NULL);
		pid_t pid = fork();
		if (pid == 0) {
			struct cx cx = {.arena = arena_new(ARENA_DEFAULT), .lang = "en"};
			_exit(keeper_run(&cx, w->dir, &KEEPER_OPTIONS(.bind = &w->bind, .ready_fd = ready[1])));
		}
		close(ready[1]);
		assert_int_equal(read(ready[0], &byte, 1), 1);
		close(ready[0]);
		assert_int_equal(wire_open(&w->cx, w->dir, WIRE_OPERATOR, &w->wire), 0);
		assert_string_equal(code(ASK(w, "{'as': 'rasa', 'calls': [" SIGN "]}"), 0), "ok");
		assert_string_equal(code(ASK(w, "{'as': 'rasa', 'calls': [{'op': 'org_list'}]}"), 0), "ok");
		snprintf(path, sizeof path, "/proc/%d/status", (int)pid);
		FILE *f = fopen(path, "r");
		assert_non_null(f);
		assert_true(fread(status, 1, sizeof status - 1, f) > 0);
		fclose(f);
		assert_non_null(strstr(status, "Seccomp:\t2"));
		assert_non_null(strstr(status, "NoNewPrivs:\t1"));
		if (round == 0) {
			kill(pid, SIGTERM);
		} else {
			static const char text[] = "{\"as\": \"rasa\", \"calls\": [{\"op\": \"unit_list\"}]}";
			struct blob answer;
			assert_int_equal(wire_call(w->wire, &w->cx, (struct blob){text, sizeof text - 1}, &answer), ERR_IO);
		}
		assert_int_equal(waitpid(pid, &ended, 0), pid);
		assert_true(round == 0 ? WIFEXITED(ended) && WEXITSTATUS(ended) == 0
			: WIFSIGNALED(ended) && WTERMSIG(ended) == SIGSYS);
		wire_close(w->wire);
		w->wire = NULL;
	}
	world_start(w); /* nothing that was answered is lost */
	assert_string_equal(code(ASK(w, "{'as': 'rasa', 'calls': [{'op': 'person_list'}]}"), 0), "ok");
	assert_int_equal(json_array_size(json_object_get(json_object_get(json_array_get(json_object_get(w->answer,
		"answers"), 0), "ok"), "rows")), 2);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		DEMONSTRATION(answers_who_nobody_is_and_what_the_registry_is),
		TEST(undoes_a_failed_call_alone_and_stops_there),
		TEST(puts_what_waited_into_one_transaction_and_loses_only_what_failed),
		TEST(repeats_the_recorded_answer_for_the_same_key),
		TEST(wants_a_key_for_every_change_but_on_the_command_line),
		TEST(lets_a_later_call_name_what_an_earlier_one_gave),
		TEST(never_reads_free_text_as_a_reference),
		TEST(makes_the_log_of_a_name_durable_before_the_name_leaves),
		TEST(shows_nothing_once_the_log_cannot_be_written),
		TEST(refuses_a_second_keeper_and_names_the_first),
		TEST(starts_again_after_a_crash_that_left_its_sockets),
		TEST(leaves_no_write_ahead_log_behind),
		TEST(answers_limit_to_an_operation_past_its_ceiling_and_lives_on),
		TEST(takes_a_request_of_a_mebibyte_and_no_more),
		TEST(sends_a_long_answer_in_parts_and_says_limit_past_32_mebibytes),
		TEST(cuts_off_a_peer_that_breaks_the_form_and_nobody_else),
		TEST(refuses_requests_that_break_their_form),
		TEST(ends_with_an_answer_for_whoever_was_waiting),
		TEST(works_closed_in_and_ends_at_what_no_keeper_does),
		DEMONSTRATION(lets_the_clock_be_set_only_while_a_demonstration_is_made),
	};
	return cmocka_run_group_tests_name("keeper", tests, NULL, NULL);
}
