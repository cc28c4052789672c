#include "base/log.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static enum log_level threshold = LOG_INFO;
static const char *const names[] = {"error", "warn", "info"};

void log_level_set(enum log_level level) {
	threshold = level;
}

static size_t put_string(char *line, size_t n, size_t room, const char *s) {
	for (; *s != 0 && n + 8 < room; s++) {
		unsigned char c = (unsigned char)*s;
		if (c == '"' || c == '\\') {
			line[n++] = '\\';
			line[n++] = (char)c;
		} else if (c < 0x20) {
			n += (size_t)snprintf(line + n, room - n, "\\u%04x", c);
		} else {
			line[n++] = (char)c;
		}
	}
	return n;
}

void log_write(enum log_level level, const char *event, const struct log_pair *pairs) {
	if (level > threshold)
		return;
	char line[1024];
	struct timespec t;
	clock_gettime(CLOCK_REALTIME, &t);
	struct tm tm;
	gmtime_r(&t.tv_sec, &tm);
	size_t n = strftime(line, sizeof line, "{\"at\":\"%Y-%m-%dT%H:%M:%SZ\"", &tm);
	n += (size_t)snprintf(line + n, sizeof line - n, ",\"level\":\"%s\",\"event\":\"%s\"", names[level], event);
	for (; pairs->key != NULL && n + 128 < sizeof line; pairs++) {
		n += (size_t)snprintf(line + n, sizeof line - n, ",\"%.40s\":", pairs->key);
		if (pairs->str == NULL) {
			n += (size_t)snprintf(line + n, sizeof line - n, "%" PRId64, pairs->num);
			continue;
		}
		line[n++] = '"';
		n = put_string(line, n, sizeof line - 16, pairs->str);
		line[n++] = '"';
	}
	line[n++] = '}';
	line[n++] = '\n';
	if (write(STDERR_FILENO, line, n) < 0)
		return; /* nowhere left to say it */
}
