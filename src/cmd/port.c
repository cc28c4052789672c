#include "cmd/port.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <unistd.h>

#include "base/str.h"

int port_parse(struct cx *cx, const char *text, struct port *ret_port) {
	struct port port = {.fd = -1};
	const char *colon = strrchr(text, ':');
	int64_t number;
	if (colon == NULL || !int_parse(colon + 1, &number) || number < 1 || number > 65535)
		return err_say(cx, ERR_INVALID, "listen", N_("Write an address and a port, as 127.0.0.1:8080."), text);
	const char *host = arena_strndup(cx->arena, text, (size_t)(colon - text));
	if (str_equal(host, "localhost"))
		host = "127.0.0.1";
	size_t n = strlen(host);
	struct sockaddr_in *four = (struct sockaddr_in *)&port.at;
	struct sockaddr_in6 *six = (struct sockaddr_in6 *)&port.at;
	port.number = (int)number;
	if (inet_pton(AF_INET, host, &four->sin_addr) == 1) {
		four->sin_family = AF_INET;
		four->sin_port = htons((uint16_t)number);
		port.at_n = sizeof *four;
		port.loopback = (ntohl(four->sin_addr.s_addr) >> 24) == 127;
	} else if (n > 2 && host[0] == '[' && host[n - 1] == ']' &&
	           inet_pton(AF_INET6, arena_strndup(cx->arena, host + 1, n - 2), &six->sin6_addr) == 1) {
		six->sin6_family = AF_INET6;
		six->sin6_port = htons((uint16_t)number);
		port.at_n = sizeof *six;
		port.loopback = IN6_IS_ADDR_LOOPBACK(&six->sin6_addr);
	} else {
		return err_say(cx, ERR_INVALID, "listen", N_("Write an address and a port, as 127.0.0.1:8080."), text);
	}
	port.text = arena_printf(cx->arena, "%s:%d", host, port.number);
	*ret_port = port;
	return ERR_OK;
}

/* The inode of the socket that listens on `number`, from a table of /proc/net; 0 if there is none. */
static unsigned long listener_in(const char *table, int number) {
	FILE *f = fopen(table, "re");
	if (f == NULL)
		return 0;
	char line[512];
	unsigned long found = 0, inode;
	unsigned port, state;
	while (found == 0 && fgets(line, sizeof line, f) != NULL)
		if (sscanf(line, " %*d: %*[0-9A-Fa-f]:%x %*[0-9A-Fa-f]:%*x %x %*s %*s %*s %*d %*d %lu", &port, &state,
		           &inode) == 3 && port == (unsigned)number && state == 10)
			found = inode;
	fclose(f);
	return found;
}

static bool holds(const char *pid, const char *wanted) {
	char path[300], link[64];
	snprintf(path, sizeof path, "/proc/%s/fd", pid);
	DIR *dir = opendir(path);
	bool found = false;
	for (struct dirent *e = NULL; dir != NULL && !found; ) {
		e = readdir(dir);
		if (e == NULL)
			break;
		ssize_t n = readlinkat(dirfd(dir), e->d_name, link, sizeof link - 1);
		link[n < 0 ? 0 : n] = 0;
		found = str_equal(link, wanted);
	}
	if (dir != NULL)
		closedir(dir);
	return found;
}

/* "nginx, process 4711", as far as /proc tells an account like ours; NULL otherwise. */
static const char *holder(struct cx *cx, int number) {
	unsigned long inode = listener_in("/proc/net/tcp", number);
	if (inode == 0)
		inode = listener_in("/proc/net/tcp6", number);
	DIR *proc = inode == 0 ? NULL : opendir("/proc");
	if (proc == NULL)
		return NULL;
	const char *wanted = arena_printf(cx->arena, "socket:[%lu]", inode), *found = NULL;
	for (struct dirent *e = readdir(proc); e != NULL && found == NULL; e = readdir(proc)) {
		if (!isdigit((unsigned char)e->d_name[0]) || !holds(e->d_name, wanted))
			continue;
		char path[300], name[64] = "";
		snprintf(path, sizeof path, "/proc/%s/comm", e->d_name);
		int fd = open(path, O_RDONLY | O_CLOEXEC);
		ssize_t n = fd < 0 ? 0 : read(fd, name, sizeof name - 1);
		if (fd >= 0)
			close(fd);
		name[n < 0 ? 0 : n] = 0;
		name[strcspn(name, "\n")] = 0;
		found = arena_printf(cx->arena, "%s, process %s", name, e->d_name);
	}
	closedir(proc);
	return found;
}

int port_open(struct cx *cx, struct port *port) {
	int on = 1;
	/* Without CLOEXEC: nginx inherits it. It takes an inherited socket as it is, so it must not block. */
	int fd = socket(port->at.ss_family, SOCK_STREAM | SOCK_NONBLOCK, 0);
	if (fd >= 0)
		setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
	if (fd >= 0 && bind(fd, (struct sockaddr *)&port->at, port->at_n) == 0 && listen(fd, 511) == 0) {
		port->fd = fd;
		return ERR_OK;
	}
	int error = errno;
	if (fd >= 0)
		close(fd);
	if (error == EADDRINUSE) {
		const char *who = holder(cx, port->number);
		return err_say(cx, ERR_CONFLICT, "listen", N_("Another program listens there already. Choose another with --listen."),
		               who == NULL ? port->text : arena_printf(cx->arena, "%s: %s", port->text, who));
	}
	if (error == EACCES)
		return err_say(cx, ERR_DENIED, "listen", N_("Only root may listen on a port below 1024."), port->text);
	return err_say(cx, ERR_INVALID, "listen", N_("This machine has no such address."), port->text);
}
