/*
 * echo SOCKET BYTES - "nothing but nginx and a socket": the ceiling that pages are measured against.
 *
 * As many blocking prefork workers as the product has, each reading an SCGI netstring and answering BYTES bytes of nothing.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

enum { WORKERS = 16 };

int main(int argc, char **argv) {
	struct sockaddr_un at = {.sun_family = AF_UNIX};
	static char in[65536], out[1 << 20];
	size_t n = argc == 3 ? strtoul(argv[2], NULL, 10) : sizeof out + 1;
	if (n > sizeof out)
		return 2;
	snprintf(at.sun_path, sizeof at.sun_path, "%s", argv[1]);
	unlink(argv[1]);
	memset(out, 'a', n);
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);
	if (bind(fd, (struct sockaddr *)&at, sizeof at) != 0 || listen(fd, 1024) != 0)
		return 1;
	for (int i = 0; i < WORKERS; i++) {
		if (fork() != 0)
			continue;
		prctl(PR_SET_PDEATHSIG, SIGTERM);
		for (;;) {
			int client = accept(fd, NULL, NULL);
			ssize_t got = recv(client, in, sizeof in - 1, 0);
			char head[128];
			int head_n = snprintf(head, sizeof head, "Status: 200 OK\r\nContent-Type: text/html\r\nContent-Length: %zu\r\n\r\n", n);
			struct iovec parts[2] = {{head, (size_t)head_n}, {out, n}};
			if (got > 0 && writev(client, parts, 2) < 0)
				return 1;
			close(client);
		}
	}
	while (wait(NULL) > 0)
		;
	return 0;
}
