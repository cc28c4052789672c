/*
 * port.h - the address a service listens on.
 *
 * We bind it ourselves, before anything is started, and hand the open socket to nginx: so a taken port is told at
 * once and by its name, and a low port may be had by root for a service that then drops to another account.
 */
#pragma once
#include <sys/socket.h>

#include "base/cx.h"

struct port {
	const char *text; /* "127.0.0.1:8080", "[::1]:8443": as nginx writes it */
	int number;
	bool loopback;
	struct sockaddr_storage at;
	socklen_t at_n;
	int fd;
};

/* "ADDR:PORT", "[ADDR]:PORT" or "localhost:PORT". ERR_INVALID. */
MUST_CHECK int port_parse(struct cx *cx, const char *text, struct port *ret_port);

/* Bind it and listen. ERR_CONFLICT names who has it, as far as we may know; ERR_DENIED: a low port. */
MUST_CHECK int port_open(struct cx *cx, struct port *port);
