#include "veil/pack.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/str.h"

const char *pack_where(struct cx *cx, const struct pack_head *h, const char *name) {
	return arena_printf(cx->arena, "%s, line %s", h->file, name);
}

static int wrong_head(struct cx *cx, const struct pack_head *h, int line) {
	return err_say(cx, ERR_INVALID, arena_printf(cx->arena, "%s, line %d", h->file, line),
		N_("This is no line of such a file: a name, a blank and a value in plain characters, each name once."), NULL);
}

/* One line without its end; false: too long, not plain, or the file ends in it. */
static bool line_read(FILE *from, char *to, size_t room, size_t *left) {
	size_t n = 0;
	int c = getc(from);
	for (; c >= ' ' && c < 0x7f && n < room - 1 && *left > 0; c = getc(from), --*left)
		to[n++] = (char)c;
	to[n] = 0;
	return c == '\n';
}

static bool head_line(struct cx *cx, const char *text, struct pack_head *h) {
	const char *blank = strchr(text, ' ');
	if (h->lines == PACK_LINES || blank == NULL || blank == text)
		return false;
	const char *name = arena_strndup(cx->arena, text, (size_t)(blank - text));
	for (int i = 0; i < h->lines; i++)
		if (str_equal(h->line[i].name, name))
			return false;
	h->line[h->lines].name = name;
	h->line[h->lines++].value = arena_strdup(cx->arena, blank + 1);
	return true;
}

int pack_head_read(struct cx *cx, FILE *from, const char *file, const char *magic, struct pack_head *ret) {
	struct pack_head h = {.file = file};
	char text[512];
	size_t left = PACK_HEAD;
	if (fseeko(from, 0, SEEK_END) != 0)
		return err_say(cx, ERR_IO, file, N_("This cannot be read from a pipe: give a file."), NULL);
	h.size = (uint64_t)ftello(from);
	rewind(from);
	if (!line_read(from, text, sizeof text, &left) || !str_equal(text, magic))
		return err_say(cx, ERR_INVALID, file, N_("This is not the kind of file that belongs here; it would begin with the line in "
			"brackets."), magic);
	for (int line = 2;; line++) {
		if (!line_read(from, text, sizeof text, &left))
			return wrong_head(cx, &h, line);
		if (text[0] == 0)
			break;
		if (!head_line(cx, text, &h))
			return wrong_head(cx, &h, line);
	}
	h.at = (uint64_t)ftello(from);
	*ret = h;
	return 0;
}

int pack_line(struct cx *cx, const struct pack_head *h, const char *name, const char **ret) {
	for (int i = 0; i < h->lines; i++)
		if (str_equal(h->line[i].name, name)) {
			*ret = h->line[i].value;
			return 0;
		}
	return err_say(cx, ERR_INVALID, h->file, N_("A line is missing in the head of this file."), name);
}

int pack_number(struct cx *cx, const struct pack_head *h, const char *name, uint64_t least, uint64_t most, uint64_t *ret) {
	const char *text = NULL;
	int64_t n = 0;
	int rc = pack_line(cx, h, name, &text);
	if (rc == 0 && (!int_parse(text, &n) || n < 0 || (uint64_t)n < least || (uint64_t)n > most))
		rc = err_say(cx, ERR_INVALID, pack_where(cx, h, name), N_("That number is out of its range."), text);
	*ret = (uint64_t)n;
	return rc;
}

int pack_hex(struct cx *cx, const struct pack_head *h, const char *name, uint8_t *ret, size_t n) {
	const char *text = NULL;
	int rc = pack_line(cx, h, name, &text);
	if (rc == 0 && (strlen(text) != 2 * n || !hex_get(ret, n, text)))
		rc = err_say(cx, ERR_INVALID, pack_where(cx, h, name), N_("These are not the hexadecimal digits that belong here."), text);
	return rc;
}

int pack_fits(struct cx *cx, const struct pack_head *h, uint64_t bytes) {
	uint64_t have = h->size < h->at + HASH_SIZE ? 0 : h->size - h->at - HASH_SIZE;
	if (have == bytes && h->size >= h->at + HASH_SIZE)
		return 0;
	return err_say(cx, ERR_INVALID, h->file, N_("The file is cut, or longer than its head says: bytes that should be there, and are."),
		arena_printf(cx->arena, "%llu, %llu", (unsigned long long)bytes, (unsigned long long)have));
}

/* Bytes -------------------------------------------------------------------------------------------------------------- */

int pack_body_begin(struct cx *cx, const struct pack_head *h, FILE *from, struct pack_body *ret) {
	char head[PACK_HEAD + 1024];
	*ret = (struct pack_body){.head = h, .from = from};
	sum_begin(&ret->sum);
	rewind(from);
	size_t n = h->at <= sizeof head ? (size_t)h->at : 0;
	if (fread(head, 1, n, from) != n)
		return err_say(cx, ERR_IO, NULL, N_("The file could not be read."), h->file);
	sum_add(&ret->sum, head, n);
	return 0;
}

int pack_take(struct cx *cx, struct pack_body *b, void *to, size_t n) {
	if (fread(to, 1, n, b->from) != n)
		return err_say(cx, ERR_IO, NULL, N_("The file could not be read."), b->head->file);
	sum_add(&b->sum, to, n);
	return 0;
}

int pack_body_end(struct cx *cx, struct pack_body *b, uint8_t ret_sum[HASH_SIZE]) {
	uint8_t made[HASH_SIZE], said[HASH_SIZE];
	sum_end(&b->sum, made);
	if (fread(said, 1, sizeof said, b->from) != sizeof said)
		return err_say(cx, ERR_IO, NULL, N_("The file could not be read."), b->head->file);
	if (memcmp(made, said, sizeof made) != 0)
		return err_say(cx, ERR_INVALID, b->head->file, N_("The file was damaged on its way: its sum is another. Ask for it again."), NULL);
	if (ret_sum != NULL)
		memcpy(ret_sum, made, sizeof made);
	return 0;
}

/* Writing ------------------------------------------------------------------------------------------------------------- */

static int not_written(struct pack_out *o) {
	return err_say(o->cx, ERR_IO, NULL, N_("The file could not be written."), o->path);
}

int pack_open(struct cx *cx, const char *path, bool own, struct pack_out *ret) {
	*ret = (struct pack_out){.cx = cx, .path = path, .own = own, .beside = own ? path : arena_printf(cx->arena, "%s.part", path)};
	int fd = open(ret->beside, O_WRONLY | O_CREAT | (own ? O_EXCL : O_TRUNC) | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0 && own && access(path, F_OK) == 0)
		return err_say(cx, ERR_CONFLICT, NULL, N_("There is such a file already, and it is not replaced."), path);
	if (fd < 0)
		return not_written(ret);
	ret->to = fdopen(fd, "w");
	sum_begin(&ret->sum);
	if (ret->to == NULL) {
		close(fd);
		return not_written(ret);
	}
	return 0;
}

void pack_put(struct pack_out *o, const void *bytes, size_t n) {
	sum_add(&o->sum, bytes, n);
	o->failed |= fwrite(bytes, 1, n, o->to) != n;
}

void pack_put_line(struct pack_out *o, const char *name, const char *value) {
	if (name != NULL) {
		pack_put(o, name, strlen(name));
		pack_put(o, " ", 1);
	}
	pack_put(o, value, strlen(value));
	pack_put(o, "\n", 1);
}

int pack_close(struct pack_out *o, bool sum, uint8_t ret_sum[HASH_SIZE]) {
	uint8_t made[HASH_SIZE];
	sum_end(&o->sum, made);
	if (sum)
		o->failed |= fwrite(made, 1, sizeof made, o->to) != sizeof made;
	if (ret_sum != NULL)
		memcpy(ret_sum, made, sizeof made);
	bool failed = o->failed || fflush(o->to) != 0 || fsync(fileno(o->to)) != 0;
	failed |= fclose(o->to) != 0;
	o->to = NULL;
	if (!failed && (o->own || rename(o->beside, o->path) == 0))
		return 0;
	unlink(o->beside);
	return not_written(o);
}

void pack_drop(struct pack_out *o) {
	if (o->to == NULL)
		return;
	fclose(o->to);
	o->to = NULL;
	unlink(o->beside);
}
