/*
 * client - people who write while the keeper dies, and who remember what they were promised.
 *
 *   client record PORT SESSION SEED FOLDER   eight writers over /api/v1/, until each loses the service; a writer's journal
 *                                            FOLDER/SEED-W is durable before it goes on:
 *                                                ask KEY OPERATION INPUT
 *                                                got KEY ANSWER
 *   client replay PORT SESSION JOURNAL       asks everything in a journal again, key by key, and prints it in the
 *                                            same form; where an answer differs from what was promised it fails
 *
 * An ask without a got is open: done or not done, but never twice. A writer uses its own signs for what it asks next,
 * so a promise that is lost would show in more than one place.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { WRITERS = 8, ANSWER = 64 << 10, LINE = 4096 };

static int port, service = -1;
static const char *session;

static int dial(void) {
	struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr = {htonl(INADDR_LOOPBACK)}};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (connect(fd, (struct sockaddr *)&to, sizeof to) == 0)
		return fd;
	close(fd);
	return -1;
}

/* The status of a POST, its body in `answer`; 0 when the service went away meanwhile. */
static int post(const char *op, const char *key, const char *body, char answer[ANSWER]) {
	char request[2 * LINE];
	int n = snprintf(request, sizeof request, "POST /api/v1/%s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
		"Authorization: Bearer %s\r\nIdempotency-Key: %s\r\nContent-Length: %zu\r\n\r\n%s", op, session, key, strlen(body), body);
	if (service < 0)
		service = dial();
	if (service < 0 || send(service, request, (size_t)n, MSG_NOSIGNAL) != n)
		return 0;
	size_t have = 0;
	for (;;) {
		ssize_t got = recv(service, answer + have, ANSWER - 1 - have, 0);
		if (got <= 0)
			return 0;
		have += (size_t)got;
		answer[have] = 0;
		const char *end = strstr(answer, "\r\n\r\n"), *length = strcasestr(answer, "\r\nContent-Length:");
		if (end == NULL || length == NULL || length > end)
			continue;
		size_t want = strtoul(length + 17, NULL, 10);
		if (have < (size_t)(end + 4 - answer) + want)
			continue;
		int status = atoi(answer + 9);
		if (strcasestr(answer, "\r\nConnection: close") != NULL) {
			close(service);
			service = -1;
		}
		memmove(answer, end + 4, want);
		answer[want] = 0;
		for (char *c = answer; *c != 0; c++) /* an answer is one line of a journal */
			*c = *c == '\n' ? ' ' : *c;
		return status;
	}
}

static void note(int journal, const char *line) {
	size_t n = strlen(line);
	if (write(journal, line, n) != (ssize_t)n) {
		perror("journal");
		exit(3);
	}
}

/* The value of "person":"..." in an answer; false if there is none. */
static bool person_of(const char *answer, char ret_person[33]) {
	const char *at = strstr(answer, "\"person\":");
	at = at == NULL ? NULL : strchr(at + 9, '"');
	if (at == NULL || strlen(at) < 34)
		return false;
	memcpy(ret_person, at + 1, 32);
	ret_person[32] = 0;
	return true;
}

static int record(const char *seed, const char *folder, int writer) {
	static char answer[ANSWER], line[ANSWER + LINE];
	char path[512], key[33], body[LINE], person[33] = "";
	snprintf(path, sizeof path, "%s/%s-%d", folder, seed, writer);
	int journal = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	for (unsigned i = 0;; i++) {
		bool sign = person[0] == 0 || i % 3 == 0;
		const char *op = sign ? "signal_record" : "consent_record";
		snprintf(key, sizeof key, "%08x%08x%016x", (unsigned)strtoul(seed, NULL, 10), (unsigned)writer, i);
		if (sign)
			snprintf(body, sizeof body, "{\"municipality\":\"rokiskis\",\"source\":\"met\",\"age\":\"25_39\",\"sex\":\"female\","
				"\"language\":\"uk\",\"happened\":\"2026-01-15\",\"note\":\"written under %s\"}", key);
		else
			snprintf(body, sizeof body, "{\"person\":\"%s\",\"purpose\":\"support\",\"org\":\"other\",\"consent_state\":\"%s\","
				"\"language\":\"uk\",\"read_aloud\":true}", person, i % 3 == 1 ? "given" : "withdrawn");
		snprintf(line, sizeof line, "ask %s %s %s\n", key, op, body);
		note(journal, line);
		int status = post(op, key, body, answer);
		if (status != 200) {
			if (status != 0 && status < 500)
				fprintf(stderr, "client: %d for %s: %s\n", status, op, answer);
			return status != 0 && status < 500;
		}
		snprintf(line, sizeof line, "got %s %s\n", key, answer);
		note(journal, line);
		if (fdatasync(journal) != 0)
			return 3;
		person_of(answer, person);
	}
}

static int record_all(const char *seed, const char *folder) {
	int failed = 0, status;
	for (int i = 0; i < WRITERS; i++)
		if (fork() == 0)
			exit(record(seed, folder, i));
	while (wait(&status) > 0)
		failed |= status;
	return failed != 0;
}

static int replay(const char *path) {
	static char line[ANSWER + LINE], answer[ANSWER], key[64], op[64], body[LINE], promised[ANSWER];
	FILE *journal = fopen(path, "r");
	bool open = false;
	int failed = 0;
	while (journal != NULL) {
		bool more = fgets(line, sizeof line, journal) != NULL;
		bool promise = more && sscanf(line, "got %*s %[^\n]", promised) == 1;
		if (open) {
			int status = post(op, key, body, answer);
			printf("ask %s %s %s\ngot %s %s\n", key, op, body, key, answer);
			if (status != 200 || (promise && strcmp(answer, promised) != 0)) {
				fprintf(stderr, "client: %s was promised %s, now %d %s\n", key, promise ? promised : "nothing", status, answer);
				failed = 1;
			}
		}
		if (!more)
			break;
		open = !promise && sscanf(line, "ask %63s %63s %4095[^\n]", key, op, body) == 3;
	}
	return journal == NULL || failed;
}

int main(int argc, char **argv) {
	if (argc < 5)
		return 2;
	port = atoi(argv[2]);
	session = argv[3];
	if (strcmp(argv[1], "record") == 0 && argc == 6)
		return record_all(argv[4], argv[5]);
	return strcmp(argv[1], "replay") == 0 && argc == 5 ? replay(argv[4]) : 2;
}
