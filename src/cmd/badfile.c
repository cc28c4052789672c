#include "cmd/badfile.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "text/catalogue.h"

#define MARK "\xef\xbb\xbf" /* spreadsheet programs know UTF-8 by it */
#define HEAD MARK "row,column,value,reason\n"

static int cannot_write(struct cx *cx, const struct badfile *b) {
	return err_say(cx, ERR_IO, NULL, N_("What was wrong could not be written beside the list."), b->path);
}

/* Whether an earlier import wrote it. */
static bool is_ours(int fd) {
	char head[sizeof HEAD - 1];
	struct stat st;
	return fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && read(fd, head, sizeof head) == (ssize_t)sizeof head &&
	       memcmp(head, HEAD, sizeof head) == 0;
}

int badfile_init(struct cx *cx, struct badfile *b, const char *list) {
	*b = (struct badfile){.path = arena_printf(cx->arena, "%s.errors.csv", list)};
	int fd = open(b->path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0 && errno == ENOENT)
		return 0;
	bool ours = fd >= 0 && is_ours(fd);
	if (fd >= 0)
		close(fd);
	if (!ours)
		return err_say(cx, ERR_CONFLICT, NULL,
			N_("A file that is not from an import has the name of the list of errors."), b->path);
	return unlink(b->path) == 0 ? 0 : cannot_write(cx, b);
}

static int begin(struct cx *cx, struct badfile *b) {
	int fd = open(b->path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	b->to = fd < 0 ? NULL : fdopen(fd, "w");
	if (b->to == NULL && fd >= 0)
		close(fd);
	return b->to == NULL || fputs(HEAD, b->to) < 0 ? cannot_write(cx, b) : 0;
}

static void cell(FILE *to, const char *text, char after) {
	bool formula = text[0] != 0 && strchr("=+-@\t\r", text[0]) != NULL;
	bool quoted = strpbrk(text, ",;\"\r\n\t") != NULL;
	if (quoted)
		putc('"', to);
	if (formula)
		putc('\'', to);
	for (; *text != 0; text++) {
		if (*text == '"')
			putc('"', to);
		putc(*text, to);
	}
	if (quoted)
		putc('"', to);
	putc(after, to);
}

int badfile_add(struct cx *cx, struct badfile *b, int64_t row, const char *column, const char *value,
	const char *reason) {
	int rc = b->to == NULL ? begin(cx, b) : 0;
	if (rc != 0)
		return rc;
	fprintf(b->to, "%" PRId64 ",", row);
	cell(b->to, column, ',');
	cell(b->to, value, ',');
	cell(b->to, text_say(cx->lang, reason), '\n');
	b->lines++;
	return ferror(b->to) ? cannot_write(cx, b) : 0;
}

int badfile_close(struct cx *cx, struct badfile *b) {
	if (b->to == NULL)
		return 0;
	int ended = fclose(b->to);
	b->to = NULL;
	return ended != 0 ? cannot_write(cx, b) : 0;
}
