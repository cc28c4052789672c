#include "crypt/ring.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include "crypt/ring_keys.h"

/*
 * The mark of a demonstration stands in the header and goes into every key: a registry that is none can never become
 * one, nor lose the mark, because nothing sealed under the other header opens.
 */
static const struct kind {
	const char *header, *domain;
} kinds[] = {{"atrama root key 1\n", "atrama key 1"}, {"atrama root key 1 demonstration\n", "atrama key 1 demonstration"}};

enum { HEX_SIZE = 2 * KEY_SIZE + 1, FILE_MAX = 128 };

static int io_error(struct cx *cx) {
	return err_say(cx, ERR_IO, NULL, N_("The key folder cannot be read or written."), NULL);
}

/* Ours (or we are root, who may read it anyway) and nobody else's. */
static bool private_to_us(const struct stat *st) {
	return (st->st_uid == geteuid() || geteuid() == 0) && (st->st_mode & 077) == 0;
}

/* DIR/keys as a descriptor; made when `make` and absent. */
static int keys_open(struct cx *cx, const char *dir, bool make, int *ret_fd) {
	int top = -1, fd = -1, r = ERR_OK;
	struct stat st;

	top = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (top < 0) {
		r = errno == ENOENT || errno == ENOTDIR
			? err_say(cx, ERR_NOTFOUND, NULL, N_("There is no registry in this folder."), NULL)
			: io_error(cx);
		goto out;
	}
	if (make && mkdirat(top, "keys", 0700) != 0 && errno != EEXIST) {
		r = io_error(cx);
		goto out;
	}
	fd = openat(top, "keys", O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0) {
		r = errno == ENOENT ? err_say(cx, ERR_NOTFOUND, NULL, N_("The registry has no key folder."), NULL)
			: errno == EACCES ? err_say(cx, ERR_DENIED, NULL, N_("You may not read the key folder."), NULL)
			: io_error(cx);
		goto out;
	}
	if (fstat(fd, &st) != 0) {
		r = io_error(cx);
		goto out;
	}
	if (!private_to_us(&st)) {
		r = err_say(cx, ERR_DENIED, NULL,
			N_("Others may open the key folder: it must belong to this account, with mode 0700."), NULL);
		goto out;
	}
	if (make)
		fsync(top); /* the folder's own entry; failing here is no reason not to try the file */
	*ret_fd = fd;
	fd = -1;
out:
	if (fd >= 0)
		close(fd);
	if (top >= 0)
		close(top);
	return r;
}

static bool write_all(int fd, const uint8_t *at, size_t n) {
	while (n > 0) {
		ssize_t w = write(fd, at, n);
		if (w < 0 && errno == EINTR)
			continue;
		if (w <= 0)
			return false;
		at += w;
		n -= (size_t)w;
	}
	return true;
}

static ssize_t read_all(int fd, uint8_t *at, size_t n) {
	size_t got = 0;
	while (got < n) {
		ssize_t r = read(fd, at + got, n - got);
		if (r < 0 && errno == EINTR)
			continue;
		if (r < 0)
			return -1;
		if (r == 0)
			break;
		got += (size_t)r;
	}
	return (ssize_t)got;
}

/* The file appears under its name whole and durable, or not at all: a crash leaves at most `root.new`. */
static int root_write(int keys, const struct secret *text) {
	int r = ERR_IO;
	unlinkat(keys, "root.new", 0); /* left by a crash */
	int fd = openat(keys, "root.new", O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		return ERR_IO;
	if (write_all(fd, text->at, text->n) && fsync(fd) == 0) {
		if (linkat(keys, "root.new", keys, "root", 0) == 0)
			r = ERR_OK;
		else if (errno == EEXIST)
			r = ERR_CONFLICT;
	}
	close(fd);
	unlinkat(keys, "root.new", 0);
	if (r == ERR_OK && fsync(keys) != 0)
		r = ERR_IO;
	return r;
}

int ring_create(struct cx *cx, const char *dir, bool demonstration) {
	const char *header = kinds[demonstration].header;
	size_t n = strlen(header);
	int keys = -1;
	struct secret text = {0};
	uint8_t root[KEY_SIZE];

	int r = secret_new(cx, n + HEX_SIZE, &text);
	if (r != ERR_OK)
		goto out;
	r = keys_open(cx, dir, true, &keys);
	if (r != ERR_OK)
		goto out;
	cx->rng(root, sizeof root);
	memcpy(text.at, header, n);
	sodium_bin2hex((char *)text.at + n, HEX_SIZE, root, sizeof root); /* its NUL becomes: */
	text.at[n + HEX_SIZE - 1] = '\n';
	r = root_write(keys, &text);
	if (r == ERR_CONFLICT)
		r = err_say(cx, r, NULL, N_("This registry has a root key already."), NULL);
	else if (r != ERR_OK)
		r = io_error(cx);
out:
	sodium_memzero(root, sizeof root);
	secret_dispose(&text);
	if (keys >= 0)
		close(keys);
	return r;
}

/* Which kind of key file this is, and its root key; -1 if it is none. */
static int root_parse(const struct secret *text, size_t n, uint8_t root[KEY_SIZE]) {
	for (int k = 0; k < 2; k++) {
		size_t head = strlen(kinds[k].header), got = 0;
		if (n == head + HEX_SIZE && memcmp(text->at, kinds[k].header, head) == 0 && text->at[n - 1] == '\n' &&
			sodium_hex2bin(root, KEY_SIZE, (char *)text->at + head, 2 * KEY_SIZE, NULL, &got, NULL) == 0 && got == KEY_SIZE)
			return k;
	}
	return -1;
}

static int root_read(struct cx *cx, int keys, uint8_t root[KEY_SIZE], bool *ret_demonstration) {
	struct secret text = {0};
	struct stat st;
	ssize_t n = 0;
	int r = ERR_OK, kind = -1;

	int fd = openat(keys, "root", O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0)
		return errno == ENOENT ? err_say(cx, ERR_NOTFOUND, NULL, N_("The registry has no root key file."), NULL)
			: errno == EACCES ? err_say(cx, ERR_DENIED, NULL, N_("You may not read the root key file."), NULL)
			: io_error(cx);
	if (fstat(fd, &st) != 0) {
		r = io_error(cx);
		goto out;
	}
	if (!private_to_us(&st)) {
		r = err_say(cx, ERR_DENIED, NULL,
			N_("Others may open the root key file: it must belong to this account, with mode 0600."), NULL);
		goto out;
	}
	r = secret_new(cx, FILE_MAX, &text);
	if (r != ERR_OK)
		goto out;
	n = S_ISREG(st.st_mode) ? read_all(fd, text.at, FILE_MAX) : -1;
	kind = n < 0 ? -1 : root_parse(&text, (size_t)n, root);
	*ret_demonstration = kind == 1;
	if (kind < 0)
		r = err_say(cx, ERR_CRYPTO, NULL, N_("The root key file is damaged or of a version this program does not know."),
			NULL);
out:
	secret_dispose(&text);
	close(fd);
	return r;
}

static void derive(uint8_t *ret, const uint8_t root[KEY_SIZE], bool demonstration, const char *name) {
	hash_parts(ret, KEY_SIZE, root, kinds[demonstration].domain, (const struct blob[]){BLOB_STR(name)}, 1);
}

int ring_open(struct cx *cx, const char *dir, struct ring **ret_ring) {
	static const char *const wraps[C__MAX] = {"meta", "wrap ident", "wrap place", "wrap narr", "wrap health",
		"wrap intel"};
	int keys = -1;
	bool demo = false;
	struct secret seed = {0};
	struct ring *ring = NULL;

	/* Two keys' room: the root key, and the seed of the signing pair. */
	int r = secret_new(cx, 2 * KEY_SIZE, &seed);
	if (r != ERR_OK)
		goto out;
	r = keys_open(cx, dir, false, &keys);
	if (r != ERR_OK)
		goto out;
	r = root_read(cx, keys, seed.at, &demo);
	if (r != ERR_OK)
		goto out;
	ring = sodium_malloc(sizeof *ring);
	if (ring == NULL) {
		r = err_say(cx, ERR_LIMIT, NULL, N_("There is not enough memory for a key."), NULL);
		goto out;
	}
	*ring = (struct ring){.version = RING_VERSION, .demonstration = demo};
	for (int c = 0; c < C__MAX; c++)
		derive(ring->wrap[c], seed.at, demo, wraps[c]);
	derive(ring->index, seed.at, demo, "index");
	derive(ring->pepper, seed.at, demo, "pepper");
	derive(ring->csrf, seed.at, demo, "csrf");
	derive(ring->digest, seed.at, demo, "input digest");
	derive(ring->vault, seed.at, demo, "vault");
	derive(ring->mark, seed.at, demo, "mark");
	derive(seed.at + KEY_SIZE, seed.at, demo, "log signing");
	crypto_sign_seed_keypair(ring->sign_public, ring->sign_secret, seed.at + KEY_SIZE);
	sodium_mprotect_readonly(ring);
	*ret_ring = ring;
out:
	secret_dispose(&seed);
	if (keys >= 0)
		close(keys);
	return r;
}

bool ring_demonstration(const struct ring *ring) {
	return ring->demonstration;
}

void ring_free(struct ring *ring) {
	sodium_free(ring); /* makes it writable again, wipes, unmaps */
}

#ifdef ATRAMA_CLEAR_CONTROL
void ring_set_clear(struct ring *ring) {
	sodium_mprotect_readwrite(ring);
	ring->clear = true;
	sodium_mprotect_readonly(ring);
}
#endif
