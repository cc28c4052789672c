#include "cmd/nginx.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/str.h"
#include "view/assets.h"
#include "wire/sandbox.h"

/* 1m, 9m for a document, and 32m for lists, twice over each: a body that fits the limit fits the buffer, so it never needs a file. */
static const char head[] =
	"# Written by `atrama serve` at every start; changes are lost.\n"
	"daemon off;\n"
	"pid nginx.pid;\n"
	"error_log stderr warn;\n"
	"worker_processes 1;\n"
	"worker_rlimit_nofile 4096;\n"
	"events { worker_connections 2048; }\n";

static const char http[] =
	"http {\n"
	"	types {\n"
	"		text/css css;\n"
	"		text/javascript js;\n"
	"		text/plain txt;\n"
	"		image/svg+xml svg;\n"
	"		image/png png;\n"
	"		font/woff2 woff2;\n"
	"	}\n"
	"	default_type application/octet-stream;\n"
	"	charset utf-8;\n"
	"	charset_types text/css text/javascript text/plain;\n"
	"	access_log off;\n"
	"	server_tokens off;\n"
	"	sendfile on;\n"
	"	tcp_nopush on;\n"
	"	keepalive_timeout 30s;\n"
	"	client_header_timeout 10s;\n"
	"	client_body_timeout 15s;\n"
	"	send_timeout 30s;\n"
	"	reset_timedout_connection on;\n"
	"	large_client_header_buffers 4 8k;\n"
	"	client_max_body_size 1m;\n"
	"	client_body_buffer_size 1m;\n"
	"	client_body_temp_path tmp/body;\n"
	"	scgi_temp_path tmp/scgi;\n"
	"	proxy_temp_path tmp/proxy;\n"
	"	fastcgi_temp_path tmp/fastcgi;\n"
	"	uwsgi_temp_path tmp/uwsgi;\n"
	"	limit_conn_zone $binary_remote_addr zone=each:1m;\n"
	"	limit_conn each 256;\n"
	"	limit_conn_zone $server_name zone=lists:1m;\n" /* 32 MiB of memory each */
	"	map $content_length $bulk { \"~^[0-9]{1,6}$\" \"\"; default $binary_remote_addr; }\n" /* answers without pictures are small */
	"	map $content_length $bulk_all { \"~^[0-9]{1,6}$\" \"\"; default all; }\n"
	"	limit_conn_zone $bulk_all zone=answers:1m;\n" /* 11 MiB of memory each, from telephones */
	"	limit_conn_zone $bulk zone=sends:1m;\n"
	"	limit_conn_zone $server_name zone=documents:1m;\n" /* 9 MiB of memory each */
	"	limit_conn_zone $binary_remote_addr zone=brings:1m;\n" /* so that no address has them all */
	"	limit_conn_status 429;\n"
	"	limit_req_zone $binary_remote_addr zone=proofs:1m rate=10r/s;\n" /* whoever tries passwords in a hurry */
	"	limit_req_zone $binary_remote_addr zone=letters:1m rate=10r/s;\n" /* whoever writes without an account */
	"	limit_req_status 429;\n"
	"	map $status$request_uri $caching {\n"
	"		~^(200|206|304)/static/.*[?] \"public, max-age=31536000, immutable\";\n" /* ?hash of the content */
	"		~^(200|206|304)/static/ \"public, max-age=86400\";\n"
	"		default no-store;\n"
	"	}\n"
	"	server {\n";

static const char headers[] =
	"		add_header Content-Security-Policy \"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
	"font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
	"require-trusted-types-for 'script'\" always;\n"
	"		add_header X-Content-Type-Options nosniff always;\n"
	"		add_header X-Frame-Options DENY always;\n"
	"		add_header Referrer-Policy no-referrer always;\n"
	"		add_header Cache-Control $caching always;\n"
	"		add_header Cross-Origin-Opener-Policy same-origin always;\n"
	"		add_header Cross-Origin-Embedder-Policy require-corp always;\n"
	"		add_header Cross-Origin-Resource-Policy same-origin always;\n"
	"		add_header Permissions-Policy \"camera=(), microphone=(), geolocation=(), usb=(), payment=(), "
	"publickey-credentials-get=(self), publickey-credentials-create=(self)\" always;\n";

#define SCGI \
	"			scgi_pass unix:web.sock;\n" \
	"			scgi_param SCGI 1;\n" \
	"			scgi_param REQUEST_METHOD $request_method;\n" \
	"			scgi_param REQUEST_URI $request_uri;\n" \
	"			scgi_param CONTENT_TYPE $content_type;\n" \
	"			scgi_param REMOTE_ADDR $remote_addr;\n" \
	"			scgi_param HTTPS $https if_not_empty;\n" \
	"			scgi_request_buffering on;\n" \
	"			scgi_max_temp_file_size 0;\n" \
	"			scgi_buffer_size 32k;\n" \
	"			scgi_buffers 16 32k;\n" \
	"			scgi_busy_buffers_size 64k;\n" \
	"			scgi_connect_timeout 10s;\n" \
	"			scgi_read_timeout 120s;\n"

/* Pages are not compressed, for the length of a compressed page tells what is said twice in it: a name in the address and
   in a list. Pages of figures are, which name nobody and are long; the form's token in them is another each time. */
static const char locations[] =
	"		location /static/ {\n"
	"			alias static/;\n"
	"			gzip on;\n"
	"			gzip_vary on;\n"
	"			gzip_types text/css text/javascript image/svg+xml;\n"
	"		}\n"
	"		location / {\n"
	SCGI
	"		}\n"
	"		location ~ ^/((reports|figures)(/.*)?|practice)$ {\n"
	"			gzip on;\n"
	"			gzip_vary on;\n"
	SCGI
	"		}\n"
	"		location = /import {\n"
	"			client_max_body_size 32m;\n"
	"			client_body_buffer_size 32m;\n"
	"			limit_conn each 256;\n"
	"			limit_conn lists 8;\n"
	SCGI
	"		}\n"
	"		location = /openrosa/submission {\n"
	"			client_max_body_size 11m;\n"
	"			client_body_buffer_size 11m;\n"
	"			limit_conn each 256;\n"
	"			limit_conn answers 16;\n"
	"			limit_conn sends 6;\n"
	SCGI
	"		}\n"
	"		location ~ ^/person/[0-9a-f]+/attachments$ {\n"
	"			client_max_body_size 9m;\n"
	"			client_body_buffer_size 9m;\n"
	"			limit_conn each 256;\n"
	"			limit_conn documents 16;\n"
	"			limit_conn brings 4;\n"
	SCGI
	"		}\n"
	"		location ~ ^/(report(/.*)?|api/v1/lead_(send|check|add))$ {\n"
	"			limit_req zone=letters burst=100 nodelay;\n"
	"			error_log stderr emerg;\n" /* an error names the address it came from */
	SCGI
	"		}\n"
	"		location ~ ^/(sign-in|sign-in/.*|prove|api/v1/session_(open|code|passkey|confirm))$ {\n"
	"			limit_req zone=proofs burst=100 nodelay;\n"
	SCGI
	"		}\n"
	"		error_page 400 @bad;\n"
	"		error_page 413 @large;\n"
	"		error_page 429 @many;\n"
	"		error_page 502 503 504 @down;\n"
	"		location @bad { default_type text/plain; return 400 \"That is no request.\\n\"; }\n"
	"		location @large { default_type text/plain; return 413 \"That is more than the registry takes at once.\\n\"; }\n"
	"		location @many { default_type text/plain; return 429 \"Too many connections at once. Try again in a moment.\\n\"; }\n"
	"		location @down { default_type text/plain; return 503 \"The registry is not answering. Try again in a moment.\\n\"; }\n"
	"	}\n"
	"}\n";

/* A path may stand between quotes in nginx's language only without its special characters. */
static bool plain(const char *path) {
	for (const char *c = path; *c != 0; c++)
		if ((unsigned char)*c < 0x20 || strchr("\"'\\$;{}", *c) != NULL)
			return false;
	return true;
}

int nginx_conf(struct cx *cx, const struct nginx_options *o, const char **ret_text) {
	if (o->cert != NULL && (!plain(o->cert) || !plain(o->key)))
		return err_say(cx, ERR_INVALID, "cert", N_("Put certificate and key where the path has no quotes or $."), o->cert);
	struct buf b = buf_new(cx->arena, 64 << 10);
	buf_str(&b, head);
	if (o->root)
		buf_str(&b, "user root;\n");
	buf_str(&b, http);
	buf_printf(&b, "\t\tlisten %s%s;\n", o->listen, o->cert != NULL ? " ssl http2" : "");
	if (o->cert != NULL)
		buf_printf(&b,
		           "\t\tssl_certificate \"%s\";\n"
		           "\t\tssl_certificate_key \"%s\";\n"
		           "\t\tssl_protocols TLSv1.3;\n"
		           "\t\tssl_session_cache shared:tls:1m;\n"
		           "\t\tssl_session_tickets off;\n"
		           "\t\tadd_header Strict-Transport-Security \"max-age=63072000; includeSubDomains\" always;\n",
		           o->cert, o->key);
	buf_str(&b, headers);
	buf_str(&b, locations);
	*ret_text = b.at;
	return ERR_OK;
}

static int cannot(struct cx *cx, const char *path) {
	return err_say(cx, ERR_IO, NULL, N_("A file of the service could not be written."), path);
}

static int folder(struct cx *cx, const char *path) {
	return mkdir(path, 0700) == 0 || errno == EEXIST ? ERR_OK : cannot(cx, path);
}

static int file(struct cx *cx, const char *path, const void *bytes, size_t n) {
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return cannot(cx, path);
	size_t done = 0;
	while (done < n) {
		ssize_t more = write(fd, (const char *)bytes + done, n - done);
		if (more < 0 && errno != EINTR)
			break;
		done += more > 0 ? (size_t)more : 0;
	}
	return close(fd) == 0 && done == n ? ERR_OK : cannot(cx, path);
}

int nginx_write(struct cx *cx, const char *run, const struct nginx_options *options) {
	static const char prefix[] = "web/static/";
	/* All of tmp, since nginx itself may make no folder (nginx_enclose). */
	static const char *const folders[] = {"static", "tmp", "tmp/body", "tmp/scgi", "tmp/proxy", "tmp/fastcgi", "tmp/uwsgi"};
	const char *text = NULL;
	int rc = nginx_conf(cx, options, &text);
	for (size_t i = 0; rc == 0 && i < sizeof folders / sizeof *folders; i++)
		rc = folder(cx, arena_printf(cx->arena, "%s/%s", run, folders[i]));
	for (size_t i = 0; rc == 0 && i < view_assets.n; i++) {
		const struct asset *a = &view_assets.at[i];
		if (str_starts(a->path, prefix) && strchr(a->path + sizeof prefix - 1, '/') == NULL)
			rc = file(cx, arena_printf(cx->arena, "%s/static/%s", run, a->path + sizeof prefix - 1), a->at, a->n);
	}
	return rc == 0 ? file(cx, arena_printf(cx->arena, "%s/nginx.conf", run), text, strlen(text)) : rc;
}

/* The nginx that execvp will find; NULL if there is none. */
static const char *program(struct cx *cx) {
	for (const char *at = getenv("PATH"), *end; at != NULL; at = *end == 0 ? NULL : end + 1) {
		end = strchrnul(at, ':');
		const char *path = arena_printf(cx->arena, "%.*s/nginx", (int)(end - at), at);
		if (end > at && access(path, X_OK) == 0)
			return path;
	}
	return NULL;
}

int nginx_enclose(struct cx *cx, const char *run, const struct nginx_options *o) {
	const struct sandbox_path wanted[] = {
		{run, SANDBOX_WRITE}, {o->cert, SANDBOX_READ}, {o->key, SANDBOX_READ}, {program(cx), SANDBOX_RUN},
		/* the loader and libraries */
		{"/lib", SANDBOX_RUN}, {"/lib64", SANDBOX_RUN}, {"/usr/lib", SANDBOX_RUN}, {"/usr/lib64", SANDBOX_RUN},
		{"/usr/local/lib", SANDBOX_RUN}, {"/etc/ld.so.cache", SANDBOX_READ}, {"/etc/ld.so.preload", SANDBOX_READ},
		{"/etc/ssl/openssl.cnf", SANDBOX_READ}, {"/dev/urandom", SANDBOX_READ}, {"/dev/null", SANDBOX_WRITE},
		/* the account it is told to keep, and the time in its messages */
		{"/etc/nsswitch.conf", SANDBOX_READ}, {"/etc/passwd", SANDBOX_READ}, {"/etc/group", SANDBOX_READ},
		{"/etc/localtime", SANDBOX_READ},
	};
	struct sandbox_path there[sizeof wanted / sizeof *wanted];
	size_t n = 0;
	for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) /* machines differ */
		if (wanted[i].path != NULL && access(wanted[i].path, F_OK) == 0)
			there[n++] = wanted[i];
	return sandbox_landlock(cx, there, n, sandbox_abi_cap());
}
