/*
 * `atrama witness`: another body's program, which has nothing to do with a registry's machine. It reads what a registry
 * answered (log_head and log_consistency, fetched by curl), checks that the log only grew since it last looked, keeps
 * what it has seen, and prints its signature for log_cosign. It signs no two logs that differ.
 *
 * STATE-DIR (0700) holds `key` (name and seed, 0600) and `log` (the registry's public key, the last head it signed).
 * The state is on the disk before anything is signed.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "audit/note.h"
#include "base/buf.h"
#include "base/str.h"
#include "base/time.h"
#include "cmd/audit_file.h"
#include "cmd/cmd.h"

enum { ANSWER_MAX = 1 << 20, STATE_MAX = 8192 };
#define KEY_LINE "atrama witness key 1"
#define STATE_LINE "atrama witness state 1"

struct witness {
	int dir, lock;
	struct note_key key;
	uint8_t seed[SIGN_SEED];
	bool knows;            /* has seen a log */
	struct note_key log;   /* its public key */
	struct note_head last; /* the head it signed last */
};

static int broken(struct cx *cx, const char *what) {
	return err_say(cx, ERR_IO, NULL, N_("The witness's folder is not as it was left."), what);
}

static int read_small(struct cx *cx, int dir, const char *name, const char **ret_text) {
	char *text = arena_alloc(cx->arena, STATE_MAX);
	int fd = openat(dir, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	*ret_text = NULL;
	if (fd < 0)
		return errno == ENOENT ? ERR_OK : broken(cx, name);
	ssize_t n = read(fd, text, STATE_MAX - 1);
	close(fd);
	if (n < 0 || n == STATE_MAX - 1 || memchr(text, 0, (size_t)n) != NULL)
		return broken(cx, name);
	text[n] = 0;
	*ret_text = text;
	return ERR_OK;
}

/* Whole and on the disk, or not at all. */
static int write_small(struct cx *cx, int dir, const char *name, const char *text) {
	const char *new = arena_printf(cx->arena, "%s.new", name);
	size_t n = strlen(text);
	unlinkat(dir, new, 0);
	int fd = openat(dir, new, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return err_say(cx, ERR_IO, NULL, N_("The witness's folder cannot be written."), NULL);
	bool fine = write(fd, text, n) == (ssize_t)n && fsync(fd) == 0;
	fine = close(fd) == 0 && fine;
	fine = fine && renameat(dir, new, dir, name) == 0 && fsync(dir) == 0;
	return fine ? ERR_OK : err_say(cx, ERR_IO, NULL, N_("The witness's folder cannot be written."), NULL);
}

/* "line\nrest": the rest, where the text begins with that line. */
static const char *after_line(const char *text, const char *line) {
	size_t n = strlen(line);
	return text != NULL && str_starts(text, line) && text[n] == '\n' ? text + n + 1 : NULL;
}

static const char *line_at(struct cx *cx, const char **text) {
	size_t n = strcspn(*text, "\n");
	const char *line = arena_strndup(cx->arena, *text, n);
	*text += (*text)[n] == '\n' ? n + 1 : n;
	return line;
}

static int key_read(struct cx *cx, struct witness *w) {
	const char *text, *at;
	uint8_t public[SIGN_PUBLIC];
	int rc = read_small(cx, w->dir, "key", &text);
	if (rc != ERR_OK)
		return rc;
	at = after_line(text, KEY_LINE);
	if (at == NULL)
		return broken(cx, "key");
	const char *name = line_at(cx, &at);
	if (!hex_get(w->seed, sizeof w->seed, line_at(cx, &at)))
		return broken(cx, "key");
	sign_seed_public(w->seed, public);
	w->key = note_key_of(name, NOTE_COSIGNATURE, public);
	return ERR_OK;
}

static int state_read(struct cx *cx, struct witness *w) {
	const char *text;
	int rc = read_small(cx, w->dir, "log", &text);
	if (rc != ERR_OK || text == NULL)
		return rc;
	const char *at = after_line(text, STATE_LINE);
	if (at == NULL)
		return broken(cx, "log");
	rc = note_key_parse(cx, "log", line_at(cx, &at), &w->log);
	if (rc != ERR_OK)
		return rc;
	memcpy(w->last.origin, w->log.name, sizeof w->last.origin);
	if (!int_parse(line_at(cx, &at), &w->last.size) || w->last.size < 0
		|| !hex_get(w->last.root, HASH_SIZE, line_at(cx, &at)))
		return broken(cx, "log");
	w->knows = true;
	return ERR_OK;
}

static int state_write(struct cx *cx, const struct witness *w) {
	char root[2 * HASH_SIZE + 1];
	return write_small(cx, w->dir, "log", arena_printf(cx->arena, STATE_LINE "\n%s\n%" PRId64 "\n%s\n",
		note_key_text(cx->arena, &w->log), w->last.size, hex_put(root, w->last.root, HASH_SIZE)));
}

static int folder_open(struct cx *cx, const char *path, struct witness *w) {
	struct stat st;
	w->dir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (w->dir < 0)
		return err_say(cx, ERR_NOTFOUND, NULL, N_("There is no witness in this folder."), path);
	if (fstat(w->dir, &st) != 0 || (st.st_mode & 077) != 0)
		return err_say(cx, ERR_DENIED, NULL, N_("Others may read the witness's folder."), path);
	w->lock = openat(w->dir, "lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (w->lock < 0 || flock(w->lock, LOCK_EX | LOCK_NB) != 0)
		return err_say(cx, ERR_BUSY, NULL, N_("This witness is at work already."), NULL);
	return ERR_OK;
}

static void folder_close(struct witness *w) {
	if (w->lock >= 0)
		close(w->lock);
	if (w->dir >= 0)
		close(w->dir);
	crypt_wipe(w->seed, sizeof w->seed);
}

static int init(struct cx *cx, const char *path, const char *name, const char *log_key) {
	struct witness w = {.dir = -1, .lock = -1};
	uint8_t public[SIGN_PUBLIC];
	char seed[2 * SIGN_SEED + 1];
	struct stat st;
	size_t n = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-_.:");
	if (n < 2 || n > 40 || name[n] != 0)
		return err_say(cx, ERR_INVALID, "name",
			N_("A witness's name is 2 to 40 small letters, digits, hyphens, dots, colons."), name);
	if (log_key != NULL) {
		int rc = note_key_parse(cx, "log", log_key, &w.log);
		if (rc != ERR_OK)
			return rc;
	}
	if (mkdir(path, 0700) != 0 && errno != EEXIST)
		return err_say(cx, ERR_IO, NULL, N_("The witness's folder cannot be made."), path);
	int rc = folder_open(cx, path, &w);
	if (rc == ERR_OK && fstatat(w.dir, "key", &st, AT_SYMLINK_NOFOLLOW) == 0)
		rc = err_say(cx, ERR_CONFLICT, NULL, N_("There is a witness in this folder already."), path);
	if (rc == ERR_OK) {
		cx->rng(w.seed, sizeof w.seed);
		sign_seed_public(w.seed, public);
		w.key = note_key_of(name, NOTE_COSIGNATURE, public);
		rc = write_small(cx, w.dir, "key", arena_printf(cx->arena, KEY_LINE "\n%s\n%s\n", name,
			hex_put(seed, w.seed, SIGN_SEED)));
		crypt_wipe(seed, sizeof seed);
	}
	if (rc == ERR_OK && log_key != NULL) {
		crypt_sha256(w.last.root, "", 0);
		rc = state_write(cx, &w);
	}
	if (rc == ERR_OK)
		printf("%s\n", note_key_text(cx->arena, &w.key));
	folder_close(&w);
	return rc;
}

/* What a registry answered: one object or several, one after another. */
struct answers {
	const char *key, *checkpoint;
	struct tree_path path;
	bool consistency;
};

static int take_answer(struct cx *cx, const json_t *answer, struct answers *a) {
	const json_t *error = json_object_get(answer, "error"), *proof = json_object_get(answer, "proof"), *hash;
	const char *key = json_string_value(json_object_get(answer, "public_key"));
	const char *checkpoint = json_string_value(json_object_get(answer, "checkpoint"));
	size_t i;
	if (error != NULL || checkpoint == NULL)
		return err_say(cx, ERR_INVALID, NULL, N_("The registry did not answer with its log's head."), NULL);
	if (key != NULL) {
		a->key = arena_strdup(cx->arena, key);
		if (a->consistency) /* log_head after log_consistency: only its key is wanted */
			return ERR_OK;
	}
	a->checkpoint = arena_strdup(cx->arena, checkpoint);
	a->consistency = key == NULL;
	a->path.n = 0;
	json_array_foreach((json_t *)proof, i, hash) {
		const char *hex = json_string_value(hash);
		if (i >= TREE_PATH || hex == NULL || !hex_get(a->path.hash[i], HASH_SIZE, hex))
			return err_say(cx, ERR_INVALID, "proof", N_("This is not a proof."), NULL);
		a->path.n = i + 1;
	}
	return ERR_OK;
}

static int read_answers(struct cx *cx, struct answers *a) {
	const char *text;
	int rc = audit_file_read(cx, "-", &text);
	if (rc == ERR_OK && strlen(text) > ANSWER_MAX)
		rc = err_say(cx, ERR_LIMIT, NULL, N_("The registry did not answer with its log's head."), NULL);
	size_t n = rc == ERR_OK ? strlen(text) : 0;
	for (size_t at = 0; rc == ERR_OK && at + strspn(text + at, " \t\r\n") < n;) {
		json_error_t error;
		json_t *answer = json_loadb(text + at, n - at, JSON_DISABLE_EOF_CHECK | JSON_REJECT_DUPLICATES, &error);
		if (!json_is_object(answer) || error.position <= 0)
			rc = err_say(cx, ERR_INVALID, NULL, N_("The registry did not answer with its log's head."), NULL);
		if (rc == ERR_OK)
			rc = take_answer(cx, answer, a);
		json_decref(answer);
		at += rc == ERR_OK ? (size_t)error.position : 0;
	}
	if (rc == ERR_OK && a->checkpoint == NULL)
		rc = err_say(cx, ERR_INVALID, NULL, N_("The registry did not answer with its log's head."), NULL);
	return rc;
}

static int refuse(struct cx *cx, const char *rule, const struct note_head *was) {
	return err_say(cx, ERR_CONFLICT, NULL, rule, arena_printf(cx->arena, "%" PRId64, was->size));
}

/* The one thing a witness is for. */
static int check_growth(struct cx *cx, const struct witness *w, const struct note_head *head, const struct answers *a) {
	if (head->size < w->last.size)
		return refuse(cx, N_("The log is shorter than when this witness last saw it: it was put back. Nothing is signed."),
			&w->last);
	if (head->size == w->last.size && memcmp(head->root, w->last.root, HASH_SIZE) != 0)
		return refuse(cx, N_("The log is another than the one this witness saw: it was written anew. Nothing is signed."),
			&w->last);
	if (head->size == w->last.size)
		return ERR_OK;
	if (w->last.size > 0 && !a->consistency)
		return err_say(cx, ERR_INVALID, NULL, N_("Ask log_consistency too, with the size that `atrama witness size` prints."),
			arena_printf(cx->arena, "%" PRId64, w->last.size));
	if (!tree_check_consistency(w->last.size, w->last.root, head->size, head->root, &a->path))
		return refuse(cx, N_("The log is another than the one this witness saw: it was written anew. Nothing is signed."),
			&w->last);
	return ERR_OK;
}

static int sign(struct cx *cx, struct witness *w) {
	struct answers a = {.key = NULL};
	struct note note;
	uint8_t signature[SIGNATURE_SIZE];
	int rc = read_answers(cx, &a);
	if (rc == ERR_OK)
		rc = note_parse(cx, "checkpoint", a.checkpoint, &note);
	if (rc == ERR_OK && !w->knows) { /* the first time: whoever set this up was told the key, or trusts this answer */
		if (a.key == NULL)
			rc = err_say(cx, ERR_INVALID, NULL,
				N_("Ask log_head first: this witness does not know the registry's key yet."), NULL);
		else
			rc = note_key_parse(cx, "public_key", a.key, &w->log);
		crypt_sha256(w->last.root, "", 0);
		w->last.size = 0;
	}
	if (rc != ERR_OK)
		return rc;
	if (!str_equal(note.head.origin, w->log.name) || !note_signed(cx, &note, &w->log))
		return err_say(cx, ERR_CRYPTO, "checkpoint",
			N_("This head was not signed by the registry this witness watches."), NULL);
	rc = check_growth(cx, w, &note.head, &a);
	if (rc != ERR_OK)
		return rc;
	w->last = note.head;
	rc = state_write(cx, w);
	if (rc != ERR_OK)
		return rc;
	int64_t seconds = instant_now() / SECOND;
	sign_seed_make(w->seed, note_cosigned(cx->arena, &note.head, seconds), signature);
	return audit_file_print(cx, json_pack("{s:I, s:s}", "size", (json_int_t)note.head.size, "cosignature",
		note_cosignature(cx->arena, &w->key, seconds, signature)));
}

int cmd_witness(struct cx *cx, int argc, char **argv) {
	struct witness w = {.dir = -1, .lock = -1};
	const char *log_key = cmd_option(&argc, argv, "--log");
	if (argc == 4 && str_equal(argv[1], "init"))
		return init(cx, argv[2], argv[3], log_key);
	bool size = argc == 3 && str_equal(argv[1], "size");
	if (log_key != NULL || (argc != 2 && !size))
		return ERR_INVALID;
	int rc = folder_open(cx, argv[argc - 1], &w);
	if (rc == ERR_OK)
		rc = key_read(cx, &w);
	if (rc == ERR_OK)
		rc = state_read(cx, &w);
	if (rc == ERR_OK && size)
		printf("%" PRId64 "\n", w.knows ? w.last.size : 0);
	else if (rc == ERR_OK)
		rc = sign(cx, &w);
	folder_close(&w);
	return rc;
}
