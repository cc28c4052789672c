/*
 * nginx.h - the configuration of the one program that meets the network.
 *
 * Written anew at every start into DIR/run, with the static files and empty folders for what must stay empty: no body
 * of a request ever touches the disk. nginx has the account of the registry's owner, but is closed in before it begins:
 * of DIR it sees DIR/run and nothing else. It runs in DIR/run, so that no path in the configuration is long or needs
 * quoting. Every header that every answer has is added here, errors of nginx itself included.
 */
#pragma once
#include "base/cx.h"

struct nginx_options {
	const char *listen;    /* "127.0.0.1:8080" */
	const char *cert, *key; /* absolute paths, NULL without TLS */
	bool root;             /* nginx would drop to nobody, who cannot reach DIR */
};

/* Write DIR/run/nginx.conf, DIR/run/static and DIR/run/tmp. ERR_IO; ERR_INVALID: a path nginx could not read. */
MUST_CHECK int nginx_write(struct cx *cx, const char *run, const struct nginx_options *options);

/*
 * Close the calling process in, for good, to what nginx needs: the program and its libraries, certificate and key, and
 * DIR/run to write in. Everything else of the machine, keys and store above all, cannot be opened, and no shell run.
 * ERR_IO where the machine cannot (wire/sandbox.h).
 */
MUST_CHECK int nginx_enclose(struct cx *cx, const char *run, const struct nginx_options *options);

/* The text of the configuration. */
MUST_CHECK int nginx_conf(struct cx *cx, const struct nginx_options *options, const char **ret_text);
