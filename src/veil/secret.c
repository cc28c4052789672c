#include "veil/secret.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/str.h"
#include "veil/pack.h"

enum { GROUPS = KEYED_KEY / 2, TEXT = 256 };

static const char first_line[] = "atrama link secret 1\n";

static void check_of(const uint8_t *bytes, uint8_t ret[2]) {
	uint8_t sum[HASH_SIZE];
	crypt_hash(sum, "atrama veil 1 secret", BLOB(bytes, KEYED_KEY));
	memcpy(ret, sum, 2);
	crypt_wipe(sum, sizeof sum);
}

int veil_secret_make(struct cx *cx, const char *path) {
	uint8_t bytes[KEYED_KEY + 2];
	char hex[5];
	struct pack_out o;
	int rc = pack_open(cx, path, true, &o);
	if (rc != 0)
		return rc;
	cx->rng(bytes, KEYED_KEY);
	check_of(bytes, bytes + KEYED_KEY);
	pack_put(&o, first_line, strlen(first_line));
	for (int i = 0; i <= GROUPS; i++) {
		hex_put(hex, bytes + 2 * i, 2);
		pack_put(&o, hex, 4);
		pack_put(&o, i == GROUPS || i % 8 == 7 ? "\n" : " ", 1);
	}
	crypt_wipe(bytes, sizeof bytes);
	crypt_wipe(hex, sizeof hex);
	return pack_close(&o, false, NULL);
}

static bool secret_parse(const char *text, size_t n, uint8_t bytes[KEYED_KEY]) {
	uint8_t all[KEYED_KEY + 2] = {0}, check[2];
	size_t digits = 0, at = strlen(first_line);
	bool right = n > at && memcmp(text, first_line, at) == 0;
	for (; right && at < n; at++) {
		char one[3] = {'0', text[at], 0};
		uint8_t value = 0;
		if (text[at] == ' ' || text[at] == '\n' || text[at] == '\r')
			continue;
		right = digits < 2 * sizeof all && hex_get(&value, 1, one);
		if (right)
			all[digits / 2] |= (uint8_t)(digits % 2 == 0 ? value << 4 : value);
		digits++;
		crypt_wipe(one, sizeof one);
	}
	check_of(all, check);
	right = right && digits == 2 * sizeof all && memcmp(check, all + KEYED_KEY, 2) == 0;
	memcpy(bytes, all, KEYED_KEY);
	crypt_wipe(all, sizeof all);
	return right;
}

int veil_secret_read(struct cx *cx, const char *path, struct secret *ret) {
	char text[TEXT];
	struct stat st;
	struct secret s = {0};
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return err_say(cx, ERR_NOTFOUND, NULL, N_("The file could not be read."), path);
	ssize_t n = fstat(fd, &st) == 0 && S_ISREG(st.st_mode) ? read(fd, text, sizeof text) : -1;
	close(fd);
	int rc = 0;
	if (n < 0)
		rc = err_say(cx, ERR_IO, NULL, N_("The file could not be read."), path);
	else if (st.st_uid != geteuid() || (st.st_mode & 077) != 0)
		rc = err_say(cx, ERR_DENIED, NULL, N_("Others may open the secret: it must belong to this account, with mode 0600."), path);
	if (rc == 0)
		rc = secret_new(cx, KEYED_KEY, &s);
	if (rc == 0 && !secret_parse(text, (size_t)n, s.at))
		rc = err_say(cx, ERR_INVALID, NULL, N_("This is no secret as `atrama link secret` makes one, or one of its digits is wrong."), path);
	crypt_wipe(text, sizeof text);
	if (rc != 0)
		secret_dispose(&s);
	else
		*ret = s;
	return rc;
}
